//! The process: elements and the flows between them.

use super::times::Time;

/// An element of the process, by index.
pub(super) type Id = usize;

/// What an element is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Element {
    Start,
    /// Somebody works: by the people of a team, for a time.
    Task {
        name: String,
        team: usize,
        time: Time,
    },
    /// Time passes.
    Timer {
        name: String,
        time: Time,
    },
    /// One of several ways, each with its share.
    Choice,
    /// Ways come together.
    Meet,
    /// All ways at a time.
    Fork,
    /// Waits until all have come.
    Join,
    End,
}

/// A way from one element to another.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Flow {
    pub(super) from: Id,
    pub(super) to: Id,
    /// Behind a choice: of those who come there.
    pub(super) share: f64,
}

/// The process.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Graph {
    pub(super) elements: Vec<Element>,
    pub(super) flows: Vec<Flow>,
}

impl Graph {
    pub(super) fn add(&mut self, element: Element) -> Id {
        self.elements.push(element);
        self.elements.len() - 1
    }

    pub(super) fn flow(&mut self, from: Id, to: Id) {
        self.flows.push(Flow { from, to, share: 1.0 });
    }

    pub(super) fn flow_of(&mut self, from: Id, to: Id, share: f64) {
        if share > 0.0 {
            self.flows.push(Flow { from, to, share });
        }
    }

    /// Takes out gateways at which nothing meets and nothing is chosen, and what cannot be reached; shares become those of
    /// what leaves each choice together.
    pub(super) fn tidy(mut self) -> Graph {
        self.forget_unreached();
        for id in 0..self.elements.len() {
            if !matches!(self.elements[id], Element::Meet | Element::Choice) {
                continue;
            }
            let ins: Vec<usize> = self.places(|flow| flow.to == id);
            let outs: Vec<usize> = self.places(|flow| flow.from == id);
            if let ([_], [out]) = (&*ins, &*outs) {
                let to = self.flows[*out].to;
                if to != id {
                    self.flows[ins[0]].to = to;
                    self.flows.remove(*out);
                }
            }
        }
        self.forget_unreached();
        for id in 0..self.elements.len() {
            let total: f64 = self.flows.iter().filter(|flow| flow.from == id).map(|flow| flow.share).sum();
            if self.elements[id] == Element::Choice && total > 0.0 {
                self.flows.iter_mut().filter(|flow| flow.from == id).for_each(|flow| flow.share /= total);
            }
        }
        self
    }

    fn places(&self, which: impl Fn(&Flow) -> bool) -> Vec<usize> {
        (0..self.flows.len()).filter(|&at| which(&self.flows[at])).collect()
    }

    /// Whether an element takes part: something leads to it or from it.
    pub(super) fn takes_part(&self, id: Id) -> bool {
        self.flows.iter().any(|flow| flow.from == id || flow.to == id)
    }

    /// Forgets flows between elements to which nothing leads from the start.
    fn forget_unreached(&mut self) {
        let mut reached = vec![false; self.elements.len()];
        let mut open: Vec<Id> = (0..self.elements.len()).filter(|&id| self.elements[id] == Element::Start).collect();
        while let Some(id) = open.pop() {
            if !std::mem::replace(&mut reached[id], true) {
                open.extend(self.flows.iter().filter(|flow| flow.from == id).map(|flow| flow.to));
            }
        }
        self.flows.retain(|flow| reached[flow.from]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gateways_that_decide_nothing_go() {
        let mut graph = Graph::default();
        let start = graph.add(Element::Start);
        let choice = graph.add(Element::Choice);
        let meet = graph.add(Element::Meet);
        let end = graph.add(Element::End);
        let lost = graph.add(Element::Meet);
        graph.flow(start, choice);
        graph.flow_of(choice, meet, 0.7);
        graph.flow(meet, end);
        graph.flow(lost, end);
        let graph = graph.tidy();
        assert_eq!(graph.flows, [Flow { from: start, to: end, share: 1.0 }]);
    }
}
