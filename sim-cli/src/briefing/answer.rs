//! The answer first: what was asked, what was found, how sure that is, what it costs and what was assumed.

use sim_core::experiment::{DifferenceVerdict, Row};
use sim_core::observe::{Measure, Of, Statistic};
use sim_core::scenario::Phase;
use sim_report::document::{Block, Part, Section, Text};

use super::claims::{Beside, is_claim, together};
use super::{Briefing, figure, section};
use crate::text;
use crate::text::briefing as say;

/// Most sentences about changes of each kind in the answer; all of them stand on the page of the finding.
const MOST_OF_A_KIND: usize = 1;
/// A term that is kept less often than this is told.
const WELL_KEPT: f64 = 0.9;

impl Briefing<'_> {
    pub(super) fn answer(&self) -> Section {
        // What was asked stands above it, as the subtitle.
        let mut answer = vec![together([self.who_come(), self.who_succeed()])];
        answer.push(together([self.who_wait(), self.who_are_lost(), self.worst_term()]));
        answer.extend(self.beside().map(|beside| beside.in_short()));
        if self.results.compared.is_none() {
            answer.extend(self.cost_now());
        }
        answer.push(self.how_sure());
        answer.push(self.assumed());
        answer.push(self.decision());
        answer.retain(|text| !text.0.is_empty());
        section("answer", say::answer(self.lang).to_owned(), false, vec![Block::Answer(answer)])
    }

    /// What was asked.
    pub(super) fn question(&self) -> Text {
        let lang = self.lang;
        if let Some(purpose) = &self.run().scenario.reporting.purpose {
            return Text::fill(say::asked(lang), vec![Part::Words(purpose.clone())]);
        }
        let arms: Vec<String> = self.beside().map(|beside| format!("“{}”", beside.title())).collect();
        match arms.is_empty() {
            true => Text::from(say::asked_of_chain(lang)),
            false => Text::fill(say::asked_of_arms(lang), vec![Part::Words(say::list(lang, &arms))]),
        }
    }

    fn decision(&self) -> Text {
        let decision = self.run().scenario.reporting.decision.as_ref();
        decision.map_or_else(Text::default, |decision| {
            Text::fill(say::decision(self.lang), vec![Part::Words(decision.clone())])
        })
    }

    fn who_come(&self) -> Text {
        let lang = self.lang;
        let come = self.row(Measure::Arrivals, Of::Chain, Statistic::PerYear);
        let Some(come) = come.and_then(|row| figure::value_between(row, lang)) else { return Text::default() };
        let reach = self.row(Measure::NeedReach, Of::Chain, Statistic::Share);
        // Who only asks for help is reached too, so who starts it is told beside it.
        let start = self.row(Measure::ReachStarted, Of::Phase(Phase::Curative), Statistic::Share);
        let shown = |row: Option<&Row>| row.and_then(|row| figure::value_between(row, lang));
        match (shown(reach), shown(start)) {
            (Some(reach), Some(start)) => Text::fill(say::come_reach_and_start(lang), vec![come, reach, start]),
            (Some(reach), None) => Text::fill(say::come_and_reach(lang), vec![come, reach]),
            (None, _) => Text::fill(say::come(lang), vec![come]),
        }
    }

    fn who_succeed(&self) -> Text {
        let lang = self.lang;
        let lasting = self.row(Measure::Lasting, Of::Chain, Statistic::Share);
        if let Some(part) = lasting.and_then(|row| figure::value_between(row, lang)) {
            let within = text::span(lang, self.run().plan.lasting.as_days());
            return Text::fill(say::succeed(lang), vec![part, Part::Words(within)]);
        }
        let ends = self.run().scenario.ends.iter().enumerate().filter(|(_, end)| end.success);
        let shares = ends.filter_map(|(place, end)| {
            Some((end, self.row(Measure::Outcome, Of::End(place as u32), Statistic::Share)?))
        });
        let best = shares
            .filter(|(_, row)| row.value > Some(0.0))
            .max_by(|(_, one), (_, other)| one.value.unwrap_or(0.0).total_cmp(&other.value.unwrap_or(0.0)));
        let Some((end, part)) = best.and_then(|(end, row)| Some((end, figure::value_between(row, lang)?))) else {
            return Text::default();
        };
        Text::fill(say::succeed_by(lang), vec![Part::Words(text::end_name(lang, end)), part])
    }

    /// Where the wait is longest, and where most residents wait.
    fn who_wait(&self) -> Text {
        let lang = self.lang;
        let stages = self.stages_with_queues();
        let wait = |stage| self.row(Measure::Wait, Of::Stage(stage), Statistic::Mean);
        let Some(longest) = Briefing::largest(&stages, |stage| wait(stage)?.value) else {
            return Text::from(say::nobody_waits(lang));
        };
        let name = |stage| Part::Strong(self.stage_title(stage));
        let half = self.run().plan.quantiles.iter().position(|&p| p == 0.5);
        let median =
            half.and_then(|place| self.row(Measure::Wait, Of::Stage(longest), Statistic::Quantile(place as u16)));
        let mean = wait(longest).and_then(|row| figure::value_between(row, lang));
        let first = match (mean, median.and_then(|row| figure::value(row, lang))) {
            (Some(mean), Some(median)) => {
                Text::fill(say::longest_wait_of_half(lang), vec![name(longest), mean, median])
            }
            (Some(mean), None) => Text::fill(say::longest_wait(lang), vec![name(longest), mean]),
            (None, _) => Text::default(),
        };
        let queue = |stage| self.row(Measure::Queue, Of::Stage(stage), Statistic::Mean);
        let second = Briefing::largest(&stages, |stage| queue(stage)?.value)
            .and_then(|stage| Some((stage, figure::value_between(queue(stage)?, lang)?)))
            .map(|(stage, part)| Text::fill(say::longest_queue(lang), vec![name(stage), part]));
        together([first].into_iter().chain(second))
    }

    /// The stage at which most residents drop out: the share times those who come.
    fn who_are_lost(&self) -> Text {
        let lang = self.lang;
        let stages: Vec<u32> = (0..self.run().scenario.stages.len() as u32).collect();
        let share = |stage| self.row(Measure::DroppedOut, Of::Stage(stage), Statistic::Share);
        let lost = |stage| {
            let joined = self.row(Measure::Joined, Of::Stage(stage), Statistic::PerYear)?.value?;
            Some(share(stage)?.value? * joined)
        };
        let worst = Briefing::largest(&stages, lost);
        let told = worst.and_then(|stage| {
            let parts = vec![Part::Strong(self.stage_title(stage)), figure::value_between(share(stage)?, lang)?];
            Some(Text::fill(say::most_lost(lang), parts))
        });
        told.unwrap_or_default()
    }

    /// The term that is kept least, where it is not kept well.
    fn worst_term(&self) -> Text {
        let lang = self.lang;
        let clocks = self.run().scenario.clocks.iter().enumerate();
        let kept = clocks.filter_map(|(place, clock)| {
            let row = self.row(Measure::ClockKept, Of::Clock(place as u32), Statistic::Share)?;
            Some((row.value?, clock, row))
        });
        let worst = kept.filter(|(kept, ..)| *kept < WELL_KEPT).min_by(|one, other| one.0.total_cmp(&other.0));
        let told = worst.and_then(|(_, clock, row)| {
            let name = Part::Words(text::title(&clock.title, &clock.name));
            Some(Text::fill(say::term_missed(lang), vec![name, figure::value_between(row, lang)?]))
        });
        told.unwrap_or_default()
    }

    fn cost_now(&self) -> Option<Text> {
        let row = self.row(Measure::Cost, Of::Chain, Statistic::PerYear)?;
        Some(Text::fill(say::costs_now(self.lang), vec![figure::value_between(row, self.lang)?]))
    }

    fn how_sure(&self) -> Text {
        let (lang, run) = (self.lang, self.run());
        let number = |number: usize| Part::Words(number.to_string());
        let span = text::span(lang, run.scenario.horizon.as_days());
        let first = match run.experiment.replications() {
            1 => Text::from(say::sure_once(lang)),
            more => Text::fill(say::sure(lang), vec![number(more as usize), Part::Words(span)]),
        };
        let demonstrably = match self.results.compared {
            Some(_) => Text::from(say::demonstrably(lang)),
            None => Text::default(),
        };
        let unknown = match (&run.scenario.unknowns, run.likely) {
            (Some(unknowns), _) => Text::fill(say::sure_unknown(lang), vec![number(unknowns.paths.len())]),
            (None, Some(likely)) if likely > 0 => Text::fill(say::sure_likely(lang), vec![number(likely)]),
            _ => Text::default(),
        };
        let year = self.row(Measure::Arrivals, Of::Chain, Statistic::OneYear);
        let year = year.and_then(|row| figure::between(row, lang));
        let year = year.map_or_else(Text::default, |part| Text::fill(say::one_real_year(lang), vec![part]));
        together([first, demonstrably, unknown, year])
    }

    fn assumed(&self) -> Text {
        let (all, assumed, without) = self.numbers();
        let number = |number: usize| Part::Words(number.to_string());
        Text::fill(say::assumed(self.lang), vec![number(all), number(assumed), number(without)])
    }
}

impl Beside<'_> {
    /// The arm in a few sentences: reach, the clearest gains and losses, the queue, the cost, the evidence.
    fn in_short(&self) -> Text {
        let lang = self.lang;
        let name = Text(vec![Part::Strong(format!("{}.", self.title()))]);
        let mut sentences = vec![name];
        sentences.extend(self.headline().map(|row| self.sentence(row)));
        for verdict in [DifferenceVerdict::Better, DifferenceVerdict::Worse] {
            sentences.extend(self.news(verdict).into_iter().take(MOST_OF_A_KIND).map(|row| self.sentence(row)));
        }
        if self.found.differences.iter().all(|row| row.verdict == DifferenceVerdict::Unchanged) {
            sentences.push(Text::from(say::nothing_changes(lang)));
        } else if !self.rows().into_iter().any(is_claim) {
            sentences.push(Text::from(say::nothing_told(lang)));
        }
        sentences.push(self.queue());
        sentences.extend(self.extra_cost());
        sentences.extend(self.cost_per_resident());
        sentences.push(self.evidence());
        together(sentences)
    }
}
