//! What a reader should know before believing the numbers, with advice.

use sim_core::estimate::{WarmUpAdvice, mser5};
use sim_core::experiment::{Experiment, Row, Stopped};
use sim_core::lang::Lang;
use sim_core::observe::{Group, Measure, Of, Period, Plan, Statistic};
use sim_core::scenario::Scenario;

use crate::number::fixed;
use crate::output::screen::title;
use crate::text;

/// A mean wait whose half-width is a larger share of it than this deserves a word.
const ROUGH: f64 = 0.10;

/// All warnings about the results of a run.
pub(crate) fn warnings(
    scenario: &Scenario,
    plan: &Plan,
    experiment: &Experiment,
    rows: &[Row],
    lang: Lang,
) -> Vec<String> {
    let mut warnings = Vec::new();
    warnings.extend(stopped(experiment, lang));
    warnings.extend(warm_up(plan, experiment, lang));
    let whole = |row: &&Row| row.key.group == Group::ALL && row.key.period == Period::All;
    for row in rows.iter().filter(whole) {
        warnings.extend(rough_wait(scenario, experiment, row, lang));
        warnings.extend(still_waiting(scenario, rows, row, lang));
        warnings.extend(full_team(scenario, row, lang));
    }
    warnings
}

fn stopped(experiment: &Experiment, lang: Lang) -> Option<String> {
    let number = experiment.replications();
    match experiment.stopped {
        Stopped::Done | Stopped::Precise => None,
        Stopped::AtCap => Some(lang.pick(
            format!("the wanted precision was not reached within {number} replications"),
            format!("de gewenste precisie is niet bereikt binnen {number} herhalingen"),
        )),
        Stopped::Interrupted => Some(lang.pick(
            format!("interrupted: these are the first {number} replications"),
            format!("onderbroken: dit zijn de eerste {number} herhalingen"),
        )),
    }
}

fn warm_up(plan: &Plan, experiment: &Experiment, lang: Lang) -> Option<String> {
    let whole = (plan.end - plan.begin).as_days();
    let warm_up = -plan.begin.as_days();
    match mser5(&experiment.fine)? {
        WarmUpAdvice::SettledAt(share) if share * whole <= warm_up => None,
        WarmUpAdvice::SettledAt(share) => {
            let (advised, given) = (text::span(lang, (share * whole).ceil()), text::span(lang, warm_up));
            Some(lang.pick(
                format!("the chain still shows how it began: a warm-up of about {advised} is advised (MSER-5), it has {given}"),
                format!("de keten toont nog hoe zij begon: een inloop van ongeveer {advised} is aan te raden (MSER-5), nu {given}"),
            ))
        }
        WarmUpAdvice::NotSettled => Some(lang.pick(
            "the number of residents in the chain does not settle: it grows, falls or follows a trend; read averages per year"
                .to_owned(),
            "het aantal inwoners in de keten komt niet tot rust: het groeit, daalt of volgt een trend; lees gemiddelden per jaar"
                .to_owned(),
        )),
    }
}

fn stage_title(scenario: &Scenario, row: &Row) -> Option<String> {
    let Of::Stage(stage) = row.key.of else { return None };
    let stage = &scenario.stages[stage as usize];
    Some(title(&stage.title, &stage.name))
}

fn rough_wait(scenario: &Scenario, experiment: &Experiment, row: &Row, lang: Lang) -> Option<String> {
    if row.key.measure != Measure::Wait || row.key.statistic != Statistic::Mean {
        return None;
    }
    let stage = stage_title(scenario, row)?;
    let (value, width) = (row.value?, row.half_width?);
    // Waits of less than an hour are short enough to be known roughly.
    if value * 24.0 < 1.0 || width <= ROUGH * value {
        return None;
    }
    let percent = fixed(100.0 * width / value, 0, lang);
    let more = 4 * experiment.replications();
    let half = fixed(50.0 * width / value, 0, lang);
    Some(lang.pick(
        format!("{stage}: mean wait known to ± {percent} %; {more} replications would bring that to about ± {half} %"),
        format!("{stage}: gemiddelde wachttijd bekend op ± {percent} %; {more} herhalingen maken daar ongeveer ± {half} % van"),
    ))
}

fn still_waiting(scenario: &Scenario, rows: &[Row], row: &Row, lang: Lang) -> Option<String> {
    if row.key.measure != Measure::Unfinished {
        return None;
    }
    let stage = stage_title(scenario, row)?;
    let waiting = row.value?;
    let finished = rows.iter().find(|other| {
        other.key.measure == Measure::Finished
            && other.key.of == row.key.of
            && other.key.group == Group::ALL
            && other.key.period == Period::All
    });
    let per_year = finished?.value?;
    // Fewer than a month's worth of residents is an ordinary queue.
    if waiting < 5.0 || waiting * 12.0 < per_year {
        return None;
    }
    let number = fixed(waiting, 0, lang);
    Some(lang.pick(
        format!("{stage}: {number} residents per replication were still waiting at the end; their waits are not in the mean"),
        format!("{stage}: {number} inwoners per herhaling wachtten aan het eind nog; hun wachttijd zit niet in het gemiddelde"),
    ))
}

fn full_team(scenario: &Scenario, row: &Row, lang: Lang) -> Option<String> {
    if row.key.measure != Measure::Utilisation || row.key.statistic != Statistic::Share {
        return None;
    }
    let Of::Team(team) = row.key.of else { return None };
    let value = row.value.filter(|&value| value > 0.97)?;
    let team = &scenario.teams[team as usize];
    let (name, percent) = (title(&team.title, &team.name), fixed(100.0 * value, 1, lang));
    Some(lang.pick(
        format!("{name} is busy {percent} % of its staffed hours: whoever leaves the queue keeps it from growing without bound"),
        format!("{name} is {percent} % van de bezette uren bezig: alleen wie afhaakt houdt de rij van eindeloos groeien af"),
    ))
}
