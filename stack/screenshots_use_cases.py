"""The pictures of the handbook on use cases: a case of one town is taken over by another, which makes its own of it.

The people and the use cases of the pictures are gone afterwards; the examples of `seed --demo` stay as they were.
"""

from __future__ import annotations

import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from playwright.sync_api import Page

from stack import services
from stack.configuration import DATABASE
from stack.layout import Site
from stack.screenshots_harvest import Portal

if TYPE_CHECKING:
    from stack.screenshots import Album

#: Names of all that is made here begin so.
MARK = "bilder-"
OWNER, ADOPTER, AGENCY = "soest", "olpe", "suedwestfalen-agentur"
MAIN, STATE, ADOPTIONS = "[role=main]", ".swf-uc-state", "#adoptions"
#: Bars that stay at the lower edge of the window would lie across a picture of the whole page.
STILL = ".swf-uc-actions, .swf-uc-comparebar { position: static !important }"
EXAMPLE, SECOND = "beispiel-klimasensorik", "beispiel-freie-parkplaetze"
CASE: dict[str, Any] = {
    "name": f"{MARK}buecherschrank", "type": "use_case", "title": "Beispiel: Bücherschrank mit Ausleihe per App",
    "summary": "Ein offener Bücherschrank, dessen Bestand sich im Netz ansehen und vormerken lässt.",
    "problem": "In der Innenstadt fehlt ein Ort, an dem Bücher auch abends zu haben sind.",
    "notes": "Ein umgebauter Schaukasten, gepflegt von Ehrenamtlichen. Eine kleine Anwendung zeigt, was darin steht."
             "\n\n*Dieser Anwendungsfall ist ein erfundenes Beispiel.*",
    "benefit": "Bücher finden neue Leserinnen und Leser, und der Platz wird wieder besucht.",
    "dna_goal": ["digital", "authentisch"], "field_of_action": ["kultur-tourismus"], "phase": "pilot",
    "cost_setup": "bis-5k", "cost_annual": "0", "cost_note": "Erfundene Angaben zur Veranschaulichung.",
    "effort_days": "12", "privacy": "keiner", "reuse_status": "frei", "license_id": "cc-by/4.0",
    "operating_model": ["ehrenamt"], "prerequisites": "Ein Platz mit Strom und drei Menschen, die sich kümmern.",
    "contact_name": "Stadtbücherei (Beispiel)", "contact_email": "buecherei@example.org",
    "contact_released": "oeffentlich",
}
#: What the adopting town says differently in its own use case.
OWN = {
    "title": "Beispiel: Bücherschrank am Bahnhof", "cost_setup": "5k-25k", "cost_annual": "keine-angabe",
    "reuse_status": "mit-anpassung", "phase": "pilot", "contact_name": "Kulturbüro (Beispiel)",
    "contact_email": "kultur@example.org", "contact_released": "angemeldet",
    "summary": "Ein Bücherschrank im Wartebereich; Pendelnde merken Bücher für den Rückweg vor.",
}
DRAFT = {"name": f"{MARK}entwurf", "type": "use_case", "title": "Beispiel: Spielgeräte ausleihen"}
_CASES = (
    "SELECT id FROM package WHERE type = 'use_case' AND (starts_with(name, :mark) OR id IN"
    " (SELECT derived_id FROM suedwestfalen_use_case_adoption a JOIN package p ON p.id = a.package_id"
    " WHERE starts_with(p.name, :mark)))"
)
_FORGET_CASES = (
    "DELETE FROM suedwestfalen_use_case_contact WHERE package_id = ANY(:ids)",
    "DELETE FROM suedwestfalen_use_case_pending WHERE package_id = ANY(:ids)",
    "DELETE FROM suedwestfalen_use_case_event WHERE package_id = ANY(:ids)",
    "DELETE FROM suedwestfalen_use_case_adoption WHERE package_id = ANY(:ids)",
    "DELETE FROM suedwestfalen_use_case_comment WHERE package_id = ANY(:ids)",
)
_PEOPLE = 'SELECT id FROM "user" WHERE starts_with(name, :mark)'
_FORGET_PEOPLE = (
    "DELETE FROM member WHERE table_name = 'user' AND table_id = ANY(:ids)",
    "DELETE FROM dashboard WHERE user_id = ANY(:ids)",
    "DELETE FROM activity WHERE user_id = ANY(:ids)",
    "DELETE FROM suedwestfalen_use_case_reminder WHERE user_id = ANY(:ids)",
    'DELETE FROM "user" WHERE id = ANY(:ids)',
)


@dataclass
class Stage:
    """The portal, and the pages of those who take part, each logged in."""

    portal: Portal
    album: Album
    people: dict[str, Page] = field(default_factory=dict)

    def visit(self, who: str, path: str) -> Page:
        """Open a page as somebody; ends the program if it is not there."""
        page = self.people[who]
        answer = page.goto(path, wait_until="networkidle")
        if answer is None or not answer.ok:
            sys.exit(f"{path}: {answer.status if answer else 'no answer'}")
        return page

    def take(self, who: str, path: str, name: str, *where: Any) -> Page:
        """Open a page as somebody and take its picture."""
        page = self.visit(who, path)
        page.add_style_tag(content=STILL)
        self.album.take(page, name, *where)
        return page


def take(page: Page, album: Album, site: Site) -> None:
    """Go through the handbook's example and take its pictures."""
    lines = site.admin.read_text(encoding="utf-8").splitlines()
    stage = Stage(Portal(page, dict(line.split(": ", 1) for line in lines)), album, {"": page})
    _visitor(stage)
    with _nothing_left(stage.portal, site), _people(stage):
        _writing(stage)
        _adopting(stage, _published(stage.portal))


def _visitor(stage: Stage) -> None:
    """What everybody sees; nobody has logged in yet."""
    stage.take("", f"/use_case/?my={ADOPTER}", "use-case-list", MAIN, ".swf-uc-card >> nth=1", 1000)
    stage.take("", f"/use_case/{EXAMPLE}", "use-case-page", ".swf-uc-page", "", 1000)
    stage.take("", f"/use_case/compare?id={EXAMPLE}&id={SECOND}", "use-case-compare", MAIN, MAIN, 1000)


def _writing(stage: Stage) -> None:
    """A draft of the adopting town, with nearly nothing in it, is submitted."""
    stage.take(ADOPTER, "/use_case/new", "use-case-form", MAIN, "", 1250)
    owner = stage.portal.act("organization_show", id=ADOPTER)
    stage.portal.act("package_create", **DRAFT, owner_org=owner["id"], municipality=[owner["ags"]])
    page = stage.visit(ADOPTER, f"/use_case/edit/{DRAFT['name']}")
    _press(page, "submit")
    stage.album.take(page, "use-case-missing", MAIN, "#lacking")
    stage.take("admin", "/use_case/import", "use-case-import", MAIN, MAIN)


def _published(portal: Portal) -> dict[str, Any]:
    """Give a published use case of the owning town."""
    owner = portal.act("organization_show", id=OWNER)
    case = portal.act("package_create", **CASE, owner_org=owner["id"], municipality=[owner["ags"]])
    portal.act("use_case_submit", id=case["id"])
    portal.act("use_case_release", id=case["id"], note="Gut verständlich, danke.")
    return case


def _adopting(stage: Stage, case: dict[str, Any]) -> None:
    """The other town takes it over, tells how it goes, and makes its own of it, which the agency releases."""
    album, path = stage.album, f"/use_case/{case['name']}"
    page = stage.take(ADOPTER, path, "use-case-adopt", ADOPTIONS, ADOPTIONS)
    page.click(".swf-a-declare button")
    page.wait_for_url("**/use_case/adoption/*")
    adoption = page.url.rsplit("/", 1)[1].split("?")[0].split("#")[0]
    stage.take(OWNER, "/tasks", "use-case-tasks", "", ".swf-tasks >> nth=-1")
    _comment(stage.visit(OWNER, f"/use_case/adoption/{adoption}"), "Die Bauzeichnung schicken wir Ihnen gern.")
    page = stage.visit(ADOPTER, path)
    page.click(f"{ADOPTIONS} form:has(input[value=umsetzung]) button")
    page.wait_for_load_state("networkidle")
    page = stage.take(ADOPTER, f"/use_case/adoption/{adoption}", "use-case-adoption", MAIN, MAIN, 1500)

    own = stage.portal.act("use_case_adoption_derive", id=adoption)
    stage.portal.act("package_patch", id=own["id"], **OWN)
    stage.portal.act("use_case_submit", id=own["id"])
    stage.take(AGENCY, f"/use_case/{own['name']}", "use-case-release", STATE, STATE)
    stage.portal.act("use_case_release", id=own["id"])
    page = stage.visit(ADOPTER, f"/use_case/adoption/{adoption}")
    album.take(page, "use-case-derived", "section:has(.swf-a-table)", "section:has(.swf-a-table)", 1000)
    page = stage.visit(ADOPTER, f"/use_case/{own['name']}")
    page.locator(f"{STATE} summary").last.click()
    album.take(page, "use-case-state", STATE, STATE)
    stage.take(AGENCY, "/use_case/figures", "use-case-figures", MAIN, MAIN, 1200)


def _comment(page: Page, text: str) -> None:
    page.fill("#adoption-text", text)
    page.click("button[name=kind][value=comment]")
    page.wait_for_load_state("networkidle")


def _press(page: Page, wish: str) -> None:
    page.click(f"button[name=do][value='{wish}']:not(.visually-hidden)")
    page.wait_for_load_state("networkidle")


@contextmanager
def _people(stage: Stage) -> Iterator[None]:
    """Let editors of both towns and of the agency take part, and the administrator, each with an own browser."""
    browser, first = stage.portal.page.context.browser, stage.portal.page
    contexts = []
    for who in (OWNER, ADOPTER, AGENCY, "admin"):
        known = stage.portal.known if who == "admin" else _person(stage.portal, who)
        context = browser.new_context(base_url=first.url.split("/use_case")[0], locale="de-DE",
                                      viewport=first.viewport_size)
        contexts.append(context)
        stage.people[who] = context.new_page()
        Portal(stage.people[who], known).log_in()
    yield
    for context in contexts:
        context.close()


def _person(portal: Portal, organization: str) -> dict[str, str]:
    known = {"name": f"{MARK}{organization}", "password": secrets.token_urlsafe(12)}
    portal.act("user_create", **known, email=f"{known['name']}@example.org",
               fullname=f"Redaktion {organization.title()}")
    portal.act("organization_member_create", id=organization, username=known["name"], role="editor")
    return known


@contextmanager
def _nothing_left(portal: Portal, site: Site) -> Iterator[None]:
    """Remove what the pictures needed, also what an earlier attempt has left."""
    _clean(portal, site)
    try:
        yield
    finally:
        _clean(portal, site)


def _clean(portal: Portal, site: Site) -> None:
    engine = sa.create_engine(services.postgres_url(site, DATABASE))
    with engine.connect() as database:
        people = list(database.scalars(sa.text(_PEOPLE), {"mark": MARK}))
        cases = list(database.scalars(sa.text(_CASES), {"mark": MARK}))
    for case in cases:
        portal.act("dataset_purge", id=case)
    with engine.begin() as database:
        for statements, ids in ((_FORGET_CASES, cases), (_FORGET_PEOPLE, people)):
            for statement in statements:
                database.execute(sa.text(statement), {"ids": ids})
