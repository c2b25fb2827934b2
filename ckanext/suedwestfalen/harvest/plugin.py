"""The harvest's plugin: it only wires."""

from __future__ import annotations

from ckan import plugins
from ckan.common import CKANConfig
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen import tasks as all_tasks
from ckanext.suedwestfalen.harvest import cli, helpers, logic, protocols, secrets, tasks, views
from ckanext.suedwestfalen.harvest.logic import auth


@tk.blanket.actions(logic.actions)
@tk.blanket.auth_functions(auth)
@tk.blanket.helpers(helpers)
@tk.blanket.blueprints(views.get_blueprints)
@tk.blanket.cli(cli.get_commands)
class SuedwestfalenHarvestPlugin(plugins.SingletonPlugin):
    """Harvests town servers."""

    plugins.implements(plugins.IConfigurer)
    plugins.implements(plugins.IConfigurable)

    # IConfigurer

    def update_config(self, config: object) -> None:
        """Register templates and assets."""
        tk.add_template_directory(config, "templates")
        secrets.keep_out_of_logs()
        tk.add_resource("assets", "suedwestfalen_harvest")
        all_tasks.register("harvest", tasks.rows)

    # IConfigurable

    def configure(self, config: CKANConfig) -> None:
        """Leave out the kinds of sources whose plugin is not on."""
        protocols.switch_off(tk.aslist(config["ckan.plugins"]))
