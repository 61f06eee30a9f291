//! What can happen, and in which order at one moment.

use crate::time::SimTime;

/// Which of several events at the same moment happens first: the order of the variants.
///
/// Ends of work come first, so a caseworker who finishes at 10:00 takes the resident who arrives, or whose patience
/// ends, at 10:00.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventClass {
    /// Ends of work, and whatever else lets a worker go.
    WorkEnd,
    /// A team has more or fewer people on duty.
    CalendarChange,
    /// Arrivals, reneging and the rest, in the order in which they were planned.
    Planned,
    /// Clinic moments.
    ClinicMoment,
}

/// What happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum EventKind {
    /// A resident's work ends.
    WorkEnd,
    /// The number on duty of a team changes.
    CalendarChange,
    /// Residents of a stream arrive.
    Arrival,
    /// A waiting resident's patience runs out.
    Renege,
    /// A resident's delay ends.
    DelayEnd,
    /// A resident leaves during a delay.
    Leave,
    /// A transfer ends.
    TransferEnd,
    /// A stage that blocks gets more or less room.
    RoomChange,
    /// A resident who found a stage full tries again.
    Retry,
    /// A contact falls due during a stay.
    ContactDue,
    /// The number of places of a team changes.
    PlacesChange,
    /// A resident becomes another class.
    Become,
    /// A resident comes for the appointment after a missed one.
    ComeAgain,
    /// Something happens to a resident in a pool.
    LivesOn,
    /// Signals of a pool are looked at.
    SignalBatch,
    /// A resident comes back who had left the chain.
    ComesBack,
    /// A resident leaves during work.
    WorkLeft,
    /// A resident's preparation for work ends.
    Prepared,
    /// A worker of a team is of use again.
    TurnaroundEnd,
    /// A clinic is held.
    ClinicMoment,
    /// A resident of a finite population comes (again); the stamp is the ordinal.
    Return,
}

impl EventKind {
    /// Where it stands among events at the same moment.
    pub fn class(self) -> EventClass {
        match self {
            EventKind::WorkEnd | EventKind::WorkLeft | EventKind::TurnaroundEnd => EventClass::WorkEnd,
            EventKind::ClinicMoment => EventClass::ClinicMoment,
            EventKind::CalendarChange | EventKind::RoomChange | EventKind::PlacesChange => EventClass::CalendarChange,
            EventKind::Arrival
            | EventKind::Renege
            | EventKind::DelayEnd
            | EventKind::Leave
            | EventKind::Prepared
            | EventKind::Return
            | EventKind::Retry
            | EventKind::ContactDue
            | EventKind::LivesOn
            | EventKind::SignalBatch
            | EventKind::ComesBack
            | EventKind::TransferEnd
            | EventKind::Become
            | EventKind::ComeAgain => EventClass::Planned,
        }
    }
}

/// Something planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub at: SimTime,
    /// Order at that moment: class, then the number under which it was planned.
    pub order: u64,
    /// What.
    pub kind: EventKind,
    /// Whom it concerns: a resident's slot, a team or a stream.
    pub whom: u32,
    /// For residents: holds only while the resident's stamp is still this.
    pub stamp: u32,
}

/// Bits of [`Event::order`] below the class.
pub(super) const ORDER_BITS: u32 = 60;

impl Event {
    /// Sorts by moment, then class, then number of planning: a total order, so ties never depend on luck.
    pub fn key(&self) -> (SimTime, u64) {
        (self.at, self.order)
    }
}
