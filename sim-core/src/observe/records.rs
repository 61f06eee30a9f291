//! Observers that write down what happens: one record per visit, or the story of one resident.

use super::{ContactOutcome, Happening, NeedHappening, Observer};
use crate::chain::{Model, Resident, TokenKind};
use crate::random::ResidentKey;
use crate::time::SimTime;

/// One visit of a resident to a stage.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Record {
    /// Stream of the resident, by index.
    pub stream: u16,
    /// Resident within the stream, from 0.
    pub ordinal: u32,
    /// Class combination.
    pub class: u16,
    /// Stage.
    pub stage: u32,
    /// Joined the stage, or found it full.
    pub joined: SimTime,
    /// First work (or, without work, the stay) began.
    pub started: Option<SimTime>,
    /// Left the stage; `None` while still there at the end of the run.
    pub ended: Option<SimTime>,
    /// How the visit ended.
    pub outcome: Outcome,
}

/// How a visit ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// All steps done.
    Served,
    /// Left while waiting or during a delay, refused by creditors, or stopped because of leaving from a stage beside it.
    Reneged,
    /// Found no room.
    TurnedAway,
    /// Still there at the end of the run.
    Unfinished,
}

/// Writes down a record per visit, in the order in which visits began.
#[derive(Debug, Clone)]
pub struct Records<'m> {
    model: &'m Model,
    records: Vec<Record>,
    /// For residents inside: who, at which stage, and position of the record of the present visit. A surge's residents
    /// have the stream and some of the ordinals of others, so only the key tells who it is; somebody may be at several
    /// stages side by side.
    open: Vec<(ResidentKey, u32, usize)>,
}

impl<'m> Records<'m> {
    /// Nothing written yet.
    pub fn new(model: &'m Model) -> Records<'m> {
        Records { model, records: Vec::new(), open: Vec::new() }
    }

    /// All records.
    pub fn into_records(self) -> Vec<Record> {
        self.records
    }

    fn present(&mut self, resident: &Resident) -> Option<&mut Record> {
        let here = |(who, stage, _): &&(ResidentKey, u32, usize)| (*who, *stage) == (resident.key, resident.stage);
        let position = self.open.iter().find(here)?.2;
        Some(&mut self.records[position])
    }

    fn close(&mut self, now: SimTime, resident: &Resident, outcome: Outcome) {
        if let Some(record) = self.present(resident) {
            (record.ended, record.outcome) = (Some(now), outcome);
        }
        self.open.retain(|(who, stage, _)| (*who, *stage) != (resident.key, resident.stage));
    }

    fn record(resident: &Resident, stage: u32, now: SimTime) -> Record {
        Record {
            stream: resident.stream,
            ordinal: resident.ordinal,
            class: resident.class,
            stage,
            joined: now,
            started: None,
            ended: None,
            outcome: Outcome::Unfinished,
        }
    }
}

impl Observer for Records<'_> {
    fn happened(&mut self, now: SimTime, resident: &Resident, what: Happening) {
        match what {
            Happening::Joined { stage, .. } => {
                let mut record = Records::record(resident, stage, now);
                let model = &self.model.stages[stage as usize];
                if model.first_work.is_none() && model.first_place.is_none() {
                    record.started = Some(now);
                }
                self.open.push((resident.key, stage, self.records.len()));
                self.records.push(record);
            }
            Happening::Found { stage, waiting, .. } => {
                let mut record = Records::record(resident, stage, now);
                record.started = (!waiting).then_some(now);
                self.open.push((resident.key, stage, self.records.len()));
                self.records.push(record);
            }
            Happening::TurnedAway { stage } => {
                let record = Records::record(resident, stage, now);
                self.records.push(Record { ended: Some(now), outcome: Outcome::TurnedAway, ..record });
            }
            Happening::Started { work, .. } if !self.model.works[work as usize].contact => {
                if let Some(record) = self.present(resident) {
                    record.started.get_or_insert(now);
                }
            }
            Happening::TookPlace { place, .. } => {
                let stage = self.model.places[place as usize].stage;
                if self.model.stages[stage as usize].first_place == Some(place)
                    && let Some(record) = self.present(resident)
                {
                    record.started.get_or_insert(now);
                }
            }
            Happening::Reneged { .. }
            | Happening::LeftWork { .. }
            | Happening::LeftDuring { .. }
            | Happening::LeftBeside { .. }
            | Happening::Stopped { .. }
            | Happening::LeftEarly { .. }
            | Happening::Contact { outcome: ContactOutcome::Refused | ContactOutcome::GivenUp, .. } => {
                self.close(now, resident, Outcome::Reneged)
            }
            Happening::Displaced { .. } => self.close(now, resident, Outcome::TurnedAway),
            Happening::Answered { delay, answer, .. } if !answer.agreed => {
                let replies = self.model.delays[delay as usize].replies.as_ref();
                if replies.is_some_and(|replies| replies.refused.is_some()) {
                    self.close(now, resident, Outcome::Reneged);
                }
            }
            Happening::Finished { .. } => self.close(now, resident, Outcome::Served),
            _ => {}
        }
    }
}

/// One line of a story.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StoryLine {
    /// When.
    pub at: SimTime,
    /// Class combination.
    pub class: u16,
    /// What.
    pub what: Happening,
    /// Stage they are at, or have left last.
    pub stage: u32,
    /// Whether it happens to the resident, in one of several stages side by side, or in a contact.
    pub token: TokenKind,
}

/// The story of one resident: everything that happens to them.
#[derive(Debug, Clone, Default)]
pub struct Story {
    stream: Option<u16>,
    ordinal: u32,
    /// Who it is, once they have arrived. A surge's residents have ordinals of their own, so only the key tells.
    who: Option<ResidentKey>,
    /// Whether it was known from the beginning who it is.
    found: bool,
    /// Asked for is somebody of a pool, who is counted when getting into need.
    of_pool: bool,
    /// Stream they came from, once they have arrived.
    pub came_from: Option<u16>,
    /// Lines in the order in which things happened.
    pub lines: Vec<StoryLine>,
    /// Residents seen so far, of the stream asked for.
    pub seen: u64,
    /// Still inside at the end of the run.
    pub unfinished: bool,
    /// In need outside the chain after the last line.
    pub in_need: bool,
}

impl Story {
    /// The story of the resident who came as this number (from 0) of a stream, of a pool (which stand behind the
    /// streams), or of the whole chain: of a pool as they got into need, else as they first came into the chain.
    pub fn of(stream: Option<u16>, ordinal: u32) -> Story {
        Story { stream, ordinal, ..Story::default() }
    }

    /// The story of the resident whom another story found, from the beginning: also what happened to them in need
    /// before they came into the chain.
    pub fn again(&self) -> Story {
        Story { who: self.who, came_from: self.came_from, seen: self.seen, found: true, ..Story::default() }
    }
}

impl Observer for Story {
    fn happened(&mut self, now: SimTime, resident: &Resident, what: Happening) {
        let asked = self.stream.is_none_or(|stream| stream == resident.stream);
        let comes = match what {
            Happening::Arrived => resident.trajectory == 1 && !self.of_pool,
            Happening::Need(NeedHappening::Began { .. }) => self.stream.is_some(),
            _ => false,
        };
        self.of_pool |= comes && asked && what != Happening::Arrived;
        if comes && asked && !self.found {
            self.seen += 1;
            if self.seen == u64::from(self.ordinal) + 1 {
                (self.who, self.came_from) = (Some(resident.key), Some(resident.stream));
            }
        }
        if self.who == Some(resident.key) {
            let (stage, token) = (resident.stage, resident.token.kind);
            self.lines.push(StoryLine { at: now, class: resident.class, what, stage, token });
            match what {
                Happening::Need(what) => {
                    use NeedHappening::{BackInPool, Began, CameBack, Signalled, SignalsLookedAt};
                    self.in_need = matches!(
                        what,
                        Began { .. }
                            | BackInPool
                            | CameBack { to_pool: true, .. }
                            | Signalled { .. }
                            | SignalsLookedAt { .. }
                    );
                }
                Happening::Arrived | Happening::Left { .. } => self.in_need = false,
                _ => {}
            }
        }
    }

    fn unfinished(&mut self, _end: SimTime, resident: &Resident, _waits: Option<u32>) {
        self.unfinished |= self.who == Some(resident.key);
    }
}
