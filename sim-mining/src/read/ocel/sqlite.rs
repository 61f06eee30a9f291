//! OCEL 2.0 in SQLite: tables `event`, `object` and `event_object`, and one more for every type, which `event_map_type` and
//! `object_map_type` name.
//!
//! The file is read whole and opened in memory, for reading only. Views, virtual tables and whatever else a file could have run
//! are not looked at. What the tables say of each other is checked here: most writers do not have it checked by SQLite.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use rusqlite::config::DbConfig;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, MAIN_DB, Row};

use super::super::error::{Fault, ReadError};
use super::super::input::Input;
use super::super::told::What;
use super::kept::Kept;
use super::{OcelEvent, OcelObject, Raw};

/// The largest file that SQLite takes into memory, in bytes.
const MOST_BYTES: u64 = 2_000_000_000;
/// Bytes of the head of a database.
const HEAD: usize = 100;

/// What has to be told: what, of which event, what stands there.
pub(super) type Notes = Vec<(What, u64, String)>;

/// Reads a database.
pub(super) fn read(input: Input<'_>) -> Result<(Kept, Notes), ReadError> {
    let mut bytes = Vec::new();
    input.into_reader().take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    let tables = Tables::open(bytes)?;
    let mut notes = Notes::new();
    let (events, objects) = (tables.events(&mut notes)?, tables.objects(&mut notes)?);
    let mut kept = Kept::default();
    events.into_iter().for_each(|event| kept.event(event));
    objects.into_iter().for_each(|object| kept.object(object));
    Ok((kept, notes))
}

/// A database and its tables.
struct Tables {
    database: Connection,
    names: Vec<String>,
}

/// A column of a table.
struct Column {
    name: String,
    /// It holds yes and no, which SQLite has as 1 and 0.
    flags: bool,
}

impl Tables {
    fn open(mut bytes: Vec<u8>) -> Result<Tables, ReadError> {
        let fault = |fault| ReadError::Database { table: String::new(), fault };
        if bytes.len() as u64 > MOST_BYTES {
            return Err(fault(Fault::TooLarge { most: MOST_BYTES }));
        }
        let found = bytes.len() as u64;
        match length(&bytes) {
            Some(expected) if expected > found => return Err(fault(Fault::Short { found, expected })),
            None if bytes.len() < HEAD => return Err(fault(Fault::Short { found, expected: HEAD as u64 })),
            _ => {}
        }
        // A database that writes ahead cannot be opened in memory; what matters here is the same in the older way.
        for byte in &mut bytes[18..20] {
            *byte = if *byte == 2 { 1 } else { *byte };
        }
        let open = |bytes: Vec<u8>| -> rusqlite::Result<Tables> {
            let mut database = Connection::open_in_memory()?;
            let size = bytes.len();
            database.deserialize_read_exact(MAIN_DB, Cursor::new(bytes), size, true)?;
            database.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
            database.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
            database.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
            database.pragma_update(None, "cell_size_check", true)?;
            let names = database
                .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' ORDER BY name")?
                .query_map([], |row| row.get::<_, String>(0))?
                .collect::<rusqlite::Result<Vec<String>>>()?;
            Ok(Tables { database, names })
        };
        open(bytes).map_err(|error| fault(Fault::Unreadable(error.to_string())))
    }

    /// The events, with what the tables of their types say of them and to which objects they belong.
    fn events(&self, notes: &mut Notes) -> Result<Vec<OcelEvent>, ReadError> {
        let mut events: Vec<OcelEvent> = Vec::new();
        self.each("event", &["ocel_id", "ocel_type"], |row| {
            events.push(OcelEvent { id: text(row, 0)?, kind: text(row, 1)?, ..OcelEvent::default() });
            Ok(())
        })?;
        let numbers = numbers(events.iter().map(|event| event.id.as_str()));
        let types = self.types("event")?;
        for kind in kinds(events.iter().map(|event| event.kind.as_str())) {
            let table = table_of("event", &kind, &types);
            let values = self.values(&table, &["ocel_id", "ocel_time"])?;
            let mut had = vec![false; events.len()];
            self.each(&table, &names_of(&["ocel_id", "ocel_time"], &values), |row| {
                let id = text(row, 0)?;
                let event = numbers.get(&id).filter(|&&event| events[event].kind == kind && !had[event]);
                let Some(&event) = event else {
                    notes.push((What::Orphans, 0, format!("{table}: {id}")));
                    return Ok(());
                };
                had[event] = true;
                events[event].time = text(row, 1)?;
                for (at, column) in values.iter().enumerate() {
                    let value = raw(row.get_ref(at + 2)?, column);
                    events[event].values.extend(value.map(|value| (column.name.clone(), value)));
                }
                Ok(())
            })?;
        }
        self.each("event_object", &["ocel_event_id", "ocel_object_id"], |row| {
            let id = text(row, 0)?;
            match numbers.get(&id) {
                Some(&event) => events[event].objects.push(text(row, 1)?),
                None => notes.push((What::Orphans, 0, format!("event_object: {id}"))),
            }
            Ok(())
        })?;
        Ok(events)
    }

    /// The objects, with what the tables of their types say of them. A type without a table is told of: its objects are known all
    /// the same, unlike events, of which it would not be known when they were.
    fn objects(&self, notes: &mut Notes) -> Result<Vec<OcelObject>, ReadError> {
        let mut objects: Vec<OcelObject> = Vec::new();
        self.each("object", &["ocel_id", "ocel_type"], |row| {
            objects.push(OcelObject { id: text(row, 0)?, kind: text(row, 1)?, ..OcelObject::default() });
            Ok(())
        })?;
        let numbers = numbers(objects.iter().map(|object| object.id.as_str()));
        let types = self.types("object")?;
        for kind in kinds(objects.iter().map(|object| object.kind.as_str())) {
            let table = table_of("object", &kind, &types);
            if !self.has(&table) {
                notes.push((What::WithoutTable, 0, table));
                continue;
            }
            let values = self.values(&table, &["ocel_id", "ocel_time", "ocel_changed_field"])?;
            let columns = self.columns(&table)?;
            let changes = columns.iter().any(|column| column.name.eq_ignore_ascii_case("ocel_changed_field"));
            let fixed: &[&str] =
                if changes { &["ocel_id", "ocel_time", "ocel_changed_field"] } else { &["ocel_id", "ocel_time"] };
            self.each(&table, &names_of(fixed, &values), |row| {
                let id = text(row, 0)?;
                let Some(&object) = numbers.get(&id).filter(|&&object| objects[object].kind == kind) else {
                    notes.push((What::Orphans, 0, format!("{table}: {id}")));
                    return Ok(());
                };
                let (time, changed) = (text(row, 1)?, if changes { text(row, 2)? } else { String::new() });
                let is_known = values.iter().any(|column| column.name.eq_ignore_ascii_case(&changed));
                if !changed.is_empty() && !is_known {
                    notes.push((What::AttributeUnreadable, 0, format!("{table}: {changed}")));
                    return Ok(());
                }
                for (at, column) in values.iter().enumerate() {
                    if changed.is_empty() || column.name.eq_ignore_ascii_case(&changed) {
                        let value = raw(row.get_ref(at + fixed.len())?, column);
                        let values = value.map(|value| (column.name.clone(), time.clone(), value));
                        objects[object].values.extend(values);
                    }
                }
                Ok(())
            })?;
        }
        Ok(objects)
    }

    fn has(&self, table: &str) -> bool {
        self.names.iter().any(|name| name.eq_ignore_ascii_case(table))
    }

    /// What is added to the name of a table for each type of events or objects.
    fn types(&self, of: &str) -> Result<HashMap<String, String>, ReadError> {
        let mut types = HashMap::new();
        self.each(&format!("{of}_map_type"), &["ocel_type", "ocel_type_map"], |row| {
            types.insert(text(row, 0)?, text(row, 1)?);
            Ok(())
        })?;
        Ok(types)
    }

    fn columns(&self, table: &str) -> Result<Vec<Column>, ReadError> {
        if !self.has(table) {
            let tables = self.names.clone();
            return Err(ReadError::Database { table: table.to_owned(), fault: Fault::NoTable { tables } });
        }
        let columns = || -> rusqlite::Result<Vec<Column>> {
            let mut asked = self.database.prepare("SELECT name, type FROM pragma_table_info(?1)")?;
            let column = |row: &Row<'_>| {
                let kind: String = row.get(1)?;
                Ok(Column { name: row.get(0)?, flags: kind.to_ascii_uppercase().starts_with("BOOL") })
            };
            asked.query_map([table], column)?.collect()
        };
        columns().map_err(|error| unreadable(table, &error))
    }

    /// The columns of a table that are values.
    fn values(&self, table: &str, others: &[&str]) -> Result<Vec<Column>, ReadError> {
        let mut columns = self.columns(table)?;
        columns.retain(|column| !others.iter().any(|other| column.name.eq_ignore_ascii_case(other)));
        Ok(columns)
    }

    /// Every row of a table, in the order in which they were written (an index would have another).
    fn each(
        &self,
        table: &str,
        columns: &[&str],
        mut of: impl FnMut(&Row<'_>) -> rusqlite::Result<()>,
    ) -> Result<(), ReadError> {
        let there: Vec<String> = self.columns(table)?.into_iter().map(|column| column.name).collect();
        if let Some(column) = columns.iter().find(|name| !there.iter().any(|other| other.eq_ignore_ascii_case(name))) {
            let fault = Fault::NoColumn { column: (*column).to_owned(), columns: there };
            return Err(ReadError::Database { table: table.to_owned(), fault });
        }
        let columns: Vec<String> = columns.iter().map(|column| quoted(column)).collect();
        let mut go = || -> rusqlite::Result<()> {
            let mut asked =
                self.database.prepare(&format!("SELECT {} FROM {} NOT INDEXED", columns.join(", "), quoted(table)))?;
            let mut rows = asked.query([])?;
            while let Some(row) = rows.next()? {
                of(row)?;
            }
            Ok(())
        };
        go().map_err(|error| unreadable(table, &error))
    }
}

/// How many bytes the file should have by what its head says; none where the head does not say so.
fn length(bytes: &[u8]) -> Option<u64> {
    let head = bytes.get(..HEAD)?;
    let number = |at: usize| head[at..at + 4].iter().fold(0u64, |number, &byte| number << 8 | u64::from(byte));
    let page = match u64::from(head[16]) << 8 | u64::from(head[17]) {
        1 => 65_536,
        page => page,
    };
    // Old writers left the number of pages as it was.
    (number(24) == number(92) && number(28) > 0).then(|| page * number(28))
}

fn unreadable(table: &str, error: &rusqlite::Error) -> ReadError {
    ReadError::Database { table: table.to_owned(), fault: Fault::Unreadable(error.to_string()) }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The table of a type; a type that was not named has its own name.
fn table_of(of: &str, kind: &str, types: &HashMap<String, String>) -> String {
    format!("{of}_{}", types.get(kind).map_or(kind, String::as_str))
}

fn names_of<'c>(first: &[&'c str], values: &'c [Column]) -> Vec<&'c str> {
    first.iter().copied().chain(values.iter().map(|column| column.name.as_str())).collect()
}

/// The number of each identifier: that of the first that has it.
fn numbers<'i>(ids: impl Iterator<Item = &'i str>) -> HashMap<String, usize> {
    let mut numbers = HashMap::new();
    for (number, id) in ids.enumerate() {
        numbers.entry(id.to_owned()).or_insert(number);
    }
    numbers
}

/// The types that occur, once each.
fn kinds<'k>(of: impl Iterator<Item = &'k str>) -> Vec<String> {
    let mut kinds: Vec<String> = of.map(str::to_owned).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

fn text(row: &Row<'_>, at: usize) -> rusqlite::Result<String> {
    Ok(match row.get_ref(at)? {
        ValueRef::Null => String::new(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => String::from_utf8_lossy(bytes).into_owned(),
    })
}

fn raw(value: ValueRef<'_>, column: &Column) -> Option<Raw> {
    match value {
        ValueRef::Null => None,
        ValueRef::Integer(number @ (0 | 1)) if column.flags => Some(Raw::Flag(number == 1)),
        ValueRef::Integer(number) => Some(Raw::Number(number as f64)),
        ValueRef::Real(number) => Some(Raw::Number(number)),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Some(Raw::Text(String::from_utf8_lossy(bytes).into_owned())),
    }
}
