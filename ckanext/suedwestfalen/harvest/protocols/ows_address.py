"""Addresses of OGC services: what belongs to the service, and what only to a request."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import quote, unquote, urlsplit, urlunsplit

#: Parameters of requests to WFS and WMS. Whatever else stands in an address (``map=/maps/town.map``) is the server's.
REQUEST = frozenset(
    "service request version wmtver acceptversions acceptformats sections updatesequence outputformat format "
    "typename typenames layers layer styles style crs srs srsname bbox width height transparent bgcolor exceptions "
    "count maxfeatures startindex resulttype propertyname namespace namespaces filter filter_language featureid "
    "resourceid storedquery_id sortby sld sld_body elevation time query_layers info_format feature_count i j x y "
    "dpi map_resolution format_options featuretype".split()
)
_PORTS = {"http": 80, "https": 443}


def without_parameters(url: str, names: Collection[str] = REQUEST) -> str:
    """Give an address without the parameters of these names (in lower case), the others as they were written."""
    parts = urlsplit(url.strip())
    kept = [pair for pair in parts.query.split("&") if pair and unquote(pair.partition("=")[0]).lower() not in names]
    return urlunsplit(parts._replace(query="&".join(kept), fragment=""))


def service_address(url: str) -> str:
    """Give a service's address in one spelling: host in lower case; usual port, user, OGC parameters left out."""
    parts = urlsplit(without_parameters(url))
    host = (parts.hostname or "").rstrip(".")
    host = f"[{host}]" if ":" in host else host
    try:
        port = parts.port
    except ValueError:
        return url
    scheme = parts.scheme.lower()
    if port and port != _PORTS.get(scheme):
        host += f":{port}"
    path = quote(parts.path or "/", safe="/%:;,@!$&'()*+=~-._")
    return urlunsplit((scheme, host, path, parts.query, ""))


def same_place(advertised: str, given: str) -> bool:
    """Tell whether an advertised address is on the server that was given, reached in the same way.

    Servers behind a proxy advertise addresses of their inside, and nothing may lead to another host.
    """
    try:
        there, here = urlsplit(advertised.strip()), urlsplit(given)
        if there.scheme not in _PORTS or there.hostname != here.hostname or there.scheme != here.scheme:
            return False
        return (there.port or _PORTS[there.scheme]) == (here.port or _PORTS[here.scheme])
    except (ValueError, KeyError):
        return False
