//! Engines side by side: what they report, whether they agree, and how fast they were.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::outcome::Outcome;

/// What an engine did in each round.
#[derive(Debug, Clone, Default)]
pub struct Ran {
    /// Name in the table.
    pub engine: String,
    /// For each round its replications.
    pub rounds: Vec<Vec<Outcome>>,
    /// Why it did not run, where it did not.
    pub failed: Option<String>,
}

/// A model that engines are compared on.
#[derive(Debug, Clone, Copy)]
pub struct Compared {
    /// Name.
    pub name: &'static str,
    /// What speed is counted in.
    pub per_second: PerSecond,
    /// True values, or means of very many replications, by measure.
    pub known: &'static [(&'static str, f64)],
    /// Where they come from.
    pub source: &'static str,
}

/// What speed is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PerSecond {
    /// Events.
    Events,
    /// Residents.
    Customers,
}

/// M/M/1 with an arrival rate of 0.9 and a service rate of 1.
pub const MM1: Compared = Compared {
    name: "mm1",
    per_second: PerSecond::Customers,
    known: &[("time_in_system", 10.0)],
    source: "theory: 1 / (μ − λ)",
};

/// The chain of `scenarios/textbook/chain.toml`.
pub const CHAIN: Compared = Compared {
    name: "chain",
    per_second: PerSecond::Events,
    known: &[
        ("completed", 70_439.0),
        ("reneged", 2_824.0),
        ("returned", 5_869.0),
        ("wait_signalling", 0.1815),
        ("wait_intake", 1.513),
        ("wait_curative", 13.44),
        ("wait_crisis", 0.080),
        ("wait_aftercare", 0.0001),
    ],
    source: "means of 4,000 replications of a program of its own",
};

/// Half of the numbers are lower, half are higher; `None` of none.
pub fn median(numbers: &[f64]) -> Option<f64> {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => None,
        length if length % 2 == 1 => Some(sorted[middle]),
        _ => Some((sorted[middle - 1] + sorted[middle]) / 2.0),
    }
}

impl Ran {
    /// All replications.
    pub fn outcomes(&self) -> impl Iterator<Item = &Outcome> {
        self.rounds.iter().flatten()
    }

    /// Events or customers a second, in each round.
    pub fn speeds(&self, per: PerSecond) -> Vec<f64> {
        let counted = |one: &Outcome| match per {
            PerSecond::Events => one.events as f64,
            PerSecond::Customers => one.customers as f64,
        };
        let speed = |round: &Vec<Outcome>| {
            round.iter().map(counted).sum::<f64>() / round.iter().map(|one| one.seconds).sum::<f64>()
        };
        self.rounds.iter().filter(|round| !round.is_empty()).map(speed).collect()
    }

    fn values(&self, measure: &str) -> Vec<f64> {
        self.outcomes().filter_map(|one| one.results.get(measure).copied()).collect()
    }
}

/// An engine's mean of a measure beside the known value.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    /// Engine.
    pub engine: String,
    /// Measure.
    pub measure: &'static str,
    /// Mean over the replications.
    pub mean: f64,
    /// How many there were.
    pub replications: usize,
    /// Known value.
    pub known: f64,
    /// How far the mean may be from it: two per cent, or three standard errors where that is more.
    pub tolerance: f64,
}

impl Agreement {
    /// Whether the mean is near enough.
    pub fn holds(&self) -> bool {
        (self.mean - self.known).abs() <= self.tolerance
    }
}

/// Every engine's means beside the known values. The standard deviation of a replication is that of all engines together,
/// each about its own mean: five replications of a slow engine alone would say little of it.
pub fn agreements(model: &Compared, all: &[Ran]) -> Vec<Agreement> {
    let mut found = Vec::new();
    for &(measure, known) in model.known {
        let values: Vec<(&Ran, Vec<f64>)> = all.iter().map(|ran| (ran, ran.values(measure))).collect();
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        let squares: f64 =
            values.iter().map(|(_, of)| of.iter().map(|value| (value - mean(of)).powi(2)).sum::<f64>()).sum();
        let freedom: usize = values.iter().map(|(_, of)| of.len().saturating_sub(1)).sum();
        let deviation = (squares / freedom.max(1) as f64).sqrt();
        for (ran, of) in values.iter().filter(|(_, of)| !of.is_empty()) {
            let tolerance = (0.02 * known).max(3.0 * deviation / (of.len() as f64).sqrt());
            found.push(Agreement {
                engine: ran.engine.clone(),
                measure,
                mean: mean(of),
                replications: of.len(),
                known,
                tolerance,
            });
        }
    }
    found
}

/// A number of a second, with three digits that count.
pub fn in_millions(per_second: f64) -> String {
    let millions = per_second / 1e6;
    match millions {
        ..0.1 => format!("{millions:.4}"),
        ..1.0 => format!("{millions:.3}"),
        ..10.0 => format!("{millions:.2}"),
        _ => format!("{millions:.1}"),
    }
}

/// The comparison as Markdown: the table of speeds, then that of agreement.
pub fn table(model: &Compared, all: &[Ran]) -> String {
    let mut text = String::new();
    let unit = match model.per_second {
        PerSecond::Events => "events",
        PerSecond::Customers => "customers",
    };
    let speed = |ran: &Ran| median(&ran.speeds(model.per_second));
    let keten = all.iter().find(|ran| ran.engine == "keten").and_then(speed);
    let mut sorted: Vec<&Ran> = all.iter().collect();
    sorted.sort_by(|one, other| speed(other).unwrap_or(0.0).total_cmp(&speed(one).unwrap_or(0.0)));
    let _ = writeln!(text, "## {}\n", model.name);
    let _ = writeln!(
        text,
        "| engine | version | million {unit} a second (median) | lowest – highest | rounds × replications | keten is faster by |"
    );
    let _ = writeln!(text, "|---|---|---|---|---|---|");
    for ran in sorted {
        let speeds = ran.speeds(model.per_second);
        let (Some(median), Some(first)) = (median(&speeds), ran.outcomes().next()) else {
            let why = ran.failed.as_deref().unwrap_or("gave no result");
            let _ = writeln!(text, "| {} | – | did not run: {why} | | | |", ran.engine);
            continue;
        };
        let lowest = speeds.iter().copied().fold(f64::INFINITY, f64::min);
        let highest = speeds.iter().copied().fold(0.0, f64::max);
        let each = ran.outcomes().count() / speeds.len();
        let ratio = keten.map_or("–".to_owned(), |keten| format!("{:.2} ×", keten / median));
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} – {} | {} × {each} | {ratio} |",
            ran.engine,
            first.version,
            in_millions(median),
            in_millions(lowest),
            in_millions(highest),
            speeds.len(),
        );
    }
    let agreements = agreements(model, all);
    let measures: BTreeSet<&str> = agreements.iter().map(|one| one.measure).collect();
    let _ = writeln!(text, "\nMeans beside what is known ({}); tolerance in brackets.\n", model.source);
    let names: Vec<&str> = model.known.iter().map(|(name, _)| *name).filter(|name| measures.contains(name)).collect();
    let _ = writeln!(text, "| engine | {} |", names.join(" | "));
    let _ = writeln!(text, "|---|{}", "---|".repeat(names.len()));
    let known: Vec<String> = names
        .iter()
        .filter_map(|name| model.known.iter().find(|(known, _)| known == name))
        .map(|(_, value)| value.to_string())
        .collect();
    let _ = writeln!(text, "| known | {} |", known.join(" | "));
    let mut rows: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for one in &agreements {
        let mark = if one.holds() { "" } else { " **differs**" };
        rows.entry(&one.engine).or_default().push(format!("{}{mark} ({})", digits(one.mean), digits(one.tolerance)));
    }
    for (engine, cells) in rows {
        let _ = writeln!(text, "| {engine} | {} |", cells.join(" | "));
    }
    text
}

/// Four digits that count.
fn digits(number: f64) -> String {
    match number.abs() {
        1000.0.. => format!("{number:.0}"),
        100.0.. => format!("{number:.1}"),
        10.0.. => format!("{number:.2}"),
        1.0.. => format!("{number:.3}"),
        _ => format!("{number:.4}"),
    }
}

/// All that was found, for programs to read.
pub fn as_json(model: &Compared, all: &[Ran]) -> Value {
    let engines: Vec<Value> = all
        .iter()
        .map(|ran| {
            let speeds = ran.speeds(model.per_second);
            json!({
                "engine": ran.engine,
                "version": ran.outcomes().next().map(|one| one.version.clone()),
                "per_second": { "median": median(&speeds), "rounds": speeds },
                "replications": ran.outcomes().count(),
                "failed": ran.failed,
            })
        })
        .collect();
    let agreements: Vec<Value> = agreements(model, all)
        .iter()
        .map(|one| {
            json!({
                "engine": one.engine, "measure": one.measure, "mean": one.mean, "replications": one.replications,
                "known": one.known, "tolerance": one.tolerance, "holds": one.holds(),
            })
        })
        .collect();
    json!({ "model": model.name, "engines": engines, "agreement": agreements })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::results;

    fn ran(engine: &str, values: &[f64]) -> Ran {
        let outcome = |value: &f64| Outcome {
            engine: engine.to_owned(),
            version: "1".to_owned(),
            model: "mm1".to_owned(),
            seed: 1,
            seconds: 0.5,
            events: 20,
            customers: 10,
            results: results([("time_in_system", *value)]),
        };
        Ran {
            engine: engine.to_owned(),
            rounds: values.iter().map(|value| vec![outcome(value)]).collect(),
            failed: None,
        }
    }

    /// The median is the middle one, or lies halfway between the middle two.
    #[test]
    fn medians() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), Some(2.5));
        assert_eq!(median(&[]), None);
    }

    /// Two per cent off is agreement, three is not unless the spread excuses it.
    #[test]
    fn agreement_is_two_per_cent_or_three_standard_errors() {
        let near = agreements(&MM1, &[ran("near", &[10.2, 10.2])]);
        assert!(near[0].holds(), "{near:?}");
        let far = agreements(&MM1, &[ran("far", &[10.3, 10.3])]);
        assert!(!far[0].holds(), "{far:?}");
        let spread = agreements(&MM1, &[ran("spread", &[9.3, 11.3])]);
        assert!(spread[0].holds(), "{spread:?}");
    }

    /// Speed is counted over a round: 10 customers in half a second.
    #[test]
    fn speed_is_counted_over_a_round() {
        assert_eq!(ran("one", &[10.0]).speeds(PerSecond::Customers), [20.0]);
        assert_eq!(ran("one", &[10.0]).speeds(PerSecond::Events), [40.0]);
    }
}
