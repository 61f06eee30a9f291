//! Words of the map of a chain.

use sim_core::lang::Lang;

texts! {
    title: "What does the chain look like, and how many residents go where?",
        "Hoe ziet de keten eruit, en hoeveel inwoners gaan waarheen?";
    description:
        "The chain as boxes and arrows from top to bottom: for each stage how many residents join it a year and how long they wait on average, arrows as thick as what flows, how many leave the chain at each stage otherwise than intended, and the ends that are intended.",
        "De keten als vakken en pijlen van boven naar beneden: voor elke stap hoeveel inwoners er per jaar komen en hoe lang zij gemiddeld wachten, pijlen zo dik als het aantal dat er gaat, hoeveel inwoners de keten bij elke stap anders verlaten dan bedoeld, en de bedoelde eindes.";
    arrow_name: "the thicker, the more residents a year", "hoe dikker, hoe meer inwoners per jaar";
    back_name: "back to an earlier stage", "terug naar een eerdere stap";
    lost_name: "leave the chain here otherwise than intended, a year", "verlaten de keten hier anders dan bedoeld, per jaar";
    folded: "{} smaller stages are left out; who passes them is drawn past them.",
        "{} kleinere stappen zijn weggelaten; wie erdoorheen gaat, is erlangs getekend.";
    volume: "residents a year", "inwoners per jaar";
    mean_wait: "mean wait", "gemiddelde wachttijd";
    a_year: "{} a year", "{} per jaar";
    wait: "mean wait {}", "wacht gemiddeld {}";
    note:
        "Means per year over the measured time. The table of measures has numbers per stage, with their intervals; an arrow between stages is counted where it takes time, else worked out from the shares and the numbers on both sides. The smallest arrows are not drawn.",
        "Gemiddelden per jaar over de gemeten tijd. De tabel met maten heeft aantallen per stap, met hun intervallen; een pijl tussen stappen is geteld waar hij tijd kost, en anders berekend uit de aandelen en de aantallen aan beide kanten. De kleinste pijlen zijn niet getekend.";
    side_by_side:
        "Of stages side by side an arrow tells who finish that stage; who meanwhile leaves from another of them goes no further. Who leaves counts at the stage from which they leave.",
        "Bij stappen naast elkaar zegt een pijl wie die stap afrondt; wie intussen uit een andere ervan vertrekt, gaat niet verder. Wie vertrekt, telt bij de stap van waaruit dat gebeurt.";
}
