//! What a log shows, for programs: tables as CSV and everything as JSON. Times in days, hours of work in hours, shares as fractions,
//! absent values empty.

use anyhow::Result;
use serde_json::{Map, Value as Json, json};
use sim_mining::log::Value;
use sim_mining::mine::calendar::{Calendar, HOURS};
use sim_mining::mine::days;
use sim_mining::mine::ending::{By, Fate};
use sim_mining::mine::handovers::{Pair, Unit};
use sim_mining::mine::throughput::Throughput;
use sim_mining::mine::traits::{Finding, Group, Outcome, Respect};
use sim_mining::mine::waits::Causes;
use sim_mining::privacy::written;

use crate::commands::mine::Answer;
use crate::log_origin::LogOrigin;

/// The causes of waits, in the order of [`Causes::each`].
const CAUSES: [&str; 5] = ["contention", "priority", "off_duty", "batching", "outside"];

type Row = Vec<(String, Json)>;

fn csv_of(rows: Vec<Row>) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    if let Some(first) = rows.first() {
        writer.write_record(first.iter().map(|(name, _)| name))?;
    }
    for row in rows {
        writer.write_record(row.into_iter().map(|(_, value)| match value {
            Json::Null => String::new(),
            Json::String(text) => text,
            other => other.to_string(),
        }))?;
    }
    Ok(writer.into_inner()?)
}

fn object(row: Row) -> Json {
    Json::Object(row.into_iter().collect())
}

fn causes(causes: Option<&Causes>) -> impl Iterator<Item = (String, Json)> {
    let times = causes.map_or([None; 5], |causes| causes.each().map(Some));
    CAUSES.into_iter().zip(times).map(|(name, time)| (format!("{name}_days"), time.map(days).into()))
}

fn fields<const N: usize>(fields: [(&str, Json); N]) -> Row {
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The name of a fate.
fn fate(fate: Fate) -> &'static str {
    match fate {
        Fate::Done => "done",
        Fate::DroppedOut => "dropped_out",
        Fate::Open => "open",
    }
}

/// A row for every case.
pub(crate) fn cases(answer: &Answer) -> Result<Vec<u8>> {
    let log = &answer.log;
    let rows = log.cases.iter().zip(&answer.mined.rows).map(|(case, row)| {
        let mut cells = fields([
            ("case", (&*case.id).into()),
            ("fate", fate(row.fate).into()),
            ("begin_utc", written(row.begin).into()),
            ("until_utc", written(row.until).into()),
            ("days", row.days.into()),
            ("working_hours", row.working_hours.into()),
            ("steps", row.steps.into()),
            ("steps_again", row.again.into()),
            ("resources", row.resources.into()),
            ("handovers", row.handovers.into()),
            ("handover_days", row.handover_days.into()),
            ("worked_hours", row.worked_hours.into()),
        ]);
        cells.extend(causes(Some(&row.waits)));
        for (number, (attribute, value)) in log.traits.iter().zip(&case.traits).enumerate() {
            let value = value.filter(|value| !answer.hidden.is_rare(log, number, *value));
            let value = value.map_or(Json::Null, |value| match value {
                Value::Word(word) => attribute.words.name(word).into(),
                Value::Number(number) => number.into(),
                Value::Flag(flag) => flag.into(),
                Value::Moment(moment) => written(moment).into(),
            });
            cells.push((format!("trait:{}", attribute.name), value));
        }
        cells
    });
    csv_of(rows.collect())
}

/// A row for every activity.
pub(crate) fn activities(answer: &Answer) -> Result<Vec<u8>> {
    csv_of(activity_rows(answer))
}

fn activity_rows(answer: &Answer) -> Vec<Row> {
    let (log, mined, hidden) = (&answer.log, &answer.mined, &answer.hidden);
    let rows = log.activities.iter().zip(&mined.map.nodes).enumerate().map(|(number, (name, node))| {
        let again = mined.rework.0.iter().find(|rework| rework.activity == number as u32);
        // Done again for nobody is no secret of anybody.
        let worked_again = again.map_or(Some(0.0), |rework| (!hidden.is_few(rework.again)).then_some(rework.worked));
        fields([
            ("activity", name.into()),
            ("times", node.count.into()),
            ("cases", node.cases.into()),
            ("first_of_cases", node.first.into()),
            ("last_of_cases", node.last.into()),
            ("median_work_days", node.work.filter(|_| !hidden.is_few(node.cases)).into()),
            ("cases_again", again.map_or(0, |rework| rework.again).into()),
            ("times_again", again.map_or(0, |rework| rework.times).into()),
            ("times_again_at_once", again.map_or(0, |rework| rework.at_once).into()),
            ("worked_again_days", worked_again.into()),
        ])
    });
    rows.collect()
}

/// A row for everything that directly follows something, by begin, with the wait and its causes.
pub(crate) fn steps(answer: &Answer) -> Result<Vec<u8>> {
    csv_of(arc_rows(answer))
}

fn arc_rows(answer: &Answer) -> Vec<Row> {
    let (log, mined) = (&answer.log, &answer.mined);
    let name = |activity: u32| Json::from(log.activities.name(activity));
    let mut arcs: Vec<_> = mined.map.arcs.iter().collect();
    arcs.sort_by_key(|arc| (std::cmp::Reverse(arc.count), arc.from, arc.to));
    let rows = arcs.into_iter().map(|arc| {
        let waited = mined.handovers.steps.iter().find(|pair| (pair.from, pair.to) == (arc.from, arc.to));
        let shown = waited.filter(|pair| !answer.hidden.is_few(pair.cases));
        let mut row = fields([
            ("from", name(arc.from)),
            ("to", name(arc.to)),
            ("directly_follows", arc.count.into()),
            ("median_days_between", (!answer.hidden.is_few(arc.cases)).then_some(arc.wait).into()),
            ("waits", waited.map_or(0, |pair| pair.count).into()),
            ("median_wait_days", shown.map(|pair| pair.median).into()),
            ("p90_wait_days", shown.map(|pair| pair.p90).into()),
        ]);
        row.extend(causes(shown.map(|pair| &pair.causes)));
        row
    });
    rows.collect()
}

/// A row for every pair between which cases were handed over.
pub(crate) fn handovers(answer: &Answer) -> Result<Vec<u8>> {
    csv_of(handover_rows(answer))
}

fn handover_rows(answer: &Answer) -> Vec<Row> {
    let hidden = &answer.hidden;
    let pairs = answer.mined.handovers.pairs.iter().filter(|pair| !hidden.is_few(pair.cases));
    let rows = pairs.map(|pair| {
        let mut row = fields([
            ("from", who(answer, pair.from).into()),
            ("to", who(answer, pair.to).into()),
            ("handovers", pair.count.into()),
            ("cases", pair.cases.into()),
            ("mean_days", Pair::mean(pair).into()),
            ("median_days", pair.median.into()),
            ("p90_days", pair.p90.into()),
        ]);
        row.extend(causes(Some(&pair.causes)));
        row
    });
    let mut rows: Vec<Row> = rows.collect();
    if hidden.pairs > 0 {
        // All others together, of which no more is told than how many handovers they are.
        let absent = || Json::Null;
        let mut row = fields([
            ("from", absent()),
            ("to", absent()),
            ("handovers", hidden.handovers.into()),
            ("cases", absent()),
            ("mean_days", absent()),
            ("median_days", absent()),
            ("p90_days", absent()),
        ]);
        row.extend(causes(None));
        rows.push(row);
    }
    rows
}

/// Who hands over, by name.
pub(crate) fn who(answer: &Answer, number: u32) -> &str {
    match answer.mined.handovers.unit {
        Unit::Group => answer.log.groups.name(number),
        Unit::Resource => answer.log.resources.name(number),
        Unit::Activity => answer.log.activities.name(number),
    }
}

/// A row for every variant.
pub(crate) fn variants(answer: &Answer) -> Result<Vec<u8>> {
    let cases = answer.log.cases.len() as f64;
    let rows = answer.mined.variants.iter().map(|variant| {
        let names: Vec<&str> =
            variant.activities.iter().map(|&activity| answer.log.activities.name(activity)).collect();
        fields([
            ("cases", variant.cases.len().into()),
            ("share", (variant.cases.len() as f64 / cases).into()),
            ("steps", variant.activities.len().into()),
            ("activities", names.join(" > ").into()),
        ])
    });
    csv_of(rows.collect())
}

/// A row for everybody who did something.
pub(crate) fn resources(answer: &Answer) -> Result<Vec<u8>> {
    csv_of(resource_rows(answer))
}

fn resource_rows(answer: &Answer) -> Vec<Row> {
    let rows = answer.mined.workload.iter().map(|work| {
        let calendar = answer.mined.calendars.resources[work.resource as usize].as_ref();
        fields([
            ("resource", answer.log.resources.name(work.resource).into()),
            ("team", work.group.map(|group| answer.log.groups.name(group)).into()),
            ("times", work.count.into()),
            ("cases", work.cases.into()),
            ("activities", work.activities.into()),
            ("first", written(work.period.0).into()),
            ("last", written(work.period.1).into()),
            ("worked_days", work.worked.into()),
            ("duty_hours_a_week", work.duty.into()),
            ("busy_share_of_duty", work.busy.into()),
            ("calendar", calendar.map(week).into()),
        ])
    });
    rows.collect()
}

/// A week as `mon 09-12 13-17; tue …`.
pub(crate) fn week(calendar: &Calendar) -> String {
    const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let spans = |day: usize| {
        let open = |hour: usize| calendar.open[day * 24 + hour];
        let begins = (0..24).filter(|&hour| open(hour) && (hour == 0 || !open(hour - 1)));
        let spans: Vec<String> = begins
            .map(|from| {
                let until = (from..24).find(|&hour| !open(hour)).unwrap_or(24);
                format!("{from:02}-{until:02}")
            })
            .collect();
        spans.join(" ")
    };
    debug_assert_eq!(calendar.open.len(), HOURS);
    let days = (0..7).map(|day| (DAYS[day], spans(day))).filter(|(_, spans)| !spans.is_empty());
    days.map(|(day, spans)| format!("{day} {spans}")).collect::<Vec<_>>().join("; ")
}

/// A row for every comparison of a trait.
pub(crate) fn traits(answer: &Answer) -> Result<Vec<u8>> {
    csv_of(trait_rows(answer))
}

fn trait_rows(answer: &Answer) -> Vec<Row> {
    answer.mined.traits.findings.iter().map(|finding| trait_row(answer, finding)).collect()
}

fn trait_row(answer: &Answer, finding: &Finding) -> Row {
    let confounder = finding.confounder.as_ref();
    let within = confounder.and_then(|confounder| confounder.within);
    let name = |activity: u32| Some(answer.log.activities.name(activity));
    let (outcome, from, of) = match finding.outcome {
        Outcome::Throughput => ("throughput", None, None),
        Outcome::Handover => ("per_handover", None, None),
        Outcome::Wait(from, to) => ("wait", name(from), name(to)),
        Outcome::Work(of) => ("work", None, name(of)),
        Outcome::Reaches => ("reaches", None, None),
        Outcome::DropsOut => ("drops_out", None, None),
        Outcome::DropsOutAt(of) => ("drops_out", None, name(of)),
        Outcome::Ends(of) => ("ends", None, name(of)),
        Outcome::Again(of) => ("again", None, name(of)),
    };
    let unit = if finding.outcome.respect() == Respect::Share { "share" } else { "days" };
    fields([
        ("outcome", outcome.into()),
        ("from", from.into()),
        ("of", of.into()),
        ("unit", unit.into()),
        ("trait", answer.log.traits[finding.attribute].name.as_str().into()),
        ("group", group(answer, finding).into()),
        ("cases", finding.cases.0.into()),
        ("other_cases", finding.cases.1.into()),
        ("mean", finding.means.0.into()),
        ("mean_of_others", finding.means.1.into()),
        ("limit_days", finding.limit.into()),
        ("difference", finding.difference.into()),
        ("lower", finding.interval.0.into()),
        ("upper", finding.interval.1.into()),
        ("probability_corrected", finding.corrected.into()),
        ("sure", finding.is_sure().into()),
        ("goes_with", confounder.map(|one| answer.log.traits[one.attribute].name.as_str()).into()),
        ("association", confounder.map(|one| one.association).into()),
        ("difference_within", within.map(|(difference, _)| difference).into()),
        ("lower_within", within.map(|(_, (lower, _))| lower).into()),
        ("upper_within", within.map(|(_, (_, upper))| upper).into()),
        ("share_within", confounder.map(|one| one.share).into()),
    ])
}

/// The value of a group, as text.
pub(crate) fn group(answer: &Answer, finding: &Finding) -> String {
    match finding.group {
        Group::Word(word) => answer.log.traits[finding.attribute].words.name(word).to_owned(),
        Group::Yes => "true".to_owned(),
        Group::MoreThan(limit) => format!("> {limit}"),
    }
}

/// The curve of how many cases are still open, and the shares that ended.
pub(crate) fn survival(answer: &Answer) -> Result<Vec<u8>> {
    let throughput = &answer.mined.throughput;
    let rows = throughput.curve.steps.iter().map(|step| {
        let (share, lower, upper) = throughput.curve.at(step.time);
        fields([
            ("days", step.time.into()),
            ("watched", step.at_risk.into()),
            ("ended", step.events.into()),
            ("share_still_open", share.into()),
            ("lower", lower.into()),
            ("upper", upper.into()),
            ("share_done", throughput.incidence.at(0, step.time).into()),
            ("share_dropped_out", throughput.incidence.at(1, step.time).into()),
        ])
    });
    csv_of(rows.collect())
}

fn throughput(found: &Throughput) -> Json {
    let (median, lower, upper) = found.curve.quantile_interval(0.5);
    let shares = |kind: usize| found.incidence.steps.last().map(|(_, shares)| shares[kind]);
    json!({
        "watched": found.watched,
        "done": found.done,
        "otherwise": found.otherwise,
        "until_any_end": { "median_days": median, "lower": lower, "upper": upper, "p90_days": found.curve.quantile(0.9) },
        "share_done_in_the_end": shares(0),
        "share_otherwise_in_the_end": shares(1),
        "of_done": {
            "mean_days": found.mean(),
            "median_days": found.days_at(0.5),
            "p90_days": found.days_at(0.9),
            "median_working_hours": found.working_at(0.5),
            "p90_working_hours": found.working_at(0.9),
        },
    })
}

/// What the manifest says.
pub(crate) fn about(answer: &Answer, origin: &LogOrigin) -> Json {
    let mut log = origin.json();
    log["cases"] = answer.told.cases.into();
    log["events"] = answer.told.events.into();
    json!({ "log": log })
}

/// Everything but the cases themselves.
pub(crate) fn json(answer: &Answer) -> String {
    let mined = &answer.mined;
    let names = |activities: &[u32]| -> Vec<&str> {
        activities.iter().map(|&activity| answer.log.activities.name(activity)).collect()
    };
    let notes: Vec<Json> = answer
        .told
        .notes()
        .map(|(what, note)| json!({ "kind": format!("{:?}", what.kind()), "what": format!("{what:?}"), "count": note.count }))
        .collect();
    let by = match mined.ending.by {
        By::Asked => json!("asked"),
        By::Guessed { silence, silent } => {
            json!({ "guessed": { "silence_days": days(silence), "over_by_silence": silent } })
        }
    };
    let between = mined.between.as_ref().zip(answer.request.between).map(|(found, (from, to))| {
        json!({ "from": answer.log.activities.name(from), "to": answer.log.activities.name(to), "found": (!answer.hidden.is_few(found.watched as u64)).then(|| throughput(found)) })
    });
    let mut all = Map::new();
    let objects = |rows: Vec<Row>| Json::Array(rows.into_iter().map(object).collect());
    for (key, value) in [
        ("file", json!(answer.file)),
        ("cases", json!(answer.told.cases)),
        ("events", json!(answer.told.events)),
        ("instances", json!(answer.told.instances)),
        ("told", Json::Array(notes)),
        ("period_utc", json!([written(mined.period.0), written(mined.period.1)])),
        ("only_ends", json!(mined.only_ends)),
        (
            "put_on_the_list",
            json!({ "waits": mined.waits.len(), "known": mined.listed.known, "before_the_step_before_ended": mined.listed.early, "after_the_begin": mined.listed.late }),
        ),
        (
            "ends",
            json!({ "by": by, "as_meant": names(&mined.ending.ends), "drop_out": names(&mined.ending.drop_outs) }),
        ),
        ("throughput", throughput(&mined.throughput)),
        ("between", json!(between)),
        ("variants", json!(mined.variants.len())),
        ("activities", objects(activity_rows(answer))),
        ("steps", objects(arc_rows(answer))),
        (
            "handovers",
            json!({
                "between": match mined.handovers.unit { Unit::Group => "teams", Unit::Resource => "resources", Unit::Activity => "activities" },
                "pairs": objects(handover_rows(answer)),
                "all": object(causes(Some(&mined.handovers.causes)).collect()),
                "open_cases_waiting": mined.handovers.pending.len(),
            }),
        ),
        ("cases_with_rework", json!(mined.rework.1)),
        (
            "calendar",
            json!({ "week": week(&mined.calendars.all), "hours_a_week": mined.calendars.all.hours_a_week(), "dutch_holidays": mined.calendars.holidays }),
        ),
        ("resources", objects(resource_rows(answer))),
        ("traits", objects(trait_rows(answer))),
        (
            "hidden",
            json!({
                "fewer_cases_than": answer.hidden.smallest,
                "handover_pairs": answer.hidden.pairs,
                "handovers": answer.hidden.handovers,
                "times_of_steps": answer.hidden.steps,
                "times_of_activities": answer.hidden.activities,
                "trait_groups": mined.traits.hidden,
                "trait_values_of_cases": answer.hidden.values,
            }),
        ),
    ] {
        all.insert(key.to_owned(), value);
    }
    format!("{:#}\n", Json::Object(all))
}
