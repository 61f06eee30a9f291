//! On the screen: creditors' replies, contacts during a stay, and the wait for the last of stages side by side.

use sim_core::observe::{Measure, Of, StagePlan, Statistic};

use super::screen::{Screen, chain_order, finish, table};
use crate::number::estimate;
use crate::text::{self, tokens as words};

impl Screen<'_> {
    fn stages_that(&self, can: fn(&StagePlan) -> bool) -> Vec<u32> {
        chain_order(self.scenario).into_iter().filter(|&stage| can(&self.plan.stages[stage as usize])).collect()
    }

    /// A table by stage, its last column a time in a unit that suits it; `None` without stages.
    fn by_stage(
        &self,
        can: fn(&StagePlan) -> bool,
        titles: &[&str],
        time: (Measure, &str),
        cells: impl Fn(Of) -> Vec<String>,
    ) -> Option<String> {
        let stages = self.stages_that(can);
        let unit = self.unit_for(time.0, stages.iter().copied().map(Of::Stage));
        let mut header: Vec<String> = titles.iter().map(|&title| title.to_owned()).collect();
        header.push(format!("{} ({})", time.1, unit.name));
        let mut table = table(header);
        for &stage in &stages {
            let of = Of::Stage(stage);
            let mut row = vec![self.stage_title(stage)];
            row.extend(cells(of));
            row.push(estimate(self.row(time.0, of, Statistic::Mean), unit.per_day, self.lang));
            table.add_row(row);
        }
        (!stages.is_empty()).then(|| finish(table))
    }

    /// What creditors answer, and after how long.
    pub(super) fn replies(&self) -> Option<String> {
        let lang = self.lang;
        let titles = [words::creditors(lang), words::agreed(lang), words::met(lang)];
        self.by_stage(
            |stage| stage.has_replies,
            &titles,
            (Measure::ReplyTime, words::reply_time(lang)),
            |of| [Measure::RepliesAgreed, Measure::RefusalsMet].map(|m| self.share(m, of, Statistic::Share)).to_vec(),
        )
    }

    /// Contacts held and cancelled, and how long they waited.
    pub(super) fn contacts(&self) -> Option<String> {
        let lang = self.lang;
        let titles = [words::contacts(lang), words::held(lang), words::cancelled(lang)];
        self.by_stage(
            |stage| stage.has_contacts,
            &titles,
            (Measure::WaitForContact, words::wait(lang)),
            |of| {
                let held = estimate(self.row(Measure::ContactsHeld, of, Statistic::PerYear), 1.0, lang);
                vec![held, self.share(Measure::ContactsCancelled, of, Statistic::Share)]
            },
        )
    }

    /// From the first to the last of stages side by side.
    pub(super) fn joins(&self) -> Option<String> {
        let lang = self.lang;
        let titles = [text::tokens::side_by_side(lang)];
        self.by_stage(|stage| stage.splits, &titles, (Measure::JoinWait, words::join_wait(lang)), |_| Vec::new())
    }
}
