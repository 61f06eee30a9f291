//! Where residents go on and where they drop out: per stage, and how it ends.

use sim_core::lang::Lang;
use sim_core::observe::{Measure, Of, Statistic};
use sim_report::chart::{Chart, Form, Part, Piece, StackGroup, StackRow, Stacks, Tip};
use sim_report::document::Figure;

use super::data::{figure, out_of_per_year, per_year, row, value};
use super::{stage_title, worst};
use crate::number;
use crate::output::screen::chain_order;
use crate::run::Run;
use crate::text::charts as words;

/// At most so many ends in the picture.
const MOST_ENDS: usize = 15;

/// Fewer residents a year than this are what rounding leaves.
const LEAST: f64 = 1e-6;

/// The parts of the picture, in the order in which they are stacked.
const PARTS: [Part; 8] = [
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
    let losses =
        |stage: u32| parts(run, stage).into_iter().filter(|(part, _)| *part != Part::GoOn).map(|(_, n)| n).sum();
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

/// What becomes of the residents of a stage, per year.
fn parts(run: &Run, stage: u32) -> Vec<(Part, f64)> {
    let of = Of::Stage(stage);
    let referrals = run.experiment.keys.iter().filter_map(|key| match (key.measure, key.of) {
        (Measure::LostAtTransfer, Of::Referral(_, from, _)) if from == stage => Some(key.of),
        _ => None,
    });
    let lost: f64 = referrals.map(|of| per_year(run, Measure::LostAtTransfer, of)).sum();
    let finished = value(run, Measure::Finished, of, Statistic::PerYear).unwrap_or(0.0);
    let during = per_year(run, Measure::LeftDuring, of);
    let waiting = per_year(run, Measure::LeftWaiting, of) + per_year(run, Measure::LeftLater, of);
    // Whose stay ended in none of these ways; absent where nobody can be sent elsewhere.
    let elsewhere =
        out_of_per_year(run, Measure::DroppedOut, of).map_or(0.0, |ended| ended - finished - during - waiting);
    vec![
        (Part::GoOn, (finished - lost).max(0.0)),
        (Part::LostOnTheWay, lost),
        (Part::LeftDuring, during),
        (Part::LeftWaiting, waiting),
        (Part::SentElsewhere, if elsewhere > LEAST { elsewhere } else { 0.0 }),
        (Part::TurnedAway, per_year(run, Measure::TurnedAway, of)),
    ]
}

fn position(part: Part) -> usize {
    PARTS.iter().position(|&known| known == part).unwrap_or(0)
}

fn stage_row(run: &Run, stage: u32, lang: Lang) -> StackRow {
    let joined = row(run, Measure::Joined, Of::Stage(stage), Statistic::PerYear);
    let label = stage_title(run, stage);
    let piece = |(part, size): (Part, f64)| {
        // Sums and differences of counts, which stand in the tables as shares: no figure of the tables is this one.
        let shown = format!("{} {}", number::fixed(size, usize::from(size < 9.95), lang), words::flow_axis(lang));
        let figure = Figure { shown, values: vec![size], from: Vec::new() };
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
