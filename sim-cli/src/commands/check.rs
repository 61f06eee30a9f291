//! `keten check`: every problem of scenario files.

use std::process::ExitCode;

use anyhow::Result;
use sim_core::lang::Lang;

use crate::args::CheckArguments;
use crate::load;

/// Checks files; exit code 1 when one of them cannot be used.
pub(crate) fn run(arguments: &CheckArguments, lang: Lang) -> Result<ExitCode> {
    let mut exit = ExitCode::SUCCESS;
    for file in &arguments.files {
        match load::load(file, &[], lang) {
            Ok(loaded) => println!("{}: {}", file.display(), loaded.scenario.title),
            Err(error) => {
                anstream::eprintln!("{error:#}");
                exit = ExitCode::FAILURE;
            }
        }
    }
    Ok(exit)
}
