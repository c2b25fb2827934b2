"""CKAN's configuration file and the wrapper for its command, written from templates at every start."""

from __future__ import annotations

import shlex
from string import Template

from stack import services
from stack.build import STACK
from stack.layout import VENV, Site, write_private

DATABASE = "ckan"


def write(site: Site) -> None:
    """Write `ckan.ini` (it holds secrets: for its owner only) and the executable `ckan`."""
    values = {
        **site.secrets,
        "url": site.url.rstrip("/"),
        "port": str(site.ports["web"]),
        "database": services.postgres_url(site, DATABASE),
        "redis": f"redis://127.0.0.1:{site.ports['redis']}/0",
        "solr": services.solr_url(site),
        "storage": str(site.folder / "storage"),
        "towns": " ".join(f"127.0.0.1:{site.ports[name]}" for name in ("town1", "town2")),
    }
    template = Template((STACK / "portal.ini").read_text(encoding="utf-8"))
    write_private(site.ini, template.substitute(values))
    wrapper = site.folder / "ckan"
    wrapper.write_text(
        "#!/bin/sh\n# Runs the ckan command of this portal.\n"
        "unset $(env | sed -n 's/^\\(CKAN[A-Za-z0-9_]*\\)=.*/\\1/p')\n"
        f'exec {shlex.quote(str(VENV / "bin" / "ckan"))} -c {shlex.quote(str(site.ini))} "$@"\n',
        encoding="utf-8",
    )
    wrapper.chmod(0o755)
