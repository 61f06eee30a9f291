//! Bottlenecks to read: for every round what helps most, how sure that is, what the classical signs say, and where the
//! queue went.

use sim_core::estimate::Estimate;
use sim_core::experiment::{Brought, Candidate, Fate, Ranked, Round, SignKind, Step};
use sim_core::lang::Lang;
use sim_core::observe::{Measure, Unit};

use super::screen::{finish, table};
use crate::commands::bottlenecks::Ranking;
use crate::number::{ABSENT, beside, decimals, fixed};
use crate::text::bottlenecks as words;
use crate::text::{self, measures};

/// Euro a year for which an effect is told.
const MONEY: f64 = 100_000.0;
/// Most stages whose queue is shown.
const MOST_QUEUES: usize = 8;
/// How many of each classical sign are shown.
const OF_SIGNS: usize = 3;

/// What is said of bottlenecks.
pub(crate) struct Answer<'r> {
    /// What was found.
    pub(crate) ranking: &'r Ranking,
    /// Language.
    pub(crate) lang: Lang,
}

impl Answer<'_> {
    /// Every round, how the order changed, and why it ended.
    pub(crate) fn tables(&self) -> String {
        let (lang, found) = (self.lang, &self.ranking.found);
        let mut parts = vec![words::ranked_by(lang, &self.objective())];
        for (number, round) in found.rounds.iter().enumerate() {
            parts.extend(self.round(number + 1, round));
        }
        parts.extend(self.overview());
        if !found.left_out.is_empty() {
            let lines = found.left_out.iter().map(|(name, problems)| {
                let why = problems.first().map_or_else(|| name.clone(), |problem| problem.message(lang));
                format!("  {why}")
            });
            let lines: Vec<String> = lines.collect();
            parts.push(format!("{}\n{}", words::not_tried(lang), lines.join("\n")));
        }
        let mut last = vec![words::end(lang, found.end).to_owned(), words::legend(lang).to_owned()];
        let steps = || found.rounds.iter().flat_map(|round| &round.ranking).filter_map(|ranked| ranked.step.as_ref());
        if steps().any(|step| !is_tenth(step)) {
            last.push(words::smallest(lang).to_owned());
        }
        if steps().any(|step| step.cost.is_some()) {
            last.push(words::money(lang).to_owned());
        }
        if let Some(unknowns) = &self.ranking.scenario.unknowns {
            last.push(words::draws(lang, unknowns.paths.len()));
        }
        parts.push(last.join("\n"));
        parts.join("\n\n")
    }

    pub(crate) fn objective(&self) -> String {
        let name = &self.ranking.found.objective;
        let first = name.split(':').next().unwrap_or_default();
        let measure = Measure::ALL.iter().copied().find(|measure| measure.name() == first);
        let scenario = &self.ranking.scenario;
        let stage = name.split(':').skip(1).find_map(|part| scenario.stages.iter().find(|stage| stage.name == part));
        words::objective(self.lang, name, measure, stage.map(|stage| text::title(&stage.title, &stage.name)))
    }

    fn round(&self, number: usize, round: &Round) -> Vec<String> {
        let lang = self.lang;
        let (objective, wait) = (self.value(round.objective), plain(round.wait, lang));
        let mut parts = vec![words::round(lang, number, &objective, &wait)];
        if round.ranking.iter().any(|ranked| ranked.fate == Fate::Won) {
            parts.push(self.winners(round));
        }
        let mut lines = Vec::new();
        if let (Some(certainty), true) = (&round.certainty, round.ranking.len() > 1) {
            let first = certainty.is_best.first().copied().unwrap_or(0.0);
            let level = self.ranking.effort.level;
            let stayed = round.ranking.iter().filter(|ranked| ranked.fate == Fate::Stayed).count();
            lines.push(words::certainty(lang, first, certainty.whole, level, round.fresh, stayed));
        }
        lines.extend(self.others(round));
        if !lines.is_empty() {
            parts.push(lines.join("\n"));
        }
        if !round.signs.signs.is_empty() {
            parts.push(self.signs(round));
        }
        if let Some(brought) = &round.brought {
            parts.push(self.brought(number, brought, round));
        }
        parts
    }

    fn winners(&self, round: &Round) -> String {
        let lang = self.lang;
        let winners = || round.ranking.iter().filter(|ranked| ranked.fate == Fate::Won);
        let steps = winners().any(|ranked| ranked.step.is_some());
        let costs = winners().any(|ranked| ranked.cost.is_some());
        let mut header = vec![words::rank(lang).to_owned()];
        header.push(if steps { words::bottleneck(lang) } else { words::intervention(lang) }.to_owned());
        header.push(if steps { words::relieved(lang, self.ranking.degree) } else { words::effect(lang).to_owned() });
        header.push(words::wait(lang).to_owned());
        if steps {
            header.push(words::per_tenth(lang).to_owned());
        }
        if costs {
            header.push(if steps { words::per_money(lang) } else { words::cost(lang) }.to_owned());
        }
        header.push(words::at_rank(lang).to_owned());
        // The first column takes the words.
        header.swap(0, 1);
        let mut shown = table(header);
        for ranked in winners() {
            let mut row = vec![self.name(&ranked.candidate), ranked.rank.to_string()];
            row.push(self.gain(ranked.effect));
            row.push(signed(ranked.wait, 1.0, false, lang));
            if steps {
                row.push(ranked.step.as_ref().map_or(ABSENT.to_owned(), |step| self.step(step)));
            }
            if costs && steps {
                row.push(self.gain(ranked.step.and_then(|step| step.per_euro).map(|one| times(one, MONEY))));
            } else if costs {
                row.push(signed(ranked.cost, 1.0, false, lang));
            }
            row.push(ranked.at_rank.map_or(ABSENT.to_owned(), |share| format!("{} %", fixed(100.0 * share, 0, lang))));
            shown.add_row(row);
        }
        finish(shown)
    }

    /// The effect of a tenth; of people and places, the smallest step that there is.
    fn step(&self, step: &Step) -> String {
        let shown = self.gain(Some(step.per_tenth));
        if is_tenth(step) { shown } else { format!("{shown} *") }
    }

    fn others(&self, round: &Round) -> Option<String> {
        let with = |fate: Fate| round.ranking.iter().filter(move |ranked| ranked.fate == fate);
        let mut dropped: Vec<(u32, usize)> = Vec::new();
        for ranked in with(Fate::Dropped) {
            match dropped.iter_mut().find(|(after, _)| *after == ranked.raced) {
                Some((_, number)) => *number += 1,
                None => dropped.push((ranked.raced, 1)),
            }
        }
        dropped.sort_unstable();
        let (stayed, unused) = (with(Fate::Stayed).count(), with(Fate::Unused).count());
        let any = stayed + unused + dropped.len() > 0;
        any.then(|| words::others(self.lang, stayed, &dropped, unused))
    }

    fn signs(&self, round: &Round) -> String {
        let lang = self.lang;
        let mut shown = table([
            words::sign(lang).to_owned(),
            words::first(lang).to_owned(),
            words::second(lang).to_owned(),
            words::third(lang).to_owned(),
            words::helps(lang).to_owned(),
        ]);
        let mut misleading = Vec::new();
        for sign in &round.signs.signs {
            let mut row = vec![words::sign_name(lang, sign.kind).to_owned()];
            let of = |(name, value): &(String, f64)| {
                format!("{} ({})", self.title(sign.kind, name), self.of_sign(sign.kind, *value))
            };
            row.extend(sign.ranks.iter().take(OF_SIGNS).map(of));
            row.resize(1 + OF_SIGNS, ABSENT.to_owned());
            row.push(if sign.is_among_winners { words::yes(lang) } else { words::no(lang) }.to_owned());
            shown.add_row(row);
            if let (false, Some((name, _))) = (sign.is_among_winners, sign.ranks.first()) {
                let first = capital(words::sign_name(lang, sign.kind));
                misleading.push(words::misleads(lang, &first, &self.title(sign.kind, name)));
            }
        }
        std::iter::once(loose(&shown)).chain(misleading).collect::<Vec<_>>().join("\n")
    }

    fn of_sign(&self, kind: SignKind, value: f64) -> String {
        let lang = self.lang;
        match kind {
            SignKind::Utilisation | SignKind::OfferedLoad => format!("{} %", fixed(100.0 * value, 0, lang)),
            SignKind::LongestQueue => fixed(value, decimals(value, None).min(1), lang),
            SignKind::LongestWait => text::span(lang, round_to_digits(value)),
        }
    }

    fn title(&self, kind: SignKind, name: &str) -> String {
        let scenario = &self.ranking.scenario;
        let known = if kind.is_of_teams() {
            scenario.teams.iter().find(|team| team.name == name).map(|team| text::title(&team.title, name))
        } else {
            scenario.stages.iter().find(|stage| stage.name == name).map(|stage| text::title(&stage.title, name))
        };
        known.unwrap_or_else(|| text::title(&None, name))
    }

    fn brought(&self, number: usize, brought: &Brought, round: &Round) -> String {
        let lang = self.lang;
        let applied = round.ranking.iter().find(|ranked| ranked.candidate.id() == brought.id);
        let name = applied.map_or_else(|| brought.id.clone(), |ranked| self.name(&ranked.candidate));
        let waited = |wait| days_less(wait, lang);
        let mut lines = vec![words::brought(lang, &name, &self.gain(Some(brought.effect)), &waited(brought.wait))];
        if number > 1 {
            lines.push(words::so_far(lang, &self.gain(brought.effect_so_far), &waited(brought.wait_so_far)));
        }
        if let Some(spent) = brought.spent {
            lines.push(words::spent(lang, &fixed(spent, 0, lang)));
        }
        let mut shown = table([words::stage(lang), words::before(lang), words::after(lang), words::more(lang)]);
        let moved: Vec<_> =
            brought.queues.iter().filter(|shift| shift.shift.is_none_or(|shift| shift.value != 0.0)).collect();
        // The worst and the best, where there are many.
        let (first, last) = (MOST_QUEUES / 2, moved.len().saturating_sub(MOST_QUEUES - MOST_QUEUES / 2));
        for (place, shift) in moved.iter().enumerate() {
            if place < first || place >= last {
                shown.add_row([
                    self.title(SignKind::LongestQueue, &shift.stage),
                    plain(shift.before, lang),
                    plain(shift.after, lang),
                    signed(shift.shift, 1.0, false, lang),
                ]);
            }
        }
        let queues = (!moved.is_empty()).then(|| format!("\n{}", finish(shown)));
        lines.join("\n") + &queues.unwrap_or_default()
    }

    /// The rank in each round of whatever won a round.
    fn overview(&self) -> Option<String> {
        let rounds = &self.ranking.found.rounds;
        if rounds.len() < 2 {
            return None;
        }
        let lang = self.lang;
        let columns = (1..=rounds.len()).map(|number| words::round_column(lang, number));
        let mut shown = table(std::iter::once(words::overview(lang).to_owned()).chain(columns));
        let mut seen: Vec<&Ranked> = Vec::new();
        for ranked in rounds.iter().flat_map(|round| &round.ranking).filter(|ranked| ranked.fate == Fate::Won) {
            if !seen.iter().any(|known| known.candidate.id() == ranked.candidate.id()) {
                seen.push(ranked);
            }
        }
        for one in seen {
            let place = |round: &Round| {
                let ranked = round.ranking.iter().find(|ranked| ranked.candidate.id() == one.candidate.id());
                ranked.map_or(ABSENT.to_owned(), |ranked| ranked.rank.to_string())
            };
            shown.add_row(std::iter::once(self.name(&one.candidate)).chain(rounds.iter().map(place)));
        }
        Some(finish(shown))
    }

    pub(crate) fn name(&self, candidate: &Candidate) -> String {
        match candidate {
            Candidate::Relief(relief) => words::relief(self.lang, &self.ranking.scenario, relief),
            Candidate::Intervention(one) => one.title.to_string(),
        }
    }

    /// What a value of the objective is multiplied by.
    fn scale(&self) -> f64 {
        if self.ranking.found.unit == Unit::Share { 100.0 } else { 1.0 }
    }

    /// A value of the objective with its unit.
    pub(crate) fn value(&self, estimate: Option<Estimate>) -> String {
        let Some(estimate) = estimate else { return ABSENT.to_owned() };
        let unit = measures::unit(self.lang, self.ranking.found.unit);
        let shown = plain(Some(times(estimate, self.scale())), self.lang);
        if unit.is_empty() { shown } else { format!("{shown} {unit}") }
    }

    /// How much better the objective becomes, with its unit.
    pub(crate) fn gain(&self, estimate: Option<Estimate>) -> String {
        let lang = self.lang;
        let shown = signed(estimate, self.scale(), self.ranking.found.unit == Unit::Share, lang);
        let unit = match self.ranking.found.unit {
            Unit::Share => words::points(lang),
            other => measures::unit(lang, other),
        };
        if estimate.is_none() || unit.is_empty() { shown } else { format!("{shown} {unit}") }
    }
}

/// Whether a step is a tenth, as a reader takes it to be.
fn is_tenth(step: &Step) -> bool {
    (step.size - 0.1).abs() < 1e-9
}

/// How many days less, or more, a resident waits.
pub(crate) fn days_less(wait: Option<Estimate>, lang: Lang) -> String {
    let less = wait.is_none_or(|wait| wait.value >= 0.0);
    words::days_less(lang, &plain(wait.map(|wait| times(wait, if less { 1.0 } else { -1.0 })), lang), less)
}

fn times(estimate: Estimate, factor: f64) -> Estimate {
    Estimate {
        value: estimate.value * factor,
        interval: estimate.interval.map(|(lower, upper)| (lower * factor, upper * factor)),
        half_width: estimate.half_width.map(|width| width * factor),
        ..estimate
    }
}

/// A value with half its interval.
pub(crate) fn plain(estimate: Option<Estimate>, lang: Lang) -> String {
    let Some(estimate) = estimate else { return ABSENT.to_owned() };
    match estimate.half_width {
        Some(width) if width > 1e-9 * estimate.value.abs() => beside(estimate.value, width, false, lang).0,
        _ => fixed(estimate.value, decimals(estimate.value, None), lang),
    }
}

/// A difference with its sign and half its interval; without symmetry, its bounds.
fn signed(estimate: Option<Estimate>, scale: f64, is_percentage: bool, lang: Lang) -> String {
    let Some(estimate) = estimate else { return ABSENT.to_owned() };
    let one = times(estimate, scale);
    let shown = match (one.half_width, one.interval) {
        (Some(width), _) if width > 1e-9 * one.value.abs() && width > 0.0 => {
            beside(one.value, width, is_percentage, lang).0
        }
        (None, Some((lower, upper))) => {
            let digits = decimals(one.value, Some((upper - lower) / 2.0));
            let bounds = crate::number::bounds(lower, upper, digits, lang);
            format!("{} ({bounds})", fixed(one.value, digits, lang))
        }
        _ if one.value == 0.0 => return "0".to_owned(),
        _ => fixed(one.value, decimals(one.value, None), lang),
    };
    if one.value > 0.0 { format!("+{shown}") } else { shown }
}

/// A table of words, in which every column may wrap.
fn loose(table: &comfy_table::Table) -> String {
    table.to_string().lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// Two digits are enough for a sign.
fn round_to_digits(days: f64) -> f64 {
    let scale = 10f64.powf(1.0 - days.abs().max(1e-9).log10().floor());
    (days * scale).round() / scale
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
