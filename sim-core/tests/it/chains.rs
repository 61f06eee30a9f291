//! Random small chains, as the text that the ordinary reader takes.
//!
//! A chain is made from a list of numbers, read from front to back; each decides one thing, and what is not there
//! counts as 0, the plainest choice. So a shorter list with smaller numbers is a plainer chain, and a law that fails
//! is reported with about the plainest chain that breaks it.

use std::fmt::Write as _;

use proptest::prelude::*;

/// Text of a random small chain.
pub(crate) fn small_chain() -> impl Strategy<Value = String> {
    prop::collection::vec(any::<u16>(), 0..160).prop_map(|numbers| write_chain(&numbers))
}

/// The chain that a list of numbers makes.
pub(crate) fn write_chain(numbers: &[u16]) -> String {
    let mut chain = Writer {
        numbers: numbers.iter(),
        text: String::new(),
        axes: Vec::new(),
        queue_of: Vec::new(),
        advanced: String::new(),
    };
    chain.head();
    chain.teams();
    let stages = 1 + chain.pick(4);
    chain.streams(stages);
    chain.stages(stages);
    chain.clocks(stages);
    chain.report();
    chain.text + &chain.advanced
}

struct Writer<'n> {
    numbers: std::slice::Iter<'n, u16>,
    text: String,
    /// Names of the levels of each axis.
    axes: Vec<Vec<&'static str>>,
    /// The queue of each team.
    queue_of: Vec<String>,
    /// What goes into the advanced section about stages.
    advanced: String,
}

impl Writer<'_> {
    /// A number below `choices`.
    fn pick(&mut self, choices: usize) -> usize {
        self.numbers.next().map_or(0, |&number| usize::from(number) % choices)
    }

    fn one_of(&mut self, choices: &[&'static str]) -> &'static str {
        choices[self.pick(choices.len())]
    }

    fn line(&mut self, line: &str) {
        writeln!(self.text, "{line}").expect("a string takes any text");
    }

    fn head(&mut self) {
        self.line("keten = 1\ntitle = \"Random\"\nstart = 2027-01-04");
        let warm_up = self.one_of(&["0 days", "9 days", "40 days"]);
        let horizon = self.one_of(&["30 days", "75 days", "33.5 days"]);
        self.line(&format!("warm_up = \"{warm_up}\"\nhorizon = \"{horizon}\""));
        if self.pick(2) == 1 {
            let share = self.one_of(&["0.3", "{ value = 0.1, dated = [ { from = 2027-01-15, value = 0.8 } ] }", "0"]);
            self.line(&format!("[classes.kind]\nprivate = \"rest\"\nurgent = {share}"));
            self.axes.push(vec!["private", "urgent"]);
        }
        if self.pick(3) == 1 {
            self.line("[classes.age]\nyoung = 0.25\nolder = \"rest\"");
            self.axes.push(vec!["young", "older"]);
        }
        self.line("[calendars.short]\nopen = [\"mon-fri 09:00-12:00\", \"mon-thu 13:00-16:00\", \"sat 10:00-12:00\"]");
        self.line("closed = [2027-01-13, { from = 2027-01-20, until = 2027-01-22 }]");
    }

    fn teams(&mut self) {
        let number = 1 + self.pick(3);
        let mut rosters = String::new();
        for team in 0..number {
            self.line(&format!("[teams.t{team}]"));
            match self.pick(7) {
                0 => self.line("workers = 1\nopen = \"always\""),
                1 => self.line("workers = 3\nopen = \"office\""),
                2 => self.line("workers = { value = 3, dated = [ { from = 2027-01-12, value = 1 } ] }\nopen = \"short\""),
                3 => self.line("fte = 2.5"),
                4 => self.line("fte = { value = 0.7, dated = [ { from = 2027-01-19, value = 3.2 } ] }\nproductive_hours = \"900 per fte per year\"\nopen = \"short\""),
                5 => {
                    let pieces = self.one_of(&[
                        "{ from = \"0 hours\", workers = 2 }, { from = \"8 hours\", workers = 0 }, { from = \"20 hours\", workers = 1 }",
                        "{ from = \"0 hours\", workers = 3 }, { from = \"6 hours\", workers = 1 }",
                        "{ from = \"0 hours\", workers = 0 }, { from = \"5 hours\", workers = \"unlimited\" }, { from = \"9 hours\", workers = 2 }",
                    ]);
                    writeln!(rosters, "[advanced.teams.t{team}]\nroster = {{ every = \"1 day\", pieces = [ {pieces} ] }}")
                        .expect("a string takes any text");
                }
                _ => self.line("workers = \"unlimited\"\nopen = \"office\""),
            }
            let closing = self.one_of(&["", "closing = \"finish\"", "closing = \"restart\"", "closing = \"resample\""]);
            self.line(closing);
            if self.pick(3) == 1 {
                self.line("organisation = \"city\"");
            }
            let queue = match (self.pick(3), self.axes.first()) {
                (1, Some(axis)) => format!("queue = {{ priority = [\"{}\"] }}", axis[axis.len() - 1]),
                (2, _) => "queue = \"earliest due\"".to_owned(),
                _ => String::new(),
            };
            self.queue_of.push(queue);
        }
        self.text.push_str(&rosters);
    }

    fn streams(&mut self, stages: usize) {
        let mut cycles = String::new();
        for stream in 0..1 + self.pick(3) {
            self.line(&format!("[arrivals.a{stream}]"));
            // The first stream joins the first stage, from which every other can be reached.
            let to = if stream == 0 { 0 } else { self.pick(stages) };
            self.line(&format!("to = \"s{to}\""));
            let surge = "surges = [ { from = 2027-01-10, until = 2027-01-24, times = 2.5 }, { from = 2027-01-24, until = 2027-02-01, times = 0.4 } ]";
            match self.pick(7) {
                0 => self.line("rate = \"4 per day\""),
                1 => {
                    self.line("rate = { value = \"6 per day\", dated = [ { from = 2027-01-15, value = \"2 per day\" } ] }");
                    let shared = self.one_of(&["by_weekday = { monday = 2, sunday = 0 }", "by_month = { february = 2 }", "calendar = \"office\""]);
                    self.line(shared);
                    self.line(surge);
                }
                2 => self.line("interval = { uniform = { low = \"0 hours\", high = \"9 hours\" } }\nbatch = 2"),
                3 => self.line(&format!("interval = \"5 hours\"\n{surge}")),
                4 => self.line("moments = [\"0 hours\", \"9 hours\", \"9 hours\", \"17 hours\", \"3 days\", \"3 days\"]\nbatch = 3"),
                5 => self.line(&format!("batches = {{ every = \"week\", mean = 12 }}\n{surge}")),
                _ => writeln!(cycles, "[advanced.arrivals.a{stream}]\ncycle = {{ every = \"1 day\", pieces = [ {{ from = \"0 hours\", rate = \"8 per day\" }}, {{ from = \"12 hours\", rate = \"0 per day\" }} ] }}")
                    .expect("a string takes any text"),
            }
            if self.pick(4) == 1 {
                self.line("until = \"20 days\"");
            }
        }
        self.text.push_str(&cycles);
    }

    fn work(&mut self) -> &'static str {
        self.one_of(&[
            "\"2 hours\"",
            "{ exponential = { mean = \"3 hours\" } }",
            "{ uniform = { low = \"0 hours\", high = \"4 hours\" } }",
            "{ gamma = { mean = \"5 hours\", cv = 1.5 } }",
            "\"0 hours\"",
            "{ value = \"1 hour\", dated = [ { from = 2027-01-14, value = \"10 hours\" } ] }",
            "{ empirical = { values = [\"1 hour\", \"8 hours\"], weights = [3, 1] } }",
        ])
    }

    /// A reason to leave, with where to.
    fn leaving(&mut self, stage: usize, stages: usize) -> String {
        let after = self.one_of(&[
            "value = \"6 hours\"",
            "exponential = { mean = \"2 days\" }",
            "uniform = { low = \"0 hours\", high = \"30 hours\" }",
        ]);
        match self.pick(4) {
            1 if stage + 1 < stages => format!("{{ {after}, reason = \"impatient\", to = \"s{}\" }}", stage + 1),
            2 if stage > 0 => format!("{{ {after}, reason = \"again\", to = \"s{}\" }}", stage - 1),
            _ => format!("{{ {after}, reason = \"gave_up\" }}"),
        }
    }

    fn work_step(&mut self, stage: usize, stages: usize) -> String {
        let team = self.pick(self.queue_of.len());
        let queue = self.queue_of[team].clone();
        let mut step = format!("team = \"t{team}\", work = {}", self.work());
        if !queue.is_empty() {
            write!(step, ", {queue}").expect("a string takes any text");
        }
        if self.pick(2) == 1 {
            write!(step, ", patience = {}", self.leaving(stage, stages)).expect("a string takes any text");
        }
        if self.pick(4) == 1 {
            write!(step, ", leave = {}", self.leaving(stage, stages)).expect("a string takes any text");
        }
        format!("{{ {step} }}")
    }

    fn delay_step(&mut self, stage: usize, stages: usize) -> String {
        let delay = self.one_of(&["\"1 day\"", "{ exponential = { mean = \"2 days\" } }", "\"36 hours\""]);
        match self.pick(3) {
            1 => format!("{{ delay = {delay}, leave = {} }}", self.leaving(stage, stages)),
            _ => format!("{{ delay = {delay} }}"),
        }
    }

    fn stages(&mut self, stages: usize) {
        for stage in 0..stages {
            self.line(&format!("[stages.s{stage}]"));
            let phase = self.one_of(&["", "phase = \"intake\"", "phase = \"curative\""]);
            self.line(phase);
            let form = self.pick(6);
            let steps: Vec<String> = match form {
                0 | 1 => vec![self.work_step(stage, stages)],
                2 => vec![self.work_step(stage, stages), self.work_step(stage, stages)],
                3 => vec![self.delay_step(stage, stages), self.work_step(stage, stages)],
                4 => vec![self.work_step(stage, stages), self.delay_step(stage, stages)],
                _ => vec![self.delay_step(stage, stages)],
            };
            self.line(&format!("steps = [ {} ]", steps.join(", ")));
            let mut works = steps.iter().filter(|step| step.contains("work = ")).peekable();
            if works.peek().is_some() && works.all(|step| step.contains("priority")) && self.pick(2) == 1 {
                let how = self.one_of(&["resume", "restart"]);
                write!(self.advanced, "[advanced.stages.s{stage}]\ninterrupts = \"{how}\"\n")
                    .expect("a string takes any text");
            }
            let works = matches!(form, 0..=2 | 4);
            if works && self.pick(4) == 1 {
                let elsewhere = if stage + 1 < stages { format!("s{}", stage + 1) } else { "full".to_owned() };
                let waiting = self.pick(4);
                self.line(&format!("room = {{ waiting = {waiting}, when_full = \"{elsewhere}\" }}"));
            }
            self.next(stage, stages, form != 5);
        }
        self.line("[ends.full]\n[ends.done]\nsuccess = true");
    }

    fn transfer(&mut self, returns: bool) -> String {
        let time =
            self.one_of(&["time = \"9 hours\"", "time = { exponential = { mean = \"1 day\" } }", "time = \"0 days\""]);
        let lost = self.one_of(&["", ", lost = 0.2"]);
        let returned = match self.pick(3) {
            1 if returns => ", returned = { share = 0.5, rework = \"1 hour\", at_most = 2 }",
            2 if returns => ", returned = { share = 0.3, rework = { exponential = { mean = \"2 hours\" } } }",
            _ => "",
        };
        format!(", transfer = {{ {time}{lost}{returned} }}")
    }

    fn next(&mut self, stage: usize, stages: usize, has_work: bool) {
        let onward = if stage + 1 < stages { format!("s{}", stage + 1) } else { "done".to_owned() };
        let mut next = Vec::new();
        if self.pick(3) == 1 {
            let back = self.pick(stage + 1);
            // Back to a stage without any time passing may be a loop without end, so the way back takes time.
            next.push(format!("{{ to = \"s{back}\", share = 0.3, transfer = {{ time = \"3 hours\" }} }}"));
        }
        if self.pick(3) == 1 {
            next.push("{ to = \"full\", share = \"25 %\" }".to_owned());
        }
        let transfer = if self.pick(2) == 1 { self.transfer(has_work) } else { String::new() };
        next.push(format!("{{ to = \"{onward}\", share = \"rest\"{transfer} }}"));
        self.line(&format!("next = [ {} ]", next.join(", ")));
    }

    fn clocks(&mut self, stages: usize) {
        let last = stages - 1;
        let within = self.one_of(&["\"3 working days\"", "\"5 days\"", "\"30 hours\""]);
        if self.pick(2) == 1 {
            self.line(&format!("[clocks.start]\nfrom = \"enter:s{last}\"\nto = \"start:s{last}\"\nwithin = {within}"));
        }
        if self.pick(2) == 1 {
            self.line("[clocks.whole]\nfrom = \"arrive\"\nto = \"leave:done\"\nwithin = \"10 days\"\nstatutory = true");
        }
    }

    fn report(&mut self) {
        self.line("[report]\nwithin = [\"1 hour\", \"1 day\", \"10 days\"]\nquantiles = [0.01, 0.1, 0.5, 0.9, 0.99]");
        let periods = self.one_of(&["none", "month", "year"]);
        self.line(&format!(
            "periods = \"{periods}\"\nmoments = [\"0 days\", \"10 days\", \"10.5 days\"]\noccupancy_to = 5"
        ));
        let follow_up = self.one_of(&["", "follow_up = \"7 days\""]);
        self.line(follow_up);
    }
}
