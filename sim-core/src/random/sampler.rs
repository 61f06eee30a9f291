//! Drawing times by inversion: one number in (0, 1) gives one time, and a larger number never an earlier one.
//!
//! That is what lets two scenarios be compared with the same draws: the resident who needed much work in one also
//! does in the other, whatever the distribution there. Times come out in whole microseconds, and only functions
//! that give the same bits on every platform are used (`libm`; from the standard library, arithmetic and `sqrt`).

use super::distribution::Distribution;
use super::luck::Luck;
use super::plain::Ready;
use super::shape::LONGEST;
use super::unit_table::UnitTable;
use crate::time::DAY;

/// Microseconds in a day.
const PER_DAY: f64 = DAY as f64;

/// A distribution of times made ready to draw from.
#[derive(Debug, Clone, PartialEq)]
pub struct Sampler(Ready);

impl Sampler {
    /// Makes a distribution ready to draw from. For most kinds this builds a table, in 0.1 to 0.8 milliseconds (up to
    /// 1.5 for branches of very different length), unless one of the same spread was made before.
    ///
    /// Any distribution is accepted whose parameters are finite and within the bounds of their documentation:
    ///
    /// * gamma: to a relative 5e-7 for coefficients of variation up to 31 (below 0.001 by the Wilson–Hilferty
    ///   approximation, which is that good there), to 5e-4 up to 1000; a larger one is drawn as 1000, with the
    ///   same mean
    /// * hyperexponential: to a relative 1e-7
    /// * weights and probabilities are divided by their sum; entries without weight are left out, and a
    ///   distribution without entries is the constant 0
    /// * times below 0 become 0, times above 1e18 microseconds become that
    pub fn new(distribution: &Distribution) -> Sampler {
        Sampler(Ready::new(distribution, PER_DAY))
    }

    /// The time, if it is always the same: no unit need be drawn.
    #[inline]
    pub fn constant(&self) -> Option<i64> {
        self.0.constant().map(to_microseconds)
    }

    /// The time, in whole microseconds, that is exceeded with probability `1 − unit`.
    ///
    /// Rounded half up, never below 0. It rises with `unit`, up to the rounding of the last bits: of two units
    /// closer than about 1e-14, the larger may give a time a few parts in 1e15 shorter.
    ///
    /// * `unit` – in the open interval (0, 1), as [`Draws::unit`](super::Draws::unit) gives it
    #[inline]
    pub fn draw(&self, unit: f64) -> i64 {
        to_microseconds(self.0.at(unit))
    }

    /// The table by which times are drawn, if one unit and one look-up is all that a draw takes.
    #[inline]
    pub fn table(&self) -> Option<SamplerTable<'_>> {
        self.0.table().map(|(scale, table)| SamplerTable { scale, table })
    }

    /// Whether one unit is all that a draw takes, so that [`Sampler::draw`] is the whole story.
    #[inline]
    pub fn is_plain(&self) -> bool {
        self.0.is_plain()
    }

    /// The same, with a second unit for a residual and the place in a sequence. For one `luck` it rises with `unit`.
    #[inline]
    pub fn draw_with(&self, unit: f64, luck: &mut dyn Luck) -> i64 {
        if self.0.is_plain() {
            return self.draw(unit);
        }
        to_microseconds(self.0.shape().quantile(unit, luck))
    }

    /// The time, in whole microseconds, after which a cumulative hazard `−ln(1 − F)` has been used up.
    ///
    /// * `hazard` – at least 0; the unit exponential of somebody who is exposed to it from the beginning
    pub fn after_hazard(&self, hazard: f64) -> i64 {
        to_microseconds(self.0.shape().after_hazard(hazard.max(0.0)))
    }

    /// The cumulative hazard up to and including a time: the inverse of [`Sampler::after_hazard`], at most 700.
    ///
    /// * `time` – microseconds, at least 0
    pub fn hazard_up_to(&self, time: i64) -> f64 {
        self.0.shape().hazard_up_to(time as f64)
    }
}

/// The table of a [`Sampler`].
#[derive(Debug, Clone, Copy)]
pub struct SamplerTable<'s> {
    scale: f64,
    table: &'s UnitTable,
}

impl SamplerTable<'_> {
    /// The same as [`Sampler::draw`].
    #[inline]
    pub fn draw(&self, unit: f64) -> i64 {
        to_microseconds(self.scale * self.table.quantile(unit))
    }
}

/// Rounds to whole microseconds, halves up, between 0 and the longest time; what is not a number becomes 0.
#[inline]
fn to_microseconds(time: f64) -> i64 {
    /// Up to here adding a half to at least a half goes wrong nowhere near a whole number.
    const EXACT: f64 = (1_i64 << 51) as f64;
    if (0.5..EXACT).contains(&time) {
        return (time + 0.5) as i64;
    }
    let time = time.clamp(0.0, LONGEST);
    let whole = time as i64;
    // Not `(time + 0.5) as i64`: that sum is itself rounded.
    whole + i64::from(time - whole as f64 >= 0.5)
}

#[cfg(test)]
mod tests;
