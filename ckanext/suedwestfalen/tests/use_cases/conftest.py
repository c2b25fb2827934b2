"""A portal with two towns, the agency and nine kinds of people, set up once per module; tests make their own cases."""

from __future__ import annotations

import itertools
import re
from types import SimpleNamespace

import pytest
from ckan import model, plugins
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckan.tests import helpers as ckan_helpers
from ckan.tests.helpers import call_action

from ckanext.suedwestfalen import region
from ckanext.suedwestfalen.catalogue import municipalities, seeding
from ckanext.suedwestfalen.use_cases import names, records

SOEST, OLPE = "05974040", "05966024"
PLATFORM = "offene-regionale-datenplattform"
MIGRATED = ("activity", "suedwestfalen_harvest", "suedwestfalen_use_cases")
#: Kinds of people: in the town that owns the cases (Soest), in another one (Olpe), in the agency.
EVERYBODY = (
    "anonymous", "user", "member", "editor_other", "admin_other", "editor", "admin", "agency", "sysadmin",
)
_numbers = itertools.count()


@pytest.fixture(scope="module")
def portal(reset_db, reset_index, migrate_db_for):
    """Plugins loaded; DNA goals, Soest, Olpe, the agency and the lead project are there, and nothing else."""
    plugins.load_all()
    reset_db()
    for plugin in MIGRATED:
        migrate_db_for(plugin)
    reset_index()
    whole = region.load()
    part = SimpleNamespace(
        choices=whole.choices, kreise=(), municipalities=tuple(whole.municipality(ags) for ags in (SOEST, OLPE)),
        organizations=tuple(body for body in whole.organizations if body.name == whole.agency),
        lead_projects=whole.lead_projects,
    )
    yield seeding.seed(part, seeding.Report(say=lambda *_told: None))
    model.Session.rollback()
    model.Session.remove()
    plugins.unload_all()


@pytest.fixture(scope="module")
def people(portal):
    """Give people by what they are (id, name, token), and the ids of their organizations (own, other, region)."""
    own, other = municipalities.organization_of(SOEST).id, municipalities.organization_of(OLPE).id
    agency = model.Group.get(region.load().agency).id
    users = {name: factories.UserWithToken() for name in EVERYBODY if name not in ("anonymous", "sysadmin")}
    users["sysadmin"] = factories.SysadminWithToken()
    for name, organization, role in (
        ("member", own, "member"), ("editor", own, "editor"), ("admin", own, "admin"),
        ("editor_other", other, "editor"), ("admin_other", other, "admin"), ("agency", agency, "editor"),
    ):
        call_action("organization_member_create", id=organization, username=users[name]["name"], role=role)
    return SimpleNamespace(own=own, other=other, region=agency, **{name: SimpleNamespace(
        id=user["id"], name=user["name"], token=user["token"]) for name, user in users.items()})


@pytest.fixture(autouse=True)
def _clean_session():
    """Leave no lock and nothing half done to the next test."""
    yield
    model.Session.rollback()


@pytest.fixture(scope="module")
def act(people):
    """Call an action as somebody, with authorization; ``anonymous`` is nobody."""

    def call(who, action, **data):
        user = getattr(people, who).name if who != "anonymous" else ""
        context = {"user": user, "ignore_auth": False, "auth_user_obj": model.User.get(user) if user else None}
        return tk.get_action(action)(context, data)

    return call


@pytest.fixture(scope="module")
def case_fields(people):
    """Everything that a submission needs, contact included."""

    def fields(**changed):
        number = next(_numbers)
        complete = {
            "type": names.TYPE, "name": f"fall-{number}", "title": f"Anwendungsfall {number}", "owner_org": people.own,
            "summary": "Sensoren melden, wie warm es ist.", "municipality": [SOEST], "dna_goal": ["digital"],
            "field_of_action": ["umwelt-natur"], "problem": "Es wird heiß.", "notes": "Sensoren messen.",
            "benefit": "Man weiß es.", "phase": "pilot", "cost_setup": "5k-25k", "cost_annual": "keine-angabe",
            "privacy": "keiner", "reuse_status": "frei", "license_id": "cc-by/4.0", "target_group": ["verwaltung"],
            "contact_name": "Stabsstelle Digitales", "contact_email": f"smart-city-{number}@example.org",
            "contact_phone": "02921 103-0", "contact_released": names.LOGGED_IN,
        }
        return {**complete, **changed}

    return fields


@pytest.fixture(scope="module")
def case(people, case_fields):
    """Make a complete case of the own town in any record state (a draft, if none is named); gives its dataset dict."""

    def make(status=names.DRAFT, **fields):
        return records.write({**case_fields(**fields), "record_status": status}, user=people.editor.name)

    return make


@pytest.fixture
def released_by(ckan_config, monkeypatch):
    """Say who releases: nobody, town, agency."""

    def say(who):
        monkeypatch.setitem(ckan_config, "ckanext.suedwestfalen.use_cases.release_by", who)

    return say


@pytest.fixture(scope="module")
def module_app(people):
    """The portal's web application."""
    return ckan_helpers._get_test_app()


@pytest.fixture(scope="module")
def browser(module_app, people):
    """A browser in which somebody is logged in (``anonymous``: nobody)."""

    def open_as(who):
        client = module_app.test_client()
        if who != "anonymous":
            with client.session_transaction(base_url=tk.config["ckan.site_url"]) as session:
                session["_user_id"], session["_fresh"] = model.User.get(getattr(people, who).id).get_id(), True
        return Browser(client)

    return open_as


class Browser:
    """Loads pages, and posts with the token that the last page gave."""

    def __init__(self, client):
        self.client, self.token = client, ""

    def get(self, url, /, **options):
        page = self.client.get(url, **options)
        found = re.search(r'name="_csrf_token" (?:content|value)="([^"]+)"', page.body)
        if found:
            self.token = found.group(1)
        return page

    def post(self, path, /, *, forged=False, **fields):
        data = fields if forged else {"_csrf_token": self.token, **fields}
        return self.client.post(path, data=data, follow_redirects=False)
