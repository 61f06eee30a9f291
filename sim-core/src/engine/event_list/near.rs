//! The events that come next, in order: a heap.
//!
//! A heap with four children per node: fewer levels than a binary heap and children that share a cache line.

use super::super::event::Event;
use crate::time::SimTime;

const CHILDREN: usize = 4;

/// An event with the place it takes among those of its moment.
#[derive(Debug, Clone, Copy)]
struct Entry {
    at: SimTime,
    rank: u64,
    event: Event,
}

impl Entry {
    #[inline]
    fn key(&self) -> (SimTime, u64) {
        (self.at, self.rank)
    }
}

/// A few events, the next first; of equals the one that went in first.
#[derive(Debug, Clone, Default)]
pub(super) struct Near {
    heap: Vec<Entry>,
    /// Events that ever went in.
    entered: u64,
}

impl Near {
    /// Takes an event in, behind those of its moment and class.
    #[inline]
    pub(super) fn push(&mut self, event: Event) {
        self.entered += 1;
        let entry = Entry { at: event.at, rank: event.rank(self.entered), event };
        let mut hole = self.heap.len();
        self.heap.push(entry);
        while hole > 0 {
            let parent = (hole - 1) / CHILDREN;
            if self.heap[parent].key() <= entry.key() {
                break;
            }
            self.heap[hole] = self.heap[parent];
            hole = parent;
        }
        self.heap[hole] = entry;
    }

    /// Takes out the next.
    #[inline]
    pub(super) fn pop(&mut self) -> Option<Event> {
        let last = self.heap.pop()?;
        let Some(&first) = self.heap.first() else { return Some(last.event) };
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
        Some(first.event)
    }

    pub(super) fn len(&self) -> usize {
        self.heap.len()
    }

    /// Takes all out, in the order in which they would come.
    pub(super) fn drain(&mut self) -> impl Iterator<Item = Event> + '_ {
        self.heap.sort_unstable_by_key(Entry::key);
        self.heap.drain(..).map(|entry| entry.event)
    }
}
