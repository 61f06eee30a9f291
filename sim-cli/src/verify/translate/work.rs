//! What is rare about the work of a stage: clinic moments, and what stands in the advanced section.

use std::fmt::Write as _;

use serde::Deserialize;
use serde_json::Value;

use super::super::case::{Discipline, Read, Stage, expected, number, part};
use super::super::distribution::Of;
use super::{Refusal, Translator};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SlotsFile {
    period: f64,
    at: Vec<f64>,
    places: Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PrepareFile {
    gate: Option<GateFile>,
    delay: Option<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GateFile {
    period: f64,
    open: Vec<(f64, f64)>,
    resume_at: Option<Value>,
}

impl Translator<'_> {
    /// Clinic moments.
    pub(super) fn clinic(&self, slots: &Value, place: &str) -> Result<String, Refusal> {
        let file: SlotsFile = part(slots.clone(), place)?;
        let whole = |value: &Value| value.as_u64().ok_or_else(|| expected(place, value, "whole numbers of places"));
        let places: Vec<u64> = match &file.places {
            Value::Array(places) => places.iter().map(whole).collect::<Read<_>>()?,
            one => vec![whole(one)?; file.at.len()],
        };
        let fits = file.at.iter().all(|at| (0.0..=file.period).contains(at));
        if file.at.is_empty() || places.len() != file.at.len() || !fits {
            return Err(expected(place, slots, "moments within the period, with a number of places for each").into());
        }
        let at = file.at.iter().map(|at| self.unit.time(*at, place)).collect::<Read<Vec<_>>>()?;
        let places: Vec<String> = places.iter().map(u64::to_string).collect();
        let every = self.unit.time(file.period, place)?;
        Ok(format!("{{ every = {every}, at = [{}], places = [{}] }}", at.join(", "), places.join(", ")))
    }

    /// What stands in the advanced section about a stage.
    pub(super) fn advanced_work(
        &self,
        name: &str,
        stage: &Stage,
        written: &str,
        place: &str,
    ) -> Result<String, Refusal> {
        let mut text = String::new();
        let queue = &stage.queue;
        if queue.discipline == Discipline::Lifo {
            text.push_str("queue = \"last come first\"\n");
        }
        let interrupts = match &queue.preemptive {
            None | Some(Value::Null | Value::Bool(false)) => None,
            Some(Value::Bool(true)) => Some("resume"),
            Some(Value::String(word)) if word == "restart" => Some("restart"),
            Some(other) => {
                return Err(expected(&format!("{place}.queue.preemptive"), other, "true, false or \"restart\"").into());
            }
        };
        // Where all have the same rank nobody interrupts anybody.
        if let Some(how) = interrupts.filter(|_| queue.discipline == Discipline::Priority)
            && !self.names.order(self.model, name)?.is_empty()
        {
            let _ = writeln!(text, "interrupts = \"{how}\"");
        }
        if let Some(turnaround) = stage.turnaround.as_ref().filter(|turnaround| !turnaround.is_null()) {
            self.param(&mut text, "turnaround", turnaround, Of::Time, &format!("{place}.turnaround"))?;
        }
        if let Some(prepare) = stage.prepare.as_ref().filter(|prepare| !prepare.is_null()) {
            let place = format!("{place}.prepare");
            let file: PrepareFile = part(prepare.clone(), &place)?;
            if let Some(gate) = &file.gate {
                let _ = writeln!(text, "gate = {}", self.gate(gate, &format!("{place}.gate"))?);
            }
            if let Some(delay) = file.delay.as_ref().filter(|delay| !delay.is_null()) {
                self.param(&mut text, "prepare", delay, Of::Time, &format!("{place}.delay"))?;
            }
        }
        text.push_str(&self.work_by_next(stage, place)?);
        let head = if text.is_empty() { String::new() } else { format!("\n[advanced.stages.{written}]\n") };
        Ok(head + &text)
    }

    fn gate(&self, gate: &GateFile, place: &str) -> Result<String, Refusal> {
        let every = self.unit.time(gate.period, place)?;
        let open = gate.open.iter().map(|&(from, until)| {
            let (from, until) = (self.unit.time(from, place)?, self.unit.time(until, place)?);
            Ok(format!("{{ from = {from}, until = {until} }}"))
        });
        let open = open.collect::<Read<Vec<_>>>()?.join(", ");
        let resume = match &gate.resume_at {
            None | Some(Value::Null) => String::new(),
            Some(moments) => {
                let moments = moments.as_array().cloned().unwrap_or_else(|| vec![moments.clone()]);
                let times = moments.iter().map(|at| self.unit.time(number(at, place)?, place));
                format!(", resume_at = [{}]", times.collect::<Read<Vec<_>>>()?.join(", "))
            }
        };
        Ok(format!("{{ every = {every}, open = [{open}]{resume} }}"))
    }
}
