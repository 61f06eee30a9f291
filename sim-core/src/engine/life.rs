//! What the engine remembers of each resident's life outside the chain.
//!
//! Of a country there are a million of these, and whose turn it is has nothing to do with who lies beside whom: every
//! look is a look at memory that is not at hand. So what is needed at every signal stands together ([`Life`]), apart
//! from what is only needed when somebody comes into the pool or leaves it ([`Luck`]).

use crate::time::SimTime;

/// The state of everybody who lives on outside the chain, and of the pools.
#[derive(Default)]
pub(super) struct NeedState {
    /// By slot.
    pub(super) lives: Vec<Life>,
    pub(super) luck: Vec<Luck>,
    /// By slot and type of signal.
    pub(super) signals: Vec<NextSignal>,
    /// By slot and counted end: leavings so far.
    pub(super) leavings: Vec<u16>,
    pub(super) pools: Vec<PoolState>,
    /// Residents in a pool, and residents who have left the chain and will come back.
    pub(super) in_pools: u64,
    pub(super) outside: u64,
    /// Residents of pools who are in the chain.
    pub(super) helped: u64,
    /// Times that need began, and that it ended.
    pub(super) came: u64,
    pub(super) ended: u64,
}

impl NeedState {
    /// Residents in memory who are not in the chain.
    pub(super) fn apart(&self) -> u64 {
        self.in_pools + self.outside
    }
}

/// The state of a pool.
#[derive(Default, Clone)]
pub(super) struct PoolState {
    /// Residents with signals since the last batch, in the order of their first.
    pub(super) listed: Vec<Listed>,
    pub(super) next_batch: usize,
    pub(super) willing: Powers,
}

/// Somebody with signals since the last batch.
#[derive(Clone, Copy)]
pub(super) struct Listed {
    pub(super) slot: u32,
    /// Somebody else may live in the slot by the time of the batch.
    pub(super) who: u32,
}

/// Where somebody is.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Place {
    /// In the chain.
    #[default]
    Chain,
    /// In need, not in the chain.
    Pool,
    /// Neither, and coming back.
    Outside,
}

/// What is needed whenever something happens to a resident in the pool: one line of the cache.
#[derive(Clone, Copy, Default)]
#[repr(align(64))]
pub(super) struct Life {
    pub(super) place: Place,
    /// Stands in the pool's list.
    pub(super) listed: bool,
    /// Pool they belong to; `None` for who came by a stream.
    pub(super) pool: Option<u16>,
    /// So-manieth who lives in the slot.
    pub(super) who: u32,
    /// Moment up to which hazards have been used up.
    pub(super) since: SimTime,
    /// When what is left of the unit exponentials will be used up, if the resident stays in the pool.
    pub(super) applies: SimTime,
    pub(super) ends: SimTime,
    /// Signals since the last batch: which types (a bit for each), how many, euro together.
    pub(super) types: u64,
    pub(super) euro: f64,
    pub(super) pending: u32,
    /// Batches in which the share taken up was asked of this resident.
    pub(super) offered: u32,
}

/// What is needed when a resident comes into the pool or leaves it.
#[derive(Clone, Copy, Default)]
pub(super) struct Luck {
    /// Need began.
    pub(super) onset: SimTime,
    /// Came into the pool, the last time: the age of applying counts from here.
    pub(super) entered: SimTime,
    /// What is left of the unit exponentials.
    pub(super) apply_left: f64,
    pub(super) end_left: f64,
    pub(super) applications: u32,
    /// Times in need so far.
    pub(super) episodes: u32,
    /// Returns to the pool so far.
    pub(super) returns: u32,
    /// When and through which end they left the chain, while outside.
    pub(super) left_by: u32,
    pub(super) left: SimTime,
}

/// The next signal of one type.
#[derive(Clone, Copy, Default)]
pub(super) struct NextSignal {
    /// What is left of the unit exponential.
    pub(super) left: f64,
    /// When it comes, if the resident stays in the pool.
    pub(super) at: SimTime,
    /// Signals so far.
    pub(super) number: u32,
}

/// Powers of the last base that was asked for.
#[derive(Default, Clone)]
pub(super) struct Powers {
    base: f64,
    powers: Vec<f64>,
}

impl Powers {
    /// A base to a whole power: how willing somebody is who has come back so often.
    pub(super) fn of(&mut self, base: f64, exponent: u32) -> f64 {
        // Whatever is raised to nothing, and one raised to anything, is exactly one.
        if exponent == 0 || base == 1.0 {
            return 1.0;
        }
        if self.base != base {
            (self.base, self.powers) = (base, Vec::new());
        }
        if exponent as usize >= MOST_POWERS {
            return libm::pow(base, f64::from(exponent));
        }
        while self.powers.len() <= exponent as usize {
            self.powers.push(libm::pow(base, self.powers.len() as f64));
        }
        self.powers[exponent as usize]
    }
}

/// So many powers are remembered.
const MOST_POWERS: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_life_fills_one_line_of_the_cache() {
        assert_eq!((size_of::<Life>(), size_of::<Luck>()), (64, 56));
    }

    #[test]
    fn remembered_powers_are_the_powers() {
        let mut powers = Powers::default();
        for (base, exponent) in [(0.99, 7), (0.99, 3), (0.6, 3), (1.0, 9), (0.0, 0), (0.0, 2), (0.99, 1000), (0.99, 7)]
        {
            assert_eq!(powers.of(base, exponent), libm::pow(base, f64::from(exponent)), "{base} to {exponent}");
        }
    }
}
