"""Validators of single fields of a use case; each is named in the schema as `suedwestfalen_use_case_…`.

Messages are for the person at the form. A draft may lack almost everything: what a submission needs, missing.py says.
What follows from other fields, and what holds between fields, see completing.py.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.scheming.helpers import scheming_field_choices
from ckanext.scheming.validation import scheming_validator
from ckanext.suedwestfalen.catalogue.values import as_list
from ckanext.suedwestfalen.use_cases import completing, links, names, pictures
from ckanext.suedwestfalen.use_cases.texts import given
from ckanext.suedwestfalen.vocabularies import licences

Validator = Callable[..., Any]

#: Larger than any number of days, months or inhabitants.
MOST = 1_000_000_000
_GROUPED = re.compile(r"[0-9]{1,3}(?:[. \u00a0\u202f][0-9]{3})+")
_SLUG = re.compile(r"[a-z0-9][a-z0-9_.:-]{0,99}")


def length(most: int) -> Validator:
    """Make a validator of a text that has at most so many characters."""

    def validator(value: Any) -> str:
        text = given(value)
        if len(text) > most:
            raise tk.Invalid(
                tk._("The text is too long: %(count)s characters, %(most)s fit.") % {"count": len(text), "most": most}
            )
        return text

    return validator


@scheming_validator
def choice(field: dict[str, Any], _schema: Any) -> Validator:
    """Make a validator of one value of the field's choices."""

    def validator(key: Any, data: Any, _errors: Any, context: Any) -> None:
        data[key] = _chosen(field, [given(data[key])], data, context)[0]

    return validator


@scheming_validator
def choices(field: dict[str, Any], _schema: Any) -> Validator:
    """Make a validator of several values of the field's choices; they are stored as JSON in the list's order."""

    def validator(key: Any, data: Any, errors: Any, context: Any) -> None:
        if errors[key]:
            raise tk.StopOnError
        found = _chosen(field, as_list(data.get(key)), data, context)
        if not found:
            data.pop(key, None)
            raise tk.StopOnError
        data[key] = json.dumps(found)

    return validator


def _chosen(field: dict[str, Any], values: list[str], data: Any, context: Any) -> list[str]:
    """Give the values in the order of the list; another portal's record keeps values that are not in our list."""
    known = {str(one["value"]): number for number, one in enumerate(scheming_field_choices(field) or ())}
    foreign = completing.is_foreign(data, context)
    for value in values:
        if value not in known and not (foreign and _SLUG.fullmatch(value)):
            raise tk.Invalid(tk._("“%s” is not in the list. Please choose from the list.") % value[:100])
    return sorted(values, key=lambda value: (known.get(value, len(known)), value))


def whole_number(value: Any) -> int:
    """Read a whole number from zero; 25.000 is understood as people write it."""
    number = _number(value)
    if number != int(number):
        raise tk.Invalid(tk._("Please give a whole number."))
    return int(number)


def number(value: Any) -> float:
    """Read a number from zero; a decimal comma is understood."""
    found = _number(value)
    return int(found) if found == int(found) else found


def percent(value: Any) -> float:
    """Read a share between 0 and 100; a percent sign may follow."""
    found = number(given(value).removesuffix("%"))
    if found > 100:
        raise tk.Invalid(tk._("A share in percent lies between 0 and 100."))
    return found


def _number(value: Any) -> float:
    text = given(value)
    if isinstance(value, str) and _GROUPED.fullmatch(text):
        text = re.sub(r"[^0-9]", "", text)
    try:
        found = float(text.replace(",", "."))
    except ValueError as error:
        raise tk.Invalid(tk._("Please give a number.")) from error
    if not 0 <= found <= MOST:
        raise tk.Invalid(tk._("Please give a number from zero."))
    return found


def as_number(value: Any) -> Any:
    """Give a stored number as a number: CKAN keeps such fields as text."""
    try:
        return number(value) if isinstance(value, str) else value
    except tk.Invalid:
        return value


def not_here(key: Any, data: Any, _errors: Any, _context: Any) -> None:
    """Take a field of the contact out: it lies in a table of its own and never in a dataset."""
    data.pop(key, None)
    raise tk.StopOnError


def licence(key: Any, data: Any, _errors: Any, context: Any) -> None:
    """Licence of the record as id, URL or usual name; that of another portal's record stays as it came."""
    value = given(data.get(key))
    found = licences.find(value) if value else None
    if value and not found and not completing.is_foreign(data, context):
        raise tk.Invalid(tk._("“%s” is no licence of the list. Please choose one.") % value[:100])
    data[key] = found.id if found else value


def url(value: Any) -> str:
    """Read an address of the web; what begins with www. gets its https."""
    text = given(value)
    if text.lower().startswith("www."):
        text = f"https://{text}"
    if not links.is_address(text):
        raise tk.Invalid(tk._("Please give a whole address that begins with https://."))
    return text


def dataset(key: Any, data: Any, _errors: Any, context: Any) -> None:
    """Read a dataset: one of the portal by id, name, title or address (stored as id), or another address."""
    data[key] = links.dataset(given(data[key]), str(context.get("user") or ""), lasting=_stored_links(context))


def _stored_links(context: Any) -> str:
    package = context.get("package")
    extras = (package.extras or {}) if package is not None else {}
    return "".join(str(extras.get(name, "")) for name in ("data_required", "data_produced"))


def addresses(key: Any, data: Any, errors: Any, _context: Any) -> None:
    """Read what a use case is based on: identifiers of use cases or addresses."""
    if errors[key]:
        raise tk.StopOnError
    found = [links.use_case(text) for text in as_list(data.get(key))]
    if not found:
        data.pop(key, None)
        raise tk.StopOnError
    data[key] = json.dumps(list(dict.fromkeys(found)))


def lead_project(key: Any, data: Any, errors: Any, context: Any) -> None:
    """Lead projects of this portal; another portal's record keeps those of its own, which lead nowhere here."""
    if not completing.is_foreign(data, context):
        tk.get_validator("suedwestfalen_lead_project")(key, data, errors, context)
        return
    found = [name for name in as_list(data.get(key)) if _SLUG.fullmatch(name)]
    if not found:
        data.pop(key, None)
        raise tk.StopOnError
    data[key] = json.dumps(found)


def attachment(key: Any, data: Any, _errors: Any, _context: Any) -> None:
    """Read the address of an attachment; that of an uploaded file is made by CKAN."""
    text = given(data.get(key))
    if not text:
        raise tk.Invalid(tk._("Please give an address, or choose a file."))
    data[key] = text if data.get((*key[:-1], "url_type")) == "upload" else url(text)


def image(value: Any) -> str:
    """Read a picture: the name of an uploaded file, or an address."""
    text = given(value)
    if pictures.is_file_name(text):
        return text
    return url(text)


def name(key: Any, data: Any, _errors: Any, _context: Any) -> None:
    """Take the name; completing.py has made one where none was given. Pages of the portal keep theirs."""
    value = given(data.get(key))
    if value in names.RESERVED:
        raise tk.Invalid(tk._("“%s” is the address of a page of the portal. Please choose another one.") % value)
    data[key] = value


def identifier(key: Any, data: Any, _errors: Any, context: Any) -> None:
    """Keep the identifier for ever; a new use case gets its own from completing.py, an imported one brings it."""
    _system(key, data, context)


def system(key: Any, data: Any, _errors: Any, context: Any) -> None:
    """Keep what only the portal itself writes."""
    _system(key, data, context)


def record_status(key: Any, data: Any, _errors: Any, context: Any) -> None:
    """Keep the record status: only the steps of the procedure set it. A new use case is a draft."""
    value = given(data.get(key)) if context.get(completing.INTERNAL) else ""
    if value and value not in names.RECORD_STATES:
        raise tk.Invalid(tk._("“%s” is no record status.") % value[:100])
    data[key] = value or completing.stored(context).get(key[-1]) or names.DRAFT


def _system(key: Any, data: Any, context: Any) -> None:
    sent = data.get(key, tk.missing)
    value = completing.stored(context).get(key[-1], "")
    if context.get(completing.INTERNAL) and sent is not tk.missing:
        value = given(sent)
    if not value:
        data.pop(key, None)
        raise tk.StopOnError
    data[key] = value


def get_validators() -> dict[str, Validator]:
    """Give the validators to CKAN."""
    found = {
        function.__name__: function
        for function in (
            length, choice, choices, whole_number, number, percent, as_number, not_here, licence, url, dataset,
            addresses, attachment, lead_project, image, name, identifier, system, record_status,
        )
    }
    found |= {"complete": completing.complete, "together": completing.together}
    return {f"suedwestfalen_use_case_{name}": function for name, function in found.items()}
