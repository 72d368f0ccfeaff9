"""Our phrases in Slack's markup (mrkdwn), and back.

Slack knows three control signs, &, < and >, and has no escape for its stresses (* _ ~ `); there, look-alikes keep
foreign words from turning bold. Source: docs.slack.dev, "Formatting message text".
"""

from __future__ import annotations

import html
import re
from functools import lru_cache

from monitor.notify.foreign import REMEMBERED, clean, shorten, spaced
from monitor.notify.phrase import Code, Link, Part, Phrase, Strong, plain

STRESSING_LINE = re.compile(r"(?<!\w)_|_(?!\w)")
MARKED = re.compile(r"<([^|<>]+)\|([^<>]*)>|`([^`\n]+)`|\*([^*\n]+)\*")


def escape(text: str) -> str:
    """Foreign text for a plain_text object or a fallback text: no mention and no link can come of it."""
    return _controlled(clean(text))


def fit(text: str, limit: int) -> str:
    """The text escaped, and shortened until its escaped form has at most `limit` characters."""
    room, escaped = limit, escape(text)
    while len(escaped) > limit:
        room -= max(1, (len(escaped) - limit) // 5)  # one sign grows to five at most
        escaped = escape(shorten(clean(text), room))
    return escaped


def write(phrase: Phrase, limit: int = 2900) -> str:
    """A phrase as one line of mrkdwn; one that would be longer than `limit` loses its marks and its middle."""
    written = "".join([_prose(part) if isinstance(part, str) else _marked(part) for part in phrase])
    return written if len(written) <= limit else fit(_unstressed(plain(phrase)), limit)


def read(text: str) -> Phrase:
    """What `write` made, as a phrase again: for the terminal and for pictures."""
    parts: list[Part] = []
    at = 0
    for mark in MARKED.finditer(text):
        parts.append(unescape(text[at : mark.start()]))
        address, words, code, strong = mark.groups()
        if address is not None:
            parts.append(Link(unescape(words), unescape(address)))
        else:
            parts.append(Code(unescape(code)) if code is not None else Strong(unescape(strong)))
        at = mark.end()
    return tuple(part for part in (*parts, unescape(text[at:])) if part)


def unescape(text: str) -> str:
    """What `escape` made, as plain text again."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _marked(part: Code | Strong | Link) -> str:
    match part:
        case Code(text):
            return _code(text)
        case Strong(text):
            words = _prose(text).strip()
            return f"*{words}*" if words else ""
        case Link(text, url):
            return f"<{_controlled(url)}|{_prose(text).strip().replace('|', '/') or 'link'}>"


@lru_cache(REMEMBERED)
def _code(text: str) -> str:
    return f"`{escape(text.replace('`', '')) or '?'}`"


@lru_cache(REMEMBERED)
def _prose(text: str) -> str:
    words = _unstressed(spaced(text))
    if "_" in words:
        words = STRESSING_LINE.sub("\N{MODIFIER LETTER LOW MACRON}", words)
    return _controlled(words)


def _unstressed(text: str) -> str:
    return text.replace("*", "\N{ASTERISK OPERATOR}").replace("~", "\N{TILDE OPERATOR}").replace("`", "'")


def _controlled(text: str) -> str:
    return html.escape(text, quote=False)
