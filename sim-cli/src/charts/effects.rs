//! What changes with an intervention: the most important measures, each with its difference on a line through zero.

use sim_core::experiment::{Comparison, Difference, DifferenceVerdict};
use sim_core::lang::Lang;
use sim_core::observe::{Measure, Of, Statistic, Unit};
use sim_core::scenario::Phase;
use sim_report::chart::{Chart, EffectGroup, EffectRow, Effects, Form, Verdict};

use super::difference::{Row, look, title};
use crate::arms::{Compared, LoadedArm};
use crate::text::compare::verdict_name;
use crate::text::effects as words;
use crate::text::measures;

/// The ends of the axis, in % of the base.
const LIMITS: (f64, f64) = (-100.0, 100.0);
/// Most arms in one picture.
const MOST_ARMS: usize = 6;

/// How many rows of each kind are shown.
struct Most {
    waits: usize,
    drop_outs: usize,
    clocks: usize,
    cost: usize,
}

const ALONE: Most = Most { waits: 4, drop_outs: 3, clocks: 3, cost: 1 };
const TOGETHER: Most = Most { waits: 2, drop_outs: 1, clocks: 0, cost: 1 };

/// The picture of one arm; `None` when nothing of it differs.
pub(super) fn of_arm(compared: &Compared, number: usize, lang: Lang) -> Option<Chart> {
    let (arm, found) = (&compared.arms[number], &compared.comparisons[number - 1]);
    let side = Side { base: &compared.arms[0], arm, found };
    let rows: Vec<EffectRow> =
        side.important(&ALONE).into_iter().map(|row| side.row(row, side.label(row, lang), lang)).collect();
    chart(
        compared,
        format!("effects-arm-{number}"),
        words::title(lang, &title(arm)),
        vec![EffectGroup { head: None, rows }],
        lang,
    )
}

/// The picture of all arms, by measure; `None` when there is one, or nothing differs.
pub(super) fn of_all(compared: &Compared, lang: Lang) -> Option<Chart> {
    let sides: Vec<Side<'_>> =
        compared.beside().take(MOST_ARMS).map(|(arm, found)| Side { base: &compared.arms[0], arm, found }).collect();
    if compared.comparisons.len() < 2 {
        return None;
    }
    let mut chosen: Vec<(&Side<'_>, &Difference)> = Vec::new();
    for side in &sides {
        for row in side.important(&TOGETHER) {
            if !chosen.iter().any(|(_, known)| names(known) == names(row)) {
                chosen.push((side, row));
            }
        }
    }
    // Of each kind as many as of one arm: where one of the arms changes most.
    let change = |row: &Difference| {
        let of_arm = |side: &Side<'_>| relative(side.same(row)?);
        sides.iter().filter_map(of_arm).fold(0.0, f64::max)
    };
    chosen.sort_by(|(_, one), (_, other)| kind(one).cmp(&kind(other)).then(change(other).total_cmp(&change(one))));
    let mut groups: Vec<(&Difference, EffectGroup)> = Vec::new();
    for (first, row) in chosen {
        let most = if row.key.measure == Measure::Wait { TOGETHER.waits } else { 1 };
        if groups.iter().filter(|(known, _)| kind(known) == kind(row)).count() < most {
            let of_arm = |side: &Side<'_>| Some(side.row(side.same(row)?, title(side.arm), lang));
            let rows = sides.iter().filter_map(of_arm).collect();
            groups.push((row, EffectGroup { head: Some(first.label(row, lang)), rows }));
        }
    }
    let groups = groups.into_iter().map(|(_, group)| group).collect();
    chart(compared, "effects".to_owned(), words::all_title(lang).to_owned(), groups, lang)
}

fn chart(compared: &Compared, name: String, title: String, groups: Vec<EffectGroup>, lang: Lang) -> Option<Chart> {
    let rows = || groups.iter().flat_map(|group| &group.rows);
    if rows().all(|row| row.verdict == Verdict::Unchanged) {
        return None;
    }
    let notes = notes(rows(), compared.arms[0].scenario.unknowns.is_some(), lang);
    let form = beside_zero(groups, lang);
    Some(Chart {
        name,
        title,
        subtitle: String::new(),
        description: words::effects_description(lang).to_owned(),
        form,
        notes,
        footer: String::new(),
        lang,
    })
}

/// Rows in % of the base on a line through zero, with before and after, the difference and the verdict beside them.
pub(super) fn beside_zero(groups: Vec<EffectGroup>, lang: Lang) -> Form {
    let verdicts = verdicts(groups.iter().flat_map(|group| &group.rows), lang);
    Form::Effects(Effects {
        axis: words::effects_axis(lang).to_owned(),
        limits: Some(LIMITS),
        before: None,
        interval: words::interval(lang).to_owned(),
        verdicts,
        columns: [words::before_after(lang), words::difference(lang), words::verdict(lang)].map(str::to_owned).into(),
        groups,
    })
}

/// What must be known to read such rows.
pub(super) fn notes<'r>(rows: impl Iterator<Item = &'r EffectRow>, is_unknown: bool, lang: Lang) -> Vec<String> {
    let mut notes = vec![words::corrected(lang).to_owned()];
    if rows.filter_map(|row| row.value).any(|value| value > LIMITS.1 || value < LIMITS.0) {
        notes.insert(0, words::beyond(lang).to_owned());
    }
    if is_unknown {
        notes.push(words::unknown_too(lang).to_owned());
    }
    notes
}

/// The verdicts that occur, for the legend.
pub(super) fn verdicts<'r>(rows: impl Iterator<Item = &'r EffectRow>, lang: Lang) -> Vec<(Verdict, String)> {
    let rows: Vec<Verdict> = rows.map(|row| row.verdict).collect();
    let all = [Verdict::Better, Verdict::Worse, Verdict::Other, Verdict::CannotTell, Verdict::Unchanged];
    let present = all.into_iter().filter(|verdict| rows.contains(verdict));
    present.map(|verdict| (verdict, words::shape(lang, verdict).to_owned())).collect()
}

fn names(row: &Difference) -> (&str, &str, &str) {
    (row.measure, &row.of, &row.statistic)
}

/// The order of the kinds of rows.
fn kind(row: &Difference) -> usize {
    match row.key.measure {
        Measure::NeedReach => 0,
        Measure::ReachStarted => 1,
        Measure::TimeToReach => 2,
        Measure::Wait => 3,
        Measure::DroppedOut => 4,
        Measure::Outcome | Measure::Lasting => 5,
        Measure::ClockKept => 6,
        _ => 7,
    }
}

/// An arm beside the base.
pub(super) struct Side<'c> {
    pub(super) base: &'c LoadedArm,
    pub(super) arm: &'c LoadedArm,
    pub(super) found: &'c Comparison,
}

impl<'c> Side<'c> {
    /// The rows that a manager asks for first: reach, time until help, the longest waits, where more or fewer drop out,
    /// success, terms and cost.
    fn important(&self, most: &Most) -> Vec<&'c Difference> {
        let of = |measure: Measure, statistic: fn(Statistic) -> bool| {
            let rows = self.found.differences.iter().filter(move |row| {
                let key = row.key;
                row.is_whole() && key.measure == measure && statistic(key.statistic) && differs(row)
            });
            rows.collect::<Vec<_>>()
        };
        let share = |statistic| matches!(statistic, Statistic::Share);
        let mean = |statistic| matches!(statistic, Statistic::Mean);
        let mut rows = of(Measure::NeedReach, share);
        rows.extend(
            of(Measure::ReachStarted, share).into_iter().filter(|row| row.key.of == Of::Phase(Phase::Curative)),
        );
        let help = self.found.gains.residents.as_ref().map_or(&[][..], |residents| &residents.help[..]);
        // The help that comes first.
        let to_help = |row: &&Difference| help.iter().any(|stage| row.of == format!("start:{stage}"));
        let to_help = of(Measure::TimeToReach, mean).into_iter().filter(to_help).collect();
        rows.extend(first(to_help, 1, |row| -size(row)));
        let waits = of(Measure::Wait, mean).into_iter().filter(|row| self.is_queue(row)).collect();
        rows.extend(first(waits, most.waits, size));
        let change = |row: &Difference| row.difference.map_or(0.0, |found| found.value.abs());
        rows.extend(first(of(Measure::DroppedOut, share), most.drop_outs, change));
        let lasting = of(Measure::Lasting, share);
        let success = |row: &&Difference| match row.key.of {
            Of::End(end) => self.scenario_of(row).ends[end as usize].success,
            _ => false,
        };
        let successes = of(Measure::Outcome, share).into_iter().filter(success).collect();
        rows.extend(if lasting.is_empty() { first(successes, 1, size) } else { lasting });
        rows.extend(first(of(Measure::ClockKept, share), most.clocks, change));
        let cost = of(Measure::Cost, |statistic| matches!(statistic, Statistic::PerYear));
        rows.extend(cost.into_iter().filter(|row| row.key.of == Of::Chain).take(most.cost));
        rows
    }

    /// The side whose names a row has.
    fn side_of(&self, row: &Difference) -> &'c LoadedArm {
        if row.after.is_none() && row.before.is_some() { self.base } else { self.arm }
    }

    /// The row of this arm with the same names.
    fn same(&self, row: &Difference) -> Option<&'c Difference> {
        self.found.differences.iter().find(|other| other.is_whole() && names(other) == names(row))
    }

    pub(super) fn scenario_of(&self, row: &Difference) -> &'c sim_core::scenario::Scenario {
        &self.side_of(row).scenario
    }

    /// Whether a wait is a queue: elsewhere a delay comes before the first work.
    fn is_queue(&self, row: &Difference) -> bool {
        matches!(row.key.of, Of::Stage(stage) if self.side_of(row).plan.stages[stage as usize].begins_with_work)
    }

    /// What a row is of.
    pub(super) fn of(&self, row: &Difference, lang: Lang) -> String {
        measures::of(lang, &self.side_of(row).scenario, row.key.of).unwrap_or_default()
    }

    pub(super) fn label(&self, row: &Difference, lang: Lang) -> String {
        let side = self.side_of(row);
        let of = || self.of(row, lang);
        let label = match (row.key.measure, row.key.unit()) {
            (Measure::TimeToReach, _) => words::from_arrival(lang, &of()),
            (Measure::Wait, _) => words::mean_wait_at(lang, &of()),
            (_, unit @ (Unit::Euro | Unit::EuroPerYear)) => {
                let label = measures::row(lang, &side.scenario, &side.plan, row.key);
                format!("{label} ({})", measures::unit(lang, unit))
            }
            _ => measures::row(lang, &side.scenario, &side.plan, row.key),
        };
        let mut letters = label.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }

    pub(super) fn row(&self, row: &'c Difference, label: String, lang: Lang) -> EffectRow {
        let said = Row { arm: &self.arm.name, row, lang };
        let before = row.before.map(|before| before.value.abs()).filter(|&before| before > 0.0);
        let scaled = |value: f64| before.map(|before| 100.0 * value / before);
        let interval = row.difference.and_then(|found| found.interval);
        EffectRow {
            label,
            before: None,
            value: row.difference.and_then(|found| scaled(found.value)),
            interval: interval.and_then(|(low, high)| scaled(low).zip(scaled(high))),
            verdict: look(row.verdict),
            cells: vec![said.before_after(), said.difference()],
            word: verdict_name(lang, row.verdict).to_owned(),
        }
    }
}

/// Whether a row is of both, and not the same in every replication.
pub(super) fn differs(row: &Difference) -> bool {
    let is_of_both = row.difference.is_some() && row.verdict != DifferenceVerdict::OnlyHere;
    is_of_both && row.verdict != DifferenceVerdict::Unchanged
}

/// How large a difference is beside what it was.
fn relative(row: &Difference) -> Option<f64> {
    let before = row.before.filter(|before| before.value != 0.0)?;
    Some((row.difference?.value / before.value).abs())
}

/// How large a row is on either side.
fn size(row: &Difference) -> f64 {
    let value = |one: Option<sim_core::estimate::Estimate>| one.map_or(0.0, |one| one.value.abs());
    value(row.before).max(value(row.after))
}

/// So many of the largest, largest first; among equals in their order.
fn first(mut rows: Vec<&Difference>, most: usize, of: impl Fn(&Difference) -> f64) -> Vec<&Difference> {
    rows.sort_by(|one, other| of(other).total_cmp(&of(one)));
    rows.truncate(most);
    rows
}
