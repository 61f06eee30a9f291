//! What must change nothing upstream: in pairs of chains that differ only downstream of a stage, every history up to that
//! stage is the same to the last bit; where the change can reach everybody, it is the same until the change begins.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sim_core::observe::Happening;
use sim_core::random::{Draws, Purpose, ResidentKey, Stream};
use sim_core::time::SimTime;

use crate::support::{Compiled, Line, scenario};

/// Pairs that are compared; the seed of each is its number.
const PAIRS: u64 = 200;

/// The choices that make a random chain: `pick(n)` is below `n`.
struct Choices {
    draws: Draws,
    next: u64,
}

impl Choices {
    fn of(pair: u64) -> Choices {
        Choices { draws: Draws::new(pair, 0), next: 0 }
    }

    fn pick(&mut self, choices: u64) -> u64 {
        let who = ResidentKey::new(Stream::named("choices"), self.next);
        self.next += 1;
        self.draws.bits(who, Purpose::named("choice"), 0, 0) % choices
    }

    fn one_of(&mut self, choices: &[&'static str]) -> &'static str {
        choices[self.pick(choices.len() as u64) as usize]
    }
}

/// One stage of a feed-forward chain with a team of its own.
fn stage(choices: &mut Choices, number: u64, last: u64) -> String {
    let mut text = String::new();
    let staff =
        choices.one_of(&["workers = 1\nopen = \"always\"", "workers = 2", "fte = 3.7", "workers = \"unlimited\""]);
    let closing = choices.one_of(&["", "closing = \"finish\""]);
    let queue = choices.one_of(&["", ", queue = { priority = [\"urgent\"] }", ", queue = \"earliest due\""]);
    let work = choices.one_of(&[
        "\"2 hours\"",
        "{ exponential = { mean = \"3 hours\" } }",
        "{ gamma = { mean = \"5 hours\", cv = 1.5 } }",
    ]);
    let patience = choices.one_of(&["", ", patience = { exponential = { mean = \"3 days\" }, reason = \"gave_up\" }"]);
    let delay = choices.one_of(&["", ", { delay = { exponential = { mean = \"4 days\" } }, leave = { exponential = { mean = \"20 days\" }, reason = \"left\" } }"]);
    let transfer = choices.one_of(&[
        "",
        ", transfer = { time = { exponential = { mean = \"2 days\" } }, lost = \"5 %\" }",
        ", transfer = { time = \"1 day\", returned = { share = \"30 %\", rework = \"1 hour\" } }",
    ]);
    let onward = if number < last { format!("s{}", number + 1) } else { "completed".to_owned() };
    let aside = choices.one_of(&["", "{ to = \"aside\", share = \"20 %\" }, "]);
    write!(
        text,
        "[teams.t{number}]\n{staff}\n{closing}\n[stages.s{number}]\nsteps = [ {{ team = \"t{number}\", work = {work}{queue}{patience} }}{delay} ]\n\
         next = [ {aside}{{ to = \"{onward}\", share = \"rest\"{transfer} }} ]\n"
    )
    .expect("a string takes any text");
    text
}

/// Two chains of two to five stages that are equal up to a stage (its number is returned) and drawn anew after it.
fn pair(number: u64) -> (String, String, u64) {
    let mut choices = Choices::of(number);
    let last = 1 + choices.pick(4);
    let rate = choices.one_of(&[
        "rate = \"3 per day\"",
        "rate = \"9 per day\"\ncalendar = \"office\"",
        "interval = \"4 hours\"",
        "batches = { every = \"week\", mean = 25 }",
    ]);
    let urgent = choices.one_of(&["0.1", "0.4"]);
    let mut head = format!(
        "keten = 1\ntitle = \"Pair\"\nstart = 2027-01-04\nwarm_up = \"20 days\"\nhorizon = \"70 days\"\n\
         [classes.kind]\nordinary = \"rest\"\nurgent = {urgent}\n[arrivals.a]\nto = \"s0\"\n{rate}\n[ends.aside]\n[ends.gave_up]\n[ends.left]\n[ends.lost]\n\
         [clocks.due]\nfrom = \"enter:s0\"\nto = \"finish:s0\"\nwithin = \"9 days\"\n"
    );
    let changed_after = choices.pick(last);
    for number in 0..=changed_after {
        head.push_str(&stage(&mut choices, number, last));
    }
    let mut downstream =
        || (changed_after + 1..=last).map(|number| stage(&mut choices, number, last)).collect::<String>();
    let (one, other) = (downstream(), downstream());
    (head.clone() + &one, head + &other, changed_after)
}

/// What happens to each resident at the first stages, until they are sent on from the last of these.
fn upstream(text: &str, seed: u64, until_stage: u64) -> BTreeMap<ResidentKey, Vec<(SimTime, u16, Happening)>> {
    let chain = Compiled::of(scenario(text));
    let first_downstream =
        (0..=until_stage).map(|number| chain.stage(&format!("s{number}"))).max().expect("a stage") + 1;
    let mut histories: BTreeMap<ResidentKey, Vec<(SimTime, u16, Happening)>> = BTreeMap::new();
    for &Line { at, who, class, stage, what, .. } in &chain.journal(seed, 0).lines {
        // Beyond the last common stage everything may differ, also what is told of a resident who left the chain there.
        let tells_of_downstream = matches!(what, Happening::HandedOver { .. } | Happening::PhaseLeft { .. });
        if stage < first_downstream && !tells_of_downstream {
            histories.entry(who).or_default().push((at, class, what));
        }
    }
    histories
}

#[test]
fn upstream_of_a_change_every_history_is_the_same_to_the_last_bit() {
    let (mut compared, mut different) = (0, 0);
    for number in 0..PAIRS {
        let (one, other, until) = pair(number);
        different += u64::from(one != other);
        let (one, other) = (upstream(&one, number, until), upstream(&other, number, until));
        let changed = one.iter().find(|(who, history)| other.get(who) != Some(history));
        assert!(changed.is_none() && one.len() == other.len(), "pair {number}, up to stage s{until}: {changed:?}");
        compared += one.values().map(Vec::len).sum::<usize>();
    }
    assert!(different > 180, "only {different} of {PAIRS} pairs differ at all");
    assert!(compared > 100_000, "{compared} happenings compared");
}

/// Where stages share a team and residents come back, a change reaches everybody; until the day on which it begins, nobody.
#[test]
fn before_a_change_begins_every_history_is_the_same_to_the_last_bit() {
    let begins = |chain: &Compiled| SimTime::of_date(jiff::civil::date(2027, 2, 10), chain.scenario.start);
    let mut moved = 0;
    for number in 0..PAIRS {
        let mut choices = Choices::of(number);
        let staff = choices.one_of(&["workers = { value = 2DATED }", "fte = { value = 3.5DATED }"]);
        let later = choices.one_of(&["", "6"]);
        let work = choices.one_of(&["{ exponential = { mean = \"2 hours\" } }", "{ value = \"3 hours\"WORK }"]);
        let share = choices.one_of(&["0.3", "{ value = 0.3SHARE }"]);
        let text = format!(
            "keten = 1\ntitle = \"Pair\"\nstart = 2027-01-04\nhorizon = \"70 days\"\n[arrivals.a]\nto = \"s0\"\nrate = \"6 per day\"\n\
             [teams.t]\n{staff}\n[stages.s0]\nteam = \"t\"\nwork = {work}\npatience = {{ exponential = {{ mean = \"5 days\" }}, reason = \"gave_up\" }}\n\
             [stages.s1]\nteam = \"t\"\nwork = {{ exponential = {{ mean = \"1 hour\" }} }}\n\
             next = [ {{ to = \"s0\", share = {share}, transfer = {{ time = \"2 days\" }} }}, {{ to = \"completed\", share = \"rest\" }} ]\n"
        )
        .replace("[stages.s1]", "next = [ { to = \"s1\" } ]\n[stages.s1]");
        let dated = |value: &str| format!(", dated = [ {{ from = 2027-02-10, value = {value} }} ]");
        let plain = text.replace("DATED", "").replace("WORK", "").replace("SHARE", "");
        let more = if later.is_empty() { "5" } else { later };
        let changed =
            text.replace("DATED", &dated(more)).replace("WORK", &dated("\"1 hour\"")).replace("SHARE", &dated("0.1"));
        let (one, other) = (Compiled::of(scenario(&plain)), Compiled::of(scenario(&changed)));
        let all = |chain: &Compiled| chain.journal(number, 0).lines;
        let (one_all, other_all) = (all(&one), all(&other));
        let before = |chain: &Compiled, lines: &[Line]| {
            lines.iter().take_while(|line| line.at < begins(chain)).copied().collect::<Vec<_>>()
        };
        assert!(before(&one, &one_all) == before(&other, &other_all), "pair {number}");
        moved += u64::from(one_all != other_all);
    }
    assert!(moved > 190, "only in {moved} of {PAIRS} pairs the change did anything");
}

/// The table of a chain, as text.
fn table(text: &str) -> String {
    Compiled::of(scenario(text)).table(5, 3)
}

/// The rows of a table of which the names hold none of these.
fn rows_without(table: &str, names: &[&str]) -> Vec<String> {
    table.lines().filter(|line| !names.iter().any(|name| line.contains(name))).map(str::to_owned).collect()
}

const CHAIN: &str = r#"
keten = 1
title = "Chain"
start = 2027-01-04
warm_up = "28 days"
horizon = "140 days"
[arrivals.a]
to = "talk"
rate = "42 per week"
[classes.kind]
private = "rest"
business = 0.2
[teams.desk]
workers = 2
[teams.bank]
fte = 3
[stages.talk]
phase = "intake"
team = "desk"
work = { lognormal = { mean = "2 hours", cv = 0.8 } }
class.business.work = { lognormal = { mean = "3 hours", cv = 0.8 } }
patience = { exponential = { mean = "14 days" }, reason = "gave_up" }
next = [ { to = "plan" } ]
[stages.plan]
phase = "curative"
steps = [ { delay = "7 days" }, { team = "bank", work = { exponential = { mean = "90 minutes" } } } ]
next = [ { to = "talk", share = 0.25, transfer = { time = "2 days" } }, { to = "completed", share = "rest" } ]
[clocks.first]
from = "arrive"
to = "start:talk"
within = "3 days"
"#;

#[test]
fn another_unit_of_time_changes_nothing() {
    let other = CHAIN
        .replace("\"28 days\"", "\"4 weeks\"")
        .replace("\"140 days\"", "\"3360 hours\"")
        .replace("42 per week", "6 per day")
        .replace("\"2 hours\"", "\"120 minutes\"")
        .replace("\"14 days\"", "\"2 weeks\"")
        .replace("delay = \"7 days\"", "delay = \"168 hours\"")
        .replace("\"90 minutes\"", "\"1.5 hours\"");
    assert_ne!(CHAIN, other);
    assert_eq!(table(CHAIN), table(&other));
}

/// A class in two equal ones: the draw of the class is another one, so residents keep their class only if the halves lie where
/// the whole lay. Here they do, and everything that is not said of the two new classes is the same.
#[test]
fn a_class_split_in_two_equal_ones_changes_nothing_else() {
    let other = CHAIN.replace("private = \"rest\"", "private = 0.4\nprivate_too = \"rest\"");
    let names = ["private", "private_too"];
    let (one, other) = (table(CHAIN), table(&other));
    assert!(other.contains(",private_too,"));
    assert_eq!(rows_without(&one, &names), rows_without(&other, &names));
}

#[test]
fn an_added_stage_without_steps_changes_nothing_else() {
    let other =
        CHAIN.replace("to = \"talk\"\nrate", "to = \"door\"\nrate") + "[stages.door]\nnext = [ { to = \"talk\" } ]\n";
    let new = ["door"];
    let (one, other) = (table(CHAIN), table(&other));
    assert!(other.contains(",enter:door,"));
    assert_eq!(rows_without(&one, &new), rows_without(&other, &new));
}

#[test]
fn two_equal_delays_without_a_team_are_one() {
    let other = CHAIN.replace("{ delay = \"7 days\" }", "{ delay = \"3.5 days\" }, { delay = \"3.5 days\" }");
    assert_ne!(CHAIN, other);
    assert_eq!(table(CHAIN), table(&other));
}
