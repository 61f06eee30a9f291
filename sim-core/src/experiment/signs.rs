//! The classical signs of a bottleneck: who is busiest, where most wait, where they wait longest. They are shown beside the
//! effects of taking bottlenecks away, because they mislead: the longest queue need not be what keeps residents from help.

use super::ExperimentError;
use super::bottlenecks::{Candidate, Fate, Ranked};
use super::probe::{ProbeError, Sample, Variant};
use crate::chain::{compile, forecast};
use crate::scenario::{Scenario, Step};

/// The classical signs in the base of a round.
#[derive(Debug, Clone, PartialEq)]
pub struct Signs {
    /// One entry per sign that says something.
    pub signs: Vec<Sign>,
}

/// A sign, and what it points at.
#[derive(Debug, Clone, PartialEq)]
pub struct Sign {
    /// Which.
    pub kind: SignKind,
    /// Names of teams or stages with the value of the sign, highest first.
    pub ranks: Vec<(String, f64)>,
    /// Whether one of the winners takes away something at the first of them.
    pub is_among_winners: bool,
}

/// A classical sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SignKind {
    /// Busy over staffed hours of a team.
    Utilisation,
    /// Work that comes to a team over the people there are, worked out without simulating.
    OfferedLoad,
    /// Residents waiting at a stage.
    LongestQueue,
    /// Mean wait at a stage, days.
    LongestWait,
}

impl SignKind {
    /// Name in tables.
    pub fn name(self) -> &'static str {
        match self {
            SignKind::Utilisation => "utilisation",
            SignKind::OfferedLoad => "offered_load",
            SignKind::LongestQueue => "longest_queue",
            SignKind::LongestWait => "longest_wait",
        }
    }

    /// Whether it is of teams; else of stages.
    pub fn is_of_teams(self) -> bool {
        matches!(self, SignKind::Utilisation | SignKind::OfferedLoad)
    }
}

impl Signs {
    /// The signs in all replications of the base so far.
    pub(super) fn of(base: &Variant, ranking: &[Ranked]) -> Result<Signs, ProbeError> {
        let scenario = &base.scenario;
        let mean = |of: &dyn Fn(&Sample) -> f64| {
            let values: Vec<f64> = base.samples.values().map(of).filter(|value| value.is_finite()).collect();
            values.iter().sum::<f64>() / values.len() as f64
        };
        let model = compile(scenario);
        let model =
            model.map_err(|cause| ProbeError::Experiment(ExperimentError::DrawCompiled { draw: 0, seed: 0, cause }))?;
        let loads = forecast(scenario, &model).teams;
        let of_teams = |value: &dyn Fn(usize) -> f64| {
            let teams = scenario.teams.iter().enumerate();
            sorted(teams.map(|(index, team)| (team.name.clone(), value(index))).collect())
        };
        let of_stages = |value: &dyn Fn(usize) -> f64| {
            let stages = scenario.stages.iter().enumerate();
            sorted(stages.map(|(index, stage)| (stage.name.clone(), value(index))).collect())
        };
        let all = [
            (SignKind::Utilisation, of_teams(&|team| mean(&|sample| sample.busy[team]))),
            (SignKind::OfferedLoad, of_teams(&|team| loads[team].load().unwrap_or(f64::NAN))),
            (SignKind::LongestQueue, of_stages(&|stage| mean(&|sample| sample.queues[stage]))),
            (SignKind::LongestWait, of_stages(&|stage| mean(&|sample| sample.waits[stage]))),
        ];
        let signs = all.into_iter().filter(|(_, ranks)| !ranks.is_empty()).map(|(kind, ranks)| {
            let first = ranks.first().map_or("", |(name, _)| name.as_str());
            let helps =
                |ranked: &&Ranked| ranked.fate == Fate::Won && ranked.effect.is_some_and(|effect| effect.value > 0.0);
            let about = |ranked: &Ranked| is_about(&ranked.candidate, scenario, kind, first);
            let is_among_winners = ranking.iter().filter(helps).any(about);
            Sign { kind, ranks, is_among_winners }
        });
        Ok(Signs { signs: signs.collect() })
    }
}

/// Highest first; without what has no value, or nothing of it.
fn sorted(mut values: Vec<(String, f64)>) -> Vec<(String, f64)> {
    values.retain(|(_, value)| *value > 0.0);
    values.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    values
}

/// Whether a candidate takes away something at a team or stage: its own, or that of people who work there.
fn is_about(candidate: &Candidate, scenario: &Scenario, kind: SignKind, name: &str) -> bool {
    let paths: Vec<&str> = match candidate {
        Candidate::Relief(relief) => relief.paths().collect(),
        Candidate::Intervention(one) => {
            one.changes.iter().flat_map(|change| change.paths.iter().map(String::as_str)).collect()
        }
    };
    let at = |table: &str, name: &str| {
        let of = format!("{table}.{name}");
        paths.iter().any(|path| path.strip_prefix(&of).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
    };
    if kind.is_of_teams() {
        let work_there = scenario.stages.iter().filter(|stage| works_at(scenario, stage).any(|team| team == name));
        at("teams", name) || work_there.into_iter().any(|stage| at("stages", &stage.name))
    } else {
        let stage = scenario.stages.iter().find(|stage| stage.name == name);
        at("stages", name) || stage.into_iter().any(|stage| works_at(scenario, stage).any(|team| at("teams", team)))
    }
}

/// The teams whose people or places a stage needs.
fn works_at<'s>(scenario: &'s Scenario, stage: &'s crate::scenario::Stage) -> impl Iterator<Item = &'s str> {
    let teams = stage.steps.iter().filter_map(|step| match step {
        Step::Place(place) => Some(place.team),
        _ => step.team_and_queue().map(|(team, _)| team),
    });
    teams.map(|team| scenario.teams[team].name.as_str())
}
