"""The fact sheet as a Word document (DOCX), for papers of councils."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
from ckan.lib import uploader
from ckan.plugins import toolkit as tk
from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from ckanext.suedwestfalen.catalogue import helpers
from ckanext.suedwestfalen.use_cases import pictures
from ckanext.suedwestfalen.use_cases.facts import prose
from ckanext.suedwestfalen.use_cases.facts.sheet import Section, Sheet

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MARGIN, LABELS, VALUES, PICTURE = Cm(2), Cm(5.5), Cm(11.5), Cm(9)
#: Bytes of a picture; a larger one is left out.
LARGEST = 10 * 1024 * 1024
_FONT, _SIZE = "Arial", Pt(10)


def document(sheet: Sheet) -> bytes:
    """Give the file."""
    paper = _paper(sheet)
    paper.add_heading(prose.clean(sheet.title), 0)
    for mark in sheet.marks:
        paper.add_paragraph().add_run(prose.clean(mark)).bold = True
    if sheet.summary:
        paper.add_paragraph().add_run(prose.clean(sheet.summary)).italic = True
    _picture(paper, sheet)
    _facts(paper, sheet)
    for section in sheet.sections:
        _section(paper, section)
    if sheet.contact:
        _section(paper, Section(tk._("Contact"), lines=sheet.contact))
    _source(paper, sheet)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _paper(sheet: Sheet) -> Any:
    paper = docx.Document()
    page = paper.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = MARGIN
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, _SIZE
    normal.paragraph_format.space_after = Pt(4)
    # without it Word marks every German word as misspelt
    marks = normal.element.get_or_add_rPr()
    language = marks.makeelement(qn("w:lang"), {qn("w:val"): "en-GB" if helpers.language() == "en" else "de-DE"})
    marks.append(language)
    properties = paper.core_properties
    properties.title, properties.language = prose.clean(sheet.title)[:250], helpers.language()
    properties.author = properties.comments = ""
    properties.subject = tk._("Fact sheet of a use case")
    return paper


def _picture(paper: Any, sheet: Sheet) -> None:
    """Put the picture in, if it is one that Word shows; one that cannot be read is left out."""
    path = _file(sheet.picture)
    if path is None:
        return
    try:
        paper.add_picture(str(path), width=PICTURE)
    except (UnrecognizedImageError, InvalidImageStreamError, UnexpectedEndOfFileError, OSError, ValueError,
            ZeroDivisionError, KeyError, IndexError):
        return
    for drawn in paper.element.body.iter(qn("wp:docPr")):
        drawn.set("descr", prose.clean(sheet.picture_alt))
    if sheet.picture_credit:
        paper.add_paragraph(tk._("Picture: %(credit)s") % {"credit": prose.clean(sheet.picture_credit)})


def _file(name: str) -> Path | None:
    storage = uploader.get_storage_path()
    if not name or not storage or not pictures.is_file_name(name):
        return None
    path = Path(storage) / "storage" / "uploads" / pictures.FOLDER / name
    return path if path.is_file() and path.stat().st_size <= LARGEST else None


def _facts(paper: Any, sheet: Sheet) -> None:
    table = paper.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    table.autofit = False
    for fact in sheet.facts:
        label, text = table.add_row().cells
        label.width, text.width = LABELS, VALUES
        label.paragraphs[0].add_run(prose.clean(fact.label)).bold = True
        text.paragraphs[0].add_run(prose.clean(fact.text))


def _section(paper: Any, section: Section) -> None:
    paper.add_heading(prose.clean(section.title), 1)
    for block in prose.blocks(section.text):
        if block.kind == prose.HEADING:
            paper.add_paragraph().add_run(block.text).bold = True
        elif block.kind == prose.BULLET:
            paper.add_paragraph(block.text, style="List Bullet")
        else:
            paper.add_paragraph(f"{block.number}. {block.text}" if block.number else block.text)
    for number, line in enumerate(section.lines, 1):
        text = prose.clean(line)
        if section.numbered:
            paper.add_paragraph(f"{number}. {text}")
        else:
            paper.add_paragraph(text, style="List Bullet")


def _source(paper: Any, sheet: Sheet) -> None:
    line = tk._("Source: %(address)s, as of %(changed)s, made on %(printed)s") % {
        "address": sheet.address, "changed": sheet.changed, "printed": sheet.printed}
    if sheet.licence:
        line += ". " + tk._("Licence: %(licence)s") % {"licence": sheet.licence}
    run = paper.add_paragraph().add_run(prose.clean(line))
    run.font.size = Pt(8)
