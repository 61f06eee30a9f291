//! What a change costs, for each resident who is reached by it and each week of waiting that it saves.

use super::arms::PairedResidents;
use super::gains::{PerYear, reached_more, weeks_sooner};
use super::side::Side;
use crate::estimate::{Estimate, LEVEL, Linear, fieller};
use crate::observe::{Group, Measure, Of, Period, RowKey, Statistic};

/// What a change costs.
#[derive(Debug, Clone, PartialEq)]
pub struct CostEffect {
    /// Euro a year more than the base; a scenario that says nothing of cost counts as costing nothing.
    pub extra_per_year: Estimate,
    /// Euro for each resident more who is helped.
    pub per_resident_reached: CostPer,
    /// Euro for each week by which help comes sooner.
    pub per_week_sooner: CostPer,
}

/// Euro for each unit of an effect.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CostPer {
    /// With Fieller's interval. Less than 0: it saves money as well.
    Known(Estimate),
    /// No estimate: the effect may be nothing.
    MayBeNothing,
    /// No estimate: the effect is the other way.
    OtherWay,
    /// No estimate: it begins after the first residents who are followed came, so that its cost and its effect are not of
    /// the same years.
    BeginsLater,
}

impl CostEffect {
    /// The same of a change that begins after the first measured day.
    pub fn begins_later(self) -> CostEffect {
        CostEffect { per_resident_reached: CostPer::BeginsLater, per_week_sooner: CostPer::BeginsLater, ..self }
    }
}

/// The cost of a change; `None` where neither scenario says what anything costs, or nobody is followed.
///
/// * `tested` – how many rows of the arm were tested beside it: an effect is divided by only when it would stand among all
///   of these and both effects (Bonferroni, which claims no more than Holm would)
pub(super) fn cost_effect(
    base: &Side<'_>,
    changed: &Side<'_>,
    moved: Option<&PairedResidents>,
    each: u32,
    tested: usize,
) -> Option<CostEffect> {
    let key = RowKey {
        measure: Measure::Cost,
        of: Of::Chain,
        group: Group::ALL,
        period: Period::All,
        statistic: Statistic::PerYear,
    };
    let cost = |side: &Side<'_>| side.linear(side.row(key)?);
    let extra = match (cost(base), cost(changed)) {
        (Some(before), Some(after)) => after.minus(&before),
        (None, Some(after)) => after,
        (Some(before), None) => before.times(-1.0),
        (None, None) => return None,
    };
    let counts = PerYear::new(base.arm.plan, moved, each);
    let per = |effect: Option<Linear>| effect.map_or(CostPer::MayBeNothing, |effect| cost_per(&extra, &effect, tested));
    Some(CostEffect {
        extra_per_year: extra.estimate(),
        per_resident_reached: per(counts.as_ref().and_then(|counts| counts.linear(reached_more))),
        per_week_sooner: per(counts.as_ref().and_then(|counts| counts.linear(weeks_sooner))),
    })
}

fn cost_per(extra: &Linear, effect: &Linear, tested: usize) -> CostPer {
    let is_told = effect.probability_of_nothing().is_some_and(|p| p * (tested + 2) as f64 <= 1.0 - LEVEL);
    match fieller(extra, effect).filter(|_| is_told) {
        None => CostPer::MayBeNothing,
        Some(_) if effect.value() < 0.0 => CostPer::OtherWay,
        Some(estimate) => CostPer::Known(estimate),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::Ratio;

    #[test]
    fn a_cost_is_given_only_for_an_effect_that_is_there_and_the_right_way() {
        let mean =
            |values: [f64; 4]| Linear::of_ratio(&values.map(|above| Ratio { above, below: 1.0 })).expect("counted");
        let extra = mean([100.0, 101.0, 99.0, 100.0]);
        let CostPer::Known(found) = cost_per(&extra, &mean([10.0, 11.0, 9.0, 10.0]), 1) else { panic!("10 is not 0") };
        assert_eq!(found.value, 10.0);
        assert_eq!(cost_per(&extra, &mean([1.0, -1.0, 2.0, -1.5]), 1), CostPer::MayBeNothing);
        assert_eq!(cost_per(&extra, &mean([-10.0, -11.0, -9.0, -10.0]), 1), CostPer::OtherWay);
        // t = 10 / 0.408 = 24.5 with 3 degrees of freedom: p = 0.00015, which is told among 300 rows and not among 1,000.
        let effect = mean([10.0, 11.0, 9.0, 10.0]);
        assert!(matches!(cost_per(&extra, &effect, 300), CostPer::Known(_)));
        assert_eq!(cost_per(&extra, &effect, 1_000), CostPer::MayBeNothing);
    }
}
