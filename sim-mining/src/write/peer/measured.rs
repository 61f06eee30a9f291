//! What one replication shows of shares and rates that the scenario does not state as one number.

use std::collections::BTreeMap;

use sim_core::chain::{Model, Resident};
use sim_core::observe::{Happening, Observer};
use sim_core::scenario::Target;
use sim_core::time::SimTime;

/// Counts over the measured time of a replication.
#[derive(Debug, Clone)]
pub struct Measured {
    /// Where each referral leads from and to.
    referrals: Vec<(u32, Target)>,
    sent: BTreeMap<(u32, Target), u64>,
    /// Arrivals by the stage that is joined first.
    first: BTreeMap<u32, u64>,
    arrived: u64,
    coming: Option<u64>,
}

impl Measured {
    /// Nothing counted yet.
    pub fn new(model: &Model) -> Measured {
        let referrals = model.referrals.iter().map(|referral| (referral.from, referral.to)).collect();
        Measured { referrals, sent: BTreeMap::new(), first: BTreeMap::new(), arrived: 0, coming: None }
    }

    /// How many came.
    pub(super) fn arrived(&self) -> u64 {
        self.arrived
    }

    /// Of those who finished a stage, how many went to each target.
    pub(super) fn sent(&self, from: usize, to: Target) -> f64 {
        self.sent.get(&(from as u32, to)).copied().unwrap_or_default() as f64
    }

    /// Stages that were joined first, with how many did.
    pub(super) fn first(&self) -> impl Iterator<Item = (usize, f64)> + '_ {
        self.first.iter().map(|(&stage, &number)| (stage as usize, number as f64))
    }
}

impl Observer for Measured {
    fn happened(&mut self, now: SimTime, resident: &Resident, what: Happening) {
        if now < SimTime(0) {
            return;
        }
        match what {
            Happening::Arrived => {
                self.arrived += 1;
                self.coming = Some(u64::from(resident.slot));
            }
            Happening::Joined { stage, .. } if self.coming.take() == Some(u64::from(resident.slot)) => {
                *self.first.entry(stage).or_default() += 1;
            }
            Happening::Sent { referral } => {
                *self.sent.entry(self.referrals[referral as usize]).or_default() += 1;
            }
            _ => {}
        }
    }
}
