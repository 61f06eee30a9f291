//! Object-centric logs (OCEL): events that belong to several objects. They become a log of cases by choosing which kind of object is
//! the case: every event that belongs to such an object is a step of it, and of each of them where it belongs to several.

mod json;
#[cfg(feature = "sqlite")]
mod sqlite;
mod xml;

use std::collections::{BTreeMap, HashMap};

use super::Options;
use super::error::ReadError;
use super::gather::{Gather, Record, Step};
use super::input::Input;
use super::moment::{Wall, Written};
use super::told::{Format, Told, What};
use crate::log::{EventLog, Value};

/// Names by which an attribute says who did it, and of which team.
const RESOURCES: [&str; 4] = ["org:resource", "resource", "user", "employee"];
const GROUPS: [&str; 4] = ["org:group", "group", "team", "department"];

/// An object-centric log.
#[derive(Debug, Default, PartialEq)]
struct Ocel {
    events: Vec<OcelEvent>,
    objects: Vec<OcelObject>,
}

/// An event and the objects that it belongs to.
#[derive(Debug, Default, PartialEq)]
struct OcelEvent {
    id: String,
    kind: String,
    time: String,
    values: Vec<(String, Raw)>,
    objects: Vec<String>,
}

/// An object, and what is known of it from when on.
#[derive(Debug, Default, PartialEq)]
struct OcelObject {
    id: String,
    kind: String,
    values: Vec<(String, String, Raw)>,
}

/// A value as it is written.
#[derive(Debug, Clone, PartialEq)]
enum Raw {
    Text(String),
    Number(f64),
    Flag(bool),
}

/// Whether the document is an object-centric log, by what it begins with.
pub(super) fn is_xml(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(head);
    ["<object-types", "<event-types", "<objects", "<events>", "<events/>", "<events "]
        .iter()
        .any(|tag| head.contains(tag))
}

/// Reads one in JSON, version 2.0 or 1.0.
pub(super) fn read_json(input: Input<'_>, options: &Options) -> Result<(EventLog, Told), ReadError> {
    let (ocel, format) = json::read(input)?;
    flattened(ocel, format, false, options)
}

/// Reads one in XML.
pub(super) fn read_xml(input: Input<'_>, options: &Options) -> Result<(EventLog, Told), ReadError> {
    let cut = std::rc::Rc::clone(&input.noticed);
    let (ocel, whole) = xml::read(input)?;
    flattened(ocel, Format::OcelXml, !whole || cut.cut.get(), options)
}

/// Reads one in SQLite.
#[cfg(feature = "sqlite")]
pub(super) fn read_sqlite(input: Input<'_>, options: &Options) -> Result<(EventLog, Told), ReadError> {
    let (ocel, notes) = sqlite::read(input)?;
    let (log, mut told) = flattened(ocel, Format::OcelSqlite, false, options)?;
    notes.into_iter().for_each(|(what, row, found)| told.tell(what, row, &found));
    Ok((log, told))
}

/// Cannot read one in SQLite.
#[cfg(not(feature = "sqlite"))]
pub(super) fn read_sqlite(_: Input<'_>, _: &Options) -> Result<(EventLog, Told), ReadError> {
    Err(ReadError::NotBuilt { kind: "SQLite", feature: "sqlite" })
}

/// The log of one kind of object.
fn flattened(ocel: Ocel, format: Format, cut: bool, options: &Options) -> Result<(EventLog, Told), ReadError> {
    let mut gather = Gather::new(options);
    gather.told.format = Some(format);
    if cut {
        gather.told.tell(What::Cut, ocel.events.len() as u64, "");
    }
    let kinds: HashMap<&str, &str> =
        ocel.objects.iter().map(|object| (object.id.as_str(), object.kind.as_str())).collect();
    let chosen = chosen(&ocel, &kinds, options, &mut gather.told)?;
    let mut happened: HashMap<u32, u64> = HashMap::new();
    for (number, event) in ocel.events.iter().enumerate() {
        let row = number as u64 + 1;
        gather.told.events += 1;
        let mut cases: Vec<&str> = Vec::new();
        let mut dangling = false;
        for object in &event.objects {
            match kinds.get(object.as_str()) {
                None => {
                    dangling = true;
                    gather.told.tell(What::Dangling, row, object);
                }
                Some(kind) if *kind == chosen && !cases.contains(&object.as_str()) => cases.push(object),
                Some(_) => {}
            }
        }
        if cases.is_empty() {
            let what = if dangling && event.objects.len() == 1 { What::WithoutCase } else { What::OtherObjects };
            gather.told.tell(what, row, &event.kind);
            continue;
        }
        if event.kind.trim().is_empty() {
            gather.told.tell(What::WithoutActivity, row, &event.id);
            continue;
        }
        let Some(written) = Written::parse(&event.time) else {
            let what = if event.time.trim().is_empty() { What::WithoutTime } else { What::TimeUnreadable };
            gather.told.tell(what, row, &event.time);
            continue;
        };
        *gather.told.forms.entry(written.form).or_default() += 1;
        if !written.form.offset && gather.wall == Wall::Dutch && options.wall.is_none() {
            gather.told.tell(What::DutchClock, row, &event.time);
        }
        let (end, offset) = written.settle(gather.order, gather.wall);
        let who = |asked: &Option<String>, names: &[&str]| {
            let names: Vec<&str> = asked.as_deref().map_or_else(|| names.to_vec(), |asked| vec![asked]);
            names.iter().find_map(|name| event.values.iter().position(|(key, _)| key.eq_ignore_ascii_case(name)))
        };
        let (resource_at, group_at) = (who(&options.resource, &RESOURCES), who(&options.group, &GROUPS));
        // What only some logs have: when it was put on the list and when it began, and how far it came.
        let scheduled_at = who(&options.scheduled, &["scheduled"]);
        let start_at = who(&options.start, &["start_timestamp"]);
        let step_at = who(&options.lifecycle, &["lifecycle", "lifecycle:transition"]);
        let moment = |at: Option<usize>, gather: &Gather| {
            let written = Written::parse(&at.map(|at| event.values[at].1.text())?)?;
            Some(written.settle(gather.order, gather.wall).0)
        };
        let (scheduled, start) = (moment(scheduled_at, &gather), moment(start_at, &gather));
        let used = [
            resource_at,
            group_at,
            scheduled_at.filter(|_| scheduled.is_some()),
            start_at.filter(|_| start.is_some()),
            step_at,
        ];
        let name = |at: Option<usize>| at.map_or(String::new(), |at| event.values[at].1.text());
        let resource = gather.resource(name(resource_at).trim(), row, "resource")?;
        let group = gather.group(name(group_at).trim(), row, "group")?;
        let step = step_at.map_or(Step::Complete, |at| Step::named(&event.values[at].1.text()));
        let activity = gather.activity(&event.kind, row, "type")?;
        for id in cases {
            let case = gather.case(id);
            *happened.entry(case).or_default() += 1;
            let from = gather.values.len() as u32;
            for (at, (key, value)) in event.values.iter().enumerate() {
                if !used.contains(&Some(at)) {
                    let attribute = gather.details.number(key);
                    let value = value.value(|word| gather.details.word(attribute, word, row));
                    gather.values.extend(value.map(|value| (attribute, value)));
                }
            }
            let details = from..gather.values.len() as u32;
            gather.records.push(Record {
                case,
                activity,
                resource,
                group,
                step,
                key: None,
                scheduled,
                // What is going on has nothing but a start, and that is the moment of the event.
                start: start.filter(|_| step != Step::Start),
                end: Some(end),
                offset,
                row,
                details,
            });
        }
    }
    for object in ocel.objects.iter().filter(|object| object.kind == chosen) {
        let before = gather.case_count();
        let case = gather.case(&object.id);
        if case as usize == before {
            gather.told.tell(What::NoEvents, 0, &object.id);
            continue;
        }
        know(&mut gather, case, object);
    }
    Ok(gather.finish())
}

/// Which kind of object is the case: the one asked for, or the one to which most events belong.
fn chosen(ocel: &Ocel, kinds: &HashMap<&str, &str>, options: &Options, told: &mut Told) -> Result<String, ReadError> {
    let mut events: BTreeMap<&str, u64> = BTreeMap::new();
    ocel.objects.iter().for_each(|object| {
        events.entry(&object.kind).or_default();
    });
    for event in &ocel.events {
        let mut of: Vec<&str> = event.objects.iter().filter_map(|object| kinds.get(object.as_str()).copied()).collect();
        of.sort_unstable();
        of.dedup();
        of.into_iter().for_each(|kind| *events.entry(kind).or_default() += 1);
    }
    if let Some(name) = &options.object_type {
        let found = events.keys().find(|kind| kind.eq_ignore_ascii_case(name));
        let unknown = || ReadError::UnknownObjectType {
            name: name.clone(),
            types: events.keys().map(|kind| (*kind).to_owned()).collect(),
        };
        return found.map(|kind| (*kind).to_owned()).ok_or_else(unknown);
    }
    let most = events.iter().max_by_key(|(kind, count)| (**count, std::cmp::Reverse(**kind)));
    let Some((kind, _)) = most else { return Err(ReadError::NoEvents { events: ocel.events.len() as u64 }) };
    told.tell(What::ObjectType, 0, kind);
    Ok((*kind).to_owned())
}

/// What is known of an object at its beginning; values that it got later are told of.
fn know(gather: &mut Gather, case: u32, object: &OcelObject) {
    let mut values: Vec<&(String, String, Raw)> = object.values.iter().collect();
    values.sort_by_key(|(_, time, _)| Written::parse(time).map(|written| written.settle(gather.order, gather.wall).0));
    let mut seen: Vec<&str> = Vec::new();
    for (key, _, value) in values {
        if seen.contains(&key.as_str()) {
            gather.told.tell(What::ChangedValues, 0, &format!("{}: {key}", object.id));
            continue;
        }
        seen.push(key);
        let attribute = gather.traits.number(key);
        if let Some(value) = value.value(|word| gather.traits.word(attribute, word, 0)) {
            gather.know(case, attribute, value);
        }
    }
}

impl Raw {
    fn text(&self) -> String {
        match self {
            Raw::Text(text) => text.clone(),
            Raw::Number(number) => number.to_string(),
            Raw::Flag(flag) => flag.to_string(),
        }
    }

    fn value(&self, word: impl FnOnce(&str) -> Option<Value>) -> Option<Value> {
        match self {
            Raw::Text(text) if text.is_empty() => None,
            Raw::Text(text) => word(text),
            Raw::Number(number) => Some(Value::Number(*number)),
            Raw::Flag(flag) => Some(Value::Flag(*flag)),
        }
    }
}
