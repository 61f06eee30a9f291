//! Texts about theory beside simulation.

use sim_core::lang::Lang;
use sim_core::observe::{Measure, Statistic};

use crate::number::fixed;
use crate::theory::{Form, Reason, StreamReason};

/// Declares texts without parameters.
macro_rules! texts {
    ($($name:ident: $en:literal, $nl:literal;)*) => {
        $(pub(crate) fn $name(lang: Lang) -> &'static str { lang.pick($en, $nl) })*
    };
}

texts! {
    form: "model", "model";
    measure: "measure", "maat";
    theory: "theory", "theorie";
    simulated: "simulated", "gesimuleerd";
    off: "difference (standard errors)", "verschil (standaardfouten)";
    agrees: "agrees", "klopt";
    yes: "yes", "ja";
    no: "NO", "NEE";
    chain: "whole chain", "hele keten";
    no_closed_form: "no closed form", "geen gesloten formule";
    nothing_to_simulate: "No stage of this scenario has a closed-form solution, so nothing was simulated.",
        "Geen enkele stap van dit scenario heeft een gesloten oplossing; er is dus niets gesimuleerd.";
    seconds: "seconds", "seconden";
    why_not: "Where they do not agree, the usual reason is a run that is not yet in the long run: give it more `warm_up`, and with few residents a longer `horizon`.",
        "Waar zij niet kloppen, is meestal de lange duur nog niet bereikt: geef meer `warm_up`, en bij weinig inwoners een langere `horizon`.";
    legend: "Theory holds for the long run; agrees: the difference is one that chance gives a correct simulation in 999 of 1000 cases.",
        "De theorie geldt op de lange duur; klopt: het verschil is er een dat toeval een juiste simulatie in 999 van de 1000 keer geeft.";
}

/// How many figures agree.
pub(crate) fn verdict(lang: Lang, agree: usize, all: usize) -> String {
    lang.pick(format!("{agree} of {all} figures agree."), format!("{agree} van de {all} getallen kloppen."))
}

/// Name of a form, as textbooks write it.
pub(crate) fn form_name(lang: Lang, form: &Form) -> String {
    match form {
        Form::Markov { servers, .. } => format!("M/M/{servers}"),
        Form::Limited { servers, waiting: 0, .. } => format!("M/G/{servers}/{servers}"),
        Form::Limited { servers, waiting, .. } => {
            format!("M/M/{servers}/{}", u64::from(*servers) + u64::from(*waiting))
        }
        Form::Impatient { servers, .. } => format!("M/M/{servers}+M (Erlang A)"),
        Form::General { cv: 0.0, .. } => "M/D/1".to_owned(),
        Form::General { .. } => "M/G/1".to_owned(),
        Form::Unlimited { .. } => "M/G/∞".to_owned(),
        Form::Priority { servers, ranks, .. } => {
            let same = ranks.iter().all(|rank| rank.service == ranks[0].service && (rank.cv - 1.0).abs() < 1e-9);
            let work = if same { 'M' } else { 'G' };
            format!("M/{work}/{servers} {}", lang.pick("with priority", "met voorrang"))
        }
    }
}

/// Name of a figure.
pub(crate) fn figure(lang: Lang, measure: Measure, statistic: Statistic, terms: &[String]) -> String {
    let (en, nl) = match (measure, statistic) {
        (Measure::Wait, Statistic::Mean) => ("mean wait", "gemiddelde wachttijd"),
        (Measure::Wait | Measure::WaitOfAll, Statistic::SharePositive) => ("share who wait", "aandeel dat wacht"),
        (Measure::Wait, Statistic::Over(index)) => {
            let term = terms.get(usize::from(index)).map_or("", String::as_str);
            return lang.pick(format!("waits over {term}"), format!("wacht langer dan {term}"));
        }
        (Measure::WaitOfAll, _) => ("mean wait, leavers too", "gemiddelde wachttijd, ook van wie afhaakt"),
        (Measure::LeftWaiting, _) => ("left while waiting", "haakte af tijdens wachten"),
        (Measure::LeftDuring, _) => ("left during the stay", "haakte af onderweg"),
        (Measure::TurnedAway, _) => ("found no room", "vond geen plaats"),
        (Measure::Queue, _) => ("waiting at a time", "wachtenden tegelijk"),
        (Measure::Present, _) => ("present at a time", "aanwezigen tegelijk"),
        (Measure::TimeInStage, _) => ("time in stage", "doorlooptijd stap"),
        (Measure::Utilisation, _) => ("utilisation", "bezettingsgraad"),
        (other, _) => (other.name(), other.name()),
    };
    lang.pick(en, nl).to_owned()
}

/// An assumption that fails, and what theory wants instead.
pub(crate) fn reason(lang: Lang, reason: &Reason) -> String {
    match reason {
        Reason::Steps(number) => lang.pick(
            format!("it has {number} steps; theory wants one"),
            format!("zij heeft {number} onderdelen; de theorie wil er één"),
        ),
        Reason::Beside => lang.pick(
            "it has contacts, replies or stages side by side; theory wants work or a delay alone".to_owned(),
            "zij heeft contacten, antwoorden of stappen die tegelijk lopen; de theorie wil alleen werk of een tijd"
                .to_owned(),
        ),
        Reason::Caseload => lang.pick(
            "it has places, missed appointments, another class on the way or people kept free; theory knows none of these".to_owned(),
            "zij heeft plekken, gemiste afspraken, overgang naar een doelgroep of vrijgehouden mensen; de theorie kent dat niet".to_owned(),
        ),
        Reason::Dated(name) => lang.pick(
            format!("`{name}` changes by date; theory wants it constant"),
            format!("`{name}` verandert op een datum; de theorie wil het constant"),
        ),
        Reason::ByClass(name) => lang.pick(
            format!("`{name}` differs by class; theory wants it the same for everybody here"),
            format!("`{name}` verschilt per doelgroep; de theorie wil hier hetzelfde voor iedereen"),
        ),
        Reason::WorkNotExponential(name) => lang.pick(
            format!("`work` is {name}; theory wants exponential (with one worker, no `room` and no `patience` any work will do)"),
            format!("`work` is {name}; de theorie wil exponential (met één medewerker, zonder `room` en `patience`, mag elke verdeling)"),
        ),
        Reason::PatienceNotExponential(name) => lang.pick(
            format!("`patience` is {name}; theory (Erlang A) wants exponential"),
            format!("`patience` is {name}; de theorie (Erlang A) wil exponential"),
        ),
        Reason::LeaveNotExponential => lang.pick(
            "residents may leave during the delay; theory then wants `delay` and `leave` both exponential".to_owned(),
            "inwoners kunnen tijdens `delay` vertrekken; de theorie wil dan `delay` en `leave` beide exponential".to_owned(),
        ),
        Reason::Returns => lang.pick(
            "files come back (`returned`), so the team does rework too; theory wants every visit alike".to_owned(),
            "dossiers komen terug (`returned`), dus het team doet ook herstelwerk; de theorie wil elk bezoek gelijk".to_owned(),
        ),
        Reason::RoomAndPatience => lang.pick(
            "it has both a `room` and a `patience`; theory wants one of them".to_owned(),
            "zij heeft een `room` én een `patience`; de theorie wil er één van".to_owned(),
        ),
        Reason::RoomOfAnotherKind => lang.pick(
            "its `room` is not the one theory knows: so many may wait, the same for everybody, and who finds as many goes elsewhere".to_owned(),
            "haar `room` is niet die van de theorie: er mogen er zo veel wachten, voor iedereen evenveel, en wie het vol treft gaat ergens anders heen".to_owned(),
        ),
        Reason::Holds => lang.pick(
            "residents or workers may stay there after the work (blocked, or `keeps_worker`); theory wants them to go at once".to_owned(),
            "inwoners of medewerkers kunnen er na het werk blijven (geblokkeerd, of `keeps_worker`); de theorie wil dat zij meteen gaan".to_owned(),
        ),
        Reason::PriorityAnd => lang.pick(
            "the queue goes by priority and has a `room` or a `patience`; theory wants priority alone".to_owned(),
            "de rij gaat op voorrang en heeft een `room` of een `patience`; de theorie wil alleen voorrang".to_owned(),
        ),
        Reason::Field(name) => lang.pick(
            format!("it has `{name}`; theory here knows no formula for that"),
            format!("zij heeft `{name}`; de theorie kent hier geen formule daarvoor"),
        ),
        Reason::EarliestDue => lang.pick(
            "the queue is \"earliest due\"; theory wants \"first come\" or priority".to_owned(),
            "de rij is \"earliest due\"; de theorie wil \"first come\" of voorrang".to_owned(),
        ),
        Reason::SharedTeam { team, stages } => {
            let stages = names(stages);
            lang.pick(
                format!("team \"{team}\" also works for {stages}; theory wants a team of its own"),
                format!("team \"{team}\" werkt ook voor {stages}; de theorie wil een eigen team"),
            )
        }
        Reason::Closes { team } => lang.pick(
            format!("team \"{team}\" closes; theory wants it always open"),
            format!("team \"{team}\" gaat dicht; de theorie wil het altijd open"),
        ),
        Reason::DutyChanges { team } => lang.pick(
            format!("the number on duty of team \"{team}\" changes; theory wants it constant"),
            format!("het aantal mensen in dienst van team \"{team}\" verandert; de theorie wil het constant"),
        ),
        Reason::Streams { streams, why } => stream_reason(lang, &names(streams), *why),
        Reason::FromNeed => lang.pick(
            "residents come out of need or come back after leaving; theory wants a stream from outside".to_owned(),
            "inwoners komen uit de nood of komen terug na vertrek; de theorie wil een stroom van buiten".to_owned(),
        ),
        Reason::FedBy { stages } => {
            let stages = names(stages);
            lang.pick(
                format!("residents come through {stages}, and only an M/M/c or M/G/∞ stage with Poisson arrivals and fixed shares passes a Poisson stream on"),
                format!("inwoners komen via {stages}, en alleen een M/M/c- of M/G/∞-stap met Poisson-aanmeldingen en vaste aandelen geeft een Poissonstroom door"),
            )
        }
        Reason::ComesBack => lang.pick(
            "residents come back to it; theory then wants exponential work for everybody alike, first come first served, and nobody leaving".to_owned(),
            "inwoners komen er terug; de theorie wil dan exponential werk, voor iedereen gelijk, op volgorde van komst, en niemand die afhaakt".to_owned(),
        ),
        Reason::SharesVary => lang.pick(
            "residents come back to it by referrals that differ by class or date, or after returns; theory wants fixed shares".to_owned(),
            "inwoners komen er terug via doorverwijzingen die verschillen per doelgroep of datum, of na teruggestuurde dossiers; de theorie wil vaste aandelen".to_owned(),
        ),
        Reason::Nobody => lang.pick("nobody comes to it".to_owned(), "er komt niemand".to_owned()),
        Reason::Overloaded { offered_load, servers } => {
            let load = fixed(*offered_load, 2, lang);
            lang.pick(
                format!("residents bring work for {load} workers, and the team has {servers}: the queue grows without end, so there is no long run"),
                format!("inwoners brengen werk voor {load} medewerkers, en het team heeft er {servers}: de rij groeit eindeloos, dus een lange duur is er niet"),
            )
        }
        Reason::NoAnswer(message) => lang.pick(
            format!("the formula has no answer for these numbers: {message}"),
            format!("de formule heeft geen antwoord voor deze getallen: {message}"),
        ),
    }
}

fn stream_reason(lang: Lang, streams: &str, why: StreamReason) -> String {
    let (en, nl) = match why {
        StreamReason::Dated => {
            ("change by date; theory wants a constant rate", "veranderen op een datum; de theorie wil een vast aantal")
        }
        StreamReason::Profile => (
            "follow the month, weekday or opening hours; theory wants a constant rate",
            "volgen maand, weekdag of openingstijd; de theorie wil een vast aantal",
        ),
        StreamReason::Surges => {
            ("have surges; theory wants a constant rate", "kennen pieken of dalen; de theorie wil een vast aantal")
        }
        StreamReason::Cycle => {
            ("follow a cycle; theory wants a constant rate", "volgen een cyclus; de theorie wil een vast aantal")
        }
        StreamReason::Moments => (
            "come at given moments; theory wants random ones (`rate`)",
            "komen op vaste momenten; de theorie wil willekeurige (`rate`)",
        ),
        StreamReason::Batches => {
            ("come in batches; theory wants them one at a time", "komen in groepen; de theorie wil hen één voor één")
        }
        StreamReason::Population => (
            "are a finite population; theory wants random arrivals (`rate`)",
            "zijn een eindige groep; de theorie wil willekeurige (`rate`)",
        ),
        StreamReason::Interval => (
            "have times in between that are not exponential; theory wants a Poisson stream",
            "hebben tussentijden die niet exponential zijn; de theorie wil een Poissonstroom",
        ),
        StreamReason::Until => (
            "stop before the end of the run; theory wants the long run",
            "stoppen voor het einde; de theorie wil de lange duur",
        ),
        StreamReason::Mix => (
            "change their mix of classes by date; theory wants it constant",
            "veranderen op een datum van samenstelling; de theorie wil die constant",
        ),
    };
    lang.pick(format!("arrivals {streams} {en}"), format!("aanmeldingen {streams} {nl}"))
}

/// Names as on screen in quotes, the first few of many.
fn names(all: &[String]) -> String {
    let shown: Vec<String> = all.iter().take(3).map(|name| format!("\"{name}\"")).collect();
    let more = if all.len() > 3 { format!(" + {}", all.len() - 3) } else { String::new() };
    format!("{}{more}", shown.join(", "))
}
