//! A log as it is compared: every instance with its first and last moment by the clock on the wall.

use crate::log::{Case, EventLog, Instance, Micros, Value};

/// What is compared of a log.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    /// The instances of each case, in the order in which they begin, and among equals end.
    pub cases: Vec<Vec<Row>>,
    /// Names of the activities.
    pub activities: Vec<String>,
}

/// An instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Number of the activity.
    pub activity: u32,
    /// Number of who did it.
    pub resource: Option<u32>,
    /// When it began, by the clock on the wall.
    pub start: Micros,
    /// When it ended, by the clock on the wall.
    pub end: Micros,
}

impl Rows {
    /// Of a log: cases of which no moment is known are left out, and so are such instances.
    pub fn of(log: &EventLog) -> Rows {
        let cases = log.each().filter_map(|(_, instances)| {
            let mut rows: Vec<Row> = instances.iter().filter_map(row).collect();
            rows.sort_by_key(|row| (row.start, row.end));
            (!rows.is_empty()).then_some(rows)
        });
        Rows { cases: cases.collect(), activities: log.activities.iter().map(str::to_owned).collect() }
    }

    /// Of a log that a scenario is held against, and how many instances are left out: a log that was simulated itself says as an
    /// event of its own how a resident left (`keten:kind` is `end`), which is something done only where the scenario does it.
    ///
    /// * `done` – whether the scenario does something of this name
    pub fn of_what_is_done(log: &EventLog, done: impl Fn(&str) -> bool) -> (Rows, usize) {
        let kind = log.details.iter().position(|attribute| attribute.name == "keten:kind");
        let end = kind.and_then(|kind| Some((kind as u32, Value::Word(log.details[kind].words.find("end")?))));
        let leaves = |instance: &Instance| {
            end.is_some_and(|end| instance.details.contains(&end)) && !done(log.activities.name(instance.activity))
        };
        let left_out = log.instances.iter().filter(|instance| leaves(instance)).count();
        if left_out == 0 {
            return (Rows::of(log), 0);
        }
        let mut kept = EventLog { cases: Vec::new(), instances: Vec::new(), ..log.clone() };
        for (case, instances) in log.each() {
            let from = kept.instances.len() as u32;
            kept.instances.extend(instances.iter().filter(|instance| !leaves(instance)).cloned());
            kept.cases.push(Case { instances: from..kept.instances.len() as u32, ..case.clone() });
        }
        (Rows::of(&kept), left_out)
    }

    /// Every instance.
    pub fn each(&self) -> impl Iterator<Item = &Row> {
        self.cases.iter().flatten()
    }

    /// Every start and every end.
    pub fn moments(&self) -> impl Iterator<Item = Micros> {
        self.each().map(|row| row.start).chain(self.each().map(|row| row.end))
    }

    /// First moment and last moment of every case.
    pub fn spans(&self) -> impl Iterator<Item = (Micros, Micros)> {
        self.cases.iter().map(|rows| (rows[0].start, rows.iter().map(|row| row.end).max().unwrap_or(rows[0].end)))
    }

    /// The first moment of all.
    pub fn first(&self) -> Option<Micros> {
        self.cases.iter().map(|rows| rows[0].start).min()
    }

    /// Whether there is nothing to compare.
    pub fn is_empty(&self) -> bool {
        self.cases.is_empty()
    }
}

fn row(instance: &Instance) -> Option<Row> {
    let (start, end) = instance.span()?;
    let (start, end) = (instance.wall(start), instance.wall(end));
    Some(Row { activity: instance.activity, resource: instance.resource, start, end })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{Options, read};

    #[test]
    fn how_residents_left_is_compared_only_where_the_scenario_does_it() {
        let text = "case,activity,end,keten:kind\n1,talk,2024-01-01 10:00,work\n1,helped,2024-01-01 10:00,end\n";
        let (log, _) = read(text.as_bytes(), &Options::default()).expect("a log");
        let (rows, left_out) = Rows::of_what_is_done(&log, |name| name == "talk");
        assert_eq!((rows.each().count(), left_out), (1, 1));
        let (rows, left_out) = Rows::of_what_is_done(&log, |name| name == "helped");
        assert_eq!((rows.each().count(), left_out), (2, 0));
        let (log, _) = read(text.replace("keten:kind", "kind").as_bytes(), &Options::default()).expect("a log");
        assert_eq!(Rows::of_what_is_done(&log, |_| false).1, 0, "only what this program wrote is known to be so");
    }
}
