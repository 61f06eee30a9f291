//! What only whoever made a scenario can say of it, for the documents that people read: plain data, no part of the simulation.

/// What a scenario is for, and what readers must know of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reporting {
    /// The question that is to be answered.
    pub purpose: Option<String>,
    /// The decision that the answer is for.
    pub decision: Option<String>,
    /// Who answers for the scenario.
    pub owner: Option<String>,
    /// Where questions go.
    pub contact: Option<String>,
    /// Where the figures come from, beyond the remarks beside them.
    pub data: Option<String>,
    /// What was done with figures before they were filled in.
    pub preparation: Option<String>,
    /// Who looked whether the chain is as it really goes, and how.
    pub checked: Option<String>,
    /// What the scenario cannot tell.
    pub limitations: Option<String>,
    /// Where the scenario can be had.
    pub available: Option<String>,
}
