//! Moments as people and machines write them.
//!
//! Day and month can only be told apart over a whole column, so [`Written::parse`] keeps both readings and
//! [`Order::of`] decides afterwards. A moment without an offset is one of a clock on a wall ([`Wall`]).

use crate::log::Micros;

const SECOND: i64 = 1_000_000;
const MINUTE: i64 = 60 * SECOND;
const DAY: i64 = 1440 * MINUTE;

/// How a moment was written, for saying so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Form {
    /// Which of year, month and day stands where.
    pub date: DateForm,
    /// What stands between them.
    pub separator: char,
    /// Whether a time of day was there.
    pub time: bool,
    /// Whether an offset from universal time was there.
    pub offset: bool,
}

/// Which of year, month and day stands where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DateForm {
    /// Year, month, day, as in `2024-03-31`.
    YearFirst,
    /// The year stands last, as in `31-3-2024`.
    YearLast,
    /// The year stands last in two digits, as in `31-3-24`.
    ShortYear,
    /// The month is a word, as in `31 mrt 2024`.
    MonthName,
    /// Digits only, as in `20240331`.
    Digits,
    /// Seconds, or thousandths or millionths of them, since 1970.
    Epoch,
}

/// Which stands first where both could: day or month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// As in the Netherlands: 31-3-2024.
    #[default]
    DayFirst,
    /// As in the United States: 3/31/2024.
    MonthFirst,
}

/// What clock a moment without an offset was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Wall {
    /// The Dutch clock, with its summer time.
    #[default]
    Dutch,
    /// A clock so many minutes ahead of universal time, all year.
    Ahead(i16),
}

/// A moment as written: both readings of day and month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Written {
    /// Days since 1970 with the day first, and with the month first.
    days: [Option<i32>; 2],
    /// Microseconds since midnight.
    time: i64,
    offset: Option<i16>,
    pub(super) form: Form,
}

impl Written {
    /// What these characters say, if they are a moment.
    pub(super) fn parse(text: &str) -> Option<Written> {
        let text = text.trim();
        let bytes = text.as_bytes();
        if bytes.len() < 6 || bytes.len() > 48 {
            return None;
        }
        let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
        match (digits, bytes.get(digits)) {
            (4, Some(b'-' | b'/' | b'.')) => year_first(bytes),
            (8, None | Some(b'T' | b' ' | b't')) => compact(bytes),
            (10 | 12 | 13 | 14 | 16, None) => only_digits(bytes),
            (1 | 2, Some(b'-' | b'/' | b'.' | b' ')) => year_last(bytes, digits).or_else(|| month_name(text)),
            (0, _) => month_name(text),
            _ => None,
        }
    }

    /// Which order of day and month it allows: both where it does not matter or cannot be told.
    pub(super) fn allows(&self, order: Order) -> bool {
        self.days[order as usize].is_some()
    }

    /// Whether the two readings differ.
    pub(super) fn is_ambiguous(&self) -> bool {
        matches!(self.days, [Some(day), Some(month)] if day != month)
    }

    /// The moment, and minutes that the clock was ahead of universal time.
    pub(super) fn settle(&self, order: Order, wall: Wall) -> (Micros, i16) {
        let days = self.days[order as usize].or(self.days[1 - order as usize]).unwrap_or_default();
        let local = i64::from(days) * DAY + self.time;
        let offset = self.offset.unwrap_or_else(|| match wall {
            Wall::Dutch => dutch_offset(local),
            Wall::Ahead(minutes) => minutes,
        });
        (local - i64::from(offset) * MINUTE, offset)
    }
}

/// Minutes that the Dutch clock is ahead of universal time, for a moment as it shows it.
///
/// Summer time runs from the last Sunday of March, 02:00, to the last Sunday of October, 03:00 (Directive 2000/84/EC; until
/// 1995 to that of September). The hour that comes twice is taken as the first one.
fn dutch_offset(local: Micros) -> i16 {
    let (year, ..) = civil(local.div_euclid(DAY) as i32);
    if year < 1977 {
        return 60;
    }
    let last_sunday = |month: u32, days: u32| {
        let last = days_of(year, month, days);
        // 1 January 1970 was a Thursday: day 3 a Sunday.
        i64::from(last - (last - 3).rem_euclid(7))
    };
    let begin = last_sunday(3, 31) * DAY + 2 * 60 * MINUTE;
    let end = if year < 1996 { last_sunday(9, 30) } else { last_sunday(10, 31) } * DAY + 3 * 60 * MINUTE;
    if (begin..end).contains(&local) { 120 } else { 60 }
}

/// Days since 1 January 1970 of a date (Hinnant, *chrono-compatible low-level date algorithms*).
pub(crate) fn days_of(year: i32, month: u32, day: u32) -> i32 {
    let shifted = year - i32::from(month <= 2);
    let era = shifted.div_euclid(400);
    let of_era = shifted.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year as i32 - 719_468
}

/// Year, month and day of days since 1 January 1970.
pub(crate) fn civil(days: i32) -> (i32, u32, u32) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = (of_era - (365 * year + year / 4 - year / 100)) as u32;
    let shifted_month = (5 * of_year + 2) / 153;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (year + era * 400 + i32::from(month <= 2), month, of_year - (153 * shifted_month + 2) / 5 + 1)
}

fn date(year: i64, month: i64, day: i64) -> Option<i32> {
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || !(1800..=2999).contains(&year) {
        return None;
    }
    let days = days_of(year as i32, month as u32, day as u32);
    (civil(days) == (year as i32, month as u32, day as u32)).then_some(days)
}

fn number(bytes: &[u8]) -> Option<i64> {
    let digits = !bytes.is_empty() && bytes.len() <= 18 && bytes.iter().all(u8::is_ascii_digit);
    digits.then(|| bytes.iter().fold(0, |number, byte| number * 10 + i64::from(byte - b'0')))
}

/// The digits at the front, at most so many, and the rest.
fn leading(bytes: &[u8], most: usize) -> Option<(i64, &[u8])> {
    let count = bytes.iter().take(most).take_while(|byte| byte.is_ascii_digit()).count();
    Some((number(&bytes[..count])?, &bytes[count..]))
}

fn written(days: [Option<i32>; 2], date: DateForm, separator: u8, rest: &[u8]) -> Option<Written> {
    if days == [None, None] {
        return None;
    }
    let (time, offset) = time_of_day(rest)?;
    let form = Form { date, separator: char::from(separator), time: time.is_some(), offset: offset.is_some() };
    Some(Written { days, time: time.unwrap_or(0), offset, form })
}

fn year_first(bytes: &[u8]) -> Option<Written> {
    let separator = bytes[4];
    let year = number(&bytes[..4])?;
    let (month, rest) = leading(&bytes[5..], 2)?;
    let (&between, rest) = rest.split_first()?;
    let (day, rest) = leading(rest, 2)?;
    let days = (between == separator).then(|| date(year, month, day))??;
    written([Some(days); 2], DateForm::YearFirst, separator, rest)
}

fn year_last(bytes: &[u8], digits: usize) -> Option<Written> {
    let separator = bytes[digits];
    let one = number(&bytes[..digits])?;
    let (other, rest) = leading(&bytes[digits + 1..], 2)?;
    let (&between, rest) = rest.split_first()?;
    let before = rest.len();
    let (year, rest) = leading(rest, 4)?;
    if between != separator || separator == b' ' {
        return None;
    }
    let (year, form) = match before - rest.len() {
        4 => (year, DateForm::YearLast),
        2 => (if year < 70 { 2000 + year } else { 1900 + year }, DateForm::ShortYear),
        _ => return None,
    };
    written([date(year, other, one), date(year, one, other)], form, separator, rest)
}

/// `31 mrt 2024`, `31-mrt-2024`, `Mar 31, 2024`, with a day of the week before it or not.
fn month_name(text: &str) -> Option<Written> {
    let lower = text.to_lowercase();
    let (mut month, mut day, mut rest) = (None, None, lower.as_str());
    let mut separator = b' ';
    for _ in 0..6 {
        rest = rest.trim_start_matches([' ', ',', '.', '-', '/']);
        let letters = rest.find(|letter: char| !letter.is_alphabetic()).unwrap_or(rest.len());
        if letters > 0 {
            let word = &rest[..letters];
            rest = &rest[letters..];
            match month_of(word) {
                Some(found) => month = Some(found),
                None if month.is_none() && day.is_none() && is_weekday(word) => {}
                None => return None,
            }
            continue;
        }
        let bytes = rest.as_bytes();
        let (value, after) = leading(bytes, 4)?;
        let count = bytes.len() - after.len();
        rest = &rest[count..];
        if count == 4 {
            let days = date(value, month?, day?)?;
            return written([Some(days); 2], DateForm::MonthName, separator, rest.as_bytes());
        }
        separator = rest.bytes().next().unwrap_or(b' ');
        day = Some(value);
    }
    None
}

fn month_of(word: &str) -> Option<i64> {
    const STARTS: [&[&str]; 12] = [
        &["jan"],
        &["feb"],
        &["mar", "mrt", "maa"],
        &["apr"],
        &["may", "mei"],
        &["jun"],
        &["jul"],
        &["aug"],
        &["sep"],
        &["oct", "okt"],
        &["nov"],
        &["dec"],
    ];
    STARTS.iter().position(|starts| starts.iter().any(|start| word.starts_with(start))).map(|month| month as i64 + 1)
}

fn is_weekday(word: &str) -> bool {
    const STARTS: [&str; 14] =
        ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "ma", "di", "wo", "do", "vr", "za", "zo"];
    STARTS.iter().any(|start| word.starts_with(start))
}

/// `20240331`, `20240331T1201`, `20240331 120100`.
fn compact(bytes: &[u8]) -> Option<Written> {
    let days = date(number(&bytes[..4])?, number(&bytes[4..6])?, number(&bytes[6..8])?)?;
    let rest = bytes.get(9..).unwrap_or_default();
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if digits == 4 || digits == 6 {
        let mut spaced = vec![b' ', rest[0], rest[1], b':', rest[2], rest[3]];
        if digits == 6 {
            spaced.extend([b':', rest[4], rest[5]]);
        }
        spaced.extend(&rest[digits..]);
        return written([Some(days); 2], DateForm::Digits, b' ', &spaced);
    }
    written([Some(days); 2], DateForm::Digits, b' ', &bytes[8..])
}

fn only_digits(bytes: &[u8]) -> Option<Written> {
    let number = number(bytes)?;
    let micros = match bytes.len() {
        10 => number * SECOND,
        13 => number * 1000,
        16 => number,
        length => {
            let mut spaced = bytes[..8].to_vec();
            spaced.push(b' ');
            spaced.extend(&bytes[8..length]);
            return compact(&spaced);
        }
    };
    let form = Form { date: DateForm::Epoch, separator: ' ', time: true, offset: true };
    let days = Some(micros.div_euclid(DAY) as i32);
    Some(Written { days: [days; 2], time: micros.rem_euclid(DAY), offset: Some(0), form })
}

/// What follows a date: microseconds since midnight and minutes ahead of universal time, each where it is there.
fn time_of_day(rest: &[u8]) -> Option<(Option<i64>, Option<i16>)> {
    let rest = match rest {
        [] => return Some((None, None)),
        [b'T' | b't' | b' ' | b',', rest @ ..] => rest.trim_ascii(),
        // An offset behind a date, as in `2024-03-31+02:00`.
        [b'+' | b'Z' | b'z', ..] => return Some((None, Some(offset(rest)??))),
        _ => return None,
    };
    if rest.is_empty() {
        return Some((None, None));
    }
    let (hours, rest) = leading(rest, 2)?;
    let (minutes, rest) = leading(rest.strip_prefix(b":")?, 2)?;
    let (seconds, rest) = match rest.strip_prefix(b":") {
        Some(rest) => leading(rest, 2)?,
        None => (0, rest),
    };
    let (fraction, rest) = match rest {
        [b'.' | b',', rest @ ..] if rest.first().is_some_and(u8::is_ascii_digit) => fraction(rest),
        _ => (0, rest),
    };
    let rest = rest.trim_ascii_start();
    let (hours, rest) = match rest {
        [half @ (b'a' | b'A' | b'p' | b'P'), b'm' | b'M', rest @ ..] if (1..=12).contains(&hours) => {
            (hours % 12 + if half.eq_ignore_ascii_case(&b'p') { 12 } else { 0 }, rest)
        }
        _ => (hours, rest),
    };
    let fits = hours <= 23 || (hours == 24 && minutes == 0 && seconds == 0);
    if !fits || minutes > 59 || seconds > 60 {
        return None;
    }
    let time = (hours * 60 + minutes) * MINUTE + seconds * SECOND + fraction;
    Some((Some(time), offset(rest.trim_ascii_start())?))
}

/// Digits behind the point as microseconds, and the rest.
fn fraction(bytes: &[u8]) -> (i64, &[u8]) {
    let count = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let micros = (0..6)
        .fold(0, |micros, place| micros * 10 + bytes[..count].get(place).map_or(0, |byte| i64::from(byte - b'0')));
    (micros, &bytes[count..])
}

/// Minutes ahead of universal time; the outer none where it is no offset.
fn offset(bytes: &[u8]) -> Option<Option<i16>> {
    let (sign, rest) = match bytes {
        [] => return Some(None),
        b"Z" | b"z" | b"UTC" | b"GMT" | b"utc" | b"gmt" => return Some(Some(0)),
        b"CET" | b"MET" => return Some(Some(60)),
        b"CEST" | b"MEST" => return Some(Some(120)),
        [b'+', rest @ ..] => (1, rest),
        [b'-', rest @ ..] => (-1, rest),
        _ => return None,
    };
    let (hours, rest) = leading(rest, 2)?;
    let (minutes, rest) = match rest {
        [] => (0, rest),
        [b':', rest @ ..] => leading(rest, 2)?,
        rest => leading(rest, 2)?,
    };
    (rest.is_empty() && hours <= 18 && minutes <= 59).then_some(Some(sign * (hours * 60 + minutes) as i16))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Option<(i64, i16)> {
        let written = Written::parse(text)?;
        let (moment, offset) = written.settle(Order::DayFirst, Wall::Dutch);
        Some((moment / SECOND, offset))
    }

    #[test]
    fn one_moment_in_many_forms() {
        // 31 March 2024 is the day on which summer time began: 14:05:06 in Amsterdam is 12:05:06 in universal time.
        let known = Some((1_711_886_706, 120));
        for text in [
            "2024-03-31T14:05:06+02:00",
            "2024-03-31 14:05:06.000+0200",
            "2024-03-31 14:05:06",
            "2024/03/31 14:05:06",
            "31-3-2024 14:05:06",
            "31-03-2024 14:05:06,000",
            "31/03/2024 2:05:06 PM",
            "31.3.24 14:05:06",
            "31 mrt 2024 14:05:06",
            "31-maart-2024 14:05:06",
            "zo 31 maart 2024 14:05:06",
            "Mar 31, 2024 14:05:06",
            "20240331140506",
            "20240331T140506",
            "20240331 140506+02",
        ] {
            assert_eq!(at(text), known, "{text}");
        }
        for text in ["2024-03-31T12:05:06Z", "2024-03-31 12:05:06 UTC", "1711886706", "1711886706000"] {
            assert_eq!(at(text), Some((1_711_886_706, 0)), "{text}");
        }
        assert_eq!(at("2024-03-31 13:05:06 CET"), Some((1_711_886_706, 60)));
    }

    #[test]
    fn what_is_no_moment_is_none() {
        for text in [
            "",
            "10009138",
            "2024-02-30",
            "31-31-2024",
            "intake",
            "2024-03-31 25:00",
            "12",
            "1-2-3",
            "Resource21",
            "173712",
            "2024-03",
            "2024-03-31 12:05 of zo",
            "mei",
            "T02 Check",
        ] {
            assert_eq!(Written::parse(text), None, "{text}");
        }
    }

    #[test]
    fn day_and_month_are_told_apart_where_that_can_be() {
        let plain = Written::parse("31-3-2024").expect("a date");
        assert!(plain.allows(Order::DayFirst) && !plain.allows(Order::MonthFirst) && !plain.is_ambiguous());
        let either = Written::parse("3/4/2024").expect("a date");
        assert!(either.is_ambiguous());
        let days = |order| either.settle(order, Wall::Ahead(0)).0 / DAY;
        assert_eq!(days(Order::DayFirst), i64::from(days_of(2024, 4, 3)));
        assert_eq!(days(Order::MonthFirst), i64::from(days_of(2024, 3, 4)));
        assert!(!Written::parse("3/3/2024").expect("a date").is_ambiguous());
    }

    #[test]
    fn the_dutch_clock_knows_summer() {
        assert_eq!(at("2024-03-31 01:59:59").map(|(_, offset)| offset), Some(60));
        assert_eq!(at("2024-03-31 03:00:00").map(|(_, offset)| offset), Some(120));
        assert_eq!(at("2023-10-29 02:59:59").map(|(_, offset)| offset), Some(120));
        assert_eq!(at("2023-10-29 03:00:00").map(|(_, offset)| offset), Some(60));
        assert_eq!(at("1995-10-01 12:00").map(|(_, offset)| offset), Some(60));
    }

    #[test]
    fn dates_and_their_days_agree() {
        for days in -50_000..50_000 {
            let (year, month, day) = civil(days);
            assert_eq!(days_of(year, month, day), days);
        }
        assert_eq!(civil(0), (1970, 1, 1));
    }
}
