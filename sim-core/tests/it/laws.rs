//! What holds in every chain, on random small ones. `PROPTEST_CASES=5000` searches longer.
//!
//! Every law compares the table or the records with a journal of everything that happened, counted here anew.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use sim_core::chain::LineKind;
use sim_core::observe::{Group, Happening, Measure, Of, Outcome, Period, Record, Records, RowKey, Sample, Statistic};
use sim_core::random::ResidentKey;
use sim_core::scenario::Closing;
use sim_core::time::{DAY, SimTime, Span};

use crate::chains::{small_chain, write_chain};
use crate::support::{Compiled, Journal, Line, rows, scenario};

/// A chain with one replication of it: the journal, and the rows of the table.
struct Run {
    chain: Compiled,
    journal: Journal,
    rows: Vec<(RowKey, Sample)>,
}

const START: SimTime = SimTime(0);

impl Run {
    fn of(text: &str, seed: u64) -> Run {
        let chain = Compiled::of(scenario(text));
        let journal = chain.journal(seed, 0);
        let rows = rows(&chain.tally(seed, 0), &chain.plan);
        Run { chain, journal, rows }
    }

    fn end(&self) -> SimTime {
        self.chain.model.end
    }

    /// Numerator and denominator of a row.
    fn row(&self, measure: Measure, of: Of, group: Group, period: Period, statistic: Statistic) -> Option<(f64, f64)> {
        let key = RowKey { measure, of, group, period, statistic };
        self.rows.iter().find(|(found, _)| *found == key).map(|(_, sample)| match sample {
            Sample::Ratio(ratio) => (ratio.above, ratio.below),
            Sample::Quantile(..) => (0.0, 0.0),
        })
    }

    /// The same of everybody over the whole horizon.
    fn whole(&self, measure: Measure, of: Of, statistic: Statistic) -> Option<(f64, f64)> {
        self.row(measure, of, Group::ALL, Period::All, statistic)
    }

    fn count(&self, counts: impl Fn(&Line) -> bool) -> f64 {
        self.journal.lines.iter().filter(|line| line.at >= START && counts(line)).count() as f64
    }

    fn stages(&self) -> std::ops::Range<u32> {
        0..self.chain.model.stages.len() as u32
    }

    fn is_first_work(&self, work: u32) -> bool {
        let stage = self.chain.model.works[work as usize].stage;
        self.chain.model.stages[stage as usize].first_work == Some(work)
    }

    /// Whether the urgent interrupt work of its team.
    fn interrupts(&self, work: u32) -> bool {
        self.chain.model.teams[self.team_of(work) as usize].interrupts
    }

    fn team_of(&self, work: u32) -> u32 {
        self.chain.model.works[work as usize].team
    }
}

/// Time between a resident's two kinds of moments, inside the window, summed in microseconds.
fn area(run: &Run, from: SimTime, until: SimTime, change: impl Fn(&Line) -> i128) -> i128 {
    let (mut level, mut since, mut area) = (0i128, from, 0i128);
    for line in &run.journal.lines {
        let at = line.at.clamp(from, until);
        area += level * i128::from((at - since).0);
        (since, level) = (at, level + change(line));
    }
    area + level * i128::from((until - since).0)
}

fn near(found: f64, expected: f64) -> bool {
    (found - expected).abs() <= 1e-9 * expected.abs().max(1e-3)
}

/// Changes of the number who wait at a stage.
fn waiting_change(run: &Run, stage: u32) -> impl Fn(&Line) -> i128 {
    let of_stage = move |work: u32| run.chain.model.works[work as usize].stage == stage;
    move |line| match line.what {
        Happening::Waits { work } if of_stage(work) => 1,
        Happening::Started { work, .. } | Happening::Reneged { work, .. } if of_stage(work) => -1,
        // Whose work was put down for somebody more urgent waits again.
        Happening::Interrupted { work } if of_stage(work) && run.interrupts(work) => 1,
        Happening::Resumed { work } if of_stage(work) && run.interrupts(work) => -1,
        Happening::LeftWork { work, rests: true } if of_stage(work) && run.interrupts(work) => -1,
        _ => 0,
    }
}

proptest! {
    /// Every resident who arrives is accounted for exactly once, and the table counts the same arrivals.
    #[test]
    fn residents_are_conserved(text in small_chain(), seed in any::<u64>()) {
        let run = Run::of(&text, seed);
        let lines = &run.journal.lines;
        let arrived: Vec<ResidentKey> = lines.iter().filter(|line| line.what == Happening::Arrived).map(|line| line.who).collect();
        let left = lines.iter().filter(|line| matches!(line.what, Happening::Left { .. })).count() as u64;
        prop_assert_eq!(arrived.len() as u64, left + run.journal.unfinished);
        let distinct: BTreeSet<ResidentKey> = arrived.iter().copied().collect();
        prop_assert_eq!(distinct.len(), arrived.len(), "nobody comes twice");
        let (unfinished, _) = run.whole(Measure::Unfinished, Of::Chain, Statistic::Count).expect("always there");
        prop_assert_eq!(unfinished, run.journal.unfinished as f64);
        let (arrivals, years) = run.whole(Measure::Arrivals, Of::Chain, Statistic::PerYear).expect("always there");
        prop_assert_eq!(arrivals, run.count(|line| line.what == Happening::Arrived));
        prop_assert!(near(years, run.end().as_days() / 365.25));
    }

    /// Visits begin before they start, start before they end, and nobody is at two stages at once.
    #[test]
    fn visits_of_a_resident_follow_one_another(text in small_chain(), seed in any::<u64>()) {
        let chain = Compiled::of(scenario(&text));
        let (journal, records) = chain.observe(seed, 0, (Journal::default(), Records::new(&chain.model)));
        let records = records.into_records();
        for record in &records {
            prop_assert!(record.started.is_none_or(|started| started >= record.joined), "{:?}", record);
            prop_assert!(record.ended.is_none_or(|ended| ended >= record.started.unwrap_or(record.joined)), "{:?}", record);
            prop_assert_eq!(record.ended.is_none(), record.outcome == Outcome::Unfinished);
        }
        // Records and the journal tell of the same visits, in the same order.
        let begins = journal.lines.iter().filter(|line| matches!(line.what, Happening::Joined { .. } | Happening::TurnedAway { .. }));
        let begins: Vec<&Line> = begins.collect();
        prop_assert_eq!(begins.len(), records.len());
        let mut ended: BTreeMap<ResidentKey, SimTime> = BTreeMap::new();
        for (line, record) in begins.into_iter().zip(&records) {
            prop_assert_eq!(line.at, record.joined);
            let before = ended.insert(line.who, record.ended.unwrap_or(SimTime::NEVER));
            prop_assert!(before.is_none_or(|before| before <= record.joined), "{:?} while elsewhere until {:?}", record, before);
        }
    }

    /// Little's law, exactly: the time that residents spend waiting, added up over residents, is the queue added up
    /// over time; the same for all time at a stage and in the chain. Over the horizon and over every period.
    #[test]
    fn time_of_residents_is_area_of_levels(text in small_chain(), seed in any::<u64>()) {
        let run = Run::of(&text, seed);
        let edges = run.chain.plan.period_edges.clone();
        let periods = edges.windows(2).enumerate().map(|(number, edges)| (Period::Number(number as u16), edges[0], edges[1]));
        let periods: Vec<_> = std::iter::once((Period::All, START, run.end())).chain(periods).collect();
        for (period, from, until) in periods {
            let mean = |measure, of| run.row(measure, of, Group::ALL, period, Statistic::Mean);
            let in_chain = area(&run, from, until, |line| match line.what {
                Happening::Arrived => 1,
                Happening::Left { .. } => -1,
                _ => 0,
            });
            let (present, days) = mean(Measure::Present, Of::Chain).expect("always there");
            prop_assert!(near(present, in_chain as f64 / DAY as f64), "chain: {} {}", present, in_chain);
            prop_assert!(near(days, (until - from).as_days()));
            for stage in run.stages() {
                let waiting = area(&run, from, until, waiting_change(&run, stage)) as f64 / DAY as f64;
                let at_stage = area(&run, from, until, |line| {
                    let works = &run.chain.model.works;
                    let delays = &run.chain.model.delays;
                    match line.what {
                        Happening::Joined { stage: at, .. } if at == stage => 1,
                        Happening::Finished { stage: at, .. } if at == stage => -1,
                        Happening::Reneged { work, .. } if works[work as usize].stage == stage => -1,
                        Happening::LeftWork { work, .. } if works[work as usize].stage == stage => -1,
                        Happening::LeftDuring { delay } if delays[delay as usize].stage == stage => -1,
                        Happening::Waits { work } if works[work as usize].rework && works[work as usize].stage == stage => 1,
                        Happening::Ended { work } if works[work as usize].rework && works[work as usize].stage == stage => -1,
                        _ => 0,
                    }
                }) as f64 / DAY as f64;
                if let Some((queue, _)) = mean(Measure::Queue, Of::Stage(stage)) {
                    prop_assert!(near(queue, waiting), "{:?} stage {}: queue {} waited {}", period, stage, queue, waiting);
                }
                let (present, _) = mean(Measure::Present, Of::Stage(stage)).expect("always there");
                prop_assert!(near(present, at_stage), "{:?} stage {}: present {} stayed {}", period, stage, present, at_stage);
                let (in_service, _) = mean(Measure::InService, Of::Stage(stage)).expect("always there");
                prop_assert!(near(in_service, at_stage - waiting));
            }
        }
    }

    /// Busy hours are the hours between starts and ends of work in which people are on duty, and never more than those.
    #[test]
    fn utilisation_is_at_most_one(text in small_chain(), seed in any::<u64>()) {
        let run = Run::of(&text, seed);
        for team in 0..run.chain.model.teams.len() as u32 {
            let finishes = run.chain.model.teams[team as usize].closing == Closing::Finish;
            let (mut busy, mut on_duty, mut since) = (0u32, 0u32, START);
            let (mut worked, mut over, mut staffed) = (0i128, 0i128, 0i128);
            let mut duty = run.journal.duty.iter().filter(|&&(_, _, of, _)| of == team).peekable();
            let mut pass = |at: SimTime, busy: u32, on_duty: u32| {
                let at = at.max(START).min(run.end());
                let length = i128::from((at - since).0);
                worked += length * i128::from(busy.min(on_duty));
                over += length * i128::from(busy.saturating_sub(on_duty));
                staffed += length * i128::from(on_duty);
                since = at;
            };
            for (position, line) in run.journal.lines.iter().enumerate() {
                while let Some(&(_, at, _, number)) = duty.next_if(|&&(before, ..)| before <= position) {
                    pass(at, busy, on_duty);
                    on_duty = number;
                }
                let change: i32 = match line.what {
                    Happening::Started { work, .. } | Happening::Resumed { work } if run.team_of(work) == team => 1,
                    Happening::Ended { work } | Happening::Interrupted { work } if run.team_of(work) == team => -1,
                    Happening::LeftWork { work, rests: false } if run.team_of(work) == team => -1,
                    _ => 0,
                };
                pass(line.at, busy, on_duty);
                busy = busy.checked_add_signed(change).expect("nobody ends work that did not start");
            }
            for &(_, at, _, number) in duty {
                pass(at, busy, on_duty);
                on_duty = number;
            }
            pass(run.end(), busy, on_duty);
            let of = Of::Team(team);
            if let Some((busy, duty)) = run.whole(Measure::Utilisation, of, Statistic::Share) {
                prop_assert!(near(busy, worked as f64 / DAY as f64), "team {}: {} {}", team, busy, worked);
                prop_assert!(near(duty, staffed as f64 / DAY as f64));
                prop_assert!(busy <= duty * (1.0 + 1e-12));
            }
            if let Some((hours, _)) = run.whole(Measure::Overtime, of, Statistic::PerYear) {
                let expected = if finishes { over as f64 / DAY as f64 * 24.0 } else { 0.0 };
                prop_assert!(near(hours, expected), "team {}: overtime {} {}", team, hours, expected);
            }
        }
    }

    /// Once everything of a moment has happened nobody is idle beside a resident who waits, nobody waits while work
    /// rests and a worker is idle, and no more are busy than on duty (but to finish, or while all work rests).
    #[test]
    fn nobody_is_idle_beside_a_queue(text in small_chain(), seed in any::<u64>()) {
        let run = Run::of(&text, seed);
        let teams = run.chain.model.teams.len();
        // On duty, busy, waiting, interrupted.
        let mut state = vec![[0i64; 4]; teams];
        let mut duty = run.journal.duty.iter().peekable();
        for (position, line) in run.journal.lines.iter().enumerate() {
            while let Some(&(_, _, team, number)) = duty.next_if(|&&(before, ..)| before <= position) {
                state[team as usize][0] = i64::from(number);
            }
            let change = match line.what {
                Happening::Waits { work } => Some((work, [0, 0, 1, 0])),
                Happening::Started { work, .. } => Some((work, [0, 1, -1, 0])),
                Happening::Reneged { work, .. } => Some((work, [0, 0, -1, 0])),
                Happening::Interrupted { work } => Some((work, [0, -1, 0, 1])),
                Happening::Resumed { work } => Some((work, [0, 1, 0, -1])),
                Happening::Ended { work } => Some((work, [0, -1, 0, 0])),
                Happening::LeftWork { work, rests: false } => Some((work, [0, -1, 0, 0])),
                Happening::LeftWork { work, rests: true } => Some((work, [0, 0, 0, -1])),
                _ => None,
            };
            if let Some((work, change)) = change {
                let of_team = &mut state[run.team_of(work) as usize];
                of_team.iter_mut().zip(change).for_each(|(number, change)| *number += change);
            }
            let next_line = run.journal.lines.get(position + 1).map(|next| next.at);
            let next_duty = duty.peek().map(|&&(_, at, ..)| at);
            if next_line == Some(line.at) || next_duty == Some(line.at) {
                continue;
            }
            for (team, &[on_duty, busy, waiting, interrupted]) in state.iter().enumerate() {
                let finishes = run.chain.model.teams[team].closing == Closing::Finish;
                prop_assert!(busy >= on_duty || waiting + interrupted == 0, "team {} at {}: {:?}", team, line.at, state[team]);
                prop_assert!(busy <= on_duty || finishes || on_duty == 0, "team {} at {}: {:?}", team, line.at, state[team]);
                prop_assert!(waiting >= 0 && busy >= 0 && interrupted >= 0);
                let for_urgent = run.chain.model.teams[team].interrupts;
                prop_assert!(!finishes || for_urgent || interrupted == 0, "work that is to be finished is never interrupted");
            }
        }
    }

    /// Within a team residents start in the order in which they began to wait; with priorities, nobody of a lower rank
    /// starts while one of a higher rank waits; with clocks, nobody whose clock ends later.
    #[test]
    fn whoever_is_next_starts_next(text in small_chain(), seed in any::<u64>()) {
        let run = Run::of(&text, seed);
        let model = &run.chain.model;
        // For each team who waits: by rank or due moment, then by order of joining.
        let mut waiting: Vec<BTreeMap<(SimTime, usize), ResidentKey>> = vec![BTreeMap::new(); model.teams.len()];
        let mut place: BTreeMap<ResidentKey, (SimTime, usize)> = BTreeMap::new();
        for (position, line) in run.journal.lines.iter().enumerate() {
            match line.what {
                Happening::Waits { work } => {
                    let of = &model.works[work as usize];
                    let urgency = match model.teams[of.team as usize].line {
                        LineKind::Ranked(_) => SimTime(i64::from(of.ranks[usize::from(line.class)])),
                        LineKind::EarliestDue => due_of(&run, line),
                        LineKind::LastCome => SimTime(-(position as i64)),
                    };
                    place.insert(line.who, (urgency, position));
                    waiting[of.team as usize].insert((urgency, position), line.who);
                }
                Happening::Started { work, .. } => {
                    let team = run.team_of(work) as usize;
                    let mine = place.remove(&line.who).expect("whoever starts has waited");
                    prop_assert_eq!(waiting[team].keys().next(), Some(&mine), "at {}", line.at);
                    waiting[team].remove(&mine);
                }
                Happening::Reneged { work, .. } => {
                    let mine = place.remove(&line.who).expect("whoever gives up has waited");
                    waiting[run.team_of(work) as usize].remove(&mine);
                }
                _ => {}
            }
        }
    }

    /// The headline of waits, recounted from records: of all who joined early enough to be judged, who started within
    /// each term. Who gave up, left, or never got that far did not.
    #[test]
    fn the_headline_counts_all_who_joined(text in small_chain(), seed in any::<u64>()) {
        let run = Run::of(&text, seed);
        let records: Vec<Record> = run.chain.observe(seed, 0, Records::new(&run.chain.model)).into_records();
        for stage in run.stages().filter(|&stage| run.chain.model.stages[stage as usize].first_work.is_some()) {
            let mut over = Vec::new();
            for (term, &within) in run.chain.plan.within.iter().enumerate() {
                let joined = records.iter().filter(|record| {
                    let judged = record.joined >= START && record.joined + within <= run.end();
                    record.stage == stage && record.outcome != Outcome::TurnedAway && judged
                });
                let in_time = |record: &&Record| record.started.is_some_and(|started| started - record.joined <= within);
                let expected = (joined.clone().filter(in_time).count() as f64, joined.count() as f64);
                let found = run.whole(Measure::StartedWithin, Of::Stage(stage), Statistic::Within(term as u16));
                prop_assert_eq!(found, Some(expected), "stage {} term {}", stage, term);
                over.push(run.whole(Measure::Wait, Of::Stage(stage), Statistic::Over(term as u16)).expect("there").0);
            }
            prop_assert!(over.is_sorted_by(|a, b| a >= b), "a longer term is exceeded less often: {:?}", over);
        }
    }

    /// Waits, times, turned away, left and finished, recounted from the journal.
    #[test]
    fn the_table_counts_what_happened(text in small_chain(), seed in any::<u64>()) {
        let run = Run::of(&text, seed);
        let model = &run.chain.model;
        let mut joined: BTreeMap<ResidentKey, SimTime> = BTreeMap::new();
        let mut wait = vec![(0i128, 0u64); model.stages.len()];
        let mut stay = vec![(0i128, 0u64); model.stages.len()];
        let mut left = vec![(0i128, 0u64); model.stages.len()];
        for line in &run.journal.lines {
            let since = |joined: &BTreeMap<ResidentKey, SimTime>| line.at - joined[&line.who];
            let count = |cells: &mut Vec<(i128, u64)>, stage: u32, time: Span| {
                if line.at >= START {
                    cells[stage as usize].0 += i128::from(time.0);
                    cells[stage as usize].1 += 1;
                }
            };
            match line.what {
                Happening::Joined { .. } => drop(joined.insert(line.who, line.at)),
                Happening::Started { work, .. } if run.is_first_work(work) => count(&mut wait, line.stage, since(&joined)),
                Happening::Reneged { work, .. } if run.is_first_work(work) => count(&mut left, line.stage, since(&joined)),
                Happening::Finished { stage, .. } => count(&mut stay, stage, since(&joined)),
                _ => {}
            }
        }
        let days = |(total, number): (i128, u64)| (total as f64 / DAY as f64, number as f64);
        for stage in run.stages() {
            let of = Of::Stage(stage);
            let index = stage as usize;
            let mean = |measure| run.whole(measure, of, Statistic::Mean);
            if let Some(found) = mean(Measure::Wait) {
                prop_assert_eq!(found, days(wait[index]));
            }
            if let Some(found) = mean(Measure::WaitOfLeavers) {
                prop_assert_eq!(found, days(left[index]));
            }
            prop_assert_eq!(mean(Measure::TimeInStage), Some(days(stay[index])));
            let (finished, _) = run.whole(Measure::Finished, of, Statistic::PerYear).expect("always there");
            prop_assert_eq!(finished, run.count(|line| matches!(line.what, Happening::Finished { stage: at, .. } if at == stage)));
            if let Some((away, came)) = run.whole(Measure::TurnedAway, of, Statistic::Share) {
                let turned = run.count(|line| line.what == Happening::TurnedAway { stage });
                let joins = run.count(|line| matches!(line.what, Happening::Joined { stage: at, .. } if at == stage));
                prop_assert_eq!((away, came), (turned, turned + joins));
            }
        }
        for end in 0..model.ends as u32 {
            let (finished, _) = run.whole(Measure::Finished, Of::End(end), Statistic::PerYear).expect("always there");
            prop_assert_eq!(finished, run.count(|line| line.what == Happening::Left { end }));
        }
    }

    /// The cohort, recounted: who arrived early enough to be followed, and what each reached for the first time within
    /// the follow-up. Nobody starts what they did not enter, and outcomes add up to at most everybody.
    #[test]
    fn the_cohort_is_followed_for_its_follow_up(text in small_chain(), seed in any::<u64>()) {
        let run = Run::of(&text, seed);
        let follow_up = run.chain.plan.follow_up;
        let mut arrived: BTreeMap<ResidentKey, SimTime> = BTreeMap::new();
        let mut reached: BTreeSet<(ResidentKey, Of)> = BTreeSet::new();
        let mut counts: BTreeMap<Of, u64> = BTreeMap::new();
        for line in &run.journal.lines {
            if line.what == Happening::Arrived && line.at >= START && line.at + follow_up <= run.end() {
                arrived.insert(line.who, line.at);
            }
            let Some(&since) = arrived.get(&line.who) else { continue };
            let without_work = |stage: u32| run.chain.model.stages[stage as usize].first_work.is_none();
            let moments = match line.what {
                Happening::Joined { stage, .. } if without_work(stage) => vec![Of::Enter(stage), Of::Start(stage)],
                Happening::Joined { stage, .. } => vec![Of::Enter(stage)],
                Happening::Started { work, .. } if run.is_first_work(work) => vec![Of::Start(line.stage)],
                Happening::Finished { stage, .. } => vec![Of::Finish(stage)],
                Happening::Left { end } => vec![Of::End(end)],
                _ => vec![],
            };
            for moment in moments {
                if reached.insert((line.who, moment)) && line.at - since <= follow_up {
                    *counts.entry(moment).or_default() += 1;
                }
            }
        }
        let everybody = arrived.len() as f64;
        let mut outcomes = 0.0;
        for end in 0..run.chain.model.ends as u32 {
            let found = run.whole(Measure::Outcome, Of::End(end), Statistic::Share);
            prop_assert_eq!(found, Some((counts.get(&Of::End(end)).copied().unwrap_or(0) as f64, everybody)));
            outcomes += found.expect("just compared").0;
        }
        prop_assert!(outcomes <= everybody);
        for stage in run.stages() {
            let reach = |of| run.whole(Measure::Reach, of, Statistic::Share);
            let moments = [Of::Enter(stage), Of::Start(stage), Of::Finish(stage)];
            for of in moments {
                prop_assert_eq!(reach(of), Some((counts.get(&of).copied().unwrap_or(0) as f64, everybody)), "{:?}", of);
            }
            let reached = moments.map(|of| reach(of).expect("just compared").0);
            prop_assert!(reached.is_sorted_by(|a, b| a >= b), "{:?}", reached);
        }
    }

    /// Shares lie between 0 and 1, nothing is negative, and a higher quantile is not lower.
    #[test]
    fn shares_and_quantiles_are_in_order(text in small_chain(), seed in any::<u64>()) {
        let chain = Compiled::of(scenario(&text));
        let tally = chain.tally(seed, 0);
        let mut quantiles: BTreeMap<usize, Vec<Option<f64>>> = BTreeMap::new();
        for (key, sample) in rows(&tally, &chain.plan) {
            match sample {
                Sample::Ratio(ratio) => {
                    prop_assert!(ratio.above >= 0.0 && ratio.below >= 0.0 && ratio.above.is_finite(), "{:?} {:?}", key, ratio);
                    let is_share = key.measure.unit_of(key.statistic) == sim_core::observe::Unit::Share;
                    prop_assert!(!is_share || ratio.above <= ratio.below * (1.0 + 1e-12), "{:?} {:?}", key, ratio);
                }
                Sample::Quantile(histogram, p) => quantiles.entry(histogram).or_default().push(tally.histograms()[histogram].quantile(p)),
            }
        }
        for (histogram, values) in quantiles {
            prop_assert!(values.is_sorted(), "histogram {}: {:?}", histogram, values);
        }
    }

    /// Who is counted at a moment is who is there, before anything happens at that moment; occupancy adds up to time.
    #[test]
    fn moments_show_who_is_there(text in small_chain(), seed in any::<u64>()) {
        let run = Run::of(&text, seed);
        for (number, &moment) in run.chain.plan.moments.iter().enumerate() {
            for stage in run.stages() {
                let change = waiting_change(&run, stage);
                let waiting: i128 = run.journal.lines.iter().filter(|line| line.at < moment).map(change).sum();
                let found = run.whole(Measure::QueueAt, Of::Stage(stage), Statistic::At(number as u16));
                prop_assert_eq!(found, Some((waiting as f64, 1.0)), "stage {} at {}", stage, moment);
            }
        }
        for stage in run.stages() {
            let taken = (0..=5).map(|places| run.whole(Measure::AllTaken, Of::Stage(stage), Statistic::Places(places)));
            let times: Vec<f64> = taken.map(|row| row.map_or(0.0, |(time, _)| time)).collect();
            prop_assert!(times.iter().sum::<f64>() <= run.end().0 as f64 * (1.0 + 1e-12), "stage {}: {:?}", stage, times);
        }
    }
}

/// End of the earliest clock that runs for a resident who begins to wait, worked out from the journal.
fn due_of(run: &Run, line: &Line) -> SimTime {
    use sim_core::scenario::Moment;
    let model = &run.chain.model;
    let mut due = SimTime::NEVER;
    for (index, clock) in run.chain.scenario.clocks.iter().enumerate() {
        let mut running: Option<SimTime> = None;
        for earlier in run.journal.lines.iter().filter(|earlier| earlier.who == line.who) {
            if std::ptr::eq(earlier, line) {
                break;
            }
            let first_work = |stage: u32| model.stages[stage as usize].first_work;
            // Moments in their order: a stage without work starts when it is joined.
            let moments = match earlier.what {
                Happening::Arrived => vec![Moment::Arrive],
                Happening::Joined { stage, .. } if first_work(stage).is_none() => {
                    vec![Moment::Enter(stage as usize), Moment::Start(stage as usize)]
                }
                Happening::Joined { stage, .. } => vec![Moment::Enter(stage as usize)],
                Happening::Started { work, .. } if run.is_first_work(work) => {
                    vec![Moment::Start(earlier.stage as usize)]
                }
                Happening::Finished { stage, .. } => vec![Moment::Finish(stage as usize)],
                _ => vec![],
            };
            for moment in moments {
                if moment == clock.to {
                    running = None;
                }
                if moment == clock.from && running.is_none() {
                    let term = &model.clocks[index];
                    let within = *term.within.at(line.class, earlier.at);
                    running = Some(model.term_calendar.due(earlier.at, within, term.statutory));
                }
            }
        }
        due = due.min(running.unwrap_or(SimTime::NEVER));
    }
    due
}

/// The random chains are worth the trouble: among 300 of them, from fixed numbers, everything happens that can.
#[test]
fn everything_happens_in_random_chains() {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let mut state = 1u64;
    for _ in 0..300 {
        let numbers: Vec<u16> = (0..120)
            .map(|_| {
                // Multiplier of Knuth's MMIX generator; its upper bits are good enough for choices.
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (state >> 48) as u16
            })
            .collect();
        let chain = Compiled::of(scenario(&write_chain(&numbers)));
        for line in chain.journal(1, 0).lines {
            let name: String = format!("{:?}", line.what).chars().take_while(|c| c.is_alphanumeric()).collect();
            *seen.entry(name).or_default() += 1;
        }
    }
    let kinds = [
        "Arrived",
        "Joined",
        "TurnedAway",
        "Waits",
        "Started",
        "Interrupted",
        "Resumed",
        "Ended",
        "Reneged",
        "DelayBegan",
        "DelayEnded",
        "LeftDuring",
        "LeftWork",
        "Finished",
        "Sent",
        "Lost",
        "Returned",
        "Transferred",
        "HandedOver",
        "ClockStopped",
        "PhaseLeft",
        "Left",
    ];
    for kind in kinds {
        let times = seen.get(kind).copied().unwrap_or(0);
        assert!(times >= 200, "{kind}: {times} times");
    }
}
