"""The parts of the benchmark that only concern this project: many records, a full portal, pages, the index."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bench.arms import Arm
from bench.town import Town


def many(folder: Path, *, sizes: tuple[int, ...], size: int) -> list[dict[str, Any]]:
    """Harvest so many records, first, unchanged and with 1 % changed, in a fresh process for every number."""
    found = []
    for number in sizes:
        town = Town(folder / "town")
        arm = Arm("ours", folder)
        try:
            town.start_filled(number, size)
            arm.ask("reset")
            source = arm.ask("source", url=town.url)
            for step in ("first", "unchanged", "1 % changed"):
                if step == "1 % changed":
                    town.fill(number, size, changed=True)
                town.forget()
                run = arm.ask("run", source_id=source, expected=number)
                found.append({"number": number, "step": step, "asked": town.asked, **run})
                print(f"  {number}, {step}: {run['peak_mb']:.0f} MB, {run['seconds']:.1f} s", flush=True)
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
            # the template of what is held is one of the records, and stays the only one of its kind
            expected = number + max(held - 1, 0)
            result = arm.ask("run", source_id=arm.ask("source", url=town.url), expected=expected)
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
        arm.ask("run", source_id=arm.ask("source", url=seed.url), expected=1)
    finally:
        seed.stop()
    arm.ask("fill", number=held - 1)
