//! When work begins and what may come in between, in words.

use sim_core::lang::Lang;
use sim_core::scenario::{Clinic, ClinicFrom, Distribution, Interrupted, Param, Scenario, Work};

use super::{span, values};

/// Who is next, at which moments, and what else is said of the work; nothing where it is as usual.
pub(crate) fn order(lang: Lang, scenario: &Scenario, work: &Work) -> Option<String> {
    let advanced = &work.advanced;
    let time = |time: &Param<Distribution>| {
        let one = |time: &Distribution| values::distribution(lang, time);
        values::param(lang, scenario, time, &one).together()
    };
    let interrupts = advanced.interrupts.map(|how| match how {
        Interrupted::Resume => {
            lang.pick("interrupts work, which goes on later", "onderbreekt werk, dat later verdergaat")
        }
        Interrupted::Restart | Interrupted::Resample => {
            lang.pick("interrupts work, which begins again", "onderbreekt werk, dat opnieuw begint")
        }
    });
    let gate = advanced.gate.as_ref().map(|gate| {
        let (times, every) = (gate.open.len(), span(lang, gate.every.as_days()));
        lang.pick(format!("gate open {times} × every {every}"), format!("poort open {times} × per {every}"))
    });
    let prepare = advanced
        .prepare
        .as_ref()
        .map(|prepare| lang.pick(format!("preparation {}", time(prepare)), format!("voorbereiding {}", time(prepare))));
    let turnaround = advanced.turnaround.as_ref().map(|turnaround| {
        lang.pick(
            format!("then {} out of use", time(turnaround)),
            format!("daarna {} niet beschikbaar", time(turnaround)),
        )
    });
    let parts = [
        values::queue(lang, scenario, &work.queue),
        work.clinic.as_ref().map(|clinic| self::clinic(lang, clinic)),
        interrupts.map(str::to_owned),
        gate,
        prepare,
        turnaround,
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// Moments and places of a clinic.
fn clinic(lang: Lang, clinic: &Clinic) -> String {
    let (moments, places) = (clinic.moments.len(), clinic.moments.iter().map(|&(_, places)| places).sum::<u32>());
    let every = match clinic.from {
        ClinicFrom::Monday => lang.pick("a week", "per week").to_owned(),
        ClinicFrom::Beginning => {
            let every = span(lang, clinic.every.as_days());
            lang.pick(format!("every {every}"), format!("per {every}"))
        }
    };
    let moments = match (lang, moments) {
        (Lang::En, 1) => "1 moment".to_owned(),
        (Lang::En, more) => format!("{more} moments"),
        (Lang::Nl, 1) => "1 moment".to_owned(),
        (Lang::Nl, more) => format!("{more} momenten"),
    };
    let places = lang.pick(format!("{places} places"), format!("{places} plekken"));
    format!("{}: {moments} {every}, {places}", lang.pick("clinic", "spreekuur"))
}
