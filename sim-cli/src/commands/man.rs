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
        None => put::screen(&String::from_utf8(page(command)?)?)?,
        Some(folder) => {
            std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
            write_pages(command, folder)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn page(command: clap::Command) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    Man::new(command).render(&mut bytes)?;
    Ok(bytes)
}

/// The page of a command and those of its subcommands, as `keten.1`, `keten-run.1` and so on.
fn write_pages(command: clap::Command, folder: &Path) -> Result<()> {
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        write_pages(sub.clone(), folder)?;
    }
    // Built commands are called `keten run`; the file and its title are `keten-run`.
    let name = command.get_bin_name().unwrap_or(command.get_name()).replace(' ', "-");
    let file = folder.join(format!("{name}.1"));
    let named = command.name(name);
    put::whole(&file, &page(named)?)
}
