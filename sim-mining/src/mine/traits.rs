//! Which traits of cases go with short throughput and short handovers.
//!
//! Each value of a trait is a group that is compared with all other cases whose value is known: the difference in mean days until a case
//! is over, up to a limit (restricted mean survival time, so that open cases count for as long as they were watched), and in mean days
//! per handover. Intervals are of 95 %; probabilities are corrected for how many comparisons there are (Holm). Where a group goes
//! together with another trait, that is named, and the difference within the values of the other stands beside the crude one.
//!
//! # Sources
//! Royston & Parmar (2013), *BMC Medical Research Methodology* 13:152 (restricted means); Welch (1947), *Biometrika* 34, 28–35;
//! Holm (1979), see `sim_core::estimate::holm`; Cramér (1946), *Mathematical Methods of Statistics*, §21.9 (association).

use std::collections::BTreeMap;

use sim_core::estimate::{holm, student_t, two_sided};

use crate::log::{EventLog, Value};
use crate::mine::cases::CaseRow;
use crate::mine::ending::Fate;
use crate::mine::quantile;
use crate::mine::survival::{Watched, Z, kaplan_meier};

/// Fewest cases of a group that is compared, whatever is asked: smaller ones tell little.
pub const FEWEST: usize = 10;
/// Most values of one trait that are compared: the most frequent.
const MOST_VALUES: usize = 30;
/// Share of cases that are over by the limit of the restricted mean.
const LIMIT: f64 = 0.9;
/// Share of handovers whose wait is below the limit of waits.
const HANDOVER_LIMIT: f64 = 0.95;
/// Least association (Cramér's V) at which another trait is named.
const ASSOCIATED: f64 = 0.3;
/// Fewest cases on either side within a value of the other trait.
const FEWEST_WITHIN: usize = 5;
/// Least share of cases that can be compared within the values of the other trait, to say whether a difference remains there.
const LEAST_SHARE_WITHIN: f64 = 0.2;
/// What may be claimed.
const SIGNIFICANT: f64 = 0.05;

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Days until a case is over.
    Throughput,
    /// Days per handover.
    Handover,
}

/// The cases that have a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Group {
    /// This word.
    Word(u32),
    /// Yes, against no.
    Yes,
    /// More than this, which half of the cases do not exceed.
    MoreThan(f64),
}

/// Why a trait was not compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Skipped {
    /// It is a moment.
    Moment,
    /// It is the same for all, or known of too few.
    Same,
    /// All of its groups are too small.
    Small,
}

/// A group beside all other cases.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The trait, by its place in the log.
    pub attribute: usize,
    /// The value.
    pub group: Group,
    /// What is compared.
    pub outcome: Outcome,
    /// Cases of the group, and others.
    pub cases: (usize, usize),
    /// Mean days of the group, and of the others, up to `limit`.
    pub means: (f64, f64),
    /// Days up to which is counted.
    pub limit: f64,
    /// The difference: negative where the group is shorter.
    pub difference: f64,
    /// Its 95 % interval.
    pub interval: (f64, f64),
    /// Probability of a difference this large by chance, corrected for all comparisons.
    pub corrected: f64,
    /// The trait with which the group goes together most, where it does.
    pub confounder: Option<Confounder>,
}

/// Another trait that goes together with a group.
#[derive(Debug, Clone, PartialEq)]
pub struct Confounder {
    /// The trait, by its place in the log.
    pub attribute: usize,
    /// How closely: Cramér's V, from 0 to 1.
    pub association: f64,
    /// The difference within its values, with its 95 % interval; none where no value has enough of both.
    pub within: Option<(f64, (f64, f64))>,
    /// Share of cases in values that have enough of both.
    pub share: f64,
}

/// What was compared, and what was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Traits {
    /// Every comparison, the surest first.
    pub findings: Vec<Finding>,
    /// Groups that are too small to show.
    pub hidden: u64,
    /// Traits that were not compared.
    pub skipped: Vec<(usize, Skipped)>,
}

impl Finding {
    /// Whether it can be told apart from chance.
    pub fn is_sure(&self) -> bool {
        self.corrected < SIGNIFICANT
    }

    /// Whether the difference remains within the values of the trait that goes together with it; none where too few cases can be
    /// compared there to say.
    pub fn remains(&self) -> Option<bool> {
        let confounder = self.confounder.as_ref()?;
        let (within, (lower, upper)) = confounder.within.filter(|_| confounder.share >= LEAST_SHARE_WITHIN)?;
        Some(within * self.difference > 0.0 && (lower > 0.0 || upper < 0.0))
    }
}

/// A trait of all cases as levels: what strata and associations are made of.
struct Levels {
    of: Vec<Option<u32>>,
    groups: Vec<Group>,
}

/// Compares every group of every trait.
///
/// * `rows` – as [`super::cases::rows`] gives them, in the order of the log
/// * `smallest` – fewest cases of a group that is shown; never fewer than [`FEWEST`]
pub fn traits(log: &EventLog, rows: &[CaseRow], smallest: usize) -> Traits {
    let fewest = smallest.max(FEWEST);
    let mut skipped = Vec::new();
    let levels: Vec<Option<Levels>> = (0..log.traits.len())
        .map(|attribute| levels(log, attribute).map_err(|why| skipped.push((attribute, why))).ok())
        .collect();
    let watched: Vec<Watched> =
        rows.iter().map(|row| Watched { time: row.days, event: (row.fate != Fate::Open).then_some(0) }).collect();
    let all = kaplan_meier(&watched);
    let limit = all.quantile(LIMIT).unwrap_or(all.longest);
    let mut means: Vec<f64> = rows.iter().filter_map(per_handover).collect();
    means.sort_by(f64::total_cmp);
    let handover_limit = quantile(&means, HANDOVER_LIMIT).unwrap_or(0.0);
    let data = Data { rows, watched, limit, handover_limit };
    let (mut findings, mut chances, mut hidden) = (Vec::new(), Vec::new(), 0);
    for (attribute, levels) in levels.iter().enumerate() {
        let Some(levels) = levels else { continue };
        let count = |level: u32| levels.of.iter().filter(|of| **of == Some(level)).count();
        let known = levels.of.iter().flatten().count();
        let mut shown: Vec<(usize, u32)> = (0..levels.groups.len() as u32)
            .map(|level| (count(level), level))
            .filter(|(count, _)| *count > 0)
            .collect();
        hidden += shown.iter().filter(|(count, _)| *count < fewest).count() as u64;
        shown.retain(|(count, _)| *count >= fewest && known - *count >= fewest);
        shown.sort_by_key(|(count, level)| (std::cmp::Reverse(*count), *level));
        if shown.is_empty() {
            skipped.push((attribute, Skipped::Small));
            continue;
        }
        // Of two values one says all; of numbers the upper half does.
        let two = (0..levels.groups.len() as u32).filter(|level| count(*level) > 0).count() == 2;
        if two {
            let keep = shown.iter().map(|(_, level)| *level).max().unwrap_or_default();
            shown.retain(|(_, level)| if levels.is_word() { *level == shown_last(&levels.of) } else { *level == keep });
        }
        shown.truncate(MOST_VALUES);
        for (_, level) in shown {
            let side = |of: &Option<u32>| of.map(|of| of == level);
            let sides: Vec<Option<bool>> = levels.of.iter().map(side).collect();
            for outcome in [Outcome::Throughput, Outcome::Handover] {
                let Some(compared) = data.compare(outcome, &sides) else { continue };
                chances.push(compared.chance);
                findings.push(Finding {
                    attribute,
                    group: levels.groups[level as usize],
                    outcome,
                    cases: compared.cases,
                    means: compared.means,
                    limit: compared.limit,
                    difference: compared.means.0 - compared.means.1,
                    interval: compared.interval,
                    corrected: 1.0,
                    confounder: None,
                });
            }
        }
    }
    for (finding, corrected) in findings.iter_mut().zip(holm(&chances)) {
        finding.corrected = corrected;
    }
    for finding in findings.iter_mut().filter(|finding| finding.is_sure()) {
        finding.confounder = data.confounder(finding, &levels);
    }
    findings.sort_by(|one, other| {
        let strength =
            |finding: &Finding| finding.difference.abs() / (finding.interval.1 - finding.interval.0).max(1e-12);
        (one.outcome, !one.is_sure())
            .cmp(&(other.outcome, !other.is_sure()))
            .then(strength(other).total_cmp(&strength(one)))
    });
    skipped.sort_by_key(|(attribute, _)| *attribute);
    Traits { findings, hidden, skipped }
}

/// The less frequent of two levels.
fn shown_last(of: &[Option<u32>]) -> u32 {
    let mut known: Vec<u32> = of.iter().flatten().copied().collect();
    known.sort_unstable();
    let rarest = known.chunk_by(|one, other| one == other).min_by_key(|same| same.len());
    rarest.map_or(0, |same| same[0])
}

fn per_handover(row: &CaseRow) -> Option<f64> {
    (row.handovers > 0).then(|| row.handover_days / row.handovers as f64)
}

/// A trait as levels, where it can be compared.
fn levels(log: &EventLog, attribute: usize) -> Result<Levels, Skipped> {
    let values: Vec<Option<Value>> =
        log.cases.iter().map(|case| case.traits.get(attribute).copied().flatten()).collect();
    let known = values.iter().flatten();
    if known.clone().any(|value| matches!(value, Value::Moment(_))) {
        return Err(Skipped::Moment);
    }
    let mut numbers: Vec<f64> = known
        .clone()
        .filter_map(|value| match value {
            Value::Number(number) => Some(*number),
            _ => None,
        })
        .collect();
    let levels = if numbers.is_empty() {
        let words = log.traits[attribute].words.len() as u32;
        let level = |value: Value| match value {
            Value::Word(word) => word,
            Value::Flag(flag) => words + u32::from(flag),
            _ => 0,
        };
        let of = values.iter().map(|value| value.map(level)).collect();
        let mut groups: Vec<Group> = (0..words).map(Group::Word).collect();
        groups.extend([Group::Yes, Group::Yes]);
        Levels { of, groups }
    } else {
        numbers.sort_by(f64::total_cmp);
        let middle = quantile(&numbers, 0.5).unwrap_or_default();
        // Where half have the smallest value, all above it are the group.
        let split = if numbers.iter().all(|number| *number <= middle) { below(&numbers, middle) } else { middle };
        let level = |value: Value| match value {
            Value::Number(number) => Some(u32::from(number > split)),
            _ => None,
        };
        Levels {
            of: values.iter().map(|value| value.and_then(level)).collect(),
            groups: vec![Group::MoreThan(split), Group::MoreThan(split)],
        }
    };
    let mut present: Vec<u32> = levels.of.iter().flatten().copied().collect();
    present.sort_unstable();
    present.dedup();
    if present.len() < 2 { Err(Skipped::Same) } else { Ok(levels) }
}

/// The largest number below another.
fn below(sorted: &[f64], limit: f64) -> f64 {
    sorted.iter().rev().find(|number| **number < limit).copied().unwrap_or(limit)
}

impl Levels {
    fn is_word(&self) -> bool {
        matches!(self.groups[0], Group::Word(_))
    }
}

/// Two sides compared.
struct Compared {
    cases: (usize, usize),
    means: (f64, f64),
    variances: (f64, f64),
    limit: f64,
    interval: (f64, f64),
    chance: f64,
}

struct Data<'r> {
    rows: &'r [CaseRow],
    watched: Vec<Watched>,
    limit: f64,
    handover_limit: f64,
}

impl Data<'_> {
    /// Compares those of a group with the others; none where there is nothing to compare.
    fn compare(&self, outcome: Outcome, sides: &[Option<bool>]) -> Option<Compared> {
        let compared = self.sides(outcome, sides, FEWEST)?;
        let spread = libm::sqrt(compared.variances.0 + compared.variances.1);
        if spread <= 0.0 || !spread.is_finite() {
            return None;
        }
        let difference = compared.means.0 - compared.means.1;
        let (width, chance) = match outcome {
            Outcome::Throughput => (Z * spread, libm::erfc((difference / spread).abs() / std::f64::consts::SQRT_2)),
            Outcome::Handover => {
                // Welch and Satterthwaite.
                let term = |variance: f64, cases: usize| variance * variance / (cases as f64 - 1.0);
                let below = term(compared.variances.0, compared.cases.0) + term(compared.variances.1, compared.cases.1);
                let freedom = (spread.powi(4) / below).floor().clamp(1.0, 1e9) as u32;
                (student_t(freedom)? * spread, two_sided(difference / spread, freedom)?)
            }
        };
        Some(Compared { interval: (difference - width, difference + width), chance, ..compared })
    }

    /// Means of both sides and their variances.
    fn sides(&self, outcome: Outcome, sides: &[Option<bool>], fewest: usize) -> Option<Compared> {
        let (cases, means, variances, limit) = match outcome {
            Outcome::Throughput => {
                let of = |wanted: bool| -> Vec<Watched> {
                    self.watched
                        .iter()
                        .zip(sides)
                        .filter(|(_, side)| **side == Some(wanted))
                        .map(|(one, _)| *one)
                        .collect()
                };
                let (group, others) = (of(true), of(false));
                if group.len() < fewest || others.len() < fewest {
                    return None;
                }
                let curves = (kaplan_meier(&group), kaplan_meier(&others));
                let limit = self.limit.min(curves.0.known_until()).min(curves.1.known_until());
                let ((mean, variance), (other_mean, other_variance)) =
                    (curves.0.restricted_mean(limit), curves.1.restricted_mean(limit));
                // As for the variance of a sample.
                let unbiased = |variance: f64, count: usize| variance * count as f64 / (count as f64 - 1.0);
                let variances = (unbiased(variance, group.len()), unbiased(other_variance, others.len()));
                ((group.len(), others.len()), (mean, other_mean), variances, limit)
            }
            Outcome::Handover => {
                let of = |wanted: bool| -> Vec<f64> {
                    let chosen = self.rows.iter().zip(sides).filter(|(_, side)| **side == Some(wanted));
                    chosen.filter_map(|(row, _)| per_handover(row)).map(|days| days.min(self.handover_limit)).collect()
                };
                let (group, others) = (of(true), of(false));
                if group.len() < fewest || others.len() < fewest {
                    return None;
                }
                let (one, other) = (mean_and_variance(&group), mean_and_variance(&others));
                ((group.len(), others.len()), (one.0, other.0), (one.1, other.1), self.handover_limit)
            }
        };
        Some(Compared { cases, means, variances, limit, interval: (0.0, 0.0), chance: 1.0 })
    }

    /// The other trait with which a group goes together most, and the difference within its values.
    fn confounder(&self, finding: &Finding, levels: &[Option<Levels>]) -> Option<Confounder> {
        let own = levels[finding.attribute].as_ref()?;
        let in_group = |level: u32| match finding.group {
            Group::Word(word) => level == word,
            _ => level as usize == own.groups.len() - 1,
        };
        let sides: Vec<Option<bool>> = own.of.iter().map(|level| level.map(in_group)).collect();
        let others = levels.iter().enumerate().filter(|(attribute, _)| *attribute != finding.attribute);
        let candidates = others.filter_map(|(attribute, levels)| Some((attribute, levels.as_ref()?)));
        let mut best: Option<(f64, usize, &Levels)> = None;
        for (attribute, other) in candidates {
            let Some(found) = association(&sides, &other.of) else { continue };
            if best.is_none_or(|(known, ..)| found > known) {
                best = Some((found, attribute, other));
            }
        }
        let (association, attribute, other) = best.filter(|(found, ..)| *found >= ASSOCIATED)?;
        let (mut weights, mut sum, mut variance, mut used, mut all) = (0.0, 0.0, 0.0, 0usize, 0usize);
        let mut present: Vec<u32> = other.of.iter().flatten().copied().collect();
        present.sort_unstable();
        present.dedup();
        for level in present {
            let within: Vec<Option<bool>> =
                sides.iter().zip(&other.of).map(|(side, of)| side.filter(|_| *of == Some(level))).collect();
            all += within.iter().flatten().count();
            let Some(compared) = self.sides(finding.outcome, &within, FEWEST_WITHIN) else { continue };
            let (group, others) = (compared.cases.0 as f64, compared.cases.1 as f64);
            let weight = group * others / (group + others);
            weights += weight;
            sum += weight * (compared.means.0 - compared.means.1);
            variance += weight * weight * (compared.variances.0 + compared.variances.1);
            used += compared.cases.0 + compared.cases.1;
        }
        let within = (weights > 0.0).then(|| {
            let (difference, width) = (sum / weights, Z * libm::sqrt(variance) / weights);
            (difference, (difference - width, difference + width))
        });
        Some(Confounder { attribute, association, within, share: used as f64 / all.max(1) as f64 })
    }
}

/// The mean, and the variance of the mean.
fn mean_and_variance(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (mean, squares / (count - 1.0) / count)
}

/// Cramér's V of being in a group or not with the values of another trait: 0 where they have nothing to do with each other, 1
/// where one says the other.
fn association(sides: &[Option<bool>], other: &[Option<u32>]) -> Option<f64> {
    let sides: Vec<Option<u32>> = sides.iter().map(|side| side.map(u32::from)).collect();
    cramers_v(&sides, other)
}

/// Cramér's V of two traits: 0 where they have nothing to do with each other, 1 where one says the other.
///
/// Corrected for chance (Bergsma 2013, *Journal of the Korean Statistical Society* 42(3), 323–328), for a trait with many values seems to
/// go with anything.
pub(crate) fn cramers_v(one: &[Option<u32>], other: &[Option<u32>]) -> Option<f64> {
    let mut cells: BTreeMap<(u32, u32), f64> = BTreeMap::new();
    let (mut rows, mut columns): (BTreeMap<u32, f64>, BTreeMap<u32, f64>) = Default::default();
    let mut count = 0.0;
    for (one, other) in one.iter().zip(other).filter_map(|(one, other)| Some(((*one)?, (*other)?))) {
        *cells.entry((one, other)).or_default() += 1.0;
        *rows.entry(one).or_default() += 1.0;
        *columns.entry(other).or_default() += 1.0;
        count += 1.0;
    }
    let (high, wide) = (rows.len() as f64, columns.len() as f64);
    if high < 2.0 || wide < 2.0 || count < 3.0 {
        return None;
    }
    // Σ (n − e)² / e = Σ n² / e − n.
    let squares: f64 = cells.iter().map(|((row, column), found)| found * found / (rows[row] * columns[column])).sum();
    let chi = count * (squares - 1.0);
    let phi = (chi / count - (high - 1.0) * (wide - 1.0) / (count - 1.0)).max(0.0);
    let corrected = |levels: f64| levels - (levels - 1.0) * (levels - 1.0) / (count - 1.0) - 1.0;
    let fewest = corrected(high).min(corrected(wide));
    (fewest > 0.0).then(|| libm::sqrt((phi / fewest).min(1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mine::calendar::calendars;
    use crate::mine::cases::rows;
    use crate::mine::ending::{EndingRequest, ending};
    use crate::mine::handovers::handovers;
    use crate::mine::waits::waits;
    use crate::read::{Options, read};

    fn found(text: &str) -> (EventLog, Traits) {
        let (log, _) = read(text.as_bytes(), &Options::default()).expect("a log");
        let calendars = calendars(&log);
        let ending = ending(&log, &EndingRequest::default());
        let waits = waits(&log, &calendars);
        let handovers = handovers(&log, &ending, &waits);
        let rows = rows(&log, &ending, &calendars, &waits, &handovers.each);
        let found = traits(&log, &rows, FEWEST);
        (log, found)
    }

    /// Cases of one step to close, of which `days` depends on the number of the case.
    fn cases(count: usize, columns: &str, row: impl Fn(usize) -> (String, usize)) -> String {
        let mut text = format!("case,activity,resource,end,{columns}\n");
        for number in 0..count {
            let (values, days) = row(number);
            text += &format!("{number:03},open,jo,2024-01-{:02} 10:00,{values}\n", 1 + number % 9);
            text += &format!("{number:03},close,kim,2024-02-{:02} 10:00,{values}\n", 1 + number % 9 + days);
        }
        text
    }

    #[test]
    fn a_trait_with_an_effect_is_found_and_one_without_is_not() {
        // From 1 January to 1 February are 31 days; by post it takes 8 more. Luck adds 0 to 2.
        let text = cases(120, "channel,colour", |number| {
            let post = number % 2 == 0;
            let channel = if post { "post" } else { "web" };
            let colour = ["red", "blue", "green"][number / 2 % 3];
            (format!("{channel},{colour}"), number / 6 % 3 + if post { 8 } else { 0 })
        });
        let (log, found) = found(&text);
        let of = |name: &str| -> Vec<&Finding> {
            found.findings.iter().filter(|finding| log.traits[finding.attribute].name == name).collect()
        };
        let channel = of("channel");
        assert_eq!(channel.len(), 2, "one value of two, for throughput and for handover");
        for finding in channel {
            let sign = if finding.group == Group::Word(0) { 1.0 } else { -1.0 };
            assert!(finding.is_sure() && (finding.difference * sign - 8.0).abs() < 0.4, "{finding:?}");
            assert!(finding.interval.0 < finding.difference && finding.difference < finding.interval.1);
            assert_eq!(finding.cases, (60, 60));
        }
        assert!(of("colour").iter().all(|finding| !finding.is_sure()));
    }

    #[test]
    fn a_trait_that_only_goes_together_with_another_is_named_so() {
        // What matters is the size; the region only goes together with it.
        let text = cases(400, "size,region", |number| {
            let large = number % 2 == 0;
            let north = if large { number % 10 != 0 } else { number % 10 == 1 };
            let values = format!("{},{}", if large { "large" } else { "small" }, if north { "north" } else { "south" });
            (values, number / 7 % 3 + if large { 9 } else { 0 })
        });
        let (log, found) = found(&text);
        let finding = |name: &str| {
            let of = |finding: &&Finding| {
                log.traits[finding.attribute].name == name && finding.outcome == Outcome::Throughput
            };
            found.findings.iter().find(of).expect("compared")
        };
        let region = finding("region");
        assert!(region.is_sure() && region.difference.abs() > 4.0);
        let confounder = region.confounder.as_ref().expect("named");
        assert_eq!((&*log.traits[confounder.attribute].name, region.remains()), ("size", Some(false)));
        assert!(confounder.within.is_some_and(|(within, _)| within.abs() < 0.7), "{confounder:?}");
        assert_eq!(finding("size").remains(), Some(true));
    }

    #[test]
    fn groups_under_ten_are_hidden() {
        let text = cases(60, "kind", |number| ((if number < 9 { "rare" } else { "usual" }).to_owned(), number % 3));
        let (_, found) = found(&text);
        assert!(found.findings.is_empty() && found.hidden == 1);
    }

    #[test]
    fn association_is_1_where_one_says_the_other_and_0_where_it_says_nothing() {
        let sides: Vec<Option<bool>> = (0..100).map(|number| Some(number % 2 == 0)).collect();
        let same: Vec<Option<u32>> = (0..100).map(|number| Some(number % 2)).collect();
        let other: Vec<Option<u32>> = (0..100).map(|number| Some(number / 2 % 2)).collect();
        assert!(association(&sides, &same).is_some_and(|found| (found - 1.0).abs() < 1e-9));
        assert_eq!(association(&sides, &other), Some(0.0));
    }

    /// 200 logs in which nothing matters, of 60 cases with a trait of four values: a claim is made in at most 5 % of them, and at most
    /// 12 % are seen here (probability of more by chance below 1 in 10,000). Luck is a fixed linear congruence.
    #[test]
    fn where_nothing_matters_hardly_anything_is_claimed() {
        let mut state = 20_240_131u64;
        let mut draw = move |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        let mut claims = 0;
        for _ in 0..200 {
            let luck: Vec<(u64, usize)> = (0..60).map(|_| (draw(4), draw(12) as usize)).collect();
            let text = cases(60, "kind", |number| (format!("k{}", luck[number].0), luck[number].1));
            let (_, found) = found(&text);
            claims += usize::from(found.findings.iter().any(Finding::is_sure));
        }
        assert!(claims <= 24, "{claims} of 200");
    }
}
