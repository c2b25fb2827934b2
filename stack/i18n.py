"""Keeps the project's catalogue of translations: `python -m stack.i18n` collects the texts and compiles the German.

Collected are the texts of this project and those of ckanext-scheming, -spatial and -dcat that editors see: these ship
no German. A text without German takes CKAN's, where CKAN has the same; what is still missing is listed, and the
command fails. Files with more German (`msgid`, `msgstr`) may be given as arguments; they only fill what is missing.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
OWN = ROOT / "ckanext" / "suedwestfalen"
DOMAIN = "ckanext-suedwestfalen"
TEMPLATE = OWN / "i18n" / f"{DOMAIN}.pot"
GERMAN = OWN / "i18n" / "de" / "LC_MESSAGES" / f"{DOMAIN}.po"
KEYWORDS = DEFAULT_KEYWORDS | {"N_": None}
FOREIGN = {"ckanext.scheming": "templates", "ckanext.spatial": "templates", "ckanext.dcat": "templates"}
PYTHON, HTML = ("**.py", "python"), ("**.html", "ckan.lib.extract:extract_ckan")


def collect() -> Catalog:
    """Collect the texts, sorted; places are left out, so that the file only changes when a text does."""
    catalogue = Catalog(project=DOMAIN, charset="utf-8", fuzzy=False)
    catalogue.header_comment = "# Texts of ckanext-suedwestfalen; made by `python -m stack.i18n`."
    for folder, methods in _sources():
        for _file, _line, message, _comments, context in extract_from_dir(folder, methods, keywords=KEYWORDS):
            catalogue.add(message, context=context)
    return catalogue


def _sources() -> Iterator[tuple[Path, list[tuple[str, str]]]]:
    for folder in sorted(path for path in OWN.iterdir() if path.is_dir() and path.name not in ("tests", "i18n")):
        yield folder, [PYTHON, HTML]
    yield OWN, [("*.py", "python")]
    for package, folder in FOREIGN.items():
        yield _package(package) / folder, [HTML]
    yield _package("ckanext.scheming"), [("validation.py", "python")]


def _package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"{name} is not installed")
    return Path(next(iter(spec.submodule_search_locations)))


def merge(template: Catalog, german: Catalog, others: list[Catalog]) -> Catalog:
    """Give the German catalogue for the template: what it has, else what the others have."""
    merged = Catalog(locale="de", project=DOMAIN, charset="utf-8", fuzzy=False)
    merged.header_comment = "# Deutsche Texte von ckanext-suedwestfalen"
    for message in template:
        if message.id:
            found = (_translation(catalogue, message) for catalogue in [german, *others])
            merged.add(message.id, next((text for text in found if text), ""), context=message.context)
    return merged


def _translation(catalogue: Catalog, message: object) -> object:
    known = catalogue.get(message.id, message.context)
    if known is None or known.fuzzy or known.pluralizable != message.pluralizable:
        return None
    texts = known.string if isinstance(known.string, tuple) else (known.string,)
    return known.string if all(texts) else None


def missing(catalogue: Catalog) -> list[str]:
    """Texts without German, or with one whose places for values differ."""
    return [
        str(message.id) for message in catalogue
        if message.id and (message.fuzzy or not all(_texts(message.string)) or list(message.check(catalogue)))
    ]


def _texts(text: object) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, tuple | list) else (str(text or ""),)


def po_text(catalogue: Catalog) -> bytes:
    """Write a catalogue without dates and places."""
    file = io.BytesIO()
    write_po(file, catalogue, width=119, omit_header=False, sort_output=True, no_location=True)
    return b"".join(
        line for line in file.getvalue().splitlines(keepends=True)
        if not line.startswith((b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Generated-By'))
    )


def mo_bytes(catalogue: Catalog) -> bytes:
    """Compile a catalogue; its dates are fixed, so that the same texts give the same file."""
    catalogue.creation_date = catalogue.revision_date = dt.datetime(2021, 1, 1, tzinfo=dt.timezone.utc)
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def read(path: Path) -> Catalog:
    """Read a catalogue; one that is not there is empty."""
    return read_po(io.BytesIO(path.read_bytes() if path.exists() else b""), locale="de")


def main(files: list[str]) -> int:
    """Collect, merge, compile; tell what is missing."""
    template = collect()
    core = _package("ckan") / "i18n" / "de" / "LC_MESSAGES" / "ckan.po"
    german = merge(template, read(GERMAN), [*(read(Path(name)) for name in files), read(core)])
    GERMAN.parent.mkdir(parents=True, exist_ok=True)
    TEMPLATE.write_bytes(po_text(template))
    GERMAN.write_bytes(po_text(german))
    GERMAN.with_suffix(".mo").write_bytes(mo_bytes(read(GERMAN)))
    lacking = missing(german)
    for text in lacking:
        print(f"no German: {text}")
    print(f"{len(german)} texts, {len(lacking)} without German")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
