//! A run held against figures: a table to read, and the same as CSV and JSON.

use anyhow::Result;
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table, Width, presets};
use serde_json::{Value, json};
use sim_core::estimate::{Estimate, LEVEL};
use sim_core::experiment::{Held, Verdict};
use sim_core::lang::Lang;
use sim_core::scenario::figures::{Dimension, Figure, Figures, Published, Role, Tolerance};
use sim_core::time::DAYS_PER_YEAR;

use crate::number::{ABSENT, beside, bounds, decimals, fixed};
use crate::run::Run;
use crate::text::{self, against as words};

/// Days of a month as a duration.
const MONTH: f64 = DAYS_PER_YEAR / 12.0;
/// The table is this wide; titles, definitions and sources wrap.
const WIDTH: u16 = 118;
/// Spaces beside the content of a cell.
const PADDING: u16 = 2;
/// Titles and definitions get at least so much of it.
const LEAST_WORDS: u16 = 50;
/// Widest unit before it wraps.
const MOST_UNIT: u16 = 14;
/// Widest source before it wraps.
const MOST_SOURCE: u16 = 16;

/// Everything that is said of a run beside figures.
pub(crate) struct Answer<'r> {
    /// The run.
    pub(crate) run: &'r Run,
    /// The figures.
    pub(crate) figures: &'r Figures,
    /// What the run says of each.
    pub(crate) held: Vec<Held>,
    /// Language.
    pub(crate) lang: Lang,
}

impl Answer<'_> {
    /// Whether a figure does not agree or is not measured.
    pub(crate) fn fails(&self) -> bool {
        self.held.iter().any(|held| matches!(held.verdict, Verdict::Disagrees | Verdict::NotMeasured))
    }

    fn rows(&self) -> impl Iterator<Item = (&Figure, &Held)> {
        self.figures.figures.iter().zip(&self.held)
    }

    /// The table, what is to be said of single rows, and how many agree.
    pub(crate) fn table(&self) -> String {
        let lang = self.lang;
        let mut parts = vec![format!("{}\n\n{}", self.figures.title, self.rows_as_table())];
        let whys = self.rows().filter_map(|(figure, held)| {
            let why = words::why_not(lang, held.why_not.as_ref()?);
            Some(format!("{}: {}: {why}", figure.title, words::verdict_name(lang, held.verdict)))
        });
        let notes = self.rows().filter_map(|(figure, _)| Some(format!("{}: {}", figure.title, figure.note.as_ref()?)));
        let remarks: Vec<String> = whys.chain(notes).collect();
        if !remarks.is_empty() {
            parts.push(remarks.join("\n"));
        }
        let count = |free: bool| {
            let mut counts = [0; 4];
            for (_, held) in self.rows().filter(|(figure, _)| !free || figure.role == Role::Free) {
                counts[held.verdict as usize] += 1;
            }
            counts
        };
        parts.push(words::summary(lang, count(false), count(true)));
        parts.push(words::legend(lang).to_owned());
        parts.join("\n\n")
    }

    fn rows_as_table(&self) -> String {
        let lang = self.lang;
        let mut table = Table::new();
        table.load_style(presets::NOTHING);
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.set_header([
            words::figure(lang),
            words::definition(lang),
            words::published(lang),
            words::unit(lang),
            words::tolerance(lang),
            words::source(lang),
            words::simulated(lang),
            words::role(lang),
            words::verdict(lang),
        ]);
        for (figure, held) in self.rows() {
            table.add_row(self.cells(figure, held));
        }
        set_widths(&mut table);
        let text = table.to_string().replace('\u{a0}', " ");
        text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
    }

    fn cells(&self, figure: &Figure, held: &Held) -> Vec<String> {
        let lang = self.lang;
        let (scale, unit) = self.scale(figure, held);
        let number = |value: f64| plain(value * scale, lang);
        let published = match figure.published {
            Published::Value(value, _) => number(value),
            Published::Range(Some(low), Some(high)) => format!("{}–{}", number(low), number(high)),
            Published::Range(Some(low), None) => format!("≥ {}", number(low)),
            Published::Range(None, Some(high)) => format!("≤ {}", number(high)),
            Published::Range(None, None) => ABSENT.to_owned(),
        };
        let tolerance = match figure.published {
            Published::Value(_, Tolerance::Relative(share)) => format!("± {} %", plain(share * 100.0, lang)),
            Published::Value(_, Tolerance::Absolute(width)) if unit == "%" => {
                format!("± {} {}", number(width), words::points(lang))
            }
            Published::Value(_, Tolerance::Absolute(width)) => format!("± {}", number(width)),
            Published::Range(..) => ABSENT.to_owned(),
        };
        let source = match figure.year {
            Some(year) => format!("{} ({}, {year})", figure.source, figure.mark.word()),
            None => format!("{} ({})", figure.source, figure.mark.word()),
        };
        let simulated = held.simulated.map_or(ABSENT.to_owned(), |estimate| shown(&estimate, scale, unit == "%", lang));
        vec![
            figure.title.clone(),
            figure.definition.clone(),
            published,
            unit,
            tolerance,
            source,
            simulated,
            words::role_name(lang, figure.role).to_owned(),
            words::verdict_name(lang, held.verdict).to_owned(),
        ]
    }

    /// What to multiply values of a figure by, and the unit they then have.
    fn scale(&self, figure: &Figure, held: &Held) -> (f64, String) {
        let lang = self.lang;
        let size = match figure.published {
            Published::Value(value, _) => value,
            Published::Range(..) if held.band.1.is_finite() => held.band.1,
            Published::Range(..) => held.band.0,
        };
        if let (Some(unit), Dimension::Fraction | Dimension::Money | Dimension::Number) =
            (&figure.shown_unit, figure.unit.dimension)
        {
            return (1.0, unit.clone());
        }
        match figure.unit.dimension {
            Dimension::Share => (100.0, "%".to_owned()),
            Dimension::Fraction if size <= 1.0 => (100.0, "%".to_owned()),
            Dimension::Time if in_months(figure, size) => (1.0 / MONTH, words::months(lang).to_owned()),
            Dimension::Time if size >= 1.0 || size == 0.0 => (1.0, text::days(lang).to_owned()),
            Dimension::Time if size * 24.0 >= 1.0 - 1e-9 => (24.0, text::hours(lang).to_owned()),
            Dimension::Time => (1440.0, text::minutes(lang).to_owned()),
            Dimension::Fraction | Dimension::Money | Dimension::Number => {
                (1.0, words::unit_name(lang, &figure.unit.name))
            }
        }
    }

    /// The rows as CSV: times in days, shares as fractions, an absent value empty.
    pub(crate) fn csv(&self) -> Result<Vec<u8>> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        for (number, (figure, held)) in self.rows().enumerate() {
            let fields = fields(figure, held, self.lang);
            if number == 0 {
                writer.write_record(fields.iter().map(|(name, _)| *name))?;
            }
            writer.write_record(fields.iter().map(|(_, value)| match value {
                Value::Null => String::new(),
                Value::String(text) => text.clone(),
                other => other.to_string(),
            }))?;
        }
        Ok(writer.into_inner().map_err(|error| error.into_error())?)
    }

    /// The same as JSON, an absent value `null`.
    pub(crate) fn json(&self) -> String {
        let rows: Vec<Value> = self
            .rows()
            .map(|(figure, held)| {
                let fields = fields(figure, held, self.lang).into_iter();
                Value::Object(fields.map(|(name, value)| (name.to_owned(), value)).collect())
            })
            .collect();
        let answer = json!({
            "scenario": self.run.scenario.title.in_files(),
            "figures_title": self.figures.title,
            "version": env!("CARGO_PKG_VERSION"),
            "changes": self.run.changes,
            "seed": self.run.seed,
            "replications": self.run.experiment.replications(),
            "figures": rows,
            "warnings": self.run.warnings,
        });
        format!("{answer:#}\n")
    }
}

/// A figure and what the run says of it, by the names of CSV and JSON.
fn fields(figure: &Figure, held: &Held, lang: Lang) -> Vec<(&'static str, Value)> {
    let number = |value: Option<f64>| value.filter(|value| value.is_finite()).map_or(Value::Null, Value::from);
    let (value, low, high) = match figure.published {
        Published::Value(value, _) => (Some(value), None, None),
        Published::Range(low, high) => (None, low, high),
    };
    let interval = held.simulated.and_then(|estimate| estimate.interval);
    vec![
        ("title", figure.title.as_str().into()),
        ("definition", figure.definition.as_str().into()),
        ("measure", figure.formula.to_string().into()),
        ("times", figure.times.into()),
        ("unit", figure.shown_unit.as_ref().unwrap_or(&figure.unit.name).as_str().into()),
        ("value", number(value)),
        ("low", number(low)),
        ("high", number(high)),
        ("accepted_from", number(Some(held.band.0))),
        ("accepted_to", number(Some(held.band.1))),
        ("source", figure.source.as_str().into()),
        ("mark", figure.mark.word().into()),
        ("year", figure.year.into()),
        ("role", figure.role.word().into()),
        ("simulated", number(held.simulated.map(|estimate| estimate.value))),
        ("lower", number(interval.map(|(lower, _)| lower))),
        ("upper", number(interval.map(|(_, upper)| upper))),
        ("half_width", number(held.simulated.and_then(|estimate| estimate.half_width))),
        ("level", LEVEL.into()),
        ("n", held.simulated.map(|estimate| estimate.replications).into()),
        ("verdict", verdict_word(held.verdict).into()),
        ("why_not", held.why_not.as_ref().map(|why| words::why_not(lang, why)).into()),
        ("note", figure.note.as_deref().into()),
    ]
}

/// Whether a time was published in months: half ones at least, and without a tolerance in another unit.
fn in_months(figure: &Figure, size: f64) -> bool {
    let other = matches!(figure.published, Published::Value(_, Tolerance::Absolute(_)));
    let halves = 2.0 * size / MONTH;
    !other && size >= MONTH - 1e-9 && (halves - halves.round()).abs() < 1e-9
}

/// A verdict as programs read it.
fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Agrees => "agrees",
        Verdict::Disagrees => "does_not_agree",
        Verdict::CannotTell => "cannot_be_told",
        Verdict::NotMeasured => "not_measured",
    }
}

/// A published number with the digits it was published with.
fn plain(value: f64, lang: Lang) -> String {
    let text = sim_core::text::shortest((value * 1e6).round() / 1e6);
    let decimals = text.split_once('.').map_or(0, |(_, part)| part.len());
    fixed(value, decimals, lang)
}

/// A simulated value with half its interval, or with its bounds where it is not symmetric.
fn shown(estimate: &Estimate, scale: f64, is_percentage: bool, lang: Lang) -> String {
    let value = estimate.value * scale;
    match (estimate.half_width.map(|width| width * scale), estimate.interval) {
        // What differs only by rounding between replications does not vary.
        (Some(width), Some((lower, upper)))
            if width > 1e-9 * value.abs() && (upper - lower) * scale > 2.0 * width * (1.0 - 1e-9) =>
        {
            beside(value, width, is_percentage, lang).0
        }
        (width, Some((lower, upper))) if width.is_none() || width > Some(1e-9 * value.abs()) => {
            let digits = decimals(value, Some((upper - lower) * scale / 2.0));
            format!("{} ({})", fixed(value, digits, lang), bounds(lower * scale, upper * scale, digits, lang))
        }
        _ => fixed(value, decimals(value, None), lang),
    }
}

/// Numbers stay on one line; titles and definitions share what is left, two to three.
fn set_widths(table: &mut Table) {
    let mut least: Vec<u16> = Vec::new();
    let header = table.header().cloned();
    for row in header.iter().chain(table.row_iter()) {
        least.resize(row.cell_iter().count(), 0);
        for (width, cell) in least.iter_mut().zip(row.cell_iter()) {
            *width = (*width).max(cell.content().chars().count() as u16);
        }
    }
    // The unit of a quotient and a source may wrap.
    (least[3], least[5]) = (least[3].min(MOST_UNIT), least[5].min(MOST_SOURCE));
    let taken: u16 = least.iter().skip(2).map(|width| width + PADDING).sum();
    let words = WIDTH.saturating_sub(taken).max(LEAST_WORDS);
    (least[0], least[1]) = (words * 2 / 5 - PADDING, words * 3 / 5 - PADDING);
    table.set_width(taken + words);
    for (position, (column, width)) in table.column_iter_mut().zip(least).enumerate() {
        column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width + PADDING)));
        if matches!(position, 2 | 4 | 6) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}
