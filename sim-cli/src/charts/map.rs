//! The chain as a map, with how many go where, how long they wait and where they are lost.

use sim_core::experiment::Row;
use sim_core::lang::Lang;
use sim_core::observe::{Measure, Of, Statistic};
use sim_report::chart::{ChainMap, Chart, Form, MapArrow, MapKind, MapNode};
use sim_report::document::{Figure, Part as TextPart, Text};

use super::data::{figure, row, time_unit, value};
use super::flow::{left, parts};
use super::flows::{Flow, flows, opens};
use crate::number::{decimals, fixed};
use crate::output::drawing::{self, Goal};
use crate::run::Run;
use crate::text;
use crate::text::chain_map as words;

/// Fewer residents a year than this are not told.
const LEAST: f64 = 0.05;

/// The picture.
pub(super) fn chart(run: &Run, lang: Lang) -> Option<Chart> {
    let chain = drawing::Chart::of(&run.scenario, lang);
    let flows = flows(run, &chain);
    let inflows = chain.inflows.len();
    let successes: Vec<usize> = (0..run.scenario.ends.len()).filter(|&end| run.scenario.ends[end].success).collect();
    let mut nodes = Vec::new();
    let mut arrows = Vec::new();
    for (number, inflow) in chain.inflows.iter().enumerate() {
        // The arrivals of a stream are counted; of a pool, those who come this way are whom no arrow brings.
        let is_alone = chain.inflows.len() == 1;
        let of = if is_alone { Of::Chain } else { Of::Stream(number as u32) };
        let is_counted = is_alone || number < run.scenario.streams.len();
        let arrivals = row(run, Measure::Arrivals, of, Statistic::PerYear).filter(|_| is_counted);
        let flow = arrivals.and_then(|row| row.value).unwrap_or_else(|| {
            let same = chain.inflows.iter().filter(|other| other.to == inflow.to).count() as f64;
            let brought = flows.iter().filter(|flow| flow.to == Goal::Stage(inflow.to)).map(|flow| flow.flow);
            let stage = Of::Stage(chain.stages[inflow.to].stage as u32);
            let joined = value(run, Measure::Joined, stage, Statistic::PerYear).unwrap_or(0.0);
            (joined - brought.sum::<f64>()).max(0.0) / same
        });
        nodes.push(MapNode {
            kind: MapKind::Inflow,
            label: inflow.title.clone(),
            phase: None,
            facts: vec![arrivals.and_then(|row| a_year(row, lang)).unwrap_or_else(|| so_many(flow, lang))],
            flow,
            lost: None,
            inside: None,
        });
        arrows.push(MapArrow { from: number, to: inflows + inflow.to, flow });
    }
    for (place, of) in chain.stages.iter().enumerate() {
        let stage = Of::Stage(of.stage as u32);
        let measure = if of.is_join { Measure::Finished } else { Measure::Joined };
        let passes = row(run, measure, stage, Statistic::PerYear);
        let mut facts: Vec<(String, Text)> = passes.and_then(|row| a_year(row, lang)).into_iter().collect();
        let waits = !of.is_join && run.plan.stages[of.stage].begins_with_work;
        let wait = waits.then(|| row(run, Measure::Wait, stage, Statistic::Mean)).flatten();
        facts.extend(wait.and_then(|row| mean_wait(row, lang)));
        // Of the two parts of a stage that opens others, the first tells who leaves it.
        let is_of_stage = |flow: &Flow| chain.stages[flow.from].stage == of.stage;
        let is_intended = |flow: &Flow| match flow.to {
            Goal::End(end) => run.scenario.ends[end].success,
            Goal::Stage(_) => true,
        };
        let going = flows.iter().filter(|flow| flow.is_exit && is_of_stage(flow) && is_intended(flow));
        let going: f64 = going.map(|flow| flow.flow).sum();
        let at_stage = if of.is_join { 0.0 } else { left(&parts(run, of.stage as u32)) };
        let otherwise = flows.iter().filter(|flow| flow.from == place && !flow.is_exit && !is_intended(flow));
        let lost = (at_stage - going).max(0.0) + otherwise.map(|flow| flow.flow).sum::<f64>();
        nodes.push(MapNode {
            kind: MapKind::Stage,
            label: of.title.clone(),
            phase: of.phase.map(|phase| (text::values::phase(lang, phase).to_owned(), phase as usize)),
            facts,
            flow: passes.and_then(|row| row.value).unwrap_or(0.0),
            lost: (lost >= LEAST).then(|| Figure {
                shown: fixed(lost, usize::from(lost < 9.95), lang),
                values: vec![lost],
                from: Vec::new(),
            }),
            inside: opener(run, &chain, place).map(|opener| inflows + opener),
        });
    }
    let stages = inflows + chain.stages.len();
    for &end in &successes {
        let leave = row(run, Measure::Finished, Of::End(end as u32), Statistic::PerYear);
        nodes.push(MapNode {
            kind: MapKind::End,
            label: text::end_name(lang, &run.scenario.ends[end]),
            phase: None,
            facts: leave.and_then(|row| a_year(row, lang)).into_iter().collect(),
            flow: leave.and_then(|row| row.value).unwrap_or(0.0),
            lost: None,
            inside: None,
        });
    }
    arrows.extend(flows.iter().filter(|flow| flow.flow >= LEAST).filter_map(|flow| {
        let to = match flow.to {
            Goal::Stage(place) => inflows + place,
            Goal::End(end) => stages + successes.iter().position(|&one| one == end)?,
        };
        Some(MapArrow { from: inflows + flow.from, to, flow: flow.flow })
    }));
    let mut notes = vec![words::note(lang).to_owned()];
    notes.extend(chain.stages.iter().any(|of| of.is_join).then(|| words::side_by_side(lang).to_owned()));
    Some(Chart {
        name: "map".to_owned(),
        title: words::title(lang).to_owned(),
        subtitle: String::new(),
        description: words::description(lang).to_owned(),
        form: Form::Map(ChainMap {
            nodes,
            arrows,
            arrow_name: words::arrow_name(lang).to_owned(),
            back_name: words::back_name(lang).to_owned(),
            lost_name: words::lost_name(lang).to_owned(),
            folded: words::folded(lang).to_owned(),
        }),
        notes,
        footer: String::new(),
        lang,
    })
}

/// Place of the box that opens one beside others, or of which one is what comes after these.
fn opener(run: &Run, chain: &drawing::Chart<'_>, place: usize) -> Option<usize> {
    let of = &chain.stages[place];
    chain.stages.iter().position(|other| match of.is_join {
        true => other.stage == of.stage && !other.is_join,
        false => !other.is_join && opens(run, other.stage, of.stage),
    })
}

/// How many a year, where no row of the table says it.
fn so_many(value: f64, lang: Lang) -> (String, Text) {
    let shown = fixed(value, usize::from(value < 9.95), lang);
    let figure = Figure { shown, values: vec![value], from: Vec::new() };
    (words::volume(lang).to_owned(), Text::fill(words::a_year(lang), vec![TextPart::Figure(figure)]))
}

/// How many a year; the interval stands in the table.
fn a_year(row: &Row, lang: Lang) -> Option<(String, Text)> {
    let value = row.value?;
    let shown = fixed(value, usize::from(value < 9.95), lang);
    let figure = figure(Some(row), shown, &["value"])?;
    Some((words::volume(lang).to_owned(), Text::fill(words::a_year(lang), vec![TextPart::Figure(figure)])))
}

fn mean_wait(row: &Row, lang: Lang) -> Option<(String, Text)> {
    let value = row.value?;
    let unit = time_unit(value, lang);
    let (shown, width) = (value * unit.per_day, row.half_width.map(|width| width * unit.per_day));
    let digits = decimals(shown, width.filter(|&width| width > 0.0)).min(1);
    let figure = figure(Some(row), format!("{}\u{a0}{}", fixed(shown, digits, lang), unit.name), &["value"])?;
    Some((words::mean_wait(lang).to_owned(), Text::fill(words::wait(lang), vec![TextPart::Figure(figure)])))
}
