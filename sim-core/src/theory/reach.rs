//! A chain of stages without queues, from which residents drop out along the way: how many reach the end, and when.
//!
//! In every stage two exponential clocks run: one for the stage to end, one for the resident to give up. Which of the
//! two rings first does not depend on when, so shares multiply and times add up.

use super::{TheoryError, finite, positive, probability};

/// One stage of the chain.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReachStage {
    /// `1/μ`, mean time the stage takes for those who do not drop out of it early, days, above 0.
    pub mean_service: f64,
    /// `1/θ`, mean time until a resident drops out, days, above 0; `None` when nobody does.
    pub mean_until_dropout: Option<f64>,
    /// Share of those at the end of the stage whose hand-over succeeds, from 0 to 1.
    pub handed_over: f64,
}

/// How far residents get, as [`reach`] gives it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Reach {
    /// Share of those who entered the chain that passes each stage, one entry per stage.
    pub by_stage: Vec<f64>,
    /// Share that passes the last stage.
    pub fraction: f64,
    /// Mean time in the chain of those who pass the last stage, days; `None` when nobody does.
    pub mean_time_of_reached: Option<f64>,
}

/// Share of residents that reaches the end of a chain, and the mean time that takes, under competing exponential risks.
///
/// A share `μ / (μ + θ)` passes a stage, times the share handed over; those who pass it spend `1 / (μ + θ)` in it, less
/// than `1/μ`, because the slow ones are the ones who drop out.
///
/// * `stages` – in the order in which residents pass them; without any, everybody reaches the end at once
///
/// # Errors
/// [`TheoryError::At`] with the number of the stage for an argument outside its range; [`TheoryError::NotFinite`] when
/// the time overflows.
///
/// # Examples
/// ```
/// use sim_core::theory::{ReachStage, reach};
///
/// // First contact takes two weeks on average, a resident gives up after twenty.
/// let contact = ReachStage { mean_service: 2.0, mean_until_dropout: Some(20.0), handed_over: 1.0 };
/// let referral = ReachStage { mean_service: 4.0, ..contact };
/// let chain = reach(&[contact, referral])?;
/// assert!((chain.fraction - 20.0 / 22.0 * 20.0 / 24.0).abs() < 1e-12);
/// # Ok::<(), sim_core::theory::TheoryError>(())
/// ```
///
/// # Source
/// Follows from the minimum of independent exponential times: Ross, *Introduction to Probability Models*, chapter on
/// the exponential distribution and the Poisson process.
pub fn reach(stages: &[ReachStage]) -> Result<Reach, TheoryError> {
    let mut fraction = 1.0;
    let mut time = 0.0;
    let mut by_stage = Vec::with_capacity(stages.len());
    for (index, stage) in stages.iter().enumerate() {
        let (passes, spent) = pass(stage).map_err(|cause| cause.at("stage", index))?;
        fraction *= passes;
        time += spent;
        by_stage.push(fraction);
    }
    let mean_time = finite("mean time of those who reach the end", time)?;
    Ok(Reach { by_stage, fraction, mean_time_of_reached: (fraction > 0.0).then_some(mean_time) })
}

/// Share that passes one stage, and the mean time spent in it by those who do.
fn pass(stage: &ReachStage) -> Result<(f64, f64), TheoryError> {
    let mean_service = positive("mean service time", stage.mean_service)?;
    let handed_over = probability("share handed over", stage.handed_over)?;
    let stays = match stage.mean_until_dropout {
        Some(mean) => 1.0 / (1.0 + mean_service / positive("mean time until drop-out", mean)?),
        None => 1.0,
    };
    Ok((stays * handed_over, stays * mean_service))
}

#[cfg(test)]
mod tests {
    use super::super::tests::near;
    use super::*;

    fn stage(mean_service: f64, mean_until_dropout: f64) -> ReachStage {
        ReachStage { mean_service, mean_until_dropout: Some(mean_until_dropout), handed_over: 1.0 }
    }

    #[test]
    fn three_hand_overs_with_drop_out() {
        let chain = reach(&[stage(2.0, 20.0), stage(4.0, 20.0), stage(5.0, 50.0)]).unwrap();
        for (passed, expected) in chain.by_stage.iter().zip([10.0 / 11.0, 25.0 / 33.0, 250.0 / 363.0]) {
            near(*passed, expected, 1e-12);
        }
        near(chain.fraction, 0.688_705_234_159_779_7, 1e-12);
        near(chain.mean_time_of_reached.unwrap(), 320.0 / 33.0, 1e-12);
    }

    #[test]
    fn without_drop_out_everybody_who_is_handed_over_arrives() {
        let stage = ReachStage { mean_service: 3.0, mean_until_dropout: None, handed_over: 0.9 };
        let chain = reach(&[stage, stage]).unwrap();
        near(chain.fraction, 0.81, 1e-12);
        near(chain.mean_time_of_reached.unwrap(), 6.0, 1e-12);
        assert_eq!(reach(&[]).unwrap().fraction, 1.0);
    }

    #[test]
    fn where_nobody_arrives_there_is_no_mean_time() {
        let closed = ReachStage { handed_over: 0.0, ..stage(1.0, 1.0) };
        assert_eq!(reach(&[stage(1.0, 1.0), closed]).unwrap().mean_time_of_reached, None);
    }

    #[test]
    fn a_share_above_one_is_refused() {
        let message = reach(&[ReachStage { handed_over: 1.5, ..stage(1.0, 1.0) }]).unwrap_err().to_string();
        assert_eq!(message, "stage 0: the share handed over is 1.5, but must be from 0 to 1");
    }
}
