"""Which licence a record has.

Asked in this order, and never guessed: the licence JSON of the GDI-DE; a constraint that is a licence's address or
name; an unmistakable name or address within the texts of the constraints.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ckanext.suedwestfalen.findings import Finding
from ckanext.suedwestfalen.metadata import findings, privacy
from ckanext.suedwestfalen.metadata.description import Description, LicenceClaim
from ckanext.suedwestfalen.vocabularies import licences

_ATTRIBUTION = re.compile(r"^\s*(?:Quellenvermerk|Namensnennung|Attribution)\s*:\s*(.+)$", re.IGNORECASE | re.DOTALL)
_LABEL = re.compile(r"^\s*(?:Quellenvermerk|Datenquelle)\s*:\s*", re.IGNORECASE)
#: Statements that there is no licence condition to find; they are no unknown licence.
_EMPTY = re.compile(
    r"^(?:(?:nutzungs|zugriffs|zugangs|anwendungs)(?:bedingungen|einschränkungen|beschränkungen)\s*:?\s*)?"
    r"(?:kein[e]?|none|unbekannt|unknown|no (?:conditions apply|limitations?|constraints|fees)|conditions unknown|"
    r"(?:es gelten )?keine (?:(?:zugriffs|nutzungs)?(?:bedingungen|(?:be|ein)schränkungen))(?: anwendbar)?|"
    r"unbekannte nutzungsbedingungen|bedingungen unbekannt|-)?\W*$", re.IGNORECASE
)
#: "For commercial and non-commercial purposes" allows both and restricts nothing.
_ANY_PURPOSE = re.compile(
    r"\bkommerziell\w*\W+(?:\w+\W+){0,4}?nicht[\s-]?kommerziell\w*"
    r"|nicht[\s-]?kommerziell\w*\W+(?:\w+\W+){0,4}?kommerziell"
    r"|\bcommercial\W+(?:\w+\W+){0,4}?non[\s-]?commercial|non[\s-]?commercial\W+(?:\w+\W+){0,4}?commercial",
    re.IGNORECASE,
)
_NO_COMMERCE = re.compile(
    r"nicht[\s-]?kommerziell|non[\s-]?commercial|\bcc[\s-](?:by[\s-])?nc\b|keine\s+kommerzielle|"
    r"kommerzielle\s+(?:nutzung|verwendung|verwertung)\s+(?:ist\s+|wird\s+)?(?:nicht|ausgeschlossen|untersagt|verboten)",
    re.IGNORECASE,
)
_NON_COMMERCIAL = "NC"
_LONGEST = 20_000


@dataclass
class Decision:
    """The licence (or None), the text to be named with it, and what was found out."""

    licence: licences.Licence | None
    attribution: str
    findings: list[Finding]


def decide(description: Description) -> Decision:
    """Find the licence of a record."""
    attribution = _attribution(description)
    if description.licences:
        decision = _from_claims(description.licences, attribution)
    else:
        decision = _from_refs(description, attribution)
    if decision.licence and decision.licence.open and _forbids_commerce(description):
        # An open licence beside a ban on commercial use: to name it would promise what the record forbids.
        undecided = findings.LICENCES_UNDECIDED(names=f"{decision.licence.id}, {_NON_COMMERCIAL}")
        return Decision(None, attribution, [undecided])
    return decision


def _forbids_commerce(description: Description) -> bool:
    claims = [word for claim in description.licences for word in (claim.id, claim.name)]
    texts = [*claims, *(ref.text for ref in [*description.other_constraints, *description.use_limitations])]
    return any(_NO_COMMERCE.search(_ANY_PURPOSE.sub(" ", text[:_LONGEST])) for text in texts)


def _from_refs(description: Description, attribution: str) -> Decision:
    refs = [*description.other_constraints, *description.use_limitations]
    linked = [found for ref in refs if (found := licences.find(ref.href) or licences.find(ref.text))]
    named = linked or [found for ref in refs for found in licences.search(ref.text)]
    different = licences.distinct(named)
    if len(different) == 1:
        return Decision(different[0], attribution, [])
    if different:
        names = ", ".join(item.id for item in different)
        return Decision(None, attribution, [findings.LICENCES_UNDECIDED(names=names)])
    said = [ref.text or ref.href for ref in refs if not _says_nothing(ref.text, ref.href)]
    unknown = findings.LICENCE_UNKNOWN(raw=said[0][:200]) if said else findings.LICENCE_MISSING()
    return Decision(None, attribution, [unknown])


def said(description: Description) -> str:
    """Give what the record itself says about the terms of use, for a person to judge; at most 500 characters."""
    claims = [word for claim in description.licences if not _says_nothing(
        word := claim.name or claim.id or claim.url, claim.id)]
    refs = [*description.other_constraints, *description.use_limitations]
    texts = [ref.text or ref.href for ref in refs if not _says_nothing(ref.text, ref.href)]
    return privacy.clean_text(" · ".join(dict.fromkeys(text for text in [*claims, *texts] if text))[:500])


def _says_nothing(text: str, href: str) -> bool:
    return bool(_EMPTY.match(text)) or "/metadata-codelist/" in href + text or bool(_ATTRIBUTION.match(text))


def _from_claims(claims: list[LicenceClaim], attribution: str) -> Decision:
    known = licences.distinct(found for claim in claims if (found := _of_claim(claim)))
    names = ", ".join(claim.id or claim.name or claim.url for claim in claims)
    if not known and all(_says_nothing(claim.name or claim.id or claim.url, claim.id) for claim in claims):
        return Decision(None, attribution, [findings.LICENCE_MISSING()])
    if not known:
        return Decision(None, attribution, [findings.LICENCE_UNKNOWN(raw=names[:200])])
    notes = [findings.LICENCES_SEVERAL(names=names, used=known[0].id)] if len(known) > 1 else []
    return Decision(known[0], attribution, notes)


def _of_claim(claim: LicenceClaim) -> licences.Licence | None:
    # The id decides; address and name only speak where there is no id, or one that nobody knows.
    named = licences.search(claim.name)
    return (
        licences.recognise(claim.id) or licences.find(claim.url) or licences.find(claim.name)
        or (named[0] if len(named) == 1 else None)
    )


def _attribution(description: Description) -> str:
    for claim in description.licences:
        if claim.attribution:
            return _LABEL.sub("", claim.attribution)
    for ref in [*description.other_constraints, *description.use_limitations]:
        found = _ATTRIBUTION.match(ref.text)
        if found:
            return found.group(1).strip()
    return ""
