//! The tables behind a briefing for a workbook: those that a folder of results has, what their words mean, and every
//! parameter with its source and mark.
//!
//! Tables of results are read from the very bytes that a folder of results would hold, so they hold the same numbers.

use anyhow::{Context, Result};
use jiff::civil::Date;
use sim_core::experiment::Row;
use sim_core::lang::Lang;
use sim_core::observe::{Group, Measure, Period, RowKey, Statistic, Unit};
use sim_core::scenario::figures::Mark;
use sim_report::xlsx::{self, Cell, Kind, Tidy};

use super::{Briefing, Results};
use crate::output::{comparison_tidy, csv, series};
use crate::text::{briefing as say, briefing_words, measures, workbook as words};

/// Columns that hold words, and columns that hold days; all others hold numbers.
const WORDS: [&str; 8] = ["arm", "measure", "of", "class", "period", "statistic", "unit", "verdict"];
const DAYS: [&str; 2] = ["from", "until"];

/// The workbook of results, which speak this language afterwards.
///
/// # Errors
/// When a table or a chart cannot be written.
pub(super) fn write(results: &mut Results, lang: Lang) -> Result<Vec<u8>> {
    results.speak(lang);
    let results = &*results;
    let briefing = results.briefing(None, lang)?;
    let mut document = briefing.document();
    // These have a table of their own, with source and mark apart.
    document.sections.retain(|section| section.id != "parameters");
    let mut tables = vec![briefing.measures()?];
    if let Some(compared) = &results.compared {
        let differs = comparison_tidy::differences(compared)?;
        let whats = compared.beside().flat_map(|(arm, found)| {
            found.differences.iter().map(move |row| {
                let side = if row.after.is_none() && row.before.is_some() { &compared.arms[0] } else { arm };
                measures::row(lang, &side.scenario, &side.plan, row.key)
            })
        });
        let whats = whats.collect();
        tables.push(table("differences", &differs, whats, lang)?);
    }
    tables.extend([briefing.series()?, briefing.definitions(), briefing.written()]);
    let day = results.when.as_deref().and_then(|when| when.split('T').next()?.parse::<Date>().ok());
    xlsx::write(&document, &tables, day.and_then(in_parts))
}

fn in_parts(day: Date) -> Option<(u16, u8, u8)> {
    Some((u16::try_from(day.year()).ok()?, u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?))
}

/// A table of results, with what each row says in front.
///
/// * `name` – that of its file, without extension
/// * `whats` – of each row, in words
fn table(name: &str, bytes: &[u8], whats: Vec<String>, lang: Lang) -> Result<Tidy> {
    let mut reader = ::csv::Reader::from_reader(bytes);
    let columns: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
    let unit = columns.iter().position(|column| column == "unit");
    let mut rows = Vec::new();
    for (record, what) in reader.records().zip(whats) {
        let record = record?;
        let kind = match unit.and_then(|unit| record.get(unit)) {
            Some("share") => Kind::Share,
            _ => Kind::Amount,
        };
        let cells = columns.iter().zip(&record).map(|(column, field)| cell(column, field, kind, lang));
        let cells = cells.collect::<Result<Vec<Cell>>>().with_context(|| format!("{name}.csv"))?;
        rows.push(std::iter::once(Cell::Words(what)).chain(cells).collect());
    }
    let heads = columns.iter().map(|column| words::head(lang, column).to_owned());
    Ok(Tidy {
        name: words::name(lang, name).to_owned(),
        title: words::title(lang, name).to_owned(),
        heads: std::iter::once(words::what(lang).to_owned()).chain(heads).collect(),
        rows,
    })
}

fn cell(column: &str, field: &str, kind: Kind, lang: Lang) -> Result<Cell> {
    if field.is_empty() {
        return Ok(Cell::Empty);
    }
    if DAYS.contains(&column) {
        let day: Date = field.parse()?;
        return Ok(in_parts(day).map_or_else(|| Cell::Words(field.to_owned()), |(y, m, d)| Cell::Day(y, m, d)));
    }
    Ok(match column {
        "unit" => Cell::Words(words::unit(lang, field).to_owned()),
        "verdict" => Cell::Words(words::verdict(lang, field).to_owned()),
        words if WORDS.contains(&words) => Cell::Words(field.to_owned()),
        "n" => Cell::Number(field.parse()?, Kind::Whole),
        "level" => Cell::Number(field.parse()?, Kind::Share),
        "p" | "adjusted_p" => Cell::Number(field.parse()?, Kind::Amount),
        _ => Cell::Number(field.parse()?, kind),
    })
}

impl Briefing<'_> {
    fn measures(&self) -> Result<Tidy> {
        let run = self.run();
        let what = |row: &Row| measures::row(self.lang, &run.scenario, &run.plan, row.key);
        table("measures", &csv::measures(&run.rows)?, run.rows.iter().map(what).collect(), self.lang)
    }

    fn series(&self) -> Result<Tidy> {
        let (run, lang) = (self.run(), self.lang);
        let whats = run.experiment.series(&run.plan).into_iter().flat_map(|series| {
            let (group, period, statistic) = (Group::ALL, Period::All, Statistic::Mean);
            let key = RowKey { measure: series.measure, of: series.of, group, period, statistic };
            let what = match series.measure {
                Measure::Utilisation => {
                    words::busy_people(lang, &measures::of(lang, &run.scenario, series.of).unwrap_or_default())
                }
                _ => measures::row(lang, &run.scenario, &run.plan, key),
            };
            vec![what; series.points.len()]
        });
        let bytes = series::months(&run.scenario, &run.plan, &run.experiment)?;
        table("series", &bytes, whats.collect(), lang)
    }

    /// What the words, measures and units of the tables mean.
    fn definitions(&self) -> Tidy {
        let (run, lang) = (self.run(), self.lang);
        let lasting = crate::text::span(lang, run.plan.lasting.as_days());
        let follow_up = crate::text::span(lang, run.plan.follow_up.as_days());
        let row = |sort: &str, name: &str, word: &str, unit: &str, meaning: &str| {
            [sort, name, word, unit, meaning].map(|words| Cell::Words(words.to_owned())).to_vec()
        };
        let general = briefing_words::general(lang, self.results.compared.is_some()).into_iter();
        let mut rows: Vec<Vec<Cell>> =
            general.map(|(word, meaning)| row(words::word(lang), "", &word, "", &meaning)).collect();
        let used = |measure: &&Measure| run.rows.iter().any(|row| row.key.measure == **measure);
        for &measure in Measure::ALL.iter().filter(used) {
            let meaning = briefing_words::measure(lang, measure, &lasting, &follow_up);
            let meaning = meaning.map_or_else(|| words::in_the_model(lang).to_owned(), |(_, meaning)| meaning);
            let unit = words::unit(lang, measure.unit().name());
            rows.push(row(words::measure(lang), measure.name(), measures::measure(lang, measure), unit, &meaning));
        }
        let statistics = words::STATISTICS.iter();
        rows.extend(
            statistics
                .map(|(name, meanings)| row(words::statistic(lang), name, "", "", lang.pick(meanings.0, meanings.1))),
        );
        let mut units: Vec<Unit> = Vec::new();
        for unit in run.rows.iter().map(|row| row.key.unit()) {
            if !units.contains(&unit) {
                units.push(unit);
            }
        }
        rows.extend(units.into_iter().map(|unit| {
            let word = words::unit(lang, unit.name());
            row(words::unit_word(lang), unit.name(), word, word, words::unit_meaning(lang, unit))
        }));
        Tidy {
            name: words::name(lang, "definitions").to_owned(),
            title: words::title(lang, "definitions").to_owned(),
            heads: words::definition_heads(lang).map(str::to_owned).to_vec(),
            rows,
        }
    }

    /// Every parameter, with its source and how sure that is.
    fn written(&self) -> Tidy {
        let (run, lang) = (self.run(), self.lang);
        let rows = run.scenario.written.iter().map(|one| {
            let note = one.note.as_deref().unwrap_or_default();
            let (mark, source) = marked(note);
            let mark = mark.map_or(Cell::Empty, |mark| Cell::Words(mark.word().to_owned()));
            let words = |words: &str| if words.is_empty() { Cell::Empty } else { Cell::Words(words.to_owned()) };
            vec![words(&one.path), words(&one.value), mark, words(source), Cell::Number(one.line as f64, Kind::Whole)]
        });
        Tidy {
            name: say::parameters(lang).to_owned(),
            title: words::title(lang, "parameters").to_owned(),
            heads: words::parameter_heads(lang).map(str::to_owned).to_vec(),
            rows: rows.collect(),
        }
    }
}

/// A note as its mark and what else it says.
fn marked(note: &str) -> (Option<Mark>, &str) {
    let note = note.trim();
    let (mark, rest) = note.split_once(':').unwrap_or((note, ""));
    match Mark::ALL.iter().find(|known| known.word() == mark.trim()) {
        Some(&mark) => (Some(mark), rest.trim()),
        None => (None, note),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_told_apart_into_mark_and_source() {
        let word = |note| {
            let (mark, source) = marked(note);
            (mark.map(Mark::word), source)
        };
        assert_eq!(word("S: NVVK, table 3: all"), (Some("S"), "NVVK, table 3: all"));
        assert_eq!(word("D/A: half of it"), (Some("D/A"), "half of it"));
        assert_eq!(word("A"), (Some("A"), ""));
        assert_eq!(word("As told by the desk: two"), (None, "As told by the desk: two"));
        assert_eq!(word(""), (None, ""));
    }

    #[test]
    fn fields_become_cells_of_their_kind() {
        let of = |column, field| cell(column, field, Kind::Share, Lang::Nl).unwrap();
        assert_eq!(of("value", "0.125"), Cell::Number(0.125, Kind::Share));
        assert_eq!(of("n", "30"), Cell::Number(30.0, Kind::Whole));
        assert_eq!(of("lower", ""), Cell::Empty);
        assert_eq!(of("until", "2027-02-04"), Cell::Day(2027, 2, 4));
        assert_eq!(of("arm", "=1+1"), Cell::Words("=1+1".to_owned()));
        assert_eq!(of("verdict", "better"), Cell::Words("beter".to_owned()));
        assert!(cell("value", "weit", Kind::Amount, Lang::En).is_err());
    }
}
