//! The chain as it is: the map, waits, who drops out, who is reached, terms and teams.

use sim_core::experiment::Row;
use sim_core::observe::{Measure, Of, Statistic};
use sim_report::chart::Form;
use sim_report::document::{Block, Section, Text};

use super::figure::{cell, cell_of_interval};
use super::{Briefing, section, table};
use crate::charts::{self, Origin};
use crate::output::screen::chain_order;
use crate::text;
use crate::text::briefing as say;
use crate::text::briefing_findings as words;
use crate::text::measures::REACH;

/// Most rows of a table of stages or teams; the tables for programs have all.
const MOST_ROWS: usize = 60;

impl Briefing<'_> {
    pub(super) fn today(&self) -> Section {
        let id = self.results.id();
        let origin = Origin { file: &self.results.file, id: &id, day: self.day() };
        let charts = charts::of_run(self.run(), origin, self.lang);
        let mut blocks: Vec<Block> = charts
            .into_iter()
            .map(|chart| match (&chart.form, self.played) {
                (Form::Map(_), Some(played)) => {
                    let animation = played.animation(self.run(), self.lang);
                    Block::Played(Box::new(chart), Box::new(animation))
                }
                _ => Block::Chart(Box::new(chart)),
            })
            .collect();
        blocks.extend(self.stages());
        blocks.push(Block::Note(Text::from(words::waits_note(self.lang))));
        blocks.push(Block::Note(Text::from(words::queue_is_no_cause(self.lang))));
        blocks.extend(self.reach());
        blocks.extend(self.terms());
        blocks.extend(self.teams());
        section("today", say::today(self.lang).to_owned(), true, blocks)
    }

    fn stages(&self) -> Vec<Block> {
        let lang = self.lang;
        let joined = |stage| self.row(Measure::Joined, Of::Stage(stage), Statistic::PerYear).and_then(|row| row.value);
        let (stages, number) =
            charts::largest(chain_order(&self.run().scenario), MOST_ROWS, |stage| joined(stage).unwrap_or(0.0));
        let quantile = |p: f64| self.run().plan.quantiles.iter().position(|&known| known == p);
        let (half, most) = (quantile(0.5), quantile(0.9));
        let rows = stages.iter().map(|&stage| {
            let of = Of::Stage(stage);
            let row = |measure, statistic| self.row(measure, of, statistic);
            let queue = self.run().plan.stages[stage as usize].begins_with_work;
            let wait = |statistic: Option<Statistic>| row(Measure::Wait, statistic?).filter(|_| queue);
            let at = |place: Option<usize>| wait(place.map(|place| Statistic::Quantile(place as u16)));
            let mut cells = vec![Text::from(self.stage_title(stage))];
            cells.push(cell(row(Measure::Joined, Statistic::PerYear), lang));
            cells.push(cell(wait(Some(Statistic::Mean)), lang));
            cells.push(cell_of_interval(wait(Some(Statistic::Mean)), lang));
            cells.extend(half.map(|_| cell(at(half), lang)));
            cells.extend(most.map(|_| cell(at(most), lang)));
            cells.push(cell(row(Measure::Queue, Statistic::Mean), lang));
            cells.push(cell(row(Measure::DroppedOut, Statistic::Share), lang));
            cells
        });
        let mut heads = vec![
            (words::stage(lang), false),
            (words::come_a_year(lang), true),
            (words::mean_wait(lang), true),
            (words::interval(lang), true),
        ];
        heads.extend(half.map(|_| (words::half_at_most(lang), true)));
        heads.extend(most.map(|_| (words::nine_in_ten(lang), true)));
        heads.extend([(words::waiting(lang), true), (words::dropped_out(lang), true)]);
        let mut blocks = vec![table("stages", words::waits_and_losses(lang), &heads, rows.collect())];
        if number > stages.len() {
            blocks.push(Block::Note(Text::from(words::most_residents_only(lang, stages.len(), number))));
        }
        blocks
    }

    fn reach(&self) -> Vec<Block> {
        let lang = self.lang;
        let is_shown = |row: &&Row| row.class == "all" && row.period == "all" && row.value.is_some();
        let of = |measure: &Measure| {
            let measure = *measure;
            self.run()
                .rows
                .iter()
                .filter(is_shown)
                .filter(move |row| row.key.measure == measure && row.key.statistic == Statistic::Share)
        };
        let name = |row: &Row| {
            let name = text::measures::row(lang, &self.run().scenario, &self.run().plan, row.key);
            Text::from(say::capital(&name))
        };
        let rows: Vec<Vec<Text>> = REACH
            .iter()
            .flat_map(of)
            .map(|row| vec![name(row), cell(Some(row), lang), cell_of_interval(Some(row), lang)])
            .collect();
        let heads = [(words::measure(lang), false), (words::value(lang), true), (words::interval(lang), true)];
        self.part(words::reach_head(lang), "reach", words::reach_table(lang), &heads, rows)
    }

    fn terms(&self) -> Vec<Block> {
        let lang = self.lang;
        let clocks = self.run().scenario.clocks.iter().enumerate();
        let rows = clocks.filter_map(|(place, clock)| {
            let row = self.row(Measure::ClockKept, Of::Clock(place as u32), Statistic::Share)?;
            let name = Text::from(text::title(&clock.title, &clock.name));
            Some(vec![name, cell(Some(row), lang), cell_of_interval(Some(row), lang)])
        });
        let heads = [(words::term(lang), false), (words::kept(lang), true), (words::interval(lang), true)];
        self.part(words::terms_head(lang), "terms", words::terms_table(lang), &heads, rows.collect())
    }

    fn teams(&self) -> Vec<Block> {
        let lang = self.lang;
        let busy = |team| self.row(Measure::Utilisation, Of::Team(team), Statistic::Share);
        let all = (0..self.run().scenario.teams.len() as u32).filter(|&team| busy(team).is_some()).collect();
        let (teams, number) =
            charts::largest(all, MOST_ROWS, |team| busy(team).and_then(|row| row.value).unwrap_or(0.0));
        let rows = teams.iter().filter_map(|&place| {
            let (row, team) = (busy(place)?, &self.run().scenario.teams[place as usize]);
            let name = Text::from(text::title(&team.title, &team.name));
            Some(vec![name, cell(Some(row), lang), cell_of_interval(Some(row), lang)])
        });
        let heads = [(words::team(lang), false), (words::busy(lang), true), (words::interval(lang), true)];
        let mut blocks = self.part(words::teams_head(lang), "teams", words::teams_table(lang), &heads, rows.collect());
        if number > teams.len() {
            blocks.push(Block::Note(Text::from(text::workload::busiest_only(lang, teams.len(), number))));
        }
        blocks
    }

    /// A head with a table; nothing where the table has no rows.
    pub(super) fn part(
        &self,
        head: &str,
        name: &str,
        caption: &str,
        heads: &[(&str, bool)],
        rows: Vec<Vec<Text>>,
    ) -> Vec<Block> {
        match rows.is_empty() {
            true => Vec::new(),
            false => vec![Block::Heading(head.to_owned()), table(name, caption, heads, rows)],
        }
    }
}
