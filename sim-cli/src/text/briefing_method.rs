//! Method and reporting items of a briefing, by STRESS-DES (Monks et al. 2019): what each item asks, and what is said of it.

use sim_core::lang::Lang;

texts! {
    intro: "The chain was simulated with keten: residents go through the stages one by one, wait for people and places, and are referred, on a computer. The items below are those of STRESS-DES, a guideline for reporting such studies (Monks, Currie, Onggo, Robinson, Kunc and Taylor 2019, Journal of Simulation 13(1), 55–67).",
        "De keten is doorgerekend met keten: inwoners gaan één voor één door de stappen, wachten op mensen en plekken, en worden doorverwezen, in de computer. De punten hieronder zijn die van STRESS-DES, een richtlijn voor verslag van zulk onderzoek (Monks, Currie, Onggo, Robinson, Kunc en Taylor 2019, Journal of Simulation 13(1), 55–67).";
    again: "To make this again: “keten reproduce” with the folder of results, or the same command with the same seed and version.",
        "Om dit opnieuw te maken: “keten reproduce” met de map met uitkomsten, of dezelfde opdracht met hetzelfde startgetal en dezelfde versie.";
    items_table: "The 24 items of STRESS-DES", "De 24 punten van STRESS-DES";
    item: "Item", "Punt";
    about: "About", "Waarover";
    said: "What is said of it", "Wat erover te zeggen is";
    all_said: "All 24 items are filled in.", "Alle 24 punten zijn ingevuld.";
    some_missing: "{} of the 24 items are filled in. Only the maker of the scenario can say the others: {}.",
        "{} van de 24 punten zijn ingevuld. De andere kan alleen de maker van het scenario zeggen: {}.";
    missing: "Not said. Fill in “{}” under [reporting] in the scenario.", "Staat er niet. Vul “{}” in onder [reporting] in het scenario.";
    owner: "Who answers for the scenario: {}.", "Verantwoordelijk voor het scenario: {}.";
    contact: "Questions: {}.", "Vragen: {}.";

    purpose: "Purpose of the model", "Doel van het model";
    outputs: "Model outputs", "Uitkomsten van het model";
    aims: "Aims of the experiments", "Doel van de berekeningen";
    diagram: "Diagram of the base model", "Tekening van het basismodel";
    base_logic: "Logic of the base model", "Werking van het basismodel";
    scenario_logic: "Logic of the scenarios", "Werking van de scenario's";
    algorithms: "Algorithms", "Rekenregels";
    entities: "Components: entities", "Onderdelen: wie erdoor gaat";
    activities: "Components: activities", "Onderdelen: wat er gebeurt";
    resources: "Components: resources", "Onderdelen: mensen en plekken";
    queues: "Components: queues", "Onderdelen: wachtrijen";
    entry_exit: "Components: entry and exit points", "Onderdelen: begin en einde";
    sources: "Data sources", "Bronnen van gegevens";
    preparation: "Pre-processing", "Bewerking vooraf";
    inputs: "Input parameters", "Ingevulde getallen";
    assumptions: "Assumptions", "Aannames";
    initialisation: "Initialisation", "Begin van de berekening";
    run_length: "Run length", "Duur van de berekening";
    estimation: "Estimation approach", "Manier van schatten";
    software: "Software", "Programma";
    sampling: "Random sampling", "Toeval";
    execution: "Model execution", "Uitvoering";
    system: "System specification", "Computer";
    sharing: "Computer model sharing", "Delen van het model";

    of_outputs: "The measures of this briefing are defined under “What the words mean”; all of them, with formulas, in docs/model.md (§7). Intervals of 95 % come from replications (Student t; shares that never vary: Wilson).",
        "De maten van deze briefing staan onder “Wat de woorden betekenen”; alle maten met formules in docs/model.md (§7). Intervallen van 95 % komen uit de herhalingen (Student t; aandelen die nooit variëren: Wilson).";
    one_chain: "One chain, as it is; nothing is compared.", "Eén keten, zoals die is; er is niets vergeleken.";
    of_arms: "Compared with the chain as it is: {}.", "Vergeleken met de keten zoals die is: {}.";
    of_diagram: "The map of the chain under “The chain today”.", "De kaart van de keten onder “De keten nu”.";
    of_logic: "A stage is an ordered list of steps: getting a place, work by a team, delays without anybody, replies of creditors. After it residents are referred by shares or conditions, may be lost or sent back, and may leave while they wait. The rules stand in docs/model.md.",
        "Een stap is een rij handelingen: een plek krijgen, werk door een team, tijd waarin niemand werkt, antwoorden van schuldeisers. Daarna worden inwoners doorverwezen naar aandeel of voorwaarde; zij kunnen kwijtraken, worden teruggestuurd, of afhaken tijdens het wachten. De regels staan in docs/model.md.";
    no_scenarios: "None: there is only the base.", "Geen: er is alleen de basis.";
    of_scenarios: "What each changes stands on its own page (“What is done”).", "Wat elk verandert, staat op een eigen pagina (“Wat er wordt gedaan”).";
    of_algorithms: "Order in queues, terms, opening hours with public holidays, growth of debts and return: docs/model.md.",
        "Volgorde in wachtrijen, termijnen, openingstijden met feestdagen, groei van schulden en terugkeer: docs/model.md.";
    of_queues_default: "First come, first served at all stages, unless another order stands here: {}.",
        "Wie het eerst komt, is bij alle stappen het eerst aan de beurt, tenzij hier anders staat: {}.";
    of_queues_all_default: "First come, first served at all stages.", "Wie het eerst komt, is bij alle stappen het eerst aan de beurt.";
    by_priority: "by class", "naar doelgroep";
    earliest_due: "earliest due first", "eerst aflopende termijn eerst";
    of_sources: "The remark beside each number under “What was filled in”.", "De opmerking bij elk getal onder “Wat er is ingevuld”.";
    of_inputs: "Every number, as written, under “What was filled in”.", "Elk getal, zoals het er staat, onder “Wat er is ingevuld”.";
    of_sampling: "Every draw is found by its address (seed, replication, resident, purpose, visit, draw) with folded multiplications, keyed by Philox2x64-10. So the same resident meets the same luck in everything that is compared (common random numbers).",
        "Elke trekking wordt gevonden met haar adres (startgetal, herhaling, inwoner, doel, bezoek, trekking) met gevouwen vermenigvuldigingen, met een sleutel uit Philox2x64-10. Zo treft dezelfde inwoner hetzelfde toeval in alles wat wordt vergeleken.";
    of_execution: "Next event. At one moment ends of work come first, then changes of the calendar, then arrivals; ties are settled by names, never by order in the file (docs/model.md, M17). Replications run side by side; the results do not depend on how many.",
        "Volgende gebeurtenis. Op één moment komt het einde van werk eerst, dan wijzigingen van de kalender, dan nieuwe inwoners; bij gelijke stand beslissen namen, nooit de volgorde in het bestand (docs/model.md, M17). Herhalingen lopen naast elkaar; de uitkomsten hangen daar niet van af.";
    terminating_filled: "It begins with the residents who are there at the start, and is not warmed up.",
        "Het begint met de inwoners die er bij de start zijn, zonder inloop.";
}

/// How it begins, with a warm-up.
pub(crate) fn warmed_up(lang: Lang, warm_up: &str, settled: Option<bool>) -> String {
    let settled = match settled {
        Some(true) => lang.pick(
            " The number of residents in the chain had settled before measuring began (MSER-5).",
            " Het aantal inwoners in de keten was gelijkmatig voordat het meten begon (MSER-5).",
        ),
        Some(false) => lang.pick(
            " Beware: the number of residents in the chain had not settled when measuring began (MSER-5).",
            " Let op: het aantal inwoners in de keten was nog niet gelijkmatig toen het meten begon (MSER-5).",
        ),
        None => "",
    };
    lang.pick(
        format!("Begins empty and is simulated for {warm_up} before measuring (no end of its own).{settled}"),
        format!("Begint leeg en wordt {warm_up} doorgerekend voor het meten (zonder eigen einde).{settled}"),
    )
}

/// How long is measured.
pub(crate) fn length(lang: Lang, horizon: &str, from: &str) -> String {
    lang.pick(
        format!("{horizon} from {from}; time runs on in days, to the microsecond."),
        format!("{horizon} vanaf {from}; de tijd loopt in dagen, tot op de microseconde."),
    )
}

/// How figures are estimated.
pub(crate) fn replicated(lang: Lang, replications: u32, precise: bool, draws: Option<u32>) -> String {
    let until = match precise {
        true => lang.pick(", as many as the wanted precision asked for", ", zoveel als de gevraagde precisie vroeg"),
        false => "",
    };
    let draws = draws.map_or(String::new(), |draws| {
        lang.pick(
            format!(
                " They share {draws} draws of the unknown numbers, so that chance and not knowing can be told apart."
            ),
            format!(
                " Zij delen {draws} trekkingen van de onbekende getallen, zodat toeval en niet weten te scheiden zijn."
            ),
        )
    });
    lang.pick(
        format!("{replications} independent replications{until}.{draws} Differences are paired by replication and resident, and corrected for all that were tested together (Holm)."),
        format!("{replications} onafhankelijke herhalingen{until}.{draws} Verschillen zijn gepaard per herhaling en inwoner, en gecorrigeerd voor alles wat samen is getoetst (Holm)."),
    )
}

/// Which program.
pub(crate) fn program(lang: Lang, version: &str, system: &str) -> String {
    lang.pick(
        format!("keten {version}, written in Rust, on {system}."),
        format!("keten {version}, geschreven in Rust, op {system}."),
    )
}

/// How long it took, and on what.
pub(crate) fn computer(lang: Lang, seconds: Option<f64>, threads: usize) -> String {
    let on = match threads {
        1 => lang.pick("1 core".to_owned(), "1 rekenkern".to_owned()),
        more => lang.pick(format!("{more} cores"), format!("{more} rekenkernen")),
    };
    match seconds {
        Some(seconds) => {
            let seconds = sim_report::number::fixed(seconds, 1, lang);
            lang.pick(format!("{seconds} seconds on {on}."), format!("{seconds} seconden op {on}."))
        }
        None => lang.pick(format!("On {on}."), format!("Op {on}.")),
    }
}

/// Names with their number: `Stages (14): …`.
pub(crate) fn counted(lang: Lang, number: usize, what: (&str, &str), names: &str) -> String {
    let what = lang.pick(what.0, what.1);
    if names.is_empty() { format!("{what}: {number}.") } else { format!("{what} ({number}): {names}.") }
}

/// The assumptions.
pub(crate) fn assumed(lang: Lang, assumed: usize, without: usize) -> String {
    lang.pick(
        format!("{assumed} numbers are marked as an assumption, {without} have no source; both stand under “What was filled in”."),
        format!("{assumed} getallen zijn een aanname, {without} hebben geen bron; beide staan onder “Wat er is ingevuld”."),
    )
}

/// What the scenario cannot tell, as its maker says.
pub(crate) fn limits(lang: Lang, limitations: &str) -> String {
    lang.pick(format!(" Limits: {limitations}"), format!(" Grenzen: {limitations}"))
}
