//! Numbers and times as short text for names in tables: always the same, whatever the language of the screen.

use crate::time::{DAY, HOUR, Span};

/// The shortest decimal text that reads back as the number.
pub fn shortest(number: f64) -> String {
    let rounded = (number * 1e9).round() / 1e9;
    format!("{rounded}")
}

/// A length of time in the largest unit in which it is a short number: `28 days`, `1 hour`, `90 minutes`.
pub fn span(length: Span) -> String {
    for (unit, name) in [(DAY, "day"), (HOUR, "hour"), (HOUR / 60, "minute"), (HOUR / 3600, "second")] {
        if length.0 % unit == 0 {
            let number = length.0 / unit;
            return format!("{number} {name}{}", if number == 1 { "" } else { "s" });
        }
    }
    format!("{} days", length.as_days())
}
