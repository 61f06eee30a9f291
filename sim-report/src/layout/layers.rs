//! Layers: which box stands in which layer, and in which order, with few crossings.
//!
//! The method of Sugiyama, Tagawa & Toda (1981, *IEEE Transactions on Systems, Man, and Cybernetics* 11(2)): arrows
//! that go back are put aside, longest paths give the layers, arrows over several layers get a point in each, and
//! sorting by the mean of the neighbours (barycentre) takes crossings away.

/// Rounds of sorting.
const SWEEPS: usize = 16;

/// A graph in layers.
pub(super) struct Layers {
    /// For each layer its items in order.
    pub(super) items: Vec<Vec<usize>>,
    /// For each item its layer; the first items are the nodes, the others points of arrows.
    pub(super) layer: Vec<usize>,
    /// For each arrow the items that it runs through, from first to last; `None` when it goes back.
    pub(super) routes: Vec<Option<Vec<usize>>>,
    /// For each item the items before and after it.
    pub(super) before: Vec<Vec<usize>>,
    /// See `before`.
    pub(super) after: Vec<Vec<usize>>,
}

impl Layers {
    /// The layers of so many nodes with these arrows. A node without arrows that end at it stands right before the
    /// first one that it points to.
    pub(super) fn new(nodes: usize, arrows: &[(usize, usize)]) -> Layers {
        let back = backward(nodes, arrows);
        let mut layer = longest_paths(nodes, arrows, &back);
        let mut routes = Vec::with_capacity(arrows.len());
        for (arrow, &(from, to)) in arrows.iter().enumerate() {
            if back[arrow] {
                routes.push(None);
                continue;
            }
            let mut route = vec![from];
            for between in layer[from] + 1..layer[to] {
                route.push(layer.len());
                layer.push(between);
            }
            route.push(to);
            routes.push(Some(route));
        }
        let mut items = vec![Vec::new(); layer.iter().max().map_or(0, |last| last + 1)];
        layer.iter().enumerate().for_each(|(item, &layer)| items[layer].push(item));
        let (mut before, mut after) = (vec![Vec::new(); layer.len()], vec![Vec::new(); layer.len()]);
        for step in routes.iter().flatten().flat_map(|route| route.windows(2)) {
            after[step[0]].push(step[1]);
            before[step[1]].push(step[0]);
        }
        let mut layers = Layers { items, layer, routes, before, after };
        layers.sort();
        layers
    }

    /// Sorts every layer by the barycentre of the layer before it and after it in turn; keeps the best order seen.
    fn sort(&mut self) {
        let mut best = (self.crossings(), self.items.clone());
        for sweep in 0..SWEEPS {
            let forward = sweep % 2 == 0;
            let number = self.items.len();
            for step in 0..number {
                let layer = if forward { step } else { number - 1 - step };
                self.sort_layer(layer, forward);
            }
            let crossings = self.crossings();
            if crossings < best.0 {
                best = (crossings, self.items.clone());
            }
            if best.0 == 0 {
                break;
            }
        }
        self.items = best.1;
    }

    fn sort_layer(&mut self, layer: usize, forward: bool) {
        let neighbours = if forward { &self.before } else { &self.after };
        let position = self.positions();
        let mut keyed: Vec<(f64, usize)> = self.items[layer]
            .iter()
            .map(|&item| {
                let of = &neighbours[item];
                let sum: usize = of.iter().map(|&other| position[other]).sum();
                // Without a neighbour it stays about where it is.
                (if of.is_empty() { position[item] as f64 } else { sum as f64 / of.len() as f64 }, item)
            })
            .collect();
        keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
        self.items[layer] = keyed.into_iter().map(|(_, item)| item).collect();
    }

    fn positions(&self) -> Vec<usize> {
        let mut position = vec![0; self.layer.len()];
        for layer in &self.items {
            layer.iter().enumerate().for_each(|(place, &item)| position[item] = place);
        }
        position
    }

    /// Number of crossings: inversions between neighbouring layers, counted with a Fenwick tree.
    fn crossings(&self) -> u64 {
        let position = self.positions();
        let mut crossings = 0;
        for (number, layer) in self.items.iter().enumerate().skip(1) {
            let mut ends: Vec<(usize, usize)> = Vec::new();
            for &item in layer {
                ends.extend(self.before[item].iter().map(|&other| (position[other], position[item])));
            }
            ends.sort_unstable();
            let mut tree = vec![0_u64; self.items[number].len() + 1];
            for (seen, &(_, end)) in ends.iter().enumerate() {
                let (mut at, mut not_beyond) = (end + 1, 0);
                while at > 0 {
                    not_beyond += tree[at];
                    at &= at - 1;
                }
                crossings += seen as u64 - not_beyond;
                let mut at = end + 1;
                while at < tree.len() {
                    tree[at] += 1;
                    at += at & at.wrapping_neg();
                }
            }
        }
        crossings
    }
}

/// Which arrows go back: found by going through the nodes in their order, depth first.
fn backward(nodes: usize, arrows: &[(usize, usize)]) -> Vec<bool> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Open,
        Done,
    }
    let mut out = vec![Vec::new(); nodes];
    arrows.iter().enumerate().for_each(|(arrow, &(from, _))| out[from].push(arrow));
    let mut state = vec![State::New; nodes];
    let mut back = vec![false; arrows.len()];
    for root in 0..nodes {
        if state[root] != State::New {
            continue;
        }
        state[root] = State::Open;
        let mut path = vec![(root, 0)];
        while let Some((node, next)) = path.last_mut() {
            let Some(&arrow) = out[*node].get(*next) else {
                state[*node] = State::Done;
                path.pop();
                continue;
            };
            *next += 1;
            let to = arrows[arrow].1;
            match state[to] {
                State::Open => back[arrow] = true,
                State::Done => {}
                State::New => {
                    state[to] = State::Open;
                    path.push((to, 0));
                }
            }
        }
    }
    back
}

/// For each node the length of the longest path to it.
fn longest_paths(nodes: usize, arrows: &[(usize, usize)], back: &[bool]) -> Vec<usize> {
    let forward = || arrows.iter().zip(back).filter(|(_, back)| !**back).map(|(arrow, _)| *arrow);
    let mut layer = vec![0; nodes];
    let mut missing = vec![0; nodes];
    let mut out = vec![Vec::new(); nodes];
    for (from, to) in forward() {
        missing[to] += 1;
        out[from].push(to);
    }
    let is_source: Vec<bool> = missing.iter().map(|&missing| missing == 0).collect();
    let mut ready: Vec<usize> = (0..nodes).filter(|&node| is_source[node]).collect();
    while let Some(node) = ready.pop() {
        for &to in &out[node] {
            layer[to] = layer[to].max(layer[node] + 1);
            missing[to] -= 1;
            if missing[to] == 0 {
                ready.push(to);
            }
        }
    }
    for node in (0..nodes).filter(|&node| is_source[node]) {
        if let Some(first) = out[node].iter().map(|&to| layer[to]).min() {
            layer[node] = first - 1;
        }
    }
    layer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_over_several_layers_run_through_a_point_in_each() {
        let layers = Layers::new(4, &[(0, 1), (1, 2), (2, 3), (0, 3)]);
        assert_eq!(layers.layer[..4], [0, 1, 2, 3]);
        assert_eq!(layers.routes[3].as_ref().map(Vec::len), Some(4));
    }

    #[test]
    fn an_arrow_that_closes_a_circle_goes_back() {
        let layers = Layers::new(3, &[(0, 1), (1, 2), (2, 0), (1, 1)]);
        let back: Vec<bool> = layers.routes.iter().map(Option::is_none).collect();
        assert_eq!(back, [false, false, true, true]);
    }

    #[test]
    fn crossings_that_can_be_avoided_are() {
        // 0 → 3 and 1 → 2 cross in the order of numbers.
        let layers = Layers::new(4, &[(0, 3), (1, 2)]);
        assert_eq!(layers.crossings(), 0);
    }
}
