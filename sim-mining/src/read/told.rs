//! What a reader has to tell: what was read, guessed, repaired and left out, counted, with where it was first.
//!
//! Plain data without sentences; whoever shows it has the words.

use std::collections::BTreeMap;

use super::moment::Form;

/// How many places are kept of each kind of thing.
const PLACES: usize = 3;

/// What was read, and all that has to be said of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Told {
    /// What kind of log it was.
    pub format: Option<Format>,
    /// Whether it was packed by gzip.
    pub packed: bool,
    /// Cases read.
    pub cases: u64,
    /// Records of events read: rows, or events of a log, whatever became of them.
    pub events: u64,
    /// Instances of activities made of them.
    pub instances: u64,
    /// What separates columns, where there are any.
    pub separator: Option<char>,
    /// What every column was taken for, in the order of the file.
    pub columns: Vec<Column>,
    /// How moments were written, and how many so.
    pub forms: BTreeMap<Form, u64>,
    /// What was guessed, repaired and left out.
    notes: BTreeMap<What, Note>,
}

/// What kind of log it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// XES, the standard IEEE 1849.
    Xes,
    /// A table with a row for every event.
    Csv,
    /// A table with a row for every case and a column for every phase, such as the DDAS case table.
    CaseTable,
    /// OCEL 2.0 in JSON.
    OcelJson,
    /// OCEL 2.0 in XML.
    OcelXml,
    /// OCEL 2.0 in SQLite.
    OcelSqlite,
    /// OCEL 1.0 in JSON.
    Ocel1Json,
}

/// What a column was taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it was taken for.
    pub role: Role,
    /// Why.
    pub how: How,
}

/// What a column can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// The identifier of the case.
    Case,
    /// What was done.
    Activity,
    /// When it began.
    Start,
    /// When it ended.
    End,
    /// When it was put on the list.
    Scheduled,
    /// By whom.
    Resource,
    /// Of which team.
    Group,
    /// Which step of its life an event was: start, complete and so on.
    Lifecycle,
    /// What is the same for all of a case.
    Trait,
    /// What is known of a single event.
    Detail,
    /// The date of a phase, in a table with a row for every case.
    Phase,
    /// Nothing: it is not used.
    Unused,
}

/// Why a column was taken for what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// It was asked for.
    Asked,
    /// By its name.
    Name,
    /// By what it holds.
    Content,
}

/// Something that was guessed, repaired, left out or noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// Guessed: the day stands before the month, though nothing in the file says so.
    DayFirst,
    /// Guessed: moments without an offset are of the Dutch clock.
    DutchClock,
    /// Guessed: which kind of object is the case.
    ObjectType,
    /// Guessed: which attributes are of the case.
    Traits,
    /// Noticed: no instance has a start, so times worked are not known.
    OnlyEnds,
    /// Noticed: instances that ended but never began; only their end is known.
    WithoutStart,
    /// Noticed: events that are the same in everything.
    Duplicates,
    /// Noticed: moments of more than one form.
    Forms,
    /// Noticed: work that was stopped or withdrawn before it was done.
    Stopped,
    /// Repaired: the file was cut off; what came before was kept.
    Cut,
    /// Repaired: characters that were no UTF-8 were read as Windows-1252.
    Windows1252,
    /// Repaired: the file was UTF-16.
    Utf16,
    /// Repaired: a start after its end was not believed.
    StartAfterEnd,
    /// Repaired: a start that is no moment was taken as not known.
    StartUnreadable,
    /// Repaired: an end that is no moment was taken as not known.
    EndUnreadable,
    /// Repaired: starts of which no end came were kept as work that is not over.
    WithoutEnd,
    /// Repaired: day and month stood the other way round than in the rest.
    OtherOrder,
    /// Repaired: rows that were too short or too long.
    RowLength,
    /// Repaired: cases without a name got one.
    TraceNameless,
    /// Repaired: cases that stood in the log more than once were put together.
    CaseTwice,
    /// Left out: events without a case.
    WithoutCase,
    /// Left out: events without an activity.
    WithoutActivity,
    /// Left out: events without a moment.
    WithoutTime,
    /// Left out: events whose moment is no moment.
    TimeUnreadable,
    /// Left out: events that are the same in everything as one before.
    DuplicatesDropped,
    /// Left out: steps in the life of an activity that are neither its being planned, its start nor its end.
    OtherSteps,
    /// Left out: attributes with so many different values that they tell nothing.
    TooManyValues,
    /// Left out: what is known of the log as a whole.
    OfTheLog,
    /// Left out: a column without a name.
    Nameless,
    /// Left out: relations to objects that are not there.
    Dangling,
    /// Left out: rows of tables of a database that belong to no event or object, or to one that has its row already.
    Orphans,
    /// Left out: what is known of objects of a type that has no table.
    WithoutTable,
    /// Left out: events that belong to no object of the kind that is the case.
    OtherObjects,
    /// Left out: cases to which nothing happened.
    NoEvents,
    /// Left out: earlier or later values of an attribute of an object that changed.
    ChangedValues,
    /// Left out: attributes that could not be read.
    AttributeUnreadable,
}

/// Of what kind a note is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It was guessed, and can be said otherwise.
    Guessed,
    /// It is so in the log.
    Noticed,
    /// It was wrong in the log and put right.
    Repaired,
    /// It is in the log and not in what was read.
    LeftOut,
}

/// How often something was, and where first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Note {
    /// How often.
    pub count: u64,
    /// The first few places.
    pub first: Vec<Place>,
}

/// Where something was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The row of the file, or the number of the event in it; 0 where it is nowhere in particular.
    pub row: u64,
    /// What stood there.
    pub found: String,
}

impl What {
    /// Of what kind it is.
    pub fn kind(self) -> Kind {
        match self {
            _ if self <= What::Traits => Kind::Guessed,
            _ if self <= What::Stopped => Kind::Noticed,
            _ if self <= What::CaseTwice => Kind::Repaired,
            _ => Kind::LeftOut,
        }
    }
}

impl Told {
    /// What was guessed, repaired and left out, in a fixed order.
    pub fn notes(&self) -> impl ExactSizeIterator<Item = (What, &Note)> {
        self.notes.iter().map(|(what, note)| (*what, note))
    }

    /// How often something was.
    pub fn count(&self, what: What) -> u64 {
        self.notes.get(&what).map_or(0, |note| note.count)
    }

    /// Tells of one more.
    pub(super) fn tell(&mut self, what: What, row: u64, found: &str) {
        self.tell_many(what, 1, row, found);
    }

    /// Tells of so many more, of which the first is here.
    pub(super) fn tell_many(&mut self, what: What, count: u64, row: u64, found: &str) {
        if count == 0 {
            return;
        }
        let note = self.notes.entry(what).or_default();
        note.count += count;
        if note.first.len() < PLACES {
            let found = found.chars().take(60).collect();
            note.first.push(Place { row, found });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_counts_all_and_keeps_the_first_places() {
        let mut told = Told::default();
        for row in 1..=10 {
            told.tell(What::WithoutCase, row, "x");
        }
        assert_eq!(told.count(What::WithoutCase), 10);
        let (what, note) = told.notes().next().expect("one");
        assert_eq!(
            (what.kind(), note.first.iter().map(|place| place.row).collect::<Vec<_>>()),
            (Kind::LeftOut, vec![1, 2, 3])
        );
        assert_eq!(What::DutchClock.kind(), Kind::Guessed);
        assert_eq!(What::Cut.kind(), Kind::Repaired);
        assert_eq!(What::Duplicates.kind(), Kind::Noticed);
    }
}
