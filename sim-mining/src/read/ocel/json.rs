//! OCEL in JSON: version 2.0 (`objects`, `events`) and 1.0 (`ocel:objects`, `ocel:events`), read as a stream: one event or object is in
//! memory as it is written, whichever of both come first.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value as Json;

use super::super::error::ReadError;
use super::super::input::Input;
use super::super::told::Format;
use super::kept::Kept;
use super::{OcelEvent, OcelObject, Raw};

/// Reads either version.
pub(super) fn read(input: Input<'_>) -> Result<(Kept, Format), ReadError> {
    let noticed = std::rc::Rc::clone(&input.noticed);
    let mut found = Found::default();
    let mut reader = serde_json::Deserializer::from_reader(input.into_reader());
    let read = reader.deserialize_any(Top(&mut found)).and_then(|()| reader.end());
    read.map_err(|error| {
        let why = match error {
            _ if noticed.cut.get() || error.is_eof() => format!("{error}; the file was cut off"),
            _ if error.is_data() => "no JSON object".to_owned(),
            _ => error.to_string(),
        };
        ReadError::Malformed { at: error.line() as u64, why }
    })?;
    match found {
        Found { has_first: true, first, .. } => Ok((first, Format::Ocel1Json)),
        Found { has_second: true, second, .. } => Ok((second, Format::OcelJson)),
        _ => Err(ReadError::Malformed { at: 1, why: "neither `events` nor `ocel:events`".to_owned() }),
    }
}

/// What was found in the document, of either version.
#[derive(Default)]
struct Found {
    first: Kept,
    has_first: bool,
    second: Kept,
    has_second: bool,
}

/// The document as a whole.
struct Top<'f>(&'f mut Found);

impl<'de> Visitor<'de> for Top<'_> {
    type Value = ();

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("an object-centric log")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Found { first, has_first, second, has_second } = self.0;
        while let Some(key) = map.next_key::<String>()? {
            // Where a key stands twice the last counts.
            match key.as_str() {
                "events" => {
                    *has_second = true;
                    second.forget_events();
                    map.next_value_seed(Each(|_, event| second.event(self::event(&event))))?;
                }
                "objects" => {
                    second.forget_objects();
                    map.next_value_seed(Each(|_, object| second.object(self::object(&object))))?;
                }
                "ocel:events" => {
                    *has_first = true;
                    first.forget_events();
                    map.next_value_seed(Each(|id, event| first.event(first_event(id, &event))))?;
                }
                "ocel:objects" => {
                    first.forget_objects();
                    map.next_value_seed(Each(|id, object| first.object(first_object(id, &object))))?;
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

/// Every element of a list, or every value of a map with its key, one by one; anything else has none.
struct Each<F: FnMut(String, Json)>(F);

impl<'de, F: FnMut(String, Json)> DeserializeSeed<'de> for Each<F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de, F: FnMut(String, Json)> Visitor<'de> for Each<F> {
    type Value = ();

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("events or objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<(), A::Error> {
        while let Some(element) = list.next_element::<Json>()? {
            self.0(String::new(), element);
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        while let Some((key, value)) = map.next_entry::<String, Json>()? {
            self.0(key, value);
        }
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
}

fn object(object: &Json) -> OcelObject {
    OcelObject {
        id: text(object, "id"),
        kind: text(object, "type"),
        values: list(object, "attributes")
            .filter_map(|value| Some((text(value, "name"), text(value, "time"), raw(value.get("value")?)?)))
            .collect(),
    }
}

fn event(event: &Json) -> OcelEvent {
    OcelEvent {
        id: text(event, "id"),
        kind: text(event, "type"),
        time: text(event, "time"),
        values: list(event, "attributes")
            .filter_map(|value| Some((text(value, "name"), raw(value.get("value")?)?)))
            .collect(),
        objects: list(event, "relationships").map(|relation| text(relation, "objectId")).collect(),
    }
}

/// Values of the first version: a name and what it says.
fn values(of: &Json, key: &str) -> Vec<(String, Raw)> {
    let map = of.get(key).and_then(Json::as_object).into_iter().flatten();
    map.filter_map(|(name, value)| Some((name.clone(), raw(value)?))).collect()
}

fn first_object(id: String, object: &Json) -> OcelObject {
    let values = values(object, "ocel:ovmap").into_iter().map(|(name, value)| (name, String::new(), value));
    OcelObject { id, kind: text(object, "ocel:type"), values: values.collect() }
}

fn first_event(id: String, event: &Json) -> OcelEvent {
    OcelEvent {
        id,
        kind: text(event, "ocel:activity"),
        time: text(event, "ocel:timestamp"),
        values: values(event, "ocel:vmap"),
        objects: list(event, "ocel:omap").filter_map(|object| object.as_str().map(str::to_owned)).collect(),
    }
}

fn text(of: &Json, key: &str) -> String {
    match of.get(key) {
        Some(Json::String(text)) => text.clone(),
        Some(Json::Null) | None => String::new(),
        Some(other) => other.to_string(),
    }
}

fn list<'j>(of: &'j Json, key: &str) -> impl Iterator<Item = &'j Json> {
    of.get(key).and_then(Json::as_array).into_iter().flatten()
}

fn raw(value: &Json) -> Option<Raw> {
    match value {
        Json::String(text) => Some(Raw::Text(text.clone())),
        Json::Number(number) => number.as_f64().map(Raw::Number),
        Json::Bool(flag) => Some(Raw::Flag(*flag)),
        Json::Null => None,
        other => Some(Raw::Text(other.to_string())),
    }
}
