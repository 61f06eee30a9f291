//! The reference of the language beside the scenarios keeps up with them.

use crate::tools::top;

fn page() -> String {
    std::fs::read_to_string(top().join("scenarios/README.md")).expect("the page is there")
}

#[test]
fn every_scenario_has_a_line() {
    let page = page();
    for folder in ["", "textbook/", "figures/"] {
        let files = std::fs::read_dir(top().join("scenarios").join(folder)).expect("the folder is there");
        let names = files.map(|file| file.expect("an entry").file_name().into_string().expect("a plain name"));
        for name in names.filter(|name| name.ends_with(".toml")) {
            assert!(page.contains(&format!("]({folder}{name}) |")), "{folder}{name}");
        }
    }
}

/// The example of the page, its ways of combining rows, and the files that are shipped.
#[test]
fn figures_that_are_shown_or_shipped_are_right() {
    use sim_core::experiment::read_figures;
    let page = page();
    let blocks = || page.split("```toml\n").skip(1).filter_map(|block| block.split("```").next());
    let example = blocks().find(|block| block.contains("[[figures]]")).expect("an example");
    let combined: Vec<&str> = page.lines().filter(|line| line.starts_with("measure = {")).collect();
    assert_eq!(combined.len(), 3, "{combined:?}");
    let head =
        "keten = 1\ntitle = \"x\"\n[[figures]]\ntitle = \"x\"\ndefinition = \"x\"\nsource = \"x\"\nmark = \"A\"\n";
    let combined = combined.iter().zip(["\"5 %\"", "\"1 hour\"", "\"1 hour\""]);
    let combined = combined.map(|(measure, low)| format!("{head}role = \"free\"\n{measure}\nlow = {low}\n"));
    let files = std::fs::read_dir(top().join("scenarios/figures")).expect("the folder is there");
    let shipped = files.map(|file| std::fs::read_to_string(file.expect("an entry").path()).expect("readable"));
    for text in std::iter::once(example.to_owned()).chain(combined).chain(shipped) {
        let reading = read_figures(&text);
        assert!(reading.figures.is_some(), "{text}: {:?}", reading.problems);
    }
}

#[test]
fn changes_that_the_page_shows_can_be_made() {
    let page = page();
    let commands: Vec<(&str, &str)> =
        page.lines().filter_map(|line| line.split_once("keten run ")?.1.split_once(" --set ")).collect();
    assert!(commands.len() >= 2, "{commands:?}");
    for (file, change) in commands {
        let file = file.split_whitespace().next().expect("a file");
        let text = std::fs::read_to_string(top().join(file)).expect("the scenario is there");
        let change = change.trim_end_matches(['\\', '`', ' ']).trim_matches(['"', '\'']);
        let (path, value) = change.split_once('=').expect("PATH=VALUE");
        let changed = sim_core::scenario::set(&text, path, value).expect(path);
        assert!(changed != text && sim_core::scenario::read(&changed).scenario.is_some(), "{change}");
    }
}
