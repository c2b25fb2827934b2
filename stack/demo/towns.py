"""Prepares the demo towns' CSW servers. Runs in the environment of pycsw; see README.md beside this file."""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

from catalogue import build
from records import towns, write


def prepare(folder: Path, ports: dict[str, int], *, force: bool = False) -> list[tuple[str, str, Path]]:
    """Make what is missing; gives name, address and configuration file of every server."""
    prepared = []
    for town in towns():
        name, port = town["name"], ports[town["name"]]
        place = folder / name
        if force:
            shutil.rmtree(place, ignore_errors=True)
        with tempfile.TemporaryDirectory() as made:
            if not (place / "records.db").exists():
                write(town, Path(made))
            configuration = build(place, Path(made), port=port, title=f"Beispielkatalog {town['organisation']}")
        prepared.append((name, f"http://127.0.0.1:{port}/", configuration))
    return prepared


def main() -> None:
    """Read the command line and print one line per server: name, address, configuration file."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("prepare", help="write configuration and database where they are missing")
    command.add_argument("folder", type=Path)
    command.add_argument("--force", action="store_true", help="make the databases again")
    for number, town in enumerate(towns()):
        command.add_argument(f"--port-{town['name']}", type=int, default=5011 + number)
    arguments = vars(parser.parse_args())
    ports = {town["name"]: arguments[f"port_{town['name']}"] for town in towns()}
    for line in prepare(arguments["folder"], ports, force=arguments["force"]):
        print(*line, sep="\t")


if __name__ == "__main__":
    main()
