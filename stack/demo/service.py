"""What gunicorn serves for a demo town: its catalogue (pycsw), and at ``/wfs`` a small WFS 2.0 with invented points.

The WFS answers GetCapabilities and GetFeature (GeoJSON), which is what looking at it and harvesting it need. The
town's name (see ``towns.json``) is in the environment: ``DEMO_TOWN``. Texts are data: ``topics.json``.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable, Iterable
from string import Template
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

import records
from pycsw.wsgi import application as catalogue

TOPICS = ("spielplaetze", "ladesaeulen", "haltestellen", "parkplaetze", "kitas", "schulen", "rettungspunkte", "abfall")
POINTS = 12
CAPABILITIES = Template((records.HERE / "wfs.xml").read_text(encoding="utf-8"))
FEATURE_TYPE = Template((records.HERE / "wfs-type.xml").read_text(encoding="utf-8"))

Answer = tuple[str, str, str]


def application(environ: dict, start_response: Callable) -> Iterable[bytes]:
    """Answer as WSGI wants it."""
    if environ.get("PATH_INFO") != "/wfs":
        return catalogue(environ, start_response)
    asked = {name.lower(): value for name, value in parse_qsl(environ.get("QUERY_STRING", ""))}
    status, kind, body = wfs(os.environ["DEMO_TOWN"], f"http://{environ['HTTP_HOST']}/wfs", asked)
    start_response(status, [("Content-Type", kind)])
    return [body.encode()]


def wfs(name: str, address: str, asked: dict[str, str]) -> Answer:
    """Give status, media type and text of the answer to a request of the WFS of the town of this name."""
    town = next(one for one in records.towns() if one["name"] == name)
    place = records.places(town)[0]
    topics = {topic["id"]: topic for topic in records.topics() if topic["id"] in TOPICS}
    request = asked.get("request", "").lower()
    ours = asked.get("service", "WFS").upper() == "WFS"
    if ours and request == "getcapabilities":
        types = "\n".join(_feature_type(place, topic) for topic in topics.values())
        told = {key: escape(town[key]) for key in ("organisation", "office", "mail", "site")}
        return "200 OK", "application/xml", CAPABILITIES.substitute(told, address=address, types=types)
    topic = asked.get("typenames", asked.get("typename", ""))
    if ours and request == "getfeature" and topic in topics:
        features = [
            {"type": "Feature", "id": f"{topic}.{number}", "properties": {"name": f"Beispiel {number}"},
             "geometry": {"type": "Point", "coordinates": point}}
            for number, point in enumerate(_points(place, topic), 1)
        ]
        return "200 OK", "application/geo+json", json.dumps({"type": "FeatureCollection", "features": features})
    return "400 Bad Request", "text/plain", "This demo answers GetCapabilities, and GetFeature for one of its types."


def _feature_type(place: records.Place, topic: dict) -> str:
    lons, lats = zip(*_points(place, topic["id"]), strict=True)
    told = {key: escape(topic[key]) for key in ("id", "title", "abstract")}
    words = "".join(f"<ows:Keyword>{escape(word)}</ows:Keyword>" for word in topic["keywords"])
    box = {"west": min(lons), "south": min(lats), "east": max(lons), "north": max(lats)}
    return FEATURE_TYPE.substitute(told, place=escape(place.name), words=words, **box)


def _points(place: records.Place, topic: str) -> list[tuple[float, float]]:
    """Give points around a spot of the place, always the same ones."""
    chance = random.Random(f"{records.SEED}-{place.name}-{topic}")  # noqa: S311 - variety, no secret
    west, south, east, north = place.box
    x, y = west + (east - west) * chance.uniform(0.3, 0.7), south + (north - south) * chance.uniform(0.3, 0.7)
    return [(round(x + chance.uniform(-0.01, 0.01), 6), round(y + chance.uniform(-0.006, 0.006), 6))
            for _ in range(POINTS)]
