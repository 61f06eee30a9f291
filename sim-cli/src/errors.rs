//! Errors of the core in the reader's words: names instead of indices, dates instead of days, both languages.

use sim_core::chain::CompileError;
use sim_core::engine::{RunError, Stuck};
use sim_core::experiment::ExperimentError;
use sim_core::lang::Lang;
use sim_core::scenario::{Problem, Scenario, Severity};
use sim_core::time::SimTime;

use crate::number::fixed;

/// Why a checked scenario cannot be simulated after all.
pub(crate) fn compile_error(error: &CompileError, lang: Lang) -> String {
    match error {
        CompileError::CalendarTooShort { team, calendar, open, productive } => {
            let (open, productive) = (fixed(*open, 0, lang), fixed(*productive, 0, lang));
            lang.pick(
                format!(
                    "teams.{team}: one fte works {productive} productive hours a year, but calendar `{calendar}` is open for only {open}; \
                     lengthen the calendar or lower `productive_hours`"
                ),
                format!(
                    "teams.{team}: een fte werkt {productive} productieve uren per jaar, maar kalender `{calendar}` is maar {open} uur open; \
                     verruim de kalender of verlaag `productive_hours`"
                ),
            )
        }
        CompileError::TooManyChanges { name, most } => {
            let most = fixed(*most, 0, lang);
            lang.pick(
                format!("`{name}` changes more than {most} times in one run; give it a longer period or simulate less time"),
                format!("`{name}` verandert meer dan {most} keer in een run; geef een langere periode of reken een kortere tijd door"),
            )
        }
        CompileError::NobodyForOthers { team, kept, on_duty } => lang.pick(
            format!(
                "team `{team}` keeps {kept} people free and has at most {on_duty} on duty: nobody else would ever be helped"
            ),
            format!(
                "team `{team}` houdt {kept} mensen vrij en heeft er hoogstens {on_duty} tegelijk: anderen worden nooit geholpen"
            ),
        ),
        CompileError::RunTooLong => {
            lang.pick("the run reaches beyond the year 9999", "de run loopt door tot na het jaar 9999").to_owned()
        }
        other => other.to_string(),
    }
}

/// Why an experiment failed.
pub(crate) fn experiment_error(error: &ExperimentError, scenario: &Scenario, lang: Lang) -> String {
    match error {
        ExperimentError::Run { replication, seed, cause } => {
            let number = replication + 1;
            let cause = run_error(cause, scenario, lang);
            lang.pick(
                format!("replication {number} (seed {seed}) stopped: {cause}"),
                format!("herhaling {number} (seed {seed}) is gestopt: {cause}"),
            )
        }
        ExperimentError::Arm { name, cause } => format!("{name}: {}", experiment_error(cause, scenario, lang)),
        ExperimentError::NothingDone => lang
            .pick(
                "interrupted before the first replication was done",
                "onderbroken voordat de eerste herhaling klaar was",
            )
            .to_owned(),
        ExperimentError::UnknownMeasure { found, known } => lang.pick(
            format!("precision: there is no measure `{found}`; known are for instance {known}"),
            format!("precision: de maat `{found}` bestaat niet; bekend zijn bijvoorbeeld {known}"),
        ),
        ExperimentError::Draw { draw, seed, problems } => draw_refused(*draw, *seed, problems, lang),
        ExperimentError::DrawCompiled { draw, seed, cause } => {
            let (number, cause) = (draw + 1, compile_error(cause, lang));
            lang.pick(
                format!("draw {number} of the unknown numbers (seed {seed}): {cause}"),
                format!("trekking {number} van de onbekende getallen (seed {seed}): {cause}"),
            )
        }
        other => other.to_string(),
    }
}

/// The scenario of one draw of the unknown numbers.
pub(crate) fn drawn(scenario: &Scenario, seed: u64, draw: u32, lang: Lang) -> anyhow::Result<Scenario> {
    scenario.draw(seed, draw).map_err(|problems| anyhow::anyhow!(draw_refused(draw, seed, &problems, lang)))
}

/// Why the values of a draw cannot be used together.
fn draw_refused(draw: u32, seed: u64, problems: &[Problem], lang: Lang) -> String {
    let number = draw + 1;
    let first = problems.iter().find(|problem| problem.severity == Severity::Error);
    let why = first.map_or(String::new(), |problem| format!("{}: {}", problem.path, problem.message(lang)));
    lang.pick(
        format!("draw {number} of the unknown numbers (seed {seed}) gives values that do not go together: {why}; narrow their ranges"),
        format!("trekking {number} van de onbekende getallen (seed {seed}) geeft waarden die niet samengaan: {why}; maak de bereiken smaller"),
    )
}

/// Why one run stopped.
pub(crate) fn run_error(error: &RunError, scenario: &Scenario, lang: Lang) -> String {
    let moment = |at: &SimTime| match at.date(scenario.start) {
        Some(date) => {
            format!("{date} {}", at.to_string().rsplit_once(", ").map_or(String::new(), |(_, time)| time.to_owned()))
        }
        None => at.to_string(),
    };
    match error {
        RunError::Stopped { at } => {
            let at = moment(at);
            lang.pick(
                format!("stopped at {at} because it was asked"),
                format!("gestopt op {at}, omdat daarom was gevraagd"),
            )
        }
        RunError::TooManyEvents { events, at } => {
            let (events, at) = (fixed(*events as f64, 0, lang), moment(at));
            lang.pick(
                format!("after {events} events the run had only come to {at}; simulate less time, or lower the rates"),
                format!("na {events} gebeurtenissen was de run pas bij {at}; reken een kortere tijd door, of verlaag de aantallen"),
            )
        }
        RunError::NoProgress { events, at } => {
            let (events, at) = (fixed(*events as f64, 0, lang), moment(at));
            lang.pick(
                format!("{events} events at one moment ({at}): residents go round without any time passing"),
                format!(
                    "{events} gebeurtenissen op een moment ({at}): inwoners gaan rond zonder dat er tijd verstrijkt"
                ),
            )
        }
        RunError::TooManyResidents { residents, at } => {
            let (residents, at) = (fixed(*residents as f64, 0, lang), moment(at));
            lang.pick(
                format!(
                    "more than {residents} residents in the chain at {at}; is the chain overloaded, or a rate too high?"
                ),
                format!(
                    "meer dan {residents} inwoners in de keten op {at}; is de keten overbelast, of een aantal te hoog?"
                ),
            )
        }
        RunError::Deadlock { stuck, at } => deadlock(stuck, &moment(at), scenario, lang),
        RunError::NotConserved { arrived, gone, inside, at } => {
            let at = moment(at);
            lang.pick(
                format!("broken promise: {arrived} residents arrived, {gone} left and {inside} are inside at {at}; please report this"),
                format!("gebroken belofte: {arrived} inwoners kwamen, {gone} gingen en {inside} zijn er nog op {at}; meld dit alstublieft"),
            )
        }
        RunError::NeedNotConserved { came, ended, in_pools, helped, at } => {
            let at = moment(at);
            lang.pick(
                format!("broken promise: need began {came} times and ended {ended} times, {in_pools} residents are outside the chain and {helped} inside at {at}; please report this"),
                format!("gebroken belofte: nood begon {came} keer en eindigde {ended} keer, {in_pools} inwoners zijn buiten de keten en {helped} erin op {at}; meld dit alstublieft"),
            )
        }
        RunError::Broken { promise, stream, ordinal, stage, at } => {
            let resident = resident(scenario, *stream, *ordinal, lang);
            let (stage, at) = (&scenario.stages[*stage as usize].name, moment(at));
            lang.pick(
                format!("broken promise: {promise} (resident {resident}, stage `{stage}`, {at}); please report this"),
                format!("gebroken belofte: {promise} (inwoner {resident}, stap `{stage}`, {at}); meld dit alstublieft"),
            )
        }
        RunError::BrokenTeam { promise, team, at } => {
            let (team, at) = (&scenario.teams[*team as usize].name, moment(at));
            lang.pick(
                format!("broken promise: {promise} (team `{team}`, {at}); please report this"),
                format!("gebroken belofte: {promise} (team `{team}`, {at}); meld dit alstublieft"),
            )
        }
        other => other.to_string(),
    }
}

/// Most residents that are named of those who are stuck.
const MOST_STUCK: usize = 10;

/// Who waits for which room.
fn deadlock(stuck: &[Stuck], at: &str, scenario: &Scenario, lang: Lang) -> String {
    let one = |who: &Stuck| {
        let resident = resident(scenario, who.stream, who.ordinal, lang);
        let [from, to] = [who.stage, who.waits_for].map(|stage| &scenario.stages[stage as usize].name);
        lang.pick(
            format!("resident {resident} at `{from}` waits for room at `{to}`"),
            format!("inwoner {resident} bij `{from}` wacht op ruimte bij `{to}`"),
        )
    };
    let mut told: Vec<String> = stuck.iter().take(MOST_STUCK).map(one).collect();
    if let Some(more) = stuck.len().checked_sub(MOST_STUCK).filter(|&more| more > 0) {
        told.push(lang.pick(format!("and {more} more"), format!("en nog {more}")));
    }
    let told = told.join("; ");
    lang.pick(
        format!("deadlock at {at}: none of these can ever go on: {told}; give one of these stages more room, or another `when_full`"),
        format!("blokkade op {at}: geen van deze inwoners kan ooit verder: {told}; geef een van deze stappen meer ruimte, of een andere `when_full`"),
    )
}

/// A resident by stream or pool, and number; who was there when the simulation began came by no stream.
fn resident(scenario: &Scenario, stream: u16, ordinal: u32, lang: Lang) -> String {
    let number = ordinal + 1;
    let streams = scenario.streams.iter().map(|stream| &stream.name);
    let mut sources = streams.chain(scenario.pools.iter().map(|pool| &pool.name));
    match sources.nth(usize::from(stream)) {
        Some(source) => format!("{source} {number}"),
        None => lang.pick(format!("{number} of those there before"), format!("{number} van wie er al was")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_that_was_stopped_says_so_in_both_languages() {
        let text = include_str!("../../scenarios/textbook/tandem.toml");
        let scenario = sim_core::scenario::read(text).scenario.expect("it can be used");
        let error = RunError::Stopped { at: SimTime(0) };
        let [en, nl] = [Lang::En, Lang::Nl].map(|lang| run_error(&error, &scenario, lang));
        assert!(en.starts_with("stopped at 2027-01-04") && nl.starts_with("gestopt op 2027-01-04"), "{en}; {nl}");
    }
}
