//! Limited room in the long run: what holds in every chain with it, and what queueing theory says.
//!
//! A statistical test runs 20 replications; a measure agrees when it lies within 3.883 standard errors of theory (Student
//! t, 19 degrees of freedom, two-sided 0.001), so a correct engine would fail one for about one seed in a thousand.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use proptest::prelude::*;
use sim_core::engine::{Limits, RunError, simulate};
use sim_core::estimate::estimate_ratio;
use sim_core::observe::{Group, Happening, Measure, Of, Period, RowKey, Sample, Statistic};
use sim_core::scenario::Counts;
use sim_core::time::{HOUR, SimTime};

use crate::support::{Compiled, Journal, rows, scenario_of};

const T_CRITICAL: f64 = 3.883;

fn compiled(horizon: &str, rest: &str) -> Compiled {
    Compiled::of(scenario_of(horizon, rest))
}

#[track_caller]
fn agrees(chain: &Compiled, measures: &[(Measure, Of, Statistic, f64)]) {
    let experiment = chain.experiment(20_270_104, 20);
    for &(measure, of, statistic, expected) in measures {
        let key = RowKey { measure, of, group: Group::ALL, period: Period::All, statistic };
        let row = experiment.row_of(key).expect("is measured");
        let samples: Vec<_> = experiment.samples.iter().map(|replication| replication[row]).collect();
        let estimate = estimate_ratio(&samples).expect("is counted");
        let error = estimate.standard_error().expect("several replications");
        let t = (estimate.value - expected) / error;
        assert!(t.abs() < T_CRITICAL, "{measure:?}: simulated {}, theory {expected}, t = {t:.2}", estimate.value);
        assert!(error < 0.02 * expected, "{measure:?}: standard error {error} is too large to test {expected}");
    }
}

/// Two exponential stages with equal rates and nowhere to wait between, the first never without work: each takes the next
/// when both are done, so residents leave at 1 / E[max] = 2μ/3. The first worker works two thirds of the time and is kept
/// for the rest. Hunt (1956), "Sequential Arrays of Waiting Lines", Operations Research 4(6), 674–683.
#[test]
fn a_tandem_without_room_between_yields_two_thirds() {
    let chain = compiled(
        "60 days",
        "[arrivals.a]\nto = \"one\"\nmoments = [\"0 hours\"]\nbatch = 3000\n\
         [teams.desk]\nworkers = 1\nopen = \"always\"\n[teams.back]\nworkers = 1\nopen = \"always\"\n\
         [stages.one]\nteam = \"desk\"\nwork = { exponential = { mean = \"1 hour\" } }\nnext = [ { to = \"two\" } ]\n\
         [stages.two]\nteam = \"back\"\nwork = { exponential = { mean = \"1 hour\" } }\n\
         room = { waiting = 0, when_full = \"blocks\", keeps_worker = true }\n",
    );
    let (one, two) = (Of::Stage(chain.stage("one")), Of::Stage(chain.stage("two")));
    agrees(
        &chain,
        &[
            (Measure::InService, one, Statistic::Mean, 2.0 / 3.0),
            (Measure::Held, one, Statistic::Mean, 1.0 / 3.0),
            (Measure::Finished, two, Statistic::PerYear, 2.0 / 3.0 * 24.0 * 365.25),
        ],
    );
}

/// One worker, nowhere to wait, and everybody tries again after exponential times: on average
/// ρ²/(1 − ρ) + λρ/(θ(1 − ρ)) residents are on their way back, and the worker is busy ρ of the time.
/// Falin & Templeton (1997), *Retrial Queues*, chapter 1.
#[test]
fn residents_who_try_again_agree_with_the_retrial_queue() {
    let (lambda, theta): (f64, f64) = (0.5, 1.0);
    let chain = compiled(
        "3 years",
        "[arrivals.a]\nto = \"talk\"\nrate = \"12 per day\"\n[teams.desk]\nworkers = 1\nopen = \"always\"\n\
         [stages.talk]\nteam = \"desk\"\nwork = { exponential = { mean = \"1 hour\" } }\n\
         room = { waiting = 0, when_full = { retry = { exponential = { mean = \"1 hour\" } } } }\n",
    );
    let rho = lambda;
    let orbit = rho * rho / (1.0 - rho) + lambda * rho / (theta * (1.0 - rho));
    let talk = Of::Stage(0);
    agrees(
        &chain,
        &[(Measure::TryingAgain, talk, Statistic::Mean, orbit), (Measure::InService, talk, Statistic::Mean, rho)],
    );
}

/// A worker kept during a transfer is as busy to residents as one who works: M/G/1 with both times together
/// (Pollaczek–Khinchine), while the worker works only part of that time.
#[test]
fn a_transfer_that_keeps_the_worker_makes_others_wait() {
    let chain = compiled(
        "3 years",
        "[arrivals.a]\nto = \"talk\"\nrate = \"24 per day\"\n[teams.desk]\nworkers = 1\nopen = \"always\"\n\
         [stages.talk]\nteam = \"desk\"\nwork = { exponential = { mean = \"18 minutes\" } }\n\
         next = [ { to = \"completed\", transfer = { time = \"24 minutes\", keeps_worker = true } } ]\n",
    );
    let second = 0.3_f64.powi(2) + 0.7_f64.powi(2);
    let wait_hours = second / (2.0 * (1.0 - 0.7));
    let talk = Of::Stage(0);
    agrees(
        &chain,
        &[
            (Measure::Wait, talk, Statistic::Mean, wait_hours / 24.0),
            (Measure::Utilisation, Of::Team(0), Statistic::Share, 0.3),
            (Measure::Held, talk, Statistic::Mean, 0.4),
        ],
    );
}

/// A chain of a few stages, each with or without limited room of one kind or another, written from numbers.
fn chain_text(numbers: &[u16]) -> String {
    let mut numbers = numbers.iter().copied().chain(std::iter::repeat(0));
    let mut pick = |below: usize| usize::from(numbers.next().expect("endless")) % below;
    let stages = 2 + pick(3);
    let mut text = "[classes.kind]\nhigh = 0.4\nlow = \"rest\"\n".to_owned();
    for stream in 0..1 + pick(2) {
        let (to, rate) = (pick(stages), [20, 40, 60][pick(3)]);
        let _ = writeln!(text, "[arrivals.a{stream}]\nto = \"s{to}\"\nrate = \"{rate} per day\"");
    }
    // Whatever the streams leave out, everybody may come to from the first.
    let _ = writeln!(text, "[arrivals.first]\nto = \"s0\"\nrate = \"10 per day\"");
    for stage in 0..stages {
        let open = ["always", "daily"][pick(4) / 3];
        let _ = writeln!(text, "[teams.t{stage}]\nworkers = {}\nopen = \"{open}\"", 1 + pick(3));
        let _ = writeln!(text, "[stages.s{stage}]");
        let queue = ["", ", queue = { priority = [\"high\"] }"][pick(2)];
        let patience = ["", ", patience = { value = \"9 hours\", reason = \"tired\" }"][pick(4) / 3];
        let work = format!(
            "{{ team = \"t{stage}\", work = {{ exponential = {{ mean = \"{} minutes\" }} }}{queue}{patience} }}",
            [20, 60, 90][pick(3)]
        );
        let delay = ", { delay = { exponential = { mean = \"2 hours\" } } }";
        let delays = pick(3) == 1;
        let _ = writeln!(text, "steps = [ {work}{} ]", if delays { delay } else { "" });
        let limit = pick(4);
        let counts = match pick(3) {
            0 => format!("waiting = {limit}"),
            1 => format!("waiting = {limit}, class.low.waiting = {}", pick(3)),
            _ => format!("present = {}", limit + 1),
        };
        let keeps = pick(2) == 1;
        match pick(6) {
            0..=2 => {
                let _ = writeln!(
                    text,
                    "room = {{ {counts}, when_full = \"blocks\", keeps_worker = {keeps}, arrivals_when_full = \"full\" }}"
                );
            }
            3 => {
                let _ = writeln!(text, "room = {{ {counts}, when_full = {{ retry = \"70 minutes\" }} }}");
            }
            4 if !queue.is_empty() && counts.starts_with("waiting") => {
                let _ = writeln!(text, "room = {{ {counts}, when_full = \"displaces\", displaced_to = \"full\" }}");
            }
            _ => {}
        }
        let onward = if stage + 1 < stages { format!("s{}", stage + 1) } else { "done".to_owned() };
        let transfer = match pick(4) {
            1 => ", transfer = { time = \"2 hours\" }",
            2 if !delays => {
                ", transfer = { time = { exponential = { mean = \"1 hour\" } }, keeps_worker = true, lost = 0.1 }"
            }
            3 => ", transfer = { time = \"1 hour\", returned = { share = 0.3, rework = \"10 minutes\" } }",
            _ => "",
        };
        let back = match pick(3) {
            1 => format!("{{ to = \"s{}\", share = 0.2 }}, ", pick(stage + 1)),
            _ => String::new(),
        };
        let _ = writeln!(text, "next = [ {back}{{ to = \"{onward}\", share = \"rest\"{transfer} }} ]");
    }
    text.push_str(
        "[calendars.daily]\nopen = [\"mon-sun 08:00-18:00\"]\nholidays = \"none\"\n[ends.full]\n[ends.done]\n",
    );
    // A stage that refers to itself twice over may not be written; the way back then stands for both.
    text
}

/// A run to its end, or until a deadlock.
fn run(chain: &Compiled, seed: u64) -> Result<Journal, RunError> {
    simulate(&chain.model, seed, 0, Limits::default(), Journal::default())
}

/// Checks a journal line by line: nobody is let in before somebody longer blocked who could have been, room is never
/// exceeded, and whoever is held or blocked is let go once.
fn check_room(chain: &Compiled, journal: &Journal) -> Result<(), TestCaseError> {
    let stages = chain.model.stages.len();
    let (mut waiting, mut present) = (vec![0_i64; stages], vec![BTreeSet::new(); stages]);
    let mut blocked: Vec<Vec<_>> = vec![Vec::new(); stages];
    let mut held = BTreeMap::new();
    let work_of = |work: u32| &chain.model.works[work as usize];
    let is_first = |work: u32| chain.model.stages[work_of(work).stage as usize].first_work == Some(work);
    for line in &journal.lines {
        match line.what {
            Happening::Joined { stage, .. } => {
                present[stage as usize].insert(line.who);
                if let Some(room) = &chain.model.stages[stage as usize].room
                    && room.counts == Counts::Present
                {
                    let limit = *room.limit.at(line.class, line.at) as usize;
                    prop_assert!(
                        present[stage as usize].len() <= limit,
                        "{} at {stage}, {limit} may be",
                        present[stage as usize].len()
                    );
                }
            }
            Happening::Waits { work } if is_first(work) => waiting[work_of(work).stage as usize] += 1,
            Happening::Started { work, .. } | Happening::Reneged { work, .. } | Happening::Displaced { work, .. }
                if is_first(work) =>
            {
                waiting[work_of(work).stage as usize] -= 1;
            }
            Happening::Held { stage, team } => {
                prop_assert!(held.insert(line.who, (stage, team)).is_none(), "held twice");
            }
            Happening::LetGo { stage, team } => prop_assert_eq!(held.remove(&line.who), Some((stage, team))),
            Happening::Blocked { at, .. } => blocked[at as usize].push((line.who, line.class, line.at)),
            Happening::LetIn { at, time, .. } => {
                let position = blocked[at as usize].iter().position(|(who, ..)| *who == line.who);
                let (_, class, since) = blocked[at as usize].remove(position.expect("was blocked"));
                prop_assert_eq!(line.at - since, time);
                let earlier = &blocked[at as usize][..position.expect("was blocked")];
                prop_assert!(earlier.iter().all(|&(_, other, _)| other != class), "passed by one of the same class");
            }
            _ => {}
        }
        // Whoever leaves a stage, by whatever way, is no longer there unless held.
        match line.what {
            Happening::Finished { stage, .. } => drop(present[stage as usize].remove(&line.who)),
            Happening::Held { stage, .. } => drop(present[stage as usize].insert(line.who)),
            Happening::LetGo { stage, .. } => drop(present[stage as usize].remove(&line.who)),
            Happening::Reneged { .. } | Happening::Displaced { .. } | Happening::LeftDuring { .. } => {
                present[line.stage as usize].remove(&line.who);
            }
            _ => {}
        }
        for (stage, model) in chain.model.stages.iter().enumerate() {
            if let Some(room) = model.room.as_ref().filter(|room| room.counts == Counts::Waiting) {
                let most = room.limit.values().iter().copied().max().unwrap_or(0);
                // Who needs no room to wait waits for no time.
                if waiting[stage] > i64::from(most) {
                    prop_assert!(matches!(line.what, Happening::Waits { .. }), "{} wait at {stage}", waiting[stage]);
                }
            }
        }
    }
    Ok(())
}

/// Area of a level counted from the journal, in resident-microseconds.
fn area(journal: &Journal, end: SimTime, change: impl Fn(Happening) -> i64) -> i128 {
    let (mut level, mut since, mut area) = (0_i64, SimTime(0), 0_i128);
    for line in &journal.lines {
        area += i128::from(level) * i128::from((line.at - since).0);
        (since, level) = (line.at, level + change(line.what));
    }
    area + i128::from(level) * i128::from((end - since).0)
}

proptest! {
    /// In every chain with limited room: a run ends, or a deadlock is named; room is kept to, the longest blocked goes
    /// first, everybody is accounted for, and the table has what the journal has.
    #[test]
    fn room_is_kept_to(numbers in prop::collection::vec(any::<u16>(), 60..90), seed in any::<u64>()) {
        let text = chain_text(&numbers);
        let reading = sim_core::scenario::read(&format!("keten = 1\ntitle = \"T\"\nstart = 2027-01-04\nhorizon = \"10 days\"\n{text}"));
        prop_assume!(reading.scenario.is_some());
        let chain = Compiled::of(reading.scenario.expect("assumed"));
        let journal = match run(&chain, seed) {
            Ok(journal) => journal,
            Err(RunError::Deadlock { stuck, .. }) => {
                prop_assert!(!stuck.is_empty());
                return Ok(());
            }
            Err(error) => return Err(TestCaseError::fail(format!("{error}\n{text}"))),
        };
        check_room(&chain, &journal)?;
        let table = rows(&chain.tally(seed, 0), &chain.plan);
        let end = chain.model.end;
        for stage in 0..chain.model.stages.len() as u32 {
            let mean = |measure| {
                let key = RowKey { measure, of: Of::Stage(stage), group: Group::ALL, period: Period::All, statistic: Statistic::Mean };
                table.iter().find(|(found, _)| *found == key).map(|(_, sample)| match sample {
                    Sample::Ratio(ratio) => ratio.above * 24.0,
                    Sample::Quantile(..) => 0.0,
                })
            };
            let recounted = |change: &dyn Fn(Happening) -> i64| area(&journal, end, change) as f64 / HOUR as f64;
            if let Some(found) = mean(Measure::Blocked) {
                let expected = recounted(&|what| match what {
                    Happening::Blocked { stage: from, .. } if from == stage => 1,
                    Happening::LetIn { stage: from, .. } if from == stage => -1,
                    _ => 0,
                });
                prop_assert!((found - expected).abs() < 1e-6, "blocked {found}, {expected}");
            }
            if let Some(found) = mean(Measure::Held) {
                let expected = recounted(&|what| match what {
                    Happening::Held { stage: at, .. } if at == stage => 1,
                    Happening::LetGo { stage: at, .. } if at == stage => -1,
                    _ => 0,
                });
                prop_assert!((found - expected).abs() < 1e-6, "held {found}, {expected}");
                let parts = mean(Measure::InService).expect("there") + found;
                let occupied = mean(Measure::Occupied).expect("there");
                prop_assert!((occupied - parts).abs() < 1e-6, "occupied {occupied}, {parts}");
                let whole = mean(Measure::Present).expect("there") - mean(Measure::Queue).expect("there");
                prop_assert!((occupied - whole).abs() < 1e-6, "occupied {occupied}, {whole}");
            }
        }
    }
}

/// The law above meets everything that it is about, deadlock included.
#[test]
fn random_chains_with_room_meet_every_happening() {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for first in 1..=300_u64 {
        let mut state = first;
        let numbers: Vec<u16> = (0..90)
            .map(|_| {
                // Multiplier of Knuth's MMIX generator; its upper bits are good enough for choices.
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (state >> 48) as u16
            })
            .collect();
        let text = chain_text(&numbers);
        let reading = sim_core::scenario::read(&format!(
            "keten = 1\ntitle = \"T\"\nstart = 2027-01-04\nhorizon = \"10 days\"\n{text}"
        ));
        let Some(scenario) = reading.scenario else {
            *seen.entry("refused".to_owned()).or_default() += 1;
            continue;
        };
        match run(&Compiled::of(scenario), first) {
            Ok(journal) => {
                for line in journal.lines {
                    let name: String = format!("{:?}", line.what).chars().take_while(|c| c.is_alphanumeric()).collect();
                    *seen.entry(name).or_default() += 1;
                }
                *seen.entry("finished".to_owned()).or_default() += 1;
            }
            Err(RunError::Deadlock { .. }) => *seen.entry("deadlock".to_owned()).or_default() += 1,
            Err(error) => panic!("{error}\n{text}"),
        }
    }
    let wanted = [
        ("Blocked", 200),
        ("LetIn", 200),
        ("Held", 200),
        ("LetGo", 200),
        ("KeptAway", 200),
        ("TriesAgain", 200),
        ("Displaced", 50),
        ("TurnedAway", 200),
        ("finished", 100),
        ("deadlock", 5),
    ];
    for (kind, least) in wanted {
        let times = seen.get(kind).copied().unwrap_or(0);
        assert!(times >= least, "{kind}: {times} times; {seen:?}");
    }
}
