//! Reliefs: every bottleneck that a chain may have, found by itself, and what takes (part of) it away.
//!
//! ```text
//! parameters as written ──pattern──► relief (kind, of what, paths) ──degree──► changes from the first measured day on
//! ```
//!
//! A relief of degree d multiplies what costs time or loses people by 1 − d, lets patience last 1 / (1 − d) times as long,
//! adds d to capacity, and goes d of the way to 100 % where more are to be reached. Degree 1 takes the bottleneck away: no
//! time, no loss, and [`PLENTY`] times the people or room, so that nobody waits for them.

use std::collections::BTreeMap;

use super::intervention::{Change, Effect, Intervention, Start};
use super::{Scenario, Staff, Step};
use crate::text::shortest;

/// As many times the people or places as take a bottleneck away: who has twenty times the people is busy a twentieth of the
/// time at most. Without limit would do the same, but is no number that a team may have more of from a date on.
const PLENTY: f64 = 20.0;
/// As much longer as patience lasts when nobody leaves any more.
const VERY_LONG: f64 = 1_000.0;
/// Room for everybody.
const ROOM: f64 = 100_000.0;
/// Residents who apply at most so much sooner: if all of them did at once, no chain would be left to look at.
const MOST_SOONER: f64 = 0.5;

/// A bottleneck that may be taken away.
#[derive(Debug, Clone, PartialEq)]
pub struct Relief {
    /// What kind of bottleneck.
    pub kind: ReliefKind,
    /// Where.
    pub of: ReliefOf,
    /// The parameters, each with its number where it is a count of people, places or room.
    parameters: Vec<(String, Option<f64>)>,
}

/// Declares the kinds with their names, in one place.
macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $name:literal;)*) => {
        /// A kind of bottleneck.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum ReliefKind {
            $($(#[$doc])* $variant,)*
        }

        impl ReliefKind {
            /// Every kind.
            pub const ALL: &[ReliefKind] = &[$(ReliefKind::$variant),*];

            /// Name in tables.
            pub fn name(self) -> &'static str {
                match self { $(ReliefKind::$variant => $name,)* }
            }
        }
    };
}

kinds! {
    /// People of a team: more.
    Capacity = "capacity";
    /// Places for open cases of a team: more.
    Places = "places";
    /// Hours of a step: fewer.
    Work = "work";
    /// Hours of a contact during a stay: fewer.
    ContactWork = "contact_work";
    /// Hours of rework on what is sent back: fewer.
    Rework = "rework";
    /// Elapsed time: shorter.
    Delay = "delay";
    /// Leaving while waiting: later.
    Patience = "patience";
    /// Leaving during a stay or work: later.
    Leave = "leave";
    /// Missed appointments: fewer.
    NoShow = "no_show";
    /// Time on the way to the next stage: shorter.
    TransferTime = "transfer_time";
    /// Lost on that way: fewer.
    TransferLoss = "transfer_loss";
    /// Sent back as incomplete: fewer.
    Returns = "returns";
    /// Time in which creditors answer: shorter.
    ReplyTime = "reply_time";
    /// Creditors who refuse: fewer.
    Refusals = "refusals";
    /// Room at a stage: more.
    Room = "room";
    /// Hours of an attempt to reach a resident: fewer.
    AttemptWork = "attempt_work";
    /// Time that passes after an attempt: shorter.
    AttemptWait = "attempt_wait";
    /// Reached by an attempt: more.
    Reached = "reached";
    /// Accept help when reached: more.
    Accepts = "accepts";
    /// Own applications: sooner.
    Applying = "applying";
    /// Signals that are taken up: more.
    TakenUp = "taken_up";
    /// Arrears from which signals are taken up: lower.
    Threshold = "threshold";
    /// Coming back after leaving: fewer.
    ComingBack = "coming_back";
}

/// Where a bottleneck is, by names of the scenario.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReliefOf {
    /// A team.
    Team(String),
    /// A step of a stage, from 1; `None`: the stage has one.
    Stage(String, Option<usize>),
    /// An attempt at a stage: which, as it stands in paths.
    Attempt(String, String),
    /// The way from a stage to a stage or end.
    Way(String, String),
    /// A pool.
    Pool(String),
    /// An end.
    End(String),
}

/// What a relief does to a parameter.
#[derive(Debug, Clone, PartialEq)]
pub enum Ease {
    /// So many times what it would be otherwise.
    Times(f64),
    /// So much more.
    Plus(f64),
}

impl Ease {
    /// As a factor or number of the language.
    pub fn text(&self) -> String {
        // Without the dust of binary fractions.
        let (Ease::Times(number) | Ease::Plus(number)) = self;
        shortest((number * 1e9).round() / 1e9)
    }
}

impl Relief {
    /// Its name: the path of its parameter.
    pub fn id(&self) -> &str {
        self.parameters.first().map_or("", |(path, _)| path)
    }

    /// Paths of its parameters: for everybody, and for classes.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.parameters.iter().map(|(path, _)| path.as_str())
    }

    /// What it does to each of its parameters, in order.
    ///
    /// * `degree` – above 0, at most 1: all of it
    pub fn eases(&self, degree: f64) -> Vec<(&str, Vec<Ease>)> {
        self.parameters.iter().map(|(path, count)| (path.as_str(), self.ease(degree, *count))).collect()
    }

    /// The same as an intervention from the first measured day on.
    pub fn intervention(&self, degree: f64) -> Intervention {
        let changes = self.eases(degree).into_iter().flat_map(|(path, eases)| {
            eases.into_iter().map(|ease| {
                let effect = match &ease {
                    Ease::Times(_) => Effect::Times(ease.text()),
                    Ease::Plus(_) => Effect::Plus(ease.text()),
                };
                let paths = vec![path.to_owned()];
                Change { paths, effect, phase: None, class: None, optional: false, at: 0..0 }
            })
        });
        Intervention {
            name: self.id().to_owned(),
            title: self.id().to_owned(),
            description: None,
            phase: None,
            changes: changes.collect(),
            added: Vec::new(),
            rerouted: Vec::new(),
            removed: Vec::new(),
            from: Start::OfScenario,
            over: None,
            cost: None,
            evidence: None,
            at: 0..0,
        }
    }

    fn ease(&self, degree: f64, count: Option<f64>) -> Vec<Ease> {
        let less = Ease::Times((1.0 - degree).max(0.0));
        match self.kind {
            ReliefKind::Room if degree >= 1.0 => vec![Ease::Plus(ROOM)],
            ReliefKind::Capacity | ReliefKind::Places | ReliefKind::Room => match count {
                _ if degree >= 1.0 => vec![Ease::Times(PLENTY)],
                Some(count) => vec![Ease::Plus(more(count, degree))],
                None => vec![Ease::Times(1.0 + degree)],
            },
            ReliefKind::Patience | ReliefKind::Leave => vec![Ease::Times(longer(degree))],
            ReliefKind::Reached | ReliefKind::Accepts | ReliefKind::TakenUp => vec![less, Ease::Plus(degree)],
            ReliefKind::Applying => vec![Ease::Times(1.0 - degree * MOST_SOONER)],
            _ => vec![less],
        }
    }

    /// How large a relief of that degree is in fact: people and places are whole, so that a tenth of two is a half.
    pub fn size(&self, degree: f64) -> f64 {
        match self.parameters.first() {
            Some((_, Some(count))) if degree < 1.0 && *count > 0.0 => more(*count, degree) / count,
            _ => degree,
        }
    }

    /// The team that it is about: whose people or places, or who does the work of the step.
    pub fn team<'s>(&'s self, scenario: &'s Scenario) -> Option<&'s str> {
        if let ReliefOf::Team(team) = &self.of {
            return Some(team);
        }
        let (ReliefOf::Stage(_, number), true) = (&self.of, self.is_work()) else { return None };
        let stage = scenario.stages.iter().find(|stage| Some(stage.name.as_str()) == self.stage())?;
        let step: &Step = stage.steps.get(number.unwrap_or(1).checked_sub(1)?)?;
        let (team, _) = step.team_and_queue()?;
        Some(&scenario.teams[team].name)
    }

    /// The stage that it is about, where it is one.
    pub fn stage(&self) -> Option<&str> {
        match &self.of {
            ReliefOf::Stage(stage, _) | ReliefOf::Attempt(stage, _) | ReliefOf::Way(stage, _) => Some(stage),
            ReliefOf::Team(_) | ReliefOf::Pool(_) | ReliefOf::End(_) => None,
        }
    }

    fn is_work(&self) -> bool {
        matches!(self.kind, ReliefKind::Work | ReliefKind::ContactWork | ReliefKind::Patience)
    }
}

/// A degree of a whole number, at least one more.
fn more(count: f64, degree: f64) -> f64 {
    (count * degree).round().max(1.0)
}

/// How many times as long.
fn longer(degree: f64) -> f64 {
    if degree >= 1.0 { VERY_LONG } else { (1.0 / (1.0 - degree)).min(VERY_LONG) }
}

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
    let ReliefOf::Stage(stage, number) = of else { return false };
    let path = match number {
        Some(number) => format!("stages.{stage}.steps.{number}.statutory"),
        None => format!("stages.{stage}.statutory"),
    };
    scenario.written.iter().any(|written| written.path == path && written.value == "true")
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
                super::Places::Count(number) => Some(f64::from(*number)),
                super::Places::PerFte(_) => None,
            }
        }
        (ReliefKind::Room, _) => Some(plain().unwrap_or(0.0)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::read;

    fn of(text: &str) -> Vec<Relief> {
        let reading = read(text);
        let scenario = reading.scenario.unwrap_or_else(|| panic!("{:?}", reading.problems));
        reliefs(&scenario, false)
    }

    const CHAIN: &str = r#"
        keten = 1
        title = "a chain with every kind of loss"
        start = 2027-01-04
        horizon = "1 year"
        classes.kind = { private = "rest", business = "10 %" }
        teams.desk = { workers = 4, places = "50 per fte" }
        teams.helpers = { workers = "unlimited" }
        [need.families]
        stock = 1000
        apply = { after = { exponential = { mean = "6 years" } }, to = "talk" }
        signals.rent = { rate = "0.3 per year", amount = "900 euro" }
        batch = { every = "month", taken_up = "80 %", threshold = "75 euro", to = "visit" }
        [stages.visit]
        team = "helpers"
        attempts = [ { by = "letter", work = "10 minutes", reached = "6 %", accepts = "100 %" } ]
        refused = "declined"
        not_reached = "declined"
        next = [ { to = "talk" } ]
        [stages.talk]
        team = "desk"
        work = "1 hour"
        class.business.work = "2 hours"
        patience = { value = "6 months", reason = "withdrawn" }
        no_show = { share = "15 %", rebook = "1 week" }
        next = [ { to = "plan", transfer = { time = "1 week", lost = "0 %", returned = { share = "30 %", rework = "1 hour" } } } ]
        [stages.plan]
        room = { present = 30, when_full = "declined" }
        steps = [ { place = { team = "desk", until = "leaving" } }, { delay = "4 weeks", leave = { value = "1 year", reason = "withdrawn" } } ]
        [ends.declined]
        [ends.completed]
        returns = { share = "10 %", after = "2 years" }
    "#;

    #[test]
    fn every_bottleneck_is_found_and_nothing_that_is_none() {
        let ids: Vec<String> = of(CHAIN).iter().map(|relief| relief.id().to_owned()).collect();
        let expected = [
            "teams.desk.workers",
            "teams.desk.places",
            "need.families.apply.after",
            "need.families.batch.taken_up",
            "need.families.batch.threshold",
            "stages.visit.attempts.1.work",
            "stages.visit.attempts.1.reached",
            "stages.talk.work",
            "stages.talk.patience",
            "stages.talk.no_show.share",
            "stages.talk.next.plan.transfer.time",
            "stages.talk.next.plan.transfer.returned.share",
            "stages.talk.next.plan.transfer.returned.rework",
            "stages.plan.room.present",
            "stages.plan.steps.2.delay",
            "stages.plan.steps.2.leave",
            "ends.completed.returns.share",
        ];
        assert_eq!(ids, expected);
    }

    #[test]
    fn a_degree_is_a_part_of_the_way_to_none() {
        let all = of(CHAIN);
        let eases = |id: &str, degree| {
            let relief = all.iter().find(|relief| relief.id() == id).expect("it is there");
            let eases = relief.eases(degree).into_iter().map(|(path, eases)| (path.to_owned(), eases));
            eases.collect::<Vec<_>>()
        };
        let one = |id: &str, degree| eases(id, degree).remove(0).1;
        assert_eq!(eases("stages.talk.work", 0.25).len(), 2, "for business residents too");
        assert_eq!(eases("stages.talk.work", 0.25)[1].0, "stages.talk.class.business.work");
        assert_eq!(one("stages.talk.work", 0.25), [Ease::Times(0.75)]);
        assert_eq!(one("stages.talk.patience", 0.5), [Ease::Times(2.0)]);
        assert_eq!(one("stages.talk.patience", 1.0), [Ease::Times(VERY_LONG)]);
        assert_eq!(one("stages.visit.attempts.1.reached", 0.1), [Ease::Times(0.9), Ease::Plus(0.1)]);
        assert_eq!(one("teams.desk.workers", 0.1), [Ease::Plus(1.0)], "nobody hires less than somebody");
        assert_eq!(one("teams.desk.places", 0.1), [Ease::Times(1.1)]);
        assert_eq!(one("teams.desk.workers", 1.0), [Ease::Times(PLENTY)]);
        assert_eq!(one("stages.plan.room.present", 0.1), [Ease::Plus(3.0)]);
        let relief = all.iter().find(|relief| relief.id() == "teams.desk.workers").expect("it is there");
        assert_eq!((relief.size(0.1), relief.size(1.0)), (0.25, 1.0));
        assert_eq!(Ease::Times(1.0 - 0.9).text(), "0.1");
    }
}
