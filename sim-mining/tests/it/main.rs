//! What event logs are read, mined and told as.

mod bad_input;
mod drift;
mod known_logs;
mod learned_logs;
mod learned_seasons;
mod learned_traits;
mod learned_truth;
mod learned_values;
mod logs;
mod made;
mod mined_logs;
mod mined_traits;
mod object_centric;
mod round_trip;
mod scores;
#[cfg(feature = "sqlite")]
mod sqlite;
mod written_logs;
