"""Tables as towns have them: heads, lists, labels, encodings, and files that are no tables."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from ckanext.suedwestfalen.findings import Finding, FindingError
from ckanext.suedwestfalen.use_cases.exchange import columns, tables, template

pytestmark = pytest.mark.usefixtures("portal")

HEADS = ["Titel", "Kommune(n)", "Handlungsfeld", "Umsetzungsphase", "Ausgangslage und Herausforderung"]


def csv(*rows, separator=";", encoding="utf-8"):
    def cell(text):
        quoted = text.replace('"', '""')
        return f'"{quoted}"'

    return "\r\n".join(separator.join(map(cell, row)) for row in rows).encode(encoding)


def xlsx(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(content):
    return list(tables.read(content))


def sentences(found):
    return [one.message() for one in found if isinstance(one, Finding)]


ROW = ["Wärmesensoren", "Soest; Olpe", "Umwelt und Natur\nenergie-klima", "pilot", "Es wird <b>heiß</b>."]


@pytest.mark.parametrize("content", [
    csv(HEADS, ROW), csv(HEADS, ROW, encoding="utf-8-sig"), csv(HEADS, ROW, encoding="cp1252"),
    csv(HEADS, ROW, encoding="utf-16"), csv(HEADS, ROW, separator=","), csv(HEADS, ROW, separator="\t"),
    xlsx(HEADS, ROW),
    xlsx([" titel ", "KOMMUNE", "handlungsfeld", "Umsetzungs-phase", "Ausgangslage  und Herausforderung"], ROW),
    xlsx(["title", "Municipality", "Field of action", "phase", "Problem"], ROW),
], ids=["utf-8", "with mark", "cp1252", "utf-16", "comma", "tab", "xlsx", "other spelling", "English"])
def test_a_table_is_read(content):
    (record,) = read(content)
    assert record.dataset["title"] == "Wärmesensoren"
    assert record.dataset["municipality"] == ["05974040", "05966024"]
    assert record.dataset["field_of_action"] == ["umwelt-natur", "energie-klima"]
    assert record.dataset["phase"] == "pilot"
    assert record.dataset["problem"] == "Es wird heiß."


def test_mistakes_name_row_and_column():
    found = read(csv(HEADS, ["Gut", "Soest", "", "", ""], ["", "Soest", "", "", ""],
                     ["Falsch", "Atlantis", "Umwelt und Natur", "weltraum", ""], ["Auch gut", "05974040", "", "", ""]))
    assert [getattr(one, "title", "") for one in found] == ["Gut", "", "", "", "Auch gut"]
    said = sentences(found)
    assert "3" in said[0]
    assert "Titel" in said[0]
    assert "4" in said[1]
    assert "Kommune" in said[1]
    assert "Atlantis" in said[1]
    assert "4" in said[2]
    assert "Umsetzungsphase" in said[2]
    assert "weltraum" in said[2]


def test_rows_of_repeating_fields_and_attachments():
    (record,) = read(xlsx(
        ["Titel", "Umsetzungsschritte", "Bausteine", "Anlagen", "Schlagwörter", "E-Mail", "Einmalige Kosten"],
        ["A", "Erst | Genau | 2\nDann", "Software | FROST", "Beleg | Bericht | https://example.org/b.pdf",
         "Klima, Sensorik", "amt@example.org", "5.000 bis 25.000 €"]))
    said = record.dataset
    assert said["steps"] == [{"title": "Erst", "description": "Genau", "duration_weeks": "2"}, {"title": "Dann"}]
    assert said["components"][0]["kind"] == "software"
    assert said["resources"] == [{"kind": "beleg", "name": "Bericht", "url": "https://example.org/b.pdf"}]
    assert said["tag_string"] == "Klima,Sensorik"
    assert said["cost_setup"] == "5k-25k"
    assert record.contact == {"contact_email": "amt@example.org"}


def test_cells_of_a_spreadsheet_are_read_as_a_person_sees_them():
    import datetime as dt

    (record,) = read(xlsx(
        ["Titel", "Beginn", "Personalaufwand bis zum Betrieb (Personentage)", "Einmalige Kosten", "Kurzbeschreibung"],
        [2026, dt.date(2025, 3, 1), 20.0, 0, "#REF!"]))
    assert record.dataset == {"title": "2026", "start_date": "2025-03-01", "effort_days": "20", "cost_setup": "0"}


def test_unknown_and_doubled_heads():
    found = read(csv(["Titel", "Bürgermeister"], ["A", "x"]))
    assert "Bürgermeister" in sentences(found)[0]
    assert found[1].dataset == {"title": "A"}
    for heads in (["Titel", "TITEL"], ["Name", "Ort"], []):
        with pytest.raises(FindingError):
            read(csv(heads, ["A", "B"]))


def test_the_template_can_be_imported_as_it_is_and_brings_nothing():
    content = template.build()
    assert read(content) == []
    book = openpyxl.load_workbook(io.BytesIO(content))
    heads = [cell.value for cell in book.worksheets[0][1]]
    assert heads == [column.label for column in columns.columns()]
    rules = book.worksheets[0].data_validations.dataValidation
    assert len(rules) == sum(column.kind == columns.CHOICE for column in columns.columns())
    # a row filled in under the example is read, whatever the choices offer
    phase = heads.index("Umsetzungsphase") + 1
    offered = [cell.value for cell in next(
        column for column in book["Auswahl"].iter_cols() if column[0].value == "Umsetzungsphase")][1:]
    book.worksheets[0].cell(3, 1, "Neu")
    book.worksheets[0].cell(3, phase, offered[3])
    out = io.BytesIO()
    book.save(out)
    (record,) = read(out.getvalue())
    assert record.dataset == {"title": "Neu", "phase": "pilot"}


def test_the_example_row_would_be_understood(monkeypatch):
    monkeypatch.setattr(tables, "EXAMPLE", "anders")
    (record,) = read(template.build())
    assert len(record.dataset) > 30


def tampered(**parts):
    out = io.BytesIO()
    table = io.BytesIO(xlsx(HEADS, ROW))
    with zipfile.ZipFile(table) as whole, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for info in whole.infolist():
            copy.writestr(info.filename, parts.pop(info.filename, None) or whole.read(info))
        for name, content in parts.items():
            copy.writestr(name, content)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'


@pytest.mark.parametrize("content", [
    b"PK\x03\x04 no zip", xlsx(HEADS, ROW)[:2000], b"\xd0\xcf\x11\xe0 old Excel", b"\x00\x01\x02binary",
    tampered(**{SHEET: ENTITIES}), tampered(**{SHEET: ENTITIES.decode().encode("utf-16")}),
    tampered(**{"xl/sharedStrings.xml": ENTITIES}), tampered(**{"bomb.bin": b"\0" * 60_000_000}),
    tampered(**{f"part{number}.xml": b"<a/>" for number in range(600)}), tampered(**{SHEET: b"<worksheet><row"}), b"",
])
def test_what_is_no_table_is_refused_with_a_sentence(content):
    with pytest.raises(FindingError) as refusal:
        read(content)
    assert refusal.value.finding.message()


def test_there_is_an_end_to_rows_and_columns():
    rows = [["Titel"], *([f"Fall {number}"] for number in range(tables.MAX_ROWS + 50))]
    found = read(csv(*rows))
    assert len(found) == tables.MAX_ROWS + 1
    assert found[-1].code == "table-too-many-rows"
    (record,) = read(csv(["Titel", *["x"] * 5000], ["A", *["y"] * 5000]))[-1:]
    assert record.dataset == {"title": "A"}
