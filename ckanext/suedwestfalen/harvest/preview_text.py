"""What detection and preview found, as text for commands; both are dictionaries as the actions give them."""

from __future__ import annotations

from typing import Any

from ckanext.suedwestfalen.findings import N_, Translate
from ckanext.suedwestfalen.harvest.text import plain, table

_OUTCOMES = {
    "new": N_("New"),
    "changed": N_("Changed"),
    "unchanged": N_("Unchanged"),
    "skipped": N_("Skipped"),
    "failed": N_("Failed"),
}

_HEADING = (N_("Becomes"), N_("Title"), N_("Municipality"), N_("Evidence"), N_("Licence"), N_("Also offered by"))


def detection(found: dict[str, Any], translate: Translate) -> str:
    """Say what an address is and what was tried; layers are counted."""
    parts = []
    if found["found"]:
        heading = [translate(word) for word in (N_("Kind"), N_("Title"), N_("Address"), N_("Layers"))]
        rows = [[one["protocol"], one["title"][:40], one["url"], len(one["layers"])] for one in found["found"]]
        parts.append(table([heading, *rows]))
    else:
        parts.append(translate(N_("No kind of source was recognised at this address.")))
    if found["timed_out"]:
        parts.append(translate(N_("The time was over before every kind could be tried.")))
    parts.append("\n" + translate(N_("Tried:")))
    for one in found["tried"]:
        said = one["message"] or one["what"] or "OK"
        parts.append(plain(f"  {said}" if one["url"] in said else f"  {one['url']}: {said}"))
    hints = dict.fromkeys(one["hint"] for one in found["tried"] if one["hint"])
    parts += [] if found["found"] else ["", *map(plain, hints)]
    return "\n".join(parts)


def preview(found: dict[str, Any], translate: Translate) -> str:
    """Show the records as a table, and below what is wrong with them and with the listing."""
    source = found["source"]
    parts = [plain(f"{source['label']}: {source['url']}")]
    if found["records"]:
        rows = [_row(record, translate) for record in found["records"]]
        parts.append(table([[translate(word) for word in _HEADING], *rows]))
    said = N_("%(shown)s of %(listed)s records read are shown; the server announces %(declared)s.")
    parts.append(translate(said) % {**found, "declared": "–" if found["declared"] is None else found["declared"]})
    whole = [found["error"]] if found["error"] else []
    parts += [_line("", one) for one in (*whole, *found["notes"])]
    for record in found["records"]:
        failed = [record["error"]] if record["error"] else []
        parts += [_line(record["title"], one) for one in (*failed, *record["findings"]) if one["severity"] != "info"]
    return "\n".join(parts)


def _row(record: dict[str, Any], translate: Translate) -> list[str]:
    places = [*record["municipalities"], *record["kreise"]]
    others = [one["title"] for one in record["offered_by"]]
    return [
        translate(_OUTCOMES[record["outcome"]]),
        record["title"][:40],
        ", ".join(place["name"] for place in places)[:30] or "–",
        record["evidence"]["label"] or "–",
        record["licence"]["id"] if record["licence"] else "–",
        ", ".join(others)[:30] or "–",
    ]


def _line(title: str, finding: dict[str, str]) -> str:
    who = f"{title[:60]}: " if title else ""
    return plain(f"  {finding['severity'].upper()} {who}{finding['message']} {finding['hint']}".rstrip())
