"""What the harvest's commands share: the portal's language, sentences for mistakes, actions."""

from __future__ import annotations

from typing import Any, NoReturn

import click
from ckan.plugins import toolkit as tk
from flask_babel import force_locale

from ckanext.suedwestfalen.findings import FindingError, Translate
from ckanext.suedwestfalen.harvest import sources
from ckanext.suedwestfalen.harvest.model import Source
from ckanext.suedwestfalen.language import translator


def translate() -> Translate:
    """Give the function that says it in the portal's language."""
    return translator(locale())


def _(msgid: str) -> str:
    """Say it in the portal's language."""
    return translate()(msgid)


def source(reference: str) -> Source:
    """Give the source of this name or id, or end with a sentence."""
    found = sources.get(reference)
    if found is None:
        fail(_("There is no such source.") + f" ({reference})")
    return found


def act(name: str, data: dict[str, Any]) -> Any:
    """Call an action of the harvest as the operator; what it refuses ends the command with a sentence per field."""
    app = click.get_current_context().meta["flask_app"]
    try:
        with app.test_request_context(), force_locale(locale()):
            return tk.get_action(f"suedwestfalen_harvest_{name}")({"ignore_auth": True, "user": ""}, data)
    except tk.ValidationError as error:
        for field, problems in error.error_dict.items():
            complain(f"{field}: {' '.join(map(str, problems))}")
        raise SystemExit(1) from None


def sentences(error: FindingError) -> str:
    """Give what a finding says and what to do about it."""
    say = translate()
    return f"{error.finding.message(say)} {error.finding.hint(say)}".strip()


def complain(sentence: str) -> None:
    """Say what is wrong, in red, where errors go."""
    click.secho(sentence, fg="red", err=True)


def fail(sentence: str) -> NoReturn:
    """Say what is wrong and end with status 1."""
    complain(sentence)
    raise SystemExit(1)


def locale() -> str:
    """Give the portal's language."""
    return tk.config["ckan.locale_default"]
