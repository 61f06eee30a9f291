//! `keten briefing`: results in plain words and charts, of a scenario or of a folder of results.

use std::process::ExitCode;

use anyhow::Result;
use sim_core::lang::Lang;

use super::made::Made;
use super::run::INTERRUPTED;
use crate::args::BriefingArguments;
use crate::briefing::{Form, Results};
use crate::misuse::misuse;
use crate::output::put;
use crate::text::briefing_file as words;
use crate::text::made::interrupted;

/// Simulates or reads, and writes the briefing.
pub(crate) fn run(arguments: BriefingArguments, lang: Lang) -> Result<ExitCode> {
    let BriefingArguments { of, output } = arguments;
    // Better to know before simulating than after it.
    let form = Form::of(&output).ok_or_else(|| misuse(words::unknown_kind(lang, &output, &Form::endings())))?;
    put::may_be_written(&output, lang)?;
    let made = Made::of(of, lang)?;
    if made.is_interrupted() {
        eprintln!("{}", interrupted(lang));
        return Ok(ExitCode::from(INTERRUPTED));
    }
    let Made { run, compared, file, when, seconds } = made;
    let mut results = Results { run, compared, file, when, seconds };
    put::whole(&output, &form.write(&mut results, lang)?, lang)?;
    eprintln!("{}", words::written(lang, &output));
    Ok(ExitCode::SUCCESS)
}
