"""What the plugin of the use cases adds to the registries of the base, and to those of this room."""

from __future__ import annotations

from ckanext.suedwestfalen import daily
from ckanext.suedwestfalen import tasks as all_tasks
from ckanext.suedwestfalen.catalogue import demo as all_examples
from ckanext.suedwestfalen.use_cases import adoption_tasks, demo, mails, reminders, states, tasks


def register() -> None:
    """Add everything; doing so twice does no harm."""
    all_tasks.register("use_cases", tasks.rows)
    all_tasks.register("use_case_adoptions", adoption_tasks.rows)
    daily.register("use_cases_remind", reminders.run)
    all_examples.register(demo.seed)
    if mails.tell not in states.LISTENERS:
        states.LISTENERS.append(mails.tell)
