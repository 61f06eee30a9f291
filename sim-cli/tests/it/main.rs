//! The program as a user meets it: complete outputs of each verb, in both languages.
//!
//! Expected outputs are the files in `tests/expected`. After a change that is meant, write them anew with
//! `UPDATE_EXPECTED=1 cargo test -p sim-cli --test it` and read the difference.

mod against;
mod amounts;
mod bad_input;
mod bottlenecks;
mod briefing;
mod caseload;
mod chart;
mod compare;
mod dialect;
mod drawing;
mod exit_codes;
mod folder;
mod follow;
mod help;
mod init;
mod interventions;
mod learn;
mod log;
mod mine;
mod need;
mod parameters;
#[cfg(feature = "pdf")]
mod pdf;
mod pictures;
mod readme;
mod reproduce;
mod results;
mod scenarios_readme;
mod score;
mod sweep;
mod tools;
mod unknown;
mod verify;
mod waiting_list;
mod words;
mod workbook;
