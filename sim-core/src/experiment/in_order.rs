//! Work done by all threads at once, and taken in by number.
//!
//! ```text
//! thread 1   number 0 ────────► taken in │ number 2 ───────► kept │ number 4 ──► …
//! thread 2   number 1 ─────────────────────────► 1 taken in, then 2 │ number 3 ──► …
//! ```
//!
//! A thread that is done takes the next number at once, so nobody waits at a barrier. What is made is taken in by number,
//! by the thread that happens to hold what is next: whoever takes in sees the same things in the same order on any
//! number of threads. A thread only waits where it would run so far ahead that memory grows, or that its work would
//! probably be put aside.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// How many numbers may be begun beyond those taken in, for each thread.
const AHEAD: u32 = 4;

/// What was found by taking something in.
pub(super) struct Wanted {
    /// Fewest numbers that are needed in all; when so many are taken in, the work is done.
    pub(super) surely: u32,
    /// How many may be begun: those that are probably needed as well.
    pub(super) perhaps: u32,
}

impl Wanted {
    /// Exactly so many.
    pub(super) fn exactly(number: u32) -> Wanted {
        Wanted { surely: number, perhaps: number }
    }

    /// No more than were taken in.
    pub(super) const NO_MORE: Wanted = Wanted { surely: 0, perhaps: 0 };
}

/// Makes something of every number from 0, on all threads of the pool, and takes it in by number.
///
/// * `wanted` – before anything is taken in
/// * `make` – asked once for each number begun
/// * `take_in` – asked in the order of numbers, one at a time; says how many are wanted now, where that has changed
/// * `interrupted` – asked before every number; once true, no further one begins
///
/// `true` when it was interrupted before all was done. What was made beyond what turned out to be wanted is put aside.
pub(super) fn in_order<T: Send>(
    wanted: Wanted,
    make: &(impl Fn(u32) -> T + Sync),
    take_in: &mut (impl FnMut(T) -> Option<Wanted> + Send),
    interrupted: &(dyn Fn() -> bool + Sync),
) -> bool {
    let state = State { begun: 0, taken_in: 0, wanted, early: BTreeMap::new(), closed: false, take_in };
    let desk = Desk { state: Mutex::new(state), moved: Condvar::new(), ahead: AHEAD * threads(), make, interrupted };
    desk.work_on_all_threads();
    let state = desk.state.into_inner().unwrap_or_else(PoisonError::into_inner);
    state.closed && !state.is_done()
}

/// Where numbers are given out and what was made of them is handed in.
struct Desk<'a, T, M, I> {
    state: Mutex<State<'a, T, I>>,
    /// Something was taken in, or the desk closed.
    moved: Condvar,
    ahead: u32,
    make: &'a M,
    interrupted: &'a (dyn Fn() -> bool + Sync),
}

struct State<'a, T, I> {
    begun: u32,
    taken_in: u32,
    wanted: Wanted,
    /// Made before its turn.
    early: BTreeMap<u32, T>,
    /// Nothing further begins.
    closed: bool,
    take_in: &'a mut I,
}

impl<T, I> State<'_, T, I> {
    fn is_done(&self) -> bool {
        self.taken_in >= self.wanted.surely
    }
}

impl<'a, T: Send, M: Fn(u32) -> T + Sync, I: FnMut(T) -> Option<Wanted> + Send> Desk<'a, T, M, I> {
    #[cfg(feature = "threads")]
    fn work_on_all_threads(&self) {
        rayon::scope(|scope| {
            for _ in 0..threads() {
                scope.spawn(|_| self.work());
            }
        });
    }

    #[cfg(not(feature = "threads"))]
    fn work_on_all_threads(&self) {
        self.work();
    }

    fn work(&self) {
        while let Some(number) = self.next() {
            let unfinished = Unfinished(self);
            let made = (self.make)(number);
            std::mem::forget(unfinished);
            self.hand_in(number, made);
        }
    }

    /// The next number to begin; waits for one where too many are begun already. `None` when there are no more.
    fn next(&self) -> Option<u32> {
        let mut state = self.state();
        loop {
            if state.closed || state.is_done() {
                return None;
            }
            if state.begun < state.wanted.perhaps.min(state.taken_in.saturating_add(self.ahead)) {
                break;
            }
            state = self.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if (self.interrupted)() {
            state.closed = true;
            self.moved.notify_all();
            return None;
        }
        state.begun += 1;
        Some(state.begun - 1)
    }

    /// Takes in what was made, and what was waiting for it.
    fn hand_in(&self, number: u32, made: T) {
        let mut state = self.state();
        state.early.insert(number, made);
        while !state.is_done() {
            let next = state.taken_in;
            let Some(made) = state.early.remove(&next) else { break };
            if let Some(wanted) = (state.take_in)(made) {
                state.wanted = wanted;
            }
            state.taken_in += 1;
        }
        self.moved.notify_all();
    }

    fn state(&self) -> MutexGuard<'_, State<'a, T, I>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A number that was begun. Dropped only when making it panics: then nobody waits for it.
struct Unfinished<'d, 'a, T: Send, M: Fn(u32) -> T + Sync, I: FnMut(T) -> Option<Wanted> + Send>(&'d Desk<'a, T, M, I>);

impl<T: Send, M: Fn(u32) -> T + Sync, I: FnMut(T) -> Option<Wanted> + Send> Drop for Unfinished<'_, '_, T, M, I> {
    fn drop(&mut self) {
        self.0.state().closed = true;
        self.0.moved.notify_all();
    }
}

#[cfg(feature = "threads")]
pub(super) fn threads() -> u32 {
    rayon::current_num_threads() as u32
}

#[cfg(not(feature = "threads"))]
pub(super) fn threads() -> u32 {
    1
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Squares, made by some of which take long, until a number of them.
    fn squares(until: u32, interrupted: &(dyn Fn() -> bool + Sync)) -> (Vec<u64>, bool) {
        let make = |number: u32| {
            let spins = if number.is_multiple_of(3) { 20_000 } else { 10 };
            (0..spins).fold(u64::from(number).pow(2), |sum, _| std::hint::black_box(sum))
        };
        let mut taken = Vec::new();
        let mut take_in = |made| {
            taken.push(made);
            let perhaps = taken.len() as u32 + 7;
            Some(if taken.len() as u32 == until { Wanted::NO_MORE } else { Wanted::exactly(perhaps) })
        };
        let stopped = in_order(Wanted::exactly(1), &make, &mut take_in, interrupted);
        (taken, stopped)
    }

    #[test]
    fn what_is_made_comes_in_by_number_and_no_more_than_is_wanted() {
        for _ in 0..20 {
            let (taken, stopped) = squares(100, &|| false);
            assert_eq!(taken, (0..100).map(|number| number * number).collect::<Vec<u64>>());
            assert!(!stopped);
        }
    }

    #[test]
    fn an_interruption_leaves_an_unbroken_first_part() {
        use std::sync::atomic::{AtomicU32, Ordering};
        let asked = AtomicU32::new(0);
        let (taken, stopped) = squares(100, &|| asked.fetch_add(1, Ordering::SeqCst) >= 40);
        assert!(stopped);
        assert_eq!(taken, (0..40).map(|number| number * number).collect::<Vec<u64>>());
    }

    #[test]
    fn a_panic_is_passed_on_and_nobody_waits() {
        let make = |number: u32| assert!(number != 5, "number five");
        let run = || in_order(Wanted::exactly(1000), &make, &mut |()| None, &|| false);
        let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run));
        assert!(caught.is_err());
    }
}
