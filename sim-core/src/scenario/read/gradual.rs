//! What may become of a value over time: something between two values, so many times as much, so much more.

use crate::scenario::{Agree, Distribution, HowMany, Places, Price, Term};
use crate::time::{DAY, Span, WorkingDays};

/// A value that may change by date.
pub(super) trait Gradual: Sized {
    /// The value at a share of the way from `self` to `to`; `None` where nothing lies between.
    fn towards(&self, _to: &Self, _share: f64) -> Option<Self> {
        None
    }

    /// The one number that it is; `None` where it is more than that, or none.
    fn number(&self) -> Option<f64> {
        None
    }

    /// The same with another number, rounded where it is a whole one.
    fn with_number(&self, _number: f64) -> Option<Self> {
        None
    }

    /// So many times as much of what is no single number.
    fn scaled(&self, _factor: f64) -> Option<Self> {
        None
    }

    /// Whether the other one is counted in the same.
    fn is_like(&self, _other: &Self) -> bool {
        true
    }
}

impl Gradual for f64 {
    fn towards(&self, to: &f64, share: f64) -> Option<f64> {
        Some(self + (to - self) * share)
    }

    fn number(&self) -> Option<f64> {
        Some(*self)
    }

    fn with_number(&self, number: f64) -> Option<f64> {
        Some(number)
    }
}

impl Gradual for Price {
    fn towards(&self, to: &Price, share: f64) -> Option<Price> {
        match (self, to) {
            (Price::PerFteYear(before), Price::PerFteYear(to)) => before.towards(to, share).map(Price::PerFteYear),
            (Price::PerHour(before), Price::PerHour(to)) => before.towards(to, share).map(Price::PerHour),
            _ => None,
        }
    }

    fn number(&self) -> Option<f64> {
        let (Price::PerFteYear(euro) | Price::PerHour(euro)) = self;
        Some(*euro)
    }

    fn with_number(&self, number: f64) -> Option<Price> {
        Some(match self {
            Price::PerFteYear(_) => Price::PerFteYear(number),
            Price::PerHour(_) => Price::PerHour(number),
        })
    }

    fn is_like(&self, other: &Price) -> bool {
        matches!(self, Price::PerHour(_)) == matches!(other, Price::PerHour(_))
    }
}

impl Gradual for Places {
    fn towards(&self, to: &Places, share: f64) -> Option<Places> {
        match (self, to) {
            (Places::PerFte(before), Places::PerFte(to)) => before.towards(to, share).map(Places::PerFte),
            _ => None,
        }
    }

    fn number(&self) -> Option<f64> {
        Some(match self {
            Places::Count(places) => f64::from(*places),
            Places::PerFte(places) => *places,
        })
    }

    fn with_number(&self, number: f64) -> Option<Places> {
        Some(match self {
            Places::Count(_) => Places::Count(number.round() as u32),
            Places::PerFte(_) => Places::PerFte(number),
        })
    }

    fn is_like(&self, other: &Places) -> bool {
        matches!(self, Places::PerFte(_)) == matches!(other, Places::PerFte(_))
    }
}

impl Gradual for Distribution {
    fn number(&self) -> Option<f64> {
        match self {
            Distribution::Constant(amount) => Some(*amount),
            _ => None,
        }
    }

    fn with_number(&self, number: f64) -> Option<Distribution> {
        Some(Distribution::Constant(number))
    }

    fn scaled(&self, factor: f64) -> Option<Distribution> {
        Some(Distribution::scaled(self, factor))
    }
}

impl Gradual for HowMany {
    fn number(&self) -> Option<f64> {
        let HowMany::Drawn(number) = self;
        number.number()
    }

    fn with_number(&self, number: f64) -> Option<HowMany> {
        Some(HowMany::Drawn(Distribution::Constant(number.round())))
    }

    fn scaled(&self, factor: f64) -> Option<HowMany> {
        let HowMany::Drawn(number) = self;
        Some(HowMany::Drawn(number.scaled(factor)))
    }
}

impl Gradual for Term {
    fn number(&self) -> Option<f64> {
        Some(match self {
            Term::Calendar(length) => length.as_days(),
            Term::Working(days) => f64::from(days.0),
        })
    }

    /// A term of whole days stays one.
    fn with_number(&self, number: f64) -> Option<Term> {
        Some(match self {
            Term::Calendar(length) if length.0 % DAY == 0 => Term::Calendar(Span::from_days(number.round())),
            Term::Calendar(_) => Term::Calendar(Span::from_days(number)),
            Term::Working(_) => Term::Working(WorkingDays(number.round() as u32)),
        })
    }

    fn is_like(&self, other: &Term) -> bool {
        matches!(self, Term::Working(_)) == matches!(other, Term::Working(_))
    }
}

impl Gradual for Span {
    fn number(&self) -> Option<f64> {
        Some(self.as_days())
    }

    fn with_number(&self, number: f64) -> Option<Span> {
        Some(Span::from_days(number))
    }
}

impl Gradual for Agree {
    fn number(&self) -> Option<f64> {
        Some(match self {
            Agree::Share(share) => *share,
            Agree::Count(count) => f64::from(*count),
        })
    }

    fn with_number(&self, number: f64) -> Option<Agree> {
        Some(match self {
            Agree::Share(_) => Agree::Share(number),
            Agree::Count(_) => Agree::Count(number.round() as u32),
        })
    }

    fn is_like(&self, other: &Agree) -> bool {
        matches!(self, Agree::Count(_)) == matches!(other, Agree::Count(_))
    }
}

/// People, or as many as are needed: of those there are never more or fewer.
impl Gradual for Option<u32> {
    fn number(&self) -> Option<f64> {
        self.map(f64::from)
    }

    fn with_number(&self, number: f64) -> Option<Option<u32>> {
        Some(self.map(|_| number.round() as u32))
    }
}

impl Gradual for u32 {
    fn number(&self) -> Option<f64> {
        Some(f64::from(*self))
    }

    fn with_number(&self, number: f64) -> Option<u32> {
        Some(number.round() as u32)
    }
}

impl Gradual for () {}
