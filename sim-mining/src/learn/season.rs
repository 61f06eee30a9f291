//! Whether more come in some months, or on some weekdays, than in others: by more than chance.
//!
//! Counts stand in a table: months in columns, the years they are of in rows; or weekdays and weeks. What is expected of a cell is its row's total,
//! divided by how much of the opening hours falls in it, so that neither short months, holidays and weekends nor a chain that grows pass for a
//! season. Counts vary more than a Poisson process would let them; how much more, what is left over in the cells tells, and columns differ when they do so by more
//! than that: the F test of quasi-likelihood (McCullagh & Nelder 1989, *Generalized Linear Models*, 2nd ed., §4.5 and §9.2), of
//! Pearson's statistic.

use sim_core::random::beta_cdf;

use super::week::{DAY, WEEK, Week};
use crate::log::Micros;
use crate::read::civil;

/// A month or weekday in which nothing can come has no column: less open time than this share of what a mean one has.
const LEAST: f64 = 1e-3;
/// Fewer a column on average tell nothing.
const ENOUGH: f64 = 5.0;
/// Years from which on a season is looked for.
const YEARS: usize = 2;
/// Weeks from which on weekdays are looked at.
const WEEKS: usize = 3;
/// What may be claimed.
const SIGNIFICANT: f64 = 0.05;

/// Months that differ.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Season {
    /// For each month, January first, as a multiple of the mean over the year.
    pub(super) by_month: [f64; 12],
    /// In how many years that was seen.
    pub(super) years: usize,
}

/// What columns of counts are.
struct Columns {
    /// For each column how many times as much as its share of open time.
    factors: Vec<f64>,
    /// The probability that they differ so much by chance.
    chance: f64,
}

impl Season {
    /// Of the moments at which cases came, each with how much it counts; none where months do not differ by more than chance.
    ///
    /// * `span` – from when until when was looked
    /// * `by_weekday` – how much more comes on each weekday while it is open
    /// * `claims` – in how many streams a season is looked for
    pub(super) fn of(
        moments: &[(Micros, f64)],
        span: (Micros, Micros),
        week: &Week,
        by_weekday: &[f64; 7],
        claims: usize,
    ) -> Option<Season> {
        // Whole months, as many as make whole years, counted back from the end.
        let begins = |day: i64| month_of(day) != month_of(day - 1);
        let from = (span.0.div_euclid(DAY)..)
            .map(|day| day + i64::from(span.0.rem_euclid(DAY) > 0))
            .find(|&day| begins(day))?;
        let until = (0..32).map(|back| span.1.div_euclid(DAY) - back).find(|&day| begins(day))?;
        let all = months_since(until) - months_since(from);
        let years = usize::try_from(all).ok()? / 12;
        if years < YEARS {
            return None;
        }
        let first = months_since(until) - 12 * years as i64;
        let cell = |day: i64| {
            let since = months_since(day) - first;
            (day < until && since >= 0).then(|| ((since / 12) as usize, month_of(day)))
        };
        let (mut counts, mut open) = (vec![vec![0.0; 12]; years], vec![vec![0.0; 12]; years]);
        for &(at, weight) in moments {
            if let Some((year, month)) = cell(at.div_euclid(DAY)) {
                counts[year][month] += weight;
            }
        }
        for day in from..until {
            if let Some((year, month)) = cell(day) {
                let hours = week.between(day * DAY, (day + 1) * DAY) as f64 / DAY as f64;
                open[year][month] += hours * by_weekday[weekday(day)];
            }
        }
        let columns = Columns::of(&counts, &open)?;
        (columns.chance < SIGNIFICANT / claims.max(1) as f64).then(|| {
            let mut by_month = [1.0; 12];
            by_month
                .iter_mut()
                .zip(&columns.factors)
                .for_each(|(month, factor)| *month = (factor * 100.0).round() / 100.0);
            Season { by_month, years }
        })
    }

    /// How many times the mean of a year come at a moment.
    pub(super) fn at(&self, moment: Micros) -> f64 {
        self.by_month[month_of(moment.div_euclid(DAY))]
    }
}

/// Whether more come on some weekdays than on others, per hour open, by more than chance.
pub(super) fn weekdays_differ(moments: &[Micros], week: &Week) -> bool {
    let (Some(first), Some(last)) = (moments.iter().min(), moments.iter().max()) else { return false };
    let monday = |at: Micros| (at.div_euclid(DAY) + 3).div_euclid(7);
    let (from, until) = (monday(*first) + 1, monday(*last));
    let weeks = usize::try_from(until - from).unwrap_or(0);
    if weeks < WEEKS {
        // Nothing says that they do not.
        return true;
    }
    let (mut counts, mut open) = (vec![vec![0.0; 7]; weeks], vec![vec![0.0; 7]; weeks]);
    for &at in moments {
        let row = monday(at) - from;
        if (0..weeks as i64).contains(&row) {
            counts[row as usize][weekday(at.div_euclid(DAY))] += 1.0;
        }
    }
    for (row, open) in open.iter_mut().enumerate() {
        let begin = (from + row as i64) * WEEK - 3 * DAY;
        for (day, open) in open.iter_mut().enumerate() {
            let midnight = begin + day as Micros * DAY;
            *open = week.between(midnight, midnight + DAY) as f64 / DAY as f64;
        }
    }
    Columns::of(&counts, &open).is_none_or(|columns| columns.chance < SIGNIFICANT)
}

impl Columns {
    /// Of a table of counts, and of open time; none where too little is known.
    fn of(counts: &[Vec<f64>], open: &[Vec<f64>]) -> Option<Columns> {
        let table = Table::of(counts, open)?;
        let columns = table.cells[0].len();
        let flat = vec![1.0; columns];
        let expected = table.expected(&flat);
        let apart: f64 = (0..columns)
            .map(|column| {
                let (seen, expected) = (table.seen(column), sum_of(&expected, column));
                (seen - expected) * (seen - expected) / expected
            })
            .sum();
        // Turn by turn, until rows and columns both have their totals.
        let mut factors = flat;
        for _ in 0..30 {
            let expected = table.expected(&factors);
            for (column, factor) in factors.iter_mut().enumerate() {
                let expected = sum_of(&expected, column);
                *factor *= if expected > 0.0 { table.seen(column) / expected } else { 0.0 };
            }
        }
        let expected = table.expected(&factors);
        let cells =
            table.cells.iter().flatten().zip(expected.iter().flatten()).filter(|(_, expected)| **expected > 0.0);
        let (left, of) = cells.fold((0.0, 0.0), |(left, of), ((seen, _), expected)| {
            (left + (seen - expected) * (seen - expected) / expected, of + 1.0)
        });
        let (more, free) = (columns as f64 - 1.0, of - (table.cells.len() + columns - 1) as f64);
        if free < 1.0 {
            return None;
        }
        // Less than chance alone is chance alone.
        let ratio = apart / more / (left / free).max(1.0);
        let chance = beta_cdf(free / (free + more * ratio), free / 2.0, more / 2.0);
        let opened: Vec<f64> = (0..columns).map(|column| table.cells.iter().map(|row| row[column].1).sum()).collect();
        let mean =
            factors.iter().zip(&opened).map(|(factor, open)| factor * open).sum::<f64>() / opened.iter().sum::<f64>();
        let mut all = vec![1.0; counts[0].len()];
        table.columns.iter().zip(factors).for_each(|(&column, factor)| all[column] = factor / mean);
        Some(Columns { factors: all, chance })
    }
}

/// Counts and open times, of the rows and columns that have any.
struct Table {
    columns: Vec<usize>,
    cells: Vec<Vec<(f64, f64)>>,
}

impl Table {
    /// None where there is too little.
    fn of(counts: &[Vec<f64>], open: &[Vec<f64>]) -> Option<Table> {
        let many = counts.first()?.len();
        let all: f64 = open.iter().flatten().sum();
        let is_open = |column: &usize| sum_of(open, *column) > LEAST * all / many as f64;
        let columns: Vec<usize> = (0..many).filter(is_open).collect();
        let row = |(counts, open): (&Vec<f64>, &Vec<f64>)| -> Vec<(f64, f64)> {
            // What comes when it is closed is an exception.
            let cell = |&column: &usize| (if open[column] > 0.0 { counts[column] } else { 0.0 }, open[column]);
            columns.iter().map(cell).collect()
        };
        let rows = counts.iter().zip(open).map(row);
        let cells: Vec<Vec<(f64, f64)>> = rows.filter(|row| row.iter().any(|(count, _)| *count > 0.0)).collect();
        let n: f64 = cells.iter().flatten().map(|(count, _)| count).sum();
        let enough = columns.len() >= 2 && cells.len() >= 2 && n >= ENOUGH * columns.len() as f64;
        enough.then_some(Table { columns, cells })
    }

    fn seen(&self, column: usize) -> f64 {
        self.cells.iter().map(|row| row[column].0).sum()
    }

    /// What is expected of every cell: the total of its row, divided by open time and factors.
    fn expected(&self, factors: &[f64]) -> Vec<Vec<f64>> {
        let row = |row: &Vec<(f64, f64)>| -> Vec<f64> {
            let total: f64 = row.iter().map(|(count, _)| count).sum();
            let parts: Vec<f64> = row.iter().zip(factors).map(|((_, open), factor)| open * factor).collect();
            let all: f64 = parts.iter().sum();
            parts.iter().map(|part| if all > 0.0 { total * part / all } else { 0.0 }).collect()
        };
        self.cells.iter().map(row).collect()
    }
}

fn sum_of(table: &[Vec<f64>], column: usize) -> f64 {
    table.iter().map(|row| row[column]).sum()
}

/// Monday is 0.
fn weekday(day: i64) -> usize {
    (day + 3).rem_euclid(7) as usize
}

fn month_of(day: i64) -> usize {
    civil(day as i32).1 as usize - 1
}

fn months_since(day: i64) -> i64 {
    let (year, month, _) = civil(day as i32);
    i64::from(year) * 12 + i64::from(month) - 1
}
