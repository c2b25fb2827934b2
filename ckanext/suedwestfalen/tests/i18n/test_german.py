"""Every text has its German, and the compiled catalogue is that of the texts."""

from __future__ import annotations

import sys

import pytest

from ckanext.suedwestfalen.tests.conftest import ROOT

if str(ROOT) not in sys.path:
    sys.path.append(str(ROOT))

i18n = pytest.importorskip("stack.i18n")


@pytest.fixture(scope="module")
def german():
    return i18n.read(i18n.GERMAN)


def test_every_text_is_in_the_catalogue_and_has_german(german):
    collected = {message.id for message in i18n.collect() if message.id}
    known = {message.id for message in german if message.id}
    assert collected - known == set(), "run: python -m stack.i18n"
    assert known - collected == set(), "run: python -m stack.i18n"
    assert i18n.missing(german) == []


def test_places_for_values_agree(german):
    template = i18n.read(i18n.TEMPLATE)
    for message in german:
        assert list(message.check(template)) == [], message.id


def test_compiled_catalogue_is_up_to_date(german):
    assert i18n.GERMAN.with_suffix(".mo").read_bytes() == i18n.mo_bytes(german), "run: python -m stack.i18n"


def test_a_missing_or_wrong_text_is_noticed():
    catalogue = i18n.Catalog(locale="de")
    catalogue.add("A %(name)s", "Ein %(nam)s", flags=["python-format"])
    catalogue.add("Nothing", "")
    assert i18n.missing(catalogue) == ["A %(name)s", "Nothing"]
