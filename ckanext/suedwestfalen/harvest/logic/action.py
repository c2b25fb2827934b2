"""Actions on sources, runs, records and held deletions.

A source is named by its id or its name. Every action that changes something needs POST, as all of CKAN's actions do.
"""

from __future__ import annotations

import zlib
from typing import Any

import sqlalchemy as sa
from ckan import authz, model
from ckan.plugins import toolkit as tk
from ckan.types import Context, DataDict

from ckanext.suedwestfalen.findings import FindingError
from ckanext.suedwestfalen.harvest import by_hand, deletions, ledger, removal, report, runs, sources
from ckanext.suedwestfalen.harvest.logic import auth, schema
from ckanext.suedwestfalen.harvest.model import Identity, Record, Source

_ = tk._
MAX_ROWS = 100
# Identities in these states have a dataset that no source maintains.
PEOPLES = ("handed", by_hand.STATE)


def suedwestfalen_harvest_source_create(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Create a source and give it; ``notices`` are sentences for whoever did it.

    :param title: what it is called
    :param url: address of the server, http or https, without user name
    :param organization_id: id or name of the organization that the datasets will belong to
    :param protocol: kind of server (default ``csw``)
    :param municipality: AGS or Kreis key of everything in the source; empty: from the record
    :param schedule: manual (default), hourly, daily or weekly
    :param rank: whose copy leads where two sources offer a record, the lowest (default 20); only a sysadmin may give a
        better one than the organization's: 10 for a municipality, else 20
    :param settings: settings of the protocol, e.g. ``{"keyword": "opendata"}``
    :param options: what any kind of source can be told (see ``harvest/options.py``), e.g. ``{"validation": "reject"}``
    :param username: with ``password``, what the server asks for; both are stored encrypted and never given back
    :param name: short name for addresses and commands; made from the title if missing
    :param active: whether the schedule applies (default true)
    """
    tk.check_access("suedwestfalen_harvest_source_create", context, data_dict)
    login = schema.login(data_dict)
    source = sources.create(schema.validate(data_dict, context), login)
    return {**_described(context, source), "notices": _in_the_clear(source, login)}


def suedwestfalen_harvest_source_update(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Change a source and give it; what is not named stays as it is. Parameters as when creating, and ``id``.

    Settings are cleared when the protocol changes without them, and credentials when the address moves to another
    server.

    :param credentials_remove: forget user name and password
    """
    tk.check_access("suedwestfalen_harvest_source_update", context, data_dict)
    source = _source(data_dict)
    _refuse_deleted(source)
    login, forget = schema.login(data_dict), tk.asbool(data_dict.get("credentials_remove") or False)
    values = schema.validate(schema.merged(source, data_dict), context, source=source)
    notices = []
    if sources.update(source, values, login, forget=forget):
        notices = [_("User name and password were removed, because they belong to the server of the old address.")]
    return {**_described(context, source), "notices": [*notices, *_in_the_clear(source, login)]}


def _in_the_clear(source: Source, login: sources.Login | None) -> list[str]:
    if not login or source.url.lower().startswith("https:"):
        return []
    return [_("The address is not encrypted: user name and password can be read on their way to the server.")]


def suedwestfalen_harvest_source_delete(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Remove a source (``id``): it is not harvested any more; its history stays.

    Gives ``run``, which takes care of the datasets (None: there is nothing to do).

    :param datasets: what becomes of them: ``keep`` (default), ``hand_over`` (the organization's editors own them from
        now on) or ``delete`` (their state)
    """
    tk.check_access("suedwestfalen_harvest_source_delete", context, data_dict)
    source = _source(data_dict)
    fate = str(data_dict.get("datasets") or removal.KEEP)
    if fate not in removal.CHOICES:
        raise tk.ValidationError({"datasets": [_("Please choose one of the values offered.")]})
    try:
        run = removal.remove(source, fate, _user_id(context))
    except FindingError as error:
        raise tk.ValidationError({"id": [schema.sentences(error)]}) from None
    if run is not None:
        runs.enqueue(run.id)
    return {"id": source.id, "state": source.state, "run": sources.describe_run(run) if run else None}


@tk.side_effect_free
def suedwestfalen_harvest_source_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Give a source (``id``) with organization, last run, number of records and of held deletions.

    ``options`` is None for those who may not change the source.
    """
    tk.check_access("suedwestfalen_harvest_source_show", context, data_dict)
    return _described(context, _source(data_dict))


@tk.side_effect_free
def suedwestfalen_harvest_source_list(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Give the sources that the user may read, by title."""
    tk.check_access("suedwestfalen_harvest_source_list", context, data_dict)
    return sources.describe(sources.all_sources(_organizations(context)))


def suedwestfalen_harvest_run_create(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Start a run of a source (``id``) and hand it to the workers; gives the run.

    :param force: import every record again, changed or not (default false)
    """
    tk.check_access("suedwestfalen_harvest_run_create", context, data_dict)
    source = _source(data_dict)
    _refuse_deleted(source)
    force = tk.asbool(data_dict.get("force") or False)
    try:
        run = runs.start(source, cause="person", user_id=_user_id(context), force=force)
    except FindingError as error:
        raise tk.ValidationError({"id": [schema.sentences(error)]}) from None
    runs.enqueue(run.id)
    return sources.describe_run(run)


@tk.side_effect_free
def suedwestfalen_harvest_run_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Give the report of a run (``id``): counts, state, duration, and what was found out, by cause.

    :param per_cause: how many findings of each cause are listed (default 50, at most 1000)
    """
    tk.check_access("suedwestfalen_harvest_run_show", context, data_dict)
    run = sources.get_run(str(tk.get_or_bust(data_dict, "id")))
    if run is None:
        raise tk.ObjectNotFound(_("There is no such run."))
    per_cause = _number(data_dict, "per_cause", report.PER_CAUSE, 1000)
    return report.of(run, _, readable=_reader(context), per_cause=per_cause).as_dict()


@tk.side_effect_free
def suedwestfalen_harvest_run_list(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Give the runs of a source (``id``), the latest first, without findings.

    :param limit: how many (default 20, at most 100)
    :param offset: how many to leave out
    """
    tk.check_access("suedwestfalen_harvest_run_list", context, data_dict)
    source = _source(data_dict)
    limit, offset = _number(data_dict, "limit", 20, MAX_ROWS), _number(data_dict, "offset", 0, 10**6)
    return [sources.describe_run(run) for run in sources.runs_of(source.id, limit, offset)]


@tk.side_effect_free
def suedwestfalen_harvest_record_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Give a record (source ``id``, ``guid``) with its original document, as the server listed it last.

    For editors of the source's organization only: the original may name persons. A record whose dataset the user
    may not see is not shown.
    """
    tk.check_access("suedwestfalen_harvest_record_show", context, data_dict)
    guid, source = str(tk.get_or_bust(data_dict, "guid")).replace("\x00", ""), _source(data_dict)
    query = (
        sa.select(Record, model.Package)
        .outerjoin(Identity, Identity.key == Record.identity_key)
        .outerjoin(model.Package, model.Package.id == Identity.package_id)
        .where(Record.source_id == source.id, Record.guid == guid)
    )
    row = model.Session.execute(query).first()
    if row is None:
        raise tk.ObjectNotFound(_("There is no such record."))
    record, package = row
    if package is not None and package.private and not _reader(context)(package.id):
        raise tk.NotAuthorized(_("You may not see this record."))
    document = zlib.decompress(record.document) if record.document else b""
    return {
        "source_id": source.id,
        "guid": record.guid,
        "url": record.url,
        "state": record.state,
        "dataset": package.name if package is not None and package.state == "active" else None,
        "first_seen_at": sources.iso(record.first_seen_at),
        "imported_at": sources.iso(record.imported_at),
        # The original's own encoding is named in its first line; a page shows what can be shown.
        "document": document.decode("utf-8", errors="replace"),
    }


@tk.side_effect_free
def suedwestfalen_harvest_deletions_list(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Give the records of a source (``id``) whose deletion is held, with their datasets."""
    tk.check_access("suedwestfalen_harvest_deletions_list", context, data_dict)
    source = _source(data_dict)
    readable = _reader(context)
    query = (
        sa.select(Record.guid, Record.url, Record.missing_runs, Record.missing_since, model.Package)
        .outerjoin(Identity, Identity.key == Record.identity_key)
        .outerjoin(model.Package, model.Package.id == Identity.package_id)
        .where(Record.source_id == source.id, Record.held)
        .order_by(Record.id)
    )
    return [
        {
            "guid": guid,
            "url": url,
            "missing_runs": missing_runs,
            "missing_since": sources.iso(missing_since),
            "dataset": package.name if package else None,
            "title": package.title if package else guid,
        }
        for guid, url, missing_runs, missing_since, package in model.Session.execute(query)
        if package is None or not package.private or readable(package.id)
    ]


def suedwestfalen_harvest_deletions_confirm(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Delete the datasets of a source (``id``) whose deletion is held: the workers do it in a run, which is given.

    Refused when no deletion is held.
    """
    tk.check_access("suedwestfalen_harvest_deletions_confirm", context, data_dict)
    source = _source(data_dict)
    _refuse_deleted(source)
    try:
        run = deletions.confirm(source.id, _user_id(context))
    except FindingError as error:
        raise tk.ValidationError({"id": [schema.sentences(error)]}) from None
    if run is None:
        raise tk.ValidationError({"id": [_("No deletions are held.")]})
    runs.enqueue(run.id)
    return sources.describe_run(run)


def suedwestfalen_harvest_deletions_reject(context: Context, data_dict: DataDict) -> dict[str, int]:
    """Keep the datasets of a source (``id``) whose deletion is held; gives their number as ``records``."""
    tk.check_access("suedwestfalen_harvest_deletions_reject", context, data_dict)
    source = _source(data_dict)
    return {"records": deletions.reject(source.id)}


@tk.side_effect_free
def suedwestfalen_harvest_origin_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Give where a dataset (``id``) was harvested from: source, identifier, original, and who else offers it.

    ``source`` is None for a dataset that people maintain and sources offer too: made by hand, or handed over.
    ``offers`` are the other sources with the addresses of their records; ``record`` names the stored document (source
    and guid), for those who may see it.
    """
    tk.check_access("suedwestfalen_harvest_origin_show", context, data_dict)
    package = model.Package.get(data_dict["id"])
    query = (
        sa.select(Record.guid, Record.url, Record.imported_at, Record.document.is_not(None).label("stored"),
                  Source.title, Source.name, Identity.state)
        .join(Identity, Identity.key == Record.identity_key)
        .join(Source, Source.id == Record.source_id)
        .where(Identity.package_id == package.id, Record.state.in_(("live", "also")))
        .order_by((Source.id == Identity.leading_source_id).desc(), Source.title)
    )
    first = model.Session.execute(query).first()
    if first is None:
        raise tk.ObjectNotFound(_("This dataset was not harvested."))
    others = [{"title": other["title"], "url": other["url"]} for other in ledger.offered_by(package.id)]
    whose = {"also_offered_by": [other["title"] for other in others], "offers": others}
    if first.state in PEOPLES:
        return {"source": None, "guid": first.guid, "url": None, "imported_at": None, "record": None, **whose}
    document = {"source": first.name, "guid": first.guid}
    return {
        "source": first.title,
        "guid": first.guid,
        "url": first.url,
        "imported_at": sources.iso(first.imported_at),
        "record": document if first.stored and _may_see(context, first.name) else None,
        **whose,
    }


def _may_see(context: Context, source: str) -> bool:
    fresh = {"user": context.get("user", ""), "ignore_auth": context.get("ignore_auth", False)}
    try:
        return tk.check_access("suedwestfalen_harvest_record_show", fresh, {"id": source})
    except (tk.NotAuthorized, tk.ObjectNotFound):
        return False


def _source(data_dict: DataDict) -> Source:
    source = sources.get(str(tk.get_or_bust(data_dict, "id")))
    if source is None:
        raise tk.ObjectNotFound(_("There is no such source."))
    return source


def _described(context: Context, source: Source) -> dict[str, Any]:
    fresh = {"user": context.get("user", ""), "ignore_auth": context.get("ignore_auth", False)}
    try:
        tk.check_access("suedwestfalen_harvest_source_update", fresh, {"id": source.id})
        told = source.options or {}
    except tk.NotAuthorized:
        told = None
    return {**sources.describe([source])[0], "options": told}


def _refuse_deleted(source: Source) -> None:
    if source.state != "active":
        raise tk.ValidationError({"id": [_("This source was removed.")]})


def _organizations(context: Context) -> list[str] | None:
    """Give the ids of the organizations for which the user edits; None means all."""
    if context.get("ignore_auth") or authz.is_sysadmin(context["user"]):
        return None
    mine = tk.get_action("organization_list_for_user")(
        {"user": context["user"]}, {"permission": auth.READ}
    )
    return [organization["id"] for organization in mine]


def _reader(context: Context) -> Any:
    """Give the function that tells whether the user may see a dataset."""

    def readable(package_id: str) -> bool:
        fresh = {"user": context.get("user", ""), "ignore_auth": context.get("ignore_auth", False)}
        try:
            return tk.check_access("package_show", fresh, {"id": package_id})
        except (tk.NotAuthorized, tk.ObjectNotFound):
            return False

    return readable


def _user_id(context: Context) -> str:
    user = model.User.get(context.get("user") or "")
    return user.id if user else ""


def _number(data_dict: DataDict, name: str, default: int, most: int) -> int:
    try:
        return min(max(int(data_dict.get(name) or default), 0), most)
    except (TypeError, ValueError):
        raise tk.ValidationError({name: [_("Please enter a whole number.")]}) from None
