"""The options of the portal. Nobody else reads them; their defaults and descriptions: `config_declaration.yaml`."""

from __future__ import annotations

from ckan.plugins import toolkit as tk

PREFIX = "ckanext.suedwestfalen."


def _text(name: str) -> str | None:
    return str(tk.config.get(PREFIX + name) or "").strip() or None


def region_folder() -> str | None:
    """Folder of the region's data; None means the one that is shipped."""
    return _text("region_folder")


def agency() -> str | None:
    """Name of the organization that speaks for the region; None means what the region's folder says."""
    return _text("agency")


def personal_data() -> bool:
    """Whether names, telephone numbers and addresses of persons become fields of datasets."""
    return tk.config[PREFIX + "personal_data"]


def net_allow() -> frozenset[str]:
    """Exceptions from the rule which addresses may be fetched, each `host:port`."""
    return frozenset(tk.config[PREFIX + "net.allow"])


def net_proxy() -> str | None:
    """Proxy for outgoing requests."""
    return _text("net.proxy")


def net_ca_bundle() -> str | None:
    """File with certificates of additional authorities."""
    return _text("net.ca_bundle")


def net_contact() -> str | None:
    """Address under which operators of harvested servers reach the portal; part of the User-Agent."""
    return _text("net.contact")


def harvest_page_size() -> int:
    """Records asked for in one request."""
    return tk.config[PREFIX + "harvest.page_size"]


def harvest_batch_size() -> int:
    """Records a worker takes at once."""
    return tk.config[PREFIX + "harvest.batch_size"]


def harvest_deletion_runs() -> int:
    """Complete runs that must miss a record before its dataset is deleted."""
    return tk.config[PREFIX + "harvest.deletion_runs"]


def harvest_deletion_hours() -> int:
    """Hours that must lie between the first and the last of these runs."""
    return tk.config[PREFIX + "harvest.deletion_hours"]


def harvest_guard_share() -> float:
    """Share of a source's records (0 to 1) whose absence holds a run until a person confirms."""
    return float(tk.config[PREFIX + "harvest.guard_share"])


def harvest_guard_runs() -> int:
    """Complete runs that must agree to confirm a held listing without a person."""
    return tk.config[PREFIX + "harvest.guard_runs"]


def harvest_guard_days() -> int:
    """Days these runs must span."""
    return tk.config[PREFIX + "harvest.guard_days"]


def harvest_listing_hours() -> int:
    """Hours after which a listing that is still going on is broken off."""
    return tk.config[PREFIX + "harvest.listing_hours"]


def harvest_keep_runs() -> int:
    """Runs kept per source, with their findings."""
    return tk.config[PREFIX + "harvest.keep_runs"]


def harvest_credentials_key() -> str | None:
    """Secret from which the key for passwords of sources is derived; None means CKAN's SECRET_KEY."""
    return _text("harvest.credentials_key")


def use_cases_release_by() -> str:
    """Who releases use cases: nobody, town, agency."""
    return tk.config[PREFIX + "use_cases.release_by"]


def use_cases_vocabulary() -> str:
    """Base of the IRIs of classes, properties and values in bundles, ending in # or /."""
    return _text("use_cases.vocabulary") or f"{str(tk.config['ckan.site_url']).rstrip('/')}/def/suedwestfalen#"


def use_cases_review_months() -> int:
    """Months after which a published use case must be looked at again."""
    return tk.config[PREFIX + "use_cases.review_months"]
