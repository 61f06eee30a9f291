//! What event logs are read, mined and told as.

mod bad_input;
mod drift;
mod known_logs;
mod learned_logs;
mod logs;
mod mined_logs;
mod object_centric;
mod round_trip;
mod scores;
#[cfg(feature = "sqlite")]
mod sqlite;
mod written_logs;
