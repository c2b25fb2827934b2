"""Datasets of CKAN portals as datasets of this one."""

from __future__ import annotations

import json

import pytest

from ckanext.suedwestfalen import region as regions
from ckanext.suedwestfalen.findings import FindingError
from ckanext.suedwestfalen.harvest.readers import Context, ckan
from ckanext.suedwestfalen.metadata.dataset import Settings

ARNSBERG, HSK, SOEST = "05958004", "05958", "05974040"
THEME = "http://publications.europa.eu/resource/authority/data-theme/"
LICENCE = "http://dcat-ap.de/def/licenses/"
POLYGON = {"type": "Polygon", "coordinates": [[[8.05, 51.38], [8.1, 51.38], [8.1, 51.42], [8.05, 51.38]]]}
RESOURCE = {"url": "https://example.org/a.csv", "format": "CSV"}


def mapped(settings=None, extras=None, **fields):
    package = {"id": "a1", "name": "radwege", "title": "Radwege", "notes": "Alle Radwege.", "resources": [RESOURCE],
               **fields}
    if extras is not None:
        package["extras"] = [{"key": key, "value": value} for key, value in extras.items()]
    return ckan.read(json.dumps(package).encode(), Context(regions.load(), settings or Settings()))


def codes(result):
    return [finding.code for finding in result.findings]


def test_texts_are_plain():
    dataset = mapped(title="Rad<b>wege</b>", notes="<p>Eins</p><script>x()</script>\n\n* **zwei**").dataset
    assert dataset["title"] == "Radwege"
    assert dataset["notes"] == "Eins\n\n* **zwei**"


@pytest.mark.parametrize(
    ("fields", "licence", "attribution"),
    [
        ({"license_id": "dl-de-by-2.0", "extras": {"licenseAttributionByText": "Stadt A"}}, "dl-by-de/2.0", "Stadt A"),
        ({"license_id": "xy", "license_url": "https://www.govdata.de/dl-de/zero-2-0"}, "dl-zero-de/2.0", ""),
        ({"license_title": "CC BY 4.0"}, "cc-by/4.0", ""),
        ({"license_id": LICENCE + "cc-zero", "license_attribution": "Amt"}, "cc-zero", "Amt"),
        ({"license_id": "notspecified"}, "", ""),
        ({"resources": [{**RESOURCE, "license": LICENCE + "cc-zero"}]}, "cc-zero", ""),
        ({"resources": [{**RESOURCE, "license": "cc-zero"}, {**RESOURCE, "license": "cc-by"}]}, "", ""),
        ({"license_id": "cc-by", "license_title": "CC BY, nicht kommerziell",
          "resources": [{**RESOURCE, "license": "cc-by"}]}, "", ""),
    ],
)
def test_licences(fields, licence, attribution):
    dataset = mapped(**fields).dataset
    assert dataset["license_id"] == licence
    assert dataset.get("license_attribution", "") == attribution


def test_a_resource_has_its_own_licence_or_that_of_the_dataset():
    own = {**RESOURCE, "license": "http://creativecommons.org/licenses/by/4.0/", "licenseAttributionByText": "Amt"}
    resources = mapped(license_id="cc-zero", resources=[RESOURCE, own]).dataset["resources"]
    assert [one["license"] for one in resources] == [LICENCE + "cc-zero", LICENCE + "cc-by/4.0"]
    assert resources[1]["license_attribution"] == "Amt"


def test_an_unknown_licence_is_told_and_never_guessed():
    result = mapped(license_id="hauslizenz", license_title="Unsere Lizenz")
    assert result.dataset["license_id"] == ""
    assert "record-licence-unknown" in codes(result)


@pytest.mark.parametrize(
    ("fields", "themes"),
    [
        ({"groups": [{"name": "tran"}, {"name": "stadtrat"}]}, ["TRAN"]),
        ({"groups": [{"name": "g1", "title": "Umwelt"}]}, ["ENVI"]),
        ({"extras": {"theme": json.dumps([THEME + "TRAN", THEME + "ENVI"])}}, ["ENVI", "TRAN"]),
        ({"theme": [THEME + "GOVE"], "groups": [{"name": "soci"}]}, ["GOVE", "SOCI"]),
        ({"theme": THEME + "GOVE"}, ["GOVE"]),
        ({"theme": 7, "groups": "kaputt"}, []),
    ],
)
def test_themes(fields, themes):
    assert mapped(**fields).dataset.get("theme", []) == [THEME + code for code in themes]


@pytest.mark.parametrize(
    ("fields", "settings", "municipality", "source"),
    [
        ({"extras": {"spatial": json.dumps(POLYGON)}}, {}, [ARNSBERG], "extent"),
        ({"spatial": POLYGON}, {}, [ARNSBERG], "extent"),
        ({"spatial_coverage": [{"geom": json.dumps(POLYGON)}]}, {}, [ARNSBERG], "extent"),
        ({"extras": {"politicalGeocodingURI": json.dumps(
            ["http://dcat-ap.de/def/politicalGeocoding/municipalityKey/05974040"])}}, {}, [SOEST], "identifier"),
        ({"extras": {"spatial_uri": "http://dcat-ap.de/def/politicalGeocoding/regionalKey/059740040040"}}, {}, [SOEST],
         "identifier"),
        ({"organization": {"title": "Stadt Soest"}}, {}, [SOEST], "publisher"),
        ({"extras": {"geocodingText": "Soest"}}, {}, [SOEST], "keyword"),
        ({"spatial": "Soest"}, {}, [SOEST], "keyword"),
        ({"municipality": [SOEST], "kreis": ["05974"]}, {}, [SOEST], "identifier"),
        ({"organization": {"title": "Stadt Soest"}}, {"municipality": ARNSBERG}, [ARNSBERG], "source"),
    ],
)
def test_places(fields, settings, municipality, source):
    result = mapped(Settings(**settings), **fields)
    assert result.dataset["municipality"] == municipality
    assert result.dataset["municipality_source"] == result.evidence["source"] == source
    assert result.dataset["spatial"]


def test_a_kreis_of_a_portal_of_this_software_stays_a_kreis():
    dataset = mapped(kreis=[HSK], municipality=[], crs=["25832"]).dataset
    assert (dataset["kreis"], dataset.get("municipality"), dataset["crs"]) == ([HSK], None, ["25832"])


def test_contacts_are_offices_with_functional_mailboxes():
    dataset = mapped(
        organization={"title": "Stadt Soest"}, maintainer="Fachdienst Geoinformation",
        maintainer_email="geodaten@example.org", author="Erika Mustermann", author_email="e.mustermann@example.org",
    ).dataset
    assert dataset["publisher"][0]["name"] == "Stadt Soest"
    assert dataset["contact"] == [{"name": "Fachdienst Geoinformation", "email": "geodaten@example.org"}]
    assert "ustermann" not in json.dumps(dataset)


@pytest.mark.parametrize(
    ("fields", "contact"),
    [
        ({"maintainer": "Kim Beispiel", "maintainer_email": "kim.beispiel@example.org"}, {"name": "Stadt Soest"}),
        ({"maintainer": "Mustermann, Erika", "maintainer_email": "opendata@example.org"},
         {"name": "Stadt Soest", "email": "opendata@example.org"}),
        ({"extras": {"contact_name": "Team Open Data", "contact_email": "mailto:opendata@example.org"}},
         {"name": "Team Open Data", "email": "opendata@example.org"}),
        ({"contact": [{"name": "Team Open Data", "email": "opendata@example.org"}]},
         {"name": "Team Open Data", "email": "opendata@example.org"}),
    ],
)
def test_persons_are_left_out_whatever_field_they_stand_in(fields, contact):
    fields |= {"organization": {"title": "Stadt Soest"}, "notes": "Fragen an kim.beispiel@example.org"}
    dataset = mapped(**fields).dataset
    assert contact in dataset["contact"]
    assert "eispiel@" not in json.dumps(dataset)
    assert "Mustermann" not in json.dumps(dataset)


def test_a_named_publisher_stands_before_the_organization():
    dataset = mapped(organization={"title": "IT-Verbund"}, extras={"publisher_name": "Stadt Soest"}).dataset
    assert (dataset["publisher"][0]["name"], dataset["municipality"]) == ("Stadt Soest", [SOEST])


def test_personal_data_in_resources_is_left_out():
    resource = {**RESOURCE, "name": "Tabelle", "description": "Von kim.beispiel@example.org, Tel. 02931 123456"}
    assert "beispiel" not in json.dumps(mapped(resources=[resource]).dataset)
    assert "beispiel" in json.dumps(mapped(Settings(personal_data=True), resources=[resource]).dataset)


def test_resources_have_format_dates_and_a_name():
    resource = {"url": "https://example.org/wfs?service=WFS", "format": "wfs", "created": "2024-05-01T10:00:00.123",
                "last_modified": "2024-06-01", "availability": "stable", "language": "de"}
    found = mapped(resources=[resource]).dataset["resources"][0]
    assert (found["format"], found["name"]) == ("WFS", "WFS – Radwege")
    assert (found["issued"], found["modified"]) == ("2024-05-01T10:00:00", "2024-06-01")
    assert found["availability"].endswith("/STABLE")
    assert found["language"] == ["http://publications.europa.eu/resource/authority/language/DEU"]


def test_extras_of_dcat_have_their_places():
    dataset = mapped(extras={
        "issued": "2020-01-02", "modified": "2021-03-04", "frequency": "ANNUAL", "temporal_start": "2019-01-01",
        "temporal_end": "2019-12-31", "provenance": "Vermessen.", "language": '["ger"]', "identifier": "K-7",
        "alternate_identifier": '["K-8"]', "conforms_to": '["https://example.org/standard"]',
        "landing_page": "https://example.org/seite", "hvd_category": "http://data.europa.eu/bna/c_ac64a52d",
        "politicalGeocodingLevelURI": "http://dcat-ap.de/def/politicalGeocoding/Level/state", "unbekannt": "fremdes",
    }).dataset
    assert (dataset["issued"], dataset["modified"]) == ("2020-01-02", "2021-03-04")
    assert dataset["frequency"].endswith("/ANNUAL")
    assert dataset["temporal_coverage"] == [{"start": "2019-01-01", "end": "2019-12-31"}]
    assert (dataset["provenance"], dataset["identifier"]) == ("Vermessen.", "K-7")
    assert dataset["alternate_identifier"] == ["K-8", "a1"]
    assert dataset["conforms_to"] == ["https://example.org/standard"]
    assert dataset["url"] == "https://example.org/seite"
    assert dataset["applicable_legislation"]
    assert dataset["political_geocoding_level_uri"].endswith("/state")
    assert "fremdes" not in json.dumps(dataset)


def test_a_dataset_of_this_software_comes_as_it_is():
    first = mapped(
        organization={"title": "Stadt Soest"}, groups=[{"name": "tran"}], tags=[{"name": "Rad"}],
        license_id="dl-by-de/2.0", license_attribution="Stadt Soest",
        maintainer="Team Geodaten", maintainer_email="geodaten@example.org",
        crs=["25832"], frequency="ANNUAL", temporal_start="2020", issued="2020-01-01", modified="2021-01-01T10:00:00",
        provenance="Vermessen.", conforms_to=["https://example.org/standard"], url="https://example.org/seite",
        hvd_category=["http://data.europa.eu/bna/c_ac64a52d"], spatial=POLYGON, hierarchy_level="dataset",
        spatial_resolution_in_meters="5", inspire_theme=["http://inspire.ec.europa.eu/theme/tn"], identifier="K-7",
        documentation=["https://example.org/handbuch"],
    ).dataset
    second = mapped(**first).dataset
    different = {name for name in first | second if first.get(name) != second.get(name)}
    assert different == {"municipality_source"}
    assert second["municipality_source"] == "identifier"


@pytest.mark.parametrize("content", [b"", b"null", b"[]", b"{", b"{}", b'{"title": "x"}', b"[" * 100_000, b"\xff\xfe"])
def test_what_is_no_dataset_is_refused_with_a_finding(content):
    with pytest.raises(FindingError):
        ckan.read(content, Context(regions.load(), Settings()))


ODD = [None, 7, 1.5, True, "", "x", "[", '{"a":', [], [None], [[]], ["a", 5], {}, {"type": 5}, {"de": ["x"]},
       [{"x": {}}], {"type": "Polygon", "coordinates": [[["a"]]]}, {"type": "Point"}, "9" * 5000,
       {"type": "Point", "coordinates": [float("nan"), float("inf")]}, float("nan"),
       "\ud83d", "\x00", 10**400, -1]
NAMES = [
    "title", "name", "notes", "tags", "groups", "organization", "resources", "extras", "license_id", "license_url",
    "maintainer", "maintainer_email", "author", "url", "theme", "spatial", "spatial_coverage", "spatial_uri",
    "municipality", "kreis", "crs", "issued", "modified", "frequency", "temporal_coverage", "temporal_start",
    "contact", "language", "publisher", "conforms_to", "hvd_category", "identifier", "alternate_identifier",
    "spatial_resolution_in_meters", "bbox-west-long", "metadata_modified", "political_geocoding_level_uri",
    "documentation", "inspire_theme",
]


@pytest.mark.parametrize("name", NAMES)
def test_no_wrong_type_in_a_field_spoils_the_dataset(name):
    for odd in ODD:
        result = mapped(**{name: odd} if name != "extras" else {})
        as_extra = mapped(extras={name: odd})
        for one in (result, as_extra):
            assert one.dataset["title"]
            json.dumps(one.dataset).encode()


@pytest.mark.parametrize(
    "name", ["url", "name", "description", "format", "mimetype", "license", "created", "language", "availability"]
)
def test_no_wrong_type_in_a_resource_spoils_the_dataset(name):
    for odd in ODD:
        assert mapped(resources=[{**RESOURCE, name: odd}, RESOURCE, odd]).dataset["resources"]


def test_a_field_of_a_wrong_type_is_told():
    result = mapped(notes=["eins", "zwei"])
    assert "ckan-field" in codes(result)
    assert result.dataset["notes"] == ""


def test_the_extras_before_dcat_ap_de():
    found = mapped(groups=[{"name": "umwelt_klima"}], extras={
        "contacts": json.dumps([
            {"role": "ansprechpartner", "name": "Fachdienst Geoinformation", "email": "geo@example.org"},
            {"role": "veroeffentlichende_stelle", "name": "Stadt Soest", "url": "https://example.org/"},
            {"role": "autor", "name": "Max Mustermann", "email": "max.mustermann@example.org"},
        ]),
        "dates": json.dumps([{"role": "veroeffentlicht", "date": "2013-05-01"},
                             {"role": "aktualisiert", "date": "Do, 11/23/2017 - 12:08"}]),
        "terms_of_use": json.dumps({"licence_id": "dl-de-by-2.0", "attribution_text": "Stadt Soest"}),
        "geographical_granularity": "Stadt", "geographical_coverage": "Soest", "spatial": "8.05,51.38,8.1,51.42",
        "update_frequency": "halbj\u00e4hrlich", "temporal_coverage_from": '["1982"]',
    }).dataset
    assert (found["license_id"], found["license_attribution"]) == ("dl-by-de/2.0", "Stadt Soest")
    assert (found["issued"], found["modified"]) == ("2013-05-01", "2017-11-23T12:08:00")
    assert found["publisher"][0]["name"] == "Stadt Soest"
    assert found["contact"][0] == {"name": "Fachdienst Geoinformation", "email": "geo@example.org"}
    assert "Mustermann" not in json.dumps(found)
    assert found["theme"] == [THEME + "ENVI"]
    assert found["municipality"] == [SOEST]
    assert json.loads(found["spatial"])["coordinates"][0][0] == [8.05, 51.38]
    assert found["frequency"].endswith("/ANNUAL_2")
    assert found["temporal_coverage"] == [{"start": "1982"}]


def test_former_extras_do_not_cover_what_is_there():
    found = mapped(maintainer="Fachdienst Vermessung", license_id="cc-zero", extras={
        "contacts": json.dumps([{"role": "ansprechpartner", "name": "Amt 62"}, 7, {"role": "autor"}]),
        "terms_of_use": json.dumps({"license_id": "dl-de-by-2.0"}), "dates": "{", "spatial_reference": "[[]]",
    }).dataset
    assert found["license_id"] == "cc-zero"
    assert found["contact"][0]["name"] == "Fachdienst Vermessung"


def test_an_outline_in_wkt():
    found = mapped(spatial="POLYGON ((8.05 51.38, 8.1 51.38, 8.1 51.42, 8.05 51.38))").dataset
    assert json.loads(found["spatial"])["type"] == "Polygon"


def test_an_address_of_capabilities_is_a_service_whatever_is_said():
    url = "https://example.org/geo?service=WMS&request=GetCapabilities"
    (found,) = mapped(resources=[{"url": url, "format": "HTML", "mimetype": "text/html"}]).dataset["resources"]
    assert found["format"] == "WMS"
    assert "mimetype" not in found
