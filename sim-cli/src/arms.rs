//! Scenarios side by side: loaded, changed by interventions, and simulated with the same luck.

use std::path::Path;

use anyhow::{Context, Result, anyhow};
use jiff::civil::Date;
use sim_core::chain::{Model, compile};
use sim_core::engine::Limits;
use sim_core::experiment::{
    Arm, Arms, ArmsRequest, CellId, Comparison, ExperimentError, Keep, compare, over_whole_horizon,
    replicate_arms_and_keep, table,
};
use sim_core::lang::Lang;
use sim_core::observe::Plan;
use sim_core::scenario::{AppliedChange, Changed, Intervention, Periods, Runs, Scenario, changed};

use crate::args::CompareArguments;
use crate::errors::{compile_error, experiment_error};
use crate::interventions::Library;
use crate::load::{self, Loaded};
use crate::misuse::misuse;
use crate::progress::Progress;
use crate::run::Run;
use crate::text::compare as words;
use crate::{pool, run};

/// A scenario that is compared.
pub(crate) struct LoadedArm {
    /// What it is called: the file, or the names of its interventions.
    pub(crate) name: String,
    /// The scenario.
    pub(crate) scenario: Scenario,
    /// Its text.
    pub(crate) text: String,
    model: Model,
    /// What is counted.
    pub(crate) plan: Plan,
    /// What is different from the base.
    pub(crate) differs: Differs,
}

/// What is different from the base.
pub(crate) enum Differs {
    /// The base itself.
    Not,
    /// Another file.
    File(Vec<Changed>),
    /// Interventions, with the changes that they come down to.
    By(Vec<Intervention>, Vec<AppliedChange>),
}

/// Scenarios that were compared.
pub(crate) struct Compared {
    /// The base first.
    pub(crate) arms: Vec<LoadedArm>,
    /// Changes of the command line, made in all of them.
    pub(crate) changes: Vec<String>,
    /// How many replications, or how precise.
    pub(crate) runs: Runs,
    /// Seed used.
    pub(crate) seed: u64,
    /// What was measured.
    pub(crate) results: Arms,
    /// Every arm but the base beside it.
    pub(crate) comparisons: Vec<Comparison>,
    /// The files that interventions were taken from, each with its text.
    pub(crate) libraries: Vec<(String, String)>,
    /// How many unknown numbers of the base were taken at their likely values, if that was asked.
    pub(crate) likely: Option<usize>,
    /// Threads used.
    pub(crate) threads: usize,
}

impl Compared {
    /// The base as a run of its own, for what is said of the chain as it is.
    ///
    /// # Errors
    /// When its size cannot be forecast.
    pub(crate) fn base_as_run(&self, lang: Lang) -> Result<Run> {
        let (base, experiment) = (&self.arms[0], self.results.experiments[0].clone());
        let run = Run {
            scenario: base.scenario.clone(),
            text: base.text.clone(),
            changes: self.changes.clone(),
            runs: self.runs.clone(),
            plan: base.plan.clone(),
            seed: self.seed,
            rows: table(&base.scenario, &base.plan, &experiment),
            experiment,
            warnings: Vec::new(),
            likely: self.likely,
            threads: self.threads,
        };
        let warnings = run.warnings_in(lang)?;
        Ok(Run { warnings, ..run })
    }

    /// From now on every title reads as the text of this language.
    pub(crate) fn speak(&mut self, lang: Lang) {
        for arm in &mut self.arms {
            arm.scenario.speak(lang);
            if let Differs::By(interventions, _) = &mut arm.differs {
                interventions.iter_mut().for_each(|one| one.speak(lang));
            }
        }
    }

    /// The arms but the base, each beside it.
    pub(crate) fn beside(&self) -> impl Iterator<Item = (&LoadedArm, &Comparison)> {
        self.arms[1..].iter().zip(&self.comparisons)
    }
}

/// Loads all arms, simulates them and compares.
pub(crate) fn simulate(arguments: &CompareArguments, lang: Lang) -> Result<Compared> {
    let simulation = &arguments.simulation;
    let file = &simulation.scenario.file;
    let mut set = simulation.scenario.set.clone();
    set.extend(simulation.antithetic.then(|| "antithetic=true".to_owned()));
    let base = load::load(file, &set, lang)?;
    let unknown = base.scenario.unknowns.as_ref().map_or(0, |unknowns| unknowns.paths.len());
    let changes = base.changes.clone();
    let likely = simulation.likely;
    let mut arms = vec![arm(name(file), base, Differs::Not, likely, lang)?];
    for other in &arguments.others {
        let loaded = load::load(other, &set, lang)?;
        let (base, with) = (&arms[0].scenario, &loaded.scenario);
        if (base.start, base.horizon) != (with.start, with.horizon) {
            return Err(misuse(words::other_period(lang, &other.display().to_string(), base, with)));
        }
        if base.report.follow_up != with.report.follow_up {
            return Err(misuse(words::other_follow_up(lang, &other.display().to_string())));
        }
        let differs = Differs::File(changed(&arms[0].text, &loaded.text));
        arms.push(arm(other_name(other, &arms), loaded, differs, likely, lang)?);
    }
    let mut libraries = Vec::new();
    if !arguments.with.is_empty() {
        let library = Library::of(file, &arguments.interventions, lang)?;
        let all = arguments.with.iter().map(|with| library.pick(with, lang)).collect::<Result<Vec<_>>>()?;
        let files = library.files_of(&all.concat());
        libraries = files.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
        for with in &arguments.with {
            let picked = library.pick(with, lang)?;
            let applied = library.apply(&arms[0].text, &picked, lang)?;
            let scenario = sim_core::scenario::read(&applied.text).scenario;
            let mut scenario = scenario.ok_or_else(|| anyhow!(words::cannot_be_read(lang, with)))?;
            scenario.speak(lang);
            let picked = picked.into_iter().cloned().collect();
            let loaded = Loaded { scenario, text: applied.text, changes: Vec::new() };
            arms.push(arm(with.clone(), loaded, Differs::By(picked, applied.changes), likely, lang)?);
        }
    }
    let mut compared = replicated(arguments, arms, changes, lang)?;
    (compared.libraries, compared.likely) = (libraries, likely.then_some(unknown));
    Ok(compared)
}

/// A file by its own name, which stays when it is copied elsewhere.
fn name(file: &Path) -> String {
    file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned()
}

/// The name of a further file: where another has it already, with a number.
fn other_name(file: &Path, arms: &[LoadedArm]) -> String {
    let name = name(file);
    let taken = |wanted: &str| arms.iter().any(|arm| arm.name == wanted);
    let numbered = (2..).map(|number| format!("{name} ({number})"));
    std::iter::once(name.clone()).chain(numbered).find(|wanted| !taken(wanted)).unwrap_or(name)
}

/// A scenario as it is compared.
///
/// * `likely` – unknown numbers are taken at their likely values
pub(crate) fn arm(name: String, loaded: Loaded, differs: Differs, likely: bool, lang: Lang) -> Result<LoadedArm> {
    let scenario = if likely { loaded.scenario.at_likely() } else { loaded.scenario };
    // The base also by year, as what one real year will show is said of it; the others as they are compared.
    let by_year = matches!(differs, Differs::Not) && scenario.report.periods == Periods::Year;
    let scenario = if by_year { scenario } else { over_whole_horizon(scenario) };
    let model = compile(&scenario).map_err(|error| anyhow!(compile_error(&error, lang))).context(name.clone())?;
    let plan = Plan::new(&scenario, &model);
    Ok(LoadedArm { name, scenario, text: loaded.text, model, plan, differs })
}

fn replicated(
    arguments: &CompareArguments,
    arms: Vec<LoadedArm>,
    changes: Vec<String>,
    lang: Lang,
) -> Result<Compared> {
    let simulation = &arguments.simulation;
    let base = &arms[0].scenario;
    let seed = run::seed(simulation.making.seed.as_deref(), base.seed, lang)?;
    let runs = run::runs(simulation, base, lang)?;
    let sides: Vec<Arm<'_>> = arms.iter().map(LoadedArm::side).collect();
    let request = ArmsRequest { seed, runs: runs.clone(), limits: Limits::default() };
    run::listen_to_ctrl_c();
    let threads = pool::start(simulation.making.threads, lang)?;
    let progress = Progress::new(lang);
    let told = |done, expected| progress.tell(done, expected);
    let cells = simulation.making.cells(lang)?;
    let ids: Vec<CellId> = arms.iter().map(|arm| CellId::of(&arm.text, &arm.scenario, seed, request.limits)).collect();
    let keeps: Vec<Option<Keep<'_>>> =
        ids.iter().map(|cell| cells.as_ref().map(|store| Keep { store, cell })).collect();
    let results = threads.install(|| replicate_arms_and_keep(&sides, &request, &keeps, &told, &run::is_interrupted));
    progress.finish();
    if let Some(cells) = &cells {
        cells.settle(run::ended(&results, |results| results.stopped), lang);
    }
    let results = results.map_err(|error| why(&error, arguments, &arms, lang))?;
    let comparison = |arm: usize| {
        let found = compare(&sides, &results, arm);
        let later = arms[arm].begins_later().is_some();
        Comparison { cost: found.cost.map(|cost| if later { cost.begins_later() } else { cost }), ..found }
    };
    let comparisons = (1..sides.len()).map(comparison).collect();
    let threads = threads.current_num_threads();
    Ok(Compared { changes, runs, seed, results, comparisons, libraries: Vec::new(), likely: None, threads, arms })
}

impl LoadedArm {
    /// The last day on which an intervention of it begins, where that is after the first measured day.
    pub(crate) fn begins_later(&self) -> Option<Date> {
        let Differs::By(_, changes) = &self.differs else { return None };
        changes.iter().filter_map(|change| change.from).max().filter(|&from| from > self.scenario.start)
    }

    fn side(&self) -> Arm<'_> {
        Arm { name: self.name.clone(), scenario: &self.scenario, model: &self.model, plan: &self.plan }
    }
}

/// Why simulating failed; a measure that does not exist is wrong use when the command line names it.
fn why(error: &ExperimentError, arguments: &CompareArguments, arms: &[LoadedArm], lang: Lang) -> anyhow::Error {
    let text = |error: &ExperimentError, scenario: &Scenario| experiment_error(error, scenario, lang);
    let file: &Path = &arguments.simulation.scenario.file;
    match error {
        ExperimentError::Arm { name, cause } => {
            let arm = arms.iter().find(|arm| arm.name == *name).unwrap_or(&arms[0]);
            let message = text(cause, &arm.scenario);
            match **cause {
                ExperimentError::UnknownMeasure { .. } if !arguments.simulation.precision.is_empty() => misuse(message),
                _ => anyhow!(message).context(name.clone()),
            }
        }
        other => anyhow!(text(other, &arms[0].scenario)).context(file.display().to_string()),
    }
}
