//! Factors and additions over what would hold otherwise (`times`, `plus`): values on dates worked out by hand, the same
//! run as with those values written out, and one draw for the unknown numbers of one intervention.

use jiff::civil::{Date, date};
use sim_core::random::{Draws, Purpose, ResidentKey, Sampler, Stream};
use sim_core::scenario::{Dated, Distribution, Places, Scenario, Staff, Step};

use crate::support::{Compiled, scenario_of};

/// A desk whose lines can be replaced.
const DESK: &str = r#"
    [arrivals.all]
    to = "talk"
    rate = "4 per day"
    [teams.desk]
    fte = 14
    [stages.talk]
    steps = [
      { team = "desk", work = { gamma = { mean = "4 hours", cv = 0.5 } } },
      { delay = { lognormal = { mean = "8 days", cv = 1.0 } } },
    ]
"#;

fn desk(change: &str, by: &str) -> Scenario {
    assert!(DESK.contains(change), "{change}");
    scenario_of("3 years", &DESK.replace(change, by))
}

fn fte(scenario: &Scenario) -> &Dated<f64> {
    match &scenario.teams[0].staff {
        Staff::Fte { fte, .. } => fte,
        other => panic!("{other:?}"),
    }
}

fn work(scenario: &Scenario) -> &Dated<Distribution> {
    match &scenario.stages[0].steps[0] {
        Step::Work(work) => &work.work.base,
        other => panic!("{other:?}"),
    }
}

/// What holds on each date, and the day before.
fn around(dated: &Dated<f64>, dates: &[Date]) -> Vec<(f64, f64)> {
    dates.iter().map(|&date| (*dated.on(date.yesterday().expect("a day")), *dated.on(date))).collect()
}

#[test]
fn layers_lie_over_all_that_would_hold() {
    let text = r#"fte = { value = 14, dated = [
        { from = 2028-01-01, value = 16 },
        { from = 2027-07-01, times = "50 %" },
        { from = 2027-07-01, plus = 1 },
        { from = 2028-07-01, plus = -2 },
    ] }"#;
    let desk = desk("fte = 14", text);
    let dates = [date(2027, 7, 1), date(2028, 1, 1), date(2028, 7, 1)];
    // 14 × ½ + 1, then 16 × ½ + 1, then 2 less.
    assert_eq!(around(fte(&desk), &dates), [(14.0, 8.0), (8.0, 9.0), (9.0, 7.0)]);
}

/// From 11 January (21 days left of it) to 1 April 2028: 81 days, in steps with the mean of the line.
#[test]
fn a_ramp_of_a_factor_or_an_addition_grows_from_nothing() {
    let text = r#"fte = { low = 10, likely = 10, high = 10, ramp = [
        { from = 2028-01-11, until = 2028-04-01, times = 0.5 },
        { from = 2028-01-11, until = 2028-04-01, plus = 3 },
    ] }"#;
    let desk = desk("fte = 14", text);
    let dates = [date(2028, 1, 11), date(2028, 2, 1), date(2028, 3, 1), date(2028, 4, 1)];
    for (date, share) in dates.into_iter().zip([10.5 / 81.0, 35.5 / 81.0, 65.5 / 81.0, 1.0]) {
        let expected = 10.0 * (1.0 - 0.5 * share) + 3.0 * share;
        assert!((fte(&desk).on(date) - expected).abs() < 1e-12, "{date}: {}", fte(&desk).on(date));
    }
    assert_eq!(*fte(&desk).on(date(2028, 1, 10)), 10.0);
    assert_eq!(*fte(&desk).on(date(2040, 1, 1)), 8.0);
}

/// Whole numbers are rounded once, after all layers: 3 × ½ × ½ is 1, not 3 → 2 → 1 or 3 → 1 → 1; 25 × 0.9 × 0.9 is 20.
#[test]
fn whole_numbers_are_rounded_once() {
    let twice = |value: &str, times: &str| {
        let halves = format!("{{ from = 2028-01-01, times = {times} }}, {{ from = 2028-01-01, times = {times} }}");
        desk(
            "fte = 14",
            &format!(
                "workers = {{ value = {value}, dated = [ {halves} ] }}\nplaces = {{ value = {value}, dated = [ {halves} ] }}"
            ),
        )
    };
    for (value, times, expected) in [("3", "0.5", 1), ("25", "0.9", 20), ("5", "0.3", 0)] {
        let desk = twice(value, times);
        match &desk.teams[0].staff {
            Staff::Workers(workers) => assert_eq!(*workers.on(date(2029, 1, 1)), expected),
            other => panic!("{other:?}"),
        }
        let places = desk.teams[0].places.as_ref().expect("given");
        assert_eq!(*places.on(date(2029, 1, 1)), Places::Count(expected));
    }
}

#[test]
fn a_scaled_distribution_gives_scaled_draws() {
    let half = desk("cv = 0.5 }", "cv = 0.5 }, dated = [ { from = 2028-01-01, times = 0.25 } ]");
    let [before, after] = [date(2027, 6, 1), date(2028, 6, 1)].map(|date| Sampler::new(work(&half).on(date)));
    let draws = Draws::new(7, 0);
    for ordinal in 0..200 {
        let unit = draws.unit(ResidentKey::new(Stream::named("all"), ordinal), Purpose::named("work"), 0, 0);
        let (before, after) = (before.draw(unit), after.draw(unit));
        assert!((before - 4 * after).abs() <= 4, "{before} µs is four times {after} µs, up to rounding");
    }
}

/// The run is the same, to the last bit, as with the values written out.
#[test]
fn layers_are_the_values_they_stand_for() {
    let changes = [
        (
            r#"fte = { value = 14, dated = [ { from = 2028-01-01, value = 16 }, { from = 2027-06-01, times = 0.5 } ] }"#,
            r#"fte = { value = 14, dated = [ { from = 2027-06-01, value = 7 }, { from = 2028-01-01, value = 8 } ] }"#,
        ),
        (
            r#"fte = { value = 14, ramp = [ { from = 2027-06-01, until = 2027-12-01, plus = 2, by = "more_people" } ] }"#,
            r#"fte = { value = 14, ramp = [ { from = 2027-06-01, until = 2027-12-01, value = 16 } ] }"#,
        ),
    ];
    for (layers, written_out) in changes {
        let [layers, written_out] = [layers, written_out].map(|fte| Compiled::of(desk("fte = 14", fte)).table(3, 2));
        assert!(layers == written_out);
    }
    let layer = desk("cv = 0.5 }", "cv = 0.5 }, dated = [ { from = 2028-01-01, times = \"50 %\" } ]");
    let written = "cv = 0.5 }, dated = [ { from = 2028-01-01, value = { gamma = { mean = \"2 hours\", cv = 0.5 } } } ]";
    assert!(Compiled::of(layer).table(3, 2) == Compiled::of(desk("cv = 0.5 }", written)).table(3, 2));
}

/// Taken away wholly, work and delay take no time: residents pass in the moment in which somebody is free.
#[test]
fn nothing_is_left_of_work_and_delay_times_nothing() {
    let nothing =
        DESK.replace("cv = 0.5 }", "cv = 0.5 }, dated = [ { from = 2027-01-01, times = 0, by = \"relief\" } ]");
    let nothing =
        nothing.replace("cv = 1.0 }", "cv = 1.0 }, dated = [ { from = 2027-01-01, times = 0, by = \"relief\" } ]");
    let journal = Compiled::of(scenario_of("60 days", &nothing)).journal(5, 0);
    let written = DESK.replace("{ gamma = { mean = \"4 hours\", cv = 0.5 } }", "\"0 hours\"");
    let written = written.replace("{ lognormal = { mean = \"8 days\", cv = 1.0 } }", "\"0 days\"");
    let expected = Compiled::of(scenario_of("60 days", &written)).journal(5, 0);
    assert!(journal.lines.len() > 200 && journal.lines == expected.lines);
}

/// An uncertain effect that acts on two places is one unknown number; the base keeps its own.
#[test]
fn unknown_numbers_of_one_intervention_share_a_draw() {
    let effect = r#"dated = [ { from = 2028-01-01, times = { low = 0.5, likely = 0.6, high = 1 }, by = "simpler" } ]"#;
    let fte_too = format!("fte = {{ low = 10, likely = 12, high = 16, {effect} }}");
    let text = DESK.replace("fte = 14", &fte_too);
    let with = scenario_of("3 years", &text.replace("cv = 0.5 }", &format!("cv = 0.5 }}, {effect}")));
    let paths = &with.unknowns.as_ref().expect("unknown").paths;
    assert_eq!(paths[..], ["interventions.simpler", "teams.desk.fte"]);
    let base = desk("fte = 14", "fte = { low = 10, likely = 12, high = 16 }");
    let mut factors = Vec::new();
    for draw in 0..20 {
        let (with, base) = (with.draw(3, draw).expect("right"), base.draw(3, draw).expect("right"));
        assert_eq!(fte(&with).first, fte(&base).first, "the base has its own draw");
        let of_work = work(&with).on(date(2028, 1, 1)).mean() / work(&with).first.mean();
        let of_fte = fte(&with).on(date(2028, 1, 1)) / fte(&with).first;
        assert!((of_work - of_fte).abs() < 1e-12, "{of_work}, {of_fte}");
        factors.push(of_fte);
    }
    factors.sort_by(f64::total_cmp);
    factors.dedup();
    assert!(factors.len() == 20 && factors[0] >= 0.5 && factors[19] <= 1.0, "{factors:?}");
}
