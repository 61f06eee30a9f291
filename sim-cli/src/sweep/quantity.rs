//! Quantities with their unit, to the last decimal: 0.1 and 0.1 and 0.1 are 0.3 here.

use sim_core::scenario::units;

/// Most digits of a number.
const MOST_DIGITS: usize = 15;
const SECONDS_A_DAY: f64 = 86_400.0;

/// A number with its unit: `mantissa / 10^decimals`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Quantity {
    pub(super) mantissa: i128,
    pub(super) decimals: u32,
    /// As written; empty where there is none.
    pub(super) unit: String,
}

impl Quantity {
    /// From a text such as `2.5`, `10 %`, `-1`, `1,5 uur`.
    pub(super) fn read(text: &str) -> Option<Quantity> {
        let text = text.trim();
        let unsigned = text.strip_prefix(['-', '−']);
        let rest = unsigned.unwrap_or(text);
        let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(rest.len());
        let (digits, unit) = rest.split_at(end);
        // What a scenario would refuse (a thousands separator) is refused here as well.
        units::number(digits, None).ok()?;
        let (whole, part) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
        if whole.len() + part.len() > MOST_DIGITS {
            return None;
        }
        let mantissa: i128 = format!("{whole}{part}").parse().ok()?;
        let mantissa = if unsigned.is_some() { -mantissa } else { mantissa };
        let unit = unit.split_whitespace().collect::<Vec<_>>().join(" ");
        // A date is no number with a unit.
        if unit.starts_with(|c: char| !c.is_alphabetic() && c != '%') {
            return None;
        }
        Some(Quantity { mantissa, decimals: part.len() as u32, unit })
    }

    /// With so many decimals, at least those it has.
    fn with_decimals(&self, decimals: u32) -> i128 {
        self.mantissa * 10i128.pow(decimals - self.decimals)
    }

    /// Its unit as a length of time, in seconds.
    fn seconds(&self) -> Option<i128> {
        let days = units::time(&format!("1 {}", self.unit)).ok()?;
        Some((days * SECONDS_A_DAY).round() as i128)
    }

    /// As text: as it would be written in a scenario.
    pub(super) fn text(&self) -> String {
        let sign = if self.mantissa < 0 { "-" } else { "" };
        let digits = self.mantissa.unsigned_abs().to_string();
        let digits = format!("{digits:0>width$}", width = self.decimals as usize + 1);
        let (whole, part) = digits.split_at(digits.len() - self.decimals as usize);
        let part = part.trim_end_matches('0');
        // Three decimals before a unit could be read as thousands.
        let part = if part.len() == 3 && !self.unit.is_empty() { format!("{part}0") } else { part.to_owned() };
        let point = if part.is_empty() { "" } else { "." };
        let space = if self.unit.is_empty() { "" } else { " " };
        format!("{sign}{whole}{point}{part}{space}{}", self.unit)
    }
}

/// Quantities in one unit and with the same number of decimals; `None` where their units differ.
///
/// Units of time may differ, as in `1 hour..3 hours:30 minutes`: then all are in the smallest of them, or in seconds.
pub(super) fn in_one_unit<const N: usize>(all: [Quantity; N]) -> Option<[Quantity; N]> {
    let same = all.iter().all(|one| one.unit.eq_ignore_ascii_case(&all[0].unit));
    let all = if same { all } else { in_one_unit_of_time(all)? };
    let decimals = all.iter().map(|one| one.decimals).max().unwrap_or(0);
    Some(all.map(|one| Quantity { mantissa: one.with_decimals(decimals), decimals, unit: one.unit }))
}

fn in_one_unit_of_time<const N: usize>(all: [Quantity; N]) -> Option<[Quantity; N]> {
    let seconds: Vec<i128> = all.iter().map(Quantity::seconds).collect::<Option<_>>()?;
    let smallest = (0..N).min_by_key(|&at| seconds[at])?;
    // `1 hour..3 hours` is in hours.
    let words = (0..N).filter(|&at| seconds[at] == seconds[smallest]).map(|at| &all[at].unit);
    let unit = words.max_by_key(|word| word.len())?.clone();
    let whole = seconds.iter().all(|of| of % seconds[smallest] == 0);
    let (unit, each) = if whole { (unit, seconds[smallest]) } else { ("seconds".to_owned(), 1) };
    let mut seconds = seconds.into_iter();
    Some(all.map(|one| {
        let times = seconds.next().unwrap_or(1) / each;
        Quantity { mantissa: one.mantissa * times, unit: unit.clone(), ..one }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Quantity {
        Quantity::read(text).expect("a quantity")
    }

    #[test]
    fn quantities_come_back_as_written() {
        for text in ["2", "0.25", "10 %", "457 per year", "-1.5", "1.5 hours", "0", "100"] {
            assert_eq!(read(text).text(), text);
        }
        assert_eq!(read("1,50 uur").text(), "1.5 uur");
        assert_eq!(Quantity { mantissa: 1173, decimals: 3, unit: "hours".to_owned() }.text(), "1.1730 hours");
        for wrong in ["", "many", "1.350 uur", "1.2.3", "2028-01-01x.", "1234567890123456", "€ 5"] {
            assert_eq!(Quantity::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn units_of_time_go_together_and_others_do_not() {
        let texts = |all: [&str; 3]| in_one_unit(all.map(read)).map(|all| all.map(|one| one.text()));
        let of = |all: [&str; 3]| Some(all.map(str::to_owned));
        assert_eq!(texts(["1 hour", "3 hours", "30 minutes"]), of(["60 minutes", "180 minutes", "30 minutes"]));
        assert_eq!(texts(["1 hour", "3 hours", "1 hour"]), of(["1 hours", "3 hours", "1 hours"]));
        assert_eq!(
            texts(["1 month", "2 months", "1 week"]),
            of(["2629800 seconds", "5259600 seconds", "604800 seconds"])
        );
        assert_eq!(texts(["0.1", "0.25", "1"]), of(["0.1", "0.25", "1"]));
        for differ in [["1", "3", "1 %"], ["1 hour", "3", "1 hour"], ["10 %", "20 %", "1 hour"]] {
            assert_eq!(texts(differ), None, "{differ:?}");
        }
    }
}
