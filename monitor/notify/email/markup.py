"""Our phrases in HTML and in plain text: the one place where an e-mail's foreign words are escaped.

Both are `finalize` functions of Jinja2: everything that a template prints passes through them, so that no template
can forget to. Web addresses in foreign words are spoilt (`foreign.inert`), because mail programs link them.
"""

from __future__ import annotations

import textwrap
from typing import Any

from markupsafe import Markup

from monitor.notify.foreign import inert, spaced
from monitor.notify.phrase import Code, Link, Phrase, Strong

WIDTH = 76


def html(value: Any) -> Any:
    """A phrase or text as safe HTML; anything else (numbers, markup, undefined) as it is."""
    if isinstance(value, tuple):
        return Markup("").join(_html(part) for part in value)
    return inert(spaced(value)) if isinstance(value, str) and not isinstance(value, Markup) else value


def _html(part: str | Code | Strong | Link) -> Markup:
    words = inert(spaced(part if isinstance(part, str) else part.text))
    match part:
        case Code():
            return Markup("<code>{}</code>").format(words)
        case Strong():
            return Markup("<strong>{}</strong>").format(words)
        case Link(_, url):
            return Markup('<a href="{}">{}</a>').format(url, words)
    return Markup("{}").format(words)


def text(value: Any) -> Any:
    """A phrase or text as plain words, a link's address after its words; anything else as it is."""
    if isinstance(value, tuple):
        return "".join(_text(part) for part in value)
    return inert(spaced(value)) if isinstance(value, str) and not isinstance(value, Wrapped) else value


def _text(part: str | Code | Strong | Link) -> str:
    if isinstance(part, Link):
        return f"{inert(spaced(part.text))} <{part.url}>"
    return inert(spaced(part if isinstance(part, str) else part.text))


class Wrapped(str):
    """Text that is clean already and keeps its line breaks."""

    __slots__ = ()


def wrapped(value: str | Phrase, indent: str = "", first: str | None = None) -> Wrapped:
    """The value as lines of a readable width; an id or address is never broken."""
    return Wrapped(
        textwrap.fill(
            text(value),
            WIDTH,
            initial_indent=indent if first is None else first,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
    )
