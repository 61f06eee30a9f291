//! `keten man`: the manual pages.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap_mangen::Man;
use sim_core::lang::Lang;

use crate::args::{self, ManArguments};
use crate::output::put;

/// Writes a page for every command to a folder, or prints the main page.
pub(crate) fn run(arguments: &ManArguments, lang: Lang) -> Result<ExitCode> {
    let mut command = args::command(lang);
    command.build();
    match &arguments.output {
        None => {
            let mut bytes = Vec::new();
            Man::new(command).render(&mut bytes)?;
            put::screen(&String::from_utf8(bytes)?)?;
        }
        Some(folder) => {
            std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
            write_pages(command, folder)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The page of a command and those of its subcommands, as `keten.1`, `keten-run.1` and so on.
fn write_pages(command: clap::Command, folder: &Path) -> Result<()> {
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        write_pages(sub.clone(), folder)?;
    }
    let page = Man::new(command);
    let file = folder.join(page.get_filename());
    let mut bytes = Vec::new();
    page.render(&mut bytes)?;
    put::whole(&file, &bytes)
}
