//! Counts of every log of the folder, as its README has them.

use std::collections::HashSet;

use sim_mining::read::{Role, What};

use crate::logs;

/// File, cases, records of events, activities, resources, and variants where the README counts those of instances;
/// 0 where it does not say.
type Known = (&'static str, usize, u64, usize, usize, Option<usize>);

const KNOWN: [Known; 22] = [
    ("running-example.xes", 6, 42, 8, 6, Some(6)),
    ("running-example.csv", 6, 42, 8, 6, Some(6)),
    ("receipt.xes.gz", 1434, 8577, 27, 48, Some(116)),
    ("receipt.csv.gz", 1434, 8577, 27, 48, Some(116)),
    ("BPIC15_1.csv.gz", 1199, 52_217, 398, 23, Some(1137)),
    ("roadtraffic100traces.xes", 100, 390, 10, 54, Some(10)),
    ("reviewing.xes.gz", 100, 3730, 14, 11, None),
    ("LoanApp.csv.gz", 1000, 7492, 12, 19, Some(44)),
    ("LoanApp_train.csv.gz", 797, 5976, 0, 0, None),
    ("LoanApp_test.csv.gz", 200, 1490, 0, 0, None),
    ("PurchasingExample.csv.gz", 608, 9119, 21, 27, Some(70)),
    ("PurchasingExample_train.csv.gz", 449, 6839, 0, 0, None),
    ("PurchasingExample_test.csv.gz", 101, 1013, 0, 0, None),
    ("AcademicCredentials.csv.gz", 954, 4962, 16, 559, Some(98)),
    ("AcademicCredentials_train.csv.gz", 645, 3303, 0, 0, None),
    ("AcademicCredentials_test.csv.gz", 181, 733, 0, 0, None),
    ("BPIC_2012_W.csv.gz", 8616, 59_302, 6, 57, Some(2115)),
    ("BPIC_2012_W_train.csv.gz", 6830, 43_405, 0, 0, None),
    ("BPIC_2012_W_test.csv.gz", 1200, 7580, 0, 0, None),
    ("BPIC_2012.xes.gz", 13_087, 262_200, 24, 68, None),
    ("known-delays/Procure_to_Pay_5_timers.csv.gz", 1000, 13_409, 24, 21, None),
    ("LoanApp_agentsimulator/simulated_0.csv.gz", 200, 0, 0, 0, None),
];

#[test]
fn every_log_has_the_counts_of_its_readme() {
    for (name, cases, events, activities, resources, variants) in KNOWN {
        let Some((log, told)) = logs::open(name) else { return };
        assert_eq!(log.cases.len(), cases, "{name}: cases");
        assert_eq!(told.cases, cases as u64, "{name}: cases told");
        if events > 0 {
            assert_eq!(told.events, events, "{name}: events");
        }
        if activities > 0 {
            assert_eq!(log.activities.len(), activities, "{name}: activities");
        }
        if resources > 0 {
            assert_eq!(log.resources.len(), resources, "{name}: resources");
        }
        if let Some(variants) = variants {
            // By when they begin, as the README counts.
            let found: HashSet<Vec<u32>> = log
                .each()
                .map(|(_, instances)| {
                    let mut instances: Vec<_> = instances.iter().collect();
                    instances.sort_by_key(|instance| instance.span());
                    instances.iter().map(|instance| instance.activity).collect()
                })
                .collect();
            assert_eq!(found.len(), variants, "{name}: variants");
        }
    }
}

#[test]
fn one_log_in_two_formats_is_one_log() {
    for name in ["running-example", "receipt"] {
        let packed = if name == "receipt" { ".gz" } else { "" };
        let (Some((xes, _)), Some((csv, _))) =
            (logs::open(&format!("{name}.xes{packed}")), logs::open(&format!("{name}.csv{packed}")))
        else {
            return;
        };
        let plain = |log: &sim_mining::log::EventLog| {
            log.each()
                .map(|(case, instances)| {
                    let steps: Vec<_> = instances
                        .iter()
                        .map(|instance| {
                            let resource = instance.resource.map(|resource| log.resources.name(resource).to_owned());
                            (log.activities.name(instance.activity).to_owned(), resource, instance.end, instance.offset)
                        })
                        .collect();
                    (case.id.clone(), steps)
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(plain(&xes), plain(&csv), "{name}");
    }
}

#[test]
fn starts_and_ends_are_paired() {
    // 1,452 starts and 2,278 ends, every start with its end.
    let Some((log, told)) = logs::open("reviewing.xes.gz") else { return };
    assert_eq!((log.instances.len(), told.count(What::WithoutEnd), told.count(What::WithoutStart)), (2278, 0, 826));
    // 26,318 plans, 71,376 starts and 164,506 ends.
    let Some((log, told)) = logs::open("BPIC_2012.xes.gz") else { return };
    let with =
        |of: fn(&sim_mining::log::Instance) -> bool| log.instances.iter().filter(|&instance| of(instance)).count();
    assert_eq!(with(|instance| instance.scheduled.is_some()), 26_318);
    assert_eq!(with(|instance| instance.start.is_some()), 71_376);
    assert_eq!(with(|instance| instance.end.is_some()), 164_506);
    assert!(told.count(What::WithoutEnd) > 0);
}

/// Only what is complete counts, in the order of time: 4,336 sequences. Counted apart with pm4py 2.7.23, which gives 4,366, the number
/// that is published, when every step in the life of an activity counts as an event of its own.
#[test]
fn ends_alone_give_the_variants_that_others_count() {
    let Some((log, _)) = logs::open("BPIC_2012.xes.gz") else { return };
    let complete = |instances: &[sim_mining::log::Instance]| -> Vec<u32> {
        instances.iter().filter(|instance| instance.end.is_some()).map(|instance| instance.activity).collect()
    };
    let found: HashSet<Vec<u32>> = log.each().map(|(_, instances)| complete(instances)).collect();
    assert_eq!(found.len(), 4336);
}

#[test]
fn a_column_of_starts_that_is_empty_is_no_start() {
    let Some((log, told)) = logs::open("BPIC15_1.csv.gz") else { return };
    assert!(told.columns.iter().any(|column| column.role == Role::Start && column.name == "start_timestamp"));
    assert!(log.instances.iter().all(|instance| instance.start.is_none() && instance.end.is_some()));
    assert_eq!(told.count(What::OnlyEnds), 52_217);
    assert_eq!(told.count(What::Duplicates), 19);
}

#[test]
fn what_is_known_of_a_case_stands_with_the_case() {
    for name in ["receipt.xes.gz", "receipt.csv.gz"] {
        let Some((log, _)) = logs::open(name) else { return };
        let trait_of = |name: &str| log.traits.iter().find(|attribute| attribute.name == name);
        let words = |name: &str| trait_of(name).map(|attribute| attribute.words.len());
        // The README counts eight groups: the eighth is a cell that is empty.
        assert_eq!([words("channel"), words("department"), words("group")], [Some(5), Some(3), Some(7)], "{name}");
        assert_eq!(words("responsible"), Some(39), "{name}");
        assert_eq!(log.groups.len(), 10, "{name}");
    }
}
