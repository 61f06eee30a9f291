//! Points in a cube, one coordinate for each varied parameter: Latin hypercube and Sobol.

use sim_core::random::{Draws, Purpose, ResidentKey, Stream};

use super::sobol;

/// Most dimensions that Sobol points are given in.
pub(crate) const MOST_DIMENSIONS: usize = 32;

/// The stream of all draws of samples.
const SAMPLE: Stream = Stream::named("sweep");

/// How points are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sample {
    /// Latin hypercube: in every dimension one point in each of as many equal parts as there are points. McKay, Beckman &
    /// Conover (1979), *Technometrics* 21, 239–245.
    Latin(u32),
    /// Sobol points with a random digital shift.
    Sobol(u32),
}

impl Sample {
    /// As on the command line: `lhs:100`, `sobol:64`.
    pub(crate) fn read(text: &str) -> Option<Sample> {
        let (name, number) = text.trim().split_once(':')?;
        let number = number.trim().parse().ok().filter(|&number| number > 0)?;
        match name.trim() {
            "lhs" => Some(Sample::Latin(number)),
            "sobol" => Some(Sample::Sobol(number)),
            _ => None,
        }
    }

    /// How many points.
    pub(crate) fn points(self) -> u32 {
        match self {
            Sample::Latin(number) | Sample::Sobol(number) => number,
        }
    }

    /// The coordinates of all points in one dimension, each between 0 and 1.
    ///
    /// * `name` – of the dimension: another one beside it changes nothing here
    /// * `dimension` – its number, from 0
    pub(crate) fn coordinates(self, seed: u64, name: &str, dimension: usize) -> Vec<f64> {
        let draws = Draws::new(seed, 0);
        let unit = |point: u32, what: u32| {
            draws.unit(ResidentKey::new(SAMPLE, u64::from(point)), Purpose::named(name), 0, what)
        };
        match self {
            Sample::Latin(number) => {
                // Parts in the order of random numbers: every order is as likely.
                let mut parts: Vec<(f64, u32)> = (0..number).map(|part| (unit(part, 0), part)).collect();
                parts.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
                let inside = |(point, &(_, part)): (usize, &(f64, u32))| {
                    (f64::from(part) + unit(point as u32, 1)) / f64::from(number)
                };
                parts.iter().enumerate().map(inside).collect()
            }
            Sample::Sobol(number) => {
                let shift = (unit(0, 0) * 2f64.powi(32)) as u32;
                let in_the_middle = |bits: u32| (f64::from(bits ^ shift) + 0.5) / 2f64.powi(32);
                sobol::coordinates(dimension, number as usize).into_iter().map(in_the_middle).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one_in_each_part(coordinates: &[f64]) -> bool {
        let number = coordinates.len() as f64;
        let mut parts: Vec<usize> = coordinates.iter().map(|at| (at * number).floor() as usize).collect();
        parts.sort_unstable();
        parts.into_iter().eq(0..coordinates.len())
    }

    #[test]
    fn a_latin_hypercube_has_one_point_in_each_part_of_each_dimension() {
        for (number, seed) in [(1, 1), (7, 2), (100, 3), (1000, 4)] {
            let [one, two] = ["a", "b"].map(|name| Sample::Latin(number).coordinates(seed, name, 0));
            assert!(one_in_each_part(&one) && one_in_each_part(&two));
            assert!(number == 1 || one != two);
        }
    }

    /// A shift takes each part of a halving to another: still one in each.
    #[test]
    fn shifted_sobol_points_fill_each_dimension_evenly() {
        for dimension in [0, 1, 5, MOST_DIMENSIONS - 1] {
            let one = Sample::Sobol(256).coordinates(5, "a", dimension);
            assert!(one_in_each_part(&one) && one.iter().all(|&at| at > 0.0 && at < 1.0));
            assert_ne!(one, Sample::Sobol(256).coordinates(6, "a", dimension), "another seed");
        }
    }

    #[test]
    fn samples_are_read_as_typed() {
        assert_eq!(Sample::read("lhs:100"), Some(Sample::Latin(100)));
        assert_eq!(Sample::read("sobol: 64"), Some(Sample::Sobol(64)));
        for wrong in ["lhs", "lhs:0", "lhs:-3", "random:5", "sobol:many", ""] {
            assert_eq!(Sample::read(wrong), None, "{wrong}");
        }
    }
}
