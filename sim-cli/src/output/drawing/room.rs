//! Limited room in words.

use sim_core::scenario::{Counts, Room, WhenFull};

use super::chart::Chart;
use crate::text::drawing;
use crate::text::values::{self, Words};

impl Chart<'_> {
    /// How much room there is.
    pub(super) fn room_words(&self, room: &Room) -> Words {
        let (lang, counts) = (self.lang, room.counts);
        values::param(lang, self.scenario, &room.limit, &|&limit| match counts {
            Counts::Waiting => drawing::room(lang, limit),
            Counts::Present => drawing::room_present(lang, limit),
        })
    }

    /// What happens to who finds it full, where they do not just go elsewhere.
    pub(super) fn room_without_exit(&self, room: &Room) -> Option<String> {
        let lang = self.lang;
        let told = match &room.when_full {
            WhenFull::Goes(_) => return None,
            WhenFull::Blocks { keeps_worker, .. } => drawing::blocks(lang, *keeps_worker).to_owned(),
            WhenFull::Displaces(_) => drawing::displaces(lang).to_owned(),
            WhenFull::Retries(time) => drawing::retries(lang, &self.words(time).together()),
        };
        Some(format!("{}; {told}", self.room_words(room).together()))
    }
}
