"""Layers of services as datasets: what WFS and WMS of all versions and programs say about them."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from ckanext.suedwestfalen.harvest.protocols import ows_layers
from ckanext.suedwestfalen.metadata import RecordError, capabilities, dataset
from ckanext.suedwestfalen.metadata import capabilities_parts as parts
from ckanext.suedwestfalen.net import xml

ADDRESS = "https://geo.example.org/ows?map=/town.map"
CAPABILITIES = re.compile(rb"<(?:\w+:)?(?:WFS_Capabilities|WMS_Capabilities|WMT_MS_Capabilities)[\s>]")


@pytest.fixture
def layers(region):
    """Read a capabilities document and map each of its layers, or the whole service."""

    def read(document: bytes | str, *, whole: bool = False) -> list[dataset.Mapped]:
        data = document.encode() if isinstance(document, str) else document
        found = ows_layers.read(xml.parse(data, max_bytes=len(data)), ADDRESS)
        groups = [found.layers] if whole else [[layer] for layer in found.layers]
        results = []
        for group in groups:
            guid = parts.identifier(ADDRESS, found.kind, "" if whole else group[0].name)
            content = ows_layers.document(found, group, ADDRESS, guid, "service" if whole else "layer")
            description, notes = capabilities.read(content)
            mapped = dataset.to_dataset(description, region=region)
            results.append(dataset.Mapped(mapped.dataset, mapped.evidence, [*notes, *mapped.findings]))
        return results

    return read


def wfs(types: str, *, version: str = "2.0.0", service: str = "", operation: str = "") -> str:
    return (
        f'<wfs:WFS_Capabilities version="{version}" xmlns:wfs="http://www.opengis.net/wfs/2.0"'
        ' xmlns:ows="http://www.opengis.net/ows/1.1" xmlns:xlink="http://www.w3.org/1999/xlink" updateSequence="7">'
        f"{service}<ows:OperationsMetadata>{operation}</ows:OperationsMetadata>"
        f"<wfs:FeatureTypeList>{types}</wfs:FeatureTypeList></wfs:WFS_Capabilities>"
    )


def wms(tree: str, *, version: str = "1.3.0", service: str = "<Title>Karten</Title>") -> str:
    root = "WMS_Capabilities" if version == "1.3.0" else "WMT_MS_Capabilities"
    return (
        f'<{root} version="{version}" xmlns:xlink="http://www.w3.org/1999/xlink"><Service>{service}</Service>'
        "<Capability><Request><GetMap><Format>image/jpeg</Format><Format>image/png</Format></GetMap></Request>"
        f"{tree}</Capability></{root}>"
    )


GEOGRAPHIC = (
    "<EX_GeographicBoundingBox><westBoundLongitude>8.06</westBoundLongitude><eastBoundLongitude>8.13</eastBoundLongitude>"
    "<southBoundLatitude>51.55</southBoundLatitude><northBoundLatitude>51.6</northBoundLatitude>"
    "</EX_GeographicBoundingBox>"
)


def links(mapped: dataset.Mapped) -> dict[str, dict[str, str]]:
    """The parameters of the resources' addresses by format."""
    return {one["format"]: {name.lower(): value[0] for name, value in
                            parse_qs(urlsplit(one["url"]).query, keep_blank_values=True).items()}
            for one in mapped.dataset["resources"]}


def test_every_sample_gives_datasets_that_somebody_can_use(shared, layers):
    number = 0
    for path in sorted((shared / "samples").rglob("*.xml")):
        data = path.read_bytes()
        if not CAPABILITIES.search(data[:3000]):
            continue
        number += 1
        found = layers(data)
        assert found, path.name
        for mapped in [*found, *layers(data, whole=True)]:
            assert mapped.dataset["title"]
            assert mapped.dataset["notes"]
            assert {"WFS", "WMS"} & set(links(mapped))
            assert len(mapped.dataset.get("crs", [])) <= parts.MAX_CRS
            assert not {"record-unreadable", "reader-fault"} & {finding.code for finding in mapped.findings}
    assert number >= 6


def test_a_german_wfs(shared, layers):
    folder = shared / "samples/informationgrid_ingrid-editor/server/src/test/resources/getCapabilitites"
    (mapped,) = layers((folder / "wfs200.xml").read_bytes())
    assert mapped.dataset["title"] == "moer stolpersteine (Download Service Stolpersteine Stadt Moers)"
    assert mapped.dataset["license_id"] == "dl-zero-de/2.0"
    assert mapped.dataset["publisher"][0]["name"] == "Kommunales Rechenzentrum Niederrhein (KRZN)"
    assert mapped.dataset["crs"][:2] == ["25832", "3035"]
    download = links(mapped)["GeoJSON"]
    assert download["typenames"] == "gis:moer_stolpersteine"
    assert download["outputformat"] == "application/geo+json"
    assert download["map"] == "/town.map"


def test_persons_and_unsaid_licences_stay_out(layers):
    service = (
        "<ows:ServiceIdentification><ows:Title>Dienst</ows:Title><ows:Fees>Auf Anfrage</ows:Fees>"
        "<ows:AccessConstraints>none</ows:AccessConstraints></ows:ServiceIdentification><ows:ServiceProvider>"
        "<ows:ProviderName>Stadt Soest</ows:ProviderName><ows:ServiceContact>"
        "<ows:IndividualName>Kim Beispiel</ows:IndividualName><ows:ContactInfo><ows:Phone><ows:Voice>029</ows:Voice>"
        "</ows:Phone><ows:Address><ows:ElectronicMailAddress>kim.beispiel@example.org</ows:ElectronicMailAddress>"
        "</ows:Address></ows:ContactInfo></ows:ServiceContact></ows:ServiceProvider>"
    )
    (mapped,) = layers(wfs("<wfs:FeatureType><wfs:Name>a</wfs:Name></wfs:FeatureType>", service=service))
    assert "eispiel" not in json.dumps(mapped.dataset)
    assert mapped.dataset["license_id"] == ""
    assert mapped.dataset["municipality"] == ["05974040"]
    assert "record-licence-unknown" in {finding.code for finding in mapped.findings}
    assert mapped.dataset["title"] == "a (Dienst)"


@pytest.mark.parametrize(("version", "name"), [("2.0.0", "typenames"), ("1.1.0", "typename"), ("1.0.0", "typename")])
def test_downloads_in_the_formats_that_are_offered(version, name, layers):
    offered = ['text/xml; subtype="gml/3.2.1"', "text/xml; subtype=gml/3.2.1", "GEOJSON+ZIP", "ESRIGEOJSON", "GEOJSON",
               "SHAPE+ZIP", "KML", "csv", "GML2"]
    values = "".join(f"<ows:Value>{value}</ows:Value>" for value in offered)
    operation = (f'<ows:Operation name="GetFeature"><ows:Parameter name="outputFormat">{values}</ows:Parameter>'
                 "</ows:Operation>")
    system = "<wfs:DefaultSRS>EPSG:25832</wfs:DefaultSRS><wfs:OtherSRS>EPSG:4326</wfs:OtherSRS>"
    types = f"<wfs:FeatureType><wfs:Name>x:wege</wfs:Name><wfs:Title>Wege</wfs:Title>{system}</wfs:FeatureType>"
    (mapped,) = layers(wfs(types, version=version, operation=operation))
    found = links(mapped)
    assert {key: value.get("outputformat") for key, value in found.items()} == {
        "GeoJSON": "GEOJSON", "GML": "text/xml; subtype=gml/3.2.1", "SHP": "SHAPE+ZIP", "CSV": "csv", "WFS": None}
    assert all(found[key][name] == "x:wege" and found[key]["version"] == version for key in ("GeoJSON", "GML", "SHP"))
    assert found["GeoJSON"]["srsname"] == "EPSG:4326"
    assert found["WFS"]["request"] == "GetCapabilities"


def test_wfs_1_0_with_words_and_a_box_in_its_own_system(layers):
    document = """<WFS_Capabilities version="1.0.0" xmlns="http://www.opengis.net/wfs"><Service><Title>Dienst</Title>
    <Keywords>Wald, Wege</Keywords><Fees>Datenlizenz Deutschland Zero 2.0</Fees></Service><Capability><Request>
    <GetFeature><ResultFormat><GML2/><SHAPE-ZIP/></ResultFormat><DCPType><HTTP>
    <Get onlineResource="https://geo.example.org/get?map=/town.map&amp;"/></HTTP></DCPType></GetFeature></Request>
    </Capability><FeatureTypeList><FeatureType><Name>wege</Name><Title>Wege</Title><SRS>EPSG:25832</SRS>
    <LatLongBoundingBox minx="432000" miny="5711000" maxx="440000" maxy="5718000"/>
    <MetadataURL type="TC211" format="XML">https://csw.example.org/?request=GetRecordById&amp;id=abc-1</MetadataURL>
    </FeatureType></FeatureTypeList></WFS_Capabilities>"""
    (mapped,) = layers(document)
    assert mapped.dataset["municipality"] == ["05974040"]
    assert {tag["name"] for tag in mapped.dataset["tags"]} == {"Wald", "Wege"}
    assert mapped.dataset["license_id"] == "dl-zero-de/2.0"
    assert set(links(mapped)) == {"GML", "SHP", "WFS"}
    assert mapped.dataset["resources"][0]["url"].startswith("https://geo.example.org/get?map=/town.map&service=WFS")
    assert mapped.dataset["alternate_identifier"] == ["abc-1"]
    assert mapped.dataset["url"].endswith("id=abc-1")


def test_addresses_of_the_inside_are_not_handed_out(layers):
    operation = ('<ows:Operation name="GetFeature"><ows:DCP><ows:HTTP><ows:Get xlink:href="http://intern:8080/wfs?"/>'
                 "</ows:HTTP></ows:DCP></ows:Operation>")
    (mapped,) = layers(wfs("<wfs:FeatureType><wfs:Name>a</wfs:Name></wfs:FeatureType>", operation=operation))
    assert all(one["url"].startswith(ADDRESS) for one in mapped.dataset["resources"])


def test_wms_groups_and_what_layers_inherit(layers):
    tree = f"""<Layer><Name>alles</Name><Title>Karten</Title><CRS>EPSG:25832</CRS><CRS>AUTO2:42001</CRS>{GEOGRAPHIC}
    <Attribution><Title>Stadt Soest</Title></Attribution>
    <Layer><Name>wald</Name><Title>Wald</Title><Layer><Name>baum</Name><Title>Baum</Title></Layer></Layer>
    <Layer><Title>ohne Namen</Title><Layer><Name>weg</Name><Title>Weg</Title><CRS>EPSG:31467</CRS></Layer>
    <Layer><Name>2</Name></Layer></Layer></Layer>"""
    found = layers(wms(tree))
    assert [mapped.dataset["title"] for mapped in found] == ["Wald", "Weg", "2 (Karten)"]
    assert [mapped.dataset["crs"] for mapped in found] == [["25832"], ["31467", "25832"], ["25832"]]
    assert all(mapped.dataset["municipality"] == ["05974040"] for mapped in found)
    assert all(mapped.dataset["license_attribution"] == "Stadt Soest" for mapped in found)
    (whole,) = layers(wms(tree), whole=True)
    assert whole.dataset["title"] == "Karten"
    assert links(whole)["PNG"]["layers"] == "2,wald,weg"


@pytest.mark.parametrize(("version", "system", "first"), [
    ("1.3.0", "EPSG:4326", 51), ("1.1.1", "EPSG:4326", 8), ("1.3.0", "CRS:84", 8),
    ("1.3.0", "EPSG:31467", 5_700_000), ("1.1.1", "EPSG:31467", 3_430_000), ("1.3.0", "EPSG:25832", 430_000),
])
def test_the_picture_has_its_axes_in_the_order_of_the_version(version, system, first, layers):
    tag = "CRS" if version == "1.3.0" else "SRS"
    box = GEOGRAPHIC if version == "1.3.0" else '<LatLonBoundingBox minx="8" miny="51.53" maxx="8.15" maxy="51.62"/>'
    (mapped,) = layers(wms(f"<Layer><Name>a</Name><{tag}>{system}</{tag}>{box}</Layer>", version=version))
    view = links(mapped)["PNG"]
    values = [float(value) for value in view["bbox"].split(",")]
    assert values[0] == pytest.approx(first, rel=0.15)
    assert values[0] < values[2]
    assert values[1] < values[3]
    assert view[tag.lower()] == system
    assert view["format"] == "image/png"
    assert max(int(view["width"]), int(view["height"])) == 1024


def test_a_box_in_another_system_has_its_axes_in_the_order_of_the_version(layers):
    north_first = '<BoundingBox CRS="EPSG:31467" minx="5711000" miny="3431000" maxx="5719000" maxy="3440000"/>'
    east_first = '<BoundingBox SRS="EPSG:31467" minx="3431000" miny="5711000" maxx="3440000" maxy="5719000"/>'
    (one,) = layers(wms(f"<Layer><Name>a</Name>{north_first}</Layer>"))
    (two,) = layers(wms(f"<Layer><Name>a</Name>{east_first}</Layer>", version="1.1.1"))
    assert one.dataset["spatial"] == two.dataset["spatial"]
    assert one.dataset["municipality"] == ["05974040"]
    assert "extent-axes-swapped" not in {finding.code for finding in one.findings}
    assert "PNG" in links(one)


def test_what_software_writes_by_itself_is_no_statement(layers):
    service = ("<Title>WMS</Title><Abstract>A compliant implementation of WMS plus most of SLD</Abstract><KeywordList>"
               "<Keyword>GEOSERVER</Keyword><Keyword>Wald</Keyword></KeywordList><ContactInformation>"
               "<ContactPersonPrimary><ContactOrganization>The Ancient Geographers</ContactOrganization>"
               "</ContactPersonPrimary></ContactInformation>")
    world = ("<EX_GeographicBoundingBox><westBoundLongitude>-180</westBoundLongitude><eastBoundLongitude>180"
             "</eastBoundLongitude><southBoundLatitude>-90</southBoundLatitude><northBoundLatitude>90"
             "</northBoundLatitude></EX_GeographicBoundingBox>")
    tree = f"<Layer><Layer><Name>a</Name><Title>Wald</Title>{world}</Layer></Layer>"
    (mapped,) = layers(wms(tree, service=service))
    assert mapped.dataset["notes"] == ""
    assert "publisher" not in mapped.dataset
    assert "spatial" not in mapped.dataset
    assert [tag["name"] for tag in mapped.dataset["tags"]] == ["Wald"]
    assert {"record-extent-default", "record-no-abstract"} <= {finding.code for finding in mapped.findings}


def test_thousands_of_reference_systems_are_sorted_out_at_once(layers):
    systems = "".join(f"<CRS>EPSG:{code}</CRS>" for code in [*range(2000, 6000), 25832, 31467, *range(32601, 32660)])
    tree = "".join(f"<Layer><Name>l{number}</Name><CRS>EPSG:3857</CRS>{GEOGRAPHIC}</Layer>" for number in range(50))
    found = layers(wms(f"<Layer>{systems}{tree}</Layer>"))
    assert len(found) == 50
    assert found[0].dataset["crs"][0] == "3857"
    assert {"25832", "31467"} < set(found[0].dataset["crs"])
    assert len(found[0].dataset["crs"]) == parts.MAX_CRS


@pytest.mark.parametrize("document", [b"<a/>", b"<capabilities kind='WFS'/>", b"<capabilities guid='a' kind='WCS'/>"])
def test_a_document_that_is_none_is_refused(document):
    with pytest.raises(RecordError):
        capabilities.read(document)


def test_the_licence_may_be_json_and_records_are_found_in_addresses(layers):
    fees = '{"id": "dl-by-de/2.0", "quelle": "Stadt Soest"}'
    tree = ('<Layer><Name>a</Name><Title>A</Title><MetadataURL><OnlineResource xlink:href="https://gdk.example.org/srv/'
            'metadata/3F1D6F0E-0000-4000-8000-000000000009"/></MetadataURL>'
            "<Identifier authority='x'>https://registry.example.org/id/1</Identifier></Layer>")
    (mapped,) = layers(wms(tree, service=f"<Title>K</Title><Fees>{fees}</Fees>"))
    assert mapped.dataset["license_id"] == "dl-by-de/2.0"
    assert mapped.dataset["license_attribution"] == "Stadt Soest"
    assert mapped.dataset["alternate_identifier"] == [
        "3F1D6F0E-0000-4000-8000-000000000009", "https://registry.example.org/id/1"]


@pytest.mark.parametrize(("name", "title", "expected"), [
    ("kreis:schul_standorte", "schul_standorte", "schul standorte (Dienst)"), ("Alle_Wege", "Alle_Wege",
    "Alle Wege (Dienst)"),
    ("kreis:wege", "wege_Type", "wege (Dienst)"), ("kreis:Wege", "Wege", "Wege"),
    ("wege", "Wege_und_Pfade", "Wege_und_Pfade"),
])
def test_a_name_in_the_place_of_the_title_is_made_readable(layers, name, title, expected):
    (mapped,) = layers(wfs(
        f"<wfs:FeatureType><wfs:Name>{name}</wfs:Name><wfs:Title>{title}</wfs:Title></wfs:FeatureType>",
        service="<ows:ServiceIdentification><ows:Title>Dienst</ows:Title></ows:ServiceIdentification>",
    ))
    assert mapped.dataset["title"] == expected


def test_a_service_with_the_software_s_own_title_gets_its_host(layers):
    tree = "<Layer><Title>A</Title><Layer><Name>a</Name><Title>Wald</Title></Layer></Layer>"
    (mapped,) = layers(wms(tree, service="<Title>WMS</Title>"), whole=True)
    assert mapped.dataset["title"] == "WMS (geo.example.org)"


def test_a_made_up_namespace_of_the_server_does_no_harm(layers):
    document = wfs("<wfs:FeatureType><wfs:Name>a:b</wfs:Name><wfs:Title>Wald</wfs:Title></wfs:FeatureType>")
    (mapped,) = layers(document.replace(" updateSequence", ' xmlns:a="unsere-stadt" updateSequence'))
    assert mapped.dataset["title"] == "Wald"
