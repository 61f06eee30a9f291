//! Stages: their steps, and where residents go afterwards.

use std::collections::BTreeMap;

use toml::de::DeValue;

use super::clinics::NO_TEAM;
use super::table::Fields;
use super::{Item, Reader, values};
use crate::lang::Lang;
use crate::scenario::grammar::Value;
use crate::scenario::problem::{NameOf, ProblemKind, similar};
use crate::scenario::units::clip;
use crate::scenario::{
    AdvancedWork, Delay, Distribution, End, Leaving, Param, Phase, Queue, Referral, Returned, Share, Stage, Step,
    Target, Transfer, Work,
};

/// What stands for a time that could not be read.
pub(super) const PLACEHOLDER: Distribution = Distribution::Constant(1.0);
/// Returns after which a file is accepted as it is, unless said otherwise.
const MOST_RETURNS: u32 = 20;
/// The fields that say what kind of step it is.
const STEP_KINDS: [&str; 8] = ["change", "give_back", "place", "work", "delay", "attempts", "replies", "side_by_side"];
/// The other fields of a step, each with the kinds of step it goes with.
const GOES_WITH: [(&str, &[&str]); 17] = [
    ("team", &["work", "attempts"]),
    ("queue", &["work", "attempts", "place"]),
    ("patience", &["work", "place"]),
    ("leave", &["work", "delay", "replies"]),
    ("clinic", &["work"]),
    ("open", &["delay"]),
    ("statutory", &["delay"]),
    ("contacts", &["delay", "replies"]),
    ("becomes", &["work", "delay", "replies", "place"]),
    ("no_show", &["work"]),
    ("refused", &["attempts", "replies"]),
    ("not_reached", &["attempts"]),
    ("cost", &["work", "delay"]),
    ("times", &["change"]),
    ("add", &["change"]),
    ("to", &["change"]),
    ("growth", &["change"]),
];

/// All fields of a step.
fn step_fields() -> impl Iterator<Item = &'static str> {
    STEP_KINDS.into_iter().chain(GOES_WITH.iter().map(|(field, _)| *field))
}

/// Whether a table may have a field of a step, and has it.
fn has_step_field(fields: &Fields<'_>, field: &str) -> bool {
    fields.may_have(field) && fields.mentions(field)
}

/// Whether a stage has no step of its own: nothing happens there and no time passes.
fn sends_on_only(fields: &Fields<'_>) -> bool {
    fields.has("next") && !fields.has("steps") && !step_fields().any(|field| has_step_field(fields, field))
}

/// Gives stages that would be shown by one text, in a language, what their names have beyond the words that those begin with
/// together: `visit` and `visit_2` are "Visit" and "Visit (2)". Where that is shown elsewhere too, their whole names.
fn tell_apart(stages: &mut [Stage]) {
    for whole_names in [false, true] {
        for lang in [Lang::En, Lang::Nl] {
            let mut of_text: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            for (number, stage) in stages.iter().enumerate() {
                let shown = stage
                    .title
                    .as_ref()
                    .map_or_else(|| stage.name.replace('_', " "), |title| title.of(lang).to_owned());
                of_text.entry(shown).or_default().push(number);
            }
            for same in of_text.into_values().filter(|same| same.len() > 1) {
                let begin = if whole_names { 0 } else { words_together(stages, &same) };
                for number in same {
                    let stage = &mut stages[number];
                    let beyond = stage.name.split('_').skip(begin).collect::<Vec<_>>().join(" ");
                    if let Some(title) = stage.title.as_mut().filter(|_| !beyond.is_empty()) {
                        title.add(lang, &format!(" ({beyond})"));
                    }
                }
            }
        }
    }
}

/// With how many words the names of some stages begin alike.
fn words_together(stages: &[Stage], some: &[usize]) -> usize {
    let names: Vec<Vec<&str>> = some.iter().map(|&number| stages[number].name.split('_').collect()).collect();
    let alike = |place: &usize| names.iter().all(|name| name.get(*place).is_some_and(|word| *word == names[0][*place]));
    (0..names[0].len()).take_while(alike).count()
}

impl<'t> Reader<'t> {
    /// All stages, in the order of names.
    pub(super) fn stages(&mut self, top: &Fields<'t>) -> Vec<Stage> {
        let advanced = self.advanced_tables(top, "stages", NameOf::Stage);
        let tables = self.named(top, "stages");
        let stages = tables.into_iter().map(|(name, fields)| {
            let about = advanced.binary_search_by(|(stage, _)| stage.cmp(&name)).ok();
            self.stage(name, fields, about.map(|found| &advanced[found].1))
        });
        let mut stages: Vec<Stage> = stages.collect();
        tell_apart(&mut stages);
        stages
    }

    fn stage(&mut self, name: String, fields: Option<Fields<'t>>, advanced: Option<&Fields<'t>>) -> Stage {
        let mut stage = Stage {
            name,
            title: None,
            activity: None,
            phase: None,
            steps: Vec::new(),
            room: None,
            next: Vec::new(),
            rerouted: Vec::new(),
            closed: None,
        };
        let Some(fields) = fields else {
            return stage;
        };
        stage.activity = self.fixed(&fields, "title", values::wording);
        stage.title.clone_from(&stage.activity);
        stage.phase = self.phase(&fields);
        stage.steps = self.steps(&fields);
        if let Some(advanced) = advanced {
            self.advanced_work(advanced, &fields, &mut stage.steps);
        }
        stage.room = self.room(&fields, &stage.steps);
        stage.next = self.next(&fields, &stage.steps);
        stage.rerouted = self.rerouted(&fields, &stage.steps);
        stage.closed = self.closed_from(&fields);
        if let Some(advanced) = advanced {
            let completed = self.names.position(NameOf::End, "completed").map(|end| Referral {
                to: Target::End(end),
                share: Share::Rest,
                when: None,
                transfer: None,
            });
            let by_default = completed.filter(|_| stage.next.is_empty() && !stage.rerouted.is_empty());
            let all: Vec<Referral> = by_default.into_iter().chain(stage.referrals().cloned()).collect();
            self.work_by_next(advanced, &mut stage.steps, &all);
        }
        stage
    }

    fn phase(&mut self, fields: &Fields<'t>) -> Option<Phase> {
        const PHASES: [(&str, Phase); 6] = [
            ("need", Phase::Need),
            ("prevention", Phase::Prevention),
            ("signalling", Phase::Signalling),
            ("intake", Phase::Intake),
            ("curative", Phase::Curative),
            ("aftercare", Phase::Aftercare),
        ];
        let position =
            self.fixed(fields, "phase", |reader, item| values::choice(reader, item, &PHASES.map(|(name, _)| name)))?;
        PHASES.get(position).map(|&(_, phase)| phase)
    }

    fn steps(&mut self, fields: &Fields<'t>) -> Vec<Step> {
        if !fields.has("steps") {
            if sends_on_only(fields) {
                return Vec::new();
            }
            return self.step(fields).into_iter().collect();
        }
        for field in step_fields().filter(|field| has_step_field(fields, field)) {
            let kind = ProblemKind::Together { one: "steps".to_owned(), other: field.to_owned() };
            self.problem(kind, fields.key(field), &fields.child(field));
        }
        let Some(tables) = self.tables(fields, "steps", None) else {
            return Vec::new();
        };
        if tables.is_empty() {
            self.problem(ProblemKind::EmptyList, fields.key("steps"), &fields.child("steps"));
        }
        tables.into_iter().flatten().filter_map(|fields| self.step(&fields)).collect()
    }

    fn step(&mut self, fields: &Fields<'t>) -> Option<Step> {
        let kinds: Vec<&str> = STEP_KINDS.into_iter().filter(|kind| has_step_field(fields, kind)).collect();
        if let [one, other, ..] = kinds[..] {
            let kind = ProblemKind::Together { one: one.to_owned(), other: other.to_owned() };
            self.problem(kind, fields.key(other), &fields.child(other));
            return None;
        }
        let known = |(field, _): &&(&str, &[&str])| !kinds.is_empty() && fields.may_have(field);
        for (field, goes_with) in GOES_WITH.iter().filter(known) {
            self.needs(fields, field, goes_with);
        }
        match kinds[..] {
            ["attempts"] => self.attempts(fields),
            ["work"] => {
                let clinic = self.clinic(fields);
                let without_team = fields.mentions("clinic") && !fields.has("team");
                if !fields.has("team") && !without_team {
                    self.missing("team", Value::Name, fields);
                }
                let (team, work, queue) = self.work(fields);
                let work = work.unwrap_or(Param::always(PLACEHOLDER));
                let patience = self.leaving(fields, "patience");
                let leave = self.leaving(fields, "leave");
                let (becomes, no_show) = (self.becomes(fields), self.no_show(fields));
                let team = if without_team { NO_TEAM } else { team.unwrap_or(0) };
                let (cost, advanced) = (self.cost(fields, "cost"), AdvancedWork::default());
                Some(Step::Work(Work { team, work, queue, patience, becomes, no_show, leave, clinic, cost, advanced }))
            }
            ["place"] => self.place_step(fields),
            ["give_back"] => {
                let team = |reader: &mut Reader<'t>, item: &Item<'t>| values::reference(reader, item, NameOf::Team);
                self.fixed(fields, "give_back", team).map(Step::GiveBack)
            }
            ["delay"] => {
                let time = self.times(fields, "delay").unwrap_or(Param::always(PLACEHOLDER));
                let (leave, becomes) = (self.leaving(fields, "leave"), self.becomes(fields));
                let (contacts, cost) = (self.contacts(fields), self.cost(fields, "cost"));
                let calendar =
                    |reader: &mut Reader<'t>, item: &Item<'t>| values::reference(reader, item, NameOf::Calendar);
                let open = self.fixed(fields, "open", calendar);
                let statutory = self.fixed(fields, "statutory", values::flag).unwrap_or(false);
                Some(Step::Delay(Delay { time, open, statutory, leave, becomes, contacts, cost }))
            }
            ["change"] => self.change_step(fields),
            ["replies"] => self.replies(fields).map(|replies| Step::Replies(Box::new(replies))),
            ["side_by_side"] => {
                let stage = |reader: &mut Reader<'t>, item: &Item<'t>| values::reference(reader, item, NameOf::Stage);
                self.all(fields, "side_by_side", stage).map(Step::SideBySide)
            }
            _ => {
                self.problem(ProblemKind::NoSteps, fields.at.clone(), &fields.path);
                None
            }
        }
    }

    /// Team, work and queue of a step or of contacts.
    pub(super) fn work(&mut self, fields: &Fields<'t>) -> (Option<usize>, Option<Param<Distribution>>, Queue) {
        let team = self.fixed(fields, "team", |reader, item| values::reference(reader, item, NameOf::Team));
        let work = self.times(fields, "work");
        let queue = self.fixed(fields, "queue", Reader::queue).unwrap_or(Queue::FirstCome);
        (team, work, queue)
    }

    /// A distribution that may differ by class; it must be given for everybody as well.
    pub(super) fn times(&mut self, fields: &Fields<'t>, name: &'static str) -> Option<Param<Distribution>> {
        if !fields.has(name) && fields.mentions(name) {
            let takes = if name == "work" { Value::WorkDistribution } else { Value::TimeDistribution };
            self.missing(name, takes, fields);
        }
        self.param(fields, name, None, Reader::distribution)
    }

    /// Notes a field that means nothing without one of others.
    pub(super) fn needs(&mut self, fields: &Fields<'t>, field: &str, others: &[&str]) {
        if fields.mentions(field) && !others.iter().any(|other| fields.mentions(other)) {
            let other = others.iter().map(|&other| other.to_owned()).collect();
            let kind = ProblemKind::Needs { field: field.to_owned(), other };
            self.problem(kind, fields.key(field), &fields.child(field));
        }
    }

    pub(super) fn leaving(&mut self, fields: &Fields<'t>, name: &'static str) -> Option<Leaving> {
        let Some(item) = fields.get(name) else {
            if fields.mentions(name) {
                self.missing(name, Value::Leaving, fields);
            }
            return None;
        };
        let after = self.param(fields, name, None, Reader::distribution);
        let inner = |part: &str| {
            let (key, value) = item.value.as_table()?.get_key_value(part)?;
            let path = format!("{}.{part}", item.path);
            Some(Item { value: value.get_ref(), at: value.span(), key: key.span(), path })
        };
        let to = inner("to").map(|to| values::target(self, &to));
        let Some(reason_item) = inner("reason") else {
            let kind = ProblemKind::MissingField { field: "reason".to_owned(), takes: Value::Text };
            self.problem(kind, item.key.clone(), &item.path);
            return None;
        };
        let reason = values::text(self, &reason_item)?;
        let to = match to {
            Some(to) => to,
            None if super::names::is_name(&reason) => self.reason_as_end(&reason, &reason_item),
            None => {
                self.wrong(ProblemKind::BadName { found: clip(&reason) }, &reason_item);
                None
            }
        };
        Some(Leaving { after: after?, to: to?, reason })
    }

    /// The end that bears the name of a reason.
    pub(super) fn reason_as_end(&mut self, reason: &str, item: &Item<'t>) -> Option<Target> {
        if self.names.position(NameOf::Stage, reason).is_some() {
            let (one, other) = (NameOf::End, NameOf::Stage);
            self.wrong(ProblemKind::NameTwice { name: reason.to_owned(), one, other }, item);
            return None;
        }
        self.names.position(NameOf::End, reason).map(Target::End)
    }

    pub(super) fn queue(reader: &mut Reader<'t>, item: &Item<'t>) -> Option<Queue> {
        const WORDS: [&str; 2] = ["first come", "earliest due"];
        let DeValue::Table(table) = item.value else {
            if item.value.as_str() == Some("priority") {
                let known =
                    WORDS.iter().map(|&word| word.to_owned()).chain(["{ priority = [...] }".to_owned()]).collect();
                let kind = ProblemKind::UnknownChoice {
                    found: "priority".to_owned(),
                    similar: vec!["{ priority = [...] }".to_owned()],
                    known,
                };
                reader.wrong(kind, item);
                return None;
            }
            let position = values::choice(reader, item, &WORDS)?;
            return Some(if position == 0 { Queue::FirstCome } else { Queue::EarliestDue });
        };
        for (key, value) in table.iter().filter(|(key, _)| key.get_ref() != "priority") {
            let path = format!("{}.{}", item.path, clip(key.get_ref()));
            let field = Item { value: value.get_ref(), at: value.span(), key: key.span(), path };
            reader.unknown_field(key.get_ref(), &field, ["priority"].into_iter());
        }
        let Some(order) = table.get("priority") else {
            let kind = ProblemKind::MissingField { field: "priority".to_owned(), takes: Value::List };
            reader.problem(kind, item.key.clone(), &item.path);
            return None;
        };
        let path = format!("{}.priority", item.path);
        let DeValue::Array(classes) = order.get_ref() else {
            let kind = ProblemKind::WrongType { found: super::table::found(order.get_ref()), takes: Value::List };
            reader.problem(kind, order.span(), &path);
            return None;
        };
        if classes.is_empty() {
            reader.problem(ProblemKind::EmptyList, order.span(), &path);
        }
        let mut picks = Vec::new();
        for class in classes.iter() {
            let class_item = Item { value: class.get_ref(), at: class.span(), key: class.span(), path: path.clone() };
            let name = values::text(reader, &class_item)?;
            let pick = reader.pick(&name, &class.span(), &path)?;
            if picks.contains(&pick) {
                reader.wrong(ProblemKind::ClassTwice { class: clip(&name) }, &class_item);
            }
            picks.push(pick);
        }
        Some(Queue::Priority(picks))
    }

    pub(super) fn next(&mut self, fields: &Fields<'t>, steps: &[Step]) -> Vec<Referral> {
        let Some(tables) = self.tables(fields, "next", Some("to")) else {
            return Vec::new();
        };
        if tables.is_empty() {
            self.problem(ProblemKind::EmptyList, fields.key("next"), &fields.child("next"));
        }
        let with_condition = |entry: &Option<Fields<'t>>| entry.as_ref().is_some_and(|entry| entry.has("when"));
        let plain = tables.iter().filter(|entry| !with_condition(entry)).count();
        if plain == 0 && !tables.is_empty() {
            self.problem(ProblemKind::NoOtherwise, fields.key("next"), &fields.child("next"));
        }
        let only = plain == 1;
        let mut next: Vec<Referral> = Vec::new();
        let mut complete = true;
        let known_so_far = self.unknown_shares;
        for entry in tables {
            let referral = entry.and_then(|entry| self.referral(&entry, only, steps, &next));
            match referral {
                Some(referral) => next.push(referral),
                None => complete = false,
            }
        }
        if complete && plain > 0 {
            // Who meets no condition goes by the shares of the others, which add up to everybody.
            let shares = next.iter().filter(|referral| referral.when.is_none()).map(|referral| match &referral.share {
                Share::Given(share) => Some(share),
                Share::Rest => None,
            });
            let given: Vec<&Param<f64>> = shares.flatten().collect();
            let (rest, unknown) = (given.len() < plain, self.unknown_shares > known_so_far);
            if let Some(kind) = self.sum_of_shares(&given, rest, unknown, &self.axes) {
                self.problem(kind, fields.key("next"), &fields.child("next"));
            }
        }
        next
    }

    fn referral(&mut self, fields: &Fields<'t>, only: bool, steps: &[Step], before: &[Referral]) -> Option<Referral> {
        let to = self.fixed(fields, "to", values::target);
        let when = self.fixed(fields, "when", Reader::condition);
        if when.is_none() && fields.has("when") {
            return None;
        }
        let share = match when.is_some() && !fields.mentions("share") {
            true => Some(Share::Given(Param::always(1.0))),
            false => {
                let unknown = self.unknown_shares;
                let share = self.referral_share(fields, only);
                if when.is_some() {
                    // A share of those who meet a condition leaves nothing out of a sum.
                    self.unknown_shares = unknown;
                }
                share
            }
        };
        if when.is_some() && share == Some(Share::Rest) {
            let at = fields.get("share").map_or(fields.at.clone(), |item| item.at);
            self.problem(ProblemKind::RestNotHere, at, &fields.child("share"));
            return None;
        }
        let transfer = self.inner(fields, "transfer").map(|inner| self.transfer(&inner, steps));
        let (to, share) = (to?, share?);
        if before.iter().any(|other| other.to == to) {
            let to = fields.get("to").map_or(fields.at.clone(), |item| item.at);
            let name = fields.path.rsplit('.').next().unwrap_or_default().to_owned();
            self.problem(ProblemKind::ReferralTwice { to: name }, to, &fields.path);
        }
        if matches!(share, Share::Rest) && before.iter().any(|other| matches!(other.share, Share::Rest)) {
            let at = fields.get("share").map_or(fields.at.clone(), |item| item.at);
            self.problem(ProblemKind::RestTwice, at, &fields.child("share"));
        }
        Some(Referral { to, share, when, transfer })
    }

    fn referral_share(&mut self, fields: &Fields<'t>, only: bool) -> Option<Share> {
        let Some(item) = fields.get("share") else {
            if only && !fields.mentions("share") {
                return Some(Share::Given(Param::always(1.0)));
            }
            self.missing("share", Value::ShareOrRest, fields);
            return None;
        };
        if values::is_rest(item.value) {
            let _ = self.fixed(fields, "share", |_, _| Some(()));
            if let Some(class) = fields.class_of("share") {
                self.wrong(ProblemKind::RestNotHere, &class);
            }
            return Some(Share::Rest);
        }
        let known_so_far = self.unknown_paths.len();
        let share = self.param(fields, "share", None, values::share).map(Share::Given);
        self.unknown_shares += self.unknown_paths.len() - known_so_far;
        share
    }

    fn transfer(&mut self, fields: &Fields<'t>, steps: &[Step]) -> Transfer {
        let time = self.param(fields, "time", Some(Distribution::Constant(0.0)), Reader::distribution);
        let lost_to = match fields.has("lost_to") {
            true => self.fixed(fields, "lost_to", |reader, item| values::reference(reader, item, NameOf::End)),
            false => self.names.position(NameOf::End, "lost"),
        };
        self.needs(fields, "lost_to", &["lost"]);
        let lost = match fields.mentions("lost") {
            true => self.param(fields, "lost", Some(0.0), values::share),
            false => None,
        };
        let returned = self.inner(fields, "returned").and_then(|inner| self.returned(&inner, steps));
        let keeps_worker = self.fixed(fields, "keeps_worker", values::flag).unwrap_or(false);
        let last = steps.iter().rev().find(|step| !matches!(step, Step::GiveBack(_) | Step::Change(_)));
        if keeps_worker && !matches!(last, Some(Step::Work(_)) | None) {
            self.problem(ProblemKind::KeepsNoWorker, fields.key("keeps_worker"), &fields.child("keeps_worker"));
        }
        let time = time.unwrap_or(Param::always(PLACEHOLDER));
        Transfer { time, lost: lost.zip(lost_to), returned, keeps_worker }
    }

    fn returned(&mut self, fields: &Fields<'t>, steps: &[Step]) -> Option<Returned> {
        let team = steps.iter().rev().find_map(|step| match step {
            Step::Work(work) => Some(work.team),
            Step::Attempts(attempts) => Some(attempts.team),
            _ => None,
        });
        if team.is_none() {
            self.problem(ProblemKind::ReworkNeedsWork, fields.at.clone(), &fields.path);
        }
        let share = self.param(fields, "share", None, values::share);
        let rework = self.param(fields, "rework", None, Reader::distribution);
        let at_most = match fields.has("at_most") {
            true => self.fixed(fields, "at_most", |reader, item| values::small_count(reader, item, 1, 1000))?,
            false => MOST_RETURNS,
        };
        Some(Returned { share: share?, rework: rework?, team: team?, at_most })
    }

    /// All ends, declared or only referred to, in the order of names.
    pub(super) fn ends(&mut self, top: &Fields<'t>) -> Vec<End> {
        let names = self.names.of(NameOf::End).to_vec();
        let end = |name: String| End {
            success: name == "completed",
            need_stays: name != "completed",
            returns: None,
            amounts: Vec::new(),
            cost: None,
            benefit: None,
            ddas: None,
            name,
            title: None,
        };
        let mut ends: Vec<End> = names.into_iter().map(end).collect();
        for (name, fields) in self.named(top, "ends") {
            let Some((fields, position)) = fields.zip(self.names.position(NameOf::End, &name)) else {
                continue;
            };
            ends[position].title = self.fixed(&fields, "title", values::wording);
            if let Some(success) = self.fixed(&fields, "success", values::flag) {
                ends[position].success = success;
            }
            ends[position].ddas = self.ddas(&fields);
            self.after_end(&fields, &mut ends[position]);
        }
        ends
    }

    /// A word that is none of the accepted ones.
    pub(super) fn unknown_word(&mut self, found: &str, known: &[&str], item: &Item<'t>) {
        let similar = similar(found, known.iter().copied());
        let known = known.iter().map(|&word| word.to_owned()).collect();
        self.wrong(ProblemKind::UnknownChoice { found: clip(found), similar, known }, item);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::lang::Lang;
    use crate::scenario::{Stage, read};

    /// What is shown of the stages of a scenario, by name.
    fn shown(stages: &str, lang: Lang) -> BTreeMap<String, String> {
        let text = format!(
            "keten = 1\ntitle = \"Visits\"\nstart = 2026-01-05\nhorizon = \"1 year\"\nseed = 1\nreplications = 1\n\
             arrivals.letters = {{ to = \"visit\", interval = \"1 day\" }}\n{stages}"
        );
        let read = read(&text);
        let mut scenario = read.scenario.unwrap_or_else(|| panic!("{:?}", read.problems));
        scenario.speak(lang);
        let title = |stage: &Stage| stage.title.as_deref().unwrap_or_default().to_owned();
        scenario.stages.iter().map(|stage| (stage.name.clone(), title(stage))).collect()
    }

    /// Stages one after another, each a name and what stands as its title.
    fn chain(stages: &[(&str, &str)]) -> String {
        let next = |place: usize| match stages.get(place + 1) {
            Some((name, _)) => format!(", next = [{{ to = \"{name}\" }}]"),
            None => String::new(),
        };
        let lines = stages.iter().enumerate().map(|(place, (name, title))| {
            let title = if title.is_empty() { String::new() } else { format!("title = {title}, ") };
            format!("stages.{name} = {{ {title}delay = \"1 day\"{} }}\n", next(place))
        });
        lines.collect()
    }

    #[test]
    fn stages_of_one_title_are_told_apart() {
        let both = "{ en = \"Visit\", nl = \"Bezoek\" }";
        let again = "\"Asked again\"";
        let stages = chain(&[("visit", both), ("visit_2", both), ("by_letter", again), ("by_phone_again", again)]);
        let english = shown(&stages, Lang::En);
        assert_eq!([&english["visit"], &english["visit_2"]], ["Visit", "Visit (2)"]);
        assert_eq!(
            [&english["by_letter"], &english["by_phone_again"]],
            ["Asked again (letter)", "Asked again (phone again)"]
        );
        assert_eq!(shown(&stages, Lang::Nl)["visit_2"], "Bezoek (2)");
    }

    #[test]
    fn no_two_stages_are_shown_alike_in_any_language() {
        let stages = chain(&[
            ("visit", "\"Visit\""),
            ("visit_2", "\"Visit\""),
            ("other", "\"Visit (2)\""),
            ("talk", "{ en = \"Talk\", nl = \"Gesprek\" }"),
            ("call", "{ en = \"Call\", nl = \"Gesprek\" }"),
            ("phone", "{ en = \"Call again\", nl = \"Nabellen\" }"),
            ("phone_2", "{ en = \"Call again\", nl = \"Terugbellen\" }"),
            ("papers_1", ""),
            ("file", "\"papers 1\""),
        ]);
        for lang in [Lang::En, Lang::Nl] {
            let mut shown = shown(&stages, lang);
            assert_eq!(shown.insert("papers_1".to_owned(), "papers 1".to_owned()).as_deref(), Some(""));
            let different: std::collections::BTreeSet<&String> = shown.values().collect();
            assert_eq!(different.len(), shown.len(), "{shown:?}");
        }
        assert_eq!(shown(&stages, Lang::Nl)["phone_2"], "Terugbellen", "only where it is needed");
    }
}
