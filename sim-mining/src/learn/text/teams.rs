//! Who works.

use super::Writer;
use crate::learn::fit::digits;
use crate::learn::words::quoted;

/// Hours a year that one fte works with residents, unless a scenario says otherwise.
const PRODUCTIVE: f64 = 1350.0;

impl Writer<'_> {
    pub(super) fn teams(&mut self) {
        let found = self.found;
        let used = std::mem::take(&mut self.used);
        for (number, team) in found.people.teams.iter().enumerate().filter(|(number, _)| used.contains(number)) {
            let activities = team.activities.iter().map(|&activity| self.found.log.activities.name(activity));
            let some: Vec<&str> = activities.clone().take(2).collect();
            let more = if team.activities.len() > 2 { " …" } else { "" };
            let title = format!("Team {}: {}{more}", number + 1, some.join(", "));
            let title = quoted(team.name.as_ref().unwrap_or(&title));
            self.line(&format!("[teams.{}]", self.teams[number]));
            self.line(&format!("title = {title}"));
            match (team.workers.zip(team.range()), &team.part_timer) {
                (None, _) => self.line("workers = \"unlimited\""),
                (Some((workers, _)), Some(part)) => {
                    self.part_timers += 1;
                    let people = f64::from(workers - 1) + part.share;
                    let fte = digits(people * team.week.hours_a_year() / PRODUCTIVE);
                    let percent = (100.0 * part.share).round();
                    let note = quoted(&format!(
                        "D: {}; {workers} at work at a time in the first {percent} % of every opening, then {}",
                        persons(team.people),
                        workers - 1
                    ));
                    self.line(&format!("fte = {{ value = {fte}, note = {note} }}"));
                }
                (Some((workers, (low, high))), None) => {
                    let note = format!("D: {}, {} a day", persons(team.people), digits(team.seen.0));
                    let workers = match low < high {
                        true => format!("low = {low}, likely = {workers}, high = {high}"),
                        false => format!("value = {workers}"),
                    };
                    self.line(&format!("workers = {{ {workers}, note = {} }}", quoted(&note)));
                }
            }
            let open = self.calendar(&team.week).to_owned();
            self.line(&format!("open = \"{open}\""));
            self.line("");
        }
    }
}

fn persons(number: usize) -> String {
    if number == 1 { "1 person".to_owned() } else { format!("{number} people") }
}
