//! Where elements of the process stand on paper, so that an editor shows them: in layers from left to right.
//!
//! ```text
//! flows that lead back are set apart ──► layers: as far right as the longest way there
//!     ──► a flow over several layers holds a place in each ──► order by neighbours ──► places, then bends in the gaps
//! ```
//!
//! Bends lie between layers only, so no flow goes through an element. After Sugiyama, Tagawa & Toda (1981), *IEEE Transactions on
//! Systems, Man, and Cybernetics* 11(2), 109–125.

use super::graph::{Element, Graph, Id};

/// Room between two elements of a layer.
const BETWEEN: f64 = 40.0;
/// Least room between two layers, and more for every flow that bends there.
const GAP: f64 = 50.0;
const MORE_GAP: f64 = 10.0;
/// Room between two flows that lead back, below the rest.
const LANE: f64 = 20.0;
/// Room around all.
const MARGIN: f64 = 60.0;
/// How often the order of layers is bettered.
const SWEEPS: usize = 8;

/// A point.
pub(super) type Point = (f64, f64);

/// Where an element stands: its upper left corner, its width and its height.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bounds {
    pub(super) at: Point,
    pub(super) size: Point,
}

/// Where everything stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Places {
    /// Every element that takes part.
    pub(super) elements: Vec<Option<Bounds>>,
    /// The bends of every flow, its ends included.
    pub(super) flows: Vec<Vec<Point>>,
}

/// Width and height of an element.
fn size(element: &Element) -> Point {
    match element {
        Element::Task { .. } => (100.0, 80.0),
        Element::Start | Element::Timer { .. } | Element::End => (36.0, 36.0),
        Element::Choice | Element::Meet | Element::Fork | Element::Join => (50.0, 50.0),
    }
}

/// Something that has a place in a layer: an element, or a flow on its way past.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spot {
    Element(Id),
    Flow(usize),
}

/// Finds the places.
pub(super) fn places(graph: &Graph) -> Places {
    let back = leads_back(graph);
    let layer_of = layers(graph, &back);
    let count = layer_of.iter().flatten().max().map_or(0, |last| last + 1);
    let mut layers: Vec<Vec<Spot>> = vec![Vec::new(); count];
    for (id, layer) in layer_of.iter().enumerate() {
        layer.iter().for_each(|&layer| layers[layer].push(Spot::Element(id)));
    }
    let layer = |id: Id| layer_of[id].unwrap_or_default();
    for (number, flow) in graph.flows.iter().enumerate().filter(|(number, _)| !back[*number]) {
        (layer(flow.from) + 1..layer(flow.to)).for_each(|between| layers[between].push(Spot::Flow(number)));
    }
    // What a spot is joined to in the layer before it, or behind it.
    let joined = |spot: Spot, at: usize, before: bool| -> Vec<Spot> {
        let touches = |number: usize| {
            let flow = &graph.flows[number];
            match spot {
                Spot::Flow(own) => own == number,
                Spot::Element(id) => !back[number] && id == if before { flow.to } else { flow.from },
            }
        };
        let other = |number: usize| {
            let end = if before { graph.flows[number].from } else { graph.flows[number].to };
            let next = if before { layer(end) + 1 == at } else { layer(end) == at + 1 };
            if next { Spot::Element(end) } else { Spot::Flow(number) }
        };
        (0..graph.flows.len()).filter(|&number| touches(number)).map(other).collect()
    };
    for sweep in 0..SWEEPS {
        let forth = sweep % 2 == 0;
        for step in 1..count {
            let (at, beside) = if forth { (step, step - 1) } else { (count - 1 - step, count - step) };
            let (old, fixed) = (layers[at].clone(), &layers[beside]);
            let place = |spot: &Spot| fixed.iter().position(|other| other == spot).map(|place| place as f64);
            let mean = |(own, &spot): (usize, &Spot)| {
                let of: Vec<f64> = joined(spot, at, forth).iter().filter_map(place).collect();
                let mean = of.iter().sum::<f64>() / of.len() as f64;
                (if of.is_empty() { own as f64 } else { mean }, spot)
            };
            let mut order: Vec<(f64, Spot)> = old.iter().enumerate().map(mean).collect();
            order.sort_by(|(one, _), (other, _)| one.total_cmp(other));
            layers[at] = order.into_iter().map(|(_, spot)| spot).collect();
        }
    }
    laid_out(graph, &back, &layers, &layer)
}

/// The middle and height of every spot, then the bends.
fn laid_out(graph: &Graph, back: &[bool], layers: &[Vec<Spot>], layer: &impl Fn(Id) -> usize) -> Places {
    let size_of = |spot: &Spot| match spot {
        Spot::Element(id) => size(&graph.elements[*id]),
        Spot::Flow(_) => (0.0, 0.0),
    };
    let height = |spots: &[Spot]| spots.iter().map(|spot| size_of(spot).1 + BETWEEN).sum::<f64>() - BETWEEN;
    let tallest = layers.iter().map(|spots| height(spots)).fold(0.0, f64::max);
    let mut places = Places { elements: vec![None; graph.elements.len()], flows: vec![Vec::new(); graph.flows.len()] };
    // Which flows bend behind each layer; before the first nothing does but what leads back there.
    let mut bends: Vec<Vec<usize>> = vec![Vec::new(); layers.len() + 1];
    for (number, flow) in graph.flows.iter().enumerate() {
        let (from, to) = (layer(flow.from), layer(flow.to));
        match back[number] {
            true => [to, from + 1].iter().for_each(|&gap| bends[gap].push(number)),
            false => (from + 1..=to).for_each(|gap| bends[gap].push(number)),
        }
    }
    let mut left = MARGIN;
    // Of each layer where it begins and ends, and the height at which each flow passes it.
    let mut spans: Vec<(f64, f64)> = Vec::new();
    let mut passes: Vec<Vec<(usize, f64)>> = vec![Vec::new(); layers.len()];
    let mut gaps: Vec<f64> = vec![MARGIN];
    left += MORE_GAP * bends[0].len() as f64;
    for (at, spots) in layers.iter().enumerate() {
        let width = spots.iter().map(|spot| size_of(spot).0).fold(0.0, f64::max);
        let mut top = MARGIN + (tallest - height(spots)) / 2.0;
        for spot in spots {
            let size = size_of(spot);
            match spot {
                Spot::Element(id) => {
                    places.elements[*id] = Some(Bounds { at: (left + (width - size.0) / 2.0, top), size });
                }
                Spot::Flow(number) => passes[at].push((*number, top)),
            }
            top += size.1 + BETWEEN;
        }
        spans.push((left, left + width));
        gaps.push(left + width + GAP / 2.0);
        left += width + GAP + MORE_GAP * bends[at + 1].len() as f64;
    }
    let bend = |gap: usize, number: usize| {
        let place = bends[gap].iter().position(|other| *other == number).unwrap_or_default();
        gaps[gap] + MORE_GAP * place as f64
    };
    let middle = |id: Id| {
        places.elements[id].map_or((0.0, 0.0, 0.0), |Bounds { at, size }| (at.0, at.0 + size.0, at.1 + size.1 / 2.0))
    };
    let mut lane = MARGIN + tallest + LANE;
    for (number, flow) in graph.flows.iter().enumerate() {
        let ((_, right, from_y), (left, _, to_y)) = (middle(flow.from), middle(flow.to));
        let (from, to) = (layer(flow.from), layer(flow.to));
        let mut way = vec![(right, from_y)];
        if back[number] {
            let (down, up) = (bend(from + 1, number), bend(to, number));
            way.extend([(down, from_y), (down, lane), (up, lane), (up, to_y)]);
            lane += LANE;
        } else {
            let mut y = from_y;
            for gap in from + 1..=to {
                let next = passes.get(gap).and_then(|passes| passes.iter().find(|(other, _)| *other == number));
                let next = if gap == to { to_y } else { next.map_or(y, |(_, y)| *y) };
                if next != y {
                    let x = bend(gap, number);
                    way.extend([(x, y), (x, next)]);
                }
                y = next;
            }
        }
        way.push((left, to_y));
        places.flows[number] = way;
    }
    places
}

/// Of every flow whether it leads back: to something that it can come from.
fn leads_back(graph: &Graph) -> Vec<bool> {
    let mut back = vec![false; graph.flows.len()];
    // 0 not seen, 1 on the way, 2 done.
    let mut state = vec![0u8; graph.elements.len()];
    let starts = (0..graph.elements.len()).filter(|&id| graph.elements[id] == Element::Start);
    for root in starts.chain(0..graph.elements.len()).collect::<Vec<Id>>() {
        if state[root] != 0 {
            continue;
        }
        state[root] = 1;
        let mut way: Vec<(Id, usize)> = vec![(root, 0)];
        while let Some((id, next)) = way.last_mut() {
            let Some(number) = (*next..graph.flows.len()).find(|&number| graph.flows[number].from == *id) else {
                state[*id] = 2;
                way.pop();
                continue;
            };
            *next = number + 1;
            let to = graph.flows[number].to;
            match state[to] {
                0 => {
                    state[to] = 1;
                    way.push((to, 0));
                }
                1 => back[number] = true,
                _ => {}
            }
        }
    }
    back
}

/// The layer of every element that takes part: one more than that of whatever leads there.
fn layers(graph: &Graph, back: &[bool]) -> Vec<Option<usize>> {
    let mut layers: Vec<Option<usize>> =
        (0..graph.elements.len()).map(|id| graph.takes_part(id).then_some(0)).collect();
    let mut open: Vec<usize> = vec![0; graph.elements.len()];
    let forward = || graph.flows.iter().enumerate().filter(|(number, _)| !back[*number]).map(|(_, flow)| flow);
    forward().for_each(|flow| open[flow.to] += 1);
    let mut ready: Vec<Id> = (0..graph.elements.len()).filter(|&id| open[id] == 0).collect();
    while let Some(id) = ready.pop() {
        for flow in forward().filter(|flow| flow.from == id) {
            layers[flow.to] = layers[flow.to].max(layers[id].map(|layer| layer + 1));
            open[flow.to] -= 1;
            if open[flow.to] == 0 {
                ready.push(flow.to);
            }
        }
    }
    layers
}

#[cfg(test)]
mod tests {
    use super::super::times::Time;
    use super::*;

    fn task(name: &str) -> Element {
        Element::Task { name: name.to_owned(), team: 0, time: Time::Fixed(60.0) }
    }

    /// A chain with a choice, a way past two tasks, and a way back.
    fn graph() -> Graph {
        let mut graph = Graph::default();
        let start = graph.add(Element::Start);
        let meet = graph.add(Element::Meet);
        let [first, second] = ["first", "second"].map(|name| graph.add(task(name)));
        let choice = graph.add(Element::Choice);
        let end = graph.add(Element::End);
        let fork = graph.add(Element::Fork);
        for (from, to) in [(start, fork), (fork, meet), (meet, first), (first, second), (second, choice), (choice, end)]
        {
            graph.flow(from, to);
        }
        graph.flow(choice, meet);
        graph.flow(fork, end);
        graph.add(Element::Join);
        graph
    }

    fn touch(one: &Bounds, other: &Bounds) -> bool {
        one.at.0 < other.at.0 + other.size.0
            && other.at.0 < one.at.0 + one.size.0
            && one.at.1 < other.at.1 + other.size.1
            && other.at.1 < one.at.1 + one.size.1
    }

    #[test]
    fn elements_stand_apart_and_no_flow_goes_through_one() {
        let graph = graph();
        let places = places(&graph);
        assert_eq!(places.elements.iter().flatten().count(), 7, "what takes no part has no place");
        for (id, one) in places.elements.iter().enumerate() {
            for other in places.elements[id + 1..].iter().flatten() {
                assert!(!one.is_some_and(|one| touch(&one, other)), "{one:?} {other:?}");
            }
        }
        for (flow, way) in graph.flows.iter().zip(&places.flows) {
            for (one, other) in way.iter().zip(&way[1..]) {
                assert!(one.0 == other.0 || one.1 == other.1, "{way:?} goes straight");
                let at = (one.0.min(other.0), one.1.min(other.1));
                let segment = Bounds { at, size: ((one.0 - other.0).abs(), (one.1 - other.1).abs()) };
                for (id, element) in places.elements.iter().enumerate() {
                    let own = id == flow.from || id == flow.to;
                    assert!(own || !element.is_some_and(|element| touch(&segment, &element)), "{way:?} through {id}");
                }
            }
            let (from, to) = (places.elements[flow.from].expect("a place"), places.elements[flow.to].expect("a place"));
            assert_eq!(way[0], (from.at.0 + from.size.0, from.at.1 + from.size.1 / 2.0));
            assert_eq!(way[way.len() - 1], (to.at.0, to.at.1 + to.size.1 / 2.0));
        }
    }

    #[test]
    fn only_the_way_back_leads_back() {
        let graph = graph();
        let back: Vec<usize> = (0..graph.flows.len()).filter(|&number| leads_back(&graph)[number]).collect();
        assert_eq!(back, [6]);
        assert_eq!(
            layers(&graph, &leads_back(&graph)),
            [Some(0), Some(2), Some(3), Some(4), Some(5), Some(6), Some(1), None]
        );
    }
}
