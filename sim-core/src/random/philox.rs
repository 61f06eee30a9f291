//! Philox2x64-10: a random number as a function of a counter and a key, without any state.

/// Odd multiplier of the round function.
const MULTIPLIER: u64 = 0xd2b7_4407_b1ce_6e93;
/// What the key grows by from one round to the next: the golden ratio, in units of 2⁻⁶⁴.
const KEY_STEP: u64 = 0x9e37_79b9_7f4a_7c15;
/// Rounds; the authors found six enough for every test of TestU01 and advise ten as a safety margin.
const ROUNDS: u32 = 10;

/// Two random 64-bit numbers for a 128-bit counter and a key.
///
/// For each key it is a bijection on counters; neighbouring counters and neighbouring keys give numbers that no
/// test of TestU01's BigCrush tells apart from independent ones. The output will never change.
///
/// # Source
/// Salmon, Moraes, Dror & Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3", *SC '11*, §3.3.
#[inline]
pub fn philox2x64(counter: [u64; 2], key: u64) -> [u64; 2] {
    let [mut left, mut right] = counter;
    let mut round_key = key;
    for _ in 0..ROUNDS {
        let product = u128::from(MULTIPLIER) * u128::from(left);
        left = (product >> 64) as u64 ^ round_key ^ right;
        right = product as u64;
        round_key = round_key.wrapping_add(KEY_STEP);
    }
    [left, right]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The known-answer vectors of the authors' Random123 library (`kat_vectors`, `philox2x64 10`).
    #[test]
    fn known_answers_of_random123_hold() {
        assert_eq!(philox2x64([0, 0], 0), [0xca00_a045_9843_d731, 0x66c2_4222_c9a8_45b5]);
        assert_eq!(philox2x64([u64::MAX; 2], u64::MAX), [0x65b0_21d6_0cd8_310f, 0x4d02_f322_2f86_df20]);
        assert_eq!(
            philox2x64([0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7344], 0xa409_3822_299f_31d0),
            [0x0a5e_742c_2997_341c, 0xb0f8_83d3_8000_de5d]
        );
    }
}
