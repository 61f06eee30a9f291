//! Moments in files: `2027-01-04T09:30:00.000`, without or with an offset.

use crate::log::Micros;
use crate::read::civil;

/// Adds a moment to a text, down to milliseconds, as a clock that shows universal time has it; without an offset.
pub(super) fn put(text: &mut String, moment: Micros) {
    let millis = moment.div_euclid(1000);
    let (year, month, day) = civil(millis.div_euclid(86_400_000) as i32);
    let of_day = millis.rem_euclid(86_400_000) as u32;
    let year = year.unsigned_abs();
    digits(text, year / 100, 2);
    digits(text, year % 100, 2);
    text.push('-');
    digits(text, month, 2);
    text.push('-');
    digits(text, day, 2);
    text.push('T');
    digits(text, of_day / 3_600_000, 2);
    text.push(':');
    digits(text, of_day / 60_000 % 60, 2);
    text.push(':');
    digits(text, of_day / 1000 % 60, 2);
    text.push('.');
    digits(text, of_day % 1000, 3);
}

fn digits(text: &mut String, number: u32, least: u32) {
    for place in (0..least).rev() {
        text.push(char::from(b'0' + (number / 10_u32.pow(place) % 10) as u8));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_to_the_millisecond() {
        let written = |moment| {
            let mut text = String::new();
            put(&mut text, moment);
            text
        };
        assert_eq!(written(0), "1970-01-01T00:00:00.000");
        assert_eq!(written(1_711_886_706_012_999), "2024-03-31T12:05:06.012");
        assert_eq!(written(-1), "1969-12-31T23:59:59.999");
    }
}
