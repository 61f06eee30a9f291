//! Pools, what follows ends, and attempts to reach a resident, compiled.

use super::super::error::CompileError;
use super::super::need::{
    AfterModel, ApplyModel, BatchModel, ContactModel, NeedModel, PoolModel, ReturnsModel, SignalModel,
};
use super::super::varying::Varying;
use super::{Compiler, Op};
use crate::random::{self, Purpose, Quantity};
use crate::scenario::{AdvancedWork, Attempts, Param, Pool, SignalBatch, Work};

impl Compiler<'_> {
    fn numbers(&self, param: &Param<f64>) -> Varying<f64> {
        Varying::of_param(param, &self.model.classes, self.scenario.start, |&value| value)
    }

    /// Pools and ends.
    pub(super) fn need(&mut self) -> Result<(), CompileError> {
        let scenario = self.scenario;
        let mut need = NeedModel::default();
        let mut first_signal = 0;
        for (index, pool) in scenario.pools.iter().enumerate() {
            let source = (scenario.streams.len() + index) as u16;
            let onset = self.model.streams.len();
            let path = format!("need.{}", pool.name);
            self.stream_at(usize::from(source), &pool.onset, format!("{path}.onset"))?;
            for stream in &mut self.model.streams[onset..] {
                stream.pool = Some(index as u16);
            }
            let model = self.pool(pool, &path, source, onset, first_signal)?;
            first_signal += model.signals.len() as u32;
            need.most_signals = need.most_signals.max(model.signals.len());
            need.pools.push(model);
        }
        for end in &scenario.ends {
            let path = format!("ends.{}.returns", end.name);
            let amounts = self.amount_changes(&end.amounts, &format!("ends.{}", end.name));
            let returns = end.returns.as_ref().map(|returns| ReturnsModel {
                amounts: self.amount_changes(&returns.amounts, &path),
                share: (self.numbers(&returns.share), Purpose::named(&path)),
                after: (self.sampler(&returns.after), Purpose::named(&format!("{path}.after"))),
                to: returns.to.map(|stage| stage as u32),
                counted: need.counted_ends,
            });
            need.counted_ends += u16::from(returns.is_some());
            need.after.push(AfterModel { need_stays: end.need_stays, success: end.success, returns, amounts });
        }
        self.model.need = need;
        Ok(())
    }

    fn pool(
        &self,
        pool: &Pool,
        path: &str,
        source: u16,
        onset: usize,
        first_signal: u32,
    ) -> Result<PoolModel, CompileError> {
        let at = |part: &str| Purpose::named(&format!("{path}.{part}"));
        let signals = pool.signals.iter().map(|signal| {
            let path = format!("signals.{}", signal.name);
            let quantity = |param| Varying::of_param(param, &self.model.classes, self.scenario.start, Quantity::new);
            SignalModel {
                rate: self.numbers(&signal.rate),
                rate_at: at(&path),
                amount: signal.amount.as_ref().map(|amount| (quantity(amount), at(&format!("{path}.amount")))),
                urgent: signal.urgent,
                becomes: signal.becomes.map(|becomes| (becomes.axis, becomes.level)),
            }
        });
        Ok(PoolModel {
            source,
            key: random::Stream::named(path),
            stock: pool.stock,
            onset,
            in_need_for: (self.sampler(&pool.in_need_for), at("in_need_for")),
            natural_end: pool
                .natural_end
                .as_ref()
                .map(|natural| (self.sampler(&natural.after), at("natural_end"), natural.to as u32)),
            apply: pool.apply.as_ref().map(|apply| ApplyModel {
                after: self.sampler(&apply.after),
                after_at: at("apply"),
                again: self.numbers(&apply.again),
                to: apply.to as u32,
            }),
            signals: signals.collect(),
            first_signal,
            batch: pool.batch.as_ref().map(|batch| self.signal_batch(pool, batch, path)).transpose()?,
        })
    }

    fn signal_batch(&self, pool: &Pool, batch: &SignalBatch, path: &str) -> Result<BatchModel, CompileError> {
        Ok(BatchModel {
            moments: self.batch_moments(batch.every).ok_or_else(|| self.too_many_changes(&pool.name))?,
            creditors: batch.creditors,
            threshold: self.numbers(&batch.threshold),
            taken_up: self.numbers(&batch.taken_up),
            taken_up_at: Purpose::named(&format!("{path}.batch.taken_up")),
            to: batch.to as u32,
        })
    }

    /// A step of attempts: for each its work and whether the resident is reached; then away, or on with the stage.
    ///
    /// ```text
    /// Work ► Contact ─┬─ accepts ────────────────► next step
    ///                 ├─ refuses ► refused
    ///                 └─ not reached, wait ► Work ► Contact ► … ► NotReached ► not_reached
    /// ```
    pub(super) fn attempts(&mut self, stage: usize, step: &Attempts, path: &str, first_work: &mut Option<u32>) {
        let channels = self.scenario.channels();
        let first = self.model.contacts.len() as u32;
        let accepted_op = (self.model.ops.len() + 2 * step.attempts.len() + 1) as u32;
        for (number, attempt) in step.attempts.iter().enumerate() {
            // Addressed by its channel, and its rank among those of the same, so that a letter more leaves calls alone.
            let rank = 1 + step.attempts[..number].iter().filter(|other| other.by == attempt.by).count();
            let path = format!("{path}.attempts.{}", attempt.by);
            let path = if rank == 1 { path } else { format!("{path}.{rank}") };
            let at = |part: &str| Purpose::named(&format!("{path}.{part}"));
            let work_number = self.model.works.len() as u32;
            first_work.get_or_insert(work_number);
            let work = Work {
                team: step.team,
                work: attempt.work.clone(),
                queue: step.queue.clone(),
                becomes: None,
                no_show: None,
                patience: None,
                leave: None,
                clinic: None,
                cost: None,
                advanced: AdvancedWork::default(),
            };
            self.work(stage, &work, &path);
            self.model.ops.push(Op::Work(work_number));
            self.model.ops.push(Op::Contact(first + number as u32));
            let model = ContactModel {
                stage: stage as u32,
                channel: channels.binary_search(&attempt.by.as_str()).unwrap_or(0) as u16,
                wait: (self.sampler(&attempt.wait), at("wait")),
                reached: (self.numbers(&attempt.reached), at("reached")),
                accepts: (self.numbers(&attempt.accepts), at("accepts")),
                cost: attempt.cost.as_ref().map(|cost| self.numbers(cost)),
                refused: step.refused,
                not_reached: step.not_reached,
                accepted_op,
            };
            self.model.contacts.push(model);
        }
        self.model.ops.push(Op::NotReached(self.model.contacts.len() as u32 - 1));
    }
}
