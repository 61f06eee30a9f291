//! The answer about need: who is in need, how many of them are reached by which definition, contact and return.

use sim_core::observe::{Measure, Of, SignalFate, Statistic};

use super::screen::{Screen, finish, table};
use crate::number::{ABSENT, estimate, percentage, range};
use crate::text;
use crate::text::need as words;

impl Screen<'_> {
    /// Everything about need; nothing where there is no pool and nobody is contacted or comes back.
    pub(super) fn need(&self) -> Vec<String> {
        [self.reach_of_need(), self.reach_by_phase(), self.fates(), self.channels(), self.lasting()]
            .into_iter()
            .flatten()
            .collect()
    }

    fn reach_of_need(&self) -> Option<String> {
        let lang = self.lang;
        if self.plan.pools == 0 {
            return None;
        }
        let mut table =
            table([words::need_and_reach(lang), words::amount(lang), words::share(lang), words::one_year(lang)]);
        let all = Of::Chain;
        let ofs = std::iter::once(all).chain((0..self.plan.pools as u32).filter(|_| self.plan.pools > 1).map(Of::Pool));
        for of in ofs {
            if let Of::Pool(pool) = of {
                let pool = &self.scenario.pools[pool as usize];
                table.add_row([text::title(&pool.title, &pool.name), String::new(), String::new(), String::new()]);
            }
            let numbers = [
                (Measure::InNeed, Statistic::Mean, words::in_need(lang)),
                (Measure::InPool, Statistic::Mean, words::in_pool(lang)),
                (Measure::Onset, Statistic::PerYear, words::onset(lang)),
                (Measure::NaturalEnds, Statistic::PerYear, words::natural_ends(lang)),
                (Measure::NeedEnded, Statistic::PerYear, words::need_ended(lang)),
                (Measure::Applications, Statistic::PerYear, words::applications(lang)),
                (Measure::Cases, Statistic::PerYear, words::cases(lang)),
            ];
            for (measure, statistic, name) in numbers {
                let Some(row) = self.row(measure, of, statistic) else { continue };
                let one = range(self.row(measure, of, Statistic::OneYear), 1.0, lang);
                table.add_row([name.to_owned(), estimate(Some(row), 1.0, lang), ABSENT.to_owned(), one]);
            }
            let shares = [
                (Measure::NeedReach, words::reach(lang)),
                (Measure::InView, words::in_view(lang)),
                (Measure::ReachOfSignalling, words::reach_of_signalling(lang)),
                (Measure::Contacted, words::contacted(lang)),
            ];
            for (measure, name) in shares {
                let Some(row) = self.row(measure, of, Statistic::Share) else { continue };
                let number = estimate(self.row(measure, of, Statistic::PerYear), 1.0, lang);
                let one = range(self.row(measure, of, Statistic::OneYear), 100.0, lang);
                let one = if one == ABSENT { one } else { format!("{one} %") };
                table.add_row([name.to_owned(), number, percentage(Some(row), lang), one]);
            }
        }
        let mut counted: Vec<&str> =
            self.scenario.pools.iter().map(|pool| words::counted_as(lang, pool.counted_as)).collect();
        counted.dedup();
        let counted = counted.join(lang.pick(" and ", " en "));
        Some(format!("{}\n{}", finish(table), words::note(lang, &counted)))
    }

    fn reach_by_phase(&self) -> Option<String> {
        let lang = self.lang;
        if self.plan.pools == 0 || self.plan.phases.is_empty() {
            return None;
        }
        let mut table = table([
            words::by_phase(lang).to_owned(),
            words::starts(lang).to_owned(),
            words::share(lang).to_owned(),
            words::finishes(lang).to_owned(),
            words::share(lang).to_owned(),
        ]);
        for &phase in &self.plan.phases {
            let of = Of::Phase(phase);
            let mut cells = vec![text::values::phase(lang, phase).to_owned()];
            for measure in [Measure::ReachStarted, Measure::ReachFinished] {
                cells.push(estimate(self.row(measure, of, Statistic::PerYear), 1.0, lang));
                cells.push(percentage(self.row(measure, of, Statistic::Share), lang));
            }
            table.add_row(cells);
        }
        Some(finish(table))
    }

    fn fates(&self) -> Option<String> {
        let lang = self.lang;
        if self.plan.signals == 0 {
            return None;
        }
        let mut table = table([words::signals_by(lang), words::signals(lang), words::share(lang)]);
        for fate in SignalFate::ALL {
            let of = Of::SignalFate(fate);
            let number = estimate(self.row(Measure::SignalFate, of, Statistic::PerYear), 1.0, lang);
            let share = percentage(self.row(Measure::SignalFate, of, Statistic::Share), lang);
            table.add_row([words::fate(lang, fate).to_owned(), number, share]);
        }
        Some(finish(table))
    }

    fn channels(&self) -> Option<String> {
        let lang = self.lang;
        let channels = self.scenario.channels();
        let mut table = table([
            words::channel(lang),
            words::attempts(lang),
            words::reached(lang),
            words::accepted(lang),
            words::accepted_a_year(lang),
        ]);
        for (index, name) in channels.iter().enumerate() {
            let of = Of::Channel(index as u32);
            let share = |measure| percentage(self.row(measure, of, Statistic::Share), lang);
            table.add_row([
                words::channel_name(lang, name),
                estimate(self.row(Measure::Attempts, of, Statistic::PerYear), 1.0, lang),
                share(Measure::AttemptReached),
                share(Measure::AttemptAccepted),
                estimate(self.row(Measure::AttemptAccepted, of, Statistic::PerYear), 1.0, lang),
            ]);
        }
        (!channels.is_empty()).then(|| finish(table))
    }

    fn lasting(&self) -> Option<String> {
        let lang = self.lang;
        let returned = self.row(Measure::Returned, Of::Chain, Statistic::Share)?;
        let lasting = self.row(Measure::Lasting, Of::Chain, Statistic::Share);
        let mut table = table([words::lasting_outcome(lang), words::share(lang), words::one_year(lang)]);
        for (name, measure, row) in [
            (words::lasting(lang), Measure::Lasting, lasting),
            (words::returned(lang), Measure::Returned, Some(returned)),
        ] {
            let one = range(self.row(measure, Of::Chain, Statistic::OneYear), 100.0, lang);
            let one = if one == ABSENT { one } else { format!("{one} %") };
            table.add_row([name.to_owned(), percentage(row, lang), one]);
        }
        let within = text::span(lang, self.plan.lasting.as_days());
        Some(format!("{}\n{}", finish(table), words::lasting_note(lang, &within)))
    }
}
