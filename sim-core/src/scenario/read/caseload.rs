//! Caseload places, what is reserved, becoming another class, and missed appointments.

use jiff::civil::Date;
use toml::de::DeValue;

use super::table::Fields;
use super::{Reader, amounts, values};
use crate::scenario::grammar::PLACE;
use crate::scenario::problem::{Bound, NameOf, ProblemKind};
use crate::scenario::units::clip;
use crate::scenario::{
    Becoming, Dated, Ddas, NoShow, Place, Places, Queue, Reserved, Staff, Step, Target, Team, places_change_on,
    places_on,
};

/// Most places of a team.
const MANY: u32 = 1_000_000;
/// The end of those who miss every appointment, unless another reason is given.
pub(super) const NOT_APPEARED: &str = "not_appeared";
/// How often another appointment is made, unless said otherwise.
const AT_MOST: u32 = 2;

impl<'t> Reader<'t> {
    /// How many places a team has.
    pub(super) fn places_of_team(&mut self, fields: &Fields<'t>, staff: &Staff) -> Option<Dated<Places>> {
        let places = self.dated(fields, "places", amounts::places)?;
        let per_fte = places.values().any(|places| matches!(places, Places::PerFte(_)));
        if per_fte && matches!(staff, Staff::Unlimited | Staff::Roster { .. }) {
            let kind = ProblemKind::Needs { field: "places".to_owned(), other: vec!["fte".to_owned()] };
            self.problem(kind, fields.key("places"), &fields.child("places"));
        }
        Some(places)
    }

    /// What a team keeps free for some classes.
    pub(super) fn reserved(&mut self, fields: &Fields<'t>, team: &Team) -> Option<Reserved> {
        let inner = self.inner(fields, "reserved")?;
        if !inner.has("workers") && !inner.has("places") {
            let fields = vec!["workers".to_owned(), "places".to_owned()];
            self.problem(ProblemKind::OneOf { fields }, inner.at.clone(), &inner.path);
        }
        let classes = self.all(&inner, "for", |reader, item| {
            let name = values::text(reader, item)?;
            reader.pick(&name, &item.at, &item.path)
        });
        let people = match &team.staff {
            Staff::Workers(workers) => workers.values().copied().max(),
            Staff::Fte { fte, .. } => fte.values().map(|fte| fte.ceil() as u32).max(),
            Staff::Unlimited | Staff::Roster { .. } => None,
        };
        let places = match &team.places {
            Some(places) => {
                let dates = std::iter::once(Date::MIN).chain(places_change_on(places, &team.staff));
                dates.map(|date| places_on(places, &team.staff, date)).max()
            }
            None => {
                if inner.has("places") && !fields.has("places") {
                    let team = team.name.clone();
                    self.problem(ProblemKind::NoPlaces { team }, inner.key("places"), &inner.child("places"));
                }
                None
            }
        };
        let workers = self.kept_free(&inner, "workers", people);
        let places = self.kept_free(&inner, "places", places);
        Some(Reserved { classes: classes?, workers: workers?, places: places? })
    }

    /// So many are kept free of so many at most: at least one must be left for the others.
    fn kept_free(&mut self, fields: &Fields<'t>, name: &'static str, of: Option<u32>) -> Option<u32> {
        if !fields.has(name) {
            return Some(0);
        }
        let number = self.fixed(fields, name, |reader, item| values::small_count(reader, item, 1, MANY))?;
        if let Some(of) = of
            && number >= of
        {
            let found = number.to_string();
            let most = Bound::Count(u64::from(of.saturating_sub(1)));
            let kind = ProblemKind::OutOfRange { found, least: Bound::Count(0), most };
            self.problem(kind, fields.get(name).map_or(fields.at.clone(), |item| item.at), &fields.child(name));
            return None;
        }
        Some(number)
    }

    /// A step in which a place is taken.
    pub(super) fn place_step(&mut self, fields: &Fields<'t>) -> Option<Step> {
        let item = fields.get("place")?;
        let (team, until_leaving) = match item.value {
            DeValue::Table(table) if !table.contains_key("value") => {
                let inner = self.open(&PLACE, &item)?;
                let team = self.fixed(&inner, "team", |reader, item| values::reference(reader, item, NameOf::Team));
                let words = ["given back", "leaving"];
                let until = self.fixed(&inner, "until", |reader, item| values::choice(reader, item, &words));
                (team, until == Some(1))
            }
            _ => (self.fixed(fields, "place", |reader, item| values::reference(reader, item, NameOf::Team)), false),
        };
        let queue = self.fixed(fields, "queue", Reader::queue).unwrap_or(Queue::FirstCome);
        let (patience, becomes) = (self.leaving(fields, "patience"), self.becomes(fields));
        Some(Step::Place(Place { team: team?, until_leaving, queue, patience, becomes }))
    }

    /// Becoming another class.
    pub(super) fn becomes(&mut self, fields: &Fields<'t>) -> Option<Becoming> {
        let inner = self.inner(fields, "becomes")?;
        let level = self.fixed(&inner, "level", Reader::level);
        let after = self.param(&inner, "after", None, Reader::distribution);
        let to = match inner.has("to") {
            true => Some(self.fixed(&inner, "to", |reader, item| values::reference(reader, item, NameOf::Stage))?),
            false => None,
        };
        Some(Becoming { level: level?, after: after?, to })
    }

    /// Missed appointments.
    pub(super) fn no_show(&mut self, fields: &Fields<'t>) -> Option<NoShow> {
        let inner = self.inner(fields, "no_show")?;
        self.needs(&inner, "at_most", &["rebook"]);
        let share = self.param(&inner, "share", None, values::share);
        let rebook = match inner.mentions("rebook") {
            true => Some(self.param(&inner, "rebook", None, Reader::distribution)),
            false => None,
        };
        let at_most = match inner.has("at_most") {
            true => self.fixed(&inner, "at_most", |reader, item| values::small_count(reader, item, 1, 200))?,
            false => AT_MOST,
        };
        let given = self.fixed(&inner, "reason", values::text);
        let reason = given.unwrap_or(NOT_APPEARED.to_owned());
        let to = match inner.has("to") {
            true => self.fixed(&inner, "to", values::target),
            false => self.missed_to(&inner, &reason),
        };
        let rebook = match rebook {
            Some(rebook) => Some(rebook?),
            None => None,
        };
        let at_most = if rebook.is_some() { at_most } else { 0 };
        Some(NoShow { share: share?, rebook, at_most, to: to?, reason })
    }

    /// The end that bears the name of the reason.
    fn missed_to(&mut self, fields: &Fields<'t>, reason: &str) -> Option<Target> {
        let at = fields.get("reason").map_or((fields.at.clone(), fields.path.clone()), |item| (item.at, item.path));
        if !super::names::is_name(reason) {
            self.problem(ProblemKind::BadName { found: clip(reason) }, at.0, &at.1);
            return None;
        }
        if self.names.position(NameOf::Stage, reason).is_some() {
            let (one, other) = (NameOf::End, NameOf::Stage);
            self.problem(ProblemKind::NameTwice { name: reason.to_owned(), one, other }, at.0, &at.1);
            return None;
        }
        self.names.position(NameOf::End, reason).map(Target::End)
    }

    /// Reason for leaving in the official statistics.
    pub(super) fn ddas(&mut self, fields: &Fields<'t>) -> Option<Ddas> {
        let position = self.fixed(fields, "ddas", |reader, item| values::choice(reader, item, &Ddas::NAMES))?;
        Ddas::ALL.get(position).copied()
    }
}
