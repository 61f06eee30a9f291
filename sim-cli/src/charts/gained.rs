//! Who gains and who loses, class by class: helped sooner, helped at all, success, and dropping out.

use sim_core::experiment::Difference;
use sim_core::lang::Lang;
use sim_core::observe::{Group, Measure, Of, Statistic};
use sim_report::chart::{Chart, EffectGroup, EffectRow, Verdict};

use super::difference::title;
use super::effects::{Side, beside_zero, differs, notes};
use crate::arms::Compared;
use crate::text::gained as words;

/// Most classes in one picture.
const MOST_CLASSES: usize = 9;

/// The picture of an arm; `None` where residents have no classes, or nothing of any differs.
pub(super) fn chart(compared: &Compared, number: usize, lang: Lang) -> Option<Chart> {
    let (arm, found) = (&compared.arms[number], &compared.comparisons[number - 1]);
    let side = Side { base: &compared.arms[0], arm, found };
    let axes = &compared.arms[0].scenario.axes;
    let classes: Vec<&String> = axes.iter().flat_map(|axis| &axis.levels).map(|level| &level.name).collect();
    if classes.is_empty() {
        return None;
    }
    let everybody = (words::everybody(lang).to_owned(), "all");
    let names = classes.iter().map(|name| (name.replace('_', " "), name.as_str()));
    let of_class = |(head, class): (String, &str)| {
        let rows: Vec<EffectRow> = rows(&side, class)
            .into_iter()
            .map(|(kind, row)| side.row(row, words::row(lang, kind, &side.label(row, lang), &side.of(row, lang)), lang))
            .collect();
        (!rows.is_empty()).then_some(EffectGroup { head: Some(head), rows })
    };
    let groups: Vec<EffectGroup> =
        std::iter::once(everybody).chain(names.take(MOST_CLASSES)).filter_map(of_class).collect();
    let all = || groups.iter().flat_map(|group| &group.rows);
    if groups.len() < 2 || all().all(|row| row.verdict == Verdict::Unchanged) {
        return None;
    }
    let mut notes = notes(all(), side.base.scenario.unknowns.is_some(), lang);
    notes.insert(0, words::note(lang).to_owned());
    notes.extend((classes.len() > MOST_CLASSES).then(|| words::first_classes(lang, MOST_CLASSES, classes.len())));
    Some(Chart {
        name: format!("gained-arm-{number}"),
        title: words::title(lang, &title(arm)),
        subtitle: String::new(),
        description: words::description(lang).to_owned(),
        form: beside_zero(groups, lang),
        notes,
        footer: String::new(),
        lang,
    })
}

/// What a row says of who gains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// How soon help comes.
    Sooner,
    /// Who is helped at all.
    Helped,
    /// Who leaves as intended.
    Success,
    /// Who is lost at the stage where that changes most.
    Lost,
}

/// The rows of a class (`all`: of everybody), in this order, each where it is measured and differs.
fn rows<'c>(side: &Side<'c>, class: &str) -> Vec<(Kind, &'c Difference)> {
    let of = |measure: Measure, statistic: Statistic| {
        let is_it = move |row: &&Difference| {
            let of_class = row.class == class && (class == "all") == (row.key.group == Group::ALL);
            of_class && row.period == "all" && row.key.measure == measure && row.key.statistic == statistic
        };
        side.found.differences.iter().filter(is_it).filter(|row| differs(row))
    };
    let help = side.found.gains.residents.as_ref().map_or(&[][..], |residents| &residents.help[..]);
    let to_help = |row: &&Difference| help.iter().any(|stage| row.of == format!("start:{stage}"));
    let size = |row: &&Difference| row.difference.map_or(0.0, |found| found.value.abs());
    let largest = |one: &&Difference, other: &&Difference| size(one).total_cmp(&size(other));
    let is_success = |row: &&Difference| match row.key.of {
        Of::End(end) => side.scenario_of(row).ends[end as usize].success,
        _ => false,
    };
    let sooner = of(Measure::TimeToReach, Statistic::Mean).find(to_help);
    let helped =
        of(Measure::NeedReach, Statistic::Share).next().or_else(|| of(Measure::Reach, Statistic::Share).find(to_help));
    let success = of(Measure::Lasting, Statistic::Share)
        .next()
        .or_else(|| of(Measure::Outcome, Statistic::Share).filter(is_success).max_by(largest));
    let lost = of(Measure::DroppedOut, Statistic::Share).max_by(largest);
    let kinds = [(Kind::Sooner, sooner), (Kind::Helped, helped), (Kind::Success, success), (Kind::Lost, lost)];
    kinds.into_iter().filter_map(|(kind, row)| Some((kind, row?))).collect()
}
