//! The normal distribution, kept to values from a lowest value on.

use libm::{exp, log, log1p};

use super::normal::{normal_cdf, normal_density, normal_quantile};
use super::standard_tables::TOLERANCE;
use super::unit_table::{FINENESSES, Jet, Tail, UnitTable, borders};

/// From so many standard deviations above the mean on, the part that is kept is drawn and summarised by
/// asymptotic series for the tail, whose relative error is below 1e-8 there; below it, by the functions
/// themselves, which lose digits to cancellation as the lowest value moves out.
const FAR: f64 = 30.0;
/// Most Newton steps; three or four are usual.
const MOST_STEPS: u32 = 30;

/// A normal distribution redrawn until the value is at least `at_least`; sampled by inversion, without redrawing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct TruncatedNormal {
    mean: f64,
    sd: f64,
    at_least: f64,
    /// The lowest value, in standard deviations above the mean.
    lowest: f64,
    /// Probability below the lowest value, before truncation.
    below: f64,
    /// Probability above it.
    above: f64,
}

impl TruncatedNormal {
    /// * `mean`, `sd` – before truncation, `sd` above 0
    pub(super) fn new(mean: f64, sd: f64, at_least: f64) -> TruncatedNormal {
        let lowest = (at_least - mean) / sd;
        TruncatedNormal { mean, sd, at_least, lowest, below: normal_cdf(lowest), above: normal_cdf(-lowest) }
    }

    /// What all of it follows from: mean and standard deviation before truncation, and the lowest value.
    pub(super) fn parameters(&self) -> [f64; 3] {
        [self.mean, self.sd, self.at_least]
    }

    /// The quantile at `unit`: `z` with `P(Z > z) = (1 − unit) P(Z > lowest)`.
    #[inline]
    pub(super) fn quantile(&self, unit: f64) -> f64 {
        if self.lowest > FAR {
            return self.at_least + self.sd * far_excess(self.lowest, 1.0 - unit);
        }
        let below = self.below + unit * self.above;
        let z = if below < 0.5 { normal_quantile(below) } else { -normal_quantile((1.0 - unit) * self.above) };
        (self.mean + self.sd * z).max(self.at_least)
    }

    /// The table by the unit; `None` where there is none. The error is below 3e-8 of the value, or of the standard
    /// deviation where that is more, in the middle of every cell, where it is largest.
    pub(super) fn table(&self) -> Option<UnitTable> {
        if self.lowest > FAR {
            return None;
        }
        let value = |tail: Tail, v: f64| match tail {
            Tail::Lower if v * self.above < self.below => self.at_least + self.sd * self.excess(v),
            Tail::Lower => self.mean + self.sd * normal_quantile(self.below + v * self.above),
            Tail::Upper => self.mean - self.sd * normal_quantile(v * self.above),
        };
        let jet = |tail: Tail, v: f64| {
            let value = value(tail, v);
            let z = (value - self.mean) / self.sd;
            let slope = self.above / normal_density(z);
            let signed = if tail == Tail::Lower { slope } else { -slope };
            Jet { value, slope: self.sd * signed, curvature: self.sd * slope * slope * z }
        };
        FINENESSES.into_iter().find_map(|fineness| {
            let table = UnitTable::new(fineness, |tail| borders(fineness).map(|v| jet(tail, v)).collect())?;
            let whole = if self.at_least >= 0.0 { 0.0 } else { self.sd };
            let off = table.largest_difference(|tail, v, found| {
                let exact = value(tail, v);
                (found - exact) / exact.abs().max(whole)
            });
            (off < TOLERANCE).then_some(table)
        })
    }

    /// How far above the lowest value, in standard deviations, one is with the small probability `v` of the part that is
    /// kept below it: where the difference of two probabilities would have no digits.
    ///
    /// Newton's method on the integral of `exp(−lowest t − t² / 2)`, by Gauss–Legendre on eight points.
    fn excess(&self, v: f64) -> f64 {
        const POINTS: [(f64, f64); 4] = [
            (0.183_434_642_495_649_8, 0.362_683_783_378_362),
            (0.525_532_409_916_329, 0.313_706_645_877_887_3),
            (0.796_666_477_413_626_7, 0.222_381_034_453_374_48),
            (0.960_289_856_497_536_3, 0.101_228_536_290_376_26),
        ];
        let relative = |t: f64| exp(-t * (self.lowest + 0.5 * t));
        let wanted = v / self.hazard();
        let mut t = wanted;
        for _ in 0..MOST_STEPS {
            let half = 0.5 * t;
            let both = |&(at, weight): &(f64, f64)| weight * (relative(half - half * at) + relative(half + half * at));
            let step = (half * POINTS.iter().map(both).sum::<f64>() - wanted) / relative(t);
            t -= step;
            if step.abs() <= 1e-15 * t {
                break;
            }
        }
        t
    }

    /// Mean after truncation: `mean + sd · h`, with `h` the hazard of the normal distribution at the lowest value.
    pub(super) fn mean(&self) -> f64 {
        if self.lowest > FAR {
            let r = 1.0 / (self.lowest * self.lowest);
            let excess = (1.0 - r * (2.0 - r * (10.0 - r * (74.0 - r * 706.0)))) / self.lowest;
            return self.at_least + self.sd * excess;
        }
        self.mean + self.sd * self.hazard()
    }

    /// Variance after truncation: `sd² (1 + lowest · h − h²)`.
    pub(super) fn variance(&self) -> f64 {
        let share = if self.lowest > FAR {
            let r = 1.0 / (self.lowest * self.lowest);
            r * (1.0 - r * (6.0 - r * (50.0 - r * (518.0 - r * 6354.0))))
        } else if self.lowest == f64::NEG_INFINITY {
            1.0
        } else {
            1.0 - self.hazard() * (self.hazard() - self.lowest)
        };
        self.sd * self.sd * share
    }

    fn hazard(&self) -> f64 {
        normal_density(self.lowest) / self.above
    }
}

/// How far above `lowest` a standard normal variate is, beyond it, with probability `p` of being further.
///
/// Two Newton steps on `ln P(Z > lowest + t) − ln P(Z > lowest) = ln p`, from `t² / 2 + lowest · t = −ln p`.
fn far_excess(lowest: f64, p: f64) -> f64 {
    if lowest > 1e100 {
        return 0.0;
    }
    let doubled = -2.0 * log(p);
    let mut t = doubled / (lowest + (lowest * lowest + doubled).sqrt());
    for _ in 0..2 {
        let mills = mills_ratio_times_z(lowest + t);
        let ln_ratio = -t * (lowest + 0.5 * t) - log1p(t / lowest) + log(mills / mills_ratio_times_z(lowest));
        t += (ln_ratio + 0.5 * doubled) * mills / (lowest + t);
    }
    t
}

/// `z P(Z > z) / φ(z)` for large `z`.
fn mills_ratio_times_z(z: f64) -> f64 {
    let r = 1.0 / (z * z);
    1.0 - r * (1.0 - r * (3.0 - r * (15.0 - r * 105.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tables, which check themselves, are there wherever the normal distribution is cut off short of [`FAR`].
    #[test]
    fn ordinary_cuts_have_a_table() {
        for lowest in [f64::NEG_INFINITY, -8.0, -5.0, -1.0, 0.0, 0.3, 5.0, 20.0] {
            assert!(
                TruncatedNormal::new(-lowest.max(-40.0), 1.0, if lowest.is_finite() { 0.0 } else { lowest })
                    .table()
                    .is_some()
            );
        }
    }

    /// Just below and just above `FAR`, where the formulas change, quantiles and moments agree.
    #[test]
    fn formulas_meet() {
        let normal = |lowest: f64| TruncatedNormal::new(-lowest, 1.0, 0.0);
        let (near, far) = (normal(FAR), normal(FAR * (1.0 + 1e-15)));
        assert!((near.mean() / far.mean() - 1.0).abs() < 1e-8);
        assert!((near.variance() / far.variance() - 1.0).abs() < 1e-7);
        for i in 1..1000 {
            let unit = f64::from(i) / 1000.0;
            assert!((near.quantile(unit) / far.quantile(unit) - 1.0).abs() < 1e-8, "unit {unit}");
        }
    }

    /// Very far out what is left is exponential, with mean `sd / lowest`.
    #[test]
    fn the_far_tail_is_exponential() {
        let tail = TruncatedNormal::new(-1e9, 1.0, 0.0);
        assert!((tail.quantile(0.5) / (1e-9 * std::f64::consts::LN_2) - 1.0).abs() < 1e-12);
        assert!((tail.mean() / 1e-9 - 1.0).abs() < 1e-12 && (tail.variance() / 1e-18 - 1.0).abs() < 1e-12);
    }
}
