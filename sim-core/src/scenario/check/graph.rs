//! The chain as a graph: which stage leads where, and whether time passes on the way.

use crate::scenario::{Distribution, Moment, Param, Scenario, Share, Stage, Step, Target, WhenFull, Work};

/// More loops than this are not looked for.
const MOST_CYCLES: usize = 10;

/// Where a resident can go from a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum When {
    /// On finding no room, or the stage closed.
    Full,
    /// While waiting for the first work.
    BeforeStart,
    /// Later in the stage.
    During,
    /// After the last step.
    Finished,
    /// After the last step of a stage that stands side by side with others: back to the one that opens it.
    Rejoins,
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
    /// Whether the stage it leads to is opened side by side with others.
    opens: bool,
}

/// The ways out of every stage.
#[derive(Debug)]
pub(super) struct Graph {
    ways: Vec<Vec<Way>>,
    /// For each stage the one that opens it side by side with others.
    opened_by: Vec<Option<usize>>,
}

impl Graph {
    pub(super) fn of(scenario: &Scenario) -> Graph {
        let completed = scenario.ends.iter().position(|end| end.name == "completed").unwrap_or(0);
        let opened_by = scenario.opened_by();
        let after = opened_by.iter().map(|opener| match opener {
            Some(opener) => (Target::Stage(*opener), When::Rejoins),
            None => (Target::End(completed), When::Finished),
        });
        Graph {
            ways: scenario
                .stages
                .iter()
                .zip(after)
                .enumerate()
                .map(|(index, (of, after))| ways(index, of, after, scenario))
                .collect(),
            opened_by,
        }
    }

    /// Stages that stand side by side with others and are reached in another way too: the stage, the one that opens it,
    /// and the one that leads there.
    pub(super) fn reached_beside(&self) -> Vec<(usize, usize, usize)> {
        let mut found = Vec::new();
        for (from, ways) in self.ways.iter().enumerate() {
            // Who found it full, and tries again, was opened there.
            let again = |way: &&Way| way.when == When::Full && way.to == Target::Stage(from);
            let others = ways.iter().filter(|way| !way.opens && way.when != When::Rejoins && !again(way));
            for way in others {
                if let Some((to, opener)) = stage_of(way.to).and_then(|to| Some((to, self.opened_by[to]?))) {
                    found.push((to, opener, from));
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
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
        // Whatever happens in one of several stages side by side may come after whatever happens in another.
        let beside = |stage: usize| {
            let mut moments = Vec::new();
            if let Some(opener) = self.opened_by[stage] {
                for (other, _) in self.opened_by.iter().enumerate().filter(|(_, by)| **by == Some(opener)) {
                    moments.extend([Moment::Enter(other), Moment::Start(other), Moment::Finish(other)]);
                }
            }
            moments
        };
        match moment {
            Moment::Arrive => scenario.first_stages().into_iter().map(Moment::Enter).collect(),
            Moment::Enter(stage) => {
                let mut next = leading(stage, &[When::Full, When::BeforeStart]);
                next.push(Moment::Start(stage));
                next.extend(beside(stage));
                next
            }
            Moment::Start(stage) => {
                let mut next = leading(stage, &[When::During]);
                next.push(Moment::Finish(stage));
                next.extend(beside(stage));
                next
            }
            Moment::Finish(stage) => match self.opened_by[stage] {
                None => leading(stage, &[When::Finished]),
                Some(opener) => {
                    let mut next = leading(opener, &[When::BeforeStart, When::During]);
                    next.extend([Moment::Start(opener), Moment::Finish(opener)]);
                    next
                }
            },
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

/// Whether a time is always 0 for somebody, of whatever kind it is: times are never negative, so their mean is then 0 too.
fn can_be_zero(time: &Param<Distribution>) -> bool {
    time.values().any(|time| time.mean() == 0.0)
}

/// Whether residents can come through a stage without any time passing. Stages that contain themselves are refused
/// before this is asked.
fn passed_at_once(stage: &Stage, scenario: &Scenario) -> bool {
    stage.steps.iter().all(|step| step_at_once(step, scenario))
}

fn step_at_once(step: &Step, scenario: &Scenario) -> bool {
    match step {
        Step::Work(work) => can_be_zero(&work.work),
        Step::Delay(delay) => can_be_zero(&delay.time),
        Step::Attempts(contact) => contact.attempts.first().is_none_or(|first| can_be_zero(&first.work)),
        Step::Replies(replies) => can_be_zero(&replies.time),
        Step::Place(_) | Step::GiveBack(_) | Step::Change(_) => true,
        Step::SideBySide(stages) => stages.iter().all(|&stage| passed_at_once(&scenario.stages[stage], scenario)),
    }
}

/// * `after` – where residents go who finish a stage without `next`
fn ways(index: usize, stage: &Stage, after: (Target, When), scenario: &Scenario) -> Vec<Way> {
    let mut ways = Vec::new();
    if let Some(closed) = stage.closed {
        ways.push(Way { to: closed.instead, when: When::Full, used: true, at_once: true, opens: false });
    }
    if let Some(room) = &stage.room {
        match &room.when_full {
            WhenFull::Retries(time) => {
                let at_once = can_be_zero(time);
                ways.push(Way { to: Target::Stage(index), when: When::Full, used: true, at_once, opens: false });
            }
            _ => ways.extend(room.elsewhere().map(|to| Way {
                to,
                when: When::Full,
                used: true,
                at_once: true,
                opens: false,
            })),
        }
    }
    let mut at_once = true;
    // A stage starts with its first work; without work, with its first place; without either, when it is joined.
    let is_place = |step: &Step| matches!(step, Step::Place(_));
    let first = stage.steps.iter().position(Step::needs_worker).or_else(|| stage.steps.iter().position(is_place));
    let mut started = first.is_none();
    for (number, step) in stage.steps.iter().enumerate() {
        let when = if started { When::During } else { When::BeforeStart };
        let mut way = |to: Target, after: &Param<Distribution>| {
            let at_once = at_once && can_be_zero(after);
            ways.push(Way { to, when, used: true, at_once, opens: false });
        };
        if let Some(leaving) = step.leaving() {
            way(leaving.to, &leaving.after);
        }
        if let Some(becomes) = step.becomes()
            && let Some(to) = becomes.to
        {
            way(Target::Stage(to), &becomes.after);
        }
        if let Step::Work(work) = step
            && let Some(no_show) = &work.no_show
        {
            way(no_show.to, &work.work);
        }
        if let Step::Attempts(contact) = step {
            let at_once = at_once && contact.attempts.iter().all(|attempt| can_be_zero(&attempt.work));
            for to in [contact.refused, contact.not_reached] {
                ways.push(Way { to, when: When::During, used: true, at_once, opens: false });
            }
        }
        for &opened in step.opens() {
            ways.push(Way { to: Target::Stage(opened), when, used: true, at_once, opens: true });
        }
        if let Step::Work(Work { leave: Some(leave), .. }) = step {
            let at_once = at_once && can_be_zero(&leave.after);
            ways.push(Way { to: leave.to, when: When::During, used: true, at_once, opens: false });
        }
        at_once &= step_at_once(step, scenario);
        if let Step::Replies(replies) = step
            && let Some(refused) = replies.refused
        {
            let used = replies.refuses.values().any(|&share| share > 0.0);
            ways.push(Way { to: refused, when, used, at_once, opens: false });
        }
        started |= first == Some(number);
    }
    if stage.next.is_empty() {
        let (to, when) = after;
        ways.push(Way { to, when, used: true, at_once: at_once && when == When::Finished, opens: false });
    }
    for referral in stage.referrals() {
        let used = match &referral.share {
            Share::Given(share) => share.values().any(|&share| share > 0.0),
            Share::Rest => true,
        };
        let no_time = referral.transfer.as_ref().is_none_or(|transfer| can_be_zero(&transfer.time));
        ways.push(Way { to: referral.to, when: When::Finished, used, at_once: at_once && no_time, opens: false });
        if let Some((_, lost_to)) = referral.transfer.as_ref().and_then(|transfer| transfer.lost.as_ref()) {
            ways.push(Way { to: Target::End(*lost_to), when: When::Finished, used, at_once, opens: false });
        }
    }
    ways
}
