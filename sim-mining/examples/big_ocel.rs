//! Writes a large object-centric log, to measure how much memory reading takes:
//! `cargo run --release -p sim-mining --example big_ocel EVENTS FILE [objects-first]`, then
//! `/usr/bin/time -v target/release/examples/read_log FILE`. 500,000 events are about 200 MB.

use std::fs::File;
use std::io::{BufWriter, Write};

const STEPS: [&str; 8] = [
    "Application",
    "First talk",
    "Collecting papers",
    "Plan and decision",
    "Stabilisation",
    "Proposal",
    "Settlement",
    "Aftercare",
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [events, path, rest @ ..] = arguments.as_slice() else { return Err("EVENTS FILE [objects-first]".into()) };
    let events: u64 = events.parse()?;
    let objects_first = rest.iter().any(|argument| argument == "objects-first");
    let mut to = BufWriter::new(File::create(path)?);
    write!(to, r#"{{"eventTypes": [], "objectTypes": []"#)?;
    if objects_first {
        write_objects(&mut to, events)?;
    }
    write_events(&mut to, events)?;
    if !objects_first {
        write_objects(&mut to, events)?;
    }
    writeln!(to, "}}")?;
    to.flush()?;
    Ok(())
}

fn write_events(to: &mut impl Write, events: u64) -> std::io::Result<()> {
    write!(to, ",\n\"events\": [")?;
    for event in 0..events {
        let (case, step) = (event / 8, event % 8);
        // An hour and some for every case, five days and some for every step.
        let second = case * 61 + step * 450_007;
        let (day, hour, minute) = (second / 86_400, second / 3_600 % 24, second / 60 % 60);
        let (year, month, of_month) = (2000 + day / 336, day % 336 / 28 + 1, day % 28 + 1);
        let moment = format!("{year}-{month:02}-{of_month:02}T{hour:02}:{minute:02}:{:02}.000Z", second % 60);
        write!(
            to,
            r#"{}
{{"id": "event-{event}", "type": "{}", "time": "{moment}", "attributes": [{{"name": "org:resource", "value": "worker {}"}}, {{"name": "costs", "value": {}.5}}, {{"name": "remark", "value": "done as agreed"}}], "relationships": [{{"objectId": "resident-{case}", "qualifier": "of"}}, {{"objectId": "team-{}", "qualifier": "by"}}, {{"objectId": "letter-{event}", "qualifier": "sends"}}]}}"#,
            if event == 0 { "" } else { "," },
            STEPS[step as usize],
            event * 7 % 200,
            event % 900,
            step / 2,
        )?;
    }
    write!(to, "]")
}

fn write_objects(to: &mut impl Write, events: u64) -> std::io::Result<()> {
    write!(to, ",\n\"objects\": [")?;
    for team in 0..4 {
        write!(to, r#"{}{{"id": "team-{team}", "type": "team", "attributes": []}}"#, if team == 0 { "" } else { "," })?;
    }
    for case in 0..events.div_ceil(8) {
        write!(
            to,
            r#",
{{"id": "resident-{case}", "type": "resident", "attributes": [{{"name": "debt", "time": "1970-01-01T00:00:00Z", "value": {}}}, {{"name": "channel", "time": "1970-01-01T00:00:00Z", "value": "{}"}}]}}"#,
            case * 37 % 40_000,
            if case % 3 == 0 { "signal" } else { "own" },
        )?;
    }
    for event in 0..events {
        write!(to, r#", {{"id": "letter-{event}", "type": "letter", "attributes": []}}"#)?;
    }
    write!(to, "]")
}
