//! `keten theory`: the closed-form figures of queueing theory beside the simulated ones.

use std::process::ExitCode;

use anyhow::{Context, Result};
use sim_core::chain::compile;
use sim_core::engine::Limits;
use sim_core::experiment::{Request, replicate};
use sim_core::lang::Lang;
use sim_core::observe::Plan;

use crate::args::{TheoryArguments, TheoryFormat};
use crate::output::put::say;
use crate::output::theory::{Answer, StageAnswer};
use crate::theory::{compare, predictions, recognise};
use crate::{forecast, load, text};

/// Recognises the form of every stage, simulates when there is one, and prints both; exit code 1 when they disagree.
pub(crate) fn run(arguments: &TheoryArguments, lang: Lang) -> Result<ExitCode> {
    let file = arguments.scenario.file.display().to_string();
    let load::Loaded { scenario, changes, .. } = load::load(&arguments.scenario.file, &arguments.scenario.set, lang)?;
    // A closed form is of numbers that are known.
    let scenario = scenario.at_likely();
    let model = compile(&scenario).with_context(|| file.clone())?;
    forecast::of(&scenario, &model, &scenario.runs, lang).with_context(|| file.clone())?;
    let predicted = predictions(&scenario, &recognise(&scenario, &model));
    let seed = crate::run::seed(None, scenario.seed, lang)?;
    let plan = Plan::new(&scenario, &model);
    let experiment = if predicted.stages.iter().any(Result::is_ok) {
        let request = Request { seed, runs: scenario.runs.clone(), limits: Limits::default() };
        let run = replicate(&scenario, &model, &plan, &request, &|_, _| {}, &|| false);
        Some(run.with_context(|| file.clone())?)
    } else {
        None
    };
    let beside = |figure| experiment.as_ref().map(|experiment| compare(figure, experiment));
    let stages = predicted.stages.into_iter().map(|stage| match stage {
        Ok((form, figures)) => StageAnswer::Closed(form, figures.into_iter().filter_map(beside).collect()),
        Err(reasons) => StageAnswer::Open(reasons),
    });
    let answer = Answer {
        scenario: &scenario,
        plan: &plan,
        changes: &changes,
        seed,
        replications: experiment.as_ref().map_or(0, |experiment| experiment.replications()),
        stages: stages.collect(),
        chain: predicted.chain.and_then(beside),
        lang,
    };
    match arguments.format {
        TheoryFormat::Json => say!("{:#}", answer.json()),
        TheoryFormat::Table => {
            say!("{}", scenario.title);
            if experiment.is_some() {
                let span = |span: sim_core::time::Span| text::span(lang, span.as_days());
                let (horizon, warm_up) = (span(scenario.horizon), span(scenario.warm_up));
                say!("{}", text::run_line(lang, &file, seed, answer.replications, &horizon, &warm_up));
            }
            if !changes.is_empty() {
                say!("{}", text::notes::changed(lang, &changes));
            }
            say!("\n{}", answer.table());
        }
    }
    Ok(if answer.agrees() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
