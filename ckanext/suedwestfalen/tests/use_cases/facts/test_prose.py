"""Markdown as plain paragraphs."""

from __future__ import annotations

import time

import pytest

from ckanext.suedwestfalen.use_cases.facts import prose


def _of(text):
    return [(block.kind, block.text) for block in prose.blocks(text)]


def test_paragraphs_headings_and_lists():
    text = "## Idee ##\nErste Zeile\nzweite Zeile\n\nNeuer Absatz\n- eins\n* zwei\n\n1. a\n2) b\n---\nEnde"
    assert _of(text) == [
        (prose.HEADING, "Idee"), (prose.PARAGRAPH, "Erste Zeile zweite Zeile"), (prose.PARAGRAPH, "Neuer Absatz"),
        (prose.BULLET, "eins"), (prose.BULLET, "zwei"), (prose.NUMBER, "a"), (prose.NUMBER, "b"),
        (prose.PARAGRAPH, "Ende"),
    ]
    assert [block.number for block in prose.blocks("3. drei\n7. sieben")] == ["3", "7"]


@pytest.mark.parametrize(("markdown", "plain"), [
    ("ein **fettes** und *schräges* Wort", "ein fettes und schräges Wort"),
    ("__fett__ _schräg_ `Code`", "fett schräg Code"),
    ("[Projekt](https://example.org/a_b)", "Projekt (https://example.org/a_b)"),
    ("[https://example.org](https://example.org)", "https://example.org"),
    ("![Bild](https://example.org/b.png)", "Bild (https://example.org/b.png)"),
    ("2 * 3 * 4 und snake_case_name", "2 * 3 * 4 und snake_case_name"),
    (r"\*kein\* Stern", "*kein* Stern"),
    ("<b>HTML</b> & Co", "<b>HTML</b> & Co"),
])
def test_marks_are_taken_out_and_nothing_else(markdown, plain):
    assert prose.inline(markdown) == plain


def test_what_xml_cannot_hold_is_taken_out():
    assert prose.clean("a\x00\x0b\x1b\ufffe\ud800b\tc\r\nd🌡") == "ab\tc\nd🌡"


@pytest.mark.parametrize("text", [
    "*" * 20_000, "_a" * 10_000, "[" * 20_000, "![](" * 5_000, "**a" * 7_000, "`" * 20_000, "- " * 10_000,
    "# " * 10_000, "[a](b " * 4_000,
])
def test_no_text_takes_long(text):
    start = time.perf_counter()
    list(prose.blocks(text))
    assert time.perf_counter() - start < 2
