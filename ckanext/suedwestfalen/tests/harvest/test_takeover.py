"""What was harvested with ckanext-harvest stays what it is."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.cli.cli import ckan
from ckan.tests import factories

from ckanext.suedwestfalen.harvest import identity, sources, takeover
from ckanext.suedwestfalen.harvest.model import Identity, Record, Source
from ckanext.suedwestfalen.tests.harvest import stock_tables as stock
from ckanext.suedwestfalen.tests.harvest.records import guid, record
from ckanext.suedwestfalen.tests.servers import pycsw  # noqa: F401 - a fixture

ADDRESS = "https://192.0.43.8/csw"  # a public literal: no test asks a name server
NUMBER = 6


@pytest.fixture
def stock_harvest(portal):
    """The tables of ckanext-harvest, empty."""
    stock.create()
    yield stock
    stock.drop()


@pytest.fixture
def town(stock_harvest):
    return factories.Organization()["id"]


@pytest.fixture
def take_over(app, stock_harvest):
    """Take over as the command does; gives what became of the sources, by title."""

    def take_over(**options):
        model.Session.rollback()
        with app.flask_app.test_request_context():
            return {taken.title: taken for taken in takeover.take_over(**options)}

    return take_over


@pytest.fixture
def command(cli, stock_harvest):
    def run(*arguments):
        model.Session.rollback()
        result = cli.invoke(ckan, ["suedwestfalen", "harvest", "import-sources", *arguments])
        model.Session.rollback()
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run


def dataset(name: str, organization: str, **fields) -> str:
    """Make a dataset as ckanext-harvest leaves one: without any mark of ours."""
    package = model.Package(name=name, title=name, type="dataset", owner_org=organization, **fields)
    model.Session.add(package)
    model.Session.commit()
    return package.id


def bound() -> dict[str, tuple[str, str]]:
    """Give state and key of every identity, by the name of its dataset."""
    return {one.name: (one.state, one.key) for one in model.Session.scalars(sa.select(Identity))}


def codes(taken) -> list[str]:
    return [note.code for note in taken.notes]


def test_a_harvest_after_the_takeover_keeps_ids_names_and_resources(
    town, take_over, pycsw, ckan_config, harvest, datasets  # noqa: F811
):
    pycsw.load({str(number): record(number) for number in range(NUMBER)}).start()
    ckan_config["ckanext.suedwestfalen.net.allow"] = [pycsw.url.split("/")[2]]
    source_id = stock.add_source(town, pycsw.url, name="geoportal", frequency="DAILY")
    for number in range(NUMBER):
        package_id = dataset(f"alter-name-{number}", town)
        package = model.Package.get(package_id)
        package.resources_all.append(model.Resource(url=f"https://example.org/daten/{number}.gml", format="gml"))
        stock.add_object(source_id, package_id, guid(number), record(number).decode())
    model.Session.commit()
    before, theirs = datasets(), stock.contents()

    taken = take_over()["Geoportal"]
    assert (taken.state, taken.name, taken.datasets, taken.active) == ("new", "geoportal", NUMBER, False)
    assert datasets() == before

    source = sources.get("geoportal")
    assert (source.id, source.schedule, source.active, source.organization_id) == (source_id, "daily", False, town)
    run = harvest(source)
    assert (run.state, run.listed, run.changed, run.new, run.deleted) == ("finished", NUMBER, NUMBER, 0, 0)
    after = datasets()
    assert {name: row[0] for name, row in after.items()} == {name: row[0] for name, row in before.items()}
    assert not {row[1] for row in after.values()} & {row[1] for row in before.values()}
    assert [row[4] for row in after.values()] == [before[name][4] for name in after]
    package = model.Package.get("alter-name-1")
    assert (package.extras["harvest_guid"], package.extras["harvest_source_id"]) == (guid(1), source_id)

    assert harvest(sources.get("geoportal"), force=True).changed == 0
    assert {name: row[4] for name, row in datasets().items()} == {name: row[4] for name, row in after.items()}
    assert stock.contents() == theirs


def test_resources_keep_their_ids_by_address_and_format():
    address = "https://example.org/dienst"
    existing = [{"id": "wfs", "url": address, "format": "wfs"}, {"id": "wms", "url": address, "format": "wms"},
                {"id": "ours", "url": "https://example.org/a", "format": ""}, {"id": "gone", "url": "", "format": ""}]
    resources = [{"id": "1", "url": address, "format": "WMS"}, {"id": "2", "url": address, "format": ""},
                 {"id": "3", "url": address, "format": "WMS"}, {"id": "ours", "url": "https://example.org/a"},
                 {"id": "4", "url": ""}]
    identity.keep_resource_ids(existing, resources)
    assert [resource["id"] for resource in resources] == ["wms", "wfs", "3", "ours", "4"]


def test_a_second_call_changes_nothing(town, take_over):
    source_id = stock.add_source(town, ADDRESS, name="geoportal")
    stock.add_object(source_id, dataset("eins", town), guid(1))
    take_over()
    query = sa.select(Record.id, Record.guid, Record.state, Record.imported_hash)
    before = bound(), model.Session.execute(query).all()
    taken = take_over(activate=True)["Geoportal"]
    assert (taken.state, taken.datasets, taken.active) == ("known", 0, False)
    assert (bound(), model.Session.execute(query).all()) == before
    assert model.Session.query(Source).count() == 1


def test_a_trial_changes_nothing(town, take_over):
    source_id = stock.add_source(town, ADDRESS, name="geoportal")
    stock.add_object(source_id, dataset("eins", town), guid(1))
    taken = take_over(dry_run=True)["Geoportal"]
    assert (taken.state, taken.datasets) == ("new", 1)
    assert model.Session.query(Source).count() == model.Session.query(Identity).count() == 0


def test_of_two_datasets_of_a_record_the_older_source_wins(town, take_over):
    for name in ("erste", "zweite"):
        source_id = stock.add_source(town, f"{ADDRESS}/{name}", name=name)
        stock.add_object(source_id, dataset(f"strassen-{name}", town), guid(1))
        stock.add_object(source_id, dataset(f"nummer-{name}", town), "4711")
    done = take_over()
    assert bound() == {
        "strassen-erste": ("live", guid(1)),
        "nummer-erste": ("live", f"{sources.get('erste').id}|4711"),
        "nummer-zweite": ("live", f"{sources.get('zweite').id}|4711"),
    }
    note, = done["Zweite"].notes
    assert (note.values["name"], note.values["other"]) == ("strassen-zweite", "strassen-erste")
    assert not done["Erste"].notes


def test_a_deleted_dataset_keeps_its_address_for_its_record(town, take_over):
    source_id = stock.add_source(town, ADDRESS, name="geoportal")
    gone = dataset("weg", town, state="deleted")
    stock.add_object(source_id, gone, guid(1), current=False)
    stock.add_object(source_id, gone, guid(1), current=False)
    stock.add_object(source_id, dataset("ersetzt", town), guid(2), current=False)
    assert take_over()["Geoportal"].datasets == 1
    assert bound() == {"weg": ("deleted", guid(1))}


def test_settings_and_rhythm_are_translated(town, take_over):
    config = {"organizations_filter_include": ["stadt-a", "stadt-b"], "groups_filter_exclude": ["intern"],
              "default_tags": [{"name": "alt"}], "api_key": "geheim", "force_all": True}
    stock.add_source(town, "https://192.0.43.8/", name="portal", type="ckan", frequency="MONTHLY", config=config)
    stock.add_source(town, ADDRESS, name="csw", config={"cql": "csw:AnyText Like '%x%'"}, frequency="ALWAYS")
    stock.add_source(town, "https://192.0.43.8/w/", name="ordner", type="waf", config="{")
    stock.add_source(town, "https://192.0.43.8/a.xml", name="dokument", type="single-doc", active=False)
    done = take_over(activate=True)
    portal = sources.get("portal")
    assert portal.settings == {"organization": "stadt-a,stadt-b", "fq": '-groups:"intern"'}
    assert (portal.protocol, portal.schedule, portal.active) == ("ckan", "weekly", True)
    assert portal.next_run_at is not None
    assert codes(done["Portal"]) == ["takeover-settings", "takeover-rhythm"]
    assert done["Portal"].notes[0].values["names"] == "api_key, default_tags"
    assert (sources.get("csw").settings, sources.get("csw").schedule) == ({"cql": "csw:AnyText Like '%x%'"}, "hourly")
    assert codes(done["Ordner"]) == ["takeover-configuration"]
    assert (sources.get("dokument").protocol, sources.get("dokument").active) == ("document", False)


def test_what_is_refused_is_named_and_the_others_go_on(town, take_over):
    stock.add_source(town, "http://127.0.0.1/csw", name="innen")
    stock.add_source(town, "https://jemand:geheim@192.0.43.8/csw", name="passwort")
    stock.add_source(town, ADDRESS, name="fremd", type="fis_broker")
    stock.add_source(town, ADDRESS, name="entfernt", page="deleted")
    stock.add_source("", f"{ADDRESS}/x", name="herrenlos")
    stock.add_source(town, ADDRESS, name="gut")
    done = take_over()
    assert {title: codes(taken)[:1] for title, taken in done.items()} == {
        "Innen": ["takeover-invalid"], "Passwort": ["takeover-invalid"], "Fremd": ["takeover-type"],
        "Entfernt": ["takeover-removed"], "Herrenlos": ["takeover-organization"], "Gut": [],
    }
    assert "geheim" not in str(done["Passwort"])
    assert [one.name for one in sources.all_sources()] == ["gut"]
    assert take_over(organization=town)["Herrenlos"].state == "new"


def test_a_source_made_by_hand_is_used_and_a_removed_one_stays_removed(town, take_over, make_source):
    by_hand = make_source(url=ADDRESS, organization_id=town, name="von-hand")
    stock.add_source(town, ADDRESS, name="geoportal")
    assert take_over()["Geoportal"].name == by_hand.name
    stock.add_source(town, f"{ADDRESS}/2", name="zwei")
    take_over()
    sources.delete(sources.get("zwei"))
    taken = take_over()["Zwei"]
    assert (taken.state, codes(taken)) == ("known", ["takeover-removed-here"])


def test_a_taken_name_is_replaced(town, take_over, make_source):
    make_source(name="geoportal")
    stock.add_source(town, ADDRESS, name="geoportal")
    assert take_over()["Geoportal"].name == "geoportal-2"


def test_identifiers_are_those_that_our_listings_give(town, take_over):
    unnamed = record(3).decode().replace(guid(3), "")
    portal = stock.add_source(town, "https://192.0.43.8/de/", name="portal", type="ckan")
    entry = {"id": guid(10), "extras": [{"key": "guid", "value": guid(11)}]}
    stock.add_object(portal, dataset("ckan-geerntet", town), guid(10), json.dumps(entry))
    stock.add_object(portal, dataset("ckan-doppelt", town), guid(12), json.dumps({**entry, "id": guid(12)}))
    stock.add_object(portal, dataset("ckan-eigen", town), guid(13), json.dumps({"id": guid(13)}))
    feed = stock.add_source(town, "https://192.0.43.8/catalog.xml", name="feed", type="dcat_rdf")
    uri = "https://example.org/dataset/1"
    own = {"extras": [{"key": "uri", "value": uri}, {"key": "identifier", "value": guid(14)}]}
    stock.add_object(feed, dataset("dcat-uuid", town), uri, json.dumps(own))
    stock.add_object(feed, dataset("dcat-adresse", town), f"{uri}2", json.dumps({"uri": f"{uri}2", "identifier": "7"}))
    folder = stock.add_source(town, "https://192.0.43.8/waf/", name="ordner", type="waf")
    stock.add_object(folder, dataset("waf-kennung", town), "0cc175b9", record(4).decode())
    file = "https://192.0.43.8/waf/a.xml"
    stock.add_object(folder, dataset("waf-datei", town), "92eb5ffe", unnamed, location=file)
    csw = stock.add_source(town, ADDRESS, name="csw")
    stock.add_object(csw, dataset("csw-leer", town), "8277e091", unnamed)
    take_over()
    assert {name: key for name, (_state, key) in bound().items()} == {
        "ckan-geerntet": guid(11), "ckan-doppelt": guid(12), "ckan-eigen": guid(13),
        "dcat-uuid": guid(14), "dcat-adresse": f"{uri}2", "waf-kennung": guid(4), "waf-datei": file,
        "csw-leer": f"{csw}|8277e091",
    }
    assert model.Session.scalar(sa.select(Record.url).where(Record.guid == file)) == file


def test_the_command_tells_what_it_did_and_what_comes_next(town, command):
    source_id = stock.add_source(town, ADDRESS, name="geoportal")
    stock.add_object(source_id, dataset("eins", town), guid(1))
    trial = command("--dry-run")
    assert (trial.exit_code, model.Session.query(Source).count()) == (0, 0)
    assert "geoportal" in trial.output
    first = command()
    assert first.exit_code == 0, first.output
    assert "geoportal" in first.output
    assert "ckan.plugins" in first.output
    second = command()
    assert second.exit_code == 0
    assert "ckan.plugins" not in second.output
    stock.add_source(town, "http://127.0.0.1/", name="innen")
    assert command().exit_code == 1


def test_without_tables_there_is_a_sentence(command):
    stock.drop()
    result = command()
    assert result.exit_code == 1
    assert "ckanext-harvest" in result.output
