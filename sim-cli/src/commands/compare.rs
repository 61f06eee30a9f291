//! `keten compare`: scenarios side by side on the same luck; or, with `--against`, a run beside figures.

use std::process::ExitCode;

use anyhow::Result;
use sim_core::experiment::{Comparison, Difference, Stopped, table};
use sim_core::lang::Lang;
use sim_core::scenario::Runs;

use crate::args::{CompareArguments, Format};
use crate::arms::{self, Compared};
use crate::charts;
use crate::commands::against;
use crate::commands::run::INTERRUPTED;
use crate::interventions::source_name;
use crate::output::asked::Asked;
use crate::output::comparison::Answer;
use crate::output::comparison_tidy as tidy;
use crate::output::csv;
use crate::output::flows;
use crate::output::folder::File;
use crate::output::put::{self, say};
use crate::output::results::{self, Circumstances};
use crate::output::series;
use crate::stopwatch::Stopwatch;
use crate::text;

/// Compares and prints.
pub(crate) fn run(arguments: &CompareArguments, lang: Lang) -> Result<ExitCode> {
    if let Some(figures) = &arguments.against {
        return against::run(arguments, figures, lang);
    }
    let compared = simulate_into(arguments, lang)?;
    let interrupted = compared.results.stopped == Stopped::Interrupted;
    match arguments.format {
        Format::Json => put::screen(&tidy::json(&compared))?,
        Format::Csv => put::screen(&arguments.simulation.making.csv_dialect.text(tidy::differences(&compared)?)?)?,
        Format::Table => show(&compared, arguments, lang)?,
    }
    Ok(if interrupted { ExitCode::from(INTERRUPTED) } else { ExitCode::SUCCESS })
}

/// Simulates, and writes the folder of results where one is asked for.
pub(super) fn simulate_into(arguments: &CompareArguments, lang: Lang) -> Result<Compared> {
    let stopwatch = Stopwatch::start();
    let folder = arguments.simulation.making.folder(lang)?;
    let compared = arms::simulate(arguments, lang)?;
    if let Some(folder) = &folder {
        folder.write(&files(&compared, arguments, stopwatch, lang)?, true)?;
        eprintln!("{}", text::folder::written(lang, folder.path()));
    }
    Ok(compared)
}

/// The tables of the folder of results: what is measured of the base, and every difference.
pub(super) fn tables(compared: &Compared, lang: Lang) -> Result<Vec<File>> {
    let base = &compared.arms[0];
    let experiment = &compared.results.experiments[0];
    let rows = table(&base.scenario, &base.plan, experiment);
    let mut tables = vec![
        ("measures.csv".to_owned(), csv::measures(&rows)?),
        ("series.csv".to_owned(), series::months(&base.scenario, &base.plan, experiment)?),
        ("differences.csv".to_owned(), tidy::differences(compared)?),
        ("comparison.json".to_owned(), tidy::json(compared).into_bytes()),
    ];
    tables.extend(flows::files(&compared.base_as_run(lang)?)?);
    Ok(tables)
}

/// The files of the folder of results, made again.
pub(super) fn again(arguments: &CompareArguments, lang: Lang) -> Result<Vec<File>> {
    match &arguments.against {
        Some(figures) => against::again(arguments, figures, lang),
        None => {
            let stopwatch = Stopwatch::start();
            files(&arms::simulate(arguments, lang)?, arguments, stopwatch, lang)
        }
    }
}

/// All files of the folder of results: what was compared, and every difference.
fn files(compared: &Compared, arguments: &CompareArguments, stopwatch: Stopwatch, lang: Lang) -> Result<Vec<File>> {
    let mut asked = Asked::of("compare", &arguments.simulation.scenario.file);
    let mut files = vec![("scenario.toml".to_owned(), compared.arms[0].text.clone().into_bytes())];
    for (number, arm) in compared.arms.iter().enumerate().skip(1) {
        let name = format!("arm-{number}.toml");
        if let Some(other) = arguments.others.get(number - 1) {
            let file = other.file_name().unwrap_or(other.as_os_str()).to_string_lossy();
            asked = asked.with_scenario(number, &file, &name);
        }
        files.push((name, arm.text.clone().into_bytes()));
    }
    asked = arguments.with.iter().fold(asked, |asked, with| asked.with("--with", with));
    for (number, (_, text)) in compared.libraries.iter().enumerate() {
        let name = source_name(number);
        asked = asked.with_file("--interventions", &name);
        files.push((name, text.clone().into_bytes()));
    }
    files.extend(tables(compared, lang)?);
    files.extend(charts::files(&charts::of_comparison(compared, None, lang))?);
    let asked = asked.simulation(&arguments.simulation, compared.seed);
    let circumstances = Circumstances::of(
        &arguments.simulation.scenario.file,
        asked,
        compared.threads,
        &stopwatch,
        arguments.simulation.making.csv_dialect,
    );
    results::with_manifest(tidy::about(compared), files, &circumstances, lang)
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
