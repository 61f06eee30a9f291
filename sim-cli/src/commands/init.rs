//! `keten init`: a commented scenario to start from.

use std::process::ExitCode;

use anyhow::Result;
use sim_core::lang::Lang;

use crate::args::InitArguments;
use crate::misuse::misuse;
use crate::output::put;
use crate::text;

/// Writes the template of the language; an existing file stays unless told otherwise.
pub(crate) fn run(arguments: &InitArguments, lang: Lang) -> Result<ExitCode> {
    let template = template(lang);
    if arguments.file.as_os_str() == "-" {
        put::screen(template)?;
        return Ok(ExitCode::SUCCESS);
    }
    let name = arguments.file.display().to_string();
    if arguments.file.exists() && !arguments.force {
        return Err(misuse(text::file_exists(lang, &name)));
    }
    put::whole(&arguments.file, template.as_bytes(), lang)?;
    put::screen(&format!("{}\n", text::written(lang, &name)))?;
    Ok(ExitCode::SUCCESS)
}

/// The template: the same chain in both languages.
fn template(lang: Lang) -> &'static str {
    lang.pick(include_str!("../../templates/scenario.en.toml"), include_str!("../../templates/scenario.nl.toml"))
}
