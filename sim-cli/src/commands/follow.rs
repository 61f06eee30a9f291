//! `keten follow`: the story of one resident.

use std::process::ExitCode;

use anyhow::{Context, Result};
use sim_core::chain::compile;
use sim_core::engine::{Limits, simulate_with};
use sim_core::lang::Lang;
use sim_core::observe::Story;
use sim_core::scenario::Scenario;

use crate::args::FollowArguments;
use crate::errors;
use crate::misuse::misuse;
use crate::output::put;
use crate::output::story::Teller;
use crate::{load, text};

/// Simulates one replication and tells what happened to the resident asked for.
pub(crate) fn run(arguments: &FollowArguments, lang: Lang) -> Result<ExitCode> {
    let file = arguments.scenario.file.display().to_string();
    let scenario = load::load(&arguments.scenario.file, &arguments.scenario.set, lang)?.scenario;
    let seed = crate::run::seed(arguments.seed.as_deref(), scenario.seed, lang)?;
    let stream = arguments.stream.as_deref().map(|name| stream(&scenario, name, lang)).transpose()?;
    // The resident meets the draw of the unknown numbers that the replication belongs to.
    let scenario = match scenario.draw_of(arguments.replication - 1) {
        Some(draw) => errors::drawn(&scenario, seed, draw, lang).with_context(|| file.clone())?,
        None => scenario,
    };
    let model = compile(&scenario).with_context(|| file.clone())?;
    let story = Story::of(stream, arguments.resident - 1);
    // The user counts replications from 1, the addresses of draws from 0.
    let draws = scenario.draws(seed, arguments.replication - 1);
    let story = simulate_with(&model, draws, Limits::default(), story).with_context(|| file.clone())?;
    // What happened before they came into the chain is only told once it is known who it is.
    let story = match scenario.pools.is_empty() || story.came_from.is_none() {
        true => story,
        false => simulate_with(&model, draws, Limits::default(), story.again()).with_context(|| file.clone())?,
    };
    let Some(came_from) = story.came_from else {
        let why = text::story::not_there(lang, arguments.resident, arguments.stream.as_deref(), story.seen);
        return Err(misuse(format!("{file}: {why}")));
    };
    let teller = Teller { scenario: &scenario, model: &model, lang };
    let which = text::story::which(lang, arguments.resident, arguments.stream.as_deref());
    let head = text::story::head(lang, &which, &file, seed, arguments.replication);
    put::screen(&format!("{}\n{head}\n\n{}", scenario.title, teller.tell(&story, came_from)))?;
    Ok(ExitCode::SUCCESS)
}

/// The stream or pool of this name, by index; pools stand behind the streams.
fn stream(scenario: &Scenario, name: &str, lang: Lang) -> Result<u16> {
    let streams = scenario.streams.iter().map(|stream| &stream.name);
    let names: Vec<&String> = streams.chain(scenario.pools.iter().map(|pool| &pool.name)).collect();
    match names.iter().position(|&known| known == name) {
        Some(stream) => Ok(stream as u16),
        None => {
            let known: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            Err(misuse(text::story::unknown_stream(lang, name, &known.join(", "))))
        }
    }
}
