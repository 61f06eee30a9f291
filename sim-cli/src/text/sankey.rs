//! Words of the picture of residents as bands.

use sim_core::lang::Lang;

texts! {
    title: "Where do residents come in, go, and leave?", "Waar komen inwoners binnen, waar gaan zij heen en waar vertrekken zij?";
    description:
        "Residents as bands from top to bottom, as wide as how many go that way in a year: from where they come in, through the stages, to the ends that are intended; at each stage those who leave otherwise, by how. Who goes back to an earlier stage is listed below.",
        "Inwoners als banden van boven naar beneden, zo breed als het aantal dat er per jaar gaat: van waar zij binnenkomen, door de stappen, naar de bedoelde eindes; bij elke stap wie anders vertrekt, naar hoe. Wie teruggaat naar een eerdere stap staat in de lijst eronder.";
    band: "residents, the wider the more a year", "inwoners, hoe breder hoe meer per jaar";
    back: "Back to an earlier stage, residents a year", "Terug naar een eerdere stap, inwoners per jaar";
    more_back: "and {} smaller ones", "en {} kleinere";
    note:
        "Means per year over the measured time, all with the same scale. A band between stages is counted where it takes time, else worked out from the shares and the numbers on both sides (flows.csv, losses.csv); intervals are in the table of measures. A bar may be wider than its bands: who is still inside at the end, and who come back, are in no band. The smallest bands are not drawn.",
        "Gemiddelden per jaar over de gemeten tijd, alle op dezelfde schaal. Een band tussen stappen is geteld waar hij tijd kost, en anders berekend uit de aandelen en de aantallen aan beide kanten (flows.csv, losses.csv); intervallen staan in de tabel met maten. Een balk kan breder zijn dan zijn banden: wie aan het eind nog binnen is en wie terugkomt, zit in geen band. De smalste banden zijn niet getekend.";
    side_by_side:
        "Of stages side by side each has a band of everybody, so that they are together wider than who comes.",
        "Bij stappen naast elkaar heeft elke stap een band van iedereen, zodat ze samen breder zijn dan wie er komt.";
}
