//! OCEL 2.0 as JSON.

use super::moment;
use super::ocel::{Event, Notation, Object, Type, TypeOf, Value};

/// The JSON form.
pub(super) struct Json;

impl Notation for Json {
    fn begin(&self, text: &mut String, objects: &[TypeOf], events: &[TypeOf]) {
        text.push('{');
        for (name, types) in [("objectTypes", objects), ("eventTypes", events)] {
            text.push_str(&format!("\"{name}\":["));
            for (number, (name, attributes)) in types.iter().enumerate() {
                text.push_str(if number == 0 { "\n" } else { ",\n" });
                text.push_str("{\"name\":");
                quoted(text, name);
                text.push_str(",\"attributes\":[");
                for (number, (name, kind)) in attributes.iter().enumerate() {
                    text.push_str(if number == 0 { "{\"name\":" } else { ",{\"name\":" });
                    quoted(text, name);
                    let kind = match kind {
                        Type::Text => "string",
                        Type::Time => "time",
                        Type::Number => "float",
                    };
                    text.push_str(&format!(",\"type\":\"{kind}\"}}"));
                }
                text.push_str("]}");
            }
            text.push_str("],\n");
        }
        text.push_str("\"objects\":[");
    }

    fn object(&self, text: &mut String, object: &Object<'_>, first: bool) {
        text.push_str(if first { "\n{\"id\":" } else { ",\n{\"id\":" });
        quoted(text, object.id);
        text.push_str(",\"type\":");
        quoted(text, object.kind);
        attributes(text, &object.attributes, true);
        relations(text, &object.relations);
        text.push('}');
    }

    fn between(&self, text: &mut String) {
        text.push_str("],\n\"events\":[");
    }

    fn event(&self, text: &mut String, event: &Event<'_>, first: bool) {
        text.push_str(if first { "\n{\"id\":\"" } else { ",\n{\"id\":\"" });
        text.push_str(&format!("e{}\",\"type\":", event.id));
        quoted(text, event.activity);
        text.push_str(",\"time\":\"");
        moment::put(text, event.at);
        text.push_str("Z\"");
        attributes(text, &event.attributes, false);
        relations(text, &event.relations);
        text.push('}');
    }

    fn end(&self, text: &mut String) {
        text.push_str("]}\n");
    }
}

/// * `timed` – attributes of objects say since when they hold: always
fn attributes(text: &mut String, attributes: &[(&str, Value<'_>)], timed: bool) {
    text.push_str(",\"attributes\":[");
    for (number, (name, value)) in attributes.iter().enumerate() {
        text.push_str(if number == 0 { "{\"name\":" } else { ",{\"name\":" });
        quoted(text, name);
        if timed {
            text.push_str(",\"time\":\"1970-01-01T00:00:00Z\"");
        }
        text.push_str(",\"value\":");
        match value {
            Value::Text(value) => quoted(text, value),
            Value::Number(value) => text.push_str(value),
            Value::Time(at) => {
                text.push('"');
                moment::put(text, *at);
                text.push_str("Z\"");
            }
        }
        text.push('}');
    }
    text.push(']');
}

fn relations(text: &mut String, relations: &[(&str, &str)]) {
    text.push_str(",\"relationships\":[");
    for (number, (object, qualifier)) in relations.iter().enumerate() {
        text.push_str(if number == 0 { "{\"objectId\":" } else { ",{\"objectId\":" });
        quoted(text, object);
        text.push_str(",\"qualifier\":");
        quoted(text, qualifier);
        text.push('}');
    }
    text.push(']');
}

/// Adds a text between quotes.
pub(super) fn quoted(to: &mut String, text: &str) {
    to.push('"');
    for letter in text.chars() {
        match letter {
            '"' => to.push_str("\\\""),
            '\\' => to.push_str("\\\\"),
            '\n' => to.push_str("\\n"),
            '\r' => to.push_str("\\r"),
            '\t' => to.push_str("\\t"),
            letter if letter < ' ' => to.push_str(&format!("\\u{:04x}", letter as u32)),
            letter => to.push(letter),
        }
    }
    to.push('"');
}
