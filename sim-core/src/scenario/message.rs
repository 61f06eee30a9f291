//! The texts of problems, in English and Dutch: what is wrong. Labels and remedies are in `message/`.

mod label;
mod remedy;
mod words;

use super::grammar::Value;
use super::present::PresentDoing;
use super::problem::{Problem, ProblemKind, SyntaxError};
use crate::lang::Lang;
use words::{bound, condition_part, list, name_of, number, takes, with_article};

impl Problem {
    /// What is wrong, in one sentence that names what was found.
    pub fn message(&self, lang: Lang) -> String {
        let (en, nl) = self.kind.texts(lang);
        lang.pick(en, nl)
    }

    /// A few words for the place itself: what was found, or what is accepted.
    pub fn label(&self, lang: Lang) -> String {
        self.kind.label(lang)
    }

    /// What to do about it.
    pub fn help(&self, lang: Lang) -> Option<String> {
        self.kind.help(lang)
    }
}

/// Both texts of one kind of problem. `lang` is for the words inside them; only the text of that language is used.
type Texts = (String, String);

fn both(en: impl Into<String>, nl: impl Into<String>) -> Texts {
    (en.into(), nl.into())
}

impl ProblemKind {
    /// One list without a default, so that a kind without a text in both languages does not compile.
    fn texts(&self, lang: Lang) -> Texts {
        match self {
            // The text and its fields.
            ProblemKind::TooLarge { bytes, most } => {
                let (found, most) = (number(*bytes as f64 / 1e6, lang), number(*most as f64 / 1e6, lang));
                both(
                    format!("the file is {found} MB; a scenario is at most {most} MB"),
                    format!("het bestand is {found} MB; een scenario is hoogstens {most} MB"),
                )
            }
            ProblemKind::TooDeep { most } => both(
                format!("lists and tables stand more than {most} deep inside each other"),
                format!("lijsten en tabellen staan meer dan {most} diep in elkaar"),
            ),
            ProblemKind::Syntax(error) => syntax(*error),
            ProblemKind::VersionTooNew { found, known } => both(
                format!("this file is written in version {found} of the language; this program knows version {known}"),
                format!("dit bestand is geschreven in versie {found} van de taal; dit programma kent versie {known}"),
            ),
            ProblemKind::MoreProblems { count } => {
                both(format!("there are {count} more problems"), format!("er zijn nog {count} problemen"))
            }
            ProblemKind::UnknownField { field, .. } => {
                both(format!("there is no field `{field}` here"), format!("er is hier geen veld `{field}`"))
            }
            ProblemKind::MissingField { field, .. } => {
                both(format!("the field `{field}` is missing"), format!("het veld `{field}` ontbreekt"))
            }
            ProblemKind::WrongType { found, takes: value } => {
                let (found, takes) = (words::found(*found, lang), takes(*value, lang));
                both(
                    format!("{found} stands here; accepted is {takes}"),
                    format!("hier staat {found}; het moet zijn: {takes}"),
                )
            }
            ProblemKind::EmptyList => both(
                "nothing stands in here; at least one entry is needed",
                "hier staat niets in; er moet minstens één ding staan",
            ),
            ProblemKind::TooMany { found, most } => both(
                format!("{found} entries stand here; at most {most} are accepted"),
                format!("hier staan {found} dingen; het mogen er hoogstens {most} zijn"),
            ),
            ProblemKind::UnknownChoice { found, known, .. } => {
                let known = list(known, lang.pick("or", "of"));
                both(
                    format!("\"{found}\" is not known here; accepted: {known}"),
                    format!("\"{found}\" kan hier niet; wel kan: {known}"),
                )
            }
            ProblemKind::NotPeople { found, .. } => {
                let takes = takes(Value::Workers, lang);
                both(
                    format!("\"{found}\" is no number of people; accepted is {takes}"),
                    format!("\"{found}\" is geen aantal mensen; het moet zijn: {takes}"),
                )
            }
            ProblemKind::BadDate { found, .. } => both(
                format!("`{found}` is not a date as it is written here: year, month of two digits, day of two digits"),
                format!(
                    "`{found}` is geen datum zoals die hier wordt geschreven: jaar, maand in twee cijfers, dag in twee cijfers"
                ),
            ),
            ProblemKind::Together { one, other } => both(
                format!("`{one}` and `{other}` cannot be used together"),
                format!("`{one}` en `{other}` kunnen niet samen"),
            ),
            ProblemKind::OneOf { fields } => {
                let fields = list(fields, lang.pick("or", "of"));
                both(format!("one of {fields} is needed"), format!("een van deze is nodig: {fields}"))
            }
            ProblemKind::Needs { field, other } => {
                let other = list(other, lang.pick("or", "of"));
                both(format!("`{field}` goes with {other} only"), format!("`{field}` kan alleen samen met {other}"))
            }
            ProblemKind::NotByDate { field } => {
                both(format!("`{field}` cannot change by date"), format!("`{field}` kan niet per datum veranderen"))
            }
            ProblemKind::NotGradual { field } => both(
                format!("`{field}` cannot change evenly between two dates"),
                format!("`{field}` kan niet gelijkmatig veranderen tussen twee datums"),
            ),
            ProblemKind::RampOverlaps { from, until, other } => both(
                format!("the change from {from} until {until} meets another one of {other}"),
                format!("de verandering van {from} tot {until} valt samen met een andere van {other}"),
            ),
            ProblemKind::NoSuchChange { how } => {
                both(format!("`{how}` means nothing for this value"), format!("`{how}` betekent niets bij deze waarde"))
            }
            ProblemKind::ChangeOutOfRange { found, from, .. } => both(
                format!("this makes {} from {from} on", bound(*found, lang)),
                format!("dit wordt {} vanaf {from}", bound(*found, lang)),
            ),
            ProblemKind::NotByClass { field, .. } => both(
                format!("`{field}` cannot differ by class"),
                format!("`{field}` kan niet per doelgroep verschillen"),
            ),
            // Quantities and distributions.
            ProblemKind::NotFinite => both("this is not a finite number", "dit is geen gewoon getal"),
            ProblemKind::NotANumber { found } => both(
                format!("\"{found}\" does not begin with a number that can be read"),
                format!("\"{found}\" begint niet met een getal dat te lezen is"),
            ),
            ProblemKind::ThousandsSeparator { found, .. } => both(
                format!("`{found}` can be read in two ways: numbers have no thousands separator here"),
                format!(
                    "`{found}` kan op twee manieren worden gelezen: schrijf getallen hier zonder punt, komma of spatie voor duizend"
                ),
            ),
            ProblemKind::MissingUnit { found, takes: value } => {
                let takes = takes(*value, lang);
                both(
                    format!("`{found}` has no unit; accepted is {takes}"),
                    format!("bij `{found}` staat geen eenheid; het moet zijn: {takes}"),
                )
            }
            ProblemKind::UnknownUnit { unit, takes: value, .. } => {
                let takes = takes(*value, lang);
                both(
                    format!("\"{unit}\" is not a unit that is known here; accepted is {takes}"),
                    format!("\"{unit}\" is hier geen bekende eenheid; het moet zijn: {takes}"),
                )
            }
            ProblemKind::Negative { found } => both(
                format!("`{found}` is below zero, and must be 0 or more"),
                format!("`{found}` is kleiner dan nul; het moet 0 of meer zijn"),
            ),
            ProblemKind::OutOfRange { found, least, most } => {
                let (found, one) = (found.trim_matches('"'), least == most);
                let (least, most) = (bound(*least, lang), bound(*most, lang));
                if one {
                    let nl = format!("`{found}` kan hier niet: het moet {least} zijn");
                    return both(format!("`{found}` cannot stand here: it must be {least}"), nl);
                }
                both(
                    format!("`{found}` is out of range: accepted is {least} to {most}"),
                    format!("`{found}` kan hier niet: het mag zijn {least} tot {most}"),
                )
            }
            ProblemKind::ShareAboveOne { found } => both(
                format!("the share `{found}` is more than 1, which is everybody"),
                format!("het aandeel `{found}` is meer dan 1, en 1 is al iedereen"),
            ),
            ProblemKind::WorkInDays { unit } => both(
                format!(
                    "work is counted in hours or minutes, not in {unit}: nobody works on one resident day and night"
                ),
                format!(
                    "werk wordt geteld in uren of minuten, niet in {unit}: niemand werkt dag en nacht aan één inwoner"
                ),
            ),
            ProblemKind::StatutoryPartDay => both(
                "a statutory term counts whole days, and this is not a whole number of days",
                "een wettelijke termijn telt hele dagen, en dit is geen heel aantal dagen",
            ),
            ProblemKind::WorkingDaysAsTime => both(
                "working days are known only in the `within` of a clock; here time is counted in calendar days",
                "werkdagen kunnen alleen bij `within` van een termijn; hier telt de tijd in kalenderdagen",
            ),
            ProblemKind::RatePerHead => both(
                "a rate counts residents per unit of time, not per number of residents",
                "een instroom telt inwoners per tijdseenheid, niet per aantal inwoners",
            ),
            ProblemKind::MustBePositive => both("this must be more than 0", "dit moet meer dan 0 zijn"),
            ProblemKind::NotAscending { before, found } => both(
                format!("`{found}` must come after `{before}`, or be higher"),
                format!("`{found}` moet na `{before}` komen, of hoger zijn"),
            ),
            ProblemKind::EndsBeforeBegin => {
                both("this period ends before it begins", "deze periode eindigt voordat ze begint")
            }
            ProblemKind::DistributionParameters { distribution, .. } => both(
                format!("these parameters do not describe one `{distribution}`"),
                format!("deze getallen leggen niet één `{distribution}` vast"),
            ),
            ProblemKind::LengthsDiffer { one, other } => both(
                format!(
                    "`{}` has {} entries and `{}` has {}; they must be equally long",
                    one.0, one.1, other.0, other.1
                ),
                format!(
                    "in `{}` staan {} getallen en in `{}` {}; dat moeten er evenveel zijn",
                    one.0, one.1, other.0, other.1
                ),
            ),
            ProblemKind::TruncatedAway => both(
                "`at_least` is more than three standard deviations above the mean: hardly anything would be left",
                "`at_least` ligt meer dan drie standaardafwijkingen boven het gemiddelde: er blijft bijna niets over",
            ),
            // Figures.
            ProblemKind::BadStatistic { found } => both(
                format!("\"{found}\" is no statistic of a measure"),
                format!("\"{found}\" is niet iets dat van een maat wordt gezegd"),
            ),
            ProblemKind::NotTwo { found, or_more } => {
                let (en, nl) = if *or_more { ("at least two", "minstens twee") } else { ("two", "precies twee") };
                let rows = if *found == 1 { "row stands" } else { "rows stand" };
                both(
                    format!("{found} {rows} here; there must be {en}"),
                    format!("het aantal regels hier is {found}; het moeten er {nl} zijn"),
                )
            }
            ProblemKind::UnitsDiffer { one, other } => both(
                format!("the first row is in {one} and this one in {other}; they cannot be added or subtracted"),
                format!("de eerste regel is in {one} en deze in {other}; die kunnen niet bij of van elkaar"),
            ),
            // Names and classes.
            ProblemKind::UnknownName { of, found, .. } => {
                let of = name_of(*of, lang);
                both(format!("there is no {of} `{found}`"), format!("er is geen {of} `{found}`"))
            }
            ProblemKind::BadName { found } => both(
                format!("`{found}` cannot be a name: a name has letters, digits, `_` and `-`, and at most 100 of them"),
                format!("`{found}` kan geen naam zijn: een naam heeft letters, cijfers, `_` en `-`, hoogstens 100"),
            ),
            ProblemKind::NameTwice { name, one, other } if one == other => {
                let of = with_article(*one, lang);
                both(format!("`{name}` is the name of {of} twice"), format!("`{name}` is twee keer de naam van {of}"))
            }
            ProblemKind::NameTwice { name, one, other } => {
                let (one, other) = (with_article(*one, lang), with_article(*other, lang));
                both(
                    format!("`{name}` is used twice: as the name of {one} and of {other}"),
                    format!("`{name}` wordt twee keer gebruikt: als naam van {one} en van {other}"),
                )
            }
            ProblemKind::BuiltInName { name } => both(
                format!("`{name}` exists already and cannot be declared again"),
                format!("`{name}` bestaat al en kan niet nog eens worden gemaakt"),
            ),
            ProblemKind::ReferralTwice { to } => {
                both(format!("there are two referrals to `{to}`"), format!("er zijn twee doorverwijzingen naar `{to}`"))
            }
            ProblemKind::BadMoment { found } => both(
                format!(
                    "\"{found}\" is no moment: accepted are arrive, enter:STAGE, start:STAGE, finish:STAGE and leave:END"
                ),
                format!(
                    "\"{found}\" is geen moment: het kan zijn arrive, enter:STAP, start:STAP, finish:STAP of leave:EINDE"
                ),
            ),
            ProblemKind::BadHours { found } => both(
                format!("\"{found}\" cannot be read as weekly hours such as \"mon-fri 09:00-17:00\""),
                format!("\"{found}\" is niet te lezen als uren per week, zoals \"ma-vr 09:00-17:00\""),
            ),
            ProblemKind::BadClinicMoment { found } => both(
                format!("\"{found}\" cannot be read as a clinic moment"),
                format!("\"{found}\" is niet te lezen als moment van een spreekuur"),
            ),
            ProblemKind::InterruptsNeedPriority => both(
                "only who is more urgent interrupts, and here `queue` makes nobody more urgent",
                "alleen wie voorgaat onderbreekt werk, en hier gaat volgens `queue` niemand voor",
            ),
            ProblemKind::AdvancedNeedsWork { field } => both(
                format!("`{field}` is about work, and nobody works at this stage"),
                format!("`{field}` gaat over werk, en bij deze stap werkt niemand"),
            ),
            ProblemKind::HoursOverlap => both("these opening hours overlap", "deze openingstijden overlappen elkaar"),
            ProblemKind::SameAxis { one, other } => both(
                format!("nobody is both `{one}` and `{other}`: they are levels of one axis"),
                format!("niemand is `{one}` en ook `{other}`: ze horen bij dezelfde indeling"),
            ),
            ProblemKind::ClassTwice { class } => both(
                format!("the class `{class}` stands here twice"),
                format!("de doelgroep `{class}` staat hier twee keer"),
            ),
            ProblemKind::ClassAmbiguous { field, one, other, both: combination } => both(
                format!(
                    "`{field}` differs for `{one}` and for `{other}`; it is not said what holds for who is both (`{combination}`)"
                ),
                format!(
                    "`{field}` is anders voor `{one}` en voor `{other}`; er staat niet wat geldt voor wie beide is (`{combination}`)"
                ),
            ),
            ProblemKind::TooManyClasses { found, most } => both(
                format!("the axes have {found} combinations of levels; at most {most} can be handled"),
                format!("de indelingen hebben {found} combinaties; het mogen er hoogstens {most} zijn"),
            ),
            ProblemKind::SharesSum { sum, class, from, rest } => shares(*sum, class.as_deref(), *from, *rest, lang),
            ProblemKind::BranchesSum { sum } => shares(*sum, None, None, false, lang),
            // Numbers that are not known.
            ProblemKind::MustBeKnown { field } => both(
                format!("`{field}` must be known: it cannot be a range"),
                format!("`{field}` moet bekend zijn: hier kan geen bereik staan"),
            ),
            ProblemKind::UnitsMixed => both(
                "the bounds of this range have units that cannot be compared, such as days and working days",
                "de grenzen van dit bereik hebben eenheden die niet te vergelijken zijn, zoals dagen en werkdagen",
            ),
            ProblemKind::UnknownNeedsRest => both(
                "some of these shares are unknown, so one of them must be \"rest\" to make the whole",
                "sommige van deze aandelen zijn onbekend; daarom moet er één \"rest\" zijn, zodat het samen klopt",
            ),
            ProblemKind::AtTheEnds { problem } => {
                let (en, nl) = problem.texts(lang);
                both(format!("at the ends of the ranges: {en}"), format!("aan de uiteinden van de bereiken: {nl}"))
            }
            ProblemKind::HighestSharesSum { sum } => {
                let sum = number(sum * 100.0, lang);
                both(
                    format!(
                        "at their highest these shares add up to {sum} %, and leave less than nothing for \"rest\""
                    ),
                    format!(
                        "op hun hoogst zijn deze aandelen samen {sum} %; dan blijft er minder dan niets over voor \"rest\""
                    ),
                )
            }
            ProblemKind::RestTwice => both("only one share can be \"rest\"", "er kan maar één aandeel \"rest\" zijn"),
            ProblemKind::RestNotHere => both(
                "\"rest\" cannot stand here; a share is needed",
                "\"rest\" kan hier niet; er moet een aandeel staan",
            ),
            // The chain, and warnings.
            ProblemKind::NoSteps => both(
                "nothing happens here: there is no work, delay, replies, side_by_side or steps",
                "hier gebeurt niets: er is geen work, delay, replies, side_by_side of steps",
            ),
            ProblemKind::RoomNeedsWork => both(
                "limited room for waiting needs work as the first step",
                "beperkte ruimte om te wachten kan alleen als de eerste handeling werk is",
            ),
            ProblemKind::OnlyWhenFull { field, word } => both(
                format!("`{field}` means something only with when_full = \"{word}\""),
                format!("`{field}` heeft alleen betekenis bij when_full = \"{word}\""),
            ),
            ProblemKind::DisplacesNeedsPriority => both(
                "nobody can be displaced here: that takes room for waiting (`waiting`) at a stage that begins with work with a `queue` by priority",
                "hier kan niemand verdrongen worden: daarvoor is ruimte om te wachten nodig (`waiting`) bij een stap die begint met werk met een `queue` op voorrang",
            ),
            ProblemKind::BlocksFromOutside { stage, from } => both(
                format!(
                    "`{stage}` blocks who finds it full, but residents from `{from}` come by no referral and have nowhere to stay until there is room"
                ),
                format!(
                    "`{stage}` blokkeert wie het vol treft, maar inwoners uit `{from}` komen niet via een doorverwijzing en kunnen nergens blijven tot er ruimte is"
                ),
            ),
            ProblemKind::NotNext { to, known } => {
                let (and, words) = (lang.pick("and", "en"), known);
                match words.is_empty() {
                    true => both(
                        format!("nobody goes from here to `{to}`: the stage has no `next`"),
                        format!("niemand gaat hiervandaan naar `{to}`: de stap heeft geen `next`"),
                    ),
                    false => both(
                        format!("nobody goes from here to `{to}`; `next` has {}", list(words, and)),
                        format!("niemand gaat hiervandaan naar `{to}`; in `next` staat {}", list(words, and)),
                    ),
                }
            }
            ProblemKind::KeepsNoWorker => both(
                "the last step here is no work, so there is no worker to keep",
                "de laatste handeling hier is geen werk, dus er is geen medewerker die bezet kan blijven",
            ),
            ProblemKind::ReworkNeedsWork => both(
                "nobody works at this stage, so nobody can do the rework",
                "bij deze stap werkt niemand, dus niemand kan het teruggekomen dossier verbeteren",
            ),
            ProblemKind::NoSuchStep { stage, doing, step } => {
                let (en, nl) = match doing {
                    PresentDoing::Waiting | PresentDoing::InWork => ("work", "werk"),
                    PresentDoing::Staying => ("a delay", "een tijd (delay)"),
                };
                match step {
                    Some(step) => both(
                        format!("step {step} of stage `{stage}` is not {en}"),
                        format!("handeling {step} van stap `{stage}` is niet {nl}"),
                    ),
                    None => both(
                        format!("stage `{stage}` has no step of {en}"),
                        format!("stap `{stage}` heeft geen handeling met {nl}"),
                    ),
                }
            }
            ProblemKind::MoreThanPeople { team, found, most } => both(
                format!("{found} residents are in work at team `{team}`, which has {most} people"),
                format!("bij team `{team}` worden {found} inwoners geholpen, maar het heeft {most} mensen"),
            ),
            ProblemKind::MoreThanPlaces { team, found, most } => both(
                format!("{found} residents hold a place of team `{team}` by now, which has {most} places"),
                format!("{found} inwoners houden hier al een plek van team `{team}` bezet, maar het heeft er {most}"),
            ),
            ProblemKind::BadCondition { found, expected } => {
                let expected = condition_part(*expected, lang);
                match found.is_empty() {
                    true => both(
                        format!("this condition breaks off: {expected} is expected at its end"),
                        format!("deze voorwaarde breekt af: aan het eind hoort {expected}"),
                    ),
                    false => both(
                        format!("this condition cannot be read at `{found}`: {expected} is expected there"),
                        format!("deze voorwaarde is niet te lezen bij `{found}`: daar hoort {expected}"),
                    ),
                }
            }
            ProblemKind::NoOtherwise => both(
                "all referrals of this stage have a condition: who meets none of them has nowhere to go",
                "alle doorverwijzingen van deze stap hebben een voorwaarde: wie aan geen ervan voldoet kan nergens heen",
            ),
            ProblemKind::PriceNeedsFte => both(
                "a price per fte goes with `fte` only: this team is not counted in fte",
                "een prijs per fte kan alleen samen met `fte`: dit team wordt niet in fte geteld",
            ),
            ProblemKind::QueuesDiffer { team, one, other } => both(
                format!("the team `{team}` has one kind of queue at `{one}` and another at `{other}`"),
                format!("het team `{team}` heeft bij `{one}` een ander soort wachtrij dan bij `{other}`"),
            ),
            ProblemKind::NoPlaces { team } => {
                both(format!("the team `{team}` has no places"), format!("het team `{team}` heeft geen plekken"))
            }
            ProblemKind::NeverGivenBack { team } => both(
                format!("nobody who takes this place of the team `{team}` can come to a step that gives it back"),
                format!(
                    "wie hier een plek van het team `{team}` krijgt, komt nooit bij een handeling die de plek vrijmaakt"
                ),
            ),
            ProblemKind::NothingToGiveBack { team } => both(
                format!("nobody who comes here can hold a place of the team `{team}`"),
                format!("niemand die hier komt kan een plek van het team `{team}` hebben"),
            ),
            ProblemKind::PlaceQueuesDiffer { team, one, other } => both(
                format!("the places of the team `{team}` have one kind of queue at `{one}` and another at `{other}`"),
                format!(
                    "de plekken van het team `{team}` hebben bij `{one}` een ander soort wachtrij dan bij `{other}`"
                ),
            ),
            ProblemKind::TooManyTeamsWithPlaces { found, most } => both(
                format!("{found} teams have places; at most {most} teams can have them"),
                format!("{found} teams hebben plekken; dat mogen er hoogstens {most} zijn"),
            ),
            ProblemKind::Unreachable { stage } => both(
                format!("no resident can reach the stage `{stage}`"),
                format!("geen inwoner kan de stap `{stage}` bereiken"),
            ),
            ProblemKind::NobodyLeaves { stage } => both(
                format!("from the stage `{stage}` no end can be reached: residents stay in the chain for ever"),
                format!("vanaf de stap `{stage}` is geen einde te bereiken: inwoners blijven altijd in de keten"),
            ),
            ProblemKind::ZeroTimeLoop { stages } => {
                let stages = loop_of(stages);
                both(
                    format!("residents can go round without any time passing: {stages}"),
                    format!("inwoners kunnen rondgaan zonder dat er tijd voorbijgaat: {stages}"),
                )
            }
            ProblemKind::ClockNeverStops { from, to } => both(
                format!("this clock can never stop: after {from} nobody gets to {to}"),
                format!("deze termijn kan nooit stoppen: na {from} komt niemand bij {to}"),
            ),
            ProblemKind::QuorumAbove { agree, creditors } => both(
                format!("{agree} creditors must agree, but only {creditors} are asked"),
                format!("{agree} schuldeisers moeten akkoord gaan, maar er worden er maar {creditors} gevraagd"),
            ),
            ProblemKind::SideBySideAlone => {
                both("side by side stand at least two stages", "tegelijk lopen minstens twee stappen")
            }
            ProblemKind::SideBySideTwice { stage, one, other } if one == other => both(
                format!("`{stage}` stands side by side twice in `{one}`"),
                format!("`{stage}` staat twee keer in `side_by_side` van `{one}`"),
            ),
            ProblemKind::SideBySideTwice { stage, one, other } => both(
                format!("`{stage}` stands side by side in `{one}` and in `{other}`; it can belong to one of them only"),
                format!(
                    "`{stage}` staat in `side_by_side` van `{one}` en van `{other}`; het kan maar bij een van beide horen"
                ),
            ),
            ProblemKind::SideBySideNext { stage, opened_by } => both(
                format!(
                    "`{stage}` has a `next`, but it stands side by side in `{opened_by}`, which waits until it is finished"
                ),
                format!(
                    "`{stage}` heeft een `next`, maar loopt tegelijk met andere stappen in `{opened_by}`, dat wacht tot de stap klaar is"
                ),
            ),
            ProblemKind::ClosedBeside { stage, opened_by } => both(
                format!(
                    "`{stage}` is closed from a date on, but it stands side by side in `{opened_by}`, which waits until it is finished"
                ),
                format!(
                    "`{stage}` is vanaf een datum dicht, maar loopt tegelijk met andere stappen in `{opened_by}`, dat wacht tot de stap klaar is"
                ),
            ),
            ProblemKind::SideBySideReached { stage, opened_by, from } => both(
                format!(
                    "`{stage}` stands side by side in `{opened_by}` and is also reached from `{from}`, where nothing waits for it to finish"
                ),
                format!(
                    "`{stage}` loopt tegelijk met andere stappen in `{opened_by}`, en is ook te bereiken vanaf `{from}`, waar niets wacht tot het klaar is"
                ),
            ),
            ProblemKind::SideBySideLoop { stages } => {
                let stages = loop_of(stages);
                both(
                    format!("this stage contains itself: {stages}; it can never be finished"),
                    format!("deze stap bevat zichzelf: {stages}; zo is de stap nooit klaar"),
                )
            }
            ProblemKind::NeedsPool { what } => both(
                format!("`{what}` is about residents of a pool, and this scenario has none"),
                format!("`{what}` gaat over inwoners in nood, en die heeft dit scenario niet"),
            ),
            ProblemKind::ThresholdNeedsAmounts { signal } => both(
                format!("signals of `{signal}` have no `amount`, so they never come to this threshold"),
                format!("signalen van `{signal}` hebben geen `amount` en komen dus nooit aan deze drempel"),
            ),
            ProblemKind::NoArrivals => both("nobody ever arrives in this chain", "er komt nooit iemand in deze keten"),
            ProblemKind::DrawsOfPairs { found, least } => both(
                format!(
                    "each draw of the unknown numbers serves {found} replications, and these come in antithetic pairs; accepted is an even number, at least {least}"
                ),
                format!(
                    "elke trekking van de onbekende getallen geldt voor {found} herhalingen, en die komen in antithetische paren; het mag een even getal zijn, minstens {least}"
                ),
            ),
            ProblemKind::RunTooLong { years, most } => {
                let (years, most) = (number(*years, lang), number(*most, lang));
                both(
                    format!("`warm_up` and `horizon` are {years} years together; at most {most} years are accepted"),
                    format!("`warm_up` en `horizon` zijn samen {years} jaar; het mag hoogstens {most} jaar zijn"),
                )
            }
            ProblemKind::WarmUpLong => both(
                "the warm-up is longer than the measured time",
                "de aanloop (`warm_up`) is langer dan de tijd die meetelt",
            ),
            ProblemKind::NobodyInClass { level } => both(
                format!("nobody is ever `{level}`: its share is always 0"),
                format!("niemand is ooit `{level}`: het aandeel is altijd 0"),
            ),
            ProblemKind::OutsideRun { begin, end } => both(
                format!("this lies outside the run, which goes from {begin} up to {end}"),
                format!("dit ligt buiten de simulatie, die van {begin} tot {end} loopt"),
            ),
            ProblemKind::PlacesUnused { team } => both(
                format!("no step takes a place of the team `{team}`"),
                format!("geen enkele handeling gebruikt een plek van het team `{team}`"),
            ),
            ProblemKind::TeamUnused { team } => {
                both(format!("the team `{team}` has no work"), format!("het team `{team}` heeft geen werk"))
            }
        }
    }
}

/// The stages of a loop; of a long one its first.
fn loop_of(stages: &[String]) -> String {
    const MOST: usize = 8;
    let shown = stages.get(..MOST).unwrap_or(stages).join(" → ");
    if stages.len() > MOST { shown + " → …" } else { shown }
}

fn shares(sum: f64, class: Option<&str>, from: Option<jiff::civil::Date>, rest: bool, lang: Lang) -> Texts {
    let sum = number(sum * 100.0, lang);
    let class = class.map(|class| lang.pick(format!(" for `{class}`"), format!(" voor `{class}`"))).unwrap_or_default();
    let from = from.map(|from| lang.pick(format!(" from {from}"), format!(" vanaf {from}"))).unwrap_or_default();
    if rest {
        return both(
            format!("the shares beside the rest add up to {sum} %{class}{from}; nothing can be left over above 100 %"),
            format!("de aandelen naast de rest zijn samen {sum} %{class}{from}; boven 100 % blijft er niets over"),
        );
    }
    both(
        format!("the shares add up to {sum} %{class}{from}; they must add up to 100 %"),
        format!("de aandelen zijn samen {sum} %{class}{from}; dat moet 100 % zijn"),
    )
}

fn syntax(error: SyntaxError) -> Texts {
    match error {
        SyntaxError::DuplicateKey => {
            both("this name was given a value before", "deze naam heeft eerder al een waarde gekregen")
        }
        SyntaxError::UnclosedString => {
            both("this text has no closing quote", "deze tekst heeft geen aanhalingsteken aan het eind")
        }
        SyntaxError::UnclosedList => {
            both("this list is not closed, or lacks a comma", "deze lijst is niet gesloten, of er ontbreekt een komma")
        }
        SyntaxError::UnclosedTable => {
            both("this table is not closed, or lacks a comma", "deze tabel is niet gesloten, of er ontbreekt een komma")
        }
        SyntaxError::BadKey => both(
            "this cannot be a name: a name has letters without accents, digits, `_` and `-`, or stands in quotes",
            "dit kan geen naam zijn: een naam heeft letters zonder accenten, cijfers, `_` en `-`, of staat tussen aanhalingstekens",
        ),
        SyntaxError::MissingValue => both(
            "a line reads `name = value`; one of the three is missing here",
            "een regel is `naam = waarde`; een van die drie ontbreekt hier",
        ),
        SyntaxError::UnknownValue => both(
            "this is not a value: text stands in quotes, numbers have no other signs",
            "dit is geen waarde: tekst staat tussen aanhalingstekens, getallen hebben geen andere tekens",
        ),
        SyntaxError::TrailingText => {
            both("this does not belong behind what stands before it", "dit hoort niet achter wat ervoor staat")
        }
        SyntaxError::Other => both("this cannot be read as TOML", "dit is niet te lezen als TOML"),
    }
}
