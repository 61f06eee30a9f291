//! Who works.

use super::Writer;
use crate::learn::fit::digits;
use crate::learn::words::quoted;

impl Writer<'_> {
    pub(super) fn teams(&mut self) {
        let found = self.found;
        let used = std::mem::take(&mut self.used);
        for (number, team) in found.people.teams.iter().enumerate().filter(|(number, _)| used.contains(number)) {
            let activities = team.activities.iter().map(|&activity| self.found.log.activities.name(activity));
            let some: Vec<&str> = activities.clone().take(2).collect();
            let more = if team.activities.len() > 2 { " …" } else { "" };
            let title = quoted(&format!("Team {}: {}{more}", number + 1, some.join(", ")));
            self.line(&format!("[teams.{}]", self.teams[number]));
            self.line(&format!("title = {title}"));
            match team.workers.zip(team.range()) {
                None => self.line("workers = \"unlimited\""),
                Some((workers, (low, high))) => {
                    let note = format!("D: {} people, {} a day", team.people, digits(team.seen.0));
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
