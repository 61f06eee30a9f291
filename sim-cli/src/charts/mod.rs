//! Charts of results: which picture answers which question, in the words of a language.
//!
//! ```text
//! Run ──map, waits, distribution, queues, workload, flow, sankey, funnel──┐
//! Compared ──effects, shift, gained───────────────────────────────────────┼─► Chart (plain data, words in the language)
//! Ranking ──ranks─────────────────────────────────────────────────────────┘        │
//!                                                                    SVG, PNG ◄──sim-report
//! ```

pub(crate) mod animation;
mod data;
mod difference;
mod distribution;
mod effects;
mod flow;
mod flows;
mod funnel;
mod gained;
mod map;
pub(crate) mod mined;
pub(crate) mod network;
mod queues;
mod ranks;
mod sankey;
mod shift;
mod waits;
mod workload;

use anyhow::Result;
use jiff::civil::Date;
use sim_core::lang::Lang;
use sim_core::scenario::Scenario;
use sim_report::chart::Chart;
use sim_report::draw;

pub(crate) use flow::parts as parts_of_stage;
pub(crate) use gained::Kind;
use network::Network;

use crate::arms::Compared;
use crate::commands::bottlenecks::Ranking;
use crate::output::folder::File;
use crate::run::Run;
use crate::run_id::RunId;
use crate::text;
use crate::text::charts as general;
use crate::text::title;

/// At most so many stages in one picture.
const MOST_STAGES: usize = 20;

/// What the footer of a picture says of the results that it is one of.
#[derive(Clone, Copy)]
pub(crate) struct Origin<'o> {
    /// Name of the scenario file.
    pub(crate) file: &'o str,
    /// The results: those of a comparison for the pictures of its base too.
    pub(crate) id: &'o RunId,
    /// When they were simulated. Only for documents, which say so anyway: the pictures of a folder come out the same byte
    /// for byte whenever they are made.
    pub(crate) day: Option<Date>,
}

/// The pictures of a run. One that would show nothing is left out.
pub(crate) fn of_run(run: &Run, origin: Origin<'_>, lang: Lang) -> Vec<Chart> {
    let footer = source(&run.scenario, origin, (run.seed, run.experiment.replications()), &run.changes, lang);
    let network = Network::of(run, lang);
    let charts = [
        map::chart(&network, lang),
        waits::chart(run, lang),
        distribution::chart(run, lang),
        queues::chart(run, lang),
        workload::chart(run, lang),
        flow::chart(run, lang),
        sankey::chart(&network, lang),
        funnel::chart(run, lang),
    ];
    signed(charts.into_iter().flatten(), &run.scenario, &footer)
}

/// The pictures of scenarios side by side: `effects`, all arms together, where there are several; and for every arm, by
/// its number from 1, `effects-arm-N`, `shift-arm-N` and, where residents have classes, `gained-arm-N`. One that would show nothing is left out.
///
/// * `day` – on which it was simulated, where that is to be said
pub(crate) fn of_comparison(compared: &Compared, day: Option<Date>, lang: Lang) -> Vec<Chart> {
    let arms = 1..compared.arms.len();
    let of_arms = arms.flat_map(|arm| {
        [effects::of_arm(compared, arm, lang), shift::chart(compared, arm, lang), gained::chart(compared, arm, lang)]
    });
    let charts = std::iter::once(effects::of_all(compared, lang)).chain(of_arms).flatten();
    let base = &compared.arms[0];
    let replications = compared.results.experiments[0].replications();
    let id = RunId::of_comparison(compared);
    let origin = Origin { file: &base.name, id: &id, day };
    let footer = source(&base.scenario, origin, (compared.seed, replications), &compared.changes, lang);
    signed(charts, &base.scenario, &footer)
}

/// The pictures of a ranking of bottlenecks: `ranks`. One that would show nothing is left out.
///
/// * `file` – name of the scenario file, for the footer
pub(crate) fn of_ranking(ranking: &Ranking, file: &str, lang: Lang) -> Vec<Chart> {
    let made = (ranking.seed, ranking.found.replications);
    let id = RunId::of_ranking(ranking);
    let footer = source(&ranking.scenario, Origin { file, id: &id, day: None }, made, &ranking.changes, lang);
    signed(ranks::chart(ranking, lang).into_iter(), &ranking.scenario, &footer)
}

/// A picture as files of a folder of results: SVG and PNG.
///
/// # Errors
/// When drawing fails.
pub(crate) fn files(charts: &[Chart]) -> Result<Vec<File>> {
    let mut files = Vec::new();
    for chart in charts {
        let canvas = draw::draw(chart);
        files.push((format!("pictures/{}.svg", chart.name), draw::svg(&canvas)?.into_bytes()));
        files.push((format!("pictures/{}.png", chart.name), draw::png(&canvas)?));
    }
    Ok(files)
}

/// Charts with the scenario above and its source below.
fn signed(charts: impl Iterator<Item = Chart>, scenario: &Scenario, footer: &str) -> Vec<Chart> {
    charts.map(|chart| Chart { subtitle: scenario.title.to_string(), footer: footer.to_owned(), ..chart }).collect()
}

/// Where a picture comes from.
///
/// * `made` – seed and replications
fn source(scenario: &Scenario, origin: Origin<'_>, made: (u64, u32), changes: &[String], lang: Lang) -> String {
    let Origin { file, id, day } = origin;
    let span = |span: sim_core::time::Span| text::span(lang, span.as_days());
    let (horizon, warm_up) = (span(scenario.horizon), span(scenario.warm_up));
    let line = text::run_line(lang, file, made.0, made.1, &horizon, &warm_up).replace("   ", " · ");
    let changed = match changes.is_empty() {
        true => String::new(),
        false => format!(" · {}", text::notes::changed(lang, changes)),
    };
    let day = day.map_or(String::new(), |day| format!(" · {}", text::values::day(lang, day)));
    let id = general::run(lang, id.as_str());
    format!("{} · {line} · {id}{day} · keten {}{changed}", scenario.title, env!("CARGO_PKG_VERSION"))
}

/// Name of a stage on screen.
fn stage_title(run: &Run, stage: u32) -> String {
    let stage = &run.scenario.stages[stage as usize];
    title(&stage.title, &stage.name)
}

/// The stages for which a number is largest, in the order they had; and how many there were.
fn worst(stages: Vec<u32>, size: impl Fn(u32) -> f64) -> (Vec<u32>, usize) {
    largest(stages, MOST_STAGES, size)
}

/// So many of some things, those for which a number is largest, in the order they had; and how many there were.
pub(crate) fn largest(stages: Vec<u32>, most: usize, size: impl Fn(u32) -> f64) -> (Vec<u32>, usize) {
    let number = stages.len();
    let mut by_size: Vec<(f64, u32)> = stages.iter().map(|&stage| (size(stage), stage)).collect();
    // A stable sort: among equals the first of the chain.
    by_size.sort_by(|a, b| b.0.total_cmp(&a.0));
    let kept: Vec<u32> = by_size.into_iter().take(most).map(|(_, stage)| stage).collect();
    (stages.into_iter().filter(|stage| kept.contains(stage)).collect(), number)
}
