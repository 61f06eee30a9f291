//! Three event lists for a handful of kinds of events: one heap, one heap per kind, a calendar of buckets.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// What is planned: sixteen bytes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Planned {
    /// When, in days.
    pub at: f64,
    /// What, below the number of kinds the list was made for.
    pub kind: u8,
    /// Whatever the model wants to know of it.
    pub mark: u32,
}

impl Eq for Planned {}

/// The earliest is the greatest, as `BinaryHeap` wants it.
impl Ord for Planned {
    #[inline]
    fn cmp(&self, other: &Planned) -> Ordering {
        // Moments are positive, and then the order of the bits is that of the numbers.
        other.at.to_bits().cmp(&self.at.to_bits())
    }
}

impl PartialOrd for Planned {
    #[inline]
    fn partial_cmp(&self, other: &Planned) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A list of what is planned.
pub trait EventList {
    /// An empty list for so many kinds of events until a horizon in days.
    fn new(kinds: usize, horizon: f64) -> Self;
    /// Plans an event; one beyond the horizon may be forgotten.
    fn push(&mut self, event: Planned);
    /// Takes the earliest, if there is one.
    fn pop(&mut self) -> Option<Planned>;
}

/// One heap of the standard library.
pub struct OneHeap(BinaryHeap<Planned>);

impl EventList for OneHeap {
    fn new(_: usize, _: f64) -> OneHeap {
        OneHeap(BinaryHeap::new())
    }

    #[inline]
    fn push(&mut self, event: Planned) {
        self.0.push(event);
    }

    #[inline]
    fn pop(&mut self) -> Option<Planned> {
        self.0.pop()
    }
}

/// A heap for each kind, and the earliest moment of each beside one another.
pub struct HeapPerKind {
    earliest: Vec<u64>,
    heaps: Vec<BinaryHeap<Planned>>,
}

impl EventList for HeapPerKind {
    fn new(kinds: usize, _: f64) -> HeapPerKind {
        HeapPerKind {
            earliest: vec![u64::MAX; kinds],
            heaps: std::iter::repeat_with(BinaryHeap::new).take(kinds).collect(),
        }
    }

    #[inline]
    fn push(&mut self, event: Planned) {
        let kind = usize::from(event.kind);
        self.earliest[kind] = self.earliest[kind].min(event.at.to_bits());
        self.heaps[kind].push(event);
    }

    #[inline]
    fn pop(&mut self) -> Option<Planned> {
        let mut first = 0;
        for kind in 1..self.earliest.len() {
            if self.earliest[kind] < self.earliest[first] {
                first = kind;
            }
        }
        let event = self.heaps[first].pop()?;
        self.earliest[first] = self.heaps[first].peek().map_or(u64::MAX, |next| next.at.to_bits());
        Some(event)
    }
}

/// A calendar: buckets of equal width for the whole horizon, each a chain of nodes in no order. The bucket of now is
/// sorted when it is reached.
pub struct Calendar {
    per_day: f64,
    /// First node of each bucket, or `NONE`.
    first: Vec<u32>,
    nodes: Vec<Node>,
    /// First of the nodes that are free.
    free: u32,
    /// The bucket of now, the latest first.
    now: Vec<Planned>,
    bucket: usize,
}

#[derive(Clone, Copy)]
struct Node {
    event: Planned,
    next: u32,
}

const NONE: u32 = u32::MAX;

impl Calendar {
    /// With a number of buckets a day.
    pub fn with_width(per_day: f64, horizon: f64) -> Calendar {
        let buckets = (horizon * per_day).ceil() as usize + 1;
        Calendar { per_day, first: vec![NONE; buckets], nodes: Vec::new(), free: NONE, now: Vec::new(), bucket: 0 }
    }

    #[cold]
    fn grow(&mut self, event: Planned) -> u32 {
        self.nodes.push(Node { event, next: NONE });
        self.nodes.len() as u32 - 1
    }
}

impl EventList for Calendar {
    /// Sixteen buckets a day: five events in each at the pace of the chain.
    fn new(_: usize, horizon: f64) -> Calendar {
        Calendar::with_width(16.0, horizon)
    }

    #[inline]
    fn push(&mut self, event: Planned) {
        let bucket = (event.at * self.per_day) as usize;
        if bucket <= self.bucket {
            let mut place = self.now.len();
            self.now.push(event);
            while place > 0 && self.now[place - 1].at < event.at {
                self.now[place] = self.now[place - 1];
                place -= 1;
            }
            self.now[place] = event;
            return;
        }
        let Some(first) = self.first.get_mut(bucket) else { return };
        let next = *first;
        match self.nodes.get_mut(self.free as usize) {
            Some(node) => {
                *first = self.free;
                self.free = node.next;
                *node = Node { event, next };
            }
            None => {
                let index = self.grow(event);
                self.nodes[index as usize].next = next;
                self.first[bucket] = index;
            }
        }
    }

    #[inline]
    fn pop(&mut self) -> Option<Planned> {
        loop {
            if let Some(event) = self.now.pop() {
                return Some(event);
            }
            self.bucket += 1;
            let mut at = *self.first.get(self.bucket)?;
            while at != NONE {
                let node = self.nodes[at as usize];
                self.nodes[at as usize].next = self.free;
                self.free = at;
                let mut place = self.now.len();
                self.now.push(node.event);
                while place > 0 && self.now[place - 1].at < node.event.at {
                    self.now[place] = self.now[place - 1];
                    place -= 1;
                }
                self.now[place] = node.event;
                at = node.next;
            }
        }
    }
}
