//! Teams, their calendars, and what the advanced section says about them.

use jiff::ToSpan;
use jiff::civil::Date;
use toml::de::DeValue;

use super::table::Fields;
use super::{Item, Reader, amounts, values};
use crate::scenario::grammar::CLOSURE;
use crate::scenario::problem::{Bound, NameOf, ProblemKind, Unit};
use crate::scenario::units::clip;
use crate::scenario::{Calendar, Closing, Dated, Price, Staff, Team};
use crate::time::{DAY, HOUR, LiberationDay, OpeningHours, Span};

/// Productive hours per fte per year, unless said otherwise (an assumption: `docs/sources.md`).
const PRODUCTIVE_HOURS: f64 = 1350.0;
/// Most changes of a roster, and of a cycle, in the longest run.
const MOST_CHANGES: f64 = 1e7;
const LONGEST_RUN: f64 = 200.0 * 365.25 * DAY as f64;
const DAYS: [[&str; 4]; 7] = [
    ["mon", "monday", "ma", "maandag"],
    ["tue", "tuesday", "di", "dinsdag"],
    ["wed", "wednesday", "wo", "woensdag"],
    ["thu", "thursday", "do", "donderdag"],
    ["fri", "friday", "vr", "vrijdag"],
    ["sat", "saturday", "za", "zaterdag"],
    ["sun", "sunday", "zo", "zondag"],
];

impl<'t> Reader<'t> {
    /// All calendars, the built-in ones among them, in the order of names.
    pub(super) fn calendars(&mut self, top: &Fields<'t>) -> Vec<Calendar> {
        let mut calendars = vec![
            Calendar { name: "always".to_owned(), hours: OpeningHours::always() },
            Calendar { name: "office".to_owned(), hours: OpeningHours::office() },
        ];
        for (name, fields) in self.named(top, "calendars") {
            let hours = fields.map_or_else(OpeningHours::office, |fields| self.opening(&fields));
            calendars.push(Calendar { name, hours });
        }
        calendars.sort_by(|a, b| a.name.cmp(&b.name));
        calendars
    }

    fn opening(&mut self, fields: &Fields<'t>) -> OpeningHours {
        let mut weekly: Vec<(u8, Span, Span)> = Vec::new();
        let hours = self.all(fields, "open", |reader, item| {
            let text = values::text(reader, item)?;
            let hours = opening_hours(&text);
            if hours.is_none() {
                reader.wrong(ProblemKind::BadHours { found: clip(&text) }, item);
            }
            hours
        });
        weekly.extend(hours.unwrap_or_default().into_iter().flatten());
        weekly.sort();
        if weekly.windows(2).any(|pair| pair[0].0 == pair[1].0 && pair[1].1 < pair[0].2) {
            self.problem(ProblemKind::HoursOverlap, fields.key("open"), &fields.child("open"));
        }
        // Two openings without a gap are one.
        weekly.dedup_by(|later, earlier| {
            let joined = later.0 == earlier.0 && later.1 == earlier.2;
            if joined {
                earlier.2 = later.2;
            }
            joined
        });
        let holidays = self.fixed(fields, "holidays", |reader, item| values::choice(reader, item, &["nl", "none"]));
        let words = ["every five years", "every year", "never"];
        let liberation = self.fixed(fields, "liberation_day", |reader, item| values::choice(reader, item, &words));
        OpeningHours {
            weekly,
            holidays: holidays != Some(1),
            liberation_day: match liberation {
                Some(1) => LiberationDay::EveryYear,
                Some(2) => LiberationDay::Never,
                _ => LiberationDay::EveryFiveYears,
            },
            closed: self.closed(fields),
        }
    }

    fn closed(&mut self, fields: &Fields<'t>) -> Vec<(Date, Date)> {
        let items = self.list(fields, "closed").unwrap_or_default();
        items.iter().filter_map(|item| self.closure(item)).collect()
    }

    fn closure(&mut self, item: &Item<'t>) -> Option<(Date, Date)> {
        if !matches!(item.value, DeValue::Table(_)) {
            let day = values::date(self, item)?;
            return Some((day, day.saturating_add(1.day())));
        }
        let fields = self.open(&CLOSURE, item)?;
        let from = self.fixed(&fields, "from", values::date);
        let until = self.fixed(&fields, "until", values::date)?;
        let from = from?;
        if until <= from {
            let at = fields.get("until").map_or(fields.at.clone(), |item| item.at);
            self.problem(ProblemKind::EndsBeforeBegin, at, &fields.child("until"));
        }
        Some((from, until))
    }

    /// The advanced rosters by team.
    pub(super) fn advanced(&mut self, top: &Fields<'t>) -> Vec<(String, Fields<'t>)> {
        let tables = self.advanced_tables(top, "teams", NameOf::Team);
        tables.into_iter().filter_map(|(name, fields)| Some((name, self.inner(&fields, "roster")?))).collect()
    }

    /// The tables of one part of the advanced section, by the name they are about.
    pub(super) fn advanced_tables(
        &mut self,
        top: &Fields<'t>,
        part: &'static str,
        of: NameOf,
    ) -> Vec<(String, Fields<'t>)> {
        let problems = self.problems.len();
        let advanced = self.inner(top, "advanced");
        if part != "teams" {
            // The section is opened once for each part; what is wrong with the section itself was said the first time.
            self.problems.truncate(problems);
        }
        let Some(advanced) = advanced else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for (name, fields) in self.named(&advanced, part) {
            let Some(fields) = fields else {
                continue;
            };
            if self.names.position(of, &name).is_none() {
                let kind =
                    super::names::unknown(of, &name, self.names.of(of).iter().map(String::as_str), self.compares());
                self.problem(kind, fields.at.clone(), &fields.path);
            }
            found.push((name, fields));
        }
        found
    }

    /// All teams, in the order of names.
    pub(super) fn teams(&mut self, top: &Fields<'t>, rosters: &[(String, Fields<'t>)]) -> Vec<Team> {
        let tables = self.named(top, "teams");
        tables
            .into_iter()
            .map(|(name, fields)| {
                let roster = rosters.binary_search_by(|(team, _)| team.cmp(&name)).ok().map(|found| &rosters[found].1);
                self.team(name, fields, roster)
            })
            .collect()
    }

    fn team(&mut self, name: String, fields: Option<Fields<'t>>, roster: Option<&Fields<'t>>) -> Team {
        let built_in = if roster.is_some() { "always" } else { "office" };
        let mut team = Team {
            title: None,
            organisation: name.clone(),
            name,
            staff: Staff::Unlimited,
            cost: None,
            open: self.names.position(NameOf::Calendar, built_in).unwrap_or(0),
            closing: Closing::Resume,
            places: None,
            reserved: None,
        };
        let Some(fields) = fields else {
            return team;
        };
        team.title = self.fixed(&fields, "title", values::wording);
        if let Some(organisation) = self.fixed(&fields, "organisation", values::text) {
            team.organisation = organisation;
        }
        let open = self.fixed(&fields, "open", |reader, item| values::reference(reader, item, NameOf::Calendar));
        team.open = open.unwrap_or(team.open);
        let words = ["resume", "finish", "restart", "resample"];
        team.closing = match self.fixed(&fields, "closing", |reader, item| values::choice(reader, item, &words)) {
            Some(1) => Closing::Finish,
            Some(2) => Closing::Restart,
            Some(3) => Closing::Resample,
            _ => Closing::Resume,
        };
        team.staff = self.staff(&fields, roster).unwrap_or(Staff::Unlimited);
        team.cost = self.dated(&fields, "cost", amounts::price);
        let per_fte = |cost: &Dated<Price>| cost.values().any(|price| matches!(price, Price::PerFteYear(_)));
        if team.cost.as_ref().is_some_and(per_fte) && !fields.has("fte") {
            self.problem(ProblemKind::PriceNeedsFte, fields.key("cost"), &fields.child("cost"));
        }
        team.places = self.places_of_team(&fields, &team.staff);
        team.reserved = self.reserved(&fields, &team);
        team
    }

    fn staff(&mut self, fields: &Fields<'t>, roster: Option<&Fields<'t>>) -> Option<Staff> {
        if let Some(roster) = roster {
            for field in ["fte", "workers", "open", "productive_hours"].into_iter().filter(|field| fields.has(field)) {
                let kind = ProblemKind::Together { one: "roster".to_owned(), other: field.to_owned() };
                self.problem(kind, fields.key(field), &fields.child(field));
            }
            let (every, pieces) = self.pieces(roster, |reader, piece| {
                reader.fixed(piece, "workers", |reader, item| {
                    values::workers(reader, item, crate::scenario::grammar::Value::Workers)
                })
            })?;
            return Some(Staff::Roster { every, pieces });
        }
        self.needs(fields, "productive_hours", &["fte"]);
        match (fields.has("fte"), fields.has("workers")) {
            (true, true) => {
                let kind = ProblemKind::Together { one: "fte".to_owned(), other: "workers".to_owned() };
                self.problem(kind, fields.key("workers"), &fields.child("workers"));
                None
            }
            // A team of places alone: nobody works.
            (false, false) if fields.has("places") => Some(Staff::Workers(Dated::always(0))),
            (false, false) => {
                let names = vec!["fte".to_owned(), "workers".to_owned()];
                self.problem(ProblemKind::OneOf { fields: names }, fields.at.clone(), &fields.path);
                None
            }
            (true, false) => {
                let fte = self.dated(fields, "fte", values::fte);
                let productive_hours = match fields.has("productive_hours") {
                    true => self.dated(fields, "productive_hours", values::productive_hours)?,
                    false => Dated::always(PRODUCTIVE_HOURS),
                };
                Some(Staff::Fte { fte: fte?, productive_hours })
            }
            (false, true) => self.workers(fields),
        }
    }

    fn workers(&mut self, fields: &Fields<'t>) -> Option<Staff> {
        let workers = self.dated(fields, "workers", values::workers)?;
        if workers.values().all(Option::is_none) {
            return Some(Staff::Unlimited);
        }
        // A team that is unlimited for some time has as many people as can be counted.
        let number = |workers: Option<u32>| workers.unwrap_or(crate::time::UNLIMITED);
        let later = workers.later.into_iter().map(|(date, workers)| (date, number(workers))).collect();
        Some(Staff::Workers(Dated { first: number(workers.first), later }))
    }

    /// The pieces of something that repeats: the first from 0, ascending, all within the cycle.
    pub(super) fn pieces<T>(
        &mut self,
        fields: &Fields<'t>,
        parse: impl Fn(&mut Reader<'t>, &Fields<'t>) -> Option<T>,
    ) -> Option<(Span, Vec<(Span, T)>)> {
        let every = self.fixed(fields, "every", values::positive_time);
        let tables = self.tables(fields, "pieces", None)?;
        if tables.is_empty() {
            self.problem(ProblemKind::EmptyList, fields.key("pieces"), &fields.child("pieces"));
        }
        let mut pieces: Vec<(Span, T)> = Vec::new();
        let mut complete = true;
        for piece in tables {
            let read = piece.and_then(|piece| {
                let from = self.fixed(&piece, "from", values::time);
                let value = parse(self, &piece);
                Some((from?, value?, piece))
            });
            let Some((from, value, piece)) = read else {
                complete = false;
                continue;
            };
            let found = || {
                let at = piece.get("from").map_or(piece.at.clone(), |item| item.at);
                (self.text.get(at.clone()).unwrap_or_default().trim_matches('"').to_owned(), at)
            };
            let zero = || Bound::Of(0.0, Unit::Days);
            let wrong = match pieces.last() {
                None if from != Span::ZERO => {
                    Some(ProblemKind::OutOfRange { found: found().0, least: zero(), most: zero() })
                }
                Some((before, _)) if from <= *before => {
                    Some(ProblemKind::NotAscending { before: self.piece_before(&piece), found: found().0 })
                }
                _ if every.is_some_and(|every| from >= every) => {
                    Some(ProblemKind::OutOfRange { found: found().0, least: zero(), most: Bound::BelowField("every") })
                }
                _ => None,
            };
            if let Some(kind) = wrong {
                let at = found().1;
                self.problem(kind, at, &piece.child("from"));
            }
            pieces.push((from, value));
        }
        let every = every?;
        let changes = LONGEST_RUN / every.0 as f64 * pieces.len() as f64;
        if changes > MOST_CHANGES {
            let found = self.text.get(fields.get("every")?.at).unwrap_or_default().trim_matches('"').to_owned();
            let kind = ProblemKind::OutOfRange {
                found,
                least: Bound::Of(1.0, Unit::Hours),
                most: Bound::Of(1000.0, Unit::Years),
            };
            self.problem(kind, fields.get("every")?.at, &fields.child("every"));
            return None;
        }
        complete.then_some((every, pieces))
    }

    fn piece_before(&self, piece: &Fields<'t>) -> String {
        let number = piece.path.rsplit('.').next().and_then(|number| number.parse::<usize>().ok()).unwrap_or(1);
        format!("pieces.{}", number.saturating_sub(1))
    }
}

/// Weekly hours such as `mon-fri 09:00-17:00`.
fn opening_hours(text: &str) -> Option<Vec<(u8, Span, Span)>> {
    let lower = text.trim().to_lowercase();
    let (days, hours) = lower.split_once(char::is_whitespace)?;
    let (opens, closes) = hours.trim().split_once(['-', '–'])?;
    let (opens, closes) = (time_of_day(opens)?, time_of_day(closes)?);
    let (first, last) = match days.split_once(['-', '–']) {
        Some((first, last)) => (weekday(first)?, weekday(last)?),
        None => (weekday(days)?, weekday(days)?),
    };
    if first > last || opens >= closes {
        return None;
    }
    Some((first..=last).map(|day| (day, opens, closes)).collect())
}

pub(super) fn weekday(word: &str) -> Option<u8> {
    DAYS.iter().position(|words| words.contains(&word.trim())).and_then(|day| u8::try_from(day).ok())
}

/// A time of day such as `9:00` or `24:00`.
pub(super) fn time_of_day(text: &str) -> Option<Span> {
    let (hours, minutes) = text.trim().split_once([':', '.'])?;
    let digits = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(hours) || minutes.len() != 2 || !digits(minutes) {
        return None;
    }
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    let time = hours * HOUR + minutes * (HOUR / 60);
    (minutes < 60 && time <= DAY).then_some(Span(time))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opening_hours_are_read_in_both_languages() {
        let friday = vec![(4, Span(9 * HOUR), Span(17 * HOUR))];
        assert_eq!(opening_hours("fri 09:00-17:00"), Some(friday.clone()));
        assert_eq!(opening_hours("vrijdag 9:00 - 17:00"), Some(friday));
        assert_eq!(opening_hours("ma-zo 00:00-24:00").map(|days| days.len()), Some(7));
        for wrong in [
            "fri",
            "fri 9-17",
            "fri-mon 09:00-17:00",
            "mon 17:00-09:00",
            "mon 09:00-24:01",
            "xyz 09:00-17:00",
            "mon 09:60-10:00",
        ] {
            assert_eq!(opening_hours(wrong), None, "{wrong}");
        }
    }
}
