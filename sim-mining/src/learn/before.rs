//! Cases that were there before the log begins: what came first for them is not in it.

use std::borrow::Cow;

use crate::log::{Case, EventLog, Value};

/// The attribute of cases that says when they came, as `keten log` writes it.
const ARRIVED: &str = "arrived";

/// The log without the cases of which it is not known when they came, where most cases say so; and how many these are.
///
/// They would look as if they had come at the stage at which they were, and as if that went on.
pub(super) fn without_who_was_there(log: &EventLog) -> (Cow<'_, EventLog>, usize) {
    let Some(arrived) = log.traits.iter().position(|attribute| attribute.name == ARRIVED) else {
        return (Cow::Borrowed(log), 0);
    };
    let came = |case: &Case| matches!(case.traits.get(arrived), Some(Some(Value::Moment(_))));
    let there = log.cases.iter().filter(|case| !came(case)).count();
    if there == 0 || there * 2 > log.cases.len() {
        return (Cow::Borrowed(log), 0);
    }
    let mut rest = EventLog { cases: Vec::new(), instances: Vec::new(), ..log.clone() };
    for (case, instances) in log.each().filter(|(case, _)| came(case)) {
        let from = rest.instances.len() as u32;
        rest.instances.extend_from_slice(instances);
        rest.cases.push(Case { instances: from..rest.instances.len() as u32, ..case.clone() });
    }
    (Cow::Owned(rest), there)
}
