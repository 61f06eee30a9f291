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
    if !form.is_built_in() {
        return Err(misuse(format!("-o {}: {}", output.display(), words::no_pdf(lang))));
    }
    put::may_be_written(&output, lang)?;
    let made = Made::of(of, lang)?;
    if made.is_interrupted() {
        eprintln!("{}", interrupted(lang));
        return Ok(ExitCode::from(INTERRUPTED));
    }
    let results = Results {
        run: &made.run,
        compared: made.compared.as_ref(),
        file: &made.file,
        when: made.when.as_deref(),
        seconds: made.seconds,
    };
    put::whole(&output, &form.write(&results, lang)?, lang)?;
    eprintln!("{}", words::written(lang, &output));
    Ok(ExitCode::SUCCESS)
}
