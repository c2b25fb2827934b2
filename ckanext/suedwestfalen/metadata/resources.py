"""Distributions of a record: downloads and services become resources, the other links documentation.

The Open.NRW bridge takes links with the function ``download`` and coupled services. Many catalogues leave the
function out; a link that plainly is a service or a file is taken as such, and that is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from ckanext.suedwestfalen.findings import Finding
from ckanext.suedwestfalen.metadata import findings, text
from ckanext.suedwestfalen.metadata.description import Description, OnlineResource
from ckanext.suedwestfalen.vocabularies import file_types
from ckanext.suedwestfalen.vocabularies.file_types import FileType

#: More resources than this make a dataset's page useless; the rest is reported.
MAX_RESOURCES = 500
_PAGES = ("HTML", "PDF", "DOC", "DOCX", "ODT", "TXT")
_ARCHIVES = ("ZIP", "GZIP", "7Z", "TAR", "RAR")
_DOWNLOAD, _INFORMATION, _SERVICE = "download", "information", "service"
_OTHER_FUNCTIONS = ("order", "search", "offlineaccess", "completemetadata", "browsegraphic", "upload", "emailservice")
_MACHINE_NAME = re.compile(r"^[\w:.-]+$")


@dataclass
class Links:
    """Resources (for CKAN), addresses of pages about the data, and what was found out."""

    resources: list[dict[str, Any]] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def sort_links(description: Description) -> Links:
    """Sort the links of a record into resources and pages. One address in one format is one resource."""
    links = Links()
    seen: set[tuple[str, str]] = set()
    endpoints = _endpoints(description)
    stated = {_same_service(endpoint.url) for endpoint in endpoints}
    for link in [*description.online, *endpoints]:
        kind, assumed = _kind(link, description)
        if kind == _INFORMATION:
            links.pages.append(link.url)
            continue
        if not kind:
            continue
        file_type = _file_type(link, description)
        key = (_same_service(link.url), file_type.label if file_type else "")
        if key in seen:
            continue
        seen.add(key)
        if assumed and _same_service(link.url) not in stated:
            links.findings.append(findings.LINK_TYPE_ASSUMED(url=link.url, function=kind))
        links.resources.append(_resource(link, file_type, description))
    taken = {resource["url"] for resource in links.resources}
    links.pages = [url for url in dict.fromkeys(links.pages) if url not in taken]
    if len(links.resources) > MAX_RESOURCES:
        links.findings.append(findings.RESOURCES_MANY(count=len(links.resources), limit=MAX_RESOURCES))
        del links.resources[MAX_RESOURCES:]
    if not links.resources:
        links.findings.append(findings.NO_DISTRIBUTION())
    return links


def _endpoints(description: Description) -> list[OnlineResource]:
    """Addresses of a service: that of GetCapabilities, or else those of its other operations."""
    service = description.service
    if service is None:
        return []
    operations = [item for item in service.operations if "capabilities" in item.name.lower()] or service.operations
    version = " ".join(service.versions)
    return [
        OnlineResource(url, protocol=version, function=_SERVICE, origin="service")
        for item in operations for url in item.urls
    ]


def _kind(link: OnlineResource, description: Description) -> tuple[str, bool]:
    """What a link is: download, service, information or nothing; and whether that was only concluded."""
    function = link.function.lower()
    if function not in (_DOWNLOAD, _SERVICE, _INFORMATION, *_OTHER_FUNCTIONS):
        function = ""  # some catalogues put words of their own there
    if function in (_DOWNLOAD, _SERVICE):
        return function, False
    if _service_type(link) or _is_arcgis(link.url):
        return _SERVICE, not function
    if function:
        return (_INFORMATION if function == _INFORMATION else ""), False
    if description.service is not None:
        return (_SERVICE, True) if _is_endpoint(link, description) else (_INFORMATION, False)
    file_type = file_types.of_address(link.url) or file_types.find(link.protocol)
    is_file = file_type is not None and file_type.label not in _PAGES
    return (_DOWNLOAD if is_file else _INFORMATION), is_file


def _is_endpoint(link: OnlineResource, description: Description) -> bool:
    """True for a service's own link that names no kind of service: its only link is its address."""
    operations = description.service.operations if description.service else []
    return not operations and len(description.online) == 1 and file_types.of_address(link.url) is None


def _is_arcgis(url: str) -> bool:
    return bool(re.search(r"/rest/services/.+/(?:Map|Feature|Image)Server", url, re.IGNORECASE))


def _service_type(link: OnlineResource) -> FileType | None:
    """Kind of service that a link's protocol or address names; words in its title are not enough."""
    by_protocol = file_types.of_service(link.protocol, link.application_profile)
    if by_protocol:
        return by_protocol
    query = {key.lower(): value for key, value in parse_qsl(urlsplit(link.url).query, keep_blank_values=True)}
    request = _request(link.url)
    # A single record fetched from a catalogue is no service of this dataset.
    if ("service" in query or request == "getcapabilities") and request not in ("getrecordbyid", "getrecords"):
        return file_types.of_service(query.get("service", ""), urlsplit(link.url).path)
    return None


def _file_type(link: OnlineResource, description: Description) -> FileType | None:
    if link.origin == "service" or link.function == _SERVICE:
        return _service_type(link) or _of_service_record(link, description) or file_types.find(link.format)
    if _is_arcgis(link.url):
        return file_types.find("ArcGIS MapServer")
    stated = file_types.find(link.format) or file_types.find(link.application_profile)
    stated = stated or file_types.find(_parameter(link.url, "outputformat"))
    found = (
        (stated if _request(link.url) not in ("", "getcapabilities") else None) or _service_type(link)
        or _ending(link.url, stated) or stated or file_types.find(link.protocol)
    )
    if found:
        return found
    if description.service is not None:
        return _of_service_record(link, description)
    known = {file_type for item in description.formats if (file_type := file_types.find(item.name))}
    by_name = [file_type for word in re.findall(r"[\w-]{3,}", link.name) if (file_type := file_types.find(word))]
    by_name = [file_type for file_type in by_name if file_type.label not in ("API", "TXT", "HTML")]
    if by_name:
        return by_name[0]
    return known.pop() if len(known) == 1 and len(description.formats) == 1 else None


def _ending(url: str, stated: FileType | None) -> FileType | None:
    """Format after an address's ending; what is said to lie in an archive counts more than that it is one."""
    ending = file_types.of_address(url)
    return stated if stated and ending and ending.label in _ARCHIVES else ending


def _of_service_record(link: OnlineResource, description: Description) -> FileType | None:
    service = description.service
    if service is None:
        return None
    by_version = file_types.of_service(service.type, *service.versions)
    if by_version or any("atom" in version.lower() for version in service.versions):
        return by_version or file_types.find("Atom")
    # INSPIRE's "view" is a WMS or WMTS, "download" a WFS or Atom: only the address can tell which.
    return file_types.of_service(link.url)


def _request(url: str) -> str:
    """Value of ``request=`` in an address, in lower case."""
    return _parameter(url, "request")


def _parameter(url: str, name: str) -> str:
    """Value of a parameter in an address, in lower case; names of parameters are read in any case."""
    query = parse_qsl(urlsplit(url).query)
    return next((value.lower() for key, value in query if key.lower() == name), "")


def _same_service(url: str) -> str:
    """Address of a service without what only belongs to GetCapabilities, for telling doubles."""
    if _request(url) not in ("", "getcapabilities"):
        return url
    parts = urlsplit(url)
    query = [(key.lower(), value) for key, value in parse_qsl(parts.query)
             if key.lower() not in ("request", "service", "version", "acceptversions")]
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path.rstrip("/"), urlencode(query), ""))


def _resource(link: OnlineResource, file_type: FileType | None, description: Description) -> dict[str, Any]:
    label = file_type.label if file_type else ""
    name = link.name if link.name and not (_MACHINE_NAME.match(link.name) and ":" in link.name) else ""
    name = name or text.cut(link.description.partition("\n")[0], 100) or (
        f"{label} – {description.title}" if label else description.title
    )
    function = link.function if link.function != _SERVICE else ""
    resource = {
        "url": link.url,
        "name": text.cut(name, 300),
        "description": text.cut(link.description, 8_000) if link.description != name else "",
        "format": label,
        "mimetype": file_type.media_type if file_type else "",
        "function": function,
    }
    return {key: value for key, value in resource.items() if value}
