//! Places: where boxes stand and how arrows run, along the chain (`main`) and across it (`cross`).
//!
//! The same layout serves a drawing from left to right and one from top to bottom; only the picture knows which.

use super::layers::Layers;

/// Room between neighbours in a layer.
const BESIDE: f64 = 22.0;
/// Room that an arrow takes in a layer it passes.
const PASSING: f64 = 12.0;
/// Between the ports of arrows at one side of a box.
const PORT: f64 = 16.0;
/// Between lanes of arrows that go back.
const LANE: f64 = 16.0;
/// Room above a column and below it for arrows from one column to another.
const ABOVE: f64 = 30.0;
/// Rounds of moving boxes towards their neighbours.
const ROUNDS: usize = 200;
/// Moves of boxes in all, so that a very large chain takes no long time.
const MOVES: usize = 2_000_000;

/// What a box takes along the chain and across it.
#[derive(Clone, Copy)]
pub(super) struct Size {
    pub(super) main: f64,
    pub(super) cross: f64,
}

/// An arrow with the room that its label needs.
pub(super) struct Link {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) label: Size,
}

/// A point along the chain and across it.
pub(super) type Point = (f64, f64);

/// A piece of an arrow.
#[derive(Clone, Copy)]
pub(super) enum Piece {
    /// Straight to a point.
    Line(Point),
    /// In a curve that leaves and arrives along the chain.
    Curve(Point),
    /// To a point by a rounded corner at the first.
    Corner(Point, Point),
}

/// How an arrow runs.
pub(super) struct Route {
    pub(super) start: Point,
    pub(super) pieces: Vec<Piece>,
    /// Places for the label, best first.
    pub(super) label: Vec<(Point, Side)>,
}

/// Where a label stands across the chain, seen from its arrow.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// On it.
    On,
    /// Left of it or above it.
    Before,
    /// Right of it or below it.
    After,
}

/// Where everything is.
pub(super) struct Layout {
    /// For each node where it begins along the chain and where its middle is across it.
    pub(super) nodes: Vec<Point>,
    /// For each arrow.
    pub(super) routes: Vec<Route>,
    /// What the whole takes.
    pub(super) size: Size,
}

/// Puts everything in its place; `gap` is the least room between layers. A long chain is folded into so many columns,
/// which stand beside each other as in a newspaper.
pub(super) fn layout(sizes: &[Size], links: &[Link], gap: f64, columns: usize) -> Layout {
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

/// All that routes are drawn from.
struct Plan<'a> {
    layers: &'a Layers,
    sizes: &'a [Size],
    links: &'a [Link],
    cross: Vec<f64>,
    starts: Vec<f64>,
    ends: Vec<f64>,
    /// For each layer its column.
    column: Vec<usize>,
    /// Arrows that need a lane beside a column: the arrow, the place of its step (0 for one that goes back), the lane.
    lanes: Vec<(usize, usize, f64)>,
}

impl Plan<'_> {
    /// Moves the columns beside each other, with lanes after each; returns how far across everything comes.
    fn stand_beside(&mut self) -> f64 {
        let columns = self.column.last().map_or(1, |last| last + 1);
        let item_column: Vec<usize> = self.layers.layer.iter().map(|&layer| self.column[layer]).collect();
        let half = |item: usize| self.sizes.get(item).map_or(PASSING, |size| size.cross) / 2.0;
        let mut at = 0.0;
        for column in 0..columns {
            let items: Vec<usize> = (0..item_column.len()).filter(|&item| item_column[item] == column).collect();
            let least = items.iter().map(|&item| self.cross[item] - half(item)).fold(f64::INFINITY, f64::min);
            for &item in &items {
                self.cross[item] += at - least;
            }
            at = items.iter().map(|&item| self.cross[item] + half(item)).fold(at, f64::max);
            for (arrow, step) in self.needing_lane(column, &item_column) {
                at += LANE;
                self.lanes.push((arrow, step, at));
            }
            at += if column + 1 < columns { 2.0 * LANE } else { 0.0 };
        }
        for layer in (0..self.column.len()).rev() {
            let first = self.column.iter().position(|&column| column == self.column[layer]).unwrap_or(0);
            let moved = self.starts[first] - if self.column[layer] > 0 || columns > 1 { ABOVE } else { 0.0 };
            self.starts[layer] -= moved;
            self.ends[layer] -= moved;
        }
        at + if self.lanes.is_empty() { 0.0 } else { LANE }
    }

    /// Arrows with a lane right after a column: those that go back to it, shortest first, and steps to the next one.
    fn needing_lane(&self, column: usize, item_column: &[usize]) -> Vec<(usize, usize)> {
        let layer = |node: usize| self.layers.layer[node];
        let mut back = Vec::new();
        let mut on = Vec::new();
        for (arrow, (link, route)) in self.links.iter().zip(&self.layers.routes).enumerate() {
            match route {
                None if item_column[link.to] == column => back.push(arrow),
                None => {}
                Some(items) => {
                    let steps = items.windows(2).enumerate();
                    let leaves = |pair: &[usize]| item_column[pair[0]] == column && item_column[pair[1]] > column;
                    on.extend(steps.filter(|(_, pair)| leaves(pair)).map(|(step, _)| (arrow, step)));
                }
            }
        }
        back.sort_by_key(|&arrow| layer(self.links[arrow].from).abs_diff(layer(self.links[arrow].to)));
        back.into_iter().map(|arrow| (arrow, 0)).chain(on).collect()
    }

    /// The lane of an arrow, and its number among all.
    fn lane(&self, arrow: usize, step: usize) -> (f64, usize) {
        let found = self.lanes.iter().position(|&(of, at, _)| (of, at) == (arrow, step));
        found.map_or((0.0, 0), |place| (self.lanes[place].2, place))
    }

    fn routes(&self) -> Vec<Route> {
        let out = self.ports(|link| link.from, |route| route.map_or(f64::INFINITY, |route| self.cross[route[1]]));
        let into =
            self.ports(|link| link.to, |route| route.map_or(f64::INFINITY, |route| self.cross[route[route.len() - 2]]));
        let routes = (0..self.links.len()).map(|link| match &self.layers.routes[link] {
            Some(items) => self.forward(link, items, out[link], into[link]),
            None => self.backward(link, out[link], into[link]),
        });
        routes.collect()
    }

    /// Where arrows leave or reach their box across the chain, sorted by where they go to or come from.
    fn ports(&self, node: impl Fn(&Link) -> usize, key: impl Fn(Option<&Vec<usize>>) -> f64) -> Vec<f64> {
        let mut by_node: Vec<Vec<usize>> = vec![Vec::new(); self.sizes.len()];
        self.links.iter().enumerate().for_each(|(link, of)| by_node[node(of)].push(link));
        let mut ports = vec![0.0; self.links.len()];
        for (node, mut links) in by_node.into_iter().enumerate() {
            let of = |link: usize| key(self.layers.routes[link].as_ref());
            links.sort_by(|&a, &b| of(a).total_cmp(&of(b)));
            let number = links.len() as f64;
            let apart = PORT.min(self.sizes[node].cross * 0.8 / number);
            for (place, link) in links.into_iter().enumerate() {
                ports[link] = self.cross[node] + (place as f64 - (number - 1.0) / 2.0) * apart;
            }
        }
        ports
    }

    fn forward(&self, link: usize, items: &[usize], out: f64, into: f64) -> Route {
        let (first, last) = (items[0], items[items.len() - 1]);
        let start = (self.starts[self.layers.layer[first]] + self.sizes[first].main, out);
        let mut at = (self.ends[self.layers.layer[first]], out);
        let mut pieces = vec![Piece::Line(at)];
        let mut label = Vec::new();
        for (step, pair) in items.windows(2).enumerate() {
            let layer = self.layers.layer[pair[1]];
            let to = (self.starts[layer], if pair[1] == last { into } else { self.cross[pair[1]] });
            if self.column[layer] == self.column[self.layers.layer[pair[0]]] {
                pieces.push(Piece::Curve(to));
                let side = if out < self.cross[first] - 1.0 { Side::Before } else { Side::After };
                label.extend([0.5, 0.38, 0.62, 0.28, 0.72].map(|t| (on_curve(at, to, t), side)));
            } else {
                let (lane, number) = self.lane(link, step);
                // Best beside the beginning, where the reader looks first.
                let beginning = (at.0 + 14.0, at.1 + (lane - at.1) * 0.5);
                label.push((beginning, Side::On));
                self.around(at, to, lane, number, &mut pieces, &mut label);
            }
            at = to;
            if pair[1] != last {
                at = (self.ends[layer], to.1);
                pieces.push(Piece::Line(at));
                label.push((((to.0 + at.0) / 2.0, at.1), Side::On));
            }
        }
        Route { start, pieces, label }
    }

    fn backward(&self, link: usize, out: f64, into: f64) -> Route {
        let Link { from, to, .. } = self.links[link];
        let start = (self.starts[self.layers.layer[from]] + self.sizes[from].main, out);
        let behind = (self.ends[self.layers.layer[from]], out);
        let end = (self.starts[self.layers.layer[to]], into);
        let (mut pieces, mut label) = (vec![Piece::Line(behind)], Vec::new());
        let (lane, number) = self.lane(link, 0);
        self.around(behind, end, lane, number, &mut pieces, &mut label);
        Route { start, pieces, label }
    }

    /// Out behind the layer, along a lane beside the column, and in before the layer of the target.
    fn around(
        &self,
        from: Point,
        to: Point,
        lane: f64,
        number: usize,
        pieces: &mut Vec<Piece>,
        label: &mut Vec<(Point, Side)>,
    ) {
        let step = 7.0 + 4.0 * (number % 3) as f64;
        let (behind, before) = (from.0 + step, to.0 - step - 5.0);
        let corners = [(behind, from.1), (behind, lane), (before, lane), (before, to.1), to];
        pieces.extend(corners.windows(2).map(|pair| Piece::Corner(pair[0], pair[1])));
        label.extend([0.5, 0.35, 0.65, 0.2, 0.8].map(|t| ((behind + (before - behind) * t, lane), Side::On)));
    }
}

/// A point of the curve that leaves and arrives along the chain.
fn on_curve(from: Point, to: Point, t: f64) -> Point {
    let s = 1.0 - t;
    let middle = (from.0 + to.0) / 2.0;
    let mix =
        |a: f64, b: f64, c: f64, d: f64| s * s * s * a + 3.0 * s * s * t * b + 3.0 * s * t * t * c + t * t * t * d;
    (mix(from.0, middle, middle, to.0), mix(from.1, from.1, to.1, to.1))
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
