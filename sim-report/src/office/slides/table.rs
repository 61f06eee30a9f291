//! A table in a box: in letters as large as fit, over as many slides as it takes, each with the heads.

use super::super::package::Package;
use super::super::xml::{attribute, escaped};
use super::shape::{NAMESPACES, POINT, Shape};
use super::words::lang;
use crate::columns::{Columns, Page, breakable, columns};
use crate::document::{Document, Table, Text};
use crate::draw::ems;

/// Sizes of letters, in points; those from which on a table is rather divided over slides.
const SIZES: [f64; 5] = [14.0, 13.0, 12.0, 11.0, 10.0];
const DIVIDED: [f64; 4] = [11.0, 10.0, 9.0, 8.0];
/// Free space of a cell: at both sides together, and above and below together, in points.
const EDGES: (f64, f64) = (10.0, 5.0);

/// The table as elements, on the slide and on further slides.
pub(super) fn pages(package: &Package, table: &Table, shape: &Shape, document: &Document) -> Vec<String> {
    let (width, height) = (shape.width / POINT, shape.height / POINT);
    let set = |sizes: &[f64]| columns(table, &Page { width, edges: EDGES.0, sizes });
    let heads: Vec<Text> = table.columns.iter().map(|column| Text::from(column.head.as_str())).collect();
    let whole =
        |set: &Columns| tall(&heads, set, true) + table.rows.iter().map(|row| tall(row, set, false)).sum::<f64>();
    let on_one = SIZES.iter().map(|&size| set(&[size])).find(|set| !set.breaks_figures && whole(set) <= height);
    let set = on_one.unwrap_or_else(|| set(&DIVIDED));
    let mut groups: Vec<Vec<&Vec<Text>>> = vec![Vec::new()];
    let first = tall(&heads, &set, true);
    let mut filled = first;
    for row in &table.rows {
        let needs = tall(row, &set, false);
        if filled + needs > height && filled > first {
            groups.push(Vec::new());
            filled = first;
        }
        filled += needs;
        if let Some(group) = groups.last_mut() {
            group.push(row);
        }
    }
    let style = style(package);
    groups.iter().map(|rows| element(table, &heads, rows, &set, (shape, &style, lang(document)))).collect()
}

/// Height of a row, in points.
fn tall(row: &[Text], set: &Columns, is_head: bool) -> f64 {
    let lines = row.iter().zip(&set.widths).map(|(cell, width)| {
        let room = (width - EDGES.0).max(set.size);
        let words = breakable(cell, set.breaks_figures).plain();
        (ems(&words, is_head) * set.size / room * 1.08).ceil().max(1.0)
    });
    lines.fold(1.0, f64::max) * set.size * 1.2 + EDGES.1
}

/// The style that the template gives to new tables.
fn style(package: &Package) -> String {
    const MEDIUM: &str = "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}";
    let text = package.text("ppt/tableStyles.xml").unwrap_or_default();
    let list = text.split("tblStyleLst").nth(1).and_then(|rest| attribute(rest, "def"));
    list.unwrap_or(MEDIUM).to_owned()
}

fn element(
    table: &Table,
    heads: &[Text],
    rows: &[&Vec<Text>],
    set: &Columns,
    (shape, style, lang): (&Shape, &str, &str),
) -> String {
    let emu = |points: f64| (points * POINT).round();
    let cell = |place: usize, text: &Text, is_head: bool| {
        let side = if table.columns[place].is_number { " algn=\"r\"" } else { "" };
        let bold = if is_head { " b=\"1\"" } else { "" };
        let words = escaped(&breakable(text, set.breaks_figures).plain());
        let size = (set.size * 100.0).round();
        format!(
            "<a:tc><a:txBody><a:bodyPr/><a:lstStyle/><a:p><a:pPr{side}/><a:r><a:rPr lang=\"{lang}\" sz=\"{size}\"{bold}/>\
             <a:t>{words}</a:t></a:r></a:p></a:txBody><a:tcPr marL=\"63500\" marR=\"63500\" marT=\"31750\" marB=\"31750\"/></a:tc>"
        )
    };
    let row = |cells: &[Text], is_head: bool| {
        let tall = emu(tall(cells, set, is_head));
        let cells = cells.iter().take(table.columns.len()).enumerate();
        let cells: String = cells.map(|(place, text)| cell(place, text, is_head)).collect();
        format!("<a:tr h=\"{tall}\">{cells}</a:tr>")
    };
    let grid: String = set.widths.iter().map(|&width| format!("<a:gridCol w=\"{}\"/>", emu(width))).collect();
    let body: String = rows.iter().map(|cells| row(cells, false)).collect();
    let (width, caption) = (emu(set.widths.iter().sum()), escaped(&table.caption));
    format!(
        "<p:graphicFrame {NAMESPACES}><p:nvGraphicFramePr><p:cNvPr id=\"{}\" name=\"{}\" descr=\"{caption}\"/>\
         <p:cNvGraphicFramePr><a:graphicFrameLocks noGrp=\"1\"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>\
         <p:xfrm><a:off x=\"{:.0}\" y=\"{:.0}\"/><a:ext cx=\"{width}\" cy=\"{:.0}\"/></p:xfrm><a:graphic>\
         <a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/table\"><a:tbl>\
         <a:tblPr firstRow=\"1\" bandRow=\"1\"><a:tableStyleId>{style}</a:tableStyleId></a:tblPr><a:tblGrid>{grid}</a:tblGrid>\
         {}{body}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>",
        shape.id,
        escaped(&table.name),
        shape.left,
        shape.top,
        shape.height,
        row(heads, true)
    )
}
