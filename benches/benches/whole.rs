//! Whole runs, each with an observer that looks at nothing and with the ordinary one; and the programs written by hand.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use keten_benches::limit::event_list::{Calendar, HeapPerKind, OneHeap};
use keten_benches::limit::{chain, mm1};
use keten_benches::{EVERYTHING, MM1, MODELS, NETWORK, Ready, TUTORIAL};
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
    let own = [("tutorial", TUTORIAL), ("mm1 at 80 %", MM1), ("network", NETWORK), ("everything", EVERYTHING)];
    for &(name, text) in own.iter().chain(MODELS.iter().filter(|(name, _)| matches!(*name, "chain" | "mm1"))) {
        let ready = Ready::of(text);
        group.throughput(Throughput::Elements(ready.run(1, 0, Arrivals::default()).0));
        group.bench_function(format!("{name}, nobody looks"), |b| b.iter(|| ready.run(1, 0, ())));
        group.bench_function(format!("{name}, all measures"), |b| {
            b.iter(|| ready.run(1, 0, ready.measures()).into_tally());
        });
    }
    group.finish();
}

/// The programs written by hand for exactly one model, in events and customers a second.
fn by_hand(c: &mut Criterion) {
    let mut group = c.benchmark_group("by hand");
    group.sample_size(20);
    group.throughput(Throughput::Elements(chain::run::<Calendar>(1, true).events));
    group.bench_function("chain, one heap", |b| b.iter(|| chain::run::<OneHeap>(1, false)));
    group.bench_function("chain, a heap per kind", |b| b.iter(|| chain::run::<HeapPerKind>(1, false)));
    group.bench_function("chain, a heap per kind, lazy patience", |b| b.iter(|| chain::run::<HeapPerKind>(1, true)));
    group.bench_function("chain, calendar, lazy patience", |b| b.iter(|| chain::run::<Calendar>(1, true)));
    group.throughput(Throughput::Elements(1_000_000));
    group.bench_function("mm1, two clocks", |b| b.iter(|| mm1::run(1, 1_000_000)));
    group.finish();
}

fn reading(c: &mut Criterion) {
    let scenario = Ready::of(EVERYTHING).scenario;
    c.bench_function("read a chain with everything", |b| b.iter(|| read(EVERYTHING)));
    c.bench_function("compile a chain with everything", |b| b.iter(|| compile(&scenario)));
}

criterion_group!(whole, runs, by_hand, reading);
criterion_main!(whole);
