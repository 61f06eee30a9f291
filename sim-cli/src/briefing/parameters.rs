//! What was filled in: every number of the scenario with its source, and which have none.

use sim_report::document::{Block, Part, Section, Text};

use super::{Briefing, section, table};
use crate::output::parameters::{is_assumption, is_number};
use crate::text::briefing as say;
use crate::text::briefing_findings as words;

/// Most numbers without a source that are listed apart; the table has all.
const MOST_LISTED: usize = 100;

/// Most rows of the table.
const MOST_ROWS: usize = 600;

impl Briefing<'_> {
    /// How many numbers of the chain there are, how many are assumptions, and how many have no source beside them.
    pub(super) fn numbers(&self) -> (usize, usize, usize) {
        let numbers = || self.run().scenario.written.iter().filter(|one| is_number(one));
        let assumed = numbers().filter(|one| is_assumption(one)).count();
        (numbers().count(), assumed, numbers().filter(|one| one.note.is_none()).count())
    }

    pub(super) fn parameters(&self) -> Section {
        let (lang, written) = (self.lang, &self.run().scenario.written);
        let (all, assumed, _) = self.numbers();
        let without = written.iter().filter(|one| one.note.is_none() && is_number(one));
        let without: Vec<Text> = without.map(|one| Text::from(format!("{} = {}", one.path, one.value))).collect();
        let counts = [all, without.len(), assumed].map(|number| Part::Words(number.to_string()));
        let mut blocks = vec![
            Block::Paragraph(Text::fill(words::parameters_counted(lang), counts.to_vec())),
            Block::Note(Text::from(words::marks(lang))),
        ];
        if !without.is_empty() {
            blocks.push(Block::Heading(words::without_source(lang).to_owned()));
            let left = without.len().saturating_sub(MOST_LISTED);
            let more = Text::fill(words::and_more_numbers(lang), vec![Part::Words(left.to_string())]);
            let listed = without.into_iter().take(MOST_LISTED).chain((left > 0).then_some(more));
            blocks.push(Block::List(listed.collect()));
        }
        let rows = written.iter().take(MOST_ROWS).map(|one| {
            let note = one.note.as_deref().unwrap_or(words::no_note(lang));
            [&one.path, &one.value, note].map(Text::from).to_vec()
        });
        let heads = [(words::path(lang), false), (words::value(lang), false), (words::note(lang), false)];
        blocks.push(table("parameters", words::parameters_table(lang), &heads, rows.collect()));
        if written.len() > MOST_ROWS {
            blocks.push(Block::Note(Text::from(words::first_parameters_only(lang, MOST_ROWS, written.len()))));
        }
        section("parameters", say::parameters(lang).to_owned(), true, blocks)
    }
}
