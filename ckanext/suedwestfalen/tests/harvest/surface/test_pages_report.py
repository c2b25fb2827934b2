"""The report as a page and as a file, the history as a chart, the list of all sources."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re

import pytest
from ckan import model
from ckan.tests import factories

from ckanext.suedwestfalen.harvest import chart, report_csv
from ckanext.suedwestfalen.harvest import model as tables

FORMULA = '=HYPERLINK("http://192.0.43.8";"x")'


def rows_of(answer):
    """The file as a spreadsheet reads it."""
    data = answer.get_data()
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in data
    assert b"\n" not in data.replace(b"\r\n", b"")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def warning(guid, title=""):
    return {"guid": guid, "title": title, "severity": "warning", "code": "duplicate-id", "values": {"guid": guid}}


def test_the_file_has_every_finding_with_links(browser, source, run_of, record_of, people):
    dataset = factories.Dataset(owner_org=people.own, license_id="dl-zero-de/2.0")
    record_of(source, dataset=dataset)
    run = run_of(source, findings=[warning("g-1", "Straßen"), *(warning(f"x-{n}") for n in range(1200))])
    answer = browser("editor").client.get(f"/harvesting/run/{run.id}/report.csv")
    assert answer.status_code == 200
    assert answer.content_type == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]
    rows = rows_of(answer)
    assert len(rows) == 1201
    first = list(rows[0].values())
    assert first[1] == "duplicate-id"
    assert "Straßen" in first
    assert f"http://portal.test/dataset/{dataset['name']}" in first
    assert "https://example.org/record/1" in first


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", " =", "\n@", "＝"])
def test_no_cell_is_a_formula(begin):
    assert report_csv.safe(begin + "1").startswith("'")


def test_harmless_cells_stay_as_they_are():
    assert report_csv.safe("Straßen – 1") == "Straßen – 1"
    assert report_csv.safe('a;b"c') == 'a;b"c'


def test_formulas_of_strangers_are_disarmed_in_the_file(browser, source, run_of):
    run = run_of(source, findings=[warning(FORMULA, FORMULA)])
    row = rows_of(browser("editor").client.get(f"/harvesting/run/{run.id}/report.csv"))[0]
    assert not [cell for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


def test_the_file_is_for_the_same_people_as_the_page(browser, source, run_of):
    run = run_of(source, findings=[warning("g")])
    path = f"/harvesting/run/{run.id}/report.csv"
    assert {who: browser(who).get(path).status_code for who in ("user", "editor_other", "editor", "admin")} == {
        "user": 403, "editor_other": 403, "editor": 200, "admin": 200}
    assert browser("anonymous").client.get(path, follow_redirects=False).status_code == 302


def test_what_belongs_to_a_private_dataset_is_withheld(browser, source, run_of, record_of, people):
    """The source is of the own town, one of its datasets was moved to the other and is private there."""
    dataset = factories.Dataset(owner_org=people.other, license_id="dl-zero-de/2.0", private=True)
    record_of(source, "secret-guid", dataset=dataset)
    run = run_of(source, new=1, listed=1, findings=[warning("secret-guid", "Geheimes"), warning("open")])
    model.Session.query(tables.Record).filter_by(guid="secret-guid").update({"run_id": run.id, "outcome": "new"})
    model.Session.commit()
    for path in (f"/harvesting/run/{run.id}/report.csv", f"/harvesting/run/{run.id}"):
        page = browser("editor").get(path).body
        assert "secret-guid" not in page
        assert "Geheimes" not in page
        assert dataset["name"] not in page
        assert "secret-guid" in browser("sysadmin").get(path).body


def test_the_page_links_the_datasets_that_the_run_made(browser, source, run_of, record_of, people):
    dataset = factories.Dataset(owner_org=people.own, license_id="dl-zero-de/2.0")
    run = run_of(source, new=3, listed=3)
    record = record_of(source, dataset=dataset)
    record.run_id, record.outcome = run.id, "new"
    model.Session.commit()
    page = browser("editor").get(f"/harvesting/run/{run.id}").body
    assert f'href="/dataset/{dataset["name"]}"' in page
    assert "2" in re.search(r"…[^<]*2[^<]*", page).group()


@pytest.mark.parametrize(("listed", "shown", "not_shown"), [(250, "12,5", "12.5"), (0, "20", "0,0")])
def test_numbers_are_written_as_germans_write_them(browser, source, run_of, listed, shown, not_shown):
    run = run_of(source, listed=listed, unchanged=listed)
    page = browser("editor").get(f"/de/harvesting/run/{run.id}").body
    status = re.search(r'<p role="status">.*?</p>', page, re.DOTALL).group()
    assert shown in status
    assert not_shown not in status


def test_the_history_is_drawn_and_told(browser, source, run_of):
    for state, numbers in (("finished", {"new": 5}), ("failed", {}), ("held", {"unchanged": 4, "failed": 1})):
        run_of(source, state=state, listed=sum(numbers.values()), **numbers)
    page = browser("editor").get(f"/harvesting/source/{source.name}").body
    drawing = re.search(r'<svg[^>]*role="img".*?</svg>', page, re.DOTALL).group()
    assert "<title" in drawing
    assert "<desc" in drawing
    assert [drawing.count(f'class="{kind}"') for kind in ("fresh", "same", "bad")] == [1, 1, 1]
    assert "✕" in drawing
    assert "!" in drawing


def test_a_bar_for_every_run_oldest_first_and_a_single_record_is_seen():
    runs = [{"state": "finished", "new": 1, "changed": 0, "unchanged": 9999, "skipped": 0, "failed": 0},
            {"state": "failed", "new": 0, "changed": 0, "unchanged": 0, "skipped": 0, "failed": 0}]
    drawing = chart.of(runs)
    assert [bar.mark for bar in drawing.bars] == ["✕", ""]
    assert [(part.kind, part.height) for part in drawing.bars[1].parts] == [("same", 90.0), ("fresh", 2.0)]
    assert all(part.y >= 0 for bar in drawing.bars for part in bar.parts)
    assert chart.of(runs[:1]) is None


def test_the_list_shows_when_something_was_last_taken_over(browser, source, record_of):
    record_of(source).imported_at = dt.datetime(2024, 2, 29, 12, tzinfo=dt.timezone.utc)
    model.Session.commit()
    assert "29.02.2024" in browser("editor").get("/de/harvesting").body


def test_an_organization_leads_to_its_sources(browser, source, people):
    name = model.Group.get(people.own).name
    link = f"/harvesting?organization={name}"
    assert link in browser("editor").get(f"/organization/{name}").body
    assert link not in browser("user").get(f"/organization/{name}").body
    assert link not in browser("anonymous").get(f"/organization/{name}").body
    page = browser("sysadmin").get(link).body
    assert source.title in page
    other = model.Group.get(people.other).name
    assert source.title not in browser("sysadmin").get(f"/harvesting?organization={other}").body


def test_records_that_stay_away_are_released_on_the_page_of_the_source(browser, source, record_of):
    record_of(source)
    identity = model.Session.get(tables.Identity, f"{source.id}|g-1")
    identity.state = "purged"
    model.Session.commit()
    me, path = browser("admin"), f"/harvesting/source/{source.name}"
    assert f"{path}/release" in me.get(path).body
    assert f"{path}/release" not in browser("editor").get(path).body
    assert me.post(f"{path}/release", guid="g-1").status_code == 302
    model.Session.expire_all()
    assert model.Session.get(tables.Identity, f"{source.id}|g-1").state == "deleted"


def test_held_deletions_say_why_and_since_when(browser, source, record_of):
    record = record_of(source, held=True)
    record.missing_since, record.missing_runs = dt.datetime(2026, 3, 1, 12, tzinfo=dt.timezone.utc), 2
    source.options = {"guard_share": 35, "guard_runs": 4, "guard_days": 9}
    model.Session.commit()
    page = browser("editor").get(f"/de/harvesting/source/{source.name}/deletions").body
    assert "01.03.2026" in page
    assert "35 %" in page
    assert "4" in page
    assert "9" in page
