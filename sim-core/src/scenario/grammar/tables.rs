//! The tables of the language with their fields; teams and stages are in `chain.rs`.

use super::Need::{Default, Optional, Required};
use super::Varies::{ByClass, ByDate, Never};
use super::advanced::ADVANCED;
use super::amounts::{AMOUNT, AMOUNTS, END_BENEFIT, END_COST};
use super::chain::{STAGE, TEAM};
use super::fields::{DATE, DURATION, FACTOR, FLAG, MANY, NAME, TEXT, TIME, TIMES, TITLE, WORDING, field};
use super::interventions::INTERVENTION;
use super::more::{PRESENT, REPORT};
use super::need::{END_NEED, END_RETURNS, POOL};
use super::reporting::REPORTING;
use super::spending::SPENDING;
use super::{Field, Kind, Table, Value};

/// The whole file.
pub static TOP: Table = Table {
    en: "A scenario: one chain, its residents, and how long to simulate them.",
    nl: "Een scenario: één keten, de inwoners, en hoe lang die wordt gesimuleerd.",
    fields: &[
        field("keten", Kind::Count(1, 1), Required, Never, "Version of the language.", "Versie van de taal.").known(),
        field(
            "title",
            WORDING,
            Required,
            Never,
            "What the scenario is about, in one line.",
            "Waar het scenario over gaat, in één regel.",
        ),
        field("description", WORDING, Optional, Never, "What the chain is, for readers.", "Wat de keten is, voor lezers."),
        field("start", DATE, Required, Never, "First measured day.", "Eerste dag die meetelt."),
        field(
            "warm_up",
            TIME,
            Default("0 days"),
            Never,
            "Time simulated before `start`, not measured.",
            "Tijd vóór `start` die wel wordt gesimuleerd maar niet meetelt.",
        )
        .known(),
        field(
            "horizon",
            TIME,
            Required,
            Never,
            "Measured time, counted from `start`.",
            "Tijd die meetelt, vanaf `start`.",
        )
        .known(),
        field(
            "seed",
            Kind::Count(0, u64::MAX),
            Optional,
            Never,
            "Seed of every draw; without it the program chooses one and says which.",
            "Beginwaarde van het toeval; zonder kiest het programma er een en zegt welke.",
        )
        .known(),
        field(
            "replications",
            Kind::Count(1, MANY),
            Default("30"),
            Never,
            "How many independent runs.",
            "Hoeveel herhalingen.",
        )
        .known(),
        field(
            "each_draw",
            Kind::Count(2, 1_000),
            Default("2"),
            Never,
            "Replications that share one draw of the unknown numbers.",
            "Herhalingen met dezelfde trekking van de onbekende getallen.",
        )
        .known(),
        field(
            "antithetic",
            FLAG,
            Default("false"),
            Never,
            "Replications in antithetic pairs: the second of two meets the mirrored luck of the first, so that their mean varies less.",
            "Herhalingen in antithetische paren: de tweede van twee treft het gespiegelde toeval van de eerste, zodat hun gemiddelde minder schommelt.",
        )
        .known(),
        field(
            "precision",
            Kind::Table(&PRECISION),
            Optional,
            Never,
            "Run until a measure is known this well.",
            "Herhalen tot een maat zo precies bekend is.",
        ),
        field(
            "classes",
            Kind::EachAxis,
            Optional,
            Never,
            "Axes of classes: for each level its share.",
            "Indelingen in doelgroepen: per doelgroep het aandeel.",
        ),
        field(
            "present",
            Kind::List(&Kind::Table(&PRESENT)),
            Optional,
            Never,
            "Residents who are there when the simulation begins; then without warm-up.",
            "Inwoners die er al zijn als de simulatie begint; dan zonder inloop.",
        ),
        field(
            "present_file",
            TEXT,
            Optional,
            Never,
            "The same from a CSV file beside the scenario.",
            "Hetzelfde uit een CSV-bestand naast het scenario.",
        ),
        field("calendars", Kind::Named(&CALENDAR), Optional, Never, "Opening calendars.", "Openingstijden."),
        field(
            "arrivals",
            Kind::Named(&ARRIVALS),
            Optional,
            Never,
            "Streams of arriving residents.",
            "Instroom van inwoners.",
        ),
        field(
            "need",
            Kind::Named(&POOL),
            Optional,
            Never,
            "Residents in need, outside the chain.",
            "Inwoners in nood, buiten de keten.",
        ),
        field(
            "amounts",
            Kind::Named(&AMOUNT),
            Optional,
            Never,
            "Amounts that residents carry with them, such as a debt.",
            "Bedragen en aantallen die bij een inwoner horen, zoals een schuld.",
        ),
        field(
            "teams",
            Kind::Named(&TEAM),
            Optional,
            Never,
            "Teams: people who do work.",
            "Teams: mensen die werk doen.",
        ),
        field("stages", Kind::Named(&STAGE), Optional, Never, "Stages of the chain.", "Stappen van de keten."),
        field(
            "ends",
            Kind::Named(&END),
            Optional,
            Never,
            "Ways of leaving the chain.",
            "Manieren om de keten te verlaten.",
        ),
        field(
            "clocks",
            Kind::Named(&CLOCK),
            Optional,
            Never,
            "Terms between two moments.",
            "Termijnen tussen twee momenten.",
        ),
        field(
            "interventions",
            Kind::Named(&INTERVENTION),
            Optional,
            Never,
            "Interventions that may be applied to this scenario.",
            "Interventies die op dit scenario kunnen worden toegepast.",
        ),
        field(
            "spending",
            Kind::Named(&SPENDING),
            Optional,
            Never,
            "What things cost apart from teams and activities.",
            "Wat dingen kosten naast teams en activiteiten.",
        ),
        field(
            "report",
            Kind::Table(&REPORT),
            Optional,
            Never,
            "What to measure beyond the ordinary.",
            "Wat extra wordt gemeten.",
        ),
        field(
            "reporting",
            Kind::Table(&REPORTING),
            Optional,
            Never,
            "What readers of a briefing must know, and only its maker can say.",
            "Wat lezers van een briefing moeten weten, en alleen de maker kan zeggen.",
        ),
        field(
            "advanced",
            Kind::Table(&ADVANCED),
            Optional,
            Never,
            "Constructs of queueing theory.",
            "Onderdelen uit de wachtrijtheorie.",
        ),
    ],
};

static PRECISION: Table = Table {
    en: "A wanted precision.",
    nl: "Een gewenste precisie.",
    fields: &[
        MEASURE,
        HALF_WIDTH,
        field(
            "at_most",
            Kind::Count(2, MANY),
            Default("1000"),
            Never,
            "Never more replications than this.",
            "Nooit meer herhalingen dan dit.",
        )
        .known(),
        field(
            "also",
            Kind::List(&Kind::Table(&WANTED)),
            Optional,
            Never,
            "Further measures that are to be known so well; the run goes on until all are.",
            "Meer maten die zo precies bekend moeten zijn; het herhalen gaat door tot ze het allemaal zijn.",
        ),
    ],
};

static WANTED: Table = Table {
    en: "A further measure and its wanted precision.",
    nl: "Nog een maat en de gewenste precisie ervan.",
    fields: &[MEASURE, HALF_WIDTH],
};

const MEASURE: Field = field(
    "measure",
    TEXT,
    Required,
    Never,
    "Measure and what it is of, as in `wait:intake`.",
    "Maat en waarvan, zoals `wait:intake`.",
);

const HALF_WIDTH: Field = field(
    "half_width",
    Kind::One(Value::HalfWidth),
    Required,
    Never,
    "Half of the 95 % confidence interval: \"5 %\" of the mean, or \"1 day\".",
    "De helft van het 95%-betrouwbaarheidsinterval: \"5 %\" van het gemiddelde, of \"1 dag\".",
);

static CALENDAR: Table = Table {
    en: "An opening calendar.",
    nl: "Openingstijden.",
    fields: &[
        field(
            "open",
            Kind::List(&Kind::One(Value::OpeningHours)),
            Required,
            Never,
            "Weekly hours, as in \"mon-fri 09:00-17:00\".",
            "Uren per week, zoals \"ma-vr 09:00-17:00\".",
        ),
        field(
            "holidays",
            Kind::Choice(&["nl", "none"]),
            Default("nl"),
            Never,
            "Whose public holidays it is closed on.",
            "Op welke feestdagen het gesloten is.",
        ),
        field(
            "liberation_day",
            Kind::Choice(&["every year", "every five years", "never"]),
            Default("every five years"),
            Never,
            "When 5 May is a day off.",
            "Wanneer 5 mei een vrije dag is.",
        ),
        field(
            "closed",
            Kind::List(&Kind::One(Value::Closure)),
            Optional,
            Never,
            "Dates or periods when it is closed.",
            "Dagen of periodes waarin het gesloten is.",
        ),
    ],
};

/// A closure of more than one day.
pub static CLOSURE: Table = Table {
    en: "A closure of more than one day.",
    nl: "Een sluiting van meer dan één dag.",
    fields: &[
        field("from", DATE, Required, Never, "First closed day.", "Eerste gesloten dag."),
        field("until", DATE, Required, Never, "First open day again.", "Eerste dag die weer open is."),
    ],
};

static ARRIVALS: Table = Table {
    en: "A stream of arriving residents.",
    nl: "Een instroom van inwoners.",
    fields: &[
        TITLE,
        field("to", NAME, Required, Never, "Stage that is joined.", "Stap waar zij binnenkomen."),
        field(
            "rate",
            Kind::One(Value::Rate),
            Optional,
            ByDate,
            "So many per unit of time, at random moments.",
            "Zo veel per tijdseenheid, op willekeurige momenten.",
        ),
        field(
            "interval",
            DURATION,
            Optional,
            ByDate,
            "One after another, with these times in between.",
            "Een voor een, met deze tijden ertussen.",
        ),
        field(
            "moments",
            TIMES,
            Optional,
            Never,
            "At these times after the beginning of the simulation.",
            "Op deze tijden na het begin van de simulatie.",
        )
        .known(),
        field(
            "batches",
            Kind::Table(&BATCHES),
            Optional,
            Never,
            "Many at once, every so often.",
            "Veel tegelijk, om de zo veel tijd.",
        ),
        field("batch", Kind::Count(1, MANY), Default("1"), Never, "Residents per moment.", "Inwoners per moment."),
        field(
            "classes",
            Kind::EachAxis,
            Optional,
            Never,
            "Class mix of this stream where it differs.",
            "Verdeling over doelgroepen waar die in deze instroom anders is.",
        ),
        field(
            "by_month",
            Kind::Table(&MONTHS),
            Optional,
            Never,
            "Proportions by month; the yearly total stays.",
            "Verhouding per maand; het jaartotaal blijft gelijk.",
        ),
        field(
            "by_weekday",
            Kind::Table(&WEEKDAYS),
            Optional,
            Never,
            "Proportions by weekday; the weekly total stays.",
            "Verhouding per weekdag; het weektotaal blijft gelijk.",
        ),
        field(
            "calendar",
            NAME,
            Optional,
            Never,
            "Arrivals only when this calendar is open: the total of a rate stays, an interval is counted in open hours.",
            "Alleen instroom als deze kalender open is: het totaal van `rate` blijft gelijk, `interval` telt in open uren.",
        ),
        field(
            "surges",
            Kind::List(&Kind::Table(&SURGE)),
            Optional,
            Never,
            "Periods with more or fewer arrivals.",
            "Periodes met meer of minder instroom.",
        ),
        field(
            "until",
            TIME,
            Optional,
            Never,
            "Nobody from this moment on, counted from the beginning of the simulation.",
            "Niemand vanaf dit moment, geteld vanaf het begin van de simulatie.",
        ),
    ],
};

static BATCHES: Table = Table {
    en: "Batches of arrivals.",
    nl: "Instroom in groepen.",
    fields: &[
        field("every", Kind::One(Value::Period), Required, Never, "How often.", "Hoe vaak."),
        field(
            "mean",
            FACTOR,
            Required,
            ByDate,
            "Mean number of residents in one batch.",
            "Gemiddeld aantal inwoners in één groep.",
        ),
    ],
};

pub(super) static MONTHS: Table = Table {
    en: "Proportions by month; a month not named is 1.",
    nl: "Verhouding per maand; een maand die er niet staat is 1.",
    fields: &[
        field("january", FACTOR, Default("1"), Never, "January.", "Januari."),
        field("february", FACTOR, Default("1"), Never, "February.", "Februari."),
        field("march", FACTOR, Default("1"), Never, "March.", "Maart."),
        field("april", FACTOR, Default("1"), Never, "April.", "April."),
        field("may", FACTOR, Default("1"), Never, "May.", "Mei."),
        field("june", FACTOR, Default("1"), Never, "June.", "Juni."),
        field("july", FACTOR, Default("1"), Never, "July.", "Juli."),
        field("august", FACTOR, Default("1"), Never, "August.", "Augustus."),
        field("september", FACTOR, Default("1"), Never, "September.", "September."),
        field("october", FACTOR, Default("1"), Never, "October.", "Oktober."),
        field("november", FACTOR, Default("1"), Never, "November.", "November."),
        field("december", FACTOR, Default("1"), Never, "December.", "December."),
    ],
};

static WEEKDAYS: Table = Table {
    en: "Proportions by weekday; a day not named is 1.",
    nl: "Verhouding per weekdag; een dag die er niet staat is 1.",
    fields: &[
        field("monday", FACTOR, Default("1"), Never, "Monday.", "Maandag."),
        field("tuesday", FACTOR, Default("1"), Never, "Tuesday.", "Dinsdag."),
        field("wednesday", FACTOR, Default("1"), Never, "Wednesday.", "Woensdag."),
        field("thursday", FACTOR, Default("1"), Never, "Thursday.", "Donderdag."),
        field("friday", FACTOR, Default("1"), Never, "Friday.", "Vrijdag."),
        field("saturday", FACTOR, Default("1"), Never, "Saturday.", "Zaterdag."),
        field("sunday", FACTOR, Default("1"), Never, "Sunday.", "Zondag."),
    ],
};

pub(super) static SURGE: Table = Table {
    en: "A period with more or fewer arrivals.",
    nl: "Een periode met meer of minder instroom.",
    fields: &[
        field("from", DATE, Required, Never, "First day.", "Eerste dag."),
        field("until", DATE, Required, Never, "First day after it.", "Eerste dag erna."),
        field(
            "times",
            FACTOR,
            Required,
            Never,
            "Times as many: 1.5 is half as many again.",
            "Zo veel keer: 1,5 is de helft meer.",
        ),
    ],
};

static END: Table = Table {
    en: "An end: a way of leaving the chain.",
    nl: "Een einde: een manier om de keten te verlaten.",
    fields: &[
        TITLE,
        field(
            "success",
            FLAG,
            Optional,
            Never,
            "Whether this end is what the chain is for (default false; for `completed` true).",
            "Of de keten hiervoor bedoeld is (standaard false; bij `completed` true).",
        ),
        END_NEED,
        END_RETURNS,
        AMOUNTS,
        END_COST,
        END_BENEFIT,
        field(
            "ddas",
            Kind::Choice(&crate::scenario::Ddas::NAMES),
            Optional,
            Never,
            "Reason for leaving in the official statistics (DDAS).",
            "Uitstroomreden in DDAS.",
        ),
    ],
};

static CLOCK: Table = Table {
    en: "A clock: a term between two moments.",
    nl: "Een termijn tussen twee momenten.",
    fields: &[
        TITLE,
        field(
            "from",
            Kind::One(Value::Moment),
            Required,
            Never,
            "Moment that starts it.",
            "Moment waarop de termijn begint.",
        ),
        field(
            "to",
            Kind::One(Value::Moment),
            Required,
            Never,
            "Moment that stops it.",
            "Moment waarop de termijn stopt.",
        ),
        field("within", Kind::One(Value::Term), Required, ByClass, "How long may pass.", "Hoe lang het mag duren."),
        field(
            "statutory",
            FLAG,
            Default("false"),
            Never,
            "A term in law, which rolls past weekends and holidays.",
            "Een wettelijke termijn, die doorschuift bij weekend en feestdag.",
        ),
    ],
};
