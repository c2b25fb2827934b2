"""What the capabilities of WFS and WMS have in common: texts, contacts, conditions, extents, reference systems."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from lxml import etree

from ckanext.suedwestfalen.findings import Finding
from ckanext.suedwestfalen.geo import crs as systems
from ckanext.suedwestfalen.geo.numbers import number
from ckanext.suedwestfalen.metadata import text
from ckanext.suedwestfalen.metadata.capabilities_findings import EXTENT_DEFAULT
from ckanext.suedwestfalen.metadata.description import Box, Contact, Description, Keyword, Polygon, TextRef
from ckanext.suedwestfalen.metadata.iso_parts import licence_json
from ckanext.suedwestfalen.metadata.iso_tree import HREF, child, children

#: So many reference systems of a layer are kept. Servers offer thousands: all that PROJ knows.
MAX_CRS = 12
#: What German and European offices deliver in, kept first where there are too many.
_USUAL_CRS = ("25832", "25833", "4647", "4258", "4326", "3857", "3034", "3035", "3044", "31466", "31467", "31468")
_CODE = re.compile(r"(?<!\d)\d{4,6}$")
#: What server software writes where nobody entered anything.
_PLACEHOLDER = re.compile(
    r"^(?:none|n/a|null|wms|wfs|unknown|unbekannt|the ancient geographers|claudius ptolomaeus|chief geographer"
    r"|alexandria|geoserver web (?:map|feature) service|qgis (?:server|mapserver|cloud)|untitled(?: layer)?"
    r"|(?:your|insert|enter) .{0,60}|this is the reference implementation of wfs.*"
    r"|a compliant implementation of w[fm]s.*)\W*$",
    re.IGNORECASE | re.DOTALL,
)
#: Keywords that only name the software or the kind of service.
_NO_KEYWORDS = frozenset(("wfs", "wms", "wcs", "ows", "ogc", "geoserver", "features", "esri longlat"))
_ENDPOINT = re.compile(r"(?:/(?:wfs|wms|ows)|w[fm]sserver|mapserv(?:\.exe|\.cgi)?|\.map)/?$", re.IGNORECASE)
_RECORD_PARAMETERS = ("id", "uuid", "fileidentifier", "fileid", "recordid", "docuuid", "metadataid", "metadatauuid")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_CONTACT = "ContactInformation"
_DEGREES = 360


def value(element: etree._Element | None, path: str = "") -> str:
    """Give the text of the element at a path of local names, markup and all; blanks at the ends are cut off."""
    found = child(element, path) if path else element
    return "" if found is None else "".join(found.itertext(etree.Element)).strip()


def said(element: etree._Element | None, path: str) -> str:
    """Give a text of one line, or nothing where it is only what the software writes by itself."""
    line = text.line(value(element, path))
    return "" if _PLACEHOLDER.match(line) else line


def title_of(service: etree._Element, layer: etree._Element | None, address: str = "") -> str:
    """Give a title, never empty: the layer's, else its name with the service's title; the service's for itself."""
    own, raw, host = said(service, "Title"), text.line(value(service, "Title")), urlsplit(address).hostname
    if layer is None:
        # "WMS" alone, as the software writes it, tells nobody whose it is.
        return own or (f"{raw} ({host})" if raw and host else raw or host or "?")
    whole = own or raw
    name, title = text.line(value(layer, "Name")), text.line(value(layer, "Title"))
    local = name.rpartition(":")[2]
    # Servers without a title for a layer write its name once more; with underscores it was made for machines.
    if title and title.removesuffix("_Type") not in (name, local):
        return title
    if title and not re.search(r"[:_]", title) and not re.fullmatch(r"[\d.-]*", title):
        return title
    readable = " ".join(local.replace("_", " ").split()) or name
    return f"{readable} ({whole})" if whole else readable


def abstract_of(element: etree._Element | None) -> str:
    """Give an abstract as written, or nothing where it is only what the software writes by itself."""
    raw = value(element, "Abstract")
    return "" if _PLACEHOLDER.match(raw) else raw


def keywords(elements: Iterable[etree._Element]) -> list[Keyword]:
    """Give the keywords of layer and service, each once."""
    found: dict[str, Keyword] = {}
    for element in elements:
        for group in [*children(element, "Keywords"), *children(element, "KeywordList")]:
            for word in _words(group):
                if word.text.lower() not in _NO_KEYWORDS:
                    found.setdefault(word.text.lower(), word)
    return list(found.values())


def _words(group: etree._Element) -> list[Keyword]:
    kind = value(group, "Type").lower()
    items = children(group, "Keyword")
    if not items:  # WFS 1.0: a text with commas
        words = [text.line(word) for word in re.split(r"[,;\n]", value(group))]
        return [Keyword(word) for word in words if word]
    # Many write all keywords into one element.
    pairs = [(word, item.get("vocabulary")) for item in items for word in re.split(r"[,;]", value(item))]
    return [Keyword(word, kind=kind, thesaurus=text.line(thesaurus))
            for raw, thesaurus in pairs if (word := text.line(raw))]


def contacts(service: etree._Element) -> list[Contact]:
    """Give the provider as contact (WMS ``ContactInformation``, OWS ``ServiceProvider``), if anything is said."""
    old, info = f"{_CONTACT}/", "ServiceContact/ContactInfo/"
    contact = Contact(
        role="pointOfContact",
        organisation=said(service, old + "ContactPersonPrimary/ContactOrganization") or said(service, "ProviderName"),
        individual=said(service, old + "ContactPersonPrimary/ContactPerson")
        or said(service, "ServiceContact/IndividualName"),
        position=said(service, old + "ContactPosition") or said(service, "ServiceContact/PositionName"),
        email=said(service, old + "ContactElectronicMailAddress")
        or said(service, info + "Address/ElectronicMailAddress"),
        phone=said(service, old + "ContactVoiceTelephone") or said(service, info + "Phone/Voice"),
        url=_site(child(service, "ProviderSite")) or _site(child(service, info + "OnlineResource")),
        city=said(service, old + "ContactAddress/City") or said(service, info + "Address/City"),
    )
    return [contact] if contact.organisation or contact.email or contact.url else []


def _site(element: etree._Element | None) -> str:
    """Give the provider's page; some software writes the service's own address there, or one of the inside."""
    address = _href(element)
    parts = urlsplit(address)
    return "" if "." not in (parts.hostname or "") or _ENDPOINT.search(parts.path) else address


def constraints(
    service: etree._Element, layers: list[etree._Element], into: Description, notes: list[Finding]
) -> None:
    """Hand on fees, access constraints and the attribution as evidence for the licence; nothing is decided here."""
    for name in ("Fees", "AccessConstraints"):
        raw = value(service, name)
        claim = licence_json(raw, notes)
        if claim:
            into.licences.append(claim)
        elif raw:
            into.other_constraints.append(TextRef(text.plain(raw)))
            into.other_constraints += [TextRef(href=url) for url in text.links(raw)]
    named = {line: None for layer in layers if (line := text.line(value(layer, "Attribution/Title")))}
    if len(named) == 1:
        into.other_constraints.append(TextRef(f"Quellenvermerk: {next(iter(named))}"))


def extents(layers: list[etree._Element], into: Description, notes: list[Finding]) -> None:
    """Read the extents: those in degrees, and only where there are none, those in another reference system."""
    for layer in layers:
        box = degrees(layer, notes)
        if box and box not in into.boxes:
            into.boxes.append(box)
    if into.boxes:
        return
    for layer in layers:
        found = projected(layer)
        if found:
            (minx, miny, maxx, maxy), system = found
            ring = [[minx, miny], [maxx, miny], [maxx, maxy], [minx, maxy], [minx, miny]]
            into.polygons.append(Polygon({"type": "Polygon", "coordinates": [ring]}, system))


def degrees(layer: etree._Element, notes: list[Finding] | None = None) -> Box | None:
    """Give a layer's box around all its extents in degrees, as written; what is a mere default is left out."""
    boxes = []
    for raw in _boxes_in_degrees(layer):
        values = [number(item) for item in raw]
        if None in values or max(map(abs, values)) > _DEGREES:
            continue
        if _is_default(values):
            if notes is not None:
                notes.append(EXTENT_DEFAULT(values=", ".join(raw)))
            continue
        boxes.append((values, raw))
    if len(boxes) < 2:
        return Box(*boxes[0][1]) if boxes else None
    columns = list(zip(*(values for values, _ in boxes), strict=True))
    return Box(*(f"{item:.10g}" for item in (min(columns[0]), min(columns[1]), max(columns[2]), max(columns[3]))))


def _boxes_in_degrees(layer: etree._Element) -> list[list[str]]:
    """Extents as west, south, east, north: of WMS 1.3, WMS 1.1 and WFS 1.0, OWS."""
    sides = ("westBoundLongitude", "southBoundLatitude", "eastBoundLongitude", "northBoundLatitude")
    found = [[value(item, side) for side in sides] for item in children(layer, "EX_GeographicBoundingBox")]
    for name in ("LatLonBoundingBox", "LatLongBoundingBox"):
        found += [_attributes(item) for item in children(layer, name)]
    found += [_corners(item) for item in children(layer, "WGS84BoundingBox")]
    return [values for values in found if len(values) == 4]


def _is_default(values: list[float]) -> bool:
    west, south, east, north = values
    whole = west <= -179 and east >= 179 and south <= -89 and north >= 89
    # GeoServer's and MapServer's ways to say that there is nothing in a layer
    return whole or (west > east and south > north) or not any(values) or set(values) == {-1.0}


def projected(layer: etree._Element) -> tuple[list[float], str] | None:
    """Give a box (in the order of the axes of its system) and the system as text that says which order that is."""
    candidates = [(_attributes(item) or _corners(item), item.get("CRS") or item.get("crs") or item.get("SRS") or "")
                  for item in children(layer, "BoundingBox")]
    # WFS 1.0 speaks of degrees, but may mean the feature type's own system.
    own = next(iter(crs_texts(layer)), "")
    candidates += [(_attributes(item), own) for item in children(layer, "LatLongBoundingBox")]
    for raw, system in candidates:
        values = [number(item) for item in raw]
        known = systems.first_horizontal(systems.parse(system))
        if len(values) != 4 or None in values or known is None or _is_default(values):
            continue
        return values, _with_axes(layer, system, known)
    return None


def _with_axes(layer: etree._Element, system: str, known: systems.Crs) -> str:
    """In WMS 1.3 the short notation, too, has the axes in the authority's order."""
    authority = any(item.get("CRS") for item in children(layer, "BoundingBox"))
    return f"urn:ogc:def:crs:EPSG::{known.code}" if authority and known.notation == "short" else system


def _attributes(item: etree._Element) -> list[str]:
    values = [item.get(name) for name in ("minx", "miny", "maxx", "maxy")]
    return [one for one in values if one is not None] if None not in values else []


def _corners(item: etree._Element) -> list[str]:
    lower, upper = value(item, "LowerCorner").split(), value(item, "UpperCorner").split()
    return [*lower[:2], *upper[:2]] if len(lower) >= 2 and len(upper) >= 2 else []


def crs_texts(layer: etree._Element) -> list[str]:
    """Give the reference systems of a layer as written, its own default first."""
    found = [value(item) for name in ("DefaultCRS", "DefaultSRS", "OtherCRS", "OtherSRS", "CRS", "SRS")
             for item in children(layer, name)]
    # WMS 1.0 and some of 1.1 list several in one element
    return list(dict.fromkeys(one for raw in found for one in (raw.split() if "urn:" not in raw else [raw])))


def choose_crs(raw: Iterable[str]) -> list[str]:
    """Reduce a list of reference systems: each once, the first, then the usual, then others; at most ``MAX_CRS``.

    What EPSG's register does not know (``AUTO2:42001``) is left out.
    """
    given = list(dict.fromkeys(raw))
    if len(given) > MAX_CRS:
        # Sorted out by their text: to look up thousands for every layer would take minutes.
        by_code = {found[0]: item for item in reversed(given) if (found := _CODE.findall(item))}
        given = [*given[:1], *(by_code[code] for code in _USUAL_CRS if code in by_code), *given]
    chosen: dict[int, str] = {}
    for item in dict.fromkeys(given):
        for known in systems.parse(item)[:1]:
            chosen.setdefault(known.code, item)
        if len(chosen) == MAX_CRS:
            break
    return list(chosen.values())


def addresses(element: etree._Element, name: str) -> list[str]:
    """Give the web addresses in elements of a name: an attribute, the text, or an ``OnlineResource`` inside."""
    found = [_href(item) or _href(child(item, "OnlineResource")) or text.web_address(value(item))
             for item in children(element, name)]
    return [address for address in dict.fromkeys(found) if address]


def _href(element: etree._Element | None) -> str:
    if element is None:
        return ""
    raw = element.get(HREF) or element.get("href") or element.get("onlineResource") or ""
    return text.web_address(raw.strip())


def record_identifier(address: str) -> str:
    """Give the identifier of the metadata record that an address leads to, where the address tells, or nothing."""
    parts = urlsplit(address)
    query = {name.lower(): item.strip() for name, item in parse_qsl(parts.query)}
    given = next((query[name] for name in _RECORD_PARAMETERS if query.get(name)), "")
    if given and (_UUID.search(given) or query.get("request", "").lower() == "getrecordbyid"):
        return found[0] if (found := _UUID.findall(given)) else given
    found = _UUID.findall(parts.path) or _UUID.findall(parts.fragment)
    return found[-1] if found else ""


def unique_identifier(element: etree._Element) -> str:
    """Give the identifier of a layer's data where it means the same everywhere (UUID, URI), or nothing."""
    raw = text.line(value(element))
    return raw if _UUID.fullmatch(raw) or re.match(r"(?:https?://|urn:)\S+$", raw) else ""


def capabilities_address(address: str, kind: str) -> str:
    """Give the address of a service's capabilities."""
    return with_parameters(address, {"service": kind, "request": "GetCapabilities"})


def with_parameters(address: str, parameters: dict[str, str]) -> str:
    """Add parameters to a service's address, blanks as ``%20``, what is readable left readable."""
    joint = "" if address.endswith(("?", "&")) else "&" if "?" in address else "?"
    return address + joint + urlencode(parameters, quote_via=quote, safe="/:,")


def identifier(address: str, kind: str, name: str = "") -> str:
    """Give the URI that names a service of a kind (WFS, WMS) at an address, or a layer of it.

    One address may be both: a town's feature types and its layers often have the same names.
    """
    service = with_parameters(address, {"service": kind})
    return f"{service}#{quote(name, safe=_IN_FRAGMENT)}" if name else service


_IN_FRAGMENT = "/:;,?@!$&'()*+=~-._"
