//! XES 1.0 (IEEE 1849): a trace for every case, an event for every step in the life of an activity.
//!
//! What is waited for has an event `schedule`, what begins `start`, what ends `complete`, `ate_abort` (broken off) or
//! `withdraw` (waited for in vain). The steps of one activity have the same `concept:instance`.

use std::io::{self, Write};

use super::moment;
use super::xml::put;
use super::{Counts, Entry, Form, Kind, Outline, Step, WrittenCase};
use crate::log::Micros;

/// Writes XES.
pub struct Xes<'a> {
    outline: &'a Outline,
    to: &'a mut dyn Write,
    text: String,
    /// Names of attributes of cases: class axes, amounts.
    axes: Vec<String>,
    amounts: Vec<String>,
    counts: Counts,
    steps: Vec<(Micros, usize, &'static str)>,
}

impl<'a> Xes<'a> {
    /// Begins a file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn new(outline: &'a Outline, to: &'a mut dyn Write) -> io::Result<Xes<'a>> {
        let (axes, amounts) = super::table::case_columns(outline);
        let mut head = String::from(HEAD);
        head.push_str("\t<string key=\"concept:name\" value=\"");
        put(&mut head, &outline.title);
        head.push_str("\"/>\n");
        to.write_all(head.as_bytes())?;
        let (text, counts, steps) = (String::new(), Counts::default(), Vec::new());
        Ok(Xes { outline, to, text, axes, amounts, counts, steps })
    }

    fn attribute(&mut self, indent: &str, kind: &str, key: &str, value: &str) {
        let text = &mut self.text;
        text.push_str(indent);
        text.push('<');
        text.push_str(kind);
        text.push_str(" key=\"");
        put(text, key);
        text.push_str("\" value=\"");
        put(text, value);
        text.push_str("\"/>\n");
    }

    fn date(&mut self, indent: &str, key: &str, at: Micros) {
        self.text.push_str(indent);
        self.text.push_str("<date key=\"");
        self.text.push_str(key);
        self.text.push_str("\" value=\"");
        moment::put(&mut self.text, at);
        self.text.push_str("+00:00\"/>\n");
    }

    fn known_of_case(&mut self, case: &WrittenCase<'_>) {
        const INDENT: &str = "\t\t";
        self.attribute(INDENT, "string", "concept:name", case.id);
        if let Some(arrived) = case.arrived {
            self.date(INDENT, "arrived", arrived);
        }
        if let Some(stream) = case.stream {
            self.attribute(INDENT, "string", "stream", stream);
        }
        let outline = self.outline;
        for (axis, &level) in case.levels.iter().enumerate() {
            let key = self.axes[axis].clone();
            self.attribute(INDENT, "string", &key, &outline.axes[axis].1[level]);
        }
        for (amount, value) in case.amounts.iter().enumerate() {
            if let Some(value) = value {
                let key = self.amounts[amount].clone();
                self.attribute(INDENT, "float", &key, &super::table::of_hundredths(*value));
            }
        }
    }

    fn event(&mut self, entry: &Entry, number: usize, at: Micros, transition: &str) {
        const INDENT: &str = "\t\t\t";
        let outline = self.outline;
        self.text.push_str("\t\t<event>\n");
        self.attribute(INDENT, "string", "concept:name", outline.activity(entry));
        self.date(INDENT, "time:timestamp", at);
        self.attribute(INDENT, "string", "lifecycle:transition", transition);
        self.attribute(INDENT, "string", "concept:instance", &(number + 1).to_string());
        let waits = transition == "schedule";
        if let (Some(team), Some(worker), false) = (entry.team, entry.worker, waits) {
            self.attribute(INDENT, "string", "org:resource", &outline.worker(team, worker));
        }
        if let Some(team) = entry.team {
            self.attribute(INDENT, "string", "org:group", &outline.teams[team as usize]);
            self.attribute(INDENT, "string", "organisation", &outline.organisations[team as usize]);
        }
        self.attribute(INDENT, "string", "keten:kind", entry.kind.name());
        if !waits && transition != "start" {
            for (axis, level) in outline.changed(entry.class) {
                let key = super::table::now(&outline.axes[axis].0);
                self.attribute(INDENT, "string", &key, level);
            }
        }
        self.text.push_str("\t\t</event>\n");
        self.counts.events += 1;
    }
}

impl Form for Xes<'_> {
    fn case(&mut self, case: &WrittenCase<'_>) -> io::Result<()> {
        self.text.clear();
        self.text.push_str("\t<trace>\n");
        self.known_of_case(case);
        self.steps.clear();
        for (number, entry) in case.entries.iter().enumerate() {
            let last = match entry.step {
                Step::Waiting | Step::Going => None,
                Step::Done | Step::BrokenOff | Step::GivenUp => entry.end,
            };
            let scheduled = entry.scheduled.filter(|_| entry.kind != Kind::End);
            self.steps.extend(scheduled.map(|at| (at, number, Step::Waiting.transition())));
            self.steps.extend(entry.start.map(|at| (at, number, Step::Going.transition())));
            self.steps.extend(last.map(|at| (at, number, entry.step.transition())));
        }
        // In the order of time; at one moment what ended first goes first, and one thing's steps stay in order.
        self.steps.sort_by_key(|&(at, number, _)| (at, number));
        for step in 0..self.steps.len() {
            let (at, number, transition) = self.steps[step];
            self.event(&case.entries[number], number, at, transition);
        }
        self.text.push_str("\t</trace>\n");
        self.counts.cases += 1;
        self.to.write_all(self.text.as_bytes())
    }

    fn finish(&mut self) -> io::Result<Counts> {
        self.to.write_all(b"</log>\n")?;
        Ok(self.counts)
    }
}

/// What a file begins with. What is global stands in every trace and event.
const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xes.features="" xmlns="http://www.xes-standard.org/">
	<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
	<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
	<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
	<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
	<global scope="trace">
		<string key="concept:name" value=""/>
	</global>
	<global scope="event">
		<string key="concept:name" value=""/>
		<date key="time:timestamp" value="1970-01-01T00:00:00.000+00:00"/>
		<string key="lifecycle:transition" value="complete"/>
	</global>
	<classifier name="Activity" keys="concept:name"/>
	<classifier name="Activity and step" keys="concept:name lifecycle:transition"/>
	<string key="lifecycle:model" value="standard"/>
"#;
