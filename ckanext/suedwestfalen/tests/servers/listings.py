"""Real web servers that list a folder: nginx and Apache httpd, each in a folder of its own, and what IIS writes.

A test imports the fixtures: ``from ckanext.suedwestfalen.tests.servers.listings import nginx, web_folder``.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ckanext.suedwestfalen.tests.servers import free_port
from ckanext.suedwestfalen.tests.tools import need

#: Where distributions keep the modules of Apache.
MODULES = [
    Path(folder) for folder in ("/usr/lib/apache2/modules", "/usr/lib64/httpd/modules", "/usr/lib/httpd/modules")
]
#: Long ago, so that no server thinks the file may change again within the second.
LONG_AGO = 1_700_000_000

NGINX = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
  types {{ text/xml xml; text/turtle ttl; application/rdf+xml rdf; text/html html; }}
  access_log {folder}/access.log combined;
  client_body_temp_path {folder}/tmp; proxy_temp_path {folder}/tmp; fastcgi_temp_path {folder}/tmp;
  uwsgi_temp_path {folder}/tmp; scgi_temp_path {folder}/tmp;
  server {{
    listen 127.0.0.1:{port};
    charset utf-8;
    {options}
    location / {{ root {files}; autoindex on; }}
  }}
}}
"""
APACHE = """
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile {folder}/apache.pid
ErrorLog {folder}/error.log
DefaultRuntimeDir {folder}
Mutex file:{folder}
User #65534
Group #65534
{modules}
StartServers 1
TypesConfig /dev/null
AddType text/xml .xml .XML
AddType text/turtle .ttl
LogFormat "%h %l %u %t \\"%r\\" %>s %b" common
CustomLog {folder}/access.log common
DocumentRoot {files}
<Directory {files}>
  Options Indexes FollowSymLinks
  Require all granted
  {options}
</Directory>
"""
NEEDED = ("mpm_event", "authz_core", "dir", "autoindex", "mime", "log_config", "alias", "filter", "deflate", "unixd")

#: As IIS 10 writes it: upper-case names, absolute links, the name of the host in the title.
IIS = """<html><head><title>127.0.0.1 - {path}</title></head><body><H1>127.0.0.1 - {path}</H1><hr>

<pre>{parent}{rows}</pre><hr></body></html>"""
IIS_PARENT = '<A HREF="{}">[To Parent Directory]</A><br><br>'
IIS_FILE = ' 5/14/2024 10:12 AM         4321 <A HREF="{href}">{name}</A><br>'
IIS_FOLDER = ' 5/14/2024 10:12 AM        &lt;dir&gt; <A HREF="{href}">{name}</A><br>'


class Folder:
    """A web server with a folder. ``url`` is its address; files are written and removed by their path."""

    name = ""

    def __init__(self, options: str = ""):
        # Not below pytest's folders: those are closed to the user as which Apache serves.
        self.folder = Path(tempfile.mkdtemp(prefix=f"suedwestfalen-{self.name}-"))
        self.folder.chmod(0o755)
        self.files = self.folder / "files"
        for folder in (self.files, self.folder / "tmp"):
            folder.mkdir()
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/"
        self.options = options
        self._process: subprocess.Popen | None = None

    def command(self) -> list[str]:
        """Write the configuration and give the command that serves it in the foreground."""
        raise NotImplementedError

    def write(self, path: str, content: bytes, age: int = 0) -> None:
        """Write a file as of long ago, and so many seconds later."""
        file = self.files / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        os.utime(file, (LONG_AGO + age, LONG_AGO + age))

    def requests(self) -> list[tuple[str, int]]:
        """Give path and status of every request since the last call."""
        time.sleep(0.05)
        log = self.folder / "access.log"
        lines = log.read_text(errors="replace").splitlines()
        log.open("w").close()
        parts = [line.split('"') for line in lines]
        return [(part[1].split()[1], int(part[2].split()[0])) for part in parts]

    def start(self) -> Folder:
        """Start the server and wait until it answers."""
        self._process = subprocess.Popen(self.command(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(100):
            with contextlib.suppress(OSError):
                with contextlib.suppress(urllib.error.HTTPError):
                    urllib.request.urlopen(self.url, timeout=5).close()
                self.requests()
                return self
            time.sleep(0.05)
        raise RuntimeError((self.folder / "error.log").read_text(errors="replace"))

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        if self._process:
            self._process.terminate()
            self._process.wait(20)
        shutil.rmtree(self.folder, ignore_errors=True)


class Nginx(Folder):
    """Nginx with autoindex."""

    name = "nginx"

    def command(self) -> list[str]:
        binary = shutil.which("nginx", path=_path())
        need(binary, "nginx")
        configuration = self.folder / "nginx.conf"
        values = {"folder": self.folder, "files": self.files, "port": self.port, "options": self.options}
        configuration.write_text(NGINX.format(**values))
        return [str(binary), "-c", str(configuration), "-p", str(self.folder), "-e", str(self.folder / "error.log")]


class Apache(Folder):
    """Apache httpd with mod_autoindex."""

    name = "apache"

    def command(self) -> list[str]:
        binary = shutil.which("apache2", path=_path()) or shutil.which("httpd", path=_path())
        modules = next((folder for folder in MODULES if (folder / "mod_autoindex.so").exists()), None)
        need(binary and modules, "Apache httpd")
        loaded = [f"LoadModule {name}_module {modules}/mod_{name}.so" for name in NEEDED]
        lines = "\n".join(line for line in loaded if Path(line.split()[2]).exists())
        configuration = self.folder / "httpd.conf"
        values = {"folder": self.folder, "files": self.files, "port": self.port, "options": self.options}
        configuration.write_text(APACHE.format(modules=lines, **values))
        return [str(binary), "-d", str(self.folder), "-f", str(configuration), "-DFOREGROUND"]


def iis(path: str, files: dict[str, str], folders: dict[str, str] | None = None) -> bytes:
    """Give the listing of a folder as IIS writes it; files and sub-folders are name → link."""
    parent = "" if path == "/" else IIS_PARENT.format(path.rstrip("/").rpartition("/")[0] + "/")
    rows = [IIS_FOLDER.format(href=href, name=name) for name, href in (folders or {}).items()]
    rows += [IIS_FILE.format(href=href, name=name) for name, href in files.items()]
    return IIS.format(path=path, parent=parent, rows="".join(rows)).encode()


def _path() -> str:
    return os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])


#: The ways of writing a listing that are tried.
WAYS: dict[str, Callable[[], Folder]] = {
    "nginx": Nginx,
    "nginx, compressed": lambda: Nginx("gzip on; gzip_min_length 1; gzip_types text/xml;"),
    "Apache, fancy": lambda: Apache("IndexOptions FancyIndexing"),
    "Apache, table": lambda: Apache("IndexOptions FancyIndexing HTMLTable FoldersFirst"),
    "Apache, plain": lambda: Apache("IndexOptions -FancyIndexing"),
    # As Debian sets it up: the tag of a compressed answer is not recognised when it comes back.
    "Apache, compressed": lambda: Apache("AddOutputFilterByType DEFLATE text/html text/xml"),
}


@pytest.fixture
def nginx() -> Iterator[Folder]:
    """A running nginx with an empty folder."""
    server = Nginx()
    try:
        yield server.start()
    finally:
        server.stop()


@pytest.fixture(params=WAYS)
def web_folder(request: pytest.FixtureRequest) -> Iterator[Folder]:
    """A running server with an empty folder, in all ways of listing it."""
    server = WAYS[request.param]()
    try:
        yield server.start()
    finally:
        server.stop()
