//! Theory beside simulation, in standard errors.

use sim_core::estimate::{Estimate, estimate_ratio, student_t_at};
use sim_core::experiment::Experiment;
use sim_core::observe::{Group, Measure, Of, Period, RowKey, Statistic};
use sim_core::scenario::Scenario;

use super::form::{Form, Reason};
use super::predict::{Figure, predict};
use super::recognise::Recognised;

/// Theory and simulation agree when they differ by less than this share of correct engines would by chance.
pub(crate) const CONFIDENCE: f64 = 0.999;

/// A figure of theory beside what was simulated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Comparison {
    /// The figure.
    pub(crate) figure: Figure,
    /// What was simulated; `None` when nothing was counted.
    pub(crate) simulated: Option<Estimate>,
    /// Simulated minus theory, in standard errors; `None` for fewer than two replications, or without any spread.
    pub(crate) standard_errors: Option<f64>,
    /// Whether they agree; `None` when that cannot be said.
    pub(crate) agrees: Option<bool>,
}

/// A stage's form and figures, or why it has none.
pub(crate) type StagePrediction = Result<(Form, Vec<Figure>), Vec<Reason>>;

/// What theory gives for each stage, or why it gives nothing; and, when it answers for every stage, for the chain.
pub(crate) struct Predictions {
    /// One entry per stage.
    pub(crate) stages: Vec<StagePrediction>,
    /// Residents in the chain.
    pub(crate) chain: Option<Figure>,
}

/// The figures of every stage that has a closed form.
pub(crate) fn predictions(scenario: &Scenario, recognised: &Recognised) -> Predictions {
    let terms: Vec<f64> = scenario.report.within.iter().map(|term| term.as_days()).collect();
    let mut present = Some(0.0);
    let mut stages = Vec::new();
    for (index, form) in recognised.stages.iter().enumerate() {
        let team = scenario.stages[index]
            .steps
            .iter()
            .filter(|step| step.needs_worker())
            .find_map(|step| Some(step.team_and_queue()?.0 as u32));
        let prediction = form.clone().and_then(|form| {
            let team = team.filter(|_| !matches!(form, Form::Unlimited { .. }));
            let prediction = predict(&form, index as u32, team, &terms).map_err(|reason| vec![reason])?;
            Ok((form, prediction))
        });
        present = present.zip(prediction.as_ref().ok()).map(|(sum, (_, prediction))| sum + prediction.present);
        stages.push(prediction.map(|(form, prediction)| (form, prediction.figures)));
    }
    // Time under way between stages is not part of any stage; without it the stages add up to the chain.
    let direct = scenario.stages.iter().flat_map(|stage| &stage.next).all(|referral| referral.transfer.is_none());
    let several = scenario.stages.len() > 1;
    let chain = present.filter(|_| direct && several).map(|theory| Figure {
        measure: Measure::Present,
        of: Of::Chain,
        group: Group::ALL,
        statistic: Statistic::Mean,
        theory,
    });
    Predictions { stages, chain }
}

/// A figure beside what was simulated.
pub(crate) fn compare(figure: Figure, experiment: &Experiment) -> Comparison {
    let Figure { measure, of, group, statistic, theory } = figure;
    let row = experiment.row_of(RowKey { measure, of, group, period: Period::All, statistic });
    // Not the interval of the table: that of a share is cut off at 0 and 1.
    let simulated = row.and_then(|row| estimate_ratio(&experiment.parts(row)));
    let difference = simulated.map(|estimate| estimate.value - theory);
    let error = simulated.and_then(|estimate| estimate.standard_error());
    let standard_errors = difference.zip(error.filter(|&error| error > 0.0)).map(|(off, error)| off / error);
    let critical = student_t_at(CONFIDENCE, experiment.number_of_parts().saturating_sub(1));
    let agrees = match (standard_errors.zip(critical), difference, error) {
        (Some((errors, critical)), _, _) => Some(errors.abs() <= critical),
        // No spread at all, as with times that are always the same: then they must be equal.
        (None, Some(off), Some(_)) => Some(off.abs() <= 1e-9 * theory.abs().max(1e-9)),
        _ => None,
    };
    Comparison { figure, simulated, standard_errors, agrees }
}
