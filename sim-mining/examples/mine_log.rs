//! Mines a log and says the main figures: `cargo run --release -p sim-mining --example mine_log FILE`.

use std::fs::File;

use sim_mining::mine::{calendar, ending, handovers, map, rework, throughput, traits, variants, waits, workload};
use sim_mining::read::{Options, read};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for path in std::env::args().skip(1) {
        let (log, _) = read(File::open(&path)?, &Options::default())?;
        let ending = ending::ending(&log, &ending::EndingRequest::default());
        let calendars = calendar::calendars(&log);
        let waits = waits::waits(&log, &calendars);
        let handovers = handovers::handovers(&log, &ending, &waits);
        let throughput = throughput::of_cases(&log, &ending, &calendars);
        let (handed, smallest) = (&handovers.each, traits::FEWEST);
        let scope =
            traits::Scope { log: &log, ending: &ending, waits: &waits, handovers: handed, between: None, smallest };
        let traits = traits::traits(&scope);
        println!("{path}: by {:?}, ends {:?}, drop-outs {:?}", ending.by, ending.ends.len(), ending.drop_outs.len());
        println!("  done {} otherwise {} of {}", throughput.done, throughput.otherwise, throughput.watched);
        println!("  calendar of all {} h, holidays {}", calendars.all.hours_a_week(), calendars.holidays);
        println!("  handovers {:?} {:?} h", handovers.unit, handovers.causes.each().map(|time| time / 3_600_000_000));
        println!(
            "  variants {} arcs {} rework {}",
            variants::variants(&log).len(),
            map::map(&log).arcs.len(),
            rework::rework(&log).1
        );
        println!(
            "  resources {} sure findings {} of {}",
            workload::workload(&log, &calendars).len(),
            traits.findings.iter().filter(|finding| finding.is_sure()).count(),
            traits.findings.len()
        );
    }
    Ok(())
}
