//! What charts say of a difference between two scenarios: texts whose figures know where they come from.

use sim_core::estimate::Estimate;
use sim_core::experiment::{Difference, DifferenceVerdict};
use sim_core::lang::Lang;
use sim_core::observe::Unit;
use sim_report::chart::Verdict;
use sim_report::document::{Figure, Part, Text};

use crate::arms::{Differs, LoadedArm};
use crate::number::{ABSENT, beside, decimals, fixed};
use crate::output::comparison::Scale;

/// A row of the differences of an arm.
#[derive(Clone, Copy)]
pub(super) struct Row<'c> {
    /// Name of the arm.
    pub(super) arm: &'c str,
    /// The row.
    pub(super) row: &'c Difference,
    /// Language.
    pub(super) lang: Lang,
}

impl Row<'_> {
    /// Before and after with the unit: `31 → 12 days`.
    pub(super) fn before_after(self) -> Text {
        let unit = match Scale::of(self.row, self.lang).unit {
            // Money is long enough; its unit stands in the name of the row.
            "" => String::new(),
            _ if matches!(self.row.key.unit(), Unit::Euro | Unit::EuroPerYear) => String::new(),
            unit => format!("\u{a0}{unit}"),
        };
        self.both(&unit)
    }

    /// Before and after where something else says the unit: `31 → 12`.
    pub(super) fn before_after_plain(self) -> Text {
        self.both("")
    }

    fn both(self, unit: &str) -> Text {
        let scale = Scale::of(self.row, self.lang);
        let found = self.row.difference;
        let shown = |value: f64| {
            let width = found.and_then(|found| found.half_width).map(|width| width * scale.times);
            let size = found.map_or(value, |found| found.value) * scale.times;
            let digits = match width.filter(|&width| width > 1e-9 * size.abs()) {
                // As the difference beside it has them.
                Some(width) => beside(size, width, scale.points, self.lang).1,
                None => decimals(value * scale.times, None).min(if scale.points { 2 } else { 4 }),
            };
            fixed(value * scale.times, digits, self.lang)
        };
        let value = |one: Option<Estimate>| one.map(|one| one.value);
        let (before, after) = (value(self.row.before), value(self.row.after));
        let told = |one: Option<f64>| one.map_or(ABSENT.to_owned(), shown);
        let known = [("before", before), ("after", after)];
        let known: Vec<(&str, f64)> = known.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
        Text(vec![self.figure(format!("{} → {}{unit}", told(before), told(after)), &known)])
    }

    /// The difference with half its interval.
    pub(super) fn difference(self) -> Text {
        let Some(found) = self.row.difference else { return ABSENT.into() };
        let shown = Scale::of(self.row, self.lang).signed(Some(found), self.lang);
        let mut values = vec![("difference", found.value)];
        values.extend(found.interval.into_iter().flat_map(|(low, high)| [("lower", low), ("upper", high)]));
        Text(vec![self.figure(shown, &values)])
    }

    fn figure(self, shown: String, values: &[(&str, f64)]) -> Part {
        let Difference { measure, of, class, period, statistic, .. } = self.row;
        let from =
            |column: &str| format!("differences.csv:{}:{measure}:{of}:{class}:{period}:{statistic}:{column}", self.arm);
        Part::Figure(Figure {
            shown,
            values: values.iter().map(|(_, value)| *value).collect(),
            from: values.iter().map(|(column, _)| from(column)).collect(),
        })
    }
}

/// How a verdict looks.
pub(super) fn look(verdict: DifferenceVerdict) -> Verdict {
    match verdict {
        DifferenceVerdict::Better => Verdict::Better,
        DifferenceVerdict::Worse => Verdict::Worse,
        DifferenceVerdict::More | DifferenceVerdict::Less | DifferenceVerdict::OnlyHere => Verdict::Other,
        DifferenceVerdict::CannotTell | DifferenceVerdict::TooFew => Verdict::CannotTell,
        DifferenceVerdict::Unchanged => Verdict::Unchanged,
    }
}

/// What an arm is called in a title: by its interventions, or its scenario.
pub(super) fn title(arm: &LoadedArm) -> String {
    match &arm.differs {
        Differs::By(interventions, _) => {
            let titles: Vec<&str> = interventions.iter().map(|one| &*one.title).collect();
            titles.join(" + ")
        }
        Differs::File(_) => format!("{} ({})", arm.scenario.title, arm.name),
        Differs::Not => arm.scenario.title.to_string(),
    }
}
