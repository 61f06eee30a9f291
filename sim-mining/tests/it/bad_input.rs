//! Logs that are broken: repaired and told, or refused with where and why.

use sim_mining::log::EventLog;
use sim_mining::read::{Options, Order, ReadError, Role, Told, What, read};

fn good(text: &[u8]) -> (EventLog, Told) {
    read(text, &Options::default()).unwrap_or_else(|error| panic!("{error}"))
}

fn refused(text: &str) -> ReadError {
    read(text.as_bytes(), &Options::default()).expect_err("refused")
}

#[test]
fn an_end_before_its_start_keeps_the_end() {
    let (log, told) = good(b"case,activity,start,end\n1,a,2024-01-02 10:00,2024-01-02 09:00\n");
    assert_eq!((log.instances[0].start, told.count(What::StartAfterEnd)), (None, 1));
}

#[test]
fn duplicates_are_told_and_dropped_only_when_asked() {
    let text = b"case,activity,end\n1,a,2024-01-02\n1,a,2024-01-02\n1,b,2024-01-03\n";
    let (log, told) = good(text);
    assert_eq!((log.instances.len(), told.count(What::Duplicates)), (3, 1));
    let options = Options { drop_duplicates: true, ..Options::default() };
    let (log, told) = read(&text[..], &options).expect("a log");
    assert_eq!((log.instances.len(), told.count(What::DuplicatesDropped)), (2, 1));
}

#[test]
fn dates_in_two_orders_are_refused_with_both_rows_or_read_as_asked() {
    let text = "case,activity,end\n1,a,31/01/2024\n1,b,01/31/2024\n1,c,02/03/2024\n";
    assert!(matches!(refused(text), ReadError::TwoOrders { day_row: 2, month_row: 3, either: 1, .. }));
    let options = Options { order: Some(Order::MonthFirst), ..Options::default() };
    let (log, told) = read(text.as_bytes(), &options).expect("a log");
    assert_eq!((log.instances.len(), told.count(What::OtherOrder)), (3, 1));
}

#[test]
fn dates_in_two_forms_are_both_read_and_told() {
    let (log, told) = good(b"case;activity;end\n1;a;2024-01-31\n1;b;13-2-2024\n1;c;1-2-2024\n");
    let names: Vec<&str> = log.instances.iter().map(|instance| log.activities.name(instance.activity)).collect();
    assert_eq!((names, told.count(What::Forms), told.forms.len()), (vec!["a", "c", "b"], 1, 2));
}

#[test]
fn a_guess_of_day_before_month_is_told() {
    let (_, told) = good(b"case,activity,end\n1,a,1/2/2024\n1,b,3/4/2024\n");
    assert_eq!(told.count(What::DayFirst), 2);
    let (_, told) = good(b"case,activity,end\n1,a,1/2/2024\n1,b,13/4/2024\n");
    assert_eq!(told.count(What::DayFirst), 0);
}

#[test]
fn rows_that_say_too_little_are_left_out_and_told() {
    let text = b"case,activity,end\n,a,2024-01-01\n1,,2024-01-01\n1,a,\n1,a,soon\n1,a,2024-01-01\n";
    let (log, told) = good(text);
    assert_eq!((log.instances.len(), told.events), (1, 5));
    let count = [What::WithoutCase, What::WithoutActivity, What::WithoutTime, What::TimeUnreadable];
    assert_eq!(count.map(|what| told.count(what)), [1; 4]);
    let rows: Vec<u64> =
        told.notes().filter(|(what, _)| *what == What::TimeUnreadable).map(|(_, note)| note.first[0].row).collect();
    assert_eq!(rows, [5]);
}

#[test]
fn a_table_without_a_case_is_refused_with_its_columns() {
    let ReadError::NoColumn { role, columns } = refused("naam,activiteit,datum\nx,a,2024-01-01\n") else {
        panic!("another error");
    };
    assert_eq!((role, columns), (Role::Case, vec!["naam".to_owned(), "activiteit".to_owned(), "datum".to_owned()]));
}

#[test]
fn identifiers_that_were_taken_for_activities_are_refused_before_they_fill_memory() {
    let rows: String = (0..200_000).map(|row| format!("1,a{row},2024-01-01\n")).collect();
    let error = refused(&format!("case,activity,end\n{rows}"));
    assert!(matches!(error, ReadError::TooMany { role: Role::Activity, row: 100_002, .. }), "{error}");
}

#[test]
fn a_log_that_is_cut_off_keeps_what_came_before() {
    let xes = r#"<log><trace><string key="concept:name" value="1"/><event><string key="concept:name" value="a"/>
        <date key="time:timestamp" value="2024-01-01T00:00:00Z"/></event><event><string key="concept:na"#;
    let (log, told) = good(xes.as_bytes());
    assert_eq!((log.instances.len(), told.count(What::Cut), &*log.cases[0].id), (1, 1, "1"));
}

#[test]
fn what_is_no_log_is_refused() {
    assert!(matches!(refused(""), ReadError::Empty));
    assert!(matches!(refused("<html><body/></html>"), ReadError::Malformed { .. }));
    assert!(matches!(refused("<log><trace></trace></log>"), ReadError::NoEvents { .. }));
    assert!(matches!(refused("PK\u{3}\u{4}rest"), ReadError::Foreign("zip")));
    assert!(matches!(refused("<log><trace></event></log>"), ReadError::Malformed { .. }));
}

#[test]
fn a_table_of_cases_has_a_step_for_every_date() {
    let text = "zaaknummer;datum aanmelding;start_stabilisatie;eind_stabilisatie;datum_uitstroom;uitstroomreden;soort\n\
                1;5-1-2024;10-1-2024;31-1-2024;2-2-2024;Ingetrokken;schuldbemiddeling\n\
                2;6-1-2024;11-1-2024;;;;schuldbemiddeling\n";
    let (log, told) = good(text.as_bytes());
    let names: Vec<&str> =
        log.of(&log.cases[0]).iter().map(|instance| log.activities.name(instance.activity)).collect();
    assert_eq!(names, ["datum aanmelding", "stabilisatie", "datum_uitstroom: Ingetrokken"]);
    let open = &log.of(&log.cases[1])[1];
    assert!(open.start.is_some() && open.end.is_none());
    assert_eq!((told.events, told.count(What::WithoutEnd)), (5, 1));
}

#[test]
fn attributes_in_attributes_keep_their_path() {
    let xes = r#"<log><trace><string key="concept:name" value="1"><int key="deep" value="3"/></string><event>
        <string key="concept:name" value="a &amp; b"/><date key="time:timestamp" value="2024-01-01T00:00:00+01:00"/>
        <list key="papers"><values><string key="kind" value="rent"/></values></list></event></trace></log>"#;
    let (log, _) = good(xes.as_bytes());
    assert_eq!(log.activities.name(0), "a & b");
    assert_eq!((&*log.traits[0].name, &*log.details[0].name), ("concept:name/deep", "papers/kind"));
    assert_eq!(&*log.cases[0].id, "1");
}
