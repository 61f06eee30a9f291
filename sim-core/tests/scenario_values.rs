//! What is in the plain scenario: defaults, units, classes, dates and the order of names.

use jiff::civil::date;
use sim_core::scenario::{
    BatchPeriod, ClassPick, Closing, Dated, Ddas, Distribution, LevelRef, Moment, Pattern, Periods, Places, Queue,
    Runs, Scenario, Share, Staff, Stage, Step, Target, Term, line_and_column, places_on, read,
};
use sim_core::time::{DAY, Span, WorkingDays};

const SHORTEST: &str = r#"
keten = 1
title = "Shortest"
start = 2027-01-04
horizon = "1 jaar"

[arrivals.desk]
to = "talk"
rate = "365,25 per year"

[teams.desk]
fte = 2

[stages.talk]
team = "desk"
work = "90 minuten"
"#;

fn scenario(text: &str) -> Scenario {
    let reading = read(text);
    reading.scenario.unwrap_or_else(|| panic!("{:#?}", reading.problems))
}

fn elaborate() -> Scenario {
    scenario(include_str!("scenarios/elaborate.toml"))
}

fn stage<'a>(scenario: &'a Scenario, name: &str) -> &'a Stage {
    &scenario.stages[stage_at(scenario, name)]
}

fn stage_at(scenario: &Scenario, name: &str) -> usize {
    scenario.stages.iter().position(|stage| stage.name == name).expect("declared")
}

fn end_at(scenario: &Scenario, name: &str) -> usize {
    scenario.ends.iter().position(|end| end.name == name).expect("declared")
}

fn names<'a>(names: impl Iterator<Item = &'a String>) -> Vec<&'a str> {
    names.map(String::as_str).collect()
}

#[test]
fn what_is_left_out_has_its_default() {
    let shortest = scenario(SHORTEST);
    assert_eq!((shortest.warm_up, shortest.horizon), (Span::ZERO, Span(365 * DAY + DAY / 4)));
    assert_eq!((shortest.seed, shortest.runs), (None, Runs::Fixed(30)));
    assert_eq!(names(shortest.calendars.iter().map(|calendar| &calendar.name)), ["always", "office"]);
    assert_eq!(names(shortest.ends.iter().map(|end| &end.name)), ["completed"]);
    assert!(shortest.ends[0].success);
    let team = &shortest.teams[0];
    assert_eq!((team.organisation.as_str(), team.open, team.closing), ("desk", 1, Closing::Resume));
    assert_eq!(team.staff, Staff::Fte { fte: Dated::always(2.0), productive_hours: Dated::always(1350.0) });
    assert_eq!(shortest.streams[0].pattern, Pattern::Rate(Dated::always(1.0)));
    assert_eq!(shortest.streams[0].batch, 1);
    let [Step::Work(work)] = &shortest.stages[0].steps[..] else { panic!("one work step") };
    assert_eq!(work.work.base.first, Distribution::Constant(0.0625));
    assert_eq!(work.queue, Queue::FirstCome);
    assert!(work.patience.is_none() && shortest.stages[0].next.is_empty());
    assert_eq!(shortest.report.within, [Span(28 * DAY)]);
    assert_eq!((&shortest.report.quantiles[..], shortest.report.periods), (&[0.5, 0.9][..], Periods::Year));
}

#[test]
fn names_come_in_their_order_whatever_the_file_says() {
    let all = elaborate();
    assert_eq!(names(all.axes.iter().map(|axis| &axis.name)), ["age", "kind"]);
    assert_eq!(names(all.axes[1].levels.iter().map(|level| &level.name)), ["business", "private"]);
    assert_eq!(
        names(all.stages.iter().map(|stage| &stage.name)),
        [
            "advice",
            "coaching",
            "consent",
            "contact",
            "first_talk",
            "plan",
            "rounds",
            "waiting",
            "with_places",
            "with_shelter"
        ]
    );
    assert_eq!(
        names(all.ends.iter().map(|end| &end.name)),
        ["completed", "elsewhere", "impatient", "lost", "refused", "solved_alone", "withdrawn"],
        "a reason that says where to go is no end"
    );
    assert_eq!(names(all.calendars.iter().map(|calendar| &calendar.name)), ["always", "desk", "evenings", "office"]);
}

#[test]
fn a_rest_is_what_the_others_leave_at_every_date() {
    let all = elaborate();
    let business = &all.axes[1].levels[0].share;
    assert!((business.first - 0.07).abs() < 1e-12);
    assert!((business.on(date(2028, 1, 1)) - 0.1).abs() < 1e-12);
    let young = LevelRef { axis: 0, level: 1 };
    let desk = all.streams.iter().find(|stream| stream.name == "desk").expect("declared");
    assert_eq!(desk.mix.iter().find(|(level, _)| *level == young).map(|(_, share)| share.first), Some(0.2));
    assert_eq!(desk.by_month.map(|months| (months[2], months[7], months[0])), Some((1.24, 0.7, 1.0)));
}

#[test]
fn the_most_specific_class_and_the_latest_date_count() {
    let all = elaborate();
    let Step::Work(talk) = &stage(&all, "first_talk").steps[0] else { panic!("work") };
    // Levels by index: age is older or young, kind is business or private.
    let (older, young, business, private) = (0, 1, 0, 1);
    let hours = |age, kind, on| match talk.work.for_levels(&[age, kind]).on(on) {
        Distribution::Constant(days) => days * 24.0,
        other => panic!("{other:?}"),
    };
    assert!(matches!(talk.work.for_levels(&[older, private]).first, Distribution::Lognormal { .. }));
    assert_eq!(hours(older, business, date(2027, 1, 1)), 5.0);
    assert_eq!(hours(young, private, date(2027, 12, 31)), 2.0);
    assert_eq!(hours(young, private, date(2028, 1, 1)), 1.5);
    assert_eq!(hours(young, business, date(2028, 1, 1)), 6.0);
    let patience = talk.patience.as_ref().expect("given");
    assert_eq!(patience.reason, "withdrawn");
    assert_eq!(patience.to, Target::End(end_at(&all, "withdrawn")));
    assert_eq!(patience.after.for_levels(&[young, private]).first, Distribution::Exponential { mean: 152.1875 });
}

/// Mean 1.5 hours and coefficient of variation 0.6: sigma² = ln(1 + 0.36), mu = ln(1/16) − sigma²/2.
#[test]
fn a_lognormal_is_given_by_mean_and_variation_or_by_quantiles() {
    let all = elaborate();
    let Step::Work(talk) = &stage(&all, "first_talk").steps[0] else { panic!("work") };
    let Distribution::Lognormal { mu, sigma } = talk.work.base.first else { panic!("lognormal") };
    assert!(
        (sigma - 0.554_513_029_376_191_1).abs() < 1e-12
            && (mu - (-2.772_588_722_239_781 - sigma * sigma / 2.0)).abs() < 1e-12
    );
    let Step::Work(advice) = &stage(&all, "advice").steps[0] else { panic!("work") };
    let Distribution::Lognormal { mu, sigma } = advice.work.base.first else { panic!("lognormal") };
    assert!((mu + 3.178_053_830_347_946).abs() < 1e-12, "the median is one hour");
    assert!((sigma - std::f64::consts::LN_2 / 1.281_551_565_544_600_4).abs() < 1e-12, "a tenth takes more than two");
}

#[test]
fn the_rest_of_the_language_is_where_it_belongs() {
    let all = elaborate();
    let stream = |name: &str| all.streams.iter().find(|stream| stream.name == name).expect("declared").pattern.clone();
    assert!(matches!(stream("letters"), Pattern::Batches { every: BatchPeriod::Month, .. }));
    assert!(
        matches!(stream("signals"), Pattern::Batches { every: BatchPeriod::Every(Span(every)), .. } if every == 10 * DAY)
    );
    assert_eq!(stream("planned"), Pattern::Moments(vec![Span::ZERO, Span(DAY), Span(DAY), Span(14 * DAY)]));
    assert_eq!(
        stream("tides"),
        Pattern::Cycle { every: Span(DAY), pieces: vec![(Span::ZERO, 2.0), (Span(DAY / 2), 0.0)] }
    );
    let staff = |name: &str| all.teams.iter().find(|team| team.name == name).expect("declared").staff.clone();
    assert_eq!(staff("machine"), Staff::Unlimited);
    assert_eq!(
        staff("shifts"),
        Staff::Roster { every: Span(7 * DAY), pieces: vec![(Span::ZERO, Some(3)), (Span(5 * DAY), None)] }
    );
    let plan = stage(&all, "plan");
    let Step::Work(first) = &plan.steps[0] else { panic!("work") };
    let (young, business) = (LevelRef { axis: 0, level: 1 }, LevelRef { axis: 1, level: 0 });
    assert_eq!(first.queue, Queue::Priority(vec![ClassPick(vec![young, business]), ClassPick(vec![business])]));
    let next = &stage(&all, "first_talk").next;
    let to = |name: &str| {
        let target = Target::Stage(stage_at(&all, name));
        next.iter().find(|referral| referral.to == target).expect("a referral")
    };
    assert!(matches!(to("advice").share, Share::Rest));
    let transfer = to("plan").transfer.as_ref().expect("given");
    let returned = transfer.returned.as_ref().expect("given");
    assert_eq!(
        (returned.at_most, returned.team),
        (3, all.teams.iter().position(|t| t.name == "vraagwijzer").expect("declared"))
    );
    assert_eq!(transfer.lost.as_ref().map(|(_, end)| *end), Some(end_at(&all, "lost")));
    assert_eq!(
        to("advice").transfer.as_ref().and_then(|t| t.lost.as_ref()).map(|(_, end)| *end),
        Some(end_at(&all, "elsewhere"))
    );
    let talk = stage_at(&all, "first_talk");
    let clock = all.clocks.iter().find(|clock| clock.name == "first_talk").expect("declared");
    assert_eq!((clock.from, clock.to, clock.statutory), (Moment::Enter(talk), Moment::Start(talk), true));
    assert_eq!(clock.within.for_levels(&[0, 0]).first, Term::Working(WorkingDays(3)));
    let Step::Delay(waiting) = &stage(&all, "waiting").steps[0] else { panic!("delay") };
    assert_eq!(waiting.time.base.first, Distribution::Empirical { points: vec![(1.0, 0.5), (2.0, 0.25), (3.0, 0.25)] });
}

#[test]
fn places_are_counted_in_lines_and_characters() {
    let text = "a = 1\nstad = \"Súdwest-Fryslân\" # één\n";
    assert_eq!(line_and_column(text, 0), (1, 1));
    assert_eq!(line_and_column(text, text.find('#').expect("there")), (2, 26));
    assert_eq!(line_and_column(text, 10_000), (3, 1));
}

/// Places, what is kept free, becoming another class and missed appointments, as the elaborate scenario has them.
#[test]
fn caseload_is_read_as_it_is_written() {
    let all = elaborate();
    let team = all.teams.iter().find(|team| team.name == "kredietbank").expect("declared");
    let places = team.places.as_ref().expect("it has places");
    assert_eq!((places.first, places.later.len()), (Places::PerFte(50.0), 1));
    let on = |year| places_on(places, &team.staff, jiff::civil::date(year, 6, 1));
    assert_eq!((on(2027), on(2028)), (475, 450), "9.5 fte times 50");
    let reserved = team.reserved.as_ref().expect("some are kept free");
    assert_eq!((reserved.classes.len(), reserved.workers, reserved.places), (2, 2, 20));
    let wards = all.teams.iter().find(|team| team.name == "wards").expect("declared");
    assert_eq!(wards.staff, Staff::Workers(Dated::always(0)), "a team of places alone has nobody who works");
    let [Step::Place(place), Step::Work(talk), Step::Delay(wait), Step::GiveBack(back)] =
        &stage(&all, "with_places").steps[..]
    else {
        panic!("four steps: {:?}", stage(&all, "with_places").steps)
    };
    assert_eq!((place.team, *back, place.until_leaving), (talk.team, talk.team, false));
    let young = LevelRef { axis: 0, level: 1 };
    let becomes = place.becomes.as_ref().expect("becomes business");
    assert_eq!((becomes.level, becomes.to), (LevelRef { axis: 1, level: 0 }, None));
    assert_eq!(becomes.after.by_class[0].0, ClassPick(vec![young]));
    let no_show = talk.no_show.as_ref().expect("may be missed");
    assert_eq!((no_show.share.base.first, no_show.share.by_class[0].1.first, no_show.at_most), (0.15, 0.2, 3));
    assert_eq!(no_show.to, Target::End(end_at(&all, "withdrawn")));
    assert_eq!(wait.becomes.as_ref().and_then(|becomes| becomes.to), Some(stage_at(&all, "with_shelter")));
    let Step::Place(ward) = &stage(&all, "with_shelter").steps[0] else { panic!("a place") };
    assert!(ward.until_leaving);
    assert_eq!(all.ends[end_at(&all, "completed")].ddas, Some(Ddas::Finished));
}
