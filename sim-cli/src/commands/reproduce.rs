//! `keten reproduce`: results once more, from nothing but the files of their folder (and the log that they are of), and whether they
//! are the same.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::{CommandFactory, FromArgMatches};
use serde_json::Value;
use sim_core::lang::Lang;
use tempfile::TempDir;

use crate::args::{Arguments, Command, MakingArguments, ReproduceArguments};
use crate::commands;
use crate::log_origin::LogOrigin;
use crate::misuse::{file_error, misuse};
use crate::output::asked::Asked;
use crate::output::folder::{File, MANIFEST};
use crate::output::put::say;
use crate::output::results::sha256;
use crate::text::{self, reproduce as words};

/// The largest manifest that is read.
const MOST_BYTES: u64 = 16 << 20;

/// Simulates again and compares; exit code 1 when anything differs.
pub(crate) fn run(arguments: &ReproduceArguments, lang: Lang) -> Result<ExitCode> {
    let results = Results::read(&arguments.manifest, lang)?;
    let this = env!("CARGO_PKG_VERSION");
    if let Some(other) = results.manifest["version"].as_str().filter(|other| *other != this) {
        anstream::eprintln!("{}: {}", text::warning(lang), words::other_version(lang, other, this));
    }
    let again = results.again(arguments, lang)?;
    let verdicts = results.compare(&again);
    let widest = verdicts.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    for (name, verdict) in &verdicts {
        say!("{name:widest$}  {}", verdict.text(lang));
    }
    let differ = verdicts.iter().filter(|(_, verdict)| *verdict != Verdict::Same).count();
    say!("\n{}", words::summary(lang, verdicts.len(), differ));
    Ok(if differ == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What is found of a file.
#[derive(Debug, PartialEq)]
enum Verdict {
    /// The same bytes.
    Same,
    /// Other bytes, from this line on where both are text.
    Differs(Option<usize>),
    /// It is made, but the file in the folder is not the one that was written.
    Changed,
    /// It is not made any more.
    NotMade,
    /// It is not in the folder.
    Missing,
}

impl Verdict {
    fn text(&self, lang: Lang) -> String {
        match self {
            Verdict::Same => words::same(lang).to_owned(),
            Verdict::Differs(line) => words::differs(lang, *line),
            Verdict::Changed => words::changed(lang).to_owned(),
            Verdict::NotMade => words::not_made(lang).to_owned(),
            Verdict::Missing => words::missing(lang).to_owned(),
        }
    }
}

/// A folder of results.
pub(super) struct Results {
    /// The folder.
    pub(super) folder: PathBuf,
    /// Its manifest.
    pub(super) manifest: Value,
    /// The hash of every file, as it was written.
    pub(super) hashes: BTreeMap<String, String>,
    asked: Asked,
    /// The language of the texts in the files.
    pub(super) lang: Lang,
}

impl Results {
    /// * `path` – the manifest, or the folder that it is in
    pub(super) fn read(path: &Path, lang: Lang) -> Result<Results> {
        let path = if path.is_dir() { path.join(MANIFEST) } else { path.to_owned() };
        let about = |text: &str| misuse(format!("{}: {text}", path.display()));
        let size = fs::metadata(&path).map_err(|error| file_error(&path, &error, lang))?.len();
        if size > MOST_BYTES {
            return Err(about(words::no_manifest(lang)));
        }
        let bytes = fs::read(&path).map_err(|error| file_error(&path, &error, lang))?;
        let manifest: Option<Value> = serde_json::from_slice(&bytes).ok();
        let manifest = manifest.filter(|manifest| manifest["program"] == "keten");
        let manifest = manifest.ok_or_else(|| about(words::no_manifest(lang)))?;
        if manifest["stopped"] == "interrupted" {
            return Err(about(words::interrupted(lang)));
        }
        let (asked, of_files) = Asked::from_json(&manifest["command"]).ok_or_else(|| about(words::no_command(lang)))?;
        let hashes = manifest["sha256"].as_object().into_iter().flatten();
        let hashes: BTreeMap<String, String> =
            hashes.filter_map(|(name, hash)| Some((name.clone(), hash.as_str()?.to_owned()))).collect();
        let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new(".")).to_owned();
        let inside = |name: &String| Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
        let names = asked.files.iter().flat_map(|(name, in_folder)| [name, in_folder]);
        if hashes.is_empty() || !names.chain(hashes.keys()).all(inside) {
            return Err(about(words::no_command(lang)));
        }
        Ok(Results { folder, manifest, hashes, asked, lang: of_files })
    }

    /// The verb that wrote it.
    pub(super) fn verb(&self) -> Option<&str> {
        self.asked.arguments.first().map(String::as_str)
    }

    /// The files of the same command once more.
    fn again(&self, with: &ReproduceArguments, lang: Lang) -> Result<Vec<File>> {
        let (_passing, command) = self.command(with.threads, lang)?;
        let about = |why: &str| misuse(format!("{}: {why}", self.folder.join(MANIFEST).display()));
        if !matches!(command, Command::Mine(_)) && (with.log.is_some() || with.hash_key.is_some()) {
            return Err(about(words::not_of_a_log(lang)));
        }
        match command {
            Command::Mine(mut arguments) => {
                let origin =
                    LogOrigin::from_json(&self.manifest["log"]).ok_or_else(|| about(words::no_command(lang)))?;
                match (origin.is_keyed, &with.hash_key) {
                    (true, None) => return Err(about(words::needs_key(lang))),
                    (false, Some(_)) => return Err(about(words::needs_no_key(lang))),
                    _ => arguments.log.reading.hash_key.clone_from(&with.hash_key),
                }
                arguments.log.log = origin.find(&self.folder, with.log.as_deref(), lang)?;
                commands::mine::again(&arguments, origin, self.lang)
            }
            Command::Run(arguments) => commands::run::again(&arguments, self.lang),
            Command::Compare(arguments) => commands::compare::again(&arguments, self.lang),
            Command::Sweep(arguments) => commands::sweep::again(&arguments, self.lang),
            Command::Bottlenecks(arguments) => commands::bottlenecks::again(&arguments, self.lang),
            _ => Err(about(words::no_command(lang))),
        }
    }

    /// The command of which these are the results, which writes nothing anywhere; and the passing folder with the files that
    /// it reads.
    pub(super) fn command(&self, threads: Option<usize>, lang: Lang) -> Result<(TempDir, Command)> {
        let passing = self.lay_out(lang)?;
        let mut typed = vec!["keten".to_owned()];
        typed.extend(self.asked.arguments.iter().map(|argument| self.at(passing.path(), argument)));
        typed.extend(threads.map(|threads| format!("--threads={threads}")));
        let matches = Arguments::command().try_get_matches_from(typed);
        let parsed = matches.and_then(|matches| Arguments::from_arg_matches(&matches));
        let about = |why: String| misuse(format!("{}: {why}", self.folder.join(MANIFEST).display()));
        let mut command = parsed.map_err(|error| about(error.to_string()))?.command;
        match &mut command {
            Command::Run(arguments) => writes_nothing(&mut arguments.simulation.making),
            Command::Compare(arguments) => writes_nothing(&mut arguments.simulation.making),
            Command::Sweep(arguments) => writes_nothing(&mut arguments.simulation.making),
            Command::Bottlenecks(arguments) => writes_nothing(&mut arguments.making),
            Command::Mine(arguments) => arguments.out = None,
            _ => return Err(about(words::no_command(lang).to_owned())),
        }
        Ok((passing, command))
    }

    /// The files that the command reads, under the names by which it knows them.
    fn lay_out(&self, lang: Lang) -> Result<TempDir> {
        let passing = tempfile::Builder::new().prefix("keten-").tempdir()?;
        for (name, in_folder) in &self.asked.files {
            let from = self.folder.join(in_folder);
            let to = passing.path().join(name);
            to.parent().map_or(Ok(()), fs::create_dir_all)?;
            fs::copy(&from, &to).map_err(|error| file_error(&from, &error, lang))?;
        }
        Ok(passing)
    }

    /// An argument with the place where its file lies now.
    fn at(&self, place: &Path, argument: &str) -> String {
        let known = |text: &str| self.asked.files.iter().any(|(name, _)| name == text);
        let now = |name: &str| place.join(name).to_string_lossy().into_owned();
        match argument.split_once('=') {
            Some((option, name)) if option.starts_with("--") && known(name) => format!("{option}={}", now(name)),
            None if known(argument) => now(argument),
            _ => argument.to_owned(),
        }
    }

    /// What is found of every file.
    fn compare(&self, again: &[File]) -> Vec<(String, Verdict)> {
        let of_file = |(name, hash): (&String, &String)| {
            let made = again.iter().find(|(made, _)| made == name).map(|(_, bytes)| bytes);
            let there = fs::read(self.folder.join(name)).ok();
            let verdict = match (made, there) {
                (_, None) => Verdict::Missing,
                (None, _) => Verdict::NotMade,
                (Some(made), Some(there)) if sha256(made) != *hash => Verdict::Differs(first_difference(made, &there)),
                (_, Some(there)) if sha256(&there) != *hash => Verdict::Changed,
                _ => Verdict::Same,
            };
            (name.clone(), verdict)
        };
        self.hashes.iter().map(of_file).collect()
    }
}

/// Whatever a manifest says, nothing is written anywhere.
fn writes_nothing(arguments: &mut MakingArguments) {
    (arguments.out, arguments.keep) = (None, None);
}

/// The first line, from 1, in which two texts differ.
fn first_difference(a: &[u8], b: &[u8]) -> Option<usize> {
    let (a, b) = (std::str::from_utf8(a).ok()?, std::str::from_utf8(b).ok()?);
    let same = a.lines().zip(b.lines()).take_while(|(a, b)| a == b).count();
    (a != b).then_some(same + 1)
}
