//! Dutch holidays: the days on which offices are closed, and the days that move a statutory term.
//!
//! Source of the days: Algemene termijnenwet, art. 3 (New Year, Easter Monday, Ascension, Whit Monday, Christmas,
//! King's Day, and 5 May), and the custom of closing on 5 May once in five years. Easter by the Gregorian
//! computus in the form of Meeus, *Astronomical Algorithms* (1998), ch. 8.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};

/// Easter Sunday of a year, in the Gregorian calendar (Meeus 1998, ch. 8).
///
/// # Examples
/// ```
/// use jiff::civil::date;
/// assert_eq!(sim_core::time::easter_sunday(2027), date(2027, 3, 28));
/// ```
pub fn easter_sunday(year: i16) -> Date {
    let y = i32::from(year);
    let golden = y % 19;
    let (century, of_century) = (y / 100, y % 100);
    let leap_centuries = century / 4;
    let moon_shift = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - leap_centuries - moon_shift + 15) % 30;
    let to_sunday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
    let late = (golden + 11 * epact + 22 * to_sunday) / 451;
    let march_days = epact + to_sunday - 7 * late + 114;
    date(year, (march_days / 31) as i8, (march_days % 31 + 1) as i8)
}

/// King's Day: 27 April, a day earlier when that is a Sunday (Queen's Day, 30 April, before 2014).
fn kings_day(year: i16) -> Date {
    if year < 2014 {
        let queens_day = date(year, 4, 30);
        return if queens_day.weekday() == Weekday::Sunday { date(year, 4, 29) } else { queens_day };
    }
    let day = date(year, 4, 27);
    if day.weekday() == Weekday::Sunday { date(year, 4, 26) } else { day }
}

/// Whether a date is a legal holiday that moves a statutory term (Algemene termijnenwet, art. 3); 5 May is one every
/// year there, Good Friday never.
pub fn is_legal_holiday(day: Date) -> bool {
    is_holiday_without_liberation_day(day) || (day.month(), day.day()) == (5, 5)
}

/// Whether offices are commonly closed on a date, 5 May left to the caller.
pub fn is_public_holiday(day: Date) -> bool {
    is_holiday_without_liberation_day(day)
}

fn is_holiday_without_liberation_day(day: Date) -> bool {
    let fixed = matches!((day.month(), day.day()), (1, 1) | (12, 25) | (12, 26));
    let easter = easter_sunday(day.year());
    fixed
        || day == kings_day(day.year())
        || [0, 1, 39, 49, 50].iter().any(|&after| day == easter + i64::from(after).days())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Dates of Easter from the tables of the Astronomical Almanac.
    #[test]
    fn easter_falls_on_known_dates() {
        for (year, month, day) in [
            (2000, 4, 23),
            (2008, 3, 23),
            (2011, 4, 24),
            (2016, 3, 27),
            (2024, 3, 31),
            (2025, 4, 20),
            (2026, 4, 5),
            (2038, 4, 25),
            (2049, 4, 18),
        ] {
            assert_eq!(easter_sunday(year), date(year, month, day));
        }
    }

    #[test]
    fn kings_day_moves_off_a_sunday() {
        assert!(is_public_holiday(date(2025, 4, 26)), "27 April 2025 is a Sunday");
        assert!(!is_public_holiday(date(2025, 4, 28)));
        assert!(is_public_holiday(date(2026, 4, 27)));
        assert!(is_public_holiday(date(2013, 4, 30)));
    }

    #[test]
    fn legal_holidays_of_2027_are_these() {
        let days: Vec<Date> = date(2027, 1, 1)
            .series(1.day())
            .take(365)
            .filter(|&d| is_legal_holiday(d) && d.weekday() != Weekday::Sunday)
            .collect();
        let expected = [(1, 1), (3, 29), (4, 27), (5, 5), (5, 6), (5, 17), (12, 25)].map(|(m, d)| date(2027, m, d));
        assert_eq!(days, expected, "26 December 2027, Easter and Whitsun are Sundays");
    }
}
