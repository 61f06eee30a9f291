//! Further slides for what did not fit on one: copies of it, right after it.

use super::super::free::Free;
use super::super::package::{OFFICE, Package, relations_of, resolved};
use super::super::refused::Refused;
use super::super::xml::{Kind, attribute, escaped, marks, plain, replaced};

const PRESENTATION: &str = "ppt/presentation.xml";

/// Puts a slide, and copies of it for its further pages.
pub(super) fn put(package: &mut Package, part: &str, pages: Vec<String>) -> Result<(), Refused> {
    let number = pages.len();
    let mut before = part.to_owned();
    let relations = package.relations(part).1.map(str::to_owned);
    for (page, text) in pages.into_iter().enumerate() {
        let text = if number > 1 { titled(part, &text, page + 1, number)? } else { text };
        if page == 0 {
            package.put(part, text);
            continue;
        }
        let taken: Vec<&str> = package.names().collect();
        let name =
            (1..).map(|number| format!("ppt/slides/slide{number}.xml")).find(|name| !taken.contains(&name.as_str()));
        let name = name.unwrap_or_default();
        if let Some(relations) = package.relations(part).1.or(relations.as_deref()) {
            // Notes belong to one slide.
            let kept = without_notes(relations)?;
            package.put(&relations_of(&name), kept);
        }
        package.put(&name, text);
        package.declare(&name, "application/vnd.openxmlformats-officedocument.presentationml.slide+xml")?;
        show_after(package, &before, &name)?;
        before = name;
    }
    Ok(())
}

/// The page behind the title, so that no two slides are called the same.
fn titled(part: &str, text: &str, page: usize, number: usize) -> Result<String, Refused> {
    let all = marks(part, text)?;
    let is_title = |mark: &&super::super::xml::Mark| {
        mark.name == "p:ph" && matches!(attribute(&text[mark.at.clone()], "type"), Some("title" | "ctrTitle"))
    };
    let Some(from) = all.iter().find(is_title).map(|mark| mark.at.start) else { return Ok(text.to_owned()) };
    let until = all.iter().find(|mark| mark.name == "p:sp" && mark.kind == Kind::Close && mark.at.start > from);
    let until = until.map_or(text.len(), |mark| mark.at.start);
    let last = all
        .iter()
        .rfind(|mark| mark.name == "a:t" && mark.kind == Kind::Close && (from..until).contains(&mark.at.start));
    Ok(match last {
        Some(mark) => replaced(text, vec![(mark.at.start..mark.at.start, format!(" ({page}/{number})"))]),
        None => text.to_owned(),
    })
}

fn without_notes(relations: &str) -> Result<String, Refused> {
    let all = marks("rels", relations)?;
    let notes = all.iter().enumerate().filter(|(_, mark)| {
        let element = &relations[mark.at.clone()];
        mark.kind != Kind::Close && attribute(element, "Type").is_some_and(|kind| kind.ends_with("/notesSlide"))
    });
    Ok(replaced(
        relations,
        notes.map(|(place, mark)| (mark.at.start..super::end(&all, place), String::new())).collect(),
    ))
}

/// Shows a slide after another.
fn show_after(package: &mut Package, before: &str, name: &str) -> Result<(), Refused> {
    let file = name.rsplit('/').next().unwrap_or_default();
    let relation = package.relate(PRESENTATION, &format!("{OFFICE}/slide"), &format!("slides/{file}"))?;
    let relations = package.relations(PRESENTATION).1.unwrap_or_default();
    let all = marks(PRESENTATION, relations)?;
    let elements = all.iter().map(|mark| &relations[mark.at.clone()]);
    let earlier = elements
        .filter(|one| attribute(one, "Target").is_some_and(|target| resolved(PRESENTATION, &plain(target)) == before))
        .find_map(|one| attribute(one, "Id"))
        .map(str::to_owned);
    let text = package.needed(PRESENTATION)?.to_owned();
    let all = marks(PRESENTATION, &text)?;
    let slides: Vec<_> = all.iter().filter(|mark| mark.name == "p:sldId" && mark.kind != Kind::Close).collect();
    let number = |mark: &&super::super::xml::Mark| attribute(&text[mark.at.clone()], "id")?.parse::<u32>().ok();
    let next = Free::of(256..1 << 31, slides.iter().filter_map(number)).next()?;
    let is_earlier = |mark: &&&super::super::xml::Mark| {
        attribute(&text[mark.at.clone()], "r:id").map(str::to_owned) == earlier && earlier.is_some()
    };
    let at = slides.iter().find(is_earlier).map(|mark| mark.at.end);
    let at = at.ok_or_else(|| Refused::Damaged { part: PRESENTATION.to_owned(), why: escaped(before) })?;
    let new = format!("<p:sldId id=\"{next}\" r:id=\"{relation}\"/>");
    let text = replaced(&text, vec![(at..at, new)]);
    package.put(PRESENTATION, text);
    Ok(())
}
