//! Whole runs, each with an observer that looks at nothing and with the ordinary one.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use keten_benches::{EVERYTHING, MM1, NETWORK, Ready, TUTORIAL};
use sim_core::chain::compile;
use sim_core::observe::{Happening, Observer};
use sim_core::scenario::read;

/// Counts arrivals, so that speed can be given in residents per second.
#[derive(Default)]
struct Arrivals(u64);

impl Observer for Arrivals {
    fn happened(&mut self, _: sim_core::time::SimTime, _: &sim_core::chain::Resident, what: Happening) {
        self.0 += u64::from(what == Happening::Arrived);
    }
}

fn runs(c: &mut Criterion) {
    let mut group = c.benchmark_group("one replication");
    group.sample_size(20);
    for (name, text) in [("tutorial", TUTORIAL), ("mm1", MM1), ("network", NETWORK), ("everything", EVERYTHING)] {
        let ready = Ready::of(text);
        group.throughput(Throughput::Elements(ready.run(1, 0, Arrivals::default()).0));
        group.bench_function(format!("{name}, nobody looks"), |b| b.iter(|| ready.run(1, 0, ())));
        group.bench_function(format!("{name}, all measures"), |b| {
            b.iter(|| ready.run(1, 0, ready.measures()).into_tally());
        });
    }
    group.finish();
}

fn reading(c: &mut Criterion) {
    let scenario = Ready::of(EVERYTHING).scenario;
    c.bench_function("read a chain with everything", |b| b.iter(|| read(EVERYTHING)));
    c.bench_function("compile a chain with everything", |b| b.iter(|| compile(&scenario)));
}

criterion_group!(whole, runs, reading);
criterion_main!(whole);
