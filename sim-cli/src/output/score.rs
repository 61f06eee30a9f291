//! How far a simulation is from a log: a table to read, and the same as JSON and CSV.

use comfy_table::{CellAlignment, Table, presets};
use serde_json::{Value, json};
use sim_core::lang::Lang;
use sim_mining::learn::Kept;
use sim_mining::score::{Distance, Scores, Summary};
use sim_report::number::fixed;

use crate::number::ABSENT;
use crate::text::score as words;

/// The whole answer.
pub(crate) struct Answer<'r> {
    /// Scenario file.
    pub(crate) file: &'r str,
    /// Log it is held against.
    pub(crate) log: &'r str,
    /// Earlier log.
    pub(crate) past: Option<String>,
    /// Seed of the runs.
    pub(crate) seed: u64,
    /// Number of runs.
    pub(crate) runs: u32,
    /// Cases of the log.
    pub(crate) cases: usize,
    /// Which of the simulated cases are compared, and how far they are followed.
    pub(crate) kept: Kept,
    /// Whether that was asked for, not seen from the log.
    pub(crate) asked: bool,
    /// Pieces of work in the log that were not over, which are not compared.
    pub(crate) not_over: usize,
    /// Runs that brought fewer cases than the log has.
    pub(crate) too_few: usize,
    /// Cases that had not ended when a run did, of all runs.
    pub(crate) unfinished: usize,
    /// The distances.
    pub(crate) scores: &'r Scores,
    /// Language.
    pub(crate) lang: Lang,
}

impl Answer<'_> {
    /// The distances beside the yardsticks, and below them what they say.
    pub(crate) fn table(&self) -> String {
        let lang = self.lang;
        let mut table = Table::new();
        table.load_style(presets::NOTHING);
        let mut head = vec![words::distance(lang), words::simulated(lang), words::halves(lang)];
        head.extend(self.scores.replay.is_some().then(|| words::past(lang)));
        table.set_header(head);
        for (position, &distance) in Distance::ALL.iter().enumerate() {
            let cell = |summary: &Summary| show(summary, distance, lang);
            let mut row = vec![words::name(lang, distance).to_owned()];
            row.push(cell(&self.scores.simulated[position]));
            row.push(cell(&self.scores.noise[position]));
            row.extend(self.scores.replay.as_ref().map(|replay| cell(&replay[position])));
            table.add_row(row);
        }
        for column in table.column_iter_mut().skip(1) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        let lines: Vec<String> = table.to_string().lines().map(|line| line.trim_end().to_owned()).collect();
        let mut parts = vec![
            words::head(lang, self.file, self.log, self.runs, self.cases, self.seed),
            words::kept(lang, self.kept, self.asked),
            lines.join("\n"),
            words::legend(lang, self.scores.replay.is_some()).to_owned(),
            self.verdicts(),
        ];
        parts.extend(self.drift());
        if self.too_few > 0 {
            parts.push(words::too_few(lang, self.too_few, self.runs));
        }
        if self.not_over > 0 {
            parts.push(words::not_over(lang, self.not_over));
        }
        if self.unfinished > 0 {
            parts.push(words::unfinished(lang, self.unfinished));
        }
        parts.join("\n\n") + "\n"
    }

    /// What the distances say, in words: which are no larger than chance, which no larger than the past, and which are.
    fn verdicts(&self) -> String {
        let near = |verdict| -> Vec<&str> {
            let each = Distance::ALL.iter().enumerate();
            each.filter(|(position, _)| self.scores.verdict(*position) == Some(verdict))
                .map(|(_, &distance)| words::name(self.lang, distance))
                .collect()
        };
        words::verdicts(self.lang, near)
    }

    /// What has changed since the earlier log.
    fn drift(&self) -> Option<String> {
        let past = self.past.as_deref()?;
        self.scores.replay.as_ref()?;
        let each = Distance::ALL.iter().enumerate().filter(|(position, _)| self.scores.has_drifted(*position));
        let names: Vec<&str> = each.map(|(_, &distance)| words::name(self.lang, distance)).collect();
        Some(words::drift(self.lang, past, &names))
    }

    /// The same as JSON.
    pub(crate) fn json(&self) -> String {
        let of = |summary: &Summary| json!({ "mean": summary.mean, "sd": summary.sd, "n": summary.runs });
        let rows: Vec<Value> = Distance::ALL
            .iter()
            .enumerate()
            .map(|(position, distance)| {
                json!({
                    "distance": distance.name(),
                    "unit": distance.unit(),
                    "simulated": of(&self.scores.simulated[position]),
                    "two_halves": of(&self.scores.noise[position]),
                    "past": self.scores.replay.as_ref().map(|replay| of(&replay[position])),
                    "drifted": self.scores.replay.as_ref().map(|_| self.scores.has_drifted(position)),
                })
            })
            .collect();
        let answer = json!({
            "scenario": self.file, "log": self.log, "earlier_log": self.past, "seed": self.seed, "runs": self.runs,
            "cases": self.cases, "cases_kept": words::kept_name(self.kept), "not_over": self.not_over, "runs_with_fewer_cases": self.too_few, "unfinished_cases": self.unfinished,
            "distances": rows,
        });
        format!("{answer:#}\n")
    }

    /// The same as CSV, a row for each distance and what it is of.
    ///
    /// # Errors
    /// Never in practice: memory is written to.
    pub(crate) fn csv(&self) -> anyhow::Result<String> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["distance", "of", "unit", "mean", "sd", "n"])?;
        let empty = |value: Option<f64>| value.map_or(String::new(), |value| value.to_string());
        for (position, distance) in Distance::ALL.iter().enumerate() {
            let replay = self.scores.replay.as_ref().map(|replay| ("past", &replay[position]));
            let both = [("simulated", &self.scores.simulated[position]), ("two_halves", &self.scores.noise[position])];
            for (of, summary) in both.into_iter().chain(replay) {
                let (mean, sd) = (empty(summary.mean), empty(summary.sd));
                writer.write_record([distance.name(), of, distance.unit(), &mean, &sd, &summary.runs.to_string()])?;
            }
        }
        Ok(String::from_utf8(writer.into_inner()?)?)
    }
}

/// Mean ± standard deviation, with the digits that the latter deserves.
fn show(summary: &Summary, distance: Distance, lang: Lang) -> String {
    let Some(mean) = summary.mean else { return ABSENT.to_owned() };
    let decimals = match mean {
        _ if distance.unit() == "share" => 3,
        mean if mean >= 100.0 => 0,
        mean if mean >= 10.0 => 1,
        _ => 2,
    };
    match summary.sd {
        Some(sd) => format!("{} ± {}", fixed(mean, decimals, lang), fixed(sd, decimals, lang)),
        None => fixed(mean, decimals, lang),
    }
}
