//! Which rows a sweep gives: those asked for by `--measure`, and the few that a screen has room for.

use std::collections::BTreeSet;

use anyhow::Result;
use sim_core::experiment::{Prepared, Row};
use sim_core::lang::Lang;
use sim_core::observe::{Group, Measure, Measures, Of, Period, RowKey, Statistic, help_stages};
use sim_core::scenario::similar_names;

use super::Name;
use crate::misuse::misuse;
use crate::output::screen::chain_order;
use crate::text::sweep as words;

/// Stages whose waits a screen shows unless others are asked for.
const FIRST_STAGES: usize = 2;
/// Teams whose utilisation it shows.
const TEAMS: usize = 2;
/// Most measures that a screen has room for.
pub(crate) const MOST_COLUMNS: usize = 6;
/// Names that are told of a measure that does not exist.
const MOST_TOLD: usize = 3;

/// What is asked for.
#[derive(Debug, Clone)]
pub(crate) struct Chosen {
    /// `MEASURE`, `MEASURE:OF` or `MEASURE:OF:STATISTIC`; all when empty.
    measures: Vec<String>,
    by_class: bool,
}

/// The rows that there are, of everybody and every class over the whole horizon.
pub(crate) struct Known {
    /// Measure, what it is of, statistic as far as its kind goes.
    rows: Vec<(RowKey, &'static str, String)>,
}

impl Known {
    /// Of a cell, before it is simulated.
    pub(crate) fn of(cell: &Prepared) -> Known {
        let mut rows = Vec::new();
        Measures::new(&cell.plan, &cell.model).into_tally().walk(&cell.plan, &mut |key, _| {
            if key.period == Period::All {
                rows.push((key, key.measure.name(), key.of.name(&cell.scenario)));
            }
        });
        Known { rows }
    }

    /// How many rows of a cell are taken, at most.
    pub(crate) fn number(&self, chosen: &Chosen) -> usize {
        let taken = |(key, measure, of): &&(RowKey, &'static str, String)| {
            let wanted = |text: &String| {
                text == measure || *text == format!("{measure}:{of}") || text.starts_with(&format!("{measure}:{of}:"))
            };
            (chosen.by_class || key.group == Group::ALL)
                && (chosen.measures.is_empty() || chosen.measures.iter().any(wanted))
        };
        self.rows.iter().filter(taken).count()
    }
}

impl Chosen {
    /// As on the command line.
    ///
    /// # Errors
    /// When there is no such measure.
    pub(crate) fn read(measures: &[String], by_class: bool, known: &Known, lang: Lang) -> Result<Chosen> {
        for text in measures {
            let one = Chosen { measures: vec![text.clone()], by_class: true };
            if known.number(&one) == 0 {
                let names = known.rows.iter().map(|(_, measure, of)| format!("{measure}:{of}"));
                let names: BTreeSet<String> = names.collect();
                let near = similar_names(text, names.iter().map(String::as_str));
                let names = if near.is_empty() { names.into_iter().take(MOST_TOLD).collect() } else { near };
                return Err(misuse(words::no_measure(lang, text, &names)));
            }
        }
        Ok(Chosen { measures: measures.to_vec(), by_class })
    }

    /// Whether measures were asked for by name.
    pub(crate) fn is_asked(&self) -> bool {
        !self.measures.is_empty()
    }

    /// Whether a row is given: of the whole horizon and, unless classes are asked for, of everybody.
    pub(crate) fn takes(&self, row: &Row) -> bool {
        let of_years =
            matches!(row.key.statistic, Statistic::OneYear | Statistic::OneYearNumber | Statistic::OneYearWithin(_));
        let wanted = |text: &String| {
            text == row.measure
                || *text == format!("{}:{}", row.measure, row.of)
                || *text == format!("{}:{}:{}", row.measure, row.of, row.statistic)
        };
        row.key.period == Period::All
            && !of_years
            && (self.by_class || row.key.group == Group::ALL)
            && (self.measures.is_empty() || self.measures.iter().any(wanted))
    }

    /// Which of the rows a screen shows, in the order in which they were asked for: of a measure without a statistic what
    /// is said first of it.
    pub(crate) fn columns(&self, names: &[Name]) -> Vec<u32> {
        let mut shown: Vec<u32> = Vec::new();
        for text in &self.measures {
            let mut seen: Vec<(&str, &str)> = Vec::new();
            for (position, name) in names.iter().enumerate().filter(|(_, name)| name.key.group == Group::ALL) {
                let short = [name.measure.to_owned(), format!("{}:{}", name.measure, name.of)].contains(text);
                let exact = *text == format!("{}:{}:{}", name.measure, name.of, name.statistic);
                let first = short && !seen.contains(&(name.measure, &name.of));
                if (first || exact) && !shown.contains(&(position as u32)) {
                    seen.push((name.measure, &name.of));
                    shown.push(position as u32);
                }
            }
        }
        shown
    }
}

/// The few rows that a screen shows unless others are asked for: reach, the first waits with who dropped out there, and how
/// busy teams are, those that are varied first.
pub(crate) fn headline(sweep: &super::Sweep) -> Vec<u32> {
    let (names, scenario) = (&sweep.rows.names, &sweep.scenario);
    let position = |measure, of: Option<Of>, statistic| {
        let is = |name: &Name| {
            let RowKey { measure: its, of: whose, group, statistic: said, .. } = name.key;
            (its, said, group) == (measure, statistic, Group::ALL) && of.is_none_or(|of| of == whose)
        };
        names.iter().position(is).map(|at| at as u32)
    };
    let mut shown: Vec<Option<u32>> = Vec::new();
    let help = help_stages(scenario).first().map(|&stage| Of::Start(stage as u32));
    shown.push(
        position(Measure::NeedReach, None, Statistic::Share)
            .or_else(|| help.and_then(|of| position(Measure::Reach, Some(of), Statistic::Share))),
    );
    let begins = |stage: &u32| sweep.plan.stages.get(*stage as usize).is_some_and(|plan| plan.begins_with_work);
    for stage in chain_order(scenario).into_iter().filter(begins).take(FIRST_STAGES) {
        shown.push(position(Measure::Wait, Some(Of::Stage(stage)), Statistic::Mean));
        let plan = &sweep.plan.stages[stage as usize];
        if plan.may_renege || plan.may_renege_later || plan.may_leave {
            shown.push(position(Measure::DroppedOut, Some(Of::Stage(stage)), Statistic::Share));
        }
    }
    let is_varied = |name: &str| sweep.vary.iter().any(|vary| vary.path.starts_with(&format!("teams.{name}.")));
    let (varied, others): (Vec<usize>, Vec<usize>) =
        (0..scenario.teams.len()).partition(|&team| is_varied(&scenario.teams[team].name));
    let teams = varied.into_iter().chain(others).filter_map(|team| {
        position(Measure::Utilisation, Some(Of::Team(team as u32)), Statistic::Mean)
            .or_else(|| position(Measure::Utilisation, Some(Of::Team(team as u32)), Statistic::Share))
    });
    shown.extend(teams.take(TEAMS).map(Some));
    let mut shown: Vec<u32> = shown.into_iter().flatten().collect();
    shown.truncate(MOST_COLUMNS);
    shown
}
