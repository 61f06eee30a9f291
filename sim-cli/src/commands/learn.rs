//! `keten learn`: a scenario from an event log.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use sim_core::lang::Lang;
use sim_core::scenario::read;
use sim_mining::learn::{How, learn_from};

use crate::load;
use crate::log_file::{self, LogArguments};
use crate::misuse::misuse;
use crate::output::put;
use crate::text::learn as words;

/// Arguments of `learn`.
#[derive(Debug, clap::Args)]
pub(crate) struct LearnArguments {
    /// What is learned from.
    #[command(flatten)]
    pub(crate) log: LogArguments,

    /// Of a log of finished cases, let older ones count less where that told the log's own past best: for what comes next, not for how it goes.
    #[arg(long)]
    pub(crate) latest: bool,

    /// Write to this file instead of the screen.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// Learns, makes sure that what came out can be run, and writes it.
pub(crate) fn run(arguments: &LearnArguments, lang: Lang) -> Result<ExitCode> {
    if let Some(output) = &arguments.output {
        put::may_be_written(output, lang)?;
    }
    let (log, _) = log_file::open(&arguments.log, lang)?;
    let path = &arguments.log.log;
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let how = if arguments.latest { How::Latest } else { How::Whole };
    let learned = learn_from(&log, &name, how)
        .map_err(|error| misuse(format!("{}: {}", path.display(), words::refused(lang, error))))?;
    let reading = read(&learned.text);
    if reading.scenario.is_none() {
        load::show_problems(&name, &learned.text, &reading.problems, lang);
        bail!("{}: {}", path.display(), words::not_usable(lang));
    }
    put::put(arguments.output.as_deref(), &learned.text, lang)?;
    let told = words::told(lang, &learned.told, arguments.output.as_deref());
    match arguments.output {
        Some(_) => put::screen(&told)?,
        // The scenario itself is on the screen, or on its way to a file.
        None => anstream::eprint!("{told}"),
    }
    Ok(ExitCode::SUCCESS)
}
