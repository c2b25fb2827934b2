"""Invented feeds of DCAT for tests, as text."""

from __future__ import annotations

import json

PREFIXES = """@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix locn: <http://www.w3.org/ns/locn#> . @prefix dcatde: <http://dcat-ap.de/def/dcatde/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix adms: <http://www.w3.org/ns/adms#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix hydra: <http://www.w3.org/ns/hydra/core#> .
@prefix dcatap: <http://data.europa.eu/r5r/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix gsp: <http://www.opengis.net/ont/geosparql#> .
"""
BASE = "https://daten.example.org"


def dataset(number: int, more: str = "") -> str:
    """Give a dataset in Turtle, without prefixes; ``more`` are further statements about it."""
    return f"""<{BASE}/dataset/{number}> a dcat:Dataset ; dct:title "Datensatz {number}"@de, "Dataset {number}"@en ;
  dct:description "Beschreibung {number}" ; dct:publisher [ a foaf:Organization ; foaf:name "Stadt Arnsberg" ] ;
  dcat:contactPoint [ a vcard:Organization ; vcard:fn "Fachdienst Geoinformation" ;
    vcard:hasEmail <mailto:geodaten@example.org> ] {"; " + more if more else ""} ;
  dcat:distribution [ a dcat:Distribution ; dct:title "Datei A" ; dcat:accessURL <{BASE}/{number}/a.csv> ;
    dct:license <http://dcat-ap.de/def/licenses/dl-by-de/2.0> ],
    [ a dcat:Distribution ; dct:title "Datei B" ; dcat:accessURL <{BASE}/{number}/b.geojson> ;
    dct:license <http://dcat-ap.de/def/licenses/dl-by-de/2.0> ] .
"""


def turtle(*parts: str) -> bytes:
    """Give a document in Turtle of its parts."""
    return (PREFIXES + "".join(parts)).encode()


def page(numbers: range, *, url: str, following: str = "", total: int | None = None, words: str = "new") -> bytes:
    """Give one page of a feed with its Hydra statements, in the new or old words."""
    names = ", ".join(f"<{BASE}/dataset/{number}>" for number in numbers)
    kind, link = ("PartialCollectionView", "next") if words == "new" else ("PagedCollection", "nextPage")
    hydra = f"<{url}> a hydra:{kind} "
    hydra += f"; hydra:totalItems {total} " if total is not None else ""
    if following:
        hydra += f"; hydra:{link} <{following}> " if words == "new" else f'; hydra:{link} "{following}" '
    listed = f"; dcat:dataset {names}" if names else ""
    catalogue = f'<{BASE}> a dcat:Catalog ; dct:title "Offene Daten" {listed} .\n'
    return turtle(catalogue, hydra + ".\n", *(dataset(number) for number in numbers))


def hub(number: int = 0, **fields) -> dict:
    """Give an entry of an ArcGIS Hub's feed; a field that is None is left out."""
    item = f"{number:032x}"
    entry = {
        "@type": "dcat:Dataset",
        "identifier": f"https://www.arcgis.com/home/item.html?id={item}&sublayer=0",
        "landingPage": f"https://daten-kreis.opendata.arcgis.com/datasets/kreis::radwege-{number}",
        "title": f"Radwege {number}",
        "description": "<div>Alle <b>Radwege</b> im Kreis.</div>",
        "keyword": ["Verkehr", "Radverkehr"],
        "issued": "2021-03-04T09:10:11.000Z",
        "modified": "2024-02-01T00:00:00.000Z",
        "publisher": {"name": "Hochsauerlandkreis"},
        "contactPoint": {"@type": "vcard:Contact", "fn": "kim.beispiel_hsk", "hasEmail": "mailto:gis@example.org"},
        "accessLevel": "public",
        "spatial": "7.9,51.1,8.9,51.5",
        "license": "https://www.govdata.de/dl-de/by-2-0",
        "theme": ["geospatial"],
        "distribution": [
            {"@type": "dcat:Distribution", "title": "ArcGIS Hub Dataset", "format": "Web Page",
             "mediaType": "text/html", "accessURL": "https://daten-kreis.opendata.arcgis.com/datasets/kreis::radwege"},
            {"@type": "dcat:Distribution", "title": "ArcGIS GeoService", "format": "ArcGIS GeoServices REST API",
             "mediaType": "application/json",
             "accessURL": "https://services.arcgis.com/x/arcgis/rest/services/radwege/FeatureServer/0"},
            {"@type": "dcat:Distribution", "title": "GeoJSON", "format": "GeoJSON",
             "mediaType": "application/vnd.geo+json", "accessURL": f"https://daten.example.org/{item}/0.geojson"},
            {"@type": "dcat:Distribution", "title": "CSV", "format": "CSV", "mediaType": "text/csv",
             "accessURL": f"https://daten.example.org/{item}/0.csv"},
        ],
    }
    return {name: value for name, value in {**entry, **fields}.items() if value is not None}


def hub_feed(*entries: dict) -> bytes:
    """Give a Hub's catalogue."""
    return json.dumps({
        "@context": "https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld", "@type": "dcat:Catalog",
        "conformsTo": "https://project-open-data.cio.gov/v1.1/schema", "dataset": list(entries),
    }).encode()
