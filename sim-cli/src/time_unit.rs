//! In which unit a time is told: one rule for tables, sentences and pictures, so that the same number has one unit.

use sim_core::lang::Lang;

use crate::text;
use crate::text::briefing as words;

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct TimeUnit {
    /// Name.
    pub(crate) name: &'static str,
    /// Name beside a 1.
    pub(crate) of_one: &'static str,
    /// So many in a day.
    pub(crate) per_day: f64,
}

impl TimeUnit {
    /// The unit for times of which the longest is so many days: the largest of days, hours and minutes of which there is
    /// at least one; days of nothing.
    pub(crate) fn of(longest: f64, lang: Lang) -> TimeUnit {
        let longest = longest.abs();
        // What is an hour but for the last bit is one.
        let at_least_one = |per_day: f64| longest * per_day >= 1.0 - 1e-9;
        if longest == 0.0 || at_least_one(1.0) {
            TimeUnit { name: text::days(lang), of_one: words::day(lang), per_day: 1.0 }
        } else if at_least_one(24.0) {
            TimeUnit { name: text::hours(lang), of_one: words::hour(lang), per_day: 24.0 }
        } else {
            TimeUnit { name: text::minutes(lang), of_one: words::minute(lang), per_day: 1440.0 }
        }
    }
}

impl TimeUnit {
    /// A number with the unit, on one line: `1 day`, `1.0 days`, `3.4 ± 0.2 hours`.
    pub(crate) fn beside(self, shown: &str) -> String {
        format!("{shown}\u{a0}{}", if shown == "1" { self.of_one } else { self.name })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_told_in_the_largest_unit_of_which_there_is_one() {
        let names = [0.0, 12.0, 1.0, 0.99, 1.0 / 24.0, 0.04, -2.0].map(|days| TimeUnit::of(days, Lang::En).name);
        assert_eq!(TimeUnit::of(1.0, Lang::Nl).beside("1"), "1\u{a0}dag");
        assert_eq!(TimeUnit::of(1.0, Lang::Nl).beside("1,0"), "1,0\u{a0}dagen");
        assert_eq!(names, ["days", "days", "days", "hours", "hours", "minutes", "days"]);
    }
}
