//! `keten run`: simulate a scenario and show what came out.

use std::process::ExitCode;

use anyhow::Result;
use sim_core::estimate::estimate_ratio;
use sim_core::experiment::Stopped;
use sim_core::lang::Lang;
use sim_core::observe::Unit;
use sim_core::scenario::{HalfWidth, Runs, Wanted};

use crate::args::{By, Format, RunArguments, SimulationArguments};
use crate::output::asked::Asked;
use crate::output::folder::File;
use crate::output::put::{self, say};
use crate::output::results::{self, Circumstances};
use crate::output::screen::Screen;
use crate::output::{csv, json};
use crate::run::{Run, simulate};
use crate::stopwatch::Stopwatch;
use crate::text;

/// Exit code after Ctrl-C.
pub(super) const INTERRUPTED: u8 = 130;

/// Simulates and prints.
pub(crate) fn run(arguments: &RunArguments, lang: Lang) -> Result<ExitCode> {
    let asked = |arguments: &SimulationArguments| Asked::of("run", &arguments.scenario.file);
    let run = simulate_into(&arguments.simulation, lang, asked, |_| Ok(Vec::new()))?;
    match arguments.format {
        Format::Json => put::screen(&json::text(&run))?,
        Format::Csv => put::screen(&arguments.simulation.making.csv_dialect.text(csv::measures(&run.rows)?)?)?,
        Format::Table => show(&run, arguments, lang)?,
    }
    Ok(exit_code(&run))
}

/// The files of the folder of results, made again.
pub(super) fn again(arguments: &RunArguments, lang: Lang) -> Result<Vec<File>> {
    files_again(&arguments.simulation, lang, |_| Ok(Vec::new()))
}

/// The files of a folder of results, made again: all but the manifest are those of the first time.
///
/// * `more` – files of the verb's own
pub(super) fn files_again(
    arguments: &SimulationArguments,
    lang: Lang,
    more: impl FnOnce(&Run) -> Result<Vec<File>>,
) -> Result<Vec<File>> {
    let stopwatch = Stopwatch::start();
    let run = simulate(arguments, lang)?;
    let circumstances = circumstances(&run, arguments, Asked::of("", &arguments.scenario.file), stopwatch);
    results::files(&run, &circumstances, more(&run)?, lang)
}

/// Success, unless the run was interrupted.
pub(super) fn exit_code(run: &Run) -> ExitCode {
    if run.experiment.stopped == Stopped::Interrupted { ExitCode::from(INTERRUPTED) } else { ExitCode::SUCCESS }
}

/// Simulates, and writes the folder of results where one is asked for.
///
/// * `asked` – the verb, with the arguments of its own
/// * `more` – files of the verb's own in that folder
pub(super) fn simulate_into(
    arguments: &SimulationArguments,
    lang: Lang,
    asked: impl FnOnce(&SimulationArguments) -> Asked,
    more: impl FnOnce(&Run) -> Result<Vec<File>>,
) -> Result<Run> {
    let stopwatch = Stopwatch::start();
    let folder = arguments.making.folder(lang)?;
    let run = simulate(arguments, lang)?;
    if let Some(folder) = &folder {
        let asked = asked(arguments).simulation(arguments, run.seed);
        let circumstances = circumstances(&run, arguments, asked, stopwatch);
        folder.write(&results::files(&run, &circumstances, more(&run)?, lang)?, true)?;
        eprintln!("{}", text::folder::written(lang, folder.path()));
    }
    Ok(run)
}

fn circumstances(run: &Run, arguments: &SimulationArguments, asked: Asked, stopwatch: Stopwatch) -> Circumstances {
    Circumstances::of(&arguments.scenario.file, asked, run.threads, &stopwatch, arguments.making.csv_dialect)
}

/// Title, file, seed and changes: the lines above every table.
pub(super) fn head(run: &Run, arguments: &SimulationArguments, lang: Lang) -> Result<()> {
    let file = arguments.scenario.file.display().to_string();
    let span = |span: sim_core::time::Span| text::span(lang, span.as_days());
    let (horizon, warm_up) = (span(run.scenario.horizon), span(run.scenario.warm_up));
    say!("{}", run.scenario.title);
    say!("{}", text::run_line(lang, &file, run.seed, run.experiment.replications(), &horizon, &warm_up));
    if !run.changes.is_empty() {
        say!("{}", text::notes::changed(lang, &run.changes));
    }
    say!("");
    Ok(())
}

/// What the interval is, whether the wanted precision was reached, and what the reader should know.
///
/// * `split` – whether the tables above tell chance and not knowing apart
pub(super) fn foot(run: &Run, split: bool, lang: Lang) -> Result<()> {
    if let Some(unknowns) = &run.scenario.unknowns {
        let (draws, each) = (run.experiment.number_of_parts(), unknowns.each_draw);
        say!("{}", text::unknown::line(lang, unknowns.paths.len(), draws, each));
    }
    if run.scenario.antithetic {
        let pairs = run.experiment.replications() / run.experiment.each_history;
        say!("{}", text::notes::pairs(lang, pairs));
    }
    if let Some(numbers) = run.likely.filter(|&numbers| numbers > 0) {
        say!("{}", text::unknown::likely(lang, numbers));
    }
    match run.experiment.number_of_parts() {
        _ if run.scenario.unknowns.is_some() && !split => say!("{}", text::unknown::both(lang)),
        _ if run.scenario.unknowns.is_some() => {
            say!("{}", text::unknown::legend(lang, run.experiment.number_of_parts()))
        }
        1 if run.scenario.antithetic => say!("{}", text::notes::no_interval_of_a_pair(lang)),
        1 => say!("{}", text::notes::no_interval(lang)),
        _ => say!("{}", text::legend(lang)),
    }
    if let Runs::Precision(precision) = &run.runs {
        for (wanted, &row) in precision.wanted.iter().zip(&run.experiment.precision_rows) {
            say!("{}", precision_reached(run, wanted, row, lang));
        }
    }
    for warning in &run.warnings {
        say!("{}: {warning}", text::warning(lang));
    }
    Ok(())
}

fn show(run: &Run, arguments: &RunArguments, lang: Lang) -> Result<()> {
    head(run, &arguments.simulation, lang)?;
    let screen = Screen { scenario: &run.scenario, plan: &run.plan, rows: &run.rows, lang };
    say!("{}\n", screen.tables());
    match arguments.by {
        Some(By::Class) => say!("{}\n", screen.by_class()),
        Some(By::Period) => say!("{}\n", screen.by_period()),
        None => {}
    }
    foot(run, true, lang)
}

/// Whether the wanted precision of a measure was reached.
///
/// * `row` – that of the measure
fn precision_reached(run: &Run, asked: &Wanted, row: usize, lang: Lang) -> String {
    // As the stopping rule reads it: not the interval of the table, which for a share is cut off at 0 and 1.
    let reached = estimate_ratio(&run.experiment.parts(row)).and_then(|estimate| {
        let width = estimate.half_width?;
        match asked.half_width {
            HalfWidth::Relative(_) => (estimate.value != 0.0).then(|| width / estimate.value.abs()),
            HalfWidth::Absolute(_) => Some(width),
        }
    });
    let key = run.experiment.keys[row];
    let (unit, scale) = match (key.measure.unit_of(key.statistic), asked.half_width) {
        (Unit::Days, HalfWidth::Absolute(days)) if days >= 1.0 => (text::days(lang), 1.0),
        (Unit::Days, HalfWidth::Absolute(days)) if days * 24.0 >= 1.0 - 1e-9 => (text::hours(lang), 24.0),
        (Unit::Days, HalfWidth::Absolute(_)) => (text::minutes(lang), 1440.0),
        _ => ("", 1.0),
    };
    let wanted = match asked.half_width {
        HalfWidth::Absolute(width) => HalfWidth::Absolute((width * scale * 1e9).round() / 1e9),
        relative => relative,
    };
    let (reached, number) = (reached.map(|reached| reached * scale), run.experiment.replications());
    text::notes::precision(lang, &asked.measure, wanted, unit, reached, number)
}
