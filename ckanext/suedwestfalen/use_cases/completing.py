"""What follows from other fields of a use case, and what holds between them.

Before the fields are checked
    texts lose what cannot be stored; rows without content go; name, place and organization follow from what is there.
After
    what belongs together is compared; a new use case gets its identifier.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.catalogue import municipalities, regions, rows
from ckanext.suedwestfalen.catalogue.values import as_list
from ckanext.suedwestfalen.use_cases import fields, names
from ckanext.suedwestfalen.use_cases.texts import clean_all, given

#: Set in the context by our own code only: system fields are taken as they are given.
INTERNAL = "use_case_internal"
#: Rows of one repeating field: more is no list that a person reads.
MOST_ROWS = 250
LONGEST_NAME = 80
#: The licence of a record that names none.
LICENCE = "cc-by/4.0"


def stored(context: Any) -> Mapping[str, str]:
    """Give the stored extras of the use case that is being changed; nothing for a new one."""
    package = context.get("package")
    return (package.extras or {}) if package is not None else {}


def is_foreign(data: Any, context: Any) -> bool:
    """Tell whether the record came from another portal."""
    sent = given(data.get(("source_catalog",))) if context.get(INTERNAL) else ""
    return bool(sent or stored(context).get("source_catalog"))


def complete(_key: Any, data: Any, _errors: Any, context: Any) -> None:
    """Fill in what follows; `data` is the flattened dataset before validation."""
    for key in list(data):
        data[key] = clean_all(data[key])
    for name in names.CONTACT_FIELDS:
        data.pop((name,), None)
    _rows(data)
    _name(data, context)
    _licence(data, context)
    try:
        _place(data, context)
    except tk.Invalid:
        return  # the validators of the fields say what is wrong with them


def _rows(data: Any) -> None:
    junk = data.get(("__junk",))
    for field in fields.REPEATING:
        if isinstance(junk, dict) and not junk.get((field,), True):
            del junk[(field,)]  # an empty list is no row
        rows.drop_empty(data, (field,), everywhere=True)
    if junk == {}:
        data.pop(("__junk",))


def _name(data: Any, context: Any) -> None:
    """Make a name of the title; once there is one, it stays unless another is sent."""
    if given(data.get(("name",))):
        return
    package = context.get("package")
    data[("name",)] = package.name if package is not None else free_name(given(data.get(("title",))))


def _licence(data: Any, context: Any) -> None:
    """Give a new record the licence of the exchange; one from elsewhere has its own or none."""
    new = context.get("package") is None and not is_foreign(data, context)
    if new and data.get(("license_id",), tk.missing) is tk.missing:
        data[("license_id",)] = LICENCE


def free_name(title: str) -> str:
    """Give a name made from a title that no dataset has: with a number behind it where it is taken."""
    from ckanext.suedwestfalen.harvest.identity import slug

    base = slug(title)[:LONGEST_NAME].strip("-")
    if len(base) < 2:
        base = "anwendungsfall"
    taken = set(model.Session.scalars(
        sa.select(model.Package.name).where(sa.or_(model.Package.name == base, model.Package.name.like(f"{base}-%")))
    )) | names.RESERVED
    return next(name for name in (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3)))
                if name not in taken)


def _place(data: Any, context: Any) -> None:
    """Fill organization from municipality or the other way round; Kreise follow from the municipalities."""
    owner, towns = given(data.get(("owner_org",))), data.get(("municipality",))
    if towns is tk.missing and context.get("package") is None and owner:
        group = model.Group.get(owner)
        own = str((group.extras or {}).get("ags", "")) if group else ""
        towns = data[("municipality",)] = [own] if regions.current().municipality(own) else []
    found = [regions.current().find(text) or text for text in as_list(towns)]
    keys = [town if isinstance(town, str) else town.ags for town in found]
    data[("kreis",)] = sorted({ags[:5] for ags in keys if ags[:5].isdigit()})
    if not owner and keys:
        package = context.get("package")
        group = municipalities.organization_of(keys[0]) if package is None else None
        if group is not None:
            data[("owner_org",)] = group.id


def together(_key: Any, data: Any, errors: Any, context: Any) -> None:
    """Check what holds between fields, and give a new use case its identifier."""
    town = ("municipality",)
    if not (is_foreign(data, context) or errors.get(town) or as_list(data.get(town))):
        _complain(errors, "municipality", tk._("Please choose at least one municipality."))
    start, end = given(data.get(("start_date",)))[:10], given(data.get(("end_date",)))[:10]
    known = min(len(start), len(end))  # dates are as precise as they are known
    if end[:known] < start[:known]:
        _complain(errors, "end_date", tk._("The end lies before the start."))
    least, most = data.get(("suitable_population_min",)), data.get(("suitable_population_max",))
    if isinstance(least, int) and isinstance(most, int) and most < least:
        _complain(errors, "suitable_population_max", tk._("This is less than the number from which it is suitable."))
    _count_rows(data, errors)
    _identify(data, errors, context)


def _count_rows(data: Any, errors: Any) -> None:
    for field in fields.REPEATING:
        count = len({key[1] for key in data if key[0] == field and len(key) == 3})
        if count > MOST_ROWS:
            # what is wrong in single rows would not fit beside this one sentence
            for key in [key for key in errors if key[0] == field]:
                del errors[key]
            message = tk._("%(count)s rows are too many: at most %(most)s can be saved.")
            _complain(errors, field, message % {"count": count, "most": MOST_ROWS})


def _complain(errors: Any, field: str, sentence: str) -> None:
    errors.setdefault((field,), []).append(sentence)


def _identify(data: Any, errors: Any, context: Any) -> None:
    if context.get("package") is None and not given(data.get(("id",))):
        # CKAN makes the id when it saves; the identifier that is made of it must be saved with it
        data[("id",)] = str(uuid.uuid4())
    if given(data.get(("identifier",))):
        return
    package = context.get("package")
    data[("identifier",)] = identifier_of(package.id if package is not None else given(data[("id",)]))
    tk.get_converter("convert_to_extras")(("identifier",), data, errors, context)


def identifier_of(package_id: str) -> str:
    """Give the identifier that a use case made here gets."""
    return f"{str(tk.config['ckan.site_url']).rstrip('/')}/use-case/{package_id}"
