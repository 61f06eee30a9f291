//! How far a run is: a bar in a terminal, plain lines elsewhere. Only on the error stream; results go to the other one.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use sim_core::lang::Lang;

use crate::stopwatch::Stopwatch;
use crate::text;

/// Where nobody watches a bar, a line comes no sooner than this after the last one: a quick run says nothing.
const BETWEEN_LINES: Duration = Duration::from_secs(2);
/// And only when the run is so much further, in percent.
const FURTHER: u32 = 5;

/// Shows progress.
pub(crate) struct Progress {
    bar: ProgressBar,
    running: Stopwatch,
    /// When the last line was written, and its percentage.
    told: Mutex<(Duration, u32)>,
    lang: Lang,
}

impl Progress {
    /// Nothing done yet.
    pub(crate) fn new(lang: Lang) -> Progress {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        let (done, left) = (text::done_progress(lang), text::folder::progress_left(lang));
        let template = format!("{{bar:30}} {{pos}}/{{len}} {done}, {left} {{eta}}");
        if let Ok(style) = ProgressStyle::with_template(&template) {
            bar.set_style(style);
        }
        Progress { bar, running: Stopwatch::start(), told: Mutex::new((Duration::ZERO, 0)), lang }
    }

    /// So many replications are done of the number expected.
    pub(crate) fn tell(&self, done: u32, expected: u32) {
        self.bar.set_length(u64::from(expected));
        self.bar.set_position(u64::from(done));
        if self.bar.is_hidden() {
            let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(line) = line(&mut told, self.running.elapsed(), done, expected, self.lang) {
                eprintln!("{line}");
            }
        }
    }

    /// Removes the bar.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// The line to write now, if any.
fn line(told: &mut (Duration, u32), now: Duration, done: u32, expected: u32, lang: Lang) -> Option<String> {
    let percent = (100 * u64::from(done) / u64::from(expected.max(1))) as u32;
    let (last, last_percent) = *told;
    if done >= expected || now < last + BETWEEN_LINES || percent < last_percent + FURTHER {
        return None;
    }
    *told = (now, percent);
    Some(text::folder::progress(lang, percent, done, expected))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_seldom_and_only_when_there_is_news() {
        let mut told = (Duration::ZERO, 0);
        let mut at = |seconds, done| line(&mut told, Duration::from_secs(seconds), done, 30, Lang::En);
        assert_eq!(at(1, 8), None, "a quick run says nothing");
        assert_eq!(at(3, 12).as_deref(), Some("40 % (12 of 30 replications)"));
        assert_eq!(at(4, 16), None, "too soon after the last line");
        assert_eq!(at(9, 13), None, "hardly further");
        assert_eq!(at(9, 20).as_deref(), Some("66 % (20 of 30 replications)"));
        assert_eq!(at(20, 30), None, "the results follow at once");
    }
}
