//! How cases come.

use super::Writer;
use crate::learn::arrivals::Pattern;
use crate::learn::contexts::Count;
use crate::learn::fit::{digits, time};

impl Writer<'_> {
    pub(super) fn arrivals(&mut self) {
        let found = self.found;
        let first: Vec<(usize, Count)> = found.states.first.iter().map(|(&state, &count)| (state, count)).collect();
        let to = match first[..] {
            [(only, _)] => self.names[only].clone(),
            _ => "start".to_owned(),
        };
        let arrivals = &found.arrivals;
        let n = arrivals.seen;
        self.line("[arrivals.cases]");
        self.line(&format!("to = \"{to}\""));
        let calendar = self.calendar(&arrivals.week).to_owned();
        match &arrivals.pattern {
            Pattern::Interval(gap) => {
                let gap = time(*gap as f64 / 1e6, false);
                self.line(&format!("interval = {{ value = {gap}, note = \"D: n = {n}\" }}"));
            }
            Pattern::Rate { a_week, range, by_weekday } => {
                let [low, likely, high] =
                    [range.0, *a_week, range.1].map(|rate| format!("\"{} per week\"", digits(rate)));
                let later =
                    if found.only_finished { ", those included that were not over when the log was made" } else { "" };
                self.line(&format!(
                    "rate = {{ low = {low}, likely = {likely}, high = {high}, note = \"D: of late, n = {n}{later}\" }}"
                ));
                let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
                let days = names.iter().zip(by_weekday).map(|(name, times)| format!("{name} = {}", digits(*times)));
                self.line(&format!("by_weekday = {{ {} }}", days.collect::<Vec<_>>().join(", ")));
            }
        }
        if calendar != "always" {
            self.line(&format!("calendar = \"{calendar}\""));
        }
        self.line("");
        if to == "start" {
            let next: Vec<(Option<usize>, Count)> =
                first.into_iter().map(|(state, count)| (Some(state), count)).collect();
            self.line("[stages.start]");
            self.line("title = \"Start\"");
            self.next(&next, None);
            self.line("");
        }
    }
}
