//! Three folded multiplications: a random number as a function of four words, without any state.

/// What the two halves of a product are combined with before they are multiplied: the fractional digits of π, from
/// the second 64 bits on, so nothing up the sleeve.
const BETWEEN: [[u64; 2]; 2] =
    [[0x1319_8a2e_0370_7344, 0xa409_3822_299f_31d0], [0x082e_fa98_ec4e_6c89, 0x4528_21e6_38d0_1377]];

/// 64 random bits for two words and a key of two words.
///
/// Each word is combined with its part of the key, and the two are multiplied to 128 bits; the halves of that product
/// are combined with constants and multiplied again, and once more; the halves of the last product are folded into
/// one word. Two such multiplications make wyhash and its generator; the third is a margin. The output will never
/// change.
///
/// The words should come in large steps, as multiples of an odd number of 64 bits do: what differs between two
/// neighbours then differs in both halves of the first product.
///
/// # Source
/// Wang, Barrios Romero, Lemire & Jin (2020), *Modern non-cryptographic hash function and pseudorandom number
/// generator* (wyhash), for the folded multiplication with constants; they found two of them enough for BigCrush and
/// PractRand, after Makarov's MUM hash (2016). Salmon, Moraes, Dror & Shaw (2011), "Parallel random numbers: as easy as
/// 1, 2, 3", *SC '11*, for numbers made from addresses. What this construction was tested with stands in
/// `benches/runs`.
#[inline]
pub fn folded([a, b]: [u64; 2], key: [u64; 2]) -> u64 {
    let [low, high] = product(a ^ key[0], b ^ key[1]);
    let [low, high] = product(low ^ BETWEEN[0][0], high ^ BETWEEN[0][1]);
    let [low, high] = product(low ^ BETWEEN[1][0], high ^ BETWEEN[1][1]);
    low ^ high
}

/// The lower and the upper half of a product.
#[inline]
fn product(a: u64, b: u64) -> [u64; 2] {
    let product = u128::from(a) * u128::from(b);
    [product as u64, (product >> 64) as u64]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Worked out by a second implementation in another language.
    #[test]
    fn known_answers_hold() {
        assert_eq!(folded([0, 0], [0, 0]), 0xe1f6_9492_9650_80d8);
        assert_eq!(folded([u64::MAX; 2], [0, 0]), 0xb42b_4976_7288_4cb3);
        let words = [0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7344];
        assert_eq!(folded(words, [0xa409_3822_299f_31d0, 0x082e_fa98_ec4e_6c89]), 0x5004_4269_5510_5410);
    }
}
