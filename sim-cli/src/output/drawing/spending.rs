//! What is spent apart from teams and activities, as lines of the drawing.

use sim_core::lang::Lang;
use sim_core::scenario::Spending;

use crate::text::drawing as words;
use crate::text::values::{self, day, euro};

/// What it costs and when, in one line.
pub(super) fn line(lang: Lang, spending: &Spending) -> String {
    let once = (spending.once > 0.0).then(|| format!("{} {}", euro(lang, spending.once), words::once(lang)));
    let yearly = spending.per_year.values().any(|&amount| amount > 0.0);
    let per_year = |amount: &f64| format!("{} {}", euro(lang, *amount), words::every_year(lang));
    let yearly = yearly.then(|| values::dated(lang, &spending.per_year, &per_year).together());
    let amounts: Vec<String> = once.into_iter().chain(yearly).collect();
    let from = format!("{} {}", lang.pick("from", "vanaf"), day(lang, spending.from));
    let until = spending.until.map(|date| format!(" {} {}", lang.pick("until", "tot"), day(lang, date)));
    format!("{}; {from}{}", amounts.join(", "), until.unwrap_or_default())
}
