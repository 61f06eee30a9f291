//! Simulation against closed forms: every textbook scenario, within its standard error.
//!
//! Each test runs 20 replications of a part of the horizon of a file in `scenarios/textbook/`, with the seed of that
//! file. A measure agrees when it lies within 3.883 standard errors of theory (Student t, 19 degrees of freedom,
//! two-sided 0.001), so a correct engine would fail one measure for about one seed in a thousand; the seeds are fixed,
//! and so are the verdicts.

use sim_core::chain::compile;
use sim_core::engine::Limits;
use sim_core::estimate::estimate_ratio;
use sim_core::experiment::{Experiment, Request, replicate};
use sim_core::observe::{Group, Measure, Of, Period, Plan, RowKey, Statistic};
use sim_core::scenario::{Runs, Scenario, read};
use sim_core::theory::{self, JacksonNode, PriorityClass};
use sim_core::time::Span;

const REPLICATIONS: u32 = 20;
/// Student t, 19 degrees of freedom, two-sided 0.001.
const T_CRITICAL: f64 = 3.883;
/// Hours and minutes, in days.
const HOUR: f64 = 1.0 / 24.0;
const MINUTE: f64 = HOUR / 60.0;

/// A textbook scenario that was run.
struct Run {
    scenario: Scenario,
    experiment: Experiment,
}

/// Runs a textbook scenario over a part of its horizon.
fn run(name: &str, part: f64) -> Run {
    let path = format!("{}/../scenarios/textbook/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let reading = read(&text);
    let mut scenario = reading.scenario.unwrap_or_else(|| panic!("{path}: {:?}", reading.problems));
    scenario.horizon = Span::from_days(scenario.horizon.as_days() * part);
    let model = compile(&scenario).expect("a textbook scenario compiles");
    let plan = Plan::new(&scenario, &model);
    let seed = scenario.seed.expect("a textbook scenario has a seed");
    let request = Request { seed, runs: Runs::Fixed(REPLICATIONS), limits: Limits::default() };
    let experiment = replicate(&scenario, &model, &plan, &request, &|_, _| {}, &|| false).expect("runs to its end");
    Run { scenario, experiment }
}

impl Run {
    fn stage(&self, name: &str) -> Of {
        let position = self.scenario.stages.iter().position(|stage| stage.name == name);
        Of::Stage(position.expect("a stage of that name") as u32)
    }

    fn team(&self, name: &str) -> Of {
        let position = self.scenario.teams.iter().position(|team| team.name == name);
        Of::Team(position.expect("a team of that name") as u32)
    }

    /// Fails unless a measure agrees with theory.
    #[track_caller]
    fn agrees(&self, measure: Measure, of: Of, statistic: Statistic, expected: f64) {
        self.agrees_for(Group::ALL, measure, of, statistic, expected);
    }

    #[track_caller]
    fn agrees_for(&self, group: Group, measure: Measure, of: Of, statistic: Statistic, expected: f64) {
        let key = RowKey { measure, of, group, period: Period::All, statistic };
        let row = self.experiment.row_of(key).expect("is measured");
        let samples: Vec<_> = self.experiment.samples.iter().map(|replication| replication[row]).collect();
        let estimate = estimate_ratio(&samples).expect("is counted");
        let error = estimate.standard_error().expect("several replications");
        let t = (estimate.value - expected) / error;
        let what = format!("{} of {}", measure.name(), of.name(&self.scenario));
        assert!(t.abs() < T_CRITICAL, "{what}: simulated {}, theory {expected}, t = {t:.2}", estimate.value);
        // A test that could not tell half from whole would show nothing.
        assert!(error < 0.1 * expected, "{what}: standard error {error} is too large to test {expected}");
    }
}

/// 0.9 residents an hour, one hour of work: W_q = 9 hours by hand.
#[test]
fn one_worker_at_ninety_percent_makes_residents_wait_nine_times_the_work() {
    let run = run("mm1", 1.0);
    let queue = theory::mmc(1, 21.6, HOUR).expect("not overloaded");
    assert!((queue.mean_wait / HOUR - 9.0).abs() < 1e-9);
    let desk = run.stage("desk");
    run.agrees(Measure::Wait, desk, Statistic::Mean, queue.mean_wait);
    run.agrees(Measure::Wait, desk, Statistic::SharePositive, 0.9);
    run.agrees(Measure::Wait, desk, Statistic::Over(1), queue.wait_exceeds(1.0).expect("a day"));
    run.agrees(Measure::Queue, desk, Statistic::Mean, 8.1);
    run.agrees(Measure::Present, desk, Statistic::Mean, 9.0);
    run.agrees(Measure::Utilisation, run.team("worker"), Statistic::Share, 0.9);
}

/// Four ninths wait, 8/9 wait at a time.
#[test]
fn three_doctors_agree_with_erlang_c() {
    let run = run("mm3-eye-clinic", 0.3);
    let queue = theory::mmc(3, 144.0, 20.0 * MINUTE).expect("not overloaded");
    assert!((queue.mean_queue - 8.0 / 9.0).abs() < 1e-9);
    let test = run.stage("test");
    run.agrees(Measure::Wait, test, Statistic::SharePositive, 4.0 / 9.0);
    run.agrees(Measure::Wait, test, Statistic::Mean, queue.mean_wait);
    run.agrees(Measure::Wait, test, Statistic::Over(0), queue.wait_exceeds(20.0 * MINUTE).expect("a term"));
    run.agrees(Measure::Queue, test, Statistic::Mean, 8.0 / 9.0);
    run.agrees(Measure::TimeInStage, test, Statistic::Mean, queue.mean_sojourn);
}

/// 0.10546875 / 2.13671875 is lost: the weights of the four states by hand.
#[test]
fn limited_room_turns_away_the_share_of_time_that_it_is_full() {
    let run = run("mm2-3-loss", 0.3);
    let queue = theory::mmck(2, 3, 72.0, 15.0 * MINUTE).expect("a formula for any load");
    assert!((queue.lost - 0.105_468_75 / 2.136_718_75).abs() < 1e-12);
    let desk = run.stage("desk");
    run.agrees(Measure::TurnedAway, desk, Statistic::Share, queue.lost);
    run.agrees(Measure::Wait, desk, Statistic::Mean, queue.mean_wait);
    run.agrees(Measure::Wait, desk, Statistic::SharePositive, queue.probability_of_waiting);
    run.agrees(Measure::Utilisation, run.team("desks"), Statistic::Share, queue.utilisation);
}

/// 3.1 % hang up after a mean wait of 3.7 seconds (Garnett, Mandelbaum & Reiman 2002).
#[test]
fn impatient_callers_agree_with_erlang_a() {
    let run = run("erlang-a", 0.5);
    let queue = theory::erlang_a(50, 48.0 * 1440.0, MINUTE, 2.0 * MINUTE).expect("a formula for any load");
    assert!((queue.reneged - 0.031).abs() < 0.0005);
    let call = run.stage("call");
    run.agrees(Measure::LeftWaiting, call, Statistic::Share, queue.reneged);
    run.agrees(Measure::WaitOfAll, call, Statistic::Mean, queue.mean_wait);
    run.agrees(Measure::WaitOfAll, call, Statistic::SharePositive, queue.probability_of_waiting);
    run.agrees(Measure::Utilisation, run.team("call_takers"), Statistic::Share, queue.utilisation);
}

/// Half the wait of exponential work: 2 hours.
#[test]
fn constant_work_halves_the_wait() {
    let run = run("md1", 0.3);
    let queue = theory::md1(19.2, HOUR).expect("not overloaded");
    assert!((queue.mean_wait / HOUR - 2.0).abs() < 1e-9);
    let desk = run.stage("desk");
    run.agrees(Measure::Wait, desk, Statistic::Mean, queue.mean_wait);
    run.agrees(Measure::Queue, desk, Statistic::Mean, 1.6);
    run.agrees(Measure::Wait, desk, Statistic::SharePositive, 0.8);
}

/// 0.7 · 3.25 / 0.6 hours.
#[test]
fn uneven_work_agrees_with_pollaczek_and_khinchine() {
    let run = run("mg1-lognormal", 0.5);
    let queue = theory::mg1(16.8, HOUR, 1.5).expect("not overloaded");
    assert!((queue.mean_wait / HOUR - 0.7 * 3.25 / 0.6).abs() < 1e-9);
    let desk = run.stage("desk");
    run.agrees(Measure::Wait, desk, Statistic::Mean, queue.mean_wait);
    run.agrees(Measure::Queue, desk, Statistic::Mean, queue.mean_queue);
    run.agrees(Measure::Utilisation, run.team("worker"), Statistic::Share, 0.7);
}

/// 2 a day for 36 days: 72 present, whatever the shape of the stay.
#[test]
fn a_stay_without_waiting_holds_rate_times_length() {
    let run = run("mginf", 1.0);
    let occupancy = theory::mginf(2.0, 36.0).expect("positive numbers");
    let stay = run.stage("stay");
    run.agrees(Measure::Present, stay, Statistic::Mean, occupancy.mean());
    run.agrees(Measure::TimeInStage, stay, Statistic::Mean, 36.0);
}

/// 14.29, 19.48 and 54.55 minutes: R = 2/9 hour, σ = 1/15, 4/15, 2/3.
#[test]
fn urgent_residents_wait_as_cobham_says() {
    let run = run("priority-three-classes", 0.5);
    let class = |per_hour| PriorityClass { arrival_rate: per_hour * 24.0, mean_service: HOUR / 3.0, cv_service: 1.0 };
    let waits = theory::mg1_priority(&[class(0.2), class(0.6), class(1.2)]).expect("not overloaded");
    let by_hand = [2.0 / 9.0 / (14.0 / 15.0), 2.0 / 9.0 / (14.0 / 15.0 * 11.0 / 15.0), 2.0 / 9.0 / (11.0 / 15.0 / 3.0)];
    let levels = &run.scenario.axes[0].levels;
    for ((name, wait), by_hand) in ["urgent", "serious", "ordinary"].into_iter().zip(waits).zip(by_hand) {
        assert!((wait / HOUR - by_hand).abs() < 1e-9, "{name}: {} hours", wait / HOUR);
        let level = levels.iter().position(|level| level.name == name).expect("a level of that name");
        let group = Group(level as u16 + 1);
        run.agrees_for(group, Measure::Wait, run.stage("consult"), Statistic::Mean, wait);
    }
}

/// Three and 24/7 present: each stage as if the other were not there.
#[test]
fn stages_in_line_behave_as_queues_of_their_own() {
    let run = run("tandem", 0.3);
    let node = |external_rate, servers, minutes: f64| JacksonNode {
        external_rate,
        servers: Some(servers),
        mean_service: minutes * MINUTE,
    };
    let routing = [vec![0.0, 1.0], vec![0.0, 0.0]];
    let network = theory::jackson(&[node(72.0, 1, 15.0), node(0.0, 2, 30.0)], &routing).expect("not overloaded");
    assert!((network.mean_in_network - 45.0 / 7.0).abs() < 1e-9);
    run.agrees(Measure::Wait, run.stage("triage"), Statistic::Mean, network.nodes[0].mean_wait);
    run.agrees(Measure::Wait, run.stage("treatment"), Statistic::Mean, network.nodes[1].mean_wait);
    run.agrees(Measure::Present, Of::Chain, Statistic::Mean, 45.0 / 7.0);
    run.agrees(Measure::TimeInChain, Of::Chain, Statistic::Mean, network.mean_time_in_network);
}

/// Feedback makes arrivals at the stages anything but Poisson, and yet each is an M/M/c queue at its rate.
#[test]
fn a_network_with_feedback_agrees_with_jackson() {
    let run = run("jackson-three-stages", 0.5);
    let node =
        |external_rate, servers, minutes: f64| JacksonNode { external_rate, servers, mean_service: minutes * MINUTE };
    let nodes = [node(48.0, Some(1), 18.0), node(0.0, Some(2), 30.0), node(0.0, Some(1), 45.0), node(0.0, None, 240.0)];
    let routing =
        [vec![0.0, 0.8, 0.0, 0.0], vec![0.2, 0.0, 0.3, 0.0], vec![0.0, 0.0, 0.0, 1.0], vec![0.0, 1.0, 0.0, 0.0]];
    let network = theory::jackson(&nodes, &routing).expect("not overloaded");
    assert!((network.nodes[0].arrival_rate / 24.0 - 70.0 / 27.0).abs() < 1e-9);
    for (index, name) in ["intake", "plan", "repair", "pause"].into_iter().enumerate() {
        run.agrees(Measure::Present, run.stage(name), Statistic::Mean, network.nodes[index].mean_in_system);
    }
    run.agrees(Measure::Wait, run.stage("plan"), Statistic::Mean, network.nodes[1].mean_wait);
    run.agrees(Measure::Present, Of::Chain, Statistic::Mean, network.mean_in_network);
}
