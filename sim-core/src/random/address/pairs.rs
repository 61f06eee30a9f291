//! Two addresses that differ little give two units that have nothing to do with each other.
//!
//! For each relation between two addresses (adjacent ordinals, purposes whose hashes differ in one bit, …) the pairs are
//! taken along three walks: over residents, over visits and over replications; the last is what an estimate from
//! many replications leans on. Both units of a pair should be uniform and independent, and so are held to that by
//! their correlation and by chi-square on 16 × 16 equal squares, once with the upper and once with the lower 32 bits.
//!
//! Seed 20 261 122. Every figure is held to a two-sided 1e-8. There are 657 walks with a relation, of 2 halves with 2
//! figures: 2 628 in all, so a generator that is right would fail for one seed in 38 000. With 65 536 pairs a correlation of 0.022 is found, with 16 384 one of 0.045.

use statrs::distribution::{ChiSquared, ContinuousCDF};

use super::*;

const SEED: u64 = 20_261_122;
/// Pairs along a walk, for relations that there are few of, and for those by the bit.
const SAMPLE: u32 = 1 << 16;
const SAMPLE_BY_BIT: u32 = 1 << 14;
/// Standard normal, two-sided 1e-8.
const Z_CRITICAL: f64 = 5.731;
/// Squares along one unit.
const SIDE: u64 = 16;

/// All parts of an address.
#[derive(Debug, Clone, Copy)]
struct Address {
    draws: Draws,
    resident: ResidentKey,
    purpose: Purpose,
    visit: u32,
    draw: u32,
}

impl Address {
    fn bits(&self) -> u64 {
        self.draws.bits(self.resident, self.purpose, self.visit, self.draw)
    }
}

const WORK: Purpose = Purpose::named("stages.intake.work");
const WALK_IN: Stream = Stream::named("arrivals.walk_in");

/// The addresses of three walks, with only every second resident, visit and replication, so that no two pairs of
/// neighbours share an address.
fn walks(length: u32) -> [(&'static str, Vec<Address>); 3] {
    let draws = Draws::new(SEED, 0);
    let at = |draws, ordinal, visit| Address {
        draws,
        resident: ResidentKey::new(WALK_IN, ordinal),
        purpose: WORK,
        visit,
        draw: 0,
    };
    [
        ("residents", (0..length).map(|i| at(draws, 2 * u64::from(i), 0)).collect()),
        ("visits", (0..length).map(|i| at(draws, 12, 2 * i)).collect()),
        ("replications", (0..length).map(|i| at(Draws::new(SEED, 2 * i), 12, 0)).collect()),
    ]
}

/// Holds the pairs of every address of three walks and its relative to uniformity.
fn assert_unrelated(relation: &str, walks: &[(&str, Vec<Address>)], relative: impl Fn(Address) -> Address) {
    for (walk, addresses) in walks {
        let pairs: Vec<[u64; 2]> = addresses.iter().map(|&one| [one, relative(one)].map(|at| at.bits())).collect();
        for (half, shift) in [("upper", 0), ("lower", 32)] {
            let halves: Vec<[u64; 2]> = pairs.iter().map(|pair| pair.map(|bits| bits << shift >> 32)).collect();
            assert_pairs_are_uniform(&format!("{relation}, over {walk}, {half} bits"), &halves);
        }
    }
}

/// * `pairs` – of 32 bits each
fn assert_pairs_are_uniform(what: &str, pairs: &[[u64; 2]]) {
    let n = pairs.len() as f64;
    let squares = SIDE * SIDE;
    let unit = |half: u64| (half as f64 + 0.5) / 2.0_f64.powi(32) - 0.5;
    // The mean of the product of two such units has variance 1/144.
    let z = 12.0 * pairs.iter().map(|&[a, b]| unit(a) * unit(b)).sum::<f64>() / n.sqrt();
    assert!(z.abs() < Z_CRITICAL, "{what}: correlation of {z:.2} standard errors");
    let mut counts = vec![0_u32; squares as usize];
    pairs.iter().for_each(|&[a, b]| counts[((a >> 28) * SIDE + (b >> 28)) as usize] += 1);
    let expected = n / squares as f64;
    let statistic: f64 = counts.iter().map(|&count| (f64::from(count) - expected).powi(2) / expected).sum();
    let chi_square = ChiSquared::new((squares - 1) as f64).unwrap();
    let [too_even, too_uneven] = [chi_square.cdf(statistic), chi_square.sf(statistic)];
    assert!(too_even.min(too_uneven) > 5e-9, "{what}: chi-square {statistic:.1} on {} degrees", squares - 1);
}

/// Neighbours in every part of the address, alone and crossed; 17 relations.
#[test]
fn neighbouring_addresses_give_unrelated_units() {
    let walks = walks(SAMPLE);
    let check = |relation: &str, relative: &dyn Fn(Address) -> Address| assert_unrelated(relation, &walks, relative);
    let later = |resident: ResidentKey, by: u64| ResidentKey(resident.0.wrapping_add(by.wrapping_mul(ORDINAL)));
    check("adjacent ordinals", &|at| Address { resident: later(at.resident, 1), ..at });
    check("ordinals 2³² apart", &|at| Address { resident: later(at.resident, 1 << 32), ..at });
    check("visit and next visit", &|at| Address { visit: at.visit + 1, ..at });
    check("draw and next draw", &|at| Address { draw: at.draw + 1, ..at });
    check("first draw and second unit", &|at| Address { draw: at.draw + (1 << 20), ..at });
    check("next visit and next draw", &|at| Address { visit: at.visit + 1, draw: at.draw + 1, ..at });
    check("resident and visit", &|at| Address { resident: later(at.resident, 1), visit: at.visit + 1, ..at });
    let to_other_stream = Stream::named("arrivals.walk_on").0.wrapping_sub(WALK_IN.0);
    check("other stream", &|at| Address { resident: ResidentKey(at.resident.0.wrapping_add(to_other_stream)), ..at });
    for (relation, name) in [
        ("a stage by almost the same name", "stages.intake2.work"),
        ("a name that goes on", "stages.intake.work.2"),
        ("another letter", "stages.intake.worl"),
        ("another purpose", "stages.intake.patience"),
        ("a third purpose", "stages.intake.next"),
    ] {
        check(relation, &|at| Address { purpose: Purpose::named(name), ..at });
    }
    check("both words", &|at| Address { resident: later(at.resident, 1), purpose: Purpose(!at.purpose.0), ..at });
    // One other key for all: not over replications, which have each their own.
    for (relation, draws) in [
        ("replication 1", Draws::new(SEED, 1)),
        ("next seed", Draws::new(SEED + 1, 0)),
        ("seed in its highest bit", Draws::new(SEED | 1 << 63, 0)),
    ] {
        assert_unrelated(relation, &walks[..2], |at| Address { draws, ..at });
    }
}

/// The same replication of another seed, and the next replication of the same; 33 relations over replications.
#[test]
fn other_seeds_and_replications_give_unrelated_units() {
    let walk = |relative: &dyn Fn(u32) -> Draws| -> Vec<[u64; 2]> {
        let bits = |draws: Draws| draws.bits(ResidentKey::new(WALK_IN, 12), WORK, 0, 0);
        (0..SAMPLE_BY_BIT).map(|i| [bits(Draws::new(SEED, 2 * i)), bits(relative(2 * i))]).collect()
    };
    let check = |relation: &str, pairs: Vec<[u64; 2]>| {
        for (half, shift) in [("upper", 0), ("lower", 32)] {
            let halves: Vec<[u64; 2]> = pairs.iter().map(|pair| pair.map(|bits| bits << shift >> 32)).collect();
            assert_pairs_are_uniform(&format!("{relation}, {half} bits"), &halves);
        }
    };
    check("replication and the next", walk(&|replication| Draws::new(SEED, replication + 1)));
    for bit in (0..64).step_by(2) {
        check(&format!("bit {bit} of the seed"), walk(&|replication| Draws::new(SEED ^ 1 << bit, replication)));
    }
}

/// Words of the address that differ in one bit, or in two: as unlikely hashes could. 192 relations.
#[test]
fn words_that_differ_in_a_bit_or_two_give_unrelated_units() {
    let walks = walks(SAMPLE_BY_BIT);
    for bit in 0..64 {
        let one = 1_u64 << bit;
        let two = one | one.rotate_left(1 + bit * 7 % 63);
        for (relation, of_purpose, of_resident) in [("purpose", one, 0), ("purpose", two, 0), ("resident", 0, one)] {
            let relation = format!("{relation}, bits {:x}", of_purpose | of_resident);
            assert_unrelated(&relation, &walks, |at| Address {
                purpose: Purpose(at.purpose.0 ^ of_purpose),
                resident: ResidentKey(at.resident.0 ^ of_resident),
                ..at
            });
        }
    }
}
