//! Who gains and who loses, class by class: helped sooner, helped at all, success, and dropping out.

use std::cmp::Ordering;

use sim_core::experiment::Difference;
use sim_core::lang::Lang;
use sim_core::observe::{Group, Measure, Of, Statistic};
use sim_report::chart::{Chart, EffectGroup, EffectRow, Verdict};

use super::difference::{look, title};
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
    let told = told(&side);
    let group = |(head, class): (String, &str)| {
        let rows: Vec<EffectRow> = told
            .iter()
            .filter_map(|&(kind, row)| Some((kind, of_class(&side, row, class)?)))
            .map(|(kind, row)| side.row(row, words::row(lang, kind, &side.label(row, lang), &side.of(row, lang)), lang))
            .collect();
        (!rows.is_empty()).then_some(EffectGroup { head: Some(head), rows })
    };
    let groups: Vec<EffectGroup> =
        std::iter::once(everybody).chain(names.take(MOST_CLASSES)).filter_map(group).collect();
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

/// What the picture tells of everybody, and so of each class: in this order, each where it is measured and differs. Where one
/// is to be chosen, it is the largest of everybody, of which it is surest that it is no chance: a choice for each class would
/// favour chance, and lay different stages beside each other.
fn told<'c>(side: &Side<'c>) -> Vec<(Kind, &'c Difference)> {
    let of = |measure: Measure, statistic: Statistic| {
        let is_it = move |row: &&Difference| {
            row.is_whole() && row.key.measure == measure && row.key.statistic == statistic && differs(row)
        };
        side.found.differences.iter().filter(is_it)
    };
    let help = side.found.gains.residents.as_ref().map_or(&[][..], |residents| &residents.help[..]);
    let to_help = |row: &&Difference| help.iter().any(|stage| row.of == format!("start:{stage}"));
    let is_success = |row: &&Difference| match row.key.of {
        Of::End(end) => side.scenario_of(row).ends[end as usize].success,
        _ => false,
    };
    let sooner = of(Measure::TimeToReach, Statistic::Mean).find(to_help);
    let helped =
        of(Measure::NeedReach, Statistic::Share).next().or_else(|| of(Measure::Reach, Statistic::Share).find(to_help));
    let success = of(Measure::Lasting, Statistic::Share)
        .next()
        .or_else(|| of(Measure::Outcome, Statistic::Share).filter(is_success).max_by(by_size));
    let lost = of(Measure::DroppedOut, Statistic::Share).max_by(by_size);
    let kinds = [(Kind::Sooner, sooner), (Kind::Helped, helped), (Kind::Success, success), (Kind::Lost, lost)];
    kinds.into_iter().filter_map(|(kind, row)| Some((kind, row?))).collect()
}

/// What surely differs after what may not; then by how much.
fn by_size(one: &&Difference, other: &&Difference) -> Ordering {
    let is_sure = |row: &Difference| look(row.verdict) != Verdict::CannotTell;
    let size = |row: &Difference| row.difference.map_or(0.0, |found| found.value.abs());
    is_sure(one).cmp(&is_sure(other)).then(size(one).total_cmp(&size(other)))
}

/// The same of a class (`all`: of everybody), where it differs.
fn of_class<'c>(side: &Side<'c>, row: &'c Difference, class: &str) -> Option<&'c Difference> {
    if class == "all" {
        return Some(row);
    }
    let of_class = |other: &&Difference| other.class == class && other.key.group != Group::ALL;
    let is_same = |other: &&Difference| {
        let (one, other) = (row.key, other.key);
        (one.measure, one.of, one.period, one.statistic) == (other.measure, other.of, other.period, other.statistic)
    };
    side.found.differences.iter().filter(of_class).filter(is_same).find(|other| differs(other))
}

#[cfg(test)]
mod tests {
    use sim_core::estimate::Estimate;
    use sim_core::experiment::DifferenceVerdict;
    use sim_core::observe::{Period, RowKey};

    use super::*;

    fn row(value: f64, verdict: DifferenceVerdict) -> Difference {
        let (of, statistic) = (Of::Stage(0), Statistic::Share);
        Difference {
            key: RowKey { measure: Measure::DroppedOut, of, group: Group::ALL, period: Period::All, statistic },
            measure: Measure::DroppedOut.name(),
            of: String::new(),
            class: "all".to_owned(),
            period: "all".to_owned(),
            statistic: "share".to_owned(),
            unit: "share",
            before: None,
            after: None,
            difference: Some(Estimate::symmetric(value, Some(0.01), 40)),
            p: None,
            adjusted_p: None,
            verdict,
        }
    }

    #[test]
    fn what_surely_differs_comes_before_what_is_larger() {
        let noise = row(-0.3, DifferenceVerdict::CannotTell);
        let (small, large) = (row(0.01, DifferenceVerdict::Worse), row(-0.02, DifferenceVerdict::Better));
        let chosen = |rows: [&Difference; 3]| {
            rows.into_iter().max_by(by_size).and_then(|row| row.difference).map(|found| found.value)
        };
        assert_eq!(chosen([&noise, &small, &large]), Some(-0.02));
        assert_eq!(chosen([&noise, &noise, &small]), Some(0.01));
    }
}
