//! How many residents a year go along each arrow of the chain.
//!
//! A run counts who joins and who finishes each stage, and arrows that take time or lose residents. The other arrows are
//! worked out: they begin as shares of who finishes, and are fitted to the numbers on both sides, stages and ends, in turn
//! (iterative proportional fitting; Deming & Stephan 1940, *Annals of Mathematical Statistics* 11(4)). Where every stage has
//! one such arrow in or out that is exact. How many meet a condition is not known: those arrows begin as what the others
//! leave open.

use sim_core::observe::{Group, Measure, Of, Period, RowKey, Statistic};
use sim_core::time::DAYS_PER_YEAR;

use super::data::value;
use super::flow::{left, parts};
use crate::output::drawing::{Chart, Goal};
use crate::run::Run;

/// Rounds of fitting.
const ROUNDS: usize = 60;
/// Of who joins, so many are taken to leave by an exit before fitting.
const EXIT: f64 = 0.05;
/// Share of an arrow that nobody but some classes go along, before fitting.
const SOME: f64 = 0.01;
/// Residents a year that are as good as nobody.
const TINY: f64 = 1e-6;

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
    /// The end that they are lost to.
    lost_to: Option<usize>,
    /// Whether the run counted it.
    is_counted: bool,
    /// Whether it is for who meets a condition alone; its share is one of them.
    is_conditional: bool,
}

/// What arrows together must be, residents a year.
struct Totals {
    /// Who arrives, of goals that nobody comes to but by arrows.
    into: Vec<(Goal, f64)>,
    /// Who finishes, by place.
    out: Vec<f64>,
    /// Who leaves otherwise than by finishing, of places that are one stage.
    exits: Vec<(Vec<usize>, f64)>,
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
            // An arrow for some classes alone begins small, not at nothing.
            let least = if arrow.exceptions.is_empty() { 0.0 } else { SOME };
            let mut flow = Flow {
                from,
                to: arrow.to,
                flow: arrow.weight.max(least) * done,
                is_exit: false,
                lost: 0.0,
                lost_to: arrow.lost.as_ref().map(|(_, end)| *end),
                is_counted: false,
                is_conditional: arrow.is_conditional,
            };
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
        for exit in &of.exits {
            let flow = EXIT * joined(from);
            let (is_exit, lost, lost_to) = (true, 0.0, None);
            let (is_counted, is_conditional) = (false, false);
            flows.push(Flow { from, to: exit.to, flow, is_exit, lost, lost_to, is_counted, is_conditional });
        }
    }
    let first: Vec<usize> = chart.inflows.iter().map(|inflow| inflow.to).collect();
    let places = 0..chart.stages.len();
    let fed = places.clone().filter(|&place| !first.contains(&place) && !chart.stages[place].is_join);
    let ends = (0..scenario.ends.len()).filter_map(|end| {
        let leave = value(run, Measure::Finished, Of::End(end as u32), Statistic::PerYear)?;
        Some((Goal::End(end), leave))
    });
    let same = |of: usize| places.clone().filter(|&place| chart.stages[place].stage == of).collect();
    let exits = |of: usize| left(&parts(run, of as u32)) - per_year_lost(&flows, chart, of);
    let totals = Totals {
        into: fed.map(|place| (Goal::Stage(place), joined(place))).chain(ends).collect(),
        out: places.clone().map(|place| finished(run, stage(place))).collect(),
        exits: (0..scenario.stages.len()).map(|of| (same(of), exits(of).max(0.0))).collect(),
    };
    settle(&mut flows, &totals);
    flows
}

/// Who is lost on the arrows from a stage.
fn per_year_lost(flows: &[Flow], chart: &Chart<'_>, stage: usize) -> f64 {
    flows.iter().filter(|flow| chart.stages[flow.from].stage == stage).map(|flow| flow.lost).sum()
}

/// Fits what is not counted to all totals in turn.
fn settle(flows: &mut [Flow], totals: &Totals) {
    for round in 0..2 * ROUNDS {
        // At first the shares of everybody stand, and who meets a condition is whom they leave open.
        let is_first = round < ROUNDS;
        for (places, total) in &totals.exits {
            fit(flows, |flow| places.contains(&flow.from) && flow.is_exit, |_| true, sent, *total);
        }
        for (place, &total) in totals.out.iter().enumerate() {
            let may = |flow: &Flow| !is_first || !flow.is_conditional;
            fit(flows, |flow| flow.from == place && !flow.is_exit, may, sent, total);
        }
        // Last who arrives: residents on their way at the end of the run keep both sides from being right at once.
        for &(goal, total) in &totals.into {
            let comes = |flow: &Flow| arrived(flow, goal);
            fit(flows, |flow| comes(flow) > 0.0, |flow| !is_first || flow.is_conditional || flow.is_exit, comes, total);
        }
    }
}

fn sent(flow: &Flow) -> f64 {
    flow.flow + flow.lost
}

/// Who comes to a goal by an arrow, or is lost to it on the way.
fn arrived(flow: &Flow, goal: Goal) -> f64 {
    let lost = if flow.lost_to.map(Goal::End) == Some(goal) { flow.lost } else { 0.0 };
    lost + if flow.to == goal { flow.flow } else { 0.0 }
}

fn finished(run: &Run, stage: u32) -> f64 {
    value(run, Measure::Finished, Of::Stage(stage), Statistic::PerYear).unwrap_or(0.0)
}

/// Whether a stage opens another beside others.
pub(super) fn opens(run: &Run, stage: usize, other: usize) -> bool {
    run.scenario.stages[stage].steps.iter().any(|step| step.opens().contains(&other))
}

/// Scales what is not counted so that all together is a total.
///
/// * `may` – whether it may change now
/// * `size` – how many of an arrow count in the total
fn fit(
    flows: &mut [Flow],
    belongs: impl Fn(&Flow) -> bool,
    may: impl Fn(&Flow) -> bool,
    size: impl Fn(&Flow) -> f64,
    total: f64,
) {
    let is_open = |flow: &Flow| belongs(flow) && !flow.is_counted && may(flow);
    let sum = |flows: &[Flow], open: bool| -> f64 {
        flows.iter().filter(|flow| belongs(flow) && is_open(flow) == open).map(&size).sum()
    };
    let (known, open) = (sum(flows, false), sum(flows, true));
    if open > 0.0 {
        // Never nothing at all, so that the other side can still ask for more.
        let factor = ((total - known) / open).max(TINY / open);
        flows.iter_mut().filter(|flow| is_open(flow)).for_each(|flow| flow.flow *= factor);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn arrow(from: usize, to: Goal, flow: f64) -> Flow {
        let (is_exit, is_counted, is_conditional) = (false, false, false);
        Flow { from, to, flow, is_exit, lost: 0.0, lost_to: None, is_counted, is_conditional }
    }

    #[test]
    fn arrows_into_an_end_add_up_to_who_leaves_there() {
        // Of 1,000 who finish 0 few have a small debt; of those 40 % go to end 0, of all others 91 % on to stage 1.
        let conditional = Flow { is_conditional: true, ..arrow(0, Goal::End(0), 400.0) };
        let patience = Flow { is_exit: true, ..arrow(0, Goal::End(1), 50.0) };
        let mut flows = vec![
            conditional,
            arrow(0, Goal::Stage(1), 910.0),
            arrow(0, Goal::End(1), 90.0),
            patience,
            arrow(1, Goal::End(0), 0.05 * 891.8),
            arrow(1, Goal::End(2), 0.95 * 891.8),
        ];
        let into = vec![(Goal::Stage(1), 891.8), (Goal::End(0), 64.59), (Goal::End(1), 188.2), (Goal::End(2), 847.21)];
        let totals = Totals { into, out: vec![1000.0, 891.8], exits: vec![(vec![0], 100.0), (vec![1], 0.0)] };
        settle(&mut flows, &totals);
        for ((flow, about), place) in flows.iter().zip([20.0, 891.8, 88.2, 100.0, 44.59, 847.21]).zip(0..) {
            assert!((flow.flow - about).abs() < 0.5, "arrow {place}: {} instead of {about}", flow.flow);
        }
    }

    #[test]
    fn who_is_lost_on_the_way_did_not_arrive() {
        let counted = Flow { lost: 10.0, lost_to: Some(0), is_counted: true, ..arrow(0, Goal::Stage(2), 90.0) };
        let mut flows = vec![counted, arrow(1, Goal::Stage(2), 20.0)];
        let into = vec![(Goal::Stage(2), 120.0), (Goal::End(0), 10.0)];
        settle(&mut flows, &Totals { into, out: vec![100.0, 30.0, 0.0], exits: Vec::new() });
        assert!((flows[1].flow - 30.0).abs() < 1e-6, "{}", flows[1].flow);
    }
}
