//! The answer about amounts and cost.

use sim_core::observe::{Measure, Of, Statistic};
use sim_core::scenario::{AmountUnit, Moment};

use super::screen::{Screen, chain_order, finish, table};
use crate::number::{ABSENT, estimate, range};
use crate::text::{self, amounts as words, title};

impl Screen<'_> {
    /// What residents carry with them at the moments at which that is measured.
    pub(super) fn amounts(&self) -> Option<String> {
        let (lang, scenario) = (self.lang, self.scenario);
        let moments: Vec<Moment> =
            std::iter::once(Moment::Arrive).chain(scenario.report.amounts_at.iter().copied()).collect();
        let mut header = vec![words::amounts(lang).to_owned(), words::mean(lang).to_owned()];
        header.extend(self.plan.quantiles.iter().map(|p| text::quantile(lang, (p * 1e4).round() / 100.0)));
        if moments.len() > 1 {
            header.push(words::grown(lang).to_owned());
        }
        let mut table = table(header);
        for (number, amount) in scenario.amounts.iter().enumerate() {
            for (at, &moment) in moments.iter().enumerate() {
                let euro = amount.unit == AmountUnit::Euro;
                let of = Of::Amount { amount: number as u16, at: at as u16, euro };
                let name = title(&amount.title, &amount.name);
                let unit = if euro { " (euro)" } else { "" };
                let mut cells = vec![format!("{name}{unit}, {}", words::moment(lang, scenario, moment))];
                let shown = |measure, statistic| estimate(self.row(measure, of, statistic), 1.0, lang);
                cells.push(shown(Measure::Amount, Statistic::Mean));
                let quantiles = 0..self.plan.quantiles.len() as u16;
                cells.extend(quantiles.map(|index| shown(Measure::Amount, Statistic::Quantile(index))));
                if moments.len() > 1 {
                    cells.push(match at {
                        0 => ABSENT.to_owned(),
                        _ => shown(Measure::AmountGrowth, Statistic::Mean),
                    });
                }
                table.add_row(cells);
            }
        }
        (!scenario.amounts.is_empty()).then(|| finish(table))
    }

    /// What the chain costs, and per resident; benefits apart.
    pub(super) fn cost(&self) -> Vec<String> {
        [self.cost_a_year(), self.cost_each(), self.benefits()].into_iter().flatten().collect()
    }

    fn cost_a_year(&self) -> Option<String> {
        let (lang, scenario) = (self.lang, self.scenario);
        self.row(Measure::Cost, Of::Chain, Statistic::PerYear)?;
        let mut table = table([words::cost(lang), words::euro_a_year(lang), text::one_year(lang)]);
        let mut add = |of: Of, name: String| {
            if let Some(row) = self.row(Measure::Cost, of, Statistic::PerYear) {
                let one = range(self.row(Measure::Cost, of, Statistic::OneYear), 1.0, lang);
                table.add_row([name, estimate(Some(row), 1.0, lang), one]);
            }
        };
        for (number, team) in scenario.teams.iter().enumerate() {
            add(Of::Team(number as u32), title(&team.title, &team.name));
        }
        for stage in chain_order(scenario) {
            add(Of::Stage(stage), self.stage_title(stage));
        }
        for (number, end) in scenario.ends.iter().enumerate() {
            add(Of::End(number as u32), text::end_name(lang, end));
        }
        for (number, spending) in scenario.spending.iter().enumerate() {
            add(Of::Spending(number as u32), title(&spending.title, &spending.name));
        }
        add(Of::Chain, words::whole_chain(lang).to_owned());
        Some(format!("{}\n{}", finish(table), words::cost_note(lang)))
    }

    fn cost_each(&self) -> Option<String> {
        let lang = self.lang;
        self.row(Measure::CostPerTrajectory, Of::Chain, Statistic::Mean)?;
        let mut table = table([words::cost(lang), words::euro_each(lang), text::one_year(lang)]);
        for (measure, name) in [
            (Measure::CostPerTrajectory, words::per_trajectory(lang)),
            (Measure::CostPerSuccess, words::per_success(lang)),
            (Measure::CostPerLasting, words::per_lasting(lang)),
        ] {
            if let Some(row) = self.row(measure, Of::Chain, Statistic::Mean) {
                let one = range(self.row(measure, Of::Chain, Statistic::OneYear), 1.0, lang);
                table.add_row([name.to_owned(), estimate(Some(row), 1.0, lang), one]);
            }
        }
        Some(finish(table))
    }

    fn benefits(&self) -> Option<String> {
        let (lang, scenario) = (self.lang, self.scenario);
        self.row(Measure::Benefit, Of::Chain, Statistic::PerYear)?;
        let mut table = table([words::benefit(lang), words::euro_a_year(lang)]);
        for (number, end) in scenario.ends.iter().enumerate() {
            if let Some(row) = self.row(Measure::Benefit, Of::End(number as u32), Statistic::PerYear) {
                table.add_row([text::end_name(lang, end), estimate(Some(row), 1.0, lang)]);
            }
        }
        let all = self.row(Measure::Benefit, Of::Chain, Statistic::PerYear);
        table.add_row([words::whole_chain(lang).to_owned(), estimate(all, 1.0, lang)]);
        Some(finish(table))
    }
}
