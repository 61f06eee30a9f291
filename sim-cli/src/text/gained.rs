//! Words of the picture of who gains, by class.

use sim_core::lang::Lang;

use crate::charts::Kind;

texts! {
    description:
        "For everybody and for each class: how soon help comes, who is helped at all, who leaves with success, and who drops out at the stage where that changes most for everybody; each before and after, with the difference and its 95 % confidence interval on a line through zero, and whether that is better, worse or cannot be told apart from chance.",
        "Voor iedereen en voor elke doelgroep: hoe snel de hulp komt, wie er geholpen wordt, wie met succes vertrekt, en wie afhaakt bij de stap waar dat voor iedereen samen het meest verandert; elk in de basis en daarna, met het verschil en het 95 %-betrouwbaarheidsinterval op een lijn door nul, en of dat beter, slechter of niet van toeval te onderscheiden is.";
    everybody: "Everybody", "Iedereen";
    note:
        "Every class compared with its own base. The rows of different classes are not tested against each other: where their lines overlap, do not say that one gains more than the other.",
        "Elke doelgroep vergeleken met haar eigen basis. De rijen van verschillende doelgroepen zijn niet onderling getoetst: waar hun lijnen overlappen, zegt dit niet dat de ene meer wint dan de andere.";
}

/// The question.
pub(crate) fn title(lang: Lang, arm: &str) -> String {
    lang.pick(format!("Who gains with {arm}, and who does not?"), format!("Wie wint met {arm}, en wie niet?"))
}

/// A row: what it says of who gains, and which measure that is.
///
/// * `of` – what the measure is of
pub(crate) fn row(lang: Lang, kind: Kind, measure: &str, of: &str) -> String {
    match kind {
        Kind::Sooner => measure.to_owned(),
        Kind::Helped => lang.pick("Helped at all (reach)", "Geholpen (bereik)").to_owned(),
        Kind::Success => measure.to_owned(),
        Kind::Lost => lang.pick(format!("Drop out at {of}"), format!("Uitval bij {of}")),
    }
}

/// Not all classes are shown.
pub(crate) fn first_classes(lang: Lang, shown: usize, of: usize) -> String {
    lang.pick(format!("The first {shown} classes, of {of}."), format!("De eerste {shown} doelgroepen, van de {of}."))
}
