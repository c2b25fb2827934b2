"""Every DCAT file of the samples goes the whole way from bytes to a dataset; what some of them say is known."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from ckan import plugins

from ckanext.suedwestfalen import region as regions
from ckanext.suedwestfalen.harvest.protocols import dcat_graph
from ckanext.suedwestfalen.harvest.protocols.base import ListingError
from ckanext.suedwestfalen.harvest.readers import Context, dcat
from ckanext.suedwestfalen.metadata.dataset import Settings

SAMPLES = Path(__file__).resolve().parents[6] / "shared" / "samples"
FILES = sorted(path for path in SAMPLES.rglob("*") if path.suffix in {".rdf", ".ttl", ".jsonld"})
TYPES = {".rdf": "application/rdf+xml", ".ttl": "text/turtle", ".jsonld": "application/ld+json"}
#: A note before the first line; a context that is not bundled.
BROKEN = {"2024-02-22_UAG_Beispieldatensatz_v1.ttl": "dcat-broken", "smart-data-models": "dcat-context"}
#: So many of a large catalogue are enough.
MOST = 25
LICENCE = "http://dcat-ap.de/def/licenses/"


@pytest.fixture(scope="module", autouse=True)
def _plugins(shared):
    plugins.load_all()
    yield
    plugins.unload_all()


def read(path, media_type):
    items = dcat_graph.datasets(path.read_bytes(), media_type, "https://daten.example.org/" + path.name)
    context = Context(regions.load(), Settings())
    return items, [dcat.read(item.content, context) for item in items[:MOST] if not item.finding]


def sample(name):
    return read(next(path for path in FILES if str(path).endswith(name)), "")


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-2:]))
def test_every_sample(path):
    code = next((code for part, code in BROKEN.items() if part in str(path)), None)
    if code:
        with pytest.raises(ListingError) as failed:
            read(path, TYPES[path.suffix])
        assert failed.value.finding.code == code
        return
    _, mapped = read(path, TYPES[path.suffix])
    for one in mapped:
        assert one.dataset["title"]
        assert "license_id" in one.dataset
        json.dumps(one.dataset)


@pytest.mark.parametrize(
    "name",
    ["metadata_max.rdf", "metadata_max_1_0.rdf", "metadata_max_1_0_1.rdf", "metadata_max_multi_namespaces.rdf"],
)
def test_one_dataset_in_four_generations_of_namespaces(name):
    _, (mapped,) = sample("tests/resources/" + name)
    found = mapped.dataset
    assert found["title"] == "Naturräume Geest und Marsch"
    assert found["license_id"] == "dl-by-de/2.0"
    assert found["license_attribution"].startswith("Freie und Hansestadt Hamburg, Behörde für Umwelt und Energie")
    assert found["political_geocoding_level_uri"].endswith("/Level/state")
    assert found["publisher"][0]["name"].startswith("Behörde für Umwelt und Energie")
    assert "chröder" not in json.dumps(found, ensure_ascii=False)
    ring = json.loads(found["spatial"])["coordinates"][0]
    assert (min(x for x, _ in ring), max(y for _, y in ring)) == (8.4205, 53.9641)
    assert "availability" in found["resources"][0]


def test_a_portals_feed_with_hydra():
    path = next(path for path in FILES if path.name == "catalog-endpoint.rdf")
    feed = dcat_graph.read(path.read_bytes(), "", "https://daten.example.org/")
    assert (len(feed.items), feed.total, feed.following) == (6, 6, None)


@pytest.mark.parametrize(("ending", "number"), [("rdf", 112), ("ttl", 112)])
def test_the_catalogue_of_a_state(ending, number):
    items, mapped = sample("dashboard/brandenburg-catalog-original-input." + ending)
    assert (len(items), {item.finding for item in items}) == (number, {None})
    assert all(one.dataset["resources"] for one in mapped)


def test_regional_keys_of_another_state_are_kept():
    items, mapped = sample("bremen-catalog-original-input.rdf")
    assert len(items) == 153
    assert {tuple(one.dataset["municipality"]) for one in mapped} == {("04011000",)}
    assert {one.evidence["source"] for one in mapped} == {"identifier"}


@pytest.mark.parametrize("kind", ["RDF-XML", "RDF-TURTLE", "RDF-JSONLD"])
def test_the_official_example_says_the_same_in_every_format(kind):
    name = {"RDF-XML": "RDF_SIMPLE.rdf", "RDF-TURTLE": "TTL_SIMPLE.ttl", "RDF-JSONLD": "JSONLD_SIMPLE.jsonld"}[kind]
    (item,), (mapped,) = sample("DCAT-AP.de_V2.0/examples/" + kind + "/dcat_ap_de-RefImp_" + name)
    assert item.guid.endswith("/dataset/d4ce4e6e-ab89-44cb-bf5c-33a162c234de#dataset")
    assert mapped.dataset["title"] == "Badegewässer (Daten) Hamburg"
    assert mapped.dataset["resources"][0]["license"] == LICENCE + mapped.dataset["license_id"]


def test_the_example_of_version_3():
    _, (mapped,) = sample("v3.0_shapes/quicktest.ttl")
    assert mapped.dataset["license_attribution"] == "Attributionsvorschlag"
    assert mapped.dataset["frequency"].endswith("/MONTHLY")
    assert mapped.dataset["temporal_coverage"] == [{"start": "1987-05-08", "end": "2090-05-08"}]
