//! The future event list: everything planned, the next first.
//!
//! A heap with four children per node: fewer levels than a binary heap and children that share a cache line.

use super::event::Event;

const CHILDREN: usize = 4;

/// Everything that is planned.
#[derive(Debug, Clone, Default)]
pub struct EventList {
    heap: Vec<Event>,
}

impl EventList {
    /// Plans an event.
    pub fn push(&mut self, event: Event) {
        let mut hole = self.heap.len();
        self.heap.push(event);
        while hole > 0 {
            let parent = (hole - 1) / CHILDREN;
            if self.heap[parent].key() <= event.key() {
                break;
            }
            self.heap[hole] = self.heap[parent];
            hole = parent;
        }
        self.heap[hole] = event;
    }

    /// Takes out the next event.
    pub fn pop(&mut self) -> Option<Event> {
        let last = self.heap.pop()?;
        let Some(&first) = self.heap.first() else { return Some(last) };
        let mut hole = 0;
        loop {
            let children = hole * CHILDREN + 1..(hole * CHILDREN + 1 + CHILDREN).min(self.heap.len());
            let Some(least) = children.min_by_key(|&child| self.heap[child].key()) else { break };
            if self.heap[least].key() >= last.key() {
                break;
            }
            self.heap[hole] = self.heap[least];
            hole = least;
        }
        self.heap[hole] = last;
        Some(first)
    }

    /// Number of events planned.
    pub fn len(&self) -> usize {
        self.heap.len()
    }

    /// Whether nothing is planned.
    pub fn is_empty(&self) -> bool {
        self.heap.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::super::event::EventKind;
    use super::*;
    use crate::time::SimTime;
    use proptest::prelude::*;

    proptest! {
        /// Events come out in the order of moment, class and planning, whatever the order they went in.
        #[test]
        fn events_come_out_in_order(moments in prop::collection::vec(0i64..50, 0..200)) {
            let mut list = EventList::default();
            let mut expected = Vec::new();
            for (number, &at) in moments.iter().enumerate() {
                let event = Event { at: SimTime(at), order: number as u64, kind: EventKind::Arrival, whom: 0, stamp: 0 };
                list.push(event);
                expected.push(event.key());
            }
            expected.sort_unstable();
            let popped: Vec<_> = std::iter::from_fn(|| list.pop()).map(|event| event.key()).collect();
            prop_assert_eq!(popped, expected);
        }
    }
}
