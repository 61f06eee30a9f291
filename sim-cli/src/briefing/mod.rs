//! The briefing: results in plain words, for somebody who reads them in five minutes and prints them.
//!
//! ```text
//! Run, Compared ──claims (rules)──► sentences ─┐
//!               ──tables, charts──────────────┼──► Document ──sim-report──► one file (form.rs)
//! what only the maker knows ([reporting]) ────┘
//! ```
//!
//! Every number is a figure that knows in which table it stands; no sentence claims more than the corrected verdict.

mod answer;
mod certainty;
mod claims;
mod figure;
mod finding;
mod form;
mod method;
mod parameters;
#[cfg(test)]
mod tests;
mod today;
mod words;
mod workbook;

use anyhow::Result;
use sim_core::experiment::Row;
use sim_core::lang::Lang;
use sim_core::observe::{Group, Measure, Of, Period, RowKey, Statistic};
use sim_report::document::{Block, Column, Document, Fact, Section, Table, Text};

use crate::arms::Compared;
use crate::charts::animation::Played;
use crate::run::Run;
use crate::run_id::RunId;
use crate::text;
use crate::text::briefing as say;
use claims::Beside;
pub(crate) use form::{Form, OwnTemplate, placeholders};

/// What a briefing is about.
pub(crate) struct Results {
    /// The chain as it is.
    pub(crate) run: Run,
    /// What it is compared with, if anything.
    pub(crate) compared: Option<Compared>,
    /// Name of the scenario file.
    pub(crate) file: String,
    /// When it was simulated: date and time in coordinated universal time.
    pub(crate) when: Option<String>,
    /// How long that took, in seconds.
    pub(crate) seconds: Option<f64>,
}

/// Results in one language.
pub(crate) struct Briefing<'r> {
    results: &'r Results,
    /// The run that is played over the map, where the reader can play it.
    played: Option<&'r Played>,
    /// What the reader should know.
    warnings: Vec<String>,
    lang: Lang,
}

/// The document for a screen, in both languages, this one first; the results speak it too afterwards.
///
/// # Errors
/// When its warnings cannot be worked out.
fn documents(results: &mut Results, lang: Lang) -> Result<Vec<Document>> {
    let other = match lang {
        Lang::En => Lang::Nl,
        Lang::Nl => Lang::En,
    };
    let played = Played::of(&results.run, lang)?;
    let mut document = |lang| {
        results.speak(lang);
        anyhow::Ok(results.briefing(Some(&played), lang)?.document())
    };
    let second = document(other)?;
    Ok(vec![document(lang)?, second])
}

/// The document for paper; the results speak its language afterwards.
///
/// # Errors
/// When its warnings cannot be worked out.
fn document(results: &mut Results, lang: Lang) -> Result<Document> {
    results.speak(lang);
    Ok(results.briefing(None, lang)?.document())
}

impl Results {
    /// What they are called: a comparison as a whole.
    fn id(&self) -> RunId {
        self.compared.as_ref().map_or_else(|| RunId::of_run(&self.run), RunId::of_comparison)
    }

    /// * `lang` – the one that they speak
    fn briefing<'r>(&'r self, played: Option<&'r Played>, lang: Lang) -> Result<Briefing<'r>> {
        Ok(Briefing { results: self, played, warnings: self.run.warnings_in(lang)?, lang })
    }

    /// From now on every title reads as the text of this language.
    fn speak(&mut self, lang: Lang) {
        self.run.speak(lang);
        if let Some(compared) = &mut self.compared {
            compared.speak(lang);
        }
    }
}

impl<'r> Briefing<'r> {
    fn document(&self) -> Document {
        let mut sections = vec![self.answer(), self.today()];
        sections.extend(self.findings());
        sections.push(self.certainty());
        // Only of the words that were used up to here.
        sections.push(self.words(&sections));
        sections.push(self.parameters());
        sections.push(self.method());
        Document {
            title: format!("{}: {}", say::title(self.lang), self.run().scenario.title),
            subtitle: self.question().plain(),
            lang: self.lang,
            date: self.day().map(|day| (day.year(), day.month(), day.day())),
            facts: self.facts(),
            sections,
        }
    }

    fn run(&self) -> &'r Run {
        &self.results.run
    }

    /// Every arm beside the base.
    fn beside(&self) -> impl Iterator<Item = Beside<'r>> {
        let lang = self.lang;
        self.results.compared.iter().flat_map(move |compared| {
            compared.beside().enumerate().map(move |(position, (arm, found))| Beside {
                base: &compared.arms[0],
                arm,
                found,
                position,
                lang,
            })
        })
    }

    /// On which it was simulated.
    fn day(&self) -> Option<jiff::civil::Date> {
        self.results.when.as_deref().and_then(|when| when.split('T').next()?.parse().ok())
    }

    fn facts(&self) -> Vec<Fact> {
        let (run, lang) = (self.run(), self.lang);
        let span = |span: sim_core::time::Span| text::span(lang, span.as_days());
        let mut facts = vec![
            ("scenario", say::scenario(lang), self.results.file.clone()),
            ("version", say::version(lang), format!("keten {}", env!("CARGO_PKG_VERSION"))),
        ];
        facts.push(("run", say::run(lang), self.results.id().as_str().to_owned()));
        facts.extend(self.day().map(|day| ("date", say::date(lang), text::values::day(lang, day))));
        facts.push(("seed", say::seed(lang), run.seed.to_string()));
        facts.push(("replications", say::replications(lang), run.experiment.replications().to_string()));
        let from = text::values::day(lang, run.scenario.start);
        facts.push((
            "period",
            say::period(lang),
            text::briefing_findings::measured(lang, &span(run.scenario.horizon), &from),
        ));
        if !run.changes.is_empty() {
            facts.push(("changed", say::changed(lang), run.changes.join("; ")));
        }
        facts
            .into_iter()
            .map(|(id, name, value)| Fact { id, name: name.to_owned(), value: Text::from(value) })
            .collect()
    }

    /// The row of everybody over the whole horizon, where it has a value.
    fn row(&self, measure: Measure, of: Of, statistic: Statistic) -> Option<&'r Row> {
        let key = RowKey { measure, of, group: Group::ALL, period: Period::All, statistic };
        self.run().rows.iter().find(|row| row.key == key && row.value.is_some())
    }

    fn stage_title(&self, stage: u32) -> String {
        let stage = &self.run().scenario.stages[stage as usize];
        text::title(&stage.title, &stage.name)
    }

    /// Stages where residents wait for work, in the order of the chain.
    fn stages_with_queues(&self) -> Vec<u32> {
        let order = crate::output::screen::chain_order(&self.run().scenario).into_iter();
        order.filter(|&stage| self.run().plan.stages[stage as usize].begins_with_work).collect()
    }

    /// The stage of these for which a number is largest, the first of equals.
    fn largest(stages: &[u32], size: impl Fn(u32) -> Option<f64>) -> Option<u32> {
        let sized = stages.iter().filter_map(|&stage| Some((size(stage)?, stage)));
        sized
            .fold(None, |best: Option<(f64, u32)>, one| match best {
                Some(best) if best.0 >= one.0 => Some(best),
                _ => Some(one),
            })
            .filter(|(size, _)| *size > 0.0)
            .map(|(_, stage)| stage)
    }
}

fn section(id: &str, heading: String, own_page: bool, blocks: Vec<Block>) -> Section {
    Section { id: id.to_owned(), heading, own_page, blocks }
}

/// A table; the first column names the rows, the others are numbers where they are said to be.
fn table(name: &str, caption: &str, heads: &[(&str, bool)], rows: Vec<Vec<Text>>) -> Block {
    let columns = heads.iter().map(|&(head, is_number)| Column { head: head.to_owned(), is_number }).collect();
    Block::Table(Table { name: name.to_owned(), caption: caption.to_owned(), columns, rows })
}
