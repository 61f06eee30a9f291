//! Places: where boxes stand and how arrows run, along the chain (`main`) and across it (`cross`).
//!
//! The same layout serves a drawing from left to right and one from top to bottom; only the picture knows which.

mod layers;
mod routes;

use layers::Layers;
use routes::Plan;
pub use routes::{Piece, Route, Side};

/// Room between neighbours in a layer.
const BESIDE: f64 = 22.0;
/// Room that an arrow takes in a layer it passes.
pub(super) const PASSING: f64 = 12.0;
/// Room above a column and below it for arrows from one column to another.
pub(super) const ABOVE: f64 = 30.0;
/// Rounds of moving boxes towards their neighbours.
const ROUNDS: usize = 200;
/// Moves of boxes in all, so that a very large chain takes no long time.
const MOVES: usize = 2_000_000;

/// What a box takes along the chain and across it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Size {
    /// Along the chain.
    pub main: f64,
    /// Across it.
    pub cross: f64,
}

/// An arrow with the room that its label needs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Link {
    /// The node it leaves.
    pub from: usize,
    /// The node it goes to.
    pub to: usize,
    /// The room of its label.
    pub label: Size,
}

/// A point along the chain and across it.
pub type Point = (f64, f64);

/// Where everything is.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    /// For each node where it begins along the chain and where its middle is across it.
    pub nodes: Vec<Point>,
    /// For each arrow.
    pub routes: Vec<Route>,
    /// What the whole takes.
    pub size: Size,
}

/// Puts everything in its place; `gap` is the least room between layers. A long chain is folded into so many columns,
/// which stand beside each other as in a newspaper.
pub fn layout(sizes: &[Size], links: &[Link], gap: f64, columns: usize) -> Layout {
    let arrows: Vec<(usize, usize)> = links.iter().map(|link| (link.from, link.to)).collect();
    let layers = Layers::new(sizes.len(), &arrows);
    let cross = across(&layers, sizes);
    let (starts, ends) = along(&layers, sizes, links, gap);
    let column = fold(&ends, columns);
    let mut plan = Plan { layers: &layers, sizes, links, cross, starts, ends, column, lanes: Vec::new() };
    let cross = plan.stand_beside();
    let nodes: Vec<Point> = (0..sizes.len()).map(|node| (plan.starts[layers.layer[node]], plan.cross[node])).collect();
    let routes = plan.routes();
    let main = plan.ends.iter().copied().fold(0.0, f64::max) + if plan.lanes.is_empty() { 0.0 } else { ABOVE };
    Layout { nodes, routes, size: Size { main, cross } }
}

/// For each layer its column, so that the columns are about as long as each other.
fn fold(ends: &[f64], columns: usize) -> Vec<usize> {
    let all = ends.last().copied().unwrap_or(0.0).max(1.0);
    ends.iter().map(|end| ((end / all * columns as f64).ceil() as usize).clamp(1, columns) - 1).collect()
}

/// Where each layer begins and ends along the chain: as thick as its thickest box, with room for labels behind it.
fn along(layers: &Layers, sizes: &[Size], links: &[Link], gap: f64) -> (Vec<f64>, Vec<f64>) {
    let number = layers.items.len();
    let (mut thick, mut behind) = (vec![0.0_f64; number], vec![gap; number]);
    sizes
        .iter()
        .enumerate()
        .for_each(|(node, size)| thick[layers.layer[node]] = thick[layers.layer[node]].max(size.main));
    for (link, route) in links.iter().zip(&layers.routes) {
        if route.is_some() {
            let behind = &mut behind[layers.layer[link.from]];
            *behind = behind.max(link.label.main + gap * 0.5);
        }
    }
    let (mut starts, mut ends, mut at) = (Vec::new(), Vec::new(), 0.0);
    for layer in 0..number {
        starts.push(at);
        ends.push(at + thick[layer]);
        at += thick[layer] + behind[layer];
    }
    (starts, ends)
}

/// Where the middle of each item is across the chain: near its neighbours, in the order of its layer.
fn across<'l>(layers: &'l Layers, sizes: &[Size]) -> Vec<f64> {
    let half = |item: usize| sizes.get(item).map_or(PASSING, |size| size.cross + BESIDE) / 2.0;
    let mut cross = vec![0.0; layers.layer.len()];
    for items in &layers.items {
        let mut at = 0.0;
        for &item in items {
            cross[item] = at + half(item);
            at += 2.0 * half(item);
        }
    }
    let number = layers.items.len();
    for round in 0..ROUNDS.min(MOVES / cross.len().max(1)).max(4) {
        // At first one way only: that straightens a long chain, which moving by both sides does slowly.
        let (before, after) = (round != 1, round != 0);
        for step in 0..number {
            let items = &layers.items[if round % 2 == 0 { step } else { number - 1 - step }];
            let wanted: Vec<(f64, f64)> = items
                .iter()
                .map(|&item| {
                    let side = |of: &'l [Vec<usize>], counts: bool| if counts { of[item].as_slice() } else { &[] };
                    let sides = [side(&layers.before, before), side(&layers.after, after)];
                    let neighbours = || sides.iter().copied().flatten();
                    let count = neighbours().count() as f64;
                    let sum: f64 = neighbours().map(|&other| cross[other]).sum();
                    if count == 0.0 { (cross[item], 1.0) } else { (sum / count, count) }
                })
                .collect();
            let halves: Vec<f64> = items.iter().map(|&item| half(item)).collect();
            let placed = nearest(&wanted, &halves);
            items.iter().zip(placed).for_each(|(&item, at)| cross[item] = at);
        }
    }
    let least = (0..cross.len()).map(|item| cross[item] - half(item)).fold(f64::INFINITY, f64::min);
    cross.iter_mut().for_each(|at| *at += BESIDE / 2.0 - least);
    cross
}

/// Positions in the given order, no closer than their halves allow, with the least weighted sum of squared distances
/// from those wanted (pool adjacent violators). Each wanted position comes with its weight.
///
/// With the number of neighbours as weight every move makes the arrows shorter, so that the moves come to rest.
fn nearest(wanted: &[(f64, f64)], halves: &[f64]) -> Vec<f64> {
    // Offsets that make "no closer than" into "not descending".
    let mut offsets = vec![0.0];
    for pair in halves.windows(2) {
        offsets.push(offsets[offsets.len() - 1] + pair[0] + pair[1]);
    }
    // Each pool: level, weight, number of items.
    let mut pools: Vec<(f64, f64, usize)> = Vec::new();
    for ((wanted, weight), offset) in wanted.iter().zip(&offsets) {
        pools.push((wanted - offset, *weight, 1));
        while let [.., (before, heavy, number), (last, weight, more)] = pools[..] {
            if before <= last {
                break;
            }
            let level = (before * heavy + last * weight) / (heavy + weight);
            pools.truncate(pools.len() - 2);
            pools.push((level, heavy + weight, number + more));
        }
    }
    let level = pools.into_iter().flat_map(|(level, _, number)| std::iter::repeat_n(level, number));
    level.zip(offsets).map(|(level, offset)| level + offset).collect()
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn boxes_come_as_near_as_their_widths_allow() {
        assert_eq!(nearest(&[(0.0, 1.0), (100.0, 1.0)], &[10.0, 10.0]), [0.0, 100.0]);
        assert_eq!(nearest(&[(50.0, 1.0), (50.0, 1.0)], &[10.0, 10.0]), [40.0, 60.0]);
        assert_eq!(nearest(&[(50.0, 3.0), (50.0, 1.0)], &[10.0, 10.0]), [45.0, 65.0]);
        let last_is_free = nearest(&[(60.0, 1.0), (50.0, 1.0), (200.0, 1.0)], &[10.0, 10.0, 10.0]);
        assert_eq!(last_is_free, [45.0, 65.0, 200.0]);
    }
}
