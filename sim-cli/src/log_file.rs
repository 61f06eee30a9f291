//! From a file to an event log, with all that has to be told of it on the error stream.

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::ValueEnum;
use sim_core::lang::Lang;
use sim_mining::log::EventLog;
use sim_mining::privacy::{self, Coarse};
use sim_mining::read::{Options, Order, Told, Wall, read};

use crate::log_origin::{Seen, watched};
use crate::misuse::{file_error, misuse};
use crate::output::asked::Asked;
use crate::text;
use crate::text::log_told as words;

/// Shortest key by which cases are hashed, in bytes: a shorter one can be tried out.
const SHORTEST_KEY: usize = 16;

/// Which log is read, and how.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct LogArguments {
    /// Event log: XES, CSV, OCEL, or a table with a row for every case; packed by gzip or not.
    #[arg(value_name = "LOG")]
    pub(crate) log: PathBuf,

    /// How the log is to be read.
    #[command(flatten)]
    pub(crate) reading: ReadingArguments,
}

/// How a log is read, where it must not be guessed.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct ReadingArguments {
    /// Column or attribute that is the case.
    #[arg(long, value_name = "COLUMN")]
    pub(crate) case: Option<String>,

    /// The one that is the activity.
    #[arg(long, value_name = "COLUMN")]
    pub(crate) activity: Option<String>,

    /// The one that is the start.
    #[arg(long, value_name = "COLUMN")]
    pub(crate) start: Option<String>,

    /// The one that is the end, or the only moment.
    #[arg(long, value_name = "COLUMN")]
    pub(crate) end: Option<String>,

    /// The one that is when it was put on the list.
    #[arg(long, value_name = "COLUMN")]
    pub(crate) scheduled: Option<String>,

    /// The one that is who did it.
    #[arg(long, value_name = "COLUMN")]
    pub(crate) resource: Option<String>,

    /// The one that is the team.
    #[arg(long, value_name = "COLUMN")]
    pub(crate) group: Option<String>,

    /// The one that is the step in the life of an activity, such as start or complete.
    #[arg(long, value_name = "COLUMN")]
    pub(crate) lifecycle: Option<String>,

    /// What separates columns (`tab` for a tab).
    #[arg(long, value_name = "SIGN")]
    pub(crate) separator: Option<String>,

    /// Which stands first in dates such as 3/4/2024.
    #[arg(long, value_enum, value_name = "ORDER")]
    pub(crate) dates: Option<DatesArgument>,

    /// Clock of moments without an offset: `dutch`, `utc`, or as in `+01:00` (default: dutch).
    #[arg(long, value_name = "CLOCK")]
    pub(crate) clock: Option<String>,

    /// Which kind of object is the case, in an object-centric log.
    #[arg(long, value_name = "TYPE")]
    pub(crate) object_type: Option<String>,

    /// Leave out events that are the same in everything as one before.
    #[arg(long)]
    pub(crate) drop_duplicates: bool,

    /// File with a key by which the identifiers of cases are hashed, so that nobody is pointed at.
    #[arg(long, value_name = "KEYFILE")]
    pub(crate) hash_key: Option<PathBuf>,

    /// Round every moment down.
    #[arg(long, value_enum, value_name = "UNIT")]
    pub(crate) coarsen: Option<CoarsenArgument>,
}

/// Which stands first in dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DatesArgument {
    /// The day.
    DayFirst,
    /// The month.
    MonthFirst,
}

/// To what moments are rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CoarsenArgument {
    /// The hour.
    Hour,
    /// The day.
    Day,
}

/// Reads a log, and tells on the error stream what was read, guessed, repaired and left out.
///
/// # Errors
/// When there is no such file, or it is no event log.
pub(crate) fn open(arguments: &LogArguments, lang: Lang) -> Result<(EventLog, Told)> {
    let (log, told, _) = open_watched(arguments, lang)?;
    anstream::eprint!("{}", words::told(lang, &arguments.log.display().to_string(), &told));
    Ok((log, told))
}

/// Reads a log without telling of it, and gives what its bytes were.
///
/// # Errors
/// When there is no such file, or it is no event log.
pub(crate) fn open_watched(arguments: &LogArguments, lang: Lang) -> Result<(EventLog, Told, Seen)> {
    let path = &arguments.log;
    let reading = &arguments.reading;
    let options = options(reading, lang)?;
    let key = key(reading.hash_key.as_deref(), lang)?;
    let file = File::open(path).map_err(|error| file_error(path, &error, lang))?;
    if path.is_dir() {
        return Err(misuse(format!("{}: {}", path.display(), text::is_a_folder(lang))));
    }
    let (mut file, seen) = watched(file);
    let (mut log, told) = read(&mut file, &options)
        .map_err(|error| misuse(format!("{}: {}", path.display(), words::refused(lang, &error))))?;
    // What stands behind the end of the log is of the file as well.
    std::io::copy(&mut file, &mut std::io::sink()).map_err(|error| file_error(path, &error, lang))?;
    if let Some(to) = reading.coarsen {
        privacy::coarsen(&mut log, if to == CoarsenArgument::Day { Coarse::Day } else { Coarse::Hour });
    }
    if let Some(key) = key {
        privacy::hash_cases(&mut log, &key);
    }
    Ok((log, told, seen))
}

impl ReadingArguments {
    /// As it was typed, but for the key, which is never written down.
    pub(crate) fn asked(&self, asked: Asked) -> Asked {
        let texts = [
            ("--case", &self.case),
            ("--activity", &self.activity),
            ("--start", &self.start),
            ("--end", &self.end),
            ("--scheduled", &self.scheduled),
            ("--resource", &self.resource),
            ("--group", &self.group),
            ("--lifecycle", &self.lifecycle),
            ("--separator", &self.separator),
            ("--clock", &self.clock),
            ("--object-type", &self.object_type),
        ];
        let given = texts.into_iter().filter_map(|(option, value)| Some((option, value.as_deref()?)));
        let asked = given.fold(asked, |asked, (option, value)| asked.with(option, value));
        let asked = match self.dates {
            Some(DatesArgument::DayFirst) => asked.with("--dates", "day-first"),
            Some(DatesArgument::MonthFirst) => asked.with("--dates", "month-first"),
            None => asked,
        };
        let asked = match self.coarsen {
            Some(CoarsenArgument::Hour) => asked.with("--coarsen", "hour"),
            Some(CoarsenArgument::Day) => asked.with("--coarsen", "day"),
            None => asked,
        };
        asked.flag("--drop-duplicates", self.drop_duplicates)
    }
}

fn options(arguments: &ReadingArguments, lang: Lang) -> Result<Options> {
    let separator = match arguments.separator.as_deref() {
        None => None,
        Some("tab" | "\\t") => Some('\t'),
        Some(text) => {
            let mut letters = text.chars();
            let one = letters.next().filter(|letter| letter.is_ascii() && letters.next().is_none());
            Some(one.ok_or_else(|| misuse(words::not_a_separator(lang, text)))?)
        }
    };
    let wall = match arguments.clock.as_deref() {
        None => None,
        Some(text) => Some(wall(text).ok_or_else(|| misuse(words::not_a_clock(lang, text)))?),
    };
    let order = arguments.dates.map(|dates| match dates {
        DatesArgument::DayFirst => Order::DayFirst,
        DatesArgument::MonthFirst => Order::MonthFirst,
    });
    Ok(Options {
        case: arguments.case.clone(),
        activity: arguments.activity.clone(),
        start: arguments.start.clone(),
        end: arguments.end.clone(),
        scheduled: arguments.scheduled.clone(),
        resource: arguments.resource.clone(),
        group: arguments.group.clone(),
        lifecycle: arguments.lifecycle.clone(),
        separator,
        order,
        wall,
        object_type: arguments.object_type.clone(),
        drop_duplicates: arguments.drop_duplicates,
    })
}

fn wall(text: &str) -> Option<Wall> {
    match text.to_lowercase().as_str() {
        "dutch" | "nl" | "europe/amsterdam" => Some(Wall::Dutch),
        "utc" | "z" => Some(Wall::Ahead(0)),
        text => {
            let sign = if text.starts_with('-') { -1 } else { 1 };
            let (hours, minutes) = text.strip_prefix(['+', '-'])?.split_once(':')?;
            let (hours, minutes) = (hours.parse::<i16>().ok()?, minutes.parse::<i16>().ok()?);
            (hours <= 18 && minutes < 60).then_some(Wall::Ahead(sign * (hours * 60 + minutes)))
        }
    }
}

/// The key by which cases are hashed, from its file.
///
/// # Errors
/// When it cannot be read, or is too short.
pub(crate) fn key(path: Option<&Path>, lang: Lang) -> Result<Option<Vec<u8>>> {
    let Some(path) = path else { return Ok(None) };
    let key = std::fs::read(path).map_err(|error| file_error(path, &error, lang))?;
    let key = key.trim_ascii().to_vec();
    if key.len() < SHORTEST_KEY {
        return Err(misuse(format!("{}: {}", path.display(), words::short_key(lang, key.len(), SHORTEST_KEY))));
    }
    Ok(Some(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_are_read() {
        assert_eq!(wall("dutch"), Some(Wall::Dutch));
        assert_eq!(wall("+05:30"), Some(Wall::Ahead(330)));
        assert_eq!(wall("-03:00"), Some(Wall::Ahead(-180)));
        assert_eq!(wall("zomer"), None);
    }
}
