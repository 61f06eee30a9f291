//! Where cases go next, and how much of what went before that depends on.
//!
//! What is done is a stage; where it matters what was done before, it is a stage for each such past. How far back that goes is
//! found by a context tree: a longer past is told apart only where what comes next, or the wait before, differs by more than
//! chance (Rissanen 1983, "A universal data compression system", *IEEE Transactions on Information Theory* 29(5), 656–664;
//! Bühlmann & Wyner 1999, "Variable length Markov chains", *Annals of Statistics* 27(2), 480–513).

use std::collections::{BTreeMap, BTreeSet};

use super::history::{History, Visit};

/// The past is looked at up to so many visits back, the present one included.
const DEPTH: usize = 5;
/// Pasts that were seen fewer times are not told apart.
const LEAST: f64 = 8.0;
/// The most stages.
const MOST: usize = 1200;
/// Stands for the beginning of a case.
pub(super) const BEGIN: u32 = u32::MAX;
/// Stands for its end.
const END: u32 = u32::MAX - 1;
/// Classes into which waits are divided.
const WAITS: usize = 6;

/// Where a case stands: what is visited, and as much of what was visited before as matters.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct State {
    /// What is visited, in [`History::symbols`].
    pub(super) symbol: usize,
    /// What was visited before as far as it tells states apart, the latest first; [`BEGIN`] where nothing was.
    pub(super) after: Vec<u32>,
    /// Visits to it in the past: case, and position in the case.
    pub(super) seen: Vec<(u32, u32)>,
    /// States that follow; `None` is the end.
    pub(super) next: BTreeMap<Option<usize>, Count>,
}

/// The states, and how often a case began with each.
#[derive(Debug, Clone, Default)]
pub(super) struct States {
    /// All that occur.
    pub(super) states: Vec<State>,
    /// How often a case began with each.
    pub(super) first: BTreeMap<usize, Count>,
    /// For every case the states that it passed through.
    pub(super) paths: Vec<Vec<usize>>,
    /// Whether each was over.
    pub(super) is_over: Vec<bool>,
}

/// How often something was seen.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Count {
    /// So often.
    pub(super) seen: u32,
    /// With each time counting for as much as its case does.
    pub(super) weight: f64,
    /// The same with squares.
    pub(super) squares: f64,
}

impl Count {
    fn add(&mut self, weight: f64) {
        self.seen += 1;
        self.weight += weight;
        self.squares += weight * weight;
    }
}

/// What follows after a past.
#[derive(Debug, Clone, Default)]
struct Evidence {
    seen: f64,
    next: BTreeMap<u32, f64>,
    waits: [f64; WAITS],
}

type Tree = BTreeMap<Vec<u32>, Evidence>;

impl States {
    /// Of the past.
    ///
    /// * `weights` – how much each case counts; nothing: it is not looked at
    /// * `is_over` – whether a case was over; of the others it is not known where they go
    pub(super) fn of(history: &History, weights: &[f64], is_over: &dyn Fn(usize) -> bool) -> States {
        let classes = wait_classes(history);
        let sequence = |(number, case): (usize, &super::history::Past)| match weights[number] == 0.0 {
            true => Vec::new(),
            false => case.visits.iter().map(|visit| (visit.symbol as u32, class_of(visit, &classes))).collect(),
        };
        let sequences: Vec<Vec<(u32, usize)>> = history.cases.iter().enumerate().map(sequence).collect();
        let tree = grow(&sequences, weights, is_over);
        let mut strictness = 1.0;
        let kept = loop {
            let kept = prune(&tree, history.symbols.len(), strictness);
            if kept.len() <= MOST.max(2 * history.symbols.len()) {
                break kept;
            }
            strictness *= 1.5;
        };
        let mut states = States::along(&sequences, weights, &kept, is_over);
        states.give_way_out();
        states
    }

    /// Lets cases end where none was seen to: after what only those did that were not over, time and again.
    fn give_way_out(&mut self) {
        let mut leads_out = vec![false; self.states.len()];
        loop {
            let before = leads_out.clone();
            for (number, state) in self.states.iter().enumerate() {
                leads_out[number] |= state.next.keys().any(|to| to.is_none_or(|to| leads_out[to]));
            }
            if leads_out == before {
                break;
            }
        }
        let stuck = self.states.iter_mut().zip(leads_out).filter(|(_, leads_out)| !leads_out);
        stuck.for_each(|(state, _)| state.next.entry(None).or_default().add(1.0));
    }

    /// The states that a case may come back to: what is left when those are taken away that nothing leads to, or that lead nowhere.
    pub(super) fn goes_round(&self) -> Vec<bool> {
        let states = &self.states;
        let mut left = vec![true; states.len()];
        loop {
            let mut led_to = vec![false; states.len()];
            let next = |state: &State| state.next.keys().flatten().copied().collect::<Vec<_>>();
            for (state, _) in states.iter().zip(&left).filter(|(_, left)| **left) {
                next(state).into_iter().for_each(|to| led_to[to] = true);
            }
            let stays: Vec<bool> = states
                .iter()
                .enumerate()
                .map(|(number, state)| left[number] && led_to[number] && next(state).into_iter().any(|to| left[to]))
                .collect();
            if stays == left {
                return left;
            }
            left = stays;
        }
    }

    /// Lets every case pass through the states.
    fn along(
        sequences: &[Vec<(u32, usize)>],
        weights: &[f64],
        kept: &BTreeSet<Vec<u32>>,
        is_over: &dyn Fn(usize) -> bool,
    ) -> States {
        let mut numbers: BTreeMap<Vec<u32>, usize> = BTreeMap::new();
        let mut states = States::default();
        for (case, sequence) in sequences.iter().enumerate() {
            let mut before: Option<usize> = None;
            let mut path = Vec::with_capacity(sequence.len());
            for position in 0..sequence.len() {
                let past = past_of(sequence, position);
                let length = (1..=past.len()).rev().find(|&length| kept.contains(&past[..length])).unwrap_or(1);
                let new = states.states.len();
                let state = *numbers.entry(past[..length].to_vec()).or_insert(new);
                if state == new {
                    let symbol = past[0] as usize;
                    let after = past[1..length].to_vec();
                    states.states.push(State { symbol, after, seen: Vec::new(), next: BTreeMap::new() });
                }
                states.states[state].seen.push((case as u32, position as u32));
                match before {
                    None => states.first.entry(state).or_default().add(weights[case]),
                    Some(before) => states.states[before].next.entry(Some(state)).or_default().add(weights[case]),
                }
                before = Some(state);
                path.push(state);
            }
            states.paths.push(path);
            states.is_over.push(is_over(case));
            if let Some(before) = before.filter(|_| is_over(case)) {
                states.states[before].next.entry(None).or_default().add(weights[case]);
            }
        }
        states
    }
}

/// What was visited, the latest first, as far back as is looked.
fn past_of(sequence: &[(u32, usize)], position: usize) -> Vec<u32> {
    let back = (0..DEPTH).map(|back| position.checked_sub(back).map_or(BEGIN, |at| sequence[at].0));
    let mut past: Vec<u32> = back.collect();
    // Nothing comes before the beginning.
    if let Some(begin) = past.iter().position(|&symbol| symbol == BEGIN) {
        past.truncate(begin + 1);
    }
    past
}

fn grow(sequences: &[Vec<(u32, usize)>], weights: &[f64], is_over: &dyn Fn(usize) -> bool) -> Tree {
    let mut tree = Tree::new();
    for (case, sequence) in sequences.iter().enumerate() {
        for position in 0..sequence.len() {
            let past = past_of(sequence, position);
            let next = match sequence.get(position + 1) {
                Some(&(next, _)) => Some(next),
                None => is_over(case).then_some(END),
            };
            for length in 1..=past.len() {
                let evidence = tree.entry(past[..length].to_vec()).or_default();
                evidence.seen += weights[case];
                evidence.waits[sequence[position].1] += weights[case];
                if let Some(next) = next {
                    *evidence.next.entry(next).or_default() += weights[case];
                }
            }
        }
    }
    tree
}

/// The pasts that are told apart.
fn prune(tree: &Tree, symbols: usize, strictness: f64) -> BTreeSet<Vec<u32>> {
    let mut kept: BTreeSet<Vec<u32>> = (0..symbols as u32).map(|symbol| vec![symbol]).collect();
    for (past, evidence) in tree.iter().filter(|(past, evidence)| past.len() > 1 && evidence.seen >= LEAST) {
        let parent = &tree[&past[..past.len() - 1]];
        if differs(evidence, parent, strictness) {
            // With it everything between, so that a longer past is reached step by step.
            kept.extend((1..=past.len()).map(|length| past[..length].to_vec()));
        }
    }
    // To be in a state that knows a past one must have been in one that knows that past without its last visit.
    let mut open: Vec<Vec<u32>> = kept.iter().cloned().collect();
    while let Some(past) = open.pop() {
        if past.len() > 2 {
            for length in 1..past.len() {
                let before = past[1..=length].to_vec();
                if before[0] != BEGIN && kept.insert(before.clone()) {
                    open.push(before);
                }
            }
        }
    }
    kept
}

/// Whether what follows after a past differs from what follows after a shorter one by more than chance: by the
/// likelihood, of which every free number costs half the logarithm of the sample (Schwarz 1978, *Annals of Statistics* 6(2),
/// 461–464).
fn differs(of: &Evidence, parent: &Evidence, strictness: f64) -> bool {
    let price = 0.5 * of.seen.ln() * strictness;
    let next: f64 = of
        .next
        .iter()
        .map(|(symbol, &count)| {
            gain(count, total(of), parent.next.get(symbol).copied().unwrap_or(count), total(parent))
        })
        .sum();
    let free = parent.next.len().min(of.next.len() + 1).saturating_sub(1).max(1);
    let waits: f64 =
        of.waits.iter().zip(&parent.waits).map(|(&count, &all)| gain(count, of.seen, all, parent.seen)).sum();
    let wait_free = parent.waits.iter().filter(|&&count| count > 0.0).count().saturating_sub(1).max(1);
    next > price * free as f64 || waits > 2.0 * price * wait_free as f64
}

fn total(evidence: &Evidence) -> f64 {
    evidence.next.values().sum::<f64>().max(1e-9)
}

/// What a share of its own adds to the logarithm of the likelihood.
fn gain(count: f64, of: f64, parent: f64, parent_of: f64) -> f64 {
    if count <= 0.0 {
        return 0.0;
    }
    count * (count / of / (parent / parent_of)).ln()
}

/// The wait before a visit.
fn wait_of(visit: &Visit) -> i64 {
    (visit.pieces[0].begin() - visit.ready).max(0)
}

/// For every symbol the bounds between classes of waits that are about as large.
fn wait_classes(history: &History) -> Vec<Vec<i64>> {
    let mut waits: Vec<Vec<i64>> = vec![Vec::new(); history.symbols.len()];
    for visit in history.cases.iter().flat_map(|case| &case.visits) {
        waits[visit.symbol].push(wait_of(visit));
    }
    let bounds = |mut waits: Vec<i64>| {
        waits.sort_unstable();
        let mut bounds: Vec<i64> =
            (1..WAITS).filter_map(|part| waits.get(waits.len() * part / WAITS)).copied().collect();
        bounds.dedup();
        bounds
    };
    waits.into_iter().map(bounds).collect()
}

fn class_of(visit: &Visit, classes: &[Vec<i64>]) -> usize {
    let wait = wait_of(visit);
    classes[visit.symbol].iter().filter(|&&bound| wait > bound).count()
}
