//! Limited room of stages side by side: who cannot get into one of them stays at the stage that opens them. Times are
//! worked out on paper.

use sim_core::engine::{Limits, RunError, Stuck, simulate};
use sim_core::observe::{Happening, Measure, Measures, Of, Records};
use sim_core::time::HOUR;

use crate::support::{Compiled, hours, ratio_of, scenario_of};

/// Residents who open `left`, an hour at the desk, and `right`, three hours, at the same time; the second of them, of the
/// class `second`, in their own way.
fn side_by_side(residents: usize, left: &str, right: &str) -> Compiled {
    let others = vec!["\"0 hours\""; residents - 2].join(", ");
    let text = format!(
        "[classes.who]\nother = \"rest\"\nsecond = 0\n\
         [arrivals.a]\nto = \"both\"\nmoments = [\"0 hours\"]\n\
         [arrivals.b]\nto = \"both\"\nmoments = [\"0 hours\"]\nclasses.who = {{ second = 1 }}\n\
         [arrivals.c]\nto = \"both\"\nmoments = [{others}]\n\
         [teams.desk]\nworkers = 1\nopen = \"always\"\n\
         [stages.both]\nside_by_side = [\"left\", \"right\"]\n\
         [stages.left]\nteam = \"desk\"\n{left}\n[stages.right]\n{right}\n[ends.full]\n"
    );
    Compiled::of(scenario_of("10 days", &text))
}

fn starts(chain: &Compiled, stage: &str) -> Vec<Option<f64>> {
    let stage = chain.stage(stage);
    let records = chain.observe(1, 0, Records::new(&chain.model)).into_records();
    let of_stage = records.into_iter().filter(|record| record.stage == stage);
    of_stage.map(|record| record.started.map(|at| at.0 as f64 / HOUR as f64)).collect()
}

/// Resident-hours over the run.
fn resident_hours(chain: &Compiled, measure: Measure, stage: &str) -> f64 {
    let (above, below) = ratio_of(&chain.tally(1, 0), &chain.plan, measure, Of::Stage(chain.stage(stage)));
    above / below * 240.0
}

fn number(chain: &Compiled, is: impl Fn(&Happening) -> bool) -> usize {
    chain.journal(1, 0).lines.iter().filter(|line| is(&line.what)).count()
}

const BLOCKS: &str = "work = \"1 hour\"\nroom = { waiting = 0, when_full = \"blocks\" }";

/// A works 0–1, B is blocked until 1 and C until 2; all go on at 3, when the other stage is over.
#[test]
fn a_branch_waits_for_room_at_the_stage_that_opens_it() {
    let chain = side_by_side(3, BLOCKS, "delay = \"3 hours\"");
    assert_eq!(starts(&chain, "left"), [0.0, 1.0, 2.0].map(Some));
    assert!((resident_hours(&chain, Measure::Blocked, "both") - 3.0).abs() < 1e-9);
    assert!((resident_hours(&chain, Measure::Present, "both") - 9.0).abs() < 1e-9);
    assert!((resident_hours(&chain, Measure::Present, "left") - 3.0).abs() < 1e-9);
    let joint = chain.journal(1, 0).lines.into_iter().filter_map(|line| match line.what {
        Happening::Joint { wait, .. } => Some((line.at, wait.0 / HOUR)),
        _ => None,
    });
    assert_eq!(joint.collect::<Vec<_>>(), [(hours(3.0), 2), (hours(3.0), 1), (hours(3.0), 0)]);
}

/// B leaves from the other stage at 0:30, while blocked: C is next for the desk, at 1:00.
#[test]
fn who_leaves_waits_for_no_room_any_more() {
    let leave = "delay = \"3 hours\"\nleave = { value = \"20 hours\", reason = \"gone\" }\n\
                 class.second.leave = \"30 minutes\"";
    let chain = side_by_side(3, BLOCKS, leave);
    assert_eq!(starts(&chain, "left"), [0.0, 1.0].map(Some));
    assert!((resident_hours(&chain, Measure::Blocked, "both") - 1.5).abs() < 1e-9);
    assert_eq!(number(&chain, |what| matches!(what, Happening::NotLetIn { .. })), 1);
}

/// Only one may be at the first stage. A leaves from the other at 2:00, in the middle of five hours of work: the desk and
/// the room are free, and B comes in.
#[test]
fn who_is_stopped_takes_up_room_no_more() {
    let chain = side_by_side(
        2,
        "work = \"5 hours\"\nroom = { present = 1, when_full = \"blocks\" }",
        "delay = \"3 hours\"\nleave = { value = \"2 hours\", reason = \"gone\" }\nclass.second.leave = \"20 hours\"",
    );
    assert_eq!(starts(&chain, "left"), [0.0, 2.0].map(Some));
    assert!((resident_hours(&chain, Measure::Present, "left") - 7.0).abs() < 1e-9);
}

/// B finds it full at 0:00 and 0:25, and leaves from the other stage at 0:30. C tries again at 0:50 and comes in at 1:40.
#[test]
fn who_leaves_does_not_try_again() {
    let chain = side_by_side(
        3,
        "work = \"1 hour\"\nroom = { present = 1, when_full = { retry = \"50 minutes\", class.second.retry = \"25 minutes\" } }",
        "delay = \"3 hours\"\nleave = { value = \"20 hours\", reason = \"gone\" }\nclass.second.leave = \"30 minutes\"",
    );
    assert_eq!(starts(&chain, "left"), [Some(0.0), Some(100.0 / 60.0)]);
    assert!((resident_hours(&chain, Measure::TryingAgain, "left") - (0.5 + 100.0 / 60.0)).abs() < 1e-9);
    assert_eq!(number(&chain, |what| matches!(what, Happening::TriesNoMore { .. })), 1);
}

/// Who finds one of the stages full and goes elsewhere, leaves the other too.
#[test]
fn who_finds_no_room_leaves_all() {
    let chain =
        side_by_side(2, "work = \"1 hour\"\nroom = { waiting = 0, when_full = \"full\" }", "delay = \"3 hours\"");
    let (full, _) = ratio_of(
        &chain.tally(1, 0),
        &chain.plan,
        Measure::Finished,
        Of::End(chain.scenario.ends.iter().position(|end| end.name == "full").expect("there") as u32),
    );
    assert_eq!(full, 1.0);
    assert!((resident_hours(&chain, Measure::Present, "right") - 3.0).abs() < 1e-9, "only A is there");
}

/// B has the only place from 0:30, and is blocked, for A is at the first stage and waits for the place from 2:00. As long
/// as A is in the delay of the other stage, A may leave; from 5:00 A waits for the place there too.
#[test]
fn blocked_branches_make_a_deadlock() {
    let text = "[classes.who]\nother = \"rest\"\nsecond = 0\n\
        [arrivals.a]\nto = \"both\"\nmoments = [\"0 hours\"]\n\
        [arrivals.b]\nto = \"both\"\nmoments = [\"0 hours\"]\nclasses.who = { second = 1 }\n\
        [teams.desk]\nworkers = 1\nopen = \"always\"\nplaces = 1\n\
        [stages.both]\nside_by_side = [\"left\", \"right\"]\n\
        [stages.left]\nsteps = [ { team = \"desk\", work = \"2 hours\" }, { place = { team = \"desk\", until = \"leaving\" } } ]\n\
        room = { present = 1, when_full = \"blocks\" }\n\
        [stages.right]\nsteps = [ { delay = \"5 hours\", class.second.delay = \"30 minutes\" }, { place = { team = \"desk\", until = \"leaving\" } } ]\n";
    let chain = Compiled::of(scenario_of("10 days", text));
    let run = simulate(&chain.model, 1, 0, Limits::default(), Measures::new(&chain.plan, &chain.model));
    let stuck = Stuck { stream: 1, ordinal: 0, stage: chain.stage("both"), waits_for: chain.stage("left") };
    assert_eq!(run.err(), Some(RunError::Deadlock { stuck: vec![stuck], at: hours(5.0) }));
}

/// Of a crisis one more may come in. Who is blocked at one stage becomes a crisis in the other at 1:00, and goes in.
#[test]
fn who_becomes_another_class_while_blocked_may_find_room() {
    let text = "[classes.urgency]\nordinary = \"rest\"\ncrisis = 0\n\
        [arrivals.a]\nto = \"both\"\nmoments = [\"0 hours\", \"0 hours\"]\n\
        [teams.desk]\nworkers = 2\nopen = \"always\"\n\
        [stages.both]\nside_by_side = [\"left\", \"right\"]\n\
        [stages.left]\nteam = \"desk\"\nwork = \"5 hours\"\n\
        room = { present = 1, class.crisis.present = 2, when_full = \"blocks\" }\n\
        [stages.right]\ndelay = \"3 hours\"\nbecomes = { level = \"crisis\", after = \"1 hour\" }\n";
    let chain = Compiled::of(scenario_of("10 days", text));
    assert_eq!(starts(&chain, "left"), [0.0, 1.0].map(Some));
}
