//! Distributions made from another one: its residual, its whole part, or never below a least value.

use super::distribution::Distribution;
use super::shape::Shape;

/// Most whole parts that are counted one by one.
const MOST_STEPS: u32 = 2_000;
/// Points of a midpoint rule over probabilities.
const POINTS: u32 = 4_096;
/// Chances below this are nothing.
const NOTHING: f64 = 1e-14;

impl Distribution {
    /// What is left of a draw at a random moment of it: `x − uniform(0, x)`.
    pub fn residual(of: Distribution) -> Distribution {
        match of {
            Distribution::Constant(value) if value > 0.0 => Distribution::Uniform { low: 0.0, high: value },
            Distribution::Constant(value) => Distribution::Constant(value),
            of => Distribution::Residual { of: Box::new(of) },
        }
    }

    /// A draw in whole units, rounded down.
    pub fn whole(of: Distribution, unit: f64) -> Distribution {
        of.mapped(|value| libm::floor(value / unit) * unit)
            .unwrap_or_else(|of| Distribution::Whole { of: Box::new(of), unit })
    }

    /// A draw, but never below `least`.
    pub fn at_least(of: Distribution, least: f64) -> Distribution {
        of.mapped(|value| value.max(least)).unwrap_or_else(|of| Distribution::AtLeast { of: Box::new(of), least })
    }

    /// Values that come one after another, and then again from the first.
    pub fn sequence(values: Vec<f64>) -> Distribution {
        match values[..] {
            [first, ref others @ ..] if others.iter().all(|&value| value == first) => Distribution::Constant(first),
            _ => Distribution::Sequence { values },
        }
    }

    /// So many times each draw: one unit gives the scaled variate, so that draws of both stay paired. Nothing, always,
    /// for a factor of 0.
    ///
    /// * `factor` – at least 0
    ///
    /// ```
    /// # use sim_core::random::Distribution;
    /// let half = Distribution::lognormal_from_mean_cv(3.0, 0.5).scaled(0.5);
    /// assert!((half.mean() - 1.5).abs() < 1e-12);
    /// ```
    pub fn scaled(&self, factor: f64) -> Distribution {
        if factor == 0.0 {
            return Distribution::Constant(0.0);
        }
        let scaled = |of: &Distribution| Box::new(of.scaled(factor));
        match self {
            Distribution::Constant(value) => Distribution::Constant(value * factor),
            Distribution::Exponential { mean } => Distribution::Exponential { mean: mean * factor },
            Distribution::Gamma { mean, cv } => Distribution::Gamma { mean: mean * factor, cv: *cv },
            Distribution::Lognormal { mu, sigma } => {
                Distribution::Lognormal { mu: mu + libm::log(factor), sigma: *sigma }
            }
            Distribution::Weibull { shape, scale } => Distribution::Weibull { shape: *shape, scale: scale * factor },
            Distribution::Uniform { low, high } => Distribution::Uniform { low: low * factor, high: high * factor },
            Distribution::Triangular { low, likely, high } => {
                Distribution::Triangular { low: low * factor, likely: likely * factor, high: high * factor }
            }
            Distribution::Hyperexponential { branches } => {
                let branches = branches.iter().map(|(share, mean)| (*share, mean * factor)).collect();
                Distribution::Hyperexponential { branches }
            }
            Distribution::Normal { mean, sd, at_least } => {
                Distribution::Normal { mean: mean * factor, sd: sd * factor, at_least: at_least * factor }
            }
            Distribution::Empirical { points } => {
                let points = points.iter().map(|(value, weight)| (value * factor, *weight)).collect();
                Distribution::Empirical { points }
            }
            Distribution::Sequence { values } => {
                Distribution::Sequence { values: values.iter().map(|value| value * factor).collect() }
            }
            Distribution::Residual { of } => Distribution::Residual { of: scaled(of) },
            Distribution::Whole { of, unit } => Distribution::Whole { of: scaled(of), unit: unit * factor },
            Distribution::AtLeast { of, least } => Distribution::AtLeast { of: scaled(of), least: least * factor },
        }
    }

    /// Whether a draw takes more than one unit.
    pub fn takes_two_units(&self) -> bool {
        match self {
            Distribution::Residual { .. } => true,
            Distribution::Whole { of, .. } | Distribution::AtLeast { of, .. } => of.takes_two_units(),
            _ => false,
        }
    }

    /// Whether draws depend on the order in which they are taken.
    pub fn is_in_order(&self) -> bool {
        match self {
            Distribution::Sequence { .. } => true,
            Distribution::Residual { of } | Distribution::Whole { of, .. } | Distribution::AtLeast { of, .. } => {
                of.is_in_order()
            }
            _ => false,
        }
    }

    /// A distribution of listed values, each put through a function; any other comes back as it was.
    fn mapped(self, by: impl Fn(f64) -> f64) -> Result<Distribution, Distribution> {
        match self {
            Distribution::Constant(value) => Ok(Distribution::Constant(by(value))),
            Distribution::Empirical { points } => {
                let points = points.into_iter().map(|(value, weight)| (by(value), weight)).collect();
                Ok(Distribution::Empirical { points })
            }
            Distribution::Sequence { values } => Ok(Distribution::sequence(values.into_iter().map(by).collect())),
            other => Err(other),
        }
    }
}

/// Mean and second moment of a residual, from those of what it is of: `x V` with `V` uniform.
pub(super) fn residual_moments(of: &Distribution) -> (f64, f64) {
    let mean = of.mean();
    (mean / 2.0, (of.variance() + mean * mean) / 3.0)
}

/// Mean and second moment of whole units: `u Σ P(X ≥ k u)` and `u² Σ (2k − 1) P(X ≥ k u)` over `k` from 1, the chances
/// from the quantile function by halving; what lies beyond 2000 units by a midpoint rule.
pub(super) fn whole_moments(of: &Distribution, unit: f64) -> (f64, f64) {
    let shape = Shape::new(of, 1.0);
    let whole = |value: f64| (libm::floor(value / unit) * unit).max(0.0);
    if of.takes_two_units() {
        return over_two_units(&shape, whole);
    }
    let (mut first, mut second) = (0.0, 0.0);
    for k in 1..=MOST_STEPS {
        let k = f64::from(k);
        let chance = 1.0 - below(&shape, k * unit);
        first += chance;
        second += (2.0 * k - 1.0) * chance;
        if chance < NOTHING {
            return (first * unit, second * unit * unit);
        }
    }
    let least = f64::from(MOST_STEPS) * unit;
    let from = below(&shape, least);
    let beyond = |moment: fn(f64) -> f64| over(&shape, from, 1.0, |value| moment(whole(value)) - moment(least));
    (first * unit + beyond(|value| value), second * unit * unit + beyond(|value| value * value))
}

/// Mean and second moment of a draw that is never below `least`: those of the draw, and what is added below.
pub(super) fn at_least_moments(of: &Distribution, least: f64) -> (f64, f64) {
    let shape = Shape::new(of, 1.0);
    if of.takes_two_units() {
        return over_two_units(&shape, |value| value.max(least));
    }
    let up_to = below(&shape, least);
    let mean = of.mean();
    let added = over(&shape, 0.0, up_to, |value| (least - value).max(0.0));
    let added_square = over(&shape, 0.0, up_to, |value| least * least - value * value);
    (mean + added, of.variance() + mean * mean + added_square)
}

/// The probability below a value, by halving.
fn below(shape: &Shape, value: f64) -> f64 {
    let (mut low, mut high) = (0.0f64, 1.0f64);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if middle <= 0.0 || middle >= 1.0 {
            break;
        }
        if shape.at(middle) < value { low = middle } else { high = middle }
    }
    if low == 0.0 { 0.0 } else { high }
}

/// The integral of a function of the quantile over the probabilities between two.
///
/// A midpoint rule in `t` with `p = from + (until − from) · t² (3 − 2t)`, which is dense at both ends.
fn over(shape: &Shape, from: f64, until: f64, of: impl Fn(f64) -> f64) -> f64 {
    let width = until - from;
    if width <= 0.0 {
        return 0.0;
    }
    let term = |point: u32| {
        let t = (f64::from(point) + 0.5) / f64::from(POINTS);
        let p = (from + width * t * t * (3.0 - 2.0 * t)).clamp(1e-16, 1.0 - 1e-16);
        of(shape.at(p)) * 6.0 * t * (1.0 - t)
    };
    (0..POINTS).map(term).sum::<f64>() * width / f64::from(POINTS)
}

/// Mean and second moment of a function of a draw of two units, over an even lattice of pairs (right to about 1e-4).
fn over_two_units(shape: &Shape, of: impl Fn(f64) -> f64) -> (f64, f64) {
    const PAIRS: u32 = 1 << 16;
    /// Neighbours on the golden ratio are spread the most evenly.
    const GOLDEN: f64 = 0.618_033_988_749_894_9;
    struct Pair(f64);
    impl super::Luck for Pair {
        fn second(&mut self) -> f64 {
            self.0
        }
        fn place(&mut self, length: usize) -> usize {
            ((self.0 * length as f64) as usize).min(length.saturating_sub(1))
        }
    }
    let (mut first, mut second) = (0.0, 0.0);
    for pair in 0..PAIRS {
        let other = (f64::from(pair) + 0.5) * GOLDEN;
        let value = shape.quantile((f64::from(pair) + 0.5) / f64::from(PAIRS), &mut Pair(other - libm::floor(other)));
        let value = of(value);
        first += value;
        second += value * value;
    }
    (first / f64::from(PAIRS), second / f64::from(PAIRS))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64, relative: f64, what: &str) {
        assert!((found - expected).abs() <= relative * expected.abs(), "{what}: {found}, not {expected}");
    }

    /// Whole days of an exponential time are geometric: `q / (1 − q)` on average with `q = e^(−1/m)`.
    #[test]
    fn whole_units_of_an_exponential_are_geometric() {
        for mean in [0.4, 3.0, 40.0, 5000.0] {
            let whole = Distribution::whole(Distribution::Exponential { mean }, 1.0);
            let q = libm::exp(-1.0 / mean);
            near(whole.mean(), q / (1.0 - q), 2e-6, "mean");
            near(whole.variance(), q / ((1.0 - q) * (1.0 - q)), 2e-4, "variance");
        }
        let whole = Distribution::whole(Distribution::Uniform { low: 0.5, high: 3.5 }, 0.5);
        near(whole.mean(), 1.75, 1e-9, "half days");
    }

    /// `E max(X, m) = m + mean · e^(−m / mean)` for an exponential; the second moment by parts.
    #[test]
    fn an_exponential_of_at_least_some_time_has_its_closed_form() {
        let (mean, least) = (2.0, 1.5);
        let at_least = Distribution::at_least(Distribution::Exponential { mean }, least);
        let tail = libm::exp(-least / mean);
        near(at_least.mean(), least + mean * tail, 1e-7, "mean");
        let second = least * least + 2.0 * mean * (least + mean) * tail;
        near(at_least.variance(), second - (least + mean * tail) * (least + mean * tail), 1e-6, "variance");
    }

    #[test]
    fn a_residual_has_half_the_mean() {
        assert_eq!(Distribution::residual(Distribution::Constant(3.0)), Distribution::Uniform { low: 0.0, high: 3.0 });
        let of = Distribution::Lognormal { mu: 0.3, sigma: 0.9 };
        let residual = Distribution::residual(of.clone());
        near(residual.mean(), of.mean() / 2.0, 1e-12, "mean");
        let second = (of.variance() + of.mean() * of.mean()) / 3.0;
        near(residual.variance(), second - of.mean() * of.mean() / 4.0, 1e-12, "variance");
        // A residual of an exponential, never below 0: the lattice against the formula.
        let of = Distribution::residual(Distribution::Exponential { mean: 2.0 });
        near(Distribution::at_least(of.clone(), 0.0).mean(), of.mean(), 1e-3, "lattice");
    }

    #[test]
    fn listed_values_are_worked_out_at_once() {
        let seen = Distribution::Empirical { points: vec![(0.4, 0.5), (2.7, 0.5)] };
        let whole = Distribution::Empirical { points: vec![(0.0, 0.5), (2.0, 0.5)] };
        assert_eq!(Distribution::whole(seen, 1.0), whole);
        assert_eq!(
            Distribution::at_least(Distribution::sequence(vec![1.0, 3.0]), 2.0),
            Distribution::Sequence { values: vec![2.0, 3.0] }
        );
        assert_eq!(Distribution::sequence(vec![1.0, 1.0]), Distribution::Constant(1.0));
        let values = Distribution::sequence(vec![1.0, 2.0, 6.0]);
        assert_eq!(values.mean(), 3.0);
        near(values.variance(), 14.0 / 3.0, 1e-15, "variance");
    }

    /// One unit, one variate: of every kind the quantile is the scaled one, and so are the moments.
    #[test]
    fn every_kind_is_scaled_draw_by_draw() {
        let exponential = || Distribution::Exponential { mean: 2.0 };
        let normal = Distribution::Normal { mean: 3.0, sd: 2.0, at_least: 0.5 };
        let kinds = [
            Distribution::Constant(2.5),
            exponential(),
            Distribution::Gamma { mean: 4.0, cv: 0.5 },
            Distribution::Lognormal { mu: 0.3, sigma: 0.9 },
            Distribution::Weibull { shape: 1.7, scale: 3.0 },
            Distribution::Uniform { low: 1.0, high: 4.0 },
            Distribution::Triangular { low: 1.0, likely: 2.0, high: 6.0 },
            Distribution::Hyperexponential { branches: vec![(0.3, 1.0), (0.7, 5.0)] },
            normal,
            Distribution::Empirical { points: vec![(1.0, 0.5), (2.0, 0.25), (6.0, 0.25)] },
            Distribution::Whole { of: Box::new(exponential()), unit: 0.5 },
            Distribution::at_least(exponential(), 1.5),
        ];
        for kind in kinds {
            for factor in [0.01, 0.6, 1.0, 3.5] {
                let scaled = kind.scaled(factor);
                let (before, after) = (Shape::new(&kind, 1.0), Shape::new(&scaled, 1.0));
                // Units at which nothing steps.
                for unit in [0.013, 0.21, 0.47, 0.633, 0.87, 0.999] {
                    near(after.at(unit), factor * before.at(unit), 1e-9, &format!("{kind:?} × {factor} at {unit}"));
                }
                near(scaled.mean(), factor * kind.mean(), 1e-6, "mean");
                near(scaled.variance(), factor * factor * kind.variance(), 1e-4, "variance");
            }
            assert_eq!(kind.scaled(1.0), kind);
            assert_eq!(kind.scaled(0.0), Distribution::Constant(0.0));
        }
        let residual = Distribution::residual(exponential()).scaled(3.0);
        assert_eq!(residual, Distribution::residual(Distribution::Exponential { mean: 6.0 }));
        let sequence = Distribution::sequence(vec![1.0, 3.0]).scaled(2.0);
        assert_eq!(sequence, Distribution::Sequence { values: vec![2.0, 6.0] });
    }
}
