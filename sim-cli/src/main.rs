//! `keten`: simulate a referral chain from one file.
//!
//! Exit codes: 0 done, 1 a run failed or a check did not hold, 2 wrong use, 130 interrupted.

mod args;
mod arms;
mod briefing;
mod cells;
mod charts;
mod commands;
mod errors;
mod forecast;
mod interventions;
mod load;
mod log_file;
mod log_origin;
mod log_out;
mod misuse;
mod number;
mod output;
mod pool;
mod progress;
mod run;
mod run_id;
mod stopwatch;
mod sweep;
mod text;
mod theory;
mod time_unit;
mod verify;
mod waiting_list;
mod warnings;

use std::process::ExitCode;

fn main() -> ExitCode {
    let lang = args::language();
    let arguments = args::parse(lang);
    match commands::run(arguments, lang) {
        Ok(exit) => exit,
        Err(error) => {
            // The chain of causes, each once.
            let causes: Vec<String> = error.chain().map(ToString::to_string).collect();
            anstream::eprintln!("{}: {}", text::error(lang), causes.join(": "));
            misuse::exit(&error)
        }
    }
}
