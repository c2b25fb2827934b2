"""A scripted OGC API for what no real server does on request."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

from ckanext.suedwestfalen.tests.servers import Reply

JSON = {"Content-Type": "application/json"}
HTML = {"Content-Type": "text/html; charset=utf-8"}
LOGIN = b"<!DOCTYPE html><html><head><title>Anmeldung</title></head><body>Bitte anmelden<br></body></html>"


def collection(url, name, **more):
    """Give a collection of features."""
    own = f"{url}/collections/{name}"
    links = [{"rel": "self", "href": f"{own}?f=json", "type": "application/json"},
             {"rel": "items", "href": f"{own}/items?f=json", "type": "application/geo+json"}]
    return {"id": name, "title": name.title(), "links": links, **more}


def record(number, **more):
    """Give a record."""
    return {"id": f"r{number:03}", "type": "Feature", "geometry": None, "links": [],
            "properties": {"title": f"Titel {number}", "type": "dataset"}, **more}


class ScriptedApi:
    """Answers like an OGC API below ``/api``; ``replies`` by path (or a function of the request) take precedence.

    ``collections`` and ``records`` are what it lists; ``matched`` says how many records, None does not.
    """

    def __init__(self, faulty, count=10):
        self.faulty = faulty
        self.url = f"{faulty.url}api"
        self.collections = [collection(self.url, "katalog", itemType="record")]
        self.records = [record(number) for number in range(count)]
        self.matched = -1
        self.replies = {}
        faulty.answer = self.answer

    def answer(self, asked):
        path, query = urlsplit(asked.path).path, parse_qs(urlsplit(asked.path).query)
        given = self.replies.get(asked.path, self.replies.get(path))
        if given is not None:
            return given(asked) if callable(given) else given
        if path in ("/api", "/api/"):
            return self.json({"title": "Geodaten", "links": [
                {"rel": "data", "href": f"{self.url}/collections", "type": "application/json"}]})
        if path == "/api/collections":
            return self.json({"collections": self.collections, "links": []})
        if path.endswith("/items"):
            return self.items(int(query.get("offset", ["0"])[0]), int(query.get("limit", ["10"])[0]))
        for one in self.collections:
            if isinstance(one, dict) and path == f"/api/collections/{one.get('id')}":
                return self.json(one)
        return Reply(b'{"code": "NotFound", "description": "gibt es nicht"}', 404, JSON)

    def items(self, offset, limit):
        """Give a page of records."""
        listed = self.records[offset:offset + limit]
        following = f"{self.url}/collections/katalog/items?offset={offset + limit}&limit={limit}"
        more = offset + limit < len(self.records)
        body = {"type": "FeatureCollection", "features": listed, "timeStamp": "2026-01-01T00:00:00Z",
                "numberReturned": len(listed),
                "links": [{"rel": "next", "href": following, "type": "application/geo+json"}] if more else []}
        matched = len(self.records) if self.matched == -1 else self.matched
        return self.json(body if matched is None else {**body, "numberMatched": matched})

    @staticmethod
    def json(body, status=200):
        """Give an answer of JSON."""
        return Reply(json.dumps(body).encode(), status, JSON)
