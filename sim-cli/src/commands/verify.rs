//! `keten verify`: cases with known answers, judged on runs of ordinary scenarios.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, bail};
use rayon::prelude::*;
use serde_json::{Value, json};
use sim_core::lang::Lang;

use crate::args::{VerifyArguments, VerifyFormat};
use crate::load;
use crate::misuse::{file_error, misuse};
use crate::output::put::say;
use crate::pool;
use crate::text::{self, verify as words};
use crate::verify::{Case, Check, Judged, Options, Verdict, judge, number, relation};

/// Judges cases; exit code 1 for anything but passes and known gaps.
pub(crate) fn run(arguments: &VerifyArguments, lang: Lang) -> Result<ExitCode> {
    let known = arguments.known_gaps.as_deref().map(|path| known_gaps(path, lang)).transpose()?;
    let (cases, mut wrong) = read_cases(&arguments.paths, lang)?;
    let options = Options { seed: arguments.seed, at_least: arguments.replications_at_least, lang };
    let threads = pool::start(arguments.threads, lang)?;
    let judged: Vec<Judged> = threads.install(|| cases.par_iter().map(|case| judge(case, options)).collect());
    if let Some(folder) = &arguments.write {
        write(folder, &judged, lang)?;
    }
    match arguments.format {
        VerifyFormat::Table => show(&judged, lang)?,
        VerifyFormat::Json => say!("{:#}", as_json(&judged, arguments.seed)),
    }
    let known = known.unwrap_or_default();
    let gaps: BTreeSet<&str> = known.iter().map(String::as_str).collect();
    for one in &judged {
        match (one.verdict(), gaps.contains(one.id.as_str())) {
            (Verdict::Pass, false) | (Verdict::CannotExpress, true) => {}
            (_, listed) => {
                if listed {
                    anstream::eprintln!("{}: {}", text::error(lang), words::closed_gap(lang, &one.id));
                }
                wrong += 1;
            }
        }
    }
    for gap in gaps.into_iter().filter(|gap| !judged.iter().any(|one| one.id == *gap)) {
        anstream::eprintln!("{}: {}", text::error(lang), words::unknown_gap(lang, gap));
        wrong += 1;
    }
    Ok(if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// All cases of files and folders, in the order of names; what cannot be read is told and counted.
fn read_cases(paths: &[PathBuf], lang: Lang) -> Result<(Vec<Case>, usize)> {
    let (mut cases, mut wrong): (Vec<Case>, usize) = (Vec::new(), 0);
    for path in paths {
        for file in files(path, lang)? {
            let name = file.display().to_string();
            let text = load::read_text(&file, lang)?;
            match Case::read(&text) {
                Ok(case) if cases.iter().any(|known| known.id == case.id) => {
                    bail!("{}", words::case_twice(lang, &name, &case.id))
                }
                Ok(case) => cases.push(case),
                Err(error) => {
                    anstream::eprintln!("{}: {name}: {}", text::error(lang), words::malformed(lang, &error));
                    wrong += 1;
                }
            }
        }
    }
    Ok((cases, wrong))
}

/// A file, or the cases of a folder; its `schema.json` describes cases and is none.
fn files(path: &Path, lang: Lang) -> Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let failed = |error: std::io::Error| file_error(path, &error, lang);
    let entries = std::fs::read_dir(path).map_err(failed)?;
    let files = entries.map(|entry| entry.map(|entry| entry.path())).collect::<std::io::Result<Vec<_>>>();
    let mut files = files.map_err(failed)?;
    files.retain(|file| {
        file.extension().is_some_and(|extension| extension == "json")
            && file.file_name().is_some_and(|name| name != "schema.json")
    });
    files.sort();
    if files.is_empty() {
        return Err(misuse(words::no_cases(lang, &path.display().to_string())));
    }
    Ok(files)
}

/// Names of cases, one a line; what follows `#` is a remark.
fn known_gaps(path: &Path, lang: Lang) -> Result<Vec<String>> {
    let text = load::read_text(path, lang)?;
    let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default().trim());
    Ok(lines.filter(|line| !line.is_empty()).map(str::to_owned).collect())
}

fn write(folder: &Path, judged: &[Judged], lang: Lang) -> Result<()> {
    std::fs::create_dir_all(folder).map_err(|error| file_error(folder, &error, lang))?;
    for (name, text) in judged.iter().flat_map(|one| &one.scenarios) {
        let path = folder.join(format!("{name}.toml"));
        std::fs::write(&path, text).map_err(|error| file_error(&path, &error, lang))?;
    }
    Ok(())
}

fn show(judged: &[Judged], lang: Lang) -> Result<()> {
    let checks = judged.iter().flat_map(|one| one.checks.iter().map(move |check| (one.id.as_str(), check)));
    let lines: Vec<[String; 5]> = checks.map(|(id, check)| line(id, check, lang)).collect();
    let widths: Vec<usize> =
        (0..5).map(|column| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0).min(60)).collect();
    for line in &lines {
        let cells = line.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        say!("{}", cells.collect::<Vec<_>>().join("  ").trim_end());
    }
    let count = |verdict| judged.iter().filter(|one| one.verdict() == verdict).count();
    let counts = [Verdict::Pass, Verdict::Fail, Verdict::CannotExpress, Verdict::Undecided].map(count);
    say!("{}", words::summary(lang, judged.len(), counts));
    Ok(())
}

fn line(id: &str, check: &Check, lang: Lang) -> [String; 5] {
    let short = |value: f64| format!("{value:.6}").trim_end_matches('0').trim_end_matches('.').to_owned();
    let found = match (check.estimate, check.standard_error) {
        (Some(estimate), Some(error)) => format!("{} (se {})", short(estimate), small(error)),
        (Some(estimate), None) => short(estimate),
        (None, _) => "–".to_owned(),
    };
    let wanted = check.expected.map_or("–".to_owned(), |value| match check.tolerance {
        0.0 => format!("{} {}", relation(check.relation), short(value)),
        tolerance => format!("{} {} ± {}", relation(check.relation), short(value), small(tolerance)),
    });
    let mut verdict = words::verdict(lang, check.verdict).to_owned();
    if let Some(reason) = &check.reason {
        verdict = format!("{verdict}: {}", words::reason(lang, reason));
    }
    let variant = check.variant.as_ref().map_or(String::new(), |variant| format!(" [{variant}]"));
    [id.to_owned(), format!("{}{variant}", check.metric), found, wanted, verdict]
}

/// A number with two digits that count, without a power of ten, however small it is.
fn small(value: f64) -> String {
    if value <= 0.0 || !value.is_finite() {
        return value.to_string();
    }
    let decimals = (1.0 - value.log10().floor()).clamp(0.0, 20.0) as usize;
    let text = format!("{value:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

fn as_json(judged: &[Judged], seed: u64) -> Value {
    let name = |verdict| match verdict {
        Verdict::Pass => "pass",
        Verdict::Fail => "fail",
        Verdict::CannotExpress => "cannot express",
        Verdict::Undecided => "undecided",
    };
    let check = |check: &Check| {
        json!({
            "metric": check.metric,
            "variant": check.variant,
            "estimate": number(check.estimate),
            "standard_error": number(check.standard_error),
            "relation": relation(check.relation),
            "expected": number(check.expected),
            "tolerance": check.tolerance,
            "verdict": name(check.verdict),
            "reason": check.reason.as_ref().map(|reason| words::reason(Lang::En, reason)),
        })
    };
    let case = |one: &Judged| {
        json!({
            "case": one.id,
            "verdict": name(one.verdict()),
            "replications": one.replications,
            "checks": one.checks.iter().map(check).collect::<Vec<_>>(),
        })
    };
    let count = |verdict| judged.iter().filter(|one| one.verdict() == verdict).count();
    json!({
        "version": env!("CARGO_PKG_VERSION"),
        "seed": seed,
        "cases": judged.iter().map(case).collect::<Vec<_>>(),
        "passed": count(Verdict::Pass),
        "failed": count(Verdict::Fail),
        "cannot_express": count(Verdict::CannotExpress),
        "undecided": count(Verdict::Undecided),
    })
}

#[cfg(test)]
mod tests {
    use super::small;

    #[test]
    fn margins_have_no_power_of_ten() {
        assert_eq!(
            [0.0417, 0.04, 1.26, 24.6, 1234.0, 1e-9, 0.0].map(small),
            ["0.042", "0.04", "1.3", "25", "1234", "0.000000001", "0"]
        );
    }
}
