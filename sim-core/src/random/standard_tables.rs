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

    /// Ten places in every cell of both tails, down to 2⁻⁵³, against the formulas: relative errors below 3e-8.
    #[test]
    fn tables_agree_with_the_formulas_everywhere() {
        let compare = |what: &str, table: UnitTable, exact: &dyn Fn(Tail, f64) -> f64| {
            for (at, v) in borders(4).enumerate().take_while(|&(_, v)| v < 0.5) {
                for place in 0..10 {
                    let v = v * (1.0 + (f64::from(place) + 0.3) / 10.0 / (16.0 + (at % 16) as f64));
                    for tail in [Tail::Lower, Tail::Upper] {
                        let off = table.at(v, tail == Tail::Upper) / exact(tail, v) - 1.0;
                        assert!(off.abs() < TOLERANCE, "{what}, {tail:?} {v:e}: off by {off:e}");
                    }
                }
            }
        };
        for exponent in [1e-6, 0.1, 0.5, 1.0, 1.5, 2.5, 3.0, 6.0] {
            let exact = |tail, v| exp(exponent * log(unit_exponential(tail, v)));
            compare(&format!("Weibull {exponent}"), weibull_table(exponent).unwrap(), &exact);
        }
        for sigma in [1e-6, 0.1, 0.7, 1.0, 1.7, 2.5, 4.0] {
            let exact = |tail, v| exp(if tail == Tail::Lower { sigma } else { -sigma } * normal_quantile(v));
            compare(&format!("lognormal {sigma}"), lognormal_table(sigma).unwrap(), &exact);
        }
    }

    /// A larger unit never gives a smaller value: neighbouring units at every border, inside cells and at the median.
    #[test]
    fn tables_rise_exactly() {
        let tables =
            [weibull_table(1.0), weibull_table(3.0), weibull_table(1e-6), lognormal_table(0.7), lognormal_table(2.5)];
        for table in tables.map(Option::unwrap) {
            let mut before = 0.0;
            let units = borders(4).chain(borders(4).map(|v| 1.0 - v).collect::<Vec<_>>().into_iter().rev());
            for middle in units.filter(|&unit| unit < 1.0) {
                for step in -300..300_i64 {
                    let unit = f64::from_bits((middle.to_bits() as i64 + step * 4096 / 7) as u64);
                    let value = table.quantile(unit);
                    if step > -300 {
                        assert!(value >= before, "{unit:e}: {value:e} after {before:e}");
                    }
                    before = value;
                }
            }
        }
    }
}
