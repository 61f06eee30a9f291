//! Object-centric logs (OCEL): events that belong to several objects. They become a log of cases by choosing which kind of object is
//! the case: every event that belongs to such an object is a step of it, and of each of them where it belongs to several.

mod json;
mod kept;
#[cfg(feature = "sqlite")]
mod sqlite;
mod xml;

use std::collections::BTreeMap;

use self::kept::{Held, Kept, SeenObject};
use super::Options;
use super::error::ReadError;
use super::gather::{Gather, Record, Step};
use super::input::Input;
use super::moment::{Wall, Written};
use super::told::{Format, Told, What};
use crate::log::EventLog;

/// Names by which an attribute says who did it, and of which team.
const RESOURCES: [&str; 4] = ["org:resource", "resource", "user", "employee"];
const GROUPS: [&str; 4] = ["org:group", "group", "team", "department"];

/// An event and the objects that it belongs to, as it is read.
#[derive(Debug, Default, PartialEq)]
struct OcelEvent {
    id: String,
    kind: String,
    time: String,
    values: Vec<(String, Raw)>,
    objects: Vec<String>,
}

/// An object, and what is known of it from when on, as it is read.
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
fn flattened(ocel: Kept, format: Format, cut: bool, options: &Options) -> Result<(EventLog, Told), ReadError> {
    let mut gather = Gather::new(options);
    gather.told.format = Some(format);
    if cut {
        gather.told.tell(What::Cut, ocel.len() as u64, "");
    }
    let words = &ocel.words;
    let chosen = chosen(&ocel, options, &mut gather.told)?;
    for (number, event) in ocel.events().enumerate() {
        let row = number as u64 + 1;
        gather.told.events += 1;
        let mut cases: Vec<u32> = Vec::new();
        let mut dangling = false;
        for &object in event.objects {
            match ocel.kind_of(object) {
                None => {
                    dangling = true;
                    gather.told.tell(What::Dangling, row, words.name(object));
                }
                Some(kind) if kind == chosen && !cases.contains(&object) => cases.push(object),
                Some(_) => {}
            }
        }
        let kind = words.name(event.kind);
        if cases.is_empty() {
            let what = if dangling && event.objects.len() == 1 { What::WithoutCase } else { What::OtherObjects };
            gather.told.tell(what, row, kind);
            continue;
        }
        if kind.trim().is_empty() {
            gather.told.tell(What::WithoutActivity, row, event.id);
            continue;
        }
        let Some(written) = Written::parse(event.time) else {
            let what = if event.time.trim().is_empty() { What::WithoutTime } else { What::TimeUnreadable };
            gather.told.tell(what, row, event.time);
            continue;
        };
        *gather.told.forms.entry(written.form).or_default() += 1;
        if !written.form.offset && gather.wall == Wall::Dutch && options.wall.is_none() {
            gather.told.tell(What::DutchClock, row, event.time);
        }
        let (end, offset) = written.settle(gather.order, gather.wall);
        let who = |asked: &Option<String>, names: &[&str]| {
            let names: Vec<&str> = asked.as_deref().map_or_else(|| names.to_vec(), |asked| vec![asked]);
            names
                .iter()
                .find_map(|name| event.values.iter().position(|(key, _)| words.name(*key).eq_ignore_ascii_case(name)))
        };
        let (resource_at, group_at) = (who(&options.resource, &RESOURCES), who(&options.group, &GROUPS));
        // What only some logs have: when it was put on the list and when it began, and how far it came.
        let scheduled_at = who(&options.scheduled, &["scheduled"]);
        let start_at = who(&options.start, &["start_timestamp"]);
        let step_at = who(&options.lifecycle, &["lifecycle", "lifecycle:transition"]);
        let moment = |at: Option<usize>, gather: &Gather| {
            let written = Written::parse(&at.map(|at| event.values[at].1.text(words))?)?;
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
        let name = |at: Option<usize>| at.map_or("".into(), |at| event.values[at].1.text(words));
        let resource = gather.resource(name(resource_at).trim(), row, "resource")?;
        let group = gather.group(name(group_at).trim(), row, "group")?;
        let step = step_at.map_or(Step::Complete, |at| Step::named(&event.values[at].1.text(words)));
        let activity = gather.activity(kind, row, "type")?;
        for id in cases {
            let case = gather.case(words.name(id));
            let from = gather.values.len() as u32;
            for (at, (key, value)) in event.values.iter().enumerate() {
                if !used.contains(&Some(at)) {
                    let attribute = gather.details.number(words.name(*key));
                    let value = value.value(words, |word| gather.details.word(attribute, word, row));
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
    for object in ocel.objects().filter(|object| object.kind == chosen) {
        let before = gather.case_count();
        let case = gather.case(words.name(object.id));
        if case as usize == before {
            gather.told.tell(What::NoEvents, 0, words.name(object.id));
            continue;
        }
        know(&mut gather, case, object, &ocel);
    }
    // What was kept has been gathered.
    drop(ocel);
    Ok(gather.finish())
}

/// Which kind of object is the case: the one asked for, or the one to which most events belong.
fn chosen(ocel: &Kept, options: &Options, told: &mut Told) -> Result<u32, ReadError> {
    let mut events: BTreeMap<u32, u64> = BTreeMap::new();
    ocel.objects().for_each(|object| {
        events.entry(object.kind).or_default();
    });
    for event in ocel.events() {
        let mut of: Vec<u32> = event.objects.iter().filter_map(|&object| ocel.kind_of(object)).collect();
        of.sort_unstable();
        of.dedup();
        of.into_iter().for_each(|kind| *events.entry(kind).or_default() += 1);
    }
    let named: BTreeMap<&str, (u32, u64)> =
        events.into_iter().map(|(kind, count)| (ocel.words.name(kind), (kind, count))).collect();
    if let Some(name) = &options.object_type {
        let found = named.iter().find(|(kind, _)| kind.eq_ignore_ascii_case(name));
        let unknown = || ReadError::UnknownObjectType {
            name: name.clone(),
            types: named.keys().map(|kind| (*kind).to_owned()).collect(),
        };
        return found.map(|(_, (kind, _))| *kind).ok_or_else(unknown);
    }
    let most = named.iter().max_by_key(|(name, (_, count))| (*count, std::cmp::Reverse(**name)));
    let Some((name, (kind, _))) = most else { return Err(ReadError::NoEvents { events: ocel.len() as u64 }) };
    told.tell(What::ObjectType, 0, name);
    Ok(*kind)
}

/// What is known of an object at its beginning; values that it got later are told of.
fn know(gather: &mut Gather, case: u32, object: SeenObject<'_>, ocel: &Kept) {
    let words = &ocel.words;
    let mut values: Vec<&(u32, u32, Held)> = object.values.iter().collect();
    values.sort_by_key(|(_, since, _)| {
        Written::parse(words.name(*since)).map(|written| written.settle(gather.order, gather.wall).0)
    });
    let mut seen: Vec<u32> = Vec::new();
    for (key, _, value) in values {
        if seen.contains(key) {
            let (object, key) = (words.name(object.id), words.name(*key));
            gather.told.tell(What::ChangedValues, 0, &format!("{object}: {key}"));
            continue;
        }
        seen.push(*key);
        let attribute = gather.traits.number(words.name(*key));
        if let Some(value) = value.value(words, |word| gather.traits.word(attribute, word, 0)) {
            gather.know(case, attribute, value);
        }
    }
}
