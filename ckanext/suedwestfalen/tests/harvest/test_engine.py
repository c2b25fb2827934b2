"""The promises of the harvest, against the real database and index; the server is scripted to misbehave."""

from __future__ import annotations

import time

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.lib.search import query_for
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.harvest import datasets as writer
from ckanext.suedwestfalen.harvest import deletions, identity, importing, report, runs
from ckanext.suedwestfalen.harvest.model import Identity, Record, Run, RunFinding
from ckanext.suedwestfalen.harvest.protocols import Item
from ckanext.suedwestfalen.tests.harvest.records import guid, record
from ckanext.suedwestfalen.tests.harvest.scripted import BROKEN

pytestmark = pytest.mark.usefixtures("portal")


def in_index() -> set[str]:
    return set(query_for(model.Package).run({"q": "*:*", "fl": "name", "rows": 1000})["results"])


def adds_up(run: Run) -> bool:
    return run.listed == run.new + run.changed + run.unchanged + run.skipped + run.failed


def codes(run: Run) -> list[str]:
    query = sa.select(RunFinding.code).where(RunFinding.run_id == run.id).order_by(RunFinding.id)
    return list(model.Session.execute(query).scalars())


def test_a_first_harvest_brings_every_record(script, source, harvest, datasets):
    run = harvest(source)
    assert (run.state, run.complete, run.declared, run.listed, run.new) == ("finished", True, 10, 10, 10)
    assert len(datasets()) == 10
    assert in_index() == set(datasets())
    shown = tk.get_action("package_show")({"ignore_auth": True}, {"id": "beispiel-datensatz-3"})
    assert shown["title"] == "Beispiel: Datensatz 3"
    assert shown["license_id"] == "dl-by-de/2.0"
    assert shown["resources"][0]["url"] == "https://example.org/daten/3.gml"
    assert shown["harvest_guid"] == guid(3)


@pytest.mark.parametrize("bad", [b"no xml", b"", b"<a/>", record(99).replace(b"<gmd:title>", b"<gmd:titel>")])
def test_one_bad_record_never_stops_a_run(script, source, harvest, datasets, bad):
    script.records["bad"] = bad
    run = harvest(source)
    assert (run.state, run.new, run.failed) == ("finished", 10, 1)
    assert adds_up(run)
    assert len(codes(run)) == 1
    again = harvest(source)
    assert (again.unchanged, again.failed) == (10, 1)
    assert len(datasets()) == 10
    # it was not tried again, but the report still says why
    assert [cause.severity for cause in report.of(again, str).causes] == ["error"]


def test_items_that_cannot_be_listed_are_counted_and_named(script, source, harvest):
    script.extra = [Item(None, b"", "", None, BROKEN()), Item(guid(0), record(0), "")]
    run = harvest(source)
    assert (run.listed, run.new, run.failed, run.skipped) == (12, 10, 1, 1)
    assert sorted(codes(run)) == ["duplicate-id", "listing-incomplete", "test-broken"]


def test_a_finished_run_can_be_found_however_late_it_was_when_the_index_was_last_asked(script, source, harvest):
    """Clocks of a machine that slept, or of a test, stand still or jump: the end of a run always commits."""
    writer._Unseen.asked = time.monotonic() + 3600
    try:
        assert harvest(source).new == 10
        assert len(in_index()) == 10
    finally:
        writer._Unseen.asked = 0.0


def test_equal_titles_in_one_batch_get_names_of_their_own(script, source, harvest, datasets):
    script.records = {guid(number): record(number, title="Immer derselbe") for number in range(4)}
    assert harvest(source).new == 4
    assert len(datasets()) == 4
    assert "immer-derselbe" in datasets()
    # at once, not because a collision sent the batch back
    names = identity.free_names({"a": "Noch einer", "b": "Noch einer", "c": "Immer derselbe"})
    assert len(set(names.values())) == 3
    assert names["a"] == "noch-einer"
    assert names["c"].startswith("immer-derselbe-")


def test_an_empty_answer_deletes_nothing(script, source, harvest, datasets):
    harvest(source)
    script.records.clear()
    for _ in range(2):
        run = harvest(source)
        assert (run.state, run.missing, run.held, run.deleted) == ("held", 10, 10, 0)
    assert {state for _, _, state, *_ in datasets().values()} == {"active"}
    assert len(in_index()) == 10


def test_what_is_held_goes_after_three_runs_over_seven_days(script, source, harvest, datasets, days_pass):
    harvest(source)
    script.records.clear()
    for _ in range(3):
        run = harvest(source)
    assert run.deleted == 0
    days_pass(7)
    run = harvest(source)
    assert (run.state, run.deleted) == ("finished", 10)
    assert in_index() == set()


def test_a_missing_record_goes_after_two_complete_runs_a_day_apart(script, source, harvest, datasets, days_pass):
    harvest(source)
    gone = script.records.pop(guid(4))
    assert (harvest(source).deleted, harvest(source).deleted) == (0, 0)
    days_pass(1)
    run = harvest(source)
    assert (run.state, run.missing, run.deleted) == ("finished", 1, 1)
    assert datasets()["beispiel-datensatz-4"][2] == "deleted"
    assert "beispiel-datensatz-4" not in in_index()
    assert harvest(source).missing == 0
    script.records[guid(4)] = gone
    before = datasets()["beispiel-datensatz-4"]
    assert adds_up(harvest(source))
    after = datasets()["beispiel-datensatz-4"]
    assert after[2] == "active"
    assert (after[0], after[4]) == (before[0], before[4])
    assert len(datasets()) == 10
    assert "beispiel-datensatz-4" in in_index()


def test_a_record_that_comes_back_is_counted_from_the_start(script, source, harvest, days_pass):
    harvest(source)
    gone = script.records.pop(guid(4))
    harvest(source)
    days_pass(3)
    script.records[guid(4)] = gone
    assert harvest(source).unchanged == 10
    del script.records[guid(4)]
    assert harvest(source).deleted == 0


@pytest.mark.parametrize("fault", ["breaks off", "fewer than declared", "one unreadable", "one twice"])
def test_an_incomplete_listing_deletes_nothing(script, source, harvest, datasets, days_pass, fault):
    script.page_size = 5
    harvest(source)
    script.records.pop(guid(9))
    harvest(source)
    days_pass(30)
    if fault == "breaks off":
        script.fail_after = 1
    elif fault == "fewer than declared":
        script.declared = 10
    elif fault == "one unreadable":
        # it may be the one that seems to be missing
        script.extra = [Item(None, b"", "", None, BROKEN())]
    else:
        # a server whose pages overlap lost another record in between
        script.extra = [Item(guid(0), record(0), "")]
    run = harvest(source)
    assert (run.state, run.complete, run.deleted) == ("partial", False, 0)
    assert datasets()["beispiel-datensatz-9"][2] == "active"


def test_a_record_that_became_unusable_is_not_missing(script, source, harvest, datasets, days_pass):
    harvest(source)
    del script.records[guid(9)]
    script.extra = [Item(guid(9), b"", "", None, BROKEN())]
    run = harvest(source)
    assert (run.complete, run.missing, run.failed, run.unchanged) == (True, 0, 1, 9)


def test_a_source_that_is_down_fails_and_changes_nothing(script, source, harvest, datasets):
    harvest(source)
    before = datasets()
    script.fail_after = 0
    run = harvest(source)
    assert (run.state, run.listed, run.error["code"]) == ("failed", 0, "test-broken")
    assert datasets() == before
    script.fail_after = None
    assert harvest(source).unchanged == 10


def test_confirmed_deletions_happen_at_once_and_rejected_ones_never(script, source, harvest, datasets):
    harvest(source)
    script.records = {guid(0): record(0)}
    assert harvest(source).held == 9
    assert deletions.reject(source.id) == 9
    assert deletions.held(source.id) == []
    assert harvest(source).held == 9
    assert runs.execute(deletions.confirm(source.id).id).deleted == 9
    assert deletions.confirm(source.id) is None
    assert [name for name, row in datasets().items() if row[2] == "active"] == ["beispiel-datensatz-0"]


def test_what_belongs_to_the_portal_survives_a_harvest(script, source, harvest):
    harvest(source)
    show = lambda: tk.get_action("package_show")({"ignore_auth": True}, {"id": "beispiel-datensatz-0"})  # noqa: E731
    writer_context = writer.context()
    tk.get_action("package_patch")(
        writer_context, {"id": show()["id"], "dna_goal": ["digital"], "municipality": ["05974040"],
                         "municipality_source": "manual", "private": True}
    )
    script.records[guid(0)] = record(0, title="Neu", box=(8.0, 51.3, 8.01, 51.31))
    assert harvest(source).changed == 1
    after = show()
    assert after["title"] == "Neu"
    assert after["dna_goal"] == ["digital"]
    assert after["municipality"] == ["05974040"]
    assert after["private"] is True


def test_an_unusable_dataset_is_named_and_the_others_arrive(script, source, harvest, datasets, monkeypatch):
    write = writer._write

    def refuse(dataset, **how):
        if dataset["title"].endswith("3"):
            model.Session.rollback()
            raise tk.ValidationError({"title": ["Zu lang"]})
        return write(dataset, **how)

    monkeypatch.setattr(writer, "_write", refuse)
    run = harvest(source)
    assert (run.state, run.new, run.failed) == ("finished", 9, 1)
    assert model.Session.query(Identity).count() == 9


def test_a_record_that_our_own_fault_stopped_is_tried_again(script, source, harvest, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(importing.readers, "get", lambda name: lambda content, context: 1 / 0)
        run = harvest(source)
        assert (run.state, run.failed, set(codes(run))) == ("finished", 10, {"reader-fault"})
    assert harvest(source).new == 10


def test_a_record_that_breaks_the_portal_is_named_and_others_arrive(script, source, harvest, monkeypatch):
    write = writer._write

    def break_down(dataset, **how):
        if dataset["title"].endswith("3"):
            raise RuntimeError("whatever")
        return write(dataset, **how)

    monkeypatch.setattr(writer, "_write", break_down)
    run = harvest(source)
    assert (run.state, run.new, run.failed, codes(run)) == ("finished", 9, 1, ["reader-fault"])


def test_a_new_version_that_is_refused_leaves_the_dataset_and_is_tried_once(script, source, harvest, datasets):
    harvest(source)
    before = datasets()
    script.records[guid(2)] = b"no xml any more"
    run = harvest(source)
    assert (run.failed, run.unchanged) == (1, 9)
    assert (harvest(source).failed, model.Session.query(RunFinding).count()) == (1, 1)
    assert datasets() == before
    script.records[guid(2)] = record(2)
    assert harvest(source).unchanged == 10


def test_a_fault_of_ours_in_the_listing_ends_the_run(script, source, harvest):
    script.before_page = lambda page: 1 / 0
    run = harvest(source)
    assert (run.state, run.error["code"]) == ("failed", "listing-fault")


def test_what_another_worker_did_meanwhile_is_not_done_again(script, source, harvest, monkeypatch):
    run = harvest(source)
    monkeypatch.setattr(writer, "_write", lambda dataset, **_how: pytest.fail("a dataset was written"))
    for row in model.Session.query(Record).all():
        work = importing._Work(row.id, source, run.id)
        work.take(importing.Parsed(row.id, "x", {"title": "x"}))
        work.delete()
    assert model.Session.query(Record).filter_by(state="live").count() == 10


