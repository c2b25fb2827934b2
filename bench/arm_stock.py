"""The stock harvest (ckanext-harvest with ckanext-spatial's CSW harvester), repaired, as an arm of the benchmark.

Three repairs, without which it imports nothing or stops on CKAN 2.12:

1. the XML declaration is stripped again (its pattern misses it, and lxml refuses such text);
2. an unchanged record is indexed with the function that CKAN 2.12 wants;
3. Redis' socket timeout is lifted (only its consumers need that; the address in the configuration says so).

With BENCH_UNREPAIRED in the environment the first two are left out: what comes of that, `unrepaired` tells.

So that only the engines differ, it fills the same fields as ours (this project's mapping takes the place of its own,
on the same dataset schema) and does not validate against the XSD, which ours does not do either.
"""

from __future__ import annotations

import os
import re
import time
from typing import Any

from ckan import logic, model
from ckan import plugins as p
from ckan.cli import load_config
from ckan.config.middleware import make_app
from ckan.lib.search import index
from ckan.plugins import toolkit as tk

from bench import measuring


class _StrippedDeclaration:
    """The module ``re``, with a pattern for the XML declaration that matches it."""

    def __getattr__(self, name: str) -> Any:
        return getattr(re, name)

    @staticmethod
    def sub(pattern: str, *arguments: Any, **options: Any) -> str:
        """Substitute as ``re.sub`` does."""
        return re.sub(r"<\?xml(.*?)\?>" if pattern == "<xml(.*)>" else pattern, *arguments, **options)


def repair() -> None:
    """Apply the first two repairs, and the benchmark's own mapping without validation."""
    from ckanext.spatial.harvesters import base, csw

    from ckanext.suedwestfalen import region
    from ckanext.suedwestfalen.metadata import dataset, iso

    csw.re = base.re = _StrippedDeclaration()
    as_shipped = index.PackageSearchIndex.index_package

    def index_package(self: Any, package: dict[str, Any] | None, defer_commit: bool = False) -> None:
        if package is not None and "with_custom_schema" not in package:
            context = {"ignore_auth": True, "model": model, "session": model.Session, "user": ""}
            logic.index_update_package(context, package["id"], defer_commit)
        else:
            as_shipped(self, package, defer_commit)

    def get_package_dict(self: Any, _values: dict[str, Any], harvest_object: Any) -> dict[str, Any]:
        description, _found = iso.read(harvest_object.content.encode())
        made = dataset.to_dataset(description, region=region.load()).dataset
        source = model.Package.get(harvest_object.source.id)
        known = model.Package.get(harvest_object.package_id) if harvest_object.package_id else None
        name = known.name if known else self._gen_new_name(made["title"])
        return {**made, "name": name, "owner_org": source.owner_org, "type": "dataset",
                "harvest_guid": harvest_object.guid, "harvest_source_id": harvest_object.source.id}

    index.PackageSearchIndex.index_package = index_package
    base.SpatialHarvester.get_package_dict = get_package_dict
    base.SpatialHarvester._validate_document = lambda *_args, **_options: (True, "", [])  # noqa: SLF001


def reset() -> None:
    """Empty the portal."""
    measuring.empty_portal()
    goals = [{"name": name} for name in ("digital", "nachhaltig", "authentisch")]
    if not model.Vocabulary.get("dna_goal"):
        tk.get_action("vocabulary_create")({"ignore_auth": True, "user": ""}, {"name": "dna_goal", "tags": goals})


def source(url: str) -> str:
    """Register the server as a source."""
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    name = f"bench-{time.time_ns()}"
    context = {"user": user, "ignore_auth": True}
    organization = tk.get_action("organization_create")(context, {"name": name})
    made = tk.get_action("harvest_source_create")(
        {"user": user, "ignore_auth": True},
        {"name": f"{name}-source", "title": name, "url": url, "source_type": "csw", "owner_org": organization["id"]},
    )
    return made["id"]


def gather(source_id: str) -> list[str]:
    """Do the first stage and give the ids of the objects to import."""
    from ckanext.harvest import queue
    from ckanext.harvest.model import HarvestJob, HarvestSource

    job = HarvestJob()
    job.source, job.status = HarvestSource.get(source_id), "Running"
    job.save()
    return list(queue.gather_stage(p.get_plugin("csw_harvester"), job) or [])


def timed_gather(source_id: str) -> dict[str, Any]:
    """Do the first stage; gives ids and seconds."""
    begin = time.perf_counter()
    ids = gather(source_id)
    return {"ids": ids, "seconds": time.perf_counter() - begin}


def work(ids: list[str]) -> dict[str, Any]:
    """Fetch and import these objects, one after the other, as a consumer does."""
    from ckanext.harvest import queue
    from ckanext.harvest.model import HarvestObject

    with measuring.Counter() as counter:
        for object_id in ids:
            queue.fetch_and_import_stages(p.get_plugin("csw_harvester"), HarvestObject.get(object_id))
    return counter.result()


def unrepaired(source_id: str) -> dict[str, Any]:
    """Harvest once as it is shipped; gives how many datasets came of it, and what went wrong."""
    from ckanext.harvest import queue
    from ckanext.harvest.model import HarvestObject

    ids, faults = gather(source_id), []
    for object_id in ids:
        try:
            queue.fetch_and_import_stages(p.get_plugin("csw_harvester"), HarvestObject.get(object_id))
        except Exception as fault:  # noqa: BLE001 - it would end a consumer; here it is what is measured
            faults.append(f"{type(fault).__name__}: {str(fault)[:100]}")
            model.Session.rollback()
    return {"gathered": len(ids), "searchable": measuring.searchable(), "faults": faults}


def run(source_id: str, expected: int) -> dict[str, Any]:
    """Harvest once in this process; afterwards a search finds ``expected`` datasets."""
    from ckanext.harvest.model import HarvestObject, HarvestObjectError

    began = time.perf_counter()
    with measuring.Counter() as counter:
        ids = gather(source_id)
        work(ids)
    errors = model.Session.query(HarvestObjectError).join(HarvestObject).filter(HarvestObject.id.in_(ids)).count()
    if errors:
        raise RuntimeError(f"{errors} of {len(ids)} objects have errors")
    return {**counter.result(), "listed": len(ids), "searchable_after": measuring.until_searchable(expected, began)}


def main() -> None:
    """Serve the benchmark."""
    answers = measuring.take_output()
    app = make_app(load_config(os.environ["CKAN_INI"]))
    if not os.environ.get("BENCH_UNREPAIRED"):
        repair()
    with app._wsgi_app.test_request_context():  # noqa: SLF001 - CKAN offers no other way
        commands = {"reset": reset, "source": source, "run": run, "timed_gather": timed_gather, "work": work,
                    "unrepaired": unrepaired}
        measuring.serve(commands, answers)


if __name__ == "__main__":
    main()
