//! Amounts: numbers that residents carry with them, such as a debt, and conditions on them.

use super::Wording;
use super::class::{LevelRef, Param};
use crate::random::Distribution;

/// An amount: drawn once for each resident, and theirs over all their trajectories.
#[derive(Debug, Clone, PartialEq)]
pub struct Amount {
    /// Name.
    pub name: String,
    /// Name on screen.
    pub title: Option<Wording>,
    /// What it is counted in.
    pub unit: AmountUnit,
    /// Value when a resident comes into need, or into the chain.
    pub initial: Param<Distribution>,
    /// Growth from then on, continuous and per day, until a change gives another one.
    pub growth: Param<f64>,
}

/// What an amount is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum AmountUnit {
    /// Euro.
    #[default]
    Euro,
    /// A plain number, of creditors or documents.
    Number,
}

/// A change of an amount at a moment.
#[derive(Debug, Clone, PartialEq)]
pub struct AmountChange {
    /// Amount (index into [`Scenario::amounts`](super::Scenario::amounts)).
    pub amount: usize,
    /// What its value becomes; `None`: it stays.
    pub value: Option<NewValue>,
    /// Its growth from now on, continuous and per day; `None`: as before.
    pub growth: Option<Param<f64>>,
}

/// What the value of an amount becomes.
#[derive(Debug, Clone, PartialEq)]
pub enum NewValue {
    /// So many times as much.
    Times(Param<f64>),
    /// So much more.
    Plus(Param<Distribution>),
    /// This.
    To(Param<Distribution>),
}

/// A condition on the class and the amounts of a resident.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// As written.
    pub text: String,
    /// The same in postfix order: each test puts its outcome on a pile, each joint takes its parts from it. Never
    /// empty, never more than 64 outcomes at once, and one is left at the end.
    pub code: Vec<Test>,
}

/// Most tests of one condition, so that their outcomes fit in one word.
pub(super) const MOST_TESTS: usize = 64;

/// One part of a condition.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Test {
    /// The amount stands in this relation to a value, in euro or as a number.
    Amount {
        /// Amount (index into [`Scenario::amounts`](super::Scenario::amounts)).
        amount: usize,
        /// The relation.
        relation: Relation,
        /// The value.
        value: f64,
    },
    /// The resident has this level.
    Level(LevelRef),
    /// The last outcome is turned round.
    Not,
    /// Both of the last two hold.
    And,
    /// One of the last two holds.
    Or,
}

/// How an amount stands to a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// Below it.
    Below,
    /// At most as much.
    AtMost,
    /// More.
    Above,
    /// At least as much.
    AtLeast,
    /// The same.
    Equal,
}

impl Relation {
    /// Whether an amount stands so to a value.
    #[inline]
    pub fn holds(self, amount: f64, value: f64) -> bool {
        match self {
            Relation::Below => amount < value,
            Relation::AtMost => amount <= value,
            Relation::Above => amount > value,
            Relation::AtLeast => amount >= value,
            Relation::Equal => amount == value,
        }
    }
}

impl Condition {
    /// Whether a resident meets it.
    ///
    /// * `levels` – their level of every axis, by index
    /// * `amount` – the present value of an amount
    pub fn holds(&self, levels: &[usize], mut amount: impl FnMut(usize) -> f64) -> bool {
        let mut pile = 0u64;
        for test in &self.code {
            let outcome = match *test {
                Test::Amount { amount: which, relation, value } => relation.holds(amount(which), value),
                Test::Level(level) => levels[level.axis] == level.level,
                Test::Not => {
                    pile ^= 1;
                    continue;
                }
                Test::And | Test::Or => {
                    let (last, before) = (pile & 1 == 1, pile & 2 == 2);
                    pile >>= 2;
                    if *test == Test::And { last && before } else { last || before }
                }
            };
            pile = pile << 1 | u64::from(outcome);
        }
        pile & 1 == 1
    }

    /// The amounts that it looks at.
    pub fn amounts(&self) -> impl Iterator<Item = usize> {
        self.code.iter().filter_map(|test| match test {
            Test::Amount { amount, .. } => Some(*amount),
            _ => None,
        })
    }

    /// The axes of classes that it looks at.
    pub fn axes(&self) -> impl Iterator<Item = usize> {
        self.code.iter().filter_map(|test| match test {
            Test::Level(level) => Some(level.axis),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Postfix of `debt > 50 and (not crisis or creditors = 3)`.
    #[test]
    fn a_condition_is_worked_out_from_its_parts() {
        let debt = Test::Amount { amount: 0, relation: Relation::Above, value: 50.0 };
        let three = Test::Amount { amount: 1, relation: Relation::Equal, value: 3.0 };
        let crisis = Test::Level(LevelRef { axis: 0, level: 1 });
        let code = vec![debt, crisis, Test::Not, three, Test::Or, Test::And];
        let condition = Condition { text: String::new(), code };
        let holds = |euro: f64, crisis: usize, creditors: f64| condition.holds(&[crisis], |at| [euro, creditors][at]);
        assert!(holds(51.0, 0, 1.0) && holds(51.0, 1, 3.0) && !holds(51.0, 1, 2.0) && !holds(50.0, 0, 3.0));
        assert_eq!(condition.amounts().collect::<Vec<_>>(), [0, 1]);
    }
}
