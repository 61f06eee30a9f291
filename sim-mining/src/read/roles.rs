//! What every column of a table is: asked for, told by its name, or by what it holds.

use super::Options;
use super::error::ReadError;
use super::moment::Written;
use super::told::{Column, How, Role};

/// The roles that a single column has, in the order in which columns are chosen, with the names by which they go: the best first.
///
/// Names are compared without capitals and signs.
const NAMES: [(Role, &[&str]); 8] = [
    (
        Role::Case,
        &[
            "caseconceptname",
            "caseid",
            "caseidentifier",
            "casenumber",
            "case",
            "zaaknummer",
            "zaakid",
            "zaak",
            "zaakidentificatie",
            "dossiernummer",
            "dossierid",
            "dossier",
            "trajectid",
            "trajectnummer",
            "traject",
            "traceid",
            "trace",
            "aanvraagnummer",
            "clientnummer",
            "clientid",
            "customerid",
            "orderid",
            "incidentid",
            "ticketid",
            "patientid",
            "applicationid",
            "caseconceptid",
            "id",
        ],
    ),
    (
        Role::Activity,
        &[
            "conceptname",
            "activity",
            "activityname",
            "activityid",
            "activiteit",
            "activiteitnaam",
            "taak",
            "task",
            "taskname",
            "stap",
            "step",
            "handeling",
            "gebeurtenis",
            "event",
            "eventname",
            "stage",
            "fase",
            "phase",
            "processtap",
            "operation",
            "action",
            "actie",
            "status",
        ],
    ),
    (Role::Lifecycle, &["lifecycletransition", "lifecycle", "transition", "lifecyclestate"]),
    (
        Role::Start,
        &[
            "starttimestamp",
            "starttime",
            "start",
            "starttijd",
            "starttijdstip",
            "startdatum",
            "startdate",
            "begintijd",
            "begindatum",
            "begin",
            "timestart",
            "datumbegin",
            "datumstart",
            "started",
            "startedat",
            "startdatetime",
            "van",
        ],
    ),
    (
        Role::End,
        &[
            "timetimestamp",
            "endtimestamp",
            "endtime",
            "end",
            "eindtijd",
            "eindtijdstip",
            "einddatum",
            "eind",
            "einde",
            "enddate",
            "completetimestamp",
            "completetime",
            "completiontime",
            "completed",
            "completedat",
            "finished",
            "finish",
            "enddatetime",
            "timestamp",
            "tijdstip",
            "tijdstempel",
            "datumtijd",
            "datetime",
            "datum",
            "date",
            "time",
            "tijd",
            "eventtime",
            "tot",
            "datumeind",
            "datumeinde",
        ],
    ),
    (
        Role::Scheduled,
        &["scheduledtime", "scheduletime", "scheduled", "enabletime", "enabledtime", "enabledtimestamp", "ingepland"],
    ),
    (
        Role::Resource,
        &[
            "orgresource",
            "resource",
            "resourceid",
            "resourcename",
            "medewerker",
            "behandelaar",
            "uitvoerder",
            "gebruiker",
            "user",
            "userid",
            "username",
            "employee",
            "performer",
            "originator",
            "worker",
            "consulent",
        ],
    ),
    (
        Role::Group,
        &[
            "orggroup",
            "group",
            "groep",
            "team",
            "afdeling",
            "department",
            "organisatie",
            "organisation",
            "organization",
            "orgrole",
            "role",
            "rol",
            "organisationalunit",
        ],
    ),
];

/// Whether a table has a row for every event or for every case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Events,
    Cases,
}

/// What every column is, and what a row is.
///
/// * `samples` – the first rows
pub(super) fn columns(
    header: &[String],
    samples: &[Vec<String>],
    options: &Options,
) -> Result<(Vec<Column>, Shape), ReadError> {
    let mut columns: Vec<Column> = header
        .iter()
        .map(|name| {
            let role = if name.trim().is_empty() { Role::Unused } else { Role::Detail };
            Column { name: name.clone(), role, how: How::Content }
        })
        .collect();
    let mut choose = |role: Role, at: usize, how: How| {
        columns[at].role = role;
        columns[at].how = how;
    };
    let mut taken = vec![false; header.len()];
    for (role, _) in NAMES {
        if let Some(name) = asked(options, role) {
            let place = header.iter().position(|other| other.trim() == name);
            let place = place.or_else(|| header.iter().position(|other| other.trim().eq_ignore_ascii_case(name)));
            let unknown = || ReadError::UnknownColumn { role, name: name.to_owned(), columns: header.to_vec() };
            let at = place.ok_or_else(unknown)?;
            choose(role, at, How::Asked);
            taken[at] = true;
        }
    }
    let mut found = |role: Role, taken: &mut Vec<bool>| -> bool {
        let names = NAMES.iter().find(|(other, _)| *other == role).map_or(&[][..], |(_, names)| names);
        let best = (0..header.len())
            .filter(|&at| !taken[at] && fits(role, at, samples))
            .filter_map(|at| Some((names.iter().position(|name| *name == plain(&header[at]))?, at)))
            .min();
        if let Some((_, at)) = best {
            choose(role, at, How::Name);
            taken[at] = true;
        }
        best.is_some()
    };
    let has = |role: Role| asked(options, role).is_some();
    let mut known = [false; NAMES.len()];
    for (number, (role, _)) in NAMES.iter().enumerate() {
        known[number] = has(*role) || found(*role, &mut taken);
    }
    let [case, activity, _, start, end, ..] = known;
    let moments: Vec<usize> =
        (0..header.len()).filter(|&at| !header[at].trim().is_empty() && holds_moments(at, samples)).collect();
    if case && !activity && moments.len() >= 2 {
        for column in &mut columns {
            if matches!(column.role, Role::Start | Role::End | Role::Scheduled) && column.how != How::Asked {
                column.role = Role::Detail;
            }
        }
        for at in moments {
            if !matches!(columns[at].role, Role::Case) {
                columns[at].role = Role::Phase;
                columns[at].how = How::Content;
            }
        }
        for column in columns.iter_mut().filter(|column| column.role == Role::Detail) {
            column.role = Role::Trait;
        }
        return Ok((columns, Shape::Cases));
    }
    let missing = |role: Role| ReadError::NoColumn { role, columns: header.to_vec() };
    if !case {
        return Err(missing(Role::Case));
    }
    if !activity {
        return Err(missing(Role::Activity));
    }
    if !end {
        let free = |at: &&usize| !taken[**at] && !is_of_case(&header[**at]);
        match moments.iter().find(free) {
            Some(&at) => (columns[at].role, columns[at].how) = (Role::End, How::Content),
            // A single moment is when it happened, whatever it is called.
            None if start => {
                for column in columns.iter_mut().filter(|column| column.role == Role::Start) {
                    column.role = Role::End;
                }
            }
            None => return Err(missing(Role::End)),
        }
    }
    for column in columns.iter_mut().filter(|column| column.role == Role::Detail && is_of_case(&column.name)) {
        (column.role, column.how) = (Role::Trait, How::Name);
    }
    Ok((columns, Shape::Events))
}

/// Whether a column is of the case by what it is called.
fn is_of_case(name: &str) -> bool {
    name.starts_with("case:")
}

fn asked(options: &Options, role: Role) -> Option<&str> {
    match role {
        Role::Case => options.case.as_deref(),
        Role::Activity => options.activity.as_deref(),
        Role::Start => options.start.as_deref(),
        Role::End => options.end.as_deref(),
        Role::Scheduled => options.scheduled.as_deref(),
        Role::Resource => options.resource.as_deref(),
        Role::Group => options.group.as_deref(),
        Role::Lifecycle => options.lifecycle.as_deref(),
        _ => None,
    }
}

/// A name without capitals and signs.
fn plain(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a column can have a role by what it holds: moments must be moments, though a column may be empty.
fn fits(role: Role, at: usize, samples: &[Vec<String>]) -> bool {
    match role {
        Role::Start | Role::End | Role::Scheduled => {
            let mut filled = samples.iter().filter_map(|row| row.get(at)).filter(|cell| !cell.trim().is_empty());
            let (count, good) = filled
                .by_ref()
                .fold((0, 0), |(count, good), cell| (count + 1, good + usize::from(Written::parse(cell).is_some())));
            count == 0 || good * 2 > count
        }
        _ => true,
    }
}

/// Whether most of what a column holds is moments that are more than a row of digits.
fn holds_moments(at: usize, samples: &[Vec<String>]) -> bool {
    let filled = samples.iter().filter_map(|row| row.get(at)).filter(|cell| !cell.trim().is_empty());
    let (count, good) = filled.fold((0, 0), |(count, good), cell| {
        let digits = cell.bytes().all(|byte| byte.is_ascii_digit());
        (count + 1, good + usize::from(!digits && Written::parse(cell).is_some()))
    });
    good > 0 && good * 10 >= count * 8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(header: &str, row: &str, options: &Options) -> Result<(Vec<Role>, Shape), ReadError> {
        let cells = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
        let (columns, shape) = columns(&cells(header), &[cells(row)], options)?;
        Ok((columns.iter().map(|column| column.role).collect(), shape))
    }

    #[test]
    fn the_name_of_the_standard_goes_before_a_plain_one() {
        use Role::{Activity, Case, Detail, End, Resource, Trait, Unused};
        let header = ",concept:name,org:resource,time:timestamp,Activity,Resource,Costs,case:concept:name,case:creator";
        let row = "0,register,Pete,2010-12-30 14:32:00+01:00,register,Pete,50,3,Nitro";
        let found = roles(header, row, &Options::default()).expect("an event table");
        assert_eq!(found, (vec![Unused, Activity, Resource, End, Detail, Detail, Detail, Case, Trait], Shape::Events));
    }

    #[test]
    fn what_is_asked_for_is_done() {
        let asked = Options { activity: Some("status".into()), case: Some("nr".into()), ..Options::default() };
        let found = roles("nr,activity,status,datum", "1,x,y,1-2-2024", &asked).expect("an event table");
        assert_eq!(found.0, [Role::Case, Role::Detail, Role::Activity, Role::End]);
        let unknown = Options { case: Some("nee".into()), ..Options::default() };
        assert!(matches!(roles("nr,activity,datum", "1,x,1-2-2024", &unknown), Err(ReadError::UnknownColumn { .. })));
    }

    #[test]
    fn dates_without_an_activity_are_a_table_of_cases() {
        let found = roles("zaaknummer,aanmelding,intake,soort", "1,1-2-2024,5-2-2024,a", &Options::default());
        let found = found.expect("a case table");
        assert_eq!(found, (vec![Role::Case, Role::Phase, Role::Phase, Role::Trait], Shape::Cases));
    }

    #[test]
    fn without_a_case_it_is_refused() {
        let found = roles("naam,activiteit,datum", "1,x,1-2-2024", &Options::default());
        assert!(matches!(found, Err(ReadError::NoColumn { role: Role::Case, .. })));
    }
}
