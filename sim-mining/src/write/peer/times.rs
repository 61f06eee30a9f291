//! Times as another simulator draws them, in seconds.

use sim_core::random::Distribution;
use sim_core::scenario::{Dated, Param, Pattern, Scenario};

use super::measured::Measured;
use super::untold::{Told, What};

const SECONDS_PER_DAY: f64 = 86_400.0;

/// A time in seconds: of the kinds that Prosimos knows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Time {
    Fixed(f64),
    Exponential { mean: f64 },
    Gamma { mean: f64, variance: f64 },
    Lognormal { mean: f64, variance: f64 },
    Uniform { low: f64, high: f64 },
}

impl Time {
    pub(super) fn is_none(self) -> bool {
        self == Time::Fixed(0.0)
    }

    /// Of a distribution in days. Kinds that are not known become a gamma distribution with the same mean and variance.
    pub(super) fn of(distribution: &Distribution, of: &str, told: &mut Told) -> Time {
        let mean = distribution.mean() * SECONDS_PER_DAY;
        let variance = distribution.variance() * SECONDS_PER_DAY * SECONDS_PER_DAY;
        match distribution {
            _ if variance <= 0.0 || mean <= 0.0 => Time::Fixed(mean.max(0.0)),
            Distribution::Exponential { .. } => Time::Exponential { mean },
            Distribution::Gamma { .. } => Time::Gamma { mean, variance },
            Distribution::Lognormal { .. } => Time::Lognormal { mean, variance },
            Distribution::Uniform { low, high } => {
                Time::Uniform { low: low * SECONDS_PER_DAY, high: high * SECONDS_PER_DAY }
            }
            _ => {
                told.tell(What::Kind, of);
                Time::Gamma { mean, variance }
            }
        }
    }

    /// Of a parameter: what holds for everybody at the start.
    pub(super) fn of_param(param: &Param<Distribution>, of: &str, scenario: &Scenario, told: &mut Told) -> Time {
        Time::of(base(param, of, scenario, told), of, told)
    }

    /// As Prosimos names it, with its parameters.
    pub(super) fn prosimos(self) -> (&'static str, Vec<f64>) {
        // Prosimos draws again what is longer, so that is far away.
        let most = |mean: f64| 1e6 * mean.max(1.0);
        match self {
            Time::Fixed(value) => ("fix", vec![value, 0.0, 1.0]),
            Time::Exponential { mean } => ("expon", vec![mean, 0.0, most(mean)]),
            Time::Gamma { mean, variance } => ("gamma", vec![mean, variance, 0.0, most(mean)]),
            Time::Lognormal { mean, variance } => ("lognorm", vec![mean, variance, 0.0, most(mean)]),
            Time::Uniform { low, high } => ("uniform", vec![low, high]),
        }
    }
}

/// What a parameter is for everybody at the start.
pub(super) fn base<'p, T>(param: &'p Param<T>, of: &str, scenario: &Scenario, told: &mut Told) -> &'p T {
    if !param.by_class.is_empty() {
        told.tell(What::ByClass, of);
    }
    at_start(&param.base, of, scenario, told)
}

/// What a value is at the start.
pub(super) fn at_start<'p, T>(dated: &'p Dated<T>, of: &str, scenario: &Scenario, told: &mut Told) -> &'p T {
    if dated.later.iter().any(|(from, _)| *from > scenario.start) {
        told.tell(What::ByDate, of);
    }
    dated.on(scenario.start)
}

/// The time between two arrivals.
pub(super) fn arrivals(scenario: &Scenario, measured: &Measured, told: &mut Told) -> Time {
    let plain = |stream: &sim_core::scenario::Stream| {
        let by_time = stream.by_month.is_some() || stream.by_weekday.is_some() || stream.calendar.is_some();
        stream.batch == 1 && !by_time && stream.surges.is_empty() && stream.until.is_none()
    };
    let streams = &scenario.streams;
    let rates: Option<f64> = streams
        .iter()
        .map(|stream| match &stream.pattern {
            Pattern::Rate(rate) if plain(stream) && rate.later.is_empty() => Some(rate.first),
            _ => None,
        })
        .sum();
    if let Some(rate) = rates.filter(|rate| *rate > 0.0 && scenario.pools.is_empty()) {
        return Time::Exponential { mean: SECONDS_PER_DAY / rate };
    }
    if let [stream] = &**streams
        && let Pattern::Interval(interval) = &stream.pattern
        && plain(stream)
        && scenario.pools.is_empty()
    {
        let of = at_start(interval, &stream.name, scenario, told);
        return Time::of(of, &stream.name, told);
    }
    for stream in streams.iter().filter(|stream| !plain(stream) || !matches!(stream.pattern, Pattern::Rate(_))) {
        told.tell(What::Arrivals, &stream.name);
    }
    for pool in &scenario.pools {
        told.tell(What::Pool, &pool.name);
    }
    let days = scenario.horizon.as_days();
    Time::Exponential { mean: days * SECONDS_PER_DAY / measured.arrived().max(1) as f64 }
}
