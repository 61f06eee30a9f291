//! keten as one engine among others: the scenario file read and compiled once, replications under the ordinary observer.

use std::collections::BTreeMap;
use std::time::Duration;

use sim_core::chain::Resident;
use sim_core::observe::{Group, Happening, Measure, Observer, Of, Period, RowKey, Sample, Statistic, Tally};
use sim_core::time::SimTime;

use crate::Ready;
use crate::outcome::timed;

/// Counts what every engine counts.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Counts {
    /// Arrivals, ends of work, those who gave up, ends of delays and of transfers that took time.
    pub events: u64,
    /// Arrivals.
    pub arrived: u64,
    /// Who left the chain, in whatever way.
    pub left: u64,
    /// Who gave up waiting.
    pub reneged: u64,
    /// Times the last referral of the model that takes time was taken: sent, whether or not arrived.
    pub sent_far: u64,
}

/// An observer that counts events, for the referrals whose transfer takes time.
struct Counting<'r> {
    far: &'r [bool],
    counts: Counts,
}

impl Observer for Counting<'_> {
    fn happened(&mut self, _: SimTime, _: &Resident, what: Happening) {
        let counts = &mut self.counts;
        match what {
            Happening::Arrived => {
                counts.arrived += 1;
                counts.events += 1;
            }
            Happening::Ended { .. } | Happening::DelayEnded { .. } => counts.events += 1,
            Happening::Reneged { .. } => {
                counts.reneged += 1;
                counts.events += 1;
            }
            Happening::Sent { referral } => counts.sent_far += u64::from(self.far[referral as usize]),
            Happening::Transferred { referral, .. } => counts.events += u64::from(self.far[referral as usize]),
            Happening::Left { .. } => counts.left += 1,
            _ => {}
        }
    }
}

impl Ready {
    /// One replication with the ordinary statistics, timed.
    pub fn measured(&self, seed: u64, replication: u32) -> (Tally, Duration) {
        timed(|| self.run(seed, replication, self.measures()).into_tally())
    }

    /// What happened in a replication: a run of its own, the same history.
    pub fn counts(&self, seed: u64, replication: u32) -> Counts {
        let far: Vec<bool> = self.model.referrals.iter().map(|referral| referral.time.is_some()).collect();
        self.run(seed, replication, Counting { far: &far, counts: Counts::default() }).counts
    }

    /// A mean of a stage in a replication, in days; `class` is a class or everybody.
    pub fn mean(&self, tally: &Tally, measure: Measure, stage: &str, class: Option<&str>) -> f64 {
        let Some(stage) = self.scenario.stages.iter().position(|known| known.name == stage) else { return f64::NAN };
        let mut mean = f64::NAN;
        tally.walk(&self.plan, &mut |key: RowKey, sample| {
            let same_class = match class {
                None => key.group == Group::ALL,
                Some(class) => key.group.name(&self.scenario) == class,
            };
            if key.measure == measure
                && key.of == Of::Stage(stage as u32)
                && key.statistic == Statistic::Mean
                && key.period == Period::All
                && same_class
                && let Sample::Ratio(ratio) = sample
            {
                mean = ratio.above / ratio.below;
            }
        });
        mean
    }

    /// The measures of a model that is compared with peers, by the names they share.
    pub fn results(&self, model: &str, tally: &Tally, counts: &Counts) -> BTreeMap<String, f64> {
        let wait = |stage, class| self.mean(tally, Measure::Wait, stage, class);
        match model {
            "chain" => crate::outcome::results([
                ("completed", counts.left as f64),
                ("reneged", counts.reneged as f64),
                ("returned", counts.sent_far as f64),
                ("wait_signalling", wait("signalling", None)),
                ("wait_intake", wait("intake", None)),
                ("wait_curative", wait("curative", None)),
                ("wait_crisis", wait("curative", Some("crisis"))),
                ("wait_aftercare", wait("aftercare", None)),
            ]),
            // The scenario serves one an hour on average, and measures in days.
            "mm1" => crate::outcome::results([(
                "time_in_system",
                self.mean(tally, Measure::TimeInStage, "desk", None) * 24.0,
            )]),
            _ => BTreeMap::new(),
        }
    }
}
