//! `keten briefing`: results in plain words and charts, of a scenario or of a folder of results.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, anyhow};
use sim_core::experiment::Stopped;
use sim_core::lang::Lang;

use super::reproduce::Results as Folder;
use super::run::INTERRUPTED;
use super::{compare, run as single};
use crate::args::{BriefingArguments, Command, CompareArguments, Format};
use crate::arms::{self, Compared};
use crate::briefing::{Results, documents};
use crate::cells::CELLS;
use crate::misuse::misuse;
use crate::output::asked::Asked;
use crate::output::folder::{File, MANIFEST};
use crate::output::results::sha256;
use crate::output::{csv, put};
use crate::run::{self, Run};
use crate::stopwatch::Stopwatch;
use crate::text::briefing_file as words;

/// Simulates or reads, and writes the briefing.
pub(crate) fn run(arguments: BriefingArguments, lang: Lang) -> Result<ExitCode> {
    let output = arguments.output.clone();
    // Better to know before simulating than after it.
    may_be_written(&output, lang)?;
    let made = match is_folder(&arguments.simulation.scenario.file) {
        true => from_folder(&arguments, lang)?,
        false => from_scenario(arguments, lang)?,
    };
    let stopped = made.compared.as_ref().map_or(made.run.experiment.stopped, |compared| compared.results.stopped);
    if stopped == Stopped::Interrupted {
        eprintln!("{}", words::interrupted(lang));
        return Ok(ExitCode::from(INTERRUPTED));
    }
    let results = Results {
        run: &made.run,
        compared: made.compared.as_ref(),
        file: &made.file,
        when: made.when.as_deref(),
        seconds: made.seconds,
    };
    let text = sim_report::html::write(&documents(&results, lang)?)?;
    put::whole(&output, text.as_bytes(), lang)?;
    eprintln!("{}", words::written(lang, &output));
    Ok(ExitCode::SUCCESS)
}

/// What a briefing is made of.
struct Made {
    run: Run,
    compared: Option<Compared>,
    /// Name of the scenario file.
    file: String,
    when: Option<String>,
    seconds: Option<f64>,
}

/// Whether a path is results rather than a scenario.
fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.file_name().is_some_and(|name| name == MANIFEST)
}

/// Refuses what cannot be written.
fn may_be_written(output: &Path, lang: Lang) -> Result<()> {
    let kind = output.extension().map(|kind| kind.to_string_lossy().to_lowercase());
    if !matches!(kind.as_deref(), Some("html" | "htm")) {
        return Err(misuse(words::unknown_kind(lang, output)));
    }
    put::may_be_written(output, lang)
}

/// Simulates as `run` or `compare` does, folder of results included.
fn from_scenario(arguments: BriefingArguments, lang: Lang) -> Result<Made> {
    let stopwatch = Stopwatch::start();
    let BriefingArguments { simulation, with, interventions, output: _ } = arguments;
    let path = simulation.scenario.file.clone();
    let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let (run, compared) = match with.is_empty() {
        true => {
            let asked = |_: &_| Asked::of("run", &path);
            (single::simulate_into(&simulation, lang, asked, |_| Ok(Vec::new()))?, None)
        }
        false => {
            let arguments = CompareArguments {
                simulation,
                others: Vec::new(),
                with,
                interventions,
                against: None,
                strict: false,
                format: Format::Table,
            };
            let compared = compare::simulate_into(&arguments, lang)?;
            (compared.base_as_run(lang)?, Some(compared))
        }
    };
    let (when, seconds) = (stopwatch.began(), stopwatch.elapsed().as_secs_f64());
    Ok(Made { run, compared, file, when, seconds: Some(seconds) })
}

/// Makes results again from their folder, from what is kept there, and sees to it that they are the same.
fn from_folder(arguments: &BriefingArguments, lang: Lang) -> Result<Made> {
    let simulation = &arguments.simulation;
    let making = &simulation.making;
    let asks_more = simulation.replications.is_some()
        || simulation.likely
        || simulation.antithetic
        || making.seed.is_some()
        || making.out.is_some()
        || making.keep.is_some()
        || !(arguments.with.is_empty() && simulation.scenario.set.is_empty() && simulation.precision.is_empty());
    let path = &simulation.scenario.file;
    if asks_more {
        return Err(misuse(format!("{}: {}", path.display(), words::says_it_already(lang))));
    }
    let folder = Folder::read(path, lang)?;
    let about = |text: String| anyhow!("{}: {text}", folder.folder.display());
    let (this, of) = (env!("CARGO_PKG_VERSION"), folder.manifest["version"].as_str().unwrap_or_default());
    if of != this {
        return Err(about(words::other_version(lang, of, this)));
    }
    is_whole(&folder, lang).map_err(about)?;
    let (_passing, command) = folder.command(making.threads, lang)?;
    // What was kept with the results is not simulated again.
    let keep = folder.folder.join(CELLS).is_dir().then(|| folder.folder.clone());
    let (run, compared, tables, file) = match command {
        Command::Run(mut arguments) => {
            arguments.simulation.making.keep = keep;
            let run = run::simulate(&arguments.simulation, lang)?;
            let tables = vec![("measures.csv".to_owned(), csv::measures(&run.rows)?)];
            (run, None, tables, arguments.simulation.scenario.file)
        }
        Command::Compare(arguments) if arguments.against.is_some() => {
            return Err(misuse(format!("{}: {}", path.display(), words::of_figures(lang))));
        }
        Command::Compare(mut arguments) => {
            arguments.simulation.making.keep = keep;
            let compared = arms::simulate(&arguments, lang)?;
            let tables = compare::tables(&compared, lang)?;
            (compared.base_as_run(lang)?, Some(compared), tables, arguments.simulation.scenario.file)
        }
        _ => return Err(misuse(format!("{}: {}", path.display(), words::of_run_or_compare(lang)))),
    };
    are_the_same(&folder, &tables, lang).map_err(about)?;
    let file = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned();
    let about_run = &folder.manifest["run"];
    let when = about_run["started_at"].as_str().map(str::to_owned);
    Ok(Made { run, compared, file, when, seconds: about_run["seconds"].as_f64() })
}

/// Every file of the folder is as it was written; else what is wrong.
fn is_whole(folder: &Folder, lang: Lang) -> Result<(), String> {
    for (name, hash) in &folder.hashes {
        match fs::read(folder.folder.join(name)) {
            Err(_) => return Err(words::damaged(lang, name, true)),
            Ok(bytes) if sha256(&bytes) != *hash => return Err(words::damaged(lang, name, false)),
            Ok(_) => {}
        }
    }
    Ok(())
}

/// The tables come out as they stand in the folder; else which does not. A folder may have fewer of them.
fn are_the_same(folder: &Folder, tables: &[File], lang: Lang) -> Result<(), String> {
    let differs = |(name, bytes): &&File| folder.hashes.get(name).is_some_and(|hash| sha256(bytes) != *hash);
    match tables.iter().find(differs) {
        Some((name, _)) => Err(words::other_results(lang, name)),
        None => Ok(()),
    }
}
