//! The threads that simulate.

use anyhow::Result;
use rayon::{ThreadPool, ThreadPoolBuilder};
use sim_core::lang::Lang;

use crate::load;

/// Starts the threads of a command.
///
/// The thread that asks is one of them: it has nothing else to do meanwhile, and what it has freed of memory serves the
/// simulation. A thread can belong to one pool only, so a second pool gets threads of its own.
///
/// # Errors
/// When none are asked for, or cannot be started.
pub(crate) fn start(asked: Option<usize>, lang: Lang) -> Result<ThreadPool> {
    let threads = load::threads(asked, lang)?;
    let builder = || ThreadPoolBuilder::new().num_threads(threads);
    Ok(builder().use_current_thread().build().or_else(|_| builder().build())?)
}
