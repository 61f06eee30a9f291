//! Tables and the values in them: known and missing fields, wrappers with notes and dates, overrides by class.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::gradual::Gradual;
use super::unknown::is_unknown;
use super::wrapper::{Later, Unwrapped};
use super::{Item, Reader, classes};
use crate::scenario::grammar::{DISTRIBUTIONS, Kind, Need, RANGE, Table, UNKNOWN, Value, Varies};
use crate::scenario::problem::{Found, ProblemKind, similar};
use crate::scenario::units::clip;
use crate::scenario::{ClassPick, Dated, Param};

/// Most entries of a list of values and of one of tables, and most overrides in one table.
const MOST_ENTRIES: usize = 100_000;
const MOST_TABLES: usize = 10_000;
const MOST_OVERRIDES: usize = 250;
/// After so many problems names are no longer compared with those that are known.
const MOST_COMPARED: usize = 300;

/// An opened table: its known fields can be asked for.
#[derive(Debug, Clone)]
pub(super) struct Fields<'t> {
    grammar: &'static Table,
    map: &'t DeTable<'t>,
    pub(super) path: String,
    /// Where its name stands.
    pub(super) at: Range<usize>,
    classes: Vec<ByClass<'t>>,
}

/// The overrides for one combination of levels.
#[derive(Debug, Clone)]
struct ByClass<'t> {
    pick: ClassPick,
    name: String,
    fields: Vec<(&'t str, Item<'t>)>,
}

impl<'t> Fields<'t> {
    /// Whether the field is there.
    pub(super) fn has(&self, name: &str) -> bool {
        self.map.contains_key(name)
    }

    /// Whether the field is there, for everybody or for some classes.
    pub(super) fn mentions(&self, name: &str) -> bool {
        self.has(name) || self.classes.iter().any(|class| class.fields.iter().any(|(field, _)| *field == name))
    }

    /// The field with its place.
    pub(super) fn get(&self, name: &str) -> Option<Item<'t>> {
        debug_assert!(self.grammar.field(name).is_some(), "the grammar knows the field `{name}`");
        let (key, value) = self.map.get_key_value(name)?;
        Some(Item { value: value.get_ref(), at: value.span(), key: key.span(), path: self.child(name) })
    }

    /// Where the name of a field stands; the table's own place when it is not there.
    pub(super) fn key(&self, name: &str) -> Range<usize> {
        self.map.get_key_value(name).map_or(self.at.clone(), |(key, _)| key.span())
    }

    /// Whether tables of this kind may have the field.
    pub(super) fn may_have(&self, name: &str) -> bool {
        self.grammar.field(name).is_some()
    }

    /// Path of a field.
    pub(super) fn child(&self, name: &str) -> String {
        join(&self.path, name)
    }

    fn takes(&self, name: &str) -> Value {
        self.grammar.field(name).map_or(Value::Text, |field| field.kind.value())
    }

    /// Whether the field may be a number that is not known.
    pub(super) fn may_be_unknown(&self, name: &str) -> bool {
        self.grammar.field(name).is_some_and(|field| field.unknown)
    }

    fn varies(&self, name: &str) -> Varies {
        self.grammar.field(name).map_or(Varies::Never, |field| field.varies)
    }
}

pub(super) fn join(path: &str, name: &str) -> String {
    if path.is_empty() { clip(name) } else { format!("{path}.{}", clip(name)) }
}

/// All entries of a table with their places, in the order of names.
pub(super) fn entries<'t>(table: &'t DeTable<'t>, path: &str) -> Vec<(String, Item<'t>)> {
    let item = |name: &str, key: Range<usize>, value: &'t toml::Spanned<DeValue<'t>>| {
        let item = Item { value: value.get_ref(), at: value.span(), key, path: join(path, name) };
        (name.to_owned(), item)
    };
    table.iter().map(|(key, value)| item(key.get_ref(), key.span(), value)).collect()
}

/// Type of a value as found.
pub(super) fn found(value: &DeValue<'_>) -> Found {
    match value {
        DeValue::String(_) => Found::Text,
        DeValue::Integer(_) => Found::Whole,
        DeValue::Float(_) => Found::Number,
        DeValue::Boolean(_) => Found::Flag,
        DeValue::Datetime(moment) if moment.time.is_none() => Found::Date,
        DeValue::Datetime(_) => Found::Moment,
        DeValue::Array(_) => Found::List,
        DeValue::Table(_) => Found::Table,
    }
}

/// A value as it stands in the file, without its note; a table that is spread over lines, as one line.
pub(super) fn as_written(item: &Item<'_>, text: &str) -> String {
    if let Some(table) = item.value.as_table().filter(|_| is_unknown(item.value)) {
        let says = |name: &&str| table.contains_key(*name);
        let field = |name: &str| {
            let value = table.get(name)?;
            let item = Item { value: value.get_ref(), at: value.span(), ..item.clone() };
            Some(format!("{name} = {}", slice_or_line(&item, text)))
        };
        let fields: Vec<String> =
            RANGE.iter().chain([&UNKNOWN]).filter(|name| says(name)).filter_map(|name| field(name)).collect();
        return format!("{{ {} }}", fields.join(", "));
    }
    let distribution = item
        .value
        .as_table()
        .and_then(|table| table.iter().find(|(name, _)| DISTRIBUTIONS.field(name.get_ref()).is_some()));
    if let Some((name, value)) = distribution {
        let item = Item { value: value.get_ref(), at: value.span(), ..item.clone() };
        return format!("{{ {} = {} }}", name.get_ref(), slice_or_line(&item, text));
    }
    slice_or_line(item, text)
}

fn slice_or_line(item: &Item<'_>, text: &str) -> String {
    let slice = text.get(item.at.clone()).unwrap_or_default();
    let spread = match item.value {
        DeValue::Table(_) => !slice.starts_with('{') || slice.contains('\n'),
        DeValue::Array(_) => !slice.starts_with('[') || slice.contains('\n'),
        _ => false,
    };
    if spread { one_line(item.value) } else { slice.to_owned() }
}

fn one_line(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("{text:?}"),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        DeValue::Boolean(flag) => flag.to_string(),
        DeValue::Datetime(moment) => moment.to_string(),
        DeValue::Array(entries) => {
            let entries: Vec<String> = entries.iter().map(|entry| one_line(entry.get_ref())).collect();
            format!("[{}]", entries.join(", "))
        }
        DeValue::Table(table) => {
            let fields: Vec<String> =
                table.iter().map(|(key, value)| format!("{} = {}", key.get_ref(), one_line(value.get_ref()))).collect();
            format!("{{ {} }}", fields.join(", "))
        }
    }
}

impl<'t> Reader<'t> {
    /// Opens a table: reports unknown and missing fields.
    pub(super) fn open(&mut self, grammar: &'static Table, item: &Item<'t>) -> Option<Fields<'t>> {
        match item.value {
            DeValue::Table(map) => {
                self.places.insert(item.path.clone(), item.key.clone());
                Some(self.fields(grammar, map, item.path.clone(), item.key.clone()))
            }
            other => {
                self.wrong(ProblemKind::WrongType { found: found(other), takes: Value::Table }, item);
                None
            }
        }
    }

    /// The same for a table whose type is known.
    pub(super) fn fields(
        &mut self,
        grammar: &'static Table,
        map: &'t DeTable<'t>,
        path: String,
        at: Range<usize>,
    ) -> Fields<'t> {
        let mut fields = Fields { grammar, map, path, at, classes: Vec::new() };
        for (name, item) in entries(map, &fields.path) {
            if grammar.field(&name).is_some() {
                self.places.insert(item.path, item.key);
            } else if name == "class" && grammar.has_classes() {
                fields.classes = self.overrides(grammar, &item);
            } else {
                self.unknown_field(&name, &item, grammar.names());
            }
        }
        for field in grammar.fields {
            if field.need == Need::Required && !fields.has(field.name) {
                self.missing(field.name, field.kind.value(), &fields);
            }
        }
        fields
    }

    /// Whether names that are like an unknown one are still looked for: of the first problems only.
    pub(super) fn compares(&self) -> bool {
        self.problems.len() < MOST_COMPARED
    }

    pub(super) fn missing(&mut self, field: &str, takes: Value, fields: &Fields<'t>) {
        let kind = ProblemKind::MissingField { field: field.to_owned(), takes };
        self.problem(kind, fields.at.clone(), &fields.path);
    }

    pub(super) fn unknown_field(&mut self, name: &str, item: &Item<'t>, known: impl Iterator<Item = &'static str>) {
        let known: Vec<&str> = known.collect();
        let similar = if self.compares() { similar(name, known.iter().copied()) } else { Vec::new() };
        let known = known.into_iter().map(str::to_owned).collect();
        self.problem(ProblemKind::UnknownField { field: clip(name), similar, known }, item.key.clone(), &item.path);
    }

    /// The overrides by class of a table: `class.LEVEL.FIELD`.
    fn overrides(&mut self, grammar: &'static Table, item: &Item<'t>) -> Vec<ByClass<'t>> {
        let DeValue::Table(classes) = item.value else {
            self.wrong(ProblemKind::WrongType { found: found(item.value), takes: Value::Table }, item);
            return Vec::new();
        };
        if classes.len() > MOST_OVERRIDES {
            let kind = ProblemKind::TooMany { found: classes.len(), most: MOST_OVERRIDES };
            self.problem(kind, item.key.clone(), &item.path);
            return Vec::new();
        }
        let mut all: Vec<ByClass<'t>> = Vec::new();
        for (name, level) in entries(classes, &item.path) {
            let Some(pick) = self.pick(&name, &level.key, &level.path) else {
                continue;
            };
            let DeValue::Table(map) = level.value else {
                self.wrong(ProblemKind::WrongType { found: found(level.value), takes: Value::Table }, &level);
                continue;
            };
            if all.iter().any(|other| other.pick == pick) {
                self.problem(ProblemKind::ClassTwice { class: clip(&name) }, level.key.clone(), &level.path);
                continue;
            }
            let mut fields = Vec::new();
            for (key, value) in map {
                let field: &'t str = key.get_ref();
                let path = join(&level.path, field);
                let item = Item { value: value.get_ref(), at: value.span(), key: key.span(), path };
                match grammar.field(field).map(|field| field.varies) {
                    Some(Varies::ByClass) => fields.push((field, item)),
                    Some(_) => {
                        let known = by_class(grammar).map(str::to_owned).collect();
                        let kind = ProblemKind::NotByClass { field: field.to_owned(), known };
                        self.problem(kind, item.key, &item.path);
                    }
                    None => self.unknown_field(field, &item, by_class(grammar)),
                }
            }
            all.push(ByClass { pick, name: name.clone(), fields });
        }
        all
    }

    /// A table-valued field and the grammar of the tables in it.
    pub(super) fn table_of(
        &mut self,
        fields: &Fields<'t>,
        name: &'static str,
    ) -> Option<(&'t DeTable<'t>, &'static Table)> {
        let item = fields.get(name)?;
        let Some(Kind::Named(grammar)) = fields.grammar.field(name).map(|field| field.kind) else {
            return None;
        };
        match item.value {
            DeValue::Table(table) => Some((table, grammar)),
            other => {
                self.wrong(ProblemKind::WrongType { found: found(other), takes: Value::Table }, &item);
                None
            }
        }
    }

    /// A table inside this one.
    pub(super) fn inner(&mut self, fields: &Fields<'t>, name: &'static str) -> Option<Fields<'t>> {
        let item = fields.get(name)?;
        match fields.grammar.field(name).map(|field| field.kind) {
            Some(Kind::Table(grammar)) => self.open(grammar, &item),
            _ => None,
        }
    }

    /// The entries of a list, each under its number from 1; `None` when it is absent or no list.
    pub(super) fn list(&mut self, fields: &Fields<'t>, name: &'static str) -> Option<Vec<Item<'t>>> {
        let item = fields.get(name)?;
        // Numbers in it may be unknown, not the list as a whole.
        let unwrapped = self.with_unknown(false, |reader| reader.unwrap(&item, Value::List))?;
        self.refuse_dated(&unwrapped, name);
        let inner = unwrapped.item;
        let DeValue::Array(entries) = inner.value else {
            self.wrong(ProblemKind::WrongType { found: found(inner.value), takes: Value::List }, &inner);
            return None;
        };
        let of_tables =
            fields.grammar.field(name).is_some_and(|field| matches!(field.kind, Kind::List(Kind::Table(_))));
        let most = if of_tables { MOST_TABLES } else { MOST_ENTRIES };
        if entries.len() > most {
            self.problem(ProblemKind::TooMany { found: entries.len(), most }, inner.key.clone(), &inner.path);
            return None;
        }
        if !of_tables || unwrapped.note.is_some() {
            self.write(&inner, Value::List, unwrapped.note);
        }
        let path = |number: usize| format!("{}.{}", inner.path, number + 1);
        let entry = |(number, entry): (usize, &'t toml::Spanned<DeValue<'t>>)| Item {
            value: entry.get_ref(),
            at: entry.span(),
            key: entry.span(),
            path: path(number),
        };
        Some(entries.iter().enumerate().map(entry).collect())
    }

    /// The tables of a list, each named by what `name_by` says of it, else by its number.
    pub(super) fn tables(
        &mut self,
        fields: &Fields<'t>,
        name: &'static str,
        name_by: Option<&str>,
    ) -> Option<Vec<Option<Fields<'t>>>> {
        let Some(Kind::List(Kind::Table(grammar))) = fields.grammar.field(name).map(|field| field.kind) else {
            return None;
        };
        let items = self.list(fields, name)?;
        let mut opened = Vec::new();
        for mut item in items {
            let own = name_by.and_then(|by| item.value.as_table()?.get(by));
            if let Some(own) = own.map(|own| own.get_ref()) {
                match (own, own.as_table().and_then(|own| own.get("value")).map(|inner| inner.get_ref())) {
                    (DeValue::String(text), _) | (_, Some(DeValue::String(text))) => {
                        item.path = join(&fields.child(name), text);
                    }
                    (DeValue::Datetime(date), _) => item.path = join(&fields.child(name), &date.to_string()),
                    _ => {}
                }
            }
            opened.push(self.open(grammar, &item));
        }
        Some(opened)
    }

    /// A value that is the same for everybody, always.
    pub(super) fn fixed<T>(
        &mut self,
        fields: &Fields<'t>,
        name: &'static str,
        parse: impl FnOnce(&mut Reader<'t>, &Item<'t>) -> Option<T>,
    ) -> Option<T> {
        let item = fields.get(name)?;
        let takes = fields.takes(name);
        self.with_unknown(fields.may_be_unknown(name), |reader| {
            let unwrapped = reader.unwrap(&item, takes)?;
            reader.refuse_dated(&unwrapped, name);
            reader.write(&unwrapped.item, takes, unwrapped.note);
            parse(reader, &unwrapped.item)
        })
    }

    fn refuse_dated(&mut self, unwrapped: &Unwrapped<'t>, name: &str) {
        if let Some(at) = &unwrapped.dated_at {
            self.problem(ProblemKind::NotByDate { field: name.to_owned() }, at.clone(), &unwrapped.item.path);
        }
    }

    /// A value that may change by date.
    pub(super) fn dated<T: Gradual + Clone>(
        &mut self,
        fields: &Fields<'t>,
        name: &'static str,
        parse: impl Fn(&mut Reader<'t>, &Item<'t>, Value) -> Option<T>,
    ) -> Option<Dated<T>> {
        let item = fields.get(name)?;
        let accepted = fields.may_be_unknown(name);
        self.with_unknown(accepted, |reader| reader.dated_item(&item, fields.takes(name), parse))
    }

    pub(super) fn dated_item<T: Gradual + Clone>(
        &mut self,
        item: &Item<'t>,
        takes: Value,
        parse: impl Fn(&mut Reader<'t>, &Item<'t>, Value) -> Option<T>,
    ) -> Option<Dated<T>> {
        let unwrapped = self.unwrap(item, takes)?;
        self.write(&unwrapped.item, takes, unwrapped.note);
        let first = parse(self, &unwrapped.item, takes);
        let mut later = Some(Vec::new());
        for Later { from, item, by } in unwrapped.dated {
            self.write(&item, later_takes(takes), None);
            let value = self.by_intervention(by, |reader| parse(reader, &item, later_takes(takes)));
            match (value, &mut later) {
                (Some(value), Some(values)) => values.push((from, value)),
                (None, _) => later = None,
                _ => {}
            }
        }
        let mut ramps = Some(Vec::new());
        for mut ramp in unwrapped.ramps {
            self.write(&ramp.item, takes, None);
            let value = self.by_intervention(ramp.by.take(), |reader| parse(reader, &ramp.item, takes));
            match (value, &mut ramps) {
                (Some(value), Some(all)) => all.push((ramp, value)),
                (None, _) => ramps = None,
                _ => {}
            }
        }
        let layers = self.layers(unwrapped.layers, later_takes(takes), &parse);
        let dated = self.with_ramps(Dated { first: first?, later: later? }, ramps?)?;
        self.with_layers(dated, &layers?, takes)
    }

    /// A parameter: a value for everybody, and others for some classes. `default` holds where the field is absent.
    pub(super) fn param<T: Gradual + Clone>(
        &mut self,
        fields: &Fields<'t>,
        name: &'static str,
        default: Option<T>,
        parse: impl Fn(&mut Reader<'t>, &Item<'t>, Value) -> Option<T>,
    ) -> Option<Param<T>> {
        debug_assert_eq!(fields.varies(name), Varies::ByClass, "`{name}` may differ by class");
        self.with_unknown(fields.may_be_unknown(name), |reader| reader.by_class(fields, name, default, parse))
    }

    fn by_class<T: Gradual + Clone>(
        &mut self,
        fields: &Fields<'t>,
        name: &'static str,
        default: Option<T>,
        parse: impl Fn(&mut Reader<'t>, &Item<'t>, Value) -> Option<T>,
    ) -> Option<Param<T>> {
        let takes = later_takes(fields.takes(name));
        let base = match fields.get(name) {
            Some(item) => self.dated_item(&item, fields.takes(name), &parse),
            None => default.map(Dated::always),
        };
        let mut by_class = Vec::new();
        let mut complete = true;
        let mut named: Vec<(&ClassPick, &str, &Item<'t>)> = Vec::new();
        for class in &fields.classes {
            for (_, item) in class.fields.iter().filter(|(field, _)| *field == name) {
                named.push((&class.pick, &class.name, item));
                match self.dated_item(item, takes, &parse) {
                    Some(value) => by_class.push((class.pick.clone(), value)),
                    None => complete = false,
                }
            }
        }
        if let Some((one, other, both, item)) = classes::ambiguous(&named, &self.axes) {
            let kind = ProblemKind::ClassAmbiguous { field: name.to_owned(), one, other, both };
            self.problem(kind, item.key.clone(), &item.path);
        }
        by_class.sort_by(|a, b| a.0.cmp(&b.0));
        Some(Param { base: base?, by_class: complete.then_some(by_class)? })
    }
}

fn by_class(grammar: &'static Table) -> impl Iterator<Item = &'static str> {
    grammar.fields.iter().filter(|field| field.varies == Varies::ByClass).map(|field| field.name)
}

/// What a later value, or one for a class, takes: a reason for leaving is given once, for everybody.
fn later_takes(takes: Value) -> Value {
    if takes == Value::Leaving { Value::TimeDistribution } else { takes }
}

impl<'t> Fields<'t> {
    /// The first override of a field for a class.
    pub(super) fn class_of(&self, name: &str) -> Option<Item<'t>> {
        let mut fields = self.classes.iter().flat_map(|class| &class.fields);
        fields.find(|(field, _)| *field == name).map(|(_, item)| item.clone())
    }
}
