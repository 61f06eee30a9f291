//! One word per idea, on every screen and in both languages.

use std::path::Path;

use crate::tools::{NEIGHBOURHOOD, keten, printed};

const SIX_STAGES: &str = "sim-cli/tests/it/fixtures/six_stages.toml";

/// What a run prints, and the picture of who leaves where.
fn run(file: &str, lang: &str, out: &Path) -> (String, String) {
    let out = out.display().to_string();
    let output = keten(&["run", file, "--replications", "2", "--lang", lang, "--out", &out]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let pictures = std::fs::read_dir(out).expect("the results").flat_map(|entry| {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            std::fs::read_dir(path).expect("a folder").map(|e| e.expect("an entry").path()).collect()
        } else {
            vec![path]
        }
    });
    let flow = pictures.filter(|path| path.extension().is_some_and(|end| end == "svg"));
    let flow = flow.filter_map(|path| std::fs::read_to_string(path).ok()).collect::<String>();
    (String::from_utf8(output.stdout).expect("prints UTF-8"), flow)
}

#[test]
fn the_built_in_ends_have_one_name_everywhere() {
    let folder = tempfile::tempdir().expect("a folder");
    for (lang, lost, completed) in [("en", "lost on the way", "completed"), ("nl", "onderweg kwijtgeraakt", "voltooid")]
    {
        let (screen, pictures) = run(SIX_STAGES, lang, &folder.path().join(lang));
        let drawing = printed(&["show", SIX_STAGES, "--lang", lang]);
        for text in [&screen, &pictures, &drawing] {
            assert!(text.contains(lost) && text.contains(completed), "{lang}: {text}");
        }
        let first =
            |line: &str| line.split("  ").find(|cell| !cell.trim().is_empty()).map(|cell| cell.trim().to_owned());
        assert!(screen.lines().filter_map(first).all(|name| name != "lost"), "{screen}");
    }
}

#[test]
fn dutch_tells_joining_a_stage_from_asking_for_help_and_staffed_from_busy() {
    let folder = tempfile::tempdir().expect("a folder");
    let (screen, _) = run(NEIGHBOURHOOD, "nl", &folder.path().join("out"));
    assert!(screen.contains("kwam bij de stap") && screen.contains("beschikbare uren"), "{screen}");
    assert!(!screen.contains("aangemeld") && !screen.contains("bezette uren"), "{screen}");
}

#[test]
fn one_case_is_one_case() {
    for (lang, said) in [("en", "1 case: 1 passed"), ("nl", "1 case: 1 goed")] {
        let told = printed(&["verify", "cases/P-S-01-fifo.json", "--lang", lang]);
        assert!(told.contains(said), "{told}");
    }
}

#[test]
fn theory_speaks_of_stages_and_teams_by_their_titles() {
    let told = printed(&["theory", NEIGHBOURHOOD, "--lang", "en"]);
    assert!(told.contains("First talk: no closed form:") && told.contains("team \"District team\""), "{told}");
    for name in ["`first_talk`", "`district`", "`signals`"] {
        assert!(!told.contains(name), "{name} in {told}");
    }
}

#[test]
fn margins_of_cases_have_fixed_decimals() {
    let told = printed(&["verify", "cases/T-S-08-mginf.json", "--lang", "en"]);
    assert!(told.contains("(se 0.") && !told.contains("e-"), "{told}");
}

#[test]
fn a_title_in_both_languages_is_read_in_that_of_the_reader() {
    for (lang, stage) in [("en", "First talk"), ("nl", "Eerste gesprek")] {
        let shown = printed(&["show", "scenarios/tutorial.toml", "--lang", lang]);
        assert!(shown.contains(stage), "{lang}: {shown}");
        let listed = printed(&["interventions", "scenarios/rotterdam.toml", "--lang", lang]);
        let nudge = if lang == "en" { "Residents ask for help" } else { "Inwoners vragen eerder" };
        assert!(listed.contains(nudge), "{lang}: {listed}");
    }
    // What programs read does not depend on who reads the screen.
    let run = ["run", "scenarios/tutorial.toml", "--replications", "2", "--format", "json", "--lang", "nl"];
    assert!(printed(&run).contains("\"scenario\": \"Tutorial: one desk\""));
    // A briefing has both.
    let file = tempfile::tempdir().expect("a folder");
    let page = file.path().join("b.html");
    let name = page.display().to_string();
    let done = keten(&["briefing", "scenarios/tutorial.toml", "--replications", "2", "-o", &name, "--lang", "nl"]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let html = std::fs::read_to_string(page).expect("written");
    let (dutch, english) = html.split_once("id=\"document-en\"").expect("the second language");
    assert!(dutch.contains("Eerste gesprek") && !dutch.contains("First talk"));
    assert!(english.contains("First talk") && !english.contains("Eerste gesprek"));
}
