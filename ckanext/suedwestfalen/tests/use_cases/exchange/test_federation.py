"""Two portals that harvest each other's use cases: this one, and another CKAN in a process of its own."""

from __future__ import annotations

import json
import threading
import urllib.request
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.lib.search.index import PackageSearchIndex
from ckan.plugins import toolkit as tk
from werkzeug.serving import make_server

from ckanext.suedwestfalen.harvest import model as tables
from ckanext.suedwestfalen.harvest import runs
from ckanext.suedwestfalen.tests.servers import free_port
from ckanext.suedwestfalen.tests.servers.exchange_portal import other_portal
from ckanext.suedwestfalen.tests.use_cases.conftest import OLPE
from ckanext.suedwestfalen.use_cases import adoptions, records
from ckanext.suedwestfalen.use_cases.exchange import writing

__all__ = ["other_portal"]


@pytest.fixture(scope="module")
def here(module_app):
    """This portal, served; gives its address."""
    before = tk.config["ckan.site_url"]
    address = tk.config["ckan.site_url"] = f"http://127.0.0.1:{free_port()}"
    server = make_server("127.0.0.1", urlsplit(address).port, module_app.flask_app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield address
    server.shutdown()
    thread.join()
    tk.config["ckan.site_url"] = before


@pytest.fixture(scope="module")
def there(here, other_portal, people):
    """The other portal; both harvest each other."""
    portal = other_portal("exchange", allowed=here.partition("//")[2])
    portal.call("suedwestfalen_harvest_source_create", name="dorthin", title="Dorthin", protocol="use_cases",
                url=f"{here}/use_cases.jsonld", organization_id="suedwestfalen-agentur", schedule="manual")
    source = tables.Source(name="hierher", title="Hierher", protocol="use_cases", url=f"{portal.url}/use_cases.jsonld",
                           organization_id=people.region, settings={}, municipality="")
    model.Session.add(source)
    model.Session.commit()
    return portal


@pytest.fixture(autouse=True)
def settings(here, there, monkeypatch):
    """What this portal is called and may ask; after a test the configuration is what it was before the first."""
    monkeypatch.setitem(tk.config, "ckan.site_url", here)
    monkeypatch.setitem(tk.config, "ckanext.suedwestfalen.net.allow", [there.url.partition("//")[2]])


def harvest_here():
    PackageSearchIndex().commit()
    model.Session.rollback()
    source = model.Session.scalars(sa.select(tables.Source)).one()
    run = runs.execute(runs.start(source, cause="cli").id)
    said = [(row.code, row.values) for row in model.Session.query(tables.RunFinding).filter_by(run_id=run.id)]
    assert (run.state, run.error, run.failed) == ("finished", None, 0), said
    return run


def harvest_there(portal):
    PackageSearchIndex().commit()
    run = portal.harvest("dorthin")
    assert (run["state"], run["error"], run["failed"]) == ("finished", None, 0), json.dumps(run)
    return run


def bundle_here(here):
    with urllib.request.urlopen(f"{here}/use_cases.jsonld", timeout=60) as answer:
        return json.load(answer)


def case_there(portal, **fields):
    values = {
        "type": "use_case", "title": "Fall von dort", "owner_org": "olpe", "municipality": [OLPE], "summary": "Kurz.",
        "dna_goal": ["digital"], "field_of_action": ["bildung"], "problem": "P.", "notes": "N.", "benefit": "B.",
        "phase": "pilot", "cost_setup": "0", "cost_annual": "0", "privacy": "keiner", "reuse_status": "frei",
        "license_id": "cc-by/4.0", "contact_name": "Amt", "contact_email": "amt@example.org",
        "contact_released": "oeffentlich", "target_group": ["schulen"],
    }
    made = portal.call("package_create", **{**values, **fields})
    portal.call("use_case_submit", id=made["id"])
    return portal.call("package_show", id=made["id"])


def plain(bundle):
    """What two portals say alike: no catalogue, no word about where it came from."""
    cases = bundle["useCases"]
    return {case["@id"]: {key: value for key, value in case.items() if key != "inCatalog"} for case in cases}


def without_catalogs(cases):
    for case in cases.values():
        for adoption in case.get("adoption", []):
            adoption.pop("inCatalog", None)
    return cases


def assert_agreed(here, there):
    # a run leaves it to Solr when its documents become visible; both portals are in one core
    PackageSearchIndex().commit()
    ours, theirs = plain(bundle_here(here)), plain(there.bundle())
    assert without_catalogs(ours) == without_catalogs(theirs)


def test_an_empty_portal_imports_the_bundle_and_exports_the_same(here, there, case):
    case("veroeffentlicht", title="Zum Mitnehmen", contact_released="oeffentlich", lessons_learned="* viel\n  * a")
    before = bundle_here(here)
    done = there.command("use-cases", "import", f"{here}/use_cases.jsonld")
    assert done.returncode == 0, done.stdout + done.stderr
    after = there.bundle()
    assert {one.pop("inCatalog") for one in after["useCases"]} == {here}
    assert after["useCases"] == before["useCases"]
    assert [name for name in before if before[name] != after[name]] == ["@context", "@id", "created", "catalog"]


def test_the_two_converge_and_do_not_echo(here, there, case):
    mine = case("veroeffentlicht", title="Fall von hier", contact_released="oeffentlich")
    theirs = case_there(there)
    for _round in range(3):
        harvest_there(there)
        run = harvest_here()
    assert_agreed(here, there)
    assert run.state == "finished"
    assert {mine["identifier"], theirs["identifier"]} <= {one["@id"] for one in bundle_here(here)["useCases"]}
    copy = records.get(writing.package_id(theirs["identifier"]))
    assert records.is_foreign(copy)
    assert copy.extras["source_catalog"] == there.url
    # nothing of ours came back, and the last round wrote nothing
    assert not records.is_foreign(records.get(mine["id"]))
    before = {row.id: row.metadata_modified for row in model.Session.query(model.Package).all()}
    run = harvest_here()
    model.Session.rollback()
    assert {row.id: row.metadata_modified for row in model.Session.query(model.Package).all()} == before
    # an adoption declared there is known to the town here, and one that is told is not told back
    copied = writing.package_id(mine["identifier"])
    olpe = there.call("organization_show", id="olpe")["id"]
    there.call("use_case_adoption_create", id=copied, organization_id=olpe, status="umsetzung")
    for _round in range(3):
        run = harvest_here()
        harvest_there(there)
    model.Session.rollback()
    (known,) = adoptions.public_of([mine["id"]])[mine["id"]]
    assert (known["municipality"], known["status"], known["catalog"]) == (OLPE, "umsetzung", there.url)
    assert_agreed(here, there)
    # a change there arrives, in the other order
    there.call("package_patch", id=theirs["id"], title="Fall von dort, neu")
    there.call("use_case_submit", id=theirs["id"])
    for _round in range(3):
        harvest_here()
        harvest_there(there)
    model.Session.rollback()
    assert records.dataset(records.get(writing.package_id(theirs["identifier"])))["title"] == "Fall von dort, neu"
    assert_agreed(here, there)
