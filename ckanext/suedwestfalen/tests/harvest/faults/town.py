"""A town's catalogue service that misbehaves as told, and what an administrator sees of it."""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable
from pathlib import Path

from ckan import model
from ckan.lib.search import query_for

from ckanext.suedwestfalen.findings import Finding
from ckanext.suedwestfalen.harvest import report
from ckanext.suedwestfalen.harvest.model import Run
from ckanext.suedwestfalen.tests.harvest.records import guid, record
from ckanext.suedwestfalen.tests.servers import Asked, Faulty, Reply

CAPABILITIES = """<csw:Capabilities version="2.0.2" xmlns:csw="http://www.opengis.net/cat/csw/2.0.2"
 xmlns:ows="http://www.opengis.net/ows" xmlns:xlink="http://www.w3.org/1999/xlink"><ows:OperationsMetadata>
<ows:Operation name="GetRecords"><ows:DCP><ows:HTTP><ows:Get xlink:href="{0}"/><ows:Post xlink:href="{0}"/></ows:HTTP>
</ows:DCP></ows:Operation></ows:OperationsMetadata></csw:Capabilities>"""
EXCEPTION = (
    b'<ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows"><ows:Exception exceptionCode="NoApplicableCode">'
    b"<ows:ExceptionText>Datenbank nicht erreichbar</ows:ExceptionText></ows:Exception></ows:ExceptionReport>"
)
WEB_PAGE = b"<!DOCTYPE html><html><head><title>Wartung</title></head><body>Bis morgen<br></body></html>"

Fault = Callable[[int, int], Reply]


class Town:
    """A scripted CSW with six records, three on a page.

    ``records`` maps a number to its document; ``faults`` maps the number of a page (from 1; 0: the capabilities) to a
    reply that takes the place of the right one, ``every`` is given to all questions; ``spoilt_by`` maps the position
    of a record (from 1) to the reply that all questions get whose answer would hold it; ``declared`` replaces the
    number of records that the server announces.
    """

    def __init__(self, server: Faulty, count: int = 6):
        self.server, self.url = server, server.url
        self.records = {number: record(number) for number in range(count)}
        self.page_size = 3
        self.faults: dict[int, Reply] = {}
        self.spoilt_by: dict[int, Reply] = {}
        self.every: Reply | None = None
        self.declared: int | None = None
        server.answer = self.answer

    def answer(self, asked: Asked) -> Reply:
        """Answer as told."""
        if self.every:
            return self.every
        if "GetCapabilities" in asked.path:
            return self.faults.get(0) or Reply(CAPABILITIES.format(self.url).encode())
        if "/umleitung" in asked.path:
            return self.faults[-1]
        question = asked.body.decode() or asked.path
        found = re.search(r'startPosition="?=?(\d+)', question)
        if not found:
            return Reply(EXCEPTION, 400)
        start = int(found.group(1))
        size = int(re.search(r'maxRecords="?=?(\d+)', question).group(1))
        spoilt = (reply for position, reply in self.spoilt_by.items() if start <= position < start + size)
        return self.faults.get((start - 1) // self.page_size + 1) or next(spoilt, None) or self.page(start, size)

    def page(self, start: int, size: int) -> Reply:
        """Give the page that begins with this record, the first being 1."""
        numbers = sorted(self.records)
        chosen = b"".join(_bare(self.records[number]) for number in numbers[start - 1 : start - 1 + size])
        declared = len(numbers) if self.declared is None else self.declared
        following = start + size if start + size <= declared else 0
        return Reply(
            b'<csw:GetRecordsResponse xmlns:csw="http://www.opengis.net/cat/csw/2.0.2"><csw:SearchResults '
            + f'numberOfRecordsMatched="{declared}" nextRecord="{following}">'.encode()
            + chosen
            + b"</csw:SearchResults></csw:GetRecordsResponse>"
        )

    @property
    def asked(self) -> int:
        """Number of requests so far."""
        return len(self.server.asked)


def _bare(document: bytes) -> bytes:
    return document.partition(b"?>")[2] if document.startswith(b"<?xml") else document


def in_index() -> set[str]:
    """Give the names of the datasets that a search finds."""
    return set(query_for(model.Package).run({"q": "*:*", "fl": "name", "rows": 1000})["results"])


def names(*numbers: int) -> set[str]:
    """Give the names of the datasets that these records make."""
    return {f"beispiel-datensatz-{number}" for number in numbers}


def german(message: str) -> str:
    """Translate as the portal does for its readers."""
    folder = Path(report.__file__).parents[1] / "i18n"
    return gettext.translation("ckanext-suedwestfalen", folder, ["de"]).gettext(message)


def told(run: Run) -> str:
    """Give what the report says in German about why the run broke off."""
    error = report.of(run, german).error
    assert error, run.state
    finding = Finding.from_dict(run.error)
    assert error["message"] == finding.message(german) != finding.message()
    assert error["hint"] == finding.hint(german) != finding.hint()
    return error["message"]


def causes(run: Run) -> dict[str, int]:
    """Give what the report says about records: code → how many."""
    return {cause.code: cause.count for cause in report.of(run, german).causes}


def adds_up(run: Run) -> bool:
    """Whether new, changed, unchanged, skipped and failed make up what was listed."""
    return run.listed == run.new + run.changed + run.unchanged + run.skipped + run.failed


__all__ = ["EXCEPTION", "WEB_PAGE", "Town", "adds_up", "causes", "german", "guid", "in_index", "names", "record",
           "told"]
