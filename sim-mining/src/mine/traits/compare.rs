//! A group of cases beside all others, in one respect.

use sim_core::estimate::{student_t, two_sided};

use crate::chance::{lives_differ, newcombe, ranks_differ, shares_differ};
use crate::mine::survival::{Watched, Z, aalen_johansen, kaplan_meier};

/// What is known of every case in one respect; nothing of cases that it is not about.
pub(super) enum Measured {
    /// How long until something, counted up to a limit.
    Until {
        /// Of every case.
        watched: Vec<Option<Watched>>,
        /// In days.
        limit: f64,
    },
    /// Days.
    Days {
        /// Of every case, none above the limit.
        days: Vec<Option<f64>>,
        /// In days.
        limit: f64,
    },
    /// Whether something has happened: event 0, which other events keep from happening. By time, the shortest first.
    Happens(Vec<(u32, Watched)>),
    /// Yes or no.
    Is(Vec<Option<bool>>),
}

/// Two sides compared.
pub(super) struct Compared {
    pub(super) cases: (usize, usize),
    pub(super) means: (f64, f64),
    /// Of the means.
    pub(super) variances: (f64, f64),
    /// Of shares: as how many cases watched to the end what is known is worth.
    worth: (f64, f64),
    pub(super) limit: Option<f64>,
    pub(super) interval: (f64, f64),
    /// The probability of as much by chance.
    pub(super) chance: f64,
}

impl Measured {
    /// Of how many cases of either side it is known.
    pub(super) fn known(&self, sides: &[Option<bool>]) -> usize {
        let both = |is_known: &dyn Fn(usize) -> bool| {
            sides.iter().enumerate().filter(|(case, side)| side.is_some() && is_known(*case)).count()
        };
        match self {
            Measured::Until { watched, .. } => both(&|case| watched[case].is_some()),
            Measured::Days { days, .. } => both(&|case| days[case].is_some()),
            Measured::Happens(watched) => watched.iter().filter(|(case, _)| sides[*case as usize].is_some()).count(),
            Measured::Is(is) => both(&|case| is[case].is_some()),
        }
    }

    /// Compares those of a group with the others; none where there is nothing to compare.
    ///
    /// * `fewest` – cases on either side
    pub(super) fn compare(&self, sides: &[Option<bool>], fewest: usize) -> Option<Compared> {
        let compared = self.sides(sides, fewest)?;
        let spread = libm::sqrt(compared.variances.0 + compared.variances.1);
        if spread <= 1e-9 * compared.means.0.max(compared.means.1) || !spread.is_finite() {
            return None;
        }
        let difference = compared.means.0 - compared.means.1;
        let (width, chance) = match self {
            Measured::Until { .. } => (Z * spread, libm::erfc((difference / spread).abs() / std::f64::consts::SQRT_2)),
            Measured::Days { .. } => {
                // Welch and Satterthwaite.
                let term = |variance: f64, cases: usize| variance * variance / (cases as f64 - 1.0);
                let below = term(compared.variances.0, compared.cases.0) + term(compared.variances.1, compared.cases.1);
                let freedom = (spread.powi(4) / below).floor().clamp(1.0, 1e9) as u32;
                (student_t(freedom)? * spread, two_sided(difference / spread, freedom)?)
            }
            Measured::Happens(_) | Measured::Is(_) => {
                let one = (compared.means.0 * compared.worth.0, compared.worth.0);
                let other = (compared.means.1 * compared.worth.1, compared.worth.1);
                return Some(Compared {
                    interval: newcombe(one, other),
                    chance: shares_differ(one, other),
                    ..compared
                });
            }
        };
        // Means of times with long tails differ by chance more often than the formula says; their ranks do not.
        let chance = chance.max(compared.chance);
        Some(Compared { interval: (difference - width, difference + width), chance, ..compared })
    }

    /// Means or shares of both sides and their variances.
    pub(super) fn sides(&self, sides: &[Option<bool>], fewest: usize) -> Option<Compared> {
        let (mut worth, mut by_rank) = ((0.0, 0.0), 0.0);
        let (cases, means, variances, limit) = match self {
            Measured::Until { watched, limit } => {
                let of = |wanted: bool| -> Vec<Watched> {
                    watched
                        .iter()
                        .zip(sides)
                        .filter(|(_, side)| **side == Some(wanted))
                        .filter_map(|(one, _)| *one)
                        .collect()
                };
                let (group, others) = (of(true), of(false));
                if group.len() < fewest || others.len() < fewest {
                    return None;
                }
                let curves = (kaplan_meier(&group), kaplan_meier(&others));
                let limit = limit.min(curves.0.known_until()).min(curves.1.known_until());
                let ((mean, variance), (other_mean, other_variance)) =
                    (curves.0.restricted_mean(limit), curves.1.restricted_mean(limit));
                // As for the variance of a sample.
                let unbiased = |variance: f64, count: usize| variance * count as f64 / (count as f64 - 1.0);
                let variances = (unbiased(variance, group.len()), unbiased(other_variance, others.len()));
                by_rank = lives_differ(&group, &others);
                ((group.len(), others.len()), (mean, other_mean), variances, Some(limit))
            }
            Measured::Days { days, limit } => {
                let of = |wanted: bool| -> Vec<f64> {
                    days.iter()
                        .zip(sides)
                        .filter(|(_, side)| **side == Some(wanted))
                        .filter_map(|(days, _)| *days)
                        .collect()
                };
                let (group, others) = (of(true), of(false));
                if group.len() < fewest || others.len() < fewest {
                    return None;
                }
                by_rank = ranks_differ(&group, &others);
                let (one, other) = (mean_and_variance(&group), mean_and_variance(&others));
                ((group.len(), others.len()), (one.0, other.0), (one.1, other.1), Some(*limit))
            }
            Measured::Happens(watched) => {
                let of = |wanted: bool| -> Vec<Watched> {
                    watched
                        .iter()
                        .filter(|(case, _)| sides[*case as usize] == Some(wanted))
                        .map(|(_, one)| *one)
                        .collect()
                };
                let (group, others) = (of(true), of(false));
                if group.len() < fewest || others.len() < fewest {
                    return None;
                }
                let limit = known_until(&group, fewest).min(known_until(&others, fewest));
                let (one, other) = (share_by(&group, limit), share_by(&others, limit));
                let limit = limit.is_finite().then_some(limit);
                worth = (one.1, other.1);
                ((group.len(), others.len()), (one.0, other.0), (variance(one), variance(other)), limit)
            }
            Measured::Is(is) => {
                let of = |wanted: bool| {
                    let those = is.iter().zip(sides).filter(|(_, side)| **side == Some(wanted));
                    let those = those.filter_map(|(is, _)| *is);
                    those.fold((0, 0), |(go, of), is| (go + usize::from(is), of + 1))
                };
                let ((go, group), (other_go, others)) = (of(true), of(false));
                if group < fewest || others < fewest {
                    return None;
                }
                worth = (group as f64, others as f64);
                let means = (go as f64 / worth.0, other_go as f64 / worth.1);
                ((group, others), means, (variance((means.0, worth.0)), variance((means.1, worth.1))), None)
            }
        };
        Some(Compared { cases, means, variances, worth, limit, interval: (0.0, 0.0), chance: by_rank })
    }
}

/// Until when enough cases were watched; for ever where none is open.
fn known_until(sorted: &[Watched], fewest: usize) -> f64 {
    match sorted.iter().all(|one| one.event.is_some()) {
        true => f64::INFINITY,
        false => sorted[sorted.len() - fewest].time,
    }
}

/// The share to whom it has happened by a time, and as how many watched to the end what is known is worth.
fn share_by(watched: &[Watched], limit: f64) -> (f64, f64) {
    let by = |one: &Watched| if one.time <= limit { *one } else { Watched { time: limit, event: None } };
    let cut: Vec<Watched> = watched.iter().map(by).collect();
    let found = aalen_johansen(&cut, 2);
    let share = found.steps.last().map_or(0.0, |(_, shares)| shares[0]);
    let whole = cut.iter().filter(|one| one.event.is_some() || one.time >= limit).count() as f64;
    let worth = share * (1.0 - share) / found.variances[0];
    (share, if worth.is_finite() && worth >= 1.0 { worth.min(watched.len() as f64) } else { whole.max(1.0) })
}

/// The variance of a share of so many, with half a case more on either side: it is not certain where it was seen in none, or in all.
fn variance((share, of): (f64, f64)) -> f64 {
    let smoothed = (share * of + 0.5) / (of + 1.0);
    smoothed * (1.0 - smoothed) / of
}

/// The mean, and the variance of the mean.
fn mean_and_variance(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (mean, squares / (count - 1.0) / count)
}
