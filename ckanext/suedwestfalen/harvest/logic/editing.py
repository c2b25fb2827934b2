"""CKAN's own actions on datasets, continued: what belongs to a source stays, and what is a record is noted."""

from __future__ import annotations

from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import Action, Context, DataDict

from ckanext.suedwestfalen.harvest import by_hand, filling_form
from ckanext.suedwestfalen.harvest.logic import ownership


@tk.chained_action
def package_create(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Create a dataset, not under a name that a harvested one has for ever."""
    filling_form.take_links(context.get("user") or "", data_dict)
    ownership.refuse_reserved_name(data_dict)
    return _noted(context, data_dict, original(context, data_dict))


@tk.chained_action
def package_update(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Update a dataset; of a harvested one only what belongs to the portal, as its source owns the rest."""
    filling_form.take_links(context.get("user") or "", data_dict)
    if not context.get("ignore_auth"):
        data_dict = ownership.keep_what_the_source_owns(data_dict)
    ownership.refuse_reserved_name(data_dict)
    return _noted(context, data_dict, original(context, data_dict))


@tk.chained_action
def package_delete(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Delete a dataset; if it was made by hand of a record, sources may bring the record again."""
    answer = original(context, data_dict)
    package = model.Package.get(str(data_dict.get("id") or ""))
    if package is not None and package.state == "deleted":
        by_hand.gone(package.id)
        _commit(context)
    return answer


def _noted(context: Context, data_dict: DataDict, answer: Any) -> Any:
    """Note which record the dataset is that a person has just saved; gives the action's answer."""
    if not data_dict.get("harvest_guid"):
        package = model.Package.get(answer if isinstance(answer, str) else answer["id"])
        if package is not None and package.type == "dataset":
            by_hand.note(package)
            _commit(context)
    return answer


def _commit(context: Context) -> None:
    if not context.get("defer_commit"):
        model.Session.commit()
