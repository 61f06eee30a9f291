//! `keten mine`: what an event log says of the work.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use sim_core::lang::Lang;
use sim_mining::log::EventLog;
use sim_mining::mine::ending::EndingRequest;
use sim_mining::mine::{Hidden, Mined, Request, mine};
use sim_mining::read::Told;

use super::made::name_of;
use crate::args::{Format, MineArguments};
use crate::charts;
use crate::log_file;
use crate::log_origin::LogOrigin;
use crate::misuse::misuse;
use crate::output::asked::Asked;
use crate::output::folder::{File, Folder};
use crate::output::put::{self, say};
use crate::output::results::{self, Circumstances};
use crate::output::{mine as screen, mine_tidy as tidy};
use crate::stopwatch::Stopwatch;
use crate::text::{self, mine as words};

/// A log, what was asked of it, and what it shows.
pub(crate) struct Answer {
    /// Name of the file.
    pub(crate) file: String,
    /// The log.
    pub(crate) log: EventLog,
    /// What was told of it.
    pub(crate) told: Told,
    /// What was asked.
    pub(crate) request: Request,
    /// What it shows.
    pub(crate) mined: Mined,
    /// What is not shown of it, because it is of too few cases.
    pub(crate) hidden: Hidden,
}

/// Mines the log, writes the folder of results where one is asked for, and prints.
pub(crate) fn run(arguments: &MineArguments, lang: Lang) -> Result<ExitCode> {
    let stopwatch = Stopwatch::start();
    let folder = arguments.out.as_deref().map(|out| Folder::new(out, arguments.force, lang)).transpose()?;
    let path = &arguments.log.log;
    let (log, told, seen) = log_file::open_watched(&arguments.log, lang)?;
    anstream::eprint!("{}", text::log_told::told(lang, &path.display().to_string(), &told));
    let answer = answer(arguments, log, told, name_of(path), lang)?;
    if let Some(folder) = &folder {
        let origin = LogOrigin::new(path, &seen, folder.path(), arguments.log.reading.hash_key.is_some());
        folder.write(&files(&answer, &origin, arguments, &stopwatch, lang)?, false)?;
        eprintln!("{}", text::folder::written(lang, folder.path()));
        if answer.hidden.values > 0 {
            eprintln!("{}", words::values_hidden(lang, answer.hidden.values, arguments.smallest));
        }
    }
    match arguments.format {
        Format::Json => put::screen(&tidy::json(&answer))?,
        Format::Csv => put::screen(&arguments.csv_dialect.text(tidy::cases(&answer)?)?)?,
        Format::Table => say!("{}", screen::tables(&answer, lang)),
    }
    Ok(ExitCode::SUCCESS)
}

/// The files of the folder of results, made again from the log that they are of.
pub(super) fn again(arguments: &MineArguments, origin: LogOrigin, lang: Lang) -> Result<Vec<File>> {
    let stopwatch = Stopwatch::start();
    let (log, told, _) = log_file::open_watched(&arguments.log, lang)?;
    let answer = answer(arguments, log, told, origin.name.clone(), lang)?;
    files(&answer, &origin, arguments, &stopwatch, lang)
}

fn answer(arguments: &MineArguments, log: EventLog, told: Told, file: String, lang: Lang) -> Result<Answer> {
    let request = request(arguments, &log, lang)?;
    let mined = mine(&log, &request);
    let hidden = Hidden::of(&log, &mined, request.smallest);
    Ok(Answer { file, log, told, request, mined, hidden })
}

/// What was asked, as it is asked again.
fn asked(arguments: &MineArguments, origin: &LogOrigin) -> Asked {
    // The log is looked for when these results are made again; what stands here is for who reads the manifest.
    let mut asked = Asked { arguments: vec!["mine".to_owned(), format!("./{}", origin.name)], files: Vec::new() };
    asked = arguments.log.reading.asked(asked);
    asked = arguments.ends.iter().fold(asked, |asked, name| asked.with("--ends", name));
    asked = arguments.drop_out.iter().fold(asked, |asked, name| asked.with("--drop-out", name));
    if let [from, to] = arguments.between.as_slice() {
        asked.arguments.extend(["--between".to_owned(), from.clone(), to.clone()]);
    }
    asked.with("--smallest", &arguments.smallest.to_string()).dialect(arguments.csv_dialect)
}

/// What is asked, with activities by number.
fn request(arguments: &MineArguments, log: &EventLog, lang: Lang) -> Result<Request> {
    let find = |option: &str, name: &String| {
        let exact = log.activities.find(name);
        let lower = name.to_lowercase();
        let close = || log.activities.iter().position(|other| other.to_lowercase() == lower).map(|at| at as u32);
        exact.or_else(close).ok_or_else(|| {
            let names: Vec<&str> = log.activities.iter().collect();
            misuse(words::no_activity(lang, option, name, &names))
        })
    };
    let all =
        |option: &str, names: &[String]| names.iter().map(|name| find(option, name)).collect::<Result<Vec<u32>>>();
    let between = match arguments.between.as_slice() {
        [from, to] => Some((find("--between", from)?, find("--between", to)?)),
        _ => None,
    };
    let ending =
        EndingRequest { ends: all("--ends", &arguments.ends)?, drop_outs: all("--drop-out", &arguments.drop_out)? };
    Ok(Request { ending, between, smallest: arguments.smallest })
}

fn files(
    answer: &Answer,
    origin: &LogOrigin,
    arguments: &MineArguments,
    stopwatch: &Stopwatch,
    lang: Lang,
) -> Result<Vec<File>> {
    let mut files = vec![
        ("mined.json".to_owned(), tidy::json(answer).into_bytes()),
        ("cases.csv".to_owned(), tidy::cases(answer)?),
        ("activities.csv".to_owned(), tidy::activities(answer)?),
        ("steps.csv".to_owned(), tidy::steps(answer)?),
        ("handovers.csv".to_owned(), tidy::handovers(answer)?),
        ("variants.csv".to_owned(), tidy::variants(answer)?),
        ("resources.csv".to_owned(), tidy::resources(answer)?),
        ("traits.csv".to_owned(), tidy::traits(answer)?),
        ("survival.csv".to_owned(), tidy::survival(answer)?),
    ];
    files.extend(charts::files(&charts::mined::charts(answer, lang))?);
    let path = Path::new(&origin.name);
    let circumstances = Circumstances::of(path, asked(arguments, origin), 1, stopwatch, arguments.csv_dialect);
    results::with_manifest(tidy::about(answer, origin), files, &circumstances, lang)
}
