"""A portal with a handful of published cases, set up once per module, and counters of what a page asks for."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.lib.search.query import PackageSearchQuery
from ckan.plugins import toolkit as tk
from ckan.tests.helpers import call_action

from ckanext.suedwestfalen import region
from ckanext.suedwestfalen.use_cases import names, records

SOEST, OLPE, PLATFORM = "05974040", "05966024", "offene-regionale-datenplattform"


def fields(name, **changed):
    """Everything that a submission needs."""
    return {
        "type": names.TYPE, "name": name, "title": f"Fall {name}", "summary": "Worum es geht.",
        "municipality": [SOEST],
        "dna_goal": ["digital"], "field_of_action": ["umwelt-natur"], "problem": "Es wird heiß.",
        "notes": "Sensoren messen.", "benefit": "Man weiß es.", "phase": "pilot", "cost_setup": "5k-25k",
        "cost_annual": "keine-angabe", "privacy": "keiner", "reuse_status": "frei", "license_id": "cc-by/4.0",
        "target_group": ["verwaltung"], "contact_name": "Stabsstelle", "contact_email": "smart-city@example.org",
        "contact_released": names.LOGGED_IN, **changed,
    }


@pytest.fixture(scope="module")
def put(people):
    """Store a case in a record state (published, if none is named); gives its dict."""

    def store(name, status=names.PUBLISHED, **changed):
        owner = {"owner_org": people.own, **changed}
        return records.write({**fields(name, **owner), "record_status": status}, user=people.editor.name)

    return store


@pytest.fixture(scope="module")
def lippstadt():
    """A town of the same Kreis as Soest, and of about its size."""
    return region.load().find("Lippstadt")


@pytest.fixture(scope="module")
def datasets(people):
    """Ids of datasets: in Olpe, for the whole Kreis of Olpe, in Soest, and a private one of Soest in Olpe."""

    def make(name, **changed):
        return call_action("package_create", context={"user": people.sysadmin.name}, name=name, title=f"Daten {name}",
                           notes="Daten.", license_id="cc-by/4.0", **{"owner_org": people.own, **changed})["id"]

    return SimpleNamespace(
        olpe=make("in-olpe", owner_org=people.other, municipality=[OLPE]),
        kreis=make("im-kreis-olpe", municipality=[], kreis=[OLPE[:5]]),
        soest=make("in-soest", municipality=[SOEST]),
        hidden=make("verborgen", municipality=[OLPE], private=True),
    )


@pytest.fixture(scope="module")
def cases(put, people, datasets, lippstadt):
    """Cases that differ in what the filters look at; one is a draft."""
    return {
        "wolke": put("wolke", title="Bürgerwolke", phase="betrieb", lead_project=[PLATFORM],
                     dna_goal=["digital", "nachhaltig"], standards=["lorawan", "mqtt"],
                     operating_model=["kommune-selbst"], data_required=[
                         {"title": "Bäume", "dataset": datasets.olpe},
                         {"title": "Geheim", "dataset": datasets.hidden},
                     ],
                     data_produced=[{"title": "Werte", "dataset": datasets.soest}]),
        "rad": put("rad", owner_org=people.other, municipality=[OLPE], phase="idee", field_of_action=["mobilitaet"],
                   cost_setup="keine-angabe", data_required=[{"title": "Wege", "dataset": datasets.soest}]),
        "licht": put("licht", municipality=[lippstadt.ags], phase="transfer", privacy="anonymisiert", example="ja",
                     reuse_status="mit-anpassung", field_of_action=["umwelt-natur", "energie-klima"]),
        "draft": put("draft", names.DRAFT, title="Noch geheim"),
    }


@pytest.fixture
def reading(module_app):
    """Be in an English request of an anonymous reader, for what is asked for without a page."""
    with module_app.flask_app.test_request_context("/use_case/", environ_overrides={"CKAN_LANG": "en"}):
        tk.g.user = ""
        yield


@pytest.fixture
def searches(monkeypatch):
    """Collect the requests to the index, as texts."""
    made = []
    run = PackageSearchQuery.run

    def noting(self, query, *args, **options):
        made.append(str(query))
        return run(self, query, *args, **options)

    monkeypatch.setattr(PackageSearchQuery, "run", noting)
    return made


@pytest.fixture
def statements():
    """Count what is asked of the database."""
    made = []
    engine = model.ensure_engine()

    def note(*_args):
        made.append(1)

    sa.event.listen(engine, "before_cursor_execute", note)
    yield made
    sa.event.remove(engine, "before_cursor_execute", note)
