//! Conditions: `debt > 50000 euro and not (crisis or creditors <= 3)` to a small program in postfix order.
//!
//! `not` binds closest, then `and`, then `or`. Operators wait on a pile until what they join is complete (Dijkstra's
//! shunting yard), so that no depth of parentheses needs more than a list.

use std::ops::Range;

use super::{Item, Reader, names, values};
use crate::scenario::amount::MOST_TESTS;
use crate::scenario::problem::{ConditionPart, NameOf, ProblemKind};
use crate::scenario::units::{self, clip};
use crate::scenario::{AmountUnit, Condition, Relation, Test};

/// Most parts of one condition.
const MOST_PARTS: usize = 400;

/// A piece of a condition, with its place in the text.
#[derive(Debug, Clone, PartialEq)]
enum Token {
    Open,
    Close,
    And,
    Or,
    Not,
    Relation(Relation),
    Word(String),
    /// A sign that means nothing here.
    Sign,
}

/// What waits on the pile of operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Waiting {
    Open,
    Or,
    And,
    Not,
}

/// The pieces of a text. What follows a relation, up to a word that joins or a parenthesis, is one value.
fn tokens(text: &str) -> Vec<(Token, Range<usize>)> {
    let mut found: Vec<(Token, Range<usize>)> = Vec::new();
    let mut rest = text.char_indices().peekable();
    while let Some((at, sign)) = rest.next() {
        if sign.is_whitespace() {
            continue;
        }
        let equals = rest.peek().is_some_and(|&(_, next)| next == '=');
        let relation = match (sign, equals) {
            ('<', true) | ('≤', _) => Some(Relation::AtMost),
            ('<', false) => Some(Relation::Below),
            ('>', true) | ('≥', _) => Some(Relation::AtLeast),
            ('>', false) => Some(Relation::Above),
            ('=', _) => Some(Relation::Equal),
            _ => None,
        };
        let single = match sign {
            '(' => Some(Token::Open),
            ')' => Some(Token::Close),
            _ => relation.map(Token::Relation),
        };
        if let Some(token) = single {
            if equals && matches!(sign, '<' | '>') {
                rest.next();
            }
            let end = rest.peek().map_or(text.len(), |&(next, _)| next);
            found.push((token, at..end));
            continue;
        }
        let is_word = |sign: char| !sign.is_whitespace() && !matches!(sign, '(' | ')' | '<' | '>' | '=' | '≤' | '≥');
        while rest.peek().is_some_and(|&(_, next)| is_word(next)) {
            rest.next();
        }
        let end = rest.peek().map_or(text.len(), |&(next, _)| next);
        let word = &text[at..end];
        let token = match word {
            "and" | "en" => Token::And,
            "or" | "of" => Token::Or,
            "not" | "niet" => Token::Not,
            "!" | "&" | "&&" | "|" | "||" => Token::Sign,
            _ => Token::Word(word.to_owned()),
        };
        // The words of a value belong together.
        match found.last_mut() {
            Some((Token::Word(value), place)) if matches!(token, Token::Word(_)) && is_value(value) => {
                *value = text[place.start..end].to_owned();
                place.end = end;
            }
            _ => found.push((token, at..end)),
        }
    }
    found
}

/// Whether a word begins a value: a number, or a sign of money or of a number.
fn is_value(word: &str) -> bool {
    word.starts_with(|sign: char| sign.is_ascii_digit() || matches!(sign, '€' | '-' | '−' | '+' | '.' | ','))
}

impl<'t> Reader<'t> {
    /// A condition on amounts and levels.
    pub(super) fn condition(reader: &mut Reader<'t>, item: &Item<'t>) -> Option<Condition> {
        let text = values::text(reader, item)?;
        let tokens = tokens(&text);
        if tokens.len() > MOST_PARTS {
            let kind = ProblemKind::TooMany { found: tokens.len(), most: MOST_PARTS };
            reader.wrong(kind, item);
            return None;
        }
        let code = reader.program(&text, &tokens, item)?;
        let tests = code.iter().filter(|test| matches!(test, Test::Amount { .. } | Test::Level(_))).count();
        if tests > MOST_TESTS {
            reader.wrong(ProblemKind::TooMany { found: tests, most: MOST_TESTS }, item);
            return None;
        }
        Some(Condition { text: text.trim().to_owned(), code })
    }

    fn program(&mut self, text: &str, tokens: &[(Token, Range<usize>)], item: &Item<'t>) -> Option<Vec<Test>> {
        let (mut code, mut pile) = (Vec::new(), Vec::new());
        let mut sound = true;
        let mut wants_test = true;
        let mut at = 0;
        while let Some((token, place)) = tokens.get(at) {
            at += 1;
            match (token, wants_test) {
                (Token::Open, true) => pile.push(Waiting::Open),
                (Token::Not, true) => pile.push(Waiting::Not),
                (Token::Word(name), true) if !is_value(name) || self.names.level(name).is_some() => {
                    match self.test(text, name, place, tokens, &mut at, item) {
                        Ok(Some(test)) => code.push(test),
                        // The name or value is wrong, the form is not.
                        Ok(None) => sound = false,
                        Err((found, expected)) => return self.bad_condition(text, found, expected, item),
                    }
                    wants_test = false;
                }
                (_, true) => return self.bad_condition(text, Some(place), ConditionPart::Test, item),
                (Token::And, false) => {
                    give(&mut code, &mut pile, Waiting::And);
                    pile.push(Waiting::And);
                    wants_test = true;
                }
                (Token::Or, false) => {
                    give(&mut code, &mut pile, Waiting::Or);
                    pile.push(Waiting::Or);
                    wants_test = true;
                }
                (Token::Close, false) => {
                    give(&mut code, &mut pile, Waiting::Or);
                    if pile.pop() != Some(Waiting::Open) {
                        return self.bad_condition(text, Some(place), ConditionPart::Joint, item);
                    }
                }
                (_, false) => return self.bad_condition(text, Some(place), ConditionPart::Joint, item),
            }
        }
        if wants_test {
            return self.bad_condition(text, None, ConditionPart::Test, item);
        }
        give(&mut code, &mut pile, Waiting::Or);
        if !pile.is_empty() {
            return self.bad_condition(text, None, ConditionPart::Closing, item);
        }
        sound.then_some(code)
    }

    /// One test: a level, or an amount with its relation and value. `Err`: where it breaks off, and what is expected.
    fn test<'p>(
        &mut self,
        text: &str,
        name: &str,
        place: &Range<usize>,
        tokens: &'p [(Token, Range<usize>)],
        at: &mut usize,
        item: &Item<'t>,
    ) -> Result<Option<Test>, (Option<&'p Range<usize>>, ConditionPart)> {
        let next = tokens.get(*at);
        let related = matches!(next, Some((Token::Relation(_), _)));
        let amount = self.names.position(NameOf::Amount, name);
        if let Some(level) = self.names.level(name).filter(|_| !related) {
            return Ok(Some(Test::Level(level)));
        }
        if amount.is_none() {
            let of = if related { NameOf::Amount } else { NameOf::AmountOrLevel };
            let levels = self.names.of(NameOf::Level).iter().filter(|_| !related);
            let known = self.names.of(NameOf::Amount).iter().chain(levels).map(String::as_str);
            let known: Vec<&str> = known.collect();
            let kind = names::unknown(of, name, known.into_iter(), self.compares());
            self.problem(kind, in_text(self.text, item, text, place), &item.path);
            if !related {
                return Ok(None);
            }
        }
        let Some((Token::Relation(relation), _)) = next else {
            return Err((next.map(|(_, place)| place), ConditionPart::Relation));
        };
        *at += 1;
        let Some((Token::Word(value), value_place)) = tokens.get(*at) else {
            return Err((tokens.get(*at).map(|(_, place)| place), ConditionPart::Value));
        };
        *at += 1;
        let Some(amount) = amount else { return Ok(None) };
        let read = match self.amount_units.get(amount).copied().unwrap_or_default() {
            AmountUnit::Euro => units::money(value),
            AmountUnit::Number => units::number(value, None),
        };
        match read {
            Ok(value) => Ok(Some(Test::Amount { amount, relation: *relation, value })),
            Err(kind) => {
                self.problem(kind, in_text(self.text, item, text, value_place), &item.path);
                Ok(None)
            }
        }
    }

    fn bad_condition<T>(
        &mut self,
        text: &str,
        found: Option<&Range<usize>>,
        expected: ConditionPart,
        item: &Item<'t>,
    ) -> Option<T> {
        let (at, found) = match found {
            Some(place) => (in_text(self.text, item, text, place), clip(&text[place.clone()])),
            None => (item.at.clone(), String::new()),
        };
        self.problem(ProblemKind::BadCondition { found, expected }, at, &item.path);
        None
    }
}

/// Takes operators from the pile down to those that bind less closely.
fn give(code: &mut Vec<Test>, pile: &mut Vec<Waiting>, down_to: Waiting) {
    while let Some(&last) = pile.last() {
        if last < down_to || last == Waiting::Open {
            return;
        }
        pile.pop();
        code.push(match last {
            Waiting::Not => Test::Not,
            Waiting::And => Test::And,
            Waiting::Or | Waiting::Open => Test::Or,
        });
    }
}

/// Where a part of a text stands in the file; the whole value when it is written with escapes.
fn in_text(file: &str, item: &Item<'_>, text: &str, place: &Range<usize>) -> Range<usize> {
    let begin = item.at.start + 1;
    match file.get(begin..begin + text.len()) {
        Some(written) if written == text => begin + place.start..begin + place.end,
        _ => item.at.clone(),
    }
}
