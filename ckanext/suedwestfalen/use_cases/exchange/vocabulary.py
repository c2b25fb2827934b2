"""What the words of a bundle mean, for people: the page to which our classes, properties and values resolve."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen import config
from ckanext.suedwestfalen.catalogue import helpers
from ckanext.suedwestfalen.findings import N_
from ckanext.suedwestfalen.use_cases import names
from ckanext.suedwestfalen.use_cases.exchange import context, mapping
from ckanext.suedwestfalen.use_cases.exchange.mapping import Field, Kind

CLASSES = {
    "swf:UseCase": N_("A use case: a solution of a municipality that others may take over"),
    "swf:Bundle": N_("A document with use cases, made by a portal"),
    "swf:Adoption": N_("A municipality that adopts a use case, or thinks about it"),
    "swf:DataNeeded": N_("Data that a use case needs"),
    "swf:DataProduced": N_("Data that a use case produces"),
}


@dataclass(frozen=True)
class Term:
    """A row of the page. ``anchor``: what stands behind the vocabulary's base, empty for terms of others."""

    iri: str
    anchor: str
    label: str
    key: str = ""
    kind: str = ""
    many: bool = False
    within: str = ""


@dataclass(frozen=True)
class Values:
    """A list of values, with the properties that take them."""

    properties: tuple[str, ...]
    terms: tuple[Term, ...]


def described() -> dict[str, Any]:
    """Give all that the page shows, in the reader's language."""
    return {
        "base": config.use_cases_vocabulary(),
        "format_version": mapping.FORMAT_VERSION,
        "classes": classes(),
        "properties": list(properties()),
        "lists": value_lists(),
    }


def knows(anchor: str) -> bool:
    """Tell whether the page has an anchor of this name."""
    return any(term.anchor == anchor for term in (
        *classes(), *properties(), *(term for one in value_lists() for term in one.terms)))


def classes() -> list[Term]:
    """Give our classes."""
    return [_term(name, tk._(label)) for name, label in CLASSES.items()]


def properties() -> Iterator[Term]:
    """Give all properties: of the bundle, of the use case, and of what lies in them; an anchor stands once."""
    seen: set[str] = set()
    for within, field, label in (*_bundle(), *_case()):
        term = _term(field.iri, label, key=field.key, kind=tk._(field.kind.value), many=field.many, within=within)
        yield term if term.iri not in seen else Term(**{**vars(term), "anchor": ""})
        seen.add(term.iri)


def value_lists() -> list[Values]:
    """Give the lists of values, each once."""
    found: dict[str, tuple[list[str], Field]] = {}
    for field in mapping.leaves():
        if field.kind is Kind.CHOICE:
            found.setdefault(field.prefix, ([], field))[0].append(field.key)
    return [Values(tuple(dict.fromkeys(keys)), tuple(_values(field))) for keys, field in found.values()]


def _bundle() -> Iterator[tuple[str, Field, str]]:
    return (("", field, tk._(field.about)) for field in mapping.BUNDLE)


def _case() -> Iterator[tuple[str, Field, str]]:
    schema = tk.h.scheming_get_dataset_schema(names.TYPE)
    declared = {field["field_name"]: field for field in schema["dataset_fields"]}
    declared["tags"] = declared["tag_string"]
    declared["resources"] = {"label": "", "repeating_subfields": schema["resource_fields"]}
    for field in (*mapping.CASE, mapping.THEME):
        known = declared.get(field.name, {})
        yield "", field, _label(field, known)
        parts = {part["field_name"]: part for part in known.get("repeating_subfields", ())}
        for part in field.fields:
            yield field.key, part, _label(part, parts.get(part.name) or declared.get(part.name, {}))


def _label(field: Field, declared: dict[str, Any]) -> str:
    if field.about:
        return tk._(field.about)
    return tk.h.scheming_language_text(declared["label"])


def _term(compact: str, label: str, **more: Any) -> Term:
    prefix, _, name = compact.partition(":")
    iri = context.iri(compact, config.use_cases_vocabulary())
    return Term(iri, name if prefix == mapping.OWN else "", label, **more)


def _values(field: Field) -> Iterator[Term]:
    ours = "://" not in field.prefix
    base = context.value_base(field, config.use_cases_vocabulary())
    choices = (helpers.region_choices({"region_choices": field.choices}) if field.choices
               else helpers.lead_project_choices())
    for choice in choices:
        value = choice["value"]
        yield Term(base + value, field.prefix + value if ours else "", helpers.label_of([choice], value), key=value)
