"""Who may read the figures for reports."""

from __future__ import annotations

from ckan.plugins import toolkit as tk
from ckan.types import AuthResult, Context, DataDict

from ckanext.suedwestfalen.use_cases import permissions


def use_case_figures(context: Context, _data_dict: DataDict) -> AuthResult:
    """Editors and administrators of the agency: adoptions that only two towns know of are counted, too."""
    if permissions.is_agency(context.get("user") or ""):
        return {"success": True}
    return {"success": False, "msg": tk._("The figures are for the region's agency.")}
