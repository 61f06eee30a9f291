//! The measures cut by class or by period, on the screen.

use sim_core::observe::{Group, Measure, Of, Period, Statistic};

use super::screen::{Screen, chain_order, finish, table};
use crate::number::{estimate, percentage};
use crate::text;
use crate::text::title;

impl Screen<'_> {
    /// Waits, reach and clocks for every class.
    pub(crate) fn by_class(&self) -> String {
        let groups = (1..self.plan.groups as u16).map(|group| (Group(group), Period::All));
        let waits = self.cut(groups.collect(), |screen, stage, group, _| {
            let reach = screen.cell(Measure::Reach, Of::Start(stage), Statistic::Share, group, Period::All);
            percentage(reach, screen.lang)
        });
        let clocks = self.clocks_by_class();
        [Some(waits), clocks].into_iter().flatten().collect::<Vec<_>>().join("\n\n")
    }

    /// How well each clock is kept for every class.
    fn clocks_by_class(&self) -> Option<String> {
        let (lang, scenario) = (self.lang, self.scenario);
        let ofs = || (0..scenario.clocks.len() as u32).map(Of::Clock);
        let unit = self.unit_for(Measure::ClockOverrun, ofs());
        let overrun = format!("{} ({})", text::overrun(lang), unit.name);
        let mut lines =
            table([text::clock(lang), text::class(lang), text::kept(lang), &overrun, text::undecided(lang)]);
        for (clock, of) in scenario.clocks.iter().zip(ofs()) {
            for group in (1..self.plan.groups as u16).map(Group) {
                let row = |measure, statistic| self.cell(measure, of, statistic, group, Period::All);
                lines.add_row([
                    if group == Group(1) { title(&clock.title, &clock.name) } else { String::new() },
                    group.name(scenario).replace('_', " "),
                    percentage(row(Measure::ClockKept, Statistic::Share), lang),
                    estimate(row(Measure::ClockOverrun, Statistic::Mean), unit.per_day, lang),
                    estimate(row(Measure::ClockUndecided, Statistic::Count), 1.0, lang),
                ]);
            }
        }
        (!scenario.clocks.is_empty() && self.plan.groups > 1).then(|| finish(lines))
    }

    /// Waits and queues for every period.
    pub(crate) fn by_period(&self) -> String {
        let periods = (0..self.plan.periods() as u16).map(|number| (Group::ALL, Period::Number(number)));
        self.cut(periods.collect(), |screen, stage, group, period| {
            let queue = screen.cell(Measure::Queue, Of::Stage(stage), Statistic::Mean, group, period);
            estimate(queue, 1.0, screen.lang)
        })
    }

    /// A table of the waits of every stage where somebody works, one line per cut, with one more column.
    fn cut(&self, cuts: Vec<(Group, Period)>, last: impl Fn(&Screen<'_>, u32, Group, Period) -> String) -> String {
        let lang = self.lang;
        let by_class = cuts.iter().any(|&(group, _)| group != Group::ALL);
        let stages: Vec<u32> = chain_order(self.scenario)
            .into_iter()
            .filter(|&stage| self.plan.stages[stage as usize].begins_with_work)
            .collect();
        let unit = self.unit_for(Measure::Wait, stages.iter().copied().map(Of::Stage));
        let mut header = vec![format!("{} ({})", text::wait_until_work(lang), unit.name)];
        header.push(if by_class { text::class(lang) } else { text::period(lang) }.to_owned());
        header.extend(self.plan.within.iter().map(|term| text::within(lang, &text::span(lang, term.as_days()))));
        header.push(text::mean(lang).to_owned());
        header.push(if by_class { text::reach_start(lang) } else { text::queue(lang) }.to_owned());
        let mut lines = table(header);
        for &stage in &stages {
            for (position, &(group, period)) in cuts.iter().enumerate() {
                let of = Of::Stage(stage);
                let row = |measure, statistic| self.cell(measure, of, statistic, group, period);
                let name =
                    row(Measure::Wait, Statistic::Mean).map(|row| if by_class { &row.class } else { &row.period });
                let mut cells = vec![if position == 0 { self.stage_title(stage) } else { String::new() }];
                cells.push(name.map_or_else(String::new, |name| name.replace('_', " ")));
                let terms = 0..self.plan.within.len() as u16;
                cells.extend(terms.map(|term| percentage(row(Measure::StartedWithin, Statistic::Within(term)), lang)));
                cells.push(estimate(row(Measure::Wait, Statistic::Mean), unit.per_day, lang));
                cells.push(last(self, stage, group, period));
                lines.add_row(cells);
            }
        }
        finish(lines)
    }
}
