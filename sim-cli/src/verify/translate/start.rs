//! Residents present at the beginning. With a warm-up they come at time 0, before anybody else, and the places are
//! theirs; without one they are the `[[present]]` of a scenario.

use std::fmt::Write as _;

use serde_json::Value;

use super::super::case::{CaseError, Read, Start, Wrong};
use super::calendar::Calendar;
use super::{Refusal, Translator, gap, key, quoted};

impl Translator<'_> {
    /// The streams of those present at a stage: first those in service, then those who wait.
    pub(super) fn start(&self, stage: &str, start: &Start) -> Result<String, Refusal> {
        let place = format!("model.start.{stage}");
        let unknown = || CaseError { place: place.clone(), wrong: Wrong::Unknown(stage.to_owned()) };
        let to = self.names.stage(stage).ok_or_else(unknown)?;
        let places = self.places_at_zero(stage, &place)?;
        if start.in_service > places {
            return Err(gap(format!("start: {} in service of {places}", start.in_service), &place));
        }
        let waiting = start.class.as_deref().unwrap_or("all");
        let in_service = start.class_in_service.as_deref().unwrap_or(waiting);
        if self.warm_up == 0.0 {
            return self.present(to, stage, [(start.in_service, in_service), (start.waiting, waiting)]);
        }
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

    /// Residents who are there when the simulation begins: so many of a class in service and waiting.
    fn present(&self, to: &str, stage: &str, parts: [(u32, &str); 2]) -> Result<String, Refusal> {
        let stays = self.model.stage(stage).is_some_and(|of| self.is_delay(stage, of));
        let fields = if stays { ["staying", "staying"] } else { ["in_work", "waiting"] };
        let mut text = String::new();
        for ((number, class), field) in parts.into_iter().zip(fields).filter(|((number, _), _)| *number > 0) {
            let _ = write!(text, "\n[[present]]\nstage = {}\n{field} = {number}\n", quoted(to));
            // Their work, or stay, is drawn in full: it begins now.
            text.push_str("for = \"0 hours\"\n");
            let levels: Vec<&str> = self.names.levels_of(class).into_iter().map(|(_, level)| level).collect();
            if !levels.is_empty() {
                let _ = writeln!(text, "class = {}", quoted(&levels.join("+")));
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
