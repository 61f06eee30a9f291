//! Routes: how arrows run between boxes that have their places, within a column, to the next one, and back.

use super::layers::Layers;
use super::{ABOVE, Link, PASSING, Point, Size};

/// Between the ports of arrows at one side of a box.
const PORT: f64 = 16.0;
/// Between lanes of arrows that go back.
const LANE: f64 = 16.0;

/// A piece of an arrow.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Piece {
    /// Straight to a point.
    Line(Point),
    /// In a curve that leaves and arrives along the chain.
    Curve(Point),
    /// To a point by a rounded corner at the first.
    Corner(Point, Point),
}

/// How an arrow runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Route {
    /// Where it begins.
    pub start: Point,
    /// Its pieces, each from where the one before it ends.
    pub pieces: Vec<Piece>,
    /// Whether it goes back to an earlier layer.
    pub back: bool,
    /// Places for the label, best first.
    pub label: Vec<(Point, Side)>,
}

/// Where a label stands across the chain, seen from its arrow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// On it.
    On,
    /// Left of it or above it.
    Before,
    /// Right of it or below it.
    After,
}

/// All that routes are drawn from.
pub(super) struct Plan<'a> {
    pub(super) layers: &'a Layers,
    pub(super) sizes: &'a [Size],
    pub(super) links: &'a [Link],
    pub(super) cross: Vec<f64>,
    pub(super) starts: Vec<f64>,
    pub(super) ends: Vec<f64>,
    /// For each layer its column.
    pub(super) column: Vec<usize>,
    /// Arrows that need a lane beside a column: the arrow, the place of its step (0 for one that goes back), the lane.
    pub(super) lanes: Vec<(usize, usize, f64)>,
}

impl Plan<'_> {
    /// Moves the columns beside each other, with lanes after each; returns how far across everything comes.
    pub(super) fn stand_beside(&mut self) -> f64 {
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

    pub(super) fn routes(&self) -> Vec<Route> {
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
        Route { start, pieces, back: false, label }
    }

    fn backward(&self, link: usize, out: f64, into: f64) -> Route {
        let Link { from, to, .. } = self.links[link];
        let start = (self.starts[self.layers.layer[from]] + self.sizes[from].main, out);
        let behind = (self.ends[self.layers.layer[from]], out);
        let end = (self.starts[self.layers.layer[to]], into);
        let (mut pieces, mut label) = (vec![Piece::Line(behind)], Vec::new());
        let (lane, number) = self.lane(link, 0);
        self.around(behind, end, lane, number, &mut pieces, &mut label);
        Route { start, pieces, back: true, label }
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
