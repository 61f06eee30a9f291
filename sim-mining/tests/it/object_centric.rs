//! Object-centric logs: the same content from every form, whichever kind of object is the case.

use std::fs::File;

use sim_mining::log::EventLog;
use sim_mining::read::{Format, Options, ReadError, Told, What, read};

use crate::logs;

/// The OCEL 2.0 example with a kind of object as the case.
fn example(ending: &str, object_type: Option<&str>) -> Option<(EventLog, Told)> {
    let path = logs::folder()?.join(format!("ocel/ocel20_example.{ending}"));
    let options = Options { object_type: object_type.map(str::to_owned), ..Options::default() };
    Some(read(File::open(path).expect("there"), &options).expect("a log"))
}

#[test]
fn the_example_has_its_events_and_objects() {
    let Some((log, told)) = example("jsonocel", Some("Purchase Order")) else { return };
    assert_eq!((told.events, told.format), (13, Some(Format::OcelJson)));
    assert_eq!(log.cases.iter().map(|case| &*case.id).collect::<Vec<_>>(), ["PO1", "PO2"]);
    let names: Vec<&str> =
        log.of(&log.cases[0]).iter().map(|instance| log.activities.name(instance.activity)).collect();
    assert_eq!(names, ["Create Purchase Order", "Change PO Quantity", "Insert Invoice", "Insert Invoice"]);
    // The quantity changed later: what it was first is known of the case.
    assert_eq!(told.count(What::ChangedValues), 1);
}

#[test]
fn json_and_xml_are_one_log() {
    for kind in [None, Some("Invoice"), Some("Purchase Order"), Some("Payment"), Some("Purchase Requisition")] {
        let (Some((json, of_json)), Some((xml, of_xml))) = (example("jsonocel", kind), example("xmlocel", kind)) else {
            return;
        };
        let plain = |log: &EventLog| {
            log.each()
                .map(|(case, instances)| {
                    let steps: Vec<_> = instances
                        .iter()
                        .map(|instance| (log.activities.name(instance.activity).to_owned(), instance.end))
                        .collect();
                    (case.id.clone(), steps, case.traits.iter().flatten().count())
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(plain(&json), plain(&xml), "{kind:?}");
        assert_eq!(of_json.events, of_xml.events);
    }
}

#[test]
fn both_dialects_of_xml_and_the_first_version_are_read() {
    let xml = |relation: &str| {
        format!(
            r#"<log><event-types/><events><event id="e1" type="a &amp; b" time="2024-01-01T10:00:00Z"><attributes>
            <attribute name="org:resource">Jo &lt;1&gt;</attribute></attributes><objects><{relation} object-id="o1" qualifier="x"/>
            </objects></event></events><objects><object id="o1" type="file"><attributes/></object></objects></log>"#
        )
    };
    let json = r#"{"ocel:global-log": {}, "ocel:events": {"e1": {"ocel:activity": "a & b", "ocel:timestamp": "2024-01-01T10:00:00Z",
        "ocel:omap": ["o1"], "ocel:vmap": {"resource": "Jo <1>"}}}, "ocel:objects": {"o1": {"ocel:type": "file", "ocel:ovmap": {}}}}"#;
    for text in [xml("relationship"), xml("relobj"), json.to_owned()] {
        let (log, told) = read(text.as_bytes(), &Options::default()).expect("a log");
        assert_eq!((log.cases.len(), log.activities.name(0), log.resources.name(0)), (1, "a & b", "Jo <1>"));
        assert_eq!(told.count(What::ObjectType), 1);
    }
}

#[test]
fn relations_to_nothing_are_left_out_and_told() {
    let json = r#"{"objectTypes": [], "eventTypes": [], "objects": [{"id": "o1", "type": "file"}], "events": [
        {"id": "e1", "type": "a", "time": "2024-01-01T10:00:00Z", "relationships": [{"objectId": "o1"}, {"objectId": "gone"}]},
        {"id": "e2", "type": "b", "time": "2024-01-02T10:00:00Z", "relationships": [{"objectId": "gone"}]}]}"#;
    let (log, told) = read(json.as_bytes(), &Options::default()).expect("a log");
    assert_eq!((log.instances.len(), told.count(What::Dangling), told.count(What::WithoutCase)), (1, 2, 1));
    let options = Options { object_type: Some("dossier".into()), ..Options::default() };
    let error = read(json.as_bytes(), &options).expect_err("refused");
    assert!(matches!(error, ReadError::UnknownObjectType { types, .. } if types == ["file"]));
    let error = read(&json.as_bytes()[..200], &Options::default()).expect_err("refused");
    assert!(matches!(error, ReadError::Malformed { .. }));
}

/// The parts of a log in JSON, which may stand in any order.
const EVENTS: &str = r#""events": [
    {"id": "e1", "type": "a", "time": "2024-01-01T10:00:00Z", "attributes": [{"name": "resource", "value": "Jo"}, {"name": "costs", "value": 3}],
     "relationships": [{"objectId": "o1"}, {"objectId": "gone"}]},
    {"id": "e2", "type": "", "time": "2024-01-01T11:00:00Z", "relationships": [{"objectId": "o1"}]},
    {"id": "e3", "type": "b", "time": "3 January", "relationships": [{"objectId": "o2"}]},
    {"id": "e4", "type": "b", "time": "2024-01-02 10:00", "attributes": [{"name": "note", "value": "2 letters"}], "relationships": [{"objectId": "o2"}, {"objectId": "o1"}]}]"#;
const OBJECTS: &str = r#""objects": [{"id": "o1", "type": "file", "attributes": [{"name": "size", "time": "1970-01-01T00:00:00Z", "value": "small"},
    {"name": "size", "time": "2024-01-02T00:00:00Z", "value": "large"}]}, {"id": "o2", "type": "file"}, {"id": "o3", "type": "file"}, {"id": "p1", "type": "letter"}]"#;

#[test]
fn events_may_come_before_objects() {
    let types = r#""objectTypes": [{"name": "file"}], "eventTypes": []"#;
    let orders = [[types, EVENTS, OBJECTS], [OBJECTS, EVENTS, types], [EVENTS, types, OBJECTS]];
    let found =
        orders.map(|order| read(format!("{{{}}}", order.join(",\n")).as_bytes(), &Options::default()).expect("a log"));
    let (log, told) = &found[0];
    let notes = |told: &Told| told.notes().map(|(what, note)| (what, note.clone())).collect::<Vec<_>>();
    for (other, of_other) in &found[1..] {
        assert_eq!((log, notes(told)), (other, notes(of_other)));
    }
    assert_eq!((log.cases.len(), log.instances.len(), told.events), (2, 3, 4));
    let counts = [
        What::Dangling,
        What::WithoutActivity,
        What::TimeUnreadable,
        What::DutchClock,
        What::NoEvents,
        What::ChangedValues,
    ];
    assert_eq!(counts.map(|what| told.count(what)), [1; 6]);
    let unreadable = told.notes().find(|(what, _)| *what == What::TimeUnreadable).expect("told");
    assert_eq!(format!("{:?}", unreadable.1.first), r#"[Place { row: 3, found: "3 January" }]"#);
}

#[test]
fn json_that_is_no_log_is_refused_with_its_place() {
    let refused = |text: &str| match read(text.as_bytes(), &Options::default()) {
        Err(ReadError::Malformed { at, why }) => (at, why),
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(&format!("{{{OBJECTS}}}")), (1, "neither `events` nor `ocel:events`".to_owned()));
    let (at, why) = refused(&format!("{{{EVENTS},\n{{}}"));
    assert!(at == 7 && why.contains("key must be a string"), "{at}: {why}");
    let (at, why) = refused(&format!("{{{}", &EVENTS[..EVENTS.len() - 60]));
    assert!(at == 6 && why.contains("the file was cut off"), "{at}: {why}");
    // Events that are no list are none.
    for events in ["[]", "null", "7", "{}"] {
        let found = read(format!("{{{OBJECTS}, \"events\": {events}}}").as_bytes(), &Options::default());
        assert!(matches!(found, Err(ReadError::NoEvents { events: 0 })), "{events}: {found:?}");
    }
}
