//! `keten apply`: the scenario with interventions applied, as a file that a person can read.

use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use sim_core::lang::Lang;
use sim_core::scenario::Applied;

use crate::args::ApplyArguments;
use crate::interventions::Library;
use crate::load;
use crate::output::put;
use crate::text::interventions as words;

/// Writes the scenario that comes out, and tells what was changed.
pub(crate) fn run(arguments: &ApplyArguments, lang: Lang) -> Result<ExitCode> {
    let file = &arguments.scenario.file;
    // What is wrong with the scenario itself is told as of any other.
    load::load(file, &arguments.scenario.set, lang)?;
    let (_, text, _) = load::changed(file, &arguments.scenario.set, lang)?;
    let library = Library::of(file, &arguments.interventions, lang)?;
    let picked = library.pick(&arguments.with.join("+"), lang)?;
    let mut applied = library.apply(&text, &picked, lang)?;
    if let Some(output) = &arguments.output {
        applied.text = beside_its_files(applied.text, file, output);
    }
    put::put(arguments.output.as_deref(), &applied.text, lang)?;
    let told = told(&applied, lang);
    match arguments.output {
        Some(_) => put::screen(&told)?,
        // The scenario itself is on the screen, or on its way to a file.
        None => anstream::eprint!("{told}"),
    }
    Ok(ExitCode::SUCCESS)
}

/// What was changed, a line each.
fn told(applied: &Applied, lang: Lang) -> String {
    let changes = applied.changes.iter().map(|change| format!("{}: {}\n", change.by, words::change(lang, change)));
    let combined =
        applied.combined.iter().map(|combined| words::combined(lang, &combined.path, &combined.by.join(", ")) + "\n");
    changes.chain(combined).collect()
}

/// A scenario that names a file beside it still finds it from another folder.
fn beside_its_files(text: String, from: &Path, to: &Path) -> String {
    let Some(name) = sim_core::scenario::read(&text).scenario.and_then(|scenario| scenario.present_file) else {
        return text;
    };
    let folder = |path: &Path| {
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        parent.canonicalize().ok()
    };
    let (Some(from), Some(to)) = (folder(from), folder(to)) else { return text };
    if from == to || Path::new(&name).is_absolute() {
        return text;
    }
    let shared = from.components().zip(to.components()).take_while(|(one, other)| one == other).count();
    let mut path: PathBuf = to.components().skip(shared).map(|_| Component::ParentDir).collect();
    path.extend(from.components().skip(shared));
    path.push(&name);
    let path = path.to_string_lossy().replace('\\', "/");
    sim_core::scenario::set(&text, "present_file", &format!("{path:?}")).unwrap_or(text)
}
