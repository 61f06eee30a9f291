//! What the words mean: only those that this briefing uses.

use std::collections::BTreeSet;

use sim_core::observe::Measure;
use sim_report::document::{Block, Figure, Section, Text};

use super::{Briefing, section, table};
use crate::text::briefing as say;
use crate::text::briefing_findings as heads;
use crate::text::briefing_words as words;

impl Briefing<'_> {
    /// * `sections` – those that use words
    pub(super) fn words(&self, sections: &[Section]) -> Section {
        let lang = self.lang;
        let used: BTreeSet<String> = sections.iter().flat_map(figures).flat_map(measures_of).collect();
        let of_measures = Measure::ALL.iter().filter(|measure| used.contains(measure.name()));
        let general = words::general(lang, self.results.compared.is_some()).into_iter();
        let lasting = crate::text::span(lang, self.run().plan.lasting.as_days());
        let follow_up = crate::text::span(lang, self.run().plan.follow_up.as_days());
        let of_measures = of_measures.filter_map(|&measure| words::measure(lang, measure, &lasting, &follow_up));
        let rows = general.chain(of_measures).map(|(word, meaning)| vec![Text::from(word), Text::from(meaning)]);
        let columns = [(heads::word(lang), false), (heads::meaning(lang), false)];
        let blocks = vec![table("words", heads::words_table(lang), &columns, rows.collect())];
        section("words", say::words_used(lang).to_owned(), true, blocks)
    }
}

/// All figures in the texts and tables of a section.
fn figures(section: &Section) -> Vec<&Figure> {
    let texts = section.blocks.iter().flat_map(|block| -> Vec<&Text> {
        match block {
            Block::Answer(texts) | Block::List(texts) => texts.iter().collect(),
            Block::Paragraph(text) | Block::Note(text) => vec![text],
            Block::Table(table) => table.rows.iter().flatten().collect(),
            Block::Heading(_) | Block::Chart(_) | Block::Played(..) => Vec::new(),
        }
    });
    texts.flat_map(Text::figures).collect()
}

/// The measures of which a figure is.
fn measures_of(figure: &Figure) -> Vec<String> {
    let measure = |from: &String| {
        let mut parts = from.split(':');
        let file = parts.next()?;
        // The table of differences names the arm first.
        let skipped = usize::from(file == "differences.csv");
        parts.nth(skipped).map(str::to_owned)
    };
    figure.from.iter().filter_map(measure).collect()
}
