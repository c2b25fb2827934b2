"""Whom to ask about a use case: kept in an own table, read only through `use_case_contact_show`.

In a dataset dict that is written the contact may stand among the other fields; it is taken out before CKAN sees it.
"""

from __future__ import annotations

import re
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.use_cases import names, permissions
from ckanext.suedwestfalen.use_cases.model import Contact

COLUMNS = {field: field.removeprefix("contact_") for field in names.CONTACT_FIELDS}
LONGEST = {"contact_name": 200, "contact_email": 254, "contact_phone": 100}
RELEASES = (names.EVERYBODY, names.LOGGED_IN, names.NOBODY)
# enough to find what is no address; whether somebody reads there only a mail can tell
ADDRESS = re.compile(r"[^\s@<>\"'(),:;\\\[\]]+@[^\s@<>\"'(),:;\\\[\]]+\.[^\s@<>\"'(),:;\\\[\].]{2,}")
PHONE = re.compile(r"[0-9A-Za-zÄÖÜäöüß+()/ .\-]*")


def take(data_dict: dict[str, Any]) -> dict[str, Any]:
    """Take the contact's fields out of a dataset dict and give those that were sent."""
    return {field: data_dict.pop(field) for field in names.CONTACT_FIELDS if field in data_dict}


def clean(sent: dict[str, Any]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Give the fields as they are stored, and what is wrong with them by field."""
    values, errors = {}, {}
    for field, value in sent.items():
        try:
            values[field] = _cleaned(field, value)
        except tk.Invalid as error:
            errors[field] = [error.error]
    return values, errors


def of(package_id: str) -> dict[str, str]:
    """Give the contact of the public (or only) version, by field; empty if there is none."""
    contact = model.Session.get(Contact, package_id)
    return {field: getattr(contact, column) for field, column in COLUMNS.items()} if contact else {}


def save(package_id: str, values: dict[str, str]) -> None:
    """Keep the fields that are given; others stay. Commits nothing."""
    if not values:
        return
    contact = model.Session.get(Contact, package_id)
    if contact is None:
        contact = Contact(package_id=package_id)
        model.Session.add(contact)
    for field, value in values.items():
        setattr(contact, COLUMNS[field], value)
    model.Session.flush()


def drop(package_id: str) -> None:
    """Forget the contact. Commits nothing."""
    contact = model.Session.get(Contact, package_id)
    if contact is not None:
        model.Session.delete(contact)
        model.Session.flush()


def is_shown(user: str, package: model.Package, released: str) -> bool:
    """Tell whether the user sees the contact of a use case that they may see."""
    if released == names.EVERYBODY or (released == names.LOGGED_IN and user):
        return True
    return permissions.edits(user, package) or permissions.is_agency(user)


def _cleaned(field: str, value: Any) -> str:
    if value is not None and not isinstance(value, str):
        raise tk.Invalid(tk._("Please enter a text."))
    text = " ".join((value or "").replace("\0", "").split())
    if field == "contact_released":
        if text not in (*RELEASES, ""):
            raise tk.Invalid(tk._("Please say who may see the contact."))
        return text or names.LOGGED_IN
    if len(text) > LONGEST[field]:
        raise tk.Invalid(tk._("Please enter at most %d characters.") % LONGEST[field])
    if field == "contact_email" and text and not ADDRESS.fullmatch(text):
        raise tk.Invalid(tk._("This is no mail address, e.g. smart-city@example.org."))
    if field == "contact_phone" and not PHONE.fullmatch(text):
        raise tk.Invalid(tk._("Please enter a telephone number."))
    return text
