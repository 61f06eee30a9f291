//! Contacts during a stay, creditors' replies, stages side by side: worked out by hand, against closed forms, as laws.
//!
//! The statistical tests run one replication with a fixed seed; each tolerance is 4.42 standard errors (two-sided
//! 1e-5), so a correct engine would fail a check for about one seed in 100 000.

use std::collections::BTreeMap;

use proptest::prelude::*;
use sim_core::chain::{Answer, forecast};
use sim_core::observe::{Happening, Measure, Measures, Of, Outcome, Record, Records, Statistic, Story};
use sim_core::random::ResidentKey;
use sim_core::time::{DAY, HOUR, SimTime, Span};

use crate::support::{Compiled, Journal, Line, hours, ratio_of, rows, scenario_of};

const CRITICAL: f64 = 4.42;

fn compiled(horizon: &str, rest: &str) -> Compiled {
    Compiled::of(scenario_of(horizon, rest))
}

/// What happens to the only resident of a chain, with the hour.
fn story(chain: &Compiled) -> Vec<(f64, Happening)> {
    let lines = chain.observe(1, 0, Story::of(None, 0)).lines;
    lines.iter().map(|line| ((line.at - SimTime(0)).0 as f64 / HOUR as f64, line.what)).collect()
}

fn answers(chain: &Compiled, seed: u64) -> Vec<(Answer, Span)> {
    let lines = chain.journal(seed, 0).lines;
    let answered = lines.iter().filter_map(|line| match line.what {
        Happening::Answered { answer, time, .. } => Some((answer, time)),
        _ => None,
    });
    answered.collect()
}

/// Fails unless the mean of a sample is what theory says.
#[track_caller]
fn mean_is(sample: &[f64], expected: f64) {
    let number = sample.len() as f64;
    let mean = sample.iter().sum::<f64>() / number;
    let variance = sample.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (number - 1.0);
    let tolerance = CRITICAL * (variance / number).sqrt();
    assert!((mean - expected).abs() < tolerance, "mean {mean} of {number}, theory {expected} ± {tolerance}");
}

/// Asks the creditors of 20 000 residents, all at once.
fn asked(replies: &str) -> Compiled {
    compiled(
        "1 year",
        &format!(
            "[arrivals.a]\nto = \"asking\"\nbatch = 20000\nmoments = [\"0 days\"]\n[stages.asking]\n\
             replies = {{ {replies} }}\nrefused = \"court\"\n[ends.court]\n"
        ),
    )
}

/// The slowest of n exponential replies of mean 1: the harmonic number 1 + 1/2 + … + 1/n.
#[test]
fn the_slowest_of_n_exponential_replies_takes_a_harmonic_number() {
    for creditors in [1, 4, 13] {
        let exponential = "time = { exponential = { mean = \"3 days\" } }, refuses = 0";
        let chain = asked(&format!("creditors = {creditors}, {exponential}"));
        let times: Vec<f64> = answers(&chain, 7).iter().map(|(_, time)| time.as_days()).collect();
        assert_eq!(times.len(), 20_000);
        mean_is(&times, 3.0 * (1..=creditors).map(|i| 1.0 / f64::from(i)).sum::<f64>());
    }
}

/// With nobody refusing, a quorum of k among n exponential replies takes the k-th order statistic:
/// 1/n + 1/(n − 1) + … + 1/(n − k + 1).
#[test]
fn a_quorum_takes_an_order_statistic() {
    let chain = asked(
        "creditors = 10, time = { exponential = { mean = \"3 days\" } }, refuses = 0, agree = 7, decides = \"quorum\"",
    );
    let times: Vec<f64> = answers(&chain, 8).iter().map(|(_, time)| time.as_days()).collect();
    mean_is(&times, 3.0 * (4..=10).map(|i| 1.0 / f64::from(i)).sum::<f64>());
}

/// Thirteen creditors who each refuse with 3 %: 1 − 0.97¹³ = 33 % of files meet a refusal, as in practice; the share
/// agreed is a binomial tail. The table counts the same.
#[test]
fn refusals_are_binomial() {
    for (agree, decides) in [("\"100 %\"", "slowest"), ("\"90 %\"", "slowest"), ("12", "quorum"), ("11", "quorum")] {
        let chain = asked(&format!(
            "creditors = 13, time = {{ lognormal = {{ median = \"3 weeks\", p90 = \"8 weeks\" }} }}, \
             refuses = \"3 %\", agree = {agree}, decides = \"{decides}\""
        ));
        let answers = answers(&chain, 9);
        let needed = match agree {
            "\"100 %\"" => 13,
            "11" => 11,
            _ => 12,
        };
        let choose = |n: u32, k: u32| (0..k).map(|i| f64::from(n - i) / f64::from(i + 1)).product::<f64>();
        let tail = (needed..=13).map(|k| choose(13, k) * 0.97_f64.powi(k as i32) * 0.03_f64.powi(13 - k as i32));
        let agreed: Vec<f64> = answers.iter().map(|(answer, _)| f64::from(u8::from(answer.agreed))).collect();
        mean_is(&agreed, tail.sum());
        if decides == "slowest" {
            let met: Vec<f64> = answers.iter().map(|(answer, _)| f64::from(u8::from(answer.refused > 0))).collect();
            mean_is(&met, 1.0 - 0.97_f64.powi(13));
        }
        let tally = chain.tally(9, 0);
        let share = ratio_of(&tally, &chain.plan, Measure::RepliesAgreed, Of::Stage(0));
        assert_eq!(share, (agreed.iter().sum::<f64>(), agreed.len() as f64));
    }
}

/// With collective consent for a share s all agree after its time; of the others a share is refused.
#[test]
fn collective_consent_is_a_short_cut() {
    let chain = asked(
        "creditors = 13, time = \"30 days\", refuses = \"3 %\", collective = { share = \"40 %\", time = \"14 days\" }",
    );
    let answers = answers(&chain, 10);
    let quick: Vec<f64> = answers.iter().map(|(answer, _)| f64::from(u8::from(answer.collective))).collect();
    mean_is(&quick, 0.4);
    let agreed: Vec<f64> = answers.iter().map(|(answer, _)| f64::from(u8::from(answer.agreed))).collect();
    mean_is(&agreed, 0.4 + 0.6 * 0.97_f64.powi(13));
    assert!(answers.iter().all(|(answer, time)| *time == Span::from_days(if answer.collective { 14.0 } else { 30.0 })));
}

/// One more creditor leaves the replies of the others alone: nobody is quicker, and where the last reply stays the
/// last it comes at the same microsecond.
#[test]
fn one_more_creditor_leaves_the_others_alone() {
    let times = |creditors: u32| {
        let chain = asked(&format!(
            "creditors = {creditors}, time = {{ exponential = {{ mean = \"3 days\" }} }}, refuses = \"10 %\""
        ));
        answers(&chain, 11)
    };
    let by_key = |chain: &Compiled| -> BTreeMap<ResidentKey, (Answer, Span)> {
        let lines = chain.journal(11, 0).lines;
        let answered = lines.iter().filter_map(|line| match line.what {
            Happening::Answered { answer, time, .. } => Some((line.who, (answer, time))),
            _ => None,
        });
        answered.collect()
    };
    let chain = |creditors: u32| {
        asked(&format!(
            "creditors = {creditors}, time = {{ exponential = {{ mean = \"3 days\" }} }}, refuses = \"10 %\""
        ))
    };
    let (few, more) = (by_key(&chain(9)), by_key(&chain(10)));
    assert_eq!(times(9).len(), few.len());
    let mut same = Vec::new();
    for (who, (answer, time)) in &few {
        let (other, longer) = &more[who];
        assert!(longer >= time && (other.refused == answer.refused || other.refused == answer.refused + 1));
        same.push(f64::from(u8::from(longer == time)));
    }
    // The tenth is the slowest of ten equals for one resident in ten.
    mean_is(&same, 0.9);
}

/// A number of creditors that is drawn: as many are asked as the distribution says, never none.
#[test]
fn the_number_of_creditors_may_be_drawn() {
    let chain = asked("creditors = { uniform = { low = 0, high = 20 } }, time = \"1 day\", refuses = 0");
    let asked: Vec<f64> = answers(&chain, 12).iter().map(|(answer, _)| f64::from(answer.asked)).collect();
    assert!(asked.contains(&1.0) && asked.contains(&20.0) && !asked.contains(&0.0));
    // Uniform on 0 to 20, rounded, what is below a half raised to one.
    mean_is(&asked, 10.0 + 0.5 / 20.0);
}

/// A resident in a stay of 10 hours with a contact of half an hour every 3 hours, one worker who first has other work
/// until 4:00 and again from 8:00 to 9:50.
///
/// ```text
///  0:00  A's stay begins. B is in work until 4:00.
///  3:00  First contact falls due and waits.
///  4:00  B's work ends; the contact begins, until 4:30.
///  6:00  Second contact begins at once, until 6:30.
///  8:00  C comes, work until 12:00.
///  9:00  Third contact falls due and waits.
/// 10:00  The stay ends; the contact is cancelled. A leaves the chain.
/// ```
#[test]
fn contacts_worked_out_by_hand() {
    let chain = compiled(
        "2 days",
        "[arrivals.a]\nto = \"stay\"\nmoments = [\"0 hours\"]\n\
         [arrivals.b]\nto = \"talk\"\nmoments = [\"0 hours\", \"8 hours\"]\n\
         [teams.desk]\nworkers = 1\nopen = \"always\"\n\
         [stages.talk]\nteam = \"desk\"\nwork = \"4 hours\"\n\
         [stages.stay]\ndelay = \"10 hours\"\n\
         contacts = { every = \"3 hours\", team = \"desk\", work = \"30 minutes\" }\n",
    );
    let works = &chain.model.works;
    let contact = works.iter().position(|work| work.contact).expect("there are contacts") as u32;
    let told: Vec<(f64, &str)> = story(&chain)
        .iter()
        .filter_map(|(at, what)| match what {
            Happening::Waits { work } if *work == contact => Some((*at, "due")),
            Happening::Started { work, .. } if *work == contact => Some((*at, "begins")),
            Happening::Ended { work } if *work == contact => Some((*at, "ends")),
            Happening::WaitStopped { work } if *work == contact => Some((*at, "cancelled")),
            Happening::Left { .. } => Some((*at, "leaves")),
            _ => None,
        })
        .collect();
    let expected = [
        (3.0, "due"),
        (4.0, "begins"),
        (4.5, "ends"),
        (6.0, "due"),
        (6.0, "begins"),
        (6.5, "ends"),
        (9.0, "due"),
        (10.0, "cancelled"),
        (10.0, "leaves"),
    ];
    assert_eq!(told, expected);
    let tally = chain.tally(1, 0);
    let stay = Of::Stage(chain.stage("stay"));
    assert_eq!(ratio_of(&tally, &chain.plan, Measure::ContactsHeld, stay).0, 2.0);
    assert_eq!(ratio_of(&tally, &chain.plan, Measure::ContactsCancelled, stay), (1.0, 3.0));
    assert_eq!(ratio_of(&tally, &chain.plan, Measure::WaitForContact, stay), (1.0 / 24.0, 2.0));
    let busy = ratio_of(&tally, &chain.plan, Measure::Utilisation, Of::Team(0)).0;
    assert!((busy * 24.0 - 9.0).abs() < 1e-9, "two works of four hours and two contacts of half an hour: {busy}");
    // Waiting for a contact is waiting at no stage.
    assert_eq!(ratio_of(&tally, &chain.plan, Measure::Present, stay).0, 10.0 / 24.0);
}

/// A contact that falls due while the one before is open is left out, and one in hand when the stay ends is finished,
/// after the resident has left.
#[test]
fn a_contact_in_hand_is_finished_after_the_stay() {
    let chain = compiled(
        "2 days",
        "[arrivals.a]\nto = \"stay\"\nmoments = [\"0 hours\"]\n\
         [teams.desk]\nworkers = 1\nopen = \"always\"\n\
         [stages.stay]\ndelay = \"5 hours\"\ncontacts = { every = \"2 hours\", team = \"desk\", work = \"4 hours\" }\n",
    );
    let told: Vec<(f64, Happening)> = story(&chain);
    let at = |hit: fn(&Happening) -> bool| told.iter().find(|(_, what)| hit(what)).map(|(at, _)| *at);
    assert_eq!(at(|what| matches!(what, Happening::Started { .. })), Some(2.0));
    assert_eq!(at(|what| matches!(what, Happening::ContactSkipped { .. })), Some(4.0));
    assert_eq!(at(|what| matches!(what, Happening::Left { .. })), Some(5.0));
    assert_eq!(at(|what| matches!(what, Happening::Ended { .. })), Some(6.0));
    assert_eq!(chain.journal(1, 0).unfinished, 0);
}

/// Over a constant stay of length L contacts every e fall due ⌈L/e⌉ − 1 times; with enough workers all are held, and
/// the team works that often times the work of each. The forecast says the same.
#[test]
fn contacts_use_hours() {
    let chain = compiled(
        "1000 days",
        "warm_up = \"600 days\"\n[arrivals.a]\nto = \"stay\"\ninterval = \"1 day\"\n\
         [teams.desk]\nworkers = 20\nopen = \"always\"\n\
         [stages.stay]\ndelay = \"100 days\"\n\
         contacts = { every = \"6 days\", team = \"desk\", work = \"3 hours\", queue = \"first come\" }\n",
    );
    let tally = chain.tally(3, 0);
    let held = ratio_of(&tally, &chain.plan, Measure::ContactsHeld, Of::Stage(0)).0;
    // One resident comes each day, and each has 16 contacts: of those at any moment 16 fall due a day.
    assert_eq!(held, 16.0 * 1000.0);
    assert_eq!(ratio_of(&tally, &chain.plan, Measure::ContactsCancelled, Of::Stage(0)).0, 0.0);
    let (busy, staffed) = ratio_of(&tally, &chain.plan, Measure::Utilisation, Of::Team(0));
    assert!((busy / staffed - 16.0 * 3.0 / 24.0 / 20.0).abs() < 1e-4, "{}", busy / staffed);
    let load = forecast(&chain.scenario, &chain.model).teams[0].offered_load;
    assert!((load - 2.0).abs() < 1e-9, "forecast {load}");
}

/// Contacts have luck of their own: each has a draw, the k-th the same whatever the rate of contacts before it.
#[test]
fn each_contact_has_its_own_draw() {
    let works = |every: &str| {
        let chain = compiled(
            "60 days",
            &format!(
                "[arrivals.a]\nto = \"stay\"\nmoments = [\"0 hours\"]\n[teams.desk]\nworkers = 1\nopen = \"always\"\n\
                 [stages.stay]\ndelay = \"50 days\"\ncontacts = {{ every = \"{every}\", team = \"desk\", \
                 work = {{ exponential = {{ mean = \"1 hours\" }} }} }}\n"
            ),
        );
        let mut began = 0.0;
        let lengths = story(&chain).into_iter().filter_map(|(at, what)| match what {
            Happening::Started { .. } => {
                began = at;
                None
            }
            Happening::Ended { .. } => Some((at - began) * 1e6),
            _ => None,
        });
        lengths.map(|length| length.round() as i64).collect::<Vec<i64>>()
    };
    let (often, seldom) = (works("5 days"), works("10 days"));
    assert_eq!((often.len(), seldom.len()), (9, 4));
    assert_eq!(often[..4], seldom[..]);
    assert!(often.windows(2).all(|pair| pair[0] != pair[1]));
}

/// A plan of two stages at once, worked out by hand.
///
/// ```text
///  0:00  A comes to the plan: coaching (desk, 2 hours, then a delay of 4 hours) and asking (desk, 3 hours) begin.
///        There is one worker: coaching starts at once, asking waits.
///  2:00  Coaching's work ends; asking starts.
///  5:00  Asking is finished.
///  6:00  Coaching is finished; A goes on to the last step of the plan, 1 hour at the desk.
///  7:00  A leaves the chain.
/// ```
#[test]
fn stages_side_by_side_worked_out_by_hand() {
    let chain = compiled(
        "5 days",
        "[arrivals.a]\nto = \"plan\"\nmoments = [\"0 hours\"]\n\
         [teams.desk]\nworkers = 1\nopen = \"always\"\n\
         [stages.plan]\nphase = \"curative\"\n\
         steps = [ { side_by_side = [\"coaching\", \"asking\"] }, { team = \"desk\", work = \"1 hour\" } ]\n\
         [stages.coaching]\nsteps = [ { team = \"desk\", work = \"2 hours\" }, { delay = \"4 hours\" } ]\n\
         [stages.asking]\nphase = \"aftercare\"\nteam = \"desk\"\nwork = \"3 hours\"\n\
         [clocks.asked]\nfrom = \"enter:plan\"\nto = \"finish:asking\"\nwithin = \"2 days\"\n",
    );
    let [plan, coaching, asking] = ["plan", "coaching", "asking"].map(|name| chain.stage(name));
    let records = chain.observe(1, 0, Records::new(&chain.model)).into_records();
    let mut visits: Vec<(u32, f64, f64, f64)> = Vec::new();
    let hour = |at: SimTime| (at - SimTime(0)).0 as f64 / HOUR as f64;
    for Record { stage, joined, started, ended, outcome, .. } in records {
        assert_eq!(outcome, Outcome::Served);
        visits.push((stage, hour(joined), hour(started.expect("started")), hour(ended.expect("ended"))));
    }
    assert_eq!(visits, [(plan, 0.0, 6.0, 7.0), (coaching, 0.0, 0.0, 6.0), (asking, 0.0, 2.0, 5.0)]);
    let tally = chain.tally(1, 0);
    let row = |measure, of| ratio_of(&tally, &chain.plan, measure, of);
    assert_eq!(row(Measure::JoinWait, Of::Stage(plan)), (1.0 / 24.0, 1.0));
    assert_eq!(row(Measure::Wait, Of::Stage(asking)), (2.0 / 24.0, 1.0));
    // In the chain and in its phase a resident counts once.
    assert!((row(Measure::Present, Of::Chain).0 - 7.0 / 24.0).abs() < 1e-12);
    assert_eq!(row(Measure::Arrivals, Of::Chain).0, 1.0);
    assert_eq!(row(Measure::Reach, Of::Finish(asking)), (1.0, 1.0));
    assert_eq!(row(Measure::ClockKept, Of::Clock(0)), (1.0, 1.0));
    let phases = story(&chain).iter().filter(|(_, what)| matches!(what, Happening::PhaseLeft { .. })).count();
    assert_eq!(phases, 1);
}

/// Who leaves from one of the stages leaves all: work in hand beside it stops at once and the worker is free.
///
/// ```text
///  0:00  A comes to the plan: coaching (10 hours of work by the coach) and asking (waits for the lawyer, who is not
///        there) begin.
///  1:00  B comes to coaching's team by another stage and waits.
///  3:00  A's patience for the lawyer runs out: A leaves all. The coach is free and starts on B, until 4:00.
/// ```
#[test]
fn leaving_from_one_stage_stops_the_others() {
    let chain = compiled(
        "2 days",
        "[arrivals.a]\nto = \"plan\"\nmoments = [\"0 hours\"]\n[arrivals.b]\nto = \"advice\"\nmoments = [\"1 hour\"]\n\
         [teams.coach]\nworkers = 1\nopen = \"always\"\n[teams.lawyer]\nworkers = 0\nopen = \"always\"\n\
         [stages.plan]\nside_by_side = [\"coaching\", \"asking\"]\n\
         [stages.coaching]\nteam = \"coach\"\nwork = \"10 hours\"\n\
         [stages.asking]\nteam = \"lawyer\"\nwork = \"1 hour\"\n\
         patience = { value = \"3 hours\", reason = \"gave_up\" }\n\
         [stages.advice]\nteam = \"coach\"\nwork = \"1 hour\"\n",
    );
    let records = chain.observe(1, 0, Records::new(&chain.model)).into_records();
    let of = |name: &str| *records.iter().find(|record| record.stage == chain.stage(name)).expect("somebody came");
    for stage in ["plan", "coaching", "asking"] {
        assert_eq!((of(stage).ended, of(stage).outcome), (Some(hours(3.0)), Outcome::Reneged), "{stage}");
    }
    assert_eq!((of("advice").started, of("advice").ended), (Some(hours(3.0)), Some(hours(4.0))));
    let tally = chain.tally(1, 0);
    let row = |measure, name: &str| ratio_of(&tally, &chain.plan, measure, Of::Stage(chain.stage(name)));
    assert_eq!(row(Measure::Stopped, "coaching"), (1.0, 1.0));
    assert_eq!(row(Measure::DroppedOut, "plan"), (1.0, 1.0));
    assert_eq!(row(Measure::LeftWaiting, "asking"), (1.0, 1.0));
    let journal = chain.journal(1, 0);
    assert_eq!(journal.unfinished, 0);
    let left = journal.lines.iter().filter(|line| matches!(line.what, Happening::Left { .. })).count();
    assert_eq!(left, 2);
}

/// Two exponential stages of means 2 and 3 days join after their maximum: 2 + 3 − 1/(1/2 + 1/3) days; the wait for the
/// last is what the longer takes beyond the shorter.
#[test]
fn stages_side_by_side_join_after_the_longer() {
    let chain = compiled(
        "1 year",
        "[arrivals.a]\nto = \"plan\"\nbatch = 20000\nmoments = [\"0 days\"]\n\
         [stages.plan]\nside_by_side = [\"one\", \"two\"]\n\
         [stages.one]\ndelay = { exponential = { mean = \"2 days\" } }\n\
         [stages.two]\ndelay = { exponential = { mean = \"3 days\" } }\n",
    );
    let plan = chain.stage("plan");
    let joints: Vec<(f64, f64)> = chain
        .journal(21, 0)
        .lines
        .iter()
        .filter_map(|line| match line.what {
            Happening::Joint { wait, .. } => Some(((line.at - SimTime(0)).as_days(), wait.as_days())),
            _ => None,
        })
        .collect();
    assert_eq!(joints.len(), 20_000);
    let shorter = 1.0 / (1.0 / 2.0 + 1.0 / 3.0);
    mean_is(&joints.iter().map(|joint| joint.0).collect::<Vec<_>>(), 5.0 - shorter);
    mean_is(&joints.iter().map(|joint| joint.1).collect::<Vec<_>>(), 5.0 - 2.0 * shorter);
    let (time, number) = ratio_of(&chain.tally(21, 0), &chain.plan, Measure::TimeInStage, Of::Stage(plan));
    assert_eq!(number, 20_000.0);
    assert!((time / number - joints.iter().map(|joint| joint.0).sum::<f64>() / number).abs() < 1e-9);
}

/// A chain of everything at once: contacts in branches, replies in branches, branches in branches, patience, leaving,
/// no room, work that rests at closing, few workers, places that branches share, appointments that are missed, people
/// kept free, and becoming urgent in one branch while others wait.
fn tangled(numbers: &[u16]) -> String {
    let pick = |index: usize, choices: &[&'static str]| {
        choices[usize::from(numbers.get(index).copied().unwrap_or_default()) % choices.len()]
    };
    let rate = pick(0, &["1 per day", "4 per day", "9 per day"]);
    let open = pick(1, &["office", "always"]);
    let closing = pick(2, &["resume", "finish", "restart", "resample"]);
    let workers = pick(3, &["1", "2", "5"]);
    let to = pick(4, &["gone", "advice\", to = \"advice"]);
    let patience = pick(5, &["8 hours", "3 days", "40 days"]);
    let leave = pick(6, &["5 days", "60 days"]);
    let refuses = pick(7, &["0", "0.05", "0.6"]);
    let decides = pick(8, &["slowest", "quorum"]);
    let every = pick(9, &["1 day", "4 hours", "6 days"]);
    let room = pick(
        10,
        &["", "room = { waiting = 1, when_full = \"advice\" }\n", "room = { waiting = 0, when_full = \"away\" }\n"],
    );
    let stay = pick(11, &["10 days", "0 days", "3 hours"]);
    let refused = pick(12, &["advice", "away"]);
    let soon = pick(14, &["2 days", "30 days"]);
    let missed = pick(15, &["0", "0.3", "0.9"]);
    let places = pick(16, &["2", "5", "40"]);
    let room = match pick(17, &["", "retry", "present"]) {
        "retry" => "room = { waiting = 1, when_full = { retry = \"5 hours\" } }\n",
        "present" => "room = { present = 3, when_full = \"advice\" }\n",
        _ => room,
    };
    let queue = pick(13, &["\"first come\"", "{ priority = [\"urgent\"] }", "\"earliest due\""]);
    format!(
        "[classes.kind]\nurgent = 0.3\nordinary = \"rest\"\n\
         [arrivals.a]\nto = \"plan\"\nrate = \"{rate}\"\n\
         [arrivals.b]\nto = \"advice\"\nrate = \"1 per week\"\n\
         [teams.desk]\nworkers = {workers}\nopen = \"{open}\"\nclosing = \"{closing}\"\n\
         [teams.back]\nworkers = 2\nopen = \"office\"\nplaces = {places}\n\
         reserved = {{ for = [\"urgent\"], workers = 1, places = 1 }}\n\
         [stages.plan]\nphase = \"curative\"\nsteps = [ {{ side_by_side = [\"one\", \"two\", \"three\"] }}, \
         {{ team = \"back\", work = \"1 hour\" }} ]\nnext = [ {{ to = \"repay\" }} ]\n\
         [stages.one]\n{room}steps = [ {{ team = \"desk\", work = \"2 hours\", queue = {queue}, \
         patience = {{ exponential = {{ mean = \"{patience}\" }}, reason = \"{to}\" }}, \
         becomes = {{ level = \"urgent\", after = {{ exponential = {{ mean = \"{soon}\" }} }} }} }}, \
         {{ delay = \"{stay}\", leave = {{ exponential = {{ mean = \"{leave}\" }}, reason = \"gone\" }}, \
         contacts = {{ every = \"{every}\", team = \"desk\", work = \"1 hour\", queue = {queue} }} }} ]\n\
         [stages.two]\nreplies = {{ creditors = {{ uniform = {{ low = 1, high = 6 }} }}, \
         time = {{ exponential = {{ mean = \"4 days\" }} }}, refuses = {refuses}, agree = \"70 %\", decides = \"{decides}\" }}\n\
         refused = \"{refused}\"\ncontacts = {{ every = \"{every}\", team = \"back\", work = \"2 hours\" }}\n\
         becomes = {{ level = \"urgent\", after = {{ exponential = {{ mean = \"{soon}\" }} }} }}\n\
         [stages.three]\nside_by_side = [\"four\", \"five\"]\n\
         [stages.four]\nsteps = [ {{ place = \"back\", queue = {{ priority = [\"urgent\"] }} }}, {{ delay = {{ exponential = {{ mean = \"5 days\" }} }}, \
         becomes = {{ level = \"urgent\", after = {{ exponential = {{ mean = \"60 days\" }} }}, to = \"advice\" }} }}, \
         {{ give_back = \"back\" }} ]\n\
         [stages.five]\nsteps = [ {{ place = \"back\", queue = {{ priority = [\"urgent\"] }} }}, \
         {{ team = \"back\", work = {{ exponential = {{ mean = \"2 hours\" }} }}, \
         no_show = {{ share = {missed}, rebook = \"5 hours\", at_most = 1 }} }} ]\n\
         [stages.advice]\nteam = \"desk\"\nwork = \"1 hour\"\nqueue = {queue}\n\
         [stages.repay]\ndelay = \"20 days\"\ncontacts = {{ every = \"{every}\", team = \"desk\", work = \"30 minutes\", queue = {queue} }}\n\
         [ends.away]\n[clocks.all]\nfrom = \"arrive\"\nto = \"finish:plan\"\nwithin = \"30 days\"\n\
         [clocks.two]\nfrom = \"enter:two\"\nto = \"start:repay\"\nwithin = \"12 days\"\n"
    )
}

fn is_at(line: &Line, journal_models: &Compiled, stage: u32) -> i128 {
    let works = &journal_models.model.works;
    let delays = &journal_models.model.delays;
    let refused = |delay: u32| delays[delay as usize].replies.as_ref().is_some_and(|replies| replies.refused.is_some());
    match line.what {
        Happening::Joined { stage: at, .. } if at == stage => 1,
        Happening::Finished { stage: at, .. } if at == stage => -1,
        Happening::Stopped { stage: at, .. } | Happening::LeftBeside { stage: at, .. } if at == stage => -1,
        Happening::Reneged { work, .. } | Happening::LeftWork { work, .. } if works[work as usize].stage == stage => -1,
        Happening::LeftEarly { .. } if line.stage == stage => -1,
        Happening::LeftDuring { delay } if delays[delay as usize].stage == stage => -1,
        Happening::Answered { delay, answer, .. } if delays[delay as usize].stage == stage => {
            -i128::from(!answer.agreed && refused(delay))
        }
        _ => 0,
    }
}

proptest! {
    /// With residents in several places at once: everybody is accounted for once, the levels of the table are the
    /// areas of what happened, contacts that fell due are held, cancelled, left out or open, clocks are those of the
    /// resident, and the table is the same however often it is made.
    #[test]
    fn laws_hold_with_tokens(numbers in prop::collection::vec(any::<u16>(), 18), seed in any::<u64>()) {
        let chain = compiled("60 days", &tangled(&numbers));
        let (journal, measures) =
            chain.observe(seed, 0, (Journal::default(), Measures::new(&chain.plan, &chain.model)));
        let tally = measures.into_tally();
        let count = |hit: &dyn Fn(&Line) -> bool| journal.lines.iter().filter(|line| hit(line)).count() as u64;
        let arrived = count(&|line| line.what == Happening::Arrived);
        let left = count(&|line| matches!(line.what, Happening::Left { .. }));
        let (unfinished, _) = ratio_of(&tally, &chain.plan, Measure::Unfinished, Of::Chain);
        prop_assert_eq!(arrived, left + unfinished as u64);

        let end = chain.model.end;
        for stage in 0..chain.model.stages.len() as u32 {
            let (mut level, mut since, mut area) = (0_i128, SimTime(0), 0_i128);
            for line in &journal.lines {
                area += level * i128::from((line.at - since).0);
                (since, level) = (line.at, level + is_at(line, &chain, stage));
                prop_assert!(level >= 0, "stage {} at {}", stage, line.at);
            }
            area += level * i128::from((end - since).0);
            let (present, _) = ratio_of(&tally, &chain.plan, Measure::Present, Of::Stage(stage));
            prop_assert!((present - area as f64 / DAY as f64).abs() < 1e-6, "stage {}: {} {}", stage, present, area);
        }

        // Busy people of a team, from starts and ends of every kind.
        for team in 0..chain.model.teams.len() as u32 {
            let of_team = |work: u32| chain.model.works[work as usize].team == team;
            let mut busy = 0_i64;
            for line in &journal.lines {
                busy += match line.what {
                    Happening::Started { work, .. } | Happening::Resumed { work } if of_team(work) => 1,
                    Happening::Ended { work } | Happening::Interrupted { work } if of_team(work) => -1,
                    Happening::WorkStopped { work, rests: false } if of_team(work) => -1,
                    Happening::Missed { work, .. } if of_team(work) => 1,
                    Happening::MissedOver { work } if of_team(work) => -1,
                    _ => 0,
                };
                prop_assert!(busy >= 0);
            }
        }

        let is_contact = |work: u32| chain.model.works[work as usize].contact;
        let due = count(&|line| matches!(line.what, Happening::Waits { work } if is_contact(work)));
        let begun = count(&|line| matches!(line.what, Happening::Started { work, .. } if is_contact(work)));
        let cancelled = count(&|line| matches!(line.what, Happening::WaitStopped { work } if is_contact(work)));
        let skipped = count(&|line| matches!(line.what, Happening::ContactSkipped { .. }));
        prop_assert!(begun + cancelled <= due);
        let held: f64 = rows(&tally, &chain.plan)
            .into_iter()
            .filter(|(key, _)| key.measure == Measure::ContactsHeld && key.statistic == Statistic::PerYear)
            .filter(|(key, _)| key.group.0 == 0 && key.period == sim_core::observe::Period::All)
            .map(|(_, sample)| match sample {
                sim_core::observe::Sample::Ratio(ratio) => ratio.above,
                sim_core::observe::Sample::Quantile(..) => 0.0,
            })
            .sum();
        prop_assert_eq!(held, begun as f64);
        let _ = skipped;

        // At most one contact of a stay is open, and no more than one clock of a kind per resident.
        let mut clocks: BTreeMap<ResidentKey, u32> = BTreeMap::new();
        for line in &journal.lines {
            if let Happening::ClockStopped { clock: 0, .. } = line.what {
                *clocks.entry(line.who).or_default() += 1;
            }
        }
        prop_assert!(clocks.values().all(|&number| number == 1));

        // Nothing happens to somebody who has left, but for a contact that is finished.
        let mut gone: BTreeMap<ResidentKey, ()> = BTreeMap::new();
        for line in &journal.lines {
            let finishing = match line.what {
                Happening::Ended { work } | Happening::Interrupted { work } | Happening::Resumed { work } => is_contact(work),
                _ => false,
            };
            prop_assert!(finishing || !gone.contains_key(&line.who), "{:?}", line);
            if let Happening::Left { .. } = line.what {
                gone.insert(line.who, ());
            }
        }
    }
}
