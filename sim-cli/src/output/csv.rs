//! The tidy measures as CSV: one row per value, names that do not depend on the language.

use anyhow::Result;
use sim_core::experiment::Row;

use super::unknown;

/// Column names; the last three are empty where every number is known.
const COLUMNS: [&str; 15] = [
    "measure",
    "of",
    "class",
    "period",
    "statistic",
    "unit",
    "value",
    "lower",
    "upper",
    "half_width",
    "level",
    "n",
    "chance_half_width",
    "unknown_low",
    "unknown_high",
];

/// The table as CSV; an absent value is an empty field.
pub(crate) fn measures(rows: &[Row]) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    let number = |value: Option<f64>| value.map_or(String::new(), |value| value.to_string());
    for row in rows {
        let numbers = [row.value, row.lower, row.upper, row.half_width].map(number);
        let names = [row.measure, &row.of, &row.class, &row.period, &row.statistic, row.unit].map(str::to_owned);
        let level_and_n = [row.level.to_string(), row.n.to_string()];
        let split = unknown::split(row).map(|(_, value)| number(value));
        writer.write_record(names.into_iter().chain(numbers).chain(level_and_n).chain(split))?;
    }
    Ok(writer.into_inner().map_err(|error| error.into_error())?)
}
