//! Creditors' replies: when the outcome is known, and what it is.

use super::varying::Varying;
use crate::random::{Purpose, Quantity, Sampler};
use crate::scenario::{Agree, Decides, MOST_CREDITORS, Target};

/// A step of replies. The time of one reply is that of its [`DelayModel`](super::DelayModel).
#[derive(Debug, Clone)]
pub struct RepliesModel {
    /// How many creditors are asked.
    pub creditors: Varying<CreditorsModel>,
    /// Share of creditors who refuse, and its address: draw i is creditor i.
    pub refuses: (Varying<f64>, Purpose),
    /// How many must agree.
    pub agree: Varying<Agree>,
    /// When the outcome is known.
    pub decides: Decides,
    /// Consent by all at once: share and time, each with its address.
    pub collective: Option<(Varying<f64>, Purpose, Varying<Sampler>, Purpose)>,
    /// Where residents go who are refused.
    pub refused: Option<Target>,
}

/// How many creditors are asked.
#[derive(Debug, Clone)]
pub enum CreditorsModel {
    /// Drawn at this address.
    Drawn(Quantity, Purpose),
}

impl CreditorsModel {
    /// The number.
    ///
    /// * `unit` – the draw at an address
    pub fn number(&self, unit: impl Fn(Purpose) -> f64) -> u32 {
        match self {
            CreditorsModel::Drawn(number, at) => number.whole(unit(*at), 1).min(u64::from(MOST_CREDITORS)) as u32,
        }
    }
}

/// What came of asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Answer {
    /// Creditors asked.
    pub asked: u32,
    /// Creditors who have replied by the time the outcome is known.
    pub replied: u32,
    /// Creditors who have refused by the time the outcome is known.
    pub refused: u32,
    /// Whether enough agree.
    pub agreed: bool,
    /// Whether all agreed at once, by collective consent.
    pub collective: bool,
}

/// When the outcome is known, and what it is.
///
/// * `replies` – of each creditor the time until the reply and whether it is a refusal; sorted by this
/// * `needed` – how many must agree
///
/// ```
/// use sim_core::chain::outcome_of;
/// use sim_core::scenario::Decides;
///
/// let replies = || vec![(30, false), (10, false), (20, true)];
/// let (time, answer) = outcome_of(&mut replies(), 2, Decides::Slowest);
/// assert_eq!((time, answer.agreed, answer.refused), (30, true, 1));
/// let (time, answer) = outcome_of(&mut replies(), 3, Decides::Quorum);
/// assert_eq!((time, answer.agreed), (20, false)); // one refusal is one too many
/// ```
pub fn outcome_of(replies: &mut [(i64, bool)], needed: u32, decides: Decides) -> (i64, Answer) {
    replies.sort_unstable();
    let asked = replies.len() as u32;
    let (mut agree, mut refused) = (0, 0);
    for &(time, refuses) in replies.iter() {
        if refuses {
            refused += 1
        } else {
            agree += 1
        }
        let certain = agree >= needed || refused > asked - needed;
        if decides == Decides::Quorum && certain {
            return (
                time,
                Answer { asked, replied: agree + refused, refused, agreed: agree >= needed, collective: false },
            );
        }
    }
    let time = replies.last().map_or(0, |&(time, _)| time);
    (time, Answer { asked, replied: asked, refused, agreed: agree >= needed, collective: false })
}
