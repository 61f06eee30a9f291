//! The files of a folder of results: manifest, scenario, tables and pictures.

use std::path::Path;

use anyhow::Result;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use sim_core::estimate::{LEVEL, WarmUpAdvice, mser5};
use sim_core::experiment::Stopped;
use sim_core::lang::Lang;

use super::asked::Asked;
use super::dialect::Dialect;
use super::folder::{File, MANIFEST};
use super::{csv, flows, json, series, unknown};
use crate::charts::{self, Origin};
use crate::run::Run;
use crate::run_id::RunId;
use crate::stopwatch::Stopwatch;

/// Version of the layout of the folder.
const FORMAT: u32 = 1;

/// What a manifest says beyond the run itself.
#[derive(Debug, Clone)]
pub(crate) struct Circumstances {
    /// Name of the scenario file.
    pub(crate) file: String,
    /// What was asked.
    pub(crate) asked: Asked,
    /// Threads used.
    pub(crate) threads: usize,
    /// When the run began.
    pub(crate) began: Option<String>,
    /// How long it took.
    pub(crate) seconds: f64,
    /// Form of the tables.
    pub(crate) dialect: Dialect,
}

impl Circumstances {
    /// * `stopwatch` – started when the command began
    pub(crate) fn of(
        file: &Path,
        asked: Asked,
        threads: usize,
        stopwatch: &Stopwatch,
        dialect: Dialect,
    ) -> Circumstances {
        Circumstances {
            file: file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned(),
            asked,
            threads,
            began: stopwatch.began(),
            seconds: stopwatch.elapsed().as_secs_f64(),
            dialect,
        }
    }
}

/// All files. Only the manifest differs between two runs of the same scenario, seed and version.
///
/// * `more` – files of the verb's own
pub(crate) fn files(run: &Run, circumstances: &Circumstances, more: Vec<File>, lang: Lang) -> Result<Vec<File>> {
    let mut files = vec![
        ("scenario.toml".to_owned(), run.text.clone().into_bytes()),
        ("measures.csv".to_owned(), csv::measures(&run.rows)?),
        ("measures.json".to_owned(), json::text(run).into_bytes()),
        ("series.csv".to_owned(), series::months(&run.scenario, &run.plan, &run.experiment)?),
        ("welch.csv".to_owned(), series::welch_average(run)?),
    ];
    files.extend(flows::files(run)?);
    let id = RunId::of_run(run);
    let origin = Origin { file: &circumstances.file, id: &id, day: None };
    files.extend(charts::files(&charts::of_run(run, origin, lang))?);
    files.extend(more);
    with_manifest(about(run, circumstances), files, circumstances, lang)
}

/// Files with their manifest in front.
///
/// * `about` – what it says of these results beside program, command, hashes and circumstances
pub(crate) fn with_manifest(
    about: Value,
    files: Vec<File>,
    circumstances: &Circumstances,
    lang: Lang,
) -> Result<Vec<File>> {
    let mut files = circumstances.dialect.files(files)?;
    let hashes: Map<String, Value> = files.iter().map(|(name, bytes)| (name.clone(), sha256(bytes).into())).collect();
    let mut manifest = json!({
        "program": "keten",
        "version": env!("CARGO_PKG_VERSION"),
        "format": FORMAT,
        "command": circumstances.asked.json(lang),
    });
    let last = json!({
        "sha256": hashes,
        "run": {
            "started_at": circumstances.began,
            "seconds": (circumstances.seconds * 1000.0).round() / 1000.0,
            "threads": circumstances.threads,
            "os": std::env::consts::OS,
            "architecture": std::env::consts::ARCH,
            "cores": std::thread::available_parallelism().map_or(Value::Null, |cores| cores.get().into()),
        },
    });
    if let (Value::Object(all), Value::Object(about), Value::Object(last)) = (&mut manifest, about, last) {
        all.extend(about.into_iter().chain(last));
    }
    files.insert(0, (MANIFEST.to_owned(), format!("{manifest:#}\n").into_bytes()));
    Ok(files)
}

/// SHA-256 as `sha256sum` prints it.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What the manifest says of a run.
fn about(run: &Run, circumstances: &Circumstances) -> Value {
    let parameters = run.scenario.written.iter();
    let parameters: Vec<Value> =
        parameters.map(|one| json!({ "path": one.path, "value": one.value, "note": one.note })).collect();
    json!({
        "scenario": {
            "file": circumstances.file,
            "title": run.scenario.title.in_files(),
            "changes": run.changes,
            "sha256": sha256(run.text.as_bytes()),
            "text": run.text,
        },
        "id": RunId::of_run(run).as_str(),
        "seed": run.seed,
        "replications": run.experiment.replications(),
        "antithetic": run.scenario.antithetic,
        "unknown": unknown::draws(run),
        "likely": run.likely.is_some(),
        "stopped": stopped(run.experiment.stopped),
        "level": LEVEL,
        "start": run.scenario.start.to_string(),
        "warm_up": warm_up(run),
        "horizon_days": run.scenario.horizon.as_days(),
        "warnings": run.warnings,
        "parameters": parameters,
    })
}

/// Why an experiment ended, as programs read it.
pub(super) fn stopped(stopped: Stopped) -> &'static str {
    match stopped {
        Stopped::Done => "done",
        Stopped::Precise => "precise",
        Stopped::AtCap => "at_cap",
        Stopped::Interrupted => "interrupted",
    }
}

/// The warm-up as given, and what MSER-5 says of the fine series in `welch.csv`.
fn warm_up(run: &Run) -> Value {
    let whole = (run.plan.end - run.plan.begin).as_days();
    let (settled, advised) = match mser5(&run.experiment.fine) {
        Some(WarmUpAdvice::SettledAt(share)) => (Value::from(true), Value::from(share * whole)),
        Some(WarmUpAdvice::NotSettled) => (Value::from(false), Value::Null),
        None => (Value::Null, Value::Null),
    };
    json!({
        "days": -run.plan.begin.as_days(),
        "mser5_settled": settled,
        "mser5_days": advised,
        "moving_average_steps": 2 * series::WINDOW + 1,
    })
}
