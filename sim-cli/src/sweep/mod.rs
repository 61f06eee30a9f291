//! A sweep: one scenario with some of its parameters at many values, each combination a cell, all with the same luck.
//!
//! ```text
//! --vary PATH=VALUES … ──► cells (values) ──set──► texts ──read, all before anything runs──► simulated together ──► rows
//! ```

mod choose;
mod quantity;
mod sample;
mod sobol;
mod vary;

use anyhow::{Context, Result, anyhow};
use rayon::prelude::*;
use sim_core::chain::compile;
use sim_core::engine::Limits;
use sim_core::experiment::{CellError, CellId, Prepared, Request, replicate_cells, table};
use sim_core::lang::Lang;
use sim_core::observe::Plan;
use sim_core::scenario::{Runs, Scenario, read, set};

pub(crate) use choose::{Chosen, Known, headline};
pub(crate) use sample::{MOST_DIMENSIONS, Sample};
pub(crate) use table::{Found, Name, Rows};
pub(crate) use vary::{Vary, Wrong};

use crate::args::SweepArguments;
use crate::cells::Ended;
use crate::errors::{compile_error, experiment_error};
use crate::misuse::misuse;
use crate::progress::Progress;
use crate::run::{is_interrupted, listen_to_ctrl_c, runs, seed};
use crate::text::sweep as words;
use crate::{forecast, load, pool, text};

mod table;

/// Most cells.
const MOST_CELLS: u32 = 10_000;
/// Most values in the table of all cells together.
const MOST_VALUES: usize = 2_000_000;
/// Most events of all cells together: some hours of computing.
const MOST_EVENTS: f64 = 1e11;
/// What is the same in all cells, so it cannot be varied.
const SHARED: [&str; 6] = ["seed", "replications", "precision", "each_draw", "antithetic", "keten"];

/// A sweep that was run.
pub(crate) struct Sweep {
    /// The scenario before anything is varied.
    pub(crate) scenario: Scenario,
    /// Its text.
    pub(crate) text: String,
    /// Changes of the command line.
    pub(crate) changes: Vec<String>,
    /// What was counted in the first cell.
    pub(crate) plan: Plan,
    /// What was varied.
    pub(crate) vary: Vec<Vary>,
    /// The values of every cell, in the order of `vary`.
    pub(crate) cells: Vec<Vec<String>>,
    /// Seed used, in all cells.
    pub(crate) seed: u64,
    /// What was found of the cells that are done: the first ones.
    pub(crate) rows: Rows,
    /// Replications of each of those.
    pub(crate) replications: Vec<u32>,
    /// What was asked for by `--measure`.
    pub(crate) chosen: Chosen,
    /// Number of unknown numbers that were taken at their likely values.
    pub(crate) likely: Option<usize>,
    /// Threads used.
    pub(crate) threads: usize,
    /// It was interrupted before all cells were done.
    pub(crate) interrupted: bool,
    /// Whether what was done is kept for the same command.
    pub(crate) is_kept: bool,
}

/// What is to be simulated.
struct Design<'a> {
    text: &'a str,
    vary: &'a [Vary],
    cells: &'a [Vec<String>],
    likely: bool,
    lang: Lang,
}

impl Design<'_> {
    /// What a cell is called: `cell 3 (teams.desk.fte = 4)`.
    fn name(&self, cell: usize) -> String {
        let values = self.vary.iter().zip(&self.cells[cell]).map(|(vary, value)| format!("{} = {value}", vary.path));
        words::cell(self.lang, cell + 1, &values.collect::<Vec<_>>().join(", "))
    }

    /// The text of a cell.
    fn text(&self, cell: usize) -> Result<String, String> {
        let varied = self.vary.iter().zip(&self.cells[cell]);
        varied.clone().try_fold(self.text.to_owned(), |text, (vary, value)| {
            set(&text, &vary.path, value).map_err(|error| format!("--vary {}: {}", vary.path, error.message(self.lang)))
        })
    }

    fn scenario(&self, read: Scenario) -> Scenario {
        if self.likely { read.at_likely() } else { read }
    }

    /// Reads every cell; gives for each how many replications make an independent part.
    ///
    /// # Errors
    /// The first cell that cannot be used, with what is wrong shown on the error stream.
    fn look_at_all(&self, file: &str) -> Result<Vec<u32>> {
        let look = |cell: usize| -> Option<u32> {
            let read = read(&self.text(cell).ok()?).scenario?;
            Some(self.scenario(read).each_part())
        };
        let parts: Vec<Option<u32>> = (0..self.cells.len()).into_par_iter().map(look).collect();
        let Some(wrong) = parts.iter().position(Option::is_none) else {
            return Ok(parts.into_iter().flatten().collect());
        };
        let name = self.name(wrong);
        let text = self.text(wrong).map_err(misuse)?;
        let problems: Vec<_> = read(&text).problems;
        load::show_problems(&format!("{file}, {name}"), &text, &problems, self.lang);
        let several = parts.iter().filter(|part| part.is_none()).count();
        Err(misuse(words::cell_refused(self.lang, &name, load::count_errors(&problems), several)))
    }

    /// A cell, ready to be simulated.
    fn prepare(&self, cell: usize, request: &Request) -> Result<Prepared, String> {
        let text = self.text(cell)?;
        let read = read(&text).scenario.ok_or_else(|| words::cell_refused(self.lang, &self.name(cell), 1, 1))?;
        let scenario = self.scenario(read);
        let model = compile(&scenario).map_err(|error| compile_error(&error, self.lang))?;
        forecast::of(&scenario, &model, &request.runs, self.lang).map_err(|error| format!("{error:#}"))?;
        let plan = Plan::new(&scenario, &model);
        let cell = CellId::of(&text, &scenario, request.seed, request.limits);
        Ok(Prepared { scenario, model, plan, cell })
    }
}

/// Lays out the cells, looks at every one of them, and simulates.
///
/// # Errors
/// When an argument cannot be meant, or a cell cannot be used or fails.
pub(crate) fn sweep(arguments: &SweepArguments, lang: Lang) -> Result<Sweep> {
    let of = &arguments.simulation;
    let mut changes = of.scenario.set.clone();
    changes.extend(of.antithetic.then(|| "antithetic=true".to_owned()));
    let vary = varied(arguments, lang)?;
    let loaded = load::load(&of.scenario.file, &changes, lang)?;
    let unknown = loaded.scenario.unknowns.as_ref().map_or(0, |unknowns| unknowns.paths.len());
    let seed = seed(of.making.seed.as_deref(), loaded.scenario.seed, lang)?;
    let runs = runs(of, &loaded.scenario, lang)?;
    for one in &vary {
        // A path that leads nowhere is told before anything is laid out.
        set(&loaded.text, &one.path, &one.value(0))
            .map_err(|error| misuse(format!("--vary {}: {}", one.path, error.message(lang))))?;
    }
    let cells = cells(&vary, sampled(arguments, &vary, lang)?, seed);
    let design = Design { text: &loaded.text, vary: &vary, cells: &cells, likely: of.likely, lang };
    let file = of.scenario.file.display().to_string();
    let kept = of.making.cells(lang)?;
    let threads = pool::start(of.making.threads, lang)?;
    let each_part = threads.install(|| design.look_at_all(&file))?;
    let request = Request { seed, runs, limits: Limits::default() };
    let first = design.prepare(0, &request).map_err(|why| anyhow!("{file}: {}: {why}", design.name(0)))?;
    let chosen = Chosen::read(&arguments.measure, arguments.by.is_some(), &Known::of(&first), lang)?;
    refuse_too_large(&first, &request, &chosen, cells.len(), lang).with_context(|| file.clone())?;
    let plan = first.plan.clone();
    drop(first);
    listen_to_ctrl_c();
    let progress = Progress::new(lang);
    let mut rows = Rows::default();
    let mut replications = Vec::with_capacity(cells.len());
    let mut done = |_: usize, cell: &Prepared, experiment: &sim_core::experiment::Experiment| {
        let all = table(&cell.scenario, &cell.plan, experiment);
        rows.add(all.iter().filter(|row| chosen.takes(row)));
        replications.push(experiment.replications());
    };
    let ready = |cell: usize| design.prepare(cell, &request);
    let told = |done, expected| progress.tell(done, expected);
    let store = kept.as_ref().map(|cells| cells as &dyn sim_core::experiment::Store);
    let ended =
        threads.install(|| replicate_cells(&each_part, &request, store, &ready, &mut done, &told, &is_interrupted));
    progress.finish();
    if let Some(kept) = &kept {
        let how = match ended {
            Ok(true) => Ended::Interrupted,
            Ok(false) => Ended::Whole,
            Err(_) => Ended::Failed,
        };
        kept.settle(how, lang);
    }
    let interrupted = ended.map_err(|(cell, error)| {
        let why = match error {
            CellError::NotPrepared(why) => why,
            CellError::Failed(error) => experiment_error(&error, &loaded.scenario, lang),
        };
        anyhow!("{file}: {}: {why}", design.name(cell))
    })?;
    Ok(Sweep {
        scenario: loaded.scenario,
        text: loaded.text,
        changes: loaded.changes,
        plan,
        seed,
        rows,
        replications,
        chosen,
        likely: of.likely.then_some(unknown),
        threads: threads.current_num_threads(),
        interrupted,
        is_kept: kept.is_some(),
        cells,
        vary,
    })
}

/// What is varied, as typed.
fn varied(arguments: &SweepArguments, lang: Lang) -> Result<Vec<Vary>> {
    let mut all: Vec<Vary> = Vec::new();
    for text in &arguments.vary {
        let one = Vary::read(text, lang).map_err(misuse)?;
        if all.iter().any(|known| known.path == one.path) {
            return Err(misuse(words::varied_twice(lang, &one.path)));
        }
        if SHARED.contains(&one.path.as_str()) {
            return Err(misuse(words::shared(lang, &one.path)));
        }
        all.push(one);
    }
    Ok(all)
}

/// The sample that is asked for, if any; refuses what is too large or needs one.
fn sampled(arguments: &SweepArguments, vary: &[Vary], lang: Lang) -> Result<Option<Sample>> {
    let Some(text) = &arguments.sample else {
        if let Some(one) = vary.iter().find(|one| one.needs_sample()) {
            return Err(misuse(words::needs_step(lang, &one.path)));
        }
        let cells = vary::combinations(vary);
        if cells > f64::from(MOST_CELLS) {
            return Err(misuse(words::too_many_cells(lang, cells, MOST_CELLS)));
        }
        return Ok(None);
    };
    let sample = Sample::read(text).ok_or_else(|| misuse(words::not_a_sample(lang, text)))?;
    if sample.points() > MOST_CELLS {
        return Err(misuse(words::too_many_points(lang, sample.points(), MOST_CELLS)));
    }
    if matches!(sample, Sample::Sobol(_)) && vary.len() > MOST_DIMENSIONS {
        return Err(misuse(words::too_many_dimensions(lang, vary.len(), MOST_DIMENSIONS)));
    }
    Ok(Some(sample))
}

/// The values of every cell: all combinations, the last parameter fastest, or the points of a sample.
fn cells(vary: &[Vary], sample: Option<Sample>, seed: u64) -> Vec<Vec<String>> {
    if let Some(sample) = sample {
        let columns: Vec<Vec<f64>> =
            vary.iter().enumerate().map(|(at, one)| sample.coordinates(seed, &one.path, at)).collect();
        let point = |point: usize| {
            vary.iter().zip(&columns).map(|(one, column)| one.value_at(column[point], sample.points())).collect()
        };
        return (0..sample.points() as usize).map(point).collect();
    }
    vary.iter().fold(vec![Vec::new()], |cells, one| {
        let values = |cell: Vec<String>| {
            (0..one.number().unwrap_or(1))
                .map(move |number| cell.iter().cloned().chain([one.value(number)]).collect::<Vec<String>>())
        };
        cells.into_iter().flat_map(values).collect()
    })
}

/// Refuses what would take days, or more memory than a computer has.
fn refuse_too_large(first: &Prepared, request: &Request, chosen: &Chosen, cells: usize, lang: Lang) -> Result<()> {
    let values = Known::of(first).number(chosen) * cells;
    if values > MOST_VALUES {
        return Err(misuse(words::too_many_values(lang, values, cells, MOST_VALUES)));
    }
    let Runs::Fixed(replications) = request.runs else { return Ok(()) };
    let events = sim_core::chain::forecast(&first.scenario, &first.model).events;
    let all = events * f64::from(replications) * cells as f64;
    if all > MOST_EVENTS || f64::from(replications) * cells as f64 > f64::from(u32::MAX) {
        return Err(misuse(words::too_many_events(lang, all, cells, replications, MOST_EVENTS)));
    }
    Ok(())
}

/// How the intervals are to be read.
pub(crate) fn legend(sweep: &Sweep, lang: Lang) -> String {
    match (&sweep.scenario.unknowns, sweep.likely, sweep.replications.first()) {
        (Some(unknowns), None, Some(&number)) => text::unknown::legend(lang, number / unknowns.each_draw),
        _ if sweep.replications.first() == Some(&1) => text::notes::no_interval(lang).to_owned(),
        _ => text::legend(lang).to_owned(),
    }
}
