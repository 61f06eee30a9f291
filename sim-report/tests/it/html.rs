//! Documents as HTML: what stands in the file, and that it is well formed. How it behaves in a browser is tested by
//! `sim-report/tests/browser`, on the file that [`the_sample_is_written_as_expected`] leaves in `target/tmp`.

use std::collections::BTreeSet;
use std::path::Path;

use sim_report::document::Document;
use sim_report::html::write;

use crate::sample::{HOSTILE, documents};

/// What an element begins with, in order: `<td class="number">` gives `td class="number"`.
fn tags(html: &str) -> Vec<&str> {
    html.split('<').skip(1).filter_map(|rest| rest.split_once('>')).map(|(tag, _)| tag).collect()
}

fn name(tag: &str) -> &str {
    tag.split([' ', '/']).next().unwrap_or_default()
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

/// The file without style and script, which hold no content.
fn body(html: &str) -> String {
    let (_, body) = html.split_once("</style>").expect("a style");
    body.split_once("<script>").expect("a script").0.to_owned()
}

fn written() -> String {
    write(&documents()).expect("two documents")
}

#[test]
fn the_sample_is_written_as_expected() {
    let html = written();
    std::fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join("sample.html"), &html).expect("target/tmp");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/expected/sample.html");
    let body = body(&html);
    if std::env::var_os("KETEN_REWRITE").is_some() {
        std::fs::write(&path, &body).expect("tests/expected");
    }
    let expected = std::fs::read_to_string(&path).expect("tests/expected/sample.html");
    let differs = expected.lines().zip(body.lines()).position(|(expected, found)| expected != found);
    assert!(
        expected == body,
        "differs from line {:?} on; KETEN_REWRITE=1 writes it anew",
        differs.map(|line| line + 1)
    );
}

#[test]
fn every_element_that_opens_is_closed() {
    const EMPTY: [&str; 8] = ["meta", "link", "path", "rect", "circle", "polygon", "polyline", "wbr"];
    let html = body(&written());
    let mut open = vec!["body", "html"];
    open.reverse();
    for tag in tags(&html).into_iter().filter(|tag| !matches!(name(tag), "body") && *tag != "/head") {
        match tag.strip_prefix('/') {
            Some(closed) => assert_eq!(open.pop(), Some(closed), "closed by </{closed}>"),
            None if EMPTY.contains(&name(tag)) => {}
            None => open.push(name(tag)),
        }
    }
    assert_eq!(open, ["html", "body"]);
}

#[test]
fn ids_are_unique_and_links_lead_somewhere() {
    let html = written();
    let ids: Vec<&str> = tags(&html).iter().filter_map(|tag| attribute(tag, "id")).collect();
    let known: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), known.len(), "an id stands twice");
    let html = body(&html);
    for tag in tags(&html) {
        let link = attribute(tag, "href").and_then(|link| link.strip_prefix('#'));
        let labels = ["aria-labelledby", "aria-describedby"].iter().filter_map(|one| attribute(tag, one));
        for id in labels.flat_map(|ids| ids.split(' ')).chain(link) {
            assert!(known.contains(id), "{tag} refers to {id}");
        }
    }
}

#[test]
fn headings_go_down_one_level_at_a_time() {
    let html = body(&written());
    for document in html.split("class=\"document\"").skip(1) {
        let levels: Vec<u32> =
            tags(document).iter().filter_map(|tag| tag.strip_prefix('h')?.split(' ').next()?.parse().ok()).collect();
        assert_eq!(levels.first(), Some(&1));
        assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
        assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
    }
}

#[test]
fn every_table_has_a_caption_and_scopes() {
    let html = body(&written());
    let tables: Vec<&str> = html.split("<table").skip(1).collect();
    assert_eq!(tables.len(), 2 * 4, "three charts and a table, in two languages");
    for table in tables {
        let table = table.split("</table>").next().expect("split gives one");
        assert_eq!(table.matches("<caption").count(), 1);
        assert_eq!(table.matches("<th").count() - 1, table.matches(" scope=").count(), "but <thead>");
        let rows: Vec<usize> = table.split("<tr>").skip(1).map(|row| row.matches("</t").count()).collect();
        assert!(!rows.is_empty());
    }
}

#[test]
fn every_mark_says_its_value_and_stands_in_the_table_below() {
    let html = body(&written());
    for figure in html.split("<figure ").skip(1) {
        let figure = figure.split("</figure>").next().expect("split gives one");
        let of = |element: &str| -> Vec<String> {
            let found = tags(figure).into_iter().filter(|tag| name(tag) == element);
            let mut values: Vec<String> = found
                .filter_map(|tag| attribute(tag, "data-value").or(attribute(tag, "value")))
                .map(str::to_owned)
                .collect();
            values.sort();
            values
        };
        assert!(of("g").len() >= 10);
        assert_eq!(of("g"), of("data"));
        assert_eq!(figure.matches("<g class=\"mark\"").count(), figure.matches("><title>").count());
    }
}

#[test]
fn nothing_is_asked_of_a_network_and_no_text_becomes_markup() {
    let html = written();
    for tag in tags(&body(&html)) {
        assert!(!["img", "iframe", "b", "object", "embed", "base", "form"].contains(&name(tag)), "<{tag}>");
        for one in ["src", "srcset", "onclick", "style"] {
            assert_eq!(attribute(tag, one), None, "<{tag}>");
        }
        assert!(attribute(tag, "href").is_none_or(|link| link.starts_with('#') || link == "data:,"), "<{tag}>");
    }
    assert!(!html.contains("url(") && !html.contains("@import") && !html.contains("fetch("));
    assert!(!html.contains('\u{202E}'), "signs that turn the direction of text");
    let html = html.replace("<wbr>", "");
    assert!(html.contains("&lt;b onclick=&quot;go(&#39;x&#39;)&quot;&gt;R&amp;D&lt;/b&gt; https://example.org"));
    assert!(!html.contains(HOSTILE));
}

#[test]
fn the_first_document_is_shown_and_the_others_are_hidden() {
    let html = written();
    assert!(html.contains("<html lang=\"nl\">"));
    assert!(html.contains("id=\"document-nl\" lang=\"nl\" data-title=\"Een keten van schuldhulp\">"));
    assert!(html.contains("id=\"document-en\" lang=\"en\" data-title=\"A chain of debt help\" hidden>"));
    let alone = write(&documents()[..1]).expect("a document");
    assert_eq!(alone.matches("class=\"document\"").count(), 1);
    assert!(!body(&alone).contains("<button"), "one language needs no switch");
}

#[test]
fn documents_of_one_language_are_refused() {
    assert!(write(&[]).is_err());
    let twice: Vec<Document> = vec![documents().remove(0), documents().remove(0)];
    assert_eq!(write(&twice).expect_err("twice").to_string(), "each document of a file has a language of its own");
}
