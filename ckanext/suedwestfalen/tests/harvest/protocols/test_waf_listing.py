"""Which links of a listing are followed, and what is taken for a listing at all."""

from __future__ import annotations

import pytest

from ckanext.suedwestfalen.harvest.protocols import ListingError, waf_listing
from ckanext.suedwestfalen.harvest.protocols.waf import USUAL
from ckanext.suedwestfalen.net import Response
from ckanext.suedwestfalen.tests.servers.listings import iis

HOST = "https://geo.example.org"
START = HOST + "/daten/"
APACHE_FANCY = """<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN">
<html><head><title>Index of /daten</title></head>
<body><h1>Index of /daten</h1><pre><img src="/icons/blank.gif"> <a href="?C=N;O=D">Name</a> <a href="?C=M;O=A">Last</a>
<hr><img src="/icons/back.gif" alt="[PARENTDIR]"> <a href="/">Parent Directory</a>
<img src="/icons/folder.gif"> <a href="Pl%c3%a4ne/">Pläne/</a>  2024-05-14 10:12  -
<img src="/icons/text.gif"> <a href="stra%c3%9fen.XML">straßen.XML</a>  2024-05-14 10:12 4.2K
</pre></body></html>"""


def read(body, url=START, start=START, kind="text/html; charset=utf-8", extensions=USUAL):
    body = body if isinstance(body, bytes) else body.encode()
    return waf_listing.read(Response(200, url, {"Content-Type": kind}, body), start, extensions)


def page(*links, title="Index of /daten/"):
    anchors = "".join(f'<a href="{link}">x</a>' for link in links)
    return f"<html><head><title>{title}</title></head><body>{anchors}</body></html>"


def test_apache():
    folder = read(APACHE_FANCY)

    assert folder.files == (START + "stra%C3%9Fen.XML",)
    assert folder.folders == (START + "Pl%C3%A4ne/",)
    assert folder.sure


def test_iis():
    body = iis("/daten/", {"Straßen.XML": "/daten/Stra%C3%9Fen.XML", "a b.xml": "/daten/a b.xml"}, {"Ä": "/daten/Ä/"})
    folder = read(body)

    assert folder.files == (START + "Stra%C3%9Fen.XML", START + "a%20b.xml")
    assert folder.folders == (START + "%C3%84/",)
    assert folder.sure
    assert read(iis("/", {}), HOST + "/", HOST + "/").sure


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("a.xml", "a.xml"),
        ("./a.xml", "a.xml"),
        (HOST + "/daten/a.xml", "a.xml"),
        ("//geo.example.org/daten/a.xml", "a.xml"),
        ("A%2Exml", "A.xml"),
        ("größe.xml", "gr%C3%B6%C3%9Fe.xml"),
        ("gr%c3%b6%c3%9fe.xml", "gr%C3%B6%C3%9Fe.xml"),
        ("Stra%DFe.xml", "Stra%DFe.xml"),
        ("5%25.xml", "5%25.xml"),
        ("c%23d.xml", "c%23d.xml"),
        ("wer%3F.xml", "wer%3F.xml"),
        ("a.RDF", "a.RDF"),
        ("a.xml#teil", "a.xml"),
        ("unten/a.xml", "unten/a.xml"),
    ],
)
def test_one_spelling_for_every_address(link, address):
    assert read(page(link)).files == (START + address,)


@pytest.mark.parametrize(
    "link",
    [
        "../a.xml", "/a.xml", "%2e%2e/a.xml", "unten/%2E%2E/a.xml", "?C=N;O=D", "a.xml?x=1",
        "https://example.org/daten/a.xml",
        "http://geo.example.org/daten/a.xml", "https://geo.example.org:8443/daten/a.xml", "//example.org/daten/a.xml",
        "https://user@geo.example.org/daten/a.xml", "javascript:a.xml", "ftp://geo.example.org/daten/a.xml", "",
        "https://geo.example.org:x/daten/a.xml", "http://[/a.xml", "a.html", "xml", "a.xml.zip", ".", "./", "/daten/",
        "/datenschutz/a.xml", "mailto:a@example.org",
    ],
)  # fmt: skip
def test_what_is_not_followed(link):
    folder = read(page(link))

    assert (folder.files, folder.folders) == ((), ())


def test_names_in_an_old_encoding():
    body = page("Straße.xml").encode("latin-1")

    assert read(body, kind="text/html; charset=iso-8859-1").files == (START + "Stra%C3%9Fe.xml",)
    assert read(body, kind="text/html").files == (START + "Stra%C3%9Fe.xml",)
    assert read(page("Straße.xml"), kind="text/html; charset=unfug").files == (START + "Stra%C3%9Fe.xml",)


@pytest.mark.parametrize(
    "body",
    [
        page(),
        page(title="Directory listing for /daten/"),
        page(title="Directory: /daten/"),
        "<h1>Index of /daten</h1>",
        '<table><tr><td><a href="?C=N;O=D">Name</a></td></tr></table>',
        '<pre><a href="../">../</a></pre>',
        '<pre><a href="/">hinauf</a></pre>',
        "<title>geo.example.org - /daten/</title><pre></pre>",
        iis("/daten/", {}),
    ],
)
def test_an_empty_folder_is_a_listing(body):
    folder = read(body)

    assert folder.sure
    assert folder.files == ()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (page(title="Anmeldung"), "text/html"),
        (page("a.xml", title="Wartungsarbeiten"), "text/html"),
        (page("a.xml", title="Portal").replace("<body>", "<body><input type=password>"), "text/html"),
        (page("/kontakt/", "hilfe/", title="Willkommen"), "text/html"),
        (page("a.html", title="Willkommen"), "text/html"),
        ("", "text/html"),
        ("<!-- -->", "text/html"),
        ("Zurzeit nicht erreichbar", "text/html"),
        ("\0\0\0", "text/html"),
        ("{}", "application/json"),
        ("<a href='a.xml'>Index of</a>", "text/plain"),
        ("<html>" + "<div>" * 100_000, "text/html"),
    ],
)
def test_what_is_no_listing(body, kind):
    with pytest.raises(ListingError) as error:
        read(body, kind=kind)
    assert error.value.finding.code == "waf-no-listing"


@pytest.mark.parametrize("title", ["Unsere Metadaten", "Catalog index", "Zugang zu Metadaten"])
def test_a_page_of_links_written_by_hand_will_do(title):
    folder = read(page("a.xml", "hilfe.html", title=title))

    assert folder.files == (START + "a.xml",)
    assert not folder.sure


def test_a_redirect_to_elsewhere_is_no_listing():
    with pytest.raises(ListingError):
        read(page("a.xml"), HOST + "/anderswo/")
