"""Who gets which page, and whose buttons do something: every route against every kind of person."""

from __future__ import annotations

import pytest
from ckan import model

from ckanext.suedwestfalen.harvest import detect, preview
from ckanext.suedwestfalen.tests.harvest.surface.test_auth import ADMINS, EDITORS, EVERYBODY

OTHERS = {"editor_other", "admin_other"}
SOURCE = "/harvesting/source/{name}"
PAGES = {
    "/harvesting": {*EDITORS, *OTHERS},
    "/harvesting/new": {*ADMINS, "admin_other"},
    SOURCE: EDITORS,
    f"{SOURCE}/edit": ADMINS,
    f"{SOURCE}/remove": ADMINS,
    f"{SOURCE}/deletions": EDITORS,
    f"{SOURCE}/record?guid=g-1": EDITORS,
    "/harvesting/run/{run}": EDITORS,
    "/harvesting/run/{run}/report.csv": EDITORS,
    "/dataset/new/from-address": {*EDITORS, *OTHERS},
}
BUTTONS = {
    "/harvesting/new": {*ADMINS, "admin_other"},
    f"{SOURCE}/edit": ADMINS,
    f"{SOURCE}/preview": ADMINS,
    f"{SOURCE}/run": ADMINS,
    f"{SOURCE}/release": ADMINS,
    f"{SOURCE}/delete": ADMINS,
    f"{SOURCE}/deletions/confirm": ADMINS,
    f"{SOURCE}/deletions/reject": ADMINS,
    "/dataset/new/from-address": {*EDITORS, *OTHERS},
    "/dataset/new/from-address/save": {*EDITORS, *OTHERS},
}


@pytest.fixture(autouse=True)
def offline(monkeypatch):
    """Let no page ask a server."""
    monkeypatch.setattr(detect, "detect", lambda url, *_, **__: detect.Detection(url))
    monkeypatch.setattr(preview, "of", lambda source, _credentials: preview.Preview(source))


@pytest.fixture
def paths(source, run_of, record_of):
    record_of(source, held=True)
    run = run_of(source).id
    return lambda path: path.format(name=source.name, run=run)


@pytest.mark.parametrize("path", PAGES)
def test_who_gets_a_page(browser, paths, path):
    for who in EVERYBODY:
        status = browser(who).client.get(paths(path), follow_redirects=False).status_code
        assert status == (200 if who in PAGES[path] else 302 if who == "anonymous" else 403), who


@pytest.mark.parametrize("path", BUTTONS)
def test_whose_button_does_something(browser, paths, path, queued):
    for who in (one for one in EVERYBODY if one not in BUTTONS[path]):
        me = browser(who)
        me.get("/dataset/")  # for a token
        answer = me.post(paths(path), url="", guid="g-1", title="x")
        assert answer.status_code == 403 or (who == "anonymous" and answer.status_code in (302, 400, 403)), who
        assert queued == []
    model.Session.rollback()


def test_every_route_is_among_these(module_app):
    found = {"GET": set(), "POST": set()}
    for rule in module_app.flask_app.url_map.iter_rules():
        if rule.endpoint.startswith(("suedwestfalen_harvest.", "suedwestfalen_fill.")) and "static" not in rule.rule:
            for method in rule.methods & set(found):
                if not rule.endpoint.endswith("_405"):
                    found[method].add(rule.rule.replace("<name>", "{name}").replace("<run_id>", "{run}"))
    assert found == {"GET": {path.partition("?")[0] for path in PAGES}, "POST": set(BUTTONS)}
