//! `keten bottlenecks`: every bottleneck relieved in turn, ranked by what that brings, in rounds.

use std::process::ExitCode;

use anyhow::{Context, Result, anyhow};
use sim_core::engine::Limits;
use sim_core::experiment::{
    Among, Bottlenecks, BottlenecksError, BottlenecksRequest, Effort, Objective, RoundsEnd, Store, bottlenecks,
};
use sim_core::lang::Lang;
use sim_core::scenario::grammar::Value;
use sim_core::scenario::{Scenario, units};

use crate::args::{BottlenecksArguments, Format};
use crate::cells::Ended;
use crate::charts;
use crate::commands::run::INTERRUPTED;
use crate::errors::{compile_error, experiment_error};
use crate::interventions::{Library, source_name};
use crate::load;
use crate::misuse::misuse;
use crate::output::asked::Asked;
use crate::output::bottlenecks::Answer;
use crate::output::bottlenecks_tidy as tidy;
use crate::output::folder::File;
use crate::output::put::{self, say};
use crate::output::results::{self, Circumstances};
use crate::progress::Progress;
use crate::stopwatch::Stopwatch;
use crate::text::{self, bottlenecks as words};
use crate::{pool, run};

/// What was asked and found.
pub(crate) struct Ranking {
    /// The scenario.
    pub(crate) scenario: Scenario,
    /// Its text.
    pub(crate) text: String,
    /// Changes of the command line.
    pub(crate) changes: Vec<String>,
    /// Seed used.
    pub(crate) seed: u64,
    /// How far bottlenecks were relieved.
    pub(crate) degree: f64,
    /// How much was simulated.
    pub(crate) effort: Effort,
    /// The objective was one of the rows.
    pub(crate) found: Bottlenecks,
    /// Files with interventions that were at hand: name and text.
    pub(crate) sources: Vec<(String, String)>,
    /// Threads used.
    pub(crate) threads: usize,
}

/// Ranks, writes the folder of results where one is asked for, and prints.
pub(crate) fn run(arguments: &BottlenecksArguments, lang: Lang) -> Result<ExitCode> {
    let stopwatch = Stopwatch::start();
    let folder = arguments.making.folder(lang)?;
    let ranking = match rank(arguments, lang) {
        Err(_) if run::is_interrupted() => {
            anstream::eprintln!("{}", words::interrupted_early(lang));
            return Ok(ExitCode::from(INTERRUPTED));
        }
        ranking => ranking?,
    };
    let interrupted = ranking.found.end == RoundsEnd::Interrupted;
    if let Some(folder) = &folder {
        let asked = asked(arguments, &ranking);
        let circumstances = Circumstances::of(
            &arguments.scenario.file,
            asked,
            ranking.threads,
            &stopwatch,
            arguments.making.csv_dialect,
        );
        let files =
            results::with_manifest(tidy::about(&ranking), files(&ranking, arguments, lang)?, &circumstances, lang)?;
        folder.write(&files, interrupted)?;
        eprintln!("{}", text::folder::written(lang, folder.path()));
    }
    match arguments.format {
        Format::Json => put::screen(&tidy::json(&ranking))?,
        Format::Csv => put::screen(&arguments.making.csv_dialect.text(tidy::ranks(&ranking)?)?)?,
        Format::Table => show(&ranking, arguments, lang)?,
    }
    Ok(if interrupted { ExitCode::from(INTERRUPTED) } else { ExitCode::SUCCESS })
}

/// The files of the folder of results, made again.
pub(super) fn again(arguments: &BottlenecksArguments, lang: Lang) -> Result<Vec<File>> {
    arguments.making.csv_dialect.files(files(&rank(arguments, lang)?, arguments, lang)?)
}

/// The ranking once more, with its tables as files of the folder of results.
pub(super) fn rank_again(arguments: &BottlenecksArguments, lang: Lang) -> Result<(Ranking, Vec<File>)> {
    let ranking = rank(arguments, lang)?;
    let tables = arguments.making.csv_dialect.files(tables(&ranking)?)?;
    Ok((ranking, tables))
}

fn show(ranking: &Ranking, arguments: &BottlenecksArguments, lang: Lang) -> Result<()> {
    let file = arguments.scenario.file.display().to_string();
    let span = |span: sim_core::time::Span| text::span(lang, span.as_days());
    let (horizon, warm_up) = (span(ranking.scenario.horizon), span(ranking.scenario.warm_up));
    say!("{}", ranking.scenario.title);
    say!("{}", words::head(lang, &file, ranking.seed, ranking.found.replications, &horizon, &warm_up));
    if !ranking.changes.is_empty() {
        say!("{}", text::notes::changed(lang, &ranking.changes));
    }
    say!("{}", Answer { ranking, lang }.tables());
    Ok(())
}

fn rank(arguments: &BottlenecksArguments, lang: Lang) -> Result<Ranking> {
    let loaded = load::load(&arguments.scenario.file, &arguments.scenario.set, lang)?;
    let scenario = if arguments.likely { loaded.scenario.at_likely() } else { loaded.scenario };
    let seed = run::seed(arguments.making.seed.as_deref(), scenario.seed, lang)?;
    let degree = degree("relief", &arguments.relief, lang)?;
    let mut sources = Vec::new();
    let among = if arguments.library {
        let library = Library::of(&arguments.scenario.file, &arguments.interventions, lang)?;
        sources.extend(library.files());
        let interventions = library.all().cloned().collect();
        Among::Library { interventions, budget: budget(arguments.budget.as_deref(), lang)? }
    } else {
        Among::Reliefs { legal: arguments.legal }
    };
    let usual = Effort::default();
    let effort = Effort {
        top: arguments.top as usize,
        at_most: arguments.at_most.max(usual.first),
        fresh: arguments.fresh,
        ..usual
    };
    let cells = arguments.making.cells(lang)?;
    let request = BottlenecksRequest {
        seed,
        limits: Limits::default(),
        objective: arguments.objective.as_deref().map_or_else(|| Objective::usual(&scenario), Objective::named),
        rounds: arguments.rounds,
        degree,
        step: self::degree("step", &arguments.step, lang)?,
        effort,
        among,
        likely: arguments.likely,
        store: cells.as_ref().map(|cells| cells as &dyn Store),
    };
    run::listen_to_ctrl_c();
    let threads = pool::start(arguments.making.threads, lang)?;
    let progress = Progress::new(lang);
    let told = |done, expected| progress.tell(done, expected);
    let found = threads.install(|| bottlenecks(&loaded.text, &request, &told, &run::is_interrupted));
    progress.finish();
    if let Some(cells) = &cells {
        let ended = match &found {
            _ if run::is_interrupted() => Ended::Interrupted,
            Ok(_) => Ended::Whole,
            Err(_) => Ended::Failed,
        };
        cells.settle(ended, lang);
    }
    let about = || arguments.scenario.file.display().to_string();
    let found = found.map_err(|error| why(&error, &scenario, lang)).with_context(about)?;
    let (changes, text, threads) = (loaded.changes, loaded.text, threads.current_num_threads());
    Ok(Ranking { scenario, text, changes, seed, degree, effort, found, sources, threads })
}

fn degree(option: &str, text: &str, lang: Lang) -> Result<f64> {
    let share = units::fraction(text.trim(), Value::Share).ok().filter(|share| *share > 0.0 && *share <= 1.0);
    share.ok_or_else(|| misuse(words::not_a_degree(lang, option, text)))
}

fn budget(text: Option<&str>, lang: Lang) -> Result<Option<f64>> {
    let Some(text) = text else { return Ok(None) };
    let plain = text.trim().parse::<f64>().ok().filter(|euro| euro.is_finite() && *euro >= 0.0);
    let euro = plain.or_else(|| units::money(text.trim()).ok());
    euro.map(Some).ok_or_else(|| misuse(words::not_a_budget(lang, text)))
}

fn why(error: &BottlenecksError, scenario: &Scenario, lang: Lang) -> anyhow::Error {
    let named = |name: &str, text: String| if name.is_empty() { anyhow!(text) } else { anyhow!("{name}: {text}") };
    match error {
        BottlenecksError::Experiment { name, cause } => named(name, experiment_error(cause, scenario, lang)),
        BottlenecksError::Compile { name, cause } => named(name, compile_error(cause, lang)),
        BottlenecksError::Scenario(problems) => {
            anyhow!(problems.iter().map(|problem| problem.message(lang)).collect::<Vec<_>>().join("; "))
        }
        other => words::refused(lang, other).map_or_else(|| anyhow!(other.to_string()), misuse),
    }
}

/// What the folder of results holds beside its manifest.
fn files(ranking: &Ranking, arguments: &BottlenecksArguments, lang: Lang) -> Result<Vec<File>> {
    let mut files = vec![("scenario.toml".to_owned(), ranking.text.clone().into_bytes())];
    files.extend(tables(ranking)?);
    files.push(("after.toml".to_owned(), ranking.found.text.clone().into_bytes()));
    let of_library = ranking.sources.iter().enumerate();
    files.extend(of_library.map(|(number, (_, text))| (source_name(number), text.clone().into_bytes())));
    let file = &arguments.scenario.file;
    let file = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy();
    files.extend(charts::files(&charts::of_ranking(ranking, &file, lang))?);
    Ok(files)
}

/// The tables of the folder of results.
fn tables(ranking: &Ranking) -> Result<Vec<File>> {
    Ok(vec![
        ("bottlenecks.json".to_owned(), tidy::json(ranking).into_bytes()),
        ("ranks.csv".to_owned(), tidy::ranks(ranking)?),
        ("queues.csv".to_owned(), tidy::queues(ranking)?),
        ("signs.csv".to_owned(), tidy::signs(ranking)?),
    ])
}

/// The command by which the same is found again.
fn asked(arguments: &BottlenecksArguments, ranking: &Ranking) -> Asked {
    let scenario = &arguments.scenario;
    let asked = Asked::of("bottlenecks", &scenario.file);
    let asked = scenario.set.iter().fold(asked, |asked, change| asked.with("--set", change));
    let asked = asked.with("--seed", &ranking.seed.to_string()).with("--rounds", &arguments.rounds.to_string());
    let asked = asked.with("--relief", &arguments.relief).with("--step", &arguments.step);
    let asked = asked.with("--top", &arguments.top.to_string()).with("--at-most", &arguments.at_most.to_string());
    let asked = asked.with("--fresh", &arguments.fresh.to_string());
    let asked = arguments.objective.iter().fold(asked, |asked, objective| asked.with("--objective", objective));
    let asked = arguments.budget.iter().fold(asked, |asked, budget| asked.with("--budget", budget));
    let asked = asked.flag("--likely", arguments.likely).flag("--legal", arguments.legal);
    let asked = asked.flag("--library", arguments.library).dialect(arguments.making.csv_dialect);
    (0..ranking.sources.len()).fold(asked, |asked, number| asked.with_file("--interventions", &source_name(number)))
}
