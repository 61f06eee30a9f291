//! What is not shown of a log, because so few cases have it that it could point at people.
//!
//! How long something took, why, and which words are known of a case are hidden where fewer cases than wanted share them. How often
//! something was done is not: without that the map would have holes.

use crate::log::{Attribute, EventLog, Value};
use crate::mine::Mined;

/// How much is not shown, and which words are not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hidden {
    /// Fewest cases of what is shown.
    pub smallest: u64,
    /// Pairs between which cases were handed over too seldom.
    pub pairs: u64,
    /// Handovers between them.
    pub handovers: u64,
    /// What directly follows what in too few cases: its times are hidden.
    pub steps: u64,
    /// Activities of too few cases: their times are hidden.
    pub activities: u64,
    /// Values of traits, counted in every case that has one, that too few cases share.
    pub values: u64,
    /// Of every trait and each of its words, then of no and yes, whether too few cases have it.
    rare: Vec<Vec<bool>>,
}

impl Hidden {
    /// * `smallest` – fewest cases of what is shown
    pub fn of(log: &EventLog, mined: &Mined, smallest: u64) -> Hidden {
        let few = |cases: u64| cases < smallest;
        let pairs = || mined.handovers.pairs.iter().filter(|pair| few(pair.cases));
        let (mut rare, mut values) = (Vec::with_capacity(log.traits.len()), 0);
        for (attribute, known) in log.traits.iter().enumerate() {
            let mut counts = vec![0u64; known.words.len() + 2];
            for value in log.cases.iter().filter_map(|case| case.traits.get(attribute).copied().flatten()) {
                if let Some(place) = place(known, value) {
                    counts[place] += 1;
                }
            }
            values += counts.iter().filter(|count| few(**count)).sum::<u64>();
            rare.push(counts.into_iter().map(few).collect());
        }
        Hidden {
            smallest,
            pairs: pairs().count() as u64,
            handovers: pairs().map(|pair| pair.count).sum(),
            steps: mined.map.arcs.iter().filter(|arc| few(arc.cases)).count() as u64,
            activities: mined.map.nodes.iter().filter(|node| few(node.cases)).count() as u64,
            values,
            rare,
        }
    }

    /// Whether too few cases have this for its times to be shown.
    pub fn is_few(&self, cases: u64) -> bool {
        cases < self.smallest
    }

    /// Whether too few cases share this value of a trait. Numbers and moments are of a case alone as a rule: they never are.
    pub fn is_rare(&self, log: &EventLog, attribute: usize, value: Value) -> bool {
        place(&log.traits[attribute], value).is_some_and(|place| self.rare[attribute][place])
    }
}

/// Where a value stands among those that are counted.
fn place(of: &Attribute, value: Value) -> Option<usize> {
    match value {
        Value::Word(word) => Some(word as usize),
        Value::Flag(flag) => Some(of.words.len() + usize::from(flag)),
        Value::Number(_) | Value::Moment(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mine::{Request, mine};
    use crate::read::{Options, read};

    /// Twelve cases go from the desk to planning, three of them on to the bank; one trait is shared by ten, eleven or one.
    #[test]
    fn what_fewer_than_ten_cases_share_is_hidden_and_counted() {
        let mut text = "case,activity,end,team,case:channel,case:urgent,case:debt\n".to_owned();
        for case in 0..12 {
            let (channel, urgent) = (if case < 10 { "post" } else { "web" }, case == 0);
            for (hour, activity, team) in [(9, "take in", "desk"), (10, "plan", "plan"), (11, "pay", "bank")] {
                if hour < 11 || case < 3 {
                    text += &format!(
                        "{case},{activity},2024-02-{:02} {hour}:00,{team},{channel},{urgent},{}5\n",
                        case + 1,
                        case + 1
                    );
                }
            }
        }
        let (log, _) = read(text.as_bytes(), &Options::default()).expect("a log");
        let mined = mine(&log, &Request::default());
        let hidden = Hidden::of(&log, &mined, 10);
        assert_eq!((hidden.pairs, hidden.handovers, hidden.steps, hidden.activities), (1, 3, 1, 1));
        // Two of web, one urgent.
        assert_eq!(hidden.values, 3);
        let of = |name: &str| log.traits.iter().position(|attribute| attribute.name.ends_with(name)).expect(name);
        let is_rare = |name: &str, case: usize| {
            let attribute = of(name);
            hidden.is_rare(&log, attribute, log.cases[case].traits[attribute].expect("known"))
        };
        assert!(is_rare("channel", 11) && is_rare("urgent", 0));
        assert!(!is_rare("channel", 0) && !is_rare("urgent", 1) && !is_rare("debt", 0));
        let all = Hidden::of(&log, &mined, 1);
        assert_eq!((all.pairs, all.steps, all.activities, all.values), (0, 0, 0, 0));
    }
}
