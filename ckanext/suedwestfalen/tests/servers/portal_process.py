"""The process of a town's CKAN portal: empty tables, an administrator, datasets, and then the web server.

Started by :mod:`.portal` with the configuration in CKAN_INI; writes the administrator's token to the given file when
all is there: ``python -m ckanext.suedwestfalen.tests.servers.portal_process PORT TOKEN_FILE``.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

from ckan import model
from ckan.cli import CKANConfigLoader
from ckan.config.middleware import make_app
from ckan.lib.search import clear_all
from ckan.plugins import toolkit as tk
from werkzeug.serving import make_server

from ckanext.suedwestfalen.tests.servers import portal_data


def main(port: int, token_file: Path) -> None:
    """Fill the portal and serve it until the process is ended."""
    app = make_app(CKANConfigLoader(os.environ["CKAN_INI"]).get_config())
    server = make_server("127.0.0.1", port, app, threaded=True)
    with app._wsgi_app.test_request_context():
        model.repo.upgrade_db()
        clear_all()
        token = _fill()
    model.Session.remove()
    token_file.write_text(token, encoding="ascii")
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    server.serve_forever()


def _end_with(parent: int) -> None:
    """End when the tests have ended, however that came."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)


def _fill() -> str:
    admin = _do("get_site_user")["name"]
    for values in portal_data.ORGANIZATIONS:
        _do("organization_create", admin, **values)
    for values in portal_data.GROUPS:
        _do("group_create", admin, **values)
    for values in [*portal_data.datasets(), *portal_data.others()]:
        _do("package_create", admin, **values)
    return _do("api_token_create", admin, user=admin, name="tests")["token"]


def _do(action: str, doer: str = "", **values: Any) -> Any:
    return tk.get_action(action)({"ignore_auth": True, "user": doer}, values)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
