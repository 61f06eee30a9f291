//! The few events that come next, in order.

use super::super::event::Event;

/// Events among which a place is looked for one by one; of more, all are sorted at once.
const MOST_ONE_BY_ONE: usize = 24;

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
///
/// Before `head` stands what was taken out: room for what is planned before all others.
#[derive(Debug, Clone, Default)]
pub(super) struct Near {
    list: Vec<Entry>,
    head: usize,
}

impl Near {
    /// Takes in an event that was planned as this number.
    #[inline]
    pub(super) fn push(&mut self, event: Event, number: u32) {
        let entry = Entry { event, number };
        match self.list.last() {
            Some(last) if entry.is_before(last) => self.insert(entry),
            _ => self.push_last(entry),
        }
    }

    #[inline]
    fn push_last(&mut self, entry: Entry) {
        if self.list.len() == self.list.capacity() {
            self.make_room();
        }
        self.list.push(entry);
    }

    /// Gives up the room before the first event where that is half of the list, or else makes the list longer.
    #[cold]
    fn make_room(&mut self) {
        if self.head > self.list.len() / 2 {
            self.list.drain(..self.head);
            self.head = 0;
        } else {
            self.list.reserve(1);
        }
    }

    /// Takes in an event that does not come last.
    #[inline]
    fn insert(&mut self, entry: Entry) {
        if self.head > 0 && entry.is_before(&self.list[self.head]) {
            self.head -= 1;
            self.list[self.head] = entry;
        } else {
            self.insert_between(entry);
        }
    }

    fn insert_between(&mut self, entry: Entry) {
        let place = self.list[self.head..].partition_point(|other| other.is_before(&entry));
        self.list.insert(self.head + place, entry);
    }

    /// Takes in an event of a bucket, which has them in no order; [`Near::sort`] follows. Whether there is anything to sort.
    #[inline]
    pub(super) fn append(&mut self, event: Event, number: u32) -> bool {
        let entry = Entry { event, number };
        self.push_last(entry);
        let mut place = self.list.len() - 1;
        if place - self.head >= MOST_ONE_BY_ONE {
            return true;
        }
        while place > self.head && entry.is_before(&self.list[place - 1]) {
            self.list[place] = self.list[place - 1];
            place -= 1;
        }
        self.list[place] = entry;
        false
    }

    /// Brings what was appended into order.
    #[cold]
    pub(super) fn sort(&mut self) {
        let rank = |a: &Entry, b: &Entry| a.event.rank(a.number).cmp(&b.event.rank(b.number));
        self.list[self.head..].sort_unstable_by(|a, b| a.event.at.cmp(&b.event.at).then_with(|| rank(a, b)));
    }

    /// Takes out the next.
    #[inline]
    pub(super) fn pop(&mut self) -> Option<Event> {
        let next = self.list.get(self.head)?.event;
        self.head += 1;
        if self.head == self.list.len() {
            self.list.clear();
            self.head = 0;
        }
        Some(next)
    }

    #[inline]
    pub(super) fn len(&self) -> usize {
        self.list.len() - self.head
    }

    /// Takes all out, each with its number.
    pub(super) fn drain(&mut self) -> impl Iterator<Item = (Event, u32)> + '_ {
        let head = std::mem::take(&mut self.head);
        self.list.drain(..).skip(head).map(|entry| (entry.event, entry.number))
    }
}
