"""Questions to a CSW and what its capabilities say: OGC CSW 2.0.2 (Filter 1.1) and 3.0 (FES 2.0)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from lxml import etree

GMD = "http://www.isotc211.org/2005/gmd"
MDB = "http://standards.iso.org/iso/19115/-3/mdb/2.0"
SOAP = "http://www.w3.org/2003/05/soap-envelope"

_XLINK = "{http://www.w3.org/1999/xlink}href"
_COMMON = {
    "gmd": GMD,
    "mdb": MDB,
    "apiso": "http://www.opengis.net/cat/csw/apiso/1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
}
_KVP = frozenset({"service", "request", "version", "acceptversions"})


@dataclass(frozen=True)
class Dialect:
    """The names that differ between the versions."""

    version: str
    csw: str
    ows: str
    filter: str
    gml: str
    filter_version: str
    property_name: str
    get_parameters: Mapping[str, str]

    @property
    def namespaces(self) -> dict[str, str]:
        """Prefixes for a question; values like ``apiso:Type`` in it are resolved with them."""
        return {"csw": self.csw, "ows": self.ows, "ogc": self.filter, "gml": self.gml, **_COMMON}


DIALECTS = {
    "2.0.2": Dialect(
        "2.0.2",
        csw="http://www.opengis.net/cat/csw/2.0.2",
        ows="http://www.opengis.net/ows",
        filter="http://www.opengis.net/ogc",
        gml="http://www.opengis.net/gml",
        filter_version="1.1.0",
        property_name="PropertyName",
        get_parameters={"resultType": "results", "constraint_language_version": "1.1.0"},
    ),
    "3.0.0": Dialect(
        "3.0.0",
        csw="http://www.opengis.net/cat/csw/3.0",
        ows="http://www.opengis.net/ows/2.0",
        filter="http://www.opengis.net/fes/2.0",
        gml="http://www.opengis.net/gml/3.2",
        filter_version="2.0.0",
        property_name="ValueReference",
        get_parameters={"constraint_language_version": "2.0.0"},
    ),
}


@dataclass(frozen=True)
class Service:
    """How to talk to a server: version, addresses for POST, GET and SOAP, and what to ask for.

    ``only_soap`` says that it advertises no other way; ``title`` is its own.
    """

    dialect: Dialect
    post: str
    get: str
    soap: str = ""
    only_soap: bool = False
    title: str = ""
    schema: str = GMD
    type_name: str = "csw:Record"

    @property
    def queryables(self) -> dict[str, str]:
        """Names of the properties by which records are filtered and sorted."""
        if self.type_name == "csw:Record":
            return {"keyword": "dc:subject", "type": "dc:type", "box": "ows:BoundingBox", "id": "dc:identifier"}
        return {"keyword": "apiso:Subject", "type": "apiso:Type", "box": "apiso:BoundingBox", "id": "apiso:Identifier"}


@dataclass(frozen=True)
class Filter:
    """Which records are wanted; ``box`` is west, south, east, north in degrees. ``cql`` replaces the others."""

    cql: str = ""
    keyword: str = ""
    types: tuple[str, ...] = ()
    box: tuple[float, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.cql or self.keyword or self.types or self.box)


@dataclass(frozen=True)
class Question:
    """One page of records: from number ``start`` (the first is 1) at most ``size``."""

    start: int
    size: int
    filter: Filter
    sort: bool = True


def without_parameters(url: str) -> str:
    """Give an address without the parameters of a CSW question, whatever else stands in its query."""
    parts = urlsplit(url)
    kept = [
        (name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name.lower() not in _KVP
    ]
    return urlunsplit(parts._replace(query=urlencode(kept), fragment=""))


def read_service(root: etree._Element, url: str) -> Service | None:
    """Give what a capabilities document says, or None when it is none.

    Advertised addresses count only on the host that was given and not when they lead from https to http: servers
    behind a proxy advertise addresses of their inside, and nothing may send us to another host.
    """
    name = etree.QName(root)
    dialect = next((dialect for dialect in DIALECTS.values() if dialect.csw == name.namespace), None)
    if name.localname != "Capabilities" or dialect is None:
        return None
    operation = root.find(f".//{{{dialect.ows}}}Operation[@name='GetRecords']")
    plain = without_parameters(url)
    title = root.findtext("{*}ServiceIdentification/{*}Title") or ""
    service = Service(dialect, post=plain, get=plain, soap=plain, title=" ".join(title.split())[:200])
    if operation is None:
        return service
    schemas = _values(operation, "outputschema", dialect)
    if schemas and GMD not in schemas and MDB in schemas:
        service = replace(service, schema=MDB)
    types = _values(operation, "typename", dialect) | _values(operation, "typenames", dialect)
    if "gmd:MD_Metadata" in types:
        service = replace(service, type_name="gmd:MD_Metadata")
    posts, gets, soaps = _posts(operation, dialect), _gets(operation, dialect), _posts(operation, dialect, "SOAP")

    def usable(addresses: list[str]) -> str:
        return next((address for address in addresses if _same_place(address, url)), plain)

    return replace(
        service, post=usable(posts), get=usable(gets), soap=usable(soaps), only_soap=bool(soaps and not posts + gets)
    )


def get_records(service: Service, question: Question) -> bytes:
    """Give the body of a POST that asks for full records."""
    dialect, csw = service.dialect, f"{{{service.dialect.csw}}}"
    root = etree.Element(f"{csw}GetRecords", nsmap=dialect.namespaces)
    for name, value in (
        ("service", "CSW"),
        ("version", dialect.version),
        ("resultType", "results"),
        ("startPosition", str(question.start)),
        ("maxRecords", str(question.size)),
        ("outputFormat", "application/xml"),
        ("outputSchema", service.schema),
    ):
        if name != "resultType" or dialect.version == "2.0.2":
            root.set(name, value)
    query = etree.SubElement(root, f"{csw}Query", typeNames=service.type_name)
    etree.SubElement(query, f"{csw}ElementSetName").text = "full"
    if question.filter:
        constraint = etree.SubElement(query, f"{csw}Constraint", version=dialect.filter_version)
        if question.filter.cql:
            etree.SubElement(constraint, f"{csw}CqlText").text = question.filter.cql
        else:
            constraint.append(_filter(service, question.filter))
    if question.sort:
        query.append(_sort(service))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def in_envelope(body: bytes) -> bytes:
    """Give a question in a SOAP 1.2 envelope."""
    envelope = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"soap": SOAP})
    etree.SubElement(envelope, f"{{{SOAP}}}Body").append(etree.fromstring(body))
    return etree.tostring(envelope, xml_declaration=True, encoding="UTF-8")


def get_capabilities(dialect: Dialect) -> bytes:
    """Give the body of a POST that asks for the capabilities."""
    root = etree.Element(f"{{{dialect.csw}}}GetCapabilities", nsmap={"csw": dialect.csw, "ows": dialect.ows})
    root.set("service", "CSW")
    versions = etree.SubElement(root, f"{{{dialect.ows}}}AcceptVersions")
    etree.SubElement(versions, f"{{{dialect.ows}}}Version").text = dialect.version
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def get_records_parameters(service: Service, question: Question, *, plain_box: bool = False) -> dict[str, str]:
    """Give the same question as parameters of a GET.

    ``plain_box`` gives a box in the parameter that version 3.0 has for it (west, south, east, north), for servers
    that do not understand their own filter language. What else the filter wants must not be given beside it.
    """
    dialect = service.dialect
    parameters = {
        "service": "CSW",
        "version": dialect.version,
        "request": "GetRecords",
        **dialect.get_parameters,
        "typeNames": service.type_name,
        "elementSetName": "full",
        "outputFormat": "application/xml",
        "outputSchema": service.schema,
        "startPosition": str(question.start),
        "maxRecords": str(question.size),
    }
    if plain_box:
        parameters["bbox"] = ",".join(str(degrees) for degrees in question.filter.box)
        parameters.pop("constraint_language_version")
    elif question.filter.cql:
        parameters |= {"constraintLanguage": "CQL_TEXT", "constraint": question.filter.cql}
    elif question.filter:
        text = etree.tostring(_filter(service, question.filter), encoding="unicode")
        parameters |= {"constraintLanguage": "FILTER", "constraint": text}
    else:
        parameters.pop("constraint_language_version")
    if question.sort:
        parameters["sortBy"] = f"{service.queryables['id']}:A"
    return parameters


def record_address(service: Service) -> str:
    """Give the address under which one record is fetched (GetRecordById by GET), up to the record's identifier."""
    parameters = {
        "service": "CSW",
        "version": service.dialect.version,
        "request": "GetRecordById",
        "elementSetName": "full",
        "outputSchema": service.schema,
        "id": "",
    }
    joint = "" if service.get.endswith(("?", "&")) else "&" if "?" in service.get else "?"
    return service.get + joint + urlencode(parameters)


def _filter(service: Service, wanted: Filter) -> etree._Element:
    ogc = f"{{{service.dialect.filter}}}"
    root = etree.Element(f"{ogc}Filter", nsmap=service.dialect.namespaces)
    conditions = []
    if wanted.keyword:
        conditions.append(_like(service, wanted.keyword))
    if wanted.types:
        conditions.append(_any([_equal(service, "type", kind) for kind in wanted.types], ogc))
    if wanted.box:
        conditions.append(_inside(service, wanted.box))
    if len(conditions) > 1:
        root = etree.SubElement(root, f"{ogc}And")
    root.extend(conditions)
    return root.getroottree().getroot()


def _like(service: Service, keyword: str) -> etree._Element:
    """A catalogue may keep all keywords of a record in one string: contained, not equal."""
    ogc = f"{{{service.dialect.filter}}}"
    element = etree.Element(f"{ogc}PropertyIsLike", wildCard="%", singleChar="_", escapeChar="\\")
    etree.SubElement(element, f"{ogc}{service.dialect.property_name}").text = service.queryables["keyword"]
    escaped = keyword.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    etree.SubElement(element, f"{ogc}Literal").text = f"%{escaped}%"
    return element


def _equal(service: Service, queryable: str, value: str) -> etree._Element:
    ogc = f"{{{service.dialect.filter}}}"
    element = etree.Element(f"{ogc}PropertyIsEqualTo")
    etree.SubElement(element, f"{ogc}{service.dialect.property_name}").text = service.queryables[queryable]
    etree.SubElement(element, f"{ogc}Literal").text = value
    return element


def _any(conditions: list[etree._Element], ogc: str) -> etree._Element:
    if len(conditions) == 1:
        return conditions[0]
    element = etree.Element(f"{ogc}Or")
    element.extend(conditions)
    return element


def _inside(service: Service, box: tuple[float, ...]) -> etree._Element:
    """A box in EPSG:4326 in URN notation, so latitude comes first."""
    west, south, east, north = box
    ogc, gml = f"{{{service.dialect.filter}}}", f"{{{service.dialect.gml}}}"
    element = etree.Element(f"{ogc}BBOX")
    etree.SubElement(element, f"{ogc}{service.dialect.property_name}").text = service.queryables["box"]
    envelope = etree.SubElement(element, f"{gml}Envelope", srsName="urn:x-ogc:def:crs:EPSG:6.11:4326")
    etree.SubElement(envelope, f"{gml}lowerCorner").text = f"{south} {west}"
    etree.SubElement(envelope, f"{gml}upperCorner").text = f"{north} {east}"
    return element


def _sort(service: Service) -> etree._Element:
    ogc = f"{{{service.dialect.filter}}}"
    element = etree.Element(f"{ogc}SortBy")
    sort = etree.SubElement(element, f"{ogc}SortProperty")
    etree.SubElement(sort, f"{ogc}{service.dialect.property_name}").text = service.queryables["id"]
    etree.SubElement(sort, f"{ogc}SortOrder").text = "ASC"
    return element


def _values(operation: etree._Element, parameter: str, dialect: Dialect) -> set[str]:
    found = (
        element
        for element in operation.iter(f"{{{dialect.ows}}}Parameter")
        if element.get("name", "").lower() == parameter
    )
    return {(value.text or "").strip() for element in found for value in element.iter(f"{{{dialect.ows}}}Value")}


def _posts(operation: etree._Element, dialect: Dialect, encoding: str = "XML") -> list[str]:
    """Give the addresses for POST that take plain XML, or those that take SOAP; without a word it is plain XML."""
    posts = []
    for post in operation.iter(f"{{{dialect.ows}}}Post"):
        encodings = {(value.text or "").strip().upper() for value in post.iter(f"{{{dialect.ows}}}Value")}
        if encoding in (encodings or {"XML"}):
            posts.append(post.get(_XLINK, ""))
    return posts


def _gets(operation: etree._Element, dialect: Dialect) -> list[str]:
    return [get.get(_XLINK, "") for get in operation.iter(f"{{{dialect.ows}}}Get")]


def _same_place(advertised: str, given: str) -> bool:
    there, here = urlsplit(advertised.strip()), urlsplit(given)
    if there.hostname != here.hostname or there.scheme not in {"http", "https"}:
        return False
    return there.scheme == here.scheme and there.port == here.port
