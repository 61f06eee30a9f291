//! The chain as a Mermaid flowchart, for Markdown pages.

use std::fmt::Write;

use super::chart::{Arrow, Box, Chart, Goal, Why};
use super::shape::colours;
use crate::text::{drawing, values};

/// The flowchart.
pub(crate) fn mermaid(chart: &Chart) -> String {
    let mut text = String::from("flowchart LR\n");
    for (number, inflow) in chart.inflows.iter().enumerate() {
        let label = [inflow.title.as_str(), &inflow.amount].map(safe).join("<br/>");
        let _ = writeln!(text, "  a{number}([\"{label}\"]) --> s{}", inflow.to);
    }
    for (place, stage) in chart.stages.iter().enumerate() {
        let class = stage.phase.map_or(String::new(), |phase| format!(":::{}", phase.name()));
        let _ = writeln!(text, "  s{place}[\"{}\"]{class}", stage_label(chart, stage));
    }
    for end in ends(chart) {
        let _ = writeln!(text, "  e{end}([\"{}\"])", safe(&chart.end(end)));
    }
    for (place, stage) in chart.stages.iter().enumerate() {
        for (line, to, labels) in edges(chart, stage) {
            let label = if labels.is_empty() { String::new() } else { format!("|\"{}\"|", labels.join("<br/>")) };
            let _ = writeln!(text, "  s{place} {line}{label} {}", goal(to));
        }
    }
    let mut phases: Vec<_> = chart.stages.iter().filter_map(|stage| stage.phase).collect();
    phases.sort_unstable();
    phases.dedup();
    for phase in phases {
        let (fill, edge) = colours(Some(phase));
        let _ = writeln!(text, "  classDef {} fill:{fill},stroke:{edge},color:#000", phase.name());
    }
    text
}

/// The lines that leave a stage, one for each kind and goal: what several have in common stands on it once.
fn edges(chart: &Chart, stage: &Box) -> Vec<(&'static str, Goal, Vec<String>)> {
    let mut edges: Vec<(&'static str, Goal, Vec<String>)> = Vec::new();
    let mut add = |line, to, label: String| {
        let labels = (!label.is_empty()).then_some(label);
        match edges.iter_mut().find(|edge| (edge.0, edge.1) == (line, to)) {
            Some((_, _, known)) => {
                if let Some(label) = labels.filter(|label| !known.contains(label)) {
                    known.push(label);
                }
            }
            None => edges.push((line, to, labels.into_iter().collect())),
        }
    };
    for arrow in &stage.arrows {
        add("-->", arrow.to, arrow_label(chart, arrow));
    }
    for exit in &stage.exits {
        let to = chart.goal(exit.to);
        let reason = if exit.reason == to || matches!(exit.why, Why::Full | Why::Contact) {
            String::new()
        } else {
            format!("{}, ", exit.reason)
        };
        add("-.->", exit.to, safe(&format!("{reason}{}", exit.short)));
    }
    for (share, end) in stage.arrows.iter().filter_map(|arrow| arrow.lost.as_ref()) {
        add("-.->", Goal::End(*end), safe(&drawing::lost(chart.lang, &share.base)));
    }
    edges
}

fn stage_label(chart: &Chart, stage: &Box) -> String {
    let steps = stage.steps.iter().flat_map(|step| {
        let doing = match &step.team {
            Some(team) => format!("{team}: {}", step.short),
            None => step.short.clone(),
        };
        std::iter::once(doing).chain(step.queue.clone())
    });
    let phase = stage.phase.map(|phase| values::phase(chart.lang, phase).to_owned());
    let lines = std::iter::once(stage.title.clone()).chain(phase).chain(steps);
    lines.map(|line| safe(&line)).collect::<Vec<_>>().join("<br/>")
}

fn arrow_label(chart: &Chart, arrow: &Arrow) -> String {
    let returned = arrow.returned.as_ref().map(|(share, _)| drawing::returned(chart.lang, &share.base));
    let time = arrow.time.as_ref().map(|(_, short)| short.clone());
    let parts = [arrow.share.clone(), time, returned];
    parts.into_iter().flatten().map(|part| safe(&part)).collect::<Vec<_>>().join("<br/>")
}

/// Ends that an arrow points to.
fn ends(chart: &Chart) -> Vec<usize> {
    let goals = |stage: &Box| -> Vec<Goal> {
        let lost = stage.arrows.iter().filter_map(|arrow| arrow.lost.as_ref()).map(|(_, end)| Goal::End(*end));
        let arrows = stage.arrows.iter().map(|arrow| arrow.to);
        arrows.chain(stage.exits.iter().map(|exit| exit.to)).chain(lost).collect()
    };
    let is_goal = |end: &usize| chart.stages.iter().any(|stage| goals(stage).contains(&Goal::End(*end)));
    (0..chart.scenario.ends.len()).filter(is_goal).collect()
}

fn goal(goal: Goal) -> String {
    match goal {
        Goal::Stage(place) => format!("s{place}"),
        Goal::End(end) => format!("e{end}"),
    }
}

/// A text that means nothing to Mermaid, to Markdown or to a browser: every other sign becomes a numbered entity.
fn safe(text: &str) -> String {
    let plain = |sign: char| sign.is_alphanumeric() || " ,.%:-–".contains(sign);
    text.chars().fold(String::new(), |mut safe, sign| {
        match sign {
            sign if plain(sign) => safe.push(sign),
            sign if sign.is_control() => safe.push(' '),
            sign => {
                let _ = write!(safe, "#{};", u32::from(sign));
            }
        }
        safe
    })
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn signs_with_a_meaning_become_entities() {
        assert_eq!(safe("7,5 % \"a\" <b>\n[c]; d|e"), "7,5 % #34;a#34; #60;b#62; #91;c#93;#59; d#124;e");
        assert_eq!(safe("één – twee"), "één – twee");
    }
}
