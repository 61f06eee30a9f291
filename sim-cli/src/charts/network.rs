//! The chain as boxes and arrows, each with how many residents a year pass it: what the map, the bands and `flows.csv` show.

use sim_core::experiment::Row;
use sim_core::lang::Lang;
use sim_core::observe::{Measure, Of, Statistic};
use sim_report::chart::{ChainMap, MapArrow, MapKind, MapNode, Part};
use sim_report::document::{Figure, Part as TextPart, Text};

use super::data::{figure, row, value};
use super::flow::{left, parts};
use super::flows::{Flow, flows, opens};
use crate::number::{decimals, fixed};
use crate::output::drawing::{self, Goal};
use crate::run::Run;
use crate::text;
use crate::text::chain_map as words;
use crate::time_unit::TimeUnit;

/// Fewer residents a year than this are not told.
pub(crate) const LEAST: f64 = 0.05;

/// A chain as boxes and arrows.
pub(crate) struct Network {
    /// The boxes and arrows, in the words of a language.
    pub(crate) map: ChainMap,
    /// Name of each box in files: of a stream, a pool or a stage, `after:STAGE` for what comes after stages side by side,
    /// `end:END`.
    pub(crate) names: Vec<String>,
    /// Of each box how many a year do not go on, by how.
    pub(crate) losses: Vec<Vec<(Part, f64)>>,
    /// Whether stages stand side by side.
    pub(crate) has_joins: bool,
}

impl Network {
    /// The network of a run.
    pub(crate) fn of(run: &Run, lang: Lang) -> Network {
        let chain = drawing::Chart::of(&run.scenario, lang);
        let flows = flows(run, &chain);
        let maker = Maker { run, chain, flows, lang };
        let (mut nodes, mut names, mut losses) = (Vec::new(), Vec::new(), Vec::new());
        let mut add = |node: MapNode, name: String, of: Vec<(Part, f64)>| {
            nodes.push(node);
            names.push(name);
            losses.push(of);
        };
        let chain = &maker.chain;
        let inflows = chain.inflows.len();
        let mut flows_of: Vec<(usize, usize, f64)> = Vec::new();
        let streams = run.scenario.streams.iter().map(|stream| stream.name.clone());
        for (number, inflow) in chain.inflows.iter().enumerate() {
            let (node, flow) = maker.inflow(number);
            // A pool may come in by several ways.
            let name = streams.clone().nth(number).unwrap_or_else(|| format!("need:{}", number + 1 - streams.len()));
            add(node, name, Vec::new());
            flows_of.push((number, inflows + inflow.to, flow));
        }
        for place in 0..chain.stages.len() {
            let (node, of_stage) = maker.stage(place);
            let name = &run.scenario.stages[chain.stages[place].stage].name;
            let name = if chain.stages[place].is_join { format!("after:{name}") } else { name.clone() };
            add(node, name, of_stage);
        }
        let stages = inflows + chain.stages.len();
        let successes: Vec<usize> =
            (0..run.scenario.ends.len()).filter(|&end| run.scenario.ends[end].success).collect();
        for &end in &successes {
            let name = format!("end:{}", run.scenario.ends[end].name);
            add(maker.end(end), name, Vec::new());
        }
        flows_of.extend(maker.flows.iter().filter(|flow| flow.flow >= LEAST).filter_map(|flow| {
            let to = match flow.to {
                Goal::Stage(place) => inflows + place,
                Goal::End(end) => stages + successes.iter().position(|&one| one == end)?,
            };
            Some((inflows + flow.from, to, flow.flow))
        }));
        let mut arrows: Vec<MapArrow> = Vec::new();
        for (from, to, flow) in flows_of {
            match arrows.iter_mut().find(|arrow| (arrow.from, arrow.to) == (from, to)) {
                Some(known) => known.flow += flow,
                None => arrows.push(MapArrow { from, to, flow, source: None }),
            }
        }
        for arrow in &mut arrows {
            arrow.source = Some(format!("flows.csv:{}:{}:residents_per_year", names[arrow.from], names[arrow.to]));
        }
        for (node, name) in nodes.iter_mut().zip(&names).take(stages) {
            if let Some(lost) = &mut node.lost {
                lost.from = vec![format!("losses.csv:{name}:not_as_intended:residents_per_year")];
            }
        }
        // What comes in without being counted is the arrow itself.
        for (number, node) in nodes.iter_mut().enumerate().take(inflows) {
            let source = arrows.iter().find(|arrow| arrow.from == number).and_then(|arrow| arrow.source.clone());
            for part in node.facts.iter_mut().flat_map(|(_, fact)| &mut fact.0) {
                if let TextPart::Figure(figure) = part
                    && figure.from.is_empty()
                {
                    figure.from.extend(source.clone());
                }
            }
        }
        let has_joins = maker.chain.stages.iter().any(|of| of.is_join);
        let map = ChainMap {
            nodes,
            arrows,
            arrow_name: words::arrow_name(lang).to_owned(),
            arrow_what: words::volume(lang).to_owned(),
            back_name: words::back_name(lang).to_owned(),
            lost_name: words::lost_name(lang).to_owned(),
            folded: words::folded(lang).to_owned(),
        };
        Network { map, names, losses, has_joins }
    }
}

/// What the boxes are made of.
struct Maker<'r> {
    run: &'r Run,
    chain: drawing::Chart<'r>,
    flows: Vec<Flow>,
    lang: Lang,
}

impl Maker<'_> {
    fn inflow(&self, number: usize) -> (MapNode, f64) {
        let (run, chain, lang) = (self.run, &self.chain, self.lang);
        let inflow = &chain.inflows[number];
        // The arrivals of a stream are counted; of a pool, those who come this way are whom no arrow brings.
        let is_alone = chain.inflows.len() == 1;
        let of = if is_alone { Of::Chain } else { Of::Stream(number as u32) };
        let is_counted = is_alone || number < run.scenario.streams.len();
        let arrivals = row(run, Measure::Arrivals, of, Statistic::PerYear).filter(|_| is_counted);
        let flow = arrivals.and_then(|row| row.value).unwrap_or_else(|| {
            let same = chain.inflows.iter().filter(|other| other.to == inflow.to).count() as f64;
            let brought = self.flows.iter().filter(|flow| flow.to == Goal::Stage(inflow.to)).map(|flow| flow.flow);
            let stage = Of::Stage(chain.stages[inflow.to].stage as u32);
            let joined = value(run, Measure::Joined, stage, Statistic::PerYear).unwrap_or(0.0);
            (joined - brought.sum::<f64>()).max(0.0) / same
        });
        let node = MapNode {
            kind: MapKind::Inflow,
            label: inflow.title.clone(),
            phase: None,
            facts: vec![arrivals.and_then(|row| a_year(row, lang)).unwrap_or_else(|| so_many(flow, lang))],
            flow,
            lost: None,
            inside: None,
        };
        (node, flow)
    }

    /// The box, and how many leave the chain there, by how.
    fn stage(&self, place: usize) -> (MapNode, Vec<(Part, f64)>) {
        let (run, chain, lang) = (self.run, &self.chain, self.lang);
        let of = &chain.stages[place];
        let stage = Of::Stage(of.stage as u32);
        let measure = if of.is_join { Measure::Finished } else { Measure::Joined };
        let passes = row(run, measure, stage, Statistic::PerYear);
        let mut facts: Vec<(String, Text)> = passes.and_then(|row| a_year(row, lang)).into_iter().collect();
        let waits = !of.is_join && run.plan.stages[of.stage].begins_with_work;
        let wait = waits.then(|| row(run, Measure::Wait, stage, Statistic::Mean)).flatten();
        facts.extend(wait.and_then(|row| mean_wait(row, lang)));
        // Of the two parts of a stage that opens others, the first tells who leaves it.
        let is_of_stage = |flow: &&Flow| chain.stages[flow.from].stage == of.stage;
        let is_intended = |flow: &&Flow| match flow.to {
            Goal::End(end) => run.scenario.ends[end].success,
            Goal::Stage(_) => true,
        };
        let going = self.flows.iter().filter(|flow| flow.is_exit).filter(is_of_stage).filter(is_intended);
        let going: f64 = going.map(|flow| flow.flow).sum();
        let mut by_kind = if of.is_join { Vec::new() } else { parts(run, of.stage as u32) };
        let at_stage = left(&by_kind);
        let otherwise = self.flows.iter().filter(|flow| flow.from == place && !flow.is_exit);
        let otherwise: f64 = otherwise.filter(|flow| !is_intended(flow)).map(|flow| flow.flow).sum();
        let lost = (at_stage - going).max(0.0) + otherwise;
        by_kind.retain(|(part, _)| *part != Part::GoOn);
        take_off(&mut by_kind, going);
        by_kind.push((Part::OtherEnd, otherwise));
        by_kind.retain(|(_, size)| *size >= LEAST);
        let node = MapNode {
            kind: MapKind::Stage,
            label: of.title.clone(),
            phase: of.phase.map(|phase| (text::values::phase(lang, phase).to_owned(), phase as usize)),
            facts,
            flow: passes.and_then(|row| row.value).unwrap_or(0.0),
            lost: (lost >= LEAST).then(|| Figure {
                shown: so_many_shown(lost, lang),
                values: vec![lost],
                from: Vec::new(),
            }),
            inside: opener(run, chain, place).map(|opener| chain.inflows.len() + opener),
        };
        (node, by_kind)
    }

    fn end(&self, end: usize) -> MapNode {
        let (run, lang) = (self.run, self.lang);
        let leave = row(run, Measure::Finished, Of::End(end as u32), Statistic::PerYear);
        MapNode {
            kind: MapKind::End,
            label: text::end_name(lang, &run.scenario.ends[end]),
            phase: None,
            facts: leave.and_then(|row| a_year(row, lang)).into_iter().collect(),
            flow: leave.and_then(|row| row.value).unwrap_or(0.0),
            lost: None,
            inside: None,
        }
    }
}

/// Takes off those who leave a stage before its end and go on elsewhere as intended, of each kind in proportion: which of
/// them left how is not counted.
fn take_off(parts: &mut [(Part, f64)], going: f64) {
    let all: f64 = parts.iter().map(|(_, size)| size).sum();
    let stays = if all > 0.0 { ((all - going) / all).max(0.0) } else { 0.0 };
    parts.iter_mut().for_each(|(_, size)| *size *= stays);
}

/// A number of residents a year.
pub(crate) fn so_many_shown(value: f64, lang: Lang) -> String {
    fixed(value, usize::from(value < 9.95), lang)
}

/// Place of the box that opens one beside others, or of which one is what comes after these.
fn opener(run: &Run, chain: &drawing::Chart<'_>, place: usize) -> Option<usize> {
    let of = &chain.stages[place];
    chain.stages.iter().position(|other| match of.is_join {
        true => other.stage == of.stage && !other.is_join,
        false => !other.is_join && opens(run, other.stage, of.stage),
    })
}

/// How many a year, where no measure says it.
fn so_many(value: f64, lang: Lang) -> (String, Text) {
    let shown = so_many_shown(value, lang);
    let figure = Figure { shown, values: vec![value], from: Vec::new() };
    (words::volume(lang).to_owned(), Text::fill(words::a_year(lang), vec![TextPart::Figure(figure)]))
}

/// How many a year; the interval stands in the table.
fn a_year(row: &Row, lang: Lang) -> Option<(String, Text)> {
    let value = row.value?;
    let shown = so_many_shown(value, lang);
    let figure = figure(Some(row), shown, &["value"])?;
    Some((words::volume(lang).to_owned(), Text::fill(words::a_year(lang), vec![TextPart::Figure(figure)])))
}

fn mean_wait(row: &Row, lang: Lang) -> Option<(String, Text)> {
    let value = row.value?;
    let unit = TimeUnit::of(value, lang);
    let (shown, width) = (value * unit.per_day, row.half_width.map(|width| width * unit.per_day));
    let digits = decimals(shown, width.filter(|&width| width > 0.0)).min(1);
    let figure = figure(Some(row), unit.beside(&fixed(shown, digits, lang)), &["value"])?;
    Some((words::mean_wait(lang).to_owned(), Text::fill(words::wait(lang), vec![TextPart::Figure(figure)])))
}
