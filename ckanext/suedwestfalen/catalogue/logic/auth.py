"""Who may use the catalogue's actions: everybody, what they say is public."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk


@tk.auth_allow_anonymous_access
def municipality_list(_context: Any, _data_dict: dict[str, Any] | None = None) -> dict[str, bool]:
    """Everybody may list the municipalities."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def municipality_show(_context: Any, _data_dict: dict[str, Any] | None = None) -> dict[str, bool]:
    """Everybody may see a municipality."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def municipality_locate(_context: Any, _data_dict: dict[str, Any] | None = None) -> dict[str, bool]:
    """Everybody may ask where something lies."""
    return {"success": True}
