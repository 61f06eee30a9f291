//! A quantile function tabulated in the unit itself: one look-up and a polynomial, no logarithm.
//!
//! Probabilities are halved from ½ down to 2⁻⁵³ on either side, and every halving (octave) is divided into 8 or 16 cells
//! of equal width: the tail probability `v`, the smaller of `u` and `1 − u`, says by its exponent and its upper bits in
//! which cell it is. Far out in both tails cells are as narrow, relative to `v`, as in the middle.
//!
//! In a cell the quantile is the polynomial of degree 5 that has its exact value, slope and curvature at both ends
//! (Hermite). The position `s` in the cell keeps 36 bits. Neighbouring positions then differ by more than rounding can
//! undo, so the quantile **rises with the unit, exactly**: a step of `s` moves the polynomial by at least
//! 2⁻³⁶ × its least slope, its evaluation is off by at most 7 · 2⁻⁵³ × the sum of its coefficients, and
//! [`UnitTable::new`] refuses a table in which the least slope is below 2⁻¹⁰ of that sum. The last operation, adding
//! the value at the end of the cell, is rounded, and rounding keeps order. At the end of a cell the polynomial stays one
//! such step below the value at which the next begins.

/// The smallest tail probability that a unit has.
pub(super) const SMALLEST: f64 = 0.5 * f64::EPSILON;
/// Octaves from [`SMALLEST`] to ½.
const OCTAVES: usize = 52;
/// Bits of the fraction of a float.
const FRACTION_BITS: u32 = 52;
/// Cells an octave are 2 to one of these powers, tried one after another.
pub(super) const FINENESSES: [u32; 2] = [3, 4];
/// The fraction of a float without the last 16 of its bits.
const KEPT: u64 = (1 << FRACTION_BITS) - (1 << 16);

/// Value, slope and curvature of a quantile function, by the tail probability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Jet {
    /// The quantile.
    pub(super) value: f64,
    /// Its first derivative.
    pub(super) slope: f64,
    /// Its second derivative.
    pub(super) curvature: f64,
}

/// The largest part by which the two halves may differ at the median.
const TOGETHER: f64 = 1e-9;
/// A cell in which the value changes by less than this part of it is straight.
const FLAT: f64 = 1e-11;

/// A quantile function of units from 2⁻⁵³ to 1 − 2⁻⁵³; what lies outside counts as the extreme.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct UnitTable {
    /// Coefficients in the position in the cell, constant first: of the lower tail and the upper one in turn, so that
    /// no jump depends on which it is.
    cells: Box<[[f64; 6]]>,
    /// Two to this power is the number of cells in an octave.
    fineness: u32,
}

/// Which half of a distribution a tail probability belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tail {
    /// The probability below.
    Lower,
    /// The probability above.
    Upper,
}

/// The tail probabilities at which cells begin, rising, and ½, at which the last ends.
pub(super) fn borders(fineness: u32) -> impl Iterator<Item = f64> {
    (0..=OCTAVES << fineness).map(move |i| border(i, fineness))
}

fn border(i: usize, fineness: u32) -> f64 {
    f64::from_bits(SMALLEST.to_bits() + ((i as u64) << (FRACTION_BITS - fineness)))
}

impl UnitTable {
    /// A table from the quantile at all [`borders`] of either tail; `None` where it does not rise steadily enough.
    ///
    /// * `fineness` – 3 for 8 cells an octave, 4 for 16
    pub(super) fn new(fineness: u32, jets: impl Fn(Tail) -> Vec<Jet>) -> Option<UnitTable> {
        let [mut lower, mut upper] = [Tail::Lower, Tail::Upper].map(jets);
        // Both halves have the same median, also where they were worked out apart.
        let (below, above) = (lower.last_mut()?, upper.last_mut()?);
        let meet = (below.value - above.value).abs() <= TOGETHER * (below.value.abs() + above.value.abs());
        above.value = below.value;
        let (lower, upper) = (polynomials(fineness, Tail::Lower, &lower)?, polynomials(fineness, Tail::Upper, &upper)?);
        let cells = lower.into_iter().zip(upper).flat_map(<[[f64; 6]; 2]>::from).collect();
        meet.then_some(UnitTable { cells, fineness })
    }

    /// The quantile at `unit`.
    #[inline]
    pub(super) fn quantile(&self, unit: f64) -> f64 {
        // Without a jump, which would be foreseen only every other time: hence the comparison of bits, which for
        // numbers from 0 is that of the numbers.
        let rest = 1.0 - unit;
        self.at(if rest < unit { rest } else { unit }, unit.to_bits() >= 0.5_f64.to_bits())
    }

    /// The quantile at a tail probability.
    #[inline]
    pub(super) fn at(&self, tail: f64, upper: bool) -> f64 {
        let tail = if tail > SMALLEST { tail } else { SMALLEST };
        let bits = tail.to_bits();
        let cell = (bits - SMALLEST.to_bits()) >> (FRACTION_BITS - self.fineness);
        let [c0, c1, c2, c3, c4, c5] = self.cells[2 * cell as usize + usize::from(upper)];
        let s = f64::from_bits(1.0_f64.to_bits() | (bits << self.fineness) & KEPT) - 1.0;
        let ss = s * s;
        c0 + s * ((c1 + c2 * s) + ss * ((c3 + c4 * s) + ss * c5))
    }

    /// The largest relative difference in the middle of a cell, where the polynomial is furthest off.
    ///
    /// * `difference` – by tail, tail probability and quantile
    pub(super) fn largest_difference(&self, difference: impl Fn(Tail, f64, f64) -> f64) -> f64 {
        let mut largest: f64 = 0.0;
        for tail in [Tail::Lower, Tail::Upper] {
            for i in 0..OCTAVES << self.fineness {
                let middle = 0.5 * (border(i, self.fineness) + border(i + 1, self.fineness));
                let found = self.at(middle, tail == Tail::Upper);
                largest = largest.max(difference(tail, middle, found).abs());
            }
        }
        largest
    }
}

/// The polynomials of all cells of a tail, and the median for ½ itself.
fn polynomials(fineness: u32, tail: Tail, jets: &[Jet]) -> Option<Vec<[f64; 6]>> {
    debug_assert_eq!(jets.len(), (OCTAVES << fineness) + 1, "one for every border");
    let cell =
        |(i, ends): (usize, &[Jet])| polynomial(ends[0], ends[1], border(i + 1, fineness) - border(i, fineness), tail);
    let median = jets.last().map(|jet| [jet.value, 0.0, 0.0, 0.0, 0.0, 0.0]);
    jets.windows(2).enumerate().map(cell).chain([median]).collect()
}

/// The polynomial through both ends of a cell; `None` where it does not rise (above the median: fall) steadily.
fn polynomial(left: Jet, right: Jet, width: f64, tail: Tail) -> Option<[f64; 6]> {
    let first = width * left.slope;
    let second = 0.5 * width * width * left.curvature;
    // What a parabola from the left misses at the right, in value, slope and half the curvature. The difference of
    // the values comes first: it is exact, or nearly, where they lie close together.
    let value = (right.value - left.value) - first - second;
    let slope = width * right.slope - first - 2.0 * second;
    let curvature = 0.5 * width * width * right.curvature - second;
    let third = 10.0 * value - 4.0 * slope + curvature;
    let fourth = -15.0 * value + 7.0 * slope - 2.0 * curvature;
    let fifth = 6.0 * value - 3.0 * slope + curvature;
    let direction = if tail == Tail::Lower { 1.0 } else { -1.0 };
    let rise = right.value - left.value;
    // So little that only rounding would bend it: a straight line, which rises if its ends do.
    if rise * direction >= 0.0 && rise.abs() <= FLAT * left.value.abs() {
        return Some([left.value, rise, 0.0, 0.0, 0.0, 0.0]);
    }
    let coefficients = [left.value, first, second, third, fourth, fifth];
    let of_slope = [first, 2.0 * second, 3.0 * third, 4.0 * fourth, 5.0 * fifth].map(|c| c * direction);
    let least_slope = of_slope[0] + of_slope[1..].iter().map(|c| c.min(0.0)).sum::<f64>();
    let sum: f64 = coefficients[1..].iter().map(|c| c.abs()).sum();
    // Not a number, where something overflowed, is not steady either.
    (least_slope >= sum / 1024.0 && sum > 0.0 && sum.is_finite() && left.value.is_finite()).then_some(coefficients)
}
