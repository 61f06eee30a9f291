//! Who works: teams of people who do the same, how many of them there are, and when.

use std::collections::{BTreeMap, BTreeSet};

use super::history::{History, Piece};
use super::pool::PartTimer;
use super::waits::worked;
use super::week::{DAY, Week};
use crate::log::{EventLog, Micros};
use crate::mine::calendar::closed_days;

/// Activities that so much of the same people do belong to one team.
const ALIKE: f64 = 0.4;
/// A name that so much of the work has is that of all.
const MOSTLY: f64 = 0.9;
/// A team of which fewer moments are known has the hours of all teams together.
const ENOUGH: usize = 150;

/// The teams.
#[derive(Debug, Clone)]
pub(super) struct People {
    /// All of them.
    pub(super) teams: Vec<Team>,
    /// For each activity its team.
    pub(super) team_of: Vec<usize>,
    /// How long was worked at each of [`History::pieces`], in the hours of its team.
    pub(super) worked: Vec<Micros>,
}

/// A team.
#[derive(Debug, Clone)]
pub(super) struct Team {
    /// What it does.
    pub(super) activities: Vec<u32>,
    /// Its name, where the log says it.
    pub(super) name: Option<String>,
    /// How many people are there at a time; `None`: as many as are needed.
    pub(super) workers: Option<u32>,
    /// How many pieces of work are in hand at a time, but for one hundredth of the time in which any is.
    at_a_time: u32,
    /// When the last of them is there, if not all the time.
    pub(super) part_timer: Option<PartTimer>,
    /// How many different people were seen on a day on which anybody was: mean, and least and most of nine days in ten.
    pub(super) seen: (f64, f64, f64),
    /// How many different people worked in it at all.
    pub(super) people: usize,
    /// Whether nobody works in it: its activities are stays.
    pub(super) is_stay: bool,
    /// Its hours.
    pub(super) week: Week,
    /// When it was open and somebody had nothing in hand, in order.
    idle: Vec<(Micros, Micros)>,
}

impl People {
    /// Of the past.
    pub(super) fn of(history: &History, log: &EventLog) -> People {
        let activities = log.activities.len();
        let groups = named(history, activities).unwrap_or_else(|| group(history, activities));
        let mut team_of = vec![0; activities];
        for (team, members) in groups.iter().enumerate() {
            members.iter().for_each(|&activity| team_of[activity as usize] = team);
        }
        let pieces: Vec<&Piece> = history.pieces().collect();
        let moments = |pieces: &[&Piece]| pieces.iter().flat_map(|piece| [piece.start, piece.end]).collect::<Vec<_>>();
        // What nobody does is no work.
        let work: Vec<&Piece> =
            pieces.iter().copied().filter(|piece| piece.resource.is_some() || !history.has_resources).collect();
        let all = Week::of(&moments(&work));
        // What share of a person's work is for each team: who works for several counts in each for that share.
        let mut shares: BTreeMap<u32, BTreeMap<usize, f64>> = BTreeMap::new();
        for piece in &pieces {
            if let Some(resource) = piece.resource {
                *shares.entry(resource).or_default().entry(team_of[piece.activity as usize]).or_default() += 1.0;
            }
        }
        for of_teams in shares.values_mut() {
            let total: f64 = of_teams.values().sum();
            of_teams.values_mut().for_each(|share| *share /= total);
        }
        let days = presence(&pieces);
        let closed: Vec<i64> =
            closed_days(days.keys().map(|day| *day as i32).collect()).into_iter().map(i64::from).collect();
        let teams = groups.into_iter().enumerate().map(|(number, members)| {
            let own: Vec<&Piece> =
                pieces.iter().copied().filter(|piece| team_of[piece.activity as usize] == number).collect();
            let seen_at = moments(&own);
            let named = own.iter().filter(|piece| piece.resource.is_some()).count();
            // What nobody does in a log that says who does what is no work: it goes on at all hours.
            let is_stay = members.iter().all(|&activity| history.is_stay[activity as usize]);
            let mut week = match seen_at.len() >= ENOUGH {
                _ if is_stay => Week::always(),
                true => Week::of(&seen_at),
                false => all.clone(),
            };
            if !week.is_always() {
                week.closed.clone_from(&closed);
            }
            let is_known = named * 2 > own.len() && history.has_starts;
            let seen = seen_a_day(&days, &shares, number);
            let at_a_time = most_at_a_time(&own, &week);
            let workers = is_known.then(|| (seen.2.round() as u32).max(at_a_time).max(1));
            let people = own.iter().filter_map(|piece| piece.resource).collect::<BTreeSet<_>>().len();
            let mut part_timer = workers.and_then(|workers| PartTimer::of(&own, &week, workers));
            if let Some(part) = PartTimer::of_hours(&week, &all).filter(|_| workers == Some(1)) {
                (part_timer, week) = (Some(part), Week { closed: week.closed, ..all.clone() });
            }
            let idle = match (workers, &part_timer) {
                (Some(workers), Some(part)) => either(
                    &idle(&own, &week, Some(workers - 1), history.span),
                    &idle(&own, part.hours(), Some(workers), history.span),
                ),
                _ => idle(&own, &week, workers, history.span),
            };
            let name = name_of(&own, log);
            Team { activities: members, name, workers, at_a_time, part_timer, seen, people, is_stay, week, idle }
        });
        let teams: Vec<Team> = teams.collect();
        let worked = all_worked(&pieces, &teams, &team_of);
        People { teams, team_of, worked }
    }
}

/// How long was worked at each piece, in the hours of its team.
fn all_worked(pieces: &[&Piece], teams: &[Team], team_of: &[usize]) -> Vec<Micros> {
    let team = |piece: &Piece| &teams[team_of[piece.activity as usize]];
    let mut all: Vec<Micros> = pieces.iter().map(|piece| worked(team(piece), piece.start, piece.end)).collect();
    for (number, team) in teams.iter().enumerate() {
        let Some((part, workers)) = team.part_timer.as_ref().zip(team.workers) else { continue };
        let own: Vec<usize> = (0..pieces.len()).filter(|&at| team_of[pieces[at].activity as usize] == number).collect();
        let work: Vec<&Piece> = own.iter().map(|&at| pieces[at]).collect();
        for (at, time) in own.into_iter().zip(part.worked(&work, &team.week, workers)) {
            if time > 0 {
                all[at] = time;
            }
        }
    }
    all
}

impl Team {
    /// How many people there are at a time: the fewest and the most that this may be; `None`: as many as are needed.
    pub(super) fn range(&self) -> Option<(u32, u32)> {
        let (_, least, most) = self.seen;
        self.workers.map(|workers| {
            ((least.floor() as u32).max(self.at_a_time).clamp(1, workers), (most.ceil() as u32).max(workers))
        })
    }

    /// The last moment before the start of a piece of work at which somebody of the team was free, but not before it was ready: until
    /// then it waited for something that is neither a queue nor a closed door.
    ///
    /// # Source
    /// Chapela-Campa & Dumas (2024), "Enhancing business process simulation models with extraneous activity delays",
    /// *Information Systems*, 102346, doi 10.1016/j.is.2024.102346: what a delay must have been for work to begin when it did, were it not for the
    /// eclipse by other work; here for a team instead of one person.
    pub(super) fn free_last(&self, ready: Micros, start: Micros) -> Micros {
        let before = self.idle.partition_point(|&(from, _)| from < start);
        let last = before.checked_sub(1).map_or(ready, |last| self.idle[last].1.min(start));
        last.max(ready)
    }
}

/// Groups of activities that belong to one team by what the log says of each piece of work; `None` where it does not say so of nearly all.
fn named(history: &History, activities: usize) -> Option<Vec<Vec<u32>>> {
    let mut counts: Vec<BTreeMap<Option<u32>, usize>> = vec![BTreeMap::new(); activities];
    for piece in history.pieces() {
        *counts[piece.activity as usize].entry(piece.group).or_default() += 1;
    }
    let mut groups: BTreeMap<Option<u32>, Vec<u32>> = BTreeMap::new();
    let (mut all, mut usual, mut told) = (0, 0, 0);
    for (activity, counts) in counts.iter().enumerate() {
        let Some((&group, &most)) = counts.iter().max_by_key(|(group, count)| (**count, **group)) else { continue };
        groups.entry(group).or_default().push(activity as u32);
        all += counts.values().sum::<usize>();
        usual += most;
        told += if group.is_some() { most } else { 0 };
    }
    let is_clear = usual as f64 >= MOSTLY * all as f64 && told * 2 > all;
    is_clear.then(|| groups.into_values().collect())
}

/// The name of a team, if the log has one for nearly all of its work.
fn name_of(pieces: &[&Piece], log: &EventLog) -> Option<String> {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    pieces.iter().filter_map(|piece| piece.group).for_each(|group| *counts.entry(group).or_default() += 1);
    let (group, most) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    (most as f64 >= MOSTLY * pieces.len() as f64).then(|| log.groups.name(group).to_owned())
}

/// Groups of activities that are done by the same people, each in the order of their numbers.
fn group(history: &History, activities: usize) -> Vec<Vec<u32>> {
    let mut profiles: Vec<BTreeMap<Option<u32>, f64>> = vec![BTreeMap::new(); activities];
    for piece in history.pieces() {
        *profiles[piece.activity as usize].entry(piece.resource).or_default() += 1.0;
    }
    let mut groups: Vec<Vec<u32>> = (0..activities as u32).map(|activity| vec![activity]).collect();
    let alike = |one: &BTreeMap<Option<u32>, f64>, other: &BTreeMap<Option<u32>, f64>| -> f64 {
        let (all, others): (f64, f64) = (one.values().sum(), other.values().sum());
        let both = one.iter().filter_map(|(who, count)| Some((count / all).min(other.get(who)? / others)));
        both.sum()
    };
    let mut likeness: Vec<Vec<f64>> = (0..activities)
        .map(|one| (0..activities).map(|other| alike(&profiles[one], &profiles[other])).collect())
        .collect();
    let mut alive: Vec<usize> = (0..activities).filter(|&activity| !profiles[activity].is_empty()).collect();
    loop {
        let pairs =
            alive.iter().enumerate().flat_map(|(at, &one)| alive[at + 1..].iter().map(move |&other| (one, other)));
        let best = pairs.max_by(|a, b| likeness[a.0][a.1].total_cmp(&likeness[b.0][b.1]).then(b.cmp(a)));
        let Some((one, other)) = best.filter(|&(one, other)| likeness[one][other] >= ALIKE) else { break };
        let (moved, members) = (std::mem::take(&mut profiles[other]), std::mem::take(&mut groups[other]));
        moved.into_iter().for_each(|(who, count)| *profiles[one].entry(who).or_default() += count);
        groups[one].extend(members);
        groups[one].sort_unstable();
        alive.retain(|&group| group != other);
        for &group in alive.iter().filter(|&&group| group != one) {
            let like = alike(&profiles[one], &profiles[group]);
            (likeness[one][group], likeness[group][one]) = (like, like);
        }
    }
    alive.into_iter().map(|group| std::mem::take(&mut groups[group])).collect()
}

/// Who was seen on each day.
fn presence(pieces: &[&Piece]) -> BTreeMap<i64, BTreeMap<u32, BTreeSet<u32>>> {
    let mut days: BTreeMap<i64, BTreeMap<u32, BTreeSet<u32>>> = BTreeMap::new();
    for piece in pieces {
        if let Some(resource) = piece.resource {
            for at in [piece.start, piece.end] {
                days.entry(at.div_euclid(DAY)).or_default().entry(resource).or_default().insert(piece.activity);
            }
        }
    }
    days
}

/// How many people of a team are seen on a day on which any is: mean, and the fifth lowest and highest of a hundred.
fn seen_a_day(
    days: &BTreeMap<i64, BTreeMap<u32, BTreeSet<u32>>>,
    shares: &BTreeMap<u32, BTreeMap<usize, f64>>,
    team: usize,
) -> (f64, f64, f64) {
    let share = |who: &u32| shares[who].get(&team).copied().unwrap_or(0.0);
    let mut numbers: Vec<f64> = days.values().map(|day| day.keys().map(share).sum()).filter(|&sum| sum > 0.0).collect();
    if numbers.is_empty() {
        return (0.0, 0.0, 0.0);
    }
    numbers.sort_by(f64::total_cmp);
    let at = |share: f64| numbers[((numbers.len() - 1) as f64 * share).round() as usize];
    (numbers.iter().sum::<f64>() / numbers.len() as f64, at(0.05), at(0.95))
}

/// How many pieces of work of a team are in hand at a time, but for one hundredth of the time in which any is.
fn most_at_a_time(pieces: &[&Piece], week: &Week) -> u32 {
    let mut changes: Vec<(Micros, i32)> = pieces
        .iter()
        .filter(|piece| piece.end > piece.start && piece.end - piece.start < 2 * DAY)
        .flat_map(|piece| [(piece.start, 1), (piece.end, -1)])
        .collect();
    changes.sort_unstable();
    let mut time_at: BTreeMap<i32, Micros> = BTreeMap::new();
    let mut busy = 0;
    for (position, &(at, change)) in changes.iter().enumerate() {
        busy += change;
        if let Some(&(next, _)) = changes.get(position + 1).filter(|_| busy > 0) {
            *time_at.entry(busy).or_default() += week.between(at, next);
        }
    }
    let total: Micros = time_at.values().sum();
    let mut above = 0;
    let mut most = 1;
    for (&number, &time) in time_at.iter().rev() {
        above += time;
        if above * 100 > total {
            most = number;
            break;
        }
    }
    most.max(1) as u32
}

/// When a team is open and fewer pieces of work are in hand than it has people.
fn idle(pieces: &[&Piece], week: &Week, workers: Option<u32>, span: (Micros, Micros)) -> Vec<(Micros, Micros)> {
    let open = week.intervals(span.0, span.1 + DAY);
    let Some(workers) = workers else { return open };
    let mut changes: Vec<(Micros, i64)> = pieces
        .iter()
        .filter(|piece| piece.end > piece.start)
        .flat_map(|piece| [(piece.start, 1), (piece.end, -1)])
        .collect();
    changes.sort_unstable();
    let mut free: Vec<(Micros, Micros)> = Vec::new();
    let (mut busy, mut since) = (0_i64, Some(Micros::MIN));
    for (at, change) in changes {
        busy += change;
        let is_free = busy < i64::from(workers);
        match since {
            Some(from) if !is_free => {
                if at > from {
                    free.push((from, at));
                }
                since = None;
            }
            None if is_free => since = Some(at),
            _ => {}
        }
    }
    free.extend(since.map(|from| (from, Micros::MAX)));
    both(&open, &free)
}

/// What is in either of two lists of intervals.
fn either(one: &[(Micros, Micros)], other: &[(Micros, Micros)]) -> Vec<(Micros, Micros)> {
    let mut all: Vec<(Micros, Micros)> = one.iter().chain(other).copied().collect();
    all.sort_unstable();
    let mut merged: Vec<(Micros, Micros)> = Vec::new();
    for (from, until) in all {
        match merged.last_mut() {
            Some((_, last)) if from <= *last => *last = until.max(*last),
            _ => merged.push((from, until)),
        }
    }
    merged
}

/// What two lists of intervals have in common.
fn both(one: &[(Micros, Micros)], other: &[(Micros, Micros)]) -> Vec<(Micros, Micros)> {
    let (mut at, mut to) = (0, 0);
    let mut common = Vec::new();
    while at < one.len() && to < other.len() {
        let (from, until) = (one[at].0.max(other[to].0), one[at].1.min(other[to].1));
        if from < until {
            common.push((from, until));
        }
        if one[at].1 < other[to].1 { at += 1 } else { to += 1 }
    }
    common
}
