//! On which traits of a case it depends where it goes, how long work and waits outside take, and how soon it leaves.
//!
//! Axes come in one by one: of all traits (numbers cut at any of eleven places) the one that brings most at all places together, beside
//! those that are there already, so that a trait that only repeats another brings nothing. At each place only the axes stay that are
//! worth it there ([`super::evidence`]); other places keep the common value. Axes that go together are written as one, of the
//! combinations that occur, for the language draws axes one apart from another.

use std::collections::{BTreeMap, BTreeSet};

use super::axis::Axis;
use super::contexts::States;
use super::evidence::{Evidence, FEWEST, Gain, Place};
use super::leaving::Leaving;
use super::parts::Part;
use super::waits::{counted, lengths};
use super::work::Work;
use super::{History, People};
use crate::log::Micros;
use crate::mine::traits::cramers_v;

/// The most axes, and the most combinations of their levels.
const MOST_AXES: usize = 5;
const MOST_COMBINATIONS: usize = 64;
/// Axes that go together this much (Cramér's V) are one, of at most so many levels.
pub(crate) const TOGETHER: f64 = 0.3;
const MOST_TOGETHER: usize = 12;

/// Two axes that go together: how much, and whether they are written as one.
type Together = (usize, usize, f64, bool);

/// Classes of cases.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Classes {
    /// The traits that matter.
    pub(super) axes: Vec<Axis>,
    /// For every place the axes that matter there, the one that matters most first.
    pub(super) at: BTreeMap<Place, Vec<usize>>,
    /// The axes as they are written: each one of `axes`, or several that go together.
    pub(super) written: Vec<Vec<usize>>,
    /// Pairs of axes that go together: how much, and whether they are written as one.
    pub(super) together: Vec<Together>,
}

/// What classes are found in.
pub(super) struct Seen<'s> {
    pub(super) history: &'s History,
    pub(super) states: &'s States,
    pub(super) people: &'s People,
    /// How much each case counts.
    pub(super) weights: &'s [f64],
    /// Of every state what is done, and waited for.
    pub(super) parts: &'s [Vec<Part>],
    /// How long work took.
    pub(super) work: &'s Work,
    /// Who left, and who stayed.
    pub(super) leaving: &'s Leaving,
    /// Every way in which a trait can be an axis.
    pub(super) candidates: &'s [Axis],
    /// Traits that matter for the order of a queue.
    pub(super) of_queues: BTreeSet<usize>,
}

impl Classes {
    /// The traits that matter, and where.
    pub(super) fn of(seen: &Seen<'_>) -> Classes {
        let candidates = seen.candidates;
        if candidates.is_empty() {
            return Classes::default();
        }
        let evidence = evidence(seen);
        let traits: BTreeSet<usize> = candidates.iter().map(|axis| axis.attribute).collect();
        let comparisons = |axis: &Axis| evidence.len() * traits.len() * axis.choices;
        let mut axes: Vec<&Axis> = Vec::new();
        let mut at: Vec<Vec<&Axis>> = vec![Vec::new(); evidence.len()];
        while axes.len() < MOST_AXES {
            let combinations: usize = axes.iter().map(|axis| axis.levels.len()).product();
            let mut best: Option<(f64, &Axis, Vec<usize>)> = None;
            for other in candidates {
                let is_in = axes.iter().any(|axis| axis.attribute == other.attribute);
                if is_in || combinations * other.levels.len() > MOST_COMBINATIONS {
                    continue;
                }
                let mut total = 0.0;
                let mut places = Vec::new();
                for (place, evidence) in evidence.iter().enumerate() {
                    let gain = evidence.gain(&at[place], other);
                    if let Some(gain) = gain.filter(|gain| gain.is_worth_it(comparisons(other))) {
                        total += gain.above;
                        places.push(place);
                    }
                }
                if best.as_ref().map_or(total > 0.0, |(most, ..)| total > *most) {
                    best = Some((total, other, places));
                }
            }
            let Some((_, axis, places)) = best else { break };
            places.into_iter().for_each(|place| at[place].push(axis));
            axes.push(axis);
        }
        // What came in first at a place may only have stood for what came in later.
        let at: BTreeMap<Place, Vec<&Axis>> = evidence
            .iter()
            .map(|evidence| (evidence.place, forward(evidence, &axes, &comparisons)))
            .filter(|(_, axes)| !axes.is_empty())
            .collect();
        axes.retain(|axis| at.values().flatten().any(|used| used.attribute == axis.attribute));
        let of_queues = candidates.iter().filter(|axis| seen.of_queues.contains(&axis.attribute));
        let missing: Vec<&Axis> =
            of_queues.filter(|axis| !axes.iter().any(|known| known.attribute == axis.attribute)).collect();
        axes.extend(missing);
        let number = |axis: &&Axis| axes.iter().position(|other| other.attribute == axis.attribute);
        let at = at.iter().map(|(place, used)| (*place, used.iter().filter_map(number).collect())).collect();
        let axes: Vec<Axis> = axes.into_iter().cloned().collect();
        let (written, together) = written(&axes);
        Classes { axes, at, written, together }
    }

    /// The value of a thing for some levels: that of the cases which have them all; where those are too few, of those that
    /// have all but the last.
    ///
    /// * `levels` – of the axes that matter there, in their order
    /// * `count` – how many cases have some levels of the first of these axes
    pub(super) fn enough(levels: &[(usize, usize)], count: impl Fn(&[(usize, usize)]) -> usize) -> &[(usize, usize)] {
        let long_enough = (0..=levels.len()).rev().find(|&length| length == 0 || count(&levels[..length]) >= FEWEST);
        &levels[..long_enough.unwrap_or(0)]
    }

    /// Whether a case has some levels, of axes by number, at a moment.
    pub(super) fn has(&self, case: u32, at: Micros, levels: &[(usize, usize)]) -> bool {
        levels.iter().all(|&(axis, level)| self.axes[axis].at(case, at) == Some(level))
    }

    /// The levels of a written axis: of each of its traits one, and how many cases begin with them.
    pub(super) fn levels(&self, written: usize) -> Vec<(Vec<(usize, usize)>, usize)> {
        let axes = &self.written[written];
        let mut counts: BTreeMap<Vec<(usize, usize)>, usize> = BTreeMap::new();
        let cases = self.axes.first().map_or(0, |axis| axis.of_case.len());
        for case in 0..cases {
            let level = |&axis: &usize| Some((axis, usize::from(self.axes[axis].of_case[case]?)));
            if let Some(levels) = axes.iter().map(level).collect::<Option<Vec<_>>>() {
                *counts.entry(levels).or_default() += 1;
            }
        }
        counts.into_iter().collect()
    }
}

/// The axes that are worth it at a place, the best first.
fn forward<'a>(evidence: &Evidence, axes: &[&'a Axis], comparisons: &dyn Fn(&Axis) -> usize) -> Vec<&'a Axis> {
    let mut chosen: Vec<&Axis> = Vec::new();
    loop {
        let left = axes.iter().filter(|axis| !chosen.iter().any(|known| known.attribute == axis.attribute));
        let gains = left.filter_map(|axis| Some((evidence.gain(&chosen, axis)?, *axis)));
        let worth: Vec<(Gain, &Axis)> = gains.filter(|(gain, axis)| gain.is_worth_it(comparisons(axis))).collect();
        match worth.into_iter().max_by(|one, other| one.0.above.total_cmp(&other.0.above)) {
            Some((_, axis)) => chosen.push(axis),
            None => return chosen,
        }
    }
}

/// What was seen at every place.
fn evidence(seen: &Seen<'_>) -> Vec<Evidence> {
    let mut all = Vec::new();
    let states = seen.states;
    let visit_end = |case: u32, position: u32| seen.history.cases[case as usize].visits[position as usize].end();
    // Where cases go. Of two ways one says all.
    let mut shares = |from: Option<usize>, went: &[(u32, Micros, Option<usize>, f64)]| {
        let targets: BTreeSet<Option<usize>> = went.iter().map(|(_, _, to, _)| *to).collect();
        let few = if targets.len() == 2 { 1 } else { targets.len() };
        for to in targets.into_iter().take(few) {
            let goes: Vec<(u32, Micros, bool, f64)> =
                went.iter().map(|&(case, at, went, weight)| (case, at, went == to, weight)).collect();
            all.extend(Evidence::of_share(Place::Next(from, to), &goes));
        }
    };
    let first = states
        .paths
        .iter()
        .enumerate()
        .filter_map(|(case, path)| Some((case as u32, Micros::MIN, Some(*path.first()?), seen.weights[case])));
    shares(None, &first.collect::<Vec<_>>());
    for (number, state) in states.states.iter().enumerate() {
        let went = state.seen.iter().filter_map(|&(case, position)| {
            let to = states.paths[case as usize].get(position as usize + 1).copied();
            let is_known = to.is_some() || states.is_over[case as usize];
            is_known.then(|| (case, visit_end(case, position), to, seen.weights[case as usize]))
        });
        shares(Some(number), &went.collect::<Vec<_>>());
    }
    // How long work takes.
    for (kind, worked) in seen.work.kinds.iter().enumerate() {
        let done = worked.iter().filter(|worked| worked.done);
        let done: Vec<(u32, Micros, f64)> = done.map(|worked| (worked.case, worked.at, worked.time)).collect();
        all.extend(Evidence::of_times(Place::Work(kind), &done));
    }
    // How long is waited outside.
    for (number, parts) in seen.parts.iter().enumerate() {
        for part in parts {
            let team = &seen.people.teams[seen.people.team_of[part.activity as usize]];
            let way = counted(&part.waits, team);
            let lengths = lengths(&part.waits, team, way);
            let times = part.of.iter().zip(lengths).map(|(&(case, at), length)| (case, at, length as f64 / 1e6));
            let place = Place::Delay(number, part.activity);
            all.extend(Evidence::of_times(place, &times.collect::<Vec<_>>()));
        }
    }
    // How soon they leave.
    for (&(state, during), stays) in &seen.leaving.stays {
        all.extend(Evidence::of_leaving(Place::Leave(state, during), &stays.all()));
    }
    all
}

/// Which axes are written as one, and which go together.
fn written(axes: &[Axis]) -> (Vec<Vec<usize>>, Vec<Together>) {
    let mut written: Vec<Vec<usize>> = (0..axes.len()).map(|axis| vec![axis]).collect();
    let levels =
        |axis: usize| -> Vec<Option<u32>> { axes[axis].of_case.iter().map(|level| level.map(u32::from)).collect() };
    let mut together = Vec::new();
    for one in 0..axes.len() {
        for other in one + 1..axes.len() {
            let Some(found) = cramers_v(&levels(one), &levels(other)).filter(|found| *found >= TOGETHER) else {
                continue;
            };
            let place = |axis: usize| written.iter().position(|axes| axes.contains(&axis));
            let (Some(first), Some(second)) = (place(one), place(other)) else { continue };
            let size: usize = [first, second]
                .iter()
                .flat_map(|&place| &written[place])
                .map(|&axis| axes[axis].levels.len())
                .product();
            let joined = first == second || size <= MOST_TOGETHER;
            if joined && first != second {
                let more = written.remove(first.max(second));
                written[first.min(second)].extend(more);
            }
            together.push((one, other, found, joined));
        }
    }
    (written, together)
}
