//! When to stop: replications until a wanted half-width is reached and stays reached.

use super::ratio::RatioSums;
use super::{Estimate, Ratio};

/// A wanted half-width, relative or absolute, with a first number and a cap.
///
/// The rule reads replications in order. It stops at the first number, at least [`StoppingRule::FIRST`], from which the
/// half-width is small enough and stays so for a look-ahead of 5 more replications (beyond 100: 5 % more).
///
/// # Source
/// Hoad, Robinson & Davies (2010), *Journal of the Operational Research Society* 61(11), 1632–1644.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StoppingRule {
    /// Wanted half-width as a share of the mean.
    pub relative: Option<f64>,
    /// Wanted half-width in the unit of the measure.
    pub absolute: Option<f64>,
    /// Never more replications than this.
    pub at_most: u32,
    /// Whether the measure is a share of residents, which may be rare rather than nothing.
    pub counts: bool,
}

impl StoppingRule {
    /// Fewest replications before the rule may be satisfied.
    pub const FIRST: usize = 10;

    /// How many of these replications the rule needs: `None` while it wants more.
    pub fn stops_at(&self, replications: &[Ratio]) -> Option<usize> {
        let mut watch = Watch::new(&[*self]);
        replications.iter().position(|&ratio| watch.add(&[ratio])).map(|position| position + 1)
    }

    /// Whether an estimate is precise enough.
    pub fn is_precise(&self, estimate: &Estimate) -> bool {
        let Some(half_width) = estimate.half_width else { return false };
        // A share that was never seen is not known to any relative precision; a wait that is nothing each time is.
        let is_known = estimate.value != 0.0 || !self.counts;
        let relative = self.relative.is_some_and(|wanted| is_known && half_width <= wanted * estimate.value.abs());
        relative || self.absolute.is_some_and(|wanted| half_width <= wanted)
    }

    /// About how many replications would be enough, from the precision of those done: the half-width falls with the
    /// square root of their number.
    pub fn forecast(&self, estimate: &Estimate) -> Option<f64> {
        let half_width = estimate.half_width?;
        let wanted = self.relative.map(|share| share * estimate.value.abs()).into_iter().chain(self.absolute);
        let wanted = wanted.fold(0.0, f64::max);
        (wanted > 0.0).then(|| f64::from(estimate.replications) * (half_width / wanted).powi(2))
    }
}

/// Stopping rules at work: replications one by one, in order, each at the same cost. Where several measures are to be
/// precise, it is enough when all of them are at the same time, and stay so.
#[derive(Debug, Clone)]
pub struct Watch {
    rules: Vec<(StoppingRule, RatioSums)>,
    confirmed: Confirmation,
}

impl Watch {
    /// No replications yet.
    ///
    /// * `rules` – one for each measure; the lowest of their caps holds
    pub fn new(rules: &[StoppingRule]) -> Watch {
        let at_most = rules.iter().map(|rule| rule.at_most).min().unwrap_or(0) as usize;
        let rules = rules.iter().map(|&rule| (rule, RatioSums::default())).collect();
        Watch { rules, confirmed: Confirmation::new(at_most) }
    }

    /// Takes in what the next replication adds to each measure; `true` when it is the last that is needed.
    pub fn add(&mut self, ratios: &[Ratio]) -> bool {
        self.rules.iter_mut().zip(ratios).for_each(|((_, sums), &ratio)| sums.add(ratio));
        let precise = self.is_precise();
        self.confirmed.add(precise)
    }

    /// Whether the replications so far are precise enough.
    pub fn is_precise(&self) -> bool {
        self.rules.iter().all(|(rule, sums)| sums.estimate().is_some_and(|estimate| rule.is_precise(&estimate)))
    }

    /// About how many replications will be needed in all.
    pub fn expected(&self) -> u32 {
        let forecast = |(rule, sums): &(StoppingRule, RatioSums)| rule.forecast(&sums.estimate()?);
        let most = self.rules.iter().filter_map(forecast).fold(0.0, f64::max);
        self.confirmed.expected(most)
    }

    /// Fewest replications that will be needed in all, whatever comes.
    pub fn at_least(&self) -> u32 {
        self.confirmed.at_least()
    }

    /// Whether the rule may be about to stop: what is done is precise, and is being confirmed.
    pub fn is_confirming(&self) -> bool {
        self.confirmed.is_confirming()
    }
}

/// The end of a sequence of replications: once they are precise enough, and stay so for the look-ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Confirmation {
    number: usize,
    at_most: usize,
    precise_since: Option<usize>,
}

impl Confirmation {
    /// No replications yet, and never more than this.
    pub fn new(at_most: usize) -> Confirmation {
        Confirmation { number: 0, at_most, precise_since: None }
    }

    /// One more replication, and whether all so far are precise; `true` when it is the last that is needed.
    pub fn add(&mut self, precise: bool) -> bool {
        self.number += 1;
        let precise = precise && self.number >= StoppingRule::FIRST;
        self.precise_since = if precise { self.precise_since.or(Some(self.number)) } else { None };
        self.number >= self.at_most || self.precise_since.is_some_and(|since| self.number - since >= look_ahead(since))
    }

    /// Fewest replications that will be needed in all, whatever comes.
    pub fn at_least(&self) -> u32 {
        let since = self.precise_since.unwrap_or((self.number + 1).max(StoppingRule::FIRST));
        (since + look_ahead(since)).min(self.at_most) as u32
    }

    /// About how many will be needed, where precision asks for `forecast` of them.
    pub fn expected(&self, forecast: f64) -> u32 {
        (forecast.ceil().max(self.number as f64 + 1.0) as u32).min(self.at_most as u32)
    }

    /// Whether what is done is precise, and is being confirmed.
    pub fn is_confirming(&self) -> bool {
        self.precise_since.is_some()
    }
}

fn look_ahead(number: usize) -> usize {
    if number <= 100 { 5 } else { (5 * number).div_ceil(100) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alternating(number: usize, spread: f64) -> Vec<Ratio> {
        let value = |index: usize| if index.is_multiple_of(2) { 10.0 - spread } else { 10.0 + spread };
        (0..number).map(|index| Ratio { above: value(index), below: 1.0 }).collect()
    }

    const FIVE_PERCENT: StoppingRule =
        StoppingRule { relative: Some(0.05), absolute: None, at_most: 200, counts: true };

    #[test]
    fn it_looks_ahead_after_ten() {
        assert_eq!(FIVE_PERCENT.stops_at(&alternating(14, 0.01)), None);
        assert_eq!(FIVE_PERCENT.stops_at(&alternating(40, 0.01)), Some(15), "10 are enough, 5 more confirm it");
    }

    #[test]
    fn it_stops_at_the_cap() {
        assert_eq!(FIVE_PERCENT.stops_at(&alternating(200, 9.0)), Some(200));
        assert_eq!(FIVE_PERCENT.stops_at(&alternating(199, 9.0)), None);
    }

    /// A loss that no replication shows may be rare; it is not known to 5 % of itself.
    #[test]
    fn nothing_found_is_not_precise() {
        let nothing = vec![Ratio { above: 0.0, below: 100.0 }; 60];
        assert_eq!(FIVE_PERCENT.stops_at(&nothing), None);
        assert_eq!(StoppingRule { absolute: Some(0.01), ..FIVE_PERCENT }.stops_at(&nothing), Some(15));
        let of_waits = StoppingRule { counts: false, ..FIVE_PERCENT };
        assert_eq!(of_waits.stops_at(&nothing), Some(15), "a wait that is nothing each time is known");
    }

    #[test]
    fn either_precision_is_enough() {
        let rule = StoppingRule { absolute: Some(1.0), relative: Some(1e-9), ..FIVE_PERCENT };
        assert_eq!(rule.stops_at(&alternating(40, 0.01)), Some(15));
    }

    /// One measure that is known at once and one that is known late: the late one decides, and the number that is surely
    /// needed never overtakes the one at which it stops.
    #[test]
    fn several_measures_are_precise_when_all_are() {
        let late: Vec<Ratio> = alternating(200, 2.0);
        let alone = FIVE_PERCENT.stops_at(&late).expect("enough");
        let mut watch = Watch::new(&[FIVE_PERCENT, FIVE_PERCENT]);
        let mut least = Vec::new();
        let stop = late.iter().zip(alternating(200, 0.01)).position(|(&late, early)| {
            least.push(watch.at_least() as usize);
            watch.add(&[early, late])
        });
        let stop = stop.expect("enough") + 1;
        assert!(alone > 20 && stop == alone, "{stop} and {alone}");
        assert!(least.iter().enumerate().all(|(done, &least)| done < least && least <= stop), "{least:?}");
        assert_eq!(*least.last().expect("many"), stop, "in the end it is known");
    }

    #[test]
    fn more_replications_do_not_change_the_answer() {
        let all = alternating(60, 1.0);
        let stop = FIVE_PERCENT.stops_at(&all).expect("enough");
        assert_eq!(FIVE_PERCENT.stops_at(&all[..stop]), Some(stop));
    }
}
