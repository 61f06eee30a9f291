//! Every wait between two steps of a case, and what it was spent on.
//!
//! A step waits from when the last step before it ended (or, if that is later, from when it was put on the list) until it starts. Of that
//! time, by the resource that does it:
//!
//! | cause | the resource … |
//! |---|---|
//! | contention | is at work on what could begin earlier or at the same time |
//! | priority | is at work on what could begin only later, and went first |
//! | off duty | is at work on nothing, outside the hours of its calendar |
//! | batching | is on duty and idle, until the last of a batch could begin |
//! | outside | is on duty and idle otherwise, or the step is not on the list yet: the log names no cause within the team |
//!
//! A wait for what nobody does (see [`nobody`](super::nobody)) is outside altogether: there is no team whose hours could explain it.
//!
//! The causes are those of Lashkevich, Milani, Chapela-Campa, Suvorau & Dumas (2023), *Why am I waiting? Data-driven analysis of
//! waiting times in business processes*, CAiSE, doi 10.1007/978-3-031-34560-9_11; the rules are our own: batching takes only time that
//! nothing else explains. Where a log has only ends, see [`waits`].

use crate::log::{EventLog, Instance, Micros};
use crate::mine::calendar::{Calendar, Calendars};
use crate::mine::nobody::done_by_nobody;
use crate::mine::{by_begin, only_ends};

/// Longest pause between two pieces of work of one batch.
const PAUSE: Micros = 5 * 60_000_000;
/// Fewest pieces of work of a batch: two in a row may be chance.
const FEWEST_OF_BATCH: usize = 3;

/// A wait between two steps of a case.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wait {
    /// The case, by its place in the log.
    pub case: u32,
    /// The instance before, by its place in the log.
    pub from: u32,
    /// The instance that waits.
    pub to: u32,
    /// When it began to wait.
    pub begin: Micros,
    /// When it started (or, if only that is known, ended).
    pub end: Micros,
    /// What the time was spent on.
    pub causes: Causes,
}

/// Time waited, by cause; the sum is the whole wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Causes {
    /// The resource did what could begin earlier.
    pub contention: Micros,
    /// The resource did what could only begin later.
    pub priority: Micros,
    /// The resource was off duty.
    pub off_duty: Micros,
    /// The resource waited for more of the same.
    pub batching: Micros,
    /// None of these: something outside the team, as far as the log shows.
    pub outside: Micros,
}

impl Causes {
    /// The whole wait.
    pub fn total(&self) -> Micros {
        self.each().iter().sum()
    }

    /// Contention, priority, off duty, batching, outside.
    pub fn each(&self) -> [Micros; 5] {
        [self.contention, self.priority, self.off_duty, self.batching, self.outside]
    }

    /// Adds another wait.
    pub fn add(&mut self, other: &Causes) {
        self.contention += other.contention;
        self.priority += other.priority;
        self.off_duty += other.off_duty;
        self.batching += other.batching;
        self.outside += other.outside;
    }
}

/// Every wait of the log, by case and then in the order in which steps begin.
///
/// Where the log has only ends, a wait runs from end to end and so holds the work itself. Then the resource counts as at work on
/// other things until the last time that it ended something else before; the split into contention and priority is by how many
/// of those could begin only later. What is left on duty is outside *or the work itself*.
pub fn waits(log: &EventLog, calendars: &Calendars) -> Vec<Wait> {
    let ends = only_ends(log);
    let mut waits = Vec::new();
    let mut enabled: Vec<Option<Micros>> = vec![None; log.instances.len()];
    for (number, case) in log.cases.iter().enumerate() {
        // The latest end so far, among instances in the order in which they begin.
        let mut done: Vec<(Micros, u32)> = Vec::new();
        for at in by_begin(log, case) {
            let instance = &log.instances[at as usize];
            let Some((start, end)) = instance.span() else { continue };
            // What was only put on the list has not begun.
            if instance.start.is_none() && instance.end.is_none() {
                continue;
            }
            // What was put on the list only after it began is not believed.
            let scheduled = instance.scheduled.filter(|scheduled| *scheduled <= start);
            let before = done.iter().filter(|(end, _)| *end <= start).max_by_key(|(end, at)| (*end, *at)).copied();
            if let Some((ended, from)) = before {
                enabled[at as usize] = Some(ended.max(scheduled.unwrap_or(ended)));
                let wait =
                    Wait { case: number as u32, from, to: at, begin: ended, end: start, causes: Causes::default() };
                waits.push(wait);
            } else {
                enabled[at as usize] = Some(scheduled.unwrap_or(start));
            }
            if instance.end.is_some() {
                done.push((end, at));
            }
        }
    }
    let work = Work::new(log, &enabled, calendars, ends);
    let later = work.later_first(log, &waits, &enabled);
    let by_nobody = done_by_nobody(log);
    for (wait, later) in waits.iter_mut().zip(later) {
        wait.causes = if by_nobody[log.instances[wait.to as usize].activity as usize] {
            Causes { outside: wait.end - wait.begin, ..Causes::default() }
        } else {
            work.causes(log, wait, &enabled, later)
        };
    }
    waits
}

/// How waits stand to the moments at which steps were put on the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Listed {
    /// Waits of which that moment is known.
    pub known: u64,
    /// Of those, put on the list before the step before had ended: they wait from that end.
    pub early: u64,
    /// Of those, put on the list only after they began, which is not believed.
    pub late: u64,
}

/// Looks when steps were put on the list.
pub fn listed(log: &EventLog, waits: &[Wait]) -> Listed {
    let mut listed = Listed::default();
    for (wait, scheduled) in waits.iter().filter_map(|wait| Some((wait, log.instances[wait.to as usize].scheduled?))) {
        listed.known += 1;
        listed.early += u64::from(scheduled < wait.begin);
        listed.late += u64::from(scheduled > wait.end);
    }
    listed
}

/// What every resource did.
struct Work<'c> {
    calendars: &'c Calendars,
    ends: bool,
    /// Of each resource: its pieces of work by start, as (start, enabled, length, instance).
    pieces: Vec<Vec<Piece>>,
    busy: Vec<Busy>,
    /// Of each instance in a batch: when its last could begin, and when its first began.
    batch: Vec<Option<(Micros, Micros)>>,
}

#[derive(Debug, Clone, Copy)]
struct Piece {
    start: Micros,
    enabled: Micros,
    length: Micros,
}

/// When a resource was at work: by the clock on the wall, disjoint and in order.
#[derive(Debug, Default)]
struct Busy {
    spans: Vec<(Micros, Micros)>,
    /// Time in all spans before each, and the part of it on duty.
    before: Vec<(Micros, Micros)>,
}

impl<'c> Work<'c> {
    fn new(log: &EventLog, enabled: &[Option<Micros>], calendars: &'c Calendars, ends: bool) -> Work<'c> {
        let mut pieces: Vec<Vec<Piece>> = vec![Vec::new(); log.resources.len()];
        let mut spans: Vec<Vec<(Micros, Micros)>> = vec![Vec::new(); log.resources.len()];
        for (instance, enabled) in log.instances.iter().zip(enabled) {
            let (Some(resource), Some((start, end)), Some(enabled)) = (instance.resource, instance.span(), *enabled)
            else {
                continue;
            };
            let at = resource as usize;
            let length = if ends { 1 } else { end - start };
            if length > 0 {
                pieces[at].push(Piece { start, enabled, length });
            }
            if !ends && end > start {
                spans[at].push((instance.wall(start), instance.wall(end)));
            }
        }
        for pieces in &mut pieces {
            pieces.sort_by_key(|piece| (piece.start, piece.enabled, piece.length));
        }
        let busy = spans
            .into_iter()
            .enumerate()
            .map(|(resource, spans)| Busy::new(spans, calendars.of(Some(resource as u32))))
            .collect();
        Work { calendars, ends, pieces, busy, batch: batches(log, enabled, ends) }
    }

    /// Of each wait, the share of the work that its resource began meanwhile which could only begin later: as (later, all).
    fn later_first(&self, log: &EventLog, waits: &[Wait], enabled: &[Option<Micros>]) -> Vec<(i64, i64)> {
        let mut found = vec![(0, 0); waits.len()];
        let mut of_each: Vec<Vec<usize>> = vec![Vec::new(); self.pieces.len()];
        for (number, wait) in waits.iter().enumerate() {
            if let Some(resource) = log.instances[wait.to as usize].resource {
                of_each[resource as usize].push(number);
            }
        }
        for (pieces, mut asked) in self.pieces.iter().zip(of_each) {
            asked.sort_by_key(|&number| (waits[number].end, number));
            let mut ranks: Vec<Micros> = pieces.iter().map(|piece| piece.enabled).collect();
            ranks.sort_unstable();
            let mut by_enabled = Fenwick::new(ranks.len());
            let mut sums = vec![0];
            for piece in pieces {
                sums.push(sums[sums.len() - 1] + piece.length);
            }
            let mut added = 0;
            for number in asked {
                let wait = &waits[number];
                let begin = enabled[wait.to as usize].unwrap_or(wait.begin);
                while pieces.get(added).is_some_and(|piece| piece.start < wait.end) {
                    let rank = ranks.partition_point(|other| *other < pieces[added].enabled);
                    by_enabled.add(rank, pieces[added].length);
                    added += 1;
                }
                let first_after = pieces.partition_point(|piece| piece.start <= begin);
                let all = sums[added] - sums[first_after.min(added)];
                let later = by_enabled.total() - by_enabled.below(ranks.partition_point(|other| *other <= begin));
                found[number] = (later.min(all), all);
            }
        }
        found
    }

    fn causes(&self, log: &EventLog, wait: &Wait, enabled: &[Option<Micros>], (later, all): (i64, i64)) -> Causes {
        let to = &log.instances[wait.to as usize];
        let begin = enabled[wait.to as usize].unwrap_or(wait.begin).clamp(wait.begin, wait.end);
        let total = wait.end - begin;
        let calendar = self.calendars.of(to.resource);
        let (from, until) = (wall_of(log, wait, begin), to.wall(wait.end));
        let open = calendar.between(from, until).min(total);
        let batch = self.batch[wait.to as usize];
        let (busy, busy_open, idle_from) = match to.resource {
            Some(resource) if self.ends => {
                let pieces = &self.pieces[resource as usize];
                // Of a batch, what came before its first.
                let limit = batch.map_or(wait.end, |(_, first)| first.min(wait.end));
                let place = pieces.partition_point(|piece| piece.start < limit);
                let last = place.checked_sub(1).map(|place| pieces[place].start).filter(|last| *last > begin);
                let busy_open = last.map_or(0, |last| calendar.between(from, to.wall(last))).min(open);
                (busy_open, busy_open, last.unwrap_or(begin))
            }
            Some(resource) => {
                let (busy, busy_open) = self.busy[resource as usize].between(from, until, calendar);
                (busy.min(total), busy_open.min(open), begin)
            }
            None => (0, 0, begin),
        };
        let priority = if all > 0 { (busy as i128 * i128::from(later) / i128::from(all)) as Micros } else { 0 };
        let off_duty = (total - open - (busy - busy_open)).max(0);
        let idle = (total - busy - off_duty).max(0);
        let batching =
            batch.map_or(0, |(ready, _)| self.idle_until(log, wait, idle_from, ready.min(wait.end)).min(idle));
        Causes {
            contention: busy - priority,
            priority,
            off_duty,
            batching,
            outside: (wait.end - wait.begin) - busy - off_duty - batching,
        }
    }

    /// Time on duty and idle from one moment until another.
    fn idle_until(&self, log: &EventLog, wait: &Wait, from: Micros, until: Micros) -> Micros {
        if until <= from {
            return 0;
        }
        let to = &log.instances[wait.to as usize];
        let calendar = self.calendars.of(to.resource);
        let (from, until) = (to.wall(from), to.wall(until));
        let busy = match to.resource {
            Some(resource) if !self.ends => self.busy[resource as usize].between(from, until, calendar).1,
            _ => 0,
        };
        (calendar.between(from, until) - busy).max(0)
    }
}

/// A moment at which something ended, by the clock of the instance that ended then where it is that one.
fn wall_of(log: &EventLog, wait: &Wait, moment: Micros) -> Micros {
    let by: &Instance =
        if moment == wait.begin { &log.instances[wait.from as usize] } else { &log.instances[wait.to as usize] };
    by.wall(moment)
}

impl Busy {
    fn new(mut spans: Vec<(Micros, Micros)>, calendar: &Calendar) -> Busy {
        spans.sort_unstable();
        let mut merged: Vec<(Micros, Micros)> = Vec::new();
        for (from, until) in spans {
            match merged.last_mut() {
                Some((_, last)) if *last >= from => *last = until.max(*last),
                _ => merged.push((from, until)),
            }
        }
        let mut before = vec![(0, 0)];
        for &(from, until) in &merged {
            let (all, on_duty) = before[before.len() - 1];
            before.push((all + until - from, on_duty + calendar.between(from, until)));
        }
        Busy { spans: merged, before }
    }

    /// Time at work between two moments, and the part of it on duty.
    fn between(&self, from: Micros, until: Micros, calendar: &Calendar) -> (Micros, Micros) {
        if until <= from {
            return (0, 0);
        }
        let first = self.spans.partition_point(|(_, end)| *end <= from);
        let last = self.spans.partition_point(|(start, _)| *start < until);
        if first >= last {
            return (0, 0);
        }
        let mut all = self.before[last].0 - self.before[first].0;
        let mut on_duty = self.before[last].1 - self.before[first].1;
        let (start, end) = (self.spans[first].0, self.spans[last - 1].1);
        if start < from {
            all -= from - start;
            on_duty -= calendar.between(start, from);
        }
        if end > until {
            all -= end - until;
            on_duty -= calendar.between(until, end);
        }
        (all, on_duty)
    }
}

/// Of each instance in a batch: when the last of the batch could begin, and when its first began.
///
/// A batch is work on one activity by one resource for different cases, one right after the other or at once, all of which could
/// begin before the first of them did.
fn batches(log: &EventLog, enabled: &[Option<Micros>], ends: bool) -> Vec<Option<(Micros, Micros)>> {
    let mut order: Vec<u32> = (0..log.instances.len() as u32)
        .filter(|&at| log.instances[at as usize].resource.is_some() && enabled[at as usize].is_some())
        .collect();
    let of = |at: u32| &log.instances[at as usize];
    let moments = |at: u32| of(at).span().map_or((0, 0), |(start, end)| if ends { (end, end) } else { (start, end) });
    order.sort_by_key(|&at| (of(at).resource, of(at).activity, moments(at), at));
    let mut found = vec![None; log.instances.len()];
    let mut run: Vec<u32> = Vec::new();
    let mut close = |run: &mut Vec<u32>| {
        if run.len() >= FEWEST_OF_BATCH {
            let ready = run.iter().filter_map(|&at| enabled[at as usize]).max().unwrap_or_default();
            let first = moments(run[0]).0;
            run.iter().for_each(|&at| found[at as usize] = Some((ready, first)));
        }
        run.clear();
    };
    for at in order {
        let goes_on = run.first().zip(run.last()).is_some_and(|(&first, &last)| {
            let same = (of(last).resource, of(last).activity) == (of(at).resource, of(at).activity);
            let soon = moments(at).0 - moments(last).1 <= PAUSE;
            same && soon && enabled[at as usize].is_some_and(|enabled| enabled <= moments(first).0)
        });
        if !goes_on {
            close(&mut run);
        }
        run.push(at);
    }
    close(&mut run);
    found
}

/// Sums of what stands below a place, while more is added (Fenwick 1994).
struct Fenwick {
    sums: Vec<i64>,
    total: i64,
}

impl Fenwick {
    fn new(places: usize) -> Fenwick {
        Fenwick { sums: vec![0; places + 1], total: 0 }
    }

    fn add(&mut self, place: usize, value: i64) {
        self.total += value;
        let mut at = place + 1;
        while at < self.sums.len() {
            self.sums[at] += value;
            at += at & at.wrapping_neg();
        }
    }

    fn below(&self, place: usize) -> i64 {
        let (mut at, mut sum) = (place, 0);
        while at > 0 {
            sum += self.sums[at];
            at -= at & at.wrapping_neg();
        }
        sum
    }

    fn total(&self) -> i64 {
        self.total
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{Options, Wall, read};

    const HOUR: Micros = 3_600_000_000;

    /// Waits of a log, in hours by cause, with everybody on duty from 9 to 17 on weekdays. 1 January 2024 was a Monday.
    fn causes(rows: &str) -> Vec<[i64; 5]> {
        causes_of(&format!("case,activity,resource,start,end\n{rows}")).0
    }

    fn causes_of(text: &str) -> (Vec<[i64; 5]>, Listed) {
        let options = Options { wall: Some(Wall::Ahead(0)), ..Options::default() };
        let (log, _) = read(text.as_bytes(), &options).expect("a log");
        let office = std::array::from_fn(|hour| hour / 24 < 5 && (9..17).contains(&(hour % 24)));
        let calendar = Calendar::new(office, Vec::new());
        let calendars =
            Calendars { all: calendar, resources: vec![None; log.resources.len()], holidays: false, dates_only: 0.0 };
        let mut waits = waits(&log, &calendars);
        waits.sort_by(|one, other| log.cases[one.case as usize].id.cmp(&log.cases[other.case as usize].id));
        for wait in &waits {
            assert_eq!(wait.causes.total(), wait.end - wait.begin);
        }
        let listed = listed(&log, &waits);
        (waits.iter().map(|wait| wait.causes.each().map(|time| time / HOUR)).collect(), listed)
    }

    /// A talk until 10 on Monday; a plan put on the list on Tuesday at 9 and begun at 12, while kim was on other work from 10 to 11.
    const TABLE: &str = "case,activity,resource,scheduled,start,end\n\
        x,talk,jo,,2024-01-01 09:00,2024-01-01 10:00\n\
        x,plan,kim,2024-01-02 09:00,2024-01-02 12:00,2024-01-02 13:00\n\
        y,plan,kim,,2024-01-02 10:00,2024-01-02 11:00\n";

    #[test]
    fn until_it_is_on_the_list_a_wait_is_outside_in_every_form() {
        // Outside until Tuesday 9 (23 hours), then an hour of other work, and two idle on duty.
        let expected = (vec![[0, 1, 0, 0, 25]], Listed { known: 1, early: 0, late: 0 });
        assert_eq!(causes_of(TABLE), expected);
        let event = |activity: &str, who: &str, step: &str, moment: &str| {
            format!(
                r#"<event><string key="concept:name" value="{activity}"/><string key="org:resource" value="{who}"/>
                <string key="lifecycle:transition" value="{step}"/><date key="time:timestamp" value="2024-01-{moment}:00Z"/></event>"#
            )
        };
        let trace = |name: &str, events: &[String]| {
            format!(r#"<trace><string key="concept:name" value="{name}"/>{}</trace>"#, events.concat())
        };
        let x = [
            event("talk", "jo", "start", "01T09:00"),
            event("talk", "jo", "complete", "01T10:00"),
            event("plan", "kim", "schedule", "02T09:00"),
            event("plan", "kim", "start", "02T12:00"),
            event("plan", "kim", "complete", "02T13:00"),
        ];
        let y = [event("plan", "kim", "start", "02T10:00"), event("plan", "kim", "complete", "02T11:00")];
        assert_eq!(causes_of(&format!("<log>{}{}</log>", trace("x", &x), trace("y", &y))), expected);
        // Put on the list, and only its end known: then it waits until that.
        let x = [x[0].clone(), x[1].clone(), x[2].clone(), x[4].clone()];
        let (waits, listed) = causes_of(&format!("<log>{}{}</log>", trace("x", &x), trace("y", &y)));
        assert_eq!((waits, listed.known), (vec![[0, 1, 0, 0, 26]], 1));
        let attribute = |name: &str, value: &str| format!(r#"{{"name": "{name}", "value": "{value}"}}"#);
        let event = |case: &str, kind: &str, who: &str, more: &[(&str, &str)], end: &str| {
            let mut values = vec![attribute("resource", who)];
            values.extend(more.iter().map(|(name, moment)| attribute(name, &format!("2024-01-{moment}:00Z"))));
            format!(
                r#"{{"id": "{case}{kind}", "type": "{kind}", "time": "2024-01-{end}:00Z", "attributes": [{}],
                "relationships": [{{"objectId": "{case}", "qualifier": ""}}]}}"#,
                values.join(",")
            )
        };
        let events = [
            event("x", "talk", "jo", &[("start_timestamp", "01T09:00")], "01T10:00"),
            event("x", "plan", "kim", &[("scheduled", "02T09:00"), ("start_timestamp", "02T12:00")], "02T13:00"),
            event("y", "plan", "kim", &[("start_timestamp", "02T10:00")], "02T11:00"),
        ];
        let objects = r#"[{"id": "x", "type": "resident"}, {"id": "y", "type": "resident"}]"#;
        assert_eq!(causes_of(&format!(r#"{{"objects": {objects}, "events": [{}]}}"#, events.join(","))), expected);
    }

    #[test]
    fn what_was_on_the_list_before_the_step_before_ended_waits_from_that_end() {
        // Nobody came to the first talk; the second stands on the list since before it. It is told of, and no wait is negative.
        let missed = "case,activity,resource,scheduled,start,end\n\
            x,talk,kim,2024-01-01 08:00,2024-01-01 09:00,2024-01-01 10:00\n\
            x,talk,kim,2024-01-01 08:00,2024-01-02 10:00,2024-01-02 11:00\n\
            x,plan,kim,2024-01-02 14:00,2024-01-02 12:00,2024-01-02 13:00\n";
        let (waits, listed) = causes_of(missed);
        assert_eq!(waits, [[0, 0, 16, 0, 8], [0, 0, 0, 0, 1]]);
        assert_eq!(listed, Listed { known: 2, early: 1, late: 1 });
    }

    #[test]
    fn a_wait_is_contention_while_who_came_first_is_served() {
        // x waits from 10; kim is busy with y from 9 to 12, which could begin at 9.
        let rows = "x,a,jo,2024-01-01 09:00,2024-01-01 10:00\nx,b,kim,2024-01-01 12:00,2024-01-01 13:00\n\
            y,a,jo,2024-01-01 08:00,2024-01-01 09:00\ny,b,kim,2024-01-01 09:00,2024-01-01 12:00\n";
        assert_eq!(causes(rows), [[2, 0, 0, 0, 0], [0; 5]]);
    }

    #[test]
    fn a_wait_is_priority_while_who_came_later_is_served() {
        // x waits from 10; y could begin at 11 and does.
        let rows = "x,a,jo,2024-01-01 09:00,2024-01-01 10:00\nx,b,kim,2024-01-01 13:00,2024-01-01 14:00\n\
            y,a,jo,2024-01-01 10:00,2024-01-01 11:00\ny,b,kim,2024-01-01 11:00,2024-01-01 13:00\n";
        assert_eq!(causes(rows), [[0, 2, 0, 0, 1], [0; 5]]);
    }

    #[test]
    fn nights_and_weekends_are_off_duty() {
        // From Friday 16:00 to Monday 10:00: an hour on Friday, an hour on Monday, 64 hours between.
        let rows = "x,a,jo,2024-01-05 15:00,2024-01-05 16:00\nx,b,kim,2024-01-08 10:00,2024-01-08 11:00\n";
        assert_eq!(causes(rows), [[0, 0, 64, 0, 2]]);
    }

    #[test]
    fn what_nobody_does_waits_for_something_outside_day_and_night() {
        // The letter runs two weeks before the file is closed, and the papers begin three days after the talk.
        let rows = "x,letter,jo,2024-01-01 09:00,2024-01-01 10:00\nx,not reached,,,2024-01-15 10:00\n\
            y,talk,kim,2024-01-01 09:00,2024-01-01 10:00\ny,papers,,2024-01-04 10:00,2024-01-08 10:00\n\
            y,plan,kim,2024-01-09 10:00,2024-01-09 11:00\n";
        assert_eq!(causes(rows), [[0, 0, 0, 0, 14 * 24], [0, 0, 0, 0, 72], [0, 0, 16, 0, 8]]);
    }

    #[test]
    fn a_batch_waits_for_its_last() {
        // Three are ready at 10, 11 and 12; kim does all at once at 13: until 12 it waits for the batch, then for something else.
        let rows = "x,a,jo,2024-01-01 09:00,2024-01-01 10:00\nx,b,kim,2024-01-01 13:00,2024-01-01 14:00\n\
            y,a,jo,2024-01-01 10:00,2024-01-01 11:00\ny,b,kim,2024-01-01 13:00,2024-01-01 14:00\n\
            z,a,jo,2024-01-01 11:00,2024-01-01 12:00\nz,b,kim,2024-01-01 13:00,2024-01-01 14:00\n";
        assert_eq!(causes(rows), [[0, 0, 0, 2, 1], [0, 0, 0, 1, 1], [0, 0, 0, 0, 1]]);
    }

    #[test]
    fn with_ends_only_other_work_ended_meanwhile_is_contention() {
        let rows = "x,a,jo,,2024-01-01 10:00\nx,b,kim,,2024-01-01 13:00\ny,a,jo,,2024-01-01 09:00\ny,b,kim,,2024-01-01 12:00\n";
        // Until 12 kim worked on y; the last hour is the work on x itself, or something outside.
        assert_eq!(causes(rows), [[2, 0, 0, 0, 1], [0, 0, 0, 0, 3]]);
    }

    #[test]
    fn sums_below_a_place() {
        let mut sums = Fenwick::new(8);
        for place in 0..8 {
            sums.add(place, 1 << place);
        }
        assert_eq!((0..=8).map(|place| sums.below(place)).collect::<Vec<_>>(), [0, 1, 3, 7, 15, 31, 63, 127, 255]);
    }
}
