//! `keten compare --against`: a run held against figures, published or one's own.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use sim_core::experiment::against;
use sim_core::lang::Lang;
use sim_core::scenario::figures::Figures;

use crate::args::{CompareArguments, Format, SimulationArguments};
use crate::commands::run::{exit_code, files_again, foot, head, simulate_into};
use crate::load;
use crate::output::against::Answer;
use crate::output::asked::Asked;
use crate::output::folder::File;
use crate::output::put::{self, say};
use crate::run::Run;

/// The figures as given, in the folder of results.
const FIGURES: &str = "figures.toml";

/// Simulates, holds the run against the figures and prints both.
///
/// * `against` – the file with the figures
pub(super) fn run(arguments: &CompareArguments, against: &Path, lang: Lang) -> Result<ExitCode> {
    let (figures, text) = load::figures(against, lang)?;
    let files = |run: &Run| files(&answer(run, &figures, lang), &text);
    let asked = |simulation: &SimulationArguments| {
        Asked::of("compare", &simulation.scenario.file).with_file("--against", FIGURES)
    };
    let run = simulate_into(&arguments.simulation, lang, asked, files)?;
    let answer = answer(&run, &figures, lang);
    match arguments.format {
        Format::Json => put::screen(&answer.json())?,
        Format::Csv => put::screen(&arguments.simulation.making.csv_dialect.text(answer.csv()?)?)?,
        Format::Table => {
            head(&run, &arguments.simulation, lang)?;
            say!("{}\n", answer.table());
            foot(&run, false, lang)?;
        }
    }
    Ok(if arguments.strict && answer.fails() { ExitCode::FAILURE } else { exit_code(&run) })
}

/// The files of the folder of results, made again.
pub(super) fn again(arguments: &CompareArguments, against: &Path, lang: Lang) -> Result<Vec<File>> {
    let (figures, text) = load::figures(against, lang)?;
    files_again(&arguments.simulation, lang, |run| files(&answer(run, &figures, lang), &text))
}

fn answer<'r>(run: &'r Run, figures: &'r Figures, lang: Lang) -> Answer<'r> {
    let held = against(&run.scenario, &run.plan, &run.experiment, figures);
    Answer { run, figures, held, lang }
}

/// What the folder of results holds beyond that of `run`: the figures as given, and the answer.
fn files(answer: &Answer<'_>, text: &str) -> Result<Vec<File>> {
    Ok(vec![
        (FIGURES.to_owned(), text.as_bytes().to_vec()),
        ("figures.csv".to_owned(), answer.csv()?),
        ("figures.json".to_owned(), answer.json().into_bytes()),
    ])
}
