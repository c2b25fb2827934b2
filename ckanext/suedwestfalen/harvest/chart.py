"""The last runs of a source as a small chart: bars in SVG, made on the server."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

HEIGHT, BAR, GAP, TOP = 90.0, 14.0, 6.0, 22.0
#: Parts of a bar from the ground up: its class and the counts that it adds up.
PARTS = (("same", ("unchanged", "skipped")), ("fresh", ("new", "changed")), ("bad", ("failed",)))
#: States that are marked above the bar: not by their colour alone.
MARKS = {"failed": "✕", "partial": "~", "held": "!", "cancelled": "–"}


@dataclass(frozen=True)
class Part:
    """A part of a bar: class, top and height in units of the drawing."""

    kind: str
    y: float
    height: float


@dataclass(frozen=True)
class Bar:
    """One run: where its bar stands, its parts, a mark for how it ended, and the run itself."""

    x: float
    parts: tuple[Part, ...]
    mark: str
    run: Mapping[str, Any]


@dataclass(frozen=True)
class Chart:
    """A drawing of ``width`` by ``height`` units; ``most`` is the number of records of the highest bar."""

    width: float
    height: float
    most: int
    bars: tuple[Bar, ...]


def of(runs: Iterable[Mapping[str, Any]]) -> Chart | None:
    """Draw runs, which come latest first, from left to right in time; None where there is too little to see."""
    shown = list(runs)[::-1]
    if len(shown) < 2:
        return None
    most = max(sum(_numbers(run)) for run in shown)
    bars = tuple(
        Bar(GAP + number * (BAR + GAP), _parts(run, most), MARKS.get(run["state"], ""), run)
        for number, run in enumerate(shown)
    )
    return Chart(GAP + len(bars) * (BAR + GAP), TOP + HEIGHT, most, bars)


def _numbers(run: Mapping[str, Any]) -> list[int]:
    return [sum(run[key] or 0 for key in keys) for _kind, keys in PARTS]


def _parts(run: Mapping[str, Any], most: int) -> tuple[Part, ...]:
    ground, parts = TOP + HEIGHT, []
    for (kind, _keys), number in zip(PARTS, _numbers(run), strict=True):
        if number:
            # a single record among thousands must still be seen
            height = max(2.0, round(HEIGHT * number / most, 1))
            ground = max(TOP, ground - height)
            parts.append(Part(kind, round(ground, 1), height))
    return tuple(parts)
