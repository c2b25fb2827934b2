"""What the actions do, and what they refuse."""

from __future__ import annotations

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories

from ckanext.suedwestfalen.harvest import model as tables
from ckanext.suedwestfalen.harvest import runs
from ckanext.suedwestfalen.tests.harvest.surface.conftest import ADDRESS


def dataset_of(owner_org, **fields):
    return factories.Dataset(owner_org=owner_org, license_id="dl-zero-de/2.0", **fields)


def refused(act, action, **data):
    with pytest.raises(tk.ValidationError) as error:
        act("sysadmin", action, **data)
    return error.value.error_dict


def test_create_gives_the_source_as_it_was_meant(act, people):
    made = act(
        "admin", "source_create", title="Ämter & Straßen", url=f" {ADDRESS} ", organization_id=people.own,
        municipality="05974040", schedule="daily", settings={"keyword": " opendata ", "page_size": "20"},
    )
    assert made["name"] == "aemter-strassen"
    assert made["url"] == ADDRESS
    assert made["settings"] == {"keyword": "opendata", "page_size": 20}
    assert (made["rank"], made["active"], made["protocol"]) == (20, True, "csw")
    assert made["next_run_at"] is not None
    assert made["organization"]["title"] == "Musterstadt"
    assert made["last_run"] is None


def test_a_rank_that_takes_over_datasets_of_others_is_the_portal_administrators_to_give(act, people):
    given = {"title": "Vordrängler", "url": ADDRESS, "organization_id": people.own}
    with pytest.raises(tk.ValidationError) as error:
        act("admin", "source_create", **given, rank=19)
    assert "below 20" in error.value.error_dict["rank"][0]
    made = act("admin", "source_create", **given, rank=30)
    with pytest.raises(tk.ValidationError):
        act("admin", "source_update", id=made["id"], rank=1)
    assert act("sysadmin", "source_update", id=made["id"], rank=1)["rank"] == 1
    # what the portal's administrator gave stays when the organization's changes something else
    assert act("admin", "source_update", id=made["id"], title="Anders")["rank"] == 1


def test_equal_titles_give_different_names(act, people):
    names = [
        act("admin", "source_create", title="Zweimal", url=ADDRESS, organization_id=people.own)["name"]
        for _ in range(3)
    ]
    assert names == ["zweimal", "zweimal-2", "zweimal-3"]


@pytest.mark.parametrize("title", ["", "   ", None, "x" * 201, "a\x00b"])
def test_bad_titles(act, people, title):
    errors = refused(act, "source_create", title=title, url=ADDRESS, organization_id=people.own)
    assert set(errors) == {"title"}


@pytest.mark.parametrize("url", [
    "", "csw.example.org", "/etc/passwd", "file:///etc/passwd", "ftp://example.org/", "gopher://example.org/",
    "http://127.0.0.1/csw", "http://localhost/csw", "http://10.1.2.3/", "http://192.168.0.1:8080/csw", "http://[::1]/",
    "http://169.254.169.254/latest/meta-data", "http://[::ffff:10.0.0.1]/", "http://2130706433/", "http://0x7f.1/",
    "http://user:secret@192.0.43.8/csw", "http://192.0.43.8:22/", "javascript:alert(1)", "http://", "http://a b/",
    "https://192.0.43.8/" + "x" * 2001,
])
def test_bad_addresses_are_refused_with_a_sentence(act, people, url):
    errors = refused(act, "source_create", title="Quelle", url=url, organization_id=people.own)
    assert set(errors) == {"url"}
    assert len(errors["url"][0]) > 10
    assert "secret" not in errors["url"][0]
    assert "%(" not in errors["url"][0]


def test_an_address_that_the_operator_allowed_is_taken(act, people, ckan_config, monkeypatch):
    monkeypatch.setitem(ckan_config, "ckanext.suedwestfalen.net.allow", ["127.0.0.1:8000"])
    made = act("admin", "source_create", title="Probe", url="http://127.0.0.1:8000/csw", organization_id=people.own)
    assert made["url"] == "http://127.0.0.1:8000/csw"


@pytest.mark.parametrize(("field", "value"), [
    ("organization_id", "no-such-organization"), ("municipality", "09162000"), ("municipality", "Soest"),
    ("schedule", "every-second"), ("rank", "first"), ("rank", 0), ("rank", 1001), ("protocol", "gopher"),
    ("name", "No Name!"),
])
def test_bad_values_are_refused_by_name(act, people, field, value):
    data = {"title": "Quelle", "url": ADDRESS, "organization_id": people.own, field: value}
    assert set(refused(act, "source_create", **data)) == {field}


@pytest.mark.parametrize(("settings", "field"), [
    ({"page_size": "0"}, "settings__page_size"), ({"page_size": "many"}, "settings__page_size"),
    ({"page_size": 5000}, "settings__page_size"), ({"types": "picture"}, "settings__types"),
    ({"keyword": "x" * 2001}, "settings__keyword"), ({"script": "x"}, "settings__script"), ("text", "settings__"),
])
def test_bad_settings_are_refused_by_name(act, people, settings, field):
    errors = refused(act, "source_create", title="Q", url=ADDRESS, organization_id=people.own, settings=settings)
    assert set(errors) == {field}


@pytest.mark.parametrize(("options", "field"), [
    ({"default_licence": "dl-zero-de/2.0"}, "options__default_licence_reason"), ("text", "options__"),
    ({"guard_share": "many"}, "options__guard_share"), ({"script": "x"}, "options__script"),
])
def test_bad_options_are_refused_by_name(act, people, options, field):
    errors = refused(act, "source_create", title="Q", url=ADDRESS, organization_id=people.own, options=options)
    assert set(errors) == {field}


def test_options_stay_until_they_are_given_and_are_given_whole(act, source):
    told = {"validation": "reject", "guard_share": "30"}
    assert act("admin", "source_update", id=source.id, options=told)["options"] == {**told, "guard_share": 30}
    assert act("admin", "source_update", id=source.id, title="Neu")["options"] == {**told, "guard_share": 30}
    assert act("admin", "source_update", id=source.id, options={"themes": ["ENVI"]})["options"] == {"themes": ["ENVI"]}
    assert act("admin", "source_update", id=source.id, options={})["options"] == {}


def test_options_that_lost_their_target_do_not_hinder_other_changes(act, source):
    source.options = {"lead_project": ["gone"]}
    model.Session.commit()
    assert act("admin", "source_update", id=source.id, title="Neu")["title"] == "Neu"


def test_another_kind_starts_with_settings_of_its_own(act, source):
    act("admin", "source_update", id=source.id, settings={"keyword": "opendata"})
    assert act("admin", "source_update", id=source.id, protocol="document")["settings"] == {}


def test_a_kreis_is_a_place_too(act, people):
    made = act("admin", "source_create", title="Kreis", url=ADDRESS, organization_id=people.own, municipality="05962")
    assert made["municipality"] == "05962"


def test_update_changes_what_is_named_and_nothing_else(act, source):
    before = act("admin", "source_show", id=source.name)
    after = act("admin", "source_update", id=source.name, title="Umbenannt", settings={"keyword": "geo"})
    changed = {key for key in before if before[key] != after[key]}
    assert changed - {"modified_at"} == {"title", "settings"}
    assert after["name"] == before["name"]


def test_a_rejected_update_changes_nothing(act, source):
    before = act("admin", "source_show", id=source.id)
    refused(act, "source_update", id=source.id, title="Neu", url="file:///etc/passwd")
    model.Session.rollback()
    assert act("admin", "source_show", id=source.id) == before


def test_a_schedule_makes_a_source_due_and_manual_takes_it_back(act, source):
    assert act("admin", "source_update", id=source.id, schedule="weekly")["next_run_at"]
    assert act("admin", "source_update", id=source.id, schedule="manual")["next_run_at"] is None


def test_a_removed_source_keeps_its_name_and_is_never_run_again(act, source, queued):
    act("admin", "source_delete", id=source.id)
    assert source.id not in {found["id"] for found in act("admin", "source_list")}
    refused(act, "run_create", id=source.id)
    refused(act, "source_update", id=source.id, title="Neu")
    assert queued == []
    again = act("admin", "source_create", title=source.title, url=ADDRESS, organization_id=source.organization_id)
    assert again["name"] != source.name


def test_a_run_is_handed_to_the_workers_and_a_second_one_refused(act, source, queued):
    run = act("admin", "run_create", id=source.name, force="true")
    assert queued == [run["id"]]
    assert (run["state"], run["force"], run["cause"]) == ("queued", True, "person")
    assert act("editor", "run_show", id=run["id"])["active"] is True
    errors = refused(act, "run_create", id=source.name)
    assert errors["id"][0]
    assert queued == [run["id"]]
    assert [found["id"] for found in act("editor", "run_list", id=source.id)] == [run["id"]]


@pytest.mark.parametrize(("action", "data"), [
    ("source_show", {"id": "nothing"}), ("run_show", {"id": "nothing"}), ("run_create", {"id": "nothing"}),
])
def test_unknown_things_are_not_found(act, action, data):
    with pytest.raises(tk.ObjectNotFound):
        act("sysadmin", action, **data)


def test_a_missing_id_is_a_bad_request(act):
    assert "id" in refused(act, "source_show")


def test_the_original_is_given_as_it_was_listed(act, source, record_of):
    record_of(source, document="<título/>".encode())
    found = act("editor", "record_show", id=source.id, guid="g-1")
    assert found["document"] == "<título/>"
    with pytest.raises(tk.ObjectNotFound):
        act("editor", "record_show", id=source.id, guid="g-2")


def private_dataset(organization_id):
    return dataset_of(organization_id, private=True, title="Geheimer Plan")


def test_what_belongs_to_a_private_dataset_of_another_town_is_withheld(act, source, record_of, run_of, people):
    dataset = private_dataset(people.other)
    record_of(source, dataset=dataset, held=True)
    run = run_of(source, listed=1, changed=1, findings=[
        {"guid": "g-1", "title": "Geheimer Plan", "severity": "warning", "code": "also-offered"},
    ])
    with pytest.raises(tk.NotAuthorized):
        act("editor", "record_show", id=source.id, guid="g-1")
    report = act("editor", "run_show", id=run.id)
    assert "Geheim" not in str(report)
    assert dataset["name"] not in str(report)
    assert (report["withheld"], report["causes"]) == (1, ())
    assert act("editor", "deletions_list", id=source.id) == []
    assert "Geheim" in str(act("sysadmin", "run_show", id=run.id))


def test_the_origin_is_as_private_as_the_dataset(act, source, record_of, people):
    dataset = private_dataset(people.own)
    record_of(source, dataset=dataset)
    assert act("editor", "origin_show", id=dataset["id"])["source"] == source.title
    for who in ("anonymous", "user", "editor_other"):
        with pytest.raises(tk.NotAuthorized):
            act(who, "origin_show", id=dataset["id"])
    patch = tk.get_action("package_patch")
    patch({"ignore_auth": True, "user": people.sysadmin.name}, {"id": dataset["id"], "private": False})
    assert act("anonymous", "origin_show", id=dataset["name"])["guid"] == "g-1"


def test_the_origin_names_who_offers_the_record_too(act, source, record_of, people):
    dataset = dataset_of(people.own)
    record = record_of(source, dataset=dataset)
    other = tables.Source(name=f"{source.name}-other", title="Land", url=ADDRESS, organization_id=people.other)
    model.Session.add(other)
    model.Session.flush()
    model.Session.add(
        tables.Record(source_id=other.id, guid="g-1", identity_key=record.identity_key, state="also",
                      url="https://example.org/land/1")
    )
    model.Session.commit()
    shown = act("anonymous", "origin_show", id=dataset["id"])
    assert (shown["source"], shown["also_offered_by"]) == (source.title, ["Land"])
    assert shown["offers"] == [{"title": "Land", "url": "https://example.org/land/1"}]
    assert shown["record"] is None  # the stored document is for editors
    assert act("editor_other", "origin_show", id=dataset["id"])["record"] is None
    assert act("editor", "origin_show", id=dataset["id"])["record"] == {"source": source.name, "guid": "g-1"}
    model.Session.get(tables.Identity, record.identity_key).state = "handed"
    model.Session.commit()
    shown = act("editor", "origin_show", id=dataset["id"])
    assert (shown["source"], shown["url"], shown["record"]) == (None, None, None)


def test_a_dataset_that_was_not_harvested_has_no_origin(act, people):
    with pytest.raises(tk.ObjectNotFound):
        act("anonymous", "origin_show", id=dataset_of(people.own)["id"])


def test_held_deletions_are_listed_and_rejected(act, source, record_of, people):
    dataset = dataset_of(people.own, title="Bäume")
    record_of(source, dataset=dataset, held=True)
    assert [found["title"] for found in act("editor", "deletions_list", id=source.id)] == ["Bäume"]
    assert act("admin", "source_show", id=source.id)["held"] == 1
    assert act("admin", "deletions_reject", id=source.id) == {"records": 1}
    assert act("editor", "deletions_list", id=source.id) == []
    assert model.Package.get(dataset["id"]).state == "active"


def test_confirmed_deletions_are_a_run_of_the_workers_that_names_the_person(act, source, record_of, people, queued):
    dataset = dataset_of(people.own)
    record_of(source, dataset=dataset, held=True)
    run = act("admin", "deletions_confirm", id=source.name)
    assert queued == [run["id"]]
    assert run["cause"] == "confirmed"
    assert model.Session.get(tables.Run, run["id"]).user_id == people.admin.id
    runs.execute(run["id"])
    model.Session.rollback()
    assert model.Package.get(dataset["id"]).state == "deleted"
    assert act("editor", "run_show", id=run["id"])["counts"]["deleted"] == 1


def test_nothing_held_is_nothing_to_confirm(act, source, queued):
    assert "id" in refused(act, "deletions_confirm", id=source.id)
    assert queued == []


def test_listing_sources_takes_the_same_number_of_queries_for_any_number(act, people, queued):
    import sqlalchemy as sa

    def queries():
        seen = []
        engine = model.ensure_engine()
        sa.event.listen(engine, "before_cursor_execute", counter := lambda *given: seen.append(given[2]))
        try:
            act("sysadmin", "source_list")
        finally:
            sa.event.remove(engine, "before_cursor_execute", counter)
        return len(seen)

    few = queries()
    for number in range(5):
        act("admin", "source_create", title=f"Viele {number}", url=ADDRESS, organization_id=people.own)
    assert queries() <= few + 1
