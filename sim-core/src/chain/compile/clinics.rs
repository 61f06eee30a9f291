//! What is rare about work, compiled: clinic moments laid out over the run, preparation, turnaround.

use super::{Compiler, ranks_of};
use crate::chain::{ClinicModel, LineKind, PrepareModel, Varying};
use crate::random::{Purpose, Sampler};
use crate::scenario::{AdvancedWork, ClinicFrom, Distribution, Param, Queue, Work};
use crate::time::{DAY, SimTime, Span};

impl Compiler<'_> {
    /// The clinic of a step of work that is about to be added, by index.
    pub(super) fn clinic(&mut self, work: &Work) -> Option<u32> {
        let clinic = work.clinic.as_ref()?;
        let first = match clinic.from {
            ClinicFrom::Beginning => self.begin,
            ClinicFrom::Monday => self.monday_before(),
        };
        let patterns = (0..).map(|pattern| first + Span(pattern * clinic.every.0));
        let patterns = patterns.take_while(|&pattern| pattern < self.end);
        let moments =
            patterns.flat_map(|pattern| clinic.moments.iter().map(move |&(at, places)| (pattern + at, places)));
        let mut moments: Vec<(SimTime, u32)> = moments.filter(|&(at, _)| self.begin <= at && at < self.end).collect();
        moments.sort_unstable();
        let line = match &work.queue {
            Queue::FirstCome | Queue::Priority(_) => LineKind::Ranked(ranks_of(&work.queue)),
            Queue::EarliestDue => LineKind::EarliestDue,
            Queue::LastCome => LineKind::LastCome,
        };
        self.model.clinics.push(ClinicModel { work: self.model.works.len() as u32, moments, line });
        Some(self.model.clinics.len() as u32 - 1)
    }

    /// Midnight of the last Monday at or before the beginning.
    fn monday_before(&self) -> SimTime {
        let weekday = i64::from(self.scenario.start.weekday().to_monday_zero_offset());
        let since = (self.begin.0 + weekday * DAY).rem_euclid(7 * DAY);
        self.begin - Span(since)
    }

    /// A time that may be absent, with its address.
    pub(super) fn time_of(
        &self,
        time: Option<&Param<Distribution>>,
        path: &str,
    ) -> Option<(Varying<Sampler>, Purpose)> {
        time.map(|time| (self.sampler(time), Purpose::named(path)))
    }

    /// Preparation before work, if there is any.
    pub(super) fn preparation(&self, advanced: &AdvancedWork, path: &str) -> Option<PrepareModel> {
        if advanced.gate.is_none() && advanced.prepare.is_none() {
            return None;
        }
        let time = self.time_of(advanced.prepare.as_ref(), &format!("{path}.prepare"));
        Some(PrepareModel { gate: advanced.gate.clone(), time })
    }
}
