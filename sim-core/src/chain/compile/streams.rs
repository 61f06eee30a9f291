//! Streams of arrivals, compiled: moments and rates laid out over the run, surges as layers of their own.

use jiff::ToSpan;
use jiff::civil::Date;

use super::super::arrivals::{Arrivals, RateCurve, StreamModel};
use super::super::duty::whole_years;
use super::super::error::CompileError;
use super::super::varying::{Varying, dates_of_dated};
use super::{Compiler, running_totals};
use crate::random::{self, Purpose, Sampler};
use crate::scenario::{BatchPeriod, Dated, LevelRef, Param, Pattern, Stream, Surge};
use crate::time::{DAY, OpeningHours, SimTime, Span};

/// The most moments at which batches may come, and the most pieces of a rate.
const MOST_PIECES: f64 = 5e6;

impl Compiler<'_> {
    pub(super) fn stream(&mut self, index: usize, stream: &Stream) -> Result<(), CompileError> {
        self.stream_at(index, stream, format!("arrivals.{}", stream.name))
    }

    /// A stream under a path of its own.
    pub(super) fn stream_at(&mut self, index: usize, stream: &Stream, path: String) -> Result<(), CompileError> {
        // Addressed by its days, and its rank among those with the same, so that a surge more leaves the others alone.
        let same_days = |surge: &Surge, other: &Surge| (other.from, other.until) == (surge.from, surge.until);
        let path_of = |number: usize| {
            let surge = &stream.surges[number];
            let rank = 1 + stream.surges[..number].iter().filter(|other| same_days(surge, other)).count();
            let days = format!("{path}.surges.{}/{}", surge.from, surge.until);
            if rank == 1 { days } else { format!("{days}.{rank}") }
        };
        let thins = stream.surges.iter().enumerate().filter(|(_, surge)| surge.times < 1.0);
        let thinned = thins.map(|(number, surge)| {
            let (from, until) = self.window(surge);
            (from, until, surge.times, Purpose::named(&path_of(number)))
        });
        let thinned = thinned.collect();
        let arrivals = self.arrivals(stream, None)?;
        self.add_stream(index, stream, path.clone(), arrivals, thinned, SimTime::NEVER);
        for (number, surge) in stream.surges.iter().enumerate().filter(|(_, surge)| surge.times > 1.0) {
            let arrivals = self.arrivals(stream, Some(surge))?;
            let (_, ends) = self.window(surge);
            self.add_stream(index, stream, path_of(number), arrivals, Vec::new(), ends);
        }
        Ok(())
    }

    fn add_stream(
        &mut self,
        index: usize,
        stream: &Stream,
        path: String,
        arrivals: Arrivals,
        thinned: Vec<(SimTime, SimTime, f64, Purpose)>,
        ends: SimTime,
    ) {
        let model = StreamModel {
            stream: index as u16,
            key: random::Stream::named(&path),
            batches: random::Stream::named(&format!("{path}.batches")),
            pool: None,
            to: stream.to as u32,
            arrivals,
            batch: stream.batch,
            mix: self.mix(&stream.mix),
            thinned,
            until: stream.until.map_or(ends, |until| ends.min(self.begin + until)),
            interval_at: Purpose::named(&format!("{path}.interval")),
        };
        self.model.streams.push(model);
    }

    fn window(&self, surge: &Surge) -> (SimTime, SimTime) {
        (SimTime::of_date(surge.from, self.scenario.start), SimTime::of_date(surge.until, self.scenario.start))
    }

    /// The arrivals of a stream, or those that a surge adds to it.
    fn arrivals(&self, stream: &Stream, surge: Option<&Surge>) -> Result<Arrivals, CompileError> {
        let too_many = || self.too_many_changes(&stream.name);
        let (from, until) = surge.map_or((self.begin, self.end), |surge| self.window(surge));
        let extra = surge.map_or(1.0, |surge| surge.times - 1.0);
        Ok(match &stream.pattern {
            Pattern::Moments(moments) => Arrivals::Moments(moments.iter().map(|&after| self.begin + after).collect()),
            Pattern::Interval(interval) => {
                let param = Param { base: interval.clone(), by_class: Vec::new() };
                let first = from.max(self.begin);
                let interval = Varying::of_param(&param, &[Vec::new()], self.scenario.start, Sampler::new);
                let opening = stream.calendar.map(|calendar| Box::new(self.opening_of(calendar)));
                Arrivals::Interval(first, interval, 1.0 / extra, opening)
            }
            Pattern::Batches { every, mean } => {
                let moments = self.batch_moments(*every).ok_or_else(too_many)?;
                let in_window = moments.into_iter().filter(|&at| from <= at && at < until);
                Arrivals::Batches(in_window.map(|at| (at, extra * self.value_at(mean, at))).collect())
            }
            Pattern::BatchCycle { every, means } => {
                let moments = self.batch_moments(BatchPeriod::Every(*every)).ok_or_else(too_many)?;
                let batches = moments.into_iter().zip(means.iter().cycle());
                Arrivals::Batches(batches.map(|(at, &mean)| (at, mean)).collect())
            }
            Pattern::Population { number, think } => {
                let param = Param { base: think.clone(), by_class: Vec::new() };
                let think = Varying::of_param(&param, &[Vec::new()], self.scenario.start, Sampler::new);
                Arrivals::Population(*number, think)
            }
            Pattern::Cycle { every, pieces } => {
                let cycles = (self.end - self.begin).0 as f64 / every.0 as f64;
                if cycles * pieces.len() as f64 > MOST_PIECES {
                    return Err(too_many());
                }
                let cycles = 0..=libm::ceil(cycles) as i64;
                let all = cycles.flat_map(|cycle| {
                    pieces.iter().map(move |&(offset, rate)| (self.begin + Span(cycle * every.0) + offset, rate))
                });
                let pieces: Vec<(SimTime, f64)> = all.filter(|&(at, _)| at < self.end).collect();
                Arrivals::Rate(RateCurve::new(&pieces, self.end))
            }
            Pattern::Rate(rate) => {
                let pieces = self.rate_pieces(stream, rate);
                let pieces = within(&pieces, from, until.min(self.end));
                let scaled: Vec<(SimTime, f64)> = pieces.iter().map(|&(at, rate)| (at, extra * rate)).collect();
                Arrivals::Rate(RateCurve::new(&scaled, self.end))
            }
        })
    }

    pub(super) fn too_many_changes(&self, name: &str) -> CompileError {
        CompileError::TooManyChanges { name: name.to_owned(), most: MOST_PIECES }
    }

    fn value_at(&self, dated: &Dated<f64>, at: SimTime) -> f64 {
        at.date(self.scenario.start).map_or(dated.first, |date| *dated.on(date))
    }

    pub(super) fn batch_moments(&self, every: BatchPeriod) -> Option<Vec<SimTime>> {
        let start = self.scenario.start;
        let (first, last) = (self.begin.date(start)?, self.end.date(start)?);
        let dates = |first: Date, step: jiff::Span| {
            let dates = first.series(step).take_while(move |&date| date <= last);
            dates.map(|date| SimTime::of_date(date, start)).filter(|&at| at >= self.begin).collect()
        };
        Some(match every {
            BatchPeriod::Month => dates(first.first_of_month(), 1.month()),
            BatchPeriod::Week => {
                dates(first.checked_sub(i64::from(first.weekday().to_monday_zero_offset()).days()).ok()?, 1.week())
            }
            BatchPeriod::Every(length) => {
                let number = (self.end - self.begin).0 as f64 / length.0 as f64;
                if number > MOST_PIECES {
                    return None;
                }
                (0..=number as i64).map(|count| self.begin + Span(count * length.0)).collect()
            }
        })
    }

    /// The rate per day from each moment on: the rate by date, shared out over months, weekdays and opening hours.
    fn rate_pieces(&self, stream: &Stream, rate: &Dated<f64>) -> Vec<(SimTime, f64)> {
        let start = self.scenario.start;
        let mut pieces = Vec::new();
        if stream.by_month.is_none() && stream.by_weekday.is_none() && stream.calendar.is_none() {
            pieces.push((self.begin, self.value_at(rate, self.begin)));
            let changes = dates_of_dated(rate).map(|date| SimTime::of_date(date, start));
            pieces.extend(changes.filter(|&at| at > self.begin).map(|at| (at, self.value_at(rate, at))));
            return pieces;
        }
        let hours =
            stream.calendar.map_or_else(OpeningHours::always, |index| self.scenario.calendars[index].hours.clone());
        let (Some(first), Some(last)) = (self.begin.date(start), (self.end + Span(DAY)).date(start)) else {
            return pieces;
        };
        let months = stream.by_month.map(|months| normalised(months, DAYS_IN_MONTH));
        let weekdays = stream.by_weekday.map(|weekdays| normalised(weekdays, [1.0; 7]));
        let weight = |date: Date| {
            let month = months.map_or(1.0, |months| months[date.month() as usize - 1]);
            let weekday = weekdays.map_or(1.0, |days| days[date.weekday().to_monday_zero_offset() as usize]);
            month * weekday
        };
        // A calendar that is closed on some weekdays or in some months more than in others takes part of their
        // weight away, so the total is kept over the weighted open time of whole calendar years.
        let scale = stream.calendar.map_or(1.0, |_| {
            let (first, last) = whole_years(first, last);
            let open = hours.intervals(start, first, last).into_iter();
            let weighted =
                open.map(|(opens, closes)| (closes - opens).as_days() * opens.date(start).map_or(0.0, weight));
            f64::from(crate::time::days_between(first, last)) / weighted.sum::<f64>()
        });
        if !scale.is_finite() {
            return pieces;
        }
        for (opens, closes) in hours.intervals(start, first, last) {
            let Some(date) = opens.date(start) else { break };
            if pieces.last().is_some_and(|&(at, _)| at == opens) {
                pieces.pop();
            }
            pieces.push((opens, rate.on(date) * weight(date) * scale));
            pieces.push((closes, 0.0));
        }
        within(&pieces, self.begin, self.end)
    }

    /// The class mix: shares of an own mix, where it says something of an axis; else those of the axis.
    pub(super) fn mix(&self, own: &[(LevelRef, Dated<f64>)]) -> Vec<(Varying<Box<[f64]>>, Purpose)> {
        let axes = self.scenario.axes.iter().enumerate();
        axes.map(|(axis, levels)| {
            let of_stream = |level: usize| {
                let own = own.iter().find(|(pick, _)| pick.axis == axis && pick.level == level);
                own.map_or(&levels.levels[level].share, |(_, share)| share)
            };
            let count = levels.levels.len();
            let dates = (0..count).flat_map(|level| dates_of_dated(of_stream(level)).collect::<Vec<_>>()).collect();
            let totals = Varying::of(&[Vec::new()], false, dates, self.scenario.start, |_, from| {
                running_totals((0..count).map(|level| *of_stream(level).on(from)))
            });
            (totals, Purpose::named(&format!("classes.{}", levels.name)))
        })
        .collect()
    }
}

/// Mean days in each month.
const DAYS_IN_MONTH: [f64; 12] = [31.0, 28.25, 31.0, 30.0, 31.0, 30.0, 31.0, 31.0, 30.0, 31.0, 30.0, 31.0];

/// Proportions scaled so that their mean, weighted by days, is 1.
fn normalised<const N: usize>(proportions: [f64; N], days: [f64; N]) -> [f64; N] {
    let total: f64 = proportions.iter().zip(&days).map(|(proportion, days)| proportion * days).sum();
    let mean = total / days.iter().sum::<f64>();
    proportions.map(|proportion| proportion / mean)
}

/// The pieces of a rate between two moments, with nothing outside.
fn within(pieces: &[(SimTime, f64)], from: SimTime, until: SimTime) -> Vec<(SimTime, f64)> {
    let mut kept = Vec::new();
    let before = pieces.iter().rev().find(|&&(at, _)| at <= from);
    kept.extend(before.map(|&(_, rate)| (from, rate)));
    kept.extend(pieces.iter().filter(|&&(at, _)| from < at && at < until));
    kept.push((until, 0.0));
    kept
}
