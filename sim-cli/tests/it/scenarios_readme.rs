//! The reference of the language beside the scenarios keeps up with them.

use crate::tools::top;

fn page() -> String {
    std::fs::read_to_string(top().join("scenarios/README.md")).expect("the page is there")
}

#[test]
fn every_scenario_has_a_line() {
    let page = page();
    for folder in ["", "textbook/"] {
        let files = std::fs::read_dir(top().join("scenarios").join(folder)).expect("the folder is there");
        let names = files.map(|file| file.expect("an entry").file_name().into_string().expect("a plain name"));
        for name in names.filter(|name| name.ends_with(".toml")) {
            assert!(page.contains(&format!("]({folder}{name}) |")), "{folder}{name}");
        }
    }
}

#[test]
fn changes_that_the_page_shows_can_be_made() {
    let page = page();
    let commands: Vec<(&str, &str)> =
        page.lines().filter_map(|line| line.split_once("keten run ")?.1.split_once(" --set ")).collect();
    assert!(commands.len() >= 2, "{commands:?}");
    for (file, change) in commands {
        let text = std::fs::read_to_string(top().join(file.trim())).expect("the scenario is there");
        let (path, value) = change.trim_matches('"').split_once('=').expect("PATH=VALUE");
        let changed = sim_core::scenario::set(&text, path, value).expect(path);
        assert!(changed != text && sim_core::scenario::read(&changed).scenario.is_some(), "{change}");
    }
}
