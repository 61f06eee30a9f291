//! The standard normal distribution: density, probability below, and quantile.

/// `1 / √(2π)`.
const DENSITY_AT_ZERO: f64 = 0.398_942_280_401_432_7;

/// Density of the standard normal distribution at `z`.
#[inline]
pub fn normal_density(z: f64) -> f64 {
    DENSITY_AT_ZERO * libm::exp(-0.5 * z * z)
}

/// Probability that a standard normal variate is at most `z`: `Φ(z) = erfc(−z / √2) / 2`.
///
/// Accurate in the lower tail; for the upper tail ask for `normal_cdf(-z)`.
///
/// ```
/// assert!((sim_core::random::normal_cdf(1.959963984540054) - 0.975).abs() < 1e-15);
/// ```
#[inline]
pub fn normal_cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
}

/// The value below which a standard normal variate falls with probability `p`: `Φ⁻¹(p)`.
///
/// Rational approximations in three ranges, with a relative error of about 1e-16 down to `p = 1e-316`. It is
/// −∞ at 0, +∞ at 1 and not a number outside. Above ½ it uses `1 − p`, so a small probability *above* the value
/// is best passed as `-normal_quantile(q)`.
///
/// ```
/// assert!((sim_core::random::normal_quantile(0.975) - 1.959963984540054).abs() < 1e-14);
/// ```
///
/// # Source
/// Wichura (1988), "Algorithm AS 241: the percentage points of the normal distribution", *Applied Statistics*
/// 37(3), routine PPND16.
#[inline]
pub fn normal_quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180625 - q * q;
        return q * ratio(r, &CENTRE);
    }
    let tail = if q < 0.0 { p } else { 1.0 - p };
    if tail <= 0.0 {
        return if tail == 0.0 { f64::INFINITY.copysign(q) } else { f64::NAN };
    }
    let r = (-libm::log(tail)).sqrt();
    let z = if r <= 5.0 { ratio(r - 1.6, &TAIL) } else { ratio(r - 5.0, &FAR_TAIL) };
    z.copysign(q)
}

/// Numerator and denominator of a ratio of two polynomials, constant term first.
type Ratio = ([f64; 8], [f64; 8]);

#[inline]
fn ratio(r: f64, (numerator, denominator): &Ratio) -> f64 {
    polynomial(r, numerator) / polynomial(r, denominator)
}

#[inline]
fn polynomial(r: f64, [c0, c1, c2, c3, c4, c5, c6, c7]: &[f64; 8]) -> f64 {
    ((((((c7 * r + c6) * r + c5) * r + c4) * r + c3) * r + c2) * r + c1) * r + c0
}

/// For `|p − ½| ≤ 0.425`.
#[rustfmt::skip]
#[expect(clippy::excessive_precision, reason = "the digits as published")]
const CENTRE: Ratio = (
    [3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
     4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3],
    [1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
     2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3],
);

/// For `√(−ln p)` up to 5, that is `p` from 1.4e-11.
#[rustfmt::skip]
#[expect(clippy::excessive_precision, reason = "the digits as published")]
const TAIL: Ratio = (
    [1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
     1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4],
    [1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
     1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9],
);

/// For `√(−ln p)` above 5.
#[rustfmt::skip]
#[expect(clippy::excessive_precision, reason = "the digits as published")]
const FAR_TAIL: Ratio = (
    [6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
     2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7],
    [1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
     7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15],
);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use statrs::distribution::{ContinuousCDF, Normal};

    use super::*;

    /// `Φ(Φ⁻¹(p)) = p` down to 1e-300: the relative error of the quantile is below 2e-15, taking `erfc` as exact.
    #[test]
    fn quantile_inverts_the_cdf() {
        for i in 4..=3000 {
            let p = libm::pow(10.0, -f64::from(i) / 10.0);
            let z = normal_quantile(p);
            // A relative error in z moves Φ(z) by |z| φ(z) times as much.
            let error = (normal_cdf(z) - p).abs() / (z.abs() * normal_density(z));
            assert!(error < 2e-15, "p = {p}: relative error {error:e}");
        }
    }

    /// Published values, to the last digit given (Wichura 1988, table 1).
    #[test]
    fn published_quantiles_hold() {
        for (p, z) in [(0.25, -0.6744897501960817), (0.001, -3.090232306167814), (1e-20, -9.262340089798408)] {
            assert!((normal_quantile(p) / z - 1.0).abs() < 1e-15, "p = {p}: {}", normal_quantile(p));
        }
        assert_eq!(normal_quantile(0.5), 0.0);
        assert_eq!(normal_quantile(0.0), f64::NEG_INFINITY);
        assert_eq!(normal_quantile(1.0), f64::INFINITY);
        assert!(normal_quantile(-0.1).is_nan() && normal_quantile(1.1).is_nan());
    }

    /// An independent implementation agrees, as far as it is accurate itself.
    #[test]
    fn statrs_agrees() {
        let standard = Normal::standard();
        for i in -740..=740 {
            let z = f64::from(i) / 100.0;
            assert!((normal_cdf(z) / standard.cdf(z) - 1.0).abs() < 1e-9, "z = {z}");
            if z.abs() < 5.0 && i != 0 {
                let p = normal_cdf(z);
                assert!((normal_quantile(p) / standard.inverse_cdf(p) - 1.0).abs() < 1e-9, "p = {p}");
            }
        }
    }

    proptest! {
        #[test]
        fn quantile_is_odd_and_rises(n in 1u64..(1 << 52), m in 1u64..(1 << 52)) {
            let (p, q) = (n as f64 * 0.5_f64.powi(52), m as f64 * 0.5_f64.powi(52));
            prop_assert_eq!(normal_quantile(1.0 - p), -normal_quantile(p));
            prop_assert!(p >= q || normal_quantile(p) <= normal_quantile(q));
        }
    }
}
