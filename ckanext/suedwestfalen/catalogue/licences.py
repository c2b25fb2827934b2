"""The licences of dcat-ap.de as CKAN's list of licences.

CKAN knows a list that German portals do not accept. Its own way to another one is an option with the address of a
file, which would freeze an absolute path into the site's configuration; the register is therefore put in place.
A site that sets `licenses_group_url` keeps its own list.
"""

from __future__ import annotations

from ckan import model
from ckan.model.license import License, LicenseRegister

from ckanext.suedwestfalen.vocabularies import licences

RECOMMENDED = ("dl-zero-de/2.0", "dl-by-de/2.0", "cc-zero", "cc-by/4.0")


class Register(LicenseRegister):
    """Licences with the ids that datasets carry: the path below http://dcat-ap.de/def/licenses/."""

    def __init__(self) -> None:
        self.licenses = [License(_entry(licence)) for licence in recommended_first()]


def recommended_first() -> list[licences.Licence]:
    """All licences: first those recommended for open data in Germany, then the open ones, each by title."""

    def rank(licence: licences.Licence) -> tuple[int, bool, str]:
        place = RECOMMENDED.index(licence.id) if licence.id in RECOMMENDED else len(RECOMMENDED)
        return place, not licence.open, licence.title.casefold()

    return sorted(licences.all_licences(), key=rank)


def install() -> None:
    """Make the register CKAN's."""
    model.Package._license_register = Register()  # noqa: SLF001 - the only door there is


def _entry(licence: licences.Licence) -> dict[str, object]:
    return {
        "id": licence.id,
        "title": licence.title,
        "url": licence.url or licence.uri,
        "status": "active",
        "family": "",
        "maintainer": "",
        "domain_content": False,
        "domain_data": True,
        "domain_software": False,
        "is_generic": False,
        "od_conformance": "approved" if licence.open else "not reviewed",
        "osd_conformance": "not reviewed",
    }
