//! odem-rs: processes as futures. M/M/1 is built as its own example of that name is: a server that sleeps when there is
//! nothing to do. In the chain every resident is a job from a pool, which reuses the memory of those who left; the
//! stages keep the wakers of those who wait, since the crate's `Facility` has room for one only. The end of patience is a
//! job that wakes whoever still waits, which is a little cheaper than forking the wait.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::pin::pin;
use std::task::Waker;

use odem_rs::core::ops::waker;
use odem_rs::core::simulator::simulation;
use odem_rs::prelude::*;

use crate::model::{AFTERCARE, CURATIVE, Counts, DAYS, GAP, INTAKE, Luck, Next, SERVERS, SIGNALLING};

struct Queue {
    luck: RefCell<Luck>,
    line: RefCell<VecDeque<f64>>,
    idle: Cell<Option<Waker>>,
    total: Cell<f64>,
}

/// M/M/1.
pub fn mm1(seed: u64, customers: u64) -> f64 {
    let queue = Queue {
        luck: RefCell::new(Luck::new(seed)),
        line: RefCell::default(),
        idle: Cell::default(),
        total: Cell::default(),
    };
    let queue = &queue;
    simulation(async |sim: &Sim| {
        let arrivals = pin!(Job::new(async {
            for _ in 0..customers {
                let gap = queue.luck.borrow_mut().exponential(GAP);
                sim.advance(gap).await;
                queue.line.borrow_mut().push_back(sim.now());
                if let Some(idle) = queue.idle.take() {
                    idle.wake();
                }
            }
        }));
        sim.activate(arrivals);
        for _ in 0..customers {
            while queue.line.borrow().is_empty() {
                queue.idle.set(Some(waker().await));
                sleep().await;
            }
            let service = queue.luck.borrow_mut().exponential(1.0);
            sim.advance(service).await;
            let joined = queue.line.borrow_mut().pop_front().expect("somebody was served");
            queue.total.set(queue.total.get() + sim.now() - joined);
        }
    })
    .expect("somebody is always about to act");
    queue.total.get() / customers as f64
}

/// Somebody who waits.
struct Waiting {
    number: u64,
    waker: Waker,
}

/// A stage: who is free, and who waits, the urgent apart.
struct Stage {
    free: Cell<usize>,
    lines: [RefCell<VecDeque<Waiting>>; 2],
    joined: Cell<u64>,
}

impl Stage {
    fn new(servers: usize) -> Stage {
        Stage { free: Cell::new(servers), lines: Default::default(), joined: Cell::new(0) }
    }

    fn is_free(&self) -> bool {
        let free = self.free.get();
        if free > 0 {
            self.free.set(free - 1);
        }
        free > 0
    }

    /// Takes a server, after a wait if need be.
    async fn seize(&self, urgent: bool) {
        if !self.is_free() {
            let waker = waker().await;
            self.lines[usize::from(!urgent)].borrow_mut().push_back(Waiting { number: 0, waker });
            sleep().await;
        }
    }

    /// Takes a server, or gives up when patience ends, as `plan` sees to: `false` then.
    async fn seize_within(&self, sim: &Sim, patience: f64, plan: &impl Fn(u64, f64)) -> bool {
        if self.is_free() {
            return true;
        }
        let number = self.joined.replace(self.joined.get() + 1);
        let waker = waker().await;
        self.lines[1].borrow_mut().push_back(Waiting { number, waker });
        let until = sim.now() + patience;
        plan(number, patience);
        sleep().await;
        sim.now() < until
    }

    /// Patience has ended: whoever still waits is woken.
    async fn give_up(&self, number: u64) {
        let line = &mut *self.lines[1].borrow_mut();
        if let Ok(place) = line.binary_search_by_key(&number, |waiting| waiting.number)
            && let Some(waiting) = line.remove(place)
        {
            waiting.waker.wake();
        }
    }

    /// Hands the server to who is next.
    fn release(&self) {
        let next = self.lines[0].borrow_mut().pop_front().or_else(|| self.lines[1].borrow_mut().pop_front());
        match next {
            Some(next) => next.waker.wake(),
            None => self.free.set(self.free.get() + 1),
        }
    }
}

struct Office {
    luck: RefCell<Luck>,
    counts: RefCell<Counts>,
    stages: [Stage; 4],
}

async fn resident(sim: &Sim, office: &Office, crisis: bool, plan: &impl Fn(u64, f64)) {
    let mut next = Next::Stage(SIGNALLING);
    loop {
        next = match next {
            Next::Stage(number) => {
                let stage = &office.stages[number];
                let joined = sim.now();
                if number == INTAKE {
                    let patience = office.luck.borrow_mut().patience();
                    if !stage.seize_within(sim, patience, plan).await {
                        office.counts.borrow_mut().renege();
                        return;
                    }
                } else {
                    stage.seize(crisis && number == CURATIVE).await;
                }
                office.counts.borrow_mut().start(number, crisis, sim.now() - joined);
                let service = office.luck.borrow_mut().service(number);
                sim.advance(service).await;
                office.counts.borrow_mut().services += 1;
                stage.release();
                office.luck.borrow_mut().next(number)
            }
            Next::Back => {
                office.counts.borrow_mut().sent_back += 1;
                let delay = office.luck.borrow_mut().until_back();
                sim.advance(delay).await;
                office.counts.borrow_mut().came_back += 1;
                Next::Stage(INTAKE)
            }
            Next::Out => {
                office.counts.borrow_mut().left += 1;
                return;
            }
        };
    }
}

/// The chain.
pub fn chain(seed: u64) -> Counts {
    let office = Office {
        luck: RefCell::new(Luck::new(seed)),
        counts: RefCell::default(),
        stages: [SIGNALLING, INTAKE, CURATIVE, AFTERCARE].map(|stage| Stage::new(SERVERS[stage])),
    };
    let office = &office;
    simulation(async |sim: &Sim| {
        let impatience = pin!(Pool::dynamic().with(Job::new));
        let plan = |number, patience| {
            sim.schedule(impatience.alloc(office.stages[INTAKE].give_up(number)), patience);
        };
        let residents = pin!(Pool::dynamic().with(Job::new));
        let arrivals = pin!(Job::new(async {
            loop {
                let gap = office.luck.borrow_mut().gap();
                sim.advance(gap).await;
                office.counts.borrow_mut().arrived += 1;
                let crisis = office.luck.borrow_mut().is_crisis();
                residents.activate(sim, resident(sim, office, crisis, &plan));
            }
        }));
        sim.activate(arrivals);
        sim.advance(DAYS).await;
        // Whoever still waits must be forgotten before the pool is.
        office.stages.iter().flat_map(|stage| &stage.lines).for_each(|line| line.borrow_mut().clear());
    })
    .expect("somebody is always about to act");
    let counts = *office.counts.borrow();
    counts
}
