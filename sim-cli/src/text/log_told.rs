//! What is told of a log that was read, and why one was refused.

use sim_core::lang::Lang;
use sim_mining::read::{Column, DateForm, Fault, Form, Format, How, Kind, Note, Place, ReadError, Role, Told, What};
use sim_report::number::fixed;

use super::with_number;

/// Most columns that are named in a message.
const MOST_COLUMNS: usize = 20;

/// All that has to be told, line by line.
pub(crate) fn told(lang: Lang, file: &str, told: &Told) -> String {
    let count = |number: u64| fixed(number as f64, 0, lang);
    let packed = if told.packed { lang.pick(", packed by gzip", ", ingepakt met gzip") } else { "" };
    let format = told.format.map_or("", |format| format_name(lang, format));
    let numbered = |en: &str, nl: &str, number: u64| with_number(lang, lang.pick(en, nl), number);
    let cases = numbered("{} [case|cases]", "{} [zaak|zaken]", told.cases);
    let events = numbered("{} [event|events]", "{} [gebeurtenis|gebeurtenissen]", told.events);
    let done = "of which {} [time|times] that something was done";
    let done = numbered(done, "samen {} keer dat er iets is gedaan", told.instances);
    let mut lines = vec![format!("{file}: {format}{packed}; {cases}, {events}, {done}")];
    let mut columns: Vec<&Column> = told.columns.iter().filter(|column| column.role != Role::Unused).collect();
    columns.sort_by_key(|column| column.role);
    if !columns.is_empty() {
        lines.push(format!("  {}: {}", lang.pick("columns", "kolommen"), columns_in_words(lang, &columns)));
    }
    if !told.forms.is_empty() {
        let forms: Vec<String> = told
            .forms
            .iter()
            .map(|(form, number)| format!("{} ({})", form_name(lang, *form), count(*number)))
            .collect();
        lines.push(format!("  {}: {}", lang.pick("moments", "tijdstippen"), forms.join(", ")));
    }
    for (what, note) in told.notes() {
        lines.push(format!("  {}: {}", kind(lang, what.kind()), note_in_words(lang, what, note, told)));
    }
    lines.join("\n") + "\n"
}

fn format_name(lang: Lang, format: Format) -> &'static str {
    match format {
        Format::Xes => "XES",
        Format::Csv => lang.pick("a table of events", "een tabel van gebeurtenissen"),
        Format::CaseTable => {
            lang.pick("a table of cases with a date for every phase", "een tabel van zaken met een datum per fase")
        }
        Format::OcelJson => "OCEL 2.0 (JSON)",
        Format::OcelXml => "OCEL 2.0 (XML)",
        Format::OcelSqlite => "OCEL 2.0 (SQLite)",
        Format::Ocel1Json => "OCEL 1.0 (JSON)",
    }
}

fn columns_in_words(lang: Lang, columns: &[&Column]) -> String {
    let mut parts: Vec<String> = Vec::new();
    for group in columns.chunk_by(|one, other| one.role == other.role) {
        let names: Vec<String> = group.iter().map(|column| format!("`{}`", column.name)).collect();
        let how = match group[0].how {
            _ if group.len() > 1 => String::new(),
            How::Asked => lang.pick(" (asked)", " (gevraagd)").to_owned(),
            How::Name => String::new(),
            How::Content => match group[0].role {
                Role::Detail | Role::Trait => String::new(),
                _ => lang.pick(" (by what it holds)", " (naar de inhoud)").to_owned(),
            },
        };
        parts.push(format!("{} {}{how}", role(lang, group[0].role), names.join(" ")));
    }
    parts.join(", ")
}

/// What a column is taken for.
pub(crate) fn role(lang: Lang, role: Role) -> &'static str {
    match role {
        Role::Case => lang.pick("case", "zaak"),
        Role::Activity => lang.pick("activity", "activiteit"),
        Role::Start => lang.pick("start", "begin"),
        Role::End => lang.pick("end", "eind"),
        Role::Scheduled => lang.pick("put on the list", "op de lijst gezet"),
        Role::Resource => lang.pick("resource", "medewerker"),
        Role::Group => lang.pick("team", "team"),
        Role::Lifecycle => lang.pick("step in its life", "stap in het verloop"),
        Role::Trait => lang.pick("of the case", "van de zaak"),
        Role::Detail => lang.pick("of the event", "van de gebeurtenis"),
        Role::Phase => lang.pick("phases", "fasen"),
        Role::Unused => lang.pick("not used", "niet gebruikt"),
    }
}

fn form_name(lang: Lang, form: Form) -> String {
    let separator = form.separator;
    let date = match form.date {
        DateForm::YearFirst => format!("yyyy{separator}mm{separator}dd"),
        DateForm::YearLast => format!("d{separator}m{separator}yyyy"),
        DateForm::ShortYear => format!("d{separator}m{separator}yy"),
        DateForm::MonthName => lang.pick("month in letters", "maand in letters").to_owned(),
        DateForm::Digits => "yyyymmdd".to_owned(),
        DateForm::Epoch => lang.pick("seconds since 1970", "seconden sinds 1970").to_owned(),
    };
    let date = if lang == Lang::Nl { date.replace('y', "j") } else { date };
    let time = if form.time || form.date == DateForm::Epoch { "" } else { lang.pick(", no time", ", zonder tijd") };
    let offset = if form.offset { lang.pick(" with offset", " met tijdzone") } else { "" };
    format!("{date}{time}{offset}")
}

fn kind(lang: Lang, kind: Kind) -> &'static str {
    match kind {
        Kind::Guessed => lang.pick("guessed", "geraden"),
        Kind::Noticed => lang.pick("noticed", "gezien"),
        Kind::Repaired => lang.pick("repaired", "hersteld"),
        Kind::LeftOut => lang.pick("left out", "weggelaten"),
    }
}

fn note_in_words(lang: Lang, what: What, note: &Note, told: &Told) -> String {
    let (en, nl) = match what {
        What::DayFirst => (
            "the day stands before the month in {}; the other way round with --dates month-first",
            "de dag staat voor de maand in {}; andersom met --dates month-first",
        ),
        What::DutchClock => (
            "{} [moment|moments] without an offset [is|are] of the Dutch clock; another with --clock",
            "{} [tijdstip zonder tijdzone is|tijdstippen zonder tijdzone zijn] van de Nederlandse klok; een andere met --clock",
        ),
        What::ObjectType => (
            "a case is an object of the type with most events; another with --object-type",
            "een zaak is een object van het type met de meeste gebeurtenissen; een ander met --object-type",
        ),
        What::Traits => (
            "{} [column says|columns say] the same of every event of a case, so [it is|they are] of the case",
            "{} [kolom zegt|kolommen zeggen] van elke gebeurtenis van een zaak hetzelfde, en [hoort|horen] dus bij de zaak",
        ),
        What::OnlyEnds => (
            "no start is known, of {}: only when something ended, so how long was worked is not known",
            "van geen van de {} is het begin bekend: alleen wanneer iets eindigde, dus hoelang eraan is gewerkt is niet bekend",
        ),
        What::WithoutStart => (
            "{} [end|ends] without a start; only the end is known",
            "{} keer een eind zonder begin; alleen het eind is bekend",
        ),
        What::Duplicates => (
            "{} [event is|events are] the same in everything as one before; [it is|they are] kept (left out with --drop-duplicates)",
            "{} [gebeurtenis is|gebeurtenissen zijn] in alles gelijk aan een eerdere; [die blijft|die blijven] staan (weg met --drop-duplicates)",
        ),
        What::Forms => (
            "moments are written in several forms; {} in another than most",
            "tijdstippen staan in meer dan een vorm; {} in een andere dan de meeste",
        ),
        What::Stopped => (
            "{} [piece of work was|pieces of work were] stopped or withdrawn before [it was|they were] done",
            "{} keer is werk gestopt of ingetrokken voordat het af was",
        ),
        What::Cut => (
            "the file was cut off; what came before is kept, and what comes last may be missing. Fetch it again if you can",
            "het bestand is afgebroken; wat ervoor kwam is gelezen, en het laatste kan ontbreken. Haal het zo mogelijk opnieuw op",
        ),
        What::Windows1252 => (
            "{} [letter that is|letters that are] no UTF-8 [was|were] read as Windows-1252",
            "{} [teken dat geen UTF-8 is, is|tekens die geen UTF-8 zijn, zijn] gelezen als Windows-1252",
        ),
        What::Utf16 => ("the file is UTF-16 and was translated", "het bestand is UTF-16 en is omgezet"),
        What::StartAfterEnd => (
            "{} [start after its end was|starts after their end were] not believed; the end is kept",
            "{} keer lag het begin na het eind; het begin is niet geloofd, het eind blijft staan",
        ),
        What::StartUnreadable => (
            "{} [start is|starts are] no moment and [was|were] taken as not known",
            "{} keer is het begin geen tijdstip; het telt als onbekend",
        ),
        What::EndUnreadable => (
            "{} [end is|ends are] no moment and [was|were] taken as not known",
            "{} keer is het eind geen tijdstip; het telt als onbekend",
        ),
        What::WithoutEnd => (
            "{} [start|starts] without an end [was|were] kept as work that is not over",
            "{} keer een begin zonder eind; het telt als werk dat nog loopt",
        ),
        What::OtherOrder => (
            "{} [date has|dates have] day and month the other way round than the rest, and [was|were] read so",
            "{} [datum heeft|datums hebben] dag en maand andersom dan de rest, en [is|zijn] zo gelezen",
        ),
        What::RowLength => (
            "{} [row has|rows have] more or fewer cells than there are columns",
            "{} [rij heeft|rijen hebben] meer of minder cellen dan er kolommen zijn",
        ),
        What::TraceNameless => {
            ("{} [case|cases] without a name got one", "{} [zaak zonder naam kreeg|zaken zonder naam kregen] er een")
        }
        What::CaseTwice => (
            "{} [case stands|cases stand] in the log more than once, and [was|were] put together",
            "{} [zaak staat|zaken staan] meer dan eens in het bestand, en [is|zijn] samengevoegd",
        ),
        What::WithoutCase => ("{} [event|events] without a case", "{} [gebeurtenis|gebeurtenissen] zonder zaak"),
        What::WithoutActivity => {
            ("{} [event|events] without an activity", "{} [gebeurtenis|gebeurtenissen] zonder activiteit")
        }
        What::WithoutTime => ("{} [event|events] without a moment", "{} [gebeurtenis|gebeurtenissen] zonder tijdstip"),
        What::TimeUnreadable => (
            "{} [event|events] whose moment is no moment",
            "{} [gebeurtenis|gebeurtenissen] waarvan het tijdstip er geen is",
        ),
        What::DuplicatesDropped => (
            "{} [event that is|events that are] the same in everything as one before",
            "{} [gebeurtenis die in alles gelijk is|gebeurtenissen die in alles gelijk zijn] aan een eerdere",
        ),
        What::OtherSteps => (
            "{} [step|steps] in the life of an activity that [is|are] neither its planning, its start nor its end",
            "{} [stap|stappen] in het verloop van een activiteit, geen planning, begin of eind",
        ),
        What::TooManyValues => (
            "{} [attribute with so many different values that it tells|attributes with so many different values that they tell] nothing",
            "{} [kenmerk met zoveel verschillende waarden dat het niets zegt|kenmerken met zoveel verschillende waarden dat ze niets zeggen]",
        ),
        What::OfTheLog => {
            ("{} [attribute|attributes] of the log as a whole", "{} [kenmerk|kenmerken] van het bestand als geheel")
        }
        What::Nameless => ("{} [column|columns] without a name", "{} [kolom|kolommen] zonder naam"),
        What::Dangling => (
            "{} [relation to an object that is|relations to objects that are] not there",
            "{} [verwijzing naar een object dat er niet is|verwijzingen naar objecten die er niet zijn]",
        ),
        What::Orphans => (
            "{} [row of a table belongs|rows of tables belong] to no event or object, or to one that has its row already",
            "{} [rij van een tabel hoort|rijen van tabellen horen] bij geen gebeurtenis of object, of bij een die al een rij heeft",
        ),
        What::WithoutTable => (
            "{} [type of object has|types of objects have] no table, so nothing more is known of those objects",
            "{} [soort object heeft|soorten objecten hebben] geen tabel, dus van die objecten is verder niets bekend",
        ),
        What::OtherObjects => {
            ("{} [event|events] of other objects only", "{} [gebeurtenis|gebeurtenissen] van alleen andere objecten")
        }
        What::NoEvents => ("{} [case|cases] to which nothing happened", "{} [zaak|zaken] waarmee niets gebeurde"),
        What::ChangedValues => (
            "{} [value of an attribute|values of attributes] that changed later; the first is kept",
            "{} [waarde van een kenmerk die later veranderde|waarden van kenmerken die later veranderden]; de eerste is gebruikt",
        ),
        What::AttributeUnreadable => (
            "{} [attribute|attributes] that could not be read",
            "{} [kenmerk dat niet te lezen was|kenmerken die niet te lezen waren]",
        ),
    };
    let where_to = place_name(lang, told.format);
    let first: Vec<String> = note.first.iter().map(|place| place_in_words(place, where_to)).collect();
    let first: Vec<String> = first.into_iter().filter(|place| !place.is_empty()).collect();
    let more = if note.count as usize > note.first.len() && !first.is_empty() { ", …" } else { "" };
    let first = if first.is_empty() { String::new() } else { format!(" ({}{more})", first.join(", ")) };
    format!("{}{first}", with_number(lang, lang.pick(en, nl), note.count))
}

fn place_name(lang: Lang, format: Option<Format>) -> &'static str {
    match format {
        Some(Format::Csv | Format::CaseTable) => lang.pick("row", "rij"),
        _ => lang.pick("event", "gebeurtenis"),
    }
}

fn place_in_words(place: &Place, name: &str) -> String {
    match (place.row, place.found.is_empty()) {
        (0, true) => String::new(),
        (0, false) => format!("`{}`", place.found),
        (row, true) => format!("{name} {row}"),
        (row, false) => format!("{name} {row}: `{}`", place.found),
    }
}

fn names(columns: &[String]) -> String {
    let shown: Vec<String> = columns.iter().take(MOST_COLUMNS).map(|name| format!("`{name}`")).collect();
    let more = if columns.len() > MOST_COLUMNS { ", …" } else { "" };
    format!("{}{more}", shown.join(", "))
}

fn option(role: Role) -> &'static str {
    match role {
        Role::Case => "--case",
        Role::Activity => "--activity",
        Role::Start => "--start",
        Role::Scheduled => "--scheduled",
        Role::Resource => "--resource",
        Role::Group => "--group",
        Role::Lifecycle => "--lifecycle",
        _ => "--end",
    }
}

/// Why a log was refused, and what would help.
pub(crate) fn refused(lang: Lang, error: &ReadError) -> String {
    match error {
        ReadError::Io(error) => super::files::why(lang, error),
        ReadError::Empty => lang.pick("the file is empty", "het bestand is leeg").to_owned(),
        ReadError::Nothing => lang
            .pick(
                "the file is packed by gzip and broken from its beginning; fetch it again",
                "het bestand is ingepakt met gzip en vanaf het begin kapot; haal het opnieuw op",
            )
            .to_owned(),
        ReadError::Foreign(kind) => lang.pick(
            format!("this is a {kind} file, which is not read; save it as CSV, XES or OCEL (JSON or XML)"),
            format!("dit is een {kind}-bestand, en dat wordt niet gelezen; bewaar het als CSV, XES of OCEL (JSON of XML)"),
        ),
        ReadError::NotBuilt { kind, feature } => lang.pick(
            format!("this is a {kind} file, which this program was built without; build it with `cargo build --release --features {feature}`, or save the log as OCEL in JSON or XML"),
            format!("dit is een {kind}-bestand, en zonder dat is dit programma gebouwd; bouw het met `cargo build --release --features {feature}`, of bewaar het log als OCEL in JSON of XML"),
        ),
        ReadError::Database { table, fault } => database(lang, table, fault),
        ReadError::NoColumn { role, columns } => {
            let (option, name, columns) = (option(*role), self::role(lang, *role), names(columns));
            lang.pick(
                format!("no column is known as the {name}; say which with {option} COLUMN; there are {columns}"),
                format!("geen kolom is herkend als {name}; zeg welke met {option} KOLOM; er zijn {columns}"),
            )
        }
        ReadError::UnknownColumn { role, name, columns } => {
            let (option, columns) = (option(*role), names(columns));
            lang.pick(
                format!("{option}: there is no column `{name}`; there are {columns}"),
                format!("{option}: er is geen kolom `{name}`; er zijn {columns}"),
            )
        }
        ReadError::TwoOrders { day_row, day, month_row, month, either } => lang.pick(
            format!(
                "row {day_row} has `{day}` (day first), row {month_row} has `{month}` (month first), and {either} dates can be either; say which with --dates day-first or --dates month-first"
            ),
            format!(
                "rij {day_row} heeft `{day}` (dag eerst), rij {month_row} heeft `{month}` (maand eerst), en {either} datums kunnen allebei; zeg welke met --dates day-first of --dates month-first"
            ),
        ),
        ReadError::TooMany { role, row, most, column } => {
            let (option, name, most) = (option(*role), self::role(lang, *role), fixed(*most as f64, 0, lang));
            lang.pick(
                format!("row {row}: `{column}` has more than {most} different values, so it cannot be the {name}; say which column is with {option} COLUMN"),
                format!("rij {row}: `{column}` heeft meer dan {most} verschillende waarden, dus dat is geen {name}; zeg welke kolom het is met {option} KOLOM"),
            )
        }
        ReadError::Malformed { at, why } => lang.pick(
            format!("cannot be read as an event log (at {at}): {why}"),
            format!("niet te lezen als gebeurtenissenbestand (bij {at}): {why}"),
        ),
        ReadError::UnknownObjectType { name, types } => {
            let types = names(types);
            lang.pick(
                format!("--object-type: there is no object type `{name}`; there are {types}"),
                format!("--object-type: er is geen objecttype `{name}`; er zijn {types}"),
            )
        }
        ReadError::NoEvents { events } => lang.pick(
            format!("none of its {events} events can be used: each misses a case, an activity or a moment"),
            format!("geen van de {events} gebeurtenissen is bruikbaar: elk mist een zaak, een activiteit of een tijdstip"),
        ),
        other => other.to_string(),
    }
}

/// Why a database was refused.
fn database(lang: Lang, table: &str, fault: &Fault) -> String {
    match fault {
        Fault::NoTable { tables } => {
            let tables = names(tables);
            lang.pick(
                format!(
                    "there is no table `{table}`, which OCEL 2.0 asks for; there are {tables}. Export the log again"
                ),
                format!(
                    "er is geen tabel `{table}`, en die hoort bij OCEL 2.0; er zijn {tables}. Exporteer het log opnieuw"
                ),
            )
        }
        Fault::NoColumn { column, columns } => {
            let columns = names(columns);
            lang.pick(
                format!("table `{table}` has no column `{column}`, which OCEL 2.0 asks for; there are {columns}"),
                format!("tabel `{table}` heeft geen kolom `{column}`, en die hoort bij OCEL 2.0; er zijn {columns}"),
            )
        }
        Fault::Short { found, expected } => {
            let (found, expected) = (fixed(*found as f64, 0, lang), fixed(*expected as f64, 0, lang));
            lang.pick(
                format!("the database was cut off: it has {found} of {expected} bytes; fetch it again"),
                format!("de database is afgebroken: er zijn {found} van {expected} bytes; haal het bestand opnieuw op"),
            )
        }
        Fault::TooLarge { most } => {
            let most = fixed(*most as f64, 0, lang);
            lang.pick(
                format!("the database has more than {most} bytes; save the log as OCEL in XML, which is read piece by piece"),
                format!("de database heeft meer dan {most} bytes; bewaar het log als OCEL in XML, dat wordt stuk voor stuk gelezen"),
            )
        }
        Fault::Unreadable(why) if table.is_empty() => {
            lang.pick(format!("the database cannot be read: {why}"), format!("de database is niet te lezen: {why}"))
        }
        Fault::Unreadable(why) => lang
            .pick(format!("table `{table}` cannot be read: {why}"), format!("tabel `{table}` is niet te lezen: {why}")),
    }
}

/// The separator is no single sign.
pub(crate) fn not_a_separator(lang: Lang, text: &str) -> String {
    lang.pick(
        format!("--separator: `{text}` is not one sign; give for instance `;`, `,` or `tab`"),
        format!("--separator: `{text}` is niet één teken; geef bijvoorbeeld `;`, `,` of `tab`"),
    )
}

/// The clock is none.
pub(crate) fn not_a_clock(lang: Lang, text: &str) -> String {
    lang.pick(
        format!("--clock: `{text}` is no clock; give `dutch`, `utc` or hours and minutes ahead of universal time, as in `+01:00`"),
        format!("--clock: `{text}` is geen klok; geef `dutch`, `utc` of uren en minuten voor op de wereldtijd, zoals `+01:00`"),
    )
}

/// The key is too short to keep a secret.
pub(crate) fn short_key(lang: Lang, found: usize, least: usize) -> String {
    lang.pick(
        format!("the key has {found} bytes; give at least {least}, for instance from a password manager"),
        format!("de sleutel heeft {found} bytes; geef er minstens {least}, bijvoorbeeld uit een wachtwoordkluis"),
    )
}
