//! What a user may type.

use std::path::PathBuf;

use anyhow::Result;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use sim_core::lang::Lang;
use sim_mining::mine::FEWEST_SHOWN;

use crate::cells::Cells;
use crate::commands::learn::LearnArguments;
use crate::commands::score::ScoreArguments;
use crate::output::dialect::Dialect;
use crate::output::folder::Folder;

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
    /// Write a briefing for who decides, in plain words with charts, of a scenario or of results.
    Briefing(BriefingArguments),
    /// Draw one picture of a scenario or of results; without a name, list those that there are.
    Chart(ChartArguments),
    /// Compare scenarios, or a scenario with and without interventions, on the same luck; or a run with figures.
    Compare(CompareArguments),
    /// Write the scenario with interventions applied.
    Apply(ApplyArguments),
    /// List the interventions that may be applied to a scenario, and why others do not fit.
    Interventions(InterventionsArguments),
    /// Find the bottlenecks that count: each is relieved in turn and ranked by what that brings; in rounds with `--rounds`.
    Bottlenecks(BottlenecksArguments),
    /// Draw the chain, or list its parameters with their sources.
    Show(ShowArguments),
    /// Tell the story of one resident, moment by moment.
    Follow(FollowArguments),
    /// Write the event log of one replication, or the chain for another simulator.
    Log(crate::commands::log::LogArguments),
    /// Write a commented scenario to start from.
    Init(InitArguments),
    /// Print the JSON Schema of scenario files, for completion and checks in editors.
    Schema,
    /// Print the file that completes commands in a shell.
    Completions(CompletionsArguments),
    /// Write the manual pages.
    Man(ManArguments),
    /// Judge cases with known answers on runs of the scenarios they come down to.
    Verify(VerifyArguments),
    /// Simulate a scenario at many values of some parameters.
    Sweep(SweepArguments),
    /// Make results again from the files of their folder, and say whether they are the same.
    Reproduce(ReproduceArguments),
    /// Show what an event log says of the work: how long cases take, where they wait and why, and which traits go with short ones.
    Mine(MineArguments),
    /// Compare a simulation with queueing theory where that has a closed form, and say where it has none and why.
    Theory(TheoryArguments),
    /// Learn a scenario from an event log, to read, run and change.
    Learn(LearnArguments),
    /// Say how far a simulation is from a real log, beside what chance and the past alone would give.
    Score(ScoreArguments),
}

/// Arguments of every verb that makes something more of results: of which results.
#[derive(Debug, clap::Args)]
pub(crate) struct OfArguments {
    /// What to simulate; or, as FILE, the folder that `run --out` or `compare --out` wrote, or its manifest.json.
    #[command(flatten)]
    pub(crate) simulation: SimulationArguments,

    /// Lay the scenario after an intervention beside it, or after several as in `--with A+B`; may be repeated.
    #[arg(long, value_name = "NAMES")]
    pub(crate) with: Vec<String>,

    /// Where interventions are: files or folders (default: the folder `interventions` beside the scenario).
    #[arg(long, value_name = "PATH", requires = "with")]
    pub(crate) interventions: Vec<PathBuf>,
}

/// What FILE is where something more is made of results.
const OF_RESULTS: &str = "Scenario file; or the folder that `--out` wrote, or its manifest.json";

/// Arguments of `briefing`.
#[derive(Debug, clap::Args)]
pub(crate) struct BriefingArguments {
    /// Of which results.
    #[command(flatten)]
    pub(crate) of: OfArguments,

    /// File to write: .html (both languages, first that of the screen); .xlsx; .docx or .pptx; .typ, of which paper is set; .pdf where the program was built with it.
    #[arg(short, long, value_name = "FILE", required_unless_present = "placeholders")]
    pub(crate) output: Option<PathBuf>,

    /// Fill this .docx or .pptx, of your own house style, instead of a plain one: `{{answer}}`, `{{chart:map}}`, `{{table:stages}}` …
    #[arg(long, value_name = "FILE", requires = "output")]
    pub(crate) template: Option<PathBuf>,

    /// List what a template may ask for by name, in these results.
    #[arg(long)]
    pub(crate) placeholders: bool,
}

/// Arguments of `chart`.
#[derive(Debug, clap::Args)]
pub(crate) struct ChartArguments {
    /// Of which results.
    #[command(flatten)]
    pub(crate) of: OfArguments,

    /// Which picture, such as `map`; without it, those that there are are listed, each with the question that it answers.
    #[arg(long, value_name = "NAME", requires = "output")]
    pub(crate) what: Option<String>,

    /// File to write; its name ends in .svg or .png.
    #[arg(short, long, value_name = "FILE", requires = "what")]
    pub(crate) output: Option<PathBuf>,
}

/// Arguments of `mine`.
#[derive(Debug, clap::Args)]
pub(crate) struct MineArguments {
    /// The log.
    #[command(flatten)]
    pub(crate) log: crate::log_file::LogArguments,

    /// Activity that ends a case, in place of the guess; may be repeated.
    #[arg(long, value_name = "ACTIVITY")]
    pub(crate) ends: Vec<String>,

    /// Activity that ends a case as a drop-out, such as a withdrawal; may be repeated.
    #[arg(long, value_name = "ACTIVITY")]
    pub(crate) drop_out: Vec<String>,

    /// How long it takes from the end of one activity to the start of another.
    #[arg(long, num_args = 2, value_names = ["ACTIVITY", "ACTIVITY"])]
    pub(crate) between: Vec<String>,

    /// Fewest cases of a group that is shown: what is known of fewer could point at people; 1 shows all.
    #[arg(long, value_name = "N", default_value_t = FEWEST_SHOWN, value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) smallest: u64,

    /// Write a folder with tables, among them one of all cases, and pictures.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,

    /// Replace a folder of results that is there already.
    #[arg(long, requires = "out")]
    pub(crate) force: bool,

    /// What to print: a table to read, all of it as JSON, or the table of cases as CSV.
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: Format,

    /// Form of tables (CSV) on the screen and in the folder: for programs, or so that a Dutch spreadsheet opens them right.
    #[arg(long, value_enum, value_name = "FORM", default_value = "standard")]
    pub(crate) csv_dialect: Dialect,
}

/// Arguments of `sweep`.
#[derive(Debug, clap::Args)]
pub(crate) struct SweepArguments {
    /// What to simulate.
    #[command(flatten)]
    pub(crate) simulation: SimulationArguments,

    /// Vary a parameter: `teams.desk.fte=2..6:1`, `"stages.talk.work=1 hour..2 hours:30 minutes"`, `teams.desk.fte=2,4,8`; may be repeated.
    #[arg(long, value_name = "PATH=VALUES", required = true)]
    pub(crate) vary: Vec<String>,

    /// Take so many points instead of all combinations: `lhs:200` (Latin hypercube) or `sobol:256`.
    #[arg(long, value_name = "SAMPLE")]
    pub(crate) sample: Option<String>,

    /// Only this measure, as in `--measure wait:first_talk` or `wait:first_talk:p90`; may be repeated.
    #[arg(long, value_name = "MEASURE")]
    pub(crate) measure: Vec<String>,

    /// Measures of every class as well.
    #[arg(long, value_enum, value_name = "CUT")]
    pub(crate) by: Option<SweepBy>,

    /// What to print.
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: Format,
}

/// How to cut the measures of a sweep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SweepBy {
    /// By class of residents.
    Class,
}

/// Arguments of `reproduce`.
#[derive(Debug, clap::Args)]
pub(crate) struct ReproduceArguments {
    /// The manifest.json of a folder of results, or that folder.
    #[arg(value_name = "MANIFEST")]
    pub(crate) manifest: PathBuf,

    /// Where the log is of which these are results (default: where it was, in their folder, or beside it).
    #[arg(long, value_name = "LOG")]
    pub(crate) log: Option<PathBuf>,

    /// File with the key by which cases were hashed, where they were.
    #[arg(long, value_name = "KEYFILE")]
    pub(crate) hash_key: Option<PathBuf>,

    /// Number of threads (default: all cores). Results do not depend on it.
    #[arg(long, value_name = "T")]
    pub(crate) threads: Option<usize>,
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

/// Arguments of every verb that gives results: with what luck, on what, and where they go.
#[derive(Debug, clap::Args)]
pub(crate) struct MakingArguments {
    /// Seed of every draw (`random` for a fresh one).
    #[arg(long, value_name = "S")]
    pub(crate) seed: Option<String>,

    /// Number of threads (default: all cores). Results do not depend on it.
    #[arg(long, value_name = "T")]
    pub(crate) threads: Option<usize>,

    /// Write a folder with manifest and tables; `run` adds pictures.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,

    /// Replace earlier results in that folder.
    #[arg(long, requires = "out")]
    pub(crate) force: bool,

    /// Keep what was simulated in this folder, and simulate nothing twice.
    #[arg(long, value_name = "DIR")]
    pub(crate) keep: Option<PathBuf>,

    /// Form of tables (CSV) on the screen and in the folder: for programs, or so that a Dutch spreadsheet opens them right.
    #[arg(long, value_enum, value_name = "FORM", default_value = "standard")]
    pub(crate) csv_dialect: Dialect,
}

impl MakingArguments {
    /// The folder of results, where one is asked for.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(crate) fn folder(&self, lang: Lang) -> Result<Option<Folder>> {
        self.out.as_deref().map(|path| Folder::new(path, self.force, lang)).transpose()
    }

    /// Where what is simulated is kept: what `--keep` says, else, until they are whole, with the results.
    ///
    /// # Errors
    /// When nothing can be kept there.
    pub(crate) fn cells(&self, lang: Lang) -> Result<Option<Cells>> {
        Cells::of(self.keep.as_deref(), self.out.as_deref(), lang)
    }
}

/// Arguments of every verb that simulates a scenario as `run` does.
#[derive(Debug, clap::Args)]
pub(crate) struct SimulationArguments {
    /// The scenario.
    #[command(flatten)]
    pub(crate) scenario: ScenarioArguments,

    /// So many replications (instead of what the file says).
    #[arg(long, value_name = "N", conflicts_with = "precision")]
    pub(crate) replications: Option<u32>,

    /// Take the likely value of every unknown number, as if it were known.
    #[arg(long)]
    pub(crate) likely: bool,

    /// Until the half-width of a measure is small enough, as in `--precision "wait:first_talk 5 %"`; may be repeated.
    #[arg(long, value_name = "MEASURE WIDTH")]
    pub(crate) precision: Vec<String>,

    /// Replications in antithetic pairs: the second of two meets the mirrored luck of the first.
    #[arg(long)]
    pub(crate) antithetic: bool,

    /// With what luck, on what, and where results go.
    #[command(flatten)]
    pub(crate) making: MakingArguments,
}

/// Arguments of `run`.
#[derive(Debug, clap::Args)]
pub(crate) struct RunArguments {
    /// What to simulate.
    #[command(flatten)]
    pub(crate) simulation: SimulationArguments,

    /// What to print.
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: Format,

    /// Show waits and reach for every class, or waits and queues for every period, as well.
    #[arg(long, value_enum, value_name = "CUT")]
    pub(crate) by: Option<By>,
}

/// Arguments of `compare`.
#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("what").required(true).multiple(true).args(["others", "with", "against"])))]
pub(crate) struct CompareArguments {
    /// What to simulate.
    #[command(flatten)]
    pub(crate) simulation: SimulationArguments,

    /// Scenarios to compare with the first.
    #[arg(value_name = "OTHER", conflicts_with = "against")]
    pub(crate) others: Vec<PathBuf>,

    /// Compare the scenario with itself after an intervention, or several as in `--with A+B`; may be repeated.
    #[arg(long, value_name = "NAMES", conflicts_with = "against")]
    pub(crate) with: Vec<String>,

    /// Where interventions are: files or folders (default: the folder `interventions` beside the scenario).
    #[arg(long, value_name = "PATH", requires = "with")]
    pub(crate) interventions: Vec<PathBuf>,

    /// Hold a run against the figures in this file instead.
    #[arg(long, value_name = "FIGURES")]
    pub(crate) against: Option<PathBuf>,

    /// End with exit code 1 when a figure does not agree or is not measured.
    #[arg(long, requires = "against")]
    pub(crate) strict: bool,

    /// What to print.
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: Format,
}

/// How to cut the measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum By {
    /// By class of residents.
    Class,
    /// By period of the horizon.
    Period,
}

/// Arguments of `apply`.
#[derive(Debug, clap::Args)]
pub(crate) struct ApplyArguments {
    /// The scenario.
    #[command(flatten)]
    pub(crate) scenario: ScenarioArguments,

    /// Interventions, as in `--with A+B`; more of these are taken together.
    #[arg(long, value_name = "A+B", required = true)]
    pub(crate) with: Vec<String>,

    /// File or folder with interventions (default: the folder `interventions` beside the scenario); may be repeated.
    #[arg(long, value_name = "PATH")]
    pub(crate) interventions: Vec<PathBuf>,

    /// Write to this file instead of the screen.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// Arguments of `bottlenecks`.
#[derive(Debug, clap::Args)]
pub(crate) struct BottlenecksArguments {
    /// The scenario.
    #[command(flatten)]
    pub(crate) scenario: ScenarioArguments,

    /// What is to become better: `reach`, `success`, `wait`, or a measure as in `wait:first_talk` (default: reach where
    /// there is a pool of residents in need, else success).
    #[arg(long, value_name = "MEASURE")]
    pub(crate) objective: Option<String>,

    /// So many rounds: the best is applied, and everything ranked again.
    #[arg(long, value_name = "N", default_value = "1", value_parser = clap::value_parser!(u32).range(1..=100))]
    pub(crate) rounds: u32,

    /// Rank the interventions of the library instead of what the program finds itself.
    #[arg(long)]
    pub(crate) library: bool,

    /// File or folder with interventions (default: the folder `interventions` beside the scenario); may be repeated.
    #[arg(long, value_name = "PATH", requires = "library")]
    pub(crate) interventions: Vec<PathBuf>,

    /// What interventions may cost together over the horizon, as in `--budget "200000 euro"`.
    #[arg(long, value_name = "EURO", requires = "library")]
    pub(crate) budget: Option<String>,

    /// Relieve statutory terms too.
    #[arg(long, conflicts_with = "library")]
    pub(crate) legal: bool,

    /// How far bottlenecks are relieved.
    #[arg(long, value_name = "SHARE", default_value = "100 %")]
    pub(crate) relief: String,

    /// A small step, shown beside it.
    #[arg(long, value_name = "SHARE", default_value = "10 %")]
    pub(crate) step: String,

    /// How many winners are looked at closely.
    #[arg(long, value_name = "N", default_value = "5", value_parser = clap::value_parser!(u32).range(1..=50))]
    pub(crate) top: u32,

    /// Most replications of one candidate in the race.
    #[arg(long, value_name = "N", default_value = "9", value_parser = clap::value_parser!(u32).range(2..=10_000))]
    pub(crate) at_most: u32,

    /// Fresh replications of the winners.
    #[arg(long, value_name = "N", default_value = "8", value_parser = clap::value_parser!(u32).range(2..=100_000))]
    pub(crate) fresh: u32,

    /// Take the likely value of every unknown number, as if it were known.
    #[arg(long)]
    pub(crate) likely: bool,

    /// With what luck, on what, and where results go.
    #[command(flatten)]
    pub(crate) making: MakingArguments,

    /// What to print: all rounds, or as CSV the rank of everything in each.
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: Format,
}

/// Arguments of `interventions`.
#[derive(Debug, clap::Args)]
pub(crate) struct InterventionsArguments {
    /// Scenario file.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,

    /// File or folder with interventions (default: the folder `interventions` beside the scenario); may be repeated.
    #[arg(long, value_name = "PATH")]
    pub(crate) interventions: Vec<PathBuf>,

    /// What to print.
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: ListFormat,
}

/// What a list is printed as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// A table to read.
    Table,
    /// JSON.
    Json,
}

/// Arguments of `show`.
#[derive(Debug, clap::Args)]
pub(crate) struct ShowArguments {
    /// Scenario file.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,

    /// List every parameter with its value, its source and its line, instead of drawing the chain.
    #[arg(long)]
    pub(crate) parameters: bool,

    /// How to show it: text, svg or mermaid for the drawing; table, csv or json for the parameters.
    #[arg(long, value_enum)]
    pub(crate) format: Option<ShowFormat>,

    /// Form of the list as CSV: for programs, or so that a Dutch spreadsheet opens it right.
    #[arg(long, value_enum, value_name = "FORM", default_value = "standard")]
    pub(crate) csv_dialect: Dialect,

    /// Write to this file instead of the screen.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// How to show a scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ShowFormat {
    /// A drawing for the terminal.
    Text,
    /// A picture.
    Svg,
    /// A flowchart in Mermaid, for Markdown pages.
    Mermaid,
    /// A table to read.
    Table,
    /// Comma-separated values.
    Csv,
    /// JSON.
    Json,
}

/// Arguments of `follow`.
#[derive(Debug, clap::Args)]
pub(crate) struct FollowArguments {
    /// The scenario.
    #[command(flatten)]
    pub(crate) scenario: ScenarioArguments,

    /// Which resident, counted from 1 in the order of arrival, the warm-up included.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) resident: u32,

    /// Count only the residents of this stream of arrivals.
    #[arg(long, value_name = "NAME")]
    pub(crate) stream: Option<String>,

    /// In which replication, counted from 1.
    #[arg(long, value_name = "R", default_value = "1", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) replication: u32,

    /// Seed of every draw (`random` for a fresh one).
    #[arg(long, value_name = "S")]
    pub(crate) seed: Option<String>,
}

/// Arguments of `init`.
#[derive(Debug, clap::Args)]
pub(crate) struct InitArguments {
    /// File to write; `-` for the screen.
    #[arg(value_name = "FILE", default_value = "scenario.toml")]
    pub(crate) file: PathBuf,

    /// Overwrite a file that is there already.
    #[arg(long)]
    pub(crate) force: bool,
}

/// Arguments of `completions`.
#[derive(Debug, clap::Args)]
pub(crate) struct CompletionsArguments {
    /// Which shell.
    #[arg(value_name = "SHELL", value_enum)]
    pub(crate) shell: clap_complete::Shell,
}

/// Arguments of `man`.
#[derive(Debug, clap::Args)]
pub(crate) struct ManArguments {
    /// Folder for a page per command; without it the main page goes to the screen.
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
}

/// What to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A table to read.
    Table,
    /// All of it as JSON.
    Json,
    /// All of it as CSV.
    Csv,
}

/// Arguments of `verify`.
#[derive(Debug, clap::Args)]
pub(crate) struct VerifyArguments {
    /// Cases (*.json), or folders with cases.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// Write every case as a scenario, as DIR/ID.toml.
    #[arg(long, value_name = "DIR")]
    pub(crate) write: Option<PathBuf>,

    /// File with the cases, one a line, that the language is known not to express.
    #[arg(long, value_name = "FILE")]
    pub(crate) known_gaps: Option<PathBuf>,

    /// At least so many replications of every case.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(crate) replications_at_least: u32,

    /// Seed of every draw.
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub(crate) seed: u64,

    /// Number of threads (default: all cores). Results do not depend on it.
    #[arg(long, value_name = "T")]
    pub(crate) threads: Option<usize>,

    /// What to print.
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: VerifyFormat,
}

/// What `verify` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum VerifyFormat {
    /// One line per check.
    Table,
    /// Everything as JSON.
    Json,
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
pub(crate) fn command(lang: Lang) -> clap::Command {
    let command = Arguments::command().after_help(crate::text::files::exit_codes(lang));
    let of_results = |command: clap::Command| command.mut_arg("file", |file| file.help(OF_RESULTS));
    let command = command.mut_subcommand("briefing", of_results).mut_subcommand("chart", of_results);
    match lang {
        Lang::En => command,
        Lang::Nl => crate::text::arguments::in_dutch(command),
    }
}
