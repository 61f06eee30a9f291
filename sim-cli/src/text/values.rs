//! Values of a scenario in words: times, shares, rates, numbers of people, dates.

use jiff::civil::Date;
use sim_core::lang::Lang;
use sim_core::scenario::{Agree, BatchPeriod, Contacts, Decides, HowMany, Phase, Replies};
use sim_core::scenario::{ClassPick, Dated, Distribution, Moment, Param, Pattern, Queue, Scenario, Staff, Term};
use sim_core::time::SimTime;

use super::span;
use crate::text::title;

/// More changes by date than this are not all told.
const MOST_CHANGES: usize = 6;

/// A parameter in words: what holds for everybody at first, and everything that differs by class or date.
pub(crate) struct Words {
    /// For everybody not in `others`.
    pub(crate) base: String,
    /// As in `business: 5 hours` or `from 1 Jan 2028: 3 hours`.
    pub(crate) others: Vec<String>,
}

impl Words {
    /// All in one: `2 hours (business: 5 hours)`.
    pub(crate) fn together(&self) -> String {
        if self.others.is_empty() { self.base.clone() } else { format!("{} ({})", self.base, self.others.join("; ")) }
    }
}

/// A parameter in words.
pub(crate) fn param<T>(lang: Lang, scenario: &Scenario, param: &Param<T>, show: &dyn Fn(&T) -> String) -> Words {
    let mut others = later(lang, "", &param.base, show);
    for (pick, value) in &param.by_class {
        let class = class(scenario, pick);
        others.push(format!("{class}: {}", show(&value.first)));
        others.extend(later(lang, &format!("{class} "), value, show));
    }
    Words { base: show(&param.base.first), others }
}

/// A value that may change by date, in words.
pub(crate) fn dated<T>(lang: Lang, value: &Dated<T>, show: &dyn Fn(&T) -> String) -> Words {
    Words { base: show(&value.first), others: later(lang, "", value, show) }
}

fn later<T>(lang: Lang, of: &str, value: &Dated<T>, show: &dyn Fn(&T) -> String) -> Vec<String> {
    let from = lang.pick("from", "vanaf");
    let mut later: Vec<String> =
        value.later.iter().map(|(date, value)| format!("{of}{from} {}: {}", day(lang, *date), show(value))).collect();
    // The steps of a ramp are many: its beginning and end say enough.
    if later.len() > MOST_CHANGES {
        later.splice(2..later.len() - 1, ["…".to_owned()]);
    }
    later
}

/// The class that an exception is for, as in `business+young`.
pub(crate) fn class(scenario: &Scenario, pick: &ClassPick) -> String {
    let names = pick.0.iter().map(|level| scenario.axes[level.axis].levels[level.level].name.as_str());
    names.collect::<Vec<_>>().join("+")
}

/// A number of at most two decimals.
pub(crate) fn number(lang: Lang, value: f64) -> String {
    let shown = sim_core::text::shortest((value * 100.0).round() / 100.0);
    lang.pick(shown.clone(), shown.replace('.', ","))
}

/// A share as a percentage.
pub(crate) fn percent(lang: Lang, share: f64) -> String {
    format!("{} %", number(lang, share * 100.0))
}

/// The mean of a time.
pub(crate) fn time(lang: Lang, time: &Distribution) -> String {
    let days = time.mean();
    let shown = in_its_unit(lang, days);
    match shown.contains(['.', ',']) && !has_one_decimal(&shown) {
        true if days >= 2.0 * sim_core::time::DAYS_PER_YEAR => years(lang, days),
        true if days >= 10.0 => span(lang, days.round()),
        _ => shown,
    }
}

/// A time in the unit in which somebody will have written it: the largest in which it has one decimal at most, so
/// `8.6 years` rather than `3141.15 days`.
fn in_its_unit(lang: Lang, days: f64) -> String {
    let shown = span(lang, days);
    let tenths = |number: f64| (number * 10.0 - (number * 10.0).round()).abs() < 1e-6;
    let in_years = days / sim_core::time::DAYS_PER_YEAR;
    if !shown.contains(['.', ',']) || has_one_decimal(&shown) && days < 365.0 {
        shown
    } else if in_years >= 1.0 && tenths(in_years) {
        years(lang, days)
    } else if days >= 28.0 && tenths(in_years * 12.0) {
        format!("{} {}", number(lang, in_years * 12.0), lang.pick("months", "maanden"))
    } else if tenths(days * 24.0) && days < 5.0 {
        format!("{} {}", number(lang, days * 24.0), lang.pick("hours", "uur"))
    } else {
        shown
    }
}

fn years(lang: Lang, days: f64) -> String {
    let years = (days / sim_core::time::DAYS_PER_YEAR * 10.0).round() / 10.0;
    format!("{} {}", number(lang, years), lang.pick("years", "jaar"))
}

fn has_one_decimal(shown: &str) -> bool {
    let decimals = shown.split_once(['.', ',']).map(|(_, rest)| rest.chars().take_while(char::is_ascii_digit).count());
    decimals == Some(1)
}

/// The same, with the kind of distribution.
pub(crate) fn distribution(lang: Lang, time: &Distribution) -> String {
    let kind = match time {
        Distribution::Constant(days) => return lang.pick("always ", "altijd ").to_owned() + &in_its_unit(lang, *days),
        Distribution::Exponential { .. } => lang.pick("exponential", "exponentieel"),
        Distribution::Gamma { .. } => "gamma",
        Distribution::Lognormal { .. } => lang.pick("lognormal", "lognormaal"),
        Distribution::Weibull { .. } => "weibull",
        Distribution::Uniform { .. } => lang.pick("uniform", "gelijk verdeeld"),
        Distribution::Triangular { .. } => lang.pick("triangular", "driehoekig"),
        Distribution::Hyperexponential { .. } => lang.pick("hyperexponential", "hyperexponentieel"),
        Distribution::Normal { .. } => lang.pick("normal", "normaal"),
        Distribution::Empirical { .. } => lang.pick("as observed", "zoals waargenomen"),
        Distribution::Sequence { .. } => lang.pick("in turn", "om de beurt"),
        Distribution::Residual { .. } => {
            lang.pick("what is left at a random moment", "wat er op een willekeurig moment over is")
        }
        Distribution::Whole { .. } => lang.pick("rounded down", "naar beneden afgerond"),
        Distribution::AtLeast { .. } => lang.pick("with a least value", "met een laagste waarde"),
    };
    format!("{} {}, {kind}", in_its_unit(lang, time.mean()), lang.pick("on average", "gemiddeld"))
}

/// Who is next where that is not who came first.
pub(crate) fn queue(lang: Lang, scenario: &Scenario, queue: &Queue) -> Option<String> {
    match queue {
        Queue::FirstCome => None,
        Queue::Priority(picks) => {
            let names: Vec<String> = picks.iter().map(|pick| class(scenario, pick).replace('_', " ")).collect();
            let names = names.join(lang.pick(", then ", ", dan "));
            Some(lang.pick(format!("{names} first"), format!("{names} eerst")))
        }
        Queue::LastCome => Some(lang.pick("last come, first served", "wie het laatst komt, gaat eerst").to_owned()),
        Queue::EarliestDue => {
            Some(lang.pick("first whose term ends first", "eerst wiens termijn het eerst afloopt").to_owned())
        }
    }
}

/// How many people a team has.
pub(crate) fn staff(lang: Lang, staff: &Staff) -> String {
    match staff {
        Staff::Fte { fte, .. } => dated(lang, fte, &|fte| format!("{} fte", number(lang, *fte))).together(),
        Staff::Workers(workers) => {
            let people = |number: &u32| match (number, lang) {
                (1, Lang::En) => "1 person".to_owned(),
                (1, Lang::Nl) => "1 persoon".to_owned(),
                (more, _) => format!("{more} {}", lang.pick("people", "mensen")),
            };
            dated(lang, workers, &people).together()
        }
        Staff::Unlimited => lang.pick("never too few people", "nooit te weinig mensen").to_owned(),
        Staff::Roster { every, .. } => {
            let every = span(lang, every.as_days());
            lang.pick(format!("by a roster of {every}"), format!("volgens een rooster van {every}"))
        }
    }
}

/// How many residents a stream brings, and when.
pub(crate) fn pattern(lang: Lang, pattern: &Pattern) -> String {
    match pattern {
        Pattern::Rate(rate) => dated(lang, rate, &|per_day| self::rate(lang, *per_day)).together(),
        Pattern::Cycle { every, .. } => {
            let every = span(lang, every.as_days());
            lang.pick(format!("in a pattern of {every}"), format!("in een patroon van {every}"))
        }
        Pattern::Interval(interval) => {
            let one = |every: &Distribution| match lang {
                Lang::En => format!("one every {}", distribution(lang, every)),
                Lang::Nl => format!("één per {}", distribution(lang, every)),
            };
            dated(lang, interval, &one).together()
        }
        Pattern::Moments(moments) => {
            let number = moments.len();
            lang.pick(format!("{number} planned moments"), format!("{number} geplande momenten"))
        }
        Pattern::BatchCycle { every, means } => {
            let (mean, every) = (means.iter().sum::<f64>() / means.len() as f64, span(lang, every.as_days()));
            let mean = number(lang, mean);
            lang.pick(
                format!("{mean} every {every} on average, in a pattern"),
                format!("gemiddeld {mean} elke {every}, in een patroon"),
            )
        }
        Pattern::Population { number, think } => {
            let away = |time: &Distribution| distribution(lang, time);
            let away = dated(lang, think, &away).together();
            lang.pick(
                format!("{number} who come back, {away} after they leave"),
                format!("{number} die terugkomen, {away} nadat zij vertrekken"),
            )
        }
        Pattern::Batches { every, mean } => {
            let every = match every {
                BatchPeriod::Month => lang.pick("every month", "elke maand").to_owned(),
                BatchPeriod::Week => lang.pick("every week", "elke week").to_owned(),
                BatchPeriod::Every(length) => lang.pick("every ", "elke ").to_owned() + &span(lang, length.as_days()),
            };
            let batch = |mean: &f64| format!("{} {every}", number(lang, *mean));
            dated(lang, mean, &batch).together()
        }
    }
}

/// An amount of money, in whole euro from a hundred.
pub(crate) fn euro(lang: Lang, euro: f64) -> String {
    let decimals = if euro >= 100.0 || euro.fract() == 0.0 { 0 } else { 2 };
    format!("€ {}", crate::number::fixed(euro, decimals, lang))
}

/// A rate in the unit in which it is a number that can be pictured.
fn rate(lang: Lang, per_day: f64) -> String {
    if per_day >= 5.0 {
        format!("{} {}", number(lang, per_day), lang.pick("a day", "per dag"))
    } else {
        let per_year = (per_day * sim_core::time::DAYS_PER_YEAR * 10.0).round() / 10.0;
        format!("{} {}", number(lang, per_year), lang.pick("a year", "per jaar"))
    }
}

/// A term.
pub(crate) fn term(lang: Lang, term: &Term) -> String {
    match term {
        Term::Calendar(length) => span(lang, length.as_days()),
        Term::Working(days) => {
            let unit = match (days.0, lang) {
                (1, Lang::En) => "working day",
                (_, Lang::En) => "working days",
                (1, Lang::Nl) => "werkdag",
                (_, Lang::Nl) => "werkdagen",
            };
            format!("{} {unit}", days.0)
        }
    }
}

/// A moment that starts or stops a clock.
pub(crate) fn moment(lang: Lang, scenario: &Scenario, moment: Moment) -> String {
    let stage = |at: usize| title(&scenario.stages[at].title, &scenario.stages[at].name);
    match moment {
        Moment::Arrive => lang.pick("arrival", "aanmelding in de keten").to_owned(),
        Moment::Enter(at) => lang.pick("joining ", "aankomst bij ").to_owned() + &stage(at),
        Moment::Start(at) => lang.pick("start of ", "begin van ").to_owned() + &stage(at),
        Moment::Finish(at) => lang.pick("end of ", "einde van ").to_owned() + &stage(at),
        Moment::Leave(at) => {
            lang.pick("leaving: ", "vertrek: ").to_owned() + &super::end_name(lang, &scenario.ends[at])
        }
    }
}

/// A phase.
pub(crate) fn phase(lang: Lang, phase: Phase) -> &'static str {
    match phase {
        Phase::Need => lang.pick("Need", "Nood"),
        Phase::Prevention => lang.pick("Prevention", "Preventie"),
        Phase::Signalling => lang.pick("Early signalling", "Vroegsignalering"),
        Phase::Intake => lang.pick("Intake", "Intake"),
        Phase::Curative => lang.pick("Curative help", "Curatieve hulp"),
        Phase::Aftercare => lang.pick("Aftercare", "Nazorg"),
    }
}

/// A date, as in `4 Jan 2027`.
pub(crate) fn day(lang: Lang, date: Date) -> String {
    const EN: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    const NL: [&str; 12] = ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"];
    let month = lang.pick(EN, NL)[date.month() as usize - 1];
    format!("{} {month} {}", date.day(), date.year())
}

/// A moment of a run, as in `Mon 4 Jan 2027 09:30`; `None` beyond the years that a calendar can name.
pub(crate) fn date_and_time(lang: Lang, at: SimTime, start: Date) -> Option<String> {
    const EN: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    const NL: [&str; 7] = ["ma", "di", "wo", "do", "vr", "za", "zo"];
    let date = at.date(start)?;
    let weekday = lang.pick(EN, NL)[date.weekday().to_monday_zero_offset() as usize];
    let minutes = at.time_of_day().0 / 60_000_000;
    Some(format!("{weekday} {} {:02}:{:02}", day(lang, date), minutes / 60, minutes % 60))
}

/// The same for the end of a term: midnight is the end of the day before it, as in `Sun 31 Jan 2027 24:00`.
pub(crate) fn end_of_term(lang: Lang, at: SimTime, start: Date) -> Option<String> {
    if at.time_of_day() > sim_core::time::Span::ZERO {
        return date_and_time(lang, at, start);
    }
    let day_before = date_and_time(lang, at - sim_core::time::Span(sim_core::time::DAY), start)?;
    Some(day_before.replace("00:00", "24:00"))
}

/// A length of time as people say it: days and hours, hours and minutes, or minutes.
pub(crate) fn length(lang: Lang, time: sim_core::time::Span) -> String {
    let minutes = (time.0 + 30_000_000).div_euclid(60_000_000);
    let plural = |number: i64, one: &str, more: &str| format!("{number} {}", if number == 1 { one } else { more });
    let days = |number| plural(number, lang.pick("day", "dag"), lang.pick("days", "dagen"));
    let hours = |number| plural(number, lang.pick("hour", "uur"), lang.pick("hours", "uur"));
    let minute = |number| plural(number, lang.pick("minute", "minuut"), lang.pick("minutes", "minuten"));
    let two = |large: String, rest: i64, small: String| {
        if rest == 0 { large } else { format!("{large} {} {small}", lang.pick("and", "en")) }
    };
    match minutes {
        0 if time.0 > 0 => lang.pick("less than a minute", "minder dan een minuut").to_owned(),
        0..60 => minute(minutes),
        60..1440 => two(hours(minutes / 60), minutes % 60, minute(minutes % 60)),
        _ => {
            // To the hour: nobody remembers a month to the minute.
            let whole = (minutes + 30) / 60;
            two(days(whole / 24), whole % 24, hours(whole % 24))
        }
    }
}

/// How many creditors.
pub(crate) fn how_many(lang: Lang, creditors: &HowMany) -> String {
    let about = if creditors.constant().is_some() { "" } else { lang.pick("about ", "zo'n ") };
    format!("{about}{}", number(lang, creditors.mean()))
}

/// How replies are decided, a line for each thing there is to say.
pub(crate) fn replies(lang: Lang, scenario: &Scenario, replies: &Replies) -> Vec<String> {
    let asked = param(lang, scenario, &replies.creditors, &|creditors| how_many(lang, creditors)).together();
    let refuse = param(lang, scenario, &replies.refuses, &|&share| percent(lang, share)).together();
    let agree = dated(lang, &replies.agree, &|agree| match agree {
        Agree::Share(share) => percent(lang, *share),
        Agree::Count(count) => count.to_string(),
    });
    let agree = agree.together();
    let decides = match replies.decides {
        Decides::Slowest => lang.pick("the last reply decides", "het laatste antwoord beslist"),
        Decides::Quorum => lang.pick("decided as soon as it is certain", "beslist zodra het zeker is"),
    };
    let mut lines = vec![
        lang.pick(
            format!("{asked} creditors, of whom each refuses with {refuse}"),
            format!("{asked} schuldeisers, elk weigert met kans {refuse}"),
        ),
        lang.pick(format!("{agree} must agree; {decides}"), format!("{agree} moet akkoord gaan; {decides}")),
    ];
    if let Some(collective) = &replies.collective {
        let share = param(lang, scenario, &collective.share, &|&share| percent(lang, share)).together();
        let time = param(lang, scenario, &collective.time, &|time| distribution(lang, time)).together();
        lines.push(lang.pick(
            format!("{share} by collective consent, after {time}"),
            format!("{share} door collectief akkoord, na {time}"),
        ));
    }
    lines
}

/// Contacts during a stay.
pub(crate) fn contacts(lang: Lang, scenario: &Scenario, contacts: &Contacts) -> String {
    let every = param(lang, scenario, &contacts.every, &|&every| span(lang, every.as_days())).together();
    let work = param(lang, scenario, &contacts.work.work, &|work| distribution(lang, work)).together();
    let team = &scenario.teams[contacts.work.team];
    let team = super::title(&team.title, &team.name);
    let order = queue(lang, scenario, &contacts.work.queue).map_or(String::new(), |queue| format!(" ({queue})"));
    lang.pick(
        format!("a contact every {every} by {team}: {work}{order}"),
        format!("om de {every} een contact door {team}: {work}{order}"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_come_in_the_unit_that_somebody_wrote() {
        let year = sim_core::time::DAYS_PER_YEAR;
        let shown = |days| distribution(Lang::En, &Distribution::Constant(days));
        assert_eq!(shown(8.6 * year), "always 8.6 years");
        assert_eq!(shown(2.5 * year / 12.0), "always 2.5 months");
        assert_eq!(shown(36.5), "always 36.5 days");
        assert_eq!(shown(1.5 / 24.0), "always 1.5 hours");
        assert_eq!(shown(1.0000001 / 24.0), "always 1 hour");
        assert_eq!(time(Lang::Nl, &Distribution::Constant(3333.333)), "9,1 jaar");
    }
}
