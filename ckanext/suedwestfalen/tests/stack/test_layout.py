"""Ports, secrets and the lock of the embedded portal."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

from stack import layout


@pytest.fixture(autouse=True)
def own_state(monkeypatch, tmp_path):
    monkeypatch.setattr(layout, "STATE", tmp_path / "portal")
    for name in layout.VARIABLES.values():
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "portal").mkdir()


def test_ports_lie_below_the_ephemeral_ones_and_differ(monkeypatch):
    for web in ("1024", "5000", "8999", "65535"):
        monkeypatch.setenv("PORT", web)
        ports = layout.portal().ports
        others = [port for name, port in ports.items() if name != "web"]
        assert ports["web"] == int(web)
        assert max(others) < 32768
        assert len(set(others)) == len(others)


def test_the_next_start_keeps_ports_and_secrets_when_the_web_port_changes(monkeypatch):
    first = layout.portal()
    layout.keep(first)
    monkeypatch.setenv("PORT", "5001")
    second = layout.portal()
    assert second.ports == {**first.ports, "web": 5001}
    assert second.secrets == first.secrets
    assert layout.kept() == first


def test_secrets_differ_between_portals_and_are_for_the_owner_only():
    assert layout.portal().secrets != layout.portal().secrets
    site = layout.portal()
    layout.keep(site)
    assert (site.folder / "settings.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("text", ["abc", "0", "80", "70000", "-5"])
def test_a_port_that_is_none_is_refused_by_name(monkeypatch, text):
    monkeypatch.setenv("SOLR_PORT", text)
    with pytest.raises(layout.SetupError, match="SOLR_PORT"):
        layout.portal()


def test_a_taken_port_is_reported_by_name():
    site = layout.portal()
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        site.ports["redis"] = other.getsockname()[1]
        with pytest.raises(layout.SetupError, match=rf"{site.ports['redis']} for Redis .*REDIS_PORT"):
            layout.check_ports(layout.Site(site.folder, {"redis": site.ports["redis"]}, {}))


def test_the_lock_holds_against_another_process_until_its_owner_ends(tmp_path, project_root):
    code = f"from pathlib import Path; from stack import layout; print(bool(layout.lock(Path({str(tmp_path)!r}))))"

    def other() -> str:
        return subprocess.run(
            [sys.executable, "-c", code], cwd=project_root, capture_output=True, text=True, check=True
        ).stdout.strip()

    lock = layout.lock(tmp_path)
    assert lock is not None
    assert other() == "False"
    lock.close()
    assert other() == "True"
