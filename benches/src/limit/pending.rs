//! Many events pending: residents who arrive at random and stay for an exponential time, written by hand.

use super::Luck;
use super::event_list::{Calendar, EventList, Planned};

/// How many are present in the long run, and for how long the run goes on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Size {
    /// Mean number present.
    pub present: f64,
    /// Length of the run in mean stays, from empty.
    pub stays: f64,
    /// Buckets per mean stay: about two events in each.
    pub buckets_per_stay: f64,
}

/// A thousand pending events; eight million events in all.
pub const THOUSAND: Size = Size { present: 1_000.0, stays: 4_000.0, buckets_per_stay: 1_000.0 };
/// A million pending events; about eleven million in all.
pub const MILLION: Size = Size { present: 1_000_000.0, stays: 6.0, buckets_per_stay: 1_000_000.0 };

/// Mean stay, in days.
const STAY: f64 = 10.0;

/// What one run gave.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Counts {
    /// Arrivals and ends of stays.
    pub events: u64,
    /// Arrivals.
    pub arrived: u64,
    /// Present at the end.
    pub present: f64,
    /// Mean stay, in days, of those who left.
    pub mean_time: f64,
}

/// One run.
pub fn run(size: Size, seed: u64) -> Counts {
    let mut luck = Luck::new(seed);
    let horizon = size.stays * STAY;
    let gap = STAY / size.present;
    let mut list = Calendar::with_width(size.buckets_per_stay / STAY, horizon);
    let (mut arrived, mut left, mut stayed) = (0_u64, 0_u64, 0.0);
    list.push(Planned { at: luck.exponential(gap), kind: 0, mark: 0 });
    while let Some(event) = list.pop() {
        let now = event.at;
        if now > horizon {
            break;
        }
        if event.kind == 0 {
            arrived += 1;
            list.push(Planned { at: now + luck.exponential(gap), kind: 0, mark: 0 });
            let stay = luck.exponential(STAY);
            stayed += if now + stay <= horizon { stay } else { 0.0 };
            list.push(Planned { at: now + stay, kind: 1, mark: 0 });
        } else {
            left += 1;
        }
    }
    Counts { events: arrived + left, arrived, present: (arrived - left) as f64, mean_time: stayed / left as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Little's law in the small: at the end about a thousand are present (Poisson, standard deviation 32; five of
    /// them are asked for), and their mean stay is 10 days to within half a per cent (standard error 0.005 days).
    #[test]
    fn a_thousand_are_present() {
        let counts = run(THOUSAND, 1);
        assert!((counts.present - 1000.0).abs() < 160.0, "{counts:?}");
        assert!((counts.mean_time - 10.0).abs() < 0.05, "{counts:?}");
    }
}
