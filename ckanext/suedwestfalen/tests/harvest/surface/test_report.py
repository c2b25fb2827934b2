"""The report: one object, whose numbers are those of the tables, as JSON and as text."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from ckan import model
from ckan.tests import factories

from ckanext.suedwestfalen.findings import ERROR, INFO, N_, WARNING, kind
from ckanext.suedwestfalen.harvest import model as tables
from ckanext.suedwestfalen.harvest import report, text
from ckanext.suedwestfalen.harvest.report import Counts

SMALL = kind("test-report-warning", WARNING, N_("Value %(value)s is odd."), N_("Look at it."))
BIG = kind("test-report-error", ERROR, N_("It is broken."), N_("Mend %(value)s."))
GERMAN = {"Value %(value)s is odd.": "Wert %(value)s ist seltsam.", "Listed": "Gelistet"}


def german(msgid):
    return GERMAN.get(msgid, msgid)


def finding(of, guid="g", title="", **values):
    made = of(**values)
    return {"guid": guid, "title": title, "severity": made.severity, "code": made.code, "values": dict(made.values)}


@pytest.mark.parametrize(("numbers", "adds_up", "waiting"), [
    ({"listed": 10, "new": 1, "changed": 2, "unchanged": 3, "skipped": 1, "failed": 3}, True, 0),
    ({"listed": 10, "new": 1, "changed": 2, "unchanged": 3, "skipped": 1, "failed": 2}, False, 1),
    ({"listed": 0}, True, 0),
])
def test_counts_add_up(numbers, adds_up, waiting):
    empty = dict.fromkeys(Counts.__dataclass_fields__, 0)
    counts = Counts(**{**empty, **numbers})
    assert (counts.adds_up, counts.waiting) == (adds_up, waiting)


def test_findings_are_grouped_by_cause_worst_first(source, run_of):
    run = run_of(source, findings=[
        *(finding(SMALL, f"g-{number}", value=number) for number in range(7)),
        finding(BIG, "b-1", value=1), finding(BIG, "b-2", value=2),
    ])
    made = report.of(run, german, per_cause=3)
    assert [(cause.code, cause.count, len(cause.entries)) for cause in made.causes] == [
        (BIG.code, 2, 2), (SMALL.code, 7, 3),
    ]
    assert made.findings == 9
    assert made.causes[1].entries[0].message == "Wert 0 ist seltsam."
    assert made.causes[1].hint == "Look at it."
    assert made.causes[0].hint == ""  # the hints differ, so each entry says its own
    assert made.causes[0].entries[1].hint == "Mend 2."


def test_a_record_is_linked_to_its_dataset_while_there_is_one(source, run_of, record_of, people):
    dataset = factories.Dataset(owner_org=people.own, license_id="dl-zero-de/2.0")
    record_of(source, dataset=dataset)
    run = run_of(source, findings=[finding(SMALL, "g-1", value=1), finding(SMALL, "g-2", value=1)])
    entries = report.of(run, str).causes[0].entries
    assert [entry.dataset for entry in entries] == [dataset["name"], ""]
    assert [entry.original for entry in entries] == ["https://example.org/record/1", ""]
    model.Package.get(dataset["id"]).state = "deleted"
    model.Session.commit()
    assert report.of(run, str).causes[0].entries[0].dataset == ""


def test_duration_rate_and_error(source, run_of):
    run = run_of(source, state="partial", listed=100, error=BIG(value="it").as_dict())
    made = report.of(run, str)
    assert (made.duration, made.rate, made.active) == (20.0, 5.0, False)
    assert made.error == {"code": BIG.code, "severity": ERROR, "message": "It is broken.", "hint": "Mend it."}


def test_a_run_under_way_is_active_and_counts_what_waits(source):
    began = tables.now() - dt.timedelta(seconds=5)
    run = tables.Run(source_id=source.id, state="importing", listed=3, started_at=began)
    model.Session.add(run)
    model.Session.flush()
    for number in range(3):
        model.Session.add(tables.Record(source_id=source.id, guid=f"g-{number}", identity_key=f"{run.id}|{number}",
                                        run_id=run.id, pending="import" if number else "",
                                        outcome="" if number else "new"))
    model.Session.commit()
    made = report.of(run, str)
    assert made.active
    assert made.duration >= 5
    assert (made.counts.new, made.counts.waiting, made.counts.adds_up) == (1, 2, False)


def test_a_code_of_a_newer_version_is_shown_as_it_is(source, run_of):
    run = run_of(source, findings=[
        {"guid": "g", "title": "", "severity": INFO, "code": "unheard-of", "values": {"a": "b"}},
    ])
    assert report.of(run, str).causes[0].entries[0].message == "unheard-of"


def test_json_is_the_same_object(source, run_of):
    run = run_of(source, listed=2, new=1, failed=1, declared=2, findings=[finding(BIG, value=1)])
    made = report.of(run, str)
    data = json.loads(json.dumps(made.as_dict()))
    assert data["counts"]["listed"] == made.counts.listed == 2
    assert data["counts"]["adds_up"] is True
    assert data["causes"][0]["entries"][0]["message"] == made.causes[0].entries[0].message
    assert data["source"]["name"] == source.name
    assert data["started_at"].endswith("+00:00")


def test_text_says_the_same_in_the_readers_language(source, run_of):
    run = run_of(source, state="held", listed=12, new=4, unchanged=8, declared=15, findings=[
        *(finding(SMALL, f"g-{number}", "Radwege", value=number) for number in range(7)),
    ])
    shown = text.run_report(report.of(run, german), german)
    assert "Gelistet" in shown
    assert "g-0 – Radwege: Wert 0 ist seltsam." in shown
    assert "2 more" in shown
    assert "15" in shown
    lines = shown.splitlines()
    heading = next(number for number, line in enumerate(lines) if "Gelistet" in line)
    assert lines[heading + 1].split()[:4] == ["15", "12", "4", "0"]


def test_a_title_cannot_steer_the_terminal(source, run_of):
    run = run_of(source, findings=[finding(SMALL, "g\x1b[2J", "\x1b]0;owned\x07", value="\x1b[31m")])
    shown = text.run_report(report.of(run, str), str)
    assert "\x1b" not in shown
    assert "\x07" not in shown


def test_tables_align_numbers_to_the_right():
    assert text.table([["Name", "Number"], ["a", 5], ["bcdef", 1234]]) == (
        "Name   Number\na           5\nbcdef    1234"
    )
