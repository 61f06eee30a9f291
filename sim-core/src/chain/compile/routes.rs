//! Where residents go after a stage: lists of referrals that take turns by date, as one.

use jiff::civil::Date;

use super::Compiler;
use crate::chain::Varying;
use crate::chain::varying::dates_of;
use crate::scenario::{Param, Referral, Rerouted, Share};
use crate::time::SimTime;

/// The lists of referrals of a stage, each with the date from which it holds (the first always did).
pub(super) struct Lists<'s>(Vec<(Option<Date>, &'s [Referral])>);

impl<'s> Lists<'s> {
    pub(super) fn of(first: &'s [Referral], rerouted: &'s [Rerouted]) -> Lists<'s> {
        let later = rerouted.iter().map(|one| (Some(one.from), &one.next[..]));
        Lists(std::iter::once((None, first)).chain(later).collect())
    }

    /// All referrals, in the order in which they are numbered.
    pub(super) fn all(&self) -> impl Iterator<Item = &'s Referral> + '_ {
        self.0.iter().flat_map(|(_, next)| next.iter())
    }

    /// The same, each with when its list holds.
    pub(super) fn by_time(&self, start: Date) -> impl Iterator<Item = (&'s Referral, (SimTime, SimTime))> + '_ {
        self.0.iter().enumerate().flat_map(move |(number, (from, next))| {
            let at = |date: &Option<Date>| date.map(|date| SimTime::of_date(date, start));
            let until = self.0.get(number + 1).and_then(|(from, _)| at(from)).unwrap_or(SimTime::NEVER);
            let holds = (at(from).unwrap_or(SimTime(i64::MIN)), until);
            next.iter().map(move |referral| (referral, holds))
        })
    }

    /// The number of the list that holds on a date.
    fn on(&self, date: Date) -> usize {
        self.0.iter().rposition(|(from, _)| from.is_none_or(|from| from <= date)).unwrap_or(0)
    }
}

/// The referrals of a list without a condition.
fn plain(next: &[Referral]) -> impl Iterator<Item = &Referral> {
    next.iter().filter(|referral| referral.when.is_none())
}

fn given(next: &[Referral]) -> impl Iterator<Item = &Param<f64>> {
    plain(next).filter_map(|referral| match &referral.share {
        Share::Given(param) => Some(param),
        Share::Rest => None,
    })
}

impl Compiler<'_> {
    /// Running totals of the shares of all referrals without a condition; those of other lists than the one that holds
    /// are taken by nobody.
    pub(super) fn shares_of(&self, lists: &Lists<'_>) -> Varying<Box<[f64]>> {
        let all = || lists.0.iter().flat_map(|(_, next)| given(next));
        let by_class = all().any(|param| !param.by_class.is_empty());
        let dates = all().flat_map(dates_of).chain(lists.0.iter().filter_map(|(from, _)| *from)).collect();
        Varying::of(&self.model.classes, by_class, dates, self.scenario.start, |levels, date| {
            let share = |param: &Param<f64>| *param.for_levels(levels).on(date);
            let holds = lists.on(date);
            let mut totals = Vec::new();
            for (number, (_, next)) in lists.0.iter().enumerate() {
                if number != holds {
                    // What rounding leaves goes to the last of the list that holds, as if it stood alone.
                    let total = if number < holds { 0.0 } else { 1.0 };
                    totals.extend(plain(next).map(|_| total));
                    continue;
                }
                let rest = (1.0 - given(next).map(share).sum::<f64>()).max(0.0);
                let mut total = 0.0;
                totals.extend(plain(next).map(|referral| {
                    total += match &referral.share {
                        Share::Given(param) => share(param),
                        Share::Rest => rest,
                    };
                    total
                }));
                if let Some(last) = totals.last_mut().filter(|_| number + 1 < lists.0.len()) {
                    *last = 1.0;
                }
            }
            totals.into()
        })
    }
}
