//! `keten sweep`: parameters at many values, every combination simulated with the same luck.

use std::process::ExitCode;

use anyhow::Result;
use sim_core::lang::Lang;

use crate::args::{Format, SweepArguments};
use crate::output::asked::Asked;
use crate::output::folder::File;
use crate::output::put;
use crate::output::results::Circumstances;
use crate::output::sweep::{self as output, Answer};
use crate::stopwatch::Stopwatch;
use crate::sweep::{Sweep, sweep};
use crate::text;
use crate::text::sweep as words;

/// Exit code after Ctrl-C.
const INTERRUPTED: u8 = 130;

/// Simulates all cells and prints.
pub(crate) fn run(arguments: &SweepArguments, lang: Lang) -> Result<ExitCode> {
    let stopwatch = Stopwatch::start();
    let of = &arguments.simulation;
    let folder = of.making.folder(lang)?;
    let done = sweep(arguments, lang)?;
    let file = of.scenario.file.display().to_string();
    let answer = Answer { sweep: &done, file: &file, lang };
    if done.interrupted {
        let (whole, all) = (done.rows.cells.len(), done.cells.len());
        eprintln!("{}", words::interrupted(lang, whole, all, done.is_kept));
    } else if let Some(folder) = &folder {
        folder.write(&files(&done, &answer, arguments, stopwatch)?, false)?;
        eprintln!("{}", text::folder::written(lang, folder.path()));
    }
    match arguments.format {
        _ if done.rows.cells.is_empty() => {}
        Format::Json => put::screen(&answer.json())?,
        Format::Csv => put::screen(&arguments.simulation.making.csv_dialect.text(answer.csv()?)?)?,
        Format::Table => put::screen(&answer.text())?,
    }
    Ok(if done.interrupted { ExitCode::from(INTERRUPTED) } else { ExitCode::SUCCESS })
}

/// The files of the folder of results, made again.
pub(super) fn again(arguments: &SweepArguments, lang: Lang) -> Result<Vec<File>> {
    let stopwatch = Stopwatch::start();
    let done = sweep(arguments, lang)?;
    let file = arguments.simulation.scenario.file.display().to_string();
    files(&done, &Answer { sweep: &done, file: &file, lang }, arguments, stopwatch)
}

fn files(sweep: &Sweep, answer: &Answer, arguments: &SweepArguments, stopwatch: Stopwatch) -> Result<Vec<File>> {
    let file = &arguments.simulation.scenario.file;
    let mut asked = Asked::of("sweep", file);
    asked = arguments.vary.iter().fold(asked, |asked, vary| asked.with("--vary", vary));
    asked = arguments.sample.iter().fold(asked, |asked, sample| asked.with("--sample", sample));
    asked = arguments.measure.iter().fold(asked, |asked, measure| asked.with("--measure", measure));
    asked = asked.flag("--by=class", arguments.by.is_some());
    let asked = asked.simulation(&arguments.simulation, sweep.seed);
    let circumstances =
        Circumstances::of(file, asked, sweep.threads, &stopwatch, arguments.simulation.making.csv_dialect);
    output::files(answer, &circumstances)
}
