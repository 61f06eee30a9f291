//! What is spent on something apart from teams and activities, such as a course or a system.

use jiff::civil::Date;

use super::Wording;
use super::class::Dated;

/// Money for something, once and every year.
#[derive(Debug, Clone, PartialEq)]
pub struct Spending {
    /// Name.
    pub name: String,
    /// Name on screen.
    pub title: Option<Wording>,
    /// Euro on the first day.
    pub once: f64,
    /// Euro a year, evenly over the days.
    pub per_year: Dated<f64>,
    /// First day.
    pub from: Date,
    /// First day on which nothing is spent any more.
    pub until: Option<Date>,
}
