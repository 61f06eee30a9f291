//! Words inside messages: what fields take, kinds of names, lists and numbers.

use crate::lang::Lang;
use crate::scenario::grammar::Value;
use crate::scenario::problem::{Bound, ConditionPart, Found, NameOf, Unit};

/// What a field takes, with an example.
pub(super) fn takes(value: Value, lang: Lang) -> &'static str {
    let (en, nl) = match value {
        Value::Text => ("text in quotes", "tekst tussen aanhalingstekens"),
        Value::Wording => (
            "text in quotes, or { en = \"…\", nl = \"…\" }",
            "tekst tussen aanhalingstekens, of { en = \"…\", nl = \"…\" }",
        ),
        Value::Flag => ("true or false", "true of false"),
        Value::Count => ("a whole number such as 3", "een heel getal, zoals 3"),
        Value::Number => ("a number such as 9.5", "een getal, zoals 9.5 of \"9,5\""),
        Value::Signed => ("a number such as -3.5, without quotes", "een getal, zoals -3.5, zonder aanhalingstekens"),
        Value::Workers => (
            "a whole number such as 4 (without quotes), or \"unlimited\"",
            "een heel getal, zoals 4 (zonder aanhalingstekens), of \"unlimited\"",
        ),
        Value::Share => ("a share such as \"7.5 %\" or 0.075", "een aandeel, zoals \"7,5 %\" of 0.075"),
        Value::ShareOrRest => ("a share such as \"7.5 %\", or \"rest\"", "een aandeel, zoals \"7,5 %\", of \"rest\""),
        Value::ShareOrCount => (
            "a share such as \"90 %\", or a whole number such as 12",
            "een aandeel, zoals \"90 %\", of een heel getal, zoals 12",
        ),
        Value::Factor => ("a number such as 1.5 or \"150 %\"", "een getal, zoals 1.5 of \"150 %\""),
        Value::Time => ("a time such as \"28 days\"", "een tijd, zoals \"28 dagen\""),
        Value::Work => ("hours or minutes, such as \"1.5 hours\"", "uren of minuten, zoals \"1,5 uur\""),
        Value::Term => {
            ("a term such as \"28 days\" or \"3 working days\"", "een termijn, zoals \"28 dagen\" of \"3 werkdagen\"")
        }
        Value::Rate => ("a rate such as \"457 per year\"", "een aantal per tijd, zoals \"457 per jaar\""),
        Value::Hours => ("hours such as \"1350 per fte per year\"", "uren, zoals \"1350 per fte per jaar\""),
        Value::Date => {
            ("a date such as 2027-01-04, without quotes", "een datum, zoals 2027-01-04, zonder aanhalingstekens")
        }
        Value::TimeDistribution => (
            "a time such as \"9 days\", or a distribution such as { exponential = { mean = \"9 days\" } }",
            "een tijd, zoals \"9 dagen\", of een verdeling, zoals { exponential = { mean = \"9 dagen\" } }",
        ),
        Value::WorkDistribution => (
            "work such as \"2 hours\", or a distribution such as { exponential = { mean = \"2 hours\" } }",
            "werk, zoals \"2 uur\", of een verdeling, zoals { exponential = { mean = \"2 uur\" } }",
        ),
        Value::Leaving => (
            "a distribution with a reason, such as { exponential = { mean = \"10 months\" }, reason = \"withdrawn\" }",
            "een verdeling met een reden, zoals { exponential = { mean = \"10 maanden\" }, reason = \"teruggetrokken\" }",
        ),
        Value::Money => {
            ("money such as \"43000 euro\" or \"€ 12.50\"", "een bedrag, zoals \"43000 euro\" of \"€ 12,50\"")
        }
        Value::MoneyDistribution => (
            "money such as \"43000 euro\", or a distribution such as { lognormal = { mean = \"43000 euro\", cv = 0.8 } }",
            "een bedrag, zoals \"43000 euro\", of een verdeling, zoals { lognormal = { mean = \"43000 euro\", cv = 0.8 } }",
        ),
        Value::NumberDistribution => (
            "a number such as 13, or a distribution such as { gamma = { mean = 13, cv = 0.5 } }",
            "een getal, zoals 13, of een verdeling, zoals { gamma = { mean = 13, cv = 0.5 } }",
        ),
        Value::AmountDistribution => (
            "money or a number as the amount's unit says, such as \"900 euro\" or 13, or a distribution of it",
            "een bedrag of getal, zoals de eenheid zegt: \"900 euro\" of 13, of een verdeling daarvan",
        ),
        Value::Amount => ("money such as \"900 euro\", or a number", "een bedrag, zoals \"900 euro\", of een getal"),
        Value::Condition => (
            "a condition such as \"debt > 50000 euro and not crisis\"",
            "een voorwaarde, zoals \"debt > 50000 euro and not crisis\"",
        ),
        Value::Growth => (
            "growth such as \"10 % per year\" or \"-2 % per year\"",
            "een groei, zoals \"10 % per jaar\" of \"-2 % per jaar\"",
        ),
        Value::Price => (
            "a price such as \"85000 euro per fte per year\" or \"84 euro per hour\"",
            "een prijs, zoals \"85000 euro per fte per jaar\" of \"84 euro per uur\"",
        ),
        Value::Hazard => (
            "a chance per time such as \"8 % per year\" or \"0.3 per year\"",
            "een kans per tijd, zoals \"8 % per jaar\" of \"0,3 per jaar\"",
        ),
        Value::Places => (
            "a whole number such as 40 (without quotes), or \"50 per fte\"",
            "een heel getal, zoals 40 (zonder aanhalingstekens), of \"50 per fte\"",
        ),
        Value::HalfWidth => (
            "a percentage of the mean such as \"5 %\", or a time such as \"1 day\"",
            "een percentage van het gemiddelde, zoals \"5 %\", of een tijd, zoals \"1 dag\"",
        ),
        Value::Measured => (
            "a measure such as \"wait\", or several rows as { sum = [...] }, { difference = [...] } or { ratio = [...] }",
            "een maat, zoals \"wait\", of meer regels als { sum = [...] }, { difference = [...] } of { ratio = [...] }",
        ),
        Value::Quantity => {
            ("a value such as 2100, \"8 %\" or \"11 days\"", "een waarde, zoals 2100, \"8 %\" of \"11 dagen\"")
        }
        Value::Tolerance => (
            "a percentage of the value such as \"25 %\", or an amount in its unit such as \"3 days\" or \"2 points\"",
            "een percentage van de waarde, zoals \"25 %\", of een maat ervan, zoals \"3 dagen\" of \"2 procentpunt\"",
        ),
        Value::Queue => (
            "\"first come\", \"earliest due\" or { priority = [...] }",
            "\"first come\", \"earliest due\" of { priority = [...] }",
        ),
        Value::WhenFull => (
            "the name of a stage or end, \"blocks\", \"displaces\" or { retry = TIME }",
            "de naam van een stap of einde, \"blocks\", \"displaces\" of { retry = TIJD }",
        ),
        Value::Moment => ("a moment such as \"enter:intake\"", "een moment, zoals \"enter:intake\""),
        Value::Period => {
            ("\"month\", \"week\" or a time such as \"10 days\"", "\"month\", \"week\" of een tijd, zoals \"10 dagen\"")
        }
        Value::DateOrAlways => (
            "a date such as 2028-01-01 (without quotes), or \"always\"",
            "een datum, zoals 2028-01-01 (zonder aanhalingstekens), of \"always\"",
        ),
        Value::Paths => (
            "a path such as \"stages.*.steps.*.work\", or a list of paths",
            "een pad, zoals \"stages.*.steps.*.work\", of een lijst paden",
        ),
        Value::Anything => ("a value", "een waarde"),
        Value::Closure => ("a date, or { from = DATE, until = DATE }", "een datum, of { from = DATUM, until = DATUM }"),
        Value::OpeningHours => ("hours such as \"mon-fri 09:00-17:00\"", "uren, zoals \"ma-vr 09:00-17:00\""),
        Value::ClinicPlaces => (
            "a whole number such as 6, or one for each moment: [3, 2]",
            "een heel getal, zoals 6, of een per moment: [3, 2]",
        ),
        Value::Name => ("a name in quotes", "een naam tussen aanhalingstekens"),
        Value::Choice => ("one of the known words, in quotes", "een van de bekende woorden, tussen aanhalingstekens"),
        Value::List => ("a list in square brackets", "een lijst tussen vierkante haken"),
        Value::Table => ("a table with fields", "een tabel met velden"),
    };
    lang.pick(en, nl)
}

/// Type of a value as found.
pub(super) fn found(found: Found, lang: Lang) -> &'static str {
    let (en, nl) = match found {
        Found::Text => ("text", "tekst"),
        Found::Whole => ("a whole number", "een heel getal"),
        Found::Number => ("a number", "een getal"),
        Found::Flag => ("true or false", "true of false"),
        Found::Date => ("a date", "een datum"),
        Found::Moment => ("a time of day", "een tijdstip"),
        Found::List => ("a list", "een lijst"),
        Found::Table => ("a table", "een tabel"),
    };
    lang.pick(en, nl)
}

/// What is expected at a place of a condition.
pub(super) fn condition_part(part: ConditionPart, lang: Lang) -> &'static str {
    let (en, nl) = match part {
        ConditionPart::Test => ("an amount, a class, `not` or `(`", "een bedrag, een doelgroep, `not` of `(`"),
        ConditionPart::Relation => ("one of < <= > >= =", "een van < <= > >= ="),
        ConditionPart::Value => ("a value such as `50000 euro`", "een waarde, zoals `50000 euro`"),
        ConditionPart::Joint => ("`and`, `or` or the end", "`and`, `or` of het einde"),
        ConditionPart::Closing => ("`)`", "`)`"),
    };
    lang.pick(en, nl)
}

/// What a name is of.
pub(super) fn name_of(of: NameOf, lang: Lang) -> &'static str {
    let (en, nl) = match of {
        NameOf::Stage => ("stage", "stap"),
        NameOf::Team => ("team", "team"),
        NameOf::End => ("end", "einde"),
        NameOf::StageOrEnd => ("stage or end", "stap of einde"),
        NameOf::Calendar => ("calendar", "kalender"),
        NameOf::Stream => ("stream of arrivals", "instroom"),
        NameOf::Pool => ("pool of residents in need", "groep in nood"),
        NameOf::Axis => ("axis of classes", "indeling"),
        NameOf::Level => ("class", "doelgroep"),
        NameOf::Clock => ("clock", "termijn"),
        NameOf::Amount => ("amount", "bedrag"),
        NameOf::AmountOrLevel => ("amount or class", "bedrag of doelgroep"),
        NameOf::Measure => ("measure", "maat"),
        NameOf::Measured => ("stage, team, end or clock", "stap, team, einde of termijn"),
    };
    lang.pick(en, nl)
}

/// The same with its article.
pub(super) fn with_article(of: NameOf, lang: Lang) -> String {
    let name = name_of(of, lang);
    let article = match lang {
        Lang::Nl => "een",
        Lang::En if name.starts_with(['a', 'e']) => "an",
        Lang::En => "a",
    };
    format!("{article} {name}")
}

/// Names in a row: `a`, `b` or `c`.
pub(super) fn list(names: &[String], and: &str) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match &quoted[..] {
        [] => "–".to_owned(),
        [only] => only.clone(),
        [others @ .., last] => format!("{} {and} {last}", others.join(", ")),
    }
}

/// A number with at most four decimals, in the form of the language.
pub(super) fn number(value: f64, lang: Lang) -> String {
    let text = format!("{value:.4}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    lang.pick(text.to_owned(), text.replace('.', ","))
}

/// An end of an accepted range.
pub(super) fn bound(bound: Bound, lang: Lang) -> String {
    match bound {
        Bound::Number(value) => number(value, lang),
        Bound::Count(value) => value.to_string(),
        Bound::Date(date) => date.to_string(),
        Bound::Percent(value) => format!("{} %", number(value, lang)),
        Bound::AbovePercent(value) => format!("{} {} %", lang.pick("more than", "meer dan"), number(value, lang)),
        Bound::BelowPercent(value) => format!("{} {} %", lang.pick("less than", "minder dan"), number(value, lang)),
        Bound::Cv(value) => format!("cv {}", number(value, lang)),
        Bound::Of(value, of) => format!("{} {}", number(value, lang), unit(of, value == 1.0, lang)),
        Bound::BelowField(field) => format!("{} `{field}`", lang.pick("less than", "minder dan")),
    }
}

fn unit(unit: Unit, one: bool, lang: Lang) -> &'static str {
    let (en, nl) = match (unit, one) {
        (Unit::Minutes, true) => ("minute", "minuut"),
        (Unit::Minutes, false) => ("minutes", "minuten"),
        (Unit::Hours, true) => ("hour", "uur"),
        (Unit::Hours, false) => ("hours", "uur"),
        (Unit::Days, true) => ("day", "dag"),
        (Unit::Days, false) => ("days", "dagen"),
        (Unit::Years, true) => ("year", "jaar"),
        (Unit::Years, false) => ("years", "jaar"),
        (Unit::WorkingDays, true) => ("working day", "werkdag"),
        (Unit::WorkingDays, false) => ("working days", "werkdagen"),
        (Unit::PerDay, _) => ("per day", "per dag"),
        (Unit::Euro, _) => ("euro", "euro"),
        (Unit::PerFte, _) => ("per fte", "per fte"),
        (Unit::PerFtePerYear, _) => ("per fte per year", "per fte per jaar"),
    };
    lang.pick(en, nl)
}
