//! Results of which something more is made, a briefing or a picture: simulated now, or made again from their folder.

use std::fs;
use std::path::Path;

use anyhow::{Result, anyhow};
use sim_core::experiment::Stopped;
use sim_core::lang::Lang;

use super::reproduce::Results as Folder;
use super::{compare, run as single};
use crate::args::{Command, CompareArguments, Format, OfArguments};
use crate::arms::{self, Compared};
use crate::cells::CELLS;
use crate::misuse::misuse;
use crate::output::asked::Asked;
use crate::output::csv;
use crate::output::dialect::Dialect;
use crate::output::folder::{File, MANIFEST};
use crate::output::results::sha256;
use crate::run::{self, Run};
use crate::stopwatch::Stopwatch;
use crate::text::made as words;

/// Results, and what is known of how they were made.
pub(super) struct Made {
    /// The chain as it is.
    pub(super) run: Run,
    /// What it is compared with, if anything.
    pub(super) compared: Option<Compared>,
    /// Name of the scenario file.
    pub(super) file: String,
    /// When it was simulated.
    pub(super) when: Option<String>,
    /// How long that took.
    pub(super) seconds: Option<f64>,
}

impl Made {
    /// Results of what is asked: of a scenario, or of a folder of results.
    ///
    /// # Errors
    /// When it cannot be simulated, or what is in the folder is not what was written there.
    pub(super) fn of(arguments: OfArguments, lang: Lang) -> Result<Made> {
        match is_folder(&arguments.simulation.scenario.file) {
            true => from_folder(&open(&arguments, lang)?, arguments.simulation.making.threads, lang),
            false => from_scenario(arguments, lang),
        }
    }

    /// Whether simulating was interrupted, so that nothing is to be made of it.
    pub(super) fn is_interrupted(&self) -> bool {
        let stopped = self.compared.as_ref().map_or(self.run.experiment.stopped, |compared| compared.results.stopped);
        stopped == Stopped::Interrupted
    }
}

/// Whether a path is results rather than a scenario.
pub(super) fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.file_name().is_some_and(|name| name == MANIFEST)
}

/// Simulates as `run` or `compare` does, folder of results included.
fn from_scenario(arguments: OfArguments, lang: Lang) -> Result<Made> {
    let stopwatch = Stopwatch::start();
    let OfArguments { simulation, with, interventions } = arguments;
    let path = simulation.scenario.file.clone();
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
    Ok(Made { run, compared, file: name_of(&path), when, seconds: Some(seconds) })
}

/// The folder of results that is asked for, whole and of this version.
///
/// # Errors
/// When it is not, or when more is asked than what it holds.
pub(super) fn open(arguments: &OfArguments, lang: Lang) -> Result<Folder> {
    let simulation = &arguments.simulation;
    let making = &simulation.making;
    let asks_more = simulation.replications.is_some()
        || simulation.likely
        || simulation.antithetic
        || making.seed.is_some()
        || making.out.is_some()
        || making.keep.is_some()
        || making.csv_dialect != Dialect::Standard
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
    Ok(folder)
}

/// Makes results again from their folder, from what is kept there, and sees to it that they are the same.
pub(super) fn from_folder(folder: &Folder, threads: Option<usize>, lang: Lang) -> Result<Made> {
    let misused = |why: &str| misuse(format!("{}: {why}", folder.folder.display()));
    let (_passing, command) = folder.command(threads, lang)?;
    // What was kept with the results is not simulated again.
    let keep = folder.folder.join(CELLS).is_dir().then(|| folder.folder.clone());
    let (run, compared, tables, file) = match command {
        Command::Run(mut arguments) => {
            arguments.simulation.making.keep = keep;
            let run = run::simulate(&arguments.simulation, lang)?;
            let tables = vec![("measures.csv".to_owned(), csv::measures(&run.rows)?)];
            let tables = arguments.simulation.making.csv_dialect.files(tables)?;
            (run, None, tables, arguments.simulation.scenario.file)
        }
        Command::Compare(arguments) if arguments.against.is_some() => return Err(misused(words::of_figures(lang))),
        Command::Compare(mut arguments) => {
            arguments.simulation.making.keep = keep;
            let compared = arms::simulate(&arguments, lang)?;
            let tables = arguments.simulation.making.csv_dialect.files(compare::tables(&compared, lang)?)?;
            (compared.base_as_run(lang)?, Some(compared), tables, arguments.simulation.scenario.file)
        }
        _ => return Err(misused(words::of_run_or_compare(lang))),
    };
    are_the_same(folder, &tables, lang)?;
    let about_run = &folder.manifest["run"];
    let when = about_run["started_at"].as_str().map(str::to_owned);
    Ok(Made { run, compared, file: name_of(&file), when, seconds: about_run["seconds"].as_f64() })
}

/// The name of a file without its folder.
pub(super) fn name_of(file: &Path) -> String {
    file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned()
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

/// The tables come out as they stand in the folder. A folder may have fewer of them.
///
/// # Errors
/// When one does not.
pub(super) fn are_the_same(folder: &Folder, tables: &[File], lang: Lang) -> Result<()> {
    let differs = |(name, bytes): &&File| folder.hashes.get(name).is_some_and(|hash| sha256(bytes) != *hash);
    match tables.iter().find(differs) {
        Some((name, _)) => Err(anyhow!("{}: {}", folder.folder.display(), words::other_results(lang, name))),
        None => Ok(()),
    }
}
