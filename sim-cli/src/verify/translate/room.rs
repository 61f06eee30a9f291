//! Limited room of a stage, transfer delays in which the place stays held, and service by the next stop.

use std::fmt::Write as _;

use serde_json::Value;

use super::super::case::{Stage, WhenFull, expected};
use super::super::distribution::{Dist, Of};
use super::stages::missing;
use super::{Refusal, Translator, key, quoted};

/// Room for everybody, where only some classes have a limit.
const NO_LIMIT: u64 = 1_000_000;
/// Names under which `by_next` may say what holds for every other stop.
const OTHERS: [&str; 2] = ["all", "default"];

impl Translator<'_> {
    /// The line `room` of a stage; nothing where there is no limit.
    pub(super) fn room(&self, name: &str, stage: &Stage, place: &str) -> Result<String, Refusal> {
        let queue = &stage.queue;
        let place = format!("{place}.queue");
        let by_class = queue.capacity_by_class.as_ref().filter(|limits| !limits.is_null());
        if queue.capacity.is_none() && by_class.is_none() {
            return Ok(String::new());
        }
        let mut base = queue.capacity.map(u64::from);
        let mut levels = String::new();
        if let Some(limits) = by_class {
            let place = format!("{place}.capacity_by_class");
            let table = limits.as_object().ok_or_else(|| expected(&place, limits, "a limit for each class"))?;
            for (class, limit) in table {
                let limit = match limit {
                    Value::Null => NO_LIMIT,
                    limit => limit.as_u64().ok_or_else(|| expected(&place, limit, "whole numbers"))?.min(NO_LIMIT),
                };
                match self.names.class(class) {
                    Some(level) => {
                        let _ = write!(levels, ", class.{}.waiting = {limit}", key(level));
                    }
                    None => base = base.or(Some(limit)),
                }
            }
        }
        let base = base.unwrap_or(NO_LIMIT);
        let lost = quoted(&self.names.target(&format!("lost:{name}")));
        let when_full = match queue.when_full {
            None | Some(WhenFull::Lost) => lost,
            // The place upstream is the server there; who comes from outside has none.
            Some(WhenFull::Block) => format!("\"blocks\", keeps_worker = true, arrivals_when_full = {lost}"),
            Some(WhenFull::Displace) => format!("\"displaces\", displaced_to = {lost}"),
            Some(WhenFull::Retry) => {
                let place = format!("{place}.retry");
                let retry = queue.retry.as_ref().ok_or_else(|| missing(&place, ""))?;
                format!("{{ {} }}", self.inline("retry", retry, Of::Time, &place)?)
            }
        };
        Ok(format!("room = {{ waiting = {base}{levels}, when_full = {when_full} }}\n"))
    }

    /// The transfer to a stage or exit, if it takes time; the worker stays until it is over.
    pub(super) fn transfer(&self, stage: &Stage, to: &str, place: &str) -> Result<String, Refusal> {
        let Some(delay) = stage.delay_after.get(to).filter(|delay| !delay.is_null()) else { return Ok(String::new()) };
        let time = self.inline("time", delay, Of::Time, &format!("{place}.delay_after.{to}"))?;
        Ok(format!(", transfer = {{ {time}, keeps_worker = true }}"))
    }

    /// Whether somebody may stay with the worker after the work, or is worked on by where they go next.
    pub(super) fn needs_a_worker(stage: &Stage) -> bool {
        !stage.delay_after.is_empty() || by_next(stage).is_some()
    }

    /// Service as it is for everybody: of service by the next stop, that of the first.
    pub(super) fn service<'s>(&self, stage: &'s Stage, place: &str) -> Result<&'s Value, Refusal> {
        let service = stage.service.as_ref().ok_or_else(|| missing(place, "service"))?;
        let Some(given) = service.get("by_next") else { return Ok(service) };
        let place = format!("{place}.service.by_next");
        let table = given.as_object().ok_or_else(|| expected(&place, given, "a distribution for each next stop"))?;
        let base = OTHERS.iter().find_map(|others| table.get(*others)).or_else(|| table.values().next());
        Ok(base.ok_or_else(|| expected(&place, given, "a distribution for each next stop"))?)
    }

    /// Work by the next stop, for the advanced section.
    pub(super) fn work_by_next(&self, stage: &Stage, place: &str) -> Result<String, Refusal> {
        let Some(given) = by_next(stage).and_then(Value::as_object) else { return Ok(String::new()) };
        let next = self.next(stage, place)?;
        let mut works = Vec::new();
        for (to, service) in given {
            let target = self.names.target(to);
            // A stop that nobody goes to has no entry.
            if next.iter().any(|entry| entry.starts_with(&format!("{{ to = {}", quoted(&target)))) {
                let place = format!("{place}.service.by_next.{to}");
                let work = Dist::read(service, &place)?.written(Of::Work, &self.unit, &place)?;
                works.push(format!("{} = {work}", key(&target)));
            }
        }
        let works = works.join(", ");
        Ok(if works.is_empty() { String::new() } else { format!("work_by_next = {{ {works} }}\n") })
    }

    /// A parameter with what differs by class, within a table of one line.
    fn inline(&self, name: &str, value: &Value, of: Of, place: &str) -> Result<String, Refusal> {
        let mut text = String::new();
        self.param(&mut text, name, value, of, place)?;
        Ok(text.lines().collect::<Vec<_>>().join(", "))
    }
}

fn by_next(stage: &Stage) -> Option<&Value> {
    stage.service.as_ref()?.get("by_next")
}
