//! Residents who are in several stages side by side, or whose creditors are asked: the places they hold and the class
//! that they become are those of the whole resident. Worked out by hand.

use sim_core::observe::{Happening, Measure, Of, Verdict};
use sim_core::time::HOUR;

use crate::support::{Compiled, Line, ratio_of, scenario_of};

fn compiled(rest: &str) -> Compiled {
    Compiled::of(scenario_of("10 days", rest))
}

/// The hours at which something happens to the residents of a stream, with what is told of it.
fn when<T>(lines: &[Line], stream: u16, pick: impl Fn(Happening) -> Option<T>) -> Vec<(f64, T)> {
    let own = lines.iter().filter(|line| line.stream == stream);
    own.filter_map(|line| pick(line.what).map(|told| (line.at.0 as f64 / HOUR as f64, told))).collect()
}

fn gave_back(what: Happening) -> Option<()> {
    matches!(what, Happening::GaveBack { .. }).then_some(())
}

/// Whether a place that was got was held already, and after how many hours.
fn took(what: Happening) -> Option<(bool, f64)> {
    match what {
        Happening::TookPlace { already, wait, .. } => Some((already, wait.0 as f64 / HOUR as f64)),
        _ => None,
    }
}

/// One place; the desk has two workers.
///
/// ```text
///  0:00  A gets the place. Talking (10 hours of work at the desk) and waiting (20 hours, nobody stays above 4) begin.
///  1:00  B comes and waits for the place.
///  4:00  A leaves from waiting: the work on A stops, and the place is given back, once. B gets it after 3 hours.
///  8:00  B leaves in the same way.
/// ```
#[test]
fn who_leaves_from_one_of_several_stages_gives_the_place_back_once() {
    let chain = compiled(
        "[arrivals.a]\nto = \"start\"\nmoments = [\"0 hours\"]\n[arrivals.b]\nto = \"start\"\nmoments = [\"1 hour\"]\n\
         [teams.desk]\nworkers = 2\nopen = \"always\"\nplaces = 1\n\
         [stages.start]\nsteps = [ { place = \"desk\" }, { side_by_side = [\"talking\", \"waiting\"] }, \
         { give_back = \"desk\" } ]\n\
         [stages.talking]\nteam = \"desk\"\nwork = \"10 hours\"\n\
         [stages.waiting]\ndelay = \"20 hours\"\nleave = { value = \"4 hours\", reason = \"gone\" }\n",
    );
    let journal = chain.journal(1, 0);
    let lines = &journal.lines;
    assert_eq!([0, 1].map(|who| when(lines, who, took)), [vec![(0.0, (false, 0.0))], vec![(4.0, (false, 3.0))]]);
    assert_eq!([0, 1].map(|who| when(lines, who, gave_back)), [vec![(4.0, ())], vec![(8.0, ())]]);
    let stopped = |what| matches!(what, Happening::WorkStopped { rests: false, .. }).then_some(());
    assert_eq!([0, 1].map(|who| when(lines, who, stopped)), [vec![(4.0, ())], vec![(8.0, ())]]);
    assert_eq!(journal.unfinished, 0);
    let tally = chain.tally(1, 0);
    let (held, places) = ratio_of(&tally, &chain.plan, Measure::CaseloadUtilisation, Of::Team(0));
    assert_eq!((held * 24.0, places * 24.0), (8.0, 240.0));
    let (busy, _) = ratio_of(&tally, &chain.plan, Measure::Utilisation, Of::Team(0));
    assert!((busy * 24.0 - 8.0).abs() < 1e-9, "{busy}");
}

/// A place that one branch gets is the whole resident's: the other goes on with it, and may give it back.
///
/// ```text
///  0:00  A's left branch gets the place, and the right one goes on with it. Left lasts 2 hours, right 3.
///  1:00  B's branches both wait for the place.
///  3:00  A's right branch gives it back. B's left branch gets it after 2 hours, and the right one goes on with it.
///  6:00  B's right branch gives it back.
/// ```
#[test]
fn a_place_that_one_branch_gets_is_for_all() {
    let chain = compiled(
        "[arrivals.a]\nto = \"both\"\nmoments = [\"0 hours\"]\n[arrivals.b]\nto = \"both\"\nmoments = [\"1 hour\"]\n\
         [teams.desk]\nworkers = 0\nopen = \"always\"\nplaces = 1\n\
         [stages.both]\nside_by_side = [\"left\", \"right\"]\n\
         [stages.left]\nsteps = [ { place = \"desk\" }, { delay = \"2 hours\" } ]\n\
         [stages.right]\nsteps = [ { place = \"desk\" }, { delay = \"3 hours\" }, { give_back = \"desk\" } ]\n",
    );
    let lines = chain.journal(1, 0).lines;
    assert_eq!(when(&lines, 0, took), [(0.0, (false, 0.0)), (0.0, (true, 0.0))]);
    assert_eq!(when(&lines, 1, took), [(3.0, (false, 2.0)), (3.0, (true, 2.0))]);
    assert_eq!([0, 1].map(|who| when(&lines, who, gave_back)), [vec![(3.0, ())], vec![(6.0, ())]]);
    let left = |what| matches!(what, Happening::Left { .. }).then_some(());
    assert_eq!([0, 1].map(|who| when(&lines, who, left)), [vec![(3.0, ())], vec![(6.0, ())]]);
}

/// The coach is alone; the desk has hours to spare. A's creditors are asked while A waits for the coach.
///
/// ```text
///   0:00  C's long talk with the coach begins, until 13:00.
///   1:00  D comes for a long talk, and waits: ordinary.
///   2:00  A's creditors are asked (known after 100 hours, at 102:00), and A waits for the coach, behind D: ordinary.
///         Contacts every 8 hours, of 1 hour at the desk; the term of 200 hours ends at 202:00.
///  10:00  First contact.
///  12:00  A becomes a crisis while the creditors think: before D in the coach's line; the term is now 1 day, until
///         the end of the next, 48:00. The next contact falls due at 18:00 as it would have, those after it every 4 hours.
///  13:00  The coach starts on A, after 11 hours, until 15:00; then on D, who waited 14 hours.
/// 102:00  All creditors have agreed. A is finished, 54 hours after the end of the term.
/// ```
#[test]
fn who_becomes_a_crisis_while_creditors_think_is_one_in_every_stage() {
    let chain = compiled(
        "[classes.urgency]\nordinary = \"rest\"\ncrisis = 0\n\
         [arrivals.a]\nto = \"both\"\nmoments = [\"2 hours\"]\n\
         [arrivals.c]\nto = \"long\"\nmoments = [\"0 hours\"]\n[arrivals.d]\nto = \"long\"\nmoments = [\"1 hour\"]\n\
         [teams.desk]\nworkers = 3\nopen = \"always\"\n[teams.coach]\nworkers = 1\nopen = \"always\"\n\
         [stages.both]\nside_by_side = [\"asking\", \"coaching\"]\n\
         [stages.asking]\nreplies = { creditors = 3, time = \"100 hours\" }\n\
         becomes = { level = \"crisis\", after = \"10 hours\" }\n\
         contacts = { every = \"8 hours\", team = \"desk\", work = \"1 hour\", class.crisis.every = \"4 hours\" }\n\
         [stages.coaching]\nteam = \"coach\"\nwork = \"2 hours\"\nqueue = { priority = [\"crisis\"] }\n\
         [stages.long]\nteam = \"coach\"\nwork = \"13 hours\"\nqueue = { priority = [\"crisis\"] }\n\
         [clocks.all]\nfrom = \"enter:both\"\nto = \"finish:both\"\nwithin = \"200 hours\"\n\
         class.crisis.within = \"1 day\"\n",
    );
    let lines = chain.journal(1, 0).lines;
    let became = |what| matches!(what, Happening::Became { .. }).then_some(());
    assert_eq!(when(&lines, 0, became), [(12.0, ())], "once, not for every branch");
    let work_of = |work: u32| chain.model.teams[chain.model.works[work as usize].team as usize].organisation;
    let coach = chain.scenario.organisations().iter().position(|name| *name == "coach").expect("a team") as u16;
    let coached = |what| match what {
        Happening::Started { work, wait, .. } if work_of(work) == coach => Some(wait.0 as f64 / HOUR as f64),
        _ => None,
    };
    assert_eq!(
        [0, 1, 2].map(|who| when(&lines, who, coached)),
        [vec![(13.0, 11.0)], vec![(0.0, 0.0)], vec![(15.0, 14.0)]]
    );
    let contact = |what| match what {
        Happening::Started { work, .. } if chain.model.works[work as usize].contact => Some(()),
        _ => None,
    };
    let contacts: Vec<f64> = when(&lines, 0, contact).into_iter().map(|(at, ())| at).collect();
    let expected: Vec<f64> =
        std::iter::once(10.0).chain((0..21).map(|number| 18.0 + 4.0 * f64::from(number))).collect();
    assert_eq!(contacts, expected, "what ends the stay at 102:00 comes before a contact of that moment");
    let answered = |what| match what {
        Happening::Answered { answer, .. } => Some(answer.agreed),
        _ => None,
    };
    assert_eq!(when(&lines, 0, answered), [(102.0, true)]);
    let clock = |what| match what {
        Happening::ClockStopped { due, verdict, .. } => Some((due.0 as f64 / HOUR as f64, verdict)),
        _ => None,
    };
    assert_eq!(when(&lines, 0, clock), [(102.0, (48.0, Verdict::Breached))]);
}

/// Who becomes another class in one branch and goes to a stage for it leaves the others, and keeps the place.
///
/// ```text
/// 0:00  A gets the place; talking (an appointment of 10 hours that A misses) and thinking begin.
/// 4:00  Thinking: A becomes a crisis and goes to the shelter. The appointment stops; the worker is free for B.
/// 9:00  A leaves the shelter and the chain; the place is given back.
/// ```
#[test]
fn who_becomes_a_crisis_and_goes_elsewhere_leaves_all_and_keeps_the_place() {
    let chain = compiled(
        "[classes.urgency]\nordinary = \"rest\"\ncrisis = 0\n\
         [arrivals.a]\nto = \"start\"\nmoments = [\"0 hours\"]\n[arrivals.b]\nto = \"advice\"\nmoments = [\"1 hour\"]\n\
         [teams.desk]\nworkers = 1\nopen = \"always\"\nplaces = 1\n\
         [stages.start]\nsteps = [ { place = { team = \"desk\", until = \"leaving\" } }, \
         { side_by_side = [\"talking\", \"thinking\"] } ]\n\
         [stages.talking]\nteam = \"desk\"\nwork = \"10 hours\"\nno_show = { share = 1 }\n\
         [stages.thinking]\ndelay = \"20 hours\"\n\
         becomes = { level = \"crisis\", after = \"4 hours\", to = \"shelter\" }\n\
         [stages.shelter]\ndelay = \"5 hours\"\n[stages.advice]\nteam = \"desk\"\nwork = \"1 hour\"\n",
    );
    let lines = chain.journal(1, 0).lines;
    let joined = |what| match what {
        Happening::Joined { stage, .. } if stage == chain.stage("shelter") => Some(()),
        _ => None,
    };
    assert_eq!(when(&lines, 0, joined), [(4.0, ())]);
    assert_eq!(when(&lines, 0, gave_back), [(9.0, ())]);
    let over = |what| matches!(what, Happening::MissedOver { .. }).then_some(());
    assert_eq!(when(&lines, 0, over), [(4.0, ())]);
    let started = |what| matches!(what, Happening::Started { .. }).then_some(());
    assert_eq!(when(&lines, 1, started), [(4.0, ())]);
    let tally = chain.tally(1, 0);
    let row = |measure, name: &str| ratio_of(&tally, &chain.plan, measure, Of::Stage(chain.stage(name)));
    assert_eq!(row(Measure::Stopped, "talking"), (1.0, 1.0));
    assert_eq!(row(Measure::Queue, "talking").0 * 24.0, 4.0);
}

/// Who leaves from one stage while they stay away from another that is full, tries no more; the average of those who
/// stay away stops there.
///
/// ```text
/// 0:00  A takes the only room of the talk, for 100 hours.
/// 1:00  B finds it full, and will try again every 10 hours; beside it, thinking begins.
/// 5:00  B leaves from thinking.
/// ```
#[test]
fn who_leaves_from_a_stage_beside_it_tries_no_more() {
    let chain = compiled(
        "[arrivals.a]\nto = \"alone\"\nmoments = [\"0 hours\"]\n[arrivals.b]\nto = \"both\"\nmoments = [\"1 hour\"]\n\
         [teams.desk]\nworkers = 1\nopen = \"always\"\n\
         [stages.alone]\nteam = \"desk\"\nwork = \"100 hours\"\n\
         [stages.both]\nside_by_side = [\"talk\", \"thinking\"]\n\
         [stages.talk]\nteam = \"desk\"\nwork = \"1 hour\"\n\
         room = { waiting = 0, when_full = { retry = \"10 hours\" } }\n\
         [stages.thinking]\ndelay = \"20 hours\"\nleave = { value = \"4 hours\", reason = \"gone\" }\n",
    );
    let tally = chain.tally(1, 0);
    let away = ratio_of(&tally, &chain.plan, Measure::TryingAgain, Of::Stage(chain.stage("talk")));
    assert_eq!((away.0 * 24.0, away.1 * 24.0), (4.0, 240.0));
    assert_eq!(chain.journal(1, 0).unfinished, 0);
}
