//! Interventions: text in, data out. What a change does to a scenario is looked at where it is applied.

use toml::de::{DeTable, DeValue};

use super::table::{Fields, entries, found};
use super::{Item, Reader, amounts, guard, names, values};
use crate::scenario::figures::Mark;
use crate::scenario::grammar::{LIBRARY, MAY_BE_ADDED, Value};
use crate::scenario::intervention::{
    Addition, Change, Effect, Evidence, Intervention, InterventionCost, Removal, Reroute, Spent, Start, Strength,
};
use crate::scenario::problem::{Problem, ProblemKind};
use crate::scenario::units::clip;
use crate::scenario::{Phase, Wording, toml_text};

/// What reading a file of interventions gives.
#[derive(Debug, Clone, PartialEq)]
pub struct InterventionsReading {
    /// What the interventions are, in one line.
    pub title: Wording,
    /// The interventions in the order of names, when no problem is an error.
    pub interventions: Option<Vec<Intervention>>,
    /// All problems, in the order of the text.
    pub problems: Vec<Problem>,
}

/// Reads a file of interventions and reports every problem at once; like [`read`](super::read) it never panics.
pub fn read_interventions(text: &str) -> InterventionsReading {
    if let Err((kind, at)) = guard::look(text) {
        let problem = Problem { severity: kind.severity(), kind, at, path: String::new() };
        return InterventionsReading { title: Wording::default(), interventions: None, problems: vec![problem] };
    }
    let (document, syntax) = guard::parse(text);
    let tree = document.get_ref();
    let mut reader = Reader::new(text, tree, super::Values::Likely);
    for (kind, at) in syntax {
        reader.problem(kind, at, "");
    }
    let (title, interventions) = if reader.version(tree) { reader.library(tree) } else { Default::default() };
    let (refused, problems) = reader.all_problems();
    InterventionsReading { title, interventions: (!refused).then_some(interventions), problems }
}

/// Whether a text is a file of interventions and not a scenario, which may have some too.
pub fn is_library(text: &str) -> bool {
    if guard::look(text).is_err() {
        return false;
    }
    let (document, _) = guard::parse(text);
    let tree = document.get_ref();
    tree.contains_key("interventions") && !["start", "horizon", "stages"].iter().any(|part| tree.contains_key(*part))
}

impl<'t> Reader<'t> {
    fn library(&mut self, tree: &'t DeTable<'t>) -> (Wording, Vec<Intervention>) {
        let end_of_first_line = self.text.find('\n').unwrap_or(self.text.len());
        let top = self.fields(&LIBRARY, tree, String::new(), 0..end_of_first_line);
        self.fixed(&top, "keten", |reader, item| values::count(reader, item, 1, 1));
        let title = self.fixed(&top, "title", values::wording);
        self.fixed(&top, "description", values::wording);
        (title.unwrap_or_default(), self.interventions(&top))
    }

    /// The interventions of a scenario or of a file of their own.
    ///
    /// Their ranges are no unknown numbers of the scenario, nor parameters of it, until they are applied.
    pub(super) fn interventions(&mut self, top: &Fields<'t>) -> Vec<Intervention> {
        if self.values != super::Values::Likely {
            return Vec::new();
        }
        let (written, unknown, shares) = (self.written.len(), self.unknown_paths.len(), self.unknown_shares);
        let mut all = Vec::new();
        for (name, fields) in self.named(top, "interventions") {
            let Some(fields) = fields else { continue };
            if !names::is_name(&name) {
                self.problem(ProblemKind::BadName { found: clip(&name) }, fields.at.clone(), &fields.path);
            }
            all.extend(self.intervention(name, &fields));
        }
        self.written.truncate(written);
        self.unknown_paths.truncate(unknown);
        self.unknown_shares = shares;
        all
    }

    fn intervention(&mut self, name: String, fields: &Fields<'t>) -> Option<Intervention> {
        let title = self.fixed(fields, "title", values::wording);
        let description = self.fixed(fields, "description", values::wording);
        self.fixed(fields, "note", values::text);
        let phase = self.phase_of(fields);
        let changes = self.tables(fields, "changes", None).unwrap_or_default();
        let changes: Vec<Option<Change>> =
            changes.into_iter().map(|change| self.intervention_change(&change?)).collect();
        let added = self.added(fields);
        let rerouted = self.tables(fields, "reroute", None).unwrap_or_default();
        let rerouted: Vec<Option<Reroute>> = rerouted.into_iter().map(|one| self.reroute(&one?)).collect();
        let removed = self.tables(fields, "remove", None).unwrap_or_default();
        let removed: Vec<Option<Removal>> = removed.into_iter().map(|one| self.removal(&one?)).collect();
        if changes.is_empty() && added.is_empty() && rerouted.is_empty() && removed.is_empty() {
            let fields_of_one = ["changes", "add", "reroute", "remove"].map(str::to_owned).to_vec();
            self.problem(ProblemKind::OneOf { fields: fields_of_one }, fields.at.clone(), &fields.path);
        }
        let from = fields.get("from").map_or(Some(Start::OfScenario), |item| self.start_of(&item));
        let over = match fields.has("over") {
            true => self.fixed(fields, "over", values::positive_time).map(Some),
            false => Some(None),
        };
        if fields.has("over") && from == Some(Start::Always) {
            let kind = ProblemKind::Together { one: "from = \"always\"".to_owned(), other: "over".to_owned() };
            self.problem(kind, fields.key("over"), &fields.child("over"));
        }
        let cost = self.inner(fields, "cost").map(|cost| self.intervention_cost(&cost));
        let evidence = self.inner(fields, "evidence").and_then(|evidence| self.evidence(&evidence));
        Some(Intervention {
            name,
            title: title?,
            description,
            phase,
            changes: changes.into_iter().collect::<Option<_>>()?,
            added,
            rerouted: rerouted.into_iter().collect::<Option<_>>()?,
            removed: removed.into_iter().collect::<Option<_>>()?,
            from: from?,
            over: over?,
            cost,
            evidence,
            at: fields.at.clone(),
        })
    }

    fn phase_of(&mut self, fields: &Fields<'t>) -> Option<Phase> {
        let names = Phase::ALL.map(Phase::name);
        let position = self.fixed(fields, "phase", |reader, item| values::choice(reader, item, &names))?;
        Phase::ALL.get(position).copied()
    }

    fn start_of(&mut self, item: &Item<'t>) -> Option<Start> {
        match item.value {
            DeValue::String(text) if text == "always" => Some(Start::Always),
            DeValue::String(text) => {
                let kind = values::misread_date(text)
                    .unwrap_or(ProblemKind::WrongType { found: found(item.value), takes: Value::DateOrAlways });
                self.wrong(kind, item);
                None
            }
            _ => values::date(self, item).map(Start::Date),
        }
    }

    fn intervention_change(&mut self, fields: &Fields<'t>) -> Option<Change> {
        let paths = self.paths(fields);
        let phase = self.phase_of(fields);
        let class = self.fixed(fields, "class", values::text);
        let optional = self.fixed(fields, "optional", values::flag).unwrap_or(false);
        self.fixed(fields, "note", values::text);
        let given: Vec<&'static str> = ["to", "times", "plus"].into_iter().filter(|name| fields.has(name)).collect();
        let &[name] = &given[..] else {
            let kind = match given[..] {
                [one, other, ..] => ProblemKind::Together { one: one.to_owned(), other: other.to_owned() },
                _ => ProblemKind::OneOf { fields: ["to", "times", "plus"].map(str::to_owned).to_vec() },
            };
            self.problem(kind, fields.at.clone(), &fields.path);
            return None;
        };
        if name == "times" {
            self.fixed(fields, "times", |reader, item| values::factor(reader, item, Value::Factor))?;
        }
        let value = toml_text::of(fields.get(name)?.value, fields.get(name)?.at, self.text);
        let effect = match name {
            "to" => Effect::To(value),
            "times" => Effect::Times(value),
            _ => Effect::Plus(value),
        };
        Some(Change { paths: paths?, effect, phase, class, optional, at: fields.at.clone() })
    }

    /// One path or several.
    fn paths(&mut self, fields: &Fields<'t>) -> Option<Vec<String>> {
        let item = fields.get("at")?;
        let paths = match item.value {
            DeValue::String(path) => Some(vec![path.to_string()]),
            DeValue::Array(list) => {
                let path = |entry: &toml::Spanned<DeValue<'t>>| entry.get_ref().as_str().map(str::to_owned);
                list.iter().map(path).collect::<Option<Vec<String>>>()
            }
            _ => None,
        };
        if paths.is_none() {
            self.wrong(ProblemKind::WrongType { found: found(item.value), takes: Value::Paths }, &item);
        }
        if paths.as_ref().is_some_and(Vec::is_empty) {
            self.wrong(ProblemKind::EmptyList, &item);
        }
        paths
    }

    fn added(&mut self, fields: &Fields<'t>) -> Vec<Addition> {
        let mut added = Vec::new();
        let Some(tables) = self.inner(fields, "add") else {
            return added;
        };
        for table in MAY_BE_ADDED {
            let Some(item) = tables.get(table) else { continue };
            let DeValue::Table(named) = item.value else {
                self.wrong(ProblemKind::WrongType { found: found(item.value), takes: Value::Table }, &item);
                continue;
            };
            for (name, entry) in entries(named, &item.path) {
                if !matches!(entry.value, DeValue::Table(_)) {
                    self.wrong(ProblemKind::WrongType { found: found(entry.value), takes: Value::Table }, &entry);
                    continue;
                }
                let value = toml_text::of(entry.value, entry.at, self.text);
                added.push(Addition { table: table.to_owned(), name, value, at: entry.key });
            }
        }
        added
    }

    fn reroute(&mut self, fields: &Fields<'t>) -> Option<Reroute> {
        let stage = self.fixed(fields, "stage", values::text);
        let next = fields.get("next")?;
        let DeValue::Array(list) = next.value else {
            self.wrong(ProblemKind::WrongType { found: found(next.value), takes: Value::List }, &next);
            return None;
        };
        if list.is_empty() {
            self.wrong(ProblemKind::EmptyList, &next);
            return None;
        }
        let next = toml_text::of(next.value, next.at, self.text);
        Some(Reroute { stage: stage?, next, at: fields.at.clone() })
    }

    fn removal(&mut self, fields: &Fields<'t>) -> Option<Removal> {
        let stage = self.fixed(fields, "stage", values::text);
        let instead = self.fixed(fields, "instead", values::text);
        Some(Removal { stage: stage?, instead: instead?, at: fields.at.clone() })
    }

    fn intervention_cost(&mut self, fields: &Fields<'t>) -> InterventionCost {
        self.fixed(fields, "note", values::text);
        let mut spent = |name: &'static str| {
            let likely = self.fixed(fields, name, |reader, item| amounts::money(reader, item, Value::Money))?;
            let item = fields.get(name)?;
            Some(Spent { text: toml_text::of(item.value, item.at, self.text), likely })
        };
        InterventionCost { once: spent("once"), per_year: spent("per_year") }
    }

    fn evidence(&mut self, fields: &Fields<'t>) -> Option<Evidence> {
        let strength = self.fixed(fields, "strength", |reader, item| values::choice(reader, item, Strength::WORDS));
        let mark = self.fixed(fields, "mark", |reader, item| values::choice(reader, item, Mark::WORDS));
        let source = self.fixed(fields, "source", values::text);
        let note = self.fixed(fields, "note", values::text);
        let strength = *Strength::ALL.get(strength?)?;
        Some(Evidence { strength, mark: mark.and_then(|mark| Mark::ALL.get(mark).copied()), source, note })
    }
}
