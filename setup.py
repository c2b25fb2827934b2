"""Distribution of ckanext-suedwestfalen."""

from pathlib import Path

from setuptools import find_namespace_packages, setup

HERE = Path(__file__).parent
SEEDS = "ckanext.suedwestfalen.seeds"

setup(
    name="ckanext-suedwestfalen",
    version="0.1.0",
    description="A regional open data platform on CKAN: municipalities, spatial harvesting, use-case exchange",
    long_description=(HERE / "README.md").read_text(encoding="utf-8") if (HERE / "README.md").exists() else "",
    long_description_content_type="text/markdown",
    license="AGPL-3.0-or-later",
    python_requires=">=3.10",
    namespace_packages=["ckanext"],
    packages=[
        "ckanext",
        *find_namespace_packages(include=["ckanext.suedwestfalen", "ckanext.suedwestfalen.*"]),
        SEEDS,
    ],
    # Look-ups need the region at run time, while its data belongs at the root where administrators find it.
    package_dir={SEEDS: "seeds"},
    include_package_data=True,
    install_requires=[
        "ckan>=2.12,<2.13",
        "ckanext-scheming>=3.1,<4",
        "ckanext-spatial>=2.3.2,<3",
        "ckanext-dcat>=2.4.4,<3",
        "cryptography>=42",
        "defusedxml>=0.7",
        "ijson>=3.3",
        "jsonschema>=4.20",
        "lxml>=5",
        "numpy>=1.24",
        "openpyxl>=3.1",
        "OWSLib>=0.32",
        "pyproj>=3.6",
        "python-docx>=1.1",
        "rdflib>=7",
        "shapely>=2.1",
        "tqdm>=4.66",
        "urllib3>=2.2",
    ],
    extras_require={
        "dev": [
            "beautifulsoup4>=4.12",
            "build>=1.2",
            "factory-boy>=3.3",
            "freezegun>=1.5",
            "playwright>=1.49",
            "pytest>=8",
            "pytest-ckan==0.0.12",
            "pytest-factoryboy>=2.7",
            "responses>=0.25",
            "ruff>=0.8",
        ],
    },
    entry_points={
        "ckan.plugins": [
            "suedwestfalen = ckanext.suedwestfalen.plugin:SuedwestfalenPlugin",
            "suedwestfalen_harvest = ckanext.suedwestfalen.harvest.plugin:SuedwestfalenHarvestPlugin",
            "suedwestfalen_use_cases = ckanext.suedwestfalen.use_cases.plugin:SuedwestfalenUseCasesPlugin",
        ],
        "ckanext.suedwestfalen.harvest.protocols": [
            "csw = ckanext.suedwestfalen.harvest.protocols.csw:Csw",
            "waf = ckanext.suedwestfalen.harvest.protocols.waf:Waf",
            "document = ckanext.suedwestfalen.harvest.protocols.document:Document",
            "wfs = ckanext.suedwestfalen.harvest.protocols.wfs:Wfs",
            "wms = ckanext.suedwestfalen.harvest.protocols.wms:Wms",
            "ogc_features = ckanext.suedwestfalen.harvest.protocols.ogc_features:OgcFeatures",
            "ogc_records = ckanext.suedwestfalen.harvest.protocols.ogc_records:OgcRecords",
            "ckan = ckanext.suedwestfalen.harvest.protocols.ckan:Ckan",
            "dcat = ckanext.suedwestfalen.harvest.protocols.dcat:Dcat",
            "use_cases = ckanext.suedwestfalen.use_cases.exchange.protocol:UseCases",
        ],
        "ckanext.suedwestfalen.harvest.readers": [
            "iso = ckanext.suedwestfalen.harvest.readers.iso",
            "capabilities = ckanext.suedwestfalen.harvest.readers.capabilities",
            "ogc_api = ckanext.suedwestfalen.harvest.readers.ogc_api",
            "ckan = ckanext.suedwestfalen.harvest.readers.ckan",
            "dcat = ckanext.suedwestfalen.harvest.readers.dcat",
            "dcat_us = ckanext.suedwestfalen.harvest.readers.dcat_us",
            "use_case = ckanext.suedwestfalen.use_cases.exchange.reader",
        ],
        "babel.extractors": ["ckan = ckan.lib.extract:extract_ckan"],
    },
    message_extractors={
        "ckanext": [
            ("**.py", "python", None),
            ("**.js", "javascript", None),
            ("**/templates/**.html", "ckan", None),
        ],
    },
)
