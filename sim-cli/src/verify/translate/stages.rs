//! Stages and the teams that work at them.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Map, Value};

use super::super::case::{CaseError, Discipline, Read, Stage, Wrong, expected, number};
use super::super::distribution::{Dist, Of};
use super::calendar::{Calendar, OnClose};
use super::{Refusal, Translator, key, quoted};

/// Rounding that is forgiven in a sum of probabilities.
const ROUNDING: f64 = 1e-9;
/// What stands for a patience without end.
const FOREVER: &str = "\"900 years\"";
/// Names under which `by_class` says what holds for everybody else.
const OTHERS: [&str; 2] = ["all", "default"];

/// Whether residents may have to wait at a stage.
fn has_queue(stage: &Stage) -> bool {
    !stage.servers.is_null() || there(&stage.slots) || there(&stage.prepare)
}

/// Whether a part is there, and not switched off.
fn there(part: &Option<Value>) -> bool {
    part.as_ref().is_some_and(|part| !matches!(part, Value::Null | Value::Bool(false)))
}

/// A value for everybody, and other values for some levels.
struct ByLevel {
    base: String,
    levels: Vec<(String, String)>,
}

impl Translator<'_> {
    /// A stage with its team.
    pub(super) fn stage(&self, name: &str, stage: &Stage) -> Result<String, Refusal> {
        let place = format!("model.stages.{name}");
        let written = key(self.names.stage(name).unwrap_or_default());
        let service = self.service(stage, &place)?;
        let mut text = format!("\n[stages.{written}]\n");
        let mut more = String::new();
        // Without a limit nobody waits, unless it is asked how long.
        let queues = has_queue(stage);
        if self.is_delay(name, stage) {
            self.param(&mut text, "delay", service, Of::Time, &format!("{place}.service"))?;
            if let Some(dropout) = stage.dropout_in_service.as_ref().filter(|dropout| !dropout.is_null()) {
                let to = self.names.target(&format!("dropout:{name}"));
                self.leaving(&mut text, "leave", dropout, &to, &format!("{place}.dropout_in_service"))?;
            }
        } else {
            // Clinic moments without a number of servers need nobody's time.
            if !(stage.servers.is_null() && there(&stage.slots)) {
                more = self.team(stage, &written, &place)?;
                let _ = writeln!(text, "team = {}", quoted(self.names.stage(name).unwrap_or_default()));
            }
            self.param(&mut text, "work", service, Of::Work, &format!("{place}.service"))?;
            if let Some(dropout) = stage.dropout_in_service.as_ref().filter(|dropout| !dropout.is_null()) {
                let to = self.names.target(&format!("dropout:{name}"));
                self.leaving(&mut text, "leave", dropout, &to, &format!("{place}.dropout_in_service"))?;
            }
            if let Some(slots) = stage.slots.as_ref().filter(|slots| !slots.is_null()) {
                let _ = writeln!(text, "clinic = {}", self.clinic(slots, &format!("{place}.slots"))?);
            }
            more.push_str(&self.advanced_work(name, stage, &written, &place)?);
        }
        if queues {
            self.queue(&mut text, name, stage, &place)?;
        }
        let _ = writeln!(text, "next = [{}]", self.next(stage, &place)?.join(", "));
        Ok(text + &more)
    }

    /// Whether a stage is a stay without anybody: there is no limit, and nobody asks how long residents wait.
    pub(super) fn is_delay(&self, name: &str, stage: &Stage) -> bool {
        !has_queue(stage) && !self.asked.waits.contains(name) && !Self::needs_a_worker(stage)
    }

    /// The team of a stage: a fixed number of people, or a roster.
    fn team(&self, stage: &Stage, written: &str, place: &str) -> Result<String, Refusal> {
        let place = format!("{place}.servers");
        if !stage.servers.is_object() {
            let workers = self.workers(&stage.servers, &place)?;
            return Ok(format!("\n[teams.{written}]\nworkers = {workers}\nopen = \"always\"\nclosing = \"finish\"\n"));
        }
        let calendar = Calendar::read(&stage.servers, &place)?;
        let closing = match calendar.on_close {
            OnClose::Finish => "finish",
            OnClose::Resume => "resume",
            OnClose::Restart => "restart",
            OnClose::Resample => "resample",
        };
        let pieces = calendar.pieces.iter().map(|(from, number)| {
            let (from, workers) = (self.unit.time(*from, &place)?, self.workers(number, &place)?);
            Ok(format!("{{ from = {from}, workers = {workers} }}"))
        });
        let pieces = pieces.collect::<Read<Vec<_>>>()?.join(", ");
        let every = self.unit.time(calendar.period, &place)?;
        Ok(format!(
            "\n[teams.{written}]\nclosing = \"{closing}\"\n\n[advanced.teams.{written}]\nroster = {{ every = {every}, pieces = [{pieces}] }}\n"
        ))
    }

    fn workers(&self, servers: &Value, place: &str) -> Read<String> {
        match servers {
            Value::Null => Ok("\"unlimited\"".to_owned()),
            servers => match servers.as_f64() {
                Some(number) if number >= 0.0 && number.fract() == 0.0 => Ok(format!("{number}")),
                _ => Err(expected(place, servers, "a whole number, null or a calendar")),
            },
        }
    }

    /// Who is next, who gives up and who is turned away.
    fn queue(&self, text: &mut String, name: &str, stage: &Stage, place: &str) -> Result<(), Refusal> {
        let queue = &stage.queue;
        let order = self.names.order(self.model, name)?;
        if queue.discipline == Discipline::Priority && !order.is_empty() {
            let order: Vec<String> = order.iter().map(|level| quoted(level)).collect();
            let _ = writeln!(text, "queue = {{ priority = [{}] }}", order.join(", "));
        }
        if let Some(patience) = stage.patience.as_ref().filter(|patience| !patience.is_null()) {
            let to = stage.on_renege.clone().unwrap_or_else(|| format!("reneged:{name}"));
            self.leaving(text, "patience", patience, &self.names.target(&to), &format!("{place}.patience"))?;
        }
        if let Some(promote) = queue.promote.as_ref().filter(|promote| !promote.is_null()) {
            self.promote(text, name, promote, place)?;
        }
        text.push_str(&self.room(name, stage, place)?);
        Ok(())
    }

    /// A parameter with what differs by class.
    pub(super) fn param(
        &self,
        text: &mut String,
        name: &str,
        value: &Value,
        of: Of,
        place: &str,
    ) -> Result<(), Refusal> {
        let param = self.by_level(value, of, None, place)?;
        let _ = writeln!(text, "{name} = {}", param.base);
        for (level, value) in param.levels {
            let _ = writeln!(text, "class.{}.{name} = {value}", key(&level));
        }
        Ok(())
    }

    /// A time after which a resident leaves.
    fn leaving(&self, text: &mut String, name: &str, value: &Value, to: &str, place: &str) -> Result<(), Refusal> {
        let param = self.by_level(value, Of::Time, Some(FOREVER), place)?;
        let after = match param.base.strip_prefix("{ ").and_then(|inner| inner.strip_suffix(" }")) {
            Some(inner) => inner.to_owned(),
            None => format!("value = {}", param.base),
        };
        let _ = writeln!(text, "{name} = {{ {after}, reason = {}, to = {} }}", quoted(to), quoted(to));
        for (level, value) in param.levels {
            let _ = writeln!(text, "class.{}.{name} = {value}", key(&level));
        }
        Ok(())
    }

    /// A distribution that may differ by class. `others` stands for classes that are not named, or named with null.
    fn by_level(&self, value: &Value, of: Of, others: Option<&str>, place: &str) -> Result<ByLevel, Refusal> {
        let write = |value: &Value, place: &str| match others {
            Some(others) if value.is_null() => Ok(others.to_owned()),
            _ => Dist::read(value, place)?.written(of, &self.unit, place),
        };
        let Some(by_class) = value.get("by_class") else {
            return Ok(ByLevel { base: write(value, place)?, levels: Vec::new() });
        };
        let by_class = by_class.as_object().filter(|by_class| !by_class.is_empty());
        let by_class = by_class.ok_or_else(|| expected(place, value, "by_class with at least one class"))?;
        let mut levels = Vec::new();
        let mut base = others.map(str::to_owned);
        for (class, value) in by_class {
            let written = write(value, &format!("{place}.by_class.{class}"))?;
            match self.names.class(class) {
                Some(level) => levels.push((level.to_owned(), written.clone())),
                None if OTHERS.contains(&class.as_str()) => base = Some(written.clone()),
                None => {}
            }
            base = base.or(Some(written));
        }
        let base = base.ok_or_else(|| expected(place, value, "by_class with at least one class"))?;
        Ok(ByLevel { base, levels })
    }

    /// Where residents go: the entries of `next`.
    pub(super) fn next(&self, stage: &Stage, place: &str) -> Result<Vec<String>, Refusal> {
        let (route, place) = (&stage.route, &format!("{place}.route"));
        let Some(by_class) = route.get("by_class").and_then(Value::as_object) else {
            return self.referrals(stage, &[(None, route)], place);
        };
        let mut routes = Vec::new();
        for (class, route) in by_class {
            let route = route.as_object().ok_or_else(|| expected(place, route, "a table of probabilities"))?;
            let others = OTHERS.contains(&class.as_str());
            match self.names.class(class) {
                Some(level) => routes.push((Some(level), route)),
                None if others => routes.insert(0, (None, route)),
                None => {}
            }
        }
        // Who is not named goes as the first does.
        if let Some(&(Some(_), route)) = routes.first() {
            routes.insert(0, (None, route));
        }
        if routes.is_empty() {
            return Err(expected(place, "by_class", "by_class with at least one class that comes here").into());
        }
        self.referrals(stage, &routes, place)
    }

    /// The referrals of everybody (the first route) and of some levels (the others).
    fn referrals(
        &self,
        stage: &Stage,
        routes: &[(Option<&str>, &Map<String, Value>)],
        place: &str,
    ) -> Result<Vec<String>, Refusal> {
        let mut leave = false;
        for (_, route) in routes {
            let shares = route.iter().map(|(to, share)| number(share, &format!("{place}.{to}")));
            let sum: f64 = shares.sum::<Read<f64>>()?;
            if sum > 1.0 + ROUNDING {
                return Err(expected(place, sum, "probabilities that add up to at most 1").into());
            }
            leave |= sum < 1.0 - ROUNDING;
        }
        let mut targets: Vec<&String> = Vec::new();
        let all: BTreeSet<&String> = routes.iter().flat_map(|(_, route)| route.keys()).collect();
        targets.extend(all);
        let share_of = |route: &Map<String, Value>, to: &str| route.get(to).and_then(Value::as_f64).unwrap_or(0.0);
        // Who is left over leaves the same way as who is sent to `out` by name.
        targets.retain(|to| routes.iter().any(|(_, route)| share_of(route, to) > 0.0) && !(leave && *to == "out"));
        let (base, levels) = routes.split_first().ok_or_else(|| missing(place, ""))?;
        let mut entries: Vec<String> = Vec::new();
        for to in targets {
            let mut entry = format!("{{ to = {}, share = {:?}", quoted(&self.names.target(to)), share_of(base.1, to));
            for (level, route) in levels {
                let level = key(level.unwrap_or_default());
                let _ = write!(entry, ", class.{level}.share = {:?}", share_of(route, to));
            }
            entries.push(entry + &self.transfer(stage, to, place)? + " }");
        }
        if leave || entries.is_empty() {
            let share = if entries.is_empty() { "" } else { ", share = \"rest\"" };
            let transfer = self.transfer(stage, "out", place)?;
            entries.push(format!("{{ to = {}{share}{transfer} }}", quoted(&self.names.target("out"))));
        }
        Ok(entries)
    }
}

pub(super) fn missing(place: &str, field: &str) -> CaseError {
    let place = if field.is_empty() { place.to_owned() } else { format!("{place}.{field}") };
    CaseError { place, wrong: Wrong::Missing }
}
