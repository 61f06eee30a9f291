//! A document that people read: sections of sentences, tables and charts, apart from how it is set.
//!
//! Every number that comes from results is a [`Figure`]: what is shown, the exact value behind it, and which figure of the
//! results that is, so that each can be checked against the tables that programs read.

use sim_core::lang::Lang;

use crate::chart::{Animation, Chart};

/// A document in one language.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// What it is about.
    pub title: String,
    /// The question it answers.
    pub subtitle: String,
    /// Its language.
    pub lang: Lang,
    /// The day on which the results were made: year, month, day; not that on which it is written, so that the same results
    /// give the same bytes.
    pub date: Option<(i16, i8, i8)>,
    /// Facts of the results: scenario, version, run, date, replications.
    pub facts: Vec<Fact>,
    /// The sections, the most important first.
    pub sections: Vec<Section>,
}

/// A fact of the results.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// Its name in files, such as `scenario`; the same in every language.
    pub id: &'static str,
    /// Its name.
    pub name: String,
    /// What it is.
    pub value: Text,
}

/// A part of a document under a head of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// What it is linked by; the same in every language.
    pub id: String,
    /// Its head.
    pub heading: String,
    /// Whether it begins on a page of its own.
    pub own_page: bool,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

/// One thing in a section.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// The answer itself: sentences that stand out.
    Answer(Vec<Text>),
    /// A head within the section.
    Heading(String),
    /// A paragraph.
    Paragraph(Text),
    /// A list of points.
    List(Vec<Text>),
    /// A remark that must be known to read what stands above it.
    Note(Text),
    /// A table.
    Table(Table),
    /// A chart.
    Chart(Box<Chart>),
    /// A map on which one run can be played.
    Played(Box<Chart>, Box<Animation>),
}

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Its name in files, such as `waits`; the same in every language.
    pub name: String,
    /// What it shows.
    pub caption: String,
    /// Its columns; the first names the rows.
    pub columns: Vec<Column>,
    /// Its rows, each with a cell for every column.
    pub rows: Vec<Vec<Text>>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its head, with the unit where it has one.
    pub head: String,
    /// Whether it holds numbers, which stand at the right.
    pub is_number: bool,
}

/// Words with figures in them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Text(pub Vec<Part>);

/// A part of a text.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// Words.
    Words(String),
    /// Words that stand out.
    Strong(String),
    /// A number of the results.
    Figure(Figure),
}

/// A number of the results.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// As it is shown: rounded, in the form of the language, with its unit or interval.
    pub shown: String,
    /// The exact values behind it, in the order in which they are shown and in the unit of the results.
    pub values: Vec<f64>,
    /// Which figures of the results these are: file, row and column, such as `measures.csv:wait:talk:all:mean:value`.
    pub from: Vec<String>,
}

impl Text {
    /// Fills a sentence: each `{}` in it becomes the next of the parts.
    ///
    /// # Panics
    /// When there are not as many places as parts; a test of each sentence shows that.
    pub fn fill(sentence: &str, parts: Vec<Part>) -> Text {
        let pieces: Vec<&str> = sentence.split("{}").collect();
        assert_eq!(pieces.len(), parts.len() + 1, "places in {sentence:?}");
        let mut parts = parts.into_iter();
        let mut text = Vec::new();
        for piece in pieces {
            if !piece.is_empty() {
                text.push(Part::Words(piece.to_owned()));
            }
            text.extend(parts.next());
        }
        Text(text)
    }

    /// The words alone, as somebody reads them aloud.
    pub fn plain(&self) -> String {
        let part = |part: &Part| match part {
            Part::Words(words) | Part::Strong(words) => words.clone(),
            Part::Figure(figure) => figure.shown.clone(),
        };
        self.0.iter().map(part).collect()
    }

    /// The figures in it.
    pub fn figures(&self) -> impl Iterator<Item = &Figure> {
        self.0.iter().filter_map(|part| match part {
            Part::Figure(figure) => Some(figure),
            Part::Words(_) | Part::Strong(_) => None,
        })
    }
}

impl From<&str> for Text {
    fn from(words: &str) -> Text {
        Text(vec![Part::Words(words.to_owned())])
    }
}

impl From<String> for Text {
    fn from(words: String) -> Text {
        Text(vec![Part::Words(words)])
    }
}

impl From<Figure> for Text {
    fn from(figure: Figure) -> Text {
        Text(vec![Part::Figure(figure)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_filled_in_order() {
        let days = |shown: &str| {
            Part::Figure(Figure { shown: shown.to_owned(), values: vec![1.0], from: vec!["measures.csv:x".to_owned()] })
        };
        let text = Text::fill("from {} to {}", vec![days("31"), Part::Strong("12 days".to_owned())]);
        assert_eq!(text.plain(), "from 31 to 12 days");
        assert_eq!(text.figures().count(), 1);
    }
}
