//! The answer of a run on the screen: waits first, then teams, clocks, outcomes and handovers.

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table, Width, presets};
use sim_core::estimate::FEWEST_FOR_PREDICTION;
use sim_core::experiment::Row;
use sim_core::lang::Lang;
use sim_core::observe::{Group, Measure, Of, Period, Plan, RowKey, StagePlan, Statistic};
use sim_core::scenario::{Periods, Scenario, Step};

use crate::number::{ABSENT, estimate, percentage, range};
use crate::text::{self, title};
use crate::time_unit::TimeUnit;

/// Everything that the screen shows of a run.
pub(crate) struct Screen<'r> {
    /// The scenario.
    pub(crate) scenario: &'r Scenario,
    /// What was counted.
    pub(crate) plan: &'r Plan,
    /// All rows.
    pub(crate) rows: &'r [Row],
    /// Language.
    pub(crate) lang: Lang,
}

/// Tables are this wide at most; longer headings wrap.
const SCREEN_WIDTH: u16 = 118;

/// Spaces beside the content of a cell.
const PADDING: u16 = 2;

/// Names get at least so much of it.
const FIRST_COLUMN: u16 = 34;

impl Screen<'_> {
    /// The tables as text.
    pub(crate) fn tables(&self) -> String {
        let beside = [self.replies(), self.contacts(), self.joins()];
        let capacity = [self.teams(), self.places(), self.missed(), self.became(), self.clocks()];
        let before = [self.waits(), self.flow()].into_iter().chain(beside).chain(capacity);
        let after = [self.reach(), self.outcomes(), self.official_reasons(), self.handovers(), self.amounts()];
        let shown = before.flatten().chain(self.need()).chain(after.into_iter().flatten()).chain(self.cost());
        let shown: Vec<String> = shown.collect();
        shown.join("\n\n")
    }

    /// The row of everybody over the whole horizon.
    pub(super) fn row(&self, measure: Measure, of: Of, statistic: Statistic) -> Option<&Row> {
        self.cell(measure, of, statistic, Group::ALL, Period::All)
    }

    /// The row of a class and period.
    pub(super) fn cell(
        &self,
        measure: Measure,
        of: Of,
        statistic: Statistic,
        group: Group,
        period: Period,
    ) -> Option<&Row> {
        let key = RowKey { measure, of, group, period, statistic };
        self.rows.iter().find(|row| row.key == key)
    }

    pub(super) fn share(&self, measure: Measure, of: Of, statistic: Statistic) -> String {
        percentage(self.row(measure, of, statistic), self.lang)
    }

    fn unit_for_times(&self, ofs: impl Iterator<Item = Of>) -> TimeUnit {
        self.unit_for(Measure::TimeToReach, ofs)
    }

    /// The unit that suits the largest of some times in days.
    pub(super) fn unit_for(&self, measure: Measure, ofs: impl Iterator<Item = Of>) -> TimeUnit {
        let values = ofs.filter_map(|of| self.row(measure, of, Statistic::Mean)?.value);
        let largest = values.fold(0.0, f64::max);
        TimeUnit::of(largest, self.lang)
    }

    /// How long residents wait, of the stages that begin with work (elsewhere a delay comes first, and is no queue).
    fn waits(&self) -> Option<String> {
        let (lang, plan) = (self.lang, self.plan);
        let stages: Vec<u32> = chain_order(self.scenario)
            .into_iter()
            .filter(|&stage| plan.stages[stage as usize].begins_with_work)
            .collect();
        let unit = self.unit_for(Measure::Wait, stages.iter().copied().map(Of::Stage));
        let mut header = vec![format!("{} ({})", text::wait_until_work(lang), unit.name)];
        header.extend(plan.within.iter().map(|term| text::within(lang, &text::span(lang, term.as_days()))));
        header.push(text::mean(lang).to_owned());
        header.extend(plan.quantiles.iter().map(|p| text::quantile(lang, (p * 1e4).round() / 100.0)));
        header.push(text::one_year(lang).to_owned());
        let mut table = table(header);
        for &stage in &stages {
            let of = Of::Stage(stage);
            let time = |statistic| estimate(self.row(Measure::Wait, of, statistic), unit.per_day, lang);
            let mut cells = vec![self.stage_title(stage)];
            let terms = 0..plan.within.len() as u16;
            cells.extend(terms.map(|term| self.share(Measure::StartedWithin, of, Statistic::Within(term))));
            cells.push(time(Statistic::Mean));
            cells.extend((0..plan.quantiles.len()).map(|index| time(Statistic::Quantile(index as u16))));
            cells.push(range(self.row(Measure::Wait, of, Statistic::OneYear), unit.per_day, lang));
            table.add_row(cells);
        }
        let mut note = text::waits_note(lang).to_owned();
        for line in [self.later_waits(&stages), self.behind_a_delay()].into_iter().flatten() {
            note = format!("{note}\n{line}");
        }
        let has_range = |&stage: &u32| self.row(Measure::Wait, Of::Stage(stage), Statistic::OneYear).is_some();
        let by_year = self.scenario.report.periods == Periods::Year;
        let years = plan.periods() * self.rows.first().map_or(0, |row| row.n as usize);
        if !stages.iter().any(has_range) && (!by_year || years < FEWEST_FOR_PREDICTION) {
            note = format!("{note}\n{}", text::notes::no_year(lang, by_year, years, FEWEST_FOR_PREDICTION));
        }
        (!stages.is_empty()).then(|| format!("{}\n{note}", finish(table)))
    }

    /// How long residents wait at these stages for later work, which the table leaves out but the queue holds.
    fn later_waits(&self, stages: &[u32]) -> Option<String> {
        let lang = self.lang;
        let later = |&stage: &u32| {
            let row = self.row(Measure::LaterWait, Of::Stage(stage), Statistic::Mean)?;
            let first = self.row(Measure::Wait, Of::Stage(stage), Statistic::Mean)?.value?;
            let notable = row.value.is_some_and(|wait| wait > first && wait > 1.0);
            notable.then(|| format!("{} {}", self.stage_title(stage), estimate(Some(row), 1.0, lang)))
        };
        let shown: Vec<String> = stages.iter().filter_map(later).collect();
        (!shown.is_empty()).then(|| text::notes::later_waits(lang, &shown.join("; ")))
    }

    /// The stages with work that are not in the table of waits, because time passes there before anybody is waited for.
    fn behind_a_delay(&self) -> Option<String> {
        let plan = self.plan;
        let behind = chain_order(self.scenario).into_iter().filter(|&stage| {
            let can = plan.stages[stage as usize];
            can.has_work && !can.begins_with_work
        });
        let names: Vec<String> = behind.map(|stage| self.stage_title(stage)).collect();
        (!names.is_empty()).then(|| text::notes::behind_a_delay(self.lang, &names.join(", ")))
    }

    /// Who comes through each stage, who leaves, and how long it takes.
    fn flow(&self) -> Option<String> {
        let (lang, plan) = (self.lang, self.plan);
        let stages = chain_order(self.scenario);
        let unit = self.unit_for(Measure::TimeInStage, stages.iter().copied().map(Of::Stage));
        let any = |can: fn(&StagePlan) -> bool| plan.stages.iter().any(can);
        let shares = [
            (
                Measure::DroppedOut,
                any(|stage| stage.may_renege || stage.may_renege_later || stage.may_leave),
                text::dropped_out(lang),
            ),
            (Measure::TurnedAway, any(|stage| stage.may_turn_away), text::turned_away(lang)),
        ];
        let shares: Vec<_> = shares.into_iter().filter(|&(_, shown, _)| shown).collect();
        let mut header =
            vec![text::stage(lang).to_owned(), text::finished(lang).to_owned(), text::queue(lang).to_owned()];
        header.push(text::at_the_stage(lang).to_owned());
        header.push(format!("{} ({})", text::time_in_stage(lang), unit.name));
        header.extend(shares.iter().map(|&(_, _, title)| title.to_owned()));
        let blocks = any(|stage| stage.may_be_blocked);
        if blocks {
            header.push(text::blocked(lang).to_owned());
            header.push(format!("{} ({})", text::blocked_time(lang), unit.name));
        }
        let mut table = table(header);
        for stage in stages {
            let of = Of::Stage(stage);
            let number = |measure, statistic| estimate(self.row(measure, of, statistic), 1.0, lang);
            let mut cells = vec![self.stage_title(stage), number(Measure::Finished, Statistic::PerYear)];
            cells.push(number(Measure::Queue, Statistic::Mean));
            cells.push(number(Measure::Present, Statistic::Mean));
            cells.push(estimate(self.row(Measure::TimeInStage, of, Statistic::Mean), unit.per_day, lang));
            cells.extend(shares.iter().map(|&(measure, _, _)| self.share(measure, of, Statistic::Share)));
            if blocks {
                cells.push(number(Measure::Blocked, Statistic::Mean));
                cells.push(estimate(self.row(Measure::BlockedTime, of, Statistic::Mean), unit.per_day, lang));
            }
            table.add_row(cells);
        }
        Some(finish(table))
    }

    pub(super) fn stage_title(&self, stage: u32) -> String {
        let stage = &self.scenario.stages[stage as usize];
        title(&stage.title, &stage.name)
    }

    fn teams(&self) -> Option<String> {
        let lang = self.lang;
        let mut table = table([text::team(lang), text::utilisation(lang), text::staffed(lang), text::worked(lang)]);
        for team in self.teams_in_order() {
            let of = Of::Team(team as u32);
            let model = &self.scenario.teams[team];
            if text::caseload::has_places_alone(model) {
                continue;
            }
            let hours = |measure| estimate(self.row(measure, of, Statistic::PerYear), 1.0, lang);
            table.add_row([
                title(&model.title, &model.name),
                self.share(Measure::Utilisation, of, Statistic::Share),
                hours(Measure::StaffedHours),
                hours(Measure::WorkedHours),
            ]);
        }
        (!table.is_empty()).then(|| finish(table))
    }

    /// Teams in the order in which the chain first needs them.
    pub(super) fn teams_in_order(&self) -> Vec<usize> {
        let steps =
            chain_order(self.scenario).into_iter().flat_map(|stage| &self.scenario.stages[stage as usize].steps);
        let mut teams = Vec::new();
        let used = steps.filter_map(|step| match step {
            sim_core::scenario::Step::Place(place) => Some(place.team),
            _ => step.team_and_queue().map(|(team, _)| team),
        });
        for team in used.chain(0..self.scenario.teams.len()) {
            if !teams.contains(&team) {
                teams.push(team);
            }
        }
        teams
    }

    /// How far residents come, and after how long.
    fn reach(&self) -> Option<String> {
        let lang = self.lang;
        let stages = chain_order(self.scenario);
        let unit = self.unit_for_times(stages.iter().copied().map(Of::Start));
        let after = |what: &str| format!("{what} ({})", unit.name);
        let header = [
            text::how_far(lang).to_owned(),
            text::joined(lang).to_owned(),
            text::started(lang).to_owned(),
            text::finished_stage(lang).to_owned(),
            after(text::arrival_to_start(lang)),
        ];
        let mut table = table(header);
        for stage in stages.iter().copied() {
            let share = |of| self.share(Measure::Reach, of, Statistic::Share);
            let time = self.row(Measure::TimeToReach, Of::Start(stage), Statistic::Mean);
            table.add_row([
                self.stage_title(stage),
                share(Of::Enter(stage)),
                share(Of::Start(stage)),
                share(Of::Finish(stage)),
                estimate(time, unit.per_day, lang),
            ]);
        }
        let note = text::followed(lang, &text::span(lang, self.plan.follow_up.as_days()));
        (stages.len() > 1).then(|| format!("{}\n{note}", finish(table)))
    }

    fn clocks(&self) -> Option<String> {
        let lang = self.lang;
        let ofs = || (0..self.scenario.clocks.len() as u32).map(Of::Clock);
        let unit = self.unit_for(Measure::ClockOverrun, ofs());
        let overrun = format!("{} ({})", text::overrun(lang), unit.name);
        let mut table =
            table([text::clock(lang), text::kept(lang), text::one_year(lang), &overrun, text::undecided(lang)]);
        for (clock, of) in self.scenario.clocks.iter().zip(ofs()) {
            table.add_row([
                title(&clock.title, &clock.name),
                self.share(Measure::ClockKept, of, Statistic::Share),
                percent(range(self.row(Measure::ClockKept, of, Statistic::OneYear), 100.0, lang)),
                estimate(self.row(Measure::ClockOverrun, of, Statistic::Mean), unit.per_day, lang),
                estimate(self.row(Measure::ClockUndecided, of, Statistic::Count), 1.0, lang),
            ]);
            // Where the term itself differs by class the figure for everybody mixes terms, so each level is shown too.
            for (group, level) in self.levels_with_own_term(clock) {
                let row = |measure, statistic| self.cell(measure, of, statistic, group, Period::All);
                table.add_row([
                    format!("  {}", level.replace('_', " ")),
                    percentage(row(Measure::ClockKept, Statistic::Share), lang),
                    percent(range(row(Measure::ClockKept, Statistic::OneYear), 100.0, lang)),
                    estimate(row(Measure::ClockOverrun, Statistic::Mean), unit.per_day, lang),
                    estimate(row(Measure::ClockUndecided, Statistic::Count), 1.0, lang),
                ]);
            }
        }
        (!self.scenario.clocks.is_empty()).then(|| finish(table))
    }

    /// Every level of the axes by which the term of a clock differs, with its group.
    fn levels_with_own_term(&self, clock: &sim_core::scenario::Clock) -> Vec<(Group, &str)> {
        let axes: Vec<usize> =
            clock.within.by_class.iter().flat_map(|(pick, _)| &pick.0).map(|pick| pick.axis).collect();
        let levels = self.scenario.axes.iter().enumerate();
        let levels = levels.flat_map(|(axis, model)| model.levels.iter().map(move |level| (axis, level.name.as_str())));
        let groups = (1..).map(Group).zip(levels);
        groups.filter(|(_, (axis, _))| axes.contains(axis)).map(|(group, (_, level))| (group, level)).collect()
    }

    fn outcomes(&self) -> Option<String> {
        let lang = self.lang;
        let mut ends: Vec<u32> = (0..self.scenario.ends.len() as u32).collect();
        let share_of = |end: u32| self.row(Measure::Outcome, Of::End(end), Statistic::Share).and_then(|row| row.value);
        ends.sort_by(|&a, &b| {
            let success = |end: u32| self.scenario.ends[end as usize].success;
            success(b).cmp(&success(a)).then_with(|| share_of(b).unwrap_or(0.0).total_cmp(&share_of(a).unwrap_or(0.0)))
        });
        if ends.len() < 2 {
            return None;
        }
        let unit = self.unit_for(Measure::TimeToOutcome, ends.iter().copied().map(Of::End));
        let time = format!("{} ({})", text::time_in_chain(lang), unit.name);
        let mut table = table([text::end(lang), text::share(lang), &time, text::leave_a_year(lang)]);
        for end in ends {
            let of = Of::End(end);
            let share = self.row(Measure::Outcome, of, Statistic::Share);
            let per_year = self.row(Measure::Finished, of, Statistic::PerYear);
            if per_year.and_then(|row| row.value) == Some(0.0) && share.and_then(|row| row.value).unwrap_or(0.0) == 0.0
            {
                continue;
            }
            let model = &self.scenario.ends[end as usize];
            table.add_row([
                text::end_name(lang, model),
                percentage(share, lang),
                estimate(self.row(Measure::TimeToOutcome, of, Statistic::Mean), unit.per_day, lang),
                estimate(per_year, 1.0, lang),
            ]);
        }
        let inside = self.row(Measure::Inside, Of::Chain, Statistic::Share);
        if inside.and_then(|row| row.value) != Some(0.0) {
            let share = percentage(inside, lang);
            table.add_row([text::still_inside(lang).to_owned(), share, ABSENT.to_owned(), ABSENT.to_owned()]);
        }
        let note = text::followed(lang, &text::span(lang, self.plan.follow_up.as_days()));
        Some(format!("{}\n{}", finish(table), note))
    }

    fn handovers(&self) -> Option<String> {
        let lang = self.lang;
        let ofs = || self.plan.handovers.iter().map(|&(from, to)| Of::Handover(from, to));
        let unit = self.unit_for(Measure::HandoverTime, ofs());
        let mut header =
            vec![text::handover(lang).to_owned(), format!("{} ({})", text::handover_time(lang), unit.name)];
        header.extend(self.plan.quantiles.iter().map(|p| format!("P{}", (p * 1e4).round() / 100.0)));
        let mut table = table(header);
        for of in ofs() {
            let time = |statistic| estimate(self.row(Measure::HandoverTime, of, statistic), unit.per_day, lang);
            let mut cells = vec![of.name(self.scenario).replace('>', " → "), time(Statistic::Mean)];
            cells.extend((0..self.plan.quantiles.len()).map(|index| time(Statistic::Quantile(index as u16))));
            table.add_row(cells);
        }
        (!self.plan.handovers.is_empty()).then(|| finish(table))
    }
}

/// Stages in the order of the chain: by phase, then as residents come to them from where they enter.
pub(crate) fn chain_order(scenario: &Scenario) -> Vec<u32> {
    use sim_core::scenario::Target;
    let mut ahead: std::collections::VecDeque<usize> = scenario.first_stages().into();
    let mut found = Vec::new();
    while let Some(stage) = ahead.pop_front() {
        if found.contains(&stage) {
            continue;
        }
        found.push(stage);
        let of = &scenario.stages[stage];
        ahead.extend(of.steps.iter().flat_map(|step| step.opens()));
        let refused = of.steps.iter().filter_map(|step| match step {
            Step::Replies(replies) => replies.refused,
            _ => None,
        });
        let instead = of.closed.map(|closed| closed.instead);
        ahead.extend(of.referrals().map(|referral| referral.to).chain(refused).chain(instead).filter_map(
            |to| match to {
                Target::Stage(next) => Some(next),
                Target::End(_) => None,
            },
        ));
    }
    found.extend((0..scenario.stages.len()).filter(|stage| !found.contains(stage)).collect::<Vec<_>>());
    found.sort_by_key(|&stage| scenario.stages[stage].phase);
    found.into_iter().map(|stage| stage as u32).collect()
}

fn percent(text: String) -> String {
    if text == ABSENT { text } else { format!("{text} %") }
}

pub(super) fn table<T: Into<comfy_table::Cell>>(header: impl IntoIterator<Item = T>) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(SCREEN_WIDTH);
    table.set_header(header.into_iter().map(Into::into).collect::<Vec<comfy_table::Cell>>());
    table
}

pub(super) fn finish(loose: Table) -> String {
    let header = loose.header().map_or_else(Vec::new, |row| row.cell_iter().cloned().collect());
    let mut table = table(header);
    for row in loose.row_iter() {
        // Numbers stay on one line; their spaces come back below.
        let together = row.cell_iter().skip(1).map(|cell| cell.content().replace(' ', "\u{a0}"));
        let name = row.cell_iter().take(1).map(comfy_table::Cell::content);
        table.add_row(name.chain(together).collect::<Vec<_>>());
    }
    // Headings wrap at their spaces; a column is never narrower than its numbers and the longest word above them.
    let mut least: Vec<u16> = table.header().map_or_else(Vec::new, |row| row.cell_iter().map(longest_word).collect());
    for row in table.row_iter() {
        least.iter_mut().zip(row.cell_iter()).for_each(|(width, cell)| *width = (*width).max(longest_word(cell)));
    }
    let whole: u16 = least.iter().skip(1).map(|width| width + PADDING).sum::<u16>() + FIRST_COLUMN;
    table.set_width(whole.max(SCREEN_WIDTH));
    for (position, (column, &width)) in table.column_iter_mut().zip(&least).enumerate() {
        if position == 0 {
            column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(FIRST_COLUMN)));
        } else {
            column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(width + PADDING)));
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let text = table.to_string().replace('\u{a0}', " ");
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// Letters of the longest word of a cell; a space that keeps a number together is part of a word.
fn longest_word(cell: &comfy_table::Cell) -> u16 {
    let content = cell.content();
    content.split(' ').map(|word| word.chars().count()).max().unwrap_or(0) as u16
}
