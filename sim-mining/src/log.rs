//! An event log: cases, and what was done for each, when and by whom.
//!
//! Names are kept once and known by number ([`Names`]). The instances of all cases stand in one list, case after case.

use std::collections::HashMap;
use std::ops::Range;

/// A moment: microseconds since 1 January 1970, coordinated universal time.
pub type Micros = i64;

/// What happened to each case.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EventLog {
    /// What can be done for a case.
    pub activities: Names,
    /// Who does it.
    pub resources: Names,
    /// The teams or organisations that they belong to.
    pub groups: Names,
    /// What is known of a case as a whole, such as its channel.
    pub traits: Vec<Attribute>,
    /// What is known of a single instance, such as its costs.
    pub details: Vec<Attribute>,
    /// The cases, in the order in which they begin; among equals in that of their identifiers.
    pub cases: Vec<Case>,
    /// The instances of all cases: those of a case stand together, in the order of [`Instance::order`].
    pub instances: Vec<Instance>,
}

/// Something that is known of cases or of instances.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute {
    /// Its name in the log.
    pub name: String,
    /// The words that occur, for values that are words.
    pub words: Names,
}

/// A value of an attribute.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    /// A word, by its number in [`Attribute::words`].
    Word(u32),
    /// A number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// A moment.
    Moment(Micros),
}

/// A case, such as a resident's file.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Its identifier in the log.
    pub id: Box<str>,
    /// Where its instances stand in [`EventLog::instances`].
    pub instances: Range<u32>,
    /// What is known of it: for each of [`EventLog::traits`], where known.
    pub traits: Vec<Option<Value>>,
}

/// An activity that was done for a case once: from its start to its end.
#[derive(Debug, Clone, PartialEq)]
pub struct Instance {
    /// What was done, by its number in [`EventLog::activities`].
    pub activity: u32,
    /// By whom, by its number in [`EventLog::resources`].
    pub resource: Option<u32>,
    /// Of which team, by its number in [`EventLog::groups`].
    pub group: Option<u32>,
    /// When it was put on the list of what is to be done, where the log says so.
    pub scheduled: Option<Micros>,
    /// When work on it began, where the log says so.
    pub start: Option<Micros>,
    /// When it ended. None: it was not over when the log was made.
    pub end: Option<Micros>,
    /// Whether it ended before it was done: broken off, or waited for in vain.
    pub stopped: bool,
    /// Minutes that the clock on the wall was ahead of universal time, as written beside its last moment.
    pub offset: i16,
    /// What is known of it: attribute, by its number in [`EventLog::details`], and value.
    pub details: Vec<(u32, Value)>,
}

/// Names and their numbers, in the order in which they were first met.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Names {
    names: Vec<Box<str>>,
    numbers: HashMap<Box<str>, u32>,
}

impl EventLog {
    /// The instances of a case, in order.
    pub fn of(&self, case: &Case) -> &[Instance] {
        &self.instances[case.instances.start as usize..case.instances.end as usize]
    }

    /// Every case with its instances.
    pub fn each(&self) -> impl ExactSizeIterator<Item = (&Case, &[Instance])> {
        self.cases.iter().map(|case| (case, self.of(case)))
    }
}

impl Instance {
    /// The first and last moment that are known of its work: equal where only one is.
    pub fn span(&self) -> Option<(Micros, Micros)> {
        let any = self.start.or(self.end).or(self.scheduled)?;
        Some((self.start.unwrap_or(any), self.end.unwrap_or(any)))
    }

    /// What instances of a case are sorted by: when they end, or else begin; and then when they begin.
    pub fn order(&self) -> (Micros, Micros) {
        let (start, end) = self.span().unwrap_or_default();
        (end, start)
    }

    /// A moment as the clock on the wall showed it: microseconds since the beginning of 1970 there.
    pub fn wall(&self, moment: Micros) -> Micros {
        moment + i64::from(self.offset) * 60_000_000
    }
}

impl Names {
    /// The number of a name, which is new if it was not met before.
    pub fn number(&mut self, name: &str) -> u32 {
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        let number = self.names.len() as u32;
        self.names.push(name.into());
        self.numbers.insert(name.into(), number);
        number
    }

    /// The number of a name, if it was met.
    pub fn find(&self, name: &str) -> Option<u32> {
        self.numbers.get(name).copied()
    }

    /// The name with this number.
    ///
    /// # Panics
    /// When no name has it.
    pub fn name(&self, number: u32) -> &str {
        &self.names[number as usize]
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// All, in the order of their numbers.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        self.names.iter().map(|name| &**name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_number() {
        let mut names = Names::default();
        assert_eq!([names.number("intake"), names.number("plan"), names.number("intake")], [0, 1, 0]);
        assert_eq!((names.find("plan"), names.find("none"), names.name(1)), (Some(1), None, "plan"));
    }

    #[test]
    fn what_has_only_an_end_takes_no_time() {
        let instance = Instance {
            activity: 0,
            resource: None,
            group: None,
            scheduled: Some(3),
            start: None,
            end: Some(7),
            stopped: false,
            offset: 60,
            details: Vec::new(),
        };
        assert_eq!((instance.span(), instance.order()), (Some((7, 7)), (7, 7)));
        assert_eq!(instance.wall(0), 3_600_000_000);
    }
}
