//! What stands around the tables: changes of the command line, the precision that was reached, what could not be said.

use sim_core::lang::Lang;
use sim_core::scenario::HalfWidth;

use crate::number::{fixed, round_up};

/// What the command line changed in the scenario.
pub(crate) fn changed(lang: Lang, changes: &[String]) -> String {
    format!("{}: {}", lang.pick("changed", "gewijzigd"), changes.join("; "))
}

/// Whether the wanted precision was reached.
///
/// * `reached` – half-width that was reached, like `wanted` a share of the mean or in the unit of the measure
pub(crate) fn precision(
    lang: Lang,
    measure: &str,
    wanted: HalfWidth,
    unit: &str,
    reached: Option<f64>,
    number: u32,
) -> String {
    let (wanted, scale, unit) = match wanted {
        HalfWidth::Relative(share) => (share, 100.0, "%"),
        HalfWidth::Absolute(width) => (width, 1.0, unit),
    };
    // One day, two days; in Dutch one hour and two are the same word.
    let of_wanted = match (wanted, lang, unit) {
        (1.0, Lang::En, more) => more.trim_end_matches('s'),
        (1.0, Lang::Nl, "dagen") => "dag",
        (1.0, Lang::Nl, "minuten") => "minuut",
        _ => unit,
    };
    let decimals = |width: f64| if width > 0.0 { (1 - width.log10().floor() as i64).clamp(0, 6) as usize } else { 0 };
    let shown = |width: f64| {
        let places = decimals(width);
        format!("± {} {unit}", fixed(round_up(width, places), places, lang)).trim_end().to_owned()
    };
    let wanted = format!("± {} {of_wanted}", sim_core::text::shortest((wanted * scale * 1e6).round() / 1e6))
        .trim_end()
        .to_owned();
    let wanted = lang.pick(wanted.clone(), wanted.replace('.', ","));
    let reached = reached.map_or_else(|| crate::number::ABSENT.to_owned(), |reached| shown(reached * scale));
    lang.pick(
        format!("precision of {measure}: wanted {wanted}, reached {reached} after {number} replications"),
        format!("precisie van {measure}: gewenst {wanted}, bereikt {reached} na {number} herhalingen"),
    )
}

/// What antithetic pairs are, and that intervals come from them.
pub(crate) fn pairs(lang: Lang, pairs: u32) -> String {
    lang.pick(
        format!(
            "replications in antithetic pairs: the second of two meets the mirrored luck of the first; {pairs} pair{}.",
            if pairs == 1 { "" } else { "s" },
        ),
        format!(
            "herhalingen in antithetische paren: de tweede van twee treft het gespiegelde toeval van de eerste; {pairs} {}.",
            if pairs == 1 { "paar" } else { "paren" },
        ),
    )
}

/// There is only one pair.
pub(crate) fn no_interval_of_a_pair(lang: Lang) -> &'static str {
    lang.pick(
        "one pair: how far these numbers are from the long run is not known; give more `--replications`.",
        "één paar: hoe ver deze getallen van de lange duur liggen is niet bekend; geef meer `--replications`.",
    )
}

/// There is only one replication.
pub(crate) fn no_interval(lang: Lang) -> &'static str {
    lang.pick(
        "one replication: how far these numbers are from the long run is not known; give more `--replications`.",
        "één herhaling: hoe ver deze getallen van de lange duur liggen is niet bekend; geef meer `--replications`.",
    )
}

/// Why there is no range for one year.
pub(crate) fn no_year(lang: Lang, by_year: bool, years: usize, needed: usize) -> String {
    if by_year {
        return lang.pick(
            format!("in one real year –: that takes {needed} simulated years, and there are {years}."),
            format!("in een echt jaar –: daarvoor zijn {needed} gesimuleerde jaren nodig, en het zijn er {years}."),
        );
    }
    lang.pick(
        "in one real year –: that takes `periods = \"year\"` in `report`.".to_owned(),
        "in een echt jaar –: daarvoor is `periods = \"year\"` nodig in `report`.".to_owned(),
    )
}

/// Waits for later work, which the table of waits leaves out.
pub(crate) fn later_waits(lang: Lang, shown: &str) -> String {
    lang.pick(
        format!("first work of a stage only; each wait for later work there (days): {shown}."),
        format!("alleen het eerste werk van een stap; elke wachttijd op later werk daar (dagen): {shown}."),
    )
}

/// Stages that are not in the table of waits.
pub(crate) fn behind_a_delay(lang: Lang, names: &str) -> String {
    lang.pick(
        format!("not here, because time passes there before anybody is waited for: {names} (`--format csv` has their waits)."),
        format!("niet hier, omdat daar eerst tijd verstrijkt voordat er op iemand wordt gewacht: {names} (`--format csv` heeft die wachttijden)."),
    )
}
