//! What bottlenecks are ranked by: one number of each replication, and which way of it is better.

use super::table::statistic_name;
use crate::estimate::Ratio;
use crate::observe::{Better, Group, Measure, Of, Period, Plan, RowKey, Statistic, Unit};
use crate::scenario::{Phase, Scenario, similar_names};

/// What is to become better.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Objective {
    /// Residents in need who start curative help, over those in need; who come to help at all, where no stage is curative.
    Reach,
    /// Residents a year who leave through an end that is what the chain is for.
    Success,
    /// Days that a resident who comes into the chain waits in all.
    Wait,
    /// A row of the table of measures: `MEASURE`, `MEASURE:OF` or `MEASURE:OF:STATISTIC`.
    Measure(String),
}

impl Objective {
    /// Reach where somebody is in need outside the chain, else success.
    pub fn usual(scenario: &Scenario) -> Objective {
        if scenario.pools.is_empty() { Objective::Success } else { Objective::Reach }
    }

    /// As it is written: `reach`, `success`, `wait`, or a measure.
    ///
    /// ```
    /// use sim_core::experiment::Objective;
    /// assert_eq!(Objective::named("reach"), Objective::Reach);
    /// assert_eq!(Objective::named("wait:first_talk"), Objective::Measure("wait:first_talk".to_owned()));
    /// ```
    pub fn named(text: &str) -> Objective {
        match text.trim() {
            "reach" => Objective::Reach,
            "success" => Objective::Success,
            "wait" => Objective::Wait,
            measure => Objective::Measure(measure.to_owned()),
        }
    }
}

/// Why something cannot be the objective of a scenario.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ObjectiveError {
    /// Reach is over residents in need, and nobody is in need outside the chain.
    #[error("objective `reach`: the scenario has no pool of residents in need")]
    NoPool,
    /// No end is what the chain is for.
    #[error("objective `success`: the scenario has no end with success")]
    NoSuccess,
    /// There is no such row.
    #[error("objective: there is no measure `{found}`; known are for instance {}", known.join(", "))]
    Unknown {
        /// As written.
        found: String,
        /// Some that exist.
        known: Vec<String>,
    },
    /// Of the measure alone it cannot be said which way is better.
    #[error("objective `{found}`: more of it is neither better nor worse by itself")]
    NoDirection {
        /// As written.
        found: String,
    },
}

/// An objective, found among the rows of a scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Aim {
    /// Name, as in `reach_started:curative:share`.
    pub name: String,
    /// Unit.
    pub unit: Unit,
    /// Which way is better.
    pub better: Better,
    /// The rows that are added up; none for the wait in all, which is made of queues.
    rows: Vec<RowKey>,
}

impl Aim {
    /// Whether it says something of residents alone, so that it stays the same when their histories do.
    pub(super) fn follows_from_histories(&self) -> bool {
        use Unit::{Euro, EuroPerYear, HoursPerYear, Places};
        let of_people = |key: &RowKey| matches!(key.measure, Measure::Utilisation | Measure::CaseloadUtilisation);
        !matches!(self.unit, Euro | EuroPerYear | HoursPerYear | Places) && !self.rows.iter().any(of_people)
    }

    /// * `keys` – the rows of the scenario
    pub(super) fn find(
        objective: &Objective,
        scenario: &Scenario,
        plan: &Plan,
        keys: &[RowKey],
    ) -> Result<Aim, ObjectiveError> {
        let keys: Vec<RowKey> = keys.iter().copied().filter(is_whole).collect();
        let of = |key: &RowKey| format!("{}:{}", key.measure.name(), key.of.name(scenario));
        let named = |key: &RowKey| format!("{}:{}", of(key), statistic_name(plan, *key));
        let of_row = |key: RowKey, better| Aim { name: named(&key), unit: key.unit(), better, rows: vec![key] };
        let share = |measure, of| {
            let is = |key: &&RowKey| key.measure == measure && key.of == of && key.statistic == Statistic::Share;
            keys.iter().find(is).copied()
        };
        match objective {
            Objective::Reach => {
                let curative = share(Measure::ReachStarted, Of::Phase(Phase::Curative));
                let found = curative.or_else(|| share(Measure::NeedReach, Of::Chain)).ok_or(ObjectiveError::NoPool)?;
                Ok(of_row(found, Better::More))
            }
            Objective::Success => {
                let is_success = |key: &&RowKey| match (key.measure, key.of) {
                    (Measure::Finished, Of::End(end)) => scenario.ends[end as usize].success,
                    _ => false,
                };
                let rows: Vec<RowKey> = keys.iter().filter(is_success).copied().collect();
                let unit = rows.first().ok_or(ObjectiveError::NoSuccess)?.unit();
                Ok(Aim { name: "success".to_owned(), unit, better: Better::More, rows })
            }
            Objective::Wait => {
                Ok(Aim { name: "wait".to_owned(), unit: Unit::Days, better: Better::Less, rows: Vec::new() })
            }
            Objective::Measure(text) => {
                let fits = |key: &&RowKey| {
                    let alone = key.of == Of::Chain && *text == key.measure.name();
                    *text == named(key) || is_ordinary(key) && (*text == of(key) || alone)
                };
                let found = keys.iter().find(fits).copied();
                let Some(found) = found else {
                    let mut names: Vec<String> = keys.iter().map(named).collect();
                    names.sort_unstable();
                    names.dedup();
                    let near = similar_names(text, names.iter().map(String::as_str));
                    let known = if near.is_empty() { names.into_iter().take(5).collect() } else { near };
                    return Err(ObjectiveError::Unknown { found: text.clone(), known });
                };
                let better = found.better(scenario);
                let better = better.ok_or_else(|| ObjectiveError::NoDirection { found: text.clone() })?;
                Ok(of_row(found, better))
            }
        }
    }

    /// Its value from the rows of one replication; `None` where nothing was counted.
    ///
    /// * `row` – what a replication adds to a row
    /// * `wait` – days waited in all per resident
    pub(super) fn value(&self, row: impl Fn(RowKey) -> Option<Ratio>, wait: Option<f64>) -> Option<f64> {
        if self.rows.is_empty() {
            return wait;
        }
        let value = |&key: &RowKey| row(key).filter(|ratio| ratio.below > 0.0).map(|ratio| ratio.above / ratio.below);
        self.rows.iter().map(value).sum()
    }

    /// Whether it needs a row.
    pub(super) fn needs(&self, key: RowKey) -> bool {
        self.rows.contains(&key)
    }

    /// How much better a value is than that of the base.
    pub(super) fn gain(&self, value: f64, base: f64) -> f64 {
        match self.better {
            Better::More => value - base,
            Better::Less => base - value,
        }
    }
}

/// Whether a row is a number of everybody over the whole horizon.
fn is_whole(key: &RowKey) -> bool {
    key.group == Group::ALL && key.period == Period::All && !matches!(key.statistic, Statistic::Quantile(_))
}

/// Whether a row stands for its measure where no statistic is given.
fn is_ordinary(key: &RowKey) -> bool {
    matches!(
        key.statistic,
        Statistic::Mean | Statistic::Share | Statistic::PerYear | Statistic::Within(0) | Statistic::Count
    )
}
