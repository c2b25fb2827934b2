"""The action that fills a dataset from an address without storing anything.

It answers within fifteen seconds, and needs POST: it makes the portal ask other servers.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import Context, DataDict

from ckanext.suedwestfalen.catalogue import helpers as catalogue
from ckanext.suedwestfalen.catalogue import municipalities, page_helpers
from ckanext.suedwestfalen.harvest import filling, identity, protocols
from ckanext.suedwestfalen.harvest.filling import Draft
from ckanext.suedwestfalen.harvest.logic.probing import address_of, describe_finding, describe_tried
from ckanext.suedwestfalen.harvest.logic.records import reader
from ckanext.suedwestfalen.harvest.protocols import unique
from ckanext.suedwestfalen.vocabularies import licences

_ = tk._
# Marks of a harvest: the dataset will be the editors' own.
_MARKS = ("hierarchy_level", "municipality_source", "spatial_source", "license_source")
_DERIVED = "derived"


def suedwestfalen_harvest_draft(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Read what lies at an address and give it as a dataset that could be created; nothing is stored.

    Gives ``dataset`` and ``resources`` (None and empty while there is a choice to make, or nothing could be read),
    ``layers`` to choose from, ``evidence`` of place and licence, ``findings``, ``existing`` (the dataset that the
    portal has of this record already), ``error``, and what was ``tried``. ``dataset`` has no organization unless the
    user may create datasets for that of its municipality.

    :param url: address of a WMS, a WFS, an OGC API, an ISO or DCAT document, or of a CKAN dataset's page
    :param layer: name of one of the ``layers`` that an earlier answer gave
    :param kind: the kind of that layer; with it, ``url`` is the layer's, and what lies there is not found out again
    """
    tk.check_access("suedwestfalen_harvest_draft", context, data_dict)
    url, kind = address_of(data_dict), _word(data_dict, "kind")
    if kind and kind not in protocols.names():
        raise tk.ValidationError({"kind": [_("Please choose one of the values offered.")]})
    draft = filling.of(url, kind, _word(data_dict, "layer"))
    return {**_choice(draft), **_filled(draft, context)}


def _word(data_dict: DataDict, name: str) -> str:
    value = data_dict.get(name)
    return value.replace("\x00", "") if isinstance(value, str) else ""


def _choice(draft: Draft) -> dict[str, Any]:
    return {
        "url": draft.url,
        "kind": draft.kind or None,
        "label": _label(draft.kind),
        "layers": [
            {"kind": one.kind, "label": _label(one.kind), "url": one.url, "name": one.name,
             "title": one.title or one.name}
            for one in draft.offers
        ],
        "error": describe_finding(draft.error) if draft.error else None,
        "tried": [describe_tried(one) for one in draft.tried],
        "timed_out": draft.timed_out,
    }


def _label(kind: str) -> str:
    return _(protocols.get(kind).label) if kind else ""


def _filled(draft: Draft, context: Context) -> dict[str, Any]:
    if draft.parsed is None or draft.item is None:
        return {"dataset": None, "resources": [], "evidence": None, "findings": [], "existing": None}
    dataset, evidence = dict(draft.parsed.dataset), draft.parsed.evidence
    resources = dataset.pop("resources", [])
    if dataset.get("spatial_source") == _DERIVED:
        # the portal derives it again, from the municipalities that the editors choose
        dataset.pop("spatial", None)
    keys = dataset.get("municipality") or dataset.get("kreis") or []
    if organization := _organization(keys, context):
        dataset["owner_org"] = organization
    dataset["name"] = identity.free_name(dataset.get("title", ""), draft.item.guid or draft.url)
    names = {key: catalogue.municipality_name(key) if len(key) == 8 else catalogue.kreis_name(key) for key in keys}
    return {
        "dataset": {name: value for name, value in dataset.items() if name not in _MARKS},
        "resources": [_resource(resource, dataset) for resource in resources],
        "evidence": {
            "places": list(names.values()),
            "source": evidence.get("source", ""),
            "label": page_helpers.evidence(evidence.get("source", "")),
            "text": evidence.get("text", ""),
            "licence": evidence.get("licence", ""),
        },
        "findings": [describe_finding(found) for found in draft.parsed.findings],
        "existing": _existing(draft, dataset, context),
    }


def _organization(keys: list[str], context: Context) -> str | None:
    """Give the organization of the first of these municipalities for which the user may create datasets."""
    mine = tk.get_action("organization_list_for_user")(
        {"user": context.get("user", "")}, {"permission": "create_dataset"}
    )
    allowed = {organization["id"] for organization in mine}
    groups = [municipalities.organization_of(key) for key in keys]
    return next((group.id for group in groups if group is not None and group.id in allowed), None)


def _resource(resource: dict[str, Any], dataset: dict[str, Any]) -> dict[str, Any]:
    """Leave out what only repeats the dataset's terms: the editors may choose others."""
    licence = licences.get(dataset.get("license_id") or "")
    same = {"license": licence.uri if licence else None,
            "license_attribution": dataset.get("license_attribution")}
    return {name: value for name, value in resource.items() if value and value != same.get(name)}


def _existing(draft: Draft, dataset: dict[str, Any], context: Context) -> dict[str, str] | None:
    """Give the dataset of this record if the user may see it: harvested, or filled from an address before."""
    ids = [draft.place.package_id] if draft.place.name else []
    identifier = dataset.get("identifier") or ""
    if not ids and unique.is_unique(identifier):
        package = model.Package
        query = sa.select(package.id).where(
            package.type == "dataset", package.state == "active", package.extras["identifier"].astext == identifier
        )
        ids = list(model.Session.execute(query.limit(5)).scalars())
    readable = reader(context)
    shown = next((model.Package.get(one) for one in ids if readable(one)), None)
    return {"name": shown.name, "title": shown.title or shown.name} if shown else None
