"""Texts of records: plain, without markup, short enough to be stored and indexed."""

from __future__ import annotations

import html
import re
from urllib.parse import quote, urlsplit, urlunsplit

#: Bytes a single value may have: Solr refuses string terms of more than 32,766 bytes with the whole dataset.
MAX_BYTES = 32_000
_TAGS = (
    "a|abbr|address|article|aside|audio|b|base|big|blockquote|body|br|button|center|cite|code|col|dd|del|details|div|"
    "dl|dt|em|embed|figure|font|footer|form|frame|frameset|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|label|"
    "li|link|main|map|math|meta|nav|object|ol|option|p|param|pre|q|s|samp|section|select|small|source|span|strike|"
    "strong|style|sub|sup|svg|table|tbody|td|template|textarea|tfoot|th|thead|title|tr|tt|u|ul|var|video"
)
_TAG = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|/p|/div|/li|/tr|/h[1-6]|/ul|/ol|/table|/dd|/dt)\s*/?>", re.IGNORECASE)
_ITEM = re.compile(r"<li(?:\s[^<>]*)?>", re.IGNORECASE)
_UNSEEN = re.compile(
    r"<(script|style|template|noscript)\b[^<>]*>.*?(?:</\1\s*>|$)|<!--.*?(?:-->|$)", re.IGNORECASE | re.DOTALL
)
#: A character by its name or number in HTML, also where only the text of a field was to be written.
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_LINK = re.compile(r"<a\s[^<>]*?\bhref\s*=\s*[\"']([^\"'<>]{1,2000})[\"']", re.IGNORECASE)
_TAG_LIKE = re.compile(r"<(?=[A-Za-z/!?])")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028\u2029\ufeff]")
_SPACES = re.compile(r"[ \t\r\f\v\u00a0]+")
_LINES = re.compile(r"\n{3,}")
_HOST = re.compile(r"^(?:\[?[0-9a-f:.]*:[0-9a-f:.]+\]?|[^\s.@]+(?:\.[^\s.@]+)*\.?)$")
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def has_markup(text: str) -> bool:
    """True when a text holds HTML tags, also escaped ones."""
    if "<" not in text and "&lt;" not in text:
        return False
    return bool(_TAG.search(text) or _UNSEEN.search(text) or _TAG.search(html.unescape(text)))


def plain(text: str | None) -> str:
    """Give a running text without markup; paragraphs and lines stay.

    HTML becomes text (also when it was escaped once more), what still looks like a tag is broken up, and pictures
    in Markdown become links, so that showing a record never loads anything from elsewhere.
    """
    text = _ENTITY.sub(lambda found: html.unescape(found.group()), text or "")
    text = _CONTROL.sub("", text).replace("\r\n", "\n")
    for _ in range(3):
        if not has_markup(text):
            break
        text = _ITEM.sub("\n- ", _BREAK.sub("\n", _UNSEEN.sub(" ", html.unescape(text))))
        text = _TAG.sub("", text)
    text = _TAG_LIKE.sub("< ", text).replace("![", "[")
    lines = [_SPACES.sub(" ", line).strip() for line in text.split("\n")]
    return _LINES.sub("\n\n", "\n".join(lines)).strip()


def links(text: str | None) -> list[str]:
    """Give the addresses that a text links to by markup, which is lost in :func:`plain`; at most ten."""
    text = text or ""
    if not has_markup(text):
        return []
    found = _LINK.findall(text) or _LINK.findall(html.unescape(text))
    return [url for raw in found[:10] if (url := web_address(html.unescape(raw)))]


def line(text: str | None) -> str:
    """Give a text without markup in one line."""
    return " ".join(plain(text).split())


def cut(text: str, limit: int, max_bytes: int = MAX_BYTES) -> str:
    """Shorten a text to ``limit`` characters and ``max_bytes`` bytes of UTF-8, at a word where possible."""
    if len(text) <= limit and len(text) * 4 <= max_bytes:
        return text
    short = text[:limit].encode("utf-8")[:max_bytes].decode("utf-8", "ignore")
    if short == text:
        return text
    short = short[: max(1, min(limit, len(short)) - 2)]
    head, space, _ = short.rpartition(" ")
    return (head if space and len(head) > len(short) * 0.8 else short).rstrip() + " …"


def web_address(raw: str | None) -> str:
    """Give a usable web address (http, https, ftp), or an empty string.

    Blanks inside are encoded, ``www.`` gets a scheme, and a user with a password is taken out. Nothing else is
    repaired: no script, file or mail address ever becomes a link.
    """
    url = "".join(part.strip() for part in _CONTROL.sub("", raw or "").splitlines())
    if not url or len(url) > 4000 or re.search(r"[<>\"`\\]", url):
        return ""
    if url.lower().startswith("www."):
        url = "http://" + url
    if not _SCHEME.match(url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https", "ftp") or not _HOST.match(parts.hostname or ""):
        return ""
    if "@" in parts.netloc:
        # Passwords are not published; and what looks like another site's name must not lead elsewhere.
        url = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    return quote(url, safe="%/:=&?~#+!$,;'@()*[]{}|-._äöüßÄÖÜ")
