"""What a source may consist of, as CKAN validates it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ckan import authz, model
from ckan.lib.navl.dictization_functions import validate as navl
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen import config
from ckanext.suedwestfalen.catalogue import regions
from ckanext.suedwestfalen.findings import FindingError
from ckanext.suedwestfalen.harvest import fields, options, outbound, protocols, sources
from ckanext.suedwestfalen.harvest.model import Source
from ckanext.suedwestfalen.net import Unreachable

_ = tk._
# `settings` is validated by the protocol's own fields, `options` by those of any source; their errors stand beside the
# others under these prefixes
SETTING, OPTION = "settings__", "options__"
MAX_TITLE, MAX_URL, MAX_RANK, DEFAULT_RANK, MAX_LOGIN = 200, 2000, 1000, 20, 500
# Whose copy leads, by the length of the key of the organization's place: own town, Kreis, all others.
RANKS = {8: 10, 5: 20}


def definition() -> dict[str, list[Any]]:
    """Give the schema of a source, without the settings of its protocol: :func:`validate` looks at those."""
    of = tk.get_validator
    not_empty, default = of("not_empty"), of("default")
    return {
        "title": [not_empty, _in_turn(clean, filled, _at_most(MAX_TITLE))],
        "name": [of("ignore_empty"), _in_turn(clean, well_formed_name, name_is_free)],
        "url": [not_empty, _in_turn(clean, filled, _at_most(MAX_URL), address)],
        "protocol": [default("csw"), _in_turn(clean, protocol)],
        "organization_id": [not_empty, _in_turn(clean, organization)],
        "municipality": [default(""), _in_turn(clean, place)],
        "schedule": [default("manual"), _in_turn(clean, schedule)],
        "rank": [default(DEFAULT_RANK), _in_turn(clean, rank)],
        "active": [default("true"), of("boolean_validator")],
    }


def _draft() -> dict[str, list[Any]]:
    of = tk.get_validator
    return {
        "title": [of("default")(""), _in_turn(clean, _at_most(MAX_TITLE))],
        "name": [of("ignore")],
        "url": [of("not_empty"), _in_turn(clean, filled, _at_most(MAX_URL), written_address)],
        "organization_id": [of("default")(""), _in_turn(clean, lambda value: organization(value) if value else "")],
    }


def _in_turn(*steps: Any) -> Any:
    """Make one validator of several: CKAN would go on with the next one after a refusal."""

    def validator(value: Any) -> Any:
        for step in steps:
            value = step(value)
        return value

    return validator


def validate(
    data: Mapping[str, Any], context: Any, *, draft: bool = False, source: Source | None = None
) -> dict[str, Any]:
    """Give what may be stored of ``data``; raises ValidationError that names every field that may not.

    A ``draft`` may lack title and organization (empty then), has no name, and no name server is asked about its
    address. ``source`` is the one that is changed.

    Errors of a setting are found under ``settings__`` and its name, of an option under ``options__`` and its name.
    Options that are not given are not among the values.
    """
    schema = definition() | (_draft() if draft else {})
    given = {key: data[key] for key in schema if key in data}
    values, errors = navl(given, schema, context)
    values["settings"], complaints = _settings(values.get("protocol") or "", data.get("settings"))
    errors.update({SETTING + name: [sentence] for name, sentence in complaints.items()})
    if data.get("options") is not None:
        values["options"], complaints = _object(data["options"], options.read)
        errors.update({OPTION + name: [sentence] for name, sentence in complaints.items()})
    errors.update(_login_errors(data))
    if not errors and not draft:
        errors.update(_rank_errors(values, context, source))
    if errors:
        raise tk.ValidationError(errors)
    return values


def usual_rank(organization_id: str) -> int:
    """Give the rank that a source of an organization should have."""
    known = organization_id and "\x00" not in organization_id
    organization = model.Group.get(organization_id) if known else None
    key = (organization.extras or {}).get("ags", "") if organization else ""
    return RANKS.get(len(key), DEFAULT_RANK)


def _rank_errors(values: Mapping[str, Any], context: Any, source: Source | None) -> dict[str, list[str]]:
    """Refuse a better rank than the organization's: by it a source takes over the datasets of others."""
    usual = usual_rank(values["organization_id"])
    stays = source and (source.rank, source.organization_id) == (values["rank"], values["organization_id"])
    if values["rank"] >= usual or stays or context.get("ignore_auth") or authz.is_sysadmin(context.get("user")):
        return {}
    sentence = _("Only an administrator of the portal may give a source of this organization a rank below %(rank)s: it"
                 " would take over datasets of other sources.") % {"rank": usual}
    return {"rank": [sentence]}


def _settings(kind: str, raw: Any) -> tuple[dict[str, Any], dict[str, str]]:
    if kind not in protocols.names():
        return {}, {}
    return _object({} if raw is None else raw, lambda given, translate: fields.read(kind, given, translate))


def _object(raw: Any, read: Callable[..., tuple[dict[str, Any], dict[str, str]]]) -> tuple[dict, dict[str, str]]:
    if not isinstance(raw, Mapping):
        return {}, {"": _("The settings must be an object with names and values.")}
    return read(raw, _)


def merged(source: Source, data: Mapping[str, Any]) -> dict[str, Any]:
    """Give what is wanted of a source: what is stored, and over it what is given. Options are given whole or not."""
    given = {key: value for key, value in data.items() if key in (*sources.WRITABLE, "username", "password")}
    stored = {key: getattr(source, key) for key in sources.WRITABLE if key != "options"}
    if given.get("protocol", source.protocol) != source.protocol:
        stored["settings"] = {}
    return {**stored, **given}


def login(data: Mapping[str, Any]) -> tuple[str, str] | None:
    """Give user name and password, if there are both; :func:`validate` has looked at them. Blanks may belong there."""
    user, password = (str(data.get(name) or "") for name in ("username", "password"))
    return (user.strip(), password) if user.strip() and password else None


def checked_login(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the data, or raise ValidationError about its user name and password."""
    if errors := _login_errors(data):
        raise tk.ValidationError(errors)
    return data


def _login_errors(data: Mapping[str, Any]) -> dict[str, list[str]]:
    """Say what is wrong with user name or password, never repeating them."""
    user, password = (str(data.get(name) or "") for name in ("username", "password"))
    errors = {}
    if bool(user.strip()) != bool(password):
        missing = "password" if user.strip() else "username"
        errors[missing] = [_("User name and password are only changed together. Please enter both.")]
    # the header of HTTP Basic has no way to say these
    if ":" in user or not user.isprintable():
        errors["username"] = [_("A user name has neither colons nor control characters.")]
    if not password.isprintable():
        errors["password"] = [_("A password has no control characters.")]
    for name, value in (("username", user), ("password", password)):
        if len(value) > MAX_LOGIN:
            errors[name] = [_("This text is too long (at most %(limit)s characters).") % {"limit": MAX_LOGIN}]
    return errors


def clean(value: Any) -> str:
    """Give a text without what surrounds it."""
    text = str(value).strip()
    if "\x00" in text:
        raise tk.Invalid(_("Please remove the invisible control character."))
    return text


def filled(value: str) -> str:
    """Refuse a text of blanks."""
    if not value:
        raise tk.Invalid(_("Missing value"))
    return value


def _at_most(limit: int) -> Any:
    def validator(value: str) -> str:
        if len(value) > limit:
            raise tk.Invalid(_("This text is too long (at most %(limit)s characters).") % {"limit": limit})
        return value

    return validator


def well_formed_name(value: str) -> str:
    """Refuse what CKAN would not take as a name."""
    return tk.get_validator("name_validator")(value, {})


def name_is_free(value: str) -> str:
    """Refuse the name of another source, also of a deleted one."""
    if sources.get(value) is not None:
        raise tk.Invalid(_("There is a source with this name already."))
    return value


def written_address(value: str) -> str:
    """Refuse an address that the portal's client would not fetch from as it is written."""
    try:
        outbound.policy().check_url(value)
    except FindingError as error:
        raise tk.Invalid(sentences(error)) from None
    return value


def address(value: str) -> str:
    """Refuse an address that the portal's client would not fetch from: no web address, private, with a password."""
    policy = outbound.policy()
    try:
        url = policy.check_url(value)
        host, port = url.host or "", url.port or (443 if url.scheme == "https" else 80)
        if config.net_proxy():
            policy.check_behind_proxy(host, port)
        else:
            policy.addresses(host, port)
    except Unreachable:
        return value  # A server that is down today may be described today; the run will say that it is down.
    except FindingError as error:
        raise tk.Invalid(sentences(error)) from None
    return value


def sentences(error: FindingError) -> str:
    """Give what a finding says and what to do about it, in the reader's language."""
    return " ".join(filter(None, (error.finding.message(_), error.finding.hint(_))))


def protocol(value: str) -> str:
    """Refuse a kind of source that no protocol was found for."""
    if value not in protocols.names():
        raise tk.Invalid(_("This portal cannot harvest this kind of source."))
    return value


def organization(value: str) -> str:
    """Give the id of an organization from its id or name."""
    found = model.Group.get(value)
    if found is None or not found.is_organization or found.state != "active":
        raise tk.Invalid(_("There is no such organization."))
    return found.id


def place(value: str) -> str:
    """Refuse what is neither the key of a municipality (AGS) nor of a Kreis of the region."""
    here = regions.current()
    if value and not (here.municipality(value) or here.kreis(value)):
        raise tk.Invalid(_("The region has no municipality and no Kreis with this key."))
    return value


def schedule(value: str) -> str:
    """Refuse an unknown rhythm."""
    if value not in sources.SCHEDULES:
        raise tk.Invalid(_("Please choose one of the values offered."))
    return value


def rank(value: str) -> int:
    """Give a rank as a number."""
    number = int(value) if value.isascii() and value.isdigit() else 0
    if not 1 <= number <= MAX_RANK:
        raise tk.Invalid(_("Please enter a whole number between %(low)s and %(high)s.") % {"low": 1, "high": MAX_RANK})
    return number
