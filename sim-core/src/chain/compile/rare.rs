//! Whether a chain has anything that few chains have.
//!
//! The engine is compiled twice, with and without the rules for these, so that a chain without them does not ask for them at
//! every move. What counts as rare is said here and nowhere else: a rule of the engine may stand behind `RARE` if what
//! brings it about is named here.

use crate::chain::{DelayModel, Model, TeamModel, WorkModel};

/// Whether a model has anything rare.
pub(super) fn has_rare(model: &Model) -> bool {
    let residents = model.need.is_there() || model.has_populations || model.amounts.number() > 0;
    let rooms = model.stages.iter().any(|stage| stage.room.is_some() || stage.closed.is_some());
    let steps = model.splits.len() + model.places.len() + model.contacts.len() > 0;
    residents
        || rooms
        || steps
        || model.remembers_hazards
        || model.keeps_workers
        || !model.caseloads.is_empty()
        || model.teams.iter().any(of_team)
        || model.works.iter().any(of_work)
        || model.delays.iter().any(of_delay)
}

/// Of a team: it keeps people free, or puts work down for somebody more urgent.
fn of_team(team: &TeamModel) -> bool {
    team.reserve.is_some() || team.interrupts
}

/// Of work: whatever may come before it, end it sooner or follow it, and a time that depends on what comes next.
fn of_work(work: &WorkModel) -> bool {
    let WorkModel { contact, becomes, no_show, leave, clinic, interrupts, turnaround, prepare, by_next, .. } = work;
    *contact
        || becomes.is_some()
        || no_show.is_some()
        || leave.is_some()
        || clinic.is_some()
        || interrupts.is_some()
        || turnaround.is_some()
        || prepare.is_some()
        || by_next.is_some()
}

/// Of a delay: creditors who reply, contacts, becoming another class.
fn of_delay(delay: &DelayModel) -> bool {
    delay.replies.is_some() || delay.contacts.is_some() || delay.becomes.is_some() || delay.opening.is_some()
}
