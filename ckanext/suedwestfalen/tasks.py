"""What waits for a person: each plugin registers its rows; the page 'My tasks' and its number show them together."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ckan import model
from ckan.lib.redis import connect_to_redis
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

# The number stands on every page of whoever is logged in, so it may be this many seconds old.
NUMBER_AGE = 60
_NUMBER = "suedwestfalen:tasks:%s"


@dataclass(frozen=True)
class Task:
    """One row of the page: what is to be done, where, why, and since when.

    ``title``, ``note`` and ``group`` (the heading under which the row stands) are texts in the reader's language.
    ``counts``: whether the row is part of the number in the header; rows that only inform are not.
    """

    title: str
    url: str
    note: str = ""
    since: dt.datetime | None = None
    group: str = ""
    counts: bool = True


Rows = Callable[[str], Iterable[Task]]
_registered: dict[str, Rows] = {}


def register(name: str, rows: Rows) -> None:
    """Add a function that gives the tasks of a user (by name, in the user's language); called once per plugin."""
    _registered[name] = rows


def of(user: str) -> list[Task]:
    """Give all tasks of a user in the order of registration; keeps their number for the header."""
    found = [task for name in list(_registered) for task in _rows(name, user)]
    _keep(user, sum(task.counts for task in found))
    return found


def number(user: str) -> int | None:
    """Give how many tasks a user has, at most a minute ago; None when that cannot be told cheaply."""
    try:
        kept = connect_to_redis().get(_NUMBER % user)
    except RedisError:
        # without Redis every page would count anew
        return None
    return int(kept) if kept is not None else sum(task.counts for task in of(user))


def forget(user: str) -> None:
    """Let the number be counted anew, after something was done."""
    try:
        connect_to_redis().delete(_NUMBER % user)
    except RedisError:
        log.warning("the number of tasks could not be forgotten: Redis is away")


def _rows(name: str, user: str) -> list[Task]:
    try:
        return list(_registered[name](user))
    except Exception:
        # the border between plugins: the tasks of the others are shown all the same
        log.exception("the tasks of %s could not be listed", name)
        model.Session.rollback()
        return []


def _keep(user: str, found: int) -> None:
    try:
        connect_to_redis().set(_NUMBER % user, found, ex=NUMBER_AGE)
    except RedisError:
        log.warning("the number of tasks could not be kept: Redis is away")
