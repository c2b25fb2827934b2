"""Writes datasets through CKAN's actions, as the site user: the harvest's only hand in the portal."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pysolr
import sqlalchemy as sa
from ckan import model
from ckan.common import config
from ckan.lib import signals
from ckan.lib.plugins import get_permission_labels
from ckan.lib.search import SearchIndexError, index
from ckan.lib.search.common import is_available
from ckan.logic import index_update_package_dicts, package_show_default_and_custom_schemas
from ckan.plugins import plugin_loaded
from ckan.plugins import toolkit as tk

from ckanext.activity.model import Activity
from ckanext.activity.subscriptions import package_changed
from ckanext.suedwestfalen.harvest.findings import UNAVAILABLE, Unavailable
from ckanext.suedwestfalen.harvest.identity import keep_resource_ids

log = logging.getLogger(__name__)

# What belongs to the portal: set by people, touched by no run.
PORTAL_FIELDS = ("dna_goal", "lead_project", "private")
# A place set by hand stays too; what the harvester writes there names its evidence.
BY_HAND = "manual"
# What says that a dataset is harvested.
MARKS = ("harvest_guid", "harvest_source_id")
PLACE_FIELDS = ("municipality", "kreis", "municipality_source")


def context() -> dict[str, Any]:
    """Give a fresh action context of the site user."""
    user = model.User.get(config["ckan.site_id"])
    if user is None:
        tk.get_action("get_site_user")({"ignore_auth": True}, {})
        user = model.User.get(config["ckan.site_id"])
    # with the object CKAN need not look for the user again and again
    return {"user": user.name, "auth_user_obj": user, "ignore_auth": True, "model": model, "session": model.Session}


def write(dataset: dict[str, Any]) -> str:
    """Create or update the dataset with this id, keep what belongs to the portal.

    Gives ``new``, ``changed``, or ``unchanged`` when the portal had it so already.

    Dataset, index and activity are one transaction, which the caller commits. Raises ``ValidationError`` where the
    portal refuses it (the transaction is rolled back then), ``SearchIndexError`` where Solr refuses the document,
    and :class:`Unavailable` where Solr is away.
    """
    try:
        return _write(dataset)
    except SearchIndexError as error:
        model.Session.rollback()
        if not is_available():
            raise Unavailable(UNAVAILABLE(what="Solr")) from error
        raise


def _write(dataset: dict[str, Any]) -> str:
    # With both options the actions stop before they read the dataset back, index and commit: that is done below, once.
    site_user = context()
    options = {**site_user, "defer_commit": True, "return_id_only": True}
    package = model.Session.get(model.Package, dataset["id"])
    if package is None:
        with _own_activity():
            tk.get_action("package_create")(options, dataset)
        _publish(site_user, dataset["id"], "new")
        return "new"
    modified = package.metadata_modified
    original = tk.get_action("package_show")({**site_user, "use_cache": False}, {"id": dataset["id"]})
    kept = {name: original[name] for name in PORTAL_FIELDS if original.get(name)}
    if original.get("municipality_source") == BY_HAND:
        kept.update({name: original.get(name) for name in PLACE_FIELDS})
    keep_resource_ids(original.get("resources") or [], dataset.get("resources") or [])
    update = {**dataset, **kept, "state": "active"}
    tk.get_action("package_update")({**options, "original_package": original}, update)
    if package.metadata_modified == modified:
        return "unchanged"
    _publish(site_user, dataset["id"], "changed")
    return "changed"


def _publish(site_user: dict[str, Any], package_id: str, change: str) -> None:
    """Read the dataset back once, for the index and for the activity stream; Solr commits later."""
    _Unseen.documents = True
    both = package_show_default_and_custom_schemas(site_user, package_id)
    index_update_package_dicts(both, defer_commit=True)
    if plugin_loaded("activity") and config.get("ckan.activity_streams_enabled"):
        package = model.Session.get(model.Package, package_id)
        data = {"package": both[1], "actor": site_user["user"]}
        labels = get_permission_labels().get_dataset_labels(package)
        user_id = site_user["auth_user_obj"].id
        model.Session.add(Activity(user_id, package_id, f"{change} package", data, labels))


@contextmanager
def _own_activity() -> Iterator[None]:
    """Keep ckanext-activity from reading the dataset a second time for an activity that we write ourselves.

    Only in workers and commands: a web process must not change who listens.
    """
    listens = plugin_loaded("activity")
    if listens:
        signals.action_succeeded.disconnect(package_changed, sender="package_create")
    try:
        yield
    finally:
        if listens:
            signals.action_succeeded.connect(package_changed, sender="package_create")


def remove(package_id: str) -> None:
    """Set the dataset's state to deleted (never purged); nothing happens if it is not there."""
    package = model.Package.get(package_id)
    if package and package.state != "deleted":
        tk.get_action("package_delete")(context(), {"id": package_id})


def unmark(package_id: str) -> None:
    """Take the marks of the harvest off a dataset, so that editors may edit it; the caller commits.

    Written directly: what the record lacked (a licence, say) would make the dataset's validation refuse it, and is
    for the editors to add.
    """
    package = model.Session.get(model.Package, package_id)
    if package is None:
        return
    for mark in MARKS:
        package.extras.pop(mark, None)
    model.Session.flush()
    if package.state == "active":
        _Unseen.documents = True
        index_update_package_dicts(package_show_default_and_custom_schemas(context(), package_id), defer_commit=True)


def exists(package_id: str) -> bool:
    """Tell whether the database holds the dataset, in whatever state."""
    return model.Session.get(model.Package, package_id) is not None


def create_tags(names: Iterable[str]) -> None:
    """Create the free tags that are missing, and commit.

    Two workers that save the same new tag at once would create it twice: the table has no constraint against it.
    """
    wanted = set(names)
    if not wanted:
        return
    session = model.Session
    free = model.Tag.vocabulary_id.is_(None)
    query = sa.select(model.Tag.name).where(model.Tag.name.in_(wanted), free)
    if wanted - set(session.execute(query).scalars()):
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext("suedwestfalen-tags"))))
        for name in sorted(wanted - set(session.execute(query).scalars())):
            session.add(model.Tag(name=name))
    session.commit()


class _Unseen:
    """Whether Solr was sent what it has not committed: if not, it needs no request."""

    documents = False


class _Collector:
    """Stands where CKAN's index asks for a connection to Solr, and keeps the documents."""

    def __init__(self) -> None:
        self.documents: list[dict[str, Any]] = []

    def add(self, docs: list[dict[str, Any]], **_options: Any) -> None:
        """Keep the documents."""
        self.documents += docs


@contextmanager
def one_index_request() -> Iterator[None]:
    """Send the documents of a batch to Solr in one request at its end, before the caller commits the database.

    A request per dataset costs about as much as all of Solr's own work. CKAN's index builds a document and sends it in
    one function, so the connection is what can be exchanged; only workers and commands import, where nobody else
    uses it. Raises ``SearchIndexError`` when Solr refuses them or is away.
    """
    collector, connect = _Collector(), index.make_connection
    index.make_connection = lambda *_args, **_options: collector
    try:
        yield
    finally:
        index.make_connection = connect
    if collector.documents:
        _send(collector.documents)


def _send(documents: list[dict[str, Any]]) -> None:
    try:
        index.make_connection().add(documents, commit=False)
    except (pysolr.SolrError, OSError) as error:
        raise SearchIndexError(str(error)[:1000]) from error


@contextmanager
def one_index_commit() -> Iterator[None]:
    """Let Solr commit once at the end instead of after every dataset (19 to 30 ms each).

    Documents are sent as ever, before the database commits; only when they become visible is put off.
    """
    try:
        yield
    finally:
        try:
            if _Unseen.documents:
                index.PackageSearchIndex().commit()
                _Unseen.documents = False
        except SearchIndexError:
            # What was sent is in Solr's log and becomes visible with the next commit.
            log.warning("Solr did not answer a commit; the next one makes the datasets visible")
