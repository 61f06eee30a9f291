//! Distributions of a case, and how they are written in a scenario.

use serde::Deserialize;
use serde_json::Value;

use super::case::{Read, expected, number, part};
use super::translate::{Gap, Refusal, Unit};

/// A distribution in the words of a case; times in its unit.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "dist", rename_all = "lowercase", deny_unknown_fields)]
pub(super) enum Dist {
    Exponential {
        mean: f64,
    },
    Deterministic {
        value: f64,
    },
    Uniform {
        min: f64,
        max: f64,
    },
    Triangular {
        min: f64,
        mode: f64,
        max: f64,
    },
    Lognormal {
        mean: Option<f64>,
        sd: Option<f64>,
        mu: Option<f64>,
        sigma: Option<f64>,
    },
    Gamma {
        shape: f64,
        scale: f64,
    },
    Erlang {
        k: u32,
        mean: f64,
    },
    Weibull {
        shape: f64,
        scale: f64,
    },
    /// `p` is the probability of the first of two, or a list of all.
    Hyperexponential {
        p: Value,
        means: Vec<f64>,
    },
    Normal {
        mean: f64,
        sd: f64,
        min: Option<f64>,
    },
    Sequence {
        values: Vec<f64>,
    },
    Residual {
        of: Value,
    },
    Floor {
        of: Value,
    },
    Max {
        of: Value,
        min: f64,
    },
}

/// What a distribution is of: elapsed time, or time worked, which is written in minutes or hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    Time,
    Work,
}

impl Dist {
    /// Reads a distribution; a number is always that.
    pub(super) fn read(value: &Value, place: &str) -> Read<Dist> {
        match value {
            Value::Number(_) => Ok(Dist::Deterministic { value: number(value, place)? }),
            _ => part(value.clone(), place),
        }
    }

    /// The distribution without the forms that come down to a simpler one.
    fn simplified(self, place: &str) -> Read<Dist> {
        let inner = |of: &Value| Dist::read(of, &format!("{place}.of"))?.simplified(place);
        Ok(match &self {
            Dist::Floor { of } => match inner(of)? {
                Dist::Deterministic { value } => Dist::Deterministic { value: value.floor() },
                _ => self,
            },
            Dist::Max { of, min } => match inner(of)? {
                Dist::Deterministic { value } => Dist::Deterministic { value: value.max(*min) },
                // A draw that is never below `min` anyway.
                Dist::Uniform { min: low, max } if low >= *min => Dist::Uniform { min: low, max },
                Dist::Triangular { min: low, mode, max } if low >= *min => Dist::Triangular { min: low, mode, max },
                other if *min <= 0.0 && !matches!(other, Dist::Normal { .. }) => other,
                _ => self,
            },
            Dist::Residual { of } => match inner(of)? {
                // x − uniform(0, x) of a constant x.
                Dist::Deterministic { value } => Dist::Uniform { min: 0.0, max: value },
                _ => self,
            },
            Dist::Sequence { values } => match values[..] {
                [first, ref rest @ ..] if rest.iter().all(|value| *value == first) => {
                    Dist::Deterministic { value: first }
                }
                [] => return Err(expected(place, "[]", "at least one value")),
                _ => self,
            },
            _ => self,
        })
    }

    /// The distribution as a value of a scenario.
    pub(super) fn written(self, of: Of, unit: &Unit, place: &str) -> Result<String, Refusal> {
        let gap = |construct: &str| Refusal::Gap(Gap { construct: construct.to_owned(), place: place.to_owned() });
        let amount = |value: f64| match of {
            Of::Time => unit.time(value, place),
            Of::Work => unit.work(value, place),
        };
        let plain = |value: f64| number(&Value::from(value), place).map(|value| format!("{value:?}"));
        let within = |inner: &Value| {
            let place = format!("{place}.of");
            Dist::read(inner, &place)?.written(of, unit, &place)
        };
        Ok(match self.simplified(place)? {
            Dist::Exponential { mean } => format!("{{ exponential = {{ mean = {} }} }}", amount(mean)?),
            Dist::Deterministic { value } => amount(value)?,
            Dist::Uniform { min, max } => {
                format!("{{ uniform = {{ low = {}, high = {} }} }}", amount(min)?, amount(max)?)
            }
            Dist::Triangular { min, mode, max } => format!(
                "{{ triangular = {{ low = {}, likely = {}, high = {} }} }}",
                amount(min)?,
                amount(mode)?,
                amount(max)?
            ),
            Dist::Lognormal { mean: Some(mean), sd: Some(sd), mu: None, sigma: None } => {
                if sd == 0.0 {
                    return Ok(amount(mean)?);
                }
                format!("{{ lognormal = {{ mean = {}, sd = {} }} }}", amount(mean)?, amount(sd)?)
            }
            Dist::Lognormal { mean: None, sd: None, mu: Some(mu), sigma: Some(sigma) } => {
                // The language takes the logarithm of the time in days.
                let mu = mu + unit.days.ln();
                format!("{{ lognormal = {{ mu = {mu:?}, sigma = {} }} }}", plain(sigma)?)
            }
            Dist::Lognormal { .. } => return Err(expected(place, "lognormal", "mean and sd, or mu and sigma").into()),
            Dist::Gamma { shape, scale } => gamma(plain(shape)?, &amount(scale)?),
            Dist::Erlang { k, mean } => {
                format!("{{ erlang = {{ shape = {}, mean = {} }} }}", k.max(1), amount(mean)?)
            }
            Dist::Weibull { shape, scale } => {
                format!("{{ weibull = {{ shape = {}, scale = {} }} }}", plain(shape)?, amount(scale)?)
            }
            Dist::Hyperexponential { p, means } => {
                let shares = match &p {
                    Value::Array(shares) => {
                        shares.iter().map(|share| number(share, place)).collect::<Read<Vec<_>>>()?
                    }
                    one => vec![number(one, place)?],
                };
                let shares = complete(shares, means.len());
                let shares: Vec<String> = shares.into_iter().map(|share| format!("{share:?}")).collect();
                let means = means.into_iter().map(amount).collect::<Read<Vec<_>>>()?;
                format!(
                    "{{ hyperexponential = {{ shares = [{}], means = [{}] }} }}",
                    shares.join(", "),
                    means.join(", ")
                )
            }
            Dist::Normal { min: Some(min), .. } if min < 0.0 => return Err(gap("normal: min < 0")),
            Dist::Normal { mean, sd: 0.0, .. } => amount(mean)?,
            Dist::Normal { mean, sd, min } => format!(
                "{{ normal = {{ mean = {}, sd = {}, at_least = {} }} }}",
                amount(mean)?,
                amount(sd)?,
                amount(min.unwrap_or(0.0))?
            ),
            Dist::Sequence { values } => {
                let values = values.into_iter().map(amount).collect::<Read<Vec<_>>>()?;
                format!("{{ sequence = {{ values = [{}] }} }}", values.join(", "))
            }
            Dist::Residual { of: inner } => format!("{{ residual = {{ of = {} }} }}", within(&inner)?),
            Dist::Floor { of: inner } => {
                format!("{{ whole = {{ of = {}, unit = {} }} }}", within(&inner)?, amount(1.0)?)
            }
            Dist::Max { of: inner, min } if min >= 0.0 => {
                // A normal distribution that is not redrawn: what is too low becomes `min`.
                if let Dist::Normal { mean, sd, min: None } = Dist::read(&inner, place)?
                    && sd > 0.0
                {
                    let (mean, sd, least) = (amount(mean)?, amount(sd)?, amount(min)?);
                    let of = format!("{{ normal = {{ mean = {mean}, sd = {sd} }} }}");
                    return Ok(format!("{{ at_least = {{ of = {of}, least = {least} }} }}"));
                }
                format!("{{ at_least = {{ of = {}, least = {} }} }}", within(&inner)?, amount(min)?)
            }
            Dist::Max { .. } => return Err(gap("max: min < 0")),
        })
    }
}

fn gamma(shape: String, scale: &str) -> String {
    format!("{{ gamma = {{ shape = {shape}, scale = {scale} }} }}")
}

/// Shares of all branches: the last is what the others leave over, when it is not given.
fn complete(mut shares: Vec<f64>, branches: usize) -> Vec<f64> {
    if shares.len() + 1 == branches {
        shares.push((1.0 - shares.iter().sum::<f64>()).max(0.0));
    }
    shares
}
