//! The texts of why interventions cannot be applied, in English and Dutch: what is wrong, and the remedy.

use crate::lang::Lang;

use super::problem::{ApplyProblem, ApplyProblemKind};

impl ApplyProblem {
    /// What is wrong, in one sentence that names the intervention and what was found.
    pub fn message(&self, lang: Lang) -> String {
        let (en, nl) = self.texts(lang);
        lang.pick(en, nl)
    }

    fn texts(&self, lang: Lang) -> (String, String) {
        let by = &self.by;
        match &self.kind {
            ApplyProblemKind::ScenarioRefused => (
                "the scenario itself has errors, so nothing can be applied to it".to_owned(),
                "het scenario zelf heeft fouten, dus er kan niets op worden toegepast".to_owned(),
            ),
            ApplyProblemKind::AppliedAlready => (
                format!("`{by}` has been applied to this scenario already"),
                format!("`{by}` is op dit scenario al toegepast"),
            ),
            ApplyProblemKind::InTheWay { path } => (
                format!("`{by}` would write `{path}`, but the scenario has one of its own"),
                format!("`{by}` zou `{path}` schrijven, maar het scenario heeft er zelf al een"),
            ),
            ApplyProblemKind::BadPath { path } => (
                format!("`{by}`: \"{path}\" is no path, such as stages.talk.work"),
                format!("`{by}`: \"{path}\" is geen pad, zoals stages.gesprek.work"),
            ),
            ApplyProblemKind::UnknownPath { path, .. } => (
                format!("`{by}` changes `{path}`, which is not in this scenario"),
                format!("`{by}` wijzigt `{path}`, maar dat staat niet in dit scenario"),
            ),
            ApplyProblemKind::NothingMatches { paths, phase, class } => {
                let paths = ticked(paths);
                let mut where_en = String::new();
                let mut where_nl = String::new();
                if let Some(phase) = phase {
                    where_en += &format!(" at a stage of phase `{}`", phase.name());
                    where_nl += &format!(" bij een stap van fase `{}`", phase.name());
                }
                if let Some(class) = class {
                    where_en += &format!(" for class `{class}`");
                    where_nl += &format!(" voor doelgroep `{class}`");
                }
                (
                    format!("`{by}`: nothing in this scenario matches {paths}{where_en}"),
                    format!("`{by}`: niets in dit scenario past bij {paths}{where_nl}"),
                )
            }
            ApplyProblemKind::NothingChanges => (
                format!(
                    "`{by}` changes nothing in this scenario: all that it changes is optional, and none of it is there"
                ),
                format!("`{by}` wijzigt niets in dit scenario: alles wat ze wijzigt mag ontbreken, en ontbreekt"),
            ),
            ApplyProblemKind::NoValue { path } => (
                format!("`{by}`: `{path}` has no value that can change"),
                format!("`{by}`: `{path}` heeft geen waarde die kan veranderen"),
            ),
            ApplyProblemKind::IsRest { path } => (
                format!("`{by}`: `{path}` is \"rest\", what the other shares leave"),
                format!("`{by}`: `{path}` is \"rest\", wat de andere aandelen overlaten"),
            ),
            ApplyProblemKind::NoParameter { path } => (
                format!("`{by}`: `{path}` is no parameter with a value"),
                format!("`{by}`: `{path}` is geen gegeven met een waarde"),
            ),
            ApplyProblemKind::NotByDate { path, part: false } => (
                format!("`{by}`: `{path}` cannot change by date"),
                format!("`{by}`: `{path}` kan niet per datum veranderen"),
            ),
            ApplyProblemKind::NotByDate { path, part: true } => (
                format!("`{by}`: `{path}` is part of a value, and cannot change by date on its own"),
                format!("`{by}`: `{path}` is een deel van een waarde, en kan niet los per datum veranderen"),
            ),
            ApplyProblemKind::CannotWorkOut { path, found, effect } => (
                format!("`{by}`: `{effect}` cannot be worked out for `{path}`, which is {found}"),
                format!("`{by}`: `{effect}` is niet uit te rekenen voor `{path}`, want daar staat {found}"),
            ),
            ApplyProblemKind::BadValue { found } => {
                (format!("`{by}`: {found} is no value"), format!("`{by}`: {found} is geen waarde"))
            }
            ApplyProblemKind::BeforeStart { from, start } => (
                format!("`{by}` begins on {from}, before the first measured day of the scenario ({start})"),
                format!("`{by}` begint op {from}, vóór de eerste dag die meetelt in het scenario ({start})"),
            ),
            ApplyProblemKind::NotGradual => (
                format!("`{by}`: stages and routes change at once, not over a time"),
                format!("`{by}`: stappen en routes veranderen in één keer, niet over een tijd"),
            ),
            ApplyProblemKind::Conflict { path, effect, other, other_effect } => (
                format!(
                    "`{other}` and `{by}` do not go together: `{path}` gets `{other_effect}` from one and `{effect}` from the other"
                ),
                format!(
                    "`{other}` en `{by}` gaan niet samen: `{path}` krijgt `{other_effect}` van de een en `{effect}` van de ander"
                ),
            ),
            ApplyProblemKind::InsideRemoved { path, stage, other } => (
                format!(
                    "`{other}` and `{by}` do not go together: one changes `{path}`, the other removes stage `{stage}`"
                ),
                format!(
                    "`{other}` en `{by}` gaan niet samen: de een wijzigt `{path}`, de ander haalt stap `{stage}` weg"
                ),
            ),
            ApplyProblemKind::ReroutedToo { stage, other } => (
                format!("`{other}` and `{by}` do not go together: both change where residents go after `{stage}`"),
                format!("`{other}` en `{by}` gaan niet samen: beide wijzigen waar inwoners heen gaan na `{stage}`"),
            ),
            ApplyProblemKind::IsThere { path, other: Some(other) } => (
                format!("`{other}` and `{by}` do not go together: both add `{path}`"),
                format!("`{other}` en `{by}` gaan niet samen: beide voegen `{path}` toe"),
            ),
            ApplyProblemKind::IsThere { path, other: None } => (
                format!("`{by}` adds `{path}`, which is in the scenario already"),
                format!("`{by}` voegt `{path}` toe, maar dat staat al in het scenario"),
            ),
            ApplyProblemKind::UnknownStage { stage, .. } => (
                format!("`{by}` is about stage `{stage}`, which is not in this scenario"),
                format!("`{by}` gaat over stap `{stage}`, maar die staat niet in dit scenario"),
            ),
            ApplyProblemKind::Result { problem } => {
                let (path, what) = (&problem.path, problem.message(lang));
                let place = if path.is_empty() { String::new() } else { format!("{path}: ") };
                (
                    format!("`{by}` makes a scenario that is not right: {place}{what}"),
                    format!("`{by}` maakt een scenario dat niet klopt: {place}{what}"),
                )
            }
        }
    }

    /// A few words for the place itself.
    pub fn label(&self, lang: Lang) -> String {
        let (en, nl) = match &self.kind {
            ApplyProblemKind::ScenarioRefused => ("to be applied", "toe te passen"),
            ApplyProblemKind::AppliedAlready => ("applied already", "al toegepast"),
            ApplyProblemKind::BadPath { .. } => ("no path", "geen pad"),
            ApplyProblemKind::UnknownPath { .. }
            | ApplyProblemKind::UnknownStage { .. }
            | ApplyProblemKind::NothingMatches { .. } => ("not in this scenario", "niet in dit scenario"),
            ApplyProblemKind::NothingChanges => ("changes nothing", "wijzigt niets"),
            ApplyProblemKind::NoValue { .. } => ("no value there", "daar staat geen waarde"),
            ApplyProblemKind::IsRest { .. } => ("the rest of shares", "de rest van aandelen"),
            ApplyProblemKind::NoParameter { .. } => ("no parameter", "geen gegeven"),
            ApplyProblemKind::NotByDate { .. } => ("not by date", "niet per datum"),
            ApplyProblemKind::CannotWorkOut { .. } => ("cannot be worked out", "niet uit te rekenen"),
            ApplyProblemKind::BadValue { .. } => ("no value", "geen waarde"),
            ApplyProblemKind::BeforeStart { .. } => ("too early", "te vroeg"),
            ApplyProblemKind::NotGradual => ("not gradually", "niet geleidelijk"),
            ApplyProblemKind::Conflict { .. }
            | ApplyProblemKind::InsideRemoved { .. }
            | ApplyProblemKind::ReroutedToo { .. } => ("conflict", "botst"),
            ApplyProblemKind::IsThere { .. } | ApplyProblemKind::InTheWay { .. } => ("is there already", "is er al"),
            ApplyProblemKind::Result { problem } => return problem.label(lang),
        };
        lang.pick(en, nl).to_owned()
    }

    /// What to do about it.
    pub fn help(&self, lang: Lang) -> Option<String> {
        match &self.kind {
            ApplyProblemKind::ScenarioRefused => Some(pick(
                lang,
                "`keten check` on the scenario tells what is wrong with it",
                "`keten check` op het scenario zegt wat eraan mankeert",
            )),
            ApplyProblemKind::UnknownPath { similar, known, .. }
            | ApplyProblemKind::UnknownStage { similar, known, .. } => {
                if !similar.is_empty() {
                    let similar = ticked(similar);
                    return Some(lang.pick(format!("did you mean {similar}?"), format!("bedoelt u {similar}?")));
                }
                let known_there = ticked(known);
                (!known.is_empty())
                    .then(|| lang.pick(format!("known: {known_there}"), format!("wel bekend: {known_there}")))
            }
            ApplyProblemKind::NothingMatches { .. } => Some(pick(
                lang,
                "`keten show FILE --parameters` lists the paths; `optional = true` passes over what a scenario does not have",
                "`keten show BESTAND --parameters` toont de paden; met `optional = true` wordt overgeslagen wat een scenario niet heeft",
            )),
            ApplyProblemKind::NothingChanges | ApplyProblemKind::BadPath { .. } => Some(pick(
                lang,
                "`keten show FILE --parameters` lists the paths of the scenario",
                "`keten show BESTAND --parameters` toont de paden van het scenario",
            )),
            ApplyProblemKind::NoValue { .. } => Some(pick(
                lang,
                "give it a value in the scenario first, or use `to` with from = \"always\"",
                "geef het eerst een waarde in het scenario, of gebruik `to` met from = \"always\"",
            )),
            ApplyProblemKind::IsRest { .. } => {
                Some(pick(lang, "change the other shares, or give `to`", "wijzig de andere aandelen, of geef `to`"))
            }
            ApplyProblemKind::NotByDate { part: false, .. } => Some(pick(
                lang,
                "write from = \"always\" at the intervention; it then holds in the warm-up too",
                "schrijf from = \"always\" bij de interventie; ze geldt dan ook tijdens de inloop",
            )),
            ApplyProblemKind::NotByDate { part: true, .. } => Some(pick(
                lang,
                "change the value as a whole (`times` scales a distribution), or write from = \"always\"",
                "wijzig de waarde als geheel (`times` schaalt een verdeling), of schrijf from = \"always\"",
            )),
            ApplyProblemKind::CannotWorkOut { .. } => {
                Some(pick(lang, "give the new value with `to`", "geef de nieuwe waarde met `to`"))
            }
            ApplyProblemKind::BeforeStart { start, .. } => Some(lang.pick(
                format!("begin on {start} or later, or write from = \"always\""),
                format!("begin op {start} of later, of schrijf from = \"always\""),
            )),
            ApplyProblemKind::NotGradual => Some(pick(lang, "leave out `over`", "laat `over` weg")),
            ApplyProblemKind::Conflict { .. }
            | ApplyProblemKind::InsideRemoved { .. }
            | ApplyProblemKind::ReroutedToo { .. }
            | ApplyProblemKind::IsThere { other: Some(_), .. } => Some(pick(
                lang,
                "apply one of them; only `times` with `times` and `plus` with `plus` combine",
                "pas er een van toe; alleen `times` met `times` en `plus` met `plus` gaan samen",
            )),
            ApplyProblemKind::IsThere { other: None, .. } => {
                Some(pick(lang, "give it another name", "geef het een andere naam"))
            }
            ApplyProblemKind::AppliedAlready => Some(pick(
                lang,
                "apply it to the scenario without it, or give it another name to do it twice",
                "pas haar toe op het scenario zonder haar, of geef haar een andere naam om het twee keer te doen",
            )),
            ApplyProblemKind::InTheWay { .. } => Some(pick(
                lang,
                "take it out of the scenario, or make it part of the intervention",
                "haal het uit het scenario, of neem het op in de interventie",
            )),
            ApplyProblemKind::Result { problem } => problem.help(lang),
            ApplyProblemKind::NoParameter { .. } | ApplyProblemKind::BadValue { .. } => None,
        }
    }
}

fn pick(lang: Lang, en: &str, nl: &str) -> String {
    lang.pick(en, nl).to_owned()
}

fn ticked(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
