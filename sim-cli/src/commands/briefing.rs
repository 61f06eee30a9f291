//! `keten briefing`: results in plain words and charts, of a scenario or of a folder of results.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use sim_core::lang::Lang;

use super::made::Made;
use super::run::INTERRUPTED;
use crate::args::BriefingArguments;
use crate::briefing::{self, Form, OwnTemplate, Results};
use crate::misuse::misuse;
use crate::output::put::{self, say};
use crate::text::briefing_file as words;
use crate::text::made::interrupted;

/// Simulates or reads, and writes the briefing, or the names that a template may use.
pub(crate) fn run(arguments: BriefingArguments, lang: Lang) -> Result<ExitCode> {
    let BriefingArguments { of, output, template, placeholders } = arguments;
    // Better to know before simulating than after it.
    let target = output.map(|output| Target::of(output, template.as_deref(), lang)).transpose()?;
    let made = Made::of(of, lang)?;
    if made.is_interrupted() {
        eprintln!("{}", interrupted(lang));
        return Ok(ExitCode::from(INTERRUPTED));
    }
    let Made { run, compared, file, when, seconds } = made;
    let mut results = Results { run, compared, file, when, seconds };
    if placeholders {
        let names = briefing::placeholders(&mut results, lang)?;
        let widest = names.iter().map(|(name, _)| name.len()).max().unwrap_or(0) + 4;
        for (name, what) in names {
            say!("{:widest$}  {what}", format!("{{{{{name}}}}}"));
        }
    }
    if let Some(Target { file, form, template }) = target {
        put::whole(&file, &form.write(&mut results, lang, template.as_ref())?, lang)?;
        eprintln!("{}", words::written(lang, &file));
    }
    Ok(ExitCode::SUCCESS)
}

/// What is to be written.
struct Target {
    file: PathBuf,
    form: Form,
    template: Option<OwnTemplate>,
}

impl Target {
    /// Of the arguments; refuses what cannot be written.
    fn of(file: PathBuf, template: Option<&Path>, lang: Lang) -> Result<Target> {
        let form = Form::of(&file).ok_or_else(|| misuse(words::unknown_kind(lang, &file, &Form::endings())))?;
        if !form.is_built_in() {
            return Err(misuse(format!("-o {}: {}", file.display(), words::no_pdf(lang))));
        }
        put::may_be_written(&file, lang)?;
        let template = template.map(|template| OwnTemplate::read(template, form, lang)).transpose()?;
        Ok(Target { file, form, template })
    }
}
