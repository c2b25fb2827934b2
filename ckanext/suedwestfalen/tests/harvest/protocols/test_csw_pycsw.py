"""Listing a real pycsw: everything arrives once, in order, in both versions, and as the record's own bytes."""

import subprocess
import sys
from pathlib import Path

import pytest

from ckanext.suedwestfalen.harvest.protocols.base import ListingError
from ckanext.suedwestfalen.harvest.protocols.csw import Csw
from ckanext.suedwestfalen.net import xml
from ckanext.suedwestfalen.tests.servers import ROOT, Pycsw, client_for, iso_records

DEMO = ROOT / "stack" / "demo"


@pytest.fixture(scope="module")
def records(tmp_path_factory) -> Path:
    """The example records of the first demo town."""
    folder = tmp_path_factory.mktemp("records")
    code = "import records, sys, pathlib; records.write(records.towns()[0], pathlib.Path(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", code, str(folder)], cwd=DEMO, check=True, timeout=60)
    return folder


@pytest.fixture(scope="module")
def server(tmp_path_factory, records):
    pycsw = Pycsw(tmp_path_factory.mktemp("pycsw")).load(records).start()
    yield pycsw
    pycsw.stop()


def listing(server, **settings):
    pages = list(Csw(client_for(server.url), server.url, settings).pages())
    return pages, [item for page in pages for item in page.items]


@pytest.mark.parametrize("version", ["", "2.0.2", "3.0.0"])
@pytest.mark.parametrize("page_size", [7, 100])
def test_everything_arrives_once_and_in_order(server, records, version, page_size):
    pages, items = listing(server, version=version, page_size=page_size)

    guids = [item.guid for item in items]
    assert guids == sorted(path.stem for path in records.glob("*.xml"))
    assert {page.declared for page in pages} == {len(guids)}
    assert pages[-1].next_position is None
    assert not [item.finding for item in items if item.finding]
    assert not [finding for page in pages for finding in page.findings]


def test_bytes_do_not_depend_on_page_version_or_way(server):
    _, small = listing(server, page_size=3)
    _, large = listing(server, page_size=100, version="3.0.0")

    assert [item.content for item in small] == [item.content for item in large]


def test_record_says_what_the_listing_needs(server):
    _, items = listing(server)

    for item in items:
        assert item.content.startswith(b"<gmd:MD_Metadata")
        assert item.guid in item.url
        assert "request=GetRecordById" in item.url
        alone = xml.parse(client_for(server.url).get(item.url).content)[0]
        assert xml.canonical(alone) == item.content
    dates = [item.modified for item in items]
    assert "ca. 1990" in dates
    assert all(dates)


def test_going_on_from_a_position_gives_the_rest(server):
    pages, items = listing(server, page_size=10)
    rest = list(Csw(client_for(server.url), server.url, {"page_size": 10}).pages(pages[0].next_position))

    assert [item.guid for page in rest for item in page.items] == [item.guid for item in items[10:]]


@pytest.mark.parametrize("version", ["2.0.2", "3.0.0"])
@pytest.mark.parametrize(
    ("settings", "wanted"),
    [
        ({"keyword": "opendata"}, b">opendata<"),
        ({"types": "service"}, b'codeListValue="service"'),
        ({"types": ["service", "series"], "keyword": "WMS"}, b">WMS<"),
        ({"cql": "apiso:Title like '%Radwege%'"}, b"Radwege und Radrouten"),
    ],
)
def test_filter(server, version, settings, wanted):
    _, everything = listing(server)
    _, some = listing(server, version=version, **settings)

    expected = [item.guid for item in everything if wanted in item.content.split(b"distributionInfo")[0]]
    if settings.get("types") and settings.get("keyword"):
        expected = [guid for guid in expected if guid in {item.guid for item in some}]
    assert 0 < len(some) < len(everything)
    assert [item.guid for item in some] == expected


def test_box_finds_what_lies_in_it(server):
    _, everything = listing(server)
    _, here = listing(server, box=[7, 51, 9, 52])
    _, elsewhere = listing(server, box="50, 7, 53, 9")  # The other order of axes.

    assert len(here) >= len(everything) * 0.7  # pycsw itself does not read the polygons and the two boxes.
    assert not elsewhere


def test_order_and_bytes_stay_when_records_come_and_go(pycsw, records):
    files = {path.stem: path.read_bytes() for path in records.glob("*.xml")}
    names = sorted(files)
    pycsw.load({name: files[name] for name in names[10:]}).start()
    _, before = listing(pycsw, page_size=5)
    pycsw.load({name: files[name] for name in reversed(names[:25])})
    _, after = listing(pycsw, page_size=5)

    assert [item.guid for item in before] == names[10:]
    assert [item.guid for item in after] == names[:25]
    assert [item.content for item in before[:15]] == [item.content for item in after[10:]]


def test_real_records(pycsw, shared):
    """The ISO records among the samples, as far as pycsw itself takes them, all arrive."""
    found = iso_records(shared / "samples")
    pycsw.load(found).start()
    pages, items = listing(pycsw)

    assert len(items) == pages[0].declared >= 20
    assert len({item.guid for item in items}) == len(items)
    assert not [item.finding for item in items if item.finding]


def test_nonsense_filter_is_explained_in_the_servers_words(server):
    with pytest.raises(ListingError) as error:
        listing(server, cql="this is (no filter")

    assert error.value.finding.code == "csw-exception"
    assert "CQL" in str(error.value)


def test_unicode_and_wildcards_in_a_keyword(server):
    assert not listing(server, keyword="100%_Ä")[1]


def test_empty_catalogue_is_an_end_and_no_error(server):
    pages, items = listing(server, keyword="gibt-es-nicht")

    assert items == []
    assert (pages[0].declared, pages[0].next_position) == (0, None)
