//! How many replications a comparison needs: a number, or until the *differences* with the first arm are precise enough.

use super::arms::Arm;
use super::goal::{row, rule};
use super::in_order::{Wanted, threads};
use super::{Experiment, ExperimentError, Stopped};
use crate::estimate::{Confirmation, Estimate, Linear, StoppingRule};
use crate::scenario::{Precision, Runs};

/// How many replications are wanted, as far as they are done.
pub(super) struct ArmsGoal<'e> {
    /// Replications in an independent part.
    each: u32,
    /// Never more replications than this.
    at_most: u32,
    /// Number of arms.
    arms: u32,
    precise: Option<Precise<'e>>,
}

/// What is to be precise.
struct Precise<'e> {
    precision: &'e Precision,
    rules: Vec<StoppingRule>,
    confirmed: Confirmation,
    /// For each arm the rows that it is about; none before the first part is done.
    rows: Vec<Vec<usize>>,
    /// How many replications the last look asks for.
    forecast: f64,
}

impl<'e> ArmsGoal<'e> {
    /// Only whole parts count: a number is rounded up to them, and a cap down.
    pub(super) fn new(arms: usize, each: u32, runs: &'e Runs) -> ArmsGoal<'e> {
        let (at_most, precise) = match runs {
            Runs::Fixed(number) => (number.div_ceil(each).saturating_mul(each), None),
            Runs::Precision(precision) => {
                let parts = (precision.at_most / each).max(1);
                let rules = precision.wanted.iter().map(|one| rule(one, parts)).collect();
                let confirmed = Confirmation::new(parts as usize);
                (parts * each, Some(Precise { precision, rules, confirmed, rows: Vec::new(), forecast: 0.0 }))
            }
        };
        ArmsGoal { each, at_most, arms: arms as u32, precise }
    }

    /// What is wanted before anything is done.
    pub(super) fn first(&self) -> Wanted {
        self.wanted(0)
    }

    /// What is wanted when one more part is added to every arm; tells why that is the end, where it is.
    pub(super) fn add_part(
        &mut self,
        arms: &[Arm<'_>],
        experiments: &mut [Experiment],
    ) -> Result<(Wanted, Option<Stopped>), ExperimentError> {
        if let Some(precise) = &mut self.precise {
            if precise.rows.is_empty() {
                precise.rows = rows(arms, experiments, precise.precision)?;
                let tell =
                    |(experiment, rows): (&mut Experiment, &Vec<usize>)| experiment.precision_rows.clone_from(rows);
                experiments.iter_mut().zip(&precise.rows).for_each(tell);
            }
            let is_precise = precise.look(experiments, self.each);
            if precise.confirmed.add(is_precise) {
                let why = if is_precise { Stopped::Precise } else { Stopped::AtCap };
                return Ok((Wanted::NO_MORE, Some(why)));
            }
        }
        Ok((self.wanted(experiments[0].replications()), None))
    }

    /// What is wanted when so many replications of every arm are done, in replications of any arm.
    fn wanted(&self, done: u32) -> Wanted {
        let all = |replications: u32| replications.saturating_mul(self.arms);
        let Some(precise) = &self.precise else { return Wanted::exactly(all(self.at_most)) };
        let surely = precise.confirmed.at_least().saturating_mul(self.each).min(self.at_most);
        // While nothing is precise yet, more will be needed than is sure, so no thread has to be idle.
        let perhaps = match precise.confirmed.is_confirming() {
            true => all(surely),
            false => all(surely).max(all(done).saturating_add(2 * threads())),
        };
        Wanted { surely: all(surely), perhaps: perhaps.min(all(self.at_most)) }
    }

    /// How many replications of every arm there will be, as far as can be said.
    pub(super) fn expected(&self) -> u32 {
        let Some(precise) = &self.precise else { return self.at_most };
        precise.confirmed.expected(precise.forecast).saturating_mul(self.each).min(self.at_most)
    }
}

impl Precise<'_> {
    /// Whether the difference of every arm with the first is precise, in every row.
    fn look(&mut self, experiments: &[Experiment], each: u32) -> bool {
        let mut all = true;
        self.forecast = 0.0;
        for (experiment, rows) in experiments.iter().zip(&self.rows).skip(1) {
            for (place, rule) in self.rules.iter().enumerate() {
                let base = Linear::of_ratio(&experiments[0].sums(self.rows[0][place], each));
                let changed = Linear::of_ratio(&experiment.sums(rows[place], each));
                let (Some(base), Some(changed)) = (base, changed) else {
                    all = false;
                    continue;
                };
                let difference = changed.minus(&base).estimate();
                // A relative half-width is a share of the value before the change: that of a difference of nothing would
                // never be reached. What is the same in every replication is known.
                let known = Estimate { value: base.value(), ..difference };
                let is_nothing = difference.value == 0.0 && difference.half_width == Some(0.0);
                all &= is_nothing || rule.is_precise(&known);
                self.forecast = self.forecast.max(rule.forecast(&known).unwrap_or(0.0));
            }
        }
        all
    }
}

/// For each arm the rows that a precision is about.
fn rows(
    arms: &[Arm<'_>],
    experiments: &[Experiment],
    precision: &Precision,
) -> Result<Vec<Vec<usize>>, ExperimentError> {
    let of_arm = |(arm, experiment): (&Arm<'_>, &Experiment)| {
        let rows = precision.wanted.iter().map(|wanted| row(experiment, arm.scenario, &wanted.measure));
        rows.collect::<Result<Vec<usize>, ExperimentError>>().map_err(|cause| arm.failed(cause))
    };
    arms.iter().zip(experiments).map(of_arm).collect()
}
