"""A town's CSW server for benchmarks: a real pycsw that counts what it is asked and can be slow on purpose."""

from __future__ import annotations

import shutil
from pathlib import Path

from bench import records
from ckanext.suedwestfalen.tests.servers import Pycsw

#: Runs in pycsw's own environment, so it stands here as text.
WRAPPER = """
import os, pathlib, time
from pycsw.wsgi import application as pycsw
folder = pathlib.Path(__file__).parent
def application(environ, start_response):
    with (folder / "asked").open("ab") as asked:
        asked.write(b".")
    time.sleep(float((folder / "delay").read_text()))
    return pycsw(environ, start_response)
"""


class Town(Pycsw):
    """``fill`` makes it hold the records, ``asked`` tells how often it was asked since the last :meth:`forget`."""

    application = "slow:application"

    def __init__(self, folder: Path):
        super().__init__(folder)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "slow.py").write_text(WRAPPER, encoding="utf-8")
        self.delay(0)
        self.forget()
        self.documents = folder / "documents"

    def delay(self, seconds: float) -> None:
        """Let every answer wait so long."""
        (self.folder / "delay").write_text(str(seconds), encoding="utf-8")

    def forget(self) -> None:
        """Begin to count anew."""
        (self.folder / "asked").write_bytes(b"")

    @property
    def asked(self) -> int:
        """Number of requests."""
        return (self.folder / "asked").stat().st_size

    def fill(self, number: int, size: int, *, changed: bool = False, without: bool = False) -> None:
        """Hold ``number`` records; every hundredth in a new revision, or missing."""
        shutil.rmtree(self.documents, ignore_errors=True)
        every = range(number)
        records.write(self.documents, [one for one in every if not (without and one % 100 == 50)], size)
        if changed:
            records.write(self.documents, range(0, number, 100), size, revision=1)
        self.load(self.documents)

    def start_filled(self, number: int, size: int) -> None:
        """Fill and start the server."""
        self.fill(number, size)
        self.start()
