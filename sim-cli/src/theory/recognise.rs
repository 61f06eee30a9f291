//! Which stages have the form of a queueing model.
//!
//! A stage has a closed solution when two things hold. By itself it is a node that theory knows ([`super::node`]). And
//! residents come to it in a Poisson stream: every stream from outside is Poisson, and all stages before it are nodes
//! of a Jackson network, whose output is Poisson (Burke 1956; Jackson 1957). Where residents come back to a stage, what
//! joins it is no longer Poisson, but the stage still behaves as M/M/c if it is such a node itself.

use sim_core::chain::Model;
use sim_core::scenario::{Distribution, Pattern, Scenario, Step};
use sim_core::theory::TheoryError;

use super::flow::{before, poisson_rate, rates, routes_are_constant, routing};
use super::form::{Form, LevelMix, Rank, Reason, StreamReason};
use super::node::{Node, node_of};
use crate::text::title;

/// The form of each stage, or the assumptions that fail.
pub(crate) struct Recognised {
    /// One entry per stage.
    pub(crate) stages: Vec<Result<Form, Vec<Reason>>>,
}

/// Recognises the form of every stage.
pub(crate) fn recognise(scenario: &Scenario, model: &Model) -> Recognised {
    let nodes: Vec<Result<Node, Vec<Reason>>> =
        (0..scenario.stages.len()).map(|stage| node_of(scenario, model, stage)).collect();
    let context = Context { scenario, model, before: before(scenario), routing: routing(scenario, &nodes), nodes };
    Recognised { stages: (0..scenario.stages.len()).map(|stage| context.form_of(stage)).collect() }
}

struct Context<'s> {
    scenario: &'s Scenario,
    model: &'s Model,
    before: Vec<Vec<usize>>,
    routing: Vec<Vec<f64>>,
    nodes: Vec<Result<Node, Vec<Reason>>>,
}

impl Context<'_> {
    fn form_of(&self, stage: usize) -> Result<Form, Vec<Reason>> {
        let mut reasons = self.nodes[stage].as_ref().err().cloned().unwrap_or_default();
        reasons.extend(self.reasons_of_arrivals(stage));
        let node = match &self.nodes[stage] {
            Ok(node) if reasons.is_empty() => node,
            _ => return Err(reasons),
        };
        let mut sources = self.before[stage].clone();
        if !sources.contains(&stage) {
            sources.push(stage);
        }
        let no_answer = |error: TheoryError| vec![Reason::NoAnswer(error.to_string())];
        let rates = rates(self.scenario, self.model, stage, &sources, &self.routing, node.needs_classes())
            .map_err(no_answer)?;
        let rate: f64 = rates.iter().sum();
        if rate <= 0.0 {
            return Err(vec![Reason::Nobody]);
        }
        Ok(match *node {
            Node::Markov { servers, service } => Form::Markov { servers, rate, service },
            Node::Unlimited { stay, leaves } => Form::Unlimited { rate, stay, leaves },
            Node::Limited { servers, waiting, service } => Form::Limited { servers, waiting, rate, service },
            Node::Impatient { servers, service, patience } => Form::Impatient { servers, rate, service, patience },
            Node::Single => {
                let Rank { service, cv, .. } = self.mixture(stage, &rates, |_| true);
                Form::General { rate, service, cv }
            }
            Node::Priority { servers } => self.priority(stage, servers, &rates),
        })
    }

    /// Why residents do not come to a stage as theory wants it.
    fn reasons_of_arrivals(&self, stage: usize) -> Vec<Reason> {
        let earlier = &self.before[stage];
        let classes = self.nodes[stage].as_ref().is_ok_and(Node::needs_classes);
        let mut reasons = self.reasons_of_streams(stage, classes);
        // Whatever comes out of need, now or from an earlier stage, is no Poisson stream of a constant rate.
        let from_need = |at: usize| {
            let streams = self.scenario.streams.iter().any(|stream| stream.to == at);
            self.scenario.first_stages().contains(&at) && (!streams || self.need_leads_to(at))
        };
        if from_need(stage) || earlier.iter().any(|&at| from_need(at)) {
            reasons.push(Reason::FromNeed);
        }
        if earlier.contains(&stage) {
            if self.nodes[stage].as_ref().is_ok_and(|node| !node.passes_poisson_on()) {
                reasons.push(Reason::ComesBack);
            }
            if !routes_are_constant(&self.scenario.stages[stage]) {
                reasons.push(Reason::SharesVary);
            }
        }
        let spoils = |&source: &usize| {
            let passes_on = self.nodes[source].as_ref().is_ok_and(Node::passes_poisson_on)
                && routes_are_constant(&self.scenario.stages[source])
                && self.reasons_of_streams(source, classes).is_empty();
            source != stage && !passes_on
        };
        let stages: Vec<String> = earlier
            .iter()
            .copied()
            .filter(spoils)
            .map(|source| title(&self.scenario.stages[source].title, &self.scenario.stages[source].name))
            .collect();
        if !stages.is_empty() {
            reasons.push(Reason::FedBy { stages });
        }
        reasons
    }

    /// Whether residents of a pool, or who come back, join a stage.
    fn need_leads_to(&self, stage: usize) -> bool {
        let pools = self.scenario.pools.iter();
        let of_pool = |pool: &sim_core::scenario::Pool| {
            pool.apply.as_ref().is_some_and(|apply| apply.to == stage)
                || pool.batch.as_ref().is_some_and(|batch| batch.to == stage)
        };
        let returns =
            |end: &sim_core::scenario::End| end.returns.as_ref().is_some_and(|returns| returns.to == Some(stage));
        pools.into_iter().any(of_pool) || self.scenario.ends.iter().any(returns)
    }

    /// Why the streams into a stage are not Poisson with a constant rate, and, where `classes` matter, a constant mix.
    fn reasons_of_streams(&self, stage: usize, classes: bool) -> Vec<Reason> {
        let mut found: std::collections::BTreeMap<StreamReason, Vec<String>> = std::collections::BTreeMap::new();
        for stream in self.scenario.streams.iter().filter(|stream| stream.to == stage) {
            let mixes = stream.mix.iter().any(|(_, share)| !share.later.is_empty())
                || self.scenario.axes.iter().flat_map(|axis| &axis.levels).any(|level| !level.share.later.is_empty());
            let why = match poisson_rate(self.scenario, stream) {
                // A stream that never brings anybody does no harm.
                _ if matches!(&stream.pattern, Pattern::Rate(rate) if rate.values().all(|&rate| rate == 0.0)) => None,
                Ok(_) => (classes && mixes).then_some(StreamReason::Mix),
                Err(why) => Some(why),
            };
            if let Some(why) = why {
                found.entry(why).or_default().push(title(&stream.title, &stream.name));
            }
        }
        found.into_iter().map(|(why, streams)| Reason::Streams { streams, why }).collect()
    }

    /// The work of a single-step stage, for the residents of some class combinations together.
    fn mixture(&self, stage: usize, rates: &[f64], of: impl Fn(usize) -> bool) -> Rank {
        let [Step::Work(work)] = &self.scenario.stages[stage].steps[..] else {
            unreachable!("a single worker or a priority stands at one step of work")
        };
        let (mut rate, mut first, mut second) = (0.0, 0.0, 0.0);
        for (class, levels) in self.model.classes.iter().enumerate().filter(|&(class, _)| of(class)) {
            let work: &Distribution = &work.work.for_levels(levels).first;
            let (mean, here) = (work.mean(), rates[class]);
            rate += here;
            first += here * mean;
            second += here * (work.variance() + mean * mean);
        }
        if rate <= 0.0 {
            return Rank { rate: 0.0, service: work.work.base.first.mean(), cv: 0.0 };
        }
        let mean = first / rate;
        let squared_cv = second / rate / (mean * mean) - 1.0;
        // What rounding leaves of a constant is no spread.
        Rank { rate, service: mean, cv: if squared_cv < 1e-12 { 0.0 } else { squared_cv.sqrt() } }
    }

    fn priority(&self, stage: usize, servers: u32, rates: &[f64]) -> Form {
        let work = self.model.stages[stage].first_work.expect("a priority stands at a step of work");
        let ranks_of = &self.model.works[work as usize].ranks;
        let number = ranks_of.iter().max().map_or(0, |&last| usize::from(last) + 1);
        let ranks: Vec<Rank> =
            (0..number).map(|rank| self.mixture(stage, rates, |class| usize::from(ranks_of[class]) == rank)).collect();
        let mut by_level = Vec::new();
        let mut level = 0;
        for (axis, levels) in self.scenario.axes.iter().enumerate() {
            for of_axis in 0..levels.levels.len() {
                let mut shares = vec![0.0; number];
                for (class, combination) in self.model.classes.iter().enumerate() {
                    if combination[axis] == of_axis {
                        shares[usize::from(ranks_of[class])] += rates[class];
                    }
                }
                let total: f64 = shares.iter().sum();
                if total > 0.0 {
                    shares.iter_mut().for_each(|share| *share /= total);
                    by_level.push(LevelMix { level, shares });
                }
                level += 1;
            }
        }
        // In the order of priority: who is on average in an earlier rank comes first.
        let place =
            |mix: &LevelMix| mix.shares.iter().enumerate().map(|(rank, share)| rank as f64 * share).sum::<f64>();
        by_level.sort_by(|a, b| place(a).total_cmp(&place(b)).then(a.level.cmp(&b.level)));
        Form::Priority { servers, ranks, by_level }
    }
}
