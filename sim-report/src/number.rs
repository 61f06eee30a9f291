//! Numbers in the form of a language.

use sim_core::lang::Lang;

/// A number with so many decimals, with the decimal sign and thousands separator of the language.
pub fn fixed(value: f64, decimals: usize, lang: Lang) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let separator = lang.pick(',', '.');
    let grouped: String = whole
        .chars()
        .enumerate()
        .flat_map(|(position, digit)| {
            let left = whole.len() - position;
            let comma = position > 0 && left.is_multiple_of(3) && whole.len() > 4;
            comma.then_some(separator).into_iter().chain([digit])
        })
        .collect();
    let is_zero = text.chars().all(|c| matches!(c, '0' | '.'));
    let sign = if value < 0.0 && !is_zero { "−" } else { "" };
    if part.is_empty() { format!("{sign}{grouped}") } else { format!("{sign}{grouped}{}{part}", lang.pick('.', ',')) }
}
