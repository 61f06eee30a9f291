//! Sobol points: spread evenly over a cube, in every direction at once.
//!
//! # Source
//! Sobol (1967), *USSR Computational Mathematics and Mathematical Physics* 7, 86–112; in the order of Antonov & Saleev
//! (1979), the same journal 19, 252–256. Direction numbers: Joe & Kuo (2008), "Constructing Sobol sequences with better
//! two-dimensional projections", *SIAM Journal on Scientific Computing* 30, 2635–2654 (their table `new-joe-kuo-6`, property D
//! up to 6 dimensions at a time). A random digital shift leaves the spread as it is and keeps points off the edges:
//! L'Ecuyer & Lemieux (2002), "Recent advances in randomized quasi-Monte Carlo methods", §4.

use super::sample::MOST_DIMENSIONS;

/// Bits of a coordinate.
const BITS: usize = 32;

/// For each dimension from the second: the degree and inner coefficients of a primitive polynomial, and the first
/// direction integers.
const JOE_KUO: [(u32, &[u32]); MOST_DIMENSIONS - 1] = [
    (0, &[1]),
    (1, &[1, 3]),
    (1, &[1, 3, 1]),
    (2, &[1, 1, 1]),
    (1, &[1, 1, 3, 3]),
    (4, &[1, 3, 5, 13]),
    (2, &[1, 1, 5, 5, 17]),
    (4, &[1, 1, 5, 5, 5]),
    (7, &[1, 1, 7, 11, 19]),
    (11, &[1, 1, 5, 1, 1]),
    (13, &[1, 1, 1, 3, 11]),
    (14, &[1, 3, 5, 5, 31]),
    (1, &[1, 3, 3, 9, 7, 49]),
    (13, &[1, 1, 1, 15, 21, 21]),
    (16, &[1, 3, 1, 13, 27, 49]),
    (19, &[1, 1, 1, 15, 7, 5]),
    (22, &[1, 3, 1, 15, 13, 25]),
    (25, &[1, 1, 5, 5, 19, 61]),
    (1, &[1, 3, 7, 11, 23, 15, 103]),
    (4, &[1, 3, 7, 13, 13, 15, 69]),
    (7, &[1, 1, 3, 13, 7, 35, 63]),
    (8, &[1, 3, 5, 9, 1, 25, 53]),
    (14, &[1, 3, 1, 13, 9, 35, 107]),
    (19, &[1, 3, 1, 5, 27, 61, 31]),
    (21, &[1, 1, 5, 11, 19, 41, 61]),
    (28, &[1, 3, 5, 3, 3, 13, 69]),
    (31, &[1, 1, 7, 13, 1, 19, 1]),
    (32, &[1, 3, 7, 5, 13, 19, 59]),
    (37, &[1, 1, 3, 9, 25, 29, 41]),
    (41, &[1, 3, 5, 13, 23, 1, 55]),
    (42, &[1, 3, 7, 3, 13, 59, 17]),
];

/// The direction numbers of a dimension, from 0.
fn directions(dimension: usize) -> [u32; BITS] {
    let mut of = [0; BITS];
    let Some(&(inner, first)) = dimension.checked_sub(1).and_then(|row| JOE_KUO.get(row)) else {
        // Halving again and again: van der Corput.
        of.iter_mut().enumerate().for_each(|(bit, number)| *number = 1 << (BITS - 1 - bit));
        return of;
    };
    let degree = first.len();
    for bit in 0..BITS {
        of[bit] = match first.get(bit) {
            Some(integer) => integer << (BITS - 1 - bit),
            None => {
                let mut number = of[bit - degree] ^ (of[bit - degree] >> degree);
                for term in 1..degree {
                    if inner >> (degree - 1 - term) & 1 == 1 {
                        number ^= of[bit - term];
                    }
                }
                number
            }
        };
    }
    of
}

/// The first points in one dimension, each a coordinate of 32 bits.
pub(super) fn coordinates(dimension: usize, points: usize) -> Vec<u32> {
    let directions = directions(dimension);
    let mut now = 0;
    let steps = (0..points).map(|point| {
        let here = now;
        // One bit of the Gray code changes at each step.
        now ^= directions[point.trailing_ones() as usize % BITS];
        here
    });
    steps.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As published with the direction numbers: the first points in three dimensions.
    #[test]
    fn the_first_points_are_the_published_ones() {
        let shown = |dimension| -> Vec<f64> {
            coordinates(dimension, 10).into_iter().map(|bits| f64::from(bits) / 2f64.powi(32)).collect()
        };
        assert_eq!(shown(0), [0.0, 0.5, 0.75, 0.25, 0.375, 0.875, 0.625, 0.125, 0.1875, 0.6875]);
        assert_eq!(shown(1), [0.0, 0.5, 0.25, 0.75, 0.375, 0.875, 0.125, 0.625, 0.3125, 0.8125]);
        assert_eq!(shown(2), [0.0, 0.5, 0.25, 0.75, 0.625, 0.125, 0.875, 0.375, 0.9375, 0.4375]);
    }

    /// In every dimension the first 2^k points lie one in each of 2^k equal parts.
    #[test]
    fn every_dimension_is_filled_evenly() {
        for dimension in 0..MOST_DIMENSIONS {
            for power in [1, 4, 8, 12] {
                let mut parts: Vec<u32> =
                    coordinates(dimension, 1 << power).iter().map(|bits| bits >> (32 - power)).collect();
                parts.sort_unstable();
                assert!(parts.iter().enumerate().all(|(at, &part)| at as u32 == part), "dimension {dimension}");
            }
        }
    }

    /// Property A of Sobol, for which these polynomials and numbers are chosen: of the first 2^d points one lies in each of
    /// the 2^d halves of a cube of d dimensions. A slip in the table would break it.
    #[test]
    fn all_halves_of_the_cube_are_filled_evenly() {
        let dimensions = 16;
        let all: Vec<Vec<u32>> = (0..dimensions).map(|dimension| coordinates(dimension, 1 << dimensions)).collect();
        let mut seen = vec![false; 1 << dimensions];
        for point in 0..1 << dimensions {
            let half = all.iter().fold(0, |half, of| half << 1 | (of[point] >> 31) as usize);
            assert!(!std::mem::replace(&mut seen[half], true), "point {point}");
        }
    }
}
