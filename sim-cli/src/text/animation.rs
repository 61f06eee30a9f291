//! Words of a run that is played over the map.

use sim_core::lang::Lang;

texts! {
    play: "Play", "Afspelen";
    pause: "Pause", "Pauze";
    slider: "Date in the run", "Datum in de doorrekening";
    waits: "waiting (open dots above a box)", "wachten (open stippen boven een vak)";
    helped: "being helped (filled dots below it)", "worden geholpen (dichte stippen eronder)";
    between: "on the way (black dots)", "onderweg (zwarte stippen)";
    left: "diamonds: leave otherwise than intended", "ruiten: vertrekken anders dan bedoeld";
    still: "In a browser with scripts on, this run can be played on the map, day by day.",
        "In een browser met scripts aan kan deze doorrekening op de kaart worden afgespeeld, dag voor dag.";
    not_again: "the first replication could not be simulated once more, to be played",
        "de eerste herhaling kon niet nog eens worden doorgerekend, om af te spelen";
}

/// Which run it is.
///
/// * `one_in` – one in so many residents is drawn
pub(crate) fn run(lang: Lang, of: u32, every: u32, one_in: &str) -> String {
    let dots = match every {
        1 => lang.pick("Each dot is a resident.", "Elke stip is een inwoner.").to_owned(),
        _ => lang.pick(
            format!("Each dot is a resident; 1 in {one_in} is drawn."),
            format!("Elke stip is een inwoner; 1 op de {one_in} is getekend."),
        ),
    };
    lang.pick(
        format!("Run 1 of {of}: how it may go once, not the average. {dots} A move that takes no time is drawn as some days."),
        format!(
            "Herhaling 1 van {of}: hoe het een keer kan gaan, niet het gemiddelde. {dots} Een stap die geen tijd kost is getekend als een paar dagen."
        ),
    )
}
