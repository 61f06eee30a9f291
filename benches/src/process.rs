//! Whole programs: how long they take and how much memory.

use std::process::Command;

/// What a program took.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Took {
    /// Seconds by the clock.
    pub seconds: f64,
    /// Seconds of processor time.
    pub processor: f64,
    /// Most memory at a time, in megabytes.
    pub megabytes: f64,
}

/// Runs a program to its end under `/usr/bin/time`; gives what it printed too.
///
/// # Errors
/// When it cannot be started or fails.
pub fn run(program: &str, arguments: &[&str]) -> Result<(String, Took), String> {
    let output = Command::new("/usr/bin/time")
        .args(["-f", "took %e %U %S %M", program])
        .args(arguments)
        .output()
        .map_err(|error| format!("/usr/bin/time {program}: {error}"))?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    if !output.status.success() {
        return Err(format!("{program} {}: {}", arguments.join(" "), said.lines().next().unwrap_or("failed")));
    }
    let numbers = said.lines().rev().find_map(|line| line.strip_prefix("took ")).unwrap_or_default();
    let numbers: Vec<f64> = numbers.split(' ').filter_map(|number| number.parse().ok()).collect();
    let [seconds, user, system, kilobytes] = numbers[..] else {
        return Err(format!("/usr/bin/time said nothing of {program}"));
    };
    let took = Took { seconds, processor: user + system, megabytes: kilobytes / 1000.0 };
    Ok((String::from_utf8_lossy(&output.stdout).into_owned(), took))
}
