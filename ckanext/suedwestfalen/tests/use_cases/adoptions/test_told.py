"""Who is told: by mail (a real mail server), and among the tasks until somebody has answered or seen it."""

from __future__ import annotations

import socket

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.suedwestfalen.use_cases import adoption_states, adoption_tasks, names
from ckanext.suedwestfalen.use_cases.model import Adoption


def addresses(mailing):
    return sorted(recipient for recipient, _mail in mailing.mails)


def email(person):
    return model.User.get(person.id).email


@pytest.fixture
def rows(people, test_request_context):
    """Tasks about one case, as (group, note)."""

    def of(who, made):
        with test_request_context():
            found = list(adoption_tasks.rows(getattr(people, who).name))
        return [(task.group, task.note) for task in found if made["id"] in task.url]

    return of


def test_the_owner_is_told_by_mail_of_interest_and_of_every_status(mailing, act, adopt, people):
    made = adopt()
    assert addresses(mailing) == [email(people.admin)]
    mail = mailing.mails[0][1]
    assert f"http://portal.test/use_case/adoption/{made['id']}" in mail.get_content()
    assert mail.get_content_type() == "text/plain"
    act("editor_other", "use_case_adoption_update", id=made["id"], version=1, status=names.TESTING)
    assert len(mailing.mails) == 2
    act("editor_other", "use_case_adoption_update", id=made["id"], version=2, changes="LoRa")
    assert len(mailing.mails) == 2


def test_a_comment_goes_to_the_other_town_and_a_note_to_nobody(mailing, act, adopt, people):
    made = adopt()
    for who, told in (("editor", people.admin_other), ("editor_other", people.admin)):
        mailing.mails.clear()
        act(who, "use_case_adoption_comment", id=made["id"], text="Wie läuft es?")
        assert addresses(mailing) == [email(told)]
        assert "Wie läuft es?" in mailing.mails[0][1].get_content()
        act(who, "use_case_adoption_comment", id=made["id"], text="Für die Akte.", kind="note")
        assert len(mailing.mails) == 1
    mailing.mails.clear()
    act("agency", "use_case_adoption_comment", id=made["id"], text="Gut.")
    assert addresses(mailing) == sorted([email(people.admin), email(people.admin_other)])


def test_who_wrote_it_gets_none(mailing, act, adopt, people):
    made = adopt()
    mailing.mails.clear()
    writer = factories.User()
    for organization in (people.own, people.other):
        call_action("organization_member_create", id=organization, username=writer["name"], role="admin")
    context = {"user": writer["name"], "auth_user_obj": model.User.get(writer["name"])}
    tk.get_action("use_case_adoption_comment")(context, {"id": made["id"], "text": "x"})
    model.User.get(writer["name"]).delete()
    model.Session.commit()
    assert addresses(mailing) == [email(people.admin)]


def test_the_reason_is_told(mailing, act, adopt):
    made = adopt(names.TESTING)
    mailing.mails.clear()
    act("editor_other", "use_case_adoption_update", id=made["id"], version=2, status=names.DROPPED,
        reason="Kein Personal.")
    assert "Kein Personal." in mailing.mails[0][1].get_content()


def test_the_first_operation_suggests_the_phase_and_sets_nothing(mailing, act, adopt):
    made = adopt()
    mailing.mails.clear()
    act("editor_other", "use_case_adoption_update", id=made["id"], version=1, status=names.OPERATING)
    first = mailing.mails[-1][1].get_content()
    mailing.mails.clear()
    act("agency", "use_case_adoption_create", id=made["package_id"], name="Paderborn", status=names.OPERATING)
    second = mailing.mails[-1][1].get_content()
    phase = adoption_states.label("use_case_phase", "transfer", "de")
    assert phase in first
    assert phase not in second
    assert act("anonymous", "package_show", id=made["package_id"])["phase"] == "pilot"


@pytest.mark.parametrize("phase", ["transfer", "beendet"])
def test_who_has_said_so_already_is_not_asked(act, published, adopt, rows, phase):
    made = adopt(names.OPERATING, case_id=published(phase=phase, end_date="2026-01-01", resources=[
        {"url": "https://example.org/beleg.pdf", "kind": "beleg", "name": "Beleg"}])["id"])
    assert len(rows("editor", made)) == 1


def test_mails_never_harm(act, adopt, ckan_config, monkeypatch, mailing):
    mailing.refuse = True
    assert adopt()["id"]
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        monkeypatch.setitem(ckan_config, "smtp.server", f"127.0.0.1:{nobody.getsockname()[1]}")
        made = adopt(names.OPERATING)
        assert act("editor", "use_case_adoption_comment", id=made["id"], text="x")["history"][0]["text"] == "x"
    monkeypatch.setitem(ckan_config, "smtp.mail_from", None)
    assert adopt()["id"]


def test_a_title_makes_no_header(mailing, adopt, published):
    case = published()
    model.Session.get(model.Package, case["id"]).title = "Titel\r\nBcc: spam@example.org"
    model.Session.commit()
    adopt(case_id=case["id"])
    assert mailing.mails[0][1]["Bcc"] is None


def test_the_owner_has_a_task_until_it_answers(act, adopt, rows):
    made = adopt()
    assert len(rows("editor", made)) == len(rows("admin", made)) == 1
    assert rows("editor_other", made) == rows("member", made) == rows("user", made) == []
    act("editor", "use_case_adoption_comment", id=made["id"], text="Willkommen!")
    assert rows("editor", made) == []
    assert "Willkommen!" in rows("editor_other", made)[0][1]
    act("editor_other", "use_case_adoption_update", id=made["id"], version=1, status=names.TESTING)
    assert rows("editor_other", made) == []
    assert len(rows("editor", made)) == 1
    act("editor_other", "use_case_adoption_comment", id=made["id"], text="Notiz", kind="note")
    assert len(rows("editor", made)) == 1
    act("editor", "use_case_adoption_comment", id=made["id"], kind="seen")
    assert rows("editor", made) == []


def test_operation_elsewhere_is_a_task_of_its_own_until_it_is_put_away(act, adopt, rows):
    made = adopt(names.OPERATING)
    assert len(rows("editor", made)) == 2
    act("editor", "use_case_adoption_comment", id=made["id"], text="Glückwunsch!")
    assert len(rows("editor", made)) == 1
    assert rows("editor_other", made) != []
    act("editor", "use_case_adoption_comment", id=made["id"], kind="seen")
    assert rows("editor", made) == []


def test_what_the_owner_names_itself_is_no_news_to_it(act, published, rows):
    made = act("editor", "use_case_adoption_create", id=published()["id"], name="Paderborn")
    assert rows("editor", made) == []
    assert model.Session.get(Adoption, made["id"]).organization_id == ""
