//! Paragraphs, lists, tables and pictures as elements of a text document.

use super::super::names::{Content, Item};
use super::super::package::Package;
use super::super::picture;
use super::super::refused::Refused;
use super::super::xml::{attribute, escaped};
use super::look::{Styles, with};
use crate::chart::Chart;
use crate::columns::{Page, breakable, columns};
use crate::document::{Block, Document, Part, Table, Text};

/// Sizes of letters in tables, in points.
const SIZES: [f64; 5] = [10.0, 9.0, 8.0, 7.5, 7.0];
/// Free space of a cell at both sides together, in points, and a little for a font that is wider than the one that is measured.
const EDGES: f64 = 11.0;
/// Lengths of pictures are in so many parts of a point.
const EMU: f64 = 12_700.0;
/// A picture takes at most this part of the height of the page, so that what belongs to it fits too.
const MOST_HEIGHT: f64 = 0.78;
/// Free space above the next paragraph, after a table.
const AFTER_TABLE: &str = "<w:p><w:pPr><w:spacing w:before=\"0\" w:after=\"120\"/></w:pPr></w:p>";

/// Writes elements into a part.
pub(super) struct Writer<'a> {
    package: &'a mut Package,
    part: &'a str,
    styles: Styles,
    /// The language of the words, as an element of a look.
    lang: String,
    /// Properties of the paragraph and the look of the placeholder.
    properties: String,
    look: String,
    /// Width and height of the text, in points.
    room: (f64, f64),
    /// Number of the next picture; no two of a file have the same.
    next: u32,
}

impl<'a> Writer<'a> {
    /// Of a part.
    pub(super) fn new(package: &'a mut Package, part: &'a str, document: &Document) -> Result<Writer<'a>, Refused> {
        let styles = Styles::of(package)?;
        let lang = format!("<w:lang w:val=\"{}\"/>", document.lang.pick("en-GB", "nl-NL"));
        let text = package.needed(part)?;
        let used = text.split("docPr ").skip(1).filter_map(|rest| attribute(&format!(" {rest}"), "id")?.parse().ok());
        let next = used.fold(1000, u32::max) + 1;
        let (properties, look) = (String::new(), String::new());
        Ok(Writer { package, part, styles, lang, properties, look, room: (451.0, 697.0), next })
    }

    /// What follows takes the place of a paragraph with these properties, whose placeholder has this look.
    pub(super) fn begin(&mut self, properties: &str, look: &str, room: (f64, f64)) {
        // A section of the page would end in every new paragraph.
        self.properties = properties.to_owned();
        self.look = look.to_owned();
        self.room = room;
    }

    /// What a name stands for.
    pub(super) fn content(&mut self, content: &Content<'_>) -> Result<String, Refused> {
        match content {
            Content::Words(words) => self.paragraph(&Text::from(words.as_str()), &[]),
            Content::Table(table) => self.table(table),
            Content::Chart(chart) => self.chart(chart),
            Content::Blocks(items) => items.iter().map(|item| self.item(item)).collect(),
        }
    }

    fn item(&mut self, item: &Item<'_>) -> Result<String, Refused> {
        match item {
            Item::Head(head, own_page) => self.head(head, 0, *own_page),
            Item::Fact(text) => self.paragraph(text, &[]),
            Item::Block(block) => match block {
                Block::Answer(sentences) => sentences.iter().map(|one| self.paragraph(one, &[])).collect(),
                Block::Heading(head) => self.head(head, 1, false),
                Block::Paragraph(text) => self.paragraph(text, &[]),
                Block::List(points) => points.iter().map(|point| self.point(point)).collect(),
                Block::Note(text) => self.paragraph(text, &["<w:i/>".to_owned()]),
                Block::Table(table) => self.table(table),
                Block::Chart(chart) | Block::Played(chart, _) => self.chart(chart),
            },
        }
    }

    fn runs(&self, text: &Text, look: &[String]) -> Result<String, Refused> {
        let run = |part: &Part| {
            let mut look = look.to_vec();
            look.push(self.lang.clone());
            let words = match part {
                Part::Words(words) => words,
                Part::Strong(words) => {
                    look.push("<w:b/>".to_owned());
                    words
                }
                Part::Figure(figure) => &crate::columns::whole(&figure.shown),
            };
            let look = with(&self.look, &look)?;
            Ok(format!("<w:r>{look}<w:t xml:space=\"preserve\">{}</w:t></w:r>", escaped(words)))
        };
        text.0.iter().map(run).collect()
    }

    fn paragraph(&self, text: &Text, look: &[String]) -> Result<String, Refused> {
        Ok(format!("<w:p>{}{}</w:p>", self.properties, self.runs(text, look)?))
    }

    /// A paragraph in a style of the template, or with these properties and this look where it has none.
    fn styled(
        &self,
        style: Option<&String>,
        more: &str,
        words: &str,
        else_as: (&str, &[&str]),
    ) -> Result<String, Refused> {
        let (properties, look) = match style {
            Some(style) => (format!("<w:pStyle w:val=\"{}\"/>{more}", escaped(style)), [].as_slice()),
            None => (format!("{more}{}", else_as.0), else_as.1),
        };
        let mut look: Vec<String> = look.iter().map(|&one| one.to_owned()).collect();
        look.push(self.lang.clone());
        let look = with("", &look)?;
        let words = escaped(words);
        Ok(format!("<w:p><w:pPr>{properties}</w:pPr><w:r>{look}<w:t xml:space=\"preserve\">{words}</w:t></w:r></w:p>"))
    }

    fn head(&self, head: &str, level: usize, own_page: bool) -> Result<String, Refused> {
        let properties = format!("<w:spacing w:before=\"240\" w:after=\"120\"/><w:outlineLvl w:val=\"{level}\"/>");
        let size = ["<w:sz w:val=\"30\"/>", "<w:sz w:val=\"24\"/>"][level];
        let more = if own_page { "<w:keepNext/><w:pageBreakBefore/>" } else { "<w:keepNext/>" };
        self.styled(self.styles.heads[level].as_ref(), more, head, (&properties, &["<w:b/>", size]))
    }

    /// What stands above a table or picture, on the same page.
    fn caption(&self, words: &str) -> Result<String, Refused> {
        let properties = "<w:spacing w:before=\"200\" w:after=\"80\"/>";
        self.styled(self.styles.caption.as_ref(), "<w:keepNext/>", words, (properties, &["<w:b/>"]))
    }

    fn point(&self, point: &Text) -> Result<String, Refused> {
        let runs = self.runs(point, &[])?;
        Ok(match &self.styles.list {
            Some(style) => format!("<w:p><w:pPr><w:pStyle w:val=\"{}\"/></w:pPr>{runs}</w:p>", escaped(style)),
            None => format!(
                "<w:p><w:pPr><w:spacing w:after=\"60\"/><w:ind w:left=\"360\" w:hanging=\"360\"/></w:pPr>\
                 <w:r><w:t>•</w:t><w:tab/></w:r>{runs}</w:p>"
            ),
        })
    }

    fn table(&self, table: &Table) -> Result<String, Refused> {
        let set = columns(table, &Page { width: self.room.0, edges: EDGES, sizes: &SIZES });
        let twips = |points: f64| (points * 20.0).round() as i64;
        let size = format!("<w:sz w:val=\"{}\"/><w:szCs w:val=\"{0}\"/>", (set.size * 2.0).round());
        let cell = |place: usize, text: &Text, is_head: bool| -> Result<String, Refused> {
            let side = if table.columns[place].is_number { "<w:jc w:val=\"right\"/>" } else { "" };
            let bold = if is_head { "<w:b/>" } else { "" };
            let words = escaped(&breakable(text, set.breaks_figures).plain());
            let look = with("", std::slice::from_ref(&self.lang))?.replace("<w:rPr>", "").replace("</w:rPr>", "");
            let runs = format!("<w:r><w:rPr>{bold}{size}{look}</w:rPr><w:t xml:space=\"preserve\">{words}</w:t></w:r>");
            let width = twips(set.widths[place]);
            Ok(format!(
                "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr><w:p><w:pPr>\
                 <w:spacing w:before=\"20\" w:after=\"20\" w:line=\"240\" w:lineRule=\"auto\"/>{side}</w:pPr>{runs}</w:p></w:tc>"
            ))
        };
        let row = |cells: Vec<String>, more: &str| {
            format!("<w:tr><w:trPr><w:cantSplit/>{more}</w:trPr>{}</w:tr>", cells.concat())
        };
        let heads = table.columns.iter().enumerate();
        let heads = heads.map(|(place, column)| cell(place, &Text::from(column.head.as_str()), true));
        let mut rows = vec![row(heads.collect::<Result<_, _>>()?, "<w:tblHeader/>")];
        for cells in &table.rows {
            let cells = cells.iter().take(table.columns.len()).enumerate();
            rows.push(row(cells.map(|(place, text)| cell(place, text, false)).collect::<Result<_, _>>()?, ""));
        }
        let grid: String = set.widths.iter().map(|&width| format!("<w:gridCol w:w=\"{}\"/>", twips(width))).collect();
        let style = match &self.styles.table {
            Some(style) => (format!("<w:tblStyle w:val=\"{}\"/>", escaped(style)), ""),
            None => (
                String::new(),
                "<w:tblBorders><w:top w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"1B1F23\"/>\
                 <w:bottom w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"1B1F23\"/>\
                 <w:insideH w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"C9CED3\"/></w:tblBorders>",
            ),
        };
        let caption = escaped(&table.caption);
        let width = twips(set.widths.iter().sum());
        Ok(format!(
            "{}<w:tbl><w:tblPr>{}<w:tblW w:w=\"{width}\" w:type=\"dxa\"/>{}<w:tblLayout w:type=\"fixed\"/>\
             <w:tblCellMar><w:left w:w=\"70\" w:type=\"dxa\"/><w:right w:w=\"70\" w:type=\"dxa\"/></w:tblCellMar>\
             <w:tblLook w:val=\"0020\" w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"0\" w:lastColumn=\"0\" w:noHBand=\"1\" \
             w:noVBand=\"1\"/><w:tblCaption w:val=\"{caption}\"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{}</w:tbl>{AFTER_TABLE}",
            self.caption(&table.caption)?,
            style.0,
            style.1,
            rows.concat()
        ))
    }

    fn chart(&mut self, chart: &Chart) -> Result<String, Refused> {
        let (width, height) = self.room;
        let most = height * MOST_HEIGHT / width;
        let fits = |part: &Chart| crate::draw::draw_bare(part).height_over_width() <= most * 1.2;
        chart.in_parts(fits).iter().map(|part| self.picture(part)).collect()
    }

    fn picture(&mut self, chart: &Chart) -> Result<String, Refused> {
        let picture = picture::put(self.package, self.part, "word/media", chart, true)?;
        let width = self.room.0.min(self.room.1 * MOST_HEIGHT / picture.ratio);
        let (width, height) = ((width * EMU).round(), (width * picture.ratio * EMU).round());
        let (id, name, alt) = (self.next, escaped(&chart.name), escaped(&picture.alt));
        self.next += 1;
        let mut out = self.caption(&chart.title)?;
        out.push_str(&format!(
            "<w:p><w:pPr><w:keepNext/><w:spacing w:after=\"60\"/></w:pPr><w:r><w:drawing>\
             <wp:inline xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
             distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{width}\" cy=\"{height}\"/>\
             <wp:docPr id=\"{id}\" name=\"{name}\" descr=\"{alt}\"/><wp:cNvGraphicFramePr>\
             <a:graphicFrameLocks xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" noChangeAspect=\"1\"/>\
             </wp:cNvGraphicFramePr><a:graphic xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\">\
             <a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\">\
             <pic:pic xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:nvPicPr>\
             <pic:cNvPr id=\"{id}\" name=\"{name}.png\" descr=\"{alt}\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>\
             <a:blip xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" r:embed=\"{}\"/>\
             <a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/>\
             <a:ext cx=\"{width}\" cy=\"{height}\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr>\
             </pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>",
            picture.relation
        ));
        let small = ("<w:spacing w:before=\"0\" w:after=\"40\"/>", ["<w:sz w:val=\"16\"/>"].as_slice());
        for note in chart.notes.iter().chain([&chart.footer]).filter(|text| !text.is_empty()) {
            out.push_str(&self.styled(None, "", note, small)?);
        }
        Ok(out)
    }
}
