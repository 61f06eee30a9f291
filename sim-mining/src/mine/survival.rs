//! How long until something happens, when for some it has not happened yet.

/// How long somebody was watched, and what ended that.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Watched {
    /// How long, in any unit.
    pub time: f64,
    /// What happened at its end, by number from 0; none: nothing yet.
    pub event: Option<u8>,
}

/// The share for whom it has not happened yet, over time (Kaplan & Meier 1958, *JASA* 53(282), 457–481).
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// The steps, by time.
    pub steps: Vec<Step>,
    /// The longest time that was watched.
    pub longest: f64,
}

/// One step of a [`Curve`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// When.
    pub time: f64,
    /// How many were watched just before.
    pub at_risk: f64,
    /// To how many it happened.
    pub events: f64,
    /// The share for whom it has not happened afterwards.
    pub share: f64,
    /// The sum of Greenwood's formula up to here: variance of the share divided by its square.
    pub greenwood: f64,
}

/// Half a normal interval of 95 %.
pub const Z: f64 = 1.959_963_984_540_054;

/// The Kaplan–Meier curve: any event ends the watching as the event of interest.
pub fn kaplan_meier(watched: &[Watched]) -> Curve {
    let mut sorted: Vec<Watched> = watched.to_vec();
    sorted.sort_by(|one, other| one.time.total_cmp(&other.time));
    let (mut steps, mut share, mut greenwood) = (Vec::new(), 1.0, 0.0);
    let mut at_risk = sorted.len() as f64;
    for same in sorted.chunk_by(|one, other| one.time == other.time) {
        let events = same.iter().filter(|one| one.event.is_some()).count() as f64;
        if events > 0.0 {
            share *= 1.0 - events / at_risk;
            greenwood += if at_risk > events { events / (at_risk * (at_risk - events)) } else { f64::INFINITY };
            steps.push(Step { time: same[0].time, at_risk, events, share, greenwood });
        }
        at_risk -= same.len() as f64;
    }
    Curve { steps, longest: sorted.last().map_or(0.0, |last| last.time) }
}

impl Curve {
    /// The share for whom it has not happened at a time, with its 95 % interval on the scale of log(−log) (Kalbfleisch & Prentice).
    pub fn at(&self, time: f64) -> (f64, f64, f64) {
        let Some(step) = self.steps.iter().rev().find(|step| step.time <= time) else { return (1.0, 1.0, 1.0) };
        let (lower, upper) = step.interval();
        (step.share, lower, upper)
    }

    /// Until when the curve is known: the longest time watched, or for ever once it has happened to all.
    pub fn known_until(&self) -> f64 {
        if self.steps.last().is_some_and(|last| last.share <= 0.0) { f64::INFINITY } else { self.longest }
    }

    /// The time by which it has happened to a share; none where it was not watched that long.
    pub fn quantile(&self, share: f64) -> Option<f64> {
        self.steps.iter().find(|step| step.share <= 1.0 - share + 1e-12).map(|step| step.time)
    }

    /// A quantile with its 95 % interval (Brookmeyer & Crowley 1982): the times at which the interval of the curve holds it.
    pub fn quantile_interval(&self, share: f64) -> (Option<f64>, Option<f64>, Option<f64>) {
        let level = 1.0 - share + 1e-12;
        let first =
            |below: &dyn Fn(&Step) -> f64| self.steps.iter().find(|step| below(step) <= level).map(|step| step.time);
        (first(&|step| step.share), first(&|step| step.interval().0), first(&|step| step.interval().1))
    }

    /// The mean time until it happens, or until `limit` for whom that is later, and its variance.
    ///
    /// The area under the curve up to `limit`; `Var = Σ_{t ≤ limit} A(t)² d / (n (n − d))`, with `A(t)` the area from `t` on.
    ///
    /// # Source
    /// Royston & Parmar (2013), *BMC Medical Research Methodology* 13:152.
    pub fn restricted_mean(&self, limit: f64) -> (f64, f64) {
        let steps: Vec<&Step> = self.steps.iter().take_while(|step| step.time <= limit).collect();
        let (mut after, mut variance) = (0.0, 0.0);
        for (at, step) in steps.iter().enumerate().rev() {
            let until = steps.get(at + 1).map_or(limit, |next| next.time);
            after += step.share * (until - step.time);
            if step.at_risk > step.events {
                variance += after * after * step.events / (step.at_risk * (step.at_risk - step.events));
            }
        }
        (steps.first().map_or(limit, |first| first.time.min(limit)) + after, variance)
    }
}

impl Step {
    fn interval(&self) -> (f64, f64) {
        if self.share <= 0.0 || self.share >= 1.0 || !self.greenwood.is_finite() {
            return if self.share <= 0.0 { (0.0, 1.0) } else { (self.share, self.share) };
        }
        let log = libm::log(self.share);
        let width = Z * libm::sqrt(self.greenwood) / log.abs();
        (libm::pow(self.share, libm::exp(width)), libm::pow(self.share, libm::exp(-width)))
    }
}

/// The share to whom each kind of event has happened, over time, where one that happens keeps the others from happening.
#[derive(Debug, Clone, PartialEq)]
pub struct Incidence {
    /// When, and the share to whom each kind has happened by then.
    pub steps: Vec<(f64, Vec<f64>)>,
    /// The variance of each share at its last step.
    pub variances: Vec<f64>,
}

/// The Aalen–Johansen estimate of the share to whom each kind of event happens.
///
/// Variances by the delta method; without open cases they are those of a share.
///
/// * `kinds` – how many kinds of events there are
///
/// # Source
/// Aalen & Johansen (1978), *Scandinavian Journal of Statistics* 5(3), 141–150.
pub fn aalen_johansen(watched: &[Watched], kinds: usize) -> Incidence {
    let mut sorted: Vec<Watched> = watched.to_vec();
    sorted.sort_by(|one, other| one.time.total_cmp(&other.time));
    let mut at_risk = sorted.len() as f64;
    let (mut alive, mut happened) = (1.0, vec![0.0; kinds]);
    let mut steps: Vec<(f64, Vec<f64>)> = Vec::new();
    // Of each step: at risk, events of each kind, share still without any before it.
    let mut counts: Vec<(f64, Vec<f64>, f64)> = Vec::new();
    for same in sorted.chunk_by(|one, other| one.time == other.time) {
        let mut events = vec![0.0; kinds];
        same.iter().filter_map(|one| one.event).for_each(|kind| events[usize::from(kind)] += 1.0);
        let all: f64 = events.iter().sum();
        if all > 0.0 {
            for (share, events) in happened.iter_mut().zip(&events) {
                *share += alive * events / at_risk;
            }
            counts.push((at_risk, events, alive));
            alive *= 1.0 - all / at_risk;
            steps.push((same[0].time, happened.clone()));
        }
        at_risk -= same.len() as f64;
    }
    let variances = (0..kinds)
        .map(|kind| {
            let last = happened[kind];
            steps
                .iter()
                .zip(&counts)
                .map(|((_, shares), (at_risk, events, before))| {
                    let all: f64 = events.iter().sum();
                    let own = events[kind];
                    let to_come = last - shares[kind];
                    let spread =
                        if *at_risk > all { to_come * to_come * all / (at_risk * (at_risk - all)) } else { 0.0 };
                    spread + before * before * (at_risk - own) * own / (at_risk * at_risk * at_risk)
                        - 2.0 * to_come * before * own / (at_risk * at_risk)
                })
                .sum::<f64>()
                .max(0.0)
        })
        .collect();
    Incidence { steps, variances }
}

impl Incidence {
    /// The share to whom a kind of event has happened by a time.
    pub fn at(&self, kind: usize, time: f64) -> f64 {
        self.steps.iter().rev().find(|(step, _)| *step <= time).map_or(0.0, |(_, shares)| shares[kind])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn watched(times: &[(f64, Option<u8>)]) -> Vec<Watched> {
        times.iter().map(|&(time, event)| Watched { time, event }).collect()
    }

    /// Freireich et al. (1963), remission on 6-mercaptopurine in weeks: 6, 6, 6, 6+, 7, 9+, 10, 10+, 11+, 13, 16, 17+, 19+, 20+, 22,
    /// 23, 25+, 32+, 32+, 34+, 35+. The curve of Kalbfleisch & Prentice: 0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448.
    #[test]
    fn remission_of_leukaemia() {
        let ended = [6.0, 6.0, 6.0, 7.0, 10.0, 13.0, 16.0, 22.0, 23.0];
        let censored = [6.0, 9.0, 10.0, 11.0, 17.0, 19.0, 20.0, 25.0, 32.0, 32.0, 34.0, 35.0];
        let mut all: Vec<(f64, Option<u8>)> = ended.iter().map(|&time| (time, Some(0))).collect();
        all.extend(censored.iter().map(|&time| (time, None)));
        let curve = kaplan_meier(&watched(&all));
        let shares: Vec<f64> = curve.steps.iter().map(|step| (step.share * 1000.0).round() / 1000.0).collect();
        assert_eq!(shares, [0.857, 0.807, 0.753, 0.69, 0.627, 0.538, 0.448]);
        assert_eq!(curve.quantile(0.5), Some(23.0));
        // Greenwood: standard errors 0.0764, 0.0869 of the first two.
        let error = |at: usize| curve.steps[at].share * curve.steps[at].greenwood.sqrt();
        assert!((error(0) - 0.0764).abs() < 1e-4 && (error(1) - 0.0869).abs() < 1e-4);
    }

    #[test]
    fn without_censoring_the_restricted_mean_is_the_mean() {
        let times = [1.0, 2.0, 4.0, 9.0];
        let curve = kaplan_meier(&watched(&times.map(|time| (time, Some(0)))));
        let (mean, variance) = curve.restricted_mean(6.0);
        // The mean of 1, 2, 4 and 6, and their variance divided by 4 (without the correction of n − 1).
        assert!((mean - 3.25).abs() < 1e-12);
        let expected = [1.0, 2.0, 4.0, 6.0].iter().map(|time: &f64| (time - 3.25).powi(2)).sum::<f64>() / 16.0;
        assert!((variance - expected).abs() < 1e-12, "{variance} against {expected}");
    }

    #[test]
    fn with_censoring_the_restricted_mean_by_hand() {
        // One at 1, censored at 2, one at 3: the share is 2/3 from 1 on and 0 from 3 on: 1 + 2 · 2/3.
        let curve = kaplan_meier(&watched(&[(1.0, Some(0)), (2.0, None), (3.0, Some(0))]));
        let (mean, variance) = curve.restricted_mean(3.0);
        assert!((mean - (1.0 + 4.0 / 3.0)).abs() < 1e-12);
        assert!((variance - (4.0f64 / 3.0).powi(2) / 6.0).abs() < 1e-12);
    }

    /// Five cases: done at 1, dropped out at 2, censored at 3, done at 4, dropped out at 5.
    #[test]
    fn drop_out_keeps_others_from_finishing() {
        let all = watched(&[(1.0, Some(0)), (2.0, Some(1)), (3.0, None), (4.0, Some(0)), (5.0, Some(1))]);
        let found = aalen_johansen(&all, 2);
        // 1/5, then still 4/5: of them 1/4 drop out; of the 3/5 left two are watched at 4.
        assert!((found.at(0, 1.0) - 0.2).abs() < 1e-12 && (found.at(1, 2.0) - 0.2).abs() < 1e-12);
        assert!((found.at(0, 4.0) - 0.5).abs() < 1e-12 && (found.at(1, 9.0) - 0.5).abs() < 1e-12);
    }

    #[test]
    fn without_censoring_the_variance_is_that_of_a_share() {
        let all = watched(&[(1.0, Some(0)), (2.0, Some(1)), (3.0, Some(0)), (4.0, Some(0)), (5.0, Some(1))]);
        let found = aalen_johansen(&all, 2);
        assert!((found.at(0, 5.0) - 0.6).abs() < 1e-12);
        assert!((found.variances[0] - 0.6 * 0.4 / 5.0).abs() < 1e-12, "{}", found.variances[0]);
    }
}
