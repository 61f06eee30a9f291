//! Places, missed appointments and becoming another class in a drawing.

use sim_core::scenario::{Step, Target};

use super::chart::{Chart, Exit, Why};
use crate::text::values::{self, Words};
use crate::text::{caseload, title};

impl Chart<'_> {
    /// Label, words and short words of a step in which a place is taken or given back.
    pub(super) fn place_words(&self, step: &Step) -> (&'static str, Words, String) {
        let (label, team, until) = match step {
            Step::Place(place) => (caseload::place(self.lang), place.team, place.until_leaving),
            Step::GiveBack(team) => (caseload::gives_back(self.lang), *team, false),
            Step::Work(_)
            | Step::Delay(_)
            | Step::Attempts(_)
            | Step::Change(_)
            | Step::Replies(_)
            | Step::SideBySide(_) => {
                return ("", Words { base: String::new(), others: Vec::new() }, String::new());
            }
        };
        let team = &self.scenario.teams[team];
        let team = title(&team.title, &team.name);
        let short = format!("{label}: {team}");
        let base = if until { format!("{team}, {}", caseload::until_leaving(self.lang)) } else { team };
        (label, Words { base, others: Vec::new() }, short)
    }

    /// What else may happen in a step, and does not lead away by itself.
    pub(super) fn more(&self, step: &Step) -> Vec<(&'static str, Words)> {
        let mut more = Vec::new();
        if let Some(becomes) = step.becomes().filter(|becomes| becomes.to.is_none()) {
            let after = self.words(&becomes.after);
            let level = &self.scenario.axes[becomes.level.axis].levels[becomes.level.level].name;
            let base = caseload::becomes(self.lang, level, &after.base);
            more.push((caseload::becomes_label(self.lang), Words { base, others: after.others }));
        }
        if let Step::Work(work) = step
            && let Some(no_show) = &work.no_show
            && let Some(rebook) = &no_show.rebook
        {
            let again = self.words(rebook);
            let base = caseload::rebooked(self.lang, no_show.at_most, &again.base);
            more.push((caseload::again_label(self.lang), Words { base, others: again.others }));
        }
        more
    }

    /// Ways out by missed appointments, and by becoming another class that goes elsewhere.
    pub(super) fn caseload_exits(&self, step: &Step, number: usize) -> Vec<Exit> {
        let lang = self.lang;
        let mut exits = Vec::new();
        if let Step::Work(work) = step
            && let Some(no_show) = &work.no_show
        {
            let share = |share: &f64| caseload::missed_share(lang, &values::percent(lang, *share));
            let after = values::param(lang, self.scenario, &no_show.share, &share);
            let reason = match no_show.to {
                Target::End(end) => self.end(end),
                Target::Stage(_) => no_show.reason.replace('_', " "),
            };
            let short = values::percent(lang, no_show.share.base.first);
            let to = self.goal_of(no_show.to);
            exits.push(Exit { step: Some(number), why: Why::NoShow, reason, after, short, to });
        }
        if let Some(becomes) = step.becomes()
            && let Some(to) = becomes.to
        {
            let level = &self.scenario.axes[becomes.level.axis].levels[becomes.level.level].name;
            let reason = caseload::became(lang, level);
            let short = values::time(lang, &becomes.after.base.first);
            let to = self.goal_of(Target::Stage(to));
            exits.push(Exit {
                step: Some(number),
                why: Why::Became,
                reason,
                after: self.words(&becomes.after),
                short,
                to,
            });
        }
        exits
    }
}
