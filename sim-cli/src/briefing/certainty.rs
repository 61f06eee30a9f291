//! How sure it is: chance, not knowing and what one real year will show, kept apart; and what would make it surer.

use sim_core::experiment::Row;
use sim_core::observe::{Measure, Of, Statistic};
use sim_report::document::{Block, Part, Section, Text};

use super::figure::{cell, cell_by_chance, cell_of_interval, cell_of_unknown};
use super::{Briefing, section, table};
use crate::text;
use crate::text::briefing as say;
use crate::text::briefing_findings as words;

/// Of so many stages the waits are told, the longest first.
const MOST_STAGES: usize = 3;
/// Chance counts as large from this share of a figure on.
const LARGE: f64 = 0.1;

impl Briefing<'_> {
    pub(super) fn certainty(&self) -> Section {
        let lang = self.lang;
        let kinds = [words::by_chance(lang), words::not_known(lang), words::one_year(lang)].map(Text::from);
        let mut blocks = vec![
            Block::Paragraph(Text::from(words::three_kinds(lang))),
            Block::List(kinds.to_vec()),
            self.three_kinds(),
        ];
        if self.run().scenario.unknowns.is_none() {
            let taken = self.run().likely.is_some_and(|number| number > 0);
            let told = if taken { words::taken_as_known(lang) } else { words::all_known(lang) };
            blocks.push(Block::Note(Text::from(told)));
        }
        blocks.push(Block::Heading(words::surer_head(lang).to_owned()));
        blocks.push(Block::List(self.surer()));
        let warnings: Vec<Text> = self.warnings.iter().cloned().map(Text::from).collect();
        if !warnings.is_empty() {
            blocks.push(Block::Heading(words::warnings_head(lang).to_owned()));
            blocks.push(Block::List(warnings));
        }
        section("certainty", say::certainty(lang).to_owned(), true, blocks)
    }

    /// The figures that a reader will quote, with the statistic of one year of each.
    fn key_figures(&self) -> Vec<&Row> {
        let of_chain = [
            (Measure::Arrivals, Statistic::PerYear),
            (Measure::NeedReach, Statistic::Share),
            (Measure::Lasting, Statistic::Share),
        ];
        let mut rows: Vec<&Row> =
            of_chain.iter().filter_map(|&(measure, statistic)| self.row(measure, Of::Chain, statistic)).collect();
        let wait = |stage| self.row(Measure::Wait, Of::Stage(stage), Statistic::Mean);
        let mut waits: Vec<&Row> = self.stages_with_queues().into_iter().filter_map(wait).collect();
        waits.sort_by(|one, other| other.value.unwrap_or(0.0).total_cmp(&one.value.unwrap_or(0.0)));
        rows.extend(waits.into_iter().take(MOST_STAGES));
        rows.extend(self.row(Measure::Cost, Of::Chain, Statistic::PerYear));
        rows
    }

    fn three_kinds(&self) -> Block {
        let lang = self.lang;
        let unknown = self.run().scenario.unknowns.is_some();
        let rows = self.key_figures().into_iter().map(|row| {
            let year = row.key.measure.in_one_year(row.key.statistic);
            let year = year.and_then(|statistic| self.row(row.key.measure, row.key.of, statistic));
            let mut cells = vec![Text::from(self.name(row)), cell(Some(row), lang), cell_by_chance(Some(row), lang)];
            cells.extend(unknown.then(|| cell_of_unknown(Some(row), lang)));
            cells.push(cell_of_interval(year, lang));
            cells
        });
        let mut heads =
            vec![(words::measure(lang), false), (words::value(lang), true), (words::chance_column(lang), true)];
        heads.extend(unknown.then(|| (words::unknown_column(lang), true)));
        heads.push((words::year_column(lang), true));
        table("certainty", words::certainty_table(lang), &heads, rows.collect())
    }

    /// A row by its name, without what is certain of it.
    fn name(&self, row: &Row) -> String {
        say::capital(&text::measures::row(self.lang, &self.run().scenario, &self.run().plan, row.key))
    }

    /// What would make it surer, by rule.
    fn surer(&self) -> Vec<Text> {
        let (lang, run) = (self.lang, self.run());
        let rows = self.key_figures();
        let chance = |row: &Row| match (row.split, row.lower.zip(row.upper)) {
            (Some(split), _) => Some(split.chance_half_width),
            (None, Some((low, high))) => Some((high - low) / 2.0),
            (None, None) => None,
        };
        let share = |row: &Row| Some(chance(row)? / row.value.filter(|value| *value != 0.0)?.abs());
        let worst = rows.iter().filter_map(|&row| Some((share(row)?, row)));
        let worst = worst.filter(|(share, _)| *share > LARGE).max_by(|one, other| one.0.total_cmp(&other.0));
        let mut points = Vec::new();
        match worst {
            Some((share, row)) => {
                // Half an interval narrows with the root of the number of replications.
                let needed = f64::from(run.experiment.replications()) * (share / LARGE).powi(2);
                let parts = vec![Part::Words(self.name(row)), Part::Words(in_round_numbers(needed).to_string())];
                points.push(Text::fill(words::surer_chance(lang), parts));
            }
            None if run.experiment.number_of_parts() > 1 => points.push(Text::from(words::surer_enough(lang))),
            None => {}
        }
        let not_known = |row: &Row| {
            let split = row.split?;
            let half = (split.unknown.1 - split.unknown.0) / 2.0;
            (half > split.chance_half_width).then(|| self.name(row))
        };
        let weighs: Vec<String> = rows.iter().filter_map(|row| not_known(row)).collect();
        if !weighs.is_empty() {
            let names = Part::Words(say::list(lang, &weighs));
            points.push(Text::fill(words::surer_unknown(lang), vec![names]));
        }
        let (_, assumed, _) = self.numbers();
        if assumed > 0 {
            points.push(Text::fill(words::surer_sources(lang), vec![Part::Words(assumed.to_string())]));
        }
        points
    }
}

/// A number of replications with two digits, rounded up.
fn in_round_numbers(number: f64) -> u64 {
    let number = number.clamp(2.0, 1e9);
    let step = 10f64.powi((number.log10().floor() as i32 - 1).max(0));
    ((number / step).ceil() * step) as u64
}

#[cfg(test)]
mod tests {
    use super::in_round_numbers;

    #[test]
    fn replications_are_asked_for_in_round_numbers() {
        assert_eq!([3.2, 47.0, 101.0, 12_345.0].map(in_round_numbers), [4, 47, 110, 13_000]);
    }
}
