//! Distributions fitted to times that were seen.
//!
//! Each kind is fitted by maximum likelihood, counting times that were not over when the log was made as at least so long, and
//! the one with the smallest Akaike criterion is taken; but when even that one is too far from what was seen, the
//! times themselves are, as equal slices of them each by its mean.

use crate::log::Micros;

use super::week::{DAY, HOUR, MINUTE};

/// Fewer times than this are given as they were seen.
const ENOUGH: usize = 30;
/// A fitted distribution may be so far from what was seen, as a share of the mean.
const CLOSE: f64 = 0.04;
/// Slices of times that are given as they were seen.
const SLICES: usize = 24;
/// A share of times from which the others are exceptions.
const USUAL: f64 = 0.9;
/// Less than this counts as nothing.
const NOTHING: f64 = 1.0;
/// Waits outside, and times before an end, that are shorter on average are none.
const HARDLY: f64 = 30.0;

/// Times that were seen, in seconds.
#[derive(Debug, Clone, Default)]
pub(super) struct Times {
    /// Of what was over, each with how much it counts: 1 on average.
    pub(super) over: Vec<(f64, f64)>,
    /// Of what was not: at least so long.
    pub(super) open: Vec<f64>,
}

/// A distribution that times are believed to have, in seconds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Fitted {
    /// Always the same.
    Constant(f64),
    /// By its mean.
    Exponential(f64),
    /// By mean and coefficient of variation.
    Gamma(f64, f64),
    /// By mean and coefficient of variation.
    Lognormal(f64, f64),
    /// By shape and scale.
    Weibull(f64, f64),
    /// As it was seen: values, and how much each counts.
    Seen(Vec<(f64, f64)>),
}

impl Times {
    /// Of times in microseconds, each with how much it counts.
    pub(super) fn of(times: impl IntoIterator<Item = (Micros, f64)>) -> Times {
        let mut over: Vec<(f64, f64)> = times.into_iter().map(|(time, weight)| (time as f64 / 1e6, weight)).collect();
        let mean = over.iter().map(|(_, weight)| weight).sum::<f64>() / over.len().max(1) as f64;
        over.iter_mut().for_each(|(_, weight)| *weight /= mean);
        Times { over, open: Vec::new() }
    }

    /// The sum over what was over of something of each time.
    fn sum(&self, of: impl Fn(f64) -> f64) -> f64 {
        self.over.iter().map(|&(time, weight)| weight * of(time)).sum()
    }

    /// How many were seen.
    pub(super) fn len(&self) -> usize {
        self.over.len() + self.open.len()
    }

    /// Mean of those that were over.
    pub(super) fn mean(&self) -> f64 {
        if self.over.is_empty() { 0.0 } else { self.sum(|time| time) / self.over.len() as f64 }
    }

    /// Whether they are so short that there is no wait.
    pub(super) fn is_hardly_any(&self) -> bool {
        self.mean() < HARDLY
    }

    /// Half of a 95 % interval of that mean, as a share of it.
    pub(super) fn uncertainty(&self) -> f64 {
        let (n, mean) = (self.over.len() as f64, self.mean());
        if n < 2.0 || mean <= 0.0 {
            return 0.5;
        }
        let squares = self.sum(|time| (time - mean) * (time - mean));
        // What counts for several is no more than one.
        let effective = n * n / self.over.iter().map(|(_, weight)| weight * weight).sum::<f64>();
        (1.96 * (squares / (n - 1.0) / effective).sqrt() / mean).min(0.95)
    }

    /// The distribution that they are believed to have.
    pub(super) fn fit(&self) -> Fitted {
        let mut sorted = self.over.clone();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        let Some((&(least, _), &(most, _))) = sorted.first().zip(sorted.last()) else {
            return Fitted::Constant(self.open.iter().sum::<f64>() / self.open.len().max(1) as f64);
        };
        if most - least <= 0.002 * most || most < NOTHING {
            return Fitted::Constant(if most < NOTHING { 0.0 } else { self.mean() });
        }
        if let Some(usual) = self.usual(&sorted) {
            return Fitted::Constant(usual);
        }
        let sorted = self.product_limit(sorted);
        let positive = least >= NOTHING;
        if positive && self.len() >= ENOUGH {
            let kinds = [self.exponential(), self.gamma(), self.lognormal(), self.weibull()];
            let best = kinds.into_iter().flatten().min_by(|a, b| a.1.total_cmp(&b.1));
            if let Some((best, _)) = best.filter(|(best, _)| best.distance(&sorted) <= CLOSE * mean_of(&sorted)) {
                return best;
            }
        }
        Fitted::Seen(slices(&sorted))
    }

    /// As they were seen: slices of them.
    pub(super) fn as_seen(&self) -> Fitted {
        let mut sorted = self.over.clone();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        Fitted::Seen(slices(&sorted))
    }

    /// The distribution of what mostly was not over, such as patience: exponential unless much is known, never as it was seen. Where
    /// nothing was over, as if half a time had been.
    pub(super) fn fit_censored(&self) -> Option<Fitted> {
        let open: f64 = self.open.iter().sum();
        if self.over.is_empty() {
            return (open >= NOTHING).then_some(Fitted::Exponential(2.0 * open));
        }
        let exponential = self.exponential();
        if self.over.len() < ENOUGH || self.over.iter().any(|(time, _)| *time < NOTHING) {
            return exponential.map(|(fitted, _)| fitted);
        }
        // What was seen says little of what comes later: another kind must be better by what the logarithm of the sample asks for a number more
        // (Schwarz 1978, *Annals of Statistics* 6(2), 461–464).
        let dearer = (self.over.len() as f64).ln() - 2.0;
        let with_two =
            [self.weibull(), self.lognormal()].map(|kind| kind.map(|(fitted, cost)| (fitted, cost + dearer)));
        let kinds = [exponential].into_iter().chain(with_two).flatten();
        kinds.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(fitted, _)| fitted)
    }

    /// The one time that nearly all have, where the others do not alter the mean.
    fn usual(&self, sorted: &[(f64, f64)]) -> Option<f64> {
        let (middle, _) = sorted[sorted.len() / 2];
        let total: f64 = sorted.iter().map(|(_, weight)| weight).sum();
        let same = |time: f64| (time - middle).abs() <= 0.002 * middle;
        let alike: f64 = sorted.iter().filter(|(time, _)| same(*time)).map(|(_, weight)| weight).sum();
        (alike >= USUAL * total && same_mean(middle, self.mean())).then_some(middle)
    }

    /// What was over, sorted, counting also for what was not over and would have taken longer.
    ///
    /// # Source
    /// Kaplan & Meier (1958), "Nonparametric estimation from incomplete observations", *Journal of the American Statistical
    /// Association* 53, 457–481; the mass after the longest time goes to that time (Efron 1967).
    fn product_limit(&self, mut sorted: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
        if self.open.is_empty() {
            return sorted;
        }
        let mut open = self.open.clone();
        open.sort_by(f64::total_cmp);
        let mut at_risk = open.len() as f64 + sorted.iter().map(|(_, weight)| weight).sum::<f64>();
        let (mut left, mut gone) = (at_risk, 0);
        for (time, weight) in &mut sorted {
            while gone < open.len() && open[gone] < *time {
                at_risk -= 1.0;
                gone += 1;
            }
            let own = *weight;
            *weight = left * own / at_risk;
            left = (left - *weight).max(0.0);
            at_risk -= own;
        }
        if let Some((_, weight)) = sorted.last_mut() {
            *weight += left;
        }
        sorted
    }

    fn exponential(&self) -> Option<(Fitted, f64)> {
        let total: f64 = self.sum(|time| time) + self.open.iter().sum::<f64>();
        let n = self.over.len() as f64;
        let mean = total / n;
        Some((Fitted::Exponential(mean), 2.0 - 2.0 * (-n * mean.ln() - total / mean)))
    }

    /// Of what was over only: its likelihood has no simple form for the rest.
    fn gamma(&self) -> Option<(Fitted, f64)> {
        if !self.open.is_empty() {
            return None;
        }
        let (n, mean) = (self.over.len() as f64, self.mean());
        let logs = self.sum(f64::ln) / n;
        let s = mean.ln() - logs;
        // Minka (2002), "Estimating a gamma distribution": within 1.5 % of the likeliest shape.
        let shape = (3.0 - s + ((s - 3.0) * (s - 3.0) + 24.0 * s).sqrt()) / (12.0 * s);
        if !shape.is_finite() || !(0.05..=1e4).contains(&shape) {
            return None;
        }
        let scale = mean / shape;
        let log = n * ((shape - 1.0) * logs - mean / scale - shape * scale.ln() - libm::lgamma(shape));
        Some((Fitted::Gamma(mean, 1.0 / shape.sqrt()), 4.0 - 2.0 * log))
    }

    /// What was not over is put in the place where it is expected, over and over (expectation and maximisation).
    fn lognormal(&self) -> Option<(Fitted, f64)> {
        let open: Vec<f64> = self.open.iter().map(|time| time.max(NOTHING).ln()).collect();
        let (over, n) = (self.over.len() as f64, self.len() as f64);
        let logs = self.sum(f64::ln);
        let mut mu = logs / over;
        let mut sigma = (self.sum(|time| (time.ln() - mu) * (time.ln() - mu)) / over).sqrt();
        for _ in 0..if open.is_empty() { 0 } else { 50 } {
            let (mut sum, mut squares) = (0.0, 0.0);
            for log in &open {
                let z = (log - mu) / sigma;
                let hazard = density(z) / (1.0 - below(z)).max(1e-12);
                let expected = mu + sigma * hazard;
                sum += expected;
                squares += (expected - mu) * (expected - mu) + sigma * sigma * (1.0 - hazard * (hazard - z)).max(0.0);
            }
            let next = (logs + sum) / n;
            squares += self.sum(|time| (time.ln() - next) * (time.ln() - next));
            (mu, sigma) = (next, (squares / n).sqrt());
        }
        if !(1e-3..5.0).contains(&sigma) {
            return None;
        }
        let seen = self.sum(|time| {
            let z = (time.ln() - mu) / sigma;
            -0.5 * (z * z + (2.0 * std::f64::consts::PI).ln()) - sigma.ln() - time.ln()
        });
        let at_least: f64 = open.iter().map(|log| (1.0 - below((log - mu) / sigma)).max(1e-300).ln()).sum();
        let mean = (mu + sigma * sigma / 2.0).exp();
        let cv = ((sigma * sigma).exp() - 1.0).sqrt();
        Some((Fitted::Lognormal(mean, cv), 4.0 - 2.0 * (seen + at_least)))
    }

    /// The likeliest shape by halving: the likelihood has one maximum.
    fn weibull(&self) -> Option<(Fitted, f64)> {
        let n = self.over.len() as f64;
        let logs = self.sum(f64::ln) / n;
        let open = || self.open.iter().map(|time| (time.max(NOTHING), 1.0));
        let all = || self.over.iter().copied().chain(open());
        let top = all().map(|(time, _)| time).fold(0.0, f64::max);
        let powers = |shape: f64| {
            all().fold((0.0, 0.0), |(sum, with_log), (time, weight)| {
                let power = weight * (time / top).powf(shape);
                (sum + power, with_log + power * time.ln())
            })
        };
        let (mut low, mut high) = (0.05, 50.0);
        for _ in 0..60 {
            let shape = 0.5 * (low + high);
            let (sum, with_log) = powers(shape);
            if with_log / sum - 1.0 / shape - logs > 0.0 { high = shape } else { low = shape }
        }
        let shape = 0.5 * (low + high);
        let scale = top * (powers(shape).0 / n).powf(1.0 / shape);
        let log = n * (shape.ln() - shape * scale.ln() + (shape - 1.0) * logs)
            - all().map(|(time, weight)| weight * (time / scale).powf(shape)).sum::<f64>();
        log.is_finite().then_some((Fitted::Weibull(shape, scale), 4.0 - 2.0 * log))
    }
}

impl Fitted {
    /// Whether it is always nothing.
    pub(super) fn is_nothing(&self) -> bool {
        match self {
            Fitted::Constant(time) => *time < NOTHING,
            Fitted::Seen(values) => values.iter().all(|(time, _)| *time < NOTHING),
            _ => false,
        }
    }

    /// The same, but a second where it is always nothing.
    pub(super) fn at_least_a_second(self) -> Fitted {
        if self.is_nothing() { Fitted::Constant(1.0) } else { self }
    }

    /// How far it is from what was seen, sorted: the mean distance between quantiles.
    fn distance(&self, sorted: &[(f64, f64)]) -> f64 {
        use sim_core::random::{Distribution, Sampler};
        let days = 86_400.0;
        let distribution = match *self {
            Fitted::Exponential(mean) => Distribution::Exponential { mean: mean / days },
            Fitted::Gamma(mean, cv) => Distribution::Gamma { mean: mean / days, cv },
            Fitted::Lognormal(mean, cv) => {
                let variance = (1.0 + cv * cv).ln();
                Distribution::Lognormal { mu: (mean / days).ln() - variance / 2.0, sigma: variance.sqrt() }
            }
            Fitted::Weibull(shape, scale) => Distribution::Weibull { shape, scale: scale / days },
            Fitted::Constant(_) | Fitted::Seen(_) => return 0.0,
        };
        let sampler = Sampler::new(&distribution);
        // At the middle of what each time stands for.
        let total: f64 = sorted.iter().map(|(_, weight)| weight).sum();
        let mut below = 0.0;
        let mut apart = 0.0;
        for &(time, weight) in sorted {
            let unit = (below + 0.5 * weight) / total;
            apart += weight * (sampler.draw(unit) as f64 / 1e6 - time).abs();
            below += weight;
        }
        apart / total
    }

    /// As the language writes it: the mean with a range around it, of `share` of it each way.
    ///
    /// * `work` – hours and minutes only
    pub(super) fn text(&self, share: f64, work: bool) -> String {
        let range = |mean: f64| match share > 0.0005 && mean > 0.0 {
            true => {
                let [low, likely, high] =
                    [mean * (1.0 - share), mean, mean * (1.0 + share)].map(|time| self::time(time, work));
                format!("{{ low = {low}, likely = {likely}, high = {high} }}")
            }
            false => time(mean, work),
        };
        match self {
            Fitted::Constant(mean) => time(*mean, work),
            Fitted::Exponential(mean) => format!("{{ exponential = {{ mean = {} }} }}", range(*mean)),
            Fitted::Gamma(mean, cv) => format!("{{ gamma = {{ mean = {}, cv = {} }} }}", range(*mean), digits(*cv)),
            Fitted::Lognormal(mean, cv) => {
                format!("{{ lognormal = {{ mean = {}, cv = {} }} }}", range(*mean), digits(*cv))
            }
            Fitted::Weibull(shape, scale) => {
                format!("{{ weibull = {{ shape = {}, scale = {} }} }}", digits(*shape), range(*scale))
            }
            Fitted::Seen(values) => {
                let list = values.iter().map(|(value, _)| time(*value, work)).collect::<Vec<_>>().join(", ");
                let first = values.first().map_or(1.0, |(_, weight)| *weight);
                match values.iter().all(|(_, weight)| (*weight - first).abs() < 0.02 * first) {
                    true => format!("{{ empirical = {{ values = [{list}] }} }}"),
                    false => {
                        let weights = values.iter().map(|(_, weight)| digits(*weight)).collect::<Vec<_>>().join(", ");
                        format!("{{ empirical = {{ values = [{list}], weights = [{weights}] }} }}")
                    }
                }
            }
        }
    }

    /// What kind it is, in a word.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Fitted::Constant(_) => "constant",
            Fitted::Exponential(_) => "exponential",
            Fitted::Gamma(..) => "gamma",
            Fitted::Lognormal(..) => "lognormal",
            Fitted::Weibull(..) => "weibull",
            Fitted::Seen(_) => "as seen",
        }
    }
}

/// Equal slices of sorted times, each by its mean, so that the mean of all stays. Those of nothing are one.
fn slices(sorted: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let nothing = sorted.partition_point(|(time, _)| *time < NOTHING);
    let (none, rest) = sorted.split_at(nothing);
    let weight = |times: &[(f64, f64)]| times.iter().map(|(_, weight)| weight).sum::<f64>();
    let mut slices: Vec<(f64, f64)> = (nothing > 0).then(|| (0.0, weight(none))).into_iter().collect();
    let each = weight(rest) / rest.len().min(SLICES) as f64;
    let (mut sum, mut held) = (0.0, 0.0);
    for &(time, mut left) in rest {
        // A time that counts for much may fill more than one slice.
        while held + left >= each * (1.0 - 1e-9) {
            let part = each - held;
            slices.push(((sum + part * time) / each, each));
            left = (left - part).max(0.0);
            (sum, held) = (0.0, 0.0);
            if left < each * 1e-9 {
                break;
            }
        }
        sum += left * time;
        held += left;
    }
    if held > each * 1e-6 {
        slices.push((sum / held, held));
    }
    slices
}

fn mean_of(sorted: &[(f64, f64)]) -> f64 {
    let total: f64 = sorted.iter().map(|(_, weight)| weight).sum();
    sorted.iter().map(|(time, weight)| time * weight).sum::<f64>() / total
}

/// Whether a mean is that of the usual time.
fn same_mean(usual: f64, mean: f64) -> bool {
    (mean - usual).abs() <= 0.02 * usual
}

fn density(z: f64) -> f64 {
    (-0.5 * z * z).exp() / (2.0 * std::f64::consts::PI).sqrt()
}

fn below(z: f64) -> f64 {
    0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)
}

/// A time in seconds as the language writes it, with four digits.
pub(super) fn time(seconds: f64, work: bool) -> String {
    let (day, hour, minute) = (DAY as f64 / 1e6, HOUR as f64 / 1e6, MINUTE as f64 / 1e6);
    let (unit, name) = match seconds {
        s if s >= 3.0 * day && !work => (day, "days"),
        s if s >= 2.0 * hour => (hour, "hours"),
        s if s >= minute || work || s < 0.5 => (minute, "minutes"),
        _ => (1.0, "seconds"),
    };
    format!("\"{} {name}\"", digits(seconds / unit))
}

/// A number with four digits.
pub(super) fn digits(number: f64) -> String {
    if number == 0.0 {
        return "0".to_owned();
    }
    let size = number.abs().log10().floor() as i32;
    // Never three digits behind the point of a number above 1: that could be a thousands separator.
    let places = if size >= 0 { (3 - size).clamp(0, 2) } else { (3 - size).min(8) } as usize;
    let text = format!("{number:.places$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}
