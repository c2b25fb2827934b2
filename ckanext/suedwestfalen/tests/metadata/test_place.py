"""The municipality of a record, and which evidence decided."""

from __future__ import annotations

import json

import pytest

from ckanext.suedwestfalen.geo import extent
from ckanext.suedwestfalen.metadata import dataset, place
from ckanext.suedwestfalen.metadata.description import Box, Contact, Description, Keyword

SOEST, OLPE, KREIS_SOEST, KREIS_OLPE = "05974040", "05966024", "05974", "05966"
IN_SOEST = Box("8.08", "51.56", "8.12", "51.59")


def describe(**fields):
    return Description("x", title="x", **fields)


def decide(description, region, configured=None):
    extent, _ = place.extent_of(description, region)
    found = place.find(description, extent, region, configured)
    return found.municipalities, found.kreise, {"source": found.source, "text": found.evidence}


def everything(**fields):
    return {
        "regional_keys": ["059660240024"], "boxes": [IN_SOEST],
        "contacts": [Contact(role="publisher", organisation="Stadt Arnsberg"), Contact(organisation="Stadt Menden")],
        "keywords": [Keyword("Siegen", kind="place")], **fields,
    }


def test_order_of_evidence(region):
    """Take one evidence after the other away: the next one decides."""
    fields = everything()
    found = []
    for gone, configured in (
        ("", "05962024"), ("regional_keys", "05962024"), ("", None), ("publisher", None), ("contacts", None),
        ("boxes", None), ("keywords", None),
    ):
        if gone == "publisher":
            fields["contacts"] = fields["contacts"][1:]
        elif gone:
            fields[gone] = []
        towns, kreise, evidence = decide(describe(**fields), region, configured)
        found.append((evidence["source"], towns, kreise))
    assert found == [
        ("identifier", [OLPE], [KREIS_OLPE]),
        ("source", ["05962024"], ["05962"]),
        ("publisher", ["05958004"], ["05958"]),
        ("contact", ["05962040"], ["05962"]),
        ("extent", [SOEST], [KREIS_SOEST]),
        ("keyword", ["05970040"], ["05970"]),
        ("", [], []),
    ]


@pytest.mark.parametrize(("key", "towns", "kreise"), [
    ("059740040040", [SOEST], [KREIS_SOEST]), ("05974040", [SOEST], [KREIS_SOEST]),
    ("059740000000", [], [KREIS_SOEST]), ("05974", [], [KREIS_SOEST]), ("059700000000", [], ["05970"]),
    ("064120000000", ["06412000"], ["06412"]), ("05", [], []), ("050000000000", [], []), ("kaputt", [], []),
])
def test_regional_keys(region, key, towns, kreise):
    found = decide(describe(regional_keys=[key]), region)
    assert found[:2] == (towns, kreise)
    assert found[2]["source"] == ("identifier" if kreise else "")


@pytest.mark.parametrize(("organisation", "towns", "kreise"), [
    ("Stadt Soest", [SOEST], [KREIS_SOEST]), ("Kreis Soest", [], [KREIS_SOEST]),
    ("Kreis Olpe, Fachdienst Geoinformation", [], [KREIS_OLPE]), ("Kreisstadt Olpe", [OLPE], [KREIS_OLPE]),
    ("Stadt Köln", [], []), ("", [], []),
])
def test_town_and_kreis_of_the_same_name(region, organisation, towns, kreise):
    assert decide(describe(contacts=[Contact(organisation=organisation)]), region)[:2] == (towns, kreise)


def test_publisher_of_a_wide_record_decides_and_the_width_is_said(region):
    west, south, east, north = (str(value) for value in region.bbox)
    publisher = Contact(role="publisher", organisation="Stadt Soest")
    description = describe(contacts=[publisher], boxes=[Box(west, south, east, north)])
    found = dataset.to_dataset(description, region=region)
    assert found.dataset["municipality"] == [SOEST]
    assert "record-extent-wide" in [finding.code for finding in found.findings]


@pytest.mark.parametrize(("box", "towns", "kreise"), [
    (IN_SOEST, 1, 1),
    (Box("8.0", "51.4", "8.4", "51.6"), 0, 1),  # over several towns of one Kreis
    (Box("7.6", "51.0", "8.4", "51.5"), 0, 5),  # over several Kreise
    (Box("7.417", "50.685", "8.971", "51.729"), 0, 5),  # the region
    (Box("5.8", "50.3", "9.5", "52.6"), 0, 5),  # the state covers the region
    (Box("6.8", "50.8", "7.2", "51.0"), 0, 0),  # outside
    (Box("8.4", "51.5", "10.4", "52.5"), 0, 0),  # mostly outside
])
def test_extent(region, box, towns, kreise):
    found = decide(describe(boxes=[box]), region)
    assert (len(found[0]), len(found[1])) == (towns, kreise)
    assert found[2]["source"] == ("extent" if kreise else "")


def test_a_town_must_hold_four_fifths(region):
    """Of a box that is somewhat larger than the town's own, half lies in the town: that is not enough."""
    west, south, east, north = region.municipality(SOEST).bbox
    wider = Box(str(west - 0.01), str(south - 0.01), str(east + 0.01), str(north + 0.01))
    assert decide(describe(boxes=[wider]), region)[:2] == ([], [KREIS_SOEST])


def test_the_own_box_of_a_town_or_kreis_is_its_place(region):
    """A town fills about half of its box, and its box is what most catalogues write for it."""
    for found, expected in (
        (region.municipality(SOEST), ([SOEST], [KREIS_SOEST])),
        (region.kreis(KREIS_SOEST), ([], [KREIS_SOEST])),
    ):
        box = Box(*(f"{value:.3f}" for value in found.bbox))
        assert decide(describe(boxes=[box]), region)[:2] == expected


def test_missing_box_is_derived(region):
    found = dataset.to_dataset(describe(contacts=[Contact(organisation="Stadt Soest")]), region=region)
    assert found.dataset["spatial_source"] == "derived"
    assert "7.982888" in found.dataset["spatial"]
    assert found.evidence == {
        "source": "contact", "text": "Stadt Soest", "spatial_source": "derived", "licence": "",
    }


def test_outlines_come_before_boxes(mapped):
    found = mapped("polygon").dataset
    assert found["municipality"] == [SOEST]
    assert found["spatial_source"] == "record"
    assert extent.bounds(json.loads(found["spatial"])) == (8.09, 51.56, 8.12, 51.58)


def test_settings_of_the_source(region):
    found = dataset.to_dataset(describe(), region=region, settings=dataset.Settings(kreis=KREIS_OLPE))
    assert (found.dataset["kreis"], found.dataset["municipality_source"]) == ([KREIS_OLPE], "source")


def test_number_plates_are_no_keywords(region):
    assert decide(describe(keywords=[Keyword("OE"), Keyword("SI")]), region)[1] == []
