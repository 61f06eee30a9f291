//! How the fields of all tables are written down.

use super::Need::Optional;
use super::Varies::Never;
use super::{Field, Kind, Need, Value, Varies};

/// Highest number of people, residents in a batch, and the like.
pub(super) const MANY: u64 = 1_000_000;

pub(super) const fn field(
    name: &'static str,
    kind: Kind,
    need: Need,
    varies: Varies,
    en: &'static str,
    nl: &'static str,
) -> Field {
    Field { name, kind, need, varies, unknown: kind.is_quantity(), en, nl }
}

pub(super) const TEXT: Kind = Kind::One(Value::Text);
pub(super) const WORDING: Kind = Kind::One(Value::Wording);
pub(super) const TIME: Kind = Kind::One(Value::Time);
pub(super) const TIMES: Kind = Kind::List(&TIME);
pub(super) const DATE: Kind = Kind::One(Value::Date);
pub(super) const DATE_OR_ALWAYS: Kind = Kind::One(Value::DateOrAlways);
pub(super) const NAME: Kind = Kind::One(Value::Name);
pub(super) const SHARE: Kind = Kind::One(Value::Share);
pub(super) const FACTOR: Kind = Kind::One(Value::Factor);
pub(super) const FLAG: Kind = Kind::One(Value::Flag);
pub(super) const DURATION: Kind = Kind::One(Value::TimeDistribution);
pub(super) const WORK: Kind = Kind::One(Value::WorkDistribution);
pub(super) const TITLE: Field = field("title", WORDING, Optional, Never, "Name on screen.", "Naam op het scherm.");
