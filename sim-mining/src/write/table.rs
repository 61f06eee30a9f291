//! A log as a table: a row for everything that was done, in columns whose names other programs know.

use std::collections::BTreeSet;

use super::{Entry, Kind, Outline, Step, WrittenCase};
use crate::log::Micros;

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Column {
    /// Its name.
    pub(super) name: String,
    pub(super) of: Of,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    Case,
    Activity,
    Transition,
    Scheduled,
    Start,
    /// The moment of the last step.
    Moment,
    Worker,
    Team,
    Organisation,
    Kind,
    /// The level that the resident has by then, of an axis.
    Now(usize),
    Arrived,
    Stream,
    /// The level on arrival, of an axis.
    Level(usize),
    Amount(usize),
}

/// A cell.
pub(super) enum Cell<'a> {
    Empty,
    Text(&'a str),
    Own(String),
    Moment(Micros),
    /// In hundredths.
    Amount(i64),
}

/// The name of the column or attribute that says what level a resident has by then.
pub(super) fn now(axis: &str) -> String {
    format!("now:{axis}")
}

/// The names of what is known of cases beside stream and arrival: axes and amounts.
pub(super) fn case_columns(outline: &Outline) -> (Vec<String>, Vec<String>) {
    let mut taken: BTreeSet<String> = ["concept:name", "arrived", "stream"].map(str::to_owned).into();
    let mut free = |name: &String| {
        let mut name = name.clone();
        while !taken.insert(name.clone()) {
            name.push('_');
        }
        name
    };
    let axes = outline.axes.iter().map(|(name, _)| free(name)).collect();
    (axes, outline.amounts.iter().map(&mut free).collect())
}

/// The columns of a log.
pub(super) fn columns(outline: &Outline) -> Vec<Column> {
    let fixed = [
        ("case:concept:name", Of::Case),
        ("concept:name", Of::Activity),
        ("lifecycle:transition", Of::Transition),
        ("scheduled", Of::Scheduled),
        ("start_timestamp", Of::Start),
        ("time:timestamp", Of::Moment),
        ("org:resource", Of::Worker),
        ("org:group", Of::Team),
        ("organisation", Of::Organisation),
        ("keten:kind", Of::Kind),
    ];
    let mut columns: Vec<Column> = fixed.iter().map(|&(name, of)| Column { name: name.to_owned(), of }).collect();
    let changing = outline.changing.iter().enumerate().filter(|(_, changing)| **changing);
    columns.extend(changing.map(|(axis, _)| Column { name: now(&outline.axes[axis].0), of: Of::Now(axis) }));
    let (axes, amounts) = case_columns(outline);
    let known = [("arrived".to_owned(), Of::Arrived), ("stream".to_owned(), Of::Stream)].into_iter();
    let known = known.chain(axes.into_iter().enumerate().map(|(axis, name)| (name, Of::Level(axis))));
    let known = known.chain(amounts.into_iter().enumerate().map(|(amount, name)| (name, Of::Amount(amount))));
    columns.extend(known.map(|(name, of)| Column { name: format!("case:{name}"), of }));
    columns
}

/// What stands in a column for an entry.
pub(super) fn cell<'a>(outline: &'a Outline, of: Of, case: &WrittenCase<'a>, entry: &Entry) -> Cell<'a> {
    let moment = |moment: Option<Micros>| moment.map_or(Cell::Empty, Cell::Moment);
    match of {
        Of::Case => Cell::Text(case.id),
        Of::Activity => Cell::Text(if entry.kind == Kind::End {
            &outline.ends[entry.what as usize]
        } else {
            &outline.stages[entry.what as usize]
        }),
        Of::Transition => Cell::Text(entry.step.transition()),
        Of::Scheduled => moment(entry.scheduled),
        // The row of what is going on is that of its start.
        Of::Start => moment(entry.start.filter(|_| entry.step != Step::Going)),
        Of::Moment => Cell::Moment(entry.moment()),
        Of::Worker => match (entry.team, entry.worker) {
            (Some(team), Some(worker)) => Cell::Own(outline.worker(team, worker)),
            _ => Cell::Empty,
        },
        Of::Team => entry.team.map_or(Cell::Empty, |team| Cell::Text(&outline.teams[team as usize])),
        Of::Organisation => entry.team.map_or(Cell::Empty, |team| Cell::Text(&outline.organisations[team as usize])),
        Of::Kind => Cell::Text(entry.kind.name()),
        Of::Now(axis) => Cell::Text(&outline.axes[axis].1[outline.classes[usize::from(entry.class)][axis]]),
        Of::Arrived => moment(case.arrived),
        Of::Stream => case.stream.map_or(Cell::Empty, Cell::Text),
        Of::Level(axis) => Cell::Text(&outline.axes[axis].1[case.levels[axis]]),
        Of::Amount(amount) => case.amounts[amount].map_or(Cell::Empty, Cell::Amount),
    }
}

/// An amount in hundredths as a number with a point.
pub(super) fn of_hundredths(amount: i64) -> String {
    let sign = if amount < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", amount.unsigned_abs() / 100, amount.unsigned_abs() % 100)
}
