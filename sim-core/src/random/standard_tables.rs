//! Quantiles by the unit for distributions with a formula: exponential, Weibull, lognormal.

use std::sync::{Arc, LazyLock};

use libm::{exp, log, log1p};

use super::normal::{normal_density, normal_quantile};
use super::unit_table::{FINENESSES, Jet, Tail, UnitTable, borders};

/// The largest relative error of a table in the middle of a cell.
pub(super) const TOLERANCE: f64 = 3e-8;

/// The exponential distribution with mean 1.
static EXPONENTIAL: LazyLock<Arc<UnitTable>> = LazyLock::new(|| {
    let table = weibull_table(1.0).expect("the exponential distribution rises steadily");
    Arc::new(table)
});

/// Standard normal quantiles, and one over the density there, at the finest borders of the lower tail.
static NORMAL: LazyLock<Vec<[f64; 2]>> = LazyLock::new(|| {
    let at = |v| {
        let z = normal_quantile(v);
        [z, 1.0 / normal_density(z)]
    };
    borders(FINEST).map(at).collect()
});

/// Logarithms of unit exponentials at the finest borders of either tail.
static LN_EXPONENTIAL: LazyLock<[Vec<f64>; 2]> = LazyLock::new(|| {
    [Tail::Lower, Tail::Upper].map(|tail| borders(FINEST).map(|v| log(unit_exponential(tail, v))).collect())
});

/// The finest borders that are in use.
const FINEST: u32 = FINENESSES[FINENESSES.len() - 1];

/// The unit exponential at a unit: `−ln(1 − unit)`, to a relative error of 3e-8, rising exactly.
///
/// ```
/// assert!((sim_core::random::exponential(0.5) / std::f64::consts::LN_2 - 1.0).abs() < 3e-8);
/// ```
#[inline]
pub fn exponential(unit: f64) -> f64 {
    EXPONENTIAL.quantile(unit)
}

/// The table of the exponential distribution with mean 1, the same for all who ask.
pub(super) fn exponential_table() -> Arc<UnitTable> {
    EXPONENTIAL.clone()
}

/// The table of a unit exponential to the power `exponent`; `None` where the power is too high or nearly 0.
pub(super) fn weibull_table(exponent: f64) -> Option<UnitTable> {
    let jets = |fineness: u32, tail: Tail| {
        let step = 1 << (FINEST - fineness);
        let logarithms = LN_EXPONENTIAL[tail as usize].iter().step_by(step);
        let jet = |(v, &ln): (f64, &f64)| {
            // Derivatives of the unit exponential itself.
            let (first, second) = match tail {
                Tail::Lower => (1.0 / (1.0 - v), 1.0 / ((1.0 - v) * (1.0 - v))),
                Tail::Upper => (-1.0 / v, 1.0 / (v * v)),
            };
            let unit = exp(ln);
            let value = exp(exponent * ln);
            let slope = exponent * value / unit;
            Jet { value, slope: slope * first, curvature: slope * ((exponent - 1.0) / unit * first * first + second) }
        };
        borders(fineness).zip(logarithms).map(jet).collect()
    };
    checked(jets, |tail, v| exp(exponent * log(unit_exponential(tail, v))))
}

/// The table of a lognormal distribution with median 1; `None` where `sigma` is too large or nearly 0.
pub(super) fn lognormal_table(sigma: f64) -> Option<UnitTable> {
    let signed = |tail: Tail| if tail == Tail::Lower { sigma } else { -sigma };
    let jets = |fineness: u32, tail: Tail| {
        let sigma = signed(tail);
        let jet = |&[z, over_density]: &[f64; 2]| {
            let value = exp(sigma * z);
            let slope = sigma * value * over_density;
            Jet { value, slope, curvature: slope * (sigma + z) * over_density }
        };
        NORMAL.iter().step_by(1 << (FINEST - fineness)).map(jet).collect()
    };
    checked(jets, |tail, v| exp(signed(tail) * normal_quantile(v)))
}

/// The coarsest table that is close enough in the middle of every cell.
fn checked(jets: impl Fn(u32, Tail) -> Vec<Jet>, exact: impl Fn(Tail, f64) -> f64) -> Option<UnitTable> {
    FINENESSES.into_iter().find_map(|fineness| {
        let table = UnitTable::new(fineness, |tail| jets(fineness, tail))?;
        let off = table.largest_difference(|tail, v, found| found / exact(tail, v) - 1.0);
        (off < TOLERANCE).then_some(table)
    })
}

fn unit_exponential(tail: Tail, v: f64) -> f64 {
    match tail {
        Tail::Lower => -log1p(-v),
        Tail::Upper => -log(v),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn explore() {
        for fineness in FINENESSES {
            for sigma in [1e-9, 1e-6, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0] {
                let signed = |tail: Tail| if tail == Tail::Lower { sigma } else { -sigma };
                let jets = |fineness: u32, tail: Tail| {
                    let sigma = signed(tail);
                    let jet = |&[z, over_density]: &[f64; 2]| {
                        let value = exp(sigma * z);
                        let slope = sigma * value * over_density;
                        Jet { value, slope, curvature: slope * (sigma + z) * over_density }
                    };
                    NORMAL.iter().step_by(1 << (FINEST - fineness)).map(jet).collect()
                };
                let t = UnitTable::new(fineness, |tail| jets(fineness, tail));
                println!(
                    "{fineness} lognormal {sigma} {:?}",
                    t.map(
                        |t| t.largest_difference(|tail, v, found| found / exp(signed(tail) * normal_quantile(v)) - 1.0)
                    )
                );
            }
        }
        for p in [1e-9, 1e-6, 0.01, 0.1, 0.3, 0.5, 1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 20.0] {
            println!(
                "weibull {p} {:?}",
                weibull_table(p).map(|t| (
                    t.fineness(),
                    t.largest_difference(|tail, v, found| found / exp(p * log(unit_exponential(tail, v))) - 1.0)
                ))
            );
        }
    }
}
