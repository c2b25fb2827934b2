"""Personal data in records: what it is, and how it is left out.

The Open-Data-Verordnung of North Rhine-Westphalia forbids personal data in metadata. Organisations, departments,
functions and functional mailboxes stay; names of persons, their telephone numbers and their mailboxes go. When in
doubt a mailbox is personal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from ckanext.suedwestfalen.findings import N_
from ckanext.suedwestfalen.metadata.description import Contact, Description
from ckanext.suedwestfalen.vocabularies import data

#: What stands where something personal was taken out of a text.
GAP = "[…]"
_AT = r"(?:@|\s?[(\[]\s?(?:at|a|@|ät)\s?[)\]]\s?)"
_DOT = r"(?:\.|\s?[(\[]\s?(?:dot|punkt|\.)\s?[)\]]\s?)"
_EMAIL = re.compile(rf"[\w.!#$%&'*+/=?^`{{|}}~-]+{_AT}[\w-]+(?:{_DOT}[\w-]+)+", re.IGNORECASE)
_PHONE = re.compile(
    r"(?:\b(?:Tel|Telefon|Telefonnr|Telefonnummer|Fon|Phone|Mobil|Mobile|Handy|Fax|Telefax|Durchwahl|Rufnummer)\b\.?"
    r"(?:\s?-?\s?(?:Nr\b\.?|Nummer))?\s*:?\s*)"
    r"(\(?\+{0,2}\d[\d\s()/.–-]{4,}\d)", re.IGNORECASE
)
_MAIL_ADDRESS = re.compile(r"^([^@\s]+)@([\w-]+(?:\.[\w-]+)+)$")
_UNIT_CODE = re.compile(
    r"^(?:fb|fd|fg|sg|amt|abt|abteilung|ref|referat|dez|dezernat|team|ea|stab|fachbereich)?\d{1,4}[a-z]?$"
)
_TITLED = re.compile(r"\b(?:Herr(?:n)?|Frau|Hr\.|Hrn\.|Fr\.|Dr\.|Prof\.|Dipl\.-?\s?\w+\.?)(?=\s|,|$)")
_NAME = r"[A-ZÄÖÜ][a-zäöüß]+(?:-[A-ZÄÖÜ][a-zäöüß]+)*"
_ADDRESSED = re.compile(
    rf"(\b(?:Herrn?|Frau|Hrn?\.)\s+)(?:(?:Dr|Prof|Dipl)\.[\w.-]*\s+)*(?:von\s+)?{_NAME}(?:\s+{_NAME})?")
_INTRODUCED = re.compile(rf"(\b(?:Ansprechpartner|(?:Sachb|B)earbeiter)(?:/?-?in)?\s*:\s*)({_NAME},?\s+{_NAME})")
_OFFICE_HOLDER = re.compile(r"^(?:(?:Der|Die)\s+)?(?:(?:Ober)?bürgermeister|Landrat|Landrät)(?:in)?\s+", re.IGNORECASE)
_PERSON = re.compile(rf"({_NAME})(?:,\s*|\s+)({_NAME})(?:\s+{_NAME})?")
#: What is named after a person: "Robert Koch-Institut".
_NAMED_AFTER = re.compile(
    r"[\s-](?:institut|stiftung|\w*schulen?|universität|gesellschaft|zentrum|kolleg|gymnasium|klinik|haus)\b",
    re.IGNORECASE)
#: What stands between an office and who works there.
_BETWEEN = re.compile(r"\s*(?:[,;|:()]|\s[/–-]\s)\s*")
_WORD = re.compile(r"[a-zäöüß]+|\d+")
_TABLE = data.load("functional_words")
_WORDS = frozenset(_TABLE["words"])
_STEMS = tuple(_TABLE["stems"])
_GIVEN_NAMES = frozenset(_TABLE["given_names"])
_UNIT_WORDS = re.compile("|".join(_TABLE["units"]), re.IGNORECASE)


@lru_cache(maxsize=4096)
def is_functional(address: str, individual: str = "") -> bool:
    """True when a mailbox belongs to a function or an organisation, not to a person.

    ``individual`` is the name beside it: a mailbox that bears it is personal whatever else is in it.
    """
    found = _MAIL_ADDRESS.match(address.strip().lower())
    if not found:
        return False
    local, domain = found.groups()
    parts = [part for part in re.split(r"[._+-]", local) if part]
    if not parts or _bears_name(local, individual):
        return False
    if local in domain.split(".") or _UNIT_CODE.match("".join(parts[:2])) or _UNIT_CODE.match(parts[0]):
        return True
    # "geodaten.soest" begins with its function; "anna.post" begins with a person.
    return _is_function_word(parts[0])


def _is_function_word(part: str) -> bool:
    word = part.strip("0123456789")
    return word in _WORDS or any(stem in word for stem in _STEMS)


def _bears_name(local: str, individual: str) -> bool:
    if not individual or names_unit(individual):
        return False
    names = [word for word in _WORD.findall(_plain_letters(individual)) if len(word) > 3]
    plain = _plain_letters(local)
    return any(name in plain for name in names)


def _plain_letters(name: str) -> str:
    return name.lower().translate(str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}))


def names_unit(text: str) -> bool:
    """True when a name is that of a department or function ("Referat 94", "Geodatenmanagement"), not of a person."""
    return bool(_UNIT_WORDS.search(text)) and not names_person(text)


def names_person(text: str) -> bool:
    """True when a text plainly holds a person's name: with "Frau" or "Dr.", or beginning with a given name."""
    return any(map(_is_person, [text, *_BETWEEN.split(text)])) if text else False


def _is_person(part: str) -> bool:
    if _TITLED.search(part):
        return True
    words = _PERSON.fullmatch(_OFFICE_HOLDER.sub("", part.strip()))
    if not words or _NAMED_AFTER.search(part):
        return False
    given = words[2] if "," in part else words[1]
    return given.partition("-")[0].lower() in _GIVEN_NAMES


def strip(description: Description) -> tuple[Description, list[str]]:
    """Give a copy without personal data, and what was taken out: a list of kinds (``name``, ``phone``, …)."""
    taken: list[str] = []
    names = sorted({
        contact.individual for contact in description.contacts
        if contact.individual and not names_unit(contact.individual)
    })
    contacts = [_strip_contact(contact, taken) for contact in description.contacts]

    def clean(value: str) -> str:
        return clean_text(value, names, taken)

    cleaned = replace(
        description, contacts=contacts, title=clean(description.title), abstract=clean(description.abstract),
        lineage=clean(description.lineage), purpose=clean(description.purpose),
        use_limitations=[replace(ref, text=clean(ref.text)) for ref in description.use_limitations],
        other_constraints=[replace(ref, text=clean(ref.text)) for ref in description.other_constraints],
        licences=[replace(item, attribution=clean(item.attribution)) for item in description.licences],
        online=[replace(item, name=clean(item.name), description=clean(item.description))
                for item in description.online],
        keywords=[word for word in description.keywords if clean(word.text) == word.text],
    )
    return cleaned, list(dict.fromkeys(taken))


def clean_text(value: str, names: Iterable[str] = (), taken: list[str] | None = None) -> str:
    """Take personal mailboxes, telephone numbers and the given names out of a running text."""
    if not value:
        return value
    taken = [] if taken is None else taken

    def mailbox(found: re.Match[str]) -> str:
        address = re.sub(_DOT, ".", re.sub(_AT, "@", found.group(), flags=re.IGNORECASE), flags=re.IGNORECASE)
        if is_functional(address.rstrip(".")):
            return found.group()
        taken.append(N_("e-mail in a text"))
        return GAP

    result = _EMAIL.sub(mailbox, value) if any(sign in value for sign in "@([") else value
    result, count = _PHONE.subn(lambda found: found.group().replace(found.group(1), GAP), result)
    if count:
        taken.append(N_("telephone number in a text"))
    result, count = _ADDRESSED.subn(rf"\1{GAP}", result)
    introduced = _INTRODUCED.sub(lambda found: found[0] if _UNIT_WORDS.search(found[2]) else found[1] + GAP, result)
    if count or introduced != result:
        taken.append(N_("name in a text"))
    result = introduced
    for spelling in (spelling for name in names for spelling in _spellings(name)):
        if spelling in result:
            result = result.replace(spelling, GAP)
            taken.append(N_("name in a text"))
    return result


def _spellings(name: str) -> list[str]:
    """Ways to write a person's name: as given, and "Beispiel, Kim" as "Kim Beispiel"."""
    bare = _TITLED.sub("", name).replace(" ,", ",")
    bare = " ".join(bare.split()).strip(" ,")
    parts = [part.strip() for part in bare.split(",") if part.strip()]
    found = [name, bare]
    if len(parts) == 2:
        found.append(f"{parts[1]} {parts[0]}")
    return [spelling for spelling in dict.fromkeys(found) if len(spelling) > 5 and " " in spelling]


def _strip_contact(contact: Contact, taken: list[str]) -> Contact:
    changes: dict[str, str] = {}
    person = contact.individual and not names_unit(contact.individual)
    if person:
        changes["individual"] = ""
        taken.append(N_("name"))
    if contact.email and not is_functional(contact.email, contact.individual):
        changes["email"] = ""
        taken.append(N_("e-mail"))
    if contact.phone and (person or "email" in changes or not contact.organisation):
        changes["phone"] = ""
        taken.append(N_("telephone number"))
    for field in ("organisation", "position"):
        value = getattr(contact, field)
        impersonal = _without_persons(value, contact.individual if person else "")
        if impersonal != value:
            taken.append(N_("name"))
        changes[field] = clean_text(impersonal, [contact.individual] if person else [], taken)
    return replace(contact, **changes)


def _without_persons(value: str, individual: str) -> str:
    """Give the parts of an office's name that name no person; ``individual`` is the name known of one."""
    own = set(_WORD.findall(individual.lower()))
    if own and set(_WORD.findall(value.lower())) <= own:
        return ""
    if not names_person(value):
        return value
    parts = [] if _is_person(value) and not _BETWEEN.search(value) else _BETWEEN.split(value)
    kept = [part for part in parts if _UNIT_WORDS.search(part) and not _is_person(part)]
    return ", ".join(kept)
