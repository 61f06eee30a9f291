//! What an engine reports of one replication, in the form that all engines of `benches/peers` share.

use std::collections::BTreeMap;
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};
use serde_json::{Value, json};

/// One replication of a model in one engine.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Name of the engine.
    pub engine: String,
    /// Its version.
    pub version: String,
    /// Name of the model.
    pub model: String,
    /// Seed of the replication.
    pub seed: u64,
    /// Processor time it took, without starting the program.
    pub seconds: f64,
    /// Arrivals, ends of work, those who gave up and ends of delays.
    pub events: u64,
    /// Arrivals.
    pub customers: u64,
    /// Measures by name.
    pub results: BTreeMap<String, f64>,
}

impl Outcome {
    /// The line that is printed.
    pub fn line(&self) -> String {
        json!({
            "engine": self.engine,
            "version": self.version,
            "model": self.model,
            "seed": self.seed,
            "seconds": self.seconds,
            "events": self.events,
            "customers": self.customers,
            "results": self.results,
        })
        .to_string()
    }

    /// Reads a line; `None` when something is missing.
    pub fn read(line: &str) -> Option<Outcome> {
        let value: Value = serde_json::from_str(line).ok()?;
        let text = |name: &str| Some(value.get(name)?.as_str()?.to_owned());
        let results = value.get("results")?.as_object()?;
        Some(Outcome {
            engine: text("engine")?,
            version: text("version")?,
            model: text("model")?,
            seed: value.get("seed")?.as_u64()?,
            seconds: value.get("seconds")?.as_f64()?,
            events: value.get("events")?.as_u64()?,
            customers: value.get("customers")?.as_u64()?,
            results: results.iter().filter_map(|(name, value)| Some((name.clone(), value.as_f64()?))).collect(),
        })
    }
}

/// What a piece of work gives, and the processor time that it took this thread: the same as time by the clock where the
/// machine has nothing else to do, and not much longer where it has.
pub fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = processor_time();
    let gives = work();
    (gives, processor_time().saturating_sub(start))
}

fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec as u32)
}

/// Results by name.
pub fn results<const N: usize>(named: [(&str, f64); N]) -> BTreeMap<String, f64> {
    named.map(|(name, value)| (name.to_owned(), value)).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is printed is read again as it was.
    #[test]
    fn a_line_is_read_as_it_was_printed() {
        let outcome = Outcome {
            engine: "keten".to_owned(),
            version: "0.1.0".to_owned(),
            model: "mm1".to_owned(),
            seed: 7,
            seconds: 0.125,
            events: 20,
            customers: 10,
            results: results([("time_in_system", 9.75)]),
        };
        assert_eq!(Outcome::read(&outcome.line()), Some(outcome));
        assert_eq!(Outcome::read("{\"engine\": \"keten\"}"), None);
    }
}
