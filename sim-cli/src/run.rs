//! A run: a scenario loaded, compiled and simulated, with everything that is said of it afterwards.

use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result, anyhow};
use sim_core::chain::compile;
use sim_core::engine::Limits;
use sim_core::experiment::{
    CellId, Experiment, ExperimentError, Keep, Request, Row, Stopped, replicate_and_keep, table,
};
use sim_core::lang::Lang;
use sim_core::observe::Plan;
use sim_core::scenario::{Precision, Runs, Scenario};

use crate::args::SimulationArguments;
use crate::cells::Ended;
use crate::errors::{compile_error, experiment_error};
use crate::misuse::misuse;
use crate::progress::Progress;
use crate::{forecast, load, pool, text, warnings};

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
    /// How many unknown numbers were taken at their likely values, if that was asked.
    pub(crate) likely: Option<usize>,
    /// Threads used.
    pub(crate) threads: usize,
}

impl Run {
    /// From now on every title reads as the text of this language.
    pub(crate) fn speak(&mut self, lang: Lang) {
        self.scenario.speak(lang);
    }

    /// What the reader should know, in a language.
    ///
    /// # Errors
    /// When the scenario cannot be simulated, which a run has done.
    pub(crate) fn warnings_in(&self, lang: Lang) -> Result<Vec<String>> {
        let model = compile(&self.scenario).map_err(|error| anyhow!(compile_error(&error, lang)))?;
        let forecast = forecast::of(&self.scenario, &model, &self.runs, lang)?;
        let mut told = forecast::warnings(&self.scenario, &forecast, lang);
        told.extend(warnings::warnings(&self.scenario, &self.plan, &forecast, &self.experiment, &self.rows, lang));
        Ok(told)
    }
}

/// Loads, compiles and simulates.
pub(crate) fn simulate(arguments: &SimulationArguments, lang: Lang) -> Result<Run> {
    let mut set = arguments.scenario.set.clone();
    set.extend(arguments.antithetic.then(|| "antithetic=true".to_owned()));
    let loaded = load::load(&arguments.scenario.file, &set, lang)?;
    let unknown = loaded.scenario.unknowns.as_ref().map_or(0, |unknowns| unknowns.paths.len());
    let scenario = if arguments.likely { loaded.scenario.at_likely() } else { loaded.scenario };
    let seed = seed(arguments.making.seed.as_deref(), scenario.seed, lang)?;
    let about = || arguments.scenario.file.display().to_string();
    let model = compile(&scenario).map_err(|error| anyhow!(compile_error(&error, lang))).with_context(about)?;
    let runs = runs(arguments, &scenario, lang)?;
    let forecast = forecast::of(&scenario, &model, &runs, lang).with_context(about)?;
    let plan = Plan::new(&scenario, &model);
    let request = Request { seed, runs, limits: Limits::default() };
    let cells = arguments.making.cells(lang)?;
    let cell = CellId::of(&loaded.text, &scenario, seed, request.limits);
    let keep = cells.as_ref().map(|store| Keep { store, cell: &cell });
    listen_to_ctrl_c();
    let threads = pool::start(arguments.making.threads, lang)?;
    let progress = Progress::new(lang);
    let told = |done, expected| progress.tell(done, expected);
    let three = (&scenario, &model, &plan);
    let experiment = threads.install(|| replicate_and_keep(three, &request, keep, &told, &is_interrupted));
    progress.finish();
    if let Some(cells) = &cells {
        cells.settle(ended(&experiment, |experiment| experiment.stopped), lang);
    }
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
        likely: arguments.likely.then_some(unknown),
        threads,
    })
}

/// From now on Ctrl-C ends what is going on, with what is done so far.
pub(crate) fn listen_to_ctrl_c() {
    // A second handler in one process (tests) is refused; the first stays.
    let _ = ctrlc::set_handler(|| STOP.store(true, Ordering::SeqCst));
}

/// Whether Ctrl-C was pressed.
pub(crate) fn is_interrupted() -> bool {
    STOP.load(Ordering::SeqCst)
}

/// How an experiment ended for what was kept of it.
pub(crate) fn ended<T>(result: &Result<T, ExperimentError>, stopped: impl Fn(&T) -> Stopped) -> Ended {
    match result {
        Ok(done) if stopped(done) == Stopped::Interrupted => Ended::Interrupted,
        Ok(_) => Ended::Whole,
        Err(ExperimentError::NothingDone) => Ended::Interrupted,
        Err(_) => Ended::Failed,
    }
}

/// Why an experiment failed; a measure that does not exist is wrong use when the command line names it.
fn why(error: &ExperimentError, arguments: &SimulationArguments, scenario: &Scenario, lang: Lang) -> anyhow::Error {
    let text = experiment_error(error, scenario, lang);
    match error {
        ExperimentError::UnknownMeasure { .. } if !arguments.precision.is_empty() => misuse(text),
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

/// How many replications: as the command line says, else as the file says.
pub(crate) fn runs(arguments: &SimulationArguments, scenario: &Scenario, lang: Lang) -> Result<Runs> {
    match (arguments.replications, &arguments.precision[..]) {
        (Some(0), _) => Err(misuse(format!("--replications 0: {}", text::at_least_one(lang)))),
        (Some(number), _) => Ok(Runs::Fixed(number)),
        (None, []) => Ok(scenario.runs.clone()),
        (None, wanted) => {
            let wanted = wanted.iter().map(|wanted| load::precision(wanted, lang)).collect::<Result<_>>()?;
            Ok(Runs::Precision(Precision { wanted, at_most: Precision::AT_MOST }))
        }
    }
}
