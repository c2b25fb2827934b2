"""How fast the harvest is, against the stock harvester and in a full portal; on real PostgreSQL, Solr and pycsw.

    make bench                              all parts in small
    make bench ARGS="harvest --records 1000"
    make bench ARGS="all --large --write"   the sizes of docs/benchmarks.md (hours), written there

Parts: unrepaired (the stock harvester as it is shipped), harvest (first, unchanged, 1 % changed, 1 % deleted, both
arms in turn), delay (a server that takes 50 ms longer), workers (one process and two), sizes (records of 12 and
60 KB), many (speed and memory with many records), portal (into a full portal; search; forms; index).
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from statistics import median

from bench import arms, comparison, scale

PAGE = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
KB = 1000


def unrepaired(folder: Path, _options: argparse.Namespace) -> list[str]:
    """The stock harvester without the repairs that the other parts give it."""
    found = comparison.unrepaired(folder, number=20, size=24 * KB)
    faults = "; ".join(f"{number} × `{fault}`" for fault, number in Counter(found["faults"]).items()) or "none"
    return ["## The stock harvester as it is shipped", "",
            f"Of {found['gathered']} records {found['searchable']} became datasets. Faults: {faults}.",
            "In all that follows it is repaired (`bench/arm_stock.py` says how)."]


def harvest(folder: Path, options: argparse.Namespace) -> list[str]:
    """Both arms in turn through the four harvests."""
    results = comparison.harvests(folder, number=options.records, size=24 * KB, repeats=options.repeats)
    return [f"## {options.records} records of 24 KB, one worker, {options.repeats} repeats in turn", "",
            *comparison.table(results)]


def delay(folder: Path, options: argparse.Namespace) -> list[str]:
    """A server whose every answer takes 50 ms longer."""
    number = max(100, options.records // 5)
    results = comparison.harvests(
        folder, number=number, size=24 * KB, repeats=options.repeats, delay=0.05, steps=2
    )
    return [f"## {number} records, every answer 50 ms later", "", *comparison.table(results)]


def sizes(folder: Path, options: argparse.Namespace) -> list[str]:
    """Smaller and larger records."""
    number = max(100, options.records // 5)
    lines = []
    for size in (12, 60):
        results = comparison.harvests(folder, number=number, size=size * KB, repeats=options.repeats, steps=2)
        lines += [f"## {number} records of {size} KB", "", *comparison.table(results), ""]
    return lines


def workers(folder: Path, options: argparse.Namespace) -> list[str]:
    """One and two worker processes on one source."""
    number = max(200, options.records // 2)
    seconds = comparison.by_workers(folder, number=number, size=24 * KB, repeats=options.repeats)
    rates = {arm: number / median(found) for arm, found in seconds.items()}
    one, two = rates["stock", 1], rates["stock", 2]
    return [
        f"## First harvest of {number} records by several workers", "",
        "| arm | workers | records/s (median; lowest to highest) | × one stock worker | × two stock workers |",
        "|---|---|---|---|---|",
        *(f"| {arm[0]} | {arm[1]} | {rates[arm]:.1f} ({number / max(found):.1f} to {number / min(found):.1f}) "
          f"| {rates[arm] / one:.1f} | {rates[arm] / two:.1f} |" for arm, found in sorted(seconds.items())),
    ]


def many(folder: Path, options: argparse.Namespace) -> list[str]:
    """Speed, and peak memory of a worker's process, with many records; the stock harvest would take hours."""
    numbers = (1000, 10_000) if options.large else (options.records // 10, options.records)
    found = scale.many(folder, sizes=numbers, size=24 * KB)
    return ["## Many records, one worker (ours)", "",
            "| records | harvest | records/s | source requests per record | peak MB so far |", "|---|---|---|---|---|",
            *(f"| {one['number']} | {one['step']} | {one['number'] / one['seconds']:.1f} "
              f"| {one['asked'] / one['number']:.3g} | {one['peak_mb']:.0f} |" for one in found)]


def portal(folder: Path, options: argparse.Namespace) -> list[str]:
    """A portal that already holds datasets."""
    held = (10_000, 100_000) if options.large else (1000, 5000)
    number = min(options.records, 500)
    found = scale.full_portal(folder, datasets=held, number=number, size=24 * KB)
    empty = found[0]["rate"]
    return [
        "## In a full portal", "",
        "Search: ten facets and a box. Times: 95th percentile. Rebuild of the index: with our hooks : without.", "",
        "| datasets | records/s | of the empty one's | search | its page | dataset form | use case | rebuild |",
        "|---|---|---|---|---|---|---|---|",
        *(_portal_row(one, empty) for one in found),
    ]


def _portal_row(one: dict, empty: float) -> str:
    rest = "| – | – | – | – | – |"
    if "search" in one:
        ratio = one["rebuild"]["with"] / one["rebuild"]["without"]
        times = (f"{one[name] * 1000:.0f} ms" for name in ("search", "search_page", "dataset", "use_case"))
        rest = f"| {' | '.join(times)} | {ratio:.2f} |"
    return f"| {one['held']} | {one['rate']:.1f} | {one['rate'] / empty * 100:.0f} % {rest}"


PARTS: dict[str, Callable[[Path, argparse.Namespace], list[str]]] = {
    "unrepaired": unrepaired, "harvest": harvest, "delay": delay, "sizes": sizes, "workers": workers, "many": many,
    "portal": portal,
}


def machine() -> str:
    """Say what was measured on."""
    cpu = next((line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
                if line.startswith("model name")), platform.processor())
    postgres = subprocess.run(["pg_config", "--version"], capture_output=True, text=True, check=False).stdout.strip()
    packages = ", ".join(f"{name} {version(name)}" for name in ("ckan", "ckanext-spatial", "ckanext-dcat"))
    return (f"{os.cpu_count()} cores ({cpu}), {platform.system()} {platform.release()}, Python "
            f"{platform.python_version()}, {postgres}, {packages}, stock arm: ckanext-harvest 1.6.3, "
            "ckanext-spatial 2.3.2")


def main() -> None:
    """Measure and print, or write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"all, or some of: {', '.join(PARTS)}")
    parser.add_argument("--records", type=int, default=200, help="records of a harvest (default 200)")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--large", action="store_true", help="10,000 records, 100,000 datasets")
    parser.add_argument("--write", action="store_true", help=f"write the tables to docs/{PAGE.name}")
    options = parser.parse_args()
    chosen = [name for name in PARTS if not options.parts or "all" in options.parts or name in options.parts]
    if unknown := set(options.parts) - {"all", *PARTS}:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    lines = [f"Measured {dt.datetime.now(dt.timezone.utc):%Y-%m-%d}: {machine()}.", ""]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        arms.prepare(folder)
        for name in chosen:
            print(name, flush=True)
            lines += [*PARTS[name](folder, options), ""]
    print("\n".join(lines))
    if options.write:
        write(lines)


MARK = "<!-- below this line: written by `make bench` -->"


def write(lines: list[str]) -> None:
    """Put the tables below the mark of the page; what stands above it stays."""
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else f"# Benchmarks\n\n{MARK}\n"
    PAGE.write_text(f"{text.partition(MARK)[0]}{MARK}\n\n" + "\n".join(lines).rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
