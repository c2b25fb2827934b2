"""What a source's rules make of a record that was read: themes, DNA goals, lead projects, licence, acceptance.

Themes and licence belong to the source: they are applied whenever a record is imported. DNA goals and lead projects
belong to the portal: the rules give them to a dataset that is new, and never again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ckanext.suedwestfalen.findings import ERROR, INFO, N_, WARNING, Finding, Translate, kind
from ckanext.suedwestfalen.metadata import findings as records
from ckanext.suedwestfalen.metadata.dataset import tag_name
from ckanext.suedwestfalen.vocabularies import licences, themes

IMPORT, FLAG, REJECT = "import", "flag", "reject"
# what `license_source` of a dataset says when its licence is not the record's
LICENCE_OF_SOURCE = "harvest-source"
MAX_RULES = 200

LICENCE_DEFAULTED = kind(
    "licence-of-source",
    INFO,
    N_("The record names no licence; that of the source's settings (%(licence)s) was taken."),
    N_("Have the licence added in the source catalogue; then the setting is not needed any more."),
)
REJECTED = kind(
    "record-rejected",
    ERROR,
    N_("The record was rejected, because this source is set to take only records without warnings (%(number)s here)."),
    N_("Have the record corrected at the source, or change the setting “Records with defects” of the source."),
)
RULE_WITHOUT_TARGET = kind(
    "rule-without-target",
    WARNING,
    N_("A rule of the source leads to “%(target)s”, which the portal does not have any more; it was not applied."),
    N_("Correct the rules in the settings of the source."),
)
# A record that names a licence which nobody knows, or several, does have evidence: no default speaks over it.
_EVIDENCE = {records.LICENCE_UNKNOWN.code, records.LICENCES_UNDECIDED.code}


@dataclass(frozen=True)
class Rule:
    """One line: a word of the record, and the theme (its code), DNA goal or lead project (their names) it leads to."""

    word: str
    target: str


@dataclass(frozen=True)
class Targets:
    """What rules may lead to besides the EU themes: name → title."""

    goals: Mapping[str, str]
    projects: Mapping[str, str]

    def find(self, text: str) -> str:
        """Give the code or name that a person's text means; empty if there is none."""
        theme = themes.find(text)
        if theme:
            return theme.code
        wanted = text.strip().casefold()
        names = [*self.goals.items(), *self.projects.items()]
        return next((name for name, title in names if wanted in (name.casefold(), title.casefold())), "")


def read(text: str, targets: Targets, translate: Translate) -> str:
    """Give rules as they are stored, every target by its name; raises ValueError with the line that is none."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MAX_RULES:
        raise ValueError(translate(N_("There are too many rules (at most %(limit)s).")) % {"limit": MAX_RULES})
    return "\n".join(_read_line(line, targets, translate) for line in lines)


def _read_line(line: str, targets: Targets, translate: Translate) -> str:
    word, equals, wanted = (part.strip() for part in line.rpartition("="))
    if not equals or not word or not wanted:
        sentence = translate(N_("“%(line)s” is no rule. Write one per line: word = target."))
        raise ValueError(sentence % {"line": line[:100]})
    target = targets.find(wanted)
    if not target:
        sentence = translate(N_("“%(target)s” is neither a theme nor a DNA goal nor a lead project."))
        raise ValueError(sentence % {"target": wanted[:100]})
    return f"{word} = {target}"


@lru_cache(maxsize=64)
def parse(text: str) -> tuple[Rule, ...]:
    """Give stored rules; what is none any more is left out."""
    parts = (line.rpartition("=") for line in text.splitlines())
    return tuple(Rule(word.strip(), target.strip()) for word, equals, target in parts if equals and word.strip())


def theme_rules(text: str) -> list[list[str]]:
    """Give the rules that lead to a theme: the part of all rules that every import applies."""
    return [[rule.word, rule.target] for rule in parse(text) if themes.find_code(rule.target)]


def matching(dataset: Mapping[str, Any], text: str) -> list[str]:
    """Give the targets of the rules whose word is a keyword of the dataset, or stands in its title as a whole word."""
    keywords = {tag["name"].casefold() for tag in dataset.get("tags", ())}
    title = dataset.get("title", "").casefold()
    found = [rule.target for rule in parse(text) if _matches(rule.word, keywords, title)]
    return list(dict.fromkeys(found))


def _matches(word: str, keywords: set[str], title: str) -> bool:
    if tag_name(word).casefold() in keywords:
        return True
    return re.search(rf"(?<!\w){re.escape(word.casefold())}(?!\w)", title) is not None


def apply(
    dataset: dict[str, Any], found: Iterable[Finding], options: Mapping[str, Any]
) -> tuple[list[Finding], Finding | None]:
    """Apply to a dataset just read what belongs to the source; gives its findings, and why it is rejected if it is."""
    notes = list(found)
    _add_themes(dataset, options)
    if options.get("default_licence"):
        notes = _default_licence(dataset, notes, options["default_licence"])
    defects = [note for note in notes if note.severity != INFO]
    if options.get("validation") == REJECT and defects:
        return notes, REJECTED(number=len(defects))
    return notes, None


def noted(found: Iterable[Finding], options: Mapping[str, Any]) -> list[Finding]:
    """Give what the report of a run tells of the findings of a record that was imported."""
    return [] if options.get("validation") == IMPORT else list(found)


def _add_themes(dataset: dict[str, Any], options: Mapping[str, Any]) -> None:
    codes = [*options.get("themes", ()), *matching(dataset, options.get("rules", ""))]
    found = [theme.uri for code in codes if (theme := themes.find(code)) and themes.find_code(code)]
    if found:
        dataset["theme"] = list(dict.fromkeys([*dataset.get("theme", ()), *found]))


def _default_licence(dataset: dict[str, Any], notes: list[Finding], licence_id: str) -> list[Finding]:
    licence = licences.get(licence_id)
    resources = dataset.get("resources", [])
    evidence = dataset.get("license_id") or _EVIDENCE.intersection(note.code for note in notes)
    if licence is None or evidence or any(resource.get("license") for resource in resources):
        return notes
    dataset["license_id"] = licence.id
    dataset["license_source"] = LICENCE_OF_SOURCE
    for resource in resources:
        resource["license"] = licence.uri
    kept = [note for note in notes if note.code != records.LICENCE_MISSING.code]
    return [*kept, LICENCE_DEFAULTED(licence=licence.title)]


def for_new(
    dataset: Mapping[str, Any], options: Mapping[str, Any], targets: Targets
) -> tuple[dict[str, list[str]], list[Finding]]:
    """Give ``dna_goal`` and ``lead_project`` of a dataset that is new, and the targets that are gone."""
    wanted = matching(dataset, options.get("rules", ""))
    wanted = [target for target in wanted if not themes.find_code(target)]
    goals = [*options.get("dna_goal", ()), *(target for target in wanted if target in targets.goals)]
    projects = [*options.get("lead_project", ()), *(target for target in wanted if target in targets.projects)]
    known = {*targets.goals, *targets.projects}
    gone = [name for name in dict.fromkeys([*goals, *projects, *wanted]) if name not in known]
    given = {"dna_goal": [name for name in dict.fromkeys(goals) if name in targets.goals],
             "lead_project": [name for name in dict.fromkeys(projects) if name in targets.projects]}
    return {name: value for name, value in given.items() if value}, [RULE_WITHOUT_TARGET(target=name) for name in gone]
