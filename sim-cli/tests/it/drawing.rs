//! `keten show`: the drawings.

use crate::tools::{NEIGHBOURHOOD, TUTORIAL, expect, keten, printed, refused, top};

#[test]
fn drawings_as_text_and_mermaid_are_as_expected() {
    for (scenario, name) in [(TUTORIAL, "tutorial"), (NEIGHBOURHOOD, "neighbourhood")] {
        for lang in ["en", "nl"] {
            for format in ["text", "mermaid"] {
                let drawing = printed(&["show", scenario, "--format", format, "--lang", lang]);
                assert!(drawing.lines().all(|line| format == "mermaid" || line.chars().count() <= 78), "{drawing}");
                expect(&format!("show-{name}-{lang}.{format}"), &drawing);
            }
        }
    }
}

/// Two steps with patience of their own, a queue by class, and two ways to get lost that end alike.
const SEVERAL: &str = r#"
keten = 1
title = "Several"
start = 2027-01-04
horizon = "1 year"
seed = 1
[classes.age]
young = "20 %"
older = "rest"
[arrivals.a]
to = "talk"
rate = "1 per day"
[teams.t]
workers = 3
[stages.talk]
steps = [
  { team = "t", work = "60 minutes", queue = { priority = ["young"] }, patience = { exponential = { mean = "3 weeks" }, reason = "tired" } },
  { delay = "8.6 years" },
  { team = "t", work = "2 hours", queue = { priority = ["young"] }, patience = { exponential = { mean = "3 weeks" }, reason = "tired" } },
]
next = [
  { to = "plan", share = "50 %", transfer = { lost = "5 %" } },
  { to = "advice", share = "rest", transfer = { lost = "5 %" } },
]
[stages.plan]
delay = "1 week"
[stages.advice]
delay = "1 week"
"#;

fn drawn_several(format: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("several.toml");
    std::fs::write(&file, SEVERAL).expect("can write");
    printed(&["show", &file.display().to_string(), "--format", format, "--lang", "en"])
}

#[test]
fn what_holds_for_a_step_stands_with_it() {
    let drawing = drawn_several("text");
    let labelled = drawing.lines().filter(|line| line.starts_with("    ") && !line.starts_with("     "));
    let labels: Vec<&str> = labelled.filter_map(|line| line.split_whitespace().next()).collect();
    let order = ["work", "queue", "patience", "takes", "work", "queue", "patience"];
    assert!(labels.windows(order.len()).any(|some| some == order), "{labels:?}");
    for said in ["always 1 hour\n", "always 8.6 years\n", "young first\n"] {
        assert!(drawing.contains(said), "{said} in {drawing}");
    }
    assert!(drawn_several("svg").contains("young first") && drawn_several("mermaid").contains("young first"));
}

#[test]
fn a_flowchart_draws_each_line_once_and_where_the_lost_end() {
    let chart = drawn_several("mermaid");
    let lines: Vec<&str> = chart.lines().filter(|line| line.contains("-.->")).collect();
    assert_eq!(lines, ["  s0 -.->|\"21 days\"| e2", "  s0 -.->|\"5 % lost\"| e1"], "{chart}");
    assert!(chart.contains("e1([\"lost on the way\"])"), "{chart}");
}

#[test]
fn picture_is_as_expected() {
    expect("show-neighbourhood-en.svg", &printed(&["show", NEIGHBOURHOOD, "--format", "svg", "--lang", "en"]));
    expect("show-tutorial-nl.svg", &printed(&["show", TUTORIAL, "--format", "svg", "--lang", "nl"]));
}

/// A chain of sixty stages with names of eighty letters, of which every third goes back.
fn large() -> String {
    let mut text =
        String::from("keten = 1\ntitle = \"Large\"\nstart = 2027-01-04\nwarm_up = \"1 week\"\nhorizon = \"1 year\"\n");
    text.push_str("[arrivals.a]\nto = \"s00\"\nrate = \"1 per year\"\n[teams.t]\nworkers = 1\n");
    for stage in 0..60 {
        let name = format!("<{stage}> & \\\"{}\\\"", "schuldhulp ".repeat(7));
        text.push_str(&format!("[stages.s{stage:02}]\ntitle = \"{name}\"\nteam = \"t\"\nwork = \"1 hour\"\n"));
        if stage < 59 {
            let back = if stage % 3 == 2 {
                format!("{{ to = \"s{:02}\", share = \"10 %\" }},", stage / 2)
            } else {
                String::new()
            };
            text.push_str(&format!("next = [ {{ to = \"s{:02}\", share = \"rest\" }}, {back} ]\n", stage + 1));
        }
    }
    text
}

/// The frames of all boxes of stages: left, top, width, height.
fn frames(picture: &str) -> Vec<[f64; 4]> {
    let value = |line: &str, name: &str| -> f64 {
        let from = line.find(&format!(" {name}=\"")).expect("has it") + name.len() + 3;
        let length = line[from..].find('"').expect("ends");
        line[from..from + length].parse().expect("is a number")
    };
    let boxes = picture.lines().filter(|line| line.starts_with("<rect") && line.contains("rx=\"4.0\""));
    boxes.map(|line| ["x", "y", "width", "height"].map(|name| value(line, name))).collect()
}

#[test]
fn sixty_stages_with_long_names_stand_clear_of_each_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, out) = (folder.path().join("large.toml"), folder.path().join("large.svg"));
    std::fs::write(&file, large()).expect("can write");
    let [file, out] = [file, out].map(|path| path.display().to_string());
    assert_eq!(printed(&["show", &file, "--format", "svg", "-o", &out]), "");
    let picture = std::fs::read_to_string(&out).expect("was written");
    let frames = frames(&picture);
    assert_eq!(frames.len(), 60);
    for (place, a) in frames.iter().enumerate() {
        for b in &frames[..place] {
            let apart = a[0] + a[2] <= b[0] || b[0] + b[2] <= a[0] || a[1] + a[3] <= b[1] || b[1] + b[3] <= a[1];
            assert!(apart, "{a:?} covers {b:?}");
        }
    }
    // Names are cut in the box and whole in its title.
    assert!(picture.contains("…"));
    assert!(picture.contains(&format!("<title>&lt;7&gt; &amp; &quot;{}&quot;", "schuldhulp ".repeat(7))));
    assert!(picture.starts_with("<svg ") && picture.ends_with("</svg>\n"));
    let opened = picture.matches("<g>").count();
    assert_eq!(opened, picture.matches("</g>").count());
}

#[test]
fn formats_of_the_list_are_refused_for_the_drawing() {
    let said = refused(&["show", TUTORIAL, "--format", "csv"], 2);
    assert_eq!(said, "error: --format csv: not for the drawing; accepted are text, svg, mermaid\n");
    let said = refused(&["show", TUTORIAL, "--parameters", "--format", "svg", "--lang", "nl"], 2);
    assert_eq!(said, "fout: --format svg: niet voor de parameters; mogelijk zijn table, csv, json\n");
    let said = refused(&["show", TUTORIAL, "-o", "no/such/folder/chain.svg"], 2);
    assert_eq!(said, "error: no/such/folder/chain.svg: the folder no/such/folder does not exist; make it first\n");
}

#[test]
fn a_pipe_that_closes_early_is_no_error() {
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_keten"))
        .current_dir(top())
        .arg("schema")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("ends");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert!(output.status.success());
}

#[test]
fn nothing_is_coloured_in_a_pipe() {
    let output = keten(&["show", "no-such-file.toml"]);
    assert!(!output.stderr.contains(&0x1b), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(!printed(&["show", NEIGHBOURHOOD]).contains('\u{1b}'));
}
