#!/usr/bin/env python3
"""Opens office documents in LibreOffice and says what it found there.

    check.py FILE.xlsx … [--pages DIR]

Each file is opened twice: once to be printed as PDF, once to be written again in its own form. What a reader relies on must be
there afterwards too: a workbook keeps its sheets and native charts, every chart and picture has a text for who cannot see it,
no cell is a formula, and no page is empty. With --pages the PDF and a PNG of each page stay in that folder, to be looked at.

Needs LibreOffice (`apt-get install --no-install-recommends libreoffice-calc poppler-utils`) and Python's own library.
"""

import argparse
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml
import zipfile

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def convert(file, kind, folder):
    """The file as LibreOffice writes it in another form."""
    with tempfile.TemporaryDirectory() as profile:
        command = ["soffice", "--headless", f"-env:UserInstallation=file://{profile}", "--convert-to", kind]
        done = subprocess.run(
            [*command, "--outdir", str(folder), str(file)], capture_output=True, text=True, timeout=300, check=False
        )
    made = folder / f"{file.stem}.{kind.split(':')[0]}"
    if not made.exists():
        raise AssertionError(f"LibreOffice cannot open it: {done.stdout}{done.stderr}")
    return made


def names(book):
    """Names of the sheets of a workbook."""
    tree = xml.fromstring(book.read("xl/workbook.xml"))
    return [sheet.get("name") for sheet in tree.iter(f"{SHEET}sheet")]


def parts(book, pattern):
    return sorted(name for name in book.namelist() if re.fullmatch(pattern, name))


def check_xlsx(file, folder, problems):
    """What must hold of a workbook."""
    with zipfile.ZipFile(file) as book:
        sheets, charts = names(book), parts(book, r"xl/charts/chart\d+\.xml")
        if not charts:
            problems.append("no native charts")
        for name in parts(book, r"xl/drawings/drawing\d+\.xml"):
            for thing in xml.fromstring(book.read(name)).iter(f"{DRAWING}cNvPr"):
                if not (thing.get("descr") or "").strip():
                    problems.append(f"{name}: {thing.get('name')!r} has no text for who cannot see it")
        for name in parts(book, r"xl/worksheets/sheet\d+\.xml"):
            if next(xml.fromstring(book.read(name)).iter(f"{SHEET}f"), None) is not None:
                problems.append(f"{name}: a cell is a formula")
    again = folder / "again"
    again.mkdir(exist_ok=True)
    with zipfile.ZipFile(convert(file, "xlsx", again)) as book:
        if names(book) != sheets:
            problems.append("LibreOffice finds other sheets")
        kept = parts(book, r"xl/charts/chart\d+\.xml")
        if len(kept) != len(charts):
            problems.append(f"LibreOffice keeps {len(kept)} of {len(charts)} charts")
    return f"{len(sheets)} sheets, {len(charts)} charts"


CHECKS = {".xlsx": check_xlsx}


def check_pages(file, folder, problems):
    """Prints the file; gives how many pages it has."""
    pdf = convert(file, "pdf", folder)
    info = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, text=True, check=True).stdout
    pages = int(re.search(r"^Pages:\s+(\d+)", info, re.MULTILINE).group(1))
    text = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    for number, page in enumerate(text.split("\f")[:pages], 1):
        if not page.strip():
            problems.append(f"page {number} is empty")
    if "#NAME?" in text or "#REF!" in text or "#VALUE!" in text:
        problems.append("a cell shows an error")
    return pages


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("files", nargs="+", type=pathlib.Path)
    arguments.add_argument("--pages", type=pathlib.Path, help="folder for the PDF and pictures of its pages")
    arguments = arguments.parse_args()
    failed = False
    for file in arguments.files:
        problems = []
        with tempfile.TemporaryDirectory() as passing:
            folder = pathlib.Path(passing)
            if arguments.pages:
                folder = arguments.pages / file.name
                folder.mkdir(parents=True, exist_ok=True)
            said = CHECKS[file.suffix](file, folder, problems)
            pages = check_pages(file, folder, problems)
            if arguments.pages:
                subprocess.run(
                    ["pdftoppm", "-r", "60", "-png", str(folder / f"{file.stem}.pdf"), str(folder / "page")], check=True
                )
        for problem in problems:
            print(f"{file}: {problem}")
        print(f"{file}: {said}, {pages} pages: {'wrong' if problems else 'as it should be'}")
        failed |= bool(problems)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
