"""What is added to a dataset's document in the search index. No SQL here: rebuilding the index must stay fast."""

from __future__ import annotations

from typing import Any

from ckanext.suedwestfalen.catalogue.helpers import LEAD_PROJECT, kreis_name, municipality_name
from ckanext.suedwestfalen.catalogue.values import stored_list

# Solr refuses a document with a longer term in a field that is not cut into words.
LONGEST_TERM_BYTES = 32766


def document(pkg_dict: dict[str, Any]) -> dict[str, Any]:
    """Add the fields `vocab_…` (municipality, kreis, lead_project, operates_on), and the places' names as text."""
    for name in ("municipality", "kreis", LEAD_PROJECT):
        values = stored_list(pkg_dict.pop(name, None))
        pkg_dict.pop(f"extras_{name}", None)
        if values:
            pkg_dict[f"vocab_{name}"] = values
    operates_on = stored_list(pkg_dict.pop("operates_on", None))
    pkg_dict.pop("extras_operates_on", None)
    # Only a harvest can say that: else anybody could put a link on another's page.
    if operates_on and pkg_dict.get("extras_harvest_guid"):
        pkg_dict["vocab_operates_on"] = [value.lower() for value in operates_on]
    towns = [municipality_name(ags) for ags in pkg_dict.get("vocab_municipality", ())]
    kreise = [kreis_name(key) for key in pkg_dict.get("vocab_kreis", ())]
    if towns or kreise:
        pkg_dict["extras_place"] = ", ".join(towns + kreise)
    for name in [key.removeprefix("extras_") for key in pkg_dict if key.startswith("extras_")]:
        value = pkg_dict.get(name)
        if isinstance(value, str) and len(value.encode()) > LONGEST_TERM_BYTES:
            del pkg_dict[name]  # its words stay findable through extras_…
    return pkg_dict
