//! Leaves small boxes out of a map: who passes them is drawn from the box before to the box after.

use std::collections::BTreeMap;

use crate::chart::{ChainMap, MapArrow, MapKind, MapNode};

/// Arrows below this share of the largest are not drawn, unless a box would hang loose.
const LEAST: f64 = 0.004;

/// A map with fewer boxes.
pub(super) struct Folded {
    pub(super) map: ChainMap,
    /// For each box its place in the whole map.
    pub(super) kept: Vec<usize>,
    /// How many stages were left out.
    pub(super) hidden: usize,
}

/// The map with at most so many stages, those that most pass.
pub(super) fn fold(map: &ChainMap, most: usize) -> Folded {
    let mut by_flow: Vec<usize> = (0..map.nodes.len()).filter(|&node| map.nodes[node].kind == MapKind::Stage).collect();
    by_flow.sort_by(|&one, &other| map.nodes[other].flow.total_cmp(&map.nodes[one].flow));
    let mut hidden: Vec<usize> = by_flow.iter().copied().skip(most).collect();
    let parts = together(map, &hidden);
    let others: Vec<usize> =
        by_flow.into_iter().filter(|&node| parts[node] != node && !hidden.contains(&node)).collect();
    hidden.extend(others);
    let as_one = |arrow: &MapArrow| MapArrow { from: parts[arrow.from], to: parts[arrow.to], ..arrow.clone() };
    let mut flows = merged(&map.arrows.iter().map(as_one).filter(|arrow| arrow.from != arrow.to).collect::<Vec<_>>());
    // The smallest first, so that as little as possible is passed on.
    hidden.iter().rev().for_each(|&node| leave_out(&mut flows, node));
    let kept: Vec<usize> = (0..map.nodes.len()).filter(|node| !hidden.contains(node)).collect();
    let place = |node: usize| kept.iter().position(|&one| one == node);
    // An arrow that has its flow by itself is still that of the results.
    let source = |from: usize, to: usize, flow: f64| {
        let same = map.arrows.iter().find(|arrow| (arrow.from, arrow.to, arrow.flow) == (from, to, flow))?;
        same.source.clone()
    };
    let arrows = flows.iter().filter_map(|(&(from, to), &flow)| {
        Some(MapArrow { from: place(from)?, to: place(to)?, flow, source: source(from, to, flow) })
    });
    let arrows = worth_drawing(arrows.collect(), LEAST);
    // What nothing leads to or from goes too.
    let is_used = |node: usize| arrows.iter().any(|arrow| arrow.from == node || arrow.to == node);
    let used: Vec<usize> = (0..kept.len()).filter(|&at| is_used(at) || arrows.is_empty()).collect();
    let place = |node: usize| used.iter().position(|&one| one == node);
    let arrows = arrows
        .iter()
        .filter_map(|arrow| Some(MapArrow { from: place(arrow.from)?, to: place(arrow.to)?, ..arrow.clone() }));
    let arrows = arrows.collect();
    let of_old = |node: usize| kept.iter().position(|&one| one == node).and_then(place);
    let node = |&at: &usize| {
        let node = &map.nodes[kept[at]];
        MapNode { inside: node.inside.and_then(of_old), ..node.clone() }
    };
    let nodes = used.iter().map(node).collect();
    let kept = used.iter().map(|&at| kept[at]).collect();
    Folded { map: ChainMap { nodes, arrows, ..map.clone() }, kept, hidden: hidden.len() }
}

/// For each box the one that it is drawn in: boxes side by side, each of which everybody passes, and the one after them
/// stand all there or are one with the box that opens them, so that who leaves that is counted once.
fn together(map: &ChainMap, hidden: &[usize]) -> Vec<usize> {
    let opener = |node: usize| map.nodes[node].inside;
    let mut is_one = vec![false; map.nodes.len()];
    hidden.iter().for_each(|&node| is_one[opener(node).unwrap_or(node)] = true);
    // Boxes in boxes: each round looks one deeper.
    for _ in &map.nodes {
        let inner = |&node: &usize| opener(node).is_some_and(|opener| is_one[opener]) && !is_one[node];
        let inner: Vec<usize> = (0..map.nodes.len()).filter(inner).collect();
        if inner.is_empty() {
            break;
        }
        inner.into_iter().for_each(|node| is_one[node] = true);
    }
    let outermost = |node: usize| {
        let up = |&node: &usize| opener(node).filter(|&opener| is_one[opener]);
        std::iter::successors(Some(node), up).take(map.nodes.len()).last().unwrap_or(node)
    };
    (0..map.nodes.len()).map(outermost).collect()
}

/// Flows by the boxes that they are between.
type Flows = BTreeMap<(usize, usize), f64>;

/// Arrows between the same two as one.
fn merged(arrows: &[MapArrow]) -> Flows {
    let mut flows = Flows::new();
    arrows.iter().for_each(|arrow| *flows.entry((arrow.from, arrow.to)).or_default() += arrow.flow);
    flows
}

/// Leaves out a box: what comes in is passed on in proportion to what goes out.
fn leave_out(flows: &mut Flows, node: usize) {
    let into: Vec<(usize, f64)> = flows
        .iter()
        .filter(|((from, to), _)| *to == node && *from != node)
        .map(|((from, _), flow)| (*from, *flow))
        .collect();
    let out: Vec<(usize, f64)> = flows
        .range((node, 0)..=(node, usize::MAX))
        .filter(|((_, to), _)| *to != node)
        .map(|((_, to), flow)| (*to, *flow))
        .collect();
    let comes: f64 = into.iter().map(|(_, flow)| flow).sum();
    flows.retain(|(from, to), _| *from != node && *to != node);
    for &(from, before) in &into {
        for &(to, after) in out.iter().filter(|(to, _)| *to != from) {
            *flows.entry((from, to)).or_default() += if comes > 0.0 { before * after / comes } else { 0.0 };
        }
    }
}

/// Without those below a share of the largest, but with the largest into and out of every box.
pub(super) fn worth_drawing(arrows: Vec<MapArrow>, least: f64) -> Vec<MapArrow> {
    let most = arrows.iter().map(|arrow| arrow.flow).fold(0.0, f64::max);
    let is_largest = |arrow: &MapArrow| {
        let larger = |other: &&MapArrow| other.flow > arrow.flow;
        let from = arrows.iter().filter(|other| other.from == arrow.from).find(larger).is_none();
        let to = arrows.iter().filter(|other| other.to == arrow.to).find(larger).is_none();
        from || to
    };
    arrows.iter().filter(|arrow| arrow.flow >= least * most || is_largest(arrow)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(flows: &[f64], arrows: &[(usize, usize, f64)]) -> ChainMap {
        let node = |&flow: &f64| MapNode {
            kind: MapKind::Stage,
            label: flow.to_string(),
            phase: None,
            facts: Vec::new(),
            flow,
            lost: None,
            inside: None,
        };
        ChainMap {
            nodes: flows.iter().map(node).collect(),
            arrows: arrows.iter().map(|&(from, to, flow)| MapArrow { from, to, flow, source: None }).collect(),
            arrow_name: String::new(),
            arrow_what: String::new(),
            back_name: String::new(),
            lost_name: String::new(),
            folded: String::new(),
        }
    }

    #[test]
    fn who_passes_a_small_stage_is_drawn_past_it() {
        let whole = map(&[100.0, 10.0, 90.0], &[(0, 1, 10.0), (1, 2, 8.0), (0, 2, 82.0)]);
        let Folded { map: folded, hidden, kept } = fold(&whole, 2);
        assert_eq!(kept, [0, 2]);
        assert_eq!(hidden, 1);
        let flows: Vec<_> = folded.arrows.iter().map(|arrow| (arrow.from, arrow.to, arrow.flow)).collect();
        assert_eq!(flows, [(0, 1, 90.0)], "82 straight on and 8 past the stage that is left out");
    }
    #[test]
    fn stages_side_by_side_are_left_out_together() {
        // 0 opens 1 and 2, which join in 3; 14 leave from 1 to 5, the others go on to 4.
        let arrows = [(0, 1, 40.0), (0, 2, 40.0), (1, 3, 26.0), (2, 3, 26.0), (3, 4, 26.0), (1, 5, 14.0)];
        let mut whole = map(&[40.0, 40.0, 40.0, 26.0, 50.0, 45.0], &arrows);
        (1..=3).for_each(|node| whole.nodes[node].inside = Some(0));
        let Folded { map: folded, hidden, .. } = fold(&whole, 5);
        assert_eq!(hidden, 3);
        let flows: Vec<_> = folded.arrows.iter().map(|arrow| (arrow.from, arrow.to, arrow.flow)).collect();
        assert_eq!(flows, [(0, 1, 26.0), (0, 2, 14.0)], "all 40, each once");
    }
}
