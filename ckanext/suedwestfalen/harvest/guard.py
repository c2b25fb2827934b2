"""The deletion guard (Löschschutz): which missing records may go, which wait, which are held. Knows no database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Limits:
    """Numbers of the guard, with the portal's options as defaults.

    A record goes after ``runs`` complete listings without it, ``hours`` after the first of them. A listing that
    lacks more than ``share`` and at least two records, or all, is held until a person decides, or until
    ``held_runs`` complete listings over ``held_days`` days agree.
    """

    runs: int = 2
    hours: float = 24
    share: float = 0.2
    held_runs: int = 3
    held_days: float = 7


@dataclass(frozen=True)
class Missing:
    """A record that complete listings lack: how many in a row, and since when."""

    id: int
    runs: int
    since: dt.datetime


@dataclass
class Decision:
    """What to do with the records that are missing: ids to delete, to hold, to leave for a later run."""

    delete: list[int] = field(default_factory=list)
    hold: list[int] = field(default_factory=list)
    wait: list[int] = field(default_factory=list)


def trips(live: int, missing: int, share: float) -> bool:
    """Tell whether so many missing records look like a fault of the server rather than like a clean-up."""
    return missing > 0 and (missing >= live or (missing >= 2 and missing > share * live))


def decide(live: int, missing: Iterable[Missing], now: dt.datetime, limits: Limits) -> Decision:
    """Decide about the ``missing`` of a source that has ``live`` records in the portal, after a complete listing."""
    records = list(missing)
    held = trips(live, len(records), limits.share)
    needed_runs = limits.held_runs if held else limits.runs
    needed_age = dt.timedelta(days=limits.held_days) if held else dt.timedelta(hours=limits.hours)
    decision = Decision()
    for record in records:
        if record.runs >= needed_runs and now - record.since >= needed_age:
            decision.delete.append(record.id)
        elif held:
            decision.hold.append(record.id)
        else:
            decision.wait.append(record.id)
    return decision
