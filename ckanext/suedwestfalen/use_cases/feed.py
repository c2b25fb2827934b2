"""The list of use cases as an Atom feed: what was published or changed last among those that a filter finds."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from ckan.plugins import toolkit as tk
from feedgen.feed import FeedGenerator

from ckanext.suedwestfalen.catalogue import helpers, page_helpers
from ckanext.suedwestfalen.use_cases import search
from ckanext.suedwestfalen.use_cases.cards import Card

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
_NEVER = "1970-01-01T00:00:00Z"
# what XML cannot hold
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def atom(query: search.Query) -> bytes:
    """Write the feed of a query."""
    found = search.newest_first(query)
    asked = urlencode([pair for pair in search.parameters(query) if pair[0] not in ("sort", "my")])
    page = tk.url_for("use_case.search", _external=True) + (f"?{asked}" if asked else "")
    own = tk.url_for("suedwestfalen_use_cases_pages.feed", _external=True) + (f"?{asked}" if asked else "")
    feed = FeedGenerator()
    feed.id(own)
    feed.title(_clean(f"{tk._('Use cases')} – {_title(query)}" if query.q or query.filters else tk._("Use cases")))
    feed.subtitle(_clean(tk.config.get("ckan.site_title") or tk._("Use cases")))
    feed.author(name=tk.config.get("ckan.feeds.author_name") or tk.config.get("ckan.site_title") or "CKAN")
    feed.link(href=page, rel="alternate", type="text/html")
    feed.link(href=own, rel="self", type="application/atom+xml")
    feed.language(helpers.language())
    feed.updated(max((_time(card.modified) for card in found.cards), default=_NEVER))
    for card in found.cards:
        _entry(feed, card)
    return feed.atom_str(pretty=True)


def _entry(feed: Any, card: Card) -> None:
    address = tk.url_for("use_case.read", id=card.name, _external=True)
    entry = feed.add_entry(order="append")
    entry.id(_clean(card.identifier) or address)
    entry.title(_clean(card.title))
    entry.link(href=address)
    entry.summary(_clean(card.summary))
    entry.published(_time(card.created))
    entry.updated(_time(card.modified))
    places = ", ".join(helpers.municipality_name(ags) for ags in card.municipalities)
    if places:
        entry.author(name=_clean(places))
    if card.phase:
        entry.category(term=_clean(card.phase), label=_clean(page_helpers.choice("use_case_phase", card.phase)))


def _title(query: search.Query) -> str:
    words = [query.q] if query.q else []
    for name, values in query.filters.items():
        label = search.labels(name)
        words += [str(label(value)) for value in values]
    return ", ".join(words)


def _time(text: str) -> str:
    return (text if text.endswith("Z") else text + "Z") if text else _NEVER


def _clean(text: str) -> str:
    return _UNFIT.sub("", str(text))
