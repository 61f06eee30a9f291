//! Values by class: everyone that is written is met by somebody, and a log that is simulated with them is as the one they were learned from;
//! who leaves sooner is found, and where nobody does nobody is said to.

use sim_core::scenario::{Param, Scenario, Share, Step, read as read_scenario};
use sim_mining::learn::{Learned, learn};
use sim_mining::log::{Case as Logged, EventLog, Instance, Value};

use crate::logs::{read_back, table};
use crate::made::{Case, Luck, simulated};

fn scenario(learned: &Learned) -> Scenario {
    let reading = read_scenario(&learned.text);
    reading.scenario.unwrap_or_else(|| panic!("{:?}\n{}", reading.problems, learned.text)).at_likely()
}

/// Every combination of levels.
fn combinations(scenario: &Scenario) -> Vec<Vec<usize>> {
    scenario.axes.iter().fold(vec![Vec::new()], |all, axis| {
        let more = |levels: &Vec<usize>| -> Vec<Vec<usize>> {
            (0..axis.levels.len()).map(|level| levels.iter().copied().chain([level]).collect()).collect()
        };
        all.iter().flat_map(more).collect()
    })
}

/// Whether somebody meets the value of everybody, and each of the others.
fn all_are_met<T>(param: &Param<T>, scenario: &Scenario) -> bool {
    let all = combinations(scenario);
    let is_met = |value: &_| all.iter().any(|levels| std::ptr::eq(param.for_levels(levels), value));
    is_met(&param.base) && param.by_class.iter().all(|(_, value)| is_met(value))
}

/// Mean hours of the intake of cases with a value of a trait, and which share of those that are decided on is refused.
fn of_class(log: &EventLog, value: &str) -> (f64, f64) {
    let word = |case: &Logged| {
        log.traits.iter().zip(&case.traits).any(|(attribute, found)| match found {
            Some(Value::Word(word)) => attribute.words.name(*word) == value,
            _ => false,
        })
    };
    let length = |instance: &Instance| instance.span().map(|(start, end)| (end - start) as f64 / 3.6e9);
    let those: Vec<_> = log.each().filter(|(case, _)| word(case)).collect();
    let of = |name: &str| {
        let all = those.iter().flat_map(|(_, instances)| instances.iter());
        all.filter(|instance| log.activities.name(instance.activity) == name).filter_map(length).collect::<Vec<f64>>()
    };
    let (hours, refused, granted) = (of("intake"), of("refused").len() as f64, of("granted").len() as f64);
    (hours.iter().sum::<f64>() / hours.len() as f64, refused / (refused + granted))
}

/// 2,000 cases, seed 21: work depends on `kind`, and refusals on `kind` and `home`. Simulated again (seed 1), means of work are within 22 % (the heavy tails of
/// some 600 times in both logs alone: three times 7 %) and shares within 0.06 (alone: 0.02).
#[test]
fn every_value_is_met_by_somebody_and_the_log_comes_back() {
    let mut luck = Luck(21);
    let text = simulated(2000, "kind,home", &mut luck, |luck| {
        let (business, rents) = (luck.unit() < 0.3, luck.unit() < 0.6);
        let traits =
            format!("{},{}", if business { "business" } else { "private" }, if rents { "rent" } else { "own" });
        let refused = if business { 0.5 } else { 0.1 } + if rents { 0.3 } else { 0.0 };
        Case { traits, later: None, truth: (if business { 2.0 } else { 1.0 }, 5.0, refused) }
    });
    let log = read_back(text.as_bytes());
    let learned = learn(&log, "log").expect("there are cases");
    let scenario = scenario(&learned);
    assert_eq!(scenario.axes.len(), 2, "{:?}", learned.told.classes);
    let mut by_class = 0;
    for stage in &scenario.stages {
        for step in &stage.steps {
            let (times, name) = match step {
                Step::Work(work) => (&work.work, "work"),
                Step::Delay(delay) => (&delay.time, "delay"),
                _ => continue,
            };
            assert!(all_are_met(times, &scenario), "{name} of {}", stage.name);
            by_class += times.by_class.len();
        }
        for referral in &stage.next {
            if let Share::Given(share) = &referral.share {
                assert!(all_are_met(share, &scenario), "a share of {}", stage.name);
                by_class += share.by_class.len();
            }
        }
    }
    // One of two kinds, three of four combinations.
    assert!(by_class >= 4 && !learned.text.contains("class.private.work"), "{}", learned.text);
    let again = read_back(&table(&scenario, 1));
    for value in ["business", "private", "rent", "own"] {
        let ((hours, refused), (hours_again, refused_again)) = (of_class(&log, value), of_class(&again, value));
        assert!((hours_again / hours - 1.0).abs() < 0.22, "{value}: {hours_again} hours, not {hours}");
        assert!((refused_again - refused).abs() < 0.06, "{value}: {refused_again} refused, not {refused}");
    }
}

/// A chain of two stages, of which cases leave the first (`leave` while collecting) and the second (`patience` in the queue).
fn chain(less: &str, impatient: &str) -> Scenario {
    let text = format!(
        "keten = 1\ntitle = \"Leaving\"\nstart = 2027-01-04\nhorizon = \"2 years\"\nseed = 1\nreplications = 1\n\
         [classes.reliance]\nself_reliant = \"rest\"\nless_reliant = 0.3\n\
         [classes.colour]\nred = 0.5\nblue = \"rest\"\n\
         [arrivals.come]\nto = \"collecting\"\nrate = \"1.6 per day\"\n\
         [teams.desk]\nworkers = 1\nopen = \"always\"\n\
         [stages.collecting]\ndelay = {{ lognormal = {{ mean = \"40 days\", cv = 0.7 }} }}\n\
         leave = {{ exponential = {{ mean = \"200 days\" }}, reason = \"withdrawn\" }}\n{less}\n\
         next = [ {{ to = \"talk\" }} ]\n\
         [stages.talk]\nteam = \"desk\"\nwork = {{ exponential = {{ mean = \"16 hours\" }} }}\n\
         patience = {{ exponential = {{ mean = \"9 days\" }}, reason = \"withdrawn\" }}\n{impatient}\n"
    );
    let reading = read_scenario(&text);
    reading.scenario.unwrap_or_else(|| panic!("{:?}", reading.problems))
}

fn learned_of(scenario: &Scenario, seed: u64) -> Learned {
    learn(&read_back(&table(scenario, seed)), "log").expect("there are cases")
}

/// Some 1,170 cases, seeds 1 to 5: of whom leave while collecting, the one class after 100 days and the other after 200. It is found each time (power
/// at the criterion: above 0.99), the means within 30 % (of some 110 who left alone: 20 %, 95 % of times), and `colour` nowhere.
#[test]
fn who_leaves_sooner_is_found() {
    let truth = chain("class.less_reliant.leave = { exponential = { mean = \"70 days\" } }", "");
    let mut sums = [0.0; 2];
    for seed in 1..=5 {
        let learned = learned_of(&truth, seed);
        let found = &learned.told.classes;
        assert!(matches!(&found[..], [only] if only.name == "reliance" && only.leave == 1), "seed {seed}: {found:?}");
        let scenario = scenario(&learned);
        let collecting = scenario.stages.iter().find(|stage| stage.name == "collecting").expect("it is there");
        let Step::Delay(delay) = &collecting.steps[0] else { panic!("{:?}", collecting.steps) };
        let leave = &delay.leave.as_ref().expect("some leave").after;
        assert!(leave.by_class.len() == 1 && all_are_met(leave, &scenario), "{}", learned.text);
        for (sum, (level, mean)) in sums.iter_mut().zip([("self_reliant", 200.0), ("less_reliant", 70.0)]) {
            let level = scenario.axes[0].levels.iter().position(|known| known.name == level).expect("it is there");
            let found = leave.for_levels(&[level]).first.mean();
            println!("seed {seed}: {found} days, truth {mean}");
            assert!((found / mean - 1.0).abs() < 0.35, "seed {seed}: {found} days, not {mean}");
            *sum += found / mean / 5.0;
        }
    }
    // Five together: within 15 %.
    assert!(sums.iter().all(|ratio| (ratio - 1.0).abs() < 0.15), "{sums:?}");
}

/// The same of who leaves the queue: some 1,000 who come to it, seeds 1 to 3.
#[test]
fn who_has_less_patience_is_found() {
    let truth = chain("", "class.blue.patience = { exponential = { mean = \"2 days\" } }");
    for seed in 1..=3 {
        let found = learned_of(&truth, seed).told.classes;
        assert!(matches!(&found[..], [only] if only.name == "colour" && only.leave == 1), "seed {seed}: {found:?}");
    }
}

/// Sixty logs of some 1,170 cases with two traits that do nothing, seeds 1 to 60: some trait is claimed in at most 5 % of such logs, and in at most 8 of 60
/// here (probability of more by chance below 1 in 200).
#[test]
fn where_nobody_leaves_sooner_nobody_is_said_to() {
    let truth = chain("", "");
    let claims = (1..=60).filter(|&seed| !learned_of(&truth, seed).told.classes.is_empty()).count();
    println!("{claims} of 60");
    assert!(claims <= 8, "{claims} of 60");
}

/// Cases that are open are told in few tables, all of them, and for as long as they have been there.
#[test]
fn who_is_present_is_told_in_few_tables() {
    let learned = learned_of(&chain("", ""), 1);
    let scenario = scenario(&learned);
    let present: u32 = scenario.present.iter().map(|group| group.number).sum();
    assert_eq!(present as usize, learned.told.present);
    assert!(present > 50 && scenario.present.len() <= 15, "{present} in {}", scenario.present.len());
    let many = scenario.present.iter().find(|group| group.number > 10).expect("many collect papers");
    let Some(sim_core::scenario::Since::For(time)) = &many.since else { panic!("{many:?}") };
    // Of a stay of 40 days with coefficient of variation 0.7, a part has passed: 40 (1 + 0.49) / 2 = 30 days, less for who left, and up to a week until the run begins.
    assert!((20.0..42.0).contains(&time.mean()), "{} days", time.mean());
    assert!(!learned.text.contains("values = []"), "{}", learned.text);
}
