//! Stays: delays, replies and the contacts during them; and stages side by side.

use super::Compiler;
use crate::chain::varying::{Varying, dates_of_dated};
use crate::chain::{ContactsModel, CreditorsModel, DelayModel, Op, RepliesModel, SplitModel};
use crate::random::{Purpose, Quantity};
use crate::scenario::{Contacts, Dated, Delay, HowMany, Replies};
use crate::time::{DAY, Opening, SimTime, Span};

impl Compiler<'_> {
    /// Stages that are opened side by side.
    pub(super) fn split(&mut self, stage: usize, opened: &[usize]) {
        self.model.ops.push(Op::SideBySide(self.model.splits.len() as u32));
        let stages = opened.iter().map(|&stage| stage as u32).collect();
        self.model.splits.push(SplitModel { stage: stage as u32, stages });
    }

    pub(super) fn delay(&mut self, stage: usize, delay: &Delay, path: &str) {
        self.model.ops.push(Op::Delay(self.model.delays.len() as u32));
        let model = DelayModel {
            stage: stage as u32,
            time: self.sampler(&delay.time),
            opening: delay.open.map(|calendar| Box::new(self.opening_of(calendar))),
            time_at: Purpose::named(&format!("{path}.delay")),
            replies: None,
            cost: self.euro(delay.cost.as_ref()),
            leave: delay.leave.as_ref().map(|leave| self.leaving(leave, &format!("{path}.leave"))),
            becomes: delay.becomes.as_ref().map(|becomes| self.becomes(becomes, &format!("{path}.delay.becomes"))),
            contacts: delay.contacts.as_ref().map(|contacts| self.contacts(stage, contacts, path)),
        };
        self.model.delays.push(model);
    }

    /// The hours of a calendar over the run.
    pub(super) fn opening_of(&self, calendar: usize) -> Opening {
        let dates = self.begin.date(self.scenario.start).zip((self.end + Span(DAY)).date(self.scenario.start));
        let (from, until) = dates.expect("a run that is too long was refused before");
        let hours = self.scenario.calendars[calendar].hours.intervals(self.scenario.start, from, until);
        let mut changes: Vec<(SimTime, u32)> = vec![(self.begin.min(SimTime::of_date(from, self.scenario.start)), 0)];
        for (opens, closes) in hours {
            // What opens as the other closes goes on; what opens at the very beginning replaces it.
            if changes.last().is_some_and(|&(at, _)| at == opens) {
                changes.pop();
            }
            changes.extend([(opens, 1), (closes, 0)]);
        }
        Opening::new(changes)
    }

    /// Replies are a stay whose length is that of the replies together.
    pub(super) fn replies(&mut self, stage: usize, replies: &Replies, path: &str) {
        let path = format!("{path}.replies");
        self.model.ops.push(Op::Delay(self.model.delays.len() as u32));
        let at = |part: &str| Purpose::named(&format!("{path}.{part}"));
        let number_at = at("creditors");
        let creditors = |creditors: &HowMany| match creditors {
            HowMany::Drawn(number) => CreditorsModel::Drawn(Quantity::new(number), number_at),
        };
        let collective = replies.collective.as_ref().map(|collective| {
            let (share, time) = (self.share(&collective.share), self.sampler(&collective.time));
            (share, at("collective.share"), time, at("collective.time"))
        });
        let (classes, start) = (&self.model.classes, self.scenario.start);
        let model = RepliesModel {
            creditors: Varying::of_param(&replies.creditors, classes, start, creditors),
            refuses: (self.share(&replies.refuses), at("refuses")),
            agree: self.for_everybody(&replies.agree),
            decides: replies.decides,
            collective,
            refused: replies.refused,
        };
        let model = DelayModel {
            cost: None,
            stage: stage as u32,
            time: self.sampler(&replies.time),
            opening: None,
            time_at: at("time"),
            replies: Some(Box::new(model)),
            leave: replies.leave.as_ref().map(|leave| self.leaving(leave, &format!("{path}.leave"))),
            becomes: replies.becomes.as_ref().map(|becomes| self.becomes(becomes, &format!("{path}.becomes"))),
            contacts: replies.contacts.as_ref().map(|contacts| self.contacts(stage, contacts, &path)),
        };
        self.model.delays.push(model);
    }

    /// A value that may change by date and is the same for every class.
    fn for_everybody<T: Copy>(&self, dated: &Dated<T>) -> Varying<T> {
        let dates = dates_of_dated(dated).collect();
        Varying::of(&self.model.classes, false, dates, self.scenario.start, |_, from| *dated.on(from))
    }

    fn contacts(&mut self, stage: usize, contacts: &Contacts, path: &str) -> ContactsModel {
        let work = self.model.works.len() as u32;
        self.work(stage, &contacts.work, &format!("{path}.contacts"));
        if let Some(model) = self.model.works.last_mut() {
            model.contact = true;
        }
        let every = Varying::of_param(&contacts.every, &self.model.classes, self.scenario.start, |&every| every);
        ContactsModel { every, work, first_op: 0 }
    }

    /// The programs of the contacts of a stage, behind that of the stage itself.
    pub(super) fn contact_programs(&mut self, stage: usize) {
        for delay in self.model.delays.iter_mut().filter(|delay| delay.stage as usize == stage) {
            if let Some(contacts) = &mut delay.contacts {
                contacts.first_op = self.model.ops.len() as u32;
                self.model.ops.extend([Op::Work(contacts.work), Op::ContactDone]);
            }
        }
    }
}
