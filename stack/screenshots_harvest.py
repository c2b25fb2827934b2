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
# A WFS names its records by its address and their layers.
_DATASETS = ("SELECT package_id FROM suedwestfalen_harvest_identity JOIN package ON package.id = package_id"
             " WHERE starts_with(key, :address || '#')")
_FORGET = ("DELETE FROM suedwestfalen_harvest_identity WHERE starts_with(key, :address || '#')",
           "DELETE FROM suedwestfalen_harvest_source WHERE url = :address")
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
        sys.exit(f"There is a source {address} already. Remove it on its page; the pictures need a fresh one.")
    portal.log_in()
    with _nothing_left(portal, site, address):
        _adding(page, album, address)
        _filling(page, album, address)
        source = _first_run(page, portal, address)
        _guard(portal, source, album)
    _report(page, album, f"beispiel-{town.name}")


def _adding(page: Page, album: Album, address: str) -> None:
    page.goto("/harvesting/new")
    page.fill("#field-url", address)
    album.take(page, "harvest-address", MAIN, ".form-actions")
    page.click("button[value=detect]")
    page.wait_for_selector("button[value=take_over]")
    album.take(page, "harvest-found", MAIN, ".swf-h-found")
    for group in page.locator("#harvest-source-form > details").all()[1:2]:
        group.locator("summary").click()
    album.take(page, "harvest-form", ".form-group:has(#field-title)", "#harvest-source-form > .form-actions", 2000)
    page.click("button[value=preview]")
    page.wait_for_selector("#preview table")
    album.take(page, "harvest-preview", "#preview", "#preview", 1150)


def _filling(page: Page, album: Album, address: str) -> None:
    """Fill the form of a single dataset from a layer; nothing is saved."""
    page.goto("/dataset/new/from-address")
    page.fill("#field-fill-url", address)
    page.press("#field-fill-url", "Enter")
    page.check(f"#fill-choice-form [value*={LEFT[0]}]")
    page.click("#fill-choice-form [type=submit]")
    page.wait_for_selector("#field-title")
    album.take(page, "dataset-from-address", "[role=main]", "[role=main]", 1100)


def _first_run(page: Page, portal: Portal, address: str) -> dict[str, Any]:
    """Take the WFS over as an administrator does; gives the source when its first run has ended."""
    page.goto("/harvesting/new")
    page.fill("#field-url", address)
    page.click("button[value=detect]")
    page.click("button[value=take_over]")
    page.wait_for_url("**/harvesting/run/**")
    page.wait_for_selector("#harvest-run .badge.bg-success", timeout=SECONDS * 1000)
    return next(one for one in portal.harvest("source_list") if one["url"] == address)


def _guard(portal: Portal, source: dict[str, Any], album: Album) -> None:
    """Let most layers be missing: all others were not asked for, which is to the guard as if they had gone."""
    name, page = source["name"], portal.page
    portal.run(name, force=True)
    portal.run(name)
    portal.harvest("source_update", id=name, settings={"layers": ", ".join(LEFT)})
    portal.run(name)
    page.goto(f"/harvesting/source/{name}")
    album.take(page, "harvest-source", MAIN, MAIN, 1300)
    page.goto(f"/harvesting/source/{name}/deletions")
    album.take(page, "harvest-held", MAIN, MAIN)
    page.goto(f"/harvesting/source/{name}/remove")
    album.take(page, "harvest-remove", MAIN, MAIN)
    page.goto("/harvesting")
    album.take(page, "harvest-sources", "", MAIN)


def _report(page: Page, album: Album, name: str) -> None:
    """Import a demo catalogue again, which takes some seconds and has something to report."""
    page.goto(f"/harvesting/source/{name}")
    page.click("form:has([name=force]) button")
    page.wait_for_url("**/harvesting/run/**")
    page.wait_for_selector("#harvest-progress", timeout=SECONDS * 1000)
    album.take(page, "harvest-running", MAIN, "#harvest-run .table")
    page.wait_for_selector("#harvest-run .badge.bg-success", timeout=SECONDS * 1000)
    page.reload()
    album.take(page, "harvest-report", MAIN, MAIN, 880)


@contextmanager
def _nothing_left(portal: Portal, site: Site, address: str) -> Iterator[None]:
    """Forget the source of this address afterwards with all that came of it, so that the next time is the first."""
    engine = sa.create_engine(services.postgres_url(site, DATABASE))
    try:
        yield
    finally:
        with engine.connect() as database:
            packages = list(database.scalars(sa.text(_DATASETS), {"address": address}))
        for package_id in packages:
            portal.act("dataset_purge", id=package_id)
        with engine.begin() as database:
            for statement in _FORGET:
                database.execute(sa.text(statement), {"address": address})
