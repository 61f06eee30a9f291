//! Residents as bands: how many go from where to where in a year, and how they leave.

use sim_core::lang::Lang;
use sim_report::chart::{Chart, Form, Part, Sankey, SankeyLoss};
use sim_report::document::Figure;

use super::flow::PARTS;
use super::network::{Network, so_many_shown};
use crate::output::flows::part_name;
use crate::text::charts as general;
use crate::text::sankey as words;

/// The picture.
pub(super) fn chart(network: &Network, lang: Lang) -> Option<Chart> {
    let losses: Vec<Vec<SankeyLoss>> = network
        .losses
        .iter()
        .zip(&network.names)
        .map(|(losses, name)| losses.iter().map(|&(part, size)| loss(name, part, size, lang)).collect())
        .collect();
    let is_there = |part: &Part| losses.iter().flatten().any(|loss| loss.part == *part);
    let parts = PARTS.into_iter().filter(is_there).map(|part| (part, general::part(lang, part).to_owned())).collect();
    let mut notes = vec![words::note(lang).to_owned()];
    notes.extend(network.has_joins.then(|| words::side_by_side(lang).to_owned()));
    Some(Chart {
        name: "sankey".to_owned(),
        title: words::title(lang).to_owned(),
        subtitle: String::new(),
        description: words::description(lang).to_owned(),
        form: Form::Sankey(Sankey {
            map: network.map.clone(),
            losses,
            parts,
            band: words::band(lang).to_owned(),
            back: words::back(lang).to_owned(),
            more_back: words::more_back(lang).to_owned(),
        }),
        notes,
        footer: String::new(),
        lang,
    })
}

fn loss(name: &str, part: Part, size: f64, lang: Lang) -> SankeyLoss {
    let figure = Figure {
        shown: so_many_shown(size, lang),
        values: vec![size],
        from: vec![format!("losses.csv:{name}:{}_as_drawn:residents_per_year", part_name(part))],
    };
    SankeyLoss { part, figure }
}
