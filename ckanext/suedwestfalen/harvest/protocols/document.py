"""One address with metadata: ISO 19139 or DCAT in RDF/XML, Turtle or JSON-LD; one record or several."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ckanext.suedwestfalen.findings import N_, Finding, FindingError

from . import conditional, sniff
from .base import Detected, ListingError, Page, Probe, Protocol


class Document(Protocol):
    """A single document as source.

    A record is identified by its ISO file identifier or its DCAT identifier, else by the address (with ``#1``, ``#2``
    … where there are several). The listing is complete when the document could be read and holds a record at least;
    a document that is unchanged by the server's word (ETag, Last-Modified) is not fetched.
    """

    name = "document"
    label = N_("Single document")

    def pages(self, position: str | int | None = None) -> Iterator[Page]:  # noqa: ARG002 - there is but one page
        """Give the document's records as the one page there is."""
        known = self.known().get(self.url, [])
        response = conditional.fetch(self.client, self.url, known, credentials=self.credentials)
        if response.status == 304:
            yield Page(conditional.unchanged(self.url, known), None)
            return
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        notes: list[Finding] = []
        try:
            found = sniff.items(response.content, kind, self.url, notes)
        except FindingError as error:
            raise ListingError(error.finding) from error
        validator = conditional.validator(response, len(found))
        yield Page([replace(item, url=self.url, validator=validator) for item in found], None, findings=notes)

    @classmethod
    def detect(cls, probe: Probe) -> Iterator[Detected]:
        """Recognise ISO records and RDF by the document itself."""
        answer = probe.get()
        if answer is None:
            return
        kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        try:
            found = sniff.sniff(answer.content, kind, answer.url)
        except FindingError:
            return
        if found.what == sniff.ISO and found.root is not None:
            yield Detected(cls.name, probe.url, sniff.title(found.root), sure=90)
        elif found.what == sniff.RDF:
            # A catalogue with pages looks the same; the kind that reads those is surer where it is one.
            yield Detected(cls.name, probe.url, sure=60)
