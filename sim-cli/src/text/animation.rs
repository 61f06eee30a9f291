//! Words of a run that is played over the map.

use sim_core::lang::Lang;

texts! {
    play: "Play", "Afspelen";
    pause: "Pause", "Pauze";
    slider: "Date in the run", "Datum in de doorrekening";
    waits: "dots that wait (open, above a box)", "stippen die wachten (open, boven een vak)";
    helped: "that are helped (filled, below it)", "die geholpen worden (dicht, eronder)";
    between: "on the way (black)", "onderweg (zwart)";
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
            format!("Each dot is a resident, and 1 in {one_in} is drawn: numbers count dots, and stand for {one_in} times as many residents."),
            format!("Elke stip is een inwoner, en 1 op de {one_in} is getekend: getallen tellen stippen, en staan voor {one_in} keer zoveel inwoners."),
        ),
    };
    lang.pick(
        format!("Run 1 of {of}: how it may go once, not the average. {dots} A move that takes no time is seen for some days, and counts where it leads."),
        format!(
            "Herhaling 1 van {of}: hoe het een keer kan gaan, niet het gemiddelde. {dots} Een overgang die geen tijd kost is een paar dagen te zien, en telt waar die heen gaat."
        ),
    )
}
