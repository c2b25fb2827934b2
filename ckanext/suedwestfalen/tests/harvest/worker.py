"""Carries a run through in a process of its own, so that a test can kill it: ``worker.py RUN_ID ALLOWED``."""

from __future__ import annotations

import os
import subprocess
import sys


def main(run_id: str, allowed: str) -> None:
    """Execute the run with the configuration of ``CKAN_INI``."""
    from ckan.cli import load_config
    from ckan.config.middleware import make_app
    from ckan.plugins import toolkit as tk

    app = make_app(load_config(os.environ["CKAN_INI"]))
    tk.config["ckanext.suedwestfalen.net.allow"] = allowed.split()
    # several batches, so that a kill can hit between them and within one
    tk.config["ckanext.suedwestfalen.harvest.batch_size"] = 10
    from ckanext.suedwestfalen.harvest import runs

    sys.stdout.write("ready\n")
    sys.stdout.flush()
    with app._wsgi_app.test_request_context():
        runs.execute(run_id)


def start_worker(run_id: str, allowed: str) -> subprocess.Popen:
    """Start such a process; its first line is ``ready``."""
    command = [sys.executable, "-m", __name__, run_id, allowed]
    environment = {**os.environ, "CKAN_INI": os.environ.get("CKAN_INI", "test.ini")}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    main(*sys.argv[1:])
