//! `keten check`: every problem of scenario files, how large a run will be, and which teams cannot keep up.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow};

use sim_core::chain::compile;
use sim_core::lang::Lang;

use crate::args::CheckArguments;
use crate::errors::compile_error;
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
    let scenario = load::load(file, &[], lang)?.scenario;
    let about = || file.display().to_string();
    let model = compile(&scenario).map_err(|error| anyhow!(compile_error(&error, lang))).with_context(about)?;
    let forecast = forecast::of(&scenario, &model, &scenario.runs, lang).with_context(about)?;
    say!("{}: {}: {}", file.display(), scenario.title, forecast::size(&forecast, &scenario.runs, lang));
    for warning in forecast::warnings(&scenario, &forecast, lang) {
        say!("{}: {warning}", text::warning(lang));
    }
    Ok(())
}
