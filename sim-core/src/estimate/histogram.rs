//! A histogram of times: integer counts in buckets of about one percent, so that histograms add up to the same bytes
//! in any order, and quantiles of millions of waits need a few kilobytes.
//!
//! Buckets are linear below 128 thousandths of a second (2¹⁰ µs each) and then 128 to every doubling: the layout of
//! HdrHistogram (Tene 2012). A quantile is interpolated inside its bucket and off by less than 0.8 %.

const SUB_BITS: u32 = 7;
const SUB: u64 = 1 << SUB_BITS;
/// Microseconds in the finest bucket, as a power of two.
const FINEST_BITS: u32 = 10;

/// Counts of times.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Histogram {
    counts: Vec<u32>,
    total: u64,
}

impl Histogram {
    /// Counts a time in microseconds; a negative one counts as 0.
    #[inline]
    pub fn add(&mut self, microseconds: i64) {
        self.count(bucket_of(microseconds.max(0) as u64));
    }

    /// Counts what may be more than any time is; less than 0 counts as 0.
    #[inline]
    pub fn add_great(&mut self, value: i128) {
        let value = value.max(0) as u128;
        match u64::try_from(value) {
            Ok(value) => self.count(bucket_of(value)),
            Err(_) => {
                // So many times halved it is in the buckets of a doubling; each halving is 128 buckets more.
                let halved = value.ilog2() - 62;
                self.count(bucket_of((value >> halved) as u64) + (u64::from(halved) * SUB) as usize);
            }
        }
    }

    #[inline]
    fn count(&mut self, bucket: usize) {
        self.total += 1;
        match self.counts.get_mut(bucket) {
            Some(count) => *count = count.saturating_add(1),
            None => self.count_beyond(bucket),
        }
    }

    /// Counts in a bucket beyond those that were counted in so far.
    #[cold]
    #[inline(never)]
    fn count_beyond(&mut self, bucket: usize) {
        self.counts.resize(bucket + 1, 0);
        self.counts[bucket] = 1;
    }

    /// Adds the counts of another histogram.
    pub fn merge(&mut self, other: &Histogram) {
        if other.counts.len() > self.counts.len() {
            self.counts.resize(other.counts.len(), 0);
        }
        for (count, more) in self.counts.iter_mut().zip(&other.counts) {
            *count = count.saturating_add(*more);
        }
        self.total += other.total;
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.counts.clear();
        self.total = 0;
    }

    /// How many times were counted.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// The time in microseconds below which a share `p` of the counts lies; `None` when nothing was counted.
    pub fn quantile(&self, p: f64) -> Option<f64> {
        if self.total == 0 {
            return None;
        }
        let wanted = p.clamp(0.0, 1.0) * self.total as f64;
        let mut below = 0.0;
        for (bucket, &count) in self.counts.iter().enumerate() {
            let count = f64::from(count);
            if count > 0.0 && below + count >= wanted {
                if bucket == 0 {
                    return Some(0.0);
                }
                let (low, high) = (lower_edge(bucket), lower_edge(bucket + 1));
                return Some(low + (high - low) * ((wanted - below) / count).clamp(0.0, 1.0));
            }
            below += count;
        }
        Some(lower_edge(self.counts.len()))
    }

    /// The counts as points of a cumulative distribution: upper edge in microseconds and share at or below it.
    pub fn cumulative(&self) -> Vec<(f64, f64)> {
        let counted = self.counts.iter().enumerate().filter(|&(_, &count)| count > 0);
        let points = counted.scan(0u64, |below, (bucket, &count)| {
            *below += u64::from(count);
            Some((lower_edge(bucket + 1), *below as f64 / self.total as f64))
        });
        points.collect()
    }
}

/// The bucket of a time. Beyond the linear part a time is halved until it is below `2·SUB`; each halving is `SUB` buckets.
#[inline]
fn bucket_of(microseconds: u64) -> usize {
    let value = microseconds >> FINEST_BITS;
    let halvings = (value | SUB).ilog2() - SUB_BITS;
    ((value >> halvings) + u64::from(halvings) * SUB) as usize
}

/// The lowest time of a bucket, in microseconds.
fn lower_edge(bucket: usize) -> f64 {
    let bucket = bucket as u64;
    let value = if bucket < SUB {
        bucket as f64
    } else {
        let doublings = (bucket - SUB) / SUB;
        ((SUB + (bucket - SUB) % SUB) as f64) * (1u128 << doublings) as f64
    };
    value * f64::from(1u32 << FINEST_BITS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// A time lies in its bucket, and buckets are at most 0.8 % wide beyond the linear part.
        #[test]
        fn a_time_lies_in_its_bucket(microseconds in 0u64..1 << 55) {
            let bucket = bucket_of(microseconds);
            let (low, high) = (lower_edge(bucket), lower_edge(bucket + 1));
            prop_assert!(low <= microseconds as f64 && (microseconds as f64) < high);
            prop_assert!(high - low <= (low / 127.0).max(1024.0));
        }

        /// Counting apart and adding up is counting together.
        #[test]
        fn histograms_add_up(a in prop::collection::vec(0i64..1 << 40, 0..50), b in prop::collection::vec(0i64..1 << 40, 0..50)) {
            let count = |times: &[i64]| times.iter().fold(Histogram::default(), |mut all, &time| { all.add(time); all });
            let mut added = count(&a);
            added.merge(&count(&b));
            let together = count(&[a, b].concat());
            prop_assert_eq!(added, together);
        }
    }

    #[test]
    fn quantiles_of_a_thousand_hours_are_near() {
        let mut histogram = Histogram::default();
        (1..=1000).for_each(|hour: i64| histogram.add(hour * 3_600_000_000));
        for p in [0.1, 0.5, 0.9, 0.99] {
            let found = histogram.quantile(p).expect("not empty") / 3.6e9;
            assert!((found / (1000.0 * p) - 1.0).abs() < 0.008, "P{p}: {found} hours");
        }
    }

    #[test]
    fn what_is_greater_than_any_time_is_near_too() {
        for value in [1i128 << 62, 1 << 63, (1 << 64) - 1, 1 << 64, 86_400_000_000 * 1_000_000_000_000_000] {
            let mut histogram = Histogram::default();
            histogram.add_great(value);
            let found = histogram.quantile(0.5).expect("not empty") / value as f64;
            assert!((found - 1.0).abs() < 0.008, "{value}: {found}");
        }
    }

    #[test]
    fn nothing_counted_has_no_quantile() {
        assert_eq!(Histogram::default().quantile(0.5), None);
    }
}
