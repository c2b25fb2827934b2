"""Reading XML from strangers."""

import codecs
import contextlib
import time

import pytest
from lxml import etree

from ckanext.suedwestfalen.net import XmlError, xml

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    + "]><a>&a11;</a>"
)
EXTERNAL = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (BOMB.encode(), "xml-entity"),
        (EXTERNAL.encode(), "xml-entity"),
        (EXTERNAL.replace('"1.0"', '"1.0" encoding="utf-16"').encode("utf-16"), "xml-entity"),
        (b'<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;]><a/>', "xml-entity"),
        (b"<!-- " + b"x" * 10_000 + b" -->" + BOMB.encode()[21:], "xml-entity"),
        (b"<a>" * 300_000 + b"</a>" * 300_000, "xml-deep"),
        (b"<a>" * 201 + b"</a>" * 201, "xml-deep"),
        (b'<a b="' + b"x" * 11_000_000 + b'"/>', "xml-large"),
        (b"", "xml-empty"),
        (b" \n ", "xml-empty"),
        (b'{"a": 1}', "xml-broken"),
        (b"\x89PNG\r\n\x1a\n", "xml-broken"),
        (b"<a><b></a>", "xml-broken"),
        ("<a>ä</a>".encode("latin-1"), "xml-broken"),
        (b"<!DOCTYPE html><html><head><title>Wartung &amp; Pause</title></head><br></html>", "xml-html"),
    ],
    ids=lambda value: value if isinstance(value, str) else value[:30].decode("latin-1"),
)
def test_refused(data, code):
    started = time.monotonic()
    with pytest.raises(XmlError) as error:
        xml.parse(data)

    assert error.value.finding.code == code
    assert time.monotonic() - started < 1


def test_more_elements_than_memory_is_for(monkeypatch):
    monkeypatch.setattr(xml, "MAX_NODES", 4)
    assert xml.parse(b'<a b="1"><c/></a>') is not None
    with pytest.raises(XmlError) as error:
        xml.parse(b'<a b="1"><c/><d/></a>')
    assert error.value.finding.code == "xml-nodes"


def test_message_says_where_and_what():
    with pytest.raises(XmlError) as error:
        xml.parse(b"<a>\n<b>\n</c>\n</a>")
    assert "line 3" in str(error.value)

    with pytest.raises(XmlError) as error:
        xml.parse(b"<!DOCTYPE html><html><head><title>Wartung &amp; Pause</title></head><br></html>")
    assert "Wartung & Pause" in str(error.value)


@pytest.mark.parametrize(
    "data",
    [
        b"<a>\xc3\xa4</a>",
        b'\n  <?xml version="1.0" encoding="UTF-8"?><a>\xc3\xa4</a>',
        codecs.BOM_UTF8 + b'\n<?xml version="1.0"?><a>\xc3\xa4</a>',
        '<?xml version="1.0" encoding="ISO-8859-1"?><a>ä</a>'.encode("latin-1"),
        '<?xml version="1.0" encoding="UTF-16"?><a>ä</a>'.encode("utf-16"),
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a>ä</a>'.encode(),
    ],
)
def test_accepted(data):
    assert xml.parse(data).text == "ä"


def test_two_hundred_levels_are_fine():
    assert xml.parse(b"<a>" * 200 + b"</a>" * 200).tag == "a"


def test_dtd_in_a_file_is_not_read(tmp_path):
    dtd = tmp_path / "a.dtd"
    dtd.write_text('<!ATTLIST a stolen CDATA "yes"><!ENTITY x "stolen">')
    doctype = f'<!DOCTYPE a SYSTEM "{dtd.as_uri()}">'

    assert not xml.parse(f"{doctype}<a/>".encode()).attrib
    with contextlib.suppress(XmlError):
        assert "stolen" not in etree.tostring(xml.parse(f"{doctype}<a>&x;</a>".encode()), encoding="unicode")


class TestCanonical:
    def test_does_not_depend_on_context_quotes_order_encoding_or_comments(self):
        alone = '<g:a xmlns:g="urn:g" x="1" y="2">ä<g:b/></g:a>'.encode()
        page = (
            "<?xml version='1.0' encoding='ISO-8859-1'?><!-- 12:30 --><p xmlns:g='urn:g' xmlns:other='urn:o'>"
            "<g:a y='2'   x='1'>ä<!-- made just now --><g:b></g:b></g:a> tail</p>"
        ).encode("latin-1")

        assert xml.canonical(xml.parse(page)[0]) == xml.canonical(alone)

    def test_tells_content_apart(self):
        assert xml.canonical(b"<a>1</a>") != xml.canonical(b"<a>2</a>")
        assert xml.canonical(b'<a xmlns="urn:1"/>') != xml.canonical(b'<a xmlns="urn:2"/>')

    def test_keeps_prefixes_that_only_a_type_needs(self):
        schema = "http://www.w3.org/2001/XMLSchema-instance"
        page = xml.parse(f'<p xmlns:xsi="{schema}" xmlns:gml="urn:gml"><a xsi:type="gml:Time"/></p>'.encode())
        alone = etree.fromstring(xml.canonical(page[0]))

        assert alone.nsmap["gml"] == "urn:gml"
        assert xml.canonical(alone) == xml.canonical(page[0])

    def test_namespaces_that_are_no_uris_do_no_harm(self):
        """Servers declare the namespaces of all their workspaces, and people make up some of them."""
        made_up = xml.parse(b'<p xmlns:town="town" xmlns:g="urn:g"><g:a y="2" x="1">1<!-- now --></g:a></p>')
        alone = xml.parse(b'<g:a xmlns:g="urn:g" x="1" y="2">1</g:a>')
        used = xml.parse(b'<p xmlns:town="town"><town:a>1<!-- now --></town:a> tail</p>')

        assert xml.canonical(made_up[0]) == xml.canonical(alone)
        assert xml.canonical(used[0]) == b'<town:a xmlns:town="town">1</town:a>'
