"""A CKAN dataset or resource with its extras, whatever types somebody put into them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ckanext.suedwestfalen.findings import Finding
from ckanext.suedwestfalen.harvest.readers import ckan_findings, ckan_former
from ckanext.suedwestfalen.metadata import dates, text
from ckanext.suedwestfalen.metadata import findings as record_findings
from ckanext.suedwestfalen.metadata.dataset import MAX_LIST


class Fields:
    """The fields of a dataset or a resource by name; extras count where there is no field of the name.

    Names are compared without case, ``_`` and ``-``: ``politicalGeocodingURI`` is ``political_geocoding_uri``. The
    first name that has a value counts. What has an impossible type is left out and noted in ``findings``.
    """

    def __init__(self, values: Mapping[str, Any], findings: list[Finding]):
        self.findings = findings
        self._values: dict[str, tuple[str, Any]] = {}
        extras = _extras(values.get("extras"))
        for name, value in [*values.items(), *extras, *ckan_former.translated(dict(extras))]:
            if name != "extras" and value not in (None, "", [], {}):
                self._values.setdefault(_plain(name), (name, value))

    def raw(self, *names: str) -> Any:
        """Give the first value as it is, JSON in a text taken apart; None if there is none."""
        for name in names:
            _, value = self._values.get(_plain(name), ("", None))
            if value is not None:
                return _unpacked(value)
        return None

    def text(self, *names: str) -> str:
        """Give the first value as running text without markup."""
        return text.plain(self._string(*names))

    def line(self, *names: str) -> str:
        """Give the first value as a text in one line."""
        return text.line(self._string(*names))

    def texts(self, *names: str) -> list[str]:
        """Give the first value that is there as a list of lines; a single text is a list of one."""
        for name in names:
            given, value = self._values.get(_plain(name), ("", None))
            value = _unpacked(value)
            items = value if isinstance(value, list) else [value]
            found = [text.line(one) for item in items if (one := self._as_text(given, item)).strip()]
            if found:
                return found[:MAX_LIST]
        return []

    def address(self, *names: str) -> str:
        """Give the first usable web address."""
        return next(iter(self.addresses(*names)), "")

    def addresses(self, *names: str) -> list[str]:
        """Give all usable web addresses of the first name that has some."""
        for name in names:
            if found := [url for item in self.texts(name) if (url := text.web_address(item))]:
                return found
        return []

    def date(self, *names: str) -> str:
        """Give the first date, in ISO 8601."""
        for name in names:
            raw = next(iter(self.texts(name)), "")
            if found := dates.parse(raw):
                return found
            if raw:
                self.findings.append(record_findings.DATE_UNREADABLE(raw=raw, field=name))
        return ""

    def groups(self, *names: str) -> list[Fields]:
        """Give the first value that holds objects (a list of them, or one), each with its fields."""
        for name in names:
            value = self.raw(name)
            items = value if isinstance(value, list) else [value]
            if found := [Fields(item, self.findings) for item in items if isinstance(item, dict)]:
                return found
        return []

    def odd(self, field: str, raw: Any) -> None:
        """Note that a field cannot be used."""
        self.findings.append(ckan_findings.FIELD_FORM(field=field, raw=f"{type(raw).__name__}: {str(raw)[:80]}"))

    def _string(self, *names: str) -> str:
        for name in names:
            given, value = self._values.get(_plain(name), ("", None))
            if found := self._as_text(given, value):
                return found
        return ""

    def _as_text(self, name: str, value: Any) -> str:
        if isinstance(value, str):
            return value
        if isinstance(value, dict) and (told := [value[code] for code in ("de", "en") if value.get(code)]):
            return self._as_text(name, told[0])  # portals with fields in several languages
        if isinstance(value, bool) or value is None:
            return ""
        if isinstance(value, int | float):
            return str(value)
        self.odd(name, value)
        return ""


def _extras(extras: Any) -> list[tuple[str, Any]]:
    if isinstance(extras, dict):  # before CKAN 2.0, and in some copies
        return list(extras.items())
    pairs = extras if isinstance(extras, list) else []
    return [(one["key"], one.get("value")) for one in pairs
            if isinstance(one, dict) and isinstance(one.get("key"), str)]


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")


def _unpacked(value: Any) -> Any:
    """Take JSON out of a text: extras can hold texts only."""
    if isinstance(value, str) and value.lstrip()[:1] in ("[", "{"):
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value
