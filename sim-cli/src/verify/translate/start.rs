//! Residents present at the beginning: they come at time 0, before anybody else, and the places are theirs.

use std::fmt::Write as _;

use serde_json::Value;

use super::super::case::{CaseError, Read, Start, Wrong};
use super::calendar::Calendar;
use super::{Refusal, Translator, gap, key, quoted};

impl Translator<'_> {
    /// The streams of those present at a stage: first those in service, then those who wait.
    ///
    /// What is measured of single residents (waits, reach, arrivals) would count them as well, so they go with a
    /// warm-up, after which they are as everybody else, or with averages over time.
    pub(super) fn start(&self, stage: &str, start: &Start) -> Result<String, Refusal> {
        let place = format!("model.start.{stage}");
        let unknown = || CaseError { place: place.clone(), wrong: Wrong::Unknown(stage.to_owned()) };
        let to = self.names.stage(stage).ok_or_else(unknown)?;
        if self.warm_up == 0.0 && !self.asked.levels_only {
            return Err(gap("start without warm_up", &place));
        }
        let places = self.places_at_zero(stage, &place)?;
        let full = start.in_service == places || start.waiting == 0;
        if start.in_service > places || !full {
            return Err(gap(format!("start: {} in service of {places}", start.in_service), &place));
        }
        let waiting = start.class.as_deref().unwrap_or("all");
        let in_service = start.class_in_service.as_deref().unwrap_or(waiting);
        let mut text = String::new();
        // The names come before those of the other streams.
        for (part, number, class) in [("1", start.in_service, in_service), ("2", start.waiting, waiting)] {
            if number == 0 {
                continue;
            }
            let name = key(&format!("start_{to}_{part}"));
            let moment = self.unit.time(0.0, &place)?;
            let _ = write!(text, "\n[arrivals.{name}]\nto = {}\nmoments = [{moment}]\nbatch = {number}\n", quoted(to));
            for (axis, level) in self.names.levels_of(class) {
                let _ = writeln!(text, "\n[arrivals.{name}.classes.{}]\n{} = 1", key(axis), key(level));
            }
        }
        Ok(text)
    }

    /// Places of a stage at the beginning.
    fn places_at_zero(&self, stage: &str, place: &str) -> Read<u32> {
        let Some(stage) = self.model.stage(stage) else { return Ok(0) };
        let number = |servers: &Value| servers.as_f64().map_or(u32::MAX, |number| number as u32);
        if !stage.servers.is_object() {
            return Ok(number(&stage.servers));
        }
        let calendar = Calendar::read(&stage.servers, place)?;
        Ok(calendar.pieces.first().map_or(0, |(_, servers)| number(servers)))
    }
}
