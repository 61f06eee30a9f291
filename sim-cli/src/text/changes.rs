//! What an intervention changes, in words for who does not read scenario files: `Collecting papers, time it takes: becomes
//! 80 % of what it was (60 % to 100 %)`.

use sim_core::lang::Lang;
use sim_core::scenario::{AppliedChange, Scenario};

use super::{title, values};

/// Changes in words, each once: of several classes or steps that change alike, one is told. A change that has no words here
/// is told as it stands in the file.
///
/// * `scenario` – with the changes in it
pub(crate) fn in_words(lang: Lang, scenario: &Scenario, changes: &[AppliedChange]) -> Vec<String> {
    let mut told: Vec<String> = Vec::new();
    for change in changes {
        let words = plain(lang, scenario, change).unwrap_or_else(|| super::interventions::change(lang, change));
        if !told.contains(&words) {
            told.push(words);
        }
    }
    told
}

fn plain(lang: Lang, scenario: &Scenario, change: &AppliedChange) -> Option<String> {
    let what = what(lang, scenario, &change.path)?;
    let becomes = becomes(lang, &change.after)?;
    let when = match (change.from, change.until) {
        (None, _) => String::new(),
        (Some(from), None) => format!(", {}", from_day(lang, &values::day(lang, from))),
        (Some(from), Some(until)) => {
            format!(", {}", growing(lang, &values::day(lang, from), &values::day(lang, until)))
        }
    };
    Some(format!("{what}: {becomes}{when}"))
}

fn from_day(lang: Lang, from: &str) -> String {
    lang.pick(format!("from {from}"), format!("vanaf {from}"))
}

fn growing(lang: Lang, from: &str, until: &str) -> String {
    lang.pick(format!("growing from {from} to {until}"), format!("groeiend van {from} tot {until}"))
}

/// The parameter at a path: whose it is, and which.
fn what(lang: Lang, scenario: &Scenario, path: &str) -> Option<String> {
    let parts: Vec<&str> = path.split('.').collect();
    let (of, rest) = match parts.as_slice() {
        ["stages", name, rest @ ..] => (stage(lang, scenario, name)?, rest),
        ["teams", name, rest @ ..] => {
            let team = scenario.teams.iter().find(|team| team.name == *name)?;
            (title(&team.title, &team.name), rest)
        }
        ["need", name, rest @ ..] => {
            let pool = scenario.pools.iter().find(|pool| pool.name == *name)?;
            (title(&pool.title, &pool.name), rest)
        }
        ["amounts", name, rest @ ..] => {
            let amount = scenario.amounts.iter().find(|amount| amount.name == *name)?;
            (title(&amount.title, &amount.name), rest)
        }
        _ => return None,
    };
    let mut to = None;
    let mut fields = Vec::new();
    let mut rest = rest.iter();
    while let Some(&part) = rest.next() {
        match part {
            "steps" | "class" => _ = rest.next()?,
            "next" => to = Some(stage(lang, scenario, rest.next()?)?),
            _ => fields.push(part),
        }
    }
    let field = field(lang, parts[0], &fields)?;
    let route = to.map_or_else(String::new, |to| format!(" → {to}"));
    Some(format!("{of}{route}, {field}"))
}

/// A stage, or an end to which residents go on.
fn stage(lang: Lang, scenario: &Scenario, name: &str) -> Option<String> {
    let stage = scenario.stages.iter().find(|stage| stage.name == name);
    let end = || scenario.ends.iter().find(|end| end.name == name).map(|end| super::end_name(lang, end));
    stage.map(|stage| title(&stage.title, &stage.name)).or_else(end)
}

/// A field in words; `None` for one that needs its file beside it.
fn field(lang: Lang, table: &str, path: &[&str]) -> Option<&'static str> {
    let (en, nl) = match (table, path) {
        ("teams", ["fte" | "workers"]) => ("people", "mensen"),
        ("need", ["apply", "after"]) => ("time until they ask for help", "tijd tot zij om hulp vragen"),
        (_, ["growth"]) => ("growth", "groei"),
        (_, ["work"]) => ("hours of work", "uren werk"),
        (_, ["delay"]) => ("time it takes", "tijd die het duurt"),
        (_, ["leave"]) => ("time until somebody stops halfway", "tijd tot iemand halverwege stopt"),
        (_, ["patience"]) => ("time that residents are willing to wait", "tijd die inwoners willen wachten"),
        (_, ["no_show", "share"]) => ("share who do not come to the appointment", "deel dat niet op de afspraak komt"),
        (_, ["becomes", "after"]) => ("time until the case becomes urgent", "tijd tot de zaak urgent wordt"),
        (_, ["transfer", "time"]) => ("time of the handover", "tijd van de overdracht"),
        (_, ["transfer", "lost"]) => ("share lost in the handover", "deel dat bij de overdracht kwijtraakt"),
        (_, ["transfer", "returned", "share"]) => ("share sent back to be mended", "deel dat terugkomt voor herstel"),
        (_, ["share"]) => ("share who go there", "deel dat daarheen gaat"),
        (_, ["replies", "collective", "share"]) => {
            ("share of creditors who agree beforehand", "deel van de schuldeisers dat vooraf akkoord is")
        }
        (_, ["replies", "agree"]) => ("creditors who agree", "schuldeisers die akkoord gaan"),
        (_, ["attempts", how, what]) => return attempt(lang, how, what),
        _ => return None,
    };
    Some(lang.pick(en, nl))
}

/// What of an attempt to reach somebody.
fn attempt(lang: Lang, how: &str, what: &str) -> Option<&'static str> {
    let (en, nl) = match (how, what) {
        ("letter", "reached") => ("share reached by letter", "deel dat met een brief wordt bereikt"),
        ("phone", "reached") => ("share reached by phone", "deel dat met bellen wordt bereikt"),
        ("visit", "reached") => ("share reached by a visit", "deel dat met een huisbezoek wordt bereikt"),
        (_, "reached") => ("share reached", "deel dat wordt bereikt"),
        (_, "accepts") => ("share who accept help", "deel dat hulp aanneemt"),
        ("letter", "work") => ("hours of work for a letter", "uren werk voor een brief"),
        ("phone", "work") => ("hours of work for a call", "uren werk voor bellen"),
        ("visit", "work") => ("hours of work for a visit", "uren werk voor een huisbezoek"),
        _ => return None,
    };
    Some(lang.pick(en, nl))
}

/// What becomes of it: percentages are the same in both languages, other values are not told here.
///
/// * `after` – as in `times = { low = "60 %", likely = "80 %", high = "100 %" }`
fn becomes(lang: Lang, after: &str) -> Option<String> {
    let (how, value) = after.split_once(" = ")?;
    let of = |name: &str| Some(value.split_once(&format!("{name} = \""))?.1.split_once('"')?.0);
    let (likely, range) = match of("likely") {
        Some(likely) => (likely, Some((of("low")?, of("high")?))),
        None => (value.strip_prefix('"')?.strip_suffix('"')?, None),
    };
    let is_percentage = |text: &str| {
        text.strip_suffix('%').is_some_and(|number| number.trim().chars().all(|sign| sign.is_ascii_digit()))
    };
    let all = [Some(likely), range.map(|(low, _)| low), range.map(|(_, high)| high)];
    if !all.into_iter().flatten().all(is_percentage) {
        return None;
    }
    let range = range.map_or_else(String::new, |(low, high)| {
        lang.pick(format!(" (between {low} and {high})"), format!(" (tussen {low} en {high})"))
    });
    match how {
        "times" => {
            Some(lang.pick(
                format!("becomes {likely} of what it was{range}"),
                format!("wordt {likely} van wat het was{range}"),
            ))
        }
        "to" => Some(lang.pick(format!("becomes {likely}{range}"), format!("wordt {likely}{range}"))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use sim_core::lang::Lang::{En, Nl};

    use super::*;

    const CHAIN: &str = r#"
        keten = 1
        title = "chain"
        start = 2027-01-04
        horizon = "1 year"
        arrivals.door = { rate = "2 per day", to = "talk" }
        teams.desk = { workers = 1 }
        [stages.talk]
        title = { en = "First talk", nl = "Eerste gesprek" }
        team = "desk"
        work = "1 hour"
        next = [ { to = "plan", transfer = { time = "2 days", lost = "5 %" } } ]
        [stages.plan]
        team = "desk"
        work = "1 hour"
    "#;

    fn change(path: &str, after: &str) -> AppliedChange {
        let from = Some(jiff::civil::date(2027, 2, 1));
        AppliedChange {
            by: "x".to_owned(),
            path: path.to_owned(),
            before: None,
            after: after.to_owned(),
            from,
            until: None,
        }
    }

    #[test]
    fn a_change_is_told_by_titles_and_once_for_all_classes() {
        let mut scenario = sim_core::scenario::read(CHAIN).scenario.expect("right");
        let times = r#"times = { low = "20 %", likely = "50 %", high = "90 %" }"#;
        let changes = [
            change("stages.talk.next.plan.transfer.lost", times),
            change("stages.talk.next.plan.transfer.class.crisis.lost", times),
            change("teams.desk.workers", "times = \"110 %\""),
        ];
        assert_eq!(
            in_words(En, &scenario, &changes),
            [
                "First talk → plan, share lost in the handover: becomes 50 % of what it was (between 20 % and 90 %), from 1 Feb 2027",
                "desk, people: becomes 110 % of what it was, from 1 Feb 2027",
            ]
        );
        scenario.speak(Nl);
        assert_eq!(
            in_words(Nl, &scenario, &changes)[0],
            "Eerste gesprek → plan, deel dat bij de overdracht kwijtraakt: wordt 50 % van wat het was (tussen 20 % en 90 %), vanaf 1 feb 2027"
        );
    }

    #[test]
    fn what_has_no_words_is_told_as_it_stands_in_the_file() {
        let scenario = sim_core::scenario::read(CHAIN).scenario.expect("right");
        let changes = [change("stages.talk.work", "to = \"2 hours\""), change("clinics.x", "times = \"50 %\"")];
        let told = in_words(En, &scenario, &changes);
        assert!(told[0].starts_with("stages.talk.work: to = ") && told[1].starts_with("clinics.x: times"), "{told:?}");
    }
}
