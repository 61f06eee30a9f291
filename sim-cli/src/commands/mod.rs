//! The verbs, one file each.

mod check;
mod run;
mod theory;

use std::process::ExitCode;

use anyhow::Result;
use sim_core::lang::Lang;

use crate::args::{Arguments, Command};

/// Does what was asked.
pub(crate) fn run(arguments: Arguments, lang: Lang) -> Result<ExitCode> {
    let lang = arguments.lang.map_or(lang, Lang::from);
    match arguments.command {
        Command::Check(arguments) => check::run(&arguments, lang),
        Command::Run(arguments) => run::run(&arguments, lang),
        Command::Theory(arguments) => theory::run(&arguments, lang),
    }
}
