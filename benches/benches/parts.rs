//! Parts of the engine: the event list, a draw at an address, the samplers, a stage, the end of work over closed hours.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use keten_benches::{EVERYTHING, Ready, wide};
use sim_core::engine::{Event, EventKind, EventList};
use sim_core::random::{Distribution, Draws, Purpose, ResidentKey, Sampler, Stream};
use sim_core::time::{HOUR, SimTime, WorkTime};

fn event(at: i64) -> Event {
    Event::new(SimTime(at), EventKind::DelayEnd, 0, 0)
}

/// The next event is taken and another planned, with so many in the list (the "hold" model).
fn event_list(c: &mut Criterion) {
    for size in [1_000, 1_000_000] {
        let mut list = EventList::default();
        let draws = Draws::new(1, 0);
        let later = |order: u64| {
            (draws.bits(ResidentKey::new(Stream::named("x"), order), Purpose::named("y"), 0, 0) >> 24) as i64
        };
        (0..size).for_each(|order| list.push(event(later(order))));
        let mut order = size;
        c.bench_function(&format!("event list, {size} planned: pop and push"), |b| {
            b.iter(|| {
                let next = list.pop(|_| true).expect("as many are planned as taken");
                order += 1;
                list.push(event(next.at.0 + later(order)));
            });
        });
    }
}

fn draws(c: &mut Criterion) {
    let draws = Draws::new(7, 3);
    let (stream, purpose) = (Stream::named("arrivals.walk_in"), Purpose::named("stages.intake.work"));
    let mut ordinal = 0;
    c.bench_function("draw at an address", |b| {
        b.iter(|| {
            ordinal += 1;
            draws.unit(ResidentKey::new(stream, ordinal), purpose, 1, 0)
        });
    });
}

const KINDS: [(&str, Distribution); 6] = [
    ("constant", Distribution::Constant(1.0)),
    ("exponential", Distribution::Exponential { mean: 1.0 }),
    ("gamma", Distribution::Gamma { mean: 1.0, cv: 0.8 }),
    ("lognormal", Distribution::Lognormal { mu: 0.0, sigma: 0.6 }),
    ("weibull", Distribution::Weibull { shape: 1.5, scale: 1.0 }),
    ("uniform", Distribution::Uniform { low: 1.0, high: 2.0 }),
];

fn samplers(c: &mut Criterion) {
    for (name, distribution) in KINDS {
        let sampler = Sampler::new(&distribution);
        let mut unit = 0.123;
        c.bench_function(&format!("sampler: {name}"), |b| {
            b.iter(|| {
                unit = (unit + 0.618_033_988_749_895) % 1.0;
                sampler.draw(black_box(unit))
            });
        });
        c.bench_function(&format!("making again: {name}"), |b| b.iter(|| Sampler::new(black_box(&distribution))));
    }
    // Of another spread every time: tables are kept.
    let mut spread = 0.8;
    c.bench_function("making: gamma", |b| {
        b.iter(|| {
            spread += 1e-9;
            Sampler::new(black_box(&Distribution::Gamma { mean: 1.0, cv: spread }))
        });
    });
    c.bench_function("making: lognormal", |b| {
        b.iter(|| {
            spread += 1e-9;
            Sampler::new(black_box(&Distribution::Lognormal { mu: 0.0, sigma: spread }))
        });
    });
    // Whether the tables of a chain crowd one another out of the nearest cache.
    for number in [1, 3, 10, 30] {
        let samplers: Vec<Sampler> = (0..number)
            .map(|i| Sampler::new(&Distribution::Gamma { mean: 1.0, cv: 0.5 + 0.01 * f64::from(i) }))
            .collect();
        let (mut bits, mut next) = (0x243f_6a88_85a3_08d3_u64, samplers.iter().cycle());
        c.bench_function(&format!("sampler: {number} tables in turn"), |b| {
            b.iter(|| {
                bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let unit = ((bits >> 12) as f64 + 0.5) * 0.5_f64.powi(52);
                next.next().map(|sampler| sampler.draw(black_box(unit)))
            });
        });
    }
}

/// A time of a resident, from its address to whole microseconds.
fn addressed(c: &mut Criterion) {
    let draws = Draws::new(7, 3);
    let (stream, purpose) = (Stream::named("arrivals.walk_in"), Purpose::named("stages.intake.work"));
    for (name, distribution) in KINDS {
        let sampler = Sampler::new(&distribution);
        let mut ordinal = 0;
        c.bench_function(&format!("addressed draw: {name}"), |b| {
            b.iter(|| {
                ordinal += 1;
                let resident = ResidentKey::new(stream, ordinal);
                sampler.draw(draws.unit(black_box(resident), purpose, black_box(1), 0))
            });
        });
    }
}

/// A stage with one worker and nothing else: what an arrival and an end of work cost, per event.
fn stage(c: &mut Criterion) {
    let ready = Ready::of(&wide::line(1, 10_000));
    let mut group = c.benchmark_group("a stage");
    group.sample_size(20).throughput(Throughput::Elements(ready.counts(1, 0).events));
    group.bench_function("nobody looks", |b| b.iter(|| ready.run(1, 0, ())));
    group.bench_function("all measures", |b| b.iter(|| ready.run(1, 0, ready.measures()).into_tally()));
    group.finish();
}

fn opening(c: &mut Criterion) {
    let ready = Ready::of(EVERYTHING);
    let opening = &ready.model.teams[0].opening;
    let mut day = 0;
    for (name, work) in [("within the day", HOUR / 4), ("over the weekend", 30 * HOUR)] {
        c.bench_function(&format!("end of work, {name}"), |b| {
            b.iter(|| {
                day = (day + 7) % 1000;
                opening.end_of_work(SimTime(day * 24 * HOUR + 9 * HOUR), WorkTime(black_box(work)))
            });
        });
    }
}

criterion_group!(parts, event_list, draws, samplers, addressed, stage, opening);
criterion_main!(parts);
