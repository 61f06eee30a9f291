//! simu-des: processes as futures. In M/M/1 the worker and the arrivals are processes; in the chain every resident is one,
//! and the stages are its resources. Whoever waits for the intake races the request against a timeout, by hand: its own
//! `any_of!` would put both on the heap.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;

use simu::{EnvHandle, EventTrigger, PriorityResource, Resource, SimEnv};

use crate::model::{AFTERCARE, CURATIVE, Counts, DAYS, GAP, INTAKE, Luck, Next, SERVERS, SIGNALLING};

struct Queue {
    luck: Luck,
    line: VecDeque<f64>,
    total: f64,
    /// What wakes the worker, who waits for work.
    idle: Option<EventTrigger>,
}

/// M/M/1.
pub fn mm1(seed: u64, customers: u64) -> f64 {
    let mut env = SimEnv::with_seed(seed);
    let queue = Rc::new(RefCell::new(Queue { luck: Luck::new(seed), line: VecDeque::new(), total: 0.0, idle: None }));

    let (handle, shared) = (env.handle(), Rc::clone(&queue));
    env.spawn(async move {
        for _ in 0..customers {
            let gap = shared.borrow_mut().luck.exponential(GAP);
            handle.timeout(gap).await;
            let mut queue = shared.borrow_mut();
            queue.line.push_back(handle.now());
            if let Some(idle) = queue.idle.take() {
                idle.fire();
            }
        }
    });

    let (handle, shared) = (env.handle(), Rc::clone(&queue));
    env.spawn(async move {
        for _ in 0..customers {
            while shared.borrow().line.is_empty() {
                let (trigger, arrival) = handle.event();
                shared.borrow_mut().idle = Some(trigger);
                arrival.await;
            }
            let service = shared.borrow_mut().luck.exponential(1.0);
            handle.timeout(service).await;
            let mut queue = shared.borrow_mut();
            let joined = queue.line.pop_front().expect("somebody was served");
            queue.total += handle.now() - joined;
        }
    });

    env.run();
    let total = queue.borrow().total;
    total / customers as f64
}

struct Office {
    luck: RefCell<Luck>,
    counts: RefCell<Counts>,
    signalling: Resource,
    intake: Resource,
    curative: PriorityResource,
    aftercare: Resource,
}

impl Office {
    async fn serve(&self, handle: &EnvHandle, stage: usize, crisis: bool, joined: f64) -> Next {
        self.counts.borrow_mut().start(stage, crisis, handle.now() - joined);
        let service = self.luck.borrow_mut().service(stage);
        handle.timeout(service).await;
        self.counts.borrow_mut().services += 1;
        self.luck.borrow_mut().next(stage)
    }
}

async fn resident(office: Rc<Office>, handle: EnvHandle, crisis: bool) {
    let mut next = Next::Stage(SIGNALLING);
    loop {
        let joined = handle.now();
        next = match next {
            Next::Stage(SIGNALLING) => {
                let _guard = office.signalling.request().await;
                office.serve(&handle, SIGNALLING, crisis, joined).await
            }
            Next::Stage(INTAKE) => {
                let patience = office.luck.borrow_mut().patience();
                let guard = {
                    let (mut request, mut timeout) = (pin!(office.intake.request()), pin!(handle.timeout(patience)));
                    poll_fn(|context| match request.as_mut().poll(context) {
                        Poll::Ready(guard) => Poll::Ready(Some(guard)),
                        Poll::Pending => timeout.as_mut().poll(context).map(|()| None),
                    })
                    .await
                };
                let Some(_guard) = guard else {
                    office.counts.borrow_mut().renege();
                    return;
                };
                office.serve(&handle, INTAKE, crisis, joined).await
            }
            Next::Stage(CURATIVE) => {
                let _guard = office.curative.request(u32::from(!crisis)).await;
                office.serve(&handle, CURATIVE, crisis, joined).await
            }
            Next::Stage(_) => {
                let _guard = office.aftercare.request().await;
                office.serve(&handle, AFTERCARE, crisis, joined).await
            }
            Next::Back => {
                office.counts.borrow_mut().sent_back += 1;
                let delay = office.luck.borrow_mut().until_back();
                handle.timeout(delay).await;
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
    let mut env = SimEnv::with_seed(seed);
    let office = Rc::new(Office {
        luck: RefCell::new(Luck::new(seed)),
        counts: RefCell::default(),
        signalling: Resource::new(SERVERS[SIGNALLING]),
        intake: Resource::new(SERVERS[INTAKE]),
        curative: PriorityResource::new(SERVERS[CURATIVE]),
        aftercare: Resource::new(SERVERS[AFTERCARE]),
    });
    let (handle, shared) = (env.handle(), Rc::clone(&office));
    env.spawn(async move {
        loop {
            let gap = shared.luck.borrow_mut().gap();
            handle.timeout(gap).await;
            shared.counts.borrow_mut().arrived += 1;
            let crisis = shared.luck.borrow_mut().is_crisis();
            handle.spawn(resident(Rc::clone(&shared), handle.clone(), crisis));
        }
    });
    env.run_until(DAYS);
    let counts = *office.counts.borrow();
    counts
}
