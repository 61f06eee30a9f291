//! Words of a resident's story.

use sim_core::chain::Answer;
use sim_core::lang::Lang;

/// Fewer residents arrive.
pub(crate) fn not_there(lang: Lang, resident: u32, stream: Option<&str>, seen: u64) -> String {
    let of = |word: &str| stream.map_or(String::new(), |stream| format!(" {word} `{stream}`"));
    lang.pick(
        format!("--resident {resident}: in this replication {seen} residents arrive{}; choose 1 to {seen}", of("by")),
        format!(
            "--resident {resident}: in deze herhaling komen {seen} inwoners{}; kies 1 tot en met {seen}",
            of("via")
        ),
    )
}

/// A stream that does not exist.
pub(crate) fn unknown_stream(lang: Lang, found: &str, known: &str) -> String {
    lang.pick(
        format!("--stream {found}: no such stream of arrivals; known: {known}"),
        format!("--stream {found}: die stroom aanmeldingen is er niet; bekend: {known}"),
    )
}

/// Which resident.
pub(crate) fn which(lang: Lang, resident: u32, stream: Option<&str>) -> String {
    match stream {
        None => lang.pick(format!("resident {resident}"), format!("inwoner {resident}")),
        Some(stream) => {
            lang.pick(format!("resident {resident} of `{stream}`"), format!("inwoner {resident} van `{stream}`"))
        }
    }
}

/// The line below the title.
pub(crate) fn head(lang: Lang, which: &str, file: &str, seed: u64, replication: u32) -> String {
    lang.pick(
        format!("{which}   {file}   seed {seed}   replication {replication}"),
        format!("{which}   {file}   seed {seed}   herhaling {replication}"),
    )
}

/// Arrived.
pub(crate) fn arrived(lang: Lang, stream: &str, levels: &str, warm_up: bool) -> String {
    let levels = if levels.is_empty() { String::new() } else { format!(" ({levels})") };
    let early = if warm_up { lang.pick(", during the warm-up", ", tijdens de inloop") } else { "" };
    lang.pick(format!("arrives by {stream}{levels}{early}"), format!("meldt zich via {stream}{levels}{early}"))
}

/// There when the simulation begins.
pub(crate) fn found(lang: Lang, stage: &str, waiting: bool) -> String {
    if waiting {
        return lang.pick(format!("waits at {stage} already"), format!("wacht al bij {stage}"));
    }
    lang.pick(format!("is at {stage} already"), format!("is al bij {stage}"))
}

/// Joined a stage.
pub(crate) fn joined(lang: Lang, stage: &str, visit: u32) -> String {
    let again = match (visit, lang) {
        (1, _) => String::new(),
        (_, Lang::En) => format!(", visit {visit}"),
        (_, Lang::Nl) => format!(", voor de {visit}e keer"),
    };
    lang.pick(format!("joins {stage}{again}"), format!("komt bij {stage}{again}"))
}

/// Found no room.
pub(crate) fn turned_away(lang: Lang, stage: &str) -> String {
    lang.pick(format!("finds no room at {stage}"), format!("vindt geen ruimte bij {stage}"))
}

/// Found no room, and stays away for some time.
pub(crate) fn kept_away(lang: Lang, stage: &str) -> String {
    lang.pick(
        format!("finds no room at {stage}, stays away for now"),
        format!("vindt geen ruimte bij {stage}, blijft voorlopig weg"),
    )
}

/// Comes again.
pub(crate) fn tries_again(lang: Lang, stage: &str) -> String {
    lang.pick(format!("tries {stage} again"), format!("probeert {stage} opnieuw"))
}

/// Will not come again, having left from a stage beside it.
pub(crate) fn tries_no_more(lang: Lang, stage: &str) -> String {
    lang.pick(format!("does not try {stage} again"), format!("probeert {stage} niet opnieuw"))
}

/// Waits no more for room, having left from a stage beside it.
pub(crate) fn not_let_in(lang: Lang, at: &str, time: &str) -> String {
    lang.pick(
        format!("no longer waits for room at {at}, after {time}"),
        format!("wacht niet langer op ruimte bij {at}, na {time}"),
    )
}

/// Made room for somebody of a higher class.
pub(crate) fn displaced(lang: Lang, stage: &str, wait: &str) -> String {
    lang.pick(
        format!("is displaced at {stage} by somebody who goes first, after waiting {wait}"),
        format!("wordt bij {stage} verdrongen door iemand die voorgaat, na {wait} wachten"),
    )
}

/// Stays at a finished stage, perhaps with a worker.
pub(crate) fn held(lang: Lang, stage: &str, team: Option<&str>) -> String {
    match team {
        Some(team) => lang.pick(
            format!("stays at {stage}; the worker of {team} stays too"),
            format!("blijft bij {stage}; de medewerker van {team} blijft bezet"),
        ),
        None => lang.pick(format!("stays at {stage}"), format!("blijft bij {stage}")),
    }
}

/// Gives up the place at a finished stage.
pub(crate) fn let_go(lang: Lang, stage: &str) -> String {
    lang.pick(format!("leaves the place at {stage}"), format!("verlaat de plaats bij {stage}"))
}

/// Ready for a stage that is full.
pub(crate) fn blocked(lang: Lang, at: &str) -> String {
    lang.pick(format!("is blocked: there is no room at {at}"), format!("is geblokkeerd: bij {at} is geen ruimte"))
}

/// Room came free.
pub(crate) fn let_in(lang: Lang, at: &str, time: &str) -> String {
    lang.pick(
        format!("is let in at {at} after being blocked for {time}"),
        format!("mag naar {at} na {time} geblokkeerd te zijn"),
    )
}

/// Begins to wait.
pub(crate) fn waits(lang: Lang, team: &str) -> String {
    lang.pick(format!("waits for {team}"), format!("wacht op {team}"))
}

/// Work started, after a wait of which part was closed.
pub(crate) fn started(lang: Lang, what: &str, team: &str, wait: Option<&str>, closed: Option<&str>) -> String {
    let waited = match (wait, closed, lang) {
        (None, _, Lang::En) => "at once".to_owned(),
        (None, _, Lang::Nl) => "meteen".to_owned(),
        (Some(wait), None, Lang::En) => format!("after waiting {wait}"),
        (Some(wait), None, Lang::Nl) => format!("na {wait} wachten"),
        (Some(wait), Some(closed), Lang::En) => format!("after waiting {wait}, of which closed {closed}"),
        (Some(wait), Some(closed), Lang::Nl) => format!("na {wait} wachten, waarvan dicht {closed}"),
    };
    lang.pick(format!("{what} begins, by {team}, {waited}"), format!("{what} begint, door {team}, {waited}"))
}

/// What a worker does, at a step of so many.
pub(crate) fn work(lang: Lang, stage: &str, step: usize, steps: usize) -> String {
    if steps < 2 {
        return stage.to_owned();
    }
    lang.pick(format!("{stage}, step {step} of {steps}"), format!("{stage}, onderdeel {step} van {steps}"))
}

/// Work on a file that came back.
pub(crate) fn rework(lang: Lang, stage: &str) -> String {
    lang.pick(format!("rework of {stage}"), format!("herstelwerk aan {stage}"))
}

/// Work interrupted.
pub(crate) fn interrupted(lang: Lang, what: &str, for_urgent: bool) -> String {
    let (en, nl) = match for_urgent {
        true => ("somebody more urgent comes first", "iemand anders gaat voor"),
        false => ("fewer people on duty", "er zijn minder mensen"),
    };
    lang.pick(format!("{what} is put aside: {en}"), format!("{what} blijft liggen: {nl}"))
}

/// A worker is taken, work has not begun.
pub(crate) fn prepares(lang: Lang, team: &str) -> String {
    lang.pick(format!("{team} makes ready for the resident"), format!("{team} treft voorbereidingen"))
}

/// Left during work.
pub(crate) fn left_work(lang: Lang, what: &str, reason: &str, took: &str) -> String {
    lang.pick(
        format!("leaves during {what} after {took}: {reason}"),
        format!("vertrekt tijdens {what} na {took}: {reason}"),
    )
}

/// Interrupted work goes on.
pub(crate) fn resumed(lang: Lang, what: &str) -> String {
    lang.pick(format!("{what} goes on"), format!("{what} gaat verder"))
}

/// Work ended.
pub(crate) fn ended(lang: Lang, what: &str, took: &str) -> String {
    lang.pick(format!("{what} is done, {took} later"), format!("{what} is klaar, {took} later"))
}

/// Gave up waiting.
pub(crate) fn reneged(lang: Lang, reason: &str, wait: &str) -> String {
    lang.pick(format!("stops waiting after {wait}: {reason}"), format!("houdt na {wait} op met wachten: {reason}"))
}

/// A delay began.
pub(crate) fn delay_began(lang: Lang, stage: &str) -> String {
    lang.pick(format!("time passes at {stage}, no work"), format!("er gaat tijd voorbij bij {stage}, zonder werk"))
}

/// A delay ended.
pub(crate) fn delay_ended(lang: Lang, took: &str) -> String {
    lang.pick(format!("that took {took}"), format!("dat duurde {took}"))
}

/// Left during a delay.
pub(crate) fn left_during(lang: Lang, reason: &str, took: &str) -> String {
    lang.pick(format!("leaves after {took}: {reason}"), format!("vertrekt na {took}: {reason}"))
}

/// All steps done.
pub(crate) fn finished(lang: Lang, stage: &str) -> String {
    lang.pick(format!("is ready with {stage}"), format!("is klaar met {stage}"))
}

/// Sent on.
pub(crate) fn sent(lang: Lang, to: &str) -> String {
    lang.pick(format!("is referred to {to}"), format!("wordt doorverwezen naar {to}"))
}

/// Lost on the way.
pub(crate) fn lost(lang: Lang, to: &str) -> String {
    lang.pick(format!("gets lost on the way to {to}"), format!("raakt onderweg kwijt, op weg naar {to}"))
}

/// Sent back.
pub(crate) fn returned(lang: Lang, from: &str, to: &str) -> String {
    lang.pick(
        format!("{to} sends the file back to {from}: incomplete"),
        format!("{to} stuurt het dossier terug naar {from}: onvolledig"),
    )
}

/// Accepted at the other side.
pub(crate) fn transferred(lang: Lang, to: &str, time: &str) -> String {
    lang.pick(format!("is accepted by {to}, {time} on the way"), format!("is aangenomen door {to}, {time} onderweg"))
}

/// Work begins at another organisation.
pub(crate) fn handed_over(lang: Lang, from: &str, to: &str, time: &str) -> String {
    lang.pick(
        format!("handover from {from} to {to}: {time} without work"),
        format!("overdracht van {from} naar {to}: {time} zonder werk"),
    )
}

/// A clock kept.
pub(crate) fn kept(lang: Lang, clock: &str, left: &str) -> String {
    lang.pick(format!("term kept: {clock}, with {left} to spare"), format!("termijn gehaald: {clock}, met {left} over"))
}

/// A clock breached.
pub(crate) fn breached(lang: Lang, clock: &str, over: &str, due: &str) -> String {
    lang.pick(
        format!("term breached: {clock}, {over} late (it ended {due})"),
        format!("termijn overschreden: {clock}, {over} te laat (einde was {due})"),
    )
}

/// A clock without a verdict.
pub(crate) fn no_verdict(lang: Lang, clock: &str) -> String {
    lang.pick(
        format!("term no longer counts: {clock}, left before it ended"),
        format!("termijn telt niet meer: {clock}, vertrokken voor het einde"),
    )
}

/// A clock still running when the run ends.
pub(crate) fn undecided(lang: Lang, clock: &str) -> String {
    lang.pick(format!("term undecided: {clock}, still running"), format!("termijn onbeslist: {clock}, loopt nog"))
}

/// Left a phase.
pub(crate) fn phase_left(lang: Lang, phase: &str, time: &str) -> String {
    lang.pick(format!("leaves phase {phase} after {time}"), format!("verlaat fase {phase} na {time}"))
}

/// Left the chain.
pub(crate) fn left(lang: Lang, end: &str, time: &str) -> String {
    lang.pick(
        format!("leaves the chain: {end}, {time} after arrival"),
        format!("verlaat de keten: {end}, {time} na aanmelding"),
    )
}

/// Still inside.
pub(crate) fn still_inside(lang: Lang, time: &str) -> String {
    lang.pick(
        format!("the run ends; still in the chain, {time} after arrival"),
        format!("einde van de berekening; nog in de keten, {time} na aanmelding"),
    )
}

/// Stages are opened side by side.
pub(crate) fn split(lang: Lang, stages: &[String]) -> String {
    let stages = stages.join(lang.pick(" and ", " en "));
    lang.pick(format!("now at the same time: {stages}"), format!("nu tegelijk: {stages}"))
}

/// All stages side by side are finished.
pub(crate) fn joint(lang: Lang, waited: Option<&str>) -> String {
    match waited {
        None => lang.pick("all of these are finished".to_owned(), "die zijn nu allemaal klaar".to_owned()),
        Some(time) => lang.pick(
            format!("all of these are finished, {time} after the first"),
            format!("die zijn nu allemaal klaar, {time} na de eerste"),
        ),
    }
}

/// A stage beside the one that was left is stopped.
pub(crate) fn stopped(lang: Lang, stage: &str) -> String {
    lang.pick(format!("{stage} stops too"), format!("{stage} stopt ook"))
}

/// What a worker does in a contact.
pub(crate) fn contact(lang: Lang, stage: &str) -> String {
    lang.pick(format!("contact during {stage}"), format!("contact tijdens {stage}"))
}

/// A contact falls due and waits.
pub(crate) fn contact_due(lang: Lang, contact: &str, team: &str) -> String {
    lang.pick(format!("{contact} falls due, waits for {team}"), format!("{contact} is nodig, wacht op {team}"))
}

/// A contact is not held.
pub(crate) fn contact_cancelled(lang: Lang, contact: &str, skipped: bool) -> String {
    match skipped {
        true => lang.pick(
            format!("{contact} is left out: the one before is still open"),
            format!("{contact} vervalt: het vorige staat nog open"),
        ),
        false => {
            lang.pick(format!("{contact} is cancelled: that is over"), format!("{contact} vervalt: dat is voorbij"))
        }
    }
}

/// Creditors are asked.
pub(crate) fn asked(lang: Lang, creditors: u32, stage: &str) -> String {
    match creditors {
        1 => lang.pick(format!("{stage}: one creditor is asked"), format!("{stage}: één schuldeiser wordt gevraagd")),
        _ => lang.pick(
            format!("{stage}: {creditors} creditors are asked"),
            format!("{stage}: {creditors} schuldeisers worden gevraagd"),
        ),
    }
}

/// What creditors answer.
pub(crate) fn answered(lang: Lang, answer: &Answer, time: &str) -> String {
    if answer.collective {
        return lang.pick(
            format!("all creditors agree at once, by collective consent, after {time}"),
            format!("alle schuldeisers gaan in één keer akkoord, na {time}"),
        );
    }
    let (agree, refuse) = (answer.replied - answer.refused, answer.refused);
    let of = |number: u32, one: &str, more: &str| format!("{number} {}", if number == 1 { one } else { more });
    let verdict = match (answer.agreed, lang) {
        (true, Lang::En) => "enough",
        (true, Lang::Nl) => "genoeg",
        (false, Lang::En) => "too few",
        (false, Lang::Nl) => "te weinig",
    };
    lang.pick(
        format!(
            "after {time} {}, {}: {verdict}",
            of(agree, "creditor agrees", "creditors agree"),
            of(refuse, "refuses", "refuse")
        ),
        format!(
            "na {time} {} akkoord, {}: {verdict}",
            of(agree, "schuldeiser gaat", "schuldeisers gaan"),
            of(refuse, "weigert", "weigeren")
        ),
    )
}
