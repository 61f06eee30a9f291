//! The few events that come next, in order.

use std::collections::VecDeque;

use super::super::event::Event;

/// An event, and as what number it was planned.
#[derive(Debug, Clone, Copy)]
struct Entry {
    event: Event,
    number: u32,
}

impl Entry {
    /// Whether it comes before another. Seldom are two planned for one moment, and only then is it asked how they rank.
    #[inline]
    fn is_before(&self, other: &Entry) -> bool {
        match self.event.at == other.event.at {
            true => self.ranks_before(other),
            false => self.event.at < other.event.at,
        }
    }

    #[cold]
    fn ranks_before(&self, other: &Entry) -> bool {
        self.event.rank(self.number) < other.event.rank(other.number)
    }
}

/// A few events, the next first: a sorted list, which few events (often one or two) make cheaper than any tree. It grows long
/// only where many come at one moment; then whatever is planned comes at one of its ends, where it goes in without moving the rest.
#[derive(Debug, Clone, Default)]
pub(super) struct Near(VecDeque<Entry>);

impl Near {
    /// Takes in an event that was planned as this number.
    #[inline]
    pub(super) fn push(&mut self, event: Event, number: u32) {
        let entry = Entry { event, number };
        match (self.0.front(), self.0.back()) {
            (Some(first), _) if entry.is_before(first) => self.0.push_front(entry),
            (_, Some(last)) if entry.is_before(last) => self.insert(entry),
            _ => self.0.push_back(entry),
        }
    }

    /// Takes in events of a bucket in no order; [`Near::sort`] follows. Whether this one comes before the last.
    #[inline]
    pub(super) fn append(&mut self, event: Event, number: u32) -> bool {
        let entry = Entry { event, number };
        let before = self.0.back().is_some_and(|last| entry.is_before(last));
        self.0.push_back(entry);
        before
    }

    /// Brings what was appended into order.
    pub(super) fn sort(&mut self) {
        let rank = |a: &Entry, b: &Entry| a.event.rank(a.number).cmp(&b.event.rank(b.number));
        self.0.make_contiguous().sort_unstable_by(|a, b| a.event.at.cmp(&b.event.at).then_with(|| rank(a, b)));
    }

    /// Takes in an event that comes neither first nor last.
    fn insert(&mut self, entry: Entry) {
        let position = self.0.partition_point(|other| other.is_before(&entry));
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

    /// Takes all out, each with its number.
    pub(super) fn drain(&mut self) -> impl Iterator<Item = (Event, u32)> + '_ {
        self.0.drain(..).map(|entry| (entry.event, entry.number))
    }
}
