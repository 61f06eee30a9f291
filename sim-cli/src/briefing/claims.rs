//! What a briefing says of an arm, by rule: which differences are worth a sentence, and what the sentence may claim.
//!
//! Only a verdict that is corrected for all rows that were tested together makes a claim; what cannot be told apart from
//! chance is said to be so, with what it may be.

use sim_core::experiment::{Comparison, Difference, DifferenceVerdict, StageShift};
use sim_core::lang::Lang;
use sim_core::observe::{Measure, Of, Statistic};
use sim_core::scenario::{Phase, Scenario};
use sim_report::document::{Part, Text};

use super::figure::Change;
use crate::arms::LoadedArm;
use crate::text::briefing as words;
use crate::text::title;

/// A change of less than this share of what was, is no news.
const SLIGHT: f64 = 0.01;
/// A queue that changes by less than this share of what another does, takes no part in a move.
const PART_OF_MOVE: f64 = 0.1;

/// An arm beside the base, with what is needed to name its rows.
pub(super) struct Beside<'c> {
    /// The base.
    pub(super) base: &'c LoadedArm,
    /// The arm.
    pub(super) arm: &'c LoadedArm,
    /// What was found.
    pub(super) found: &'c Comparison,
    /// Its position among the arms that are compared with the base.
    pub(super) position: usize,
    /// Language.
    pub(super) lang: Lang,
}

/// A claim is made of it.
pub(super) fn is_claim(row: &Difference) -> bool {
    use DifferenceVerdict::{Better, Less, More, Worse};
    matches!(row.verdict, Better | Worse | More | Less)
}

/// How much a row of the whole chain matters to a reader, 0 most; `None` for rows that no sentence is about.
fn importance(row: &Difference, scenario: &Scenario) -> Option<u32> {
    let success = |end: u32| scenario.ends.get(end as usize).is_some_and(|end| end.success);
    match (row.key.measure, row.key.of, row.key.statistic) {
        (Measure::NeedReach, Of::Chain, Statistic::Share) => Some(0),
        (Measure::ReachStarted, Of::Phase(Phase::Curative), Statistic::Share) => Some(1),
        (Measure::ReachFinished, Of::Phase(Phase::Curative), Statistic::Share) => Some(2),
        (Measure::Lasting, Of::Chain, Statistic::Share) => Some(3),
        (Measure::Outcome, Of::End(end), Statistic::Share) if success(end) => Some(4),
        (Measure::Wait, Of::Stage(_), _) => Some(5),
        (Measure::ClockKept, Of::Clock(_), Statistic::Share) => Some(6),
        (Measure::DroppedOut, Of::Stage(_), Statistic::Share) => Some(7),
        _ => None,
    }
}

/// By how much a row changed, as a share of what it was.
fn relative(row: &Difference) -> f64 {
    let (Some(before), Some(found)) = (row.before, row.difference) else { return 0.0 };
    if before.value == 0.0 { found.value.abs().min(1.0) } else { (found.value / before.value).abs() }
}

impl<'c> Beside<'c> {
    /// Whether a wait is a queue: elsewhere a delay comes before the first work.
    fn is_queue(&self, row: &Difference) -> bool {
        let side = if row.after.is_none() { self.base } else { self.arm };
        let Of::Stage(stage) = row.key.of else { return true };
        side.plan.stages.get(stage as usize).is_some_and(|stage| stage.begins_with_work)
    }

    /// What of a stage's wait is told: the median where something can be claimed of it, else the mean.
    fn waits(&self) -> impl Iterator<Item = &'c Difference> {
        self.found.stages.iter().filter_map(|stage| {
            let row = |place: Option<usize>| place.and_then(|place| self.found.differences.get(place));
            let median = row(stage.median).filter(|row| is_claim(row));
            median.or(row(stage.wait)).filter(|row| self.is_queue(row))
        })
    }

    /// How large a change is among rows of equal importance. Of a wait it is by how many residents the queue changes, which
    /// is by how many days all residents together wait more or less each day (Little's law): what is no wait worth speaking
    /// of stays so when it halves. Of all else it is the share of what was.
    fn weight(&self, row: &Difference) -> f64 {
        if row.key.measure != Measure::Wait {
            return relative(row);
        }
        self.found.stages.iter().find(|stage| stage.stage == row.of).map_or(0.0, |stage| stage.shift.abs())
    }

    /// The rows that matter, the most important first; of equal importance the largest change first.
    pub(super) fn rows(&self) -> Vec<&'c Difference> {
        let others = self.found.differences.iter().filter(|row| row.is_whole() && row.key.measure != Measure::Wait);
        let mut rows: Vec<(u32, &Difference)> = others
            .chain(self.waits())
            .filter_map(|row| Some((importance(row, &self.arm.scenario)?, row)))
            .filter(|(_, row)| row.verdict != DifferenceVerdict::OnlyHere)
            .collect();
        rows.sort_by(|(a, one), (b, other)| a.cmp(b).then(self.weight(other).total_cmp(&self.weight(one))));
        rows.into_iter().map(|(_, row)| row).collect()
    }

    /// What is told of the reach, or of what comes nearest to it.
    pub(super) fn headline(&self) -> Option<&'c Difference> {
        self.rows().into_iter().find(|row| importance(row, &self.arm.scenario).is_some_and(|rank| rank < 5))
    }

    /// The rows with this verdict, the most important first, without the headline.
    pub(super) fn judged(&self, verdict: DifferenceVerdict) -> Vec<&'c Difference> {
        let headline = self.headline();
        let rows = self.rows().into_iter().filter(|row| row.verdict == verdict);
        rows.filter(|row| headline.is_none_or(|first| !std::ptr::eq(first, *row))).collect()
    }

    /// The same, without what is no news.
    pub(super) fn news(&self, verdict: DifferenceVerdict) -> Vec<&'c Difference> {
        self.judged(verdict).into_iter().filter(|row| !is_slight(row)).collect()
    }

    /// A row in a sentence.
    pub(super) fn sentence(&self, row: &Difference) -> Text {
        let side = if row.after.is_none() { self.base } else { self.arm };
        let subject = words::subject(self.lang, &side.scenario, &side.plan, row.key);
        sentence(&Change { arm: &self.arm.name, row, lang: self.lang }, subject)
    }

    /// The queues of the stages, in the order of how much they grew.
    fn queues_of_stages(&self) -> impl DoubleEndedIterator<Item = (&'c StageShift, &'c Difference)> {
        let found = self.found;
        found.stages.iter().filter_map(|stage| Some((stage, found.differences.get(stage.queue?)?)))
    }

    /// Where the queue went. A queue that seems to change by more than any of which it is sure comes first.
    pub(super) fn queue(&self) -> Text {
        together([self.queue_that_seems().unwrap_or_default(), self.queue_that_surely()])
    }

    /// The queue that changes most by its own interval, where the correction for all that was compared leaves it unsure and
    /// no queue surely changes by more.
    fn queue_that_seems(&self) -> Option<Text> {
        let lang = self.lang;
        let size = |stage: &StageShift| stage.shift.abs();
        let sure = self.queues_of_stages().filter(|(_, row)| is_claim(row)).map(|(stage, _)| size(stage));
        let sure = sure.fold(0.0, f64::max);
        let told = self.queues_of_stages().filter_map(|(stage, row)| {
            let change = Change { arm: &self.arm.name, row, lang };
            let unsure = row.verdict == DifferenceVerdict::CannotTell && size(stage) > sure;
            unsure.then_some((stage, change.size_between()?))
        });
        let (stage, by) = told.max_by(|(one, ..), (other, ..)| size(one).total_cmp(&size(other)))?;
        let form = if stage.shift > 0.0 { words::queue_may_grow(lang) } else { words::queue_may_shrink(lang) };
        Some(Text::fill(form, vec![Part::Words(self.stage_title(&stage.stage)), by]))
    }

    fn queue_that_surely(&self) -> Text {
        let lang = self.lang;
        let queues = || self.queues_of_stages();
        // The stages stand in the order of how much their queue grew.
        let grown = queues().find(|(stage, row)| stage.shift > 0.0 && row.verdict == DifferenceVerdict::Worse);
        let shrunk = queues().rfind(|(stage, row)| stage.shift < 0.0 && row.verdict == DifferenceVerdict::Better);
        // What is next to nothing beside the other is no part of a move.
        let size = |moved: &Option<(&StageShift, &Difference)>| moved.map_or(0.0, |(stage, _)| stage.shift.abs());
        let (least_shrunk, least_grown) = (PART_OF_MOVE * size(&grown), PART_OF_MOVE * size(&shrunk));
        let shrunk = shrunk.filter(|(stage, _)| stage.shift.abs() >= least_shrunk);
        let grown = grown.filter(|(stage, _)| stage.shift.abs() >= least_grown);
        let stage = |name: &str| Part::Words(self.stage_title(name));
        let by = |row: &Difference| Change { arm: &self.arm.name, row, lang }.size_between();
        match (shrunk, grown) {
            (Some((from, less)), Some((to, more))) => match (by(less), by(more)) {
                (Some(shorter), Some(longer)) => Text::fill(words::queue_moves(lang), {
                    let (from, to) = (&from.stage, &to.stage);
                    vec![stage(from), stage(to), stage(from), shorter, stage(to), longer]
                }),
                // What knows no chance has no interval.
                _ => together([self.sentence(less), self.sentence(more)]),
            },
            (None, Some((to, row))) => by(row).map_or_else(
                || self.sentence(row),
                |size| Text::fill(words::queue_grows(lang), vec![stage(&to.stage), size]),
            ),
            (Some((from, row)), None) => by(row).map_or_else(
                || self.sentence(row),
                |size| Text::fill(words::queue_shrinks(lang), vec![stage(&from.stage), size]),
            ),
            (None, None) => Text::from(words::queue_stays(lang)),
        }
    }

    /// A stage by its title.
    pub(super) fn stage_title(&self, name: &str) -> String {
        let mut stages = self.arm.scenario.stages.iter().chain(&self.base.scenario.stages);
        let stage = stages.find(|stage| stage.name == name);
        stage.map_or_else(|| name.to_owned(), |stage| title(&stage.title, &stage.name))
    }
}

/// A difference in a sentence, which claims what its verdict allows and no more.
///
/// * `subject` – what rises or falls
fn sentence(change: &Change<'_>, subject: String) -> Text {
    let (row, lang) = (change.row, change.lang);
    let what = Part::Words(subject.clone());
    match row.verdict {
        DifferenceVerdict::Unchanged => Text::fill(words::stays(lang), vec![what]),
        DifferenceVerdict::TooFew | DifferenceVerdict::OnlyHere => {
            Text::fill(words::too_few(lang), vec![Part::Words(uncapital(&subject))])
        }
        DifferenceVerdict::CannotTell => match (change.either_way(), change.between()) {
            (Some([less, more]), _) => Text::fill(words::may_be_nothing(lang), vec![what, less, more]),
            (None, Some(between)) => {
                let up = row.difference.is_some_and(|found| found.value > 0.0);
                let form = if up { words::may_be_more(lang) } else { words::may_be_less(lang) };
                Text::fill(form, vec![what, between])
            }
            (None, None) => Text::fill(words::cannot_tell(lang), vec![what]),
        },
        DifferenceVerdict::Better | DifferenceVerdict::Worse | DifferenceVerdict::More | DifferenceVerdict::Less => {
            let (Some(before), Some(after)) = (change.before(), change.after()) else {
                return Text::fill(words::cannot_tell(lang), vec![what]);
            };
            let up = row.difference.is_some_and(|found| found.value > 0.0);
            if let Some(most) = change.at_most().filter(|_| is_slight(row) || are_shown_alike(&before, &after)) {
                let form = if up { words::hardly_rises(lang) } else { words::hardly_falls(lang) };
                return Text::fill(form, vec![what, most]);
            }
            match change.between() {
                Some(between) => {
                    let form = if up { words::rises(lang) } else { words::falls(lang) };
                    Text::fill(form, vec![what, before, after, between])
                }
                // What knows no chance has no interval.
                None => Text::fill(words::goes(lang), vec![what, before, after]),
            }
        }
    }
}

/// Whether a change is too slight to be news, however surely it is no chance.
fn is_slight(row: &Difference) -> bool {
    relative(row) < SLIGHT
}

fn are_shown_alike(one: &Part, other: &Part) -> bool {
    match (one, other) {
        (Part::Figure(one), Part::Figure(other)) => one.shown == other.shown,
        _ => false,
    }
}

/// Without the capital of a beginning.
fn uncapital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// Texts one after another, with a space between.
pub(super) fn together(texts: impl IntoIterator<Item = Text>) -> Text {
    let mut parts: Vec<Part> = Vec::new();
    for text in texts.into_iter().filter(|text| !text.0.is_empty()) {
        if !parts.is_empty() {
            parts.push(Part::Words(" ".to_owned()));
        }
        parts.extend(text.0);
    }
    Text(parts)
}
