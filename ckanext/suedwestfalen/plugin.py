"""The base plugin: region and catalogue. It only wires."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from ckan import plugins
from ckan.common import CKANConfig
from ckan.config.declaration import Declaration, Key
from ckan.lib.plugins import DefaultTranslation
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen import cli
from ckanext.suedwestfalen.catalogue import (
    coordinates,
    facets,
    helpers,
    index,
    licences,
    membership,
    page_helpers,
    tags,
    validators,
    views,
)
from ckanext.suedwestfalen.catalogue.logic import action, auth


@tk.blanket.actions(action)
@tk.blanket.auth_functions(auth)
@tk.blanket.validators(validators.get_validators)
@tk.blanket.helpers(lambda: {**helpers.get_helpers(), **page_helpers.get_helpers()})
@tk.blanket.blueprints(views.get_blueprints)
@tk.blanket.cli(cli.get_commands)
class SuedwestfalenPlugin(plugins.SingletonPlugin, DefaultTranslation):
    """Municipalities, DNA goals and lead projects on datasets that satisfy DCAT-AP.de."""

    plugins.implements(plugins.IConfigDeclaration)
    plugins.implements(plugins.IConfigurer)
    plugins.implements(plugins.IConfigurable)
    plugins.implements(plugins.ITranslation)
    plugins.implements(plugins.IFacets, inherit=True)
    plugins.implements(plugins.IPackageController, inherit=True)

    # IConfigDeclaration

    def declare_config_options(self, declaration: Declaration, _key: Key) -> None:
        """Declare the options; plugins of ours that are listed before this one add the schemas of their types."""
        declared = Path(__file__).with_name("config_declaration.yaml").read_text(encoding="utf-8")
        declaration.load_dict(yaml.safe_load(declared))
        option = declaration.get("scheming.dataset_schemas")
        added = [schema for plugin in plugins.PluginImplementations(plugins.IConfigurer)
                 for schema in getattr(plugin, "dataset_schemas", ())]
        option.set_default(" ".join([option.default, *added]))

    # IConfigurer

    def update_config(self, config: CKANConfig) -> None:
        """Register templates and assets."""
        tk.add_template_directory(config, "catalogue/templates")
        tk.add_resource("catalogue/assets", "suedwestfalen")
        # DCAT-AP.de asks for the licence of each distribution; here it is that of the dataset unless it has its own.
        # Set, not defaulted: ckanext-dcat's own default is no.
        config["ckanext.dcat.resource.inherit.license"] = True

    # IConfigurable

    def configure(self, config: CKANConfig) -> None:
        """Offer the licences of dcat-ap.de unless the site has a list of its own."""
        if not config.get("licenses_group_url"):
            licences.install()

    # IFacets

    def dataset_facets(self, facets_dict: dict[str, Any], _package_type: str) -> dict[str, Any]:
        """Facets of the dataset search."""
        return facets.titles(facets_dict)

    def group_facets(self, facets_dict: dict[str, Any], _group_type: str, _package_type: str | None) -> dict[str, Any]:
        """Facets of a lead project's page."""
        return facets.titles(facets_dict)

    def organization_facets(
        self, facets_dict: dict[str, Any], _organization_type: str, _package_type: str | None
    ) -> dict[str, Any]:
        """Facets of a municipality's page."""
        return facets.titles(facets_dict)

    # IPackageController

    def after_dataset_create(self, _context: Any, pkg_dict: dict[str, Any]) -> None:
        """Make the dataset a member of its lead projects."""
        membership.sync(pkg_dict, new=True)

    def after_dataset_update(self, _context: Any, pkg_dict: dict[str, Any]) -> None:
        """Make the dataset a member of its lead projects, and of no others."""
        membership.sync(pkg_dict)

    def after_dataset_show(self, context: Any, pkg_dict: dict[str, Any]) -> None:
        """Give DNA goals as their field, apart from the free tags."""
        tags.show(context, pkg_dict)

    def before_dataset_index(self, pkg_dict: dict[str, Any]) -> dict[str, Any]:
        """Index municipality, Kreis and lead project."""
        return index.document(pkg_dict)

    def before_dataset_search(self, search_params: dict[str, Any]) -> dict[str, Any]:
        """Refuse an unusable box."""
        coordinates.check_search(search_params)
        return search_params

    def after_dataset_search(self, search_results: dict[str, Any], _search_params: dict[str, Any]) -> dict[str, Any]:
        """Name facet values as people know them."""
        return facets.name_items(search_results)
