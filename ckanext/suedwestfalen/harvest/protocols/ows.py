"""What WFS and WMS have in common as sources: GetCapabilities, cut into layers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar
from urllib.parse import urlsplit

from lxml import etree

from ckanext.suedwestfalen.findings import N_, Finding
from ckanext.suedwestfalen.metadata import capabilities_parts as parts
from ckanext.suedwestfalen.net import MAX_BYTES, HttpError, NetError, Response, XmlError, mending, xml

from . import findings, ows_findings, ows_layers
from .base import Detected, Item, ListingError, Page, Probe, Protocol
from .csw_records import exception_text
from .fields import Field
from .ows_address import service_address, without_parameters
from .ows_layers import Capabilities, Layer

EACH, SERVICE = "each", "service"
DATASETS = Field(
    "datasets",
    N_("Datasets"),
    N_("With a dataset for every layer each can be found on its own; one for the service suits many similar layers."),
    "choice",
    choices={EACH: N_("One for every layer"), SERVICE: N_("One for the whole service")},
    default=EACH,
)
LAYERS = Field(
    "layers",
    N_("Only these layers"),
    N_("Names of the layers with commas between them, as the service writes them. Leave empty to take all."),
    "long",
)


def version_field(versions: tuple[str, ...]) -> Field:
    """Give the setting that chooses among the versions of a service."""
    return Field(
        "version",
        N_("Version of the service"),
        N_("Leave open unless the server answers wrongly in the version that is chosen by itself."),
        "choice",
        choices={version: version for version in versions},
    )


#: Statuses that asking in another version may mend.
_REFUSALS = frozenset({400, 406, 501})


class Ows(Protocol):
    """A service that describes its layers in a capabilities document.

    A record is identified by the service's address (without parameters of OGC requests) with its kind
    (``service=WFS``) and, behind ``#``, the layer's name. A listing is complete when the document could be read and
    every layer in it has a name of its own; it is one document, fetched with every run.

    Settings: ``datasets`` (``each``, or ``service`` for one dataset), ``layers`` (names), ``version``.
    """

    service: ClassVar[str]
    versions: ClassVar[tuple[str, ...]]
    #: How sure a detection is where the typed address itself says nothing.
    likely: ClassVar[int] = 90

    def configure(self) -> None:
        """Read the settings; raises :class:`ListingError` where one cannot be used."""
        self.datasets = str(self.settings.get("datasets") or EACH)
        if self.datasets not in (EACH, SERVICE):
            raise ListingError(findings.SETTING_INVALID(name="datasets", value=self.datasets))
        given = self.settings.get("layers") or ()
        names = re.split(r"[,\n]", given) if isinstance(given, str) else [str(name) for name in given]
        self.wanted = tuple(dict.fromkeys(name.strip() for name in names if name.strip()))
        version = str(self.settings.get("version") or "")
        if version and version not in self.versions:
            raise ListingError(findings.SETTING_INVALID(name="version", value=version))
        self.asked = (version,) if version else ("", *self.versions)
        self.address = service_address(self.url)

    def pages(self, position: str | int | None = None) -> Iterator[Page]:  # noqa: ARG002 - there is one page
        """Give the one page of the listing."""
        capabilities = self.capabilities()
        layers, notes = self._select(capabilities)
        original = parts.capabilities_address(self.address, self.service)
        if self.datasets == SERVICE:
            # A service without layers has nothing to offer: the deletion guard decides about its dataset.
            guid = parts.identifier(self.address, self.service)
            content = ows_layers.document(capabilities, layers, self.address, guid, SERVICE)
            items = [Item(guid, content, original, reader="capabilities")] if layers else []
        else:
            items = self._items(capabilities, layers, original)
        yield Page(items, None, len({item.guid for item in items if item.guid}) + _nameless(items), notes)

    def capabilities(self) -> Capabilities:
        """Ask for the capabilities, in the server's newest version first; of several refusals the first is told."""
        first: Exception | None = None
        for version in self.asked:
            try:
                return self._ask(version)
            except (ListingError, XmlError, HttpError) as error:
                if isinstance(error, HttpError) and error.status not in _REFUSALS:
                    raise
                first = first or error
        raise first or AssertionError

    def _ask(self, version: str) -> Capabilities:
        parameters = {"service": self.service, "request": "GetCapabilities"}
        if version:
            parameters["version"] = version
        try:
            answer = self.client.get(without_parameters(self.url), parameters, credentials=self.credentials)
        except HttpError as error:
            raise _as_listing_error(error) from error
        root = read_answer(answer.content)
        capabilities = ows_layers.read(root, self.address)
        if capabilities is None or capabilities.kind != self.service:
            raise ListingError(ows_findings.OWS_OTHER(kind=self.service, root=etree.QName(root).localname))
        return capabilities

    def _select(self, capabilities: Capabilities) -> tuple[list[Layer], list[Finding]]:
        """Layers that are wanted, and what is said about wanted ones that do not exist."""
        if not self.wanted:
            return capabilities.layers, []
        chosen, unknown = [], []
        for name in self.wanted:
            found = [layer for layer in [*capabilities.layers, *capabilities.all] if layer.name == name]
            found = found or [layer for layer in capabilities.all if layer.name.rpartition(":")[2] == name]
            chosen += found[:1]
            unknown += [] if found else [name]
        return chosen, [ows_findings.OWS_LAYER_UNKNOWN(names=", ".join(unknown))] if unknown else []

    def _items(self, capabilities: Capabilities, layers: list[Layer], original: str) -> list[Item]:
        items: dict[str, Item] = {}
        others = []
        for position, layer in enumerate(layers, 1):
            if not layer.name:
                finding = ows_findings.OWS_NO_NAME(position=position, title=layer.title or "?")
                others.append(Item(None, b"", original, finding=finding))
                continue
            guid = parts.identifier(self.address, self.service, layer.name)
            if guid in items:
                others.append(Item(guid, b"", original, finding=findings.RECORD_REPEATED(guid=guid)))
                continue
            content = ows_layers.document(capabilities, [layer], self.address, guid, "layer")
            items[guid] = Item(guid, content, original, reader="capabilities")
        return [*items.values(), *others]

    @classmethod
    def detect(cls, probe: Probe) -> Iterator[Detected]:
        """Recognise a service at an address with or without a request in it; gives its title and its layers."""
        typed = _capabilities_of(probe.get())
        sure = 100 if typed is not None and typed.kind == cls.service else cls.likely
        found = typed if sure == 100 else None
        if found is None and (typed is not None or _may_be_service(probe)):
            parameters = {"service": cls.service, "request": "GetCapabilities"}
            found = _capabilities_of(probe.get(without_parameters(probe.url), parameters))
        if found is not None and found.kind == cls.service:
            layers = tuple(dict.fromkeys((layer.name, layer.title) for layer in found.layers if layer.name))
            yield Detected(cls.name, service_address(probe.url), found.title, sure=sure, layers=layers)



def read_answer(content: bytes) -> etree._Element:
    """Give the root of an answer; web pages and exception reports become a :class:`ListingError`."""
    try:
        root = mending.parse(content, max_bytes=MAX_BYTES)[0]
    except XmlError:
        if xml.is_html(content):
            raise ListingError(ows_findings.OWS_HTML(title=xml.html_title(content) or "?")) from None
        raise
    if etree.QName(root).localname.lower() == "html":
        raise ListingError(ows_findings.OWS_HTML(title=xml.html_title(content) or "?"))
    if text := exception_text(root):
        raise ListingError(ows_findings.OWS_EXCEPTION(text=text))
    return root


def _as_listing_error(error: HttpError) -> NetError | ListingError:
    """Prefer the server's own explanation to a bare status."""
    try:
        read_answer(error.content)
    except ListingError as explained:
        return explained if explained.finding.code == ows_findings.OWS_EXCEPTION.code else error
    except XmlError:
        pass
    return error


def _nameless(items: list[Item]) -> int:
    return sum(item.guid is None for item in items)


def _capabilities_of(answer: Response | None) -> Capabilities | None:
    if answer is None:
        return None
    try:
        return ows_layers.read(mending.parse(answer.content, max_bytes=MAX_BYTES)[0], answer.url)
    except XmlError:
        return None


def _may_be_service(probe: Probe) -> bool:
    """Tell whether asking for capabilities is worth a request: not where the address answers with data of its own."""
    answer = probe.get()
    if answer is None or re.search(r"\b(?:service|request)=", urlsplit(probe.url).query, re.IGNORECASE):
        return True
    if answer.content.lstrip()[:1] in (b"{", b"["):
        return False
    try:
        root = mending.parse(answer.content, max_bytes=MAX_BYTES)[0]
    except XmlError:
        return True
    return bool(exception_text(root)) or etree.QName(root).localname.lower() == "html"


