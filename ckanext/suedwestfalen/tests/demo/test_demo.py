"""The demo towns: about 60 records of the kinds that occur, always the same, clearly examples, served by pycsw."""

import csv
import importlib.util
import json
import os
import re
import subprocess
import sys

import pytest
from lxml import etree

from ckanext.suedwestfalen.harvest.protocols.csw import Csw
from ckanext.suedwestfalen.tests.servers import PYCSW, ROOT, Pycsw, client_for

DEMO = ROOT / "stack" / "demo"
NAMES = {"gmd": "http://www.isotc211.org/2005/gmd", "gco": "http://www.isotc211.org/2005/gco"}


@pytest.fixture(scope="module")
def made():
    """Records by town name: identifier to root element."""
    specification = importlib.util.spec_from_file_location("demo_records", DEMO / "records.py")
    module = importlib.util.module_from_spec(specification)
    sys.modules["demo_records"] = module  # Its dataclasses look for their module there.
    specification.loader.exec_module(module)
    towns = {town["name"]: dict(module.records(town)) for town in module.towns()}
    assert towns == {town["name"]: dict(module.records(town)) for town in module.towns()}
    return {
        name: {guid: etree.fromstring(text.encode()) for guid, text in some.items()} for name, some in towns.items()
    }


def texts(made, path):
    return [text for some in made.values() for root in some.values() for text in root.xpath(path, namespaces=NAMES)]


def test_number_and_marking(made):
    everything = [root for some in made.values() for root in some.values()]

    assert 55 <= len(everything) <= 65
    assert len({guid for some in made.values() for guid in some}) == len(everything)
    for root in everything:
        title = root.findtext(".//gmd:citation//gmd:title/gco:CharacterString", namespaces=NAMES)
        abstract = root.findtext(".//gmd:abstract/gco:CharacterString", namespaces=NAMES)
        assert title.startswith("Beispiel:")
        assert re.search("erfunden", abstract, re.IGNORECASE)


def test_kinds_that_occur(made):
    levels = texts(made, "gmd:hierarchyLevel/*/@codeListValue")
    assert {"dataset", "series", "service"} == set(levels)
    assert len(set(texts(made, ".//gmd:referenceSystemIdentifier//gmd:code/*/text()"))) >= 8
    licences = [
        json.loads(text)["id"] for text in texts(made, ".//gmd:otherConstraints/*/text()") if text.startswith("{")
    ]
    assert {"dl-by-de/2.0", "dl-zero-de/2.0", "cc-by/4.0"} == set(licences)
    assert len(licences) < len(levels)
    roots = [root for some in made.values() for root in some.values()]
    assert any(len(root.findall(".//gmd:EX_GeographicBoundingBox", NAMES)) == 2 for root in roots)
    assert any(root.find(".//gmd:EX_BoundingPolygon", NAMES) is not None for root in roots)
    assert any("regschluessel" in text for text in texts(made, ".//gmd:geographicIdentifier//gmd:code/*/text()"))
    assert "opendata" in texts(made, ".//gmd:keyword/*/text()")
    assert "ca. 1990" in texts(made, "gmd:dateStamp/*/text()")


def test_nobodys_personal_data_and_no_real_address(made):
    assert not texts(made, ".//gmd:individualName")
    assert not texts(made, ".//gmd:voice")
    assert all(mail.endswith("@example.org") for mail in texts(made, ".//gmd:electronicMailAddress/*/text()"))
    assert all(".example.org" in url for url in texts(made, ".//gmd:URL/text()"))


def test_boxes_lie_in_the_region_but_for_the_defective_ones(made):
    with (ROOT / "seeds" / "municipalities.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    west, east = min(float(row["bbox_minx"]) for row in rows), max(float(row["bbox_maxx"]) for row in rows)
    outside = [
        side for side in texts(made, ".//gmd:westBoundLongitude/*/text()") if not west - 0.001 <= float(side) <= east
    ]

    assert len(outside) == len(made)


def test_prepared_towns_are_harvestable_and_a_second_time_changes_nothing(tmp_path):
    server = Pycsw(tmp_path / "soest")
    command = [str(PYCSW / "bin" / "python"), str(DEMO / "towns.py"), "prepare", str(tmp_path)]
    command += ["--port-soest", str(server.port), "--port-mk", "20999"]
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    first = subprocess.run(command, env=environment, check=True, capture_output=True, text=True, timeout=120)
    lines = [line.split("\t") for line in first.stdout.splitlines()]
    assert [line[:2] for line in lines] == [["soest", server.url], ["mk", "http://127.0.0.1:20999/"]]

    stamp = (tmp_path / "soest" / "records.db").stat().st_mtime_ns
    second = subprocess.run(command, env=environment, check=True, capture_output=True, text=True, timeout=120)
    assert second.stdout == first.stdout
    assert (tmp_path / "soest" / "records.db").stat().st_mtime_ns == stamp

    server.start()
    try:
        pages = list(Csw(client_for(server.url), server.url).pages())
    finally:
        server.stop()
    assert len(pages[0].items) == pages[0].declared == 31
