//! `keten man`: the manual pages.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use clap_mangen::Man;
use sim_core::lang::Lang;

use crate::args::{self, ManArguments};
use crate::misuse::file_error;
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
            std::fs::create_dir_all(folder).map_err(|error| file_error(folder, &error, lang))?;
            write_pages(command, folder, lang)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The page of a command and those of its subcommands, as `keten.1`, `keten-run.1` and so on.
fn write_pages(command: clap::Command, folder: &Path, lang: Lang) -> Result<()> {
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        write_pages(sub.clone(), folder, lang)?;
    }
    let page = Man::new(command);
    let file = folder.join(page.get_filename());
    let mut bytes = Vec::new();
    page.render(&mut bytes)?;
    put::whole(&file, &bytes, lang)
}
