//! What the sentences claim, for each verdict, in both languages: on comparisons made by hand.

use sim_core::chain::compile;
use sim_core::estimate::Estimate;
use sim_core::experiment::{Comparison, CostEffect, CostPer, Difference, DifferenceVerdict, Gains, StageShift};
use sim_core::lang::Lang;
use sim_core::observe::{Group, Measure, Of, Period, RowKey, Statistic};
use sim_core::scenario::read;

use super::claims::Beside;
use crate::arms::{Differs, LoadedArm};
use crate::load::Loaded;

const TWO_DESKS: &str = r#"
    keten = 1
    title = "two desks"
    start = 2027-01-04
    horizon = "1 year"
    [need.debts]
    stock = 500
    onset = "100 per year"
    natural_end = { after = { exponential = { mean = "9 years" } }, to = "solved_alone" }
    apply = { after = { exponential = { mean = "5 years" } }, to = "talk" }
    [ends.solved_alone]
    [teams.desk]
    workers = 1
    [stages.talk]
    title = "Talk"
    team = "desk"
    work = "1 hour"
    next = [ { to = "plan" } ]
    [stages.plan]
    title = "Plan"
    team = "desk"
    work = "1 hour"
"#;

fn arm(name: &str) -> LoadedArm {
    let scenario = read(TWO_DESKS).scenario.expect("a right scenario");
    compile(&scenario).expect("it compiles");
    let loaded = Loaded { scenario, text: TWO_DESKS.to_owned(), changes: Vec::new() };
    crate::arms::arm(name.to_owned(), loaded, Differs::Not, false, Lang::En).expect("an arm")
}

fn estimate(value: f64, interval: Option<(f64, f64)>) -> Estimate {
    let half_width = interval.map(|(low, high)| (high - low) / 2.0);
    Estimate { value, interval, half_width, replications: 30 }
}

/// A difference of everybody over the whole horizon.
fn row(
    (measure, of, statistic): (Measure, Of, Statistic),
    (before, after): (f64, f64),
    interval: (f64, f64),
    verdict: DifferenceVerdict,
) -> Difference {
    let key = RowKey { measure, of, group: Group::ALL, period: Period::All, statistic };
    let name = match of {
        Of::Stage(0) => "plan",
        Of::Stage(_) => "talk",
        _ => "chain",
    };
    let said = match statistic {
        Statistic::Quantile(_) => "p50",
        Statistic::Share => "share",
        _ => "mean",
    };
    Difference {
        key,
        measure: measure.name(),
        of: name.to_owned(),
        class: "all".to_owned(),
        period: "all".to_owned(),
        statistic: said.to_owned(),
        unit: key.unit().name(),
        before: Some(estimate(before, None)),
        after: Some(estimate(after, None)),
        difference: Some(estimate(after - before, Some(interval))),
        p: Some(0.001),
        adjusted_p: Some(0.01),
        verdict,
    }
}

const REACH: (Measure, Of, Statistic) = (Measure::NeedReach, Of::Chain, Statistic::Share);
const MEDIAN_OF_TALK: (Measure, Of, Statistic) = (Measure::Wait, Of::Stage(1), Statistic::Quantile(0));
const QUEUE_OF_TALK: (Measure, Of, Statistic) = (Measure::Queue, Of::Stage(1), Statistic::Mean);
const QUEUE_OF_PLAN: (Measure, Of, Statistic) = (Measure::Queue, Of::Stage(0), Statistic::Mean);

fn found(differences: Vec<Difference>, stages: Vec<StageShift>, cost: Option<CostEffect>) -> Comparison {
    Comparison { differences, stages, gains: Gains { by_class: Vec::new(), residents: None }, cost }
}

/// What is said of a comparison, in both languages.
fn said(found: &Comparison, what: impl Fn(&Beside<'_>) -> String) -> [String; 2] {
    let (base, arm) = (arm("base"), arm("more"));
    [Lang::En, Lang::Nl].map(|lang| {
        let told = what(&Beside { base: &base, arm: &arm, found, position: 0, lang });
        told.replace('\u{a0}', " ")
    })
}

#[test]
fn a_claim_says_from_where_to_where_and_between_what() {
    let wait = row(MEDIAN_OF_TALK, (31.2, 12.4), (-20.6, -17.3), DifferenceVerdict::Better);
    let told =
        said(&found(vec![wait], Vec::new(), None), |beside| beside.sentence(&beside.found.differences[0]).plain());
    assert_eq!(
        told,
        [
            "The median wait for Talk falls from 31 days to 12 days (between 17 and 21 days less).",
            "De mediane wachttijd voor Talk daalt van 31 dagen naar 12 dagen (tussen 17 en 21 dagen minder).",
        ]
    );
}

#[test]
fn what_may_be_chance_is_never_claimed() {
    let reach = row(REACH, (0.076, 0.079), (-0.001, 0.007), DifferenceVerdict::CannotTell);
    let told = said(&found(vec![reach], Vec::new(), None), |beside| {
        assert!(beside.judged(DifferenceVerdict::Better).is_empty());
        beside.sentence(beside.headline().expect("reach is the headline whatever is found of it")).plain()
    });
    assert_eq!(
        told,
        [
            "The reach of debt help does not demonstrably change: it may be 0.1 points less or 0.7 points more.",
            "Het bereik van de schuldhulp verandert niet aantoonbaar: het kan 0,1 procentpunt minder zijn of 0,7 procentpunt meer.",
        ]
    );
}

#[test]
fn what_only_its_own_interval_shows_is_given_with_its_range() {
    let of = |after, interval| {
        let reach = row(REACH, (0.076, after), interval, DifferenceVerdict::CannotTell);
        said(&found(vec![reach], Vec::new(), None), |beside| beside.sentence(&beside.found.differences[0]).plain())
    };
    assert_eq!(
        of(0.080, (0.001, 0.007)),
        [
            "The reach of debt help does not demonstrably change: by itself it seems to be between 0.1 and 0.7 points more, but with all that was compared that may be chance.",
            "Het bereik van de schuldhulp verandert niet aantoonbaar: op zichzelf lijkt het tussen 0,1 en 0,7 procentpunt meer, maar met alles wat is vergeleken kan dat toeval zijn.",
        ]
    );
    assert!(of(0.072, (-0.007, -0.001))[0].contains("between 0.1 and 0.7 points less, but"));
}

#[test]
fn a_sure_change_that_is_next_to_nothing_is_said_to_be_so() {
    let reach = row(REACH, (0.0760, 0.0758), (-0.0003, -0.0001), DifferenceVerdict::Worse);
    let told = said(&found(vec![reach], Vec::new(), None), |beside| {
        assert!(beside.news(DifferenceVerdict::Worse).is_empty());
        beside.sentence(&beside.found.differences[0]).plain()
    });
    assert_eq!(told[0], "The reach of debt help hardly changes: it falls by 0.03 points at most.");
    assert_eq!(told[1], "Het bereik van de schuldhulp verandert nauwelijks: hooguit 0,03 procentpunt minder.");
}

#[test]
fn too_few_events_and_no_difference_are_told_apart() {
    let few = row(REACH, (0.076, 0.079), (0.001, 0.007), DifferenceVerdict::TooFew);
    let same = Difference { verdict: DifferenceVerdict::Unchanged, ..few.clone() };
    let of = |one: Difference| {
        said(&found(vec![one], Vec::new(), None), |beside| beside.sentence(&beside.found.differences[0]).plain())
    };
    assert!(of(few)[0].contains("too little happens"));
    assert_eq!(of(same), ["The reach of debt help stays the same.", "Het bereik van de schuldhulp blijft gelijk."]);
}

fn shift(stage: &str, shift: f64, queue: usize) -> StageShift {
    StageShift { stage: stage.to_owned(), shift, queue: Some(queue), ..StageShift::default() }
}

#[test]
fn the_queue_moves_only_where_one_surely_grows_and_another_surely_shrinks() {
    let grown = row(QUEUE_OF_PLAN, (2.0, 22.0), (18.0, 22.0), DifferenceVerdict::Worse);
    let shrunk = row(QUEUE_OF_TALK, (40.0, 15.0), (-27.0, -23.0), DifferenceVerdict::Better);
    let stages = || vec![shift("plan", 20.0, 0), shift("talk", -25.0, 1)];
    let moved = found(vec![grown.clone(), shrunk], stages(), None);
    let told = said(&moved, |beside| beside.queue().plain());
    let (en, nl) = (
        "The queue moves from Talk to Plan: at Talk it shrinks by 25 residents (between 23 and 27), at Plan it grows by 20 residents (between 18 and 22).",
        "De wachtrij verschuift van Talk naar Plan: bij Talk krimpt hij met 25 inwoners (tussen 23 en 27), bij Plan groeit hij met 20 inwoners (tussen 18 en 22).",
    );
    assert_eq!(told, [en, nl]);
    // The other may be chance.
    let unsure = row(QUEUE_OF_TALK, (40.0, 15.0), (-53.0, 3.0), DifferenceVerdict::CannotTell);
    let told = said(&found(vec![grown.clone(), unsure], stages(), None), |beside| beside.queue().plain());
    assert_eq!(
        told,
        [
            "The queue for Plan grows by 20 residents (between 18 and 22).",
            "De wachtrij voor Plan groeit met 20 inwoners (tussen 18 en 22).",
        ]
    );
    // The other is next to nothing beside it.
    let slight = row(QUEUE_OF_TALK, (40.0, 39.5), (-0.6, -0.4), DifferenceVerdict::Better);
    let stages = vec![shift("plan", 20.0, 0), shift("talk", -0.5, 1)];
    let told = said(&found(vec![grown, slight], stages, None), |beside| beside.queue().plain());
    assert!(told[0].starts_with("The queue for Plan grows"), "{told:?}");
    let told = said(&found(Vec::new(), Vec::new(), None), |beside| beside.queue().plain());
    assert_eq!(told[1], "Geen wachtrij wordt aantoonbaar langer of korter.");
}

#[test]
fn a_larger_queue_that_is_not_sure_is_told_before_the_one_that_is() {
    let unsure = row(QUEUE_OF_PLAN, (4.0, 22.0), (11.3, 23.8), DifferenceVerdict::CannotTell);
    let sure = row(QUEUE_OF_TALK, (1.0, 2.02), (0.9, 1.1), DifferenceVerdict::Worse);
    let stages = |plan| vec![shift("plan", plan, 0), shift("talk", 1.02, 1)];
    let told = |plan, unsure: &Difference| {
        said(&found(vec![unsure.clone(), sure.clone()], stages(plan), None), |beside| beside.queue().plain())
    };
    assert_eq!(
        told(18.0, &unsure),
        [
            "The queue for Plan seems to grow by 18 residents (between 11 and 24), but that is not certain after correction for all that was compared. The queue for Talk grows by 1.0 residents (between 0.9 and 1.1).",
            "De wachtrij voor Plan lijkt te groeien met 18 inwoners (tussen 11 en 24), maar dat is niet zeker als alles meetelt wat is vergeleken. De wachtrij voor Talk groeit met 1,0 inwoners (tussen 0,9 en 1,1).",
        ]
    );
    let shorter = row(QUEUE_OF_PLAN, (22.0, 4.0), (-23.8, -11.3), DifferenceVerdict::CannotTell);
    let [en, nl] = told(-18.0, &shorter);
    assert!(en.starts_with("The queue for Plan seems to shrink by 18 residents (between 11 and 24"), "{en}");
    assert!(nl.starts_with("De wachtrij voor Plan lijkt te krimpen met 18 inwoners (tussen 11 en 24"), "{nl}");
    // What may as well be nothing by its own interval, or is smaller than what is sure, is not told.
    let nothing = row(QUEUE_OF_PLAN, (4.0, 22.0), (-3.0, 39.0), DifferenceVerdict::CannotTell);
    assert_eq!(told(18.0, &nothing)[0], "The queue for Talk grows by 1.0 residents (between 0.9 and 1.1).");
    let small = row(QUEUE_OF_PLAN, (4.0, 4.5), (0.1, 0.9), DifferenceVerdict::CannotTell);
    assert_eq!(told(0.5, &small)[0], "The queue for Talk grows by 1.0 residents (between 0.9 and 1.1).");
}

#[test]
fn the_wait_that_changes_the_most_days_of_residents_comes_first() {
    const WAIT_FOR_TALK: (Measure, Of, Statistic) = (Measure::Wait, Of::Stage(1), Statistic::Mean);
    const WAIT_FOR_PLAN: (Measure, Of, Statistic) = (Measure::Wait, Of::Stage(0), Statistic::Mean);
    // From 1.4 to 0.2 hours where few come, and from 40 to 31 days where many do.
    let slight = row(WAIT_FOR_TALK, (0.058, 0.008), (-0.06, -0.04), DifferenceVerdict::Better);
    let large = row(WAIT_FOR_PLAN, (40.0, 31.0), (-10.0, -8.0), DifferenceVerdict::Better);
    let of = |name: &str, by: f64, wait: usize| StageShift { wait: Some(wait), ..shift(name, by, 9) };
    let all = found(vec![slight, large], vec![of("talk", -0.01, 0), of("plan", -12.0, 1)], None);
    let told = said(&all, |beside| beside.sentence(beside.news(DifferenceVerdict::Better)[0]).plain());
    assert!(told[0].starts_with("The mean wait for Plan falls from 40 days to 31 days"), "{told:?}");
    assert!(told[1].starts_with("De gemiddelde wachttijd voor Plan daalt van 40 dagen naar 31 dagen"), "{told:?}");
}

#[test]
fn a_cost_for_each_resident_is_given_only_where_there_is_one() {
    let of = |per_resident_reached| {
        let extra_per_year = estimate(43_500.0, Some((43_400.0, 43_600.0)));
        let cost = CostEffect { extra_per_year, per_resident_reached, per_week_sooner: CostPer::MayBeNothing };
        let cost = found(Vec::new(), Vec::new(), Some(cost));
        said(&cost, |beside| {
            let parts = [beside.extra_cost(), beside.cost_per_resident()];
            parts.into_iter().flatten().map(|text| text.plain()).collect::<Vec<_>>().join(" ")
        })
    };
    let known = of(CostPer::Known(estimate(435.0, Some((400.2, 475.6)))));
    assert_eq!(
        known[0],
        "Extra cost a year: 43,500 euro (between 43,400 and 43,600). That is 435 euro for each resident more who starts debt help (between 400 and 476 euro)."
    );
    assert!(
        known[1].starts_with(
            "Extra kosten per jaar: 43.500 euro (tussen 43.400 en 43.600). Dat is 435 euro per inwoner die extra met schuldhulp begint ("
        ),
        "{known:?}"
    );
    let either_way = CostEffect {
        extra_per_year: estimate(200.0, Some((-150.0, 550.0))),
        per_resident_reached: CostPer::MayBeNothing,
        per_week_sooner: CostPer::MayBeNothing,
    };
    let told = said(&found(Vec::new(), Vec::new(), Some(either_way)), |beside| {
        beside.extra_cost().expect("a sentence").plain()
    });
    assert_eq!(
        told[0],
        "Whether it costs or saves money cannot be told: between 150 euro less a year and 550 euro more."
    );
    assert!(of(CostPer::MayBeNothing)[0].contains("cannot be said: the number of residents more may be nothing"));
    assert!(of(CostPer::OtherWay)[1].contains("er beginnen er minder"));
}
