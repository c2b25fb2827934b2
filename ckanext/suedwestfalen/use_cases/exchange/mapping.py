"""What a field of a use case is called in a bundle: the one table that all others are made from.

`bundle.py` writes by it, `reading.py` reads by it, `context.py` makes the JSON-LD context of it, `schema.py` the JSON
Schema, `vocabulary.py` the page that documents classes and properties. How a value of a kind looks on both sides:
`values.py`.

The *dataset side* is what `package_show` gives and `package_create` takes, with these additions, which lie elsewhere:

``contact_name``, ``contact_email``, ``contact_phone``
    flat beside the other fields; the node `contactPoint` is only in a bundle if the contact is public.
``publisher``
    ``{"name": …, "key": …}``: who answers for the use case where it comes from; ``key`` is the AGS (8 digits) or the
    key of a Kreis (5), or missing. A portal that imports keeps it as it is, so that it is exported again unchanged.
``modified``
    time of the last change where the use case comes from (for one of this portal: ``metadata_modified``).
``adoptions``
    rows of the table, public ones only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from ckanext.suedwestfalen.findings import N_

FORMAT_VERSION = "1.0"

#: Prefixes of the context but for `swf`, whose address is an option.
PREFIXES = {
    "dct": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "schema": "https://schema.org/",
    "adms": "http://www.w3.org/ns/adms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "prov": "http://www.w3.org/ns/prov#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
OWN = "swf"

CASE_TYPES = ("swf:UseCase", "dcat:Resource")
BUNDLE_TYPE = "swf:Bundle"
SDG = "http://metadata.un.org/sdg/"


class Kind(Enum):
    """What a value is. On the dataset side all but rows and lists are texts, unless said here."""

    LANGUAGE = N_("text by language")
    """``{"de": text}`` in a bundle; a reader takes German, else English, else the first."""
    TEXT = N_("German text")
    WORD = N_("text without language")
    TAG = N_("keyword")
    """``{"name": text}`` on the dataset side; there the list of them is `tags`, and their order means nothing."""
    CHOICE = N_("value of a list")
    """The bare value in a bundle; its IRI is made by the context: see `Field.prefix`."""
    IRI = N_("address")
    FILE = N_("address of a file")
    """As IRI; what was uploaded here is the name of a file on the dataset side, see `bundle.py`."""
    DATASET = N_("dataset")
    """IRI in a bundle; id of a dataset of this portal, or an address, on the dataset side."""
    LICENCE = N_("licence")
    """URI in a bundle; id of a licence of dcat-ap.de, or the URI of another one, on the dataset side."""
    PLACE = N_("key of a municipality or Kreis")
    """List of URIs of dcat-ap.de's political geocoding in a bundle, 8 or 5 digits on the dataset side."""
    MAIL = N_("mail address")
    """``mailto:`` in a bundle."""
    PHONE = N_("telephone number")
    """``tel:`` in a bundle, with what is no digit percent-encoded."""
    DATE = N_("date")
    DATETIME = N_("time")
    """With ``Z`` in a bundle, without zone (UTC) on the dataset side."""
    INTEGER = N_("whole number")
    """A number on both sides."""
    NUMBER = N_("number")
    """A number on both sides."""
    MONTHS = N_("duration in months")
    """``P6M`` in a bundle, a number on the dataset side."""
    YES_NO = N_("yes or no")
    """true, false in a bundle; ``ja``, ``nein`` on the dataset side."""
    NODE = N_("node")
    """A dict with `Field.fields`; its fields lie beside the others on the dataset side if `Field.flat`."""


@dataclass(frozen=True)
class Field:
    """A field of the dataset side (``name``) and its place in a bundle (``key``, property ``iri``).

    ``many``: a list on both sides; ``ordered``: the order of the list means something. ``prefix`` (of a CHOICE): what
    stands before a value in its IRI: an absolute IRI, or a path behind the own vocabulary's base. ``choices``: the
    list in the seeds. ``type`` (of a NODE): the class. ``about``: what it is, where the form has no label for it.
    """

    name: str
    key: str
    iri: str
    kind: Kind = Kind.TEXT
    many: bool = False
    ordered: bool = False
    prefix: str = ""
    choices: str = ""
    type: str = ""
    fields: tuple[Field, ...] = ()
    flat: bool = False
    about: str = ""


def _text(name: str, key: str, iri: str, **more: object) -> Field:
    return Field(name, key, iri, Kind.TEXT, **more)  # type: ignore[arg-type]


def _word(name: str, key: str, iri: str, **more: object) -> Field:
    return Field(name, key, iri, Kind.WORD, **more)  # type: ignore[arg-type]


def _choice(name: str, key: str, iri: str, prefix: str, choices: str, **more: object) -> Field:
    return Field(name, key, iri, Kind.CHOICE, prefix=prefix, choices=choices, **more)  # type: ignore[arg-type]


def _rows(name: str, key: str, iri: str, type_: str, *fields: Field, **more: object) -> Field:
    return Field(name, key, iri, Kind.NODE, many=True, type=type_, fields=fields, **more)  # type: ignore[arg-type]


_PLACE = Field("municipality", "spatial", "dct:spatial", Kind.PLACE, many=True)
_DATASET = Field("dataset", "dataset", "swf:dataset", Kind.DATASET)

PROFILE = (
    Field("identifier", "identifier", "dct:identifier", Kind.WORD),
    Field("title", "title", "dct:title", Kind.LANGUAGE),
    Field("summary", "summary", "schema:abstract", Kind.LANGUAGE),
    _PLACE,
    Field("publisher", "publisher", "dct:publisher", Kind.NODE, type="foaf:Agent", fields=(
        _word("name", "name", "foaf:name", about=N_("Name of the publishing organisation")),
        Field("key", "spatial", "dct:spatial", Kind.PLACE, about=N_("Municipality or Kreis that it is")),
    ), about=N_("Publishing organisation")),
    _choice("dna_goal", "dnaGoal", "swf:dnaGoal", "dna/", "dna_goal", many=True),
    _choice("field_of_action", "fieldOfAction", "swf:fieldOfAction", "fieldOfAction/", "use_case_field_of_action",
            many=True),
    _text("problem", "problem", "swf:problem"),
    Field("notes", "description", "dct:description", Kind.LANGUAGE),
    _text("benefit", "benefit", "swf:benefit"),
    _choice("phase", "phase", "swf:phase", "phase/", "use_case_phase"),
    _choice("cost_setup", "setupCost", "swf:setupCost", "costBand/", "use_case_cost_band"),
    _choice("cost_annual", "annualCost", "swf:annualCost", "costBand/", "use_case_cost_band"),
    _choice("privacy", "personalData", "swf:personalData", "personalData/", "use_case_privacy"),
    _choice("dpia", "dpia", "swf:dpia", "dpia/", "use_case_dpia"),
    _choice("reuse_status", "reuseStatus", "swf:reuseStatus", "reuse/", "use_case_reuse_status"),
    Field("contact", "contactPoint", "dcat:contactPoint", Kind.NODE, type="vcard:Organization", flat=True, fields=(
        _word("contact_name", "fn", "vcard:fn"),
        Field("contact_email", "hasEmail", "vcard:hasEmail", Kind.MAIL),
        Field("contact_phone", "hasTelephone", "vcard:hasTelephone", Kind.PHONE),
    ), about=N_("Whom to ask; only if everybody may know")),
    Field("license_id", "license", "dct:license", Kind.LICENCE),
)

EFFORT = (
    _text("cost_note", "costNote", "swf:costNote"),
    Field("effort_days", "effortDays", "swf:effortDays", Kind.INTEGER),
    Field("effort_ongoing", "effortOngoing", "swf:effortOngoing", Kind.NUMBER),
    Field("duration_months", "totalTime", "schema:totalTime", Kind.MONTHS),
    _text("lessons_learned", "lessonsLearned", "swf:lessonsLearned"),
    _rows("funding", "funding", "schema:funding", "schema:Grant",
          _text("programme", "name", "schema:name"),
          _text("funder", "funder", "schema:funder"),
          Field("share_percent", "sharePercent", "swf:sharePercent", Kind.NUMBER),
          Field("until", "endDate", "schema:endDate", Kind.DATE)),
    _choice("operating_model", "operatingModel", "swf:operatingModel", "operatingModel/", "use_case_operating_model",
            many=True),
    _choice("procurement", "procurement", "swf:procurement", "procurement/", "use_case_procurement"),
)

TECHNOLOGY = (
    _rows("data_required", "requires", "dct:requires", "swf:DataNeeded",
          _text("title", "title", "dct:title"),
          _DATASET,
          Field("mandatory", "mandatory", "swf:mandatory", Kind.YES_NO),
          _text("note", "note", "swf:note")),
    _rows("data_produced", "result", "schema:result", "swf:DataProduced",
          _text("title", "title", "dct:title"),
          _DATASET,
          _text("update_frequency", "updateFrequency", "swf:updateFrequency")),
    _rows("components", "softwareRequirements", "schema:softwareRequirements", "schema:SoftwareApplication",
          _choice("kind", "kind", "swf:componentKind", "componentKind/", "use_case_component_kind"),
          _word("name", "name", "schema:name"),
          Field("url", "url", "schema:url", Kind.IRI),
          _word("licence", "license", "swf:spdxLicence"),
          _word("version", "softwareVersion", "schema:softwareVersion"),
          _text("role", "role", "swf:componentRole"),
          _word("quantity", "quantity", "swf:quantity"),
          Field("publiccode_url", "publiccode", "swf:publiccode", Kind.IRI),
          Field("open_source", "openSource", "swf:openSource", Kind.YES_NO)),
    _choice("standards", "conformsTo", "dct:conformsTo", "standard/", "use_case_standard", many=True),
    _choice("accessibility", "accessibility", "schema:accessibilityConformsTo", "accessibility/",
            "use_case_accessibility"),
)

REUSE = (
    _text("prerequisites", "prerequisites", "schema:dependencies"),
    _choice("reuse_support", "reuseSupport", "swf:reuseSupport", "reuseSupport/", "use_case_reuse_support", many=True),
    Field("suitable_population_min", "populationMin", "swf:populationMin", Kind.INTEGER),
    Field("suitable_population_max", "populationMax", "swf:populationMax", Kind.INTEGER),
    Field("based_on", "basedOn", "prov:wasDerivedFrom", Kind.IRI, many=True),
    _rows("partners", "contributor", "schema:contributor", "schema:Organization",
          _word("name", "name", "schema:name"),
          _choice("role", "role", "swf:partnerRole", "partnerRole/", "use_case_partner_role"),
          Field("url", "url", "schema:url", Kind.IRI)),
    _choice("lead_project", "leadProject", "schema:isPartOf", "leadProject/", "", many=True),
    _choice("target_group", "audience", "schema:audience", "audience/", "use_case_target_group", many=True),
)

MORE = (
    Field("picture", "image", "schema:image", Kind.NODE, type="schema:ImageObject", flat=True, fields=(
        Field("image", "contentUrl", "schema:contentUrl", Kind.FILE),
        _text("image_credit", "creditText", "schema:creditText"),
        _text("image_alt", "caption", "schema:caption"),
    ), about=N_("Picture with its credit and description")),
    _rows("resources", "distribution", "dcat:distribution", "dcat:Distribution",
          _choice("kind", "kind", "swf:attachmentKind", "attachmentKind/", "use_case_attachment_kind"),
          _text("name", "title", "dct:title"),
          Field("url", "accessURL", "dcat:accessURL", Kind.FILE),
          _text("description", "description", "dct:description"),
          _word("format", "format", "schema:encodingFormat"),
          Field("license", "license", "dct:license", Kind.IRI),
          ordered=True, about=N_("Attachments, as links")),
    Field("url", "landingPage", "dcat:landingPage", Kind.IRI),
    Field("tags", "keyword", "dcat:keyword", Kind.TAG, many=True),
    _choice("topic", "topic", "swf:topic", "topic/", "topic", many=True),
    Field("phase_since", "phaseSince", "swf:phaseSince", Kind.DATE),
    Field("start_date", "startDate", "schema:startDate", Kind.DATE),
    Field("end_date", "endDate", "schema:endDate", Kind.DATE),
    _rows("steps", "step", "schema:step", "schema:HowToStep",
          _text("title", "name", "schema:name"),
          _text("description", "text", "schema:text"),
          Field("duration_weeks", "durationWeeks", "swf:durationWeeks", Kind.NUMBER),
          _text("who", "who", "swf:who"),
          ordered=True),
    _rows("indicators", "variableMeasured", "schema:variableMeasured", "schema:PropertyValue",
          _text("name", "name", "schema:name"),
          _text("baseline", "baseline", "swf:baseline"),
          _text("value", "value", "schema:value"),
          _word("unit", "unitText", "schema:unitText"),
          Field("date", "observationDate", "schema:observationDate", Kind.DATE),
          _text("source", "source", "swf:indicatorSource")),
    _choice("sdg", "sdg", "schema:about", SDG, "use_case_sdg", many=True),
)

SYSTEM = (
    _choice("record_status", "recordStatus", "adms:status", "recordStatus/", "use_case_record_status"),
    Field("last_reviewed", "lastReviewed", "swf:lastReviewed", Kind.DATE),
    Field("example", "example", "swf:example", Kind.YES_NO),
    Field("modified", "modified", "dct:modified", Kind.DATETIME, about=N_("Time of the last change")),
    Field("source_catalog", "inCatalog", "dcat:inCatalog", Kind.IRI),
    _rows("adoptions", "adoption", "swf:adoption", "swf:Adoption",
          Field("municipality", "spatial", "dct:spatial", Kind.PLACE, about=N_("Municipality that adopts")),
          _word("name", "name", "schema:name", about=N_("Name of the municipality")),
          _choice("status", "status", "swf:adoptionStatus", "adoption/", "use_case_adoption_status",
                  about=N_("State of the adoption")),
          Field("since", "since", "swf:since", Kind.DATE, about=N_("In this state since")),
          _text("changes", "changes", "swf:changes", about=N_("What was changed")),
          _choice("cost_band", "costBand", "swf:costBand", "costBand/", "use_case_cost_band", about=N_("Cost")),
          _text("reason", "reason", "swf:reason", about=N_("Why it was not pursued")),
          Field("modified", "modified", "dct:modified", Kind.DATETIME, about=N_("Time of the last change")),
          Field("catalog", "inCatalog", "dcat:inCatalog", Kind.IRI,
                about=N_("Portal in which it was declared, if another one")),
          about=N_("Municipalities that adopt the use case")),
)

#: The fields of a use case, in the order of a bundle.
CASE = PROFILE + EFFORT + TECHNOLOGY + REUSE + MORE + SYSTEM

#: What is written beside the fields and not read: the EU's data themes, which follow from the fields of action.
THEME = Field("theme", "theme", "dcat:theme", Kind.IRI, many=True, about=N_("Data themes of the EU"))

#: What a bundle has around its use cases; `useCases` is the list of them.
BUNDLE = (
    Field("format_version", "formatVersion", "swf:formatVersion", Kind.WORD, about=N_("Version of the format")),
    Field("created", "created", "dct:created", Kind.DATETIME, about=N_("Time at which the bundle was made")),
    Field("catalog", "catalog", "swf:catalog", Kind.IRI, about=N_("Portal that made the bundle")),
    Field("cases", "useCases", "swf:useCase", Kind.NODE, many=True, type="swf:UseCase", about=N_("Use cases")),
)

BY_NAME = {field.name: field for field in CASE}
BY_KEY = {field.key: field for field in CASE}


def leaves(fields: tuple[Field, ...] = CASE) -> Iterator[Field]:
    """Give all fields that hold values: of nodes the fields in them."""
    for field in fields:
        yield from leaves(field.fields) if field.fields else (field,)
