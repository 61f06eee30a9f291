//! What is kept of an object-centric log until all of it is read: which kind of object is the case can only be known then, and events may
//! come before the objects that they belong to. Names stand once; of an event there are numbers and its moment.

use std::borrow::Cow;
use std::collections::HashMap;
use std::rc::Rc;

use super::{OcelEvent, OcelObject, Raw};
use crate::log::Value;

/// No number.
const NONE: u32 = u32::MAX;

/// An object-centric log.
#[derive(Debug, Default)]
pub(super) struct Kept {
    pub(super) words: Words,
    events: Vec<Event>,
    /// Values of all events, those of one together: name and value.
    values: Vec<(u32, Held)>,
    /// Objects of all events, those of one together.
    relations: Vec<u32>,
    objects: Vec<Object>,
    /// Values of all objects, those of one together: name, since when, value.
    known: Vec<(u32, u32, Held)>,
    /// Of each word that is an object, its kind.
    kinds: Vec<u32>,
}

/// Words, each with a number.
#[derive(Debug, Default)]
pub(super) struct Words {
    words: Vec<Rc<str>>,
    numbers: HashMap<Rc<str>, u32>,
}

#[derive(Debug)]
struct Event {
    /// Its identifier, where it has no kind.
    id: u32,
    kind: u32,
    time: Box<str>,
    /// Where its values and relations end: they begin where those of the one before end.
    values: u64,
    relations: u64,
}

#[derive(Debug)]
struct Object {
    id: u32,
    kind: u32,
    /// Where its values end.
    values: u64,
}

/// A value that is kept.
#[derive(Debug)]
pub(super) enum Held {
    Word(u32),
    /// Text that hardly ever occurs twice, such as a moment.
    Text(Box<str>),
    Number(f64),
    Flag(bool),
}

/// An event as it is looked at.
#[derive(Clone, Copy)]
pub(super) struct Seen<'k> {
    pub(super) id: &'k str,
    pub(super) kind: u32,
    pub(super) time: &'k str,
    pub(super) values: &'k [(u32, Held)],
    pub(super) objects: &'k [u32],
}

/// An object as it is looked at.
#[derive(Clone, Copy)]
pub(super) struct SeenObject<'k> {
    pub(super) id: u32,
    pub(super) kind: u32,
    pub(super) values: &'k [(u32, u32, Held)],
}

impl Words {
    fn number(&mut self, word: &str) -> u32 {
        if let Some(&number) = self.numbers.get(word) {
            return number;
        }
        let (number, word) = (self.words.len() as u32, Rc::<str>::from(word));
        self.words.push(Rc::clone(&word));
        self.numbers.insert(word, number);
        number
    }

    /// The word with this number.
    pub(super) fn name(&self, number: u32) -> &str {
        &self.words[number as usize]
    }

    fn held(&mut self, value: Raw) -> Held {
        match value {
            Raw::Text(text) if text.starts_with(|first: char| first.is_ascii_digit()) => Held::Text(text.into()),
            Raw::Text(text) => Held::Word(self.number(&text)),
            Raw::Number(number) => Held::Number(number),
            Raw::Flag(flag) => Held::Flag(flag),
        }
    }
}

impl Kept {
    /// Keeps an event.
    pub(super) fn event(&mut self, event: OcelEvent) {
        let words = &mut self.words;
        let id = if event.kind.trim().is_empty() { words.number(&event.id) } else { NONE };
        let kind = words.number(&event.kind);
        for (name, value) in event.values {
            self.values.push((words.number(&name), words.held(value)));
        }
        self.relations.extend(event.objects.iter().map(|object| words.number(object)));
        let (values, relations) = (self.values.len() as u64, self.relations.len() as u64);
        self.events.push(Event { id, kind, time: event.time.into(), values, relations });
    }

    /// Keeps an object.
    pub(super) fn object(&mut self, object: OcelObject) {
        let words = &mut self.words;
        let (id, kind) = (words.number(&object.id), words.number(&object.kind));
        for (name, since, value) in object.values {
            self.known.push((words.number(&name), words.number(&since), words.held(value)));
        }
        self.objects.push(Object { id, kind, values: self.known.len() as u64 });
        if self.kinds.len() <= id as usize {
            self.kinds.resize(id as usize + 1, NONE);
        }
        self.kinds[id as usize] = kind;
    }

    /// Forgets all events, for they are given again.
    pub(super) fn forget_events(&mut self) {
        (self.events, self.values, self.relations) = Default::default();
    }

    /// Forgets all objects, for they are given again.
    pub(super) fn forget_objects(&mut self) {
        (self.objects, self.known, self.kinds) = Default::default();
    }

    /// How many events there are.
    pub(super) fn len(&self) -> usize {
        self.events.len()
    }

    /// The kind of an object; none: there is no such object.
    pub(super) fn kind_of(&self, object: u32) -> Option<u32> {
        self.kinds.get(object as usize).copied().filter(|kind| *kind != NONE)
    }

    /// The events, as they came.
    pub(super) fn events(&self) -> impl Iterator<Item = Seen<'_>> {
        let (mut values, mut relations) = (0, 0);
        self.events.iter().map(move |event| {
            let seen = Seen {
                id: if event.id == NONE { "" } else { self.words.name(event.id) },
                kind: event.kind,
                time: &event.time,
                values: &self.values[values..event.values as usize],
                objects: &self.relations[relations..event.relations as usize],
            };
            (values, relations) = (event.values as usize, event.relations as usize);
            seen
        })
    }

    /// The objects, as they came.
    pub(super) fn objects(&self) -> impl Iterator<Item = SeenObject<'_>> {
        let mut values = 0;
        self.objects.iter().map(move |object| {
            let from = std::mem::replace(&mut values, object.values as usize);
            SeenObject { id: object.id, kind: object.kind, values: &self.known[from..object.values as usize] }
        })
    }
}

impl Held {
    /// As it was written.
    pub(super) fn text<'k>(&'k self, words: &'k Words) -> Cow<'k, str> {
        match self {
            Held::Word(word) => words.name(*word).into(),
            Held::Text(text) => (&**text).into(),
            Held::Number(number) => number.to_string().into(),
            Held::Flag(flag) => flag.to_string().into(),
        }
    }

    /// As a value of a log.
    pub(super) fn value(&self, words: &Words, word: impl FnOnce(&str) -> Option<Value>) -> Option<Value> {
        match self {
            Held::Number(number) => Some(Value::Number(*number)),
            Held::Flag(flag) => Some(Value::Flag(*flag)),
            Held::Word(_) | Held::Text(_) => {
                Some(self.text(words)).filter(|text| !text.is_empty()).and_then(|text| word(&text))
            }
        }
    }
}
