//! Event logs: what happened to each case, read from records or simulated.
//!
//! ```text
//! XES, CSV, OCEL, DDAS ──read──► EventLog ──mine───► throughput, handovers, traits
//!                                        ├─learn──► scenario
//!                                        ├─score──► how far two logs are apart
//!                                        └─write──► XES, CSV, OCEL
//! ```
//!
//! Like `sim-core` it opens no file, reads no clock and prints nothing: it reads from and writes to what it is given.

mod chance;
pub mod learn;
pub mod log;
pub mod mine;
pub mod privacy;
pub mod read;
pub mod score;
pub mod simulated;
pub mod write;
