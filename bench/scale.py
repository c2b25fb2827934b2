"""The parts of the benchmark that only concern this project: memory, a full portal, search, the index."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bench.arms import Arm
from bench.town import Town


def memory(folder: Path, *, sizes: tuple[int, ...], size: int) -> list[dict[str, Any]]:
    """Harvest so many records in a fresh process each; gives number, seconds and peak memory in MB."""
    found = []
    for number in sizes:
        town = Town(folder / "town")
        arm = Arm("ours", folder)
        try:
            town.start_filled(number, size)
            arm.ask("reset")
            source = arm.ask("source", url=town.url)
            found.append({"number": number, **arm.ask("run", source_id=source)})
            print(f"  memory, {number}: {found[-1]['peak_mb']:.0f} MB, {found[-1]['seconds']:.0f} s", flush=True)
        finally:
            arm.stop()
            town.stop()
    return found


def full_portal(folder: Path, *, datasets: tuple[int, ...], number: int, size: int) -> list[dict[str, Any]]:
    """Harvest ``number`` records into a portal that holds so many datasets already; then search it, and reindex."""
    found = []
    for held in (0, *datasets):
        town = Town(folder / "town")
        arm = Arm("ours", folder)
        try:
            town.start_filled(number, size)
            arm.ask("reset")
            if held:
                _fill(arm, folder, held, size)
            result = arm.ask("run", source_id=arm.ask("source", url=town.url))
            row = {"held": held, "rate": number / result["seconds"]}
            if held:
                row |= arm.ask("measure_pages") | {"rebuild": arm.ask("rebuild", number=300)}
            found.append(row)
            print(f"  {held} datasets: {row}", flush=True)
        finally:
            arm.stop()
            town.stop()
    return found


def _fill(arm: Arm, folder: Path, held: int, size: int) -> None:
    """One real record as template, then its copies."""
    seed = Town(folder / "seed")
    try:
        seed.start_filled(1, size)
        arm.ask("run", source_id=arm.ask("source", url=seed.url))
    finally:
        seed.stop()
    arm.ask("fill", number=held - 1)
