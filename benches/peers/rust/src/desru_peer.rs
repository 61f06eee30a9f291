//! desru: an event list of boxed closures, and everything else is the model's.
//!
//! The state is shared by the closures; a planned event cannot be taken back, so patience that ends after work has
//! begun is ignored. Nothing is logged.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use desru::EventScheduler;

use crate::model::{CURATIVE, Counts, DAYS, GAP, INTAKE, Luck, Next, SERVERS, SIGNALLING};

struct Queue {
    luck: Luck,
    line: VecDeque<f64>,
    arrivals_left: u64,
    busy: bool,
    total: f64,
}

type Shared<T> = Rc<RefCell<T>>;

fn plan(scheduler: &mut EventScheduler, delay: f64, mut action: impl FnMut(&mut EventScheduler) + 'static) {
    let then = Box::new(move |scheduler: &mut EventScheduler| {
        action(scheduler);
        None
    });
    scheduler.timeout(delay, Some(then), None);
}

fn mm1_arrival(scheduler: &mut EventScheduler, shared: &Shared<Queue>) {
    let mut queue = shared.borrow_mut();
    queue.line.push_back(scheduler.current_time);
    queue.arrivals_left -= 1;
    if queue.arrivals_left > 0 {
        let again = Rc::clone(shared);
        plan(scheduler, queue.luck.exponential(GAP), move |scheduler| mm1_arrival(scheduler, &again));
    }
    if !queue.busy {
        queue.busy = true;
        mm1_service(scheduler, shared, &mut queue);
    }
}

fn mm1_service(scheduler: &mut EventScheduler, shared: &Shared<Queue>, queue: &mut Queue) {
    let shared = Rc::clone(shared);
    plan(scheduler, queue.luck.exponential(1.0), move |scheduler| {
        let mut queue = shared.borrow_mut();
        let joined = queue.line.pop_front().expect("somebody was served");
        queue.total += scheduler.current_time - joined;
        if queue.line.is_empty() {
            queue.busy = false;
        } else {
            mm1_service(scheduler, &shared, &mut queue);
        }
    });
}

/// M/M/1.
pub fn mm1(seed: u64, customers: u64) -> f64 {
    let mut scheduler = EventScheduler::new();
    let queue =
        Queue { luck: Luck::new(seed), line: VecDeque::new(), arrivals_left: customers, busy: false, total: 0.0 };
    let shared = Rc::new(RefCell::new(queue));
    let first = Rc::clone(&shared);
    let gap = shared.borrow_mut().luck.exponential(GAP);
    plan(&mut scheduler, gap, move |scheduler| mm1_arrival(scheduler, &first));
    scheduler.run(Box::new(|_| false), Some(Box::new(|_, _| false)));
    let total = shared.borrow().total;
    total / customers as f64
}

#[derive(Clone, Copy)]
struct Waiting {
    since: f64,
    crisis: bool,
    gone: bool,
}

struct Chain {
    luck: Luck,
    counts: Counts,
    free: [usize; 4],
    /// Who waits, by stage; crisis before the curative stage last.
    lines: [VecDeque<Waiting>; 5],
    /// How many have left the front of the line for the intake.
    taken: u64,
}

fn arrive(scheduler: &mut EventScheduler, shared: &Shared<Chain>) {
    let mut chain = shared.borrow_mut();
    chain.counts.arrived += 1;
    let again = Rc::clone(shared);
    plan(scheduler, chain.luck.gap(), move |scheduler| arrive(scheduler, &again));
    let crisis = chain.luck.is_crisis();
    join(scheduler, shared, &mut chain, SIGNALLING, crisis);
}

fn join(scheduler: &mut EventScheduler, shared: &Shared<Chain>, chain: &mut Chain, stage: usize, crisis: bool) {
    if chain.free[stage] > 0 {
        chain.free[stage] -= 1;
        return start(scheduler, shared, chain, stage, crisis, 0.0);
    }
    let line = if stage == CURATIVE && crisis { 4 } else { stage };
    chain.lines[line].push_back(Waiting { since: scheduler.current_time, crisis, gone: false });
    if stage == INTAKE {
        let number = chain.taken + chain.lines[INTAKE].len() as u64 - 1;
        let shared = Rc::clone(shared);
        plan(scheduler, chain.luck.patience(), move |_| {
            let chain = &mut *shared.borrow_mut();
            if let Some(place) = number.checked_sub(chain.taken) {
                chain.lines[INTAKE][place as usize].gone = true;
                chain.counts.renege();
            }
        });
    }
}

fn start(
    scheduler: &mut EventScheduler,
    shared: &Shared<Chain>,
    chain: &mut Chain,
    stage: usize,
    crisis: bool,
    wait: f64,
) {
    chain.counts.start(stage, crisis, wait);
    let shared = Rc::clone(shared);
    plan(scheduler, chain.luck.service(stage), move |scheduler| {
        let chain = &mut *shared.borrow_mut();
        chain.counts.services += 1;
        match chain.luck.next(stage) {
            Next::Stage(stage) => join(scheduler, &shared, chain, stage, crisis),
            Next::Out => chain.counts.left += 1,
            Next::Back => {
                chain.counts.sent_back += 1;
                let shared = Rc::clone(&shared);
                plan(scheduler, chain.luck.until_back(), move |scheduler| {
                    let chain = &mut *shared.borrow_mut();
                    chain.counts.came_back += 1;
                    join(scheduler, &shared, chain, INTAKE, crisis);
                });
            }
        }
        take_next(scheduler, &shared, chain, stage);
    });
}

fn take_next(scheduler: &mut EventScheduler, shared: &Shared<Chain>, chain: &mut Chain, stage: usize) {
    let first = if stage == CURATIVE { chain.lines[4].pop_front() } else { None };
    let mut next = first.or_else(|| chain.lines[stage].pop_front());
    if stage == INTAKE {
        chain.taken += u64::from(next.is_some());
        while next.is_some_and(|waiting| waiting.gone) {
            next = chain.lines[INTAKE].pop_front();
            chain.taken += u64::from(next.is_some());
        }
    }
    match next {
        Some(next) => start(scheduler, shared, chain, stage, next.crisis, scheduler.current_time - next.since),
        None => chain.free[stage] += 1,
    }
}

/// The chain.
pub fn chain(seed: u64) -> Counts {
    let mut scheduler = EventScheduler::new();
    let chain = Chain {
        luck: Luck::new(seed),
        counts: Counts::default(),
        free: SERVERS,
        lines: std::array::from_fn(|_| VecDeque::new()),
        taken: 0,
    };
    let shared = Rc::new(RefCell::new(chain));
    let first = Rc::clone(&shared);
    let gap = shared.borrow_mut().luck.gap();
    plan(&mut scheduler, gap, move |scheduler| arrive(scheduler, &first));
    let over = |scheduler: &EventScheduler| scheduler.event_queue.peek().is_none_or(|event| event.time > DAYS);
    scheduler.run(Box::new(over), Some(Box::new(|_, _| false)));
    shared.borrow().counts
}
