//! Theory beside simulation: a table to read and the same as JSON.

use comfy_table::{CellAlignment, Table, presets};
use serde_json::{Value, json};
use sim_core::lang::Lang;
use sim_core::observe::{Plan, Unit};
use sim_core::scenario::Scenario;

use crate::number::{ABSENT, beside, decimals, fixed};
use crate::output::screen::chain_order;
use crate::text;
use crate::text::title;
use crate::theory::{Comparison, Form, Reason};

/// What theory and simulation say of a stage.
pub(crate) enum StageAnswer {
    /// Figures of both.
    Closed(Form, Vec<Comparison>),
    /// No closed form, and why.
    Open(Vec<Reason>),
}

/// The whole answer.
pub(crate) struct Answer<'r> {
    /// The scenario.
    pub(crate) scenario: &'r Scenario,
    /// What was counted.
    pub(crate) plan: &'r Plan,
    /// Changes of the command line.
    pub(crate) changes: &'r [String],
    /// Seed of the run.
    pub(crate) seed: u64,
    /// Replications; 0 when nothing was simulated.
    pub(crate) replications: u32,
    /// One entry per stage.
    pub(crate) stages: Vec<StageAnswer>,
    /// The chain as a whole.
    pub(crate) chain: Option<Comparison>,
    /// Language.
    pub(crate) lang: Lang,
}

impl Answer<'_> {
    /// The answer as a table, with what has no closed form below it.
    pub(crate) fn table(&self) -> String {
        let lang = self.lang;
        let mut parts = Vec::new();
        if self.replications > 0 {
            parts.push(self.figures());
            let all: Vec<bool> = self.comparisons().filter_map(|comparison| comparison.agrees).collect();
            let agree = all.iter().filter(|&&agrees| agrees).count();
            parts.push(format!("{} {}", text::theory::verdict(lang, agree, all.len()), text::theory::legend(lang)));
            if !self.agrees() {
                parts.push(text::theory::why_not(lang).to_owned());
            }
        }
        let open: Vec<String> = self.in_order().filter_map(|stage| self.reasons_of(stage)).collect();
        if !open.is_empty() {
            parts.push(open.join("\n"));
        }
        if self.replications == 0 {
            parts.push(text::theory::nothing_to_simulate(lang).to_owned());
        }
        parts.join("\n\n")
    }

    /// Whether no figure contradicts theory.
    pub(crate) fn agrees(&self) -> bool {
        self.comparisons().all(|comparison| comparison.agrees != Some(false))
    }

    fn in_order(&self) -> impl Iterator<Item = usize> + '_ {
        chain_order(self.scenario).into_iter().map(|stage| stage as usize)
    }

    fn comparisons(&self) -> impl Iterator<Item = &Comparison> {
        let stages = self.stages.iter().flat_map(|stage| match stage {
            StageAnswer::Closed(_, comparisons) => &comparisons[..],
            StageAnswer::Open(_) => &[],
        });
        stages.chain(&self.chain)
    }

    fn figures(&self) -> String {
        let lang = self.lang;
        let mut table = Table::new();
        table.load_style(presets::NOTHING);
        table.set_header([
            text::stage(lang),
            text::theory::form(lang),
            text::theory::measure(lang),
            text::theory::theory(lang),
            text::theory::simulated(lang),
            text::theory::off(lang),
            text::theory::agrees(lang),
        ]);
        for stage in self.in_order() {
            let StageAnswer::Closed(form, comparisons) = &self.stages[stage] else { continue };
            let of = &self.scenario.stages[stage];
            let mut names = [title(&of.title, &of.name), text::theory::form_name(lang, form)];
            for comparison in comparisons {
                // Stage and form stand on its first line only.
                let [name, form] = std::mem::take(&mut names);
                table.add_row([vec![name, form], self.cells(comparison)].concat());
            }
        }
        if let Some(chain) = &self.chain {
            let names = vec![text::theory::chain(lang).to_owned(), String::new()];
            table.add_row([names, self.cells(chain)].concat());
        }
        for column in table.column_iter_mut().skip(3) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        table.to_string().lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
    }

    /// Measure, theory, simulated, difference, verdict.
    fn cells(&self, comparison: &Comparison) -> Vec<String> {
        let lang = self.lang;
        let figure = comparison.figure;
        let (scale, unit) = self.scale(comparison);
        let width = comparison.simulated.and_then(|estimate| estimate.half_width).filter(|&width| width > 0.0);
        let number = |value: f64, decimals: usize| fixed(value * scale, decimals, lang);
        let few = decimals(figure.theory * scale, None);
        let (simulated, shown) = match (comparison.simulated, width) {
            (Some(estimate), Some(width)) => beside(estimate.value * scale, width * scale, unit == "%", lang),
            (Some(estimate), None) => (number(estimate.value, few + 1), few),
            (None, _) => (ABSENT.to_owned(), few),
        };
        let off = comparison.standard_errors.map_or(ABSENT.to_owned(), |errors| {
            format!("{}{}", if errors > 0.0 { "+" } else { "" }, fixed(errors, 2, lang))
        });
        let verdict = match comparison.agrees {
            Some(true) => text::theory::yes(lang),
            Some(false) => text::theory::no(lang),
            None => ABSENT,
        };
        let terms: Vec<String> = self.plan.within.iter().map(|term| text::span(lang, term.as_days())).collect();
        let mut name = text::theory::figure(lang, figure.measure, figure.statistic, &terms);
        if figure.group != sim_core::observe::Group::ALL {
            name = format!("{name}, {}", figure.group.name(self.scenario).replace('_', " "));
        }
        if !unit.is_empty() {
            name = format!("{name} ({unit})");
        }
        // Theory is shown to a digit more than the simulation knows.
        vec![name, number(figure.theory, (shown + 1).min(6)), simulated, off, verdict.to_owned()]
    }

    /// What to multiply a value by, and the unit it then has.
    fn scale(&self, comparison: &Comparison) -> (f64, &'static str) {
        let lang = self.lang;
        let figure = comparison.figure;
        match figure.measure.unit_of(figure.statistic) {
            Unit::Share => (100.0, "%"),
            Unit::Days if figure.theory >= 1.0 => (1.0, text::days(lang)),
            Unit::Days if figure.theory * 24.0 >= 1.0 => (24.0, text::hours(lang)),
            Unit::Days if figure.theory * 1440.0 >= 1.0 => (1440.0, text::minutes(lang)),
            Unit::Days => (86_400.0, text::theory::seconds(lang)),
            _ => (1.0, ""),
        }
    }

    fn reasons_of(&self, stage: usize) -> Option<String> {
        let StageAnswer::Open(reasons) = &self.stages[stage] else { return None };
        let of = &self.scenario.stages[stage];
        let mut lines = vec![format!("{}: {}:", title(&of.title, &of.name), text::theory::no_closed_form(self.lang))];
        lines.extend(reasons.iter().map(|reason| format!("  - {}", text::theory::reason(self.lang, reason))));
        Some(lines.join("\n"))
    }

    /// The answer as JSON: times in days, shares as fractions, an absent value `null`.
    pub(crate) fn json(&self) -> Value {
        let stages = self.in_order().map(|stage| {
            let name = &self.scenario.stages[stage].name;
            match &self.stages[stage] {
                StageAnswer::Closed(form, comparisons) => json!({
                    "stage": name,
                    "model": text::theory::form_name(Lang::En, form),
                    "figures": comparisons.iter().map(|comparison| self.figure(comparison)).collect::<Vec<_>>(),
                }),
                StageAnswer::Open(reasons) => json!({
                    "stage": name,
                    "model": null,
                    "reasons": reasons.iter().map(|reason| text::theory::reason(self.lang, reason)).collect::<Vec<_>>(),
                }),
            }
        });
        json!({
            "scenario": self.scenario.title.in_files(),
            "version": env!("CARGO_PKG_VERSION"),
            "changes": self.changes,
            "seed": self.seed,
            "replications": self.replications,
            "stages": stages.collect::<Vec<_>>(),
            "chain": self.chain.as_ref().map(|chain| self.figure(chain)),
        })
    }

    fn figure(&self, comparison: &Comparison) -> Value {
        let figure = comparison.figure;
        let statistic = match figure.statistic {
            sim_core::observe::Statistic::Over(index) => {
                format!("over {}", sim_core::text::span(self.plan.within[usize::from(index)]))
            }
            sim_core::observe::Statistic::SharePositive => "share_positive".to_owned(),
            sim_core::observe::Statistic::Share => "share".to_owned(),
            _ => "mean".to_owned(),
        };
        json!({
            "measure": figure.measure.name(),
            "of": figure.of.name(self.scenario),
            "class": figure.group.name(self.scenario),
            "statistic": statistic,
            "unit": figure.measure.unit_of(figure.statistic).name(),
            "theory": figure.theory,
            "simulated": comparison.simulated.map(|estimate| estimate.value),
            "half_width": comparison.simulated.and_then(|estimate| estimate.half_width),
            "standard_errors": comparison.standard_errors,
            "agrees": comparison.agrees,
        })
    }
}
