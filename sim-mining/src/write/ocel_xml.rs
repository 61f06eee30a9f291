//! OCEL 2.0 as XML.

use super::moment;
use super::ocel::{Event, Notation, Object, Type, TypeOf, Value};
use super::xml::put;

/// The XML form.
pub(super) struct Xml;

impl Notation for Xml {
    fn begin(&self, text: &mut String, objects: &[TypeOf], events: &[TypeOf]) {
        text.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<log>\n");
        for (element, types) in [("object-type", objects), ("event-type", events)] {
            text.push_str(&format!("<{element}s>\n"));
            for (name, attributes) in types {
                text.push_str(&format!("<{element} name=\""));
                put(text, name);
                text.push_str("\"><attributes>");
                for (name, kind) in attributes {
                    text.push_str("<attribute name=\"");
                    put(text, name);
                    let kind = match kind {
                        Type::Text => "string",
                        Type::Time => "time",
                        Type::Number => "float",
                    };
                    text.push_str(&format!("\" type=\"{kind}\"/>"));
                }
                text.push_str(&format!("</attributes></{element}>\n"));
            }
            text.push_str(&format!("</{element}s>\n"));
        }
        text.push_str("<objects>\n");
    }

    fn object(&self, text: &mut String, object: &Object<'_>, _first: bool) {
        text.push_str("<object id=\"");
        put(text, object.id);
        text.push_str("\" type=\"");
        put(text, object.kind);
        text.push_str("\">");
        attributes(text, &object.attributes, true);
        relations(text, &object.relations);
        text.push_str("</object>\n");
    }

    fn between(&self, text: &mut String) {
        text.push_str("</objects>\n<events>\n");
    }

    fn event(&self, text: &mut String, event: &Event<'_>, _first: bool) {
        text.push_str(&format!("<event id=\"e{}\" type=\"", event.id));
        put(text, event.activity);
        text.push_str("\" time=\"");
        moment::put(text, event.at);
        text.push_str("Z\">");
        attributes(text, &event.attributes, false);
        relations(text, &event.relations);
        text.push_str("</event>\n");
    }

    fn end(&self, text: &mut String) {
        text.push_str("</events>\n</log>\n");
    }
}

/// * `timed` – attributes of objects say since when they hold: always
fn attributes(text: &mut String, attributes: &[(&str, Value<'_>)], timed: bool) {
    text.push_str("<attributes>");
    for (name, value) in attributes {
        text.push_str("<attribute name=\"");
        put(text, name);
        text.push_str(if timed { "\" time=\"1970-01-01T00:00:00Z\">" } else { "\">" });
        match value {
            Value::Text(value) => put(text, value),
            Value::Number(value) => text.push_str(value),
            Value::Time(at) => {
                moment::put(text, *at);
                text.push('Z');
            }
        }
        text.push_str("</attribute>");
    }
    text.push_str("</attributes>");
}

fn relations(text: &mut String, relations: &[(&str, &str)]) {
    text.push_str("<objects>");
    for (object, qualifier) in relations {
        text.push_str("<relationship object-id=\"");
        put(text, object);
        text.push_str("\" qualifier=\"");
        put(text, qualifier);
        text.push_str("\"/>");
    }
    text.push_str("</objects>");
}
