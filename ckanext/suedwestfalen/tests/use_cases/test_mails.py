"""Mails about the release: to whoever has to act or waits for an answer, by the workers, never in the way."""

from __future__ import annotations

import pytest
from ckan import model
from ckan.lib.jobs import get_queue
from ckan.plugins import toolkit as tk
from redis.exceptions import ConnectionError as RedisAway

from ckanext.suedwestfalen.tests.servers.smtp import mail_sink
from ckanext.suedwestfalen.use_cases import names, records

__all__ = ["mail_sink"]


@pytest.fixture
def mailing(mail_sink, ckan_config, monkeypatch, people):
    """Let the portal mail to the sink; gives a function that lets the workers work and gives (recipient, mail)."""
    monkeypatch.setitem(ckan_config, "smtp.server", mail_sink.address)
    monkeypatch.setitem(ckan_config, "smtp.mail_from", "portal@example.org")
    get_queue().empty()

    def arrived():
        for job in get_queue().jobs:
            job.func(*job.args)
        get_queue().empty()
        found = list(mail_sink.mails)
        mail_sink.mails.clear()
        return found

    yield arrived
    get_queue().empty()


@pytest.fixture
def address(people):
    return lambda who: model.User.get(getattr(people, who).id).email


@pytest.mark.parametrize(("by", "releaser"), [("town", "admin"), ("agency", "agency")])
def test_a_submission_is_told_to_the_releaser(mailing, act, case, released_by, address, by, releaser):
    released_by(by)
    made = case(title="Kühle Orte <b>")
    act("editor", "use_case_submit", id=made["id"], note="Bitte bis Freitag.")
    ((recipient, mail),) = mailing()
    assert recipient == address(releaser)
    text = mail.get_content()
    assert "Kühle Orte <b>" in mail["Subject"]
    assert mail.get_content_type() == "text/plain"
    assert "Bitte bis Freitag." in text
    assert f"http://portal.test/use_case/{made['name']}" in text
    assert "http://portal.test/tasks" in text  # the other address is not public
    assert "Soest" in text


def test_the_answer_is_told_to_whoever_asked(mailing, act, case, address):
    made = case()
    act("editor", "use_case_submit", id=made["id"])
    mailing()
    act("admin", "use_case_return", id=made["id"], note="Es fehlen\ndie Kosten.")
    ((recipient, mail),) = mailing()
    assert recipient == address("editor")
    assert "Es fehlen\ndie Kosten." in mail.get_content()
    act("editor", "use_case_submit", id=made["id"])
    mailing()
    act("admin", "use_case_release", id=made["id"])
    ((recipient, mail),) = mailing()
    assert recipient == address("editor")


def test_a_withdrawal_is_told_to_the_town(mailing, act, case, address):
    made = case(names.PUBLISHED)
    act("editor", "use_case_withdraw", id=made["id"])
    assert [recipient for recipient, _mail in mailing()] == [address("admin")]


def test_changes_of_a_published_case_say_that_it_stays(mailing, act, case):
    made = case(names.PUBLISHED)
    act("editor", "package_patch", id=made["id"], title="Neuer Titel")
    act("editor", "use_case_submit", id=made["id"])
    ((_recipient, mail),) = mailing()
    plain = case()
    act("editor", "use_case_submit", id=plain["id"])
    ((_recipient, other),) = mailing()
    sentences = [each.get_content().splitlines()[2] for each in (mail, other)]
    assert sentences[0] != sentences[1].replace(plain["title"], made["title"])


def test_nobody_is_told_what_they_did_themselves(mailing, act, case):
    made = case()
    act("admin", "use_case_submit", id=made["id"])
    # the only releaser did it
    assert mailing() == []
    act("admin", "use_case_review", id=case(names.PUBLISHED)["id"])
    assert mailing() == []


def test_authors_who_left_are_not_told(mailing, act, case, people):
    made = case()
    act("editor", "use_case_submit", id=made["id"])
    mailing()
    act("sysadmin", "organization_member_delete", id=people.own, username=people.editor.name)
    try:
        act("admin", "use_case_release", id=made["id"])
        assert mailing() == []
    finally:
        act("sysadmin", "organization_member_create", id=people.own, username=people.editor.name, role="editor")


def test_a_title_of_two_lines_forges_no_header(mailing, act, case):
    made = case(title="Harmlos\nBcc: all@example.org")
    act("editor", "use_case_submit", id=made["id"])
    ((_recipient, mail),) = mailing()
    assert mail["Bcc"] is None


def test_a_bad_mail_server_changes_nothing(mailing, mail_sink, act, case):
    mail_sink.refuse = True
    made = case()
    act("editor", "use_case_submit", id=made["id"])
    assert len(get_queue().jobs) == 1  # not sent while the editor waits
    mailing()
    assert records.status(model.Package.get(made["id"])) == names.SUBMITTED


def test_without_redis_it_is_sent_at_once(mailing, mail_sink, act, case, address, monkeypatch):
    def away(*_args, **_options):
        raise RedisAway("gone")

    monkeypatch.setattr(tk, "enqueue_job", away)
    act("editor", "use_case_submit", id=case()["id"])
    assert [recipient for recipient, _mail in mail_sink.mails] == [address("admin")]
