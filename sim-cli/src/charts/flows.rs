//! How many residents a year go along each arrow of the chain.
//!
//! A run counts who joins and who finishes each stage, and arrows that take time or lose residents. The other arrows are
//! worked out: they begin as shares of who finishes, and are fitted to the numbers on both sides in turn (iterative
//! proportional fitting; Deming & Stephan 1940, *Annals of Mathematical Statistics* 11(4)). Where every stage has one such
//! arrow in or out that is exact.

use sim_core::observe::{Group, Measure, Of, Period, RowKey, Statistic};
use sim_core::time::DAYS_PER_YEAR;

use super::data::value;
use crate::output::drawing::{Chart, Goal};
use crate::run::Run;

/// Rounds of fitting.
const ROUNDS: usize = 60;
/// Of who joins, so many are taken to leave by an exit to another stage before fitting.
const EXIT: f64 = 0.05;

/// Who goes along an arrow, a year.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Flow {
    /// Place of the stage it leaves.
    pub(super) from: usize,
    /// Where it goes.
    pub(super) to: Goal,
    /// Residents a year who arrive there.
    pub(super) flow: f64,
    /// Whether residents leave by it before they have finished the stage.
    pub(super) is_exit: bool,
    /// Residents a year who are lost on it.
    lost: f64,
    /// Whether the run counted it.
    is_counted: bool,
}

/// Every arrow of a chain.
pub(super) fn flows(run: &Run, chart: &Chart<'_>) -> Vec<Flow> {
    let scenario = &run.scenario;
    let stage = |place: usize| chart.stages[place].stage as u32;
    let joined = |place: usize| match chart.stages[place].is_join {
        true => finished(run, stage(place)),
        false => value(run, Measure::Joined, Of::Stage(stage(place)), Statistic::PerYear).unwrap_or(0.0),
    };
    let mut flows = Vec::new();
    for (from, of) in chart.stages.iter().enumerate() {
        let done = finished(run, stage(from));
        for arrow in &of.arrows {
            let mut flow =
                Flow { from, to: arrow.to, flow: arrow.weight * done, is_exit: false, lost: 0.0, is_counted: false };
            let to = match arrow.to {
                Goal::Stage(place) if chart.stages[place].is_join => {
                    (flow.flow, flow.is_counted) = (done, true);
                    None
                }
                Goal::Stage(place) if opens(run, of.stage, chart.stages[place].stage) => {
                    (flow.flow, flow.is_counted) = (joined(place), true);
                    None
                }
                Goal::Stage(place) => Some(stage(place)),
                Goal::End(end) => Some((scenario.stages.len() + end) as u32),
            };
            if let Some((arrived, lost)) = to.and_then(|to| counted(run, stage(from), to)) {
                (flow.flow, flow.lost, flow.is_counted) = (arrived, lost, true);
            }
            flows.push(flow);
        }
        for exit in of.exits.iter().filter(|exit| matches!(exit.to, Goal::Stage(_))) {
            let flow = EXIT * joined(from);
            flows.push(Flow { from, to: exit.to, flow, is_exit: true, lost: 0.0, is_counted: false });
        }
    }
    let first: Vec<usize> = chart.inflows.iter().map(|inflow| inflow.to).collect();
    for _ in 0..ROUNDS {
        for place in 0..chart.stages.len() {
            if !first.contains(&place) && !chart.stages[place].is_join {
                fit(&mut flows, |flow| flow.to == Goal::Stage(place), joined(place));
            }
        }
        for place in 0..chart.stages.len() {
            let done = finished(run, stage(place));
            fit(&mut flows, |flow| flow.from == place && !flow.is_exit, done);
        }
    }
    flows
}

fn finished(run: &Run, stage: u32) -> f64 {
    value(run, Measure::Finished, Of::Stage(stage), Statistic::PerYear).unwrap_or(0.0)
}

/// Whether a stage opens another beside others.
fn opens(run: &Run, stage: usize, other: usize) -> bool {
    run.scenario.stages[stage].steps.iter().any(|step| step.opens().contains(&other))
}

/// Scales what is not counted so that all together is a total.
fn fit(flows: &mut [Flow], belongs: impl Fn(&Flow) -> bool, total: f64) {
    let of = |flows: &[Flow], is_counted: bool| -> f64 {
        let chosen = flows.iter().filter(|flow| belongs(flow) && flow.is_counted == is_counted);
        chosen.map(|flow| flow.flow + flow.lost).sum()
    };
    let (known, open) = (of(flows, true), of(flows, false));
    if open > 0.0 {
        let factor = ((total - known) / open).max(0.0);
        flows.iter_mut().filter(|flow| belongs(flow) && !flow.is_counted).for_each(|flow| flow.flow *= factor);
    }
}

/// Who arrives and who is lost on a referral a year, where the run counted that.
fn counted(run: &Run, from: u32, to: u32) -> Option<(f64, f64)> {
    let is_it = |of: Of| matches!(of, Of::Referral(_, one, other) if (one, other) == (from, to));
    let of = run.experiment.keys.iter().map(|key| key.of).find(|&of| is_it(of))?;
    let years = run.plan.end.as_days() / DAYS_PER_YEAR * f64::from(run.experiment.replications());
    let of_row = |measure, statistic| {
        let key = RowKey { measure, of, group: Group::ALL, period: Period::All, statistic };
        let row = run.experiment.row_of(key)?;
        let each = run.experiment.samples.iter().map(|sample| (sample[row].above, sample[row].below));
        Some(each.fold((0.0, 0.0), |sum, one| (sum.0 + one.0 / years, sum.1 + one.1 / years)))
    };
    match of_row(Measure::LostAtTransfer, Statistic::Share) {
        Some((lost, ended)) => Some((ended - lost, lost)),
        None => of_row(Measure::TransferTime, Statistic::Mean).map(|(_, number)| (number, 0.0)),
    }
}
