//! Numbers as bytes and back, to the last bit, in little room.
//!
//! Whole numbers take seven bits a byte. A number with a fraction is turned round first: of the counts that most ratios
//! are made of, only the first bits differ from nothing, and those then take two or three bytes instead of eight.

/// Bytes that grow.
#[derive(Debug, Default)]
pub(super) struct Writer(Vec<u8>);

impl Writer {
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    pub(super) fn whole(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    pub(super) fn size(&mut self, number: usize) {
        self.whole(number as u64);
    }

    pub(super) fn number(&mut self, number: f64) {
        self.whole(number.to_bits().swap_bytes());
    }

    /// Bytes that were made elsewhere, up to the end.
    pub(super) fn rest(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    pub(super) fn numbers(&mut self, numbers: &[f64]) {
        self.size(numbers.len());
        numbers.iter().for_each(|&number| self.number(number));
    }
}

/// Bytes that are read from the front. `None` where they end too soon or make no sense.
#[derive(Debug)]
pub(super) struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Reader<'b> {
        Reader(bytes)
    }

    /// All that was not read yet.
    pub(super) fn rest(&self) -> &'b [u8] {
        self.0
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn whole(&mut self) -> Option<u64> {
        let mut number = 0u64;
        for place in 0..10 {
            let (&byte, rest) = self.0.split_first()?;
            self.0 = rest;
            let bits = u64::from(byte & 0x7f);
            // The tenth byte holds the last bit.
            if place == 9 && bits > 1 {
                return None;
            }
            number |= bits << (7 * place);
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    /// A number of things to come, each of which takes a byte at least, so that nothing absurd is made room for.
    pub(super) fn size(&mut self) -> Option<usize> {
        let number = usize::try_from(self.whole()?).ok()?;
        (number <= self.0.len()).then_some(number)
    }

    pub(super) fn number(&mut self) -> Option<f64> {
        Some(f64::from_bits(self.whole()?.swap_bytes()))
    }

    pub(super) fn numbers(&mut self) -> Option<Vec<f64>> {
        let number = self.size()?;
        let mut numbers = Vec::with_capacity(number);
        for _ in 0..number {
            numbers.push(self.number()?);
        }
        Some(numbers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// What is written is read again, to the last bit.
        #[test]
        fn numbers_come_back(wholes in prop::collection::vec(any::<u64>(), 0..20), bits in prop::collection::vec(any::<u64>(), 0..20)) {
            let mut writer = Writer::default();
            wholes.iter().for_each(|&number| writer.whole(number));
            let numbers: Vec<f64> = bits.iter().map(|&bits| f64::from_bits(bits)).collect();
            writer.numbers(&numbers);
            let bytes = writer.into_bytes();
            let mut reader = Reader::new(&bytes);
            for &number in &wholes {
                prop_assert_eq!(reader.whole(), Some(number));
            }
            let back = reader.numbers().expect("they are there");
            prop_assert_eq!(back.iter().map(|number| number.to_bits()).collect::<Vec<u64>>(), bits);
            prop_assert!(reader.is_at_end());
        }

        /// Whatever the bytes, reading them neither panics nor asks for more room than there are bytes.
        #[test]
        fn nonsense_is_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            let mut reader = Reader::new(&bytes);
            if let Some(numbers) = reader.numbers() {
                prop_assert!(numbers.len() <= bytes.len());
            }
        }
    }

    #[test]
    fn counts_take_little_room() {
        for (number, most) in [(0.0, 1), (1.0, 3), (40.0, 3), (1234.0, 5), (0.1, 10)] {
            let mut writer = Writer::default();
            writer.number(number);
            assert!(writer.into_bytes().len() <= most, "{number}");
        }
    }
}
