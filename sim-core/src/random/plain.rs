//! A quantile function ready to draw from as fast as it goes: where there is a table by the unit, one look-up.

use std::sync::Arc;

use super::distribution::Distribution;
use super::shape::Shape;
use super::unit_table::UnitTable;

/// How one unit becomes one value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Plain {
    /// The same for every unit.
    Constant(f64),
    /// A multiple of what the table has.
    Table(f64, Arc<UnitTable>),
    /// Worked out, or taking more than one unit.
    Shape,
}

/// A shape, and the fastest way to draw from it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ready {
    plain: Plain,
    shape: Shape,
}

impl Ready {
    /// * `scale` – how many of the units that are drawn in go into one of the distribution's own
    pub(super) fn new(distribution: &Distribution, scale: f64) -> Ready {
        let shape = Shape::new(distribution, scale);
        let plain = shape.plain();
        Ready { plain, shape }
    }

    /// The shape itself.
    pub(super) fn shape(&self) -> &Shape {
        &self.shape
    }

    /// The value, if it is always the same.
    #[inline]
    pub(super) fn constant(&self) -> Option<f64> {
        if let Plain::Constant(value) = self.plain { Some(value) } else { None }
    }

    /// The table, and what its values are multiplied by.
    #[inline]
    pub(super) fn table(&self) -> Option<(f64, &UnitTable)> {
        if let Plain::Table(scale, table) = &self.plain { Some((*scale, table)) } else { None }
    }

    /// Whether one unit is all that a draw takes.
    #[inline]
    pub(super) fn is_plain(&self) -> bool {
        !matches!(self.plain, Plain::Shape) || self.shape.is_plain()
    }

    /// The value at one unit that serves for all; not yet kept within bounds.
    #[inline]
    pub(super) fn at(&self, unit: f64) -> f64 {
        match &self.plain {
            Plain::Table(scale, table) => scale * table.quantile(unit),
            Plain::Constant(value) => *value,
            Plain::Shape => self.shape.at(unit),
        }
    }
}
