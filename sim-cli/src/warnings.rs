//! What a reader should know before believing the numbers, with advice.

use sim_core::chain::Forecast;
use sim_core::estimate::{WarmUpAdvice, mser5};
use sim_core::experiment::{Experiment, Row, Stopped};
use sim_core::lang::Lang;
use sim_core::observe::{Group, Measure, Of, Period, Plan, Statistic};
use sim_core::scenario::Scenario;

use crate::number::{fixed, round_up};
use crate::text;
use crate::text::title;

/// A mean wait whose half-width is a larger share of it than this deserves a word.
const ROUGH: f64 = 0.10;
/// A beginning that changes the mean of the measured level by more than this share of it deserves a word.
const SHIFT: f64 = 0.01;

/// All warnings about the results of a run.
pub(crate) fn warnings(
    scenario: &Scenario,
    plan: &Plan,
    forecast: &Forecast,
    experiment: &Experiment,
    rows: &[Row],
    lang: Lang,
) -> Vec<String> {
    let mut warnings = Vec::new();
    warnings.extend(stopped(experiment, lang));
    warnings.extend(nobody_followed(plan, lang));
    warnings.extend(warm_up(plan, experiment, lang));
    let whole = |row: &&Row| row.key.group == Group::ALL && row.key.period == Period::All;
    for row in rows.iter().filter(whole) {
        warnings.extend(rough_wait(scenario, experiment, row, lang));
        warnings.extend(still_waiting(scenario, rows, row, lang));
        warnings.extend(full_team(scenario, forecast, row, lang));
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

/// The follow-up leaves no resident who could be followed to its end.
fn nobody_followed(plan: &Plan, lang: Lang) -> Option<String> {
    let (follow_up, measured) = (plan.follow_up.as_days(), plan.end.as_days());
    if follow_up < measured {
        return None;
    }
    let (follow_up, measured) = (text::span(lang, follow_up), text::span(lang, measured));
    Some(lang.pick(
        format!("follow-up ({follow_up}) is not shorter than the measured time ({measured}): nobody can be followed that long, so how far residents come and how it ends is not known; change `report.follow_up` or `horizon`"),
        format!("de volgduur ({follow_up}) is niet korter dan de gemeten tijd ({measured}): niemand is zo lang te volgen, dus hoe ver inwoners komen en hoe het afloopt is niet bekend; wijzig `report.follow_up` of `horizon`"),
    ))
}

fn warm_up(plan: &Plan, experiment: &Experiment, lang: Lang) -> Option<String> {
    let whole = (plan.end - plan.begin).as_days();
    let warm_up = -plan.begin.as_days();
    match begins_to_show(&experiment.fine, warm_up / whole)? {
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

/// Whether the number of residents in the chain had settled when measuring began, as far as that matters for the results.
pub(crate) fn has_settled(plan: &Plan, experiment: &Experiment) -> bool {
    let given = -plan.begin.as_days() / (plan.end - plan.begin).as_days();
    begins_to_show(&experiment.fine, given).is_none()
}

/// MSER-5's advice, where following it would change the mean of what is measured by more than [`SHIFT`].
///
/// The rule picks a small truncation for a level that only fluctuates, too; such advice would be noise.
///
/// * `fine` – residents in the chain in equal steps over the run
/// * `given` – share of the run that is warm-up already
fn begins_to_show(fine: &[f64], given: f64) -> Option<WarmUpAdvice> {
    let advice = mser5(fine)?;
    let step = |share: f64| ((share * fine.len() as f64).round() as usize).min(fine.len());
    let measured = step(given);
    let left_out = match advice {
        WarmUpAdvice::SettledAt(share) => step(share),
        // A trend shows in the second half of what is measured.
        WarmUpAdvice::NotSettled => measured + (fine.len() - measured) / 2,
    };
    if left_out <= measured || left_out >= fine.len() {
        return None;
    }
    let mean = |part: &[f64]| part.iter().sum::<f64>() / part.len() as f64;
    let (all, rest) = (mean(&fine[measured..]), mean(&fine[left_out..]));
    ((all - rest).abs() > SHIFT * rest.abs()).then_some(advice)
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
    // What more replications narrow: where numbers are unknown that is chance alone.
    let width = row.split.map(|split| split.chance_half_width).or(row.half_width);
    let (value, width) = (row.value?, width?);
    // Waits of less than an hour are short enough to be known roughly.
    if value * 24.0 < 1.0 || width <= ROUGH * value {
        return None;
    }
    let percent = fixed(round_up(100.0 * width / value, 0), 0, lang);
    let more = 4 * experiment.replications();
    let half = fixed(round_up(50.0 * width / value, 0), 0, lang);
    Some(lang.pick(
        format!("{stage}: mean wait known to ± {percent} %; {more} replications would bring that to about ± {half} %"),
        format!("{stage}: gemiddelde wachttijd bekend op ± {percent} %; {more} herhalingen maken daar ongeveer ± {half} % van"),
    ))
}

fn still_waiting(scenario: &Scenario, rows: &[Row], row: &Row, lang: Lang) -> Option<String> {
    if row.key.measure != Measure::StillWaiting {
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

fn full_team(scenario: &Scenario, forecast: &Forecast, row: &Row, lang: Lang) -> Option<String> {
    if row.key.measure != Measure::Utilisation || row.key.statistic != Statistic::Share {
        return None;
    }
    let Of::Team(team) = row.key.of else { return None };
    let value = row.value.filter(|&value| value > 0.97)?;
    let may_leave = forecast.teams[team as usize].may_leave;
    let team = &scenario.teams[team as usize];
    let (name, percent) = (title(&team.title, &team.name), fixed(100.0 * value, 1, lang));
    if !may_leave {
        return Some(lang.pick(
            format!("{name} is busy {percent} % of its staffed hours and nobody can leave its queue: nothing limits it, and a little more work makes it much longer"),
            format!("{name} is {percent} % van de beschikbare uren bezig en niemand kan de rij verlaten: niets begrenst die, en met iets meer werk wordt zij veel langer"),
        ));
    }
    Some(lang.pick(
        format!("{name} is busy {percent} % of its staffed hours: whoever leaves the queue keeps it from growing without bound"),
        format!("{name} is {percent} % van de beschikbare uren bezig: alleen wie afhaakt houdt de rij van eindeloos groeien af"),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A level around 100 that only fluctuates, by ±5 in a pattern without a trend.
    fn settled() -> impl Iterator<Item = f64> {
        (0..1000u32).map(|step| 95.0 + f64::from(step.wrapping_mul(2_654_435_761) >> 16 & 0x3FF) / 102.3)
    }

    #[test]
    fn a_level_that_only_fluctuates_gives_no_warning() {
        // The first steps happen to be low, so that MSER-5 would leave them out; the mean hardly changes.
        let fine: Vec<f64> = settled().enumerate().map(|(step, level)| if step < 10 { 80.0 } else { level }).collect();
        assert!(matches!(mser5(&fine), Some(WarmUpAdvice::SettledAt(share)) if share > 0.0), "{:?}", mser5(&fine));
        assert_eq!(begins_to_show(&fine, 0.0), None);
    }

    #[test]
    fn a_chain_that_fills_gives_a_warning_until_its_warm_up_is_long_enough() {
        let filling = |(step, level): (usize, f64)| level * (1.0 - (-(step as f64) / 40.0).exp());
        let fine: Vec<f64> = settled().enumerate().map(filling).collect();
        assert!(matches!(begins_to_show(&fine, 0.0), Some(WarmUpAdvice::SettledAt(_))));
        assert_eq!(begins_to_show(&fine, 0.3), None);
    }

    #[test]
    fn a_chain_that_grows_gives_a_warning_whatever_its_warm_up() {
        let fine: Vec<f64> = settled().enumerate().map(|(step, level)| level + step as f64).collect();
        for given in [0.0, 0.3, 0.6] {
            assert_eq!(begins_to_show(&fine, given), Some(WarmUpAdvice::NotSettled), "{given}");
        }
    }
}
