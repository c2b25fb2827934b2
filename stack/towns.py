"""The demo town servers: named in `stack/demo/towns.json`, prepared by `towns.py`, served by `service.py` there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from stack.layout import PYCSW, ROOT, Site
from stack.services import environment
from stack.steps import call

DEMO = ROOT / "stack" / "demo"


@dataclass(frozen=True)
class Town:
    """One demo server: short name, key of its municipality or Kreis, title of its office, port, folder."""

    name: str
    area: str
    title: str
    port: int
    folder: Path

    @property
    def url(self) -> str:
        """The address of the CSW; the WFS is at ``wfs`` below it."""
        return f"http://127.0.0.1:{self.port}/"

    def command(self) -> list[str]:
        """The server in the foreground."""
        return ["env", f"PYCSW_CONFIG={self.folder / 'pycsw.cfg'}", f"DEMO_TOWN={self.name}",
                str(PYCSW / "bin" / "gunicorn"), "--bind", f"127.0.0.1:{self.port}", "--workers", "1",
                "--pythonpath", str(DEMO), "service:application"]


def towns(site: Site) -> list[Town]:
    """The demo towns, as many as there are ports for them."""
    listed = json.loads((DEMO / "towns.json").read_text(encoding="utf-8"))["towns"]
    ports = [site.ports[name] for name in sorted(site.ports) if name.startswith("town")]
    return [
        Town(one["name"], one["area"], one["organisation"], port, site.towns / one["name"])
        for one, port in zip(listed, ports, strict=False)
    ]


def prepare_towns(site: Site) -> None:
    """Write configuration and records of the demo towns where they are missing."""
    ports = [word for town in towns(site) for word in (f"--port-{town.name}", str(town.port))]
    call([PYCSW / "bin" / "python", DEMO / "towns.py", "prepare", site.towns, *ports], cwd=ROOT, env=environment())
