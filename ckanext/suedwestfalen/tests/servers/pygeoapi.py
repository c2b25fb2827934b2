"""A real pygeoapi: collections of GeoJSON files and a catalogue of records, served by gunicorn.

A conftest imports the fixture: ``from ckanext.suedwestfalen.tests.servers.pygeoapi import pygeoapi``.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ckanext.suedwestfalen.tests.servers import ROOT, free_port
from ckanext.suedwestfalen.tests.tools import need

#: Environment of pygeoapi, made from stack/pygeoapi.txt.
PYGEOAPI = Path(os.environ.get("SUEDWESTFALEN_PYGEOAPI") or ROOT / ".stack" / "pygeoapi")

_CRS = "http://www.opengis.net/def/crs/EPSG/0/25832"


def feature(number: int) -> dict[str, Any]:
    """Give a point of an invented layer."""
    return {
        "type": "Feature", "id": number, "properties": {"name": f"Straße {number}"},
        "geometry": {"type": "Point", "coordinates": [7.69 + number / 1000, 51.37]},
    }


def layer(title: str, box: tuple[float, ...], **more: Any) -> dict[str, Any]:
    """Give a collection as pygeoapi's configuration describes it."""
    return {
        "type": "collection", "title": title, "description": f"{title}, gepflegt vom Fachdienst Geoinformation.",
        "keywords": ["Ökologie", "opendata"], "links": [],
        "extents": {"spatial": {"bbox": list(box), "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}}, **more,
    }


class Pygeoapi:
    """A pygeoapi in a folder of its own. ``url`` is its landing page.

    ``layers`` are collections of features, ``records`` those of the catalogue ``katalog`` (None: no catalogue).
    After a change, ``start`` it again.
    """

    def __init__(self, folder: Path):
        need((PYGEOAPI / "bin" / "gunicorn").exists(), "pygeoapi")
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.port = free_port()
        self.address = f"127.0.0.1:{self.port}"
        self.url = f"http://{self.address}"
        self.licence = {"name": "dl-de/zero-2-0", "url": "https://www.govdata.de/dl-de/zero-2-0"}
        self.layers: dict[str, dict[str, Any]] = {}
        self.records: list[dict[str, Any]] | None = None
        self._process: subprocess.Popen | None = None

    def start(self) -> Pygeoapi:
        """Write configuration and data, start the server (anew) and wait until it answers."""
        self.stop()
        environment = {
            **os.environ, "PYGEOAPI_CONFIG": str(self.folder / "config.yml"), "PYTHONWARNINGS": "ignore",
            "PYGEOAPI_OPENAPI": str(self.folder / "openapi.json"), "PYTHONDONTWRITEBYTECODE": "1",
        }
        # JSON is YAML
        (self.folder / "config.yml").write_text(json.dumps(self._configuration()))
        program = str(PYGEOAPI / "bin" / "pygeoapi")
        command = [program, "openapi", "generate", str(self.folder / "config.yml"), "--format", "json",
                   "--output-file", str(self.folder / "openapi.json")]
        subprocess.run(command, env=environment, capture_output=True, check=True, timeout=120)
        self._process = subprocess.Popen(
            [str(PYGEOAPI / "bin" / "gunicorn"), "--bind", self.address, "pygeoapi.flask_app:APP"],
            env=environment, stdout=subprocess.DEVNULL, stderr=(self.folder / "server.log").open("wb"),
        )
        for _ in range(300):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{self.url}/conformance", timeout=20).read()
                return self
            time.sleep(0.1)
        raise RuntimeError((self.folder / "server.log").read_text(errors="replace"))

    def stop(self) -> None:
        """Stop the server, if it runs."""
        if self._process:
            self._process.terminate()
            self._process.wait(20)
            self._process = None

    def _configuration(self) -> dict[str, Any]:
        return {
            "server": {
                "bind": {"host": "127.0.0.1", "port": self.port}, "url": self.url, "mimetype": "application/json",
                "encoding": "utf-8", "languages": ["de-DE"], "gzip": False, "pretty_print": False,
                # asked for more it gives as much, asked for nothing ten
                "limits": {"default_items": 10, "max_items": 1000, "on_exceed": "throttle"},
                "map": {"url": "https://tile.example.org/{z}/{x}/{y}.png", "attribution": "-"},
            },
            "logging": {"level": "ERROR"},
            "metadata": {
                "identification": {
                    "title": "Geodaten der Stadt Iserlohn", "description": "Offene Geodaten.",
                    "keywords": ["Geodaten"], "terms_of_service": "-", "url": "https://www.iserlohn.example.org/geo",
                },
                "license": self.licence,
                "provider": {"name": "Stadt Iserlohn", "url": "https://www.iserlohn.example.org"},
                "contact": {"name": "Mustermann, Erika", "position": "Fachdienst Geoinformation",
                            "email": "geodaten@example.org", "phone": "+49 2371 000000"},
            },
            "resources": self._resources(),
        }

    def _resources(self) -> dict[str, Any]:
        resources = {}
        for name, described in self.layers.items():
            data = self.folder / f"{name}.geojson"
            collection = {"type": "FeatureCollection", "features": [feature(number) for number in range(12)]}
            data.write_text(json.dumps(collection))
            provider = {"type": "feature", "name": "GeoJSON", "data": str(data), "id_field": "id",
                        "crs": ["http://www.opengis.net/def/crs/OGC/1.3/CRS84", _CRS], "storage_crs": _CRS}
            resources[name] = {**described, "providers": [provider]}
        if self.records is not None:
            data = self.folder / "katalog.json"
            data.write_text(json.dumps({"_default": dict(enumerate(self.records, 1))}))
            provider = {"type": "record", "name": "TinyDBCatalogue", "data": str(data), "id_field": "id",
                        "time_field": "created", "title_field": "title"}
            resources["katalog"] = {**layer("Katalog", (7, 51, 8, 52)), "providers": [provider]}
        return resources


@pytest.fixture
def pygeoapi(tmp_path: Path) -> Iterator[Pygeoapi]:
    """A pygeoapi with two layers, not yet started."""
    server = Pygeoapi(tmp_path / "pygeoapi")
    server.layers = {
        "strassen": layer("Straßen der Stadt Iserlohn", (7.6, 51.33, 7.8, 51.45)),
        "baeume": layer("Bäume", (7.65, 51.35, 7.75, 51.4)),
    }
    yield server
    server.stop()
