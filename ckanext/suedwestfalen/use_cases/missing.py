"""What a use case lacks: what a submission needs, and what other towns ask most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.catalogue import regions
from ckanext.suedwestfalen.use_cases import fields
from ckanext.suedwestfalen.use_cases.texts import given

#: What other towns ask most, in this order; each entry is answered by any of its fields.
ASKED: tuple[tuple[str, ...], ...] = (
    ("cost_setup",), ("cost_annual",), ("cost_note",), ("effort_days", "effort_ongoing"), ("duration_months",),
    ("lessons_learned",), ("operating_model",), ("procurement",), ("data_required",), ("standards",),
    ("prerequisites",), ("reuse_support",),
)
NO_ANSWER = "keine-angabe"
#: Personal data for which the state of the impact assessment is asked.
PERSONAL = ("pseudonymisiert", "personenbezogen")
RUNS, EVIDENCE = "betrieb", "beleg"


@dataclass(frozen=True)
class Missing:
    """A field without an answer: its name, the number of its page, its label, and the address of the field."""

    field: str
    page: int
    label: str
    url: str


def of(content: Mapping[str, Any]) -> list[Missing]:
    """Give what a submission needs and the content lacks, in the order of the form."""
    lacking = [name for name in fields.required() if not answered(content, name)]
    lacking += [name for name in _conditional(content) if name not in lacking]
    order = list(fields.order())
    return _missing(content, sorted(set(lacking), key=order.index))


def _conditional(content: Mapping[str, Any]) -> Iterable[str]:
    if content.get("privacy") in PERSONAL and not answered(content, "dpia"):
        yield "dpia"
    if answered(content, "image"):
        yield from (name for name in ("image_credit", "image_alt") if not answered(content, name))
    if runs(str(content.get("phase") or "")) and not has_evidence(content):
        yield "resources"


def runs(phase: str) -> bool:
    """Tell whether a phase is that of operation or one behind it; the order is that of the region's list."""
    known = [choice.name for choice in regions.current().choices.get("use_case_phase", ())]
    return phase in known and RUNS in known and known.index(phase) >= known.index(RUNS)


def has_evidence(content: Mapping[str, Any]) -> bool:
    """Tell whether an attachment proves that the solution runs."""
    return any(one.get("kind") == EVIDENCE for one in content.get("resources") or ())


def asked(content: Mapping[str, Any]) -> tuple[int, int, list[Missing]]:
    """Give how many of the questions that other towns ask are answered, how many there are, and which are open."""
    open_ones = [names for names in ASKED if not any(told(content, name) for name in names)]
    return len(ASKED) - len(open_ones), len(ASKED), _missing(content, [names[0] for names in open_ones])


def told(content: Mapping[str, Any], name: str) -> bool:
    """Tell whether a field says something; that nothing is said (cost) is no answer here."""
    return answered(content, name) and content.get(name) != NO_ANSWER


def answered(content: Mapping[str, Any], name: str) -> bool:
    """Tell whether a field has content."""
    value = content.get(name)
    return bool(value) if isinstance(value, (list, dict)) else bool(given(value))


def _missing(content: Mapping[str, Any], lacking: Iterable[str]) -> list[Missing]:
    return [
        Missing(name, fields.page_of(name), fields.label(name), _address(content, name)) for name in lacking
    ]


def _address(content: Mapping[str, Any], name: str) -> str:
    case, page = content.get("name") or content.get("id"), fields.page_of(name)
    path = tk.url_for("use_case.edit", id=case, page=page) if case else tk.url_for("use_case.new")
    return f"{path}#field-{name}"
