//! Scenarios side by side, to read: what changed for residents, where the queue went, who gains, what it costs.

use sim_core::estimate::Estimate;
use sim_core::experiment::{Comparison, CostPer, Difference, DifferenceVerdict, StageShift};
use sim_core::lang::Lang;
use sim_core::observe::{Measure, Of, Statistic, Unit};

use super::screen::{finish, table};
use crate::arms::{Compared, Differs, LoadedArm};
use crate::number::{ABSENT, beside, bounds, decimals, fixed};
use crate::text::compare as words;
use crate::text::measures::REACH;
use crate::text::{self, measures};
use crate::time_unit::TimeUnit;

/// Most sentences of an arm.
const MOST_SENTENCES: usize = 6;
/// Most rows by class on the screen.
const MOST_OF_CLASSES: usize = 12;
/// Most changes that are listed of an arm.
const MOST_CHANGES: usize = 12;

/// Measures on the screen, of everybody, in this order behind those of reach; waits and queues stand in the table of stages.
const SHOWN: &[Measure] = &[
    Measure::Outcome,
    Measure::ClockKept,
    Measure::TimeInChain,
    Measure::HandoverTime,
    Measure::NoShows,
    Measure::Utilisation,
    Measure::CaseloadUtilisation,
    Measure::Cost,
    Measure::CostPerSuccess,
    Measure::CostPerLasting,
];

/// Measures by class on the screen, in this order.
const OF_CLASSES: &[Measure] = &[Measure::NeedReach, Measure::Outcome, Measure::Lasting, Measure::Wait];

/// What is said of scenarios side by side.
pub(crate) struct Answer<'c> {
    /// They.
    pub(crate) compared: &'c Compared,
    /// Language.
    pub(crate) lang: Lang,
}

impl Answer<'_> {
    /// Every arm beside the base.
    pub(crate) fn tables(&self) -> String {
        let arms = self.compared.beside().map(|(arm, found)| self.arm(arm, found));
        arms.chain([words::legend(self.lang).to_owned()]).collect::<Vec<_>>().join("\n\n")
    }

    fn arm(&self, arm: &LoadedArm, found: &Comparison) -> String {
        let beside = Beside { base: &self.compared.arms[0], arm, found, lang: self.lang };
        let parts = [
            Some(beside.heading()),
            Some(beside.sentences()),
            beside.residents(),
            beside.queue(),
            beside.gains(),
            beside.classes(),
            beside.cost(),
        ];
        let tested = found.differences.iter().filter(|row| row.adjusted_p.is_some()).count();
        let rows = words::all_rows(self.lang, found.differences.len(), tested);
        parts.into_iter().flatten().chain([rows]).collect::<Vec<_>>().join("\n\n")
    }
}

/// An arm beside the base.
struct Beside<'c> {
    base: &'c LoadedArm,
    arm: &'c LoadedArm,
    found: &'c Comparison,
    lang: Lang,
}

impl Beside<'_> {
    /// What the arm is, how well its effect is known, and what differs.
    fn heading(&self) -> String {
        let lang = self.lang;
        let (mut lines, changes): (Vec<String>, Vec<String>) = match &self.arm.differs {
            Differs::Not => (vec![self.arm.name.clone()], Vec::new()),
            Differs::File(changed) => {
                let lines = changed
                    .iter()
                    .map(|one| words::changed(lang, &one.path, one.before.as_deref(), one.after.as_deref()));
                (vec![format!("{}: {}", self.arm.name, self.arm.scenario.title)], lines.collect())
            }
            Differs::By(interventions, changes) => {
                let titles: Vec<&str> = interventions.iter().map(|one| &*one.title).collect();
                let mut lines = vec![words::with(lang, &self.arm.name, &titles.join(" + "))];
                lines.extend(interventions.iter().map(|one| {
                    let known = one.evidence.as_ref();
                    let evidence =
                        known.map_or(ABSENT.to_owned(), |known| words::evidence(lang, known.strength, known.mark));
                    let note =
                        known.and_then(|known| known.note.as_deref()).map_or(String::new(), |note| format!(": {note}"));
                    format!("  {}: {} {evidence}{note}", one.name, text::interventions::evidence(lang))
                }));
                let changes = changes.iter().map(|one| text::interventions::change(lang, one));
                (lines, changes.collect())
            }
        };
        if changes.is_empty() && matches!(self.arm.differs, Differs::File(_)) {
            lines.push(format!("  {}", words::nothing_differs(lang)));
        }
        let left = changes.len().saturating_sub(MOST_CHANGES);
        lines.extend(changes.into_iter().take(MOST_CHANGES).map(|change| format!("  {change}")));
        if left > 0 {
            lines.push(format!("  (+ {left})"));
        }
        lines.join("\n")
    }

    /// Rows of the table of residents, of everybody, that are not the same in every replication.
    fn shown(&self) -> Vec<&Difference> {
        let of = |measure: &Measure| {
            let measure = *measure;
            self.found.differences.iter().filter(move |row| {
                row.key.measure == measure
                    && row.class == "all"
                    && matches!(row.key.statistic, Statistic::Mean | Statistic::Share | Statistic::PerYear)
                    && !(measure.unit() == Unit::Share && row.key.statistic == Statistic::PerYear)
            })
        };
        let of_chain = |measure| matches!(measure, Measure::Cost | Measure::TimeInChain);
        let whole_chain = |row: &&Difference| !of_chain(row.key.measure) || row.of == "chain";
        REACH.iter().chain(SHOWN).flat_map(of).filter(whole_chain).collect()
    }

    /// The clearest changes in words.
    fn sentences(&self) -> String {
        let lang = self.lang;
        let waits = self.found.stages.iter().filter_map(|stage| Some(&self.found.differences[stage.wait?]));
        let waits = waits.filter(|row| self.is_queue(row));
        let claimed = self.shown().into_iter().chain(waits).filter(|row| is_claim(row.verdict));
        let mut claimed: Vec<&Difference> = claimed.collect();
        // The surest first among better and worse; utilisation and the like are in the table.
        claimed.retain(|row| matches!(row.verdict, DifferenceVerdict::Better | DifferenceVerdict::Worse));
        let strength = |row: &Difference| {
            let found = row.difference.and_then(|found| Some(found.value.abs() / found.half_width?)).unwrap_or(0.0);
            found * f64::from(u8::from(row.key.measure != Measure::Cost))
        };
        claimed.sort_by(|one, other| strength(other).total_cmp(&strength(one)));
        let lines: Vec<String> =
            claimed.into_iter().take(MOST_SENTENCES).filter_map(|row| self.sentence(row)).collect();
        let same = |row: &Difference| row.verdict == DifferenceVerdict::Unchanged;
        match lines.is_empty() {
            true if self.found.differences.iter().all(same) => words::nothing_changes(lang).to_owned(),
            true if self.found.differences.iter().any(|row| is_claim(row.verdict)) => {
                words::few_claims(lang).to_owned()
            }
            true => words::no_claims(lang).to_owned(),
            false => lines.join("\n"),
        }
    }

    fn sentence(&self, row: &Difference) -> Option<String> {
        let lang = self.lang;
        let (before, after, found) = (row.before?, row.after?, row.difference?);
        let scale = Scale::of(row, lang);
        let (low, high) = found.interval?;
        let digits = decimals(found.value * scale.times, found.half_width.map(|width| width * scale.times));
        let up = found.value > 0.0;
        let (low, high) = if up { (low, high) } else { (-high, -low) };
        let between = bounds(low * scale.times, high * scale.times, digits, lang);
        let show = |value: f64| scale.with_unit(&fixed(value * scale.times, digits, lang));
        let between = scale.difference(&between, lang);
        let verdict = words::verdict_name(lang, row.verdict);
        Some(words::sentence(
            lang,
            &capital(&self.title(row)),
            up,
            (&show(before.value), &show(after.value)),
            &between,
            verdict,
        ))
    }

    /// Whether a wait is a queue: elsewhere a delay comes before the first work.
    fn is_queue(&self, row: &Difference) -> bool {
        let side = if row.after.is_none() { self.base } else { self.arm };
        matches!(row.key.of, Of::Stage(stage) if side.plan.stages[stage as usize].begins_with_work)
    }

    /// The title of a row; one that only the base has is named by the base.
    fn title(&self, row: &Difference) -> String {
        let side = if row.after.is_none() && row.before.is_some() { self.base } else { self.arm };
        measures::row(self.lang, &side.scenario, &side.plan, row.key)
    }

    fn residents(&self) -> Option<String> {
        let lang = self.lang;
        let (same, differ): (Vec<&Difference>, Vec<&Difference>) =
            self.shown().into_iter().partition(|row| is_the_same(row));
        let mut shown = table([
            words::measure(lang).to_owned(),
            words::base(lang).to_owned(),
            self.arm_title(),
            words::difference(lang).to_owned(),
            words::verdict(lang).to_owned(),
        ]);
        for row in &differ {
            let scale = Scale::of(row, lang);
            let title = match scale.unit {
                "" | "%" => self.title(row),
                unit => format!("{} ({unit})", self.title(row)),
            };
            shown.add_row([
                title,
                scale.cell(row.before, lang),
                scale.cell(row.after, lang),
                scale.signed(row.difference, lang),
                words::verdict_name(lang, row.verdict).to_owned(),
            ]);
        }
        let same = (!same.is_empty()).then(|| {
            let names: Vec<String> = same.iter().map(|row| self.title(row)).collect();
            words::unchanged(lang, &names.join("; "))
        });
        let parts: Vec<String> = (!differ.is_empty()).then(|| finish(shown)).into_iter().chain(same).collect();
        (!parts.is_empty()).then(|| parts.join("\n"))
    }

    fn arm_title(&self) -> String {
        match self.arm.differs {
            Differs::By(..) => self.lang.pick(format!("with {}", self.arm.name), format!("met {}", self.arm.name)),
            _ => self.arm.name.clone(),
        }
    }

    /// Every stage whose queue, wait or drop-out is not the same, worst first.
    fn queue(&self) -> Option<String> {
        let lang = self.lang;
        let row = |place: Option<usize>| place.map(|place| &self.found.differences[place]);
        let rows = |stage: &StageShift| {
            let wait = row(stage.wait).filter(|row| self.is_queue(row));
            [row(stage.queue), wait, row(stage.dropped_out)]
        };
        let moves = |stage: &&StageShift| {
            rows(stage).into_iter().flatten().any(|row| row.verdict != DifferenceVerdict::Unchanged)
        };
        let (changed, same): (Vec<&StageShift>, Vec<&StageShift>) = self.found.stages.iter().partition(moves);
        let waits = same.iter().filter(|stage| stage.queue.is_some());
        let same: Vec<String> = waits.map(|stage| self.stage_title(&stage.stage)).collect();
        // The unit that suits the longest wait.
        let value = |row: &Difference| row.before.or(row.after).map_or(0.0, |known| known.value.abs());
        let waits = || changed.iter().filter_map(|stage| rows(stage)[1]);
        let longest = waits().max_by(|one, other| value(one).total_cmp(&value(other)));
        let time =
            longest.map_or(Scale { times: 1.0, unit: text::days(lang), points: false }, |row| Scale::of(row, lang));
        let unit = time.unit;
        let mut shown = table([
            words::queue_went(lang).to_owned(),
            words::waiting(lang).to_owned(),
            words::longer(lang).to_owned(),
            format!("{} ({})", words::wait(lang), unit),
            words::longer(lang).to_owned(),
            words::more_drop_out(lang).to_owned(),
            words::verdict(lang).to_owned(),
        ]);
        let plain = Scale { times: 1.0, unit: "", points: false };
        for stage in &changed {
            let [queue, wait, dropped] = rows(stage);
            if queue.is_none() && wait.is_none() && dropped.is_none() {
                continue;
            }
            let verdict = queue.or(wait).or(dropped).map_or("", |row| words::verdict_name(lang, row.verdict));
            shown.add_row([
                self.stage_title(&stage.stage),
                queue.map_or(ABSENT.to_owned(), |row| plain.cell(row.before, lang)),
                queue.map_or(ABSENT.to_owned(), |row| plain.signed(row.difference, lang)),
                wait.map_or(ABSENT.to_owned(), |row| time.cell(row.before, lang)),
                wait.map_or(ABSENT.to_owned(), |row| time.signed(row.difference, lang)),
                dropped.map_or(ABSENT.to_owned(), |row| Scale::of(row, lang).signed(row.difference, lang)),
                verdict.to_owned(),
            ]);
        }
        let note = words::worst_first(lang);
        let tables = (!changed.is_empty()).then(|| format!("{}\n{note}", finish(shown)));
        let same = (!same.is_empty()).then(|| words::unchanged(lang, &same.join("; ")));
        let parts: Vec<String> = tables.into_iter().chain(same).collect();
        (!parts.is_empty()).then(|| parts.join("\n"))
    }

    fn stage_title(&self, name: &str) -> String {
        let stages = self.arm.scenario.stages.iter().chain(&self.base.scenario.stages);
        let stage = stages.into_iter().find(|stage| stage.name == name);
        stage.map_or_else(|| name.to_owned(), |stage| text::title(&stage.title, &stage.name))
    }

    fn gains(&self) -> Option<String> {
        let lang = self.lang;
        let Some(residents) = &self.found.gains.residents else {
            return Some(format!("{}: {}", words::who_gains(lang), words::nobody_followed(lang)));
        };
        let mut shown = table([words::who_gains(lang), words::number(lang)]);
        let plain = Scale { times: 1.0, unit: "", points: false };
        let rows = [
            (words::gained(lang), residents.gained),
            (words::lost(lang), residents.lost),
            (words::sooner(lang), residents.sooner),
            (words::later(lang), residents.later),
            (words::same_day(lang), residents.unchanged),
        ];
        for (name, number) in rows {
            shown.add_row([name.to_owned(), plain.cell(Some(number), lang)]);
        }
        let help: Vec<String> = residents.help.iter().map(|stage| self.stage_title(stage)).collect();
        let followed = text::followed(lang, &text::span(lang, self.base.plan.follow_up.as_days()));
        let help = words::help_is(lang, &help.join(lang.pick(" or ", " of ")), &followed);
        let later = self.arm.begins_later().map(|from| words::came_before(lang, &text::values::day(lang, from)));
        let later = later.map_or(String::new(), |later| format!("\n{later}"));
        Some(format!("{}\n{help}{later}", finish(shown)))
    }

    /// The rows of single classes of which something can be claimed.
    fn classes(&self) -> Option<String> {
        let lang = self.lang;
        let rows = || self.found.gains.by_class.iter().map(|&at| &self.found.differences[at]);
        rows().next()?;
        let of = |measure: &Measure| {
            let measure = *measure;
            let shown = move |row: &&Difference| measure != Measure::Wait || self.is_queue(row);
            rows().filter(move |row| row.key.measure == measure && is_claim(row.verdict)).filter(shown)
        };
        let claimed: Vec<&Difference> = OF_CLASSES.iter().flat_map(of).collect();
        if claimed.is_empty() {
            return Some(words::no_class(lang).to_owned());
        }
        let mut shown =
            table([words::by_class(lang), words::base(lang), words::difference(lang), words::verdict(lang)]);
        for row in claimed.iter().take(MOST_OF_CLASSES) {
            let scale = Scale::of(row, lang);
            let unit = if matches!(scale.unit, "" | "%") { String::new() } else { format!(" ({})", scale.unit) };
            shown.add_row([
                format!("{}: {}{unit}", row.class.replace('_', " "), self.title(row)),
                scale.cell(row.before, lang),
                scale.signed(row.difference, lang),
                words::verdict_name(lang, row.verdict).to_owned(),
            ]);
        }
        let left = claimed.len().saturating_sub(MOST_OF_CLASSES);
        let left = if left > 0 { format!("\n{}", words::more_classes(lang, left)) } else { String::new() };
        Some(finish(shown) + &left)
    }

    fn cost(&self) -> Option<String> {
        let lang = self.lang;
        let cost = self.found.cost.as_ref()?;
        let euro = Scale { times: 1.0, unit: "", points: false };
        let mut shown = table([words::costs(lang), ""]);
        shown.add_row([words::extra_a_year(lang).to_owned(), euro.signed(Some(cost.extra_per_year), lang)]);
        let per = |cost: CostPer| match cost {
            CostPer::Known(estimate) => interval(estimate, lang),
            CostPer::MayBeNothing => words::may_be_nothing(lang).to_owned(),
            CostPer::OtherWay => words::other_way(lang).to_owned(),
            CostPer::BeginsLater => words::begins_later(lang).to_owned(),
        };
        shown.add_row([words::per_reached(lang).to_owned(), per(cost.per_resident_reached)]);
        shown.add_row([words::per_week(lang).to_owned(), per(cost.per_week_sooner)]);
        Some(finish(shown))
    }
}

/// With a capital, as at the beginning of a sentence.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Whether a row has the same value in every replication, though what it is a share of may differ.
fn is_the_same(row: &Difference) -> bool {
    let nothing = row.difference.is_some_and(|found| found.value == 0.0 && found.half_width.unwrap_or(0.0) == 0.0);
    row.verdict == DifferenceVerdict::Unchanged || nothing
}

/// Whether something is claimed.
fn is_claim(verdict: DifferenceVerdict) -> bool {
    use DifferenceVerdict::{Better, Less, More, Worse};
    matches!(verdict, Better | Worse | More | Less)
}

/// A value with its bounds, which need not lie evenly around it.
fn interval(estimate: Estimate, lang: Lang) -> String {
    let Some((low, high)) = estimate.interval else { return ABSENT.to_owned() };
    let digits = decimals(estimate.value, Some((high - low) / 2.0));
    format!("{} ({})", fixed(estimate.value, digits, lang), bounds(low, high, digits, lang))
}

/// In what a row is shown.
pub(crate) struct Scale {
    /// Values times this.
    pub(crate) times: f64,
    /// Unit, or nothing.
    pub(crate) unit: &'static str,
    /// A share in percent, so a difference is in percentage points.
    pub(crate) points: bool,
}

impl Scale {
    /// What suits a row.
    pub(crate) fn of(row: &Difference, lang: Lang) -> Scale {
        let size = |estimate: Option<Estimate>| estimate.map_or(0.0, |estimate| estimate.value.abs());
        let largest = size(row.before).max(size(row.after));
        let plain = |times, unit| Scale { times, unit, points: false };
        match row.key.unit() {
            Unit::Share => Scale { times: 100.0, unit: "%", points: true },
            Unit::Days => {
                let TimeUnit { name, per_day, .. } = TimeUnit::of(largest, lang);
                plain(per_day, name)
            }
            other => plain(1.0, measures::unit(lang, other)),
        }
    }

    /// A number with its unit.
    fn with_unit(&self, number: &str) -> String {
        if self.unit.is_empty() { number.to_owned() } else { format!("{number} {}", self.unit) }
    }

    /// A difference with its unit.
    fn difference(&self, number: &str, lang: Lang) -> String {
        if self.points { format!("{number} {}", words::points(lang)) } else { self.with_unit(number) }
    }

    /// A value with half its interval.
    fn cell(&self, estimate: Option<Estimate>, lang: Lang) -> String {
        let Some(estimate) = estimate else { return ABSENT.to_owned() };
        let value = estimate.value * self.times;
        let shown = match (estimate.half_width.map(|width| width * self.times), estimate.interval) {
            // What differs only by rounding between replications does not vary.
            (Some(width), _) if width > 1e-9 * value.abs() => beside(value, width, self.points, lang).0,
            (None, Some((low, high))) => {
                let (low, high) = (low * self.times, high * self.times);
                let digits = decimals(value, Some((high - low) / 2.0));
                format!("{} ({})", fixed(value, digits, lang), bounds(low, high, digits, lang))
            }
            _ => fixed(value, decimals(value, None), lang),
        };
        if self.points { format!("{shown} %") } else { shown }
    }

    /// A difference with its sign and half its interval.
    pub(crate) fn signed(&self, difference: Option<Estimate>, lang: Lang) -> String {
        let Some(difference) = difference else { return ABSENT.to_owned() };
        let value = difference.value * self.times;
        let width = difference.half_width.map_or(0.0, |width| width * self.times);
        let shown = match (value, width) {
            (0.0, 0.0) => return "0".to_owned(),
            (_, width) if width > 1e-9 * value.abs() => beside(value, width, self.points, lang).0,
            _ => fixed(value, decimals(value, None), lang),
        };
        if value > 0.0 { format!("+{shown}") } else { shown }
    }
}
