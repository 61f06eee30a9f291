//! A file of figures: text in, figures or problems out.

use toml::de::{DeTable, DeValue};

use super::table::{Fields, found};
use super::{Item, Reader, amounts, guard, names, values};
use crate::scenario::figures::{
    Catalogue, Dimension, Figure, FigureUnit, Figures, Formula, Mark, Published, Role, RowName, Tolerance,
    WantedStatistic,
};
use crate::scenario::grammar::{COMBINED, FIGURES, Value};
use crate::scenario::problem::{NameOf, Problem, ProblemKind};
use crate::scenario::units::{self, clip};
use crate::time::{DAYS_PER_YEAR, Span};

/// What reading a file of figures gives.
#[derive(Debug, Clone, PartialEq)]
pub struct FiguresReading {
    /// The figures, when no problem is an error.
    pub figures: Option<Figures>,
    /// All problems, in the order of the text.
    pub problems: Vec<Problem>,
}

/// Reads a file of figures and reports every problem at once; like [`read`](super::read) it never panics.
pub fn read_figures(text: &str, catalogue: &Catalogue<'_>) -> FiguresReading {
    if let Err((kind, at)) = guard::look(text) {
        let problem = Problem { severity: kind.severity(), kind, at, path: String::new() };
        return FiguresReading { figures: None, problems: vec![problem] };
    }
    let (document, syntax) = guard::parse(text);
    let tree = document.get_ref();
    let mut reader = Reader::new(text, tree, super::Values::Likely);
    for (kind, at) in syntax {
        reader.problem(kind, at, "");
    }
    let figures = if reader.version(tree) { reader.figures(tree, catalogue) } else { None };
    let (refused, problems) = reader.all_problems();
    FiguresReading { figures: figures.filter(|_| !refused), problems }
}

impl<'t> Reader<'t> {
    fn figures(&mut self, tree: &'t DeTable<'t>, catalogue: &Catalogue<'_>) -> Option<Figures> {
        let end_of_first_line = self.text.find('\n').unwrap_or(self.text.len());
        let top = self.fields(&FIGURES, tree, String::new(), 0..end_of_first_line);
        self.fixed(&top, "keten", |reader, item| values::count(reader, item, 1, 1));
        let title = self.fixed(&top, "title", values::text);
        self.fixed(&top, "description", values::text);
        let scenario = self.fixed(&top, "scenario", values::text);
        let tables = self.tables(&top, "figures", None)?;
        if tables.is_empty() {
            self.problem(ProblemKind::EmptyList, top.key("figures"), "figures");
        }
        let figures: Vec<Option<Figure>> = tables.into_iter().map(|fields| self.figure(&fields?, catalogue)).collect();
        Some(Figures { title: title?, scenario, figures: figures.into_iter().collect::<Option<_>>()? })
    }

    fn figure(&mut self, fields: &Fields<'t>, catalogue: &Catalogue<'_>) -> Option<Figure> {
        let title = self.fixed(fields, "title", values::text);
        let definition = self.fixed(fields, "definition", values::text);
        let formula = self.formula(fields, catalogue);
        let times = self.factor_of(fields);
        // Without a measure nobody knows in which unit the figure must be.
        let published = self.published(fields, formula.as_ref().map(|(_, unit)| unit));
        let shown_unit = self.fixed(fields, "unit", values::text);
        let source = self.fixed(fields, "source", values::text);
        let mark = self.fixed(fields, "mark", |reader, item| values::choice(reader, item, Mark::WORDS));
        let year = self.fixed(fields, "year", |reader, item| values::small_count(reader, item, 1900, 2500));
        let role = self.fixed(fields, "role", |reader, item| values::choice(reader, item, Role::WORDS));
        let note = self.fixed(fields, "note", values::text).filter(|note| !note.is_empty());
        let (formula, unit) = formula?;
        Some(Figure {
            title: title?,
            definition: definition?,
            formula,
            times: times?,
            unit,
            shown_unit,
            published: published?,
            source: source?,
            mark: *Mark::ALL.get(mark?)?,
            year,
            role: *Role::ALL.get(role?)?,
            note,
        })
    }

    /// What the simulated value is multiplied by.
    fn factor_of(&mut self, fields: &Fields<'t>) -> Option<f64> {
        if !fields.has("times") {
            return Some(1.0);
        }
        self.fixed(fields, "times", |reader, item| {
            let factor = values::factor(reader, item, Value::Factor)?;
            if factor > 0.0 {
                return Some(factor);
            }
            reader.wrong(ProblemKind::MustBePositive, item);
            None
        })
    }

    /// A row, or what is made of several, with its unit.
    fn formula(&mut self, fields: &Fields<'t>, catalogue: &Catalogue<'_>) -> Option<(Formula, FigureUnit)> {
        let item = fields.get("measure")?;
        match item.value {
            DeValue::String(name) => self.row(fields, &item, name, catalogue),
            DeValue::Table(_) => {
                let combined = self.open(&COMBINED, &item)?;
                for field in ["of", "class", "period", "statistic"].into_iter().filter(|field| fields.has(field)) {
                    let kind =
                        ProblemKind::Needs { field: field.to_owned(), other: vec!["measure = \"…\"".to_owned()] };
                    self.problem(kind, fields.key(field), &fields.child(field));
                }
                self.combined(&combined, catalogue)
            }
            other => {
                self.wrong(ProblemKind::WrongType { found: found(other), takes: Value::Measured }, &item);
                None
            }
        }
    }

    fn row(
        &mut self,
        fields: &Fields<'t>,
        item: &Item<'t>,
        name: &str,
        catalogue: &Catalogue<'_>,
    ) -> Option<(Formula, FigureUnit)> {
        let statistic = match fields.has("statistic") {
            true => self.fixed(fields, "statistic", statistic),
            false => Some(WantedStatistic::Main),
        };
        let mut name_of = |field: &'static str, default: &str| match fields.has(field) {
            true => self.fixed(fields, field, values::text),
            false => Some(default.to_owned()),
        };
        let (of, class, period) = (name_of("of", "chain"), name_of("class", "all"), name_of("period", "all"));
        let Some(position) = catalogue.names.iter().position(|known| *known == name) else {
            let known = catalogue.names.iter().copied();
            let kind = names::unknown(NameOf::Measure, name, known, self.compares());
            self.wrong(kind, item);
            return None;
        };
        let statistic = statistic?;
        let row = RowName { measure: name.to_owned(), of: of?, class: class?, period: period?, statistic };
        Some((Formula::Row(row), (catalogue.unit)(position, statistic)))
    }

    fn combined(&mut self, fields: &Fields<'t>, catalogue: &Catalogue<'_>) -> Option<(Formula, FigureUnit)> {
        let all = ["sum", "difference", "ratio"];
        let given: Vec<&'static str> = all.into_iter().filter(|name| fields.has(name)).collect();
        let &[name] = &given[..] else {
            let kind = match given[..] {
                [one, other, ..] => ProblemKind::Together { one: one.to_owned(), other: other.to_owned() },
                _ => ProblemKind::OneOf { fields: all.map(str::to_owned).to_vec() },
            };
            self.problem(kind, fields.at.clone(), &fields.path);
            return None;
        };
        let tables = self.tables(fields, name, None)?;
        let number = tables.len();
        if number < 2 || (number > 2 && name != "sum") {
            let kind = ProblemKind::NotTwo { found: number, or_more: name == "sum" };
            self.problem(kind, fields.key(name), &fields.child(name));
            return None;
        }
        let mut parts = Vec::new();
        for part in tables {
            parts.push(part.and_then(|part| self.part(&part, catalogue).map(|(formula, unit)| (formula, unit, part))));
        }
        let parts: Vec<(Formula, FigureUnit, Fields<'t>)> = parts.into_iter().collect::<Option<_>>()?;
        let unit = parts.first()?.1.clone();
        if name == "ratio" {
            let [(above, _, _), (below, below_unit, _)] = <[_; 2]>::try_from(parts).ok()?;
            let ratio = Formula::Ratio(Box::new([above, below]));
            if let Some(days) = time_of_ratio(&unit.name, &below_unit.name) {
                let unit = FigureUnit { name: "days".to_owned(), dimension: Dimension::Time };
                return Some((Formula::Times(days, Box::new(ratio)), unit));
            }
            return Some((ratio, unit_of_ratio(&unit, &below_unit)));
        }
        if let Some((_, other, part)) = parts.iter().find(|(_, other, _)| *other != unit) {
            let kind = ProblemKind::UnitsDiffer { one: unit.name, other: other.name.clone() };
            self.problem(kind, part.key("measure"), &part.path);
            return None;
        }
        let formulas: Vec<Formula> = parts.into_iter().map(|(formula, _, _)| formula).collect();
        let formula = match name {
            "sum" => Formula::Sum(formulas),
            _ => Formula::Difference(Box::new(<[_; 2]>::try_from(formulas).ok()?)),
        };
        Some((formula, unit))
    }

    /// One of several rows.
    fn part(&mut self, fields: &Fields<'t>, catalogue: &Catalogue<'_>) -> Option<(Formula, FigureUnit)> {
        let formula = self.formula(fields, catalogue);
        let times = self.factor_of(fields)?;
        let (formula, unit) = formula?;
        Some((if fields.has("times") { Formula::Times(times, Box::new(formula)) } else { formula }, unit))
    }

    /// The published value with its tolerance, or the published range. Without a unit only what is there is looked at.
    fn published(&mut self, fields: &Fields<'t>, unit: Option<&FigureUnit>) -> Option<Published> {
        let ends = ["low", "high"].into_iter().find(|end| fields.has(end));
        let mut quantity = |name| self.fixed(fields, name, |reader, item| quantity(reader, item, unit?));
        let (value, low, high) = (quantity("value"), quantity("low"), quantity("high"));
        let within = self.fixed(fields, "within", |reader, item| tolerance(reader, item, unit?));
        let mut together = |one: &str, other: &'static str| {
            let kind = ProblemKind::Together { one: one.to_owned(), other: other.to_owned() };
            self.problem(kind, fields.key(other), &fields.child(other));
        };
        match ends {
            None if !fields.has("value") => {
                let kind = ProblemKind::OneOf { fields: ["value", "low", "high"].map(str::to_owned).to_vec() };
                self.problem(kind, fields.at.clone(), &fields.path);
                None
            }
            None if !fields.has("within") => {
                self.missing("within", Value::Tolerance, fields);
                None
            }
            None => Some(Published::Value(value?, within?)),
            Some(end) => {
                ["value", "within"].into_iter().filter(|name| fields.has(name)).for_each(|name| together(end, name));
                if let Some((low, high)) = low.zip(high)
                    && low > high
                {
                    let written = |name: &str| fields.get(name).map_or(String::new(), |item| self.as_in_file(&item));
                    let kind = ProblemKind::NotAscending { before: written("low"), found: written("high") };
                    self.problem(kind, fields.get("high").map_or(0..0, |item| item.at), &fields.child("high"));
                }
                (low.is_some() == fields.has("low") && high.is_some() == fields.has("high"))
                    .then_some(Published::Range(low, high))
            }
        }
    }

    fn as_in_file(&self, item: &Item<'t>) -> String {
        clip(self.text.get(item.at.clone()).unwrap_or_default().trim_matches('"'))
    }
}

/// Unit of a quotient: of one unit with itself a fraction; of anything and a share the unit of the first.
fn unit_of_ratio(above: &FigureUnit, below: &FigureUnit) -> FigureUnit {
    if above.name == below.name {
        return FigureUnit { name: "ratio".to_owned(), dimension: Dimension::Fraction };
    }
    if matches!(below.dimension, Dimension::Share | Dimension::Fraction) {
        return above.clone();
    }
    FigureUnit { name: format!("{} / {}", above.name, below.name), dimension: Dimension::Number }
}

/// The days in the unit of a quotient that is a time: residents over residents a year, as in Little's law, are years;
/// hours a year over residents a year are hours for each of them.
fn time_of_ratio(above: &str, below: &str) -> Option<f64> {
    match (above, below) {
        ("residents", "residents/year") => Some(DAYS_PER_YEAR),
        ("hours/year", "residents/year") => Some(1.0 / 24.0),
        _ => None,
    }
}

/// A published value in the unit of its measure.
fn quantity<'t>(reader: &mut Reader<'t>, item: &Item<'t>, unit: &FigureUnit) -> Option<f64> {
    match unit.dimension {
        Dimension::Time => values::days(reader, item),
        Dimension::Share => values::share(reader, item, Value::Share),
        Dimension::Fraction => values::factor(reader, item, Value::Factor),
        Dimension::Money => amounts::money(reader, item, Value::Money),
        // What is counted may stand behind it, as in `2100 residents`.
        Dimension::Number => values::number(reader, item, unit.name.split('/').next().map(str::trim)),
    }
}

/// How far off is accepted: a percentage of the value, or an amount in its unit.
fn tolerance<'t>(reader: &mut Reader<'t>, item: &Item<'t>, unit: &FigureUnit) -> Option<Tolerance> {
    const POINTS: [&str; 5] = ["points", "point", "percentage points", "procentpunt", "procentpunten"];
    let tolerance = match (item.value, unit.dimension) {
        (DeValue::String(text), _) if units::is_percentage(text) => {
            Tolerance::Relative(values::factor(reader, item, Value::Tolerance)?)
        }
        (DeValue::String(text), Dimension::Share | Dimension::Fraction) => {
            let read = POINTS.iter().map(|points| units::number(text, Some(points)));
            match read.reduce(Result::or)? {
                // A number without points: a fraction.
                Ok(number) if units::number(text, None).is_ok() => Tolerance::Absolute(number),
                Ok(points) => Tolerance::Absolute(points / 100.0),
                Err(ProblemKind::UnknownUnit { unit, .. }) => {
                    let kind = ProblemKind::UnknownUnit { unit, takes: Value::Tolerance, similar: Vec::new() };
                    reader.wrong(kind, item);
                    return None;
                }
                Err(kind) => {
                    reader.wrong(kind, item);
                    return None;
                }
            }
        }
        (DeValue::String(_) | DeValue::Integer(_) | DeValue::Float(_), _) => {
            Tolerance::Absolute(match unit.dimension {
                Dimension::Share | Dimension::Fraction => values::factor(reader, item, Value::Tolerance)?,
                _ => quantity(reader, item, unit)?,
            })
        }
        (other, _) => {
            reader.wrong(ProblemKind::WrongType { found: found(other), takes: Value::Tolerance }, item);
            return None;
        }
    };
    let (Tolerance::Relative(size) | Tolerance::Absolute(size)) = tolerance;
    if size > 0.0 {
        return Some(tolerance);
    }
    reader.wrong(ProblemKind::MustBePositive, item);
    None
}

/// A statistic by the name it has in the table.
fn statistic<'t>(reader: &mut Reader<'t>, item: &Item<'t>) -> Option<WantedStatistic> {
    let text = values::text(reader, item)?;
    let known = statistic_named(text.trim());
    if known.is_none() {
        reader.wrong(ProblemKind::BadStatistic { found: clip(&text) }, item);
    }
    known
}

fn statistic_named(text: &str) -> Option<WantedStatistic> {
    let term = |text: &str| units::time(text).ok().map(Span::from_days);
    Some(match text {
        "mean" => WantedStatistic::Mean,
        "per_year" => WantedStatistic::PerYear,
        "share" => WantedStatistic::Share,
        "share_positive" => WantedStatistic::SharePositive,
        "count" => WantedStatistic::Count,
        "median" => WantedStatistic::Quantile(0.5),
        _ => match text.split_once(' ') {
            Some(("within", rest)) => WantedStatistic::Within(term(rest)?),
            Some(("over", rest)) => WantedStatistic::Over(term(rest)?),
            Some(("after", rest)) => WantedStatistic::After(term(rest)?),
            Some(("with", rest)) => WantedStatistic::Places(rest.strip_suffix(" places")?.parse().ok()?),
            _ => {
                let percent: f64 = text.strip_prefix(['p', 'P'])?.parse().ok()?;
                (percent > 0.0 && percent < 100.0).then_some(WantedStatistic::Quantile(percent / 100.0))?
            }
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statistics_are_known_by_the_names_of_the_table() {
        for (text, expected) in [
            ("mean", WantedStatistic::Mean),
            ("p90", WantedStatistic::Quantile(0.9)),
            ("P97.5", WantedStatistic::Quantile(0.975)),
            ("within 4 weeks", WantedStatistic::Within(Span::from_days(28.0))),
            ("over 1 hour", WantedStatistic::Over(Span::from_days(1.0 / 24.0))),
            ("with 3 places", WantedStatistic::Places(3)),
        ] {
            assert_eq!(statistic_named(text), Some(expected), "{text}");
        }
        for wrong in ["", "p", "p0", "p100", "pNaN", "within", "within soon", "with places", "one_year"] {
            assert_eq!(statistic_named(wrong), None, "{wrong}");
        }
    }
}
