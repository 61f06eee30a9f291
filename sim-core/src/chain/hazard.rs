//! Hazards that change by date: how long until a resident leaves, when the hazard of leaving changes on the way.
//!
//! A resident uses up one unit exponential of hazard. Up to a change of value the present distribution counts; after
//! it the new one, given that the resident has stayed so long. For exponential patience that is the ordinary
//! piecewise-constant hazard. It is the same as continuing one uniform draw: after a change at age `a`, the unit that is
//! left, `(u − F₁(a)) / (1 − F₁(a))`, is spread over the part of the new distribution beyond `a`.

use super::Varying;
use crate::random::{Luck, Sampler};
use crate::time::{SimTime, Span};

impl Varying<Sampler> {
    /// Time until a resident of a class leaves who begins now, for one draw between 0 and 1.
    ///
    /// * `luck` – what the distribution may take besides, which stays the same across a change
    pub fn time_to_leave(&self, class: u16, now: SimTime, unit: f64, luck: &mut dyn Luck) -> Span {
        self.time_to_leave_from(class, now, now, unit, luck)
    }

    /// The same for somebody who began at `begin` and is still there at `from`, with a unit that holds at `from`:
    /// changes of value up to and including `from` no longer count.
    pub fn time_to_leave_from(
        &self,
        class: u16,
        begin: SimTime,
        from: SimTime,
        unit: f64,
        luck: &mut dyn Luck,
    ) -> Span {
        let mut unit = unit;
        let mut time = self.at(class, from).draw_with(unit, luck).max((from - begin).0);
        for &change in self.changes_after(from) {
            let age = (change - begin).0;
            if time <= age {
                break;
            }
            let (before, after) = (self.at(class, SimTime(change.0 - 1)), self.at(class, change));
            unit = unit_after([before, after], age, unit, luck);
            time = after.draw_with(unit, luck).max(age);
        }
        Span(time)
    }

    /// The same for a resident who began earlier and has stayed since: how long they stay on from now.
    ///
    /// What went before counts by the distribution of now, which is the only one that is known to hold for it.
    pub fn time_left(&self, class: u16, since: SimTime, now: SimTime, unit: f64, luck: &mut dyn Luck) -> Span {
        let unit = self.unit_at_age(class, since, now, unit, luck);
        Span(self.time_to_leave_from(class, since, now, unit, luck).0 - (now - since).0.max(0))
    }

    /// The unit of a resident who began earlier and has stayed since.
    pub fn unit_at_age(&self, class: u16, since: SimTime, now: SimTime, unit: f64, luck: &mut dyn Luck) -> f64 {
        let age = (now - since).0;
        if age <= 0 {
            return unit;
        }
        let passed = share_up_to(self.at(class, now), age, luck);
        (passed + unit * (1.0 - passed)).min(1.0 - f64::EPSILON / 2.0)
    }

    /// The unit of somebody who becomes another class now: what is left of it is used up at the new class's hazard.
    ///
    /// * `classes` – before and now
    /// * `times` – when the hazard began to run, when the unit held, and now
    pub fn unit_on_becoming(&self, classes: [u16; 2], times: [SimTime; 3], unit: f64, luck: &mut dyn Luck) -> f64 {
        let ([before, after], [begin, from, now]) = (classes, times);
        let mut unit = unit;
        for &change in self.changes_after(from).iter().take_while(|&&change| change <= now) {
            let samplers = [self.at(before, SimTime(change.0 - 1)), self.at(before, change)];
            unit = unit_after(samplers, (change - begin).0, unit, luck);
        }
        let [earlier, later] = [self.at(before, now), self.at(after, now)];
        // The same object is the same hazard, and rounding must not move anybody.
        if std::ptr::eq(earlier, later) { unit } else { unit_after([earlier, later], (now - begin).0, unit, luck) }
    }
}

/// What is left of a unit at an age, spread over the part of another distribution beyond that age.
///
/// * `samplers` – up to that age and beyond it
fn unit_after(samplers: [&Sampler; 2], age: i64, unit: f64, luck: &mut dyn Luck) -> f64 {
    let passed = share_up_to(samplers[0], age, luck);
    let left = ((unit - passed) / (1.0 - passed)).clamp(0.0, 1.0);
    let passed = share_up_to(samplers[1], age, luck);
    // Keep clear of exactly 1, which no draw has.
    (passed + left * (1.0 - passed)).min(1.0 - f64::EPSILON / 2.0)
}

impl Varying<Sampler> {
    /// When somebody's part of a cumulative hazard has been used up, which began at one moment and from which they
    /// have something left at another.
    ///
    /// * `begin` – moment from which the age counts
    /// * `now` – moment from which `left` is used up; not before `begin`
    /// * `left` – what is left of a unit exponential
    pub fn used_up_at(&self, class: u16, begin: SimTime, now: SimTime, left: f64) -> SimTime {
        let (mut at, mut left) = (now, left);
        let changes = self.changes_after(now).iter().map(|&change| Some(change)).chain([None]);
        for change in changes {
            let hazard = self.at(class, at);
            let age = (at - begin).0;
            let before = if age > 0 { hazard.hazard_up_to(age) } else { 0.0 };
            let time = hazard.after_hazard(before + left).max(age);
            let Some(change) = change else { return add(begin, time) };
            if begin + Span(time) <= change {
                return begin + Span(time);
            }
            left = (left - (hazard.hazard_up_to((change - begin).0) - before)).max(0.0);
            at = change;
        }
        SimTime::NEVER
    }

    /// The cumulative hazard between two moments, for an age that counts from `begin`.
    pub fn used_between(&self, class: u16, begin: SimTime, from: SimTime, until: SimTime) -> f64 {
        let mut used = 0.0;
        let mut at = from;
        let changes = self.changes_after(from).iter().copied().take_while(|&change| change < until);
        for change in changes.chain([until]) {
            let hazard = self.at(class, at);
            used += hazard.hazard_up_to((change - begin).0) - hazard.hazard_up_to((at - begin).0);
            at = change;
        }
        used
    }
}

/// A moment so long after another; never, beyond any run.
fn add(begin: SimTime, time: i64) -> SimTime {
    if time < FARTHEST { begin + Span(time) } else { SimTime::NEVER }
}

/// Longer than any run, microseconds.
const FARTHEST: i64 = 1_000_000_000_000_000_000 / 4;

/// The share of draws up to and including a time: the distribution function, found from the monotone quantile by
/// halving.
fn share_up_to(sampler: &Sampler, time: i64, luck: &mut dyn Luck) -> f64 {
    let (mut low, mut high) = (0.0f64, 1.0f64);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if middle <= 0.0 || middle >= 1.0 {
            break;
        }
        if sampler.draw_with(middle, luck) <= time { low = middle } else { high = middle }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{AtAddress, Distribution, Draws, Purpose, ResidentKey, Stream};
    use crate::scenario::{Dated, Param};
    use crate::time::DAY;
    use jiff::civil::date;

    /// Patience that is drawn from one distribution before the tenth day and from another after it.
    /// Luck that plain distributions do not ask for.
    fn luck() -> AtAddress<fn() -> u64> {
        AtAddress::new(Draws::new(1, 0), ResidentKey::new(Stream::named("test"), 0), Purpose::named("test"), 0, 0, || 0)
    }

    fn changing(before: Distribution, after: Distribution) -> Varying<Sampler> {
        let dated = Dated { first: before, later: vec![(date(2027, 1, 14), after)] };
        let param = Param { base: dated, by_class: Vec::new() };
        Varying::of_param(&param, &[Vec::new()], date(2027, 1, 4), Sampler::new)
    }

    /// A unit exponential is used up at 1/300 a day for ten days and at 1/30 a day from then on.
    #[test]
    fn an_exponential_patience_uses_up_one_unit() {
        let patience = changing(Distribution::Exponential { mean: 300.0 }, Distribution::Exponential { mean: 30.0 });
        for unit in [0.01, 0.2, 0.5, 0.9, 0.999] {
            let hazard = -libm::log1p(-unit);
            let days = if hazard <= 10.0 / 300.0 { hazard * 300.0 } else { 10.0 + (hazard - 10.0 / 300.0) * 30.0 };
            let found = patience.time_to_leave(0, SimTime(0), unit, &mut luck()).as_days();
            assert!((found - days).abs() < 1e-6, "{unit}: {found} days, expected {days}");
        }
    }

    #[test]
    fn who_has_stayed_too_long_leaves_at_the_change() {
        let patience = changing(Distribution::Constant(300.0), Distribution::Constant(5.0));
        assert_eq!(patience.time_to_leave(0, SimTime(0), 0.5, &mut luck()), Span(10 * DAY));
        assert_eq!(patience.time_to_leave(0, SimTime(8 * DAY), 0.5, &mut luck()), Span(5 * DAY));
    }

    /// Half leave on the tenth day, which is the day of the change; of those who stay, half leave after 20 and half
    /// after 40 days.
    #[test]
    fn who_leaves_at_the_change_itself_has_used_up_their_share() {
        let steps = |low: f64, high: f64| Distribution::Empirical { points: vec![(low, 0.5), (high, 0.5)] };
        let patience = changing(steps(10.0, 100.0), steps(20.0, 40.0));
        let days = [0.1, 0.49, 0.51, 0.74, 0.76, 0.99]
            .map(|unit| patience.time_to_leave(0, SimTime(0), unit, &mut luck()).as_days());
        assert_eq!(days, [10.0, 10.0, 20.0, 20.0, 40.0, 40.0]);
    }

    /// Who has waited 20 of at most 50 days, every day equally likely, waits another 15 on average; an exponential
    /// patience forgets.
    #[test]
    fn who_has_waited_already_stays_on_by_what_is_left() {
        let uniform = changing(Distribution::Uniform { low: 0.0, high: 50.0 }, Distribution::Constant(9.0));
        let (late, ago) = (SimTime(20 * DAY), SimTime(0));
        let fixed = changing(Distribution::Constant(9.0), Distribution::Uniform { low: 0.0, high: 50.0 });
        assert!((fixed.time_left(0, ago, late, 0.5, &mut luck()).as_days() - 15.0).abs() < 1e-6);
        assert_eq!(
            uniform.time_left(0, late, late, 0.5, &mut luck()),
            uniform.time_to_leave(0, late, 0.5, &mut luck())
        );
        let forgets = changing(Distribution::Exponential { mean: 1.0 }, Distribution::Exponential { mean: 30.0 });
        let left = forgets.time_left(0, ago, late, 0.7, &mut luck()).as_days();
        assert!((left + 30.0 * 0.3f64.ln()).abs() < 1e-5, "{left}");
    }

    #[test]
    fn without_a_change_ahead_it_is_an_ordinary_draw() {
        let patience = changing(Distribution::Exponential { mean: 300.0 }, Distribution::Exponential { mean: 30.0 });
        let late = SimTime(11 * DAY);
        let ordinary = Sampler::new(&Distribution::Exponential { mean: 30.0 }).draw(0.7);
        assert_eq!(patience.time_to_leave(0, late, 0.7, &mut luck()), Span(ordinary));
    }
}
