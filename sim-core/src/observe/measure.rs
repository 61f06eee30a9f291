//! What is measured: the names of measures, what they are of, and the statistics given of them.
//!
//! Names are those of the tidy table (`measures.csv`, `--format json`); they stay the same in every language of the
//! screen, so that a script that reads results keeps working.

use crate::scenario::{Moment, Scenario};

/// Declares the measures: for each its meaning, name in tables and unit, in one place.
macro_rules! measures {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $unit:ident;)*) => {
        /// A measure.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Measure {
            $($(#[$doc])* $variant,)*
        }

        impl Measure {
            /// Every measure.
            pub const ALL: &[Measure] = &[$(Measure::$variant),*];

            /// Name in tables.
            pub fn name(self) -> &'static str {
                match self { $(Measure::$variant => $name,)* }
            }

            /// Unit of its values.
            pub fn unit(self) -> Unit {
                match self { $(Measure::$variant => Unit::$unit,)* }
            }
        }
    };
}

measures! {
    /// Residents who come into the chain.
    Arrivals = "arrivals", ResidentsPerYear;
    /// From joining a stage to its first work, of those whose work started.
    Wait = "wait", Days;
    /// The part of that wait in which the resident needed a place.
    WaitForPlace = "wait_for_place", Days;
    /// The part of that wait in which the resident needed a worker and the team was open.
    WaitForWorker = "wait_for_worker", Days;
    /// The part of that wait in which the resident needed a worker and the team was closed.
    ClosedWait = "closed_wait", Days;
    /// The wait of those who left before their first work instead.
    WaitOfLeavers = "wait_of_leavers", Days;
    /// The wait of both.
    WaitOfAll = "wait_of_all", Days;
    /// The wait for later work at the same stage, rework included.
    LaterWait = "later_wait", Days;
    /// Started within a term, of all who joined.
    StartedWithin = "started_within", Share;
    /// Left while waiting for the first work, of all whose first wait ended.
    LeftWaiting = "left_waiting", Share;
    /// Left while waiting for later work, of all whose later waits ended.
    LeftLater = "left_later", Share;
    /// Left a stage before its end, waiting, in work or during a delay, of all whose stay there ended.
    DroppedOut = "dropped_out", Share;
    /// Left during a delay or work of the stage, of all whose stay there ended.
    LeftDuring = "left_during", Share;
    /// Found no room, of all who came.
    TurnedAway = "turned_away", Share;
    /// Times a resident found a stage full and tried again later, per resident who joined.
    Retries = "retries", PerResident;
    /// Residents who found a stage full and stay away until they try again, on average.
    TryingAgain = "trying_again", Residents;
    /// Ready to leave a stage for one that is full, on average.
    Blocked = "blocked", Residents;
    /// How long residents who finish a stage are blocked, those who are not included.
    BlockedTime = "blocked_time", Days;
    /// Finished a stage, and still take up a place there, on average.
    Held = "held", Residents;
    /// Stopped because the resident left from a stage beside it, of all visits that ended.
    Stopped = "stopped", Share;
    /// Creditors agreed, of all whose outcome became known.
    RepliesAgreed = "replies_agreed", Share;
    /// At least one creditor refused by then.
    RefusalsMet = "refusals_met", Share;
    /// From asking creditors until the outcome is known.
    ReplyTime = "reply_time", Days;
    /// Contacts that began.
    ContactsHeld = "contacts_held", ContactsPerYear;
    /// Contacts that fell due and were not held, of all whose fate is known.
    ContactsCancelled = "contacts_cancelled", Share;
    /// From falling due to the start of a contact.
    WaitForContact = "wait_for_contact", Days;
    /// From finishing the first of several stages side by side to finishing the last.
    JoinWait = "join_wait", Days;
    /// From joining a stage to finishing it, of those who finish.
    TimeInStage = "time_in_stage", Days;
    /// From joining the first stage of a phase to leaving the phase.
    TimeInPhase = "time_in_phase", Days;
    /// From arrival to leaving the chain.
    TimeInChain = "time_in_chain", Days;
    /// Residents who join a stage.
    Joined = "joined", ResidentsPerYear;
    /// Residents who finish a stage.
    Finished = "finished", ResidentsPerYear;
    /// Residents waiting, on average.
    Queue = "queue", Residents;
    /// Residents at a stage or in the chain, waiting included.
    Present = "present", Residents;
    /// In service at a stage, or finished and still taking up a place there.
    Occupied = "occupied", Residents;
    /// Residents at a stage who do not wait and have not finished it.
    InService = "in_service", Residents;
    /// Busy hours over staffed hours.
    Utilisation = "utilisation", Share;
    /// Hours staffed.
    StaffedHours = "staffed_hours", HoursPerYear;
    /// Hours worked.
    WorkedHours = "worked_hours", HoursPerYear;
    /// Hours worked after closing.
    Overtime = "overtime", HoursPerYear;
    /// Hours in which workers stay with residents after the work.
    HeldHours = "held_hours", HoursPerYear;
    /// Residents who came to a moment of a stage within the follow-up after arrival.
    Reach = "reached", Share;
    /// Time from arrival to that moment, of those who did.
    TimeToReach = "time_to_reach", Days;
    /// Residents who left through an end within the follow-up after arrival.
    Outcome = "outcome", Share;
    /// Residents still inside the chain at the end of the follow-up after arrival.
    Inside = "inside", Share;
    /// Time from arrival to leaving through that end, of those who did.
    TimeToOutcome = "time_to_outcome", Days;
    /// From leaving a stage to joining the next, returns included.
    TransferTime = "transfer_time", Days;
    /// Lost on the way, of all whose transfer ended.
    LostAtTransfer = "lost_at_transfer", Share;
    /// Returns as incomplete per resident sent.
    ReturnsPerTransfer = "returns_per_transfer", PerResident;
    /// From the end of work at one organisation to the start of work at the next.
    HandoverTime = "handover_time", Days;
    /// Clocks kept, of those kept or breached whose term ended within the run.
    ClockKept = "clock_kept", Share;
    /// By how much a breached clock ran over, of those that stopped.
    ClockOverrun = "clock_overrun", Days;
    /// Clocks still running within their term at the end.
    ClockUndecided = "clock_undecided", Clocks;
    /// Places of a team there are, on average.
    Places = "places", Places;
    /// Places held, on average.
    Caseload = "caseload", Places;
    /// Places held over places there are.
    CaseloadUtilisation = "caseload_utilisation", Share;
    /// Residents waiting for a place of a team, on average.
    PlacesQueue = "places_queue", Residents;
    /// The wait for a place of a team, of waits that ended with one.
    PlacesWait = "places_wait", Days;
    /// Missed appointments, of all.
    NoShows = "no_shows", Share;
    /// Hours of work wasted on missed appointments.
    WastedHours = "wasted_hours", HoursPerYear;
    /// Residents who become a class.
    Became = "became", ResidentsPerYear;
    /// Residents who leave the chain for an official reason, of all who leave it.
    ExitReason = "exit_reason", Share;
    /// Residents inside at the end of the run.
    Unfinished = "unfinished", Residents;
    /// Residents still waiting for work of a stage at the end of the run.
    StillWaiting = "still_waiting", Residents;
    /// Residents in need, those in help included.
    InNeed = "in_need", Residents;
    /// Residents in need outside the chain.
    InPool = "in_pool", Residents;
    /// Times that somebody gets into need, returns included.
    Onset = "onset", ResidentsPerYear;
    /// Need that ends without help.
    NaturalEnds = "natural_ends", ResidentsPerYear;
    /// Need that ends by leaving the chain.
    NeedEnded = "need_ended", ResidentsPerYear;
    /// Own applications.
    Applications = "applications", ResidentsPerYear;
    /// Signals of creditors.
    Signals = "signals", NumberPerYear;
    /// Signals by what came of them.
    SignalFate = "signals_looked_at", Share;
    /// Cases opened on signals.
    Cases = "cases", NumberPerYear;
    /// Distinct residents a year who come to a stage of help, over residents in need.
    NeedReach = "reach", Share;
    /// Residents in the chain over residents in need.
    InView = "in_view", Share;
    /// Cases with successful contact over cases opened.
    ReachOfSignalling = "reach_of_signalling", Share;
    /// Distinct residents contacted over distinct residents signalled.
    Contacted = "contacted", Share;
    /// Distinct residents in need a year who start a phase, over residents in need.
    ReachStarted = "reach_started", Share;
    /// Distinct residents in need a year who finish a phase, over residents in need.
    ReachFinished = "reach_finished", Share;
    /// Attempts to reach residents, by channel.
    Attempts = "attempts", NumberPerYear;
    /// Reached, of all attempts.
    AttemptReached = "attempt_reached", Share;
    /// Accepted help, of all reached.
    AttemptAccepted = "attempt_accepted", Share;
    /// Came back within the time after which success counts as lasting, of those who left with success.
    Returned = "returned", Share;
    /// Left with success and did not come back within that time, of all who left.
    Lasting = "lasting", Share;
    /// Residents waiting at a moment.
    QueueAt = "queue_at", Residents;
    /// Residents at a stage, waiting not included, at a moment.
    InServiceAt = "in_service_at", Residents;
    /// Share of time that so many places would all be taken, of the time that no more were.
    AllTaken = "all_taken", Share;
    /// An amount of residents who come to a moment.
    Amount = "amount", Euro;
    /// By how much it is more by then than on arrival in the chain.
    AmountGrowth = "amount_growth", Euro;
    /// What a team, the activities of a stage, an end, what else is spent on, or the whole chain costs.
    Cost = "cost", EuroPerYear;
    /// The cost of the chain over the residents who come into it.
    CostPerTrajectory = "cost_per_trajectory", Euro;
    /// The cost of the chain over those who leave it through an end that is what it is for.
    CostPerSuccess = "cost_per_success", Euro;
    /// The same over those of them who do not come back within the time that counts as lasting.
    CostPerLasting = "cost_per_lasting", Euro;
    /// Social benefit of those who leave through an end: weak evidence, never part of the cost.
    Benefit = "benefit", EuroPerYear;
}

impl Measure {
    /// Whether a statistic of this measure is a share of residents or clocks, each counted once (a share of time is not).
    pub fn counts(self, statistic: Statistic) -> bool {
        use Measure::{AllTaken, CaseloadUtilisation, InView, NeedReach, ReachFinished, ReachStarted, Utilisation};
        let of_time = matches!(self, Utilisation | CaseloadUtilisation | AllTaken);
        let of_averages = of_time || matches!(self, InView | NeedReach | ReachStarted | ReachFinished);
        self.unit_of(statistic) == Unit::Share && !of_averages
    }

    /// What is said of one year beside a statistic over the whole horizon; `None` for statistics that no year has.
    pub fn in_one_year(self, statistic: Statistic) -> Option<Statistic> {
        match statistic {
            Statistic::PerYear if self.unit() == Unit::Share => Some(Statistic::OneYearNumber),
            Statistic::Mean | Statistic::Share | Statistic::PerYear => Some(Statistic::OneYear),
            Statistic::Within(term) => Some(Statistic::OneYearWithin(term)),
            _ => None,
        }
    }

    /// Unit of a statistic of this measure: shares of times are shares.
    pub fn unit_of(self, statistic: Statistic) -> Unit {
        match statistic {
            Statistic::SharePositive | Statistic::Over(_) | Statistic::Within(_) | Statistic::Share => Unit::Share,
            Statistic::PerYear | Statistic::OneYearNumber
                if matches!(self, Measure::SignalFate | Measure::AttemptReached | Measure::AttemptAccepted) =>
            {
                Unit::NumberPerYear
            }
            Statistic::PerYear | Statistic::OneYearNumber if self.unit() == Unit::Share => Unit::ResidentsPerYear,
            _ => self.unit(),
        }
    }
}

/// Unit of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Calendar days of 24 hours.
    Days,
    /// Between 0 and 1.
    Share,
    /// Residents per year of 365.25 days.
    ResidentsPerYear,
    /// Times per year of 365.25 days.
    NumberPerYear,
    /// Residents.
    Residents,
    /// Contacts per year of 365.25 days.
    ContactsPerYear,
    /// Hours per year of 365.25 days.
    HoursPerYear,
    /// Number per resident.
    PerResident,
    /// Clocks per replication.
    Clocks,
    /// Euro.
    Euro,
    /// Euro per year of 365.25 days.
    EuroPerYear,
    /// A plain number, of whatever an amount counts.
    Number,
    /// Places of a team.
    Places,
}

impl Unit {
    /// Name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Unit::Days => "days",
            Unit::Share => "share",
            Unit::ResidentsPerYear => "residents/year",
            Unit::NumberPerYear => "number/year",
            Unit::Residents => "residents",
            Unit::ContactsPerYear => "contacts/year",
            Unit::HoursPerYear => "hours/year",
            Unit::PerResident => "per resident",
            Unit::Clocks => "clocks",
            Unit::Euro => "euro",
            Unit::EuroPerYear => "euro/year",
            Unit::Number => "number",
            Unit::Places => "places",
        }
    }
}

/// What a measure is of. Indices are those of the scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Of {
    /// The whole chain.
    Chain,
    /// A stage.
    Stage(u32),
    /// Joining a stage.
    Enter(u32),
    /// The first work of a stage.
    Start(u32),
    /// Finishing a stage.
    Finish(u32),
    /// A team.
    Team(u32),
    /// A stream of arrivals.
    Stream(u32),
    /// A pool of residents in need.
    Pool(u32),
    /// A type of signal, by index among those of all pools.
    Signal(u32),
    /// What came of signals.
    SignalFate(super::SignalFate),
    /// A channel of contact, by index among all in the order of names.
    Channel(u32),
    /// An end.
    End(u32),
    /// What is spent on apart from teams and activities.
    Spending(u32),
    /// A referral, by index in the model, with the stage it leaves and where it goes (a stage or, beyond them, an end).
    Referral(u32, u32, u32),
    /// A handover between two organisations, by index among them.
    Handover(u16, u16),
    /// A clock.
    Clock(u32),
    /// An amount at a moment.
    Amount {
        /// Amount.
        amount: u16,
        /// 0 is the arrival, the others are those of the report, from 1.
        at: u16,
        /// Whether it is money.
        euro: bool,
    },
    /// Stages together, by position in the report's list.
    Together(u32),
    /// A phase.
    Phase(crate::scenario::Phase),
    /// An official reason for leaving.
    Reason(crate::scenario::Ddas),
}

impl Of {
    /// Name in tables: `chain`, a name of the scenario, `start:STAGE`, `spending:NAME`, `FROM>TO`.
    pub fn name(self, scenario: &Scenario) -> String {
        let stage = |index: u32| scenario.stages[index as usize].name.as_str();
        match self {
            Of::Chain => "chain".to_owned(),
            Of::Stage(index) => stage(index).to_owned(),
            Of::Enter(index) => format!("enter:{}", stage(index)),
            Of::Start(index) => format!("start:{}", stage(index)),
            Of::Finish(index) => format!("finish:{}", stage(index)),
            Of::Team(index) => scenario.teams[index as usize].name.clone(),
            Of::Stream(index) => scenario.streams[index as usize].name.clone(),
            Of::Pool(index) => scenario.pools[index as usize].name.clone(),
            Of::Signal(index) => {
                let names =
                    scenario.pools.iter().flat_map(|pool| pool.signals.iter().map(move |signal| (pool, signal)));
                let several = scenario.pools.len() > 1;
                let name = names.skip(index as usize).map(|(pool, signal)| match several {
                    true => format!("{}.{}", pool.name, signal.name),
                    false => signal.name.clone(),
                });
                name.take(1).collect()
            }
            Of::SignalFate(fate) => fate.name().to_owned(),
            Of::Channel(index) => scenario.channels()[index as usize].to_owned(),
            Of::End(index) => scenario.ends[index as usize].name.clone(),
            Of::Spending(index) => format!("spending:{}", scenario.spending[index as usize].name),
            Of::Referral(_, from, to) => {
                let to = to as usize;
                let to = match to.checked_sub(scenario.stages.len()) {
                    None => &scenario.stages[to].name,
                    Some(end) => &scenario.ends[end].name,
                };
                format!("{}>{to}", stage(from))
            }
            Of::Handover(from, to) => {
                let organisations = scenario.organisations();
                format!("{}>{}", organisations[usize::from(from)], organisations[usize::from(to)])
            }
            Of::Amount { amount, at, .. } => {
                let moment = match usize::from(at).checked_sub(1) {
                    None => Moment::Arrive,
                    Some(position) => scenario.report.amounts_at[position],
                };
                format!("{}@{}", scenario.amounts[usize::from(amount)].name, moment.name(scenario))
            }
            Of::Clock(index) => scenario.clocks[index as usize].name.clone(),
            Of::Together(position) => {
                let stages = scenario.report.occupancy_of[position as usize].iter();
                stages.map(|&index| stage(index as u32)).collect::<Vec<_>>().join("+")
            }
            Of::Phase(phase) => phase.name().to_owned(),
            Of::Reason(reason) => reason.name().to_owned(),
        }
    }
}

/// Residents by class: everybody, or one level of one axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Group(pub u16);

impl Group {
    /// Everybody.
    pub const ALL: Group = Group(0);

    /// Name in tables: `all`, or the name of a level.
    pub fn name(self, scenario: &Scenario) -> String {
        let levels = scenario.axes.iter().flat_map(|axis| &axis.levels);
        match usize::from(self.0).checked_sub(1) {
            None => "all".to_owned(),
            Some(index) => levels.skip(index).map(|level| level.name.clone()).next().unwrap_or_default(),
        }
    }
}

/// A stretch of the horizon: all of it, or one of its periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// The whole horizon.
    All,
    /// The so-manieth period, from 0.
    Number(u16),
}

/// What is said of a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Statistic {
    /// Mean over residents, or average over time.
    Mean,
    /// Number per year.
    PerYear,
    /// Share of residents.
    Share,
    /// Share of waits that are longer than nothing.
    SharePositive,
    /// A quantile, by position in the report's list.
    Quantile(u16),
    /// Share within a term, by position in the report's list.
    Within(u16),
    /// Share over a term, by position in the report's list.
    Over(u16),
    /// Number per replication.
    Count,
    /// At a moment, by position in the report's list.
    At(u16),
    /// With so many places.
    Places(u32),
    /// The range in which one year will lie: its mean, its share, or its number where that is all there is.
    OneYear,
    /// The range in which the number of one year will lie, of a measure that has a share too.
    OneYearNumber,
    /// The range in which the share within a term will lie in one year, by position in the report's list.
    OneYearWithin(u16),
}

/// One row of the table, without its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowKey {
    /// Measure.
    pub measure: Measure,
    /// What it is of.
    pub of: Of,
    /// Whose.
    pub group: Group,
    /// When.
    pub period: Period,
    /// What is said of it.
    pub statistic: Statistic,
}

impl RowKey {
    /// Unit of the row: that of the measure, but for amounts that are no money.
    pub fn unit(&self) -> Unit {
        match (self.of, self.measure.unit_of(self.statistic)) {
            (Of::Amount { euro: false, .. }, Unit::Euro) => Unit::Number,
            (_, unit) => unit,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_measure_stands_in_the_glossary() {
        let glossary = include_str!("../../../docs/glossary.md");
        let missing: Vec<&str> = Measure::ALL
            .iter()
            .map(|measure| measure.name())
            .filter(|name| !glossary.contains(&format!("`{name}`")))
            .collect();
        assert!(missing.is_empty(), "not in docs/glossary.md: {missing:?}");
    }
}
