//! Words about the chain as another simulator reads it.

use std::path::Path;

use sim_core::lang::Lang;
use sim_mining::write::peer::{Untold, What};

/// What stands above both files.
pub(crate) fn made_of(lang: Lang, file: &str) -> String {
    lang.pick(format!("The chain of {file}, written by keten."), format!("De keten van {file}, geschreven door keten."))
}

/// What goes before the list.
pub(crate) fn not_said(lang: Lang) -> &'static str {
    lang.pick(
        "What these files do not say, or otherwise than the scenario does:",
        "Wat deze bestanden niet zeggen, of anders dan het scenario:",
    )
}

/// All of it is said.
pub(crate) fn all_said(lang: Lang) -> &'static str {
    lang.pick("These files say all that the scenario does.", "Deze bestanden zeggen alles wat het scenario zegt.")
}

/// How Prosimos runs it.
pub(crate) fn command(lang: Lang, bpmn: &Path, json: &Path, cases: u64, start: &str) -> String {
    let (bpmn, json) = (bpmn.display(), json.display());
    let command = format!(
        "prosimos start-simulation --bpmn_path {bpmn} --json_path {json} --total_cases {cases} --starting_at {start}T00:00:00+00:00 --log_out_path log.csv"
    );
    lang.pick(format!("run it in Prosimos with: {command}"), format!("reken het door in Prosimos met: {command}"))
}

/// Something that is not said.
pub(crate) fn untold(lang: Lang, untold: &Untold) -> String {
    let (en, nl) = words(untold.what);
    let of = untold.of.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let of = if of.is_empty() { of } else { format!(" ({of})") };
    lang.pick(format!("{en}{of}"), format!("{nl}{of}"))
}

fn words(what: What) -> (&'static str, &'static str) {
    match what {
        What::Patience => {
            ("patience: here everybody waits until it is their turn", "geduld: hier wacht iedereen tot de beurt komt")
        }
        What::Leaving => (
            "leaving during a delay or work: here everybody stays to the end",
            "vertrek tijdens een doorlooptijd of werk: hier blijft iedereen tot het eind",
        ),
        What::NoShow => ("missed appointments: here everybody appears", "gemiste afspraken: hier verschijnt iedereen"),
        What::Queue => (
            "who is next by class, by term or last come: here first come, first served",
            "wie aan de beurt is naar doelgroep, naar termijn of laatst gekomen: hier wie het eerst komt",
        ),
        What::Places => {
            ("caseload places: here there are always enough", "plekken (caseload): hier zijn er altijd genoeg")
        }
        What::Room => ("limited room: here there is always room", "beperkte ruimte: hier is er altijd ruimte"),
        What::Becoming => {
            ("becoming another class: here nobody does", "van doelgroep veranderen: hier doet niemand dat")
        }
        What::ByClass => (
            "times and shares that differ by class: here those of everybody else",
            "tijden en aandelen die per doelgroep verschillen: hier die van alle anderen",
        ),
        What::ByDate => (
            "values that change by date: here those of the first day",
            "waarden die veranderen met de datum: hier die van de eerste dag",
        ),
        What::Ways => (
            "ways that depend on class, amount or date: here the shares that one replication shows",
            "wegen die afhangen van doelgroep, bedrag of datum: hier de aandelen die één herhaling laat zien",
        ),
        What::Contacts => {
            ("contacts during a stay: here there are none", "contacten tijdens een verblijf: hier zijn ze er niet")
        }
        What::Replies => (
            "replies of creditors: here one time, that of the slowest as if their times were exponential",
            "antwoorden van schuldeisers: hier één tijd, die van de traagste alsof hun tijden exponentieel zijn",
        ),
        What::OpenHours => {
            ("delays counted in open hours: here in all hours", "doorlooptijden in openingsuren: hier in alle uren")
        }
        What::SideBySide => (
            "ways out of stages side by side: here everybody finishes them",
            "uitval uit stappen naast elkaar: hier maakt iedereen ze af",
        ),
        What::Clinic => ("clinics: here work begins at any open hour", "spreekuren: hier begint werk op elk open uur"),
        What::Advanced => (
            "preparation, turnaround, gates, interruption, work by the way taken, workers who stay: here none of these",
            "voorbereiding, omsteltijd, poorten, onderbreking, werk naar de gekozen weg, medewerkers die blijven: hier niets daarvan",
        ),
        What::Kind => (
            "kinds of distributions that Prosimos does not know: here gamma with the same mean and spread",
            "soorten verdelingen die Prosimos niet kent: hier gamma met hetzelfde gemiddelde en dezelfde spreiding",
        ),
        What::Arrivals => (
            "arrivals by month, weekday, calendar, batch, surge or list: here at random, as many as in one replication",
            "aanmeldingen per maand, weekdag, kalender, partij, golf of lijst: hier op willekeurige momenten, zoveel als in één herhaling",
        ),
        What::Pool => (
            "residents in need: here only those who come into the chain, at random, as many as in one replication",
            "inwoners in nood: hier alleen wie in de keten komt, op willekeurige momenten, zoveel als in één herhaling",
        ),
        What::Comeback => {
            ("coming back after an end: here those are newcomers", "terugkomen na uitstroom: hier zijn dat nieuwkomers")
        }
        What::Present => (
            "residents who are there at the beginning: here the chain begins empty",
            "inwoners die er bij het begin al zijn: hier begint de keten leeg",
        ),
        What::WarmUp => (
            "the warm-up: here the chain begins empty; leave out the first part of the log",
            "de inloop: hier begint de keten leeg; laat het eerste deel van het log weg",
        ),
        What::Holidays => {
            ("holidays and closures: here every week is alike", "feestdagen en sluitingen: hier is elke week gelijk")
        }
        What::Roster => (
            "rosters: here the mean number of people, day and night",
            "roosters: hier het gemiddelde aantal mensen, dag en nacht",
        ),
        What::Unlimited => (
            "teams of which there are always enough: here 100 people",
            "teams waarvan er altijd genoeg zijn: hier 100 mensen",
        ),
        What::Closing => (
            "work that is finished or begun again after closing: here it goes on at the next opening",
            "werk dat bij sluiting wordt afgemaakt of opnieuw begint: hier gaat het verder bij de volgende opening",
        ),
    }
}
