"""What a portal of a certain size costs its readers and editors: search, forms, rebuilding the index."""

from __future__ import annotations

import random
import secrets
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from ckan import model
from ckan import plugins as p
from ckan.lib import search
from ckan.plugins import toolkit as tk

FACETS = (
    "vocab_municipality", "vocab_kreis", "vocab_lead_project", "vocab_dna_goal", "organization", "groups", "tags",
    "res_format", "license_id", "theme",
)


def rebuild(number: int) -> dict[str, float]:
    """Index so many datasets anew with and without this project's hooks, in turn; gives seconds for each."""
    query = model.Session.query(model.Package.id).filter_by(type="dataset", state="active").limit(number)
    ids = [row.id for row in query]
    hooks = [plugin for plugin in p.PluginImplementations(p.IPackageController)
             if type(plugin).__module__.startswith("ckanext.suedwestfalen")]
    seconds: dict[str, list[float]] = {"with": [], "without": []}
    for _ in range(3):
        for name, values in seconds.items():
            if name == "without":
                for hook in hooks:
                    hook.before_dataset_index = lambda document: document
            begin = time.perf_counter()
            search.rebuild(package_ids=ids, defer_commit=True)
            values.append(time.perf_counter() - begin)
            for hook in hooks:
                hook.__dict__.pop("before_dataset_index", None)
    return {name: statistics.median(values) for name, values in seconds.items()}


def measure(app: Any, rounds: int = 40) -> dict[str, float]:
    """Give the 95th percentile in seconds of a search with ten facets and a box, of its page, and of both forms."""
    client = app.test_client()
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    headers = {"Authorization": _token(user)}
    chance = random.Random(1)

    def box() -> str:
        """Another one every time: nothing of the answer may come from Solr's caches."""
        west, south = chance.uniform(7.4, 8.4), chance.uniform(50.7, 51.4)
        return f"{west:.4f},{south:.4f},{west + 0.5:.4f},{south + 0.4:.4f}"

    def find() -> None:
        query = {"q": "Kopie", "facet.field": list(FACETS), "extras": {"ext_bbox": box()}, "rows": 20}
        tk.get_action("package_search")({"user": user, "ignore_auth": True}, query)

    def page() -> None:
        assert client.get(f"/dataset/?q=Kopie&ext_bbox={box()}").status_code == 200

    def form(kind: str) -> None:
        answer = client.get(f"/{kind}/new", headers=headers)
        assert answer.status_code == 200, answer.status
        assert b'name="title"' in answer.data

    pages = {"search_page": page, "dataset": partial(form, "dataset"), "use_case": partial(form, "use_case")}
    # a thread of its own has none of the request's context in which this arm works: there nobody is logged in
    with ThreadPoolExecutor(1) as pool:
        times = {name: pool.submit(_p95, work, rounds).result() for name, work in pages.items()}
    return {"search": _p95(find, rounds), **times}


def _token(user: str) -> str:
    """Give a token of an administrator who may open the forms."""
    context = {"user": user, "ignore_auth": True}
    name = f"admin-{time.time_ns()}"
    password = secrets.token_urlsafe(16)
    made = tk.get_action("user_create")(context, {"name": name, "email": f"{name}@example.org", "password": password})
    model.User.get(made["id"]).sysadmin = True
    model.Session.commit()
    return tk.get_action("api_token_create")(context, {"user": name, "name": "bench"})["token"]


def _p95(work: Callable[[], None], rounds: int) -> float:
    for _ in range(3):
        work()
    seconds = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begin)
    return statistics.quantiles(seconds, n=20)[-1]
