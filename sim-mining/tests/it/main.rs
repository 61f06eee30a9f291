//! What event logs are read, mined and told as.

mod bad_input;
mod known_logs;
mod learned_logs;
mod learned_traits;
mod logs;
mod mined_logs;
mod object_centric;
mod scores;
mod written_logs;
