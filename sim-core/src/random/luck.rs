//! What a draw may take besides its one unit: a second one, or its place among the draws of its address.
//!
//! Most distributions take one unit. A residual takes two, and a sequence counts.

use super::address::{Draws, Purpose, ResidentKey};

/// Distance of the second unit from the first, in draws of one address: beyond every other draw there.
const SECOND: u32 = 1 << 20;

/// What a draw may take besides its one unit.
pub trait Luck {
    /// A second number in (0, 1), independent of the first; the same whenever it is asked.
    fn second(&mut self) -> f64;

    /// The place in a list of `length` entries: that of the next draw, cyclic; the same whenever it is asked.
    fn place(&mut self, length: usize) -> usize;
}

/// The luck at an address: the second unit stands beside the first, and the place is counted by `take`.
pub struct AtAddress<F> {
    draws: Draws,
    resident: ResidentKey,
    purpose: Purpose,
    visit: u32,
    draw: u32,
    second: Option<f64>,
    place: Option<u64>,
    take: F,
}

impl<F: FnMut() -> u64> AtAddress<F> {
    /// * `take` – number of draws taken at this purpose before, counted on by asking; asked at most once
    pub fn new(draws: Draws, resident: ResidentKey, purpose: Purpose, visit: u32, draw: u32, take: F) -> AtAddress<F> {
        AtAddress { draws, resident, purpose, visit, draw, second: None, place: None, take }
    }

    /// The first unit of the address.
    pub fn unit(&self) -> f64 {
        self.draws.unit(self.resident, self.purpose, self.visit, self.draw)
    }
}

impl<F: FnMut() -> u64> Luck for AtAddress<F> {
    fn second(&mut self) -> f64 {
        let second = || self.draws.unit(self.resident, self.purpose, self.visit, self.draw.wrapping_add(SECOND));
        *self.second.get_or_insert_with(second)
    }

    fn place(&mut self, length: usize) -> usize {
        let place = *self.place.get_or_insert_with(&mut self.take);
        (place % length.max(1) as u64) as usize
    }
}

/// One unit that serves for all: its lower half is the second unit, and a place is chosen by it, each as likely.
///
/// Where only the distribution matters and not the order of draws, as in a forecast.
#[derive(Debug, Clone, Copy)]
pub(super) struct OneUnit(pub(super) f64);

impl Luck for OneUnit {
    fn second(&mut self) -> f64 {
        const HALF: f64 = (1_u64 << 26) as f64;
        let shifted = self.0 * HALF;
        (shifted - libm::floor(shifted)).clamp(0.25 / HALF, 1.0 - 0.25 / HALF)
    }

    fn place(&mut self, length: usize) -> usize {
        ((self.0 * length as f64) as usize).min(length.saturating_sub(1))
    }
}
