//! Limited room, what a resident keeps on the way to it, and work that depends on that way.

use super::Compiler;
use crate::chain::{Keeps, RoomModel, Varying, WhenFullModel};
use crate::random::{Purpose, Sampler};
use crate::scenario::{AdvancedWork, Referral, Room, Target, WhenFull};

impl Compiler<'_> {
    pub(super) fn room(&self, room: &Room, path: &str) -> RoomModel {
        let when_full = match &room.when_full {
            WhenFull::Goes(to) => WhenFullModel::Goes(*to),
            WhenFull::Displaces(to) => WhenFullModel::Displaces(*to),
            WhenFull::Retries(time) => {
                WhenFullModel::Retries(self.sampler(time), Purpose::named(&format!("{path}.room.retry")))
            }
            WhenFull::Blocks { keeps_worker, arrivals } => {
                WhenFullModel::Blocks { keeps_worker: *keeps_worker, arrivals: *arrivals }
            }
        };
        let limit = Varying::of_param(&room.limit, &self.model.classes, self.scenario.start, |&limit| limit);
        RoomModel { counts: room.counts, limit, when_full }
    }

    /// Work by the referral that is taken afterwards, if that matters.
    pub(super) fn by_next(&self, advanced: &AdvancedWork) -> Option<Box<[Option<Varying<Sampler>>]>> {
        let last = advanced.by_next.iter().map(|(position, _)| *position).max()?;
        let of = |position: usize| advanced.by_next.iter().find(|(at, _)| *at == position);
        Some((0..=last).map(|position| of(position).map(|(_, work)| self.sampler(work))).collect())
    }

    /// What a resident keeps who goes by a referral.
    pub(super) fn keeps(&self, referral: &Referral) -> Keeps {
        let room = match referral.to {
            Target::Stage(to) => self.scenario.stages[to].room.as_ref().map(|room| &room.when_full),
            Target::End(_) => None,
        };
        Keeps {
            during: referral.transfer.as_ref().is_some_and(|transfer| transfer.keeps_worker),
            blocked: matches!(room, Some(WhenFull::Blocks { keeps_worker: true, .. })),
        }
    }
}
