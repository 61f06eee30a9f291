//! Which form a scenario has, and which assumption fails when it is changed a little.

use sim_core::chain::compile;
use sim_core::scenario::{Scenario, read};

use super::*;

fn scenario(text: &str) -> Scenario {
    let reading = read(text);
    reading.scenario.unwrap_or_else(|| panic!("{text}\n{:?}", reading.problems))
}

fn forms(text: &str) -> Vec<Result<Form, Vec<Reason>>> {
    let scenario = scenario(text);
    recognise(&scenario, &compile(&scenario).expect("compiles")).stages
}

/// The only stage of a textbook scenario, changed by replacing one piece of its text.
#[track_caller]
fn textbook(name: &str, change: (&str, &str)) -> Result<Form, Vec<Reason>> {
    let path = format!("{}/../scenarios/textbook/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    assert!(text.contains(change.0), "{path} does not contain {}", change.0);
    forms(&text.replacen(change.0, change.1, 1)).remove(0)
}

const AS_IT_IS: (&str, &str) = ("", "");

/// Whether two numbers are the same but for rounding (times are whole microseconds).
fn near(found: f64, expected: f64) -> bool {
    (found - expected).abs() <= 1e-9 * expected.abs()
}

#[test]
fn every_textbook_form_is_recognised() {
    let form = |name| textbook(name, AS_IT_IS).unwrap_or_else(|reasons| panic!("{name}: {reasons:?}"));
    assert!(matches!(form("mm1"), Form::Markov { servers: 1, rate, .. } if near(rate, 21.6)));
    assert!(matches!(form("mm3-eye-clinic"), Form::Markov { servers: 3, rate, .. } if near(rate, 144.0)));
    assert!(matches!(form("mm2-3-loss"), Form::Limited { servers: 2, waiting: 1, .. }));
    assert!(matches!(form("erlang-a"), Form::Impatient { servers: 50, .. }));
    assert!(matches!(form("md1"), Form::General { cv: 0.0, .. }));
    assert!(matches!(form("mg1-lognormal"), Form::General { cv, .. } if near(cv, 1.5)));
    assert!(matches!(form("mginf"), Form::Unlimited { stay, leaves: None, .. } if near(stay, 36.0)));
    let Form::Priority { servers: 1, ranks, .. } = form("priority-three-classes") else { panic!("no priority") };
    assert!(ranks.iter().zip([4.8, 14.4, 28.8]).all(|(rank, expected)| near(rank.rate, expected)), "{ranks:?}");
}

/// The traffic equations of the scenario's own comment: 70/27 an hour join the intake.
#[test]
fn a_network_with_feedback_is_recognised_at_its_own_rates() {
    let path = format!("{}/../scenarios/textbook/jackson-three-stages.toml", env!("CARGO_MANIFEST_DIR"));
    let forms = forms(&std::fs::read_to_string(path).expect("the textbook scenario"));
    assert!(matches!(forms[0], Ok(Form::Markov { servers: 1, rate, .. }) if near(rate, 24.0 * 70.0 / 27.0)));
    assert!(forms.iter().all(Result::is_ok), "{forms:?}");
}

#[test]
fn the_assumption_that_fails_is_named() {
    let fails = |change, expected: Reason| assert_eq!(textbook("mm3-eye-clinic", change), Err(vec![expected]));
    let work = "work = { exponential = { mean = \"20 minutes\" } }";
    fails((work, "work = \"20 minutes\""), Reason::WorkNotExponential("constant"));
    fails(("open    = \"always\"", "open = \"office\""), Reason::Closes { team: "doctors".to_owned() });
    let grows = "workers = { value = 3, dated = [{ from = 2027-02-01, value = 4 }] }";
    fails(("workers = 3", grows), Reason::DutyChanges { team: "doctors".to_owned() });
    let streams = |why| Reason::Streams { streams: vec!["patients".to_owned()], why };
    let rate = "rate = \"6 per hour\"";
    fails((rate, "rate = \"6 per hour\"\nby_month = { march = 1.2 }"), streams(StreamReason::Profile));
    fails((rate, "interval = \"10 minutes\""), streams(StreamReason::Interval));
    fails((rate, "rate = \"3 per hour\"\nbatch = 2"), streams(StreamReason::Batches));
    let earliest_due = format!(
        "{work}\nqueue = \"earliest due\"\n[clocks.soon]\nfrom = \"enter:test\"\nto = \"start:test\"\nwithin = \"1 day\""
    );
    fails((work, &earliest_due), Reason::EarliestDue);
    let one_step = format!("team = \"doctors\"\n{work}");
    fails(
        (&one_step, "steps = [{ team = \"doctors\", work = \"1 minute\" }, { delay = \"1 day\" }]"),
        Reason::Steps(2),
    );
}

/// Exponential times in between are a Poisson stream by another name, and so is gamma work with a cv of 1.
#[test]
fn the_same_model_in_other_words_is_recognised() {
    let interval = ("rate = \"6 per hour\"", "interval = { exponential = { mean = \"10 minutes\" } }");
    assert!(matches!(textbook("mm3-eye-clinic", interval), Ok(Form::Markov { rate, .. }) if near(rate, 144.0)));
    let gamma = ("{ exponential = { mean = \"20 minutes\" } }", "{ gamma = { mean = \"20 minutes\", cv = 1 } }");
    assert!(matches!(textbook("mm3-eye-clinic", gamma), Ok(Form::Markov { .. })));
}

/// What leaves a queue that some residents leave is not Poisson, so the next stage has no closed form.
#[test]
fn a_stage_behind_an_impatient_queue_has_no_closed_form() {
    let text = |patience: &str| {
        format!(
            "keten = 1\ntitle = \"T\"\nstart = 2027-01-04\nhorizon = \"1 year\"\n\
             arrivals.come = {{ to = \"a\", rate = \"3 per day\" }}\n\
             teams.first = {{ workers = 4, open = \"always\" }}\nteams.second = {{ workers = 4, open = \"always\" }}\n\
             [stages.a]\nteam = \"first\"\nwork = {{ exponential = {{ mean = \"24 hours\" }} }}\n{patience}\n\
             next = [{{ to = \"b\", transfer = {{ time = \"9 days\", lost = \"10 %\" }} }}]\n\
             [stages.b]\nteam = \"second\"\nwork = {{ exponential = {{ mean = \"24 hours\" }} }}\n"
        )
    };
    let patient = forms(&text(""));
    assert!(matches!(patient[1], Ok(Form::Markov { servers: 4, rate, .. }) if near(rate, 2.7)), "{:?}", patient[1]);
    let impatient = forms(&text("patience = { exponential = { mean = \"9 days\" }, reason = \"left\" }"));
    assert!(matches!(impatient[0], Ok(Form::Impatient { .. })));
    assert_eq!(impatient[1], Err(vec![Reason::FedBy { stages: vec!["a".to_owned()] }]));
}

/// Two exponential clocks of 30 and 10 days: a quarter leaves, after 7.5 days on average.
#[test]
fn leaving_during_a_delay_is_a_race_of_two_exponential_clocks() {
    let leave = "delay = { exponential = { mean = \"10 days\" } }\n\
                 leave = { exponential = { mean = \"30 days\" }, reason = \"left\" }";
    let form = textbook("mginf", ("delay = { uniform = { low = \"2 days\", high = \"70 days\" } }", leave));
    let Ok(Form::Unlimited { stay, leaves: Some(leaves), .. }) = form else { panic!("{form:?}") };
    assert!(near(stay, 7.5) && near(leaves, 0.25));
}

#[test]
fn an_overloaded_stage_has_no_long_run() {
    let text = std::fs::read_to_string(format!("{}/../scenarios/textbook/mm1.toml", env!("CARGO_MANIFEST_DIR")));
    let scenario = scenario(&text.expect("the textbook scenario").replace("0.9 per hour", "1.2 per hour"));
    let recognised = recognise(&scenario, &compile(&scenario).expect("compiles"));
    let Err(reasons) = &predictions(&scenario, &recognised).stages[0] else { panic!("a figure for an endless queue") };
    assert!(matches!(reasons[..], [Reason::Overloaded { offered_load, servers: 1 }] if near(offered_load, 1.2)));
}

/// 30 residents a day with 2.4 hours of work for three workers: a utilisation of 1, but for rounding.
#[test]
fn an_exactly_full_stage_has_no_long_run() {
    let text = std::fs::read_to_string(format!("{}/../scenarios/tutorial.toml", env!("CARGO_MANIFEST_DIR")));
    let scenario = scenario(&text.expect("the tutorial").replace("24 per day", "30 per day"));
    let recognised = recognise(&scenario, &compile(&scenario).expect("compiles"));
    let stage = &predictions(&scenario, &recognised).stages[0];
    assert!(
        matches!(stage, Err(reasons) if matches!(reasons[..], [Reason::Overloaded { servers: 3, .. }])),
        "{stage:?}"
    );
}
