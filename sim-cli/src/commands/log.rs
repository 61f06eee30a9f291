//! `keten log`: the event log of one replication, or the chain as another simulator reads it.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow};
use sim_core::chain::{Model, compile};
use sim_core::engine::{Limits, RunError, simulate_with};
use sim_core::lang::Lang;
use sim_core::scenario::Scenario;
use sim_mining::privacy::Coarse;
use sim_mining::write::peer::{Measured, Peer};
use sim_mining::write::{Naming, Outline, Privacy, Recorder, Summary, Which};

use crate::args::ScenarioArguments;
use crate::errors::{self, compile_error, run_error};
use crate::log_file::{self, CoarsenArgument};
use crate::log_out::{Kind, LogOut};
use crate::output::put;
use crate::text::{log as words, log_peer as peer_words};
use crate::{load, run as running};

/// Arguments of `log`.
#[derive(Debug, clap::Args)]
pub(crate) struct LogArguments {
    /// The scenario.
    #[command(flatten)]
    pub(crate) scenario: ScenarioArguments,

    /// File to write; its name says the form: .xes, .csv, .jsonocel, .xmlocel, with .gz behind it to pack it, or .bpmn.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: PathBuf,

    /// Which replication, counted from 1.
    #[arg(long, value_name = "R", default_value = "1", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) replication: u32,

    /// Seed of every draw (`random` for a fresh one).
    #[arg(long, value_name = "S")]
    pub(crate) seed: Option<String>,

    /// Take the likely value of every unknown number, as if it were known.
    #[arg(long)]
    pub(crate) likely: bool,

    /// Residents who come during the warm-up as well.
    #[arg(long)]
    pub(crate) with_warm_up: bool,

    /// Stages, ends and teams by their names in the scenario file instead of their titles.
    #[arg(long)]
    pub(crate) names: bool,

    /// File with a key by which the identifiers of cases are hashed.
    #[arg(long, value_name = "KEYFILE")]
    pub(crate) hash_key: Option<PathBuf>,

    /// Round every moment down.
    #[arg(long, value_enum, value_name = "UNIT")]
    pub(crate) coarsen: Option<CoarsenArgument>,
}

/// Writes the log, or the chain.
pub(crate) fn run(arguments: &LogArguments, lang: Lang) -> Result<ExitCode> {
    let kind = Kind::of(&arguments.output, lang)?;
    put::may_be_written(&arguments.output, lang)?;
    let loaded = load::load(&arguments.scenario.file, &arguments.scenario.set, lang)?;
    let scenario = if arguments.likely { loaded.scenario.at_likely() } else { loaded.scenario };
    let seed = running::seed(arguments.seed.as_deref(), scenario.seed, lang)?;
    let file = || arguments.scenario.file.display().to_string();
    let scenario = match scenario.draw_of(arguments.replication - 1) {
        Some(draw) => errors::drawn(&scenario, seed, draw, lang).with_context(file)?,
        None => scenario,
    };
    let model = compile(&scenario).map_err(|error| anyhow!(compile_error(&error, lang))).with_context(file)?;
    let naming = if arguments.names { Naming::Names } else { Naming::Titles };
    let outline = Outline::new(&scenario, &model, naming);
    match kind {
        Kind::Log(kind) => {
            let out = LogOut::new(&arguments.output, kind, lang)?;
            write_log(arguments, (&scenario, &model, &outline), seed, out, lang)
        }
        Kind::Chain => write_chain(arguments, (&scenario, &model, &outline), seed, lang),
    }
}

fn write_log(
    arguments: &LogArguments,
    of: (&Scenario, &Model, &Outline),
    seed: u64,
    mut out: LogOut<'_>,
    lang: Lang,
) -> Result<ExitCode> {
    let (scenario, model, outline) = of;
    let privacy = Privacy {
        key: log_file::key(arguments.hash_key.as_deref(), lang)?,
        coarse: arguments.coarsen.map(Coarse::from),
    };
    let which = if arguments.with_warm_up { Which::WithWarmUp } else { Which::Measured };
    running::listen_to_ctrl_c();
    let draws = scenario.draws(seed, arguments.replication - 1);
    let summary = out.write(outline, |form| {
        let mut recorder = Recorder::new(of, which, privacy.clone(), form, &running::is_interrupted);
        match simulate_with(model, draws, Limits::default(), &mut recorder) {
            Ok(_) => recorder.finish().map_err(Stopped::Writing),
            Err(error) => Err(match recorder.failure() {
                Some(failed) => Stopped::Writing(failed),
                None => Stopped::Running(error),
            }),
        }
    });
    let summary = match summary {
        Ok(_) | Err(Stopped::Running(RunError::Stopped { .. })) if running::is_interrupted() => {
            anstream::eprintln!("{}", words::interrupted(lang, &arguments.output));
            return Ok(ExitCode::from(super::run::INTERRUPTED));
        }
        Ok(summary) => summary,
        Err(Stopped::Writing(error)) => return Err(out.failed(&error)),
        Err(Stopped::Running(error)) => {
            let why = anyhow!(run_error(&error, scenario, lang));
            return Err(why).with_context(|| arguments.scenario.file.display().to_string());
        }
    };
    if summary.counts.cases == 0 {
        return Err(anyhow!("{}: {}", arguments.scenario.file.display(), words::nobody(lang)));
    }
    out.keep()?;
    tell(arguments, scenario, seed, &summary, lang)?;
    Ok(ExitCode::SUCCESS)
}

/// Writes the process and, beside it, its parameters; what they do not say goes to the error stream.
fn write_chain(
    arguments: &LogArguments,
    (scenario, model, outline): (&Scenario, &Model, &Outline),
    seed: u64,
    lang: Lang,
) -> Result<ExitCode> {
    let file = arguments.scenario.file.display().to_string();
    let (bpmn, json) = (&arguments.output, arguments.output.with_extension("json"));
    put::may_be_written(&json, lang)?;
    let draws = scenario.draws(seed, arguments.replication - 1);
    let measured = simulate_with(model, draws, Limits::default(), Measured::new(model));
    let measured =
        measured.map_err(|error| anyhow!(run_error(&error, scenario, lang))).with_context(|| file.clone())?;
    let peer = Peer::new(scenario, outline, &measured);
    let mut remarks = vec![peer_words::made_of(lang, &file)];
    remarks
        .push(if peer.untold.is_empty() { peer_words::all_said(lang) } else { peer_words::not_said(lang) }.to_owned());
    remarks.extend(peer.untold.iter().map(|untold| format!("· {}", peer_words::untold(lang, untold))));
    put::whole(&json, peer.prosimos(&remarks).as_bytes(), lang)?;
    put::whole(bpmn, peer.bpmn(&outline.title, &remarks).as_bytes(), lang)?;
    anstream::eprintln!("{}", remarks[1..].join("\n"));
    let start = scenario.start.to_string();
    put::screen(&format!("{}\n", peer_words::command(lang, bpmn, &json, peer.cases, &start)))?;
    Ok(ExitCode::SUCCESS)
}

/// Why a log was not written to its end.
pub(crate) enum Stopped {
    /// The simulation stopped.
    Running(RunError),
    /// Something could not be written.
    Writing(std::io::Error),
}

impl From<std::io::Error> for Stopped {
    fn from(error: std::io::Error) -> Stopped {
        Stopped::Writing(error)
    }
}

/// What was written, on the screen; the last line holds the counts that a reader of the file finds too.
fn tell(arguments: &LogArguments, scenario: &Scenario, seed: u64, summary: &Summary, lang: Lang) -> Result<()> {
    let file = arguments.scenario.file.display().to_string();
    let head = words::head(lang, &file, seed, arguments.replication);
    let text = words::written(lang, &arguments.output, arguments.with_warm_up, summary);
    let counts = words::counts(lang, &summary.counts);
    put::screen(&format!("{}\n{head}\n\n{text}\n{counts}\n", scenario.title))
}

impl From<CoarsenArgument> for Coarse {
    fn from(argument: CoarsenArgument) -> Coarse {
        match argument {
            CoarsenArgument::Hour => Coarse::Hour,
            CoarsenArgument::Day => Coarse::Day,
        }
    }
}
