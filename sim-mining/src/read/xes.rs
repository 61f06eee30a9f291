//! XES (IEEE 1849), read as a stream: one event at a time is held, never the document.

use std::borrow::Cow;
use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};

use super::error::ReadError;
use super::gather::{Gather, Record, Step};
use super::input::Input;
use super::moment::{Order, Written};
use super::told::{Format, Told, What};
use super::{Options, Wall};
use crate::log::{EventLog, Micros, Value};

/// How deep attributes may stand in attributes before they are left out.
const DEEPEST: usize = 16;

/// Reads a log in XES.
pub(super) fn read(input: Input<'_>, options: &Options) -> Result<(EventLog, Told), ReadError> {
    let noticed = std::rc::Rc::clone(&input.noticed);
    let mut xes = Xes::new(options);
    let mut reader = Reader::from_reader(input.into_reader());
    let whole = xes.document(&mut reader)?;
    let mut gather = xes.gather;
    if !whole || noticed.cut.get() {
        let last = gather.told.events;
        gather.told.tell(What::Cut, last, "");
    }
    gather.told.format = Some(Format::Xes);
    Ok(gather.finish())
}

/// Where in the document the reader is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Log,
    Trace,
    Event,
}

struct Xes {
    keys: Keys,
    order: Order,
    wall: Wall,
    gather: Gather,
    at: At,
    /// Keys of the attributes that the reader is in, outermost first; empty for lists, which have none of their own.
    path: Vec<String>,
    /// The elements that are skipped as a whole, by how many of them the reader is in.
    skipping: usize,
    /// The case the reader is in: its first record, its identifier and what is known of it.
    first: usize,
    id: Option<String>,
    known: Vec<(u32, Value)>,
    event: Fields,
    classifier: Option<String>,
}

/// The keys of what has a meaning of its own.
struct Keys {
    case: String,
    activity: String,
    end: String,
    start: String,
    scheduled: Option<String>,
    resource: String,
    group: String,
    lifecycle: String,
}

/// What an event has said so far.
#[derive(Default)]
struct Fields {
    activity: Option<u32>,
    /// What stands in for the activity where it has no name: the first key of the first classifier.
    stand_in: Option<String>,
    resource: Option<u32>,
    group: Option<u32>,
    step: Option<Step>,
    key: Option<u32>,
    scheduled: Option<Micros>,
    start: Option<Micros>,
    end: Option<Micros>,
    unreadable: Option<String>,
    offset: i16,
    from: u32,
}

impl Xes {
    fn new(options: &Options) -> Xes {
        let key = |asked: &Option<String>, usual: &str| asked.clone().unwrap_or_else(|| usual.to_owned());
        let keys = Keys {
            case: key(&options.case, "concept:name"),
            activity: key(&options.activity, "concept:name"),
            end: key(&options.end, "time:timestamp"),
            start: key(&options.start, "start_timestamp"),
            scheduled: options.scheduled.clone(),
            resource: key(&options.resource, "org:resource"),
            group: key(&options.group, "org:group"),
            lifecycle: key(&options.lifecycle, "lifecycle:transition"),
        };
        let order = options.order.unwrap_or_default();
        let wall = options.wall.unwrap_or_default();
        Xes {
            keys,
            order,
            wall,
            gather: Gather::new(options),
            at: At::Log,
            path: Vec::new(),
            skipping: 0,
            first: 0,
            id: None,
            known: Vec::new(),
            event: Fields::default(),
            classifier: None,
        }
    }

    /// Reads all; whether the document came to its end.
    fn document(&mut self, reader: &mut Reader<impl BufRead>) -> Result<bool, ReadError> {
        let mut buffer = Vec::new();
        let mut root = false;
        loop {
            buffer.clear();
            let event = match reader.read_event_into(&mut buffer) {
                Ok(event) => event,
                // What is not closed at the end of the file was cut off there.
                Err(quick_xml::Error::Syntax(_)) => {
                    self.end_trace();
                    return Ok(false);
                }
                Err(quick_xml::Error::Io(error)) => {
                    return Err(std::io::Error::new(error.kind(), error.to_string()).into());
                }
                Err(error) => {
                    return Err(ReadError::Malformed { at: reader.error_position(), why: error.to_string() });
                }
            };
            match event {
                Event::Start(element) if !root => {
                    if element.local_name().as_ref() != "log" {
                        let why = format!("<{}>", element.name().as_ref());
                        return Err(ReadError::Malformed { at: 0, why });
                    }
                    root = true;
                }
                Event::Start(element) => self.open(&element, true)?,
                Event::Empty(element) => self.open(&element, false)?,
                Event::End(element) if self.close(element.local_name().as_ref())? => return Ok(true),
                Event::Eof => {
                    self.end_trace();
                    return Ok(false);
                }
                _ => {}
            }
        }
    }

    fn open(&mut self, element: &BytesStart<'_>, has_content: bool) -> Result<(), ReadError> {
        if self.skipping > 0 {
            self.skipping += usize::from(has_content);
            return Ok(());
        }
        match element.local_name().as_ref() {
            "trace" => {
                self.at = At::Trace;
                self.first = self.gather.records.len();
                self.id = None;
                self.known.clear();
                if !has_content {
                    self.end_trace();
                }
            }
            "event" => {
                self.at = At::Event;
                self.event = Fields { from: self.gather.values.len() as u32, ..Fields::default() };
                if !has_content {
                    self.end_event()?;
                }
            }
            "extension" | "global" => self.skipping += usize::from(has_content),
            "classifier" => {
                let keys = attribute(element, "keys").map(|keys| text(&keys).into_owned());
                let first = keys.and_then(|keys| keys.trim_matches('\'').split(' ').next().map(str::to_owned));
                if self.classifier.is_none() {
                    self.classifier = first;
                }
                self.skipping += usize::from(has_content);
            }
            kind @ ("string" | "date" | "int" | "float" | "boolean" | "id" | "list" | "container") => {
                self.attribute(kind, element, has_content)?;
            }
            // The members of a list stand in `values`.
            _ if has_content => self.path.push(String::new()),
            _ => {}
        }
        Ok(())
    }

    /// Whether the document has ended.
    fn close(&mut self, name: &str) -> Result<bool, ReadError> {
        if self.skipping > 0 {
            self.skipping -= 1;
            return Ok(false);
        }
        match name {
            "event" if self.path.is_empty() => self.end_event()?,
            "trace" if self.path.is_empty() => self.end_trace(),
            "log" if self.path.is_empty() => return Ok(true),
            _ => {
                self.path.pop();
            }
        }
        Ok(false)
    }

    fn attribute(&mut self, kind: &str, element: &BytesStart<'_>, has_content: bool) -> Result<(), ReadError> {
        if self.at == At::Log {
            if self.path.is_empty() {
                let key = attribute(element, "key");
                let key = key.as_ref().map_or(Cow::Borrowed(""), text);
                self.gather.told.tell(What::OfTheLog, 0, &key);
            }
            self.skipping += usize::from(has_content);
            return Ok(());
        }
        let (mut key, mut value) = (None, None);
        for found in element.attributes().with_checks(false).flatten() {
            match found.key.as_ref() {
                "key" => key = Some(found),
                "value" => value = Some(found),
                _ => {}
            }
        }
        let key = key.as_ref().map_or(Cow::Borrowed(""), text);
        if let Some(value) = value.as_ref().map(text) {
            if self.path.is_empty() {
                self.say(kind, &key, &value)?;
            } else if self.path.len() <= DEEPEST {
                let outer = self.path.iter().filter(|name| !name.is_empty()).map(|name| &**name);
                let path: Vec<&str> = outer.chain([&*key]).collect();
                self.keep(kind, &path.join("/"), &value);
            } else {
                let row = self.row();
                self.gather.told.tell(What::AttributeUnreadable, row, &key);
            }
        }
        if has_content {
            self.path.push(key.into_owned());
        }
        Ok(())
    }

    /// The number of the event that is read.
    fn row(&self) -> u64 {
        self.gather.told.events + 1
    }

    fn say(&mut self, kind: &str, key: &str, value: &str) -> Result<(), ReadError> {
        let row = self.row();
        if self.at == At::Trace {
            if key == self.keys.case {
                self.id = Some(value.to_owned());
            } else {
                self.keep(kind, key, value);
            }
            return Ok(());
        }
        let keys = &self.keys;
        if key == keys.activity {
            if !value.trim().is_empty() {
                self.event.activity = Some(self.gather.activity(value, row, key)?);
            }
        } else if key == keys.end {
            match self.moment(value) {
                Some((moment, offset)) => (self.event.end, self.event.offset) = (Some(moment), offset),
                None => self.event.unreadable = Some(value.to_owned()),
            }
        } else if key == keys.resource {
            self.event.resource = self.gather.resource(value.trim(), row, key)?;
        } else if key == keys.group {
            self.event.group = self.gather.group(value.trim(), row, key)?;
        } else if key == keys.lifecycle {
            self.event.step = Some(Step::named(value));
        } else if key == keys.start {
            match self.moment(value) {
                Some((moment, _)) => self.event.start = Some(moment),
                None => self.gather.told.tell(What::StartUnreadable, row, value),
            }
        } else if Some(key) == keys.scheduled.as_deref() {
            self.event.scheduled = self.moment(value).map(|(moment, _)| moment);
        } else {
            self.keep(kind, key, value);
            if key == "concept:instance" {
                let last = self.gather.values.last().map(|(_, value)| *value);
                self.event.key = last.and_then(|value| match value {
                    Value::Word(word) => Some(word),
                    _ => None,
                });
            }
            if Some(key) == self.classifier.as_deref() {
                self.event.stand_in = Some(value.to_owned());
            }
        }
        Ok(())
    }

    fn moment(&mut self, value: &str) -> Option<(Micros, i16)> {
        let written = Written::parse(value)?;
        *self.gather.told.forms.entry(written.form).or_default() += 1;
        if !written.form.offset && self.wall == Wall::Dutch {
            let row = self.row();
            self.gather.told.tell(What::DutchClock, row, value);
        }
        Some(written.settle(self.order, self.wall))
    }

    /// Keeps an attribute of the event or the case.
    fn keep(&mut self, kind: &str, key: &str, value: &str) {
        if value.is_empty() {
            return;
        }
        let row = self.row();
        let of_event = self.at == At::Event;
        let attributes = if of_event { &mut self.gather.details } else { &mut self.gather.traits };
        let number = attributes.number(key);
        let read = match kind {
            "int" | "float" => value.trim().parse().ok().filter(|number: &f64| number.is_finite()).map(Value::Number),
            "boolean" => value.trim().to_lowercase().parse().ok().map(Value::Flag),
            "date" => Written::parse(value).map(|written| Value::Moment(written.settle(self.order, self.wall).0)),
            // Words that are too many are told of when all is read.
            _ => match attributes.word(number, value, row) {
                Some(word) => Some(word),
                None => return,
            },
        };
        match read {
            None => self.gather.told.tell(What::AttributeUnreadable, row, &format!("{key} = {value}")),
            Some(value) if of_event => self.gather.values.push((number, value)),
            Some(value) => self.known.push((number, value)),
        }
    }

    fn end_event(&mut self) -> Result<(), ReadError> {
        self.at = At::Trace;
        let row = self.row();
        self.gather.told.events += 1;
        let event = std::mem::take(&mut self.event);
        let details = event.from..self.gather.values.len() as u32;
        let activity = match (event.activity, event.stand_in) {
            (None, Some(name)) => Some(self.gather.activity(&name, row, "")?),
            (activity, _) => activity,
        };
        let trouble = match (activity, event.end, event.unreadable) {
            (None, ..) => Some((What::WithoutActivity, String::new())),
            (_, None, Some(text)) => Some((What::TimeUnreadable, text)),
            (_, None, None) => Some((What::WithoutTime, String::new())),
            _ => None,
        };
        if let Some((what, found)) = trouble {
            self.gather.values.truncate(details.start as usize);
            self.gather.told.tell(what, row, &found);
            return Ok(());
        }
        self.gather.records.push(Record {
            case: u32::MAX,
            activity: activity.unwrap_or_default(),
            resource: event.resource,
            group: event.group,
            step: event.step.unwrap_or(Step::Complete),
            key: event.key,
            scheduled: event.scheduled,
            start: event.start,
            end: event.end,
            offset: event.offset,
            row,
            details,
        });
        Ok(())
    }

    /// Gives the records of a trace their case, which has its name only when all of it was read.
    fn end_trace(&mut self) {
        if self.at == At::Log {
            return;
        }
        self.at = At::Log;
        let row = self.gather.told.events;
        let id = match self.id.take() {
            Some(id) => id,
            None => {
                let id = format!("trace {}", self.gather.case_count() + 1);
                self.gather.told.tell(What::TraceNameless, row, &id);
                id
            }
        };
        let before = self.gather.case_count();
        let case = self.gather.case(&id);
        if (case as usize) < before {
            self.gather.told.tell(What::CaseTwice, row, &id);
        }
        for (attribute, value) in std::mem::take(&mut self.known) {
            self.gather.know(case, attribute, value);
        }
        if self.gather.records.len() == self.first {
            self.gather.told.tell(What::NoEvents, row, &id);
        }
        for record in &mut self.gather.records[self.first..] {
            record.case = case;
        }
    }
}

fn attribute<'a>(element: &'a BytesStart<'_>, name: &str) -> Option<Attribute<'a>> {
    element.attributes().with_checks(false).flatten().find(|attribute| attribute.key.as_ref() == name)
}

/// The value of an attribute, with what is escaped written out.
fn text<'a>(attribute: &'a Attribute<'_>) -> Cow<'a, str> {
    if attribute.value.contains('&') {
        quick_xml::escape::unescape(&attribute.value).unwrap_or(Cow::Borrowed(&attribute.value))
    } else {
        Cow::Borrowed(&attribute.value)
    }
}
