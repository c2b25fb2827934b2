"""A published case of Soest, and Olpe that takes it up."""

from __future__ import annotations

import pytest

from ckanext.suedwestfalen.tests.servers.smtp import mail_sink
from ckanext.suedwestfalen.use_cases import adopting, names

__all__ = ["mail_sink"]


@pytest.fixture(autouse=True)
def _patient(monkeypatch):
    """Let the people of the tests say more in an hour than people do."""
    monkeypatch.setattr(adopting, "HOURLY", 10_000)


@pytest.fixture
def published(case):
    """Make a published case of Soest."""

    def make(**fields):
        return case(names.PUBLISHED, **fields)

    return make


@pytest.fixture
def adopt(act, published):
    """Let Olpe declare that it takes a case up, and go on to a status; gives the adoption as Olpe sees it."""

    def make(status=names.INTERESTED, case_id=None, **values):
        made = act("editor_other", "use_case_adoption_create", id=case_id or published()["id"], **values)
        if status != made["status"]:
            made = act("editor_other", "use_case_adoption_update", id=made["id"], version=made["version"],
                       status=status, **({"reason": "zu teuer"} if status == names.DROPPED else {}))
        return made

    return make


@pytest.fixture
def mailing(mail_sink, ckan_config, monkeypatch):
    """The portal mails to the sink; gives it."""
    monkeypatch.setitem(ckan_config, "smtp.server", mail_sink.address)
    monkeypatch.setitem(ckan_config, "smtp.mail_from", "portal@example.org")
    return mail_sink
