//! Distributions: a time that is always the same, or one of the tables.

use toml::de::DeValue;

use super::table::{Fields, entries};
use super::unknown::is_unknown;
use super::{Item, Reader, values};
use crate::scenario::Distribution;
use crate::scenario::grammar::{DISTRIBUTIONS, Kind, Value};
use crate::scenario::problem::{Bound, ProblemKind};

/// Bounds of shapes and coefficients of variation: far beyond any data, within what can be computed.
const SHAPE: (f64, f64) = (0.01, 1e6);
const SIGMA: (f64, f64) = (0.0, 10.0);
const CV: (f64, f64) = (0.0, 100.0);
/// The cut of a normal distribution leaves at least one in about 740 draws.
const MOST_TRUNCATION: f64 = 3.0;

/// Standard normal quantiles of 75, 90 and 95 % (Abramowitz & Stegun 1972, table 26.5).
const QUANTILES: [(&str, f64); 6] = [
    ("p5", -1.644_853_626_951_472_2),
    ("p10", -1.281_551_565_544_600_4),
    ("p25", -0.674_489_750_196_081_7),
    ("p75", 0.674_489_750_196_081_7),
    ("p90", 1.281_551_565_544_600_4),
    ("p95", 1.644_853_626_951_472_2),
];

impl<'t> Reader<'t> {
    /// A distribution of time or, when `takes` says so, of work, money (in euro) or plain numbers.
    pub(super) fn distribution(&mut self, item: &Item<'t>, takes: Value) -> Option<Distribution> {
        let table = match item.value {
            DeValue::Table(table) if !is_unknown(item.value) && !self.addition => table,
            _ => return values::amount(self, item, takes).map(Distribution::Constant),
        };
        let mut kinds = Vec::new();
        let mut unknown = false;
        let beside: &[&'static str] = if takes == Value::Leaving {
            &["note", "dated", "ramp", "reason", "to"]
        } else {
            &["note", "dated", "ramp"]
        };
        for (name, inner) in entries(table, &item.path) {
            match DISTRIBUTIONS.field(&name).map(|field| field.kind) {
                Some(Kind::Table(grammar)) => kinds.push((name, inner, grammar)),
                _ if beside.contains(&name.as_str()) => {}
                _ => {
                    unknown = true;
                    self.unknown_field(&name, &inner, DISTRIBUTIONS.names().chain(beside.iter().copied()));
                }
            }
        }
        if let [(one, ..), (other, second, _), ..] = &kinds[..] {
            let kind = ProblemKind::Together { one: one.clone(), other: other.clone() };
            self.problem(kind, second.key.clone(), &item.path);
            return None;
        }
        let Some((name, inner, grammar)) = kinds.into_iter().next() else {
            if !unknown {
                let fields = DISTRIBUTIONS.names().map(str::to_owned).collect();
                self.problem(ProblemKind::OneOf { fields }, item.key.clone(), &item.path);
            }
            return None;
        };
        let problems = self.problems.len();
        let fields = self.open(grammar, &inner)?;
        for problem in &mut self.problems[problems..] {
            if let ProblemKind::MissingField { takes: amount @ Value::Time, .. } = &mut problem.kind {
                *amount = takes.amount().unwrap_or(Value::Time);
            }
        }
        // A field that is missing or unknown is reported; what is missing next to it follows from that.
        if self.problems.len() > problems {
            return None;
        }
        let parts = Parts { fields, takes };
        let outside = std::mem::replace(&mut self.inside, true);
        self.crossed = false;
        let distribution = self.by_name(&name, &parts);
        self.inside = outside;
        distribution
    }

    fn by_name(&mut self, name: &str, parts: &Parts<'t>) -> Option<Distribution> {
        match name {
            "exponential" => Some(Distribution::Exponential { mean: parts.positive(self, "mean")? }),
            "gamma" => self.gamma(parts),
            "lognormal" => self.lognormal(parts),
            "weibull" => {
                let shape = parts.bounded(self, "shape", SHAPE);
                Some(Distribution::Weibull { scale: parts.positive(self, "scale")?, shape: shape? })
            }
            "uniform" => {
                let [low, high] = parts.ascending(self, ["low", "high"])?;
                Some(Distribution::Uniform { low, high })
            }
            "triangular" => {
                let [low, likely, high] = parts.ascending(self, ["low", "likely", "high"])?;
                Some(Distribution::Triangular { low, likely, high })
            }
            "hyperexponential" => self.hyperexponential(parts),
            "empirical" => self.empirical(parts),
            "normal" => self.normal(parts),
            _ => self.derived(name, parts),
        }
    }

    fn gamma(&mut self, parts: &Parts<'t>) -> Option<Distribution> {
        const ACCEPTED: &[&str] = &["mean, cv", "mean, sd", "shape, scale"];
        match parts.given(&["mean", "cv", "sd", "shape", "scale"])[..] {
            ["mean", spread] => {
                let (mean, cv) = parts.mean_and_cv(self, spread)?;
                Some(Distribution::Gamma { mean, cv })
            }
            ["shape", "scale"] => {
                let shape = parts.bounded(self, "shape", SHAPE);
                let (scale, shape) = (parts.positive(self, "scale")?, shape?);
                Some(Distribution::Gamma { mean: shape * scale, cv: 1.0 / shape.sqrt() })
            }
            _ => self.parameters(parts, "gamma", ACCEPTED),
        }
    }

    fn lognormal(&mut self, parts: &Parts<'t>) -> Option<Distribution> {
        const ACCEPTED: &[&str] = &["mean, cv", "mean, sd", "mu, sigma", "median, p90"];
        let names = ["mean", "cv", "sd", "mu", "sigma", "median", "p5", "p10", "p25", "p75", "p90", "p95"];
        match parts.given(&names)[..] {
            ["mean", spread @ ("cv" | "sd")] => {
                let (mean, cv) = parts.mean_and_cv(self, spread)?;
                let variance = libm::log1p(cv * cv);
                Some(Distribution::Lognormal { mu: libm::log(mean) - variance / 2.0, sigma: variance.sqrt() })
            }
            ["mu", "sigma"] => {
                let mu = self.fixed(&parts.fields, "mu", |reader, item| values::signed(reader, item, (-20.0, 20.0)));
                let sigma = parts.bounded(self, "sigma", SIGMA)?;
                let mu = mu?;
                if mu.abs() > 20.0 {
                    let found = mu.to_string();
                    let kind =
                        ProblemKind::OutOfRange { found, least: Bound::Number(-20.0), most: Bound::Number(20.0) };
                    self.problem(kind, parts.fields.key("mu"), &parts.fields.child("mu"));
                    return None;
                }
                Some(Distribution::Lognormal { mu, sigma })
            }
            ["median", quantile] => self.lognormal_by_quantiles(parts, quantile),
            _ => self.parameters(parts, "lognormal", ACCEPTED),
        }
    }

    fn lognormal_by_quantiles(&mut self, parts: &Parts<'t>, quantile: &'static str) -> Option<Distribution> {
        let median = parts.positive(self, "median");
        let other = parts.positive(self, quantile)?;
        let median = median?;
        let (_, z) = QUANTILES.into_iter().find(|(name, _)| *name == quantile)?;
        let sigma = libm::log(other / median) / z;
        if sigma <= 0.0 {
            let (low, high) = if z > 0.0 { ("median", quantile) } else { (quantile, "median") };
            self.not_ascending(&parts.fields, low, high);
            return None;
        }
        if sigma > SIGMA.1 {
            let kind = ProblemKind::OutOfRange {
                found: sigma.to_string(),
                least: Bound::Number(0.0),
                most: Bound::Number(SIGMA.1),
            };
            self.problem(kind, parts.fields.key(quantile), &parts.fields.child(quantile));
            return None;
        }
        Some(Distribution::Lognormal { mu: libm::log(median), sigma })
    }

    fn hyperexponential(&mut self, parts: &Parts<'t>) -> Option<Distribution> {
        let shares = self.all(&parts.fields, "shares", |reader, item| values::share(reader, item, Value::Share));
        let means = self.all(&parts.fields, "means", |reader, item| parts.read_positive(reader, item))?;
        let shares = shares?;
        self.equally_long(&parts.fields, ("shares", shares.len()), ("means", means.len()))?;
        let sum: f64 = shares.iter().sum();
        if (sum - 1.0).abs() > 1e-9 {
            let kind = ProblemKind::BranchesSum { sum };
            self.problem(kind, parts.fields.key("shares"), &parts.fields.child("shares"));
            return None;
        }
        Some(Distribution::Hyperexponential { branches: shares.into_iter().zip(means).collect() })
    }

    fn empirical(&mut self, parts: &Parts<'t>) -> Option<Distribution> {
        let seen = self.all(&parts.fields, "values", |reader, item| values::amount(reader, item, parts.takes));
        let weights = match parts.fields.has("weights") {
            true => Some(self.all(&parts.fields, "weights", |reader, item| values::number(reader, item, None))?),
            false => None,
        };
        let seen = seen?;
        let weights = weights.unwrap_or_else(|| vec![1.0; seen.len()]);
        self.equally_long(&parts.fields, ("values", seen.len()), ("weights", weights.len()))?;
        let sum: f64 = weights.iter().sum();
        if !(sum > 0.0 && sum.is_finite()) {
            self.problem(ProblemKind::MustBePositive, parts.fields.key("weights"), &parts.fields.child("weights"));
            return None;
        }
        let mut points: Vec<(f64, f64)> =
            seen.into_iter().zip(weights.into_iter().map(|weight| weight / sum)).collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        points.dedup_by(|later, earlier| {
            let same = later.0 == earlier.0;
            if same {
                earlier.1 += later.1;
            }
            same
        });
        points.retain(|&(_, weight)| weight > 0.0);
        Some(Distribution::Empirical { points })
    }

    fn normal(&mut self, parts: &Parts<'t>) -> Option<Distribution> {
        let mean = parts.amount(self, "mean");
        let sd = parts.positive(self, "sd");
        let at_least = match (parts.fields.has("at_least"), self.uncut) {
            (true, _) => parts.amount(self, "at_least")?,
            (false, true) => f64::NEG_INFINITY,
            (false, false) => 0.0,
        };
        let (mean, sd) = (mean?, sd?);
        if at_least > mean + MOST_TRUNCATION * sd {
            self.problem(ProblemKind::TruncatedAway, parts.fields.key("at_least"), &parts.fields.child("at_least"));
            return None;
        }
        Some(Distribution::Normal { mean, sd, at_least })
    }

    /// Every entry of a list, read; `None` when one cannot be.
    pub(super) fn all<T>(
        &mut self,
        fields: &Fields<'t>,
        name: &'static str,
        parse: impl Fn(&mut Reader<'t>, &Item<'t>) -> Option<T>,
    ) -> Option<Vec<T>> {
        let items = self.list(fields, name)?;
        if items.is_empty() {
            self.problem(ProblemKind::EmptyList, fields.key(name), &fields.child(name));
            return None;
        }
        let read = |reader: &mut Reader<'t>| items.iter().map(|item| parse(reader, item)).collect::<Vec<Option<T>>>();
        self.with_unknown(fields.may_be_unknown(name), read).into_iter().collect()
    }

    fn equally_long(&mut self, fields: &Fields<'t>, one: (&str, usize), other: (&str, usize)) -> Option<()> {
        if one.1 == other.1 {
            return Some(());
        }
        let kind = ProblemKind::LengthsDiffer { one: (one.0.to_owned(), one.1), other: (other.0.to_owned(), other.1) };
        self.problem(kind, fields.key(other.0), &fields.child(other.0));
        None
    }

    fn not_ascending(&mut self, fields: &Fields<'t>, low: &str, high: &str) {
        let kind = ProblemKind::NotAscending { before: low.to_owned(), found: high.to_owned() };
        self.problem(kind, fields.key(high), &fields.child(high));
    }

    fn parameters(&mut self, parts: &Parts<'t>, name: &str, accepted: &'static [&'static str]) -> Option<Distribution> {
        let kind = ProblemKind::DistributionParameters { distribution: name.to_owned(), accepted };
        self.problem(kind, parts.fields.at.clone(), &parts.fields.path);
        None
    }
}

/// The parameters of one distribution.
pub(super) struct Parts<'t> {
    pub(super) fields: Fields<'t>,
    pub(super) takes: Value,
}

impl<'t> Parts<'t> {
    /// Which of these parameters are given, in this order.
    fn given(&self, names: &[&'static str]) -> Vec<&'static str> {
        names.iter().copied().filter(|name| self.fields.has(name)).collect()
    }

    pub(super) fn amount(&self, reader: &mut Reader<'t>, name: &'static str) -> Option<f64> {
        reader.fixed(&self.fields, name, |reader, item| values::amount(reader, item, self.takes))
    }

    pub(super) fn positive(&self, reader: &mut Reader<'t>, name: &'static str) -> Option<f64> {
        reader.fixed(&self.fields, name, |reader, item| self.read_positive(reader, item))
    }

    fn read_positive(&self, reader: &mut Reader<'t>, item: &Item<'t>) -> Option<f64> {
        let amount = values::amount(reader, item, self.takes)?;
        if amount > 0.0 {
            return Some(amount);
        }
        reader.wrong(ProblemKind::MustBePositive, item);
        None
    }

    fn bounded(&self, reader: &mut Reader<'t>, name: &'static str, (least, most): (f64, f64)) -> Option<f64> {
        let value = reader
            .fixed(&self.fields, name, |reader, item| values::number_between(reader, item, None, (least, most)))?;
        if value > 0.0 && (least..=most).contains(&value) {
            return Some(value);
        }
        let kind = match value == 0.0 {
            true => ProblemKind::MustBePositive,
            false => ProblemKind::OutOfRange {
                found: value.to_string(),
                least: Bound::Number(least),
                most: Bound::Number(most),
            },
        };
        let at = self.fields.get(name).map_or(self.fields.at.clone(), |item| item.at);
        reader.problem(kind, at, &self.fields.child(name));
        None
    }

    fn mean_and_cv(&self, reader: &mut Reader<'t>, spread: &'static str) -> Option<(f64, f64)> {
        let mean = self.positive(reader, "mean");
        if spread == "cv" {
            let cv = self.bounded(reader, "cv", CV);
            return Some((mean?, cv?));
        }
        let sd = self.positive(reader, "sd");
        let (mean, sd) = (mean?, sd?);
        if sd / mean <= CV.1 {
            return Some((mean, sd / mean));
        }
        let found = format!("cv {}", sd / mean);
        let kind = ProblemKind::OutOfRange { found, least: Bound::Number(0.0), most: Bound::Cv(CV.1) };
        reader.problem(kind, self.fields.key("sd"), &self.fields.child("sd"));
        None
    }

    /// Amounts of which none is lower than the one before.
    fn ascending<const N: usize>(&self, reader: &mut Reader<'t>, names: [&'static str; N]) -> Option<[f64; N]> {
        let values = names.map(|name| self.amount(reader, name));
        let mut ascending = [0.0; N];
        for (place, value) in ascending.iter_mut().zip(values) {
            *place = value?;
        }
        if let Some(at) = (1..N).find(|&at| ascending[at] < ascending[at - 1]) {
            reader.not_ascending(&self.fields, names[at - 1], names[at]);
            return None;
        }
        Some(ascending)
    }
}
