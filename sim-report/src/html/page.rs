//! A document as a page: header with facts, contents, sections, footer.

use std::fmt::Write;

use sim_core::lang::Lang;

use super::block::{put_block, text};
use super::escape::escaped;
use super::words;
use crate::document::{Document, Section};

/// A document among those of a file.
pub(super) struct Page<'a> {
    /// The document.
    pub(super) document: &'a Document,
    /// Whether it is shown when the file is opened.
    pub(super) is_first: bool,
    /// The languages that the file has too.
    pub(super) others: Vec<Lang>,
}

impl Page<'_> {
    /// An id that no other document of the file has. Those of the first are what sections are linked by.
    fn id(&self, name: &str) -> String {
        match self.is_first {
            true => name.to_owned(),
            false => format!("{}-{name}", words::code(self.document.lang)),
        }
    }

    /// Writes it.
    pub(super) fn put(&self, out: &mut String) {
        let (lang, main) = (self.document.lang, self.id("main"));
        let hidden = if self.is_first { "" } else { " hidden" };
        let title = escaped(&self.document.title);
        let name = words::code(lang);
        let _ = writeln!(
            out,
            "<div class=\"document\" id=\"document-{name}\" lang=\"{name}\" data-title=\"{title}\"{hidden}>"
        );
        let _ = writeln!(out, "<a class=\"skip\" href=\"#{main}\">{}</a>", words::skip(lang));
        self.header(out);
        out.push_str("<div class=\"columns\">\n");
        self.contents(out);
        let _ = writeln!(out, "<main id=\"{main}\" tabindex=\"-1\">");
        let mut number = 0;
        for section in &self.document.sections {
            self.section(out, section, &mut number);
        }
        out.push_str("</main>\n</div>\n");
        let (top, own) = (self.id("top"), words::on_its_own(lang));
        let _ = writeln!(
            out,
            "<footer><p>{own}</p><p class=\"screen\"><a href=\"#{top}\">{}</a></p></footer>",
            words::to_top(lang)
        );
        out.push_str("</div>\n");
    }

    fn header(&self, out: &mut String) {
        let document = self.document;
        let _ = writeln!(out, "<header id=\"{}\">", self.id("top"));
        for other in &self.others {
            let (name, label) = (words::code(*other), words::language(*other));
            let _ = writeln!(
                out,
                "<button type=\"button\" class=\"switch\" data-to=\"{name}\" lang=\"{name}\" hidden>{label}</button>"
            );
        }
        let _ = writeln!(out, "<h1>{}</h1>", escaped(&document.title));
        if !document.subtitle.is_empty() {
            let _ = writeln!(out, "<p class=\"subtitle\">{}</p>", escaped(&document.subtitle));
        }
        if !document.facts.is_empty() {
            out.push_str("<dl class=\"facts\">\n");
            for fact in &document.facts {
                let _ = writeln!(out, "<div><dt>{}</dt><dd>{}</dd></div>", escaped(&fact.name), text(&fact.value));
            }
            out.push_str("</dl>\n");
        }
        out.push_str("</header>\n");
    }

    fn contents(&self, out: &mut String) {
        let lang = self.document.lang;
        let id = self.id("contents");
        let _ = writeln!(out, "<nav aria-labelledby=\"{id}\">\n<p id=\"{id}\">{}</p>\n<ol>", words::contents(lang));
        for section in &self.document.sections {
            let _ = writeln!(out, "<li><a href=\"#{}\">{}</a></li>", self.id(&section.id), escaped(&section.heading));
        }
        out.push_str("</ol>\n</nav>\n");
    }

    /// * `number` – how many tables and charts came before, which makes their ids
    fn section(&self, out: &mut String, section: &Section, number: &mut u32) {
        let id = escaped(&self.id(&section.id));
        let own_page = if section.own_page { " class=\"own-page\"" } else { "" };
        let _ = writeln!(out, "<section id=\"{id}\" aria-labelledby=\"{id}-head\"{own_page}>");
        let _ = writeln!(out, "<h2 id=\"{id}-head\">{}</h2>", escaped(&section.heading));
        for block in &section.blocks {
            *number += 1;
            put_block(out, block, &self.id(&format!("block-{number}")), self.document.lang);
        }
        out.push_str("</section>\n");
    }
}
