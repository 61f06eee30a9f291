//! Need: pools, signals, contact, return and reach. First what can be worked out on paper, then laws, then closed forms.
//!
//! Statistical tests: 20 replications, seed fixed; a measure agrees when it lies within 3.883 standard errors of theory
//! (Student t, 19 degrees of freedom, two-sided 0.001), so a correct engine would fail one in a thousand seeds.

use std::collections::BTreeMap;

use proptest::prelude::*;
use sim_core::chain::Resident;
use sim_core::estimate::estimate_ratio;
use sim_core::experiment::Experiment;
use sim_core::observe::{ContactOutcome, Happening, Measure, NeedHappening, Observer, Of, SignalFate, Statistic};
use sim_core::observe::{Group, Period, RowKey, Sample};
use sim_core::random::ResidentKey;
use sim_core::scenario::Phase;
use sim_core::time::{DAY, SimTime};

use crate::support::{Compiled, Journal, Line, rows, scenario_of};

const REPLICATIONS: u32 = 20;
const T_CRITICAL: f64 = 3.883;
const YEAR: f64 = 365.25;

fn compiled(horizon: &str, rest: &str) -> Compiled {
    Compiled::of(scenario_of(horizon, rest))
}

/// Numerator and denominator of a row of one replication.
fn row(chain: &Compiled, seed: u64, measure: Measure, of: Of, period: Period, statistic: Statistic) -> (f64, f64) {
    let key = RowKey { measure, of, group: Group::ALL, period, statistic };
    let rows = rows(&chain.tally(seed, 0), &chain.plan);
    let found = rows.iter().find(|(found, _)| *found == key).unwrap_or_else(|| panic!("no row {key:?}"));
    match found.1 {
        Sample::Ratio(ratio) => (ratio.above, ratio.below),
        Sample::Quantile(..) => panic!("a quantile is no ratio"),
    }
}

fn whole(chain: &Compiled, measure: Measure, of: Of, statistic: Statistic) -> (f64, f64) {
    row(chain, 1, measure, of, Period::All, statistic)
}

/// Fails unless the mean of a row over replications agrees with theory.
#[track_caller]
fn agrees(experiment: &Experiment, measure: Measure, of: Of, statistic: Statistic, expected: f64) {
    let key = RowKey { measure, of, group: Group::ALL, period: Period::All, statistic };
    let place = experiment.row_of(key).unwrap_or_else(|| panic!("no row {key:?}"));
    let samples: Vec<_> = experiment.samples.iter().map(|replication| replication[place]).collect();
    let estimate = estimate_ratio(&samples).expect("counted");
    // The half-width is 2.093 standard errors.
    let error = estimate.half_width.expect("many replications") / 2.093;
    let t = (estimate.value - expected) / error;
    assert!(t.abs() < T_CRITICAL, "{measure:?} of {of:?}: {} ± {error}, theory {expected}, t = {t:.2}", estimate.value);
}

fn journal_days(journal: &Journal, kind: impl Fn(&Happening) -> bool) -> Vec<f64> {
    journal.lines.iter().filter(|line| kind(&line.what)).map(|line| line.at.as_days()).collect()
}

/// Two households that have been in need for 30 days apply after 40, are helped for 5 days, and are in need as before:
/// they come on day 10, leave on day 15, come again on day 55, leave on day 60, and so on every 45 days.
#[test]
fn who_leaves_without_success_may_come_again() {
    let chain = compiled(
        "366 days",
        r#"
        [need.households]
        stock = 2
        in_need_for = "30 days"
        [need.households.apply]
        after = "40 days"
        to = "talk"
        [stages.talk]
        phase = "intake"
        delay = "5 days"
        next = [ { to = "withdrawn" } ]
        [ends.withdrawn]
        "#,
    );
    let journal = chain.journal(1, 0);
    let came = journal_days(&journal, |what| *what == Happening::Arrived);
    assert_eq!(came[..6], [10.0, 10.0, 55.0, 55.0, 100.0, 100.0]);
    let back = journal_days(&journal, |what| *what == Happening::Need(NeedHappening::BackInPool));
    assert_eq!(back[..4], [15.0, 15.0, 60.0, 60.0]);
    assert_eq!(whole(&chain, Measure::InNeed, Of::Chain, Statistic::Mean), (2.0 * 366.0, 366.0));
    // Days 10, 55, … 325 are 8 stays of 5 days each, of two households.
    let (outside, _) = whole(&chain, Measure::InPool, Of::Chain, Statistic::Mean);
    assert_eq!(outside, 2.0 * (366.0 - 8.0 * 5.0));
    let (in_view, _) = whole(&chain, Measure::InView, Of::Chain, Statistic::Share);
    assert_eq!(in_view, 2.0 * 8.0 * 5.0);
    // Sixteen applications, but each household is reached once a year: reach is 2 of 2.
    assert_eq!(whole(&chain, Measure::Applications, Of::Chain, Statistic::PerYear).0, 16.0);
    assert_eq!(whole(&chain, Measure::NeedReach, Of::Chain, Statistic::Share), (2.0, 2.0));
    let intake = Of::Phase(Phase::Intake);
    assert_eq!(whole(&chain, Measure::ReachStarted, intake, Statistic::Share), (2.0, 2.0));
    assert_eq!(whole(&chain, Measure::ReachFinished, intake, Statistic::PerYear), (2.0, 1.0));
}

/// A household that is helped is no longer in need; half a year later it is, for it comes back, and applies again.
#[test]
fn who_comes_back_is_in_need_again() {
    let chain = compiled(
        "3 years",
        r#"
        [need.households]
        stock = 1
        apply = { after = "10 days", to = "talk" }
        [stages.talk]
        delay = "5 days"
        [ends.completed]
        returns = { share = 1, after = "100 days" }
        [report]
        lasting = "1 year"
        "#,
    );
    let journal = chain.journal(1, 0);
    let what = |what: Happening| move |found: &Happening| *found == what;
    let came = journal_days(&journal, what(Happening::Arrived));
    assert_eq!(came[..3], [10.0, 125.0, 240.0]);
    let back = journal_days(&journal, |found| matches!(found, Happening::Need(NeedHappening::CameBack { .. })));
    assert_eq!(back[..2], [115.0, 230.0]);
    let (in_need, _) = whole(&chain, Measure::InNeed, Of::Chain, Statistic::Mean);
    // 1095.75 days: in need 15 of every 115 days, nine times, and from day 1035 until day 1050.
    assert_eq!(in_need, 10.0 * 15.0);
    // Leavings on day 15, 130, … up to a year before the end: all came back within the year.
    assert_eq!(whole(&chain, Measure::Returned, Of::Chain, Statistic::Share), (7.0, 7.0));
    assert_eq!(whole(&chain, Measure::Lasting, Of::Chain, Statistic::Share), (0.0, 7.0));
}

/// Residents of an ordinary stream come back to a stage.
#[test]
fn residents_of_a_stream_come_back_to_a_stage() {
    let chain = compiled(
        "100 days",
        r#"
        [arrivals.door]
        to = "talk"
        moments = ["1 day"]
        [stages.talk]
        delay = "5 days"
        next = [ { to = "advised" } ]
        [stages.aftercare]
        delay = "2 days"
        [ends.advised]
        success = true
        returns = { share = 1, after = "20 days", to = "aftercare" }
        "#,
    );
    let journal = chain.journal(1, 0);
    assert_eq!(journal_days(&journal, |what| *what == Happening::Arrived), [1.0, 26.0]);
    let joined = journal_days(&journal, |what| matches!(what, Happening::Joined { visit: 1, .. }));
    assert_eq!(joined, [1.0, 26.0]);
    let left = journal_days(&journal, |what| matches!(what, Happening::Left { .. }));
    assert_eq!(left, [6.0, 28.0], "and the second time for good");
    // Each trajectory arrives, and visits count from 1 in each.
    let (reached, arrived) = whole(&chain, Measure::Reach, Of::Enter(chain.stage("aftercare")), Statistic::Share);
    assert_eq!((reached, arrived), (1.0, 2.0));
}

/// Visits count from 1 in every trajectory, so that reaching a stage is counted for each.
#[test]
fn every_trajectory_reaches_stages_anew() {
    let chain = compiled(
        "1000 days",
        r#"
        [need.households]
        stock = 1
        apply = { after = "10 days", to = "talk" }
        [stages.talk]
        delay = "90 days"
        next = [ { to = "withdrawn" } ]
        [ends.withdrawn]
        [report]
        follow_up = "100 days"
        "#,
    );
    let (reached, cohort) = whole(&chain, Measure::Reach, Of::Finish(chain.stage("talk")), Statistic::Share);
    assert_eq!((reached, cohort), (9.0, 9.0), "on days 10, 110, … 810; the one of day 910 is not followed");
}

/// Batches: a threshold, different creditors, and what is left aside.
#[test]
fn signals_are_matched_and_measured_against_a_threshold() {
    let pool = |rules: &str| {
        format!(
            r#"
        [need.households]
        stock = 400
        [need.households.signals.rent]
        rate = "1 per month"
        amount = "100 euro"
        [need.households.signals.water]
        rate = "1 per month"
        amount = "30 euro"
        [need.households.batch]
        every = "month"
        to = "talk"
        {rules}
        [stages.talk]
        delay = "1 day"
        next = [ {{ to = "withdrawn" }} ]
        [ends.withdrawn]
        "#
        )
    };
    let fates = |rules: &str| {
        let journal = compiled("1 year", &pool(rules)).journal(3, 0);
        let mut fates: BTreeMap<SignalFate, u32> = BTreeMap::new();
        let mut pending: BTreeMap<ResidentKey, (u64, Vec<u32>)> = BTreeMap::new();
        for line in &journal.lines {
            match line.what {
                Happening::Need(NeedHappening::Signalled { signal, cents }) => {
                    let (sum, types) = pending.entry(line.who).or_default();
                    *sum += cents;
                    types.push(signal);
                }
                Happening::Need(NeedHappening::SignalsLookedAt { number, fate }) => {
                    let (sum, mut types) = pending.remove(&line.who).expect("signals were pending");
                    assert_eq!(types.len(), number as usize);
                    types.sort_unstable();
                    types.dedup();
                    *fates.entry(fate).or_default() += 1;
                    match fate {
                        SignalFate::BelowThreshold => assert!(sum < 10_000, "{sum}"),
                        SignalFate::NoMatch => assert!(types.len() < 2),
                        SignalFate::TakenUp | SignalFate::NotTakenUp if rules.contains("threshold") => {
                            assert!(sum >= 10_000);
                        }
                        SignalFate::TakenUp | SignalFate::NotTakenUp => assert_eq!(types.len(), 2),
                        SignalFate::LeftPool => panic!("nobody applies"),
                    }
                    let first_of_month = line.at.date(jiff::civil::date(2027, 1, 4)).expect("a date").day() == 1;
                    assert!(first_of_month && line.at.0 % DAY == 0, "{line:?}");
                }
                _ => {}
            }
        }
        fates
    };
    let threshold = fates("threshold = \"100 euro\"\ntaken_up = \"60 %\"");
    assert_eq!(threshold.keys().copied().collect::<Vec<_>>().len(), 3, "{threshold:?}");
    let matched = fates("creditors = 2");
    assert_eq!(matched.keys().copied().collect::<Vec<_>>(), [SignalFate::TakenUp, SignalFate::NoMatch]);
}

/// An urgent signal opens a case at once, makes a crisis of the resident, and takes the other signals with it.
#[test]
fn an_urgent_signal_does_not_wait_for_the_batch() {
    let chain = compiled(
        "2 years",
        r#"
        [classes.state]
        plain = 1
        crisis = 0
        [need.households]
        stock = 200
        [need.households.signals.rent]
        rate = "2 per year"
        amount = "10 euro"
        [need.households.signals.cut_off]
        rate = "1 per year"
        urgent = true
        becomes = "crisis"
        [need.households.batch]
        every = "month"
        threshold = "1000000 euro"
        to = "talk"
        [stages.talk]
        delay = "7 days"
        class.crisis.delay = "1 day"
        next = [ { to = "withdrawn" } ]
        [ends.withdrawn]
        "#,
    );
    let journal = chain.journal(5, 0);
    let crisis = chain.scenario.axes[0].levels.iter().position(|level| level.name == "crisis").expect("there") as u16;
    let cut_off = chain.scenario.pools[0].signals.iter().position(|signal| signal.urgent).expect("there") as u32;
    let mut cases = 0;
    let mut last: Option<Line> = None;
    for line in &journal.lines {
        match line.what {
            Happening::Need(NeedHappening::CaseOpened) => {
                cases += 1;
                assert_eq!(line.class, crisis);
            }
            Happening::Need(NeedHappening::Signalled { signal, .. }) => last = (signal == cut_off).then_some(*line),
            Happening::Arrived => {
                let signal = last.expect("nobody comes otherwise");
                assert_eq!((signal.at, signal.who), (line.at, line.who), "at once");
            }
            Happening::Became { .. } => assert_eq!(line.class, crisis),
            Happening::DelayEnded { .. } => assert_eq!(line.class, crisis),
            _ => {}
        }
    }
    assert!(cases > 300, "{cases}");
    // In need by class adds up to everybody.
    let rows = rows(&chain.tally(5, 0), &chain.plan);
    let of = |group: u16| {
        let key = RowKey {
            measure: Measure::InNeed,
            of: Of::Chain,
            group: Group(group),
            period: Period::All,
            statistic: Statistic::Mean,
        };
        match rows.iter().find(|(found, _)| *found == key).expect("a row").1 {
            Sample::Ratio(ratio) => ratio.above,
            Sample::Quantile(..) => f64::NAN,
        }
    };
    assert!((of(1) + of(2) - of(0)).abs() < 1e-6 && of(1) > 0.0 && of(2) > 0.0);
}

/// What a law looks at in one replication: where everybody is.
#[derive(Default)]
struct Whereabouts {
    /// In need, in the pool, in the chain.
    now: BTreeMap<ResidentKey, (bool, bool, bool)>,
    in_need: Vec<(SimTime, i64)>,
    slots: u32,
    seen: usize,
}

impl Observer for Whereabouts {
    fn happened(&mut self, now: SimTime, resident: &Resident, what: Happening) {
        self.slots = self.slots.max(resident.slot + 1);
        let known = self.now.len();
        let place = self.now.entry(resident.key).or_insert((false, false, false));
        let before = *place;
        match what {
            Happening::Need(what) => match what {
                NeedHappening::Began { .. } => {
                    assert_eq!(before, (false, false, false), "need begins once");
                    *place = (true, true, false);
                }
                NeedHappening::CameBack { .. } => {
                    assert!(!before.0 && !before.2, "who comes back was away");
                    *place = (true, true, false);
                }
                NeedHappening::Signalled { .. } | NeedHappening::SignalsLookedAt { .. } => {
                    // What was pending is told of while leaving the pool.
                    assert!(before.0 && !before.2, "signals are about residents in the pool");
                }
                NeedHappening::Applied | NeedHappening::CaseOpened => {
                    assert_eq!(before, (true, true, false));
                    place.1 = false;
                }
                NeedHappening::BackInPool => {
                    assert_eq!(before, (true, false, false));
                    place.1 = true;
                }
                NeedHappening::EndedNaturally { .. } => {
                    assert_eq!(before, (true, true, false));
                    *place = (false, false, false);
                }
                NeedHappening::EndedAfterHelp { .. } => {
                    assert_eq!(before, (true, false, false));
                    *place = (false, false, false);
                }
            },
            Happening::Arrived => {
                assert!(before.0 && !before.1 && !before.2, "at most one trajectory at a time");
                place.2 = true;
            }
            Happening::Left { .. } => {
                assert!(before.2);
                place.2 = false;
            }
            _ => {}
        }
        self.seen = self.seen.max(known);
        let change = i64::from(self.now[&resident.key].0) - i64::from(before.0);
        if change != 0 {
            self.in_need.push((now, change));
        }
    }
}

/// A pool of which everything can happen.
fn full_pool(stock: u32, onset: u32, again: u32, share: u32, threshold: u32) -> String {
    format!(
        r#"
        [need.households]
        stock = {stock}
        in_need_for = {{ exponential = {{ mean = "1 year" }} }}
        onset = {{ value = "{onset} per year", dated = [ {{ from = 2027-06-01, value = "30 per year" }} ] }}
        natural_end = {{ after = {{ gamma = {{ mean = "2 years", cv = 0.7 }} }}, to = "solved" }}
        [need.households.apply]
        after = {{ lognormal = {{ mean = "1 year", cv = 1.2 }} }}
        to = "talk"
        again = "{again} %"
        [need.households.signals.rent]
        rate = {{ value = "1 per year", dated = [ {{ from = 2027-09-01, value = "5 per year" }} ] }}
        amount = {{ exponential = {{ mean = "100 euro" }} }}
        [need.households.signals.cut_off]
        rate = "0.2 per year"
        urgent = true
        [need.households.batch]
        every = "month"
        threshold = "{threshold} euro"
        taken_up = "70 %"
        to = "contact"
        [teams.desk]
        workers = 1
        open = "always"
        [stages.contact]
        team = "desk"
        attempts = [
          {{ by = "letter", work = "1 hour", wait = "5 days", reached = "20 %", accepts = "50 %" }},
          {{ by = "visit", work = "5 hours", reached = "50 %", accepts = "50 %" }},
        ]
        refused = "refused"
        not_reached = "not_reached"
        next = [ {{ to = "talk" }} ]
        [stages.talk]
        team = "desk"
        work = {{ exponential = {{ mean = "10 hours" }} }}
        patience = {{ exponential = {{ mean = "9 days" }}, reason = "withdrawn" }}
        [ends.completed]
        returns = {{ share = "{share} %", after = {{ exponential = {{ mean = "90 days" }} }} }}
        [ends.refused]
        [ends.not_reached]
        "#
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Everybody in need is in the pool or in the chain; nobody is in the chain twice; and the time that residents
    /// spend in need, added up over residents, is the number in need added up over time.
    #[test]
    fn need_is_conserved(
        stock in 0u32..40, onset in 1u32..200, again in 0u32..150, share in 0u32..100, threshold in 0u32..200,
        seed in any::<u64>(),
    ) {
        let chain = compiled("2 years", &full_pool(stock, onset, again, share, threshold));
        let seen = chain.observe(seed, 0, Whereabouts::default());
        let end = chain.model.end;
        let area: i128 = seen.in_need.iter().map(|&(at, change)| i128::from(change) * i128::from((end - at).0)).sum();
        let (in_need, days) = row(&chain, seed, Measure::InNeed, Of::Chain, Period::All, Statistic::Mean);
        prop_assert!((in_need - area as f64 / DAY as f64).abs() < 1e-6 * in_need.max(1.0), "{in_need} {area}");
        prop_assert!((days - end.as_days()).abs() < 1e-9);
        // Stock + onset (returns included) − ends = present.
        let count = |measure| row(&chain, seed, measure, Of::Chain, Period::All, Statistic::PerYear).0;
        let present = seen.now.values().filter(|place| place.0).count() as f64;
        let ends = count(Measure::NaturalEnds) + count(Measure::NeedEnded);
        prop_assert_eq!(f64::from(stock) + count(Measure::Onset) - ends, present);
        // Every signal has one fate, or is still pending.
        let signals: f64 = (0..2)
            .map(|signal| row(&chain, seed, Measure::Signals, Of::Signal(signal), Period::All, Statistic::PerYear).0)
            .sum();
        let fates: f64 = SignalFate::ALL
            .into_iter()
            .map(|fate| row(&chain, seed, Measure::SignalFate, Of::SignalFate(fate), Period::All, Statistic::PerYear).0)
            .sum();
        prop_assert!(fates <= signals && signals - fates <= present * 20.0, "{signals} {fates}");
    }
}

/// Ten thousand residents are seen over thirty years, and never are more than a few hundred in memory.
#[test]
fn memory_grows_with_residents_in_need_and_not_with_residents_seen() {
    let pool = full_pool(100, 400, 100, 50, 50);
    let chain = compiled("30 years", &pool.replace("value = \"30 per year\"", "value = \"350 per year\""));
    let seen = chain.observe(1, 0, Whereabouts::default());
    let residents = seen.now.len();
    let most = {
        let mut level = 0;
        seen.in_need
            .iter()
            .map(|&(_, change)| {
                level += change;
                level
            })
            .max()
            .expect("somebody is in need")
    };
    assert!(residents > 10_000, "{residents} seen");
    // Those who will come back are in memory, too: at most half of those helped, for 90 days on average.
    assert!(i64::from(seen.slots) < most + 150, "{} slots for at most {most} in need", seen.slots);
}

/// Competing exponential events: each comes first with its share of the rates, after 1 / sum of the rates on average;
/// onset × mean time are in the pool (Little's law).
#[test]
fn competing_events_share_by_their_rates() {
    // Rates a year: apply 1, natural end 0.5, urgent signal 0.5; so half a year in the pool.
    let chain = compiled(
        "20 years",
        r#"
        warm_up = "4 years"
        [need.households]
        onset = "1000 per year"
        natural_end = { after = { exponential = { mean = "2 years" } }, to = "solved" }
        [need.households.apply]
        after = { exponential = { mean = "1 year" } }
        to = "talk"
        [need.households.signals.cut_off]
        rate = "0.5 per year"
        urgent = true
        [need.households.batch]
        every = "month"
        to = "talk"
        [stages.talk]
        delay = "0 days"
        next = [ { to = "helped" } ]
        [ends.helped]
        need = "ends"
        "#,
    );
    let run = chain.experiment(20_270_104, REPLICATIONS);
    agrees(&run, Measure::InPool, Of::Chain, Statistic::Mean, 500.0);
    agrees(&run, Measure::Applications, Of::Chain, Statistic::PerYear, 500.0);
    agrees(&run, Measure::Cases, Of::Chain, Statistic::PerYear, 250.0);
    agrees(&run, Measure::NaturalEnds, Of::Chain, Statistic::PerYear, 250.0);
    // Everybody who comes in is a resident of their own: 750 a year of 500 in need.
    agrees(&run, Measure::NeedReach, Of::Chain, Statistic::Share, 1.5);
}

/// With steady rates the steady state does not depend on the kind of distribution (insensitivity): onset × mean time.
#[test]
fn the_pool_holds_onset_times_mean_time() {
    let chain = compiled(
        "20 years",
        r#"
        warm_up = "20 years"
        [need.households]
        onset = "1000 per year"
        apply = { after = { lognormal = { mean = "8 months", cv = 1.5 } }, to = "talk" }
        [stages.talk]
        delay = "6 months"
        next = [ { to = "helped" } ]
        [ends.helped]
        need = "ends"
        "#,
    );
    let run = chain.experiment(20_270_104, REPLICATIONS);
    agrees(&run, Measure::InPool, Of::Chain, Statistic::Mean, 1000.0 * 8.0 / 12.0);
    agrees(&run, Measure::InNeed, Of::Chain, Statistic::Mean, 1000.0 * 14.0 / 12.0);
    agrees(&run, Measure::InView, Of::Chain, Statistic::Share, 6.0 / 14.0);
}

/// Willingness: every return halves the hazard, so the n-th time outside is 2ⁿ times as long on average. A hundred
/// stays of each kind or more, means within 4.9 standard errors (one seed in a million).
#[test]
fn every_return_makes_an_application_less_likely() {
    let chain = compiled(
        "60 years",
        r#"
        [need.households]
        stock = 2000
        apply = { after = { exponential = { mean = "30 days" } }, to = "talk", again = "50 %" }
        [stages.talk]
        delay = "1 day"
        next = [ { to = "withdrawn" } ]
        [ends.withdrawn]
        "#,
    );
    let journal = chain.journal(11, 0);
    let mut entered: BTreeMap<ResidentKey, (SimTime, usize)> = BTreeMap::new();
    let mut stays = [const { Vec::new() }; 5];
    for line in &journal.lines {
        match line.what {
            Happening::Need(NeedHappening::Began { .. }) => {
                entered.insert(line.who, (line.at, 0));
            }
            Happening::Need(NeedHappening::BackInPool) => {
                let stay = entered.get_mut(&line.who).expect("known");
                *stay = (line.at, stay.1 + 1);
            }
            Happening::Arrived => {
                let (since, number) = entered[&line.who];
                if let Some(stays) = stays.get_mut(number) {
                    stays.push((line.at - since).as_days());
                }
            }
            _ => {}
        }
    }
    for (number, stays) in stays.iter().enumerate() {
        let expected = 30.0 * f64::from(1 << number);
        let mean = stays.iter().sum::<f64>() / stays.len() as f64;
        let error = expected / (stays.len() as f64).sqrt();
        assert!(stays.len() == 2000, "{}", stays.len());
        assert!((mean - expected).abs() < 4.9 * error, "stay {number}: {mean} ± {error}, theory {expected}");
    }
}

/// The share of batches over a threshold: a Poisson number n ≥ 1 of exponential arrears reaches t with the chance
/// that a Poisson number with mean t/m stays below n.
#[test]
fn the_share_of_batches_over_the_threshold_is_that_of_a_gamma() {
    let chain = compiled(
        "20 years",
        r#"
        [need.households]
        stock = 500
        [need.households.signals.rent]
        rate = "1.2 per month"
        amount = { exponential = { mean = "100 euro" } }
        [need.households.batch]
        every = "30 days"
        threshold = "150 euro"
        taken_up = 0
        to = "talk"
        [stages.talk]
        delay = "1 day"
        "#,
    );
    let journal = chain.journal(2, 0);
    let fate = |fate: SignalFate| {
        let of = |line: &&Line| matches!(line.what, Happening::Need(NeedHappening::SignalsLookedAt { fate: found, .. }) if found == fate);
        journal.lines.iter().filter(of).count() as f64
    };
    let (over, below) = (fate(SignalFate::NotTakenUp), fate(SignalFate::BelowThreshold));
    let poisson = |mean: f64, n: u32| (1..=n).fold((-mean).exp(), |p, k| p * mean / f64::from(k));
    let mean = 1.2 * 30.0 / (YEAR / 12.0);
    let reaches = |n: u32| (0..n).map(|k| poisson(1.5, k)).sum::<f64>();
    let expected = (1..40).map(|n| poisson(mean, n) * reaches(n)).sum::<f64>() / (1.0 - (-mean).exp());
    let all = over + below;
    let error = (expected * (1.0 - expected) / all).sqrt();
    assert!(
        all > 50_000.0 && (over / all - expected).abs() < 4.9 * error,
        "{} of {all}, theory {expected}",
        over / all
    );
}

/// Contact: with shares r₁, r₂ reached by the attempts, 1 − (1 − r₁)(1 − r₂) of the cases are reached.
#[test]
fn reach_of_signalling_is_one_minus_the_product_of_misses() {
    let chain = compiled(
        "10 years",
        r#"
        warm_up = "1 year"
        [need.households]
        stock = 500
        [need.households.signals.rent]
        rate = "1 per year"
        [need.households.batch]
        every = "month"
        to = "contact"
        [teams.desk]
        workers = "unlimited"
        open = "always"
        [stages.contact]
        team = "desk"
        attempts = [
          { by = "letter", work = "1 hour", wait = "5 days", reached = "10 %", accepts = "50 %" },
          { by = "phone", work = "1 hour", wait = "3 days", reached = "40 %", accepts = "30 %" },
          { by = "letter", work = "1 hour", reached = "5 %", accepts = "80 %" },
        ]
        refused = "withdrawn"
        not_reached = "withdrawn"
        [ends.completed]
        need = "stays"
        [ends.withdrawn]
        "#,
    );
    let run = chain.experiment(20_270_104, REPLICATIONS);
    agrees(&run, Measure::ReachOfSignalling, Of::Chain, Statistic::Share, 1.0 - 0.9 * 0.6 * 0.95);
    let (letter, phone) = (Of::Channel(0), Of::Channel(1));
    agrees(&run, Measure::AttemptReached, phone, Statistic::Share, 0.4);
    agrees(&run, Measure::AttemptAccepted, phone, Statistic::Share, 0.3);
    // Of the letters one in 1.54 is a first one.
    agrees(&run, Measure::AttemptReached, letter, Statistic::Share, (0.1 + 0.54 * 0.05) / 1.54);
    let stage = Of::Stage(chain.stage("contact"));
    let accept = 0.1 * 0.5 + 0.9 * 0.4 * 0.3 + 0.54 * 0.05 * 0.8;
    agrees(&run, Measure::DroppedOut, stage, Statistic::Share, 1.0 - accept);
    // An hour each, and five and three days in between for those not reached: 1 + 0.9 + 0.54 hours, 0.9·5 + 0.54·3 days.
    let journal = chain.journal(1, 0);
    let refused = journal
        .lines
        .iter()
        .any(|line| matches!(line.what, Happening::Contact { outcome: ContactOutcome::Refused, .. }));
    assert!(refused);
}

/// A share of 20 % come back after two years on average, exponentially: within two years 0.2 (1 − 1/e) do.
#[test]
fn success_lasts_as_returns_allow() {
    let chain = compiled(
        "20 years",
        r#"
        [arrivals.door]
        to = "talk"
        rate = "300 per year"
        [stages.talk]
        delay = "1 day"
        next = [ { to = "completed", share = "60 %" }, { to = "withdrawn", share = "rest" } ]
        [ends.withdrawn]
        [ends.completed]
        returns = { share = "20 %", after = { exponential = { mean = "2 years" } }, to = "talk" }
        [report]
        lasting = "2 years"
        "#,
    );
    let returned = 0.2 * (1.0 - (-1.0f64).exp());
    let run = chain.experiment(20_270_104, REPLICATIONS);
    agrees(&run, Measure::Returned, Of::Chain, Statistic::Share, returned);
    agrees(&run, Measure::Lasting, Of::Chain, Statistic::Share, 0.6 * (1.0 - returned));
}

/// A dated hazard uses up one unit exponential: applying is impossible in the first half year, and a Poisson of the new
/// rate from then on; signals of a dated rate likewise.
#[test]
fn rates_that_change_by_date_use_up_one_unit() {
    let chain = compiled(
        "3 years",
        r#"
        [need.households]
        stock = 3000
        apply = { after = { value = { exponential = { mean = "1000 years" } }, dated = [ { from = 2027-07-04, value = { exponential = { mean = "1 year" } } } ] }, to = "talk" }
        [need.households.signals.rent]
        rate = { value = "0 per year", dated = [ { from = 2028-01-04, value = "2 per year" } ] }
        [need.households.batch]
        every = "month"
        taken_up = 0
        to = "talk"
        [stages.talk]
        delay = "0 days"
        next = [ { to = "helped" } ]
        [ends.helped]
        need = "ends"
        "#,
    );
    let journal = chain.journal(3, 0);
    let days =
        |year: i16, month: i8| SimTime::of_date(jiff::civil::date(year, month, 4), jiff::civil::date(2027, 1, 4));
    let before = |until: SimTime| {
        journal.lines.iter().filter(|line| line.what == Happening::Arrived && line.at < until).count() as f64
    };
    assert!(before(days(2027, 7)) < 10.0, "one in a thousand a year");
    // A year after the change e⁻¹ are left of those who were there.
    let left = (3000.0 - before(days(2028, 7))) / 3000.0;
    let expected = (-366.0f64 / YEAR).exp();
    assert!((left - expected).abs() < 4.9 * (expected * (1.0 - expected) / 3000.0f64).sqrt(), "{left}");
    let first = journal.lines.iter().find(|line| matches!(line.what, Happening::Need(NeedHappening::Signalled { .. })));
    assert!(first.expect("there are signals").at >= days(2028, 1));
}

/// Whatever changes downstream, the same residents apply and are signalled at the same moments as long as they are in
/// the pool: until they first come into the chain nothing differs at all.
#[test]
fn the_same_resident_has_the_same_luck_when_the_chain_changes() {
    let text = full_pool(60, 100, 80, 50, 80);
    let journals = ["workers = 1", "workers = 7"]
        .map(|workers| compiled("4 years", &text.replace("workers = 1", workers)).journal(9, 0));
    let first_times = journals.map(|journal| {
        let mut told: BTreeMap<ResidentKey, Vec<(SimTime, Happening)>> = BTreeMap::new();
        let mut inside: BTreeMap<ResidentKey, bool> = BTreeMap::new();
        for line in &journal.lines {
            let arrived = inside.entry(line.who).or_default();
            if !*arrived {
                told.entry(line.who).or_default().push((line.at, line.what));
            }
            *arrived |= line.what == Happening::Arrived;
        }
        told
    });
    assert!(first_times[0].len() > 150);
    assert_eq!(first_times[0], first_times[1]);
    // Later on, too, the n-th application of a resident uses the n-th unit: time in the pool is kept, dates are not.
    assert!(first_times[0].values().any(|told| told.len() > 3));
}

/// A stock that is larger by one leaves everybody else as they were.
#[test]
fn one_more_in_the_stock_changes_nobody_else() {
    let of = |stock: u32| {
        let journal =
            compiled("2 years", &full_pool(stock, 80, 100, 0, 1_000_000).replace("workers = 1", "workers = 500"))
                .journal(4, 0);
        let mut told: BTreeMap<ResidentKey, Vec<(SimTime, Happening)>> = BTreeMap::new();
        journal.lines.iter().for_each(|line| told.entry(line.who).or_default().push((line.at, line.what)));
        told
    };
    let (fewer, more) = (of(30), of(31));
    assert_eq!(more.len(), fewer.len() + 1);
    assert!(fewer.iter().all(|(who, told)| more[who] == *told));
}

/// Who is found in the chain when the simulation begins is in need, too, and is back in the pool after leaving unhelped.
#[test]
fn who_is_found_in_the_chain_is_in_need() {
    let chain = compiled(
        "100 days",
        r#"
        [need.households]
        stock = 3
        apply = { after = "1000 days", to = "talk" }
        [[present]]
        stage = "talk"
        staying = 4
        since = 2027-01-04
        [stages.talk]
        delay = "10 days"
        next = [ { to = "withdrawn" } ]
        [ends.withdrawn]
        "#,
    );
    assert_eq!(whole(&chain, Measure::InNeed, Of::Chain, Statistic::Mean).0, 700.0);
    assert_eq!(whole(&chain, Measure::InPool, Of::Chain, Statistic::Mean).0, 300.0 + 4.0 * 90.0);
    assert_eq!(whole(&chain, Measure::NaturalEnds, Of::Chain, Statistic::PerYear).0, 0.0);
}

/// Two pools are counted apart and together, and their residents by their own names.
#[test]
fn several_pools_are_counted_apart_and_together() {
    let chain = compiled(
        "365 days",
        r#"
        [need.families]
        stock = 5
        apply = { after = "100 days", to = "talk" }
        [need.singles]
        stock = 7
        natural_end = { after = "73 days", to = "solved" }
        [stages.talk]
        delay = "10 days"
        next = [ { to = "helped" } ]
        [ends.helped]
        need = "ends"
        "#,
    );
    let mean = |of| whole(&chain, Measure::InNeed, of, Statistic::Mean).0;
    assert_eq!([mean(Of::Pool(0)), mean(Of::Pool(1)), mean(Of::Chain)], [5.0 * 110.0, 7.0 * 73.0, 550.0 + 511.0]);
    let number = |measure, of| whole(&chain, measure, of, Statistic::PerYear).0;
    assert_eq!(number(Measure::NaturalEnds, Of::Chain), 7.0);
    assert_eq!([Of::Pool(0), Of::Pool(1)].map(|of| number(Measure::NeedEnded, of)), [5.0, 0.0]);
    assert_eq!(number(Measure::Arrivals, Of::Pool(0)), 5.0);
}

/// What limits a run are residents in memory, those in need included; the error says so.
#[test]
fn a_pool_beyond_the_limit_stops_the_run() {
    use sim_core::engine::{Limits, RunError, simulate};
    let chain = compiled("1 year", &full_pool(50, 100, 100, 0, 100));
    let limits = Limits { residents: 40, ..Limits::default() };
    let stopped = simulate(&chain.model, 1, 0, limits, ()).expect_err("fifty are more than forty");
    assert!(matches!(stopped, RunError::TooManyResidents { residents: 40, .. }), "{stopped}");
}

/// Forty in need, each signalled within the first month, written to and reached. Where nobody accepts nobody came to help,
/// however many were written to; where everybody does, all forty did.
#[test]
fn who_is_only_written_to_has_not_been_reached_by_help() {
    let chain = |accepts: &str| {
        compiled(
            "1 year",
            &format!(
                "[need.all]\nstock = 40\nonset = \"0 per year\"\n[need.all.signals.rent]\nrate = \"900 per year\"\n\
                 [need.all.batch]\nevery = \"month\"\nto = \"contact\"\n[teams.desk]\nworkers = \"unlimited\"\nopen = \"always\"\n\
                 [stages.contact]\nphase = \"signalling\"\nteam = \"desk\"\n\
                 attempts = [ {{ by = \"letter\", work = \"1 hour\", reached = 1, accepts = {accepts} }} ]\nrefused = \"no\"\nnot_reached = \"no\"\n\
                 next = [ {{ to = \"talk\" }} ]\n[stages.talk]\nphase = \"intake\"\nteam = \"desk\"\nwork = \"1 hour\"\n\
                 [ends.no]\n[ends.completed]\nneed = \"stays\"\n"
            ),
        )
    };
    let people = |chain: &Compiled| whole(chain, Measure::NeedReach, Of::Chain, Statistic::PerYear).0;
    let written_to = |chain: &Compiled| whole(chain, Measure::Cases, Of::Chain, Statistic::PerYear).0;
    let nobody = chain("0");
    assert!(people(&nobody) == 0.0 && written_to(&nobody) > 40.0, "{} reached", people(&nobody));
    assert_eq!(people(&chain("1")), 40.0, "all forty, each counted once");
}

/// Ten apply on one day late in the year and are helped for twenty months at two stages: they come to help in the first year only.
#[test]
fn who_is_still_in_help_does_not_come_to_help_again() {
    let chain = compiled(
        "2 years",
        "[need.all]\nstock = 10\nonset = \"0 per year\"\n[need.all.apply]\nafter = \"340 days\"\nto = \"talk\"\n\
         [stages.talk]\nphase = \"intake\"\ndelay = \"10 months\"\nnext = [ { to = \"plan\" } ]\n\
         [stages.plan]\nphase = \"curative\"\ndelay = \"10 months\"\n",
    );
    let people = |year| row(&chain, 1, Measure::NeedReach, Of::Chain, Period::Number(year), Statistic::PerYear).0;
    assert_eq!([people(0), people(1)], [10.0, 0.0]);
}
