//! Distances between logs, held against those of the package that the field uses.

use sim_mining::score::{Distance, Rows, distances, noise_floor, replay};

use crate::logs;

/// Distances of ten simulated logs to one real log, as `log-distance-measures` 2.2.0 gives them (the README of the logs): 3-gram,
/// 2-gram, absolute, circadian and relative event, cycle time, case arrival, circadian workforce.
const KNOWN: [[f64; 8]; 10] = [
    [0.053797, 0.040684, 2.868025, 0.196016, 1.984225, 2.275, 0.0, 0.136231],
    [0.074895, 0.057783, 2.350854, 0.175998, 1.750870, 0.800, 0.0, 0.102979],
    [0.071050, 0.046856, 2.120570, 0.256008, 0.702966, 1.040, 0.0, 0.176101],
    [0.073375, 0.052693, 4.294804, 0.219298, 1.864953, 2.125, 0.0, 0.128623],
    [0.067828, 0.045736, 3.348926, 0.203275, 0.830711, 1.220, 0.0, 0.137935],
    [0.108331, 0.077152, 3.552339, 0.218897, 0.695675, 0.590, 0.0, 0.155588],
    [0.081579, 0.054706, 1.744533, 0.223077, 1.059609, 2.345, 0.0, 0.160126],
    [0.106938, 0.077461, 2.616435, 0.230315, 1.959117, 1.710, 0.0, 0.145452],
    [0.061611, 0.046498, 3.000624, 0.224289, 1.869668, 2.130, 0.0, 0.161413],
    [0.097439, 0.078831, 3.816741, 0.266526, 1.095644, 1.710, 0.0, 0.169776],
];
/// Work in progress of the first three, in hours, by the same package without normalisation.
const IN_PROGRESS: [f64; 3] = [9.605_975_093_930_581, 10.903_538_858_307_511, 6.363_310_974_460_36];

#[test]
fn distances_are_those_of_the_field() {
    let Some((real, _)) = logs::open("LoanApp_test.csv.gz") else { return };
    let real = Rows::of(&real);
    for (run, known) in KNOWN.iter().enumerate() {
        let Some((simulated, _)) = logs::open(&format!("LoanApp_agentsimulator/simulated_{run}.csv.gz")) else {
            return;
        };
        let found = distances(&real, &Rows::of(&simulated));
        for (position, known) in known.iter().enumerate() {
            let found = found[position].expect("neither log is empty");
            // The table has six digits.
            assert!((found - known).abs() < 1e-6, "run {run}, {:?}: {found}, not {known}", Distance::ALL[position]);
        }
        if let Some(known) = IN_PROGRESS.get(run) {
            let found = found[8].expect("neither log is empty");
            assert!((found - known).abs() < 1e-9, "run {run}, work in progress: {found}, not {known}");
        }
    }
}

#[test]
fn a_log_is_not_far_from_itself_nor_closer_to_its_past_than_to_its_own_half() {
    let Some(((train, _), (test, _))) =
        logs::open("AcademicCredentials_train.csv.gz").zip(logs::open("AcademicCredentials_test.csv.gz"))
    else {
        return;
    };
    let (train, test) = (Rows::of(&train), Rows::of(&test));
    assert!(distances(&test, &test).iter().all(|distance| *distance == Some(0.0)));
    let noise = noise_floor(&test, 10)[0].mean.expect("there are cases");
    let past = replay(&train, &test, 10).expect("there are cases")[0].mean.expect("there are cases");
    // This chain has changed: the past is further off than two halves of the present are from each other.
    assert!(past > 2.0 * noise, "{past} beside {noise}");
}
