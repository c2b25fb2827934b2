"""The wheel holds everything that the software needs at run time, and works from an empty environment."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

# Folder of the tree → where it lies when installed; `ckanext` itself is a namespace that all extensions share.
PACKAGES = {"ckanext/suedwestfalen": "ckanext/suedwestfalen", "seeds": "ckanext/suedwestfalen/seeds"}
LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "*.egg-info", "build", "dist")


@pytest.fixture(scope="module")
def source(tmp_path_factory, project_root) -> Path:
    """A copy of the tree: what an earlier build left in the clone must not hide a hole."""
    folder = tmp_path_factory.mktemp("source")
    for name in ("ckanext", "seeds", "setup.py", "pyproject.toml", "MANIFEST.in", "LICENSE"):
        path = project_root / name
        if path.is_dir():
            shutil.copytree(path, folder / name, ignore=LEFT_OUT)
        else:
            shutil.copy(path, folder)
    return folder


@pytest.fixture(scope="module")
def installed(tmp_path_factory, source) -> tuple[Path, Path]:
    """An empty environment with nothing but the wheel: its Python and its site-packages."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "-q", "--disable-pip-version-check"]
    run([*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", folder, source])
    run([sys.executable, "-m", "venv", "--without-pip", folder / "venv"])
    python = folder / "venv" / "bin" / "python"
    run([*pip, "--python", python, "install", "--no-deps", "--no-index", *folder.glob("*.whl")])
    return python, next((folder / "venv").glob("lib/python3*/site-packages"))


def run(command: list) -> str:
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def files(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.mark.parametrize("name", PACKAGES)
def test_every_file_of_the_tree_is_in_the_wheel(name, source, installed):
    _, site_packages = installed
    expected = files(source / name)
    assert expected
    assert expected - files(site_packages / PACKAGES[name]) == set()


def test_the_licence_is_in_the_wheel(installed):
    _, site_packages = installed
    texts = [path.read_text() for path in site_packages.glob("*.dist-info/**/LICENSE")]
    assert any("GNU AFFERO GENERAL PUBLIC LICENSE" in text for text in texts)


def test_the_installed_software_works_without_the_clone(installed, tmp_path):
    python, site_packages = installed
    # The dependencies are those of the environment that runs the tests; its editable installation stays unused.
    # CKAN's own part of the namespace `ckanext`, normally in the same folder, has to be named.
    dependencies = sysconfig.get_paths()["purelib"]
    (site_packages / "dependencies.pth").write_text(
        f"{dependencies}\nimport ckanext; ckanext.__path__.append({dependencies + '/ckanext'!r})\n"
    )
    code = (
        "from ckanext.suedwestfalen import plugin, region\n"
        "import ckanext.suedwestfalen.harvest.plugin\n"
        "print(plugin.__file__)\n"
        "print(len(region.load().municipalities))\n"
    )
    result = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    place, municipalities = result.stdout.splitlines()
    assert Path(place).is_relative_to(site_packages)
    assert int(municipalities) > 0
