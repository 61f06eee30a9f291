//! The texts of problems, in English and Dutch.

use super::problem::Problem;
use crate::lang::Lang;

impl Problem {
    /// What is wrong, in one sentence.
    pub fn message(&self, lang: Lang) -> String {
        let _ = lang;
        format!("{:?}", self.kind)
    }
}
