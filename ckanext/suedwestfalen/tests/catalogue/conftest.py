"""A portal that is seeded once per module; tests name their own datasets."""

from __future__ import annotations

import itertools
from types import SimpleNamespace

import pytest
from ckan import model, plugins
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.suedwestfalen import region
from ckanext.suedwestfalen.catalogue import municipalities, seeding

ARNSBERG, MENDEN, OLPE, SOEST = "05958004", "05962040", "05966024", "05974040"
PLATFORM = "offene-regionale-datenplattform"
_numbers = itertools.count()


def quiet(*_told):
    """Say nothing."""


@pytest.fixture(scope="module")
def empty_portal(reset_db, reset_index, migrate_db_for):
    """Plugins loaded, nothing in the portal."""
    plugins.load_all()
    reset_db()
    for plugin in tk.aslist(tk.config["ckan.plugins"]):
        if plugin in ("activity", "suedwestfalen_harvest", "suedwestfalen_use_cases"):
            migrate_db_for(plugin)
    reset_index()
    yield
    model.Session.rollback()
    model.Session.remove()
    plugins.unload_all()


@pytest.fixture(scope="module")
def portal(empty_portal):
    """The seeded portal."""
    return seeding.seed(region.load(), seeding.Report(say=quiet))


@pytest.fixture(scope="module")
def editor(portal):
    """An editor of Arnsberg who is a member of nothing else."""
    group = municipalities.organization_of(ARNSBERG)
    user = factories.UserWithToken()
    call_action("organization_member_create", id=group.id, username=user["name"], role="editor")
    return SimpleNamespace(name=user["name"], token=user["token"], org=group.id)


@pytest.fixture
def act(editor):
    """Call actions as the editor, with all authorization checks."""

    def call(action, **data_dict):
        context = {"user": editor.name, "ignore_auth": False, "auth_user_obj": model.User.get(editor.name)}
        return tk.get_action(action)(context, data_dict)

    return call


@pytest.fixture
def fields(editor):
    """The least an editor must give, with a name of its own."""
    return {
        "name": f"spielplaetze-{next(_numbers)}",
        "title": "Spielplätze",
        "notes": "Wo gespielt werden kann.",
        "owner_org": editor.org,
        "license_id": "dl-zero-de/2.0",
    }
