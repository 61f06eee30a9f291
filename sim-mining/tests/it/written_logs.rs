//! Logs that are written: read back whole by our own reader, with the waits that the simulation had, in bounded memory.

use std::collections::BTreeSet;
use std::io::{self, Cursor, Write};

use sim_core::chain::{Model, Resident, compile};
use sim_core::engine::{Limits, RunError, simulate_with};
use sim_core::observe::{Happening, Observer};
use sim_core::scenario::{Scenario, read as read_scenario};
use sim_core::time::{DAY, SimTime, Span};
use sim_mining::log::EventLog;
use sim_mining::privacy::Coarse;
use sim_mining::read::{Options, Told, What, read};
use sim_mining::write::{Counts, Csv, Form, Naming, Ocel, OcelFormat, Outline, Privacy, Recorder, Summary, Which, Xes};

fn scenario(file: &str, change: impl FnOnce(&mut Scenario)) -> (Scenario, Model) {
    let path = format!("{}/../scenarios/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).expect("a scenario");
    let mut scenario = read_scenario(&text).scenario.expect("without problems").at_likely();
    change(&mut scenario);
    let model = compile(&scenario).expect("it can be laid out");
    (scenario, model)
}

/// The monitor, for a short time.
fn monitor() -> (Scenario, Model) {
    scenario("monitor.toml", |scenario| {
        (scenario.warm_up, scenario.horizon) = (Span(90 * DAY), Span(270 * DAY));
    })
}

#[derive(Clone, Copy, PartialEq)]
enum As {
    Xes,
    Csv,
    Json,
    Xml,
}

/// Writes a log, with another observer beside it.
fn written<O: Observer>(
    (scenario, model): &(Scenario, Model),
    form: As,
    which: Which,
    privacy: &Privacy,
    beside: O,
) -> (Vec<u8>, Summary, O) {
    let outline = Outline::new(scenario, model, Naming::Titles);
    let (mut bytes, mut spool) = (Vec::new(), Cursor::new(Vec::new()));
    let run = |form: &mut dyn Form| {
        let mut recorder = Recorder::new((scenario, model, &outline), which, privacy.clone(), form, &|| false);
        let observers = (&mut recorder, beside);
        let (_, beside) =
            simulate_with(model, scenario.draws(7, 0), Limits::default(), observers).expect("a run to its end");
        (recorder.finish().expect("memory can be written"), beside)
    };
    let started = "memory can be written";
    let (summary, beside) = match form {
        As::Xes => run(&mut Xes::new(&outline, &mut bytes).expect(started)),
        As::Csv => run(&mut Csv::new(&outline, &mut bytes).expect(started)),
        As::Json => run(&mut Ocel::new(&outline, OcelFormat::Json, &mut bytes, &mut spool).expect(started)),
        As::Xml => run(&mut Ocel::new(&outline, OcelFormat::Xml, &mut bytes, &mut spool).expect(started)),
    };
    (bytes, summary, beside)
}

fn read_back(bytes: &[u8], form: As) -> (EventLog, Told) {
    let object_type = matches!(form, As::Json | As::Xml).then(|| "resident".to_owned());
    read(bytes, &Options { object_type, ..Options::default() }).expect("what was written can be read")
}

#[test]
fn every_form_is_read_back_whole() {
    let chain = monitor();
    let mut first: Option<EventLog> = None;
    for form in [As::Xes, As::Csv, As::Json, As::Xml] {
        let (bytes, summary, ()) = written(&chain, form, Which::Measured, &Privacy::default(), ());
        let (log, told) = read_back(&bytes, form);
        let Counts { cases, events, objects, relations } = summary.counts;
        assert!(cases > 500 && events > 1500, "{cases} cases, {events} events");
        assert_eq!((log.cases.len() as u64, told.events), (cases, events));
        assert_eq!(objects.is_some(), matches!(form, As::Json | As::Xml));
        assert!(objects.is_none_or(|objects| objects > cases) && relations.is_none_or(|all| all > events));
        for lost in [What::WithoutTime, What::WithoutCase, What::WithoutActivity, What::TimeUnreadable, What::Dangling]
        {
            assert_eq!(told.count(lost), 0, "{lost:?}");
        }
        let ended = log.cases.iter().filter(|case| {
            let last = log.of(case).iter().max_by_key(|instance| instance.end);
            last.is_some_and(|last| is_end(&chain.0, log.activities.name(last.activity)))
        });
        assert_eq!(ended.count() as u64, summary.ended);
        let known = first.get_or_insert_with(|| log.clone());
        assert_eq!(cases_of(known), cases_of(&log));
    }
}

/// What is mined of the same chain is the same from every form, and the parts always are the whole.
#[test]
fn what_is_mined_adds_up_in_every_form() {
    use sim_mining::mine::waits::Causes;
    use sim_mining::mine::{Request, days, mine};
    let chain = monitor();
    let mut first = None;
    for form in [As::Xes, As::Csv, As::Json, As::Xml] {
        let (bytes, ..) = written(&chain, form, Which::Measured, &Privacy::default(), ());
        let (log, _) = read_back(&bytes, form);
        let mined = mine(&log, &Request::default());
        let (mut all, mut handed) = (Causes::default(), Causes::default());
        for wait in mined.waits.iter().chain(&mined.handovers.each) {
            assert!(wait.begin <= wait.end && wait.causes.each().iter().all(|part| *part >= 0), "{wait:?}");
            assert_eq!(wait.causes.total(), wait.end - wait.begin);
        }
        for wait in &mined.waits {
            let instance = &log.instances[wait.to as usize];
            if let Some(scheduled) = instance.scheduled.filter(|scheduled| *scheduled > wait.begin) {
                assert!(wait.causes.outside >= scheduled - wait.begin, "{wait:?}");
            }
            if is_end(&chain.0, log.activities.name(instance.activity)) {
                assert_eq!(wait.causes.outside, wait.end - wait.begin, "{wait:?}");
            }
            all.add(&wait.causes);
        }
        mined.handovers.each.iter().for_each(|wait| handed.add(&wait.causes));
        let sum = |causes: &mut dyn Iterator<Item = Causes>| {
            causes.fold(Causes::default(), |mut sum, one| {
                sum.add(&one);
                sum
            })
        };
        assert_eq!(sum(&mut mined.handovers.steps.iter().map(|pair| pair.causes)), all);
        assert_eq!(sum(&mut mined.rows.iter().map(|row| row.waits)), all);
        assert_eq!(sum(&mut mined.handovers.pairs.iter().map(|pair| pair.causes)), handed);
        assert_eq!(mined.handovers.causes, handed);
        assert!((mined.rows.iter().map(|row| row.handover_days).sum::<f64>() - days(handed.total())).abs() < 1e-6);
        // Waits by the moment at which something came on the list, and missed appointments, both occur.
        assert!(mined.listed.known > 500 && mined.listed.early > 0 && mined.listed.late == 0, "{:?}", mined.listed);
        // From signalling to the desk by an appointment made, and from the desk to the consultants by collecting papers.
        assert!(mined.handovers.pairs.len() >= 3, "{:?}", mined.handovers.pairs);
        let found = (all, handed, mined.listed, mined.handovers.pairs.len());
        assert_eq!(*first.get_or_insert(found), found);
    }
}

fn is_end(scenario: &Scenario, name: &str) -> bool {
    scenario.ends.iter().any(|end| end.title.as_deref().unwrap_or(&end.name) == name)
}

/// What every form says alike: for each case its identifier, and what was done when and by whom.
fn cases_of(log: &EventLog) -> Vec<String> {
    let one = |instance: &sim_mining::log::Instance| {
        let name = |number: Option<u32>, names: &sim_mining::log::Names| {
            number.map_or(String::new(), |number| names.name(number).to_owned())
        };
        let (resource, group) = (name(instance.resource, &log.resources), name(instance.group, &log.groups));
        let activity = log.activities.name(instance.activity);
        format!("{activity} {:?} {:?} {:?} {resource} {group}", instance.scheduled, instance.start, instance.end)
    };
    log.each()
        .map(|(case, instances)| {
            let mut all: Vec<String> = instances.iter().map(one).collect();
            all.sort();
            format!("{} {}", case.id, all.join("; "))
        })
        .collect()
}

/// Waits of one stage, as they end in work.
#[derive(Default)]
struct Waits {
    number: u64,
    total: i64,
}

impl Observer for Waits {
    fn happened(&mut self, _now: SimTime, _resident: &Resident, what: Happening) {
        if let Happening::Started { wait, .. } = what {
            self.number += 1;
            self.total += wait.0;
        }
    }
}

#[test]
fn waits_in_the_log_are_those_of_the_simulation() {
    let chain = scenario("textbook/tandem.toml", |scenario| scenario.horizon = Span(60 * DAY));
    for form in [As::Xes, As::Csv, As::Json] {
        let (bytes, _, waits) = written(&chain, form, Which::WithWarmUp, &Privacy::default(), Waits::default());
        let (log, _) = read_back(&bytes, form);
        let worked = log.instances.iter().filter(|instance| instance.group.is_some());
        let begun: Vec<i64> =
            worked.filter_map(|instance| Some(instance.start? - instance.scheduled.unwrap_or(i64::MAX))).collect();
        assert_eq!(begun.len() as u64, waits.number);
        // Both moments are rounded down to milliseconds.
        let apart = (begun.iter().sum::<i64>() - waits.total).abs();
        assert!(apart <= 1000 * waits.number as i64, "{apart} microseconds apart over {} waits", waits.number);
        assert!(waits.total > 1000 * 60_000_000, "there were waits at all");
    }
}

#[test]
fn memory_holds_who_is_present_however_long_it_lasts() {
    let most = |days: i64| {
        let chain = scenario("textbook/tandem.toml", |scenario| scenario.horizon = Span(days * DAY));
        let (_, summary, ()) = written(&chain, As::Csv, Which::Measured, &Privacy::default(), ());
        (summary.counts.cases, summary.most)
    };
    let ((few, most_of_few), (many, most_of_many)) = (most(50), most(400));
    assert!(many > 7 * few, "{few} and {many} cases");
    assert!(most_of_many < 3 * most_of_few && most_of_many < 100, "{most_of_few} and {most_of_many} at a time");
}

#[test]
fn the_warm_up_is_left_out_unless_asked_for() {
    let chain = monitor();
    let arrivals = |which| {
        let (bytes, ..) = written(&chain, As::Csv, which, &Privacy::default(), ());
        let text = String::from_utf8(bytes).expect("text");
        let column = text.lines().next().expect("a head").split(',').position(|name| name == "case:arrived");
        let rows = csv::Reader::from_reader(text.as_bytes()).into_records().map(|row| row.expect("a row"));
        let arrived: Vec<String> = rows.map(|row| row[column.expect("when they arrived")].to_owned()).collect();
        arrived.into_iter().min().expect("rows")
    };
    assert!(arrivals(Which::Measured).as_str() >= "2027-01-04");
    assert!(arrivals(Which::WithWarmUp).as_str() < "2027-01-04");
}

#[test]
fn residents_of_a_surge_are_cases_of_their_own() {
    let surge = sim_core::scenario::Surge {
        from: jiff::civil::date(2027, 1, 10),
        until: jiff::civil::date(2027, 1, 20),
        times: 1.5,
    };
    let chain = scenario("textbook/tandem.toml", |scenario| {
        scenario.horizon = Span(20 * DAY);
        scenario.teams[0].staff = sim_core::scenario::Staff::Workers(sim_core::scenario::Dated::always(4));
        scenario.streams[0].surges.push(surge);
    });
    let (bytes, summary, ()) = written(&chain, As::Xes, Which::Measured, &Privacy::default(), ());
    let (log, told) = read_back(&bytes, As::Xes);
    assert_eq!((log.cases.len() as u64, told.count(What::CaseTwice)), (summary.counts.cases, 0));
    assert!(log.cases.iter().any(|case| case.id.starts_with("come-surge1-")));
}

#[test]
fn identifiers_are_hashed_and_moments_rounded() {
    let chain = scenario("textbook/tandem.toml", |scenario| scenario.horizon = Span(20 * DAY));
    let privacy = Privacy { key: Some(b"sixteen letters!".to_vec()), coarse: Some(Coarse::Hour) };
    let (bytes, summary, ()) = written(&chain, As::Csv, Which::Measured, &privacy, ());
    let (log, _) = read_back(&bytes, As::Csv);
    let ids: BTreeSet<&str> = log.cases.iter().map(|case| &*case.id).collect();
    assert_eq!(ids.len() as u64, summary.counts.cases);
    assert!(ids.iter().all(|id| id.len() == 16 && id.bytes().all(|byte| byte.is_ascii_hexdigit())));
    let moments = log.instances.iter().flat_map(|one| [one.scheduled, one.start, one.end]).flatten();
    assert!(moments.into_iter().all(|moment| moment % 3_600_000_000 == 0));
}

/// A disk with room for so many bytes.
struct Full(usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self.0.checked_sub(bytes.len()).ok_or(io::ErrorKind::StorageFull)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_full_disk_stops_the_run_and_says_so() {
    let (scenario, model) = monitor();
    let outline = Outline::new(&scenario, &model, Naming::Names);
    let mut disk = Full(200_000);
    let mut form = Xes::new(&outline, &mut disk).expect("room for the head");
    let of = (&scenario, &model, &outline);
    let mut recorder = Recorder::new(of, Which::Measured, Privacy::default(), &mut form, &|| false);
    let run = simulate_with(&model, scenario.draws(7, 0), Limits::default(), &mut recorder);
    assert!(matches!(run.map(|_| ()), Err(RunError::Stopped { .. })));
    assert_eq!(recorder.failure().map(|error| error.kind()), Some(io::ErrorKind::StorageFull));
}

#[test]
fn who_asks_to_stop_is_heard() {
    let (scenario, model) = monitor();
    let outline = Outline::new(&scenario, &model, Naming::Names);
    let mut bytes = Vec::new();
    let mut form = Csv::new(&outline, &mut bytes).expect("memory can be written");
    let of = (&scenario, &model, &outline);
    let mut recorder = Recorder::new(of, Which::Measured, Privacy::default(), &mut form, &|| true);
    let run = simulate_with(&model, scenario.draws(7, 0), Limits::default(), &mut recorder);
    assert!(matches!(run.map(|_| ()), Err(RunError::Stopped { at }) if at < SimTime(0)));
}

/// The rows of the CSV, in columns.
#[cfg(feature = "parquet")]
#[test]
fn parquet_holds_the_rows_of_the_table() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    let chain = monitor();
    let (scenario, model) = &chain;
    let (text, summary, ()) = written(&chain, As::Csv, Which::Measured, &Privacy::default(), ());
    let outline = Outline::new(scenario, model, Naming::Titles);
    let path = concat!(env!("CARGO_TARGET_TMPDIR"), "/written.parquet");
    let mut file = std::fs::File::create(path).expect("a file");
    let mut form = sim_mining::write::Parquet::new(&outline, &mut file).expect("room for the head");
    let of = (scenario, model, &outline);
    let mut recorder = Recorder::new(of, Which::Measured, Privacy::default(), &mut form, &|| false);
    simulate_with(model, scenario.draws(7, 0), Limits::default(), &mut recorder).expect("a run to its end");
    assert_eq!(recorder.finish().expect("it can be written").counts, summary.counts);
    drop(form);
    let read = SerializedFileReader::new(std::fs::File::open(path).expect("the file")).expect("a Parquet file");
    let mut table = csv::Reader::from_reader(&*text);
    let schema = read.metadata().file_metadata().schema_descr();
    let head = table.headers().expect("a head").clone();
    assert!(schema.columns().iter().map(|column| column.name()).eq(head.iter()));
    let mut rows = table.into_records();
    for row in read.get_row_iter(None).expect("rows") {
        let (row, cells) = (row.expect("a row"), rows.next().expect("a row of the table").expect("whole"));
        let columns = row.get_column_iter().zip(&cells);
        for ((_, field), cell) in columns.filter(|((name, _), _)| name.contains("concept:name")) {
            assert_eq!(field.to_string().trim_matches('"'), cell);
        }
    }
    assert!(rows.next().is_none());
}

/// The log of a scenario that is written here, in a form.
fn log_of(text: &str, form: As) -> (EventLog, Summary) {
    let scenario = read_scenario(text).scenario.expect("without problems");
    let model = compile(&scenario).expect("it can be laid out");
    let (bytes, summary, ()) = written(&(scenario, model), form, Which::Measured, &Privacy::default(), ());
    let (log, _) = read_back(&bytes, form);
    assert_eq!(log.cases.len() as u64, summary.counts.cases, "every case has an identifier of its own");
    (log, summary)
}

const DESKS: &str = r#"
    keten = 1
    title = "Two desks"
    start = 2026-01-05
    horizon = "20 days"
    seed = 1
    replications = 1
    teams.desk = { workers = 2, open = "office" }
    teams.crowd = { workers = "unlimited", open = "office" }
    stages.intake = { team = "desk", work = "2 hours", next = [{ to = "advice" }] }
    stages.advice = { team = "crowd", work = "3 hours", next = [{ to = "thinking" }] }
    stages.thinking = { steps = [{ delay = "4 days" }, { delay = "6 days" }], next = [{ to = "archive" }] }
    stages.archive = { delay = "90 days" }
"#;

/// Who is there when the run begins is a case by itself. What they were in the middle of stands in the log with its end; its
/// start, or since when it was waited for, only where the scenario says since when.
#[test]
fn who_was_there_before_is_told_apart() {
    let text = DESKS.to_owned()
        + r#"
    arrivals.letters = { to = "intake", interval = "1 day" }
    present = [
        { stage = "advice", in_work = 1 },
        { stage = "archive", staying = 2 },
        { stage = "intake", in_work = 1 },
        { stage = "intake", waiting = 1, since = 2026-01-05 },
        { stage = "thinking", staying = 1 },
        { stage = "thinking", staying = 1, since = 2026-01-02 },
        { stage = "thinking", step = 2, staying = 1, since = 2026-01-02 },
    ]
    "#;
    for form in [As::Xes, As::Csv, As::Json, As::Xml] {
        let (log, summary) = log_of(&text, form);
        assert_eq!(summary.without_moment, 2, "they are in the archive for all of the run");
        let known = |case: &sim_mining::log::Case, of: &str| {
            let place = log.traits.iter().position(|attribute| attribute.name == of).expect("an attribute");
            case.traits[place].is_some()
        };
        let mut first: Vec<(&str, bool, bool, bool)> = Vec::new();
        for (case, instances) in log.each() {
            let there_before = case.id.starts_with("present-");
            assert_eq!((known(case, "arrived"), known(case, "stream")), (!there_before, !there_before), "{}", case.id);
            if there_before {
                let one = &instances[0];
                let name = log.activities.name(one.activity);
                first.push((name, one.scheduled.is_some(), one.start.is_some(), one.resource.is_some()));
            }
        }
        first.sort_unstable();
        let of_intake = [("intake", false, false, false), ("intake", true, true, true)];
        let of_thinking =
            [("thinking", false, false, false), ("thinking", false, false, false), ("thinking", false, true, false)];
        assert_eq!(first, [&[("advice", false, false, false)][..], &of_intake, &of_thinking].concat());
    }
}

/// Where there is one pool, who was there before belongs to it, and is told apart from who comes out of it all the same.
#[test]
fn who_was_there_before_and_belongs_to_a_pool_is_told_apart() {
    let text = r#"
    keten = 1
    title = "One desk and a pool"
    start = 2026-01-05
    horizon = "3 years"
    seed = 1
    replications = 1
    teams.desk = { workers = 2, open = "office" }
    stages.intake = { team = "desk", work = "2 hours", next = [{ to = "thinking" }] }
    stages.thinking = { delay = "10 days", next = [{ to = "out" }] }
    ends.out = {}
    ends.alone = {}
    [need.debtors]
    stock = 50
    in_need_for = { exponential = { mean = "1 years" } }
    onset = "48 per year"
    natural_end = { after = { exponential = { mean = "17 years" } }, to = "alone" }
    apply = { after = { exponential = { mean = "60 days" } }, to = "intake" }
    [[present]]
    stage = "thinking"
    staying = 3
    [[present]]
    stage = "intake"
    waiting = 2
    "#;
    let (log, _) = log_of(text, As::Csv);
    let ids: BTreeSet<&str> = log.cases.iter().map(|case| &*case.id).collect();
    assert_eq!(ids.len(), log.cases.len());
    assert!(["present-1", "present-5", "debtors-1"].iter().all(|id| ids.contains(id)) && !ids.contains("present-6"));
}
