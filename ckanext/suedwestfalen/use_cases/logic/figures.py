"""The figures for reports."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import Context, DataDict

from ckanext.suedwestfalen.use_cases import figures


@tk.side_effect_free
def use_case_figures(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Count use cases by phase, adoptions by status and quarter, and name the municipalities without a use case.

    For the region's agency and system administrators. No parameters. Gives `date`, `totals`, `phases`, `adoptions`
    (`columns`, `rows`), `kreise` and `without`.
    """
    tk.check_access("use_case_figures", context, data_dict)
    return figures.figures()
