//! How cases come.

use std::collections::BTreeSet;

use super::Writer;
use crate::learn::arrivals::{Arrivals, Pattern};
use crate::learn::contexts::Count;
use crate::learn::fit::{digits, time};
use crate::learn::streams::Every;
use crate::learn::words::unique;

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

impl Writer<'_> {
    pub(super) fn arrivals(&mut self) {
        let found = self.found;
        let mut names = BTreeSet::new();
        for stream in &found.streams {
            // Several streams go by the stage at which they begin.
            let to = stream.to.map_or_else(|| "start".to_owned(), |state| self.names[state].clone());
            let name = if found.streams.len() == 1 { "cases" } else { &to };
            let is_batch = matches!(stream.arrivals.pattern, Pattern::Batches { .. });
            let name = if is_batch { format!("{name}_together") } else { name.to_owned() };
            self.line(&format!("[arrivals.{}]", unique(&name, &mut names)));
            self.line(&format!("to = \"{to}\""));
            self.pattern(&stream.arrivals);
            if found.streams.len() > 1 {
                self.class_mix(stream);
            }
            self.line("");
        }
        if found.streams.iter().any(|stream| stream.to.is_none()) {
            let first = found.states.first.iter().map(|(&state, &count)| (Some(state), count));
            let next: Vec<(Option<usize>, Count)> = first.collect();
            self.line("[stages.start]");
            self.line("title = \"Start\"");
            self.next(&next, None);
            self.line("");
        }
    }

    /// How many come, when.
    fn pattern(&mut self, arrivals: &Arrivals) {
        let n = arrivals.seen;
        let calendar = self.calendar(&arrivals.week).to_owned();
        match &arrivals.pattern {
            Pattern::Interval(gap) => {
                let gap = time(*gap as f64 / 1e6, false);
                self.line(&format!("interval = {{ value = {gap}, note = \"D: n = {n}\" }}"));
            }
            Pattern::Batches { every, mean, range, moments } => {
                let every = match every {
                    Every::Month => "\"month\"".to_owned(),
                    Every::Week => "\"week\"".to_owned(),
                    Every::Time(gap) => time(*gap as f64 / 1e6, false),
                };
                let [low, likely, high] = [range.0, *mean, range.1].map(digits);
                self.line(&format!(
                    "batches = {{ every = {every}, mean = {{ low = {low}, likely = {likely}, high = {high}, note = \"D: of late, n = {n} at {moments} moments\" }} }}"
                ));
            }
            Pattern::Rate { a_week, range, by_weekday, season } => {
                let [low, likely, high] =
                    [range.0, *a_week, range.1].map(|rate| format!("\"{} per week\"", digits(rate)));
                let finished = self.found.only_finished;
                let later = if finished { ", those included that were not over when the log was made" } else { "" };
                self.line(&format!(
                    "rate = {{ low = {low}, likely = {likely}, high = {high}, note = \"D: of late, n = {n}{later}\" }}"
                ));
                if let Some(by_weekday) = by_weekday {
                    self.line(&format!("by_weekday = {{ {} }}", proportions(&WEEKDAYS, by_weekday)));
                }
                if let Some(season) = season {
                    let months = proportions(&MONTHS, &season.by_month);
                    let note = format!("# D: {} years, n = {n}; months differ by more than chance", season.years);
                    self.line(&format!("by_month = {{ {months} }}     {note}"));
                }
            }
        }
        if calendar != "always" {
            self.line(&format!("calendar = \"{calendar}\""));
        }
    }
}

/// Proportions, each with its name.
fn proportions(names: &[&str], times: &[f64]) -> String {
    let of = names.iter().zip(times).map(|(name, times)| format!("{name} = {}", digits(*times)));
    of.collect::<Vec<_>>().join(", ")
}
