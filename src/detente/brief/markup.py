"""HTML by construction: text becomes markup through doors that escape it, and through no other."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import quote, urlsplit

_UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_DIRECTION_CONTROL = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_DIRECTED = re.compile(
    "[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_VOID = frozenset({"br", "col", "meta"})
_SELF_CLOSING = frozenset({"circle", "path", "rect", "use"})
_TEXT_ONLY = frozenset({"desc", "text", "title", "tspan"})
"""Elements that hold characters alone: a ``bdi`` inside would be dropped or not drawn."""


@dataclass(frozen=True, slots=True)
class Markup:
    """Finished HTML. It is no ``str``, so it can be neither escaped twice nor mixed with plain text unseen."""

    html: str


Child: TypeAlias = "Markup | str | None"
Attribute: TypeAlias = "str | int | bool | None"


def letters(text: str) -> Markup:
    """Escape a text to the letter, for runs that share one paragraph's direction.

    Characters that HTML cannot carry (control characters, lone surrogates) show as U+FFFD, one for one.
    """
    shown = _UNSHOWABLE.sub("\ufffd", text)
    return Markup(html.escape(shown, quote=True).replace("\r", "&#13;"))


def isolated(text: str) -> Markup:
    """Escape a text and keep its writing direction from reordering what stands around it."""
    escaped = letters(text)
    return Markup(f"<bdi>{escaped.html}</bdi>") if _DIRECTED.search(text) else escaped


def undirected(text: str) -> Markup:
    """Escape a text for places that cannot isolate: invisible direction controls are left out."""
    return letters(_DIRECTION_CONTROL.sub("", text))


def group(*children: Child) -> Markup:
    """Put children side by side."""
    return Markup("".join(_child(child, isolated_text=True) for child in children))


def el(name: str, /, *children: Child, **attributes: Attribute) -> Markup:
    """One element; every ``str`` child or attribute is escaped.

    Parameters
    ----------
    name : str
        Element name, e.g. ``"td"``.
    children : Markup, str or None
        Content in order; ``None`` is nothing. Plain text is isolated by direction, except where the
        element has a ``dir`` of its own.
    attributes : str, int, bool or None
        ``class_`` is written ``class``, ``aria_label`` is written ``aria-label``; ``None`` and ``False``
        leave the attribute out, ``True`` writes it bare.

    Raises
    ------
    ValueError
        For an event handler, a ``style`` attribute or a link to anything but a place on the page or an
        http(s) address: none of them belongs in a brief.
    """
    written = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Markup(f"<{name}{written}>")
    if name in _SELF_CLOSING and not children:
        return Markup(f"<{name}{written}/>")
    if name in _TEXT_ONLY:
        inside = "".join(undirected(c).html if isinstance(c, str) else _child(c, isolated_text=False) for c in children)
    else:
        inside = "".join(_child(child, isolated_text="dir" not in attributes) for child in children)
    return Markup(f"<{name}{written}>{inside}</{name}>")


def verbatim(name: str, content: str) -> Markup:
    """A ``style`` or ``script`` element, whose content HTML reads without escapes.

    Raises
    ------
    ValueError
        If the content could end the element or open a comment.
    """
    if name not in ("style", "script") or "</" in content or "<!--" in content:
        raise ValueError(f"content that cannot stand verbatim in <{name}>")
    return Markup(f"<{name}>{content}</{name}>")


def content_hash(content: str) -> str:
    """The name by which a content security policy admits an inline style sheet or script."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def style_string(text: str) -> str:
    """A text as a quoted CSS string, with everything but ASCII letters and digits as code points."""
    shown = _UNSHOWABLE.sub("\ufffd", _DIRECTION_CONTROL.sub("", text))
    return '"' + "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):06x}" for c in shown) + '"'


def web_address(address: str | None) -> str | None:
    """An address that is safe to link, or ``None`` where it is not an http(s) address."""
    if address is None:
        return None
    shown = quote(address.strip(), safe="%/:=&?~#+!$,;@()*[]-._", errors="replace")
    try:
        parts = urlsplit(shown)
    except ValueError:
        return None
    return shown if parts.scheme in ("http", "https") and parts.netloc else None


def _child(child: Child, *, isolated_text: bool) -> str:
    """The HTML of one child."""
    if child is None:
        return ""
    if isinstance(child, Markup):
        return child.html
    return (isolated(child) if isolated_text else letters(child)).html


def _attribute(key: str, value: Attribute) -> str:
    """One attribute with its leading space, or nothing."""
    name = key.rstrip("_").replace("_", "-")
    if name == "style" or name.startswith("on"):
        raise ValueError(f"the attribute {name} does not belong in a brief")
    if value is None or value is False:
        return ""
    if value is True:
        return f" {name}"
    if name in ("href", "src") and not str(value).startswith("#") and web_address(str(value)) != value:
        raise ValueError(f"{name} leads neither to the page nor to a web address: {value!r}")
    return f' {name}="{undirected(str(value)).html}"'
