//! One resident's story, moment by moment, in words and dates.

use std::collections::BTreeMap;

use sim_core::chain::{Model, Op, TokenKind};
use sim_core::lang::Lang;
use sim_core::observe::{Happening, NeedHappening, Story, StoryLine, Verdict, WhyLeft};
use sim_core::scenario::{Scenario, Step, Target};
use sim_core::time::{SimTime, Span};

use super::drawing::{Chart, wrap};
use crate::text::title;
use crate::text::{amounts as amount_words, caseload, need as need_words, story as words, values};

/// Longest line.
const WIDTH: usize = 96;

/// Tells stories of a scenario.
pub(crate) struct Teller<'m> {
    /// The scenario.
    pub(crate) scenario: &'m Scenario,
    /// Compiled.
    pub(crate) model: &'m Model,
    /// Language.
    pub(crate) lang: Lang,
}

/// What earlier lines say that later ones refer to.
struct Memory {
    arrived: SimTime,
    /// Of the resident, of each of several stages side by side, and of contacts.
    threads: BTreeMap<(Option<u32>, bool), Thread>,
    /// The line before was a wait that may turn out to be none.
    waits: Option<(SimTime, String)>,
}

/// When the present work and the present delay began.
#[derive(Default, Clone, Copy)]
struct Thread {
    work_began: SimTime,
    delay_began: SimTime,
}

impl Memory {
    /// What is remembered of the token to which a line belongs.
    fn of(&mut self, line: &StoryLine) -> &mut Thread {
        let stage = (line.token != TokenKind::Whole).then_some(line.stage);
        self.threads.entry((stage, line.token == TokenKind::Contact)).or_default()
    }
}

impl Teller<'_> {
    /// The story, one line a moment; the moment is left out where it is that of the line above.
    pub(crate) fn tell(&self, story: &Story, stream: u16) -> String {
        let arrived = story.lines.first().map_or(SimTime(0), |line| line.at);
        let mut memory = Memory { arrived, threads: BTreeMap::new(), waits: None };
        let mut lines: Vec<(SimTime, String)> = Vec::new();
        for line in &story.lines {
            let told = self.with_stage(line, self.line(line, stream, &mut memory));
            // A wait of no length is part of the start of work; any other is told first.
            match line.what {
                // What follows says as much.
                Happening::Transferred { time: Span::ZERO, .. }
                | Happening::LeftBeside { .. }
                | Happening::PlaceWaitStopped { .. }
                | Happening::WorkStopped { .. } => {}
                Happening::Finished { .. } if line.token == TokenKind::Whole => {}
                Happening::WaitStopped { .. } if line.token != TokenKind::Contact => {}
                // Creditors are told of when they are asked, and when they have answered.
                Happening::DelayBegan { delay } | Happening::DelayEnded { delay } if self.has_replies(delay) => {}
                Happening::Waits { .. } | Happening::WaitsForPlace { .. } => memory.waits = Some((line.at, told)),
                Happening::Started { wait: Span::ZERO, .. } | Happening::TookPlace { wait: Span::ZERO, .. } => {
                    memory.waits = None;
                    lines.push((line.at, told));
                }
                _ => {
                    lines.extend(memory.waits.take());
                    lines.push((line.at, told));
                }
            }
        }
        lines.extend(memory.waits.take());
        if story.unfinished {
            let end = self.model.end;
            lines.push((end, words::still_inside(self.lang, &self.length(end - memory.arrived))));
        } else if story.in_need {
            lines.push((self.model.end, need_words::still_in_need(self.lang).to_owned()));
        }
        self.page(&lines)
    }

    fn page(&self, lines: &[(SimTime, String)]) -> String {
        let start = self.scenario.start;
        let shown = |at: SimTime| values::date_and_time(self.lang, at, start).unwrap_or_else(|| at.to_string());
        let width = lines.iter().map(|(at, _)| shown(*at).chars().count()).max().unwrap_or(0);
        let mut text = String::new();
        let mut before = String::new();
        for (at, told) in lines {
            let moment = shown(*at);
            let column = if moment == before { "" } else { &moment };
            for (number, part) in wrap(told, WIDTH - width).iter().enumerate() {
                let column = if number == 0 { column } else { "" };
                let indent = if number == 0 { "" } else { "  " };
                text.push_str(&format!("{column:<width$}  {indent}{part}\n"));
            }
            before = moment;
        }
        text
    }

    fn line(&self, line: &StoryLine, stream: u16, memory: &mut Memory) -> String {
        let (lang, now) = (self.lang, line.at);
        match line.what {
            Happening::Arrived => {
                memory.arrived = now;
                match self.scenario.streams.get(usize::from(stream)) {
                    Some(model) => {
                        let name = title(&model.title, &model.name);
                        words::arrived(lang, &name, &self.levels(line.class), now < SimTime(0))
                    }
                    None => need_words::comes_in(lang).to_owned(),
                }
            }
            Happening::AmountChanged { amount, hundredths } => {
                let (name, value) = self.amount(amount, hundredths);
                amount_words::becomes(lang, &name, &value)
            }
            Happening::AmountAt { amount, hundredths, .. } => {
                let (name, value) = self.amount(amount, hundredths);
                amount_words::is(&name, &value)
            }
            Happening::Need(what) => self.need(what, stream, line.class),
            Happening::Became { .. } => need_words::became(lang, &self.levels(line.class)),
            Happening::Contact { contact, outcome } => {
                let channel = usize::from(self.model.contacts[contact as usize].channel);
                let by = need_words::channel_name(lang, self.scenario.channels()[channel]);
                need_words::attempted(&by, need_words::outcome(lang, outcome))
            }
            Happening::Found { stage, waiting, .. } => words::found(lang, &self.stage(stage), waiting),
            Happening::Joined { stage, visit } => words::joined(lang, &self.stage(stage), visit),
            Happening::TurnedAway { stage } => words::turned_away(lang, &self.stage(stage)),
            Happening::KeptAway { stage } => words::kept_away(lang, &self.stage(stage)),
            Happening::TriesAgain { stage } => words::tries_again(lang, &self.stage(stage)),
            Happening::TriesNoMore { stage } => words::tries_no_more(lang, &self.stage(stage)),
            Happening::NotLetIn { at, time, .. } => words::not_let_in(lang, &self.stage(at), &self.length(time)),
            Happening::Displaced { work, wait } => {
                let stage = self.stage(self.model.works[work as usize].stage);
                words::displaced(lang, &stage, &self.length(wait))
            }
            Happening::Held { stage, team } => {
                let team = team.map(|team| &self.scenario.teams[team as usize]);
                let team = team.map(|team| title(&team.title, &team.name));
                words::held(lang, &self.stage(stage), team.as_deref())
            }
            Happening::LetGo { stage, .. } => words::let_go(lang, &self.stage(stage)),
            Happening::Blocked { at, .. } => words::blocked(lang, &self.stage(at)),
            Happening::LetIn { at, time, .. } => words::let_in(lang, &self.stage(at), &self.length(time)),
            Happening::Waits { work } if self.model.works[work as usize].contact => {
                words::contact_due(lang, &self.work(work), &self.team(work))
            }
            Happening::Waits { work } => words::waits(lang, &self.team(work)),
            Happening::Started { work, wait, closed, .. } => {
                memory.of(line).work_began = now;
                let [wait, closed] = [wait, closed].map(|time| (time > Span::ZERO).then(|| self.length(time)));
                words::started(lang, &self.work(work), &self.team(work), wait.as_deref(), closed.as_deref())
            }
            Happening::Prepares { work } => words::prepares(lang, &self.team(work)),
            Happening::LeftWork { work, .. } => {
                let took = self.length(now - memory.of(line).work_began);
                words::left_work(lang, &self.work(work), &self.reason_of_leaving(work), &took)
            }
            Happening::Interrupted { work } => {
                let team = &self.model.teams[self.model.works[work as usize].team as usize];
                words::interrupted(lang, &self.work(work), team.interrupts)
            }
            Happening::Resumed { work } => words::resumed(lang, &self.work(work)),
            Happening::Ended { work } => {
                words::ended(lang, &self.work(work), &self.length(now - memory.of(line).work_began))
            }
            Happening::Reneged { work, wait } => words::reneged(lang, &self.reason_of_work(work), &self.length(wait)),
            Happening::DelayBegan { delay } => {
                memory.of(line).delay_began = now;
                words::delay_began(lang, &self.stage(self.model.delays[delay as usize].stage))
            }
            Happening::DelayEnded { .. } => words::delay_ended(lang, &self.length(now - memory.of(line).delay_began)),
            Happening::LeftDuring { delay } => {
                words::left_during(lang, &self.reason_of_delay(delay), &self.length(now - memory.of(line).delay_began))
            }
            Happening::Asked { delay, creditors } => {
                words::asked(lang, creditors, &self.stage(self.model.delays[delay as usize].stage))
            }
            Happening::Answered { answer, time, .. } => words::answered(lang, &answer, &self.length(time)),
            Happening::ContactSkipped { work } => words::contact_cancelled(lang, &self.work(work), true),
            Happening::Split { split } => {
                let stages = self.model.splits[split as usize].stages.iter().map(|&stage| self.stage(stage));
                words::split(lang, &stages.collect::<Vec<_>>())
            }
            Happening::Joint { wait, .. } => {
                words::joint(lang, (wait > Span::ZERO).then(|| self.length(wait)).as_deref())
            }
            Happening::WaitStopped { work } | Happening::WorkStopped { work, .. } => {
                words::contact_cancelled(lang, &self.work(work), false)
            }
            Happening::Stopped { stage, .. } | Happening::LeftBeside { stage, .. } => {
                words::stopped(lang, &self.stage(stage))
            }
            Happening::Finished { stage, .. } => words::finished(lang, &self.stage(stage)),
            Happening::Sent { referral } => words::sent(lang, &self.target(self.goal(referral))),
            Happening::Lost { referral } => words::lost(lang, &self.target(self.goal(referral))),
            Happening::Returned { referral } => {
                let from = self.stage(self.model.referrals[referral as usize].from);
                words::returned(lang, &from, &self.target(self.goal(referral)))
            }
            Happening::Transferred { referral, time } => {
                words::transferred(lang, &self.target(self.goal(referral)), &self.length(time))
            }
            Happening::HandedOver { from, to, time } => {
                let organisations = self.scenario.organisations();
                let [from, to] = [from, to].map(|at| organisations[usize::from(at)].replace('_', " "));
                words::handed_over(lang, &from, &to, &self.length(time))
            }
            Happening::ClockStopped { clock, due, verdict, .. } => self.clock(clock, due, verdict, now),
            Happening::PhaseLeft { phase, time } => {
                words::phase_left(lang, values::phase(lang, phase), &self.length(time))
            }
            Happening::WaitsForPlace { place } | Happening::PlaceWaitStopped { place } => {
                caseload::waits_for_place(lang, &self.team_of_place(place))
            }
            Happening::TookPlace { place, already: true, .. } => {
                caseload::holds_place(lang, &self.team_of_place(place))
            }
            Happening::TookPlace { place, wait, .. } => {
                let wait = (wait > Span::ZERO).then(|| self.length(wait));
                caseload::took_place(lang, &self.team_of_place(place), wait.as_deref())
            }
            Happening::GaveBack { caseload } => caseload::gave_back(lang, &self.team_of_caseload(caseload)),
            Happening::Missed { work, missed, .. } => {
                memory.of(line).work_began = now;
                caseload::missed(lang, &self.work(work), &self.team(work), missed)
            }
            Happening::MissedOver { .. } => caseload::missed_over(lang, &self.length(now - memory.of(line).work_began)),
            Happening::CameAgain { work } => caseload::came_again(lang, &self.team(work)),
            Happening::LeftEarly { why, time, to } => {
                caseload::left_early(lang, &self.why(why, to), &self.length(time))
            }
            Happening::Left { end } => {
                words::left(lang, &self.target(Target::End(end as usize)), &self.length(now - memory.arrived))
            }
        }
    }

    /// What happens outside the chain.
    fn need(&self, what: NeedHappening, source: u16, class: u16) -> String {
        let lang = self.lang;
        match what {
            NeedHappening::Began { there_before, .. } => {
                need_words::began(lang, &self.source(source), &self.levels(class), there_before)
            }
            NeedHappening::Signalled { signal, cents } => {
                let signals = self.scenario.pools.iter().flat_map(|pool| &pool.signals);
                let creditor = signals.skip(signal as usize).map(|one| title(&one.title, &one.name)).next();
                let euro = values::euro(lang, cents as f64 / 100.0);
                let amount = if cents > 0 { format!(": {euro}") } else { String::new() };
                need_words::signalled(lang, &creditor.unwrap_or_default(), &amount)
            }
            NeedHappening::SignalsLookedAt { number, fate } => {
                need_words::looked_at(lang, number, need_words::fate(lang, fate))
            }
            NeedHappening::Applied => need_words::applied(lang).to_owned(),
            NeedHappening::CaseOpened => need_words::case_opened(lang).to_owned(),
            NeedHappening::BackInPool => need_words::back_in_pool(lang).to_owned(),
            NeedHappening::EndedNaturally { end } => {
                need_words::ended(lang, &self.target(Target::End(end as usize)), true)
            }
            NeedHappening::EndedAfterHelp { .. } => need_words::ended(lang, "", false),
            NeedHappening::CameBack { after, .. } => {
                let in_need = usize::from(source) >= self.scenario.streams.len();
                need_words::came_back(lang, &self.length(after), in_need)
            }
        }
    }

    /// A pool, by its number behind those of the streams.
    fn source(&self, source: u16) -> String {
        let pool = usize::from(source).checked_sub(self.scenario.streams.len());
        let pool = pool.and_then(|pool| self.scenario.pools.get(pool));
        pool.map_or(String::new(), |pool| title(&pool.title, &pool.name))
    }

    fn clock(&self, clock: u32, due: SimTime, verdict: Verdict, now: SimTime) -> String {
        let model = &self.scenario.clocks[clock as usize];
        let (lang, name) = (self.lang, title(&model.title, &model.name));
        match verdict {
            // A term that ends after the run has no end to count from.
            Verdict::Kept if due == SimTime::NEVER => words::kept(lang, &name, "∞"),
            Verdict::Kept => words::kept(lang, &name, &self.length(due - now)),
            Verdict::Breached => {
                let ended = values::end_of_term(lang, due, self.scenario.start).unwrap_or_else(|| due.to_string());
                words::breached(lang, &name, &self.length(now - due), &ended)
            }
            Verdict::None => words::no_verdict(lang, &name),
            Verdict::Undecided => words::undecided(lang, &name),
        }
    }

    /// Name and value of an amount.
    fn amount(&self, amount: u16, hundredths: i64) -> (String, String) {
        let model = &self.scenario.amounts[usize::from(amount)];
        let value = amount_words::value(self.lang, model.unit, hundredths as f64 / 100.0);
        (title(&model.title, &model.name), value)
    }

    fn length(&self, time: Span) -> String {
        values::length(self.lang, time)
    }

    /// Levels of a class combination, as in `business, young`.
    fn levels(&self, class: u16) -> String {
        let levels = self.model.classes[usize::from(class)].iter().zip(&self.scenario.axes);
        levels.map(|(&level, axis)| axis.levels[level].name.replace('_', " ")).collect::<Vec<_>>().join(", ")
    }

    fn stage(&self, stage: u32) -> String {
        let model = &self.scenario.stages[stage as usize];
        title(&model.title, &model.name)
    }

    fn team(&self, work: u32) -> String {
        let model = &self.scenario.teams[self.model.works[work as usize].team as usize];
        title(&model.title, &model.name)
    }

    fn goal(&self, referral: u32) -> Target {
        self.model.referrals[referral as usize].to
    }

    fn target(&self, target: Target) -> String {
        match target {
            Target::Stage(stage) => self.stage(stage as u32),
            Target::End(end) => Chart::end_of(self.scenario, end, self.lang),
        }
    }

    /// What a worker does: the stage, with the number of the step where there are several, or rework.
    fn work(&self, work: u32) -> String {
        let model = &self.model.works[work as usize];
        let stage = self.stage(model.stage);
        if model.contact {
            return words::contact(self.lang, &stage);
        }
        if model.rework {
            return words::rework(self.lang, &stage);
        }
        let steps = self.scenario.stages[model.stage as usize].steps.len();
        words::work(self.lang, &stage, self.step(model.stage, Op::Work(work)) + 1, steps)
    }

    /// Number of a step in its stage, from 0.
    fn step(&self, stage: u32, op: Op) -> usize {
        let model = &self.model.stages[stage as usize];
        let first = model.first_op as usize;
        let place = self.model.ops[first..].iter().position(|&other| other == op).unwrap_or(0) + first;
        model.step_ops.partition_point(|&begin| begin as usize <= place).saturating_sub(1)
    }

    fn reason_of_work(&self, work: u32) -> String {
        let stage = self.model.works[work as usize].stage;
        let step = self.scenario.stages[stage as usize].steps.get(self.step(stage, Op::Work(work)));
        self.reason(step.and_then(Step::leaving))
    }

    fn reason_of_leaving(&self, work: u32) -> String {
        let stage = self.model.works[work as usize].stage;
        match self.scenario.stages[stage as usize].steps.get(self.step(stage, Op::Work(work))) {
            Some(Step::Work(step)) => self.reason(step.leave.as_ref()),
            _ => String::new(),
        }
    }

    fn reason_of_delay(&self, delay: u32) -> String {
        let stage = self.model.delays[delay as usize].stage;
        let step = self.scenario.stages[stage as usize].steps.get(self.step(stage, Op::Delay(delay)));
        self.reason(step.and_then(Step::leaving))
    }

    fn has_replies(&self, delay: u32) -> bool {
        self.model.delays[delay as usize].replies.is_some()
    }

    /// Of several stages side by side, which one a line is about, unless the line says so itself.
    fn with_stage(&self, line: &StoryLine, told: String) -> String {
        let stage = self.stage(line.stage);
        if line.token != TokenKind::Branch || told.contains(&stage) { told } else { format!("{stage}: {told}") }
    }

    fn team_of_place(&self, place: u32) -> String {
        self.team_of_caseload(self.model.places[place as usize].caseload)
    }

    /// The team whose places these are.
    fn team_of_caseload(&self, caseload: u32) -> String {
        let team = &self.scenario.teams[self.model.caseloads[caseload as usize].team as usize];
        title(&team.title, &team.name)
    }

    /// Why somebody left a stage before its end, by where they went.
    fn why(&self, why: WhyLeft, to: Target) -> String {
        match why {
            WhyLeft::Patience | WhyLeft::NotAppeared => self.target(to),
            WhyLeft::Became => words::sent(self.lang, &self.target(to)),
        }
    }

    fn reason(&self, leaving: Option<&sim_core::scenario::Leaving>) -> String {
        leaving.map_or(String::new(), |leaving| match leaving.to {
            Target::End(_) if self.scenario.ends.iter().any(|end| end.name == leaving.reason) => {
                self.target(leaving.to)
            }
            _ => leaving.reason.replace('_', " "),
        })
    }
}
