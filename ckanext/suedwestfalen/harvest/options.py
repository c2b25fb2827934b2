"""What any kind of source can be told: the fields beside those of its protocol, and what follows from them.

Stored in ``Source.options``; what is not told is not stored, and the portal's own options apply.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.suedwestfalen import config
from ckanext.suedwestfalen.catalogue import helpers as catalogue
from ckanext.suedwestfalen.catalogue import licences
from ckanext.suedwestfalen.findings import N_, Translate
from ckanext.suedwestfalen.harvest import guard, rules
from ckanext.suedwestfalen.harvest.model import Source
from ckanext.suedwestfalen.harvest.protocols.fields import Field, read_all
from ckanext.suedwestfalen.vocabularies import themes

#: The parts of the form, in order: heading and explanation.
GROUPS = {
    "licence": (
        N_("Licence"),
        N_("Only for records that say nothing at all about a licence. What a record says always counts."),
    ),
    "validation": (N_("Defects"), ""),
    "rules": (
        N_("Themes, DNA goals and lead projects"),
        N_(
            "Themes are added at every import. DNA goals and lead projects are given to new datasets only: after that "
            "they belong to the portal, and no run changes them."
        ),
    ),
    "guard": (
        N_("Deletion guard"),
        N_("When datasets may be deleted because their records are missing. Leave empty for the portal's values."),
    ),
    "delivery": (N_("Delivery to other portals"), ""),
}
_DEFAULT_LICENCE = Field(
    "default_licence",
    N_("Licence of records without one"),
    N_("Leave empty if nothing in writing says that these data may be used."),
    "choice",
    choices={licence.id: licence.title for licence in licences.recommended_first()},
    group="licence",
)
_REASON = Field(
    "default_licence_reason",
    N_("Why this licence applies"),
    N_("Name the decision or the agreement, with its date, so that it can be found again."),
    "long",
    group="licence",
)
_VALIDATION = Field(
    "validation",
    N_("Records with defects"),
    N_("Defects are what a reader warns of, such as a missing licence or an unknown place. Unreadable records, and "
       "those that the portal refuses, fail in any case."),
    "choice",
    choices={
        rules.FLAG: N_("Take them and say so in the report (default)"),
        rules.IMPORT: N_("Take them without a word"),
        rules.REJECT: N_("Reject them"),
    },
    group="validation",
    default=rules.FLAG,
)
_GUARD = (
    Field(
        "guard_share", N_("Share of missing records that is held (%)"),
        N_("If more than this share is missing, nothing is deleted before a person confirms."),
        "integer", minimum=0, maximum=100, group="guard",
    ),
    Field(
        "guard_runs", N_("Runs that confirm a held deletion"),
        N_("So many complete runs that agree do without the person."),
        "integer", minimum=1, maximum=1000, group="guard",
    ),
    Field("guard_days", N_("Days that these runs must span"), "", "integer", minimum=0, maximum=365, group="guard"),
    Field(
        "deletion_runs", N_("Runs before a single record is deleted"),
        N_("So many complete runs must miss the record."),
        "integer", minimum=1, maximum=1000, group="guard",
    ),
    Field(
        "deletion_hours", N_("Hours before a single record is deleted"),
        N_("So much time must lie between the first and the last of these runs."),
        "integer", minimum=0, maximum=24 * 365, group="guard",
    ),
)
_ELSEWHERE = Field(
    "published_elsewhere",
    N_("Goes to Open.NRW or GovData by another way already"),
    N_("The portal does not deliver these datasets a second time."),
    "boolean",
    group="delivery",
)


def fields() -> tuple[Field, ...]:
    """Give the fields in the order of the form; DNA goals and lead projects are those of the portal.

    Names of themes and goals are in the reader's language already.
    """
    known = targets()
    rule_lines = Field(
        "rules",
        N_("Rules by keyword"),
        N_("One per line: word = target, such as “Radweg = Transport”. The word is a keyword of the record or stands "
           "in its title; the target is a theme, a DNA goal or a lead project."),
        "long",
        group="rules",
        check=lambda text, translate: rules.read(text, known, translate),
    )
    return (
        _DEFAULT_LICENCE,
        _REASON,
        _VALIDATION,
        Field("themes", N_("Themes of all records"), "", "choices", choices=_theme_labels(), group="rules"),
        Field("dna_goal", N_("DNA goals of all new datasets"), "", "choices", choices=known.goals, group="rules"),
        Field(
            "lead_project", N_("Lead projects of all new datasets"), "", "choices", choices=known.projects,
            group="rules",
        ),
        rule_lines,
        *_GUARD,
        _ELSEWHERE,
    )


def read(raw: Mapping[str, Any], translate: Translate) -> tuple[dict[str, Any], dict[str, str]]:
    """Give the options to store and the complaints by name. A default licence needs a reason, and the reverse."""
    values, errors = read_all(fields(), raw, translate)
    if values.get(_DEFAULT_LICENCE.name) and not values.get(_REASON.name):
        errors.setdefault(_REASON.name, translate(N_("Please write down why this licence applies.")))
    if values.get(_REASON.name) and not values.get(_DEFAULT_LICENCE.name):
        errors.setdefault(_DEFAULT_LICENCE.name, translate(N_("Please choose the licence that this reason is for.")))
    return values, errors


def _theme_labels() -> dict[str, str]:
    choices = catalogue.theme_choices()
    return {theme.code: catalogue.label_of(choices, theme.uri) for theme in themes.all_themes()}


def targets() -> rules.Targets:
    """Give the DNA goals and lead projects that the portal has."""
    goals = catalogue.dna_goal_choices()
    labels = {goal["value"]: catalogue.label_of(goals, goal["value"]) for goal in goals}
    return rules.Targets(labels, {item["value"]: item["label"] for item in catalogue.lead_project_choices()})


def shaping(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Give what of a source's options a dataset depends on: a change of it imports the records again.

    Limits, the reason of a licence, the delivery, and what only new datasets get are not among it.
    """
    parts = {
        _DEFAULT_LICENCE.name: stored.get(_DEFAULT_LICENCE.name),
        "themes": stored.get("themes"),
        "rules": rules.theme_rules(stored.get("rules", "")),
        rules.REJECT: stored.get(_VALIDATION.name) == rules.REJECT,
    }
    return {name: value for name, value in parts.items() if value}


def defaults() -> dict[str, int]:
    """Give the portal's limits of the deletion guard, by the names of the fields."""
    return {
        "guard_share": round(config.harvest_guard_share() * 100),
        "guard_runs": config.harvest_guard_runs(),
        "guard_days": config.harvest_guard_days(),
        "deletion_runs": config.harvest_deletion_runs(),
        "deletion_hours": config.harvest_deletion_hours(),
    }


def limits(stored: Mapping[str, Any]) -> guard.Limits:
    """Give the guard's numbers for a source with these options: its own, else the portal's."""
    share = stored["guard_share"] / 100 if "guard_share" in stored else config.harvest_guard_share()
    numbers = {**defaults(), **stored}
    return guard.Limits(
        runs=numbers["deletion_runs"],
        hours=numbers["deletion_hours"],
        share=share,
        held_runs=numbers["guard_runs"],
        held_days=numbers["guard_days"],
    )


def published_elsewhere() -> set[str]:
    """Give the ids of the sources whose datasets reach Open.NRW and GovData by another way.

    A dataset names its source in ``harvest_source_id``; deleted sources count too, since their datasets stay.
    """
    query = sa.select(Source.id).where(Source.options[_ELSEWHERE.name].as_boolean())
    return set(model.Session.scalars(query))
