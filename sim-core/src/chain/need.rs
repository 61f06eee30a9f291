//! Need and contact as the engine reads them: pools, what follows an end, and attempts to reach a resident.

use super::Varying;
use crate::random::{Purpose, Quantity, Sampler, Stream};
use crate::scenario::Target;
use crate::time::{SimTime, Span};

/// Everything about need.
#[derive(Debug, Clone, Default)]
pub struct NeedModel {
    /// Pools of residents in need, in the order of names.
    pub pools: Vec<PoolModel>,
    /// What follows each end.
    pub after: Vec<AfterModel>,
    /// Most types of signals that a pool has.
    pub most_signals: usize,
    /// Ends from which residents may come back, so that leavings through them are counted.
    pub counted_ends: u16,
}

impl NeedModel {
    /// Whether residents live on outside the chain: before they come in, or after they left.
    pub fn is_there(&self) -> bool {
        !self.pools.is_empty() || self.counted_ends > 0
    }
}

/// A pool.
#[derive(Debug, Clone)]
pub struct PoolModel {
    /// Source of its residents in numbers of streams: pools stand behind all streams.
    pub source: u16,
    /// Name hash of the stock.
    pub key: Stream,
    /// In need when the simulation begins.
    pub stock: u32,
    /// The stream of onset (index into [`Model::streams`](super::Model::streams)), which has the class mix.
    pub onset: usize,
    /// How long the stock has been in need, and the address of that draw.
    pub in_need_for: (Varying<Sampler>, Purpose),
    /// Time until need ends by itself, its address, and the end.
    pub natural_end: Option<(Varying<Sampler>, Purpose, u32)>,
    /// Own application.
    pub apply: Option<ApplyModel>,
    /// Signals, by name of the creditor.
    pub signals: Vec<SignalModel>,
    /// Position of its first signal among those of all pools.
    pub first_signal: u32,
    /// When signals become cases.
    pub batch: Option<BatchModel>,
}

/// Own application.
#[derive(Debug, Clone)]
pub struct ApplyModel {
    /// Time since coming into the pool.
    pub after: Varying<Sampler>,
    /// Address of the unit exponentials that are used up.
    pub after_at: Purpose,
    /// Factor of the hazard for every return to the pool.
    pub again: Varying<f64>,
    /// Stage that is joined.
    pub to: u32,
}

/// Signals of one type of creditor.
#[derive(Debug, Clone)]
pub struct SignalModel {
    /// So many per day.
    pub rate: Varying<f64>,
    /// Address of the unit exponentials in between.
    pub rate_at: Purpose,
    /// Arrears in euro and the address of that draw.
    pub amount: Option<(Varying<Quantity>, Purpose)>,
    /// Taken up at once.
    pub urgent: bool,
    /// Axis and level that the resident gets.
    pub becomes: Option<(usize, usize)>,
}

/// When signals become cases.
#[derive(Debug, Clone)]
pub struct BatchModel {
    /// Moments at which they are looked at.
    pub moments: Vec<SimTime>,
    /// Different creditors that are needed.
    pub creditors: u32,
    /// Arrears together that are needed, euro.
    pub threshold: Varying<f64>,
    /// Share that is taken up.
    pub taken_up: Varying<f64>,
    /// Address of that draw.
    pub taken_up_at: Purpose,
    /// Stage that is joined.
    pub to: u32,
}

/// What follows an end.
#[derive(Debug, Clone)]
pub struct AfterModel {
    /// Need stays: back to the pool.
    pub need_stays: bool,
    /// Whether this end is what the chain is for.
    pub success: bool,
    /// Coming back.
    pub returns: Option<ReturnsModel>,
    /// What becomes of amounts.
    pub amounts: std::ops::Range<u32>,
}

/// Coming back after an end.
#[derive(Debug, Clone)]
pub struct ReturnsModel {
    /// Share of those who leave through the end, and the address of that draw.
    pub share: (Varying<f64>, Purpose),
    /// How long after leaving, and the address of that draw.
    pub after: (Varying<Sampler>, Purpose),
    /// Stage that is joined; `None`: the pool.
    pub to: Option<u32>,
    /// What becomes of amounts on coming back.
    pub amounts: std::ops::Range<u32>,
    /// Number among the ends through which leavings are counted.
    pub counted: u16,
}

/// An attempt to reach a resident, after its work.
#[derive(Debug, Clone)]
pub struct ContactModel {
    /// Stage it belongs to.
    pub stage: u32,
    /// Channel, by index among all in the order of names.
    pub channel: u16,
    /// Time that passes when nobody was reached, and the address of that draw.
    pub wait: (Varying<Sampler>, Purpose),
    /// Share reached.
    pub reached: (Varying<f64>, Purpose),
    /// Share of those who accept.
    pub accepts: (Varying<f64>, Purpose),
    /// Cost of one attempt, euro.
    pub cost: Option<Varying<f64>>,
    /// Where a resident goes who refuses.
    pub refused: Target,
    /// Where a resident goes who is not reached by the last attempt.
    pub not_reached: Target,
    /// Operation at which a resident goes on who accepts.
    pub accepted_op: u32,
}

impl Varying<f64> {
    /// What a rate per day adds up to between two moments for a class.
    pub fn sum_between(&self, class: u16, from: SimTime, until: SimTime) -> f64 {
        let mut sum = 0.0;
        let mut at = from;
        for &change in self.changes_after(from).iter().take_while(|&&change| change < until) {
            sum += self.at(class, at) * (change - at).as_days();
            at = change;
        }
        sum + self.at(class, at) * (until - at).as_days()
    }

    /// The moment at which a rate per day has added up to a sum for a class; [`SimTime::NEVER`] when it never does.
    pub fn adds_up_to(&self, class: u16, from: SimTime, sum: f64) -> SimTime {
        let mut left = sum.max(0.0);
        let mut at = from;
        for &change in self.changes_after(from) {
            let passed = self.at(class, at) * (change - at).as_days();
            if passed >= left {
                break;
            }
            left -= passed;
            at = change;
        }
        let days = left / self.at(class, at);
        if days < FARTHEST_DAYS { at + Span::from_days(days) } else { SimTime::NEVER }
    }
}

/// Beyond any run.
const FARTHEST_DAYS: f64 = 1e6;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Dated, Param};
    use crate::time::DAY;
    use jiff::civil::date;

    /// A rate of 2 a day until the tenth day, nothing until the twentieth, and 1 a day from then on.
    #[test]
    fn rates_add_up_over_changes() {
        let later = vec![(date(2027, 1, 14), 0.0), (date(2027, 1, 24), 1.0)];
        let param = Param { base: Dated { first: 2.0, later }, by_class: Vec::new() };
        let rate = Varying::of_param(&param, &[Vec::new()], date(2027, 1, 4), |&rate| rate);
        let day = |number: i64| SimTime(number * DAY);
        assert_eq!(rate.sum_between(0, day(5), day(25)), 5.0 * 2.0 + 5.0);
        assert_eq!(rate.adds_up_to(0, day(5), 15.0), day(25));
        assert_eq!(rate.adds_up_to(0, day(5), 4.0), day(7));
        let never = Varying::of_param(&Param::always(0.0), &[Vec::new()], date(2027, 1, 4), |&rate| rate);
        assert_eq!(never.adds_up_to(0, day(0), 0.5), SimTime::NEVER);
    }
}
