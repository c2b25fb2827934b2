"""The fact sheet: what stands on it, who gets it, and that Word can open it."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import docx
import pytest
from ckan import model
from ckan.lib import uploader

from ckanext.suedwestfalen.tests.use_cases.conftest import OLPE, SOEST
from ckanext.suedwestfalen.use_cases import names
from ckanext.suedwestfalen.use_cases.model import Adoption

pytestmark = pytest.mark.usefixtures("portal")
ENDINGS = ("", ".docx")


def _png():
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 4, 2, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x10\x20\x30" * 4) * 2)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.fixture
def picture():
    """Put a file where uploaded pictures lie; gives its name."""
    folder = Path(uploader.get_storage_path()) / "storage" / "uploads" / "use_case"
    folder.mkdir(parents=True, exist_ok=True)
    made = []

    def put(content, name="2026-03-01-101010.123456bild.png"):
        made.append(folder / name)
        made[-1].write_bytes(content)
        return name

    yield put
    for path in made:
        path.unlink(missing_ok=True)


def _word(page):
    assert page.status_code == 200
    raw = page.data
    assert zipfile.ZipFile(io.BytesIO(raw)).testzip() is None
    return docx.Document(io.BytesIO(raw))


def _text(paper):
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])


def _full(case, **more):
    return case(
        names.PUBLISHED, title="Wärme <b>messen</b> & 🌡", notes="Wir **messen**:\n\n- oft\n- genau <script>x</script>",
        lessons_learned="Früh reden.", municipality=[SOEST, OLPE], effort_days="12", standards=["wms", "other"],
        steps=[{"title": f"Schritt {number}", "who": "Bauhof"} for number in range(1, 13)],
        components=[{"kind": "software", "name": "Plattform", "open_source": "ja"}], start_date="2026-01-31",
        suitable_population_min="5000", contact_released=names.EVERYBODY, **more)


def test_the_page_shows_the_case(case, browser):
    made = _full(case)
    page = browser("anonymous").get(f"/use_case/{made['name']}/factsheet").body
    for text in ("Wärme &lt;b&gt;messen&lt;/b&gt; &amp; 🌡", "Soest, Olpe", "12", "Schritt 12", "Früh reden.",
                 "<li>oft</li>", "Stabsstelle Digitales", f"/use_case/{made['name']}", "Bauhof"):
        assert text in page, text
    assert "<script>x" not in page


def test_word_reads_it_back(case, browser):
    made = _full(case)
    page = browser("anonymous").client.get(f"/use_case/{made['name']}/factsheet.docx")
    assert page.headers["Content-Disposition"] == f'attachment; filename="steckbrief-{made["name"]}.docx"'
    paper = _word(page)
    assert paper.paragraphs[0].text == "Wärme <b>messen</b> & 🌡"
    assert paper.core_properties.title == "Wärme <b>messen</b> & 🌡"
    bullets = [each.text for each in paper.paragraphs if each.style.name == "List Bullet"]
    assert "oft" in bullets
    steps = [each.text for each in paper.paragraphs if "Schritt" in each.text]
    assert [step.split(" ·")[0] for step in steps] == [f"{number}. Schritt {number}" for number in range(1, 13)]
    facts = {row.cells[0].text: row.cells[1].text for row in paper.tables[0].rows}
    assert "Soest, Olpe" in facts.values()
    text = _text(paper)
    assert f"http://portal.test/use_case/{made['name']}" in text
    assert "Stabsstelle Digitales" in text
    assert "**" not in text


def test_what_nobody_filled_in_is_left_out(case, browser):
    made = case(names.PUBLISHED)
    paper = _word(browser("anonymous").client.get(f"/use_case/{made['name']}/factsheet.docx"))
    facts = {row.cells[0].text: row.cells[1].text for row in paper.tables[0].rows}
    assert all(facts.values())
    assert len(facts) < 14
    # "no statement" on costs is none
    assert not any("keine" in text.lower() for label, text in facts.items() if "osten" in label or "cost" in label)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(("status", "allowed"), [
    (names.DRAFT, {"editor", "admin", "sysadmin"}),
    (names.WITHDRAWN, {"editor", "admin", "sysadmin"}),
    (names.PUBLISHED, {"anonymous", "user", "member", "editor_other", "editor", "admin", "agency", "sysadmin"}),
])
def test_who_gets_it_is_who_sees_the_case(case, browser, ending, status, allowed):
    made = case(status)
    for who in ("anonymous", "user", "member", "editor_other", "editor", "admin", "agency", "sysadmin"):
        page = browser(who).client.get(f"/use_case/{made['name']}/factsheet{ending}")
        assert (page.status_code == 200) == (who in allowed), (who, page.status_code)


@pytest.mark.parametrize(("released", "allowed"), [
    (names.EVERYBODY, {"anonymous", "user", "editor"}), (names.LOGGED_IN, {"user", "editor"}),
    (names.NOBODY, {"editor"}),
])
def test_the_contact_is_for_those_who_may_know_it(case, browser, released, allowed):
    made = case(names.PUBLISHED, contact_name="Frau Muster", contact_released=released)
    for who in ("anonymous", "user", "editor"):
        client = browser(who)
        page = client.get(f"/use_case/{made['name']}/factsheet").body
        paper = _text(_word(client.client.get(f"/use_case/{made['name']}/factsheet.docx")))
        assert ("Frau Muster" in page) == ("Frau Muster" in paper) == (who in allowed), who


def test_only_public_adoptions_even_for_the_towns(case, people, browser):
    made = case(names.PUBLISHED)
    model.Session.add_all([
        Adoption(package_id=made["id"], municipality=OLPE, status="interessiert", organization_id=people.other),
        Adoption(package_id=made["id"], municipality="01001000", name="Flensburg", status="betrieb"),
    ])
    model.Session.commit()
    text = _text(_word(browser("editor").client.get(f"/use_case/{made['name']}/factsheet.docx")))
    assert "Flensburg" in text
    assert "Olpe" not in text


def test_an_uploaded_picture_is_in_the_document(case, browser, picture):
    made = _full(case, image=picture(_png()), image_credit="Stadt (Beispiel)", image_alt="Ein Sensor am Baum")
    paper = _word(browser("anonymous").client.get(f"/use_case/{made['name']}/factsheet.docx"))
    assert len(paper.inline_shapes) == 1
    assert 'descr="Ein Sensor am Baum"' in paper.element.xml
    assert "Stadt (Beispiel)" in _text(paper)


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"\x89PNG\r\n\x1a\n", _png()[:40], b"RIFF\0\0\0\0WEBPVP8 "])
def test_a_picture_that_word_cannot_show_is_left_out(case, browser, picture, content):
    made = _full(case, image=picture(content), image_credit="x", image_alt="x")
    paper = _word(browser("anonymous").client.get(f"/use_case/{made['name']}/factsheet.docx"))
    assert len(paper.inline_shapes) == 0
    assert len(zipfile.ZipFile(io.BytesIO(_bytes(paper))).namelist()) > 5


def _bytes(paper):
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def test_a_picture_of_elsewhere_is_not_loaded(case, browser):
    made = _full(case, image="https://elsewhere.example.org/bild.png", image_credit="x", image_alt="x")
    assert "elsewhere.example.org" not in browser("anonymous").get(f"/use_case/{made['name']}/factsheet").body


def test_marks_for_examples_and_drafts(case, browser):
    example = case(names.PUBLISHED, example="ja")
    draft = case(names.DRAFT)
    assert "This is an example" in browser("anonymous").get(f"/en/use_case/{example['name']}/factsheet").body
    assert "Not published" in browser("editor").get(f"/en/use_case/{draft['name']}/factsheet").body
    assert "Not published" not in browser("editor").get(f"/en/use_case/{example['name']}/factsheet").body


@pytest.mark.parametrize("name", ["there-is-none", "%00", "%F0%9F%98%80"])
def test_an_unknown_case(browser, name):
    assert browser("anonymous").get(f"/use_case/{name}/factsheet").status_code == 404
    assert browser("anonymous").client.get(f"/use_case/{name}/factsheet.docx").status_code == 404
