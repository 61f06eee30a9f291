//! What charts look up in a run.

use sim_core::estimate::Ratio;
use sim_core::experiment::Row;
use sim_core::lang::Lang;
use sim_core::observe::{Group, Measure, Of, Period, RowKey, Statistic};
use sim_core::time::DAYS_PER_YEAR;
use sim_report::document::Figure;

use crate::number;
use crate::run::Run;
use crate::time_unit::TimeUnit;

/// The row about everybody over the whole horizon.
pub(super) fn row(run: &Run, measure: Measure, of: Of, statistic: Statistic) -> Option<&Row> {
    let key = RowKey { measure, of, group: Group::ALL, period: Period::All, statistic };
    run.rows.iter().find(|row| row.key == key)
}

/// Its value.
pub(super) fn value(run: &Run, measure: Measure, of: Of, statistic: Statistic) -> Option<f64> {
    row(run, measure, of, statistic)?.value
}

/// A figure that is columns of one row of `measures.csv`; `None` when the row has no value.
///
/// * `columns` – `value`, `lower`, `upper`, in the order in which they are shown
pub(super) fn figure(row: Option<&Row>, shown: String, columns: &[&str]) -> Option<Figure> {
    let row = row.filter(|row| row.value.is_some())?;
    let (mut values, mut from) = (Vec::new(), Vec::new());
    for &column in columns {
        let value = match column {
            "lower" => row.lower,
            "upper" => row.upper,
            _ => row.value,
        };
        let Some(value) = value else { continue };
        values.push(value);
        let Row { measure, of, class, period, statistic, .. } = row;
        from.push(format!("measures.csv:{measure}:{of}:{class}:{period}:{statistic}:{column}"));
    }
    Some(Figure { shown, values, from })
}

/// The number of residents that a share is about, per year: the numerator of the share, not the share itself.
pub(super) fn per_year(run: &Run, measure: Measure, of: Of) -> f64 {
    of_share(run, measure, of, |ratio| ratio.above).unwrap_or(0.0)
}

/// The number a year that such a share is of; `None` where there is no such share.
pub(super) fn out_of_per_year(run: &Run, measure: Measure, of: Of) -> Option<f64> {
    of_share(run, measure, of, |ratio| ratio.below)
}

fn of_share(run: &Run, measure: Measure, of: Of, part: impl Fn(&Ratio) -> f64) -> Option<f64> {
    let key = RowKey { measure, of, group: Group::ALL, period: Period::All, statistic: Statistic::Share };
    let index = run.experiment.row_of(key)?;
    let number: f64 = run.experiment.samples.iter().map(|replication| part(&replication[index])).sum();
    let years = run.plan.end.as_days() / DAYS_PER_YEAR;
    Some(number / f64::from(run.experiment.replications()) / years)
}

/// A time in the unit of its own size, with half its interval: `19.4 ± 2.6 days`.
pub(super) fn time(row: Option<&Row>, lang: Lang) -> String {
    let Some(value) = row.and_then(|row| row.value) else { return number::ABSENT.to_owned() };
    let unit = TimeUnit::of(value, lang);
    unit.beside(&number::estimate(row, unit.per_day, lang))
}
