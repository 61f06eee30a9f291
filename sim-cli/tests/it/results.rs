//! What `keten run` and `keten theory` say of their own numbers.

use crate::tools::{TUTORIAL, keten};

/// What a run of the tutorial with some changes prints.
fn tutorial(verb: &str, changes: &[&str], more: &[&str]) -> String {
    let sets = changes.iter().flat_map(|change| ["--set", change]);
    let arguments: Vec<&str> =
        [verb, TUTORIAL, "--lang", "en"].into_iter().chain(sets).chain(more.iter().copied()).collect();
    String::from_utf8(keten(&arguments).stdout).expect("prints UTF-8")
}

#[test]
fn a_team_that_is_exactly_full_gets_a_warning() {
    let printed = tutorial("run", &["arrivals.walk_in.rate=\"30 per day\""], &["--replications", "2"]);
    assert!(printed.contains("residents bring work for 3.00 workers, and the team has 3"), "{printed}");
    let theory = tutorial("theory", &["arrivals.walk_in.rate=\"30 per day\""], &[]);
    assert!(theory.contains("no long run") && !theory.contains("mean wait"), "{theory}");
}

#[test]
fn a_queue_that_nobody_can_leave_is_not_said_to_be_kept_short_by_leavers() {
    let full = ["arrivals.walk_in.rate=\"40 per day\""];
    let printed = tutorial("run", &full, &["--replications", "2"]);
    assert!(printed.contains("nobody can leave its queue") && !printed.contains("whoever leaves"), "{printed}");
    let patience = "stages.talk.patience={ exponential = { mean = \"9 days\" }, reason = \"withdrawn\" }";
    let printed = tutorial("run", &[full[0], patience], &["--replications", "2"]);
    assert!(printed.contains("whoever leaves the queue") && !printed.contains("nobody can leave"), "{printed}");
}

/// Nobody can be followed for four years in one, so nothing is said of them, and residents who left are not taken instead.
#[test]
fn a_follow_up_longer_than_the_measured_time_leaves_nothing_to_say() {
    let run = ["run", "scenarios/rotterdam.toml", "--lang", "en", "--replications", "2", "--set", "horizon=1 year"];
    let printed = String::from_utf8(keten(&run).stdout).expect("prints UTF-8");
    assert!(printed.contains("follow-up (4 years) is not shorter than the measured time (1 year)"), "{printed}");
    let inside = printed.lines().find(|line| line.contains("still inside")).expect("a line for who is inside");
    assert_eq!(inside.split_whitespace().collect::<Vec<_>>(), ["still", "inside", "–", "–", "–"]);
    let completed = printed.lines().find(|line| line.contains("Settlement completed")).expect("a line for the end");
    assert!(completed.contains("–             ") && completed.matches('–').count() == 2, "{completed}");
}

/// What is left of the ends is inside, with an interval of its own.
#[test]
fn who_is_still_inside_is_a_measure() {
    let json = tutorial("run", &["report.follow_up=1 hour"], &["--replications", "5", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("is JSON");
    let rows = json["measures"].as_array().expect("a list");
    let of = |measure: &'static str| rows.iter().filter(move |row| row["measure"] == measure && row["class"] == "all");
    let left: f64 = of("outcome").map(|row| row["value"].as_f64().expect("a share")).sum();
    let inside = of("inside").next().expect("a row");
    let share = inside["value"].as_f64().expect("a share");
    assert!((left + share - 1.0).abs() < 1e-12 && share > 0.5, "{left} left and {share} are inside");
    assert!(inside["half_width"].as_f64().is_some_and(|width| width > 0.0), "{inside}");
}

#[test]
fn changes_of_the_command_line_leave_a_trace() {
    let change = ["teams.desk.workers=4"];
    let line = "changed: teams.desk.workers = 4\n";
    assert!(tutorial("run", &change, &["--replications", "2"]).contains(line));
    assert!(tutorial("theory", &change, &[]).contains(line));
    for verb in ["run", "theory"] {
        let changes = |changes: &[&str]| {
            let json: serde_json::Value =
                serde_json::from_str(&tutorial(verb, changes, &["--format", "json"])).expect("is JSON");
            json["changes"].clone()
        };
        assert_eq!(changes(&change), serde_json::json!(["teams.desk.workers = 4"]));
        assert_eq!(changes(&[]), serde_json::json!([]));
    }
    let parent = tempfile::tempdir().expect("a temporary folder");
    let out = parent.path().join("out");
    tutorial("run", &change, &["--replications", "2", "--out", out.to_str().expect("plain text")]);
    let picture = std::fs::read_to_string(out.join("pictures/flow.svg")).expect("a picture");
    assert!(picture.contains("teams.desk.workers = 4"), "no trace in the picture");
}

/// The flag is the same as the line in the file, and a reader and a program are told of it.
#[test]
fn antithetic_pairs_are_told() {
    let printed = tutorial("run", &[], &["--replications", "9", "--antithetic"]);
    assert!(printed.contains("seed 1   10 replications"), "{printed}");
    assert!(printed.contains("the second of two meets the mirrored luck of the first; 5 pairs."), "{printed}");
    let flag = tutorial("run", &[], &["--replications", "10", "--antithetic", "--format", "json"]);
    let set = tutorial("run", &["antithetic=true"], &["--replications", "10", "--format", "json"]);
    assert_eq!(flag, set);
    let json: serde_json::Value = serde_json::from_str(&flag).expect("is JSON");
    assert_eq!((&json["antithetic"], &json["replications"]), (&true.into(), &10.into()));
    let one = tutorial("run", &[], &["--replications", "1", "--antithetic"]);
    assert!(one.contains("one pair: how far these numbers are from the long run is not known"), "{one}");
}

#[test]
fn a_wanted_precision_is_told_with_the_one_that_was_reached() {
    let relative = tutorial("run", &[], &["--precision", "wait:talk 5 %"]);
    assert!(relative.contains("precision of wait:talk: wanted ± 5 %, reached ± 4."), "{relative}");
    let two = tutorial("run", &[], &["--precision", "wait:talk 5 %", "--precision", "utilisation:desk 1 %"]);
    assert!(two.contains("precision of wait:talk: wanted ± 5 %, reached ± 4."), "{two}");
    assert!(two.contains("precision of utilisation:desk: wanted ± 1 %, reached ± 0."), "{two}");
    let absolute = tutorial("run", &[], &["--precision", "wait:talk 1 hour"]);
    assert!(absolute.contains("precision of wait:talk: wanted ± 1 hour, reached ± 0."), "{absolute}");
}

/// A line that holds nothing but what is left of a number would be read as a number of its own.
#[test]
fn numbers_stay_on_one_line() {
    for (lang, clock) in [("en", "Settlement in 120 days"), ("nl", "Schuldregeling binnen 120 dagen")] {
        let run = ["run", "scenarios/rotterdam.toml", "--lang", lang, "--replications", "2", "--by", "class"];
        let printed = String::from_utf8(keten(&run).stdout).expect("prints UTF-8");
        for line in printed.lines() {
            assert_eq!(line.matches('(').count(), line.matches(')').count(), "{line}");
            assert!(!line.starts_with(' ') || !line.trim_start().starts_with(['%', ')', '±']), "{line}");
        }
        let clocks: Vec<&str> = printed.lines().filter(|line| line.contains(clock)).collect();
        assert_eq!(clocks.len(), 2, "the clocks stand there for everybody and by class");
    }
}

#[test]
fn what_one_replication_cannot_say_is_said() {
    let one = tutorial("run", &[], &["--replications", "1"]);
    assert!(!one.contains('±') && one.contains("one replication: how far"), "{one}");
    let few = tutorial("run", &[], &["--replications", "19"]);
    assert!(few.contains("in one real year –: that takes 39 simulated years, and there are 38"), "{few}");
    assert!(!tutorial("run", &[], &["--replications", "20"]).contains("in one real year –"));
}
