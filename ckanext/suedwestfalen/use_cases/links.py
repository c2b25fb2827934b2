"""What a use case points at: datasets of the portal, use cases, addresses elsewhere."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote, urlsplit

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.use_cases import names

LONGEST = 2000
_SPACE = re.compile(r"[\s<>\"\x00-\x1f]")


def is_address(text: str) -> bool:
    """Tell whether a text is an address of the web."""
    if len(text) > LONGEST or _SPACE.search(text):
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def dataset(text: str, user: str, *, lasting: str = "") -> str:
    """Give the id of a dataset of the portal that a text names (id, name, title or address), or the address.

    `lasting`: what is stored already; an id in it stays, also when its dataset was deleted or closed since.
    Raises tk.Invalid for what is neither.
    """
    inside = _inside(text, "dataset")
    found = _dataset(inside or text, user)
    if found:
        return found
    if is_address(text) or (lasting and text in lasting):
        return text
    raise tk.Invalid(
        tk._("“%s” is neither a dataset of this portal nor an address. Please choose from the list, or give an"
             " address that begins with https://.") % text[:100]
    )


def use_case(text: str) -> str:
    """Give the identifier of the use case that a text names (name or address here), or the address as it is."""
    inside = _inside(text, names.TYPE)
    package = model.Package.get(inside or text) if len(text) <= LONGEST else None
    if package is not None and package.type == names.TYPE:
        return str((package.extras or {}).get("identifier") or text)
    if is_address(text) or text.startswith("urn:"):
        return text[:LONGEST]
    raise tk.Invalid(tk._("“%s” is no use case of this portal and no address.") % text[:100])


def shown(value: str) -> dict[str, Any] | None:
    """Give name and title of a dataset of the portal for the form; nothing for an address."""
    package = model.Package.get(value) if value and not is_address(value) else None
    return {"name": package.name, "title": package.title or package.name} if package is not None else None


def organization(value: str) -> str:
    """Give the title of an organization; empty if there is none."""
    group = model.Group.get(value)
    return (group.title or group.name) if group is not None else ""


def _inside(text: str, kind: str) -> str:
    """Give the id or name in an address of this portal's page of a dataset or use case."""
    site = str(tk.config["ckan.site_url"]).rstrip("/")
    if not text.startswith(f"{site}/"):
        return ""
    found = re.fullmatch(rf"/(?:[a-z_A-Z]+/)?{kind}/([^/?#]+)", urlsplit(text).path)
    return unquote(found[1]) if found else ""


def _dataset(text: str, user: str) -> str:
    if not text or len(text) > LONGEST:
        return ""
    package = model.Package.get(text) or _by_title(text)
    if package is None or package.type == names.TYPE or package.state != model.State.ACTIVE:
        return ""
    if package.private:
        try:
            tk.check_access("package_show", {"user": user}, {"id": package.id})
        except tk.NotAuthorized:
            return ""
    return package.id


def _by_title(text: str) -> model.Package | None:
    """Give the only open dataset of this title."""
    query = sa.select(model.Package).where(
        model.Package.title == text, model.Package.state == model.State.ACTIVE, model.Package.type != names.TYPE,
        sa.not_(model.Package.private),
    ).limit(2)
    found = model.Session.scalars(query).all()
    return found[0] if len(found) == 1 else None
