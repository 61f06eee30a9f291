//! The figures that theory gives for a stage, each named as the measure that a run gives.

use sim_core::observe::{Group, Measure, Of, Statistic};
use sim_core::theory::{PriorityClass, TheoryError, erlang_a, mg1, mg1_priority, mginf, mmc, mmc_priority, mmck};

use super::form::{Form, LevelMix, Rank, Reason};

/// A share of waits below this is too rare for a simulation to say anything about.
const RARE: f64 = 1e-4;

/// A figure of theory.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Figure {
    /// Measure.
    pub(crate) measure: Measure,
    /// What it is of.
    pub(crate) of: Of,
    /// Whose.
    pub(crate) group: Group,
    /// Statistic.
    pub(crate) statistic: Statistic,
    /// What theory gives, in the unit of the measure.
    pub(crate) theory: f64,
}

/// Figures of a stage, and the mean number of residents there.
pub(super) struct Prediction {
    pub(super) figures: Vec<Figure>,
    pub(super) present: f64,
}

/// What theory gives for a form.
///
/// * `terms` – terms, in days, over which the share of waits is reported
///
/// # Errors
/// The reason why there is no steady state or no number.
pub(super) fn predict(form: &Form, stage: u32, team: Option<u32>, terms: &[f64]) -> Result<Prediction, Reason> {
    figures(form, stage, team, terms).map_err(reason)
}

fn reason(error: TheoryError) -> Reason {
    match error {
        TheoryError::Overloaded { offered_load, servers } => Reason::Overloaded { offered_load, servers },
        TheoryError::At { cause, .. } => reason(*cause),
        other => Reason::NoAnswer(other.to_string()),
    }
}

fn figures(form: &Form, stage: u32, team: Option<u32>, terms: &[f64]) -> Result<Prediction, TheoryError> {
    let mut list = List { stage, team, figures: Vec::new() };
    let present = match form {
        Form::Markov { servers, rate, service } => {
            let queue = mmc(*servers, *rate, *service)?;
            list.utilisation(queue.utilisation);
            list.add(Measure::Wait, Statistic::SharePositive, queue.probability_of_waiting);
            list.add(Measure::Wait, Statistic::Mean, queue.mean_wait);
            for (index, &term) in terms.iter().enumerate() {
                let over = queue.wait_exceeds(term)?;
                if over >= RARE {
                    list.add(Measure::Wait, Statistic::Over(index as u16), over);
                }
            }
            list.add(Measure::Queue, Statistic::Mean, queue.mean_queue);
            list.add(Measure::TimeInStage, Statistic::Mean, queue.mean_sojourn);
            queue.mean_in_system
        }
        Form::Limited { servers, waiting, rate, service } => {
            let queue = mmck(*servers, servers.saturating_add(*waiting), *rate, *service)?;
            list.utilisation(queue.utilisation);
            list.add(Measure::TurnedAway, Statistic::Share, queue.lost);
            if *waiting > 0 {
                list.add(Measure::Wait, Statistic::SharePositive, queue.probability_of_waiting);
                list.add(Measure::Wait, Statistic::Mean, queue.mean_wait);
                list.add(Measure::Queue, Statistic::Mean, queue.mean_queue);
            }
            queue.mean_in_system
        }
        Form::Impatient { servers, rate, service, patience } => {
            let queue = erlang_a(*servers, *rate, *service, *patience)?;
            list.utilisation(queue.utilisation);
            list.add(Measure::LeftWaiting, Statistic::Share, queue.reneged);
            list.add(Measure::WaitOfAll, Statistic::SharePositive, queue.probability_of_waiting);
            list.add(Measure::WaitOfAll, Statistic::Mean, queue.mean_wait);
            list.add(Measure::Queue, Statistic::Mean, queue.mean_queue);
            queue.mean_in_system
        }
        Form::General { rate, service, cv } => {
            let queue = mg1(*rate, *service, *cv)?;
            list.utilisation(queue.utilisation);
            // Poisson arrivals see time averages: the worker is busy for a share ρ of them.
            list.add(Measure::Wait, Statistic::SharePositive, queue.utilisation);
            list.add(Measure::Wait, Statistic::Mean, queue.mean_wait);
            list.add(Measure::Queue, Statistic::Mean, queue.mean_queue);
            list.add(Measure::TimeInStage, Statistic::Mean, queue.mean_sojourn);
            queue.mean_in_system
        }
        Form::Unlimited { rate, stay, leaves } => {
            match leaves {
                Some(leaves) => list.add(Measure::LeftDuring, Statistic::Share, *leaves),
                None => list.add(Measure::TimeInStage, Statistic::Mean, *stay),
            }
            mginf(*rate, *stay)?.mean()
        }
        Form::Priority { servers, ranks, by_level } => priority(&mut list, *servers, ranks, by_level)?,
    };
    list.add(Measure::Present, Statistic::Mean, present);
    Ok(Prediction { figures: list.figures, present })
}

/// Waits of each level; gives the mean number present.
fn priority(list: &mut List, servers: u32, ranks: &[Rank], by_level: &[LevelMix]) -> Result<f64, TheoryError> {
    let waits = if servers == 1 {
        let class =
            |rank: &Rank| PriorityClass { arrival_rate: rank.rate, mean_service: rank.service, cv_service: rank.cv };
        mg1_priority(&ranks.iter().map(class).collect::<Vec<_>>())?
    } else {
        let rates: Vec<f64> = ranks.iter().map(|rank| rank.rate).collect();
        mmc_priority(servers, &rates, ranks.first().map_or(1.0, |rank| rank.service))?
    };
    let load: f64 = ranks.iter().map(|rank| rank.rate * rank.service).sum();
    let queue: f64 = ranks.iter().zip(&waits).map(|(rank, wait)| rank.rate * wait).sum();
    list.utilisation(load / f64::from(servers));
    for LevelMix { level, shares } in by_level {
        let wait = shares.iter().zip(&waits).map(|(share, wait)| share * wait).sum();
        list.figures.push(Figure {
            measure: Measure::Wait,
            of: Of::Stage(list.stage),
            group: Group(level + 1),
            statistic: Statistic::Mean,
            theory: wait,
        });
    }
    list.add(Measure::Queue, Statistic::Mean, queue);
    Ok(queue + load)
}

struct List {
    stage: u32,
    team: Option<u32>,
    figures: Vec<Figure>,
}

impl List {
    fn add(&mut self, measure: Measure, statistic: Statistic, theory: f64) {
        let of = Of::Stage(self.stage);
        self.figures.push(Figure { measure, of, group: Group::ALL, statistic, theory });
    }

    fn utilisation(&mut self, theory: f64) {
        let Some(team) = self.team else { return };
        let (measure, of) = (Measure::Utilisation, Of::Team(team));
        self.figures.push(Figure { measure, of, group: Group::ALL, statistic: Statistic::Share, theory });
    }
}
