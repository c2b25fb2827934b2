"""Files that wait between the look at an import and its confirmation: for an hour, for the one who sent them."""

from __future__ import annotations

import os
import re
import secrets
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from ckan.plugins import toolkit as tk

#: Seconds that a file is kept, and how many of one person.
SECONDS, MOST = 3600, 3
FOLDER = "suedwestfalen-imports"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_USER = re.compile(r"[A-Za-z0-9-]{1,100}")


def keep(content: bytes, user_id: str) -> str:
    """Keep a file for a user; gives the word by which only they get it back. Older ones of theirs go."""
    folder = _folder()
    _tidy(folder)
    own = sorted(folder.glob(f"{_name(user_id)}.*"), key=_age)
    for old in own[MOST - 1:]:
        old.unlink(missing_ok=True)
    token = secrets.token_urlsafe(32)
    path = folder / f"{_name(user_id)}.{token}"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    return token


def take(token: str, user_id: str, *, drop: bool = False) -> bytes | None:
    """Give the file that the user has under a word, None if there is none (any more); ``drop``: it goes."""
    if not _TOKEN.fullmatch(token):
        return None
    folder = _folder()
    _tidy(folder)
    path = folder / f"{_name(user_id)}.{token}"
    try:
        content = path.read_bytes()
    except OSError:
        return None
    if drop:
        path.unlink(missing_ok=True)
    return content


def _folder() -> Path:
    """Give the folder, which nobody else may look into; under CKAN's storage all servers of a portal share it."""
    storage = str(tk.config.get("ckan.storage_path") or "").strip()
    folder = Path(storage) / FOLDER if storage else Path(tempfile.gettempdir()) / f"{FOLDER}-{os.getuid()}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    status = folder.lstat()
    if status.st_uid != os.getuid() or folder.is_symlink():
        raise PermissionError(f"{folder} belongs to somebody else")
    if status.st_mode & 0o077:
        folder.chmod(0o700)
    return folder


def _tidy(folder: Path) -> None:
    for path in folder.iterdir():
        with suppress(OSError):
            if _age(path) > SECONDS:
                path.unlink(missing_ok=True)


def _age(path: Path) -> float:
    return time.time() - path.stat().st_mtime


def _name(user_id: str) -> str:
    if not _USER.fullmatch(user_id):
        raise ValueError("no user")
    return user_id
