"""Tools that are built once into `.stack/`: Python environments and Solr's libraries."""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from stack.layout import JARS, MAVEN, PYCSW, PYGEOAPI, ROOT, STOCK, TOOLS, VENV
from stack.steps import call

STACK = ROOT / "stack"
POM = STACK / "solr" / "pom.xml"


def python_environment(*, tests: bool = False) -> None:
    """CKAN, the extensions and this project (as an editable installation); `tests` adds what the tests need."""
    names = ["requirements.txt", "requirements-dev.txt"] if tests else ["requirements.txt"]
    files = [STACK / name for name in names]
    stamp = _stamp(VENV, [*files, STACK / "constraints.txt", ROOT / "setup.py"])
    if _built(VENV, "dev" if tests else "portal", stamp):
        return
    _environment(VENV)
    pip = [VENV / "bin" / "python", "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    call([*pip, "-c", STACK / "constraints.txt", *(part for file in files for part in ("-r", file))])
    call([*pip, "--no-deps", "--no-build-isolation", "-e", ROOT])
    _mark(VENV, "portal", _stamp(VENV, [STACK / "requirements.txt", STACK / "constraints.txt", ROOT / "setup.py"]))
    _mark(VENV, "dev" if tests else "portal", stamp)


def town_environment() -> None:
    """The demo towns' server software, in an environment of its own."""
    _server_environment(PYCSW, STACK / "demo" / "requirements.txt")


def api_environment() -> None:
    """An OGC API server for the tests, in an environment of its own."""
    _server_environment(PYGEOAPI, STACK / "pygeoapi.txt")


def stock_environment() -> None:
    """The stock harvester for the benchmark, in an environment of its own, with this project's schemas beside it."""
    files = [STACK / "requirements.txt", ROOT / "bench" / "requirements.txt"]
    stamp = _stamp(STOCK, [*files, STACK / "constraints.txt", ROOT / "setup.py"])
    if _built(STOCK, "portal", stamp):
        return
    _environment(STOCK)
    pip = [STOCK / "bin" / "python", "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    call([*pip, "-c", STACK / "constraints.txt", *(part for file in files for part in ("-r", file))])
    call([*pip, "--no-deps", "--no-build-isolation", "-e", ROOT])
    _mark(STOCK, "portal", stamp)


def _server_environment(folder: Path, file: Path) -> None:
    stamp = _stamp(folder, [file])
    if _built(folder, "portal", stamp):
        return
    _environment(folder)
    call([folder / "bin" / "python", "-m", "pip", "install", "-q", "--disable-pip-version-check", "-r", file])
    _mark(folder, "portal", stamp)


def solr_libraries() -> None:
    """Solr 9 and JTS from Maven Central, versions as in the POM."""
    stamp = _stamp(JARS, [POM])
    if _built(JARS, "portal", stamp):
        return
    shutil.rmtree(JARS, ignore_errors=True)
    JARS.mkdir(parents=True)
    # An own repository: Maven takes the home folder from the user database, which may name one that is not there.
    call(["mvn", "-q", "-B", "-f", POM, f"-Dmaven.repo.local={MAVEN}", "dependency:copy-dependencies",
          f"-DoutputDirectory={JARS}"], cwd=TOOLS)
    _mark(JARS, "portal", stamp)


def solr_schema() -> str:
    """CKAN's Solr schema with the fields that map search needs."""
    source = next(VENV.glob("lib/python3*/site-packages/ckan/config/solr/schema.xml")).read_text(encoding="utf-8")
    snippet = (STACK / "solr" / "spatial-fields.xml").read_text(encoding="utf-8")
    types = "".join(line for line in snippet.splitlines(keepends=True) if "<fieldType" in line)
    fields = "".join(line for line in snippet.splitlines(keepends=True) if "<field " in line)
    return source.replace("</types>", types + "</types>").replace("</fields>", fields + "</fields>")


def _environment(folder: Path) -> None:
    """Create the environment unless a working one is there (a moved clone leaves one that does not work)."""
    place = folder / ".stamp-place"
    moved = place.exists() and place.read_text(encoding="utf-8") != str(folder)
    if moved or not (folder / "bin" / "python").exists():
        shutil.rmtree(folder, ignore_errors=True)
        call([sys.executable, "-m", "venv", folder])
    place.write_text(str(folder), encoding="utf-8")


def _stamp(folder: Path, files: Iterable[Path]) -> str:
    """What the tool was built from; another text means to build again."""
    digest = hashlib.sha256(str(folder).encode())
    for file in files:
        digest.update(file.read_bytes() if file.exists() else b"")
    return digest.hexdigest()


def _built(folder: Path, kind: str, stamp: str) -> bool:
    file = folder / f".stamp-{kind}"
    return file.exists() and file.read_text(encoding="ascii") == stamp


def _mark(folder: Path, kind: str, stamp: str) -> None:
    (folder / f".stamp-{kind}").write_text(stamp, encoding="ascii")
