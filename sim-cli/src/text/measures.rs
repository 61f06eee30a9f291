//! Measures in words: what a row of the table says, for screens that show rows of any kind.

use sim_core::lang::Lang;
use sim_core::observe::{Measure, Of, Plan, RowKey, Statistic, Unit};
use sim_core::scenario::Scenario;

use super::values::{moment, phase};
use super::{end_name, need, quantile, span, title, within};

/// Reach by its definitions, and what lasts of it, in the order in which they are read.
pub(crate) const REACH: &[Measure] = &[
    Measure::NeedReach,
    Measure::InView,
    Measure::ReachOfSignalling,
    Measure::Contacted,
    Measure::ReachStarted,
    Measure::ReachFinished,
    Measure::Lasting,
    Measure::Returned,
];

/// A row in words: `wait, First talk, P90`.
pub(crate) fn row(lang: Lang, scenario: &Scenario, plan: &Plan, key: RowKey) -> String {
    let mut words = vec![measure(lang, key.measure).to_owned()];
    words.extend(of(lang, scenario, key.of));
    words.extend(statistic(lang, plan, key));
    words.join(", ")
}

/// The unit of a row in words, where the measure does not say it: `days`, `a year`; empty for shares and numbers.
pub(crate) fn unit(lang: Lang, unit: Unit) -> &'static str {
    match unit {
        Unit::Days => super::days(lang),
        Unit::Share => "%",
        Unit::ResidentsPerYear | Unit::NumberPerYear | Unit::ContactsPerYear => lang.pick("a year", "per jaar"),
        Unit::Residents => lang.pick("residents", "inwoners"),
        Unit::HoursPerYear => lang.pick("hours a year", "uur per jaar"),
        Unit::PerResident => lang.pick("per resident", "per inwoner"),
        Unit::Clocks => lang.pick("clocks", "termijnen"),
        Unit::Euro => "euro",
        Unit::EuroPerYear => lang.pick("euro a year", "euro per jaar"),
        Unit::Number => "",
        Unit::Places => lang.pick("places", "plekken"),
    }
}

fn statistic(lang: Lang, plan: &Plan, key: RowKey) -> Option<String> {
    let term = |index: u16| span(lang, plan.within[usize::from(index)].as_days());
    match key.statistic {
        Statistic::PerYear if key.measure.unit() == Unit::Share => Some(lang.pick("a year", "per jaar").to_owned()),
        Statistic::Mean | Statistic::PerYear | Statistic::Share | Statistic::Count => None,
        Statistic::SharePositive => Some(lang.pick("longer than nothing", "langer dan niets").to_owned()),
        Statistic::Quantile(index) => Some(quantile(lang, (plan.quantiles[usize::from(index)] * 1e4).round() / 100.0)),
        Statistic::Within(index) | Statistic::OneYearWithin(index) => Some(within(lang, &term(index))),
        Statistic::Over(index) => {
            Some(lang.pick(format!("over {}", term(index)), format!("langer dan {}", term(index))))
        }
        Statistic::At(index) => {
            let after = span(lang, (plan.moments[usize::from(index)] - plan.begin).as_days());
            Some(lang.pick(format!("after {after}"), format!("na {after}")))
        }
        Statistic::Places(places) => Some(lang.pick(format!("with {places} places"), format!("bij {places} plekken"))),
        Statistic::OneYear | Statistic::OneYearNumber => Some(super::one_year(lang).to_owned()),
    }
}

/// What a measure is of, by the titles of the scenario; `None` for the whole chain.
pub(crate) fn of(lang: Lang, scenario: &Scenario, of: Of) -> Option<String> {
    let stage = |index: u32| {
        let stage = &scenario.stages[index as usize];
        title(&stage.title, &stage.name)
    };
    Some(match of {
        Of::Chain => return None,
        Of::Stage(index) => stage(index),
        Of::Enter(index) => lang.pick(format!("joining {}", stage(index)), format!("komst bij {}", stage(index))),
        Of::Start(index) => lang.pick(format!("the start of {}", stage(index)), format!("begin van {}", stage(index))),
        Of::Finish(index) => lang.pick(format!("the end of {}", stage(index)), format!("eind van {}", stage(index))),
        Of::Team(index) => {
            let team = &scenario.teams[index as usize];
            title(&team.title, &team.name)
        }
        Of::Stream(index) => {
            let stream = &scenario.streams[index as usize];
            title(&stream.title, &stream.name)
        }
        Of::Pool(index) => {
            let pool = &scenario.pools[index as usize];
            title(&pool.title, &pool.name)
        }
        Of::SignalFate(fate) => need::fate(lang, fate).to_owned(),
        Of::Channel(index) => need::channel_name(lang, scenario.channels()[index as usize]),
        Of::End(index) => end_name(lang, &scenario.ends[index as usize]),
        Of::Referral(_, from, to) => match (to as usize).checked_sub(scenario.stages.len()) {
            None => format!("{} → {}", stage(from), stage(to)),
            Some(end) => format!("{} → {}", stage(from), end_name(lang, &scenario.ends[end])),
        },
        Of::Clock(index) => {
            let clock = &scenario.clocks[index as usize];
            title(&clock.title, &clock.name)
        }
        Of::Spending(index) => {
            let spending = &scenario.spending[index as usize];
            title(&spending.title, &spending.name)
        }
        Of::Phase(which) => phase(lang, which).to_owned(),
        Of::Amount { amount, at, .. } => {
            let amount = &scenario.amounts[usize::from(amount)];
            let name = title(&amount.title, &amount.name);
            match usize::from(at).checked_sub(1) {
                None => name,
                Some(at) => format!("{name}, {}", moment(lang, scenario, scenario.report.amounts_at[at])),
            }
        }
        Of::Signal(_) | Of::Handover(..) | Of::Together(_) | Of::Reason(_) => of.name(scenario).replace('>', " → "),
    })
}

/// A measure in words.
pub(crate) fn measure(lang: Lang, measure: Measure) -> &'static str {
    use Measure::*;
    match measure {
        Arrivals => lang.pick("come into the chain", "komen in de keten"),
        Wait => lang.pick("wait", "wachttijd"),
        WaitForPlace => lang.pick("wait for a place", "wachten op een plek"),
        WaitForWorker => lang.pick("wait for a worker", "wachten op een medewerker"),
        ClosedWait => lang.pick("wait while closed", "wachten buiten openingstijd"),
        WaitOfLeavers => lang.pick("wait of who left", "wachttijd van wie afhaakte"),
        WaitOfAll => lang.pick("wait of all", "wachttijd van allen"),
        LaterWait => lang.pick("wait for later work", "latere wachttijd"),
        StartedWithin => lang.pick("started", "begonnen"),
        LeftWaiting => lang.pick("left while waiting", "haakte af tijdens wachten"),
        LeftLater => lang.pick("left while waiting later", "haakte af tijdens later wachten"),
        DroppedOut => lang.pick("dropped out", "viel uit"),
        LeftDuring => lang.pick("left during the stay", "haakte af onderweg"),
        TurnedAway => lang.pick("found no room", "vond geen plek"),
        Retries => lang.pick("tries again", "probeert opnieuw"),
        TryingAgain => lang.pick("away until they try again", "weg tot zij het opnieuw proberen"),
        Blocked => lang.pick("blocked", "geblokkeerd"),
        BlockedTime => lang.pick("time blocked", "tijd geblokkeerd"),
        Held => lang.pick("held", "houdt plaats bezet"),
        Stopped => lang.pick("stopped", "gestopt"),
        RepliesAgreed => lang.pick("creditors agreed", "schuldeisers akkoord"),
        RefusalsMet => lang.pick("met a refusal", "kreeg een weigering"),
        ReplyTime => lang.pick("reply time", "antwoordtijd schuldeisers"),
        ContactsHeld => lang.pick("contacts held", "contacten"),
        ContactsCancelled => lang.pick("contacts cancelled", "vervallen contacten"),
        WaitForContact => lang.pick("wait for a contact", "wachten op een contact"),
        JoinWait => lang.pick("from the first to the last", "van de eerste tot de laatste"),
        TimeInStage => lang.pick("time in stage", "doorlooptijd stap"),
        TimeInPhase => lang.pick("time in phase", "tijd in de fase"),
        TimeInChain => lang.pick("time in the chain", "tijd in de keten"),
        Joined => lang.pick("join", "komen bij de stap"),
        Finished => lang.pick("finish", "ronden af"),
        Queue => lang.pick("waiting", "wachtend"),
        Present => lang.pick("present", "aanwezig"),
        Occupied => lang.pick("room taken", "plaats bezet"),
        InService => lang.pick("in service", "in behandeling"),
        Utilisation => lang.pick("utilisation", "bezettingsgraad"),
        StaffedHours => lang.pick("staffed hours", "beschikbare uren"),
        WorkedHours => lang.pick("worked hours", "gewerkte uren"),
        Overtime => lang.pick("overtime", "overwerk"),
        HeldHours => lang.pick("hours held", "vastgehouden uren"),
        Reach => lang.pick("came to", "kwam tot"),
        TimeToReach => lang.pick("time until", "tijd tot"),
        Outcome => lang.pick("ends as", "eindigt als"),
        Inside => lang.pick("still inside", "nog in de keten"),
        TimeToOutcome => lang.pick("time until the end", "tijd tot het einde"),
        TransferTime => lang.pick("transfer time", "doorverwijstijd"),
        LostAtTransfer => lang.pick("lost on the way", "onderweg kwijtgeraakt"),
        ReturnsPerTransfer => lang.pick("returns per transfer", "keren terug per doorverwijzing"),
        HandoverTime => lang.pick("handover time", "overdrachttijd"),
        ClockKept => lang.pick("term kept", "termijn gehaald"),
        ClockOverrun => lang.pick("overrun of the term", "overschrijding van de termijn"),
        ClockUndecided => lang.pick("term undecided", "termijn onbeslist"),
        Places => lang.pick("places", "plekken"),
        Caseload => lang.pick("places held", "bezette plekken"),
        CaseloadUtilisation => lang.pick("share of places held", "deel van de plekken bezet"),
        PlacesQueue => lang.pick("waiting for a place", "wachtend op een plek"),
        PlacesWait => lang.pick("wait for a place", "wachttijd op een plek"),
        NoShows => lang.pick("missed appointments", "gemiste afspraken"),
        WastedHours => lang.pick("hours lost on missed appointments", "uren verloren aan gemiste afspraken"),
        Became => lang.pick("become", "worden"),
        ExitReason => lang.pick("leave for the reason", "vertrekken om de reden"),
        Unfinished => lang.pick("inside at the end of the run", "in de keten aan het eind"),
        StillWaiting => lang.pick("waiting at the end of the run", "wachtend aan het eind"),
        InNeed => lang.pick("in need", "in nood"),
        InPool => lang.pick("in need outside the chain", "in nood buiten de keten"),
        Onset => lang.pick("get into need", "komen in nood"),
        NaturalEnds => lang.pick("need ends without help", "nood gaat vanzelf voorbij"),
        NeedEnded => lang.pick("need ends after help", "nood voorbij na hulp"),
        Applications => lang.pick("own applications", "eigen aanmeldingen"),
        Signals => lang.pick("signals", "signalen"),
        SignalFate => lang.pick("signals", "signalen"),
        Cases => lang.pick("cases opened", "meldingen"),
        NeedReach => lang.pick("reach", "bereik schuldhulpverlening"),
        InView => lang.pick("in view", "in beeld"),
        ReachOfSignalling => lang.pick("reach of early signalling", "bereik vroegsignalering"),
        Contacted => lang.pick("contacted", "contactpercentage"),
        ReachStarted => lang.pick("reach, starts", "bereik, begint"),
        ReachFinished => lang.pick("reach, finishes", "bereik, rondt af"),
        Attempts => lang.pick("attempts", "contactpogingen"),
        AttemptReached => lang.pick("reached by attempts", "bereikt bij pogingen"),
        AttemptAccepted => lang.pick("accepted help", "hulp geaccepteerd"),
        Returned => lang.pick("came back", "kwam terug"),
        Lasting => lang.pick("success without return", "gelukt zonder terugkeer"),
        QueueAt => lang.pick("waiting at a moment", "wachtend op een moment"),
        InServiceAt => lang.pick("in service at a moment", "in behandeling op een moment"),
        AllTaken => lang.pick("all taken", "alles bezet"),
        Amount => lang.pick("amount", "bedrag"),
        AmountGrowth => lang.pick("more than on arrival", "meer dan bij aanmelding"),
        Cost => lang.pick("cost", "kosten"),
        CostPerTrajectory => lang.pick("cost per resident who comes", "kosten per inwoner die komt"),
        CostPerSuccess => lang.pick("cost per success", "kosten per gelukt traject"),
        CostPerLasting => lang.pick("cost per lasting success", "kosten per blijvend gelukt traject"),
        Benefit => lang.pick("social benefit", "maatschappelijke baat"),
    }
}
