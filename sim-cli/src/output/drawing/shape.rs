//! Shapes: what stands in each box of the picture, line by line, and how large that makes it.

use sim_core::scenario::Phase;

use super::cells::shorten;
use super::chart::{Arrow, Box, Chart, Goal, Inflow, Why};
use crate::text::{drawing, values};

/// Width of a stage.
const STAGE: f64 = 214.0;
/// Width of a stream or an end.
const SMALL: f64 = 150.0;

/// Light fill and dark edge of a phase, from the palette of Okabe & Ito (2008), which people with any common colour
/// blindness can tell apart; the name of the phase stands in the box, so the picture also reads in grey.
pub(super) fn colours(phase: Option<Phase>) -> (&'static str, &'static str) {
    match phase {
        None => ("#f6f6f6", "#767676"),
        Some(Phase::Need) => ("#efefef", "#000000"),
        Some(Phase::Prevention) => ("#fbeaf3", "#cc79a7"),
        Some(Phase::Signalling) => ("#fdf0d5", "#e69f00"),
        Some(Phase::Intake) => ("#e6f4fc", "#56b4e9"),
        Some(Phase::Curative) => ("#d9e8f3", "#0072b2"),
        Some(Phase::Aftercare) => ("#dcf2ea", "#009e73"),
    }
}

/// Kind of a box.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Residents come in.
    Inflow,
    /// A stage, with its phase.
    Stage(Option<Phase>),
    /// Residents leave; whether it is what the chain is for.
    End(bool),
}

/// Kind of a line of text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// Name of the phase.
    Phase,
    /// Title.
    Title,
    /// What happens.
    Plain,
    /// A way out, in a rounded frame of its own.
    Exit,
}

impl Style {
    /// Size of the letters and height of the line.
    pub(super) fn size(self) -> (f64, f64) {
        match self {
            Style::Phase => (8.5, 11.0),
            Style::Title => (12.0, 15.0),
            Style::Plain => (10.0, 13.0),
            Style::Exit => (9.0, 16.0),
        }
    }
}

/// A box of the picture.
pub(super) struct Shape {
    /// Kind.
    pub(super) kind: Kind,
    /// Lines, in order.
    pub(super) lines: Vec<(Style, String)>,
    /// Everything in full, for who asks.
    pub(super) full: String,
    /// Width.
    pub(super) width: f64,
    /// Height.
    pub(super) height: f64,
}

impl Shape {
    fn new(kind: Kind, lines: Vec<(Style, String)>, full: String) -> Shape {
        let width = if matches!(kind, Kind::Stage(_)) { STAGE } else { SMALL };
        let height = 12.0 + lines.iter().map(|(style, _)| style.size().1).sum::<f64>();
        Shape { kind, lines, full, width, height }
    }

    /// A stream of arrivals.
    pub(super) fn inflow(inflow: &Inflow) -> Shape {
        let mut lines = styled(Style::Title, shorten(&inflow.title, 18, 2));
        lines.extend(styled(Style::Plain, shorten(&inflow.amount, 24, 2)));
        Shape::new(Kind::Inflow, lines, format!("{}: {}", inflow.title, inflow.amount))
    }

    /// A stage; ways out that have no arrow are listed in it.
    pub(super) fn stage(chart: &Chart, stage: &Box, drawn: &dyn Fn(&Arrow) -> bool) -> Shape {
        let lang = chart.lang;
        let mut full = vec![stage.title.clone()];
        let mut lines = Vec::new();
        if let Some(phase) = stage.phase {
            lines.push((Style::Phase, values::phase(lang, phase).to_owned()));
            full.push(values::phase(lang, phase).to_owned());
        }
        lines.extend(styled(Style::Title, shorten(&stage.title, 24, 2)));
        let most = if stage.steps.len() > 4 { 3 } else { 4 };
        for (number, step) in stage.steps.iter().enumerate() {
            let shown = match &step.team {
                Some(team) => {
                    let room = 35_usize.saturating_sub(step.short.chars().count() + 2).max(10);
                    format!("{}, {}", shorten(team, room, 1).join(" "), step.short)
                }
                None => step.short.clone(),
            };
            full.push(match &step.team {
                Some(team) => format!("{team}: {}", step.time.together()),
                None => step.time.together(),
            });
            full.extend(step.queue.clone());
            full.extend(step.notes.clone());
            if number < most {
                lines.extend(styled(Style::Plain, shorten(&shown, 36, 1)));
                lines.extend(step.queue.iter().flat_map(|queue| styled(Style::Plain, shorten(queue, 36, 1))));
            }
        }
        if stage.steps.len() > most {
            lines.push((Style::Plain, format!("+ {} {}", stage.steps.len() - most, drawing::steps_more(lang))));
        }
        for exit in &stage.exits {
            full.push(format!("{} → {}: {}", exit.reason, chart.goal(exit.to), exit.after.together()));
            if matches!(exit.to, Goal::End(_)) {
                let to = chart.goal(exit.to);
                let reason = if to == exit.reason || exit.why == Why::Full {
                    to.clone()
                } else {
                    format!("{}: {to}", exit.reason)
                };
                let known = if exit.why == Why::Contact { to.as_str() } else { &exit.short };
                let reason = if exit.why == Why::Contact { &exit.reason } else { &reason };
                lines.push((Style::Exit, ended(reason, known)));
            }
        }
        for arrow in stage.arrows.iter().filter(|arrow| !drawn(arrow)) {
            lines.push((Style::Exit, ended(&chart.goal(arrow.to), arrow.share.as_deref().unwrap_or("100 %"))));
        }
        // Several steps may have the same way out.
        let mut seen = Vec::new();
        lines.retain(|line| {
            line.0 != Style::Exit
                || !seen.contains(&line.1) && {
                    seen.push(line.1.clone());
                    true
                }
        });
        Shape::new(Kind::Stage(stage.phase), lines, full.join("\n"))
    }

    /// An end.
    pub(super) fn end(chart: &Chart, end: usize) -> Shape {
        let title = chart.end(end);
        let lines = styled(Style::Title, shorten(&title, 18, 2));
        let success = chart.scenario.ends[end].success;
        let full = if success { format!("{title}: {}", drawing::success(chart.lang)) } else { title };
        Shape::new(Kind::End(success), lines, full)
    }
}

fn styled(style: Style, lines: Vec<String>) -> Vec<(Style, String)> {
    lines.into_iter().map(|line| (style, line)).collect()
}

/// A way out with what is known of it, the name shortened if need be.
fn ended(name: &str, known: &str) -> String {
    let room = 35_usize.saturating_sub(known.chars().count() + 2).max(10);
    format!("{}: {known}", shorten(name, room, 1).join(" "))
}

/// The label of an arrow, in lines of at most so many characters.
pub(super) fn label(chart: &Chart, arrow: &Arrow, width: usize) -> Vec<String> {
    let lost = arrow.lost.as_ref().map(|(share, _)| drawing::lost(chart.lang, &share.base));
    let returned = arrow.returned.as_ref().map(|(share, _)| drawing::returned(chart.lang, &share.base));
    let time = arrow.time.as_ref().map(|(_, short)| short.clone());
    let mut lines: Vec<String> = Vec::new();
    let shares = arrow.share.iter().chain(&arrow.exceptions).cloned();
    for part in shares.chain([time, lost, returned].into_iter().flatten()) {
        match lines.last_mut() {
            Some(last) if last.chars().count() + part.chars().count() + 3 <= width => {
                last.push_str(" · ");
                last.push_str(&part);
            }
            _ => lines.extend(shorten(&part, width, 1)),
        }
    }
    lines
}
