"""Notations of reference systems: what is read from them, and with which order of axes."""

from __future__ import annotations

import pytest

from ckanext.suedwestfalen.geo import crs

# text, code space, (code, kind, notation, northing or latitude first) …
TEXTS = [
    ("4326", "urn:ogc:def:crs:EPSG", [(4326, "geographic", "urn", True)]),
    ("25832", "EPSG", [(25832, "projected", "short", False)]),
    ("4326", None, [(4326, "geographic", "text", False)]),
    ("EPSG 25832: ETRS89 / UTM Zone 32N", "EPSG", [(25832, "projected", "short", False)]),
    ("EPSG 4326: WGS 84 / geographisch", None, [(4326, "geographic", "short", False)]),
    ("CRS 84: CRS 84 / mathematisch", None, [(4326, "geographic", "urn", False)]),
    ("urn:ogc:def:crs:EPSG::25832", None, [(25832, "projected", "urn", False)]),
    ("ETRS89 UTM 32U", None, [(25832, "projected", "text", False)]),
    ("UTM (WGS84) Zone 32", None, [(32632, "projected", "text", False)]),
    ("DHDN_3_Degree_Gauss_Zone_3", None, [(31467, "projected", "text", False)]),
    ("ETRS89_UTM_Zone_32N mit vorangestellter Zonenkennung", None, [(4647, "projected", "text", False)]),
    ("https://epsg.org/crs/wkt/id/25832", None, [(25832, "projected", "short", False)]),
    ("https://epsg.org/crs_25832/ETRS89-UTM-zone-32N.html", None, [(25832, "projected", "short", False)]),
    ("urn:ogc:def:crs:EPSG:6.9:25832", None, [(25832, "projected", "urn", False)]),
    ("urn:ogc:def:crs:EPSG:6.18.3:3857", None, [(3857, "projected", "urn", False)]),
    ("urn:ogc:def:crs:EPSG::4258", None, [(4258, "geographic", "urn", True)]),
    ("urn:ogc:def:crs:EPSG::31466", None, [(31466, "projected", "urn", True)]),
    ("urn:ogc:def:crs:EPSG::31469", None, [(31469, "projected", "urn", True)]),
    ("urn:ogc:def:crs:EPSG::3035", None, [(3035, "projected", "urn", True)]),
    ("EPSG:31467", None, [(31467, "projected", "short", False)]),
    ("EPSG:4326", None, [(4326, "geographic", "short", False)]),
    ("[EPSG:4326]", None, [(4326, "geographic", "urn", True)]),
    ("urn:ogc:def:crs:31467", None, [(31467, "projected", "urn", True)]),
    ("urn:ogc:def:crs:EPSG:25832", None, [(25832, "projected", "urn", False)]),
    ("urn:x-ogc:def:crs:EPSG:4326", None, [(4326, "geographic", "urn", True)]),
    ("urn:ogc:def:crs:EPSG::900913", None, [(3857, "projected", "urn", False)]),
    ("http://www.opengis.net/def/crs/EPSG/0/25832", None, [(25832, "projected", "uri", False)]),
    ("https://www.opengis.net/def/crs/EPSG/0/4326", None, [(4326, "geographic", "uri", True)]),
    ("http://www.opengis.net/def/crs/EPSG/9.9.1/31467", None, [(31467, "projected", "uri", True)]),
    ("http://www.opengis.net/def/crs/EPSG/0/EPSG:25832", None, [(25832, "projected", "uri", False)]),
    ("http://www.opengis.net/gml/srs/epsg.xml#4326", None, [(4326, "geographic", "short", False)]),
    ("urn:ogc:def:crs:OGC:1.3:CRS84", None, [(4326, "geographic", "urn", False)]),
    ("urn:ogc:def:crs:OGC:2:84", None, [(4326, "geographic", "urn", False)]),
    ("http://www.opengis.net/def/crs/OGC/1.3/CRS84", None, [(4326, "geographic", "urn", False)]),
    ("CRS:84", None, [(4326, "geographic", "urn", False)]),
    ("urn:ogc:def:crs,crs:EPSG::25832,crs:EPSG::7837", None,
     [(25832, "projected", "urn", False), (7837, "vertical", "urn", False)]),
    (("http://www.opengis.net/def/crs-compound?1=http://www.opengis.net/def/crs/EPSG/0/4258"
      "&2=http://www.opengis.net/def/crs/EPSG/0/5783"), None,
     [(4258, "geographic", "uri", True), (5783, "vertical", "uri", False)]),
    ("EPSG:25832+5783", None, [(25832, "projected", "short", False), (5783, "vertical", "short", False)]),
    ("EPSG:5555", None, [(5555, "compound", "short", False)]),
]
CODES = [
    ("EPSG:25832, EPSG:31467, EPSG:4326, EPSG:4258, EPSG:3857, EPSG:25833", [25832, 31467, 4326, 4258, 3857, 25833]),
    ("25832, 31466, 31467, 4326, 4258, 3857", [25832, 31466, 31467, 4326, 4258, 3857]),
    ("EPSG: 25832, 31466, 31467", [25832, 31466, 31467]),
    ("EPSG geodesy parameters:25832", [25832]),
    ("EPSG-Code 25832\n (Stand 2019)", [25832]),
    ("EPSG:25832, 2019", [25832]),
    ("ETRS89_UTM32, Maßstab 1:5000, 2016", [25832]),
    ("WGS 84", [4326]), ("WGS84", [4326]), ("WGS84(DD)", [4326]), ("World Geodetic System 1984", [4326]),
    ("WGS 84 / Pseudo-Mercator", [3857]), ("Web Mercator", [3857]), ("WGS84 / UTM zone 32N", [32632]),
    ("ETRS89", [4258]), ("ETRS89_UTM32", [25832]), ("ETRS 89 UTM Zone 32", [25832]), ("UTM 32N (ETRS89)", [25832]),
    ("ETRS89/UTM32N (zE-N)", [4647]), ("ETRS89-LAEA", [3035]),
    ("DE_DHDN_3GK2", [31466]), ("DE_DHDN_3GK3", [31467]), ("DE_DHDN_3GK4", [31468]), ("DE_DHDN_3GK5", [31469]),
    ("Gauß-Krüger 3. Streifen", [31467]), ("Gauss-Krueger, Zone 2", [31466]),
    ("DHDN / 3-degree Gauss-Kruger zone 3", [31467]), ("DE_RD-83_3GK4", [3398]), ("DE_42-83_3GK5", [2399]),
    ("DHDN / Soldner Berlin", [3068]), ("Amersfoort / RD New", [28992]),
    ("urn:adv:crs:ETRS89_UTM32*DE_DHHN2016_NH", [25832, 7837]), ("DE_DHHN92_NH", [5783]), ("7837", [7837]),
    ("Lagebezugssystem 25832", [25832]), ("ESRI:102100", [3857]), ("CRS:4326", [4326]),
    ("DE_PD/83 / GK_9-15, Bezug 12. Meridian (BY)", []),
    ("EPSG:99999", []), ("lokales System", []), ("", []), (None, []), ("  ", []), ("Tel. 02921 12345678", []),
    ("urn:ogc:def:crs:EPSG:6.9", []), ("EPSG:" * 5000, []),
]


@pytest.mark.parametrize(("text", "space", "expected"), TEXTS)
def test_notation_and_axes(text, space, expected):
    assert [(one.code, one.kind, one.notation, one.northing_first) for one in crs.parse(text, space)] == expected


@pytest.mark.parametrize(("text", "codes"), CODES)
def test_codes(text, codes):
    assert [one.code for one in crs.parse(text)] == codes


def test_vertical_systems_are_no_places():
    found = crs.parse("urn:ogc:def:crs,crs:EPSG::7837,crs:EPSG::25832")
    assert crs.first_horizontal(found).code == 25832
    assert crs.first_horizontal(crs.parse("EPSG:5783")) is None


def test_name_and_raw_text_are_kept():
    found = crs.parse("  EPSG:25832 ")[0]
    assert (found.name, found.raw) == ("ETRS89 / UTM zone 32N", "EPSG:25832")
