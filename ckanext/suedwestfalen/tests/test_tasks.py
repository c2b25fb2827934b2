"""'My tasks': rows of all plugins on one page after login, and their number at little cost."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from ckan.lib.redis import connect_to_redis
from redis.exceptions import ConnectionError as RedisAway

from ckanext.suedwestfalen import tasks
from ckanext.suedwestfalen.tests.use_cases.conftest import browser, module_app, people, portal

__all__ = ["browser", "module_app", "people", "portal"]

ROW = tasks.Task("Grünanlagen <b>", "/use_case/gruen", "Bitte <i>ergänzen</i>.",
                 dt.datetime(2026, 2, 3, tzinfo=dt.timezone.utc), "Freigabe")


@pytest.fixture
def registered(monkeypatch, people):
    """Register rows for this test alone; gives the calls."""
    calls = []
    monkeypatch.setattr(tasks, "_registered", {})
    for each in (people.editor, people.admin):
        tasks.forget(each.name)

    def add(name, rows):
        def give(user):
            calls.append((name, user))
            if isinstance(rows, Exception):
                raise rows
            return rows

        tasks.register(name, give)

    yield add, calls
    for each in (people.editor, people.admin):
        tasks.forget(each.name)


def test_the_page_asks_for_login(browser, registered):
    answer = browser("anonymous").get("/tasks", follow_redirects=False)
    assert answer.status_code == 302
    assert "/user/login" in answer.location
    assert "tasks" in answer.location
    assert registered[1] == []


def test_the_page_shows_the_rows_of_all_plugins_escaped(browser, registered, people):
    add, calls = registered
    add("one", [ROW])
    add("broken", RuntimeError("no"))
    add("two", [tasks.Task("Quelle", "/harvesting/source/x", group="Harvesting")])
    page = browser("editor").get("/tasks")
    body = BeautifulSoup(page.body, "html.parser")
    headings = [heading.find(string=True).strip() for heading in body.select(".swf-tasks h2")]
    assert headings == ["Freigabe", "Harvesting"]
    assert [link["href"] for link in body.select(".swf-tasks li > a")] == ["/use_case/gruen", "/harvesting/source/x"]
    assert "Grünanlagen <b>" in body.select_one(".swf-tasks li > a").text
    assert "<i>" not in str(body.select_one(".swf-tasks p"))
    assert "2026" in body.select_one("time").text
    assert {user for _name, user in calls} == {people.editor.name}


def test_nothing_to_do_is_said(browser, registered):
    body = BeautifulSoup(browser("editor").get("/tasks").body, "html.parser")
    assert body.select_one(".empty")
    assert not body.select_one(".swf-tasks-link .badge")


def test_the_number_stands_on_every_page_and_is_counted_once_a_minute(browser, registered):
    add, calls = registered
    add("one", [ROW, ROW, tasks.Task("Entwurf", "/x", counts=False)])
    client = browser("editor")
    for _page in range(3):
        body = BeautifulSoup(client.get("/about").body, "html.parser")
        link = body.select_one("a.swf-tasks-link")
        assert link["href"] == "/tasks"
        assert link.select_one(".badge").text == "2"
        assert "2" in link["aria-label"]
    assert len(calls) == 1
    assert not BeautifulSoup(browser("anonymous").get("/about").body, "html.parser").select("a.swf-tasks-link")


def test_looking_at_the_page_counts_anew(browser, registered):
    add, _calls = registered
    add("one", [ROW])
    client = browser("editor")
    client.get("/about")
    add("one", [])
    assert "swf-tasks-link" in client.get("/tasks").body
    assert not BeautifulSoup(client.get("/about").body, "html.parser").select_one(".swf-tasks-link .badge")


def test_without_redis_pages_come_without_number(browser, registered, monkeypatch):
    def away():
        raise RedisAway("gone")

    add, calls = registered
    add("one", [ROW])
    monkeypatch.setattr(tasks, "connect_to_redis", away)
    client = browser("editor")
    assert client.get("/about").status_code == 200
    assert calls == []
    assert "Grünanlagen" in client.get("/tasks").body


def test_the_number_of_one_is_not_that_of_another(browser, registered, people):
    assert registered[1] == []
    tasks.register("own", lambda user: [ROW] if user == people.admin.name else [])
    assert (tasks.number(people.admin.name), tasks.number(people.editor.name)) == (1, 0)
    assert connect_to_redis().ttl(f"suedwestfalen:tasks:{people.admin.name}") <= tasks.NUMBER_AGE


def test_the_dashboard_has_a_tab(browser):
    body = BeautifulSoup(browser("editor").get("/dashboard/datasets").body, "html.parser")
    assert body.select('.nav-tabs a[href="/tasks"]')
