"""Removing a source: its datasets stay, are handed over or deleted, and what others offer goes to them."""

from __future__ import annotations

import pytest
from ckan import model
from ckan.cli.cli import ckan
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.suedwestfalen.harvest import datasets, importing, removal, runs
from ckanext.suedwestfalen.harvest import model as tables
from ckanext.suedwestfalen.harvest.findings import RunActive

RUN = ("keep", "hand_over", "delete")


@pytest.fixture
def harvested(source, record_of, people):
    """A dataset of the source, as the harvest leaves it: marked, and without a licence."""

    def make(guid="g-1"):
        dataset = factories.Dataset(owner_org=people.own, license_id="dl-zero-de/2.0")
        package = model.Package.get(dataset["id"])
        package.extras.update(harvest_guid=guid, harvest_source_id=source.id)
        package.license_id = ""
        model.Session.commit()
        record_of(source, guid, dataset=dataset).imported_hash = "h"
        model.Session.commit()
        return dataset

    return make


@pytest.fixture
def also(people):
    """Let another source offer a record too."""

    def offer(source, guid="g-1"):
        other = tables.Source(name=f"other-{source.name}-{guid}", title="Kreis", url="https://192.0.43.8/",
                              organization_id=people.other, settings={})
        model.Session.add(other)
        model.Session.flush()
        record = tables.Record(source_id=other.id, guid=guid, identity_key=f"{source.id}|{guid}", state="also",
                               imported_hash="same")
        model.Session.add(record)
        model.Session.commit()
        return record

    return offer


def remove(source, fate):
    """Remove, and do the work as a worker does."""
    run = removal.remove(model.Session.get(tables.Source, source.id), fate)
    if run:
        runs.execute(run.id)
    model.Session.expire_all()
    return run


def identity_of(source, guid="g-1"):
    return model.Session.get(tables.Identity, f"{source.id}|{guid}")


def state_of(dataset):
    return model.Package.get(dataset["id"]).state


def test_kept_datasets_stay_as_they_are(source, harvested):
    dataset = harvested()
    assert remove(source, "keep") is None
    assert state_of(dataset) == "active"
    assert model.Package.get(dataset["id"]).extras["harvest_guid"] == "g-1"
    assert model.Session.get(tables.Source, source.id).state == "deleted"


def test_deleted_datasets_are_deleted_but_not_purged(source, harvested):
    every = [harvested(f"g-{number}") for number in range(3)]
    run = remove(source, "delete")
    assert [state_of(dataset) for dataset in every] == ["deleted"] * 3
    done = model.Session.get(tables.Run, run.id)
    assert (done.state, done.cause, done.missing, done.deleted) == ("finished", "removed", 3, 3)
    assert model.Session.get(tables.Source, source.id).state == "deleted"


def test_handed_over_datasets_belong_to_the_editors(source, harvested, people):
    dataset = harvested()
    context = {"user": people.editor.name, "ignore_auth": False}
    change = {**call_action("package_show", id=dataset["id"]), "title": "Neuer Titel", "license_id": "dl-zero-de/2.0"}
    tk.get_action("package_update")(dict(context), dict(change))
    assert model.Package.get(dataset["id"]).title != "Neuer Titel"  # while the source owns it, no edit is taken
    remove(source, "hand_over")
    assert state_of(dataset) == "active"
    shown = call_action("package_show", id=dataset["id"])
    assert not shown.get("harvest_guid")
    found = call_action("package_search", q=f"id:{dataset['id']}")["results"]
    assert [one["id"] for one in found] == [dataset["id"]]
    assert not found[0].get("harvest_guid")
    mine = {key: value for key, value in change.items() if not key.startswith("harvest_")}
    tk.get_action("package_update")(dict(context), mine)
    assert model.Package.get(dataset["id"]).title == "Neuer Titel"


def test_a_dataset_that_was_handed_over_is_harvested_no_more_until_released(source, harvested, people, also, act):
    dataset = harvested()
    remove(source, "hand_over")
    offered = also(source)
    other = model.Session.get(tables.Source, offered.source_id)
    work = importing._Work(offered.id, other, runs.start(other, cause="cli").id)
    offered.pending = "import"
    model.Session.commit()
    parsed = importing.Parsed(offered.id, "Von der Quelle", {"title": "Von der Quelle", "resources": []})
    work.write(parsed, importing._hold([parsed], other))
    model.Session.commit()
    assert model.Package.get(dataset["id"]).title != "Von der Quelle"
    assert (offered.state, offered.outcome) == ("also", "skipped")
    away = act("admin_other", "away_list", id=other.id)
    assert [(one["guid"], one["state"]) for one in away] == [("g-1", "handed")]
    assert away[0]["releasable"] is False
    with pytest.raises(tk.NotAuthorized):  # it belongs to the editors of another town
        act("admin_other", "record_release", id=other.id, guid="g-1")
    act("sysadmin", "record_release", id=other.id, guid="g-1")
    model.Session.rollback()
    offered = model.Session.get(tables.Record, offered.id)
    assert (identity_of(source).state, offered.imported_hash, offered.imported_at) == ("deleted", "", None)


@pytest.mark.parametrize("fate", RUN)
def test_what_another_source_offers_too_goes_to_that_one(source, harvested, also, fate):
    shared, own = harvested(), harvested("g-2")
    heir = also(source)
    remove(source, fate)
    heir = model.Session.get(tables.Record, heir.id)
    assert state_of(shared) == "active"
    assert heir.imported_hash == ""  # its source's next run imports it
    assert state_of(own) == ("deleted" if fate == "delete" else "active")
    if fate != "keep":
        assert identity_of(source).leading_source_id == heir.source_id
        assert identity_of(source).state == "live"


def test_what_another_source_leads_is_not_touched(source, harvested, also):
    dataset = harvested()
    identity_of(source).leading_source_id = also(source).source_id
    model.Session.commit()
    remove(source, "delete")
    assert state_of(dataset) == "active"


def test_a_source_that_is_being_harvested_is_not_emptied(source, harvested):
    dataset = harvested()
    runs.start(source, cause="cli")
    with pytest.raises(RunActive):
        remove(source, "delete")
    model.Session.rollback()
    assert state_of(dataset) == "active"
    assert model.Session.get(tables.Source, source.id).state == "active"


def test_a_removal_that_was_killed_goes_on(source, harvested, monkeypatch):
    every = [harvested(f"g-{number}") for number in range(4)]
    run = removal.remove(source, "delete")
    unhurt, calls = datasets.remove, []

    def killed(package_id):
        if len(calls) == 2:
            raise KeyboardInterrupt
        calls.append(package_id)
        unhurt(package_id)

    monkeypatch.setattr(datasets, "remove", killed)
    with pytest.raises(KeyboardInterrupt):
        runs.execute(run.id)
    model.Session.rollback()
    assert sorted(map(state_of, every)) == ["active", "active", "deleted", "deleted"]
    model.Session.query(tables.Record).update({"lease_until": None})  # five minutes pass
    model.Session.commit()
    monkeypatch.setattr(datasets, "remove", unhurt)
    runs.execute(run.id)
    assert [state_of(dataset) for dataset in every] == ["deleted"] * 4


def test_the_action_asks_for_one_of_three(source, act, queued):
    with pytest.raises(tk.ValidationError):
        act("admin", "source_delete", id=source.id, datasets="purge")
    with pytest.raises(tk.NotAuthorized):
        act("editor", "source_delete", id=source.id, datasets="delete")
    done = act("admin", "source_delete", id=source.id, datasets="delete")
    assert queued == [done["run"]["id"]]
    assert done["state"] == "deleted"


def test_a_purged_record_is_released_by_administrators_only(source, record_of, people, act):
    record_of(source)
    identity_of(source).state = "purged"
    model.Session.commit()
    for action, extra in (("away_list", {}), ("record_release", {"guid": "g-1"})):
        for who in ("editor", "admin_other", "user"):
            with pytest.raises(tk.NotAuthorized):
                act(who, action, id=source.id, **extra)
    assert [one["state"] for one in act("admin", "away_list", id=source.id)] == ["purged"]
    taken = factories.Dataset(owner_org=people.own, license_id="dl-zero-de/2.0", name=identity_of(source).name)
    act("admin", "record_release", id=source.id, guid="g-1")
    model.Session.rollback()
    assert identity_of(source).state == "deleted"
    assert identity_of(source).name != taken["name"]
    with pytest.raises(tk.ObjectNotFound):
        act("admin", "record_release", id=source.id, guid="g-1")


def test_the_command_removes_too(cli, source, harvested):
    dataset, name = harvested(), source.name
    done = cli.invoke(ckan, ["suedwestfalen", "harvest", "remove", name, "--datasets", "delete"])
    assert done.exit_code == 0, done.output
    model.Session.expire_all()
    assert state_of(dataset) == "deleted"
    again = cli.invoke(ckan, ["suedwestfalen", "harvest", "remove", name, "--datasets", "purge"])
    assert again.exit_code == 2
    assert cli.invoke(ckan, ["suedwestfalen", "harvest", "remove", "no-such"]).exit_code == 1


def test_a_dataset_does_not_name_a_removed_source_as_another_offer(browser, source, harvested, also):
    dataset = harvested()
    other = model.Session.get(tables.Source, also(source).source_id)
    assert "Kreis" in browser("anonymous").get(f"/dataset/{dataset['name']}").body
    removal.remove(model.Session.get(tables.Source, other.id))
    assert "Kreis" not in browser("anonymous").get(f"/dataset/{dataset['name']}").body
