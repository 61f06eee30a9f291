//! From the stages of a scenario to elements of a process.

use sim_core::scenario::{Attempts, Replies, Scenario, Share, Stage, Step, Target, Transfer, Work};

use super::super::Outline;
use super::graph::{Element, Graph, Id};
use super::measured::Measured;
use super::times::{Time, base};
use super::untold::{Told, What};

/// The process of a scenario.
pub(super) fn graph(scenario: &Scenario, outline: &Outline, measured: &Measured, told: &mut Told) -> Graph {
    let mut graph = Graph::default();
    let start = graph.add(Element::Start);
    let doors = scenario.stages.iter().map(|_| graph.add(Element::Meet)).collect();
    // Prosimos knows one end: how somebody leaves is an event that takes no time.
    let (last, end) = (graph.add(Element::Meet), graph.add(Element::End));
    graph.flow(last, end);
    let ends = outline.ends.iter().map(|name| {
        let (door, leaves) = (graph.add(Element::Meet), Element::Timer { name: name.clone(), time: Time::Fixed(0.0) });
        let leaves = graph.add(leaves);
        graph.flow(door, leaves);
        graph.flow(leaves, last);
        door
    });
    let ends = ends.collect();
    let opened_by = scenario.opened_by();
    let mut drawing = Drawing { scenario, outline, measured, told, graph, doors, ends };
    for (index, stage) in scenario.stages.iter().enumerate() {
        if opened_by[index].is_none() {
            let last = drawing.steps(index, stage, drawing.doors[index]);
            drawing.next(index, stage, last);
        }
    }
    drawing.arrive(start);
    drawing.graph.tidy()
}

struct Drawing<'s, 't> {
    scenario: &'s Scenario,
    outline: &'s Outline,
    measured: &'s Measured,
    told: &'t mut Told,
    graph: Graph,
    /// Where each stage is entered.
    doors: Vec<Id>,
    /// Where each end is.
    ends: Vec<Id>,
}

impl Drawing<'_, '_> {
    fn door(&self, target: Target) -> Id {
        match target {
            Target::Stage(stage) => self.doors[stage],
            Target::End(end) => self.ends[end],
        }
    }

    /// From the start to the stages that are joined first.
    fn arrive(&mut self, start: Id) {
        let choice = self.graph.add(Element::Choice);
        self.graph.flow(start, choice);
        let mut first: Vec<(usize, f64)> = self.measured.first().collect();
        if let [stream] = &*self.scenario.streams
            && self.scenario.pools.is_empty()
        {
            first = vec![(stream.to, 1.0)];
        }
        for (stage, number) in first {
            self.graph.flow_of(choice, self.doors[stage], number);
        }
    }

    /// An element behind another.
    fn behind(&mut self, before: Id, element: Element) -> Id {
        let id = self.graph.add(element);
        self.graph.flow(before, id);
        id
    }

    fn timer(&mut self, before: Id, name: &str, time: Time) -> Id {
        if time.is_none() {
            return before;
        }
        self.behind(before, Element::Timer { name: name.to_owned(), time })
    }

    /// The steps of a stage. Gives the last element.
    fn steps(&mut self, index: usize, stage: &Stage, from: Id) -> Id {
        let title = self.outline.stages[index].clone();
        let mut last = from;
        for step in &stage.steps {
            last = match step {
                Step::Work(work) => self.work(last, &title, &stage.name, work),
                Step::Delay(delay) => {
                    if delay.open.is_some() {
                        self.told.tell(What::OpenHours, &stage.name);
                    }
                    let time = Time::of_param(&delay.time, &stage.name, self.scenario, self.told);
                    self.timer(last, &title, time)
                }
                Step::Replies(replies) => self.replies(last, &title, &stage.name, replies),
                Step::Attempts(attempts) => self.attempts(last, &title, &stage.name, attempts),
                Step::SideBySide(stages) => self.side_by_side(last, stages),
                Step::Place(_) | Step::GiveBack(_) | Step::Change(_) => last,
            };
        }
        last
    }

    fn work(&mut self, before: Id, title: &str, of: &str, work: &Work) -> Id {
        let time = Time::of_param(&work.work, of, self.scenario, self.told);
        self.behind(before, Element::Task { name: title.to_owned(), team: work.team, time })
    }

    /// The slowest of the creditors: of `n` whose times are alike, as long as the mean of the slowest would be if they were
    /// exponential, `mean × (1 + 1/2 + … + 1/n)`.
    fn replies(&mut self, before: Id, title: &str, of: &str, replies: &Replies) -> Id {
        self.told.tell(What::Replies, of);
        let creditors = base(&replies.creditors, of, self.scenario, self.told).mean().round().max(1.0) as u32;
        let mean = base(&replies.time, of, self.scenario, self.told).mean() * 86_400.0;
        let (slowest, variance) = (1..=creditors).fold((0.0, 0.0), |(slowest, variance), number| {
            let part = mean / f64::from(number);
            (slowest + part, variance + part * part)
        });
        let last = self.timer(before, title, Time::Gamma { mean: slowest, variance });
        let Some(refused) = replies.refused else { return last };
        let one = *base(&replies.refuses, of, self.scenario, self.told);
        let agree = replies.agree.on(self.scenario.start).of(creditors);
        let share = refusing(creditors, creditors - agree, one);
        let choice = self.behind(last, Element::Choice);
        self.graph.flow_of(choice, self.door(refused), share);
        let on = self.graph.add(Element::Meet);
        self.graph.flow_of(choice, on, 1.0 - share);
        on
    }

    fn attempts(&mut self, before: Id, title: &str, of: &str, attempts: &Attempts) -> Id {
        let accepted = self.graph.add(Element::Meet);
        let mut last = before;
        let number = attempts.attempts.len();
        for (at, attempt) in attempts.attempts.iter().enumerate() {
            let time = Time::of_param(&attempt.work, of, self.scenario, self.told);
            let name = format!("{title}: {}", attempt.by);
            let task = self.behind(last, Element::Task { name: name.clone(), team: attempts.team, time });
            let reached = *base(&attempt.reached, of, self.scenario, self.told);
            let accepts = *base(&attempt.accepts, of, self.scenario, self.told);
            let choice = self.behind(task, Element::Choice);
            self.graph.flow_of(choice, accepted, reached * accepts);
            self.graph.flow_of(choice, self.door(attempts.refused), reached * (1.0 - accepts));
            let missed = self.graph.add(Element::Meet);
            self.graph.flow_of(choice, missed, 1.0 - reached);
            let wait = Time::of_param(&attempt.wait, of, self.scenario, self.told);
            last = self.timer(missed, &name, wait);
            if at + 1 == number {
                self.graph.flow(last, self.door(attempts.not_reached));
            }
        }
        accepted
    }

    fn side_by_side(&mut self, before: Id, stages: &[usize]) -> Id {
        let fork = self.behind(before, Element::Fork);
        let join = self.graph.add(Element::Join);
        for &opened in stages {
            let stage = &self.scenario.stages[opened];
            if stage.steps.iter().any(|step| !step.ways_out().is_empty()) {
                self.told.tell(What::SideBySide, &stage.name);
            }
            let door = self.doors[opened];
            self.graph.flow(fork, door);
            let last = self.steps(opened, stage, door);
            self.graph.flow(last, join);
        }
        join
    }

    /// Where residents go who have finished a stage.
    fn next(&mut self, index: usize, stage: &Stage, last: Id) {
        let completed = self.scenario.ends.iter().position(|end| end.name == "completed").unwrap_or_default();
        if stage.next.is_empty() {
            self.graph.flow(last, self.ends[completed]);
            return;
        }
        let choice = self.behind(last, Element::Choice);
        let shares = self.shares(index, stage);
        for (referral, share) in stage.next.iter().zip(shares) {
            let way = self.graph.add(Element::Meet);
            self.graph.flow_of(choice, way, share);
            let door = self.door(referral.to);
            match &referral.transfer {
                None => self.graph.flow(way, door),
                Some(transfer) => self.transfer(way, door, (index, stage), transfer),
            }
        }
    }

    /// The share of each referral: as declared, or, where that depends on who it is and when, as measured.
    fn shares(&mut self, index: usize, stage: &Stage) -> Vec<f64> {
        let plain = stage.rerouted.is_empty()
            && stage.next.iter().all(|referral| {
                let given = match &referral.share {
                    Share::Given(share) => share.by_class.is_empty() && share.base.later.is_empty(),
                    Share::Rest => true,
                };
                given && referral.when.is_none()
            });
        let declared = |share: &Share| match share {
            Share::Given(share) => Some(share.base.first),
            Share::Rest => None,
        };
        let given: f64 = stage.next.iter().filter_map(|referral| declared(&referral.share)).sum();
        let rest = (1.0 - given).max(0.0);
        let as_declared: Vec<f64> =
            stage.next.iter().map(|referral| declared(&referral.share).unwrap_or(rest)).collect();
        if plain {
            return as_declared;
        }
        self.told.tell(What::Ways, &stage.name);
        let mut targets: Vec<Target> = Vec::new();
        let measured = stage.next.iter().map(|referral| {
            // Of several referrals to the same place the first stands for all.
            let again = targets.contains(&referral.to);
            targets.push(referral.to);
            if again { 0.0 } else { self.measured.sent(index, referral.to) }
        });
        let measured: Vec<f64> = measured.collect();
        if measured.iter().sum::<f64>() > 0.0 { measured } else { as_declared }
    }

    /// The way to the next stage: time, loss, and work that is done again.
    fn transfer(&mut self, way: Id, door: Id, (index, stage): (usize, &Stage), transfer: &Transfer) {
        let of = &*stage.name;
        if transfer.keeps_worker {
            self.told.tell(What::Advanced, of);
        }
        let again = self.behind(way, Element::Meet);
        let time = Time::of_param(&transfer.time, of, self.scenario, self.told);
        let last = self.timer(again, &self.outline.stages[index].clone(), time);
        let choice = self.behind(last, Element::Choice);
        let mut left = 1.0;
        if let Some((share, end)) = &transfer.lost {
            let share = *base(share, of, self.scenario, self.told);
            self.graph.flow_of(choice, self.ends[*end], share);
            left -= share;
        }
        if let Some(returned) = &transfer.returned {
            let share = *base(&returned.share, of, self.scenario, self.told) * left;
            let time = Time::of_param(&returned.rework, of, self.scenario, self.told);
            let name = format!("{} (again)", self.outline.stages[index]);
            let task = self.graph.add(Element::Task { name, team: returned.team, time });
            self.graph.flow_of(choice, task, share);
            self.graph.flow(task, again);
            left -= share;
        }
        self.graph.flow_of(choice, door, left);
    }
}

/// The probability that more than so many of a number refuse, each independently with this probability.
fn refusing(number: u32, most: u32, one: f64) -> f64 {
    let (mut exactly, mut at_most) = (libm::pow(1.0 - one, f64::from(number)), 0.0);
    for refused in 0..=most.min(number) {
        at_most += exactly;
        exactly *= f64::from(number - refused) / f64::from(refused + 1) * one / (1.0 - one);
    }
    (1.0 - at_most).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::refusing;

    #[test]
    fn refusals_are_binomial() {
        assert!((refusing(1, 0, 0.25) - 0.25).abs() < 1e-12);
        assert!((refusing(2, 0, 0.5) - 0.75).abs() < 1e-12);
        assert!((refusing(3, 1, 0.5) - 0.5).abs() < 1e-12);
    }
}
