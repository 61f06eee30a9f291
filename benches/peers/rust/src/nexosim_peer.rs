//! NeXosim: a model is a component that plans its own inputs; one thread. The whole chain is one component, which saves
//! the messages between stages. A planned patience that ends after work has begun is ignored, which is cheaper than
//! events with keys. A day of the chain, a mean service of M/M/1, is a second of the simulation's clock.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use nexosim::model::{Context, Model, schedulable};
use nexosim::simulation::{Mailbox, SimInit, SimulationError};
use nexosim::time::MonotonicTime;
use serde::{Deserialize, Serialize};

use crate::model::{CURATIVE, Counts, DAYS, GAP, INTAKE, Luck, Next, SERVERS, SIGNALLING};

/// A planned moment must lie ahead, by a nanosecond at least.
fn after(time: f64) -> Duration {
    Duration::from_secs_f64(time).max(Duration::from_nanos(1))
}

fn since_start(time: MonotonicTime) -> f64 {
    time.as_secs() as f64 + f64::from(time.subsec_nanos()) * 1e-9
}

fn no_luck() -> Luck {
    Luck::new(0)
}

#[derive(Serialize, Deserialize)]
struct Queue {
    #[serde(skip, default = "no_luck")]
    luck: Luck,
    line: VecDeque<f64>,
    arrivals_left: u64,
    busy: bool,
    total: f64,
    #[serde(skip)]
    result: Arc<Mutex<f64>>,
}

#[Model]
impl Queue {
    #[nexosim(init)]
    async fn init(&mut self, context: &Context<Self>, _: &mut ()) {
        let gap = self.luck.exponential(GAP);
        context.schedule_event(after(gap), schedulable!(Self::arrive), ()).expect("it lies ahead");
    }

    #[nexosim(schedulable)]
    fn arrive(&mut self, _: (), context: &Context<Self>) {
        self.line.push_back(since_start(context.time()));
        self.arrivals_left -= 1;
        if self.arrivals_left > 0 {
            let gap = self.luck.exponential(GAP);
            context.schedule_event(after(gap), schedulable!(Self::arrive), ()).expect("it lies ahead");
        }
        if !self.busy {
            self.busy = true;
            self.serve(context);
        }
    }

    fn serve(&mut self, context: &Context<Self>) {
        let service = self.luck.exponential(1.0);
        context.schedule_event(after(service), schedulable!(Self::end), ()).expect("it lies ahead");
    }

    #[nexosim(schedulable)]
    fn end(&mut self, _: (), context: &Context<Self>) {
        let joined = self.line.pop_front().expect("somebody was served");
        self.total += since_start(context.time()) - joined;
        if self.line.is_empty() {
            self.busy = false;
            if self.arrivals_left == 0 {
                *self.result.lock().expect("one thread") = self.total;
            }
        } else {
            self.serve(context);
        }
    }
}

/// M/M/1.
pub fn mm1(seed: u64, customers: u64) -> f64 {
    let result = Arc::new(Mutex::new(0.0));
    let queue = Queue {
        luck: Luck::new(seed),
        line: VecDeque::new(),
        arrivals_left: customers,
        busy: false,
        total: 0.0,
        result: Arc::clone(&result),
    };
    let run = || -> Result<(), SimulationError> {
        let mut simulation =
            SimInit::with_num_threads(1).add_model(queue, Mailbox::new(), "queue").init(MonotonicTime::EPOCH)?;
        simulation.run()?;
        Ok(())
    };
    run().expect("the simulation runs to its end");
    let total = *result.lock().expect("one thread");
    total / customers as f64
}

#[derive(Clone, Copy, Serialize, Deserialize)]
struct Waiting {
    since: f64,
    crisis: bool,
    gone: bool,
}

#[derive(Serialize, Deserialize)]
struct Chain {
    #[serde(skip, default = "no_luck")]
    luck: Luck,
    #[serde(skip)]
    counts: Counts,
    free: [usize; 4],
    /// Who waits, by stage; crisis before the curative stage last.
    lines: [VecDeque<Waiting>; 5],
    /// How many have left the front of the line for the intake.
    taken: u64,
    #[serde(skip)]
    result: Arc<Mutex<Counts>>,
}

#[Model]
impl Chain {
    #[nexosim(init)]
    async fn init(&mut self, context: &Context<Self>, _: &mut ()) {
        let gap = self.luck.gap();
        context.schedule_event(after(gap), schedulable!(Self::arrive), ()).expect("it lies ahead");
        context.schedule_event(after(DAYS), schedulable!(Self::report), ()).expect("it lies ahead");
    }

    #[nexosim(schedulable)]
    fn report(&mut self) {
        *self.result.lock().expect("one thread") = self.counts;
    }

    #[nexosim(schedulable)]
    fn arrive(&mut self, _: (), context: &Context<Self>) {
        self.counts.arrived += 1;
        let gap = self.luck.gap();
        context.schedule_event(after(gap), schedulable!(Self::arrive), ()).expect("it lies ahead");
        let crisis = self.luck.is_crisis();
        self.join(SIGNALLING, crisis, context);
    }

    fn join(&mut self, stage: usize, crisis: bool, context: &Context<Self>) {
        if self.free[stage] > 0 {
            self.free[stage] -= 1;
            return self.start(stage, crisis, 0.0, context);
        }
        let line = if stage == CURATIVE && crisis { 4 } else { stage };
        self.lines[line].push_back(Waiting { since: since_start(context.time()), crisis, gone: false });
        if stage == INTAKE {
            let number = self.taken + self.lines[INTAKE].len() as u64 - 1;
            let patience = after(self.luck.patience());
            context.schedule_event(patience, schedulable!(Self::give_up), number).expect("it lies ahead");
        }
    }

    #[nexosim(schedulable)]
    fn give_up(&mut self, number: u64) {
        if let Some(place) = number.checked_sub(self.taken) {
            self.lines[INTAKE][place as usize].gone = true;
            self.counts.renege();
        }
    }

    fn start(&mut self, stage: usize, crisis: bool, wait: f64, context: &Context<Self>) {
        self.counts.start(stage, crisis, wait);
        let service = after(self.luck.service(stage));
        context.schedule_event(service, schedulable!(Self::end), (stage, crisis)).expect("it lies ahead");
    }

    #[nexosim(schedulable)]
    fn end(&mut self, (stage, crisis): (usize, bool), context: &Context<Self>) {
        self.counts.services += 1;
        match self.luck.next(stage) {
            Next::Stage(stage) => self.join(stage, crisis, context),
            Next::Out => self.counts.left += 1,
            Next::Back => {
                self.counts.sent_back += 1;
                let delay = after(self.luck.until_back());
                context.schedule_event(delay, schedulable!(Self::come_back), crisis).expect("it lies ahead");
            }
        }
        self.take_next(stage, context);
    }

    #[nexosim(schedulable)]
    fn come_back(&mut self, crisis: bool, context: &Context<Self>) {
        self.counts.came_back += 1;
        self.join(INTAKE, crisis, context);
    }

    fn take_next(&mut self, stage: usize, context: &Context<Self>) {
        let first = if stage == CURATIVE { self.lines[4].pop_front() } else { None };
        let mut next = first.or_else(|| self.lines[stage].pop_front());
        if stage == INTAKE {
            self.taken += u64::from(next.is_some());
            while next.is_some_and(|waiting| waiting.gone) {
                next = self.lines[INTAKE].pop_front();
                self.taken += u64::from(next.is_some());
            }
        }
        match next {
            Some(next) => self.start(stage, next.crisis, since_start(context.time()) - next.since, context),
            None => self.free[stage] += 1,
        }
    }
}

/// The chain.
pub fn chain(seed: u64) -> Counts {
    let result = Arc::new(Mutex::new(Counts::default()));
    let chain = Chain {
        luck: Luck::new(seed),
        counts: Counts::default(),
        free: SERVERS,
        lines: Default::default(),
        taken: 0,
        result: Arc::clone(&result),
    };
    let run = || -> Result<(), SimulationError> {
        let mut simulation =
            SimInit::with_num_threads(1).add_model(chain, Mailbox::new(), "chain").init(MonotonicTime::EPOCH)?;
        simulation.step_until(after(DAYS))?;
        Ok(())
    };
    run().expect("the simulation runs to its end");
    let counts = *result.lock().expect("one thread");
    counts
}
