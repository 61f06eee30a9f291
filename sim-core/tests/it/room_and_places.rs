//! Limited room together with places of a caseload, people kept free and missed appointments. Times are worked out on paper.

use sim_core::engine::{Limits, RunError, Stuck, simulate};
use sim_core::observe::{Group, Happening, Measure, Measures, Of, Period, Records, RowKey, Sample, Statistic};
use sim_core::time::HOUR;

use crate::support::{Compiled, hours, rows, scenario_of};

/// Moments at which work starts at a stage, in hours, in the order of joining.
fn starts(chain: &Compiled, stage: &str) -> Vec<Option<f64>> {
    let stage = chain.stage(stage);
    let records = chain.observe(1, 0, Records::new(&chain.model)).into_records();
    let of_stage = records.into_iter().filter(|record| record.stage == stage);
    of_stage.map(|record| record.started.map(|at| at.0 as f64 / HOUR as f64)).collect()
}

/// Three residents at 0:00: an hour at the desk, three hours at the back where nobody can wait.
fn tandem(desk: &str, first: &str, second: &str, room: &str) -> Compiled {
    let text = format!(
        "[arrivals.a]\nto = \"one\"\nmoments = [\"0 hours\", \"0 hours\", \"0 hours\"]\n\
         [teams.desk]\nworkers = 1\nopen = \"always\"\n{desk}\n[teams.back]\nworkers = 1\nopen = \"always\"\n\
         [stages.one]\nsteps = {first}\nnext = [ {{ to = \"two\" }} ]\n\
         [stages.two]\nsteps = {second}\nroom = {{ waiting = 0, when_full = \"blocks\"{room} }}\n"
    );
    Compiled::of(scenario_of("10 days", &text))
}

/// Two places. A works 0–1 and B 1–2; A is at the back 1–4, and B, blocked until 4, keeps the place. C gets A's at 4, works
/// 4–5 and is blocked until B has left the back at 7.
#[test]
fn a_place_is_kept_while_blocked() {
    let chain = tandem(
        "places = 2",
        "[ { place = \"desk\" }, { team = \"desk\", work = \"1 hour\" } ]",
        "[ { team = \"back\", work = \"3 hours\" }, { give_back = \"desk\" } ]",
        "",
    );
    assert_eq!(starts(&chain, "one"), [0.0, 1.0, 4.0].map(Some));
    assert_eq!(starts(&chain, "two"), [1.0, 4.0, 7.0].map(Some));
    let journal = chain.journal(1, 0);
    let taken: Vec<f64> = journal
        .lines
        .iter()
        .filter(|line| matches!(line.what, Happening::TookPlace { .. }))
        .map(|line| line.at.0 as f64 / HOUR as f64)
        .collect();
    assert_eq!(taken, [0.0, 0.0, 4.0]);
}

/// The place is given back between the last work and the referral; the worker is kept all the same: B 1–2, blocked until
/// 4, and only then C.
#[test]
fn a_worker_is_kept_after_a_place_is_given_back() {
    let chain = tandem(
        "places = 1",
        "[ { place = \"desk\" }, { team = \"desk\", work = \"1 hour\" }, { give_back = \"desk\" } ]",
        "[ { team = \"back\", work = \"3 hours\" } ]",
        ", keeps_worker = true",
    );
    assert_eq!(starts(&chain, "one"), [0.0, 1.0, 4.0].map(Some));
    assert_eq!(starts(&chain, "two"), [1.0, 4.0, 7.0].map(Some));
}

/// A has the only place and is blocked from 2:00, for at the next stage only one may be. B is there, and waits since 1:00
/// for the place. With a patience B gives up at 5:00 and A goes in.
fn place_held_by_the_blocked(patience: &str) -> Compiled {
    let text = format!(
        "[arrivals.a]\nto = \"one\"\nmoments = [\"0 hours\"]\n[arrivals.b]\nto = \"two\"\nmoments = [\"0 hours\"]\n\
         [teams.desk]\nworkers = 2\nopen = \"always\"\nplaces = 1\n\
         [stages.one]\nsteps = [ {{ place = \"desk\" }}, {{ team = \"desk\", work = \"2 hours\" }} ]\n\
         next = [ {{ to = \"two\" }} ]\n\
         [stages.two]\nsteps = [ {{ team = \"desk\", work = \"1 hour\" }}, {{ place = \"desk\"{patience} }}, {{ give_back = \"desk\" }} ]\n\
         room = {{ present = 1, when_full = \"blocks\", arrivals_when_full = \"full\" }}\n[ends.full]\n"
    );
    Compiled::of(scenario_of("10 days", &text))
}

#[test]
fn places_of_the_blocked_make_a_deadlock() {
    let chain = place_held_by_the_blocked("");
    let run = simulate(&chain.model, 1, 0, Limits::default(), Measures::new(&chain.plan, &chain.model));
    let stuck = Stuck { stream: 0, ordinal: 0, stage: chain.stage("one"), waits_for: chain.stage("two") };
    assert_eq!(run.err(), Some(RunError::Deadlock { stuck: vec![stuck], at: hours(2.0) }));
}

#[test]
fn who_may_give_up_waiting_for_a_place_undoes_a_deadlock() {
    let chain = place_held_by_the_blocked(", patience = { value = \"4 hours\", reason = \"tired\" }");
    assert_eq!(starts(&chain, "two"), [0.0, 5.0].map(Some));
}

/// Two at the desk, one kept free for crises. X is at the back until 4. A works 0–1, then is blocked and keeps the
/// worker, so the other is the one kept free: B, who comes at 2, waits. C, a crisis, starts at 2:30 and is blocked from
/// 3:30. At 4:00 A goes in, but C keeps a worker; at 8:00 C goes in and B starts.
#[test]
fn a_worker_who_is_kept_is_not_free() {
    let text = "[classes.urgency]\nordinary = \"rest\"\ncrisis = 0\n\
        [arrivals.x]\nto = \"two\"\nmoments = [\"0 hours\"]\n\
        [arrivals.a]\nto = \"one\"\nmoments = [\"0 hours\", \"2 hours\"]\n\
        [arrivals.c]\nto = \"one\"\nmoments = [\"2.5 hours\"]\nclasses.urgency = { crisis = 1 }\n\
        [teams.desk]\nworkers = 2\nopen = \"always\"\nreserved = { for = [\"crisis\"], workers = 1 }\n\
        [teams.back]\nworkers = 1\nopen = \"always\"\n\
        [stages.one]\nteam = \"desk\"\nwork = \"1 hour\"\nnext = [ { to = \"two\" } ]\n\
        [stages.two]\nteam = \"back\"\nwork = \"4 hours\"\n\
        room = { waiting = 0, when_full = \"blocks\", keeps_worker = true, arrivals_when_full = \"full\" }\n\
        [ends.full]\n[report]\naverages_by_class = true\n";
    let chain = Compiled::of(scenario_of("10 days", text));
    assert_eq!(starts(&chain, "one"), [0.0, 8.0, 2.5].map(Some), "A, B, C");
    assert_eq!(starts(&chain, "two"), [0.0, 4.0, 8.0, 12.0].map(Some), "X, A, C, B");
    // Held: A 1–4, C 3:30–8, B 9–12; in service one hour each. The first group is the crises.
    let tally = chain.tally(1, 0);
    let all = rows(&tally, &chain.plan);
    let resident_hours = |measure, group| {
        let of = Of::Stage(chain.stage("one"));
        let key = RowKey { measure, of, group, period: Period::All, statistic: Statistic::Mean };
        match all.iter().find(|(found, _)| *found == key).expect("the row is there").1 {
            Sample::Ratio(ratio) => ratio.above / ratio.below * 240.0,
            Sample::Quantile(..) => panic!("a quantile is no ratio"),
        }
    };
    for (measure, expected) in
        [(Measure::Held, [4.5, 6.0]), (Measure::InService, [1.0, 2.0]), (Measure::Occupied, [5.5, 8.0])]
    {
        let found = [Group(1), Group(2)].map(|group| resident_hours(measure, group));
        for (found, expected) in found.into_iter().zip(expected) {
            assert!((found - expected).abs() < 1e-9, "{measure:?}: {found} resident-hours, on paper {expected}");
        }
        let all = resident_hours(measure, Group::ALL);
        assert!((all - expected.iter().sum::<f64>()).abs() < 1e-9, "{measure:?} of all: {all}");
    }
}

/// Somebody is blocked by a desk at which the last worker is kept free: a crisis, blocked later, goes in first.
#[test]
fn a_worker_kept_free_is_room_for_some_of_the_blocked() {
    let text = "[classes.urgency]\nordinary = \"rest\"\ncrisis = 0\n\
        [arrivals.x]\nto = \"two\"\nmoments = [\"0 hours\"]\n\
        [arrivals.y]\nto = \"two\"\nmoments = [\"0 hours\"]\nclasses.urgency = { crisis = 1 }\n\
        [arrivals.a]\nto = \"one\"\nmoments = [\"0 hours\"]\n\
        [arrivals.c]\nto = \"one\"\nmoments = [\"1 hour\"]\nclasses.urgency = { crisis = 1 }\n\
        [teams.desk]\nworkers = 1\nopen = \"always\"\n\
        [teams.back]\nworkers = 2\nopen = \"always\"\nreserved = { for = [\"crisis\"], workers = 1 }\n\
        [stages.one]\nteam = \"desk\"\nwork = \"1 hour\"\nnext = [ { to = \"two\" } ]\n\
        [stages.two]\nteam = \"back\"\nwork = \"4 hours\"\nclass.crisis.work = \"3 hours\"\n\
        room = { waiting = 0, when_full = \"blocks\", arrivals_when_full = \"full\" }\n[ends.full]\n";
    let chain = Compiled::of(scenario_of("10 days", text));
    // X 0–4 and Y 0–3 at the back. A is blocked from 1, C from 2. At 3 only a crisis may start: C 3–6. At 4 one of two
    // is busy, and the other is kept free, so A starts at 6.
    assert_eq!(starts(&chain, "two"), [0.0, 0.0, 3.0, 6.0].map(Some), "X, Y, C, A");
}

/// Who has missed an appointment takes up room at the stage until they leave: A misses 0–1 and 3–4. B, at 2:00, finds it
/// full; C, at 4:30, does not.
#[test]
fn who_missed_an_appointment_takes_up_room() {
    let text = "[classes.who]\nother = \"rest\"\nabsent = 0\n\
        [arrivals.a]\nto = \"one\"\nmoments = [\"0 hours\"]\nclasses.who = { absent = 1 }\n\
        [arrivals.b]\nto = \"one\"\nmoments = [\"2 hours\", \"4.5 hours\"]\n\
        [teams.desk]\nworkers = 1\nopen = \"always\"\n\
        [stages.one]\nteam = \"desk\"\nwork = \"1 hour\"\n\
        no_show = { share = 0, class.absent.share = 1, rebook = \"2 hours\", at_most = 1, reason = \"absent\" }\n\
        room = { present = 1, when_full = \"full\" }\n[ends.full]\n";
    let chain = Compiled::of(scenario_of("10 days", text));
    assert_eq!(starts(&chain, "one"), [None, None, Some(4.5)]);
    let full = chain.journal(1, 0).lines.into_iter().filter(|line| matches!(line.what, Happening::TurnedAway { .. }));
    assert_eq!(full.map(|line| line.at).collect::<Vec<_>>(), [hours(2.0)]);
}

/// Work by the next stop with conditions: young residents go to the long way, which takes five hours, the others take one.
#[test]
fn work_by_the_next_stop_follows_conditions() {
    let text = "[classes.age]\nolder = \"rest\"\nyoung = 0\n\
        [arrivals.a]\nto = \"one\"\nmoments = [\"0 hours\", \"100 hours\"]\nclasses.age = { young = 1 }\n\
        [arrivals.b]\nto = \"one\"\nmoments = [\"50 hours\"]\n\
        [teams.desk]\nworkers = 1\nopen = \"always\"\n\
        [stages.one]\nteam = \"desk\"\nwork = \"1 hour\"\n\
        next = [ { to = \"short\" }, { to = \"long\", when = \"young\" } ]\n[ends.long]\n[ends.short]\n\
        [advanced.stages.one]\nwork_by_next = { long = \"5 hours\" }\n";
    let chain = Compiled::of(scenario_of("10 days", text));
    let journal = chain.journal(1, 0);
    let ended = journal.lines.iter().filter(|line| matches!(line.what, Happening::Ended { .. })).map(|line| line.at);
    assert_eq!(ended.collect::<Vec<_>>(), [5.0, 51.0, 105.0].map(hours));
}
