"""OGC API Features (OGC 17-069r4): its collections."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.suedwestfalen.findings import N_, Finding

from . import findings as common
from . import ogc_api
from . import ogc_api_findings as findings
from .base import Detected, Item, ListingError, Page, Probe, Protocol
from .fields import Field
from .ogc_api import Api, Collection
from .ogc_api_pages import Pager, asking


class OgcFeatures(Protocol):
    """Collections of features as source.

    A collection is identified by its address without parameters: the one that it gives itself if that lies on the
    same server, else the one by which it was found. The listing is complete when the last page was reached and, where
    the server says how many collections there are, as many came. One request per page and three for the service;
    nothing is left out because nothing changed, the answers being small.

    Settings: ``datasets`` (``each``: a dataset for every collection, ``service``: one for all), ``collections``
    (names of those to take; else the one in whose address the source lies, else all). Collections of anything but
    features are left out.
    """

    name = "ogc_features"
    label = N_("OGC API Features")
    fields = (
        Field(
            "datasets",
            N_("Datasets"),
            N_("A dataset for every collection, or one for the whole service."),
            "choice",
            choices={"each": N_("One for every collection"), "service": N_("One for the whole service")},
            default="each",
        ),
        Field(
            "collections",
            N_("Only these collections"),
            N_("Names as in the address behind /collections/, with commas between them. Leave empty to take all."),
            "long",
        ),
    )

    def configure(self) -> None:
        """Read the settings; raises :class:`ListingError` where one cannot be used."""
        self.whole = self.settings.get("datasets") == "service"
        if self.settings.get("datasets") not in (None, "", "each", "service"):
            raise ListingError(common.SETTING_INVALID(name="datasets", value=self.settings["datasets"]))

    def pages(self, position: str | int | None = None) -> Iterator[Page]:
        """Give the listing page by page; a position is the address of a page of /collections."""
        get = asking(self.client, self.credentials)
        api = ogc_api.open_api(get, self.url)
        wanted = ogc_api.chosen(self.settings, "collections", api)
        if self.whole:
            yield self._whole(api, *ogc_api.everything(get, api), wanted)
            return
        pager = Pager(get, str(position or api.collections), "collections")
        taken, items = _Choice(wanted), 0
        notes, seen = list(api.notes), set()
        for collections in ogc_api.collections_of(api, pager):
            listed = [_item(api, one, seen) for one in taken.of(collections)]
            items += len(listed)
            notes += pager.notes
            if not pager.following and position is None:
                notes += taken.notes()
            missing = (pager.declared or 0) - pager.listed if pager.declared is not None else 0
            declared = items + missing if pager.declared is not None else None
            yield Page(listed, pager.following or None, declared, notes)
            notes = []

    @staticmethod
    def _whole(api: Api, collections: list[Collection], pager: Pager, wanted: tuple[str, ...]) -> Page:
        choice = _Choice(wanted)
        taken = choice.of(collections)
        notes = [*api.notes, *pager.notes, *choice.notes()]
        if broken := [one.finding for one in taken if one.finding]:
            return Page([Item(api.landing, b"", api.landing, finding=broken[0])], None, 1, notes)
        body = {"collections": [{**ogc_api.lasting(one.body, one.base), "url": one.url} for one in taken]}
        short = pager.declared is not None and pager.declared > pager.listed
        content = ogc_api.envelope("service", api.landing, api.service, body)
        listed = [ogc_api.item(api.landing, content, api.landing)] if taken else []
        return Page(listed, None, len(listed) + short, notes)

    @classmethod
    def detect(cls, probe: Probe) -> Iterator[Detected]:
        """Recognise an API with collections of features."""
        found = ogc_api.probe_api(probe)
        if not found:
            return
        api, collections = found
        features = [one for one in collections if "feature" in one.holds]
        if not features:
            return
        title = features[0].title if api.only else ogc_api.word(api.service.get("title"))
        settings = {"collections": api.only} if api.only else {}
        yield Detected(cls.name, api.landing, title, settings, 90, tuple((one.id, one.title) for one in features))


class _Choice:
    """Which collections are taken: those named, and of these (or of all) the ones that hold features."""

    def __init__(self, wanted: tuple[str, ...]):
        self.wanted = wanted
        self.absent = dict.fromkeys(wanted)
        self.other: list[Collection] = []

    def of(self, collections: list[Collection]) -> list[Collection]:
        """Give those of a page that are taken; what cannot be read is one of them, to be reported."""
        taken = []
        for one in collections:
            self.absent.pop(one.id, None)
            if one.finding:
                taken.append(one)
            elif not self.wanted or one.id in self.wanted:
                (taken if "feature" in one.holds else self.other).append(one)
        return taken

    def notes(self) -> list[Finding]:
        """Say what was left out, and what was not there."""
        left = [findings.SKIPPED(count=len(self.other), names=ogc_api.names(self.other))] if self.other else []
        return [*left, *([findings.NOT_OFFERED(names=", ".join(self.absent))] if self.absent else [])]


def _item(api: Api, one: Collection, seen: set[str]) -> Item:
    if one.finding:
        return Item(None, b"", one.url, finding=one.finding)
    repeated = common.RECORD_REPEATED(guid=one.url) if one.url in seen else None
    seen.add(one.url)
    content = ogc_api.envelope("collection", one.url, api.service, ogc_api.lasting(one.body, one.base))
    return ogc_api.item(one.url, content, one.url, ogc_api.word(one.body.get("updated")) or None, repeated)
