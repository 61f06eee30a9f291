//! Who is helped, and when: what one replication remembers of single residents, to be laid beside another chain.
//!
//! The same resident has the same key in every chain that has their stream or pool (`random/address.rs`), so two lists
//! of one replication tell of each resident whether help came sooner, later, or in only one of the two.

use super::{Happening, Observer};
use crate::chain::{Model, Resident};
use crate::scenario::{Phase, Scenario, Stage, Step, Target};
use crate::time::{DAY, SimTime};

use super::Plan;

/// Stages whose first work counts as help: those of phase `curative` where somebody works; without any, those where
/// somebody works and from which a resident goes on to an end with `success`; without these, all where somebody works.
pub fn help_stages(scenario: &Scenario) -> Vec<usize> {
    let opened = scenario.opened_by();
    let works = |stage: &Stage| stage.steps.iter().any(|step| matches!(step, Step::Work(_)));
    let succeeds = |number: usize, stage: &Stage| {
        let is_success = |to: &Target| matches!(to, Target::End(end) if scenario.ends[*end].success);
        let default = stage.next.is_empty() && opened[number].is_none();
        default || stage.referrals().any(|referral| is_success(&referral.to))
    };
    let all = scenario.stages.iter().enumerate().filter(|(_, stage)| works(stage)).map(|(number, _)| number);
    let all: Vec<usize> = all.collect();
    let is_curative = |number: &usize| scenario.stages[*number].phase == Some(Phase::Curative);
    let curative: Vec<usize> = all.iter().copied().filter(is_curative).collect();
    if !curative.is_empty() {
        return curative;
    }
    let last: Vec<usize> = all.iter().copied().filter(|&number| succeeds(number, &scenario.stages[number])).collect();
    if last.is_empty() { all } else { last }
}

/// Bits of a moment in an entry; one more says whether the resident is followed.
const MOMENT_BITS: u32 = 31;

/// Residents who were helped in the measured time, each once: 12 bytes a resident.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HelpedList {
    /// Both halves of the key, then the moment of first help with the lowest bit for who is followed.
    entries: Vec<[u32; 3]>,
    /// A moment is kept in units of so many doublings of a microsecond: a quarter of a second in ten years.
    doublings: u32,
}

/// One who was helped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Entry {
    key: u64,
    at: SimTime,
    /// Came in the measured time, and at least the follow-up before its end.
    followed: bool,
}

impl HelpedList {
    fn new(end: SimTime) -> HelpedList {
        let bits = u64::BITS - (end.0.max(0) as u64).leading_zeros();
        HelpedList { entries: Vec::new(), doublings: bits.saturating_sub(MOMENT_BITS) }
    }

    fn add(&mut self, entry: Entry) {
        if self.entries.len() == self.entries.capacity() {
            self.tidy();
            // Where many had come more than once there is room now; else a quarter more.
            if self.entries.len() * 8 >= self.entries.capacity() * 7 {
                self.entries.reserve_exact((self.entries.len() / 4).max(256));
            }
        }
        let moment = (entry.at.0 >> self.doublings) as u32;
        let key = [(entry.key >> 32) as u32, entry.key as u32];
        self.entries.push([key[0], key[1], moment << 1 | u32::from(entry.followed)]);
    }

    /// Sorts by resident, and keeps the first help of each.
    fn tidy(&mut self) {
        self.entries.sort_unstable();
        self.entries.dedup_by_key(|entry| [entry[0], entry[1]]);
    }

    /// How many were helped.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nobody was helped.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Its unit and its entries, to be kept.
    pub(crate) fn parts(&self) -> (u32, &[[u32; 3]]) {
        (self.doublings, &self.entries)
    }

    /// From these; `None` where they are not in the order in which they are kept, or of no moment.
    pub(crate) fn of_parts(doublings: u32, entries: Vec<[u32; 3]>) -> Option<HelpedList> {
        let in_order = entries.windows(2).all(|pair| pair[0][..2] < pair[1][..2]);
        (in_order && doublings < u64::BITS - MOMENT_BITS).then_some(HelpedList { entries, doublings })
    }

    fn iter(&self) -> impl Iterator<Item = Entry> {
        self.entries.iter().map(|&[high, low, moment]| Entry {
            key: u64::from(high) << 32 | u64::from(low),
            at: SimTime(i64::from(moment >> 1) << self.doublings),
            followed: moment & 1 == 1,
        })
    }
}

/// What a change did to residents of one replication, of those who are followed in either chain.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Moved {
    /// Helped more than a day sooner.
    pub sooner: u32,
    /// Helped more than a day later.
    pub later: u32,
    /// Helped in both, at most a day apart.
    pub unchanged: u32,
    /// Helped only after the change.
    pub gained: u32,
    /// Helped only before it.
    pub lost: u32,
    /// Days by which help came sooner, of all who were helped in both together.
    pub days_sooner: f64,
}

impl Moved {
    /// Lays the lists of two chains beside each other, resident by resident.
    ///
    /// * `before`, `after` – of the same replication, from [`Helped::into_list`]
    pub fn between(before: &HelpedList, after: &HelpedList) -> Moved {
        let mut moved = Moved::default();
        let mut total: i128 = 0;
        let (mut ones, mut others) = (before.iter().peekable(), after.iter().peekable());
        loop {
            let first = match (ones.peek(), others.peek()) {
                (None, None) => break,
                (Some(one), None) => one.key,
                (None, Some(other)) => other.key,
                (Some(one), Some(other)) => one.key.min(other.key),
            };
            let one = ones.next_if(|entry| entry.key == first);
            let other = others.next_if(|entry| entry.key == first);
            if !one.into_iter().chain(other).any(|entry| entry.followed) {
                continue;
            }
            match (one, other) {
                (Some(one), Some(other)) => {
                    let sooner = (one.at - other.at).0;
                    total += i128::from(sooner);
                    match sooner {
                        sooner if sooner > DAY => moved.sooner += 1,
                        sooner if sooner < -DAY => moved.later += 1,
                        _ => moved.unchanged += 1,
                    }
                }
                (None, _) => moved.gained += 1,
                (_, None) => moved.lost += 1,
            }
        }
        moved.days_sooner = total as f64 / DAY as f64;
        moved
    }
}

/// Remembers of each resident when help began.
#[derive(Debug, Clone)]
pub struct Helped<'m> {
    model: &'m Model,
    /// For each stage whether its first work is help.
    is_help: Vec<bool>,
    /// Who arrives later is not followed long enough.
    last_followed: SimTime,
    list: HelpedList,
}

impl<'m> Helped<'m> {
    /// Nobody yet.
    ///
    /// * `stages` – those whose first work is help, see [`help_stages`]
    pub fn new(plan: &Plan, model: &'m Model, stages: &[usize]) -> Helped<'m> {
        let mut is_help = vec![false; model.stages.len()];
        stages.iter().for_each(|&stage| is_help[stage] = true);
        Helped { model, is_help, last_followed: plan.end - plan.follow_up, list: HelpedList::new(plan.end) }
    }

    /// Everybody who was helped, by key.
    pub fn into_list(mut self) -> HelpedList {
        self.list.tidy();
        self.list
    }
}

impl Observer for Helped<'_> {
    #[inline]
    fn happened(&mut self, now: SimTime, resident: &Resident, what: Happening) {
        let Happening::Started { work, .. } = what else { return };
        let model = &self.model.works[work as usize];
        if !model.is_first || !self.is_help[model.stage as usize] || now < SimTime::default() {
            return;
        }
        let followed = SimTime::default() <= resident.arrived && resident.arrived <= self.last_followed;
        // Where residents live on outside the chain, help comes sooner also by asking sooner. Elsewhere their life here begins
        // with their arrival: when more of them come, the same number comes at another moment.
        let at = if self.model.need.is_there() { now } else { SimTime((now - resident.arrived).0) };
        self.list.add(Entry { key: resident.key.number(), at, followed });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(helped: &[(u64, f64, bool)]) -> HelpedList {
        let mut list = HelpedList::new(SimTime(3650 * DAY));
        for &(key, days, followed) in helped {
            list.add(Entry { key, at: SimTime((days * DAY as f64) as i64), followed });
        }
        list.tidy();
        list
    }

    /// By hand: resident 1 is helped 2 days sooner, 2 half a day later, 3 three days later, 4 no longer, 5 only now; 6 came
    /// too late to be followed; 7 is followed in only one of both, which is enough.
    #[test]
    fn residents_are_paired_by_who_they_are() {
        let before =
            list(&[(4, 8.0, true), (1, 10.0, true), (2, 5.0, true), (3, 7.0, true), (6, 50.0, false), (7, 20.0, true)]);
        let after = list(&[
            (5, 1.0, true),
            (3, 10.0, true),
            (2, 5.5, true),
            (1, 8.0, true),
            (6, 40.0, false),
            (7, 30.0, false),
        ]);
        let moved = Moved::between(&before, &after);
        let expected = Moved { sooner: 1, later: 2, unchanged: 1, gained: 1, lost: 1, days_sooner: 0.0 };
        assert_eq!(Moved { days_sooner: 0.0, ..moved }, expected);
        assert!((moved.days_sooner - (2.0 - 0.5 - 3.0 - 10.0)).abs() < 1e-4, "{moved:?}");
        let none = Moved::between(&after, &after);
        assert_eq!((none.sooner, none.later, none.gained, none.lost, none.days_sooner), (0, 0, 0, 0, 0.0));
    }

    #[test]
    fn only_the_first_help_of_a_resident_counts_however_many_there_are() {
        let mut list = HelpedList::new(SimTime(3650 * DAY));
        for day in (0..2000).rev() {
            list.add(Entry { key: day % 700, at: SimTime(day as i64 * DAY), followed: true });
        }
        assert!(list.entries.capacity() < 1300, "{}", list.entries.capacity());
        list.tidy();
        assert_eq!(list.len(), 700);
        assert!(list.iter().all(|entry| (entry.at - SimTime(entry.key as i64 * DAY)).0.abs() < 1_000_000));
    }
}
