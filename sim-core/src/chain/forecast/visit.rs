//! One visit to a stage, on average: work for each team, time spent, and where residents go from there.

use jiff::civil::Date;

use super::condition;
pub(super) use super::stays::Known;
use super::stays::Stay;
use crate::scenario::{Attempts, Delay, NoShow, Referral, Scenario, Stage, Step, Target, Transfer, Work};
use crate::time::DAY;

/// What one resident of a class meets at a stage on average, when nobody waits.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Visit {
    /// Days worked, by team; rework included.
    pub(super) work: Vec<(usize, f64)>,
    /// Days from joining until joining the next stage or leaving.
    pub(super) stay: f64,
    /// Events of the run.
    pub(super) events: f64,
    /// Shares who go on to other stages, or are at them as well.
    pub(super) on: Vec<(usize, f64)>,
    /// Share who come to the end of the stage.
    pub(super) passes: f64,
}

impl Visit {
    /// A visit by a resident with these levels on a date.
    pub(super) fn of(stage: &Stage, scenario: &Scenario, levels: &[usize], date: Date, known: &mut Known) -> Visit {
        let mut visit = Visit::default();
        if let Some(instead) = stage.closed_on(date) {
            if let Target::Stage(to) = instead {
                visit.on.push((to, 1.0));
            }
            return visit;
        }
        let mut left = 1.0;
        for step in &stage.steps {
            match step {
                Step::Change(_) => {}
                Step::Work(work) => {
                    let mean = mean_work(work, stage, scenario, levels, date);
                    let missed = Missed::of(work.no_show.as_ref(), levels, date);
                    // A missed appointment wastes work that depends on no next stop.
                    let wasted = work.work.for_levels(levels).on(date).mean();
                    let time = left * (mean * (1.0 - missed.all) + wasted * missed.appointments);
                    visit.work.push((work.team, time));
                    visit.stay += time + left * missed.rebooked;
                    // A patience is planned, and comes up as an event even when it no longer matters.
                    let planned =
                        [work.patience.is_some(), work.becomes.is_some()].into_iter().filter(|&is| is).count();
                    visit.events += left * (1.0 + planned as f64 + 2.0 * missed.appointments);
                    if let Some(Target::Stage(to)) = work.no_show.as_ref().map(|no_show| no_show.to) {
                        visit.on.push((to, left * missed.all));
                    }
                    left *= 1.0 - missed.all;
                }
                // How long somebody waits for a place depends on who holds the others.
                Step::Place(_) => visit.events += left,
                Step::GiveBack(_) => {}
                Step::Attempts(contact) => left *= visit.contact(contact, left, levels, date),
                Step::Delay(_) | Step::Replies(_) => {
                    let stay = Stay::of(step, levels, date, known);
                    visit.stay += left * stay.time * stretch(step, scenario);
                    visit.events += left;
                    if let Some(Target::Stage(to)) = step.leaving().map(|leave| leave.to) {
                        visit.on.push((to, left * stay.leaves));
                    }
                    if let Step::Replies(replies) = step
                        && let Some(Target::Stage(to)) = replies.refused
                    {
                        visit.on.push((to, left * stay.refused));
                    }
                    if let Some(contacts) = step.contacts() {
                        let each = contacts.work.work.for_levels(levels).on(date).mean();
                        visit.work.push((contacts.work.team, left * stay.contacts * each));
                        visit.events += 2.0 * left * stay.contacts;
                    }
                    left *= 1.0 - stay.leaves - stay.refused;
                }
                Step::SideBySide(stages) => {
                    let mut stay: f64 = 0.0;
                    let mut all_pass = 1.0;
                    for &opened in stages {
                        let beside = Visit::of(&scenario.stages[opened], scenario, levels, date, known);
                        stay = stay.max(beside.stay);
                        all_pass *= beside.passes;
                        visit.on.push((opened, left));
                    }
                    visit.stay += left * stay;
                    left *= all_pass;
                }
            }
        }
        visit.passes = left;
        let next = stage.next_on(date);
        let shares = condition::shares(next, scenario, levels, date);
        for (referral, share) in next.iter().zip(shares) {
            let share = left * share;
            visit.refer(referral, share, levels, date);
        }
        debug_assert!(visit.on.iter().all(|&(to, _)| to < scenario.stages.len()), "referrals lead to known stages");
        visit
    }

    /// Attempts, met by so many; gives the share of them who accept.
    fn contact(&mut self, contact: &Attempts, met: f64, levels: &[usize], date: Date) -> f64 {
        let (mut left, mut accepted, mut refused) = (1.0, 0.0, 0.0);
        for attempt in &contact.attempts {
            let work = attempt.work.for_levels(levels).on(date).mean();
            let reached = *attempt.reached.for_levels(levels).on(date);
            let accepts = *attempt.accepts.for_levels(levels).on(date);
            let wait = (1.0 - reached) * attempt.wait.for_levels(levels).on(date).mean();
            self.work.push((contact.team, met * left * work));
            self.stay += met * left * (work + wait);
            self.events += met * left * 2.0;
            accepted += left * reached * accepts;
            refused += left * reached * (1.0 - accepts);
            left *= 1.0 - reached;
        }
        for (to, share) in [(contact.refused, refused), (contact.not_reached, left)] {
            if let Target::Stage(to) = to {
                self.on.push((to, met * share));
            }
        }
        accepted
    }

    fn refer(&mut self, referral: &Referral, share: f64, levels: &[usize], date: Date) {
        let mut accepted = 1.0;
        if let Some(transfer) = &referral.transfer {
            let rounds = Rounds::of(transfer, levels, date);
            accepted = rounds.accepted;
            let time = transfer.time.for_levels(levels).on(date).mean();
            self.stay += share * rounds.sendings * time;
            self.events += share * (rounds.returns + if time > 0.0 { rounds.sendings } else { 0.0 });
            if let Some(returned) = &transfer.returned {
                let rework = share * rounds.returns * returned.rework.for_levels(levels).on(date).mean();
                self.work.push((returned.team, rework));
                self.stay += rework;
            }
        }
        if let Target::Stage(to) = referral.to {
            self.on.push((to, share * accepted));
        }
    }
}

/// Appointments missed by one resident on average, the share who miss all of theirs, and the time until next ones.
struct Missed {
    appointments: f64,
    all: f64,
    rebooked: f64,
}

impl Missed {
    /// Of every appointment a share `s` is missed and at most `k` others are made: `s + s² + … + s^(k+1)` are missed.
    fn of(no_show: Option<&NoShow>, levels: &[usize], date: Date) -> Missed {
        let Some(no_show) = no_show else { return Missed { appointments: 0.0, all: 0.0, rebooked: 0.0 } };
        let share = *no_show.share.for_levels(levels).on(date);
        let all = libm::pow(share, f64::from(no_show.at_most) + 1.0);
        let appointments: f64 = (0..=no_show.at_most).map(|missed| libm::pow(share, f64::from(missed) + 1.0)).sum();
        let rebook = no_show.rebook.as_ref().map_or(0.0, |time| time.for_levels(levels).on(date).mean());
        Missed { appointments, all, rebooked: (appointments - all) * rebook }
    }
}

/// How often a file is sent, how often it comes back, and the share that is accepted in the end.
struct Rounds {
    sendings: f64,
    returns: f64,
    accepted: f64,
}

impl Rounds {
    /// Each round a share `l` is lost, and of the others a share `r` comes back, at most `m` times: with
    /// `q = (1 − l)·r` a file is sent `1 + q + … + q^m` times.
    fn of(transfer: &Transfer, levels: &[usize], date: Date) -> Rounds {
        let lost = transfer.lost.as_ref().map_or(0.0, |(share, _)| *share.for_levels(levels).on(date));
        let (returned, at_most) = transfer
            .returned
            .as_ref()
            .map_or((0.0, 0), |returned| (*returned.share.for_levels(levels).on(date), returned.at_most));
        let again = (1.0 - lost) * returned;
        let last = libm::pow(again, f64::from(at_most));
        let returnable = if again < 1.0 { (1.0 - last) / (1.0 - again) } else { f64::from(at_most) };
        Rounds {
            sendings: returnable + last,
            returns: again * returnable,
            accepted: (1.0 - lost) * ((1.0 - returned) * returnable + last),
        }
    }
}

/// Mean work on a resident, who may go on in ways that take more or less of it.
fn mean_work(work: &Work, stage: &Stage, scenario: &Scenario, levels: &[usize], date: Date) -> f64 {
    let mean = work.work.for_levels(levels).on(date).mean();
    if work.advanced.by_next.is_empty() {
        return mean;
    }
    let shares = condition::shares(stage.next_on(date), scenario, levels, date);
    // Positions count the referrals of all lists, of which one holds.
    let before = stage.first_of_list_on(date);
    let share = |position: usize| position.checked_sub(before).and_then(|at| shares.get(at)).copied().unwrap_or(0.0);
    let by_next = work.advanced.by_next.iter();
    let more = by_next.map(|(position, other)| share(*position) * (other.for_levels(levels).on(date).mean() - mean));
    mean + more.sum::<f64>()
}

/// By how much a delay that is counted in the open hours of a calendar takes longer than it says.
fn stretch(step: &Step, scenario: &Scenario) -> f64 {
    let Step::Delay(Delay { open: Some(calendar), .. }) = step else { return 1.0 };
    let open: i64 = scenario.calendars[*calendar].hours.weekly.iter().map(|(_, from, until)| until.0 - from.0).sum();
    7.0 * DAY as f64 / open.max(1) as f64
}
