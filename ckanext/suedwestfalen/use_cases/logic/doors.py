"""Actions of CKAN and ckanext-dcat that read past the search: use cases are no datasets there either."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from ckan import authz, logic, model
from ckan.lib.dictization.model_dictize import get_group_dataset_counts
from ckan.lib.plugins import get_permission_labels
from ckan.logic.schema import default_pagination_schema
from ckan.plugins import toolkit as tk
from ckan.types import Action, Context, DataDict

from ckanext.suedwestfalen.use_cases.apart import APART
from ckanext.suedwestfalen.use_cases.names import TYPE


@tk.chained_action
@tk.side_effect_free
def package_list(_original: Action, context: Context, data_dict: DataDict) -> Any:
    """Give the names of the datasets; parameters and order as CKAN's."""
    tk.check_access("package_list", context, data_dict)
    return _dataset_names(context, data_dict)


@logic.validate(default_pagination_schema)
def _dataset_names(context: Context, data_dict: DataDict) -> Any:
    package = model.package_table.c
    column = package.id if context.get("api_version") == 2 else package.name
    query = sa.select(column).where(package.state == "active", package.private.is_(False), package.type != TYPE)
    page = query.order_by(column).limit(data_dict.get("limit") or None).offset(data_dict.get("offset") or None)
    return context["session"].scalars(page).all()


@tk.chained_action
@tk.side_effect_free
def package_autocomplete(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Give datasets that match what is typed."""
    found = original(context, data_dict)
    query = sa.select(model.Package.name).where(
        model.Package.name.in_([each["name"] for each in found]), model.Package.type == TYPE
    )
    others = set(model.Session.scalars(query)) if found else set()
    return [each for each in found if each["name"] not in others]


@tk.chained_action
@tk.side_effect_free
def organization_list(original: Action, context: Context, data_dict: DataDict) -> Any:
    """List organizations; with all fields, their number of datasets."""
    return _count_datasets(original, context, data_dict, lambda counts, row: counts["owner_org"].get(row["id"], 0))


@tk.chained_action
@tk.side_effect_free
def group_list(original: Action, context: Context, data_dict: DataDict) -> Any:
    """List groups, lead projects among them; with all fields, their number of datasets."""
    return _count_datasets(original, context, data_dict, lambda counts, row: counts["groups"].get(row["name"], 0))


def _count_datasets(
    original: Action, context: Context, data_dict: DataDict, number: Callable[[Any, dict[str, Any]], int]
) -> Any:
    """Correct what CKAN counts for these lists: it asks the index for the packages of any type."""
    found = original(context, data_dict)
    if not found or not isinstance(found[0], dict):
        return found
    person, labels = context.get("auth_user_obj"), None
    if not (context.get("ignore_auth") or (person and authz.is_sysadmin(person.name))):
        labels = get_permission_labels().get_user_dataset_labels(person)
    counts = get_group_dataset_counts(fq=f"+entity_type:package {APART}", permissions_labels=labels)
    return [{**row, "package_count": number(counts, row)} if "package_count" in row else row for row in found]


@tk.chained_action
@tk.side_effect_free
def tag_show(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Show a tag; if asked for, with its datasets."""
    shown = original(context, data_dict)
    if "packages" in shown:
        shown["packages"] = [each for each in shown["packages"] if each.get("type") != TYPE]
    return shown


@tk.chained_action
def dcat_dataset_show(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Deliver a dataset as RDF; a use case is none."""
    package = model.Package.get(data_dict.get("id") or "")
    if package is not None and package.type == TYPE:
        raise tk.ObjectNotFound(tk._("There is no such dataset."))
    return original(context, data_dict)
