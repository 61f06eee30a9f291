//! Filled start: residents who are in the chain already when the simulation begins.

use super::table::Fields;
use super::{Reader, values};
use crate::scenario::grammar::Value;
use crate::scenario::problem::{Bound, NameOf, ProblemKind};
use crate::scenario::{ClassPick, Present, PresentDoing, Since, Staff, Stage, Step, Team, places_on};
use crate::time::Span;

/// Most residents in one entry.
const MOST: u32 = 1_000_000;

impl<'t> Reader<'t> {
    /// All groups of residents who are there, in the order of the file; and the name of the file that holds more.
    pub(super) fn present(
        &mut self,
        top: &Fields<'t>,
        stages: &[Stage],
        teams: &[Team],
    ) -> (Vec<Present>, Option<String>) {
        let file = self.fixed(top, "present_file", values::text);
        let Some(tables) = self.tables(top, "present", None) else {
            return (Vec::new(), file);
        };
        if self.fixed(top, "warm_up", values::time).is_some_and(|warm_up| warm_up > Span::ZERO) {
            let (one, other) = ("present".to_owned(), "warm_up".to_owned());
            self.problem(ProblemKind::Together { one, other }, top.key("present"), &top.child("present"));
        }
        let mut in_work = vec![0u64; teams.len()];
        let mut holding = vec![0u64; teams.len()];
        let mut all = Vec::new();
        for fields in tables.into_iter().flatten() {
            let Some(present) = self.present_group(&fields, stages) else { continue };
            if present.doing == PresentDoing::InWork
                && let Some(Step::Work(work)) = stages[present.stage].steps.get(present.step)
                && let Some(team) = teams.get(work.team)
            {
                in_work[work.team] += u64::from(present.number);
                self.enough_people(&fields, team, in_work[work.team]);
            }
            self.enough_places(&fields, &present, &stages[present.stage], teams, &mut holding);
            all.push(present);
        }
        (all, file)
    }

    /// Nobody is in work without a worker.
    fn enough_people(&mut self, fields: &Fields<'t>, team: &Team, in_work: u64) {
        let most = match &team.staff {
            Staff::Workers(workers) => u64::from(workers.first),
            Staff::Fte { fte, .. } => fte.first.ceil() as u64,
            Staff::Unlimited | Staff::Roster { .. } => return,
        };
        if in_work > most {
            let kind = ProblemKind::MoreThanPeople { team: team.name.clone(), found: in_work, most };
            let at = fields.get("in_work").map_or(fields.at.clone(), |item| item.at);
            self.problem(kind, at, &fields.child("in_work"));
        }
    }

    /// Nobody is at a step after `place` without a place.
    fn enough_places(
        &mut self,
        fields: &Fields<'t>,
        present: &Present,
        stage: &Stage,
        teams: &[Team],
        holding: &mut [u64],
    ) {
        let Some((begin, _)) = self.run_dates else { return };
        for (index, team) in teams.iter().enumerate() {
            let Some(places) = &team.places else { continue };
            // The last that takes one or gives it back says whether they hold it.
            let last = stage.steps[..present.step].iter().rev().find_map(|step| match step {
                Step::Place(place) if place.team == index => Some(true),
                Step::GiveBack(team) if *team == index => Some(false),
                _ => None,
            });
            if last != Some(true) {
                continue;
            }
            holding[index] += u64::from(present.number);
            let most = u64::from(places_on(places, &team.staff, begin));
            if holding[index] > most {
                let kind = ProblemKind::MoreThanPlaces { team: team.name.clone(), found: holding[index], most };
                let name = present.doing.name();
                let at = fields.get(name).map_or(fields.at.clone(), |item| item.at);
                self.problem(kind, at, &fields.child(name));
            }
        }
    }

    fn present_group(&mut self, fields: &Fields<'t>, stages: &[Stage]) -> Option<Present> {
        let stage = self.fixed(fields, "stage", |reader, item| values::reference(reader, item, NameOf::Stage));
        let since = self.since(fields);
        let class = self.class_of_present(fields);
        let given: Vec<PresentDoing> = PresentDoing::ALL.into_iter().filter(|doing| fields.has(doing.name())).collect();
        let [doing] = given[..] else {
            let one_of = PresentDoing::ALL.iter().map(|doing| doing.name().to_owned()).collect();
            let kind = match given[..] {
                [one, other, ..] => {
                    ProblemKind::Together { one: one.name().to_owned(), other: other.name().to_owned() }
                }
                _ => ProblemKind::OneOf { fields: one_of },
            };
            self.problem(kind, fields.at.clone(), &fields.path);
            return None;
        };
        if doing == PresentDoing::InWork && fields.has("since") {
            // How much was worked since then depends on hours that were before the simulation.
            let (one, other) = ("in_work".to_owned(), "since".to_owned());
            self.problem(ProblemKind::Together { one, other }, fields.key("since"), &fields.child("since"));
        }
        let number = self.fixed(fields, doing.name(), |reader, item| values::small_count(reader, item, 1, MOST));
        let step = self.step_of_present(fields, stages.get(stage?)?, doing);
        Some(Present { stage: stage?, step: step?, doing, number: number?, class: class?, since: since.ok()? })
    }

    fn class_of_present(&mut self, fields: &Fields<'t>) -> Option<ClassPick> {
        if !fields.has("class") {
            return Some(ClassPick(Vec::new()));
        }
        self.fixed(fields, "class", |reader, item| {
            let name = values::text(reader, item)?;
            reader.pick(&name, &item.at, &item.path)
        })
    }

    /// `Err` when it could not be read.
    fn since(&mut self, fields: &Fields<'t>) -> Result<Option<Since>, ()> {
        match (fields.has("since"), fields.has("for")) {
            (true, true) => {
                let kind = ProblemKind::Together { one: "since".to_owned(), other: "for".to_owned() };
                self.problem(kind, fields.key("for"), &fields.child("for"));
                Err(())
            }
            (true, false) => {
                let date = self.fixed(fields, "since", values::date).ok_or(())?;
                let first = jiff::civil::date(1900, 1, 1);
                let begin = self.run_dates.map(|(begin, _)| begin);
                if let Some(begin) = begin.filter(|&begin| date > begin || date < first) {
                    let (least, most) = (Bound::Date(first), Bound::Date(begin));
                    let kind = ProblemKind::OutOfRange { found: date.to_string(), least, most };
                    self.problem(kind, fields.get("since").map_or(0..0, |item| item.at), &fields.child("since"));
                }
                Ok(Some(Since::Date(date)))
            }
            (false, true) => {
                // Of work it is the time worked, and nobody works day and night.
                let takes = match fields.has(PresentDoing::InWork.name()) {
                    true => Value::WorkDistribution,
                    false => Value::TimeDistribution,
                };
                let read = self.fixed(fields, "for", |reader, item| reader.distribution(item, takes));
                read.map(|for_so_long| Some(Since::For(for_so_long))).ok_or(())
            }
            (false, false) => Ok(None),
        }
    }

    /// The step they are at: the first that fits, or the one given.
    fn step_of_present(&mut self, fields: &Fields<'t>, stage: &Stage, doing: PresentDoing) -> Option<usize> {
        let fits = |step: &Step| match doing {
            PresentDoing::Waiting | PresentDoing::InWork => matches!(step, Step::Work(_)),
            PresentDoing::Staying => matches!(step, Step::Delay(_)),
        };
        let given = match fields.has("step") {
            true => {
                Some(self.fixed(fields, "step", |reader, item| values::small_count(reader, item, 1, 1000))? as usize)
            }
            false => None,
        };
        let found = match given {
            Some(number) => (stage.steps.get(number - 1).is_some_and(fits)).then(|| number - 1),
            None => stage.steps.iter().position(fits),
        };
        if found.is_none() && !stage.steps.is_empty() {
            let kind = ProblemKind::NoSuchStep { stage: stage.name.clone(), doing, step: given };
            let at = fields.get(doing.name()).map_or(fields.at.clone(), |item| item.key);
            self.problem(kind, at, &fields.child(doing.name()));
        }
        found
    }
}
