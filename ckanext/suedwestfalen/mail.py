"""Mails to people of the portal: sent one by one, never an error that reaches whoever has something to say."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from ckan import model
from ckan.lib import mailer
from ckan.plugins import toolkit as tk

log = logging.getLogger(__name__)

# Seconds: CKAN's mailer knows no timeout, and a mail server that hangs must not hold a worker.
TIMEOUT = 30


def deliver(name: str, address: str, subject: str, body: str) -> bool:
    """Send a mail in plain text; tell whether it went out."""
    if not tk.config.get("smtp.mail_from"):
        # CKAN's mailer would fail with an AttributeError
        log.info("no mail is sent, because smtp.mail_from is not set")
        return False
    try:
        with _patience():
            mailer.mail_recipient(name, address, " ".join(subject.split()), body)
    except (mailer.MailerException, OSError, ValueError) as error:
        log.warning("a mail could not be sent: %s", type(error).__name__)
        return False
    return True


@contextmanager
def _patience() -> Iterator[None]:
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(TIMEOUT)
    try:
        yield
    finally:
        socket.setdefaulttimeout(before)


def administrators(organization_id: str) -> list[tuple[str, str]]:
    """Give name and mail address of an organization's administrators, every address once."""
    query = (
        sa.select(model.User)
        .join(model.Member, model.Member.table_id == model.User.id)
        .where(
            model.Member.group_id == organization_id, model.Member.table_name == "user",
            model.Member.capacity == "admin", model.Member.state == "active", model.User.state == "active",
        )
        .order_by(model.User.name)
    )
    found = {user.email.lower(): (user.display_name, user.email)
             for user in model.Session.scalars(query) if user.email}
    return list(found.values())


def address(path: str) -> str:
    """Give the address of a page: a worker has no request from which CKAN could make it."""
    root = str(tk.config.get("ckan.root_path") or "").replace("/{{LANG}}", "").rstrip("/")
    return str(tk.config["ckan.site_url"]).rstrip("/") + root + path
