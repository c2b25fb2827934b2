"""The form of a use case: its pages and fields as data for the template, what was typed, and complaints about that.

Names in a posted form: `title`, `steps-0-title` (row 0 of a repeating field), `resources-0-url` (an attachment).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ckan.lib import uploader
from ckan.plugins import toolkit as tk
from werkzeug.datastructures import MultiDict

from ckanext.suedwestfalen.catalogue import rows
from ckanext.suedwestfalen.catalogue.helpers import language
from ckanext.suedwestfalen.use_cases import fields, names, texts
from ckanext.suedwestfalen.use_cases.fields import Field

#: The numbers of the pages.
PAGES: tuple[int, ...] = (1, 2, 3, 4, 5)
ATTACHMENTS = "resources"
#: What the form shows of an attachment; the rest follows, or is kept.
ATTACHMENT_FIELDS = ("kind", "name", "url", "license", "description")
UPLOAD = "upload"

Errors = Mapping[str, Any]


@dataclass(frozen=True)
class Problem:
    """A complaint for the list above the form: the label of a field, its id in the page, and sentences."""

    label: str
    id: str
    sentences: tuple[str, ...]


def titles() -> dict[int, str]:
    """Give the titles of the pages in the reader's language."""
    found = (one["start_form_page"]["title"] for one in _schema()["dataset_fields"] if "start_form_page" in one)
    return {number: text(title) for number, title in zip(PAGES, found, strict=True)}


def fields_of(page: int) -> list[Field]:
    """Give the fields of a page as scheming expanded them; the attachments are a repeating field of the last."""
    found = [one for one in _schema()["dataset_fields"] if fields.page_of(one["field_name"]) == page]
    if page == fields.page_of(ATTACHMENTS):
        found.insert(_behind(found, "url"), _attachments())
    return found


def _schema() -> dict[str, Any]:
    return tk.h.scheming_get_dataset_schema(names.TYPE)


def _behind(found: list[Field], name: str) -> int:
    return next(number for number, one in enumerate(found, 1) if one["field_name"] == name)


def _attachments() -> Field:
    declared = {one["field_name"]: one for one in _schema()["resource_fields"]}
    return {
        "field_name": ATTACHMENTS, "label": tk._("Attachments"),
        "repeating_label": tk._("Attachment"), "help_text": tk._(
            "Evidence, council papers, specifications: a link or a file. From operation on, please attach one of the"
            " kind “Beleg”, for example a press report or the live system."),
        "repeating_subfields": [declared[name] for name in ATTACHMENT_FIELDS],
    }


def text(value: Any) -> str:
    """Give a text of the schema in the reader's language."""
    return str(value.get(language(), value.get("de", ""))) if isinstance(value, dict) else str(value or "")


def repeating(page: int) -> dict[str, list[str]]:
    """Give the repeating fields of a page with the names of their subfields."""
    return {one["field_name"]: [sub["field_name"] for sub in one["repeating_subfields"]]
            for one in fields_of(page) if "repeating_subfields" in one}


def labels(page: int) -> dict[str, str]:
    """Give the labels of a page's fields by their names."""
    return {one["field_name"]: text(one["label"]) for one in fields_of(page)}


def typed(posted: MultiDict[str, str], files: Mapping[str, Any], page: int) -> dict[str, Any]:
    """Give what was typed into a page, in the shape that the actions take; rows are as many as were posted."""
    repeated = repeating(page)
    flat: dict[str, Any] = {name: texts.clean(value) for name, value in posted.items()
                            if name not in repeated}
    flat |= {name: file for name, file in files.items() if getattr(file, "filename", "")}
    rows.expand(flat, tuple(repeated))
    found: dict[str, Any] = {}
    for field in fields_of(page):
        name = field["field_name"]
        if name in repeated:
            found[name] = [_row(row, repeated[name]) for row in flat.get(name, ())]
        elif name in fields.SEVERAL:
            found[name] = [value for each in posted.getlist(name) if (value := texts.clean(each).strip())]
        elif name in flat:
            found[name] = flat[name]
    return found


def _row(row: Mapping[str, Any], subfields: Iterable[str]) -> dict[str, Any]:
    known = {*subfields, "id", UPLOAD}
    return {name: value for name, value in row.items() if name in known}


def without_empty_rows(data: dict[str, Any], page: int) -> dict[str, Any]:
    """Give what was typed without rows in which nothing stands, so that complaints find the row they are about."""
    return {**data, **{name: [row for row in data.get(name, ()) if _is_filled(row)] for name in repeating(page)}}


def _is_filled(row: Mapping[str, Any]) -> bool:
    return any(bool(str(value).strip()) for value in row.values() if value is not None)


def dataset(content: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, Any]:
    """Give the dataset dict to be saved: what is there with what was typed."""
    found = {**content, **data}
    if "tag_string" in found:
        tags = dict.fromkeys(tag for each in found.pop("tag_string").split(",") if (tag := each.strip()))
        found["tags"] = [{"name": tag} for tag in tags]
    if ATTACHMENTS in data:
        known = {one["id"]: one for one in content.get(ATTACHMENTS) or () if one.get("id")}
        found[ATTACHMENTS] = [_attachment(row, known) for row in data[ATTACHMENTS]]
    return found


def _attachment(row: Mapping[str, Any], known: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """Give an attachment: the known one with what was typed, or a new one."""
    before = known.get(str(row.get("id", "")), {})
    found = {**before, **{name: value for name, value in row.items() if name != "id"}}
    if UPLOAD in row:
        found["url"] = row[UPLOAD].filename
        found["name"] = found.get("name") or row[UPLOAD].filename
        for follows in ("format", "mimetype", "size", "hash"):
            found.pop(follows, None)
    elif before.get("url_type") == UPLOAD and row.get("url", before.get("url")) in ("", before.get("url")):
        found["url"] = before["url"]
    elif found.get("url") != before.get("url"):
        found["url_type"] = ""
        for follows in ("format", "mimetype", "size", "hash"):
            found.pop(follows, None)
    return found


def shown(content: Mapping[str, Any]) -> dict[str, Any]:
    """Give the content as the form shows it: tags as one text."""
    tags = ", ".join(tag["name"] for tag in content.get("tags") or ())
    return {"tag_string": tags, **content}


def problems(errors: Errors, page: int) -> list[Problem]:
    """Give all complaints for the list above the form, those of the page first and in its order."""
    order = {field["field_name"]: field for field in fields_of(page)}
    found: list[Problem] = []
    for name in [*(name for name in order if name in errors), *(name for name in errors if name not in order)]:
        complaint, field = errors[name], order.get(name)
        label = text(field["label"]) if field else fields.label(name)
        if isinstance(complaint, list) and any(isinstance(row, dict) for row in complaint):
            found += _of_rows(name, label, field, complaint)
        else:
            found.append(Problem(label, f"field-{name}", _sentences(complaint)))
    return found


def _of_rows(name: str, label: str, field: Field | None, complaint: list[Any]) -> Iterable[Problem]:
    labels = {sub["field_name"]: text(sub["label"]) for sub in (field or {}).get("repeating_subfields", ())}
    for number, row in enumerate(complaint):
        for sub, sentences in (row or {}).items() if isinstance(row, dict) else ():
            where = tk._("%(field)s, row %(number)s") % {"field": label, "number": number + 1}
            yield Problem(f"{where}: {labels.get(sub, sub)}", f"field-{name}-{number}-{sub}", _sentences(sentences))


def _sentences(complaint: Any) -> tuple[str, ...]:
    return tuple(str(one) for one in complaint) if isinstance(complaint, list) else (str(complaint),)


def by_field(errors: Errors) -> dict[str, Any]:
    """Give what an action complains about by the fields of the form: tags are one field there."""
    found = dict(errors)
    if "tags" in found:
        rows_of = found.pop("tags")
        sentences = [str(one) for row in rows_of if isinstance(row, dict) for each in row.values() for one in each]
        found["tag_string"] = list(dict.fromkeys(sentences)) or _sentences(rows_of)
    if UPLOAD in found:
        del found[UPLOAD]  # CKAN does not say which file it was
        most = uploader.get_max_resource_size()
        found[ATTACHMENTS] = [tk._("A file is larger than %(most)s MB. Please link it instead.") % {"most": most}]
    if "name" in found:
        found.setdefault("title", found.pop("name"))
    return found
