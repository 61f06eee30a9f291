//! Limited room of a stage.

use toml::de::DeValue;

use super::table::Fields;
use super::{Item, Reader, values};
use crate::scenario::grammar::{RETRY, Value};
use crate::scenario::problem::{NameOf, ProblemKind, similar};
use crate::scenario::units::clip;
use crate::scenario::{Counts, Distribution, Param, Queue, Room, Step, Target, WhenFull};

/// Most residents that room is for.
const MOST: u32 = 1_000_000;
/// Words that `when_full` takes besides names.
const BLOCKS: &str = "blocks";
const DISPLACES: &str = "displaces";

/// What `when_full` says by itself.
enum Said {
    To(Target),
    Blocks,
    Displaces,
    Retries(Option<Param<Distribution>>),
}

impl<'t> Reader<'t> {
    /// The room of a stage with these steps.
    pub(super) fn room(&mut self, fields: &Fields<'t>, steps: &[Step]) -> Option<Room> {
        let inner = self.inner(fields, "room")?;
        let counts = self.counts(&inner)?;
        if counts == Counts::Waiting && !matches!(steps.first(), Some(Step::Work(_)) | None) {
            self.problem(ProblemKind::RoomNeedsWork, inner.at.clone(), &inner.path);
        }
        let (name, least) = if counts == Counts::Waiting { ("waiting", 0) } else { ("present", 1) };
        if !inner.has(name) {
            self.missing(name, Value::Count, &inner);
        }
        let limit = self.param(&inner, name, None, |reader, item, _| values::small_count(reader, item, least, MOST));
        if let Some(limit) = limit.as_ref().filter(|_| least > 0) {
            self.stays_positive(limit.values().all(|&limit| limit > 0), &inner, name);
        }
        if !inner.has("when_full") {
            return None;
        }
        let said = self.fixed(&inner, "when_full", Reader::when_full);
        let [displaced_to, arrivals] =
            ["displaced_to", "arrivals_when_full"].map(|name| self.fixed(&inner, name, values::target));
        let keeps_worker = self.fixed(&inner, "keeps_worker", values::flag).unwrap_or(false);
        let said = said?;
        let goes_with: &[&'static str] = match said {
            Said::Blocks => &["arrivals_when_full", "keeps_worker"],
            Said::Displaces => &["displaced_to"],
            Said::To(_) | Said::Retries(_) => &[],
        };
        for (field, word) in [("displaced_to", DISPLACES), ("arrivals_when_full", BLOCKS), ("keeps_worker", BLOCKS)] {
            if inner.has(field) && !goes_with.contains(&field) {
                let kind = ProblemKind::OnlyWhenFull { field: field.to_owned(), word: word.to_owned() };
                self.problem(kind, inner.key(field), &inner.child(field));
            }
        }
        let when_full = match said {
            Said::To(to) => WhenFull::Goes(to),
            Said::Blocks => WhenFull::Blocks { keeps_worker, arrivals },
            Said::Retries(time) => WhenFull::Retries(time?),
            Said::Displaces => {
                let by_class =
                    matches!(steps.first(), Some(Step::Work(work)) if matches!(work.queue, Queue::Priority(_)));
                if counts == Counts::Present || (!by_class && !steps.is_empty()) {
                    self.problem(
                        ProblemKind::DisplacesNeedsPriority,
                        inner.key("when_full"),
                        &inner.child("when_full"),
                    );
                }
                if !inner.has("displaced_to") {
                    self.missing("displaced_to", Value::Name, &inner);
                }
                WhenFull::Displaces(displaced_to?)
            }
        };
        Some(Room { counts, limit: limit?, when_full })
    }

    /// Whether room is counted in who waits or in who is there.
    fn counts(&mut self, fields: &Fields<'t>) -> Option<Counts> {
        match (fields.mentions("waiting"), fields.mentions("present")) {
            (true, false) => Some(Counts::Waiting),
            (false, true) => Some(Counts::Present),
            (true, true) => {
                let kind = ProblemKind::Together { one: "waiting".to_owned(), other: "present".to_owned() };
                self.problem(kind, fields.key("present"), &fields.child("present"));
                None
            }
            (false, false) => {
                let names = vec!["waiting".to_owned(), "present".to_owned()];
                self.problem(ProblemKind::OneOf { fields: names }, fields.at.clone(), &fields.path);
                None
            }
        }
    }

    fn when_full(reader: &mut Reader<'t>, item: &Item<'t>) -> Option<Said> {
        let text = match item.value {
            DeValue::String(text) => text,
            DeValue::Table(_) => {
                let fields = reader.open(&RETRY, item)?;
                return Some(Said::Retries(reader.times(&fields, "retry")));
            }
            other => {
                let found = super::table::found(other);
                reader.wrong(ProblemKind::WrongType { found, takes: Value::WhenFull }, item);
                return None;
            }
        };
        match text.as_ref() {
            BLOCKS => return Some(Said::Blocks),
            DISPLACES => return Some(Said::Displaces),
            _ => {}
        }
        let stage = reader.names.position(NameOf::Stage, text).map(Target::Stage);
        if let Some(target) = stage.or_else(|| reader.names.position(NameOf::End, text).map(Target::End)) {
            return Some(Said::To(target));
        }
        let names = reader.names.of(NameOf::Stage).iter().chain(reader.names.of(NameOf::End)).map(String::as_str);
        let known: Vec<&str> = [BLOCKS, DISPLACES].into_iter().chain(names).collect();
        let similar = if reader.compares() { similar(text, known.iter().copied()) } else { Vec::new() };
        let known = known.into_iter().take(10).map(clip).collect();
        reader.wrong(ProblemKind::UnknownName { of: NameOf::StageOrEnd, found: clip(text), similar, known }, item);
        None
    }
}
