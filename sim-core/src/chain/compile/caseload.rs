//! Places, what is reserved, becoming another class, and missed appointments.

use super::{Compiler, ranks_of};
use crate::chain::CompileError;
use crate::chain::{BecomesModel, CaseloadModel, LineKind, NoShowModel, Op, PlaceModel, ReserveModel, Varying};
use crate::random::Purpose;
use crate::scenario::{Becoming, NoShow, Place, Queue, Step, Team, places_change_on, places_on};
use crate::time::Opening;

impl Compiler<'_> {
    /// The places of every team that has them.
    pub(super) fn caseloads(&mut self) {
        let scenario = self.scenario;
        for (index, team) in scenario.teams.iter().enumerate() {
            let Some(places) = &team.places else { continue };
            let dates = places_change_on(places, &team.staff);
            let number = Varying::of(&self.model.classes, false, dates, scenario.start, |_, date| {
                places_on(places, &team.staff, date)
            });
            let queues = scenario.stages.iter().flat_map(|stage| &stage.steps).filter_map(|step| match step {
                Step::Place(place) if place.team == index => Some(&place.queue),
                _ => None,
            });
            let mut line = LineKind::Ranked(1);
            for queue in queues {
                line = match (queue, line) {
                    (Queue::EarliestDue, _) => LineKind::EarliestDue,
                    (_, LineKind::Ranked(ranks)) => LineKind::Ranked(ranks.max(ranks_of(queue))),
                    (_, other) => other,
                };
            }
            self.model.caseloads.push(CaseloadModel { team: index as u32, number, line });
        }
    }

    /// The places of a team, by index.
    pub(super) fn caseload_of(&self, team: usize) -> u32 {
        let caseload = self.model.caseloads.iter().position(|caseload| caseload.team as usize == team);
        caseload.expect("the check refuses a place of a team without places") as u32
    }

    pub(super) fn place(&mut self, stage: usize, place: &Place, path: &str) {
        let path = format!("{path}.place");
        let model = PlaceModel {
            stage: stage as u32,
            caseload: self.caseload_of(place.team),
            ranks: self.ranks(&place.queue),
            patience: place.patience.as_ref().map(|patience| self.leaving(patience, &format!("{path}.patience"))),
            becomes: place.becomes.as_ref().map(|becomes| self.becomes(becomes, &format!("{path}.becomes"))),
        };
        self.model.remembers_hazards |= model.becomes.is_some();
        self.model.ops.push(Op::Place(self.model.places.len() as u32));
        self.model.places.push(model);
    }

    /// The rank of each class in a waiting line.
    pub(super) fn ranks(&self, queue: &Queue) -> Box<[u16]> {
        let rank_of = |levels: &Vec<usize>| match queue {
            Queue::Priority(order) => order.iter().position(|pick| pick.matches(levels)).unwrap_or(order.len()) as u16,
            _ => 0,
        };
        self.model.classes.iter().map(rank_of).collect()
    }

    pub(super) fn becomes(&mut self, becomes: &Becoming, path: &str) -> BecomesModel {
        self.model.remembers_hazards = true;
        let (axis, level) = (becomes.level.axis, becomes.level.level);
        let class = self.model.classes.iter().enumerate().map(|(class, levels)| {
            let stride = self.model.strides[axis];
            (class + level * stride - levels[axis] * stride) as u16
        });
        BecomesModel {
            after: self.sampler(&becomes.after),
            after_at: Purpose::named(path),
            level: becomes.level,
            class: class.collect(),
            to: becomes.to.map(|to| to as u32),
        }
    }

    pub(super) fn no_show(&self, no_show: &NoShow, path: &str) -> NoShowModel {
        let rebook = no_show.rebook.as_ref();
        NoShowModel {
            share: self.share(&no_show.share),
            share_at: Purpose::named(path),
            wasted_at: Purpose::named(&format!("{path}.work")),
            rebook: rebook.map(|time| (self.sampler(time), Purpose::named(&format!("{path}.rebook")))),
            at_most: no_show.at_most,
            to: no_show.to,
        }
    }

    /// With fte it only shows here how many people there are: somebody must be left for the others.
    pub(super) fn check_reserve(&self, team: &Team, opening: &Opening) -> Result<(), CompileError> {
        let kept = team.reserved.as_ref().map_or(0, |reserved| reserved.workers);
        let on_duty = opening.changes().map(|(_, number)| number).max().unwrap_or(0);
        if kept == 0 || kept < on_duty {
            return Ok(());
        }
        Err(CompileError::NobodyForOthers { team: team.name.clone(), kept, on_duty })
    }

    pub(super) fn reserve(&self, team: &Team) -> Option<ReserveModel> {
        let reserved = team.reserved.as_ref()?;
        let kept = |levels: &Vec<usize>| reserved.classes.iter().any(|pick| pick.matches(levels));
        Some(ReserveModel {
            workers: reserved.workers,
            places: reserved.places,
            classes: self.model.classes.iter().map(kept).collect(),
        })
    }
}
