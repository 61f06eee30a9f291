//! The moments of a table, which can only be settled when it is known whether day or month comes first.

use super::super::Options;
use super::super::error::ReadError;
use super::super::gather::Gather;
use super::super::moment::{Order, Wall, Written};
use super::super::told::What;

/// Which moment of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    Scheduled,
    Start,
    End,
}

/// Moments that were read, and what they say of day and month.
#[derive(Debug)]
pub(super) struct Moments {
    asked: Option<Order>,
    wall: Wall,
    told_wall: bool,
    /// Those that can be read in one order only: how many, and the first.
    only: [(u64, Option<(u64, String)>); 2],
    /// Those that can be read both ways: to be settled.
    either: Vec<(u32, Of, Written)>,
    first_either: Option<(u64, String)>,
}

impl Moments {
    pub(super) fn new(options: &Options) -> Moments {
        let wall = options.wall.unwrap_or_default();
        Moments {
            asked: options.order,
            wall,
            told_wall: options.wall.is_none(),
            only: Default::default(),
            either: Vec::new(),
            first_either: None,
        }
    }

    /// Takes down a moment of a record.
    pub(super) fn put(
        &mut self,
        gather: &mut Gather,
        record: u32,
        of: Of,
        written: Option<Written>,
        row: u64,
        text: &str,
    ) {
        let Some(written) = written else { return };
        *gather.told.forms.entry(written.form).or_default() += 1;
        if !written.form.offset && self.told_wall {
            gather.told.tell(What::DutchClock, row, text);
        }
        if written.is_ambiguous() {
            self.first_either.get_or_insert_with(|| (row, text.to_owned()));
            self.either.push((record, of, written));
            return;
        }
        for order in [Order::DayFirst, Order::MonthFirst] {
            let other = if order == Order::DayFirst { Order::MonthFirst } else { Order::DayFirst };
            if written.allows(order) && !written.allows(other) {
                let (count, first) = &mut self.only[order as usize];
                *count += 1;
                first.get_or_insert_with(|| (row, text.to_owned()));
            }
        }
        set(gather, record, of, written.settle(Order::DayFirst, self.wall));
    }

    /// Decides which stands first, day or month, and settles what could be read both ways.
    pub(super) fn settle(&mut self, gather: &mut Gather) -> Result<(), ReadError> {
        let [day, month] = &self.only;
        let order = match (self.asked, &day.1, &month.1) {
            (Some(order), ..) => order,
            (None, Some((day_row, day)), Some((month_row, month))) if !self.either.is_empty() => {
                let (day, month) = (day.clone(), month.clone());
                let either = self.either.len() as u64;
                return Err(ReadError::TwoOrders { day_row: *day_row, day, month_row: *month_row, month, either });
            }
            (None, None, Some(_)) => Order::MonthFirst,
            (None, None, None) => {
                if let Some((row, text)) = &self.first_either {
                    gather.told.tell_many(What::DayFirst, self.either.len() as u64, *row, text);
                }
                Order::DayFirst
            }
            (None, Some(_), _) => Order::DayFirst,
        };
        let (count, first) = &self.only[1 - order as usize];
        if let Some((row, text)) = first {
            gather.told.tell_many(What::OtherOrder, *count, *row, text);
        }
        for (record, of, written) in self.either.drain(..) {
            set(gather, record, of, written.settle(order, self.wall));
        }
        gather.order = order;
        Ok(())
    }
}

fn set(gather: &mut Gather, record: u32, of: Of, (moment, offset): (i64, i16)) {
    let record = &mut gather.records[record as usize];
    match of {
        Of::Scheduled => record.scheduled = Some(moment),
        Of::Start => record.start = Some(moment),
        Of::End => record.end = Some(moment),
    }
    // The last moment of an event says what its clock was.
    if of == Of::End || record.end.is_none() {
        record.offset = offset;
    }
}
