//! Streams of arrivals.

use std::fmt::Write as _;

use serde_json::Value;

use super::super::case::{Arrival, Process, Read, expected, number};
use super::super::distribution::{Dist, Of};
use super::calendar::Calendar;
use super::{Refusal, Translator, gap, key, quoted};

impl Translator<'_> {
    /// A stream. Streams are numbered, because at one moment they come in the order of their names.
    pub(super) fn arrival(&self, number: usize, arrival: &Arrival) -> Result<String, Refusal> {
        let place = format!("model.arrivals.{number}");
        let to = self.names.stage(&arrival.to).unwrap_or_default();
        let name = key(&format!("stream{:03}_{to}", number + 1));
        let mut text = format!("\n[arrivals.{name}]\nto = {}\n", quoted(to));
        let mut advanced = String::new();
        match arrival.process {
            Process::Poisson => {
                let rate = needed(arrival.rate.as_ref(), &place, "rate")?;
                match self.cycle(rate, &format!("{place}.rate"))? {
                    Some(cycle) => advanced = format!("\n[advanced.arrivals.{name}]\ncycle = {cycle}\n"),
                    None => {
                        let rate =
                            self.unit.rate(super::super::case::number(rate, &format!("{place}.rate"))?, &place)?;
                        let _ = writeln!(text, "rate = {rate}");
                    }
                }
            }
            Process::Renewal => {
                let place = format!("{place}.interval");
                let interval = Dist::read(needed(arrival.interval.as_ref(), &place, "interval")?, &place)?;
                let _ = writeln!(text, "interval = {}", interval.written(Of::Time, &self.unit, &place)?);
            }
            Process::Times => {
                let mut times = arrival.times.clone().unwrap_or_default();
                times.sort_by(f64::total_cmp);
                let times = times.into_iter().map(|time| self.unit.time(time, &place)).collect::<Read<Vec<_>>>()?;
                let _ = writeln!(text, "moments = [{}]", times.join(", "));
            }
            Process::PoissonPerPeriod => {
                let (field, batches) = self.batches(arrival, &place)?;
                match field {
                    "batches" => drop(writeln!(text, "batches = {batches}")),
                    field => advanced = format!("\n[advanced.arrivals.{name}]\n{field} = {batches}\n"),
                }
            }
            Process::Finite => {
                let place = format!("{place}.think");
                let think = Dist::read(needed(arrival.think.as_ref(), &place, "")?, &place)?;
                let think = think.written(Of::Time, &self.unit, &place)?;
                match arrival.population.filter(|population| *population > 0) {
                    Some(population) => {
                        advanced =
                            format!("\n[advanced.arrivals.{name}]\npopulation = {population}\nthink = {think}\n");
                    }
                    // A stream of nobody.
                    None => text.push_str("moments = []\n"),
                }
            }
        }
        match &arrival.batch {
            None => {}
            Some(batch) => match batch.as_u64() {
                Some(1) => {}
                Some(batch) if batch > 1 && !matches!(arrival.process, Process::PoissonPerPeriod | Process::Finite) => {
                    let _ = writeln!(text, "batch = {batch}");
                }
                _ => return Err(gap(format!("batch {batch}"), &place)),
            },
        }
        if let Some(until) = arrival.until {
            let _ = writeln!(text, "until = {}", self.unit.time(until, &format!("{place}.until"))?);
        }
        for (axis, level) in self.names.levels_of(arrival.class.as_deref().unwrap_or("all")) {
            let _ = writeln!(text, "\n[arrivals.{name}.classes.{}]\n{} = 1", key(axis), key(level));
        }
        Ok(text + &advanced)
    }

    /// A rate that changes; `None` when it is always the same.
    fn cycle(&self, rate: &Value, place: &str) -> Result<Option<String>, Refusal> {
        let (period, pieces) = if rate.get("pieces").is_some() {
            let calendar = Calendar::read(rate, place)?;
            let pieces = calendar.pieces.iter().map(|(from, rate)| Ok((*from, number(rate, place)?)));
            (calendar.period, pieces.collect::<Read<Vec<_>>>()?)
        } else if let Some(sinus) = rate.get("sinus") {
            let part = |name: &str| number(sinus.get(name).unwrap_or(&Value::Null), &format!("{place}.sinus.{name}"));
            let (mean, amplitude, period) = (part("mean")?, part("amplitude")?, part("period")?);
            if amplitude > mean {
                return Err(gap("sinus: amplitude > mean", place));
            }
            (period, self.sinus(mean, amplitude, period))
        } else {
            return Ok(None);
        };
        let pieces = pieces.into_iter().map(|(from, rate)| {
            Ok(format!("{{ from = {}, rate = {} }}", self.unit.time(from, place)?, self.unit.rate(rate, place)?))
        });
        let pieces = pieces.collect::<Read<Vec<_>>>()?.join(", ");
        Ok(Some(format!("{{ every = {}, pieces = [{pieces}] }}", self.unit.time(period, place)?)))
    }

    /// A sinus laid out in short steps, each with the mean rate of its stretch: the expected number of arrivals is
    /// exact at the end of every step, and no arrival moves by more than a step.
    fn sinus(&self, mean: f64, amplitude: f64, period: f64) -> Vec<(f64, f64)> {
        use std::f64::consts::TAU;
        let steps = self.unit.steps(period);
        let angle = |step: usize| TAU * step as f64 / steps as f64;
        let rate = |step: usize| {
            let rise = (angle(step).cos() - angle(step + 1).cos()) * steps as f64 / TAU;
            (mean + amplitude * rise).max(0.0)
        };
        (0..steps).map(|step| (period * step as f64 / steps as f64, rate(step))).collect()
    }

    /// A Poisson number at the beginning of each period: the field and its value; several means repeat.
    fn batches(&self, arrival: &Arrival, place: &str) -> Result<(&'static str, String), Refusal> {
        let rate = arrival.rate.as_ref();
        let inner = |name: &str| rate.and_then(|rate| rate.get(name)).cloned();
        let period = arrival.period.map(Value::from).or_else(|| inner("period"));
        let period = number(needed(period.as_ref(), place, "period")?, &format!("{place}.period"))?;
        let mean = arrival.mean.clone().or_else(|| inner("mean"));
        let mean = needed(mean.as_ref(), place, "mean")?;
        let every = self.unit.time(period, place)?;
        let Some(means) = mean.as_array() else {
            let mean = number(mean, &format!("{place}.mean"))?;
            return Ok(("batches", format!("{{ every = {every}, mean = {mean:?} }}")));
        };
        let means: Vec<f64> = means.iter().map(|mean| number(mean, &format!("{place}.mean"))).collect::<Read<_>>()?;
        if means.is_empty() {
            return Err(expected(&format!("{place}.mean"), "[]", "at least one mean").into());
        }
        let means: Vec<String> = means.into_iter().map(|mean| format!("{mean:?}")).collect();
        Ok(("batch_cycle", format!("{{ every = {every}, means = [{}] }}", means.join(", "))))
    }
}

fn needed<'v>(value: Option<&'v Value>, place: &str, field: &str) -> Read<&'v Value> {
    use super::super::case::{CaseError, Wrong};
    value.ok_or_else(|| CaseError { place: format!("{place}.{field}"), wrong: Wrong::Missing })
}
