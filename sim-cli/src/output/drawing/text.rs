//! The chain as text: stages by phase in the order of the chain, with numbers that the arrows refer to.

use super::cells::wrap;
use super::chart::{Arrow, Box, Chart, Exit, Goal, Why};
use crate::text::caseload;
use crate::text::drawing as words;
use crate::text::title;
use crate::text::values;

/// Longest line.
const WIDTH: usize = 78;
/// Where the text beside a label begins.
const LABEL: usize = 14;

/// The drawing.
pub(crate) fn text(chart: &Chart) -> String {
    let mut page = Page::default();
    page.paragraph("", "", &chart.scenario.title);
    page.paragraph("", "", &chart.period());
    inflows(&mut page, chart);
    need(&mut page, chart);
    let mut phase = None;
    for (place, stage) in chart.stages.iter().enumerate() {
        if place == 0 || stage.phase != phase {
            phase = stage.phase;
            let name = phase.map_or(words::no_phase(chart.lang), |phase| values::phase(chart.lang, phase));
            page.heading(name);
        } else {
            page.lines.push(String::new());
        }
        draw_stage(&mut page, chart, place, stage);
    }
    teams(&mut page, chart);
    ends(&mut page, chart);
    clocks(&mut page, chart);
    spending(&mut page, chart);
    page.lines.join("\n") + "\n"
}

#[derive(Default)]
struct Page {
    lines: Vec<String>,
}

impl Page {
    fn heading(&mut self, name: &str) {
        self.lines.push(String::new());
        let name = name.to_uppercase();
        let rule = WIDTH.saturating_sub(name.chars().count() + 4);
        self.lines.push(format!("── {name} {}", "─".repeat(rule)));
    }

    /// Text after a first prefix; its further lines after another of the same width.
    fn paragraph(&mut self, first: &str, further: &str, text: &str) {
        let room = WIDTH.saturating_sub(first.chars().count());
        for (number, line) in wrap(text, room).into_iter().enumerate() {
            let prefix = if number == 0 { first } else { further };
            self.lines.push(format!("{prefix}{line}").trim_end().to_owned());
        }
    }

    /// Text beside a label.
    fn labelled(&mut self, label: &str, text: &str) {
        let first = format!("    {label:<width$}", width = LABEL - 4);
        self.paragraph(&first, &" ".repeat(LABEL), text);
    }

    /// Exceptions below the text beside a label.
    fn below(&mut self, texts: &[String]) {
        for text in texts {
            self.paragraph(&" ".repeat(LABEL + 2), &" ".repeat(LABEL + 4), text);
        }
    }
}

fn inflows(page: &mut Page, chart: &Chart) {
    page.heading(words::arrivals(chart.lang));
    for inflow in &chart.inflows {
        let to = named(chart, Goal::Stage(inflow.to));
        page.paragraph("    ", "        ", &format!("{} ──► {to}", inflow.title));
        page.paragraph("      ", "      ", &inflow.amount);
    }
}

fn need(page: &mut Page, chart: &Chart) {
    let pools = super::need::pools(chart);
    if pools.is_empty() {
        return;
    }
    page.heading(crate::text::need::heading(chart.lang));
    for (name, lines) in pools {
        page.paragraph("    ", "    ", &name);
        for line in lines {
            page.paragraph("      ", "        ", &line);
        }
    }
}

fn draw_stage(page: &mut Page, chart: &Chart, place: usize, stage: &Box) {
    let lang = chart.lang;
    let number = format!("{:>2}. ", place + 1);
    let further = " ".repeat(number.chars().count());
    page.paragraph(&number, &further, &stage.title);
    for (number, step) in stage.steps.iter().enumerate() {
        match &step.team {
            Some(team) => page.labelled(words::work(lang), &format!("{team}: {}", step.time.base)),
            None => page.labelled(step.label, &step.time.base),
        }
        page.below(&step.time.others);
        for note in &step.notes {
            page.labelled(words::note(lang), note);
        }
        for (label, more) in &step.more {
            page.labelled(label, &more.base);
            page.below(&more.others);
        }
        if let Some(queue) = &step.queue {
            page.labelled(words::order(lang), queue);
        }
        for exit in stage.exits.iter().filter(|exit| exit.step == Some(number)) {
            draw_exit(page, chart, exit);
        }
    }
    if let Some(room) = &stage.room {
        page.labelled(words::room_label(chart.lang), room);
    }
    for exit in stage.exits.iter().filter(|exit| exit.step.is_none()) {
        draw_exit(page, chart, exit);
    }
    let last = stage.arrows.len().saturating_sub(1);
    for (number, arrow) in stage.arrows.iter().enumerate() {
        draw_arrow(page, chart, place, arrow, number == last);
    }
}

fn draw_exit(page: &mut Page, chart: &Chart, exit: &Exit) {
    let label = match exit.why {
        Why::Waiting => words::patience(chart.lang),
        Why::Delay => words::leaves(chart.lang),
        Why::Full => words::room_label(chart.lang),
        Why::Refused => words::refused(chart.lang),
        Why::Contact => words::leaves(chart.lang),
        Why::NoShow => caseload::no_show_label(chart.lang),
        Why::Became => caseload::becomes_label(chart.lang),
    };
    let to = named(chart, exit.to);
    // An end that has the name of the reason says the same twice, and so does the label of a refusal.
    let way = if exit.reason == chart.goal(exit.to) || exit.why == Why::Refused {
        format!(" ╌╌► {to}")
    } else {
        format!("; {} ╌╌► {to}", exit.reason)
    };
    let way = if exit.why == Why::Contact { format!(" ╌╌► {to}") } else { way };
    page.labelled(label, &format!("{}{way}", exit.after.base));
    page.below(&exit.after.others);
}

fn draw_arrow(page: &mut Page, chart: &Chart, place: usize, arrow: &Arrow, last: bool) {
    let lang = chart.lang;
    let (corner, side) = if last { ("└", " ") } else { ("├", "│") };
    let share = arrow.share.clone().unwrap_or_default();
    let goes_back = matches!(arrow.to, Goal::Stage(to) if to <= place);
    let back = if goes_back { format!("{} ", words::back(lang)) } else { String::new() };
    let first = format!("    {corner}─{}──► ", pad(&share));
    let further = format!("    {side}{}", " ".repeat(first.chars().count() - 5));
    page.paragraph(&first, &further, &format!("{back}{}", named(chart, arrow.to)));
    let mut below = arrow.exceptions.clone();
    if let Some((time, _)) = &arrow.time {
        below.push(words::on_the_way(lang, &time.together()));
    }
    if let Some((share, end)) = &arrow.lost {
        let lost = words::lost(lang, &share.together());
        let end = chart.end(*end);
        let told = end == crate::text::lost_end(lang);
        below.push(if told { lost } else { format!("{lost} ╌╌► {end}") });
    }
    if let Some((share, rework)) = &arrow.returned {
        below.push(words::returned_with(lang, &share.together(), &rework.together()));
    }
    if arrow.keeps_worker {
        below.push(words::keeps_worker(lang).to_owned());
    }
    for text in below {
        let indent = format!("{further}  ");
        page.paragraph(&further, &indent, &text);
    }
}

/// A share in room for the widest usual one, with the line of the arrow around it.
fn pad(share: &str) -> String {
    if share.is_empty() { "─".repeat(8) } else { format!(" {share:>6} ") }
}

/// A stage with its number, or an end.
fn named(chart: &Chart, goal: Goal) -> String {
    match goal {
        Goal::Stage(place) => format!("{}. {}", place + 1, chart.goal(goal)),
        Goal::End(_) => format!("({})", chart.goal(goal)),
    }
}

fn teams(page: &mut Page, chart: &Chart) {
    let scenario = chart.scenario;
    if scenario.teams.is_empty() {
        return;
    }
    page.heading(words::teams(chart.lang));
    for team in &scenario.teams {
        let name = title(&team.title, &team.name);
        let organisation = &team.organisation;
        let of =
            if *organisation == team.name { String::new() } else { format!(" ({})", organisation.replace('_', " ")) };
        page.paragraph("    ", "    ", &format!("{name}{of}"));
        let staff = values::staff(chart.lang, &team.staff);
        let open = match team.staff {
            sim_core::scenario::Staff::Roster { .. } => String::new(),
            _ => format!("; {}", words::open(chart.lang, &scenario.calendars[team.open].name)),
        };
        if !caseload::has_places_alone(team) {
            page.paragraph("      ", "      ", &format!("{staff}{open}"));
        }
        if let Some(places) = caseload::places(chart.lang, scenario, team) {
            page.paragraph("      ", "      ", &places);
        }
    }
}

fn ends(page: &mut Page, chart: &Chart) {
    page.heading(words::ends(chart.lang));
    for (number, end) in chart.scenario.ends.iter().enumerate() {
        let success = if end.success { format!(": {}", words::success(chart.lang)) } else { String::new() };
        let reason = end.ddas.map_or(String::new(), |reason| format!("; {}", caseload::official(chart.lang, reason)));
        page.paragraph("    ", "    ", &format!("({}){success}{reason}", chart.end(number)));
        for line in super::need::after_end(chart, end) {
            page.paragraph("      ", "        ", &line);
        }
    }
}

fn clocks(page: &mut Page, chart: &Chart) {
    let (scenario, lang) = (chart.scenario, chart.lang);
    if scenario.clocks.is_empty() {
        return;
    }
    page.heading(words::clocks(lang));
    for clock in &scenario.clocks {
        let law = if clock.statutory { format!(" ({})", words::statutory(lang)) } else { String::new() };
        page.paragraph("    ", "    ", &format!("{}{law}", title(&clock.title, &clock.name)));
        let [from, to] = [clock.from, clock.to].map(|moment| values::moment(lang, scenario, moment));
        let within = values::param(lang, scenario, &clock.within, &|term| values::term(lang, term));
        page.paragraph("      ", "        ", &words::within(lang, &from, &to, &within.together()));
    }
}

fn spending(page: &mut Page, chart: &Chart) {
    if chart.scenario.spending.is_empty() {
        return;
    }
    page.heading(words::spending(chart.lang));
    for spending in &chart.scenario.spending {
        page.paragraph("    ", "    ", &title(&spending.title, &spending.name));
        page.paragraph("      ", "        ", &super::spending::line(chart.lang, spending));
    }
}
