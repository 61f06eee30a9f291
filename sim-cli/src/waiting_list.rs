//! Today's waiting list: a CSV file with one resident a row, put into the scenario as residents who are there.
//!
//! Columns, in any order, by their English or Dutch name: `stage` (`stap`), `state` (`toestand`: waiting, in_work or staying), and
//! where known `since` (`sinds`, a date), `class` (`doelgroep`) and `step` (`handeling`). Separated by `;` or `,`.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Result, bail};
use jiff::civil::Date;
use sim_core::lang::Lang;
use sim_core::scenario::{PresentDoing, PresentRow, Reading, Scenario, add_present, read};

use crate::load::read_text;
use crate::text::waiting_list as words;

/// Each column with the names it may have.
const COLUMNS: [(&str, &str); 5] =
    [("stage", "stap"), ("state", "toestand"), ("since", "sinds"), ("class", "doelgroep"), ("step", "handeling")];
/// Most problems that are told at once.
const MOST_PROBLEMS: usize = 20;

/// The text of a scenario with its `present_file`, if it has one, read and put in place.
///
/// # Errors
/// When the file is not there or a row of it cannot be understood: each with its line.
pub(crate) fn put_in_place(text: String, scenario: &Path, lang: Lang) -> Result<String> {
    let Reading { scenario: Some(read), .. } = read(&text) else { return Ok(text) };
    let Some(name) = &read.present_file else { return Ok(text) };
    let path = scenario.parent().unwrap_or(Path::new("")).join(name);
    let list = read_text(&path, lang)?;
    match rows(&list, &read, lang) {
        Ok(rows) => Ok(add_present(&text, &rows)?),
        Err(problems) => {
            let shown = problems.iter().take(MOST_PROBLEMS).map(|problem| format!("{}: {problem}", path.display()));
            let mut shown: Vec<String> = shown.collect();
            if problems.len() > MOST_PROBLEMS {
                shown.push(words::more(lang, problems.len() - MOST_PROBLEMS));
            }
            bail!("{}", shown.join("\n"))
        }
    }
}

/// The rows of a list, equal ones together with their number, in an order that does not depend on that of the lines.
fn rows(list: &str, scenario: &Scenario, lang: Lang) -> Result<Vec<(PresentRow, u32)>, Vec<String>> {
    let list = list.trim_start_matches('\u{feff}');
    let head = list.lines().next().unwrap_or_default();
    let delimiter = if head.contains(';') { b';' } else { b',' };
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).trim(csv::Trim::All).flexible(true).from_reader(list.as_bytes());
    let heads = reader.headers().map_err(|error| vec![error.to_string()])?.clone();
    let unknown = heads.iter().filter(|head| column(head).is_none());
    let mut problems: Vec<String> = unknown.map(|head| words::unknown_column(lang, head)).collect();
    let position = |wanted: usize| heads.iter().position(|head| column(head) == Some(wanted));
    let places: [Option<usize>; 5] = std::array::from_fn(position);
    for needed in [0, 1] {
        if places[needed].is_none() {
            problems.push(words::missing_column(lang, lang.pick(COLUMNS[needed].0, COLUMNS[needed].1)));
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut rows: BTreeMap<PresentRow, u32> = BTreeMap::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                problems.push(error.to_string());
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |wanted: usize| places[wanted].and_then(|place| record.get(place)).filter(|text| !text.is_empty());
        match row(&cell, scenario, lang) {
            Ok(row) => *rows.entry(row).or_default() += 1,
            Err(problem) => problems.push(words::at_line(lang, line, &problem)),
        }
    }
    if problems.is_empty() { Ok(rows.into_iter().collect()) } else { Err(problems) }
}

/// Which column bears this name.
fn column(head: &str) -> Option<usize> {
    COLUMNS.iter().position(|&(en, nl)| head.eq_ignore_ascii_case(en) || head.eq_ignore_ascii_case(nl))
}

fn row<'r>(cell: &impl Fn(usize) -> Option<&'r str>, scenario: &Scenario, lang: Lang) -> Result<PresentRow, String> {
    let needed = |wanted: usize| {
        cell(wanted).ok_or_else(|| words::empty_cell(lang, lang.pick(COLUMNS[wanted].0, COLUMNS[wanted].1)))
    };
    let step = cell(4)
        .map(|text| text.parse::<u32>().ok().filter(|&step| step > 0).ok_or_else(|| words::not_a_step(lang, text)));
    let stage = needed(0)?;
    let stages = || scenario.stages.iter().map(|stage| stage.name.as_str());
    if !stages().any(|known| known == stage) {
        return Err(words::unknown_stage(lang, stage, &stages().collect::<Vec<_>>().join(", ")));
    }
    let levels = || scenario.axes.iter().flat_map(|axis| &axis.levels).map(|level| level.name.as_str());
    for level in cell(3).into_iter().flat_map(|class| class.split('+')).map(str::trim) {
        if !levels().any(|known| known == level) {
            return Err(words::unknown_class(lang, level, &levels().collect::<Vec<_>>().join(", ")));
        }
    }
    let doing = doing(needed(1)?).ok_or_else(|| words::unknown_state(lang, cell(1).unwrap_or_default()))?;
    let since = cell(2).map(|text| date(text).ok_or_else(|| words::not_a_date(lang, text))).transpose()?;
    if let Some(late) = since.filter(|&since| since > scenario.start) {
        return Err(words::too_late(lang, &late.to_string(), &scenario.start.to_string()));
    }
    // What was worked on somebody before the simulation is not known from a date.
    let since = since.filter(|_| doing != PresentDoing::InWork);
    Ok(PresentRow { stage: stage.to_owned(), doing, since, class: cell(3).map(str::to_owned), step: step.transpose()? })
}

fn doing(state: &str) -> Option<PresentDoing> {
    match state.to_lowercase().replace([' ', '-'], "_").as_str() {
        "waiting" | "wacht" | "wachtend" => Some(PresentDoing::Waiting),
        "in_work" | "in_behandeling" => Some(PresentDoing::InWork),
        "staying" | "loopt" | "lopend" => Some(PresentDoing::Staying),
        _ => None,
    }
}

/// A date as 2027-01-04, or as Dutch spreadsheets write it: 4-1-2027 or 04/01/2027.
fn date(text: &str) -> Option<Date> {
    if let Ok(date) = text.parse::<Date>() {
        return Some(date);
    }
    let parts: Vec<&str> = text.split(['-', '/']).collect();
    let [day, month, year] = parts[..] else { return None };
    Date::new(year.parse().ok().filter(|&year: &i16| year > 1000)?, month.parse().ok()?, day.parse().ok()?).ok()
}
