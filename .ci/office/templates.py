#!/usr/bin/env python3
"""Makes templates as an organisation has them, lets the program fill them, and reads what came out.

    templates.py KETEN RESULTS --work DIR [--pages]

RESULTS is a folder of results. The templates are made by python-docx and python-pptx: placeholders that are cut over runs, in
tables, headers and footers, on slides with boxes of many sizes. What came out, and the plain documents, must be read by the
same libraries, have no placeholder left, a text for who cannot see each picture, and be printed by LibreOffice with no page
that is empty. With --pages a PNG of each page stays in DIR, to be looked at.

Needs python-docx and python-pptx, LibreOffice (writer, impress) and poppler-utils.
"""

import argparse
import pathlib
import re
import subprocess
import tempfile
import zipfile

import docx
import pptx
from pptx.util import Cm, Pt

NAMED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


def word_template(file):
    """A letterhead with placeholders everywhere."""
    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "Gemeente · {{date}}"
    section.footer.paragraphs[0].text = "{{title}}"
    head = document.add_heading(level=1)
    # As Word leaves it after a letter was typed later.
    for piece, bold in [("Over: {{ti", True), ("t", False), ("le}}", False), ("!", False)]:
        head.add_run(piece).bold = bold
    document.add_paragraph("{{question}}", style="Intense Quote")
    document.add_paragraph("{{answer}}")
    table = document.add_table(rows=2, cols=2, style="Table Grid")
    table.cell(0, 0).text = "Scenario"
    table.cell(0, 1).text = "{{scenario}}, {{replications}}"
    table.cell(1, 0).text = "Kaart"
    table.cell(1, 1).text = "{{chart:waits}}"
    document.add_heading("{{heading:today}}", level=1)
    for name in ["chart:map", "table:stages", "section:certainty", "?chart:none"]:
        document.add_paragraph("{{%s}}" % name)
    document.save(file)


def slides_template(file):
    """Slides with boxes of many sizes."""
    deck = pptx.Presentation()
    first = deck.slides.add_slide(deck.slide_layouts[0])
    first.shapes.title.text = "{{title}}"
    first.placeholders[1].text = "{{question}}"
    second = deck.slides.add_slide(deck.slide_layouts[1])
    second.shapes.title.text = "{{heading:answer}}"
    second.placeholders[1].text = "{{answer}}"
    third = deck.slides.add_slide(deck.slide_layouts[5])
    third.shapes.title.text = "{{title:waits}}"
    for name, left, wide in [("{{chart:waits}}", 1, 15), ("{{facts}}", 17, 7)]:
        box = third.shapes.add_textbox(Cm(left), Cm(5), Cm(wide), Cm(12))
        run = box.text_frame.paragraphs[0].add_run()
        run.text, run.font.size = name, Pt(14)
    fourth = deck.slides.add_slide(deck.slide_layouts[5])
    fourth.shapes.title.text = "{{title:parameters}}"
    fourth.shapes.add_textbox(Cm(1), Cm(4.5), Cm(23), Cm(13)).text_frame.text = "{{table:parameters}}"
    deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text = "Einde {{date}}"
    deck.save(file)


def check_word(file):
    """What python-docx reads."""
    document = docx.Document(file)
    assert document.core_properties.title.startswith("Briefing: "), document.core_properties.title
    assert document.core_properties.language == "nl-NL", document.core_properties.language
    pictures = list(document.element.iter(NAMED))
    assert pictures and all(picture.get("descr") for picture in pictures)
    ids = [picture.get("id") for picture in pictures]
    assert len(ids) == len(set(ids)), ids
    assert len(document.tables) >= 2, len(document.tables)
    return f"{len(document.paragraphs)} paragraphs, {len(document.tables)} tables, {len(pictures)} pictures"


def check_slides(file):
    """What python-pptx reads."""
    deck = pptx.Presentation(file)
    assert deck.core_properties.title.startswith("Briefing: "), deck.core_properties.title
    titles, pictures, tables = [], 0, 0
    for slide in deck.slides:
        titles.append(slide.shapes.title.text)
        for shape in slide.shapes:
            if shape.shape_type == 13:
                pictures += 1
                assert shape._element.nvPicPr.cNvPr.get("descr"), titles[-1]
                # It fits on the slide, as wide for its height as it was drawn.
                assert 0 <= shape.left and shape.left + shape.width <= deck.slide_width + 2, titles[-1]
                assert 0 <= shape.top and shape.top + shape.height <= deck.slide_height + 2, titles[-1]
                wide, high = shape.image.size
                assert abs(shape.height / shape.width - high / wide) < 0.01, titles[-1]
            tables += shape.has_table
    assert len(titles) == len(set(titles)), titles
    return f"{len(titles)} slides, {tables} tables, {pictures} pictures"


def check_unchanged(template, file):
    """Parts that hold no placeholder are as they were, but for what says which parts there are."""
    before, after = zipfile.ZipFile(template), zipfile.ZipFile(file)
    may_change = re.compile(r"_rels/|\[Content_Types\]|docProps/core\.xml|ppt/presentation\.xml")
    for name in before.namelist():
        data = before.read(name)
        if not may_change.search(name) and b"{" not in data:
            assert after.read(name) == data, name


def check(file, kind, work, pages):
    """Nothing is left to fill, and LibreOffice prints it."""
    parts = zipfile.ZipFile(file)
    for name in parts.namelist():
        if name.endswith(".xml"):
            assert b"{{" not in parts.read(name), name
    said = check_word(file) if kind == "docx" else check_slides(file)
    with tempfile.TemporaryDirectory() as profile:
        command = ["soffice", "--headless", f"-env:UserInstallation=file://{profile}", "--convert-to", "pdf"]
        subprocess.run([*command, "--outdir", str(work), str(file)], check=True, capture_output=True, timeout=300)
    pdf = work / f"{file.stem}.pdf"
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    sheets = text.split("\f")[:-1]
    empty = [number for number, sheet in enumerate(sheets, 1) if not sheet.strip()]
    assert not empty, f"empty pages: {empty}"
    if pages:
        subprocess.run(["pdftoppm", "-r", "50", "-png", str(pdf), str(work / file.stem)], check=True)
    print(f"{file.name}: {said}; {len(sheets)} pages")


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("keten", type=pathlib.Path)
    arguments.add_argument("results")
    arguments.add_argument("--work", type=pathlib.Path, required=True)
    arguments.add_argument("--pages", action="store_true")
    asked = arguments.parse_args()
    work = asked.work
    work.mkdir(parents=True, exist_ok=True)
    for kind, make in [("docx", word_template), ("pptx", slides_template)]:
        template = work / f"template-{kind}.{kind}"
        make(template)
        for name, more in [(f"plain-{kind}", []), (f"filled-{kind}", ["--template", str(template)])]:
            file = work / f"{name}.{kind}"
            subprocess.run([asked.keten, "briefing", asked.results, "-o", file, "--lang", "nl", *more], check=True)
            check(file, kind, work, asked.pages)
            if more:
                check_unchanged(template, file)


if __name__ == "__main__":
    main()
