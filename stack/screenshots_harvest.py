"""The pictures of the handbook: an administrator adds the WFS of a demo town, harvests it, and takes it away again.

The portal is afterwards as it was before, but for one more run of the demo catalogue.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from playwright.sync_api import Page

from stack import services
from stack.configuration import DATABASE
from stack.layout import Site
from stack.towns import towns

if TYPE_CHECKING:
    from stack.screenshots import Album

SECONDS = 90
MAIN = ".swf-h"
TABLE = "suedwestfalen_harvest"
# What is left of the WFS's layers when the deletion guard is to be seen.
LEFT = ["schulen", "kitas"]


class Portal:
    """The portal's actions, called as its administrator."""

    def __init__(self, page: Page, known: dict[str, str]) -> None:
        self.page, self.known = page, known

    def act(self, action: str, **data: Any) -> Any:
        """Call an action and give its result; one that is refused ends the program."""
        answer = self.page.request.post(f"/api/3/action/{action}", data=data,
                                        headers={"Authorization": self.known["token"]})
        if not answer.ok:
            sys.exit(f"{action}: {answer.text()[:500]}")
        return answer.json()["result"]

    def harvest(self, action: str, **data: Any) -> Any:
        """Call an action of the harvest."""
        return self.act(f"suedwestfalen_harvest_{action}", **data)

    def run(self, name: str, **options: Any) -> None:
        """Harvest a source and wait for the end."""
        run = self.harvest("run_create", id=name, **options)
        end = time.monotonic() + SECONDS
        while not self.harvest("run_show", id=run["id"])["finished_at"]:
            if time.monotonic() > end:
                sys.exit(f"The run of {name} did not end within {SECONDS} s.")
            time.sleep(0.5)

    def log_in(self) -> None:
        """Let the page be the administrator's."""
        self.page.goto("/user/login")
        self.page.fill("#field-login", self.known["name"])
        self.page.fill("#field-password", self.known["password"])
        self.page.click("form:has(#field-password) button[type=submit]")
        self.page.wait_for_url("**/dashboard/**")


def take(page: Page, album: Album, site: Site) -> None:
    """Go through the handbook's example and take its pictures."""
    lines = site.admin.read_text(encoding="utf-8").splitlines()
    portal = Portal(page, dict(line.split(": ", 1) for line in lines))
    town = towns(site)[0]
    address = f"{town.url}wfs"
    if any(source["url"] == address for source in portal.harvest("source_list")):
        sys.exit(f"There is a source {address} already. Remove it (Quelle entfernen); the pictures need a fresh one.")
    portal.log_in()
    with _nothing_left(portal, site, address):
        _adding(page, album, address)
        _first_run(page, album)
        name = page.locator("#harvest-run h1").inner_text()
        source = next(one for one in portal.harvest("source_list") if one["url"] == address)
        _guard(portal, album, source["name"])
        _filling(page, album, address)
    _report(page, album, f"beispiel-{town.name}")
    print(f"{name}: removed", flush=True)


def _adding(page: Page, album: Album, address: str) -> None:
    page.goto("/harvesting/new")
    page.fill("#field-url", address)
    album.take(page, "harvest-address", MAIN, ".form-actions")
    page.click("button[value=detect]")
    page.wait_for_selector("button[value=take_over]")
    album.take(page, "harvest-found", MAIN, ".swf-h-found")
    for group in page.locator("#harvest-source-form > details").all()[1:3]:
        group.locator("summary").click()
    album.take(page, "harvest-form", "#field-title", ".form-actions", 1800)
    page.click("button[value=preview]")
    page.wait_for_selector("#preview table")
    album.take(page, "harvest-preview", "#preview", "#preview", 1150)


def _first_run(page: Page, album: Album) -> None:
    page.goto("/harvesting/new")
    page.fill("#field-url", page.url)
