//! OCEL in JSON: version 2.0 (`objects`, `events`) and 1.0 (`ocel:objects`, `ocel:events`).

use serde_json::{Map, Value as Json};

use super::super::error::ReadError;
use super::super::input::Input;
use super::super::told::Format;
use super::{Ocel, OcelEvent, OcelObject, Raw};

/// Reads either version.
pub(super) fn read(input: Input<'_>) -> Result<(Ocel, Format), ReadError> {
    let noticed = std::rc::Rc::clone(&input.noticed);
    let json: Json = serde_json::from_reader(input.into_reader()).map_err(|error| {
        let why = if noticed.cut.get() || error.is_eof() {
            format!("{error}; the file was cut off")
        } else {
            error.to_string()
        };
        ReadError::Malformed { at: error.line() as u64, why }
    })?;
    let Json::Object(top) = &json else {
        return Err(ReadError::Malformed { at: 1, why: "no JSON object".to_owned() });
    };
    if top.contains_key("ocel:events") {
        return Ok((first_version(top), Format::Ocel1Json));
    }
    if !top.contains_key("events") {
        return Err(ReadError::Malformed { at: 1, why: "neither `events` nor `ocel:events`".to_owned() });
    }
    let each = |key: &str| top.get(key).and_then(Json::as_array).into_iter().flatten();
    let objects = each("objects").map(|object| OcelObject {
        id: text(object, "id"),
        kind: text(object, "type"),
        values: list(object, "attributes")
            .filter_map(|value| Some((text(value, "name"), text(value, "time"), raw(value.get("value")?)?)))
            .collect(),
    });
    let events = each("events").map(|event| OcelEvent {
        id: text(event, "id"),
        kind: text(event, "type"),
        time: text(event, "time"),
        values: list(event, "attributes")
            .filter_map(|value| Some((text(value, "name"), raw(value.get("value")?)?)))
            .collect(),
        objects: list(event, "relationships").map(|relation| text(relation, "objectId")).collect(),
    });
    Ok((Ocel { events: events.collect(), objects: objects.collect() }, Format::OcelJson))
}

fn first_version(top: &Map<String, Json>) -> Ocel {
    let each = |key: &str| top.get(key).and_then(Json::as_object).into_iter().flatten();
    let values = |of: &Json, key: &str| -> Vec<(String, Raw)> {
        let map = of.get(key).and_then(Json::as_object).into_iter().flatten();
        map.filter_map(|(name, value)| Some((name.clone(), raw(value)?))).collect()
    };
    let objects = each("ocel:objects").map(|(id, object)| OcelObject {
        id: id.clone(),
        kind: text(object, "ocel:type"),
        values: values(object, "ocel:ovmap").into_iter().map(|(name, value)| (name, String::new(), value)).collect(),
    });
    let events = each("ocel:events").map(|(id, event)| OcelEvent {
        id: id.clone(),
        kind: text(event, "ocel:activity"),
        time: text(event, "ocel:timestamp"),
        values: values(event, "ocel:vmap"),
        objects: list(event, "ocel:omap").filter_map(|object| object.as_str().map(str::to_owned)).collect(),
    });
    Ocel { events: events.collect(), objects: objects.collect() }
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
