//! `keten check`: every problem of scenario files, how large a run will be, and which teams cannot keep up.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow};

use sim_core::chain::compile;
use sim_core::lang::Lang;
use sim_core::scenario::is_library;

use crate::args::CheckArguments;
use crate::errors::compile_error;
use crate::interventions::{self, Library};
use crate::load::Loaded;
use crate::misuse::Misuse;
use crate::output::put::say;
use crate::{forecast, load, text};

/// Checks files; exit code 1 when one of them cannot be used, 2 when one is not there.
pub(crate) fn run(arguments: &CheckArguments, lang: Lang) -> Result<ExitCode> {
    let (mut failed, mut misused) = (false, false);
    for file in &arguments.files {
        if let Err(error) = check(file, lang) {
            let causes: Vec<String> = error.chain().map(ToString::to_string).collect();
            anstream::eprintln!("{}: {}", text::error(lang), causes.join(": "));
            failed = true;
            misused |= error.is::<Misuse>();
        }
    }
    Ok(match (failed, misused) {
        (_, true) => ExitCode::from(2),
        (true, false) => ExitCode::FAILURE,
        (false, false) => ExitCode::SUCCESS,
    })
}

/// Checks a file and tells what a run of it will be like.
fn check(file: &Path, lang: Lang) -> Result<()> {
    let text = load::read_text(file, lang)?;
    if is_library(&text) {
        let found = interventions::read_file(file, &text, lang)?;
        say!("{}: {}", file.display(), crate::text::interventions::library_is_right(lang, found.len()));
        return Ok(());
    }
    let loaded = load::load(file, &[], lang)?;
    interventions_apply(file, &loaded, lang)?;
    let scenario = loaded.scenario;
    let about = || file.display().to_string();
    let model = compile(&scenario).map_err(|error| anyhow!(compile_error(&error, lang))).with_context(about)?;
    let forecast = forecast::of(&scenario, &model, &scenario.runs, lang).with_context(about)?;
    say!("{}: {}: {}", file.display(), scenario.title, forecast::size(&forecast, &scenario.runs, lang));
    for warning in forecast::warnings(&scenario, &forecast, lang) {
        say!("{}: {warning}", text::warning(lang));
    }
    Ok(())
}

/// Whether every intervention that stands in a scenario can be applied to it.
fn interventions_apply(file: &Path, loaded: &Loaded, lang: Lang) -> Result<()> {
    let own = &loaded.scenario.interventions;
    if own.is_empty() {
        return Ok(());
    }
    let library = Library::of_scenario(file, lang)?;
    let mut refused = Vec::new();
    for one in own {
        if let Err(problems) = sim_core::scenario::apply(&loaded.text, &[one]) {
            library.show(&problems, &[one], lang);
            refused.push((one.name.clone(), problems.len()));
        }
    }
    match &refused[..] {
        [] => Ok(()),
        refused => {
            let names: Vec<&str> = refused.iter().map(|(name, _)| name.as_str()).collect();
            let problems = refused.iter().map(|(_, problems)| problems).sum();
            let why = crate::text::interventions::cannot_be_applied(lang, &names.join(", "), problems);
            Err(anyhow!("{}: {why}", file.display()))
        }
    }
}
