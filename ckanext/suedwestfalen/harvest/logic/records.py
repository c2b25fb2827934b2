"""Actions on what was found out and on records that stay away; registered beside those of :mod:`.action`."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import Context, DataDict

from ckanext.suedwestfalen.harvest import by_hand, report, report_rows, sources
from ckanext.suedwestfalen.harvest.identity import free_name
from ckanext.suedwestfalen.harvest.model import Identity, Record, Source

_ = tk._
MAX_FINDINGS = 1000
# Identities in these states do not come back by themselves.
AWAY = ("purged", "handed", by_hand.STATE)


@tk.side_effect_free
def suedwestfalen_harvest_finding_list(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Give the findings of a run (``id``) one after the other, as the report words them.

    Gives ``findings`` and ``next``, which is ``after`` of the following request (None: that was all). What belongs to
    a private dataset that the user may not see is left out.

    :param after: the number to go on after (default 0)
    :param limit: how many at most (default and most 1000)
    """
    tk.check_access("suedwestfalen_harvest_run_show", context, data_dict)
    run = sources.get_run(str(tk.get_or_bust(data_dict, "id")))
    if run is None:
        raise tk.ObjectNotFound(_("There is no such run."))
    limit = max(1, _number(data_dict, "limit", MAX_FINDINGS))
    rows = report_rows.after(run, _number(data_dict, "after", 10**18), limit)
    readable = reader(context)
    found = [vars(report_rows.entry(row, _)) for row in rows if report.may_read(row, readable)]
    return {"findings": found, "next": rows[-1].id if len(rows) == limit else None}


@tk.side_effect_free
def suedwestfalen_harvest_away_list(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Give the records of a source (``id``) that are not harvested: ``state`` says why.

    purged: somebody purged the dataset; handed: it was handed over to the editors; by_hand: people had made it before
    the source listed it. ``name`` is that of the dataset, ``title`` its title, ``releasable`` whether the user may let
    the source have it. What belongs to a private dataset that the user may not see is left out.
    """
    tk.check_access("suedwestfalen_harvest_source_update", context, {"id": tk.get_or_bust(data_dict, "id")})
    package = model.Package
    query = (
        sa.select(Record.guid, Record.url, Identity.state, Identity.name.label("reserved"), package.id, package.name,
                  package.title, package.state.label("package_state"))
        .join(Identity, Identity.key == Record.identity_key)
        .outerjoin(package, package.id == Identity.package_id)
        .where(Record.source_id == _source(data_dict).id, Record.state != "deleted", Identity.state.in_(AWAY))
        .order_by(Record.id)
    )
    readable = reader(context)
    return [
        {"guid": row.guid, "url": row.url, "state": row.state, "name": row.name or row.reserved,
         "title": row.title or row.name or row.reserved, "releasable": row.id is None or _may_edit(context, row.id)}
        for row in model.Session.execute(query)
        if (row.id is None or readable(row.id)) and (row.state != by_hand.STATE or row.package_state == "active")
    ]


def suedwestfalen_harvest_record_release(context: Context, data_dict: DataDict) -> dict[str, str]:
    """Let a source (``id``) have a record (``guid``) that is not harvested, as ``away_list`` names them.

    The next run of a source that offers it makes its dataset, with the same id; one that is there is written anew. Who
    does so must be allowed to edit that dataset: it may belong to others than the source.
    """
    guid = str(tk.get_or_bust(data_dict, "guid")).replace("\x00", "")
    tk.check_access("suedwestfalen_harvest_source_update", context, {"id": tk.get_or_bust(data_dict, "id")})
    source = _source(data_dict)
    query = (
        sa.select(Identity)
        .join(Record, Record.identity_key == Identity.key)
        .where(Record.source_id == source.id, Record.guid == guid, Identity.state.in_(AWAY))
        .with_for_update(of=Identity)
    )
    identity = model.Session.scalars(query).first()
    if identity is None:
        raise tk.ObjectNotFound(_("There is no such record."))
    if model.Package.get(identity.package_id) is not None and not _may_edit(context, identity.package_id):
        raise tk.NotAuthorized(_("Only who may edit the dataset may hand it over."))
    _free(identity, source.id)
    model.Session.commit()
    return {"id": source.id, "guid": guid}


def _may_edit(context: Context, package_id: str) -> bool:
    fresh = {"user": context.get("user", ""), "ignore_auth": context.get("ignore_auth", False)}
    try:
        return tk.check_access("package_update", fresh, {"id": package_id})
    except (tk.NotAuthorized, tk.ObjectNotFound):
        return False


def _free(identity: Identity, source_id: str) -> None:
    """Make an identity one whose dataset was deleted: the next import brings it back."""
    other = model.Package.get(identity.name)
    if identity.state == by_hand.STATE:
        by_hand.give_up(identity)
    elif other is not None and other.id != identity.package_id:
        # in the meantime somebody took the name
        identity.name = free_name(identity.name, identity.key)
    identity.state, identity.leading_source_id = "deleted", source_id
    by_hand.offer_again(identity)


def _source(data_dict: DataDict) -> Source:
    source = sources.get(str(data_dict["id"]))
    if source is None:
        raise tk.ObjectNotFound(_("There is no such source."))
    return source


def reader(context: Context) -> report.Readable:
    """Give the function that tells whether the user may see a dataset."""

    def readable(package_id: str) -> bool:
        fresh = {"user": context.get("user", ""), "ignore_auth": context.get("ignore_auth", False)}
        try:
            return tk.check_access("package_show", fresh, {"id": package_id})
        except (tk.NotAuthorized, tk.ObjectNotFound):
            return False

    return readable


def _number(data_dict: DataDict, name: str, most: int) -> int:
    try:
        return min(max(int(data_dict.get(name) or (most if name == "limit" else 0)), 0), most)
    except (TypeError, ValueError):
        raise tk.ValidationError({name: [_("Please enter a whole number.")]}) from None
