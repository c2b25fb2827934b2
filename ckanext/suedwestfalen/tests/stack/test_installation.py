"""What is installed and how: system packages, Solr's schema, CKAN's configuration."""

from __future__ import annotations

from configparser import RawConfigParser
from importlib.metadata import requires, version

import pytest
from lxml import etree
from packaging.requirements import Requirement

from stack import build, configuration, layout, packages


def test_nothing_happens_when_everything_is_there(monkeypatch):
    started = []
    monkeypatch.setattr(packages.subprocess, "run", lambda *command, **options: started.append(command))
    packages.ensure((packages.Need("thing", lambda: True),))
    assert started == []


def test_without_apt_the_command_to_type_is_named(monkeypatch):
    monkeypatch.setattr(packages.shutil, "which", lambda *args, **kwargs: None)
    needs = (packages.Need("redis-server", lambda: False), packages.Need("gcc", lambda: True))
    with pytest.raises(layout.SetupError) as caught:
        packages.ensure(needs)
    assert "sudo apt-get install -y --no-install-recommends redis-server\n" in str(caught.value)


def test_solr_schema_is_that_of_ckan_with_the_fields_of_the_map_search():
    schema = etree.fromstring(build.solr_schema().encode())
    fields = {field.get("name"): field.get("type") for field in schema.iter("field")}
    assert fields["spatial_geom"] == "location_rpt"
    assert {"bbox_area", "minx", "maxx", "miny", "maxy", "metadata_modified"} <= set(fields)
    assert "location_rpt" in {kind.get("name") for kind in schema.iter("fieldType")}


def test_configuration_is_complete_private_and_of_the_same_plugins_as_the_tests(tmp_path, project_root):
    names = ("web", "postgres", "redis", "solr", "town1", "town2")
    ports = {name: 20000 + number for number, name in enumerate(names)}
    words = {name: f"{name}-word" for name in ("postgres", "session", "csrf", "token")}
    site = layout.Site(tmp_path, ports, words)
    configuration.write(site)
    assert site.ini.stat().st_mode & 0o777 == 0o600
    written, tests = RawConfigParser(), RawConfigParser()
    written.read(site.ini, encoding="utf-8")
    tests.read(project_root / "test.ini", encoding="utf-8")
    options = written["app:main"]
    assert options["ckan.plugins"] == tests["app:main"]["ckan.plugins"]
    assert options["ckan.site_url"] == "http://127.0.0.1:20000"
    assert options["ckanext.suedwestfalen.net.allow"] == "127.0.0.1:20004 127.0.0.1:20005"
    assert options["ckan.auth.public_user_details"] == "false"
    assert "$" not in site.ini.read_text(encoding="utf-8")


def test_the_environment_of_the_portal_holds_what_the_package_requires():
    needed = [Requirement(line) for line in requires("ckanext-suedwestfalen") if "extra ==" not in line]
    assert needed
    assert [str(one) for one in needed if version(one.name) not in one.specifier] == []


def test_every_version_is_pinned(project_root):
    lines = (project_root / "stack" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {line.partition("==")[0].lower() for line in lines if "==" in line}
    for name in ("requirements.txt", "requirements-dev.txt"):
        for line in (project_root / "stack" / name).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                assert Requirement(line).name.lower() in pinned
