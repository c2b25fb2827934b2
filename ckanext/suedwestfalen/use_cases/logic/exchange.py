"""Actions that take use cases from bundles and tables: first the look, then the import."""

from __future__ import annotations

from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import Context, DataDict

from ckanext.suedwestfalen.findings import Finding, FindingError
from ckanext.suedwestfalen.use_cases import records
from ckanext.suedwestfalen.use_cases.exchange import comparing, receiving
from ckanext.suedwestfalen.use_cases.exchange.importing import Difference


def use_case_import_preview(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Tell what the import of a document would do to each use case; nothing is written.

    :param document: a bundle (JSON-LD) or a table (CSV) as text
    :param upload: instead, a file that was sent (also XLSX)
    :param url: instead, an address from which the portal gets it
    :param organization: id or name of the organization that drafts from a table belong to, and use cases of
        municipalities that have none of their own here
    :returns: dict with ``kind`` (bundle, table), ``counts`` by outcome, ``records`` (each with ``title``,
        ``identifier``, ``place``, ``outcome``: new, changed, same, older, conflict or refused, ``fields`` that change,
        ``findings``, ``name`` of the use case here), and ``error`` where not all of the document could be read
    """
    return _import("use_case_import_preview", context, data_dict, write=False)


def use_case_import(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Import a document: what is new or changed is written, the rest is left alone and reported.

    Parameters and result are those of `use_case_import_preview`; the outcomes say what was done.
    """
    return _import("use_case_import", context, data_dict, write=True)


def _import(action: str, context: Context, data_dict: DataDict, *, write: bool) -> dict[str, Any]:
    # before this portal asks another one for somebody
    tk.check_access(action, context, {})
    user = str(context.get("user") or "")
    organization = _organization(data_dict.get("organization"))
    try:
        content = _content(data_dict)
    except FindingError as error:
        raise tk.ValidationError({"document": [_sentence(error.finding)]}) from error
    kind = receiving.kind_of(content)
    if kind == receiving.TABLE and not organization:
        raise tk.ValidationError({"organization": [tk._("Please choose the organization of the drafts.")]})
    # what was looked up for the first question must not answer the second
    tk.check_access(action, {"user": user, "auth_user_obj": context.get("auth_user_obj"),
                             "ignore_auth": context.get("ignore_auth", False)},
                    {"kind": kind, "organization": organization})
    result = receiving.run(content, user=user, organization=organization, write=write)
    if not write:
        model.Session.rollback()
    return {
        "kind": kind,
        "counts": dict(result.counts),
        "records": [_described(one) for one in result.differences],
        "error": _found(result.error) if result.error else None,
    }


def _organization(given: Any) -> str:
    if not given:
        return ""
    group = records.group(given)
    if group is None or not group.is_organization or group.state != model.State.ACTIVE:
        raise tk.ValidationError({"organization": [tk._("There is no such organization.")]})
    return group.id


def _content(data_dict: DataDict) -> bytes:
    document, upload, url = (data_dict.get(name) for name in ("document", "upload", "url"))
    if isinstance(document, (str, bytes)) and document:
        content = document.encode("utf-8", "replace") if isinstance(document, str) else document
    elif getattr(upload, "filename", ""):
        content = receiving.upload(getattr(upload, "stream", upload))
    elif isinstance(url, str) and url.strip():
        content = receiving.fetch(url)
    else:
        raise tk.ValidationError({"document": [tk._("Please choose a file, or give an address.")]})
    if not content.strip():
        raise tk.ValidationError({"document": [tk._("The file is empty.")]})
    return content


def _described(one: Difference) -> dict[str, Any]:
    record = one.record
    return {
        "title": one.title, "outcome": one.outcome, "name": one.name, "package_id": one.package_id,
        "identifier": record.identifier if record else "", "place": record.place if record else "",
        "modified": record.modified if record else "", "source_catalog":
            record.dataset.get("source_catalog", "") if record else "",
        "fields": [comparing.label(name) for name in one.fields],
        "findings": [_found(found) for found in one.findings],
    }


def _found(finding: Finding) -> dict[str, str]:
    return {"code": finding.code, "severity": finding.severity, "message": finding.message(tk._),
            "hint": finding.hint(tk._)}


def _sentence(finding: Finding) -> str:
    return " ".join(filter(None, (finding.message(tk._), finding.hint(tk._))))
