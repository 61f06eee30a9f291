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
/// Rounds of moving boxes towards their neighbours.
const ROUNDS: usize = 24;

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
    /// Places for the middle of the label, best first.
    pub(super) label: Vec<Point>,
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

/// Puts everything in its place; `gap` is the least room between layers.
pub(super) fn layout(sizes: &[Size], links: &[Link], gap: f64) -> Layout {
    let arrows: Vec<(usize, usize)> = links.iter().map(|link| (link.from, link.to)).collect();
    let layers = Layers::new(sizes.len(), &arrows);
    let cross = across(&layers, sizes);
    let (starts, ends) = along(&layers, sizes, links, gap);
    let nodes: Vec<Point> = (0..sizes.len()).map(|node| (starts[layers.layer[node]], cross[node])).collect();
    let plan = Plan { layers: &layers, sizes, links, cross: &cross, starts: &starts, ends: &ends };
    let edge = (0..cross.len()).map(|item| cross[item] + plan.width(item) / 2.0).fold(0.0, f64::max);
    let (routes, lanes) = plan.routes(edge);
    let main = ends.last().copied().unwrap_or(0.0);
    Layout { nodes, routes, size: Size { main, cross: edge.max(lanes) } }
}

/// Where each layer begins and ends along the chain: as thick as its thickest box, with room for labels behind it.
fn along(layers: &Layers, sizes: &[Size], links: &[Link], gap: f64) -> (Vec<f64>, Vec<f64>) {
    let number = layers.items.len();
    let (mut thick, mut behind) = (vec![0.0_f64; number], vec![gap; number]);
    sizes.iter().enumerate().for_each(|(node, size)| thick[layers.layer[node]] = thick[layers.layer[node]].max(size.main));
    for (link, route) in links.iter().zip(&layers.routes) {
        if route.is_some() {
            let behind = &mut behind[layers.layer[link.from]];
            *behind = behind.max(link.label.main + gap * 0.7);
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
fn across(layers: &Layers, sizes: &[Size]) -> Vec<f64> {
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
    for round in 0..ROUNDS {
        for step in 0..number {
            let items = &layers.items[if round % 2 == 0 { step } else { number - 1 - step }];
            let wanted: Vec<f64> = items
                .iter()
                .map(|&item| {
                    let neighbours = || layers.before[item].iter().chain(&layers.after[item]);
                    let count = neighbours().count();
                    let sum: f64 = neighbours().map(|&other| cross[other]).sum();
                    if count == 0 { cross[item] } else { sum / count as f64 }
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

/// Positions in the given order, no closer than their halves allow, with the least sum of squared distances from
/// those wanted (pool adjacent violators).
fn nearest(wanted: &[f64], halves: &[f64]) -> Vec<f64> {
    // Offsets that make "no closer than" into "not descending".
    let mut offsets = vec![0.0];
    for pair in halves.windows(2) {
        offsets.push(offsets[offsets.len() - 1] + pair[0] + pair[1]);
    }
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for (wanted, offset) in wanted.iter().zip(&offsets) {
        pools.push((wanted - offset, 1));
        while let [.., (before, number), (last, more)] = pools[..] {
            if before <= last {
                break;
            }
            let all = number + more;
            let mean = (before * number as f64 + last * more as f64) / all as f64;
            pools.truncate(pools.len() - 2);
            pools.push((mean, all));
        }
    }
    let level = pools.into_iter().flat_map(|(level, number)| std::iter::repeat_n(level, number));
    level.zip(offsets).map(|(level, offset)| level + offset).collect()
}

/// All that routes are drawn from.
struct Plan<'a> {
    layers: &'a Layers,
    sizes: &'a [Size],
    links: &'a [Link],
    cross: &'a [f64],
    starts: &'a [f64],
    ends: &'a [f64],
}

impl Plan<'_> {
    fn width(&self, item: usize) -> f64 {
        self.sizes.get(item).map_or(PASSING, |size| size.cross)
    }

    /// The routes, and how far across the lanes of those that go back come.
    fn routes(&self, edge: f64) -> (Vec<Route>, f64) {
        let out = self.ports(|link| link.from, |_, route| route.map_or(f64::INFINITY, |route| self.cross[route[1]]));
        let into = self.ports(
            |link| link.to,
            |_, route| route.map_or(f64::INFINITY, |route| self.cross[route[route.len() - 2]]),
        );
        // Arrows that go back a short way take the inner lanes.
        let mut back: Vec<usize> = (0..self.links.len()).filter(|&link| self.layers.routes[link].is_none()).collect();
        let layer = |node: usize| self.layers.layer[node];
        back.sort_by_key(|&link| layer(self.links[link].from).abs_diff(layer(self.links[link].to)));
        let mut lanes = vec![0.0; self.links.len()];
        let mut lane = edge;
        for &link in &back {
            lane += LANE;
            lanes[link] = lane;
        }
        let routes = (0..self.links.len()).map(|link| match &self.layers.routes[link] {
            Some(items) => self.forward(items, out[link], into[link]),
            None => {
                let nth = back.iter().position(|&other| other == link).unwrap_or(0);
                self.backward(link, out[link], into[link], lanes[link], nth)
            }
        });
        (routes.collect(), if back.is_empty() { 0.0 } else { lane + LANE })
    }

    /// Where arrows leave or reach their box across the chain, sorted by where they go to or come from.
    fn ports(&self, node: impl Fn(&Link) -> usize, key: impl Fn(usize, Option<&Vec<usize>>) -> f64) -> Vec<f64> {
        let mut by_node: Vec<Vec<usize>> = vec![Vec::new(); self.sizes.len()];
        self.links.iter().enumerate().for_each(|(link, of)| by_node[node(of)].push(link));
        let mut ports = vec![0.0; self.links.len()];
        for (node, mut links) in by_node.into_iter().enumerate() {
            let of = |link: usize| key(link, self.layers.routes[link].as_ref());
            links.sort_by(|&a, &b| of(a).total_cmp(&of(b)));
            let number = links.len() as f64;
            let apart = PORT.min(self.sizes[node].cross * 0.8 / number);
            for (place, link) in links.into_iter().enumerate() {
                ports[link] = self.cross[node] + (place as f64 - (number - 1.0) / 2.0) * apart;
            }
        }
        ports
    }

    fn forward(&self, items: &[usize], out: f64, into: f64) -> Route {
        let (first, last) = (items[0], items[items.len() - 1]);
        let start = (self.starts[self.layers.layer[first]] + self.sizes[first].main, out);
        let mut at = (self.ends[self.layers.layer[first]], out);
        let mut pieces = vec![Piece::Line(at)];
        let mut label = Vec::new();
        for &item in &items[1..] {
            let layer = self.layers.layer[item];
            let to = (self.starts[layer], if item == last { into } else { self.cross[item] });
            pieces.push(Piece::Curve(to));
            label.extend([0.5, 0.38, 0.62, 0.28, 0.72].map(|t| on_curve(at, to, t)));
            at = to;
            if item != last {
                at = (self.ends[layer], to.1);
                pieces.push(Piece::Line(at));
                label.push(((to.0 + at.0) / 2.0, at.1));
            }
        }
        Route { start, pieces, label }
    }

    /// Out behind the layer, along a lane beside everything, and in before the layer of the target.
    fn backward(&self, link: usize, out: f64, into: f64, lane: f64, nth: usize) -> Route {
        let Link { from, to, .. } = self.links[link];
        let step = 9.0 + 4.0 * (nth % 4) as f64;
        let start = (self.starts[self.layers.layer[from]] + self.sizes[from].main, out);
        let end = (self.starts[self.layers.layer[to]], into);
        let behind = self.ends[self.layers.layer[from]] + step;
        let before = end.0 - step - 4.0;
        let corners = [(behind, out), (behind, lane), (before, lane), (before, into), end];
        let pieces = corners.windows(2).map(|pair| Piece::Corner(pair[0], pair[1])).collect();
        let label = [0.5, 0.35, 0.65, 0.2, 0.8].map(|t| (behind + (before - behind) * t, lane)).to_vec();
        Route { start, pieces, label }
    }
}

/// A point of the curve that leaves and arrives along the chain.
fn on_curve(from: Point, to: Point, t: f64) -> Point {
    let s = 1.0 - t;
    let middle = (from.0 + to.0) / 2.0;
    let mix = |a: f64, b: f64, c: f64, d: f64| s * s * s * a + 3.0 * s * s * t * b + 3.0 * s * t * t * c + t * t * t * d;
    (mix(from.0, middle, middle, to.0), mix(from.1, from.1, to.1, to.1))
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn boxes_come_as_near_as_their_widths_allow() {
        assert_eq!(nearest(&[0.0, 100.0], &[10.0, 10.0]), [0.0, 100.0]);
        assert_eq!(nearest(&[50.0, 50.0], &[10.0, 10.0]), [40.0, 60.0]);
        assert_eq!(nearest(&[60.0, 50.0, 200.0], &[10.0, 10.0, 10.0]), [45.0, 65.0, 200.0]);
    }
}
