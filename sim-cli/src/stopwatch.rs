//! The wall clock: when a run began and how long it took. Only for the manifest and for progress; no result knows it.

use std::time::{Duration, Instant, SystemTime};

/// A running stopwatch.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stopwatch {
    began: SystemTime,
    running: Instant,
}

impl Stopwatch {
    /// Starts it.
    #[allow(clippy::disallowed_methods, reason = "the manifest says when a run began and how long it took")]
    pub(crate) fn start() -> Stopwatch {
        Stopwatch { began: SystemTime::now(), running: Instant::now() }
    }

    /// Time since the start.
    pub(crate) fn elapsed(&self) -> Duration {
        self.running.elapsed()
    }

    /// The start in coordinated universal time, to the second; `None` for a clock outside the years 1 to 9999.
    pub(crate) fn began(&self) -> Option<String> {
        let moment = jiff::Timestamp::try_from(self.began).ok()?;
        jiff::Timestamp::from_second(moment.as_second()).ok().map(|moment| moment.to_string())
    }
}
