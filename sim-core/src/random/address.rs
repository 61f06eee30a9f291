//! The address of a draw: (seed, replication; resident, purpose, visit, draw), never the order of calls.
//!
//! The address is written into the key and the two words of [`folded`]:
//!
//! ```text
//! key          mixed from seed and replication by philox2x64
//! first word   resident = hash of the stream it came from + its ordinal there × ORDINAL
//! second word  hash of the purpose + visit × VISIT + draw × DRAW
//! ```
//!
//! All of it is ready before the draw but the three multiplications. Two draws of a resident for one purpose never
//! share a word while visits and draws stay below 2³⁰; that any two other addresses of a run do is as unlikely as
//! that two hashes of 64 bits are equal.

use std::convert::Infallible;

use rand_core::TryRng;

use super::fold::folded;
use super::philox::philox2x64;

/// Step of a resident's word from one ordinal to the next: the golden ratio, in units of 2⁻⁶⁴.
const ORDINAL: u64 = 0x9e37_79b9_7f4a_7c15;
/// Steps of the other word from one visit, and from one draw, to the next: 1/ρ and 1/ρ² for the plastic number
/// ρ³ = ρ + 1, in units of 2⁻⁶⁴ and odd. The nearest two addresses that share a word are 531 584 935 visits and
/// 1 608 354 333 draws apart, by reduction of the lattice.
const VISIT: u64 = 0xc13f_a9a9_02a6_328f;
const DRAW: u64 = 0x91e1_0da5_c79e_7b1d;
/// Key under which seed and replication are mixed: the fractional digits of π, so nothing up the sleeve.
const SEED_KEY: u64 = 0x243f_6a88_85a3_08d3;

/// All random numbers of one replication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Draws {
    key: [u64; 2],
    /// All ones where every unit is the complement of the ordinary one, else nothing.
    mirror: u64,
}

/// What a draw is for, by the name of the thing that is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Purpose(u64);

/// A source of residents (an arrival stream, the residents already there), by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stream(u64);

/// Which resident a draw is for: the same one in every scenario that has the same stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResidentKey(u64);

/// The draws at one address one after another, for library samplers that take a varying number of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressedRng {
    draws: Draws,
    resident: ResidentKey,
    purpose: Purpose,
    visit: u32,
    draw: u32,
}

impl Purpose {
    /// The purpose of this name, such as `stages.intake.work`; the same in every run and every version.
    pub const fn named(name: &str) -> Purpose {
        Purpose(hash(name))
    }
}

impl Stream {
    /// The stream of this name, such as `arrivals.walk_in`; the same in every run and every version.
    pub const fn named(name: &str) -> Stream {
        Stream(hash(name))
    }
}

impl ResidentKey {
    /// The resident who came as number `ordinal` from this stream.
    #[inline]
    pub const fn new(stream: Stream, ordinal: u64) -> ResidentKey {
        ResidentKey(stream.0.wrapping_add(ordinal.wrapping_mul(ORDINAL)))
    }

    /// The key as a number: the same one for the same resident, in every scenario that has their stream.
    #[inline]
    pub const fn number(self) -> u64 {
        self.0
    }
}

impl Draws {
    /// The draws of replication `replication` under this seed.
    pub fn new(seed: u64, replication: u32) -> Draws {
        Draws { key: philox2x64([seed, u64::from(replication)], SEED_KEY), mirror: 0 }
    }

    /// The mirror image of [`Draws::new`] under the same seed and replication: at every address all bits are the
    /// other way round, so that every unit is exactly one minus the ordinary one.
    ///
    /// ```
    /// # use sim_core::random::{Draws, Purpose, ResidentKey, Stream};
    /// let (resident, purpose) = (ResidentKey::new(Stream::named("arrivals.walk_in"), 12), Purpose::named("work"));
    /// let unit = |draws: Draws| draws.unit(resident, purpose, 0, 0);
    /// assert_eq!(unit(Draws::mirrored(7, 0)), 1.0 - unit(Draws::new(7, 0)));
    /// ```
    ///
    /// # Source
    /// Hammersley & Morton (1956), "A new Monte Carlo technique: antithetic variates", *Mathematical Proceedings of
    /// the Cambridge Philosophical Society* 52(3), 449–475.
    pub fn mirrored(seed: u64, replication: u32) -> Draws {
        Draws { mirror: u64::MAX, ..Draws::new(seed, replication) }
    }

    /// 64 random bits at an address.
    #[inline]
    pub fn bits(&self, resident: ResidentKey, purpose: Purpose, visit: u32, draw: u32) -> u64 {
        let place = u64::from(visit).wrapping_mul(VISIT).wrapping_add(u64::from(draw).wrapping_mul(DRAW));
        folded([resident.0, purpose.0.wrapping_add(place)], self.key) ^ self.mirror
    }

    /// A number uniform in the open interval (0, 1) at an address.
    ///
    /// `(n + ½) / 2⁵²` with `n` the upper 52 bits: every value, and one minus every value, is exact, and the
    /// extremes are `2⁻⁵³` and `1 − 2⁻⁵³`. (With 53 bits, `n + ½` would round, and could give 1.)
    #[inline]
    pub fn unit(&self, resident: ResidentKey, purpose: Purpose, visit: u32, draw: u32) -> f64 {
        unit_from_bits(self.bits(resident, purpose, visit, draw))
    }

    /// A generator that walks over the draws at one address, from draw 0.
    pub fn rng(&self, resident: ResidentKey, purpose: Purpose, visit: u32) -> AddressedRng {
        AddressedRng { draws: *self, resident, purpose, visit, draw: 0 }
    }
}

impl TryRng for AddressedRng {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.try_next_u64().map(|bits| (bits >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let bits = self.draws.bits(self.resident, self.purpose, self.visit, self.draw);
        self.draw = self.draw.wrapping_add(1);
        Ok(bits)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        rand_core::utils::fill_bytes_via_next_word(bytes, || self.try_next_u64())
    }
}

#[inline]
fn unit_from_bits(bits: u64) -> f64 {
    // `1 + n / 2⁵²`, less `1 − 2⁻⁵³`: both exact, and so is the difference.
    f64::from_bits(1.0_f64.to_bits() | bits >> 12) - (1.0 - f64::EPSILON / 2.0)
}

/// A 64-bit hash of a name: FNV-1a (64 bits), then the finaliser of MurmurHash3, because the upper bits of
/// FNV-1a alone hardly change with the last letters. Part of the results: it must never change.
const fn hash(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let mut h: u64 = 0xcbf2_9ce4_8422_2325;
    let mut i = 0;
    while i < bytes.len() {
        h = (h ^ bytes[i] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        i += 1;
    }
    h = (h ^ (h >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    h = (h ^ (h >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    h ^ (h >> 33)
}

#[cfg(test)]
mod pairs;

#[cfg(test)]
mod tests {
    use rand_core::Rng;
    use statrs::distribution::{ChiSquared, ContinuousCDF};

    use super::*;

    const WORK: Purpose = Purpose::named("stages.intake.work");
    const WALK_IN: Stream = Stream::named("arrivals.walk_in");

    /// Fixed draws for a fixed seed: a change here changes every result there ever was. The values were
    /// worked out by a second implementation in another language.
    #[test]
    fn fixed_addresses_give_fixed_draws() {
        let bits = |seed, replication, ordinal, visit, draw| {
            Draws::new(seed, replication).bits(ResidentKey::new(WALK_IN, ordinal), WORK, visit, draw)
        };
        assert_eq!(WORK, Purpose(0x8a24_d564_0e65_0f8a));
        assert_eq!(bits(0, 0, 0, 0, 0), 0xc986_a4df_1b0f_81b3);
        assert_eq!(bits(7, 3, 12, 1, 2), 0x15d9_f065_24f5_5562);
        assert_eq!(bits(7, 3, 12, 1, 258), 0x4891_1a38_b76b_f172);
        assert_eq!(bits(u64::MAX, u32::MAX, u64::MAX, u32::MAX, u32::MAX), 0xda7b_97cb_d350_a246);
    }

    #[test]
    fn units_lie_inside_the_open_interval() {
        assert_eq!(unit_from_bits(0), 0.5_f64.powi(53));
        assert_eq!(1.0 - unit_from_bits(u64::MAX), 0.5_f64.powi(53));
        for bits in [0x123_4567_89ab_cdef, 1 << 63, (1 << 63) - 1, 0xfff, 0x1000] {
            assert_eq!(unit_from_bits(bits), ((bits >> 12) as f64 + 0.5) / (1u64 << 52) as f64);
        }
    }

    /// One minus the unit at every address, to the last bit; also where it is extreme.
    #[test]
    fn mirrored_units_are_one_minus_the_ordinary_ones() {
        let (draws, mirrored) = (Draws::new(11, 4), Draws::mirrored(11, 4));
        for ordinal in 0..1000 {
            let (resident, visit, draw) = (ResidentKey::new(WALK_IN, ordinal), ordinal as u32 % 7, ordinal as u32 % 3);
            let unit = draws.unit(resident, WORK, visit, draw);
            assert_eq!(mirrored.unit(resident, WORK, visit, draw), 1.0 - unit);
            assert_eq!(1.0 - mirrored.unit(resident, WORK, visit, draw), unit);
        }
        for bits in [0, 1, 1 << 12, 1 << 63, u64::MAX] {
            assert_eq!(unit_from_bits(!bits), 1.0 - unit_from_bits(bits));
        }
    }

    /// Draws 0 to 1023 of two visits of two residents are 4096 different numbers.
    #[test]
    fn visits_and_draws_do_not_meet() {
        let draws = Draws::new(1, 0);
        let mut seen = std::collections::BTreeSet::new();
        for (ordinal, visit) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            let mut rng = draws.rng(ResidentKey::new(WALK_IN, ordinal), WORK, visit);
            assert!((0..1024).all(|_| seen.insert(rng.next_u64())));
        }
    }

    #[test]
    fn generator_walks_over_the_draws() {
        let draws = Draws::new(5, 1);
        let resident = ResidentKey::new(WALK_IN, 3);
        let mut rng = draws.rng(resident, WORK, 2);
        let first = draws.bits(resident, WORK, 2, 0);
        assert_eq!(rng.next_u64(), first);
        assert_eq!(u64::from(rng.next_u32()), draws.bits(resident, WORK, 2, 1) >> 32);
        let mut bytes = [0; 12];
        rng.fill_bytes(&mut bytes);
        assert_eq!(bytes[..8], draws.bits(resident, WORK, 2, 2).to_le_bytes());
    }

    /// Along each part of the address, with the others fixed, neighbours look independent and uniform.
    ///
    /// 65 536 addresses in a row (for purposes, as many numbered names) along each of six dimensions; seed 42 and
    /// other fixed values. Mean, chi-square on 256 equal bins, and correlation between neighbours, all bits high
    /// and low, are each held to a two-sided 1e-5; a correct generator would fail for about one seed in 1400.
    #[test]
    fn neighbouring_addresses_are_independent() {
        let resident = |ordinal| ResidentKey::new(WALK_IN, ordinal);
        assert_uniform("seed", |i| Draws::new(i, 0).bits(resident(9), WORK, 0, 0));
        assert_uniform("replication", |i| Draws::new(42, i as u32).bits(resident(9), WORK, 0, 0));
        assert_uniform("resident", |i| Draws::new(42, 0).bits(resident(i), WORK, 0, 0));
        assert_uniform("purpose", |i| Draws::new(42, 0).bits(resident(9), Purpose::named(&format!("s{i}.work")), 0, 0));
        assert_uniform("visit", |i| Draws::new(42, 0).bits(resident(9), WORK, i as u32, 0));
        assert_uniform("draw", |i| Draws::new(42, 0).bits(resident(9), WORK, 0, i as u32));
    }

    fn assert_uniform(along: &str, bits: impl Fn(u64) -> u64) {
        const SAMPLE: usize = 65_536;
        const Z_CRITICAL: f64 = 4.417; // standard normal, two-sided 1e-5
        let chi_square = ChiSquared::new(255.0).unwrap();
        let (low, high) = (chi_square.inverse_cdf(5e-6), chi_square.inverse_cdf(1.0 - 5e-6));
        let all: Vec<u64> = (0..SAMPLE as u64).map(bits).collect();
        for (end, shift) in [("high", 0), ("low", 32)] {
            let units: Vec<f64> = all.iter().map(|b| unit_from_bits(b << shift)).collect();
            let n = SAMPLE as f64;
            let mean_z = (units.iter().sum::<f64>() / n - 0.5) * (12.0 * n).sqrt();
            assert!(mean_z.abs() < Z_CRITICAL, "{along}, {end} bits: mean is {mean_z:.2} standard errors off");
            let pairs: f64 = units.windows(2).map(|pair| (pair[0] - 0.5) * (pair[1] - 0.5)).sum();
            let serial_z = 12.0 * pairs / (n - 1.0).sqrt();
            assert!(serial_z.abs() < Z_CRITICAL, "{along}, {end} bits: serial correlation {serial_z:.2}");
            let mut bins = [0u32; 256];
            units.iter().for_each(|u| bins[(u * 256.0) as usize] += 1);
            let statistic: f64 = bins.iter().map(|&c| (f64::from(c) - n / 256.0).powi(2) / (n / 256.0)).sum();
            assert!(low < statistic && statistic < high, "{along}, {end} bits: chi-square {statistic:.1}");
        }
    }
}
