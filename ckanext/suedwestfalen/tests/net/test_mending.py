"""What is almost well-formed is read; what was cut off or is an attack is not, and nothing takes for ever."""

from __future__ import annotations

import time

import pytest

from ckanext.suedwestfalen.net import XmlError, mending

GOOD = '<?xml version="1.0" encoding="UTF-8"?>\n<a xmlns:x="urn:x" b="1"><x:c>Stra\u00dfe</x:c></a>'


def latin(text: str, claimed: str = "UTF-8") -> bytes:
    return text.replace("UTF-8", claimed).encode("cp1252")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (GOOD.encode(), None),
        (latin(GOOD, "ISO-8859-1"), None),
        (GOOD.replace("UTF-8", "UTF-16").encode("utf-16"), None),
        (b"\xef\xbb\xbf\xef\xbb\xbf\r\n" + GOOD.encode(), None),
        (b"\xff\xfe" + latin(GOOD, "ISO-8859-1"), None),
        (latin(GOOD), "record-encoding"),
        (latin(GOOD.partition("\n")[2]), "record-encoding"),
        (latin(GOOD, "US-ASCII"), "record-encoding"),
        (GOOD.replace("UTF-8", "ISO-8859-1").encode(), "record-encoding"),
        (GOOD.replace("\u00df", "&szlig;").encode(), "xml-mended"),
        (GOOD.replace("\u00df", "\u00df\x02").encode(), "xml-mended"),
        (GOOD.replace("\u00df", "\u00df&#2;").encode(), "xml-mended"),
        (GOOD.encode() + b"\0\0\r\n", "xml-mended"),
        (GOOD.encode() + b"<br />\n<b>Warning</b>: mysql_close() in /srv/csw.php", "xml-mended"),
        (GOOD.replace("<x:c>", "<!-- a -- b --><x:c>").encode(), "xml-mended"),
    ],
)
def test_one_document_in_many_forms(data, code):
    root, notes = mending.parse(data)
    assert "".join(root.itertext()) == "Stra\u00dfe"
    assert root.get("b") == "1"
    assert [note.code for note in notes] == ([code] if code else [])


def test_both_encodings_in_one_document():
    data = "<a><b>Stra\u00dfe</b>".encode() + "<c>B\u00e4ume \u2013 5 \u20ac</c></a>".encode("cp1252")
    root, _ = mending.parse(data)
    assert [part.text for part in root] == ["Stra\u00dfe", "B\u00e4ume \u2013 5 \u20ac"]


def test_lone_ampersands_but_not_those_of_raw_text():
    root, _ = mending.parse(b"<a><b>A & B, c&d=1, &gibtesnicht; &amp; &#228;</b><![CDATA[x & y &nbsp;]]></a>")
    assert "".join(root.itertext()) == "A & B, c&d=1, &gibtesnicht; & \u00e4x & y &nbsp;"


def test_prefixes_that_nothing_declares():
    data = b'<gmd:MD_Metadata xmlns:gmd="urn:own"><gmd:c><gco:D xlink:href="https://example.org"/></gmd:c></gmd:MD_Metadata>'
    root, notes = mending.parse(data)
    assert root.tag == "{urn:own}MD_Metadata"
    assert root[0][0].tag == "{http://www.isotc211.org/2005/gco}D"
    assert root[0][0].get("{http://www.w3.org/1999/xlink}href") == "https://example.org"
    assert [note.code for note in notes] == ["xml-mended"]
    assert "xlink" in notes[0].message()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (GOOD.encode()[:-4], "xml-broken"),
        (latin(GOOD)[:-4], "xml-broken"),
        (b"<a><b></a>", "xml-broken"),
        (b"<a><a></a>", "xml-broken"),
        (b"<unknown:a/>", "xml-broken"),
        (b"<a/>" * 2, "xml-broken"),
        (b"\x00\x01\x02\xff" * 100, "xml-broken"),
        (b"Guten Tag & auf Wiedersehen", "xml-broken"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b; & c</a>", "xml-entity"),
        (b"<!DOC<!-- -->TYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "xml-entity"),
        (b"<!DOCTYPE a [<!ENT\x01ITY b SYSTEM 'file:///etc/passwd'>]><a>&b; & c</a>", "xml-entity"),
        (b"<!doctype html><html><body>A & B<br></body></html>", "xml-html"),
        (b"<a>&" + b"<a>" * 300 + b"</a>" * 301, "xml-deep"),
    ],
)
def test_refused(data, code):
    with pytest.raises(XmlError) as error:
        mending.parse(data)
    # what is told is what is wrong with the document itself
    assert error.value.finding.code in {code, "xml-broken"}


@pytest.mark.parametrize("piece", [b"<!--", b"<![CDATA[", b"<?", b"<?xml ", b"<a ", b"</a", b"a:", b"<a:b xmlns:"])
def test_takes_no_time_that_grows_faster_than_the_document(piece):
    started = time.monotonic()
    with pytest.raises(XmlError):
        mending.parse(b"<gco:x>&" + piece * (1_000_000 // len(piece)))
    assert time.monotonic() - started < 2


def test_large_documents_are_not_mended(monkeypatch):
    assert mending.parse(b"<a>A & B</a>")
    monkeypatch.setattr(mending, "MAX_MENDED", 10)
    with pytest.raises(XmlError):
        mending.parse(b"<a>A & B</a>")


def test_text_without_a_statement():
    assert mending.decode("\ufeffStra\u00dfe".encode()) == "Stra\u00dfe"
    assert mending.decode("Stra\u00dfe".encode("cp1252")) == "Stra\u00dfe"
    assert mending.decode("Stra\u00dfe".encode("utf-16")) == "Stra\u00dfe"
