//! Creditors' replies: asked all at once, awaited as one stay.

use super::Engine;
use crate::chain::{Answer, DelayModel, RepliesModel, outcome_of};
use crate::observe::{Happening, Observer};
use crate::random::Purpose;
use crate::scenario::Target;

impl<O: Observer, const RARE: bool> Engine<'_, O, RARE> {
    /// Asks the creditors: what they answer is remembered, and the time until it is known, in microseconds, returned.
    ///
    /// Draw i is creditor i, so that one more creditor leaves the answers of the others alone.
    pub(super) fn ask(&mut self, slot: u32, stay: &DelayModel, replies: &RepliesModel) -> i64 {
        let now = self.now;
        let (class, key) = (self.residents[slot].class, self.residents[slot].key);
        let visit = self.residents[slot].visits;
        let draws = self.draws;
        let unit = |at: Purpose, draw: u32| draws.unit(key, at, visit, draw);
        let asked = replies.creditors.at(class, now).number(|at| unit(at, 0));
        let collective =
            replies.collective.as_ref().filter(|(share, share_at, ..)| unit(*share_at, 0) < *share.at(class, now));
        let (time, answer) = match collective {
            Some((_, _, time, time_at)) => {
                let time = self.time(time.at(class, now), key, *time_at, visit, 0);
                (time, Answer { asked, replied: asked, refused: 0, agreed: true, collective: true })
            }
            None => {
                let (share, refuses_at) = &replies.refuses;
                let (time, share) = (stay.time.at(class, now), *share.at(class, now));
                let of = |creditor| {
                    let refuses = share > 0.0 && unit(*refuses_at, creditor) < share;
                    (self.time(time, key, stay.time_at, visit, creditor), refuses)
                };
                let mut answers: Vec<(i64, bool)> = (0..asked).map(of).collect();
                outcome_of(&mut answers, replies.agree.at(class, now).of(asked), replies.decides)
            }
        };
        let resident = &mut self.residents[slot];
        (resident.since, resident.answer) = (now, answer);
        time
    }

    /// The outcome of replies is known. Returns where the resident goes who was refused.
    pub(super) fn decide(&mut self, slot: u32, delay: u32, replies: &RepliesModel) -> Option<Target> {
        let resident = &self.residents[slot];
        let (answer, time) = (resident.answer, self.now - resident.since);
        self.observer.happened(self.now, resident, Happening::Answered { delay, answer, time });
        replies.refused.filter(|_| !answer.agreed)
    }
}
