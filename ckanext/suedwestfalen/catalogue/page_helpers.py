"""Template helpers of the catalogue's pages: the map, numbers, and what the pages tell of places and projects."""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal
from ckan import model
from ckan.lib.i18n import get_lang
from ckan.lib.search import SearchError
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen import config, tasks
from ckanext.suedwestfalen.catalogue import coordinates, core_helpers, helpers, municipalities, region_map, regions
from ckanext.suedwestfalen.catalogue.values import stored_list
from ckanext.suedwestfalen.region import Municipality
from ckanext.suedwestfalen.vocabularies import licences

log = logging.getLogger(__name__)

ROLES = ("pioneer", "joined", "other")
SECTIONS = ("basics", "place", "rights", "more")
#: So many identifiers of a dataset are asked for, and so many addresses of a service are shown.
_MOST_NAMES, _MOST_LINKS = 20, 5


def region() -> Any:
    """Give the region of this portal: title, land, project, attribution, municipalities, kreise."""
    return regions.current()


def agency() -> dict[str, str] | None:
    """Give name and title of the organization that speaks for the region."""
    name = config.agency() or regions.current().agency
    group = model.Group.get(name)
    return {"name": group.name, "title": group.display_name} if group and group.is_organization else None


def number(value: Any) -> str:
    """Write a number as the reader's language does, with no digit added; what is no number comes back as text."""
    try:
        return format_decimal(float(str(value)), format="#,##0.######", locale=_locale())
    except (ValueError, TypeError):
        return str(value or "")


def date(value: Any) -> str:
    """Write a date as precisely as it is known: 2024, May 2024, May 17, 2024; what is no date comes back as text."""
    text = str(value or "")
    try:
        if re.fullmatch(r"\d{4}-\d{2}", text):
            return format_date(dt.date.fromisoformat(text + "-01"), format="LLLL y", locale=_locale())
        return format_date(dt.date.fromisoformat(text[:10]), format="long", locale=_locale())
    except ValueError:
        return text


def is_day(text: str) -> bool:
    """Whether a text is a whole day as a browser's calendar field takes it."""
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def box_problem(text: str | None) -> str:
    """Say what is wrong with the box that was typed for a search; an empty text if nothing is."""
    return coordinates.box_problem(text)


def facet_label(item: Mapping[str, Any]) -> str:
    """Give the whole name of a facet's value: licences that begin alike differ at their end."""
    return str(item["display_name"])


def _locale() -> str:
    return "de" if str(get_lang()).startswith("de") else "en"


def choice(name: str, value: str | None) -> str:
    """Label of a value of one of the region's choice lists; an unknown value comes back unchanged."""
    found = regions.current().choice(name, value) if value else None
    return found.label(_locale()) if found else value or ""


def roles() -> list[dict[str, Any]]:
    """Give the roles of municipalities in the order of the legend, with how many have each."""
    towns = _roles().values()
    known = [*ROLES, *sorted(set(towns) - set(ROLES))]
    counts = {role: sum(1 for each in towns if each == role) for role in known}
    return [{"name": role, "label": choice("smart_city_role", role), "count": counts[role]}
            for role in known if counts[role]]


def _roles() -> dict[str, str]:
    """Role of each municipality by key: that of its organization, else that of the folder."""
    groups = municipalities.organizations()
    return {
        town.ags: municipalities.describe(town, groups.get(town.ags))["smart_city_role"] or "other"
        for town in regions.current().municipalities
    }


def map_areas() -> list[dict[str, Any]]:
    """Give what the map of the start page shows of each municipality: path, link, name, role, number of datasets."""
    drawing = region_map.of(regions.current())
    rows = {row["ags"]: row for row in municipality_rows()}
    areas = [rows[area.ags] | {"path": area.path, "x": area.x, "y": area.y} for area in drawing.fine]
    return sorted(areas, key=lambda area: _name_key(area["name"]))


def map_size() -> tuple[float, float]:
    """Width and height of the drawing."""
    drawing = region_map.of(regions.current())
    return drawing.width, drawing.height


def locator(keys: Iterable[str] = (), geometry: Any = None) -> dict[str, Any]:
    """Give a small map of the region: areas, those of `keys` (AGS or Kreis keys) marked, and a geometry over it.

    :param geometry: GeoJSON as text or object; what is no GeoJSON is left out
    """
    here = regions.current()
    drawing = region_map.of(here)
    wanted = set(keys)
    areas = [{"path": area.path, "marked": area.ags in wanted or area.ags[:5] in wanted} for area in drawing.coarse]
    parsed = _geojson(geometry)
    return {
        "width": drawing.width, "height": drawing.height, "areas": areas, "attribution": here.attribution,
        "overlay": region_map.overlay(drawing, parsed) if parsed else None,
    }


def _geojson(value: Any) -> Mapping[str, Any] | None:
    try:
        parsed = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return None
    return parsed if isinstance(parsed, Mapping) and "type" in parsed else None


def municipality_rows(kreis: str | None = None) -> list[dict[str, Any]]:
    """Give the municipalities (of a Kreis) by name, as the lists and the map show them."""
    groups = municipalities.organizations()
    counts = _counts("vocab_municipality")
    towns = sorted(regions.current().municipalities, key=lambda town: _name_key(town.name))
    return [
        _row(town, groups.get(town.ags), counts.get(town.ags, 0))
        for town in towns if kreis is None or town.kreis == kreis
    ]


def _row(town: Municipality, group: model.Group | None, datasets: int) -> dict[str, Any]:
    facts = municipalities.describe(town, group)
    role = facts["smart_city_role"] or "other"
    return facts | {
        "role": role if role in ROLES else "other",
        "role_label": choice("smart_city_role", role),
        "datasets": datasets,
        "href": municipality_url(town.ags, group),
        "search": tk.url_for("dataset.search", vocab_municipality=town.ags),
    }


def municipality_url(ags: str, group: model.Group | None = None) -> str:
    """Address of a municipality's or Kreis' page; without an organization, that of a search for its datasets."""
    group = group or municipalities.organization_of(ags)
    if group:
        return tk.url_for("organization.read", id=group.name)
    return tk.url_for("dataset.search", **{"vocab_kreis" if len(ags) == 5 else "vocab_municipality": ags})


def _name_key(name: str) -> str:
    return name.casefold().translate(str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"}))


def _search(**params: Any) -> dict[str, Any]:
    """Search as the reader; a search engine that is down leaves the pages without datasets, not without the rest."""
    try:
        return tk.get_action("package_search")({"user": tk.g.user}, params)
    except SearchError as error:
        log.warning("search for a page failed: %s", error)
        return {"count": 0, "results": [], "search_facets": {}}


def _counts(facet: str) -> dict[str, int]:
    """Number of public datasets by value of a facet."""
    found = _search(rows=0, **{"facet.field": [facet], "facet.limit": -1})
    return {item["name"]: item["count"] for item in found["search_facets"].get(facet, {}).get("items", ())}


def key_numbers() -> dict[str, int]:
    """Give the numbers of the start page."""
    datasets = _search(rows=0)["count"]
    return {
        "datasets": datasets,
        "municipalities": len(regions.current().municipalities),
        "organizations": len(_counts("organization")),
        "lead_projects": len(helpers.lead_project_choices()),
    }


def newest(rows: int = 5) -> list[dict[str, Any]]:
    """Give the datasets that were added last."""
    return _search(rows=rows, sort="metadata_created desc")["results"]


def services(dataset: Mapping[str, Any], rows: int = 20) -> list[dict[str, Any]]:
    """Give the harvested services whose records name a dataset as what they work on, with their addresses.

    Asked when the page is shown: a service that comes, changes or goes touches no dataset.
    """
    if dataset.get("hierarchy_level") == "service":
        return []
    alternate = dataset.get("alternate_identifier")
    names = [dataset.get("identifier"), dataset.get("harvest_guid")]
    names += alternate if isinstance(alternate, list) else []
    names = [str(name).lower() for name in dict.fromkeys(names) if name][:_MOST_NAMES]
    if not names:
        return []
    quoted = " OR ".join('"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"' for name in names)
    found = _search(fq=f"vocab_operates_on:({quoted})", rows=rows, sort="title_string asc")
    return [
        {
            "title": service["title"], "href": tk.url_for("dataset.read", id=service["name"]),
            "links": [{"format": one.get("format") or tk._("Address"), "url": one["url"]}
                      for one in service.get("resources", [])
                      if str(one.get("url")).startswith(("https://", "http://"))][:_MOST_LINKS],
        }
        for service in found["results"]
    ]


def place_of(organization: Mapping[str, Any]) -> dict[str, Any] | None:
    """Tell which municipality or Kreis of the region an organization is; None for any other organization."""
    key = str(organization.get("ags") or "")
    here = regions.current()
    town, kreis = here.municipality(key), here.kreis(key)
    if town:
        above = here.kreis(town.kreis)
        return {"kind": "municipality", "key": key, "land": here.land,
                "kreis": {"name": above.name, "href": municipality_url(above.key)} if above else None}
    if kreis:
        return {"kind": "kreis", "key": key, "land": here.land, "nuts3": kreis.nuts3}
    return None


def places(dataset: Mapping[str, Any]) -> dict[str, Any]:
    """Give municipalities and Kreise of a dataset with links; `whole` if they are all Kreise of the region."""
    here = regions.current()
    towns, kreise = stored_list(dataset.get("municipality")), stored_list(dataset.get("kreis"))
    whole = not towns and {kreis.key for kreis in here.kreise} <= set(kreise)
    return {
        "municipalities": [{"name": helpers.municipality_name(ags), "href": municipality_url(ags)} for ags in towns],
        "kreise": [{"name": helpers.kreis_name(key), "href": municipality_url(key)} for key in kreise],
        "marked": towns or kreise,
        "whole": bool(kreise) and whole,
    }


def dna_goals(dataset: Mapping[str, Any]) -> list[dict[str, str]]:
    """Give the DNA goals of a dataset with label and a search for more of the same."""
    choices = helpers.dna_goal_choices()
    return [
        {"name": goal, "label": helpers.label_of(choices, goal),
         "href": tk.url_for("dataset.search", vocab_dna_goal=goal)}
        for goal in stored_list(dataset.get("dna_goal"))
    ]


def lead_projects(names: Any = None) -> list[dict[str, Any]]:
    """Give lead projects (those of `names`, else all) as their teasers show them, with the number of datasets."""
    query = model.Session.query(model.Group).filter_by(
        type=helpers.LEAD_PROJECT, state=model.State.ACTIVE, is_organization=False)
    counts = _counts("vocab_lead_project")
    wanted = None if names is None else set(stored_list(names))
    return [
        {
            "name": group.name, "title": group.display_name, "description": group.description or "",
            "status": choice("lead_project_status", (group.extras or {}).get("status")),
            "municipalities": place_links((group.extras or {}).get("municipalities")),
            "datasets": counts.get(group.name, 0),
            "href": tk.url_for("lead_project.read", id=group.name),
        }
        for group in query.order_by(model.Group.title)
        if wanted is None or group.name in wanted
    ]


def place_links(keys: Any) -> list[dict[str, str]]:
    """Give names and links of municipalities, by name."""
    found = [{"name": helpers.municipality_name(ags), "href": municipality_url(ags), "ags": ags}
             for ags in stored_list(keys)]
    return sorted(found, key=lambda place: _name_key(place["name"]))


def licence(dataset: Mapping[str, Any]) -> dict[str, Any] | None:
    """Give title, address and openness of a dataset's licence; None if it has none."""
    found = licences.find(str(dataset.get("license_id") or ""))
    return {"title": found.title, "url": found.url, "open": found.open} if found else None


def is_harvested(dataset: Mapping[str, Any]) -> bool:
    """Whether a dataset comes from a harvest, so that most of its fields belong to its source."""
    return bool(dataset.get("harvest_guid"))


def sections(fields: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Sort the fields of a form into its sections, in the order of :data:`SECTIONS`."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for field in fields:
        if field.get("form_snippet", "") is not None:
            found.setdefault(str(field.get("section") or "basics"), []).append(field)
    names = [*(name for name in SECTIONS if name in found), *(name for name in found if name not in SECTIONS)]
    return [{"name": name, "title": _section_title(name), "fields": found[name]} for name in names]


def _section_title(name: str) -> str:
    return {
        "basics": tk._("What is it about?"),
        "place": tk._("Where is it?"),
        "rights": tk._("Who publishes it, and under which terms?"),
        "more": tk._("Further details (optional)"),
    }.get(name, "")


def boxes() -> str:
    """Give the boxes of municipalities and Kreise by key, as JSON for the map of the form."""
    here = regions.current()
    towns = {town.ags: town.bbox for town in here.municipalities}
    return json.dumps(towns | {kreis.key: kreis.bbox for kreis in here.kreise})


def evidence(name: str | None) -> str:
    """Say in words which evidence decided place or extent."""
    return {
        "manual": tk._("chosen by the editors"),
        "derived": tk._("derived from the municipalities"),
        "organization": tk._("that of the organization"),
        "identifier": tk._("official key in the record"),
        "source": tk._("setting of the harvest source"),
        "publisher": tk._("publishing body"),
        "contact": tk._("contact named in the record"),
        "extent": tk._("extent of the record"),
        "record": tk._("extent of the record"),
        "keyword": tk._("place name among the keywords"),
    }.get(name or "", name or "")


def licence_evidence(pkg: Mapping[str, Any]) -> str:
    """Say in words where the licence of a harvested dataset comes from; nothing for others, whose editors chose it."""
    if not is_harvested(pkg) or not pkg.get("license_id"):
        return ""
    if pkg.get("license_source"):
        return tk._("set for the whole harvest source; the record itself names none")
    return tk._("named in the record at the source")


def tasks_number() -> int | None:
    """Give how many tasks wait for the reader; None if nobody is logged in or it cannot be told."""
    return tasks.number(tk.g.user) if tk.g.user else None


def get_helpers() -> dict[str, Callable[..., Any]]:
    """Give the helpers to CKAN, each under `suedwestfalen_…`, and those of CKAN's that are continued."""
    return core_helpers.get_helpers() | {
        f"suedwestfalen_{function.__name__}": function
        for function in (
            agency, box_problem, boxes, choice, date, dna_goals, evidence, facet_label, is_day, is_harvested,
            key_numbers, lead_projects, licence, licence_evidence, locator, map_areas, map_size, municipality_rows,
            municipality_url, newest, number, place_links, place_of, places, region, roles, sections, services,
            tasks_number,
        )
    }
