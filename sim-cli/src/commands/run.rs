//! `keten run`: simulate a scenario and show what came out.

use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use sim_core::chain::{Model, compile};
use sim_core::engine::Limits;
use sim_core::experiment::{Experiment, Request, Row, Stopped, replicate, table};
use sim_core::lang::Lang;
use sim_core::observe::Plan;
use sim_core::scenario::{Runs, Scenario};

use crate::args::{Format, RunArguments};
use crate::output::screen::Screen;
use crate::output::{csv, json};
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
    /// Compiled.
    pub(crate) model: Model,
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
}

/// Simulates and prints.
pub(crate) fn run(arguments: &RunArguments, lang: Lang) -> Result<ExitCode> {
    let run = simulate(arguments, lang)?;
    match arguments.format {
        Format::Json => println!("{:#}", results(&run)),
        Format::Csv => print!("{}", String::from_utf8(csv::measures(&run.rows)?)?),
        Format::Table => show(&run, &arguments.scenario.file.display().to_string(), lang),
    }
    Ok(if run.experiment.stopped == Stopped::Interrupted { ExitCode::from(INTERRUPTED) } else { ExitCode::SUCCESS })
}

/// The answer as JSON.
pub(crate) fn results(run: &Run) -> serde_json::Value {
    json::results(&run.scenario.title, run.seed, run.experiment.replications(), &run.rows, &run.warnings)
}

fn show(run: &Run, file: &str, lang: Lang) {
    let span = |span: sim_core::time::Span| text::span(lang, span.as_days());
    let (horizon, warm_up) = (span(run.scenario.horizon), span(run.scenario.warm_up));
    println!("{}", run.scenario.title);
    println!("{}\n", text::run_line(lang, file, run.seed, run.experiment.replications(), &horizon, &warm_up));
    let screen =
        Screen { scenario: &run.scenario, plan: &run.plan, rows: &run.rows, experiment: &run.experiment, lang };
    println!("{}\n\n{}", screen.tables(), text::legend(lang));
    for warning in &run.warnings {
        println!("{}: {warning}", text::warning(lang));
    }
}

/// Loads, compiles and simulates.
pub(crate) fn simulate(arguments: &RunArguments, lang: Lang) -> Result<Run> {
    let loaded = load::load(&arguments.scenario.file, &arguments.scenario.set, lang)?;
    let scenario = loaded.scenario;
    let seed = seed(arguments.seed.as_deref(), scenario.seed, lang)?;
    let about = || arguments.scenario.file.display().to_string();
    let model = compile(&scenario).with_context(about)?;
    let runs = runs(arguments, &scenario, lang)?;
    let forecast = forecast::of(&scenario, &model, &runs, lang).with_context(about)?;
    let plan = Plan::new(&scenario, &model);
    let request = Request { seed, runs, limits: Limits::default() };
    // A second Ctrl-C in one process (tests) keeps the first handler.
    let _ = ctrlc::set_handler(|| STOP.store(true, Ordering::SeqCst));
    let threads = rayon::ThreadPoolBuilder::new().num_threads(arguments.threads.unwrap_or(0)).build()?;
    let bar = progress_bar(lang);
    let told = std::sync::Mutex::new(0);
    let progress = |done: u32, expected: u32| {
        bar.set_length(u64::from(expected));
        bar.set_position(u64::from(done));
        if bar.is_hidden() {
            let percent = 100 * done / expected.max(1);
            let mut last = told.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            if percent >= *last + 25 && done < expected {
                *last = percent - percent % 25;
                eprintln!("{percent} %");
            }
        }
    };
    let interrupted = || STOP.load(Ordering::SeqCst);
    let experiment = threads.install(|| replicate(&scenario, &model, &plan, &request, &progress, &interrupted));
    bar.finish_and_clear();
    let experiment = experiment.with_context(about)?;
    let rows = table(&scenario, &plan, &experiment);
    let mut warnings = forecast::warnings(&scenario, &forecast, lang);
    warnings.extend(warnings::warnings(&scenario, &plan, &experiment, &rows, lang));
    Ok(Run { scenario, text: loaded.text, model, plan, seed, experiment, rows, warnings })
}

fn progress_bar(lang: Lang) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    let template = format!("{{bar:30}} {{pos}}/{{len}} {} {{eta}}", text::done_progress(lang));
    if let Ok(style) = ProgressStyle::with_template(&template) {
        bar.set_style(style);
    }
    bar
}

/// The seed of the command line, else of the file, else a fresh one.
pub(crate) fn seed(asked: Option<&str>, in_file: Option<u64>, lang: Lang) -> Result<u64> {
    match (asked, in_file) {
        (Some("random"), _) | (None, None) => Ok(fresh_seed()?),
        (Some(asked), _) => asked.parse().map_err(|_| anyhow::anyhow!("{}", text::not_a_seed(lang, asked))),
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
        (Some(0), _) => bail!("--replications 0: {}", text::at_least_one(lang)),
        (Some(number), _) => Ok(Runs::Fixed(number)),
        (None, Some(wanted)) => Ok(Runs::Precision(crate::load::precision(wanted, lang)?)),
        (None, None) => Ok(scenario.runs.clone()),
    }
}
