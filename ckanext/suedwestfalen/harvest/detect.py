"""What kind of source an address is: every installed kind looks at it, within fifteen seconds."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ckanext.suedwestfalen.findings import ERROR, N_, Finding, kind
from ckanext.suedwestfalen.harvest import hurry, outbound, protocols, secrets
from ckanext.suedwestfalen.harvest.protocols.base import Detected, Probe, Tried
from ckanext.suedwestfalen.net import Credentials
from ckanext.suedwestfalen.net import findings as net

log = logging.getLogger(__name__)

#: Seconds for all, and for one request.
SECONDS, EACH = 14.0, 6.0
#: Most layers that are offered to choose from: a page with more is of no use to anybody.
MOST_LAYERS = 2000

KIND_FAULT = kind(
    "detect-fault",
    ERROR,
    N_("It could not be found out whether this is “%(kind)s”, because of a fault in the software (%(what)s)."),
    N_("Please report it together with the address. You can choose the kind of source yourself."),
)
# After these no other question to the same server can be answered.
_HOPELESS = {
    one.code
    for one in (
        net.URL_INVALID, net.URL_SCHEME, net.URL_USERINFO, net.PORT_FORBIDDEN, net.ADDRESS_FORBIDDEN,
        net.ADDRESS_METADATA, net.HOST_DISGUISED, net.DNS_FAILED, net.CONNECT_FAILED, net.TLS_FAILED,
    )
}
_SILENT = {net.TIMED_OUT.code, net.RESPONSE_BROKEN.code}


@dataclass
class Detection:
    """What an address can be harvested as, the surest first, and every request that was made to find out."""

    url: str
    found: list[Detected] = field(default_factory=list)
    tried: list[Tried] = field(default_factory=list)
    timed_out: bool = False
    seconds: float = 0.0


def detect(url: str, login: tuple[str, str] | None = None, seconds: float = SECONDS) -> Detection:
    """Find out what the address is. A bare host is asked by https, then by http (but no password is sent so)."""
    begun = time.monotonic()
    end = begun + seconds
    # a little earlier, so that what came of the last request can still be told
    client = outbound.impatient(end - min(0.5, seconds / 5), min(EACH, seconds))
    probes = [Probe(client, address, _credentials(address, login)) for address in addresses(url, login=bool(login))]
    detection = Detection(url)
    try:
        for one in hurry.until(_look(probes), end):
            if (one.protocol, one.url) not in {(other.protocol, other.url) for other in detection.found}:
                detection.found.append(one)
    except hurry.TimeIsUp:
        detection.timed_out = True
    detection.tried = _said_once([tried for probe in probes for tried in list(probe.tried)])
    detection.timed_out |= any(_code(tried) == outbound.TIME_UP.code for tried in detection.tried)
    detection.found.sort(key=lambda one: -one.sure)
    detection.seconds = round(time.monotonic() - begun, 1)
    return detection


def addresses(url: str, *, login: bool) -> list[str]:
    """Give the addresses that are asked for what somebody typed; a login goes to the first of them only."""
    text = url.strip()
    if re.match(r"[a-z][a-z0-9+.-]*:(?!\d)", text, re.IGNORECASE):
        return [text]
    bare = text.lstrip("/")
    return [f"https://{bare}"] if login else [f"https://{bare}", f"http://{bare}"]


def _credentials(address: str, login: tuple[str, str] | None) -> Credentials | None:
    return Credentials(secrets.origin(address), *login) if login else None


def _look(probes: list[Probe]) -> Iterator[Detected]:
    for probe in probes:
        probe.get()
        # a bare host that does not speak https may as well be silent about it
        hopeless = _HOPELESS if probe is probes[-1] else _HOPELESS | _SILENT
        if any(_code(tried) in hopeless for tried in probe.tried):
            continue
        found = False
        for name in protocols.names():
            for one in _ask(name, probe):
                found = True
                yield one
        if found:
            return


def _ask(name: str, probe: Probe) -> list[Detected]:
    try:
        return [replace(one, layers=one.layers[:MOST_LAYERS]) for one in protocols.get(name).detect(probe)]
    except Exception as fault:
        # the border of a kind: one that fails must not keep the others from looking
        log.exception("the kind %s could not look at an address", name)
        probe.tried.append(Tried(probe.url, KIND_FAULT(kind=name, what=type(fault).__name__)))
        return []


def _code(tried: Tried) -> str:
    return tried.error.code if isinstance(tried.error, Finding) else ""


def _said_once(tried: list[Tried]) -> list[Tried]:
    """Leave out what was not asked any more when the time was over, but for the first."""
    late = [one for one in tried if _code(one) == outbound.TIME_UP.code]
    return [one for one in tried if one not in late[1:]]
