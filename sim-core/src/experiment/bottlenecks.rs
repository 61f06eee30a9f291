//! Which bottleneck counts most: every one is relieved in turn, the weak are dropped early, the strong are looked at again.
//!
//! ```text
//! base ─┬─ relief a ─┐ few replications   drop who surely    two more, and    the first few, on fresh
//!       ├─ relief b ─┤ of everything  ──► is not the best ─► drop again … ──► replications: effect, a small
//!       └─ relief c ─┘                                                        step, how sure the order is
//! ```
//!
//! Relieved or not, residents meet the same luck, so an effect is a difference per replication. The race ([`Race`]) uses some
//! replications, the estimates of the winners others: who wins a race has been lucky too, and what was lucky is not counted twice.

use super::objective::Aim;
use super::probe::{Lab, ProbeError, Sample, Variant};
use super::signs::Signs;
use crate::estimate::{Certainty, Estimate, LEVEL, Linear, Race, Ratio, certainty, fieller, holm};
use crate::random::{Draws, Purpose, ResidentKey, Stream, normal_quantile};
use crate::scenario::{Intervention, Relief};

/// The first of the fresh replications: the race never comes so far.
const FRESH: u32 = 1_000_000;
/// Per how much the effect of a step is told.
const TENTH: f64 = 0.1;

/// How much is simulated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effort {
    /// How many winners are looked for, at least 1.
    pub top: usize,
    /// Replications of every candidate before any is dropped, at least 2.
    pub first: u32,
    /// Replications between two looks, at least 1.
    pub more: u32,
    /// Most replications of a candidate in the race.
    pub at_most: u32,
    /// Fresh replications of the winners, at least 2.
    pub fresh: u32,
    /// Probability that the race drops the best, at most.
    pub level: f64,
}

impl Default for Effort {
    fn default() -> Effort {
        Effort { top: 5, first: 3, more: 2, at_most: 9, fresh: 8, level: 0.05 }
    }
}

/// What may be taken away or done.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "there are some hundred of them")]
pub enum Candidate {
    /// A bottleneck that the program found.
    Relief(Relief),
    /// An intervention of a library.
    Intervention(Intervention),
}

impl Candidate {
    /// Its name: the path of a parameter, or that of the intervention.
    pub fn id(&self) -> &str {
        match self {
            Candidate::Relief(relief) => relief.id(),
            Candidate::Intervention(intervention) => &intervention.name,
        }
    }
}

/// A candidate with its place in a round.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// What it is.
    pub candidate: Candidate,
    /// Its rank, from 1.
    pub rank: usize,
    /// How much better the objective becomes; of the winners on fresh replications, of the others in the race.
    pub effect: Option<Estimate>,
    /// How many days less a resident waits in all.
    pub wait: Option<Estimate>,
    /// How many euro a year more the chain costs.
    pub cost: Option<Estimate>,
    /// A small step, of the winners.
    pub step: Option<Step>,
    /// The probability that it stands at its right rank among the winners.
    pub at_rank: Option<f64>,
    /// The probability that it is the best of the winners.
    pub is_best: Option<f64>,
    /// Of the winners: whether the objective surely becomes better, at 5 % over all of them together ([`holm`]).
    pub helps: bool,
    /// Replications in the race.
    pub raced: u32,
    /// What became of it in the race.
    pub fate: Fate,
}

/// What becomes of a candidate in the race.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Among the winners.
    Won,
    /// Not dropped, but not among the first when the race ended.
    Stayed,
    /// Dropped after so many replications.
    Dropped,
    /// Not simulated: nobody comes there, or waits for it, in any replication of the base in the race.
    Unused,
}

/// What a small step does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// How large it is: 0.1 is a tenth; people and places are whole.
    pub size: f64,
    /// How much better the objective becomes.
    pub effect: Estimate,
    /// The same for a tenth, in proportion.
    pub per_tenth: Estimate,
    /// How many days less a resident waits in all.
    pub wait: Estimate,
    /// How many euro a year more the chain costs; `None` without prices.
    pub cost: Option<Estimate>,
    /// How much better the objective becomes per euro a year more; `None` where the cost cannot be told from none.
    pub per_euro: Option<Estimate>,
}

/// One candidate of a round, with the scenario that it makes.
pub(super) struct Contender {
    pub(super) candidate: Candidate,
    /// It is surely without effect where this stage or team is not used.
    pub(super) needs: Option<Needs>,
}

/// Where something has to happen for a relief to have an effect.
pub(super) enum Needs {
    /// Somebody comes to a stage.
    Stage(usize),
    /// Somebody waits at one of these stages.
    Queues(Vec<usize>),
}

impl Needs {
    fn is_met(&self, samples: &[&Sample]) -> bool {
        match self {
            Needs::Stage(stage) => samples.iter().any(|sample| sample.used[*stage] > 0.0),
            Needs::Queues(stages) => {
                stages.iter().any(|&stage| samples.iter().any(|sample| sample.queues[stage] > 0.0))
            }
        }
    }
}

/// What a round found.
pub(super) struct Found {
    pub(super) ranking: Vec<Ranked>,
    pub(super) certainty: Option<Certainty>,
    pub(super) signs: Signs,
    /// Where the first of the ranking that surely helps stands among the variants of the round, with its effect.
    pub(super) best: Option<(usize, Estimate)>,
    pub(super) interrupted: bool,
}

/// A round that is going on: the base, then its candidates.
pub(super) struct Contest<'r> {
    pub(super) lab: &'r Lab<'r>,
    pub(super) effort: Effort,
    pub(super) contenders: Vec<Contender>,
    /// The base, and behind it the variant of each contender.
    pub(super) variants: Vec<Variant>,
}

impl Contest<'_> {
    /// Runs the race, and looks at the winners again.
    ///
    /// * `step` – makes the variant of a small step of a contender, with its size; `None` where there is none
    pub(super) fn run(
        &mut self,
        number: u32,
        step: &dyn Fn(&Candidate) -> Option<(f64, Variant)>,
        progress: &mut (dyn FnMut() + Send),
    ) -> Result<Found, (usize, ProbeError)> {
        let effort = self.effort;
        let mut there: Vec<usize> = (0..self.contenders.len()).collect();
        let mut fates = vec![Fate::Stayed; self.contenders.len()];
        let mut whole = self.lab.run(&mut self.variants, &of(&[0], 0..effort.first), progress)?;
        let base: Vec<&Sample> = self.variants[0].samples.range(..FRESH).map(|(_, sample)| sample).collect();
        // People whom nobody waits for change no history, but they do cost money and are less busy.
        if whole && self.variants[0].aim(self.lab).is_ok_and(|aim| aim.follows_from_histories()) {
            there.retain(|&one| self.contenders[one].needs.as_ref().is_none_or(|needs| needs.is_met(&base)));
        }
        (0..fates.len()).filter(|one| !there.contains(one)).for_each(|one| fates[one] = Fate::Unused);
        let rule = Race { candidates: there.len(), keep: effort.top.max(1), level: effort.level };
        let mut done = 0;
        for look in 0.. {
            let until = if look == 0 { effort.first } else { (done + effort.more).min(effort.at_most) };
            if !whole || until <= done || there.len() <= rule.keep {
                break;
            }
            let all: Vec<usize> = std::iter::once(0).chain(there.iter().map(|one| one + 1)).collect();
            whole = self.lab.run(&mut self.variants, &of(&all, done..until), progress)?;
            if !whole {
                break;
            }
            done = until;
            let aim = self.aim()?;
            let effects: Vec<Vec<f64>> = there.iter().map(|&one| self.gains(&aim, one + 1, 0..done)).collect();
            let mut dropped = rule.dropped(look, &effects).into_iter();
            there.retain(|&one| {
                let is_dropped = dropped.next().unwrap_or(false);
                if is_dropped {
                    fates[one] = Fate::Dropped;
                }
                !is_dropped
            });
        }
        if done == 0 && whole {
            // So few candidates that there is no race: all of them win.
            let all: Vec<usize> = std::iter::once(0).chain(there.iter().map(|one| one + 1)).collect();
            whole = self.lab.run(&mut self.variants, &of(&all, 0..effort.first), progress)?;
            done = effort.first;
        }
        let aim = self.aim()?;
        let mean = |one: usize| mean(&self.gains(&aim, one + 1, 0..done));
        there.sort_by(|&a, &b| mean(b).total_cmp(&mean(a)).then(a.cmp(&b)));
        let winners: Vec<usize> = there.iter().copied().take(rule.keep).collect();
        winners.iter().for_each(|&one| fates[one] = Fate::Won);
        self.finish(number, &aim, &fates, &winners, whole, step, progress)
    }

    #[expect(clippy::too_many_arguments, reason = "what the race has found")]
    fn finish(
        &mut self,
        number: u32,
        aim: &Aim,
        fates: &[Fate],
        winners: &[usize],
        mut whole: bool,
        step: &dyn Fn(&Candidate) -> Option<(f64, Variant)>,
        progress: &mut (dyn FnMut() + Send),
    ) -> Result<Found, (usize, ProbeError)> {
        let fresh = FRESH..FRESH + self.effort.fresh;
        let mut steps: Vec<Option<(f64, usize)>> = Vec::new();
        for &one in winners {
            let made = step(&self.contenders[one].candidate);
            steps.push(made.map(|(size, variant)| {
                self.variants.push(variant);
                (size, self.variants.len() - 1)
            }));
        }
        if whole {
            let of_steps = steps.iter().flatten().map(|&(_, variant)| variant);
            let all: Vec<usize> = std::iter::once(0).chain(winners.iter().map(|one| one + 1)).chain(of_steps).collect();
            whole = self.lab.run(&mut self.variants, &of(&all, fresh.clone()), progress)?;
        }
        let mut order: Vec<usize> = (0..winners.len()).collect();
        if whole {
            let mean = |place: usize| mean(&self.gains(aim, winners[place] + 1, fresh.clone()));
            order.sort_by(|&a, &b| mean(b).total_cmp(&mean(a)).then(a.cmp(&b)));
        }
        let in_order: Vec<Vec<f64>> =
            order.iter().map(|&place| self.gains(aim, winners[place] + 1, fresh.clone())).collect();
        let certainty = if whole { certainty(&in_order, normal(self.lab.seed, number)) } else { None };
        let nothing = |gains: &Vec<f64>| linear(gains).and_then(|gain| gain.probability_of_nothing());
        let nothing: Vec<f64> = in_order.iter().map(|gains| nothing(gains).unwrap_or(1.0)).collect();
        let nothing = holm(&nothing);
        let mut ranking: Vec<Ranked> = Vec::new();
        for (place, &winner) in order.iter().enumerate() {
            let mut ranked =
                self.ranked(aim, winners[winner], Fate::Won, if whole { Some(fresh.clone()) } else { None });
            ranked.step = steps[winner].filter(|_| whole).and_then(|step| self.step(aim, step, fresh.clone()));
            ranked.at_rank = certainty.as_ref().map(|certainty| certainty.at_rank[place]);
            ranked.is_best = certainty.as_ref().map(|certainty| certainty.is_best[place]);
            let better = ranked.effect.is_some_and(|effect| effect.value > 0.0);
            ranked.helps = whole && better && nothing[place] <= 1.0 - LEVEL;
            ranking.push(ranked);
        }
        let best = ranking.iter().position(|ranked| ranked.helps);
        let best = best.and_then(|place| Some((winners[order[place]] + 1, ranking[place].effect?)));
        let others = (0..fates.len()).filter(|one| fates[*one] != Fate::Won);
        let mut others: Vec<Ranked> = others.map(|one| self.ranked(aim, one, fates[one], None)).collect();
        let value = |ranked: &Ranked| ranked.effect.map_or(f64::NEG_INFINITY, |effect| effect.value);
        // Who stayed longer in the race ranks higher; among those who left together the mean decides.
        others.sort_by(|a, b| b.raced.cmp(&a.raced).then(value(b).total_cmp(&value(a))));
        ranking.extend(others);
        ranking.iter_mut().enumerate().for_each(|(place, ranked)| ranked.rank = place + 1);
        let signs = Signs::of(&self.variants[0], &ranking).map_err(|error| (0, error))?;
        Ok(Found { ranking, certainty, signs, best, interrupted: !whole })
    }

    fn aim(&self) -> Result<Aim, (usize, ProbeError)> {
        self.variants[0].aim(self.lab).cloned().map_err(|error| (0, error))
    }

    /// How much better the objective is than that of the base, by replication.
    fn gains(&self, aim: &Aim, variant: usize, replications: std::ops::Range<u32>) -> Vec<f64> {
        self.pairs(variant, replications).map(|(base, one)| aim.gain(one.objective, base.objective)).collect()
    }

    /// The same replications of the base and of a variant.
    fn pairs(
        &self,
        variant: usize,
        replications: std::ops::Range<u32>,
    ) -> impl Iterator<Item = (&Sample, &Sample)> + Clone {
        let base = &self.variants[0].samples;
        self.variants[variant].samples.range(replications).filter_map(|(number, one)| Some((base.get(number)?, one)))
    }

    /// * `fresh` – the fresh replications, where there are any
    fn ranked(&self, aim: &Aim, one: usize, fate: Fate, fresh: Option<std::ops::Range<u32>>) -> Ranked {
        let variant = one + 1;
        let replications = fresh.unwrap_or(0..FRESH);
        let of = |what: &dyn Fn(&Sample, &Sample) -> f64| {
            let values: Vec<f64> =
                self.pairs(variant, replications.clone()).map(|(base, one)| what(base, one)).collect();
            linear(&values).map(|linear| linear.estimate())
        };
        let nothing = (fate == Fate::Unused).then(|| Estimate::symmetric(0.0, Some(0.0), self.effort.first));
        Ranked {
            candidate: self.contenders[one].candidate.clone(),
            rank: 0,
            effect: nothing.or_else(|| of(&|base, one| aim.gain(one.objective, base.objective))),
            wait: nothing.or_else(|| of(&|base, one| base.wait - one.wait)),
            cost: of(&|base, one| one.cost - base.cost),
            step: None,
            at_rank: None,
            is_best: None,
            helps: false,
            raced: self.variants[variant].samples.range(..FRESH).count() as u32,
            fate,
        }
    }

    fn step(&self, aim: &Aim, (size, variant): (f64, usize), fresh: std::ops::Range<u32>) -> Option<Step> {
        let of = |what: &dyn Fn(&Sample, &Sample) -> f64| {
            let values: Vec<f64> = self.pairs(variant, fresh.clone()).map(|(base, one)| what(base, one)).collect();
            linear(&values)
        };
        let effect = of(&|base, one| aim.gain(one.objective, base.objective))?;
        let cost = of(&|base, one| one.cost - base.cost);
        Some(Step {
            size,
            per_tenth: effect.times(TENTH / size).estimate(),
            wait: of(&|base, one| base.wait - one.wait)?.estimate(),
            per_euro: cost.as_ref().filter(|cost| cost.value() > 0.0).and_then(|cost| fieller(&effect, cost)),
            cost: cost.map(|cost| cost.estimate()),
            effect: effect.estimate(),
        })
    }
}

/// These replications of these variants, by replication.
fn of(variants: &[usize], replications: std::ops::Range<u32>) -> Vec<(usize, u32)> {
    replications.flat_map(|number| variants.iter().map(move |&variant| (variant, number))).collect()
}

/// The mean of values of replications, with its interval; `None` where one of them does not exist.
pub(super) fn linear(values: &[f64]) -> Option<Linear> {
    let ratios: Vec<Ratio> = values.iter().map(|&above| Ratio { above, below: 1.0 }).collect();
    values.iter().all(|value| value.is_finite()).then(|| Linear::of_ratio(&ratios)).flatten()
}

/// The mean; below any other where a replication has no value.
fn mean(values: &[f64]) -> f64 {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    if mean.is_nan() { f64::NEG_INFINITY } else { mean }
}

/// The fresh replications of a variant, by number.
pub(super) fn fresh(variant: &Variant) -> impl Iterator<Item = (u32, &Sample)> {
    variant.samples.range(FRESH..).map(|(&number, sample)| (number, sample))
}

/// Standard normal numbers for the certainty of a round, at addresses of their own.
fn normal(seed: u64, round: u32) -> impl Fn(u32, u32) -> f64 {
    const STREAM: Stream = Stream::named("bottlenecks");
    const PURPOSE: Purpose = Purpose::named("certainty");
    let draws = Draws::new(seed, round);
    move |draw, place| normal_quantile(draws.unit(ResidentKey::new(STREAM, u64::from(draw)), PURPOSE, place, 0))
}
