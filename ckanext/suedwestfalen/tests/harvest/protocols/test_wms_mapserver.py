"""The harvest of a real MapServer's maps: layers and named groups become datasets to look at."""

from __future__ import annotations

import struct
import zlib

import pytest

from ckanext.suedwestfalen.harvest.protocols.base import Probe
from ckanext.suedwestfalen.harvest.protocols.wfs import Wfs
from ckanext.suedwestfalen.harvest.protocols.wms import Wms
from ckanext.suedwestfalen.tests.harvest.protocols.test_wfs_mapserver import packages
from ckanext.suedwestfalen.tests.servers import client_for
from ckanext.suedwestfalen.tests.servers.mapserver import mapserver  # noqa: F401 - a fixture

#: Channels of a pixel by the colour type of a PNG.
CHANNELS = {0: 1, 2: 3, 3: 1, 6: 4}
#: A picture without a single point has this many different rows at most, as PNG writes them.
EMPTY = 3


def picture(server, dataset: dict) -> tuple[int, int, int]:
    """Width and height of the map that a dataset's picture link shows, and how many different rows it has."""
    (url,) = [one["url"] for one in dataset["resources"] if one["format"] == "PNG"]
    data = client_for(server.url).get(url).content
    assert data.startswith(b"\x89PNG"), data[:300]
    width, height, _, colours = struct.unpack(">IIBB", data[16:26])
    packed, position = b"", 8
    while position < len(data):
        (length,) = struct.unpack(">I", data[position:position + 4])
        if data[position + 4:position + 8] == b"IDAT":
            packed += data[position + 8:position + 8 + length]
        position += length + 12
    pixels, row = zlib.decompress(packed), 1 + width * CHANNELS[colours]
    return width, height, len({pixels[start:start + row] for start in range(0, len(pixels), row)})


@pytest.mark.parametrize("version", ["1.1.1", "1.3.0"])
@pytest.mark.parametrize("systems", ["EPSG:25832", "EPSG:4326", "EPSG:31467 EPSG:4326"])
def test_each_layer_is_a_dataset_and_its_picture_shows_it(
    version, systems, mapserver, harvest, make_source, ckan_config  # noqa: F811
):
    """Longitude and latitude change places in 1.3.0, easting and northing of Gauß-Krüger, too."""
    ckan_config["ckanext.suedwestfalen.net.allow"] = [mapserver.host]
    mapserver.systems = systems
    mapserver.layers = mapserver.layers[:2]
    mapserver.write()
    source = make_source(protocol="wms", url=mapserver.url, settings={"version": version})
    run = harvest(source)
    assert (run.state, run.declared, run.new) == ("finished", 2, 2)
    found = packages()
    assert found["Schulen in Soest"]["municipality"] == ["05974040"]
    assert [one["format"] for one in found["Schulen in Soest"]["resources"]] == ["PNG", "WMS"]
    for dataset in found.values():
        width, height, rows = picture(mapserver, dataset)
        assert 64 <= min(width, height) <= max(width, height) == 1024
        assert rows > EMPTY
    assert harvest(source).unchanged == 2


def test_a_named_group_is_one_dataset(mapserver, harvest, make_source, ckan_config):  # noqa: F811
    ckan_config["ckanext.suedwestfalen.net.allow"] = [mapserver.host]
    mapserver.group(mapserver.layers[0], mapserver.layers[2], name="freizeit", title="Bildung und Freizeit")
    mapserver.write()
    source = make_source(protocol="wms", url=mapserver.url)
    assert harvest(source).new == 2
    found = packages()
    assert set(found) == {"Bildung und Freizeit", "Bäume an Straßen"}
    assert picture(mapserver, found["Bildung und Freizeit"])[2] > EMPTY


def test_one_address_is_recognised_as_wfs_and_wms(mapserver):  # noqa: F811
    for typed in (mapserver.url, mapserver.url + "&service=WFS&request=GetCapabilities"):
        probe = Probe(client_for(mapserver.url), typed)
        found = {one.protocol: one for kind in (Wfs, Wms) for one in kind.detect(probe)}
        assert set(found) == {"wfs", "wms"}
        assert found["wfs"].sure > found["wms"].sure
        assert {one.url for one in found.values()} == {mapserver.url}
        assert {one.title for one in found.values()} == {"Geodaten der Stadt"}
        assert ("ms:baeume", "Bäume an Straßen") in found["wfs"].layers
        assert found["wms"].layers[0] == ("schulen", "Schulen in Soest")
        assert len(probe.tried) <= 3
    probe = Probe(client_for(mapserver.url), mapserver.url + "&SERVICE=WMS&REQUEST=GetCapabilities")
    assert [one.sure for one in Wms.detect(probe)] == [100]


def test_all_layers_of_a_service_in_one_picture(mapserver, harvest, make_source, ckan_config):  # noqa: F811
    ckan_config["ckanext.suedwestfalen.net.allow"] = [mapserver.host]
    source = make_source(protocol="wms", url=mapserver.url, settings={"datasets": "service"})
    assert harvest(source).new == 1
    (dataset,) = packages().values()
    assert picture(mapserver, dataset)[2] > EMPTY
