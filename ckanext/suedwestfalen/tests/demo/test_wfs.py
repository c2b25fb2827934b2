"""The WFS of a demo town: recognised, read layer by layer without a complaint, its data where its layers say."""

import json
import re
import subprocess
import time
import urllib.error
import urllib.request

import pytest

from ckanext.suedwestfalen import region
from ckanext.suedwestfalen.harvest.protocols.base import Probe
from ckanext.suedwestfalen.harvest.protocols.wfs import Wfs
from ckanext.suedwestfalen.harvest.readers import Context, capabilities
from ckanext.suedwestfalen.tests.servers import PYCSW, client_for, free_port
from ckanext.suedwestfalen.tests.tools import need
from stack.towns import Town

SOEST = "05974040"


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    """Address of the WFS of a demo town, served as `make portal` does."""
    need((PYCSW / "bin" / "gunicorn").exists(), "pycsw")
    folder = tmp_path_factory.mktemp("town")
    town = Town("soest", SOEST, "Stadt Soest", free_port(), folder)
    with (folder / "log").open("wb") as log, subprocess.Popen(town.command(), stdout=log, stderr=log) as process:
        address = f"{town.url}wfs"
        for _ in range(150):
            try:
                urllib.request.urlopen(f"{address}?request=GetCapabilities", timeout=20).close()
                break
            except OSError:
                time.sleep(0.1)
        yield address
        process.terminate()


def test_it_is_recognised(url):
    found = list(Wfs.detect(Probe(client_for(url), url)))
    assert [(one.url, one.title, len(one.layers)) for one in found] == [
        (url, "Beispieldienst Stadt Soest: Einrichtungen (WFS)", 8)]


def test_every_layer_becomes_a_dataset_in_its_place(url):
    (page,) = Wfs(client_for(url), url).pages()
    assert page.declared == len(page.items) == 8
    assert len({item.content for item in page.items}) == 8
    context = Context(region.load(), {})
    for item in page.items:
        read = capabilities.read(item.content, context)
        assert read.findings == []
        assert re.match("Beispiel: .+ in Soest$", read.dataset["title"])
        assert "erfunden" in read.dataset["notes"]
        assert read.dataset["municipality"] == [SOEST]
        assert read.dataset["license_id"]


def test_features_lie_in_the_town(url):
    with urllib.request.urlopen(f"{url}?service=WFS&request=GetFeature&typeNames=schulen", timeout=20) as answer:
        assert answer.headers["Content-Type"] == "application/geo+json"
        features = json.load(answer)["features"]
    west, south, east, north = region.load().municipality(SOEST).bbox
    assert len(features) == 12
    for feature in features:
        lon, lat = feature["geometry"]["coordinates"]
        assert west < lon < east
        assert south < lat < north


@pytest.mark.parametrize(
    "query", ["service=WFS&request=GetFeature&typeNames=nichts", "service=WMS&request=GetCapabilities", ""]
)
def test_what_it_cannot_do_it_says(url, query):
    with pytest.raises(urllib.error.HTTPError, match="400"):
        urllib.request.urlopen(f"{url}?{query}", timeout=20)
