//! A parameter that is varied, and the values it takes: `PATH=A..B:STEP`, `PATH=a,b,c`, `PATH=A..B`.

use sim_core::lang::Lang;
use sim_core::scenario::grammar::Value;
use sim_core::scenario::kind_at;

use super::quantity::{Quantity, in_one_unit};
use crate::text::sweep as words;

/// A parameter that is varied.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Vary {
    /// Its path, as `--set` takes it.
    pub(crate) path: String,
    values: Values,
}

#[derive(Debug, Clone, PartialEq)]
enum Values {
    /// These.
    List(Vec<String>),
    /// So many, from the first by steps.
    Steps { first: Quantity, step: i128, number: u64 },
    /// Anything between two, both in one unit with the same number of decimals.
    Between { low: Quantity, high: Quantity, is_whole: bool },
}

/// What is wrong with the values of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// No `=`, or nothing on a side of it.
    NoValues,
    /// An end of a range that is no number with a unit.
    NotANumber,
    /// Units that differ.
    Units,
    /// A step of nothing, or less.
    Step,
    /// It goes down.
    Down,
    /// An empty value in a list.
    Empty,
}

impl Vary {
    /// As on the command line.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub(crate) fn read(text: &str, lang: Lang) -> Result<Vary, String> {
        let read = || {
            let (path, values) = text.split_once('=').ok_or(Wrong::NoValues)?;
            let (path, values) = (path.trim(), values.trim());
            if path.is_empty() || values.is_empty() {
                return Err(Wrong::NoValues);
            }
            Ok(Vary { path: path.to_owned(), values: Values::read(path, values)? })
        };
        read().map_err(|wrong| words::wrong_values(lang, text, wrong))
    }

    /// How many values it takes; `None` where it is anything between two.
    pub(crate) fn number(&self) -> Option<u64> {
        match &self.values {
            Values::List(list) => Some(list.len() as u64),
            Values::Steps { number, .. } => Some(*number),
            Values::Between { .. } => None,
        }
    }

    /// The value of this number, from 0.
    pub(crate) fn value(&self, number: u64) -> String {
        match &self.values {
            Values::List(list) => list[(number as usize).min(list.len() - 1)].clone(),
            Values::Steps { first, step, .. } => {
                Quantity { mantissa: first.mantissa + step * i128::from(number), ..first.clone() }.text()
            }
            Values::Between { low, .. } => low.text(),
        }
    }

    /// The value at a place between 0 and 1.
    ///
    /// * `points` – how many are taken: their values differ where the places do
    pub(crate) fn value_at(&self, place: f64, points: u32) -> String {
        let Values::Between { low, high, is_whole } = &self.values else {
            let number = self.number().unwrap_or(1);
            return self.value(((place * number as f64) as u64).min(number - 1));
        };
        let scale = 10f64.powi(low.decimals as i32);
        let (from, until) = (low.mantissa as f64 / scale, high.mantissa as f64 / scale);
        if *is_whole {
            let whole = (from + (place * (until - from + 1.0)).floor()).min(until);
            return Quantity { mantissa: whole as i128, decimals: 0, unit: low.unit.clone() }.text();
        }
        // So many decimals that a thousandth of the distance between two points still shows.
        let fine = (until - from) / f64::from(points) / 1000.0;
        let decimals = (-fine.log10().floor()).clamp(0.0, 12.0) as u32;
        let mantissa = ((from + place * (until - from)) * 10f64.powi(decimals as i32)).round() as i128;
        Quantity { mantissa, decimals, unit: low.unit.clone() }.text()
    }

    /// Whether it is anything between two values, which needs a sample.
    pub(crate) fn needs_sample(&self) -> bool {
        self.number().is_none()
    }
}

impl Values {
    fn read(path: &str, text: &str) -> Result<Values, Wrong> {
        let outside = |wanted: char| places_outside(text, wanted);
        let range = text.split_once("..").filter(|_| outside(',').is_empty() || !text.contains(['{', '"', '[']));
        match range {
            Some((low, rest)) if !rest.contains("..") => Values::range(path, low, rest),
            _ => Values::list(text),
        }
    }

    fn range(path: &str, low: &str, rest: &str) -> Result<Values, Wrong> {
        let quantity = |text: &str| Quantity::read(text).ok_or(Wrong::NotANumber);
        let low = quantity(low)?;
        let Some((high, step)) = rest.split_once(':') else {
            let [low, high] = in_one_unit([low, quantity(rest)?]).ok_or(Wrong::Units)?;
            if low.mantissa >= high.mantissa {
                return Err(Wrong::Down);
            }
            let is_whole = low.decimals == 0 && low.unit.is_empty() && takes_whole(path);
            return Ok(Values::Between { low, high, is_whole });
        };
        let [first, last, step] = in_one_unit([low, quantity(high)?, quantity(step)?]).ok_or(Wrong::Units)?;
        if step.mantissa <= 0 {
            return Err(Wrong::Step);
        }
        if last.mantissa < first.mantissa {
            return Err(Wrong::Down);
        }
        let number = ((last.mantissa - first.mantissa) / step.mantissa + 1).try_into().unwrap_or(u64::MAX);
        Ok(Values::Steps { first, step: step.mantissa, number })
    }

    /// Values separated by commas, or by semicolons where there is one; not inside brackets or quotes.
    fn list(text: &str) -> Result<Values, Wrong> {
        let semicolons = places_outside(text, ';');
        let ends = if semicolons.is_empty() { places_outside(text, ',') } else { semicolons };
        let starts = std::iter::once(0).chain(ends.iter().map(|end| end + 1));
        let ends = ends.iter().copied().chain([text.len()]);
        let list: Vec<String> = starts.zip(ends).map(|(start, end)| text[start..end].trim().to_owned()).collect();
        if list.iter().any(String::is_empty) { Err(Wrong::Empty) } else { Ok(Values::List(list)) }
    }
}

/// Whether the parameter at a path is a whole number.
fn takes_whole(path: &str) -> bool {
    kind_at(path).is_some_and(|kind| matches!(kind.value(), Value::Count | Value::Workers))
}

/// Where a character stands outside brackets and quotes.
fn places_outside(text: &str, wanted: char) -> Vec<usize> {
    let (mut depth, mut quote) = (0i32, None);
    let mut places = Vec::new();
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), c) => quote = (open != c).then_some(open),
            (None, '"' | '\'') => quote = Some(c),
            (None, '{' | '[') => depth += 1,
            (None, '}' | ']') => depth -= 1,
            (None, c) if c == wanted && depth == 0 => places.push(at),
            _ => {}
        }
    }
    places
}

/// How many cells all combinations make; `f64` because it may be beyond all bounds.
pub(crate) fn combinations(vary: &[Vary]) -> f64 {
    vary.iter().map(|one| one.number().unwrap_or(1) as f64).product()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<String> {
        let vary = Vary::read(text, Lang::En).unwrap_or_else(|wrong| panic!("{wrong}"));
        (0..vary.number().expect("a number of values")).map(|number| vary.value(number)).collect()
    }

    fn wrong(text: &str) -> String {
        Vary::read(text, Lang::En).expect_err("wrong")
    }

    #[test]
    fn ranges_take_every_step_and_keep_their_unit() {
        assert_eq!(values("teams.desk.fte=2..6:1"), ["2", "3", "4", "5", "6"]);
        assert_eq!(values("a=10 %..50 %:20 %"), ["10 %", "30 %", "50 %"]);
        assert_eq!(values("a=0.1..0.5:0.1"), ["0.1", "0.2", "0.3", "0.4", "0.5"]);
        assert_eq!(values("a=1 hour..2 hours:30 minutes"), ["60 minutes", "90 minutes", "120 minutes"]);
        assert_eq!(
            values("a=400 per year..500 per year:50 per year"),
            ["400 per year", "450 per year", "500 per year"]
        );
        assert_eq!(values("a=1..6:2"), ["1", "3", "5"], "never beyond the end");
        assert_eq!(values("a=3..3:1"), ["3"]);
        assert_eq!(values("a=-1..1:1"), ["-1", "0", "1"]);
    }

    #[test]
    fn lists_are_parted_outside_brackets_and_quotes() {
        assert_eq!(values("a=2, 4,8"), ["2", "4", "8"]);
        assert_eq!(values("a=1,5 uur; 2,5 uur"), ["1,5 uur", "2,5 uur"]);
        assert_eq!(values("a=office,always"), ["office", "always"]);
        let two = r#"{ gamma = { mean = "1 hour", cv = 1 } },{ lognormal = { mean = "1 hour", cv = 2 } }"#;
        assert_eq!(values(&format!("a={two}")).len(), 2);
        assert_eq!(values(r#"a="a,b",c"#), [r#""a,b""#, "c"]);
        assert_eq!(values("a=2028-01-01,2029-01-01"), ["2028-01-01", "2029-01-01"]);
    }

    #[test]
    fn what_cannot_be_meant_is_refused_with_the_remedy() {
        assert!(wrong("a=2..6:0").contains("the step must be more than 0"));
        assert!(wrong("a=2..6:-1").contains("the step must be more than 0"));
        assert!(wrong("a=6..2:1").contains("goes down"));
        assert!(wrong("a=10 %..50:10").contains("the same unit"));
        assert!(wrong("a=1 hour..3 %:1 hour").contains("the same unit"));
        assert!(wrong("a=2028-01-01..2029-01-01:1").contains("a number with its unit"));
        assert!(wrong("a=2,,3").contains("empty"));
        assert!(wrong("a").contains("PATH=VALUES") && wrong("=2").contains("PATH=VALUES"));
    }

    #[test]
    fn places_in_between_are_as_fine_as_the_sample() {
        let of = |text: &str| Vary::read(text, Lang::En).expect("right");
        let fte = of("teams.desk.fte=2..6");
        assert!(fte.needs_sample());
        assert_eq!(fte.value_at(0.5, 10), "4");
        assert_eq!(fte.value_at(0.123_456_789, 10), "2.4938");
        // A whole number where the language wants one, each as often.
        let workers = of("teams.desk.workers=2..4");
        let all: Vec<String> = [0.0, 0.34, 0.66, 0.67, 0.999].iter().map(|&at| workers.value_at(at, 5)).collect();
        assert_eq!(all, ["2", "3", "3", "4", "4"]);
        assert_eq!(of("a=10 %..20 %").value_at(0.25, 4), "12.5 %");
        assert_eq!(of("a=10,20,30").value_at(0.7, 4), "30", "a list is taken evenly");
    }

    #[test]
    fn a_thousand_million_cells_are_counted_not_made() {
        let three: Vec<Vary> = ["a", "b", "c"]
            .iter()
            .map(|path| Vary::read(&format!("{path}=1..1000:1"), Lang::En).expect("right"))
            .collect();
        assert_eq!(combinations(&three), 1e9);
    }
}
