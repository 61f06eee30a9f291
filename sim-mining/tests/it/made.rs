//! Logs that are made with a known truth.

use sim_core::random::normal_quantile;

/// Luck: a linear congruence.
pub(crate) struct Luck(pub(crate) u64);

impl Luck {
    /// Between 0 and 1.
    pub(crate) fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }

    /// A time with this median whose logarithm has this spread.
    pub(crate) fn time(&mut self, median: f64, spread: f64) -> f64 {
        median * (spread * normal_quantile(self.unit())).exp()
    }
}

/// What a case is, and what that does.
pub(crate) struct Case {
    /// Its traits, as in the columns.
    pub(crate) traits: String,
    /// The same from the decision on, where they are others.
    pub(crate) later: Option<String>,
    /// Hours of work at the intake, days of waiting after it, the share that is refused.
    pub(crate) truth: (f64, f64, f64),
}

/// Cases that come every 5 hours: intake, a wait outside, a decision, then granted or refused. Twelve people, so that nobody queues.
/// Times are lognormal with heavy tails (spread 1).
pub(crate) fn simulated(cases: usize, columns: &str, luck: &mut Luck, case: impl Fn(&mut Luck) -> Case) -> String {
    let mut text = format!("case,activity,resource,start,end,{columns}\n");
    let moment = |hours: f64| {
        let seconds = (hours * 3600.0) as i64;
        let (day, rest) = (seconds / 86_400, seconds % 86_400);
        let date = jiff::civil::date(2024, 1, 1).checked_add(jiff::Span::new().days(day)).expect("a date");
        format!("{date} {:02}:{:02}:{:02}", rest / 3600, rest / 60 % 60, rest % 60)
    };
    for number in 0..cases {
        let Case { traits, later, truth: (work, wait, refused) } = case(luck);
        let mut at = number as f64 * 5.0;
        let who = (luck.unit() * 12.0) as usize;
        let mut step = |name: &str, hours: f64, at: &mut f64| {
            let (start, end) = (moment(*at), moment(*at + hours));
            let traits = later.as_ref().filter(|_| name != "intake").unwrap_or(&traits);
            text += &format!("{number},{name},p{who},{start},{end},{traits}\n");
            *at += hours;
        };
        let spread = 1.0;
        step("intake", luck.time(work, spread), &mut at);
        at += luck.time(wait * 24.0, spread);
        step("decision", luck.time(1.0, spread), &mut at);
        at += 2.0;
        step(if luck.unit() < refused { "refused" } else { "granted" }, 0.5, &mut at);
    }
    text
}
