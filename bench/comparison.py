"""The parts of the benchmark in which the two harvests take turns on the same server with the same records."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from bench.arms import Arm
from bench.town import Town

STEPS = ("first", "unchanged", "1 % changed", "1 % deleted")
Results = dict[tuple[str, str], list[dict[str, Any]]]


def harvests(folder: Path, *, number: int, size: int, repeats: int, delay: float = 0, steps: int = 4) -> Results:
    """Harvest ``number`` records of ``size`` bytes with both arms in turn; gives (arm, step) → measurements."""
    results: Results = {}
    town = Town(folder / "town")
    town.delay(delay)
    town.start_filled(number, size)
    try:
        for repeat in range(repeats):
            order = ("ours", "stock") if repeat % 2 == 0 else ("stock", "ours")
            for name in order:
                for step, measured in _sequence(name, folder, town, (number, size), steps):
                    results.setdefault((name, step), []).append(measured)
                    print(f"  {repeat + 1}. {name}, {step}: {measured['seconds']:.1f} s", flush=True)
    finally:
        town.stop()
    return results


def _sequence(
    name: str, folder: Path, town: Town, records: tuple[int, int], steps: int
) -> Iterator[tuple[str, dict[str, Any]]]:
    """One arm from an empty portal on: a first harvest, one without changes, one with some, one with some missing."""
    number, size = records
    fillings = ({}, {}, {"changed": True}, {"changed": True, "without": True})
    arm = Arm(name, folder)
    try:
        arm.ask("reset")
        town.fill(number, size)
        source = arm.ask("source", url=town.url)
        for step, filling in list(zip(STEPS, fillings, strict=True))[:steps]:
            if filling:
                town.fill(number, size, **filling)
            town.forget()
            expected = number - (number // 100 if filling.get("without") else 0)
            measured = arm.ask("run", source_id=source, expected=expected)
            yield step, {**measured, "asked": town.asked, "number": number}
    finally:
        arm.stop()


def by_workers(folder: Path, *, number: int, size: int, repeats: int) -> dict[tuple[str, int], list[float]]:
    """A first harvest by one and by two processes; gives (arm, processes) → seconds of each repeat."""
    seconds: dict[tuple[str, int], list[float]] = {}
    town = Town(folder / "town")
    town.start_filled(number, size)
    try:
        for _ in range(repeats):
            for workers in (2, 1):
                for name, harvest in (("ours", _ours), ("stock", _stock)):
                    arms = [Arm(name, folder) for _worker in range(workers)]
                    try:
                        arms[0].ask("reset")
                        found = harvest(arms, town)
                    finally:
                        for arm in arms:
                            arm.stop()
                    seconds.setdefault((name, workers), []).append(found)
                    print(f"  {workers} workers, {name}: {found:.1f} s", flush=True)
    finally:
        town.stop()
    return seconds


def unrepaired(folder: Path, *, number: int, size: int) -> dict[str, Any]:
    """Harvest with the stock harvester as it is shipped."""
    town, arm = Town(folder / "town"), Arm("stock", folder, BENCH_UNREPAIRED="yes")
    try:
        town.start_filled(number, size)
        arm.ask("reset")
        return arm.ask("unrepaired", source_id=arm.ask("source", url=town.url))
    finally:
        arm.stop()
        town.stop()


def _ours(arms: list[Arm], town: Town) -> float:
    run = arms[0].ask("start", source_id=arms[0].ask("source", url=town.url))
    for arm in arms:
        arm.begin("work", run_id=run, allow=town.url.split("/")[2])
    answers = [arm.answer() for arm in arms]
    if "finished" not in {answer["state"] for answer in answers}:
        raise RuntimeError(f"not finished: {answers}")
    return max(answer["seconds"] for answer in answers)


def _stock(arms: list[Arm], town: Town) -> float:
    """Gathering is one process's work in stock; then the consumers share the objects."""
    gathered = arms[0].ask("timed_gather", source_id=arms[0].ask("source", url=town.url))
    for number, arm in enumerate(arms):
        arm.begin("work", ids=gathered["ids"][number::len(arms)])
    return gathered["seconds"] + max(arm.answer()["seconds"] for arm in arms)


def table(results: Results) -> list[str]:
    """Give the comparison as lines of a Markdown table: medians, spread, ratio."""
    lines = [
        "| harvest | arm | records/s (median; range) | × stock | searchable | SQL | commits | Solr | source | MB |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for step in STEPS:
        rates = {arm: [one["number"] / one["seconds"] for one in results.get((arm, step), [])]
                 for arm in ("ours", "stock")}
        for arm, found in rates.items():
            if not found:
                continue
            runs = results[arm, step]
            ratio = f"{median(found) / median(rates['stock']):.1f}" if rates["stock"] and arm == "ours" else "1"
            per = [f"{median(one[key] / one['number'] for one in runs):.3g}"
                   for key in ("statements", "commits", "solr", "asked")]
            after = median(one["searchable_after"] for one in runs)
            peak = median(one["peak_mb"] for one in runs)
            lines.append(
                f"| {step} | {arm} | {median(found):.1f} ({min(found):.1f} to {max(found):.1f}) | {ratio} "
                f"| {after:.1f} s | {' | '.join(per)} | {peak:.0f} |"
            )
    return lines
