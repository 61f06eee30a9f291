//! Arrivals: when the residents of a stream come, and of which class they are.
//!
//! A Poisson stream uses up one unit exponential per resident against its cumulative rate (inversion of the
//! integrated rate; Çinlar 1975, *Introduction to Stochastic Processes*, ch. 4), so a resident keeps their luck when
//! the rate changes. A surge adds residents from a layer of its own, or keeps a share of those who come.

use super::Varying;
use crate::random::{AtAddress, Draws, Purpose, ResidentKey, Sampler, Stream, exponential, poisson};
use crate::time::{Opening, SimTime, Span, WorkTime};

/// A stream of arrivals, or the layer that a surge adds to one.
#[derive(Debug, Clone)]
pub struct StreamModel {
    /// Stream of the scenario it belongs to.
    pub stream: u16,
    /// Name hash: with the ordinal it makes a resident's key.
    pub key: Stream,
    /// The same for its batches.
    pub batches: Stream,
    /// Pool whose residents come into need by it, instead of joining a stage.
    pub pool: Option<u16>,
    /// Stage they join.
    pub to: u32,
    /// When they come.
    pub arrivals: Arrivals,
    /// How many come at each moment.
    pub batch: u32,
    /// For each axis the running totals of its levels' shares, by date, and the address of the draw.
    pub mix: Vec<(Varying<Box<[f64]>>, Purpose)>,
    /// Periods in which only a share comes: from, until, share, address of the draw.
    pub thinned: Vec<(SimTime, SimTime, f64, Purpose)>,
    /// Nobody comes from this moment on.
    pub until: SimTime,
    /// Address of the times in between.
    pub interval_at: Purpose,
}

/// When residents come.
#[derive(Debug, Clone)]
pub enum Arrivals {
    /// Poisson, by cumulative rate.
    Rate(RateCurve),
    /// One after another, from a moment on, every time multiplied by a factor; counted in the hours of an opening, if there
    /// is one.
    Interval(SimTime, Varying<Sampler>, f64, Option<Box<Opening>>),
    /// At these moments, all planned before the run.
    Moments(Vec<SimTime>),
    /// A Poisson number at each of these moments, with its mean.
    Batches(Vec<(SimTime, f64)>),
    /// So many residents, each of whom comes after this time, and again that long after leaving the chain.
    Population(u32, Varying<Sampler>),
}

/// The expected number of arrivals up to each moment: straight lines between given points.
#[derive(Debug, Clone, PartialEq)]
pub struct RateCurve {
    at: Vec<SimTime>,
    expected: Vec<f64>,
}

impl RateCurve {
    /// From pieces, each with the rate per day from its moment on; the last ends at `end`.
    pub fn new(pieces: &[(SimTime, f64)], end: SimTime) -> RateCurve {
        let mut curve = RateCurve { at: Vec::new(), expected: Vec::new() };
        let mut expected = 0.0;
        let mut previous: Option<(SimTime, f64)> = None;
        for &(at, rate) in pieces.iter().chain(&[(end, 0.0)]) {
            if let Some((since, earlier_rate)) = previous {
                if at <= since {
                    continue;
                }
                if earlier_rate == rate && at != end {
                    continue;
                }
                expected += (at - since).as_days() * earlier_rate;
            }
            curve.at.push(at);
            curve.expected.push(expected);
            previous = Some((at, rate));
        }
        curve
    }

    /// Expected number of arrivals over the whole run.
    pub fn total(&self) -> f64 {
        self.expected.last().copied().unwrap_or(0.0)
    }

    /// Expected number of arrivals between two moments.
    pub fn between(&self, from: SimTime, until: SimTime) -> f64 {
        (self.up_to(until) - self.up_to(from)).max(0.0)
    }

    /// Expected number of arrivals before a moment.
    fn up_to(&self, moment: SimTime) -> f64 {
        let piece = self.at.partition_point(|&at| at <= moment);
        match (piece.checked_sub(1), self.at.get(piece)) {
            (None, _) => 0.0,
            (Some(_), None) => self.total(),
            (Some(before), Some(&next)) => {
                let part = (moment - self.at[before]).0 as f64 / (next - self.at[before]).0 as f64;
                self.expected[before] + part * (self.expected[piece] - self.expected[before])
            }
        }
    }

    /// The moment at which the expected number reaches a value; `None` after the end. `cursor` is the piece found
    /// last, from which the search goes on.
    fn reaches(&self, expected: f64, cursor: &mut usize) -> Option<SimTime> {
        while *cursor + 1 < self.expected.len() && self.expected[*cursor + 1] < expected {
            *cursor += 1;
        }
        let next = *cursor + 1;
        if next >= self.expected.len() {
            return None;
        }
        let (low, high) = (self.expected[*cursor], self.expected[next]);
        let length = (self.at[next] - self.at[*cursor]).0 as f64;
        Some(self.at[*cursor] + Span(libm::round(length * (expected - low) / (high - low)) as i64))
    }
}

/// How far a stream has come.
#[derive(Debug, Clone, Default)]
pub struct ArrivalState {
    /// Residents so far.
    pub ordinal: u64,
    moments: usize,
    expected: f64,
    cursor: usize,
    last: Option<SimTime>,
}

impl ArrivalState {
    /// The next moment at which residents come, and how many; `None` when no more will.
    #[inline]
    pub fn next(&mut self, stream: &StreamModel, draws: &Draws) -> Option<(SimTime, u64)> {
        let key = ResidentKey::new(stream.key, self.ordinal);
        let batch = u64::from(stream.batch);
        let (at, number) = match &stream.arrivals {
            Arrivals::Rate(curve) => {
                self.expected += exponential(draws.unit(key, stream.interval_at, 0, 0));
                (curve.reaches(self.expected, &mut self.cursor)?, batch)
            }
            Arrivals::Interval(from, interval, factor, opening) => {
                let last = self.last.unwrap_or(*from);
                let place = self.moments as u64;
                let mut luck = AtAddress::new(*draws, key, stream.interval_at, 0, 0, || place);
                let wait = interval.at(0, last).draw_with(luck.unit(), &mut luck);
                let wait = libm::round(wait as f64 * factor) as i64;
                let next = match opening {
                    None => last + Span(wait),
                    Some(opening) => opening.end_of_work(last, WorkTime(wait)),
                };
                (next, batch)
            }
            Arrivals::Moments(moments) => (*moments.get(self.moments)?, batch),
            // Its residents are planned one by one, as they leave.
            Arrivals::Population(..) => return None,
            Arrivals::Batches(batches) => {
                let &(at, mean) = batches.get(self.moments)?;
                let of_batch = ResidentKey::new(stream.batches, self.moments as u64);
                (at, poisson(mean, |draw| draws.unit(of_batch, stream.interval_at, 0, draw)))
            }
        };
        self.moments += 1;
        self.last = Some(at);
        (at < stream.until).then_some((at, number))
    }
}

impl StreamModel {
    /// When a resident of a finite population comes who begins to stay away now; `None` when never again.
    ///
    /// * `place` – how many times were drawn before in this stream
    pub fn comes_back(&self, ordinal: u32, now: SimTime, draws: &Draws, place: u64) -> Option<SimTime> {
        let Arrivals::Population(_, think) = &self.arrivals else { return None };
        let key = ResidentKey::new(self.key, u64::from(ordinal));
        let mut luck = AtAddress::new(*draws, key, self.interval_at, 0, 0, || place);
        let at = now + Span(think.at(0, now).draw_with(luck.unit(), &mut luck));
        (at < self.until).then_some(at)
    }

    /// Whether a resident who would come now does come (a period with fewer arrivals keeps only a share).
    pub fn comes(&self, key: ResidentKey, now: SimTime, draws: &Draws) -> bool {
        let periods = self.thinned.iter().filter(|&&(from, until, _, _)| from <= now && now < until);
        periods.into_iter().all(|&(_, _, share, at)| draws.unit(key, at, 0, 0) < share)
    }

    /// The class combination of a resident who comes now; `strides` gives each axis its weight in the combination.
    pub fn class_of(&self, key: ResidentKey, now: SimTime, draws: &Draws, strides: &[usize]) -> u16 {
        let axes = self.mix.iter().zip(strides);
        let class: usize = axes
            .map(|((shares, at), stride)| {
                let shares = shares.at(0, now);
                let unit = if shares.len() == 1 { 0.0 } else { draws.unit(key, *at, 0, 0) };
                stride * pick(shares, unit)
            })
            .sum();
        class as u16
    }
}

/// Index of the first running total above `unit`; the last one takes what rounding leaves.
#[inline]
pub fn pick(running_totals: &[f64], unit: f64) -> usize {
    let last = running_totals.len() - 1;
    running_totals[..last].iter().position(|&total| unit < total).unwrap_or(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::DAY;

    fn day(number: i64) -> SimTime {
        SimTime(number * DAY)
    }

    #[test]
    fn expected_arrivals_add_up_over_pieces() {
        let curve = RateCurve::new(&[(day(0), 2.0), (day(13), 0.0), (day(20), 5.0)], day(30));
        assert_eq!(curve.total(), 13.0 * 2.0 + 10.0 * 5.0);
        assert_eq!(curve.between(day(10), day(21)), 3.0 * 2.0 + 5.0);
        assert_eq!(curve.between(day(-5), day(99)), curve.total());
        let mut cursor = 0;
        assert_eq!(curve.reaches(2.0, &mut cursor), Some(day(1)));
        assert_eq!(curve.reaches(31.0, &mut cursor), Some(day(21)), "nobody comes while the rate is nil");
        assert_eq!(curve.reaches(77.0, &mut cursor), None);
    }

    #[test]
    fn a_share_is_picked_by_running_totals() {
        assert_eq!([0.0, 0.29, 0.3, 0.99].map(|unit| pick(&[0.3, 0.8, 1.0], unit)), [0, 0, 1, 2]);
        assert_eq!(pick(&[0.3, 0.8, 0.999_999], 0.999_999_9), 2, "rounding never leaves anybody out");
    }
}
