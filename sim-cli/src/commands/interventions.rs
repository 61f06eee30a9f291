//! `keten interventions`: which interventions may be applied to a scenario, and why others do not fit.

use std::process::ExitCode;

use anyhow::Result;
use comfy_table::{ColumnConstraint, ContentArrangement, Table, presets};
use serde_json::{Value, json};
use sim_core::lang::Lang;
use sim_core::scenario::{ApplyProblem, Intervention, Spent, apply};

use crate::args::{InterventionsArguments, ListFormat};
use crate::interventions::Library;
use crate::load;
use crate::number::ABSENT;
use crate::output::put;
use crate::text::interventions as words;

/// Widest table, unless the environment says otherwise.
const WIDTH: u16 = 120;

/// Lists the interventions at hand.
pub(crate) fn run(arguments: &InterventionsArguments, lang: Lang) -> Result<ExitCode> {
    let loaded = load::load(&arguments.file, &[], lang)?;
    let library = Library::of(&arguments.file, &arguments.interventions, lang)?;
    let all: Vec<(&Intervention, Result<_, Vec<ApplyProblem>>)> =
        library.all().map(|one| (one, apply(&loaded.text, &[one]))).collect();
    let shown = match arguments.format {
        ListFormat::Json => {
            let rows: Vec<Value> =
                all.iter().map(|(one, applied)| as_json(one, library.file_of(one), applied.as_ref().err())).collect();
            serde_json::to_string_pretty(&rows)? + "\n"
        }
        ListFormat::Table if all.is_empty() => words::none_at_hand(lang).to_owned() + "\n",
        ListFormat::Table => {
            let fitting: Vec<&Intervention> =
                all.iter().filter(|(_, applied)| applied.is_ok()).map(|(one, _)| *one).collect();
            let mut shown = table(&fitting, lang);
            let others: Vec<String> = all
                .iter()
                .filter_map(|(_, applied)| applied.as_ref().err()?.first())
                .map(|problem| format!("  {}", problem.message(lang)))
                .collect();
            if !others.is_empty() {
                shown += &format!("\n{}\n{}\n", words::does_not_fit(lang), others.join("\n"));
            }
            shown
        }
    };
    put::screen(&shown)?;
    Ok(ExitCode::SUCCESS)
}

fn table(fitting: &[&Intervention], lang: Lang) -> String {
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).unwrap_or(WIDTH);
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(columns.clamp(60, 200));
    table.set_header([words::name(lang), words::phase(lang), "", words::evidence(lang), words::cost(lang)]);
    let mut sorted = fitting.to_vec();
    sorted.sort_by_key(|one| one.phase.map_or(usize::MAX, |phase| phase as usize));
    for one in sorted {
        let phase = one.phase.map_or(ABSENT, |phase| words::phase_name(lang, phase));
        table.add_row([&one.name, phase, &one.title, &evidence(one, lang), &cost(one, lang)]);
    }
    // A name is typed as it stands: it is never broken.
    table.column_mut(0).map(|names| names.set_constraint(ColumnConstraint::ContentWidth));
    let lines: Vec<String> = table.to_string().lines().map(|line| line.trim_end().to_owned()).collect();
    lines.join("\n") + "\n"
}

/// How well the effect is known, in a few words.
fn evidence(one: &Intervention, lang: Lang) -> String {
    let Some(evidence) = &one.evidence else { return ABSENT.to_owned() };
    let mut shown = words::strength(lang, evidence.strength).to_owned();
    let mark = evidence.mark.map(|mark| mark.word().to_owned());
    let known: Vec<String> = mark.into_iter().chain(evidence.source.clone()).collect();
    if !known.is_empty() {
        shown += &format!(" ({})", known.join(": "));
    }
    shown
}

/// The likely cost.
fn cost(one: &Intervention, lang: Lang) -> String {
    let Some(cost) = &one.cost else { return ABSENT.to_owned() };
    let euro = |spent: &Spent| crate::number::fixed(spent.likely, 0, lang);
    let once = cost.once.as_ref().map(|once| format!("€ {}", euro(once)));
    let yearly =
        cost.per_year.as_ref().map(|each| lang.pick(format!("€ {}/yr", euro(each)), format!("€ {}/jr", euro(each))));
    let parts: Vec<String> = once.into_iter().chain(yearly).collect();
    if parts.is_empty() { ABSENT.to_owned() } else { parts.join(" + ") }
}

fn as_json(one: &Intervention, file: &str, problems: Option<&Vec<ApplyProblem>>) -> Value {
    let spent = |spent: &Option<Spent>| spent.as_ref().map(|spent| spent.likely);
    json!({
        "name": one.name,
        "title": one.title.in_files(),
        "phase": one.phase.map(sim_core::scenario::Phase::name),
        "file": file,
        "evidence": one.evidence.as_ref().map(|evidence| json!({
            "strength": evidence.strength.word(),
            "mark": evidence.mark.map(sim_core::scenario::figures::Mark::word),
            "source": evidence.source,
            "note": evidence.note,
        })),
        "cost": one.cost.as_ref().map(|cost| json!({ "once": spent(&cost.once), "per_year": spent(&cost.per_year) })),
        "fits": problems.is_none(),
        "why_not": problems.map(|problems| problems.iter().map(|problem| problem.message(Lang::En)).collect::<Vec<_>>()),
    })
}
