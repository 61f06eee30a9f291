//! The quantile tables of a gamma distribution with mean 1: by the unit, and for a small shape by the normal quantile.
//!
//! The two outermost nodes are found by inverting the incomplete gamma function. From there the table is built
//! towards the middle: each next node encloses exactly the probability that the normal distribution has between
//! the two, and that integral of a smooth density over a short piece takes eight points. Going inwards adds
//! probabilities of equal sign, so relative errors do not grow; the cost hardly depends on the shape.

use libm::{exp, expm1, lgamma, log};

use super::normal::{normal_cdf, normal_density, normal_quantile};
use super::quantile_table::{CELLS, CELLS_PER_UNIT, Node, QuantileTable, RANGE, border};
use super::unit_table::{Jet, SMALLEST, Tail, UnitTable, borders};

/// Smallest shape that is tabulated (coefficient of variation 1000); below it this one is used.
const MIN_SHAPE: f64 = 1e-6;
/// Largest shape that is tabulated exactly (coefficient of variation 0.001); above it Wilson–Hilferty is.
const MAX_SHAPE: f64 = 1e6;
/// Smallest shapes that are tabulated by the unit, in 8 and in 16 cells an octave.
const BY_UNIT_FROM: [(f64, u32); 2] = [(0.25, 3), (0.12, 4)];
/// Above this shape Stirling's series is more accurate than `lgamma`, whose large terms cancel.
const STIRLING_FROM: f64 = 16.0;
/// Most terms of a series or continued fraction; shape 1e6 takes some thousands.
const MAX_TERMS: u32 = 100_000;
/// Most Newton steps; five to ten are usual.
const MAX_STEPS: u32 = 60;

/// The table of `x / mean` by the unit for a gamma distribution of this shape; `None` below shape 0.12, and where the
/// distribution is so narrow that no table tells it from a constant.
///
/// The relative error is below 5e-8. As with [`gamma_table`], each half is built from its tail towards the middle.
pub(super) fn gamma_unit_table(shape: f64) -> Option<UnitTable> {
    let &(_, fineness) = BY_UNIT_FROM.iter().find(|(from, _)| shape >= *from)?;
    if shape > MAX_SHAPE {
        return UnitTable::new(fineness, |tail| {
            borders(fineness).map(|v| wilson_hilferty_jet(shape, tail, v)).collect()
        });
    }
    let density = Density::new(shape);
    UnitTable::new(fineness, |tail| density.jets(fineness, tail))
}

/// The table of `ln(x / mean)` for a gamma distribution of this shape.
///
/// The quantile's relative error is below 1e-7 from shape 0.01 (2e-8 from 0.05), 5e-7 from 0.001 and `5e-10 / shape`
/// below; shapes below 1e-6 are taken as 1e-6.
///
/// # Source
/// Above shape 1e6, Wilson & Hilferty (1931), "The distribution of chi-square", *PNAS* 17(12): the cube root is
/// nearly normal, with an error of order `shape^(−3/2)`.
pub(super) fn gamma_table(shape: f64) -> QuantileTable {
    if shape > MAX_SHAPE {
        return QuantileTable::from_borders((0..=CELLS).map(|i| wilson_hilferty(shape, border(i))).collect());
    }
    let density = Density::new(shape.max(MIN_SHAPE));
    let tail = normal_cdf(-RANGE);
    let step = 1.0 / CELLS_PER_UNIT;
    let mut nodes = density.nodes_inwards(-RANGE, density.lower_quantile(tail), step);
    let upper = density.nodes_inwards(RANGE, density.upper_quantile(tail), -step);
    // Both halves have a node at 0; the upper one is dropped.
    nodes.extend(upper.into_iter().rev().skip(1));
    QuantileTable::from_borders(nodes)
}

/// Density of `y = ln(x / mean)`: `g(y) = peak · exp(−shape (eʸ − 1 − y))`.
struct Density {
    shape: f64,
    /// Logarithm of the density at 0, its peak.
    ln_peak: f64,
}

impl Density {
    fn new(shape: f64) -> Density {
        let ln_peak = if shape < STIRLING_FROM {
            shape * log(shape) - shape - lgamma(shape)
        } else {
            let r = 1.0 / (shape * shape);
            let stirling = (1.0 / 12.0 - r * (1.0 / 360.0 - r * (1.0 / 1260.0 - r / 1680.0))) / shape;
            0.5 * log(shape / std::f64::consts::TAU) - stirling
        };
        Density { shape, ln_peak }
    }

    fn ln_at(&self, y: f64) -> f64 {
        self.ln_peak - self.shape * (expm1(y) - y)
    }

    fn at(&self, y: f64) -> f64 {
        exp(self.ln_at(y))
    }

    /// Probability between `y` and `y + width` (negative when `width` is), by Gauss–Legendre on eight points.
    fn probability(&self, y: f64, width: f64) -> f64 {
        const POINTS: [(f64, f64); 4] = [
            (0.183_434_642_495_649_8, 0.362_683_783_378_362),
            (0.525_532_409_916_329, 0.313_706_645_877_887_3),
            (0.796_666_477_413_626_7, 0.222_381_034_453_374_48),
            (0.960_289_856_497_536_3, 0.101_228_536_290_376_26),
        ];
        let half = 0.5 * width;
        let middle = y + half;
        let weighted = |&(t, weight): &(f64, f64)| weight * (self.at(middle - half * t) + self.at(middle + half * t));
        half * POINTS.iter().map(weighted).sum::<f64>()
    }

    /// The quantile by the tail probability at all borders, from the outermost inwards.
    fn jets(&self, fineness: u32, tail: Tail) -> Vec<Jet> {
        let (mut y, sign) = match tail {
            Tail::Lower => (self.lower_quantile(SMALLEST), 1.0),
            Tail::Upper => (self.upper_quantile(SMALLEST), -1.0),
        };
        let mut peak = self.at(y);
        let mut before = SMALLEST;
        let mut jets = Vec::with_capacity(512);
        for v in borders(fineness) {
            if v > before {
                (y, peak) = self.after(y, peak, sign * (v - before));
                before = v;
            }
            // With respect to the probability below: x / g, and x (g − g′) / g³.
            let value = exp(y);
            let slope = value / peak;
            let curvature = slope / peak * (1.0 + self.shape * expm1(y));
            jets.push(Jet { value, slope: sign * slope, curvature });
        }
        jets
    }

    /// The next `y`, which has so much more probability below it, and the density there.
    fn after(&self, y: f64, peak: f64, probability: f64) -> (f64, f64) {
        // Taylor's series from the logarithmic derivative of the density, to the third order.
        let decline = self.shape * expm1(y);
        let straight = probability / peak;
        let third = self.shape + decline + 2.0 * decline * decline;
        let width = straight * (1.0 + straight * (0.5 * decline + straight * third / 6.0));
        // One step of Halley's method from there.
        let mut width = width;
        for _ in 0..MAX_STEPS {
            let there = self.at(y + width);
            let off = (self.probability_between(y, width) - probability) / there;
            let step = off * (1.0 + 0.5 * off * self.shape * expm1(y + width));
            width -= step;
            // What is left after a step is of the third order in it.
            if step.abs() <= 1e-5 * width.abs() || !step.is_finite() {
                break;
            }
        }
        (y + width, self.at(y + width))
    }

    /// Probability between `y` and `y + width`, by Gauss–Legendre on four points: for a short piece.
    fn probability_between(&self, y: f64, width: f64) -> f64 {
        const POINTS: [(f64, f64); 2] =
            [(0.339_981_043_584_856_3, 0.652_145_154_862_546_1), (0.861_136_311_594_052_6, 0.347_854_845_137_453_9)];
        let half = 0.5 * width;
        let middle = y + half;
        let weighted = |&(t, weight): &(f64, f64)| weight * (self.at(middle - half * t) + self.at(middle + half * t));
        half * POINTS.iter().map(weighted).sum::<f64>()
    }

    /// The nodes from `z` (where the quantile is `exp(y)`) to 0, in steps of `step` towards it.
    fn nodes_inwards(&self, z: f64, y: f64, step: f64) -> Vec<Node> {
        let mut node = self.node(z, y);
        let mut nodes = vec![node];
        for _ in 0..CELLS / 2 {
            node = self.next_node(node, step);
            nodes.push(node);
        }
        nodes
    }

    fn next_node(&self, from: Node, step: f64) -> Node {
        let z = from.z + step;
        let probability =
            if step > 0.0 { normal_cdf(z) - normal_cdf(from.z) } else { normal_cdf(-from.z) - normal_cdf(-z) };
        // d²y/dz² from the logarithmic derivatives of the two densities.
        let curvature = from.slope * (self.shape * expm1(from.y) * from.slope - from.z);
        let mut width = step * (from.slope + 0.5 * step * curvature);
        for _ in 0..4 {
            let correction = (self.probability(from.y, width) - probability) / self.at(from.y + width);
            width -= correction;
            if correction.abs() <= 1e-14 * width.abs() {
                break;
            }
        }
        self.node(z, from.y + width)
    }

    fn node(&self, z: f64, y: f64) -> Node {
        Node { z, y, slope: normal_density(z) / self.at(y) }
    }

    /// `y` with a small probability `p` below it.
    ///
    /// Newton's method on the logarithm of the probability, a concave function of `y`: wherever it starts, it is
    /// left of the root after one step and then only approaches.
    fn lower_quantile(&self, p: f64) -> f64 {
        let a = self.shape;
        let y = if a < 30.0 { (log(p) + lgamma(a + 1.0)) / a - log(a) } else { wilson_hilferty(a, -RANGE).y };
        newton(y, |y| {
            let below = lower_series(a, a * exp(y)) / a;
            (self.ln_at(y) + log(below) - log(p), 1.0 / below)
        })
    }

    /// `y` with a small probability `q` above it, by the same method from the right of the root.
    fn upper_quantile(&self, q: f64) -> f64 {
        let a = self.shape;
        // To the right of the root for every shape.
        let y = log((a + RANGE * a.sqrt() + 60.0) / a);
        newton(y, |y| {
            let above = upper_fraction(a, a * exp(y));
            (self.ln_at(y) + log(above) - log(q), -1.0 / above)
        })
    }
}

/// Newton's method on a function given as (value, slope); bounded in steps.
fn newton(mut y: f64, function: impl Fn(f64) -> (f64, f64)) -> f64 {
    for _ in 0..MAX_STEPS {
        let (value, slope) = function(y);
        let step = value / slope;
        if !step.is_finite() {
            break;
        }
        y -= step;
        if step.abs() <= 1e-9 * y.abs() {
            // Convergence is quadratic: what is left is below the rounding of `y`.
            break;
        }
    }
    y
}

/// `P(a, x) Γ(a + 1) eˣ / xᵃ = Σ xⁿ / ((a + 1) … (a + n))`, for any `x` but best below `a + 1`.
fn lower_series(a: f64, x: f64) -> f64 {
    let (mut sum, mut term) = (1.0, 1.0);
    for n in 1..MAX_TERMS {
        term *= x / (a + f64::from(n));
        sum += term;
        if term < 1e-17 * sum {
            break;
        }
    }
    sum
}

/// `Q(a, x) Γ(a) eˣ / xᵃ` for `x > a + 1`: Legendre's continued fraction by the method of Lentz.
///
/// # Source
/// Press, Teukolsky, Vetterling & Flannery (2007), *Numerical Recipes*, 3rd ed., §6.2.
fn upper_fraction(a: f64, x: f64) -> f64 {
    let mut b = x + 1.0 - a;
    let mut c = f64::MAX;
    let mut d = 1.0 / b;
    let mut fraction = d;
    for i in 1..MAX_TERMS {
        let i = f64::from(i);
        let numerator = i * (a - i);
        b += 2.0;
        d = 1.0 / (numerator * d + b);
        c = b + numerator / c;
        fraction *= c * d;
        if (c * d - 1.0).abs() < 4e-16 {
            break;
        }
    }
    fraction
}

/// The quantile of a large shape: `x / mean = (1 − 1/(9a) + z / (3√a))³`.
fn wilson_hilferty(shape: f64, z: f64) -> Node {
    let per_z = 1.0 / (3.0 * shape.sqrt());
    let root = 1.0 - 1.0 / (9.0 * shape) + z * per_z;
    Node { z, y: 3.0 * log(root), slope: 3.0 * per_z / root }
}

/// The same as a jet: with `r` for the root, `x = r³`, `dr/dv = ±1 / (3√a φ)` and `d²r/dv² = z (dr/dv) / φ`.
fn wilson_hilferty_jet(shape: f64, tail: Tail, v: f64) -> Jet {
    let sign = if tail == Tail::Lower { 1.0 } else { -1.0 };
    let z = normal_quantile(v);
    let over_density = 1.0 / normal_density(z);
    let per_v = sign * over_density / (3.0 * shape.sqrt());
    let root = 1.0 - 1.0 / (9.0 * shape) + sign * z / (3.0 * shape.sqrt());
    let curvature = 3.0 * root * (2.0 * per_v * per_v + root * per_v * z * over_density);
    Jet { value: root * root * root, slope: 3.0 * root * root * per_v, curvature }
}

#[cfg(test)]
mod tests {
    use statrs::function::gamma::{gamma_lr, gamma_ur};

    use super::*;

    /// Relative error of the quantile at `z`, from the oracle's distribution function and the density.
    fn relative_error(density: &Density, table: &QuantileTable, z: f64) -> f64 {
        let (a, y) = (density.shape, table.ln_quantile_at(z));
        let x = a * exp(y);
        let excess = if x < 1e-290 {
            // Below the range of a float: P = xᵃ / Γ(a + 1).
            exp(a * (y + log(a)) - lgamma(a + 1.0)) - normal_cdf(z)
        } else if z < 0.0 {
            gamma_lr(a, x) - normal_cdf(z)
        } else {
            normal_cdf(-z) - gamma_ur(a, x)
        };
        (excess / density.at(y)).abs()
    }

    fn largest_error(shape: f64) -> f64 {
        let (density, table) = (Density::new(shape), gamma_table(shape));
        // Middles of cells, where the cubic is furthest off, and nodes.
        let errors =
            (0..2 * CELLS).map(|i| relative_error(&density, &table, i as f64 / (2.0 * CELLS_PER_UNIT) - RANGE));
        errors.fold(0.0, f64::max)
    }

    /// Against the incomplete gamma function of statrs, at the middle of every cell.
    #[test]
    fn quantiles_are_within_a_ten_millionth() {
        for shape in
            [0.01, 0.02, 0.05, 0.07, 0.1, 0.25, 0.5, 0.9, 1.0, 1.5, 2.0, 4.0, 10.0, 15.9, 16.1, 30.0, 100.0, 1e3, 1e4]
        {
            let error = largest_error(shape);
            assert!(error < 1e-7, "shape {shape}: relative error {error:e}");
        }
    }

    /// By the unit, both tails to 2⁻⁵³: the relative error in the middle of every cell, by the series and the fraction
    /// of the incomplete gamma function, which each hold in their tail, and by statrs in between.
    #[test]
    fn quantiles_by_the_unit_are_within_a_twenty_millionth() {
        for shape in [0.12, 0.15, 0.249, 0.25, 0.5, 1.0, 1.5625, 2.0, 4.0, 15.9, 16.1, 100.0, 1e4, 1e6] {
            let density = Density::new(shape);
            let table = gamma_unit_table(shape).unwrap();
            let error = table.largest_difference(|tail, v, value| {
                let (y, x) = (log(value), shape * value);
                let found = match tail {
                    Tail::Lower => lower_series(shape, x) / shape * density.at(y),
                    Tail::Upper if x > shape + 1.0 => upper_fraction(shape, x) * density.at(y),
                    Tail::Upper => gamma_ur(shape, x),
                };
                (found - v) / density.at(y)
            });
            assert!(error < 5e-8, "shape {shape}: relative error {error:e}");
        }
    }

    /// Most of such a distribution lies below any microsecond; errors there grow as one over the shape.
    #[test]
    fn extreme_shapes_are_tabulated_as_well() {
        for (shape, tolerance) in [(1e-6, 5e-4), (1e-5, 5e-5), (1e-4, 5e-6), (1e-3, 5e-7), (1e5, 1e-9), (1e6, 1e-9)] {
            let error = largest_error(shape);
            assert!(error < tolerance, "shape {shape}: relative error {error:e}");
        }
    }

    /// The half built from below and the half built from above meet at the median.
    #[test]
    fn both_halves_meet() {
        let (tail, step) = (normal_cdf(-RANGE), 1.0 / CELLS_PER_UNIT);
        for shape in [1e-6, 1e-3, 0.05, 0.3, 1.0, 3.0, 50.0, 1e4, 1e6] {
            let density = Density::new(shape);
            let lower = density.nodes_inwards(-RANGE, density.lower_quantile(tail), step);
            let upper = density.nodes_inwards(RANGE, density.upper_quantile(tail), -step);
            let (below, above) = (lower[CELLS / 2], upper[CELLS / 2]);
            assert_eq!((below.z, above.z), (0.0, 0.0));
            let gap = (below.y - above.y) * density.at(below.y);
            assert!(gap.abs() < 1e-11, "shape {shape}: the medians differ by a probability of {gap:e}");
        }
    }

    #[test]
    fn largest_shape_agrees_with_wilson_hilferty() {
        let table = gamma_table(MAX_SHAPE);
        for i in 0..=CELLS {
            let difference = (table.ln_quantile_at(border(i)) - wilson_hilferty(MAX_SHAPE, border(i)).y).abs();
            assert!(difference < 1e-7, "{difference:e} at {}", border(i));
        }
    }
}
