//! Leaves small boxes out of a map: who passes them is drawn from the box before to the box after.

use std::collections::BTreeMap;

use crate::chart::{ChainMap, MapArrow, MapKind};

/// Arrows below this share of the largest are not drawn, unless a box would hang loose.
const LEAST: f64 = 0.004;

/// The map with at most so many stages, those that most pass; and how many were left out.
pub(super) fn fold(map: &ChainMap, most: usize) -> (ChainMap, usize) {
    let mut by_flow: Vec<usize> = (0..map.nodes.len()).filter(|&node| map.nodes[node].kind == MapKind::Stage).collect();
    by_flow.sort_by(|&one, &other| map.nodes[other].flow.total_cmp(&map.nodes[one].flow));
    let hidden: Vec<usize> = by_flow.into_iter().skip(most).collect();
    let mut flows = merged(&map.arrows);
    // The smallest first, so that as little as possible is passed on.
    hidden.iter().rev().for_each(|&node| leave_out(&mut flows, node));
    let kept: Vec<usize> = (0..map.nodes.len()).filter(|node| !hidden.contains(node)).collect();
    let place = |node: usize| kept.iter().position(|&one| one == node);
    let arrows =
        flows.iter().filter_map(|(&(from, to), &flow)| Some(MapArrow { from: place(from)?, to: place(to)?, flow }));
    let arrows = worth_drawing(arrows.collect());
    // What nothing leads to or from goes too.
    let is_used = |node: usize| arrows.iter().any(|arrow| arrow.from == node || arrow.to == node);
    let used: Vec<usize> = (0..kept.len()).filter(|&at| is_used(at) || arrows.is_empty()).collect();
    let place = |node: usize| used.iter().position(|&one| one == node);
    let arrows = arrows
        .iter()
        .filter_map(|arrow| Some(MapArrow { from: place(arrow.from)?, to: place(arrow.to)?, ..arrow.clone() }));
    let arrows = arrows.collect();
    let nodes = used.iter().map(|&at| map.nodes[kept[at]].clone()).collect();
    (ChainMap { nodes, arrows, ..map.clone() }, hidden.len())
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

/// Without the smallest, but the largest into and out of every box.
fn worth_drawing(arrows: Vec<MapArrow>) -> Vec<MapArrow> {
    let most = arrows.iter().map(|arrow| arrow.flow).fold(0.0, f64::max);
    let is_largest = |arrow: &MapArrow| {
        let larger = |other: &&MapArrow| other.flow > arrow.flow;
        let from = arrows.iter().filter(|other| other.from == arrow.from).find(larger).is_none();
        let to = arrows.iter().filter(|other| other.to == arrow.to).find(larger).is_none();
        from || to
    };
    arrows.iter().filter(|arrow| arrow.flow >= LEAST * most || is_largest(arrow)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::MapNode;

    fn map(flows: &[f64], arrows: &[(usize, usize, f64)]) -> ChainMap {
        let node = |&flow: &f64| MapNode {
            kind: MapKind::Stage,
            label: flow.to_string(),
            phase: None,
            facts: Vec::new(),
            flow,
            lost: None,
        };
        ChainMap {
            nodes: flows.iter().map(node).collect(),
            arrows: arrows.iter().map(|&(from, to, flow)| MapArrow { from, to, flow }).collect(),
            arrow_name: String::new(),
            back_name: String::new(),
            lost_name: String::new(),
            folded: String::new(),
        }
    }

    #[test]
    fn who_passes_a_small_stage_is_drawn_past_it() {
        let whole = map(&[100.0, 10.0, 90.0], &[(0, 1, 10.0), (1, 2, 8.0), (0, 2, 82.0)]);
        let (folded, hidden) = fold(&whole, 2);
        assert_eq!(hidden, 1);
        let flows: Vec<_> = folded.arrows.iter().map(|arrow| (arrow.from, arrow.to, arrow.flow)).collect();
        assert_eq!(flows, [(0, 1, 90.0)], "82 straight on and 8 past the stage that is left out");
    }
}
