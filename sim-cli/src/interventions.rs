//! Interventions at hand: those of the scenario itself, and those of files beside it or named on the command line.

use std::path::{Path, PathBuf};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use anyhow::{Result, anyhow, bail};
use sim_core::lang::Lang;
use sim_core::scenario::{
    Applied, ApplyProblem, Intervention, InterventionsReading, apply, is_library, read, read_interventions,
};

use crate::load::{count_errors, read_text, show_problems};
use crate::misuse::{file_error, misuse};
use crate::text;
use crate::text::interventions as words;

/// Folder beside a scenario in which its library stands.
const FOLDER: &str = "interventions";

/// What such a file is called in a folder of results.
///
/// * `number` – which of them, from 0
pub(crate) fn source_name(number: usize) -> String {
    format!("interventions/{}.toml", number + 1)
}

/// A file that interventions come from.
struct Source {
    name: String,
    text: String,
}

/// Every intervention at hand, in the order of names.
pub(crate) struct Library {
    sources: Vec<Source>,
    all: Vec<(Intervention, usize)>,
}

impl Library {
    /// The interventions of a scenario, and of the files or folders given; without those, of the folder `interventions` beside it.
    ///
    /// An intervention of the scenario itself takes the place of one of the same name in a file.
    ///
    /// # Errors
    /// When a file cannot be read or used, or two files have an intervention of one name.
    pub(crate) fn of(scenario: &Path, given: &[PathBuf], lang: Lang) -> Result<Library> {
        let mut library = Library::of_scenario(scenario, lang)?;
        let beside = scenario.parent().unwrap_or(Path::new("")).join(FOLDER);
        let places = match given {
            [] if beside.is_dir() => vec![beside],
            given => given.to_vec(),
        };
        for place in places {
            for file in files(&place, lang)? {
                let text = read_text(&file, lang)?;
                let found = read_file(&file, &text, lang)?;
                library.take(&file, text, found, lang)?;
            }
        }
        library.all.sort_by(|one, other| one.0.name.cmp(&other.0.name));
        Ok(library)
    }

    /// The interventions of a scenario alone.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(crate) fn of_scenario(scenario: &Path, lang: Lang) -> Result<Library> {
        let mut library = Library { sources: Vec::new(), all: Vec::new() };
        let text = read_text(scenario, lang)?;
        let own = read(&text).scenario.map(|scenario| scenario.interventions).unwrap_or_default();
        library.take(scenario, text, own, lang)?;
        Ok(library)
    }

    fn take(&mut self, file: &Path, text: String, found: Vec<Intervention>, lang: Lang) -> Result<()> {
        let source = self.sources.len();
        self.sources.push(Source { name: file.display().to_string(), text });
        for mut one in found {
            one.speak(lang);
            match self.all.iter().find(|(known, _)| known.name == one.name) {
                Some((_, 0)) => {}
                Some((_, other)) => {
                    let files = [&self.sources[*other].name, &self.sources[source].name];
                    return Err(misuse(words::name_twice(lang, &one.name, files)));
                }
                None => self.all.push((one, source)),
            }
        }
        Ok(())
    }

    /// All of them, in the order of names.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Intervention> {
        self.all.iter().map(|(one, _)| one)
    }

    /// The files beside the scenario that they come from: name and text.
    pub(crate) fn files(&self) -> Vec<(String, String)> {
        self.sources.iter().skip(1).map(|source| (source.name.clone(), source.text.clone())).collect()
    }

    /// The file that an intervention comes from.
    pub(crate) fn file_of(&self, wanted: &Intervention) -> &str {
        let source = self.all.iter().find(|(one, _)| one.name == wanted.name).map_or(0, |(_, source)| *source);
        &self.sources[source].name
    }

    /// The files beside the scenario itself that some interventions come from, each with its text.
    pub(crate) fn files_of(&self, wanted: &[&Intervention]) -> Vec<(&str, &str)> {
        let used = |source: usize| {
            let from_here = |one: &&Intervention| self.file_of(one) == self.sources[source].name;
            wanted.iter().any(from_here)
        };
        let used = (1..self.sources.len()).filter(|&source| used(source));
        used.map(|source| (self.sources[source].name.as_str(), self.sources[source].text.as_str())).collect()
    }

    /// The interventions named in `A+B`, in the order of names, so that `B+A` gives the same.
    ///
    /// # Errors
    /// When a name is not known or stands there twice.
    pub(crate) fn pick(&self, with: &str, lang: Lang) -> Result<Vec<&Intervention>> {
        let mut picked: Vec<&Intervention> = Vec::new();
        for name in with.split('+').map(str::trim) {
            let found = self.all().find(|one| one.name == name);
            let known: Vec<&str> = self.all().map(|one| one.name.as_str()).collect();
            let found = found.ok_or_else(|| misuse(words::unknown(lang, name, &known)))?;
            if picked.iter().any(|one| one.name == found.name) {
                return Err(misuse(words::twice(lang, name)));
            }
            picked.push(found);
        }
        picked.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(picked)
    }

    /// Applies interventions to the text of a scenario, and shows on the error stream why they cannot be.
    ///
    /// # Errors
    /// When they cannot be applied.
    pub(crate) fn apply(&self, scenario: &str, picked: &[&Intervention], lang: Lang) -> Result<Applied> {
        apply(scenario, picked).map_err(|problems| {
            self.show(&problems, picked, lang);
            let names: Vec<&str> = picked.iter().map(|one| one.name.as_str()).collect();
            anyhow!(words::cannot_be_applied(lang, &names.join("+"), problems.len()))
        })
    }

    /// Shows problems where their intervention stands.
    pub(crate) fn show(&self, problems: &[ApplyProblem], picked: &[&Intervention], lang: Lang) {
        let renderer = Renderer::styled();
        for problem in problems {
            let source = picked.get(problem.position).map(|one| self.file_of(one));
            let source = self.sources.iter().find(|known| Some(known.name.as_str()) == source);
            let Some(source) = source else { continue };
            let at = problem.at.start.min(source.text.len())..problem.at.end.min(source.text.len());
            let snippet = Snippet::source(&source.text)
                .path(&source.name)
                .annotation(AnnotationKind::Primary.span(at).label(problem.label(lang)));
            let level = Level::ERROR.with_name(text::error(lang));
            let mut report = vec![level.primary_title(problem.message(lang)).element(snippet)];
            if let Some(help) = problem.help(lang) {
                report.push(Group::with_title(Level::HELP.with_name(text::help(lang)).secondary_title(help)));
            }
            anstream::eprintln!("{}\n", renderer.render(&report));
        }
    }
}

/// The files of interventions at a place: the file itself, or those in the folder, in the order of names.
fn files(place: &Path, lang: Lang) -> Result<Vec<PathBuf>> {
    if !place.is_dir() {
        return Ok(vec![place.to_path_buf()]);
    }
    let mut files = Vec::new();
    for entry in std::fs::read_dir(place).map_err(|error| file_error(place, &error, lang))? {
        let file = entry.map_err(|error| file_error(place, &error, lang))?.path();
        if file.extension().is_some_and(|extension| extension == "toml") {
            files.push(file);
        }
    }
    files.sort();
    Ok(files)
}

/// The interventions of a file, which may be a scenario too.
///
/// # Errors
/// When the file cannot be used.
pub(crate) fn read_file(file: &Path, text: &str, lang: Lang) -> Result<Vec<Intervention>> {
    let name = file.display().to_string();
    let (found, problems) = match is_library(text) {
        true => {
            let InterventionsReading { interventions, problems, .. } = read_interventions(text);
            (interventions, problems)
        }
        false => {
            let reading = read(text);
            let found = reading.scenario.map(|scenario| scenario.interventions);
            if found.as_ref().is_some_and(Vec::is_empty) {
                return Err(misuse(words::none_in_file(lang, &name)));
            }
            (found, reading.problems)
        }
    };
    show_problems(&name, text, &problems, lang);
    match found {
        Some(found) => Ok(found),
        None => bail!("{}", words::cannot_be_used(lang, &name, count_errors(&problems))),
    }
}
