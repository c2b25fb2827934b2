"""Publisher, contact and creator of a dataset, chosen from the responsible parties of a record."""

from __future__ import annotations

from ckanext.suedwestfalen.metadata import privacy, text
from ckanext.suedwestfalen.metadata.description import Contact, Description
from ckanext.suedwestfalen.region import Region

_PUBLISHER = ("publisher", "owner", "custodian", "resourceProvider", "distributor", "pointOfContact")
_CONTACT = ("pointOfContact", "distributor", "custodian", "publisher", "owner")
_CREATOR = ("originator", "author", "processor")
_LOCAL_AUTHORITY = "http://purl.org/adms/publishertype/LocalAuthority"
_REGIONAL_AUTHORITY = "http://purl.org/adms/publishertype/RegionalAuthority"
_SCOPES = ("resource", "distributor", "citation", "metadata")
_MAX_NAME = 500


def publisher_of(description: Description, region: Region) -> list[dict[str, str]]:
    """Give the publisher: by role, else any organisation of the data, else that of the metadata. At most one."""
    for contact in _ranked(description, _PUBLISHER):
        if contact.organisation:
            agent = _agent(contact)
            kind = ""
            if region.find(contact.organisation):
                kind = _LOCAL_AUTHORITY
            elif region.find_kreis(contact.organisation):
                kind = _REGIONAL_AUTHORITY
            return [_filled({**agent, "type": kind})]
    return []


def contact_of(description: Description) -> list[dict[str, str]]:
    """Give the contact points that can be reached, best first: points of contact of the data, then the others.

    Where nobody has an address, the first who has a name stands alone. At most three.
    """
    ranked = [contact for contact in _ranked(description, _CONTACT) if contact.organisation or contact.position]
    reachable = [contact for contact in ranked if contact.email or contact.url]
    agents = [_contact(contact) for contact in (reachable or ranked[:1])]
    unique = [agent for position, agent in enumerate(agents) if agent not in agents[:position]]
    return unique[:3]


def creator_of(description: Description) -> list[dict[str, str]]:
    """Give who made the data, if the record says so. At most one."""
    for role in _CREATOR[:2]:
        for contact in description.contacts:
            if contact.role == role and contact.scope != "metadata" and contact.organisation:
                return [_filled(_agent(contact))]
    return []


def _ranked(description: Description, roles: tuple[str, ...]) -> list[Contact]:
    def rank(contact: Contact) -> tuple[int, int]:
        role = roles.index(contact.role) if contact.role in roles else len(roles)
        # Words that are no role ("Meister") rank behind; the metadata's contact only speaks where nobody else does.
        return (contact.scope == "metadata", role) if contact.scope in _SCOPES else (True, role)

    return sorted(description.contacts, key=rank)


def _agent(contact: Contact) -> dict[str, str]:
    return {
        "name": text.cut(contact.organisation, _MAX_NAME), "email": _mailbox(contact), "url": contact.url,
        "uri": contact.organisation_uri,
    }


def _contact(contact: Contact) -> dict[str, str]:
    person = contact.individual
    unit = contact.position or (person if privacy.names_unit(person) else "")
    names = [contact.organisation, unit if len(unit) <= 200 else "", "" if person == unit else person]
    return _filled({
        "name": text.cut(", ".join(dict.fromkeys(name for name in names if name)), _MAX_NAME),
        "email": _mailbox(contact), "url": contact.url,
    })


def _mailbox(contact: Contact) -> str:
    address = contact.email.strip()
    return address if address.count("@") == 1 and " " not in address and len(address) <= 254 else ""


def _filled(agent: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in agent.items() if value}
