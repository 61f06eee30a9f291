//! `keten show`: the chain drawn, or the list of its parameters.

use std::process::ExitCode;

use anyhow::Result;
use clap::ValueEnum;
use sim_core::lang::Lang;
use sim_core::scenario::read;

use crate::args::{ShowArguments, ShowFormat};
use crate::misuse::misuse;
use crate::output::drawing::{self, Chart};
use crate::output::{parameters, put};
use crate::{load, text};

/// Draws or lists.
pub(crate) fn run(arguments: &ShowArguments, lang: Lang) -> Result<ExitCode> {
    let mut scenario = load::load(&arguments.file, &[], lang)?.scenario;
    if scenario.present_file.is_none()
        && let Some(as_written) = read(&load::read_text(&arguments.file, lang)?).scenario
    {
        // The rows of a waiting list are no parameters, and lines are those of the file.
        scenario.written = as_written.written;
    }
    let usual = if arguments.parameters { ShowFormat::Table } else { ShowFormat::Text };
    let format = arguments.format.unwrap_or(usual);
    let shown = match (arguments.parameters, format) {
        (false, ShowFormat::Text) => drawing::text(&Chart::of(&scenario, lang)),
        (false, ShowFormat::Svg) => drawing::svg(&Chart::of(&scenario, lang)),
        (false, ShowFormat::Mermaid) => drawing::mermaid(&Chart::of(&scenario, lang)),
        (true, ShowFormat::Table) => parameters::table(&scenario.written, lang),
        (true, ShowFormat::Csv) => arguments.csv_dialect.text(parameters::csv(&scenario.written)?)?,
        (true, ShowFormat::Json) => parameters::json(&scenario.written),
        (parameters, other) => {
            let found = other.to_possible_value().map_or(String::new(), |value| value.get_name().to_owned());
            return Err(misuse(text::drawing::format_does_not_fit(lang, &found, parameters)));
        }
    };
    put::put(arguments.output.as_deref(), &shown, lang)?;
    Ok(ExitCode::SUCCESS)
}
