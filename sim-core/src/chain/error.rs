//! Why a scenario that was read without problems cannot be simulated after all.

/// Why a checked scenario cannot be simulated after all.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CompileError {
    /// An fte has more productive hours than its calendar is open.
    #[error(
        "team `{team}`: one fte works {productive} productive hours a year, but calendar `{calendar}` is open for only {open:.0}"
    )]
    CalendarTooShort {
        /// The team.
        team: String,
        /// Its calendar.
        calendar: String,
        /// Open hours a year.
        open: f64,
        /// Productive hours a year.
        productive: f64,
    },
    /// A roster, cycle or batch comes round too often in one run.
    #[error("`{name}` changes more than {most:.0} times in one run; give it a longer period or simulate less time")]
    TooManyChanges {
        /// Team or stream.
        name: String,
        /// Most that is possible.
        most: f64,
    },
    /// A team keeps as many people free as it ever has on duty.
    #[error(
        "team `{team}` keeps {kept} people free and has at most {on_duty} on duty: nobody else would ever be helped"
    )]
    NobodyForOthers {
        /// The team.
        team: String,
        /// How many it keeps free.
        kept: u32,
        /// Most people on duty at one moment.
        on_duty: u32,
    },
    /// The run reaches beyond the years that a calendar can name.
    #[error("the run reaches beyond the year 9999")]
    RunTooLong,
}
