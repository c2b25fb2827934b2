"""Points and boxes as people and programs write them: degrees in WGS 84, longitude first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckan.lib.search import SearchError
from ckan.plugins import toolkit as tk


def point(value: Any) -> tuple[float, ...]:
    """Read "longitude,latitude" or a list of the two; raises tk.Invalid for anything else."""
    return tuple(_numbers(value, 2, tk._("A point is longitude and latitude in degrees, such as 8.06,51.40.")))


def box(value: Any) -> tuple[float, ...]:
    """Read "west,south,east,north" or a list of the four; raises tk.Invalid for anything else."""
    message = tk._("A box is west, south, east and north in degrees, such as 7.9,51.3,8.2,51.5.")
    west, south, east, north = _numbers(value, 4, message)
    if west > east or south > north:
        raise tk.Invalid(message)
    return west, south, east, north


def box_problem(value: Any) -> str:
    """Say what is wrong with the box of a search; an empty text if nothing is, or there is no box."""
    try:
        if value:
            box(value)
    except tk.Invalid as error:
        return str(error.error)
    return ""


def check_search(search_params: Mapping[str, Any]) -> None:
    """Refuse a search with an unusable box in words, before the search engine does without."""
    problem = box_problem((search_params.get("extras") or {}).get("ext_bbox"))
    if problem:
        raise SearchError(problem)


def _numbers(value: Any, count: int, message: str) -> list[float]:
    parts = value.split(",") if isinstance(value, str) else value
    try:
        numbers = [float(part) for part in parts]
    except (TypeError, ValueError, OverflowError) as error:
        raise tk.Invalid(message) from error
    longitudes, latitudes = numbers[0::2], numbers[1::2]
    on_earth = all(-180 <= x <= 180 for x in longitudes) and all(-90 <= y <= 90 for y in latitudes)
    if len(numbers) != count or not on_earth:
        raise tk.Invalid(message)
    return numbers
