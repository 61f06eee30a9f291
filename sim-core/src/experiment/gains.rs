//! Where the queue went, and who gained.

use std::collections::BTreeMap;

use super::arms::PairedResidents;
use super::compare::Difference;
use super::side::Side;
use crate::estimate::{Estimate, Linear, Ratio};
use crate::observe::{Measure, Moved, Plan, Statistic, help_stages};
use crate::time::{DAYS_PER_YEAR, SimTime};

/// What became of a stage. Fields are positions among the differences; `None` where the stage has no such row.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StageShift {
    /// The stage.
    pub stage: String,
    /// By how many residents its queue is longer than before, on average over time; a stage that only one of both
    /// scenarios has counts as empty in the other. 0 where nobody waits.
    pub shift: f64,
    /// Residents waiting.
    pub queue: Option<usize>,
    /// Mean wait.
    pub wait: Option<usize>,
    /// Median wait, where the report has it.
    pub median: Option<usize>,
    /// The wait that 90 % do not exceed, where the report has it.
    pub p90: Option<usize>,
    /// Share started within each term of the report.
    pub within: Vec<usize>,
    /// Share who left before the end of the stage.
    pub dropped_out: Option<usize>,
}

/// Every stage of either scenario, by how much its queue grew, most first; of the same, by name.
pub(super) fn stage_shifts(base: &Side<'_>, changed: &Side<'_>, differences: &[Difference]) -> Vec<StageShift> {
    let mut stages: BTreeMap<&str, StageShift> = BTreeMap::new();
    for side in [base, changed] {
        for stage in &side.arm.scenario.stages {
            stages.insert(&stage.name, StageShift { stage: stage.name.clone(), ..StageShift::default() });
        }
    }
    for (place, row) in differences.iter().enumerate().filter(|(_, row)| row.is_whole()) {
        let Some(stage) = stages.get_mut(row.of.as_str()) else { continue };
        match (row.key.measure, row.key.statistic) {
            (Measure::Queue, Statistic::Mean) => {
                let value = |estimate: Option<Estimate>| estimate.map_or(0.0, |estimate| estimate.value);
                (stage.queue, stage.shift) = (Some(place), value(row.after) - value(row.before));
            }
            (Measure::Wait, Statistic::Mean) => stage.wait = Some(place),
            (Measure::Wait, Statistic::Quantile(_)) if row.statistic == "p50" => stage.median = Some(place),
            (Measure::Wait, Statistic::Quantile(_)) if row.statistic == "p90" => stage.p90 = Some(place),
            (Measure::StartedWithin, Statistic::Within(_)) => stage.within.push(place),
            (Measure::DroppedOut, Statistic::Share) => stage.dropped_out = Some(place),
            _ => {}
        }
    }
    let mut stages: Vec<StageShift> = stages.into_values().collect();
    stages.sort_by(|one, other| other.shift.total_cmp(&one.shift));
    stages
}

/// Who gained.
#[derive(Debug, Clone, PartialEq)]
pub struct Gains {
    /// Positions among the differences of the rows of single classes that tell who gained: mean waits, reach, outcomes and
    /// the time to each.
    pub by_class: Vec<usize>,
    /// Residents beside themselves; `None` where the follow-up leaves nobody to follow.
    pub residents: Option<ResidentGains>,
}

/// Residents beside themselves in the other scenario, per year in which they came. Of those who came in the measured
/// time and at least the follow-up before its end, in either scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct ResidentGains {
    /// Stages of the arm whose first work counts as help.
    pub help: Vec<String>,
    /// Helped more than a day sooner.
    pub sooner: Estimate,
    /// Helped more than a day later.
    pub later: Estimate,
    /// Helped in both, at most a day apart.
    pub unchanged: Estimate,
    /// Helped only in the arm.
    pub gained: Estimate,
    /// Helped only in the base.
    pub lost: Estimate,
    /// Gained less lost.
    pub reached_more: Estimate,
    /// Weeks by which help comes sooner, of all who are helped in both together, per year.
    pub weeks_sooner: Estimate,
}

/// A count of what became of residents, as a ratio per year in which they came, for each independent part.
pub(super) struct PerYear<'m> {
    moved: &'m [Moved],
    years: f64,
    each: u32,
}

impl<'m> PerYear<'m> {
    /// `None` where nobody is followed.
    pub(super) fn new(plan: &Plan, moved: Option<&'m PairedResidents>, each: u32) -> Option<PerYear<'m>> {
        let years = ((plan.end - plan.follow_up) - SimTime::default()).as_days() / DAYS_PER_YEAR;
        let moved = moved.filter(|moved| !moved.moved.is_empty() && years > 0.0)?;
        Some(PerYear { moved: &moved.moved, years, each })
    }

    pub(super) fn linear(&self, of: impl Fn(&Moved) -> f64) -> Option<Linear> {
        let parts = self.moved.chunks(self.each as usize).map(|part| {
            let above = part.iter().map(&of).sum();
            Ratio { above, below: self.years * part.len() as f64 }
        });
        Linear::of_ratio(&parts.collect::<Vec<Ratio>>())
    }
}

/// How many more residents are helped.
pub(super) fn reached_more(moved: &Moved) -> f64 {
    f64::from(moved.gained) - f64::from(moved.lost)
}

/// By how many weeks help comes sooner, of all who are helped in both together.
pub(super) fn weeks_sooner(moved: &Moved) -> f64 {
    moved.days_sooner / 7.0
}

pub(super) fn gains(
    base: &Side<'_>,
    changed: &Side<'_>,
    differences: &[Difference],
    moved: Option<&PairedResidents>,
    each: u32,
) -> Gains {
    let tells = |row: &Difference| {
        let measure = matches!(
            row.key.measure,
            Measure::Wait
                | Measure::Reach
                | Measure::TimeToReach
                | Measure::Outcome
                | Measure::TimeToOutcome
                | Measure::NeedReach
                | Measure::Lasting
        );
        measure && row.class != "all" && matches!(row.key.statistic, Statistic::Mean | Statistic::Share)
    };
    let by_class = differences.iter().enumerate().filter(|(_, row)| tells(row)).map(|(place, _)| place).collect();
    let residents = PerYear::new(base.arm.plan, moved, each).and_then(|counts| residents(changed, &counts));
    Gains { by_class, residents }
}

fn residents(changed: &Side<'_>, counts: &PerYear<'_>) -> Option<ResidentGains> {
    let anybody = counts.moved.iter().any(|moved| moved.sooner + moved.later + moved.gained + moved.lost > 0);
    // What never varied is not certain, unless nobody was moved at all.
    let honest = |estimate: Estimate| match estimate.half_width {
        Some(0.0) if anybody => Estimate { interval: None, half_width: None, ..estimate },
        _ => estimate,
    };
    let estimate = |of: &dyn Fn(&Moved) -> f64| Some(honest(counts.linear(of)?.estimate()));
    let number = |of: fn(&Moved) -> u32| estimate(&|moved| f64::from(of(moved)));
    let scenario = changed.arm.scenario;
    Some(ResidentGains {
        help: help_stages(scenario).into_iter().map(|stage| scenario.stages[stage].name.clone()).collect(),
        sooner: number(|moved| moved.sooner)?,
        later: number(|moved| moved.later)?,
        unchanged: number(|moved| moved.unchanged)?,
        gained: number(|moved| moved.gained)?,
        lost: number(|moved| moved.lost)?,
        reached_more: estimate(&reached_more)?,
        weeks_sooner: estimate(&weeks_sooner)?,
    })
}
