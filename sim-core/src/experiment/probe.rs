//! Variants of a chain, of which single replications are asked for, and little is kept of each.
//!
//! Every replication has a draw of the unknown numbers of its own: what helps is looked for over all that may be true, and
//! with few replications many draws say more than few.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::bytes::{Reader, Writer};
use super::in_order::{Wanted, in_order};
use super::objective::{Aim, Objective, ObjectiveError};
use super::{CellId, ExperimentError, Store};
use crate::chain::{CompileError, Model, compile};
use crate::engine::{Limits, simulate_with};
use crate::estimate::Ratio;
use crate::observe::{Group, Measure, Measures, Of, Period, Plan, RowKey, Sample as RowSample, Statistic, Tally};
use crate::scenario::{Periods, Scenario};

/// What a replication is looked at for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sample {
    /// The objective; NaN where nothing was counted.
    pub(super) objective: f64,
    /// Days waited in all per resident who comes into the chain; NaN where nobody comes.
    pub(super) wait: f64,
    /// Euro a year; NaN where the scenario says nothing of cost.
    pub(super) cost: f64,
    /// Residents waiting, on average; one entry per stage.
    pub(super) queues: Vec<f64>,
    /// Mean wait in days; NaN where nobody started.
    pub(super) waits: Vec<f64>,
    /// Residents who were there at all: joined, or were present.
    pub(super) used: Vec<f64>,
    /// Busy over staffed hours; one entry per team, NaN without limit.
    pub(super) busy: Vec<f64>,
}

impl Sample {
    fn encode(&self) -> Vec<u8> {
        let mut out = Writer::default();
        out.numbers(&[self.objective, self.wait, self.cost]);
        [&self.queues, &self.waits, &self.used, &self.busy].into_iter().for_each(|numbers| out.numbers(numbers));
        out.into_bytes()
    }

    /// `None` where the bytes are not those of such a scenario.
    fn decode(bytes: &[u8], scenario: &Scenario) -> Option<Sample> {
        let mut from = Reader::new(bytes);
        let [objective, wait, cost] = from.numbers()?[..] else { return None };
        let [queues, waits, used, busy] = [from.numbers()?, from.numbers()?, from.numbers()?, from.numbers()?];
        let right = [&queues, &waits, &used].into_iter().all(|numbers| numbers.len() == scenario.stages.len())
            && busy.len() == scenario.teams.len()
            && from.is_at_end();
        right.then_some(Sample { objective, wait, cost, queues, waits, used, busy })
    }
}

/// How replications are simulated, and where they are kept.
pub(super) struct Lab<'l> {
    pub(super) seed: u64,
    pub(super) limits: Limits,
    pub(super) objective: &'l Objective,
    pub(super) store: Option<&'l dyn Store>,
    pub(super) interrupted: &'l (dyn Fn() -> bool + Sync),
}

/// A scenario of which replications are asked for.
#[derive(Debug)]
pub(super) struct Variant {
    /// Its text.
    pub(super) text: String,
    /// What it says; only what is needed is measured.
    pub(super) scenario: Scenario,
    /// Its model, where every number is known.
    known: Option<(Model, Plan)>,
    /// Where it is kept.
    cell: Option<CellId>,
    /// What its replications gave.
    pub(super) samples: BTreeMap<u32, Sample>,
    aim: OnceLock<Result<Aim, ObjectiveError>>,
}

/// Why a replication of a variant gives nothing.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum ProbeError {
    Experiment(ExperimentError),
    Objective(ObjectiveError),
}

impl Variant {
    /// * `scenario` – read from that text
    pub(super) fn new(text: String, scenario: Scenario, lab: &Lab) -> Result<Variant, CompileError> {
        let cell = lab.store.map(|_| {
            // What is kept depends on the objective too.
            let asked = format!("{text}\n[bottlenecks]\nobjective = {:?}\n", format!("{:?}", lab.objective));
            CellId::of(&asked, &scenario, lab.seed, lab.limits)
        });
        let scenario = reduced(scenario);
        let known = match scenario.unknowns {
            Some(_) => None,
            None => {
                let model = compile(&scenario)?;
                let plan = Plan::new(&scenario, &model);
                Some((model, plan))
            }
        };
        Ok(Variant { text, scenario, known, cell, samples: BTreeMap::new(), aim: OnceLock::new() })
    }

    /// The objective among its rows, once a replication was simulated.
    pub(super) fn aim(&self, lab: &Lab) -> Result<&Aim, ProbeError> {
        if self.aim.get().is_none() {
            // Which rows there are does not depend on the numbers.
            let model = compile(&self.scenario);
            let found = match model {
                Ok(model) => {
                    let plan = Plan::new(&self.scenario, &model);
                    let keys = keys(&Measures::new(&plan, &model).into_tally(), &plan);
                    Aim::find(lab.objective, &self.scenario, &plan, &keys)
                }
                Err(cause) => {
                    let error = ExperimentError::DrawCompiled { draw: 0, seed: lab.seed, cause };
                    return Err(ProbeError::Experiment(error));
                }
            };
            // Another thread may have found the same.
            let _ = self.aim.set(found);
        }
        match self.aim.get() {
            Some(Ok(aim)) => Ok(aim),
            Some(Err(error)) => Err(ProbeError::Objective(error.clone())),
            None => Err(ProbeError::Experiment(ExperimentError::NothingDone)),
        }
    }

    /// What a replication gives.
    fn probe(&self, lab: &Lab, replication: u32) -> Result<Sample, ProbeError> {
        let kept = self.cell.as_ref().zip(lab.store);
        if let Some(sample) = kept.and_then(|(cell, store)| {
            let bytes = store.load(cell, replication)?;
            Sample::decode(&bytes, &self.scenario)
        }) {
            return Ok(sample);
        }
        let aim = self.aim(lab)?;
        let sample = match &self.known {
            Some((model, plan)) => self.simulate(lab, aim, (model, plan), replication),
            None => {
                let seed = lab.seed;
                let drawn = self.scenario.draw(seed, replication);
                let drawn = drawn.map_err(|problems| ExperimentError::Draw { draw: replication, seed, problems });
                let model = drawn.and_then(|drawn| {
                    let model = compile(&drawn);
                    let model =
                        model.map_err(|cause| ExperimentError::DrawCompiled { draw: replication, seed, cause })?;
                    let plan = Plan::new(&drawn, &model);
                    Ok((model, plan))
                });
                let (model, plan) = model.map_err(ProbeError::Experiment)?;
                self.simulate(lab, aim, (&model, &plan), replication)
            }
        };
        let sample = sample.map_err(ProbeError::Experiment)?;
        if let Some((cell, store)) = kept {
            store.keep(cell, replication, &sample.encode());
        }
        Ok(sample)
    }

    fn simulate(
        &self,
        lab: &Lab,
        aim: &Aim,
        (model, plan): (&Model, &Plan),
        replication: u32,
    ) -> Result<Sample, ExperimentError> {
        let draws = self.scenario.draws(lab.seed, replication);
        let observed = simulate_with(model, draws, lab.limits, Measures::new(plan, model));
        let tally = observed.map(Measures::into_tally).map_err(|cause| ExperimentError::Run {
            replication,
            seed: lab.seed,
            cause,
        })?;
        Ok(self.look_at(&tally, plan, aim))
    }

    /// What is kept of a replication.
    fn look_at(&self, tally: &Tally, plan: &Plan, aim: &Aim) -> Sample {
        let (stages, teams) = (self.scenario.stages.len(), self.scenario.teams.len());
        let mut queues = vec![0.0; stages];
        let mut waits = vec![f64::NAN; stages];
        let mut used = vec![0.0; stages];
        let mut busy = vec![f64::NAN; teams];
        let (mut cost, mut arrivals, mut waited) = (f64::NAN, 0.0, 0.0);
        let mut asked: Vec<(RowKey, Ratio)> = Vec::new();
        tally.walk(plan, &mut |key, sample| {
            let RowSample::Ratio(ratio) = sample else { return };
            if key.group != Group::ALL || key.period != Period::All {
                return;
            }
            if aim.needs(key) {
                asked.push((key, ratio));
            }
            let value = if ratio.below > 0.0 { ratio.above / ratio.below } else { f64::NAN };
            match (key.measure, key.of, key.statistic) {
                (Measure::Queue, Of::Stage(stage), Statistic::Mean) => {
                    queues[stage as usize] = value;
                    waited += ratio.above;
                }
                // Elsewhere a delay comes first, and is no queue.
                (Measure::Wait, Of::Stage(stage), Statistic::Mean) if plan.stages[stage as usize].begins_with_work => {
                    waits[stage as usize] = value;
                }
                (Measure::Joined, Of::Stage(stage), _) | (Measure::Present, Of::Stage(stage), _) => {
                    used[stage as usize] += ratio.above;
                }
                (Measure::Utilisation, Of::Team(team), _) => busy[team as usize] = value,
                (Measure::Arrivals, Of::Chain, _) => arrivals = ratio.above,
                (Measure::Cost, Of::Chain, Statistic::PerYear) => cost = value,
                _ => {}
            }
        });
        let wait = (arrivals > 0.0).then(|| waited / arrivals);
        let of_row = |key: RowKey| asked.iter().find(|(known, _)| *known == key).map(|&(_, ratio)| ratio);
        let objective = aim.value(of_row, wait).unwrap_or(f64::NAN);
        Sample { objective, wait: wait.unwrap_or(f64::NAN), cost, queues, waits, used, busy }
    }
}

/// The same scenario, of which no more is measured than is needed, and each replication has a draw of its own.
fn reduced(mut scenario: Scenario) -> Scenario {
    let report = &mut scenario.report;
    (report.periods, report.occupancy_to, report.averages_by_class) = (Periods::None, None, false);
    (report.quantiles, report.moments, report.occupancy_of) = (Vec::new(), Vec::new(), Vec::new());
    scenario.antithetic = false;
    if let Some(unknowns) = &mut scenario.unknowns {
        unknowns.each_draw = 1;
    }
    scenario
}

fn keys(tally: &Tally, plan: &Plan) -> Vec<RowKey> {
    let mut keys = Vec::new();
    tally.walk(plan, &mut |key, _| keys.push(key));
    keys
}

impl Lab<'_> {
    /// Sees to it that variants have these replications.
    ///
    /// * `asked` – which variant, which replication
    /// * `progress` – told after each
    ///
    /// `false` when it was interrupted before all were there.
    pub(super) fn run(
        &self,
        variants: &mut [Variant],
        asked: &[(usize, u32)],
        progress: &mut (dyn FnMut() + Send),
    ) -> Result<bool, (usize, ProbeError)> {
        let missing = |&(variant, replication): &(usize, u32)| {
            let here: &Variant = &variants[variant];
            !here.samples.contains_key(&replication)
        };
        let jobs: Vec<(usize, u32)> = asked.iter().copied().filter(missing).collect();
        let mut samples: Vec<Sample> = Vec::with_capacity(jobs.len());
        let mut failed = None;
        let interrupted = {
            let variants: &[Variant] = variants;
            let make = |number: u32| {
                let (variant, replication) = jobs[number as usize];
                variants[variant].probe(self, replication).map_err(|error| (variant, error))
            };
            let mut take_in = |made: Result<Sample, (usize, ProbeError)>| match made {
                Ok(sample) => {
                    samples.push(sample);
                    progress();
                    None
                }
                Err(error) => {
                    failed = Some(error);
                    Some(Wanted::NO_MORE)
                }
            };
            in_order(Wanted::exactly(jobs.len() as u32), &make, &mut take_in, self.interrupted)
        };
        if let Some(error) = failed {
            return Err(error);
        }
        for (&(variant, replication), sample) in jobs.iter().zip(samples) {
            variants[variant].samples.insert(replication, sample);
        }
        Ok(!interrupted)
    }
}
