//! `keten schema`: the JSON Schema of scenario files.

use std::process::ExitCode;

use anyhow::Result;

use crate::output::put;

/// Prints the schema; it is the same in every language.
pub(crate) fn run() -> Result<ExitCode> {
    put::screen(&sim_core::scenario::schema_text())?;
    Ok(ExitCode::SUCCESS)
}
