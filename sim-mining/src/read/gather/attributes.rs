//! Attributes while they are gathered: words first, and what they are when all are known.

use super::super::moment::{Order, Wall, Written};
use super::super::told::{Told, What};
use crate::log::{Attribute, Names, Value};

/// How many different words an attribute may have.
const MOST_WORDS: usize = 200_000;

/// Attributes, by number in the order in which they were met.
#[derive(Debug, Default)]
pub(in super::super) struct Attributes {
    names: Names,
    words: Vec<Names>,
    /// Those with too many words, and where that was first.
    full: Vec<Option<u64>>,
    gone: Vec<bool>,
}

/// What became of attributes when all words were known.
pub(super) struct Settled {
    /// New number, or none where it is left out.
    numbers: Vec<Option<u32>>,
    attributes: Vec<Attribute>,
    /// What words became, for attributes that turned out to be no words.
    values: Vec<Option<Vec<Value>>>,
}

impl Attributes {
    /// The number of the attribute with this name.
    pub(in super::super) fn number(&mut self, name: &str) -> u32 {
        let number = self.names.number(name);
        if number as usize == self.words.len() {
            self.words.push(Names::default());
            self.full.push(None);
            self.gone.push(false);
        }
        number
    }

    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    pub(super) fn name(&self, number: u32) -> &str {
        self.names.name(number)
    }

    /// Whether an attribute tells instances of one activity apart.
    pub(in super::super) fn is_instance(&self, attribute: u32) -> bool {
        self.name(attribute) == "concept:instance"
    }

    /// A word of an attribute; none when it has had too many.
    pub(in super::super) fn word(&mut self, attribute: u32, word: &str, row: u64) -> Option<Value> {
        let at = attribute as usize;
        if self.full[at].is_some() {
            return None;
        }
        let number = self.words[at].number(word);
        if self.words[at].len() > MOST_WORDS {
            self.full[at] = Some(row);
            self.words[at] = Names::default();
            return None;
        }
        Some(Value::Word(number))
    }

    /// The number here of an attribute that was one of others, with its words.
    pub(super) fn take_over(&mut self, others: &Attributes, attribute: u32) -> u32 {
        let before = self.names.len();
        let number = self.number(others.name(attribute));
        if number as usize == before {
            self.words[before] = others.words[attribute as usize].clone();
            self.full[before] = others.full[attribute as usize];
        }
        number
    }

    pub(super) fn forget(&mut self, gone: &[bool]) {
        for (known, gone) in self.gone.iter_mut().zip(gone) {
            *known |= gone;
        }
    }

    /// Decides what each attribute is: words that are all numbers become numbers, and so on.
    pub(super) fn settle(&mut self, order: Order, wall: Wall, told: &mut Told) -> Settled {
        let mut settled = Settled { numbers: Vec::new(), attributes: Vec::new(), values: Vec::new() };
        for (at, words) in self.words.iter_mut().enumerate() {
            let name = self.names.name(at as u32);
            if let Some(row) = self.full[at] {
                if !self.gone[at] {
                    told.tell(What::TooManyValues, row, name);
                }
                self.gone[at] = true;
            }
            if self.gone[at] {
                settled.numbers.push(None);
                settled.values.push(None);
                continue;
            }
            let words = std::mem::take(words);
            let values = converted(&words, order, wall);
            let words = if values.is_some() { Names::default() } else { words };
            settled.numbers.push(Some(settled.attributes.len() as u32));
            settled.attributes.push(Attribute { name: name.to_owned(), words });
            settled.values.push(values);
        }
        settled
    }
}

impl Settled {
    pub(super) fn attributes(&self) -> Vec<Attribute> {
        self.attributes.clone()
    }

    /// A value as it is now.
    pub(super) fn value(&self, (attribute, value): (u32, Value)) -> Option<(u32, Value)> {
        let number = self.numbers[attribute as usize]?;
        let value = match (value, &self.values[attribute as usize]) {
            (Value::Word(word), Some(values)) => values[word as usize],
            (value, _) => value,
        };
        Some((number, value))
    }
}

/// What words are, where all are numbers, moments, or yes and no.
fn converted(words: &Names, order: Order, wall: Wall) -> Option<Vec<Value>> {
    if words.is_empty() {
        return None;
    }
    let all = |value: &dyn Fn(&str) -> Option<Value>| words.iter().map(value).collect::<Option<Vec<Value>>>();
    all(&|word| number(word).map(Value::Number)).or_else(|| all(&|word| flag(word).map(Value::Flag))).or_else(|| {
        let digits = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
        all(&|word| {
            let written = Written::parse(word).filter(|_| !digits(word))?;
            Some(Value::Moment(written.settle(order, wall).0))
        })
    })
}

fn flag(word: &str) -> Option<bool> {
    match word {
        "true" | "True" | "TRUE" => Some(true),
        "false" | "False" | "FALSE" => Some(false),
        _ => None,
    }
}

/// A number that is written so that nothing is lost: no zeros before it, no signs but a minus.
fn number(word: &str) -> Option<f64> {
    let plain = word.strip_prefix('-').unwrap_or(word);
    let fits = |byte: u8| byte.is_ascii_digit() || byte == b'.' || byte == b',';
    let digits = plain.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > 15 || (digits > 1 && plain.starts_with('0')) || !plain.bytes().all(fits) {
        return None;
    }
    match plain[digits..].strip_prefix(',') {
        // Three digits after a comma may be thousands.
        Some(decimals) if decimals.len() == 3 => None,
        Some(_) => word.replacen(',', ".", 1).parse().ok(),
        None => word.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(words: &[&str]) -> Option<Vec<Value>> {
        let mut names = Names::default();
        words.iter().for_each(|word| {
            names.number(word);
        });
        converted(&names, Order::DayFirst, Wall::Ahead(0))
    }

    #[test]
    fn words_become_numbers_moments_or_flags_only_where_all_are() {
        assert_eq!(
            kind(&["1", "-2.5", "3,25"]),
            Some(vec![Value::Number(1.0), Value::Number(-2.5), Value::Number(3.25)])
        );
        assert_eq!(kind(&["True", "false"]), Some(vec![Value::Flag(true), Value::Flag(false)]));
        assert_eq!(kind(&["2-1-1970"]), Some(vec![Value::Moment(86_400_000_000)]));
        for words in [&["1", "twee"][..], &["0012"], &["1,234"], &["1.2.3"], &["ja"], &[]] {
            assert_eq!(kind(words), None, "{words:?}");
        }
    }
}
