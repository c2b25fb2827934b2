"""The fact sheet ("Steckbrief") of a use case: what stands on it, for HTML and for Word alike.

What nobody filled in is left out. Labels and values are in the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen import mail
from ckanext.suedwestfalen.catalogue import helpers, page_helpers
from ckanext.suedwestfalen.catalogue.values import stored_list
from ckanext.suedwestfalen.use_cases import fields, names, page, pictures

Case = Mapping[str, Any]

_FACTS = (
    "municipality", "owner_org", "lead_project", "dna_goal", "field_of_action", "target_group", "phase", "phase_since",
    "start_date", "end_date", "cost_setup", "cost_annual", "effort_days", "effort_ongoing", "duration_months",
    "operating_model", "procurement", "privacy", "dpia", "standards", "accessibility", "reuse_status", "reuse_support",
    "suitable_population", "sdg", "url",
)
_TEXTS = ("problem", "notes", "benefit", "cost_note", "prerequisites", "lessons_learned")
_ROWS = ("steps", "indicators", "data_required", "data_produced", "components", "partners", "funding")
# Parts that say a row in one line by themselves; all others stand behind their label.
_PLAIN = ("title", "name", "programme", "description")
_DATES = ("phase_since", "start_date", "end_date", "until", "date")


@dataclass(frozen=True)
class Fact:
    """A row of the table."""

    label: str
    text: str


@dataclass(frozen=True)
class Section:
    """A part below the table: a text in Markdown, or lines."""

    title: str
    text: str = ""
    lines: tuple[str, ...] = ()
    numbered: bool = False


@dataclass(frozen=True)
class Sheet:
    """A fact sheet. ``picture``: name of an uploaded file. ``contact``: lines, empty if the reader may not know."""

    title: str
    summary: str
    facts: tuple[Fact, ...]
    sections: tuple[Section, ...]
    contact: tuple[str, ...]
    address: str
    changed: str
    printed: str
    licence: str
    picture: str = ""
    picture_credit: str = ""
    picture_alt: str = ""
    marks: tuple[str, ...] = ()


def of(case: Case, adopted: Iterable[Mapping[str, Any]], *, contact: Mapping[str, Any], today: str) -> Sheet:
    """Make the fact sheet of a use case.

    ``case``: as `package_show` gives it to the reader. ``adopted``: its public adoptions. ``contact``: name, email and
    phone as far as the reader may know them. ``today``: the date, as the reader writes it.
    """
    image = str(case.get("image") or "")
    return Sheet(
        title=str(case.get("title") or case["name"]),
        summary=str(case.get("summary") or ""),
        facts=tuple(fact for name in _FACTS if (fact := _fact(name, case)).text),
        sections=tuple(_sections(case, adopted)),
        contact=tuple(str(contact[part]) for part in ("name", "email", "phone") if contact.get(part)),
        address=mail.address(f"/use_case/{case['name']}"),
        changed=_day(case.get("modified") or case.get("metadata_modified")),
        printed=today,
        licence=_licence(case),
        picture=image if pictures.is_file_name(image) else "",
        picture_credit=str(case.get("image_credit") or ""),
        picture_alt=str(case.get("image_alt") or ""),
        marks=tuple(_marks(case)),
    )


def _marks(case: Case) -> Iterable[str]:
    """Say what a reader must know before everything else."""
    if case.get("example"):
        yield tk._("This is an example: nothing in it is a statement about a real municipality.")
    status = case.get("record_status")
    if status not in names.PUBLIC:
        yield tk._("Not published: %(status)s") % {"status": page_helpers.choice("use_case_record_status", status)}
    elif status == names.OUTDATED:
        yield tk._("Nobody has confirmed lately that this is still up to date.")
    if case.get("source_catalog"):
        yield tk._("Taken over from %(catalog)s") % {"catalog": case["source_catalog"]}


def _fact(name: str, case: Case) -> Fact:
    if name == "owner_org":
        organization = case.get("organization") or {}
        return Fact(fields.label(name), str(organization.get("title") or organization.get("name") or ""))
    if name == "suitable_population":
        return Fact(tk._("Suitable for"), page.suitable(case))
    value = case.get(name)
    if name in ("cost_setup", "cost_annual") and value == "keine-angabe":
        value = None
    return Fact(fields.label(name), _shown(fields.declared(name), value))


def _shown(declared: Mapping[str, Any], value: Any) -> str:
    """Give the value of a field, or of a part of a row, as people read it."""
    if value in (None, "", []):
        return ""
    if declared["field_name"] in _DATES:
        return _day(value)
    choices = tk.h.scheming_field_choices(declared) if _has_choices(declared) else []
    several = value if isinstance(value, list) else stored_list(value) if str(value).startswith("[") else [value]
    return ", ".join(helpers.label_of(choices, str(each)) for each in several)


def _has_choices(declared: Mapping[str, Any]) -> bool:
    return bool(declared.get("choices") or declared.get("choices_helper"))


def _sections(case: Case, adopted: Iterable[Mapping[str, Any]]) -> Iterable[Section]:
    for name in _TEXTS:
        if text := str(case.get(name) or "").strip():
            yield Section(fields.label(name), text)
    datasets = page.linked_datasets(case)
    for name in _ROWS:
        if lines := tuple(_rows(name, case, datasets)):
            yield Section(fields.label(name), lines=lines, numbered=name == "steps")
    if lines := tuple(map(_adoption, adopted)):
        yield Section(tk._("Who uses it as well?"), lines=lines)
    if lines := tuple(_attachments(case)):
        yield Section(fields.label("resources"), lines=lines)


def _rows(name: str, case: Case, datasets: Mapping[str, Mapping[str, str]]) -> Iterable[str]:
    parts = fields.declared(name)["repeating_subfields"]
    rows = case.get(name)
    for row in rows if isinstance(rows, list) else ():
        said = [text for part in parts if (text := _part(part, row, datasets))] if isinstance(row, Mapping) else []
        if said:
            yield " · ".join(said)


def _part(part: Mapping[str, Any], row: Mapping[str, Any], datasets: Mapping[str, Mapping[str, str]]) -> str:
    name, value = part["field_name"], row.get(part["field_name"])
    if name == "dataset":
        linked = datasets.get(str(value or ""), {})
        return "" if linked.get("title") == row.get("title") else linked.get("title", "")
    text = " ".join(_shown(part, value).split())
    if not text or name in _PLAIN:
        return text
    label = tk.h.scheming_language_text(part["label"])
    return f"{label} {text}" if label.endswith("?") else f"{label}: {text}"


def _adoption(row: Mapping[str, Any]) -> str:
    status = page_helpers.choice("use_case_adoption_status", row.get("status"))
    since = tk._("since %(date)s") % {"date": _day(row["since"])} if row.get("since") else ""
    stated = ", ".join(filter(None, (status, since)))
    return ": ".join(filter(None, (str(row.get("name") or row.get("municipality") or ""), stated)))


def _attachments(case: Case) -> Iterable[str]:
    for group in page.attachments(case):
        for each in group["resources"]:
            yield " – ".join(filter(None, (each["title"], each["href"])))


def _licence(case: Case) -> str:
    found = page_helpers.licence(case)
    return str(found["title"] if found else case.get("license_id") or "")


def _day(value: Any) -> str:
    """Give a date as the reader writes it; what is none stays as it is."""
    text = str(value or "")
    return tk.h.render_datetime(text[:10]) or text
