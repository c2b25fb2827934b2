"""The daily look: outdated use cases are marked, and their towns reminded, not too often."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.tests.servers.smtp import mail_sink
from ckanext.suedwestfalen.use_cases import names, records, reminders, states
from ckanext.suedwestfalen.use_cases.model import Event, Reminder

__all__ = ["mail_sink"]
TODAY = dt.datetime.now(dt.timezone.utc).date()
LONG_AGO = (TODAY - dt.timedelta(days=500)).isoformat()


@pytest.fixture
def mailing(mail_sink, ckan_config, monkeypatch, people):
    """The portal mails to the sink, and nothing is to be checked yet; gives the sink."""
    monkeypatch.setitem(ckan_config, "smtp.server", mail_sink.address)
    monkeypatch.setitem(ckan_config, "smtp.mail_from", "portal@example.org")
    for package in model.Session.scalars(sa.select(model.Package).where(model.Package.type == names.TYPE)):
        package.state = model.State.DELETED
    model.Session.execute(sa.delete(Reminder))
    model.Session.commit()
    return mail_sink


@pytest.fixture
def on(mailing, monkeypatch):
    """Run the daily command so many days from now; gives the mails that it sent."""

    def run(days):
        moment = dt.datetime.now(dt.timezone.utc) + dt.timedelta(days=days)
        for module in (reminders, reminders.tasks):
            monkeypatch.setattr(module, "now", lambda: moment)
        mailing.mails.clear()
        done = reminders.run()
        model.Session.rollback()
        assert done.mails == len(mailing.mails)
        return [mail for _recipient, mail in mailing.mails]

    return run


@pytest.fixture
def marked_on():
    """Say when a use case was marked as outdated."""

    def say(case, days):
        at = dt.datetime.now(dt.timezone.utc) + dt.timedelta(days=days)
        model.Session.execute(sa.update(Event).where(
            Event.package_id == case["id"], Event.kind == states.OUTDATED).values(at=at))
        model.Session.commit()

    return say


def status(case):
    model.Session.rollback()
    model.Session.expire_all()
    return records.status(model.Package.get(case["id"]))


def test_what_nobody_looked_at_is_marked_and_stays_public(on, case, act):
    old = case(names.PUBLISHED, last_reviewed=LONG_AGO)
    kept = {state: case(state, last_reviewed=LONG_AGO) for state in (names.DRAFT, names.SUBMITTED, names.WITHDRAWN)}
    fresh = case(names.PUBLISHED, last_reviewed=(TODAY - dt.timedelta(days=300)).isoformat())
    foreign = case(names.PUBLISHED, last_reviewed=LONG_AGO, source_catalog="https://andere.example.org")
    on(0)
    assert status(old) == names.OUTDATED
    assert act("anonymous", "package_show", id=old["id"])["record_status"] == names.OUTDATED
    assert {state: status(each) for state, each in kept.items()} == {state: state for state in kept}
    assert status(fresh) == status(foreign) == names.PUBLISHED
    found = tk.get_action("package_search")({}, {"fq": "dataset_type:use_case record_status:veraltet"})
    assert [each["id"] for each in found["results"]] == [old["id"]]


def test_the_months_are_an_option(on, case, ckan_config, monkeypatch):
    made = case(names.PUBLISHED, last_reviewed=(TODAY - dt.timedelta(days=80)).isoformat())
    on(0)
    assert status(made) == names.PUBLISHED
    monkeypatch.setitem(ckan_config, "ckanext.suedwestfalen.use_cases.review_months", 2)
    on(0)
    assert status(made) == names.OUTDATED


def test_the_administrators_get_one_mail_with_all_cases(on, case, people, mailing):
    cases = [case(names.PUBLISHED, last_reviewed=LONG_AGO, title=f"Fall {number}") for number in "ab"]
    elsewhere = case(names.PUBLISHED, last_reviewed=LONG_AGO, owner_org=people.other, title="Fall in Olpe")
    on(0)
    got = dict(mailing.mails)
    assert set(got) == {model.User.get(person.id).email for person in (people.admin, people.admin_other)}
    text = got[model.User.get(people.admin.id).email].get_content()
    for each in cases:
        assert f"http://portal.test/use_case/{each['name']}" in text
        assert each["title"] in text
    assert elsewhere["name"] not in text
    assert "http://portal.test/tasks" in text


def test_at_most_one_mail_a_day_and_then_not_for_thirty_days(on, case):
    case(names.PUBLISHED, last_reviewed=LONG_AGO)
    assert [len(on(days)) for days in (0, 0, 1, 15, 29, 30, 31)] == [1, 0, 0, 0, 0, 1, 0]


def test_a_further_case_is_told_the_next_day(on, case, marked_on):
    case(names.PUBLISHED, last_reviewed=LONG_AGO, title="Der erste")
    on(0)
    further = case(names.PUBLISHED, last_reviewed=LONG_AGO, title="Der zweite")
    assert on(0) == []  # one mail a day
    marked_on(further, 1)
    (mail,) = on(1)
    assert "Der erste" in mail.get_content()
    assert "Der zweite" in mail.get_content()
    assert on(2) == []


def test_who_confirmed_is_left_in_peace(on, case, act):
    made = case(names.PUBLISHED, last_reviewed=LONG_AGO)
    on(0)
    act("editor", "use_case_review", id=made["id"])
    assert status(made) == names.PUBLISHED
    assert on(40) == []


def test_a_mail_that_was_refused_is_tried_again(on, case, mailing):
    case(names.PUBLISHED, last_reviewed=LONG_AGO)
    mailing.refuse = True
    assert on(0) == []
    mailing.refuse = False
    assert len(on(0)) == 1


def test_a_mail_server_that_is_away_raises_nothing(on, case, ckan_config, monkeypatch):
    made = case(names.PUBLISHED, last_reviewed=LONG_AGO)
    monkeypatch.setitem(ckan_config, "smtp.server", "127.0.0.1:1")
    assert reminders.run() == reminders.Done(outdated=1, new=1, mails=0, failed=1)
    assert status(made) == names.OUTDATED


def test_two_processes_at_once_send_one_mail(on, case, people, monkeypatch):
    case(names.PUBLISHED, last_reviewed=LONG_AGO)
    deliver = reminders.mail.deliver

    def meanwhile(*letter):
        monkeypatch.setattr(reminders.mail, "deliver", deliver)
        engine = model.Session.get_bind()
        with engine.connect() as other, other.begin():
            other.execute(sa.text("SET LOCAL lock_timeout = '200ms'"))
            with pytest.raises(sa.exc.OperationalError):  # the other waits until this one is through
                other.execute(reminders.insert(Reminder).values(
                    user_id=people.admin.id, sent_on=TODAY).on_conflict_do_nothing())
        return deliver(*letter)

    monkeypatch.setattr(reminders.mail, "deliver", meanwhile)
    assert len(on(0)) == 1


def test_one_case_that_cannot_be_marked_keeps_none_of_the_others(on, case, monkeypatch):
    cases = [case(names.PUBLISHED, last_reviewed=LONG_AGO) for _ in range(3)]
    outdate, broken = states.outdate, cases[1]["id"]

    def breaks(package):
        if package.id == broken:
            raise RuntimeError("no")
        return outdate(package)

    monkeypatch.setattr(reminders.states, "outdate", breaks)
    (mail,) = on(0)
    assert [status(each) for each in cases] == [names.OUTDATED, names.PUBLISHED, names.OUTDATED]
    assert cases[1]["name"] not in mail.get_content()


def test_the_command_says_what_it_did(on, case, cli):
    from ckan.cli.cli import ckan

    case(names.PUBLISHED, last_reviewed=LONG_AGO)
    result = cli.invoke(ckan, ["suedwestfalen", "use-cases", "remind"])
    assert not result.exit_code, result.output
    assert "1" in result.output
