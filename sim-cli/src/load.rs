//! From a file to a checked scenario, with every problem shown as the compiler of Rust does.

use std::path::Path;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use anyhow::{Result, bail};
use sim_core::experiment::read_figures;
use sim_core::lang::Lang;
use sim_core::scenario::figures::Figures;
use sim_core::scenario::{EditError, FiguresReading, HalfWidth, Problem, Reading, Scenario, Severity, Wanted, read};

use crate::misuse::{file_error, misuse};
use crate::{text, waiting_list};

/// The largest scenario file that is read.
const MOST_BYTES: u64 = 2 << 20;

/// A scenario with the text it came from.
pub(crate) struct Loaded {
    /// The scenario.
    pub(crate) scenario: Scenario,
    /// The text, changes of the command line included.
    pub(crate) text: String,
    /// Those changes, as in `teams.desk.workers = 4`.
    pub(crate) changes: Vec<String>,
}

/// Reads a file.
///
/// # Errors
/// When it is no file, too large, or not UTF-8.
pub(crate) fn read_text(path: &Path, lang: Lang) -> Result<String> {
    let metadata = std::fs::metadata(path).map_err(|error| file_error(path, &error, lang))?;
    if metadata.is_dir() {
        return Err(misuse(format!("{}: {}", path.display(), text::is_a_folder(lang))));
    }
    if metadata.len() > MOST_BYTES {
        bail!("{}: {}", path.display(), text::file_too_large(lang, metadata.len(), MOST_BYTES));
    }
    let bytes = std::fs::read(path).map_err(|error| file_error(path, &error, lang))?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..at].iter().filter(|&&byte| byte == b'\n').count() + 1;
        anyhow::anyhow!("{}: {}", path.display(), text::not_utf8(lang, line))
    })
}

/// Reads a scenario, applies the changes of the command line, and shows what is wrong with it on the error stream.
///
/// # Errors
/// When the scenario cannot be used.
pub(crate) fn load(path: &Path, set: &[String], lang: Lang) -> Result<Loaded> {
    let (written, text, changes) = changed(path, set, lang)?;
    let unusable =
        |problems: &[Problem]| text::cannot_be_used(lang, &path.display().to_string(), count_errors(problems));
    let text = waiting_list::put_in_place(text, path, lang)?;
    let Reading { scenario, problems } = read(&text);
    let name = if set.is_empty() { path.display().to_string() } else { format!("{} (--set)", path.display()) };
    show_problems(&name, &text, &problems, lang);
    match scenario {
        Some(mut scenario) => {
            scenario.speak(lang);
            Ok(Loaded { scenario, text, changes })
        }
        // A file that is right without the changes is not to blame.
        None if !set.is_empty() && read(&written).scenario.is_some() => Err(misuse(unusable(&problems))),
        None => bail!("{}", unusable(&problems)),
    }
}

/// A scenario as it is written, with the changes of the command line, and those changes.
///
/// # Errors
/// When the file cannot be read or a change cannot be made.
pub(crate) fn changed(path: &Path, set: &[String], lang: Lang) -> Result<(String, String, Vec<String>)> {
    let written = read_text(path, lang)?;
    let unusable =
        |problems: &[Problem]| text::cannot_be_used(lang, &path.display().to_string(), count_errors(problems));
    let mut text = written.clone();
    let mut changes = Vec::new();
    for change in set {
        let (at, value) = change.split_once('=').ok_or_else(|| misuse(text::set_needs_equals(lang, change)))?;
        text = match sim_core::scenario::set(&text, at.trim(), value.trim()) {
            Ok(text) => text,
            Err(error) => {
                // What cannot be changed because it is wrong itself is told as such.
                let problems = read(&written).problems;
                if error == EditError::NotToml && count_errors(&problems) > 0 {
                    show_problems(&path.display().to_string(), &written, &problems, lang);
                    bail!("{}", unusable(&problems));
                }
                return Err(misuse(format!("--set {change}: {}", error.message(lang))));
            }
        };
        changes.push(format!("{} = {}", at.trim(), value.trim()));
    }
    Ok((written, text, changes))
}

/// Reads a file of figures, and shows what is wrong with it on the error stream.
///
/// # Errors
/// When the figures cannot be used.
pub(crate) fn figures(path: &Path, lang: Lang) -> Result<(Figures, String)> {
    let (name, text) = (path.display().to_string(), read_text(path, lang)?);
    let FiguresReading { figures, problems } = read_figures(&text);
    show_problems(&name, &text, &problems, lang);
    match figures {
        Some(figures) => Ok((figures, text)),
        None => bail!("{}", crate::text::against::cannot_be_used(lang, &name, count_errors(&problems))),
    }
}

/// Number of problems that are errors.
pub(crate) fn count_errors(problems: &[Problem]) -> usize {
    problems.iter().filter(|problem| problem.severity == Severity::Error).count()
}

/// Shows problems with their place in the file, on the error stream.
pub(crate) fn show_problems(name: &str, text: &str, problems: &[Problem], lang: Lang) {
    let renderer = Renderer::styled();
    for problem in problems {
        let level = match problem.severity {
            Severity::Error => Level::ERROR.with_name(text::error(lang)),
            Severity::Warning => Level::WARNING.with_name(text::warning(lang)),
        };
        let (message, label) = (problem.message(lang), problem.label(lang));
        let at = problem.at.start.min(text.len())..problem.at.end.min(text.len());
        let snippet = Snippet::source(text).path(name).annotation(AnnotationKind::Primary.span(at).label(label));
        let mut report = vec![level.primary_title(message).element(snippet)];
        if let Some(help) = problem.help(lang) {
            report.push(Group::with_title(Level::HELP.with_name(text::help(lang)).secondary_title(help)));
        }
        anstream::eprintln!("{}\n", renderer.render(&report));
    }
}

/// Threads asked for on the command line; 0 means all cores.
///
/// # Errors
/// When somebody asks for none.
pub(crate) fn threads(asked: Option<usize>, lang: Lang) -> Result<usize> {
    match asked {
        Some(0) => Err(misuse(format!("--threads 0: {}", text::at_least_one(lang)))),
        asked => Ok(asked.unwrap_or(0)),
    }
}

/// A wanted precision as on the command line: `wait:first_talk 5 %`.
///
/// # Errors
/// When it is not of that form.
pub(crate) fn precision(wanted: &str, lang: Lang) -> Result<Wanted> {
    use sim_core::scenario::units;
    let form = || misuse(text::not_a_precision(lang, wanted));
    let (measure, width) = wanted.trim().split_once(' ').ok_or_else(form)?;
    let half_width = match units::fraction(width.trim(), sim_core::scenario::grammar::Value::Share) {
        Ok(share) => HalfWidth::Relative(share),
        Err(_) => HalfWidth::Absolute(units::time(width.trim()).map_err(|_| form())?),
    };
    Ok(Wanted { measure: measure.to_owned(), half_width })
}
