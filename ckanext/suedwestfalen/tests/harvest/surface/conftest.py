"""A portal with two towns and six kinds of people, set up once per module; every test makes its own sources."""

from __future__ import annotations

import datetime as dt
import itertools
import re
import zlib
from types import SimpleNamespace

import pytest
from ckan import model, plugins
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckan.tests import helpers as ckan_helpers
from ckan.tests.helpers import call_action

from ckanext.suedwestfalen.harvest import model as tables
from ckanext.suedwestfalen.harvest import runs, sources

ADDRESS = "https://192.0.43.8/csw"  # a public literal: no test asks a name server
_numbers = itertools.count()


@pytest.fixture(scope="module")
def portal(reset_db, reset_index, migrate_db_for):
    """Plugins loaded, tables there and empty."""
    plugins.load_all()
    reset_db()
    migrate_db_for("activity")
    migrate_db_for("suedwestfalen_harvest")
    migrate_db_for("suedwestfalen_use_cases")
    reset_index()
    yield
    model.Session.rollback()
    model.Session.remove()
    plugins.unload_all()


@pytest.fixture(scope="module")
def people(portal):
    """Names and tokens of users by what they are, and the two towns."""
    own, other = factories.Organization(title="Musterstadt"), factories.Organization(title="Nachbarstadt")
    users = {
        name: factories.UserWithToken() for name in ("user", "editor_other", "admin_other", "editor", "admin")
    }
    users["sysadmin"] = factories.SysadminWithToken()
    for name, organization, role in (
        ("editor_other", other, "editor"), ("admin_other", other, "admin"), ("editor", own, "editor"),
        ("admin", own, "admin"),
    ):
        call_action("organization_member_create", id=organization["id"], username=users[name]["name"], role=role)
    return SimpleNamespace(own=own["id"], other=other["id"], **{name: SimpleNamespace(
        id=user["id"], name=user["name"], token=user["token"]) for name, user in users.items()})


@pytest.fixture
def source(people):
    """A new source of the own town."""
    number = next(_numbers)
    return sources.create({
        "title": f"Geoportal {number}", "url": ADDRESS, "organization_id": people.own, "schedule": "manual",
        "settings": {},
    })


@pytest.fixture
def run_of():
    """Make a run that has ended, with findings and records."""

    def make(source, *, state="finished", findings=(), **counts):
        end = tables.now()
        run = tables.Run(source_id=source.id, state=state, complete=True, started_at=end - dt.timedelta(seconds=20),
                         listed_at=end, finished_at=end, **counts)
        model.Session.add(run)
        model.Session.flush()
        for values in findings:
            model.Session.add(tables.RunFinding(**{"run_id": run.id, "values": {}, **values}))
        model.Session.commit()
        return run

    return make


@pytest.fixture
def record_of():
    """Make a record in the ledger, with its identity and (if asked) its dataset."""

    def make(source, guid="g-1", *, dataset=None, held=False, document=b"<MD_Metadata/>", state="live"):
        key = f"{source.id}|{guid}"
        package_id = dataset["id"] if dataset else f"no-dataset-{next(_numbers)}"
        name = dataset["name"] if dataset else f"reserved-{next(_numbers)}"
        model.Session.add(tables.Identity(key=key, package_id=package_id, name=name, leading_source_id=source.id))
        record = tables.Record(source_id=source.id, guid=guid, identity_key=key, state=state, held=held,
                               document=zlib.compress(document), url="https://example.org/record/1")
        model.Session.add(record)
        model.Session.commit()
        return record

    return make


@pytest.fixture
def queued(monkeypatch):
    """What was handed to the workers, instead of handing it to them."""
    jobs = []
    monkeypatch.setattr(runs, "enqueue", jobs.append)
    return jobs


@pytest.fixture
def act(people):
    """Call one of the harvest's actions as somebody, with authorization; ``anonymous`` is nobody."""

    def call(who, action, **data):
        user = getattr(people, who).name if who != "anonymous" else ""
        context = {"user": user, "ignore_auth": False, "auth_user_obj": model.User.get(user) if user else None}
        return tk.get_action(f"suedwestfalen_harvest_{action}")(context, data)

    return call


@pytest.fixture(scope="module")
def module_app(people):
    """The portal's web application."""
    return ckan_helpers._get_test_app()


@pytest.fixture
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

    def get(self, url, /):
        page = self.client.get(url)
        found = re.search(r'name="_csrf_token" (?:content|value)="([^"]+)"', page.body)
        if found:
            self.token = found.group(1)
        return page

    def post(self, path, /, *, forged=False, **fields):
        data = fields if forged else {"_csrf_token": self.token, **fields}
        return self.client.post(path, data=data, follow_redirects=False)


@pytest.fixture
def form(people):
    """What a person types into the source form."""
    return {
        "title": "Geoportal Musterstadt", "url": ADDRESS, "protocol": "csw", "organization_id": people.own,
        "municipality": "05974040", "schedule": "daily", "rank": "20", "active": "true",
        "settings__keyword": "opendata", "settings__types": "dataset", "settings__cql": "",
        "settings__page_size": "50",
    }
