"""A real MapServer with the layers of a town, run as CGI behind a small web server.

A conftest imports the fixture: ``from ckanext.suedwestfalen.tests.servers.mapserver import mapserver``.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest

from ckanext.suedwestfalen.tests.servers import free_port
from ckanext.suedwestfalen.tests.tools import need

MAPSERV = Path(os.environ.get("SUEDWESTFALEN_MAPSERV") or "/usr/lib/cgi-bin/mapserv")
FEES = "Datenlizenz Deutschland – Namensnennung – Version 2.0 (https://www.govdata.de/dl-de/by-2-0)"
CONFIG = 'CONFIG\n  ENV\n    MS_MAP_PATTERN "."\n  END\nEND\n'
FORMATS = (("geojson", "OGR/GEOJSON", "application/json; subtype=geojson", "simple", "geojson"),
           ("shapezip", "OGR/ESRI Shapefile", "SHAPE-ZIP", "zip", "zip"),
           ("csv", "OGR/CSV", "text/csv", "simple", "csv"))
MAP = """MAP
NAME "stadtplan"
EXTENT {extent}
SIZE 500 500
PROJECTION "init=epsg:25832" END
{formats}
SYMBOL NAME "punkt" TYPE ELLIPSE POINTS 1 1 END FILLED TRUE END
WEB
  IMAGEPATH "{folder}/"
  METADATA
    "ows_enable_request" "*"
    "ows_title" "{title}"
    "ows_abstract" "Geodaten der Stadt, vom Fachdienst Geoinformation gepflegt"
    "ows_srs" "{systems}"
    "ows_onlineresource" "{address}"
    "ows_fees" "{fees}"
    "ows_accessconstraints" "keine"
    "ows_contactorganization" "{organization}"
    "ows_contactperson" "Kim Beispiel"
    "ows_contactposition" "Fachdienst Geoinformation"
    "ows_contactelectronicmailaddress" "geodaten@example.org"
    "ows_keywordlist" "Geodaten,Straßen und Wege"
    "wfs_getfeature_formatlist" "geojson,shapezip,csv"
  END
END
{layers}
END
"""
LAYER = """LAYER
  NAME "{name}"
  TYPE POINT
  STATUS ON
  GROUP "{group}"
  CONNECTIONTYPE OGR
  CONNECTION "{file}"
  DATA "{name}"
  PROJECTION "init=epsg:25832" END
  TEMPLATE "void"
  METADATA
    "ows_title" "{title}"
    "ows_abstract" "{abstract}"
    "wms_group_title" "{group_title}"
    "ows_srs" "{systems}"
    "gml_include_items" "all"
    "gml_featureid" "nummer"
    "ows_metadataurl_href" "https://csw.example.org/csw?request=GetRecordById&id={uuid}"
    "ows_metadataurl_format" "text/xml"
    "ows_metadataurl_type" "TC211"
  END
  CLASS STYLE SYMBOL "punkt" SIZE 8 COLOR 200 0 0 END END
END
"""


@dataclass
class Layer:
    """A layer of points in EPSG:25832: name, title, abstract and points by their names."""

    name: str
    title: str
    points: dict[str, tuple[float, float]] = field(default_factory=dict)
    abstract: str = ""
    group: str = ""
    group_title: str = ""
    uuid: str = "3f1d6f0e-0000-4000-8000-000000000001"


def town_layers() -> list[Layer]:
    """Give three layers in three towns of the region."""
    return [
        Layer("schulen", "Schulen in Soest", {"Grundschule": (432000, 5711000), "Realschule": (440000, 5718000)},
              "Standorte der öffentlichen Schulen"),
        Layer("baeume", "Bäume an Straßen", {"Linde": (417500, 5650500), "Ulme": (427000, 5659000)},
              uuid="3f1d6f0e-0000-4000-8000-000000000002"),
        Layer("spielplaetze", "Spielplätze", {"Am Fluss": (423000, 5691000), "Am Wald": (443000, 5703000)},
              "Öffentliche Spielplätze", uuid="3f1d6f0e-0000-4000-8000-000000000003"),
    ]


class MapServer:
    """A MapServer; ``url`` is its address with the map file in it. Change ``layers`` and write anew."""

    organization = "Beispielamt für Geoinformation"
    title = "Geodaten der Stadt"
    #: The reference systems that are offered, and the one that the layers' extents are given in.
    systems = "EPSG:25832 EPSG:4326 EPSG:3857 EPSG:31467"

    def __init__(self, folder: Path):
        need(MAPSERV.exists(), "MapServer")
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.layers = town_layers()
        (folder / "mapserver.conf").write_text(CONFIG)
        self.map = folder / "stadt.map"
        self.server = ThreadingHTTPServer(("127.0.0.1", free_port()), self._handler())
        self.server.daemon_threads = True
        self.host = f"127.0.0.1:{self.server.server_port}"
        self.bare = f"http://{self.host}/cgi-bin/mapserv"
        self.url = f"{self.bare}?map={quote(str(self.map))}"
        self.write()
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def group(self, *layers: Layer, name: str, title: str) -> None:
        """Put layers into a group with a name."""
        for layer in layers:
            layer.group, layer.group_title = name, title

    def write(self) -> None:
        """Write the map file and the layers' data."""
        layers = []
        for layer in self.layers:
            file = self.folder / f"{layer.name}.geojson"
            features = [{"type": "Feature", "properties": {"nummer": number, "name": name},
                         "geometry": {"type": "Point", "coordinates": place}}
                        for number, (name, place) in enumerate(layer.points.items(), 1)]
            crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25832"}}
            file.write_text(json.dumps(
                {"type": "FeatureCollection", "name": layer.name, "crs": crs, "features": features}
            ))
            text = LAYER.format(file=file, systems=self.systems, **vars(layer))
            unused = ('GROUP ""', '"wms_group_title" ""', '"ows_abstract" ""')
            layers.append("\n".join(line for line in text.splitlines() if line.strip() not in unused))
        formats = "\n".join(
            f'OUTPUTFORMAT NAME "{name}" DRIVER "{driver}" MIMETYPE "{mime}" FORMATOPTION "FORM={form}"\n'
            f'FORMATOPTION "STORAGE=memory" FORMATOPTION "FILENAME=daten.{ending}" END'
            for name, driver, mime, form, ending in FORMATS
        )
        everywhere = [place for layer in self.layers for place in layer.points.values()] or [(0, 0), (1, 1)]
        xs, ys = zip(*everywhere, strict=True)
        self.map.write_text(MAP.format(
            extent=f"{min(xs)} {min(ys)} {max(xs)} {max(ys)}", formats=formats, folder=self.folder,
            title=self.title, systems=self.systems,
            address=self.url + "&", fees=FEES, organization=self.organization, layers="\n".join(layers),
        ))

    def stop(self) -> None:
        """Stop listening."""
        self.server.shutdown()
        self.server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        town = self

        class Cgi(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                environment = {
                    "PATH": os.environ.get("PATH", ""), "GATEWAY_INTERFACE": "CGI/1.1", "REQUEST_METHOD": "GET",
                    "QUERY_STRING": self.path.partition("?")[2], "SCRIPT_NAME": "/cgi-bin/mapserv",
                    "SERVER_NAME": "127.0.0.1", "SERVER_PORT": str(self.server.server_port),
                    "SERVER_PROTOCOL": "HTTP/1.1", "MAPSERVER_CONFIG_FILE": str(town.folder / "mapserver.conf"),
                }
                done = subprocess.run([str(MAPSERV)], env=environment, capture_output=True, timeout=30, check=False)
                head, body = re.split(rb"\r?\n\r?\n", done.stdout, maxsplit=1)
                status = re.search(rb"^Status: (\d+)", head, re.MULTILINE)
                self.send_response(int(status[1]) if status else 200)
                for line in head.decode("latin-1").splitlines():
                    name, _, value = line.partition(":")
                    if name.lower() == "content-type":
                        self.send_header(name, value.strip())
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args) -> None:
                pass

        return Cgi


@pytest.fixture
def mapserver(tmp_path: Path) -> Iterator[MapServer]:
    """A running MapServer with three layers."""
    server = MapServer(tmp_path / "mapserver")
    yield server
    server.stop()
