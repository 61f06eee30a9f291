//! A short name for some results, so that a picture can be laid beside the folder that it came from.

use sha2::{Digest, Sha256};

use crate::arms::Compared;
use crate::commands::bottlenecks::Ranking;
use crate::output::bottlenecks_tidy;
use crate::run::Run;

/// So many hexadecimal digits tell results apart.
const DIGITS: usize = 8;

/// The first digits of a hash of everything that determines results, and of nothing else: the same results have the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RunId(String);

impl RunId {
    /// Of a scenario that was run.
    pub(crate) fn of_run(run: &Run) -> RunId {
        of((run.seed, run.experiment.replications(), run.likely.is_some()), &[&run.text])
    }

    /// Of scenarios that were compared: of all of them, the base first.
    pub(crate) fn of_comparison(compared: &Compared) -> RunId {
        let texts: Vec<&str> = compared.arms.iter().map(|arm| &*arm.text).collect();
        let replications = compared.results.experiments[0].replications();
        of((compared.seed, replications, compared.likely.is_some()), &texts)
    }

    /// Of a ranking of bottlenecks, whose table for programs says what was asked.
    pub(crate) fn of_ranking(ranking: &Ranking) -> RunId {
        let table = bottlenecks_tidy::json(ranking);
        of((ranking.seed, ranking.found.replications, false), &[&ranking.text, &table])
    }

    /// The digits.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// * `simulated` – seed, replications, and whether unknown numbers were taken at their likely values
/// * `texts` – of the scenarios, changes included
fn of((seed, replications, likely): (u64, u32, bool), texts: &[&str]) -> RunId {
    let mut hash = Sha256::new();
    let mut part = |bytes: &[u8]| {
        // With its length, so that no two lists of parts read the same.
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    };
    part(env!("CARGO_PKG_VERSION").as_bytes());
    part(&seed.to_le_bytes());
    part(&replications.to_le_bytes());
    part(&[u8::from(likely)]);
    texts.iter().for_each(|text| part(text.as_bytes()));
    let digits: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    RunId(digits.chars().take(DIGITS).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_results_have_the_same_name() {
        let one = of((7, 40, false), &["a", "b"]);
        assert_eq!(one, of((7, 40, false), &["a", "b"]));
        assert!(one.as_str().len() == DIGITS && one.as_str().chars().all(|digit| digit.is_ascii_hexdigit()));
        let others = [
            of((8, 40, false), &["a", "b"]),
            of((7, 41, false), &["a", "b"]),
            of((7, 40, true), &["a", "b"]),
            of((7, 40, false), &["b", "a"]),
            of((7, 40, false), &["ab"]),
            of((7, 40, false), &["a"]),
        ];
        assert!(others.iter().all(|other| *other != one));
    }
}
