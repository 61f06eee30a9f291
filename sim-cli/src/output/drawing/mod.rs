//! The chain drawn: as text for the terminal, as a picture (SVG), as a flowchart (Mermaid).
//!
//! ```text
//! Scenario ──Chart::of──► Chart (what to draw, in words) ─┬─► text
//!                                                          ├─► layers ─► svg
//!                                                          └─► mermaid
//! ```

mod amounts;
mod caseload;
mod cells;
mod chart;
mod mermaid;
mod need;
mod picture;
mod room;
mod shape;
mod spending;
mod svg;
mod text;

pub(crate) use cells::wrap;
pub(crate) use chart::{Chart, Goal};
pub(crate) use mermaid::mermaid;
pub(crate) use svg::svg;
pub(crate) use text::text;
