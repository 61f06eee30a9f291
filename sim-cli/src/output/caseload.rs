//! Places, missed appointments, becoming another class and official reasons on the screen; each only where there is any.

use sim_core::observe::{Group, Measure, Of, Period, Statistic};
use sim_core::scenario::Ddas;

use super::screen::{Screen, finish, table};
use crate::number::estimate;
use crate::text::{self, caseload, title};

impl Screen<'_> {
    fn is_measured(&self, measure: Measure, of: Of) -> bool {
        self.rows.iter().any(|row| row.key.measure == measure && row.key.of == of)
    }

    /// How full the places of each team are, and how long residents wait for one.
    pub(super) fn places(&self) -> Option<String> {
        let lang = self.lang;
        let teams = self.teams_in_order().into_iter();
        let teams: Vec<usize> =
            teams.filter(|&team| self.is_measured(Measure::Places, Of::Team(team as u32))).collect();
        let unit = self.unit_for(Measure::PlacesWait, teams.iter().map(|&team| Of::Team(team as u32)));
        let wait = format!("{} ({})", caseload::wait_for_place(lang), unit.name);
        let mut table = table([
            caseload::places_of(lang),
            caseload::places_number(lang),
            caseload::places_held(lang),
            caseload::places_used(lang),
            &wait,
            caseload::waiting_for_place(lang),
        ]);
        for &team in &teams {
            let of = Of::Team(team as u32);
            let model = &self.scenario.teams[team];
            let mean = |measure, per_day| estimate(self.row(measure, of, Statistic::Mean), per_day, lang);
            table.add_row([
                title(&model.title, &model.name),
                mean(Measure::Places, 1.0),
                mean(Measure::Caseload, 1.0),
                self.share(Measure::CaseloadUtilisation, of, Statistic::Share),
                mean(Measure::PlacesWait, unit.per_day),
                mean(Measure::PlacesQueue, 1.0),
            ]);
        }
        (!teams.is_empty()).then(|| finish(table))
    }

    /// Share of appointments missed at each stage, and the hours that each team loses by it.
    pub(super) fn missed(&self) -> Option<String> {
        let lang = self.lang;
        let mut table = table([caseload::appointments(lang), caseload::share_missed(lang), caseload::wasted(lang)]);
        let stages = super::screen::chain_order(self.scenario).into_iter();
        let stages: Vec<u32> = stages.filter(|&stage| self.is_measured(Measure::NoShows, Of::Stage(stage))).collect();
        for &stage in &stages {
            let share = self.share(Measure::NoShows, Of::Stage(stage), Statistic::Share);
            table.add_row([self.stage_title(stage), share, String::new()]);
        }
        for team in self.teams_in_order() {
            let of = Of::Team(team as u32);
            if self.is_measured(Measure::WastedHours, of) {
                let model = &self.scenario.teams[team];
                let hours = estimate(self.row(Measure::WastedHours, of, Statistic::PerYear), 1.0, lang);
                table.add_row([title(&model.title, &model.name), String::new(), hours]);
            }
        }
        (!stages.is_empty()).then(|| finish(table))
    }

    /// How many become another class.
    pub(super) fn became(&self) -> Option<String> {
        let mut table = table([caseload::became_title(self.lang), caseload::a_year(self.lang)]);
        let levels = self.scenario.axes.iter().flat_map(|axis| &axis.levels);
        let mut any = false;
        for (group, level) in (1..).map(Group).zip(levels) {
            let row = self.cell(Measure::Became, Of::Chain, Statistic::PerYear, group, Period::All);
            if row.is_some() {
                any = true;
                table.add_row([level.name.replace('_', " "), estimate(row, 1.0, self.lang)]);
            }
        }
        any.then(|| finish(table))
    }

    /// Reasons for leaving as the official statistics have them.
    pub(super) fn official_reasons(&self) -> Option<String> {
        let lang = self.lang;
        let mut table = table([caseload::exit_reason(lang), caseload::of_leavers(lang), text::leave_a_year(lang)]);
        let mut any = false;
        for reason in Ddas::ALL {
            let of = Of::Reason(reason);
            if self.is_measured(Measure::ExitReason, of) {
                any = true;
                let per_year = estimate(self.row(Measure::ExitReason, of, Statistic::PerYear), 1.0, lang);
                let share = self.share(Measure::ExitReason, of, Statistic::Share);
                table.add_row([reason.name().to_owned(), share, per_year]);
            }
        }
        any.then(|| finish(table))
    }
}
