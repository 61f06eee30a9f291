//! What keeps a log from pointing at people: identifiers of cases hashed with a key, moments coarsened.

use sha2::{Digest, Sha256};

use crate::log::{EventLog, Micros, Value};
use crate::read::{civil, days_of};

/// Bytes of a block of SHA-256.
const BLOCK: usize = 64;
/// Bytes of a hash that become an identifier: 16 hexadecimal digits, so that among a million cases two are the same with a
/// probability below 1 in 10 million.
const KEPT: usize = 8;

/// To what moments are rounded down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coarse {
    /// The hour.
    Hour,
    /// The day, as the clock on the wall has it.
    Day,
}

/// Replaces the identifier of every case by its hash with a key (HMAC-SHA256, RFC 2104): the same key gives the same case the same
/// identifier, so logs can still be joined; without the key it cannot be found which case it was.
///
/// Cases that begin at the same moment are put in the order of their new identifiers, so that their order says nothing.
pub fn hash_cases(log: &mut EventLog, key: &[u8]) {
    for case in &mut log.cases {
        case.id = hashed(key, &case.id).into();
    }
    reorder(log);
}

/// The hash with a key that stands for an identifier.
pub(crate) fn hashed(key: &[u8], id: &str) -> String {
    hmac(key, id.as_bytes())[..KEPT].iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Coarse {
    fn step(self) -> Micros {
        match self {
            Coarse::Hour => 3_600_000_000,
            Coarse::Day => 24 * 3_600_000_000,
        }
    }

    /// A moment rounded down.
    pub fn down(self, moment: Micros) -> Micros {
        moment.div_euclid(self.step()) * self.step()
    }
}

/// Rounds every moment down, in cases and instances; durations become multiples of an hour or a day.
pub fn coarsen(log: &mut EventLog, to: Coarse) {
    let step = to.step();
    for instance in &mut log.instances {
        let ahead = Micros::from(instance.offset) * 60_000_000;
        let down = |moment: Micros| (moment + ahead).div_euclid(step) * step - ahead;
        instance.scheduled = instance.scheduled.map(down);
        instance.start = instance.start.map(down);
        instance.end = instance.end.map(down);
        for (_, value) in &mut instance.details {
            if let Value::Moment(moment) = value {
                *moment = down(*moment);
            }
        }
    }
    for value in log.cases.iter_mut().flat_map(|case| &mut case.traits).flatten() {
        if let Value::Moment(moment) = value {
            *moment = moment.div_euclid(step) * step;
        }
    }
    for case in &log.cases {
        let instances = case.instances.start as usize..case.instances.end as usize;
        log.instances[instances].sort_by_key(crate::log::Instance::order);
    }
    reorder(log);
}

/// Puts cases in the order in which they begin again, and their instances with them.
fn reorder(log: &mut EventLog) {
    let begin = |log: &EventLog, case: &crate::log::Case| {
        log.of(case).iter().filter_map(crate::log::Instance::span).map(|(start, _)| start).min()
    };
    let mut cases: Vec<_> = log.cases.iter().map(|case| (begin(log, case), case.clone())).collect();
    cases.sort_by(|(one_begin, one), (other_begin, other)| {
        one_begin.cmp(other_begin).then_with(|| one.id.cmp(&other.id))
    });
    let mut instances = Vec::with_capacity(log.instances.len());
    for (_, case) in &mut cases {
        let from = instances.len() as u32;
        instances.extend_from_slice(log.of(case));
        case.instances = from..instances.len() as u32;
    }
    log.instances = instances;
    log.cases = cases.into_iter().map(|(_, case)| case).collect();
}

/// HMAC-SHA256 (RFC 2104).
fn hmac(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mut block = [0u8; BLOCK];
    if key.len() > BLOCK {
        block[..32].copy_from_slice(&Sha256::digest(key));
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let padded = |with: u8| block.map(|byte| byte ^ with);
    let inner = Sha256::new().chain_update(padded(0x36)).chain_update(message).finalize();
    Sha256::new().chain_update(padded(0x5c)).chain_update(inner).finalize().into()
}

/// A moment as a date and a time of day in universal time, for people: `2024-03-31 12:05`.
pub fn written(moment: Micros) -> String {
    let minutes = moment.div_euclid(60_000_000);
    let (year, month, day) = civil(minutes.div_euclid(1440) as i32);
    debug_assert_eq!(i64::from(days_of(year, month, day)), minutes.div_euclid(1440));
    let of_day = minutes.rem_euclid(1440);
    format!("{year:04}-{month:02}-{day:02} {:02}:{:02}", of_day / 60, of_day % 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{Options, read};

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// RFC 4231, test cases 1, 2 and 6.
    #[test]
    fn hashes_are_those_of_the_standard() {
        let one = hmac(&[0x0b; 20], b"Hi There");
        assert_eq!(hex(&one), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
        let two = hmac(b"Jefe", b"what do ya want for nothing?");
        assert_eq!(hex(&two), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        let long = hmac(&[0xaa; 131], b"Test Using Larger Than Block-Size Key - Hash Key First");
        assert_eq!(hex(&long), "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    }

    #[test]
    fn days_are_those_of_the_wall_and_cases_keep_their_instances() {
        let text = "case,activity,end\nx,a,2024-07-01 00:30\ny,b,2024-06-30 23:30\ny,c,2024-07-02 10:00\n";
        let (mut log, _) = read(text.as_bytes(), &Options::default()).expect("a log");
        coarsen(&mut log, Coarse::Day);
        hash_cases(&mut log, b"key");
        let walls: Vec<String> = log.instances.iter().map(|one| written(one.wall(one.end.expect("an end")))).collect();
        assert_eq!(walls, ["2024-06-30 00:00", "2024-07-02 00:00", "2024-07-01 00:00"]);
        assert_eq!(&*log.cases[1].id, &hex(&hmac(b"key", b"x")[..8]));
    }
}
