"""Row: a record is one dataset for ever: twice in a source, in two sources, moved, gone and back, renamed."""

from __future__ import annotations

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.harvest import datasets as writer
from ckanext.suedwestfalen.harvest import ledger
from ckanext.suedwestfalen.harvest.model import Identity
from ckanext.suedwestfalen.harvest.protocols import Item
from ckanext.suedwestfalen.tests.harvest.faults.town import adds_up, causes, in_index, names
from ckanext.suedwestfalen.tests.harvest.protocols.test_wfs import layer, wfs, wms
from ckanext.suedwestfalen.tests.harvest.records import guid, record
from ckanext.suedwestfalen.tests.servers import Reply

ALL = names(*range(10))


def same(datasets: dict, before: dict) -> bool:
    """Whether name, id and resource ids are those of before, neither more nor fewer."""
    return {name: (row[0], row[4]) for name, row in datasets.items()} == {
        name: (row[0], row[4]) for name, row in before.items()
    }


def owner(name: str = "beispiel-datensatz-0") -> str:
    return model.Package.get(name).owner_org


def test_an_identifier_twice_in_a_source(script, source, harvest, datasets):
    script.extra = [Item(guid(0), record(0, title="Der zweite"), "https://example.org/zweiter")]
    for _ in range(3):
        run = harvest(source)
        assert (run.state, run.listed, run.skipped) == ("partial", 11, 1)
        assert causes(run) == {"duplicate-id": 1, "listing-incomplete": 1}
        assert adds_up(run)
        assert set(datasets()) == in_index() == ALL
        assert datasets()["beispiel-datensatz-0"][1] == "Beispiel: Datensatz 0"


def test_two_sources_with_the_same_records_in_ten_alternating_runs(script, make_source, harvest, datasets):
    kreis, town = make_source(rank=20), make_source(rank=10)
    harvest(kreis)
    before = datasets()
    assert owner() == kreis.organization_id
    for turn in range(10):
        # every run brings a change, so that nothing is settled by being unchanged
        script.records[guid(turn)] = record(turn, abstract=f"Fassung {turn}")
        run = harvest(town if turn % 2 == 0 else kreis)
        assert adds_up(run)
        assert same(datasets(), before)
        assert in_index() == ALL
        # the town's copy ranks better, and leads from its first import on
        assert owner() == town.organization_id
    assert model.Session.query(Identity).count() == 10


def test_a_worse_ranked_source_does_not_take_over(script, make_source, harvest, datasets):
    town, state = make_source(rank=10, title="Stadt"), make_source(rank=30, title="Land")
    harvest(town)
    before = datasets()
    run = harvest(state)
    assert (run.new, run.skipped) == (0, 10)
    assert datasets() == before
    assert harvest(state).unchanged == 10
    # but it is named
    (other,) = ledger.offered_by(before["beispiel-datensatz-3"][0])
    assert (other["title"], other["url"]) == ("Land", f"https://example.org/{guid(3)}")
    assert ledger.offered_by("nowhere") == []


def test_a_record_that_moves_to_another_source(script, make_source, harvest, datasets, days_pass):
    first, second = make_source(), make_source()
    harvest(first)
    harvest(second)
    before = datasets()
    moved = dict(script.records)
    script.records = {key: value for key, value in moved.items() if key != guid(5)}
    harvest(first)
    days_pass(2)
    assert harvest(first).deleted == 1
    # it was not gone for a moment
    assert datasets()["beispiel-datensatz-5"][2] == "active"
    script.records = moved
    assert harvest(second).changed == 1
    assert same(datasets(), before)
    assert owner("beispiel-datensatz-5") == second.organization_id
    assert in_index() == ALL
    assert ledger.offered_by(before["beispiel-datensatz-5"][0]) == []


def test_a_record_that_moves_before_it_is_gone_at_the_first(script, make_source, harvest, datasets, days_pass):
    first, second = make_source(), make_source()
    harvest(first)
    before, everything = datasets(), dict(script.records)
    script.records = {guid(5): everything[guid(5)]}
    harvest(second)
    script.records = {key: value for key, value in everything.items() if key != guid(5)}
    harvest(first)
    days_pass(2)
    harvest(first)
    script.records = {guid(5): record(5, title="Am neuen Ort")}
    assert harvest(second).changed == 1
    assert same(datasets(), before)
    assert datasets()["beispiel-datensatz-5"][1:3] == ("Am neuen Ort", "active")


def test_a_record_that_is_gone_and_comes_back(script, source, harvest, datasets, days_pass):
    harvest(source)
    before = datasets()
    for _ in range(2):
        gone = script.records.pop(guid(4))
        harvest(source)
        days_pass(2)
        assert harvest(source).deleted == 1
        assert in_index() == ALL - names(4)
        # meanwhile another takes its title, but not its name
        script.records[guid(99)] = record(99, title="Beispiel: Datensatz 4")
        assert harvest(source).new + harvest(source).unchanged
        assert len(datasets()) == 11
        del script.records[guid(99)]
        script.records[guid(4)] = gone
        harvest(source)
        after = datasets()
        assert after["beispiel-datensatz-4"][2] == "active"
        assert same({name: after[name] for name in before}, before)
        days_pass(2)
        harvest(source)
    assert len(datasets()) == 11
    assert in_index() == ALL


def test_a_purged_dataset_stays_away_and_its_name_reserved(script, source, harvest, datasets):
    harvest(source)
    package_id = datasets()["beispiel-datensatz-4"][0]
    tk.get_action("dataset_purge")(writer.context(), {"id": package_id})
    script.records[guid(4)] = record(4, abstract="Geändert")
    script.records[guid(99)] = record(99, title="Beispiel: Datensatz 4")
    run = harvest(source)
    assert (run.state, run.new, run.skipped, run.failed) == ("finished", 1, 1, 0)
    (other,) = datasets().keys() - ALL
    assert other.startswith("beispiel-datensatz-4-")
    assert set(datasets()) == in_index() == ALL - names(4) | {other}


def test_a_changed_title_keeps_id_name_and_resource_ids(script, source, harvest, datasets):
    harvest(source)
    before = datasets()
    script.records[guid(0)] = record(0, title="Ein ganz anderer Titel")
    run = harvest(source)
    assert (run.changed, run.unchanged) == (1, 9)
    assert datasets()["beispiel-datensatz-0"][1] == "Ein ganz anderer Titel"
    assert same(datasets(), before)


def test_local_ids_of_two_sources_are_two_datasets(script, make_source, harvest, datasets):
    script.records = {"1": record(1, identifier="1")}
    harvest(make_source())
    harvest(make_source())
    assert len(datasets()) == 2


def test_a_wfs_and_a_wms_at_one_address_with_the_same_names(make_source, faulty, harvest, datasets, ckan_config):
    """As GeoServer, QGIS Server and MapServer have it: the map is not the data."""
    ckan_config["ckanext.suedwestfalen.net.allow"] = [faulty.url.split("/")[2]]
    answers = {"WFS": wfs(layer("baeume")), "WMS": wms("baeume")}
    faulty.answer = lambda asked: Reply(answers["WMS" if "service=WMS" in asked.path else "WFS"])
    made = {}
    for settings in ({}, {"datasets": "service"}):
        for kind in ("wfs", "wms"):
            source = make_source(protocol=kind, url=faulty.url + "ows?map=/x.map", settings=settings)
            assert harvest(source).new == 1
            made.update({row[0]: kind for row in datasets().values() if row[0] not in made})
            assert harvest(source).unchanged == 1
    assert list(made.values()) == ["wfs", "wms", "wfs", "wms"]
    # but the same service in a second source is the same
    again = make_source(protocol="wms", url=faulty.url + "ows?map=/x.map&service=WMS&request=GetCapabilities")
    assert (harvest(again).new, len(datasets())) == (0, 4)
    keys = sorted(model.Session.scalars(sa.select(Identity.key)))
    start = faulty.url + "ows?map=/x.map&service="
    assert keys == [start + "WFS", start + "WFS#baeume", start + "WMS", start + "WMS#baeume"]
