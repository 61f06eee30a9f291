//! Reliefs: every bottleneck that a chain may have, found by itself, and what takes (part of) it away.
//!
//! ```text
//! parameters as written ──pattern──► relief (kind, of what, paths) ──degree──► changes from the first measured day on
//! ```
//!
//! A relief of degree d multiplies what costs time or loses people by 1 − d, lets patience last 1 / (1 − d) times as long,
//! adds d to capacity, and goes d of the way to 100 % where more are to be reached. Degree 1 takes the bottleneck away: no
//! time, no loss, and [`PLENTY`] times the people or room, so that nobody waits for them.

mod find;
#[cfg(test)]
mod tests;

pub use find::reliefs;

use super::intervention::{Change, Effect, Intervention, Start};
use super::{Scenario, Step};
use crate::text::shortest;

/// As many times the people or places as take a bottleneck away: who has twenty times the people is busy a twentieth of the
/// time at most. Without limit would do the same, but is no number that a team may have more of from a date on.
const PLENTY: f64 = 20.0;
/// As much longer as patience lasts when nobody leaves any more.
const VERY_LONG: f64 = 1_000.0;
/// Room for everybody.
const ROOM: f64 = 100_000.0;
/// Residents who apply at most so much sooner: if all of them did at once, no chain would be left to look at.
const MOST_SOONER: f64 = 0.5;

/// A bottleneck that may be taken away.
#[derive(Debug, Clone, PartialEq)]
pub struct Relief {
    /// What kind of bottleneck.
    pub kind: ReliefKind,
    /// Where.
    pub of: ReliefOf,
    /// The parameters, each with its number where it is a count of people, places or room.
    parameters: Vec<(String, Option<f64>)>,
}

/// Declares the kinds with their names, in one place.
macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $name:literal;)*) => {
        /// A kind of bottleneck.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum ReliefKind {
            $($(#[$doc])* $variant,)*
        }

        impl ReliefKind {
            /// Every kind.
            pub const ALL: &[ReliefKind] = &[$(ReliefKind::$variant),*];

            /// Name in tables.
            pub fn name(self) -> &'static str {
                match self { $(ReliefKind::$variant => $name,)* }
            }
        }
    };
}

kinds! {
    /// People of a team: more.
    Capacity = "capacity";
    /// Places for open cases of a team: more.
    Places = "places";
    /// Hours of a step: fewer.
    Work = "work";
    /// Hours of a contact during a stay: fewer.
    ContactWork = "contact_work";
    /// Hours of rework on what is sent back: fewer.
    Rework = "rework";
    /// Elapsed time: shorter.
    Delay = "delay";
    /// Leaving while waiting: later.
    Patience = "patience";
    /// Leaving during a stay or work: later.
    Leave = "leave";
    /// Missed appointments: fewer.
    NoShow = "no_show";
    /// Time on the way to the next stage: shorter.
    TransferTime = "transfer_time";
    /// Lost on that way: fewer.
    TransferLoss = "transfer_loss";
    /// Sent back as incomplete: fewer.
    Returns = "returns";
    /// Time in which creditors answer: shorter.
    ReplyTime = "reply_time";
    /// Creditors who refuse: fewer.
    Refusals = "refusals";
    /// Room at a stage: more.
    Room = "room";
    /// Hours of an attempt to reach a resident: fewer.
    AttemptWork = "attempt_work";
    /// Time that passes after an attempt: shorter.
    AttemptWait = "attempt_wait";
    /// Reached by an attempt: more.
    Reached = "reached";
    /// Accept help when reached: more.
    Accepts = "accepts";
    /// Own applications: sooner.
    Applying = "applying";
    /// Signals that are taken up: more.
    TakenUp = "taken_up";
    /// Arrears from which signals are taken up: lower.
    Threshold = "threshold";
    /// Coming back after leaving: fewer.
    ComingBack = "coming_back";
}

/// Where a bottleneck is, by names of the scenario.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReliefOf {
    /// A team.
    Team(String),
    /// A step of a stage, from 1; `None`: the stage has one.
    Stage(String, Option<usize>),
    /// An attempt at a stage: which, as it stands in paths.
    Attempt(String, String),
    /// The way from a stage to a stage or end.
    Way(String, String),
    /// A pool.
    Pool(String),
    /// An end.
    End(String),
}

/// What a relief does to a parameter.
#[derive(Debug, Clone, PartialEq)]
pub enum Ease {
    /// So many times what it would be otherwise.
    Times(f64),
    /// So much more.
    Plus(f64),
}

impl Ease {
    /// As a factor or number of the language.
    pub fn text(&self) -> String {
        // Without the dust of binary fractions.
        let (Ease::Times(number) | Ease::Plus(number)) = self;
        shortest((number * 1e9).round() / 1e9)
    }
}

impl Relief {
    /// Its name: the path of its parameter.
    pub fn id(&self) -> &str {
        self.parameters.first().map_or("", |(path, _)| path)
    }

    /// Paths of its parameters: for everybody, and for classes.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.parameters.iter().map(|(path, _)| path.as_str())
    }

    /// What it does to each of its parameters, in order.
    ///
    /// * `degree` – above 0, at most 1: all of it
    pub fn eases(&self, degree: f64) -> Vec<(&str, Vec<Ease>)> {
        self.parameters.iter().map(|(path, count)| (path.as_str(), self.ease(degree, *count))).collect()
    }

    /// The same as an intervention from the first measured day on.
    pub fn intervention(&self, degree: f64) -> Intervention {
        let changes = self.eases(degree).into_iter().flat_map(|(path, eases)| {
            eases.into_iter().map(|ease| {
                let effect = match &ease {
                    Ease::Times(_) => Effect::Times(ease.text()),
                    Ease::Plus(_) => Effect::Plus(ease.text()),
                };
                let paths = vec![path.to_owned()];
                Change { paths, effect, phase: None, class: None, optional: false, at: 0..0 }
            })
        });
        Intervention {
            name: self.id().to_owned(),
            title: self.id().into(),
            description: None,
            phase: None,
            changes: changes.collect(),
            added: Vec::new(),
            rerouted: Vec::new(),
            removed: Vec::new(),
            from: Start::OfScenario,
            over: None,
            cost: None,
            evidence: None,
            at: 0..0,
        }
    }

    fn ease(&self, degree: f64, count: Option<f64>) -> Vec<Ease> {
        let less = Ease::Times((1.0 - degree).max(0.0));
        match self.kind {
            ReliefKind::Room if degree >= 1.0 => vec![Ease::Plus(ROOM)],
            ReliefKind::Capacity | ReliefKind::Places | ReliefKind::Room => match count {
                _ if degree >= 1.0 => vec![Ease::Times(PLENTY)],
                Some(count) => vec![Ease::Plus(more(count, degree))],
                None => vec![Ease::Times(1.0 + degree)],
            },
            ReliefKind::Patience | ReliefKind::Leave => vec![Ease::Times(longer(degree))],
            ReliefKind::Reached | ReliefKind::Accepts | ReliefKind::TakenUp => vec![less, Ease::Plus(degree)],
            ReliefKind::Applying => vec![Ease::Times(1.0 - degree * MOST_SOONER)],
            _ => vec![less],
        }
    }

    /// How large a relief of that degree is in fact: people and places are whole, so that a tenth of two is a half.
    pub fn size(&self, degree: f64) -> f64 {
        match self.parameters.first() {
            Some((_, Some(count))) if degree < 1.0 && *count > 0.0 => more(*count, degree) / count,
            _ => degree,
        }
    }

    /// The team that it is about: whose people or places, or who does the work of the step.
    pub fn team<'s>(&'s self, scenario: &'s Scenario) -> Option<&'s str> {
        if let ReliefOf::Team(team) = &self.of {
            return Some(team);
        }
        let (ReliefOf::Stage(_, number), true) = (&self.of, self.is_work()) else { return None };
        let stage = scenario.stages.iter().find(|stage| Some(stage.name.as_str()) == self.stage())?;
        let step: &Step = stage.steps.get(number.unwrap_or(1).checked_sub(1)?)?;
        let (team, _) = step.team_and_queue()?;
        Some(&scenario.teams[team].name)
    }

    /// The stage that it is about, where it is one.
    pub fn stage(&self) -> Option<&str> {
        match &self.of {
            ReliefOf::Stage(stage, _) | ReliefOf::Attempt(stage, _) | ReliefOf::Way(stage, _) => Some(stage),
            ReliefOf::Team(_) | ReliefOf::Pool(_) | ReliefOf::End(_) => None,
        }
    }

    fn is_work(&self) -> bool {
        matches!(self.kind, ReliefKind::Work | ReliefKind::ContactWork | ReliefKind::Patience)
    }
}

/// A degree of a whole number, at least one more.
fn more(count: f64, degree: f64) -> f64 {
    (count * degree).round().max(1.0)
}

/// How many times as long.
fn longer(degree: f64) -> f64 {
    if degree >= 1.0 { VERY_LONG } else { (1.0 / (1.0 - degree)).min(VERY_LONG) }
}
