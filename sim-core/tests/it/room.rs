//! Limited room: blocking, workers who are kept, trying again, displacement, and deadlock. Times are worked out on paper.

use sim_core::engine::{Limits, RunError, Stuck, simulate};
use sim_core::observe::{Group, Happening, Measure, Measures, Of, Period, Record, Records, RowKey, Sample, Statistic};
use sim_core::time::{HOUR, SimTime, Span};

use crate::support::{Compiled, Journal, hours, rows, scenario_of};

const DESK: &str = "[teams.desk]\nworkers = 1\nopen = \"always\"\n[teams.back]\nworkers = 1\nopen = \"always\"\n";

fn compiled(horizon: &str, rest: &str) -> Compiled {
    Compiled::of(scenario_of(horizon, rest))
}

fn records(chain: &Compiled) -> Vec<Record> {
    chain.observe(1, 0, Records::new(&chain.model)).into_records()
}

/// Moments of work at a stage, in hours, in the order of joining.
fn starts(chain: &Compiled, stage: &str) -> Vec<Option<f64>> {
    let stage = chain.stage(stage);
    let of_stage = records(chain).into_iter().filter(|record| record.stage == stage);
    of_stage.map(|record| record.started.map(in_hours)).collect()
}

fn in_hours(at: SimTime) -> f64 {
    at.0 as f64 / HOUR as f64
}

/// Blocked times in hours, in the order of being let in.
fn blocked(journal: &Journal) -> Vec<f64> {
    let times = journal.lines.iter().filter_map(|line| match line.what {
        Happening::LetIn { time, .. } => Some(time.0 as f64 / HOUR as f64),
        _ => None,
    });
    times.collect()
}

fn ratio(chain: &Compiled, measure: Measure, of: Of, statistic: Statistic) -> (f64, f64) {
    let tally = chain.observe(1, 0, Measures::new(&chain.plan, &chain.model)).into_tally();
    let key = RowKey { measure, of, group: Group::ALL, period: Period::All, statistic };
    match rows(&tally, &chain.plan).into_iter().find(|(found, _)| *found == key).expect("the row is there").1 {
        Sample::Ratio(ratio) => (ratio.above, ratio.below),
        Sample::Quantile(..) => panic!("a quantile is no ratio"),
    }
}

fn mean(chain: &Compiled, measure: Measure, stage: &str) -> f64 {
    let (above, below) = ratio(chain, measure, Of::Stage(chain.stage(stage)), Statistic::Mean);
    above / below
}

/// Four residents at 0:00, one hour at the first desk and three at the second, with nowhere to wait between.
fn tandem(room: &str) -> Compiled {
    compiled(
        "10 days",
        &format!(
            "[arrivals.a]\nto = \"one\"\nmoments = [\"0 hours\", \"0 hours\", \"0 hours\", \"0 hours\"]\n{DESK}\
             [stages.one]\nteam = \"desk\"\nwork = \"1 hour\"\nnext = [ {{ to = \"two\" }} ]\n\
             [stages.two]\nteam = \"back\"\nwork = \"3 hours\"\nroom = {{ waiting = 0, when_full = \"blocks\"{room} }}\n"
        ),
    )
}

/// With the worker kept: A 0–1, then 1–4 at the second desk. B 1–2, blocked until 4. C can only start at 4: 4–5, blocked
/// until 7. D 7–8, blocked until 10. The first desk works 4 hours and is kept for 2 + 2 + 2.
#[test]
fn a_kept_worker_helps_nobody_until_the_blocked_resident_is_let_in() {
    let chain = tandem(", keeps_worker = true");
    assert_eq!(starts(&chain, "one"), [0.0, 1.0, 4.0, 7.0].map(Some));
    assert_eq!(starts(&chain, "two"), [1.0, 4.0, 7.0, 10.0].map(Some));
    assert_eq!(blocked(&chain.journal(1, 0)), [2.0, 2.0, 2.0]);
    let one = Of::Stage(chain.stage("one"));
    let (time, finished) = ratio(&chain, Measure::BlockedTime, one, Statistic::Mean);
    assert_eq!((time * 24.0, finished), (6.0, 4.0), "over all who finish");
    assert_eq!(ratio(&chain, Measure::BlockedTime, one, Statistic::SharePositive), (3.0, 4.0));
    let desk = Of::Team(chain.scenario.teams.iter().position(|team| team.name == "desk").expect("there") as u32);
    assert_eq!(ratio(&chain, Measure::HeldHours, desk, Statistic::PerYear).0, 6.0);
    assert_eq!(ratio(&chain, Measure::WorkedHours, desk, Statistic::PerYear).0, 4.0, "work only");
    for (measure, expected) in [
        (Measure::Blocked, 6.0),
        (Measure::Held, 6.0),
        (Measure::InService, 4.0),
        (Measure::Occupied, 10.0),
        (Measure::Queue, 12.0),
        (Measure::Present, 22.0),
    ] {
        let hours = mean(&chain, measure, "one") * 240.0;
        assert!((hours - expected).abs() < 1e-9, "{measure:?}: {hours} resident-hours, on paper {expected}");
    }
}

/// With the worker freed the first desk works on: B 1–2, C 2–3, D 3–4, blocked until 4, 7 and 10.
#[test]
fn blocked_residents_free_the_worker_and_go_in_by_turns() {
    let chain = tandem("");
    assert_eq!(starts(&chain, "one"), [0.0, 1.0, 2.0, 3.0].map(Some));
    assert_eq!(starts(&chain, "two"), [1.0, 4.0, 7.0, 10.0].map(Some));
    assert_eq!(blocked(&chain.journal(1, 0)), [2.0, 4.0, 6.0]);
}

/// The same chain; at 4:00, when room comes free, somebody comes from outside. B has been blocked since 2:00 and goes in.
#[test]
fn nobody_passes_who_is_blocked() {
    let chain = compiled(
        "10 days",
        &format!(
            "[arrivals.a]\nto = \"one\"\nmoments = [\"0 hours\", \"0 hours\"]\n\
             [arrivals.b]\nto = \"two\"\nmoments = [\"4 hours\", \"7 hours\"]\n{DESK}\
             [stages.one]\nteam = \"desk\"\nwork = \"1 hour\"\nnext = [ {{ to = \"two\" }} ]\n\
             [stages.two]\nteam = \"back\"\nwork = \"3 hours\"\n\
             room = {{ waiting = 0, when_full = \"blocks\", arrivals_when_full = \"away\" }}\n[ends.away]\n"
        ),
    );
    // At 7:00 nobody is blocked any more, so the second from outside starts.
    assert_eq!(
        starts(&chain, "two"),
        [Some(1.0), Some(4.0), None, Some(7.0)],
        "in the order of coming in, or being turned away"
    );
}

/// Room of the stage as a whole: one at a time, delay included. The first leaves at 5:00; the second, done with the
/// first stage at 2:00, comes in then. Who goes from a stage to itself takes their own place.
#[test]
fn room_may_count_everybody_at_the_stage() {
    let chain = compiled(
        "10 days",
        &format!(
            "[arrivals.a]\nto = \"one\"\nmoments = [\"0 hours\", \"0 hours\"]\n{DESK}\
             [stages.one]\nteam = \"desk\"\nwork = \"1 hour\"\nnext = [ {{ to = \"two\" }} ]\n\
             [stages.two]\nsteps = [ {{ team = \"back\", work = \"1 hour\" }}, {{ delay = \"3 hours\" }} ]\n\
             room = {{ present = 1, when_full = \"blocks\" }}\nnext = [ {{ to = \"two\", share = \"50 %\" }}, {{ to = \"completed\", share = \"rest\" }} ]\n"
        ),
    );
    let two = chain.stage("two");
    let visits: Vec<(f64, f64)> = records(&chain)
        .iter()
        .filter(|record| record.stage == two)
        .map(|record| (in_hours(record.joined), record.ended.map_or(f64::NAN, in_hours)))
        .collect();
    assert!(visits.len() >= 2);
    // One visit after another, each of four hours, whoever's it is.
    for (number, &(joined, ended)) in visits.iter().enumerate() {
        assert_eq!((joined, ended), (1.0 + 4.0 * number as f64, 5.0 + 4.0 * number as f64));
    }
}

/// The worker stays during a transfer of two hours: who comes second starts at 3:00, not at 1:00.
#[test]
fn a_worker_may_be_kept_during_a_transfer() {
    let chain = compiled(
        "10 days",
        &format!(
            "[arrivals.a]\nto = \"one\"\nmoments = [\"0 hours\", \"0 hours\"]\n{DESK}\
             [stages.one]\nteam = \"desk\"\nwork = \"1 hour\"\n\
             next = [ {{ to = \"two\", transfer = {{ time = \"2 hours\", keeps_worker = true }} }} ]\n\
             [stages.two]\nteam = \"back\"\nwork = \"1 hour\"\n"
        ),
    );
    assert_eq!(starts(&chain, "one"), [Some(0.0), Some(3.0)]);
    assert_eq!(starts(&chain, "two"), [Some(3.0), Some(6.0)]);
    let held = mean(&chain, Measure::Held, "one") * 240.0;
    assert!((held - 4.0).abs() < 1e-9, "{held} resident-hours held");
}

/// A worker kept at closing time stays with the resident over the night. A: 9:30–10:30, then 30 hours at the back
/// office, until 16:30 the next day (40.5). B: 10:30–11:30, blocked until 40.5, the worker with them. C, there since
/// 12:00, starts at 40.5; the desk closes at 41, and C is done at 9:30 on the third day (57.5).
#[test]
fn a_kept_worker_stays_over_closing_time() {
    let chain = compiled(
        "10 days",
        "[arrivals.a]\nto = \"one\"\nmoments = [\"9.5 hours\", \"10 hours\", \"12 hours\"]\n\
         [calendars.daily]\nopen = [\"mon-sun 09:00-17:00\"]\nholidays = \"none\"\n\
         [teams.desk]\nworkers = 1\nopen = \"daily\"\n[teams.back]\nworkers = 1\nopen = \"always\"\n\
         [stages.one]\nteam = \"desk\"\nwork = \"1 hour\"\nnext = [ { to = \"two\" } ]\n\
         [stages.two]\nteam = \"back\"\nwork = \"30 hours\"\n\
         room = { waiting = 0, when_full = \"blocks\", keeps_worker = true }\n",
    );
    let one = chain.stage("one");
    let ended: Vec<f64> = records(&chain)
        .iter()
        .filter(|record| record.stage == one)
        .map(|record| record.ended.map_or(f64::NAN, in_hours))
        .collect();
    assert_eq!(starts(&chain, "one"), [9.5, 10.5, 40.5].map(Some));
    assert_eq!(ended, [10.5, 11.5, 57.5]);
    assert_eq!(starts(&chain, "two"), [10.5, 40.5, 70.5].map(Some));
}

/// One desk, work of ten hours, room for two to wait. At 0:00 an ordinary resident starts; at 1:00 and 2:00 two more wait.
/// At 3:00 an urgent one displaces the last (of 2:00). At 4:00 an ordinary one finds nobody lower. At 5:00 an urgent
/// one displaces the one of 1:00. At 6:00 an urgent one finds only urgent ones.
#[test]
fn the_urgent_displace_the_last_of_the_lowest() {
    let chain = compiled(
        "10 days",
        &format!(
            "[classes.urgency]\nordinary = \"rest\"\nurgent = 0\n\
             [arrivals.ordinary]\nto = \"talk\"\nmoments = [\"0 hours\", \"1 hour\", \"2 hours\", \"4 hours\"]\n\
             [arrivals.urgent]\nto = \"talk\"\nmoments = [\"3 hours\", \"5 hours\", \"6 hours\"]\n\
             classes.urgency = {{ urgent = 1, ordinary = 0 }}\n{DESK}\
             [stages.talk]\nteam = \"desk\"\nwork = \"10 hours\"\nqueue = {{ priority = [\"urgent\"] }}\n\
             room = {{ waiting = 2, when_full = \"displaces\", displaced_to = \"away\" }}\n[ends.away]\n"
        ),
    );
    let expected = [Some(0.0), None, None, Some(10.0), None, Some(20.0), None];
    assert_eq!(starts(&chain, "talk"), expected);
    let away = ratio(&chain, Measure::TurnedAway, Of::Stage(0), Statistic::Share);
    assert_eq!(away, (4.0, 7.0), "two displaced, two who found nobody to displace, of seven who came");
}

/// Work of ten hours and nowhere to wait: who comes at 1:00 tries again at 5:00, 9:00 and 13:00, and starts then.
#[test]
fn who_finds_it_full_may_try_again() {
    let chain = compiled(
        "10 days",
        &format!(
            "[arrivals.a]\nto = \"talk\"\nmoments = [\"0 hours\", \"1 hour\"]\n{DESK}\
             [stages.talk]\nteam = \"desk\"\nwork = \"10 hours\"\nroom = {{ waiting = 0, when_full = {{ retry = \"4 hours\" }} }}\n"
        ),
    );
    assert_eq!(starts(&chain, "talk"), [Some(0.0), Some(13.0)]);
    assert_eq!(ratio(&chain, Measure::Retries, Of::Stage(0), Statistic::Mean), (3.0, 2.0));
    assert!((mean(&chain, Measure::TryingAgain, "talk") * 240.0 - 12.0).abs() < 1e-9);
}

/// A class with no room to wait comes in only when somebody is free; the others may wait.
#[test]
fn a_class_may_have_a_limit_of_its_own() {
    let chain = compiled(
        "10 days",
        &format!(
            "[classes.kind]\nprivate = \"rest\"\nbusiness = 0\n\
             [arrivals.b]\nto = \"talk\"\nmoments = [\"1 hour\", \"20 hours\"]\nclasses.kind = {{ business = 1, private = 0 }}\n\
             [arrivals.p]\nto = \"talk\"\nmoments = [\"0 hours\", \"2 hours\"]\n{DESK}\
             [stages.talk]\nteam = \"desk\"\nwork = \"5 hours\"\n\
             room = {{ waiting = 1, class.business.waiting = 0, when_full = \"away\" }}\n[ends.away]\n"
        ),
    );
    assert_eq!(starts(&chain, "talk"), [Some(0.0), None, Some(5.0), Some(20.0)]);
}

/// Two stages that refer to each other: who comes to A goes on to B and the other way round. `more` stands in B.
fn cycle(keeps: bool, waiting: u32, more: &str) -> Compiled {
    let room = |waiting: u32| {
        format!(
            "room = {{ waiting = {waiting}, when_full = \"blocks\", keeps_worker = {keeps}, arrivals_when_full = \"away\" }}"
        )
    };
    compiled(
        "10 days",
        &format!(
            "[classes.from]\na = \"rest\"\nb = 0\n\
             [arrivals.a]\nto = \"A\"\nmoments = [\"0 hours\"]\n\
             [arrivals.b]\nto = \"B\"\nmoments = [\"0 hours\", \"30 minutes\"]\nclasses.from = {{ a = 0, b = 1 }}\n{DESK}\
             [stages.A]\nteam = \"desk\"\nwork = \"1 hour\"\n{}\n\
             next = [ {{ to = \"B\", share = 1, class.b.share = 0 }}, {{ to = \"completed\", share = \"rest\" }} ]\n\
             [stages.B]\nteam = \"back\"\nwork = \"1 hour\"\n{}\n{more}\n\
             next = [ {{ to = \"A\", share = 0, class.b.share = 1 }}, {{ to = \"completed\", share = \"rest\" }} ]\n[ends.away]\n",
            room(0),
            room(waiting),
        ),
    )
}

/// At 1:00 the one at A is ready for B and the one at B for A, each with the worker that the other needs.
#[test]
fn a_deadlock_is_named() {
    let chain = cycle(true, 0, "");
    let run = simulate(&chain.model, 1, 0, Limits::default(), ());
    let (a, b) = (chain.stage("A"), chain.stage("B"));
    let at_b = Stuck { stream: 1, ordinal: 0, stage: b, waits_for: a };
    let at_a = Stuck { stream: 0, ordinal: 0, stage: a, waits_for: b };
    assert_eq!(run, Err(RunError::Deadlock { stuck: vec![at_b, at_a], at: hours(1.0) }));
}

/// When the workers go, there is no deadlock: each takes the other's resident at once.
#[test]
fn freed_workers_undo_a_cycle() {
    let chain = cycle(false, 0, "");
    assert_eq!(starts(&chain, "B"), [Some(0.0), None, Some(1.0)]);
    assert_eq!(starts(&chain, "A"), [Some(0.0), Some(1.0)]);
}

/// The same cycle as in the deadlock, but somebody waits at B since 0:30 and gives up at 5:30: then there is room for the
/// one at A, whose worker takes the one at B, whose worker takes the one from A. Until then nothing moves, and the run
/// goes on.
#[test]
fn who_may_give_up_is_no_deadlock() {
    let chain = cycle(true, 1, "patience = { value = \"5 hours\", reason = \"tired\" }");
    assert_eq!(starts(&chain, "A"), [Some(0.0), Some(5.5)]);
    assert_eq!(starts(&chain, "B"), [Some(0.0), None, Some(5.5)]);
    assert_eq!(blocked(&chain.journal(1, 0)), [4.5, 4.5]);
}

/// Who goes from a stage to itself needs room there like anybody; the only worker, kept, can never take them.
#[test]
fn a_stage_may_block_itself() {
    let chain = compiled(
        "10 days",
        &format!(
            "[arrivals.a]\nto = \"talk\"\nmoments = [\"0 hours\"]\n{DESK}\
             [stages.talk]\nteam = \"desk\"\nwork = \"1 hour\"\n\
             room = {{ waiting = 0, when_full = \"blocks\", keeps_worker = true, arrivals_when_full = \"away\" }}\n\
             next = [ {{ to = \"talk\", share = \"99.99 %\" }}, {{ to = \"away\", share = \"rest\" }} ]\n[ends.away]\n"
        ),
    );
    let run = simulate(&chain.model, 1, 0, Limits::default(), ());
    let stuck = vec![Stuck { stream: 0, ordinal: 0, stage: 0, waits_for: 0 }];
    assert_eq!(run, Err(RunError::Deadlock { stuck, at: hours(1.0) }));
}

/// Work by the next stop: five hours for who goes on to the long way, one for the others; and everybody goes where they
/// would have gone.
#[test]
fn work_may_depend_on_the_next_stop() {
    let text = |more: &str| {
        format!(
            "[arrivals.a]\nto = \"talk\"\nrate = \"3 per day\"\n{DESK}\
             [stages.talk]\nteam = \"desk\"\nwork = \"1 hour\"\n\
             next = [ {{ to = \"long\", share = \"40 %\" }}, {{ to = \"short\", share = \"rest\" }} ]\n\
             [ends.long]\n[ends.short]\n{more}"
        )
    };
    let plain = compiled("200 days", &text(""));
    let chain = compiled("200 days", &text("[advanced.stages.talk]\nwork_by_next = { long = \"5 hours\" }\n"));
    let journal = chain.journal(7, 0);
    let long = chain.scenario.ends.iter().position(|end| end.name == "long").expect("there") as u32;
    let mut began = std::collections::BTreeMap::new();
    let (mut longs, mut shorts) = (0, 0);
    for line in &journal.lines {
        match line.what {
            Happening::Started { .. } => drop(began.insert(line.who, line.at)),
            Happening::Left { end } => {
                let expected = if end == long { 5 * HOUR } else { HOUR };
                assert_eq!(line.at - began[&line.who], Span(expected));
                *(if end == long { &mut longs } else { &mut shorts }) += 1;
            }
            _ => {}
        }
    }
    assert!(longs > 100 && shorts > 100, "{longs} long, {shorts} short");
    let ways = |journal: &Journal| {
        let left = journal.lines.iter().filter_map(|line| match line.what {
            Happening::Left { end } => Some((line.who, end)),
            _ => None,
        });
        left.collect::<std::collections::BTreeMap<_, _>>()
    };
    let (one, other) = (ways(&journal), ways(&plain.journal(7, 0)));
    assert!(one.iter().all(|(who, end)| other.get(who).is_none_or(|known| known == end)));
}
