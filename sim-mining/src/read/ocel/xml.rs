//! OCEL 2.0 in XML, read as a stream. Relations stand as `<relationship>` or, in the other dialect, as `<relobj>`.

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

use super::super::error::ReadError;
use super::super::input::Input;
use super::kept::Kept;
use super::{OcelEvent, OcelObject, Raw};

/// What the reader is in.
enum In {
    Nothing,
    Event(OcelEvent),
    Object(OcelObject),
}

/// Reads a document; whether it came to its end.
pub(super) fn read(input: Input<'_>) -> Result<(Kept, bool), ReadError> {
    let mut reader = Reader::from_reader(input.into_reader());
    let mut ocel = Kept::default();
    let (mut at, mut buffer) = (In::Nothing, Vec::new());
    // The attribute whose text is read: its name and time.
    let mut attribute: Option<(String, String, String)> = None;
    loop {
        buffer.clear();
        let event = match reader.read_event_into(&mut buffer) {
            Ok(event) => event,
            Err(quick_xml::Error::Syntax(_)) => return Ok((ocel, false)),
            Err(quick_xml::Error::Io(error)) => return Err(std::io::Error::new(error.kind(), error.to_string()).into()),
            Err(error) => return Err(ReadError::Malformed { at: reader.error_position(), why: error.to_string() }),
        };
        match event {
            Event::Start(element) => match element.local_name().as_ref() {
                "event" => at = In::Event(event_of(&element)),
                "object" if !matches!(at, In::Event(_) | In::Object(_)) => at = In::Object(object_of(&element)),
                "attribute" => attribute = Some((value(&element, "name"), value(&element, "time"), String::new())),
                name @ ("relationship" | "relobj" | "object") => relate(&mut at, name, &element),
                _ => {}
            },
            Event::Empty(element) => match element.local_name().as_ref() {
                "event" => ocel.event(event_of(&element)),
                "object" if matches!(at, In::Nothing) => ocel.object(object_of(&element)),
                name @ ("relationship" | "relobj" | "object") => relate(&mut at, name, &element),
                _ => {}
            },
            Event::Text(words) => {
                if let Some((_, _, text)) = &mut attribute {
                    text.push_str(&words.xml_content(XmlVersion::Implicit1_0));
                }
            }
            Event::CData(words) => {
                if let Some((_, _, text)) = &mut attribute {
                    text.push_str(&words.xml_content(XmlVersion::Implicit1_0));
                }
            }
            Event::GeneralRef(reference) => {
                if let Some((_, _, text)) = &mut attribute {
                    let written = format!("&{};", &*reference);
                    text.push_str(&quick_xml::escape::unescape(&written).unwrap_or_default());
                }
            }
            Event::End(element) => match element.local_name().as_ref() {
                "attribute" => match (&mut at, attribute.take()) {
                    (In::Event(event), Some((name, _, text))) => event.values.push((name, Raw::Text(text))),
                    (In::Object(object), Some((name, time, text))) => object.values.push((name, time, Raw::Text(text))),
                    _ => {}
                },
                "event" => {
                    if let In::Event(event) = std::mem::replace(&mut at, In::Nothing) {
                        ocel.event(event);
                    }
                }
                "object" => {
                    if let In::Object(object) = std::mem::replace(&mut at, In::Nothing) {
                        ocel.object(object);
                    }
                }
                "log" => return Ok((ocel, true)),
                _ => {}
            },
            Event::Eof => return Ok((ocel, false)),
            _ => {}
        }
    }
}

fn event_of(element: &BytesStart<'_>) -> OcelEvent {
    let (id, kind, time) = (value(element, "id"), value(element, "type"), value(element, "time"));
    OcelEvent { id, kind, time, ..OcelEvent::default() }
}

fn object_of(element: &BytesStart<'_>) -> OcelObject {
    OcelObject { id: value(element, "id"), kind: value(element, "type"), values: Vec::new() }
}

/// A relation of an event to an object; those between objects say nothing of when something happened.
fn relate(at: &mut In, name: &str, element: &BytesStart<'_>) {
    if let In::Event(event) = at {
        let id = value(element, "object-id");
        let id = if id.is_empty() && name == "object" { value(element, "id") } else { id };
        event.objects.push(id);
    }
}

/// The value of an attribute of an element; empty where it has none.
fn value(element: &BytesStart<'_>, name: &str) -> String {
    let found = element.attributes().with_checks(false).flatten().find(|attribute| attribute.key.as_ref() == name);
    found.map_or(String::new(), |attribute| {
        quick_xml::escape::unescape(&attribute.value)
            .map_or_else(|_| attribute.value.to_string(), |text| text.into_owned())
    })
}
