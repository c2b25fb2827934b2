"""Markdown as what a text document has: headings, paragraphs and lists of plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

HEADING, PARAGRAPH, BULLET, NUMBER = "heading", "paragraph", "bullet", "number"

# What XML 1.0 has no place for; a text document with it would not open.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(.*?)\s*#*$")
_BULLET = re.compile(r"\s*[-*+]\s+(.*)$")
_NUMBER = re.compile(r"\s*(\d{1,4})[.)]\s+(.*)$")
_RULE = re.compile(r"\s*(?:[-*_]\s*){3,}$")
_LINK = re.compile(r"!?\[([^\[\]]{0,500})\]\(\s*<?([^\s()<>]{1,2000})>?(?:\s+[^()]{0,300})?\)")
_STRONG = re.compile(r"(?<!\\)(\*\*|__)(?=\S)(.{1,2000}?)(?<=[^\s\\])\1")
_EMPHASIS = re.compile(r"(?<![\w*\\])([*_])(?=\S)([^*_\n]{1,2000}?)(?<=[^\s\\])\1(?![\w*])")
_CODE = re.compile(r"`([^`\n]{1,2000})`")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>])")


@dataclass(frozen=True)
class Block:
    """A paragraph. ``number`` only of an entry in a numbered list."""

    kind: str
    text: str
    number: str = ""


def clean(text: object) -> str:
    """Give a text without what no XML document may hold."""
    return _NOT_XML.sub("", str(text).replace("\r\n", "\n").replace("\r", "\n"))


def blocks(markdown: object) -> Iterator[Block]:
    """Give the paragraphs of a text in Markdown; what is no Markdown stays as it was typed."""
    open_lines: list[str] = []
    for raw in clean(markdown).split("\n"):
        line = raw.rstrip()
        found = None if _RULE.fullmatch(line) else _block(line)
        if found is None and line.strip() and not _RULE.fullmatch(line):
            open_lines.append(line.strip().lstrip("> "))
            continue
        if open_lines:
            yield Block(PARAGRAPH, inline(" ".join(open_lines)))
            open_lines = []
        if found and found.text:
            yield found
    if open_lines:
        yield Block(PARAGRAPH, inline(" ".join(open_lines)))


def inline(text: str) -> str:
    """Give a line without Markdown's marks; of a link its text and its address."""
    text = _LINK.sub(_linked, text)
    text = _CODE.sub(r"\1", text)
    text = _STRONG.sub(r"\2", text)
    text = _EMPHASIS.sub(r"\2", text)
    return _ESCAPED.sub(r"\1", text).strip()


def _block(line: str) -> Block | None:
    if found := _HEADING.fullmatch(line):
        return Block(HEADING, inline(found[1]))
    if found := _NUMBER.fullmatch(line):
        return Block(NUMBER, inline(found[2]), found[1])
    if found := _BULLET.fullmatch(line):
        return Block(BULLET, inline(found[1]))
    return None


def _linked(found: re.Match[str]) -> str:
    text, address = found[1].strip(), found[2]
    return address if text in ("", address) else f"{text} ({address})"
