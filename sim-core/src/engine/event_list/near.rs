//! The few events that come next, in order.

use std::collections::VecDeque;

use super::super::event::Event;
use crate::time::SimTime;

/// An event with the place it takes among those of its moment.
#[derive(Debug, Clone, Copy)]
struct Entry {
    key: (SimTime, u64),
    event: Event,
}

/// A few events, the next first: a sorted list, which few events (often one or two) make cheaper than any tree. It grows long
/// only where many come at one moment; then whatever is planned comes at one of its ends, where it goes in without moving the rest.
#[derive(Debug, Clone, Default)]
pub(super) struct Near(VecDeque<Entry>);

impl Near {
    /// Takes in an event that was planned as this number.
    #[inline]
    pub(super) fn push(&mut self, event: Event, number: u32) {
        let entry = Entry { key: (event.at, event.rank(number)), event };
        match self.0.back() {
            Some(last) if entry.key < last.key => self.insert(entry),
            _ => self.0.push_back(entry),
        }
    }

    /// Takes in events of a bucket in no order; [`Near::sort`] follows. Whether this one comes before the last.
    #[inline]
    pub(super) fn append(&mut self, event: Event, number: u32) -> bool {
        let key = (event.at, event.rank(number));
        let before = self.0.back().is_some_and(|last| key < last.key);
        self.0.push_back(Entry { key, event });
        before
    }

    /// Brings what was appended into order.
    pub(super) fn sort(&mut self) {
        self.0.make_contiguous().sort_unstable_by_key(|entry| entry.key);
    }

    /// Takes in an event that does not come last.
    fn insert(&mut self, entry: Entry) {
        let position = match self.0.front() {
            Some(first) if first.key < entry.key => self.0.partition_point(|other| other.key < entry.key),
            _ => 0,
        };
        self.0.insert(position, entry);
    }

    /// Takes out the next.
    #[inline]
    pub(super) fn pop(&mut self) -> Option<Event> {
        self.0.pop_front().map(|entry| entry.event)
    }

    #[inline]
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Takes all out, each with its number. (The rank of a listed arrival has none, and needs none.)
    pub(super) fn drain(&mut self) -> impl Iterator<Item = (Event, u32)> + '_ {
        self.0.drain(..).map(|entry| (entry.event, entry.key.1 as u32))
    }
}
