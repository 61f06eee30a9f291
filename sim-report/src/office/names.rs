//! What a template may ask for, by name.

use crate::chart::Chart;
use crate::document::{Block, Document, Part, Table, Text};

/// What a name stands for.
#[derive(Debug, Clone)]
pub(super) enum Content<'d> {
    /// A few words.
    Words(String),
    /// Paragraphs, lists, tables and pictures.
    Blocks(Vec<Item<'d>>),
    /// A table.
    Table(&'d Table),
    /// A picture.
    Chart(&'d Chart),
}

/// One thing among others.
#[derive(Debug, Clone)]
pub(super) enum Item<'d> {
    /// The head of a section, and whether that begins on a page of its own.
    Head(&'d str, bool),
    /// What stands in it.
    Block(&'d Block),
    /// A fact of the results.
    Fact(Text),
}

/// What a name stands for; `None` where the document has nothing of that name.
pub(super) fn find<'d>(document: &'d Document, name: &str) -> Option<Content<'d>> {
    let words = |text: &str| Some(Content::Words(text.to_owned()));
    let section = |id: &str| document.sections.iter().find(|section| section.id == id);
    let blocks = || document.sections.iter().flat_map(|section| &section.blocks);
    match name.split_once(':') {
        Some(("section", id)) => Some(Content::Blocks(section(id)?.blocks.iter().map(Item::Block).collect())),
        Some(("heading", id)) => words(&section(id)?.heading),
        Some(("table", name)) => blocks().find_map(|block| match block {
            Block::Table(table) if table.name == name => Some(Content::Table(table)),
            _ => None,
        }),
        Some(("chart", name)) => blocks().find_map(|block| match block {
            Block::Chart(chart) | Block::Played(chart, _) if chart.name == name => Some(Content::Chart(chart)),
            _ => None,
        }),
        Some(("title", name)) => blocks().find_map(|block| match block {
            Block::Chart(chart) | Block::Played(chart, _) if chart.name == name => words(&chart.title),
            Block::Table(table) if table.name == name => words(&table.caption),
            _ => None,
        }),
        Some(_) => None,
        None => match name {
            "title" => words(&document.title),
            "question" => words(&document.subtitle),
            "answer" => find(document, "section:answer"),
            "facts" => {
                let fact = |fact: &crate::document::Fact| {
                    let name = Part::Strong(format!("{}: ", fact.name));
                    Item::Fact(Text(std::iter::once(name).chain(fact.value.0.iter().cloned()).collect()))
                };
                Some(Content::Blocks(document.facts.iter().map(fact).collect()))
            }
            "briefing" => {
                let items = document.sections.iter().flat_map(|section| {
                    std::iter::once(Item::Head(&section.heading, section.own_page))
                        .chain(section.blocks.iter().map(Item::Block))
                });
                Some(Content::Blocks(items.collect()))
            }
            name => document.facts.iter().find(|fact| fact.id == name).and_then(|fact| words(&fact.value.plain())),
        },
    }
}

/// Every name that a document has, with what it stands for in a few words.
pub fn names(document: &Document) -> Vec<(String, String)> {
    let mut names =
        vec![("title".to_owned(), document.title.clone()), ("question".to_owned(), document.subtitle.clone())];
    names.extend(
        document.facts.iter().map(|fact| (fact.id.to_owned(), format!("{}: {}", fact.name, fact.value.plain()))),
    );
    let head =
        |id: &str| document.sections.iter().find(|section| section.id == id).map(|section| section.heading.clone());
    let facts: Vec<&str> = document.facts.iter().map(|fact| fact.name.as_str()).collect();
    names.push(("facts".to_owned(), facts.join(", ")));
    names.extend(head("answer").map(|head| ("answer".to_owned(), head)));
    let sections: Vec<&str> = document.sections.iter().map(|section| section.heading.as_str()).collect();
    names.push(("briefing".to_owned(), sections.join(" · ")));
    for section in &document.sections {
        names.push((format!("heading:{}", section.id), section.heading.clone()));
        names.push((format!("section:{}", section.id), section.heading.clone()));
        for block in &section.blocks {
            match block {
                Block::Chart(chart) | Block::Played(chart, _) => {
                    names.extend(["chart", "title"].map(|kind| (format!("{kind}:{}", chart.name), chart.title.clone())))
                }
                Block::Table(table) => names
                    .extend(["table", "title"].map(|kind| (format!("{kind}:{}", table.name), table.caption.clone()))),
                _ => {}
            }
        }
    }
    names
}

/// The name that is most like another.
pub(super) fn like(document: &Document, name: &str) -> Option<String> {
    let alike = |known: &str| {
        // The part after the colon is what people get wrong, or they leave out what is before it.
        let own = known.split_once(':').map_or(known, |(_, own)| own);
        strsim::jaro_winkler(known, name).max(strsim::jaro_winkler(own, name))
    };
    let best = names(document).into_iter().map(|(known, _)| (alike(&known), known));
    let best = best.fold(None, |best: Option<(f64, String)>, one| match best {
        Some(best) if best.0 >= one.0 => Some(best),
        _ => Some(one),
    });
    best.filter(|(alike, _)| *alike > 0.75).map(|(_, name)| name)
}
