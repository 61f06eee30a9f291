//! Where residents go on and where they drop out: per stage, and how it ends.

use sim_core::lang::Lang;
use sim_core::observe::{Measure, Of, Statistic};
use sim_core::scenario::Step;
use sim_report::chart::{Chart, Form, Part, Piece, StackGroup, StackRow, Stacks, Tip};
use sim_report::document::Figure;

use super::data::{figure, out_of_per_year, per_year, row, value};
use super::{stage_title, worst};
use crate::number;
use crate::output::flows::part_name;
use crate::output::screen::chain_order;
use crate::run::Run;
use crate::text::charts as words;

/// At most so many ends in the picture.
const MOST_ENDS: usize = 15;

/// Fewer residents a year than this are what rounding leaves.
const LEAST: f64 = 1e-6;

/// The parts of the picture, in the order in which they are stacked.
pub(super) const PARTS: [Part; 8] = [
    Part::GoOn,
    Part::LostOnTheWay,
    Part::LeftDuring,
    Part::LeftWaiting,
    Part::SentElsewhere,
    Part::TurnedAway,
    Part::Success,
    Part::OtherEnd,
];

/// The picture.
pub(super) fn chart(run: &Run, lang: Lang) -> Option<Chart> {
    let losses = |stage: u32| left(&parts(run, stage));
    let (stages, number) = worst(chain_order(&run.scenario), losses);
    let mut notes = Vec::new();
    if number > stages.len() {
        notes.push(words::largest_losses_only(lang, stages.len(), number));
    }
    let stage_rows: Vec<StackRow> = stages.iter().map(|&stage| stage_row(run, stage, lang)).collect();
    let (end_rows, ends) = end_rows(run, lang);
    if ends > end_rows.len() {
        notes.push(words::largest_ends_only(lang, end_rows.len(), ends));
    }
    let unknown = run.scenario.unknowns.is_some();
    notes.push(if unknown { words::flow_note_unknown(lang) } else { words::flow_note(lang) }.to_owned());
    let groups = vec![
        StackGroup {
            head: words::per_stage(lang).to_owned(),
            column: words::flow_join(lang).to_owned(),
            rows: stage_rows,
        },
        StackGroup {
            head: words::leave_the_chain(lang).to_owned(),
            column: words::flow_leave(lang).to_owned(),
            rows: end_rows,
        },
    ];
    let stacks = only_parts_present(Stacks {
        axis: words::flow_axis(lang).to_owned(),
        parts: PARTS.iter().map(|&part| (words::part(lang, part).to_owned(), part)).collect(),
        groups,
    });
    Some(Chart {
        name: "flow".to_owned(),
        title: words::flow_title(lang).to_owned(),
        subtitle: String::new(),
        description: words::flow_description(lang).to_owned(),
        form: Form::Stacks(stacks),
        notes,
        footer: String::new(),
        lang,
    })
}

/// What becomes of the residents of a stage, per year. Who leaves from a stage that it opens beside others counts there.
pub(crate) fn parts(run: &Run, stage: u32) -> Vec<(Part, f64)> {
    let of = Of::Stage(stage);
    let referrals = run.experiment.keys.iter().filter_map(|key| match (key.measure, key.of) {
        (Measure::LostAtTransfer, Of::Referral(_, from, _)) if from == stage => Some(key.of),
        _ => None,
    });
    let opened = run.scenario.stages[stage as usize].steps.iter().flat_map(Step::opens);
    let stay = Stay {
        finished: value(run, Measure::Finished, of, Statistic::PerYear).unwrap_or(0.0),
        lost: referrals.map(|of| per_year(run, Measure::LostAtTransfer, of)).sum(),
        during: per_year(run, Measure::LeftDuring, of),
        waiting: per_year(run, Measure::LeftWaiting, of) + per_year(run, Measure::LeftLater, of),
        stopped: per_year(run, Measure::Stopped, of),
        turned_away: per_year(run, Measure::TurnedAway, of),
        ended: [Measure::DroppedOut, Measure::Stopped].iter().find_map(|&measure| out_of_per_year(run, measure, of)),
    };
    stay.parts(opened.map(|&opened| left(&parts(run, opened as u32))).sum())
}

/// Who does not go on.
pub(super) fn left(parts: &[(Part, f64)]) -> f64 {
    parts.iter().filter(|(part, _)| *part != Part::GoOn).map(|(_, size)| size).sum()
}

/// How stays at a stage ended, per year, as the run counted it.
struct Stay {
    finished: f64,
    lost: f64,
    /// Those who left from a stage that it opens beside others included.
    during: f64,
    waiting: f64,
    /// Because the resident left from a stage beside it, where they count.
    stopped: f64,
    turned_away: f64,
    /// All; absent where nobody can be sent elsewhere.
    ended: Option<f64>,
}

impl Stay {
    /// * `of_opened` – who left from the stages that it opens beside others
    fn parts(&self, of_opened: f64) -> Vec<(Part, f64)> {
        // Whose stay ended in none of these ways.
        let known = self.finished + self.during + self.waiting + self.stopped;
        let elsewhere = self.ended.map_or(0.0, |ended| ended - known);
        let some = |size: f64| if size > LEAST { size } else { 0.0 };
        vec![
            (Part::GoOn, (self.finished - self.lost).max(0.0)),
            (Part::LostOnTheWay, self.lost),
            (Part::LeftDuring, some(self.during - of_opened)),
            (Part::LeftWaiting, self.waiting),
            (Part::SentElsewhere, some(elsewhere)),
            (Part::TurnedAway, self.turned_away),
        ]
    }
}

fn position(part: Part) -> usize {
    PARTS.iter().position(|&known| known == part).unwrap_or(0)
}

fn stage_row(run: &Run, stage: u32, lang: Lang) -> StackRow {
    let joined = row(run, Measure::Joined, Of::Stage(stage), Statistic::PerYear);
    let label = stage_title(run, stage);
    // Sums and differences of counts, which measures give as shares.
    let name = &run.scenario.stages[stage as usize].name;
    let source = |part| format!("losses.csv:{name}:{}:residents_per_year", part_name(part));
    let piece = |(part, size): (Part, f64)| {
        let shown = format!("{} {}", number::fixed(size, usize::from(size < 9.95), lang), words::flow_axis(lang));
        let figure = Figure { shown, values: vec![size], from: vec![source(part)] };
        let tip = Tip { of: label.clone(), what: words::part(lang, part).to_owned(), figure };
        Piece { part: position(part), size, tip: Some(tip) }
    };
    StackRow {
        pieces: parts(run, stage).into_iter().map(piece).collect(),
        label: label.clone(),
        cell: number::estimate(joined, 1.0, lang),
    }
}

/// The ends through which somebody leaves, successes first, then by size; and how many there are.
fn end_rows(run: &Run, lang: Lang) -> (Vec<StackRow>, usize) {
    let ends = run.scenario.ends.iter().enumerate();
    let mut ends: Vec<(bool, f64, StackRow)> = ends
        .filter_map(|(index, end)| {
            let per_year = row(run, Measure::Finished, Of::End(index as u32), Statistic::PerYear)?;
            let size = per_year.value.filter(|&size| size > 0.0)?;
            let part = if end.success { Part::Success } else { Part::OtherEnd };
            let cell = number::estimate(Some(per_year), 1.0, lang);
            let label = crate::text::end_name(lang, end);
            let shown = format!("{cell} {}", words::flow_axis(lang));
            let figure = figure(Some(per_year), shown, &["value", "lower", "upper"])?;
            let tip = Tip { of: label.clone(), what: words::part(lang, part).to_owned(), figure };
            let pieces = vec![Piece { part: position(part), size, tip: Some(tip) }];
            Some((!end.success, size, StackRow { label, pieces, cell }))
        })
        .collect();
    ends.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
    let number = ends.len();
    (ends.into_iter().take(MOST_ENDS).map(|(_, _, row)| row).collect(), number)
}

/// Leaves out the parts that no bar has.
fn only_parts_present(mut stacks: Stacks) -> Stacks {
    let rows = || stacks.groups.iter().flat_map(|group| &group.rows);
    let present: Vec<usize> = (0..PARTS.len())
        .filter(|&part| rows().any(|row| row.pieces.iter().any(|piece| piece.part == part && piece.size > 0.0)))
        .collect();
    let kept: Vec<_> = present.iter().map(|&part| stacks.parts[part].clone()).collect();
    for row in stacks.groups.iter_mut().flat_map(|group| &mut group.rows) {
        row.pieces.retain(|piece| piece.size > 0.0);
        for piece in &mut row.pieces {
            piece.part = present.iter().position(|&known| known == piece.part).unwrap_or(0);
        }
    }
    stacks.parts = kept;
    stacks.groups.retain(|group| !group.rows.is_empty());
    stacks
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: Stay =
        Stay { finished: 0.0, lost: 0.0, during: 0.0, waiting: 0.0, stopped: 0.0, turned_away: 0.0, ended: None };

    #[test]
    fn who_leaves_from_a_stage_beside_others_counts_there_alone() {
        // Of 400 who are asked for, creditors refuse 140 and 24 leave meanwhile; coaching of 90 of them stops.
        let asking = Stay { finished: 236.0, during: 24.0, ended: Some(400.0), ..NONE }.parts(0.0);
        let coaching = Stay { finished: 310.0, stopped: 90.0, ended: Some(400.0), ..NONE }.parts(0.0);
        assert_eq!((left(&asking), left(&coaching)), (164.0, 0.0));
        let opener = Stay { finished: 236.0, during: 170.0, ended: Some(406.0), ..NONE };
        assert_eq!(left(&opener.parts(left(&asking) + left(&coaching))), 6.0, "who left from the stage itself");
    }
}
