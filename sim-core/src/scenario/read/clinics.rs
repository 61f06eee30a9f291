//! Clinic moments: weekdays with a time, or times in a pattern of any length.

use toml::de::DeValue;

use super::table::Fields;
use super::teams::{time_of_day, weekday};
use super::{Item, Reader, values};
use crate::scenario::grammar::Value;
use crate::scenario::problem::{Bound, NameOf, ProblemKind, Unit};
use crate::scenario::units::{self, clip};
use crate::scenario::{Clinic, ClinicFrom, Closing, Staff, Stage, Step, Team};
use crate::time::{DAY, Span};

/// Shortest pattern of clinic moments.
const SHORTEST: Span = Span(60_000_000);
/// Most places at one moment.
const MOST_PLACES: u32 = 1_000_000;
/// What stands for the team of a clinic that names none, until all teams are known.
pub(super) const NO_TEAM: usize = usize::MAX;

impl<'t> Reader<'t> {
    /// The clinic of a step of work.
    pub(super) fn clinic(&mut self, fields: &Fields<'t>) -> Option<Clinic> {
        let inner = self.inner(fields, "clinic")?;
        let weekly = !inner.has("every");
        let every = if weekly { Some(Span(7 * DAY)) } else { self.fixed(&inner, "every", values::positive_time) };
        if every.is_some_and(|every| every < SHORTEST) {
            self.out_of_range(&inner, "every", Bound::Of(1.0, Unit::Minutes), Bound::Of(1000.0, Unit::Years));
        }
        let most = every.unwrap_or(Span(i64::MAX));
        let at = self.all(&inner, "at", |reader, item| reader.clinic_moment(item, weekly, most));
        let places = self.fixed(&inner, "places", Reader::places);
        let (every, at, places) = (every?, at?, places?);
        if places.len() > 1 && places.len() != at.len() {
            let (one, other) = (("at".to_owned(), at.len()), ("places".to_owned(), places.len()));
            self.problem(ProblemKind::LengthsDiffer { one, other }, inner.key("places"), &inner.child("places"));
            return None;
        }
        let mut moments: Vec<(Span, u32)> = at.into_iter().zip(places.into_iter().cycle()).collect();
        moments.sort_unstable();
        let from = if weekly { ClinicFrom::Monday } else { ClinicFrom::Beginning };
        Some(Clinic { from, every, moments })
    }

    fn clinic_moment(&mut self, item: &Item<'t>, weekly: bool, most: Span) -> Option<Span> {
        let text = values::text(self, item)?;
        let moment = match weekly {
            true => weekly_moment(&text),
            false => units::time(&text).ok().map(Span::from_days),
        };
        let Some(moment) = moment else {
            self.wrong(ProblemKind::BadClinicMoment { found: clip(&text) }, item);
            return None;
        };
        if moment > most {
            let most = Bound::Of(most.as_days(), Unit::Days);
            let kind = ProblemKind::OutOfRange { found: clip(&text), least: Bound::Of(0.0, Unit::Days), most };
            self.wrong(kind, item);
        }
        Some(moment)
    }

    /// One number of places, or one for each moment.
    fn places(reader: &mut Reader<'t>, item: &Item<'t>) -> Option<Vec<u32>> {
        let one = |reader: &mut Reader<'t>, item: &Item<'t>| values::small_count(reader, item, 0, MOST_PLACES);
        match item.value {
            DeValue::Integer(_) => Some(vec![one(reader, item)?]),
            DeValue::Array(entries) if entries.is_empty() => {
                reader.wrong(ProblemKind::EmptyList, item);
                None
            }
            DeValue::Array(entries) => {
                let entry = |entry: &'t toml::Spanned<DeValue<'t>>| Item {
                    value: entry.get_ref(),
                    at: entry.span(),
                    key: entry.span(),
                    path: item.path.clone(),
                };
                entries.iter().map(|value| one(reader, &entry(value))).collect()
            }
            other => {
                let found = super::table::found(other);
                reader.wrong(ProblemKind::WrongType { found, takes: Value::ClinicPlaces }, item);
                None
            }
        }
    }

    /// Gives clinics that name no team one of their own, which never has too few people. It comes after all others.
    pub(super) fn clinics_without_team(&mut self, stages: &mut [Stage], mut teams: Vec<Team>) -> Vec<Team> {
        let open = self.names.position(NameOf::Calendar, "always").unwrap_or(0);
        for stage in stages {
            for step in &mut stage.steps {
                let Step::Work(work) = step else { continue };
                if work.team != NO_TEAM {
                    continue;
                }
                let mut name = stage.name.clone();
                while teams.iter().any(|team| team.name == name) {
                    name.push_str("_clinic");
                }
                work.team = teams.len();
                teams.push(Team {
                    organisation: name.clone(),
                    name,
                    title: stage.title.clone(),
                    staff: Staff::Unlimited,
                    cost: None,
                    open,
                    closing: Closing::Resume,
                    places: None,
                    reserved: None,
                });
            }
        }
        teams
    }
}

/// A moment of the week such as `tue 09:00`, since Monday 00:00.
fn weekly_moment(text: &str) -> Option<Span> {
    let lower = text.trim().to_lowercase();
    let (day, time) = lower.split_once(char::is_whitespace)?;
    Some(Span(i64::from(weekday(day)?) * DAY) + time_of_day(time)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::HOUR;

    #[test]
    fn moments_of_the_week_are_read_in_both_languages() {
        let tuesday = Some(Span(DAY + 9 * HOUR));
        assert_eq!([weekly_moment("tue 09:00"), weekly_moment("Dinsdag 9.00")], [tuesday, tuesday]);
        assert_eq!(["tue", "9:00", "tue 9", "xyz 09:00", "1 day"].map(weekly_moment), [None; 5]);
    }
}
