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
