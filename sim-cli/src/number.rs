//! Numbers as a reader wants them: as many digits as the interval deserves, in the form of the language.

use sim_core::estimate::Split;
use sim_core::experiment::Row;
use sim_core::lang::Lang;
use sim_core::observe::{Measure, Of, Statistic};
pub(crate) use sim_report::number::fixed;

/// What stands for a value that does not exist.
pub(crate) const ABSENT: &str = "–";

/// Most decimals of an estimate on the screen; the tables for programs hold all digits.
const MOST_DECIMALS: usize = 4;
/// Most decimals of a percentage on the screen.
const MOST_OF_PERCENTAGE: usize = 2;

/// A half-width rounded up, so that rounding never makes an estimate look better than it is.
pub(crate) fn round_up(width: f64, decimals: usize) -> f64 {
    let scale = 10f64.powi(decimals as i32);
    (width * scale - 1e-9).ceil() / scale
}

/// Decimals that show a half-width to one digit, or to two when the first is a 1: ± 0.11 must not become ± 0.2.
fn decimals_of_width(width: f64) -> usize {
    let first = width.log10().floor();
    let is_one = width / 10f64.powf(first) < 2.0;
    (i64::from(is_one) - first as i64).clamp(0, 6) as usize
}

/// A value and half its interval: `19.4 ± 2.6`; and the decimals they have.
fn with_half_width(value: f64, width: f64, most: usize, lang: Lang) -> (String, usize) {
    let decimals = if width > 0.0 { decimals_of_width(width) } else { decimals(value, None) }.min(most);
    (format!("{} ± {}", fixed(value, decimals, lang), fixed(round_up(width, decimals), decimals, lang)), decimals)
}

/// The bounds of an interval, rounded outwards: `18–44`.
pub(crate) fn bounds(lower: f64, upper: f64, decimals: usize, lang: Lang) -> String {
    let (lower, upper) = (-round_up(-lower, decimals), round_up(upper, decimals));
    format!("{}–{}", fixed(lower, decimals, lang), fixed(upper, decimals, lang))
}

/// A value with half its interval, in percent or not, for tables that show something beside it; and its decimals.
pub(crate) fn beside(value: f64, width: f64, is_percentage: bool, lang: Lang) -> (String, usize) {
    with_half_width(value, width, if is_percentage { MOST_OF_PERCENTAGE } else { MOST_DECIMALS }, lang)
}

/// Decimals that show a value to about two digits of its uncertainty, or to three digits when that is not known.
pub(crate) fn decimals(value: f64, half_width: Option<f64>) -> usize {
    let (scale, digits) = match half_width {
        Some(width) if width > 0.0 => (width, 1),
        _ => (value.abs(), 2),
    };
    if scale <= 0.0 || !scale.is_finite() {
        return 1;
    }
    (digits - scale.log10().floor() as i64 - i64::from(half_width.is_some_and(|width| width > 0.0))).clamp(0, 6)
        as usize
}

/// A value with half its interval: `19.4 ± 2.6`, each multiplied by `scale`. Where the interval is not symmetric, its
/// bounds: `0 % (0–3)`. Where numbers are unknown: `19.4 ± 2.6 (12–31)`, by chance and because we do not know.
pub(crate) fn estimate(row: Option<&Row>, scale: f64, lang: Lang) -> String {
    let Some(value) = row.and_then(|row| row.value) else { return ABSENT.to_owned() };
    let value = value * scale;
    let row = row.expect("has a value");
    if let Some(shown) = split_shown(row).and_then(|split| in_two(value, split, scale, MOST_DECIMALS, lang)) {
        return shown;
    }
    let interval = row.lower.zip(row.upper).map(|(lower, upper)| (lower * scale, upper * scale));
    match (row.half_width.map(|width| width * scale), interval) {
        // What differs only by rounding between replications does not vary.
        (Some(width), _) if width > 1e-9 * value.abs() => with_half_width(value, width, MOST_DECIMALS, lang).0,
        (None, Some((lower, upper))) => {
            let decimals = decimals(value, Some((upper - lower) / 2.0));
            format!("{} ({})", fixed(value, decimals, lang), bounds(lower, upper, decimals, lang))
        }
        _ => fixed(value, decimals(value, None), lang),
    }
}

/// The split of a row as a screen shows it. A screen has room for the ranges of the first columns of a table; quantiles, later
/// terms and residents present are shown with chance alone (tables for programs hold every range).
fn split_shown(row: &Row) -> Option<Split> {
    let split = row.split?;
    let later = match row.key.statistic {
        Statistic::Quantile(_) => true,
        Statistic::Within(term) => term > 0,
        _ => matches!(
            (row.key.measure, row.key.of),
            (Measure::Present | Measure::Queue | Measure::DroppedOut, Of::Stage(_))
        ),
    };
    let value = row.value.unwrap_or_default();
    Some(if later { Split { unknown: (value, value), ..split } } else { split })
}

/// A value with its half-width by chance, and in brackets the range because numbers are unknown; `None` where neither
/// makes any difference.
fn in_two(value: f64, split: Split, scale: f64, most: usize, lang: Lang) -> Option<String> {
    let width = split.chance_half_width * scale;
    // Shrinking towards the mean may leave the value itself outside by a little.
    let (low, high) = (value.min(split.unknown.0 * scale), value.max(split.unknown.1 * scale));
    let half_range = (high - low) / 2.0;
    // What differs only by rounding does not vary.
    let varies = |size: f64| size > 1e-9 * value.abs();
    let of_range = if half_range > 0.0 { (1 - half_range.log10().floor() as i64).clamp(0, 6) as usize } else { 0 };
    let (shown, most) = match varies(width) {
        true => with_half_width(value, width, most, lang),
        false => (fixed(value, of_range.min(most), lang), most),
    };
    match varies(half_range) {
        true => Some(format!("{shown} ({})", bounds(low, high, of_range.min(most), lang))),
        false => varies(width).then_some(shown),
    }
}

/// A share as a percentage with half its interval, or its bounds where it is not symmetric: `100.0 (99.9–100.0) %`.
pub(crate) fn percentage(row: Option<&Row>, lang: Lang) -> String {
    let Some(row) = row else { return ABSENT.to_owned() };
    let Some(value) = row.value.map(|value| 100.0 * value) else { return ABSENT.to_owned() };
    if let Some(shown) = split_shown(row).and_then(|split| in_two(value, split, 100.0, MOST_OF_PERCENTAGE, lang)) {
        return format!("{shown} %");
    }
    let interval = row.lower.zip(row.upper).map(|(lower, upper)| (100.0 * lower, 100.0 * upper));
    let decimals = decimals(value, interval.map(|(lower, upper)| (upper - lower) / 2.0)).min(1);
    let shown = |number: f64| fixed(number, decimals, lang);
    match (row.half_width, interval) {
        // What differs only by rounding between replications does not vary.
        (Some(width), _) if 100.0 * width > 1e-9 * value.abs() => {
            format!("{} %", with_half_width(value, 100.0 * width, MOST_OF_PERCENTAGE, lang).0)
        }
        (None, Some((lower, upper))) if shown(lower) != shown(upper) => {
            format!("{} ({}) %", shown(value), bounds(lower, upper, decimals, lang))
        }
        _ => format!("{} %", shown(value)),
    }
}

/// A share as a percentage with chance alone, where there is no room for what is not known.
pub(crate) fn percentage_by_chance(row: Option<&Row>, lang: Lang) -> String {
    let by_chance = row.cloned().map(|mut row| {
        let value = row.value.unwrap_or_default();
        row.split = row.split.map(|split| Split { unknown: (value, value), ..split });
        row
    });
    percentage(by_chance.as_ref(), lang)
}

/// A range, each bound multiplied by `scale`: `18–44`.
pub(crate) fn range(row: Option<&Row>, scale: f64, lang: Lang) -> String {
    let Some((lower, upper)) = row.and_then(|row| row.lower.zip(row.upper)) else { return ABSENT.to_owned() };
    let (middle, half) = ((lower + upper) / 2.0 * scale, (upper - lower) / 2.0 * scale);
    // What differs in the last bits only is the same.
    let half = if half <= 1e-9 * middle.abs() { 0.0 } else { half };
    let decimals = decimals(middle, Some(half));
    bounds(lower * scale, upper * scale, decimals, lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_take_the_form_of_the_language() {
        assert_eq!(fixed(12345.678, 1, Lang::En), "12,345.7");
        assert_eq!(fixed(12345.678, 1, Lang::Nl), "12.345,7");
        assert_eq!(fixed(1234.0, 0, Lang::Nl), "1234");
        assert_eq!(fixed(-0.04, 1, Lang::En), "0.0", "no negative zero");
    }

    #[test]
    fn a_width_of_nothing_is_shown_as_such() {
        assert_eq!(beside(12.5, 0.0, false, Lang::En).0, "12.5 ± 0.0");
    }

    #[test]
    fn digits_follow_the_uncertainty() {
        assert_eq!(decimals(19.43, Some(2.6)), 0);
        assert_eq!(decimals(19.43, Some(0.26)), 1);
        assert_eq!(decimals(1.843, Some(0.012)), 2);
        assert_eq!(decimals(0.0123, None), 4);
    }

    #[test]
    fn chance_and_not_knowing_stand_side_by_side() {
        let split = Split { chance_half_width: 0.9, unknown: (20.2, 49.7) };
        let shown = |split, lang| in_two(31.0, split, 1.0, 4, lang);
        assert_eq!(shown(split, Lang::En).as_deref(), Some("31.0 ± 0.9 (20–50)"));
        let known = Split { unknown: (31.0, 31.0), ..split };
        assert_eq!(shown(known, Lang::En).as_deref(), Some("31.0 ± 0.9"));
        let certain = Split { chance_half_width: 0.0, unknown: (27.71, 34.3) };
        assert_eq!(shown(certain, Lang::Nl).as_deref(), Some("31,0 (27,7–34,3)"));
        assert_eq!(shown(Split { chance_half_width: 0.0, ..known }, Lang::En), None);
    }

    /// Rounded up, and never by more than a tenth of itself where the first digit is a 1.
    #[test]
    fn half_widths_are_rounded_up() {
        let shown = |value, width| with_half_width(value, width, 4, Lang::En).0;
        assert_eq!(shown(0.63, 0.11), "0.63 ± 0.11");
        assert_eq!(shown(0.63, 0.1101), "0.63 ± 0.12");
        assert_eq!(shown(0.63, 0.21), "0.6 ± 0.3");
        assert_eq!(shown(1234.4, 13.2), "1234 ± 14");
        assert_eq!(shown(12.34, 1.23), "12.3 ± 1.3");
        assert_eq!(bounds(99.68, 99.99, 1, Lang::Nl), "99,6–100,0");
    }
}
