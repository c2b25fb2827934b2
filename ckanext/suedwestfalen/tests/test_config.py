"""Every declared option has one reader, and its default is what the reader gives."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest
import yaml

from ckanext.suedwestfalen import config

DECLARED = {
    option["key"].removeprefix(config.PREFIX): option
    for group in yaml.safe_load((Path(config.__file__).parent / "config_declaration.yaml").read_text())["groups"]
    for option in group["options"]
    if option["key"].startswith(config.PREFIX)
}
GETTERS = {
    name: function
    for name, function in inspect.getmembers(config, inspect.isfunction)
    if not name.startswith("_")
}


def test_options_and_getters_are_the_same():
    assert {key.replace(".", "_") for key in DECLARED} == set(GETTERS)


@pytest.mark.usefixtures("with_plugins")
@pytest.mark.parametrize("key", sorted(set(DECLARED) - {"use_cases.vocabulary"}))
def test_the_default_comes_out(key):
    expected = DECLARED[key].get("default")
    value = GETTERS[key.replace(".", "_")]()
    assert value == (frozenset() if expected == "" else expected)


@pytest.mark.usefixtures("with_plugins")
@pytest.mark.ckan_config("ckanext.suedwestfalen.net.allow", "127.0.0.1:8000 geo.example:8443")
def test_exceptions_are_a_set():
    assert config.net_allow() == {"127.0.0.1:8000", "geo.example:8443"}


@pytest.mark.usefixtures("with_plugins")
def test_the_vocabulary_lies_below_the_portal_unless_it_is_told(ckan_config):
    assert config.use_cases_vocabulary() == f"{ckan_config['ckan.site_url']}/def/suedwestfalen#"
    ckan_config["ckanext.suedwestfalen.use_cases.vocabulary"] = "https://daten.example.org/def#"
    assert config.use_cases_vocabulary() == "https://daten.example.org/def#"
