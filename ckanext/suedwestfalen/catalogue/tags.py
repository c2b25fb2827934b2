"""The field `dna_goal`: tags of the vocabulary of the same name.

CKAN facets tags of a vocabulary by itself (`vocab_dna_goal`). Its converters for such fields store the values a
second time and give them back among the free tags, where the next save from a form makes free tags of them. Here
the values are stored as tags only, and shown in the field only.
"""

from __future__ import annotations

from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.catalogue.helpers import DNA_GOAL
from ckanext.suedwestfalen.catalogue.values import as_list


def to_tags(key: Any, data: Any, errors: Any, _context: Any) -> None:
    """Turn the field's values into tags of the vocabulary; the field itself is not stored."""
    given = data.pop(key, tk.missing)
    try:
        names = as_list(given)
        if names:
            _replace(data, names, _vocabulary_with(names))
    except tk.Invalid as error:
        errors[key].append(error.error)
    raise tk.StopOnError


def _vocabulary_with(names: list[str]) -> str:
    vocabulary = model.Vocabulary.get(DNA_GOAL)
    if vocabulary is None:
        raise tk.Invalid(tk._("The DNA goals are not loaded yet. Please ask the administrators of the portal."))
    known = {tag.name for tag in vocabulary.tags}
    for name in names:
        if name not in known:
            raise tk.Invalid(tk._("There is no DNA goal “%s”.") % name)
    return vocabulary.id


def _replace(data: Any, names: list[str], vocabulary_id: str) -> None:
    """Put the tags behind the free ones; goals that came as tags too are taken out first."""
    rows = {key[1] for key in data if key[0] == "tags" and len(key) == 3}
    for row in [row for row in rows if data.get(("tags", row, "vocabulary_id")) == vocabulary_id]:
        rows.discard(row)
        for key in [key for key in data if key[:2] == ("tags", row)]:
            del data[key]
    first = max(rows, default=-1) + 1
    for number, name in enumerate(names, first):
        data[("tags", number, "name")] = name
        data[("tags", number, "vocabulary_id")] = vocabulary_id


def show(context: Any, pkg_dict: dict[str, Any]) -> None:
    """Give the goals as their field and take them out of the tags.

    Called again on what was stored in the index, where that has been done: then nothing changes.
    """
    if context.get("schema") or "tags" not in pkg_dict:
        return  # CKAN's own schema, as for a copy of the dataset elsewhere: tags stay tags
    goals = [tag["name"] for tag in pkg_dict["tags"] if tag.get("vocabulary_id")]
    if goals or DNA_GOAL not in pkg_dict:
        pkg_dict[DNA_GOAL] = sorted(goals)
        pkg_dict["tags"] = [tag for tag in pkg_dict["tags"] if not tag.get("vocabulary_id")]
        pkg_dict["num_tags"] = len(pkg_dict["tags"])
