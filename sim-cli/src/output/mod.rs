//! What a run gives: tables to read, tables for programs, and a folder of results.

pub(crate) mod csv;
pub(crate) mod folder;
pub(crate) mod json;
pub(crate) mod screen;
pub(crate) mod theory;
