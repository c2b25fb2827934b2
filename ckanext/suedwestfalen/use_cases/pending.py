"""The changed version of a public use case that waits for its release: at most one per use case."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ckan import model
from ckan.lib import uploader

from ckanext.suedwestfalen.use_cases import contacts, names
from ckanext.suedwestfalen.use_cases.model import Pending, now

#: What a waiting version never says about itself: it is what the use case is.
LIVE_COLUMNS = ("id", "type", "state", "private")
LIVE_EXTRAS = ("identifier", "record_status", "last_reviewed", "source_catalog")


def of(package_id: str) -> Pending | None:
    """Give the version that waits."""
    return model.Session.get(Pending, package_id, populate_existing=True)


def content(package: model.Package, pending: Pending) -> dict[str, Any]:
    """Give the waiting version as a dataset dict, without its contact."""
    extras = package.extras or {}
    live = {name: getattr(package, name) for name in LIVE_COLUMNS}
    live |= {name: extras[name] for name in LIVE_EXTRAS if name in extras}
    return {**pending.content, **live}


def contact(package: model.Package, pending: Pending | None) -> dict[str, str]:
    """Give the contact of the version that is edited: the waiting one's, where it says something, else the stored."""
    return {**contacts.of(package.id), **(pending.contact if pending else {})}


def save(package: model.Package, dataset: dict[str, Any], changed: dict[str, str], user_id: str) -> Pending:
    """Let a version wait, as a draft; its contact is the one that waited before with what `changed`.

    It stays based on the version that it was begun from. Commits nothing.
    """
    pending = of(package.id)
    if pending is None:
        pending = Pending(package_id=package.id, base_modified=modified(package), contact={})
        model.Session.add(pending)
    pending.content = dataset
    pending.contact = {**(pending.contact or {}), **changed}
    pending.user_id, pending.state, pending.modified_at = user_id, names.DRAFT, now()
    model.Session.flush()
    return pending


def drop(package: model.Package, *, files: bool = False) -> None:
    """Forget the waiting version, with `files` also what was uploaded for it alone. Commits nothing."""
    pending = of(package.id)
    if pending is None:
        return
    if files:
        _remove_files(package, pending)
    model.Session.delete(pending)
    model.Session.flush()


def modified(package: model.Package) -> str:
    """Give the mark of the published version that a waiting one is based on."""
    return package.metadata_modified.isoformat() if package.metadata_modified else ""


def is_overtaken(package: model.Package, pending: Pending) -> bool:
    """Tell whether the published version has changed since the waiting one was begun."""
    return pending.base_modified != modified(package)


def _remove_files(package: model.Package, pending: Pending) -> None:
    published = {resource.id for resource in package.resources_all}
    for resource in pending.content.get("resources") or []:
        if resource.get("url_type") == "upload" and resource.get("id") not in published:
            store = uploader.get_resource_uploader({})
            if hasattr(store, "get_path"):
                Path(store.get_path(resource["id"])).unlink(missing_ok=True)


def differing(stored: dict[str, Any], waiting: dict[str, Any]) -> list[str]:
    """Give the names of the fields in which two versions differ, as far as people fill them in."""
    aside = {"groups", "metadata_modified", "organization", "num_resources", "num_tags", *LIVE_COLUMNS, *LIVE_EXTRAS}
    found = [name for name in {**stored, **waiting} if name not in aside]
    return [name for name in found if _said(stored, name) != _said(waiting, name)]


def _said(content: dict[str, Any], name: str) -> Any:
    value = content.get(name)
    if name == "tags":
        return sorted(tag["name"] for tag in value or [])
    if name == "resources":
        return [{key: one.get(key) or "" for key in ("id", "url", "name", "description", "kind", "license", "format")}
                for one in value or []]
    return value or ""
