"""The neutral description of a CKAN dataset: what the mapping of all formats decides about."""

from __future__ import annotations

from ckanext.suedwestfalen.harvest.readers.ckan_package import Fields
from ckanext.suedwestfalen.metadata import privacy, text
from ckanext.suedwestfalen.metadata.description import (
    Box,
    Conformity,
    Contact,
    Description,
    Keyword,
    LicenceClaim,
    Polygon,
)

_MAX_NAME = 300
#: Fields that hold the record's identifier, best first.
_IDENTIFIERS = ("identifier", "harvest_guid", "guid", "metadata_original_id", "id")
#: Ids of licences that mean that there is none.
_NO_LICENCE = frozenset({"notspecified", "none", "null", "unknown"})
#: Address of a regional key: …/politicalGeocoding/municipalityKey/05958004.
_GEOCODING = "/politicalgeocoding/"
_BOX = ("bbox-west-long", "bbox-south-lat", "bbox-east-long", "bbox-north-lat")


def describe(fields: Fields) -> Description:
    """Give the description of a dataset; ``identifier`` is empty where it has neither identifier nor id."""
    identifiers = list(dict.fromkeys(found for name in _IDENTIFIERS if (found := fields.line(name))))
    period = next(iter(fields.groups("temporal_coverage")), fields)
    return Description(
        identifier=identifiers[0] if identifiers else "",
        title=text.cut(fields.line("title", "title_translated"), _MAX_NAME),
        abstract=fields.text("notes", "description", "notes_translated"),
        resource_identifiers=list(dict.fromkeys([*fields.texts("alternate_identifier"), *identifiers[1:]])),
        hierarchy_level=fields.line("hierarchy_level"),
        resource_languages=fields.texts("language"),
        datestamp=fields.date("modified", "date_updated", "metadata_modified"),
        published=fields.date("issued", "date_released", "release_date", "metadata_created"),
        keywords=_keywords(fields),
        contacts=_contacts(fields),
        polygons=_polygons(fields),
        boxes=_boxes(fields),
        place_names=_place_names(fields),
        regional_keys=_regional_keys(fields),
        crs=fields.texts("crs", "spatial-reference-system"),
        temporal_start=period.date("start", "temporal_start", "temporal_coverage_from"),
        temporal_end=period.date("end", "temporal_end", "temporal_coverage_to"),
        distances=_distances(fields),
        lineage=fields.text("provenance", "lineage"),
        conformity=[Conformity(title="", uri=uri, passed=True) for uri in fields.addresses("conforms_to")],
        licences=_licences(fields),
    )


def _keywords(fields: Fields) -> list[Keyword]:
    """Tags of the dataset; those of another portal's vocabularies are that portal's own affair."""
    tags = fields.raw("tags")
    found = []
    for tag in tags if isinstance(tags, list) else []:
        if isinstance(tag, str):
            found.append(text.line(tag))
        elif isinstance(tag, dict):
            name = Fields(tag, fields.findings).line("name", "display_name")
            found += [] if tag.get("vocabulary_id") else [name]
        else:
            fields.odd("tags", tag)
    if tags is not None and not isinstance(tags, list):
        fields.odd("tags", tags)
    return [Keyword(word) for word in dict.fromkeys(found) if word]


def _contacts(fields: Fields) -> list[Contact]:
    """Publisher, contact and author; a name that is not plainly an office's is taken for a person's."""
    organization = fields.groups("organization")
    house = organization[0].line("title", "display_name", "name") if organization else ""
    publisher = _party(fields, "publisher", "publisher")
    # The portal's organization stands in where nobody is named as publisher.
    found = [publisher] if publisher.organisation else [Contact(role="publisher", organisation=house)]
    house = found[0].organisation or house
    found += [_party(one, "", "pointOfContact", house) for one in fields.groups("contact")]
    for prefix, role in (("contact", "pointOfContact"), ("maintainer", "pointOfContact"),
                         ("creator", "originator"), ("originator", "originator"), ("author", "author")):
        found.append(_party(fields, prefix, role, house))
    return [party for party in found if party.organisation or party.individual or party.email]


def _party(fields: Fields, prefix: str, role: str, house: str = "") -> Contact:
    """Read one party, from an object or from fields with a prefix; ``house`` is where persons are said to work."""
    inner = next(iter(fields.groups(prefix)), None) if prefix else fields
    if inner is not None:
        fields, prefix = inner, ""
    prefix += "_" if prefix else ""
    bare = prefix.rstrip("_")
    name = fields.line(f"{prefix}name", *([bare] if bare else []))
    kind = fields.line(f"{prefix}contacttype").lower()
    email = fields.line(f"{prefix}email").removeprefix("mailto:")
    party = Contact(role=role, email=email, url=fields.address(f"{prefix}url"), phone=fields.line(f"{prefix}tel"))
    if kind.startswith("organi") or (name and kind != "person" and _is_office(name, role)):
        party.organisation = name
        party.organisation_uri = fields.address(f"{prefix}uri")
    elif name:
        party.individual, party.organisation = name, house
    elif email or party.url:
        party.organisation = house
    return party


def _is_office(name: str, role: str) -> bool:
    # A publisher is an office by its nature, unless it plainly is a person; the others have to look like one.
    return not privacy.names_person(name) if role == "publisher" else privacy.names_unit(name)


def _polygons(fields: Fields) -> list[Polygon]:
    """GeoJSON of the fields of ckanext-spatial and of ckanext-dcat."""
    values = [fields.raw("spatial")]
    values += [place.raw("geom", "bbox") for place in fields.groups("spatial_coverage")]
    found = []
    for value in values:
        feature = isinstance(value, dict) and value.get("type") == "Feature"
        geometry = value.get("geometry") if feature else value
        if isinstance(geometry, dict) and isinstance(geometry.get("type"), str):
            found.append(Polygon(geometry))
        elif isinstance(value, str) and (written := _written(value)):
            found.append(written)
        elif value is not None and not isinstance(value, str):
            fields.odd("spatial", value)
    # The two fields say the same; a union would only cost time.
    return found[:1]


def _written(raw: str) -> Polygon | None:
    """Give the geometry that a text is, in WKT or as four numbers."""
    if not any(sign.isdigit() for sign in raw):
        return None
    # Only here, as it brings the libraries for RDF and geometries with it.
    from ckanext.suedwestfalen.harvest.readers import dcat_place

    box = dcat_place.box(raw)
    if box is None:
        return dcat_place.geometry(raw)
    west, south, east, north = (float(side) for side in (box.west, box.south, box.east, box.north))
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return Polygon({"type": "Polygon", "coordinates": [ring]})


def _boxes(fields: Fields) -> list[Box]:
    values = [fields.line(name) for name in _BOX]
    return [Box(*values)] if all(values) else []


def _place_names(fields: Fields) -> list[str]:
    found = fields.texts("geocoding_text", "geocoding_description", "spatial_text")
    spatial = fields.raw("spatial")
    if isinstance(spatial, str) and not _written(spatial):  # some portals write the town's name there
        found.append(text.line(spatial))
    for place in fields.groups("spatial_coverage"):
        found += place.texts("text")
    return found


def _regional_keys(fields: Fields) -> list[str]:
    """Keys of towns, or else Kreise: fields of portals that run this software, then addresses of DCAT-AP.de."""
    if own := fields.texts("municipality") or fields.texts("kreis"):
        return own
    addresses = [*fields.texts("political_geocoding_uri"), *fields.texts("spatial_uri")]
    for place in fields.groups("spatial_coverage"):
        addresses += place.texts("uri")
    return list(dict.fromkeys(
        key for address in addresses
        if _GEOCODING in address.lower() and (key := address.rstrip("/").rpartition("/")[2]).isdigit()
    ))


def _distances(fields: Fields) -> list[float]:
    found = []
    for raw in fields.texts("spatial_resolution_in_meters"):
        try:
            found.append(float(raw))
        except ValueError:
            fields.odd("spatial_resolution_in_meters", raw)
    return [number for number in found if 0 < number < 1e9]


def _licences(fields: Fields) -> list[LicenceClaim]:
    claim = LicenceClaim(
        id=fields.line("license_id", "licence_id", "license", "licence"),
        name=fields.line("license_title", "licence_title"),
        url=fields.line("license_url", "licence_url"),
        attribution=fields.line("license_attribution", "license_attribution_by_text", "attribution"),
    )
    if claim.id.lower() in _NO_LICENCE:
        claim.id = claim.name = ""
    return [claim] if claim.id or claim.name or claim.url else []
