//! Tokens: what stands for a resident in the engine, one or several at a time.
//!
//! ```text
//! whole (the resident) ──side by side──► branch, branch, …   the whole waits until all are finished
//!                      └─contact due───► contact             the whole stays where it is
//! ```
//!
//! A token is a slot like any other: it waits in the ordinary lines of teams and work is done for it. Key, class and
//! arrival are copies of the resident's; clocks, visits and places held are those of the resident itself (the `root`). A
//! branch may have branches and contacts of its own.

use super::resident::{Resident, Residents};

/// No slot.
pub const NOBODY: u32 = u32::MAX;

/// What a slot stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// The resident.
    Whole,
    /// The resident at one of several stages side by side.
    Branch,
    /// A contact during a stay.
    Contact,
}

/// Where a slot belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// What the slot stands for.
    pub kind: TokenKind,
    /// Slot of the resident, whose clocks and visits count; [`NOBODY`] for a contact that is finished after its stay.
    pub root: u32,
    /// Slot that waits for this one, or during whose stay it is; [`NOBODY`] for a whole resident.
    pub parent: u32,
    /// First of its own branches, or its contact.
    pub first_child: u32,
    /// Next branch of the same parent.
    pub next: u32,
}

impl Token {
    /// A whole resident who is not yet anywhere.
    pub const WHOLE: Token =
        Token { kind: TokenKind::Whole, root: NOBODY, parent: NOBODY, first_child: NOBODY, next: NOBODY };

    /// Whether branches or a contact are open.
    #[inline]
    pub fn has_children(&self) -> bool {
        self.first_child != NOBODY
    }
}

impl Residents {
    /// Adds a branch or contact of a slot, behind those there are, and returns its slot.
    pub fn add_child(&mut self, parent: u32, kind: TokenKind, mut child: Resident) -> u32 {
        let root = self[parent].token.root;
        child.token = Token { kind, root, parent, first_child: NOBODY, next: NOBODY };
        // Whatever places they hold, the resident holds; room at a stage each takes up for itself.
        let nobody = Resident::NOBODY;
        (child.places, child.inside, child.held, child.tries) = (0, false, false, 0);
        (child.kept, child.blocked_at, child.chosen) = (nobody, nobody, nobody);
        let slot = self.add(child);
        match self.children(parent).last() {
            None => self[parent].token.first_child = slot,
            Some(&last) => self[last].token.next = slot,
        }
        slot
    }

    /// Branches or contact of a slot, in the order in which they were added.
    pub fn children(&self, slot: u32) -> Vec<u32> {
        let next = |&child: &u32| Some(self[child].token.next).filter(|&next| next != NOBODY);
        std::iter::successors(Some(self[slot].token.first_child).filter(|&child| child != NOBODY), next).collect()
    }

    /// The slot itself and everything below it.
    pub fn family(&self, slot: u32) -> Vec<u32> {
        let mut family = vec![slot];
        let mut looked_at = 0;
        while let Some(&member) = family.get(looked_at) {
            family.extend(self.children(member));
            looked_at += 1;
        }
        family
    }

    /// Separates a branch or contact from its parent; it remains a slot.
    pub fn separate(&mut self, slot: u32) {
        let Token { parent, next, .. } = self[slot].token;
        if parent == NOBODY {
            return;
        }
        match self.children(parent).iter().take_while(|&&child| child != slot).last() {
            None => self[parent].token.first_child = next,
            Some(&before) => self[before].token.next = next,
        }
        let token = &mut self[slot].token;
        (token.root, token.parent, token.next) = (NOBODY, NOBODY, NOBODY);
    }

    /// Lets a branch or contact go.
    pub fn remove_child(&mut self, slot: u32) {
        self.separate(slot);
        self.remove(slot);
    }

    /// Whether a slot belongs where it says: a branch, or a contact in its stay, to a resident who is present.
    pub fn belongs(&self, slot: u32) -> bool {
        let token = self[slot].token;
        match token.kind {
            TokenKind::Whole => token.parent == NOBODY && token.root == slot,
            TokenKind::Contact if token.parent == NOBODY => token.root == NOBODY,
            TokenKind::Branch | TokenKind::Contact => {
                token.parent != NOBODY
                    && self.children(token.parent).contains(&slot)
                    && self[token.parent].token.root == token.root
                    && self[token.root].token.kind == TokenKind::Whole
                    && self[token.root].key == self[slot].key
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{ResidentKey, Stream};
    use crate::time::SimTime;

    fn somebody(ordinal: u32) -> Resident {
        Resident::new(ResidentKey::new(Stream::named("test"), u64::from(ordinal)), 0, 0, ordinal, SimTime::default())
    }

    #[test]
    fn children_count_the_visits_and_clocks_of_the_resident_and_are_not_present() {
        let mut residents = Residents::new(&[true; 2], 1);
        let whole = residents.add(somebody(0));
        let branch = residents.add_child(whole, TokenKind::Branch, somebody(0));
        let contact = residents.add_child(branch, TokenKind::Contact, somebody(0));
        assert_eq!(residents.present(), 1);
        residents.visit(branch, 1);
        assert_eq!(residents[branch].visits, 1);
        assert_eq!((residents.visits_to(whole, 1), residents.visits_to(contact, 1)), (1, 1));
        residents.start_clock(contact, 0, SimTime(3), SimTime(9));
        assert_eq!(residents.earliest_due(whole), SimTime(9));
        assert_eq!(residents.family(whole), [whole, branch, contact]);
        assert!([whole, branch, contact].iter().all(|&slot| residents.belongs(slot)));
    }

    #[test]
    fn a_child_that_goes_leaves_its_brothers_and_frees_its_slot() {
        let mut residents = Residents::new(&[true], 0);
        let whole = residents.add(somebody(0));
        let children: Vec<u32> = (0..3).map(|_| residents.add_child(whole, TokenKind::Branch, somebody(0))).collect();
        residents.remove_child(children[1]);
        assert_eq!(residents.children(whole), [children[0], children[2]]);
        residents.remove_child(children[0]);
        residents.remove_child(children[2]);
        assert!(!residents[whole].token.has_children());
        assert_eq!((residents.present(), residents.slots_present()), (1, vec![whole]));
        residents.remove(whole);
        assert_eq!(residents.present(), 0);
    }
}
