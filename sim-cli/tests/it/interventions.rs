//! `keten apply`, `keten interventions` and `keten check` with files of interventions.

use std::fs;

use crate::tools::{TUTORIAL, keten, printed, refused};

const LIBRARY: &str = r#"keten = 1
title = "For the tutorial"

[interventions.hire]
title = "One more worker"
from = "always"
changes = [ { at = "teams.desk.workers", to = 4 } ]

[interventions.dismiss]
title = "One fewer"
from = "always"
changes = [ { at = "teams.desk.workers", to = 2 } ]

[interventions.elsewhere]
title = "Another chain"
changes = [ { at = "teams.dask.workers", times = 2 } ]
"#;

#[test]
fn an_applied_intervention_is_an_ordinary_scenario_with_the_same_results() {
    let folder = tempfile::tempdir().expect("a folder");
    let [library, with] = ["library.toml", "with.toml"].map(|name| folder.path().join(name));
    fs::write(&library, LIBRARY).expect("can write");
    let [library, with] = [library, with].map(|path| path.display().to_string());
    printed(&["apply", TUTORIAL, "--with", "hire", "--interventions", &library, "-o", &with]);
    printed(&["check", &library]);
    let run = |arguments: &[&str]| printed(&[arguments, &["--replications", "2", "--format", "csv"]].concat());
    assert_eq!(run(&["run", &with]), run(&["run", TUTORIAL, "--set", "teams.desk.workers=4"]));
    // Applied to the screen it is the same text.
    let shown = keten(&["apply", TUTORIAL, "--with", "hire", "--interventions", &library]).stdout;
    assert_eq!(String::from_utf8_lossy(&shown), fs::read_to_string(&with).expect("is there"));
}

#[test]
fn what_cannot_be_applied_is_told_with_its_place_and_remedy() {
    let folder = tempfile::tempdir().expect("a folder");
    let library = folder.path().join("library.toml");
    fs::write(&library, LIBRARY).expect("can write");
    let library = library.display().to_string();
    let with = |names: &'static str, code| {
        refused(&["apply", TUTORIAL, "--with", names, "--interventions", &library, "--lang", "en"], code)
    };
    let said = with("elsewhere", 1);
    assert!(said.contains("library.toml:16") && said.contains("did you mean `desk`?"), "{said}");
    let said = with("hire+dismiss", 1);
    assert!(said.contains("`dismiss` and `hire` do not go together"), "{said}");
    assert!(with("hirre", 2).contains("did you mean `hire`?"));
    assert!(with("hire+hire", 2).contains("stands there twice"));
    let nl = keten(&["apply", TUTORIAL, "--with", "dismiss+hire", "--interventions", &library, "--lang", "nl"]);
    assert!(String::from_utf8_lossy(&nl.stderr).contains("gaan niet samen"));
    // A scenario with an intervention that does not fit it is refused by `check`.
    let own = folder.path().join("own.toml").display().to_string();
    let text = fs::read_to_string(crate::tools::top().join(TUTORIAL)).expect("readable");
    let tables = LIBRARY.split_once("\n\n").expect("has a head").1;
    fs::write(&own, format!("{text}\n{tables}")).expect("can write");
    assert!(refused(&["check", &own], 1).contains("did you mean `desk`?"));
}

#[test]
fn the_list_tells_what_fits_and_why_others_do_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let library = folder.path().join("library.toml");
    fs::write(&library, LIBRARY).expect("can write");
    let library = library.display().to_string();
    let list = printed(&["interventions", TUTORIAL, "--interventions", &library, "--lang", "en"]);
    let (fits, others) = list.split_once("do not fit this scenario:").expect("one does not");
    assert!(fits.contains("hire") && fits.contains("dismiss") && !fits.contains("elsewhere"), "{list}");
    assert!(others.contains("`elsewhere` changes `teams.dask`"), "{list}");
    let json = printed(&["interventions", TUTORIAL, "--interventions", &library, "--format", "json"]);
    let rows: serde_json::Value = serde_json::from_str(&json).expect("is JSON");
    assert_eq!(rows[0]["name"], "dismiss");
    assert_eq!(rows[1]["fits"], false);
}
