//! Columns: by what residents are counted while a replication runs.
//!
//! The table shows groups: everybody, and one for each level of each axis. A resident belongs to several of them, but has
//! one class combination. So a replication counts by combination, and the counts of combinations are added up to groups
//! once, at its end: whole numbers, hence exactly what counting each group apart would give. Where there are so many
//! combinations that their counts would take more room than those of the groups are worth, the columns are the groups.

/// Counts of combinations beyond which groups are counted at once: some ten megabytes.
const MOST_CELLS: usize = 1 << 16;

/// By what residents are counted.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Columns {
    /// Groups that the count of each column belongs to.
    groups_of: Vec<Vec<u16>>,
    /// The columns of each class combination, where these are the groups; empty where a combination is its own column.
    of_class: Vec<Vec<u16>>,
}

impl Columns {
    /// * `groups_of` – the groups of each class combination
    /// * `groups` – number of groups
    /// * `cells` – how many things are counted for each column
    pub(super) fn new(groups_of: &[Vec<u16>], groups: usize, cells: usize) -> Columns {
        if groups_of.len() <= groups || groups_of.len() * cells <= MOST_CELLS {
            Columns { groups_of: groups_of.to_vec(), of_class: Vec::new() }
        } else {
            Columns { groups_of: (0..groups).map(|group| vec![group as u16]).collect(), of_class: groups_of.to_vec() }
        }
    }

    /// How many there are.
    pub(super) fn number(&self) -> usize {
        self.groups_of.len()
    }

    /// Counts a resident of a class combination: once, or once for each group.
    #[inline(always)]
    pub(super) fn each(&self, class: u16, mut count: impl FnMut(usize)) {
        if self.of_class.is_empty() {
            count(usize::from(class));
        } else {
            self.of_class[usize::from(class)].iter().for_each(|&column| count(usize::from(column)));
        }
    }

    /// Adds what was counted by column up to groups.
    ///
    /// * `add` – adds the count of the column (first) to that of the group (second)
    pub(super) fn fold(&self, mut add: impl FnMut(usize, usize)) {
        for (column, groups) in self.groups_of.iter().enumerate() {
            groups.iter().for_each(|&group| add(column, usize::from(group)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two axes, of two and three levels: group 0 is everybody, 1 and 2 the first axis, 3 to 5 the second.
    fn groups_of() -> Vec<Vec<u16>> {
        let pairs = (0..2).flat_map(|first| (0..3).map(move |second| vec![0, 1 + first, 3 + second]));
        pairs.collect()
    }

    fn counted(columns: &Columns, classes: &[u16]) -> Vec<u64> {
        let mut by_column = vec![0; columns.number()];
        classes.iter().for_each(|&class| columns.each(class, |column| by_column[column] += 1));
        let mut by_group = vec![0; 6];
        columns.fold(|column, group| by_group[group] += by_column[column]);
        by_group
    }

    #[test]
    fn combinations_fold_into_the_groups_that_counting_each_gives() {
        let classes = [0, 0, 1, 5, 4, 4, 4, 2];
        let expected = vec![8, 4, 4, 2, 4, 2];
        // Fewer cells than are too many, and more.
        let (leaves, groups) = (Columns::new(&groups_of(), 5, 10), Columns::new(&groups_of(), 5, MOST_CELLS));
        assert_eq!((leaves.number(), groups.number()), (6, 5));
        assert_eq!(counted(&leaves, &classes), expected);
        let groups = Columns { groups_of: (0..6).map(|group| vec![group]).collect(), of_class: groups.of_class };
        assert_eq!(counted(&groups, &classes), expected);
    }

    #[test]
    fn one_class_is_one_column() {
        let columns = Columns::new(&[vec![0]], 1, usize::MAX);
        assert_eq!(columns.number(), 1);
        columns.fold(|column, group| assert_eq!((column, group), (0, 0)));
    }
}
