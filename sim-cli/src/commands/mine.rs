//! `keten mine`: what an event log says of the work.

use std::process::ExitCode;

use anyhow::Result;
use sim_core::lang::Lang;
use sim_mining::log::EventLog;
use sim_mining::mine::ending::EndingRequest;
use sim_mining::mine::{Mined, Request, mine};
use sim_mining::read::Told;

use crate::args::{Format, MineArguments};
use crate::charts;
use crate::log_file;
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
}

/// Mines the log, writes the folder of results where one is asked for, and prints.
pub(crate) fn run(arguments: &MineArguments, lang: Lang) -> Result<ExitCode> {
    let stopwatch = Stopwatch::start();
    let folder = arguments.out.as_deref().map(|out| Folder::new(out, arguments.force, lang)).transpose()?;
    let (log, told) = log_file::open(&arguments.log, lang)?;
    let request = request(arguments, &log, lang)?;
    let path = &arguments.log.log;
    let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let mined = mine(&log, &request);
    let answer = Answer { file, log, told, request, mined };
    if let Some(folder) = &folder {
        let asked = Asked { arguments: std::env::args().skip(1).collect(), files: Vec::new() };
        let circumstances = Circumstances::of(path, asked, 1, &stopwatch, arguments.csv_dialect);
        let files = results::with_manifest(tidy::about(&answer), files(&answer, lang)?, &circumstances, lang)?;
        folder.write(&files, false)?;
        eprintln!("{}", text::folder::written(lang, folder.path()));
    }
    match arguments.format {
        Format::Json => put::screen(&tidy::json(&answer))?,
        Format::Csv => put::screen(&arguments.csv_dialect.text(tidy::cases(&answer)?)?)?,
        Format::Table => say!("{}", screen::tables(&answer, lang)),
    }
    Ok(ExitCode::SUCCESS)
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
    Ok(Request { ending, between })
}

fn files(answer: &Answer, lang: Lang) -> Result<Vec<File>> {
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
    Ok(files)
}
