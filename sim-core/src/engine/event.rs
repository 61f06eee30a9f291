//! What can happen, and in which order at one moment.

use crate::chain::Resident;
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
    /// Arrivals whose moments are listed in the scenario: they count as planned before the run, in the order of streams.
    Listed,
    /// Other arrivals, reneging and the rest, in the order in which they were planned.
    Planned,
    /// Clinic moments.
    ClinicMoment,
}

/// What happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum EventKind {
    /// Residents of a stream arrive.
    Arrival,
    /// Residents of a stream arrive whose moments are all listed in the scenario.
    ListedArrival,
    /// A resident of a finite population comes (again); the stamp is the ordinal.
    Return,
    /// Signals of a pool are looked at.
    SignalBatch,
    /// The number on duty of a team changes.
    CalendarChange,
    /// The number of places of a team changes.
    PlacesChange,
    /// A stage that blocks gets more or less room.
    RoomChange,
    /// A worker of a team is of use again.
    TurnaroundEnd,
    /// A clinic is held.
    ClinicMoment,
    /// A resident's work ends.
    WorkEnd,
    /// A waiting resident's patience runs out.
    Renege,
    /// A resident's delay ends.
    DelayEnd,
    /// A resident leaves during a delay.
    Leave,
    /// A transfer ends.
    TransferEnd,
    /// A resident who found a stage full tries again.
    Retry,
    /// A contact falls due during a stay.
    ContactDue,
    /// A resident becomes another class.
    Become,
    /// A resident comes for the appointment after a missed one.
    ComeAgain,
    /// Something happens to a resident in a pool.
    LivesOn,
    /// A resident comes back who had left the chain.
    ComesBack,
    /// A resident leaves during work.
    WorkLeft,
    /// A resident's preparation for work ends.
    Prepared,
}

impl EventKind {
    /// Every kind, in the order of the variants.
    pub const ALL: [EventKind; 22] = [
        EventKind::Arrival,
        EventKind::ListedArrival,
        EventKind::Return,
        EventKind::SignalBatch,
        EventKind::CalendarChange,
        EventKind::PlacesChange,
        EventKind::RoomChange,
        EventKind::TurnaroundEnd,
        EventKind::ClinicMoment,
        EventKind::WorkEnd,
        EventKind::Renege,
        EventKind::DelayEnd,
        EventKind::Leave,
        EventKind::TransferEnd,
        EventKind::Retry,
        EventKind::ContactDue,
        EventKind::Become,
        EventKind::ComeAgain,
        EventKind::LivesOn,
        EventKind::ComesBack,
        EventKind::WorkLeft,
        EventKind::Prepared,
    ];

    /// The same by position, up to the number that the bits of an event can name, so that each of these has a kind.
    const BY_BITS: [EventKind; 1 << KIND_BITS] = {
        let mut kinds = [EventKind::Arrival; 1 << KIND_BITS];
        let mut position = 0;
        while position < EventKind::ALL.len() {
            kinds[position] = EventKind::ALL[position];
            position += 1;
        }
        kinds
    };

    /// Where it stands among events at the same moment.
    #[inline]
    pub fn class(self) -> EventClass {
        match self {
            EventKind::WorkEnd | EventKind::WorkLeft | EventKind::TurnaroundEnd => EventClass::WorkEnd,
            EventKind::ClinicMoment => EventClass::ClinicMoment,
            EventKind::ListedArrival => EventClass::Listed,
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

/// Something planned: 16 bytes, in two words that are made whole, so that a copy never waits for half a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub at: SimTime,
    /// From the lowest bits up: what, the stamp, whom.
    what: u64,
}

/// Bits of [`Event::what`] that hold the kind.
const KIND_BITS: u32 = 5;
const _: () = assert!(Resident::MOST_STAMP == u32::MAX >> KIND_BITS && EventKind::ALL.len() <= 1 << KIND_BITS);

impl Event {
    /// Something that happens at a moment.
    ///
    /// * `stamp` – for residents: the event holds only while the resident's stamp is still this
    #[inline]
    pub fn new(at: SimTime, kind: EventKind, whom: u32, stamp: u32) -> Event {
        Event { at, what: u64::from(whom) << 32 | u64::from(stamp << KIND_BITS | kind as u32) }
    }

    /// Whom it concerns: a resident's slot, a team or a stream.
    #[inline]
    pub fn whom(&self) -> u32 {
        (self.what >> 32) as u32
    }

    /// What happens.
    #[inline]
    pub fn kind(&self) -> EventKind {
        EventKind::BY_BITS[self.kind_bits() as usize]
    }

    #[inline]
    fn kind_bits(&self) -> u64 {
        self.what & ((1 << KIND_BITS) - 1)
    }

    /// Whether it happens to a resident, and only while the resident's stamp is that of the event.
    #[inline]
    pub fn is_of_resident(&self) -> bool {
        self.kind_bits() > EventKind::ClinicMoment as u64
    }

    /// The stamp with which it was planned.
    #[inline]
    pub fn stamp(&self) -> u32 {
        self.what as u32 >> KIND_BITS
    }

    /// The place among events of its moment: by class, then by the order in which they were planned, `number`; of
    /// arrivals that are listed by stream.
    #[inline]
    pub(super) fn rank(&self, number: u32) -> u64 {
        let kind = self.kind();
        let number = if kind == EventKind::ListedArrival { self.whom() } else { number };
        (kind.class() as u64) << u32::BITS | u64::from(number)
    }
}
