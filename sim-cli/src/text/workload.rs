//! Words of the picture of how busy teams are.

use sim_core::lang::Lang;

texts! {
    title: "How busy are the teams?", "Hoe druk zijn de teams?";
    description:
        "For each team the share of its staffed hours that it works, and for teams with a caseload the share of its places that is held, each with its 95 % confidence interval; the shape of the mark says in which of three zones that share lies.",
        "Voor elk team het aandeel van de beschikbare uren dat het werkt, en voor teams met een caseload het aandeel van de plekken dat bezet is, elk met het 95 %-betrouwbaarheidsinterval; de vorm van het teken zegt in welke van drie zones dat aandeel ligt.";
    axis: "share of what there is", "aandeel van wat er is";
    room: "up to 80 %: room for busy weeks", "tot 80 %: ruimte voor drukke weken";
    busy: "80 to 95 %: little room left", "80 tot 95 %: weinig ruimte over";
    full: "from 95 %: as good as full", "vanaf 95 %: zo goed als vol";
    interval: "95 % confidence interval", "95 %-betrouwbaarheidsinterval";
    hours: "Working hours", "Werkuren";
    worked: "worked", "gewerkt";
    staffed: "staffed hours a year", "beschikbare uren per jaar";
    cases: "Open cases (caseload)", "Lopende zaken (caseload)";
    places_used: "places held", "plekken bezet";
    places_held: "cases of places", "zaken van plekken";
    per_fte: "cases per fte", "zaken per fte";
    zones_note:
        "Where the zones end is a rule of thumb; a zone does not say how long residents wait, which follows from the whole chain, nor that a queue grows. The shape is that of the mean; where the line reaches into another zone, it may as well be that one. Cases per fte, of the most that an fte may have, are worked out: that number times the share of places held.",
        "Waar de zones eindigen is een vuistregel; een zone zegt niet hoe lang inwoners wachten, want dat volgt uit de hele keten, en ook niet dat een rij groeit. De vorm is die van het gemiddelde; waar de lijn tot in een andere zone komt, kan het net zo goed die zijn. Zaken per fte, van wat een fte hoogstens mag hebben, zijn uitgerekend: dat aantal maal het aandeel bezette plekken.";
    unknown: "± is by chance; the line is both chance and not knowing some numbers.",
        "± is door toeval; de lijn is zowel toeval als het niet weten van sommige getallen.";
}

/// So many of at most so many.
pub(crate) fn so_many_of(lang: Lang, number: &str, of: &str) -> String {
    lang.pick(format!("{number} of {of}"), format!("{number} van {of}"))
}

/// Not all teams are shown.
pub(crate) fn busiest_only(lang: Lang, shown: usize, of: usize) -> String {
    lang.pick(format!("The {shown} busiest teams, of {of}."), format!("De {shown} drukste teams, van de {of}."))
}
