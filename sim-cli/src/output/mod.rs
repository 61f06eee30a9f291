//! What a run gives: tables to read, tables for programs, and a folder of results.

pub(crate) mod against;
pub(crate) mod asked;
pub(crate) mod bottlenecks;
pub(crate) mod bottlenecks_tidy;
mod caseload;
pub(crate) mod comparison;
pub(crate) mod comparison_tidy;
pub(crate) mod csv;
mod cuts;
pub(crate) mod drawing;
pub(crate) mod folder;
pub(crate) mod json;
pub(crate) mod parameters;
pub(crate) mod put;
pub(crate) mod results;
pub(crate) mod score;
pub(crate) mod screen;
mod screen_cost;
mod screen_need;
pub(crate) mod series;
pub(crate) mod story;
pub(crate) mod sweep;
pub(crate) mod theory;
mod tokens;
mod unknown;
