//! From a checked scenario to the model that the engine reads.

use jiff::ToSpan;
use jiff::civil::Date;

use super::arrivals::{Arrivals, RateCurve, StreamModel};
use super::clock::{ClockModel, TermCalendar, TermModel};
use super::duty::{duty_of, whole_years};
use super::varying::{Varying, dates_of, dates_of_dated};
use super::{
    DelayModel, LeavingModel, LineKind, Model, Op, ReferralModel, ReturnedModel, StageModel, TeamModel, Trigger,
    WorkModel, moment_position,
};
use crate::random::{self, Purpose, Sampler};
use crate::scenario::{
    BatchPeriod, Dated, Distribution, Leaving, Param, Pattern, Queue, Referral, Returned, Scenario, Share, Staff, Step,
    Stream, Surge, Target, Term, Work,
};
use crate::time::{DAY, OpeningHours, SimTime, Span};

/// The most moments at which batches may come, and the most pieces of a rate.
const MOST_PIECES: f64 = 5e6;

/// Why a checked scenario cannot be simulated after all.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CompileError {
    /// An fte has more productive hours than its calendar is open.
    #[error(
        "team `{team}`: one fte works {productive} productive hours a year, but calendar `{calendar}` is open for only {open:.0}"
    )]
    CalendarTooShort {
        /// The team.
        team: String,
        /// Its calendar.
        calendar: String,
        /// Open hours a year.
        open: f64,
        /// Productive hours a year.
        productive: f64,
    },
    /// A roster, cycle or batch comes round too often in one run.
    #[error("`{name}` changes more than {most:.0} times in one run; give it a longer period or simulate less time")]
    TooManyChanges {
        /// Team or stream.
        name: String,
        /// Most that is possible.
        most: f64,
    },
    /// The run reaches beyond the years that a calendar can name.
    #[error("the run reaches beyond the year 9999")]
    RunTooLong,
}

/// Compiles a scenario.
///
/// # Errors
/// [`CompileError`] for what only shows when calendars are laid out over the run.
pub fn compile(scenario: &Scenario) -> Result<Model, CompileError> {
    let begin = SimTime::default() - scenario.warm_up;
    let end = SimTime::default() + scenario.horizon;
    if begin.date(scenario.start).is_none() || (end + Span(2 * DAY)).date(scenario.start).is_none() {
        return Err(CompileError::RunTooLong);
    }
    let organisations = scenario.organisations();
    let mut compiler = Compiler {
        scenario,
        begin,
        end,
        model: Model {
            begin,
            end,
            classes: combinations(scenario),
            strides: strides(scenario),
            streams: Vec::new(),
            teams: Vec::new(),
            stages: Vec::new(),
            ops: Vec::new(),
            works: Vec::new(),
            delays: Vec::new(),
            referrals: Vec::new(),
            ends: scenario.ends.len(),
            clocks: Vec::new(),
            triggers: vec![Vec::new(); 1 + 3 * scenario.stages.len() + scenario.ends.len()],
            term_calendar: TermCalendar::new(begin, end, scenario.start, &[]),
            organisations: organisations.len(),
        },
    };
    for stage in 0..scenario.stages.len() {
        compiler.stage(stage);
    }
    for team in &scenario.teams {
        let of_team = |work: &&Work| scenario.teams[work.team].name == team.name;
        let line = works(scenario).find(of_team).map_or(LineKind::Ranked(1), |work| match &work.queue {
            Queue::EarliestDue => LineKind::EarliestDue,
            Queue::FirstCome => LineKind::Ranked(1),
            Queue::Priority(_) => {
                let longest = works(scenario).filter(of_team).map(|work| ranks_of(&work.queue));
                LineKind::Ranked(longest.max().unwrap_or(1))
            }
        });
        compiler.model.teams.push(TeamModel {
            opening: duty_of(team, scenario)?,
            closing: team.closing,
            organisation: organisations.binary_search(&team.organisation.as_str()).expect("every team's is listed")
                as u16,
            line,
        });
    }
    for (index, stream) in scenario.streams.iter().enumerate() {
        compiler.stream(index, stream)?;
    }
    compiler.clocks();
    Ok(compiler.model)
}

/// Weight of each axis in a class combination (the first axis counts slowest).
fn strides(scenario: &Scenario) -> Vec<usize> {
    let mut strides = vec![1; scenario.axes.len()];
    for axis in (1..scenario.axes.len()).rev() {
        strides[axis - 1] = strides[axis] * scenario.axes[axis].levels.len();
    }
    strides
}

/// The levels of every class combination; a single one without axes.
fn combinations(scenario: &Scenario) -> Vec<Vec<usize>> {
    scenario.axes.iter().fold(vec![Vec::new()], |so_far, axis| {
        let longer = |levels: Vec<usize>| {
            (0..axis.levels.len()).map(move |level| levels.iter().copied().chain([level]).collect::<Vec<_>>())
        };
        so_far.into_iter().flat_map(longer).collect()
    })
}

fn works(scenario: &Scenario) -> impl Iterator<Item = &Work> {
    scenario.stages.iter().flat_map(|stage| &stage.steps).filter_map(|step| match step {
        Step::Work(work) => Some(work),
        Step::Delay(_) => None,
    })
}

fn ranks_of(queue: &Queue) -> u16 {
    match queue {
        Queue::Priority(order) => order.len() as u16 + 1,
        Queue::FirstCome | Queue::EarliestDue => 1,
    }
}

struct Compiler<'s> {
    scenario: &'s Scenario,
    begin: SimTime,
    end: SimTime,
    model: Model,
}

impl Compiler<'_> {
    fn sampler(&self, param: &Param<Distribution>) -> Varying<Sampler> {
        Varying::of_param(param, &self.model.classes, self.scenario.start, Sampler::new)
    }

    fn share(&self, param: &Param<f64>) -> Varying<f64> {
        Varying::of_param(param, &self.model.classes, self.scenario.start, |&share| share)
    }

    fn leaving(&self, leaving: &Leaving, path: &str) -> LeavingModel {
        LeavingModel { after: self.sampler(&leaving.after), after_at: Purpose::named(path), to: leaving.to }
    }

    /// The end `completed`, which every scenario has.
    fn completed(&self) -> Target {
        let position = self.scenario.ends.iter().position(|end| end.name == "completed");
        Target::End(position.expect("the reader adds `completed`"))
    }

    fn stage(&mut self, index: usize) {
        let stage = &self.scenario.stages[index];
        let path = format!("stages.{}", stage.name);
        let first_op = self.model.ops.len() as u32;
        let mut first_work = None;
        let (mut works, mut delays) = (0, 0);
        for step in &stage.steps {
            // Addressed by its kind and rank within the kind, so that a delay more leaves the draws of work alone.
            let rank = match step {
                Step::Work(_) => &mut works,
                Step::Delay(_) => &mut delays,
            };
            *rank += 1;
            let path = if *rank == 1 { path.clone() } else { format!("{path}.{rank}") };
            match step {
                Step::Work(work) => {
                    let number = self.model.works.len() as u32;
                    first_work.get_or_insert(number);
                    self.work(index, work, &path);
                    self.model.ops.push(Op::Work(number));
                }
                Step::Delay(delay) => {
                    self.model.ops.push(Op::Delay(self.model.delays.len() as u32));
                    let model = DelayModel {
                        stage: index as u32,
                        time: self.sampler(&delay.time),
                        time_at: Purpose::named(&format!("{path}.delay")),
                        leave: delay.leave.as_ref().map(|leave| self.leaving(leave, &format!("{path}.leave"))),
                    };
                    self.model.delays.push(model);
                }
            }
        }
        self.model.ops.push(Op::Refer);
        let first_referral = self.model.referrals.len() as u32;
        let everybody_completes = [Referral { to: self.completed(), share: Share::Rest, transfer: None }];
        let next = if stage.next.is_empty() { &everybody_completes[..] } else { &stage.next };
        for referral in next {
            self.referral(index, referral, &path);
        }
        let model = StageModel {
            phase: stage.phase,
            first_op,
            first_work,
            room: stage.room.as_ref().map(|room| (room.waiting, room.when_full)),
            referrals: first_referral..self.model.referrals.len() as u32,
            shares: self.running_totals(next),
            choice: Purpose::named(&format!("{path}.next")),
        };
        self.model.stages.push(model);
    }

    fn work(&mut self, stage: usize, work: &Work, path: &str) {
        let rank_of = |levels: &Vec<usize>| match &work.queue {
            Queue::Priority(order) => order.iter().position(|pick| pick.matches(levels)).unwrap_or(order.len()) as u16,
            Queue::FirstCome | Queue::EarliestDue => 0,
        };
        let model = WorkModel {
            stage: stage as u32,
            team: work.team as u32,
            rework: false,
            service: self.sampler(&work.work),
            service_at: Purpose::named(&format!("{path}.work")),
            ranks: self.model.classes.iter().map(rank_of).collect(),
            patience: work.patience.as_ref().map(|patience| self.leaving(patience, &format!("{path}.patience"))),
        };
        self.model.works.push(model);
    }

    fn referral(&mut self, stage: usize, referral: &Referral, path: &str) {
        let to = match referral.to {
            Target::Stage(to) => &self.scenario.stages[to].name,
            Target::End(to) => &self.scenario.ends[to].name,
        };
        let path = format!("{path}.next.{to}.transfer");
        let transfer = referral.transfer.as_ref();
        let number = self.model.referrals.len() as u32;
        let returned = transfer.and_then(|transfer| transfer.returned.as_ref());
        let returned = returned.map(|returned| self.returned(stage, number, returned, &path));
        self.model.referrals.push(ReferralModel {
            from: stage as u32,
            to: referral.to,
            time: transfer.map(|transfer| (self.sampler(&transfer.time), Purpose::named(&format!("{path}.time")))),
            lost: transfer
                .and_then(|transfer| transfer.lost.as_ref())
                .map(|(share, end)| (self.share(share), Purpose::named(&format!("{path}.lost")), *end as u32)),
            returned,
        });
    }

    /// Return as incomplete: adds the rework to the programs.
    fn returned(&mut self, stage: usize, referral: u32, returned: &Returned, path: &str) -> ReturnedModel {
        let rework_op = self.model.ops.len() as u32;
        self.model.ops.push(Op::Work(self.model.works.len() as u32));
        self.model.ops.push(Op::Send(referral));
        // Rework waits in the team's line with the rank that the class has in the stage's own work.
        let own = self.scenario.stages[stage].steps.iter().rev().find_map(|step| match step {
            Step::Work(work) if work.team == returned.team => Some(work.queue.clone()),
            _ => None,
        });
        let work = Work {
            team: returned.team,
            work: returned.rework.clone(),
            queue: own.unwrap_or(Queue::FirstCome),
            patience: None,
        };
        self.work(stage, &work, &format!("{path}.returned.re"));
        let rework = self.model.works.last_mut().expect("just added");
        rework.rework = true;
        ReturnedModel {
            share: self.share(&returned.share),
            share_at: Purpose::named(&format!("{path}.returned")),
            rework_op,
            at_most: returned.at_most,
        }
    }

    fn running_totals(&self, next: &[Referral]) -> Varying<Box<[f64]>> {
        let given = || {
            next.iter().filter_map(|referral| match &referral.share {
                Share::Given(param) => Some(param),
                Share::Rest => None,
            })
        };
        let by_class = given().any(|param| !param.by_class.is_empty());
        let dates = given().flat_map(dates_of).collect();
        let result = Varying::build::<std::convert::Infallible>(
            &self.model.classes,
            by_class,
            dates,
            self.scenario.start,
            |levels, from| {
                let share = |param: &Param<f64>| *param.for_levels(levels).on(from);
                let rest = (1.0 - given().map(share).sum::<f64>()).max(0.0);
                let shares = next.iter().map(|referral| match &referral.share {
                    Share::Given(param) => share(param),
                    Share::Rest => rest,
                });
                Ok(running_totals(shares))
            },
        );
        match result {
            Ok(totals) => totals,
        }
    }

    fn stream(&mut self, index: usize, stream: &Stream) -> Result<(), CompileError> {
        let path = format!("arrivals.{}", stream.name);
        // Addressed by its first day, so that a surge more leaves the others alone.
        let path_of = |surge: &Surge| format!("{path}.surges.{}/{}", surge.from, surge.until);
        let thins = stream.surges.iter().filter(|surge| surge.times < 1.0);
        let thinned = thins.map(|surge| {
            let (from, until) = self.window(surge);
            (from, until, surge.times, Purpose::named(&path_of(surge)))
        });
        let thinned = thinned.collect();
        let arrivals = self.arrivals(stream, None)?;
        self.add_stream(index, stream, path.clone(), arrivals, thinned, SimTime::NEVER);
        for surge in stream.surges.iter().filter(|surge| surge.times > 1.0) {
            let arrivals = self.arrivals(stream, Some(surge))?;
            let (_, ends) = self.window(surge);
            self.add_stream(index, stream, path_of(surge), arrivals, Vec::new(), ends);
        }
        Ok(())
    }

    fn add_stream(
        &mut self,
        index: usize,
        stream: &Stream,
        path: String,
        arrivals: Arrivals,
        thinned: Vec<(SimTime, SimTime, f64, Purpose)>,
        ends: SimTime,
    ) {
        let model = StreamModel {
            stream: index as u16,
            key: random::Stream::named(&path),
            batches: random::Stream::named(&format!("{path}.batches")),
            to: stream.to as u32,
            arrivals,
            batch: stream.batch,
            mix: self.mix(stream),
            thinned,
            until: stream.until.map_or(ends, |until| ends.min(self.begin + until)),
            interval_at: Purpose::named(&format!("{path}.interval")),
        };
        self.model.streams.push(model);
    }

    fn window(&self, surge: &Surge) -> (SimTime, SimTime) {
        (SimTime::of_date(surge.from, self.scenario.start), SimTime::of_date(surge.until, self.scenario.start))
    }

    /// The arrivals of a stream, or those that a surge adds to it.
    fn arrivals(&self, stream: &Stream, surge: Option<&Surge>) -> Result<Arrivals, CompileError> {
        let too_many = || CompileError::TooManyChanges { name: stream.name.clone(), most: MOST_PIECES };
        let (from, until) = surge.map_or((self.begin, self.end), |surge| self.window(surge));
        let extra = surge.map_or(1.0, |surge| surge.times - 1.0);
        Ok(match &stream.pattern {
            Pattern::Moments(moments) => Arrivals::Moments(moments.iter().map(|&after| self.begin + after).collect()),
            Pattern::Interval(interval) => {
                let param = Param { base: interval.clone(), by_class: Vec::new() };
                let first = from.max(self.begin);
                let interval = Varying::of_param(&param, &[Vec::new()], self.scenario.start, Sampler::new);
                Arrivals::Interval(first, interval, 1.0 / extra)
            }
            Pattern::Batches { every, mean } => {
                let moments = self.batch_moments(*every).ok_or_else(too_many)?;
                let in_window = moments.into_iter().filter(|&at| from <= at && at < until);
                Arrivals::Batches(in_window.map(|at| (at, extra * self.value_at(mean, at))).collect())
            }
            Pattern::Cycle { every, pieces } => {
                let cycles = (self.end - self.begin).0 as f64 / every.0 as f64;
                if cycles * pieces.len() as f64 > MOST_PIECES {
                    return Err(too_many());
                }
                let cycles = 0..=libm::ceil(cycles) as i64;
                let all = cycles.flat_map(|cycle| {
                    pieces.iter().map(move |&(offset, rate)| (self.begin + Span(cycle * every.0) + offset, rate))
                });
                let pieces: Vec<(SimTime, f64)> = all.filter(|&(at, _)| at < self.end).collect();
                Arrivals::Rate(RateCurve::new(&pieces, self.end))
            }
            Pattern::Rate(rate) => {
                let pieces = self.rate_pieces(stream, rate);
                let pieces = within(&pieces, from, until.min(self.end));
                let scaled: Vec<(SimTime, f64)> = pieces.iter().map(|&(at, rate)| (at, extra * rate)).collect();
                Arrivals::Rate(RateCurve::new(&scaled, self.end))
            }
        })
    }

    fn value_at(&self, dated: &Dated<f64>, at: SimTime) -> f64 {
        at.date(self.scenario.start).map_or(dated.first, |date| *dated.on(date))
    }

    fn batch_moments(&self, every: BatchPeriod) -> Option<Vec<SimTime>> {
        let start = self.scenario.start;
        let (first, last) = (self.begin.date(start)?, self.end.date(start)?);
        let dates = |first: Date, step: jiff::Span| {
            let dates = first.series(step).take_while(move |&date| date <= last);
            dates.map(|date| SimTime::of_date(date, start)).filter(|&at| at >= self.begin).collect()
        };
        Some(match every {
            BatchPeriod::Month => dates(first.first_of_month(), 1.month()),
            BatchPeriod::Week => {
                dates(first.checked_sub(i64::from(first.weekday().to_monday_zero_offset()).days()).ok()?, 1.week())
            }
            BatchPeriod::Every(length) => {
                let number = (self.end - self.begin).0 as f64 / length.0 as f64;
                if number > MOST_PIECES {
                    return None;
                }
                (0..=number as i64).map(|count| self.begin + Span(count * length.0)).collect()
            }
        })
    }

    /// The rate per day from each moment on: the rate by date, shared out over months, weekdays and opening hours.
    fn rate_pieces(&self, stream: &Stream, rate: &Dated<f64>) -> Vec<(SimTime, f64)> {
        let start = self.scenario.start;
        let mut pieces = Vec::new();
        if stream.by_month.is_none() && stream.by_weekday.is_none() && stream.calendar.is_none() {
            pieces.push((self.begin, self.value_at(rate, self.begin)));
            let changes = dates_of_dated(rate).map(|date| SimTime::of_date(date, start));
            pieces.extend(changes.filter(|&at| at > self.begin).map(|at| (at, self.value_at(rate, at))));
            return pieces;
        }
        let hours =
            stream.calendar.map_or_else(OpeningHours::always, |index| self.scenario.calendars[index].hours.clone());
        let (Some(first), Some(last)) = (self.begin.date(start), (self.end + Span(DAY)).date(start)) else {
            return pieces;
        };
        let months = stream.by_month.map(|months| normalised(months, DAYS_IN_MONTH));
        let weekdays = stream.by_weekday.map(|weekdays| normalised(weekdays, [1.0; 7]));
        let weight = |date: Date| {
            let month = months.map_or(1.0, |months| months[date.month() as usize - 1]);
            let weekday = weekdays.map_or(1.0, |days| days[date.weekday().to_monday_zero_offset() as usize]);
            month * weekday
        };
        // A calendar that is closed on some weekdays or in some months more than in others takes part of their
        // weight away, so the total is kept over the weighted open time of whole calendar years.
        let scale = stream.calendar.map_or(1.0, |_| {
            let (first, last) = whole_years(first, last);
            let open = hours.intervals(start, first, last).into_iter();
            let weighted =
                open.map(|(opens, closes)| (closes - opens).as_days() * opens.date(start).map_or(0.0, weight));
            f64::from(crate::time::days_between(first, last)) / weighted.sum::<f64>()
        });
        if !scale.is_finite() {
            return pieces;
        }
        for (opens, closes) in hours.intervals(start, first, last) {
            let Some(date) = opens.date(start) else { break };
            if pieces.last().is_some_and(|&(at, _)| at == opens) {
                pieces.pop();
            }
            pieces.push((opens, rate.on(date) * weight(date) * scale));
            pieces.push((closes, 0.0));
        }
        within(&pieces, self.begin, self.end)
    }

    fn mix(&self, stream: &Stream) -> Vec<(Varying<Box<[f64]>>, Purpose)> {
        let axes = self.scenario.axes.iter().enumerate();
        axes.map(|(axis, levels)| {
            let of_stream = |level: usize| {
                let own = stream.mix.iter().find(|(pick, _)| pick.axis == axis && pick.level == level);
                own.map_or(&levels.levels[level].share, |(_, share)| share)
            };
            let count = levels.levels.len();
            let dates = (0..count).flat_map(|level| dates_of_dated(of_stream(level)).collect::<Vec<_>>()).collect();
            let result = Varying::build::<std::convert::Infallible>(
                &[Vec::new()],
                false,
                dates,
                self.scenario.start,
                |_, from| Ok(running_totals((0..count).map(|level| *of_stream(level).on(from)))),
            );
            match result {
                Ok(totals) => (totals, Purpose::named(&format!("classes.{}", levels.name))),
            }
        })
        .collect()
    }

    fn clocks(&mut self) {
        let stages = self.scenario.stages.len();
        for (index, clock) in self.scenario.clocks.iter().enumerate() {
            let term = |term: &Term| match *term {
                Term::Working(days) => TermModel::WorkingDays(days.0),
                Term::Calendar(length) if length.0 % DAY == 0 => TermModel::Days(length.0 / DAY),
                Term::Calendar(length) => TermModel::Exact(length),
            };
            self.model.clocks.push(ClockModel {
                within: Varying::of_param(&clock.within, &self.model.classes, self.scenario.start, term),
                statutory: clock.statutory,
            });
            self.model.triggers[moment_position(clock.from, stages)].push(Trigger::Start(index));
            self.model.triggers[moment_position(clock.to, stages)].push(Trigger::Stop(index));
        }
        let terms = self.model.clocks.iter().flat_map(|clock| clock.within.values());
        self.model.term_calendar = TermCalendar::new(self.begin, self.end, self.scenario.start, terms);
        for triggers in &mut self.model.triggers {
            triggers.sort_unstable();
        }
    }
}

/// Mean days in each month.
const DAYS_IN_MONTH: [f64; 12] = [31.0, 28.25, 31.0, 30.0, 31.0, 30.0, 31.0, 31.0, 30.0, 31.0, 30.0, 31.0];

/// Proportions scaled so that their mean, weighted by days, is 1.
fn normalised<const N: usize>(proportions: [f64; N], days: [f64; N]) -> [f64; N] {
    let total: f64 = proportions.iter().zip(&days).map(|(proportion, days)| proportion * days).sum();
    let mean = total / days.iter().sum::<f64>();
    proportions.map(|proportion| proportion / mean)
}

fn running_totals(shares: impl Iterator<Item = f64>) -> Box<[f64]> {
    let totals = shares.scan(0.0, |total, share| {
        *total += share;
        Some(*total)
    });
    totals.collect()
}

/// The pieces of a rate between two moments, with nothing outside.
fn within(pieces: &[(SimTime, f64)], from: SimTime, until: SimTime) -> Vec<(SimTime, f64)> {
    let mut kept = Vec::new();
    let before = pieces.iter().rev().find(|&&(at, _)| at <= from);
    kept.extend(before.map(|&(_, rate)| (from, rate)));
    kept.extend(pieces.iter().filter(|&&(at, _)| from < at && at < until));
    kept.push((until, 0.0));
    kept
}

/// Mean number of people on duty of a team over the whole run, closed hours included; `None` without limit.
pub fn mean_on_duty(scenario: &Scenario, team: usize, model: &Model) -> Option<f64> {
    if matches!(scenario.teams[team].staff, Staff::Unlimited) {
        return None;
    }
    model.teams[team].opening.mean_on_duty(model.begin, model.end)
}
