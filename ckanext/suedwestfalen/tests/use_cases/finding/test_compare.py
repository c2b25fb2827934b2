"""Use cases side by side."""

from __future__ import annotations

import html
import re

import pytest

pytestmark = pytest.mark.usefixtures("cases")


@pytest.fixture
def compare(browser):
    def load(*names, who="anonymous", language=""):
        page = browser(who).get(f"{language}/use_case/compare", query_string=[("id", name) for name in names])
        assert page.status_code == 200
        return html.unescape(page.body)

    return load


def rows(page):
    """Rows of the table: label → (whether it is marked as different, its cells)."""
    found = {}
    for mark, inner in re.findall(r"<tr( class=\"swf-uc-differs\")?>(.*?)</tr>", page, re.DOTALL):
        label = re.search(r'<th scope="row">([^<]+)', inner)
        if label:
            cells = re.findall(r"<td[^>]*>(.*?)</td>", inner, re.DOTALL)
            found[label[1]] = (bool(mark), [re.sub(r"<[^>]+>|\s+", " ", cell).strip() for cell in cells])
    return found


def test_cases_stand_side_by_side_and_differences_are_marked(compare):
    found = rows(compare("wolke", "licht", "rad"))
    assert found["Umsetzungsphase"] == (True, ["In Betrieb", "In Betrieb und übertragen", "Idee"])
    assert found["Lizenz des Steckbriefs"][0] is False
    assert found["Kommune(n)"][1] == ["Soest", "Lippstadt", "Olpe"]
    assert found["Standards und Schnittstellen"][0] is True
    assert "LoRaWAN" in found["Standards und Schnittstellen"][1][0]
    assert found["Standards und Schnittstellen"][1][1] == found["Standards und Schnittstellen"][1][2] != ""
    assert "Vergabeart" not in found, "where nobody says anything there is no row"


def test_order_of_values_is_no_difference(compare, put):
    put("eins", components=[{"name": "Mast"}, {"name": "Server"}])
    put("zwei", components=[{"name": "Server"}, {"name": "Mast"}])
    assert rows(compare("eins", "zwei"))["Bausteine (Software, Hardware)"][0] is False


def test_four_cases_are_the_most(compare, put):
    five = ["wolke", "rad", "licht", put("drei")["name"], put("vier")["name"]]
    page = compare(*five, language="/en")
    assert "At most 4" in page
    assert page.count('<th scope="col">') == 4


def test_each_cell_knows_its_case_for_narrow_screens(compare):
    page = compare("wolke", "rad")
    assert page.count('data-case="Bürgerwolke"') == page.count('data-case="Fall rad"') > 5


@pytest.mark.parametrize(("names", "sentence"), [
    ((), "at least two"), (("wolke",), "at least two"), (("wolke", "wolke"), "at least two"),
    (("wolke", "nichts"), "There is no use case “nichts”"), (("wolke", "in-olpe"), "There is no use case “in-olpe”"),
    (("wolke", "draft"), "There is no use case “draft”"), (("wolke", "x" * 5000), "There is no use case"),
    (("wolke", "\x00"), "There is no use case"), (("wolke", "{!x}"), "There is no use case"),
])
def test_what_cannot_be_compared_gets_a_sentence(compare, names, sentence):
    page = compare(*names, language="/en")
    assert sentence in page
    assert "Noch geheim" not in page


def test_editors_compare_their_draft(compare):
    assert "Noch geheim" in compare("wolke", "draft", who="editor")


def test_list_offers_the_comparison_without_scripts(browser):
    page = browser("anonymous").get("/use_case/?my=olpe").body
    form = page[page.index('action="/use_case/compare"') - 40:]
    form = form[:form.index("</form>")]
    assert 'method="get"' in form
    assert form.count('type="checkbox" name="id"') >= 3
    assert 'name="my" value="olpe"' in form
