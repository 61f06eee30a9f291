//! What a replication measured as bytes, and back to the last bit.

use super::bytes::{Reader, Writer};
use super::measured::{Kept, Measured};
use crate::estimate::{Histogram, Ratio};

/// No histogram has more buckets: there are no times so long.
const MOST_BUCKETS: usize = 1 << 16;

impl Measured {
    /// As bytes, without the rows: those follow from what is counted.
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut out = Writer::default();
        out.size(self.kept.samples.len());
        for ratio in &self.kept.samples {
            out.number(ratio.above);
            out.number(ratio.below);
        }
        out.numbers(&self.kept.monthly);
        out.numbers(&self.fine);
        out.size(self.histograms.len());
        self.histograms.iter().for_each(|histogram| write(histogram, &mut out));
        out.into_bytes()
    }

    /// From bytes; `None` where they are not those of a replication that counted the same things.
    ///
    /// * `like` – such a replication
    /// * `with_rows` – whether the rows are wanted as well
    pub(super) fn decode(bytes: &[u8], like: &Measured, with_rows: bool) -> Option<Measured> {
        let mut from = Reader::new(bytes);
        let number = from.size()?;
        let mut samples = Vec::with_capacity(number);
        for _ in 0..number {
            samples.push(Ratio { above: from.number()?, below: from.number()? });
        }
        let (monthly, fine) = (from.numbers()?, from.numbers()?);
        let number = from.size()?;
        let mut histograms = Vec::with_capacity(number);
        for _ in 0..number {
            histograms.push(read(&mut from)?);
        }
        let sizes = [samples.len(), monthly.len(), fine.len(), histograms.len()];
        let rows = if with_rows { like.rows.clone() } else { Vec::new() };
        let measured = Measured { rows, kept: Kept { samples, monthly }, histograms, fine };
        (from.is_at_end() && sizes == like.sizes()).then_some(measured)
    }

    /// How many there are of everything.
    fn sizes(&self) -> [usize; 4] {
        [self.kept.samples.len(), self.kept.monthly.len(), self.fine.len(), self.histograms.len()]
    }
}

/// Of the counts only those that are not 0, each with how many 0 went before.
fn write(histogram: &Histogram, out: &mut Writer) {
    let (first, counts, zeros, total) = histogram.parts();
    out.size(counts.iter().filter(|&&count| count > 0).count());
    out.size(first);
    out.size(counts.len());
    out.whole(u64::from(zeros));
    out.whole(total);
    let mut next = 0;
    for (place, &count) in counts.iter().enumerate().filter(|&(_, &count)| count > 0) {
        out.size(place - next);
        out.whole(u64::from(count));
        next = place + 1;
    }
}

fn read(from: &mut Reader) -> Option<Histogram> {
    let in_use = from.size()?;
    let [first, length] = [from.whole()?, from.whole()?].map(|number| usize::try_from(number).unwrap_or(usize::MAX));
    let (zeros, total) = (u32::try_from(from.whole()?).ok()?, from.whole()?);
    if first > MOST_BUCKETS || length > MOST_BUCKETS {
        return None;
    }
    let mut counts = vec![0; length];
    let mut next = 0usize;
    for _ in 0..in_use {
        let place = next.checked_add(usize::try_from(from.whole()?).ok()?)?;
        *counts.get_mut(place)? = u32::try_from(from.whole()?).ok()?;
        next = place + 1;
    }
    Some(Histogram::of_parts(first, counts, zeros, total))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// A histogram comes back as it was, to where its counts begin.
        #[test]
        fn histograms_come_back(
            times in prop::collection::vec(prop_oneof![Just(0i64), 0i64..1 << 50], 0..60), added_up in any::<bool>()
        ) {
            let mut histogram = Histogram::default();
            times.iter().for_each(|&time| histogram.add(time));
            if added_up {
                let counted = std::mem::take(&mut histogram);
                histogram.merge(&counted);
            }
            let mut out = Writer::default();
            write(&histogram, &mut out);
            let bytes = out.into_bytes();
            let mut from = Reader::new(&bytes);
            let back = read(&mut from).expect("as it was written");
            prop_assert_eq!(back.parts(), histogram.parts());
            prop_assert!(from.is_at_end());
        }

        /// Whatever the bytes, nothing panics.
        #[test]
        fn nonsense_is_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let like = Measured { rows: Vec::new(), kept: Kept { samples: Vec::new(), monthly: Vec::new() }, histograms: Vec::new(), fine: Vec::new() };
            let _ = Measured::decode(&bytes, &like, false);
            let _ = read(&mut Reader::new(&bytes));
        }
    }
}
