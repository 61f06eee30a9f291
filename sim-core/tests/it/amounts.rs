//! Amounts, conditions on them, and cost: what can be worked out on paper, closed forms, and laws.
//!
//! Statistical tests: 20 replications, seed fixed; a measure agrees when it lies within 3.883 standard errors of theory
//! (Student t, 19 degrees of freedom, two-sided 0.001), so a correct engine would fail one in a thousand seeds.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use sim_core::estimate::estimate_ratio;
use sim_core::observe::{Group, Happening, Measure, Of, Period, RowKey, Sample, Statistic};
use sim_core::random::ResidentKey;
use sim_core::time::SimTime;

use crate::support::{Compiled, Journal, rows, scenario_of};

const REPLICATIONS: u32 = 20;
const T_CRITICAL: f64 = 3.883;
const YEAR: f64 = 365.25;

fn compiled(horizon: &str, rest: &str) -> Compiled {
    Compiled::of(scenario_of(horizon, rest))
}

/// Value of a row of the whole horizon in one replication, everybody together.
fn value(chain: &Compiled, seed: u64, measure: Measure, of: Of, statistic: Statistic) -> f64 {
    let key = RowKey { measure, of, group: Group::ALL, period: Period::All, statistic };
    let rows = rows(&chain.tally(seed, 0), &chain.plan);
    let found = rows.iter().find(|(found, _)| *found == key).unwrap_or_else(|| panic!("no row {key:?}"));
    match found.1 {
        Sample::Ratio(ratio) => ratio.above / ratio.below,
        Sample::Quantile(..) => panic!("a quantile is no ratio"),
    }
}

/// The first amount at a moment: 0 is the arrival.
fn debt(at: u16) -> Of {
    Of::Amount { amount: 0, at, euro: true }
}

#[track_caller]
fn near(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "found {found}, expected {expected}");
}

/// Hundredths of every amount that a journal tells, with who and when.
fn told(journal: &Journal) -> Vec<(ResidentKey, SimTime, u16, i64)> {
    let told = journal.lines.iter().filter_map(|line| match line.what {
        Happening::AmountAt { at, hundredths, .. } => Some((line.who, line.at, at, hundredths)),
        _ => None,
    });
    told.collect()
}

const WAITING: &str = "arrivals.come = { to = \"wait\", rate = \"1 per day\" }\n\
    report.amounts_at = [\"finish:wait\", \"leave:completed\"]\n";

/// 10 % a year: after one year exactly a tenth more, whoever it is and whatever it was.
#[test]
fn an_amount_grows_by_what_is_written_over_a_year() {
    let chain = compiled(
        "3 years",
        &format!(
            "{WAITING}amounts.debt = {{ initial = \"1000 euro\", growth = \"10 % per year\" }}\n\
             stages.wait = {{ delay = \"1 year\" }}\n"
        ),
    );
    near(value(&chain, 1, Measure::Amount, debt(0), Statistic::Mean), 1000.0, 0.0);
    near(value(&chain, 1, Measure::Amount, debt(1), Statistic::Mean), 1100.0, 1e-9);
    near(value(&chain, 1, Measure::AmountGrowth, debt(2), Statistic::Mean), 100.0, 1e-9);
}

/// Each resident by their own draw: what they have after a year is 1.1 times what they came with, to the cent.
#[test]
fn growth_multiplies_what_each_resident_came_with() {
    let chain = compiled(
        "3 years",
        &format!(
            "{WAITING}amounts.debt = {{ initial = {{ lognormal = {{ mean = \"43000 euro\", cv = 1 }} }}, growth = \"10 % per year\" }}\n\
             stages.wait = {{ delay = \"1 year\" }}\n"
        ),
    );
    let mut came = BTreeMap::new();
    let mut seen = 0;
    for (who, _, at, hundredths) in told(&chain.journal(3, 0)) {
        match at {
            0 => drop(came.insert(who, hundredths)),
            _ => {
                near(hundredths as f64, 1.1 * came[&who] as f64, 1.1);
                seen += 1;
            }
        }
    }
    assert!(seen > 500 && came.values().collect::<BTreeSet<_>>().len() > 500, "{seen} residents were followed");
}

/// 10 % a year until 1 January 2028, nothing from then on: only the days before count.
#[test]
fn growth_that_changes_by_date_counts_for_the_days_it_holds() {
    let chain = compiled(
        "3 years",
        "arrivals.come = { to = \"wait\", moments = [\"100 days\"] }\nreport.amounts_at = [\"finish:wait\"]\n\
         amounts.debt = { initial = \"1000 euro\", growth = { value = \"10 % per year\", dated = [{ from = 2028-01-01, value = \"0 % per year\" }] } }\n\
         stages.wait = { delay = \"2 years\" }\n",
    );
    // 4 January 2027 and 100 days is 14 April; until 1 January 2028 that is 262 days.
    let expected = 1000.0 * 1.1_f64.powf(262.0 / YEAR);
    near(value(&chain, 1, Measure::Amount, debt(1), Statistic::Mean), expected, 0.005);
}

/// Waiting for an exponential time T with mean 1/μ while growing at g: E[v·exp(gT)] = v / (1 − g/μ).
#[test]
fn growth_over_an_exponential_time_has_its_closed_form() {
    let chain = compiled(
        "20 years",
        &format!(
            "warm_up = \"5 years\"\n{WAITING}amounts.debt = {{ initial = \"1000 euro\", growth = \"20 % per year\" }}\n\
             stages.wait = {{ delay = {{ exponential = {{ mean = \"100 days\" }} }} }}\n"
        ),
    );
    let growth = 1.2_f64.ln() / YEAR;
    let expected = 1000.0 / (1.0 - growth * 100.0);
    let experiment = chain.experiment(5, REPLICATIONS);
    let key = RowKey {
        measure: Measure::Amount,
        of: debt(1),
        group: Group::ALL,
        period: Period::All,
        statistic: Statistic::Mean,
    };
    let place = experiment.row_of(key).expect("measured");
    let samples: Vec<_> = experiment.samples.iter().map(|replication| replication[place]).collect();
    let estimate = estimate_ratio(&samples).expect("counted");
    let error = estimate.half_width.expect("many replications") / 2.093;
    let t = (estimate.value - expected) / error;
    assert!(t.abs() < T_CRITICAL, "{} ± {error}, theory {expected}, t = {t:.2}", estimate.value);
}

/// 1000, a year at 10 %: 1100; × 1.05 and stabilised: 1155, and a year later still; + 45: 1200; again 10 %: 1320.
#[test]
fn a_step_changes_the_value_and_the_growth_from_that_moment() {
    let chain = compiled(
        "6 years",
        "arrivals.come = { to = \"wait\", moments = [\"1 day\"] }\nreport.amounts_at = [\"finish:wait\"]\n\
         amounts.debt = { initial = \"1000 euro\", growth = \"10 % per year\" }\n\
         [stages.wait]\nsteps = [ { delay = \"1 year\" }, { change = \"debt\", times = 1.05, growth = \"0 % per year\" }, \
         { delay = \"1 year\" }, { change = \"debt\", add = \"45 euro\", growth = \"10 % per year\" }, { delay = \"1 year\" } ]\n",
    );
    let journal = chain.journal(1, 0);
    let changes: Vec<i64> = journal
        .lines
        .iter()
        .filter_map(|line| match line.what {
            Happening::AmountChanged { hundredths, .. } => Some(hundredths),
            _ => None,
        })
        .collect();
    assert_eq!(changes, [115_500, 120_000]);
    near(value(&chain, 1, Measure::Amount, debt(1), Statistic::Mean), 1320.0, 1e-9);
}

/// What somebody comes with does not depend on what else is in the file: only on who they are.
#[test]
fn the_draw_of_an_amount_belongs_to_the_resident() {
    let amounts = |rest: &str| {
        let chain = compiled(
            "1 year",
            &format!(
                "arrivals.come = {{ to = \"wait\", rate = \"1 per day\" }}\nstages.wait = {{ delay = \"1 day\" }}\n\
                 amounts.debt = {{ initial = {{ gamma = {{ mean = \"900 euro\", cv = 2 }} }} }}\n{rest}"
            ),
        );
        told(&chain.journal(9, 0)).into_iter().map(|(who, _, _, hundredths)| (who, hundredths)).collect::<Vec<_>>()
    };
    let alone = amounts("");
    assert!(alone.len() > 300);
    let other = amounts("[amounts.debts_of_partner]\nunit = \"number\"\ninitial = 3\n");
    let of_debt: Vec<_> = other.iter().step_by(2).copied().collect();
    assert_eq!(alone, of_debt, "a second amount leaves the first alone");
}

/// Private residents owe 40,000, entrepreneurs 60,000; young ones of both have 3 creditors instead of 10.
const ROUTING: &str = "arrivals.come = { to = \"talk\", rate = \"2 per day\" }\n\
    [classes.kind]\nprivate = 0.5\nbusiness = 0.5\n[classes.age]\nyoung = 0.5\nolder = 0.5\n\
    [amounts.debt]\ninitial = \"40000 euro\"\nclass.business.initial = \"60000 euro\"\n\
    [amounts.creditors]\nunit = \"number\"\ninitial = 10\nclass.young.initial = 3\n";

/// To which stage each combination of classes went, from a journal.
fn ways(chain: &Compiled) -> BTreeMap<Vec<String>, BTreeMap<String, usize>> {
    let mut ways: BTreeMap<Vec<String>, BTreeMap<String, usize>> = BTreeMap::new();
    for line in &chain.journal(2, 0).lines {
        let Happening::Sent { referral } = line.what else { continue };
        let to = match chain.model.referrals[referral as usize].to {
            sim_core::scenario::Target::Stage(stage) => chain.scenario.stages[stage].name.clone(),
            sim_core::scenario::Target::End(end) => chain.scenario.ends[end].name.clone(),
        };
        let levels = chain.model.classes[usize::from(line.class)].iter().zip(&chain.scenario.axes);
        let class = levels.map(|(&level, axis)| axis.levels[level].name.clone()).collect();
        *ways.entry(class).or_default().entry(to).or_default() += 1;
    }
    ways
}

/// The ends to which each class goes, for one condition on the way to `met`.
fn meets(condition: &str) -> Vec<String> {
    let next = format!("next = [{{ to = \"met\", when = \"{condition}\" }}, {{ to = \"not_met\" }}]");
    let chain =
        compiled("1 year", &format!("{ROUTING}[stages.talk]\ndelay = \"1 day\"\n{next}\n[ends.met]\n[ends.not_met]\n"));
    let ways = ways(&chain);
    assert_eq!(ways.len(), 4, "all four classes are seen");
    let met = ways.into_iter().filter_map(|(class, to)| {
        assert_eq!(to.len(), 1, "everybody of {class:?} goes the same way");
        to.contains_key("met").then(|| class.join("+"))
    });
    met.collect()
}

/// Axes in the order of names: age, then kind.
#[test]
fn conditions_are_worked_out_by_hand() {
    assert_eq!(meets("debt > 50000 euro"), ["older+business", "young+business"]);
    assert_eq!(meets("debt >= 60000 euro and not young"), ["older+business"]);
    assert_eq!(meets("not debt >= € 60000 and not young"), ["older+private"]);
    assert_eq!(meets("creditors = 3"), ["young+business", "young+private"]);
    assert_eq!(meets("creditors<=3 and private or older and business"), ["older+business", "young+private"]);
    assert_eq!(meets("creditors <= 3 and (private or older) and business"), Vec::<String>::new());
    assert_eq!(meets("not (young of business)"), ["older+private"]);
    assert_eq!(meets("debt < 50000 euro or creditors < 5"), ["older+private", "young+business", "young+private"]);
}

/// The first condition that is met decides, in the order of `next`; its share is of those who meet it, and whoever is
/// left goes by the shares of the entries without one. 730 residents, seed 2: each share within 4.9 standard errors,
/// which a correct engine exceeds for one seed in a million.
#[test]
fn conditions_are_tried_in_order_and_the_rest_is_shared() {
    let next = "next = [{ to = \"a\", when = \"debt > 50000 euro\", share = \"40 %\" }, { to = \"b\", when = \"young\" }, \
         { to = \"c\", share = \"25 %\" }, { to = \"d\", share = \"rest\" }]";
    let chain = compiled(
        "2 years",
        &format!("{ROUTING}[stages.talk]\ndelay = \"1 day\"\n{next}\n[ends.a]\n[ends.b]\n[ends.c]\n[ends.d]\n"),
    );
    let ways = ways(&chain);
    let share = |class: [&str; 2], to: &str| {
        let of = &ways[&class.map(str::to_owned).to_vec()];
        let all = of.values().sum::<usize>() as f64;
        (of.get(to).copied().unwrap_or(0) as f64 / all, all)
    };
    #[track_caller]
    fn about((found, all): (f64, f64), expected: f64) {
        let tolerance = 4.9 * (expected * (1.0 - expected) / all).sqrt();
        assert!((found - expected).abs() <= tolerance, "{found} of {all}, expected {expected}");
    }
    about(share(["young", "private"], "b"), 1.0);
    about(share(["young", "business"], "a"), 0.4);
    about(share(["young", "business"], "b"), 0.6);
    about(share(["older", "private"], "c"), 0.25);
    about(share(["older", "private"], "d"), 0.75);
    about(share(["older", "business"], "a"), 0.4);
    about(share(["older", "business"], "c"), 0.6 * 0.25);
}

/// A condition looks at the amount as it has grown: 49,000 passes 50,000 after 77.4 days at 10 % a year.
#[test]
fn a_condition_sees_the_amount_of_that_moment() {
    let ends = |wait: &str| {
        let chain = compiled(
            "1 year",
            &format!(
                "arrivals.come = {{ to = \"talk\", moments = [\"1 day\"] }}\n\
                 amounts.debt = {{ initial = \"49000 euro\", growth = \"10 % per year\" }}\n\
                 [stages.talk]\ndelay = \"{wait}\"\n\
                 next = [{{ to = \"high\", when = \"debt > 50000 euro\" }}, {{ to = \"low\" }}]\n[ends.high]\n[ends.low]\n"
            ),
        );
        ways(&chain).into_values().next().expect("one resident").into_keys().next().expect("one way")
    };
    assert_eq!([ends("77 days"), ends("78 days")], ["low", "high"]);
}

/// Somebody comes back with 1.3 times the debt, after a year in which it grew by a tenth: 1000 · 1.1 · 1.3.
#[test]
fn who_comes_back_has_a_higher_debt() {
    let chain = compiled(
        "30 days",
        "arrivals.come = { to = \"talk\", moments = [\"1 day\"] }\n\
         amounts.debt = { initial = \"1000 euro\", growth = \"0 % per year\" }\nstages.talk = { delay = \"1 day\" }\n\
         [ends.completed]\namounts = { debt = { add = \"10 euro\", growth = \"10 % per day\" } }\n\
         returns = { share = 1, after = \"1 day\", to = \"talk\", amounts = { debt = { times = 1.3, growth = \"0 % per year\" } } }\n",
    );
    let values: Vec<i64> = told(&chain.journal(1, 0)).iter().map(|&(.., hundredths)| hundredths).take(3).collect();
    let (first, second): (f64, f64) = (1010.0 * 1.1 * 1.3, (1010.0 * 1.1 * 1.3 + 10.0) * 1.1 * 1.3);
    assert_eq!(values, [100_000, (100.0 * first).round() as i64, (100.0 * second).round() as i64]);
}

/// Of residents of a pool the debt runs from onset; another class from the signal on has another growth.
#[test]
fn debt_runs_from_onset_and_another_class_settles_it() {
    let chain = compiled(
        "12 years",
        "report.amounts_at = [\"finish:help\"]\nclasses.state = { calm = \"rest\", crisis = 0 }\n\
         [amounts.debt]\ninitial = \"1000 euro\"\ngrowth = \"10 % per year\"\nclass.crisis.growth = \"50 % per year\"\n\
         [need.households]\nstock = 20\nin_need_for = \"2 years\"\n\
         signals.rent = { rate = \"1 per year\", urgent = true, becomes = \"crisis\" }\n\
         batch = { every = \"month\", to = \"help\" }\n[stages.help]\ndelay = \"1 year\"\n",
    );
    let mut came = BTreeMap::new();
    for (who, at, moment, hundredths) in told(&chain.journal(1, 0)) {
        let days = match came.get(&who) {
            None => at.as_days(),
            Some(&days) => days,
        };
        came.insert(who, days);
        let on_arrival = 100_000.0 * 1.1_f64.powf((2.0 * YEAR + days) / YEAR);
        let expected = if moment == 0 { on_arrival } else { on_arrival * 1.5 };
        near(hundredths as f64, expected, 1.0);
    }
    assert_eq!(came.len(), 20, "all are signalled within twelve years");
}

/// Three residents, two hours of work each at 84 euro an hour (90 for the last), 2.50 for each talk, 10 for each who
/// withdraws and a benefit for the others, in a run of one year of 365.25 days.
#[test]
fn cost_is_what_comes_out_by_hand() {
    let chain = compiled(
        "1 year",
        "arrivals.come = { to = \"talk\", moments = [\"1 day\", \"2 days\", \"200 days\"] }\n\
         amounts.debt = { initial = \"1000 euro\", growth = \"10 % per year\" }\n\
         [teams.desk]\nworkers = 5\nopen = \"always\"\ncost = { value = \"84 euro per hour\", dated = [{ from = 2027-06-01, value = \"90 euro per hour\" }] }\n\
         [teams.office]\nfte = { value = 2, dated = [{ from = 2027-07-05, value = 3 }] }\ncost = \"85000 euro per fte per year\"\n\
         [stages.talk]\nteam = \"desk\"\nwork = \"2 hours\"\ncost = \"2,50 euro\"\n\
         next = [{ to = \"stopped\", when = \"debt > 1001 euro\" }, { to = \"paper\" }]\n\
         [stages.paper]\ndelay = \"10 days\"\ncost = \"7 euro\"\nnext = [{ to = \"file\" }]\n\
         [stages.file]\nteam = \"office\"\nwork = \"1 hour\"\n\
         [ends.stopped]\ncost = \"10 euro\"\n[ends.completed]\nbenefit = \"5000 euro\"\n",
    );
    let cost = |of| value(&chain, 1, Measure::Cost, of, Statistic::PerYear);
    let team =
        |name: &str| Of::Team(chain.scenario.teams.iter().position(|team| team.name == name).expect("a team") as u32);
    let end = |name: &str| Of::End(chain.scenario.ends.iter().position(|end| end.name == name).expect("an end") as u32);
    // Nobody's debt passes 1001 in two hours; all go on.
    near(cost(team("desk")), 2.0 * 2.0 * 84.0 + 2.0 * 90.0, 1e-6);
    // 4 January until 5 July 2027: 182 days.
    let payroll = 85_000.0 * (2.0 * 182.0 + 3.0 * (YEAR - 182.0)) / YEAR;
    near(cost(team("office")), payroll, 0.005);
    near(cost(Of::Stage(chain.stage("talk"))), 7.5, 1e-9);
    near(cost(Of::Stage(chain.stage("paper"))), 21.0, 1e-9);
    near(cost(end("stopped")), 0.0, 0.0);
    let whole = 516.0 + payroll + 28.5;
    near(cost(Of::Chain), whole, 0.005);
    near(value(&chain, 1, Measure::CostPerTrajectory, Of::Chain, Statistic::Mean), whole / 3.0, 0.005);
    near(value(&chain, 1, Measure::CostPerSuccess, Of::Chain, Statistic::Mean), whole / 3.0, 0.005);
    near(value(&chain, 1, Measure::Benefit, end("completed"), Statistic::PerYear), 15_000.0, 1e-9);
    let without = rows(&chain.tally(1, 0), &chain.plan);
    assert!(!without.iter().any(|(key, _)| key.measure == Measure::CostPerLasting), "nobody comes back");
}

/// Spent in two years of 365.25 days: 40 euro at once on 1 July 2027 and from then on 365.25 a year, so one a day, half of it
/// from 2028 on; and 73.05 a year all the time. Nothing of it depends on chance.
#[test]
fn what_is_spent_comes_out_by_hand() {
    let chain = compiled(
        "2 years",
        "arrivals.come = { to = \"talk\", rate = \"1 per day\" }\nstages.talk = { delay = \"1 day\" }\n\
         spending.map = { once = \"40 euro\", per_year = { value = \"365,25 euro\", dated = [ { from = 2028-01-01, times = 0.5 } ] }, from = 2027-07-01 }\n\
         spending.before = { once = \"1000 euro\", from = 2027-01-01, until = 2028-01-04 }\n\
         spending.system = { per_year = \"73,05 euro\" }\n",
    );
    let cost = |of| value(&chain, 1, Measure::Cost, of, Statistic::PerYear);
    let of = |name: &str| {
        let position = chain.scenario.spending.iter().position(|spending| spending.name == name);
        Of::Spending(position.expect("declared") as u32)
    };
    // 184 days of 2027, and from 2028 on what is left of 730.5 days after 4 January 2027.
    let map = (40.0 + 184.0 + 0.5 * (730.5 - 362.0)) / 2.0;
    near(cost(of("map")), map, 1e-9);
    near(cost(of("system")), 73.05, 1e-9);
    near(cost(of("before")), 0.0, 0.0);
    near(cost(Of::Chain), map + 73.05, 1e-9);
    let first = rows(&chain.tally(1, 0), &chain.plan)
        .into_iter()
        .find(|(key, _)| (key.measure, key.of, key.period) == (Measure::Cost, of("map"), Period::Number(0)));
    match first.expect("a row a year").1 {
        Sample::Ratio(ratio) => near(ratio.above, 40.0 + 184.0 + 0.5 * (365.25 - 362.0), 0.5),
        Sample::Quantile(..) => panic!("a quantile is no ratio"),
    }
}

/// What is paid in the warm-up is not counted, and a chain without prices has no rows of cost.
#[test]
fn only_measured_time_is_paid() {
    let chain = compiled(
        "10 days",
        "warm_up = \"5 days\"\narrivals.come = { to = \"talk\", moments = [\"1 day\", \"119 hours\"] }\n\
         teams.desk = { workers = 1, open = \"always\", cost = \"60 euro per hour\" }\n\
         stages.talk = { team = \"desk\", work = \"2 hours\", cost = \"1 euro\" }\n",
    );
    let years = 10.0 / YEAR;
    near(value(&chain, 1, Measure::Cost, Of::Team(0), Statistic::PerYear) * years, 60.0, 1e-9);
    near(value(&chain, 1, Measure::Cost, Of::Stage(0), Statistic::PerYear), 0.0, 0.0);
    let free = compiled(
        "10 days",
        "arrivals.come = { to = \"talk\", moments = [\"1 day\"] }\nstages.talk = { delay = \"1 day\" }\n",
    );
    let costs = |key: &RowKey| matches!(key.measure, Measure::Cost | Measure::Benefit | Measure::Amount);
    assert!(!rows(&free.tally(1, 0), &free.plan).iter().any(|(key, _)| costs(key)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// The cost of the chain is the sum of its parts, in every period; per head it is divided by those who came.
    #[test]
    fn the_cost_of_the_chain_is_that_of_its_parts(seed in 0u64..1_000_000, share in 0.0..1.0f64, price in 1u32..200) {
        let chain = compiled(
            "3 years",
            &format!(
                "warm_up = \"200 days\"\narrivals.come = {{ to = \"talk\", rate = \"300 per year\" }}\n\
                 classes.kind = {{ private = 0.7, business = 0.3 }}\n\
                 amounts.debt = {{ initial = {{ exponential = {{ mean = \"9000 euro\" }} }}, growth = \"7 % per year\" }}\n\
                 teams.desk = {{ workers = 1, cost = \"{price} euro per hour\", closing = \"finish\" }}\n\
                 teams.bank = {{ fte = 1.3, cost = \"80000 euro per fte per year\" }}\n\
                 [stages.talk]\nteam = \"desk\"\nwork = {{ exponential = {{ mean = \"3 hours\" }} }}\ncost = \"3 euro\"\nclass.business.cost = \"11 euro\"\n\
                 next = [{{ to = \"stopped\", when = \"debt > 12000 euro\", share = {share} }}, {{ to = \"plan\" }}]\n\
                 [stages.plan]\nsteps = [{{ delay = \"20 days\", cost = \"5 euro\" }}, {{ team = \"bank\", work = \"2 hours\" }}]\n\
                 [ends.stopped]\ncost = \"40 euro\"\n[ends.completed]\ncost = \"1 euro\"\nbenefit = \"900 euro\"\n"
            ),
        );
        let tally = chain.tally(seed, 0);
        let mut parts: BTreeMap<(Group, Period), [f64; 2]> = BTreeMap::new();
        for (key, sample) in rows(&tally, &chain.plan) {
            let Sample::Ratio(ratio) = sample else { continue };
            if key.measure != Measure::Cost {
                continue;
            }
            let sums = parts.entry((key.group, key.period)).or_default();
            sums[usize::from(key.of == Of::Chain)] += ratio.above;
        }
        let all: Vec<_> = parts.iter().filter(|((group, _), _)| *group == Group::ALL).collect();
        prop_assert_eq!(all.len(), 4, "the horizon and three years");
        for (cut, [parts, whole]) in &all {
            prop_assert!(*whole > 0.0 && (whole - parts).abs() < 1e-6 * whole, "{:?}: {} and {}", cut, whole, parts);
        }
        // Classes together pay for stages and ends what everybody pays.
        for of in [Of::Stage(chain.stage("talk")), Of::End(0)] {
            let above = |group: u16| {
                let key = |key: &RowKey| (key.measure, key.of, key.group, key.period) == (Measure::Cost, of, Group(group), Period::All);
                rows(&tally, &chain.plan).into_iter().find(|(found, _)| key(found)).map(|(_, sample)| match sample {
                    Sample::Ratio(ratio) => ratio.above,
                    Sample::Quantile(..) => f64::NAN,
                })
            };
            if let (Some(all), Some(one), Some(other)) = (above(0), above(1), above(2)) {
                prop_assert!((all - one - other).abs() < 1e-6, "{:?}", of);
            }
        }
    }
}
