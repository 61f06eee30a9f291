//! Shares of referrals where some have a condition, estimated without simulating.
//!
//! The class is known; amounts are taken as they begin, for how much they have grown by then is not known here. Their
//! joint distribution is looked at in evenly spread points (a Kronecker sequence), the same for every stage.

use jiff::civil::Date;

use crate::random::Quantity;
use crate::scenario::{Referral, Scenario, Share};

/// Points in which the amounts are looked at.
const POINTS: usize = 256;

/// The share of each referral of a stage, of residents with these levels on a date.
pub(super) fn shares(next: &[Referral], scenario: &Scenario, levels: &[usize], date: Date) -> Vec<f64> {
    let given = |referral: &Referral| match &referral.share {
        Share::Given(share) => Some(*share.for_levels(levels).on(date)),
        Share::Rest => None,
    };
    let plain = |referral: &&Referral| referral.when.is_none();
    let rest = (1.0 - next.iter().filter(plain).filter_map(given).sum::<f64>()).max(0.0);
    let mut shares: Vec<f64> = next.iter().map(|referral| given(referral).unwrap_or(rest)).collect();
    if next.iter().all(|referral| referral.when.is_none()) {
        return shares;
    }
    let used = |amount: usize| {
        next.iter().filter_map(|referral| referral.when.as_ref()).any(|when| when.amounts().any(|at| at == amount))
    };
    let drawn = scenario
        .amounts
        .iter()
        .enumerate()
        .map(|(number, amount)| used(number).then(|| Quantity::new(amount.initial.for_levels(levels).on(date))));
    let drawn: Vec<Option<Quantity>> = drawn.collect();
    let points = if drawn.iter().all(Option::is_none) { 1 } else { POINTS };
    let mut met = vec![0.0; next.len()];
    let mut others = 0.0;
    for point in 0..points {
        let amount = |number: usize| {
            let step = (2.0 + number as f64).sqrt();
            let unit = (0.5 / points as f64 + (point as f64 + 0.5) * step).fract();
            let unit = if number == 0 { (point as f64 + 0.5) / points as f64 } else { unit };
            drawn[number].as_ref().map_or(0.0, |quantity| quantity.draw(unit.clamp(1e-9, 1.0 - 1e-9)))
        };
        let mut left = 1.0;
        for (number, referral) in next.iter().enumerate() {
            if let Some(when) = &referral.when
                && when.holds(levels, amount)
            {
                met[number] += left * shares[number];
                left *= 1.0 - shares[number];
            }
        }
        others += left;
    }
    for ((share, referral), met) in shares.iter_mut().zip(next).zip(met) {
        *share = if referral.when.is_some() { met } else { others * *share } / points as f64;
    }
    shares
}
