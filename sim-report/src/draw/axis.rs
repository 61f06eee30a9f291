//! A linear axis with zero on it and round marks.

use sim_core::lang::Lang;

use crate::number::fixed;

/// From values to points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Axis {
    /// Value and point of its beginning.
    pub(super) from: (f64, i32),
    /// Value and point of its end.
    pub(super) to: (f64, i32),
}

impl Axis {
    /// The point of a value.
    pub(super) fn at(self, value: f64) -> i32 {
        let share = (value - self.from.0) / (self.to.0 - self.from.0).max(f64::MIN_POSITIVE);
        self.from.1 + (share.clamp(-1.0, 2.0) * f64::from(self.to.1 - self.from.1)).round() as i32
    }
}

/// Round marks from zero up to at least `most`, about so many: the end of the axis, and the marks with their labels.
pub(super) fn marks(most: f64, about: u32, lang: Lang) -> (f64, Vec<(f64, String)>) {
    let most = if most.is_finite() && most > 0.0 { most } else { 1.0 };
    let step = round_step(most / f64::from(about.max(1)));
    let number = (most / step - 1e-9).ceil().max(1.0) as i32;
    let marks = (0..=number).map(|k| f64::from(k) * step).map(|value| (value, fixed(value, decimals_of(step), lang)));
    (f64::from(number) * step, marks.collect())
}

/// The least of 1, 2, 5, 10, … that is no less.
fn round_step(rough: f64) -> f64 {
    let power = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|round| round * power).find(|step| *step >= rough * 0.999);
    step.unwrap_or(10.0 * power)
}

fn decimals_of(step: f64) -> usize {
    (-step.log10().floor()).clamp(0.0, 6.0) as usize
}

/// Round marks from at most `low` (0 or below it) to at least `high` (0 or above it), about so many: the ends of the axis,
/// and the marks with their labels.
pub(super) fn marks_between(low: f64, high: f64, about: u32, lang: Lang) -> (f64, f64, Vec<(f64, String)>) {
    if low >= 0.0 {
        let (most, marks) = marks(high, about, lang);
        return (0.0, most, marks);
    }
    let step = round_step((high - low) / f64::from(about.max(1)));
    let (first, last) = ((low / step + 1e-9).floor() as i32, (high / step - 1e-9).ceil().max(0.0) as i32);
    let at = |k: i32| (f64::from(k) * step, fixed(f64::from(k) * step, decimals_of(step), lang));
    (f64::from(first) * step, f64::from(last) * step, (first..=last).map(at).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_round_and_cover_the_values() {
        let labels = |most| marks(most, 5, Lang::En).1.into_iter().map(|(_, label)| label).collect::<Vec<_>>();
        assert_eq!(labels(97.0), ["0", "20", "40", "60", "80", "100"]);
        assert_eq!(labels(0.013), ["0.000", "0.005", "0.010", "0.015"]);
        assert_eq!(labels(0.0), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        let (low, high, marks_of_both) = marks_between(-33.0, 12.0, 5, Lang::En);
        assert_eq!((low, high), (-40.0, 20.0));
        assert_eq!(
            marks_of_both.into_iter().map(|(_, label)| label).collect::<Vec<_>>(),
            ["−40", "−30", "−20", "−10", "0", "10", "20"]
        );
        assert_eq!(marks(43_000.0, 5, Lang::Nl).1[1].1, "10.000");
    }
}
