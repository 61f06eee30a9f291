//! The verbs, one file each.

mod against;
mod apply;
pub(crate) mod bottlenecks;
mod briefing;
mod chart;
mod check;
mod compare;
mod completions;
mod follow;
mod init;
mod interventions;
pub(crate) mod learn;
pub(crate) mod log;
mod made;
mod man;
pub(crate) mod mine;
mod reproduce;
mod run;
mod schema;
pub(crate) mod score;
mod show;
mod sweep;
mod theory;
mod verify;

use std::process::ExitCode;

use anyhow::Result;
use sim_core::lang::Lang;

use crate::args::{Arguments, Command};

/// Does what was asked.
pub(crate) fn run(arguments: Arguments, lang: Lang) -> Result<ExitCode> {
    let lang = arguments.lang.map_or(lang, Lang::from);
    match arguments.command {
        Command::Check(arguments) => check::run(&arguments, lang),
        Command::Run(arguments) => run::run(&arguments, lang),
        Command::Bottlenecks(arguments) => bottlenecks::run(&arguments, lang),
        Command::Briefing(arguments) => briefing::run(arguments, lang),
        Command::Chart(arguments) => chart::run(arguments, lang),
        Command::Compare(arguments) => compare::run(&arguments, lang),
        Command::Apply(arguments) => apply::run(&arguments, lang),
        Command::Interventions(arguments) => interventions::run(&arguments, lang),
        Command::Show(arguments) => show::run(&arguments, lang),
        Command::Follow(arguments) => follow::run(&arguments, lang),
        Command::Log(arguments) => log::run(&arguments, lang),
        Command::Init(arguments) => init::run(&arguments, lang),
        Command::Schema => schema::run(),
        Command::Completions(arguments) => completions::run(&arguments, lang),
        Command::Mine(arguments) => mine::run(&arguments, lang),
        Command::Man(arguments) => man::run(&arguments, lang),
        Command::Verify(arguments) => verify::run(&arguments, lang),
        Command::Sweep(arguments) => sweep::run(&arguments, lang),
        Command::Reproduce(arguments) => reproduce::run(&arguments, lang),
        Command::Theory(arguments) => theory::run(&arguments, lang),
        Command::Learn(arguments) => learn::run(&arguments, lang),
        Command::Score(arguments) => score::run(&arguments, lang),
    }
}
