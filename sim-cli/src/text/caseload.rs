//! Words about places, missed appointments, becoming another class, and official reasons for leaving.

use sim_core::lang::Lang;
use sim_core::scenario::{Ddas, Places, Scenario, Staff, Team};

use super::values;

texts! {
    place: "place", "plek";
    gives_back: "frees", "terug";
    until_leaving: "until leaving the chain", "tot vertrek uit de keten";
    no_show_label: "no-show", "no-show";
    again_label: "again", "opnieuw";
    becomes_label: "becomes", "wordt";
    places_of: "places (caseload)", "plekken (caseload)";
    places_number: "places", "plekken";
    places_held: "held", "bezet";
    places_used: "share held", "deel bezet";
    wait_for_place: "wait for a place", "wachten op een plek";
    waiting_for_place: "waiting for one", "wachten erop";
    appointments: "missed appointments", "gemiste afspraken";
    share_missed: "of appointments", "van de afspraken";
    wasted: "hours lost a year", "verloren uren per jaar";
    became_title: "becomes another class", "gaat over naar doelgroep";
    a_year: "a year", "per jaar";
    exit_reason: "official reason (DDAS)", "uitstroomreden (DDAS)";
    of_leavers: "of who leave", "van wie vertrekt";
}

/// Name of a reason in the official list.
pub(crate) fn official(lang: Lang, reason: Ddas) -> String {
    let reason = reason.name();
    lang.pick(format!("in the statistics \"{reason}\""), format!("in DDAS \"{reason}\""))
}

/// Whether a team has places and nobody who works.
pub(crate) fn has_places_alone(team: &Team) -> bool {
    let nobody = matches!(&team.staff, Staff::Workers(workers) if workers.values().all(|&number| number == 0));
    nobody && team.places.is_some()
}

/// How many places a team has, and what it keeps free.
pub(crate) fn places(lang: Lang, scenario: &Scenario, team: &Team) -> Option<String> {
    let number = |places: &Places| match *places {
        Places::Count(number) => lang.pick(format!("{number} places"), format!("{number} plekken")),
        Places::PerFte(norm) => {
            let norm = values::number(lang, norm);
            lang.pick(format!("{norm} places per fte"), format!("{norm} plekken per fte"))
        }
    };
    let places = team.places.as_ref().map(|places| values::dated(lang, places, &number).together());
    let kept = team.reserved.as_ref().map(|reserved| {
        let classes: Vec<String> = reserved.classes.iter().map(|pick| values::class(scenario, pick)).collect();
        let classes = classes.join(", ").replace('_', " ");
        let mut what = Vec::new();
        if reserved.workers > 0 {
            let number = reserved.workers;
            what.push(lang.pick(format!("workers: {number}"), format!("medewerkers: {number}")));
        }
        if reserved.places > 0 {
            let number = reserved.places;
            what.push(lang.pick(format!("places: {number}"), format!("plekken: {number}")));
        }
        let what = what.join(", ");
        lang.pick(format!("kept free for {classes}: {what}"), format!("vrijgehouden voor {classes}: {what}"))
    });
    let parts: Vec<String> = [places, kept].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// Becomes a class after a time.
pub(crate) fn becomes(lang: Lang, level: &str, after: &str) -> String {
    let level = level.replace('_', " ");
    lang.pick(format!("{level}: after {after}"), format!("{level}: na {after}"))
}

/// Became a class.
pub(crate) fn became(lang: Lang, level: &str) -> String {
    let level = level.replace('_', " ");
    lang.pick(format!("becomes {level}"), format!("wordt {level}"))
}

/// Share of appointments missed.
pub(crate) fn missed_share(lang: Lang, share: &str) -> String {
    lang.pick(format!("{share} of appointments"), format!("{share} van de afspraken"))
}

/// Another appointment after a missed one.
pub(crate) fn rebooked(lang: Lang, at_most: u32, after: &str) -> String {
    match (at_most, lang) {
        (1, Lang::En) => format!("once, after {after}"),
        (1, Lang::Nl) => format!("één keer, na {after}"),
        (_, Lang::En) => format!("at most {at_most} times, each after {after}"),
        (_, Lang::Nl) => format!("hoogstens {at_most} keer, steeds na {after}"),
    }
}

/// Story: waits for a place.
pub(crate) fn waits_for_place(lang: Lang, team: &str) -> String {
    lang.pick(format!("waits for a place of {team}"), format!("wacht op een plek van {team}"))
}

/// Story: got a place, after a wait or at once.
pub(crate) fn took_place(lang: Lang, team: &str, wait: Option<&str>) -> String {
    match (wait, lang) {
        (None, Lang::En) => format!("gets a place of {team} at once"),
        (None, Lang::Nl) => format!("krijgt meteen een plek van {team}"),
        (Some(wait), Lang::En) => format!("gets a place of {team} after waiting {wait}"),
        (Some(wait), Lang::Nl) => format!("krijgt een plek van {team} na {wait} wachten"),
    }
}

/// Story: holds a place already.
pub(crate) fn holds_place(lang: Lang, team: &str) -> String {
    lang.pick(format!("already has a place of {team}"), format!("heeft al een plek van {team}"))
}

/// Story: gave a place back.
pub(crate) fn gave_back(lang: Lang, team: &str) -> String {
    lang.pick(format!("gives back the place of {team}"), format!("maakt de plek van {team} vrij"))
}

/// Story: missed an appointment.
pub(crate) fn missed(lang: Lang, what: &str, team: &str, missed: u32) -> String {
    let time = match (missed, lang) {
        (1, _) => String::new(),
        (_, Lang::En) => format!(", for the {missed}{} time", ordinal(missed)),
        (_, Lang::Nl) => format!(", voor de {missed}e keer"),
    };
    lang.pick(
        format!("does not appear at {what}; {team} waits in vain{time}"),
        format!("verschijnt niet bij {what}; {team} wacht tevergeefs{time}"),
    )
}

fn ordinal(number: u32) -> &'static str {
    match (number % 10, number % 100) {
        (1, tens) if tens != 11 => "st",
        (2, tens) if tens != 12 => "nd",
        (3, tens) if tens != 13 => "rd",
        _ => "th",
    }
}

/// Story: the time of a missed appointment is over.
pub(crate) fn missed_over(lang: Lang, lost: &str) -> String {
    lang.pick(format!("the appointment is over, {lost} lost"), format!("de afspraak is voorbij, {lost} verloren"))
}

/// Story: comes again.
pub(crate) fn came_again(lang: Lang, team: &str) -> String {
    lang.pick(
        format!("is back for {team}, for another appointment"),
        format!("komt weer bij {team}, voor een nieuwe afspraak"),
    )
}

/// Story: left a stage before its end.
pub(crate) fn left_early(lang: Lang, reason: &str, time: &str) -> String {
    lang.pick(format!("goes after {time}: {reason}"), format!("gaat weg na {time}: {reason}"))
}
