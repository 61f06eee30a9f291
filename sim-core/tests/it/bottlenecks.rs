//! Bottlenecks and rounds: chains of which theory says what relieving each stage brings.

use sim_core::engine::Limits;
use sim_core::experiment::{
    Among, Bottlenecks, BottlenecksError, BottlenecksRequest, Effort, Fate, Objective, ObjectiveError, Round,
    RoundsEnd, bottlenecks,
};

fn request(objective: Objective, rounds: u32, seed: u64) -> BottlenecksRequest<'static> {
    BottlenecksRequest {
        seed,
        limits: Limits::default(),
        objective,
        rounds,
        degree: 1.0,
        step: 0.1,
        effort: Effort { top: 4, ..Effort::default() },
        among: Among::Reliefs { legal: false },
        likely: false,
        store: None,
    }
}

fn run(text: &str, request: &BottlenecksRequest) -> Bottlenecks {
    bottlenecks(text, request, &|_, _| {}, &|| false).expect("it runs")
}

/// The first of a round, and the interval of its effect.
fn first(round: &Round) -> (&str, (f64, f64)) {
    let best = &round.ranking[0];
    let interval = best.effect.and_then(|effect| effect.interval).expect("winners have one");
    (best.candidate.id(), interval)
}

fn inside(interval: (f64, f64), expected: f64) -> bool {
    interval.0 < expected && expected < interval.1
}

/// Two stages that cannot keep up, the second hidden behind the first: see the file for what theory says. The first round
/// names the first, the second the second, each with 0.05 residents an hour within its interval; then nothing helps.
///
/// Rates of a run of five years from an empty chain: what is in the chain at the end keeps each effect below 438 a year by
/// some 5. Seed fixed; ten fresh replications; 95 % intervals, so a right program would fail for one seed in ten.
#[test]
fn the_second_bottleneck_shows_once_the_first_is_gone() {
    let text = include_str!("../../../scenarios/textbook/hidden-bottleneck.toml");
    let found = run(text, &request(Objective::Success, 4, 11));
    let expected = 0.05 * 24.0 * 365.25;
    let names: Vec<&str> = found.rounds.iter().map(|round| first(round).0).collect();
    assert!(["teams.front.workers", "stages.first.work"].contains(&names[0]), "{names:?}");
    assert!(["teams.back.workers", "stages.second.work"].contains(&names[1]), "{names:?}");
    for round in &found.rounds[..2] {
        assert!(inside(first(round).1, expected), "{expected} in {:?}", first(round));
    }
    assert_eq!((found.rounds.len(), found.end), (3, RoundsEnd::NothingHelps), "{names:?}");
    // Where the queue went: from the first to the second, and then away.
    let shifts = |round: usize| {
        let queues = &found.rounds[round].brought.as_ref().expect("something was applied").queues;
        queues.iter().map(|shift| (shift.stage.as_str(), shift.shift.expect("both").value)).collect::<Vec<_>>()
    };
    assert_eq!((shifts(0)[0].0, shifts(0)[1].0), ("second", "first"));
    assert!(shifts(0)[0].1 > 500.0 && shifts(0)[1].1 < -1_000.0, "{:?}", shifts(0));
    assert!(shifts(1)[1].0 == "second" && shifts(1)[1].1 < -500.0, "{:?}", shifts(1));
}

/// M/M/1 before M/M/2 (the textbook tandem): a wait of 45 minutes before 38.57 minutes. Whichever is relieved, the other
/// waits as before (what leaves either is Poisson), so round 1 brings the first 45 minutes and round 2 the other 38.57.
///
/// Seed fixed; ten fresh replications; 95 % intervals, so a right program would fail for one seed in ten.
#[test]
fn waits_of_a_tandem_go_one_after_the_other() {
    let text = include_str!("../../../scenarios/textbook/tandem.toml");
    let found = run(text, &request(Objective::Wait, 2, 10));
    let minutes = |minutes: f64| minutes / 1440.0;
    let of_nurse = ["teams.nurse.workers", "stages.triage.work"];
    assert!(of_nurse.contains(&first(&found.rounds[0]).0), "{:?}", first(&found.rounds[0]));
    assert!(inside(first(&found.rounds[0]).1, minutes(45.0)), "{:?}", first(&found.rounds[0]));
    let of_doctors = ["teams.doctors.workers", "stages.treatment.work"];
    assert!(of_doctors.contains(&first(&found.rounds[1]).0), "{:?}", first(&found.rounds[1]));
    assert!(inside(first(&found.rounds[1]).1, minutes(38.571)), "{:?}", first(&found.rounds[1]));
    let brought = found.rounds[1].brought.as_ref().expect("applied");
    assert!(inside(brought.wait_so_far.and_then(|wait| wait.interval).expect("fresh"), minutes(83.571)));
    // A tenth less work at the first: M/M/1 with ρ = 0.675 waits 0.675 · 13.5 / 0.325 = 28.04 minutes.
    let step = found.rounds[0].ranking.iter().find(|ranked| ranked.candidate.id() == "stages.triage.work");
    let step = step.and_then(|ranked| ranked.step).expect("a winner");
    assert!(inside(step.effect.interval.expect("fresh"), minutes(45.0 - 28.038)), "{step:?}");
}

/// The same on any number of threads, and again.
#[test]
fn the_same_question_has_the_same_answer() {
    let text = include_str!("../../../scenarios/textbook/tandem.toml").replace("300 days", "30 days");
    let once = run(&text, &request(Objective::Wait, 2, 5));
    assert_eq!(once, run(&text, &request(Objective::Wait, 2, 5)));
}

/// A stage that nobody comes to is not simulated, and has no effect.
#[test]
fn what_is_not_used_is_not_tried() {
    let text = include_str!("../../../scenarios/textbook/tandem.toml").replace("300 days", "30 days")
        + "\n[stages.unused]\nteam = \"doctors\"\nwork = \"1 hour\"\n"
        + "[arrivals.nobody]\nto = \"unused\"\nrate = \"0 per hour\"\n";
    let found = run(&text, &request(Objective::Wait, 1, 5));
    let ranked = found.rounds[0].ranking.iter().find(|ranked| ranked.candidate.id() == "stages.unused.work");
    let ranked = ranked.expect("it is listed");
    assert_eq!((ranked.fate, ranked.raced, ranked.effect.map(|effect| effect.value)), (Fate::Unused, 0, Some(0.0)));
}

/// Nobody waits where there are plenty of people: nothing helps, and nothing is applied.
#[test]
fn nothing_is_applied_where_nothing_helps() {
    let text = include_str!("../../../scenarios/textbook/tandem.toml").replace("300 days", "30 days");
    let text = text.replace("workers = 1", "workers = 100").replace("workers = 2", "workers = 100");
    let found = run(&text, &request(Objective::Wait, 3, 5));
    assert_eq!((found.rounds.len(), found.end), (1, RoundsEnd::NothingHelps));
    let round = &found.rounds[0];
    assert!(round.brought.is_none() && round.ranking.iter().all(|ranked| !ranked.helps), "{:?}", round.ranking);
}

/// The wait at a stage where nobody comes has no mean: no effect, and nothing helps.
#[test]
fn an_objective_without_a_value_ranks_nobody() {
    let text = include_str!("../../../scenarios/textbook/tandem.toml").replace("300 days", "30 days")
        + "\n[stages.unused]\nteam = \"doctors\"\nwork = \"1 hour\"\n"
        + "[arrivals.nobody]\nto = \"unused\"\nrate = \"0 per hour\"\n";
    let found = run(&text, &request(Objective::named("wait:unused"), 2, 5));
    assert_eq!((found.rounds.len(), found.end), (1, RoundsEnd::NothingHelps));
    let round = &found.rounds[0];
    let effects = round.ranking.iter().filter(|ranked| ranked.fate != Fate::Unused).map(|ranked| ranked.effect);
    assert!(effects.clone().count() > 0 && effects.into_iter().all(|effect| effect.is_none()), "{round:?}");
}

/// What people cost changes with people whom nobody waits for, so none of them is passed over.
#[test]
fn an_objective_of_money_passes_over_nobody() {
    let text = include_str!("../../../scenarios/textbook/tandem.toml").replace("300 days", "30 days");
    let text = text.replace("workers = 1", "workers = 100\ncost = \"50 euro per hour\"");
    let fate = |objective| {
        let found = run(&text, &request(objective, 1, 5));
        let nurse = found.rounds[0].ranking.iter().find(|ranked| ranked.candidate.id() == "teams.nurse.workers");
        nurse.map(|ranked| ranked.fate)
    };
    assert_eq!(fate(Objective::Wait), Some(Fate::Unused));
    assert!(fate(Objective::named("cost:chain")).is_some_and(|fate| fate != Fate::Unused));
}

#[test]
fn an_objective_that_is_not_there_is_refused() {
    let text = include_str!("../../../scenarios/textbook/tandem.toml");
    let refused = |objective| bottlenecks(text, &request(objective, 1, 1), &|_, _| {}, &|| false).expect_err("refused");
    assert_eq!(refused(Objective::Reach), BottlenecksError::Objective(ObjectiveError::NoPool));
    let unknown = refused(Objective::named("wait:traige"));
    let BottlenecksError::Objective(ObjectiveError::Unknown { known, .. }) = unknown else { panic!("{unknown:?}") };
    assert!(known.iter().any(|name| name == "wait:triage:mean"), "{known:?}");
    let neutral = refused(Objective::named("utilisation:nurse"));
    assert!(matches!(neutral, BottlenecksError::Objective(ObjectiveError::NoDirection { .. })), "{neutral:?}");
}
