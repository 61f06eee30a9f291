//! The columns of a table on paper: which size of letters, and how much of the width each gets.

use crate::document::{Figure, Part, Table, Text};
use crate::draw::ems;

/// A column wants at most this part of the page for its longest cell; what is longer is set in lines.
const MOST: f64 = 0.55;
/// A word of more letters than this may be broken at its points.
const LONG_WORD: usize = 16;
/// A figure of at most so many letters stays on one line: an interval with its unit does, a sentence does not.
const SHORT: usize = 34;

/// The room that a table has, in points.
pub(crate) struct Page<'p> {
    /// From left to right.
    pub(crate) width: f64,
    /// Free space of a cell at both sides together.
    pub(crate) edges: f64,
    /// Sizes of letters, the largest first.
    pub(crate) sizes: &'p [f64],
}

/// How the columns are set, in points.
pub(crate) struct Columns {
    /// Size of letters.
    pub(crate) size: f64,
    /// Width of each column.
    pub(crate) widths: Vec<f64>,
    /// Whether figures may be broken over lines, which they are where the page is too narrow for them.
    pub(crate) breaks_figures: bool,
}

/// The largest letters at which no word is wider than its column; equal columns of the smallest where there are none.
pub(crate) fn columns(table: &Table, page: &Page<'_>) -> Columns {
    let sizes = || page.sizes.iter().copied();
    let tries = sizes().map(|size| (size, false)).chain(sizes().map(|size| (size, true)));
    let fits = |(size, breaks_figures)| {
        let widths = widths(table, page, size, breaks_figures)?;
        Some(Columns { size, widths, breaks_figures })
    };
    tries.into_iter().find_map(fits).unwrap_or_else(|| Columns {
        size: sizes().fold(f64::INFINITY, f64::min),
        widths: vec![page.width / table.columns.len() as f64; table.columns.len()],
        breaks_figures: true,
    })
}

/// Of every column what its longest word needs, and of what is left in the measure in which its cells are longer than that;
/// `None` where the words do not fit.
fn widths(table: &Table, page: &Page<'_>, size: f64, breaks_figures: bool) -> Option<Vec<f64>> {
    let column = |place: usize| {
        let head = &table.columns[place].head;
        let cells =
            table.rows.iter().filter_map(|row| row.get(place)).map(|cell| breakable(cell, breaks_figures).plain());
        let (mut word, mut cell) = (widest_word(head, true), ems(head, true).min(widest_word(head, true) * 2.0));
        for text in cells {
            word = word.max(widest_word(&text, false));
            cell = cell.max(ems(&text, false));
        }
        let word = word * size + page.edges;
        (word, (cell * size + page.edges).min(MOST * page.width).max(word))
    };
    let columns: Vec<(f64, f64)> = (0..table.columns.len()).map(column).collect();
    let (words, wanted): (f64, f64) = columns.iter().fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    if words > page.width {
        return None;
    }
    let share = if wanted > words { ((page.width - words) / (wanted - words)).min(1.0) } else { 1.0 };
    let width = |(word, cell): &(f64, f64)| word + (cell - word) * share;
    Some(columns.iter().map(width).collect())
}

/// Of the pieces between the places where a line may be broken.
fn widest_word(text: &str, bold: bool) -> f64 {
    text.split([' ', '\u{200B}']).map(|word| ems(word, bold)).fold(0.0, f64::max)
}

/// Where a column would be as wide as its longest word, names of parameters may be broken at their points.
pub(crate) fn breakable(text: &Text, breaks_figures: bool) -> Text {
    let piece = |word: &str| match word.chars().count() > LONG_WORD {
        true => ['.', '_', '/', '+', '-']
            .iter()
            .fold(word.to_owned(), |word, &sign| word.replace(sign, &format!("{sign}\u{200B}"))),
        false => word.to_owned(),
    };
    let part = |part: &Part| match part {
        Part::Words(words) => Part::Words(words.split(' ').map(piece).collect::<Vec<_>>().join(" ")),
        Part::Figure(figure) if breaks_figures => Part::Words(figure.shown.clone()),
        Part::Figure(figure) => Part::Figure(Figure { shown: whole(&figure.shown), ..figure.clone() }),
        strong => strong.clone(),
    };
    Text(text.0.iter().map(part).collect())
}

/// A figure that is not broken over lines when it is short.
pub(crate) fn whole(shown: &str) -> String {
    match shown.chars().count() <= SHORT {
        true => shown.replace(' ', "\u{A0}"),
        false => shown.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Column;

    #[test]
    fn no_word_is_wider_than_its_column_and_all_columns_fit() {
        let column = |head: &str| Column { head: head.to_owned(), is_number: false };
        let row = || vec![Text::from("Collecting papers"), Text::from("x".repeat(30)), Text::from("a b ".repeat(200))];
        let table = Table {
            name: "waits".to_owned(),
            caption: String::new(),
            columns: vec![column("Stage"), column("Word"), column("Remark")],
            rows: vec![row(); 3],
        };
        let page = Page { width: 400.0, edges: 8.0, sizes: &[9.0, 8.0] };
        let set = columns(&table, &page);
        assert_eq!(set.size, 9.0);
        assert!(set.widths.iter().sum::<f64>() <= 400.1, "{:?}", set.widths);
        assert!(set.widths[1] >= ems(&"x".repeat(30), false) * 9.0 + 8.0, "{:?}", set.widths);
        assert!(set.widths[2] > set.widths[0], "{:?}", set.widths);
    }
}
