"""The command `ckan suedwestfalen doctor`: looks for what usually goes wrong and names the mend.

A check is a function that takes a translation function and gives a :class:`Check`. None of them changes anything.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

import ckan
import click
import sqlalchemy as sa
from ckan import model, plugins
from ckan.cli.db import current_revision
from ckan.lib import search
from ckan.lib.jobs import DEFAULT_QUEUE_NAME, get_queue
from ckan.lib.redis import connect_to_redis, is_redis_available
from ckan.plugins import toolkit as tk
from pysolr import SolrError

from ckanext.suedwestfalen import config, region
from ckanext.suedwestfalen.findings import N_, Translate
from ckanext.suedwestfalen.language import translator

OK, WARN, FAIL = "ok", "warn", "fail"
HARVEST = "suedwestfalen_harvest"
REQUIRED = ("suedwestfalen", "scheming_datasets", "scheming_groups", "scheming_organizations", "dcat", "spatial_query")
# What our plugins refine has to come after them in `ckan.plugins`.
REFINED = ("scheming_datasets", "scheming_groups", "scheming_organizations", "dcat", "spatial_metadata",
           "spatial_query")
# Security holes that are known to be open, by version of CKAN.
KNOWN_HOLES = {"2.12.0": ("CVE-2026-41255",)}
SUPPORTED = "2.12."
PLACEHOLDERS = ("", "localhost", "example.com", "example.org", "portal.example.org")
# An RQ worker reports every few minutes, the clock every 20 seconds.
WORKER_SILENCE, CLOCK_SILENCE = dt.timedelta(minutes=10), dt.timedelta(minutes=2)
# The first is answered only with JTS in Solr's class path. CKAN's schema takes unknown fields for text, so that a
# missing field is only noticed by the second: text does not mind nonsense, a spatial field does.
SPATIAL_FIELD = "spatial_geom"
SHAPE, NO_SHAPE = "Intersects(POLYGON((7 51, 8 51, 8 52, 7 51)))", "Intersects(NONSENSE(1))"


@dataclass(frozen=True)
class Check:
    """What was looked at, how it is (ok, warn, fail), what was seen, and what to do about it."""

    name: str
    state: str
    message: str
    mend: str = ""


def version(_: Translate) -> Check:
    """CKAN is of the release that the plugins are made for, without known holes."""
    installed = ckan.__version__
    if not installed.startswith(SUPPORTED):
        return Check("ckan-version", FAIL, _("CKAN %(version)s is not supported.") % {"version": installed},
                     _("Install CKAN 2.12."))
    holes = ", ".join(KNOWN_HOLES.get(installed, ()))
    if holes:
        return Check(
            "ckan-version", WARN,
            _("CKAN %(version)s has known security holes: %(holes)s.") % {"version": installed, "holes": holes},
            _("Install the next patch release of CKAN 2.12 as soon as there is one. "
              "The pages of the harvest check the tokens of their forms themselves."),
        )
    return Check("ckan-version", OK, f"CKAN {installed}")


def site_url(_: Translate) -> Check:
    """The portal knows its own address."""
    url = tk.config.get("ckan.site_url") or ""
    host = urlsplit(url).hostname or ""
    mend = _("Set ckan.site_url to the address under which people reach the portal.")
    if not host:
        return Check("site-url", FAIL, _("The portal does not know its own address (ckan.site_url)."), mend)
    if host in PLACEHOLDERS or host.startswith("127.") or host.endswith((".example", ".test", ".invalid")):
        return Check("site-url", WARN, _("The address of the portal is only local: %(url)s") % {"url": url}, mend)
    return Check("site-url", OK, url)


def plugin_order(_: Translate) -> Check:
    """All plugins are there, ours before those that they refine."""
    listed = list(tk.config["ckan.plugins"])
    missing = [name for name in REQUIRED if name not in listed]
    if missing:
        return Check("plugins", FAIL, _("These plugins are not enabled: %(names)s") % {"names": " ".join(missing)},
                     _("Add them to ckan.plugins, behind the plugins that begin with suedwestfalen."))
    first = min(listed.index(name) for name in REFINED if name in listed)
    late = [name for name in listed[first:] if name.split("_")[0] == "suedwestfalen"]
    if late:
        return Check("plugins", FAIL, _("These plugins are listed too late: %(names)s") % {"names": " ".join(late)},
                     _("In ckan.plugins, list them before scheming, dcat and spatial."))
    return Check("plugins", OK, " ".join(listed))


def migrations(_: Translate) -> Check:
    """The tables of CKAN and of every plugin are up to date."""
    behind = [] if (current_revision("") or "").endswith("(head)") else ["ckan"]
    for name in tk.config["ckan.plugins"]:
        revision = current_revision(name)
        if revision and not revision.endswith("(head)"):
            behind.append(name)
    if behind:
        return Check("migrations", FAIL, _("The tables are not up to date: %(names)s") % {"names": " ".join(behind)},
                     _("Run: ckan db upgrade"))
    return Check("migrations", OK, _("All tables are up to date."))


def redis(_: Translate) -> Check:
    """Redis answers."""
    if is_redis_available():
        return Check("redis", OK, _("Redis answers."))
    return Check("redis", FAIL, _("Redis does not answer."), _("Start Redis, or correct ckan.redis.url."))


def solr(_: Translate) -> Check:
    """Solr answers and has the schema of this CKAN."""
    try:
        search.make_connection().search("*:*", rows=0)
    except SolrError as error:
        return Check("solr", FAIL, _("Solr does not answer: %(error)s") % {"error": _short(error)},
                     _("Start Solr, or correct solr_url."))
    try:
        search.check_solr_schema_version()
    except search.SearchError as error:
        return Check("solr", FAIL, _("Solr has another schema than CKAN needs: %(error)s") % {"error": error},
                     _("Give Solr the schema of the installed CKAN with the spatial fields, "
                       "then run: ckan search-index rebuild"))
    return Check("solr", OK, _("Solr answers and has the right schema."))


def solr_spatial(_: Translate) -> Check:
    """Solr has the field for the map search, with JTS."""
    problem = _spatial_problem(SHAPE)
    if problem is None and _spatial_problem(NO_SHAPE) is None:
        problem = SPATIAL_FIELD
    if problem:
        return Check("solr-spatial", FAIL, _("Solr cannot search places: %(error)s") % {"error": problem},
                     _("Add type location_rpt and field spatial_geom to Solr's schema and JTS to its libraries, "
                       "then run: ckan search-index rebuild"))
    return Check("solr-spatial", OK, _("Solr searches places."))


def _spatial_problem(shape: str) -> str | None:
    try:
        search.make_connection().search("*:*", fq=f"{{!field f={SPATIAL_FIELD}}}{shape}", rows=0)
    except SolrError as error:
        return _short(error)
    return None


def map_search(_: Translate) -> Check:
    """A search by box passes CKAN's own gate for query parsers."""
    backend = tk.config.get("ckanext.spatial.search_backend")
    if backend != "solr-spatial-field":
        return Check("map-search", FAIL, _("The map search uses “%(backend)s”.") % {"backend": backend or ""},
                     _("Set ckanext.spatial.search_backend = solr-spatial-field"))
    try:
        tk.get_action("package_search")({"ignore_auth": True}, {"rows": 0, "extras": {"ext_bbox": "7,51,8,52"}})
    except (search.SearchError, tk.ValidationError) as error:
        return Check("map-search", FAIL, _("A search by box fails: %(error)s") % {"error": _short(error)},
                     _("Enable spatial_query, and remove ckan.search.solr_allowed_query_parsers from the "
                       "configuration or add field to it."))
    return Check("map-search", OK, _("A search by box works."))


def region_data(_: Translate) -> Check:
    """The region's folder can be read."""
    try:
        here = region.load(config.region_folder())
    except region.RegionError as error:
        first = error.problems[0].message(_)
        return Check("region", FAIL, _("The region's data cannot be used: %(problem)s") % {"problem": first},
                     _("Correct the folder that ckanext.suedwestfalen.region_folder names."))
    return Check("region", OK, _("%(name)s: %(number)s municipalities") % {
        "name": here.title, "number": len(here.municipalities)
    })


def seeds(_: Translate) -> Check:
    """Municipalities, lead projects and the vocabulary of the DNA goals are loaded."""
    here = region.load(config.region_folder())
    keys = {town.ags for town in here.municipalities}
    groups = model.Session.query(model.Group).filter_by(state="active")
    loaded = {group.extras["ags"] for group in groups.filter(model.Group.extras.has_key("ags"))}
    lacking = []
    if keys - loaded:
        lacking.append(_("%(number)s municipalities") % {"number": len(keys - loaded)})
    if model.Vocabulary.get("dna_goal") is None:
        lacking.append(_("the vocabulary of the DNA goals"))
    if here.lead_projects and not groups.filter_by(type="lead_project").count():
        lacking.append(_("the lead projects"))
    if lacking:
        return Check("seeds", FAIL, _("Not loaded yet: %(what)s") % {"what": ", ".join(lacking)},
                     _("Run: ckan suedwestfalen seed"))
    return Check("seeds", OK, _("The region is loaded."))


def workers(_: Translate) -> Check:
    """Somebody works on the queues."""
    queues = [DEFAULT_QUEUE_NAME]
    if plugins.plugin_loaded(HARVEST):
        from ckanext.suedwestfalen.harvest.runs import QUEUE

        queues.append(QUEUE)
    idle = [name for name in queues if not _is_served(name)]
    if idle:
        return Check("workers", FAIL, _("Nobody works on these queues: %(names)s") % {"names": " ".join(idle)},
                     _("Start: ckan jobs worker %(names)s") % {"names": " ".join(idle)})
    return Check("workers", OK, _("All queues have workers."))


def _is_served(name: str) -> bool:
    from rq import Worker

    now = dt.datetime.now(dt.timezone.utc)
    beats = (worker.last_heartbeat for worker in Worker.all(connection=connect_to_redis(), queue=get_queue(name)))
    return any(beat and now - _aware(beat) < WORKER_SILENCE for beat in beats)


def _aware(time: dt.datetime) -> dt.datetime:
    return time if time.tzinfo else time.replace(tzinfo=dt.timezone.utc)


def clock(_: Translate) -> Check:
    """The harvest's clock ticks."""
    if not plugins.plugin_loaded(HARVEST):
        return Check("clock", OK, _("The harvest is not enabled."))
    from ckanext.suedwestfalen.harvest.clock import last_tick

    last = last_tick()
    if last is None or dt.datetime.now(dt.timezone.utc) - last > CLOCK_SILENCE:
        return Check("clock", FAIL, _("The clock of the harvest stands still: nothing is harvested by schedule."),
                     _("Start: ckan suedwestfalen harvest clock"))
    return Check("clock", OK, _("The clock ticks."))


CHECKS: tuple[Callable[[Translate], Check], ...] = (
    version, site_url, plugin_order, migrations, redis, solr, solr_spatial, map_search, region_data, seeds, workers,
    clock,
)


def examine(translate: Translate, checks: Iterable[Callable[[Translate], Check]] = CHECKS) -> list[Check]:
    """Run the checks, each by itself: one that cannot be carried out is a failure and stops no other."""
    return [_carried_out(check, translate) for check in checks]


def _carried_out(check: Callable[[Translate], Check], translate: Translate) -> Check:
    try:
        return check(translate)
    except Exception as error:  # noqa: BLE001 - whatever is broken must not keep the others from being looked at
        model.Session.rollback()
        name = check.__name__.replace("_", "-")
        message = translate(N_("This could not be checked: %(error)s")) % {"error": _short(error)}
        database = isinstance(error, sa.exc.SQLAlchemyError)
        mend = N_("Start PostgreSQL, or correct sqlalchemy.url; a missing table comes with: ckan db upgrade")
        other = N_("See whether one of the other failures is the cause.")
        return Check(name, FAIL, message, translate(mend if database else other))


def _short(error: BaseException) -> str:
    return " ".join(str(error).split())[:200]


_MARKS = {OK: ("✓", "green"), WARN: ("!", "yellow"), FAIL: ("✗", "red")}


@click.command(short_help="Check what usually goes wrong, and name the mend.")
@click.option("--json", "as_json", is_flag=True, help="Give the findings as JSON.")
def doctor(*, as_json: bool) -> None:
    """Check what usually goes wrong, and name the mend. The exit status is 1 when something does not work."""
    found = examine(translator(tk.config["ckan.locale_default"]))
    if as_json:
        click.echo(json.dumps([asdict(check) for check in found], ensure_ascii=False, indent=2))
    else:
        for check in found:
            _print(check)
    if any(check.state == FAIL for check in found):
        raise SystemExit(1)


def _print(check: Check) -> None:
    mark, colour = _MARKS[check.state]
    click.secho(f"{mark} {check.name}: {check.message}", fg=colour)
    if check.mend:
        click.echo(f"  → {check.mend}")
