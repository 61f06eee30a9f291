//! Numbers that are not known: draws by path, the same for every chain, and a spread that splits as the closed form says.

use sim_core::engine::Limits;
use sim_core::estimate::{Components, Ratio, components};
use sim_core::experiment::{Experiment, ExperimentError, Request, Stopped, replicate, table};
use sim_core::observe::{Group, Measure, Of, Period, RowKey, Statistic};
use sim_core::random::beta_quantile;
use sim_core::scenario::{Distribution, HalfWidth, Precision, Runs, Scenario, Step, Wanted};

use crate::support::{Compiled, scenario, scenario_of};

const EVERY_FORM: &str = include_str!("../scenarios/unknown.toml");

/// A stay of an unknown time that is the same for everybody (PERT 1, 2, 5 days) and then an exponential day, in a stage
/// without a queue: the mean stay of a replication is the unknown time, plus the mean of some 20 exponential days.
const STAY: &str = r#"
    warm_up = "30 days"
    [arrivals.all]
    to = "stay"
    rate = "1 per day"
    [stages.stay]
    steps = [
      { delay = { low = "1 day", likely = "2 days", high = "5 days" } },
      { delay = { exponential = { mean = "1 day" } } },
    ]
"#;
/// Mean of that time, and its variance `(mean − low) (high − mean) / 7`.
const MEAN: f64 = 14.0 / 6.0;
const VARIANCE: f64 = (MEAN - 1.0) * (5.0 - MEAN) / 7.0;
/// Mean number who leave in the 20 measured days.
const COUNTED: f64 = 20.0;

fn stay() -> Compiled {
    Compiled::of(scenario_of("20 days", STAY))
}

fn stay_row(experiment: &Experiment) -> usize {
    let key = RowKey {
        measure: Measure::TimeInStage,
        of: Of::Stage(0),
        group: Group::ALL,
        period: Period::All,
        statistic: Statistic::Mean,
    };
    experiment.row_of(key).expect("the table has the mean stay")
}

/// The delay of the first stage that has one always the same.
fn first_delay(scenario: &Scenario) -> f64 {
    let delays = scenario.stages.iter().flat_map(|stage| &stage.steps).filter_map(|step| match step {
        Step::Delay(delay) => Some(&delay.time.base.first),
        _ => None,
    });
    let constant = |time: &Distribution| if let Distribution::Constant(days) = time { Some(*days) } else { None };
    delays.filter_map(constant).next().expect("a constant delay")
}

/// Both parts of the spread, against their closed form.
///
/// The variance of the residuals `sum − mean · count` over the mean count is, within a draw,
/// `(Var S + E[(c − mean)²]) / n = (1 + 0.508) / 20`, for a Poisson number n; between draws it is Var c = 0.508. 400
/// draws of 2 replications, seed 11: the standard error of either part is about 8 %, the tolerance 30 %, so a right
/// program fails for fewer than one seed in a thousand.
#[test]
fn the_spread_splits_into_chance_and_not_knowing() {
    let experiment = stay().experiment(11, 800);
    let row = stay_row(&experiment);
    let samples: Vec<Ratio> = experiment.samples.iter().map(|replication| replication[row]).collect();
    let below = samples.iter().map(|one| one.below).sum::<f64>();
    let (value, scale) = (samples.iter().map(|one| one.above).sum::<f64>() / below, below / samples.len() as f64);
    let draws: Vec<Vec<f64>> = samples
        .chunks(2)
        .map(|draw| draw.iter().map(|one| (one.above - value * one.below) / scale).collect())
        .collect();
    let Components { chance, unknown, .. } = components(&draws).expect("many draws");
    let expected = (1.0 + VARIANCE) / COUNTED;
    assert!((chance / expected - 1.0).abs() < 0.3, "chance: {chance} against {expected}");
    assert!((unknown / VARIANCE - 1.0).abs() < 0.3, "not knowing: {unknown} against {VARIANCE}");

    // The half-width by chance is 1.96 √(chance / 800); the range is that of the unknown time, a day later.
    let split = experiment.split(row).expect("many draws");
    let half_width = 1.96 * (expected / 800.0).sqrt();
    assert!((split.chance_half_width / half_width - 1.0).abs() < 0.15, "{split:?} against {half_width}");
    let at = |p: f64| 2.0 + 4.0 * beta_quantile(p, 2.0, 4.0);
    let (low, high) = (at(0.025), at(0.975));
    assert!(
        (split.unknown.0 - low).abs() < 0.25 && (split.unknown.1 - high).abs() < 0.35,
        "{split:?}, {low} to {high}"
    );
    let estimate = experiment.estimate(row).expect("counted");
    let overall = 1.97 * ((VARIANCE + chance / 2.0) / 400.0).sqrt();
    assert!((estimate.half_width.expect("many") / overall - 1.0).abs() < 0.15, "{estimate:?} against {overall}");
    assert!((estimate.value - 1.0 - MEAN).abs() < 3.0 * overall, "{estimate:?}");
}

/// How often intervals hold what they promise: 200 experiments of 40 draws, seeds 1 to 200.
///
/// The 95 % interval holds the mean over both sources in 190 of 200 experiments, with a standard deviation of 3.1; the
/// range of 40 draws holds the value of one more draw about as often. Accepted are 176 to 199, beyond which either lies
/// for about one right program in ten thousand.
#[test]
fn intervals_and_ranges_cover_what_they_promise() {
    let chain = stay();
    let (mut means, mut values) = (0, 0);
    for seed in 1..=200 {
        let experiment = chain.experiment(seed, 80);
        let row = stay_row(&experiment);
        let (lower, upper) = experiment.estimate(row).and_then(|estimate| estimate.interval).expect("an interval");
        means += usize::from((lower..=upper).contains(&(1.0 + MEAN)));
        let (low, high) = experiment.split(row).expect("many draws").unknown;
        let one_more = 1.0 + first_delay(&chain.scenario.draw(seed, 1000).expect("a right draw"));
        values += usize::from((low..=high).contains(&one_more));
    }
    assert!((176..200).contains(&means), "the interval holds the mean in {means} of 200");
    assert!((176..200).contains(&values), "the range holds one more draw in {values} of 200");
}

/// A number has the same values in every chain that has it under the same path, whatever else is unknown there.
#[test]
fn draws_are_addressed_by_path() {
    let one = scenario_of("20 days", STAY);
    let other = STAY
        .replace("1 per day", "5 per day")
        .replace("mean = \"1 day\"", "mean = { low = \"1 day\", likely = \"2 days\", high = \"3 days\" }");
    let other = scenario_of("60 days", &other);
    assert_ne!(one.unknowns, other.unknowns);
    let values =
        |scenario: &Scenario| (0..50).map(|draw| first_delay(&scenario.draw(3, draw).expect("right"))).collect();
    let (ones, others): (Vec<f64>, Vec<f64>) = (values(&one), values(&other));
    assert_eq!(ones, others);
    assert!(ones.windows(2).all(|pair| pair[0] != pair[1]) && ones.iter().all(|value| (1.0..=5.0).contains(value)));
    assert_ne!(first_delay(&one.draw(4, 0).expect("right")), ones[0], "another seed, other values");
}

/// The likely values give, to the last bit, the chain in which they stand as known.
#[test]
fn likely_values_are_as_good_as_known_ones() {
    let known = STAY.replace("{ low = \"1 day\", likely = \"2 days\", high = \"5 days\" }", "\"2 days\"");
    let known = Compiled::of(scenario_of("20 days", &known));
    let likely = Compiled::of(scenario_of("20 days", STAY).at_likely());
    assert_eq!(known.table(7, 4), likely.table(7, 4));
}

/// A range of one value is that value; only the split of the spread is new.
#[test]
fn a_range_of_one_value_is_that_value() {
    let text = STAY.replace(
        "low = \"1 day\", likely = \"2 days\", high = \"5 days\"",
        "low = \"2 days\", likely = \"2 days\", high = \"2 days\"",
    );
    let one = Compiled::of(scenario_of("20 days", &text));
    let known = STAY.replace("{ low = \"1 day\", likely = \"2 days\", high = \"5 days\" }", "\"2 days\"");
    let known = Compiled::of(scenario_of("20 days", &known));
    assert_eq!(one.experiment(7, 6).samples, known.experiment(7, 6).samples);
}

#[test]
fn threads_change_nothing_where_numbers_are_unknown() {
    let chain = Compiled::of(scenario(EVERY_FORM));
    let tables = [1, 2, 8].map(|threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be started");
        pool.install(|| {
            let experiment = chain.experiment(7, 21);
            format!("{:?}", table(&chain.scenario, &chain.plan, &experiment))
        })
    });
    assert!(tables[0] == tables[1] && tables[1] == tables[2], "the table depends on the number of threads");
}

/// 3 replications share a draw: 20 are rounded up to 21, each run with the values of its draw.
#[test]
fn only_whole_draws_count() {
    let chain = Compiled::of(scenario(EVERY_FORM));
    let experiment = chain.experiment(7, 20);
    assert_eq!((experiment.replications(), experiment.number_of_parts(), experiment.each_draw), (21, 7, Some(3)));
    let drawn = Compiled::of(chain.scenario.draw(7, 4).expect("right").at_likely());
    let alone = |replication| {
        let mut samples = Vec::new();
        let tally = drawn.tally(7, replication);
        tally.walk(&chain.plan, &mut |_, sample| {
            if let sim_core::observe::Sample::Ratio(ratio) = sample {
                samples.push(ratio);
            }
        });
        samples
    };
    for replication in [12, 14] {
        let samples = experiment.samples[replication as usize].iter().zip(&experiment.quantiles);
        let ratios: Vec<Ratio> = samples.filter(|(_, quantile)| quantile.is_none()).map(|(ratio, _)| *ratio).collect();
        assert_eq!(ratios, alone(replication));
    }
}

fn request(runs: Runs) -> Request {
    Request { seed: 7, runs, limits: Limits::default() }
}

/// The stopping rule reads draws: at least ten, five more to confirm, so thirty replications or more.
#[test]
fn the_stopping_rule_reads_whole_draws() {
    let chain = stay();
    let precision = |width, at_most| {
        let half_width = HalfWidth::Absolute(width);
        let wanted = vec![Wanted { measure: "time_in_stage:stay".to_owned(), half_width }];
        Runs::Precision(Precision { wanted, at_most })
    };
    let run = |runs| {
        let done = replicate(&chain.scenario, &chain.model, &chain.plan, &request(runs), &|_, _| {}, &|| false);
        done.expect("it runs")
    };
    let rough = run(precision(5.0, 1000));
    assert_eq!((rough.stopped, rough.replications()), (Stopped::Precise, 30));
    let capped = run(precision(0.001, 41));
    assert_eq!((capped.stopped, capped.replications()), (Stopped::AtCap, 40), "a cap is rounded down");
    let fine = run(precision(0.25, 1000));
    let width = fine.estimate(stay_row(&fine)).and_then(|estimate| estimate.half_width).expect("many");
    assert!(fine.stopped == Stopped::Precise && width <= 0.25 && fine.replications().is_multiple_of(2), "{width}");
}

/// What was begun of a draw when somebody interrupts is put aside.
#[test]
fn an_interrupted_experiment_keeps_whole_draws() {
    use std::sync::atomic::{AtomicU32, Ordering};
    let chain = stay();
    for (asked, kept) in [(13, Some(12)), (1, None)] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
        let count = AtomicU32::new(0);
        let interrupted = || count.fetch_add(1, Ordering::SeqCst) >= asked;
        let run = || {
            replicate(&chain.scenario, &chain.model, &chain.plan, &request(Runs::Fixed(40)), &|_, _| {}, &interrupted)
        };
        match pool.install(run) {
            Ok(experiment) => {
                assert_eq!((Some(experiment.replications()), experiment.stopped), (kept, Stopped::Interrupted))
            }
            Err(error) => assert!(kept.is_none() && error == ExperimentError::NothingDone, "{error}"),
        }
    }
}

/// What no end of the ranges shows, and some draw does, is told with that draw: a cut far above the mean.
#[test]
fn values_that_do_not_go_together_are_told() {
    let range = |low: &str, high: &str| {
        format!("{{ unknown = {{ uniform = {{ low = \"{low} days\", high = \"{high} days\" }} }} }}")
    };
    let cut = format!(
        "{{ normal = {{ mean = {}, sd = {}, at_least = {} }} }}",
        range("5", "15"),
        range("0.5", "1.5"),
        range("5", "15"),
    );
    let chain = Compiled::of(scenario_of("20 days", &STAY.replace("{ exponential = { mean = \"1 day\" } }", &cut)));
    let request = request(Runs::Fixed(200));
    let error = replicate(&chain.scenario, &chain.model, &chain.plan, &request, &|_, _| {}, &|| false);
    let Err(ExperimentError::Draw { seed: 7, problems, .. }) = error else { panic!("{error:?}") };
    let last = problems.last().map(|problem| problem.path.as_str());
    assert_eq!(last, Some("stages.stay.steps.2.delay.normal.at_least"), "{problems:?}");
}
