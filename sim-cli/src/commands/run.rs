//! `keten run`: simulate a scenario and show what came out.

use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result, anyhow};
use sim_core::chain::compile;
use sim_core::engine::Limits;
use sim_core::estimate::estimate_ratio;
use sim_core::experiment::{Experiment, ExperimentError, Request, Row, Stopped, replicate, table};
use sim_core::lang::Lang;
use sim_core::observe::{Plan, Unit};
use sim_core::scenario::{HalfWidth, Runs, Scenario};

use crate::args::{By, Format, RunArguments};
use crate::errors::{compile_error, experiment_error};
use crate::misuse::misuse;
use crate::output::folder::Folder;
use crate::output::put::{self, say};
use crate::output::results::{self, Circumstances};
use crate::output::screen::Screen;
use crate::output::{csv, json};
use crate::progress::Progress;
use crate::stopwatch::Stopwatch;
use crate::{forecast, load, text, warnings};

/// Exit code after Ctrl-C.
const INTERRUPTED: u8 = 130;

static STOP: AtomicBool = AtomicBool::new(false);

/// A scenario that was run.
pub(crate) struct Run {
    /// The scenario.
    pub(crate) scenario: Scenario,
    /// Its text.
    pub(crate) text: String,
    /// Changes of the command line, as in `teams.desk.workers = 4`.
    pub(crate) changes: Vec<String>,
    /// How many replications, or how precise.
    pub(crate) runs: Runs,
    /// What was counted.
    pub(crate) plan: Plan,
    /// Seed used.
    pub(crate) seed: u64,
    /// The replications.
    pub(crate) experiment: Experiment,
    /// The table.
    pub(crate) rows: Vec<Row>,
    /// What the reader should know.
    pub(crate) warnings: Vec<String>,
    /// Threads used.
    pub(crate) threads: usize,
}

/// Simulates and prints.
pub(crate) fn run(arguments: &RunArguments, lang: Lang) -> Result<ExitCode> {
    let stopwatch = Stopwatch::start();
    let out = arguments.out.as_deref();
    let folder = out.map(|path| Folder::new(path, arguments.force, lang)).transpose()?;
    let run = simulate(arguments, lang)?;
    if let Some(folder) = &folder {
        write(&run, arguments, folder, stopwatch, lang)?;
    }
    match arguments.format {
        Format::Json => put::screen(&json::text(&run))?,
        Format::Csv => put::screen(&String::from_utf8(csv::measures(&run.rows)?)?)?,
        Format::Table => show(&run, arguments, lang)?,
    }
    Ok(if run.experiment.stopped == Stopped::Interrupted { ExitCode::from(INTERRUPTED) } else { ExitCode::SUCCESS })
}

/// Writes the folder of results.
fn write(run: &Run, arguments: &RunArguments, folder: &Folder, stopwatch: Stopwatch, lang: Lang) -> Result<()> {
    let file = &arguments.scenario.file;
    let circumstances = Circumstances {
        file: file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned(),
        threads: run.threads,
        began: stopwatch.began(),
        seconds: stopwatch.elapsed().as_secs_f64(),
    };
    folder.write(&results::files(run, &circumstances, lang)?)?;
    eprintln!("{}", text::folder::written(lang, folder.path()));
    Ok(())
}

fn show(run: &Run, arguments: &RunArguments, lang: Lang) -> Result<()> {
    let file = arguments.scenario.file.display().to_string();
    let span = |span: sim_core::time::Span| text::span(lang, span.as_days());
    let (horizon, warm_up) = (span(run.scenario.horizon), span(run.scenario.warm_up));
    say!("{}", run.scenario.title);
    say!("{}", text::run_line(lang, &file, run.seed, run.experiment.replications(), &horizon, &warm_up));
    if !run.changes.is_empty() {
        say!("{}", text::notes::changed(lang, &run.changes));
    }
    say!("");
    let screen = Screen { scenario: &run.scenario, plan: &run.plan, rows: &run.rows, lang };
    say!("{}\n", screen.tables());
    match arguments.by {
        Some(By::Class) => say!("{}\n", screen.by_class()),
        Some(By::Period) => say!("{}\n", screen.by_period()),
        None => {}
    }
    match run.experiment.replications() {
        1 => say!("{}", text::notes::no_interval(lang)),
        _ => say!("{}", text::legend(lang)),
    }
    if let Some(note) = precision_reached(run, lang) {
        say!("{note}");
    }
    for warning in &run.warnings {
        say!("{}: {warning}", text::warning(lang));
    }
    Ok(())
}

/// Whether the wanted precision was reached, where one was wanted.
fn precision_reached(run: &Run, lang: Lang) -> Option<String> {
    let (Runs::Precision(precision), Some(row)) = (&run.runs, run.experiment.precision_row) else { return None };
    let samples: Vec<_> = run.experiment.samples.iter().map(|replication| replication[row]).collect();
    // As the stopping rule reads it: not the interval of the table, which for a share is cut off at 0 and 1.
    let reached = estimate_ratio(&samples).and_then(|estimate| {
        let width = estimate.half_width?;
        match precision.half_width {
            HalfWidth::Relative(_) => (estimate.value != 0.0).then(|| width / estimate.value.abs()),
            HalfWidth::Absolute(_) => Some(width),
        }
    });
    let key = run.experiment.keys[row];
    let (unit, scale) = match (key.measure.unit_of(key.statistic), precision.half_width) {
        (Unit::Days, HalfWidth::Absolute(days)) if days >= 1.0 => (text::days(lang), 1.0),
        (Unit::Days, HalfWidth::Absolute(days)) if days * 24.0 >= 1.0 - 1e-9 => (text::hours(lang), 24.0),
        (Unit::Days, HalfWidth::Absolute(_)) => (text::minutes(lang), 1440.0),
        _ => ("", 1.0),
    };
    let wanted = match precision.half_width {
        HalfWidth::Absolute(width) => HalfWidth::Absolute((width * scale * 1e9).round() / 1e9),
        relative => relative,
    };
    let (reached, number) = (reached.map(|reached| reached * scale), run.experiment.replications());
    Some(text::notes::precision(lang, &precision.measure, wanted, unit, reached, number))
}

/// Loads, compiles and simulates.
pub(crate) fn simulate(arguments: &RunArguments, lang: Lang) -> Result<Run> {
    let loaded = load::load(&arguments.scenario.file, &arguments.scenario.set, lang)?;
    let scenario = loaded.scenario;
    let seed = seed(arguments.seed.as_deref(), scenario.seed, lang)?;
    let about = || arguments.scenario.file.display().to_string();
    let model = compile(&scenario).map_err(|error| anyhow!(compile_error(&error, lang))).with_context(about)?;
    let runs = runs(arguments, &scenario, lang)?;
    let forecast = forecast::of(&scenario, &model, &runs, lang).with_context(about)?;
    let plan = Plan::new(&scenario, &model);
    let request = Request { seed, runs, limits: Limits::default() };
    // A second Ctrl-C in one process (tests) keeps the first handler.
    let _ = ctrlc::set_handler(|| STOP.store(true, Ordering::SeqCst));
    let threads = rayon::ThreadPoolBuilder::new().num_threads(load::threads(arguments.threads, lang)?).build()?;
    let progress = Progress::new(lang);
    let interrupted = || STOP.load(Ordering::SeqCst);
    let told = |done, expected| progress.tell(done, expected);
    let experiment = threads.install(|| replicate(&scenario, &model, &plan, &request, &told, &interrupted));
    progress.finish();
    let experiment = experiment.map_err(|error| why(&error, arguments, &scenario, lang)).with_context(about)?;
    let rows = table(&scenario, &plan, &experiment);
    let mut warnings = forecast::warnings(&scenario, &forecast, lang);
    warnings.extend(warnings::warnings(&scenario, &plan, &forecast, &experiment, &rows, lang));
    let threads = threads.current_num_threads();
    Ok(Run {
        scenario,
        text: loaded.text,
        changes: loaded.changes,
        runs: request.runs,
        plan,
        seed,
        experiment,
        rows,
        warnings,
        threads,
    })
}

/// Why an experiment failed; a measure that does not exist is wrong use when the command line names it.
fn why(error: &ExperimentError, arguments: &RunArguments, scenario: &Scenario, lang: Lang) -> anyhow::Error {
    let text = experiment_error(error, scenario, lang);
    match error {
        ExperimentError::UnknownMeasure { .. } if arguments.precision.is_some() => misuse(text),
        _ => anyhow!(text),
    }
}

/// The seed of the command line, else of the file, else a fresh one.
pub(crate) fn seed(asked: Option<&str>, in_file: Option<u64>, lang: Lang) -> Result<u64> {
    match (asked, in_file) {
        (Some("random"), _) | (None, None) => Ok(fresh_seed()?),
        (Some(asked), _) => asked.parse().map_err(|_| misuse(text::not_a_seed(lang, asked))),
        (None, Some(seed)) => Ok(seed),
    }
}

fn fresh_seed() -> Result<u64> {
    use rand::TryRng;
    // Short enough to be read aloud.
    Ok(u64::from(rand::rngs::SysRng.try_next_u32()?))
}

fn runs(arguments: &RunArguments, scenario: &Scenario, lang: Lang) -> Result<Runs> {
    match (arguments.replications, &arguments.precision) {
        (Some(0), _) => Err(misuse(format!("--replications 0: {}", text::at_least_one(lang)))),
        (Some(number), _) => Ok(Runs::Fixed(number)),
        (None, Some(wanted)) => Ok(Runs::Precision(crate::load::precision(wanted, lang)?)),
        (None, None) => Ok(scenario.runs.clone()),
    }
}
