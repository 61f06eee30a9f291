//! In which form tables are written: as programs read them, or so that a Dutch spreadsheet opens them right.
//!
//! Every table is made in the standard form and written again in another, so that both hold the same.

use anyhow::Result;
use clap::ValueEnum;

use super::folder::File;

/// A form of tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Dialect {
    /// A comma between fields, a point in numbers: what programs read.
    #[default]
    Standard,
    /// A semicolon between fields, a comma in numbers: what a Dutch spreadsheet opens right.
    Nl,
}

/// By this mark a spreadsheet knows that letters are UTF-8.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// Signs with which a formula begins.
const BEGINS_FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

impl Dialect {
    /// The option that asks for it; nothing for the standard form.
    pub(crate) fn option(self) -> Option<(&'static str, &'static str)> {
        match self {
            Dialect::Standard => None,
            Dialect::Nl => Some(("--csv-dialect", "nl")),
        }
    }

    /// A table in this form.
    ///
    /// * `standard` – the table in the standard form
    ///
    /// # Errors
    /// When it is no table.
    pub(crate) fn table(self, standard: Vec<u8>) -> Result<Vec<u8>> {
        if self == Dialect::Standard {
            return Ok(standard);
        }
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(&standard[..]);
        let mut writer =
            csv::WriterBuilder::new().delimiter(b';').terminator(csv::Terminator::CRLF).from_writer(MARK.to_vec());
        for record in reader.records() {
            writer.write_record(record?.iter().map(dutch))?;
        }
        Ok(writer.into_inner().map_err(|error| error.into_error())?)
    }

    /// Files of a folder of results, its tables in this form.
    ///
    /// # Errors
    /// When a table is none.
    pub(crate) fn files(self, files: Vec<File>) -> Result<Vec<File>> {
        let in_form = |(name, bytes): File| match name.ends_with(".csv") {
            true => Ok((name, self.table(bytes)?)),
            false => Ok((name, bytes)),
        };
        files.into_iter().map(in_form).collect()
    }

    /// A table as text for the screen.
    ///
    /// # Errors
    /// When it is no table.
    pub(crate) fn text(self, standard: Vec<u8>) -> Result<String> {
        Ok(String::from_utf8(self.table(standard)?)?)
    }
}

/// A field as a Dutch spreadsheet reads it: numbers with a comma, and words that would be a formula as words.
fn dutch(field: &str) -> String {
    match (is_number(field), field.starts_with(BEGINS_FORMULA)) {
        (true, _) => field.replace('.', ","),
        (false, true) => format!("'{field}"),
        (false, false) => field.to_owned(),
    }
}

/// Whether a field is a number as tables have them, such as `-1.5` or `2e-7`; not `inf` or `NaN`.
fn is_number(field: &str) -> bool {
    let begins = field.trim_start_matches('-').starts_with(|sign: char| sign.is_ascii_digit());
    begins && field.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_get_a_comma_and_nothing_becomes_a_formula() {
        let all =
            ["1.5", "-0.25", "2e-7", "1.5e-7", "30", "", "NaN", "2.5 uur", "2027-01-04", "=1+1", "-x", "@a", "a;b"];
        let dutch = all.map(dutch);
        let expected =
            ["1,5", "-0,25", "2e-7", "1,5e-7", "30", "", "NaN", "2.5 uur", "2027-01-04", "'=1+1", "'-x", "'@a", "a;b"];
        assert_eq!(dutch, expected);
    }

    #[test]
    fn a_table_says_the_same_in_both_forms() {
        let standard = "measure,of,value\nwait,\"talk, first; \"\"de\"\" één\",-1.25\nwait,desk,\n".as_bytes().to_vec();
        assert_eq!(Dialect::Standard.table(standard.clone()).unwrap(), standard);
        let nl = Dialect::Nl.table(standard.clone()).unwrap();
        assert!(nl.starts_with(MARK));
        let rows = |bytes: &[u8], delimiter| -> Vec<Vec<String>> {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).delimiter(delimiter).from_reader(bytes);
            let row = |row: Result<csv::StringRecord, _>| row.unwrap().iter().map(str::to_owned).collect();
            reader.records().map(row).collect()
        };
        let (mut expected, found) = (rows(&standard, b','), rows(&nl[MARK.len()..], b';'));
        expected[1][2] = "-1,25".to_owned();
        assert_eq!(found, expected);
    }
}
