"""municipality_list, municipality_show, municipality_locate: open to everybody, also by GET."""

from __future__ import annotations

import json

import pytest
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.catalogue import municipalities

from .conftest import ARNSBERG, MENDEN, SOEST

pytestmark = pytest.mark.usefixtures("portal")


def call(action, **data_dict):
    return tk.get_action(action)({"user": "", "ignore_auth": False}, data_dict)


def test_the_list_has_all_59_without_boundaries():
    found = call("municipality_list")
    assert len(found) == 59
    assert found[0]["ags"] == ARNSBERG
    assert "geometry" not in found[0]
    assert found[0]["organization"]["name"] == "arnsberg"


def test_the_list_by_kreis_and_role():
    assert len(call("municipality_list", kreis="05966")) == 7
    assert len(call("municipality_list", kreis="Kreis Olpe")) == 7
    pioneers = call("municipality_list", smart_city_role="pioneer", include_geometry=True)
    assert len(pioneers) == 5
    assert pioneers[0]["geometry"]["type"] in ("Polygon", "MultiPolygon")
    with pytest.raises(tk.ValidationError):
        call("municipality_list", kreis="Kreis Nirgendwo")


@pytest.mark.parametrize("text", [MENDEN, "059620040040", "menden", "Menden", "Menden (Sauerland)"])
def test_show_by_key_slug_and_name(text):
    found = call("municipality_show", id=text)
    assert (found["ags"], found["population"], found["area_km2"]) == (MENDEN, 52608, 86.1)
    assert found["geometry"]


def test_figures_are_those_of_the_organization():
    group = municipalities.organization_of(SOEST)
    context = {"ignore_auth": True, "user": tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]}
    tk.get_action("organization_patch")(context, {"id": group.id, "population": "48607"})
    assert call("municipality_show", id=SOEST)["population"] == 48607


def test_show_of_the_unknown():
    with pytest.raises(tk.ObjectNotFound):
        call("municipality_show", id="Atlantis")
    with pytest.raises(tk.ValidationError):
        call("municipality_show")


@pytest.mark.parametrize("where", [{"point": "8.06,51.40"}, {"point": [8.06, 51.40]}])
def test_locate_a_point(where):
    assert call("municipality_locate", **where) == [
        {"ags": ARNSBERG, "name": "Arnsberg", "slug": "arnsberg", "kreis": "05958", "share": 1.0, "covers": 0.0}
    ]


def test_locate_a_box_and_a_polygon():
    west, south, east, north = call("municipality_show", id=ARNSBERG)["bbox"]
    by_box = call("municipality_locate", box=f"{west},{south},{east},{north}")
    assert by_box[0]["ags"] == ARNSBERG
    assert by_box[0]["covers"] == pytest.approx(1, abs=0.01)
    assert 0.3 < by_box[0]["share"] < 1
    boundary = call("municipality_show", id=ARNSBERG)["geometry"]
    by_boundary = call("municipality_locate", geometry=json.dumps(boundary))
    assert by_boundary[0]["share"] == pytest.approx(1, abs=0.01)
    assert call("municipality_locate", point="13.4,52.5") == []


@pytest.mark.parametrize(
    "where",
    [
        {}, {"point": "8.06"}, {"point": "acht,51"}, {"point": "51.4,500"}, {"box": "8,51,7,52"}, {"box": [1, 2]},
        {"geometry": "{"}, {"geometry": {"type": "Point"}}, {"point": "8,51", "box": "7,51,8,52"}, {"point": "nan,51"},
    ],
)
def test_bad_input_gets_a_sentence(where):
    with pytest.raises(tk.ValidationError) as caught:
        call("municipality_locate", **where)
    (messages,) = caught.value.error_dict.values()
    assert messages[0].endswith((".", "!"))


def test_anonymous_visitors_may_ask_by_get(app):
    answer = app.get("/api/3/action/municipality_show?id=Soest&include_geometry=false").json
    assert answer["result"]["ags"] == SOEST
    answer = app.get("/api/3/action/municipality_locate?point=8.06,51.40").json
    assert answer["result"][0]["ags"] == ARNSBERG


@pytest.mark.parametrize(("action", "given"), [
    ("municipality_locate", {"point": [10**400, 51]}),
    ("municipality_locate", {"box": [7, 51, 8, 10**400]}),
    ("municipality_locate", {"geometry": "[" * 100_000}),
    ("municipality_list", {"include_geometry": "foo"}),
    ("municipality_show", {"id": "Olpe", "include_geometry": "foo"}),
])
def test_nonsense_is_refused_in_words(action, given):
    with pytest.raises(tk.ValidationError):
        tk.get_action(action)({}, given)
