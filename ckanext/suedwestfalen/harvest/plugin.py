"""The harvest's plugin: it only wires."""

from __future__ import annotations

from ckan import plugins
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen import tasks as all_tasks
from ckanext.suedwestfalen.harvest import cli, helpers, logic, secrets, tasks, views
from ckanext.suedwestfalen.harvest.logic import auth


@tk.blanket.actions(logic.actions)
@tk.blanket.auth_functions(auth)
@tk.blanket.helpers(helpers)
@tk.blanket.blueprints(views.get_blueprints)
@tk.blanket.cli(cli.get_commands)
class SuedwestfalenHarvestPlugin(plugins.SingletonPlugin):
    """Harvests town servers."""

    plugins.implements(plugins.IConfigurer)

    def update_config(self, config: object) -> None:
        """Register templates and assets."""
        tk.add_template_directory(config, "templates")
        secrets.keep_out_of_logs()
        tk.add_resource("assets", "suedwestfalen_harvest")
        all_tasks.register("harvest", tasks.rows)
