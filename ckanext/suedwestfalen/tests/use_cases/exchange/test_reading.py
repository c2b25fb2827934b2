"""Bundles in every form that others send, and what is wrong with them."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from ckanext.suedwestfalen.findings import Finding, FindingError
from ckanext.suedwestfalen.tests.use_cases.exchange.test_importing import PORTAL, bundle, identifier, node
from ckanext.suedwestfalen.use_cases.exchange import cases, reading

pytestmark = pytest.mark.usefixtures("portal")


def read(document):
    return list(reading.read(document if isinstance(document, bytes) else json.dumps(document).encode()))


def codes(found):
    return [one.code if isinstance(one, Finding) else "" for one in found]


def sentences(found):
    return [one.message() for one in found if isinstance(one, Finding)]


@pytest.mark.parametrize("document", [
    {"@context": "https://unknown.example/context", "@graph": [node(1)]},
    [node(1)],
    node(1),
    {"@context": {"title": "http://purl.org/dc/terms/title"}, **node(1)},
    {"formatVersion": "1.7", "useCases": [node(1)], "new-key": {"deep": [1, {"x": None}]}},
    {"useCases": node(1)},
], ids=["graph", "list", "single", "single with context", "later minor version", "one without list"])
def test_every_form_of_document_is_read(document, monkeypatch):
    monkeypatch.setattr("socket.socket.connect", lambda *_args: pytest.fail("a context was fetched"))
    (record,) = read(document)
    assert record.identifier == identifier(1)
    assert record.title == "Fall 1 von anderswo"
    assert record.dataset["municipality"] == ["05974040"]
    assert record.dataset["license_id"] == "cc-by/4.0"


def test_the_shared_example_is_read(shared):
    (record,) = read((shared / "vocab" / "use_case_example.jsonld").read_bytes())
    assert record.dataset["title"] == "BEISPIEL Klimasensorik mit Bürgerbeteiligung"
    assert record.dataset["phase"] == "betrieb"
    assert record.dataset["standards"] == ["ogc-sensorthings", "lorawan"]
    assert record.contact["contact_email"] == "smartcity@example.org"
    assert record.adoptions[0]["municipality"] == "05974056"
    assert record.adoptions[0]["status"] == "pruefung"
    assert record.teller == "https://example.org"


def test_a_byte_order_mark_is_forgiven():
    assert len(read(b"\xef\xbb\xbf" + bundle(node(1)))) == 1


def test_full_names_of_properties_are_understood():
    modified = "2026-01-01T00:00:00+01:00"
    given = {"@id": identifier(1), "dct:title": "Titel", "http://purl.org/dc/terms/modified": modified}
    (record,) = read(given)
    assert record.title == "Titel"
    assert record.modified == "2025-12-31T23:00:00"


def test_languages_german_first_then_english_then_any():
    titles = [{"de": "d", "en": "e"}, {"fr": "f", "en": "e"}, {"fr": "f"}, {"@value": "v"}, "s"]
    found = read([node(number, title=title) for number, title in enumerate(titles)])
    assert [record.title for record in found] == ["d", "e", "f", "v", "s"]


def test_a_newer_major_version_is_refused_wherever_it_stands():
    for document in ({"formatVersion": "2.0", "useCases": [node(1)]}, {"useCases": [node(1)], "formatVersion": "2.0"}):
        with pytest.raises(FindingError) as refusal:
            read(document)
        assert refusal.value.finding.code == "bundle-too-new"
        assert "2.0" in refusal.value.finding.message()


@pytest.mark.parametrize("document", [
    b"", b"<html></html>", b"[1, 2", b'{"useCases": [}', b"\xff\xfe{", b'"text"', b"{}", b'{"a": NaN}', b"[" * 100_000,
])
def test_what_is_no_bundle_is_refused_with_a_sentence(document):
    with pytest.raises(FindingError) as refusal:
        list(reading.read(document))
    assert refusal.value.finding.message()


def test_a_document_that_is_cut_off_gives_what_came_before():
    whole = bundle(node(1), node(2), node(3))
    found = reading.read(whole[:-300])
    assert [next(found).identifier, next(found).identifier] == [identifier(1), identifier(2)]
    with pytest.raises(FindingError) as refusal:
        next(found)
    assert refusal.value.finding.code == "bundle-not-json"


def test_broken_records_are_named_and_the_others_are_read():
    deep = {"a": None}
    for _level in range(30):
        deep = {"a": deep}
    found = read(bundle(
        node(1), "text", node(2, title=None), {"title": {"de": "Ohne Kennung"}},
        node(3, identifier="keine", **{"@id": 3}), node(4, modified="gestern"),
        node(5, modified="2999-01-01T00:00:00Z"), node(6, extra=deep),
        node(7, problem="x" * 3_000_000), node(8, recordStatus="entwurf"), node(1), None, node(9)))
    assert codes(found) == [
        "", "bundle-record-no-object", "bundle-record-no-title", "bundle-record-no-identifier",
        "bundle-record-no-identifier", "bundle-record-modified", "bundle-record-modified", "bundle-record-too-deep",
        "bundle-record-too-large", "bundle-record-not-public", "bundle-record-repeated", "bundle-record-no-object", ""]
    said = sentences(found)
    assert "2" in said[0]
    assert identifier(2) in said[1]
    assert "Ohne Kennung" in said[2]
    assert "Fall 4" in said[4]
    assert "Fall 6" in said[6]
    assert "Fall 7" in said[7]


def test_html_becomes_text_and_markdown_stays():
    (record,) = read(node(
        1, title="<b>Fett</b> & gut", problem="<p>Erst</p><script>alert(1)</script><p onclick='x'>dann</p>",
        benefit="# Titel\n\n* eins\n  * zwei\n\n`a < b`", description={"de": "![Bild](https://example.org/spur.png)"}))
    said = record.dataset
    assert said["title"] == "Fett & gut"
    assert "<" not in said["problem"]
    assert "alert" not in said["problem"]
    assert "dann" in said["problem"]
    assert said["benefit"] == "# Titel\n\n* eins\n  * zwei\n\n`a < b`"
    assert "![" not in said["notes"]


def test_what_nobody_sees_is_taken_out():
    (record,) = read(node(1, title="a\x00b\u202ecd\u0085", problem="eins\r\nzwei\tdrei"))
    assert record.title == "abcd"
    assert record.dataset["problem"] == "eins\nzwei\tdrei"


def test_values_that_are_none_are_left_out_and_noted():
    (record,) = read(node(
        1, effortDays="viele", totalTime="P1X", startDate="gestern", landingPage="javascript:alert(1)",
        dnaGoal=["digital", "lila"], mandatory=7, spatial=["https://example.org/ort", 5], effortOngoing=-3,
        distribution=[{"title": "ohne Adresse"}, {"accessURL": "file:///etc/passwd"}], populationMin=10**400))
    said = record.dataset
    assert not {"effort_days", "duration_months", "start_date", "url", "municipality", "effort_ongoing",
                "suitable_population_min"} & set(said)
    assert said["dna_goal"] == ["digital"]
    assert said["resources"] == []
    assert {note.code for note in record.notes} == {"bundle-value-dropped"}
    assert len(record.notes) >= 8


def test_long_lists_are_cut():
    (record,) = read(node(1, step=[{"name": f"Schritt {number}"} for number in range(2000)]))
    assert len(record.dataset["steps"]) == cases.MAX_LIST
    assert [note.code for note in record.notes] == ["bundle-list-cut"]


def test_where_a_record_comes_from():
    first, second = read(bundle(node(1), node(2, inCatalog="https://third.example/")))
    assert first.dataset["source_catalog"] == PORTAL
    assert second.dataset["source_catalog"] == "https://third.example"
    assert first.teller == second.teller == PORTAL
    (alone,) = read(node(1))
    assert alone.dataset["source_catalog"] == PORTAL


def test_numbers_of_json_are_numbers():
    (record,) = read(node(1, effortDays=20, effortOngoing=1.5, totalTime="P1Y6M"))
    assert (record.dataset["effort_days"], record.dataset["effort_ongoing"], record.dataset["duration_months"]) == (
        20, 1.5, 18)


MEASURE = """
import sys
from ckan.cli import CKANConfigLoader
from ckan.config.environment import load_environment
load_environment(CKANConfigLoader(sys.argv[1]).get_config())
from ckanext.suedwestfalen.use_cases.exchange import reading
def peak():
    # ru_maxrss would be that of the process which was forked before this program started in it
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM:"))
before = peak()
with open(sys.argv[2], "rb") as stream:
    count = sum(1 for one in reading.read(stream) if hasattr(one, "identifier"))
print(count, before, peak())
"""


def test_ten_thousand_cases_need_little_memory(tmp_path, pytestconfig):
    text = "Sensoren messen, wie warm es ist. " * 60
    path = tmp_path / "many.jsonld"
    with path.open("w", encoding="utf-8") as out:
        out.write(f'{{"formatVersion": "1.0", "catalog": "{PORTAL}", "useCases": [')
        for number in range(10_000):
            case = node(number, problem=text, benefit=text, prerequisites=text)
            out.write(("," if number else "") + json.dumps(case))
        out.write("]}")
    assert path.stat().st_size > 60_000_000
    command = [sys.executable, "-c", MEASURE, str(pytestconfig.getoption("--ckan-ini")), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    count, before, peak = map(int, done.stdout.split()[-3:])
    assert count == 10_000
    # kilobytes: all of it, and what reading adds
    assert peak < 300 * 1024
    assert peak - before < 40 * 1024
