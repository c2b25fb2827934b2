"""The plugin of the use cases: it only wires."""

from __future__ import annotations

from typing import Any

from ckan import model, plugins
from ckan.lib.plugins import DefaultPermissionLabels
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.use_cases import (
    apart,
    cli,
    helpers,
    index,
    logic,
    permissions,
    pictures,
    registering,
    validators,
    views,
)


@tk.blanket.actions(logic.actions)
@tk.blanket.auth_functions(logic.auth_functions)
@tk.blanket.validators(validators.get_validators)
@tk.blanket.helpers(helpers.get_helpers)
@tk.blanket.blueprints(views.get_blueprints)
@tk.blanket.cli(cli.get_commands)
class SuedwestfalenUseCasesPlugin(plugins.SingletonPlugin, DefaultPermissionLabels):
    """The exchange of use cases."""

    #: Read by the base plugin, which declares the option.
    dataset_schemas = ("ckanext.suedwestfalen.use_cases.schemas:use_case.yaml",)

    plugins.implements(plugins.IConfigurer)
    plugins.implements(plugins.IMiddleware, inherit=True)
    plugins.implements(plugins.IPackageController, inherit=True)
    plugins.implements(plugins.IPermissionLabels)

    # IConfigurer

    def update_config(self, config: Any) -> None:
        """Register templates and assets."""
        tk.add_template_directory(config, "templates")
        tk.add_resource("assets", "suedwestfalen_use_cases")
        pictures.declare(config)
        registering.register()

    # IMiddleware

    def make_middleware(self, app: Any, _config: object) -> Any:
        """Put our pages where CKAN has its own for every type of dataset."""
        app.view_functions.update(views.replacements())
        return app

    # IPackageController

    def before_dataset_index(self, pkg_dict: dict[str, Any]) -> dict[str, Any]:
        """Index what use cases are found by."""
        return index.document(pkg_dict)

    def before_dataset_search(self, search_params: dict[str, Any]) -> dict[str, Any]:
        """Leave use cases out where datasets are searched for."""
        return apart.search(search_params)

    def after_dataset_search(self, search_results: dict[str, Any], _search_params: dict[str, Any]) -> dict[str, Any]:
        """Name facet values as people know them."""
        return index.name_items(search_results)

    def before_dataset_view(self, pkg_dict: dict[str, Any]) -> dict[str, Any]:
        """Lead from the address of a dataset to the use case's own."""
        return apart.view(pkg_dict)

    # IPermissionLabels

    def get_dataset_labels(self, dataset_obj: model.Package) -> list[str]:
        """Show a use case that is not public to those who edit or release it only."""
        return permissions.dataset_labels(dataset_obj, super().get_dataset_labels(dataset_obj))

    def get_user_dataset_labels(self, user_obj: Any) -> list[str]:
        """Say what a user edits and releases."""
        return permissions.user_labels(user_obj, super().get_user_dataset_labels(user_obj))
