//! Places, becoming another class, missed appointments and official reasons, as somebody sees them who runs the program.

use serde_json::json;

use crate::tools::{expect, keten, printed};

const CASELOAD: &str = "sim-cli/tests/scenarios/caseload.toml";

#[test]
fn a_caseload_is_drawn_in_every_form() {
    for lang in ["en", "nl"] {
        expect(&format!("show-caseload-{lang}.text"), &printed(&["show", CASELOAD, "--lang", lang]));
    }
    expect("show-caseload-en.mermaid", &printed(&["show", CASELOAD, "--format", "mermaid"]));
    expect("parameters-caseload-en.txt", &printed(&["show", CASELOAD, "--parameters"]));
}

/// One who waits for a place, becomes a crisis and is moved to another place; one who misses appointments.
#[test]
fn stories_tell_of_places_and_appointments() {
    for (resident, lang) in STORIES {
        let story = printed(&["follow", CASELOAD, "--resident", resident, "--lang", lang]);
        expect(&format!("follow-caseload-{resident}-{lang}.txt"), &story);
    }
}

#[test]
fn the_screen_shows_places_missed_appointments_and_official_reasons() {
    let output = keten(&["run", CASELOAD]);
    assert!(output.status.success());
    let screen = String::from_utf8_lossy(&output.stdout).into_owned();
    let tables: Vec<&str> = screen.split("\n\n").collect();
    let table = |title: &str| {
        let found = tables.iter().find(|table| table.trim_start().starts_with(title));
        *found.unwrap_or_else(|| panic!("no table `{title}` in\n{screen}"))
    };
    let own =
        ["places (caseload)", "missed appointments", "becomes another class", "official reason (DDAS)"].map(table);
    expect("run-caseload-en.txt", &own.join("\n\n"));
    assert!(!table("team ").contains("Shelter beds"), "a team of places alone has no hours");
}

#[test]
fn keeping_everybody_free_is_refused() {
    let output = keten(&["run", CASELOAD, "--set", "teams.consultants.reserved.workers=2", "--lang", "nl"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success());
    assert!(said.contains("team `consultants` houdt 2 mensen vrij en heeft er hoogstens 2 tegelijk"), "{said}");
}

/// Who has waited long enough joins the queue of the new class behind those already there.
///
/// One desk, 10 for everybody. At 0 the desk is taken; `slow` come at 1 and 2 and become `fast` after 15, at 16 and 17;
/// a `fast` one comes at 12. At 10 the first slow one starts, as nobody fast is there; at 20 the fast one of 12, then the
/// second slow one, who became fast at 17, before a slow one of 16 who has not.
#[test]
fn a_case_with_promotion_comes_out_exactly() {
    let arrival =
        |class: &str, times: &[f64]| json!({"to": "desk", "class": class, "process": "times", "times": times});
    let record = |arrival: f64, start: f64, class: &str| json!({"arrival": arrival, "start": start, "end": start + 10.0, "outcome": "served", "class": class});
    for promote in [
        json!({"from": "slow", "to": "fast", "after": 15}),
        json!({"slow": {"to": "fast", "after": {"dist": "deterministic", "value": 15}}}),
    ] {
        let case = json!({
            "schema": "referral-case/1", "id": "P-S-98-promote", "kind": "peer-trace", "title": "Promotion",
            "features": [], "source": "by hand",
            "model": {
                "time_unit": "tick",
                "arrivals": [arrival("slow", &[0.0, 1.0, 2.0, 16.0]), arrival("fast", &[12.0])],
                "stages": {"desk": {
                    "servers": 1, "service": {"dist": "deterministic", "value": 10},
                    "queue": {"discipline": "priority", "priority": {"fast": 0, "slow": 1}, "promote": promote}
                }}
            },
            "run": {"initial": "empty", "warm_up": 0, "horizon": 60, "replications": 1},
            "expected": [{"metric": "records", "relation": "=", "kind": "exact", "tolerance": {"abs": 1e-9}, "value": [
                record(0.0, 0.0, "slow"), record(1.0, 10.0, "slow"), record(2.0, 30.0, "slow"),
                record(12.0, 20.0, "fast"), record(16.0, 40.0, "slow")
            ]}]
        });
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("promote.json");
        std::fs::write(&file, case.to_string()).expect("the case can be written");
        let output = keten(&["verify", file.to_str().expect("a plain path")]);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    }
}

const STORIES: [(&str, &str); 3] = [("327", "en"), ("327", "nl"), ("328", "nl")];
