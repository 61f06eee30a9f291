//! Numbers that are not known: which they are, and the scenario with other values for them.
//!
//! ```text
//!                       ┌─ likely values ──► the scenario as it is read, checked and shown
//! text with ranges ─read┤
//!                       └─ draw d, seed s ─► a scenario of its own: each number by inversion, at the address of its path
//! ```

use std::sync::Arc;

use super::read::{Values, read_with};
use super::{Problem, Scenario};
use crate::random::{Draws, Purpose, ResidentKey, Stream};

/// The stream of all draws of unknown numbers; streams of residents have names with a dot in them.
const UNKNOWN: Stream = Stream::named("unknown");

/// The numbers of a scenario that are not known.
#[derive(Debug, Clone, PartialEq)]
pub struct Unknowns {
    /// Their paths, in order.
    pub paths: Vec<String>,
    /// Replications that share one draw of them, at least 2.
    pub each_draw: u32,
    /// The text, which is read again for every draw.
    text: Arc<str>,
}

impl Unknowns {
    pub(super) fn new(text: &str, mut paths: Vec<String>, each_draw: u32) -> Option<Unknowns> {
        paths.sort_unstable();
        paths.dedup();
        (!paths.is_empty()).then(|| Unknowns { paths, each_draw, text: text.into() })
    }

    /// Whether a path, or one that begins with it, is among them.
    pub fn any_in(&self, path: &str) -> bool {
        let inside =
            |known: &String| known.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        self.paths.iter().any(inside)
    }
}

impl Scenario {
    /// The scenario of draw `draw` under a seed: every unknown number has a value of its own, the same in every
    /// scenario that has that number under the same path. Without unknown numbers it is the scenario itself.
    ///
    /// What a range cannot stand for (dates, warm-up, horizon, what is reported) is taken from this scenario; everything
    /// else is read anew from the text, so a chain that is to be changed is changed in its text ([`set`](super::set)).
    ///
    /// # Errors
    /// The problems of the values together, where no single one is wrong.
    pub fn draw(&self, seed: u64, draw: u32) -> Result<Scenario, Vec<Problem>> {
        let Some(unknowns) = &self.unknowns else { return Ok(self.clone()) };
        let reading = read_with(&unknowns.text, Values::Draw { seed, draw });
        let drawn = reading.scenario.ok_or(reading.problems)?;
        Ok(Scenario {
            start: self.start,
            warm_up: self.warm_up,
            horizon: self.horizon,
            seed: self.seed,
            runs: self.runs.clone(),
            antithetic: self.antithetic,
            report: self.report.clone(),
            ..drawn
        })
    }

    /// A scenario that was accepted before, or made from one: unknown numbers are not tried at all their bounds again.
    ///
    /// # Errors
    /// Its problems.
    pub(crate) fn at_likely_values(text: &str) -> Result<Scenario, Vec<Problem>> {
        let reading = read_with(text, Values::Likely);
        reading.scenario.ok_or(reading.problems)
    }

    /// The draw that a replication belongs to, where numbers are unknown.
    pub fn draw_of(&self, replication: u32) -> Option<u32> {
        self.unknowns.as_ref().map(|unknowns| replication / unknowns.each_draw)
    }

    /// The scenario with the likely values as if they were known.
    pub fn at_likely(self) -> Scenario {
        Scenario { unknowns: None, ..self }
    }
}

/// The unit in (0, 1) by which an unknown number is drawn.
pub(super) fn unit(seed: u64, draw: u32, path: &str) -> f64 {
    Draws::new(seed, draw).unit(ResidentKey::new(UNKNOWN, 0), Purpose::named(path), 0, 0)
}
