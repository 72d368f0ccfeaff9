"""Our phrases in Slack's markup (mrkdwn), and back.

Slack knows three control signs, &, < and >, and has no escape for its stresses (* _ ~ `); there, look-alikes keep
foreign words from turning bold. Source: docs.slack.dev, "Formatting message text".
"""

from __future__ import annotations

import re

from monitor.notify.foreign import clean, shorten, spaced
from monitor.notify.phrase import Code, Link, Part, Phrase, Strong, plain

CONTROL = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
STRESSES = str.maketrans({"*": "\N{ASTERISK OPERATOR}", "~": "\N{TILDE OPERATOR}", "`": "'"})
STRESSING_LINE = re.compile(r"(?<!\w)_|_(?!\w)")
MARKED = re.compile(r"<([^|<>]+)\|([^<>]*)>|`([^`\n]+)`|\*([^*\n]+)\*")


def escape(text: str) -> str:
    """Foreign text for a plain_text object or a fallback text: no mention and no link can come of it."""
    return clean(text).translate(CONTROL)


def fit(text: str, limit: int) -> str:
    """The text escaped, and shortened until its escaped form has at most `limit` characters."""
    room, escaped = limit, escape(text)
    while len(escaped) > limit:
        room -= max(1, (len(escaped) - limit) // 5)  # one sign grows to five at most
        escaped = escape(shorten(clean(text), room))
    return escaped


def write(phrase: Phrase, limit: int = 2900) -> str:
    """A phrase as one line of mrkdwn; one that would be longer than `limit` loses its marks and its middle."""
    written = "".join(_write(part) for part in phrase)
    return written if len(written) <= limit else fit(plain(phrase).translate(STRESSES), limit)


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


def _write(part: Part) -> str:
    match part:
        case Code(text):
            return f"`{escape(text.replace('`', '')) or '?'}`"
        case Strong(text):
            words = _prose(text).strip()
            return f"*{words}*" if words else ""
        case Link(text, url):
            return f"<{url.translate(CONTROL)}|{_prose(text).strip().replace('|', '/') or 'link'}>"
    return _prose(part)


def _prose(text: str) -> str:
    return STRESSING_LINE.sub("\N{MODIFIER LETTER LOW MACRON}", spaced(text).translate(STRESSES)).translate(CONTROL)
