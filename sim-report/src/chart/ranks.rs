//! How the order of bottlenecks changes from round to round.

use crate::document::Figure;

/// Rounds beside each other, each with its first places.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranks {
    /// The rounds.
    pub rounds: Vec<RankRound>,
    /// What is said of a place: the effect, with the objective.
    pub effect: String,
    /// Each look that occurs, in words.
    pub looks: Vec<(RankLook, String)>,
    /// Name of a line that ends: no longer among the first places.
    pub left: Option<String>,
}

/// A round.
#[derive(Debug, Clone, PartialEq)]
pub struct RankRound {
    /// Its name.
    pub head: String,
    /// What holds before anything of it is applied, line by line.
    pub facts: Vec<String>,
    /// Its first places, best first.
    pub places: Vec<RankPlace>,
}

/// A place in a round.
#[derive(Debug, Clone, PartialEq)]
pub struct RankPlace {
    /// What stands there: the same number for the same thing in every round.
    pub id: usize,
    /// Its name.
    pub label: String,
    /// Its rank, from 1.
    pub rank: usize,
    /// How it looks.
    pub look: RankLook,
    /// How much better the objective becomes.
    pub effect: Option<Figure>,
}

/// How a place looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RankLook {
    /// It was applied.
    Applied,
    /// It surely helps.
    Helps,
    /// It cannot be told from nothing.
    Unsure,
}
