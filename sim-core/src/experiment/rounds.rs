//! Rounds: the best relief is applied, everything is ranked again, and so on, because taking one bottleneck away changes the
//! order of the others.
//!
//! ```text
//! base ──rank──► best ──apply──► base of the next round ──rank──► best ──apply──► … until nothing helps any more
//! ```

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use super::ExperimentError;
use super::bottlenecks::{Candidate, Contender, Contest, Needs, fresh, linear};
use super::in_order::{Wanted, in_order};
use super::objective::Aim;
use super::probe::{Lab, ProbeError, Sample, Variant};
use super::round::{Among, Bottlenecks, BottlenecksError, BottlenecksRequest, Brought, QueueShift, Round, RoundsEnd};
use crate::chain::CompileError;
use crate::estimate::Estimate;
use crate::scenario::{
    ApplyProblem, Intervention, Relief, ReliefKind, ReliefOf, Scenario, Step as StageStep, apply_more, apply_to,
    reliefs,
};
use crate::time::DAYS_PER_YEAR;

/// Ranks bottlenecks, in as many rounds as are asked for.
///
/// * `text` – of the scenario
/// * `progress` – told how many replications are done and how many are expected
/// * `interrupted` – asked before every replication; once true, no further one begins
///
/// # Errors
/// [`BottlenecksError`] when the scenario cannot be used or a replication fails.
pub fn bottlenecks(
    text: &str,
    request: &BottlenecksRequest,
    progress: &(dyn Fn(u32, u32) + Sync),
    interrupted: &(dyn Fn() -> bool + Sync),
) -> Result<Bottlenecks, BottlenecksError> {
    let lab = Lab {
        seed: request.seed,
        limits: request.limits,
        objective: &request.objective,
        store: request.store,
        interrupted,
    };
    let scenario = scenario_of(text, request.likely)?;
    let base = Variant::new(text.to_owned(), scenario, &lab);
    let base = base.map_err(|cause| BottlenecksError::Compile { name: String::new(), cause })?;
    let aim = base.aim(&lab).cloned().map_err(|error| failed(String::new(), error))?;
    let work = Rounds { request, lab: &lab, aim, done: AtomicU32::new(0), progress };
    work.run(base)
}

/// Rounds that are going on.
struct Rounds<'r> {
    request: &'r BottlenecksRequest<'r>,
    lab: &'r Lab<'r>,
    aim: Aim,
    done: AtomicU32,
    progress: &'r (dyn Fn(u32, u32) + Sync),
}

impl Rounds<'_> {
    fn run(&self, mut base: Variant) -> Result<Bottlenecks, BottlenecksError> {
        let mut found = Bottlenecks {
            objective: self.aim.name.clone(),
            unit: self.aim.unit,
            better: self.aim.better,
            rounds: Vec::new(),
            end: RoundsEnd::AllDone,
            left_out: Vec::new(),
            replications: 0,
            text: base.text.clone(),
        };
        let mut applied: Vec<String> = Vec::new();
        let mut spent = 0.0;
        let mut first: Option<Vec<(u32, Sample)>> = None;
        for number in 0..self.request.rounds {
            let candidates = self.candidates(&base.scenario, &applied, spent);
            let (contenders, variants, left_out) = self.contenders(&base, candidates)?;
            if number == 0 {
                found.left_out = left_out;
            }
            if (self.lab.interrupted)() {
                return self.interrupted(found);
            }
            if contenders.is_empty() {
                found.end = RoundsEnd::NothingLeft;
                break;
            }
            let expected = self.expected(contenders.len(), self.request.rounds - number);
            let mut progress = || {
                let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
                (self.progress)(done, expected.max(done));
            };
            let (text, scenario) = (base.text.clone(), base.scenario.clone());
            let names: Vec<String> = contenders.iter().map(|one| one.candidate.id().to_owned()).collect();
            let variants: Vec<Variant> = std::iter::once(base).chain(variants).collect();
            let mut contest = Contest { lab: self.lab, effort: self.request.effort, contenders, variants };
            let step = |candidate: &Candidate| self.step((&text, &scenario), candidate);
            let ranked = contest.run(number, &step, &mut progress);
            let ranked = ranked.map_err(|(variant, error)| {
                let name = variant.checked_sub(1).and_then(|one| names.get(one)).cloned().unwrap_or_default();
                failed(name, error)
            })?;
            let before: Vec<(u32, Sample)> = samples(&contest.variants[0]);
            let first = first.get_or_insert_with(|| before.clone());
            let mut round = Round {
                objective: estimate(before.iter().map(|(_, sample)| sample.objective)),
                wait: estimate(before.iter().map(|(_, sample)| sample.wait)),
                ranking: ranked.ranking,
                certainty: ranked.certainty,
                signs: ranked.signs,
                brought: None,
                fresh: before.len() as u32,
            };
            if ranked.interrupted {
                return self.interrupted(found);
            }
            let Some((place, effect)) = ranked.best else {
                found.rounds.push(round);
                found.end = RoundsEnd::NothingHelps;
                break;
            };
            let best = contest.variants.swap_remove(place);
            let candidate = &contest.contenders[place - 1].candidate;
            let id = candidate.id().to_owned();
            if let Candidate::Intervention(one) = candidate {
                spent += cost_of(one, &best.scenario);
            }
            let after = samples(&best);
            round.brought = Some(Brought {
                id: id.clone(),
                effect,
                wait: paired(&before, &after, |one, other| one.wait - other.wait),
                effect_so_far: paired(first, &after, |one, other| self.aim.gain(other.objective, one.objective)),
                wait_so_far: paired(first, &after, |one, other| one.wait - other.wait),
                queues: queue_shifts(&contest.variants[0].scenario, &before, &best.scenario, &after),
                spent: matches!(candidate, Candidate::Intervention(_)).then_some(spent),
            });
            found.rounds.push(round);
            if self.request.degree >= 1.0 || matches!(self.request.among, Among::Library { .. }) {
                applied.push(id);
            }
            base = best;
            found.text.clone_from(&base.text);
        }
        found.replications = self.done.load(Ordering::Relaxed);
        if found.rounds.is_empty() { Err(BottlenecksError::NothingToTry) } else { Ok(found) }
    }

    /// What is tried in a round.
    ///
    /// * `applied` – what is there already
    /// * `spent` – euro that it costs
    fn candidates(&self, scenario: &Scenario, applied: &[String], spent: f64) -> Vec<Candidate> {
        let is_new = |candidate: &Candidate| !applied.iter().any(|id| id == candidate.id());
        match &self.request.among {
            Among::Reliefs { legal } => {
                reliefs(scenario, *legal).into_iter().map(Candidate::Relief).filter(is_new).collect()
            }
            Among::Library { interventions, budget } => {
                let affordable = |one: &&Intervention| {
                    budget.is_none_or(|budget| spent + cost_of(one, scenario) <= budget * (1.0 + 1e-12))
                };
                let fitting = interventions.iter().filter(affordable).cloned();
                fitting.map(Candidate::Intervention).filter(is_new).collect()
            }
        }
    }

    /// What is said after an interruption: a round that was only begun says nothing yet.
    fn interrupted(&self, mut found: Bottlenecks) -> Result<Bottlenecks, BottlenecksError> {
        found.end = RoundsEnd::Interrupted;
        found.replications = self.done.load(Ordering::Relaxed);
        match found.rounds.is_empty() {
            true => Err(failed(String::new(), ProbeError::Experiment(ExperimentError::NothingDone))),
            false => Ok(found),
        }
    }

    /// Applies each candidate to the base, on all threads.
    #[expect(clippy::type_complexity, reason = "three lists, taken apart at once")]
    fn contenders(
        &self,
        base: &Variant,
        candidates: Vec<Candidate>,
    ) -> Result<(Vec<Contender>, Vec<Variant>, Vec<(String, Vec<ApplyProblem>)>), BottlenecksError> {
        let (mut contenders, mut variants, mut left_out) = (Vec::new(), Vec::new(), Vec::new());
        let make =
            |number: u32| self.variant((&base.text, &base.scenario), &candidates[number as usize], self.request.degree);
        let made = Mutex::new(Vec::with_capacity(candidates.len()));
        let mut take_in = |one: Result<Variant, NotMade>| {
            made.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(one);
            None
        };
        in_order(Wanted::exactly(candidates.len() as u32), &make, &mut take_in, self.lab.interrupted);
        let made = made.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        for (candidate, made) in candidates.into_iter().zip(made) {
            match made {
                Ok(variant) => {
                    let needs = match &candidate {
                        Candidate::Relief(relief) => needs(relief, &base.scenario),
                        Candidate::Intervention(_) => None,
                    };
                    contenders.push(Contender { candidate, needs });
                    variants.push(variant);
                }
                Err(NotMade::Refused(problems)) => left_out.push((candidate.id().to_owned(), problems)),
                Err(NotMade::Compile(cause)) => {
                    return Err(BottlenecksError::Compile { name: candidate.id().to_owned(), cause });
                }
            }
        }
        Ok((contenders, variants, left_out))
    }

    /// The scenario with a candidate applied.
    fn variant(&self, base: (&str, &Scenario), candidate: &Candidate, degree: f64) -> Result<Variant, NotMade> {
        let applied = match candidate {
            Candidate::Relief(relief) => apply_more(base.0, base.1, &relief.intervention(degree)),
            Candidate::Intervention(one) => apply_to(base.0, base.1, &[one]),
        };
        let text = applied.map_err(NotMade::Refused)?.text;
        let scenario = scenario_of(&text, self.request.likely).map_err(|_| NotMade::Refused(Vec::new()))?;
        Variant::new(text, scenario, self.lab).map_err(NotMade::Compile)
    }

    /// A small step of a relief, with its size.
    fn step(&self, base: (&str, &Scenario), candidate: &Candidate) -> Option<(f64, Variant)> {
        let Candidate::Relief(relief) = candidate else { return None };
        let size = relief.size(self.request.step);
        self.variant(base, candidate, self.request.step).ok().map(|variant| (size, variant))
    }

    /// How many replications there will be, about: a quarter of the candidates go on after the first look.
    fn expected(&self, candidates: usize, rounds: u32) -> u32 {
        let effort = self.request.effort;
        let (candidates, top) = (candidates as u32, effort.top as u32);
        let race = candidates * effort.first + candidates / 4 * effort.at_most.saturating_sub(effort.first) / 2;
        let each = race + (2 * top + 1) * effort.fresh;
        self.done.load(Ordering::Relaxed) + rounds * each
    }
}

/// Why a variant cannot be made.
enum NotMade {
    Refused(Vec<ApplyProblem>),
    Compile(CompileError),
}

fn failed(name: String, error: ProbeError) -> BottlenecksError {
    match error {
        ProbeError::Experiment(cause) => BottlenecksError::Experiment { name, cause },
        ProbeError::Objective(error) => BottlenecksError::Objective(error),
    }
}

fn scenario_of(text: &str, likely: bool) -> Result<Scenario, BottlenecksError> {
    let scenario = Scenario::at_likely_values(text).map_err(BottlenecksError::Scenario)?;
    Ok(if likely { scenario.at_likely() } else { scenario })
}

/// Where something has to happen for a relief to have an effect.
fn needs(relief: &Relief, scenario: &Scenario) -> Option<Needs> {
    if let Some(name) = relief.stage() {
        let stage = scenario.stages.iter().position(|stage| stage.name == name);
        return stage.map(Needs::Stage);
    }
    let (ReliefOf::Team(name), ReliefKind::Capacity | ReliefKind::Places) = (&relief.of, relief.kind) else {
        return None;
    };
    let team = scenario.teams.iter().position(|team| team.name == *name)?;
    // Contacts wait without being in a queue.
    let all = || scenario.stages.iter().flat_map(|stage| &stage.steps);
    let is_of_team = |step: &StageStep| match step {
        StageStep::Place(place) => place.team == team,
        _ => step.team_and_queue().is_some_and(|(of, _)| of == team),
    };
    if all().any(|step| step.contacts().is_some() && is_of_team(step)) {
        return None;
    }
    let waits = scenario.stages.iter().enumerate().filter(|(_, stage)| stage.steps.iter().any(is_of_team));
    Some(Needs::Queues(waits.map(|(index, _)| index).collect()))
}

/// What an intervention costs over the rest of the horizon once it begins, at the likely values.
fn cost_of(intervention: &Intervention, scenario: &Scenario) -> f64 {
    use crate::scenario::Start;
    let Some(cost) = &intervention.cost else { return 0.0 };
    let days = match intervention.from {
        Start::OfScenario | Start::Always => 0.0,
        Start::Date(from) => (from - scenario.start).get_days().into(),
    };
    let years = ((scenario.horizon.as_days() - f64::max(days, 0.0)) / DAYS_PER_YEAR).max(0.0);
    let euro = |spent: &Option<crate::scenario::Spent>| spent.as_ref().map_or(0.0, |spent| spent.likely);
    euro(&cost.once) + euro(&cost.per_year) * years
}

fn samples(variant: &Variant) -> Vec<(u32, Sample)> {
    fresh(variant).map(|(number, sample)| (number, sample.clone())).collect()
}

fn estimate(values: impl Iterator<Item = f64>) -> Option<Estimate> {
    linear(&values.collect::<Vec<f64>>()).map(|linear| linear.estimate())
}

/// The mean of a difference over the replications that both have.
fn paired(
    one: &[(u32, Sample)],
    other: &[(u32, Sample)],
    difference: impl Fn(&Sample, &Sample) -> f64,
) -> Option<Estimate> {
    let of = |(number, sample): &(u32, Sample)| {
        let same = other.iter().find(|(known, _)| known == number);
        same.map(|(_, other)| difference(sample, other))
    };
    estimate(one.iter().filter_map(of))
}

/// Where the queue went: stages by name, the one with the most more waiting first.
fn queue_shifts(
    scenario: &Scenario,
    before: &[(u32, Sample)],
    later: &Scenario,
    after: &[(u32, Sample)],
) -> Vec<QueueShift> {
    let of = |scenario: &Scenario, name: &str| scenario.stages.iter().position(|stage| stage.name == name);
    let of_stage = |samples: &[(u32, Sample)], stage: Option<usize>| {
        let stage = stage?;
        estimate(samples.iter().map(|(_, sample)| sample.queues[stage]))
    };
    let shifts = later.stages.iter().enumerate().map(|(index, stage)| {
        let was = of(scenario, &stage.name);
        QueueShift {
            stage: stage.name.clone(),
            before: of_stage(before, was),
            after: of_stage(after, Some(index)),
            shift: was.and_then(|was| paired(before, after, |one, other| other.queues[index] - one.queues[was])),
        }
    });
    let mut shifts: Vec<QueueShift> = shifts.collect();
    let size = |shift: &QueueShift| shift.shift.or(shift.after).map_or(0.0, |estimate| estimate.value);
    shifts.sort_by(|a, b| size(b).total_cmp(&size(a)).then_with(|| a.stage.cmp(&b.stage)));
    shifts
}
