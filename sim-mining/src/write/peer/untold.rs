//! What BPMN and Prosimos cannot say of a scenario.

use std::collections::{BTreeMap, BTreeSet};

use sim_core::scenario::{Queue, Scenario, Step};

/// Something that is not said, and of what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Untold {
    /// What.
    pub what: What,
    /// Stages, teams or streams that have it, by their names in the file.
    pub of: Vec<String>,
}

/// What is not said, or otherwise than it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// Residents who leave while they wait.
    Patience,
    /// Residents who leave during a delay or work.
    Leaving,
    /// Appointments that are missed.
    NoShow,
    /// Who is next by class, by due clock, or who came last: first come first served.
    Queue,
    /// Caseload places.
    Places,
    /// Limited room.
    Room,
    /// Becoming another class.
    Becoming,
    /// Times or shares that differ by class: those of everybody else.
    ByClass,
    /// Values that change by date: those of the start.
    ByDate,
    /// Ways that depend on class or amount, or change by date: shares as measured in one replication.
    Ways,
    /// Contacts during a stay.
    Contacts,
    /// Replies of creditors: one time with the mean and variance of the slowest, measured.
    Replies,
    /// Delays counted in the open hours of a calendar: all hours.
    OpenHours,
    /// Ways out of stages that stand side by side.
    SideBySide,
    /// Clinics: work begins at any open hour.
    Clinic,
    /// Preparation, turnaround, gates, interruption, work by the next stage, and workers who are kept.
    Advanced,
    /// A kind of distribution that is not known: a gamma distribution with the same mean and variance.
    Kind,
    /// Arrivals that are no plain stream: at random, as many as in one replication.
    Arrivals,
    /// Residents in need: those who come into the chain, at random, as many as in one replication.
    Pool,
    /// Residents who come back after leaving: as newcomers.
    Comeback,
    /// Residents who are there at the beginning: the peer begins empty.
    Present,
    /// The warm-up: the peer begins empty.
    WarmUp,
    /// Holidays and closures.
    Holidays,
    /// Rosters: the mean number of people, always.
    Roster,
    /// Teams of which there are always enough: so many people.
    Unlimited,
    /// What happens at closing time: work goes on at the next opening.
    Closing,
}

/// What was found not to be said.
#[derive(Debug, Default)]
pub(super) struct Told(BTreeMap<What, BTreeSet<String>>);

impl Told {
    pub(super) fn tell(&mut self, what: What, of: &str) {
        self.0.entry(what).or_default().insert(of.to_owned());
    }

    /// All of it, with what the scenario has of its own.
    pub(super) fn list(mut self, scenario: &Scenario) -> Vec<Untold> {
        for stage in &scenario.stages {
            self.stage(stage);
        }
        for end in scenario.ends.iter().filter(|end| end.returns.is_some()) {
            self.tell(What::Comeback, &end.name);
        }
        if !scenario.present.is_empty() {
            self.tell(What::Present, "");
        }
        if scenario.warm_up.0 > 0 {
            self.tell(What::WarmUp, "");
        }
        let list = self.0.into_iter();
        list.map(|(what, of)| Untold { what, of: of.into_iter().filter(|name| !name.is_empty()).collect() }).collect()
    }

    fn stage(&mut self, stage: &sim_core::scenario::Stage) {
        let name = &*stage.name;
        if stage.room.is_some() {
            self.tell(What::Room, name);
        }
        for step in &stage.steps {
            match step {
                Step::Work(work) => {
                    let advanced = &work.advanced;
                    let more = [
                        (What::Patience, work.patience.is_some()),
                        (What::Leaving, work.leave.is_some()),
                        (What::NoShow, work.no_show.is_some()),
                        (What::Clinic, work.clinic.is_some()),
                        (What::Advanced, *advanced != sim_core::scenario::AdvancedWork::default()),
                    ];
                    more.into_iter().filter(|(_, is_there)| *is_there).for_each(|(what, _)| self.tell(what, name));
                }
                Step::Place(place) => {
                    self.tell(What::Places, name);
                    if place.patience.is_some() {
                        self.tell(What::Patience, name);
                    }
                }
                _ if step.leaving().is_some() => self.tell(What::Leaving, name),
                _ => {}
            }
            if let Some((_, queue)) = step.team_and_queue()
                && !matches!(queue, Queue::FirstCome)
            {
                self.tell(What::Queue, name);
            }
            if step.becomes().is_some() {
                self.tell(What::Becoming, name);
            }
            if step.contacts().is_some() {
                self.tell(What::Contacts, name);
            }
        }
    }
}
