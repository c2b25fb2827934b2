"""What is said about records, in words that come from strangers."""

from __future__ import annotations

import json

import pytest

from ckanext.suedwestfalen.metadata.findings import PERSONAL_DATA
from ckanext.suedwestfalen.net.findings import TLS_FAILED


@pytest.mark.parametrize("bad", ["\x00", "\x1b", "\r", "\x7f", "\x9b", "\u202e", "\u2066", "\ud800"])
def test_words_of_strangers_hold_nothing_unseen(bad):
    finding = TLS_FAILED(host="a", reason=f"No{bad}t")
    assert "No t" in finding.message()
    json.dumps(finding.as_dict(), ensure_ascii=False).encode()


def test_everything_else_stays_and_long_words_are_cut():
    assert "Straße\n\tЖ 😀 %(x)s" in TLS_FAILED(host="a", reason="Straße\n\tЖ 😀 %(x)s").message()
    assert len(TLS_FAILED(host="x" * 10_000, reason="").values["host"]) == 500


def test_our_own_words_among_the_values_are_translated():
    german = {"Personal data was left out (%(what)s).": "Weggelassen: %(what)s", "name": "Name", "e-mail": "E-Mail"}
    finding = PERSONAL_DATA(what="name, e-mail")
    assert finding.message(lambda text: german.get(text, text)) == "Weggelassen: Name, E-Mail"
    assert "name, e-mail" in finding.message()
