"""Mails: sent to a real mail server, once per state, and never in the way of a run."""

from __future__ import annotations

import socket

import pytest
from ckan import model
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.suedwestfalen import mail as base_mail
from ckanext.suedwestfalen.harvest import mails, runs
from ckanext.suedwestfalen.harvest import model as tables
from ckanext.suedwestfalen.net import findings as net
from ckanext.suedwestfalen.tests.servers.smtp import mail_sink

__all__ = ["mail_sink"]


@pytest.fixture
def mailing(mail_sink, ckan_config, monkeypatch, people):
    """The portal mails to the sink; gives it."""
    monkeypatch.setitem(ckan_config, "smtp.server", mail_sink.address)
    monkeypatch.setitem(ckan_config, "smtp.mail_from", "portal@example.org")
    return mail_sink


@pytest.fixture
def ends(source):
    """Let a run of the source end in a state, as a worker lets it."""

    def end(state, error=None, held=0):
        model.Session.rollback()
        run = runs.start(model.Session.get(tables.Source, source.id), cause="cli")
        run.state, run.held = "importing", held
        run.complete = state in ("finished", "held")
        run.listed = 0 if state == "failed" else 5
        run.unchanged = run.listed
        run.error = error.as_dict() if error else None
        model.Session.commit()
        runs.finish(run.id)
        model.Session.rollback()
        ended = model.Session.get(tables.Run, run.id)
        assert ended.state == state
        return ended

    return end


AWAY, BROKEN = net.CONNECT_FAILED(host="csw.example.org", reason="refused"), net.XML_HTML(title="Wartung")


def test_a_failed_run_is_told_to_the_administrators_with_what_to_do(mailing, ends, people, source):
    run = ends("failed", BROKEN)
    assert [recipient for recipient, _mail in mailing.mails] == [model.User.get(people.admin.id).email]
    mail = mailing.mails[0][1]
    text = mail.get_content()
    assert source.title in mail["Subject"]
    assert mail.get_content_type() == "text/plain"
    assert f"http://portal.test/harvesting/run/{run.id}" in text
    assert source.title in text
    assert "Traceback" not in text


def test_they_are_told_once_and_again_after_it_was_well(mailing, ends):
    for _ in range(3):
        ends("failed", BROKEN)
    assert len(mailing.mails) == 1
    ends("partial", AWAY)  # neither well nor worse
    ends("failed", BROKEN)
    assert len(mailing.mails) == 1
    ends("finished")
    ends("failed", BROKEN)
    assert len(mailing.mails) == 2


def test_silence_is_told_at_the_third_time_in_a_row(mailing, ends):
    ends("failed", AWAY)
    ends("failed", AWAY)
    ends("finished")
    ends("failed", AWAY)
    ends("failed", AWAY)
    assert mailing.mails == []
    ends("failed", AWAY)
    ends("failed", AWAY)
    assert len(mailing.mails) == 1
    assert "3" in mailing.mails[0][1].get_content()


def test_held_deletions_lead_to_their_page(mailing, ends, source):
    ends("held", held=7)
    ends("held", held=7)
    assert len(mailing.mails) == 1
    text = mailing.mails[0][1].get_content()
    assert f"http://portal.test/harvesting/source/{source.name}/deletions" in text
    assert "7" in text


def test_only_administrators_with_an_address_get_it(mailing, ends, people, source):
    nameless = factories.User()
    call_action("organization_member_create", id=people.own, username=nameless["name"], role="admin")
    model.User.get(nameless["id"]).email = None
    gone = factories.User()
    call_action("organization_member_create", id=people.own, username=gone["name"], role="admin")
    model.User.get(gone["id"]).state = "deleted"
    model.Session.commit()
    assert [address for _name, address in mails.recipients(source)] == [model.User.get(people.admin.id).email]


def test_a_title_makes_no_header(mailing, ends, source):
    model.Session.get(tables.Source, source.id).title = "Quelle\r\nBcc: spam@example.org"
    model.Session.commit()
    ends("failed", BROKEN)
    assert mailing.mails[0][1]["Bcc"] is None


def test_a_mail_server_that_refuses_or_is_away_harms_no_run_and_is_tried_again(mailing, ends, source, ckan_config,
                                                                               monkeypatch):
    mailing.refuse = True
    ends("failed", BROKEN)
    assert model.Session.get(tables.Source, source.id).told == ""
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        monkeypatch.setitem(ckan_config, "smtp.server", f"127.0.0.1:{nobody.getsockname()[1]}")
        ends("failed", BROKEN)
    mailing.refuse = False
    monkeypatch.setitem(ckan_config, "smtp.server", mailing.address)
    ends("failed", BROKEN)
    assert len(mailing.mails) == 1
    assert model.Session.get(tables.Source, source.id).told == "failed"


def test_a_mail_server_that_hangs_does_not_hold_the_worker(ends, ckan_config, monkeypatch):
    monkeypatch.setattr(base_mail, "TIMEOUT", 0.3)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        monkeypatch.setitem(ckan_config, "smtp.server", f"127.0.0.1:{silent.getsockname()[1]}")
        ends("failed", BROKEN)
    assert socket.getdefaulttimeout() is None
