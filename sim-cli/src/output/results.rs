//! The files of a folder of results: manifest, scenario, tables and pictures.

use anyhow::Result;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use sim_core::estimate::{LEVEL, WarmUpAdvice, mser5};
use sim_core::experiment::Stopped;
use sim_core::lang::Lang;

use super::asked::Asked;
use super::folder::{File, MANIFEST};
use super::{csv, json, series, unknown};
use crate::chart;
use crate::run::Run;

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
}

/// All files. Only the manifest differs between two runs of the same scenario, seed and version.
///
/// * `more` – files of the verb's own
pub(crate) fn files(run: &Run, circumstances: &Circumstances, more: Vec<File>, lang: Lang) -> Result<Vec<File>> {
    let mut files = vec![
        ("scenario.toml".to_owned(), run.text.clone().into_bytes()),
        ("measures.csv".to_owned(), csv::measures(&run.rows)?),
        ("measures.json".to_owned(), json::text(run).into_bytes()),
        ("series.csv".to_owned(), series::months(run)?),
        ("welch.csv".to_owned(), series::welch_average(run)?),
    ];
    for chart in chart::charts(run, &circumstances.file, lang) {
        let canvas = chart::draw::draw(&chart);
        files.push((format!("pictures/{}.svg", chart.name), chart::draw::svg(&canvas)?.into_bytes()));
        files.push((format!("pictures/{}.png", chart.name), chart::draw::png(&canvas)?));
    }
    files.extend(more);
    let manifest = format!("{:#}\n", manifest(run, circumstances, &files, lang));
    files.insert(0, (MANIFEST.to_owned(), manifest.into_bytes()));
    Ok(files)
}

/// SHA-256 as `sha256sum` prints it.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn manifest(run: &Run, circumstances: &Circumstances, files: &[File], lang: Lang) -> Value {
    let hashes: Map<String, Value> = files.iter().map(|(name, bytes)| (name.clone(), sha256(bytes).into())).collect();
    let parameters = run.scenario.written.iter();
    let parameters: Vec<Value> =
        parameters.map(|one| json!({ "path": one.path, "value": one.value, "note": one.note })).collect();
    json!({
        "program": "keten",
        "version": env!("CARGO_PKG_VERSION"),
        "format": FORMAT,
        "scenario": {
            "file": circumstances.file,
            "title": run.scenario.title,
            "changes": run.changes,
            "sha256": sha256(run.text.as_bytes()),
            "text": run.text,
        },
        "command": circumstances.asked.json(lang),
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
        "sha256": hashes,
        "warnings": run.warnings,
        "parameters": parameters,
        "run": {
            "started_at": circumstances.began,
            "seconds": (circumstances.seconds * 1000.0).round() / 1000.0,
            "threads": circumstances.threads,
            "os": std::env::consts::OS,
            "architecture": std::env::consts::ARCH,
            "cores": std::thread::available_parallelism().map_or(Value::Null, |cores| cores.get().into()),
        },
    })
}

fn stopped(stopped: Stopped) -> &'static str {
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
