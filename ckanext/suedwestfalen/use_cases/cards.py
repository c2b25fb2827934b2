"""A use case as lists show it: read from its document in the search index, without a query of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.suedwestfalen.catalogue.values import stored_list
from ckanext.suedwestfalen.use_cases.names import OUTDATED

#: Fields of the index document that a card needs; all of them are stored.
FIELDS = (
    "id", "name", "title", "organization", "metadata_modified", "metadata_created",
    "vocab_municipality", "vocab_kreis", "vocab_data_required", "vocab_data_produced",
    "extras_summary", "extras_phase", "extras_cost_setup", "extras_cost_annual", "extras_privacy",
    "extras_reuse_status", "extras_suitable_population_min", "extras_suitable_population_max",
    "extras_example", "extras_source_catalog", "extras_record_status", "extras_identifier",
)


@dataclass(frozen=True)
class Card:
    """What lists, the rank and the map know of a use case; names of values are those that are stored."""

    id: str
    name: str
    title: str
    summary: str = ""
    organization: str = ""
    municipalities: tuple[str, ...] = ()
    kreise: tuple[str, ...] = ()
    phase: str = ""
    cost_setup: str = ""
    cost_annual: str = ""
    privacy: str = ""
    reuse_status: str = ""
    population_min: int | None = None
    population_max: int | None = None
    data_required: tuple[str, ...] = ()
    data_produced: tuple[str, ...] = ()
    example: bool = False
    source_catalog: str = ""
    outdated: bool = False
    identifier: str = ""
    created: str = ""
    modified: str = ""


def of_document(document: Mapping[str, Any]) -> Card:
    """Make a card of a document with :data:`FIELDS`."""

    def text(name: str) -> str:
        return str(document.get(name) or document.get(f"extras_{name}") or "")

    return Card(
        id=text("id"), name=text("name"), title=text("title") or text("name"), summary=text("summary"),
        organization=text("organization"),
        municipalities=_texts(document.get("vocab_municipality")), kreise=_texts(document.get("vocab_kreis")),
        phase=text("phase"), cost_setup=text("cost_setup"), cost_annual=text("cost_annual"),
        privacy=text("privacy"), reuse_status=text("reuse_status"),
        population_min=whole(text("suitable_population_min")), population_max=whole(text("suitable_population_max")),
        data_required=_texts(document.get("vocab_data_required")),
        data_produced=_texts(document.get("vocab_data_produced")),
        example=bool(text("example")), source_catalog=text("source_catalog"),
        outdated=text("record_status") == OUTDATED, identifier=text("identifier"),
        created=text("metadata_created"), modified=text("metadata_modified"),
    )


def of_dict(dataset: Mapping[str, Any]) -> Card:
    """Make a card of a use case's dict."""
    needed = (row.get("dataset") for row in dataset.get("data_required") or () if isinstance(row, Mapping))
    organization = dataset.get("organization") or {}
    return of_document(dataset | {
        "organization": organization.get("name", ""),
        "vocab_municipality": stored_list(dataset.get("municipality")),
        "vocab_kreis": stored_list(dataset.get("kreis")),
        "vocab_data_required": [text for text in needed if text and not text.startswith(("http:", "https:"))],
    })


def of_documents(documents: Iterable[Mapping[str, Any]]) -> list[Card]:
    """Make cards of documents, in their order."""
    return [of_document(document) for document in documents]


def whole(value: Any) -> int | None:
    """Read a whole number that is not negative; None for anything else."""
    try:
        number = int(str(value))
    except ValueError:
        return None
    return number if number >= 0 else None


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(str(each) for each in value or ())
