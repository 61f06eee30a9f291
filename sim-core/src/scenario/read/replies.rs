//! Creditors' replies, and contacts during a stay.

use toml::de::DeValue;

use super::stages::PLACEHOLDER;
use super::table::Fields;
use super::{Item, Reader, values};
use crate::scenario::advanced::AdvancedWork;
use crate::scenario::grammar::Value;
use crate::scenario::problem::{Bound, ProblemKind};
use crate::scenario::{
    Agree, Collective, Contacts, Dated, Decides, Distribution, HowMany, MOST_CREDITORS, Param, Replies, Work,
};
use crate::time::Span;

impl<'t> Reader<'t> {
    /// The replies of a step; `outside` has the fields that stand beside them.
    pub(super) fn replies(&mut self, outside: &Fields<'t>) -> Option<Replies> {
        let refused = self.fixed(outside, "refused", values::target);
        let (leave, becomes) = (self.leaving(outside, "leave"), self.becomes(outside));
        let contacts = self.contacts(outside);
        let fields = self.inner(outside, "replies")?;
        let creditors = self.param(&fields, "creditors", None, how_many);
        let time = self.times(&fields, "time").unwrap_or(Param::always(PLACEHOLDER));
        let refuses = self.param(&fields, "refuses", Some(0.0), values::share);
        let agree = match fields.has("agree") {
            true => self.dated(&fields, "agree", agree),
            false => Some(Dated::always(Agree::Share(1.0))),
        };
        let decides = self.fixed(&fields, "decides", |reader, item| {
            let position = values::choice(reader, item, &["slowest", "quorum"])?;
            Some(if position == 0 { Decides::Slowest } else { Decides::Quorum })
        });
        let collective = self.inner(&fields, "collective").and_then(|inner| {
            let share = self.param(&inner, "share", None, values::share);
            let time = self.param(&inner, "time", None, Reader::distribution);
            Some(Collective { share: share?, time: time? })
        });
        if fields.mentions("refuses") && !outside.has("refused") {
            self.missing("refused", Value::Name, outside);
        }
        if outside.has("refused") && !fields.mentions("refuses") {
            self.missing("refuses", Value::Share, &fields);
        }
        let (creditors, agree) = (creditors?, agree?);
        let nobody = |agree: &Agree| matches!(agree, Agree::Share(0.0) | Agree::Count(0));
        self.stays_positive(!agree.values().any(nobody), &fields, "agree");
        self.stays_positive(creditors.values().all(|number| number.constant() != Some(0)), &fields, "creditors");
        self.enough_creditors(&fields, &creditors, &agree);
        let decides = decides.unwrap_or(Decides::Slowest);
        let refuses = refuses?;
        Some(Replies { creditors, time, refuses, agree, decides, collective, refused, leave, becomes, contacts })
    }

    /// A number that must agree is not above the number of creditors, where that is always the same.
    fn enough_creditors(&mut self, fields: &Fields<'t>, creditors: &Param<HowMany>, agree: &Dated<Agree>) {
        let needed = agree.values().filter_map(|agree| match agree {
            Agree::Count(count) => Some(*count),
            Agree::Share(_) => None,
        });
        let fewest = creditors.values().filter_map(HowMany::constant).min();
        if let Some((agree, creditors)) = needed.max().zip(fewest)
            && agree > creditors
        {
            self.problem(ProblemKind::QuorumAbove { agree, creditors }, fields.key("agree"), &fields.child("agree"));
        }
    }

    /// The contacts during a step.
    pub(super) fn contacts(&mut self, outside: &Fields<'t>) -> Option<Contacts> {
        let fields = self.inner(outside, "contacts")?;
        let every = self.param(&fields, "every", None, |reader, item, _| values::positive_time(reader, item));
        if let Some(every) = &every {
            self.stays_positive(every.values().all(|every| *every > Span::ZERO), &fields, "every");
        }
        let (team, work, queue) = self.work(&fields);
        let (patience, leave, becomes, no_show, clinic, cost) = (None, None, None, None, None, None);
        let advanced = AdvancedWork::default();
        let work = Work { team: team?, work: work?, queue, patience, becomes, no_show, leave, clinic, cost, advanced };
        Some(Contacts { every: every?, work })
    }
}

/// How many creditors: the place where other ways of saying so are read.
fn how_many<'t>(reader: &mut Reader<'t>, item: &Item<'t>, takes: Value) -> Option<HowMany> {
    let number = reader.distribution(item, takes)?;
    if let Distribution::Constant(value) = number
        && !(1.0..=f64::from(MOST_CREDITORS)).contains(&value.round())
    {
        let found = value.to_string();
        let (least, most) = (Bound::Count(1), Bound::Count(u64::from(MOST_CREDITORS)));
        reader.wrong(ProblemKind::OutOfRange { found, least, most }, item);
        return None;
    }
    Some(HowMany::Drawn(number))
}

/// How many must agree: a whole number is a number of creditors, anything else a share.
fn agree<'t>(reader: &mut Reader<'t>, item: &Item<'t>, takes: Value) -> Option<Agree> {
    if matches!(item.value, DeValue::Integer(_)) {
        return values::small_count(reader, item, 1, MOST_CREDITORS).map(Agree::Count);
    }
    let share = values::share(reader, item, takes)?;
    if share > 0.0 {
        return Some(Agree::Share(share));
    }
    reader.wrong(ProblemKind::MustBePositive, item);
    None
}
