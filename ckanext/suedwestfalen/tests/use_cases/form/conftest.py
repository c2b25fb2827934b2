"""The seeded portal, an editor of Olpe and one of Soest, and the form as their browsers post it."""

from __future__ import annotations

import itertools
from types import SimpleNamespace

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.suedwestfalen.catalogue import municipalities
from ckanext.suedwestfalen.tests.catalogue.conftest import OLPE, SOEST, empty_portal, portal

__all__ = ["empty_portal", "portal"]
_numbers = itertools.count()


def _editor(ags):
    group = municipalities.organization_of(ags)
    user = factories.UserWithToken()
    call_action("organization_member_create", id=group.id, username=user["name"], role="editor")
    return SimpleNamespace(name=user["name"], token=user["token"], org=group.id, ags=ags)


@pytest.fixture(scope="module")
def editor(portal):
    """An editor of Olpe who is a member of nothing else."""
    return _editor(OLPE)


@pytest.fixture(scope="module")
def other_editor(portal):
    """An editor of Soest."""
    return _editor(SOEST)


def calling(person):
    """Give a function that calls actions as a person, with all authorization checks."""

    def call(action, **data_dict):
        context = {"user": person.name, "ignore_auth": False, "auth_user_obj": model.User.get(person.name)}
        return tk.get_action(action)(context, data_dict)

    return call


@pytest.fixture
def act(editor):
    return calling(editor)


@pytest.fixture
def least(editor):
    """The least that a draft needs, with a title of its own."""
    return {"type": "use_case", "title": f"Smarte Bänke {next(_numbers)}", "municipality": [OLPE],
            "owner_org": editor.org}


def posted_form(page):
    """Give what a browser without scripts would post of a page: names and values; files and buttons are left out."""
    found = {}
    for field in page.find("form", enctype=True).select("input[name], select[name], textarea[name]"):
        kind = field.get("type", "")
        unticked = kind in ("checkbox", "radio") and not field.has_attr("checked")
        if unticked or kind == "file" or field.find_parent("template"):
            continue
        if field.name == "select":
            values = [option["value"] for option in field.select("option[selected]")]
            if not field.has_attr("multiple"):
                values = values or [field.option["value"]]
        else:
            values = [field.get_text().removeprefix("\n") if field.name == "textarea" else field.get("value", "")]
        several = kind == "checkbox" or field.has_attr("multiple") or field["name"] in found
        if several:
            found[field["name"]] = [*found.get(field["name"], []), *values] if isinstance(
                found.get(field["name"], []), list) else [found[field["name"]], *values]
        else:
            found[field["name"]] = values[0]
    return found
