//! A few words under the place of a problem.

use super::words::{bound, found, list, name_of, number, takes};
use crate::lang::Lang;
use crate::scenario::problem::{ProblemKind, SyntaxError};

impl ProblemKind {
    pub(super) fn label(&self, lang: Lang) -> String {
        let (en, nl): (&str, &str) = match self {
            ProblemKind::TooLarge { .. } => ("too large", "te groot"),
            ProblemKind::TooDeep { .. } => ("too deep", "te diep"),
            ProblemKind::Syntax(error) => syntax(*error),
            ProblemKind::VersionTooNew { known, .. } => {
                return lang.pick(format!("known: {known}"), format!("bekend: {known}"));
            }
            ProblemKind::MoreProblems { .. } => ("not listed", "niet in deze lijst"),
            ProblemKind::UnknownField { .. } => ("not known here", "hier niet bekend"),
            ProblemKind::MissingField { field, takes: value } => {
                let takes = takes(*value, lang);
                return lang.pick(format!("needs `{field}`: {takes}"), format!("`{field}` moet erbij: {takes}"));
            }
            ProblemKind::WrongType { found: what, .. } => return found(*what, lang).to_owned(),
            ProblemKind::EmptyList => ("empty", "leeg"),
            ProblemKind::TooMany { .. } => ("too many", "te veel"),
            ProblemKind::UnknownChoice { .. } => ("not one of the accepted words", "geen van de bekende woorden"),
            ProblemKind::NotPeople { .. } => ("not a number of people", "geen aantal mensen"),
            ProblemKind::BadDate { .. } => ("a date in another form", "een datum in een andere vorm"),
            ProblemKind::Together { one, .. } => {
                return lang.pick(format!("not together with `{one}`"), format!("niet samen met `{one}`"));
            }
            ProblemKind::OneOf { .. } => ("incomplete", "niet compleet"),
            ProblemKind::Needs { other, .. } => {
                let other = list(other, lang.pick("or", "of"));
                return lang.pick(format!("without {other}"), format!("zonder {other}"));
            }
            ProblemKind::NotFinite | ProblemKind::NotANumber { .. } => ("not a number", "geen getal"),
            ProblemKind::ThousandsSeparator { .. } => ("thousands or decimals?", "duizend of decimalen?"),
            ProblemKind::MissingUnit { .. } => ("unit missing", "eenheid ontbreekt"),
            ProblemKind::UnknownUnit { .. } => ("unknown unit", "onbekende eenheid"),
            ProblemKind::Negative { .. } => ("below zero", "kleiner dan nul"),
            ProblemKind::OutOfRange { least, most, .. } if least == most => {
                let least = bound(*least, lang);
                return lang.pick(format!("must be {least}"), format!("moet {least} zijn"));
            }
            ProblemKind::OutOfRange { least, most, .. } => {
                let (least, most) = (bound(*least, lang), bound(*most, lang));
                return lang.pick(format!("accepted: {least} to {most}"), format!("mag: {least} tot {most}"));
            }
            ProblemKind::ShareAboveOne { .. } => ("more than 1", "meer dan 1"),
            ProblemKind::WorkInDays { .. } => ("hours or minutes", "uren of minuten"),
            ProblemKind::StatutoryPartDay => ("not whole days", "geen hele dagen"),
            ProblemKind::WorkingDaysAsTime => ("calendar time here", "hier kalendertijd"),
            ProblemKind::RatePerHead => ("residents per unit of time", "inwoners per tijdseenheid"),
            ProblemKind::MustBePositive => ("must be more than 0", "moet meer dan 0 zijn"),
            ProblemKind::NotAscending { .. } => ("too low or too early", "te laag of te vroeg"),
            ProblemKind::EndsBeforeBegin => ("too early", "te vroeg"),
            ProblemKind::DistributionParameters { .. } => ("not this combination", "niet deze combinatie"),
            ProblemKind::LengthsDiffer { other, .. } => {
                return lang.pick(format!("{} entries", other.1), format!("{} getallen", other.1));
            }
            ProblemKind::TruncatedAway => ("too high", "te hoog"),
            ProblemKind::BadStatistic { .. } => ("not a statistic", "onbekend"),
            ProblemKind::NotTwo { or_more: true, .. } => ("at least two rows", "minstens twee regels"),
            ProblemKind::NotTwo { .. } => ("two rows", "twee regels"),
            ProblemKind::UnitsDiffer { other, .. } => return lang.pick(format!("in {other}"), format!("in {other}")),
            ProblemKind::UnknownName { of, .. } => {
                let of = name_of(*of, lang);
                return lang.pick(format!("no such {of}"), format!("geen {of} met deze naam"));
            }
            ProblemKind::BadName { .. } => ("not a name", "geen naam"),
            ProblemKind::NameTwice { .. } => ("used twice", "twee keer gebruikt"),
            ProblemKind::BuiltInName { .. } => ("built in", "bestaat al"),
            ProblemKind::ReferralTwice { .. } => ("second time", "tweede keer"),
            ProblemKind::BadMoment { .. } => ("not a moment", "geen moment"),
            ProblemKind::BadHours { .. } => ("not weekly hours", "geen openingstijden"),
            ProblemKind::BadClinicMoment { .. } => ("not a clinic moment", "geen moment van een spreekuur"),
            ProblemKind::InterruptsNeedPriority => ("nobody is more urgent", "niemand gaat voor"),
            ProblemKind::AdvancedNeedsWork { .. } => ("nobody works here", "hier werkt niemand"),
            ProblemKind::HoursOverlap => ("overlap", "overlap"),
            ProblemKind::NotByDate { .. } => ("always the same", "altijd gelijk"),
            ProblemKind::NotGradual { .. } => ("not by `ramp`", "niet met `ramp`"),
            ProblemKind::RampOverlaps { .. } => ("two changes at once", "twee veranderingen tegelijk"),
            ProblemKind::NoSuchChange { .. } => ("not here", "hier niet"),
            ProblemKind::ChangeOutOfRange { least, most, .. } => {
                let (least, most) = (bound(*least, lang), bound(*most, lang));
                return lang.pick(format!("accepted: {least} to {most}"), format!("mag: {least} tot {most}"));
            }
            ProblemKind::NotByClass { .. } => ("the same for everybody", "voor iedereen gelijk"),
            ProblemKind::SameAxis { .. } => ("levels of one axis", "dezelfde indeling"),
            ProblemKind::ClassTwice { .. } => ("second time", "tweede keer"),
            ProblemKind::ClassAmbiguous { both, .. } => {
                return lang.pick(format!("and for `{both}`?"), format!("en voor `{both}`?"));
            }
            ProblemKind::TooManyClasses { .. } => ("too many combinations", "te veel combinaties"),
            ProblemKind::SharesSum { sum, .. } | ProblemKind::BranchesSum { sum } => {
                let sum = number(sum * 100.0, lang);
                return lang.pick(format!("together {sum} %"), format!("samen {sum} %"));
            }
            ProblemKind::MustBeKnown { .. } => ("must be known", "moet bekend zijn"),
            ProblemKind::UnitsMixed => ("different units", "verschillende eenheden"),
            ProblemKind::UnknownNeedsRest => ("no rest", "geen rest"),
            ProblemKind::AtTheEnds { problem } => return problem.label(lang),
            ProblemKind::HighestSharesSum { sum } => {
                let sum = number(sum * 100.0, lang);
                return lang.pick(format!("up to {sum} %"), format!("tot {sum} %"));
            }
            ProblemKind::RestTwice => ("second rest", "tweede rest"),
            ProblemKind::RestNotHere => ("a share is needed", "hier moet een aandeel staan"),
            ProblemKind::NoSteps => ("nothing happens", "er gebeurt niets"),
            ProblemKind::RoomNeedsWork => ("first step is a delay", "eerste handeling is een delay"),
            ProblemKind::OnlyWhenFull { .. } => ("means nothing here", "heeft hier geen betekenis"),
            ProblemKind::DisplacesNeedsPriority => ("nobody to displace", "niemand om te verdringen"),
            ProblemKind::BlocksFromOutside { .. } => ("nowhere to stay", "kan nergens blijven"),
            ProblemKind::NotNext { .. } => ("not in `next`", "staat niet in `next`"),
            ProblemKind::KeepsNoWorker => ("no worker to keep", "geen medewerker"),
            ProblemKind::ReworkNeedsWork => ("nobody works here", "hier werkt niemand"),
            ProblemKind::NoSuchStep { .. } => ("no such step", "zo'n handeling is er niet"),
            ProblemKind::MoreThanPeople { .. } => ("more than people", "meer dan er mensen zijn"),
            ProblemKind::MoreThanPlaces { .. } => ("more than places", "meer dan er plekken zijn"),
            ProblemKind::BadCondition { .. } => ("not a condition", "geen voorwaarde"),
            ProblemKind::NoOtherwise => ("no way for the others", "geen weg voor de anderen"),
            ProblemKind::PriceNeedsFte => ("per fte, without fte", "per fte, zonder fte"),
            ProblemKind::QueuesDiffer { .. } => ("another kind of queue", "een ander soort wachtrij"),
            ProblemKind::NoPlaces { .. } => ("no places", "geen plekken"),
            ProblemKind::NeverGivenBack { .. } => ("never given back", "komt nooit vrij"),
            ProblemKind::NothingToGiveBack { .. } => ("nothing to give back", "niets om vrij te maken"),
            ProblemKind::PlaceQueuesDiffer { .. } => ("another kind of queue", "een ander soort wachtrij"),
            ProblemKind::TooManyTeamsWithPlaces { .. } => ("too many teams", "te veel teams"),
            ProblemKind::Unreachable { .. } => ("cannot be reached", "niet te bereiken"),
            ProblemKind::NobodyLeaves { .. } => ("no way out", "geen uitgang"),
            ProblemKind::ZeroTimeLoop { .. } => ("no time passes", "er gaat geen tijd voorbij"),
            ProblemKind::ClockNeverStops { .. } => ("never stops", "stopt nooit"),
            ProblemKind::QuorumAbove { .. } => ("more than there are", "meer dan er zijn"),
            ProblemKind::SideBySideAlone => ("needs another stage", "er moet een stap bij"),
            ProblemKind::SideBySideTwice { .. } => ("second time", "tweede keer"),
            ProblemKind::SideBySideNext { .. } => ("does not belong here", "hoort hier niet"),
            ProblemKind::ClosedBeside { .. } => ("cannot be closed", "kan niet dicht"),
            ProblemKind::SideBySideReached { .. } => ("reached in two ways", "op twee manieren te bereiken"),
            ProblemKind::SideBySideLoop { .. } => ("contains itself", "bevat zichzelf"),
            ProblemKind::NeedsPool { .. } => ("nobody is in need here", "hier is niemand in nood"),
            ProblemKind::ThresholdNeedsAmounts { .. } => ("signals without `amount`", "signalen zonder `amount`"),
            ProblemKind::NoArrivals => ("nobody arrives", "er komt niemand"),
            ProblemKind::DrawsOfPairs { .. } => ("no whole pairs, or only one", "geen hele paren, of maar één"),
            ProblemKind::RunTooLong { .. } => ("too long", "te lang"),
            ProblemKind::WarmUpLong => ("longer than `horizon`", "langer dan `horizon`"),
            ProblemKind::NobodyInClass { .. } => ("nobody", "niemand"),
            ProblemKind::OutsideRun { .. } => ("outside the run", "buiten de simulatie"),
            ProblemKind::PlacesUnused { .. } => ("not used", "niet gebruikt"),
            ProblemKind::TeamUnused { .. } => ("no work", "geen werk"),
        };
        lang.pick(en, nl).to_owned()
    }
}

fn syntax(error: SyntaxError) -> (&'static str, &'static str) {
    match error {
        SyntaxError::DuplicateKey => ("second time", "tweede keer"),
        SyntaxError::UnclosedString => ("quote missing", "aanhalingsteken ontbreekt"),
        SyntaxError::UnclosedList => ("`]` or comma missing", "`]` of komma ontbreekt"),
        SyntaxError::UnclosedTable => ("`}`, `]` or comma missing", "`}`, `]` of komma ontbreekt"),
        SyntaxError::BadKey => ("not a name", "geen naam"),
        SyntaxError::MissingValue => ("incomplete", "niet compleet"),
        SyntaxError::UnknownValue => ("not a value", "geen waarde"),
        SyntaxError::TrailingText => ("unexpected", "onverwacht"),
        SyntaxError::Other => ("not TOML", "geen TOML"),
    }
}
