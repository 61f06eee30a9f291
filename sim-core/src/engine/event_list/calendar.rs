//! The events that come later, in buckets of equal width: a calendar.
//!
//! ```text
//!            cursor                                       what comes after the last bucket
//!              ▼                                                        ▼
//! [opened|opened|a→b→c|  |d|e→f| … one list per bucket … ]      far: [x, y, z, …] in no order
//! ```
//!
//! A bucket is a linked list through one pool of nodes, in no order: each node knows as what number its event was planned. A
//! bit for each bucket says whether it is empty, so that idle nights cost nothing. What lies beyond the last bucket waits
//! until the buckets are laid out anew.
//!
//! After Brown (1988), "Calendar queues: a fast O(1) priority queue implementation for the simulation event set problem",
//! *Communications of the ACM* 31(10), with the unsorted far part of ladder queues (Tang, Goh & Thng 2005).

use super::super::event::Event;

/// No node.
const NONE: u32 = u32::MAX;

#[derive(Debug, Clone, Copy)]
struct Node {
    event: Event,
    /// As what number the event was planned.
    number: u32,
    next: u32,
}

/// Events in buckets.
#[derive(Debug, Clone, Default)]
pub(super) struct Calendar {
    /// Where the first bucket begins.
    origin: i64,
    /// Width of a bucket, as a power of two.
    shift: u32,
    /// The first bucket that has not been opened.
    cursor: usize,
    /// First node of each bucket.
    heads: Vec<u32>,
    /// Which buckets are not empty, a bit each.
    filled: Vec<u64>,
    nodes: Vec<Node>,
    /// First node that is free.
    free: u32,
    /// Events in buckets.
    number: usize,
    /// Events after the last bucket.
    far: Vec<(Event, u32)>,
}

impl Calendar {
    /// Lays out empty buckets, a power of two of them and at least 64; no event may be in it.
    pub(super) fn lay_out(&mut self, origin: i64, shift: u32, buckets: usize) {
        (self.origin, self.shift, self.cursor, self.number) = (origin, shift, 0, 0);
        self.heads.clear();
        self.heads.resize(buckets, NONE);
        self.filled.clear();
        self.filled.resize(buckets / 64, 0);
        self.nodes.clear();
        self.free = NONE;
    }

    /// Events planned.
    pub(super) fn len(&self) -> usize {
        self.number + self.far.len()
    }

    /// Plans an event, which must not come before [`Calendar::begins`].
    #[inline]
    pub(super) fn push(&mut self, event: Event, number: u32) {
        let bucket = (event.at.0.wrapping_sub(self.origin) as u64 >> self.shift) as usize;
        let Some(head) = self.heads.get_mut(bucket) else {
            self.far.push((event, number));
            return;
        };
        let node = Node { event, number, next: *head };
        *head = self.free;
        match self.nodes.get_mut(self.free as usize) {
            Some(free) => self.free = std::mem::replace(free, node).next,
            None => {
                *head = self.nodes.len() as u32;
                self.nodes.push(node);
            }
        }
        self.filled[bucket / 64] |= 1 << (bucket % 64);
        self.number += 1;
    }

    /// Where the first bucket begins that has not been opened.
    #[inline]
    pub(super) fn begins(&self) -> i64 {
        self.origin.saturating_add((self.cursor as i64).saturating_mul(1 << self.shift))
    }

    /// Opens the next bucket that is not empty and gives its events with their numbers, in no order; `false` when every
    /// bucket is empty.
    #[inline]
    pub(super) fn open_next(&mut self, mut give: impl FnMut(Event, u32)) -> bool {
        let Some(bucket) = self.next_filled() else { return false };
        self.cursor = bucket + 1;
        self.filled[bucket / 64] &= !(1 << (bucket % 64));
        let first = std::mem::replace(&mut self.heads[bucket], NONE);
        let mut last = first;
        loop {
            let Node { event, number, next } = self.nodes[last as usize];
            give(event, number);
            self.number -= 1;
            if next == NONE {
                break;
            }
            last = next;
        }
        self.nodes[last as usize].next = self.free;
        self.free = first;
        true
    }

    #[inline]
    fn next_filled(&self) -> Option<usize> {
        let mut word = self.cursor / 64;
        let mut bits = self.filled.get(word)? & (!0 << (self.cursor % 64));
        while bits == 0 {
            word += 1;
            bits = *self.filled.get(word)?;
        }
        Some(word * 64 + bits.trailing_zeros() as usize)
    }

    /// Takes all events out, in no order.
    pub(super) fn drain(&mut self, mut give: impl FnMut(Event, u32)) {
        while self.open_next(&mut give) {}
        self.far.drain(..).for_each(|(event, number)| give(event, number));
    }
}
