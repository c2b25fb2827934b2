"""Writes datasets through CKAN's actions, as the site user: the harvest's only hand in the portal."""

from __future__ import annotations

import datetime as dt
import logging
import os
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from functools import lru_cache
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

# Few enough that most of a batch's requests are answered while the rest of it is made.
DOCUMENTS_IN_A_REQUEST = 10
# What belongs to the portal: set by people, touched by no run.
PORTAL_FIELDS = ("dna_goal", "lead_project", "private")
# A place set by hand stays too; what the harvester writes there names its evidence.
BY_HAND = "manual"
# What says that a dataset is harvested.
MARKS = ("harvest_guid", "harvest_source_id")
PLACE_FIELDS = ("municipality", "kreis", "municipality_source")


def utc_now() -> dt.datetime:
    """Give the time as CKAN stores it: in UTC, without saying so."""
    return dt.datetime.now(dt.timezone.utc).replace(tzinfo=None)


def context() -> dict[str, Any]:
    """Give a fresh action context of the site user."""
    user = model.User.get(config["ckan.site_id"])
    if user is None:
        tk.get_action("get_site_user")({"ignore_auth": True}, {})
        user = model.User.get(config["ckan.site_id"])
    # with the object CKAN need not look for the user again and again
    return {"user": user.name, "auth_user_obj": user, "ignore_auth": True, "model": model, "session": model.Session}


def write(dataset: dict[str, Any], **how: Any) -> str:
    """Create or update the dataset with this id, keep what belongs to the portal.

    Gives ``new``, ``changed``, or ``unchanged`` when the portal had it so already. ``how``: ``stays``, the names of
    what belongs to the portal instead; ``new``, whether the portal lacks the dataset, and ``site_user``, the context
    of the actions, where the caller knows them already; and flags for that context.

    Dataset, index and activity are one transaction, which the caller commits. Raises ``ValidationError`` where the
    portal refuses it (the transaction is rolled back then), ``SearchIndexError`` where Solr refuses the document,
    and :class:`Unavailable` where Solr is away.
    """
    try:
        return _write(dataset, **how)
    except SearchIndexError as error:
        model.Session.rollback()
        if not is_available():
            raise Unavailable(UNAVAILABLE(what="Solr")) from error
        raise


def _write(
    dataset: dict[str, Any], *, stays: Iterable[str] = PORTAL_FIELDS, new: bool | None = None,
    site_user: dict[str, Any] | None = None, **flags: Any,
) -> str:
    # With both options the actions stop before they read the dataset back, index and commit: that is done below, once.
    site_user = {**(site_user or context()), **flags}
    options = {**site_user, "defer_commit": True, "return_id_only": True}
    package = None if new else model.Session.get(model.Package, dataset["id"])
    if package is None:
        with _own_activity():
            # with its time given, CKAN need not write the dataset a second time
            made = {**dataset, "metadata_modified": utc_now().isoformat()}
            tk.get_action("package_create")(options, made)
        _publish(site_user, dataset["id"], "new")
        return "new"
    modified = package.metadata_modified
    original = tk.get_action("package_show")({**site_user, "use_cache": False}, {"id": dataset["id"]})
    kept = {name: original[name] for name in stays if original.get(name)}
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
    # by this time CKAN knows that what its index still shows for a moment is out of date
    package.metadata_modified = utc_now()
    model.Session.flush()
    if package.state == "active":
        _Unseen.documents = True
        index_update_package_dicts(package_show_default_and_custom_schemas(context(), package_id), defer_commit=True)


def existing(package_ids: Iterable[str]) -> set[str]:
    """Give those of the ids under which the database holds a dataset, in whatever state."""
    return set(model.Session.scalars(sa.select(model.Package.id).where(model.Package.id.in_(package_ids))))


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
    """Whether Solr was sent what it has not committed (if not, it needs no request), and when it last was asked to."""

    documents = False
    asked = 0.0


class _Sender:
    """Stands where CKAN's index asks for a connection to Solr: sends documents while the next ones are made.

    A thread of its own waits for Solr, which has a core of its own where there are two. What Solr says is heard in
    :meth:`settle`.
    """

    def __init__(self, solr: pysolr.Solr) -> None:
        self._solr = solr
        self._waiting: list[dict[str, Any]] = []
        self._sent: list[Future[str]] = []

    def add(self, docs: list[dict[str, Any]], **_options: Any) -> None:
        """Take documents; send them when they are enough for a request."""
        self._waiting += docs
        if len(self._waiting) >= DOCUMENTS_IN_A_REQUEST:
            self._send()

    def _send(self) -> None:
        documents, self._waiting = self._waiting, []
        self._sent.append(_thread(os.getpid()).submit(self._solr.add, documents, commit=False))

    def settle(self) -> None:
        """Send the rest and wait; raises ``SearchIndexError`` when Solr refused something or is away."""
        if self._waiting:
            self._send()
        self.let_end()
        for answer in self._sent:
            error = answer.exception()
            if isinstance(error, (pysolr.SolrError, OSError)):
                raise SearchIndexError(str(error)[:1000]) from error
            if error:
                raise error

    def let_end(self) -> None:
        """Wait until nothing is under way any more."""
        wait(self._sent)


@lru_cache(maxsize=1)
def _thread(_process: int) -> ThreadPoolExecutor:
    # by process: a worker's child inherits the object, but not its thread
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="solr")


@contextmanager
def one_transaction_of_the_index() -> Iterator[None]:
    """Send the documents of a batch in few requests, answered before the caller commits the database.

    A request per dataset costs about as much as all of Solr's own work. CKAN's index builds a document and sends it in
    one function, so the connection is what can be exchanged; only workers and commands import, where nobody else
    uses it. Raises ``SearchIndexError`` when Solr refuses documents or is away. If the block raises, some may have
    been sent: they stay unseen until the next commit, and those of the batch's good records are sent again by then.
    """
    connect = index.make_connection
    sender = _Sender(connect())
    index.make_connection = lambda *_args, **_options: sender
    try:
        yield
    except BaseException:
        sender.let_end()
        raise
    finally:
        index.make_connection = connect
    sender.settle()


def make_visible(*, after: float = 0) -> None:
    """Let Solr commit what it was sent (19 to 140 ms each), at most every ``after`` seconds.

    Without ``after`` the caller waits until they can be found.

    Documents are sent before the database commits; only when they become visible is put off. Never raises: what was
    sent is in Solr's log and becomes visible with the next commit.
    """
    if not _Unseen.documents or (after and time.monotonic() < _Unseen.asked + after):
        return
    try:
        # not CKAN's own commit, which never waits
        index.make_connection().commit(waitSearcher=not after)
        _Unseen.documents, _Unseen.asked = False, time.monotonic()
    except (pysolr.SolrError, OSError):
        log.warning("Solr did not answer a commit; the next one makes the datasets visible")


def make_all_visible() -> None:
    """Let Solr commit also what a process that was killed had sent."""
    _Unseen.documents = True
    make_visible()
