//! Many scenarios at once, as of a sweep: each with its replications, all with the same luck.
//!
//! ```text
//! cell 0: replication 0, 1, 2 │ cell 1: replication 0, 1, 2 │ cell 2: …     handed out and taken in in this order
//! ```
//!
//! Few replications of many cells keep all threads busy, because nobody waits for the end of a cell. A cell is prepared
//! when its first replication begins and let go when its last is in, so only those that are going on take up memory.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::in_order::{Wanted, in_order};
use super::measured::Measured;
use super::measuring::{Measuring, Shared};
use super::replicate::replicate_and_keep;
use super::{CellId, Experiment, ExperimentError, Keep, Request, Stopped, Store};
use crate::chain::Model;
use crate::observe::Plan;
use crate::scenario::{Runs, Scenario};

/// A cell that is ready to be simulated.
#[derive(Debug)]
pub struct Prepared {
    /// The scenario.
    pub scenario: Scenario,
    /// The same, compiled.
    pub model: Model,
    /// What there is to count in it.
    pub plan: Plan,
    /// Under which its replications are kept.
    pub cell: CellId,
}

/// Why a cell failed.
#[derive(Debug, Clone, PartialEq)]
pub enum CellError<E> {
    /// It could not be prepared.
    NotPrepared(E),
    /// It failed when it was simulated.
    Failed(ExperimentError),
}

/// Runs the replications of all cells, each with the seed of the request.
///
/// A number of replications is rounded up to whole parts of the cell (draws of unknown numbers, antithetic pairs). Where a
/// precision is wanted instead, every cell is simulated until its own measures are so precise.
///
/// * `each_part` – for each cell how many of its replications make an independent part ([`Scenario::each_part`])
/// * `store` – where replications are kept
/// * `prepare` – asked once for each cell, on any thread
/// * `done` – told of every cell that is whole, in their order
/// * `progress` – told how many replications of all cells are done and how many are expected
/// * `interrupted` – asked before every replication; once true, no further one begins
///
/// `true` when it was interrupted before all cells were done.
///
/// # Errors
/// The first cell that failed, and why.
pub fn replicate_cells<E: Clone + Send + Sync>(
    each_part: &[u32],
    request: &Request,
    store: Option<&dyn Store>,
    prepare: &(dyn Fn(usize) -> Result<Prepared, E> + Sync),
    done: &mut (dyn FnMut(usize, &Prepared, &Experiment) + Send),
    progress: &(dyn Fn(u32, u32) + Sync),
    interrupted: &(dyn Fn() -> bool + Sync),
) -> Result<bool, (usize, CellError<E>)> {
    let Runs::Fixed(number) = request.runs else {
        return one_by_one(each_part.len(), request, store, prepare, done, progress, interrupted);
    };
    // Numbers of work at which the cells begin, and the end of the last.
    let starts: Vec<u32> = std::iter::once(0)
        .chain(each_part.iter().scan(0u32, |sum, &each| {
            *sum = sum.saturating_add(number.div_ceil(each.max(1)).saturating_mul(each.max(1)));
            Some(*sum)
        }))
        .collect();
    let total = starts[each_part.len()];
    let going_on: Mutex<BTreeMap<usize, Slot<E>>> = Mutex::default();
    let cell_of = |number: u32| starts.partition_point(|&start| start <= number) - 1;
    let at = |cell: usize| {
        let mut cells = going_on.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(cells.entry(cell).or_default())
    };
    let make = |number: u32| -> Result<Measured, CellError<E>> {
        let cell = cell_of(number);
        let ready = at(cell);
        let ready = ready.get_or_init(|| prepare(cell).map(GoingOn::new));
        let ready = ready.as_ref().map_err(|error| CellError::NotPrepared(error.clone()))?;
        ready.measuring(request, store).measure(number - starts[cell]).map_err(CellError::Failed)
    };
    let (mut taken, mut failed) = (0, None);
    let mut gathered: Option<Experiment> = None;
    let mut add = |number: u32, measured: Measured| -> Result<(), ExperimentError> {
        let cell = cell_of(number);
        let ready = at(cell);
        let Some(Ok(ready)) = ready.get() else { return Ok(()) };
        gathered.get_or_insert_with(|| Experiment::nothing_yet(&ready.prepared.scenario)).add(measured);
        ready.measuring(request, store).done(number - starts[cell]);
        if number + 1 == starts[cell + 1] {
            if let Some(whole) = gathered.take() {
                done(cell, &ready.prepared, &whole.finished()?);
            }
            going_on.lock().unwrap_or_else(PoisonError::into_inner).remove(&cell);
        }
        Ok(())
    };
    let mut take_in = |measured: Result<Measured, CellError<E>>| {
        let added = measured.and_then(|measured| add(taken, measured).map_err(CellError::Failed));
        if let Err(error) = added {
            failed = Some((cell_of(taken), error));
            return Some(Wanted::NO_MORE);
        }
        taken += 1;
        progress(taken, total);
        None
    };
    let stopped = in_order(Wanted::exactly(total), &make, &mut take_in, interrupted);
    failed.map_or(Ok(stopped), Err)
}

/// One cell after another, each on all threads: how many replications it takes is only known when they are done.
fn one_by_one<E>(
    cells: usize,
    request: &Request,
    store: Option<&dyn Store>,
    prepare: &(dyn Fn(usize) -> Result<Prepared, E> + Sync),
    done: &mut (dyn FnMut(usize, &Prepared, &Experiment) + Send),
    progress: &(dyn Fn(u32, u32) + Sync),
    interrupted: &(dyn Fn() -> bool + Sync),
) -> Result<bool, (usize, CellError<E>)> {
    let mut before = 0u32;
    for cell in 0..cells {
        let prepared = prepare(cell).map_err(|error| (cell, CellError::NotPrepared(error)))?;
        let keep = store.map(|store| Keep { store, cell: &prepared.cell });
        let left = (cells - cell - 1) as u32;
        let told = |number: u32, expected: u32| {
            // The others will take about as many as those so far.
            let each = before.saturating_add(expected) / (cell as u32 + 1);
            progress(
                before.saturating_add(number),
                before.saturating_add(expected).saturating_add(left.saturating_mul(each)),
            );
        };
        let three = (&prepared.scenario, &prepared.model, &prepared.plan);
        let experiment = match replicate_and_keep(three, request, keep, &told, interrupted) {
            Ok(experiment) if experiment.stopped == Stopped::Interrupted => return Ok(true),
            Ok(experiment) => experiment,
            Err(ExperimentError::NothingDone) if interrupted() => return Ok(true),
            Err(error) => return Err((cell, CellError::Failed(error))),
        };
        before = before.saturating_add(experiment.replications());
        done(cell, &prepared, &experiment);
    }
    Ok(false)
}

/// A cell that somebody prepares, or has prepared.
type Slot<E> = Arc<OnceLock<Result<GoingOn, E>>>;

/// A cell that is being simulated.
struct GoingOn {
    prepared: Prepared,
    shared: Shared,
}

impl GoingOn {
    fn new(prepared: Prepared) -> GoingOn {
        GoingOn { prepared, shared: Shared::default() }
    }

    fn measuring<'c>(&'c self, request: &Request, store: Option<&'c dyn Store>) -> Measuring<'c> {
        let Prepared { scenario, model, plan, cell } = &self.prepared;
        let keep = store.map(|store| Keep { store, cell });
        Measuring::sharing((scenario, model, plan), request.seed, request.limits, keep, self.shared.clone())
    }
}
