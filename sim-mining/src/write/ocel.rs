//! OCEL 2.0: objects (residents, teams, workers) and events that refer to them, as JSON or XML.
//!
//! An event is something that was done, at the moment of its last step; since when it was waited for and when it began are its
//! attributes. All objects stand before the first event, as the schema of the XML form wants it: events wait in a
//! [`Spool`] until the last object is written.

use std::collections::BTreeSet;
use std::io::{self, SeekFrom, Write};

use super::ocel_json::Json;
use super::ocel_xml::Xml;
use super::table::{case_columns, now, of_hundredths};
use super::{Counts, Entry, Form, Kind, Outline, Spool, WrittenCase};
use crate::log::Micros;

/// Types of objects.
pub(super) const RESIDENT: &str = "resident";
pub(super) const TEAM: &str = "team";
pub(super) const WORKER: &str = "worker";

/// What an event has to do with an object.
const FOR: &str = "for";
const BY_TEAM: &str = "by team";
const BY: &str = "by";
/// What a worker has to do with a team.
const MEMBER_OF: &str = "member of";

/// Which form of OCEL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OcelFormat {
    /// JSON.
    Json,
    /// XML.
    Xml,
}

/// The kind of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    Text,
    Time,
    Number,
}

/// A value of an attribute.
pub(super) enum Value<'a> {
    Text(&'a str),
    Time(Micros),
    Number(String),
}

/// An object as it is written.
pub(super) struct Object<'a> {
    pub(super) id: &'a str,
    pub(super) kind: &'a str,
    pub(super) attributes: Vec<(&'a str, Value<'a>)>,
    pub(super) relations: Vec<(&'a str, &'a str)>,
}

/// An event as it is written.
pub(super) struct Event<'a> {
    pub(super) id: u64,
    pub(super) activity: &'a str,
    pub(super) at: Micros,
    pub(super) attributes: Vec<(&'a str, Value<'a>)>,
    /// Objects, with what it has to do with them.
    pub(super) relations: Vec<(&'a str, &'a str)>,
}

/// A type of objects or events: its name, and its attributes.
pub(super) type TypeOf = (String, Vec<(String, Type)>);

/// How the parts of a file are written down.
pub(super) trait Notation {
    /// Begins the file, up to the first object.
    fn begin(&self, text: &mut String, objects: &[TypeOf], events: &[TypeOf]);
    /// An object.
    fn object(&self, text: &mut String, object: &Object<'_>, first: bool);
    /// What stands between the last object and the first event.
    fn between(&self, text: &mut String);
    /// An event.
    fn event(&self, text: &mut String, event: &Event<'_>, first: bool);
    /// What stands at the end.
    fn end(&self, text: &mut String);
}

/// Writes OCEL.
pub struct Ocel<'a> {
    outline: &'a Outline,
    to: &'a mut dyn Write,
    spool: &'a mut dyn Spool,
    notation: Box<dyn Notation>,
    axes: Vec<String>,
    amounts: Vec<String>,
    now: Vec<String>,
    workers: BTreeSet<(u32, u32)>,
    text: String,
    counts: Counts,
    objects: u64,
    relations: u64,
}

impl<'a> Ocel<'a> {
    /// Begins a file.
    ///
    /// * `spool` – where events wait; empty
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn new(
        outline: &'a Outline,
        format: OcelFormat,
        to: &'a mut dyn Write,
        spool: &'a mut dyn Spool,
    ) -> io::Result<Ocel<'a>> {
        let notation: Box<dyn Notation> = match format {
            OcelFormat::Json => Box::new(Json),
            OcelFormat::Xml => Box::new(Xml),
        };
        let (axes, amounts) = case_columns(outline);
        let mut text = String::new();
        notation.begin(&mut text, &object_types(&axes, &amounts), &event_types(outline));
        to.write_all(text.as_bytes())?;
        Ok(Ocel {
            now: outline.axes.iter().map(|(name, _)| now(name)).collect(),
            outline,
            to,
            spool,
            notation,
            axes,
            amounts,
            workers: BTreeSet::new(),
            text,
            counts: Counts::default(),
            objects: 0,
            relations: 0,
        })
    }

    fn put_object(&mut self, object: &Object<'_>) -> io::Result<()> {
        self.text.clear();
        self.notation.object(&mut self.text, object, self.objects == 0);
        self.objects += 1;
        self.to.write_all(self.text.as_bytes())
    }

    /// Adds an event to the text.
    fn put_event(&mut self, case: &WrittenCase<'_>, entry: &Entry) {
        let outline = self.outline;
        let mut attributes =
            vec![("keten:kind", Value::Text(entry.kind.name())), ("lifecycle", Value::Text(entry.step.transition()))];
        let scheduled = entry.scheduled.map(|at| ("scheduled", Value::Time(at)));
        let start = entry.start.map(|at| ("start_timestamp", Value::Time(at)));
        attributes.extend(scheduled.into_iter().chain(start));
        for (axis, level) in outline.changed(entry.class) {
            attributes.push((&self.now[axis], Value::Text(level)));
        }
        let worker = entry.team.zip(entry.worker).map(|(team, worker)| outline.worker(team, worker));
        // Also as attributes, for programs that look at one kind of object at a time.
        attributes.extend(worker.as_deref().map(|worker| ("resource", Value::Text(worker))));
        attributes.extend(entry.team.map(|team| ("group", Value::Text(&outline.teams[team as usize]))));
        let mut relations = vec![(case.id, FOR)];
        relations.extend(entry.team.map(|team| (&*outline.teams[team as usize], BY_TEAM)));
        relations.extend(worker.as_deref().map(|worker| (worker, BY)));
        self.workers.extend(entry.team.zip(entry.worker));
        let (id, at) = (self.counts.events + 1, entry.moment());
        self.relations += relations.len() as u64;
        let event = Event { id, activity: outline.activity(entry), at, attributes, relations };
        self.notation.event(&mut self.text, &event, self.counts.events == 0);
        self.counts.events += 1;
    }
}

impl Form for Ocel<'_> {
    fn case(&mut self, case: &WrittenCase<'_>) -> io::Result<()> {
        let outline = self.outline;
        let (axes, amounts) = (self.axes.clone(), self.amounts.clone());
        let arrived = case.arrived.map(|at| ("arrived", Value::Time(at)));
        let stream = case.stream.map(|name| ("stream", Value::Text(name)));
        let mut attributes: Vec<_> = arrived.into_iter().chain(stream).collect();
        for (axis, &level) in case.levels.iter().enumerate() {
            attributes.push((&axes[axis], Value::Text(&outline.axes[axis].1[level])));
        }
        for (amount, value) in case.amounts.iter().enumerate() {
            attributes.extend(value.map(|value| (&*amounts[amount], Value::Number(of_hundredths(value)))));
        }
        self.put_object(&Object { id: case.id, kind: RESIDENT, attributes, relations: Vec::new() })?;
        self.counts.cases += 1;
        self.text.clear();
        for entry in &case.entries {
            self.put_event(case, entry);
        }
        self.spool.write_all(self.text.as_bytes())
    }

    fn finish(&mut self) -> io::Result<Counts> {
        let outline = self.outline;
        for (team, organisation) in outline.teams.iter().zip(&outline.organisations) {
            let attributes = vec![("organisation", Value::Text(organisation))];
            self.put_object(&Object { id: team, kind: TEAM, attributes, relations: Vec::new() })?;
        }
        for (team, worker) in std::mem::take(&mut self.workers) {
            let (id, team) = (outline.worker(team, worker), &*outline.teams[team as usize]);
            let relations = vec![(team, MEMBER_OF)];
            self.put_object(&Object { id: &id, kind: WORKER, attributes: Vec::new(), relations })?;
        }
        self.text.clear();
        self.notation.between(&mut self.text);
        self.to.write_all(self.text.as_bytes())?;
        self.spool.seek(SeekFrom::Start(0))?;
        io::copy(&mut self.spool, &mut self.to)?;
        self.text.clear();
        self.notation.end(&mut self.text);
        self.to.write_all(self.text.as_bytes())?;
        Ok(Counts { objects: Some(self.objects), relations: Some(self.relations), ..self.counts })
    }
}

fn object_types(axes: &[String], amounts: &[String]) -> Vec<TypeOf> {
    let mut resident = vec![("arrived".to_owned(), Type::Time), ("stream".to_owned(), Type::Text)];
    resident.extend(axes.iter().map(|axis| (axis.clone(), Type::Text)));
    resident.extend(amounts.iter().map(|amount| (amount.clone(), Type::Number)));
    let team = vec![("organisation".to_owned(), Type::Text)];
    vec![(RESIDENT.to_owned(), resident), (TEAM.to_owned(), team), (WORKER.to_owned(), Vec::new())]
}

fn event_types(outline: &Outline) -> Vec<TypeOf> {
    let changing = outline.axes.iter().zip(&outline.changing).filter(|(_, changing)| **changing);
    let changing: Vec<(String, Type)> = changing.map(|((name, _), _)| (now(name), Type::Text)).collect();
    let of = |name: &String, kind: Option<Kind>| {
        let mut attributes = vec![("keten:kind".to_owned(), Type::Text), ("lifecycle".to_owned(), Type::Text)];
        if kind != Some(Kind::End) {
            attributes.push(("scheduled".to_owned(), Type::Time));
            attributes.push(("start_timestamp".to_owned(), Type::Time));
            attributes.push(("resource".to_owned(), Type::Text));
            attributes.push(("group".to_owned(), Type::Text));
        }
        attributes.extend(changing.iter().cloned());
        (name.clone(), attributes)
    };
    // Stages of one title are one type.
    let mut known = BTreeSet::new();
    let stages = outline.stages.iter().filter(|name| known.insert(*name)).map(|name| of(name, None));
    stages.chain(outline.ends.iter().map(|name| of(name, Some(Kind::End)))).collect()
}
