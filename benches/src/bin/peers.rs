//! keten beside other simulators and beside programs written by hand: `benches/peers/run.sh` installs them and calls this.
//!
//! ```text
//! peers [--rounds N] [--rust PROGRAM] [--python INTERPRETER] [--out STEM] [--title TEXT] [MODEL…]
//! ```
//!
//! In every round each engine is started once, one after the other, so that what else the machine does falls on all of
//! them alike. Models: mm1, chain; all unless named.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use keten_benches::comparison::{CHAIN, Compared, MM1, Ran, agreements, as_json, table};
use keten_benches::machine::Machine;
use keten_benches::outcome::Outcome;
use serde_json::json;

/// An engine, and how it is started for a model; the seed and, where it can do several, the number of replications follow.
struct Engine {
    name: String,
    program: PathBuf,
    arguments: Vec<String>,
    /// What follows the seed: replications of one start, for programs that can do several; or the size of the model.
    last: Option<u32>,
}

struct Asked {
    rounds: u32,
    rust: Option<PathBuf>,
    python: Option<PathBuf>,
    out: Option<PathBuf>,
    title: String,
    models: Vec<Compared>,
}

fn main() -> ExitCode {
    let asked = match asked(std::env::args().skip(1)) {
        Ok(asked) => asked,
        Err(problem) => {
            eprintln!("{problem}");
            return ExitCode::from(2);
        }
    };
    let machine = Machine::here();
    let mut text = format!("# {}\n\n{}\n", asked.title, machine.line());
    text.push_str(&format!(
        "\nMedians of {} rounds, one core; in every round each engine was started once, one after the other.\n",
        asked.rounds
    ));
    let mut models = Vec::new();
    let mut all_agree = true;
    for model in &asked.models {
        let ran = compare(model, &asked);
        let table = table(model, &ran);
        println!("{table}");
        text.push('\n');
        text.push_str(&table);
        models.push(as_json(model, &ran));
        all_agree &=
            agreements(model, &ran).iter().all(|one| one.holds()) && ran.iter().all(|one| one.failed.is_none());
    }
    if let Some(stem) = &asked.out {
        let json =
            json!({ "title": asked.title, "machine": machine.as_json(), "rounds": asked.rounds, "models": models });
        let json = serde_json::to_string_pretty(&json).unwrap_or_default();
        for (ending, contents) in [("md", text), ("json", json + "\n")] {
            let path = stem.with_extension(ending);
            if let Err(error) = std::fs::write(&path, contents) {
                eprintln!("{}: {error}", path.display());
                return ExitCode::FAILURE;
            }
            println!("written: {}", path.display());
        }
    }
    if all_agree { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn asked(mut arguments: impl Iterator<Item = String>) -> Result<Asked, String> {
    let mut asked = Asked {
        rounds: 5,
        rust: None,
        python: None,
        out: None,
        title: "keten beside other simulators".to_owned(),
        models: Vec::new(),
    };
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("{argument} needs a value"));
        match argument.as_str() {
            "--rounds" => {
                let found = value()?;
                asked.rounds = found.parse().map_err(|_| format!("--rounds is a whole number, found {found}"))?;
            }
            "--rust" => asked.rust = Some(value()?.into()),
            "--python" => asked.python = Some(value()?.into()),
            "--out" => asked.out = Some(value()?.into()),
            "--title" => asked.title = value()?,
            "mm1" => asked.models.push(MM1),
            "chain" => asked.models.push(CHAIN),
            unknown => return Err(format!("models are mm1 and chain, found {unknown}")),
        }
    }
    if asked.models.is_empty() {
        asked.models = vec![MM1, CHAIN];
    }
    Ok(asked)
}

/// Python's programs read the clock; on a machine that does other things too, processor time is the fairer measure, and
/// the programs in Rust use it as well.
const PROCESSOR_TIME: &str = "import os, runpy, sys, time; time.perf_counter = time.process_time; \
    del sys.argv[0]; sys.path[0] = os.path.dirname(sys.argv[0]); runpy.run_path(sys.argv[0], run_name='__main__')";

/// All engines of a model. Fast programs do several replications in one start, so that a start is long enough to time.
fn engines(model: &Compared, asked: &Asked) -> Vec<Engine> {
    let several = if model.name == "mm1" { 3 } else { 10 };
    let beside = |name: &str| {
        let here = std::env::current_exe().unwrap_or_default();
        here.parent().unwrap_or(Path::new(".")).join(name)
    };
    let mut engines = Vec::new();
    let mut own = |name: &str, engine: &str| {
        engines.push(Engine {
            name: name.to_owned(),
            program: beside("replications"),
            arguments: vec![engine.to_owned(), model.name.to_owned()],
            last: Some(several),
        });
    };
    own("keten", "keten");
    let by_hand: &[&str] =
        if model.name == "mm1" { &["two-clocks"] } else { &["calendar", "heap-per-kind", "one-heap"] };
    by_hand.iter().for_each(|engine| own(&format!("by hand: {engine}"), engine));
    for name in ["odem-rs", "desru", "simu-des", "nexosim"] {
        if let Some(program) = &asked.rust {
            let arguments = vec![name.to_owned(), model.name.to_owned()];
            engines.push(Engine { name: name.to_owned(), program: program.clone(), arguments, last: Some(several) });
        }
    }
    for (name, file) in [("cimba (Python)", "cimba"), ("SimPy", "simpy"), ("salabim", "salabim"), ("Ciw", "ciw")] {
        if let Some(program) = &asked.python {
            let script = format!("benches/peers/python/{file}_peer.py");
            let arguments = vec!["-c".to_owned(), PROCESSOR_TIME.to_owned(), script, model.name.to_owned()];
            // A million customers, as everywhere else, would take the slowest two minutes.
            let size = (model.name == "mm1").then_some(match file {
                "salabim" => 100_000,
                "ciw" => 300_000,
                _ => 1_000_000,
            });
            engines.push(Engine { name: name.to_owned(), program: program.clone(), arguments, last: size });
        }
    }
    engines
}

fn compare(model: &Compared, asked: &Asked) -> Vec<Ran> {
    let engines = engines(model, asked);
    let mut all: Vec<Ran> =
        engines.iter().map(|engine| Ran { engine: engine.name.clone(), ..Ran::default() }).collect();
    for round in 0..asked.rounds {
        for (engine, ran) in engines.iter().zip(&mut all) {
            if ran.failed.is_some() {
                continue;
            }
            eprintln!("{}, round {} of {}: {}", model.name, round + 1, asked.rounds, engine.name);
            match engine.visit(1 + 1000 * u64::from(round)) {
                Ok(outcomes) => ran.rounds.push(outcomes),
                Err(why) => ran.failed = Some(why),
            }
        }
    }
    all
}

impl Engine {
    /// Starts the engine once.
    fn visit(&self, seed: u64) -> Result<Vec<Outcome>, String> {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).arg(seed.to_string());
        command.args(self.last.map(|number| number.to_string()));
        let output = command.output().map_err(|error| format!("{}: {error}", self.program.display()))?;
        if !output.status.success() {
            let error = String::from_utf8_lossy(&output.stderr);
            let last = error.lines().last().unwrap_or("no word of why").to_owned();
            return Err(format!("{}: {last}", output.status));
        }
        let outcomes: Vec<Outcome> =
            String::from_utf8_lossy(&output.stdout).lines().filter_map(Outcome::read).collect();
        if outcomes.is_empty() { Err("printed no result".to_owned()) } else { Ok(outcomes) }
    }
}
