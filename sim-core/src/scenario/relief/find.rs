//! The bottlenecks of a scenario, found among its parameters as written.

use std::collections::BTreeMap;

use super::{Relief, ReliefKind, ReliefOf};
use crate::scenario::{Places, Scenario, Staff, Step};

/// All bottlenecks of a scenario that may be taken away, in the order of the file.
///
/// * `legal` – also the delays that are statutory
///
/// Left out is what is nothing already: a share of 0 %, people without limit.
///
/// # Examples
/// ```
/// let text = r#"
///     keten = 1
///     title = "one desk"
///     start = 2027-01-04
///     horizon = "1 year"
///     arrivals.walk_in = { to = "talk", rate = "5 per day" }
///     teams.desk = { fte = 2 }
///     stages.talk = { team = "desk", work = "1 hour", patience = { value = "6 weeks", reason = "gone" } }
/// "#;
/// let scenario = sim_core::scenario::read(text).scenario.expect("right");
/// let reliefs = sim_core::scenario::reliefs(&scenario, false);
/// let ids: Vec<&str> = reliefs.iter().map(|relief| relief.id()).collect();
/// assert_eq!(ids, ["teams.desk.fte", "stages.talk.work", "stages.talk.patience"]);
/// ```
pub fn reliefs(scenario: &Scenario, legal: bool) -> Vec<Relief> {
    let mut found: Vec<Relief> = Vec::new();
    let mut places: BTreeMap<(ReliefKind, ReliefOf), usize> = BTreeMap::new();
    for written in &scenario.written {
        let parts = parts(&written.path);
        let for_everybody: Vec<&str> = without_class(&parts);
        let Some((kind, of)) = recognise(&for_everybody) else { continue };
        if is_nothing(kind, &written.value) || (kind == ReliefKind::Delay && !legal && is_statutory(scenario, &of)) {
            continue;
        }
        let parameter = (written.path.clone(), count(scenario, kind, &of, &written.value));
        match places.get(&(kind, of.clone())) {
            Some(&place) if for_everybody.len() == parts.len() => found[place].parameters.insert(0, parameter),
            Some(&place) => found[place].parameters.push(parameter),
            None => {
                places.insert((kind, of.clone()), found.len());
                found.push(Relief { kind, of, parameters: vec![parameter] });
            }
        }
    }
    found
}

/// Parts of a path; one in quotes may have dots.
fn parts(path: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut quoted = false;
    for c in path.chars() {
        match (c, parts.last_mut()) {
            ('"', _) => quoted = !quoted,
            ('.', _) if !quoted => parts.push(String::new()),
            (c, Some(part)) => part.push(c),
            (_, None) => {}
        }
    }
    parts
}

/// The same parameter for everybody.
fn without_class(parts: &[String]) -> Vec<&str> {
    // Names of the user stand second; what is called `class` there is no class.
    let at = parts.iter().skip(2).position(|part| part == "class").map(|at| at + 2);
    let keep = |place: &usize| at.is_none_or(|at| *place != at && *place != at + 1);
    (0..parts.len()).filter(keep).map(|place| parts[place].as_str()).collect()
}

/// What bottleneck a path is about.
fn recognise(path: &[&str]) -> Option<(ReliefKind, ReliefOf)> {
    use ReliefKind as Kind;
    let name = |name: &str| name.to_owned();
    match *path {
        ["teams", team, "fte" | "workers"] => Some((Kind::Capacity, ReliefOf::Team(name(team)))),
        ["teams", team, "places"] => Some((Kind::Places, ReliefOf::Team(name(team)))),
        ["need", pool, "apply", "after"] => Some((Kind::Applying, ReliefOf::Pool(name(pool)))),
        ["need", pool, "batch", "taken_up"] => Some((Kind::TakenUp, ReliefOf::Pool(name(pool)))),
        ["need", pool, "batch", "threshold"] => Some((Kind::Threshold, ReliefOf::Pool(name(pool)))),
        ["ends", end, "returns", "share"] => Some((Kind::ComingBack, ReliefOf::End(name(end)))),
        ["stages", stage, "room", "waiting" | "present"] => Some((Kind::Room, ReliefOf::Stage(name(stage), None))),
        ["stages", stage, "next", to, "transfer", ref rest @ ..] => {
            let kind = match *rest {
                ["time"] => Kind::TransferTime,
                ["lost"] => Kind::TransferLoss,
                ["returned", "share"] => Kind::Returns,
                ["returned", "rework"] => Kind::Rework,
                _ => return None,
            };
            Some((kind, ReliefOf::Way(name(stage), name(to))))
        }
        ["stages", stage, "steps", number, ref rest @ ..] => in_step(stage, Some(number.parse().ok()?), rest),
        ["stages", stage, ref rest @ ..] => in_step(stage, None, rest),
        _ => None,
    }
}

fn in_step(stage: &str, number: Option<usize>, path: &[&str]) -> Option<(ReliefKind, ReliefOf)> {
    use ReliefKind as Kind;
    let kind = match *path {
        ["work"] => Kind::Work,
        ["contacts", "work"] => Kind::ContactWork,
        ["delay"] => Kind::Delay,
        ["patience"] => Kind::Patience,
        ["leave"] => Kind::Leave,
        ["no_show", "share"] => Kind::NoShow,
        ["replies", "time"] => Kind::ReplyTime,
        ["replies", "refuses"] => Kind::Refusals,
        ["attempts", attempt, what] => {
            let kind = match what {
                "work" => Kind::AttemptWork,
                "wait" => Kind::AttemptWait,
                "reached" => Kind::Reached,
                "accepts" => Kind::Accepts,
                _ => return None,
            };
            return Some((kind, ReliefOf::Attempt(stage.to_owned(), attempt.to_owned())));
        }
        _ => return None,
    };
    Some((kind, ReliefOf::Stage(stage.to_owned(), number)))
}

/// Whether there is nothing to take away.
fn is_nothing(kind: ReliefKind, value: &str) -> bool {
    let value = value.trim_matches('"').trim();
    let number = value.split_whitespace().next().unwrap_or(value).trim_end_matches('%').replace(',', ".");
    match kind {
        ReliefKind::Capacity => value == "unlimited",
        ReliefKind::Reached | ReliefKind::Accepts | ReliefKind::TakenUp => {
            number.parse::<f64>().is_ok_and(|share| share == if value.contains('%') { 100.0 } else { 1.0 })
        }
        ReliefKind::Places | ReliefKind::Room => false,
        _ => number.parse::<f64>() == Ok(0.0),
    }
}

/// Whether a delay is a term of the law.
fn is_statutory(scenario: &Scenario, of: &ReliefOf) -> bool {
    let ReliefOf::Stage(name, number) = of else { return false };
    let stage = scenario.stages.iter().find(|stage| stage.name == *name);
    let step = stage.and_then(|stage| stage.steps.get(number.unwrap_or(1).checked_sub(1)?));
    matches!(step, Some(Step::Delay(delay)) if delay.statutory)
}

/// The number of people, places or residents that a parameter is, where it is whole.
fn count(scenario: &Scenario, kind: ReliefKind, of: &ReliefOf, value: &str) -> Option<f64> {
    let plain = || value.trim_matches('"').trim().parse::<f64>().ok().filter(|number| *number >= 0.0);
    match (kind, of) {
        (ReliefKind::Capacity, ReliefOf::Team(name)) => {
            let team = scenario.teams.iter().find(|team| team.name == *name)?;
            match &team.staff {
                Staff::Workers(workers) => Some(f64::from(*workers.on(scenario.start))),
                Staff::Fte { .. } | Staff::Unlimited | Staff::Roster { .. } => None,
            }
        }
        (ReliefKind::Places, ReliefOf::Team(name)) => {
            let team = scenario.teams.iter().find(|team| team.name == *name)?;
            match team.places.as_ref()?.on(scenario.start) {
                Places::Count(number) => Some(f64::from(*number)),
                Places::PerFte(_) => None,
            }
        }
        (ReliefKind::Room, _) => Some(plain().unwrap_or(0.0)),
        _ => None,
    }
}
