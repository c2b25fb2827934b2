"""Which data a service works on: identifiers by which their records, or the data themselves, are known."""

from __future__ import annotations

from urllib.parse import urlsplit

from ckanext.suedwestfalen.metadata.capabilities_parts import record_identifier
from ckanext.suedwestfalen.metadata.description import Coupled, Description

MOST = 200


def identifiers(description: Description) -> list[str]:
    """Give the identifiers that a service names in ``operatesOn``, each once; nothing for what is no service.

    Catalogues write the identifier of the data into ``uuidref`` or into an address of their own, and that of the
    record into the address of a request.
    """
    coupled = description.service.operates_on if description.service else []
    return list(dict.fromkeys(name for one in coupled for name in _names(one)))[:MOST]


def _names(coupled: Coupled) -> list[str]:
    names = ["" if coupled.uuid.startswith("#") else coupled.uuid]
    if coupled.href and not coupled.href.startswith("#"):
        names.append(record_identifier(coupled.href))
        if not urlsplit(coupled.href).query:
            names.append(coupled.href)
    return [name for name in names if name]
