//! The chain as a map: a box for each stage, arrows as thick as what flows.

use sim_core::lang::Lang;
use sim_report::chart::{Chart, Form};

use super::network::Network;
use crate::text::chain_map as words;

/// The picture.
pub(super) fn chart(network: &Network, lang: Lang) -> Option<Chart> {
    let mut notes = vec![words::note(lang).to_owned()];
    notes.extend(network.has_joins.then(|| words::side_by_side(lang).to_owned()));
    Some(Chart {
        name: "map".to_owned(),
        title: words::title(lang).to_owned(),
        subtitle: String::new(),
        description: words::description(lang).to_owned(),
        form: Form::Map(network.map.clone()),
        notes,
        footer: String::new(),
        lang,
    })
}
