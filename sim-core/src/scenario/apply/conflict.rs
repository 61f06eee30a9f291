//! What interventions do to the same parameter: which go together, and which are refused.

use std::ops::Range;

use super::Combined;
use super::problem::ApplyProblemKind;

/// A change of one parameter by one intervention.
#[derive(Debug, Clone)]
pub(super) struct Touch {
    pub(super) position: usize,
    pub(super) by: String,
    pub(super) path: Vec<String>,
    /// `to`, `times`, `plus`, or what else is done.
    pub(super) effect: &'static str,
    /// Where it stands in the text of the intervention.
    pub(super) at: Range<usize>,
}

/// All changes so far.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    touches: Vec<Touch>,
}

impl Ledger {
    /// Enters a change, or says with which it does not go together.
    pub(super) fn enter(&mut self, new: Touch) -> Option<ApplyProblemKind> {
        let conflict = self.touches.iter().find(|old| clash(old, &new)).map(|old| ApplyProblemKind::Conflict {
            path: new.path.join("."),
            effect: new.effect,
            other: old.by.clone(),
            other_effect: old.effect,
        });
        self.touches.push(new);
        conflict
    }

    /// Changes at or inside a path.
    pub(super) fn inside<'l>(&'l self, path: &'l [String]) -> impl Iterator<Item = &'l Touch> {
        self.touches.iter().filter(move |touch| touch.path.starts_with(path))
    }

    /// The last change that has to do with a path: at it, inside it, or around it.
    pub(super) fn about(&self, path: &[String]) -> Option<&Touch> {
        let inside = self.touches.iter().rev().find(|touch| path.starts_with(&touch.path));
        inside.or_else(|| self.touches.iter().rev().find(|touch| touch.path.starts_with(path)))
    }

    /// Parameters that several interventions change.
    pub(super) fn combined(&self) -> Vec<Combined> {
        let mut combined: Vec<Combined> = Vec::new();
        for touch in &self.touches {
            let path = touch.path.join(".");
            match combined.iter_mut().find(|one| one.path == path) {
                Some(one) if !one.by.contains(&touch.by) => one.by.push(touch.by.clone()),
                Some(_) => {}
                None => combined.push(Combined { path, by: vec![touch.by.clone()] }),
            }
        }
        combined.retain(|one| one.by.len() > 1);
        combined
    }
}

/// Factors go together with factors, and additions with additions; nothing else with anything. What is
/// added may be changed.
fn clash(old: &Touch, new: &Touch) -> bool {
    if old.effect == "add" || new.effect == "add" {
        return false;
    }
    if old.path == new.path {
        // What one intervention does to a parameter, it does in its own order.
        let own = old.position == new.position && old.effect != "to" && new.effect != "to";
        return !own && (old.effect != new.effect || old.effect == "to");
    }
    old.path.starts_with(&new.path) || new.path.starts_with(&old.path)
}
