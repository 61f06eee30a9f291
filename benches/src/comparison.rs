//! Engines side by side: what they report, whether they agree, and how fast they were.

use std::collections::BTreeMap;
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
    /// What is known of its measures.
    pub known: &'static [Known],
    /// Where that comes from.
    pub source: &'static str,
    /// Customers of the run that the deviations are of, where a run may be shorter.
    pub customers: Option<u64>,
}

/// What is known of a measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Known {
    /// Its name.
    pub measure: &'static str,
    /// True value, or mean of very many replications.
    pub mean: f64,
    /// Standard deviation of one replication.
    pub deviation: f64,
}

const fn known(measure: &'static str, mean: f64, deviation: f64) -> Known {
    Known { measure, mean, deviation }
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
    known: &[known("time_in_system", 10.0, 0.195)],
    source: "theory: 1 / (μ − λ); deviation of a million customers from 400 runs of the program written by hand",
    customers: Some(1_000_000),
};

/// The chain of `scenarios/textbook/chain.toml`.
pub const CHAIN: Compared = Compared {
    name: "chain",
    per_second: PerSecond::Events,
    known: &[
        known("completed", 70_439.0, 287.0),
        known("reneged", 2_824.0, 216.0),
        known("returned", 5_869.0, 74.5),
        known("wait_signalling", 0.1815, 0.0137),
        known("wait_intake", 1.513, 0.116),
        known("wait_curative", 13.44, 6.71),
        known("wait_crisis", 0.080, 0.00746),
        known("wait_aftercare", 0.0001, 0.00048),
    ],
    source: "means of 4,000 replications of a program of its own; deviations from 4,000 of the program written by hand",
    customers: None,
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

/// Every engine's means beside the known values.
pub fn agreements(model: &Compared, all: &[Ran]) -> Vec<Agreement> {
    let mut found = Vec::new();
    for known in model.known {
        for ran in all {
            let values = ran.values(known.measure);
            if values.is_empty() {
                continue;
            }
            let number = values.len() as f64;
            // A shorter run spreads more.
            let longer = |one: &Outcome| match model.customers {
                Some(customers) => customers as f64 / one.customers.max(1) as f64,
                None => 1.0,
            };
            let variance = ran.outcomes().map(longer).sum::<f64>() * known.deviation.powi(2);
            found.push(Agreement {
                engine: ran.engine.clone(),
                measure: known.measure,
                mean: values.iter().sum::<f64>() / number,
                replications: values.len(),
                known: known.mean,
                tolerance: (0.02 * known.mean).max(3.0 * variance.sqrt() / number),
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
    let _ = writeln!(text, "\nMeans beside what is known ({}); tolerance in brackets.\n", model.source);
    let names: Vec<&str> = model.known.iter().map(|known| known.measure).collect();
    let _ = writeln!(text, "| engine | {} |", names.join(" | "));
    let _ = writeln!(text, "|---|{}", "---|".repeat(names.len()));
    let known: Vec<String> = model.known.iter().map(|known| known.mean.to_string()).collect();
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

    /// Two per cent off is agreement, and so is less than three standard errors: of short runs these are wide.
    #[test]
    fn agreement_is_two_per_cent_or_three_standard_errors() {
        let model = Compared { customers: Some(10), ..MM1 };
        let holds = |values: &[f64]| agreements(&model, &[ran("one", values)])[0].holds();
        assert!(holds(&[10.58]));
        assert!(!holds(&[10.59]));
        assert!(holds(&[10.19; 100]));
        assert!(!holds(&[10.21; 100]));
        assert!(agreements(&MM1, &[ran("one", &[200.0])])[0].holds(), "of ten customers little is known");
    }

    /// Speed is counted over a round: 10 customers in half a second.
    #[test]
    fn speed_is_counted_over_a_round() {
        assert_eq!(ran("one", &[10.0]).speeds(PerSecond::Customers), [20.0]);
        assert_eq!(ran("one", &[10.0]).speeds(PerSecond::Events), [40.0]);
    }
}
