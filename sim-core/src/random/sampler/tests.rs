//! What is drawn has the distribution that was asked for: quantiles, moments, order, edges.

use proptest::prelude::*;
use rand_distr::Distribution as _;
use statrs::distribution::{self as oracle, ContinuousCDF};

use super::*;
use crate::random::{AtAddress, Draws, Purpose, ResidentKey, Stream};

fn days(sampler: &Sampler, unit: f64) -> f64 {
    sampler.draw(unit) as f64 / PER_DAY
}

fn one_of_each() -> Vec<Distribution> {
    vec![
        Distribution::Constant(2.5),
        Distribution::Exponential { mean: 3.0 },
        Distribution::Gamma { mean: 4.0, cv: 0.5 },
        Distribution::Gamma { mean: 4.0, cv: 2.0 },
        Distribution::Lognormal { mu: 1.0, sigma: 0.8 },
        Distribution::Weibull { shape: 0.7, scale: 5.0 },
        Distribution::Weibull { shape: 3.0, scale: 5.0 },
        Distribution::Uniform { low: 1.0, high: 4.0 },
        Distribution::Triangular { low: 1.0, likely: 2.0, high: 9.0 },
        Distribution::Hyperexponential { branches: vec![(0.8, 1.0), (0.2, 20.0)] },
        Distribution::Normal { mean: 2.0, sd: 1.5, at_least: 0.5 },
        Distribution::Normal { mean: -5.0, sd: 1.0, at_least: 0.0 },
        Distribution::Empirical { points: vec![(0.5, 0.2), (1.0, 0.5), (7.0, 0.3)] },
    ]
}

/// `P(X ≤ quantile at u) = u`, by the distribution functions of statrs, at 2000 probabilities from 1e-6 to 1 − 1e-6.
///
/// `tolerance` is in probability: 1e-9 for closed forms, what statrs and microseconds leave; for tables what a relative
/// error of 3e-8 in the time can do, and for those of steep distributions 5e-7.
#[test]
fn quantiles_agree_with_statrs() {
    let check = |distribution: Distribution, tolerance: f64, cdf: &dyn Fn(f64) -> f64| {
        let sampler = Sampler::new(&distribution);
        let inner = (1..2000).map(|i| f64::from(i) / 2000.0);
        for unit in inner.chain([1e-6, 1e-5, 1e-4, 1.0 - 1e-4, 1.0 - 1e-5, 1.0 - 1e-6]) {
            let found = cdf(days(&sampler, unit));
            assert!((found - unit).abs() < tolerance, "{distribution:?}: at most {found} at unit {unit}");
        }
    };
    let exponential = |mean: f64| oracle::Exp::new(1.0 / mean).unwrap();
    check(Distribution::Exponential { mean: 3.0 }, 2e-8, &|x| exponential(3.0).cdf(x));
    for cv in [0.1, 0.5, 1.0, 1.4] {
        let gamma = oracle::Gamma::new(1.0 / (cv * cv), 1.0 / (cv * cv) / 4.0).unwrap();
        check(Distribution::Gamma { mean: 4.0, cv }, 1e-7, &|x| gamma.cdf(x));
    }
    let lognormal = oracle::LogNormal::new(1.0, 0.8).unwrap();
    check(Distribution::Lognormal { mu: 1.0, sigma: 0.8 }, 2e-8, &|x| lognormal.cdf(x));
    for shape in [0.7, 3.0] {
        let weibull = oracle::Weibull::new(shape, 5.0).unwrap();
        check(Distribution::Weibull { shape, scale: 5.0 }, 2e-8, &|x| weibull.cdf(x));
    }
    let uniform = oracle::Uniform::new(1.0, 4.0).unwrap();
    check(Distribution::Uniform { low: 1.0, high: 4.0 }, 1e-9, &|x| uniform.cdf(x));
    let triangular = oracle::Triangular::new(1.0, 9.0, 2.0).unwrap();
    check(Distribution::Triangular { low: 1.0, likely: 2.0, high: 9.0 }, 1e-9, &|x| triangular.cdf(x));
    let branches = vec![(0.8, 1.0), (0.2, 20.0)];
    check(Distribution::Hyperexponential { branches }, 5e-7, &|x| {
        0.8 * exponential(1.0).cdf(x) + 0.2 * exponential(20.0).cdf(x)
    });
    for (mean, sd, at_least) in [(2.0, 1.5, 0.5), (-5.0, 1.0, 0.0), (40.0, 1.0, 0.0)] {
        let normal = oracle::Normal::new(mean, sd).unwrap();
        check(Distribution::Normal { mean, sd, at_least }, 2e-8, &|x| 1.0 - normal.sf(x) / normal.sf(at_least));
    }
}

/// Mean and variance of 100 000 draws equal the formulas.
///
/// Seed 2024, 13 distributions, each of the two figures held to 4.9 standard errors (estimated from the sample):
/// a correct sampler would fail for about one seed in 40 000, a little more for the skewed ones.
#[test]
fn draws_have_the_mean_and_variance_of_the_distribution() {
    const SAMPLE: u64 = 100_000;
    let draws = Draws::new(2024, 0);
    for distribution in one_of_each() {
        let sampler = Sampler::new(&distribution);
        let unit = |i| draws.unit(ResidentKey::new(Stream::named("test"), i), Purpose::named("test.moments"), 0, 0);
        let times: Vec<f64> = (0..SAMPLE).map(|i| days(&sampler, unit(i))).collect();
        let expected = distribution.mean();
        assert_mean(&distribution, "mean", times.iter().copied(), expected);
        let squares = times.iter().map(|x| (x - expected) * (x - expected));
        assert_mean(&distribution, "variance", squares, distribution.variance());
    }
}

/// Mean and variance of 100 000 draws of what is made from another distribution, with the luck of the engine.
///
/// Seed 2025, 7 distributions, each of the two figures held to 4.9 standard errors: fails for about one seed in 70 000.
#[test]
fn draws_of_derived_distributions_have_their_mean_and_variance() {
    const SAMPLE: u64 = 100_000;
    let draws = Draws::new(2025, 0);
    let exponential = || Distribution::Exponential { mean: 3.0 };
    for distribution in [
        Distribution::residual(exponential()),
        Distribution::residual(Distribution::Empirical { points: vec![(1.0, 0.5), (10.0, 0.5)] }),
        Distribution::whole(exponential(), 0.5),
        Distribution::at_least(Distribution::Normal { mean: 1.0, sd: 2.0, at_least: f64::NEG_INFINITY }, 0.25),
        Distribution::residual(Distribution::whole(Distribution::Lognormal { mu: 1.0, sigma: 0.8 }, 1.0)),
        Distribution::at_least(Distribution::whole(exponential(), 1.0), 1.0),
        Distribution::whole(Distribution::residual(Distribution::Gamma { mean: 6.0, cv: 0.5 }), 1.0),
    ] {
        let sampler = Sampler::new(&distribution);
        let draw = |i| {
            let resident = ResidentKey::new(Stream::named("test"), i);
            let mut luck = AtAddress::new(draws, resident, Purpose::named("test.derived"), 0, 0, || 0);
            sampler.draw_with(luck.unit(), &mut luck) as f64 / PER_DAY
        };
        let times: Vec<f64> = (0..SAMPLE).map(draw).collect();
        let expected = distribution.mean();
        assert_mean(&distribution, "mean", times.iter().copied(), expected);
        let squares = times.iter().map(|x| (x - expected) * (x - expected));
        assert_mean(&distribution, "variance", squares, distribution.variance());
        // One unit for all has the same distribution, as in a forecast.
        let unit = |i| draws.unit(ResidentKey::new(Stream::named("test"), i), Purpose::named("test.one"), 0, 0);
        assert_mean(&distribution, "mean by one unit", (0..SAMPLE).map(|i| days(&sampler, unit(i))), expected);
    }
}

/// The residual of a constant is uniform: the quantiles of the second unit. A sequence takes its values in turn.
#[test]
fn residuals_take_a_second_unit_and_sequences_their_place() {
    let draws = Draws::new(3, 0);
    let (resident, purpose) = (ResidentKey::new(Stream::named("test"), 5), Purpose::named("test.place"));
    let mut taken = 0;
    let sequence = Sampler::new(&Distribution::sequence(vec![1.0, 2.0, 4.0]));
    let mut next = || {
        let mut luck = AtAddress::new(draws, resident, purpose, 0, 0, || {
            taken += 1;
            taken - 1
        });
        [(); 2].map(|()| sequence.draw_with(0.5, &mut luck) as f64 / PER_DAY)
    };
    assert_eq!([next(), next(), next(), next()], [[1.0; 2], [2.0; 2], [4.0; 2], [1.0; 2]], "asked twice, taken once");
    let residual = Sampler::new(&Distribution::Residual { of: Box::new(Distribution::Constant(8.0)) });
    let mut luck = AtAddress::new(draws, resident, purpose, 0, 0, || 0);
    let second = draws.unit(resident, purpose, 0, 1 << 20);
    assert_eq!(residual.draw_with(0.3, &mut luck), to_microseconds(8.0 * PER_DAY * second));
}

fn assert_mean(of: &Distribution, what: &str, values: impl Iterator<Item = f64> + Clone, expected: f64) {
    let n = values.clone().count() as f64;
    let mean = values.clone().sum::<f64>() / n;
    let variance = values.map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
    let tolerance = 4.9 * (variance / n).sqrt() + 1e-9;
    assert!((mean - expected).abs() < tolerance, "{of:?}: {what} {mean}, expected {expected} ± {tolerance}");
}

/// Two samples of 20 000, ours and rand_distr's at other addresses, have the same distribution.
///
/// Kolmogorov–Smirnov at 1e-6 for each of four, seed 5: fails for one seed in 250 000.
#[test]
fn draws_agree_with_rand_distr() {
    const SAMPLE: u64 = 20_000;
    const D_CRITICAL: f64 = 0.02694; // √(−ln(1e-6 / 2) / SAMPLE)
    let draws = Draws::new(5, 0);
    let purpose = Purpose::named("test.rand_distr");
    let resident = |i| ResidentKey::new(Stream::named("test"), i);
    let compare = |distribution: Distribution, library: &dyn Fn(u64) -> f64| {
        let sampler = Sampler::new(&distribution);
        let mut ours: Vec<f64> = (0..SAMPLE).map(|i| days(&sampler, draws.unit(resident(i), purpose, 0, 0))).collect();
        let mut theirs: Vec<f64> = (0..SAMPLE).map(library).collect();
        ours.sort_by(f64::total_cmp);
        theirs.sort_by(f64::total_cmp);
        let gap = |(i, x): (usize, &f64)| theirs.partition_point(|y| y <= x).abs_diff(i + 1);
        let d = ours.iter().enumerate().map(gap).max().unwrap() as f64 / SAMPLE as f64;
        assert!(d < D_CRITICAL, "{distribution:?}: largest difference {d}");
    };
    for cv in [0.4, 2.0] {
        let gamma = rand_distr::Gamma::new(1.0 / (cv * cv), 4.0 * cv * cv).unwrap();
        compare(Distribution::Gamma { mean: 4.0, cv }, &|i| gamma.sample(&mut draws.rng(resident(i), purpose, 1)));
    }
    let lognormal = rand_distr::LogNormal::new(1.0, 0.8).unwrap();
    let of_lognormal = |i| lognormal.sample(&mut draws.rng(resident(i), purpose, 1));
    compare(Distribution::Lognormal { mu: 1.0, sigma: 0.8 }, &of_lognormal);
    let weibull = rand_distr::Weibull::new(5.0, 0.7).unwrap();
    let of_weibull = |i| weibull.sample(&mut draws.rng(resident(i), purpose, 1));
    compare(Distribution::Weibull { shape: 0.7, scale: 5.0 }, &of_weibull);
}

/// Times at units 0.25 and 0.999 of one distribution of each kind, in microseconds.
const FIXED: [[i64; 2]; 13] = [
    [216_000_000_000, 216_000_000_000],
    [74_567_193_180, 1_790_490_168_757],
    [219_051_666_308, 1_128_577_603_502],
    [3_652_545_629, 6_049_996_544_257],
    [136_919_871_568, 2_782_690_435_692],
    [72_862_158_141, 6_831_821_698_255],
    [285_181_498_289, 822_740_219_037],
    [151_200_000_000, 345_340_800_000],
    [217_664_003_658, 757_154_028_270],
    [31_802_467_039, 9_155_492_410_268],
    [129_445_465_820, 579_896_844_755],
    [4_767_846_223, 103_472_711_124],
    [86_400_000_000, 604_800_000_000],
];

/// Fixed times for fixed units: a change here changes results.
#[test]
fn fixed_units_give_fixed_times() {
    let found: Vec<[i64; 2]> = one_of_each().iter().map(Sampler::new).map(|s| [s.draw(0.25), s.draw(0.999)]).collect();
    assert_eq!(found, FIXED);
}

#[test]
fn empirical_values_come_with_their_weight() {
    let sampler =
        Sampler::new(&Distribution::Empirical { points: vec![(0.0, 1.0), (1.0, 2.0), (2.0, 0.0), (3.0, 1.0)] });
    for (unit, value) in [(0.0001, 0.0), (0.25, 0.0), (0.2501, 1.0), (0.75, 1.0), (0.7501, 3.0), (0.9999, 3.0)] {
        assert_eq!(days(&sampler, unit), value, "unit {unit}");
    }
}

#[test]
fn half_microseconds_round_up() {
    for (time, whole) in [(0.5, 1), (0.499_999_999_999_999_94, 0), (1.5, 2), (2.4, 2), (-3.0, 0), (1e30, 10i64.pow(18))]
    {
        assert_eq!(to_microseconds(time), whole, "{time}");
    }
    assert_eq!(to_microseconds(4_503_599_627_370_497.5), 4_503_599_627_370_498);
    assert_eq!((to_microseconds(f64::INFINITY), to_microseconds(f64::NAN)), (10i64.pow(18), 0));
}

/// Positive finite parameters of any size, and the extreme units, give a time: no panic, no endless loop.
#[test]
fn any_positive_parameters_are_accepted() {
    const SIZES: [f64; 9] = [1e-300, 1e-100, 1e-9, 0.03, 1.0, 70.0, 1e9, 1e100, 1e300];
    let smallest = 0.5_f64.powi(53);
    for a in SIZES {
        for b in SIZES {
            for distribution in [
                Distribution::Exponential { mean: a },
                Distribution::Gamma { mean: a, cv: b },
                Distribution::Lognormal { mu: libm::log(a), sigma: b },
                Distribution::Weibull { shape: a, scale: b },
                Distribution::Uniform { low: a, high: a + b },
                Distribution::Triangular { low: a, likely: a + b / 2.0, high: a + b },
                Distribution::Hyperexponential { branches: vec![(0.5, a), (0.5, b)] },
                Distribution::Normal { mean: a, sd: b, at_least: 0.0 },
                Distribution::Normal { mean: -a, sd: b, at_least: 1.0 },
                Distribution::Empirical { points: vec![(a, b), (a, a)] },
            ] {
                let sampler = Sampler::new(&distribution);
                let times = [smallest, 0.3, 0.5, 0.9, 1.0 - smallest].map(|unit| sampler.draw(unit));
                assert!(times.is_sorted() && times[0] >= 0, "{distribution:?}: {times:?}");
            }
        }
    }
    for empty in [Distribution::Empirical { points: vec![] }, Distribution::Hyperexponential { branches: vec![] }] {
        assert_eq!(Sampler::new(&empty).draw(0.5), 0);
    }
}

proptest! {
    /// A larger unit never gives an earlier time; neighbouring units at most a rounding error earlier.
    #[test]
    fn times_rise_with_the_unit(n in 0u64..(1 << 52), m in 0u64..(1 << 52)) {
        let unit = |n: u64| (n as f64 + 0.5) * 0.5_f64.powi(52);
        for distribution in one_of_each() {
            let sampler = Sampler::new(&distribution);
            let (low, high) = (sampler.draw(unit(n.min(m))), sampler.draw(unit(n.max(m))));
            prop_assert!(low <= high, "{:?}: {} before {}", distribution, low, high);
            let (here, next) = (sampler.draw(unit(n)), sampler.draw(unit((n + 1).min((1 << 52) - 1))));
            prop_assert!(here - next <= 1 + here / 100_000_000_000_000, "{:?}: {} before {}", distribution, here, next);
        }
    }
}
