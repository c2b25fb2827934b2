"""The arms of the benchmark as processes: each with its own database, Solr core and Redis database."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
#: ckanext-harvest and ckanext-spatial, in an environment of the benchmark's own.
STOCK = Path(os.environ.get("SUEDWESTFALEN_STOCK") or ROOT / ".stack" / "stock")
SCHEMAS = "suedwestfalen activity scheming_datasets scheming_groups scheming_organizations dcat"
PLUGINS = {
    "ours": f"suedwestfalen_use_cases suedwestfalen_harvest {SCHEMAS} spatial_metadata spatial_query",
    "stock": f"{SCHEMAS} harvest spatial_metadata spatial_query csw_harvester",
}
SERVICES = ("POSTGRES", "SOLR", "REDIS")


class Arm:
    """A process. ``ask`` sends a command and waits for its answer; ``begin`` and ``answer`` do not wait."""

    def __init__(self, name: str, folder: Path, **environment: str):
        self.name = name
        python = Path(os.sys.executable) if name == "ours" else STOCK / "bin" / "python"
        self._log = folder / f"{name}.log"
        self._process = subprocess.Popen(
            [python, "-m", f"bench.arm_{name}"], cwd=ROOT, text=True,
            env=_environment(name, folder) | environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=self._log.open("a"),
        )

    def ask(self, command: str, **options: Any) -> Any:
        """Give the answer to a command; raises RuntimeError with what went wrong in the arm."""
        self.begin(command, **options)
        return self.answer()

    def begin(self, command: str, **options: Any) -> None:
        """Send a command."""
        self._process.stdin.write(json.dumps({"do": command, **options}) + "\n")
        self._process.stdin.flush()

    def answer(self) -> Any:
        """Wait for the answer to the command that was sent."""
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the arm {self.name} ended: {self._log.read_text(errors='replace')[-2000:]}")
        answer = json.loads(line)
        if "error" in answer:
            raise RuntimeError(f"{self.name}: {answer['error']}")
        return answer["ok"]

    def stop(self) -> None:
        """End the process."""
        self._process.stdin.close()
        self._process.wait(60)


def prepare(folder: Path) -> None:
    """Write the arms' configurations and make their tables."""
    for name in PLUGINS:
        _ini(name, folder).write_text(_configuration(name, folder), encoding="utf-8")
        python = Path(os.sys.executable) if name == "ours" else STOCK / "bin" / "python"
        done = subprocess.run(
            [python.parent / "ckan", "-c", _ini(name, folder), "db", "upgrade"], cwd=ROOT,
            env=_environment(name, folder), capture_output=True, text=True, check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{name}: {done.stdout[-2000:]}{done.stderr[-2000:]}")


def _ini(name: str, folder: Path) -> Path:
    return folder / f"{name}.ini"


def _environment(name: str, folder: Path) -> dict[str, str]:
    """Give an environment in which only the arm's own configuration says where its services are."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("CKAN")}
    return {**clean, "CKAN_INI": str(_ini(name, folder)), "PYTHONDONTWRITEBYTECODE": "1"}


def _configuration(name: str, folder: Path) -> str:
    postgres, solr, redis = (os.environ[f"BENCH_{name.upper()}_{service}"] for service in SERVICES)
    options = {
        "sqlalchemy.url": postgres.replace("%", "%%"),
        "solr_url": solr,
        # the third repair: CKAN's Redis client gives up after five idle seconds
        "ckan.redis.url": f"{redis}?socket_timeout=86400" if name == "stock" else redis,
        "ckan.plugins": PLUGINS[name],
        "ckan.site_id": f"bench_{name}",
        "ckan.storage_path": str(folder / f"{name}-storage"),
    }
    text = (ROOT / "test.ini").read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if line.partition("=")[0].strip() not in options]
    begin = kept.index("[app:main]") + 1
    kept[begin:begin] = [f"{key} = {value}" for key, value in options.items()]
    return "\n".join(kept).replace("level = INFO", "level = WARNING") + "\n"
