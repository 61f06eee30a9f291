//! The beta distribution: probability below a value, and quantile.
//!
//! Only `libm`, so that a quantile is the same number on every platform.

use libm::{exp, fabs, lgamma, log, log1p};

/// Smallest denominator of the continued fraction.
const TINY: f64 = 1e-300;
/// Most terms of the continued fraction; shapes up to a few hundred take under fifty.
const MAX_TERMS: u32 = 10_000;
/// Most steps of the inversion; ten are usual, and every one at least halves the bracket or is a Newton step.
const MAX_STEPS: u32 = 200;

/// Probability that a beta variate is at most `x`: the regularised incomplete beta function `I_x(a, b)`.
///
/// * `a`, `b` – shapes, at least 1
///
/// ```
/// assert!((sim_core::random::beta_cdf(0.5, 3.0, 3.0) - 0.5).abs() < 1e-15);
/// ```
///
/// # Source
/// Press, Teukolsky, Vetterling & Flannery (2007), *Numerical Recipes*, 3rd ed., §6.4: the continued fraction, by the
/// method of Lentz.
pub fn beta_cdf(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let front = exp(a * log(x) + b * log1p(-x) - ln_beta(a, b));
    // On this side of the mean the fraction converges quickly.
    if x < (a + 1.0) / (a + b + 2.0) {
        front * fraction(x, a, b) / a
    } else {
        1.0 - front * fraction(1.0 - x, b, a) / b
    }
}

/// The value below which a beta variate falls with probability `p`.
///
/// * `a`, `b` – shapes, at least 1
///
/// Newton steps kept inside a bracket that shrinks; the error is below 1e-12. Above ½ it asks for the upper tail with
/// `1 − p`, which is exact for the units of [`Draws`](super::Draws).
///
/// ```
/// assert!((sim_core::random::beta_quantile(0.25, 1.0, 2.0) - (1.0 - 0.75f64.sqrt())).abs() < 1e-14);
/// ```
pub fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    if p <= 0.0 {
        return 0.0;
    }
    if p >= 1.0 {
        return 1.0;
    }
    if p > 0.5 { 1.0 - lower_quantile(1.0 - p, b, a) } else { lower_quantile(p, a, b) }
}

fn lower_quantile(p: f64, a: f64, b: f64) -> f64 {
    let ln_beta = ln_beta(a, b);
    let (mut low, mut high) = (0.0, 1.0);
    // Near 0 the probability is x^a / (a B(a, b)), times at most 1 for b of at least 1.
    let mut x = exp((log(p) + log(a) + ln_beta) / a).min(a / (a + b));
    for _ in 0..MAX_STEPS {
        let error = beta_cdf(x, a, b) - p;
        if error > 0.0 {
            high = x;
        } else {
            low = x;
        }
        let density = exp((a - 1.0) * log(x) + (b - 1.0) * log1p(-x) - ln_beta);
        let newton = x - error / density;
        let next = if newton > low && newton < high { newton } else { 0.5 * (low + high) };
        if fabs(next - x) <= 1e-16 * x {
            return next;
        }
        x = next;
    }
    x
}

fn ln_beta(a: f64, b: f64) -> f64 {
    lgamma(a) + lgamma(b) - lgamma(a + b)
}

/// The continued fraction of the incomplete beta function.
fn fraction(x: f64, a: f64, b: f64) -> f64 {
    let away_from_zero = |value: f64| if fabs(value) < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut product = d;
    for term in 1..MAX_TERMS {
        let m = f64::from(term);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut last = 1.0;
        for coefficient in [even, odd] {
            d = 1.0 / away_from_zero(1.0 + coefficient * d);
            c = away_from_zero(1.0 + coefficient / c);
            last = c * d;
            product *= last;
        }
        if fabs(last - 1.0) < 1e-16 {
            break;
        }
    }
    product
}

#[cfg(test)]
mod tests {
    use statrs::distribution::{Beta, ContinuousCDF};

    use super::*;

    /// The shapes of PERT run from 1 to 5 and add up to 6; other shapes are looked at as well.
    fn shapes() -> impl Iterator<Item = (f64, f64)> {
        let pert = (0..=16).map(|step| (1.0 + f64::from(step) / 4.0, 5.0 - f64::from(step) / 4.0));
        pert.chain([(1.0, 1.0), (2.0, 30.0), (12.5, 1.5), (200.0, 300.0)])
    }

    #[test]
    fn probabilities_agree_with_statrs() {
        for (a, b) in shapes() {
            let oracle = Beta::new(a, b).unwrap();
            for step in 1..200 {
                let x = f64::from(step) / 200.0;
                let (found, expected) = (beta_cdf(x, a, b), oracle.cdf(x));
                assert!((found - expected).abs() < 1e-10, "I_{x}({a}, {b}) = {found}, not {expected}");
            }
        }
    }

    /// The quantile has the probability asked for, by an independent implementation, to 1e-10.
    #[test]
    fn quantiles_agree_with_statrs() {
        for (a, b) in shapes() {
            let oracle = Beta::new(a, b).unwrap();
            for step in 1..500 {
                let p = f64::from(step) / 500.0;
                let found = oracle.cdf(beta_quantile(p, a, b));
                assert!((found - p).abs() < 1e-10, "beta({a}, {b}) at {p}: {found}");
            }
        }
    }

    /// Closed forms: `x = p^(1/a)` for b = 1, and its mirror image; far into both tails.
    #[test]
    fn quantiles_have_their_closed_form() {
        for p in [2f64.powi(-53), 1e-12, 1e-3, 0.2, 0.5, 0.8, 1.0 - 2f64.powi(-53)] {
            let found = beta_quantile(p, 5.0, 1.0);
            assert!((found / p.powf(0.2) - 1.0).abs() < 1e-12, "{p}: {found}");
            let mirrored = 1.0 - (1.0 - p).powf(0.2);
            let found = beta_quantile(p, 1.0, 5.0);
            assert!((found - mirrored).abs() < 1e-12, "{p}: {found} against {mirrored}");
        }
        assert_eq!((beta_quantile(0.0, 2.0, 4.0), beta_quantile(1.0, 2.0, 4.0)), (0.0, 1.0));
    }

    /// A higher unit never gives a lower value.
    #[test]
    fn quantiles_are_monotone() {
        for (a, b) in shapes() {
            let all: Vec<f64> = (0..=2000).map(|step| beta_quantile(f64::from(step) / 2000.0, a, b)).collect();
            assert!(all.windows(2).all(|pair| pair[0] < pair[1]), "beta({a}, {b})");
        }
    }
}
