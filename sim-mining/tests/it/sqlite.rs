//! Object-centric logs in SQLite: the same content as in the other forms, and what is broken repaired and told, or refused.

use std::fs;
use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use rusqlite::{Connection, MAIN_DB};
use sim_mining::log::EventLog;
use sim_mining::read::{Fault, Format, Options, ReadError, Told, What, read};

use crate::logs;

/// The OCEL 2.0 example in one of its forms.
fn example(ending: &str, object_type: Option<&str>) -> Option<(EventLog, Told)> {
    let bytes = fs::read(logs::folder()?.join(format!("ocel/ocel20_example.{ending}"))).expect("there");
    let options = Options { object_type: object_type.map(str::to_owned), ..Options::default() };
    Some(read(&bytes[..], &options).expect("a log"))
}

#[test]
fn the_example_is_the_same_log_as_in_xml_and_json() {
    for kind in [None, Some("Invoice"), Some("Purchase Order"), Some("Payment"), Some("Purchase Requisition")] {
        let (Some((sqlite, told)), Some((xml, of_xml)), Some((mut json, of_json))) =
            (example("sqlite", kind), example("xmlocel", kind), example("jsonocel", kind))
        else {
            return;
        };
        assert_eq!(sqlite, xml, "{kind:?}");
        // In JSON the moments are written in universal time, so that the clock on the wall is not known from them.
        assert!(json.instances.iter().all(|instance| instance.offset == 0));
        json.instances.iter_mut().for_each(|instance| instance.offset = 60);
        assert_eq!(sqlite, json, "{kind:?}");
        let counts = |told: &Told| {
            let alike = [What::ChangedValues, What::OtherObjects, What::NoEvents, What::Dangling, What::ObjectType];
            (told.events, told.cases, told.instances, alike.map(|what| told.count(what)))
        };
        assert_eq!((counts(&told), counts(&told)), (counts(&of_xml), counts(&of_json)), "{kind:?}");
        assert_eq!(told.format, Some(Format::OcelSqlite));
    }
}

/// Two events of one file, in tables of which these statements change something.
fn database(changes: &str) -> Vec<u8> {
    let mut database = Connection::open_in_memory().expect("memory");
    let tables = r#"
        CREATE TABLE event_map_type (ocel_type TEXT, ocel_type_map TEXT);
        INSERT INTO event_map_type VALUES ('take in', 'TakeIn'), ('say "no"', 'No');
        CREATE TABLE object_map_type (ocel_type TEXT, ocel_type_map TEXT);
        INSERT INTO object_map_type VALUES ('file', 'File');
        CREATE TABLE event (ocel_id TEXT, ocel_type TEXT);
        INSERT INTO event VALUES ('e1', 'take in'), ('e2', 'say "no"');
        CREATE TABLE object (ocel_id TEXT, ocel_type TEXT);
        INSERT INTO object VALUES ('o1', 'file');
        CREATE TABLE event_object (ocel_event_id TEXT, ocel_object_id TEXT, ocel_qualifier TEXT,
            PRIMARY KEY (ocel_event_id, ocel_object_id, ocel_qualifier));
        INSERT INTO event_object VALUES ('e2', 'o1', ''), ('e1', 'o1', '');
        CREATE TABLE event_TakeIn (ocel_id TEXT, ocel_time TIMESTAMP, resource TEXT, urgent BOOLEAN, pages INTEGER);
        INSERT INTO event_TakeIn VALUES ('e1', '2024-01-01T10:00:00Z', 'Jo', 1, 12);
        CREATE TABLE event_No (ocel_id TEXT, ocel_time TIMESTAMP);
        INSERT INTO event_No VALUES ('e2', '2024-01-02 11:00:00+01:00');
        CREATE TABLE object_File (ocel_id TEXT, ocel_time TIMESTAMP, ocel_changed_field TEXT, debt REAL, channel TEXT);
        INSERT INTO object_File VALUES ('o1', '1970-01-01T00:00:00Z', NULL, 5000.5, 'post');
    "#;
    database.execute_batch(tables).expect("tables");
    database.execute_batch(changes).unwrap_or_else(|error| panic!("{changes}: {error}"));
    database.serialize(MAIN_DB).expect("bytes").to_vec()
}

fn good(changes: &str) -> (EventLog, Told) {
    read(&database(changes)[..], &Options::default()).unwrap_or_else(|error| panic!("{changes}: {error}"))
}

fn refused(bytes: &[u8]) -> (String, Fault) {
    match read(bytes, &Options::default()) {
        Err(ReadError::Database { table, fault }) => (table, fault),
        other => panic!("{other:?}"),
    }
}

#[test]
fn rows_of_a_type_are_what_is_known_of_its_events_and_objects() {
    use sim_mining::log::Value;

    let (log, told) = good("");
    let names: Vec<&str> = log.instances.iter().map(|instance| log.activities.name(instance.activity)).collect();
    assert_eq!(names, ["take in", "say \"no\""]);
    assert_eq!(log.instances[1].end, Some(1_704_189_600_000_000), "ten o'clock in universal time");
    assert_eq!(log.resources.name(0), "Jo");
    let details: Vec<(&str, Value)> =
        log.instances[0].details.iter().map(|(at, value)| (log.details[*at as usize].name.as_str(), *value)).collect();
    assert_eq!(details, [("urgent", Value::Flag(true)), ("pages", Value::Number(12.0))]);
    assert_eq!(log.cases[0].traits[0], Some(Value::Number(5000.5)));
    assert_eq!((told.events, told.count(What::Orphans), told.count(What::WithoutTable)), (2, 0, 0));
}

#[test]
fn a_packed_file_and_one_that_writes_ahead_are_read() {
    let bytes = database("");
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(&bytes).expect("packs");
    let (log, told) = read(&packer.finish().expect("packs")[..], &Options::default()).expect("a log");
    assert!(told.packed && log == good("").0);
    let mut ahead = bytes;
    ahead[18..20].copy_from_slice(&[2, 2]);
    assert_eq!(read(&ahead[..], &Options::default()).expect("a log").0, log);
}

#[test]
fn what_a_later_row_changes_of_an_object_is_told() {
    let later = "INSERT INTO object_File VALUES ('o1', '2024-01-02T00:00:00Z', 'debt', 4000.0, 'left over'),
        ('o1', '2024-01-03T00:00:00Z', 'shoe size', 43, NULL);";
    let (log, told) = good(later);
    assert_eq!(log, good("").0);
    assert_eq!((told.count(What::ChangedValues), told.count(What::AttributeUnreadable)), (1, 1));
}

#[test]
fn rows_that_belong_to_nothing_are_left_out_and_told() {
    let rows = "INSERT INTO event_object VALUES ('e1', 'gone', ''), ('e9', 'o1', '');
        INSERT INTO event_No VALUES ('e8', '2024-01-02T10:00:00Z'), ('e2', '2025-01-02T10:00:00Z'),
            ('e1', '2025-01-02T10:00:00Z');
        INSERT INTO object_File VALUES ('o9', NULL, NULL, 1, NULL);
        INSERT INTO event VALUES ('e3', 'take in'); INSERT INTO event_object VALUES ('e3', 'o1', '');";
    let (log, told) = good(rows);
    assert_eq!(log, good("").0);
    let counts = [What::Dangling, What::Orphans, What::WithoutTime].map(|what| told.count(what));
    assert_eq!(counts, [1, 5, 1]);
    let (_, note) = told.notes().find(|(what, _)| *what == What::Orphans).expect("told");
    assert_eq!(note.first[0].found, "event_No: e8");
}

#[test]
fn a_table_that_is_not_there_is_refused_by_its_name_or_told() {
    for table in ["event", "object", "event_object", "event_map_type", "object_map_type", "event_TakeIn"] {
        let (named, fault) = refused(&database(&format!("DROP TABLE {table};")));
        assert!(named == table && matches!(fault, Fault::NoTable { .. }), "{table}: {named} {fault}");
    }
    // What a query would have to work out is no table.
    let view = "CREATE TABLE kept AS SELECT * FROM event; DROP TABLE event; CREATE VIEW event AS SELECT * FROM kept;";
    assert_eq!(refused(&database(view)).0, "event");
    let (log, told) = good("DROP TABLE object_File;");
    assert_eq!((log.instances.len(), log.traits.len(), told.count(What::WithoutTable)), (2, 0, 1));
    // A type that nothing happened of needs none, and a type that is not in the list has its own name.
    assert_eq!(good("INSERT INTO event_map_type VALUES ('never', 'Never');").0, good("").0);
    assert_eq!(good("DELETE FROM object_map_type;").0, good("").0);
}

#[test]
fn a_column_that_is_not_there_is_refused_by_its_name() {
    let (table, fault) = refused(&database("ALTER TABLE event_No DROP COLUMN ocel_time;"));
    let Fault::NoColumn { column, columns } = fault else { panic!("{fault}") };
    assert_eq!((table.as_str(), column.as_str(), columns), ("event_No", "ocel_time", vec!["ocel_id".to_owned()]));
}

#[test]
fn a_file_that_is_cut_off_or_broken_is_refused() {
    let bytes = database("");
    for length in [16, 99, 100, 4096, bytes.len() - 1] {
        let (_, fault) = refused(&bytes[..length]);
        let expected = if length < 100 { 100 } else { bytes.len() as u64 };
        assert_eq!(fault, Fault::Short { found: length as u64, expected });
    }
    // Every page after the first overwritten: the table of which the first is missed is named.
    let mut broken = bytes;
    broken[4096..].fill(0xff);
    let (table, fault) = refused(&broken);
    assert!(table == "event" && matches!(fault, Fault::Unreadable(_)), "{table}: {fault}");
}

/// Flips bytes all over a database, at fixed places: it is read or refused, and nothing else.
#[test]
fn no_flipped_byte_ends_the_program() {
    let bytes = database("");
    let mut read_all_the_same = 0;
    for at in (0..bytes.len()).step_by(37) {
        let mut flipped = bytes.clone();
        flipped[at] ^= 0x55;
        read_all_the_same += usize::from(read(&flipped[..], &Options::default()).is_ok());
    }
    assert!(read_all_the_same > 100, "{read_all_the_same}");
}
