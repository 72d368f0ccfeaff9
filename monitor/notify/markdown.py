"""Our phrases in the Markdown of Discord and GitHub, in which no foreign sign has a meaning and nobody is called.

Every ASCII punctuation mark can be escaped by a backslash (CommonMark, "Backslash escapes"). What turns bare words into
links and mentions works on the text behind the escapes, so it is broken up by a joiner that has no width.
"""

from __future__ import annotations

import re
from functools import lru_cache

from monitor.notify.foreign import REMEMBERED, clean, spaced
from monitor.notify.phrase import Code, Link, Phrase, Strong

MARKS = re.compile(r"([\\`*_{}\[\]()<>#+.!|~:$^=&\"'-])")
CALLING = re.compile(r"@|#(?=\d)|://|\bwww\.", re.IGNORECASE)
JOINER = "\N{WORD JOINER}"


def write(phrase: Phrase) -> str:
    """A phrase as one line of Markdown."""
    return "".join([escape(part) if isinstance(part, str) else _marked(part) for part in phrase])


@lru_cache(REMEMBERED)
def escape(text: str) -> str:
    """Foreign text as plain words."""
    broken = CALLING.sub(lambda m: f"{m[0][0]}{JOINER}{m[0][1:]}", spaced(text))
    return MARKS.sub(r"\\\1", broken)


def _marked(part: Code | Strong | Link) -> str:
    match part:
        case Code(text):
            return f"`{clean(text).replace('`', '') or '?'}`"
        case Strong(text):
            words = escape(text).strip()
            return f"**{words}**" if words else ""
        case Link(text, url):
            return f"[{escape(text).strip() or 'link'}](<{url}>)"
