//! A histogram of times: integer counts in buckets of about one percent, so that histograms add up to the same bytes
//! in any order, and quantiles of millions of waits need a few kilobytes.
//!
//! Buckets are linear below 128 thousandths of a second (2¹⁰ µs each) and then 128 to every doubling: the layout of
//! HdrHistogram (Tene 2012). A quantile is interpolated inside its bucket and off by less than 0.8 %.
//!
//! What is counted in one by one begins at bucket 0, so that a bucket is found at once. What is only added up, of which
//! there are many more, holds the buckets in use: waits are 0 or longer than some seconds, and work takes longer still.

const SUB_BITS: u32 = 7;
const SUB: u64 = 1 << SUB_BITS;
/// Microseconds in the finest bucket, as a power of two.
const FINEST_BITS: u32 = 10;

/// Counts of times.
#[derive(Debug, Clone, Default)]
pub struct Histogram {
    counts: Vec<u32>,
    /// The bucket of the first count.
    first: usize,
    /// The count of bucket 0, where it does not stand among the others.
    zeros: u32,
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
        match self.counts.get_mut(bucket.wrapping_sub(self.first)) {
            Some(count) => *count = count.saturating_add(1),
            None => self.count_beyond(bucket),
        }
    }

    /// Counts in a bucket beyond those that were counted in so far.
    #[cold]
    #[inline(never)]
    fn count_beyond(&mut self, bucket: usize) {
        if bucket == 0 && self.first > 0 {
            self.zeros = self.zeros.saturating_add(1);
            return;
        }
        if self.counts.is_empty() {
            self.counts.push(std::mem::take(&mut self.zeros));
        }
        let from = bucket.min(self.first);
        self.make_room(from, bucket + 1);
        let count = &mut self.counts[bucket - self.first];
        *count = count.saturating_add(1);
    }

    /// Makes room for counts in the buckets `from` to before `to`.
    fn make_room(&mut self, from: usize, to: usize) {
        if self.counts.is_empty() {
            self.first = from;
        }
        if from < self.first {
            self.counts.splice(..0, std::iter::repeat_n(0, self.first - from));
            self.first = from;
        }
        let number = (to - self.first).max(self.counts.len());
        self.counts.resize(number, 0);
    }

    /// Adds the counts of another histogram.
    pub fn merge(&mut self, other: &Histogram) {
        let in_zero = usize::from(other.first == 0).min(other.counts.len());
        let (zero, others) = other.counts.split_at(in_zero);
        if let Some(before) = others.iter().position(|&count| count > 0) {
            let others = &others[before..];
            let from = other.first + in_zero + before;
            if self.counts.is_empty() {
                self.counts.reserve_exact(others.len());
            }
            self.make_room(from, from + others.len());
            for (count, more) in self.counts[from - self.first..].iter_mut().zip(others) {
                *count = count.saturating_add(*more);
            }
        }
        let more = zero.iter().fold(other.zeros, |zeros, more| zeros.saturating_add(*more));
        let zeros = match self.counts.first_mut() {
            Some(first) if self.first == 0 => first,
            _ => &mut self.zeros,
        };
        *zeros = zeros.saturating_add(more);
        self.total += other.total;
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.counts.clear();
        (self.first, self.zeros, self.total) = (0, 0, 0);
    }

    /// The counts as they are kept: the bucket of the first, the counts, the count of bucket 0 apart, and the total.
    pub(crate) fn parts(&self) -> (usize, &[u32], u32, u64) {
        (self.first, &self.counts, self.zeros, self.total)
    }

    /// The histogram of such parts.
    pub(crate) fn of_parts(first: usize, counts: Vec<u32>, zeros: u32, total: u64) -> Histogram {
        Histogram { counts, first, zeros, total }
    }

    /// How many times were counted.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Buckets in which something was counted, and how often.
    fn buckets(&self) -> impl Iterator<Item = (usize, u32)> {
        let others = self.counts.iter().enumerate().map(|(place, &count)| (self.first + place, count));
        std::iter::once((0, self.zeros)).chain(others).filter(|&(_, count)| count > 0)
    }

    /// The time in microseconds below which a share `p` of the counts lies; `None` when nothing was counted.
    pub fn quantile(&self, p: f64) -> Option<f64> {
        if self.total == 0 {
            return None;
        }
        let wanted = p.clamp(0.0, 1.0) * self.total as f64;
        let mut below = 0.0;
        for (bucket, count) in self.buckets() {
            let count = f64::from(count);
            if below + count >= wanted {
                if bucket == 0 {
                    return Some(0.0);
                }
                let (low, high) = (lower_edge(bucket), lower_edge(bucket + 1));
                return Some(low + (high - low) * ((wanted - below) / count).clamp(0.0, 1.0));
            }
            below += count;
        }
        Some(lower_edge(self.first + self.counts.len()))
    }

    /// The counts as points of a cumulative distribution: upper edge in microseconds and share at or below it.
    pub fn cumulative(&self) -> Vec<(f64, f64)> {
        let points = self.buckets().scan(0u64, |below, (bucket, count)| {
            *below += u64::from(count);
            Some((lower_edge(bucket + 1), *below as f64 / self.total as f64))
        });
        points.collect()
    }
}

/// Whatever room there is, the counts are the same.
impl PartialEq for Histogram {
    fn eq(&self, other: &Histogram) -> bool {
        self.total == other.total && self.buckets().eq(other.buckets())
    }
}

impl Eq for Histogram {}

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

    fn times() -> impl Strategy<Value = Vec<i64>> {
        prop::collection::vec(prop_oneof![Just(0i64), 0i64..1 << 40], 0..50)
    }

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
        fn histograms_add_up(a in times(), b in times()) {
            let count = |times: &[i64]| times.iter().fold(Histogram::default(), |mut all, &time| { all.add(time); all });
            let mut added = count(&a);
            added.merge(&count(&b));
            let together = count(&[&a[..], &b].concat());
            prop_assert_eq!(&added, &together);
            // Only added up, and counted in afterwards.
            let mut kept = Histogram::default();
            kept.merge(&count(&a));
            prop_assert_eq!(&kept, &count(&a));
            b.iter().for_each(|&time| kept.add(time));
            prop_assert_eq!(&kept, &together);
            for p in [0.0, 0.3, 0.9, 1.0] {
                prop_assert_eq!(kept.quantile(p), together.quantile(p));
            }
            prop_assert_eq!(kept.cumulative(), together.cumulative());
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
