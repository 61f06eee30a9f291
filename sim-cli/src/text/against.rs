//! Texts about a run held against figures.

use sim_core::experiment::{NotMeasured, Verdict};
use sim_core::lang::Lang;
use sim_core::scenario::figures::Role;

/// Declares texts without parameters.
macro_rules! texts {
    ($($name:ident: $en:literal, $nl:literal;)*) => {
        $(pub(crate) fn $name(lang: Lang) -> &'static str { lang.pick($en, $nl) })*
    };
}

texts! {
    figure: "figure", "cijfer";
    definition: "definition", "definitie";
    published: "published", "gepubliceerd";
    unit: "unit", "eenheid";
    tolerance: "accepted", "marge";
    source: "source", "bron";
    simulated: "simulated", "gesimuleerd";
    role: "role", "rol";
    verdict: "verdict", "oordeel";
    months: "months", "maanden";
    points: "points", "procentpunt";
    legend: "agrees: the whole 95 % interval lies within what is accepted; does not agree: it lies wholly outside; cannot be told: it reaches over the edge.\ngiven: put in directly; set: an assumption was chosen so that it comes out; free: it follows from the rest.",
        "klopt: het hele 95 %-interval ligt binnen de marge; klopt niet: het ligt er helemaal buiten; niet te zeggen: het gaat over de rand.\ngegeven: er direct in gestopt; gekozen: een aanname is zo gekozen dat het uitkomt; vrij: het volgt uit de rest.";
    nothing_counted: "nothing of the kind happened in this run", "dit kwam in deze doorrekening niet voor";
}

/// A file of figures has errors.
pub(crate) fn cannot_be_used(lang: Lang, file: &str, errors: usize) -> String {
    lang.pick(
        format!("{file} cannot be used: {errors} {}", if errors == 1 { "error" } else { "errors" }),
        format!("{file} is niet te gebruiken: {errors} {}", if errors == 1 { "fout" } else { "fouten" }),
    )
}

/// A verdict in words.
pub(crate) fn verdict_name(lang: Lang, verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Agrees => lang.pick("agrees", "klopt"),
        Verdict::Disagrees => lang.pick("does not agree", "klopt niet"),
        Verdict::CannotTell => lang.pick("cannot be told", "niet te zeggen"),
        Verdict::NotMeasured => lang.pick("not measured", "niet gemeten"),
    }
}

/// A role in words.
pub(crate) fn role_name(lang: Lang, role: Role) -> &'static str {
    match role {
        Role::Given => lang.pick("given", "gegeven"),
        Role::Set => lang.pick("set", "gekozen"),
        Role::Free => lang.pick("free", "vrij"),
    }
}

/// The unit of a measure that is neither a time nor a share, by its name in tables.
pub(crate) fn unit_name(lang: Lang, unit: &str) -> String {
    let known = [
        ("residents/year", "a year", "per jaar"),
        ("hours/year", "hours a year", "uur per jaar"),
        ("residents", "residents", "inwoners"),
        ("per resident", "per resident", "per inwoner"),
        ("clocks", "clocks", "termijnen"),
        ("ratio", "", ""),
    ];
    let found = known.iter().find(|(name, ..)| *name == unit);
    found.map_or(unit.to_owned(), |(_, en, nl)| lang.pick(*en, *nl).to_owned())
}

/// Why a figure is not measured.
pub(crate) fn why_not(lang: Lang, why: &NotMeasured) -> String {
    match why {
        NotMeasured::NothingCounted => nothing_counted(lang).to_owned(),
        NotMeasured::NoRow { asked, near } if near.is_empty() => lang.pick(
            format!("this scenario has no `{asked}`, nor anything else of that measure"),
            format!("dit scenario heeft geen `{asked}`, en ook niets anders van die maat"),
        ),
        NotMeasured::NoRow { asked, near } => {
            let near = near.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            lang.pick(
                format!("this scenario has no `{asked}`; it has for instance {near}"),
                format!("dit scenario heeft geen `{asked}`; wel bijvoorbeeld {near}"),
            )
        }
    }
}

/// How many figures agree, and how many of them test the model.
///
/// * `all` – how many agree, do not, cannot be told, are not measured
/// * `free` – the same of those that test the model
pub(crate) fn summary(lang: Lang, all: [usize; 4], free: [usize; 4]) -> String {
    let one = |number: usize, one: &str, more: &str| format!("{number} {}", if number == 1 { one } else { more });
    let counts = |[agree, not, cannot, missing]: [usize; 4]| {
        let mut parts = lang.pick(
            vec![one(agree, "agrees", "agree"), one(not, "does not", "do not"), format!("{cannot} cannot be told")],
            vec![
                one(agree, "klopt", "kloppen"),
                one(not, "klopt niet", "kloppen niet"),
                one(cannot, "is niet te zeggen", "zijn niet te zeggen"),
            ],
        );
        if missing > 0 {
            parts.push(lang.pick(
                one(missing, "is not measured", "are not measured"),
                one(missing, "wordt niet gemeten", "worden niet gemeten"),
            ));
        }
        parts.join(", ")
    };
    let number = all.iter().sum::<usize>();
    let figures = lang.pick(one(number, "figure", "figures"), one(number, "cijfer", "cijfers"));
    let free = match free.iter().sum::<usize>() {
        0 => lang
            .pick(
                "None of them is free, so none tests the model.",
                "Geen ervan is vrij, dus geen ervan toetst het model.",
            )
            .to_owned(),
        number => {
            let are = lang.pick(one(number, "is free", "are free"), one(number, "is vrij", "zijn vrij"));
            let only = lang.pick("and only free ones test the model", "en alleen vrije toetsen het model");
            format!("{are}, {only}: {}.", counts(free))
        }
    };
    format!("{figures}: {}.\n{free}", counts(all))
}
