//! What to draw of a chain, in words: streams, stages in the order of the chain, arrows and ends.

use sim_core::lang::Lang;
use sim_core::scenario::{Attempts, Leaving, Param, Phase, Referral, Scenario, Share, Stage, Step, Target};

use crate::output::screen::chain_order;
use crate::text::title;
use crate::text::values::{self, Words};
use crate::text::{amounts, drawing, need, span};

/// A chain, ready to be drawn.
pub(crate) struct Chart<'s> {
    /// The scenario.
    pub(crate) scenario: &'s Scenario,
    /// Language.
    pub(crate) lang: Lang,
    /// Streams of arrivals.
    pub(crate) inflows: Vec<Inflow>,
    /// Stages in the order of the chain.
    pub(crate) stages: Vec<Box>,
    /// For each stage of the scenario its place in `stages`.
    place: Vec<usize>,
    /// For each step that opens stages side by side (a stage, and which of its steps) the place where they join.
    joins: Vec<((usize, usize), usize)>,
    /// For each end the number of referrals to it.
    pub(crate) arrows_to_end: Vec<usize>,
}

/// A stream of arrivals.
pub(crate) struct Inflow {
    /// Name on screen.
    pub(crate) title: String,
    /// How many.
    pub(crate) amount: String,
    /// Place of the stage they join.
    pub(crate) to: usize,
}

/// A stage.
pub(crate) struct Box {
    /// The stage of the scenario.
    pub(crate) stage: usize,
    /// Whether it is what comes of the stage after others side by side have joined.
    pub(crate) is_join: bool,
    /// Name on screen.
    pub(crate) title: String,
    /// Phase.
    pub(crate) phase: Option<Phase>,
    /// What happens there, in order.
    pub(crate) steps: Vec<Doing>,
    /// How residents leave it other than by finishing.
    pub(crate) exits: Vec<Exit>,
    /// Limited room, where who finds it full does not just go elsewhere.
    pub(crate) room: Option<String>,
    /// Where they go when they finish.
    pub(crate) arrows: Vec<Arrow>,
}

/// One step.
pub(crate) struct Doing {
    /// What kind of step it is, where nobody works.
    pub(crate) label: &'static str,
    /// What else may happen in it, each with its label.
    pub(crate) more: Vec<(&'static str, Words)>,
    /// Who is next, unless it is who came first.
    pub(crate) queue: Option<String>,
    /// Team that works, if any.
    pub(crate) team: Option<String>,
    /// How long.
    pub(crate) time: Words,
    /// The same, short.
    pub(crate) short: String,
    /// What more there is to say of it: how creditors decide, what contacts there are.
    pub(crate) notes: Vec<String>,
}

/// Leaving a stage before it is finished.
pub(crate) struct Exit {
    /// The step in which they leave; `None` when they do not get to the first.
    pub(crate) step: Option<usize>,
    /// Why: patience, a stay too long, no room.
    pub(crate) why: Why,
    /// Reason or place, as shown.
    pub(crate) reason: String,
    /// After how long, or at how many.
    pub(crate) after: Words,
    /// The same, short.
    pub(crate) short: String,
    /// Where to.
    pub(crate) to: Goal,
}

/// Why a resident leaves a stage before it is finished.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    /// Patience ran out while waiting.
    Waiting,
    /// Left during a delay.
    Delay,
    /// No room.
    Full,
    /// Refused by creditors.
    Refused,
    /// Refused, or not reached by any attempt.
    Contact,
    /// Missed every appointment.
    NoShow,
    /// Became another class.
    Became,
}

/// Where an arrow points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Goal {
    /// A stage, by its place in the chain.
    Stage(usize),
    /// An end, as in the scenario.
    End(usize),
}

/// A referral.
pub(crate) struct Arrow {
    /// Where to.
    pub(crate) to: Goal,
    /// Share as shown; `None` when everybody goes there.
    pub(crate) share: Option<String>,
    /// Share of everybody not in an exception, for the width of a line.
    pub(crate) weight: f64,
    /// Whether it is for who meets a condition alone; its share is one of them.
    pub(crate) is_conditional: bool,
    /// Exceptions by class and date.
    pub(crate) exceptions: Vec<String>,
    /// Time on the way.
    pub(crate) time: Option<(Words, String)>,
    /// Share lost, and the end that counts them.
    pub(crate) lost: Option<(Words, usize)>,
    /// Share sent back, and the rework.
    pub(crate) returned: Option<(Words, Words)>,
    /// The worker stays taken until the resident has joined the next stage.
    pub(crate) keeps_worker: bool,
}

impl<'s> Chart<'s> {
    /// The chart of a scenario.
    pub(crate) fn of(scenario: &'s Scenario, lang: Lang) -> Chart<'s> {
        let order = with_joins(scenario);
        let mut place = vec![0; scenario.stages.len()];
        let mut joins = Vec::new();
        for (position, part) in order.iter().enumerate() {
            match part.after {
                None => place[part.stage] = position,
                Some(step) => joins.push(((part.stage, step), position)),
            }
        }
        let (inflows, stages, arrows_to_end) = (Vec::new(), Vec::new(), Vec::new());
        let mut chart = Chart { scenario, lang, inflows, stages, place, joins, arrows_to_end };
        chart.arrows_to_end = vec![0; scenario.ends.len()];
        chart.inflows = scenario
            .streams
            .iter()
            .map(|stream| Inflow {
                title: title(&stream.title, &stream.name),
                amount: values::pattern(lang, &stream.pattern),
                to: chart.place[stream.to],
            })
            .collect();
        chart.inflows.extend(super::need::inflows(scenario, lang, &chart.place));
        chart.stages = order.iter().map(|&part| chart.part(part)).collect();
        for arrow in chart.stages.iter().flat_map(|stage| &stage.arrows) {
            if let Goal::End(end) = arrow.to {
                chart.arrows_to_end[end] += 1;
            }
        }
        chart
    }

    /// Name of an end on screen.
    pub(crate) fn end(&self, end: usize) -> String {
        Chart::end_of(self.scenario, end, self.lang)
    }

    /// Name of an end of a scenario on screen.
    pub(crate) fn end_of(scenario: &Scenario, end: usize, lang: Lang) -> String {
        crate::text::end_name(lang, &scenario.ends[end])
    }

    /// Name of a goal on screen, without its number.
    pub(crate) fn goal(&self, goal: Goal) -> String {
        match goal {
            Goal::Stage(place) => self.stages[place].title.clone(),
            Goal::End(end) => self.end(end),
        }
    }

    pub(super) fn goal_of(&self, target: Target) -> Goal {
        match target {
            Target::Stage(stage) => Goal::Stage(self.place[stage]),
            Target::End(end) => Goal::End(end),
        }
    }

    pub(super) fn words(&self, time: &Param<sim_core::scenario::Distribution>) -> Words {
        values::param(self.lang, self.scenario, time, &|time| values::distribution(self.lang, time))
    }

    /// A stage, up to where it opens others side by side, or from where these join.
    fn part(&self, part: Part) -> Box {
        let stage = &self.scenario.stages[part.stage];
        let (mut steps, mut exits) = (Vec::new(), Vec::new());
        let first = part.after.map_or(0, |step| step + 1);
        let mut opens = None;
        for (number, step) in stage.steps.iter().enumerate().skip(first) {
            if !step.opens().is_empty() {
                opens = Some(number);
                break;
            }
            if let Step::Attempts(contact) = step {
                self.contact(contact, &mut steps, &mut exits);
                continue;
            }
            let why = if matches!(step, Step::Work(_) | Step::Place(_)) { Why::Waiting } else { Why::Delay };
            exits.extend(step.leaving().map(|leaving| self.exit(leaving, why, steps.len())));
            exits.extend(self.caseload_exits(step, steps.len()));
            if let Step::Work(work) = step {
                exits.extend(work.leave.as_ref().map(|leave| self.exit(leave, Why::Delay, steps.len())));
            }
            exits.extend(self.refused(step, steps.len()));
            steps.extend(self.doing(step));
        }
        exits.extend(stage.room.as_ref().filter(|_| part.after.is_none()).and_then(|room| {
            let after = self.room_words(room);
            let short = drawing::full_at(self.lang, room.limit.base.first);
            let to = self.goal_of(room.elsewhere()?);
            let reason = drawing::full(self.lang).to_owned();
            Some(Exit { step: None, why: Why::Full, reason, after, short, to })
        }));
        let title = title(&stage.title, &stage.name);
        let title = if part.after.is_none() { title } else { drawing::join_of(self.lang, &title) };
        let room = stage.room.as_ref().filter(|_| part.after.is_none());
        let room = room.and_then(|room| self.room_without_exit(room));
        let (of, is_join) = (part.stage, part.after.is_some());
        Box {
            stage: of,
            is_join,
            title,
            phase: stage.phase,
            steps,
            exits,
            room,
            arrows: self.arrows(part.stage, opens),
        }
    }

    /// The arrows from a stage, or from the part of it before the step that opens others.
    fn arrows(&self, index: usize, opens: Option<usize>) -> Vec<Arrow> {
        let stage = &self.scenario.stages[index];
        if let Some(step) = opens {
            let together = drawing::together(self.lang).to_owned();
            let to = |&opened: &usize| plain_arrow(self.goal_of(Target::Stage(opened)), Some(together.clone()));
            return stage.steps[step].opens().iter().map(to).collect();
        }
        // A stage that stands side by side with others leads to where they join.
        let joins = self
            .joins
            .iter()
            .find(|((opener, step), _)| self.scenario.stages[*opener].steps[*step].opens().contains(&index));
        if let Some((_, place)) = joins {
            return vec![plain_arrow(Goal::Stage(*place), None)];
        }
        let mut arrows: Vec<Arrow> = stage.next.iter().map(|referral| self.arrow(&stage.next, referral)).collect();
        if stage.next.is_empty() {
            let completed = self.scenario.ends.iter().position(|end| end.name == "completed");
            arrows.extend(completed.map(|end| plain_arrow(Goal::End(end), None)));
        }
        self.later_arrows(stage, &mut arrows);
        arrows
    }

    /// Adds the arrows from a date on, and says of the others until when they hold.
    fn later_arrows(&self, stage: &Stage, arrows: &mut Vec<Arrow>) {
        let mut before = 0;
        for rerouted in &stage.rerouted {
            let day = values::day(self.lang, rerouted.from);
            arrows[before..].iter_mut().for_each(|arrow| arrow.exceptions.push(drawing::until(self.lang, &day)));
            before = arrows.len();
            arrows.extend(rerouted.next.iter().map(|referral| self.arrow(&rerouted.next, referral)));
            arrows[before..].iter_mut().for_each(|arrow| arrow.exceptions.push(drawing::from(self.lang, &day)));
        }
        if let Some(closed) = stage.closed {
            let note = drawing::closed(self.lang, &values::day(self.lang, closed.from));
            let arrow = plain_arrow(self.goal_of(closed.instead), None);
            arrows.push(Arrow { exceptions: vec![note], ..arrow });
        }
    }

    /// What happens in a step; nothing of one that only opens others.
    fn doing(&self, step: &Step) -> Option<Doing> {
        let lang = self.lang;
        let (team, queue, time, mut notes) = match step {
            Step::Work(work) => {
                let team = &self.scenario.teams[work.team];
                let queue = crate::text::work::order(lang, self.scenario, work);
                (Some(title(&team.title, &team.name)), queue, Some(&work.work), Vec::new())
            }
            Step::Delay(delay) => (None, None, Some(&delay.time), Vec::new()),
            Step::Replies(replies) => (None, None, Some(&replies.time), values::replies(lang, self.scenario, replies)),
            Step::Place(place) => (None, values::queue(lang, self.scenario, &place.queue), None, Vec::new()),
            Step::GiveBack(_) => (None, None, None, Vec::new()),
            Step::Change(change) => {
                let time = super::amounts::change(self.scenario, lang, change);
                let (label, short) = (amounts::changes(lang), time.base.clone());
                let (more, notes) = (Vec::new(), Vec::new());
                return Some(Doing { label, more, queue: None, team: None, time, short, notes });
            }
            Step::Attempts(_) | Step::SideBySide(_) => return None,
        };
        notes.extend(step.contacts().map(|contacts| values::contacts(lang, self.scenario, contacts)));
        let (label, mut time, mut short) = match time {
            Some(time) => (drawing::delay(lang), self.words(time), values::time(lang, &time.base.first)),
            None => self.place_words(step),
        };
        if let Step::Replies(replies) = step {
            let number = values::how_many(lang, &replies.creditors.base.first);
            time.base = drawing::reply_time(lang, &time.base);
            short = drawing::replies(lang, &number, &short);
        }
        Some(Doing { label, more: self.more(step), queue, team, time, short, notes })
    }

    fn refused(&self, step: &Step, number: usize) -> Option<Exit> {
        let Step::Replies(replies) = step else { return None };
        let to = self.goal_of(replies.refused?);
        let short = drawing::too_few_agree(self.lang).to_owned();
        let (reason, after) =
            (drawing::refused(self.lang).to_owned(), Words { base: short.clone(), others: Vec::new() });
        Some(Exit { step: Some(number), why: Why::Refused, reason, after, short, to })
    }

    /// Attempts, each with its work and how likely it is to reach the resident.
    fn contact(&self, contact: &Attempts, steps: &mut Vec<Doing>, exits: &mut Vec<Exit>) {
        let lang = self.lang;
        let team = &self.scenario.teams[contact.team];
        let shares =
            |share: &Param<f64>| values::param(lang, self.scenario, share, &|&share| values::percent(lang, share));
        for (number, attempt) in contact.attempts.iter().enumerate() {
            let by = need::channel_name(lang, &attempt.by);
            let (reached, accepts) = (shares(&attempt.reached), shares(&attempt.accepts));
            let work = self.words(&attempt.work);
            let base = need::attempt(lang, &by, &work.base, &reached.base, &accepts.base);
            let mut others = work.others;
            let told = |name: &str, words: Words| {
                words.others.into_iter().map(move |other| format!("{name} {other}")).collect::<Vec<String>>()
            };
            others.extend(told(need::reached(lang), reached));
            others.extend(told(need::accepts(lang), accepts));
            let wait = attempt.wait.values().any(|wait| wait.mean() > 0.0);
            others.extend(wait.then(|| need::then_wait(lang, &self.words(&attempt.wait).together())));
            let short = format!("{by} {}", values::time(lang, &attempt.work.base.first));
            let queue = if number == 0 { values::queue(lang, self.scenario, &contact.queue) } else { None };
            let team = Some(title(&team.title, &team.name));
            steps.push(Doing {
                label: drawing::delay(lang),
                more: Vec::new(),
                queue,
                team,
                time: Words { base, others },
                short,
                notes: Vec::new(),
            });
        }
        for (reason, to) in [(need::refuses(lang), contact.refused), (need::not_reached(lang), contact.not_reached)] {
            exits.push(Exit {
                step: Some(steps.len().saturating_sub(1)),
                why: Why::Contact,
                reason: reason.to_owned(),
                after: Words { base: reason.to_owned(), others: Vec::new() },
                short: reason.to_owned(),
                to: self.goal_of(to),
            });
        }
    }

    fn exit(&self, leaving: &Leaving, why: Why, step: usize) -> Exit {
        let reason = match leaving.to {
            Target::End(end) => self.end(end),
            Target::Stage(_) => leaving.reason.replace('_', " "),
        };
        let short = values::time(self.lang, &leaving.after.base.first);
        Exit { step: Some(step), why, reason, after: self.words(&leaving.after), short, to: self.goal_of(leaving.to) }
    }

    /// The arrow of a referral, which shares residents with others in the same list.
    fn arrow(&self, next: &[Referral], referral: &Referral) -> Arrow {
        let lang = self.lang;
        let shares =
            |share: &Param<f64>| values::param(lang, self.scenario, share, &|&share| values::percent(lang, share));
        let plain = || next.iter().filter(|other| other.when.is_none());
        let given = |referral: &Referral| match &referral.share {
            Share::Given(share) => share.base.first,
            Share::Rest => 0.0,
        };
        let (share, weight, exceptions) = match &referral.share {
            Share::Given(share) => {
                let words = shares(share);
                let alone = referral.when.is_some() && share.base.first == 1.0 || plain().count() == 1;
                let everybody = alone && words.others.is_empty();
                ((!everybody).then_some(words.base), share.base.first, words.others)
            }
            Share::Rest => {
                let varies =
                    plain().any(|other| matches!(&other.share, Share::Given(share) if share.values().count() > 1));
                let rest = (1.0 - plain().map(given).sum::<f64>()).max(0.0);
                let shown = if varies { drawing::rest(lang).to_owned() } else { values::percent(lang, rest) };
                ((plain().count() > 1).then_some(shown), rest, Vec::new())
            }
        };
        let share = super::amounts::label(lang, next, referral, share.as_deref()).or(share);
        let transfer = referral.transfer.as_ref();
        let time = transfer.filter(|transfer| transfer.time.values().any(|time| time.mean() > 0.0));
        Arrow {
            to: self.goal_of(referral.to),
            share,
            weight,
            is_conditional: referral.when.is_some(),
            exceptions,
            time: time.map(|transfer| (self.words(&transfer.time), values::time(lang, &transfer.time.base.first))),
            lost: transfer.and_then(|transfer| transfer.lost.as_ref()).map(|(share, end)| (shares(share), *end)),
            returned: transfer
                .and_then(|transfer| transfer.returned.as_ref())
                .map(|returned| (shares(&returned.share), self.words(&returned.rework))),
            keeps_worker: transfer.is_some_and(|transfer| transfer.keeps_worker),
        }
    }

    /// The line below the title: when it begins and how long it lasts.
    pub(crate) fn period(&self) -> String {
        let scenario = self.scenario;
        let (horizon, warm_up) = (scenario.horizon.as_days(), scenario.warm_up.as_days());
        let start = values::day(self.lang, scenario.start);
        drawing::period(self.lang, &start, &span(self.lang, horizon), &span(self.lang, warm_up))
    }
}

/// A stage, or what comes of it after a step that opens others side by side.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Part {
    stage: usize,
    after: Option<usize>,
}

/// The stages in the order of the chain, with the places where stages side by side join behind the last of them.
fn with_joins(scenario: &Scenario) -> Vec<Part> {
    let order = chain_order(scenario).into_iter().map(|stage| Part { stage: stage as usize, after: None });
    let mut order: Vec<Part> = order.collect();
    let mut done = vec![false; scenario.stages.len()];
    (0..scenario.stages.len()).for_each(|stage| add_joins(scenario, stage, &mut order, &mut done));
    order
}

/// Adds the joins of a stage, those inside the stages that it opens first.
fn add_joins(scenario: &Scenario, stage: usize, order: &mut Vec<Part>, done: &mut [bool]) {
    if std::mem::replace(&mut done[stage], true) {
        return;
    }
    for (number, step) in scenario.stages[stage].steps.iter().enumerate().filter(|(_, step)| !step.opens().is_empty()) {
        step.opens().iter().for_each(|&opened| add_joins(scenario, opened, order, done));
        let belongs = |part: &Part| part.stage == stage || step.opens().contains(&part.stage);
        let behind = order.iter().rposition(belongs).map_or(order.len(), |at| at + 1);
        order.insert(behind, Part { stage, after: Some(number) });
    }
}

fn plain_arrow(to: Goal, share: Option<String>) -> Arrow {
    Arrow {
        to,
        share,
        weight: 1.0,
        is_conditional: false,
        exceptions: Vec::new(),
        time: None,
        lost: None,
        returned: None,
        keeps_worker: false,
    }
}
