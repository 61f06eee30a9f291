//! Filled start: residents who are in the chain already when the simulation begins.

use jiff::civil::Date;
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

use super::class::ClassPick;
use super::edit::EditError;
use crate::random::Distribution;

/// Residents who are there when the simulation begins, all doing the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Present {
    /// Stage they are at (index into [`Scenario::stages`](super::Scenario::stages)).
    pub stage: usize,
    /// Step of the stage they are at, from 0.
    pub step: usize,
    /// Waiting, in work, or in a stay.
    pub doing: PresentDoing,
    /// How many.
    pub number: u32,
    /// Their levels, as far as given; of the other axes each is drawn.
    pub class: ClassPick,
    /// Since when; `None`: not known.
    pub since: Option<Since>,
}

/// What a resident is doing when the simulation begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PresentDoing {
    /// Waits for the step.
    Waiting,
    /// In work.
    InWork,
    /// In a delay.
    Staying,
}

impl PresentDoing {
    /// Every kind, in the order of their fields.
    pub const ALL: [PresentDoing; 3] = [PresentDoing::Waiting, PresentDoing::InWork, PresentDoing::Staying];

    /// Field of the language.
    pub fn name(self) -> &'static str {
        match self {
            PresentDoing::Waiting => "waiting",
            PresentDoing::InWork => "in_work",
            PresentDoing::Staying => "staying",
        }
    }
}

/// Since when residents who are there have been at their step.
#[derive(Debug, Clone, PartialEq)]
pub enum Since {
    /// Since 00:00 on a date.
    Date(Date),
    /// For so long, drawn for each.
    For(Distribution),
}

/// Residents who are there, as a list from elsewhere (a waiting list) gives them: all doing the same since the same date.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PresentRow {
    /// Name of the stage.
    pub stage: String,
    /// Step of it, from 1; `None`: the first that fits.
    pub step: Option<u32>,
    /// What they are doing.
    pub doing: PresentDoing,
    /// Their class, as in `business+young`.
    pub class: Option<String>,
    /// Since when.
    pub since: Option<Date>,
}

/// Adds such residents to the text of a scenario, each row with its number, in place of its `present_file`.
///
/// # Errors
/// [`EditError::NotToml`] when the text is not TOML, or its `present` is no list of tables.
pub fn add_present(text: &str, rows: &[(PresentRow, u32)]) -> Result<String, EditError> {
    super::read::small_and_flat(text).map_err(|_| EditError::NotToml)?;
    let mut document: DocumentMut = text.parse().map_err(|_| EditError::NotToml)?;
    document.remove("present_file");
    let present = document.entry("present").or_insert(Item::ArrayOfTables(ArrayOfTables::new()));
    if present.is_array() {
        let tables = present.clone().into_array_of_tables();
        *present = Item::ArrayOfTables(tables.map_err(|_| EditError::NotToml)?);
    }
    let tables = present.as_array_of_tables_mut().ok_or(EditError::NotToml)?;
    for (row, number) in rows {
        let mut table = Table::new();
        table["stage"] = value(&row.stage);
        table[row.doing.name()] = value(i64::from(*number));
        if let Some(step) = row.step {
            table["step"] = value(i64::from(step));
        }
        if let Some(class) = &row.class {
            table["class"] = value(class);
        }
        if let Some(since) = row.since {
            let (year, month, day) = (since.year() as u16, since.month() as u8, since.day() as u8);
            table["since"] = value(toml_edit::Date { year, month, day });
        }
        tables.push(table);
    }
    Ok(document.to_string())
}
