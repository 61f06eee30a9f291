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
