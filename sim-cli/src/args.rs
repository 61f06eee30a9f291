//! What a user may type.

use std::path::PathBuf;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use sim_core::lang::Lang;

/// Simulate a referral chain from one file: who waits where, who gets lost, and what would help.
#[derive(Debug, Parser)]
#[command(name = "keten", version, propagate_version = true, arg_required_else_help = true)]
pub(crate) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,

    /// Language of the screen (default: from the locale).
    #[arg(long, global = true, value_enum)]
    pub(crate) lang: Option<LangArgument>,
}

/// Language of the screen.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum LangArgument {
    /// English.
    En,
    /// Dutch.
    Nl,
}

impl From<LangArgument> for Lang {
    fn from(argument: LangArgument) -> Lang {
        match argument {
            LangArgument::En => Lang::En,
            LangArgument::Nl => Lang::Nl,
        }
    }
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Report every problem in scenario files, and how long a run will take.
    Check(CheckArguments),
    /// Simulate a scenario and print the measures.
    Run(RunArguments),
    /// Compare a simulation with queueing theory where that has a closed form, and say where it has none and why.
    Theory(TheoryArguments),
}

/// Arguments of `theory`.
#[derive(Debug, clap::Args)]
pub(crate) struct TheoryArguments {
    /// The scenario.
    #[command(flatten)]
    pub(crate) scenario: ScenarioArguments,

    /// What to print.
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: TheoryFormat,
}

/// What `theory` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TheoryFormat {
    /// A table to read.
    Table,
    /// The same as JSON, times in days.
    Json,
}

/// Arguments of `check`.
#[derive(Debug, clap::Args)]
pub(crate) struct CheckArguments {
    /// Scenario files.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
}

/// Arguments that name a scenario and change it.
#[derive(Debug, clap::Args)]
pub(crate) struct ScenarioArguments {
    /// Scenario file.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,

    /// Change a parameter, as in `--set teams.desk.workers=4`; may be repeated.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub(crate) set: Vec<String>,
}

/// Arguments of `run`.
#[derive(Debug, clap::Args)]
pub(crate) struct RunArguments {
    /// The scenario.
    #[command(flatten)]
    pub(crate) scenario: ScenarioArguments,

    /// So many replications (instead of what the file says).
    #[arg(long, value_name = "N", conflicts_with = "precision")]
    pub(crate) replications: Option<u32>,

    /// Until the half-width of a measure is small enough, as in `--precision "wait:first_talk 5 %"`.
    #[arg(long, value_name = "MEASURE WIDTH")]
    pub(crate) precision: Option<String>,

    /// Seed of every draw (`random` for a fresh one).
    #[arg(long, value_name = "S")]
    pub(crate) seed: Option<String>,

    /// Number of threads (default: all cores). Results do not depend on it.
    #[arg(long, value_name = "T")]
    pub(crate) threads: Option<usize>,

    /// Write a folder with manifest, tables and pictures.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,

    /// What to print.
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: Format,
}

/// What to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A table to read.
    Table,
    /// All measures as JSON.
    Json,
    /// All measures as CSV.
    Csv,
}

/// The language asked for on the command line, else that of the locale. Needed before the arguments are read, so that
/// help and complaints about them are in it.
pub(crate) fn language() -> Lang {
    let arguments: Vec<String> = std::env::args().collect();
    let asked = arguments.iter().enumerate().find_map(|(position, argument)| match argument.strip_prefix("--lang") {
        Some("") => arguments.get(position + 1).cloned(),
        Some(rest) => rest.strip_prefix('=').map(str::to_owned),
        None => None,
    });
    let locale =
        || ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
    match asked.as_deref() {
        Some("nl") => Lang::Nl,
        Some("en") => Lang::En,
        _ => locale().map_or(Lang::En, |locale| Lang::from_locale(&locale)),
    }
}

/// Reads the arguments; ends the program with exit code 2 when they are wrong.
pub(crate) fn parse(lang: Lang) -> Arguments {
    let matches = command(lang).get_matches();
    Arguments::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
}

/// The command as clap knows it, with its texts in the language.
pub(crate) fn command(_lang: Lang) -> clap::Command {
    Arguments::command()
}
