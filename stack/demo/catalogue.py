"""Makes a folder with a pycsw catalogue (configuration and SQLite database) out of a folder of ISO records.

Runs in the environment of pycsw: python catalogue.py FOLDER RECORDS --port PORT --title TITLE
"""

from __future__ import annotations

import argparse
import contextlib
import io
import logging
import warnings
from pathlib import Path

CONFIGURATION = """[server]
home={home}
url=http://127.0.0.1:{port}/
mimetype=application/xml; charset=UTF-8
encoding=UTF-8
language=de
maxrecords=1000
profiles=apiso

[manager]
transactions=false

[metadata:main]
identification_title={title}
identification_abstract={title}
identification_keywords=csw
identification_keywords_type=theme
identification_fees=None
identification_accessconstraints=None
provider_name={title}
provider_url=http://example.org/
contact_name=Geodaten
contact_position=Fachdienst Geoinformation
contact_address=
contact_city=
contact_stateorprovince=
contact_postalcode=
contact_country=DE
contact_phone=
contact_fax=
contact_email=geodaten@example.org
contact_url=http://example.org/
contact_hours=
contact_instructions=
contact_role=pointOfContact

[repository]
database=sqlite:///{database}
table=records

[metadata:inspire]
enabled=false
"""


def build(folder: Path, records: Path, *, port: int, title: str) -> Path:
    """Make the catalogue if the folder has none yet; gives the path of its configuration.

    The configuration is written anew every time, as the port may have changed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    database, configuration = folder.resolve() / "records.db", folder.resolve() / "pycsw.cfg"
    if not database.exists():
        partial = database.with_suffix(".new")
        partial.unlink(missing_ok=True)
        load(partial, records)
        partial.rename(database)
    configuration.write_text(
        CONFIGURATION.format(home=_home(), port=port, title=title, database=database), encoding="utf-8"
    )
    return configuration


def load(database: Path, records: Path) -> None:
    """Load every XML file of a folder (with its sub-folders) into a new database; a refused one is left out."""
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        from pycsw.core import admin
        from pycsw.core.config import StaticContext

        address = f"sqlite:///{database}"
        admin.setup_db(address, "records", str(_home()))
        admin.load_records(StaticContext(), address, "records", str(records), recursive=True, force_update=True)


def _home() -> Path:
    import pycsw

    return Path(pycsw.__file__).parent


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("records", type=Path)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--title", default="Beispielkatalog")
    parser.add_argument("--verbose", action="store_true", help="show what pycsw says about every record")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO if arguments.verbose else logging.CRITICAL)
    print(build(arguments.folder, arguments.records, port=arguments.port, title=arguments.title))


if __name__ == "__main__":
    main()
