//! Heads, tables and notes of the pages of a briefing.

use sim_core::experiment::DifferenceVerdict;
use sim_core::lang::Lang;

texts! {
    waits_and_losses: "Stage by stage: how many come, how long they wait, how many drop out",
        "Stap voor stap: hoeveel er komen, hoe lang zij wachten, hoeveel er uitvallen";
    stage: "Stage", "Stap";
    come_a_year: "Come a year", "Komen per jaar";
    mean_wait: "Mean wait", "Gemiddelde wachttijd";
    interval: "95 % interval", "95 %-interval";
    half_at_most: "Half wait at most", "De helft wacht hooguit";
    nine_in_ten: "Nine in ten at most", "Negen op de tien hooguit";
    waiting: "Waiting at a time", "Tegelijk wachtend";
    dropped_out: "Drop out", "Vallen uit";
    reach_head: "How many are reached", "Hoeveel inwoners worden bereikt";
    reach_table: "Reach, by definition", "Bereik, per definitie";
    measure: "Measure", "Maat";
    value: "Value", "Waarde";
    terms_head: "Terms", "Termijnen";
    terms_table: "Share of cases in which a term is kept", "Deel van de gevallen waarin een termijn wordt gehaald";
    term: "Term", "Termijn";
    kept: "Kept", "Gehaald";
    teams_head: "Teams", "Teams";
    teams_table: "How busy teams are", "Hoe druk teams het hebben";
    team: "Team", "Team";
    busy: "Busy share of hours", "Bezet deel van de uren";
    waits_note: "Waits are of those whose work started, in calendar time. Drop-out is of those whose stay at the stage ended.",
        "Wachttijden zijn van wie aan de beurt kwam, in kalendertijd. Uitval is van wie klaar was bij de stap of vertrok.";
    queue_is_no_cause: "A long queue shows where residents wait, not what would help most. “keten bottlenecks” looks for that: it relieves each bottleneck in turn.",
        "Een lange wachtrij laat zien waar inwoners wachten, niet wat het meest zou helpen. Dat zoekt “keten bottlenecks” uit: het neemt elk knelpunt om de beurt weg.";

    compared_head: "What changes, side by side", "Wat er verandert, naast elkaar";
    changes_head: "What is done", "Wat er wordt gedaan";
    and_more: "and {} more changes; all of them are in the folder of results", "en nog {} veranderingen; alle staan in de map met uitkomsten";
    found_head: "What was found", "Wat er is gevonden";
    effects_table: "The most important measures, without and with", "De belangrijkste maten, zonder en met";
    before: "Without", "Zonder";
    after: "With", "Met";
    difference: "Difference", "Verschil";
    verdict: "Verdict", "Oordeel";
    queue_head: "Where the queue went", "Waar de wachtrij bleef";
    queue_table: "Residents waiting at a time, the stage whose queue grew most first", "Inwoners die tegelijk wachten, de stap waar de rij het meest groeide eerst";
    gains_head: "Who gains and who loses", "Wie erop vooruitgaat en wie erop achteruit";
    by_class_table: "By class: what can be told apart from chance", "Per doelgroep: wat van toeval is te onderscheiden";
    class: "Class", "Doelgroep";
    no_class: "By class nothing can be told apart from chance.", "Per doelgroep is niets van toeval te onderscheiden.";
    nobody_followed: "Residents cannot be followed long enough to say who gains.", "Inwoners zijn niet lang genoeg te volgen om te zeggen wie erop vooruitgaat.";
    cost_head: "What it costs", "Wat het kost";
    evidence_head: "How well its effect is known", "Hoe goed het effect bekend is";
    verdict_note: "“Better”, “worse”, “more” and “less” are said only where chance is an unlikely explanation, corrected for all figures that were tested together. “Cannot be told apart” does not mean that there is no effect. The verdict counts everything that was compared at the same time, the interval only its own row.",
        "“Beter”, “slechter”, “meer” en “minder” staan er alleen als toeval een onwaarschijnlijke verklaring is, gecorrigeerd voor alle cijfers die samen zijn getoetst. “Niet te onderscheiden” wil niet zeggen dat er geen effect is. Bij het oordeel telt alles mee wat tegelijk is vergeleken, bij het interval alleen de eigen rij.";
    came_before: "It begins on {}; many of the residents who are followed came before that.", "Het begint op {}; veel inwoners die worden gevolgd, kwamen daarvoor.";

    three_kinds: "There are three kinds of uncertainty, and they are not the same.", "Er zijn drie soorten onzekerheid, en die zijn niet hetzelfde.";
    by_chance: "Chance: another run would give slightly other figures. More replications make this smaller.",
        "Toeval: nog een keer doorrekenen geeft net andere cijfers. Meer herhalingen maken dit kleiner.";
    not_known: "Not knowing: some numbers of the chain are known only roughly. Only better data make this smaller.",
        "Niet weten: sommige getallen van de keten zijn alleen ongeveer bekend. Alleen betere gegevens maken dit kleiner.";
    one_year: "One real year: even if everything were known, a real year is not an average year. Nothing makes this smaller.",
        "Een echt jaar: ook als alles bekend was, is een echt jaar geen gemiddeld jaar. Dit wordt nergens kleiner van.";
    certainty_table: "The three kinds of uncertainty, for the most important figures of the chain today",
        "De drie soorten onzekerheid, voor de belangrijkste cijfers van de keten nu";
    chance_column: "By chance (95 %)", "Door toeval (95 %)";
    unknown_column: "Because not all is known", "Omdat niet alles bekend is";
    year_column: "In 95 % of real years", "In 95 % van de echte jaren";
    all_known: "In this scenario every number is given as known, so what is not known is not in these figures.",
        "In dit scenario staat elk getal als bekend, dus wat niet bekend is, zit niet in deze cijfers.";
    taken_as_known: "Here every number that is not exactly known was taken at its likely value, so what is not known is not in these figures.",
        "Hier kreeg elk getal dat niet precies bekend is zijn waarschijnlijke waarde, dus wat niet bekend is, zit niet in deze cijfers.";
    surer_head: "What would make it surer", "Wat het zekerder zou maken";
    surer_chance: "For {} chance is still large. With about {} replications it would be a tenth of the figure or less.",
        "Bij {} is het toeval nog groot. Met ongeveer {} herhalingen is het een tiende van het cijfer of minder.";
    surer_unknown: "For {} not knowing weighs more than chance: more replications help little, better data do. “keten sweep” shows which number matters most.",
        "Bij {} weegt niet weten zwaarder dan toeval: meer herhalingen helpen weinig, betere gegevens wel. “keten sweep” laat zien welk getal het meest uitmaakt.";
    surer_sources: "{} numbers are assumptions. Asking those who do the work, or counting for some weeks, makes these surer.",
        "{} getallen zijn aannames. Navragen bij wie het werk doet, of een paar weken tellen, maakt die zekerder.";
    surer_enough: "Chance is small for all of these figures.", "Bij al deze cijfers is het toeval klein.";
    warnings_head: "What to keep in mind", "Waar u op moet letten";

    word: "Word", "Woord";
    meaning: "Meaning", "Betekenis";
    words_table: "Words in this briefing", "Woorden in deze briefing";

    parameters_counted: "The chain has {} numbers; {} of them have no remark on their source, and {} are marked as an assumption (A).",
        "De keten heeft {} getallen; bij {} daarvan staat niets over de bron, en {} zijn een aanname (A).";
    without_source: "Without a source", "Zonder bron";
    and_more_numbers: "and {} more: those with “no source” in the table", "en nog {} meer: die met “geen bron” in de tabel";
    marks: "The mark at the beginning of a remark says how sure it is: S stands in a source, D is derived from sources, A is an assumption.",
        "De letter aan het begin van een opmerking zegt hoe zeker het is: S staat in een bron, D is afgeleid uit bronnen, A is een aanname.";
    parameters_table: "Everything that was filled in, as written", "Alles wat is ingevuld, zoals het er staat";
    path: "What", "Wat";
    note: "Source or remark", "Bron of opmerking";
    no_note: "no source", "geen bron";
}

/// A verdict in a cell.
pub(crate) fn verdict_name(lang: Lang, verdict: DifferenceVerdict) -> &'static str {
    crate::text::compare::verdict_name(lang, verdict)
}

/// Not all stages are in the table.
pub(crate) fn most_residents_only(lang: Lang, shown: usize, of: usize) -> String {
    lang.pick(
        format!("The {shown} stages that most residents come to, of {of}; measures.csv has all."),
        format!("De {shown} stappen waar de meeste inwoners komen, van de {of}; measures.csv heeft ze allemaal."),
    )
}

/// Not all parameters are in the table.
pub(crate) fn first_parameters_only(lang: Lang, shown: usize, of: usize) -> String {
    lang.pick(
        format!("The first {shown} of {of}; `keten show FILE --parameters` has all."),
        format!("De eerste {shown} van {of}; `keten show BESTAND --parameters` heeft ze allemaal."),
    )
}

/// What is measured: how long, and from when.
pub(crate) fn measured(lang: Lang, horizon: &str, from: &str) -> String {
    lang.pick(format!("{horizon} from {from}"), format!("{horizon} vanaf {from}"))
}
