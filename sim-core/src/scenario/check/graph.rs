//! The chain as a graph: which stage leads where, and whether time passes on the way.

use crate::scenario::{Distribution, Leaving, Moment, Param, Scenario, Share, Stage, Step, Target, WhenFull, Work};

/// More loops than this are not looked for.
const MOST_CYCLES: usize = 10;

/// Where a resident can go from a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum When {
    /// On finding no room.
    Full,
    /// While waiting for the first work.
    BeforeStart,
    /// Later in the stage.
    During,
    /// After the last step.
    Finished,
}

/// One way out of a stage.
#[derive(Debug, Clone, Copy)]
struct Way {
    to: Target,
    when: When,
    /// Whether anybody goes this way (its share is not always 0).
    used: bool,
    /// Whether a resident can go this way without any time having passed since joining the stage.
    at_once: bool,
}

/// The ways out of every stage.
#[derive(Debug)]
pub(super) struct Graph {
    ways: Vec<Vec<Way>>,
}

impl Graph {
    pub(super) fn of(scenario: &Scenario) -> Graph {
        let completed = scenario.ends.iter().position(|end| end.name == "completed").unwrap_or(0);
        Graph { ways: scenario.stages.iter().enumerate().map(|(index, stage)| ways(index, stage, completed)).collect() }
    }

    /// Which stages residents can get to who join one of these; shares that are 0 now may be more in an intervention.
    pub(super) fn reached_from(&self, first: impl Iterator<Item = usize>) -> Vec<bool> {
        let mut reached = vec![false; self.ways.len()];
        let mut open: Vec<usize> = first.collect();
        while let Some(stage) = open.pop() {
            if !std::mem::replace(&mut reached[stage], true) {
                open.extend(self.ways[stage].iter().filter_map(|way| stage_of(way.to)));
            }
        }
        reached
    }

    /// Where residents can go from a stage.
    pub(super) fn targets(&self, stage: usize) -> impl Iterator<Item = Target> + '_ {
        self.ways[stage].iter().map(|way| way.to)
    }

    /// From which stages residents can leave the chain.
    pub(super) fn reach_an_end(&self) -> Vec<bool> {
        let mut before = vec![Vec::new(); self.ways.len()];
        let mut open = Vec::new();
        for (stage, ways) in self.ways.iter().enumerate() {
            for way in ways.iter().filter(|way| way.used) {
                match way.to {
                    Target::Stage(to) => before[to].push(stage),
                    Target::End(_) => open.push(stage),
                }
            }
        }
        let mut leaves = vec![false; self.ways.len()];
        while let Some(stage) = open.pop() {
            if !std::mem::replace(&mut leaves[stage], true) {
                open.extend(&before[stage]);
            }
        }
        leaves
    }

    /// Loops on which no time passes, each by its stages; of several through the same stage, one.
    pub(super) fn zero_time_cycles(&self) -> Vec<Vec<usize>> {
        // Depth first; `path` holds the stages being visited, each with the next of its ways to look at.
        let mut state = vec![0u8; self.ways.len()];
        let mut cycles = Vec::new();
        for root in 0..self.ways.len() {
            let mut path: Vec<(usize, usize)> = vec![(root, 0)];
            if state[root] != 0 {
                continue;
            }
            state[root] = 1;
            while let Some((stage, next)) = path.last_mut() {
                let (from, position) = (*stage, *next);
                *next += 1;
                let Some(way) = self.ways[from].get(position) else {
                    state[from] = 2;
                    path.pop();
                    continue;
                };
                let Some(to) = stage_of(way.to).filter(|_| way.at_once && way.used) else {
                    continue;
                };
                if state[to] == 0 {
                    state[to] = 1;
                    path.push((to, 0));
                } else if state[to] == 1 {
                    let begin = path.iter().position(|&(stage, _)| stage == to).unwrap_or(0);
                    cycles.push(path[begin..].iter().map(|&(stage, _)| stage).collect());
                    if cycles.len() >= MOST_CYCLES {
                        return cycles;
                    }
                }
            }
        }
        cycles
    }

    /// Whether one moment of a resident can come after another.
    ///
    /// `budget` is how many more moments may be looked at; when it is used up the answer is yes, unproven.
    pub(super) fn follows(&self, scenario: &Scenario, from: Moment, to: Moment, budget: &mut usize) -> bool {
        let mut seen = vec![false; 3 * self.ways.len() + scenario.ends.len() + 1];
        let last = seen.len() - 1;
        let place = |moment: Moment| match moment {
            Moment::Arrive => last,
            Moment::Enter(stage) => 3 * stage,
            Moment::Start(stage) => 3 * stage + 1,
            Moment::Finish(stage) => 3 * stage + 2,
            Moment::Leave(end) => 3 * self.ways.len() + end,
        };
        let mut open = self.after(scenario, from);
        while let Some(moment) = open.pop() {
            *budget = budget.saturating_sub(1);
            if moment == to || *budget == 0 {
                return true;
            }
            let place = place(moment);
            if !std::mem::replace(&mut seen[place], true) {
                open.extend(self.after(scenario, moment));
            }
        }
        false
    }

    /// The moments that can come next.
    fn after(&self, scenario: &Scenario, moment: Moment) -> Vec<Moment> {
        let leading = |stage: usize, when: &[When]| {
            let ways = self.ways[stage].iter().filter(|way| when.contains(&way.when));
            ways.map(|way| match way.to {
                Target::Stage(to) => Moment::Enter(to),
                Target::End(end) => Moment::Leave(end),
            })
            .collect::<Vec<Moment>>()
        };
        match moment {
            Moment::Arrive => scenario.first_stages().into_iter().map(Moment::Enter).collect(),
            Moment::Enter(stage) => {
                let mut next = leading(stage, &[When::Full, When::BeforeStart]);
                next.push(Moment::Start(stage));
                next
            }
            Moment::Start(stage) => {
                let mut next = leading(stage, &[When::During]);
                next.push(Moment::Finish(stage));
                next
            }
            Moment::Finish(stage) => leading(stage, &[When::Finished]),
            Moment::Leave(_) => Vec::new(),
        }
    }
}

fn stage_of(target: Target) -> Option<usize> {
    match target {
        Target::Stage(stage) => Some(stage),
        Target::End(_) => None,
    }
}

fn can_be_zero(time: &Param<Distribution>) -> bool {
    time.values().any(|time| matches!(time, Distribution::Constant(days) if *days == 0.0))
}

fn ways(index: usize, stage: &Stage, completed: usize) -> Vec<Way> {
    let mut ways = Vec::new();
    if let Some(room) = &stage.room {
        match &room.when_full {
            WhenFull::Retries(time) => {
                let at_once = can_be_zero(time);
                ways.push(Way { to: Target::Stage(index), when: When::Full, used: true, at_once });
            }
            _ => ways.extend(room.elsewhere().map(|to| Way { to, when: When::Full, used: true, at_once: true })),
        }
    }
    let mut at_once = true;
    // A stage starts with its first work; without work, with its first place; without either, when it is joined.
    let is_work = |step: &Step| step.team_and_queue().is_some();
    let is_place = |step: &Step| matches!(step, Step::Place(_));
    let first = stage.steps.iter().position(is_work).or_else(|| stage.steps.iter().position(is_place));
    let mut started = first.is_none();
    for (number, step) in stage.steps.iter().enumerate() {
        let when = if started { When::During } else { When::BeforeStart };
        let (time, leaving): (Option<&Param<Distribution>>, &Option<Leaving>) = match step {
            Step::Change(_) => continue,
            Step::Attempts(contact) => {
                let at_once = at_once && contact.attempts.iter().all(|attempt| can_be_zero(&attempt.work));
                for to in [contact.refused, contact.not_reached] {
                    ways.push(Way { to, when: When::During, used: true, at_once });
                }
                (contact.attempts.first().map(|first| &first.work), &None)
            }
            Step::Work(work) => (Some(&work.work), &work.patience),
            Step::Delay(delay) => (Some(&delay.time), &delay.leave),
            Step::Place(place) => (None, &place.patience),
            Step::GiveBack(_) => (None, &None),
        };
        let mut way = |to: Target, after: Option<&Param<Distribution>>| {
            let at_once = at_once && after.is_none_or(can_be_zero);
            ways.push(Way { to, when, used: true, at_once });
        };
        if let Some(leaving) = leaving {
            way(leaving.to, Some(&leaving.after));
        }
        if let Some(becomes) = step.becomes()
            && let Some(to) = becomes.to
        {
            way(Target::Stage(to), Some(&becomes.after));
        }
        if let Step::Work(work) = step
            && let Some(no_show) = &work.no_show
        {
            way(no_show.to, Some(&work.work));
        }
        if let Step::Work(Work { leave: Some(leave), .. }) = step {
            let at_once = at_once && can_be_zero(&leave.after);
            ways.push(Way { to: leave.to, when: When::During, used: true, at_once });
        }
        started |= first == Some(number);
        at_once &= time.is_none_or(can_be_zero);
    }
    if stage.next.is_empty() {
        ways.push(Way { to: Target::End(completed), when: When::Finished, used: true, at_once });
    }
    for referral in &stage.next {
        let used = match &referral.share {
            Share::Given(share) => share.values().any(|&share| share > 0.0),
            Share::Rest => true,
        };
        let no_time = referral.transfer.as_ref().is_none_or(|transfer| can_be_zero(&transfer.time));
        ways.push(Way { to: referral.to, when: When::Finished, used, at_once: at_once && no_time });
        if let Some((_, lost_to)) = referral.transfer.as_ref().and_then(|transfer| transfer.lost.as_ref()) {
            ways.push(Way { to: Target::End(*lost_to), when: When::Finished, used, at_once });
        }
    }
    ways
}
