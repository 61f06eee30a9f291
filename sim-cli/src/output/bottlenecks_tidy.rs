//! Bottlenecks for programs: ranks by round (the data of a rank-flow chart), queues, signs, and everything as JSON. Times
//! in days, shares as fractions, absent values empty.

use anyhow::Result;
use serde_json::{Value, json};
use sim_core::estimate::{Estimate, LEVEL};
use sim_core::experiment::{Brought, Candidate, Fate, QueueShift, Ranked, Round, RoundsEnd, Sign};
use sim_core::lang::Lang;

use super::results::sha256;
use crate::commands::bottlenecks::Ranking;
use crate::run_id::RunId;

/// A row for every candidate in every round.
///
/// # Errors
/// When writing fails.
pub(crate) fn ranks(ranking: &Ranking) -> Result<Vec<u8>> {
    let rounds = ranking.found.rounds.iter().enumerate();
    let rows = rounds.flat_map(|(number, round)| {
        round.ranking.iter().map(move |ranked| {
            let mut row = vec![("round", Value::from(number + 1))];
            row.extend(fields(ranked));
            row
        })
    });
    csv_of(rows)
}

/// A row for every stage in every round in which something was applied.
///
/// # Errors
/// When writing fails.
pub(crate) fn queues(ranking: &Ranking) -> Result<Vec<u8>> {
    let rounds = ranking.found.rounds.iter().enumerate();
    let rows = rounds.flat_map(|(number, round)| {
        round.brought.iter().flat_map(move |brought| {
            brought.queues.iter().map(move |shift| {
                let mut row = vec![("round", Value::from(number + 1)), ("applied", brought.id.as_str().into())];
                row.extend(queue_fields(shift));
                row
            })
        })
    });
    csv_of(rows)
}

/// A row for every team or stage of every classical sign in every round.
///
/// # Errors
/// When writing fails.
pub(crate) fn signs(ranking: &Ranking) -> Result<Vec<u8>> {
    let rounds = ranking.found.rounds.iter().enumerate();
    let rows = rounds.flat_map(|(number, round)| {
        round.signs.signs.iter().flat_map(move |sign| {
            sign.ranks.iter().enumerate().map(move |(place, (of, value))| {
                vec![
                    ("round", Value::from(number + 1)),
                    ("sign", sign.kind.name().into()),
                    ("rank", (place + 1).into()),
                    ("of", of.as_str().into()),
                    ("value", (*value).into()),
                ]
            })
        })
    });
    csv_of(rows)
}

/// Everything as JSON.
pub(crate) fn json(ranking: &Ranking) -> String {
    let found = &ranking.found;
    let answer = json!({
        "scenario": ranking.scenario.title.in_files(),
        "version": env!("CARGO_PKG_VERSION"),
        "changes": ranking.changes,
        "seed": ranking.seed,
        "objective": found.objective,
        "unit": found.unit.name(),
        "relief": ranking.degree,
        "replications": found.replications,
        "level": LEVEL,
        "best_dropped_at_most": ranking.effort.level,
        "rounds": found.rounds.iter().map(round_as_json).collect::<Vec<_>>(),
        "end": end_word(found.end),
        "left_out": found.left_out.iter().map(|(name, problems)| json!({
            "name": name,
            "why": problems.iter().map(|problem| problem.message(Lang::En)).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    });
    format!("{answer:#}\n")
}

/// What a manifest says of it.
pub(crate) fn about(ranking: &Ranking) -> Value {
    json!({
        "scenario": {
            "title": ranking.scenario.title.in_files(),
            "changes": ranking.changes,
            "sha256": sha256(ranking.text.as_bytes()),
            "text": ranking.text,
        },
        "id": RunId::of_ranking(ranking).as_str(),
        "seed": ranking.seed,
        "replications": ranking.found.replications,
        "stopped": match ranking.found.end { RoundsEnd::Interrupted => "interrupted", _ => "done" },
        "level": LEVEL,
    })
}

fn round_as_json(round: &Round) -> Value {
    json!({
        "objective": estimate(round.objective),
        "wait": estimate(round.wait),
        "fresh_replications": round.fresh,
        "order_right": round.certainty.as_ref().map(|certainty| certainty.whole),
        "ranking": round.ranking.iter().map(|ranked| object(fields(ranked))).collect::<Vec<_>>(),
        "signs": round.signs.signs.iter().map(sign_as_json).collect::<Vec<_>>(),
        "brought": round.brought.as_ref().map(brought_as_json),
    })
}

fn sign_as_json(sign: &Sign) -> Value {
    let ranks = sign.ranks.iter().map(|(of, value)| json!({ "of": of, "value": value }));
    json!({
        "sign": sign.kind.name(),
        "ranks": ranks.collect::<Vec<_>>(),
        "first_is_among_winners": sign.is_among_winners,
    })
}

fn brought_as_json(brought: &Brought) -> Value {
    json!({
        "applied": brought.id,
        "effect": estimate(Some(brought.effect)),
        "wait_less": estimate(brought.wait),
        "effect_so_far": estimate(brought.effect_so_far),
        "wait_less_so_far": estimate(brought.wait_so_far),
        "queues": brought.queues.iter().map(|shift| object(queue_fields(shift))).collect::<Vec<_>>(),
        "spent": brought.spent,
    })
}

/// A candidate in a round.
fn fields(ranked: &Ranked) -> Vec<(&'static str, Value)> {
    let kind = match &ranked.candidate {
        Candidate::Relief(relief) => relief.kind.name(),
        Candidate::Intervention(_) => "intervention",
    };
    let step = ranked.step.as_ref();
    let (fate, dropped_after) = match ranked.fate {
        Fate::Won => ("winner", Value::Null),
        Fate::Stayed => ("stayed", Value::Null),
        Fate::Dropped => ("dropped", ranked.raced.into()),
        Fate::Unused => ("unused", 0.into()),
    };
    let mut fields = vec![
        ("rank", Value::from(ranked.rank)),
        ("candidate", ranked.candidate.id().into()),
        ("kind", kind.into()),
        ("fate", fate.into()),
        ("dropped_after", dropped_after),
        ("raced", ranked.raced.into()),
    ];
    fields.extend(three(["effect", "effect_lower", "effect_upper"], ranked.effect));
    fields.extend(three(["wait_less", "wait_less_lower", "wait_less_upper"], ranked.wait));
    fields.extend(three(["cost", "cost_lower", "cost_upper"], ranked.cost));
    fields.push(("step", step.map(|step| step.size).into()));
    let of_step = step.map(|step| step.per_tenth);
    fields.extend(three(["per_tenth", "per_tenth_lower", "per_tenth_upper"], of_step));
    let per_euro = step.and_then(|step| step.per_euro);
    fields.extend(three(["per_euro", "per_euro_lower", "per_euro_upper"], per_euro));
    fields.push(("at_rank", ranked.at_rank.into()));
    fields.push(("is_best", ranked.is_best.into()));
    fields.push(("helps", ranked.helps.into()));
    fields
}

fn queue_fields(shift: &QueueShift) -> Vec<(&'static str, Value)> {
    let mut fields = vec![("stage", Value::from(shift.stage.as_str()))];
    fields.extend(three(["before", "before_lower", "before_upper"], shift.before));
    fields.extend(three(["after", "after_lower", "after_upper"], shift.after));
    fields.extend(three(["shift", "shift_lower", "shift_upper"], shift.shift));
    fields
}

fn three(names: [&'static str; 3], estimate: Option<Estimate>) -> [(&'static str, Value); 3] {
    let interval = estimate.and_then(|estimate| estimate.interval);
    let values = [estimate.map(|one| one.value), interval.map(|(lower, _)| lower), interval.map(|(_, upper)| upper)];
    let [value, lower, upper] = values.map(Value::from);
    [(names[0], value), (names[1], lower), (names[2], upper)]
}

fn estimate(estimate: Option<Estimate>) -> Value {
    estimate.map_or(Value::Null, |_| object(three(["value", "lower", "upper"], estimate)))
}

fn object(fields: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    Value::Object(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

fn end_word(end: RoundsEnd) -> &'static str {
    match end {
        RoundsEnd::AllDone => "all_done",
        RoundsEnd::NothingHelps => "nothing_helps",
        RoundsEnd::NothingLeft => "nothing_left",
        RoundsEnd::Interrupted => "interrupted",
    }
}

fn csv_of(rows: impl Iterator<Item = Vec<(&'static str, Value)>>) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for (number, row) in rows.enumerate() {
        if number == 0 {
            writer.write_record(row.iter().map(|(name, _)| *name))?;
        }
        writer.write_record(row.into_iter().map(|(_, value)| match value {
            Value::Null => String::new(),
            Value::String(text) => text,
            other => other.to_string(),
        }))?;
    }
    Ok(writer.into_inner().map_err(|error| error.into_error())?)
}
