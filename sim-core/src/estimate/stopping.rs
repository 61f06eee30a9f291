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
        let mut watch = Watch::new(*self);
        replications.iter().position(|&ratio| watch.add(ratio)).map(|position| position + 1)
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

/// A stopping rule at work: replications one by one, in order, each at the same cost.
#[derive(Debug, Clone, Copy)]
pub struct Watch {
    rule: StoppingRule,
    sums: RatioSums,
    precise_since: Option<usize>,
}

impl Watch {
    /// No replications yet.
    pub fn new(rule: StoppingRule) -> Watch {
        Watch { rule, sums: RatioSums::default(), precise_since: None }
    }

    /// Takes in the next replication; `true` when it is the last that is needed.
    pub fn add(&mut self, ratio: Ratio) -> bool {
        self.sums.add(ratio);
        let number = self.sums.number();
        let precise = number >= StoppingRule::FIRST && self.estimate().is_some_and(|one| self.rule.is_precise(&one));
        self.precise_since = if precise { self.precise_since.or(Some(number)) } else { None };
        number >= self.rule.at_most as usize
            || self.precise_since.is_some_and(|since| number - since >= look_ahead(since))
    }

    /// Whether the replications so far are precise enough.
    pub fn is_precise(&self) -> bool {
        self.estimate().is_some_and(|estimate| self.rule.is_precise(&estimate))
    }

    /// About how many replications will be needed in all.
    pub fn expected(&self) -> u32 {
        let forecast = self.estimate().and_then(|estimate| self.rule.forecast(&estimate)).unwrap_or(0.0);
        (forecast.ceil().max(self.sums.number() as f64 + 1.0) as u32).min(self.rule.at_most)
    }

    /// The estimate from the replications so far.
    pub fn estimate(&self) -> Option<Estimate> {
        self.sums.estimate()
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

    #[test]
    fn more_replications_do_not_change_the_answer() {
        let all = alternating(60, 1.0);
        let stop = FIVE_PERCENT.stops_at(&all).expect("enough");
        assert_eq!(FIVE_PERCENT.stops_at(&all[..stop]), Some(stop));
    }
}
