"""The figures for reports: right, for the agency only, and two queries whatever the number of towns."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from freezegun import freeze_time

from ckanext.suedwestfalen import region
from ckanext.suedwestfalen.tests.use_cases.conftest import EVERYBODY, OLPE, SOEST
from ckanext.suedwestfalen.use_cases import figures, names
from ckanext.suedwestfalen.use_cases.model import Adoption

pytestmark = pytest.mark.usefixtures("portal")
ALLOWED = {"agency", "sysadmin"}


@pytest.fixture(scope="module")
def counted(portal, people):
    """Cases and adoptions of every kind, made once."""
    from ckanext.suedwestfalen.use_cases import records

    def make(status, **fields):
        number = make.number = getattr(make, "number", 0) + 1
        return records.write({
            "name": f"zahl-{number}", "title": f"Fall {number}", "owner_org": people.own, "municipality": [SOEST],
            "dna_goal": ["digital"], "field_of_action": ["bildung"], "phase": "pilot", "license_id": "cc-by/4.0",
            "record_status": status, **fields}, user=people.editor.name)

    first = make(names.PUBLISHED)
    make(names.OUTDATED, phase="betrieb", municipality=[SOEST, "05974004"])
    make(names.DRAFT, phase="idee", municipality=[OLPE])
    make(names.SUBMITTED, phase="idee", municipality=[OLPE])
    make(names.WITHDRAWN, phase="idee", municipality=[OLPE])
    make(names.PUBLISHED, phase="idee", municipality=["01001000"], source_catalog="https://other.example.org",
         identifier="https://other.example.org/use-case/1", example="ja")
    draft = make(names.DRAFT)
    model.Session.add_all([
        Adoption(package_id=first["id"], municipality=OLPE, status="betrieb", since=dt.date(2026, 5, 31)),
        Adoption(package_id=first["id"], municipality="05966028", status="betrieb", since=dt.date(2024, 8, 1)),
        Adoption(package_id=first["id"], municipality="01001000", name="F", status="interessiert", since=None),
        Adoption(package_id=first["id"], municipality="05966004", status="umsetzung", since=dt.date(2026, 7, 1)),
        Adoption(package_id=draft["id"], municipality=OLPE, status="betrieb", since=dt.date(2026, 5, 31)),
    ])
    model.Session.commit()


@pytest.fixture
def found(counted, act):
    with freeze_time("2026-08-15", ignore=["ckan"]):
        return act("agency", "use_case_figures")


def test_cases_by_phase(found):
    by_phase = {row["value"]: (row["own"], row["foreign"]) for row in found["phases"]}
    assert by_phase["pilot"] == (1, 0)
    assert by_phase["betrieb"] == (1, 0)
    assert by_phase["idee"] == (0, 1)
    assert list(by_phase)[:3] == ["idee", "konzept", "prototyp"]
    assert found["totals"] == {"cases": 2, "foreign": 1, "waiting": 3, "examples": 1, "adoptions": 4}


def test_adoptions_by_status_and_quarter(found):
    columns = [column["value"] for column in found["adoptions"]["columns"]]
    assert columns == ["earlier", "2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2",
                       "2026-Q3", "undated"]
    rows = {row["value"]: dict(zip(columns, row["numbers"], strict=True)) for row in found["adoptions"]["rows"]}
    assert rows["betrieb"]["2026-Q2"] == 1
    assert rows["betrieb"]["earlier"] == 1
    assert rows["umsetzung"]["2026-Q3"] == 1
    assert rows["interessiert"]["undated"] == 1
    assert list(rows) == list(names.ADOPTION_STATES)
    assert sum(row["total"] for row in found["adoptions"]["rows"]) == 4


def test_towns_without_a_case_and_by_kreis(found):
    without = {row["value"]: row["adoptions"] for row in found["without"]}
    assert len(without) == len(region.load().municipalities) - 2
    assert SOEST not in without
    assert without[OLPE] == 1
    kreise = {row["value"]: row for row in found["kreise"]}
    assert (kreise["05974"]["cases"], kreise["05974"]["with_case"], kreise["05974"]["without"]) == (2, 2, 12)
    assert (kreise["05966"]["cases"], kreise["05966"]["adoptions"]) == (0, 3)


def test_no_query_per_town(counted):
    asked = []
    engine = model.ensure_engine()

    def count(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    sa.event.listen(engine, "before_cursor_execute", count)
    try:
        figures.figures()
    finally:
        sa.event.remove(engine, "before_cursor_execute", count)
    assert len(asked) == 2, asked


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_reads_them(counted, act, browser, who):
    paths = ("/use_case/figures", "/use_case/figures.csv")
    if who in ALLOWED:
        assert act(who, "use_case_figures")["totals"]
        assert [browser(who).get(path).status_code for path in paths] == [200, 200]
        return
    with pytest.raises(tk.NotAuthorized):
        act(who, "use_case_figures")
    answers = [browser(who).get(path, follow_redirects=False) for path in paths]
    assert [answer.status_code for answer in answers] == ([302] * 2 if who == "anonymous" else [403] * 2)


def test_the_page_and_the_table_say_the_same(counted, browser):
    page = browser("agency").get("/use_case/figures").body
    assert "Attendorn" in page
    raw = browser("agency").get("/use_case/figures.csv").data
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert {len(row) for row in rows} == {4}
    assert any("Attendorn" in row for row in rows)
    assert sum(int(row[3]) for row in rows if "betrieb" in row[1].lower() or "operation" in row[1].lower()) >= 2


@pytest.mark.parametrize(("day", "quarter"), [((2026, 1, 1), "2026-Q1"), ((2026, 3, 31), "2026-Q1"),
                                              ((2026, 4, 1), "2026-Q2"), ((2026, 12, 31), "2026-Q4")])
def test_quarters(day, quarter):
    assert figures.quarter(dt.date(*day)) == quarter
