//! Figures of real logs, worked out apart with a few lines of another language from the same files.

use sim_mining::log::EventLog;
use sim_mining::mine::{Mined, Request, mine};

use crate::logs;

fn mined(name: &str) -> Option<(EventLog, Mined)> {
    let (log, _) = logs::open(name)?;
    let mined = mine(&log, &Request::default());
    Some((log, mined))
}

#[test]
fn the_receipt_of_permits() {
    let Some((log, mined)) = mined("receipt.xes.gz") else { return };
    assert_eq!((mined.variants.len(), mined.variants[0].cases.len(), mined.map.arcs.len()), (116, 713, 99));
    assert_eq!(mined.rework.1, 91);
    let number = |name: &str| log.activities.find(name).expect("it is there");
    let (from, to) =
        (number("T05 Print and send confirmation of receipt"), number("T06 Determine necessity of stop advice"));
    let arc = mined.map.arcs.iter().find(|arc| (arc.from, arc.to) == (from, to)).expect("it is there");
    assert_eq!(arc.count, 791);
    assert!((arc.wait - 0.000_434_490_740).abs() < 1e-9);
    let pair = mined.handovers.steps.iter().find(|pair| (pair.from, pair.to) == (from, to)).expect("it is there");
    assert!((pair.mean() - 3.062_123_563_7).abs() < 1e-6, "{}", pair.mean());
    let days: f64 =
        mined.rows.iter().filter(|row| row.fate != sim_mining::mine::ending::Fate::Open).map(|row| row.days).sum();
    let open: f64 = log
        .each()
        .zip(&mined.rows)
        .filter(|(_, row)| row.fate == sim_mining::mine::ending::Fate::Open)
        .map(|((_, of), row)| {
            let last = of.iter().filter_map(|one| one.end).max().expect("an end");
            sim_mining::mine::days(last - row.begin)
        })
        .sum();
    assert!(((days + open) / 1434.0 - 5.408_147_167).abs() < 1e-6);
}

#[test]
fn the_causes_of_waits_are_the_whole_wait() {
    for name in
        ["LoanApp.csv.gz", "receipt.xes.gz", "PurchasingExample.csv.gz", "BPIC_2012_W.csv.gz", "BPIC15_1.csv.gz"]
    {
        let Some((_, mined)) = mined(name) else { return };
        for wait in &mined.waits {
            assert_eq!(wait.causes.total(), wait.end - wait.begin, "{name}");
            assert!(wait.causes.each().iter().all(|part| *part >= 0), "{name}: {wait:?}");
        }
    }
    let Some((_, mined)) = mined("LoanApp.csv.gz") else { return };
    let hours = sim_mining::mine::handovers::total_days(&mined.waits) * 24.0;
    assert!(mined.waits.len() == 6492 && (hours - 417.968_522).abs() < 1e-3, "{hours}");
}

/// In the simulated log the calendar is from 9 to 17 on weekdays, and queues are what cases wait for.
#[test]
fn a_simulated_log_shows_its_calendar_and_its_queues() {
    let Some((_, mined)) = mined("LoanApp.csv.gz") else { return };
    assert_eq!(mined.calendars.all.hours_a_week(), 40);
    let [contention, priority, off_duty, batching, outside] = mined.handovers.causes.each();
    assert!((contention + priority) * 10 > 9 * (contention + priority + off_duty + batching + outside));
}

/// Five timers hold cases for reasons outside: the file says for how long, and most of it is found as outside or, where it runs through
/// the night, as off duty; never as more than it is.
#[test]
fn waits_for_the_outside_are_found_outside() {
    let Some((log, mined)) = mined("known-delays/Procure_to_Pay_5_timers.csv.gz") else { return };
    let delay =
        log.details.iter().position(|attribute| attribute.name == "extraneous_delay").expect("it is there") as u32;
    let (mut with, mut outside) = (0.0, [0.0; 2]);
    let mut counts = [0.0; 2];
    for wait in &mined.waits {
        let known = log.instances[wait.to as usize].details.iter().find(|(attribute, _)| *attribute == delay);
        let Some((_, sim_mining::log::Value::Number(seconds))) = known else { continue };
        let held = usize::from(*seconds > 0.0);
        counts[held] += 1.0;
        outside[held] += wait.causes.outside as f64 / 3.6e9;
        with += seconds / 3600.0;
    }
    println!("outside {outside:?} of {counts:?}, known {with}");
    assert!(outside[1] / counts[1] > 4.0 * outside[0] / counts[0]);
}
