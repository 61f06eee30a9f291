//! How it was made: the 24 items of STRESS-DES, as far as the program or the scenario can say them.

use sim_core::scenario::{Queue, Runs, Step};
use sim_report::document::{Block, Part, Section, Text};

use super::{Briefing, section, table};
use crate::text;
use crate::text::briefing as say;
use crate::text::briefing_method as words;

/// One item: its number, what it is about, and what is said of it or which field of the scenario would say it.
struct Item {
    number: &'static str,
    about: &'static str,
    said: Result<String, &'static str>,
}

impl Briefing<'_> {
    pub(super) fn method(&self) -> Section {
        let lang = self.lang;
        let items = self.items();
        let missing: Vec<String> = items
            .iter()
            .filter(|item| item.said.is_err())
            .map(|item| format!("{} {}", item.number, item.about))
            .collect();
        let summary = match missing.is_empty() {
            true => Text::from(words::all_said(lang)),
            false => {
                let said = Part::Words((items.len() - missing.len()).to_string());
                Text::fill(words::some_missing(lang), vec![said, Part::Words(say::list(lang, &missing))])
            }
        };
        let rows = items.into_iter().map(|item| {
            let said = match item.said {
                Ok(said) => Text::from(said),
                Err(field) => Text::fill(words::missing(lang), vec![Part::Words(field.to_owned())]),
            };
            vec![Text::from(item.number), Text::from(item.about), said]
        });
        let heads = [(words::item(lang), false), (words::about(lang), false), (words::said(lang), false)];
        let rows = table("reporting", words::items_table(lang), &heads, rows.collect());
        let mut blocks = vec![Block::Paragraph(Text::from(words::intro(lang)))];
        let reporting = &self.run().scenario.reporting;
        let who = [(&reporting.owner, words::owner(lang)), (&reporting.contact, words::contact(lang))];
        blocks.extend(
            who.into_iter()
                .filter_map(|(said, form)| Some(Block::Paragraph(Text::fill(form, vec![Part::Words(said.clone()?)])))),
        );
        blocks.extend([Block::Paragraph(summary), rows, Block::Paragraph(Text::from(words::again(lang)))]);
        section("method", say::method(lang).to_owned(), true, blocks)
    }

    fn items(&self) -> Vec<Item> {
        let (lang, run) = (self.lang, self.run());
        let reporting = &run.scenario.reporting;
        let ask = |said: &Option<String>, field| said.clone().ok_or(field);
        let arms: Vec<String> = self.beside().map(|beside| beside.title()).collect();
        let aims = match arms.is_empty() {
            true => words::one_chain(lang).to_owned(),
            false => words::of_arms(lang).replace("{}", &arms.join("; ")),
        };
        let scenarios = if arms.is_empty() { words::no_scenarios(lang) } else { words::of_scenarios(lang) };
        let (_, assumed, without) = self.numbers();
        let limits = reporting.limitations.as_ref().map_or(String::new(), |limits| words::limits(lang, limits));
        let checked = reporting.checked.as_ref().map_or(String::new(), |checked| format!(" {checked}"));
        let item = |number, about, said| Item { number, about, said };
        let ok = |said: &str| Ok(said.to_owned());
        vec![
            item("1.1", words::purpose(lang), ask(&reporting.purpose, "purpose")),
            item("1.2", words::outputs(lang), ok(words::of_outputs(lang))),
            item("1.3", words::aims(lang), Ok(aims)),
            item("2.1", words::diagram(lang), ok(words::of_diagram(lang))),
            item("2.2", words::base_logic(lang), Ok(format!("{}{checked}", words::of_logic(lang)))),
            item("2.3", words::scenario_logic(lang), ok(scenarios)),
            item("2.4", words::algorithms(lang), ok(words::of_algorithms(lang))),
            item("2.5.1", words::entities(lang), Ok(self.entities())),
            item("2.5.2", words::activities(lang), Ok(self.activities())),
            item("2.5.3", words::resources(lang), Ok(self.resources())),
            item("2.5.4", words::queues(lang), Ok(self.queues())),
            item("2.5.5", words::entry_exit(lang), Ok(self.entry_and_exit())),
            item("3.1", words::sources(lang), self.sources()),
            item("3.2", words::preparation(lang), ask(&reporting.preparation, "preparation")),
            item("3.3", words::inputs(lang), ok(words::of_inputs(lang))),
            item("3.4", words::assumptions(lang), Ok(format!("{}{limits}", words::assumed(lang, assumed, without)))),
            item("4.1", words::initialisation(lang), Ok(self.initialisation())),
            item("4.2", words::run_length(lang), Ok(self.run_length())),
            item("4.3", words::estimation(lang), Ok(self.estimation())),
            item("5.1", words::software(lang), Ok(self.software())),
            item("5.2", words::sampling(lang), ok(words::of_sampling(lang))),
            item("5.3", words::execution(lang), ok(words::of_execution(lang))),
            item("5.4", words::system(lang), Ok(words::computer(lang, self.results.seconds, run.threads))),
            item("6.1", words::sharing(lang), ask(&reporting.available, "available")),
        ]
    }

    fn entities(&self) -> String {
        let axes = self.run().scenario.axes.iter();
        let levels: Vec<String> =
            axes.flat_map(|axis| axis.levels.iter().map(|level| level.name.replace('_', " "))).collect();
        words::counted(
            self.lang,
            levels.len(),
            ("Classes of residents", "Doelgroepen van inwoners"),
            &levels.join(", "),
        )
    }

    fn activities(&self) -> String {
        let order = crate::output::screen::chain_order(&self.run().scenario);
        let names: Vec<String> = order.iter().map(|&stage| self.stage_title(stage)).collect();
        words::counted(self.lang, names.len(), ("Stages", "Stappen"), &names.join(", "))
    }

    fn resources(&self) -> String {
        let teams = &self.run().scenario.teams;
        let names: Vec<String> = teams
            .iter()
            .map(|team| format!("{} ({})", text::title(&team.title, &team.name), team.organisation))
            .collect();
        words::counted(self.lang, names.len(), ("Teams", "Teams"), &names.join(", "))
    }

    /// The order of every queue that is not first come, first served.
    fn queues(&self) -> String {
        let lang = self.lang;
        let other = self.run().scenario.stages.iter().filter_map(|stage| {
            let orders = stage.steps.iter().filter_map(Step::team_and_queue).map(|(_, queue)| queue);
            let order = orders.filter_map(|queue| match queue {
                Queue::FirstCome => None,
                Queue::EarliestDue => Some(words::earliest_due(lang)),
                _ => Some(words::by_priority(lang)),
            });
            let order = order.into_iter().next()?;
            Some(format!("{} ({order})", text::title(&stage.title, &stage.name)))
        });
        let other: Vec<String> = other.collect();
        match other.is_empty() {
            true => words::of_queues_all_default(lang).to_owned(),
            false => words::of_queues_default(lang).replace("{}", &other.join(", ")),
        }
    }

    fn entry_and_exit(&self) -> String {
        let (lang, scenario) = (self.lang, &self.run().scenario);
        let streams = scenario.streams.iter().map(|stream| text::title(&stream.title, &stream.name));
        let pools = scenario.pools.iter().map(|pool| text::title(&pool.title, &pool.name));
        let ends: Vec<String> = scenario.ends.iter().map(|end| text::end_name(lang, end)).collect();
        let entries: Vec<String> = streams.chain(pools).collect();
        let ends = words::counted(lang, ends.len(), ("Ends", "Manieren om te vertrekken"), &ends.join(", "));
        let entries =
            words::counted(lang, entries.len(), ("Ways in", "Manieren om binnen te komen"), &entries.join(", "));
        format!("{entries} {ends}")
    }

    /// The remarks beside the numbers, where there are any, with what the scenario says of them.
    fn sources(&self) -> Result<String, &'static str> {
        let scenario = &self.run().scenario;
        let noted = scenario.written.iter().any(|one| one.note.is_some());
        match (&scenario.reporting.data, noted) {
            (Some(data), true) => Ok(format!("{data} {}", words::of_sources(self.lang))),
            (Some(data), false) => Ok(data.clone()),
            (None, true) => Ok(words::of_sources(self.lang).to_owned()),
            (None, false) => Err("data"),
        }
    }

    fn initialisation(&self) -> String {
        let (lang, run) = (self.lang, self.run());
        if run.scenario.warm_up.0 == 0 && !run.scenario.present.is_empty() {
            return words::terminating_filled(lang).to_owned();
        }
        let settled = crate::warnings::has_settled(&run.plan, &run.experiment);
        words::warmed_up(lang, &text::span(lang, run.scenario.warm_up.as_days()), Some(settled))
    }

    fn run_length(&self) -> String {
        let (lang, scenario) = (self.lang, &self.run().scenario);
        let from = text::values::day(lang, scenario.start);
        words::length(lang, &text::span(lang, scenario.horizon.as_days()), &from)
    }

    fn estimation(&self) -> String {
        let run = self.run();
        let precise = matches!(run.runs, Runs::Precision(_));
        let draws = run.scenario.unknowns.as_ref().map(|_| run.experiment.number_of_parts());
        words::replicated(self.lang, run.experiment.replications(), precise, draws)
    }

    fn software(&self) -> String {
        let system = format!("{} ({})", std::env::consts::OS, std::env::consts::ARCH);
        words::program(self.lang, env!("CARGO_PKG_VERSION"), &system)
    }
}
