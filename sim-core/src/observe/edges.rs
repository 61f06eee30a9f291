//! How far a replication has come in the months, fine steps, periods and moments of its plan.

use super::Measures;
use super::plan::{FINE_STEPS, Plan};
use crate::time::{SimTime, Span};

/// Where the present moment lies.
#[derive(Debug, Clone)]
pub(super) struct Edges {
    pub(super) month: usize,
    fine_step: usize,
    /// End of the fine step.
    fine_edge: SimTime,
    moment: usize,
    /// Period in which what happens now is counted; 0 while nothing is measured yet.
    pub(super) period: usize,
    /// When it began, and the edge at its end.
    period_began: SimTime,
    period_edge: SimTime,
    /// The earliest edge that is still ahead.
    next: SimTime,
}

impl Edges {
    pub(super) fn of(plan: &Plan) -> Edges {
        let mut edges = Edges {
            month: 0,
            fine_step: 0,
            fine_edge: fine_edge(plan, 0),
            moment: 0,
            period: 0,
            period_began: SimTime::default(),
            period_edge: plan.period_edges.get(1).copied().unwrap_or(SimTime::NEVER),
            next: plan.begin,
        };
        edges.next = edges.earliest(plan);
        edges
    }

    fn earliest(&self, plan: &Plan) -> SimTime {
        let month = plan.month_edges.get(self.month + 1).copied().unwrap_or(SimTime::NEVER);
        let moment = plan.moments.get(self.moment).copied().unwrap_or(SimTime::NEVER);
        month.min(self.fine_edge).min(moment).min(self.period_edge)
    }

    /// The earliest edge that is still ahead.
    pub(super) fn next(&self) -> SimTime {
        self.next
    }

    /// Whether a moment up to now lies in the present period.
    #[inline]
    pub(super) fn is_in_period(&self, at: SimTime) -> bool {
        at >= self.period_began
    }

    fn pass_period(&mut self, plan: &Plan) {
        self.period += 1;
        self.period_began = self.period_edge;
        self.period_edge = plan.period_edges.get(self.period + 1).copied().unwrap_or(SimTime::NEVER);
    }
}

/// The end of a fine step; the last has none.
fn fine_edge(plan: &Plan, step: usize) -> SimTime {
    if step + 1 >= FINE_STEPS {
        return SimTime::NEVER;
    }
    // The whole length times the steps, divided by their number; in two parts, so that it fits.
    let (length, steps, ends) = ((plan.end - plan.begin).0, FINE_STEPS as i64, step as i64 + 1);
    plan.begin + Span(length / steps * ends + length % steps * ends / steps)
}

impl Measures<'_> {
    /// Adds up all levels at every edge up to a moment.
    pub(super) fn pass_edges(&mut self, now: SimTime) {
        while self.edges.next <= now {
            let edge = self.edges.next;
            while self.edges.period_edge == edge {
                self.end_period();
                self.edges.pass_period(self.plan);
            }
            if self.plan.moments.get(self.edges.moment) == Some(&edge) {
                self.take_moment();
            }
            if self.edges.fine_edge == edge {
                self.add_up_fine(edge);
                self.edges.fine_step += 1;
                self.edges.fine_edge = fine_edge(self.plan, self.edges.fine_step);
            }
            if self.plan.month_edges.get(self.edges.month + 1) == Some(&edge) {
                self.add_up_all(edge);
                if self.edges.month + 2 < self.plan.month_edges.len() {
                    self.edges.month += 1;
                } else {
                    break;
                }
            }
            self.edges.next = self.edges.earliest(self.plan);
        }
    }

    /// Adds up to groups what was counted by class combination in the present period.
    pub(super) fn end_period(&mut self) {
        let period = self.edges.period;
        self.tally.end_period(self.plan, period);
        let at = self.histograms_at;
        self.waits.add_up(self.plan, &mut self.tally.histograms, Some(|stage| at.wait_in(stage, period)));
    }

    /// Adds up everything at the end of the run.
    pub(super) fn pass_end(&mut self, end: SimTime) {
        self.pass_edges(end);
        self.add_up_all(end);
        self.add_up_fine(end);
        // Moments at or after the end show the chain as it ended.
        while self.edges.moment < self.plan.moments.len() {
            self.take_moment();
        }
    }

    fn take_moment(&mut self) {
        let counts = self.levels.stages.iter().map(|stage| {
            let waiting = stage.waiting.value();
            (waiting as u32, (stage.present.value() - waiting) as u32)
        });
        self.tally.at_moments.push(counts.collect());
        self.edges.moment += 1;
    }

    fn add_up_all(&mut self, now: SimTime) {
        let month = self.edges.month;
        self.levels.add_up(&mut self.tally, month, now);
        if let Some(need) = &mut self.need {
            need.add_up_all(&mut self.tally, month, now);
        }
        if let Some(cost) = &mut self.cost {
            cost.add_up_all(self.model, &mut self.tally, month, now);
        }
    }

    fn add_up_fine(&mut self, now: SimTime) {
        self.tally.fine[self.edges.fine_step] += self.levels.chain_fine.take_area(now);
    }
}
