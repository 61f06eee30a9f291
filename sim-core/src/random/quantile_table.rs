//! A tabulated quantile function, for distributions whose quantile has no closed form.
//!
//! The table holds `y = ln x` as a function of `z = Φ⁻¹(u)`: for waiting and service times that curve is smooth
//! and nearly straight, where `x` against `u` is neither. Between nodes it is the cubic with the exact values and
//! slopes at both ends (Hermite); the slope is `dy/dz = φ(z) / (x f(x))`.

use libm::exp;

use super::normal::normal_quantile;

/// The table covers `|z|` up to this; `Φ⁻¹(2⁻⁵³)`, the most extreme unit there is, is −8.21.
pub(super) const RANGE: f64 = 8.25;
/// Cells of equal width per unit of `z`.
pub(super) const CELLS_PER_UNIT: f64 = 32.0;
/// Number of cells; one node more.
pub(super) const CELLS: usize = (2.0 * RANGE * CELLS_PER_UNIT) as usize;

/// A cell is halved while the middle of its cubic is further off than this, in `y`.
const TOLERANCE: f64 = 5e-8;
/// How often a cell is halved at most; after 40 times it is narrower than the spacing of units.
const MAX_HALVINGS: u32 = 40;
/// Nodes at most, whatever the tolerance.
const MAX_NODES: usize = 8 * CELLS;

/// A point of the curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Node {
    /// Standard normal quantile of the probability.
    pub(super) z: f64,
    /// Logarithm of the quantile.
    pub(super) y: f64,
    /// `dy/dz`.
    pub(super) slope: f64,
}

/// `ln x` against `z`, in cells of equal width, some of them divided further.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct QuantileTable {
    nodes: Vec<Node>,
    /// Index of the node at the left end of each cell, and of the last node.
    starts: Vec<u32>,
}

impl QuantileTable {
    /// A table with one node at every cell border: [`border`]`(0)` to `border(CELLS)`.
    pub(super) fn from_borders(nodes: Vec<Node>) -> QuantileTable {
        assert_eq!(nodes.len(), CELLS + 1, "one node for every cell border");
        QuantileTable { nodes, starts: (0..=CELLS as u32).collect() }
    }

    /// A table of `exact(z, guess of y)`, with cells divided where the cubic would not be close enough.
    pub(super) fn adaptive(exact: impl Fn(f64, f64) -> Node) -> QuantileTable {
        let mut left = exact(border(0), f64::NAN);
        let mut nodes = vec![left];
        let mut starts = vec![0];
        for cell in 1..=CELLS {
            let right = exact(border(cell), left.y + left.slope / CELLS_PER_UNIT);
            divide(&exact, left, right, MAX_HALVINGS, &mut nodes);
            starts.push(nodes.len() as u32);
            nodes.push(right);
            left = right;
        }
        QuantileTable { nodes, starts }
    }

    /// The quantile at `unit`.
    #[inline]
    pub(super) fn quantile(&self, unit: f64) -> f64 {
        exp(self.ln_quantile_at(normal_quantile(unit)))
    }

    /// The logarithm of the quantile, as a function of `z = Φ⁻¹(unit)`.
    #[inline]
    pub(super) fn ln_quantile_at(&self, z: f64) -> f64 {
        let z = z.clamp(-RANGE, RANGE);
        let cell = (((z + RANGE) * CELLS_PER_UNIT) as usize).min(CELLS - 1);
        let (first, last) = (self.starts[cell] as usize, self.starts[cell + 1] as usize);
        let inner = &self.nodes[first + 1..last];
        let left = if inner.is_empty() { first } else { first + inner.partition_point(|node| node.z <= z) };
        hermite(&self.nodes[left], &self.nodes[left + 1], z).0
    }
}

/// Where cell `i` begins (and cell `i − 1` ends); exact, and exactly symmetric around 0.
pub(super) fn border(i: usize) -> f64 {
    i as f64 / CELLS_PER_UNIT - RANGE
}

/// Adds the nodes needed strictly between `left` and `right`.
fn divide(exact: &impl Fn(f64, f64) -> Node, left: Node, right: Node, halvings: u32, nodes: &mut Vec<Node>) {
    if halvings == 0 || nodes.len() >= MAX_NODES {
        return;
    }
    let z = 0.5 * (left.z + right.z);
    let (y, slope) = hermite(&left, &right, z);
    let middle = exact(z, y);
    // The slope shows the errors that are of opposite sign in the two halves and vanish in the middle.
    let off = (y - middle.y).abs().max((slope - middle.slope).abs() * (right.z - left.z) / 8.0);
    if off > TOLERANCE {
        divide(exact, left, middle, halvings - 1, nodes);
        nodes.push(middle);
        divide(exact, middle, right, halvings - 1, nodes);
    }
}

/// Value and slope at `z` of the cubic through two nodes.
#[inline]
fn hermite(left: &Node, right: &Node, z: f64) -> (f64, f64) {
    let width = right.z - left.z;
    let t = (z - left.z) / width;
    let rise = right.y - left.y;
    let (a, b) = (left.slope * width - rise, rise - right.slope * width);
    let s = 1.0 - t;
    let value = left.y + t * (rise + s * (a * s + b * t));
    let slope = (rise + (s - t) * (a * s + b * t) + t * s * (b - a)) / width;
    (value, slope)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn borders_are_symmetric() {
        assert_eq!(border(0), -RANGE);
        assert_eq!(border(CELLS / 2), 0.0);
        assert_eq!(border(CELLS), RANGE);
        assert!(RANGE > -normal_quantile(0.5_f64.powi(53)));
    }

    /// A cubic is reproduced exactly: `y = z³ − 2z`.
    #[test]
    fn cubics_are_exact() {
        let cubic = |z: f64| Node { z, y: z * z * z - 2.0 * z, slope: 3.0 * z * z - 2.0 };
        for (value, z) in [(cubic(0.3), 0.3), (cubic(0.75), 0.75), (cubic(1.0), 1.0)] {
            let (y, slope) = hermite(&cubic(0.25), &cubic(1.0), z);
            assert!((y - value.y).abs() < 1e-15 && (slope - value.slope).abs() < 1e-14, "{y}, {slope} at {z}");
        }
    }

    /// A step of width 1e-6 is followed to a hundred times the tolerance, with few nodes more.
    #[test]
    fn cells_with_a_steep_step_are_divided() {
        let step = |z: f64| {
            let t = libm::tanh((z - 1.234) * 1e6);
            Node { z, y: t, slope: 1e6 * (1.0 - t * t) }
        };
        let table = QuantileTable::adaptive(|z, _| step(z));
        assert!(table.nodes.len() < CELLS + 1000, "{} nodes", table.nodes.len());
        for i in -10_000..10_000 {
            let z = 1.234 + f64::from(i) * 1e-9;
            let error = (table.ln_quantile_at(z) - step(z).y).abs();
            assert!(error < 100.0 * TOLERANCE, "error {error} at {z}");
        }
    }
}
