//! What the tests share: scenarios from text, a journal of everything that happens, and the table as text.

use std::fmt::Write as _;

use sim_core::chain::{Model, Resident, compile};
use sim_core::engine::{Limits, simulate};
use sim_core::experiment::{Experiment, Request, replicate, table};
use sim_core::lang::Lang;
use sim_core::observe::{Happening, Measure, Measures, Observer, Of, Plan, RowKey, Sample, Tally};
use sim_core::random::ResidentKey;
use sim_core::scenario::{Runs, Scenario, Severity, line_and_column, read};
use sim_core::time::{HOUR, SimTime};

/// A scenario from its text; every problem in it fails the test.
pub(crate) fn scenario(text: &str) -> Scenario {
    let reading = read(text);
    let errors = reading.problems.iter().filter(|problem| problem.severity == Severity::Error);
    let problems = errors.map(|problem| {
        let (line, _) = line_and_column(text, problem.at.start);
        format!("line {line}: {}: {}\n", problem.path, problem.message(Lang::En))
    });
    let problems: String = problems.collect();
    reading.scenario.unwrap_or_else(|| panic!("{problems}\n{text}"))
}

/// A scenario with the lines that every one needs, and a horizon.
pub(crate) fn scenario_of(horizon: &str, rest: &str) -> Scenario {
    scenario(&format!("keten = 1\ntitle = \"Test\"\nstart = 2027-01-04\nhorizon = \"{horizon}\"\n{rest}"))
}

/// A compiled scenario.
pub(crate) struct Compiled {
    pub(crate) scenario: Scenario,
    pub(crate) model: Model,
    pub(crate) plan: Plan,
}

impl Compiled {
    pub(crate) fn of(scenario: Scenario) -> Compiled {
        let model = compile(&scenario).unwrap_or_else(|error| panic!("{error}"));
        let plan = Plan::new(&scenario, &model);
        Compiled { scenario, model, plan }
    }

    /// One replication under an observer; a broken promise fails the test.
    pub(crate) fn observe<O: Observer>(&self, seed: u64, replication: u32, observer: O) -> O {
        let run = simulate(&self.model, seed, replication, Limits::default(), observer);
        run.unwrap_or_else(|error| panic!("{error}"))
    }

    /// Everything that happens in one replication.
    pub(crate) fn journal(&self, seed: u64, replication: u32) -> Journal {
        self.observe(seed, replication, Journal::default())
    }

    /// The counts of one replication.
    pub(crate) fn tally(&self, seed: u64, replication: u32) -> Tally {
        self.observe(seed, replication, Measures::new(&self.plan, &self.model)).into_tally()
    }

    /// Some replications of it.
    pub(crate) fn experiment(&self, seed: u64, replications: u32) -> Experiment {
        let request = Request { seed, runs: Runs::Fixed(replications), limits: Limits::default() };
        let experiment = replicate(&self.scenario, &self.model, &self.plan, &request, &|_, _| {}, &|| false);
        experiment.unwrap_or_else(|error| panic!("{error}: {:?}", std::error::Error::source(&error)))
    }

    /// The tidy table as text, every number to its last bit.
    pub(crate) fn table(&self, seed: u64, replications: u32) -> String {
        let experiment = self.experiment(seed, replications);
        let mut text = String::new();
        for row in table(&self.scenario, &self.plan, &experiment) {
            let numbers = [row.value, row.lower, row.upper, row.half_width];
            let names = [row.measure, &row.of, &row.class, &row.period, &row.statistic, row.unit].join(",");
            writeln!(text, "{names},{numbers:?},{},{}", row.level, row.n).expect("a string takes any text");
        }
        text
    }

    /// Index of a stage.
    pub(crate) fn stage(&self, name: &str) -> u32 {
        self.scenario.stages.iter().position(|stage| stage.name == name).expect("the stage is there") as u32
    }
}

/// The rows of a tally with their samples.
pub(crate) fn rows(tally: &Tally, plan: &Plan) -> Vec<(RowKey, Sample)> {
    let mut rows = Vec::new();
    tally.walk(plan, &mut |key, sample| rows.push((key, sample)));
    rows
}

/// Numerator and denominator of the first row of a measure of something: everybody, the whole horizon.
pub(crate) fn ratio_of(tally: &Tally, plan: &Plan, measure: Measure, of: Of) -> (f64, f64) {
    let row = rows(tally, plan).into_iter().find(|(key, _)| (key.measure, key.of) == (measure, of));
    match row.expect("the table has this row").1 {
        Sample::Ratio(ratio) => (ratio.above, ratio.below),
        Sample::Quantile(..) => panic!("a quantile is no ratio"),
    }
}

/// One line of a journal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Line {
    pub(crate) at: SimTime,
    pub(crate) who: ResidentKey,
    pub(crate) stream: u16,
    pub(crate) class: u16,
    /// Stage the resident is at (or has left last).
    pub(crate) stage: u32,
    pub(crate) what: Happening,
}

/// Writes down everything that happens, to whomever.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Journal {
    pub(crate) lines: Vec<Line>,
    /// Changes of duty: how many lines there were before, when, team, number on duty.
    pub(crate) duty: Vec<(usize, SimTime, u32, u32)>,
    pub(crate) unfinished: u64,
}

impl Observer for Journal {
    fn happened(&mut self, at: SimTime, resident: &Resident, what: Happening) {
        let Resident { key: who, stream, class, stage, .. } = *resident;
        self.lines.push(Line { at, who, stream, class, stage, what });
    }

    fn on_duty(&mut self, at: SimTime, team: u32, number: u32) {
        self.duty.push((self.lines.len(), at, team, number));
    }

    fn unfinished(&mut self, _end: SimTime, _resident: &Resident, _waits: Option<u32>) {
        self.unfinished += 1;
    }
}

/// The moment so many hours after the start.
pub(crate) fn hours(hours: f64) -> SimTime {
    SimTime((hours * HOUR as f64) as i64)
}
