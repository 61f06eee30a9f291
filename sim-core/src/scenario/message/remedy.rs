//! What to do about a problem.

use super::words::list;
use crate::lang::Lang;
use crate::scenario::grammar::Value;
use crate::scenario::problem::{Found, ProblemKind, SyntaxError};

/// More names than this are not listed.
const MOST_LISTED: usize = 12;

fn did_you_mean(similar: &[String], lang: Lang) -> Option<String> {
    let similar = list(similar.get(..similar.len().min(3)).filter(|names| !names.is_empty())?, lang.pick("or", "of"));
    Some(lang.pick(format!("did you mean {similar}?"), format!("bedoelt u {similar}?")))
}

/// The names that are like it, else those that are known.
fn names(similar: &[String], known: &[String], lang: Lang) -> Option<String> {
    did_you_mean(similar, lang).or_else(|| {
        if known.is_empty() {
            return None;
        }
        let more = if known.len() > MOST_LISTED { ", …" } else { "" };
        let known: Vec<String> = known.iter().take(MOST_LISTED).map(|name| format!("`{name}`")).collect();
        let known = known.join(", ");
        Some(lang.pick(format!("known: {known}{more}"), format!("wel bekend: {known}{more}")))
    })
}

impl ProblemKind {
    pub(super) fn help(&self, lang: Lang) -> Option<String> {
        match self {
            ProblemKind::UnknownField { similar, known, .. } | ProblemKind::UnknownName { similar, known, .. } => {
                names(similar, known, lang)
            }
            ProblemKind::UnknownChoice { similar, .. }
            | ProblemKind::NotPeople { similar, .. }
            | ProblemKind::UnknownUnit { similar, .. } => did_you_mean(similar, lang),
            ProblemKind::BadDate { meant, .. } => Some(lang.pick(
                format!("write `{meant}`, without quotes"),
                format!("schrijf `{meant}`, zonder aanhalingstekens"),
            )),
            ProblemKind::NotByClass { known, .. } => names(&[], known, lang),
            ProblemKind::ThousandsSeparator { whole, decimal, .. } => Some(match decimal {
                Some(decimal) => lang.pick(
                    format!("write `{whole}`, or `{decimal}`"),
                    format!("schrijf `{whole}`, of `{}`", decimal.replace('.', ",")),
                ),
                None => lang.pick(format!("write `{whole}`"), format!("schrijf `{}`", whole.replace('.', ","))),
            }),
            ProblemKind::ShareAboveOne { found } => Some(lang.pick(
                format!("write \"{found} %\" if percents are meant"),
                format!("schrijf \"{found} %\" als het procenten zijn"),
            )),
            ProblemKind::DistributionParameters { accepted, .. } => {
                let accepted = accepted.iter().map(|&names| names.to_owned()).collect::<Vec<String>>();
                let accepted = list(&accepted, lang.pick("or", "of"));
                Some(lang.pick(format!("give {accepted}"), format!("geef {accepted}")))
            }
            ProblemKind::ClassAmbiguous { field, both, .. } => {
                Some(lang.pick(format!("add class.\"{both}\".{field}"), format!("zet erbij: class.\"{both}\".{field}")))
            }
            ProblemKind::SharesSum { rest, .. } => (!rest).then(|| {
                lang.pick("one of the shares may be \"rest\"", "een van de aandelen mag \"rest\" zijn").to_owned()
            }),
            ProblemKind::WrongType { found: Found::Text, takes: Value::Date } => {
                Some(lang.pick("write the date without quotes", "schrijf de datum zonder aanhalingstekens").to_owned())
            }
            ProblemKind::WrongType { found: Found::Text, takes: Value::Count | Value::Flag } => {
                Some(lang.pick("write it without quotes", "schrijf het zonder aanhalingstekens").to_owned())
            }
            ProblemKind::Together { one, other }
                if one == "work" && other == "delay"
                    || one == "place" && ["work", "delay"].contains(&other.as_str()) =>
            {
                Some(lang.pick("write both as `steps`, in order", "zet ze samen in `steps`, op volgorde").to_owned())
            }
            ProblemKind::BadName { found } => {
                let name: String = found.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
                let fits = !name.is_empty() && name.chars().count() <= 60 && name.chars().any(char::is_alphanumeric);
                fits.then(|| {
                    lang.pick(
                        format!("write `{name}`, and put the name on screen in `title`"),
                        format!("schrijf `{name}`, en zet de naam voor het scherm in `title`"),
                    )
                })
            }
            other => other.fixed_help().map(|(en, nl)| lang.pick(en, nl).to_owned()),
        }
    }

    /// Remedies that are always the same, in both languages.
    fn fixed_help(&self) -> Option<(&'static str, &'static str)> {
        Some(match self {
            ProblemKind::TooLarge { .. } | ProblemKind::TooDeep { .. } => {
                ("is this a scenario?", "is dit wel een scenario?")
            }
            ProblemKind::VersionTooNew { .. } => {
                ("use a newer version of the program", "gebruik een nieuwere versie van het programma")
            }
            ProblemKind::MoreProblems { .. } => {
                ("solve these first and check again", "los deze eerst op en controleer opnieuw")
            }
            ProblemKind::Syntax(SyntaxError::UnknownValue) => (
                "write text and units in quotes, as in \"28 days\"",
                "schrijf tekst en eenheden tussen aanhalingstekens, zoals \"28 dagen\"",
            ),
            ProblemKind::Syntax(SyntaxError::DuplicateKey) => ("leave one of the two out", "laat een van de twee weg"),
            ProblemKind::WorkInDays { .. } => (
                "write hours or minutes; time in which nobody works is a `delay`",
                "schrijf uren of minuten; tijd waarin niemand werkt is een `delay`",
            ),
            ProblemKind::StatutoryPartDay => (
                "write days, weeks or working days, as in \"30 days\"; a month is 30.4375 days here",
                "schrijf dagen, weken of werkdagen, zoals \"30 dagen\"; een maand is hier 30,4375 dagen",
            ),
            ProblemKind::WorkingDaysAsTime => (
                "write calendar days: five working days are \"7 days\"",
                "schrijf kalenderdagen: vijf werkdagen zijn \"7 dagen\"",
            ),
            ProblemKind::RatePerHead => (
                "multiply by the number of residents, as in \"457 per year\"",
                "vermenigvuldig met het aantal inwoners, zoals \"457 per jaar\"",
            ),
            ProblemKind::MissingField { field, .. } if field == "keten" => {
                ("begin the file with `keten = 1`", "begin het bestand met `keten = 1`")
            }
            ProblemKind::NameTwice { .. } => {
                ("choose another name for one of them", "kies voor een van beide een andere naam")
            }
            ProblemKind::BuiltInName { .. } => ("choose another name", "kies een andere naam"),
            ProblemKind::ReferralTwice { .. } => ("add their shares together", "tel de aandelen bij elkaar op"),
            ProblemKind::BadHours { .. } => (
                "days are mon tue wed thu fri sat sun, hours from 00:00 to 24:00",
                "dagen zijn ma di wo do vr za zo, tijden van 00:00 tot 24:00",
            ),
            ProblemKind::BadStatistic { .. } => (
                "known: mean, share, per_year, count, share_positive, median, p90, \"within 28 days\", \"over 28 days\", \"after 1 year\", \"with 3 places\"",
                "wel bekend: mean, share, per_year, count, share_positive, median, p90, \"within 28 days\", \"over 28 days\", \"after 1 year\", \"with 3 places\"",
            ),
            ProblemKind::NotTwo { .. } => (
                "a row is { measure = \"wait\", of = \"STAGE\" }",
                "een regel is { measure = \"wait\", of = \"STAP\" }",
            ),
            ProblemKind::UnitsDiffer { .. } => (
                "rows of different units can only be divided: `ratio`",
                "regels met verschillende eenheden kunnen alleen op elkaar worden gedeeld: `ratio`",
            ),
            ProblemKind::BadClinicMoment { .. } => (
                "write a weekday and a time, such as \"tue 09:00\", or with `every` a time such as \"1 day\"",
                "schrijf een weekdag en een tijd, zoals \"di 09:00\", of met `every` een tijd, zoals \"1 dag\"",
            ),
            ProblemKind::InterruptsNeedPriority => (
                "give the work of this stage a queue such as { priority = [\"crisis\"] }",
                "geef het werk van deze stap een `queue` zoals { priority = [\"crisis\"] }",
            ),
            ProblemKind::AdvancedNeedsWork { .. } => {
                ("add `team` and `work`, or leave it out", "zet erbij: `team` en `work`, of laat het weg")
            }
            ProblemKind::RestNotHere => ("\"rest\" holds for everybody", "\"rest\" geldt voor iedereen"),
            ProblemKind::NoSteps => ("add `team` and `work`, or `delay`", "zet erbij: `team` en `work`, of `delay`"),
            ProblemKind::BlocksFromOutside { .. } => (
                "say where they go instead: `arrivals_when_full = \"END or STAGE\"` in the `room`",
                "zeg waar zij dan heen gaan: `arrivals_when_full = \"EINDE of STAP\"` in de `room`",
            ),
            ProblemKind::KeepsNoWorker => (
                "leave `keeps_worker` out, or end the stage with work",
                "laat `keeps_worker` weg, of laat de stap eindigen met werk",
            ),
            ProblemKind::NoSuchStep { .. } => (
                "`waiting` and `in_work` go with a step of work, `staying` with a delay; `step` counts from 1",
                "`waiting` en `in_work` horen bij werk, `staying` bij een tijd; `step` telt vanaf 1",
            ),
            ProblemKind::MoreThanPeople { .. } => (
                "let the others be `waiting`, or give the team more people",
                "laat de anderen wachten (`waiting`), of geef het team meer mensen",
            ),
            ProblemKind::MoreThanPlaces { .. } => (
                "who is at a step after `place` holds one: give the team more `places`, or let fewer be there",
                "wie na de handeling `place` is, houdt een plek bezet: geef het team meer `places`, of noem minder inwoners",
            ),
            ProblemKind::BadCondition { .. } => (
                "write a condition as in \"debt > 50000 euro and not (crisis or creditors <= 3)\"",
                "schrijf een voorwaarde zoals \"debt > 50000 euro and not (crisis or creditors <= 3)\"",
            ),
            ProblemKind::NoOtherwise => (
                "add a referral without `when`, for everybody else",
                "zet er een doorverwijzing zonder `when` bij, voor alle anderen",
            ),
            ProblemKind::PriceNeedsFte => (
                "write a price per hour, or give the team `fte` instead of `workers`",
                "schrijf een prijs per uur, of geef het team `fte` in plaats van `workers`",
            ),
            ProblemKind::QueuesDiffer { .. } => (
                "give all work of this team the same kind of `queue`",
                "geef al het werk van dit team dezelfde soort `queue`",
            ),
            ProblemKind::NoPlaces { .. } => (
                "give the team `places`, as in `places = 50`",
                "geef het team plekken met `places`, zoals `places = 50`",
            ),
            ProblemKind::NeverGivenBack { .. } => (
                "add a step { give_back = \"TEAM\" }, or write place = { team = \"TEAM\", until = \"leaving\" }",
                "voeg een handeling { give_back = \"TEAM\" } toe, of schrijf place = { team = \"TEAM\", until = \"leaving\" }",
            ),
            ProblemKind::NothingToGiveBack { .. } => (
                "add a step { place = \"TEAM\" } before it, or leave this step out",
                "zet er een handeling { place = \"TEAM\" } voor, of laat deze weg",
            ),
            ProblemKind::PlaceQueuesDiffer { .. } => (
                "give all place steps of this team the same kind of `queue`",
                "geef alle handelingen met een plek van dit team dezelfde soort `queue`",
            ),
            ProblemKind::TooManyTeamsWithPlaces { .. } => {
                ("let some teams share their places", "laat sommige teams hun plekken delen")
            }
            ProblemKind::PlacesUnused { .. } => (
                "add a step { place = \"TEAM\" }, or leave `places` out",
                "voeg een handeling { place = \"TEAM\" } toe, of laat `places` weg",
            ),
            ProblemKind::Unreachable { .. } => (
                "refer to it in a `next`, or let a stream arrive there",
                "verwijs ernaar in een `next`, of laat er instroom binnenkomen",
            ),
            ProblemKind::NobodyLeaves { .. } => {
                ("let some of its residents go to an end", "laat een deel van de inwoners naar een einde gaan")
            }
            ProblemKind::ZeroTimeLoop { .. } => (
                "let some time pass: a `delay`, `work` or transfer `time` above 0",
                "laat er tijd voorbijgaan: een `delay`, `work` of `time` van de doorverwijzing boven 0",
            ),
            ProblemKind::QuorumAbove { .. } => (
                "write a share such as \"90 %\", or a lower number",
                "schrijf een aandeel, zoals \"90 %\", of een lager getal",
            ),
            ProblemKind::SideBySideAlone => {
                ("name another stage, or refer to this one in `next`", "noem nog een stap, of verwijs ernaar in `next`")
            }
            ProblemKind::SideBySideNext { .. } => (
                "leave `next` out here; the stage that opens it says where residents go afterwards",
                "laat `next` hier weg; de stap die hem opent zegt waar inwoners daarna heen gaan",
            ),
            ProblemKind::ClosedBeside { .. } => (
                "let its work or delay take no time from then on: `times = 0`",
                "laat het werk of de tijd daar vanaf dan niets duren: `times = 0`",
            ),
            ProblemKind::SideBySideTwice { .. } | ProblemKind::SideBySideReached { .. } => {
                ("make a stage of its own for each", "maak voor elk een eigen stap")
            }
            ProblemKind::NeedsPool { .. } => (
                "add a pool: [need.NAME] with `stock` or `onset`; or name a stage",
                "voeg een groep toe: [need.NAAM] met `stock` of `onset`; of noem een stap",
            ),
            ProblemKind::ThresholdNeedsAmounts { .. } => (
                "give every signal an `amount`, or make it `urgent`",
                "geef elk signaal een `amount`, of maak het `urgent`",
            ),
            ProblemKind::NoArrivals => (
                "add a stream: [arrivals.NAME] with `to` and `rate`",
                "voeg instroom toe: [arrivals.NAAM] met `to` en `rate`",
            ),
            ProblemKind::MustBeKnown { .. } => ("give one value", "geef één waarde"),
            ProblemKind::UnitsMixed => ("give all of them in one unit", "geef ze allemaal in één eenheid"),
            ProblemKind::AtTheEnds { .. } => ("narrow the range", "maak het bereik smaller"),
            ProblemKind::UnknownNeedsRest => {
                ("give the largest share as \"rest\"", "geef het grootste aandeel als \"rest\"")
            }
            ProblemKind::HighestSharesSum { .. } => {
                ("lower the `high` of some of them", "maak bij sommige `high` lager")
            }
            ProblemKind::TooManyClasses { .. } => {
                ("use fewer axes or levels", "gebruik minder indelingen of doelgroepen")
            }
            ProblemKind::NotByDate { .. } => ("give one value that always holds", "geef één waarde die altijd geldt"),
            ProblemKind::NotGradual { .. } => (
                "write steps with `dated`; numbers, shares, factors, rates, money, prices and growth have a `ramp`",
                "schrijf stappen met `dated`; een `ramp` kan bij getallen, aandelen, factoren, aantallen per tijd, bedragen, prijzen en groei",
            ),
            ProblemKind::NoSuchChange { how } if how == "plus" => (
                "`plus` goes with a single number in the same unit; a distribution can be changed by `times`",
                "`plus` kan bij één getal in dezelfde eenheid; een verdeling verandert met `times`",
            ),
            ProblemKind::NoSuchChange { .. } => ("give a `value`", "geef een `value`"),
            ProblemKind::ChangeOutOfRange { .. } => (
                "make the change smaller, or give a `value`; several changes at once add to each other",
                "maak de verandering kleiner, of geef een `value`; veranderingen tegelijk tellen bij elkaar op",
            ),
            ProblemKind::RampOverlaps { .. } => (
                "let one change be done before the next begins",
                "laat de ene verandering klaar zijn voor de volgende begint",
            ),
            ProblemKind::ClassTwice { .. } => ("leave one of the two out", "laat een van de twee weg"),
            ProblemKind::OutsideRun { .. } => {
                ("check the date, `start` and `horizon`", "kijk de datum, `start` en `horizon` na")
            }
            ProblemKind::TeamUnused { .. } => {
                ("name it as `team` of a stage, or leave it out", "noem het als `team` van een stap, of laat het weg")
            }
            ProblemKind::NobodyInClass { .. } => {
                ("leave the class out, or give it a share", "laat de doelgroep weg, of geef een aandeel")
            }
            _ => return None,
        })
    }
}
