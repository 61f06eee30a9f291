//! `keten completions`: completion of commands in a shell.

use std::process::ExitCode;

use anyhow::Result;
use sim_core::lang::Lang;

use crate::args::{self, CompletionsArguments};
use crate::output::put;

/// Prints the completion file of a shell.
pub(crate) fn run(arguments: &CompletionsArguments, lang: Lang) -> Result<ExitCode> {
    let mut bytes = Vec::new();
    clap_complete::generate(arguments.shell, &mut args::command(lang), "keten", &mut bytes);
    put::screen(&String::from_utf8(bytes)?)?;
    Ok(ExitCode::SUCCESS)
}
