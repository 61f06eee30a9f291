//! Where the queue goes: how many wait at each stage, before and after.

use sim_core::experiment::{Comparison, Difference, StageShift};
use sim_core::lang::Lang;
use sim_report::chart::{Chart, EffectGroup, EffectRow, Effects, Form, Verdict};

use super::MOST_STAGES;
use super::difference::{Row, look, title};
use super::effects::verdicts;
use crate::arms::{Compared, LoadedArm};
use crate::number::ABSENT;
use crate::text;
use crate::text::compare::verdict_name;
use crate::text::effects as words;

/// The picture of an arm; `None` when every queue is the same in every replication.
pub(super) fn chart(compared: &Compared, number: usize, lang: Lang) -> Option<Chart> {
    let (base, arm, found) = (&compared.arms[0], &compared.arms[number], &compared.comparisons[number - 1]);
    let with_queue: Vec<(&StageShift, &Difference)> =
        found.stages.iter().filter_map(|stage| Some((stage, &found.differences[stage.queue?]))).collect();
    let all = with_queue.len();
    let changed: Vec<(&StageShift, &Difference)> =
        with_queue.into_iter().filter(|(_, queue)| look(queue.verdict) != Verdict::Unchanged).collect();
    if changed.is_empty() {
        return None;
    }
    let mut by_size: Vec<f64> = changed.iter().map(|(stage, _)| stage.shift.abs()).collect();
    by_size.sort_by(|one, other| other.total_cmp(one));
    let least = by_size.get(MOST_STAGES - 1).copied().unwrap_or(0.0);
    let shown = changed.iter().filter(|(stage, _)| stage.shift.abs() >= least).take(MOST_STAGES);
    let side = Side { base, arm, found, lang };
    let rows: Vec<EffectRow> = shown.map(|(stage, queue)| side.row(stage, queue)).collect();
    let mut notes = vec![words::shift_note(lang).to_owned()];
    if changed.len() > rows.len() {
        notes.insert(0, words::largest_shifts_only(lang, rows.len(), all));
    }
    if all > changed.len() {
        notes.push(words::unchanged_queues(lang, all - changed.len()));
    }
    notes.push(words::corrected(lang).to_owned());
    if base.scenario.unknowns.is_some() {
        notes.push(words::unknown_too(lang).to_owned());
    }
    let columns = [words::waiting(lang), words::difference(lang), words::mean_wait(lang), words::verdict(lang)];
    Some(Chart {
        name: format!("shift-arm-{number}"),
        title: words::shift_title_of(lang, &title(arm)),
        subtitle: String::new(),
        description: words::shift_description(lang).to_owned(),
        form: Form::Effects(Effects {
            axis: words::shift_axis(lang).to_owned(),
            limits: None,
            before: Some(words::shift_before(lang).to_owned()),
            interval: words::shift_interval(lang).to_owned(),
            verdicts: verdicts(rows.iter(), lang),
            columns: columns.map(str::to_owned).into(),
            groups: vec![EffectGroup { head: None, rows }],
        }),
        notes,
        footer: String::new(),
        lang,
    })
}

/// An arm beside the base.
struct Side<'c> {
    base: &'c LoadedArm,
    arm: &'c LoadedArm,
    found: &'c Comparison,
    lang: Lang,
}

impl Side<'_> {
    fn row(&self, stage: &StageShift, queue: &Difference) -> EffectRow {
        let said = |row| Row { arm: &self.arm.name, row, lang: self.lang };
        let value = |one: Option<sim_core::estimate::Estimate>| one.map(|one| one.value);
        // What it is after, as far as the difference is known: what it was lies fast.
        let (before, after) = (value(queue.before), value(queue.after));
        let shift = queue.difference.and_then(|found| found.interval);
        let interval = before.zip(shift).map(|(before, (low, high))| ((before + low).max(0.0), before + high));
        let wait = stage.wait.map(|place| &self.found.differences[place]);
        EffectRow {
            label: self.title(&stage.stage),
            before,
            value: after,
            interval,
            verdict: look(queue.verdict),
            cells: vec![
                said(queue).before_after_plain(),
                said(queue).difference(),
                wait.map_or(ABSENT.into(), |wait| said(wait).before_after()),
            ],
            word: verdict_name(self.lang, queue.verdict).to_owned(),
        }
    }

    fn title(&self, name: &str) -> String {
        let mut stages = self.arm.scenario.stages.iter().chain(&self.base.scenario.stages);
        let stage = stages.find(|stage| stage.name == name);
        stage.map_or_else(|| name.to_owned(), |stage| text::title(&stage.title, &stage.name))
    }
}
