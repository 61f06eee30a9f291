//! A page for each arm: what is done, what was found, where the queue went, who gained, what it costs, how well it is known.

use sim_core::experiment::{CostPer, Difference, DifferenceVerdict, ResidentGains};
use sim_core::observe::{Measure, Of, Statistic, Unit};
use sim_report::chart::Chart;
use sim_report::document::{Block, Part, Section, Text};

use super::claims::{Beside, is_claim, together};
use super::figure::{Change, InJson, absent};
use super::{Briefing, section, table};
use crate::arms::Differs;
use crate::charts;
use crate::text;
use crate::text::briefing as say;
use crate::text::briefing_findings as words;

/// Most changes that are listed of an arm.
const MOST_CHANGES: usize = 12;
/// Most rows of a table by class.
const MOST_OF_CLASSES: usize = 20;

impl Briefing<'_> {
    /// What changes: all arms beside the base, then a page for each.
    pub(super) fn findings(&self) -> Vec<Section> {
        let compared = self.results.compared.as_ref();
        let charts = compared.map_or_else(Vec::new, |compared| charts::of_comparison(compared, self.day(), self.lang));
        let each = self.beside().map(|beside| self.finding(&beside, &charts));
        self.side_by_side(&charts).into_iter().chain(each).collect()
    }

    /// The pictures of all arms beside the base; those of one arm stand on its own page.
    fn side_by_side(&self, charts: &[Chart]) -> Option<Section> {
        let charts = charts.iter().filter(|chart| !chart.name.contains("-arm-"));
        let mut blocks: Vec<Block> = charts.map(|chart| Block::Chart(Box::new(chart.clone()))).collect();
        if blocks.is_empty() {
            return None;
        }
        blocks.push(Block::Note(Text::from(words::verdict_note(self.lang))));
        Some(section("compared", words::compared_head(self.lang).to_owned(), true, blocks))
    }

    /// * `charts` – of the comparison
    fn finding(&self, beside: &Beside<'_>, charts: &[Chart]) -> Section {
        let heading = format!("{}: {}", say::finding(self.lang), beside.title());
        let chart = |name: &str| {
            let name = format!("{name}-arm-{}", beside.position + 1);
            let chart = charts.iter().find(|chart| chart.name == name)?;
            Some(Block::Chart(Box::new(chart.clone())))
        };
        let blocks = beside.blocks(chart("effects"), chart("shift"), chart("gained"));
        section(&format!("finding-{}", beside.position + 1), heading, true, blocks)
    }
}

impl Beside<'_> {
    /// What the arm is called for readers.
    pub(super) fn title(&self) -> String {
        match &self.arm.differs {
            Differs::By(interventions, _) => {
                interventions.iter().map(|one| &*one.title).collect::<Vec<_>>().join(" + ")
            }
            Differs::File(_) | Differs::Not => format!("{} ({})", self.arm.scenario.title, self.arm.name),
        }
    }

    /// * `effects` – the picture of what changed
    /// * `shift` – the picture of where the queue went
    /// * `gained` – the picture of who gained by class
    fn blocks(&self, effects: Option<Block>, shift: Option<Block>, gained: Option<Block>) -> Vec<Block> {
        let lang = self.lang;
        let mut blocks = vec![Block::Heading(words::changes_head(lang).to_owned())];
        blocks.extend(self.descriptions().map(Block::Paragraph));
        blocks.push(Block::List(self.changes()));
        blocks.push(Block::Heading(words::found_head(lang).to_owned()));
        blocks.push(Block::List(self.sentences()));
        blocks.extend(effects);
        blocks.push(self.effects());
        blocks.push(Block::Note(Text::from(words::verdict_note(lang))));
        blocks.push(Block::Heading(words::queue_head(lang).to_owned()));
        blocks.push(Block::Paragraph(self.queue()));
        blocks.extend(shift);
        blocks.extend(self.queues());
        blocks.push(Block::Heading(words::gains_head(lang).to_owned()));
        blocks.extend(self.who_gains());
        blocks.extend(gained);
        blocks.extend(self.by_class());
        blocks.push(Block::Heading(words::cost_head(lang).to_owned()));
        let cost = [self.extra_cost(), self.cost_per_resident(), self.cost_per_week()];
        let cost = together(cost.into_iter().flatten());
        let cost = if cost.0.is_empty() { Text::from(say::cost_unknown(lang)) } else { cost };
        blocks.push(Block::Paragraph(cost));
        blocks.push(Block::Heading(words::evidence_head(lang).to_owned()));
        blocks.push(Block::Paragraph(self.evidence()));
        blocks.extend(self.evidence_notes());
        blocks
    }

    fn descriptions(&self) -> impl Iterator<Item = Text> {
        let interventions = match &self.arm.differs {
            Differs::By(interventions, _) => interventions.as_slice(),
            Differs::File(_) | Differs::Not => &[],
        };
        interventions.iter().filter_map(|one| one.description.as_ref()).map(|description| Text::from(&**description))
    }

    /// What is changed in the scenario.
    fn changes(&self) -> Vec<Text> {
        let lang = self.lang;
        let all: Vec<String> = match &self.arm.differs {
            Differs::Not => Vec::new(),
            Differs::File(changed) => changed
                .iter()
                .map(|one| text::compare::changed(lang, &one.path, one.before.as_deref(), one.after.as_deref()))
                .collect(),
            Differs::By(_, changes) => text::changes::in_words(lang, &self.arm.scenario, changes),
        };
        let left = all.len().saturating_sub(MOST_CHANGES);
        let mut shown: Vec<Text> = all.into_iter().take(MOST_CHANGES).map(Text::from).collect();
        if left > 0 {
            shown.push(Text::fill(words::and_more(lang), vec![Part::Words(left.to_string())]));
        }
        if shown.is_empty() {
            shown.push(Text::from(text::compare::nothing_differs(lang)));
        }
        shown
    }

    /// The reach whatever is found of it, then all that is better and all that is worse.
    fn sentences(&self) -> Vec<Text> {
        let mut rows: Vec<&Difference> = self.headline().into_iter().collect();
        rows.extend(self.judged(DifferenceVerdict::Better));
        rows.extend(self.judged(DifferenceVerdict::Worse));
        let mut sentences: Vec<Text> = rows.iter().map(|row| self.sentence(row)).collect();
        if !rows.iter().any(|row| is_claim(row)) {
            let all_same = self.found.differences.iter().all(|row| row.verdict == DifferenceVerdict::Unchanged);
            let told = if all_same { say::nothing_changes(self.lang) } else { say::nothing_told(self.lang) };
            sentences.push(Text::from(told));
        }
        sentences
    }

    fn change<'d>(&'d self, row: &'d Difference) -> Change<'d> {
        Change { arm: &self.arm.name, row, lang: self.lang }
    }

    /// Every row that matters, whatever is found of it.
    fn effects(&self) -> Block {
        let lang = self.lang;
        let cost = self.found.find(Measure::Cost, "chain", "per_year");
        let rows = self.rows().into_iter().chain(cost);
        let rows = rows.filter(|row| row.verdict != DifferenceVerdict::Unchanged).map(|row| {
            let side = if row.after.is_none() { self.base } else { self.arm };
            let name = text::measures::row(lang, &side.scenario, &side.plan, row.key);
            self.cells(Text::from(say::capital(&name)), row)
        });
        let heads = self.heads(words::measure(lang));
        table(&format!("effects-{}", self.position + 1), words::effects_table(lang), &heads, rows.collect())
    }

    fn heads(&self, first: &'static str) -> [(&'static str, bool); 6] {
        let lang = self.lang;
        [
            (first, false),
            (words::before(lang), true),
            (words::after(lang), true),
            (words::difference(lang), true),
            (words::interval(lang), true),
            (words::verdict(lang), false),
        ]
    }

    fn cells(&self, name: Text, row: &Difference) -> Vec<Text> {
        let change = self.change(row);
        let cell = |part: Option<Part>| part.map_or_else(absent, |part| Text(vec![part]));
        let verdict = Text::from(words::verdict_name(self.lang, row.verdict));
        vec![name, cell(change.before()), cell(change.after()), cell(change.signed()), cell(change.interval()), verdict]
    }

    /// Every queue that is not the same, the one that grew most first.
    fn queues(&self) -> Option<Block> {
        let lang = self.lang;
        let rows = self.found.stages.iter().filter_map(|stage| {
            let row = self.found.differences.get(stage.queue?)?;
            let differs = row.verdict != DifferenceVerdict::Unchanged;
            differs.then(|| self.cells(Text::from(self.stage_title(&stage.stage)), row))
        });
        let rows: Vec<Vec<Text>> = rows.collect();
        let name = format!("queues-{}", self.position + 1);
        (!rows.is_empty()).then(|| table(&name, words::queue_table(lang), &self.heads(words::stage(lang)), rows))
    }

    fn in_json<'p>(&self, path: &'p str, estimate: sim_core::estimate::Estimate, unit: Unit) -> InJson<'p> {
        InJson { arm: self.position, path, estimate, unit, lang: self.lang }
    }

    fn who_gains(&self) -> Vec<Block> {
        let lang = self.lang;
        let Some(residents) = &self.found.gains.residents else {
            return vec![Block::Paragraph(Text::from(words::nobody_followed(lang)))];
        };
        let help: Vec<String> = residents.help.iter().map(|stage| self.stage_title(stage)).collect();
        let followed = text::followed(lang, &text::span(lang, self.base.plan.follow_up.as_days()));
        let help = text::compare::help_is(lang, &help.join(lang.pick(" or ", " of ")), &followed);
        let mut blocks = vec![
            Block::Paragraph(together([self.helped(residents), self.moved(residents)])),
            Block::Note(Text::from(say::capital(&help))),
        ];
        blocks.extend(self.arm.begins_later().map(|from| {
            let from = text::values::day(lang, from);
            Block::Note(Text::fill(words::came_before(lang), vec![Part::Words(from)]))
        }));
        blocks
    }

    fn helped(&self, residents: &ResidentGains) -> Text {
        let number = |path, estimate| self.in_json(path, estimate, Unit::ResidentsPerYear).value();
        let parts = vec![number("residents/gained", residents.gained), number("residents/lost", residents.lost)];
        Text::fill(say::who(self.lang), parts)
    }

    fn moved(&self, residents: &ResidentGains) -> Text {
        let number = |path, estimate| self.in_json(path, estimate, Unit::ResidentsPerYear).value();
        let parts = vec![number("residents/sooner", residents.sooner), number("residents/later", residents.later)];
        Text::fill(say::sooner(self.lang), parts)
    }

    /// What can be claimed of single classes, by how much it matters.
    fn by_class(&self) -> Option<Block> {
        let lang = self.lang;
        let rows = self.found.gains.by_class.iter().filter_map(|&at| self.found.differences.get(at));
        let rows: Vec<&Difference> = rows.collect();
        if rows.is_empty() {
            return None;
        }
        let claimed = rows.into_iter().filter(|row| is_claim(row)).filter(|row| {
            let side = if row.after.is_none() { self.base } else { self.arm };
            let in_queue = |stage: u32| side.plan.stages.get(stage as usize).is_some_and(|one| one.begins_with_work);
            match (row.key.measure, row.key.of, row.key.statistic) {
                (Measure::Wait, Of::Stage(stage), Statistic::Mean) => in_queue(stage),
                (Measure::NeedReach | Measure::Outcome | Measure::Lasting, _, Statistic::Share) => true,
                _ => false,
            }
        });
        let cells = claimed.take(MOST_OF_CLASSES).map(|row| {
            let side = if row.after.is_none() { self.base } else { self.arm };
            let name = text::measures::row(lang, &side.scenario, &side.plan, row.key);
            self.cells(Text::from(format!("{}: {name}", row.class.replace('_', " "))), row)
        });
        let cells: Vec<Vec<Text>> = cells.collect();
        Some(match cells.is_empty() {
            true => Block::Paragraph(Text::from(words::no_class(lang))),
            false => {
                let name = format!("classes-{}", self.position + 1);
                table(&name, words::by_class_table(lang), &self.heads(words::class(lang)), cells)
            }
        })
    }

    pub(super) fn extra_cost(&self) -> Option<Text> {
        let lang = self.lang;
        let extra = self.found.cost.as_ref()?.extra_per_year;
        let known = self.in_json("cost/extra_per_year", extra, Unit::EuroPerYear);
        Some(match (extra.value, known.either_way()) {
            (_, Some([less, more])) => Text::fill(say::costs_either_way(lang), vec![less, more]),
            (more, None) if more > 0.0 => Text::fill(say::costs_more(lang), vec![known.size()]),
            (less, None) if less < 0.0 => Text::fill(say::costs_less(lang), vec![known.size()]),
            _ => Text::from(say::costs_nothing(lang)),
        })
    }

    pub(super) fn cost_per_resident(&self) -> Option<Text> {
        let lang = self.lang;
        Some(match self.found.cost.as_ref()?.per_resident_reached {
            CostPer::Known(estimate) => {
                let known = self.in_json("cost/per_resident_reached", estimate, Unit::Euro);
                Text::fill(say::per_resident(lang), vec![known.value(), known.between()?])
            }
            CostPer::MayBeNothing => Text::from(say::no_cost_per(lang)),
            CostPer::OtherWay => Text::from(say::cost_per_other_way(lang)),
            CostPer::BeginsLater => Text::from(say::cost_per_later(lang)),
        })
    }

    fn cost_per_week(&self) -> Option<Text> {
        let CostPer::Known(estimate) = self.found.cost.as_ref()?.per_week_sooner else { return None };
        let known = self.in_json("cost/per_week_sooner", estimate, Unit::Euro);
        Some(Text::fill(say::per_week(self.lang), vec![known.value(), known.between()?]))
    }

    /// The weakest evidence among the interventions of the arm.
    pub(super) fn evidence(&self) -> Text {
        let lang = self.lang;
        let Differs::By(interventions, _) = &self.arm.differs else { return Text::default() };
        let strengths = interventions.iter().map(|one| one.evidence.as_ref().map(|known| known.strength));
        match strengths.collect::<Option<Vec<_>>>().and_then(|all| all.into_iter().max()) {
            Some(weakest) => Text::from(say::strength(lang, weakest)),
            None => Text::from(say::no_evidence(lang)),
        }
    }

    fn evidence_notes(&self) -> Option<Block> {
        let Differs::By(interventions, _) = &self.arm.differs else { return None };
        let note = |one: &sim_core::scenario::Intervention| {
            let known = one.evidence.as_ref()?;
            let strength = text::compare::evidence(self.lang, known.strength, known.mark);
            let source = known.source.as_ref().map_or(String::new(), |source| format!(" [{source}]"));
            let note = known.note.as_ref().map_or(String::new(), |note| format!(": {note}"));
            Some(Text::from(format!("{}: {strength}{source}{note}", one.title)))
        };
        let notes: Vec<Text> = interventions.iter().filter_map(note).collect();
        (!notes.is_empty()).then_some(Block::List(notes))
    }
}
