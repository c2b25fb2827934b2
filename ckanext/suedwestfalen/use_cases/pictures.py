"""The picture of a use case: how a file is taken in, where it lies, and what may be one.

CKAN has no pictures of datasets; its uploader of pictures of groups is used, with a folder of its own. A file is never
replaced or removed here: the published version may still show it while a changed one waits.
"""

from __future__ import annotations

import re
from typing import Any

from ckan.lib import uploader
from ckan.plugins import toolkit as tk

FOLDER = "use_case"
TYPES = ("image/png", "image/jpeg", "image/gif", "image/webp")
# What CKAN's uploader makes of the name of a file: the time, then the name.
_FILE = re.compile(r"[0-9]{4}-[0-9A-Za-z._-]{1,200}\.(?:png|jpe?g|gif|webp)")


def declare(config: Any) -> None:
    """Tell CKAN's uploader which files it may take; an administrator may say otherwise."""
    config.setdefault(f"ckan.upload.{FOLDER}.mimetypes", list(TYPES))
    config.setdefault(f"ckan.upload.{FOLDER}.types", ["image"])
    config.setdefault(f"ckan.files.default_storages.{FOLDER}", "")


def is_file_name(text: str) -> bool:
    """Tell whether a text is the name of an uploaded picture."""
    return bool(_FILE.fullmatch(text)) and ".." not in text


def address(image: Any) -> str:
    """Give the address of a picture; empty if there is none."""
    text = str(image or "")
    if is_file_name(text):
        return tk.h.url_for_static(f"uploads/{FOLDER}/{text}", qualified=True)
    return text if text.startswith(("https://", "http://")) else ""


def receive(file: Any) -> str:
    """Keep an uploaded picture and give the name under which it lies.

    Raises tk.Invalid for what is no picture, or too large.
    """
    most = uploader.get_max_image_size()
    found = uploader.get_uploader(FOLDER)
    data = {"image": "", "upload": file}
    try:
        found.update_data_dict(data, "image", "upload", "clear")
    except tk.ValidationError as error:
        raise tk.Invalid(tk._("A picture must be a PNG, JPEG, GIF or WebP file.")) from error
    if not is_file_name(data["image"]):
        raise tk.Invalid(tk._("A picture must be a PNG, JPEG, GIF or WebP file."))
    try:
        found.upload(most)
    except tk.ValidationError as error:
        raise tk.Invalid(tk._("The picture is larger than %(most)s MB. Please make it smaller.") % {"most": most}
                         ) from error
    return found.filename or data["image"]
