//! Words of the funnel: who is reached, how far they come, and how it ends.

use sim_core::lang::Lang;
use sim_report::chart::FunnelLook;

texts! {
    title: "Who is reached, and how far do they come?", "Wie wordt bereikt, en hoe ver komen zij?";
    description:
        "Bars of shares of residents: of those in need who come to help and who start and finish each phase in a year; of those who come into the chain who join and who finish each stage; and how it ends.",
        "Balken met aandelen van inwoners: van wie in nood is wie in een jaar bij hulp komt en wie elke fase begint en afrondt; van wie in de keten komt wie elke stap bereikt en afrondt; en hoe het afloopt.";
    interval: "95 % confidence interval", "95 %-betrouwbaarheidsinterval";
    come: "come to help", "komt bij hulp";
    a_year: "a year", "per jaar";
    share: "share", "aandeel";
    join: "join", "komt";
    finish: "finish", "rondt af";
    far: "Of residents who come into the chain: how far they come", "Van wie in de keten komt: hoe ver zij komen";
    ends: "Of residents who come into the chain: how it ends", "Van wie in de keten komt: hoe het afloopt";
    inside: "still inside", "nog in de keten";
    unknown: "Intervals of bars are chance and not knowing together; ± is chance alone.",
        "Intervallen van balken zijn toeval en niet-weten samen; ± is toeval alleen.";
}

/// Of those in need; how many they are on average over time.
pub(crate) fn in_need(lang: Lang, number: &str) -> String {
    lang.pick(
        format!("Of {number} residents in need (average over time): who is reached in a year"),
        format!("Van {number} inwoners in nood (gemiddeld over de tijd): wie in een jaar wordt bereikt"),
    )
}

/// A phase begins or ends.
pub(crate) fn phase(lang: Lang, phase: &str, starts: bool) -> String {
    match starts {
        true => lang.pick(format!("start: {phase}"), format!("begint: {phase}")),
        false => lang.pick(format!("finish: {phase}"), format!("rondt af: {phase}")),
    }
}

/// Not all stages are shown.
pub(crate) fn most_reached_only(lang: Lang, shown: usize, of: usize) -> String {
    lang.pick(
        format!("The {shown} stages that most residents reach, of {of}."),
        format!("De {shown} stappen die de meeste inwoners bereiken, van de {of}."),
    )
}

/// Who the shares of stages and ends are of.
pub(crate) fn followed(lang: Lang, followed: &str) -> String {
    lang.pick(format!("How far and how it ends: {followed}."), format!("Hoe ver en hoe het afloopt: {followed}."))
}

/// A look in words.
pub(crate) fn look(lang: Lang, look: FunnelLook) -> &'static str {
    match look {
        FunnelLook::Reached => lang.pick("reached; of a stage: finished", "bereikt; van een stap: afgerond"),
        FunnelLook::LostHere => {
            lang.pick("came this far, did not finish the stage", "kwam zo ver, rondde de stap niet af")
        }
        FunnelLook::Success => lang.pick("ends as intended", "eindigt zoals bedoeld"),
        FunnelLook::Otherwise => lang.pick("ends otherwise", "eindigt anders"),
    }
}
