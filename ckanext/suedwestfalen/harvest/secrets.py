"""User name and password of a source: encrypted at rest, bound to the source and to the origin of its address.

AES-256-GCM; the key is derived (HKDF-SHA-256) from an option or from CKAN's ``SECRET_KEY``. Write-only: they are read
back for one purpose, the header of a request to their own origin, and stand in no dictionary, report, log or export.
"""

from __future__ import annotations

import base64
import json
import logging
import os
from collections.abc import Iterable, Mapping

from ckan.plugins import toolkit as tk
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from ckanext.suedwestfalen import config
from ckanext.suedwestfalen.findings import ERROR, N_, FindingError, kind
from ckanext.suedwestfalen.harvest.model import Source
from ckanext.suedwestfalen.net import Credentials
from ckanext.suedwestfalen.net.policy import SCHEME_PORTS

UNREADABLE = kind(
    "credentials-unreadable",
    ERROR,
    N_("The user name and password of this source can no longer be read: the portal's key has changed."),
    N_("Enter them again in the settings of the source. Nothing was deleted."),
)
# says how the rest was made, should that ever change
_VERSION = b"\x01"
_NONCE = 12
_PURPOSE = b"ckanext-suedwestfalen harvest credentials"
_PASSING = b"ckanext-suedwestfalen harvest login between two pages"


class Unreadable(FindingError):
    """The stored credentials cannot be decrypted."""


def origin(url: str) -> str:
    """Give scheme, host and port of an address, in one notation: ``https://a.example:443``. Else as it is."""
    try:
        parts = parse_url(url)
    except LocationParseError:
        return url
    port = parts.port or SCHEME_PORTS.get(parts.scheme or "", 0)
    return f"{parts.scheme}://{(parts.host or '').lower().rstrip('.')}:{port}"


def store(source: Source, user: str, password: str) -> None:
    """Put credentials for the origin of the source's address into the source; the caller commits. It needs an id."""
    nonce = os.urandom(_NONCE)
    plain = json.dumps([user, password]).encode()
    source.credentials = _VERSION + nonce + AESGCM(_key(_secrets()[0])).encrypt(nonce, plain, _bound_to(source))


def of(source: Source) -> Credentials | None:
    """Give the credentials of a source, None if it has none.

    Raises :class:`Unreadable` when the key is lost, or when they belong to another origin or source.
    """
    stored = source.credentials
    if not stored:
        return None
    nonce, sealed = stored[1 : 1 + _NONCE], stored[1 + _NONCE :]
    for secret in _secrets():
        try:
            user, password = json.loads(AESGCM(_key(secret)).decrypt(nonce, sealed, _bound_to(source)))
        except (InvalidTag, ValueError):
            continue
        return Credentials(origin(source.url), user, password)
    raise Unreadable(UNREADABLE())


def seal(text: str, bound_to: str) -> str:
    """Give a text so that only this portal can read it, and only for what it is bound to; by a key of its own."""
    nonce = os.urandom(_NONCE)
    sealed = AESGCM(_key(_secrets()[0], _PASSING)).encrypt(nonce, text.encode(), bound_to.encode())
    return base64.urlsafe_b64encode(nonce + sealed).decode()


def unseal(token: str, bound_to: str) -> str | None:
    """Give what :func:`seal` was given; None where it is damaged, or bound to something else."""
    try:
        raw = base64.urlsafe_b64decode(token.encode())
    except ValueError:
        return None
    for secret in _secrets():
        try:
            return AESGCM(_key(secret, _PASSING)).decrypt(raw[:_NONCE], raw[_NONCE:], bound_to.encode()).decode()
        except (InvalidTag, ValueError):
            continue
    return None


def keep_out_of_logs() -> None:
    """Blacken user names and passwords where CKAN's API writes a request's data into its log (at level DEBUG)."""
    logging.getLogger("ckan.views.api").addFilter(_blacken)


def _blacken(record: logging.LogRecord) -> bool:
    if isinstance(record.args, Mapping):
        record.args = {name: "…" if name in ("username", "password") else value for name, value in record.args.items()}
    return True


def _bound_to(source: Source) -> bytes:
    return f"{source.id}|{origin(source.url)}".encode()


def _secrets() -> list[str]:
    """Give the secrets that a key may come from: the first encrypts, the others only decrypt what is older."""
    older: Iterable[str] = tk.config.get("SECRET_KEY_FALLBACKS") or ()
    older = older.split() if isinstance(older, str) else older
    return [secret for secret in (config.harvest_credentials_key(), tk.config["SECRET_KEY"], *older) if secret]


def _key(secret: str, purpose: bytes = _PURPOSE) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret.encode())
