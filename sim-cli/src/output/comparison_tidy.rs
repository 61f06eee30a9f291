//! Scenarios side by side, for programs: times in days, shares as fractions, absent values empty.

use anyhow::Result;
use serde_json::{Value, json};
use sim_core::estimate::{Estimate, LEVEL};
use sim_core::experiment::{Comparison, CostPer, Difference, FEWEST_EVENTS, StageShift};

use super::results::{sha256, stopped};
use crate::arms::{Compared, Differs, LoadedArm};
use crate::run_id::RunId;
use crate::text::compare::verdict_word;

/// Every row of every arm, as CSV.
///
/// # Errors
/// When writing fails.
pub(crate) fn differences(compared: &Compared) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut begun = false;
    for (arm, found) in compared.beside() {
        for row in &found.differences {
            let fields = fields(row);
            if !begun {
                writer.write_record(["arm"].into_iter().chain(fields.iter().map(|(name, _)| *name)))?;
                begun = true;
            }
            let values = fields.into_iter().map(|(_, value)| match value {
                Value::Null => String::new(),
                Value::String(text) => text,
                other => other.to_string(),
            });
            writer.write_record([arm.name.clone()].into_iter().chain(values))?;
        }
    }
    Ok(writer.into_inner().map_err(|error| error.into_error())?)
}

/// Everything as JSON.
pub(crate) fn json(compared: &Compared) -> String {
    let arms: Vec<Value> = compared.beside().map(|(arm, found)| arm_as_json(arm, found)).collect();
    let base = &compared.arms[0];
    let answer = json!({
        "scenario": base.scenario.title.in_files(),
        "file": base.name,
        "version": env!("CARGO_PKG_VERSION"),
        "changes": compared.changes,
        "seed": compared.seed,
        "replications": compared.results.experiments[0].replications(),
        "level": LEVEL,
        "fewest_events": FEWEST_EVENTS,
        "arms": arms,
    });
    format!("{answer:#}\n")
}

/// What a manifest says of it.
pub(crate) fn about(compared: &Compared) -> Value {
    let arms = compared
        .arms
        .iter()
        .map(|arm| json!({ "name": arm.name, "title": arm.scenario.title.in_files(), "sha256": sha256(arm.text.as_bytes()) }));
    json!({
        "arms": arms.collect::<Vec<_>>(),
        "changes": compared.changes,
        "id": RunId::of_comparison(compared).as_str(),
        "seed": compared.seed,
        "replications": compared.results.experiments[0].replications(),
        "stopped": stopped(compared.results.stopped),
        "level": LEVEL,
    })
}

fn arm_as_json(arm: &LoadedArm, found: &Comparison) -> Value {
    let rows: Vec<Value> = found.differences.iter().map(|row| object(fields(row))).collect();
    let stages: Vec<Value> = found.stages.iter().map(|stage| stage_as_json(stage, &found.differences)).collect();
    let residents = found.gains.residents.as_ref().map(|residents| {
        json!({
            "help": residents.help,
            "sooner": estimate(Some(residents.sooner)),
            "later": estimate(Some(residents.later)),
            "unchanged": estimate(Some(residents.unchanged)),
            "gained": estimate(Some(residents.gained)),
            "lost": estimate(Some(residents.lost)),
            "reached_more": estimate(Some(residents.reached_more)),
            "weeks_sooner": estimate(Some(residents.weeks_sooner)),
        })
    });
    let cost = found.cost.as_ref().map(|cost| {
        json!({
            "extra_per_year": estimate(Some(cost.extra_per_year)),
            "per_resident_reached": cost_per(cost.per_resident_reached),
            "per_week_sooner": cost_per(cost.per_week_sooner),
        })
    });
    json!({
        "name": arm.name,
        "title": arm.scenario.title.in_files(),
        "differs": differs(&arm.differs),
        "differences": rows,
        "stages": stages,
        "residents": residents,
        "cost": cost,
    })
}

fn differs(differs: &Differs) -> Value {
    match differs {
        Differs::Not => Value::Null,
        Differs::File(changed) => {
            changed.iter().map(|one| json!({ "path": one.path, "before": one.before, "after": one.after })).collect()
        }
        Differs::By(interventions, changes) => json!({
            "interventions": interventions.iter().map(|one| json!({
                "name": one.name,
                "title": one.title.in_files(),
                "phase": one.phase.map(sim_core::scenario::Phase::name),
                "evidence": one.evidence.as_ref().map(|known| json!({
                    "strength": known.strength.word(),
                    "mark": known.mark.map(|mark| mark.word()),
                    "source": known.source,
                    "note": known.note,
                })),
            })).collect::<Vec<_>>(),
            "changes": changes.iter().map(|one| json!({
                "by": one.by,
                "path": one.path,
                "before": one.before,
                "after": one.after,
                "from": one.from.map(|date| date.to_string()),
                "until": one.until.map(|date| date.to_string()),
            })).collect::<Vec<_>>(),
        }),
    }
}

fn stage_as_json(stage: &StageShift, rows: &[Difference]) -> Value {
    let of = |place: Option<usize>| place.map(|place| object(fields(&rows[place])));
    json!({
        "stage": stage.stage,
        "shift": stage.shift,
        "queue": of(stage.queue),
        "wait": of(stage.wait),
        "median": of(stage.median),
        "p90": of(stage.p90),
        "within": stage.within.iter().map(|&place| object(fields(&rows[place]))).collect::<Vec<_>>(),
        "dropped_out": of(stage.dropped_out),
    })
}

fn cost_per(cost: CostPer) -> Value {
    match cost {
        CostPer::Known(known) => estimate(Some(known)),
        CostPer::MayBeNothing => json!({ "no_estimate": "may_be_nothing" }),
        CostPer::OtherWay => json!({ "no_estimate": "other_way" }),
        CostPer::BeginsLater => json!({ "no_estimate": "begins_later" }),
    }
}

fn estimate(estimate: Option<Estimate>) -> Value {
    let Some(known) = estimate else { return Value::Null };
    let (lower, upper) = known.interval.unzip();
    json!({ "value": known.value, "lower": lower, "upper": upper, "n": known.replications })
}

/// A row by the names of CSV and JSON.
fn fields(row: &Difference) -> Vec<(&'static str, Value)> {
    let number = |value: Option<f64>| value.filter(|value| value.is_finite()).map_or(Value::Null, Value::from);
    let bounds = |estimate: Option<Estimate>| estimate.and_then(|known| known.interval).unzip();
    let (before_lower, before_upper) = bounds(row.before);
    let (after_lower, after_upper) = bounds(row.after);
    let (lower, upper) = bounds(row.difference);
    let value = |estimate: Option<Estimate>| number(estimate.map(|known| known.value));
    vec![
        ("measure", row.measure.into()),
        ("of", row.of.as_str().into()),
        ("class", row.class.as_str().into()),
        ("period", row.period.as_str().into()),
        ("statistic", row.statistic.as_str().into()),
        ("unit", row.unit.into()),
        ("before", value(row.before)),
        ("before_lower", number(before_lower)),
        ("before_upper", number(before_upper)),
        ("after", value(row.after)),
        ("after_lower", number(after_lower)),
        ("after_upper", number(after_upper)),
        ("difference", value(row.difference)),
        ("lower", number(lower)),
        ("upper", number(upper)),
        ("level", LEVEL.into()),
        ("n", row.difference.or(row.after).or(row.before).map(|known| known.replications).into()),
        ("p", number(row.p)),
        ("adjusted_p", number(row.adjusted_p)),
        ("verdict", verdict_word(row.verdict).into()),
    ]
}

fn object(fields: Vec<(&'static str, Value)>) -> Value {
    Value::Object(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}
