"""From a bundle into the portal: what is new, older, in conflict, and whose it is."""

from __future__ import annotations

import json

import pytest
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.use_cases import contacts, records
from ckanext.suedwestfalen.use_cases.exchange import exporting, importing, reading, writing

PORTAL = "https://elsewhere.example.org"
OUTSIDE = "05111000"


def identifier(number=1):
    return f"{PORTAL}/use-case/6d0d9a2e-0000-4000-8000-{number:012}"


def node(number=1, **fields):
    return {
        "@id": identifier(number), "@type": ["swf:UseCase", "dcat:Resource"], "identifier": identifier(number),
        "title": {"de": f"Fall {number} von anderswo"}, "summary": {"de": "Kurz gesagt."},
        "description": {"de": "Sensoren *messen*."}, "modified": "2026-01-15T10:00:00Z", "phase": "betrieb",
        "license": "http://dcat-ap.de/def/licenses/cc-by/4.0", "dnaGoal": ["digital"],
        "spatial": ["http://dcat-ap.de/def/politicalGeocoding/municipalityKey/05974040"], **fields,
    }


def bundle(*nodes, **head):
    whole = {"@context": {}, "@type": "swf:Bundle", "formatVersion": "1.0", "catalog": PORTAL, **head}
    return json.dumps({**whole, "useCases": list(nodes)}).encode()


def compare(document, **options):
    return list(importing.differences(reading.read(document), **options))


@pytest.fixture
def take(people):
    """Import a document as sysadmin; gives what became of its records."""

    def take(document, **options):
        found = importing.differences(reading.read(document), **options)
        return [importing.apply(one, user=people.sysadmin.name) for one in found]

    return take


@pytest.fixture(autouse=True)
def nothing_imported(portal):
    """No use case from elsewhere."""
    yield
    model.Session.rollback()
    context = {"user": tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"], "ignore_auth": True}
    query = model.Session.query(model.Package.id).filter(
        model.Package.type == "use_case", model.Package.extras["source_catalog"].astext != "")
    for (package_id,) in query.all():
        tk.get_action("dataset_purge")(dict(context), {"id": package_id})


def outcomes(found):
    return [one.outcome for one in found]


def stored(number=1):
    model.Session.rollback()
    return records.dataset(records.get(writing.package_id(identifier(number))))


def test_a_bundle_is_compared_before_anything_is_written(portal):
    assert outcomes(compare(bundle(node(1), node(2)))) == ["new", "new"]
    assert records.find(writing.package_id(identifier(1))) is None


def test_an_imported_case_is_public_foreign_and_keeps_what_is_its_own(take, people):
    assert outcomes(take(bundle(node(1, publisher={"name": "Stadt Anderswo", "spatial": [
        f"http://dcat-ap.de/def/politicalGeocoding/municipalityKey/{OUTSIDE}"]})))) == ["new"]
    case = stored()
    assert case["identifier"] == identifier()
    assert case["source_catalog"] == PORTAL
    assert case["modified"] == "2026-01-15T10:00:00"
    assert case["license_id"] == "cc-by/4.0"
    assert case["publisher"] == {"name": "Stadt Anderswo", "key": OUTSIDE}
    assert case["record_status"] == "veroeffentlicht"
    assert not case["private"]
    assert case["state"] == "active"
    # the organization of its municipality is here
    assert case["owner_org"] == people.own
    assert case["dna_goal"] == ["digital"]


def test_again_is_the_same(take):
    take(bundle(node(1)))
    before = stored()["metadata_modified"]
    assert outcomes(take(bundle(node(1)))) == ["same"]
    assert stored()["metadata_modified"] == before


def test_the_newest_wins_and_the_older_is_told(take):
    take(bundle(node(1, modified="2026-02-01T10:00:00Z", title={"de": "Neu"})))
    older = take(bundle(node(1, title={"de": "Alt"})))
    assert outcomes(older) == ["older"]
    assert older[0].findings[0].code == "import-older"
    assert stored()["title"] == "Neu"
    newer = take(bundle(node(1, modified="2026-03-01T10:00:00Z", title={"de": "Neuer"}, phase="pilot")))
    assert outcomes(newer) == ["changed"]
    assert newer[0].fields == ["title", "phase", "modified"]
    assert stored()["title"] == "Neuer"


def test_what_the_other_portal_has_taken_out_goes(take):
    take(bundle(node(1, keyword=["Klima"], standards=None, lessonsLearned="Viel.", conformsTo=["lorawan"], step=[
        {"name": "Erst"}, {"name": "Dann"}], contactPoint={"fn": "Team", "hasEmail": "mailto:team@example.org"})))
    case = stored()
    assert [step["title"] for step in case["steps"]] == ["Erst", "Dann"]
    assert case["standards"] == ["lorawan"]
    assert contacts.of(case["id"])["contact_email"] == "team@example.org"
    take(bundle(node(1, modified="2026-03-01T10:00:00Z")))
    case = stored()
    assert not case.get("steps")
    assert not case.get("standards")
    assert not case.get("lessons_learned")
    assert case["tags"] == []
    assert case["dna_goal"] == ["digital"]
    assert contacts.of(case["id"]) == {}


def test_a_local_case_cannot_be_taken_over(take, case):
    local = case("veroeffentlicht")
    found = take(bundle(node(1, identifier=local["identifier"], modified="2026-06-01T10:00:00Z")))
    assert outcomes(found) == ["refused"]
    assert found[0].findings[0].code == "import-local"
    assert local["identifier"] in found[0].findings[0].message()
    model.Session.rollback()
    assert records.dataset(records.get(local["id"]))["title"] == local["title"]


def test_what_was_deleted_here_does_not_come_back_from_elsewhere(take):
    gone = f"{tk.config['ckan.site_url']}/use-case/6d0d9a2e-0000-4000-8000-00000000dead"
    assert outcomes(take(bundle(node(1, identifier=gone)))) == ["refused"]
    assert outcomes(take(bundle(node(2, inCatalog=tk.config["ckan.site_url"] + "/")))) == ["refused"]


def test_another_catalogue_is_a_conflict(take):
    take(bundle(node(1)))
    other = bundle(node(1, modified="2026-09-01T10:00:00Z", title={"de": "Von Dritten"}), catalog="https://third.example")
    assert outcomes(take(other)) == ["conflict"]
    assert stored()["title"] == "Fall 1 von anderswo"
    # the third portal may pass on what it has from the first
    passed_on = bundle(node(1, modified="2026-09-01T10:00:00Z", title={"de": "Weitergegeben"}, inCatalog=PORTAL),
                       catalog="https://third.example")
    assert outcomes(take(passed_on)) == ["changed"]
    assert stored()["title"] == "Weitergegeben"


def test_an_unknown_municipality_needs_an_organization_and_stays(take, people):
    outside = node(1, spatial=[f"http://dcat-ap.de/def/politicalGeocoding/municipalityKey/{OUTSIDE}"])
    found = take(bundle(outside))
    assert outcomes(found) == ["refused"]
    assert OUTSIDE in found[0].findings[0].message()
    assert outcomes(take(bundle(outside), organization=people.region)) == ["new"]
    assert stored()["municipality"] == [OUTSIDE]
    assert stored()["owner_org"] == people.region


def test_what_this_portal_does_not_know_is_kept(take):
    take(bundle(node(1, phase="weltraum", conformsTo=["neu-2027"], leadProject=["anderes-projekt"],
                     license="https://example.org/lizenz")))
    case = stored()
    assert case["phase"] == "weltraum"
    assert case["standards"] == ["neu-2027"]
    assert case["lead_project"] == ["anderes-projekt"]
    assert case["license_id"] == "https://example.org/lizenz"


def test_adoptions_are_merged_by_municipality(take):
    def adoption(**fields):
        return {"@type": "swf:Adoption", "status": "umsetzung", "since": "2026-01-10",
                "modified": "2026-01-10T00:00:00Z", **fields,
                "spatial": ["http://dcat-ap.de/def/politicalGeocoding/municipalityKey/05966024"]}

    take(bundle(node(1, adoption=[adoption()])))
    again = take(bundle(node(1, adoption=[adoption(status="betrieb", modified="2026-02-10T00:00:00Z")])))
    assert outcomes(again) == ["changed"]
    assert again[0].fields == ["adoptions"]
    (adopted,) = exporting.adoptions.public_of([stored()["id"]])[stored()["id"]]
    assert adopted["status"] == "betrieb"
    assert adopted["catalog"] == PORTAL
    assert outcomes(take(bundle(node(1, adoption=[adoption()])))) == ["same"]


def test_a_broken_record_does_not_stop_the_others(take):
    found = take(bundle(node(1), {"title": "ohne Kennung"}, node(2, title={"de": "x" * 101}), 7, node(3)))
    assert outcomes(found) == ["new", "refused", "refused", "refused", "new"]
    assert "ohne Kennung" in found[1].findings[0].message()
    assert "101" in found[2].findings[0].message()


def test_editors_cannot_change_an_imported_case(take, act):
    take(bundle(node(1)))
    with pytest.raises(tk.ValidationError):
        act("editor", "package_patch", id=stored()["id"], title="Unser Titel")


def test_a_case_goes_out_and_comes_in_the_same(case, take, monkeypatch, people):
    full = case(
        "veroeffentlicht", title="Voll", contact_released="oeffentlich", lessons_learned="# Viel\n\n* a\n  * b",
        effort_days="20", effort_ongoing="1,5", duration_months=9, operating_model=["stadtwerke", "interkommunal"],
        procurement="inhouse", standards=["lorawan", "mqtt"], sdg=["11", "13"], tag_string="Klima,Sensorik",
        steps=[{"title": f"Schritt {number}", "duration_weeks": "2"} for number in range(12)],
        funding=[{"programme": "MPSC", "share_percent": "90", "until": "2026-12-31"}],
        data_required=[{"title": "Karte", "dataset": "https://example.org/karte", "mandatory": "ja"}],
        components=[{"kind": "software", "name": "FROST", "url": "https://example.org/frost", "open_source": "ja"}],
        indicators=[{"name": "Messungen", "value": "100", "unit": "1/h", "date": "2026-01-01"}],
        partners=[{"name": "Werk", "role": "betrieb"}], based_on=["https://example.org/use-case/1"],
        start_date="2025-01-01", end_date="2026-01-01", lead_project=["offene-regionale-datenplattform"],
        suitable_population_min=5000, url="https://example.org/p", image="https://example.org/b.png",
        image_credit="Stadt", image_alt="Ein Bild", topic=["buergernaehe"],
        resources=[{"url": "https://example.org/a.pdf", "name": "Beleg", "kind": "beleg", "format": "PDF"}],
    )
    here = tk.config["ckan.site_url"]
    document = "".join(exporting.document([full["id"]])).replace(here, "https://olpe.example.org").encode()
    assert outcomes(take(document)) == ["new"]
    copy = writing.package_id(full["identifier"].replace(here, "https://olpe.example.org"))
    model.Session.rollback()
    before = json.loads(document)["useCases"]
    after = json.loads("".join(exporting.document([copy])))["useCases"]
    assert after[0].pop("inCatalog") == "https://olpe.example.org"
    assert after == before
