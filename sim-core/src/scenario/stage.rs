//! Stages: what a resident undergoes, and where they go afterwards.

use super::Room;
use super::Wording;
use super::advanced::AdvancedWork;
use super::amount::{AmountChange, Condition};
use super::caseload::{Becoming, Ddas, NoShow, Place};
use super::class::{ClassPick, Param};
use super::clinic::Clinic;
use super::need::{Attempt, Comeback};
use super::replies::Replies;
use super::rerouted::{Closed, Rerouted};
use crate::random::Distribution;
use crate::time::Span;

/// Reporting group of stages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// In need, nobody knows yet.
    Need,
    /// Prevention.
    Prevention,
    /// Early signalling.
    Signalling,
    /// From application to plan of action.
    Intake,
    /// Stabilisation, settlement, repayment.
    Curative,
    /// Aftercare.
    Aftercare,
}

impl Phase {
    /// Every phase, in the order of the chain.
    pub const ALL: [Phase; 6] =
        [Phase::Need, Phase::Prevention, Phase::Signalling, Phase::Intake, Phase::Curative, Phase::Aftercare];

    /// Name in files and tables.
    pub fn name(self) -> &'static str {
        match self {
            Phase::Need => "need",
            Phase::Prevention => "prevention",
            Phase::Signalling => "signalling",
            Phase::Intake => "intake",
            Phase::Curative => "curative",
            Phase::Aftercare => "aftercare",
        }
    }
}

/// One point of the chain: an ordered list of steps.
#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
    /// Name.
    pub name: String,
    /// Name on screen. Stages that were given one title are told apart by what their names have beyond each other.
    pub title: Option<Wording>,
    /// The title as it was given: what a log calls the work, whichever of the stages of that title it is done at.
    pub activity: Option<Wording>,
    /// Reporting group.
    pub phase: Option<Phase>,
    /// What a resident undergoes here, in order. Empty: they are sent on at once.
    pub steps: Vec<Step>,
    /// Limited room.
    pub room: Option<Room>,
    /// Where residents go afterwards. Empty: to the end `completed`.
    pub next: Vec<Referral>,
    /// Where they go from a date on; dates ascend.
    pub rerouted: Vec<Rerouted>,
    /// From when nobody joins it any more.
    pub closed: Option<Closed>,
}

/// One step of a stage.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "a scenario has few steps, and they are read once")]
pub enum Step {
    /// Wait for a worker of a team, then time worked.
    Work(Work),
    /// Elapsed time with nobody: repayment, reflection, court.
    Delay(Delay),
    /// Attempts to reach the resident.
    Attempts(Attempts),
    /// An amount changes, in no time.
    Change(AmountChange),
    /// Creditors each answer after a time of their own.
    Replies(Box<Replies>),
    /// Stages that are undergone at the same time; the resident goes on when all are finished.
    SideBySide(Vec<usize>),
    /// Wait for a place of a team, then hold it.
    Place(Place),
    /// Give back the place of a team (index into [`Scenario::teams`](super::Scenario::teams)).
    GiveBack(usize),
}

impl Step {
    /// The team that works in this step, or in the contacts during it, and who of those who wait is next; `None` where
    /// nobody works.
    pub fn team_and_queue(&self) -> Option<(usize, &Queue)> {
        match self {
            Step::Attempts(contact) => Some((contact.team, &contact.queue)),
            _ => self.work().map(|work| (work.team, &work.queue)),
        }
    }

    /// Whether a resident at this step waits for a worker; during a stay with contacts nobody does.
    pub fn needs_worker(&self) -> bool {
        matches!(self, Step::Work(_) | Step::Attempts(_))
    }

    /// The work of this step: its own, or that of the contacts during it.
    pub fn work(&self) -> Option<&Work> {
        match self {
            Step::Work(work) => Some(work),
            _ => self.contacts().map(|contacts| &contacts.work),
        }
    }

    /// The contacts during this step.
    pub fn contacts(&self) -> Option<&Contacts> {
        match self {
            Step::Delay(delay) => delay.contacts.as_ref(),
            Step::Replies(replies) => replies.contacts.as_ref(),
            Step::Work(_)
            | Step::Attempts(_)
            | Step::SideBySide(_)
            | Step::Place(_)
            | Step::GiveBack(_)
            | Step::Change(_) => None,
        }
    }

    /// Leaving while waiting in this step, or during it.
    pub fn leaving(&self) -> Option<&Leaving> {
        match self {
            Step::Work(work) => work.patience.as_ref(),
            Step::Delay(delay) => delay.leave.as_ref(),
            Step::Replies(replies) => replies.leave.as_ref(),
            Step::Place(place) => place.patience.as_ref(),
            Step::Attempts(_) | Step::SideBySide(_) | Step::GiveBack(_) | Step::Change(_) => None,
        }
    }

    /// The stages that this step opens, side by side.
    pub fn opens(&self) -> &[usize] {
        match self {
            Step::SideBySide(stages) => stages,
            _ => &[],
        }
    }

    /// Becoming another class, while waiting for it or during it.
    pub fn becomes(&self) -> Option<&Becoming> {
        match self {
            Step::Work(work) => work.becomes.as_ref(),
            Step::Delay(delay) => delay.becomes.as_ref(),
            Step::Replies(replies) => replies.becomes.as_ref(),
            Step::Place(place) => place.becomes.as_ref(),
            Step::Attempts(_) | Step::SideBySide(_) | Step::GiveBack(_) | Step::Change(_) => None,
        }
    }

    /// Where a resident may go who does not come to the end of it: by patience or leaving, by missed appointments,
    /// by attempts that fail, by creditors who refuse, or on becoming another class.
    pub fn ways_out(&self) -> Vec<Target> {
        let leaving = |leaving: &Option<Leaving>| leaving.as_ref().map(|leaving| leaving.to);
        let ways = match self {
            Step::Work(work) => {
                let missed = work.no_show.as_ref().map(|no_show| no_show.to);
                [leaving(&work.patience), leaving(&work.leave), missed]
            }
            Step::Delay(delay) => [leaving(&delay.leave), None, None],
            Step::Place(place) => [leaving(&place.patience), None, None],
            Step::Attempts(contact) => [Some(contact.refused), Some(contact.not_reached), None],
            Step::Replies(replies) => [leaving(&replies.leave), replies.refused, None],
            Step::GiveBack(_) | Step::SideBySide(_) | Step::Change(_) => [None; 3],
        };
        let becomes = self.becomes().and_then(|becomes| becomes.to).map(Target::Stage);
        ways.into_iter().chain([becomes]).flatten().collect()
    }
}

/// A step in which a worker is busy with the resident.
#[derive(Debug, Clone, PartialEq)]
pub struct Work {
    /// Team that does it (index into [`Scenario::teams`](super::Scenario::teams)).
    pub team: usize,
    /// Time worked.
    pub work: Param<Distribution>,
    /// Who is next. All work steps of one team have the same kind of queue.
    pub queue: Queue,
    /// How long a resident is willing to wait.
    pub patience: Option<Leaving>,
    /// Becoming another class while waiting.
    pub becomes: Option<Becoming>,
    /// Not appearing at the appointment.
    pub no_show: Option<NoShow>,
    /// Leaving during the work, when that time is shorter.
    pub leave: Option<Leaving>,
    /// The only moments at which this work begins.
    pub clinic: Option<Clinic>,
    /// Euro each time it begins, beside the team.
    pub cost: Option<Param<f64>>,
    /// What the advanced section says of it.
    pub advanced: AdvancedWork,
}

/// A step in which a team tries to reach the resident, by one channel after another.
#[derive(Debug, Clone, PartialEq)]
pub struct Attempts {
    /// Team that does the work.
    pub team: usize,
    /// Who is next.
    pub queue: Queue,
    /// The attempts, in order.
    pub attempts: Vec<Attempt>,
    /// Where a resident goes who is reached and refuses.
    pub refused: Target,
    /// Where a resident goes who is not reached by any.
    pub not_reached: Target,
}

/// A step in which time passes and nobody works.
#[derive(Debug, Clone, PartialEq)]
pub struct Delay {
    /// Elapsed time.
    pub time: Param<Distribution>,
    /// Calendar in whose open hours it is counted; `None`: in all hours.
    pub open: Option<usize>,
    /// A term in law, which nobody can shorten.
    pub statutory: bool,
    /// Leaving during it, when that time is shorter.
    pub leave: Option<Leaving>,
    /// Euro each time it begins.
    pub cost: Option<Param<f64>>,
    /// Becoming another class during it.
    pub becomes: Option<Becoming>,
    /// Contacts while it lasts.
    pub contacts: Option<Contacts>,
}

/// Work that falls due every so often while a resident stays somewhere.
#[derive(Debug, Clone, PartialEq)]
pub struct Contacts {
    /// Time until the first contact, and between two.
    pub every: Param<Span>,
    /// The work, its team and its queue; nobody's patience runs out during it.
    pub work: Work,
}

/// Leaving after a time, unless what was waited for comes first.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaving {
    /// Time until the resident leaves.
    pub after: Param<Distribution>,
    /// Reason, as reported: the end through which they leave the chain (index into [`Scenario::ends`](super::Scenario::ends)), or a stage they go to.
    pub to: Target,
    /// Reason as reported.
    pub reason: String,
}

/// Who is next when a worker is free.
#[derive(Debug, Clone, PartialEq)]
pub enum Queue {
    /// Who joined first.
    FirstCome,
    /// By class: the first entry that matches gives the rank, whoever matches none comes last; among equals who joined first.
    Priority(Vec<ClassPick>),
    /// Whose running clock ends first; those without one come last; among equals who joined first.
    EarliestDue,
    /// Who joined last: advanced section.
    LastCome,
}

/// Where a resident goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// A stage (index into [`Scenario::stages`](super::Scenario::stages)).
    Stage(usize),
    /// An end (index into [`Scenario::ends`](super::Scenario::ends)).
    End(usize),
}

/// A way of leaving the chain.
#[derive(Debug, Clone, PartialEq)]
pub struct End {
    /// Name.
    pub name: String,
    /// Name on screen.
    pub title: Option<Wording>,
    /// Whether this end is what the chain is for.
    pub success: bool,
    /// Whether the need of a resident of a pool stays: they go back to the pool.
    pub need_stays: bool,
    /// Coming back later.
    pub returns: Option<Comeback>,
    /// What becomes of the amounts of who leaves through it.
    pub amounts: Vec<AmountChange>,
    /// Euro for each resident who leaves through it.
    pub cost: Option<Param<f64>>,
    /// Social benefit in euro for each of them: weak evidence, never part of the cost.
    pub benefit: Option<Param<f64>>,
    /// Reason for leaving in the official statistics.
    pub ddas: Option<Ddas>,
}

/// The move to the next stage or end.
#[derive(Debug, Clone, PartialEq)]
pub struct Referral {
    /// Where to.
    pub to: Target,
    /// Share of the residents who finish the stage; with a condition, of those who meet it.
    pub share: Share,
    /// Who takes it: only residents who meet this; such referrals are tried first, in order.
    pub when: Option<Condition>,
    /// What happens on the way.
    pub transfer: Option<Transfer>,
}

/// Share of residents who take a referral.
#[derive(Debug, Clone, PartialEq)]
pub enum Share {
    /// This share.
    Given(Param<f64>),
    /// Whoever the others leave over. At most one referral of a stage.
    Rest,
}

/// What happens between leaving a stage and joining the next.
#[derive(Debug, Clone, PartialEq)]
pub struct Transfer {
    /// Leaving one stage until joining the next; paid again after every return.
    pub time: Param<Distribution>,
    /// Share that gets lost on the way, each round, and the end they are counted under.
    pub lost: Option<(Param<f64>, usize)>,
    /// Return as incomplete.
    pub returned: Option<Returned>,
    /// The worker who finished the stage, and the room there, stay taken until the resident has joined the next.
    pub keeps_worker: bool,
}

/// Files that are sent back as incomplete.
#[derive(Debug, Clone, PartialEq)]
pub struct Returned {
    /// Share of those not lost, independently each round.
    pub share: Param<f64>,
    /// Work of the sending team for each return.
    pub rework: Param<Distribution>,
    /// Team that does the rework (that of the stage's last work step).
    pub team: usize,
    /// After so many returns the file is accepted as it is.
    pub at_most: u32,
}
