//! Amounts as the engine reads them: how they begin, grow and change, and conditions on them.

use super::Varying;
use crate::random::{Purpose, Quantity};
use crate::scenario::Condition;
use crate::time::SimTime;

/// Everything about amounts; empty where residents carry none.
#[derive(Debug, Clone, Default)]
pub struct AmountsModel {
    /// How each begins, and the address of that draw.
    pub initial: Vec<(Varying<Quantity>, Purpose)>,
    /// Curves of growth, continuous and per day: first the own ones of each amount, then those of changes.
    pub growths: Vec<Varying<f64>>,
    /// Changes, of steps, ends and comings back.
    pub changes: Vec<ChangeModel>,
    /// For each moment (see [`Model::moment`](super::Model::moment)) its position among those at which amounts are
    /// measured.
    pub told: Vec<Option<u16>>,
}

impl AmountsModel {
    /// Number of amounts that a resident carries.
    pub fn number(&self) -> usize {
        self.initial.len()
    }
}

/// A change of an amount.
#[derive(Debug, Clone)]
pub struct ChangeModel {
    /// The amount.
    pub amount: u32,
    /// What its value becomes.
    pub value: Option<ValueModel>,
    /// Its curve of growth from then on.
    pub growth: Option<u32>,
}

/// What the value of an amount becomes.
#[derive(Debug, Clone)]
pub enum ValueModel {
    /// So many times as much.
    Times(Varying<f64>),
    /// So much more, with the address of that draw.
    Plus(Varying<Quantity>, Purpose),
    /// This, with the address of that draw.
    To(Varying<Quantity>, Purpose),
}

/// A referral that only some residents may take.
#[derive(Debug, Clone)]
pub struct ConditionalModel {
    /// The referral.
    pub referral: u32,
    /// Who may take it.
    pub when: Condition,
    /// Share of them who do, and the address of that draw; `None`: all.
    pub share: Option<(Varying<f64>, Purpose)>,
    /// From when until when it holds.
    pub holds: (SimTime, SimTime),
}
