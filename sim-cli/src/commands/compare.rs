//! `keten compare`: scenarios side by side on the same luck; or, with `--against`, a run beside figures.

use std::process::ExitCode;

use anyhow::Result;
use sim_core::experiment::{Comparison, Difference, Stopped};
use sim_core::lang::Lang;
use sim_core::scenario::Runs;

use crate::args::{CompareArguments, Format};
use crate::arms::{self, Compared};
use crate::commands::against;
use crate::commands::run::INTERRUPTED;
use crate::output::comparison::Answer;
use crate::output::comparison_tidy as tidy;
use crate::output::folder::File;
use crate::output::put::{self, say};
use crate::text;

/// Compares and prints.
pub(crate) fn run(arguments: &CompareArguments, lang: Lang) -> Result<ExitCode> {
    if let Some(figures) = &arguments.against {
        return against::run(arguments, figures, lang);
    }
    let compared = arms::simulate(arguments, lang)?;
    match arguments.format {
        Format::Json => put::screen(&tidy::json(&compared))?,
        Format::Csv => put::screen(&String::from_utf8(tidy::differences(&compared)?)?)?,
        Format::Table => show(&compared, arguments, lang)?,
    }
    let interrupted = compared.results.stopped == Stopped::Interrupted;
    Ok(if interrupted { ExitCode::from(INTERRUPTED) } else { ExitCode::SUCCESS })
}

/// The files of the folder of results, made again.
pub(super) fn again(arguments: &CompareArguments, lang: Lang) -> Result<Vec<File>> {
    match &arguments.against {
        Some(figures) => against::again(arguments, figures, lang),
        None => Ok(Vec::new()),
    }
}

fn show(compared: &Compared, arguments: &CompareArguments, lang: Lang) -> Result<()> {
    let base = &compared.arms[0].scenario;
    let file = arguments.simulation.scenario.file.display().to_string();
    let span = |span: sim_core::time::Span| text::span(lang, span.as_days());
    let replications = compared.results.experiments[0].replications();
    let line = text::run_line(lang, &file, compared.seed, replications, &span(base.horizon), &span(base.warm_up));
    say!("{}\n{line}, {}", base.title, text::compare::same_luck(lang));
    if !compared.changes.is_empty() {
        say!("{}", text::notes::changed(lang, &compared.changes));
    }
    say!("\n{}", Answer { compared, lang }.tables());
    if let Some(unknowns) = &base.unknowns {
        let draws = compared.results.experiments[0].number_of_parts();
        say!("{}", text::unknown::line(lang, unknowns.paths.len(), draws, unknowns.each_draw));
    }
    if let Runs::Precision(precision) = &compared.runs {
        for (wanted, (arm, found)) in
            precision.wanted.iter().flat_map(|one| compared.beside().map(move |arm| (one, arm)))
        {
            say!("{}", text::compare::precision(lang, &arm.name, wanted, width_of(found, &wanted.measure)));
        }
    }
    Ok(())
}

/// Half the interval of the difference of a measure as `--precision` names it, and the value in the base.
fn width_of(found: &Comparison, measure: &str) -> Option<(f64, f64)> {
    let is_it = |row: &&Difference| row.is_whole() && format!("{}:{}", row.measure, row.of) == measure;
    let row = found.differences.iter().find(is_it)?;
    Some((row.difference?.half_width?, row.before?.value))
}
