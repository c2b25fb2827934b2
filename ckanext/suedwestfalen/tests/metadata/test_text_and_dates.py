from __future__ import annotations

import time

import pytest

from ckanext.suedwestfalen.metadata import dates, text


@pytest.mark.parametrize(("raw", "expected"), [
    ("2020-05-17", "2020-05-17"), (" 2020-05-17\n", "2020-05-17"), ("2010-01-01+01:00", "2010-01-01"),
    ("2010-01-01Z", "2010-01-01"), ("2023-07-01T00:00:00.000+02:00", "2023-07-01T00:00:00+02:00"),
    ("2023-07-01T10:11:12", "2023-07-01T10:11:12"), ("2023-07-01T10:11:12Z", "2023-07-01T10:11:12+00:00"),
    ("2020-05-17 GMT 10:00:00", "2020-05-17T10:00:00+00:00"), ("2020-05-17 10:00", "2020-05-17T10:00:00"),
    ("2020", "2020"), ("2020-5", "2020-05"), ("20200517", "2020-05-17"), ("17.05.2020", "2020-05-17"),
    ("20160301123000000", "2016-03-01"), ("20160301123000", "2016-03-01"), ("2009-00-00", "2009"),
    ("2009-05-00", "2009-05"), ("17.05.2020 10:11", "2020-05-17T10:11:00"),
    ("So, 17.05.2020 - 10:11:12 Uhr", "2020-05-17T10:11:12"), ("Do, 11/23/2017 - 12:08", "2017-11-23T12:08:00"),
    ("2020-12-31T24:00:00", "2021-01-01T00:00:00"), ("2020-05-17T10:00:00+0200", "2020-05-17T10:00:00+02:00"),
])
def test_dates_are_read(raw, expected):
    assert dates.parse(raw) == expected


@pytest.mark.parametrize("raw", [
    None, "", "ca. 1990", "1990er", "2020-13", "2020-02-30", "0000", "99", "unbekannt",
    "31.02.2020 10:00", "17.05.2020 25:00", "11/23/2017", "2020-05-17T10:00:00+99:00",
    "2020-05-17T25:00:00", "9999-12-31T24:00:00", "１９９０年", "05/2020",
])
def test_no_date_is_guessed(raw):
    assert dates.parse(raw) == ""


@pytest.mark.parametrize(("raw", "expected"), [
    ("a &lt;b&gt;fett&lt;/b&gt;", "a fett"), ("<p>eins</p><p>zwei</p>", "eins\nzwei"),
    ("<ul><li>a</li><li>b</li></ul>", "- a\n\n- b"), ("3 < 4 und 5 > 4", "3 < 4 und 5 > 4"),
    ("Nieders&#228;chsisch &amp; gr&uuml;n", "Nieders\u00e4chsisch & gr\u00fcn"), ("a?b=1&copy=2", "a?b=1&copy=2"),
    ("&#33;[x](y)", "[x](y)"), ("&#60;b&#62;x&#60;/b&#62;", "x"),
    ("<script>alert(1)</script>x", "x"), ("x<script>alert(1)", "x"), ("x<!-- <b> -->y", "x y"),
    ("<svg/onload=alert(1)>", "< svg/onload=alert(1)>"), ("a\x00b\x1fc", "abc"), ("![x](http://y)", "[x](http://y)"),
    ("<img src=x onerror=alert(1)>Text", "Text"), ("<SCRIPT SRC=//x></SCRIPT>ok", "ok"), (None, ""),
    ("<<b>script>alert(1)<</b>/script>", ""),
])
def test_markup_is_gone(raw, expected):
    assert text.plain(raw) == expected


@pytest.mark.parametrize("raw", [
    "<b><script>", "&lt;&lt;b&gt;img src=x&gt;", "<a href='javascript:x'>k</a>", "&amp;lt;script&amp;gt;",
    "<di<b>v onclick=1>", "&#60;script&#62;alert(1)&#60;/script&#62;", "<![CDATA[<b>]]>", "<?php x ?>",
])
def test_nothing_is_left_that_a_browser_takes_for_a_tag(raw):
    import re

    assert not re.search(r"<[A-Za-z/!?]", text.plain(raw))


@pytest.mark.parametrize(("raw", "expected"), [
    ("https://user:secret@example.org/a?b=@c", "https://example.org/a?b=@c"),
    ("https://example.org@other.example/", "https://other.example/"), ("https://example.org/@x", "https://example.org/@x"),
    ("https://example.org/a b", "https://example.org/a%20b"), (" http://example.org\n", "http://example.org"),
    ("www.example.org/x", "http://www.example.org/x"), ("https://example.org/?q=ü", "https://example.org/?q=%C3%BC"),
    ("https://example.org/a%20b?x=1&y=2#z", "https://example.org/a%20b?x=1&y=2#z"),
    ("ftp://example.org/x.zip", "ftp://example.org/x.zip"), ("javascript:alert(1)", ""), ("JaVaScRiPt:x", ""),
    ("java\nscript:alert(1)", ""), ("mailto:a@example.org", ""), ("file:///etc/passwd", ""), ("data:text/html,x", ""),
    ("http://", ""), ("http://www...", ""), ('https://example.org/"><script>', ""), ("Kartenserver", ""), (None, ""),
    ("http://[::1", ""), ("/etc/passwd", ""), ("https://" + "x" * 5000, ""),
])
def test_web_addresses(raw, expected):
    assert text.web_address(raw) == expected


def test_cut_keeps_bytes_and_words():
    assert text.cut("kurz", 10) == "kurz"
    assert text.cut("ein paar Wörter mehr als das", 20) == "ein paar Wörter …"
    assert len(text.cut("ü" * 50_000, 50_000).encode()) <= text.MAX_BYTES + 8


@pytest.mark.parametrize("unit", ["<style ", "<script", "<!--", "<a ", "</a ", "&lt;", "<br   ", "<", " \n"])
def test_long_texts_take_no_longer_than_their_length(unit):
    started = time.perf_counter()
    text.plain(unit * (300_000 // len(unit)) + "!")
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(("raw", "expected"), [
    ("siehe <a class='x' href=\"https://example.org/a?b=1&amp;c=2\">Lizenz</a>", ["https://example.org/a?b=1&c=2"]),
    ("&lt;a href='https://example.org/'&gt;Lizenz&lt;/a&gt;", ["https://example.org/"]),
    ("<a href='javascript:x'>y</a> <a name=z>", []), ("https://example.org/", []), (None, []),
])
def test_links_in_markup(raw, expected):
    assert text.links(raw) == expected
