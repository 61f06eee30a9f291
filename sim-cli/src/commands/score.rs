//! `keten score`: how far a simulation is from a real log, beside what chance and the past alone would give.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use rayon::prelude::*;
use sim_core::lang::Lang;
use sim_mining::learn::Kept;
use sim_mining::log::EventLog;
use sim_mining::score::{Rows, Scores, Wanted, distances, noise_floor, replay, simulate_log_with_ends, summary};

use crate::args::{Format, ScenarioArguments};
use crate::log_file::{self, LogArguments, ReadingArguments};
use crate::misuse::misuse;
use crate::output::{put, score};
use crate::text::score as words;
use crate::{load, pool};

/// Ways in which the log is cut in two halves.
const HALVES: u64 = 10;

/// Arguments of `score`.
#[derive(Debug, clap::Args)]
pub(crate) struct ScoreArguments {
    /// What is simulated.
    #[command(flatten)]
    pub(crate) scenario: ScenarioArguments,

    /// The real log: as many cases are simulated as it has, from its first moment on.
    #[arg(long, value_name = "LOG")]
    pub(crate) against: PathBuf,

    /// An earlier log, such as the scenario was learned from: its cases are played again as another yardstick, and it is said what has changed since.
    #[arg(long, value_name = "LOG")]
    pub(crate) train: Option<PathBuf>,

    /// Which cases are simulated, and how far: as by a log that was kept so.
    #[arg(long, value_enum, value_name = "CASES", default_value = "as-log")]
    pub(crate) cases: Cases,

    /// How often the scenario is simulated.
    #[arg(long, value_name = "N", default_value = "10", value_parser = clap::value_parser!(u32).range(2..=1000))]
    pub(crate) runs: u32,

    /// Seed of every draw (`random` for a fresh one).
    #[arg(long, value_name = "S")]
    pub(crate) seed: Option<String>,

    /// Number of threads (default: all cores); results do not depend on it.
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<usize>,

    /// What to print.
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: Format,

    /// How the logs are to be read.
    #[command(flatten)]
    pub(crate) reading: ReadingArguments,
}

/// Which cases are simulated, and how far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Cases {
    /// As the log seems to be kept.
    AsLog,
    /// The first that come, each until its end.
    ToTheEnd,
    /// The first that come, as far as they are when the log ends.
    AlsoOpen,
    /// The first that are over when the log ends.
    OnlyFinished,
}

/// Simulates, compares and prints.
pub(crate) fn run(arguments: &ScoreArguments, lang: Lang) -> Result<ExitCode> {
    let file = arguments.scenario.file.display().to_string();
    let scenario = load::load(&arguments.scenario.file, &arguments.scenario.set, lang)?.scenario;
    let seed = crate::run::seed(arguments.seed.as_deref(), scenario.seed, lang)?;
    let open = |path: &PathBuf| -> Result<EventLog> {
        Ok(log_file::open(&LogArguments { log: path.clone(), reading: arguments.reading.clone() }, lang)?.0)
    };
    let log = open(&arguments.against)?;
    let real = Rows::of(&log);
    let past = arguments.train.as_ref().map(open).transpose()?.map(|log| Rows::of(&log));
    let kept = match arguments.cases {
        Cases::AsLog => Kept::by(&log),
        Cases::ToTheEnd => Kept::ToTheEnd,
        Cases::AlsoOpen => Kept::AlsoOpen,
        Cases::OnlyFinished => Kept::OnlyFinished,
    };
    let Some(wanted) = Wanted::of(&real, kept) else {
        return Err(misuse(format!("{}: {}", arguments.against.display(), words::nothing(lang))));
    };
    let pool = pool::start(arguments.threads, lang)?;
    let said: BTreeSet<&str> = real.activities.iter().map(String::as_str).collect();
    let one = |replication: u32| -> Result<_> {
        let (log, unfinished) =
            simulate_log_with_ends(&scenario, wanted, seed, replication, |name| said.contains(name))?;
        let simulated = Rows::of(&log);

        Ok((distances(&real, &simulated), simulated.cases.len(), unfinished))
    };
    let runs: Vec<_> = pool
        .install(|| (0..arguments.runs).into_par_iter().map(one).collect::<Result<_>>())
        .with_context(|| file.clone())?;
    let measured: Vec<Vec<Option<f64>>> = runs.iter().map(|(distances, ..)| distances.clone()).collect();
    let scores = Scores {
        simulated: summary(&measured),
        noise: noise_floor(&real, HALVES),
        replay: past.as_ref().and_then(|past| replay(past, &real, HALVES as usize)),
    };
    let answer = score::Answer {
        file: &file,
        log: &arguments.against.display().to_string(),
        past: arguments.train.as_ref().map(|path| path.display().to_string()),
        seed,
        runs: arguments.runs,
        cases: wanted.cases,
        kept,
        asked: arguments.cases != Cases::AsLog,
        not_over: real.not_over,
        too_few: runs.iter().filter(|(_, cases, ..)| *cases < wanted.cases).count(),
        unfinished: runs.iter().map(|(_, _, unfinished)| unfinished).sum(),
        scores: &scores,
        lang,
    };
    match arguments.format {
        Format::Table => put::screen(&answer.table())?,
        Format::Json => put::screen(&answer.json())?,
        Format::Csv => put::screen(&answer.csv()?)?,
    }
    Ok(ExitCode::SUCCESS)
}
