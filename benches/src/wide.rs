//! Chains of any width, as scenario text.

use std::fmt::Write as _;

/// Stages in a line, each with one worker who is busy four fifths of the time; as `scenarios/textbook/wide-line.toml`, but
/// of any number of stages and from empty.
///
/// * `residents` – how many arrive in all, on average; an event is an arrival or an end of work
pub fn line(stages: u32, residents: u32) -> String {
    let mut text = format!(
        "keten = 1\ntitle = \"{stages} stages in a line\"\nstart = 2027-01-01\nhorizon = \"{} days\"\n\n\
         [arrivals.residents]\nto = \"s0001\"\nrate = \"20 per day\"\n\n[teams]\n",
        residents / 20
    );
    for stage in 1..=stages {
        let _ = writeln!(text, "s{stage:04} = {{ workers = 1, open = \"always\" }}");
    }
    text.push_str("\n[stages]\n");
    for stage in 1..=stages {
        let next = if stage < stages { format!("s{:04}", stage + 1) } else { "completed".to_owned() };
        let _ = writeln!(
            text,
            "s{stage:04} = {{ phase = \"curative\", team = \"s{stage:04}\", \
             work = {{ exponential = {{ mean = \"57.6 minutes\" }} }}, next = [{{ to = \"{next}\" }}] }}"
        );
    }
    text.push_str("\n[report]\nperiods = \"none\"\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Ready;

    /// Residents meet every stage of the line: 2,000 arrive (Poisson; 250 is more than five standard deviations), and
    /// nearly all of them have been through all three stages at the end.
    #[test]
    fn a_line_is_a_scenario() {
        let counts = Ready::of(&line(3, 2000)).counts(1, 0);
        assert!(counts.arrived.abs_diff(2000) < 250, "{counts:?}");
        assert!(counts.events > 4 * counts.arrived - 150, "{counts:?}");
    }
}
